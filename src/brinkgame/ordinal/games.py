"""Games of which only the order of the outcomes is known.

A table of ranks looks like a table of payoffs and is none: that 4 is better than 3 means something,
that it is better by as much as 3 is than 2 does not. A mean of ranks, and so a mixed strategy or a
chance, has no meaning. So these games are a type of their own, which no solver takes, with ranks
that are numbered anew from the worst outcome up; whoever wants a table of payoffs has to name them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn, Self, TypeAlias, final

import numpy as np

from brinkgame.errors import (
    BrinkgameError,
    Fault,
    InvalidGameError,
    InvalidProfileError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Constraint, quantity
from brinkgame.forms import NormalFormGame

__all__ = ["OrdinalGame", "State"]

State: TypeAlias = "tuple[str, ...]"
"""A profile of pure strategies, in the order of the players."""

MOST_STATES = 10_000


@final
class OrdinalGame:
    """A game in normal form with each player's order of the outcomes, and nothing more.

    Use it where a source says who prefers what to what, and not by how much. What is concluded
    from it holds for all payoffs in this order; what does not (mixed strategies, risk, quantal
    response) cannot be asked of it.

    Parameters
    ----------
    title
        What the game is called.
    strategies
        ``{player: (strategy, ...)}``.
    ranks
        ``{player: table}``: nested sequences of whole numbers with one axis a player, as in
        `NormalFormGame`; higher is better, equal is as good. Only their order is kept: the worst
        outcome gets 1, the next 2, and so on.

    Raises
    ------
    InvalidGameError
        With every fault: a ragged table, a rank that is no whole number, a strategy named twice.

    References
    ----------
    A. Rapoport and M. Guyer (1966), A taxonomy of 2x2 games, *General Systems* 11.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.OrdinalGame("chicken",
    ...     strategies={"US": ("blockade", "strike"), "USSR": ("withdraw", "maintain")},
    ...     ranks={"US": [[3, 2], [4, 1]], "USSR": [[3, 4], [2, 1]]})
    >>> print(game)
    chicken
    US chooses the row, USSR the column; ranks, 1 is worst
              withdraw  maintain
    blockade  3, 3      2, 4
    strike    4, 2      1, 1
    >>> game.nash_equilibria()
    (('blockade', 'maintain'), ('strike', 'withdraw'))
    """

    __slots__ = ("_ranks", "players", "states", "strategies", "title")

    title: str
    players: tuple[str, ...]
    strategies: Mapping[str, tuple[str, ...]]
    states: tuple[State, ...]
    """All profiles of pure strategies, the last player's strategy changing first."""
    _ranks: tuple[Mapping[str, tuple[int, ...]], Mapping[State, int]]

    def __init__(
        self,
        title: str,
        *,
        strategies: Mapping[str, Sequence[str]],
        ranks: Mapping[str, Any],
    ) -> None:
        name, menus = _frame(title, strategies)
        faults: list[Fault] = []
        if not isinstance(ranks, Mapping):
            raise InvalidGameError(
                _not_a_game(name),
                [Fault("", f"ranks are written {{player: table}}; got {ranks!r}")],
            )
        faults += [
            Fault("", f"ranks for unknown player {player!r}{suggestion(player, tuple(menus))}")
            for player in ranks
            if player not in menus
        ]
        shape = tuple(map(len, menus.values()))
        flat: dict[str, list[int]] = {}
        for player in menus:
            if player not in ranks:
                faults.append(Fault("", f"no ranks of {player}"))
                continue
            flat[player] = _flat(ranks[player], shape, player, tuple(menus.values()), faults)
        if faults:
            raise InvalidGameError(_not_a_game(name), faults)
        self._store(name, menus, flat)

    @classmethod
    def from_cells(
        cls,
        title: str,
        *,
        strategies: Mapping[str, Sequence[str]],
        cells: Mapping[State, Sequence[int]],
    ) -> Self:
        """A game written cell by cell: ``{("blockade", "withdraw"): (3, 3), ...}``.

        Each cell gives one rank a player, in the players' order.

        Examples
        --------
        >>> import brinkgame as bg
        >>> bg.OrdinalGame.from_cells("one by two", strategies={"A": ("a",), "B": ("x", "y")},
        ...     cells={("a", "x"): (1, 1), ("a", "y"): (1, 2)})
        <OrdinalGame 'one by two': A, B; 1 x 2>
        """
        name, menus = _frame(title, strategies)
        if not isinstance(cells, Mapping):
            raise InvalidGameError(
                _not_a_game(name), [Fault("", f"cells are {{state: ranks}}; got {cells!r}")]
            )
        states = tuple(itertools.product(*menus.values()))
        faults = [Fault(str(cell), "no such state") for cell in cells if cell not in set(states)]
        faults += [Fault(_text(state), "no ranks") for state in states if state not in cells]
        flat: dict[str, list[int]] = {player: [] for player in menus}
        for state in states:
            given: Any = cells.get(state)
            if given is None:
                continue
            if (
                isinstance(given, str)
                or not isinstance(given, Sequence)
                or len(given) != len(menus)
            ):
                faults.append(Fault(_text(state), f"expected one rank a player, got {given!r}"))
                continue
            for player, rank in zip(menus, given, strict=True):
                flat[player].append(_rank(rank, f"{player} at {_text(state)}", faults))
        if faults:
            raise InvalidGameError(_not_a_game(name), faults)
        game = cls.__new__(cls)
        game._store(name, menus, flat)
        return game

    @classmethod
    def of(cls, game: NormalFormGame) -> Self:
        """What is left of a table of payoffs when only their order counts.

        Raises
        ------
        UnsupportedGameError
            Payoffs are open, or in floating point, where a tie is a matter of rounding.

        Examples
        --------
        >>> import brinkgame as bg
        >>> chicken = bg.OrdinalGame.of(bg.catalog.load("chicken").game)
        >>> chicken.rank("row", ("straight", "swerve")), chicken.rank("row", ("swerve", "swerve"))
        (4, 3)
        """
        if not isinstance(game, NormalFormGame):
            raise UnsupportedGameError(f"expected a table of payoffs, got {game!r}")
        if not game.is_closed:
            raise UnsupportedGameError(
                f"payoffs of {game.title!r} depend on {', '.join(game.parameters)}; "
                "give them values first: game.at()"
            )
        if any(isinstance(number, float) for number in game.numbers):
            raise UnsupportedGameError(
                f"{game.title!r} is in floating point, where a tie is a matter of rounding; "
                "make it exact first: game.to_exact()"
            )
        menus = dict(game.strategies)
        flat = {}
        for player in menus:
            paid = game.payoff_array(player).ravel().tolist()
            order = {payoff: place for place, payoff in enumerate(sorted(set(paid)))}
            flat[player] = [order[payoff] for payoff in paid]
        ordinal = cls.__new__(cls)
        ordinal._store(game.title, menus, flat)
        return ordinal

    def _store(
        self, title: str, menus: Mapping[str, tuple[str, ...]], flat: Mapping[str, Sequence[int]]
    ) -> None:
        states = tuple(itertools.product(*menus.values()))
        ranks = {}
        for player, numbers in flat.items():
            order = {rank: place for place, rank in enumerate(sorted(set(numbers)), 1)}
            ranks[player] = tuple(order[rank] for rank in numbers)
        places = {state: place for place, state in enumerate(states)}
        for name, value in {
            "title": title,
            "players": tuple(menus),
            "strategies": MappingProxyType(dict(menus)),
            "states": states,
            "_ranks": (ranks, places),
        }.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a game cannot be changed (tried to set {name!r}); build a new one")

    def __reduce__(self) -> tuple[Any, ...]:
        tables = {p: self._table(p).tolist() for p in self.players}
        return _rebuilt, (self.title, dict(self.strategies), tables)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OrdinalGame):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        ranks, _ = self._ranks
        return tuple(self.strategies.items()), tuple(ranks.items())

    def rank(self, player: str, state: State) -> int:
        """The place of a state in a player's order; 1 is the worst, and equal is as good."""
        ranks, places = self._ranks
        self._require_player(player)
        number: int = ranks[player][places[self.state(state)]]
        return number

    def prefers(self, player: str, state: State, other: State) -> bool:
        """Whether a player likes a state better than another."""
        return self.rank(player, state) > self.rank(player, other)

    def state(self, state: State | Mapping[str, str]) -> State:
        """A state by its labels, in the players' order or as ``{player: strategy}``.

        Raises
        ------
        InvalidProfileError
            There is no such state.
        """
        _, places = self._ranks
        if isinstance(state, Mapping):
            given: Any = tuple(state.get(player) for player in self.players)
            if set(state) != set(self.players):
                given = state
        else:
            given = state
        try:
            known = given in places
        except TypeError:
            known = False
        if not known:
            menus = "; ".join(f"{p}: {', '.join(menu)}" for p, menu in self.strategies.items())
            raise InvalidProfileError(
                f"no state {state!r} in {self.title!r}; a state has one strategy a player ({menus})"
            )
        found: State = given
        return found

    def is_strict(self, player: str) -> bool:
        """Whether a player is indifferent between no two states."""
        self._require_player(player)
        return len(set(self._ranks[0][player])) == len(self.states)

    def order(self, player: str) -> tuple[tuple[State, ...], ...]:
        """A player's order of the states, best first; those that are as good stand together."""
        self._require_player(player)
        ranks, _ = self._ranks
        best = max(ranks[player])
        return tuple(
            tuple(s for s, r in zip(self.states, ranks[player], strict=True) if r == rank)
            for rank in range(best, 0, -1)
        )

    def moves(self, player: str, state: State) -> tuple[State, ...]:
        """The states to which a player can go alone, by another strategy."""
        here = self.state(state)
        self._require_player(player)
        axis = self.players.index(player)
        return tuple(
            (*here[:axis], other, *here[axis + 1 :])
            for other in self.strategies[player]
            if other != here[axis]
        )

    def nash_equilibria(self) -> tuple[State, ...]:
        """The Nash equilibria in pure strategies: those of every game with payoffs in this order.

        Which mixed equilibria there are depends on the payoffs and not on their order alone.

        References
        ----------
        J. F. Nash (1951), Non-cooperative games, *Annals of Mathematics* 54.
        """
        return tuple(
            state
            for state in self.states
            if not any(
                self.prefers(player, other, state)
                for player in self.players
                for other in self.moves(player, state)
            )
        )

    def with_payoffs(self, payoffs: Mapping[str, Sequence[Any]]) -> NormalFormGame:
        """The game in which each place of the order has the payoff that you name.

        Parameters
        ----------
        payoffs
            ``{player: (payoff of the worst, ..., payoff of the best)}``, as many as the player has
            places in its order. They may be numbers, parameters or expressions.

        Returns
        -------
        NormalFormGame
            Where payoffs are open, that they stay in this order is a constraint of it.

        Raises
        ------
        InvalidGameError
            With every fault: too few, too many, or out of order.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.catalog.load("brams-chicken").game
        >>> table = game.with_payoffs({"US": (-10, -2, 0, 1), "USSR": (-8, -4, 0, 2)})
        >>> len(bg.solve(table))
        3
        """
        faults: list[Fault] = []
        constraints: list[Constraint] = []
        ranks, _ = self._ranks
        tables: dict[str, Any] = {}
        if not isinstance(payoffs, Mapping):
            raise InvalidGameError(
                f"{self.title!r} with payoffs",
                [Fault("", f"payoffs are {{player: worst to best}}; got {payoffs!r}")],
            )
        faults += [
            Fault("", f"payoffs for unknown player {player!r}{suggestion(player, self.players)}")
            for player in payoffs
            if player not in self.strategies
        ]
        for player in self.players:
            places = max(ranks[player])
            given = payoffs.get(player)
            if given is None or not _is_row(given, places):
                faults.append(
                    Fault(
                        "",
                        f"{player} has {places} places in its order and needs as many payoffs, "
                        f"worst first; got {given!r}",
                    )
                )
                continue
            try:
                values = [quantity(value) for value in given]
            except BrinkgameError as error:
                faults.append(Fault("", f"payoffs of {player}: {error}"))
                continue
            for lower, higher in itertools.pairwise(values):
                ordered = lower < higher
                if isinstance(ordered, Constraint):
                    constraints.append(ordered)
                elif not ordered:
                    faults.append(
                        Fault("", f"payoffs of {player} rise from worst to best; got {given!r}")
                    )
                    break
            table = np.empty(self.shape, dtype=object)
            table.reshape(-1)[:] = [values[rank - 1] for rank in ranks[player]]
            tables[player] = table
        if faults:
            raise InvalidGameError(f"{self.title!r} with payoffs", faults)
        return NormalFormGame(
            self.title, strategies=self.strategies, payoffs=tables, constraints=constraints
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of strategies of each player."""
        return tuple(map(len, self.strategies.values()))

    def _table(self, player: str) -> Any:
        ranks, _ = self._ranks
        return np.array(ranks[player]).reshape(self.shape)

    def _require_player(self, player: str) -> None:
        if player not in self.strategies:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, self.players)}")

    def lines(self, limit: int = 200) -> Iterator[str]:
        """The table of ranks drawn in text."""
        if len(self.players) == 2 and len(self.states) <= limit:
            rows, columns = self.strategies.values()
            grid = [["", *columns]]
            grid += [
                [row, *(", ".join(self._ranks_at((row, column))) for column in columns)]
                for row in rows
            ]
            widths = [max(len(line[j]) for line in grid) for j in range(len(grid[0]))]
            first, second = self.players
            yield f"{first} chooses the row, {second} the column; ranks, 1 is worst"
            for line in grid:
                yield "  ".join(t.ljust(w) for t, w in zip(line, widths, strict=True)).rstrip()
            return
        yield f"ranks of {', '.join(self.players)}; 1 is worst"
        for state in self.states[:limit]:
            yield f"{_text(state)}: {', '.join(self._ranks_at(state))}"
        if len(self.states) > limit:
            yield f"... and {len(self.states) - limit} more states"

    def _ranks_at(self, state: State) -> list[str]:
        return [str(self.rank(player, state)) for player in self.players]

    def __str__(self) -> str:
        return "\n".join([*([self.title] if self.title else []), *self.lines()])

    def __repr__(self) -> str:
        size = " x ".join(map(str, self.shape))
        return f"<OrdinalGame {self.title!r}: {', '.join(self.players)}; {size}>"


def _rebuilt(title: str, strategies: Any, tables: Any) -> OrdinalGame:
    return OrdinalGame(title, strategies=strategies, ranks=tables)


def _not_a_game(name: str) -> str:
    return f"{name!r} is not a game" if name else "not a game"


def _text(state: Iterable[str]) -> str:
    return f"({', '.join(state)})"


def _frame(title: object, strategies: Any) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The checked title and strategies: those of a table without payoffs."""
    faults: list[Fault] = []
    if isinstance(strategies, Mapping) and strategies:
        # The checks of tables of payoffs say what is wrong with labels; a table of zeros has them.
        try:
            shape = tuple(len(menu) for menu in strategies.values())
            if math.prod(shape) > MOST_STATES:
                faults.append(
                    Fault("", f"{math.prod(shape)} states; an ordinal game takes {MOST_STATES}")
                )
            zeros = np.zeros(shape if not faults else (1,) * len(shape), dtype=object)
        except TypeError:
            zeros = np.zeros(1, dtype=object)
        if faults:
            raise InvalidGameError(_not_a_game(str(title)), faults)
        blank = NormalFormGame(
            title,  # type: ignore[arg-type]
            strategies=strategies,
            payoffs=dict.fromkeys(strategies, zeros),
        )
        return blank.title, dict(blank.strategies)
    raise InvalidGameError(
        _not_a_game(str(title)),
        [Fault("", f'strategies are written {{"US": ("accept", "strike")}}; got {strategies!r}')],
    )


def _flat(
    table: Any,
    shape: tuple[int, ...],
    player: str,
    menus: tuple[tuple[str, ...], ...],
    faults: list[Fault],
) -> list[int]:
    """A table's ranks in the order of the states; faults where it has not this shape."""
    numbers: list[int] = []

    def walk(part: Any, where: State) -> None:
        if len(where) == len(shape):
            numbers.append(_rank(part, f"{player} at {_text(where)}", faults))
            return
        plain = part.tolist() if isinstance(part, np.ndarray) else part
        size = shape[len(where)]
        if not _is_row(plain, size):
            faults.append(
                Fault(
                    "",
                    f"ranks of {player}{f' at {_text(where)}' if where else ''}: expected "
                    f"{size} entries, got {plain!r}",
                )
            )
            return
        for label, inner in zip(menus[len(where)], plain, strict=True):
            walk(inner, (*where, label))

    walk(table, ())
    return numbers


def _is_row(given: object, size: int) -> bool:
    return isinstance(given, Sequence) and not isinstance(given, str) and len(given) == size


def _rank(rank: object, where: str, faults: list[Fault]) -> int:
    if isinstance(rank, bool) or not isinstance(rank, int | np.integer):
        faults.append(
            Fault(
                "",
                f"rank of {where}: a rank is a whole number, got {rank!r}; payoffs belong in a "
                "NormalFormGame, and OrdinalGame.of(game) keeps their order",
            )
        )
        return 0
    return int(rank)
