"""How far a parameter moves alone, against the constraints themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import parameters

SPACE = bg.ParameterSpace(parameters.ALL, parameters.CONSTRAINTS)
NAMES = sorted({name for each in parameters.CONSTRAINTS for name in each.symbols})


def two(constraint, high=4):
    x = bg.Parameter("x", 1, low=0, high=high)
    y = bg.Parameter("y", 2, low=0, high=4)
    return bg.ParameterSpace([x, y], constraints=[constraint(x, y)])


def test_a_border_that_is_allowed_is_an_end():
    space = two(lambda x, y: x <= y)
    assert bg.reach_alone(space, "x") == (0, 2)
    assert bg.reach_alone(space, "x", {"y": 3}) == (0, 3)


def test_a_border_that_is_excluded_is_not():
    low, high = bg.reach_alone(two(lambda x, y: x < y), "x")
    assert low == 0
    assert 2 - Fraction(1, 10**5) < high < 2


def test_curved_borders():
    low, high = bg.reach_alone(two(lambda x, y: x * x <= y), "x")
    assert low == 0
    assert high**2 <= 2 < (high + Fraction(1, 10**6)) ** 2


def test_whole_parameters_stay_whole():
    weeks = bg.Parameter("weeks", 8, low=6, high=16, whole=True)
    most = bg.Parameter("most", "21/2", low=0, high=20)
    space = bg.ParameterSpace([weeks, most], constraints=[weeks <= most])
    assert bg.reach_alone(space, "weeks") == (6, 10)


def test_what_is_violated_already_does_not_bind():
    assert bg.reach_alone(two(lambda x, y: x <= y), "x", {"x": 3}) == (0, 4)


def test_a_parameter_without_a_range_is_refused():
    space = bg.ParameterSpace([bg.Parameter("free", 1)])
    with pytest.raises(bg.InvalidParameterError, match="no range"):
        bg.reach_alone(space, "free")


@given(st.sampled_from(NAMES), st.fractions(0, 1, max_denominator=50))
def test_inside_the_constraints_hold_and_beyond_one_fails(name, share):
    low, high = bg.reach_alone(SPACE, name)
    inside = low + share * (high - low)
    assert SPACE.violations({name: inside}) == ()
    for end, own, step in ((low, SPACE[name].low, -1), (high, SPACE[name].high, 1)):
        if end != own:
            beyond = end + step * abs(own - end) / 1000 + step * Fraction(1, 10**5)
            assert SPACE.violations({name: beyond})


def test_tornados_and_switches_end_where_the_constraints_do():
    point = bg.memo.load("line")
    measure = bg.RecordProbability(point.happened)
    bars = bg.tornado(point.game, measure, concept=point.concept)
    for name in map(str, bars.parameter.values):
        row = bars.sel(parameter=name)
        for value in [*row.value.values.tolist(), *row.switch.values.tolist()]:
            if value == value:
                assert point.game.parameters.violations({name: value}) == (), (name, value)
    assert bg.regime_switches(point.game, "line_lapse", concept=point.concept) == ()
