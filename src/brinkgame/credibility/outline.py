"""A tree prepared for the search: integers for payoffs, paths as actions, subgames as units.

A *unit* is a subgame without the subgames inside it. Credible play of a tree is put together from
credible play of its units: what happens in a subgame does not depend on how play came there, and
neither do beliefs, because all nodes of an information set inside share the way to its root.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.subgames import subgame_roots
from brinkgame.forms.tree import CHANCE, TERMINAL

__all__ = ["Outline", "Unit"]


@final
@dataclass(frozen=True, slots=True)
class Unit:
    """A subgame without those inside it.

    Attributes
    ----------
    root
        Its first node.
    infosets
        Its information sets, those that come last in the tree first.
    inner
        The roots of the largest subgames inside it.
    nodes
        Its nodes, and the roots of `inner`, in the order of the tree.
    """

    root: int
    infosets: tuple[int, ...]
    inner: tuple[int, ...]
    nodes: tuple[int, ...]


@final
class Outline:
    """What the search asks of a tree.

    Attributes
    ----------
    children, mover, infoset, parent
        As in `Tree`, as lists.
    members, owner, sizes
        For each information set its nodes, its player, the number of its actions.
    first
        Where the actions of an information set begin in the list of all actions. An unknown with
        the number of an action is its probability.
    depth
        For each information set the depth of its highest node; a player's later ones are lower.
    steps
        For each node the actions on the way to it, by number. A branch of Nature with probability
        zero counts as an action that is never taken; its number comes after those of the others.
    at
        The information set of each action, -1 for branches of Nature.
    reach
        For each node the probability that Nature allows it, apart from such branches.
    ends
        For each end of the game the payoffs, times `reach`, times `scales` of their players:
        integers.
    units
        The units, the last one first; so each comes after those inside it.
    """

    def __init__(self, game: ExtensiveFormGame) -> None:
        tree = game.tree
        self.game, self.tree = game, tree
        self.parent: list[int] = tree.parent.tolist()
        self.mover: list[int] = tree.mover.tolist()
        self.infoset: list[int] = tree.infoset.tolist()
        edge: list[int] = tree.edge.tolist()
        flat: list[int] = tree.children.tolist()
        begin: list[int] = tree.first_child.tolist()
        self.children = [flat[begin[x] : begin[x + 1]] for x in range(tree.size)]
        self.members = tree.members
        self.owner: list[int] = tree.infoset_player.tolist()
        self.sizes: list[int] = tree.infoset_size.tolist()
        self.first: list[int] = tree.first_action.tolist()
        self.players = range(tree.n_players)
        odds = game.edge_probabilities()
        self.steps: list[tuple[int, ...]] = [()]
        self.reach: list[Fraction] = [Fraction(1)]
        self.at = [h for h, size in enumerate(self.sizes) for _ in range(size)]
        self.never: set[int] = set()
        for x in range(1, tree.size):
            above = self.parent[x]
            if self.mover[above] == CHANCE and odds[x] == 0:
                self.never.add(x)
                self.steps.append((*self.steps[above], len(self.at)))
                self.reach.append(self.reach[above])
                self.at.append(-1)
            elif self.mover[above] == CHANCE:
                self.steps.append(self.steps[above])
                self.reach.append(self.reach[above] * odds[x])
            else:
                action = self.first[self.infoset[above]] + edge[x]
                self.steps.append((*self.steps[above], action))
                self.reach.append(self.reach[above])
        paid = game.terminal_payoffs()
        scaled: list[Any] = [
            None if line is None else [value * self.reach[x] for value in line]
            for x, line in enumerate(paid)
        ]
        columns = list(zip(*(line for line in scaled if line is not None), strict=True))
        self.scales = [math.lcm(*(value.denominator for value in column)) for column in columns]
        self.ends: list[tuple[int, ...]] = [
            ()
            if line is None
            else tuple(int(v * s) for v, s in zip(line, self.scales, strict=True))
            for line in scaled
        ]
        depth: list[int] = tree.depth.tolist()
        self.depth = [min(depth[x] for x in many) for many in self.members]
        self.units = self._units(subgame_roots(game))

    @property
    def n_actions(self) -> int:
        """The number of actions, branches of Nature that are never taken included."""
        return len(self.at)

    def owner_of(self, action: int) -> int:
        """The player whose action it is, by number; -1 for a branch of Nature."""
        h = self.at[action]
        return self.owner[h] if h >= 0 else -1

    def likely_children(self, node: int) -> list[int]:
        """The children of a node where Nature moves that have positive probability."""
        return [y for y in self.children[node] if y not in self.never]

    def label(self, action: int) -> str:
        """The label of an action given by its number."""
        h = self.at[action]
        return self.tree.actions(h)[action - self.first[h]]

    def action_at(self, node: int, action: int) -> int:
        """The node that an action, given by its number, leads to from a node."""
        return self.children[node][action - self.first[self.infoset[node]]]

    def _units(self, roots: Sequence[int]) -> tuple[Unit, ...]:
        begins = set(roots) | {0}
        home: list[int] = []
        for x in range(self.tree.size):
            home.append(x if x in begins else home[self.parent[x]])
        nodes: dict[int, list[int]] = {root: [] for root in begins}
        inner: dict[int, list[int]] = {root: [] for root in begins}
        own: dict[int, set[int]] = {root: set() for root in begins}
        for x in range(self.tree.size):
            nodes[home[x]].append(x)
            if x in begins and x:
                nodes[home[self.parent[x]]].append(x)
                inner[home[self.parent[x]]].append(x)
            if self.infoset[x] >= 0:
                own[home[x]].add(self.infoset[x])
        return tuple(
            Unit(
                root,
                tuple(sorted(own[root], key=lambda h: (-self.depth[h], -h))),
                tuple(inner[root]),
                tuple(nodes[root]),
            )
            for root in sorted(begins, reverse=True)
        )

    def is_end(self, node: int) -> bool:
        """Whether the game ends at a node."""
        return self.mover[node] == TERMINAL
