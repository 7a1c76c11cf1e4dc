"""Formulas as short alternatives: the same truth everywhere, with the words of their conditions."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.parametric.regions import All, Any, Atom, formula_of, implicants
from brinkgame.parametric.regions.implicants import alternatives

SEEDS = st.integers(0, 2**32 - 1)
X, Y, Z = (bg.Parameter(name, "1/2", low=0, high=1) for name in "xyz")
SPACE = bg.ParameterSpace([X, Y, Z], [Y + Fraction(1, 2) >= X])
POLYNOMIALS = (
    X - Y,
    Y - Z,
    X - Z,
    X + Y - 1,
    (X - Y) * (Y - Z),
    X * Y - Z,
    X * (Y - Z),
    (X - Z) ** 2,
    2 * X - 1,
    X + 1,
    X - Y - Fraction(1, 2),
)


def drawn(rng, depth=3):
    """A random formula."""
    if not depth or rng.random() < 0.3:
        relation = rng.choice([">=", ">", "==", "!=", ">=", ">"])
        sign = rng.choice([1, -1])
        return Atom(bg.Condition("A", "i", "a", "b", sign * rng.choice(POLYNOMIALS), relation))
    parts = [drawn(rng, depth - 1) for _ in range(rng.randint(2, 3))]
    return rng.choice([All, Any]).of(*parts)


def places(rng, count):
    found = []
    while len(found) < count:
        point = {name: Fraction(rng.randint(0, 6), 6) for name in "xyz"}
        if not SPACE.violations(point):
            found.append(point)
    return found


def same(formula, rng, count):
    told = alternatives(formula, SPACE)
    assert told is not None
    for point in places(rng, count):
        held = any(all(c.holds(point) for c in each.conditions) for each in told)
        assert held is formula.holds(point), point


@settings(max_examples=30)
@given(seed=SEEDS)
def test_alternatives_hold_where_the_formula_does(seed):
    rng = random.Random(seed)
    same(drawn(rng), rng, 60)


@settings(max_examples=15)
@given(seed=SEEDS)
def test_so_they_do_where_cubes_are_put_together_first(seed):
    rng = random.Random(seed)
    largest, implicants._LARGEST = implicants._LARGEST, 30
    try:
        told = alternatives(formula := drawn(rng), SPACE)
    finally:
        implicants._LARGEST = largest
    for point in places(rng, 60) if told is not None else ():
        held = any(all(c.holds(point) for c in each.conditions) for each in told)
        assert held is formula.holds(point), point


def test_what_contradicts_is_left_out():
    assert alternatives(formula_of([X > Y, Y > Z, Z > X]), SPACE) == ()
    assert alternatives(formula_of([X + 1 > 0]), SPACE)[0].conditions == ()
    # x <= y + 1/2 is a constraint of the space.
    assert alternatives(formula_of([Fraction(3, 4) < X - Y]), SPACE) == ()


def test_signs_that_cannot_be_together_shorten():
    """x >= y and y >= z: then x >= z needs no saying; of three, two are enough."""
    [only] = alternatives(formula_of([X >= Y, Y >= Z, X >= Z]), SPACE)
    assert len(only.conditions) == 2


def test_borders_come_apart():
    either = formula_of([X > Y]) | formula_of([Y > X]) | formula_of([X >= Y, Y >= X, X >= Z])
    told = alternatives(either, SPACE)
    assert [each.on_borders for each in told] == [False, True]


def test_preferences_are_turned_and_ties_are_named():
    condition = bg.Condition("A", "home", "stay", "go", X - Y)
    [only] = alternatives(Atom(condition).negated(), SPACE)
    assert only.conditions[0].incentive == "A at home strictly prefers go to stay"
    tied = Atom(condition) & Atom(bg.Condition("A", "home", "go", "stay", Y - X))
    [only] = alternatives(tied, SPACE)
    assert only.conditions[0].incentive == "A at home is indifferent between stay and go"
    [only] = alternatives(tied.negated() & Atom(bg.Condition("", "", "", "", 1 * Z)), SPACE)
    assert "not indifferent" in only.conditions[0].incentive


def test_a_formula_of_too_many_conditions_has_no_short_form():
    many = Any.of(*(formula_of([X * k > Y + Fraction(1, k)]) for k in range(2, 500)))
    assert alternatives(many, SPACE) is None
