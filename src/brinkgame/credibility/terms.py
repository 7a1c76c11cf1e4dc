"""Small polynomials with exact coefficients, by the unknowns of each term.

``{(): 3, (4,): -1, (4, 7): 2}`` is 3 - x4 + 2*x4*x7. Unknowns are numbers; the key of a term lists
them in ascending order, each as often as its power. A term whose coefficient is zero is not there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

__all__ = [
    "Terms",
    "added",
    "bounds",
    "constant",
    "degree",
    "exponents",
    "multiplied",
    "primitive",
    "scaled",
    "substituted",
    "subtracted",
    "total",
    "unknowns_of",
    "value_at",
]

Terms: TypeAlias = "dict[tuple[int, ...], Any]"
"""A polynomial; coefficients are ints and Fractions."""


def constant(value: Any) -> Terms:
    """A number as a polynomial.

    >>> constant(3), constant(0)
    ({(): 3}, {})
    """
    return {(): value} if value else {}


def added(p: Terms, q: Terms) -> Terms:
    """The sum of two polynomials."""
    if not q:
        return p
    if not p:
        return q
    found = dict(p)
    for key, value in q.items():
        now = found.get(key, 0) + value
        if now:
            found[key] = now
        else:
            found.pop(key, None)
    return found


def subtracted(p: Terms, q: Terms) -> Terms:
    """The difference of two polynomials."""
    return added(p, scaled(q, -1))


def total(many: Iterable[Terms]) -> Terms:
    """The sum of many."""
    found: Terms = {}
    for each in many:
        found = added(found, each)
    return found


def scaled(p: Terms, factor: Any) -> Terms:
    """The product with a number."""
    if factor == 1:
        return p
    return {key: value * factor for key, value in p.items()} if factor else {}


def multiplied(p: Terms, q: Terms) -> Terms:
    """The product.

    >>> multiplied({(1,): 2, (): 1}, {(1,): 1, (3,): -1})
    {(1, 1): 2, (1, 3): -2, (1,): 1, (3,): -1}
    """
    if len(p) > len(q):
        p, q = q, p
    if len(p) == 1 and () in p:
        return scaled(q, p[()])
    found: Terms = {}
    for one, a in p.items():
        for other, b in q.items():
            key = tuple(sorted(one + other)) if one and other else one or other
            now = found.get(key, 0) + a * b
            if now:
                found[key] = now
            else:
                del found[key]
    return found


def unknowns_of(p: Terms) -> set[int]:
    """The unknowns that occur."""
    return {unknown for key in p for unknown in key}


def degree(p: Terms) -> int:
    """The largest number of unknowns in a term."""
    return max(map(len, p), default=0)


def substituted(p: Terms, values: Mapping[int, Terms]) -> Terms:
    """The polynomial with polynomials in the place of some unknowns.

    >>> substituted({(1, 2): 2, (2,): 1}, {1: {(): 3}})
    {(2,): 7}
    """
    if not any(unknown in values for key in p for unknown in key):
        return p
    found: Terms = {}
    for key, coefficient in p.items():
        term: Terms = {tuple(u for u in key if u not in values): coefficient}
        for unknown in key:
            if unknown in values:
                term = multiplied(term, values[unknown])
        found = added(found, term)
    return found


def value_at(p: Terms, point: Mapping[int, Any]) -> Any:
    """The value at a point, in the numbers of the point."""
    whole: Any = Fraction(0)
    for key, coefficient in p.items():
        term: Any = Fraction(coefficient)
        for unknown in key:
            term = term * point[unknown]
        whole = whole + term
    return whole


def bounds(p: Terms) -> tuple[Any, Any]:
    """Numbers that the polynomial does not leave where all unknowns are between 0 and 1.

    >>> bounds({(): 1, (1,): -2, (1, 2): 3})
    (-1, 4)
    """
    base = p.get((), 0)
    low = base + sum(value for key, value in p.items() if key and value < 0)
    high = base + sum(value for key, value in p.items() if key and value > 0)
    return low, high


def primitive(p: Terms) -> Terms:
    """The polynomial times a positive number that makes its coefficients coprime integers.

    >>> primitive({(): Fraction(1, 2), (1,): 2})
    {(): 1, (1,): 4}
    """
    if not p:
        return p
    common = math.lcm(*(value.denominator for value in p.values()))
    whole = {key: int(value * common) for key, value in p.items()}
    shared = math.gcd(*whole.values())
    return {key: value // shared for key, value in whole.items()}


def exponents(p: Terms, order: Sequence[int]) -> dict[tuple[int, ...], Any]:
    """The polynomial by exponents of the unknowns in an order, as `solve_polynomials` takes it.

    >>> exponents({(): 3, (4, 7): 2}, [4, 7])
    {(0, 0): 3, (1, 1): 2}
    """
    place = {unknown: k for k, unknown in enumerate(order)}
    found: dict[tuple[int, ...], Any] = {}
    for key, value in p.items():
        powers = [0] * len(order)
        for unknown in key:
            powers[place[unknown]] += 1
        found[tuple(powers)] = value
    return found
