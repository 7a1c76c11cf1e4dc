"""Bounds of an expression over the declared ranges of its parameters, by interval arithmetic.

Every monomial is bounded by itself (Moore, Kearfott and Cloud, *Introduction to Interval Analysis*,
SIAM 2009, chapter 2), so that the bounds hold but may be wider than the range: what they prove is
so, and what they do not prove may be so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression, quantity

__all__ = ["bounds"]

Interval: TypeAlias = "tuple[Fraction | None, Fraction | None]"
"""The ends; None for no bound on that side."""


def bounds(value: Any) -> Interval:
    """A lower and an upper bound; None where there is none, or where none is found.

    >>> from brinkgame.parameters import Parameter
    >>> x, y = Parameter("x", 1, low=0, high=2), Parameter("y", 1, low=1)
    >>> bounds(x - 3), bounds(x * y), bounds(-1 / y)
    ((Fraction(-3, 1), Fraction(-1, 1)), (Fraction(0, 1), None), (Fraction(-1, 1), Fraction(0, 1)))
    """
    number = quantity(value)
    if not isinstance(number, Expression):
        return number, number
    below = _polynomial(number.denominator)
    above = _polynomial(number.numerator)
    if below is None or above is None:
        return None, None
    if below[1] is not None and below[1] < 0:
        below, above = _times((Fraction(-1),) * 2, below), _times((Fraction(-1),) * 2, above)
    low, high = below
    if low is None or low < 0 or (low == 0 and high == 0):
        return None, None  # there may be a pole
    return _over(above, low, high)


def _over(above: Interval, low: Fraction, high: Fraction | None) -> Interval:
    """The quotient by something between `low` and `high`, both at least zero."""
    most = 1 / low if low else None
    least = Fraction(0) if high is None else 1 / high
    return _times(above, (least, most))


def _polynomial(expression: Expression) -> Interval | None:
    try:
        terms = expression.terms()
    except ExpressionError:  # a free exponent
        return None
    total: Interval = (Fraction(0), Fraction(0))
    for monomial, coefficient in terms.items():
        here: Interval = (coefficient, coefficient)
        for name, exponent in monomial:
            here = _times(here, _power(_range(expression, name), exponent))
        total = _plus(total, here)
    return total


def _range(expression: Expression, name: str) -> Interval:
    symbol: Any = expression.symbols[name]
    return symbol.low, symbol.high


def _plus(a: Interval, b: Interval) -> Interval:
    return (
        None if a[0] is None or b[0] is None else a[0] + b[0],
        None if a[1] is None or b[1] is None else a[1] + b[1],
    )


def _power(a: Interval, exponent: int) -> Interval:
    found = a
    for _ in range(exponent - 1):
        found = _times(found, a)
    if exponent % 2 == 0 and (found[0] is None or found[0] < 0):
        return Fraction(0), found[1]
    return found


def _times(a: Interval, b: Interval) -> Interval:
    ends = [_product(x, y) for x in _signed(a) for y in _signed(b)]
    low, high = min(ends), max(ends)
    return (None if low == _LOW else low[1], None if high == _HIGH else high[1])


# An end is (-1, 0) for minus infinity, (0, number), or (1, 0) for infinity: they sort.
_LOW = (-1, Fraction(0))
_HIGH = (1, Fraction(0))


def _signed(a: Interval) -> tuple[tuple[int, Fraction], tuple[int, Fraction]]:
    return (
        _LOW if a[0] is None else (0, a[0]),
        _HIGH if a[1] is None else (0, a[1]),
    )


def _product(x: tuple[int, Fraction], y: tuple[int, Fraction]) -> tuple[int, Fraction]:
    signs = [end[0] or (end[1] > 0) - (end[1] < 0) for end in (x, y)]
    if x[0] == y[0] == 0:
        return 0, x[1] * y[1]
    sign = signs[0] * signs[1]  # zero times infinity is zero here: the bound is a limit
    return (sign, Fraction(0))
