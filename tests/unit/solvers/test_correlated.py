"""The best correlated equilibrium: known ones, and what a result of it says."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.incentives import correlated_payoff_ranges
from brinkgame.play import CorrelatedStrategy
from brinkgame.results import Concept, Coverage, Status, Verdict
from brinkgame.solve import solve
from brinkgame.solvers import CorrelatedLP, choose_solver

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
CHICKEN = NormalFormGame(
    "chicken",
    strategies={"A": ("dare", "yield"), "B": ("dare", "yield")},
    payoffs={"A": [[0, 7], [2, 6]], "B": [[0, 2], [7, 6]]},
)


def test_what_it_declares() -> None:
    assert CorrelatedLP.concept is Concept.CORRELATED
    assert CorrelatedLP.form is NormalFormGame
    assert CorrelatedLP.coverage is Coverage.ONE
    assert choose_solver(CHICKEN, "correlated").solver == CorrelatedLP()


def test_chicken() -> None:
    # The lottery of most welfare; 21/4 each is more than the traffic light's 5 of Aumann 1974.
    result = solve(CHICKEN, concept="correlated")
    assert dict(result[0].profile) == {
        ("dare", "yield"): QUARTER, ("yield", "dare"): QUARTER, ("yield", "yield"): HALF,
    }  # fmt: skip
    assert result[0].payoffs == {"A": Fraction(21, 4), "B": Fraction(21, 4)}
    assert result[0].certificate.regrets == {"A": 0, "B": 0}
    assert result[0].is_exact
    assert not result[0].is_pure
    assert (result.status, result.coverage) == (Status.SOLVED, Coverage.ONE)
    assert result.statistics == {"cells": 4, "constraints": 4}
    assert repr(result).startswith("<EquilibriumResult: 1 correlated equilibrium by CorrelatedLP")
    assert correlated_payoff_ranges(CHICKEN) == {"A": (2, 7), "B": (2, 7)}


def test_objectives() -> None:
    assert solve(CHICKEN, CorrelatedLP({"A": 1}))[0].payoffs == {"A": 7, "B": 2}
    assert solve(CHICKEN, CorrelatedLP({"A": -1}))[0].payoffs["A"] == 2
    worst = solve(CHICKEN, CorrelatedLP({"A": -1, "B": -1}))[0]
    # (dare, dare) as often as obedience allows: half as often as each of the others that are left.
    assert dict(worst.profile) == {
        ("dare", "dare"): Fraction(1, 5),
        ("dare", "yield"): Fraction(2, 5),
        ("yield", "dare"): Fraction(2, 5),
    }
    assert sum(worst.payoffs.values()) == Fraction(36, 5)
    unequal = solve(CHICKEN, CorrelatedLP({"A": 3, "B": 1}))[0]
    assert unequal.payoffs == {"A": 7, "B": 2}
    assert solve(CHICKEN, CorrelatedLP({}))[0].certificate.epsilon == 0


def test_known_games() -> None:
    pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    only = solve(pennies, CorrelatedLP())[0].profile
    assert set(dict(only).values()) == {QUARTER}
    assert len(only) == 4
    dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert dict(solve(dilemma, CorrelatedLP())[0].profile) == {("2", "2"): 1}
    # Never to meet pays 3/2 each, and the only Nash equilibrium pays 1.
    table = [[0, 1, 2], [2, 0, 1], [1, 2, 0]]
    shapley = NormalFormGame.from_arrays(table, [list(c) for c in zip(*table, strict=True)])
    assert sum(solve(shapley, CorrelatedLP())[0].payoffs.values()) == 3
    apart = {(a, b): Fraction(1, 6) for a in "123" for b in "123" if a != b}
    assert solve(shapley, CorrelatedLP()).why_not(apart) == ()


def test_three_players() -> None:
    # Two who want to be apart from the third, who wants to be with them.
    rng = random.Random(5)
    tables = [
        [[[rng.randint(0, 9) for _ in range(3)] for _ in range(2)] for _ in range(2)]
        for _ in range(3)
    ]
    game = NormalFormGame.from_arrays(*tables)
    result = solve(game, CorrelatedLP())
    assert result[0].certificate.epsilon == 0
    assert isinstance(result[0].profile, CorrelatedStrategy)
    [one] = solve(NormalFormGame.from_arrays([1, 3, 2]), CorrelatedLP())
    assert dict(one.profile) == {("2",): 1}


def test_floats_on_an_exact_game_are_asked_for_and_declared() -> None:
    rng = random.Random(1)
    game = NormalFormGame.from_arrays(
        *[[[rng.randint(0, 99) for _ in range(5)] for _ in range(5)] for _ in range(2)]
    )
    weights = {"1": 1, "2": -1}
    exact = solve(game, CorrelatedLP(weights))
    assert exact[0].certificate.verdict is Verdict.EXACT
    assert exact.notes == ()
    rough = solve(game, CorrelatedLP(weights, exact=False))
    assert rough[0].certificate.verdict is Verdict.APPROXIMATE
    assert 0 < rough[0].certificate.epsilon < 1e-8 * rough[0].certificate.scale
    assert sum(rough[0].profile.weights) == 1
    assert all(type(weight) is Fraction for weight in rough[0].profile.weights)
    assert "exact=True" in rough.notes[0]
    simple = solve(CHICKEN, CorrelatedLP(exact=False))[0]
    assert dict(simple.profile) == dict(solve(CHICKEN, CorrelatedLP())[0].profile)
    assert simple.is_exact


@pytest.mark.parametrize("kind", ["whole", "tied", "normal"])
def test_large_games_in_floats_pass_the_check(kind: str) -> None:
    rng = np.random.default_rng(7)
    draw = {
        "whole": lambda: rng.integers(0, 100, (2, 25, 25)).astype(float),
        "tied": lambda: rng.integers(0, 3, (2, 25, 25)).astype(float),
        "normal": lambda: rng.standard_normal((2, 25, 25)),
    }[kind]
    for weights in (None, {"1": 1.0, "2": -1.0}):
        game = NormalFormGame.from_arrays(*draw())
        [found] = solve(game, CorrelatedLP(weights))
        assert found.certificate.epsilon <= 1e-10 * game.payoff_spread
        assert all(type(weight) is float for weight in found.profile.weights)


def test_why_not() -> None:
    result = solve(CHICKEN, CorrelatedLP())
    assert result.why_not(result[0].profile) == ()
    reasons = result.why_not({("yield", "yield"): 1})
    assert str(reasons[0]) == "A at the advice yield would gain 1 by dare instead of yield"
    assert result.why_not({"A": "dare", "B": "yield"}) == ()


def test_who_is_not_in_the_game() -> None:
    solver = CorrelatedLP({"A": 1, "C": 2})
    [reason] = solver.obstacles(CHICKEN)
    assert reason.startswith("weighs 'C', who is not in the game")
    with pytest.raises(UnsupportedGameError, match="weighs 'C'"):
        solve(CHICKEN, solver)


def test_when_the_time_is_up() -> None:
    for game in (CHICKEN, CHICKEN.to_float()):
        result = solve(game, CorrelatedLP(), time_limit=1e-9, check=False)
        assert (result.status, len(result)) == (Status.TIME_LIMIT, 0)
