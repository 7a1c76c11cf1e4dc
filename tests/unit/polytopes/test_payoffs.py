"""Payoffs as positive integers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from brinkgame.polytopes.payoffs import positive_integers

NUMBERS = st.one_of(
    st.fractions(max_denominator=10), st.floats(-1e9, 1e9), st.integers(-(10**30), 10**30)
)


def test_a_table_of_one_number():
    assert positive_integers([[7, 7]]) == [[1, 1]]


@given(st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=1, max_size=3))
def test_differences_keep_their_ratios(table):
    whole = positive_integers(table)
    assert min(map(min, whole)) == 1
    flat = [Fraction(number) for line in table for number in line]
    found = [number for line in whole for number in line]
    scale = max(flat) - min(flat)
    size = max(found) - min(found)
    for a, b in zip(flat, found, strict=True):
        assert (a - min(flat)) * size == (b - 1) * scale
