"""Whether one player's gain in a tree is the other's loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from brinkgame.arithmetic import Float
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.sequence_form import recall_obstacle

__all__ = ["opposition_obstacles"]


def opposition_obstacles(game: ExtensiveFormGame) -> tuple[str, ...]:
    """Why a tree is none of two players with opposed payoffs and perfect recall; empty if it is.

    Opposed are payoffs that sum to the same at every end, as in zero-sum games.
    """
    found: list[str] = []
    obstacle = recall_obstacle(game.tree)
    if obstacle:
        found.append(f"needs perfect recall: {obstacle}")
    if len(game.players) != 2:
        return (f"takes two players, not {len(game.players)}", *found)
    closed = game if game.is_closed else game.at()
    low, high = _sums(closed)
    gap = high - low
    if closed.arithmetic.sign(gap, closed.payoff_spread) == 0:
        return tuple(found)
    where = f"{low} at one end and to {high} at another"
    text = f"takes games in which one's gain is the other's loss; payoffs sum to {where}"
    return (text, *found)


def _sums(game: ExtensiveFormGame) -> tuple[Any, Any]:
    """The least and the greatest sum of both payoffs at an end."""
    tree = game.tree
    if isinstance(game.arithmetic, Float) and not tree.pays_on_the_way:
        sums = game.float_payoffs.sum(axis=1)
        return float(np.min(sums)), float(np.max(sums))
    totals = {sum(paid) for paid in game.terminal_payoffs() if paid is not None}
    return min(totals), max(totals)
