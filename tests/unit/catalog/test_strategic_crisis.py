"""Agent quantal response in the smallest crisis, against the recursion written by hand."""

from __future__ import annotations

import math
import random

import pytest

import brinkgame as bg
from brinkgame.catalog.strategic_crisis import GAME


def logistic(x):
    return 1 / (1 + math.exp(-x))


def by_hand(values, rationality):
    """How often nation 1 attacks and nation 2 resists, from the last move back."""
    resist = logistic(rationality * (values["war_2"] - values["capitulation_2"]))
    worth = resist * values["war_1"] + (1 - resist) * values["gain_1"]
    return logistic(rationality * (worth - values["status_quo_1"])), resist


@pytest.mark.parametrize("seed", range(12))
def test_quantal_response_is_the_recursion(seed):
    source = random.Random(seed)
    at = {name: source.randint(-40, 40) / 10 for name in GAME.parameters}
    rationality = source.choice((0.25, 0.5, 1.0, 1.5))
    # With perfect information the recursion has one answer.
    found = bg.solve(GAME.at(at), bg.AgentLogitQRE(rationality=rationality))[0].profile
    attack, resist = by_hand(at, rationality)
    assert found["nation 1"]["crisis"]["attack"] == pytest.approx(attack, abs=1e-7)
    assert found["nation 2"]["attacked"]["resist"] == pytest.approx(resist, abs=1e-7)


def test_errors_of_the_other_deter():
    # Backward induction attacks; with errors, war by mistake makes the status quo better.
    rate = {}
    for rationality in (0.05, 0.3, 4.0):
        game = GAME.at(war_1=-8)
        found = bg.solve(game, bg.AgentLogitQRE(rationality=rationality))[0].profile
        rate[rationality] = found["nation 1"]["crisis"]["attack"]
    assert rate[0.3] < rate[0.05] < 0.5 < rate[4.0]
    limit = bg.solve(GAME.at(), bg.AgentLogitLimit())[0]
    assert limit.profile["nation 1"]["crisis"]["attack"] == 1
