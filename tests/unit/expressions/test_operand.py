"""Operators with numpy's arrays and scalars."""

from __future__ import annotations

from fractions import Fraction
from typing import final

import numpy as np
import pytest

from brinkgame.errors import InvalidNumberError
from brinkgame.expressions import Constraint, Expression, Symbol
from brinkgame.expressions.expression import symbol_expression
from tests.unit.expressions.drawing import SYMBOLS

x = SYMBOLS["x"]


@final
class Letter(Symbol):
    """The least that a symbol is."""

    name = "a"
    symbol = ""
    low = None
    whole = False

    def _as_expression(self) -> Expression:
        return symbol_expression(self)

    def same_definition(self, other: object) -> bool:
        return isinstance(other, Letter)


gain = SYMBOLS["gain"]


def test_arrays_of_numbers_become_arrays_of_expressions() -> None:
    numbers = np.array([[1, 2], [3, 4]])
    for found, expected in (
        (numbers * x, [[x, 2 * x], [3 * x, 4 * x]]),
        (x * numbers, [[x, 2 * x], [3 * x, 4 * x]]),
        (numbers - x, [[1 - x, 2 - x], [3 - x, 4 - x]]),
        (x - numbers, [[x - 1, x - 2], [x - 3, x - 4]]),
        (x**numbers, [[x, x**2], [x**3, x**4]]),
        (numbers / (x + 1), [[1 / (x + 1), 2 / (x + 1)], [3 / (x + 1), 4 / (x + 1)]]),
    ):
        assert found.dtype == object
        assert found.tolist() == expected
    assert (np.array([0.1, 1 / 3], dtype=np.float32) * x).tolist() == [x / 10, x / 3]
    assert (np.array([x, gain]) * x).tolist() == [x**2, x * gain]
    assert (-np.array([x, gain])).tolist() == [-x, -gain]
    assert np.array([x, 1]) @ np.array([2, gain]) == 2 * x + gain
    assert np.array([x, gain, 1]).sum() == x + gain + 1


def test_scalars() -> None:
    for found in (np.float64(0.5) * x, x * np.float64(0.5), np.float32(0.5) * x, np.array(0.5) * x):
        assert isinstance(found, Expression)
        assert found == x / 2
    assert isinstance(np.float64(0.5) < x, Constraint)
    assert (np.float64(0.5) < x) == (Fraction(1, 2) < x)
    assert (np.int64(3) >= x) == (x <= 3)
    assert bool(np.float64(0.5) == x - x + 0.5)
    assert bool(np.float64(0.5) != x)
    assert np.negative(x) == -x
    assert np.positive(x) == x


def test_comparisons_with_arrays() -> None:
    assert ((x - x + 1) == np.array([1, 2])).tolist() == [True, False]
    assert (x != np.array([1.0, np.nan])).tolist() == [True, True]
    constraints = np.array([1, 2]) < x
    assert constraints.tolist() == [x > 1, x > 2]


def test_what_operators_need_of_a_symbol() -> None:
    a = Letter()
    assert 2 * a - a == a
    assert hash(a) == hash(a + 0)
    assert {a: 1}[Letter() + 0] == 1
    assert (a + x).names == ("a", "x")
    assert (a + x).symbols["a"] is a
    assert a
    assert a != 0
    assert str(1 / a) == "1/a"


def test_other_functions_are_refused() -> None:
    for function in (np.sin, np.add.reduce, np.multiply.accumulate):
        with pytest.raises(TypeError):
            function(x)
    with pytest.raises(TypeError):
        np.add(x, 1, dtype=float)
    for wrong in (np.array([True]), np.array(["a"]), np.array([np.nan])):
        with pytest.raises(InvalidNumberError):
            wrong * x
