"""Consent, against the formula of its description: x* = max(0, (E_C - D_C - R_C)/e)."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import consent, deploy
from brinkgame.memo.consent import GAME, POINT


def draw(rng: random.Random) -> dict[str, Fraction]:
    while True:
        p = {
            name: each.low + Fraction(rng.randint(0, 20), 20) * (each.high - each.low)
            for name, each in GAME.parameters.items()
        }
        if not GAME.parameters.violations(p):
            return p


def check(p: dict[str, Fraction]) -> None:
    least = (p["exposure"] - p["defence_gain"] - p["regime_crisis"]) / p["aid_value"]
    consents = {p["aid_offered"] >= least, p["aid_offered"] > least}
    found = {
        each.profile["Cuba"]["offered"]["consent"] == 1
        for each in bg.solve(GAME.at(p))
        if each.profile["Cuba"]["offered"]["consent"] in (0, 1)
    }
    assert found == consents, p
    assert consent.willing(p).value == least
    assert POINT.closed_form("consents").holds(p) == (p["aid_offered"] >= least)
    offers = POINT.closed_form("offers")
    if offers.is_at_hand(p) and len(consents) == 1:
        plans = {each.profile["USSR"]["root"]["offer"] for each in bg.solve(GAME.at(p))}
        assert (1 in plans) == offers.holds(p), p


def test_the_baseline() -> None:
    assert consent.willing().value == Fraction(1, 5)
    assert consent.consent_price() == Fraction(1, 5)
    found = POINT.solve().only()
    assert POINT.agrees(found.profile)
    worth = bg.solve(deploy.GAME.at()).only().payoffs["USSR"]
    assert found.payoffs["USSR"] == worth - Fraction(1, 4)


def test_crisis_buys_consent_at_the_worth_of_aid() -> None:
    assert str(consent.crisis_discount()) == "-1/aid_value"
    assert consent.consent_price({"regime_crisis": 1}) == 0


def test_consent_is_asked_for_only_where_it_is_worth_its_price() -> None:
    dear = {"aid_offered": "3/5", "regime_crisis": "1/5"}
    found = bg.solve(GAME.at(dear)).only()
    assert found.profile["Cuba"]["offered"]["consent"] == 1
    assert found.profile["USSR"]["root"]["offer"] == 0
    assert found.payoffs["Cuba"] == Fraction(-1, 5)


def test_draws() -> None:
    rng = random.Random(1)
    for _ in range(100):
        check(draw(rng))


@pytest.mark.slow
def test_many_draws() -> None:
    rng = random.Random(2)
    for _ in range(10_000):
        check(draw(rng))


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
