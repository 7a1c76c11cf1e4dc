"""How far assumptions may be wrong before a claim changes its truth: the robustness radius.

Around a point, each parameter may move by at most a share r of the width of its range (a *box*), or
all together by a Euclidean length r in these shares (a *ball*). The radius is the largest r for
which no allowed point in between has the other truth. Where the claim is false is a union of sets,
each given by a few polynomial conditions (`implicants`); the radius is the least of their
distances.

**From below.** Where one of the conditions of a set fails all over a box, so does the set. The
Bernstein coefficients of a polynomial on a box bound it from above [1]_; for polynomials of degree
one in each parameter, as most are here, the bound is exact, for they are the values at the corners.
So bisection gives the radius of each condition; a set is as far away as the farthest of its own,
and as any combination of them with positive weights. Where that leaves a gap, the box is cut up.

**From above** there is a point: exact, inside the domain, with the other truth. Where one condition
decides, the radius is a root of its polynomial along the way to a corner, and exact.

Bounds are computed in floats with the rounding they may have, after standard error analysis [2]_,
so that what is certified is so; points are checked in exact numbers.

.. [1] R. T. Farouki (2012), "The Bernstein polynomial basis: a centennial retrospective", *Computer
   Aided Geometric Design* 29, section 5.
.. [2] N. J. Higham (2002), *Accuracy and Stability of Numerical Algorithms*, section 3.1.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic.reading import simplest_between
from brinkgame.control import Control
from brinkgame.errors import ExpressionError, InvalidParameterError, ParameterRangeWarning
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.claims.claim import Claim, checked_names
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.formula import Formula, formula_of
from brinkgame.parametric.regions.implicants import alternatives
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.restricting import domain, fixed, multiplied_out
from brinkgame.parametric.robustness.distances import (
    Metric,
    Number,
    Part,
    Reach,
    farthest_free,
    plane_foot,
)
from brinkgame.parametric.robustness.violations import Violation

__all__ = ["Robustness", "robustness"]

_NEAR: Final = 1e-6
"""How near to the border a point that breaks a claim is, relatively."""
_HAIR: Final = 1e-12
_BOXES: Final = 2000
"""Boxes into which one set is cut where nobody sets a time limit."""
_NUDGES: Final = (0.0, 5e-7, 1e-8, 1e-10, 1e-12, 1e-5, 1e-3)
"""How far beyond the border a point is looked for: as simple a one as is near enough, first."""


@final
@dataclass(frozen=True, slots=True)
class Robustness:
    """How far assumptions may move before a claim changes its truth.

    Attributes
    ----------
    claim
        What was asked about, in words.
    truth
        Whether it is true at the point.
    lower
        Up to this radius its truth is certainly kept. Infinite: all over the domain.
    upper
        The radius of `breaking`; infinite if there is no such point, or none was found.
    radius
        The exact radius, where it is known: a `Fraction` or an `Algebraic`; otherwise None.
    attained
        Whether the truth has changed at that radius already, and not only beyond.
    breaking
        A rational point of the domain with the other truth.
    border
        The conditions that come to hold there, all of them; the first keeps it farthest away.
    point, over, norm, scaled
        Where from, what may move, and how that is measured.

    Examples
    --------
    >>> import brinkgame as bg
    >>> claim = bg.claim_of(bg.memo.load("blockade").game, "soft USSR withdraws")
    >>> found = bg.robustness(claim, over=("brink_risk",))
    >>> found.radius, found.breaking["brink_risk"]
    (Fraction(1, 20), Fraction(3, 5))
    """

    claim: str
    truth: bool
    lower: float
    upper: float
    radius: Number | None
    attained: bool
    breaking: Point | None
    border: tuple[Condition, ...]
    point: Point
    over: tuple[str, ...]
    norm: str
    scaled: bool

    @property
    def is_exact(self) -> bool:
        """Whether the radius is known exactly, or the truth is kept everywhere."""
        return self.radius is not None or self.lower == math.inf

    @property
    def incentive(self) -> str:
        """The incentive that breaks the claim; empty if nothing does."""
        return self.border[0].incentive if self.border else ""

    def __str__(self) -> str:
        truth = "true" if self.truth else "false"
        if self.lower == math.inf:
            return f"{self.claim}: {truth} all over the domain"
        size = "the width of each range" if self.scaled else "each parameter's own unit"
        shape = "any way" if self.norm == "ball" else "each"
        told = f"at least {self.lower:.6g}" + (
            f", at most {self.upper:.6g}" if self.upper < math.inf else ""
        )
        if self.radius is not None:
            told = f"exactly {self.radius}" + (
                f" = {float(self.radius):.6g}"
                if isinstance(self.radius, Fraction) and self.radius.denominator > 1
                else ""
            )
        text = (
            f"{self.claim}: {truth}, and stays so while parameters move ({shape}) by less than the "
            f"radius, {told}, in units of {size}"
        )
        lines = [text]
        if self.breaking is not None:
            moved = [
                f"{name} from {self.point[name]} to {value}"
                for name, value in self.breaking.items()
                if value != self.point[name]
            ]
            lines.append("  broken by " + ", ".join(moved))
        lines += [f"  where {condition}" for condition in self.border]
        return "\n".join(lines)


def robustness(
    claim: Claim | Formula | Any,
    at: Mapping[str, Any] | None = None,
    *,
    space: ParameterSpace | None = None,
    over: Iterable[str] | str | None = None,
    scaled: bool = True,
    norm: Literal["box", "ball"] = "box",
    tolerance: float | None = None,
    time_limit: float | None = None,
) -> Robustness:
    """How far the parameters may move from a point before a claim changes its truth.

    Parameters
    ----------
    claim
        A `Claim`, or a formula: a condition, a comparison of expressions, or several, all of which
        are meant; then `space` says which parameters there are.
    at
        The point to start from, inside the domain; parameters not named are at their baseline.
    space
        The parameters and constraints of a formula.
    over
        What may move; by default every parameter whose range has two different ends and that takes
        fractions. The others stay.
    scaled
        Whether movements are counted in widths of ranges; otherwise each in its own unit.
    norm
        ``"box"``: each parameter by at most r; ``"ball"``: the Euclidean length of all movements.
    tolerance
        The gap between the bounds, as a share of the radius, at which the search stops; by default
        1e-6 for boxes and 1e-3 for balls.
    time_limit
        Seconds to spend; the bounds are right whenever it stops.

    Returns
    -------
    Robustness
        Bounds, the exact radius where one condition decides, a point that breaks the claim, and the
        incentive that does it.

    Raises
    ------
    InvalidParameterError
        The point is outside the domain, a range that should move has no ends or no width, or a
        whole parameter is to move.

    Notes
    -----
    Within the radius, and inside the domain, the truth is the same *everywhere*, ties included. The
    border itself may belong to either side: `Robustness.attained`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> claim = bg.claim_of(bg.memo.load("deploy").game, "USSR deploys")
    >>> found = bg.robustness(claim)
    >>> found.is_exact, round(float(found.radius), 4)
    (True, 0.0345)
    >>> print(found.incentive)
    USSR at root prefers hold to deploy
    """
    title, truth_formula, known = _read(claim, space)
    if norm not in ("box", "ball"):
        raise InvalidParameterError(f"norm={norm!r} is none: write 'box' or 'ball'")
    if tolerance is None:
        tolerance = 1e-3 if norm == "ball" else 1e-6
    if not 0 < tolerance < 1:
        raise InvalidParameterError(f"tolerance={tolerance!r} is no share between 0 and 1")
    control = Control(time_limit)
    point = _inside(known, at)
    names = _movable(known, over, point)
    truth = truth_formula.holds(point)
    search = _Search(known, point, names, scaled, norm == "ball")
    if isinstance(claim, Claim):
        cases = claim.cases_of(not truth)
    else:
        cases = _cases(truth_formula.negated() if truth else truth_formula, known)

    def broken(place: Mapping[str, Fraction]) -> bool:
        return truth_formula.holds(place) is not truth

    found = search.run(cases, broken, tolerance, control)
    return Robustness(title, truth, *found, point, names, norm, scaled)


def _read(claim: Any, space: ParameterSpace | None) -> tuple[str, Formula, ParameterSpace]:
    if isinstance(claim, Claim):
        if space is not None:
            raise InvalidParameterError("a claim has its own parameters: leave out space")
        return claim.title, claim.formula, claim.space
    formula = formula_of(claim)
    if space is None:
        raise InvalidParameterError(
            "a formula does not know its ranges: give space, such as game.parameters"
        )
    return str(formula), formula, space


def _cases(formula: Formula, space: ParameterSpace) -> tuple[tuple[Condition, ...], ...]:
    found = alternatives(formula, space)
    if found is None:
        return formula.disjuncts()
    return tuple(each.conditions for each in found)


def _inside(space: ParameterSpace, at: Mapping[str, Any] | None) -> Point:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        point = space.point(at)
    violated = space.violations(point)
    if violated:
        raise InvalidParameterError(
            f"the point is outside the domain: {'; '.join(violated)}; move it inside, or widen the "
            "range"
        )
    return point


def _movable(
    space: ParameterSpace, over: Iterable[str] | str | None, point: Point
) -> tuple[str, ...]:
    names = checked_names(over, space)
    kept = []
    for name in names:
        parameter = space[name]
        low, high = parameter.low, parameter.high
        if over is None and (parameter.whole or (low is not None and low == high)):
            continue
        if parameter.whole:
            raise InvalidParameterError(
                f"{name!r} takes whole numbers only, and cannot move by a little: leave it out of "
                "over, and ask for each of its values (at)"
            )
        if low is None or high is None:
            raise InvalidParameterError(
                f"the range of {name!r} has no {'low' if low is None else 'high'}: give it both "
                "ends, or leave it out of over"
            )
        if low == high:
            raise InvalidParameterError(
                f"the range of {name!r} is the single value {low}: widen it, or leave it out of "
                "over"
            )
        kept.append(name)
    if not kept:
        raise InvalidParameterError("nothing may move: name at least one parameter in over")
    if any(name not in point for name in kept):
        raise AssertionError("a point has every parameter")
    return tuple(kept)


@final
class _Search:
    """The nearest point of a union of sets."""

    def __init__(
        self,
        space: ParameterSpace,
        point: Point,
        names: tuple[str, ...],
        scaled: bool,
        euclidean: bool,
    ) -> None:
        self.space = space
        self.point = point
        self.names = names
        self.ends = {name: _ends(space, name) for name in names}
        widths = {name: high - low for name, (low, high) in self.ends.items()}
        self.metric = Metric(
            names,
            tuple((point[name] - self.ends[name][0]) / widths[name] for name in names),
            tuple(Fraction(1) if scaled else 1 / widths[name] for name in names),
            euclidean,
        )
        self.rest = {name: value for name, value in point.items() if name not in names}
        self.room = domain(space)
        self.constraints = [
            part
            for condition in fixed(self.room, self.rest).atoms()
            if (part := self._part(condition, True)) is not None
        ]
        self.best: tuple[float, tuple[Fraction, ...]] | None = None
        self.reaches: dict[tuple[Polynomial, str], Reach] = {}

    def _part(self, condition: Condition, is_constraint: bool = False) -> Part | None:
        try:
            polynomial = Polynomial.of(multiplied_out(condition))
        except ExpressionError:
            whole = [n for n in condition.difference.names if self.space[n].whole]
            raise InvalidParameterError(
                f"{condition.difference} is no polynomial: fix {', '.join(whole)} (at) and "
                "leave it out of over"
            ) from None
        images = {name: (low, high - low) for name, (low, high) in self.ends.items()}
        moved = polynomial.moved(images)
        return None if moved.is_constant else Part(condition, moved, is_constraint)

    def run(
        self,
        cases: Sequence[tuple[Condition, ...]],
        broken: Any,
        tolerance: float,
        control: Control,
    ) -> tuple[float, float, Number | None, bool, Point | None, tuple[Condition, ...]]:
        """Lower and upper bound, radius, whether it is attained, a point, and what holds there."""
        self.broken = broken
        violations = [v for case in cases if (v := self._violation(case)) is not None]
        violations.sort(key=lambda v: v.low)
        if not violations or violations[0].low == math.inf:
            return math.inf, math.inf, None, False, None, ()
        lows: list[float] = []
        winner: Violation | None = None
        for violation in violations:
            upper = self._upper
            if violation.low >= upper:
                lows.append(violation.low)
                continue
            low = self._approach(violation, tolerance, control)
            lows.append(low)
            if self._upper < upper:
                winner = violation
        upper = self._upper
        lower = min(*lows, upper)
        return self._told(lower, upper, winner, violations)

    @property
    def _upper(self) -> float:
        return math.inf if self.best is None else self.best[0]

    def _violation(self, case: tuple[Condition, ...]) -> Violation | None:
        """A conjunction where the parameters that stay are fixed; None if it is never so."""
        parts: list[Part] = []
        for condition in case:
            left = fixed(formula_of(condition), self.rest)
            if not left.atoms():
                if not left.holds({}):
                    return None
                continue
            part = self._part(left.atoms()[0])
            if part is None:
                continue
            if part.never_holds():
                return None
            parts.append(part)
        # Only constraints on parameters that are in the conditions can stand in the way.
        names = {name for part in parts for name in part.polynomial.names}
        near: list[Part] = []
        open_ = list(self.constraints)
        while more := [p for p in open_ if not names.isdisjoint(p.polynomial.names)]:
            near += more
            open_ = [p for p in open_ if p not in more]
            names.update(name for p in more for name in p.polynomial.names)
        return Violation([*parts, *near], self.metric, self._reach)

    def _reach(self, part: Part) -> Reach:
        """How far one condition fails; conditions are shared by many sets."""
        key = (part.polynomial, part.relation)
        if key not in self.reaches:
            self.reaches[key] = farthest_free(part, self.metric)
        return self.reaches[key]

    def _approach(self, violation: Violation, tolerance: float, control: Control) -> float:
        """A point of one conjunction as near as it can be found, and the bound from below."""
        if not violation.parts:
            self._try(self.metric.centre)
            return 0.0
        for point in self._first(violation):
            if self._try(point):
                break
        low = violation.low
        if self._upper <= low * (1 + tolerance):
            return low
        for start in self._starts(violation):
            last = start
            for place in violation.descend(start, control):
                last = place
            self._settle(violation, last)
            low = max(low, violation.combined())
            if self._upper <= low * (1 + tolerance) or control.expired():
                return low
        violation.low = max(violation.low, low)
        most = _BOXES if control.deadline == math.inf else 1 << 30
        low, _ = violation.cut(self._upper, tolerance, most, control, self._from_floats)
        return low

    def _starts(self, violation: Violation) -> Iterator[npt.NDArray[np.float64]]:
        """Where to begin a descent: the centre, the best point, and drawn ones that are in it."""
        yield np.array([float(c) for c in self.metric.centre])
        if self.best is not None:
            yield np.array([float(c) for c in self.best[1]])
        else:
            yield from violation.drawn()

    # -- points --------------------------------------------------------------------------------

    def _first(self, violation: Violation) -> Iterator[tuple[Fraction, ...]]:
        """Points where the deciding condition comes to hold, the border itself first."""
        reach = violation.reaches[violation.deciding]
        if self.metric.euclidean or not reach.corner:
            return
        for nudge in _NUDGES:
            radius = _just_above(reach.exact, reach.low, nudge)
            if radius is not None:
                yield from self._corners(violation, radius)

    def _corners(self, violation: Violation, radius: Fraction) -> Iterator[tuple[Fraction, ...]]:
        """The corner that makes the deciding condition hold first, at a radius."""
        signs = list(violation.reaches[violation.deciding].corner)
        place = self._corner(signs, radius)
        yield place
        # What the deciding condition leaves free may help the others.
        values, slopes = violation.values(np.array([float(x) for x in place]))
        for row in np.argsort(values):
            for k, sign in enumerate(signs):
                if not sign and slopes[row, k] and values[row] < 1e-9:
                    signs[k] = 1 if slopes[row, k] > 0 else -1
        yield self._corner(signs, radius)

    def _corner(self, signs: Sequence[int], radius: Fraction) -> tuple[Fraction, ...]:
        return tuple(
            min(max(c + sign * s * radius, Fraction(0)), Fraction(1))
            for c, s, sign in zip(self.metric.centre, self.metric.speed, signs, strict=True)
        )

    def _settle(self, violation: Violation, place: npt.NDArray[np.float64]) -> None:
        """Exact points next to one in floats: moved along the gradients until they hold."""
        values, slopes = violation.values(place)
        for nudge in _NUDGES:
            moved = place.copy()
            if nudge:
                # Back to where every condition holds with a little to spare.
                for _ in range(3):
                    values, slopes = violation.values(moved)
                    squares = np.maximum((slopes**2).sum(axis=1), 1e-30)
                    for k in range(len(values)):
                        spare = nudge * math.sqrt(squares[k])
                        if values[k] < spare:
                            moved = moved + slopes[k] * (spare - values[k]) / squares[k]
                    moved = np.clip(moved, 0.0, 1.0)
            if self._from_floats(moved) < math.inf:
                return

    def _from_floats(self, place: npt.NDArray[np.float64]) -> float:
        """Try a point in floats, as simple fractions first; its radius, infinite if it is none."""
        for digits in (6, 9, 12, 15):
            near = tuple(
                c if abs(x - float(c)) < 1e-15 else Fraction(float(x)).limit_denominator(10**digits)
                for x, c in zip(place, self.metric.centre, strict=True)
            )
            if digits < 15 and any(
                abs(float(a) - x) > _NEAR * 1e-3 * max(abs(x - float(c)), 1e-9)
                for a, x, c in zip(near, place, self.metric.centre, strict=True)
            ):
                continue
            if self._try(near):
                return self._radius(near)
        return math.inf

    def _radius(self, place: Sequence[Fraction]) -> float:
        length = self.metric.length(place)
        return math.sqrt(length) if self.metric.euclidean else float(length)

    def _try(self, place: Sequence[Fraction]) -> bool:
        """Whether a point breaks the claim, in exact numbers; the nearest one is kept."""
        if not self._breaks(place):
            return False
        radius = self._radius(place)
        if radius < self._upper:
            self.best = radius, tuple(place)
        return True

    def _breaks(self, place: Sequence[Fraction]) -> bool:
        point = self._placed(place)
        return bool(self.room.holds(point) and self.broken(point))

    def _placed(self, place: Sequence[Fraction]) -> dict[str, Fraction]:
        found = dict(self.point)
        for name, x in zip(self.names, place, strict=True):
            low, high = self.ends[name]
            found[name] = low + (high - low) * x
        return found

    def _simplify(self) -> None:
        """Leave every coordinate at the centre that need not move."""
        if self.best is None:
            return
        for k, centre in enumerate(self.metric.centre):
            place = self.best[1]
            if place[k] != centre:
                less = (*place[:k], centre, *place[k + 1 :])
                if self._breaks(less):
                    self.best = self._radius(less), less

    # -- the answer ----------------------------------------------------------------------------

    def _told(
        self,
        lower: float,
        upper: float,
        winner: Violation | None,
        violations: Sequence[Violation],
    ) -> tuple[float, float, Number | None, bool, Point | None, tuple[Condition, ...]]:
        if self.best is None or winner is None:
            return lower, math.inf, None, False, None, ()
        self._simplify()
        point = Point(self._placed(self.best[1]))
        radius = self._exact(upper, winner, violations)
        length = self.metric.length(self.best[1])
        square = self.metric.euclidean
        attained = radius is not None and length == (radius * radius if square else radius)
        deciding = winner.parts[winner.deciding].condition
        own = [part.condition for part in winner.parts if not part.is_constraint]
        border = (deciding, *(c for c in own if c is not deciding))
        if radius is not None:
            lower = upper = float(radius)
            if not attained:
                upper = self._radius(self.best[1])
        return lower, upper, radius, attained, point, border

    def _exact(
        self, upper: float, winner: Violation, violations: Sequence[Violation]
    ) -> Number | None:
        """The radius, if one condition decides it and is known exactly.

        Every other set must be certainly farther away, or as far exactly; and just beyond that
        radius the claim must be broken, so that no other condition puts it off.
        """
        exact = winner.reaches[winner.deciding].exact
        if exact is None or upper > float(exact) * (1 + 2 * _NEAR):
            return None
        for violation in violations:
            other = violation.reaches[violation.deciding].exact
            if violation.low <= upper * (1 + _NEAR) and (other is None or other != exact):
                return None
        return exact if self._broken_at(exact, winner) else None

    def _broken_at(self, exact: Number, winner: Violation) -> bool:
        """Whether the claim is broken a trillionth beyond a radius."""
        if self.best is None:
            return False
        if self.metric.euclidean:
            plane = winner.parts[winner.deciding].polynomial
            here = dict(zip(self.metric.names, self.metric.centre, strict=True))
            hair = Polynomial.constant(plane.at(here) * Fraction(_HAIR))
            foot = plane_foot(plane + hair, self.metric)
            return foot is not None and self._breaks(foot)
        if isinstance(exact, Fraction) and self.best[0] == float(exact):
            return True
        beyond = Fraction(float(exact) * (1 + _HAIR))
        return any(self._breaks(place) for place in self._corners(winner, beyond))


def _ends(space: ParameterSpace, name: str) -> tuple[Fraction, Fraction]:
    low, high = space[name].low, space[name].high
    if low is None or high is None:
        raise AssertionError("asked for before")
    return low, high


def _just_above(exact: Number | None, low: float, nudge: float) -> Fraction | None:
    """The border itself where it is rational, or a simple radius a little beyond."""
    if not nudge:
        return exact if isinstance(exact, Fraction) else None
    start = Fraction(float(exact) if exact is not None else low)
    least, most = start * (1 + Fraction(nudge) / 8), start * (1 + Fraction(nudge))
    if not start:
        return Fraction(nudge)
    scale = least.denominator * most.denominator
    return simplest_between(int(least * scale), int(most * scale), scale, closed=True)
