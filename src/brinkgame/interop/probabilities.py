"""Probabilities that another program holds in floats."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from brinkgame.arithmetic import exact_number

__all__ = ["summing_to_one"]


def summing_to_one(odds: Iterable[float]) -> list[Fraction]:
    """The simplest fractions that round to the floats, the largest of them whatever is left.

    Examples
    --------
    >>> summing_to_one([0.3333333333333333, 0.6666666666666666])
    [Fraction(1, 3), Fraction(2, 3)]
    """
    found = [exact_number(float(chance)) for chance in odds]
    largest = found.index(max(found))
    found[largest] += 1 - sum(found)
    return found
