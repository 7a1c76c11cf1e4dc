"""Whether a polynomial is at least zero on the box, by its Bernstein coefficients."""

from __future__ import annotations

import math

import numpy as np

from brinkgame.parametric.regions.domain import Domain
from brinkgame.parametric.regions.polynomials import Polynomial, bernstein_table

__all__ = ["by_corners"]

_MOST_ENTRIES = 2**14
"""Bernstein coefficients are written down only up to so many."""


def by_corners(unit: Polynomial, domain: Domain) -> bool | None:
    """Whether a polynomial in unit coordinates is above zero (True) or at least zero (False).

    None: open, by these coefficients alone.

    If none is negative the polynomial is at least zero. If, besides, it is above zero at every
    corner then it is so everywhere: in the inside of a face, the weights of all coefficients of the
    face are positive, and those of its corners are among them.
    """
    bounded = [name for name in unit.names if name in domain.bounded]
    rays = [name for name in unit.names if name in domain.rays]
    if len(bounded) + len(rays) < len(unit.names):
        return None
    if math.prod(d + 1 for d in unit.degrees().values()) > _MOST_ENTRIES:
        return None
    names, table = bernstein_table(unit, bounded)
    if (table < 0).any():
        return None
    corners = table[
        np.ix_(
            *(
                [0, size - 1] if name in domain.bounded else [0]
                for name, size in zip(names, table.shape, strict=True)
            )
        )
    ]
    return bool((corners > 0).all())
