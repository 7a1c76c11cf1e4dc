"""The claims about October: what they say at the baseline, and that premises move them."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.memo import claims, line, stall
from brinkgame.memo.claims import Verdict

DAYS = (23, 24, 25, 26, 27, 28)


def judge(name: str, /, **at: Any) -> bg.memo.Finding:
    return claims.load(name).judge(at)


def conditions_hold(finding: bg.memo.Finding, game: Any, **at: Any) -> bool:
    point = game.parameters.point({n: v for n, v in at.items() if n in game.parameters})
    return all(condition.evaluate(point) >= 0 for condition in finding.conditions)


def test_a_parameter_that_the_case_does_not_have_is_refused() -> None:
    with pytest.raises(bg.UnknownNameError, match="did you mean 'incident_risk'"):
        judge("T9", incidentrisk=1)
    assert judge("T9", detection=1).is_true, "one of another game changes nothing"


# --- T9: bluster ---------------------------------------------------------------------------------


def test_bluster_at_the_baseline() -> None:
    finding = judge("T9")
    assert finding.verdict is Verdict.CONDITIONAL
    assert finding.is_true is True
    assert finding.numbers["incident_limit"] == Fraction(3, 11)
    assert not finding.numbers["the announcement is explained"]
    assert "does not explain" in finding.words
    assert conditions_hold(finding, line.GAME)


def test_bluster_above_the_limit_cannot_be_told() -> None:
    finding = judge("T9", incident_risk="7/20")
    assert finding.is_true is None
    assert len(finding.numbers["chances of stopping"]) == 3
    assert not conditions_hold(finding, line.GAME, incident_risk="7/20")


def test_an_announcement_that_costs_nothing_is_explained() -> None:
    finding = judge("T9", announcement_cost=0)
    assert finding.numbers["the announcement is explained"]
    assert "does not explain" not in finding.words


def test_bluster_follows_its_condition() -> None:
    rng = random.Random(9)
    for _ in range(25):
        at = {
            "incident_risk": Fraction(rng.randint(1, 59), 100),
            "us_war_cost": rng.randint(6, 30),
            "pass_loss": Fraction(rng.randint(0, 16), 4),
        }
        finding = judge("T9", **at)
        if at["incident_risk"] != finding.numbers["incident_limit"]:
            assert (finding.is_true is True) == conditions_hold(finding, line.GAME, **at)


# --- T10: liquidated at once ---------------------------------------------------------------------


def test_liquidated_at_the_baseline() -> None:
    finding = judge("T10")
    assert finding.verdict is Verdict.CONDITIONAL
    assert finding.is_true is True
    assert finding.numbers["days"] == (26,)
    assert finding.numbers["days, talks held"] == (28,)
    assert finding.numbers["days, forces and warnings held"] == (29,)
    assert finding.numbers["days, forces held"] == finding.numbers["days, warnings held"] == (26,)
    assert "moved by talks:" in finding.words
    assert conditions_hold(finding, stall.GAME)


def test_liquidated_moves_with_its_premises() -> None:
    hopeful = judge("T10", talks_hazard_26="1/2")
    assert (hopeful.is_true, hopeful.verdict) == (False, Verdict.FAILS)
    assert not conditions_hold(hopeful, stall.GAME, talks_hazard_26="1/2")
    # Where one cause of an attack would do by itself, talks need not have failed.
    near = judge("T10", force_hazard_26="3/10", force_hazard_27="3/10", force_hazard_28="3/10")
    assert near.is_true is False
    assert near.numbers["days, talks held"] == (26,)


def test_liquidated_where_no_world_without_the_cause_can_be() -> None:
    finding = judge("T10", talks_hazard_23="99/100", force_hazard_23="1/100", alarm_hazard_28="1/2")
    assert finding.is_true is None
    assert finding.numbers["days, talks held"] == ()
    assert "in no possible world" in finding.words
    assert "shares" not in finding.numbers


def test_liquidated_follows_its_conditions_where_the_rule_is_the_answer() -> None:
    rng = random.Random(10)
    seen = set()
    base = stall.GAME.parameters.baseline
    for _ in range(60):
        near = {
            name: sorted(base[f"{name}_{day}"] * Fraction(rng.randint(4, 12), 10) for day in DAYS)
            for name in ("talks_hazard", "force_hazard")
        }
        talks, force = reversed(near["talks_hazard"]), near["force_hazard"]
        at = {f"talks_hazard_{d}": v for d, v in zip(DAYS, talks, strict=True)}
        at |= {f"force_hazard_{d}": v for d, v in zip(DAYS, force, strict=True)}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            finding = judge("T10", **at)
        ties = [c.evaluate(stall.GAME.parameters.point(at)) == 0 for c in finding.conditions]
        if not any(ties):
            assert finding.is_true == conditions_hold(finding, stall.GAME, **at)
            seen.add(finding.is_true)
    assert seen == {True, False}
