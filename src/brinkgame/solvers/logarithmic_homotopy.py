"""One equilibrium of a game with any number of players, along a path that is bound to reach one.

Let every player i be paid t times the game's payoff plus (1 - t) times sum_j c_ij log(x_ij) for
the mixed strategy x_i: a small prize for using every strategy. With v_i a number for each player,
the equilibria of that game are the solutions of

    x_ij * (v_i - t * u_ij(x)) = (1 - t) * c_ij,    sum_j x_ij = 1,    x_ij > 0,

where u_ij(x) is what strategy j pays against the others. At t = 0 there is one, x_i = c_i when the
c_i sum to one; at t = 1 these are the conditions of a Nash equilibrium. For almost all c the
solutions with t < 1 form smooth curves, and the one that starts at t = 0 can end only at t = 1: x
and v are bounded, and the start is the only solution there. It is Harsanyi's logarithmic tracing
procedure, with an interior point in place of a prior [1]_, [2]_. The curve may turn back in t; it
is followed in its arc length by predictions along the tangent and Newton corrections.

Summing the first equations over j gives v_i = t * u_i(x) + (1 - t) * sum_j c_ij, so that nobody
gains more than (1 - t)/t by another strategy: the bound on regret needs no regularity.

.. [1] J. C. Harsanyi, *The tracing procedure: a Bayesian approach to defining a solution for
   n-person noncooperative games*, International Journal of Game Theory 4 (1975).
.. [2] P. J.-J. Herings and R. Peeters, *Homotopy methods to compute equilibria in game theory*,
   Economic Theory 42 (2010).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.play import MixedStrategyProfile, iterated_elimination
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["LogarithmicHomotopy"]

Vector: TypeAlias = "npt.NDArray[np.float64]"

_MOST_NUMBERS = 20_000_000
_TRIES = 5
_MOST_STEPS = 20_000
_END = 1e-13
"""The distance to t = 1 that counts as having arrived."""


@final
@dataclass(frozen=True, slots=True)
class LogarithmicHomotopy(Solver):
    """One Nash equilibrium of a game in normal form, any number of players, in floats.

    Parameters
    ----------
    accuracy
        The largest regret that is accepted, as a share of the range of payoffs. At a regular
        equilibrium the regret is near 1e-15 whatever is asked for. In an exact game the
        probabilities are simple fractions nearby, and the certificate's regrets are exact.
    seed
        Draws the prizes c, and with them the path; other seeds may lead to other equilibria.

    Notes
    -----
    Takes time proportional to the number of cells for each step; a few hundred steps are usual. A
    path that gets stuck (it passes too near a singular point) is tried again with other prizes; if
    none arrives the status is `Status.UNREACHED`. In a degenerate game the regret is small, but the
    probabilities may be as far from an exact equilibrium as the square root of it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> import numpy as np
    >>> tables = np.random.default_rng(1).integers(0, 100, (5, 4, 4, 4, 4, 4))
    >>> result = bg.solve(bg.NormalFormGame.from_arrays(*tables), bg.LogarithmicHomotopy())
    >>> float(result[0].certificate.epsilon) < 1e-9
    True
    """

    accuracy: float = 1e-9
    seed: int = 0

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "one Nash equilibrium, any number of players, by a homotopy in floats"

    def __post_init__(self) -> None:
        given: object = self.accuracy
        number = isinstance(given, (int, float)) and not isinstance(given, bool)
        if not number or not 1e-12 <= self.accuracy < 1:
            raise InvalidNumberError(f"the accuracy {given!r} is not a number from 1e-12 to 1")
        seed: object = self.seed
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise InvalidNumberError(f"the seed {seed!r} is not a whole number from 0")

    def further_obstacles(self, game: NormalFormGame) -> tuple[str, ...]:
        """Tables that are too large to go through at every step."""
        count = math.prod(game.shape) * len(game.players)
        if count <= _MOST_NUMBERS:
            return ()
        return (f"{count} payoffs are too many: at most {_MOST_NUMBERS} are followed",)

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Follow a path, and others if it gets stuck."""
        # What is dominated is never played, and may be paid on quite another scale.
        kept = iterated_elimination(game, mixed=False).reduced
        tables = _scaled(kept)
        random = np.random.default_rng(self.seed)
        status, steps, best = Status.UNREACHED, 0, math.inf
        profiles: tuple[MixedStrategyProfile, ...] = ()
        tried = 0
        while tried < _TRIES and status is Status.UNREACHED:
            tried += 1
            path = _Path(tables, random)
            for _ in path.follow():
                steps += 1
                control.tell("steps", steps)
                if control.expired():
                    break
            found = path.polished()
            best = min(best, found.regret)
            if found.regret <= self.accuracy / 4:
                profiles = (_profile(game, kept, found.strategies),)
                status = Status.SOLVED
            if status is Status.UNREACHED and control.expired():
                status = Status.TIME_LIMIT
        exact = not isinstance(game.arithmetic, Float)
        return Run(
            profiles=profiles,
            status=status,
            coverage=Coverage.ONE if profiles else Coverage.SOME,
            accuracy=self.accuracy if exact else 0.0,
            statistics={"steps": steps, "paths": tried, "regret": best},
        )


def _scaled(game: NormalFormGame) -> list[Vector]:
    """Each player's payoffs from 0 to 1, which changes no best response."""
    tables = []
    for player in game.players:
        table = game.payoff_array(player)
        low, high = table.min(), table.max()
        scaled = (table - low) / (high - low) if high > low else table * 0
        tables.append(scaled.astype(np.float64))
    return tables


def _profile(
    game: NormalFormGame, kept: NormalFormGame, strategies: Sequence[Vector]
) -> MixedStrategyProfile:
    """The profile with these probabilities of what is kept, in the numbers of the game."""
    weights: dict[str, dict[str, Any]] = {}
    for (player, menu), mixed in zip(kept.strategies.items(), strategies, strict=True):
        if isinstance(game.arithmetic, Float):
            numbers: list[Any] = (mixed / mixed.sum()).tolist()
        else:
            numbers = [_simple(x) for x in mixed.tolist()]
            largest = int(np.argmax(mixed))
            numbers[largest] = 0
            numbers[largest] = 1 - sum(numbers)
        weights[player] = dict(zip(menu, numbers, strict=True))
    return MixedStrategyProfile(game, weights)


def _simple(x: float) -> Fraction:
    """A fraction with a small denominator within 1e-14 of a float."""
    exact, most = Fraction(x), 10
    while abs((near := exact.limit_denominator(most)) - exact) > Fraction(1, 10**14):
        most *= 10
    return near


@final
@dataclass(frozen=True, slots=True)
class _Point:
    """Strategies, and the largest regret."""

    strategies: tuple[Vector, ...]
    regret: float


@final
class _Path:
    """The curve of solutions (x, v, t) for one choice of prizes, as one vector z."""

    def __init__(self, tables: Sequence[Vector], random: np.random.Generator) -> None:
        self.tables = tables
        self.shape = tables[0].shape
        self.players = len(self.shape)
        ends = np.cumsum([0, *self.shape]).tolist()
        self.parts = [slice(a, b) for a, b in itertools.pairwise(ends)]
        self.count = ends[-1]
        self.size = self.count + self.players
        self.of = np.repeat(np.arange(self.players), self.shape)
        prizes = random.uniform(0.5, 1.5, self.count)
        self.prizes = prizes / np.add.reduceat(prizes, ends[:-1])[self.of]
        self.z = np.concatenate([self.prizes, np.ones(self.players), [0.0]])

    def _split(self, z: Vector) -> list[Vector]:
        return [z[part] for part in self.parts]

    def _payoffs(self, x: Sequence[Vector]) -> tuple[Vector, Vector]:
        """What each strategy pays, and its derivatives by all probabilities."""
        values, slopes = np.zeros(self.count), np.zeros((self.count, self.count))
        for i, table in enumerate(self.tables):
            others = [k for k in range(self.players) if k != i]
            if not others:
                values[self.parts[i]] = table
            # Axes of `left` are i and the others not yet summed over, in order.
            left = np.moveaxis(table, i, 0)
            for n, k in enumerate(others):
                rest = left
                for other in reversed(others[n + 1 :]):
                    rest = rest @ x[other]
                slopes[self.parts[i], self.parts[k]] = rest
                left = np.tensordot(left, x[k], axes=(1, 0))
            if others:
                values[self.parts[i]] = left
        return values, slopes

    def _system(self, z: Vector) -> tuple[Vector, Vector]:
        """The equations' values, and their derivatives by x, v and t."""
        n, size = self.count, self.size
        x, v, t = z[:n], z[n:size], z[size]
        paid, slopes = self._payoffs(self._split(z))
        slack = v[self.of] - t * paid
        value, jacobian = np.empty(size), np.zeros((size, size + 1))
        value[:n] = x * slack - (1 - t) * self.prizes
        value[n:] = np.add.reduceat(x, [part.start for part in self.parts]) - 1
        jacobian[:n, :n] = -t * x[:, None] * slopes
        rows = np.arange(n)
        jacobian[rows, rows] += slack
        jacobian[rows, n + self.of] = x
        jacobian[:n, size] = self.prizes - x * paid
        jacobian[n + self.of, rows] = 1
        return value, jacobian

    def _corrected(self, z: Vector, row: Vector) -> tuple[Vector, int] | None:
        """The point of the curve near z, at right angles to `row`; and in how many steps."""
        before = math.inf
        for count in range(1, 7):
            value, jacobian = self._system(z)
            try:
                step = np.linalg.solve(np.vstack([jacobian, row]), np.append(-value, 0.0))
            except np.linalg.LinAlgError:
                return None
            z = z + step
            length = float(np.linalg.norm(step))
            if not length < 2 * before:
                return None
            if length < 1e-13 + 1e-4 * min(1e-3, max(1 - z[-1], 0.0)):
                return z, count
            before = length
        return None

    def follow(self) -> Iterator[None]:
        """Go along the curve, a step at a time, until t = 1 or until stuck."""
        length, last = 0.05, np.append(np.zeros(self.size), 1.0)
        up = last.copy()
        for _ in range(_MOST_STEPS):
            yield
            _, jacobian = self._system(self.z)
            tangent = np.linalg.qr(jacobian.T, mode="complete")[0][:, -1]
            if tangent @ last < 0:
                tangent = -tangent
            while True:
                ahead = self.z + length * tangent
                ends = ahead[-1] >= 1
                if ends:
                    share = (1 - self.z[-1]) / tangent[-1]
                    ahead = self.z + share * tangent
                    ahead[-1] = 1.0
                found = self._corrected(ahead, up if ends else tangent)
                if found is not None and self._is_inside(found[0], ends):
                    moved = found[0] - self.z
                    if ends or np.linalg.norm(found[0] - ahead) < 0.5 * np.linalg.norm(moved):
                        break
                length /= 2
                if length < 1e-9:
                    yield from self._descend()
                    return
            near = found[1] <= 2
            self.z, last = found[0], tangent
            if 1 - self.z[-1] <= _END:
                return
            length = min(2 * length if near else length, 0.5)

    def _descend(self) -> Iterator[None]:
        """Go on by setting t nearer to 1 each time, as interior-point methods do.

        Where the path ends at an equilibrium that is not regular it runs into t = 1 ever more
        steeply. There only the regret counts, and any solution with t near 1 will do.
        """
        share = 0.5
        while 1 - self.z[-1] > _END and share < 0.999:
            yield
            goal = 1 - share * (1 - self.z[-1])
            found = self._solved_at(goal)
            if found is None:
                share = math.sqrt(share)
            else:
                self.z, share = found, max(share * share, 0.1)

    def _solved_at(self, t: float) -> Vector | None:
        """The solution for one t, by Newton's method from here; None where it does not come."""
        n, z = self.count, self.z.copy()
        z[-1] = t
        for _ in range(12):
            value, jacobian = self._system(z)
            wrong = max(
                float((np.abs(value[:n]) / self.prizes).max()) / (1 - t),
                float(np.abs(value[n:]).max()),
            )
            if wrong < 1e-3:
                return z
            try:
                step = np.linalg.solve(jacobian[:, :-1], -value)
            except np.linalg.LinAlgError:
                return None
            # All the way, unless a probability would become negative.
            fall = float((-step[:n] / z[:n]).max())
            z[:-1] += step * min(1.0, 0.9 / fall if fall > 0 else 1.0)
        return None

    def _is_inside(self, z: Vector, ends: bool) -> bool:
        x, t = z[: self.count], z[-1]
        if not ends:
            return bool((x > 0).all()) and t < 1
        slack = z[self.count : self.size][self.of] - self._payoffs(self._split(z))[0]
        return bool((x > -1e-11).all() and (slack > -1e-11).all())

    def _point(self, x: Vector) -> _Point:
        x = np.maximum(x, 0.0)
        mixed = tuple(each / each.sum() for each in self._split(x))
        paid = self._split(self._payoffs(mixed)[0])
        gains = [float(p.max() - p @ m) for p, m in zip(paid, mixed, strict=True)]
        return _Point(mixed, max(0.0, *gains))

    def polished(self) -> _Point:
        """The end of the path, made exact by Newton's method on its support if that helps."""
        best = self._point(self.z[: self.count])
        paid = self._payoffs(best.strategies)[0]
        x = np.concatenate(best.strategies)
        top = np.maximum.reduceat(paid, [part.start for part in self.parts])[self.of]
        used = np.flatnonzero(x > top - paid)
        if len(set(self.of[used].tolist())) < self.players:
            return best
        x = np.where(np.isin(np.arange(self.count), used), x, 0.0)
        v = np.maximum.reduceat(paid, [part.start for part in self.parts])
        for _ in range(5):
            paid, slopes = self._payoffs(self._split(x))
            m = len(used)
            matrix = np.zeros((m + self.players, m + self.players))
            matrix[:m, :m] = slopes[np.ix_(used, used)]
            matrix[np.arange(m), m + self.of[used]] = -1
            matrix[m + self.of[used], np.arange(m)] = 1
            sums = np.bincount(self.of, x, self.players)
            right = np.concatenate([v[self.of[used]] - paid[used], 1 - sums])
            step = np.linalg.lstsq(matrix, right, rcond=None)[0]
            x[used] += step[:m]
            v = v + step[m:]
            if (x < 0).any():
                break
            found = self._point(x)
            if found.regret < best.regret:
                best = found
        return best
