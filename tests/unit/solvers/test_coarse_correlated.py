"""The best coarse correlated equilibrium: known ones, and what a result of it says."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from brinkgame.forms import NormalFormGame
from brinkgame.incentives import correlated_payoff_ranges
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solve import solve
from brinkgame.solvers import (
    CoarseCorrelatedLP,
    CorrelatedLP,
    choose_solver,
)

CHICKEN = NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])


def test_what_it_declares() -> None:
    assert CoarseCorrelatedLP.concept is Concept.COARSE_CORRELATED
    assert CoarseCorrelatedLP.coverage is Coverage.ONE
    assert choose_solver(CHICKEN, "coarse-correlated").solver == CoarseCorrelatedLP()


def test_two_strategies_each_leave_no_difference_in_chicken() -> None:
    for weights in (None, {"1": 1}, {"1": -1}, {"1": -1, "2": -1}):
        fine = solve(CHICKEN, CorrelatedLP(weights))[0]
        coarse = solve(CHICKEN, CoarseCorrelatedLP(weights))[0]
        chosen = dict(weights or {"1": 1, "2": 1})
        assert sum(w * fine.payoffs[p] for p, w in chosen.items()) == sum(
            w * coarse.payoffs[p] for p, w in chosen.items()
        )


def test_a_dominated_strategy_may_be_played() -> None:
    # "2" is strictly worse than "3" for both, so that no correlated equilibrium uses it. But to
    # play "3" throughout pays (2 + 4 + 2) / 3, and so does the advice: (3 + 3 + 2) / 3.
    table = [[0, 0, 3], [0, 3, 1], [2, 4, 2]]
    game = NormalFormGame.from_arrays(table, [list(c) for c in zip(*table, strict=True)])
    best = solve(game, CoarseCorrelatedLP())[0]
    assert dict(best.profile) == dict.fromkeys([("1", "3"), ("2", "2"), ("3", "1")], Fraction(1, 3))
    assert best.payoffs == {"1": Fraction(8, 3), "2": Fraction(8, 3)}
    fine = solve(game, CorrelatedLP())[0]
    assert sum(fine.payoffs.values()) == 5
    assert all("2" not in cell for cell in fine.profile)
    inner, outer = (correlated_payoff_ranges(game, coarse=c) for c in (False, True))
    assert all(outer[p][0] <= inner[p][0] <= inner[p][1] <= outer[p][1] for p in inner)


def test_a_coarse_one_that_pays_more() -> None:
    table = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    other = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    game = NormalFormGame.from_arrays(table, other)
    fine, coarse = solve(game, CorrelatedLP()), solve(game, CoarseCorrelatedLP())
    assert sum(fine[0].payoffs.values()) <= sum(coarse[0].payoffs.values())
    assert coarse[0].certificate.epsilon == 0


def test_floats() -> None:
    rng = np.random.default_rng(3)
    game = NormalFormGame.from_arrays(*rng.standard_normal((2, 30, 20)))
    for weights in (None, {"1": 1.0, "2": -1.0}):
        [found] = solve(game, CoarseCorrelatedLP(weights))
        assert found.certificate.epsilon <= 1e-11 * game.payoff_spread
    three = NormalFormGame.from_arrays(*rng.standard_normal((3, 4, 3, 5)))
    assert len(solve(three, CoarseCorrelatedLP())) == 1


def test_why_not() -> None:
    result = solve(CHICKEN, CoarseCorrelatedLP())
    assert result.why_not(result[0].profile) == ()
    [first, second] = result.why_not({("2", "2"): 1})
    assert str(first) == "1 at the table would gain 1 by 1 instead of the advice"
    assert second.gain == Fraction(1)


def test_when_the_time_is_up() -> None:
    result = solve(CHICKEN, CoarseCorrelatedLP(), time_limit=1e-9, check=False)
    assert (result.status, len(result)) == (Status.TIME_LIMIT, 0)
