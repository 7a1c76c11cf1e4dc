from __future__ import annotations

import brinkgame as bg
from brinkgame.catalog.prisoners_dilemma import GAME


def test_it_is_what_its_name_says():
    assert bg.ordinal_class(GAME).name == "Prisoner's Dilemma"


def test_defecting_is_best_against_anything():
    for share in ("0", "1/3", "1"):
        other = {"cooperate": share, "defect": bg.parse(f"1 - {share}", {}).constant()}
        profile = {"row": "cooperate", "column": other}
        assert bg.best_responses(GAME, profile, "row") == ("defect",)


def test_both_would_be_better_off():
    together = bg.expected_payoffs(GAME, {"row": "cooperate", "column": "cooperate"})
    apart = bg.solve(GAME).only().payoffs
    assert all(together[player] > apart[player] for player in GAME.players)


def test_only_defecting_is_evolutionarily_stable():
    assert bg.evolutionarily_stable_strategies(GAME) == ({"cooperate": 0, "defect": 1},)
