"""Subgames: the parts of a tree that are games in their own right.

A subgame begins at a node that is an information set by itself and contains all its successors,
and every information set that it touches lies inside it (Selten 1965).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms.extensive import ExtensiveFormGame, tree_of
from brinkgame.forms.game import Numbers
from brinkgame.forms.tree import NOTHING, Tree

__all__ = ["subgame", "subgame_roots", "subgames"]


def subgame_roots(game: ExtensiveFormGame) -> list[int]:
    """The nodes at which subgames begin, ends of the game excluded, in the order of the tree.

    Takes time linear in the size of the tree: a node begins a subgame when no information set has
    members both inside and outside its range of nodes.
    """
    tree = tree_of(game)
    inner = np.flatnonzero(tree.arity > 0)
    if tree.perfect_information:
        return inner.tolist()
    # For each node the least and the greatest node of its information set; then the extremes over
    # each subtree, folded back from the last node to the first.
    lowest = np.arange(tree.size)
    highest = np.arange(tree.size)
    for members in tree.members:
        lowest[list(members)] = members[0]
        highest[list(members)] = members[-1]
    low, high = lowest.tolist(), highest.tolist()
    parent = tree.parent.tolist()
    for node in range(tree.size - 1, 0, -1):
        above = parent[node]
        low[above] = min(low[above], low[node])
        high[above] = max(high[above], high[node])
    end = tree.end.tolist()
    shared = {node for members in tree.members if len(members) > 1 for node in members}
    return [
        node
        for node in inner.tolist()
        if low[node] >= node and high[node] < end[node] and (not node or node not in shared)
    ]


def subgames(game: ExtensiveFormGame) -> tuple[str, ...]:
    """The paths of the nodes at which subgames begin, the whole game first.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tree = bg.ExtensiveFormGame("two moves", players=("A", "B"), root=bg.Decision("A", {
    ...     "stop": bg.Terminal({"A": 1, "B": 0}),
    ...     "go": bg.Decision("B", {"left": bg.Terminal({"A": 0, "B": 1}),
    ...                             "right": bg.Terminal({"A": 2, "B": 0})})}))
    >>> bg.subgames(tree)
    ('root', 'root/go')
    """
    return tuple(game.tree.path(node) for node in subgame_roots(game))


def subgame(game: ExtensiveFormGame, path: str) -> ExtensiveFormGame:
    """The subgame that begins at a path, as a game of its own.

    Payoffs collected before the subgame are sunk and stay outside. An information set without a
    label takes the name of its path in the subgame.

    Raises
    ------
    UnknownNameError
        The path leads nowhere.
    UnsupportedGameError
        No subgame begins there: an information set would be cut.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tree = bg.ExtensiveFormGame("two moves", players=("A", "B"), root=bg.Decision("A", {
    ...     "stop": bg.Terminal({"A": 1, "B": 0}),
    ...     "go": bg.Decision("B", {"left": bg.Terminal({"A": 0, "B": 1}),
    ...                             "right": bg.Terminal({"A": 2, "B": 0})})}))
    >>> print(bg.subgame(tree, "root/go"))
    two moves: root/go
    B
    ├─ left: A 0, B 1
    └─ right: A 2, B 0
    """
    tree = tree_of(game)
    node = game.node_at(path)
    if node == 0:
        return game
    touched = require_subgame(game, node)
    part = _cut(tree, node, int(tree.end[node]), touched)
    title = f"{game.title}: {path}" if game.title else path
    part, numbers = with_own_numbers(part, game.numbers)
    return ExtensiveFormGame._from_tree(title, game.players, part, numbers, game.constraints)


def require_subgame(game: ExtensiveFormGame, node: int) -> npt.NDArray[np.int32]:
    """The information sets of the subgame at a node; `UnsupportedGameError` if none begins."""
    tree = game.tree
    start, stop = node, int(tree.end[node])
    inside = tree.infoset[start:stop]
    touched = np.unique(inside[inside >= 0])
    if tree.perfect_information or not node:
        return touched
    for infoset in touched.tolist():
        members = tree.members[infoset]
        here = start in members  # then it is an information set by itself, or no subgame begins
        outside = [m for m in members if not start <= m < stop or (here and m != start)]
        if outside:
            owner = game.players[tree.infoset_player[infoset]]
            raise UnsupportedGameError(
                f"no subgame begins at {tree.path(node)}",
                [f"{tree.infoset_name(infoset)} of {owner} also holds {tree.path(outside[0])}"],
            )
    return touched


def with_own_numbers(tree: Tree, numbers: Numbers) -> tuple[Tree, Numbers]:
    """The tree with a table of only the numbers that it uses."""
    used = np.unique(np.concatenate([tree.probability, tree.payoffs.ravel()]))
    used = used[used >= 0]
    renumber = np.full(len(numbers) + 1, NOTHING, dtype=np.int32)
    renumber[used] = np.arange(len(used), dtype=np.int32)
    own = replace(tree, probability=renumber[tree.probability], payoffs=renumber[tree.payoffs])
    if isinstance(numbers, np.ndarray):
        return own, numbers[used]
    return own, tuple(numbers[position] for position in used.tolist())


def _cut(tree: Tree, start: int, stop: int, touched: npt.NDArray[np.int32]) -> Tree:
    renumber = np.full(tree.n_infosets + 1, NOTHING, dtype=np.int32)
    renumber[touched] = np.arange(len(touched), dtype=np.int32)
    parent = tree.parent[start:stop] - start
    parent[0] = NOTHING
    edge = tree.edge[start:stop].copy()
    edge[0] = 0
    probability = tree.probability[start:stop].copy()
    probability[0] = NOTHING
    row = tree.payoff_row[start:stop]
    paid = row >= 0
    rows = row.copy()
    rows[paid] = np.arange(int(paid.sum()), dtype=np.int32)
    label = tree.label[start:stop]
    labels = list(dict.fromkeys(label[label >= 0].tolist()))
    rename = np.full(len(tree.labels) + 1, NOTHING, dtype=np.int32)
    rename[labels] = np.arange(len(labels), dtype=np.int32)
    return Tree(
        parent=parent.astype(np.int32),
        edge=edge,
        mover=tree.mover[start:stop].copy(),
        menu=tree.menu[start:stop].copy(),
        infoset=renumber[tree.infoset[start:stop]],
        label=rename[label],
        probability=probability,
        payoff_row=rows,
        payoffs=tree.payoffs[row[paid]],
        infoset_player=tree.infoset_player[touched],
        infoset_menu=tree.infoset_menu[touched],
        infoset_label=tuple(tree.infoset_label[i] for i in touched.tolist()),
        menus=tree.menus,
        labels=tuple(tree.labels[i] for i in labels),
        n_players=tree.n_players,
    )
