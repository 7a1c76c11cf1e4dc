from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.outside_option_battle import GAME


@pytest.mark.parametrize("yours", [Fraction(n, 12) for n in range(13)])
def test_staying_out_needs_a_stubborn_second_player(yours):
    """Out is an equilibrium as long as entering pays at most 2: Pr(yours) <= 2/3."""
    plan = {
        "one": {"entry": "out", "battle": "mine"},
        "two": {"reply": {"yours": yours, "mine": 1 - yours}},
    }
    assert (max(bg.regrets(GAME, plan).values()) == 0) is (yours <= Fraction(2, 3))


def test_three_subgame_perfect_equilibria():
    pays = sorted(tuple(e.payoffs.values()) for e in bg.solve(GAME, concept="subgame-perfect"))
    assert pays == [(2, 2), (2, 2), (3, 1)]
