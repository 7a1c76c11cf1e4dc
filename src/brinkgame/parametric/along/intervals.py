"""Intervals of a parameter, and the cells that they are cut into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import final

from brinkgame.arithmetic import Algebraic
from brinkgame.parametric.along.ratios import Place, between

__all__ = ["Cell", "Interval", "cells_of", "short"]


@final
@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between two ends.

    Attributes
    ----------
    low, high
        The ends; None where there is none.
    has_low, has_high
        Whether the ends belong to it.

    Examples
    --------
    >>> interval = Interval(Fraction(0), Fraction(1), has_high=False)
    >>> print(interval, Fraction(1) in interval)
    [0, 1) False
    """

    low: Place | None
    high: Place | None
    has_low: bool = True
    has_high: bool = True

    @property
    def is_point(self) -> bool:
        """Whether it holds one number only."""
        return self.low is not None and self.low == self.high

    def __contains__(self, place: object) -> bool:
        if not isinstance(place, (int, Fraction, Algebraic)):
            return False
        above = self.low is None or self.low < place or (self.has_low and self.low == place)
        below = self.high is None or place < self.high or (self.has_high and self.high == place)
        return above and below

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return f"{{{short(self.low)}}}"
        left = "(-oo" if self.low is None else f"{'[' if self.has_low else '('}{short(self.low)}"
        right = "oo)" if self.high is None else f"{short(self.high)}{']' if self.has_high else ')'}"
        return f"{left}, {right}"


@final
@dataclass(frozen=True, slots=True)
class Cell:
    """An open interval, or a single place where both ends are the same."""

    low: Place | None
    high: Place | None

    @property
    def is_point(self) -> bool:
        """Whether it is a single place."""
        return self.low is not None and self.low == self.high

    @property
    def sample(self) -> Place:
        """The place, or a fraction inside."""
        if self.low is not None and self.low == self.high:
            return self.low
        return between(self.low, self.high)


def cells_of(interval: Interval, inside: Sequence[Place]) -> list[Cell]:
    """An interval cut at places strictly inside, ascending: pieces and places in turn."""
    if interval.is_point:
        return [Cell(interval.low, interval.low)]
    ends = [interval.low, *inside, interval.high]
    found = []
    for k, (left, right) in enumerate(pairwise(ends)):
        if left is not None and (k or interval.has_low):
            found.append(Cell(left, left))
        found.append(Cell(left, right))
    if interval.high is not None and interval.has_high:
        found.append(Cell(interval.high, interval.high))
    return found


def short(place: Place) -> str:
    """A place in few letters.

    >>> short(Fraction(3, 11)), short(Algebraic((-2, 0, 1), (1, 2)))
    ('3/11', '1.41421')
    """
    return f"{float(place):.6g}" if isinstance(place, Algebraic) else str(place)
