from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.hawk_dove import GAME


@pytest.mark.parametrize(("value", "cost"), [(1, 2), (3, 7), (9, 10)])
def test_the_share_of_hawks_is_value_over_cost(value, cost):
    share = Fraction(value, cost)
    (stable,) = bg.evolutionarily_stable_strategies(GAME.at(value=value, cost=cost))
    assert stable == {"hawk": share, "dove": 1 - share}


@pytest.mark.parametrize(("value", "cost"), [(2, 2), (5, 3)])
def test_hawks_take_over_where_injuries_cost_no_more_than_the_prize(value, cost):
    game = GAME.at(value=value, cost=cost)
    assert bg.evolutionarily_stable_strategies(game) == ({"hawk": 1, "dove": 0},)


def test_its_class_changes_where_value_is_cost():
    assert bg.ordinal_class(GAME.at()).name == "Chicken"
    assert bg.ordinal_class(GAME.at(value=4, cost=2)).name == "Prisoner's Dilemma"
    border = bg.ordinal_class(GAME.at(value=2, cost=2))
    assert border.ties == ("low", "low")
    assert {"Chicken", "Prisoner's Dilemma"} <= set(border.between)


def test_at_the_border_all_is_one_component():
    result = bg.solve(GAME.at(value=2, cost=2))
    assert len(result.components) == 1
    assert result.indices == (1,)
