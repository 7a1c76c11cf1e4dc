"""Signs that are proved: never contradicted by a point, and found where games need them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import ExpressionError, UnknownNameError
from brinkgame.parametric.regions import sign_over
from brinkgame.parametric.regions.certificates import contradiction
from brinkgame.parametric.regions.domain import Fact, domain_of
from brinkgame.parametric.regions.polynomials import Polynomial
from tests.unit.parametric.regions.drawing import points, polynomials, spaces, unit_box


def _no_point_contradicts(space, expression, count):
    strict, weak = sign_over(expression, space), sign_over(expression, space, weak=True)
    if strict is not None:
        assert weak == strict
    for point in points(space, count):
        try:
            value = expression.evaluate(point)
        except ExpressionError:
            assert strict is weak is None
            continue
        if strict is not None:
            assert (value > 0) - (value < 0) == strict
        if weak is not None:
            assert value * weak >= 0
    return strict, weak


@settings(max_examples=25)
@given(st.data())
def test_no_point_contradicts_a_sign(data):
    space = data.draw(spaces())
    _no_point_contradicts(space, data.draw(polynomials(list(space.values()), 3)), 120)


@pytest.mark.slow
@settings(max_examples=120)
@given(st.data())
def test_thousands_of_points_contradict_no_sign(data):
    space = data.draw(spaces(4))
    _no_point_contradicts(space, data.draw(polynomials(list(space.values()), 4)), 2000)


@given(st.data())
def test_a_polynomial_of_degree_one_in_each_is_decided_by_the_corners(data):
    space = data.draw(spaces(constraints=0))
    parameters = list(space.values())
    total = parameters[0] * 0 + data.draw(st.integers(-9, 9))
    for some in data.draw(st.lists(st.sets(st.sampled_from(parameters)), max_size=4)):
        term = parameters[0] * 0 + data.draw(st.integers(-3, 3))
        for parameter in some:
            term = term * parameter
        total = total + term
    corners = [{}]
    for name, parameter in space.items():
        corners = [{**c, name: end} for c in corners for end in (parameter.low, parameter.high)]
    values = [total.evaluate(corner) for corner in corners]
    expected = 1 if min(values) > 0 else -1 if max(values) < 0 else None
    if min(values) == max(values) == 0:
        expected = 0
    assert sign_over(total, space) == expected


HALF = Fraction(1, 2)
P, Q, R = (bg.Parameter(n, "1/4", low=0, high=1) for n in ("p", "q", "r"))
F = bg.Parameter("F", 4, low=1, high=8)
N = bg.Parameter("n", 1, low=0, high=2)
WK = bg.Parameter("W_K", 8, low=6, high=60)
WA = bg.Parameter("W_A", 10, low=6, high=60)
LOSS = bg.Parameter("L", 2, low="1/2", high=5)
YIELD = bg.Parameter("a_A", "1/2", low=0, high=2)
TALKS = bg.Parameter("f", 1, low=0, high=3)
ATTACK = bg.Parameter("D_K", 8, low=4, high=60)
LIVE = bg.Parameter("r_live", "1/2", low="1/10", high="9/10")
MEMO = bg.ParameterSpace(
    [P, Q, R, F, N, WK, WA, LOSS, YIELD, TALKS, ATTACK, LIVE],
    [F < WK, F - N > 0, LOSS + YIELD < WA, TALKS < F - N, F - N < ATTACK, R <= LIVE],
)


@pytest.mark.parametrize(
    ("expression", "strict", "weak"),
    [
        (F + WK + N, 1, 1),
        (F - N, 1, 1),
        (N - F, -1, -1),
        ((1 - R) * F + R * WK, 1, 1),
        (WA - LOSS - YIELD, 1, 1),
        (1 - P, None, 1),
        (P * (1 - P), None, 1),
        # Two constraints in a row: f < F - n < D_K, and F < W_K.
        (ATTACK - TALKS, 1, 1),
        (WK - TALKS, 1, 1),
        (TALKS - WK, -1, -1),
        (WK - N - TALKS, 1, 1),
        # Products of a constraint and a side.
        (P * (WK - F) + (1 - P) * F, 1, 1),
        (Q * WA + (1 - Q) * (LOSS + YIELD) - LOSS, None, 1),
        (Q * WA + (1 - Q) * (LOSS + YIELD) - LOSS - YIELD, None, 1),
        (LIVE - R, None, 1),
        ((LIVE - R) * WA, None, 1),
        ((F - N) / (WK - F), 1, 1),
        (1 / (1 - P), None, None),
        ((P - Q) ** 2, None, 1),
        ((P - Q) ** 2 * (N - F), None, -1),
        (P - Q, None, None),
        (P - P, 0, 0),
        (F / F - 3, -1, -1),
        ((P - Q) / (R - Q), None, None),
        (P * P + Q * Q - P * Q + 1, 1, 1),
        (P * P - P + Fraction(1, 3), 1, 1),
    ],
)
def test_what_games_ask(expression, strict, weak):
    expression = expression * 1
    assert sign_over(expression, MEMO) == strict
    assert sign_over(expression, MEMO, weak=True) == weak
    _no_point_contradicts(MEMO, expression, 200)


def test_a_free_exponent_is_tried_at_each_of_its_values():
    hazard = bg.Parameter("hazard", "1/20", low=0, high="3/10")
    weeks = bg.Parameter("weeks", 12, low=6, high=16, whole=True)
    long = bg.Parameter("long", 12, low=0, high=500, whole=True)
    space = bg.ParameterSpace([hazard, weeks, long])
    assert sign_over((1 - hazard) ** weeks, space) == 1
    assert sign_over(1 - (1 - hazard) ** weeks, space, weak=True) == 1
    assert sign_over(1 - (1 - hazard) ** weeks, space) is None
    assert sign_over((1 - hazard) ** weeks - Fraction(1, 2), space) is None
    # Too many values to try.
    assert sign_over((1 - hazard) ** long * hazard + 1, space) is None


def test_parameters_without_an_end():
    cost = bg.Parameter("cost", 1, low=0)
    debt = bg.Parameter("debt", -1, high=0)
    free = bg.Parameter("free", 0)
    space = bg.ParameterSpace([cost, debt, free])
    assert sign_over(cost + 1, space) == 1
    assert sign_over(cost - debt, space, weak=True) == 1
    assert sign_over(cost * debt - 2, space) == -1
    assert sign_over(free + 1, space) is None
    assert sign_over(cost - 1, space) is None


def test_what_stays_open():
    free = bg.Parameter("free", 0)
    assert sign_over(free**2 + 1, bg.ParameterSpace([free])) is None
    # Zero at an irrational point, so that no number of halves shows that it is never negative.
    x, y, space = unit_box("xy")
    touching = (2 * x * x - 1) ** 2 + (x - y) ** 2
    assert sign_over(touching, space, weak=True) is None
    many = [bg.Parameter(f"m{k}", HALF, low=0, high=1) for k in range(15)]
    product = many[0] * 1
    for each in many[1:]:
        product = product * each
    assert sign_over(product + 1, bg.ParameterSpace(many)) in (None, 1)


def test_a_zero_table_and_a_wrong_name():
    x, space = unit_box("x")
    y = bg.Parameter("yes", 0)
    with pytest.raises(UnknownNameError, match="no parameter 'yes'"):
        sign_over(x + y, space)


def test_a_parameter_of_one_value_is_that_number():
    one = bg.Parameter("one", 1, low=1, high=1)
    x = bg.Parameter("x", "1/2", low=0, high=1)
    space = bg.ParameterSpace([one, x], constraints=[x <= one])
    assert sign_over(one - x, space, weak=True) == 1
    assert sign_over(one - 1, space) == 0
    assert sign_over(x + one, space) == 1


def test_a_certificate_is_a_proof_or_nothing():
    x, y, space = unit_box("xy")
    domain = domain_of(space)
    facts = [
        Fact(Polynomial.of(x + y - Fraction(3, 2)), False),
        Fact(Polynomial.of(Fraction(1, 2) - x * y), False),
    ]
    found = contradiction(facts, domain, degree=2)
    assert found is None or found.is_valid()
    tighter = [facts[0], Fact(Polynomial.of(Fraction(1, 3) - x * y), False)]
    found = contradiction(tighter, domain, degree=2)
    assert found is not None
    assert found.is_valid()
    assert not found._replace(weights=tuple(2 * w + 1 for w in found.weights)).is_valid()
    assert not found._replace(weights=tuple(-w for w in found.weights)).is_valid()
    weak = [Fact(Polynomial.of(x - y), False), Fact(Polynomial.of(y - x), False)]
    assert contradiction(weak, domain) is None
    assert contradiction([weak[0], Fact(weak[1].polynomial, True)], domain) is not None
