"""Trees of perfect information along one parameter: backward induction over all values at once.

Each node keeps a partition of an interval into pieces and the places between them, and for each
what may be done from there on. A piece ends where somebody's preference turns: at a zero of the
difference between two continuations, which is a rational function of the parameter. So every
change is found, however near to the next one, and no value is tried out.

Where somebody is indifferent, every choice is followed: at a single place, or all along a piece
where a difference is zero everywhere.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, final

from brinkgame.control import FREE, Control
from brinkgame.errors import TimeLimitError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL, Tree
from brinkgame.parametric.along.ratios import (
    ONE,
    ZERO,
    Place,
    Ratio,
    Spot,
    between,
    ratio_of,
    roots_of,
    sign_of_ratio,
)

__all__ = ["Fold", "Options", "Partition"]

MOST: Final = 4096
"""More ways to go on from a node than this, because of ties, are not followed."""

_OFTEN: Final = 64
"""Nodes between two looks at the clock."""

Values: TypeAlias = tuple[Ratio, ...]
Options: TypeAlias = "tuple[tuple[int, Values], ...] | None"
"""Plans from a node on, each with what players get; None where they are too many."""


@final
@dataclass(frozen=True, slots=True)
class Partition:
    """What may be done on an interval.

    Attributes
    ----------
    breaks
        The places between pieces, ascending.
    options
        What may be done on the first piece, at the first break, on the second piece, ...
    """

    breaks: tuple[Place, ...]
    options: tuple[Options, ...]

    def around(self, position: int, breaks: Sequence[Place]) -> Options:
        """What may be done on a piece of a finer partition, or at one of its breaks."""
        if not self.breaks:
            return self.options[0]
        if position % 2:
            place = breaks[position // 2]
            here = bisect_left(self.breaks, place)
            known = here < len(self.breaks) and self.breaks[here] == place
            return self.options[2 * here + known]
        if not position:
            return self.options[0]
        last = breaks[position // 2 - 1]
        here = bisect_left(self.breaks, last)
        passed = here < len(self.breaks) and self.breaks[here] == last
        return self.options[2 * (here + passed)]


@final
class Fold:
    """The tree of a game in one parameter, ready to be folded on any interval.

    Parameters
    ----------
    game
        A tree of perfect information with at most one open parameter, that is no exponent.
    """

    def __init__(self, game: ExtensiveFormGame) -> None:
        self.tree = tree = game.tree
        numbers = [ratio_of(number) for number in game.numbers]
        self.mover: list[int] = tree.mover.tolist()
        self.below = [tree.children_of(node) for node in range(tree.size)]
        self.infoset: list[int] = tree.infoset.tolist()
        rows = [tuple(numbers[p] if p >= 0 else ZERO for p in row) for row in tree.payoffs.tolist()]
        self.pays: list[Values | None] = [
            rows[row] if row >= 0 else None for row in tree.payoff_row.tolist()
        ]
        self.odds = [numbers[p] if p >= 0 else ONE for p in tree.probability.tolist()]
        self.nothing: Values = (ZERO,) * tree.n_players
        self.shift = _shifts(tree)
        self.mask = self._masks()
        self._worth: dict[tuple[int, int], Values] = {}
        self._ahead: dict[tuple[int, int], list[tuple[int, Ratio]]] = {}

    def _masks(self) -> list[int]:
        """For each node the bits of a plan that are about it and what follows."""
        masks = [0] * len(self.mover)
        for node in range(len(masks) - 1, -1, -1):
            mask = 0
            for child in self.below[node]:
                mask |= masks[child]
            if self.mover[node] >= 0:
                low, high = self.shift[self.infoset[node] : self.infoset[node] + 2]
                mask |= (1 << high) - (1 << low)
            masks[node] = mask
        return masks

    @staticmethod
    def choices_of(tree: Tree, plan: int) -> tuple[int, ...]:
        """The action at each information set, from the number of a plan."""
        return tuple(
            (plan >> low) & ((1 << (high - low)) - 1)
            for low, high in itertools.pairwise(_shifts(tree))
        )

    def on(self, low: Place | None, high: Place | None, control: Control = FREE) -> Partition:
        """Fold the tree on an open interval, or at the place that is both ends.

        Raises
        ------
        TimeLimitError
            The time is up.
        """
        (root,) = self.parts((0,), low, high, control)
        return root

    def parts(
        self,
        roots: Sequence[int],
        low: Place | None,
        high: Place | None,
        control: Control = FREE,
    ) -> list[Partition]:
        """As `on`, for the subtrees at some nodes, none of which is below another."""
        here = low if low is not None and low == high else None
        return [self._folded(root, low, high, here, control) for root in roots]

    def _folded(
        self, root: int, low: Place | None, high: Place | None, here: Place | None, control: Control
    ) -> Partition:
        found: dict[int, Partition] = {}
        for node in range(int(self.tree.end[root]) - 1, root - 1, -1):
            who = self.mover[node]
            if not node % _OFTEN and control.expired():
                raise TimeLimitError(f"the time was up with {node} nodes of the tree to go")
            if who == TERMINAL:
                found[node] = Partition((), (((0, self.pays[node] or self.nothing),),))
                continue
            below = [found.pop(child) for child in self.below[node]]
            if who == CHANCE:
                found[node] = self._chance(node, below)
            else:
                found[node] = self._decision(node, below, low, high, here)
        return found[root]

    def turned(self, plan: int, held: Spot, failed: Spot) -> list[tuple[int, int]]:
        """Which preferences of a plan are so at one spot and not at another.

        Returns
        -------
        list
            Information sets, each with the action that is better at the other spot.
        """
        self._value(plan)
        found: list[tuple[int, int]] = []
        for node, who in enumerate(self.mover):
            if who < 0:
                continue
            for other, more in self._ahead[node, plan & self.mask[node]]:
                if _sign(more, failed) < 0 <= _sign(more, held):
                    found.append((self.infoset[node], other))
        return found

    def _value(self, plan: int) -> None:
        """What a plan is worth from each node on, and what its actions pay more than others.

        Plans share most of what they do, so that what follows a node is kept under the part of the
        plan that is about it.
        """
        for node in range(len(self.mover) - 1, -1, -1):
            key = node, plan & self.mask[node]
            if key in self._worth:
                continue
            who, own = self.mover[node], self.pays[node]
            below = [self._worth[child, plan & self.mask[child]] for child in self.below[node]]
            if who == TERMINAL:
                worth = own or self.nothing
            elif who == CHANCE:
                worth = self._mean(node, below)
            else:
                low, high = self.shift[self.infoset[node] : self.infoset[node] + 2]
                action = (plan >> low) & ((1 << (high - low)) - 1)
                worth = below[action]
                self._ahead[key] = [
                    (other, worth[who] - values[who])
                    for other, values in enumerate(below)
                    if other != action
                ]
                if own is not None:
                    worth = tuple([a + b for a, b in zip(worth, own, strict=True)])
            self._worth[key] = worth

    # -- nodes -------------------------------------------------------------------------------

    def _chance(self, node: int, below: list[Partition]) -> Partition:
        breaks = _together(below)
        options: list[Options] = []
        for position in range(2 * len(breaks) + 1):
            combined: list[tuple[int, Values]] = []
            ways = _ways(below, position, breaks)
            if ways is None:
                options.append(None)
                continue
            for way in itertools.product(*ways):
                plan = 0
                for part, _ in way:
                    plan |= part
                combined.append((plan, self._mean(node, [worth for _, worth in way])))
            options.append(tuple(combined))
        return _coalesced(breaks, options)

    def _mean(self, node: int, below: list[Values]) -> Values:
        """What a chance node is worth."""
        values = self.pays[node]
        for child, worth in zip(self.below[node], below, strict=True):
            weight = self.odds[child]
            share = tuple([weight * value for value in worth])
            values = (
                share
                if values is None
                else tuple([a + b for a, b in zip(values, share, strict=True)])
            )
        return values or self.nothing

    def _decision(
        self,
        node: int,
        below: list[Partition],
        low: Place | None,
        high: Place | None,
        here: Place | None,
    ) -> Partition:
        who = self.mover[node]
        shift = self.shift[self.infoset[node]]
        coarse = _together(below)
        breaks: list[Place] = []
        options: list[Options] = []
        for position in range(2 * len(coarse) + 1):
            ways = _ways(below, position, coarse)
            if position % 2:
                place = coarse[position // 2]
                breaks.append(place)
                options.append(self._best(node, who, shift, ways, place))
                continue
            if here is not None:
                options.append(self._best(node, who, shift, ways, here))
                continue
            left = low if not position else coarse[position // 2 - 1]
            right = high if position == 2 * len(coarse) else coarse[position // 2]
            own = [] if ways is None else self._turns(who, ways, left, right)
            start = left
            for turn in own:
                options.append(self._best(node, who, shift, ways, between(start, turn)))
                options.append(self._best(node, who, shift, ways, turn))
                breaks.append(turn)
                start = turn
            options.append(self._best(node, who, shift, ways, between(start, right)))
        return _coalesced(breaks, options)

    def _turns(
        self, who: int, ways: list[Any], left: Place | None, right: Place | None
    ) -> list[Place]:
        """Where the mover is indifferent between two actions, strictly between two places."""
        differences = []
        for one, other in itertools.combinations(ways, 2):
            for (_, mine), (_, theirs) in itertools.product(one, other):
                difference = (mine[who] - theirs[who]).above
                if difference.degree() > 0:
                    differences.append(difference)
        return [
            root
            for root in roots_of(differences)
            if (left is None or left < root) and (right is None or root < right)
        ]

    def _best(
        self, node: int, who: int, shift: int, ways: list[Any] | None, place: Place
    ) -> Options:
        """The best choices at a place, after each way of going on."""
        if ways is None:
            return None
        own = self.pays[node]
        known: dict[tuple[int, int, int, int], int] = {}
        found: list[tuple[int, Values]] = []
        for way in itertools.product(*[range(len(options)) for options in ways]):
            best = [0]
            for action in range(1, len(ways)):
                key = (best[0], way[best[0]], action, way[action])
                if key not in known:
                    mine, theirs = ways[action][way[action]][1], ways[best[0]][way[best[0]]][1]
                    known[key] = _sign(mine[who] - theirs[who], (place, 0))
                sign = known[key]
                if sign > 0:
                    best = [action]
                elif not sign:
                    best.append(action)
            plan = 0
            for options, k in zip(ways, way, strict=True):
                plan |= options[k][0]
            for action in best:
                values = ways[action][way[action]][1]
                if own is not None:
                    values = tuple([a + b for a, b in zip(values, own, strict=True)])
                found.append((plan | (action << shift), values))
        return tuple(found) if len(found) <= MOST else None


def _shifts(tree: Tree) -> list[int]:
    """Where the bits of each information set begin in the number of a plan."""
    bits = [max(1, (size - 1).bit_length()) for size in tree.infoset_size.tolist()]
    return list(itertools.accumulate(bits, initial=0))


def _sign(ratio: Ratio, spot: Spot) -> int:
    return sign_of_ratio(ratio, spot) or 0  # there is no pole where the game is defined


def _together(partitions: Sequence[Partition]) -> tuple[Place, ...]:
    """The breaks of all, ascending, each once."""
    several = [partition.breaks for partition in partitions if partition.breaks]
    if not several:
        return ()
    if len(several) == 1:
        return several[0]
    return tuple(sorted(set(itertools.chain.from_iterable(several))))


def _ways(below: list[Partition], position: int, breaks: Sequence[Place]) -> list[Any] | None:
    """The options of each child there; None where they are too many."""
    found = [partition.around(position, breaks) for partition in below]
    if any(options is None for options in found):
        return None
    if math.prod(len(options) for options in found if options) > MOST:
        return None
    return found


def _coalesced(breaks: Sequence[Place], options: Sequence[Options]) -> Partition:
    """Without the breaks at which nothing changes."""
    if not breaks:
        return Partition((), (options[0],))
    plans = [None if each is None else frozenset([plan for plan, _ in each]) for each in options]
    kept_breaks: list[Place] = []
    kept = [options[0]]
    for k, place in enumerate(breaks):
        if not plans[2 * k] == plans[2 * k + 1] == plans[2 * k + 2]:
            kept_breaks.append(place)
            kept += [options[2 * k + 1], options[2 * k + 2]]
    return Partition(tuple(kept_breaks), tuple(kept))
