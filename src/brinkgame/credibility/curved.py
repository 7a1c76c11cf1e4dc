"""Blocks of unknowns with conditions that are not linear.

With equations that have finitely many solutions a block is solved by algebra. Otherwise it is
proved to be empty, by boxes or by signs at the corners of the cube, or shown not to be by a
rational point, which is found by fixing unknowns until the rest is linear.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic.boxes import boxes_left
from brinkgame.arithmetic.polynomial_systems import solve_polynomials
from brinkgame.credibility.blocks import Block, Constraints, deepest
from brinkgame.credibility.terms import (
    Terms,
    constant,
    degree,
    exponents,
    substituted,
    unknowns_of,
)

__all__ = ["corner_values", "curved_blocks"]

_BOXES = 3000
_SAMPLES = 40
_EFFORT = 512
_MOST_CORNERS = 8


def curved_blocks(
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


def corner_values(p: Terms) -> dict[tuple[int, ...], Any]:
    """The values at the corners of the cube; none where they do not tell the extremes.

    >>> corner_values({(): 1, (3, 4): -1})
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
            corners = corner_values(p)
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
            point = deepest(rest, weak, [p for p in equal if p], strict)
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
