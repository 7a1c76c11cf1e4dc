"""The structure of a game tree as arrays: who moves where, and what follows what.

Nodes are numbered in *preorder*: the root is 0, a child has a greater number than its parent, and
the nodes of a subtree stand together. So one pass from the last node to the first sees every child
before its parent (folding back), one pass forward sees every parent first (reaching), and nothing
needs recursion, however deep the tree.

The structure holds no numbers, only their positions in the game's table of numbers. A game with
free parameters and all its closed forms therefore share one `Tree`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.forms.sequences import Sequences

__all__ = ["CHANCE", "NOTHING", "TERMINAL", "Tree"]

Ints: TypeAlias = npt.NDArray[np.int32]

CHANCE: Final = -1
"""`Tree.mover` of a node where Nature moves."""
TERMINAL: Final = -2
"""`Tree.mover` of an end of the game."""
NOTHING: Final = -1
"""The position of what is not there: no parent, no label, no number."""


@final
@dataclass(frozen=True, eq=False)
class Tree:
    """The arrays of a tree with `size` nodes. All are read-only.

    Attributes
    ----------
    parent
        The parent of each node; `NOTHING` for the root.
    edge
        The position of each node among its siblings.
    mover
        The player (by position) who moves at each node, `CHANCE` or `TERMINAL`.
    menu
        The position in `menus` of the labels of each node's actions or branches.
    infoset
        The information set of each decision node, counted over all players in order of first
        appearance; `NOTHING` elsewhere.
    label
        The position in `labels` of each node's label, or `NOTHING`.
    probability
        The position in the table of numbers of the probability of reaching each node from its
        parent; `NOTHING` where the parent is not a chance node.
    payoff_row
        The row of `payoffs` collected at each node, or `NOTHING`.
    payoffs
        Positions in the table of numbers, one row for each node that pays, one column a player;
        `NOTHING` stands for zero.
    infoset_player, infoset_menu, infoset_label
        For each information set: its player, its actions (a position in `menus`), its label or
        None.
    """

    parent: Ints
    edge: Ints
    mover: Ints
    menu: Ints
    infoset: Ints
    label: Ints
    probability: Ints
    payoff_row: Ints
    payoffs: Ints
    infoset_player: Ints
    infoset_menu: Ints
    infoset_label: tuple[str | None, ...]
    menus: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    n_players: int
    _text: dict[int, str] = field(default_factory=dict, repr=False, init=False)

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self) if each.init}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_text", {})
        self.__post_init__()

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.parent)

    @property
    def n_infosets(self) -> int:
        """The number of information sets of all players."""
        return len(self.infoset_player)

    def same_structure(self, other: Tree) -> bool:
        """Whether the trees differ at most in where their numbers stand in the tables."""
        if self is other:
            return True
        named = ("parent", "edge", "mover", "infoset", "infoset_player")
        return (
            self.size == other.size
            and self.n_players == other.n_players
            and all(np.array_equal(getattr(self, a), getattr(other, a)) for a in named)
            and self.infoset_label == other.infoset_label
            and np.array_equal(self.payoff_row < 0, other.payoff_row < 0)
            and _same_text(self.menu, self.menus, other.menu, other.menus)
            and _same_text(self.label, self.labels, other.label, other.labels)
        )

    # -- what follows from the arrays --------------------------------------------------------

    @cached_property
    def arity(self) -> Ints:
        """The number of children of each node."""
        return np.bincount(self.parent[1:], minlength=self.size).astype(np.int32)

    @cached_property
    def first_child(self) -> Ints:
        """Where the children of each node begin in `children`; one entry more than nodes."""
        return np.concatenate([[0], np.cumsum(self.arity)]).astype(np.int32)

    @cached_property
    def children(self) -> Ints:
        """The children of node 0, of node 1, ..., each in order (see `first_child`)."""
        return (np.argsort(self.parent[1:], kind="stable") + 1).astype(np.int32)

    def children_of(self, node: int) -> list[int]:
        """The children of a node, in the order of its actions."""
        start, stop = self.first_child[node], self.first_child[node + 1]
        return self.children[start:stop].tolist()  # type: ignore[no-any-return]

    @cached_property
    def end(self) -> Ints:
        """One past the last node of the subtree at each node."""
        end = np.arange(1, self.size + 1, dtype=np.int32)
        last = self.children[self.first_child[1:] - 1] if self.size > 1 else None
        if last is None:
            return end
        # The subtree of a node ends where that of its last child ends, and so on down to a
        # terminal: follow the last children by doubling, so that a long chain takes few steps.
        step = np.where(self.arity > 0, last, np.arange(self.size)).astype(np.int32)
        while True:
            further = step[step]
            if np.array_equal(further, step):
                return (step + 1).astype(np.int32)
            step = further

    @cached_property
    def depth(self) -> Ints:
        """The number of moves before each node."""
        depth = np.zeros(self.size, dtype=np.int32)
        if self.size == 1:
            return depth
        # Distance to the root by doubling, for the same reason as in `end`.
        up = self.parent.copy()
        up[0] = 0
        depth[1:] = 1
        while up.any():
            depth = (depth + depth[up]).astype(np.int32)
            up = up[up]
        return depth

    @cached_property
    def levels(self) -> tuple[Ints, Ints]:
        """The nodes by depth, siblings together in order, and where each depth begins.

        The children of the nodes of one level are exactly the next level, in the same order.
        """
        order = np.argsort(self.depth, kind="stable").astype(np.int32)
        counts = np.bincount(self.depth)
        return order, np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)

    @property
    def is_wide(self) -> bool:
        """Whether levels are so wide that work on a whole level at a time pays."""
        return self.size >= 500 and self.size >= 16 * len(self.levels[1])

    @cached_property
    def branches(self) -> Ints:
        """The children of chance nodes, node by node."""
        after_chance: npt.NDArray[np.bool_] = self.mover[self.parent[self.children]] == CHANCE
        return self.children[after_chance]

    @cached_property
    def pays_inside(self) -> npt.NDArray[np.bool_]:
        """For each node whether payoffs are collected there before the end; empty if nowhere."""
        inside = (self.payoff_row >= 0) & (self.mover != TERMINAL)
        return inside if inside.any() else np.zeros(0, dtype=np.bool_)

    @cached_property
    def terminals(self) -> Ints:
        """The ends of the game."""
        return np.flatnonzero(self.mover == TERMINAL).astype(np.int32)

    @cached_property
    def decisions(self) -> Ints:
        """The nodes where a player moves."""
        return np.flatnonzero(self.mover >= 0).astype(np.int32)

    @cached_property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """The nodes of each information set."""
        groups: list[list[int]] = [[] for _ in range(self.n_infosets)]
        nodes = self.decisions.tolist()
        for node, infoset in zip(nodes, self.infoset[self.decisions].tolist(), strict=True):
            groups[infoset].append(node)
        return tuple(map(tuple, groups))

    @cached_property
    def infoset_size(self) -> Ints:
        """The number of actions at each information set."""
        sizes = np.array([len(menu) for menu in self.menus], dtype=np.int32)
        return sizes[self.infoset_menu] if self.n_infosets else np.zeros(0, dtype=np.int32)

    @cached_property
    def first_action(self) -> Ints:
        """Where the actions of each information set begin in a flat list of all actions."""
        return np.concatenate([[0], np.cumsum(self.infoset_size)]).astype(np.int32)

    @property
    def pays_on_the_way(self) -> bool:
        """Whether payoffs are collected before the end."""
        return len(self.pays_inside) > 0

    @cached_property
    def perfect_information(self) -> bool:
        """Whether every information set is a single node."""
        return self.n_infosets == len(self.decisions)

    @cached_property
    def recall_failure(self) -> tuple[int, int] | None:
        """Two nodes of one information set that their player reaches in different ways, or None.

        A player has perfect recall when all nodes of each of the player's information sets share
        the player's own earlier information sets and actions (Kuhn 1953).
        """
        if self.perfect_information or self.sequences.recalled:
            return None
        parent, edge = self.parent.tolist(), self.edge.tolist()
        mover, infoset = self.mover.tolist(), self.infoset.tolist()
        memory: list[tuple[int, ...]] = [(0,) * self.n_players]
        known: dict[tuple[int, int, int], int] = {}
        at_infoset: dict[int, tuple[int, int]] = {}
        for node in range(self.size):
            if node:
                above = parent[node]
                own = memory[above]
                who = mover[above]
                if who >= 0:
                    key = (own[who], infoset[above], edge[node])
                    now = known.setdefault(key, len(known) + 1)
                    own = (*own[:who], now, *own[who + 1 :])
                memory.append(own)
            if mover[node] >= 0:
                here = memory[node][mover[node]]
                first, seen = at_infoset.setdefault(infoset[node], (node, here))
                if seen != here:
                    return first, node
        return None

    @cached_property
    def sequences(self) -> Sequences:
        """What each player has done on the way to each node."""
        return Sequences.of(self)

    # -- words -------------------------------------------------------------------------------

    def path(self, node: int) -> str:
        r"""The actions from the root to a node: ``root/deploy/detected``.

        A slash in a label is written ``\/``, a backslash ``\\``, so that no two paths are alike.

        >>> import brinkgame as bg
        >>> tree = bg.ExtensiveFormGame("one move", players=("A",), root=bg.Decision("A", {
        ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 1})})).tree
        >>> tree.path(2)
        'root/right'
        """
        steps: list[str] = []
        while node > 0:
            above = int(self.parent[node])
            steps.append(escaped(self.menus[self.menu[above]][self.edge[node]]))
            node = above
        return "/".join(["root", *reversed(steps)])

    def infoset_name(self, infoset: int) -> str:
        """The label of an information set; without one, the path of its first node.

        More than 40 moves down a path is no longer a name, and the number of the information
        set, counted from 1, takes its place: ``#57``.
        """
        label = self.infoset_label[infoset]
        if label is not None:
            return label
        if infoset not in self._text:
            node = int(self.first_member[infoset])
            deep = int(self.depth[node]) > 40
            self._text[infoset] = f"#{infoset + 1}" if deep else self.path(node)
        return self._text[infoset]

    @cached_property
    def first_member(self) -> Ints:
        """The first node of each information set."""
        first = np.zeros(self.n_infosets, dtype=np.int32)
        backwards = self.decisions[::-1]
        first[self.infoset[backwards]] = backwards
        return first

    def actions(self, infoset: int) -> tuple[str, ...]:
        """The labels of the actions at an information set."""
        return self.menus[self.infoset_menu[infoset]]


def escaped(label: str) -> str:
    """A label as a step of a path."""
    return label.replace("\\", "\\\\").replace("/", "\\/")


def steps_of(path: str) -> list[str]:
    """The labels along a path, the inverse of joining escaped labels by slashes."""
    steps = [""]
    characters = iter(path)
    for character in characters:
        if character == "/":
            steps.append("")
        else:
            steps[-1] += next(characters, "") if character == "\\" else character
    return steps


def _same_text(here: Ints, texts: Sequence[object], there: Ints, others: Sequence[object]) -> bool:
    """Whether two arrays of positions name the same texts, each in its own list."""
    if np.array_equal(here, there) and texts == others:
        return True
    pairs = {(int(a), int(b)) for a, b in zip(here.tolist(), there.tolist(), strict=True)}
    return all((a < 0 and b < 0) or (a >= 0 and b >= 0 and texts[a] == others[b]) for a, b in pairs)
