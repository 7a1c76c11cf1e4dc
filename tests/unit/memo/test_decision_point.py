from __future__ import annotations

import dataclasses
import pickle

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
