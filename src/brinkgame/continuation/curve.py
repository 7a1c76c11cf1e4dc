"""A logit branch, a step at a time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, final

import numpy as np
import numpy.typing as npt

from brinkgame.continuation.equations import Equations, Measure, Vector
from brinkgame.continuation.pace import (
    CALM,
    CAREFUL,
    EXACT,
    FARTHEST,
    FASTEST,
    HIGHEST,
    LOWEST,
    MANY,
    MOST_CALM_GROWTH,
    MOST_GROWTH,
    NARROW,
    PLAYED,
    QUICK,
    SETTLED,
    SHORT,
    SHORTEST,
    TAIL,
    TURNS,
    Pace,
)
from brinkgame.continuation.small import Pair, TwoByTwo
from brinkgame.continuation.tables import TableEquations

__all__ = ["Curve", "Place"]


@final
@dataclass(frozen=True, slots=True)
class Place:
    """A point of a curve.

    Attributes
    ----------
    rationality
        L, in units in which the widest range of payoffs is one.
    logs
        Log-probabilities of all choices, menu after menu.
    slope
        dL along the curve, per unit of arc.
    change
        The changes of the log-probabilities along the curve, per unit of arc.
    """

    rationality: float
    logs: Vector
    slope: float
    change: Vector


@final
class _State:
    """A point of the curve as it is computed with, and the direction there.

    The smallest games keep plain numbers, which become arrays where arrays are wanted.
    """

    __slots__ = (
        "_measure",
        "_shares",
        "_tangent",
        "_z",
        "bend",
        "came",
        "determinant",
        "first",
        "rationality",
        "sign",
        "slope",
    )

    def __init__(
        self,
        z: Vector | Pair,
        rationality: float,
        shares: Vector | Pair,
        tangent: Vector | Pair,
        slope: float,
        sign: float = 1.0,
        determinant: float = 0.0,
        first: float = 0.0,
        measure: Measure = None,
    ) -> None:
        self._z = z
        self.rationality = rationality
        self._shares = shares
        self._tangent = tangent
        self.slope = slope
        self.sign = sign
        self.determinant = determinant
        self.first = first
        self._measure = measure
        self.bend: tuple[Vector | Pair, float] | None = None
        """How the direction changes along the curve, and over what length that was seen."""
        self.came = 0.0

    @property
    def z(self) -> Vector:
        """Log-probabilities less those of the references."""
        return np.asarray(self._z)

    @property
    def shares(self) -> Vector:
        """Probabilities of all choices but the references."""
        return np.asarray(self._shares)

    @property
    def measure(self) -> Measure:
        """What lengths are measured with here; shares unless something else is known."""
        return self.shares if self._measure is None else self._measure

    @property
    def tangent(self) -> Vector:
        """The direction in z."""
        return np.asarray(self._tangent)

    @property
    def highest(self) -> float:
        """The largest log-probability, less the reference's."""
        return max(self._z) if isinstance(self._z, tuple) else float(self._z.max())

    @property
    def plain(self) -> tuple[Pair, float, Pair, Pair, float]:
        """All of it in plain numbers, for two unknowns."""
        z, shares, tangent = (
            part if isinstance(part, tuple) else (float(part[0]), float(part[1]))
            for part in (self._z, self._shares, self._tangent)
        )
        return z, self.rationality, shares, tangent, self.slope

    def came_from(self, here: _State, length: float) -> None:
        """Note how the direction has changed since another point."""
        slope = (self.slope - here.slope) / length
        now, before = self._tangent, here._tangent
        if isinstance(now, tuple) and isinstance(before, tuple):
            bend = (now[0] - before[0]) / length, (now[1] - before[1]) / length
            self.bend = bend, slope
        else:
            self.bend = (self.tangent - here.tangent) / length, slope
        self.came = length


@final
class Curve:
    """A logit branch on its way.

    Parameters
    ----------
    game
        The equations, or a table of payoffs for each player, with one axis a player. The widest
        range of payoffs is one.
    start
        Log-probabilities and rationality of the first point, to be followed towards smaller L; the
        centroid at L = 0, where every game has exactly one solution, followed towards larger L, if
        None.
    careful
        Whether the way is wanted, not only where it leads: steps are short, and turning points are
        located, not only counted.

    Attributes
    ----------
    turning, bifurcations
        What was met so far.
    steps
        How many steps were taken.
    """

    __slots__ = (
        "_column",
        "_diagonal",
        "_eq",
        "_inner",
        "_matrix",
        "_pace",
        "_right",
        "_state",
        "_step",
        "_trail",
        "bifurcations",
        "sound",
        "steps",
        "turning",
        "turns",
    )

    def __init__(
        self,
        game: Equations | Sequence[Vector],
        start: tuple[Vector, float] | None = None,
        *,
        careful: bool = True,
    ) -> None:
        self._pace = CAREFUL if careful else QUICK
        self.turning: list[Place] = []
        self.bifurcations: list[Place] = []
        self.turns = 0
        self.steps = 0
        self.sound = True
        self._step = 0.6 if start is None else 0.1
        self._trail: list[tuple[float, _State]] = []
        self._eq = equations_of(game)
        if start is not None:
            self._eq.refer(self._eq.likeliest(start[0]))
        n = self._eq.size
        self._matrix = np.zeros((n + 1, n + 1))
        self._inner = self._matrix[:n, :n]
        self._column = self._matrix[:n, n]
        self._diagonal = np.einsum("ii->i", self._inner)
        self._right = np.zeros((n + 1, 2))
        if start is None:
            self._state = self._centroid()
        else:
            self._state = self._settle(self._eq.relative(start[0]), start[1], -1.0)

    def _centroid(self) -> _State:
        """Everybody playing everything alike, the only solution for L = 0."""
        eq = self._eq
        z = np.zeros(eq.size)
        shares = eq.shares(z)
        tangent = eq.worth(z, shares)
        measure = eq.measure(z, shares)
        length = math.sqrt(eq.squared(measure, tangent) + 1.0)
        return _State(z, 0.0, shares, tangent / length, 1.0 / length, measure=measure)

    def _settle(self, z: Vector, rationality: float, forward: float) -> _State:
        """The exact point near z with this L, and the direction in which L grows or shrinks."""
        n = self._eq.size
        found = self.polished(z, rationality)
        if found is None:
            raise ArithmeticError("no solution near the start")
        z = found
        unit = 1.0 + rationality
        border = np.zeros(n + 1)
        border[n] = forward * unit
        try:
            _, _, tangent, slope, shares, measure = self._newton(z, rationality, border, unit)
        except np.linalg.LinAlgError:
            raise ArithmeticError("the start is a singular point") from None
        sign, determinant = np.linalg.slogdet(self._matrix)
        length = math.sqrt(self._eq.squared(measure, tangent) + slope * slope)
        slope *= unit
        return _State(
            z, rationality, shares, tangent / length, slope / length, float(sign), determinant,
            measure=measure,
        )  # fmt: skip

    def polished(self, z: Vector, rationality: float) -> Vector | None:
        """Newton's method at a fixed L from z, to the last digit; None if it fails."""
        border = np.zeros(self._eq.size + 1)
        border[-1] = 1.0
        last = math.inf
        for _ in range(30):
            try:
                dz, _, _, _, shares, _ = self._newton(z, rationality, border, 1.0)
            except np.linalg.LinAlgError:
                return None  # at a turning point or a bifurcation L does not tell points apart
            size = float(np.abs(dz * (shares + 1e-4)).max(initial=0.0))
            if not size < 1e6:
                return None
            z = z + dz
            if size < 1e-15 or (size < 1e-9 and size >= 0.5 * last):
                return z
            last = size
        return z if last < 1e-9 else None

    # -- reading -------------------------------------------------------------------------------

    @property
    def rationality(self) -> float:
        """L of the present point."""
        return self._state.rationality

    @property
    def place(self) -> Place:
        """The present point."""
        return self._place(self._state)

    def _place(self, state: _State) -> Place:
        eq = self._eq
        return Place(
            state.rationality,
            eq.logs(state.z),
            state.slope,
            eq.changes(state.z, state.tangent),
        )

    @property
    def unsettled(self) -> float:
        """At least as much do all players together regret, as far as the equations hold."""
        state = self._state
        if isinstance(state._z, tuple):
            (p, q), (x, y) = state.plain[2], state._z
            return -(p * x + q * y) / state.rationality
        return -float(state.shares @ state.z) / state.rationality

    def regrets(self) -> list[float]:
        """What each player could gain by a best response."""
        state, eq = self._state, self._eq
        if eq.small is not None:
            return eq.small.regrets(state.plain[0])
        shares = eq.shares(state.z)
        u = eq.worth(state.z, shares)
        return [
            max(0.0, float(u[span].max(initial=0.0))) - float(u[span] @ shares[span])
            for span in eq.spans
        ]

    @property
    def slope(self) -> float:
        """The change of L along the curve at the present point."""
        return self._state.slope

    # -- moving --------------------------------------------------------------------------------

    def _newton(
        self, z: Vector, rationality: float, border: Vector, unit: float
    ) -> tuple[Vector, float, Vector, float, Vector, Measure]:
        """Newton's correction across the border, and the direction along the curve.

        L counts in units of its own size, and so does the border, which keeps the system as well
        conditioned for large L as the equilibrium is that the curve leads to.
        """
        eq = self._eq
        n = eq.size
        shares = eq.shares(z)
        u, measure = eq.linear(z, shares, rationality, self._inner)
        self._diagonal += 1.0
        np.multiply(u, -unit, out=self._column)
        self._matrix[n] = border
        self._right[:n, 0] = rationality * u - z
        self._right[n, 1] = unit
        found: npt.NDArray[Any] = np.linalg.solve(self._matrix, self._right)
        dz, dl = found[:n, 0], float(found[n, 0]) * unit
        return dz, dl, found[:n, 1], float(found[n, 1]), shares, measure

    def _attempt(self, here: _State, length: float, *, exact: bool = False) -> _State | None:
        """The point across from the end of a step of this length; None if it is too far."""
        n = self._eq.size
        pace = EXACT if exact else self._pace
        bend = here.bend if length < FARTHEST * here.came else None
        if self._eq.small is not None:
            return self._plain(self._eq.small, here, bend, length, pace)
        rationality = here.rationality + length * here.slope
        if here.rationality > TAIL and here.slope > 0.0:
            played = np.where(here.shares > PLAYED, here.rationality / rationality, 1.0)
            z = here.z + length * (here.tangent * played)
        else:
            z = here.z + length * here.tangent
            if bend is not None:
                half = 0.5 * length * length
                z += half * np.asarray(bend[0])
                rationality += half * bend[1]
        if z.max() > HIGHEST or rationality < LOWEST:
            return None
        unit = 1.0 + here.rationality
        border = np.empty(n + 1)
        np.multiply(self._eq.lowered(here.measure, here.tangent), unit, out=border[:n])
        border[n] = here.slope
        first = last = math.inf
        for turn in range(TURNS):
            try:
                dz, dl, tangent, slope, shares, measure = self._newton(z, rationality, border, unit)
            except np.linalg.LinAlgError:
                return None
            z = z + dz
            rationality += dl
            size = self._eq.moved(measure, z, dz)
            if turn == 0:
                first = size
                if not size < pace.rejected:
                    return None
            elif not (size < 0.5 * last or size < pace.good):
                return None
            # Regrets at the end are smaller than the square of what is good on the way.
            if size < pace.good and (turn or size < SETTLED or rationality < TAIL):
                break
            last = size
        else:
            return None
        squared = self._eq.squared
        across = squared(here.measure, tangent) + slope * slope
        if not across <= pace.bent:  # the curve turned too much on the way
            return None
        slope *= 1.0 + here.rationality
        length = math.sqrt(squared(measure, tangent) + (slope / (1.0 + rationality)) ** 2)
        sign, determinant = self._orientation()
        return _State(
            z, rationality, shares, tangent / length, slope / length, sign, determinant, first,
            measure,
        )  # fmt: skip

    def _orientation(self) -> tuple[float, float]:
        """The sign of the bordered determinant, and the logarithm of its size."""
        if self._eq.size < MANY:
            value = float(np.linalg.det(self._matrix))
            if 0.0 < abs(value) < math.inf:
                return math.copysign(1.0, value), math.log(abs(value))
        sign, size = np.linalg.slogdet(self._matrix)
        return float(sign), float(size)

    def _plain(
        self,
        small: TwoByTwo,
        here: _State,
        bend: tuple[Vector | Pair, float] | None,
        length: float,
        pace: Pace,
    ) -> _State | None:
        """The same in plain numbers."""
        curved = None
        if bend is not None:
            curved = (float(bend[0][0]), float(bend[0][1])), bend[1]
        found = small.attempt(here.plain, curved, length, pace)
        if found is None:
            return None
        return _State(
            found.z,
            found.rationality,
            found.shares,
            found.tangent,
            found.slope,
            math.copysign(1.0, found.determinant),
            math.log(abs(found.determinant)),
            found.first,
        )

    def advance(self) -> None:
        """Take a step."""
        if self._state.highest > 0.5:
            self._refer()
        here, length = self._state, self._step
        fresh = False
        found: _State | None
        while True:
            found = self._attempt(here, length)
            if found is not None and found.sign != here.sign:
                found = self._across(here, length, found)
            if found is not None:
                break
            length *= 0.4
            if length < SHORT and not fresh:
                # The direction may be stale where the curve bends sharply.
                fresh, length = True, 10 * SHORT
                here = self._state = self._directed(here)
            if length < SHORTEST:
                length, found = self._leap(here)
                break
        self._trail = [(0.0, here), (length, found)]
        if found.slope * here.slope < 0:
            self.turns += 1
            if self._pace is CAREFUL:
                part, turn = self._locate(here, (0.0, here), (length, found), _slope)
                self._trail.insert(1, (part, turn))
                self.turning.append(self._place(turn))
        growth = math.sqrt(self._pace.wanted / max(found.first, 1e-9))
        self._step = length * min(FASTEST, max(0.4, growth))
        most = MOST_GROWTH if found.first > CALM else MOST_CALM_GROWTH
        self._step = min(self._step, most * (1.0 + found.rationality) / abs(found.slope or 1e-300))
        found.came_from(here, length)
        self._state = found
        self.steps += 1

    def _directed(self, here: _State) -> _State:
        """The same point to the last digit, and the direction of the curve there."""
        n = self._eq.size
        unit = 1.0 + here.rationality
        border = np.empty(n + 1)
        np.multiply(self._eq.lowered(here.measure, here.tangent), unit, out=border[:n])
        border[n] = here.slope
        z, rationality = here.z, here.rationality
        for _ in range(4):
            try:
                dz, dl, tangent, slope, shares, measure = self._newton(z, rationality, border, unit)
            except np.linalg.LinAlgError:
                return here
            z, rationality = z + dz, rationality + dl
        sign, determinant = np.linalg.slogdet(self._matrix)
        size = math.sqrt(self._eq.squared(measure, tangent) + slope * slope)
        if not size < math.inf or not float(np.abs(dz * shares).max()) < QUICK.good:
            return here
        size *= float(sign) * here.sign  # along the curve means with the same orientation
        return _State(
            z, rationality, shares, tangent / size, slope * unit / size, here.sign,
            float(determinant), here.first, measure,
        )  # fmt: skip

    def crossings(self, rationality: float) -> list[Place]:
        """Where the last step passed this L, in order along the curve."""
        found = []
        for state in self._zeros(lambda s: s.rationality - rationality):
            z = self.polished(state.z, rationality)
            if z is not None and float(np.abs((z - state.z) * state.shares).max()) < 1e-3:
                shares = self._eq.shares(z)
                measure = self._eq.measure(z, shares)
                state = _State(z, rationality, shares, state.tangent, state.slope, measure=measure)
            found.append(self._place(state))
        return found

    def zeros(self, measure: Callable[[Place], float]) -> list[Place]:
        """Where a measure changed its sign within the last step, in order along the curve."""
        return [
            self._place(state) for state in self._zeros(lambda state: measure(self._place(state)))
        ]

    def _zeros(self, measure: Callable[[_State], float]) -> list[_State]:
        found = []
        here = self._trail[0][1]
        for one, other in itertools.pairwise(self._trail):
            low, high = measure(one[1]), measure(other[1])
            # A zero at the beginning was found at the end of the step before.
            if high == 0 and low != 0:
                found.append(other[1])
            elif low * high < 0:
                found.append(self._locate(here, one, other, measure)[1])
        return found

    def _refer(self) -> None:
        """Take the likeliest choices as references, in the same point."""
        eq, state = self._eq, self._state
        logs, change = eq.logs(state.z), eq.changes(state.z, state.tangent)
        bend = None if state.bend is None else np.concatenate(eq.filled(np.asarray(state.bend[0])))
        eq.refer(eq.likeliest(logs))
        z = eq.relative(logs)
        shares, tangent = eq.shares(z), eq.relative(change)
        # Lengths are measured by the shares of all but the references, which are others now.
        slope = state.slope
        measure = eq.measure(z, shares)
        size = slope / (1.0 + state.rationality)
        size = math.sqrt(eq.squared(measure, tangent) + size * size)
        self._state = _State(
            z, state.rationality, shares, tangent / size, slope / size, state.sign,
            state.determinant, state.first, measure,
        )  # fmt: skip
        self._step *= size
        self._state.came = state.came * size
        if bend is not None and state.bend is not None:
            self._state.bend = eq.relative(bend) / size**2, state.bend[1] / size**2

    def _locate(
        self,
        here: _State,
        low: tuple[float, _State],
        high: tuple[float, _State],
        measure: Callable[[_State], float],
    ) -> tuple[float, _State]:
        """Where a measure is zero between two lengths of a step: false position (Illinois)."""
        (a, one), (b, other) = low, high
        fa, fb = measure(one), measure(other)
        best = (a, one) if abs(fa) < abs(fb) else (b, other)
        for _ in range(40):
            if fa == fb or b - a < 1e-13:
                break
            middle = b - fb * (b - a) / (fb - fa)
            if not a < middle < b:
                middle = 0.5 * (a + b)
            state = self._attempt(here, middle, exact=True)
            if state is None:
                break
            value = measure(state)
            if abs(value) < abs(measure(best[1])):
                best = (middle, state)
            if abs(value) < 1e-13 * max(1.0, state.rationality):
                break
            if (value > 0) == (fb > 0):
                b, fb = middle, value
                fa *= 0.5
            else:
                a, fa = b, fb
                b, fb = middle, value
            if a > b:
                a, fa, b, fb = b, fb, a, fa
        return best

    def _across(self, here: _State, length: float, found: _State) -> _State | None:
        """What to do about a step over which the orientation changed.

        At a simple bifurcation the determinant passes through zero; then the step stands. If it
        jumps, the step ended on another curve, and None asks for a shorter one.
        """
        low, high = 0.0, length
        one, other = here, found
        least = max(here.determinant, found.determinant)
        while high - low > NARROW * max(1.0, length):
            state = None
            for share in (0.5, 0.37, 0.61):
                middle = low + share * (high - low)
                state = self._attempt(here, middle)
                if state is not None:
                    break
            if state is None:
                break
            if state.sign == here.sign:
                low, one = middle, state
            else:
                high, other = middle, state
        smallest = min(one.determinant, other.determinant)
        apart = self._distance(here, one, other)
        if (
            high - low > 0.02 * length
            or apart > 3.0 * (high - low) + 1e-6
            or self._turn(here, one, other) > 0.3
            or smallest > least - 2.0
        ):
            return None
        self.bifurcations.append(self._place(one if low else here))
        return found

    def _distance(self, here: _State, one: _State, other: _State) -> float:
        dz, dl = one.z - other.z, one.rationality - other.rationality
        length = self._eq.squared(here.measure, dz)
        return math.sqrt(length + (dl / (1.0 + here.rationality)) ** 2)

    def _turn(self, here: _State, one: _State, other: _State) -> float:
        """How far apart two directions are, in the measure of a third point."""
        dz, dl = one.tangent - other.tangent, one.slope - other.slope
        length = self._eq.squared(here.measure, dz)
        return math.sqrt(length + (dl / (1.0 + here.rationality)) ** 2)

    def _leap(self, here: _State) -> tuple[float, _State]:
        """Get past a place where short steps fail, as next to a singular point: try longer ones."""
        for length in (1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3):
            found = self._attempt(here, length)
            if found is not None:
                if found.sign != here.sign:
                    self.bifurcations.append(self._place(here))
                self.sound = False
                return length, found
        raise ArithmeticError("the branch cannot be followed any further")


def equations_of(game: Equations | Sequence[Vector]) -> Equations:
    """The equations themselves, or those of tables of payoffs."""
    if isinstance(game, Equations):
        return game
    return TableEquations(game, [0] * game[0].ndim)


def _slope(state: _State) -> float:
    return state.slope
