"""A closed tree with an equilibrium marked in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.pages.numbers import exact
from brinkgame.play import BehaviorStrategyProfile

__all__ = ["marked_tree"]


def marked_tree(game: ExtensiveFormGame, profile: BehaviorStrategyProfile) -> Iterator[str]:
    """The tree in text, a line a node, with an arrow at every action that is taken for certain.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> for line in marked_tree(game, bg.solve(game).only().profile):
    ...     print(line)
    entrant
    ├── out: (0, 4) monopoly
    └─► in: incumbent, entry
        ├─► accommodate: (2, 2) duopoly
        └── fight: (-1, -1) price war
    """
    tree = game.tree
    stems = [""]
    for node in range(tree.size):
        if not node:
            yield _describe(game, node, "")
            continue
        above, depth = int(tree.parent[node]), int(tree.depth[node])
        last = int(tree.edge[node]) == int(tree.arity[above]) - 1
        del stems[depth:]
        stem = stems[depth - 1]
        stems.append(stem + ("    " if last else "│   "))
        label = tree.menus[tree.menu[above]][tree.edge[node]]
        taken = (
            tree.mover[above] != CHANCE
            and profile.weights_at(int(tree.infoset[above]))[int(tree.edge[node])] == 1
        )
        position = int(tree.probability[node])
        odds = f" [{exact(game.numbers[position])}]" if position >= 0 else ""
        corner, arrow = "└" if last else "├", "─►" if taken else "──"
        yield f"{stem}{corner}{arrow} {label}{odds}: {_describe(game, node, label)}"


def _describe(game: ExtensiveFormGame, node: int, branch: str) -> str:
    tree = game.tree
    mover = int(tree.mover[node])
    parts: list[str] = []
    row = int(tree.payoff_row[node])
    if row >= 0:
        paid: list[Any] = [game.numbers[p] if p >= 0 else 0 for p in tree.payoffs[row].tolist()]
        parts.append(f"({', '.join(map(exact, paid))})")
    label = tree.labels[tree.label[node]] if tree.label[node] >= 0 else ""
    if label and label != branch:
        parts.append(label)
    if mover == CHANCE:
        parts.append("Nature")
    elif mover != TERMINAL:
        infoset = tree.infoset_label[tree.infoset[node]]
        player = game.players[mover]
        parts.append(f"{player}, {infoset}" if infoset else player)
    return " ".join(parts)
