"""Sparse dictionaries: pivots keep what is said."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from brinkgame.arithmetic.linear import plain_fraction, quick_fraction
from brinkgame.polytopes.sparse import SparseDictionary, combined


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 6))
def test_the_solutions_stay_the_same(seed, rows, columns):
    rng = random.Random(seed)
    table = SparseDictionary(
        {
            columns + r: {
                c: quick_fraction(Fraction(rng.randint(-3, 3), rng.randint(1, 3)))
                for c in range(columns)
                if rng.random() < 0.7
            }
            for r in range(rows)
        }
    )
    for form in table.rows.values():
        for variable in [v for v, c in form.items() if not c]:
            del form[variable]
    table = SparseDictionary(table.rows)
    values = {c: quick_fraction(rng.randint(-5, 5)) for c in range(columns)}
    for basic, form in table.rows.items():
        values[basic] = sum((c * values[v] for v, c in form.items()), quick_fraction(0))
    for _ in range(8):
        entries = [(b, v) for b, form in table.rows.items() for v in form]
        if not entries:
            break
        basic, variable = rng.choice(sorted(entries))
        table.pivot(basic, variable)
        for each, form in table.rows.items():
            assert all(form.values()), "what is zero is not kept"
            assert values[each] == sum((c * values[v] for v, c in form.items()), quick_fraction(0))
        users = {(b, v) for v, basics in table.columns.items() for b in basics}
        assert users == {(b, v) for b, form in table.rows.items() for v in form}


def test_sums_leave_out_what_cancels():
    assert combined([({1: 2, 2: 1}, 3), ({2: 1, 3: 1}, -3)]) == {1: 6, 3: -3}


@given(st.fractions())
def test_quick_fractions_are_the_same_numbers(number):
    assert plain_fraction(quick_fraction(number)) == number
