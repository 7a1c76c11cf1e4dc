"""What credible play of a tree depends on apart from its numbers: who moves after whom.

A game with open parameters and all its closed forms share one `Tree`, so that what is found here is
found once: the order in which supports are decided, and for each choice of supports the beliefs
that may go with them (`brinkgame.credibility.patterns`), as products of probabilities and of
unknown weights of trembles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias, final
from weakref import WeakKeyDictionary

from brinkgame.credibility.outline import Unit
from brinkgame.credibility.patterns import Pattern, consistent_patterns, updating_patterns
from brinkgame.credibility.terms import Terms, substituted, subtracted, total
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.subgames import subgame_roots
from brinkgame.forms.tree import Tree

__all__ = ["Plan", "Skeleton", "Supports"]

Supports: TypeAlias = "tuple[tuple[int, ...], ...]"
"""For each information set the actions that are taken there, by their numbers among all."""

_ONE: Terms = {(): 1}
_MOST_PLANS = 20_000
"""Choices of supports whose beliefs are kept."""


@final
@dataclass(frozen=True, slots=True)
class Plan:
    """Beliefs that may go with supports: weights of nodes, apart from those that Nature gives.

    Attributes
    ----------
    weights
        For each information set of several nodes the weight of each, with integer coefficients.
        Unknowns are probabilities of actions, by number, and after these weights of trembles.
    equal, weak, positive
        What the weights of trembles satisfy: to be zero, at least zero, and positive.
    trembles
        For each information set whose belief has unknowns of its own, these, one a group of nodes,
        with the nodes. The last one's weight is what the others leave over from one.
    source
        For each information set whose belief has unknowns, where they are from: from itself, or
        from another one that hangs on the same trembles.
    reached
        The information sets that play reaches from the beginning of their smallest subgame.
    """

    weights: Mapping[int, tuple[Terms, ...]]
    equal: tuple[Terms, ...]
    weak: tuple[tuple[int, Terms], ...]
    positive: tuple[Terms, ...]
    trembles: Mapping[int, tuple[tuple[Terms, tuple[int, ...]], ...]]
    source: Mapping[int, int]
    reached: frozenset[int]


@final
class Skeleton:
    """The moves of a tree, as the makers of beliefs ask for them (`credibility.patterns.Ways`).

    Attributes
    ----------
    children, mover, infoset, parent
        As in `Tree`, as lists.
    members, owner, sizes, first, depth, steps, at
        As in `brinkgame.credibility.outline.Outline`, except that no branch of Nature is left out.
    reach
        One for each node: what Nature does is no part of a weight here.
    units
        The subgames without those inside them.
    order
        The information sets, those that come last in the tree first.
    ready
        For each position in `order`, the nodes whose value is known once the information sets up to
        there are decided, children first.
    due
        For each position in `order`, the information sets all of whose actions have known values
        then.
    """

    def __init__(self, game: ExtensiveFormGame) -> None:
        tree = game.tree
        self.parent: list[int] = tree.parent.tolist()
        self.mover: list[int] = tree.mover.tolist()
        self.infoset: list[int] = tree.infoset.tolist()
        edge: list[int] = tree.edge.tolist()
        flat: list[int] = tree.children.tolist()
        begin: list[int] = tree.first_child.tolist()
        self.end: list[int] = tree.end.tolist()
        self.children = [flat[begin[x] : begin[x + 1]] for x in range(tree.size)]
        self.members = tree.members
        self.owner: list[int] = tree.infoset_player.tolist()
        self.sizes: list[int] = tree.infoset_size.tolist()
        self.first: list[int] = tree.first_action.tolist()
        self.at = [h for h, size in enumerate(self.sizes) for _ in range(size)]
        self.reach = [Fraction(1)] * tree.size
        self.steps: list[tuple[int, ...]] = [()]
        for x in range(1, tree.size):
            above = self.parent[x]
            way = self.steps[above]
            if self.mover[above] >= 0:
                way = (*way, self.first[self.infoset[above]] + edge[x])
            self.steps.append(way)
        depth: list[int] = tree.depth.tolist()
        self.depth = [min(depth[x] for x in many) for many in self.members]
        self.units = self._units(subgame_roots(game))
        self.order = sorted(
            range(len(self.members)), key=lambda h: max((self.end[x], -x) for x in self.members[h])
        )
        self.ready, self.due = self._schedule()
        self._plans: dict[tuple[Supports, bool], tuple[Plan, ...]] = {}

    @classmethod
    def of(cls, game: ExtensiveFormGame) -> Skeleton:
        """The skeleton of a game; games that share a tree share it."""
        found = _KNOWN.get(game.tree)
        if found is None:
            found = _KNOWN[game.tree] = cls(game)
        return found

    @property
    def n_actions(self) -> int:
        """The number of actions at all information sets."""
        return len(self.at)

    def owner_of(self, action: int) -> int:
        """The player whose action it is, by number."""
        return self.owner[self.at[action]]

    def _units(self, roots: Sequence[int]) -> tuple[Unit, ...]:
        begins = {*roots, 0}
        home: list[int] = []
        for x, above in enumerate(self.parent):
            home.append(x if x in begins else home[above])
        own: dict[int, set[int]] = {root: set() for root in begins}
        for x, h in enumerate(self.infoset):
            if h >= 0:
                own[home[x]].add(h)
        return tuple(
            Unit(root, tuple(sorted(own[root], key=lambda h: (-self.depth[h], -h))), (), ())
            for root in sorted(begins, reverse=True)
            if own[root]
        )

    def _schedule(self) -> tuple[list[list[int]], list[list[int]]]:
        place = {h: k for k, h in enumerate(self.order)}
        level: list[int] = [-1] * len(self.parent)
        for x in reversed(range(len(self.parent))):
            below = max((level[y] for y in self.children[x]), default=-1)
            level[x] = max(below, place[self.infoset[x]]) if self.infoset[x] >= 0 else below
        ready: list[list[int]] = [[] for _ in range(len(self.order) + 1)]
        for x in reversed(range(len(self.parent))):
            ready[level[x] + 1].append(x)
        due: list[list[int]] = [[] for _ in range(len(self.order) + 1)]
        for h, members in enumerate(self.members):
            known = max(level[y] for x in members for y in self.children[x])
            due[max(known, place[h]) + 1].append(h)
        return ready, due

    # -- beliefs -----------------------------------------------------------------------------

    def plans(self, supports: Supports, *, consistent: bool) -> tuple[Plan, ...]:
        """The beliefs that may go with supports, of sequential or of perfect Bayesian kind."""
        key = supports, consistent
        found = self._plans.get(key)
        if found is None:
            found = tuple(self._made(supports, consistent=consistent))
            if len(self._plans) < _MOST_PLANS:
                self._plans[key] = found
        return found

    def _made(self, supports: Supports, *, consistent: bool) -> Iterator[Plan]:
        # Every action that is taken is a letter of its own here, so that what all nodes of an
        # information set have in common is seen, and left out: it is positive.
        play: dict[int, Terms] = {}
        last: dict[int, Terms] = {}
        for used in supports:
            for a in used:
                play[a] = {(a,): 1} if len(used) > 1 else _ONE
            if len(used) > 1:
                last[used[-1]] = subtracted(_ONE, total({(a,): 1} for a in used[:-1]))
        maker = consistent_patterns if consistent else updating_patterns
        reached: set[int] = set()
        partial: list[Plan] = [Plan({}, (), (), (), {}, {}, frozenset())]
        for unit in self.units:
            start = len(self.steps[unit.root])
            needed: list[int] = []
            for h in unit.infosets:
                if any(all(a in play for a in self.steps[x][start:]) for x in self.members[h]):
                    reached.add(h)
                elif len(self.members[h]) > 1:
                    needed.append(h)
            several = any(len(self.members[h]) > 1 for h in unit.infosets)
            if not several:
                continue
            ways = [self._plan(pattern, last) for pattern in maker(self, unit, play, needed)]
            partial = [
                Plan(
                    {**one.weights, **two.weights},
                    one.equal + two.equal,
                    one.weak + two.weak,
                    one.positive + two.positive,
                    {**one.trembles, **two.trembles},
                    {**one.source, **two.source},
                    frozenset(),
                )
                for one in partial
                for two in ways
            ]
        for plan in partial:
            yield replace(plan, reached=frozenset(reached))

    def _plan(self, pattern: Pattern, last: Mapping[int, Terms]) -> Plan:
        weights = {
            h: tuple(substituted(w, last) for w in _primitive(line))
            for h, line in pattern.weights.items()
        }
        trembles = {
            h: tuple((group.weight, group.nodes) for group in groups)
            for h, groups in pattern.unknown.items()
        }
        home = {
            unknown: h
            for h, groups in trembles.items()
            for weight, _ in groups[:-1]
            for key in weight
            for unknown in key
        }
        source = {
            h: home[unknown]
            for h, line in weights.items()
            for w in line
            for key in w
            for unknown in key
            if unknown in home
        }
        weak = tuple((next(home[u] for key in p for u in key), p) for p in pattern.constraints.weak)
        equal = tuple(substituted(_whole([p])[0], last) for p in pattern.constraints.equal)
        return Plan(weights, equal, weak, pattern.constraints.strict, trembles, source, frozenset())


_KNOWN: WeakKeyDictionary[Tree, Skeleton] = WeakKeyDictionary()


def _whole(line: Sequence[Terms]) -> list[Terms]:
    """Weights times a positive number that makes all coefficients integers."""
    common = math.lcm(*(Fraction(v).denominator for p in line for v in p.values()), 1)
    return [{key: int(v * common) for key, v in p.items()} for p in line]


def _primitive(line: Sequence[Terms]) -> list[Terms]:
    """The same, without the letters that all terms of all weights have in common."""
    whole = _whole(line)
    keys = [list(key) for p in whole for key in p]
    if not keys:
        return whole
    shared = keys[0]
    for key in keys[1:]:
        rest, kept = list(key), []
        for a in shared:
            if a in rest:
                rest.remove(a)
                kept.append(a)
        shared = kept
    if not shared:
        return whole

    def without(key: tuple[int, ...]) -> tuple[int, ...]:
        left = list(key)
        for a in shared:
            left.remove(a)
        return tuple(left)

    return [{without(key): v for key, v in p.items()} for p in whole]
