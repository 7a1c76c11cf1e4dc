"""Regrets of other concepts, by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given

import brinkgame as bg
from brinkgame.results import Concept
from brinkgame.testing import mixed_profiles, normal_form_games
from brinkgame.testing.incentives import (
    advice_regrets,
    commitment_shortfalls,
    is_lottery,
    logit_distances,
    lottery_of,
    lottery_payoffs,
)
from brinkgame.testing.reference import conduct_of, payoffs_of, profile_of, regrets_of

F = Fraction
CHICKEN = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
LIGHT = {("1", "2"): F(1, 3), ("2", "1"): F(1, 3), ("2", "2"): F(1, 3)}


def test_advice():
    assert is_lottery(LIGHT)
    assert lottery_payoffs(CHICKEN, LIGHT) == {"1": 5, "2": 5}
    assert advice_regrets(CHICKEN, LIGHT) == {"1": 0, "2": 0}
    kind = {("2", "2"): F(1)}
    assert advice_regrets(CHICKEN, kind) == {"1": 1, "2": 1}
    assert advice_regrets(CHICKEN, kind, coarse=True) == {"1": 1, "2": 1}
    assert regrets_of(CHICKEN, LIGHT, Concept.CORRELATED) == {"1": 0, "2": 0}
    assert conduct_of(profile_of(CHICKEN, LIGHT)) == LIGHT
    assert payoffs_of(CHICKEN, LIGHT)["1"] == 5


def test_disobedience_before_the_advice_gains_no_more_than_after():
    both = {("1", "1"): F(1, 2), ("2", "2"): F(1, 2)}
    after = advice_regrets(CHICKEN, both)
    before = advice_regrets(CHICKEN, both, coarse=True)
    assert after == {"1": F(3, 2), "2": F(3, 2)}
    assert before == {"1": 1, "2": 1}  # by yielding always


@given(normal_form_games(max_strategies=3, max_cells=12).flatmap(mixed_profiles))
def test_independent_play_has_the_regrets_of_nash(profile):
    game, conduct = profile.game, conduct_of(profile)
    lottery = lottery_of(game, conduct)
    assert sum(lottery.values()) == 1
    assert lottery_payoffs(game, lottery) == payoffs_of(game, conduct)
    nash = regrets_of(game, conduct, Concept.NASH)
    assert advice_regrets(game, lottery, coarse=True) == nash
    obedience = advice_regrets(game, lottery)
    assert all(bool(obedience[player]) is bool(nash[player]) for player in game.players)


def test_commitments():
    game = bg.NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 2]])
    best = {"1": {"1": F(2, 3), "2": F(1, 3)}, "2": {"1": F(0), "2": F(1)}}
    assert commitment_shortfalls(game, best, leader="1") == {"1": 0, "2": 0}
    # The order in which weights are written does not matter.
    turned = {player: dict(reversed(part.items())) for player, part in best.items()}
    assert commitment_shortfalls(game, turned, leader="1") == {"1": 0, "2": 0}
    single = {"1": {"1": F(0), "2": F(1)}, "2": {"1": F(1), "2": F(0)}}
    assert commitment_shortfalls(game, single, leader="1", pure=True) == {"1": 2, "2": 2}
    details = {"leader": "2"}
    assert regrets_of(game, single, Concept.COMMITMENT, **details) == {"1": 1, "2": 1}


def test_responses():
    game = bg.NormalFormGame.from_arrays([[1], [0]], [[0], [0]])
    share = 1 / (1 + math.exp(-2))
    near = {"1": {"1": F(share), "2": 1 - F(share)}, "2": {"1": F(1)}}
    gaps = logit_distances(game, near, rationality=2)
    assert max(gaps.values()) < 1e-15
    assert regrets_of(game, near, Concept.QUANTAL_RESPONSE, rationality=2) == gaps
    assert logit_distances(game, near, rationality=0)["1"] == pytest.approx(share - 0.5)
    assert logit_distances(game, near, rationality=10**6)["1"] == pytest.approx(1 - share)
