"""What counts as a number, and how it is read.

Every number that enters the library passes through `exact_number`, so that ``"1/3"``, ``0.1`` and
``Fraction(1, 10)`` mean the same thing everywhere.

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
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brinkgame.errors import InvalidNumberError

__all__ = ["exact_number", "exact_numbers", "shown", "simplest_between", "simplest_fraction"]

# A number written with more digits than this is a mistake or an attack: "1e1000000000" would fill
# the memory. CPython itself refuses to print integers of more than 4300 digits.
LONGEST_TEXT = 1000
LARGEST_EXPONENT = 4000

_NUMBER = re.compile(
    r"\s*(?P<sign>[+-]?)(?:"
    r"(?P<numerator>[0-9]+)\s*/\s*(?P<denominator>[0-9]+)"
    r"|(?P<decimal>[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE](?P<exponent>[+-]?[0-9]+))?"
    r")\s*",
    re.ASCII,
)
_LONGEST_DENOMINATOR = 192
"""Bits of a common denominator from which on floats are read as the binary numbers they are."""

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


def exact_numbers(values: Iterable[object]) -> list[Fraction]:
    """Read numbers that exact algorithms will bring to one denominator.

    Each is read as `exact_number` does. But the simplest fractions of floats that come from
    measurement or from chance have as many different denominators as there are floats, and a common
    one of thousands of digits; then every float is read as the binary number that it is.

    >>> exact_numbers([0.5, 1 / 3])
    [Fraction(1, 2), Fraction(1, 3)]
    """
    listed = list(values)
    found = [exact_number(value) for value in listed]
    if not any(isinstance(value, float) for value in listed):
        return found
    common = 1
    for number in found:
        common = math.lcm(common, number.denominator)
        if common.bit_length() > _LONGEST_DENOMINATOR:
            return [
                Fraction(float(value)) if isinstance(value, float) else number
                for value, number in zip(listed, found, strict=True)
            ]
    return found


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
    return simplest_between(low, high, 2 * denominator, closed)


def simplest_between(low: int, high: int, denominator: int, closed: bool) -> Fraction:
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
    if len(text) > LONGEST_TEXT:
        raise InvalidNumberError(
            f"a number of {len(text)} characters ({text[:20]!r}...) is too long: "
            f"at most {LONGEST_TEXT} are read"
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
    if exponent is not None and (len(exponent) > 20 or abs(int(exponent)) > LARGEST_EXPONENT):
        raise InvalidNumberError(
            f"{text!r} has a power of ten beyond {LARGEST_EXPONENT}: rescale the quantity"
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
        if value and abs(value.adjusted()) > LARGEST_EXPONENT:
            raise InvalidNumberError(
                f"{value} has a power of ten beyond {LARGEST_EXPONENT}: rescale the quantity"
            )
        return Fraction(value)
    if hasattr(value, "dtype") and getattr(value, "ndim", None) == 0:
        if isinstance(value, numbers.Real):
            return _from_numpy_float(value)
        scalar = value[()]  # an array without dimensions
        if isinstance(scalar, numbers.Real):
            return exact_number(scalar)
    raise InvalidNumberError(
        f"{shown(value)} (of type {type(value).__name__}) is not a number: {_ADVICE}"
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


def shown(value: object) -> str:
    """What a message shows of a value: its repr, in part if it is long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
