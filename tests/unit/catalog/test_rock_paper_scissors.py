from __future__ import annotations

import brinkgame as bg
from brinkgame.catalog.rock_paper_scissors import GAME


def test_what_one_wins_the_other_loses():
    assert GAME.is_zero_sum


def test_its_equilibrium_is_only_neutrally_stable():
    thirds = dict.fromkeys(GAME.strategies["row"], "1/3")
    found = bg.evolutionary_stability(GAME, thirds)
    assert found.is_neutral
    assert not found.is_stable
    assert bg.evolutionarily_stable_strategies(GAME) == ()
