"""Conditions over two parameters as signs of curves: what turns the truth of which condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import final

from brinkgame.expressions import Expression
from brinkgame.parametric.plane.curves import Box, Curve, factored

__all__ = ["Signs", "Test"]


@final
@dataclass(frozen=True, slots=True)
class Test:
    """The sign of a rational function, in those of the curves that can change it.

    Attributes
    ----------
    unit
        Its sign where every curve of it is positive; 0 for the function that is zero.
    above, below
        Numbers of curves in the numerator and in the denominator, and the parity of their powers.
    relation
        How it stands to zero: ``">="``, ``">"``, ``"=="`` or ``"!="``.
    """

    unit: int
    above: tuple[tuple[int, int], ...]
    below: tuple[tuple[int, int], ...]
    relation: str

    def holds(self, signs: Sequence[int]) -> bool:
        """Whether it is true where the curves have these signs; never where it has no value."""
        value = self.unit
        for number, odd in self.below:
            if not signs[number]:
                return False
            if odd:
                value *= signs[number]
        for number, odd in self.above:
            value *= signs[number] if odd else abs(signs[number])
        if self.relation == ">=":
            return value >= 0
        if self.relation == ">":
            return value > 0
        return (value == 0) == (self.relation == "==")

    @property
    def curves(self) -> frozenset[int]:
        """The curves in it."""
        return frozenset(number for number, _ in (*self.above, *self.below))

    @property
    def constant(self) -> bool | None:
        """Its truth where no curve can change it, else None."""
        return None if self.above or self.below else self.holds(())


@final
class Signs:
    """Turns expressions in two parameters into tests, and collects the curves that are needed.

    Curves that keep their sign all over the inside of the rectangle are left out: their sign goes
    into the unit of the test.

    Parameters
    ----------
    over
        The names of the two parameters, the one along x first.
    box
        The rectangle.
    """

    def __init__(self, over: tuple[str, str], box: Box) -> None:
        self.over = over
        self.box = box
        self.curves: list[Curve] = []
        self._numbers: dict[Curve, int] = {}
        self._steady: dict[Curve, int] = {}
        self._known: dict[tuple[Expression, str], Test] = {}

    def test(self, difference: Expression, relation: str) -> Test:
        """The test of ``difference relation 0``."""
        key = (difference, relation)
        if key not in self._known:
            sign, above = self._parts(difference.numerator)
            below_sign, below = self._parts(difference.denominator)
            self._known[key] = Test(sign * below_sign, above, below, relation)
        return self._known[key]

    def number(self, curve: Curve) -> int:
        """The number of a curve, a new one if it is new."""
        if curve not in self._numbers:
            self._numbers[curve] = len(self.curves)
            self.curves.append(curve)
        return self._numbers[curve]

    def parts(self, polynomial: Expression) -> tuple[Fraction, tuple[tuple[Curve, int], ...]]:
        """A polynomial in the two parameters as a number times powers of curves."""
        return factored_over(polynomial, self.over)

    def _parts(self, polynomial: Expression) -> tuple[int, tuple[tuple[int, int], ...]]:
        unit, curves = self.parts(polynomial)
        sign = (unit > 0) - (unit < 0)
        open_ones = []
        for curve, power in curves:
            if curve not in self._steady:
                self._steady[curve] = curve.steady_sign(self.box)
            if self._steady[curve]:
                sign *= self._steady[curve] if power % 2 else 1
            else:
                open_ones.append((self.number(curve), power % 2))
        return sign, tuple(open_ones)


def factored_over(
    polynomial: Expression, over: tuple[str, str]
) -> tuple[Fraction, tuple[tuple[Curve, int], ...]]:
    """A polynomial in two parameters as a number times powers of curves."""
    terms = polynomial.terms()
    common = lcm(*(c.denominator for c in terms.values())) if terms else 1
    whole = {_powers(term, over): int(c * common) for term, c in terms.items()}
    unit, curves = factored(whole)
    return unit / common, curves


def _powers(term: Sequence[tuple[str, int]], over: tuple[str, str]) -> tuple[int, int]:
    powers: Mapping[str, int] = dict(term)
    return powers.get(over[0], 0), powers.get(over[1], 0)
