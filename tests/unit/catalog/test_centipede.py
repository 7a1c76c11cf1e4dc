from __future__ import annotations

import brinkgame as bg
from brinkgame.catalog.centipede import GAME


def test_passing_pays_both_and_is_not_done():
    everyone_passes = {
        player: {i.label: "pass" for i in GAME.information_sets if i.player == player}
        for player in GAME.players
    }
    far = bg.expected_payoffs(GAME, everyone_passes)
    near = bg.solve(GAME).only().payoffs
    assert all(far[player] > near[player] for player in GAME.players)
    assert near == {"first": 40, "second": 10}


def test_the_mover_gains_by_taking_at_every_move():
    assert [i.label for i in GAME.information_sets] == [f"move {n}" for n in (1, 2, 3, 4)]
    assert [i.player for i in GAME.information_sets] == ["first", "second"] * 2
    taken = bg.solve(GAME).only().profile
    assert all(taken[i.player][i.label]["take"] == 1 for i in GAME.information_sets)
