"""Level by level is the same as node by node."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.play.responses import best_response_payoff, payoffs_and_regrets
from brinkgame.play.wide_trees import is_wide, payoffs_and_regrets_by_levels
from brinkgame.testing.profiles import behavior_profiles
from brinkgame.testing.strategies import extensive_form_games


@given(st.data())
def test_by_levels_as_in_exact_numbers(data):
    game = data.draw(extensive_form_games())
    profile = data.draw(behavior_profiles(game))
    rounded = game.to_float()
    plan = bg.BehaviorStrategyProfile(rounded, {p: dict(profile[p]) for p in profile})
    now, regrets = payoffs_and_regrets_by_levels(rounded, plan)
    exact, gains = payoffs_and_regrets(game, profile)
    for player in game.players:
        scale = max(1.0, float(np.abs(rounded.numbers).max(initial=0)))
        assert now[player] == pytest.approx(float(exact[player]), abs=1e-9 * scale)
        assert regrets[player] == pytest.approx(float(gains[player]), abs=1e-9 * scale)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_tree(seed):
    game = bg.catalog.leduc_poker().to_float()
    assert is_wide(game)
    assert not is_wide(bg.catalog.leduc_poker())
    random = np.random.default_rng(seed)
    weights = [w for n in game.tree.infoset_size.tolist() for w in random.dirichlet(np.ones(n))]
    profile = bg.BehaviorStrategyProfile.from_weights(game, list(map(float, weights)))
    now, regrets = payoffs_and_regrets(game, profile)
    assert now == pytest.approx(bg.expected_payoffs(game, profile))
    for player in game.players:
        best = best_response_payoff(game, profile, player)
        assert regrets[player] == pytest.approx(best - now[player])
