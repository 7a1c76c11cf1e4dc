"""Where equations and inequalities hold: exactly, block by block.

Unknowns are between 0 and 1. Equations that are linear are used to eliminate unknowns; what is left
falls into blocks that share no unknown. A linear block is a polytope, decided by exact linear
programs. A block with nonlinear equations is solved by algebra, which is complete where it has
finitely many solutions. Any other block is proved empty by cutting the unknowns' range into boxes,
or shown not to be empty by a rational point of it, or else it stays undecided.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic import solve_linear
from brinkgame.arithmetic.boxes import boxes_left
from brinkgame.arithmetic.polynomial_systems import solve_polynomials
from brinkgame.credibility.terms import (
    Terms,
    bounds,
    constant,
    degree,
    exponents,
    primitive,
    substituted,
    unknowns_of,
    value_at,
)
from brinkgame.linear_programs import solve_lp

__all__ = ["Block", "Constraints", "Findings", "Region", "solve_constraints"]

_CORNERS = 3000
"""The number of combinations of conditions up to which all corners of a polytope are looked at."""

_BOXES = 3000
_SAMPLES = 40
_EFFORT = 512
_MOST_CORNERS = 8
_MOST_WEAK = 6
"""The number of unknowns of a nonlinear block that may be zero up to which all cases are tried."""


@final
@dataclass(frozen=True, slots=True)
class Constraints:
    """Polynomials that shall be zero, at least zero, and positive."""

    equal: tuple[Terms, ...] = ()
    weak: tuple[Terms, ...] = ()
    strict: tuple[Terms, ...] = ()

    def joined(self, other: Constraints) -> Constraints:
        """These and others."""
        return Constraints(
            self.equal + other.equal, self.weak + other.weak, self.strict + other.strict
        )

    def hold_at(self, point: Mapping[int, Any]) -> bool:
        """Whether all of them hold at a point."""
        return (
            all(value_at(p, point) == 0 for p in self.equal)
            and all(value_at(p, point) >= 0 for p in self.weak)
            and all(value_at(p, point) > 0 for p in self.strict)
        )

    def hold_near(self, point: Mapping[int, Any]) -> bool:
        """Whether all of them hold at a point with "positive" read as "at least zero"."""
        return all(value_at(p, point) == 0 for p in self.equal) and all(
            value_at(p, point) >= 0 for p in (*self.weak, *self.strict)
        )


@final
@dataclass(frozen=True, slots=True)
class Block:
    """Unknowns that depend on one another, and what they satisfy.

    Attributes
    ----------
    unknowns
        By number.
    constraints
        What they satisfy.
    inside
        A point at which all of it holds.
    corners
        The corners of the closure, if it is a polytope and all are known.
    """

    unknowns: tuple[int, ...]
    constraints: Constraints
    inside: Mapping[int, Any]
    corners: tuple[Mapping[int, Any], ...] | None

    @property
    def is_linear(self) -> bool:
        """Whether it is a polytope without some of its faces."""
        parts = (*self.constraints.equal, *self.constraints.weak, *self.constraints.strict)
        return self.is_point or all(degree(p) <= 1 for p in parts)

    @property
    def is_point(self) -> bool:
        """Whether it is a single point."""
        return self.corners is not None and len(self.corners) == 1


@final
@dataclass(frozen=True, slots=True)
class Region:
    """A part of the solutions: a product of blocks.

    Attributes
    ----------
    values
        The other unknowns, as polynomials in those of the blocks.
    blocks
        The blocks.
    """

    values: Mapping[int, Terms]
    blocks: tuple[Block, ...]

    @property
    def inside(self) -> dict[int, Any]:
        """A point of it."""
        point = {u: value for block in self.blocks for u, value in block.inside.items()}
        return self.completed(point)

    def completed(self, point: Mapping[int, Any]) -> dict[int, Any]:
        """The values of all unknowns from those of the blocks."""
        return {**{u: value_at(p, point) for u, p in self.values.items()}, **point}

    @property
    def is_point(self) -> bool:
        """Whether it is a single point."""
        return all(block.is_point for block in self.blocks)

    @property
    def is_linear(self) -> bool:
        """Whether it is a polytope without some of its faces, and all coordinates are linear."""
        return all(block.is_linear for block in self.blocks) and all(
            degree(p) <= 1 for p in self.values.values()
        )

    def corners(self, most: int = 512) -> list[dict[int, Any]] | None:
        """The corners of the closure; None if they are not known or too many."""
        lists = [block.corners for block in self.blocks]
        if any(each is None for each in lists):
            return None
        known = [each for each in lists if each is not None]
        if math.prod(map(len, known)) > most:
            return None
        return [
            self.completed({u: v for part in parts for u, v in part.items()})
            for parts in itertools.product(*known)
        ]


@final
@dataclass(slots=True)
class Findings:
    """What came of constraints.

    Attributes
    ----------
    regions
        Parts that are not empty; together all solutions, but for what is undecided.
    undecided
        How many parts could not be decided.
    """

    regions: list[Region] = field(default_factory=list)
    undecided: int = 0


def solve_constraints(
    constraints: Constraints, expired: Callable[[], bool] = lambda: False
) -> Findings:
    """Everything that satisfies constraints on unknowns between 0 and 1.

    Examples
    --------
    >>> mixed = Constraints(equal=({(1,): 2, (): -1},), strict=({(1,): 1}, {(): 1, (1,): -1}))
    >>> solve_constraints(mixed).regions[0].inside
    {1: Fraction(1, 2)}
    """
    found = Findings()
    todo = [constraints]
    while todo:
        _solve(todo.pop(), found, todo, expired)
    return found


def _solve(
    constraints: Constraints,
    found: Findings,
    todo: list[Constraints],
    expired: Callable[[], bool],
) -> None:
    state = _State.of(constraints)
    if state is None:
        return
    choices: list[list[Block]] = []
    for unknowns, part in state.blocks():
        one = _interval(unknowns, part) if len(unknowns) == 1 else None
        if one is None and all(degree(p) <= 1 for p in (*part.weak, *part.strict, *part.equal)):
            one = _polytope(unknowns, part)
        if one is not None:
            kind, what = one
            if kind == "empty":
                return
            if kind == "equal":
                # Inequalities that can only hold with equality: once more, with equations.
                todo.append(state.with_equal(what))
                return
            choices.append([what])
            continue
        zero = next((u for u in unknowns if u in state.closed), None)
        if zero is not None and len(state.closed & set(unknowns)) <= _MOST_WEAK:
            todo.append(state.with_equal([{(zero,): 1}]))
            todo.append(state.with_strict({(zero,): 1}))
            return
        answer = _curved(unknowns, part, positive=zero is None, expired=expired)
        if answer is None:
            found.undecided += 1
            return
        if not answer:
            return
        choices.append(answer)
    for blocks in itertools.product(*choices):
        values = dict(state.values)
        kept: list[Block] = []
        for block in blocks:
            if block.is_point and all(
                isinstance(v, (int, Fraction)) for v in block.inside.values()
            ):
                fixed = {u: constant(v) for u, v in block.inside.items()}
                values = {u: substituted(p, fixed) for u, p in values.items()} | fixed
            else:
                kept.append(block)
        found.regions.append(Region(values, tuple(kept)))


@final
class _State:
    """Constraints after linear equations have been used up."""

    def __init__(self, constraints: Constraints) -> None:
        self.equal = [primitive(p) for p in constraints.equal]
        self.weak = [primitive(p) for p in constraints.weak]
        self.strict = [primitive(p) for p in constraints.strict]
        self.values: dict[int, Terms] = {}
        self.original = constraints
        self.unknowns = {u for p in (*self.equal, *self.weak, *self.strict) for u in unknowns_of(p)}

    @classmethod
    def of(cls, constraints: Constraints) -> _State | None:
        """The constraints simplified; None if they contradict one another plainly."""
        state = cls(constraints)
        return state if state._simplify() else None

    @property
    def closed(self) -> set[int]:
        """Unknowns that may be zero."""
        positive = {next(iter(p))[0] for p in self.strict if len(p) == 1 and degree(p) == 1}
        left = {u for p in (*self.equal, *self.weak, *self.strict) for u in unknowns_of(p)}
        return left - positive

    def _simplify(self) -> bool:
        while True:
            if not self._tidy():
                return False
            line = next((p for p in self.equal if degree(p) == 1), None)
            if line is None:
                bent = self._solvable()
                if bent is None:
                    return True
                self._substitute(bent)
                continue
            # Keep unknowns of small number free where that can be: they come first in the tree.
            pivot = max(key[0] for key in line if key)
            by = line[(pivot,)]
            value: Terms = {key: Fraction(-c, by) for key, c in line.items() if key != (pivot,)}
            self._substitute({pivot: value})

    def _solvable(self) -> dict[int, Terms] | None:
        """An unknown that an equation gives as a polynomial of degree two in others."""
        for p in self.equal:
            if degree(p) != 2:
                continue
            for key, c in p.items():
                if len(key) == 1 and sum(key[0] in other for other in p) == 1:
                    return {
                        key[0]: {other: Fraction(-v, c) for other, v in p.items() if other != key}
                    }
        return None

    def _substitute(self, values: Mapping[int, Terms]) -> None:
        for name in ("equal", "weak", "strict"):
            setattr(self, name, [primitive(substituted(p, values)) for p in getattr(self, name)])
        self.values = {u: substituted(p, values) for u, p in self.values.items()} | dict(values)

    def _tidy(self) -> bool:
        """Drop what holds anyway; false if something cannot hold."""
        positive = {next(iter(p))[0] for p in self.strict if len(p) == 1 and degree(p) == 1}
        equal: list[Terms] = []
        for p in self.equal:
            q = _divided(p, positive)
            if not q:
                continue
            signs = {value > 0 for value in q.values()}
            if len(signs) == 1:
                if any(all(u in positive for u in key) for key in q):
                    return False
                if all(len(set(key)) == 1 for key in q):
                    equal.extend({(key[0],): 1} for key in q)
                    continue
            if q not in equal:
                equal.append(q)
        self.equal = equal
        for name, strict in (("weak", False), ("strict", True)):
            kept: list[Terms] = []
            for p in getattr(self, name):
                low, high = bounds(p)
                if high < 0 or (strict and high <= 0):
                    return False
                if low > 0 or (not strict and low >= 0 and degree(p) != 1):
                    continue
                if (not p or low == 0 == high) and not strict:
                    continue
                if low < 0 and degree(p) > 1:
                    values = _corner_values(p)
                    least = min(values.values(), default=-1)
                    if least > 0 or (least == 0 and not strict):
                        continue
                if p not in kept:
                    kept.append(p)
            setattr(self, name, kept)
        return self._ranges_meet()

    def _ranges_meet(self) -> bool:
        """Whether what is said of each unknown alone leaves it a value."""
        low: dict[int, tuple[Any, bool]] = {}
        high: dict[int, tuple[Any, bool]] = {}
        for many, strict in ((self.weak, False), (self.strict, True)):
            for p in many:
                if degree(p) == 1 and len(p) - (() in p) == 1:
                    u = next(key[0] for key in p if key)
                    root = Fraction(-p.get((), 0), p[(u,)])
                    if p[(u,)] > 0:
                        low[u] = max(low.get(u, (root, strict)), (root, strict))
                    else:
                        # Of equal bounds the strict one counts.
                        at, open_ = high.get(u, (root, strict))
                        high[u] = (
                            (root, strict) if root < at else (at, open_ or (strict and root == at))
                        )
        return all(
            low[u][0] < high[u][0] or (low[u][0] == high[u][0] and not low[u][1] and not high[u][1])
            for u in low.keys() & high.keys()
        )

    def blocks(self) -> Iterator[tuple[tuple[int, ...], Constraints]]:
        """The unknowns that are left, by what they share a constraint with."""
        leader: dict[int, int] = {}

        def lead(u: int) -> int:
            while leader.setdefault(u, u) != u:
                u = leader[u]
            return u

        parts = [(p, kind) for kind in ("equal", "weak", "strict") for p in getattr(self, kind)]
        for p, _ in parts:
            names = sorted(unknowns_of(p))
            for u in names[1:]:
                leader[lead(u)] = lead(names[0])
        groups: dict[int, dict[str, list[Terms]]] = {}
        for p, kind in parts:
            own = unknowns_of(p)
            if own:
                group = groups.setdefault(lead(min(own)), {"equal": [], "weak": [], "strict": []})
                group[kind].append(p)
        for group in groups.values():
            unknowns = sorted({u for many in group.values() for p in many for u in unknowns_of(p)})
            yield (
                tuple(unknowns),
                Constraints(tuple(group["equal"]), tuple(group["weak"]), tuple(group["strict"])),
            )

    def with_equal(self, more: Sequence[Terms]) -> Constraints:
        """The original constraints with more equations."""
        return self.original.joined(Constraints(equal=tuple(more)))

    def with_strict(self, more: Terms) -> Constraints:
        """The original constraints with something that shall be positive."""
        return self.original.joined(Constraints(strict=(more,)))


def _divided(p: Terms, positive: set[int]) -> Terms:
    """A polynomial without the positive unknowns that all its terms share."""
    if not p or () in p:
        return p
    shared = positive.intersection(*map(set, p))
    for u in shared:
        reduced: Terms = {}
        for key, value in p.items():
            rest = list(key)
            rest.remove(u)
            reduced[tuple(rest)] = value
        p = reduced
    return p


def _interval(unknowns: Sequence[int], part: Constraints) -> tuple[str, Any] | None:
    """A block of one unknown: an interval; None if something is not linear."""
    if part.equal or any(degree(p) > 1 for p in (*part.weak, *part.strict)):
        return None
    [u] = unknowns
    low, high = Fraction(0), Fraction(1)
    for p in (*part.weak, *part.strict):
        slope, at = p[(u,)], p.get((), 0)
        root = Fraction(-at, slope)
        if slope > 0:
            low = max(low, root)
        else:
            high = min(high, root)
    if low > high:
        return "empty", None
    middle = (low + high) / 2
    if any(value_at(p, {u: middle}) <= 0 for p in part.strict):
        return "empty", None
    if low == high:
        point = {u: low}
        return "block", Block((u,), part, point, (point,))
    return "block", Block((u,), part, {u: middle}, ({u: low}, {u: high}))


def _row(p: Terms, unknowns: Sequence[int]) -> tuple[list[Any], Any]:
    """That a linear polynomial is at least zero, as a row and what it must not exceed."""
    return [-p.get((u,), 0) for u in unknowns], p.get((), 0)


def _polytope(unknowns: Sequence[int], part: Constraints) -> tuple[str, Any]:
    """A linear block."""
    n = len(unknowns)
    inside = _deepest(unknowns, part.weak, (), part.strict)
    if inside is None:
        return "empty", None
    full = _deepest(unknowns, (), (), (*part.strict, *part.weak))
    if full is None:
        tight = []
        for p in part.weak:
            row, bound = _row(p, unknowns)
            best = solve_lp(
                [-c for c in row],
                at_most=_rows(unknowns, (*part.weak, *part.strict)),
                maximize=True,
            )
            if best.value + bound == 0:
                tight.append(p)
        return "equal", tight
    inside = full
    corners: dict[tuple[Any, ...], None] = {}
    every = [_row(p, unknowns) for p in (*part.weak, *part.strict)]
    every += [([-int(k == i) for i in range(n)], 0) for k in range(n)]
    every = list({(tuple(row), bound): (row, bound) for row, bound in every}.values())
    known: tuple[Mapping[int, Any], ...] | None = None
    if math.comb(len(every), n) <= _CORNERS:
        for chosen in itertools.combinations(every, n):
            point = solve_linear([row for row, _ in chosen], [bound for _, bound in chosen])
            if point is not None and all(
                sum(c * x for c, x in zip(row, point, strict=True)) <= bound for row, bound in every
            ):
                corners[point] = None
        known = tuple(dict(zip(unknowns, corner, strict=True)) for corner in sorted(corners))
        middle = [sum(column) / len(corners) for column in zip(*corners, strict=True)]
        inside = dict(zip(unknowns, middle, strict=True))
    return "block", Block(tuple(unknowns), part, inside, known)


def _rows(unknowns: Sequence[int], parts: Sequence[Terms]) -> tuple[list[list[Any]], list[Any]]:
    rows = [_row(p, unknowns) for p in parts]
    return [row for row, _ in rows], [bound for _, bound in rows]


def _deepest(
    unknowns: Sequence[int],
    weak: Sequence[Terms],
    equal: Sequence[Terms],
    strict: Sequence[Terms],
) -> dict[int, Any] | None:
    """A point where linear conditions hold, the strict ones by as much as possible."""
    rows, right = _rows(unknowns, weak)
    rows = [[*row, 0] for row in rows]
    for p in strict:
        row, bound = _row(p, unknowns)
        rows.append([*row, 1])
        right.append(bound)
    n = len(unknowns)
    rows += [[*(int(k == i) for i in range(n)), 0] for k in range(n)]
    right += [1] * n
    rows.append([0] * n + [1])
    right.append(1)
    same, values = _rows(unknowns, equal)
    answer = solve_lp(
        [0] * n + [1],
        at_most=(rows, right),
        equal=([[*row, 0] for row in same], values) if same else None,
        maximize=True,
    )
    if answer.status != "optimal" or (strict and answer.value <= 0):
        return None
    return dict(zip(unknowns, answer.point[:-1], strict=True))


# -- blocks that are not linear ------------------------------------------------------------------


def _curved(
    unknowns: tuple[int, ...],
    part: Constraints,
    *,
    positive: bool,
    expired: Callable[[], bool],
) -> list[Block] | None:
    """The parts of a nonlinear block; none if it is empty, None if that is not decided."""
    if _is_one_sided(part):
        return []
    if not part.equal:
        witness = _witness(unknowns, part, _grid, expired)
        if witness is not None:
            return [Block(unknowns, part, witness, None)]
    read = [exponents(p, unknowns) for p in part.equal]
    others = [exponents(p, unknowns) for p in (*part.weak, *part.strict)]
    domain = _domain(unknowns, part)
    left = boxes_left(read, others, domain, boxes=_BOXES, expired=expired)
    if not left:
        return []
    known: list[dict[int, Any]] = []
    if part.equal:
        demanded = [exponents(p, unknowns) for p in part.strict if not _is_unknown(p)]
        answer = solve_polynomials(
            read,
            len(unknowns),
            positive=demanded if positive else None,
            expired=expired,
            effort=_EFFORT,
        )
        if not answer.complete:
            return None
        points = [dict(zip(unknowns, point, strict=True)) for point in answer.points]
        known = [point for point in points if part.hold_at(point)]
        if not answer.parts:
            return [Block(unknowns, part, point, (point,)) for point in known]
    # (A point of the finite part may lie on one that is not finite.)
    witness = known[0] if known else _witness(unknowns, part, _centers(unknowns, left), expired)
    return None if witness is None else [Block(unknowns, part, witness, None)]


def _domain(unknowns: Sequence[int], part: Constraints) -> list[tuple[Fraction, Fraction]]:
    """The range of each unknown by the conditions in which it is alone."""
    low = dict.fromkeys(unknowns, Fraction(0))
    high = dict.fromkeys(unknowns, Fraction(1))
    for p in (*part.weak, *part.strict):
        if degree(p) == 1 and len(p) - (() in p) == 1:
            u = next(key[0] for key in p if key)
            root = Fraction(-p.get((), 0), p[(u,)])
            if p[(u,)] > 0:
                low[u] = max(low[u], root)
            else:
                high[u] = min(high[u], root)
    return [(low[u], high[u]) for u in unknowns]


def _centers(
    unknowns: Sequence[int], boxes: Sequence[Sequence[tuple[float, float]]]
) -> Callable[[Sequence[int]], Iterator[tuple[Fraction, ...]]]:
    """The middles of boxes, those far apart first."""
    place = {u: k for k, u in enumerate(unknowns)}
    order = sorted(range(len(boxes)), key=lambda k: (k * 0.6180339887498949) % 1)

    def tries(hubs: Sequence[int]) -> Iterator[tuple[Fraction, ...]]:
        for k in order:
            sides = [boxes[k][place[u]] for u in hubs]
            yield tuple(_simple(Fraction(a), Fraction(b)) for a, b in sides)

    return tries


def _simple(low: Fraction, high: Fraction) -> Fraction:
    """A fraction between two others that is near their middle and short."""
    middle = (low + high) / 2
    for most in (8, 64, 4096):
        short = middle.limit_denominator(most)
        if low < short < high:
            return short
    return middle


def _grid(hubs: Sequence[int]) -> Iterator[tuple[Fraction, ...]]:
    """The coarsest points of the unit cube."""
    return itertools.islice(_tries(len(hubs)), 6)


def _corner_values(p: Terms) -> dict[tuple[int, ...], Any]:
    """The values at the corners of the cube; none where they do not tell the extremes.

    >>> _corner_values({(): 1, (3, 4): -1})
    {(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 0}
    """
    names = sorted(unknowns_of(p))
    if len(names) > _MOST_CORNERS or any(len(set(key)) < len(key) for key in p):
        return {}
    return {
        corner: sum(
            value
            for key, value in p.items()
            if all(bit for u, bit in zip(names, corner, strict=True) if u in key)
        )
        for corner in itertools.product((0, 1), repeat=len(names))
    }


def _is_one_sided(part: Constraints) -> bool:
    """Whether some condition fails throughout, though it may hold in the limit.

    A polynomial of degree one in each unknown is a mean of its values at the corners of the cube.
    If these are at most zero, it is zero only where all corners that count have the value zero. An
    unknown that is neither 0 nor 1 makes corners of both sides count.
    """
    at_zero = {next(iter(p))[0] for p in part.strict if _is_unknown(p)}
    at_one = {
        key[0]
        for p in part.strict
        if p.get((), 0) > 0
        for key, value in p.items()
        if key and value == -p[()] and all(c < 0 for k, c in p.items() if k) and degree(p) == 1
    }
    for many, equal, strict in (
        (part.equal, True, False), (part.weak, False, False), (part.strict, False, True)
    ):  # fmt: skip
        for p in many:
            names = sorted(unknowns_of(p))
            corners = _corner_values(p)
            if not corners:
                continue
            least, most = min(corners.values()), max(corners.values())
            if strict and most <= 0:
                return True
            if most > 0 and not (equal and least >= 0):
                continue
            # Which corners count together: both sides of an open unknown, the closed side of a
            # half-open one, either side of a closed one.
            sides = [
                [(0, 1)] if u in at_zero and u in at_one
                else [(1,)] if u in at_zero else [(0,)] if u in at_one else [(0,), (1,)]
                for u in names
            ]  # fmt: skip
            if not any(
                all(corners[corner] == 0 for corner in itertools.product(*chosen))
                for chosen in itertools.product(*sides)
            ):
                return True
    return False


def _is_unknown(p: Terms) -> bool:
    return len(p) == 1 and degree(p) == 1


def _witness(
    unknowns: tuple[int, ...],
    part: Constraints,
    tries: Callable[[Sequence[int]], Iterator[tuple[Fraction, ...]]],
    expired: Callable[[], bool],
) -> dict[int, Any] | None:
    """A rational point of a nonlinear block, by fixing unknowns until the rest is linear."""
    everything = (*part.equal, *part.weak, *part.strict)
    for hubs in _hubs(unknowns, everything):
        rest = [u for u in unknowns if u not in hubs]
        for values in itertools.islice(tries(hubs), _SAMPLES):
            if expired():
                return None
            fixed = {u: constant(v) for u, v in zip(hubs, values, strict=True)}
            equal, weak, strict = (
                [substituted(p, fixed) for p in many]
                for many in (part.equal, part.weak, part.strict)
            )
            if any(degree(p) == 0 and p for p in equal):
                continue
            point = _deepest(rest, weak, [p for p in equal if p], strict)
            if point is not None:
                whole = {**point, **dict(zip(hubs, values, strict=True))}
                if part.hold_at(whole):
                    return whole
    return None


def _hubs(unknowns: Sequence[int], parts: Sequence[Terms]) -> Iterator[tuple[int, ...]]:
    """Small sets of unknowns without which everything is linear."""
    crossed = {frozenset(key) for p in parts for key in p if len(key) > 1}
    repeated = {u for p in parts for key in p for u in key if key.count(u) > 1}
    least = None
    for size in range(len(unknowns) + 1):
        if least is not None and size > least:
            return
        for chosen in itertools.combinations(unknowns, size):
            if repeated <= set(chosen) and all(len(key - set(chosen)) <= 1 for key in crossed):
                least = size
                yield chosen


def _tries(count: int) -> Iterator[tuple[Fraction, ...]]:
    """Rational points of the unit cube, coarse ones first."""
    told: set[tuple[Fraction, ...]] = set()
    for parts in (2, 3, 4, 5, 8, 16):
        for taken in itertools.product(range(1, parts), repeat=count):
            point = tuple(Fraction(step, parts) for step in taken)
            if point not in told:
                told.add(point)
                yield point
