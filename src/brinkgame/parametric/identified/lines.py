"""Sets of numbers given by conditions in one parameter: unions of intervals with exact ends."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.parameters import Parameter
from brinkgame.parametric.conditions import Condition

__all__ = [
    "Interval",
    "coefficients",
    "intervals",
    "nearest_inside",
    "simplest_between",
    "values_of",
]

Number: TypeAlias = "Fraction | Algebraic"
Alternatives: TypeAlias = "Sequence[Sequence[Condition]]"


@final
@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from a low to a high end.

    Attributes
    ----------
    low, high
        The ends, exact.
    has_low, has_high
        Whether the ends belong to it.

    Examples
    --------
    >>> from fractions import Fraction
    >>> print(Interval(Fraction(0), Fraction(3, 8), True, False))
    [0, 3/8)
    """

    low: Number
    high: Number
    has_low: bool = True
    has_high: bool = True

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def __contains__(self, number: Any) -> bool:
        above = number > self.low or (self.has_low and number == self.low)
        below = number < self.high or (self.has_high and number == self.high)
        return bool(above and below)

    def __str__(self) -> str:
        if self.is_point:
            return f"{{{told(self.low)}}}"
        left, right = "[" if self.has_low else "(", "]" if self.has_high else ")"
        return f"{left}{told(self.low)}, {told(self.high)}{right}"


def told(number: Number) -> str:
    """A number as a text: a fraction in full, what is irrational to nine digits."""
    return str(number) if isinstance(number, Fraction) else f"{float(number):.9g}..."


def coefficients(polynomial: Expression) -> list[Fraction]:
    """The coefficients of a polynomial in one parameter, the constant one first."""
    found: dict[int, Fraction] = {}
    for monomial, coefficient in polynomial.terms().items():
        if len(monomial) > 1:
            raise UnsupportedGameError(f"{polynomial} has more than one parameter in it", [])
        found[monomial[0][1] if monomial else 0] = coefficient
    return [found.get(degree, Fraction(0)) for degree in range(max(found, default=0) + 1)]


def intervals(
    alternatives: Sequence[Alternatives], low: Fraction, high: Fraction
) -> tuple[Interval, ...]:
    """Where in a range every one of several formulas holds, each a list of alternatives.

    Every condition is in one and the same parameter; each alternative is a conjunction.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.identified.lines import intervals
    >>> x = bg.Parameter("x", 0)
    >>> twice = bg.Condition("A", "", "a", "b", x**2 - 2)
    >>> print(*intervals([[[twice]]], -2, 2))
    [-2, -1.41421356...] [1.41421356..., 2]
    """
    low, high = Fraction(low), Fraction(high)
    formulas = [[[_Line(each) for each in part] for part in formula] for formula in alternatives]
    lines = {line.key: line for formula in formulas for part in formula for line in part}
    cuts: list[Number] = [low, high]
    for line in lines.values():
        for root in line.roots(low, high):
            if all(root != other for other in cuts):
                cuts.append(root)
    cuts.sort()
    if low == high:
        cuts = [low]

    def holds(number: Number) -> bool:
        known: dict[Any, bool] = {}

        def at(line: _Line) -> bool:
            if line.key not in known:
                known[line.key] = line.holds(number)
            return known[line.key]

        return all(any(all(map(at, part)) for part in formula) for formula in formulas)

    found: list[Interval] = []
    for place, cut in enumerate(cuts):
        _append(found, Interval(cut, cut), holds(cut))
        if place + 1 < len(cuts):
            gap = Interval(cut, cuts[place + 1], False, False)
            _append(found, gap, holds(_between(cut, cuts[place + 1])))
    return tuple(found)


def values_of(
    parameter: Parameter, alternatives: Sequence[Alternatives], low: Fraction, high: Fraction
) -> tuple[Interval, ...]:
    """The same for a parameter, of which it may be that it takes whole numbers only."""
    if not parameter.whole:
        return intervals(alternatives, low, high)
    numbers = (Fraction(n) for n in range(math.ceil(low), math.floor(high) + 1))
    return tuple(
        Interval(number, number)
        for number in numbers
        if all(
            any(all(c.holds({parameter.name: number}) for c in part) for part in formula)
            for formula in alternatives
        )
    )


def _append(found: list[Interval], piece: Interval, holds: bool) -> None:
    """Add a piece, joined to the last one where they touch."""
    if not holds:
        return
    if found:
        last = found[-1]
        if last.high == piece.low and (last.has_high or piece.has_low):
            found[-1] = Interval(last.low, piece.high, last.has_low, piece.has_high)
            return
    found.append(piece)


def _between(low: Number, high: Number) -> Fraction:
    """A simple number strictly between two others."""
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        third = (high - low) / 3
        return simplest_between(low + third, high - third)
    width = Fraction(1, 2**20)
    while True:
        above = low if isinstance(low, Fraction) else low.refined(width).interval[1]
        below = high if isinstance(high, Fraction) else high.refined(width).interval[0]
        if above < below:
            third = (below - above) / 3
            return simplest_between(above + third, below - third)
        width /= 2**20


def nearest_inside(
    pieces: Iterable[Interval], wanted: Fraction, low: Fraction, high: Fraction
) -> tuple[Fraction, bool] | None:
    """The number of a set that is near a wanted one, well inside, and whether it is inside.

    An end of the range from `low` to `high` that belongs to the set counts as inside.

    Returns
    -------
    tuple or None
        None where the set is empty, or has only isolated irrational numbers.
    """
    best: tuple[Fraction, bool] | None = None
    for piece in pieces:
        if piece.is_point and low < high:
            end = piece.low
            if isinstance(end, Fraction) and (
                best is None or (not best[1] and abs(end - wanted) < abs(best[0] - wanted))
            ):
                best = end, False
            continue
        if wanted in piece and (piece.low < wanted < piece.high or wanted in (low, high)):
            return wanted, True
        found = _near(piece, wanted)
        if best is None or not best[1] or abs(found - wanted) < abs(best[0] - wanted):
            best = found, True
    return best


def _near(piece: Interval, wanted: Fraction) -> Fraction:
    """A simple number inside an interval, near the end that is next to a wanted one."""
    middle = _between(piece.low, piece.high)
    end = piece.low if wanted <= piece.low else piece.high
    inner = _between(end, middle) if end < middle else _between(middle, end)
    if isinstance(end, Fraction):
        first, last = sorted((end + (inner - end) / 4, inner))
        return simplest_between(first, last)
    return inner


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in a closed interval.

    Examples
    --------
    >>> from fractions import Fraction
    >>> simplest_between(Fraction(3, 10), Fraction(7, 20))
    Fraction(1, 3)
    """
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_between(-high, -low)
    whole = -(-low // 1)
    if whole <= high:
        return Fraction(whole)
    part = low // 1
    return part + 1 / simplest_between(1 / (high - part), 1 / (low - part))


@final
class _Line:
    """A condition in one parameter."""

    __slots__ = ("below", "key", "numerator", "relation")

    def __init__(self, condition: Condition) -> None:
        difference = condition.difference
        self.relation = condition.relation
        self.numerator = coefficients(difference.numerator)
        self.below = coefficients(difference.denominator)
        self.key = (tuple(self.numerator), tuple(self.below), self.relation)

    def roots(self, low: Fraction, high: Fraction) -> list[Number]:
        found: list[Number] = []
        for polynomial in (self.numerator, self.below):
            if len(polynomial) > 1:
                found += real_roots(polynomial, low, high)
        return found

    def holds(self, number: Number) -> bool:
        sign = _sign(self.numerator, number) * _sign(self.below, number)
        if self.relation == ">=":
            return sign >= 0
        if self.relation == ">":
            return sign > 0
        return (sign == 0) is (self.relation == "==")


def _sign(polynomial: Sequence[Fraction], number: Number) -> int:
    value: Any = Fraction(0)
    for coefficient in reversed(polynomial):
        value = value * number + coefficient
    return int(value > 0) - int(value < 0)
