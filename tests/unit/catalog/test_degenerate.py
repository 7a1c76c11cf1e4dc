from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.degenerate import GAME


def near(change):
    tables = {player: GAME.payoff_array(player).tolist() for player in GAME.players}
    tables["column"][0][1] += Fraction(change)
    return bg.NormalFormGame("near", strategies=GAME.strategies, payoffs=tables)


@pytest.mark.parametrize("left", [Fraction(n, 12) for n in range(13)])
def test_the_line_ends_at_two_thirds(left):
    profile = {"row": "top", "column": {"left": left, "right": 1 - left}}
    regret = max(bg.regrets(GAME, profile).values())
    assert (regret == 0) is (left >= Fraction(2, 3))


def test_the_line_has_index_zero():
    result = bg.solve(GAME)
    assert sorted(zip(map(len, result.components), result.indices, strict=True)) == [(1, 1), (2, 0)]


def test_a_small_change_doubles_the_line_or_wipes_it_out():
    assert sorted(bg.solve(near("-1/1000")).indices) == [-1, 1, 1]
    assert bg.solve(near("1/1000")).indices == (1,)
