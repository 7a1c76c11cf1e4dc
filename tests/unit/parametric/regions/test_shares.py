"""Shares: known volumes, random formulas against drawn points, whole parameters, distributions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import brinkgame as bg
from brinkgame.errors import InvalidNumberError, InvalidParameterError
from brinkgame.parametric.regions import FALSE, TRUE, All, Any, formula_of, share
from brinkgame.parametric.regions.shares import clopper_pearson
from tests.unit.parametric.regions.drawing import conditions, spaces, unit_box

X, Y, Z, W, SPACE = unit_box("xyzw")
PRODUCT = Fraction(1, 10)


@pytest.mark.parametrize(
    ("formula", "known"),
    [
        ([X + Y <= 1], 1 / 2),
        ([X + Y + Z <= 1], 1 / 6),
        ([X**2 + Y**2 <= 1], math.pi / 4),
        ([X**2 + Y**2 + Z**2 <= 1], math.pi / 6),
        ([X * Y <= PRODUCT], 0.1 * (1 + math.log(10))),
        ([X * Y * Z <= PRODUCT], 0.1 * (1 + math.log(10) + math.log(10) ** 2 / 2)),
        ([X <= Y, Y <= Z], 1 / 6),
        ([X > Y, X + Y > 1, 2 * X < Z + 1], None),
        ([(X - Y) * (Y - Z) >= 0], 1 / 3),
        ([X * 2000 >= 1000 + Y, X * 2000 <= 1001 + Y], 1 / 2000),
    ],
)
def test_known_volumes(formula, known):
    for tolerance in (0.01, 0.001):
        found = share(formula, SPACE, tolerance=tolerance)
        assert found.method == "certified"
        assert found.confidence is None
        assert found.undecided <= tolerance
        assert found.boxes == found.count
        assert found.draws is None
        if known is not None:
            assert found.low <= known <= found.high
        rest = share(formula_of(formula).negated(), SPACE, tolerance=tolerance)
        assert found.low + rest.low <= 1 <= found.high + rest.high


def test_constraints_are_the_whole():
    low, high = bg.Parameter("a", "1/4", low=0, high=1), bg.Parameter("b", "1/2", low=0, high=1)
    third = bg.Parameter("c", "3/4", low=0, high=1)
    space = bg.ParameterSpace([low, high, third], constraints=[low < high, high <= third])
    found = share([2 * low < 1], space, tolerance=1e-3)
    assert found.names == ("a", "b", "c")
    assert found.low <= 7 / 8 <= found.high
    assert share([low < high], space).low == 1
    # A constraint among others does not matter.
    loose = bg.ParameterSpace([low, high, third], constraints=[high <= third])
    assert share([2 * low < 1], loose).low == Fraction(1, 2)


@settings(max_examples=15)
@given(st.data())
def test_certain_and_drawn_bounds_meet(data):
    space = data.draw(spaces())
    parameters = list(space.values())
    some = data.draw(st.lists(conditions(parameters, 3), min_size=1, max_size=3))
    kind = data.draw(st.sampled_from([All, Any]))
    formula = kind.of(*map(formula_of, some))
    certain = share(formula, space, tolerance=0.01)
    drawn = share(formula, space, tolerance=0.03, method="binomial", seed=3)
    assert certain.undecided <= 0.01
    # At a confidence of 99 % a miss by more than the width again is out of the question.
    assert float(certain.low) <= drawn.high + drawn.undecided
    assert drawn.low - drawn.undecided <= float(certain.high)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.data())
def test_certain_bounds_against_many_points(data):
    space = data.draw(spaces())
    parameters = list(space.values())
    some = data.draw(st.lists(conditions(parameters, 3), min_size=1, max_size=4))
    kind = data.draw(st.sampled_from([All, Any]))
    formula = kind.of(*map(formula_of, some))
    certain = share(formula, space, tolerance=0.002)
    drawn = share(formula, space, tolerance=0.004, method="binomial", seed=5)
    assert float(certain.low) <= drawn.high + drawn.undecided
    assert drawn.low - drawn.undecided <= float(certain.high)


def test_one_parameter_is_exact():
    found = share([3 * X <= 1], SPACE)
    assert (found.low, found.high) == (Fraction(1, 3), Fraction(1, 3))
    assert str(found) == "0.3333 of the box = 1/3"
    assert found.value == pytest.approx(1 / 3)
    between = share([(X - Fraction(1, 4)) * (X - Fraction(3, 4)) <= 0], SPACE)
    assert between.low == between.high == Fraction(1, 2)
    root = share([2 * X * X <= 1], SPACE)
    assert 0 < root.high - root.low < 1e-15
    assert 2 * root.low**2 < 1 < 2 * root.high**2
    bent = share([2 * X * X <= 1, Fraction(1, 2) <= 2 * X * X], SPACE)
    assert 2 * (bent.low + Fraction(1, 2)) ** 2 < 1 < 2 * (bent.high + Fraction(1, 2)) ** 2


def test_everywhere_and_nowhere():
    assert share(TRUE, SPACE).low == 1
    assert share(FALSE, SPACE).high == 0
    assert share([X + 1 > 0], SPACE).low == 1
    assert share([bg.Condition("", "", "", "", X - Y, "==")], SPACE).high == 0
    assert share([bg.Condition("", "", "", "", X - Y, "!=")], SPACE).low == 1


def test_more_than_three_parameters_are_drawn():
    found = share([X + Y + Z + W <= 1], SPACE, tolerance=0.02)
    assert found.method == "binomial"
    assert found.confidence == 0.99
    assert found.boxes is None
    assert found.draws == found.count >= 1000
    assert found.low <= 1 / 24 <= found.high
    assert found.undecided < 0.03
    assert "confidence 99%" in str(found)
    assert share([X + Y + Z + W <= 1], SPACE, tolerance=0.02) == found
    assert share([X + Y + Z + W <= 1], SPACE, tolerance=0.02, seed=1) != found
    certain = share([X + Y + Z + W <= 1], SPACE, tolerance=0.01, method="certified")
    assert certain.low <= 1 / 24 <= certain.high


def test_whole_parameters():
    weeks = bg.Parameter("weeks", 12, low=6, high=16, whole=True)
    hazard = bg.Parameter("hazard", "1/20", low=0, high="3/10")
    space = bg.ParameterSpace([weeks, hazard])
    assert share([2 * weeks > 25], space).low == Fraction(4, 11)
    found = share([1 - (1 - hazard) ** weeks <= Fraction(1, 2)], space)
    known = sum((1 - 0.5 ** (1 / t)) / 0.3 for t in range(6, 17)) / 11
    assert found.value == pytest.approx(known)
    assert found.undecided < 1e-12
    drawn = share([1 - (1 - hazard) ** weeks <= Fraction(1, 2)], space, method="binomial")
    assert drawn.low <= known <= drawn.high
    long = bg.Parameter("long", 12, low=0, high=500, whole=True)
    far = bg.ParameterSpace([long, hazard])
    with pytest.raises(InvalidParameterError, match="long take 501 whole values"):
        share([long * hazard > 9], far, method="certified")


def test_distributions_weigh():
    normal = stats.norm(0.5, 0.2)
    risk = bg.Parameter("risk", "1/2", low=0, high=1, distribution=normal)
    count = bg.Parameter("count", 1, low=0, high=4, whole=True, distribution=stats.binom(4, 0.25))
    space = bg.ParameterSpace([risk, X, count])
    mass = normal.cdf(1) - normal.cdf(0)
    known = (normal.cdf(0.3) - normal.cdf(0)) / mass
    found = share([10 * risk <= 3], space, distributions=True)
    assert found.low <= known <= found.high
    assert share([10 * risk <= 3], space).low == Fraction(3, 10)
    together = share([risk <= X], space, distributions=True, tolerance=0.02)
    grid = np.linspace(0, 1, 4001)
    exact = 1 - np.trapezoid(grid * normal.pdf(grid), grid) / mass
    assert together.low <= exact <= together.high
    assert together.undecided <= 0.02
    drawn = share([risk <= X], space, distributions=True, method="binomial")
    assert drawn.low <= exact <= drawn.high
    few = share([count <= 1], space, distributions=True)
    assert few.low == pytest.approx(stats.binom(4, 0.25).cdf(1))
    sampled = share([count <= 1], space, distributions=True, method="binomial")
    assert sampled.low <= stats.binom(4, 0.25).cdf(1) <= sampled.high


def test_little_time_gives_wide_bounds():
    control = bg.Control(time_limit=1e-9)
    certain = share([X * Y * Z <= PRODUCT], SPACE, tolerance=1e-9, control=control)
    assert certain.low <= 0.59 <= certain.high + 0.01
    drawn = share([X + Y + Z + W <= 1], SPACE, tolerance=1e-4, control=control)
    assert drawn.low <= 1 / 24 <= drawn.high
    told = []
    share([X * Y * Z <= PRODUCT], SPACE, tolerance=1e-4, control=bg.Control(progress=told.append))


@settings(max_examples=15)
@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from([0.9, 0.99]))
def test_clopper_and_pearson(hits, misses, confidence):
    low, high = clopper_pearson(hits, hits + misses, confidence)
    if hits + misses:
        known = stats.binomtest(hits, hits + misses).proportion_ci(confidence, "exact")
        assert (low, high) == pytest.approx((known.low, known.high), abs=1e-9)
    else:
        assert (low, high) == (0.0, 1.0)


def test_wrong_input():
    for tolerance in (0, -1, 2):
        with pytest.raises(InvalidNumberError, match="is not between 0 and 1"):
            share([X < Y], SPACE, tolerance=tolerance)
    with pytest.raises(InvalidNumberError, match="neither 'certified' nor 'binomial'"):
        share([X < Y], SPACE, method="sampled")
    open_ = bg.Parameter("open", 1, high=2)
    with pytest.raises(InvalidParameterError, match="'open' has no low"):
        share([open_ > 1], bg.ParameterSpace([open_]))
    many = [bg.Parameter(f"p{k}", 0, low=-1, high=1) for k in range(7)]
    with pytest.raises(InvalidParameterError, match="over 7 parameters"):
        share([sum(many, X * 0) > 1], bg.ParameterSpace([*many, X]), method="certified")
