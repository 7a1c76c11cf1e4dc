"""Every pure Nash equilibrium of a table, by checking every cell.

A profile of pure strategies is a Nash equilibrium when each player's strategy is among the best in
the line of cells that the player could move to (Nash 1951). All of them are found by taking each
player's maxima along the player's own axis and keeping the cells where everyone is at a maximum.
There may be none.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

import numpy as np

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.play import MixedStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["PureEnumeration"]


@final
@dataclass(frozen=True, slots=True)
class PureEnumeration(Solver):
    """Every Nash equilibrium in pure strategies of a game in normal form, any number of players.

    Notes
    -----
    Takes time proportional to the number of cells. It says nothing about equilibria in mixed
    strategies. In floats, cells within the tolerance (scaled by the range of payoffs) of a maximum
    count as maxima.

    Examples
    --------
    >>> import brinkgame as bg
    >>> chicken = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> for equilibrium in bg.solve(chicken, bg.PureEnumeration()):
    ...     print(equilibrium.profile)
    1: 1; 2: 2
    1: 2; 2: 1
    """

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL_PURE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "every Nash equilibrium in pure strategies, any number of players"

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Keep the cells where every player is at a maximum."""
        del control  # a single pass
        best = np.ones(game.shape, dtype=bool)
        for axis, player in enumerate(game.players):
            table, slack = _comparable(game, player)
            best &= table >= table.max(axis=axis, keepdims=True) - slack
        cells = np.argwhere(best).tolist()
        return Run(
            profiles=tuple(MixedStrategyProfile.pure(game, cell) for cell in cells),
            status=Status.SOLVED if cells else Status.NONE_EXISTS,
            coverage=Coverage.ALL_PURE,
            statistics={"cells": int(best.size)},
        )


def _comparable(game: NormalFormGame, player: str) -> tuple[Any, Any]:
    """A player's payoffs in numbers that NumPy compares exactly, and the slack of a maximum.

    Exact numbers are replaced by their ranks, which compare alike and are fast.
    """
    if isinstance(game.numbers, np.ndarray):
        tolerance = game.arithmetic.tolerance  # type: ignore[union-attr]
        return game.payoff_array(player), tolerance * game.payoff_spreads[player]
    where = game.cells[..., game.player_number(player)]
    values: list[Fraction] = [game.numbers[p] for p in range(len(game.numbers))]  # type: ignore[misc]
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = np.zeros(len(values), dtype=np.int64)
    for place, position in enumerate(order):
        same = place > 0 and values[position] == values[order[place - 1]]
        rank[position] = rank[order[place - 1]] if same else place
    return rank[where], 0
