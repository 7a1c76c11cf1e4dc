"""The claims about the spring and the buildup: at the baseline, and that premises move them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame import memo
from brinkgame.memo import berlin, claims, consent, deploy, hostage
from brinkgame.memo.claims import Verdict

ALL = bg.ParameterSpace(memo.parameters.ALL, memo.parameters.CONSTRAINTS)


def judge(name: str, /, **at: Any) -> bg.memo.Finding:
    return claims.load(name).judge(at)


def signs(finding: bg.memo.Finding, at: Mapping[str, Any]) -> list[Fraction]:
    point = {**ALL.baseline, **{name: Fraction(value) for name, value in at.items()}}
    return [condition.evaluate(point) for condition in finding.conditions]


def draws(game: Any, seed: int, count: int) -> Any:
    """Coarse points of a game's box, the last ones near the baseline so that cases vary."""
    rng = random.Random(seed)
    space = game.parameters
    while count:
        p = {}
        near = rng.random() < 0.6
        for name, each in space.items():
            if near and rng.random() < 0.7:
                p[name] = each.baseline
            else:
                p[name] = each.low + Fraction(rng.randint(0, 30), 30) * (each.high - each.low)
        if not space.violations(p):
            count -= 1
            yield p


GAMES = {
    "T1": deploy.GAME,
    "T3": deploy.GAME,
    "T4": deploy.first_response(),
    "T5": hostage.GAME,
    "T7": deploy.POINT.variant("silence").game,
    "T16": consent.GAME,
    "T17": berlin.POINT.variant("march").game,
}


@pytest.mark.parametrize("name", GAMES)
def test_each_is_so_exactly_where_its_conditions_are(name: str) -> None:
    seen = set()
    for p in draws(GAMES[name], 7, 60 if name == "T7" else 30):
        finding = claims.load(name).judge(p)
        found = signs(finding, p)
        if not found or 0 in found or finding.is_true is None:
            continue
        assert finding.is_true is (min(found) > 0), (p, found)
        seen.add(finding.is_true)
    assert seen == {True, False}


@pytest.mark.parametrize("name", ["T2", "T18"])
def test_these_are_so_exactly_where_their_conditions_are(name: str) -> None:
    seen = set()
    for p in draws(deploy.GAME, 8, 80):
        finding = claims.load(name).judge(p)
        found = signs(finding, p)
        if 0 in found:
            continue
        assert (finding.is_true is True) == (min(found) > 0), p
        seen.add(finding.verdict)
    assert seen == {Verdict.CONDITIONAL, Verdict.FAILS, Verdict.NOT_TOLD_APART} - (
        {Verdict.FAILS} if name == "T2" else set()
    )


# --- T1 ----------------------------------------------------------------------------------------


def test_without_the_fait_accompli() -> None:
    finding = judge("T1")
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, True)
    assert finding.numbers["deploying adds, if discovery and response are certain"] == -Fraction(
        "3.9"
    )
    (undeterred,) = (case for case in deploy.cases() if case.name == "no deterrence")
    assert finding.numbers["deploying adds, if live missiles do not deter"] == undeterred.worth
    assert finding.numbers["the belief was true"]
    careless = judge("T1", candour="1/10")
    assert (careless.verdict, careless.is_true) == (Verdict.FAILS, False)
    # F* is 4.4: there the USSR that is sure of everything does not care.
    assert judge("T1", candour="5/44", live_war_risk="9/10", erosion="1/2").is_true is not True
    assert judge("T1", live_war_risk="1/5").numbers["the belief was true"] is False


def test_a_us_that_is_always_deterred() -> None:
    with pytest.warns(bg.ParameterRangeWarning):
        finding = judge("T1", us_acceptance_loss=-1)
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, None)


# --- T2 ----------------------------------------------------------------------------------------


def test_candour_or_optimism() -> None:
    finding = judge("T2")
    assert (finding.verdict, finding.is_true) == (Verdict.NOT_TOLD_APART, None)
    assert "optimism" in finding.rival
    assert finding.numbers["needed only above"] == Fraction(25, 64)
    needed = judge("T2", detection="9/10", us_resolve="9/10")
    assert (needed.verdict, needed.is_true) == (Verdict.CONDITIONAL, True)
    assert round(float(needed.numbers["most candour that explains it"]), 3) == 0.247
    assert judge("T2", compel_war_risk="3/10").verdict is Verdict.NOT_TOLD_APART
    tie = judge("T2", live_war_risk="3/11")
    assert (tie.verdict, tie.is_true) == (Verdict.CONDITIONAL, None)
    for at in ({"detection": 0}, {"detection": "9/10", "us_resolve": "9/10", "erosion": 0}):
        assert isinstance(judge("T2", **at), bg.memo.Finding)


def test_no_candour_explains_nothing_where_even_blindness_holds_back() -> None:
    # Nothing is lost by holding back, and a gain is sure to be taken away: it cannot be worse
    # than nothing, so blindness always deploys in the box; outside it need not.
    with pytest.warns(bg.ParameterRangeWarning):
        finding = judge("T2", detection=1, us_resolve=1, erosion=-1)
    assert (finding.verdict, finding.is_true) == (Verdict.FAILS, False)


# --- T3 ----------------------------------------------------------------------------------------


def test_high_stakes() -> None:
    finding = judge("T3")
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, True)
    least = finding.numbers["least stake"]
    assert least == (Fraction("0.3") * Fraction("4.4") - Fraction(1, 2)) / Fraction("0.7")
    # Losses that count more than gains make it hold back: 1.4 = (1.32 - 0.5) times 70/41.
    most = finding.numbers["loss aversion up to which it deploys"]
    assert most == Fraction("1.4") / Fraction("0.82")
    for aversion, deploys in ((most - Fraction(1, 50), 1), (most + Fraction(1, 50), 0)):
        averse = bg.transform_payoffs(deploy.GAME.at(), {"USSR": bg.LossAversion(aversion)})
        assert bg.solve(averse).only().profile["USSR"]["root"]["deploy"] == deploys
    assert judge("T3", detection=0).numbers["loss aversion up to which it deploys"] is None
    low = judge("T3", berlin_gain="7/10")
    assert (low.is_true, "not high enough" in low.words) == (False, True)
    blind = judge("T3", candour="1/10")
    assert (blind.is_true, "does not raise" in blind.words) == (False, True)
    assert "no risk" in judge("T3", compel_war_risk="3/10").words
    assert judge("T3", live_war_risk="3/11").is_true is None


# --- T4 ----------------------------------------------------------------------------------------


def test_blockade_or_invasion() -> None:
    finding = judge("T4")
    assert finding.is_true is True
    assert finding.numbers["fear of a blockade"] == Fraction("4.8")
    assert finding.numbers["fear of an invasion"] == Fraction("2.5")
    border = finding.numbers["invasion is feared more from a chance of"]
    assert border == Fraction("6.4") / Fraction("16.4")
    assert judge("T4", invasion_share=border).is_true is None
    other = judge("T4", invasion_share="1/2")
    assert (other.is_true, other.verdict) == (False, Verdict.FAILS)
    assert judge("T4", compel_war_risk="3/11").is_true is None


# --- T5 ----------------------------------------------------------------------------------------


def test_the_strongest_deterrent_and_the_tension_with_no_response() -> None:
    finding = judge("T5")
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, True)
    assert finding.numbers["both are so"] is True
    assert finding.numbers["deterrence by the link, if only what pays is done"] == Fraction(1, 10)
    assert "T6" in finding.words
    assert finding.numbers["belief at which it acts after the link"] == Fraction(3, 5)
    weak = judge("T5", berlin_execution=0)
    assert (weak.verdict, weak.is_true) == (Verdict.FAILS, False)
    tie = judge("T5", berlin_execution="1/20")
    assert (tie.is_true, tie.numbers["both are so"]) == (None, None)
    bold = judge("T5", berlin_war_risk="1/10")
    assert (bold.numbers["both are so"], "T6" in bold.words) == (False, False)
    quiet = judge("T5", pause_value=1)
    assert "more than the threat of war" in quiet.words


@pytest.mark.parametrize("risk", ["0", "1/10", "1/6", "1/5", "1/2", "1"])
@pytest.mark.parametrize("execution", ["0", "1/20", "1/10", "1/2"])
def test_both_claims_tell_the_same_of_the_tension(risk: str, execution: str) -> None:
    at = {"berlin_war_risk": risk, "berlin_execution": execution}
    strongest, no_response = judge("T5", **at), judge("T6", **at)
    assert strongest.numbers["T6 is so"] == no_response.is_true
    both = strongest.numbers["both are so"]
    if both is not None:
        assert both == (strongest.is_true is True and no_response.is_true is True)
        where = strongest.numbers["both are so where"]
        assert (where[0], where[1]) == (*strongest.conditions, *no_response.conditions)


# --- T7 ----------------------------------------------------------------------------------------


def test_silence() -> None:
    finding = judge("T7")
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, True)
    assert finding.numbers["belief in resolve after"] == Fraction(3, 8)
    assert finding.numbers["fall"] == Fraction("0.225")
    deaf = judge("T7", silence_weight=0)
    assert (deaf.is_true, "says nothing" in deaf.words) == (False, True)
    assert "nothing depended" in judge("T7", detection=0).words
    bold = {"us_resolve": "9/10", "detection": "9/10"}
    assert "not enough" in judge("T7", silence_weight="1/10", **bold).words
    enough = judge("T7", silence_weight="19/20", **bold)
    assert enough.is_true
    # At the weight that is just enough deploying pays nothing more and nothing less.
    least = enough.numbers["least weight for which deploying pays"]
    inferred = Fraction(9, 10) * (1 - least) / (Fraction(9, 10) * (1 - least) + Fraction(1, 10))
    border = deploy.threshold().value
    assert inferred * Fraction(9, 10) == border
    assert judge("T7", us_resolve=1, silence_weight=1).is_true is False
    assert judge("T7", live_war_risk="3/11").is_true is None
    assert judge("T7", silence_weight=1).numbers["belief in resolve after"] == 0


# --- T16 ---------------------------------------------------------------------------------------


def test_bargaining_power() -> None:
    finding = judge("T16")
    assert (finding.verdict, finding.is_true) == (Verdict.BY_CONSTRUCTION, True)
    assert finding.numbers["price of consent"] == Fraction(1, 5)
    assert finding.numbers["price without the crisis"] == Fraction(7, 10)
    assert finding.numbers["crisis from which on consent is free"] == Fraction(7, 10)
    free = judge("T16", regime_crisis=1)
    assert (free.is_true, free.numbers["price of consent"]) == (True, 0)
    assert judge("T16", exposure="1/5").is_true is False
    calm = judge("T16", regime_crisis=0)
    assert (calm.is_true, "no crisis" in calm.words) == (False, True)
    dear = judge("T16", aid_value="1/10")
    assert dear.numbers["price falls by, for each unit of crisis"] == 10
    assert not dear.numbers["what was offered is enough"]


# --- T17 ---------------------------------------------------------------------------------------


def test_the_reassessment() -> None:
    finding = judge("T17")
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, True)
    assert finding.numbers["belief in March"] == Fraction(5, 11)
    assert finding.numbers["belief at which it turns"] == Fraction("0.232")
    ratio = finding.numbers["news is bad enough up to a ratio of"]
    assert ratio == Fraction("0.3625")
    mild = judge("T17", athens_ratio=1)
    assert (mild.is_true, "in March already" in mild.words) == (False, True)
    hopeful = judge("T17", deal_probability="2/5")
    assert (hopeful.is_true, "gone on negotiating" in hopeful.words) == (False, True)
    assert judge("T17", deal_probability="29/125").is_true is None
    assert judge("T17", live_war_risk="3/11").verdict in (Verdict.CONDITIONAL, Verdict.FAILS)
    assert judge("T17", deal_probability=0).is_true is False


# --- T18 ---------------------------------------------------------------------------------------


def test_the_motives() -> None:
    finding = judge("T18")
    assert (finding.verdict, finding.is_true) == (Verdict.CONDITIONAL, True)
    assert finding.numbers["deploying adds, for Berlin alone"] == Fraction("0.3")
    assert finding.numbers["deploying adds, for Cuba alone"] == Fraction("-0.54")
    assert finding.numbers["a pledge is worth more than the shield"]
    assert "cheaper way" in finding.words
    assert "cheaper way" not in judge("T18", pledge_value="1/5").words
    either = judge("T18", detection="1/4")
    assert (either.verdict, either.rival) == (Verdict.NOT_TOLD_APART, "the defence of Cuba")
    both = judge("T18", berlin_gain=1, cuba_gain="1/2")
    assert (both.verdict, both.rival) == (Verdict.NOT_TOLD_APART, "both motives together")
    cuba = judge("T18", berlin_gain="3/10", cuba_gain="3/2")
    assert (cuba.verdict, cuba.is_true) == (Verdict.FAILS, False)
    neither = judge("T18", detection=1, us_resolve=1)
    assert (neither.verdict, neither.is_true) == (Verdict.FAILS, False)
    assert judge("T18", live_war_risk="3/11").is_true is None


def test_weights_of_experiments_are_no_rival_to_blindness() -> None:
    """Losses loom too large: the two lotteries are valued with the law's own digits."""
    found = memo.claims.load("T2").judge()
    game = deploy.GAME.at()
    lottery = bg.Lottery.of(game, bg.solve(game).only().profile, "USSR")
    assert found.numbers["value to prospect theory: deploy"] == lottery.prospect_value()
    assert found.numbers["value to prospect theory: hold"] == pytest.approx(-2.25 * 0.5**0.88)
    assert "kept it from" in found.words
    hopeful = memo.claims.load("T2").judge({"detection": "1/100"})
    assert "So would one" in hopeful.words
    tied = memo.claims.load("T2").judge({"live_war_risk": "3/11"})
    assert not any("prospect" in name for name in tied.numbers)
