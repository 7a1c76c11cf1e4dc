"""From a point with long fractions to one with short ones, near to where it is wanted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from brinkgame.arithmetic.reading import simplest_between
from brinkgame.parametric.regions.domain import Domain
from brinkgame.parametric.regions.polynomials import Polynomial

__all__ = ["shortened", "simplest_in"]


def shortened(
    point: Mapping[str, Fraction],
    names: Sequence[str],
    wanted: Mapping[str, Fraction],
    domain: Domain,
    polynomials: Sequence[Polynomial],
    apart: Sequence[Polynomial] = (),
) -> dict[str, Fraction]:
    """A point at which the polynomials are positive as they are at `point`, in short fractions.

    Those of `apart` are not zero, if they are not at `point`.
    Coordinate by coordinate, each takes its wanted value if that is allowed, and otherwise the
    simplest fraction well within the interval in which it may move.
    """
    found = dict(point)
    for _ in range(2):
        for name in names:
            _shorten(found, name, wanted[name], domain, polynomials, apart)
    return found


def _shorten(
    point: dict[str, Fraction],
    name: str,
    wanted: Fraction,
    domain: Domain,
    polynomials: Sequence[Polynomial],
    apart: Sequence[Polynomial],
) -> None:
    a, b = domain.images[name]
    rest = {other: value for other, value in point.items() if other != name}
    lines, others = (
        [
            [part.terms.get((), Fraction(0)) for part in p.put(rest).along(name)]
            for p in some
            if name in p.names
        ]
        for some in (polynomials, apart)
    )
    here = point[name]
    bottom, top = a, a + b
    for root in (root for line in lines for root in _roots(line)):
        if root < here:
            bottom = max(bottom, root)
        elif root > here:
            top = min(top, root)
    room = (top - bottom) / 8
    tried = [simplest_in(bottom + room, top - room), simplest_in(bottom + 3 * room, top - room)]
    if bottom <= wanted <= top:
        tried.insert(0, wanted)
    for value in tried:
        if all(_value(line, value) > 0 for line in lines) and all(
            _value(line, value) != 0 for line in others
        ):
            point[name] = value
            return


def _roots(line: Sequence[Fraction]) -> list[Fraction]:
    """The real roots, near enough: of degree one exactly."""
    while line and not line[-1]:
        line = line[:-1]
    if len(line) < 2:
        return []
    if len(line) == 2:
        return [-line[0] / line[1]]
    most = max(abs(c) for c in line)
    roots = np.roots([float(c / most) for c in reversed(line)])
    return [
        Fraction(float(root.real)) for root in roots if abs(root.imag) <= 1e-7 * (1 + abs(root))
    ]


def _value(line: Sequence[Fraction], x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(line):
        total = total * x + c
    return total


def simplest_in(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in a closed interval."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_in(-high, -low)
    if low == high:
        return low
    common = math.lcm(low.denominator, high.denominator)
    return simplest_between(int(low * common), int(high * common), common, True)
