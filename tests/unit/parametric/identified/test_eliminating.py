"""What is left if a parameter may have any value: by elimination, against trying many values."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.expressions import quantity
from brinkgame.parametric.identified import eliminating
from brinkgame.parametric.identified.clauses import Clause, Factor, Simplifier
from brinkgame.parametric.identified.eliminating import Elimination, Side
from brinkgame.parametric.identified.points import point_of

X, Y, Z = (bg.Parameter(name, k, low=-2, high=3) for k, name in enumerate("xyz"))
WHOLE = bg.Parameter("n", 1, low=0, high=3, whole=True)


def condition(difference: Any, relation: str = ">=") -> bg.Condition:
    return bg.Condition("A", "root", "in", "out", difference, relation)


def space(*constraints: Any) -> bg.ParameterSpace:
    return bg.ParameterSpace([X, Y, Z], constraints)


def clause(*differences: Any) -> Clause:
    return Clause(tuple(map(condition, differences)))


def grid(low: int, high: int, steps: int) -> list[Fraction]:
    return [low + Fraction(k * (high - low), steps) for k in range(steps + 1)]


small = st.integers(-3, 3)


@st.composite
def affine(draw: st.DrawFn) -> Any:
    """Of degree one in y and z each, with products."""
    x, y, z = quantity(X), quantity(Y), quantity(Z)
    a, b, c, d, e = (draw(small) for _ in range(5))
    return a + b * x + c * y + d * z + e * y * draw(st.sampled_from([x, z, x + 1]))


def exists(parts: list[Clause], x: Fraction, values: list[Fraction]) -> bool:
    return any(
        all(c.difference.evaluate({"x": x, "y": y, "z": z}) >= 0 for c in part.conditions)
        for part in parts
        for y, z in product(values, repeat=2)
    )


def drawn(parts: list[list[Any]]) -> list[Clause]:
    """Clauses of what was drawn, without numbers."""
    return [
        clause(*(d for d in part if not isinstance(d, int) and not d.is_constant)) for part in parts
    ]


@settings(max_examples=12)
@given(st.lists(st.lists(affine(), min_size=1, max_size=3), min_size=1, max_size=2))
def test_whatever_a_grid_finds_is_left_and_what_is_left_has_a_point(
    parts: list[list[Any]],
) -> None:
    clauses = drawn(parts)
    factor = Factor(tuple(clauses))
    found = Elimination(space(), simplifier=Simplifier(space(), on_borders=True)).eliminate(
        [factor], ["x"]
    )
    if found.stuck:
        return
    for x in grid(-2, 3, 5):
        left = all(f.formula().holds({"x": x}) for f in found.factors)
        if exists(clauses, x, grid(-2, 3, 5)):
            assert left
        elif left:
            near = {"x": x, "y": Fraction(0), "z": Fraction(0)}
            point = point_of(found, space(), near, {"x": x}, {})
            if point is not None:
                assert factor.formula().holds(point[0])


@settings(max_examples=12)
@given(st.lists(st.lists(affine(), min_size=1, max_size=3), min_size=1, max_size=2))
def test_up_to_borders_it_is_the_same(parts: list[list[Any]]) -> None:
    clauses = drawn(parts)
    exact = Elimination(space(), simplifier=Simplifier(space(), on_borders=True)).eliminate(
        [Factor(tuple(clauses))], ["x"]
    )
    found = Elimination(space()).eliminate([Factor(tuple(clauses))], ["x"])
    if found.stuck or exact.stuck:
        return
    for x in (Fraction(k, 97) for k in range(-190, 290, 31)):
        left = [
            all(
                any(
                    all(c.difference.evaluate({"x": x}) > 0 for c in e.conditions)
                    for e in f.clauses
                )
                for f in each.factors
            )
            for each in (found, exact)
        ]
        if left[1]:  # strictly left, so that it is no border
            assert all(f.formula().holds({"x": x}) for f in found.factors)
        if left[0]:
            assert all(f.formula().holds({"x": x}) for f in exact.factors)


@given(st.integers(-2, 3), st.integers(-2, 3))
def test_constraints_are_kept(x: int, z: int) -> None:
    """Some y with x <= y <= z: exactly where x <= z."""
    found = Elimination(space(X <= Y, Y <= Z)).eliminate([], ["x", "z"])
    assert all(f.formula().holds({"x": x, "z": z}) for f in found.factors) == (x <= z)


def test_a_strict_bound_stays_strict() -> None:
    both = space(X < Y)
    on_borders = Elimination(both, simplifier=Simplifier(both, on_borders=True))
    found = on_borders.eliminate([], ["x"])
    holds = [all(f.formula().holds({"x": x}) for f in found.factors) for x in (2, 3)]
    assert holds == [True, False]


def test_a_coefficient_of_either_sign_splits_the_case() -> None:
    """x*y >= 1 for some y from -2 to 3: where x >= 1/3, and where x <= -1/2."""
    found = Elimination(space()).eliminate([Factor((clause(X * Y - 1),))], ["x"])
    holds = [
        all(f.formula().holds({"x": x}) for f in found.factors)
        for x in (Fraction(-1, 2), Fraction(-1, 3), 0, Fraction(1, 4), Fraction(1, 3))
    ]
    assert holds == [True, False, False, False, True]


def test_a_curve_takes_the_bounds_of_the_others() -> None:
    """y**3 >= z and y <= x for some y: where x**3 >= z (all of it gains by a larger y)."""
    box = [bg.Parameter(name, 1, low=0, high=2) for name in "xyz"]
    x, y, z = map(quantity, box)
    elimination = Elimination(bg.ParameterSpace(box))
    found = elimination.eliminate([Factor((clause(y**3 - z, x - y),))], ["x", "z"])
    assert not found.stuck
    for a, b in product(grid(0, 2, 6), repeat=2):
        assert all(f.formula().holds({"x": a, "z": b}) for f in found.factors) == (a**3 >= b)


def test_whole_parameters_are_tried_one_by_one() -> None:
    spaces = bg.ParameterSpace([X, WHOLE])
    found = Elimination(spaces).eliminate([Factor((clause(X - WHOLE, WHOLE - X),))], ["x"])
    holds = [
        all(f.formula().holds({"x": x}) for f in found.factors) for x in (1, Fraction(3, 2), 2)
    ]
    assert holds == [True, False, True]


def test_what_cannot_be_eliminated_stays_and_a_larger_set_can_be_had() -> None:
    """A bump: y*(1 - y) >= x rises and falls in y."""
    bump = Factor((clause(Y * (1 - Y) - X),))
    exact = Elimination(space()).eliminate([bump], ["x"])
    assert exact.stuck == ("y",)
    around = Elimination(space()).eliminate([bump], ["x"], side=Side.OUTER)
    assert not around.stuck
    assert not around.factors


def test_alternatives_that_cover_each_other_are_put_together() -> None:
    elimination = Elimination(space())
    x, y = quantity(X), quantity(Y)
    merged = elimination.simplified([clause(x, y), clause(x, -y)])
    assert [len(each.conditions) for each in merged.clauses] == [1]
    assert elimination.simplified([clause(x), clause(-x)]).clauses == (Clause(),)
    assert elimination.simplified([clause(x - 4)]).is_empty  # never in the box
    assert elimination.simplified([clause(x - 1, x - 2)]).clauses[0].conditions == (
        condition(x - 2),
    )
    assert elimination.simplified([clause(x - 2, 1 - x)]).is_empty
    equation = Clause((condition(x - y, "=="),))
    assert len(elimination.simplified([equation]).clauses[0].conditions) == 2


def test_the_time_limit_leaves_the_rest() -> None:
    control = bg.Control(1e-9)
    found = Elimination(space(X < Y), control).eliminate([Factor((clause(X + Y - Z),))], ["x"])
    assert set(found.stuck) == {"y", "z"}


def test_a_range_without_an_end_is_refused() -> None:
    free = bg.Parameter("free", 0, low=0)
    with pytest.raises(bg.InvalidParameterError, match="free has no high end: give its Parameter"):
        Elimination(bg.ParameterSpace([free]))


def test_a_larger_set_keeps_what_is_easy() -> None:
    """Of a bump in y and y >= z, y <= x what is left is z <= x."""
    bump = Factor((clause(Y * (1 - Y) - X + 2, Y - Z, X - Y),))
    around = Elimination(space()).eliminate([bump], ["x", "z"], side=Side.OUTER)
    assert not around.stuck
    told = [
        all(f.formula().holds({"x": x, "z": z}) for f in around.factors)
        for x, z in ((1, 0), (0, 1))
    ]
    assert told == [True, False]


def test_curves_from_both_sides_stay() -> None:
    box = [bg.Parameter(name, 1, low=0, high=2) for name in "xyz"]
    x, y, z = map(quantity, box)
    found = Elimination(bg.ParameterSpace(box)).eliminate(
        [Factor((clause(y**3 - z, x - y**2),))], ["x", "z"]
    )
    assert found.stuck == ("y",)
    around = Elimination(bg.ParameterSpace(box)).eliminate(
        [Factor((clause(y**3 - z, x - y**2),))], ["x", "z"], side=Side.OUTER
    )
    assert not around.stuck


def test_a_curve_that_loses_takes_the_greatest_lower_bound() -> None:
    """x >= y**3 and y >= z for some y: where x >= z**3."""
    box = [bg.Parameter(name, 1, low=0, high=2) for name in "xyz"]
    x, y, z = map(quantity, box)
    found = Elimination(bg.ParameterSpace(box)).eliminate(
        [Factor((clause(x - y**3, y - z),))], ["x", "z"]
    )
    assert not found.stuck
    for a, b in product(grid(0, 2, 6), repeat=2):
        assert all(f.formula().holds({"x": a, "z": b}) for f in found.factors) == (a >= b**3)


def test_what_would_be_too_long_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Factor((clause(X - Y * Z, X * Y - Z), clause(X + Y - Z)))
    monkeypatch.setattr(eliminating, "MOST_TERMS", 0)
    assert Elimination(space()).eliminate([pair], ["x"]).stuck
    monkeypatch.undo()
    monkeypatch.setattr(eliminating, "MOST_CLAUSES", 0)
    assert Elimination(space()).eliminate([pair], ["x"]).stuck
    monkeypatch.undo()
    monkeypatch.setattr(eliminating, "MOST_PRODUCTS", 0)
    both = Factor((clause(X + Z - Y, X - Z + Y + Y * X * X),))
    assert Elimination(space()).eliminate([both], ["x"]).stuck


def test_words_of_what_two_incentives_make() -> None:
    one = bg.Condition("A", "root", "in", "out", quantity(Y) - X)
    other = bg.Condition("B", "root", "up", "down", Z - quantity(Y))
    found = Elimination(space()).eliminate([Factor((Clause((one, other)),))], ["x", "z"])
    (told,) = (c for f in found.factors for e in f.clauses for c in e.conditions)
    assert told.incentive == "A at root prefers in to out while B at root prefers up to down"
    long = bg.Condition("B", "root", "up" * 99, "down", Z - quantity(Y))
    found = Elimination(space()).eliminate([Factor((Clause((one, long)),))], ["x", "z"])
    (told,) = (c for f in found.factors for e in f.clauses for c in e.conditions)
    assert told.incentive == "several incentives at once"
