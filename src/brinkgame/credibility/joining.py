"""Pieces put together: what lies in the closure of another one, and what hangs together.

The set of all equilibria of a concept is closed, so every point of the closure of a piece belongs
to it. Where a piece is a polytope without some faces, pieces that lie on those faces are no pieces
of their own; and two pieces hang together when their closures meet.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic import real_roots
from brinkgame.arithmetic.boxes import boxes_left
from brinkgame.arithmetic.polynomial_systems import rational_between
from brinkgame.credibility.blocks import Constraints
from brinkgame.credibility.cases import Case, Piece
from brinkgame.credibility.outline import Outline
from brinkgame.credibility.terms import (
    Terms,
    added,
    constant,
    degree,
    exponents,
    multiplied,
    primitive,
    scaled,
    substituted,
    subtracted,
    unknowns_of,
    value_at,
)
from brinkgame.linear_programs import solve_lp

__all__ = ["Component", "Conduct", "components_of", "conduct_at", "read_unknowns"]

_MOST_CURVED = 1000
"""The number of pairs of pieces that are not both linear up to which all are looked at."""


@final
@dataclass(frozen=True, slots=True)
class Conduct:
    """An assessment, or what is known of it, in numbers.

    Attributes
    ----------
    chances
        The probability of actions, by number.
    beliefs
        The beliefs at information sets of several nodes, where they are known.
    """

    chances: Mapping[int, Any]
    beliefs: Mapping[int, tuple[Any, ...]]


@final
@dataclass(frozen=True, slots=True)
class Component:
    """Pieces of one unit that hang together.

    Attributes
    ----------
    pieces
        All of them.
    widest
        Those that lie in no other one's closure.
    payoffs
        What each player gets from the root of the unit on, if that is the same throughout.
    """

    pieces: tuple[Piece, ...]
    widest: tuple[Piece, ...]
    payoffs: tuple[Any, ...] | None

    @property
    def inner(self) -> Mapping[int, int]:
        """For subgames inside whose payoffs are numbers, which class of them it goes with."""
        return self.pieces[0].case.inner

    @property
    def units(self) -> tuple[int, ...]:
        """The roots of the units that it is about."""
        return self.pieces[0].case.units


def conduct_at(outline: Outline, piece: Piece, point: Mapping[int, Any]) -> Conduct:
    """What is done and believed at a point of a piece."""
    case = piece.case
    chances: dict[int, Any] = {}
    for h in case.supports:
        for action in range(outline.first[h], outline.first[h + 1]):
            chances[action] = piece.probability(action, point)
    beliefs: dict[int, tuple[Any, ...]] = {}
    for h, line in case.pattern.weights.items():
        values = [
            value_at(w, point) * outline.reach[x]
            for w, x in zip(line, outline.members[h], strict=True)
        ]
        whole = sum(values, start=Fraction(0))
        if whole != 0:
            beliefs[h] = tuple(value / whole for value in values)
    return Conduct(chances, beliefs)


def read_unknowns(outline: Outline, case: Case, conduct: Conduct) -> dict[int, Any] | None:
    """The unknowns of a case from an assessment; None if it does not tell them, or uses others."""
    values: dict[int, Any] = {}
    for h, used in case.supports.items():
        for action in range(outline.first[h], outline.first[h + 1]):
            if action in used:
                values[action] = conduct.chances[action]
            elif conduct.chances[action] != 0:
                return None
    for h, groups in case.pattern.unknown.items():
        belief = conduct.beliefs.get(h)
        if belief is None:
            return None
        at = dict(zip(outline.members[h], belief, strict=True))
        weights: list[Any] = []
        for group in groups:
            if group.is_belief:
                weights.append(sum((at[x] for x in group.nodes), start=Fraction(0)))
                continue
            share = value_at(group.shares[0], values) * outline.reach[group.nodes[0]]
            if share == 0:
                return None
            weights.append(at[group.nodes[0]] / share)
        if groups[0].is_belief and sum(weights, start=Fraction(0)) != 1:
            return None
        whole = sum(weights, start=Fraction(0))
        if whole == 0:
            return None
        for group, weight in zip(groups, weights, strict=True):
            if len(group.weight) == 1:
                values[next(iter(group.weight))[0]] = weight / whole
    return values


def agrees(outline: Outline, case: Case, values: Mapping[int, Any], conduct: Conduct) -> bool:
    """Whether the beliefs that are known are those of a case with these unknowns."""
    for h, line in case.pattern.weights.items():
        belief = conduct.beliefs.get(h)
        if belief is None:
            continue
        weights = [
            value_at(w, values) * outline.reach[x]
            for w, x in zip(line, outline.members[h], strict=True)
        ]
        whole = sum(weights, start=Fraction(0))
        if whole != 0 and any(w != whole * b for w, b in zip(weights, belief, strict=True)):
            return False
    return True


def components_of(
    outline: Outline, pieces: Sequence[Piece], expired: Callable[[], bool] = lambda: False
) -> tuple[list[Component], bool]:
    """The pieces of one unit, sorted into what hangs together; and whether that is decided.

    Where it is not, two of the components may be one. It is not where the time is up before the
    end, or where more pairs of pieces would have to be looked at than is sensible.
    """
    shapes = [_Shape(outline, piece) for piece in pieces]
    leader = list(range(len(pieces)))
    absorbed = [False] * len(pieces)

    def lead(k: int) -> int:
        while leader[k] != k:
            leader[k] = leader[leader[k]]
            k = leader[k]
        return k

    for i, one in enumerate(shapes):
        for j, other in enumerate(shapes):
            if i != j and not absorbed[i] and not absorbed[j] and one.lies_in(other):
                absorbed[i] = True
                leader[lead(i)] = lead(j)
                break
    doubts: list[tuple[int, int]] = []
    left = [k for k in range(len(pieces)) if not absorbed[k]]
    # Neighbors first: what hangs together already need not be looked at again.
    pairs = sorted(
        itertools.combinations(left, 2), key=lambda pair: shapes[pair[0]].distance(shapes[pair[1]])
    )
    looked = 0
    for i, j in pairs:
        if lead(i) == lead(j):
            continue
        if expired():
            return _sorted(pieces, shapes, absorbed, lead), False
        curved = not (shapes[i].linear and shapes[j].linear)
        looked += curved
        meets = None if curved and looked > _MOST_CURVED else shapes[i].meets(shapes[j])
        if meets:
            leader[lead(i)] = lead(j)
        elif meets is None:
            doubts.append((i, j))
    decided = len(doubts) < _MOST_CURVED and all(
        lead(i) == lead(j) or (not expired() and shapes[i].is_apart(shapes[j])) for i, j in doubts
    )
    return _sorted(pieces, shapes, absorbed, lead), decided


def _sorted(
    pieces: Sequence[Piece],
    shapes: Sequence[_Shape],
    absorbed: Sequence[bool],
    lead: Callable[[int], int],
) -> list[Component]:
    groups: dict[int, list[int]] = {}
    for k in range(len(pieces)):
        groups.setdefault(lead(k), []).append(k)
    found = []
    for group in sorted(groups.values()):
        payoffs = {shapes[k].payoffs for k in group}
        found.append(
            Component(
                tuple(pieces[k] for k in group),
                tuple(pieces[k] for k in group if not absorbed[k]),
                payoffs.pop() if len(payoffs) == 1 else None,
            )
        )
    return found


def is_open_segment(
    conditions: Constraints, start: Mapping[int, Any], goal: Mapping[int, Any]
) -> bool:
    """Whether conditions are found to hold on a way between points, but for where it starts.

    The way is straight in most unknowns; an unknown that an equation gives by the others follows
    them.

    >>> inside = Constraints(strict=({(1,): 1}, {(): 1, (1,): -1}))
    >>> is_open_segment(inside, {1: 0}, {1: Fraction(1, 2)})
    True
    >>> is_open_segment(inside, {1: 0}, {1: 1})
    False
    >>> curve = Constraints(equal=({(): 1, (1,): -2, (1, 2): 1},))
    >>> is_open_segment(curve, {1: 1, 2: 1}, {1: Fraction(2, 3), 2: Fraction(1, 2)})
    True
    """
    line: dict[int, Terms] = {}
    for u, value in goal.items():
        begin = start.get(u, value)
        line[u] = added(constant(begin), {(_TIME,): value - begin} if value != begin else {})
    bent: list[Terms] = []
    for p in map(primitive, conditions.equal):
        if substituted(p, line) and p not in bent and scaled(p, -1) not in bent:
            bent.append(p)
    followers: list[tuple[int, Terms, Terms, int]] = []
    for p in bent:
        others = [q for q in bent if q is not p]
        free = [
            u
            for u in sorted(unknowns_of(p))
            if all(key.count(u) <= 1 for key in p) and not any(u in unknowns_of(q) for q in others)
        ]
        if not free:
            return False
        u = free[0]
        straight = {v: value for v, value in line.items() if v != u}
        rest, factor = _parted(substituted(p, straight), u)
        sign = _sign_along(factor)
        if not sign:
            return False
        followers.append((u, rest, factor, sign))
    straight = {v: value for v, value in line.items() if v not in {u for u, *_ in followers}}
    for many, least in ((conditions.weak, 0), (conditions.strict, 1)):
        for p in many:
            q = substituted(p, straight)
            for u, rest, factor, sign in followers:
                if any(key.count(u) > 1 for key in q):
                    return False
                without, slope = _parted(q, u)
                q = scaled(subtracted(multiplied(without, factor), multiplied(slope, rest)), sign)
            if not _holds_along(q, strict=bool(least)):
                return False
    return True


_TIME = -1
"""The unknown that runs from 0 to 1 on the way."""


def _parted(p: Terms, u: int) -> tuple[Terms, Terms]:
    """What a polynomial is without an unknown, and by what that is multiplied."""
    without = {key: value for key, value in p.items() if u not in key}
    factor = {tuple(v for v in key if v != u): value for key, value in p.items() if u in key}
    return without, factor


def _along(p: Terms) -> tuple[list[Any], list[Any]]:
    """The coefficients of a polynomial in time, and its roots between 0 and 1."""
    coefficients = [p.get((_TIME,) * k, 0) for k in range(degree(p) + 1)]
    return coefficients, list(real_roots(coefficients, 0, 1)) if len(coefficients) > 1 else []


def _sign_along(p: Terms) -> int:
    """The sign of a polynomial on the whole way, ends included; zero if it is not one."""
    coefficients, roots = _along(p)
    if roots or not coefficients[0]:
        return 0
    return 1 if coefficients[0] > 0 else -1


def _holds_along(p: Terms, *, strict: bool) -> bool:
    """Whether a polynomial is at least zero, or positive, everywhere but at the start."""
    coefficients, roots = _along(p)
    if not p:
        return not strict
    if coefficients[0] < 0 or (strict and any(root > 0 for root in roots)):
        return False
    ends = sorted({Fraction(0), *roots, Fraction(1)})
    return all(
        value_at(p, {_TIME: rational_between(low, high)}) >= 0
        for low, high in itertools.pairwise(ends)
    )


@final
class _Shape:
    """A piece with what is asked of it again and again."""

    def __init__(self, outline: Outline, piece: Piece) -> None:
        self.outline, self.piece = outline, piece
        self.case, self.region = piece.case, piece.region
        self.supports = {h: frozenset(used) for h, used in self.case.supports.items()}
        self.linear = self.region.is_linear
        self.payoffs = piece.payoffs
        self.point = self.region.is_point
        self._corners: list[Conduct] | None = None
        self._asked = False

    @property
    def corners(self) -> list[Conduct] | None:
        """The corners of its closure."""
        if not self._asked:
            self._asked = True
            found = self.region.corners(64) if self.linear else None
            if found is not None:
                self._corners = [conduct_at(self.outline, self.piece, corner) for corner in found]
        return self._corners

    def lies_in(self, other: _Shape) -> bool:
        """Whether it is known to lie in the closure of another one."""
        if self.case.inner != other.case.inner or self.supports.keys() != other.supports.keys():
            return False
        if not other.linear or other.point or not self.linear:
            return False
        if any(not used <= other.supports[h] for h, used in self.supports.items()):
            return False
        if any(
            h in other.case.reached for h in self.case.pattern.weights if h not in self.case.reached
        ):
            return False
        if self.corners is None:
            return False
        for corner in self.corners:
            values = read_unknowns(self.outline, other.case, corner)
            if (
                values is None
                or not other.case.constraints.hold_near(values)
                or not agrees(self.outline, other.case, values, corner)
            ):
                return False
        return True

    def distance(self, other: _Shape) -> int:
        """The number of actions that one uses and not the other."""
        return sum(
            len(used ^ other.supports.get(h, frozenset())) for h, used in self.supports.items()
        )

    def meets(self, other: _Shape) -> bool | None:
        """Whether the closures meet; None if that is not known."""
        if self.case.inner != other.case.inner or self.supports.keys() != other.supports.keys():
            return False
        if any(not used & other.supports[h] for h, used in self.supports.items()):
            return False
        if self.point and other.point:
            return False
        for one, two in ((self, other), (other, self)):
            if one.point and one.corners and not (one.is_rational and two.linear):
                values = read_unknowns(self.outline, two.case, one.corners[0])
                if values is None or not two.case.constraints.hold_near(values):
                    return False
        if self.linear and other.linear and self.is_rational and other.is_rational:
            return self._shares_a_point(other)
        return self._is_linked(other) or other._is_linked(self) or None

    def is_apart(self, other: _Shape) -> bool:
        """Whether it is proved that the closures do not meet, by boxes."""
        outline = self.outline
        renamed: dict[int, Terms] = {}
        for groups in other.case.pattern.unknown.values():
            for group in groups:
                for u in unknowns_of(group.weight):
                    renamed[u] = {(u + outline.tree.size,): 1}
        equal = [*self.case.constraints.equal]
        weak = [*self.case.constraints.weak, *self.case.constraints.strict]
        theirs = other.case.constraints
        equal += [substituted(p, renamed) for p in theirs.equal]
        weak += [substituted(p, renamed) for p in (*theirs.weak, *theirs.strict)]
        for h, used in self.supports.items():
            for action in used | other.supports[h]:
                one = self.case.play.get(action, {})
                equal.append(subtracted(one, other.case.play.get(action, {})))
        equal = [p for p in equal if p]
        unknowns = sorted({u for p in (*equal, *weak) for u in unknowns_of(p)})
        if any(not degree(p) for p in equal):
            return True
        return not boxes_left(
            [exponents(p, unknowns) for p in equal],
            [exponents(p, unknowns) for p in weak],
            [(0, 1)] * len(unknowns),
        )

    @property
    def samples(self) -> list[Conduct]:
        """Some points of its closure."""
        inside = conduct_at(self.outline, self.piece, self.region.inside)
        return [inside, *(self.corners or ())]

    def _is_linked(self, other: _Shape) -> bool:
        """Whether a segment from one of its points leads into another piece.

        All of the segment but that point lies in the other piece, so that the point is in its
        closure.
        """
        if not (self.is_rational and other.is_rational):
            return False
        goal = other.region.inside
        conditions = other.case.constraints
        for block in other.region.blocks:
            conditions = conditions.joined(block.constraints)
        for sample in self.samples:
            start = read_unknowns(self.outline, other.case, sample)
            if start is None or not agrees(self.outline, other.case, start, sample):
                continue
            if is_open_segment(conditions, start, goal):
                return True
        return False

    @property
    def is_rational(self) -> bool:
        """Whether no number of a point inside is algebraic."""
        return all(
            isinstance(value, (int, Fraction))
            for block in self.region.blocks
            for value in block.inside.values()
        )

    def _belief(self, h: int) -> list[Terms] | None:
        """The belief at an information set where it is linear in the unknowns."""
        line = self.case.pattern.weights.get(h)
        if line is None:
            return None
        found = [
            scaled(substituted(w, self.region.values), self.outline.reach[x])
            for w, x in zip(line, self.outline.members[h], strict=True)
        ]
        whole: Terms = {}
        for p in found:
            whole = subtracted(whole, scaled(p, -1))
        if degree(whole) or any(degree(p) > 1 for p in found) or not whole:
            return None
        return [scaled(p, Fraction(1) / whole[()]) for p in found]

    def _shares_a_point(self, other: _Shape) -> bool:
        """Whether two polytopes meet, by a linear program."""
        outline = self.outline
        columns: dict[tuple[int, int], int] = {}

        def row(p: Terms, side: int, into: dict[int, Any], sign: int) -> Any:
            for key, value in p.items():
                if key:
                    k = columns.setdefault((side, key[0]), len(columns))
                    into[k] = into.get(k, 0) + sign * value
            return sign * p.get((), 0)

        at_most: list[tuple[dict[int, Any], Any]] = []
        equal: list[tuple[dict[int, Any], Any]] = []
        for side, shape in enumerate((self, other)):
            for block in shape.region.blocks:
                for p in (*block.constraints.weak, *block.constraints.strict):
                    line: dict[int, Any] = {}
                    base = row(p, side, line, -1)
                    at_most.append((line, -base))
        pairs: list[tuple[Terms, Terms]] = []
        for h in self.supports:
            pairs.extend(
                (self.piece.coordinate(action), other.piece.coordinate(action))
                for action in self.supports[h] | other.supports[h]
            )
            if len(outline.members[h]) > 1:
                one, two = self._belief(h), other._belief(h)
                if one is not None and two is not None:
                    pairs.extend(zip(one, two, strict=True))
        for one_side, other_side in pairs:
            line = {}
            base = row(one_side, 0, line, 1) + row(other_side, 1, line, -1)
            line = {k: v for k, v in line.items() if v}
            if not line:
                if base:
                    return False
                continue
            equal.append((line, -base))
        n = len(columns)
        answer = solve_lp(
            [0] * n,
            at_most=(
                [[line.get(k, 0) for k in range(n)] for line, _ in at_most],
                [right for _, right in at_most],
            ),
            equal=(
                [[line.get(k, 0) for k in range(n)] for line, _ in equal],
                [right for _, right in equal],
            )
            if equal
            else None,
        )
        return answer.status == "optimal"
