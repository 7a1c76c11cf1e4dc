"""Ranges of many polynomials over many boxes at once, in floats that are never wrong.

Boxes lie in unit coordinates, with ends that are floats and mean exactly these numbers. The
Bernstein coefficients of a polynomial on a box contain its range [1]_; where it is of degree one in
each parameter they are its values at the corners, so that the range is exact. Everything is done
for all boxes in one pass of numpy, and the bound on all roundings [2]_ is added outside.

.. [1] J. Garloff, "The Bernstein algorithm", *Interval Computations* 2 (1993).
.. [2] N. J. Higham, *Accuracy and Stability of Numerical Algorithms* (2nd edition, 2002), sections
   3.1 and 3.4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.parametric.regions.polynomials import Polynomial, as_float

__all__ = ["Ranges"]

_UNIT = 2.0**-53 * 1.1
_TINY = 1e-300

_Array: TypeAlias = npt.NDArray[np.float64]


@final
class Ranges:
    """Polynomials in unit coordinates, made ready to be bounded over boxes.

    Parameters
    ----------
    polynomials
        What is bounded; every name in them is in `names`.
    names
        The axes of the boxes.

    Examples
    --------
    >>> from fractions import Fraction
    >>> import numpy as np
    >>> product = Polynomial({(("x", 1), ("y", 1)): Fraction(1)})
    >>> low, high = Ranges([product], ["x", "y"]).over(np.zeros((2, 1)), np.full((2, 1), 0.5))
    >>> bool(low[0, 0] <= 0 < high[0, 0] - 0.24), bool(high[0, 0] < 0.26)
    (True, True)
    """

    def __init__(self, polynomials: Sequence[Polynomial], names: Sequence[str]) -> None:
        self.names = tuple(names)
        place = {name: axis for axis, name in enumerate(self.names)}
        self.axes = [tuple(place[name] for name in polynomial.names) for polynomial in polynomials]
        self.tables: list[_Array] = []
        self.errors: list[float] = []
        for polynomial in polynomials:
            degrees = polynomial.degrees()
            table = np.zeros(tuple(degrees[name] + 1 for name in polynomial.names))
            own = {name: axis for axis, name in enumerate(polynomial.names)}
            for monomial, c in polynomial.terms.items():
                index = [0] * len(own)
                for name, e in monomial:
                    index[own[name]] = e
                table[tuple(index)] = as_float(c)
            self.tables.append(table)
            # Every weight of a coefficient is at most 1 and is reached in so many roundings.
            roundings = 2 + sum(6 * degree + 8 for degree in degrees.values())
            self.errors.append(float(np.abs(table).sum()) * roundings * _UNIT + _TINY)

    def __len__(self) -> int:
        return len(self.tables)

    def coefficients(self, which: int, low: _Array, high: _Array) -> _Array:
        """The Bernstein coefficients of one polynomial: its own axes first, boxes along the last.

        `low` and `high` have one row an axis and one column a box.
        """
        table = self.tables[which][..., np.newaxis]
        for axis in self.axes[which]:
            degree = table.shape[0] - 1
            bottom, top = low[axis], high[axis]
            if degree == 1:
                parts = [table[0] + table[1] * bottom, table[0] + table[1] * top]
            else:
                below, above = _powers(bottom, degree), _powers(top, degree)
                parts = [
                    sum(_mixed(degree, i, j, below, above) * table[j] for j in range(degree + 1))
                    for i in range(degree + 1)
                ]
            # The axes take turns: the first becomes the last, so that in the end all are in place.
            table = np.stack(parts, axis=-2)
        return table if self.axes[which] else np.broadcast_to(table, low.shape[1:])

    def over(self, low: _Array, high: _Array) -> tuple[_Array, _Array]:
        """The least and greatest values: one row a polynomial, one column a box."""
        count = low.shape[1]
        bottom, top = np.empty((len(self), count)), np.empty((len(self), count))
        for k in range(len(self)):
            self._fill(k, self.coefficients(k, low, high), bottom, top)
        return bottom, top

    def with_slopes(self, low: _Array, high: _Array) -> tuple[_Array, _Array, _Array]:
        """The same, and by how much each polynomial varies along each axis of each box.

        The last is a hint and no bound: (polynomials, axes, boxes).
        """
        count = low.shape[1]
        bottom, top = np.empty((len(self), count)), np.empty((len(self), count))
        slopes = np.zeros((len(self), len(self.names), count))
        for k in range(len(self)):
            table = self.coefficients(k, low, high)
            self._fill(k, table, bottom, top)
            for position, axis in enumerate(self.axes[k]):
                change = np.abs(np.take(table, -1, position) - np.take(table, 0, position))
                slopes[k, axis] = change.reshape(-1, change.shape[-1]).mean(axis=0)
        return bottom, top, slopes

    def _fill(self, which: int, table: _Array, bottom: _Array, top: _Array) -> None:
        flat = table.reshape(-1, table.shape[-1])
        bottom[which] = flat.min(axis=0) - self.errors[which]
        top[which] = flat.max(axis=0) + self.errors[which]

    def affine(self, which: int, low: _Array, high: _Array) -> tuple[_Array, _Array, _Array]:
        """Between which parallel planes a polynomial lies over each box.

        Returns slopes (one row an axis, in coordinates that run from 0 to 1 over the box) and the
        least and greatest constant: ``slopes @ t + low <= polynomial <= slopes @ t + high``.
        """
        table = self.coefficients(which, low, high)
        count = low.shape[1]
        slopes = np.zeros((len(self.names), count))
        rest = table
        for position, axis in enumerate(self.axes[which]):
            size = table.shape[position]
            change = np.take(table, -1, position) - np.take(table, 0, position)
            slope = change.reshape(-1, change.shape[-1]).mean(axis=0)
            slopes[axis] = slope
            along = np.linspace(0.0, 1.0, size).reshape(
                tuple(-1 if p == position else 1 for p in range(table.ndim))
            )
            rest = rest - along * slope
        flat = rest.reshape(-1, rest.shape[-1])
        # One more pass of products and sums of the same size.
        slack = self.errors[which] * (2 + 4 * len(self.axes[which]))
        return slopes, flat.min(axis=0) - slack, flat.max(axis=0) + slack


def _powers(values: _Array, degree: int) -> list[Any]:
    powers: list[Any] = [1.0]
    for _ in range(degree):
        powers.append(powers[-1] * values)
    return powers


@lru_cache(maxsize=256)
def _weights(degree: int, i: int, j: int) -> tuple[tuple[int, float], ...]:
    return tuple(
        (k, math.comb(i, k) * math.comb(degree - i, j - k) / math.comb(degree, j))
        for k in range(max(0, i + j - degree), min(i, j) + 1)
    )


def _mixed(degree: int, i: int, j: int, below: Sequence[Any], above: Sequence[Any]) -> Any:
    """The coefficient i of the power j on a box: its blossom at i upper, degree - i lower ends."""
    return sum(weight * above[k] * below[j - k] for k, weight in _weights(degree, i, j))
