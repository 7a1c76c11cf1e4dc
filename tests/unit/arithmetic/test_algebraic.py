"""Computing with algebraic numbers. (How they are made and compared: `test_arithmetic`.)"""

from __future__ import annotations

import math
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import InvalidNumberError

RATIONALS = st.fractions(-20, 20, max_denominator=12)
ROOT2 = Algebraic((-2, 0, 1), (1, 2))
ROOT3 = Algebraic((-3, 0, 1), (1, 2))
QUINTIC = real_roots([-1, -1, 0, 0, 0, 1])[0]  # x**5 = x + 1, not solvable in radicals


def number(a: Fraction, b: Fraction, c: Fraction) -> Any:
    return a + b * QUINTIC + c * QUINTIC * QUINTIC


NUMBERS = st.builds(number, RATIONALS, RATIONALS, RATIONALS)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_laws_of_a_field(x: Any, y: Any, z: Any) -> None:
    assert x + y == y + x
    assert x * y == y * x
    assert (x + y) * z == x * z + y * z
    assert (x * y) * z == x * (y * z)
    assert x - y == -(y - x)
    assert (x + y) - y == x
    if y != 0:
        assert (x / y) * y == x
        assert x / y == x * (1 / y)


@given(NUMBERS, NUMBERS)
def test_values_are_those_of_floats(x: Any, y: Any) -> None:
    size = max(1.0, abs(float(x)), abs(float(y)))
    assert math.isclose(float(x + y), float(x) + float(y), abs_tol=1e-12 * size)
    assert math.isclose(float(x * y), float(x) * float(y), abs_tol=1e-12 * size * size)
    assert (x < y) == (float(x) < float(y)) or abs(float(x - y)) < 1e-12 * size


@given(NUMBERS)
def test_what_is_rational_is_a_fraction(x: Any) -> None:
    assert type(x - x) is Fraction
    assert type(x - QUINTIC + QUINTIC) is type(x)
    if isinstance(x, Algebraic):
        assert x / x == 1
        assert type(x / x) is Fraction
        low, high = x.interval
        assert low < x < high
        assert len(x.polynomial) == 6
        assert math.gcd(*x.polynomial) == 1
        assert x.polynomial[-1] > 0
        assert len(real_roots(x.polynomial, low, high)) == 1
        assert real_roots(x.polynomial, low, high)[0] == x


def test_the_relation_that_makes_it() -> None:
    assert QUINTIC**5 == QUINTIC + 1
    assert QUINTIC**5 - QUINTIC == 1
    assert QUINTIC**-1 == QUINTIC**4 - 1
    assert QUINTIC**0 == 1
    assert abs(-QUINTIC) == QUINTIC == +QUINTIC == abs(QUINTIC)


def test_numbers_of_different_fields() -> None:
    both = ROOT2 + ROOT3
    assert both.polynomial == (1, 0, -10, 0, 1)
    assert both - ROOT3 == ROOT2
    assert type(both * (ROOT3 - ROOT2)) is Fraction
    assert (ROOT2 * ROOT3).polynomial == (-6, 0, 1)
    assert ROOT3 / ROOT2 * ROOT2 == ROOT3
    assert (QUINTIC + ROOT2) - QUINTIC == ROOT2
    assert ROOT2 + Algebraic((-2, 0, 1), (-2, -1)) == 0
    assert ROOT2 - Algebraic((-8, 0, 1), (2, 3)) / 2 == 0
    assert sorted([both, ROOT2 * ROOT3, ROOT2, ROOT3]) == [ROOT2, ROOT3, ROOT2 * ROOT3, both]


@given(st.integers(2, 12), st.integers(2, 12))
def test_square_roots(a: int, b: int) -> None:
    first, second = (real_roots([-n, 0, 1], 0)[0] for n in (a, b))
    product: Any = first * second
    assert product == real_roots([-a * b, 0, 1], 0)[0]
    assert (first + second) * (first - second) == a - b


def test_a_common_field_that_is_too_large() -> None:
    large = real_roots([-2, *[0] * 32, 1])[0]
    with pytest.raises(InvalidNumberError, match="degrees 33 and 2"):
        large + ROOT2
    assert large < ROOT2


def test_mixed_with_other_numbers() -> None:
    assert ROOT2 + 0.5 == 0.5 + ROOT2 == math.sqrt(2) + 0.5
    assert isinstance(ROOT2 * 2.0, float)
    assert 2 / ROOT2 == ROOT2
    assert 2 - ROOT2 == -(ROOT2 - 2)
    assert isinstance(1.0 / ROOT2, float)
    assert math.isclose(ROOT2**0.5, math.sqrt(math.sqrt(2)))
    with pytest.raises(TypeError):
        ROOT2 + "1"  # type: ignore[operator]
    with pytest.raises(TypeError):
        ROOT2 + Decimal(1)
    with pytest.raises(ZeroDivisionError):
        ROOT2 / 0
    with pytest.raises(ZeroDivisionError):
        ROOT2 / (ROOT2 - ROOT2)


def test_results_are_values() -> None:
    result = (ROOT2 + 1) / 3
    again = pickle.loads(pickle.dumps(result))
    assert again == result
    assert hash(again) == hash(result) == hash(Algebraic(result.polynomial, result.interval))
    assert again - result == 0
    narrow = result.refined(Fraction(1, 10**50))
    assert narrow == result
    assert narrow.interval[1] - narrow.interval[0] <= Fraction(1, 10**50)
    assert str(result) == "0.804738 (root of 9*x**2 - 6*x - 1 in [37/46, 33/41])"


@pytest.mark.parametrize("size", [10**400, Fraction(1, 10**400)])
def test_very_large_and_very_small_numbers(size: Fraction) -> None:
    assert float(ROOT2 * size / size) == math.sqrt(2)
    square = 2 * Fraction(size) ** 2
    far = real_roots([-square, 0, 1], 0)[0]
    assert far / size == ROOT2
    assert float(far / size) == math.sqrt(2)
