"""Numbers as they are shown: exact ones as they are, with a decimal beside."""

from __future__ import annotations

from typing import Any

from brinkgame.arithmetic import Algebraic

__all__ = ["decimal", "exact", "for_json", "percent", "with_decimal"]

_LONG = 17
"""Fractions of more letters are shown as decimals only."""


def decimal(number: Any, digits: int = 4) -> str:
    """A number to some significant digits.

    >>> from fractions import Fraction
    >>> decimal(Fraction(25, 64)), decimal(Fraction(2)), decimal(Fraction(-1, 3), 2)
    ('0.3906', '2', '-0.33')
    """
    return f"{float(number):.{digits}g}"


def exact(number: Any) -> str:
    """A number as briefly as it can be told without lying: ``3/11``, ``0.3``, ``about 0.084``.

    >>> from fractions import Fraction
    >>> exact(Fraction(3, 11)), exact(0.25), exact(Fraction(10**20 + 1, 10**20))
    ('3/11', '0.25', 'about 1')
    """
    if isinstance(number, Algebraic):
        return f"about {decimal(number)}"
    if isinstance(number, float):
        return f"{number:.6g}"
    text = str(number)
    return text if len(text) <= _LONG else f"about {decimal(number)}"


def with_decimal(number: Any) -> str:
    """An exact number with its decimal: ``25/64 = 0.3906``; ``2`` alone.

    >>> from fractions import Fraction
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

    >>> from fractions import Fraction
    >>> for_json(Fraction(3, 11)), for_json(0.5)
    ('3/11', 0.5)
    """
    if isinstance(number, Algebraic):
        return {
            "polynomial": list(number.polynomial),
            "interval": [str(end) for end in number.interval],
            "float": float(number),
        }
    return float(number) if isinstance(number, float) else str(number)
