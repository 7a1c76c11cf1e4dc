"""Payoffs as positive integers: what the polytopes are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import integer_rows

__all__ = ["positive_integers"]


def positive_integers(table: Sequence[Sequence[Any]]) -> list[list[int]]:
    """A player's payoffs after an increasing affine change, which leaves all equilibria alone.

    Parameters
    ----------
    table
        Fractions, integers, or floats; a float stands for the dyadic fraction that it is.

    Returns
    -------
    list of list of int
        At least 1, and as small as they can be.

    Examples
    --------
    >>> positive_integers([[Fraction(1, 2), -1], [0, 2]])
    [[4, 1], [3, 7]]
    """
    if all(type(number) is int for line in table for number in line):
        whole = [list(line) for line in table]
    else:
        whole, _ = integer_rows([list(map(Fraction, line)) for line in table])
    least = min(map(min, whole))
    common = math.gcd(*(number - least for line in whole for number in line)) or 1
    return [[(number - least) // common + 1 for number in line] for line in whole]
