"""The claims about October: what they say at the baseline, and that premises move them."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.memo import blockade, capitulation, claims, hostage, line, stall
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


def test_bluster_where_being_stopped_costs_no_more_than_to_stop() -> None:
    at = {"incident_risk": 0, "incident_shame": 0}
    finding = judge("T9", **at)
    assert finding.is_true is None
    assert finding.conditions[1].evaluate(line.GAME.parameters.point(at)) == 0
    assert "may as well proceed" in finding.words


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
    at = {"talks_hazard_23": "99/100", "force_hazard_23": "1/100", "alarm_hazard_28": "1/2"}
    assert not conditions_hold(finding, stall.GAME, **at)


def test_liquidated_in_a_world_that_cannot_be() -> None:
    with pytest.warns(bg.ParameterRangeWarning):
        finding = judge("T10", talks_hazard_23=1, force_hazard_23=1)
    assert finding.is_true is None
    assert "more than one" in finding.words


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


# --- T6: no response, and T5 ---------------------------------------------------------------------


def test_no_response_at_the_baseline_and_what_it_leaves_of_the_hostage() -> None:
    finding = judge("T6")
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, True)
    numbers = finding.numbers
    assert numbers["berlin_war_risk"] == Fraction(1, 2)
    assert numbers["greatest risk worth running"] == Fraction(1, 6)
    assert numbers["deterrence by the link, believed"] == Fraction(7, 10)
    assert numbers["deterrence by the link, if only what pays is done"] == Fraction(1, 10)
    assert numbers["deterrence by the threat of war"] == Fraction(2, 5)
    # The tension: T5 is so if the threat is believed, and not if it is seen through.
    assert numbers["T5 is so if the threat is believed"] is True
    assert numbers["T5 is so if only what pays is done"] is False
    assert numbers["least believed chance of execution for T5"] == Fraction(1, 20)
    assert "T5" in finding.words


def test_no_response_moves_with_its_premise() -> None:
    low = judge("T6", berlin_war_risk="1/10")
    assert (low.verdict, low.is_true) == (Verdict.FAILS, False)
    assert low.numbers["T5 is so if only what pays is done"] is True
    tie = judge("T6", berlin_war_risk="1/6")
    assert tie.is_true is None
    assert tie.numbers["deterrence by the link, if only what pays is done"] is None
    rng = random.Random(6)
    for _ in range(30):
        at = {
            "berlin_war_risk": Fraction(rng.randint(0, 60), 60),
            "berlin_execution_gain": Fraction(rng.randint(0, 12), 4),
            "bluff_cost": Fraction(rng.randint(0, 8), 4),
        }
        finding = judge("T6", **at)
        limit = (at["berlin_execution_gain"] + at["bluff_cost"]) / (at["berlin_execution_gain"] + 8)
        assert finding.numbers["greatest risk worth running"] == limit
        expected = None if at["berlin_war_risk"] == limit else at["berlin_war_risk"] > limit
        assert finding.is_true is expected
        if expected is not None:
            assert conditions_hold(finding, capitulation.BERLIN, **at) is expected


def test_after_failure_and_before_it_the_same_risk_decides() -> None:
    assert hostage.carrying_out().formula == capitulation.execution_limit().formula


# --- T8: the reaction ----------------------------------------------------------------------------


def test_the_reaction_at_the_baseline() -> None:
    finding = judge("T8")
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, True)
    assert finding.numbers["belief in September"] == Fraction(3, 10)
    assert finding.numbers["belief at which it acts"] == Fraction(4, 5)
    assert finding.numbers["belief in October"] == Fraction(49, 50)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ({"missile_belief": "9/10"}, "in September already"),
        ({"us_acceptance_loss": "1/2"}, "Not even certainty"),
        ({"brink_risk": "1/2"}, "no response that would have moved"),
        ({"hard_type": "1/2"}, "no response that would have moved"),
    ],
)
def test_the_reaction_moves_with_its_premises(at: dict[str, Any], words: str) -> None:
    finding = claims.load("T8").judge(at)
    assert (finding.verdict, finding.is_true) == (Verdict.FAILS, False)
    assert words in finding.words
    everything = bg.ParameterSpace(
        tuple({**hostage.GAME.parameters, **blockade.GAME.parameters}.values())
    )
    point = everything.point(at)
    assert not all(condition.evaluate(point) >= 0 for condition in finding.conditions)
