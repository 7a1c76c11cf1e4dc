from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.selten_horse import GAME

CHANCES = [Fraction(n, 12) for n in range(13)]


def plan(first, second, third):
    return {
        "1": {"first": first},
        "2": {"second": {"R": second, "L": 1 - second}},
        "3": {"third": {"R": third, "L": 1 - third}},
    }


def regret(*moves):
    return max(bg.regrets(GAME, plan(*moves)).values())


@pytest.mark.parametrize("chance", CHANCES)
def test_the_two_components(chance):
    assert (regret("L", chance, Fraction(1)) == 0) is (chance >= Fraction(1, 3))
    assert (regret("R", Fraction(1), chance) == 0) is (chance <= Fraction(1, 4))


def test_nothing_else_is_an_equilibrium_on_a_grid():
    for first in ("L", "R"):
        for second in CHANCES:
            for third in CHANCES:
                if regret(first, second, third) == 0:
                    down = first == "L" and third == 1 and second >= Fraction(1, 3)
                    across = first == "R" and second == 1 and third <= Fraction(1, 4)
                    assert down or across


def test_down_is_subgame_perfect_and_not_rational_where_it_is_not_asked():
    down = plan("L", Fraction(1), Fraction(1))
    assert max(bg.subgame_regrets(GAME, down).regrets.values()) == 0
    beliefs = {"3": {"third": {"root/L": 1, "root/R/L": 0}}}
    _, certificate = bg.certify(GAME, down, bg.Concept.SEQUENTIAL, beliefs=beliefs)
    assert certificate.regrets["2"] == 3  # 4 instead of 1, if ever asked
