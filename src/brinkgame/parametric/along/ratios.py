"""Rational functions of one parameter: their zeros, and their signs at a place.

A game in which all parameters but one are fixed is a table of these. They are pairs of flint's
polynomials, without a denominator where there is none, which is nearly always: folding back a tree
then costs microseconds a node.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, cast, final

from flint import fmpq, fmpq_poly, fmpz_poly

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression

__all__ = [
    "ONE",
    "ZERO",
    "Place",
    "Ratio",
    "Spot",
    "between",
    "factored",
    "factors_of",
    "ratio_of",
    "roots_of",
    "roots_of_factor",
    "sign_at",
    "sign_near",
    "sign_of",
    "sign_of_ratio",
]

Place: TypeAlias = "Fraction | Algebraic"
Spot: TypeAlias = "tuple[Place, int]"
"""A place and 0, or what is just below it and -1, or just above it and 1."""


@final
class Ratio:
    """A polynomial, or a quotient of two; never changed.

    Attributes
    ----------
    above
        The numerator.
    below
        The denominator; None for one.
    """

    __slots__ = ("above", "below")

    def __init__(self, above: Any, below: Any = None) -> None:
        self.above = above
        self.below = below

    def __add__(self, other: Ratio) -> Ratio:
        if self.below is None and other.below is None:
            return Ratio(self.above + other.above)
        return _joined(self, other, 1)

    def __sub__(self, other: Ratio) -> Ratio:
        if self.below is None and other.below is None:
            return Ratio(self.above - other.above)
        return _joined(self, other, -1)

    def __mul__(self, other: Ratio) -> Ratio:
        above = self.above * other.above
        if self.below is None:
            return Ratio(above, other.below)
        return Ratio(above, self.below if other.below is None else self.below * other.below)


def _joined(a: Ratio, b: Ratio, sign: int) -> Ratio:
    if a.below is None:
        return Ratio(a.above * b.below + sign * b.above, b.below)
    if b.below is None:
        return Ratio(a.above + sign * b.above * a.below, a.below)
    if a.below == b.below:
        return Ratio(a.above + sign * b.above, a.below)
    return Ratio(a.above * b.below + sign * b.above * a.below, a.below * b.below)


ZERO = Ratio(fmpq_poly([0]))
ONE = Ratio(fmpq_poly([1]))


def ratio_of(number: Fraction | Expression) -> Ratio:
    """A number, or an expression in at most one parameter.

    Raises
    ------
    ExpressionError
        The parameter is a free exponent.
    """
    if isinstance(number, Fraction):
        return Ratio(fmpq_poly([fmpq(number.numerator, number.denominator)]))
    value = number._value
    if value.has_powers:
        raise ExpressionError(f"{number} is no quotient of polynomials: the exponent in it is free")
    above, below, _ = value.plain()
    return Ratio(_polynomial(above), None if below == (((0,), 1),) else _polynomial(below))


def _polynomial(terms: Sequence[tuple[tuple[int, ...], int]]) -> Any:
    """A polynomial from its terms, the leading one first."""
    coefficients = [0] * ((sum(terms[0][0]) if terms else 0) + 1)
    for exponents, coefficient in terms:
        coefficients[sum(exponents)] = coefficient
    return fmpq_poly(coefficients)


def sign_at(polynomial: Any, place: Place) -> int:
    """The sign of a polynomial at a place: -1, 0 or 1."""
    if isinstance(place, Fraction):
        value = polynomial(fmpq(place.numerator, place.denominator))
        return int(value > 0) - int(value < 0)
    found = place.polynomial_in(polynomial)
    return (found > 0) - (found < 0)


def sign_near(polynomial: Any, spot: Spot) -> int:
    """The sign of a polynomial at a place or just beside it, where it is that of a derivative."""
    place, side = spot
    sign = sign_at(polynomial, place)
    turn = side
    while not sign and side and polynomial.degree() > 0:
        polynomial = polynomial.derivative()
        sign = sign_at(polynomial, place) * turn
        turn *= side
    return sign


def sign_of_ratio(ratio: Ratio, spot: Spot) -> int | None:
    """The sign of a rational function at a place or just beside it; None at a pole."""
    if ratio.below is None:
        return sign_near(ratio.above, spot)
    below = sign_near(ratio.below, spot)
    return sign_near(ratio.above, spot) * below if below else None


def factors_of(polynomial: Any) -> tuple[tuple[int, ...], ...]:
    """The irreducible factors that have a parameter in them, each once, as whole coefficients."""
    if polynomial.degree() < 1:
        return ()
    return _factors(tuple(int(c) for c in (polynomial * polynomial.denom()).coeffs()))


@lru_cache(maxsize=4096)
def _factors(coefficients: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    if len(coefficients) == 2:
        common = math.gcd(*coefficients)
        return (tuple(c // common for c in coefficients),)
    return tuple(factor for factor, _ in _factored(coefficients)[1])


def factored(polynomial: Any) -> tuple[int, tuple[tuple[tuple[int, ...], int], ...]]:
    """The sign of the number, and the irreducible factors with their powers."""
    return _factored(tuple(int(c) for c in (polynomial * polynomial.denom()).coeffs()))


@lru_cache(maxsize=4096)
def _factored(
    coefficients: tuple[int, ...],
) -> tuple[int, tuple[tuple[tuple[int, ...], int], ...]]:
    unit, found = fmpz_poly(list(coefficients)).factor()
    factors = tuple((tuple(int(c) for c in factor.coeffs()), int(e)) for factor, e in found)
    return (unit > 0) - (unit < 0), factors


@lru_cache(maxsize=4096)
def roots_of_factor(factor: tuple[int, ...]) -> tuple[Place, ...]:
    """The real zeros of an irreducible polynomial, ascending."""
    if len(factor) == 2:
        return (Fraction(-factor[0], factor[1]),)
    return real_roots(factor)


def roots_of(polynomials: Iterable[Any]) -> tuple[Place, ...]:
    """The real zeros of polynomials that are not zero, ascending, each once."""
    found: set[Place] = set()
    for polynomial in polynomials:
        for factor in factors_of(polynomial):
            found.update(roots_of_factor(factor))
    return tuple(sorted(found))


def between(low: Place | None, high: Place | None) -> Fraction:
    """A simple fraction strictly between two places; None is without end."""
    from brinkgame.arithmetic.polynomial_systems import rational_between

    if low is None and high is None:
        return Fraction(0)
    if low is None:
        return Fraction(_whole_near(cast(Place, high)) - 2)
    if high is None:
        return Fraction(_whole_near(low) + 2)
    return rational_between(low, high)


def _whole_near(place: Place) -> int:
    return math.floor(place if isinstance(place, Fraction) else place.refined(1).interval[0])


def sign_of(factor: tuple[int, ...], place: Place) -> int:
    """The sign of a polynomial of whole coefficients at a place."""
    return sign_at(fmpq_poly(list(factor)), place)
