"""Areas under branches, enclosed: exactly where a border is a polynomial between fractions.

The integral of a rational function is enclosed in ball arithmetic [1]_. A branch of higher degree
is followed over short intervals: where its slope -f_x/f_y stays within bounds all over the piece of
the plane that it may reach with such slopes, it is between two lines through its middle point;
intervals are halved where the bounds are widest, until the sum of what they leave open is small.

References
----------
.. [1] F. Johansson (2018), Numerical integration in arbitrary-precision ball arithmetic,
   Mathematical Software - ICMS 2018, 255-263.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from typing import Any, Final, TypeAlias

from flint import acb, arb, ctx, fmpq

from brinkgame.arithmetic import Algebraic
from brinkgame.parametric.plane.arrangement import BOTTOM, TOP, Arrangement
from brinkgame.parametric.plane.curves import Box, Curve, Number
from brinkgame.parametric.plane.fibers import ball_of, ends_of, roots_in_balls

__all__ = ["Bounds", "branch_integral"]

Bounds: TypeAlias = tuple[Fraction, Fraction]

_NARROW: Final = Fraction(1, 1 << 80)
_MOST: Final = 4000
"""Intervals of one branch at most: what is left open then stays open, and is told."""


def branch_integral(found: Arrangement, slab: int, branch: int, tolerance: Fraction) -> Bounds:
    """The integral of a branch of the stack over its slab, between two fractions.

    Parameters
    ----------
    found
        The cells of the rectangle.
    slab, branch
        Which slab, and which of its branches.
    tolerance
        How far apart the two may be, if it can be had.
    """
    piece = found.slabs[slab]
    which = piece.branches[branch]
    box = found.box
    if which.curve in (BOTTOM, TOP):
        height = box.bottom if which.curve == BOTTOM else box.top
        (a, b), (c, d) = _ends(piece.left), _ends(piece.right)
        corners = ((c - b) * height, (d - a) * height)
        return min(corners), max(corners)
    curve = found.curves[which.curve]
    left, right = _ends(piece.left)[1], _ends(piece.right)[0]
    low, high = _integral(curve, which.order, left, right, box, tolerance)
    # What lies between a wall and the fraction beside it, at any height of the rectangle.
    lost = (right - left, _ends(piece.right)[1] - _ends(piece.left)[0])
    gap = lost[1] - lost[0]
    return low + gap * min(box.bottom, Fraction(0)), high + gap * max(box.top, Fraction(0))


def _ends(wall: Number) -> Bounds:
    return wall.refined(_NARROW).interval if isinstance(wall, Algebraic) else (wall, wall)


def _integral(
    curve: Curve, order: int, left: Fraction, right: Fraction, box: Box, tolerance: Fraction
) -> Bounds:
    if curve.degrees[1] > 1:
        return _followed(curve, order, left, right, box, tolerance)
    below, above = curve.columns
    if above.degree() == 0:
        total = _antiderivative(below, right) - _antiderivative(below, left)
        exact = -total / int(above[0])
        return exact, exact
    with ctx.workprec(96):
        value = acb.integral(lambda x, _: -below(x) / above(x), _arb(left), _arb(right)).real
    return ends_of(value)


def _antiderivative(polynomial: Any, at: Fraction) -> Fraction:
    x = fmpq(at.numerator, at.denominator)
    total = fmpq(0)
    for k in range(polynomial.degree(), -1, -1):
        total = (total + fmpq(int(polynomial[k]), k + 1)) * x
    return Fraction(int(total.p), int(total.q))


def _followed(
    curve: Curve, order: int, left: Fraction, right: Fraction, box: Box, tolerance: Fraction
) -> Bounds:
    numbers = count()
    queue: list[tuple[Fraction, int, Fraction, Fraction, Bounds]] = []
    low = high = Fraction(0)

    def add(a: Fraction, b: Fraction) -> None:
        nonlocal low, high
        bounds = _piece(curve, order, a, b, box)
        low, high = low + bounds[0], high + bounds[1]
        heapq.heappush(queue, (bounds[0] - bounds[1], next(numbers), a, b, bounds))

    add(left, right)
    for _ in range(_MOST):
        if high - low <= tolerance:
            break
        _, _, a, b, bounds = heapq.heappop(queue)
        low, high = low - bounds[0], high - bounds[1]
        middle = (a + b) / 2
        add(a, middle)
        add(middle, b)
    return low, high


def _piece(curve: Curve, order: int, a: Fraction, b: Fraction, box: Box) -> Bounds:
    """The integral over a short interval: width times middle, and the slopes' share."""
    middle, width = (a + b) / 2, b - a
    low, high = _height(curve, order, middle, box)
    reach = _slope_reach(curve, a, b, (low, high), box)
    if reach is None:
        return width * box.bottom, width * box.top
    # Between the steepest and the flattest line through the middle.
    off = (reach[1] - reach[0]) * width * width / 8
    return _rounded(width * low - off, width * high + off)


def _slope_reach(curve: Curve, a: Fraction, b: Fraction, height: Bounds, box: Box) -> Bounds | None:
    """Bounds of the slope all over the interval; None where they cannot be had."""
    half = (b - a) / 2
    room = Fraction(0)
    for _ in range(8):
        low, high = max(height[0] - room, box.bottom), min(height[1] + room, box.top)
        slope = _slope(curve, (a, b), (low, high))
        if slope is None:
            return None
        # With such slopes it goes no further than this; nor, in its slab, out of the rectangle.
        needed = max(abs(slope[0]), abs(slope[1])) * half
        if needed <= room or (low == box.bottom and high == box.top):
            return slope
        room = needed * 5 / 4
    return None


def _height(curve: Curve, order: int, x: Fraction, box: Box) -> Bounds:
    """Where a branch is, enclosed; x is inside its slab."""
    bits = 64
    while True:
        with ctx.workprec(bits):
            balls = [column(_arb(x)) for column in curve.columns]
            try:
                return roots_in_balls(balls, box.bottom, box.top)[order]
            except ValueError:
                bits *= 2


def _slope(curve: Curve, x: Bounds, y: Bounds) -> Bounds | None:
    """The range of -f_x/f_y over a small box; None where f_y may be zero."""
    with ctx.workprec(64):
        across, up = ball_of(*x), ball_of(*y)
        fx = _value([column.derivative() for column in curve.columns], across, up)
        fy = _value(_slopes_up(curve.columns), across, up)
        if fy.contains(0):
            return None
        return ends_of(-fx / fy)


def _slopes_up(columns: Sequence[Any]) -> list[Any]:
    return [column * k for k, column in enumerate(columns)][1:]


def _value(columns: Sequence[Any], x: Any, y: Any) -> Any:
    total = arb(0)
    for column in reversed(columns):
        total = total * y + column(x)
    return total


def _arb(number: Fraction) -> Any:
    return arb(number.numerator) / arb(number.denominator)


def _rounded(low: Fraction, high: Fraction) -> Bounds:
    """Outward to a dyadic grid, so that sums stay short."""
    scale = 1 << 64
    below = Fraction(low.numerator * scale // low.denominator, scale)
    return below, Fraction(-(-high.numerator * scale // high.denominator), scale)
