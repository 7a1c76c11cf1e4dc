"""Berlin or Cuba, against the formula of its description: diplomacy iff pi >= (U_c + E)/(B + E)."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import berlin, deploy
from brinkgame.memo.berlin import GAME, POINT

BASE = GAME.parameters.baseline


def draw(rng: random.Random) -> dict[str, Fraction]:
    while True:
        p = {
            name: each.low + Fraction(rng.randint(0, 20), 20) * (each.high - each.low)
            for name, each in GAME.parameters.items()
        }
        if not GAME.parameters.violations(p):
            return p


def check(p: dict[str, Fraction]) -> None:
    of_deploy = {name: p[name] for name in deploy.GAME.parameters}
    worth = {each.payoffs["USSR"] for each in bg.solve(deploy.GAME.at(of_deploy))}
    stays = set()
    for value in worth:
        border = (value + p["erosion"]) / (p["berlin_deal"] + p["erosion"])
        stays |= {p["deal_probability"] >= border, p["deal_probability"] > border}
    found = {
        each.profile["USSR"]["root"]["diplomacy"] == 1
        for each in bg.solve(GAME.at(p))
        if each.profile["USSR"]["root"]["diplomacy"] in (0, 1)
    }
    assert found == stays, p
    for result in POINT.closed_forms:
        known = result.holds(p)
        assert known is None or known in stays or len(stays) == 2, (result, p)


def test_the_baseline() -> None:
    value = bg.solve(deploy.GAME.at()).only().payoffs["USSR"]
    assert value == Fraction("0.08")
    border = berlin.threshold()
    assert border.value == (value + Fraction(1, 2)) / Fraction(5, 2) == Fraction("0.232")
    assert POINT.agrees(POINT.solve().only().profile)
    assert bg.solve(GAME.at()).only().payoffs["USSR"] == value


def test_the_value_of_cuba_is_that_of_the_decision_on_deploying() -> None:
    better = {"detection": "1/10"}
    value = bg.solve(deploy.GAME.at(better)).only().payoffs["USSR"]
    assert berlin.threshold(better).value == (value + Fraction(1, 2)) / Fraction(5, 2)


def test_the_news_of_may_turned_it() -> None:
    march = POINT.variant("march").game
    profile = bg.solve(march.at()).only().profile
    assert profile["USSR"]["root"]["diplomacy"] == 1
    before = berlin.belief_before("1/5", "3/10")
    assert berlin.belief_after(before, "3/10") == Fraction(1, 5)
    turning = berlin.turning_news(before)
    for ratio, stays in ((turning + Fraction(1, 99), 1), (turning - Fraction(1, 99), 0)):
        here = GAME.at(deal_probability=berlin.belief_after(before, ratio))
        assert bg.solve(here).only().profile["USSR"]["root"]["diplomacy"] == stays
    assert len(bg.solve(GAME.at(deal_probability=berlin.belief_after(before, turning)))) > 1


def test_a_misread_belief_costs_what_it_costs() -> None:
    story = berlin.misread("5/11").solve().only()
    assert story.profile["USSR"]["root"]["diplomacy"] == 1
    assert story.payoffs["USSR"] == Fraction(1, 5) * 2 - Fraction(4, 5) / 2
    assert story.expected["USSR"] == Fraction(5, 11) * 2 - Fraction(6, 11) / 2


def test_draws() -> None:
    rng = random.Random(1)
    for _ in range(150):
        check(draw(rng))


@pytest.mark.slow
def test_many_draws() -> None:
    rng = random.Random(2)
    for _ in range(10_000):
        check(draw(rng))


@pytest.mark.parametrize("wrong", [{"deal_probability": "x"}, {"nonsense": 1}])
def test_wrong_points(wrong: Any) -> None:
    with pytest.raises(bg.BrinkgameError):
        berlin.threshold(wrong)


shares = st.fractions(min_value=0, max_value=1, max_denominator=12)


@given(st.data())
def test_any_point_of_the_box_agrees_with_the_formulas(data: st.DataObject) -> None:
    p = {}
    for name, each in GAME.parameters.items():
        share = data.draw(shares, label=name)
        p[name] = each.low + share * (each.high - each.low)
    if "live_war_risk" in p:
        p["live_war_risk"] = max(p["live_war_risk"], p["compel_war_risk"])
    if "retreat_cost" in p:
        p["retreat_cost"] = min(p["retreat_cost"], p["ussr_war_cost"] - Fraction(1, 4))
    check(p)
