"""Dominance in normal form: what no belief supports, and what is left when it goes.

A strategy of a player is *strictly dominated* when some mixture of the player's strategies pays
more whatever the others do, and *weakly dominated* when some mixture never pays less and sometimes
pays more. Each has its opposite, and exactly one of the two holds (Pearce 1984, Lemmas 3 and 4):

* a strategy is not strictly dominated exactly when it is a best response to some belief;
* it is not weakly dominated exactly when it is a best response to some belief that excludes
  nothing.

A belief is a probability distribution over the profiles of the others, who may be thought of as
acting together: with more than two players it need not be a product. Dominance by pure strategies
is read off the ranks of the payoffs; for mixtures there is a linear program for each strategy about
which pure ones do not decide, solved in exact numbers. In floating-point games payoffs within the
tolerance of each other count as the same number, and each is then read as a simple fraction, so
that ties remain ties.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Float, exact_number, exact_numbers, integer_rows
from brinkgame.errors import UnsupportedGameError, checked_flags
from brinkgame.forms import NormalFormGame
from brinkgame.linear_programs import solve_lp

__all__ = [
    "Belief",
    "Dominance",
    "Elimination",
    "dominated_strategies",
    "dominating_strategy",
    "iterated_elimination",
    "rationalizable_strategies",
    "supporting_belief",
]


_LEANING = 1000
"""The largest weight in a belief that is tried."""

_MOST_NUMBERS = 5_000_000
"""A linear program with more numbers than this would fill the memory."""


@final
@dataclass(frozen=True, slots=True)
class Dominance:
    """A strategy that is dominated, and the strategy that dominates it.

    Attributes
    ----------
    player, strategy
        Whose strategy it is, and which.
    mixture
        The dominating strategy, ``{strategy: probability}``; only what it plays is named.
    least, most
        The least and the most that the player gains by it, over the profiles of the others.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]])
    >>> found, = bg.dominated_strategies(game)
    >>> print(found)
    1: 3 is strictly dominated by 1 1/2, 2 1/2
    >>> found.least, found.is_pure
    (Fraction(1, 2), False)
    """

    player: str
    strategy: str
    mixture: Mapping[str, Any]
    least: Any
    most: Any

    @property
    def is_strict(self) -> bool:
        """Whether the player gains whatever the others do."""
        return bool(self.least > 0)

    @property
    def is_pure(self) -> bool:
        """Whether a single strategy dominates."""
        return len(self.mixture) == 1

    def __str__(self) -> str:
        words = ", ".join(f"{name} {weight}" for name, weight in self.mixture.items())
        by = next(iter(self.mixture)) if self.is_pure else words
        how = "strictly" if self.is_strict else "weakly"
        return f"{self.player}: {self.strategy} is {how} dominated by {by}"


@final
@dataclass(frozen=True, slots=True)
class Belief:
    """A belief about the others to which a strategy is a best response.

    Attributes
    ----------
    player, strategy
        Whose belief it is, and what it supports.
    others
        The other players, in order.
    weights
        ``{profile of the others: probability}``; what has probability zero is not named.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 0], [0, 3], [2, 2]], [[0, 0], [0, 0], [0, 0]])
    >>> bg.supporting_belief(game, "1", "3").weights
    {('1',): Fraction(1, 2), ('2',): Fraction(1, 2)}
    """

    player: str
    strategy: str
    others: tuple[str, ...]
    weights: Mapping[tuple[str, ...], Any]

    def about(self, player: str) -> dict[str, Any]:
        """What is believed of one of the others alone, ``{strategy: probability}``."""
        place = self.others.index(player)
        total: dict[str, Any] = {}
        for profile, weight in self.weights.items():
            total[profile[place]] = total.get(profile[place], 0) + weight
        return total


@final
@dataclass(frozen=True, slots=True)
class Elimination:
    """What was eliminated round by round, why, and what is left.

    Attributes
    ----------
    game
        The game at the beginning.
    rounds
        One tuple a round: everything dominated then went at once. A record's gains are over what
        the others had left at that time.
    reduced
        The game that is left.

    Examples
    --------
    >>> import brinkgame as bg
    >>> dilemma = bg.NormalFormGame.from_arrays([[2, 0], [3, 1]], [[2, 3], [0, 1]])
    >>> left = bg.iterated_elimination(dilemma)
    >>> left.surviving, len(left.rounds)
    ({'1': ('2',), '2': ('2',)}, 1)
    """

    game: NormalFormGame
    rounds: tuple[tuple[Dominance, ...], ...]
    reduced: NormalFormGame

    @property
    def order(self) -> tuple[Dominance, ...]:
        """Everything eliminated, first round first."""
        return tuple(itertools.chain.from_iterable(self.rounds))

    @property
    def surviving(self) -> dict[str, tuple[str, ...]]:
        """The strategies that are left, ``{player: strategies}``."""
        return dict(self.reduced.strategies)


# -- reading a game -------------------------------------------------------------------------------


@final
@dataclass(frozen=True, slots=True)
class _Scale:
    """One player's payoffs over the whole game, as places among the player's different payoffs.

    `places` has one axis a player; `values` are whole numbers, the payoffs times `unit`.
    """

    places: npt.NDArray[np.int64]
    values: list[int]
    unit: int


def _scale(game: NormalFormGame, player: str) -> _Scale:
    where = game.cells[..., game.player_number(player)]
    used, back = np.unique(where, return_inverse=True)
    numbers: list[Any] = [game.numbers[position] for position in used.tolist()]
    unit, slack = 1, _slack(game)
    if not slack:
        # Whole numbers are sorted and compared faster than fractions.
        (numbers,), unit = integer_rows([exact_numbers(numbers)])
    different: list[Any] = []
    rank = np.zeros(len(numbers), dtype=np.int64)
    last: Any = None
    for position in sorted(range(len(numbers)), key=numbers.__getitem__):
        number = numbers[position]
        if last is None or number - last > slack:
            different.append(number)
        elif number != last:
            # Of floats that count as one the one that is simplest stands for all.
            different[-1] = min(different[-1], number, key=_complexity)
        last = number
        rank[position] = len(different) - 1
    if slack:
        (different,), unit = integer_rows([exact_numbers(different)])
    return _Scale(rank[back.reshape(where.shape)], different, unit)


def _complexity(number: Any) -> int:
    return exact_number(number).denominator


def _slack(game: NormalFormGame) -> Any:
    """What does not count as a difference: nothing in an exact game."""
    arithmetic = game.arithmetic
    return arithmetic.tolerance * game.payoff_spread if isinstance(arithmetic, Float) else 0


@final
@dataclass(frozen=True, slots=True)
class _Table:
    """One player's payoffs against the columns that differ: places, and whole numbers.

    `columns` are the first positions of the different columns, `copies` how often each occurs.
    """

    places: npt.NDArray[np.int64]
    values: npt.NDArray[Any]
    unit: int
    columns: list[int]
    copies: list[int]

    def gains(self, over: int, of: Sequence[int]) -> list[list[int]]:
        """What strategies pay more than one of them does, a row a strategy."""
        base = self.values[self.places[over]]
        return [(self.values[self.places[row]] - base).tolist() for row in of]


def _table(scale: _Scale, player: int, kept: Sequence[Sequence[int]]) -> _Table:
    """The part of a player's payoffs where everyone keeps some strategies."""
    part = scale.places[np.ix_(*kept)]
    rows = np.moveaxis(part, player, 0).reshape(len(kept[player]), -1)
    different, columns, copies = np.unique(rows, axis=1, return_index=True, return_counts=True)
    values = np.empty(len(scale.values), dtype=object)
    values[:] = scale.values
    return _Table(different, values, scale.unit, columns.tolist(), copies.tolist())


# -- who dominates whom ---------------------------------------------------------------------------


def _pure_dominators(
    places: npt.NDArray[np.int64], *, strict: bool
) -> tuple[list[int | None], list[int]]:
    """For each row one that dominates it, if one does; and the rows that none dominates weakly.

    Dominance is transitive, so each row is compared only with those that nothing dominates, in
    falling order of the sum of places; equal rows are one. A row that some row dominates strictly
    is dominated strictly by one of those as well.
    """
    rows, first, back = np.unique(places, axis=0, return_index=True, return_inverse=True)
    kept = np.empty_like(rows)
    chosen: list[int] = []
    found: list[int | None] = [None] * len(rows)
    for row in np.argsort(-rows.sum(axis=1), kind="stable").tolist():
        above = kept[: len(chosen)]
        weak = (above >= rows[row]).all(axis=1)
        if not weak.any():
            kept[len(chosen)] = rows[row]
            chosen.append(int(first[row]))
            continue
        holds = (above > rows[row]).all(axis=1) if strict else weak
        if holds.any():
            found[row] = chosen[int(holds.argmax())]
    return [found[row] for row in back.ravel().tolist()], chosen


def _easily_supported(table: _Table, *, cautious: bool) -> list[bool]:
    """Whether each row is best against a belief that is easy to see.

    One is that all profiles of the others are equally likely. The next are nearly sure of one
    column: a row is best against such a belief when it is best in the column, and against a
    cautious one when it is best on average among the rows that are best there. The last leans to
    the columns in which the row does well compared with the others.
    """
    average = _averages(table)
    key = table.places * len(average) + average if cautious else table.places
    sure = (key == key.max(axis=0, keepdims=True)).any(axis=1)
    found: list[bool] = (sure | (average == average.max())[:, 0]).tolist()
    usual = table.places.mean(axis=0)
    numbers = _differences(table, (_LEANING + 1) * table.places.shape[1])
    for row, seen in enumerate(found):
        if not seen:
            lead = np.maximum(table.places[row] - usual, 0.0)
            weights = np.rint(lead * (_LEANING / max(lead.max(), 1.0))).astype(np.int64)
            weights += int(cautious)
            totals = numbers.dot(weights)
            found[row] = bool(weights.any() and totals[row] == totals.max())
    return found


def _averages(table: _Table) -> npt.NDArray[np.int64]:
    """The place of each row among the rows' averages over the profiles of the others."""
    copies = np.array(table.copies, dtype=np.int64)
    _, back = np.unique(_differences(table, sum(table.copies)).dot(copies), return_inverse=True)
    return back.astype(np.int64).reshape(-1, 1)


def _differences(table: _Table, weight: int) -> npt.NDArray[Any]:
    """Payoffs above the lowest: machine integers where sums of this weight stay small."""
    above = table.values - table.values[0]
    small = int(above[-1]) * weight < 2**62
    exact: npt.NDArray[Any] = (above.astype(np.int64) if small else above)[table.places]
    return exact


def _mixture(
    table: _Table, row: int, others: Sequence[int], *, strict: bool
) -> dict[int, Fraction] | None:
    """A mixture of rows that dominates a row, by linear programming; None if there is none.

    Strictly: the largest least gain. Weakly: the largest sum of gains, none below zero.
    """
    mixed = [row, *(other for other in others if other != row)]
    _require_moderate(len(mixed), len(table.columns))
    gains = table.gains(row, mixed)
    columns = list(zip(*gains, strict=True))
    if strict:
        objective = [0] * len(mixed) + [1]
        at_most = [[-gain for gain in column] + [1] for column in columns]
        equal = [[1] * len(mixed) + [0]]
    else:
        objective = [
            sum(gain * copies for gain, copies in zip(line, table.copies, strict=True))
            for line in gains
        ]
        at_most = [[-gain for gain in column] for column in columns]
        equal = [[1] * len(mixed)]
    found = solve_lp(
        objective, at_most=(at_most, [0] * len(columns)), equal=(equal, [1]), maximize=True
    )
    if not found.value > 0:
        return None
    return {other: x for other, x in zip(mixed, found.point, strict=False) if x > 0}


def _require_moderate(rows: int, columns: int) -> None:
    if rows * columns > _MOST_NUMBERS:
        raise UnsupportedGameError(
            f"a linear program of {rows} strategies against {columns} different profiles of the "
            "others is too large; ask for dominance by pure strategies with mixed=False"
        )


def _dominator(
    table: _Table,
    row: int,
    pure: int | None,
    others: Sequence[int],
    *,
    strict: bool,
    slack: Any,
) -> tuple[dict[int, Fraction], Fraction, Fraction] | None:
    """What dominates a row, and the least and the most gain."""
    mixture = {pure: Fraction(1)} if pure is not None else None
    if mixture is None:
        mixture = _mixture(table, row, others, strict=strict)
    if mixture is None:
        return None
    lines = table.gains(row, list(mixture))
    totals = [
        sum((w * gain for w, gain in zip(mixture.values(), column, strict=True)), Fraction(0))
        / table.unit
        for column in zip(*lines, strict=True)
    ]
    least, most = min(totals), max(totals)
    if (least if strict else most) <= slack:
        return None
    return mixture, least, most


def _dominated(
    game: NormalFormGame,
    scale: _Scale,
    player: int,
    kept: Sequence[Sequence[int]],
    *,
    strict: bool,
    mixed: bool,
    only: int | None = None,
) -> list[tuple[int, Dominance]]:
    """The dominated strategies of a player where everyone keeps some, with their positions."""
    table = _table(scale, player, kept)
    pure, skyline = _pure_dominators(table.places, strict=strict)
    slack = _slack(game)
    # What is a best response to a belief that is easy to see needs no linear program.
    clear = [True] * len(pure)
    if mixed and len(skyline) > 1:
        clear = _easily_supported(table, cautious=not strict)
    name = game.players[player]
    menu = [game.strategies[name][i] for i in kept[player]]
    number = game.arithmetic.number
    found: list[tuple[int, Dominance]] = []
    for row, position in enumerate(kept[player]):
        if (only is not None and row != only) or (pure[row] is None and clear[row]):
            continue
        better = _dominator(table, row, pure[row], skyline, strict=strict, slack=slack)
        if better is not None:
            mixture, least, most = better
            weights = {menu[k]: number(mixture[k]) for k in sorted(mixture)}
            found.append(
                (position, Dominance(name, menu[row], weights, number(least), number(most)))
            )
    return found


def _require_table(game: object, purpose: str) -> NormalFormGame:
    if not isinstance(game, NormalFormGame):
        raise UnsupportedGameError(
            f"{purpose} is about games in normal form; got {game!r} (see to_normal_form)"
        )
    game.require_closed(purpose)
    return game


# -- the questions --------------------------------------------------------------------------------


def dominated_strategies(
    game: NormalFormGame, player: str | None = None, *, strict: bool = True, mixed: bool = True
) -> tuple[Dominance, ...]:
    """The strategies that are dominated, each with a strategy that dominates it.

    Parameters
    ----------
    game
        A closed game in normal form, any number of players.
    player
        Whose strategies; everyone's if None.
    strict
        Whether the dominating strategy must pay more whatever the others do. Otherwise it is
        enough that it never pays less and sometimes more; strictly dominated strategies count too.
    mixed
        Whether mixtures may dominate, or only single strategies.

    Returns
    -------
    tuple of Dominance
        In the order of players and strategies. Where a single strategy dominates, one is named;
        otherwise a strict mixture has the largest least gain, a weak one the largest sum of gains.

    Raises
    ------
    UnsupportedGameError
        The game is not in normal form, has open parameters, or needs a linear program of more than
        five million numbers; then ``mixed=False`` still has an answer.
    UnknownNameError
        There is no such player.

    Notes
    -----
    A strategy that is not listed is a best response to some belief, which `supporting_belief`
    shows. In floats a gain within the tolerance does not count.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [1, 0]], [[1, 0], [0, 0]])
    >>> bg.dominated_strategies(game)
    ()
    >>> for found in bg.dominated_strategies(game, strict=False):
    ...     print(found)
    1: 2 is weakly dominated by 1
    2: 2 is weakly dominated by 1
    """
    checked_flags(strict=strict, mixed=mixed)
    game = _require_table(game, "dominance")
    chosen = range(len(game.players)) if player is None else (game.player_number(player),)
    kept = [range(size) for size in game.shape]
    return tuple(
        record
        for number in chosen
        for _, record in _dominated(
            game, _scale(game, game.players[number]), number, kept, strict=strict, mixed=mixed
        )
    )


def dominating_strategy(
    game: NormalFormGame, player: str, strategy: str, *, strict: bool = True, mixed: bool = True
) -> Dominance | None:
    """What dominates one strategy; None if nothing does (see `dominated_strategies`).

    Raises
    ------
    UnknownNameError
        The player or the strategy is not there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> dilemma = bg.NormalFormGame.from_arrays([[2, 0], [3, 1]], [[2, 3], [0, 1]])
    >>> print(bg.dominating_strategy(dilemma, "1", "1"))
    1: 1 is strictly dominated by 2
    >>> bg.dominating_strategy(dilemma, "1", "2") is None
    True
    """
    checked_flags(strict=strict, mixed=mixed)
    game = _require_table(game, "dominance")
    number, row = game.player_number(player), game.strategy_number(player, strategy)
    kept = [range(size) for size in game.shape]
    scale = _scale(game, player)
    found = _dominated(game, scale, number, kept, strict=strict, mixed=mixed, only=row)
    return found[0][1] if found else None


def supporting_belief(
    game: NormalFormGame, player: str, strategy: str, *, cautious: bool = False
) -> Belief | None:
    """A belief about the others to which a strategy is a best response; None if there is none.

    Parameters
    ----------
    game
        A closed game in normal form.
    player, strategy
        Which strategy.
    cautious
        Whether the belief must give every profile of the others a positive probability.

    Returns
    -------
    Belief or None
        None exactly when the strategy is strictly dominated by a mixture or, for a cautious
        belief, weakly dominated (Pearce 1984, Lemmas 3 and 4). With three players or more the
        belief may correlate what the others do.

    Raises
    ------
    UnknownNameError
        The player or the strategy is not there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [1, 0]], [[0, 0], [0, 0]])
    >>> bg.supporting_belief(game, "1", "2").weights
    {('1',): Fraction(1, 1)}
    >>> bg.supporting_belief(game, "1", "2", cautious=True) is None
    True
    """
    checked_flags(cautious=cautious)
    game = _require_table(game, "a supporting belief")
    number, row = game.player_number(player), game.strategy_number(player, strategy)
    table = _table(_scale(game, player), number, [range(size) for size in game.shape])
    weights = _believed(table, row, cautious=cautious)
    if weights is None:
        return None
    others = tuple(other for other in game.players if other != player)
    total = sum(weights.values())
    profiles = itertools.product(*(game.strategies[other] for other in others))
    read = game.arithmetic.number
    named = {
        profile: read(Fraction(weights[column]) / total)
        for column, profile in enumerate(profiles)
        if weights.get(column)
    }
    return Belief(player, strategy, others, named)


def _believed(table: _Table, row: int, *, cautious: bool) -> dict[int, Any] | None:
    """Weights of the columns, of any sum, against which a row is best."""
    width = sum(table.copies)
    average = _averages(table)
    if average[row] == average.max():
        return dict.fromkeys(range(width), 1)
    best = table.places[row] == table.places.max(axis=0)
    if not cautious and best.any():
        return {table.columns[int(best.argmax())]: 1}
    _, skyline = _pure_dominators(table.places, strict=not cautious)
    _require_moderate(len(skyline), len(table.columns))
    lines = table.gains(row, [other for other in skyline if other != row])
    floor = table.copies if cautious else [0] * len(table.copies)
    room = [-sum(g * f for g, f in zip(line, floor, strict=True)) for line in lines]
    total = None if cautious else ([[1] * len(floor)], [1])
    found = solve_lp([int(cautious)] * len(floor), at_most=(lines, room), equal=total)
    if found.status != "optimal":
        return None
    # A column that occurs several times stands for the sum of its copies: the first has the rest.
    weights: dict[int, Any] = dict.fromkeys(range(width), 1) if cautious else {}
    for column, more in zip(table.columns, found.point, strict=True):
        weights[column] = weights.get(column, 0) + more
    return weights


def iterated_elimination(
    game: NormalFormGame, *, strict: bool = True, mixed: bool = True
) -> Elimination:
    """Eliminate dominated strategies, round by round, until none is dominated.

    Parameters
    ----------
    game
        A closed game in normal form, any number of players.
    strict, mixed
        Which dominance, as in `dominated_strategies`.

    Returns
    -------
    Elimination
        The rounds with what dominated what, and the game that is left.

    Notes
    -----
    In each round everything that is dominated goes at once, for all players. With strict dominance
    the order does not matter: every order ends at the same game (Gilboa, Kalai and Zemel 1990),
    and no Nash equilibrium is lost. With **weak** dominance the order matters, and equilibria may
    be lost: what is left here is what is left when everyone is equally quick, and other orders may
    leave other games. The dominating mixture may itself go in the same round; then something that
    stays dominates as well.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]])
    >>> for number, gone in enumerate(bg.iterated_elimination(game).rounds, start=1):
    ...     print(number, *gone)
    1 2: 3 is strictly dominated by 2
    2 1: 2 is strictly dominated by 1
    3 2: 1 is strictly dominated by 2
    """
    checked_flags(strict=strict, mixed=mixed)
    game = _require_table(game, "elimination")
    scales = [_scale(game, player) for player in game.players]
    kept: list[list[int]] = [list(range(size)) for size in game.shape]
    rounds: list[tuple[Dominance, ...]] = []
    changed = [True] * len(scales)
    while any(changed):
        gone = [
            _dominated(game, scale, player, kept, strict=strict, mixed=mixed)
            if any(changed[:player] + changed[player + 1 :]) or not rounds
            else []
            for player, scale in enumerate(scales)
        ]
        changed = [bool(records) for records in gone]
        if any(changed):
            rounds.append(tuple(record for records in gone for _, record in records))
            for player, records in enumerate(gone):
                out = {position for position, _ in records}
                kept[player] = [i for i in kept[player] if i not in out]
    return Elimination(game, tuple(rounds), _restricted(game, kept) if rounds else game)


def _restricted(game: NormalFormGame, kept: Sequence[Sequence[int]]) -> NormalFormGame:
    """The game in which everyone keeps some strategies."""
    menus = {
        player: tuple(menu[i] for i in places)
        for (player, menu), places in zip(game.strategies.items(), kept, strict=True)
    }
    tables = {player: game.payoff_array(player)[np.ix_(*kept)] for player in game.players}
    return NormalFormGame(game.title, strategies=menus, payoffs=tables)


def rationalizable_strategies(game: NormalFormGame) -> dict[str, tuple[str, ...]]:
    """The strategies that common knowledge of rationality allows, ``{player: strategies}``.

    Returns
    -------
    dict
        What survives iterated elimination of strategies that are strictly dominated by mixtures.

    Notes
    -----
    For two players these are the rationalizable strategies of Bernheim (1984) and Pearce (1984).
    For more players they are the *correlated* rationalizable ones (Brandenburger and Dekel 1987): a
    belief may correlate what the others do. Where beliefs must be independent, fewer strategies may
    be rationalizable. Each of them is a best response in the reduced game:
    ``supporting_belief(iterated_elimination(game).reduced, player, strategy)`` shows the belief.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 0], [0, 3], [1, 1]], [[1, 0], [1, 0], [0, 1]])
    >>> bg.rationalizable_strategies(game)
    {'1': ('1',), '2': ('1',)}
    """
    return iterated_elimination(game).surviving
