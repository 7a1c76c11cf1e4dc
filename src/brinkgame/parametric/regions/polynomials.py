"""Polynomials as plain numbers: by monomial, and as tables of Bernstein coefficients.

A polynomial on a box is taken to unit coordinates: a parameter with both ends runs from 0 to 1, one
with a single end from 0 to infinity. There a table with one axis a parameter holds the Bernstein
coefficients along the former and the plain coefficients along the latter; where none of them is
negative, neither is the polynomial [1]_. In unit coordinates all weights of the change of basis are
nonnegative integers (times one common number), so that everything stays in integers.

.. [1] R. T. Farouki, "The Bernstein polynomial basis: a centennial retrospective", *Computer Aided
   Geometric Design* 29 (2012), sections 3.2 and 5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Expression

__all__ = ["Monomial", "Polynomial", "as_float", "bernstein_matrix", "bernstein_table", "joined"]

Monomial: TypeAlias = tuple[tuple[str, int], ...]
"""Names with their exponents, sorted by name."""


@final
class Polynomial:
    """A polynomial with rational coefficients by monomial: plain, and fast to put together."""

    __slots__ = ("_hash", "names", "terms")

    terms: dict[Monomial, Fraction]
    names: tuple[str, ...]

    def __init__(self, terms: Mapping[Monomial, Fraction]) -> None:
        self.terms = {monomial: c for monomial, c in terms.items() if c}
        self.names = tuple(sorted({name for monomial in self.terms for name, _ in monomial}))
        self._hash: int | None = None

    @classmethod
    def of(cls, expression: Expression) -> Polynomial:
        """The polynomial that an expression is; `ExpressionError` where it is none."""
        return cls(expression.terms())

    @classmethod
    def constant(cls, number: Fraction | int) -> Polynomial:
        """The polynomial that is a number."""
        return cls({(): Fraction(number)})

    @property
    def is_constant(self) -> bool:
        """Whether there is no name in it."""
        return not self.names

    @property
    def degree(self) -> int:
        """The total degree."""
        return max((sum(e for _, e in monomial) for monomial in self.terms), default=0)

    def degrees(self) -> dict[str, int]:
        """The degree in each name."""
        found = dict.fromkeys(self.names, 0)
        for monomial in self.terms:
            for name, e in monomial:
                found[name] = max(found[name], e)
        return found

    def primitive(self) -> Polynomial:
        """The positive multiple whose coefficients are integers without common divisor."""
        if not self.terms:
            return self
        common = math.lcm(*(c.denominator for c in self.terms.values()))
        divisor = math.gcd(*(int(c * common) for c in self.terms.values()))
        return self.times(Fraction(common, divisor))

    def scaled(self) -> Polynomial:
        """The positive multiple whose largest coefficient is 1, as floats like it."""
        return self.times(1 / max(abs(c) for c in self.terms.values())) if self.terms else self

    def times(self, number: Fraction | int) -> Polynomial:
        """The multiple by a number."""
        return Polynomial({monomial: c * number for monomial, c in self.terms.items()})

    def __neg__(self) -> Polynomial:
        return self.times(-1)

    def __add__(self, other: Polynomial) -> Polynomial:
        total = dict(self.terms)
        for monomial, c in other.terms.items():
            total[monomial] = total.get(monomial, Fraction(0)) + c
        return Polynomial(total)

    def __mul__(self, other: Polynomial) -> Polynomial:
        total: dict[Monomial, Fraction] = {}
        for a, c in self.terms.items():
            for b, d in other.terms.items():
                monomial = joined(a, b)
                total[monomial] = total.get(monomial, Fraction(0)) + c * d
        return Polynomial(total)

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """The value at a point that names every name in it."""
        total = Fraction(0)
        for monomial, c in self.terms.items():
            term = c
            for name, e in monomial:
                term *= values[name] ** e
            total += term
        return total

    def put(self, values: Mapping[str, Fraction]) -> Polynomial:
        """The polynomial with some names replaced by numbers."""
        total: dict[Monomial, Fraction] = {}
        for monomial, c in self.terms.items():
            rest = []
            for name, e in monomial:
                if name in values:
                    c *= values[name] ** e
                else:
                    rest.append((name, e))
            key = tuple(rest)
            total[key] = total.get(key, Fraction(0)) + c
        return Polynomial(total)

    def moved(self, images: Mapping[str, tuple[Fraction, Fraction]]) -> Polynomial:
        """The polynomial with each name x replaced by ``a + b*x`` where `images` has (a, b)."""
        total: dict[Monomial, Fraction] = {}
        for monomial, c in self.terms.items():
            parts = []
            for name, e in monomial:
                a, b = images.get(name, (Fraction(0), Fraction(1)))
                if a:
                    parts.append(
                        [(name, k, math.comb(e, k) * a ** (e - k) * b**k) for k in range(e + 1)]
                    )
                else:
                    parts.append([(name, e, b**e)])
            for choice in product(*parts):
                weight = c
                for _, _, factor in choice:
                    weight *= factor
                key = tuple((name, k) for name, k, _ in choice if k)
                total[key] = total.get(key, Fraction(0)) + weight
        return Polynomial(total)

    def along(self, name: str) -> list[Polynomial]:
        """The coefficients of the powers of one name, that of its power 0 first."""
        parts: list[dict[Monomial, Fraction]] = [{} for _ in range(self.degrees().get(name, 0) + 1)]
        for monomial, c in self.terms.items():
            rest = tuple(item for item in monomial if item[0] != name)
            power = next((e for key, e in monomial if key == name), 0)
            parts[power][rest] = c
        return [Polynomial(part) for part in parts]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Polynomial) and self.terms == other.terms

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __repr__(self) -> str:
        shown = (
            "*".join([str(c), *(name if e == 1 else f"{name}**{e}" for name, e in monomial)])
            for monomial, c in self.terms.items()
        )
        return " + ".join(shown) or "0"


@lru_cache(maxsize=65536)
def joined(a: Monomial, b: Monomial) -> Monomial:
    """The product of two monomials."""
    powers = dict(a)
    for name, e in b:
        powers[name] = powers.get(name, 0) + e
    return tuple(sorted(powers.items()))


@lru_cache(maxsize=64)
def bernstein_matrix(degree: int) -> tuple[tuple[int, ...], ...]:
    """The change from powers of t on [0, 1] to Bernstein coefficients, times a positive integer.

    The coefficient i of t**j is C(i, j)/C(degree, j), so that the common factor is the least common
    multiple of the denominators; the row of each end, of value 1 at t**0, shows it.
    """
    common = math.lcm(*(math.comb(degree, j) for j in range(degree + 1)))
    return tuple(
        tuple(math.comb(i, j) * common // math.comb(degree, j) for j in range(degree + 1))
        for i in range(degree + 1)
    )


def bernstein_table(
    polynomial: Polynomial, bounded: Iterable[str]
) -> tuple[tuple[str, ...], npt.NDArray[np.object_]]:
    """A polynomial in unit coordinates as a table of integers, up to a positive factor.

    Along the names in `bounded` the entries are Bernstein coefficients, along the others those of
    powers. The axes are the names of the polynomial in their order.
    """
    names = polynomial.names
    degrees = polynomial.degrees()
    table: Any = np.zeros(tuple(degrees[name] + 1 for name in names), dtype=object)
    place = {name: axis for axis, name in enumerate(names)}
    for monomial, c in polynomial.primitive().terms.items():
        index = [0] * len(names)
        for name, e in monomial:
            index[place[name]] = e
        table[tuple(index)] = int(c)
    inside = set(bounded)
    for axis, name in enumerate(names):
        if name not in inside:
            continue
        matrix = bernstein_matrix(degrees[name])
        columns = np.moveaxis(table, axis, 0)
        table = np.moveaxis(
            np.stack(
                [
                    sum(weight * columns[j] for j, weight in enumerate(row) if weight)
                    for row in matrix
                ]
            ),
            0,
            axis,
        )
    return names, table


def as_float(number: Fraction) -> float:
    """The nearest float, for points that are tried and for ranges.

    Raises `InvalidParameterError` where there is none.
    """
    try:
        return float(number)
    except OverflowError:
        digits = len(str(abs(number.numerator) // number.denominator)) - 1
        raise InvalidParameterError(
            f"a number of about 1e{digits} is beyond what floats hold, with which points of the "
            "box are tried: measure it in another unit, or fix it nearer to the others"
        ) from None
