"""A whole logit branch, or as much of it as is wanted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, final

import numpy as np

from brinkgame.continuation.curve import Curve, Place, equations_of
from brinkgame.continuation.equations import Equations, Vector
from brinkgame.control import FREE, Control

__all__ = ["Trace", "solution_near", "trace"]

MOST_STEPS: Final = 20_000
ENDLESS: Final = 1e14
"""Where L is so large, in units of the range of payoffs, rounding decides."""


@final
@dataclass(frozen=True, slots=True)
class Trace:
    """What was seen along a curve.

    Attributes
    ----------
    places
        The points in order; the last one only if the others were not wanted.
    crossings
        For each rationality that was asked about, the points that have it, in order.
    zeros
        Where the measure that was watched changed its sign.
    turning, bifurcations
        Turning points (empty if they were only counted) and simple bifurcations.
    turns, steps
        How many turning points and steps there were.
    arrived
        Whether the last point is an equilibrium within the accuracy, or has the last L wanted.
    regret
        The largest regret at the last point, as a share of that player's range of payoffs.
    expired
        Whether time ran out.
    home
        Whether the curve came to L = 0.
    sound
        Whether every step was short where it had to be.
    """

    places: tuple[Place, ...]
    crossings: tuple[tuple[Place, ...], ...]
    zeros: tuple[Place, ...]
    turning: tuple[Place, ...]
    bifurcations: tuple[Place, ...]
    turns: int
    steps: int
    arrived: bool
    regret: float
    expired: bool
    home: bool
    sound: bool

    @property
    def statistics(self) -> dict[str, int]:
        """What was counted."""
        return {
            "steps": self.steps,
            "turning points": self.turns,
            "bifurcations": len(self.bifurcations),
        }

    def notes(self, factor: Any) -> tuple[str, ...]:
        """What a reader should know of the way, rationality in the units of the game."""
        notes = [
            "The branch passes a bifurcation at rationality "
            f"{float(Fraction(place.rationality) / Fraction(factor)):.6g} and was followed "
            "straight on; other branches meet it there."
            for place in self.bifurcations
        ]
        if not self.sound:
            notes.append(
                "Next to a singular point short steps failed and a longer one was taken; the "
                "branch may have been left for another one there."
            )
        return tuple(notes)


def trace(
    game: Equations | Sequence[Vector],
    control: Control = FREE,
    *,
    accuracy: float = 1e-8,
    targets: Sequence[float] = (),
    up_to: float = math.inf,
    start: tuple[Vector, float] | None = None,
    watch: Callable[[Place], float] | None = None,
    quick: bool = False,
) -> Trace:
    """Follow a curve until its regrets are small and it grows beyond what was asked about.

    Parameters
    ----------
    game
        As for `Curve`.
    accuracy
        Regrets at which the curve has arrived, as shares of each player's range of payoffs.
    targets
        Values of L of which every passing is wanted.
    up_to
        Value of L at which to stop.
    start
        As for `Curve`; such a curve is followed until it has come back or reached L = 0.
    watch
        A measure of points whose changes of sign are wanted.
    quick
        Whether only the last point is wanted, and turning points are only counted.
    """
    equations = equations_of(game)
    ranges = equations.ranges
    if not equations.size:
        nothing = np.zeros(len(equations.shape))
        place = Place(0.0, nothing, 1.0, nothing)
        points = tuple((replace(place, rationality=target),) for target in targets)
        return Trace((place,), points, (), (), (), 0, 0, True, 0.0, False, False, True)
    with np.errstate(all="ignore"):
        curve = Curve(equations, start, careful=bool(targets) or not quick)
        places = [] if quick else [curve.place]
        zeros: list[Place] = []
        passed: list[list[Place]] = [[] for _ in targets]
        for target, met in zip(targets, passed, strict=True):
            if target == curve.rationality:
                met.append(curve.place)
        early = -math.log(accuracy) / 2
        last = 2.0 * max(targets, default=0.0)
        arrived = expired = home = False
        outward = start is None
        while curve.steps < MOST_STEPS and curve.rationality < ENDLESS:
            if control.expired():
                expired = True
                break
            control.tell("steps along the branch", curve.steps)
            try:
                curve.advance()
            except ArithmeticError:
                break
            for target, met in zip(targets, passed, strict=True):
                met.extend(curve.crossings(target))
            if watch is not None:
                zeros.extend(curve.zeros(watch))
            outward = outward or curve.slope > 0
            if curve.rationality <= 0.0:
                met_zero = curve.crossings(0.0)
                places.extend([] if quick else met_zero)
                home = True
                break
            if outward and curve.rationality >= up_to:
                places.extend([] if quick else curve.crossings(up_to))
                arrived = True
                break
            if not quick:
                places.append(curve.place)
            far = outward and curve.rationality > max(early, last) and curve.slope > 0
            # Whether regrets may be small at all is seen at less cost.
            near = far and curve.unsettled <= 2.0 * accuracy * sum(ranges)
            if near and _regret(curve, ranges) <= accuracy:
                arrived = True
                break
        if quick or not places:
            places = [curve.place]
        return Trace(
            tuple(places),
            tuple(map(tuple, passed)),
            tuple(zeros),
            tuple(curve.turning),
            tuple(curve.bifurcations),
            curve.turns,
            curve.steps,
            arrived,
            _regret(curve, ranges),
            expired,
            home,
            curve.sound,
        )


def _regret(curve: Curve, ranges: Sequence[float]) -> float:
    """The largest regret, as a share of a player's range of payoffs."""
    return max(
        max(0.0, regret) / most if most else 0.0
        for regret, most in zip(curve.regrets(), ranges, strict=True)
    )


def solution_near(
    game: Equations | Sequence[Vector], logs: Vector, rationality: float
) -> Vector | None:
    """Log-probabilities of a solution at this L next to others; None if there seems to be none."""
    with np.errstate(all="ignore"):
        try:
            return Curve(game, (logs, rationality)).place.logs
        except ArithmeticError:
            return None
