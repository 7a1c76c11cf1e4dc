from __future__ import annotations

import brinkgame as bg
from brinkgame.catalog.matching_pennies import GAME


def test_it_is_a_zero_sum_game_without_a_pure_equilibrium():
    assert GAME.is_zero_sum
    result = bg.solve(GAME, bg.PureEnumeration())
    assert result.status is bg.Status.NONE_EXISTS
    assert len(result) == 0
