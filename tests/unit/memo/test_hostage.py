"""Berlin as a hostage, against the formulas of its description, typed here and only here.

The US acts iff m >= (kappa_A + sum of x_j h_j over the threats made + psi if linked)/L.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import hostage
from brinkgame.memo.hostage import GAME, MESSAGES, POINT


def draw(rng: random.Random) -> dict[str, Fraction]:
    while True:
        p = {
            name: each.low + Fraction(rng.randint(0, 20), 20) * (each.high - each.low)
            for name, each in GAME.parameters.items()
        }
        if not GAME.parameters.violations(p):
            return p


def least_belief(message: str, p: dict[str, Fraction]) -> Fraction:
    war = p["war_execution"] * p["war_harm"] if message in ("war threat", "both") else 0
    link = message in ("Berlin link", "both")
    berlin = p["berlin_execution"] * p["berlin_harm"] + p["pause_value"] if link else 0
    return (p["act_cost"] + war + berlin) / p["us_acceptance_loss"]


def check(p: dict[str, Fraction]) -> None:
    result = bg.solve(GAME.at(p))
    for message in MESSAGES:
        border = least_belief(message, p)
        assert hostage.threshold(message).formula.evaluate(p) == border
        acts = {p["missile_belief"] >= border, p["missile_belief"] > border}
        replies = {each.profile["US"][message]["act"] for each in result}
        # After a message that nobody sends, the two sides of a tie are not listed apart.
        assert {reply == 1 for reply in replies if reply in (0, 1)} <= acts, (message, p)
    link = p["berlin_execution"] * p["berlin_harm"] + p["pause_value"]
    stronger = link >= p["war_execution"] * p["war_harm"]
    assert POINT.closed_form("stronger link").holds(p) == stronger


def test_the_baseline() -> None:
    found = [hostage.threshold(message).value for message in MESSAGES]
    assert found == [Fraction(25, 100), Fraction(45, 100), Fraction(60, 100), Fraction(80, 100)]
    for each in POINT.solve():
        assert POINT.agrees(each.profile)
        assert each.profile["US"]["silence"]["act"] == 1, "silence would have brought action"
        assert each.profile["USSR"]["root"]["silence"] == 0


def test_in_october_nothing_deters() -> None:
    for each in bg.solve(POINT.variant("october").game.at()):
        assert all(each.profile["US"][message]["act"] == 1 for message in MESSAGES)


def test_the_double_inequality_of_history() -> None:
    """m_Sep L - kappa_A < what was said < m_Oct L - kappa_A, and so at every draw."""
    rng = random.Random(3)
    for _ in range(60):
        p = draw(rng)
        said = hostage.deterrence("both").evaluate(p)
        for m in ("3/10", "49/50"):
            gain = Fraction(m) * p["us_acceptance_loss"] - p["act_cost"]
            refrains = POINT.closed_form("acts after both").holds({**p, "missile_belief": m})
            assert refrains == (gain >= said)


def test_carrying_out_is_rational_only_at_a_small_risk() -> None:
    border = hostage.carrying_out()
    assert (border.relation, border.value) == ("<=", Fraction(1, 6))
    rng = random.Random(4)
    tree = hostage.by_choice()
    for _ in range(60):
        p = {
            name: each.low + Fraction(rng.randint(0, 20), 20) * (each.high - each.low)
            for name, each in tree.parameters.items()
        }
        g, a, w = p["berlin_execution_gain"], p["bluff_cost"], p["ussr_war_cost"]
        assert border.formula.evaluate(p) == (g + a) / (g + w)


def test_a_link_that_nobody_would_carry_out_adds_only_the_quiet() -> None:
    tree = hostage.by_choice()
    found = bg.indifference(tree, "US", "Berlin link", "act", "refrain")
    silent = bg.indifference(tree, "US", "silence", "act", "refrain")
    gap = silent.difference - found.difference
    assert str(gap) == "pause_value"
    willing = bg.indifference(
        tree, "US", "Berlin link", "act", "refrain", at={"berlin_war_risk": 0}
    )
    assert "berlin_harm" in str(willing.difference)


def test_to_say_both_is_best_for_one_who_is_unsure() -> None:
    found = bg.solve(POINT.variant("unsure").game.at()).only()
    assert found.profile["USSR"]["root"]["both"] == 1
    with pytest.raises(bg.InvalidNumberError):
        hostage.unsure(())
    with pytest.raises(bg.InvalidNumberError, match="outside"):
        hostage.unsure(("3/2",))


def test_a_denial_that_is_made_in_any_case_tells_nothing() -> None:
    assert hostage.told("3/10") == Fraction(3, 10)
    assert hostage.told("3/10", honest="1/2") > Fraction(3, 10)


def test_history_needs_both_inequalities() -> None:
    base = dict(GAME.parameters.baseline)
    names = ("deterred in September", "not deterred in October")
    assert [POINT.closed_form(name).holds(base) for name in names] == [True, True]
    loud = {**base, "berlin_execution": Fraction(1, 2)}
    assert [POINT.closed_form(name).holds(loud) for name in names] == [True, False]
    meek = {**base, "berlin_execution": Fraction(0), "war_execution": Fraction(0)}
    meek["pause_value"] = Fraction(0)
    assert [POINT.closed_form(name).holds(meek) for name in names] == [False, True]
    for p in (base, loud, meek):
        plays = {
            month: {e.profile["US"]["both"]["act"] for e in bg.solve(game.at(values))}
            for month, game, values in (
                ("September", GAME, p),
                (
                    "October",
                    POINT.variant("october").game,
                    {k: v for k, v in p.items() if k != "missile_belief"},
                ),
            )
        }
        assert plays["September"] == {0 if POINT.closed_form(names[0]).holds(p) else 1}
        assert plays["October"] == {1 if POINT.closed_form(names[1]).holds(p) else 0}


def test_the_tension_between_a_strong_threat_and_one_that_is_not_carried_out() -> None:
    found = hostage.tension({"detection": 1})
    assert (found.believed, found.war) == (Fraction(7, 10), Fraction(2, 5))
    assert (found.credible, found.least_execution) == (Fraction(1, 10), Fraction(1, 20))
    assert (found.risk, found.risk_limit) == (Fraction(1, 2), Fraction(1, 6))
    assert hostage.tension({"berlin_war_risk": "1/6"}).credible is None
    rng = random.Random(5)
    for _ in range(40):
        tree = hostage.by_choice()
        p = draw(rng)
        for name in ("berlin_war_risk", "berlin_execution_gain", "us_war_cost"):
            each = tree.parameters[name]
            p[name] = each.low + Fraction(rng.randint(0, 20), 20) * (each.high - each.low)
        found = hostage.tension(p)
        stronger, not_worth = (condition.evaluate(p) for condition in found.conditions)
        assert stronger == found.believed - found.war
        assert not_worth == found.risk - found.risk_limit
        believed = p["berlin_execution"] * p["berlin_harm"] + p["pause_value"]
        assert found.believed == believed
        if not_worth > 0:
            assert found.credible == p["pause_value"]
        if not_worth < 0:
            risk, war = p["berlin_war_risk"], p["us_war_cost"]
            harm = risk * (war - p["act_cost"]) + (1 - risk) * p["berlin_harm"]
            assert found.credible == harm + p["pause_value"]


@pytest.mark.parametrize(("belief", "acts"), [("1/5", 0), ("6/25", 0), ("3/10", 1), ("0.98", 1)])
def test_the_denial_is_cheap_talk(belief: str, acts: int) -> None:
    """Whatever saying and not saying mean, the US does what it would have done without a word."""
    game = POINT.variant("denial").game
    result = bg.solve(game.at(missile_belief=belief), concept="sequential")
    assert result.coverage is bg.Coverage.ALL
    for each in result:
        assert each.outcomes()["shipments stopped"] == acts
    assert bg.solve(GAME.at(missile_belief=belief))[0].profile["US"]["silence"]["act"] == acts


def test_draws() -> None:
    rng = random.Random(1)
    for _ in range(60):
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
