from __future__ import annotations

from fractions import Fraction

import brinkgame as bg
from brinkgame.catalog.chicken import GAME


def test_it_is_symmetric():
    cells = [("swerve", "swerve"), ("swerve", "straight"), ("straight", "straight")]
    for mine, other in cells:
        here = GAME.payoff("row", {"row": mine, "column": other})
        there = GAME.payoff("column", {"row": other, "column": mine})
        assert here == there


def test_only_one_mixture_is_an_equilibrium():
    for straight in (Fraction(n, 20) for n in range(1, 20)):
        odds = {"swerve": 1 - straight, "straight": straight}
        regret = max(bg.regrets(GAME, {"row": odds, "column": odds}).values())
        assert (regret == 0) is (straight == Fraction(1, 10))
