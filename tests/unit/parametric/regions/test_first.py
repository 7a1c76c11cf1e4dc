"""Signs, reduced conditions, witnesses and shares against exact points of the constrained box."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.parametric.regions import reduced, share, sign_over, witness
from tests.unit.parametric.regions.drawing import conditions, points, polynomials, spaces


@settings(max_examples=60)
@given(st.data())
def test_no_point_contradicts_a_sign(data):
    space = data.draw(spaces())
    expression = data.draw(polynomials(list(space.values()), 3))
    strict, weak = sign_over(expression, space), sign_over(expression, space, weak=True)
    for point in points(space, 200):
        value = expression.evaluate(point)
        if strict is not None:
            assert (value > 0) - (value < 0) == strict
        if weak is not None:
            assert value * weak >= 0


@settings(max_examples=60)
@given(st.data())
def test_reduced_conditions_hold_where_the_others_do(data):
    space = data.draw(spaces())
    parameters = list(space.values())
    some = data.draw(
        st.lists(conditions(parameters, relations=(">=", ">", "==", "!=")), max_size=3)
    )
    some = [
        *some,
        *(
            type(c)(
                c.player,
                "",
                "",
                "",
                c.difference * data.draw(polynomials(parameters, 1)),
                c.relation,
            )
            for c in some[:1]
        ),
    ]
    short = reduced(some, space)
    for point in points(space, 150):
        assert all(c.holds(point) for c in some) == (
            short is not None and all(c.holds(point) for c in short)
        )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_witness_is_one_and_an_empty_region_has_none(data):
    space = data.draw(spaces())
    some = data.draw(st.lists(conditions(list(space.values())), min_size=1, max_size=3))
    found = witness(some, space)
    if found.point is not None:
        assert not space.violations(found.point)
        assert all(c.holds(found.point) for c in some)
        if found.status == "inhabited":
            assert all(
                c.difference.is_constant or c.difference.evaluate(found.point) > 0 for c in some
            )
    there = [p for p in points(space, 300) if all(c.holds(p) for c in some)]
    if there:
        assert found.status != "empty"


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_share_agrees_with_drawn_points(data):
    space = data.draw(spaces(most=3))
    some = data.draw(st.lists(conditions(list(space.values())), min_size=1, max_size=2))
    certain = share(some, space, tolerance=0.02)
    drawn = share(some, space, tolerance=0.03, method="binomial")
    assert certain.undecided <= 0.0201
    assert certain.low <= drawn.high + 0.01
    assert drawn.low - 0.01 <= certain.high
