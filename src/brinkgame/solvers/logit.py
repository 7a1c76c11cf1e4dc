"""Logit quantal response equilibria on the principal branch, and the equilibrium it leads to.

Every game has one quantal response equilibrium at rationality zero, everybody playing everything
alike. The *principal branch* of solutions starts there; for almost every game it is a smooth curve
that leads to a single Nash equilibrium as rationality grows without bound (McKelvey and Palfrey
1995, theorem 3), which selects one equilibrium of many. The curve is followed as in Turocy (2005);
`brinkgame.continuation` says how.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Arithmetic, Exact, Float, solve_linear
from brinkgame.continuation import Trace, scaled_tables, trace
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.play import MixedStrategyProfile
from brinkgame.play.quantal_response import rationality_number
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["LogitLimit", "LogitQRE"]

_BEYOND = 1e12
"""Rationality times the range of payoffs from which on floats do not tell payoffs apart."""
_MOST = 1000
"""Strategies of all players together: each step solves as many linear equations."""
_NEGLIGIBLE = 1e-10
"""Probabilities that a Nash equilibrium at the end of a branch does without."""


_NEXT = 1e-3
"""How far the equilibrium at the end may be from the last point of the branch."""
_UNEQUAL = 1e-6
"""A range of payoffs, as a share of the widest, of which the branch hardly takes notice."""


@final
@dataclass(frozen=True, slots=True)
class LogitQRE(Solver):
    """Logit quantal response equilibria of a game in normal form, on the principal branch.

    Parameters
    ----------
    rationality
        L, in 1/payoff; zero or more. In an exact game a float is read as the simplest fraction
        that rounds to it.

    Notes
    -----
    Where the branch bends back it passes the same rationality more than once; then every point is
    listed, in order along the branch. Quantal response equilibria that are not connected with the
    principal branch are not looked for (see `logit_branches`), so that coverage is never more than
    "some". Each equilibrium has its ``rationality`` among its details. Probabilities are
    transcendental numbers; those of an exact game are fractions next to them.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    >>> for equilibrium in bg.solve(game, bg.LogitQRE(rationality=1)):
    ...     print(round(float(equilibrium.profile["1"]["1"]), 4))
    0.8936
    """

    rationality: float = 1.0

    concept: ClassVar[Concept] = Concept.QUANTAL_RESPONSE
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "logit quantal response equilibria at a rationality, principal branch"

    def __post_init__(self) -> None:
        rationality_number(self.rationality)

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        """Too many strategies, or a rationality at which floats do not tell payoffs apart."""
        found = list(_too_large(game))
        if not found and game.is_closed:
            _, factor = scaled_tables(game)
            if rationality_number(self.rationality) * Fraction(factor) > Fraction(_BEYOND):
                found.append(
                    f"rationality {self.rationality} times the range of payoffs is more than "
                    f"{_BEYOND:.0e}, where rounding decides; LogitLimit() finds where the branch "
                    "leads to"
                )
        return tuple(found)

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Follow the principal branch to where it does not come back, and keep what it passes."""
        tables, factor = scaled_tables(game)
        target = float(rationality_number(self.rationality) * Fraction(factor))
        found = trace(tables, control, targets=(target,), quick=True)
        places = found.crossings[0]
        return Run(
            profiles=tuple(_near(game, np.exp(place.logs)) for place in places),
            status=_status(found) if places or found.expired else Status.UNREACHED,
            coverage=Coverage.SOME,
            details=tuple({"rationality": self.rationality} for _ in places),
            accuracy=min(1e-6, max(1e-9, 1e-15 * target)),
            notes=found.notes(factor),
            statistics=found.statistics,
        )


@final
@dataclass(frozen=True, slots=True)
class LogitLimit(Solver):
    """The Nash equilibrium to which the principal logit branch leads, any number of players.

    Parameters
    ----------
    accuracy
        The largest regret with which the end of the branch counts as a Nash equilibrium, as a
        share of each player's range of payoffs.

    Notes
    -----
    The branch is followed until nobody's regret is larger than `accuracy`. In an exact game an
    exact equilibrium next to that point is then looked for: a pure one, one of simple fractions,
    and with two players the solution of the linear equations of an isolated one. Where there is
    none the answer is approximate, and its certificate says so; payoffs that differ by less than
    the accuracy count as equal then. At a bifurcation, which symmetric games have, the
    branch is followed straight on, and a note says where.

    The limit depends on the units of payoffs when they are changed for some players only. Steps are
    long here: `logit_branch` is what finds every turning point.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hunt = bg.NormalFormGame.from_arrays([[5, 0], [3, 3]], [[5, 3], [0, 3]])
    >>> print(bg.solve(hunt, bg.LogitLimit())[0].profile)
    1: 2; 2: 2
    """

    accuracy: float = 1e-8

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "the Nash equilibrium that the principal logit branch leads to"

    def __post_init__(self) -> None:
        given: object = self.accuracy
        number = isinstance(given, (int, float)) and not isinstance(given, bool)
        if not number or not 1e-12 <= self.accuracy <= 0.01:
            raise InvalidNumberError(
                f"the accuracy {self.accuracy!r} is not between 1e-12 and 0.01; it is a share of "
                "the range of payoffs, and 1e-8 is usual"
            )

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        """Too many strategies, or a player whose payoffs are next to nothing for the others."""
        found = list(_too_large(game))
        if not found and game.is_closed:
            tables, _ = scaled_tables(game)
            ranges = [float(np.ptp(table)) for table in tables]
            found.extend(
                f"payoffs of {player} range over less than {_UNEQUAL:g} of the widest range, and "
                "one rationality is common to all players; bring payoffs to like units"
                for player, width in zip(game.players, ranges, strict=True)
                if width < _UNEQUAL and (width or _varies(game, player))
            )
        return tuple(found)

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Follow the principal branch until it is near an equilibrium; make that exact."""
        tables, factor = scaled_tables(game)
        found = trace(tables, control, accuracy=self.accuracy, quick=True)
        profile, exact = None, False
        weights = _played(tables, np.exp(found.places[-1].logs))
        if found.arrived:
            if isinstance(game.arithmetic, Exact):
                profile = _exactly(game, weights)
                exact = profile is not None
            if profile is None:
                profile = _near(game, np.concatenate(weights))
        return Run(
            profiles=() if profile is None else (profile,),
            status=_status(found),
            coverage=Coverage.SOME if profile is None else Coverage.ONE,
            accuracy=0.0 if exact else self.accuracy,
            notes=found.notes(factor),
            statistics=found.statistics,
        )


def _varies(game: NormalFormGame, player: str) -> bool:
    """Whether a player gets different payoffs at all."""
    paid = game.payoff_array(player).ravel().tolist()
    return bool(min(paid) != max(paid))


def _status(found: Trace) -> Status:
    if found.expired:
        return Status.TIME_LIMIT
    return Status.SOLVED if found.arrived else Status.UNREACHED


def _too_large(game: Any) -> tuple[str, ...]:
    many = sum(game.shape)
    return (f"takes {_MOST} strategies in all at most, not {many}",) if many > _MOST else ()


def _near(game: NormalFormGame, probabilities: npt.NDArray[np.float64]) -> MixedStrategyProfile:
    """The profile of these probabilities, which sum to one but for rounding."""
    plan, start = {}, 0
    for player, menu in game.strategies.items():
        part = probabilities[start : start + len(menu)].tolist()
        start += len(menu)
        plan[player] = dict(zip(menu, _shares(game, part), strict=True))
    return MixedStrategyProfile(game, plan)


def _shares(game: NormalFormGame, part: Sequence[float]) -> Sequence[Any]:
    """Probabilities in the numbers of the game that sum to one."""
    if isinstance(game.arithmetic, Float):
        total = math.fsum(part)
        return [weight / total for weight in part]
    if max(part) - min(part) < 1e-15:
        return [Fraction(1, len(part))] * len(part)
    # The value of a float is a fraction, and the largest takes what rounding left.
    shares = [Fraction(weight) for weight in part]
    largest = max(range(len(part)), key=part.__getitem__)
    shares[largest] += 1 - sum(shares)
    return shares


def _played(
    tables: Sequence[npt.NDArray[np.float64]], probabilities: npt.NDArray[np.float64]
) -> list[npt.NDArray[np.float64]]:
    """Each player's probabilities without the negligible ones."""
    kept = np.where(probabilities < _NEGLIGIBLE, 0.0, probabilities)
    starts = [0, *itertools.accumulate(tables[0].shape)]
    parts = [kept[start:end] for start, end in itertools.pairwise(starts)]
    return [part / part.sum() for part in parts]


def _exactly(
    game: NormalFormGame, weights: Sequence[npt.NDArray[np.float64]]
) -> MixedStrategyProfile | None:
    """The exact equilibrium next to these probabilities, if one is easily found.

    It is pure, or solves the linear equations of two supports, or has simple fractions for
    probabilities, as equilibria that are not isolated often have. A strategy that is hardly played
    may or may not be played in the end; both are tried.
    """
    for least in (1e-3, 1e-6, _NEGLIGIBLE):
        supports = [
            [i for i, weight in enumerate(part.tolist()) if weight > least] for part in weights
        ]
        for make in (_pure, _indifferent, _simple, _as_they_are):
            plans = make(game, supports, weights)
            if plans is None:
                continue
            apart = max(
                abs(float(exact) - near)
                for plan, part in zip(plans, weights, strict=True)
                for exact, near in zip(plan, part.tolist(), strict=True)
            )
            if apart < _NEXT and _is_equilibrium(game, plans):
                strategies = zip(game.strategies.items(), plans, strict=True)
                return MixedStrategyProfile(
                    game,
                    {p: dict(zip(menu, plan, strict=True)) for (p, menu), plan in strategies},
                )
    return None


def _pure(
    game: NormalFormGame,
    supports: Sequence[Sequence[int]],
    weights: Sequence[npt.NDArray[np.float64]],  # noqa: ARG001
) -> list[list[Fraction]] | None:
    """The pure profile of these supports."""
    if any(len(support) > 1 for support in supports):
        return None
    plans = [[Fraction(0)] * n for n in game.shape]
    for plan, [played] in zip(plans, supports, strict=True):
        plan[played] = Fraction(1)
    return plans


def _simple(
    game: NormalFormGame,  # noqa: ARG001
    supports: Sequence[Sequence[int]],
    weights: Sequence[npt.NDArray[np.float64]],
) -> list[list[Fraction]] | None:
    """The simplest probabilities near these, on these supports."""
    plans = []
    for support, part in zip(supports, weights, strict=True):
        plan = [Fraction(0)] * len(part)
        for i in support:
            plan[i] = Fraction(float(part[i])).limit_denominator(100)
        if sum(plan) != 1:
            return None
        plans.append(plan)
    return plans


def _as_they_are(
    game: NormalFormGame,
    supports: Sequence[Sequence[int]],
    weights: Sequence[npt.NDArray[np.float64]],
) -> list[list[Fraction]]:
    """These probabilities, on these supports: they will do where nothing depends on them."""
    plans = []
    for support, part in zip(supports, weights, strict=True):
        kept = np.zeros(len(part))
        kept[support] = part[support]
        plans.append(list(_shares(game, (kept / kept.sum()).tolist())))
    return plans


def _indifferent(
    game: NormalFormGame,
    supports: Sequence[Sequence[int]],
    weights: Sequence[npt.NDArray[np.float64]],  # noqa: ARG001
) -> list[list[Fraction]] | None:
    """The one pair of mixtures over these supports that makes the other indifferent on its own."""
    if len(supports) != 2 or len(supports[0]) != len(supports[1]) or len(supports[0]) < 2:
        return None
    plans: list[list[Fraction]] = [[], []]
    for me in (0, 1):
        own, others = supports[me], supports[1 - me]
        rows = [
            [*(_payoff(game, 1 - me, other, mine) for mine in own), Fraction(-1)]
            for other in others
        ]
        rows.append([Fraction(1)] * len(own) + [Fraction(0)])
        found = solve_linear(rows, [0] * len(others) + [1])
        if found is None or any(weight < 0 for weight in found[:-1]):
            return None
        plan = [Fraction(0)] * game.shape[me]
        for mine, weight in zip(own, found, strict=False):
            plan[mine] = weight
        plans[me] = plan
    return plans


def _payoff(game: NormalFormGame, player: int, own: int, other: int) -> Fraction:
    """A cell of a game of two players, the player's own strategy first."""
    where = (own, other, player) if player == 0 else (other, own, player)
    number: Any = game.numbers[game.cells[where]]
    return Fraction(number)


def _is_equilibrium(game: NormalFormGame, plans: Sequence[Sequence[Fraction]]) -> bool:
    """Whether nobody has anything better to do, in exact numbers."""
    numbers: Any = game.numbers
    played = [[i for i, weight in enumerate(plan) if weight] for plan in plans]
    for me, n in enumerate(game.shape):
        rest = [p for p in range(len(played)) if p != me]
        cells = game.cells[..., me].transpose(me, *rest)
        for axis, p in enumerate(rest, start=1):
            cells = cells.take(played[p], axis=axis)
        chances = [
            math.prod(weights, start=Fraction(1))
            for weights in itertools.product(*[[plans[p][i] for i in played[p]] for p in rest])
        ]
        rows = cells.reshape(n, -1).tolist()
        if len(chances) == 1:
            pays = [numbers[row[0]] for row in rows]
        else:
            pays = [
                sum([c * numbers[cell] for c, cell in zip(chances, row, strict=True)])
                for row in rows
            ]
        best = max(pays)
        if any(pays[own] != best for own in played[me]):
            return False
    return True
