"""Reduced conditions hold at the same points; poles are found."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import ExpressionError
from brinkgame.parametric.regions import poles, reduced
from tests.unit.parametric.regions.drawing import (
    condition,
    conditions,
    points,
    polynomials,
    spaces,
    unit_box,
)

X, Y, SPACE = unit_box("xy")
ALL = (">=", ">", "==", "!=")


def _truth(some, point):
    """None where one of the conditions has no value."""
    try:
        return all(c.holds(point) for c in some)
    except ExpressionError:
        return None


@settings(max_examples=25)
@given(st.data())
def test_they_hold_where_the_others_do(data):
    space = data.draw(spaces())
    parameters = list(space.values())
    some = data.draw(st.lists(conditions(parameters, relations=ALL), max_size=3))
    more = data.draw(polynomials(parameters, 1))
    below = data.draw(polynomials(parameters, 1))
    if some:
        some.append(replace(some[0], difference=some[0].difference * more * more))
    if some and below != 0:
        some.append(replace(some[0], difference=more / below))
    short = reduced(some, space)
    for point in points(space, 120):
        told = _truth(some, point)
        ours = False if short is None else _truth(short, point)
        # Where a condition has no value it does not hold; `all` may not have come to it.
        assert ours is bool(told) or (told is None and ours is False)
        assert ours is not None


@settings(max_examples=20)
@given(st.data())
def test_without_borders_they_agree_inside(data):
    space = data.draw(spaces(2, constraints=1))
    parameters = list(space.values())
    some = data.draw(st.lists(conditions(parameters), min_size=1, max_size=2))
    some.append(
        replace(some[0], difference=some[0].difference * data.draw(polynomials(parameters)))
    )
    short = reduced(some, space, borders=False)
    for point in points(space, 120):
        if any(c.difference.evaluate(point) == 0 for c in some):
            continue
        assert all(c.holds(point) for c in some) == (
            short is not None and all(c.holds(point) for c in short)
        )


def _texts(some, **options):
    short = reduced(some, SPACE, **options)
    return None if short is None else [f"{c.difference} {c.relation} 0" for c in short]


def test_factors_of_constant_sign_go():
    assert _texts([condition(3 * (X + 1) * (X - Y) / (Y + 2))]) == ["x - y >= 0"]
    assert _texts([condition((-2 - X) * (X - Y))]) == ["y - x >= 0"]
    assert _texts([condition(X + 1)]) == []
    assert _texts([condition(-X - 1)]) is None
    assert _texts([condition(X * 0)]) == []
    assert _texts([condition(X * 0, ">")]) is None
    assert _texts([condition(X * 0, "!=")]) is None
    assert _texts([condition(X * 0, "==")]) == []
    assert _texts([condition(X + 1, "==")]) is None
    assert _texts([condition(X + 1, "!=")]) == []


def test_a_factor_that_is_zero_on_a_side_stays_unless_borders_do_not_matter():
    worth = condition((1 - X) * (X - Y))
    assert _texts([worth]) == [f"{(1 - X) * (X - Y)} >= 0"]
    assert _texts([worth], borders=False) == ["x - y >= 0"]
    assert _texts([condition(1 - X)]) == []
    assert _texts([condition(1 - X, ">")]) == ["1 - x > 0"]
    assert _texts([condition(1 - X, ">")], borders=False) == []
    # Never above zero, so that it holds where it is zero.
    assert _texts([condition(X - 1)]) == ["x - 1 == 0"]
    assert _texts([condition(X - 1)], borders=False) is None
    assert _texts([condition(X - 1, ">")]) is None
    assert _texts([condition(1 - X, "==")]) == ["x - 1 == 0"]
    assert _texts([condition(1 - X, "!=")]) == ["x - 1 != 0"]
    assert _texts([condition(1 - X, "!=")], borders=False) == []


def test_powers_become_squares_or_single_factors():
    assert _texts([condition((X - Y) ** 4 * (2 * X - 1))]) == [
        str((X - Y) ** 2 * (2 * X - 1)) + " >= 0"
    ]
    assert _texts([condition((X - Y) ** 4 * (2 * X - 1))], borders=False) == ["2*x - 1 >= 0"]
    assert _texts([condition((X - Y) ** 3)]) == ["x - y >= 0"]
    assert _texts([condition((X - Y) ** 2)]) == []
    assert _texts([condition(-((X - Y) ** 2))]) == ["x - y == 0"]
    assert _texts([condition((X - Y) ** 2, ">")]) == ["x - y != 0"]
    assert _texts([condition((X - Y) ** 2 * (2 * X - 1), ">")]) == ["2*x - 1 > 0", "x - y != 0"]


def test_denominators_that_may_be_zero_are_said():
    assert _texts([condition((X - Y) / (1 - X))]) == ["x - y >= 0", "1 - x > 0"]
    assert _texts([condition((X - Y) / (2 * X - 1), ">")]) == [str((X - Y) * (2 * X - 1)) + " > 0"]
    assert _texts([condition(1 / (X - 1))]) is None
    assert _texts([condition(1 / (2 * X - 1))]) == ["2*x - 1 > 0"]
    assert _texts([condition(1 / (1 - X), "==")]) is None


def test_what_is_said_twice_and_what_contradicts():
    assert _texts([condition(X - Y), condition(2 * X - 2 * Y)]) == ["x - y >= 0"]
    assert _texts([condition(X - Y), condition(X - Y, ">")]) == ["x - y > 0"]
    assert _texts([condition(X - Y), condition(Y - X)]) == ["x - y == 0"]
    assert _texts([condition(X - Y, ">"), condition(Y - X)]) is None
    assert _texts([condition(X - Y, ">"), condition(Y - X, "==")]) is None
    assert _texts([condition(X - Y, "!="), condition(Y - X, "==")]) is None
    assert _texts([condition(X - Y, "!="), condition(X - Y), condition(Y - X)]) is None
    assert _texts([condition(X - Y, "!="), condition(X - Y, ">")]) == ["x - y > 0"]
    assert _texts([condition(X - Y, "=="), condition(X - Y)]) == ["x - y == 0"]


def test_the_incentive_is_kept():
    worth = bg.Condition("US", "root", "strike", "accept", (X - Y) * (X + 1))
    (short,) = reduced([worth], SPACE)
    assert short.incentive == worth.incentive
    (thin,) = reduced([replace(worth, difference=X - 1)], SPACE)
    assert thin.incentive == worth.incentive


def test_poles():
    assert poles(X / (Y + 1), SPACE) == ()
    (pole,) = poles(1 / ((X + 1) * (X - Y)), SPACE)
    assert str(pole.factor) == "x - y"
    assert pole.point is not None
    assert pole.factor.evaluate(pole.point) == 0
    (side,) = poles(1 / (1 - X), SPACE)
    assert str(side) == "x - 1 is zero at x = 1"
    (irrational,) = poles(1 / (2 * X * X - 1), SPACE)
    assert str(irrational) == "2*x**2 - 1 may be zero in the constrained box"
