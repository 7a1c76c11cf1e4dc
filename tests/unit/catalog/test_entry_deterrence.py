from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.entry_deterrence import GAME


def test_labels():
    assert GAME.players == ("entrant", "incumbent")
    assert [i.label for i in GAME.information_sets] == ["root", "entry"]
    assert GAME.outcomes == ("monopoly", "duopoly", "price war")


@pytest.mark.parametrize(
    ("fight", "holds"), [("0.66", False), ("2/3", True), ("0.7", True), (1, True)]
)
def test_staying_out_needs_a_threat_of_two_thirds(fight, holds):
    odds = {"fight": fight, "accommodate": 1 - Fraction(fight)}
    plan = {"entrant": {"root": "out"}, "incumbent": {"entry": odds}}
    assert (max(bg.regrets(GAME, plan).values()) == 0) is holds
    assert bg.deviations(GAME, plan)  # never in a subgame-perfect one
