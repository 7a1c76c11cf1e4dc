"""A proof that equations and inequalities have no common solution in the unit cube.

A polynomial of degree at most one in each unknown is extreme over a box at its corners. A box in
which an equation has one sign at all corners, or an inequality fails at all of them, holds no
solution; other boxes are cut in two. This ends when no box is left, which is the proof, or when
boxes become small or many, which proves nothing. (The exclusion test of interval analysis, see
R. E. Moore, R. B. Kearfott and M. J. Cloud, *Introduction to Interval Analysis*, SIAM 2009,
chapter 8, with exact ranges in place of interval extensions.)

Corners are short binary fractions and the coefficients are scaled to sizes that sum to one, so that
a value is wrong by less than 1e-12 in floats; signs are believed from 1e-9 on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

__all__ = ["has_no_solution"]

_CLEAR = 1e-9
_BATCH = 2048


def has_no_solution(
    equations: Sequence[Mapping[tuple[int, ...], Fraction | int]],
    inequalities: Sequence[Mapping[tuple[int, ...], Fraction | int]],
    unknowns: int,
    *,
    boxes: int = 4096,
    depth: int = 5,
    expired: Callable[[], bool] = lambda: False,
) -> bool:
    """Whether boxes prove that nothing in the unit cube solves all of these.

    Parameters
    ----------
    equations, inequalities
        Polynomials, by exponents, that shall be zero, and at least zero. Those of a degree above
        one in some unknown are left aside.
    unknowns
        How many there are.
    boxes, depth
        The number of boxes that are looked at before giving up, and how often a side is halved.
    expired
        Asked from time to time whether to give up.

    Examples
    --------
    >>> line, hyperbola = {(1, 0): 1, (0, 1): 1, (0, 0): -1}, {(1, 1): 2, (0, 0): -1}
    >>> has_no_solution([line, hyperbola], [], 2), has_no_solution([line], [], 2)
    (True, False)
    """
    tests = [
        (*_tensor(polynomial), equal)
        for group, equal in ((equations, True), (inequalities, False))
        for polynomial in group
        if any(polynomial.values()) and all(e <= 1 for exponents in polynomial for e in exponents)
    ]
    # Few unknowns first: they are cheap, and exclude as much.
    tests.sort(key=lambda test: len(test[0]))
    waiting = [(np.zeros((1, unknowns)), np.ones((1, unknowns)))]
    looked = 0
    while waiting:
        low, high = waiting.pop()
        looked += len(low)
        if looked > boxes or expired():
            return False
        for places, coefficients, equal in tests:
            least, most = _ranges(coefficients, low[:, places], high[:, places])
            keep = most >= -_CLEAR
            if equal:
                keep &= least <= _CLEAR
            low, high = low[keep], high[keep]
            if not len(low):
                break
        if not len(low):
            continue
        widths = high - low
        if widths.max(axis=1).min() <= 0.5**depth:
            return False
        rows, widest = np.arange(len(low)), widths.argmax(axis=1)
        middle = (low[rows, widest] + high[rows, widest]) / 2
        left, right = high.copy(), low.copy()
        left[rows, widest] = right[rows, widest] = middle
        low, high = np.concatenate([low, right]), np.concatenate([left, high])
        waiting += [(low[k : k + _BATCH], high[k : k + _BATCH]) for k in range(0, len(low), _BATCH)]
    return True


def _tensor(
    polynomial: Mapping[tuple[int, ...], Fraction | int],
) -> tuple[list[int], Any]:
    """The unknowns that occur, and the coefficients with an axis of two entries for each."""
    places = sorted({k for exponents in polynomial for k, e in enumerate(exponents) if e})
    exact = {exponents: Fraction(c) for exponents, c in polynomial.items()}
    size = sum((abs(c) for c in exact.values()), start=Fraction(0))
    tensor = np.zeros((2,) * len(places))
    for exponents, c in exact.items():
        tensor[tuple(exponents[k] for k in places)] = float(c / size)
    return places, tensor


def _ranges(tensor: Any, low: Any, high: Any) -> tuple[Any, Any]:
    """The least and the largest value at the corners of each box."""
    values = np.broadcast_to(tensor, (len(low), *tensor.shape))
    for axis in range(tensor.ndim):
        shape = (-1, *[1] * (tensor.ndim - 1))
        base, slope = np.take(values, 0, axis=axis + 1), np.take(values, 1, axis=axis + 1)
        ends = [base + slope * side[:, axis].reshape(shape) for side in (low, high)]
        values = np.stack(ends, axis=axis + 1)
    flat = values.reshape(len(low), -1)
    return flat.min(axis=1), flat.max(axis=1)
