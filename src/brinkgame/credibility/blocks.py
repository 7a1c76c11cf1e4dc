"""Conditions on unknowns between 0 and 1, and blocks of unknowns in which all are linear."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic import solve_linear
from brinkgame.credibility.terms import Terms, degree, value_at
from brinkgame.linear_programs import solve_lp

__all__ = ["Block", "Constraints", "deepest", "interval", "polytope"]

_CORNERS = 3000
"""The number of combinations of conditions up to which all corners of a polytope are looked at."""


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


def interval(unknowns: Sequence[int], part: Constraints) -> tuple[str, Any] | None:
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


def polytope(unknowns: Sequence[int], part: Constraints) -> tuple[str, Any]:
    """A linear block."""
    n = len(unknowns)
    inside = deepest(unknowns, part.weak, (), part.strict)
    if inside is None:
        return "empty", None
    full = deepest(unknowns, (), (), (*part.strict, *part.weak))
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


def deepest(
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
