"""The sequences of a tree: what each player has done so far, as arrays.

A player's *sequence* at a node is the list of the player's own actions on the way there. With
perfect recall it is named by its last action, so that a player has one sequence more than actions:
the empty one, number 0, and one for each action of each own information set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from brinkgame.forms.tree import Tree

__all__ = ["Sequences"]

Ints: TypeAlias = npt.NDArray[np.int32]


@final
@dataclass(frozen=True, eq=False)
class Sequences:
    """The sequences of every player, without any numbers of the game.

    Attributes
    ----------
    own
        For each player the numbers of the own information sets, in order of first appearance, so
        that what comes earlier in play comes earlier in the list.
    first
        For each player where the actions of each own information set begin among the sequences;
        the last entry is the number of sequences.
    before
        For each player the sequence that leads to each own information set.
    at
        One row a node, one column a player: the sequence of the player there.
    of_action
        For each action of all information sets (as in `Tree.first_action`) its sequence.
    recalled
        Whether every player has perfect recall; without it the rest says what the last action was,
        which is no longer all that was done.
    """

    own: tuple[Ints, ...]
    first: tuple[Ints, ...]
    before: tuple[Ints, ...]
    at: Ints
    of_action: Ints
    recalled: bool

    @classmethod
    def of(cls, tree: Tree) -> Sequences:
        """The sequences of a tree, in one pass over it."""
        sizes = tree.infoset_size
        own, first = [], []
        of_action = np.zeros(int(tree.first_action[-1]), dtype=np.int32)
        for player in range(tree.n_players):
            mine = np.flatnonzero(tree.infoset_player == player).astype(np.int32)
            begins = np.concatenate([[1], 1 + np.cumsum(sizes[mine])]).astype(np.int32)
            own.append(mine)
            first.append(begins)
            begun = tree.first_action[mine]
            step = np.arange(begins[-1] - 1) - np.repeat(begins[:-1] - 1, sizes[mine])
            of_action[np.repeat(begun, sizes[mine]) + step] = np.arange(1, begins[-1])
        at = _by_levels(tree, of_action) if tree.is_wide else _node_by_node(tree, of_action)
        there = at[tree.decisions, tree.mover[tree.decisions]]
        leading = np.zeros(tree.n_infosets, dtype=np.int32)
        leading[tree.infoset[tree.decisions][::-1]] = there[::-1]
        # If all nodes of an information set have the last own action in common, for every set,
        # they have all of them in common: by induction on the number of own actions.
        recalled = bool((leading[tree.infoset[tree.decisions]] == there).all())
        before = tuple(leading[mine] for mine in own)
        found = cls(tuple(own), tuple(first), before, at, of_action, recalled)
        for array in (*own, *first, *before, at, of_action):
            array.flags.writeable = False
        return found

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of sequences of each player, the empty one included."""
        return tuple(int(begins[-1]) for begins in self.first)


def _node_by_node(tree: Tree, of_action: Ints) -> Ints:
    at = np.zeros((tree.size, tree.n_players), dtype=np.int32)
    columns = [[0] * tree.size for _ in range(tree.n_players)]
    parent, edge, mover = tree.parent.tolist(), tree.edge.tolist(), tree.mover.tolist()
    infoset, first = tree.infoset.tolist(), tree.first_action.tolist()
    taken = of_action.tolist()
    for player, column in enumerate(columns):
        for node in range(1, tree.size):
            above = parent[node]
            if mover[above] == player:
                column[node] = taken[first[infoset[above]] + edge[node]]
            else:
                column[node] = column[above]
        at[:, player] = column
    return at


def _by_levels(tree: Tree, of_action: Ints) -> Ints:
    """The same, a whole level of the tree at a time."""
    at = np.zeros((tree.size, tree.n_players), dtype=np.int32)
    order, starts = tree.levels
    for level in range(1, len(starts) - 1):
        nodes = order[starts[level] : starts[level + 1]]
        above = tree.parent[nodes]
        at[nodes] = at[above]
        chosen = tree.mover[above] >= 0
        nodes, above = nodes[chosen], above[chosen]
        action = tree.first_action[tree.infoset[above]] + tree.edge[nodes]
        at[nodes, tree.mover[above]] = of_action[action]
    return at
