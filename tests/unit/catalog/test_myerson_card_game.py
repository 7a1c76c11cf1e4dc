from __future__ import annotations

from fractions import Fraction

import brinkgame as bg
from brinkgame.catalog.myerson_card_game import ENTRY, GAME

GRID = [Fraction(n, 12) for n in range(13)]


def plan(red, black, meet):
    return {
        "first": {
            "red": {"raise": red, "fold": 1 - red},
            "black": {"raise": black, "fold": 1 - black},
        },
        "second": {"raised": {"meet": meet, "pass": 1 - meet}},
    }


def test_it_is_worth_a_third_and_nothing_else_is_an_equilibrium_on_a_grid():
    found = [
        (red, black, meet)
        for red in GRID
        for black in GRID
        for meet in GRID
        if max(bg.regrets(GAME, plan(red, black, meet)).values()) == 0
    ]
    assert found == [(1, Fraction(1, 3), Fraction(2, 3))]
    assert bg.expected_payoffs(GAME, ENTRY.known[0].profiles[0])["first"] == Fraction(1, 3)


def test_it_is_zero_sum():
    assert bg.to_normal_form(GAME).is_zero_sum
