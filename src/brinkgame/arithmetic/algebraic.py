"""Algebraic numbers: the exact answer where the root of a polynomial is not rational."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, final

from brinkgame.arithmetic.reading import exact_number, simplest_between
from brinkgame.errors import InvalidNumberError

__all__ = ["Algebraic", "real_roots"]


@final
class Algebraic:
    """An irrational real root of a polynomial with integer coefficients, exactly.

    It is held as its minimal polynomial (irreducible, coprime integer coefficients, the leading one
    positive) and an interval with rational ends in which that polynomial has this root and no
    other. Comparison with integers, fractions, floats and other algebraic numbers is exact: the
    interval is halved until the answer is certain, which it becomes because equality is decided
    first, by the minimal polynomials. ``float()`` gives the nearest float.

    Parameters
    ----------
    polynomial
        Rational coefficients, that of the constant first; it need not be irreducible.
    interval
        Two rational numbers between which it has exactly one root, an irrational one.

    Raises
    ------
    InvalidNumberError
        Where there are several roots in the interval, none, or a rational one.

    Examples
    --------
    >>> root = Algebraic((-2, 0, 1), (1, 2))
    >>> root > Fraction(7, 5), float(root), root == Algebraic((4, 0, -4, 0, 1), (1, 3))
    (True, 1.4142135623730951, True)
    >>> print(root)
    1.41421 (root of x**2 - 2 in [1, 2])
    """

    __slots__ = ("interval", "polynomial")

    polynomial: tuple[int, ...]
    interval: tuple[Fraction, Fraction]

    def __init__(self, polynomial: Sequence[object], interval: Sequence[object]) -> None:
        if len(interval) != 2:
            raise InvalidNumberError(f"{interval!r} is no interval: write (low, high)")
        low, high = (exact_number(end) for end in interval)
        roots = real_roots(polynomial, low, high)
        if len(roots) != 1:
            raise InvalidNumberError(
                f"{_polynomial_text(polynomial)} has {len(roots)} real roots in [{low}, {high}]; "
                "give an interval with exactly one"
            )
        if not isinstance(roots[0], Algebraic):
            raise InvalidNumberError(
                f"the root of {_polynomial_text(polynomial)} in [{low}, {high}] is {roots[0]}, a "
                "rational number: use the Fraction"
            )
        object.__setattr__(self, "polynomial", roots[0].polynomial)
        object.__setattr__(self, "interval", (low, high))

    @classmethod
    def _of(cls, polynomial: tuple[int, ...], low: Fraction, high: Fraction) -> Algebraic:
        """Without a check."""
        new = object.__new__(cls)
        object.__setattr__(new, "polynomial", polynomial)
        object.__setattr__(new, "interval", (low, high))
        return new

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"an algebraic number cannot be changed (.{name} = {value!r})")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"an algebraic number cannot be changed (del .{name})")

    def refined(self, width: object) -> Algebraic:
        """Return the same number in an interval of at most this width."""
        goal = exact_number(width)
        if goal <= 0:
            raise InvalidNumberError(f"the width {goal} of an interval is not positive")
        number = self
        while number.interval[1] - number.interval[0] > goal:
            number = number._halved()
        return number

    def _halved(self) -> Algebraic:
        low, high = self.interval
        middle = (low + high) / 2
        if self._is_above(middle):
            return Algebraic._of(self.polynomial, middle, high)
        return Algebraic._of(self.polynomial, low, middle)

    def _is_above(self, number: Fraction) -> bool:
        low, high = self.interval
        if number <= low:
            return True
        if number >= high:
            return False
        # The polynomial changes its sign in the interval once, at this root, and an irreducible
        # polynomial of degree two or more is zero at no rational number.
        return _sign_at(self.polynomial, number) == _sign_at(self.polynomial, low)

    def _compare(self, other: object) -> float | None:
        """-1, 0 or 1, or NaN for NaN, which has no order; None for what is no real number."""
        if isinstance(other, Algebraic):
            if self == other:
                return 0
            a, b = self, other
            while True:
                if a.interval[1] <= b.interval[0]:
                    return -1
                if b.interval[1] <= a.interval[0]:
                    return 1
                a, b = a._halved(), b._halved()
        if isinstance(other, numbers.Rational):
            number = Fraction(int(other.numerator), int(other.denominator))
        elif isinstance(other, (numbers.Real, Decimal)):
            if not math.isfinite(other):
                return -math.copysign(1, other) if math.isinf(other) else math.nan
            number = Fraction(other) if isinstance(other, Decimal) else Fraction(float(other))
        else:
            return None
        return 1 if self._is_above(number) else -1

    def __lt__(self, other: object) -> bool:
        order = self._compare(other)
        return NotImplemented if order is None else order < 0

    def __le__(self, other: object) -> bool:
        order = self._compare(other)
        return NotImplemented if order is None else order <= 0

    def __gt__(self, other: object) -> bool:
        order = self._compare(other)
        return NotImplemented if order is None else order > 0

    def __ge__(self, other: object) -> bool:
        order = self._compare(other)
        return NotImplemented if order is None else order >= 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Algebraic):
            if self.polynomial != other.polynomial:
                return False
            # Both intervals isolate: it is one root if and only if it is in what they share.
            low = max(self.interval[0], other.interval[0])
            high = min(self.interval[1], other.interval[1])
            return low < high and _sign_at(self.polynomial, low) != _sign_at(self.polynomial, high)
        # It is irrational, and so are its square root and whatever else is no algebraic number.
        return False if isinstance(other, (numbers.Number, Decimal)) else NotImplemented

    def __hash__(self) -> int:
        return hash(("algebraic number", self.polynomial))

    def __float__(self) -> float:
        low, high = float(self.interval[0]), float(self.interval[1])
        number = self
        # The root is irrational and therefore not halfway between two floats: this ends.
        while low != high:
            number = number._halved()
            low, high = float(number.interval[0]), float(number.interval[1])
        return low

    def __str__(self) -> str:
        low, high = self.interval
        text = _polynomial_text(self.polynomial)
        return f"{float(self):.6g} (root of {text} in [{low}, {high}])"

    def __format__(self, specification: str) -> str:
        return format(float(self), specification) if specification else str(self)

    def __repr__(self) -> str:
        low, high = self.interval
        return f"Algebraic({self.polynomial}, ('{low}', '{high}'))"

    def __copy__(self) -> Algebraic:
        return self

    def __deepcopy__(self, memo: object) -> Algebraic:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Algebraic._of, (self.polynomial, *self.interval)


def real_roots(
    coefficients: Sequence[object], low: object = None, high: object = None
) -> tuple[Fraction | Algebraic, ...]:
    """Find every real root of a polynomial exactly, ascending, each once.

    Parameters
    ----------
    coefficients
        Rational coefficients, that of the constant first.
    low, high
        Only roots in this closed interval; None for no bound.

    Returns
    -------
    tuple of Fraction or Algebraic
        Rational roots as `Fraction`, the others as `Algebraic`, without multiplicity.

    Raises
    ------
    InvalidNumberError
        For the zero polynomial, of which every number is a root, and for what is no number.

    Notes
    -----
    The polynomial is factored into irreducible ones, and the roots of each are isolated in ball
    arithmetic by python-flint, which certifies them [1]_; the ends of the intervals are then moved
    to simple fractions between the roots.

    .. [1] F. Johansson, *Arb: efficient arbitrary-precision midpoint-radius interval arithmetic*,
       IEEE Transactions on Computers 66 (2017).

    Examples
    --------
    >>> real_roots([0, -2, 0, 1], low=0)
    (Fraction(0, 1), Algebraic((-2, 0, 1), ('41/29', '58/41')))
    """
    from flint import fmpz_poly

    whole = _whole_coefficients(coefficients)
    if not whole:
        raise InvalidNumberError(
            "every number is a root of the zero polynomial: give a coefficient that is not 0"
        )
    bottom = None if low is None else exact_number(low)
    top = None if high is None else exact_number(high)
    found: list[Fraction | Algebraic] = []
    for factor, _ in fmpz_poly(whole).factor()[1]:
        polynomial = tuple(int(coefficient) for coefficient in factor.coeffs())
        if len(polynomial) == 2:
            found.append(Fraction(-polynomial[0], polynomial[1]))
        else:
            found += _isolated(polynomial, factor)
    inside = [
        root
        for root in found
        if (bottom is None or root >= bottom) and (top is None or root <= top)
    ]
    return tuple(sorted(inside))


def _isolated(polynomial: tuple[int, ...], factor: Any) -> list[Algebraic]:
    """The real roots of an irreducible polynomial of degree two or more."""
    enclosures = []
    for root, _ in factor.complex_roots():
        if root.imag == 0:  # exactly, where flint has certified the root as real
            middle, radius = _dyadic(root.real.mid()), _dyadic(root.real.rad())
            enclosures.append((middle - radius, middle + radius))
    enclosures.sort()
    roots = []
    for k, (low, high) in enumerate(enclosures):
        # Wide enough for simple ends, and narrow enough to keep the neighbors out.
        room = max(abs(low), abs(high)) / 1000
        if k > 0:
            room = min(room, (low - enclosures[k - 1][1]) / 3)
        if k + 1 < len(enclosures):
            room = min(room, (enclosures[k + 1][0] - high) / 3)
        ends = _simplest_in(low - room, low), _simplest_in(high, high + room)
        if _sign_at(polynomial, ends[0]) == _sign_at(polynomial, ends[1]):
            raise AssertionError(f"{polynomial} does not change its sign in {ends}")
        roots.append(Algebraic._of(polynomial, *ends))
    return roots


def _dyadic(number: Any) -> Fraction:
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _simplest_in(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in a closed interval."""
    if high < 0:
        return -_simplest_in(-high, -low)
    common = math.lcm(low.denominator, high.denominator)
    return simplest_between(int(low * common), int(high * common), common, True)


def _whole_coefficients(coefficients: Sequence[object]) -> list[int]:
    """The coefficients times their common denominator, without leading zeros."""
    exact = [exact_number(coefficient) for coefficient in coefficients]
    common = math.lcm(*(coefficient.denominator for coefficient in exact))
    whole = [int(coefficient * common) for coefficient in exact]
    while whole and whole[-1] == 0:
        whole.pop()
    return whole


def _sign_at(polynomial: tuple[int, ...], x: Fraction) -> int:
    """The sign of a polynomial at n/d, by Horner's rule on the polynomial times d**degree."""
    n, d = x.numerator, x.denominator
    value, power = 0, 1
    for coefficient in reversed(polynomial):
        value = value * n + coefficient * power
        power *= d
    return (value > 0) - (value < 0)


def _polynomial_text(coefficients: Sequence[object]) -> str:
    text = ""
    for power, coefficient in reversed(list(enumerate(coefficients))):
        number = exact_number(coefficient)
        if not number:
            continue
        size = "" if abs(number) == 1 and power else str(abs(number))
        variable = "" if power == 0 else "x" if power == 1 else f"x**{power}"
        term = "*".join(part for part in (size, variable) if part)
        sign = ("-" if number < 0 else "") if not text else (" - " if number < 0 else " + ")
        text += sign + term
    return text or "0"
