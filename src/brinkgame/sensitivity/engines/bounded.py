"""Arithmetic of arrays that are known up to an error, and of numbers that are known exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.expressions import Expression

__all__ = [
    "UNIT",
    "Cell",
    "Value",
    "array_of",
    "as_value",
    "average",
    "difference",
    "evaluated",
    "product",
    "total",
]

Floats: TypeAlias = npt.NDArray[np.float64]

UNIT: Final = 2.0**-53 * 1.01
"""The relative error of one rounding, with room for the roundings of the bound itself."""


@final
class Value(NamedTuple):
    """An array of numbers, a bound on their error, and one on their size."""

    array: Floats
    error: Any
    size: Any


Cell: TypeAlias = "Fraction | Value"
"""What a column of a node is: the same at all points, or an array."""


def evaluated(number: Expression, values: Mapping[str, Floats]) -> Value:
    """An expression over the arrays of its own parameters, with its bounds."""
    own = {name: values[name] for name in number.names}
    array = number.evaluate_array(own)
    error = number.rounding_bound(own)
    return Value(array, error, np.max(np.abs(array), initial=0.0) + np.max(error, initial=0.0))


def array_of(cell: Cell) -> Any:
    """The numbers in floats, without bounds."""
    return cell.array if isinstance(cell, Value) else np.float64(float(cell))


def as_value(cell: Cell) -> Value:
    """The numbers in floats, with their bounds."""
    if isinstance(cell, Value):
        return cell
    number = np.float64(float(cell))
    size = abs(number)
    return Value(np.asarray(number), 0.0 if Fraction(float(cell)) == cell else size * UNIT, size)


def total(one: Cell, other: Cell) -> Cell:
    """The sum of two numbers or arrays."""
    if isinstance(one, Fraction) and not one:
        return other
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one + other
    a, b = as_value(one), as_value(other)
    size = a.size + b.size
    return Value(a.array + b.array, a.error + b.error + UNIT * size, size)


def average(parts: Sequence[tuple[Cell, Cell]]) -> Cell:
    """The sum of values times their probabilities."""
    whole: Any = None
    error: Any = 0.0
    size: Any = 0.0
    for odds, cell in parts:
        if isinstance(cell, Fraction) and not cell:
            continue
        p, v = as_value(odds), as_value(cell)
        part = p.array * v.array
        whole = part if whole is None else whole + part
        most = p.size * v.size
        size = size + most
        error = error + p.error * v.size + p.size * v.error + p.error * v.error
    if whole is None:
        return Fraction(0)
    return Value(whole, error + (len(parts) + 2) * UNIT * size, size)


def product(one: Cell, other: Cell) -> Cell:
    """The product of two numbers or arrays."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one * other
    a, b = as_value(one), as_value(other)
    size = a.size * b.size
    error = a.error * b.size + a.size * b.error + a.error * b.error + UNIT * size
    return Value(a.array * b.array, error, size)


def difference(one: Cell, other: Cell) -> Cell:
    """What the first is more than the second."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one - other
    b = as_value(other)
    return total(one, Value(-b.array, b.error, b.size))
