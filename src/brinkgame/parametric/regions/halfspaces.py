"""How much of a unit cube lies on one side of a plane.

The volume is an alternating sum over the corners of the cube [1]_. The sum loses digits where a
slope is small against the others; such a slope is replaced by a larger one, on the safe side.

.. [1] D. L. Barrow, P. W. Smith, "Spline notation applied to a volume problem", *American
   Mathematical Monthly* 86 (1979).
"""

from __future__ import annotations

import math
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["share_above"]

_Array: TypeAlias = npt.NDArray[np.float64]

_MARGIN = 1e-6
"""More than all roundings: of a sum of at most 2**6 terms, with slopes kept apart as below."""

_LEAST_SLOPE = {1: 1.0, 2: 1e-4, 3: 1e-3, 4: 1e-2, 5: 3e-2, 6: 6e-2}


def share_above(slopes: _Array, low: _Array, high: _Array) -> tuple[_Array, _Array]:
    """Bounds on the share of the cube where something between two parallel planes is positive.

    The planes are ``slopes @ t + low`` and ``slopes @ t + high``, with one column a cube.
    """
    dimension = len(slopes)
    turned = np.minimum(slopes, 0.0).sum(axis=0)
    size = np.abs(slopes)
    most = size.max(axis=0)
    flat = most <= 1e-290
    scale = np.where(flat, 1.0, most)
    size, bottom, top = size / scale, (low + turned) / scale, (high + turned) / scale
    wide = np.maximum(size, _LEAST_SLOPE[dimension])
    below = 1.0 - _volume(wide, -(bottom - (wide - size).sum(axis=0)))
    above = 1.0 - _volume(wide, -top)
    margin = _MARGIN if dimension > 1 else 1e-12
    below = np.where(flat, (low > 0).astype(float), np.clip(below - margin, 0.0, 1.0))
    above = np.where(flat, (high >= 0).astype(float), np.clip(above + margin, 0.0, 1.0))
    return below, above


def _volume(slopes: _Array, bound: _Array) -> _Array:
    """The volume of the part of the unit cube where ``slopes @ t <= bound``, slopes positive."""
    dimension = len(slopes)
    total = np.zeros(slopes.shape[1])
    for corner in product((0, 1), repeat=dimension):
        reached = bound.copy()
        for axis, taken in enumerate(corner):
            if taken:
                reached -= slopes[axis]
        term = np.maximum(reached, 0.0) ** dimension
        total += -term if sum(corner) % 2 else term
    found = total / (math.factorial(dimension) * slopes.prod(axis=0))
    # Beyond the last corner the sum is 1, and its terms are large.
    found = np.where(bound >= slopes.sum(axis=0), 1.0, found)
    return np.where(bound <= 0.0, 0.0, np.clip(found, 0.0, 1.0))
