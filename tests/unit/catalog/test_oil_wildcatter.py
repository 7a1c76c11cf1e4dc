from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.oil_wildcatter import GAME


def test_the_worth_of_the_test_is_derived():
    border = bg.indifference(GAME, "wildcatter", "option", "test", "no test").threshold("test_cost")
    assert border.relation == "<="
    assert border.value == Fraction(25, 2)


def test_chances_after_the_test_average_to_those_before():
    reach = bg.node_probabilities(
        GAME.at(),
        {
            "wildcatter": {
                i.label: "test" if i.label == "option" else "drill" for i in GAME.information_sets
            }
        },
    )
    for state, chance in {"dry": "1/2", "wet": "3/10", "soaking": "1/5"}.items():
        found = [p for path, p in reach.items() if path.endswith(f"/{state}")]
        assert sum(found) == Fraction(chance)


@pytest.mark.parametrize(("cost", "pays"), [(0, "32.5"), (10, "22.5"), (20, 20)])
def test_what_it_is_worth(cost, pays):
    equilibrium = bg.solve(GAME.at(test_cost=cost)).only()
    assert equilibrium.payoffs["wildcatter"] == Fraction(pays)
