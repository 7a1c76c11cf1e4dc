"""A tree as lists of plain numbers, and what follows from it by looking at every plan.

The part of the battery's yardstick (`brinkgame.testing.reference`) that is about trees.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.forms import ExtensiveFormGame

__all__ = ["PlainTree", "Vector", "Weights", "plain_numbers", "point"]

Weights: TypeAlias = Sequence[Sequence[Any]]
"""The probabilities at each information set, or of each player."""
Vector: TypeAlias = tuple[Any, ...]


@final
@dataclass(frozen=True, eq=False, slots=True)
class PlainTree:
    """The arrays of a tree as lists of plain numbers."""

    n_players: int
    mover: list[int]
    infoset: list[int]
    owner: list[int]
    sizes: list[int]
    children: list[list[int]]
    odds: list[Any]
    pays: list[Vector]

    @classmethod
    def of(cls, game: ExtensiveFormGame) -> PlainTree:
        """The tree of a closed game."""
        tree = game.tree
        numbers = [Fraction(number) for number in plain_numbers(game)]
        numbers.append(Fraction(0))  # what is not there, -1, pays nothing
        rows = [tuple(numbers[p] for p in row) for row in tree.payoffs.tolist()]
        nothing = (Fraction(0),) * tree.n_players
        children: list[list[int]] = [[] for _ in range(tree.size)]
        for node, above in enumerate(tree.parent.tolist()):
            if above >= 0:
                children[above].append(node)
        return cls(
            n_players=tree.n_players,
            mover=tree.mover.tolist(),
            infoset=tree.infoset.tolist(),
            owner=tree.infoset_player.tolist(),
            sizes=[len(tree.actions(i)) for i in range(tree.n_infosets)],
            children=children,
            odds=[numbers[p] if p >= 0 else None for p in tree.probability.tolist()],
            pays=[rows[row] if row >= 0 else nothing for row in tree.payoff_row.tolist()],
        )

    def values(self, weights: Weights) -> list[Vector]:
        """What each player gets from each node on."""
        value: list[Any] = [None] * len(self.mover)
        for node in range(len(value) - 1, -1, -1):
            total = self.pays[node]
            for weight, child in self.moves(node, weights):
                if weight == 1:
                    total = tuple([a + b for a, b in zip(total, value[child], strict=True)])
                elif weight:
                    total = tuple(
                        [a + weight * b for a, b in zip(total, value[child], strict=True)]
                    )
            value[node] = total
        return value

    def moves(self, node: int, weights: Weights) -> Iterator[tuple[Any, int]]:
        """What follows a node, each with its probability."""
        here = self.infoset[node]
        for position, child in enumerate(self.children[node]):
            yield (self.odds[child] if here < 0 else weights[here][position]), child

    def best(self, weights: Weights, player: int) -> list[Any]:
        """The most that a player gets from each node on, when nodes can be told apart."""
        best: list[Any] = [None] * len(self.mover)
        for node in range(len(best) - 1, -1, -1):
            total = self.pays[node][player]
            below = self.children[node]
            if self.mover[node] == player:
                total = total + max(best[child] for child in below)
            elif below:
                total = total + sum(
                    weight * best[child] for weight, child in self.moves(node, weights) if weight
                )
            best[node] = total
        return best

    def subtree(self, node: int) -> list[int]:
        """A node and all that follow it."""
        found, waiting = [], [node]
        while waiting:
            here = waiting.pop()
            found.append(here)
            waiting.extend(self.children[here])
        return found

    def subgame_roots(self) -> list[int]:
        """The nodes whose subtrees no information set leaves."""
        roots = []
        for node, below in enumerate(self.children):
            inside = set(self.subtree(node))
            sets = {self.infoset[n] for n in inside} - {-1}
            if below and all(n in inside for n, i in enumerate(self.infoset) if i in sets):
                roots.append(node)
        return roots

    def told_apart(self, player: int) -> bool:
        """Whether the player always knows at which node the play is."""
        own = [i for i, mover in zip(self.infoset, self.mover, strict=True) if mover == player]
        return len(own) == len(set(own))

    def best_plans(self, weights: Weights, player: int, roots: Sequence[int]) -> list[Any]:
        """The most that a player gets from each of some nodes on."""
        if self.told_apart(player):
            best = self.best(weights, player)
            return [best[root] for root in roots]
        return [self.best_plan(weights, player, root) for root in roots]

    def best_plan(self, weights: Weights, player: int, root: int) -> Any:
        """The most that a player gets from a node on, by trying every plan."""
        inside = {self.infoset[node] for node in self.subtree(root)} - {-1}
        own = [i for i in sorted(inside) if self.owner[i] == player]
        payoffs = []
        for plan in itertools.product(*(range(self.sizes[i]) for i in own)):
            changed = list(weights)
            for infoset, action in zip(own, plan, strict=True):
                changed[infoset] = point(self.sizes[infoset], action)
            payoffs.append(self.values(changed)[root][player])
        return max(payoffs)


def plain_numbers(game: Any) -> list[Any]:
    """The table of numbers of a game."""
    numbers = game.numbers
    return list(numbers) if isinstance(numbers, tuple) else list(numbers.tolist())


def point(size: int, position: int) -> tuple[Fraction, ...]:
    """Certainty of one of so many."""
    return tuple(Fraction(int(i == position)) for i in range(size))
