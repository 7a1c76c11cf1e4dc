"""A linear program in integers, what came of it, and what floats say of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, final

import numpy as np
import numpy.typing as npt

__all__ = ["SMALL", "LPSolution", "Near", "Program"]

SMALL = (1e-15, 1e-12, 1e-9, 1e-6)
"""What counts as zero in an answer of HiGHS; tried one after the other, and always verified."""


@final
@dataclass(frozen=True, slots=True)
class LPSolution:
    """What came of a linear program.

    Attributes
    ----------
    status
        ``"optimal"``, ``"infeasible"`` (no point satisfies the constraints), ``"unbounded"``, or
        ``"unfinished"`` (the time was up, or HiGHS was at a loss in floats).
    value
        The optimal value; None unless optimal, as are the rest.
    point
        An optimal point; a corner of the set of optimal points if the program was exact.
    dual_at_most, dual_equal
        The price of each constraint: the rate at which the value changes with its right-hand side.
        The value is the sum of right-hand sides times prices. When minimizing, prices of `at_most`
        are at most zero; when maximizing, at least zero.
    """

    status: Literal["optimal", "infeasible", "unbounded", "unfinished"]
    value: Any = None
    point: tuple[Any, ...] = ()
    dual_at_most: tuple[Any, ...] = ()
    dual_equal: tuple[Any, ...] = ()


@final
@dataclass(frozen=True, slots=True)
class Program:
    """Least ``cost @ x`` in integers; the first `n_at_most` rows are inequalities."""

    cost: list[int]
    cost_scale: Fraction
    """What the objective was multiplied by, its sign included."""
    rows: list[list[int]]
    right: list[int]
    row_scales: list[Fraction]
    n_at_most: int

    @classmethod
    def read(cls, objective: Any, at_most: Any, equal: Any, maximize: bool) -> Program:
        """The program of numbers of any kind."""
        cost, scale = _whole(objective)
        if maximize:
            cost, scale = [-number for number in cost], -scale
        rows: list[list[int]] = []
        right: list[int] = []
        scales: list[Fraction] = []
        for part in (at_most, equal):
            if part is None:
                continue
            for row, bound in zip(*part, strict=True):
                line, factor = _whole([*row, bound])
                if len(line) != len(cost) + 1:
                    raise ValueError(
                        f"a row of {len(line) - 1} coefficients for {len(cost)} variables"
                    )
                right.append(line.pop())
                rows.append(line)
                scales.append(factor)
        return cls(cost, scale, rows, right, scales, len(at_most[1]) if at_most else 0)

    def solution(self, point: Sequence[Fraction], prices: Sequence[Fraction]) -> LPSolution:
        """The answer in the units of the question."""
        value = sum((c * x for c, x in zip(self.cost, point, strict=True) if x), Fraction(0))
        told = [
            price * factor / self.cost_scale if price else Fraction(0)
            for price, factor in zip(prices, self.row_scales, strict=True)
        ]
        return LPSolution(
            "optimal",
            value / self.cost_scale,
            tuple(point),
            tuple(told[: self.n_at_most]),
            tuple(told[self.n_at_most :]),
        )


def _whole(numbers: Sequence[Any]) -> tuple[list[int], Fraction]:
    """The numbers times a positive factor that makes them integers without common divisor."""
    if all(type(number) is int for number in numbers):
        listed, common = list(numbers), 1
    else:
        common = math.lcm(*(number.denominator for number in numbers))
        listed = [int(number.numerator * (common // number.denominator)) for number in numbers]
    divisor = math.gcd(*listed) or 1
    if divisor > 1:
        listed = [number // divisor for number in listed]
    return listed, Fraction(common, divisor)


@final
@dataclass(frozen=True, slots=True)
class Near:
    """An optimal corner in floats, in scaled units."""

    point: npt.NDArray[np.float64]
    slack: npt.NDArray[np.float64]
    """Of every row; of equations zero."""
    reduced: npt.NDArray[np.float64]
    prices: npt.NDArray[np.float64]
