from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.stackelberg import GAME


@pytest.mark.parametrize("odds", [Fraction(n, 10) for n in range(11)])
@pytest.mark.parametrize("leader", [4, 5, 6])
def test_what_the_follower_does_not_care_about_decides(odds, leader):
    plan = {
        "leader": {"market": f"sell {leader}"},
        "follower": {
            "after 4": "sell 4",
            "after 5": {"sell 3": odds, "sell 4": 1 - odds},
            "after 6": "sell 3",
        },
    }
    border = Fraction(3, 5)
    holds = (leader == 5 and odds >= border) or (leader == 6 and odds <= border)
    assert (plan in bg.solve(GAME)[0].family) is holds


def test_payoffs_are_quantity_times_price():
    for path in ("root/sell 4/sell 2", "root/sell 5/sell 4", "root/sell 6/sell 3"):
        mine, other = (int(step.split()[1]) for step in path.split("/")[1:])
        row = GAME.payoff_rows()[GAME.tree.payoff_row[GAME.node_at(path)]]
        price = 12 - mine - other
        assert row == (mine * price, other * price)
