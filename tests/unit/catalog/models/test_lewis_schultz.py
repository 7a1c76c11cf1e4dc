from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

import brinkgame as bg
from brinkgame.catalog.models import lewis_schultz
from brinkgame.catalog.models.expected import expected
from brinkgame.catalog.models.lewis_schultz import ENTRY, _Equation
from brinkgame.catalog.models.normal_distribution import both_below, cumulative, density

PAYOFFS = st.fractions(-3, 3, max_denominator=10)
POINTS = st.fixed_dictionaries(
    {
        "challenger_status_quo": st.fractions(-1, "4/5", max_denominator=10),
        "target_concession": st.fractions(-1, "4/5", max_denominator=10),
        "challenger_war": PAYOFFS,
        "challenger_retreat": PAYOFFS,
        "target_war": PAYOFFS,
    }
)


@given(st.floats(-8, 8), st.floats(-8, 8), st.sampled_from([0.5, math.sqrt(0.5), -0.7, 0.0]))
@settings(max_examples=60)
def test_the_bivariate_normal_is_that_of_scipy(h, k, correlation):
    law = multivariate_normal([0, 0], [[1, correlation], [correlation, 1]])
    assert both_below(h, k, correlation) == pytest.approx(law.cdf([h, k]), abs=1e-9)


@pytest.mark.parametrize("h", [-3.0, -0.4, 0.0, 1.7])
def test_the_bivariate_normal_by_another_integral(h):
    """P(X < h, Y < k) as an integral over X, in many steps: to the last digits."""
    rho = math.sqrt(0.5)
    nodes, weights = np.polynomial.legendre.leggauss(200)
    x = (h + 10) / 2 * nodes + (h - 10) / 2
    for k in (-2.0, 0.3, 2.5):
        inner = norm.cdf((k - rho * x) / math.sqrt(1 - rho * rho))
        value = (h + 10) / 2 * float(np.sum(weights * norm.pdf(x) * inner))
        assert both_below(h, k, rho) == pytest.approx(value, abs=1e-14)


def test_infinite_bounds():
    assert both_below(0.3, math.inf, 0.5) == cumulative(0.3)
    assert both_below(-math.inf, math.inf, 0.5) == both_below(0.3, -math.inf, 0.5) == 0
    assert both_below(math.inf, math.inf, 0.5) == 1
    assert density(0) == pytest.approx(norm.pdf(0))


@settings(max_examples=15, deadline=None)
@given(POINTS)
def test_no_root_is_missed_and_none_invented(at):
    found = [s.figures["resists"] for s in ENTRY.solve(at)]
    assert len(found) % 2 == 1
    grid = np.linspace(1e-6, 1 - 1e-6, 600)
    gaps = np.array([lewis_schultz.gap(float(p), at) for p in grid])
    crossings = np.flatnonzero(np.sign(gaps[:-1]) != np.sign(gaps[1:]))
    for i in crossings:
        assert any(grid[i] - 1e-12 <= root <= grid[i + 1] + 1e-12 for root in found)
    for root in found:
        assert abs(lewis_schultz.gap(min(max(root, 1e-15), 1 - 1e-15), at)) < 1e-10


@settings(max_examples=40, deadline=None)
@given(POINTS, st.floats(0.02, 0.97), st.floats(0.0005, 0.02))
def test_the_bounds_hold_what_they_bound(at, low, width):
    equation = _Equation(ENTRY.parameters.point(at))
    gaps, slopes = equation.bounds(low, low + width)
    inside = [low + width * k / 8 for k in range(9)]
    here = [equation.gap(p) for p in inside]
    assert all(gaps[0] <= g <= gaps[1] for g in here)
    steep = [(b - a) / (width / 8) for a, b in itertools.pairwise(here)]
    assert all(slopes[0] - 1e-9 <= s <= slopes[1] + 1e-9 for s in steep)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_is_a_best_reply_to_itself_in_drawn_games(number):
    """Half a million players with drawn payoffs, who reply to the equilibrium's frequencies."""
    found = ENTRY.solve()[number].figures
    e = np.random.default_rng(7).standard_normal((3, 500_000))
    resists, fights = found["resists"], found["fights"]
    war, back = -1.9 + e[0], -1.2 + e[1]
    challenge = resists * np.maximum(war, back) + (1 - resists) * 1 > 0
    assert challenge.mean() == pytest.approx(found["challenges"], abs=0.003)
    assert (war > back)[challenge].mean() == pytest.approx(fights, abs=0.003)
    resist = fights * (-2.9 + e[2]) + (1 - fights) * 1 > 0
    assert resist.mean() == pytest.approx(resists, abs=0.003)


def test_a_target_that_is_nearly_sure_to_resist():
    (found,) = ENTRY.solve(challenger_war=0, challenger_retreat=2, target_war=0)
    assert found.figures["resists"] == pytest.approx(1, abs=1e-12)
    assert "fold" not in found.words


def test_a_sweep_keeps_all_three_and_agrees_with_the_curve():
    rows = lewis_schultz.trace("target_war", ["-3.1", "-2.9", "-2.8", "-2.6"])
    assert [len(found) for _, found in rows] == [1, 3, 3, 1]
    for value, found in rows:
        for solution in found:
            worth = lewis_schultz.target_war_worth(solution.figures["resists"])
            assert worth == pytest.approx(float(value), abs=1e-9)


def test_a_fold_says_that_it_is_one():
    """Just at the turn of the curve floats do not tell whether it is reached."""
    turn, step = 0.7, 0.02
    while step > 1e-9:
        around = [turn + k * step for k in range(-5, 6)]
        turn = min(around, key=lewis_schultz.target_war_worth)
        step /= 2
    fold = lewis_schultz.target_war_worth(turn)
    near = ENTRY.solve(target_war=fold)
    assert any("fold" in solution.words for solution in near)
    counts = [len(ENTRY.solve(target_war=fold + step)) for step in (-0.001, 0.001)]
    assert sorted(counts) == [1, 3]


@pytest.mark.parametrize("value", [0, 1, -0.2, math.nan])
def test_no_probability(value):
    for function in (lewis_schultz.gap, lewis_schultz.conduct, lewis_schultz.target_war_worth):
        with pytest.raises(bg.UnsupportedGameError, match="between 0 and 1"):
            function(value)
    with pytest.raises(bg.UnknownNameError):
        lewis_schultz.trace("target_wart", [1])
    with pytest.raises(TypeError, match="no node of a tree"):
        expected("x", float, {})
