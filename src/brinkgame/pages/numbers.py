"""Numbers as they are shown: exact ones as they are, with a decimal beside."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import Algebraic

__all__ = ["decimal", "exact", "for_json", "percent", "with_decimal"]

_LONG = 17
"""Fractions of more letters are shown as decimals only."""


def decimal(number: Any, digits: int = 4) -> str:
    """A number to some significant digits.

    >>> decimal(Fraction(25, 64)), decimal(Fraction(2)), decimal(Fraction(-1, 3), 2)
    ('0.3906', '2', '-0.33')
    >>> decimal(Fraction(10**4000, 3))
    '3.333e+3999'
    """
    if isinstance(number, Fraction) and not _fits(number):
        context = Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN)
        return f"{context.divide(Decimal(number.numerator), Decimal(number.denominator)):e}"
    return f"{float(number):.{digits}g}"


def _fits(number: Fraction) -> bool:
    """Whether a float comes near it."""
    try:
        return bool(float(number)) == bool(number)
    except OverflowError:
        return False


def exact(number: Any) -> str:
    """A number as briefly as it can be told without lying: ``3/11``, ``0.3``, ``about 0.084``.

    >>> exact(Fraction(3, 11)), exact(0.25), exact(Fraction(10**20 + 1, 10**20))
    ('3/11', '0.25', 'about 1')
    """
    if isinstance(number, Algebraic):
        return f"about {decimal(number)}"
    if isinstance(number, float):
        return f"{number:.6g}"
    text = _text(number)
    return text if len(text) <= _LONG else f"about {decimal(number)}"


def _text(number: Any) -> str:
    """An exact number in full. Python refuses to write integers of very many digits; decimals,
    which hold them exactly as well, have no such limit.
    """
    try:
        return str(number)
    except ValueError:
        parts = [number.numerator] if number.denominator == 1 else number.as_integer_ratio()
        return "/".join(f"{Decimal(part):f}" for part in parts)


def with_decimal(number: Any) -> str:
    """An exact number with its decimal: ``25/64 = 0.3906``; ``2`` alone.

    >>> with_decimal(Fraction(25, 64)), with_decimal(Fraction(3, 11)), with_decimal(Fraction(2))
    ('25/64 = 0.3906', '3/11 = 0.2727', '2')
    """
    text = exact(number)
    return f"{text} = {decimal(number)}" if "/" in text else text


def percent(share: float) -> str:
    """A share in whole percent.

    >>> percent(0.1510)
    '15 %'
    """
    return f"{100 * share:.0f} %"


def for_json(number: Any) -> Any:
    """A number in JSON: exact ones are texts, floats are numbers, algebraic ones are objects.

    >>> for_json(Fraction(3, 11)), for_json(0.5)
    ('3/11', 0.5)
    """
    if isinstance(number, Algebraic):
        return {
            "polynomial": list(number.polynomial),
            "interval": [_text(end) for end in number.interval],
            "float": float(number),
        }
    return float(number) if isinstance(number, float) else _text(number)
