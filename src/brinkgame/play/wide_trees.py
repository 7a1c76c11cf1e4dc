"""Payoffs and regrets in large trees of floats: a whole level of the tree at a time.

The plain way, node by node and in any numbers, is in `brinkgame.play.responses`; the two are tested
to agree.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from brinkgame.forms import ExtensiveFormGame
from brinkgame.play.profiles import BehaviorStrategyProfile

__all__ = ["is_wide", "payoffs_and_regrets_by_levels"]


def is_wide(game: Any) -> bool:
    """Whether a game is a tree of floats for which this is quicker than a loop over its nodes."""
    floats = isinstance(game, ExtensiveFormGame) and isinstance(game.numbers, np.ndarray)
    return floats and game.tree.is_wide and game.tree.sequences.recalled


def payoffs_and_regrets_by_levels(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What everyone gets, and what everyone could gain alone."""
    tree = game.tree
    moves = _moves(game, profile)
    # One column for the probability of coming to a node, and one for each player: the same
    # without the player's own moves.
    reach = np.ones((tree.size, 1 + tree.n_players))
    order, starts = tree.levels
    columns = np.arange(tree.n_players)
    for level in range(1, len(starts) - 1):
        nodes = order[starts[level] : starts[level + 1]]
        above = tree.parent[nodes]
        step = np.repeat(moves[nodes][:, None], 1 + tree.n_players, axis=1)
        step[:, 1:][tree.mover[above][:, None] == columns] = 1.0
        reach[nodes] = reach[above] * step
    paying = np.flatnonzero(tree.payoff_row >= 0)
    paid = game.float_payoffs[tree.payoff_row[paying]]
    now: dict[str, Any] = {}
    regrets: dict[str, Any] = {}
    sequences = tree.sequences
    for p, player in enumerate(game.players):
        now[player] = float(reach[paying, 0] @ paid[:, p])
        own = sequences.at[paying, p]
        gains = np.bincount(own, reach[paying, 1 + p] * paid[:, p], sequences.counts[p]).tolist()
        first, before = sequences.first[p].tolist(), sequences.before[p].tolist()
        for j in range(len(before) - 1, -1, -1):
            gains[before[j]] += max(gains[first[j] : first[j + 1]])
        regrets[player] = max(0.0, gains[0] - now[player])
    return now, regrets


def _moves(game: ExtensiveFormGame, profile: BehaviorStrategyProfile) -> npt.NDArray[np.float64]:
    """The probability of each node from its parent; 1 for the root."""
    tree = game.tree
    moves = np.ones(tree.size)
    moves[tree.branches] = game.float_odds
    chosen = np.flatnonzero(tree.mover[tree.parent[1:]] >= 0) + 1
    infoset = tree.infoset[tree.parent[chosen]]
    if profile.choices is not None:
        moves[chosen] = profile.choices[infoset] == tree.edge[chosen]
    else:
        weights = np.array(profile.weights, dtype=np.float64)
        moves[chosen] = weights[tree.first_action[infoset] + tree.edge[chosen]]
    return moves
