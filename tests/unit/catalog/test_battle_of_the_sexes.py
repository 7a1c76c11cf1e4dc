from __future__ import annotations

from fractions import Fraction

import brinkgame as bg
from brinkgame.catalog.battle_of_the_sexes import GAME


def test_the_players_are_alike_with_places_interchanged():
    other = {"fight": "ballet", "ballet": "fight"}
    for his in GAME.strategies["he"]:
        for hers in GAME.strategies["she"]:
            here = GAME.payoff("he", {"he": his, "she": hers})
            assert here == GAME.payoff("she", {"he": other[hers], "she": other[his]})


def test_its_class():
    found = bg.ordinal_class(GAME)
    assert found.ties == ("low", "low")
    assert found.is_symmetric
    assert {"Battle", "Hero"} <= set(found.between)


def test_the_mixed_equilibrium_is_worse_for_both():
    result = bg.solve(GAME)
    (mixed,) = (e for e in result if not e.is_pure)
    assert set(mixed.payoffs.values()) == {Fraction(1, 5)}
    assert all(min(e.payoffs.values()) > Fraction(1, 5) for e in result if e.is_pure)
