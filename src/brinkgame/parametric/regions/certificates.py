"""Proofs that conditions contradict each other: sums of products that cannot be zero.

Products of facts that are each at least zero are at least zero. If a sum of such products with
positive weights is the zero polynomial, and one of the products is above zero wherever the facts
hold, then they hold nowhere. For linear facts this is Farkas's lemma where the products are single
facts, and Handelman's theorem [1]_ says that with products of high enough degree it finds every
contradiction on a bounded polyhedron that has a margin. The weights are those of a linear program:
solved in floats, and solved again and checked in rationals on the products that it uses.

.. [1] D. Handelman, "Representing polynomials by positive linear functions on compact convex
   polyhedra", *Pacific Journal of Mathematics* 132 (1988), theorem I.3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, final

import numpy as np

from brinkgame.control import FREE, Control
from brinkgame.linear_programs import solve_lp
from brinkgame.parametric.regions.domain import Domain, Fact
from brinkgame.parametric.regions.polynomials import Monomial, Polynomial, joined

__all__ = ["Certificate", "contradiction"]

_MOST_PRODUCTS = 2000
_MOST_ENTRIES = 500_000
_PLAIN = 400
"""A table with fewer entries is solved in exact numbers at once."""
_NOTHING = 1e-9

_Terms: TypeAlias = dict[Monomial, int]


@final
class Certificate(NamedTuple):
    """Products of facts with positive weights whose sum is zero, though it could not be."""

    weights: tuple[Fraction, ...]
    products: tuple[tuple[int, ...], ...]
    """Of which facts each is the product; the empty product is 1."""
    facts: tuple[Fact, ...]
    """The facts that were given, and then the sides of the box."""

    def is_valid(self) -> bool:
        """Whether it is a proof, worked out in exact numbers."""
        total = Polynomial({})
        above = False
        for weight, factors in zip(self.weights, self.products, strict=True):
            if weight < 0:
                return False
            term = Polynomial.constant(weight)
            for factor in factors:
                term = term * self.facts[factor].polynomial
            total = total + term
            above |= weight > 0 and all(self.facts[factor].strict for factor in factors)
        return above and not total.terms


def contradiction(
    facts: Sequence[Fact],
    domain: Domain,
    *,
    degree: int = 2,
    interior: bool = False,
    control: Control = FREE,
) -> Certificate | None:
    """A proof that facts in unit coordinates hold together nowhere in the box, if one is found.

    The sides of the box are added to them: as strict ones where only the interior is of interest.
    """
    names = sorted({name for fact in facts for name in fact.polynomial.names})
    sides = tuple((name, name in domain.bounded) for name in names if name in domain.images)
    everything = (*facts, *_sides(sides, interior))
    columns = _products(facts, sides, degree)
    if columns is None:
        return None
    found = _weights(everything, columns, control)
    if found is None:
        return None
    certificate = Certificate(*found, everything)
    return certificate if certificate.is_valid() else None


@lru_cache(maxsize=512)
def _sides(sides: tuple[tuple[str, bool], ...], interior: bool) -> tuple[Fact, ...]:
    found = []
    for name, bounded in sides:
        u = Polynomial({((name, 1),): Fraction(1)})
        found.append(Fact(u, interior))
        if bounded:
            found.append(Fact(Polynomial.constant(1) + -u, interior))
    return tuple(found)


_Product: TypeAlias = tuple[tuple[int, ...], _Terms, int]
"""Which facts, their product in integers, and its degree."""


@lru_cache(maxsize=128)
def _products_of_sides(
    sides: tuple[tuple[str, bool], ...], degree: int
) -> tuple[_Product, ...] | None:
    """Products of sides alone, counted from 0."""
    base = [_whole(fact.polynomial) for fact in _sides(sides, False)]
    done: list[_Product] = [((), {(): 1}, 0)]
    last = list(done)
    for power in range(1, degree + 1):
        fresh: list[_Product] = []
        for factors, terms, _ in last:
            for k in range(factors[-1] if factors else 0, len(base)):
                fresh.append(((*factors, k), _times(terms, base[k]), power))
                if len(done) + len(fresh) > _MOST_PRODUCTS:
                    return None
        done += fresh
        last = fresh
    return tuple(done)


def _products(
    facts: Sequence[Fact], sides: tuple[tuple[str, bool], ...], degree: int
) -> list[_Product] | None:
    """The products up to a degree; None if there are too many."""
    plain = _products_of_sides(sides, degree)
    if plain is None:
        return None
    shift = len(facts)
    moved = [(tuple(k + shift for k in factors), t, d) for factors, t, d in plain]
    done = list(moved)
    base = [(_whole(fact.polynomial), fact.polynomial.degree) for fact in facts]
    last: list[_Product] = [((), {(): 1}, 0)]
    while last:
        fresh: list[_Product] = []
        for factors, terms, used in last:
            for k in range(factors[-1] if factors else 0, shift):
                total = used + base[k][1]
                if total <= degree:
                    fresh.append(((*factors, k), _times(terms, base[k][0]), total))
        for factors, terms, used in fresh:
            for others, more, power in moved:
                if used + power > degree:
                    break
                done.append(((*factors, *others), _times(terms, more), used + power))
            if len(done) > _MOST_PRODUCTS:
                return None
        last = fresh
    return done


def _whole(polynomial: Polynomial) -> _Terms:
    """The terms in integers; of what is no polynomial in integers, of a positive multiple."""
    common = math.lcm(*(c.denominator for c in polynomial.terms.values()))
    return {monomial: int(c * common) for monomial, c in polynomial.terms.items()}


def _times(a: _Terms, b: _Terms) -> _Terms:
    total: _Terms = {}
    for m, c in a.items():
        for n, d in b.items():
            key = joined(m, n) if m and n else m or n
            total[key] = total.get(key, 0) + c * d
    return {m: c for m, c in total.items() if c}


def _weights(
    facts: Sequence[Fact], columns: Sequence[_Product], control: Control
) -> tuple[tuple[Fraction, ...], tuple[tuple[int, ...], ...]] | None:
    rows: dict[Monomial, int] = {}
    for _, terms, _ in columns:
        for monomial in terms:
            rows.setdefault(monomial, len(rows))
    above = [all(facts[k].strict for k in factors) for factors, _, _ in columns]
    size = (len(rows) + 1) * len(columns)
    if size > _MOST_ENTRIES or not any(above):
        return None
    kept: Sequence[int] = range(len(columns))
    if size > _PLAIN:
        point = _nearly(columns, rows, above, control)
        if point is None:
            return None
        kept = np.flatnonzero(point > _NOTHING).tolist()
    exact = _exactly([columns[j][1] for j in kept], [above[j] for j in kept], rows, control)
    if exact is None:
        return None
    used = [(weight, columns[j][0]) for weight, j in zip(exact, kept, strict=True) if weight]
    return _in_own_units(used, facts)


def _nearly(
    columns: Sequence[_Product], rows: dict[Monomial, int], above: Sequence[bool], control: Control
) -> Any:
    table = np.zeros((len(rows) + 1, len(columns)))
    for j, (_, terms, _) in enumerate(columns):
        scale = max(abs(c) for c in terms.values())
        for monomial, c in terms.items():
            table[rows[monomial], j] = c / scale
    table[-1] = above
    right = np.zeros(len(rows) + 1)
    right[-1] = 1.0
    found = solve_lp(np.ones(len(columns)), equal=(table, right), exact=False, control=control)
    return np.asarray(found.point) if found.status == "optimal" else None


def _exactly(
    kept: Sequence[_Terms], above: Sequence[bool], rows: dict[Monomial, int], control: Control
) -> tuple[Fraction, ...] | None:
    if not kept:
        return None
    table: dict[int, list[int]] = {}
    for j, terms in enumerate(kept):
        for monomial, c in terms.items():
            table.setdefault(rows[monomial], [0] * len(kept))[j] = c
    lines = [*table.values(), [int(one) for one in above]]
    right = [0] * len(table) + [1]
    found = solve_lp([1] * len(kept), equal=(lines, right), control=control)
    return found.point if found.status == "optimal" else None


def _in_own_units(
    used: Sequence[tuple[Fraction, tuple[int, ...]]], facts: Sequence[Fact]
) -> tuple[tuple[Fraction, ...], tuple[tuple[int, ...], ...]]:
    """The weights for the facts as they were given, not for their multiples in integers."""
    scales = [math.lcm(*(c.denominator for c in fact.polynomial.terms.values())) for fact in facts]
    return (
        tuple(weight * math.prod(scales[k] for k in factors) for weight, factors in used),
        tuple(factors for _, factors in used),
    )
