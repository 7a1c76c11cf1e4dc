"""A game as a branch of it is followed, and a point of a branch."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import numpy as np

from brinkgame.continuation import (
    MOST_PASSINGS,
    AgentEquations,
    Place,
    count_passings,
    scaled_payoffs,
    scaled_tables,
)
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play.agent_quantal_response import require_recall

__all__ = ["BranchForm", "BranchPoint", "in_units", "point_of"]


@final
@dataclass(frozen=True, slots=True)
class BranchPoint:
    """A point of a logit branch.

    Attributes
    ----------
    rationality
        L, in 1/payoff.
    log_probabilities
        ``{player: {strategy: logarithm of its probability}}``, which keeps the digits of tiny ones;
        in a tree ``{player: {information set: {action: logarithm}}}``.
    direction
        1 where rationality grows along the branch, -1 where it shrinks, 0 at a turning point.

    Examples
    --------
    >>> import brinkgame as bg
    >>> pennies = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> bg.logit_branch(pennies)[0].probabilities["1"]
    {'1': 0.5, '2': 0.5}
    """

    rationality: float
    log_probabilities: Mapping[str, Mapping[str, Any]]
    direction: int = 1

    @property
    def probabilities(self) -> dict[str, dict[str, Any]]:
        """``{player: {strategy: probability}}`` in floats, or with information sets between."""
        return {player: _powers(logs) for player, logs in self.log_probabilities.items()}


def _powers(logs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        label: _powers(log) if isinstance(log, Mapping) else math.exp(log)
        for label, log in logs.items()
    }


@final
class BranchForm:
    """A game as a branch of it is followed: its equations, and whose choices are where."""

    __slots__ = ("equations", "factor", "game", "menus")

    def __init__(self, game: Any) -> None:
        if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
            raise UnsupportedGameError(f"a logit branch is one of a game; got {game!r}")
        game.require_closed("a logit branch")
        self.game = game
        self.equations: Any
        self.menus: list[tuple[str, str | None, tuple[str, ...]]]
        """Player, information set (in a tree) and choices, in the order of log-probabilities."""
        if isinstance(game, NormalFormGame):
            self.menus = [(player, None, menu) for player, menu in game.strategies.items()]
            self.equations, self.factor = scaled_tables(game)
            return
        require_recall(game)
        tree = game.tree
        if count_passings(game) > MOST_PASSINGS:
            raise UnsupportedGameError(f"the paths of {game!r} are too many or too long")
        self.menus = [
            (game.players[tree.infoset_player[i]], tree.infoset_name(i), tree.actions(i))
            for i in range(tree.n_infosets)
        ]
        paid, self.factor = scaled_payoffs(game)
        self.equations = AgentEquations(game, paid)

    def beliefs(self, point: BranchPoint) -> list[list[float]]:
        """What is believed at a point of a tree's branch, information set by information set."""
        members = self.game.tree.members if isinstance(self.game, ExtensiveFormGame) else ()
        logs = [
            log
            for player, infoset, _ in self.menus
            for log in point.log_probabilities[player][infoset].values()  # type: ignore[index]
        ]
        crowded = self.equations.beliefs(np.array(logs)).tolist()
        found, start = [], 0
        for each in members:
            if len(each) == 1:
                found.append([1.0])
            else:
                found.append(crowded[start : start + len(each)])
                start += len(each)
        return found

    def spread(self, values: Sequence[Any]) -> dict[str, dict[str, Any]]:
        """Values of all choices by their labels."""
        found: dict[str, dict[str, Any]] = {player: {} for player in self.game.players}
        start = 0
        for player, infoset, menu in self.menus:
            part = dict(zip(menu, values[start : start + len(menu)], strict=True))
            start += len(menu)
            if infoset is None:
                found[player] = part
            else:
                found[player][infoset] = part
        return found


def in_units(rationality: float, factor: Any) -> float:
    """Rationality in the units of the game."""
    try:
        return float(Fraction(rationality) / Fraction(factor))
    except OverflowError:
        return math.inf


def point_of(form: BranchForm, place: Place) -> BranchPoint:
    """A point of a curve as a point of a branch."""
    tiny = abs(place.slope) < 1e-9 * (1.0 + place.rationality)
    direction = 0 if tiny else int(math.copysign(1, place.slope))
    rationality = in_units(place.rationality, form.factor)
    return BranchPoint(rationality, form.spread(place.logs.tolist()), direction)
