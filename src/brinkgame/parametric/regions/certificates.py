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

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, final

import numpy as np

from brinkgame.control import FREE, Control
from brinkgame.linear_programs import solve_lp
from brinkgame.parametric.regions.domain import Domain, Fact
from brinkgame.parametric.regions.polynomials import Monomial, Polynomial

__all__ = ["Certificate", "contradiction"]

_MOST_PRODUCTS = 2500
_MOST_ENTRIES = 600_000
_NOTHING = 1e-9


@final
class Certificate(NamedTuple):
    """Products of facts with weights whose sum is zero, though it could not be."""

    weights: tuple[Fraction, ...]
    products: tuple[tuple[int, ...], ...]
    """Of which facts each is the product."""
    facts: tuple[Fact, ...]

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
    facts: Sequence[Fact], domain: Domain, *, degree: int = 2, control: Control = FREE
) -> Certificate | None:
    """A proof that facts in unit coordinates hold together nowhere in the box, if one is found.

    The sides of the box are added to them.
    """
    names = sorted({name for fact in facts for name in fact.polynomial.names})
    everything = (*facts, *_sides(names, domain))
    columns = _products(everything, degree)
    if columns is None:
        return None
    found = _weights(everything, columns, control)
    if found is None:
        return None
    certificate = Certificate(*found, everything)
    return certificate if certificate.is_valid() else None


def _sides(names: Iterable[str], domain: Domain) -> list[Fact]:
    found = []
    for name in names:
        u = Polynomial({((name, 1),): Fraction(1)})
        if name in domain.bounded or name in domain.rays:
            found.append(Fact(u, False))
        if name in domain.bounded:
            found.append(Fact(Polynomial.constant(1) + -u, False))
    return found


def _products(
    facts: Sequence[Fact], degree: int
) -> list[tuple[tuple[int, ...], Polynomial]] | None:
    """The products of facts up to a degree, 1 included; None if there are too many."""
    done: list[tuple[tuple[int, ...], Polynomial]] = [((), Polynomial.constant(1))]
    last = done
    degrees = [fact.polynomial.degree for fact in facts]
    while last:
        fresh = []
        for factors, polynomial in last:
            start = factors[-1] if factors else 0
            used = polynomial.degree
            for k in range(start, len(facts)):
                if factors and used + degrees[k] > degree:
                    continue
                fresh.append(((*factors, k), polynomial * facts[k].polynomial))
                if len(done) + len(fresh) > _MOST_PRODUCTS:
                    return None
        done = done + fresh
        last = [item for item in fresh if item[1].degree < degree]
    return done


def _weights(
    facts: Sequence[Fact],
    columns: Sequence[tuple[tuple[int, ...], Polynomial]],
    control: Control,
) -> tuple[tuple[Fraction, ...], tuple[tuple[int, ...], ...]] | None:
    rows: dict[Monomial, int] = {}
    for _, polynomial in columns:
        for monomial in polynomial.terms:
            rows.setdefault(monomial, len(rows))
    if (len(rows) + 1) * len(columns) > _MOST_ENTRIES:
        return None
    table = np.zeros((len(rows) + 1, len(columns)))
    scales = np.ones(len(columns))
    above = [all(facts[k].strict for k in factors) for factors, _ in columns]
    for j, (_, polynomial) in enumerate(columns):
        scales[j] = max(abs(float(c)) for c in polynomial.terms.values())
        for monomial, c in polynomial.terms.items():
            table[rows[monomial], j] = float(c) / scales[j]
        table[-1, j] = float(above[j])
    right = np.zeros(len(rows) + 1)
    right[-1] = 1.0
    found = solve_lp(np.ones(len(columns)), equal=(table, right), exact=False, control=control)
    if found.status != "optimal":
        return None
    point = np.asarray(found.point)
    for least in (_NOTHING, 0.0):
        kept = [j for j in range(len(columns)) if point[j] > least]
        exact = _exactly([columns[j][1] for j in kept], [above[j] for j in kept], rows, control)
        if exact is not None:
            return exact, tuple(columns[j][0] for j in kept)
    return None


def _exactly(
    kept: Sequence[Polynomial],
    above: Sequence[bool],
    rows: dict[Monomial, int],
    control: Control,
) -> tuple[Fraction, ...] | None:
    table: dict[int, list[Any]] = {}
    for j, polynomial in enumerate(kept):
        for monomial, c in polynomial.terms.items():
            table.setdefault(rows[monomial], [0] * len(kept))[j] = c
    lines = [*table.values(), [int(one) for one in above]]
    right = [0] * len(table) + [1]
    found = solve_lp([1] * len(kept), equal=(lines, right), control=control)
    return found.point if found.status == "optimal" else None
