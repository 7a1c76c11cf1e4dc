from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.arithmetic import real_roots
from brinkgame.pages.numbers import decimal, exact, for_json, percent, with_decimal

ROOT = real_roots([-2, 0, 1], 0)[0]


@given(st.fractions())
def test_exact_numbers_survive_json(number):
    text = json.loads(json.dumps(for_json(number)))
    assert isinstance(text, str)
    assert Fraction(text) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_survive_json(number):
    again = json.loads(json.dumps(for_json(number)))
    assert isinstance(again, float)
    assert again == number


def test_algebraic_numbers_are_objects():
    told = for_json(ROOT)
    assert told["polynomial"] == [-2, 0, 1]
    low, high = map(Fraction, told["interval"])
    assert low**2 < 2 < high**2
    assert told["float"] == pytest.approx(2**0.5)
    json.dumps(told)


@given(st.fractions())
def test_what_is_shown_as_exact_is_exact(number):
    text = exact(number)
    if text.startswith("about "):
        assert len(str(number)) > 17
        assert float(text.removeprefix("about ")) == pytest.approx(float(number), rel=1e-3)
    else:
        assert Fraction(text) == number


@pytest.mark.parametrize(
    ("number", "text", "both"),
    [
        (Fraction(3), "3", "3"),
        (Fraction(3, 11), "3/11", "3/11 = 0.2727"),
        (Fraction(-1, 2), "-1/2", "-1/2 = -0.5"),
        (0.25, "0.25", "0.25"),
        (Fraction(10**20 + 1, 3 * 10**20), "about 0.3333", "about 0.3333"),
        (ROOT, "about 1.414", "about 1.414"),
    ],
)
def test_how_numbers_are_shown(number, text, both):
    assert exact(number) == text
    assert with_decimal(number) == both


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(10**6000, 3), "3.333e+5999"),
        (Fraction(-3, 10**6000), "-3e-6000"),
        (Fraction(3, 10**6000), "3e-6000"),
        (Fraction(0), "0"),
        (Fraction(1, 20000), "5e-05"),
        (Fraction(100), "100"),
    ],
)
def test_numbers_beyond_floats(number, text):
    assert decimal(number) == text


@pytest.mark.parametrize(
    "number", [Fraction(7**9000), Fraction(7**9000, 3**9001), Fraction(-(7**9000))]
)
def test_numbers_of_very_many_digits(number):
    top, _, bottom = for_json(number).partition("/")
    assert Decimal(top) == number.numerator
    assert Decimal(bottom or 1) == number.denominator
    assert exact(number).startswith("about ")


def test_rounding():
    assert decimal(Fraction(25, 64), 2) == "0.39"
    assert percent(0.284) == "28 %"
