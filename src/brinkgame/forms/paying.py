"""Other payoffs for a game: the structure, the chances and the parameters stay as they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar, final

import numpy as np

from brinkgame.errors import Fault, InvalidGameError, UnknownNameError, suggestion
from brinkgame.expressions import quantity
from brinkgame.forms.extensive import ExtensiveFormGame
from brinkgame.forms.game import Numbers
from brinkgame.forms.normal import NormalFormGame
from brinkgame.forms.subgames import with_own_numbers
from brinkgame.forms.tree import NOTHING

__all__ = ["map_payoffs"]

AnyGame = TypeVar("AnyGame", ExtensiveFormGame, NormalFormGame)


def map_payoffs(game: AnyGame, change: Mapping[str, Callable[[Any], Any]]) -> AnyGame:
    """The game in which some players are paid a function of what they were paid.

    In a tree the function is applied to all that a player has collected by the end; in the new tree
    everything is paid there, and nothing on the way. In a table it is applied to every cell.

    Parameters
    ----------
    game
        Exact, in floats, or with open parameters; the function gets what stands there.
    change
        ``{player: function}``; players that are not named keep their payoffs.

    Raises
    ------
    UnknownNameError
        There is no such player.
    InvalidGameError
        A function raises a `ValueError`, or an `ArithmeticError`: every such place is told.
    """
    for player in change:
        if player not in game.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
    functions = [change.get(player, lambda amount: amount) for player in game.players]
    if isinstance(game, NormalFormGame):
        return _table(game, functions)
    return _tree(game, functions)


def _tree(game: ExtensiveFormGame, functions: list[Callable[[Any], Any]]) -> ExtensiveFormGame:
    tree = game.tree
    new = _Numbers(game, list(game.numbers))
    rows: list[list[int]] = []
    row_of = np.full(tree.size, NOTHING, dtype=np.int32)
    for node, paid in enumerate(game.terminal_payoffs()):
        if paid is None:
            continue
        row_of[node] = len(rows)
        path = tree.path(node)
        rows.append(
            [
                new.position(who, function, amount, path)
                for who, function, amount in zip(game.players, functions, paid, strict=True)
            ]
        )
    changed = replace(tree, payoff_row=row_of, payoffs=np.array(rows, dtype=np.int32))
    own, numbers = with_own_numbers(changed, new.finished())
    return ExtensiveFormGame._from_tree(game.title, game.players, own, numbers, game.constraints)


def _table(game: NormalFormGame, functions: list[Callable[[Any], Any]]) -> NormalFormGame:
    new = _Numbers(game, [])
    numbers = list(game.numbers)
    cells = game.cells.copy()
    menus = tuple(game.strategies.values())
    for where in np.ndindex(*game.shape):
        path = "/".join(menu[i] for menu, i in zip(menus, where, strict=True))
        for column, (who, function) in enumerate(zip(game.players, functions, strict=True)):
            amount = numbers[game.cells[(*where, column)]]
            cells[(*where, column)] = new.position(who, function, amount, path)
    table = NormalFormGame.__new__(NormalFormGame)
    table._store(game.title, game.players, menus, cells, new.finished(), game.constraints)
    return table


@final
class _Numbers:
    """A table of numbers to which the new payoffs are added, each distinct one once."""

    def __init__(self, game: Any, listed: list[Any]) -> None:
        self._name = game._name()
        self._floats = isinstance(game.numbers, np.ndarray)
        self._listed = listed
        self._known: dict[Any, int] = {}
        self._done: dict[tuple[str, Any], int] = {}
        self._faults: list[Fault] = []

    def position(self, who: str, function: Callable[[Any], Any], amount: Any, path: str) -> int:
        """Where the value of an amount stands; a fault, where it has none."""
        key = (who, amount)
        if key in self._done:
            return self._done[key]
        try:
            value = function(amount)
            if self._floats:
                value = float(value)
                if not math.isfinite(value):
                    raise OverflowError(f"the value of {amount} is {value}")
            else:
                value = quantity(value)
        except (ValueError, ArithmeticError) as error:
            self._faults.append(Fault(path, f"payoff of {who}: {error}"))
            return 0
        where = self._known.setdefault(value, len(self._listed))
        if where == len(self._listed):
            self._listed.append(value)
        self._done[key] = where
        return where

    def finished(self) -> Numbers:
        """The table, once every payoff is there."""
        if self._faults:
            raise InvalidGameError(f"{self._name} cannot be paid so", self._faults)
        return np.array(self._listed, dtype=np.float64) if self._floats else tuple(self._listed)
