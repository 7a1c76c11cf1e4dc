from __future__ import annotations

import dataclasses
import pickle
import random

import pytest

import brinkgame as bg

DEPLOY = bg.memo.load("deploy")


@pytest.mark.parametrize(
    ("happened", "message"),
    [
        ({"USRR": {"root": "deploy"}}, "did you mean 'USSR'"),
        ({"USSR": {"rooot": "deploy"}}, "did you mean 'root'"),
        ({"USSR": {"root": "deplyo"}}, "did you mean 'deploy'"),
        ({"US": {"root": "deploy"}}, "no information set"),
    ],
)
def test_a_record_that_is_not_of_the_game_is_refused(happened, message):
    with pytest.raises(bg.UnknownNameError, match=message):
        dataclasses.replace(DEPLOY, happened=happened)


def test_agreement_with_the_record():
    did = bg.solve(DEPLOY.game.at()).only().profile
    would_not = bg.solve(DEPLOY.game.at(detection=1)).only().profile
    assert DEPLOY.agrees(did)
    assert not DEPLOY.agrees(would_not)
    more = dataclasses.replace(DEPLOY, happened={**DEPLOY.happened, "US": {"detected": "compel"}})
    assert more.agrees(did)


def test_a_mixture_does_not_agree():
    half = {"hold": "1/2", "deploy": "1/2"}
    game = DEPLOY.game.at()
    plan = {"USSR": {"root": half}, "US": {"live missiles": "accept", "detected": "compel"}}
    assert not DEPLOY.agrees(bg.BehaviorStrategyProfile(game, plan))


def test_variants_are_found_by_name():
    assert DEPLOY.variant("silence") is DEPLOY.variants[0]
    with pytest.raises(bg.UnknownNameError, match="did you mean 'silence'"):
        DEPLOY.variant("silense")


def test_decisions_pickle():
    again = pickle.loads(pickle.dumps(DEPLOY))
    assert again == DEPLOY
    assert again.game.fingerprint() == DEPLOY.game.fingerprint()


def test_results_are_found_by_name_and_read_as_text():
    border = DEPLOY.closed_form("deploys")
    assert str(border).startswith("the USSR deploys")
    assert " iff detection*us_resolve <= " in str(border)
    base = DEPLOY.game.parameters.baseline
    assert border.is_at_hand(base)
    assert border.holds(base)
    assert border.holds({**base, "detection": 1, "us_resolve": 1}) is False
    assert border.holds({**base, "live_war_risk": 0}) is None, "another case is at hand"
    quantity = bg.memo.load("letters").closed_form("some bluff, trades")
    assert str(quantity).startswith("how often the US trades there: ")
    assert quantity.holds(base) is None
    with pytest.raises(bg.UnknownNameError, match="did you mean 'deploys'"):
        DEPLOY.closed_form("deplyos")


def parameters_of(point):
    games = [point.game, *(variant.game for variant in point.variants)]
    return {p.name: p for game in games for p in game.parameters.values()}


@pytest.mark.parametrize(
    ("decision", "name", "value", "expected"),
    [
        ("il28", "means it", {"tighten_cost": 0}, True),
        ("il28", "releases", {"quarantine_pain": 0}, False),
        ("il28", "releases", {"quarantine_pain": 0, "castro_pride": 0}, True),
        ("il28", "yields", {"quarantine_pain": 0, "soviet_pressure": 2}, True),
        ("verification", "accepts", {"inspection_value": 0}, True),
        ("verification", "offers", {"insist_success": 1, "inspection_quality": 1}, True),
        ("blockade", "bearable risk", {"hard_type": 0}, True),
    ],
)
def test_a_border_whose_denominator_vanishes_is_multiplied_out(decision, name, value, expected):
    point = bg.memo.load(decision)
    at = {**{n: p.baseline for n, p in parameters_of(point).items()}, **value}
    assert point.closed_form(name).holds(at) is expected


@pytest.mark.parametrize("name", bg.memo.names())
def test_borders_have_an_answer_at_the_ends_of_the_ranges(name):
    point = bg.memo.load(name)
    rng = random.Random(0)
    for _ in range(40):
        at = {n: rng.choice((p.low, p.high, p.baseline)) for n, p in parameters_of(point).items()}
        for form in point.closed_forms:
            assert form.holds(at) in (True, False, None)
