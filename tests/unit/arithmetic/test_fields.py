"""Elements of real number fields, against plain arithmetic of square roots."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.arithmetic.fields import NumberField, primitive, sign_at

RATIONALS = st.fractions(-50, 50, max_denominator=30)
ROOT2 = NumberField((-2, 0, 1), (Fraction(1), Fraction(2)))
MINUS_ROOT2 = NumberField((-2, 0, 1), (Fraction(-2), Fraction(-1)))
CUBE = NumberField((-5, 0, 0, 1), (Fraction(0), Fraction(10)))


def sign_of(a: Fraction, b: Fraction) -> int:
    """The sign of a + b * sqrt(2), by squares."""
    size = a * a - 2 * b * b
    if a >= 0 and b >= 0:
        return int(a > 0 or b > 0)
    if a <= 0 and b <= 0:
        return -1
    return (1 if size > 0 else -1) * (1 if a > 0 else -1)


@given(RATIONALS, RATIONALS)
def test_signs(a: Fraction, b: Fraction) -> None:
    assert ROOT2.sign(ROOT2.element((a, b))) == sign_of(a, b)
    assert MINUS_ROOT2.sign(MINUS_ROOT2.element((a, -b))) == sign_of(a, b)


@pytest.mark.parametrize("digits", [3, 30, 300])
def test_sign_of_a_very_small_number(digits: int) -> None:
    from math import isqrt

    below = Fraction(isqrt(2 * 100**digits), 10**digits)
    assert ROOT2.sign(ROOT2.element((-below, 1))) == 1
    assert ROOT2.sign(ROOT2.element((-below - Fraction(1, 10**digits), 1))) == -1


@given(RATIONALS, RATIONALS, RATIONALS)
def test_a_number_times_its_reciprocal(a: Fraction, b: Fraction, c: Fraction) -> None:
    if not (a or b or c):
        return
    number = CUBE.element((a, b, c))
    assert CUBE.product(number, CUBE.reciprocal(number)) == CUBE.element((1,))


@given(RATIONALS, RATIONALS, st.integers(1, 400))
def test_enclosures_hold_the_number_and_narrow(a: Fraction, b: Fraction, bits: int) -> None:
    field = NumberField((-2, 0, 1), (Fraction(1), Fraction(2)))
    low, high = field.enclosure(field.element((a, b)), bits)
    assert high - low <= abs(b) / 2**bits
    # (x - a)**2 = 2 * b**2 changes sign within.
    ends = sorted(((low - a) ** 2 - 2 * b * b, (high - a) ** 2 - 2 * b * b))
    assert ends[0] <= 0 <= ends[1]


def test_minimal_polynomials() -> None:
    # 1 + theta + theta**2 with theta = 5**(1/3), and a number of the field that is rational.
    assert CUBE.minimal_polynomial(CUBE.element((1, 1, 1))) == (-16, -12, -3, 1)
    assert CUBE.minimal_polynomial(CUBE.element((Fraction(2, 3),))) == (-2, 3)


def test_one_polynomial_has_as_many_fields_as_real_roots() -> None:
    again = NumberField((-2, 0, 1), (Fraction(7, 5), Fraction(3, 2)))
    assert again == ROOT2
    assert hash(again) == hash(ROOT2)
    assert ROOT2 != MINUS_ROOT2
    assert ROOT2 != CUBE
    assert pickle.loads(pickle.dumps(ROOT2)) == ROOT2
    assert ROOT2.degree == 2
    assert ROOT2 != "a field"


@pytest.mark.parametrize("size", [1, 10**40, Fraction(1, 10**40)])
def test_roots_of_any_size(size: Fraction) -> None:
    square = 2 * Fraction(size) ** 2
    field = NumberField(
        (-square.numerator, 0, square.denominator), (Fraction(size), 2 * Fraction(size))
    )
    low, high = field.enclosure(field.element((0, 1)), 600)
    assert low * low < square < high * high
    assert high - low < Fraction(1, 10**100)


def test_polynomials() -> None:
    from flint import fmpq_poly

    assert primitive(fmpq_poly([2, -4, 6]) / -4) == (1, -2, 3)
    assert [sign_at((-2, 0, 1), Fraction(x)) for x in (-2, 0, 1, 2)] == [1, -1, -1, 1]
