"""Numbers: what counts as one, and how two of them are compared.

Every number that enters the library passes through `exact_number`, so that ``"1/3"``, ``0.1`` and
``Fraction(1, 10)`` mean the same thing everywhere. `Exact` and `Float` are the two ways to compare;
the tolerance of `Float` is the only one in the library. `Algebraic` is the exact answer where the
root of a polynomial is not rational.

A float is read as the *simplest fraction that rounds to it*: the fraction of least denominator in
the interval of reals which round to that float. So ``0.1`` is 1/10 and ``1/3`` is 1/3, and the
probabilities ``[1/3, 2/3]`` sum to one. The fraction is found by expanding both ends of the
interval as continued fractions until they part [1]_.

.. [1] R. L. Graham, D. E. Knuth, O. Patashnik, *Concrete Mathematics*, 2nd edition (1994),
   sections 4.5 (the Stern-Brocot tree) and 6.7.
"""

from __future__ import annotations

import math
import numbers
import re
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, final

from brinkgame.errors import InvalidNumberError

__all__ = [
    "Algebraic",
    "Arithmetic",
    "Exact",
    "Float",
    "exact_number",
    "real_roots",
    "simplest_fraction",
]

# A number written with more digits than this is a mistake or an attack: "1e1000000000" would fill
# the memory. CPython itself refuses to print integers of more than 4300 digits.
_LONGEST_TEXT = 1000
_LARGEST_EXPONENT = 4000

_NUMBER = re.compile(
    r"\s*(?P<sign>[+-]?)(?:"
    r"(?P<numerator>[0-9]+)\s*/\s*(?P<denominator>[0-9]+)"
    r"|(?P<decimal>[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE](?P<exponent>[+-]?[0-9]+))?"
    r")\s*",
    re.ASCII,
)
_ADVICE = 'write a number such as 2, "1/3", "0.1" or 0.1'


def exact_number(value: object) -> Fraction:
    """Read a number exactly.

    Integers, fractions, decimals and numpy scalars keep their value; a string is ``"1/3"``,
    ``"-0.1"`` or ``"1e-3"``; a float is the simplest fraction that rounds to it
    (`simplest_fraction`). Truth values, NaN, infinity and everything else raise
    `InvalidNumberError`. No string is ever evaluated as code.

    >>> exact_number("1/3"), exact_number("-0.1"), exact_number(1 / 3)
    (Fraction(1, 3), Fraction(-1, 10), Fraction(1, 3))
    >>> exact_number("one third")
    Traceback (most recent call last):
    ...
    brinkgame.errors.InvalidNumberError: 'one third' is not a number: write a number such as 2, \
"1/3", "0.1" or 0.1
    """
    if type(value) is Fraction:
        return value
    if type(value) is int:
        return Fraction(value)
    if type(value) is float:
        return simplest_fraction(value)
    if isinstance(value, str):
        return _from_text(value)
    return _from_other(value)


def simplest_fraction(x: float) -> Fraction:
    """Find the fraction of least denominator that rounds to the float `x`.

    Ends of the rounding interval belong to it where round-half-to-even gives `x`. A float of 2**53
    or more is an integer with many integers around it that round to it; of these the one with the
    shortest decimal form is taken, so that 1e300 is 10**300. Raises `InvalidNumberError` for NaN
    and infinity.

    >>> simplest_fraction(0.1), simplest_fraction(2 / 3), simplest_fraction(3.141592653589793)
    (Fraction(1, 10), Fraction(2, 3), Fraction(245850922, 78256779))
    """
    if not math.isfinite(x):
        raise InvalidNumberError(f"{x!r} is not a finite number: {_ADVICE}")
    if x.is_integer():
        return Fraction(int(x)) if abs(x) < 2.0**53 else Fraction(Decimal(repr(x)))
    size = abs(x)
    # A float that is no integer is below 2**53, so that it has a finite neighbor on either side.
    found = _simplest_rounding_to(
        size.as_integer_ratio(),
        math.nextafter(size, 0.0).as_integer_ratio(),
        math.nextafter(size, math.inf).as_integer_ratio(),
        math.ulp(size).as_integer_ratio(),
    )
    return -found if x < 0 else found


def _simplest_rounding_to(
    value: tuple[int, int], below: tuple[int, int], above: tuple[int, int], ulp: tuple[int, int]
) -> Fraction:
    """The simplest fraction that rounds to a positive binary `value` between two such neighbors."""
    denominator = max(value[1], below[1], above[1])  # each of them is a power of two
    middle = value[0] * (denominator // value[1])
    low = middle + below[0] * (denominator // below[1])
    high = middle + above[0] * (denominator // above[1])
    # Halfway cases go to the even significand: to this value from both sides, or from neither.
    closed = (value[0] * ulp[1]) // (value[1] * ulp[0]) % 2 == 0
    return _simplest_between(low, high, 2 * denominator, closed)


def _simplest_between(low: int, high: int, denominator: int, closed: bool) -> Fraction:
    """The fraction of least denominator from low/denominator to high/denominator, 0 <= low < high.

    Both ends are expanded as continued fractions until an integer lies between them.
    """
    low_n, low_d, high_n, high_d = low, denominator, high, denominator
    # h and k: numerators and denominators of the convergents so far.
    h0, h1, k0, k1 = 0, 1, 1, 0
    while True:
        whole, rest = divmod(low_n, low_d)
        if rest == 0 and closed:
            break
        # high_d is 0 where the upper end is infinite
        if (whole + 1) * high_d < high_n or (closed and (whole + 1) * high_d == high_n):
            whole += 1
            break
        h0, h1 = h1, whole * h1 + h0
        k0, k1 = k1, whole * k1 + k0
        low_n, low_d, high_n, high_d = high_d, high_n - whole * high_d, low_d, rest
    return Fraction(whole * h1 + h0, whole * k1 + k0)


def _from_text(text: str) -> Fraction:
    if len(text) > _LONGEST_TEXT:
        raise InvalidNumberError(
            f"a number of {len(text)} characters ({text[:20]!r}...) is too long: "
            f"at most {_LONGEST_TEXT} are read"
        )
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise InvalidNumberError(f"{text!r} is not a number: {_ADVICE}")
    sign = -1 if match["sign"] == "-" else 1
    if match["denominator"] is not None:
        denominator = int(match["denominator"])
        if denominator == 0:
            raise InvalidNumberError(f"{text!r} divides by zero")
        return Fraction(sign * int(match["numerator"]), denominator)
    exponent = match["exponent"]
    # The length is looked at first: int() itself refuses a text of thousands of digits.
    if exponent is not None and (len(exponent) > 20 or abs(int(exponent)) > _LARGEST_EXPONENT):
        raise InvalidNumberError(
            f"{text!r} has a power of ten beyond {_LARGEST_EXPONENT}: rescale the quantity"
        )
    return Fraction(text.strip())


def _from_other(value: Any) -> Fraction:
    """Numbers that are neither plain int, float, Fraction nor text, numpy's among them.

    numpy is not imported: it registers its scalars with `numbers`, and whoever has such a scalar
    has imported it.
    """
    if isinstance(value, bool):
        raise InvalidNumberError(f"{value!r} is a truth value, not a number: write 0 or 1")
    if isinstance(value, numbers.Rational):  # ints, fractions, and those of numpy and sympy
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, float):  # numpy.float64 among them
        return simplest_fraction(float(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidNumberError(f"{value} is not a finite number: {_ADVICE}")
        if value and abs(value.adjusted()) > _LARGEST_EXPONENT:
            raise InvalidNumberError(
                f"{value} has a power of ten beyond {_LARGEST_EXPONENT}: rescale the quantity"
            )
        return Fraction(value)
    if hasattr(value, "dtype") and getattr(value, "ndim", None) == 0:
        if isinstance(value, numbers.Real):
            return _from_numpy_float(value)
        scalar = value[()]  # an array without dimensions
        if isinstance(scalar, numbers.Real):
            return exact_number(scalar)
    raise InvalidNumberError(
        f"{_shown(value)} (of type {type(value).__name__}) is not a number: {_ADVICE}"
    )


def _from_numpy_float(value: Any) -> Fraction:
    """A numpy float of another width than 64 bits: numpy.float32(0.1) is 1/10 as well."""
    if not math.isfinite(value):
        raise InvalidNumberError(f"{value!r} is not a finite number: {_ADVICE}")
    if value.is_integer():
        return Fraction(int(value))
    numpy = sys.modules["numpy"]
    size = abs(value)
    found = _simplest_rounding_to(
        size.as_integer_ratio(),
        numpy.nextafter(size, type(value)(0)).as_integer_ratio(),
        numpy.nextafter(size, type(value)("inf")).as_integer_ratio(),
        numpy.spacing(size).as_integer_ratio(),
    )
    return -found if value < 0 else found


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


class Arithmetic(ABC):
    """How numbers are read and compared: `Exact` or `Float`, and nothing else.

    Algorithms compare only through `sign`, so that what counts as a tie is decided in one place.
    """

    __slots__ = ()

    @abstractmethod
    def number(self, value: object) -> Fraction | float:
        """Read a number (see `exact_number` for what counts as one)."""

    @abstractmethod
    def sign(self, value: Any, scale: Any = 1) -> int:
        """Return -1, 0 or 1: whether `value` is below zero, is zero, or is above.

        `scale` is the size of the quantities that `value` is a difference of, for instance the
        range of the payoffs. Exact numbers do not need it.
        """


@final
@dataclass(frozen=True, slots=True)
class Exact(Arithmetic):
    """Fractions, compared exactly.

    >>> Exact().number(0.1), Exact().sign(Fraction(-1, 10**30))
    (Fraction(1, 10), -1)
    """

    def number(self, value: object) -> Fraction:
        """Read a number exactly, as `exact_number` does."""
        return exact_number(value)

    def sign(self, value: Any, scale: Any = 1) -> int:  # noqa: ARG002
        """Return the sign of an int, a `Fraction` or an `Algebraic`; `scale` plays no part.

        A float raises `InvalidNumberError`: its rounding error would pass for a sign.
        """
        if isinstance(value, float):
            raise InvalidNumberError(
                f"{value!r} is a float, and exact arithmetic compares exact numbers only: "
                "read it with exact_number(), or use Float()"
            )
        return int(value > 0) - int(value < 0)


@final
@dataclass(frozen=True, slots=True)
class Float(Arithmetic):
    """Floats, compared with a tolerance relative to the scale of what is compared.

    >>> Float().sign(1e-12), Float().sign(1e-12, scale=1e-6), Float(tolerance=0).sign(-1e-300)
    (0, 1, -1)
    """

    tolerance: float = 1e-9

    def __post_init__(self) -> None:
        if isinstance(self.tolerance, bool) or not isinstance(self.tolerance, (int, float)):
            raise InvalidNumberError(f"the tolerance {self.tolerance!r} is not a float")
        if not 0 <= self.tolerance < 1:
            raise InvalidNumberError(
                f"the tolerance {self.tolerance!r} is not in [0, 1): it is relative to the scale "
                "of what is compared; 1e-9 is usual"
            )

    def number(self, value: object) -> float:
        """Read a number as the nearest float; `InvalidNumberError` if it is none or too large."""
        if type(value) is float and math.isfinite(value):
            return value
        exact = exact_number(value)
        try:
            return float(exact)
        except OverflowError:
            raise InvalidNumberError(
                f"{_shown(value)} is too large for a float: rescale the quantity, or stay exact"
            ) from None

    def sign(self, value: Any, scale: Any = 1) -> int:
        """Return 0 where ``abs(value) <= tolerance * scale``, else the sign; NaN raises."""
        bound = self.tolerance * scale
        if value > bound:
            return 1
        if value < -bound:
            return -1
        if value != value or bound != bound:
            raise InvalidNumberError(f"the sign of {value!r} at scale {scale!r} is not defined")
        return 0


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
    return _simplest_between(int(low * common), int(high * common), common, True)


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
