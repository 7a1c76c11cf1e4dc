"""Curves in a rectangle: irreducible polynomials in two variables, and where they can be zero."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias, final

from flint import Ordering, fmpq, fmpz, fmpz_mpoly_ctx, fmpz_poly

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.expressions.polynomials import irreducible_factors

__all__ = ["Box", "Curve", "Number", "curve_of", "factored", "roots_within"]

Number: TypeAlias = "Fraction | Algebraic"
Terms: TypeAlias = Mapping[tuple[int, int], int]

_RING = fmpz_mpoly_ctx.get(("x", "y"), Ordering.lex)


@final
@dataclass(frozen=True, slots=True)
class Box:
    """The closed rectangle that is looked at; both sides are longer than zero."""

    left: Fraction
    right: Fraction
    bottom: Fraction
    top: Fraction


@final
@dataclass(frozen=True)
class Curve:
    """Where an irreducible polynomial in x and y is zero.

    Attributes
    ----------
    coefficients
        By the powers of x and y, the greatest first: integers without a common factor, the first
        positive, so that equal curves have equal coefficients.
    """

    coefficients: tuple[tuple[tuple[int, int], int], ...]

    @cached_property
    def terms(self) -> dict[tuple[int, int], int]:
        """The coefficients by the powers of x and y."""
        return dict(self.coefficients)

    @cached_property
    def polynomial(self) -> Any:
        """In flint's own form."""
        return _polynomial(self.terms)

    @cached_property
    def degrees(self) -> tuple[int, int]:
        """The degrees in x and in y."""
        across, up = self.polynomial.degrees()
        return int(across), int(up)

    @cached_property
    def columns(self) -> tuple[Any, ...]:
        """The coefficients of 1, y, y**2, ... as flint polynomials in x."""
        across, up = self.degrees
        lists = [[0] * (across + 1) for _ in range(up + 1)]
        for (i, j), coefficient in self.terms.items():
            lists[j][i] = coefficient
        return tuple(fmpz_poly(each) for each in lists)

    @cached_property
    def rows(self) -> tuple[Any, ...]:
        """The coefficients of 1, x, x**2, ... as flint polynomials in y."""
        across, up = self.degrees
        lists = [[0] * (up + 1) for _ in range(across + 1)]
        for (i, j), coefficient in self.terms.items():
            lists[i][j] = coefficient
        return tuple(fmpz_poly(each) for each in lists)

    @property
    def is_vertical(self) -> bool:
        """Whether it is made of lines x = constant."""
        return self.degrees[1] == 0

    def along_y(self, x: Fraction) -> list[Fraction]:
        """The coefficients in y where x has a value."""
        return _at(self.columns, x)

    def along_x(self, y: Fraction) -> list[Fraction]:
        """The coefficients in x where y has a value."""
        return _at(self.rows, y)

    def sign_at(self, x: Fraction, y: Fraction) -> int:
        """Its sign at a rational point."""
        value, here = fmpq(0), fmpq(y.numerator, y.denominator)
        at = fmpq(x.numerator, x.denominator)
        for column in reversed(self.columns):
            value = value * here + column(at)
        return int(value > 0) - int(value < 0)

    def is_clear_of(self, box: Box) -> bool:
        """Whether a simple proof shows that it does not meet the inside of a box.

        The polynomial in the basis of Bernstein has coefficients of one sign; inside the box every
        member of that basis is positive. False says nothing.
        """
        return self.steady_sign(box) != 0

    def steady_sign(self, box: Box, *, closed: bool = False) -> int:
        """Its sign all over the inside of a box, as far as coefficients of Bernstein prove it.

        Parameters
        ----------
        box
            Where.
        closed
            Ask for the sides of the box as well.

        Returns
        -------
        int
            1 or -1; 0 where it has no steady sign, or none that is proved.
        """
        found = {0 if not c else 1 if c > 0 else -1 for c in _bernstein(self, box)}
        if closed and 0 in found:
            return 0
        found.discard(0)
        return found.pop() if len(found) == 1 else 0


def curve_of(terms: Terms) -> Curve:
    """The curve of an irreducible polynomial."""
    return factored(terms)[1][0][0]


def factored(terms: Terms) -> tuple[Fraction, tuple[tuple[Curve, int], ...]]:
    """A polynomial with integer coefficients as a number times powers of curves.

    >>> unit, curves = factored({(2, 0): 2, (0, 2): -2})
    >>> unit, [(str(curve.polynomial), power) for curve, power in curves]
    (Fraction(2, 1), [('x - y', 1), ('x + y', 1)])
    """
    polynomial = _polynomial(terms)
    if not polynomial:
        return Fraction(0), ()
    unit, factors = irreducible_factors(polynomial)
    listed = sorted((_coefficients(factor), int(power)) for factor, power in factors)
    return Fraction(int(unit)), tuple((Curve(found), power) for found, power in listed)


def _polynomial(terms: Terms) -> Any:
    whole: dict[tuple[int, ...], int | fmpz] = {key: terms[key] for key in terms}
    return _RING.from_dict(whole)


def _coefficients(polynomial: Any) -> tuple[tuple[tuple[int, int], int], ...]:
    return tuple(
        ((int(powers[0]), int(powers[1])), int(coefficient))
        for powers, coefficient in polynomial.terms()
    )


def resultant(a: Curve, b: Curve) -> Any:
    """A flint polynomial in x that is zero wherever two curves share a y, real or not."""
    return _in_x(a.polynomial.resultant(b.polynomial, "y"))


def discriminant(curve: Curve) -> Any:
    """A flint polynomial in x that is zero wherever two y of one curve fall together."""
    return _in_x(curve.polynomial.discriminant("y"))


def irreducible(polynomial: Any) -> list[Any]:
    """The irreducible factors of a flint polynomial in one variable, each once."""
    return [factor for factor, _ in polynomial.factor()[1]] if polynomial.degree() > 0 else []


def roots_within(coefficients: Sequence[Fraction], low: Number, high: Number) -> list[Number]:
    """The real roots strictly between two numbers, ascending."""
    whole = list(coefficients)
    while whole and not whole[-1]:
        whole.pop()
    if len(whole) < 2:
        return []
    if len(whole) == 2:
        root = -whole[0] / whole[1]
        return [root] if low < root < high else []
    return [root for root in real_roots(whole) if low < root < high]


def _at(polynomials: Sequence[Any], place: Fraction) -> list[Fraction]:
    at = fmpq(place.numerator, place.denominator)
    values = [polynomial(at) for polynomial in polynomials]
    return [Fraction(int(value.p), int(value.q)) for value in values]


def _in_x(polynomial: Any) -> Any:
    coefficients = [0] * (int(polynomial.degrees()[0]) + 1)
    for powers, coefficient in polynomial.terms():
        coefficients[int(powers[0])] = int(coefficient)
    return fmpz_poly(coefficients)


def _bernstein(curve: Curve, box: Box) -> list[Fraction]:
    """The coefficients of Bernstein over a box, in no particular order."""
    across, up = curve.degrees
    table = [[Fraction(0)] * (up + 1) for _ in range(across + 1)]
    for (i, j), coefficient in curve.terms.items():
        table[i][j] = Fraction(coefficient)
    table = [_stretched(row, box.bottom, box.top) for row in table]
    columns = [_stretched([row[j] for row in table], box.left, box.right) for j in range(up + 1)]
    return [value for column in columns for value in column]


def _stretched(coefficients: Sequence[Fraction], low: Fraction, high: Fraction) -> list[Fraction]:
    """A polynomial in one variable in the basis of Bernstein over an interval."""
    degree = len(coefficients) - 1
    shifted = list(coefficients)
    for k in range(degree):  # Horner's scheme, repeated: coefficients in (x - low)
        for i in range(degree - 1, k - 1, -1):
            shifted[i] += low * shifted[i + 1]
    width = high - low
    scaled = [c * width**k for k, c in enumerate(shifted)]
    return [
        sum(
            (Fraction(math.comb(i, k), math.comb(degree, k)) * scaled[k] for k in range(i + 1)),
            Fraction(0),
        )
        for i in range(degree + 1)
    ]
