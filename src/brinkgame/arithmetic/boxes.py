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

__all__ = ["boxes_left", "has_no_solution"]

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
    tests = _tests(equations, inequalities)
    waiting = [(np.zeros((1, unknowns)), np.ones((1, unknowns)))]
    looked = 0
    while waiting:
        low, high = waiting.pop()
        looked += len(low)
        if looked > boxes or expired():
            return False
        low, high = _kept(tests, low, high)
        if not len(low):
            continue
        if (high - low).max(axis=1).min() <= 0.5**depth:
            return False
        low, high = _halved(low, high)
        waiting += [(low[k : k + _BATCH], high[k : k + _BATCH]) for k in range(0, len(low), _BATCH)]
    return True


def boxes_left(
    equations: Sequence[Mapping[tuple[int, ...], Fraction | int]],
    inequalities: Sequence[Mapping[tuple[int, ...], Fraction | int]],
    domain: Sequence[tuple[Any, Any]],
    *,
    boxes: int = 2048,
    rounds: int = 24,
    expired: Callable[[], bool] = lambda: False,
) -> list[list[tuple[float, float]]]:
    """The boxes in which solutions may be; none is a proof that there are none in the domain.

    Parameters
    ----------
    equations, inequalities
        As in `has_no_solution`.
    domain
        The range of each unknown, in [0, 1].
    boxes, rounds
        The number of boxes at which to stop, and how often every box is cut in two.
    expired
        Asked from time to time whether to give up.

    Examples
    --------
    >>> hyperbola = {(1, 1): 4, (0, 0): -1}
    >>> boxes_left([hyperbola], [], [(0, 1), (0, Fraction(1, 8))])
    []
    >>> left = boxes_left([hyperbola], [], [(0, 1), (0, 1)], rounds=4)
    >>> any(x[0] <= 0.5 <= x[1] and y[0] <= 0.5 <= y[1] for x, y in left)
    True
    """
    tests = _tests(equations, inequalities)
    low = np.array([[float(least) for least, _ in domain]])
    high = np.array([[float(most) for _, most in domain]])
    low, high = _kept(tests, low, high)
    for _ in range(rounds):
        if not 0 < len(low) <= boxes // 2 or expired():
            break
        low, high = _kept(tests, *_halved(low, high))
    return [list(zip(a, b, strict=True)) for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _tests(
    equations: Sequence[Any], inequalities: Sequence[Any]
) -> list[tuple[list[int], Any, bool]]:
    """The polynomials of degree at most one in each unknown; those in few unknowns first.

    They are cheap, and exclude as much.
    """
    found = [
        (*_tensor(polynomial), equal)
        for group, equal in ((equations, True), (inequalities, False))
        for polynomial in group
        if any(polynomial.values()) and all(e <= 1 for exponents in polynomial for e in exponents)
    ]
    return sorted(found, key=lambda test: len(test[0]))


def _kept(tests: Sequence[tuple[list[int], Any, bool]], low: Any, high: Any) -> tuple[Any, Any]:
    """The boxes that no test excludes."""
    for places, coefficients, equal in tests:
        least, most = _ranges(coefficients, low[:, places], high[:, places])
        keep = most >= -_CLEAR
        if equal:
            keep &= least <= _CLEAR
        low, high = low[keep], high[keep]
        if not len(low):
            break
    return low, high


def _halved(low: Any, high: Any) -> tuple[Any, Any]:
    """Each box cut in two across its longest side."""
    rows, widest = np.arange(len(low)), (high - low).argmax(axis=1)
    middle = (low[rows, widest] + high[rows, widest]) / 2
    left, right = high.copy(), low.copy()
    left[rows, widest] = right[rows, widest] = middle
    return np.concatenate([low, right]), np.concatenate([left, high])


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
