"""Behavior strategies and realization plans say the same of each other."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.play.realization import behavior_profile, realization_plans
from brinkgame.testing.profiles import behavior_profiles
from brinkgame.testing.strategies import extensive_form_games


@given(st.data())
def test_there_and_back(data):
    game = data.draw(extensive_form_games())
    profile = data.draw(behavior_profiles(game))
    plans = realization_plans(game, profile)
    assert game.sequence_form.expected_payoffs(plans) == bg.expected_payoffs(game, profile)
    assert behavior_profile(game, plans, profile) == profile
    assert realization_plans(game, behavior_profile(game, plans)) == plans


def test_what_a_plan_excludes_is_alike_unless_told():
    end = bg.Terminal({"A": 1})
    below = bg.Decision("A", {"left": end, "right": end}, infoset="below")
    game = bg.ExtensiveFormGame(
        "two moves", players=("A",), root=bg.Decision("A", {"out": end, "in": below}, infoset="top")
    )
    assert behavior_profile(game, [[1, 1, 0, 0, 0]])["A"]["below"]["left"] == Fraction(1, 2)
    told = bg.BehaviorStrategyProfile(game, {"A": {"top": "in", "below": "right"}})
    assert behavior_profile(game, [[1, 1, 0, 0, 0]], told)["A"]["below"]["right"] == 1
