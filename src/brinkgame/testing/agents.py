"""How far a tree's behavior is from agent logit responses, worked out plainly.

By every way through the tree, from the definition (McKelvey and Palfrey 1998, section 3). Nothing
is shared with `play` or with any solver.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from brinkgame.forms import ExtensiveFormGame

__all__ = ["agent_distances"]


def agent_distances(
    game: ExtensiveFormGame, conduct: Mapping[str, Any], *, rationality: Any, beliefs: Any = None
) -> dict[str, float]:
    """How far each player's probabilities are from the logit response at each information set.

    Where an information set is not reached, or only with a probability of which floats have lost
    the digits, the ``beliefs`` are taken.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tree = bg.ExtensiveFormGame("one move", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 1})}, infoset="start"))
    >>> sure = {"A": {"start": {"left": Fraction(0), "right": Fraction(1)}}}
    >>> agent_distances(tree, sure, rationality=0)
    {'A': 0.5}
    """
    exact = Fraction(str(rationality))  # a float is read as it is written
    tree = game.tree
    names = [(p, i) for p in game.players for i in conduct[p]]
    at = {number: conduct[p][i][action] for p, i in names for number, action in _moves(game, p, i)}
    odds = [None if number is None else Fraction(number) for number in game.edge_probabilities()]
    paid = [row and [Fraction(n) for n in row] for row in game.terminal_payoffs()]
    floats = isinstance(game.arithmetic.number(1), float)
    least = Fraction(1, 10**290) if floats else Fraction(0)

    def share(node: int) -> Any:
        """The probability of the move that leads to a node."""
        return at[node] if odds[node] is None else odds[node]

    def reach(node: int) -> Any:
        found = Fraction(1)
        while node:
            found *= share(node)
            node = int(tree.parent[node])
        return found

    worth: dict[int, Any] = {}
    for node in range(tree.size - 1, -1, -1):
        below = tree.children_of(node)
        worth[node] = paid[node] or [
            sum((share(child) * worth[child][p] for child in below), Fraction(0))
            for p in range(len(game.players))
        ]
    found = dict.fromkeys(game.players, 0.0)
    for infoset in game.information_sets:
        me = game.players.index(infoset.player)
        weights = [reach(node) for node in infoset.members]
        if len(weights) == 1:
            weights = [Fraction(1)]
        elif sum(weights) <= least:
            known = beliefs[infoset.player][infoset.label]
            weights = [Fraction(known[path]) for path in infoset.nodes]
        total = sum(weights)
        after = [tree.children_of(node) for node in infoset.members]
        pays = [
            sum(w * worth[nodes[a]][me] for w, nodes in zip(weights, after, strict=True)) / total
            for a in range(len(infoset.actions))
        ]
        powers = [exact * (pay - max(pays)) for pay in pays]
        heights = [math.exp(float(power)) if power > -745 else 0.0 for power in powers]
        for action, height in zip(infoset.actions, heights, strict=True):
            gap = abs(float(conduct[infoset.player][infoset.label][action]) - height / sum(heights))
            found[infoset.player] = max(found[infoset.player], gap)
    return found


def _moves(game: ExtensiveFormGame, player: str, label: str) -> list[tuple[int, str]]:
    """The nodes after an information set, each with the action that leads there."""
    tree = game.tree
    infoset = game.infoset_number(player, label)
    return [
        (child, action)
        for node in tree.members[infoset]
        for child, action in zip(tree.children_of(node), tree.actions(infoset), strict=True)
    ]
