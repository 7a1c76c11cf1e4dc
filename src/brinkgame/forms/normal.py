"""Games in normal form: a table of payoffs with one axis a player.

A normal-form game names, for each player, a finite set of strategies, and a payoff to every player
for each profile of strategies (von Neumann and Morgenstern 1944).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Float, integer_rows
from brinkgame.arithmetic.reading import shown
from brinkgame.errors import (
    BrinkgameError,
    Fault,
    InvalidGameError,
    UnknownNameError,
    suggestion,
)
from brinkgame.expressions import Constraint
from brinkgame.forms.compile import NumberTable
from brinkgame.forms.game import (
    Game,
    Numbers,
    checked_constraints,
    checked_players,
    checked_title,
    number_text,
)

__all__ = ["NormalFormGame"]

MOST_PAYOFFS = 50_000_000
"""The most numbers of a table, over all players."""
MOST_PLAYERS = 63
"""An array has at most 64 axes, and one of them is for whom the payoff is."""
_MOST_MISSING = 1000
"""Cells without payoffs that are told of one by one."""


@final
class NormalFormGame(Game):
    """A table of payoffs, for any number of players.

    Parameters
    ----------
    title
        What the game is called.
    strategies
        ``{player: (strategy, ...)}``; the order of players is the order of the axes.
    payoffs
        ``{player: table}`` where a table is nested sequences, or an array, with one axis a player
        in that order. Numbers are exact (a float is read as the simplest fraction that rounds to
        it); a NumPy array of floats makes the whole game a floating-point game.
    constraints
        Inequalities among parameters, as in `ExtensiveFormGame`.

    Raises
    ------
    InvalidGameError
        With every fault: a ragged table, a wrong shape, a value that is no number, a player
        without payoffs, a strategy named twice.

    Examples
    --------
    >>> import brinkgame as bg
    >>> line = bg.NormalFormGame("chicken",
    ...     strategies={"USSR": ("swerve", "straight"), "US": ("swerve", "straight")},
    ...     payoffs={"USSR": [[0, -1], [1, -10]], "US": [[0, 1], [-1, -10]]})
    >>> line.payoff("USSR", {"USSR": "straight", "US": "swerve"})
    Fraction(1, 1)
    """

    strategies: Mapping[str, tuple[str, ...]]
    cells: npt.NDArray[np.int32]
    """Where each payoff stands among the numbers; one axis a player, then one entry a player."""

    def __init__(
        self,
        title: str,
        *,
        strategies: Mapping[str, Sequence[str]],
        payoffs: Mapping[str, Any],
        constraints: Iterable[Constraint] = (),
    ) -> None:
        faults: list[Fault] = []
        name = checked_title(title, faults)
        players, menus = _checked_strategies(strategies, faults)
        kept = checked_constraints(constraints, faults)
        _check_tables(payoffs, players, faults)
        shape = tuple(len(menu) for menu in menus)
        if not faults:
            _check_size(shape, faults)
        numbers: Numbers = ()
        cells = np.zeros(0, dtype=np.int32)
        if not faults:
            cells = np.zeros((*shape, len(players)), dtype=np.int32)
            tables = [payoffs[player] for player in players]
            if any(isinstance(t, np.ndarray) and t.dtype.kind == "f" for t in tables):
                numbers = _float_cells(players, tables, shape, cells, faults)
            else:
                numbers = _exact_cells(players, menus, tables, shape, cells, faults)
        if faults:
            raise InvalidGameError(f"{name!r} is not a game" if name else "not a game", faults)
        self._store(name, players, menus, cells, numbers, kept)
        _ = self.parameters

    @classmethod
    def from_cells(
        cls,
        title: str,
        *,
        strategies: Mapping[str, Sequence[str]],
        cells: Mapping[tuple[str, ...], Mapping[str, Any] | Sequence[Any]],
        constraints: Iterable[Constraint] = (),
    ) -> Self:
        """A game written cell by cell: ``{("stop", "enforce"): (-1, 1), ...}``.

        Each cell gives payoffs by player, or in the players' order.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.NormalFormGame.from_cells("one by two",
        ...     strategies={"A": ("a",), "B": ("x", "y")},
        ...     cells={("a", "x"): (1, 2), ("a", "y"): {"A": 3, "B": 4}})
        >>> game.payoff("B", {"A": "a", "B": "y"})
        Fraction(4, 1)
        """
        faults: list[Fault] = []
        players, menus = _checked_strategies(strategies, faults)
        if not faults:
            _check_size(tuple(map(len, menus)), faults)
        _check_cells(cells, faults)
        tables: dict[str, np.ndarray[Any, Any]] = {
            p: np.empty(tuple(map(len, menus)), dtype=object) for p in players if not faults
        }
        if not faults:
            places = [{label: i for i, label in enumerate(menu)} for menu in menus]
            for profile, paid in cells.items():
                if not _is_profile(profile, places):
                    faults.append(Fault(_cell(profile), "no such profile of strategies"))
                    continue
                where = tuple(place[s] for place, s in zip(places, profile, strict=True))
                pays = paid if isinstance(paid, Mapping) else _by_order(players, paid)
                if set(pays) != set(players):
                    faults.append(
                        Fault(_cell(profile), f"expected payoffs of all players, got {paid!r}")
                    )
                    continue
                for player in players:
                    tables[player][where] = pays[player]
            missing = (p for p in itertools.product(*menus) if p not in cells)
            faults.extend(
                Fault(_cell(profile), "no payoffs")
                for profile in itertools.islice(missing, _MOST_MISSING)
            )
        if faults:
            raise InvalidGameError(f"{title!r} is not a game", faults)
        return cls(title, strategies=strategies, payoffs=tables, constraints=constraints)

    @classmethod
    def from_arrays(
        cls, *tables: Any, title: str = "", players: Sequence[str] | None = None
    ) -> Self:
        """A game from one payoff table a player; strategies are called ``"1"``, ``"2"``, ...

        Parameters
        ----------
        tables
            One table a player, all of one shape, with as many axes as there are players.
        players
            Labels; ``"1"``, ``"2"``, ... if there are none.

        Examples
        --------
        >>> import brinkgame as bg
        >>> bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        <NormalFormGame '': 1, 2; 2 x 2>
        """
        faults: list[Fault] = []
        numbered = [str(i + 1) for i in range(len(tables))]
        labels = checked_players(numbered if players is None else players, faults)
        if len(labels) != len(tables):
            faults.append(Fault("", f"{len(labels)} players, but {len(tables)} tables"))
        if len(tables) == 1 and len(_shape_of(tables[0], 2)) > 1:
            faults.append(
                Fault("", "one table is a game of one player; a zero-sum game of two is A and -A")
            )
        shape = _shape_of(tables[0], len(labels)) if tables else ()
        if len(shape) != len(labels) and not faults:
            text = " x ".join(map(str, shape)) or shown(tables[0])
            faults.append(
                Fault("", f"{len(labels)} players need tables with as many axes; got {text}")
            )
        if not faults:
            _check_size(shape, faults)
        if faults:
            raise InvalidGameError("not a game", faults)
        strategies = {
            player: tuple(str(i + 1) for i in range(n))
            for player, n in zip(labels, shape, strict=True)
        }
        return cls(title, strategies=strategies, payoffs=dict(zip(labels, tables, strict=True)))

    def _store(
        self,
        title: str,
        players: tuple[str, ...],
        menus: Sequence[tuple[str, ...]],
        cells: npt.NDArray[np.int32],
        numbers: Numbers,
        constraints: tuple[Constraint, ...],
    ) -> None:
        cells.flags.writeable = False
        if isinstance(numbers, np.ndarray):
            numbers.flags.writeable = False
        self._set(
            title=title,
            players=players,
            strategies=MappingProxyType(dict(zip(players, menus, strict=True))),
            cells=cells,
            numbers=numbers,
            constraints=constraints,
        )

    # -- the contract of Game ----------------------------------------------------------------

    def _structure_names(self) -> tuple[str, ...]:
        return ("strategies", "cells")

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "strategies": dict(self.strategies)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__({**state, "strategies": MappingProxyType(state["strategies"])})

    def _with(self, numbers: Numbers, constraints: tuple[Constraint, ...]) -> Self:
        game = type(self).__new__(type(self))
        menus = tuple(self.strategies.values())
        game._store(self.title, self.players, menus, self.cells, numbers, constraints)
        return game

    def _same_structure(self, other: Self) -> bool:
        return self.strategies == other.strategies

    def _positions(self) -> npt.NDArray[np.int32]:
        return self.cells.ravel()

    def _place(self, position: int) -> str:
        where = np.argwhere(self.cells == position)[0]
        menus = self.strategies.values()
        return _cell(tuple(menu[i] for menu, i in zip(menus, where[:-1].tolist(), strict=True)))

    def _structure_text(self) -> Iterable[str]:
        for menu in self.strategies.values():
            yield "\x1f".join(menu)

    # -- reading -----------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of strategies of each player."""
        return self.cells.shape[:-1]

    def payoff(self, player: str, profile: Mapping[str, str]) -> Any:
        """What a player gets when everyone plays one strategy.

        Raises
        ------
        UnknownNameError
            A player or strategy is not there.
        """
        for missing in self.players:
            if missing not in profile:
                raise UnknownNameError(f"no strategy for {missing} in {dict(profile)!r}")
        where = [self.strategy_number(p, profile[p]) for p in self.players]
        return self.numbers[self.cells[(*where, self.player_number(player))]]

    def player_number(self, player: str) -> int:
        """The position of a player."""
        if player not in self.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, self.players)}")
        return self.players.index(player)

    def strategy_number(self, player: str, strategy: str) -> int:
        """The position of a strategy among a player's."""
        menu = self.strategies[self.players[self.player_number(player)]]
        if strategy not in menu:
            raise UnknownNameError(
                f"{player} has no strategy {strategy!r}{suggestion(strategy, menu)}"
            )
        return menu.index(strategy)

    def payoff_array(self, player: str) -> npt.NDArray[Any]:
        """A player's payoffs with one axis a player: floats, or objects if the game is exact."""
        if isinstance(self.numbers, np.ndarray):
            return self.float_table[..., self.player_number(player)].copy()
        where = self.cells[..., self.player_number(player)]
        table = np.empty(len(self.numbers), dtype=object)
        table[:] = self.numbers
        return table[where]

    @cached_property
    def float_table(self) -> npt.NDArray[np.float64]:
        """All payoffs of a floating-point game: one axis a player, then one entry a player.

        Read-only and contiguous. An exact game has none, and must be converted before.

        >>> import brinkgame as bg
        >>> game = bg.NormalFormGame.from_arrays([[1, 2]], [[3, 4]]).to_float()
        >>> game.float_table[0, 1]
        array([2., 4.])
        """
        if not isinstance(self.numbers, np.ndarray):
            raise TypeError("an exact game has no table of floats; see to_float()")
        # A game made from arrays of floats keeps its numbers in this order.
        places = self.cells.ravel()
        last = len(self.numbers) - 1
        ordered = (
            len(places) == len(self.numbers)
            and (places[0], places[-1]) == (0, last)
            and bool((places[1:] > places[:-1]).all())
        )
        table = (self.numbers if ordered else self.numbers[places]).reshape(self.cells.shape)
        table.flags.writeable = False
        return table

    @cached_property
    def integer_table(self) -> tuple[npt.NDArray[Any], int]:
        """All payoffs of a closed exact game times their least common denominator, and that.

        An array of Python's integers, one axis a player, then one entry a player.

        >>> import brinkgame as bg
        >>> table, denominator = bg.NormalFormGame.from_arrays([["1/2", 2]], [[3, 4]]).integer_table
        >>> table.tolist(), denominator
        ([[[1, 6], [4, 8]]], 2)
        """
        numbers: Any = self.numbers  # fractions, in a closed exact game
        [whole], denominator = integer_rows([numbers])
        table = np.empty(len(whole), dtype=object)
        table[:] = whole
        return table[self.cells], denominator

    @cached_property
    def payoff_ends(self) -> dict[str, tuple[float, float]]:
        """The least and the largest payoff of each player of a floating-point game."""
        columns = self.float_table.reshape(-1, len(self.players)).T  # a column at a time is quicker
        return {
            player: (float(column.min()), float(column.max()))
            for player, column in zip(self.players, columns, strict=True)
        }

    @cached_property
    def payoff_spreads(self) -> dict[str, float]:
        """The range of each player's payoffs, by which differences are measured in floats.

        Where a player gets the same everywhere, the size of that, or 1; in exact games 1 for all.
        """
        if not isinstance(self.numbers, np.ndarray):
            return dict.fromkeys(self.players, 1.0)
        return {
            player: high - low or max(1.0, abs(high))
            for player, (low, high) in self.payoff_ends.items()
        }

    @cached_property
    def payoff_spread(self) -> float:
        """The widest range of a player's payoffs; 1 in exact games."""
        if not isinstance(self.numbers, np.ndarray):
            return 1.0
        spread = max(high - low for low, high in self.payoff_ends.values())
        return spread or max(1.0, *(abs(high) for _, high in self.payoff_ends.values()))

    @cached_property
    def is_zero_sum(self) -> bool:
        """Whether the payoffs of every profile sum to zero exactly."""
        total: Any = sum(self.payoff_array(player) for player in self.players)
        return bool((total == 0).all())

    def __repr__(self) -> str:
        free = "" if self.is_closed else f"; {len(self.parameters)} free parameters"
        size = " x ".join(map(str, self.shape))
        return f"<NormalFormGame {self.title!r}: {', '.join(self.players)}; {size}{free}>"

    def __str__(self) -> str:
        return "\n".join([self.title, *self.lines()]) if self.title else "\n".join(self.lines())

    def lines(self, limit: int = 200) -> Iterator[str]:
        """The table drawn in text: a line a profile, or a grid for two players."""
        menus = tuple(self.strategies.values())
        if len(menus) == 2 and math.prod(self.shape) <= limit:
            first, second = (self.payoff_array(player) for player in self.players)
            grid = [["", *menus[1]]]
            for i, name in enumerate(menus[0]):
                grid.append(
                    [
                        name,
                        *(
                            f"{number_text(a)}, {number_text(b)}"
                            for a, b in zip(first[i], second[i], strict=True)
                        ),
                    ]
                )
            widths = [max(len(row[j]) for row in grid) for j in range(len(grid[0]))]
            yield f"{self.players[0]} chooses the row, {self.players[1]} the column"
            for row in grid:
                yield "  ".join(text.ljust(w) for text, w in zip(row, widths, strict=True)).rstrip()
            return
        tables = [self.payoff_array(player) for player in self.players]
        for count, where in enumerate(itertools.product(*map(range, self.shape))):
            if count == limit:
                yield f"... and {math.prod(self.shape) - limit} more profiles"
                return
            profile = _cell(tuple(menu[i] for menu, i in zip(menus, where, strict=True)))
            yield f"{profile}: {', '.join(number_text(table[where]) for table in tables)}"


def _cell(profile: Any) -> str:
    return "(" + ", ".join(map(str, profile)) + ")" if isinstance(profile, tuple) else repr(profile)


def _by_order(players: Sequence[str], paid: Any) -> dict[str, Any]:
    if isinstance(paid, (str, bytes)) or not isinstance(paid, Sequence):
        return {}
    return dict(zip(players, paid, strict=False)) if len(paid) == len(players) else {}


def _checked_strategies(
    strategies: object, faults: list[Fault]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    if not isinstance(strategies, Mapping):
        faults.append(
            Fault("", f'strategies are written {{"US": ("accept", "strike")}}; got {strategies!r}')
        )
        return (), []
    if len(strategies) > MOST_PLAYERS:
        faults.append(Fault("", f"{len(strategies)} players; a table takes at most {MOST_PLAYERS}"))
        return (), []
    players = checked_players(tuple(strategies), faults)
    menus: list[tuple[str, ...]] = []
    for player, menu in strategies.items():
        unordered = isinstance(menu, (str, bytes, AbstractSet)) and not isinstance(menu, KeysView)
        if unordered or not isinstance(menu, Iterable):
            faults.append(
                Fault("", f"strategies of {player} are a sequence of labels; got {shown(menu)}")
            )
            continue
        labels = tuple(menu)
        menus.append(labels)
        if not labels:
            faults.append(Fault("", f"{player} has no strategy; write at least one"))
        seen: set[str] = set()
        for label in labels:
            if not isinstance(label, str) or not label:
                faults.append(Fault("", f"strategies of {player} are named by text; got {label!r}"))
            elif label in seen:
                faults.append(Fault("", f"{player} has two strategies {label!r}"))
            else:
                seen.add(label)
    return players, menus


def _shape_of(table: Any, axes: int) -> tuple[int, ...]:
    """The shape of a table as its first rows tell it."""
    shape: list[int] = []
    for _ in range(axes):
        if isinstance(table, np.ndarray):
            return (*shape, *table.shape)
        if isinstance(table, (str, bytes)) or not isinstance(table, Sequence):
            break
        shape.append(len(table))
        table = table[0] if len(table) else []
    return tuple(shape)


def _check_size(shape: tuple[int, ...], faults: list[Fault]) -> None:
    """Before memory is taken for a table, whether there can be one."""
    if math.prod(shape) * len(shape) > MOST_PAYOFFS:
        faults.append(
            Fault("", f"{math.prod(shape)} profiles are too many to write down one by one")
        )


def _is_profile(profile: object, places: Sequence[Mapping[str, int]]) -> bool:
    return (
        isinstance(profile, tuple)
        and len(profile) == len(places)
        and all(label in place for label, place in zip(profile, places, strict=True))
    )


def _check_cells(cells: object, faults: list[Fault]) -> None:
    if not isinstance(cells, Mapping):
        faults.append(Fault("", f"cells are written {{profile: payoffs}}; got {cells!r}"))


def _check_tables(payoffs: object, players: Sequence[str], faults: list[Fault]) -> None:
    if not isinstance(payoffs, Mapping):
        faults.append(Fault("", f"payoffs are written {{player: table}}; got {payoffs!r}"))
        return
    known = set(players)
    strangers = [player for player in payoffs if player not in known]
    faults.extend(
        Fault("", f"payoffs for unknown player {player!r}{suggestion(player, players)}")
        for player in strangers
    )
    faults.extend(
        Fault("", f"no payoffs for {player}") for player in players if player not in payoffs
    )


def _float_cells(
    players: Sequence[str],
    tables: Sequence[Any],
    shape: tuple[int, ...],
    cells: npt.NDArray[np.int32],
    faults: list[Fault],
) -> Numbers:
    """Fill `cells` for a floating-point game; every cell has a number of its own."""
    floats: list[npt.NDArray[np.float64]] = []
    for player, table in zip(players, tables, strict=True):
        values = _as_floats(player, table, shape, faults)
        if values is None:
            continue
        if values.shape != shape:
            faults.append(_shape_fault(player, values.shape, shape))
        elif not np.isfinite(values).all():
            where = np.argwhere(~np.isfinite(values))[0].tolist()
            faults.append(
                Fault(f"payoffs of {player}{where}", f"{values[tuple(where)]} is not a number")
            )
        else:
            floats.append(values)
    if faults:
        return ()
    numbers = np.stack([f.ravel() for f in floats], axis=-1).ravel()
    cells[...] = np.arange(numbers.size, dtype=np.int32).reshape(cells.shape)
    return numbers


def _as_floats(
    player: str, table: Any, shape: tuple[int, ...], faults: list[Fault]
) -> npt.NDArray[np.float64] | None:
    """A table as floats; what is not an array of numbers is read entry by entry."""
    if isinstance(table, np.ndarray) and table.dtype.kind in "iuf" and not _is_masked(table):
        return table.astype(np.float64)
    entries = _entries(player, table, shape, faults)
    if entries is None:
        return None
    try:
        return np.array([Float().number(entry) for entry in entries]).reshape(shape)
    except BrinkgameError as error:
        faults.append(Fault(f"payoffs of {player}", str(error)))
        return None


def _exact_cells(
    players: Sequence[str],
    menus: Sequence[tuple[str, ...]],
    tables: Sequence[Any],
    shape: tuple[int, ...],
    cells: npt.NDArray[np.int32],
    faults: list[Fault],
) -> Numbers:
    """Fill `cells` for an exact game; equal numbers are kept once."""
    known = NumberTable()
    for column, (player, table) in enumerate(zip(players, tables, strict=True)):
        entries = _entries(player, table, shape, faults)
        if entries is None:
            continue
        for where, value in zip(itertools.product(*map(range, shape)), entries, strict=True):
            try:
                cells[(*where, column)] = known.position(value)
            except (BrinkgameError, TypeError, OverflowError) as error:
                profile = tuple(menu[i] for menu, i in zip(menus, where, strict=True))
                faults.append(Fault(f"payoffs of {player}{_cell(profile)}", str(error)))
    return tuple(known.numbers)


def _is_masked(table: object) -> bool:
    """Whether entries may be hidden, which would be read as payoffs. numpy.ma is not imported."""
    return isinstance(table, np.ndarray) and hasattr(table, "mask")


def _entries(
    player: str, table: Any, shape: tuple[int, ...], faults: list[Fault]
) -> list[Any] | None:
    """The entries of a table in order, or None with a fault if its shape is wrong."""
    if _is_masked(table):
        faults.append(Fault(f"payoffs of {player}", "a masked array: fill what is hidden"))
        return None
    if isinstance(table, np.ndarray):
        if table.shape != shape:
            faults.append(_shape_fault(player, table.shape, shape))
            return None
        return table.ravel().tolist()
    level, prefix = [table], [""]
    for axis, size in enumerate(shape):
        below: list[Any] = []
        places: list[str] = []
        for row, place in zip(level, prefix, strict=True):
            if isinstance(row, np.ndarray):
                row = row.tolist()
            if isinstance(row, (str, bytes)) or not isinstance(row, Sequence) or len(row) != size:
                listed = isinstance(row, Sequence) and not isinstance(row, (str, bytes))
                got = f"{len(row)} entries" if listed else repr(row)
                faults.append(
                    Fault(
                        f"payoffs of {player}{place}",
                        f"expected {size} entries along axis {axis + 1}, got {got}",
                    )
                )
                return None
            below.extend(row)
            places.extend(f"{place}[{i}]" for i in range(size))
        level, prefix = below, places
    return level


def _shape_fault(player: str, got: Sequence[int], expected: Sequence[int]) -> Fault:
    def text(shape: Sequence[int]) -> str:
        return " x ".join(map(str, shape)) or "a single number"

    return Fault(f"payoffs of {player}", f"expected a table {text(expected)}, got {text(got)}")
