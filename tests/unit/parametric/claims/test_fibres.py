"""One and two parameters are decided completely: against a plain search over a fine grid."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.control import FREE
from brinkgame.parametric.claims.fibres import holding_point, holds_at
from brinkgame.parametric.regions import All, Any, Atom, formula_of
from brinkgame.parametric.regions.restricting import judged

SEEDS = st.integers(0, 2**32 - 1)
X = bg.Parameter("x", 1, low=0, high=2)
Y = bg.Parameter("y", 1, low=0, high=2)


def polynomial(rng, names):
    total = 0 * X
    for _ in range(rng.randint(1, 4)):
        term = rng.randint(-3, 3) + 0 * X
        for parameter in names:
            term = term * parameter ** rng.randint(0, 2)
        total = total + term
    return total


def drawn(rng, names, depth=2):
    if not depth or rng.random() < 0.3:
        relation = rng.choice([">=", ">", "==", "!="])
        return Atom(bg.Condition("", "", "", "", polynomial(rng, names), relation, "w"))
    return rng.choice([All, Any]).of(*(drawn(rng, names, depth - 1) for _ in range(2)))


@settings(max_examples=30)
@given(seed=SEEDS, size=st.sampled_from([1, 2]))
def test_a_point_is_found_if_there_is_one(seed, size):
    rng = random.Random(seed)
    names = (X, Y)[:size]
    formula = drawn(rng, names)
    found = holding_point(formula, names, FREE)
    if found is None:
        steps = [Fraction(k, 12) for k in range(25)]
        for x in steps:
            for y in steps if size == 2 else [0]:
                assert not formula.holds({"x": x, "y": y})
    else:
        assert all(0 <= value <= 2 for value in found.values())
        assert judged(formula, lambda condition: holds_at(condition, found))


def test_what_holds_at_irrational_points_only():
    [found] = holding_point(formula_of([X**2 >= 2, X**2 <= 2]), (X,), FREE).values()
    assert found**2 == 2
    circle = formula_of([X**2 + Y**2 <= 1, Fraction(1, 2) <= X * Y])
    found = holding_point(circle, (X, Y), FREE)
    assert found["x"] ** 2 == Fraction(1, 2) == found["y"] ** 2
    corner = formula_of([X**2 >= 2, X**2 <= 2, Y**2 >= 3, Y**2 <= 3])
    found = holding_point(corner, (X, Y), FREE)
    assert (found["x"] ** 2, found["y"] ** 2) == (2, 3)
    assert holding_point(corner & formula_of([Fraction(5, 2) < X * Y]), (X, Y), FREE) is None


def test_a_vertical_line():
    assert holding_point(formula_of([X**3 >= 2, X**3 <= 2, Y > 1]), (X, Y), FREE) is not None
    assert holding_point(formula_of([X**3 >= 2, X**3 <= 2, X * Y > 3]), (X, Y), FREE) is None
    # A polynomial that is zero all along a line over an irrational place.
    thin = formula_of([(X**2 - 2) * Y >= 0, (X**2 - 2) * Y <= 0, Y >= 1, X * Y >= 2, X <= 1.5])
    found = holding_point(thin, (X, Y), FREE)
    assert found["x"] ** 2 == 2


def test_whole_parameters_and_powers():
    weeks = bg.Parameter("weeks", 2, low=1, high=4, whole=True)
    power = (1 - X / 4) ** weeks
    found = holding_point(formula_of([power <= Fraction(1, 10)]), (X, weeks), FREE)
    assert found["weeks"] == 4
    assert holding_point(formula_of([power < Fraction(1, 16)]), (X, weeks), FREE) is None
    assert holding_point(formula_of([weeks > 4]), (weeks,), FREE) is None


def test_nothing_is_free():
    assert holding_point(formula_of([]), (), FREE) == {}


def test_time_is_up():
    crowded = Any.of(*(formula_of([X**2 * k - Y**2 * k - X * Y >= 9 * k]) for k in range(2, 9)))
    with pytest.raises(bg.TimeLimitError, match="time was up"):
        holding_point(crowded, (X, Y), bg.Control(1e-9))
