"""Values in floats over arrays."""

from __future__ import annotations

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from brinkgame.errors import ExpressionError, InvalidNumberError
from brinkgame.parameters import Parameter
from tests.unit.expressions.drawing import (
    NAMES,
    SYMBOLS,
    WHOLE,
    Tree,
    expression,
    points,
    trees,
)

x = SYMBOLS["x"]
gain = SYMBOLS["gain"]
T = WHOLE["T"]
ZERO = x - x


@given(trees(powers=True, leaves=6), st.lists(points(), min_size=1, max_size=5))
def test_arrays_agree_with_exact_values(tree: Tree, several: list[dict[str, Fraction]]) -> None:
    try:
        f = expression(tree)
        exact = [f.evaluate(point) for point in several]
        sizes = [
            abs(part.evaluate(point)) for point in several for part in (f.numerator, f.denominator)
        ]
    except (ExpressionError, ZeroDivisionError):
        assume(False)
        return
    assume(all(size == 0 or 1e-6 < size < 1e9 for size in sizes))
    arrays = {name: [float(point[name]) for point in several] for name in several[0]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = f.evaluate_array(arrays)
    assert found.dtype == np.float64
    assert found.shape == (len(several),)
    np.testing.assert_allclose(found, [float(v) for v in exact], rtol=1e-5, atol=1e-6)


def test_broadcasting() -> None:
    f = x / (gain + 1)
    rows, columns = np.arange(3.0)[:, None], np.arange(4.0)
    found = f.evaluate_array({"x": rows, "gain": columns})
    assert found.shape == (3, 4)
    np.testing.assert_allclose(found, rows / (columns + 1))
    assert f.evaluate_array({"x": 3, "gain": 1}).shape == ()
    assert f.evaluate_array({"x": 3, "gain": 1}) == 1.5
    assert isinstance(f.evaluate_array({"x": 3, "gain": 1}), np.ndarray)


def test_names_that_are_not_in_it_give_the_shape_as_well() -> None:
    shape = (2, 3)
    values = {"x": np.ones((2, 1)), "gain": np.ones(3), "unused": 1.0}
    for f in (ZERO, ZERO + 5, x + 1, gain / 2, x * gain, 1 / gain, x._as_expression()):
        found = f.evaluate_array(values)
        assert found.shape == shape
        assert found.flags.writeable
        found[:] = 7  # and what was given is not touched
    assert values["x"].sum() == 2
    assert (ZERO + 5).evaluate_array({}) == 5.0
    # a plain parameter does not give back the array that was given
    given_array = np.ones(3)
    assert x._as_expression().evaluate_array({"x": given_array}) is not given_array
    assert not np.shares_memory(x._as_expression().evaluate_array({"x": given_array}), given_array)


def test_what_counts_as_an_array() -> None:
    f = 2 * x
    for value, expected in (
        ([1, 2], [2, 4]),
        ((0.5,), [1.0]),
        ([Fraction(1, 4), Fraction(1, 2)], [0.5, 1.0]),
        ("1/4", 0.5),
        (Fraction(1, 4), 0.5),
        (np.array([1, 2], dtype=np.int8), [2, 4]),
    ):
        assert f.evaluate_array({"x": value}).tolist() == expected


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"gain": [1]}, "no value for x"),
        ({"x": [1, 2], "gain": [1, 2, 3]}, "do not fit together: x (2,), gain (3,)"),
        ({"x": ["a"], "gain": 1}, "the values of x are no array of numbers"),
        ({"x": [[1], [1, 2]], "gain": 1}, "the values of x are no array of numbers"),
        ({"x": {}, "gain": 1}, "the values of x are no array of numbers"),
    ],
)
def test_wrong_arrays(values: dict[str, object], words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        (x + gain).evaluate_array(values)  # type: ignore[arg-type]
    assert words in str(caught.value)


def test_text_that_is_no_number() -> None:
    with pytest.raises(InvalidNumberError):
        (x + 1).evaluate_array({"x": "gain"})


def test_poles_give_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = (x / gain).evaluate_array({"x": [1, -1, 0, np.nan], "gain": [0, 0, 0, 1]})
        assert found.tolist()[:2] == [np.inf, -np.inf]
        assert np.isnan(found[2:]).all()
        overflow = (x**9).evaluate_array({"x": 1e300})
        assert overflow == np.inf


def test_digits_are_kept_by_factors() -> None:
    # expanded, (1 - x)**20 would lose every digit at 0.99
    values = np.array([0.9, 0.99, 0.999])
    found = ((1 - x) ** 20 * gain).evaluate_array({"x": values, "gain": 1})
    np.testing.assert_allclose(found, (1 - values) ** 20, rtol=1e-12)


def test_numbers_beyond_floats() -> None:
    assert (x * 5e-324).evaluate_array({"x": 1e300}) == pytest.approx(4.94e-24, rel=0.5)
    assert (x * Fraction(1, 10**400)).evaluate_array({"x": 1e300}) == pytest.approx(1e-100)
    assert (x * 10**400).evaluate_array({"x": 1e-300}) == pytest.approx(1e100)
    assert (x * 10**400 + gain).evaluate_array({"x": 1e-300, "gain": 1}) == pytest.approx(1e100)
    assert (x + Fraction(1, 10**400)).evaluate_array({"x": 3}) == 3.0
    assert ((x * 10**400 + 1) ** 2 / 10**800).evaluate_array({"x": 3}) == pytest.approx(9)
    assert (1 / (x * 10**400 + 1)).evaluate_array({"x": 1e-300}) == pytest.approx(1e-100)
    assert (ZERO + Fraction(10**400, 10**399 * 3)).evaluate_array({}) == pytest.approx(10 / 3)


def test_powers_with_a_free_exponent() -> None:
    clock = 1 - (1 - x) ** T
    weeks = np.arange(1, 6)
    hazard = np.array([[0.05], [0.5]])
    found = clock.evaluate_array({"x": hazard, "T": weeks})
    np.testing.assert_allclose(found, 1 - (1 - hazard) ** weeks)
    np.testing.assert_allclose(
        clock.substitute({"x": "1/20"}).evaluate_array({"T": weeks}), 1 - 0.95**weeks
    )
    np.testing.assert_allclose(((x - 2) ** T).evaluate_array({"x": 0, "T": weeks}), (-2.0) ** weeks)
    with pytest.raises(ExpressionError, match=r"T = 1.5 is no whole number"):
        clock.evaluate_array({"x": 0.5, "T": [1, 1.5]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = (x**T).evaluate_array({"x": [0.5, 0.0, 2.0], "T": [np.nan, -1, np.inf]})
    assert np.isnan(found[0])
    assert found[1:].tolist() == [np.inf, np.inf]


def test_removable_gaps_of_powers() -> None:
    free = Parameter("N", baseline=1, whole=True)
    slope = (1 - (1 - x) ** free).derivative("x")  # N*(1 - x)**(N - 1), held as a quotient
    found = slope.evaluate_array({"x": [1, 1, 1, 0.5, np.nan], "N": [1, 2, 0, 2, 1]})
    np.testing.assert_array_equal(found, [1, 0, 0, 1, np.nan])
    # a pole stays one
    assert np.isnan(((1 - x) ** (free - 2)).evaluate_array({"x": 1, "N": 1}))
    assert (1 / (1 + (-2) ** (free - 1))).evaluate_array({"N": 1}) == 0.5


def test_high_powers_by_squaring() -> None:
    for exponent in range(1, 40):
        found = (x**exponent).evaluate_array({"x": [1.1, -0.9]})
        np.testing.assert_allclose(found, np.array([1.1, -0.9]) ** exponent, rtol=1e-13)


def test_expressions_too_long_to_be_factored() -> None:
    f = ((x + gain + SYMBOLS["detection"] + 1) ** 12 + x) * 6 / (gain + 7)  # 455 terms
    point = {"x": 0.5, "gain": -0.25, "detection": 1.5}
    assert f.evaluate_array(point) == pytest.approx(float(f.evaluate(point)), rel=1e-12)


def test_every_name_is_used_under_its_own_name() -> None:
    f = sum((10**i * SYMBOLS[name] for i, name in enumerate(NAMES)), ZERO)
    assert f.evaluate_array({"x": 3, "gain": 2, "detection": 1}) == 321


def assert_within_bound(f, floats, exact):
    """The float value is no further from that of any number which rounds to the arguments."""
    value = float(f.evaluate_array(floats))
    bound = float(f.rounding_bound(floats))
    if not np.isfinite(value) or not np.isfinite(bound):
        return  # nothing is claimed
    assert abs(Fraction(value) - f.evaluate(exact)) <= Fraction(bound)


@given(trees(powers=True), points())
def test_values_are_within_their_rounding_bound(tree: Tree, point: dict[str, Fraction]) -> None:
    # Thirds and sevenths are no floats: what is meant is the fraction, what is used the float.
    try:
        f = expression(tree)
        f.evaluate(point)
    except (ExpressionError, ZeroDivisionError):
        assume(False)
    floats = {name: np.float64(value) for name, value in point.items()}
    assert_within_bound(f, floats, point)


@given(st.integers(0, 2**32 - 1))
def test_the_bound_holds_where_digits_are_lost(seed: int) -> None:
    draw = np.random.default_rng(seed)
    value = draw.uniform(-3, 3)
    f = (x - gain) ** 3 * (1 - x) ** T - (x**2 - gain * x + 1) ** 2
    exact = {
        "x": Fraction(value),
        "gain": Fraction(value + draw.choice([0, 1e-9, 1e-16, 1])),
        "T": Fraction(int(draw.integers(1, 9))),
    }
    assert_within_bound(f, {name: np.float64(number) for name, number in exact.items()}, exact)


def test_rounding_bounds_are_small_but_near_poles() -> None:
    assert ((1 - x) ** 8 * gain).rounding_bound({"x": [0.5, 0.999], "gain": 1.0}) < 1e-11
    near = (1 / (1 - x)).rounding_bound({"x": [0.0, 1 - 1e-12, 1.0]})
    assert near[0] < 1e-14
    assert near[1] > 1e-6
    assert np.isinf(near[2])
    assert np.isinf((1 / x**T).rounding_bound({"x": 0.0, "T": 2}))
    assert np.isinf(((1 - x) ** T).rounding_bound({"x": 0.5, "T": -2}))
    assert np.isfinite((x * Fraction(1, 10**400)).rounding_bound({"x": 1.0}))
    assert (x * 10**400).rounding_bound({"x": 0.0}) >= 0
