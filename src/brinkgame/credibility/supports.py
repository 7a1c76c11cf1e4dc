"""Which actions may be used together: a search from the leaves that prunes by exact bounds.

Every node has bounds of what each player gets from there on, over everything that is still open. A
set of actions at an information set is passed over when no belief makes all of them best within
these bounds, when an action is worse at every node that play can be at, or, once play is known to
arrive there, when that holds for the nodes that it can arrive at.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, final

from brinkgame.credibility.outline import Outline, Unit
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.linear_programs import solve_lp

__all__ = ["SupportSearch", "Supports"]

Supports: TypeAlias = "dict[int, tuple[int, ...]]"
"""For information sets the numbers of the actions that are used there."""

Range: TypeAlias = "tuple[Any, ...]"


@final
class SupportSearch:
    """The supports of a unit that the bounds do not exclude.

    Parameters
    ----------
    outline, unit
        The tree and the part of it.
    inner
        For each root of a subgame inside, what may happen there: for each possibility the least and
        the largest payoffs (times `Outline.reach` and scales) of all players.
    consistent
        Whether beliefs are limits of those of totally mixed strategies, so that their ratios are
        known also where play does not arrive. Otherwise they are only where it does.
    unconditional
        Whether play must be best everywhere. Otherwise it must be where the other players and
        Nature allow a node to be reached, whatever the owner does: that is all that Nash
        equilibrium asks.
    expired
        Asked now and then whether to stop.
    """

    def __init__(
        self,
        outline: Outline,
        unit: Unit,
        inner: Mapping[int, Sequence[tuple[Range, Range]]],
        *,
        consistent: bool,
        unconditional: bool = True,
        expired: Callable[[], bool] = lambda: False,
    ) -> None:
        self.outline, self.unit, self.inner = outline, unit, inner
        self.unconditional = unconditional
        self.expired = expired
        self.stopped = False
        self.looked = 0
        nodes = unit.nodes
        place = {x: k for k, x in enumerate(nodes)}
        self.place = place
        self.low: list[Range] = [()] * len(nodes)
        self.high: list[Range] = [()] * len(nodes)
        self.options: Supports = {
            h: tuple(range(outline.first[h], outline.first[h + 1])) for h in unit.infosets
        }
        self.decided: set[int] = set()
        self.known: dict[tuple[Any, ...], bool] = {}
        root_steps = len(outline.steps[unit.root])
        ways = {
            h: [outline.steps[x][root_steps:] for x in outline.members[h]] for h in unit.infosets
        }
        # What decides whether the owner must care: with perfect recall own moves are all nodes'.
        self.steps = {
            h: many
            if unconditional
            else [tuple(a for a in way if outline.owner_of(a) != outline.owner[h]) for way in many]
            for h, many in ways.items()
        }
        self.informed = {
            h
            for h, many in self.steps.items()
            if len(many) == 1 and (unconditional or many == [()])
        }
        for x in reversed(nodes):
            self._fold(x)
        self.consistent = consistent
        end = outline.tree.end.tolist()
        # What to decide, from the leaves and part by part, so that what is decided together stands
        # together: information sets by number, subgames by -1 - root.
        items = [(max((end[x], -x) for x in outline.members[h]), h) for h in unit.infosets]
        items += [((end[x], -x), -1 - x) for x in unit.inner]
        self.items = [item for _, item in sorted(items)]
        self.above: dict[int, list[int]] = {}
        for item in self.items:
            start = [-1 - item] if item < 0 else outline.members[item]
            found = set(start)
            for node in start:
                x = node
                while x != unit.root:
                    x = outline.parent[x]
                    found.add(x)
            self.above[item] = sorted(found, reverse=True)
        self.menus = {
            h: [
                chosen
                for size in range(1, len(self.options[h]) + 1)
                for chosen in itertools.combinations(self.options[h], size)
            ]
            for h in unit.infosets
        }
        self.below = {
            h: [g for g in unit.infosets if any(h in self._sets(way) for way in ways[g])]
            for h in unit.infosets
        }
        self.over = {h: [g for g in unit.infosets if h in self.below[g]] for h in unit.infosets}
        self.apart = {
            h: [
                (i, j, tuple(a for a in one if a not in two), tuple(a for a in two if a not in one))
                for (i, one), (j, two) in itertools.combinations(enumerate(many), 2)
            ]
            for h, many in self.steps.items()
        }

    def _sets(self, way: tuple[int, ...]) -> set[int]:
        return {self.outline.at[action] for action in way}

    def _fold(self, x: int) -> None:
        """The bounds at a node from those below it."""
        outline, place = self.outline, self.place
        k = place[x]
        if x in self.inner and x != self.unit.root:
            ways = self.inner[x]
            self.low[k] = tuple(map(min, zip(*(low for low, _ in ways), strict=True)))
            self.high[k] = tuple(map(max, zip(*(high for _, high in ways), strict=True)))
            return
        mover = outline.mover[x]
        if mover == TERMINAL:
            self.low[k] = self.high[k] = outline.ends[x]
            return
        if mover == CHANCE:
            below = [place[y] for y in outline.likely_children(x)]
            self.low[k] = tuple(map(sum, zip(*(self.low[y] for y in below), strict=True)))
            self.high[k] = tuple(map(sum, zip(*(self.high[y] for y in below), strict=True)))
            return
        h = outline.infoset[x]
        first, children = outline.first[h], outline.children[x]
        below = [place[children[action - first]] for action in self.options[h]]
        low = list(map(min, zip(*(self.low[y] for y in below), strict=True)))
        high = list(map(max, zip(*(self.high[y] for y in below), strict=True)))
        if h in self.informed:
            # Whoever moves knows where, and gets at least what any action is sure to pay.
            low[mover] = max(self.low[place[y]][mover] for y in children)
            if h in self.decided:
                high[mover] = min(self.high[y][mover] for y in below)
        self.low[k], self.high[k] = tuple(low), tuple(high)

    def __iter__(self) -> Iterator[tuple[Supports, dict[int, int]]]:
        """For each combination that is left its supports, and the possibility in each subgame."""
        yield from self._descend(0, {})

    def _descend(self, k: int, picks: dict[int, int]) -> Iterator[tuple[Supports, dict[int, int]]]:
        if k == len(self.items):
            yield dict(self.options), dict(picks)
            return
        item = self.items[k]
        nodes = self.above[item]
        places = [self.place[x] for x in nodes]
        before = [(self.low[p], self.high[p]) for p in places]
        if item < 0:
            root = -1 - item
            every = self.inner[root]
            for number, pair in enumerate(every):
                if self.stopped:
                    return
                self.low[places[0]], self.high[places[0]] = pair
                for x in nodes[1:]:
                    self._fold(x)
                picks[root] = number
                yield from self._descend(k + 1, picks)
                del picks[root]
                for p, (low, high) in zip(places, before, strict=True):
                    self.low[p], self.high[p] = low, high
            return
        everything = self.options[item]
        for chosen in self.menus[item]:
            if self.stopped:
                return
            self.looked += 1
            if self.looked % 64 == 0 and self.expired():
                self.stopped = True
                return
            self.options[item] = chosen
            self.decided.add(item)
            if self._may_be_best(item):
                for x in nodes:
                    self._fold(x)
                near = itertools.chain(self.below[item], self.over[item])
                if all(self._may_be_best(g) for g in near if g in self.decided):
                    yield from self._descend(k + 1, picks)
                for p, (low, high) in zip(places, before, strict=True):
                    self.low[p], self.high[p] = low, high
            self.decided.discard(item)
        self.options[item] = everything

    def _status(self, way: Sequence[int]) -> int:
        """Of a way: 2 if it is sure, 1 if it is used, -1 if it is not, 0 if that is still open."""
        least = 2
        for action in way:
            g = self.outline.at[action]
            if g < 0:
                return -1
            if g not in self.decided:
                least = 0
            elif action not in self.options[g]:
                return -1
            elif least == 2 and len(self.options[g]) > 1:
                least = 1
        return least

    def _standing(self, h: int) -> tuple[list[list[int]], bool]:
        """The members of an information set that may be believed in, and whether all of them are.

        Members whose beliefs have the ratio that Nature gives them stand together.
        """
        ways = self.steps[h]
        status = [self._status(way) for way in ways]
        arrives = max(status) >= 1
        out = [arrives and s < 0 for s in status]
        group = list(range(len(ways)))
        if arrives or self.consistent:
            for i, j, mine, yours in self.apart[h]:
                one, two = self._status(mine), self._status(yours)
                if one < 0 and two >= 1:
                    out[i] = True
                elif two < 0 and one >= 1:
                    out[j] = True
                elif one == two == 2 and group[j] == j:
                    group[j] = group[i]
        classes: dict[int, list[int]] = {}
        for k, leader in enumerate(group):
            if not out[k]:
                classes.setdefault(leader, []).append(k)
        sure = all(status[k] >= 1 for many in classes.values() for k in many)
        return list(classes.values()), sure or (len(classes) == 1 and (arrives or self.consistent))

    def _may_be_best(self, h: int) -> bool:
        """Whether some belief makes all actions in use best within the bounds."""
        outline, place, low, high = self.outline, self.place, self.low, self.high
        who, first = outline.owner[h], outline.first[h]
        below = [outline.children[x] for x in outline.members[h]]
        if not self.unconditional and max(map(self._status, self.steps[h])) < 1:
            return True
        standing, certain = self._standing(h) if len(below) > 1 else ([[0]], True)
        rows: list[tuple[Any, ...]] = []
        for action in self.options[h]:
            for other in range(first, outline.first[h + 1]):
                if other == action:
                    continue
                row = tuple(
                    sum(
                        low[place[below[k][other - first]]][who]
                        - high[place[below[k][action - first]]][who]
                        for k in many
                    )
                    for many in standing
                )
                least = min(row)
                if least > 0 or (certain and least >= 0 and max(row) > 0):
                    return False
                if max(row) > 0:
                    rows.append(row)
        if len(rows) < 2 or len(standing) < 2:
            return True
        key = tuple(rows)
        if key not in self.known:
            self.known[key] = _balanced(rows)
        return self.known[key]


def _balanced(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether weights that are not all zero make every row's sum at most zero."""
    n = len(rows[0])
    if n == 2:
        # Weights (1, t): each row bounds t from one side.
        low, high = (0, 1), None  # fractions by hand: numerator, denominator
        for a, b in rows:
            # a + b*t <= 0 for t in [0, infinity]
            if b > 0:
                if a > 0:
                    return False
                if high is None or -a * high[1] < high[0] * b:
                    high = (-a, b)
            elif b == 0:
                if a > 0:
                    # only t = infinity would do
                    low = (1, 0)
            elif a > 0 and (low[1] != 0 and a * low[1] > low[0] * -b):
                low = (a, -b)
        if high is None:
            return True
        return bool(low[0] * high[1] <= high[0] * low[1])
    answer = solve_lp([0] * n, at_most=(rows, [0] * len(rows)), equal=([[1] * n], [1]))
    return answer.status == "optimal"
