from __future__ import annotations

import brinkgame as bg
from brinkgame.catalog.stag_hunt import GAME


def test_it_is_what_its_name_says():
    assert bg.ordinal_class(GAME).name == "Stag Hunt"


def test_trust_of_two_in_three_is_the_border():
    for share, best in (("3/5", ("hare",)), ("2/3", ("stag", "hare")), ("7/10", ("stag",))):
        doubt = bg.parse(f"1 - {share}", {}).constant()
        profile = {"row": "hare", "column": {"stag": share, "hare": doubt}}
        assert bg.best_responses(GAME, profile, "row") == best


def test_both_pure_equilibria_are_evolutionarily_stable_and_the_mixed_one_is_not():
    assert bg.evolutionarily_stable_strategies(GAME) == (
        {"stag": 1, "hare": 0},
        {"stag": 0, "hare": 1},
    )
