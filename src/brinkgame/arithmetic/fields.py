"""Real number fields: exact arithmetic with polynomials in one algebraic number.

Let theta be a real root of an irreducible polynomial f with integer coefficients. The numbers
c0 + c1*theta + ... + ck*theta**k with rational c form a field, Q(theta): sums and products are
those of polynomials, reduced modulo f, and a reciprocal comes from the extended Euclidean
algorithm (Cohen 1993, *A Course in Computational Algebraic Number Theory*, section 4.2). Such a
number is zero only if all its coefficients are, so that its sign is found by an enclosure of theta
that is narrowed until the number's own enclosure is clear of zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, final

__all__ = ["NumberField", "sign_at"]


def sign_at(polynomial: Sequence[int], x: Fraction) -> int:
    """The sign of a polynomial at n/d, by Horner's rule on the polynomial times d**degree."""
    n, d = x.numerator, x.denominator
    value, power = 0, 1
    for coefficient in reversed(polynomial):
        value = value * n + coefficient * power
        power *= d
    return (value > 0) - (value < 0)


@final
class NumberField:
    """The field of all polynomials in one real algebraic number theta.

    Elements are flint's ``fmpq_poly`` of a degree below that of the field, and stay inside this
    room; `Algebraic` is what others see.

    Parameters
    ----------
    polynomial
        The minimal polynomial of theta: irreducible, of degree two or more, integer coefficients,
        that of the constant first.
    interval
        Rational ends between which it has this root and no other.
    """

    __slots__ = ("_bits", "_low", "_modulus", "_rising", "interval", "polynomial")

    polynomial: tuple[int, ...]
    interval: tuple[Fraction, Fraction]
    _modulus: Any
    _rising: bool
    _bits: int
    _low: int

    def __init__(self, polynomial: tuple[int, ...], interval: tuple[Fraction, Fraction]) -> None:
        from flint import fmpq_poly

        self.polynomial = polynomial
        self.interval = interval
        self._modulus = fmpq_poly(list(polynomial))
        self._rising = sign_at(polynomial, interval[0]) < 0
        # theta lies between _low and _low + 1, in units of 2**-_bits.
        self._bits = -1
        self._low = 0

    @property
    def degree(self) -> int:
        """The dimension of the field over the rational numbers."""
        return len(self.polynomial) - 1

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, NumberField):
            return NotImplemented
        if self.polynomial != other.polynomial:
            return False
        # Both intervals isolate: it is one root if and only if it is in what they share.
        low = max(self.interval[0], other.interval[0])
        high = min(self.interval[1], other.interval[1])
        if low >= high:
            return False
        return sign_at(self.polynomial, low) != sign_at(self.polynomial, high)

    def __hash__(self) -> int:
        return hash(("number field", self.polynomial))

    def __reduce__(self) -> tuple[Any, ...]:
        return NumberField, (self.polynomial, self.interval)

    # -- elements ----------------------------------------------------------------------------

    def element(self, coefficients: Sequence[Fraction | int]) -> Any:
        """The number with these coefficients of 1, theta, theta**2, ..."""
        from flint import fmpq, fmpq_poly

        listed = [fmpq(int(c.numerator), int(c.denominator)) for c in coefficients]
        return self.reduced(fmpq_poly(listed))

    def reduced(self, value: Any) -> Any:
        """A polynomial in theta modulo the minimal one."""
        return value % self._modulus if value.degree() >= self.degree else value

    def product(self, a: Any, b: Any) -> Any:
        """The product of two elements."""
        return self.reduced(a * b)

    def reciprocal(self, a: Any) -> Any:
        """One over an element that is not zero."""
        common, factor, _ = a.xgcd(self._modulus)
        return factor / common[0]

    def minimal_polynomial(self, value: Any) -> tuple[int, ...]:
        """That of an element: of the matrix by which the element multiplies."""
        from flint import fmpq_mat, fmpq_poly

        size = self.degree
        rows = []
        row, theta = value, fmpq_poly([0, 1])
        for _ in range(size):
            rows.append([row[k] for k in range(size)])
            row = self.reduced(row * theta)
        found = fmpq_mat(size, size, [entry for row in rows for entry in row]).minpoly()
        return primitive(found)

    # -- enclosures --------------------------------------------------------------------------

    def _is_above(self, number: int, bits: int) -> bool:
        """Whether theta exceeds number / 2**bits, which lies within the interval."""
        value = 0
        for k, coefficient in enumerate(reversed(self.polynomial)):
            value = value * number + (coefficient << (k * bits))
        return (value < 0) == self._rising

    def _narrow(self, bits: int) -> None:
        """Know theta to within 2**-bits."""
        if self._bits < 0:
            self._begin()
        while self._bits < bits:
            if not self._newton(bits):
                self._low *= 2
                self._bits += 1
                self._low += self._is_above(self._low + 1, self._bits)

    def _begin(self) -> None:
        """Find the first cell of a dyadic grid with theta and no end of the interval in it."""
        low, high = self.interval
        bits = 0
        while (Fraction(1, 1 << bits)) * 4 > high - low:
            bits += 1
        # Ends of cells within the interval are compared; outside of it they are known.
        first, last = math.floor(low * (1 << bits)), math.ceil(high * (1 << bits))
        while last - first > 1:
            middle = (first + last) // 2
            at = Fraction(middle, 1 << bits)
            if at <= low or (at < high and self._is_above(middle, bits)):
                first = middle
            else:
                last = middle
        while not low <= Fraction(first, 1 << bits) < Fraction(first + 1, 1 << bits) <= high:
            first, bits = 2 * first, bits + 1
            at = Fraction(first + 1, 1 << bits)
            first += at <= low or (at < high and self._is_above(first + 1, bits))
        self._low, self._bits = first, bits

    def _newton(self, most: int) -> bool:
        """Double the known bits by a Newton step that is then proved; False where it fails."""
        bits = min(2 * self._bits, most + 2)
        if self._bits < 30 or bits <= self._bits + 1:
            return False
        shift = bits - self._bits
        x = (2 * self._low + 1) << (shift - 1)
        value, slope = 0, 0
        for k, coefficient in enumerate(reversed(self.polynomial)):
            slope = slope * x + value
            value = value * x + (coefficient << (k * bits))
        if not slope:
            return False
        # value is f * 2**(degree*bits), and slope is f' * 2**((degree-1)*bits).
        guess = x - value // slope
        bits -= 2
        low = (guess >> 2) - 1
        for step in range(3):
            cell = low + step
            inside = (self._low << (shift - 2)) <= cell < ((self._low + 1) << (shift - 2))
            if inside and self._is_above(cell, bits) and not self._is_above(cell + 1, bits):
                self._low, self._bits = cell, bits
                return True
        return False

    def enclosure(self, value: Any, bits: int) -> tuple[Fraction, Fraction]:
        """An interval with an element in it, from theta to within 2**-bits."""
        self._narrow(bits)
        whole, common = value.numer(), int(value.denom())
        low, high = self._low, self._low + 1
        bottom = top = 0
        power = 0
        for k in range(value.degree(), -1, -1):
            corners = (bottom * low, bottom * high, top * low, top * high)
            add = int(whole[k]) << power
            bottom, top = min(corners) + add, max(corners) + add
            power += self._bits
        scale = common << (self._bits * max(value.degree(), 0))
        return Fraction(bottom, scale), Fraction(top, scale)

    def sign(self, value: Any) -> int:
        """The exact sign of an element."""
        if value.degree() < 1:
            return int(value[0] > 0) - int(value[0] < 0)
        bits = 53
        while True:
            low, high = self.enclosure(value, bits)
            if low > 0:
                return 1
            if high < 0:
                return -1
            bits *= 2


def primitive(polynomial: Any) -> tuple[int, ...]:
    """A flint polynomial with rational coefficients as coprime integers, the leading one > 0."""
    whole = [int(c) for c in polynomial.numer().coeffs()]
    common = math.gcd(*whole)
    if whole[-1] < 0:
        common = -common
    return tuple(c // common for c in whole)
