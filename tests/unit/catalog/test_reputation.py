from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.reputation import GAME, equilibrium, fights, reputation

TABLE = {1: 0, 2: "1/9", 3: "1/3", 4: "7/9", 5: 1, 6: 1}


@pytest.mark.parametrize(("markets", "chance"), TABLE.items())
def test_how_often_a_weak_incumbent_fights(markets, chance):
    assert fights(markets, "1/10", "1/2") == Fraction(chance)
    profile, _ = equilibrium(markets, "1/10", "1/2", 2)
    assert profile["incumbent"]["first market"]["fight"] == Fraction(chance)


PRINTED = ["0", "0.11111", "0.33333", "0.77778", "1", "1"]


@pytest.mark.parametrize("markets", TABLE)
def test_the_printed_table_is_an_equilibrium_of_the_tree(markets):
    # The tree is asked, and not the formula: with these chances nobody gains in any market.
    profile, beliefs = equilibrium(markets, "1/10", "1/2", 2)
    chance = profile["incumbent"]["first market"]["fight"]
    assert float(PRINTED[markets - 1]) == pytest.approx(float(chance), abs=5e-6)
    game = reputation(markets).at()
    _, certificate = bg.certify(game, profile, "perfect-bayesian", beliefs=beliefs)
    assert certificate.holds()


@pytest.mark.parametrize("belief", ["1/10", "1/8", "0", "2/3"])
@pytest.mark.parametrize("markets", [1, 2, 3, 4])
def test_the_equilibrium_is_one(markets, belief):
    game = reputation(markets).at(strong_belief=belief, entry_gain="1/2", monopoly_gain=3)
    profile, beliefs = equilibrium(markets, belief, "1/2", 3)
    _, certificate = bg.certify(game, profile, bg.Concept.PERFECT_BAYESIAN, beliefs=beliefs)
    assert certificate.holds(0), certificate


@pytest.mark.parametrize("markets", [1, 2, 3])
def test_it_is_sequential(markets):
    profile, beliefs = equilibrium(markets, "1/10", "1/2", 2)
    game = reputation(markets).at()
    _, certificate = bg.certify(game, profile, bg.Concept.SEQUENTIAL, beliefs=beliefs)
    assert certificate.holds(0), certificate


def test_other_numbers():
    profile, beliefs = equilibrium(3, "1/5", "2/3", "5/2")
    game = reputation(3).at(strong_belief="1/5", entry_gain="2/3", monopoly_gain="5/2")
    _, certificate = bg.certify(game, profile, bg.Concept.PERFECT_BAYESIAN, beliefs=beliefs)
    assert certificate.holds(0), certificate


def test_the_tree():
    assert reputation() == GAME
    assert GAME.has_perfect_recall
    assert GAME.players == ("incumbent", "entrant 1", "entrant 2")
    sizes = [reputation(n).tree.size for n in (1, 2, 3, 4)]
    assert sizes == [9, 25, 69, 193]
    sets = {
        s.label: len(s.members) for s in reputation(3).information_sets if s.player == "entrant 3"
    }
    assert sets["out, fight"] == 2
    assert sets["out, share"] == 1


@pytest.mark.parametrize("markets", [0, 10, True, 2.5, "3"])
def test_no_such_number_of_markets(markets):
    with pytest.raises(bg.UnsupportedGameError, match="a number from 1 to 9"):
        reputation(markets)
