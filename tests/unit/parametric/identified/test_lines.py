"""Sets of numbers given by conditions in one parameter."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.expressions import quantity
from brinkgame.parametric.identified.lines import (
    coefficients,
    intervals,
    nearest_inside,
    simplest_between,
)

X = quantity(bg.Parameter("x", 0))


def condition(difference: Any, relation: str = ">=") -> bg.Condition:
    return bg.Condition("A", "root", "in", "out", difference, relation)


polynomials = st.lists(st.integers(-4, 4), min_size=2, max_size=4).map(
    lambda many: sum((c * X**k for k, c in enumerate(many)), 0 * X)
)
relations = st.sampled_from([">=", ">", "==", "!="])
conditions = st.builds(condition, polynomials, relations)


@settings(max_examples=60)
@given(st.lists(st.lists(conditions, min_size=1, max_size=2), min_size=1, max_size=2))
def test_a_number_is_in_an_interval_exactly_where_the_conditions_hold(
    parts: list[list[bg.Condition]],
) -> None:
    found = intervals([parts], Fraction(-3), Fraction(3))
    for k in range(-18, 19):
        x = Fraction(k, 6)
        holds = any(all(c.holds({"x": x}) for c in part) for part in parts)
        assert any(x in piece for piece in found) == holds
    for one, other in pairwise(found):
        assert one.high <= other.low
        assert not (one.high == other.low and (one.has_high or other.has_low))


def test_ends_are_exact_and_told() -> None:
    found = intervals([[[condition(2 - X**2, ">")]]], Fraction(-2), Fraction(1))
    assert str(found[0]) == "(-1.41421356..., 1]"
    assert str(intervals([[[condition(X, "==")]]], Fraction(-1), Fraction(1))[0]) == "{0}"
    assert str(intervals([[[condition(3 * X - 1)]]], Fraction(0), Fraction(0))) == "()"
    hole = intervals([[[condition(X**2, ">")]]], Fraction(-1), Fraction(1))
    assert [str(piece) for piece in hole] == ["[-1, 0)", "(0, 1]"]


def test_poles_are_cuts() -> None:
    found = intervals([[[condition(1 / (X - 1))]]], Fraction(0), Fraction(3))
    assert Fraction(2) in found[-1]
    assert Fraction(1, 2) not in found[-1]


def test_two_roots_that_are_close() -> None:
    """Between 1.41421356 and the root of two there is room for a number."""
    close = Fraction(141421356, 10**8)
    found = intervals([[[condition(2 - X**2), condition(X - close)]]], Fraction(0), Fraction(3))
    assert found[0].low == close
    assert nearest_inside(found, Fraction(2), Fraction(0), Fraction(3)) is not None


@given(st.fractions(-20, 20, max_denominator=50), st.fractions(0, 3, max_denominator=50))
def test_the_simplest_fraction_between(low: Fraction, width: Fraction) -> None:
    found = simplest_between(low, low + width)
    assert low <= found <= low + width
    assert all(
        not low <= Fraction(round(low * d) + k, d) <= low + width
        for d in range(1, found.denominator)
        for k in (-1, 0, 1)
    )


def test_the_nearest_number_is_well_inside() -> None:
    low, high = Fraction(0), Fraction(3)
    found = intervals([[[condition(X - 1), condition(2 - X)]]], low, high)
    assert nearest_inside(found, Fraction(3, 2), low, high) == (Fraction(3, 2), True)
    number, inside = nearest_inside(found, Fraction(3), low, high) or (Fraction(0), False)
    assert inside
    assert Fraction(3, 2) < number < 2
    point = intervals([[[condition(X - 1, "==")]]], low, high)
    assert nearest_inside(point, Fraction(3), low, high) == (Fraction(1), False)
    ends = intervals([[[condition(X - 1)]]], low, high)
    assert nearest_inside(ends, Fraction(3), low, high) == (Fraction(3), True)
    assert nearest_inside((), Fraction(3), low, high) is None
    root = intervals([[[condition(X**2 - 2, "==")]]], low, high)
    assert nearest_inside(root, Fraction(3), low, high) is None


def test_coefficients_are_of_one_parameter() -> None:
    y = quantity(bg.Parameter("y", 0))
    assert coefficients(X**2 - 3) == [-3, 0, 1]
    with pytest.raises(bg.UnsupportedGameError, match="more than one parameter"):
        coefficients(X * y)
