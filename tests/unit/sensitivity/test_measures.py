from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.errors import InvalidParameterError, UnknownNameError
from brinkgame.sensitivity.points import form_of

DEPLOY = bg.memo.load("deploy").game
CHICKEN = bg.catalog.load("chicken").game


def test_they_read_a_profile_exactly():
    game = DEPLOY.at()
    profile = bg.solve(game).only().profile
    assert bg.ExpectedPayoff("USSR").of(game, profile) == Fraction(2, 25)
    assert bg.OutcomeProbability("war").of(game, profile) == Fraction(3, 100)
    assert bg.ActionProbability("US", "detected", "compel").of(game, profile) == 1
    record = bg.RecordProbability({"USSR": {"root": "deploy"}, "US": {"detected": "accept"}})
    assert record.of(game, profile) == 0


def test_they_read_a_table():
    game = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    profile = bg.solve(game).only().profile
    assert bg.ActionProbability("1", None, "2").of(game, profile) == Fraction(1, 2)
    assert bg.RecordProbability({"1": "1", "2": "2"}).of(game, profile) == Fraction(1, 4)
    assert form_of(game, profile) == "1: 1 + 2; 2: 1 + 2"


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (bg.ExpectedPayoff("USA"), "no player 'USA'; did you mean 'US'"),
        (bg.OutcomeProbability("wars"), "no outcome 'wars'; did you mean 'war'"),
        (bg.ActionProbability("US", "detected", "bomb"), "US at detected has no action 'bomb'"),
        (bg.ActionProbability("US", "detect", "compel"), "did you mean 'detected'"),
        (bg.ActionProbability("US", None, "compel"), "US has no information set ''"),
        (bg.RecordProbability({"USSR": {"root": "stay"}}), "USSR at root has no action 'stay'"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(measure, words):
    with pytest.raises(UnknownNameError, match=words):
        measure.check(DEPLOY)


def test_what_tables_have_not():
    player = CHICKEN.players[0]
    with pytest.raises(UnknownNameError, match="a table has no outcomes"):
        bg.OutcomeProbability("war").check(CHICKEN)
    with pytest.raises(UnknownNameError, match="everybody moves once; write None"):
        bg.ActionProbability(player, "root", "x").check(CHICKEN)
    with pytest.raises(UnknownNameError, match="no player 'nobody'"):
        bg.ActionProbability("nobody", None, "x").check(CHICKEN)


def test_a_record_is_a_mapping_with_an_action():
    with pytest.raises(InvalidParameterError, match="a record is written"):
        bg.RecordProbability("deploy")
    with pytest.raises(InvalidParameterError, match="the record is empty"):
        bg.RecordProbability({"USSR": {}}).check(DEPLOY)


def test_records_are_values():
    one = bg.RecordProbability({"USSR": {"root": "deploy"}, "US": {"detected": "accept"}})
    other = bg.RecordProbability({"US": {"detected": "accept"}, "USSR": {"root": "deploy"}})
    assert one == other
    assert hash(one) == hash(other)
    assert one != bg.RecordProbability({"USSR": {"root": "hold"}})
    assert one != "deploy"


def test_they_say_what_they_are():
    assert bg.OutcomeProbability("no missiles").name == "probability_no_missiles"
    action = bg.ActionProbability("US", "live missiles", "accept")
    assert action.name == "probability_US_live_missiles_accept"
    assert action.words == "probability that US plays accept at live missiles"
    assert bg.RecordProbability({"1": "a"}).words == "probability of the record (1 a)"
    assert not bg.ExpectedPayoff("US").is_probability
    assert action.is_probability
