r"""The normal distribution in one and two dimensions, in floats of full accuracy.

That of two correlated variables is an integral over the correlation's arc of a smooth function,
which twenty-four points of Gauss and Legendre take to the last digits:

.. math:: \Phi_2(h, k; \rho) = \Phi(h)\Phi(k) + \frac{1}{2\pi} \int_0^{\arcsin\rho}
          \exp\Bigl(-\frac{h^2 + k^2 - 2hk\sin\theta}{2\cos^2\theta}\Bigr)\,d\theta .

References
----------
Z. Drezner and G. O. Wesolowsky (1990), On the computation of the bivariate normal integral, Journal
of Statistical Computation and Simulation 35, equation (2).
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

__all__ = ["both_below", "cumulative", "density"]

_ROOT_TWO: Final = math.sqrt(2)
_POINTS: Final = 24


def density(x: float) -> float:
    """The density at a point."""
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def cumulative(x: float) -> float:
    """The chance of a value below a point.

    Examples
    --------
    >>> from brinkgame.catalog.models.normal_distribution import cumulative
    >>> round(cumulative(1.96), 6)
    0.975002
    """
    return math.erfc(-x / _ROOT_TWO) / 2


def both_below(first: float, second: float, correlation: float) -> float:
    """The chance that two standard normal variables are both below.

    Parameters
    ----------
    first, second
        The bounds; infinite ones as well.
    correlation
        Between -1 and 1, ends excluded. The error is below 1e-14 up to 0.8 either way.

    Examples
    --------
    >>> from brinkgame.catalog.models.normal_distribution import both_below
    >>> round(both_below(0, 0, 0.5), 12)
    0.333333333333
    """
    apart = cumulative(first) * cumulative(second)
    if math.isinf(first) or math.isinf(second):
        return min(cumulative(first), cumulative(second)) if max(first, second) > 0 else 0.0
    arc = math.asin(correlation)
    total = 0.0
    for node, weight in _gauss_legendre():
        angle = arc * (node + 1) / 2
        sine = math.sin(angle)
        spread = first * first + second * second - 2 * first * second * sine
        total += weight * math.exp(-spread / (2 * (1 - sine * sine)))
    return apart + total * arc / (4 * math.pi)


@cache
def _gauss_legendre() -> tuple[tuple[float, float], ...]:
    """Nodes on (-1, 1) and weights, by Newton's method on the Legendre polynomial."""
    rule = []
    for k in range(_POINTS):
        x = math.cos(math.pi * (k + 0.75) / (_POINTS + 0.5))
        slope = 1.0
        for _ in range(8):
            before, here = 1.0, x
            for n in range(2, _POINTS + 1):
                before, here = here, ((2 * n - 1) * x * here - (n - 1) * before) / n
            slope = _POINTS * (x * here - before) / (x * x - 1)
            x -= here / slope
        rule.append((x, 2 / ((1 - x * x) * slope * slope)))
    return tuple(rule)
