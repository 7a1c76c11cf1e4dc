"""The range of a measure over all subgame-perfect equilibria of a tree with ties, mixed ones too.

Let V(v) be the set of what subgame-perfect equilibria of the subgame at v can bring about: what the
players who move *above* v get, and the measure. At an end it is a point. At a chance node it is the
weighted sum of the sets of the children. At a decision of player i with children c it is

    { sum of shares times u_c  :  u_c in V(c), all of one level u_ci = L for c in the support,
                                  and L >= min V(c)_i for every c outside it }.

Sets are kept as unions of polytopes, each by points of which it is the hull. Cutting one by an
inequality and slicing it at a level are exact: the new corners lie between two old ones. Mixing
children is exact where only one level is possible, which is the rule; where two children have a
whole interval of levels in common, the set is bounded by ruled surfaces and its hull is taken
instead. Then the range contains the true one, and `TiedRange.attained` says that it may be wider.

An equilibrium in mixed strategies may lie outside the range of the pure ones: who moves at a tie
may mix so that somebody above is indifferent, and then mixes too, with an outcome that no pure
equilibrium has.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias, final

from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE
from brinkgame.sensitivity.measures import (
    ActionProbability,
    ExpectedPayoff,
    Measure,
    OutcomeProbability,
    RecordProbability,
)

__all__ = ["TiedRange", "tied_range"]

Vector: TypeAlias = tuple[Fraction, ...]
"""What the players above get, in order, and the measure last."""
Piece: TypeAlias = tuple[Vector, ...]
"""Points of which a polytope is the hull."""

_MOST_POINTS: Final = 400
_MOST_PIECES: Final = 400
_ONE: Final = Fraction(1)
_ZERO: Final = Fraction(0)


@final
@dataclass(frozen=True, slots=True)
class TiedRange:
    """The lowest and the highest value, and whether some equilibrium attains each of them."""

    low: Fraction
    high: Fraction
    attained: bool


class _TooManyError(Exception):
    """The ties multiply beyond what is kept."""


def tied_range(game: ExtensiveFormGame, measure: Measure) -> TiedRange:
    """The range of a measure over all subgame-perfect equilibria, mixed ones included.

    Parameters
    ----------
    game
        A closed, exact tree of perfect information.
    measure
        What is read off.
    """
    sets = _Sets(game, measure)
    try:
        values = [point[-1] for piece in sets.root() for point in piece]
    except _TooManyError:
        low, high = _box(sets)
        return TiedRange(low, high, attained=False)
    return TiedRange(min(values), max(values), sets.attained)


@final
class _Sets:
    """The sets V(v) of one game and one measure."""

    def __init__(self, game: ExtensiveFormGame, measure: Measure) -> None:
        tree = game.tree
        self.game, self.tree = game, tree
        self.attained = True
        self.payee = -1
        self.marked: frozenset[int] = frozenset()
        self.named: dict[int, int] = {}
        self.conduct = isinstance(measure, ActionProbability | RecordProbability)
        if isinstance(measure, ExpectedPayoff):
            self.payee = game.players.index(measure.player)
        elif isinstance(measure, OutcomeProbability):
            where = tree.labels.index(measure.label)
            self.marked = frozenset(n for n, own in enumerate(tree.label.tolist()) if own == where)
        elif isinstance(measure, ActionProbability):
            self._name(measure.player, measure.infoset, measure.action)
        elif isinstance(measure, RecordProbability):
            for player, infoset, action in measure.actions():
                self._name(player, infoset, action)
        self.mover = tree.mover.tolist()
        self.odds = game.edge_probabilities()
        self.rows = game.payoff_rows()
        self.above: list[tuple[int, ...]] = [()] * tree.size
        for node in range(1, tree.size):
            parent = int(tree.parent[node])
            mine = self.above[parent]
            who = self.mover[parent]
            self.above[node] = mine if who < 0 else tuple(sorted({*mine, who}))

    def _name(self, player: str, infoset: str | None, action: str) -> None:
        number = self.game.infoset_number(player, str(infoset))
        node = self.tree.members[number][0]
        self.named[node] = self.tree.actions(number).index(action)

    def root(self) -> list[Piece]:
        """The set of the whole game."""
        sets: dict[int, list[Piece]] = {}
        for node in range(self.tree.size - 1, -1, -1):
            below = self.tree.children_of(node)
            parts = [sets.pop(child) for child in below]
            if not below:
                base: Vector = (*(_ZERO for _ in self.above[node]), self._start())
                found: list[Piece] = [(base,)]
            elif self.mover[node] == CHANCE:
                found = self._nature(node, below, parts)
            else:
                found = self._decision(node, parts)
            sets[node] = self._tidy(node, [self._paid(node, piece) for piece in found])
        return sets[0]

    def _start(self) -> Fraction:
        """The measure at an end: nothing collected yet; of conduct nothing is to be done there."""
        return _ONE if self.conduct else _ZERO

    def _paid(self, node: int, piece: Piece) -> Piece:
        """What is collected at a node, and the label that is there."""
        row = int(self.tree.payoff_row[node])
        here = self.rows[row] if row >= 0 else (_ZERO,) * self.tree.n_players
        mine = [here[p] for p in self.above[node]]
        own = here[self.payee] if self.payee >= 0 else _ZERO
        sure = node in self.marked
        return tuple(
            (
                *(a + b for a, b in zip(point[:-1], mine, strict=True)),
                _ONE if sure else point[-1] + own,
            )
            for point in piece
        )

    def _tidy(self, node: int, pieces: Iterable[Piece]) -> list[Piece]:
        """Each piece once, without repeated points; where nobody above minds, two points do."""
        if not self.above[node]:
            values = [point[-1] for piece in pieces for point in piece]
            ends = {min(values), max(values)}
            return [tuple((value,) for value in sorted(ends))]
        kept = [tuple(dict.fromkeys(piece)) for piece in pieces]
        unique = list(dict.fromkeys(kept))
        if len(unique) > _MOST_PIECES or any(len(piece) > _MOST_POINTS for piece in unique):
            raise _TooManyError
        return unique

    def _nature(self, node: int, below: Sequence[int], parts: Sequence[list[Piece]]) -> list[Piece]:
        weights = [self.odds[child] for child in below]
        players = range(len(self.above[node]))
        so_far: list[Piece] = [((*(_ZERO for _ in players), self._start()),)]
        for weight, pieces in zip(weights, parts, strict=True):
            added: list[Piece] = []
            for old, new in itertools.product(so_far, pieces):
                if self.conduct:
                    self._product_of(old, new)
                added.append(
                    tuple(
                        dict.fromkeys(
                            (
                                *(a[p] + weight * b[p] for p in players),
                                a[-1] * b[-1] if self.conduct else a[-1] + weight * b[-1],
                            )
                            for a, b in itertools.product(old, new)
                        )
                    )
                )
            so_far = self._tidy(node, added)
        return so_far

    def _product_of(self, one: Piece, other: Piece) -> None:
        """A product of two chances is a matter of corners only if one of them is fixed."""
        if self._varies(one) and self._varies(other):
            self.attained = False

    @staticmethod
    def _varies(piece: Piece) -> bool:
        return len({point[-1] for point in piece}) > 1

    def _decision(self, node: int, parts: Sequence[list[Piece]]) -> list[Piece]:
        below = self.tree.children_of(node)
        mine = self.above[below[0]].index(self.mover[node])
        least = [min(p[mine] for piece in pieces for p in piece) for pieces in parts]
        named = self.named.get(node)
        found: list[Piece] = []
        for action, pieces in enumerate(parts):
            others = [level for other, level in enumerate(least) if other != action]
            rest = max(others) if others else None
            share = _ONE if named is None or named == action else _ZERO
            for piece in pieces:
                kept = piece if rest is None else _at_least(piece, mine, rest)
                if kept:
                    scaled = tuple((*p[:-1], p[-1] * share) for p in kept) if share != 1 else kept
                    found += self._beside(scaled, parts, {action}, mine)
        if self.above[node]:  # otherwise mixtures lie between what is there already
            found += self._mixed(parts, least, mine, named)
        kept_players = [
            p != self.mover[node] or p in self.above[node] for p in self.above[below[0]]
        ]
        return [
            tuple(
                (*(x for x, stay in zip(p[:-1], kept_players, strict=True) if stay), p[-1])
                for p in piece
            )
            for piece in found
        ]

    def _mixed(
        self, parts: Sequence[list[Piece]], least: Sequence[Fraction], mine: int, named: int | None
    ) -> list[Piece]:
        """What comes of mixing two actions or more that pay the mover the same."""
        found: list[Piece] = []
        actions = range(len(parts))
        for size in range(2, len(parts) + 1):
            for support in itertools.combinations(actions, size):
                outside = [least[a] for a in actions if a not in support]
                for pieces in itertools.product(*(parts[a] for a in support)):
                    low = max([min(p[mine] for p in piece) for piece in pieces] + outside)
                    high = min(max(p[mine] for p in piece) for piece in pieces)
                    if low > high:
                        continue
                    if low < high:
                        self.attained = False  # the hull of a ruled surface
                    cuts = [_at_least(_at_most(p, mine, high), mine, low) for p in pieces]
                    hull = self._hull(support, cuts, named)
                    found += self._beside(hull, parts, set(support), mine)
                    if len(found) > _MOST_PIECES:
                        raise _TooManyError
        return found

    def _hull(self, support: Sequence[int], cuts: Sequence[Piece], named: int | None) -> Piece:
        """The hull of parts that are mixed, the measure of each mixture with them."""
        if not self.conduct:
            return tuple(point for cut in cuts for point in cut)
        chances = [{point[-1] for point in cut} for cut in cuts]
        if all(len(found) == 1 for found in chances):
            # Conduct below every action counts, whichever is taken; here it is fixed.
            product = math.prod((min(found) for found in chances), start=_ONE)
            return tuple(
                (*point[:-1], product if named is None or named == action else _ZERO)
                for action, cut in zip(support, cuts, strict=True)
                for point in cut
            )
        self.attained = False
        top = max(max(found) for found in chances)
        return tuple((*p[:-1], m) for cut in cuts for p in cut for m in (_ZERO, top))

    def _beside(
        self, piece: Piece, parts: Sequence[list[Piece]], support: set[int], mine: int
    ) -> list[Piece]:
        """Conduct where play does not go counts too: it must not tempt who moves here."""
        found = [piece]
        if not self.conduct:
            return found
        for action, pieces in enumerate(parts):
            if action in support or all(p[-1] == 1 for other in pieces for p in other):
                continue
            joined: list[Piece] = []
            for one, other in itertools.product(found, pieces):
                pairs = tuple((*a, *b) for a, b in itertools.product(one, other))
                size = len(one[0])
                kept = _cut(pairs, [a[mine] - a[size + mine] for a in pairs])
                if not kept:
                    continue
                if self._varies(one) and self._varies(other):
                    self.attained = False
                    top = max(p[size - 1] for p in kept) * max(p[-1] for p in kept)
                    joined.append(tuple((*p[: size - 1], m) for p in kept for m in (_ZERO, top)))
                else:
                    joined.append(tuple((*p[: size - 1], p[size - 1] * p[-1]) for p in kept))
            found = joined
        return found


def _at_least(piece: Piece, place: int, level: Fraction) -> Piece:
    return _cut(piece, [p[place] - level for p in piece])


def _at_most(piece: Piece, place: int, level: Fraction) -> Piece:
    return _cut(piece, [level - p[place] for p in piece])


def _cut(piece: Piece, slack: Sequence[Fraction]) -> Piece:
    """The part of a polytope where a linear function, given at its points, is not negative."""
    inside = [p for p, s in zip(piece, slack, strict=True) if s >= 0]
    if len(inside) == len(piece):
        return piece
    over = [(p, s) for p, s in zip(piece, slack, strict=True) if s > 0]
    under = [(p, s) for p, s in zip(piece, slack, strict=True) if s < 0]
    for (p, s), (q, t) in itertools.product(over, under):
        share = s / (s - t)
        inside.append(tuple(a + share * (b - a) for a, b in zip(p, q, strict=True)))
    return tuple(dict.fromkeys(inside))


def _box(sets: _Sets) -> tuple[Fraction, Fraction]:
    """A range that certainly contains the true one, from intervals node by node."""
    tree = sets.tree
    if sets.conduct:
        return _ZERO, _ONE
    players = range(tree.n_players)
    low: dict[int, list[Fraction]] = {}
    high: dict[int, list[Fraction]] = {}
    for node in range(tree.size - 1, -1, -1):
        below = tree.children_of(node)
        who = sets.mover[node]
        for ends, pick in ((low, min), (high, max)):
            if not below:
                ends[node] = [_ZERO] * (tree.n_players + 1)
            elif who == CHANCE:
                ends[node] = [
                    sum((sets.odds[c] * ends[c][k] for c in below), start=_ZERO)
                    for k in range(tree.n_players + 1)
                ]
            else:
                floor = max(low[c][who] for c in below)
                can = [c for c in below if high[c][who] >= floor]
                ends[node] = [pick(ends[c][k] for c in can) for k in range(tree.n_players + 1)]
                if ends is low:
                    ends[node][who] = floor
        row = int(tree.payoff_row[node])
        for ends in (low, high):
            if row >= 0:
                for p in players:
                    ends[node][p] += sets.rows[row][p]
                if sets.payee >= 0:
                    ends[node][-1] += sets.rows[row][sets.payee]
            if node in sets.marked:
                ends[node][-1] = _ONE
    return low[0][-1], high[0][-1]
