"""What the book says, derived from the tree."""

from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.brinkmanship import GAME, brink_risk, hard_type, us_war_cost


def does(**values):
    profile = bg.solve(GAME.at(**values)).only().profile
    return {
        "threat": profile["US"]["threat"]["threat"] == 1,
        "soft": profile["USSR"]["soft"]["withdraw"] == 1,
        "hard": profile["USSR"]["hard"]["withdraw"] == 1,
    }


def test_what_moves_whom():
    soft = bg.indifference(GAME, "USSR", "soft", "withdraw", "defy")
    assert soft.threshold(brink_risk).value == Fraction(3, 5)
    hard = bg.indifference(GAME, "USSR", "hard", "withdraw", "defy")
    assert hard.threshold(brink_risk).value == Fraction(5, 3)


@pytest.mark.parametrize(
    ("p", "most"), [("3/10", "7/8"), ("1/3", "3/4"), ("2/5", "9/16"), ("1/2", "3/8")]
)
def test_what_can_be_borne(p, most):
    # At a risk that moves a soft USSR, so that the comparison is with its withdrawal.
    acceptable = bg.indifference(
        GAME, "US", "threat", "threat", "no threat", at={"hard_type": p, "brink_risk": "9/10"}
    )
    border = acceptable.threshold(brink_risk)
    assert border.value == Fraction(most)
    typed = bg.parse("3*(1 - hard_type)/(8*hard_type)", {"hard_type": hard_type})
    assert border.formula.substitute({"us_war_cost": 10}) == typed


def test_a_sure_threat_is_acceptable_up_to_three_elevenths():
    sure = bg.indifference(GAME, "US", "threat", "threat", "no threat", at={"brink_risk": 1})
    border = sure.threshold(hard_type)
    assert border.formula.substitute({"brink_risk": 1, "us_war_cost": 10}) == Fraction(3, 11)
    assert border.formula.substitute({"brink_risk": 1, "us_war_cost": 12}) == Fraction(3, 13)
    # The window closes where the risk that moves a soft USSR is just what can be borne.
    assert border.formula.substitute({"brink_risk": "3/5", "us_war_cost": 10}) == Fraction(5, 13)
    assert border.formula.substitute({"brink_risk": "3/5", "us_war_cost": 12}) == Fraction(1, 3)


def test_the_exercise_with_a_worse_war():
    acceptable = bg.indifference(
        GAME, "US", "threat", "threat", "no threat", at={"us_war_cost": 12}
    )
    border = acceptable.threshold(brink_risk).formula.substitute({"us_war_cost": 12})
    assert border == bg.parse("0.3*(1 - hard_type)/hard_type", {"hard_type": hard_type})
    # Between 1/3 and 1/2 no window is left: what would move a soft USSR cannot be borne.
    for p in ("7/20", "2/5", "9/20"):
        for q in (Fraction(n, 20) - Fraction(1, 97) for n in range(1, 21)):
            assert not does(hard_type=p, brink_risk=q, us_war_cost=12)["threat"]


def test_the_window_on_a_grid():
    for p in (Fraction(n, 20) for n in range(1, 20)):
        for q in (Fraction(n, 20) + Fraction(1, 97) for n in range(20)):
            if q > 1:
                continue
            inside = q >= Fraction(3, 5) and q <= 3 * (1 - p) / (8 * p)
            found = does(hard_type=p, brink_risk=q)
            assert found == {"threat": inside, "soft": q >= Fraction(3, 5), "hard": False}


def test_the_names_are_those_of_the_memo():
    assert set(GAME.parameters) == {"hard_type", "brink_risk", "us_war_cost"}
    assert us_war_cost.baseline == bg.memo.load("deploy").game.parameters["us_war_cost"].baseline
