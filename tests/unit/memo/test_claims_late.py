"""Claims T11 to T15: the answer moves with the assumptions, and the conditions say how."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame import memo
from brinkgame.memo import Verdict
from brinkgame.memo.parameters import ALL, CONSTRAINTS

SPACE = bg.ParameterSpace(ALL, CONSTRAINTS)


def draw(rng: random.Random, names: tuple[str, ...]) -> dict[str, Fraction]:
    """A point of the whole case in which what the decisions speak of is drawn."""
    used = {n for name in names for n in memo.load(name).game.parameters}
    while True:
        p = dict(SPACE.baseline)
        for name in sorted(used):
            q = SPACE[name]
            steps = rng.choice((4, 10, 60))
            p[name] = q.low + (q.high - q.low) * Fraction(rng.randint(0, steps), steps)
        if not SPACE.violations(p):
            return p


def judge(name: str, **values: Any) -> memo.Finding:
    return memo.claims.load(name).judge(values)


@pytest.mark.parametrize("name", ["T11", "T12", "T13", "T14"])
def test_the_conditions_say_where_it_is_so(name: str) -> None:
    claim = memo.claims.load(name)
    rng = random.Random(int(name[1:]))
    seen = set()
    for _ in range(100):
        p = draw(rng, claim.decisions)
        finding = claim.judge(p)
        signs = [condition.evaluate(p) for condition in finding.conditions]
        if min(signs) > 0:
            assert finding.is_true is True, p
        elif finding.is_true:
            assert min(signs) >= 0 or name == "T13", p
        if finding.is_true is False and name != "T13":
            assert min(signs) < 0 or 0 in signs, p
            assert finding.verdict is Verdict.FAILS
        seen.add(finding.is_true)
    assert {True, False} <= seen


def test_the_baseline() -> None:
    found = {f"T{k}": judge(f"T{k}") for k in range(11, 16)}
    assert {name: (f.verdict, f.is_true) for name, f in found.items()} == {
        "T11": (Verdict.CONDITIONAL, True),
        "T12": (Verdict.CONDITIONAL, True),
        "T13": (Verdict.BY_CONSTRUCTION, True),
        "T14": (Verdict.CONDITIONAL, True),
        "T15": (Verdict.BY_CONSTRUCTION, True),
    }
    assert found["T11"].numbers["bayes_factor"] == 1
    assert found["T11"].numbers["belief_limit"] == Fraction(1, 4)
    assert "criterion D1" in found["T11"].numbers["without_premise"]
    assert found["T12"].numbers["least_attack_risk"] == Fraction(1, 2)
    assert found["T13"].numbers["share_of_refusal"] == Fraction(3, 4)
    assert found["T14"].numbers["binds"] == ("pressure on Cuba",)
    assert found["T14"].numbers["believed_up_to"] == 1


def test_two_letters_turn_on_the_face_saved_and_the_belief() -> None:
    assert judge("T11", tough_belief="2/5").is_true is False
    dear = judge("T11", face_saved="1/10")
    assert dear.is_true is False
    assert dear.numbers["bayes_factor"] == Fraction(3, 20) + Fraction(17, 20) * Fraction(9, 17)
    assert judge("T11", tough_belief="1/4").is_true is None
    assert "belief_limit" not in judge("T11", private_value=0, impasse_loss=0).numbers


def test_the_reply_turns_on_the_belief_and_on_the_risk_of_attack() -> None:
    assert judge("T12", attack_risk="2/5").is_true is False
    assert judge("T12", attack_risk="1/2").is_true is None
    assert judge("T12", tough_belief="2/5").is_true is False
    assert judge("T12", face_saved="1/10").is_true is None, "the US mixes"
    assert judge("T12", face_saved="1/10", trade_cost=4, impasse_loss=2).is_true is True


def test_evasion_is_by_construction_but_not_the_shares() -> None:
    assert judge("T13", insist_success="1/2", insist_cost="2/5").is_true is False
    only_cost = judge("T13", insist_success="1/2")
    assert only_cost.numbers["share_of_refusal"] == 0
    assert judge("T13", insist_cost="2/5").numbers["share_of_refusal"] == 1
    cheaper = judge("T13", insist_cost="1/2")
    assert cheaper.numbers["by_easing"] < 0
    assert cheaper.is_true is False
    assert "not for both reasons" in cheaper.words


@pytest.mark.slow
def test_the_conditions_of_the_leverage_at_many_points() -> None:
    claim = memo.claims.load("T14")
    rng = random.Random(140)
    for _ in range(1000):
        p = draw(rng, claim.decisions)
        finding = claim.judge(p)
        signs = [condition.evaluate(p) for condition in finding.conditions]
        if min(signs) > 0:
            assert finding.is_true is True, p
        elif min(signs) < 0:
            assert finding.is_true is not True, p


def test_the_leverage_turns_on_what_binds() -> None:
    # Without tightening the USSR would press with success, but rather disowns.
    tempted = {"soviet_pressure": "9/8", "press_cost": "7/10", "disown_success": "3/10"}
    found = judge("T14", stringency="3/2", **tempted)
    assert found.is_true is True
    assert found.numbers["binds"] == ("Soviet denial",)
    assert judge("T14", stringency="11/10").is_true is True
    assert judge("T14", stringency="9/10").is_true is False
    assert judge("T14", soviet_pressure=2).is_true is False, "they go without tightening"
    assert judge("T14", stringency="11/10", disown_success="9/10").is_true is False
    assert judge("T14", stringency=3).is_true is False, "they go unasked"
    assert judge("T14", stringency="11/10", bomber_value="1/4").is_true is False
    assert judge("T14", tighten_cost=0).numbers["believed_up_to"] is None
    assert "No tightening brings" in judge("T14", quarantine_pain=0).words


def test_a_pledge_for_nothing_is_wanted_and_not_to_be_had() -> None:
    base = judge("T15")
    assert base.numbers["chances"]["pledge for nothing"] == [0]
    assert "tie" in base.words
    assert "may give it" in judge("T15", us_pledge_cost=0).words
    assert judge("T15", verification_cost=0).is_true is False
    assert judge("T15", pledge_value=0).is_true is False
    assert "tacit" in judge("T15", inspection_value="1/4").words
    assert "given and taken." in judge("T15", pledge_value="3/2").words
