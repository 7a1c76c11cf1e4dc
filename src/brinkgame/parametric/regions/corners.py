"""Whether a polynomial is at least zero on the box, by its Bernstein coefficients.

Where they leave it open, and degree two or more is the reason, the box is cut in halves: the
coefficients of the halves come nearer to the values of the polynomial.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

import numpy as np

from brinkgame.parametric.regions.domain import Domain
from brinkgame.parametric.regions.polynomials import Polynomial, bernstein_table

__all__ = ["by_corners", "by_halves"]

_MOST_ENTRIES: Final = 2**14
"""Bernstein coefficients are written down only up to so many."""

_MOST_HALVES: Final = 64
_HALF: Final = Fraction(1, 2)


def by_corners(unit: Polynomial, domain: Domain) -> bool | None:
    """Whether a polynomial in unit coordinates is above zero (True) or at least zero (False).

    None: open, by these coefficients alone.

    If none is negative the polynomial is at least zero. If, besides, it is above zero at every
    corner then it is so everywhere: in the inside of a face, the weights of all coefficients of the
    face are positive, and those of its corners are among them.
    """
    if unit.is_constant:
        value = unit.terms.get((), Fraction(0))
        return None if value < 0 else value > 0
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


def by_halves(unit: Polynomial, domain: Domain) -> bool | None:
    """The same, on parts of the box where the whole box leaves it open."""
    parts = [unit]
    strict = True
    for _ in range(_MOST_HALVES):
        part = parts.pop()
        known = by_corners(part, domain)
        if known is None:
            bent = {n: d for n, d in part.degrees().items() if d > 1 and n in domain.bounded}
            if not bent or _is_negative_at_a_corner(part, domain):
                return None
            name = max(bent, key=lambda n: (_bend(part, n), n))
            parts += [part.moved({name: (start, _HALF)}) for start in (Fraction(0), _HALF)]
        else:
            strict &= known
        if not parts:
            return strict
    return None


def _is_negative_at_a_corner(part: Polynomial, domain: Domain) -> bool:
    names, table = bernstein_table(part, domain.bounded)
    ends = [
        [0, size - 1] if name in domain.bounded else [0]
        for name, size in zip(names, table.shape, strict=True)
    ]
    return bool((table[np.ix_(*ends)] < 0).any())


def _bend(part: Polynomial, name: str) -> Fraction:
    """The size of the terms of degree two and more in a name."""
    return sum(
        (
            abs(c)
            for monomial, c in part.terms.items()
            if any(n == name and e > 1 for n, e in monomial)
        ),
        Fraction(0),
    )
