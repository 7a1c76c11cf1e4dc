"""The command ``thresholds``, and the contract of its JSON."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

EXACT = re.compile(r"-?\d+(/[1-9]\d*)?")
KEYS = [
    "game",
    "concept",
    "over",
    "of",
    "at",
    "domain",
    "coverage",
    "undecided",
    "notes",
    "thresholds",
]
THRESHOLD = [
    "value",
    "float",
    "formula",
    "equation",
    "incentive",
    "incentives",
    "relation",
    "below",
    "at",
    "above",
    "end",
]


def check_number(value: Any) -> None:
    if isinstance(value, str):
        assert EXACT.fullmatch(value)
        assert str(Fraction(value)) == value
    else:
        assert list(value) == ["polynomial", "interval", "float"]
        assert all(EXACT.fullmatch(end) for end in value["interval"])


def check_answer(answer: dict[str, Any]) -> None:
    """What every answer must look like."""
    assert list(answer) == KEYS
    assert answer["coverage"] in ("complete", "incomplete")
    assert all(EXACT.fullmatch(value) for value in answer["at"].values())
    for interval in answer["domain"]:
        assert list(interval) == ["low", "high", "has_low", "has_high"]
    for found in answer["thresholds"]:
        assert list(found) == THRESHOLD
        check_number(found["value"])
        assert isinstance(found["float"], float)
        assert found["formula"] is None or isinstance(found["formula"], str)
        assert found["incentive"] == "; ".join(found["incentives"])
        for side in ("below", "at", "above"):
            assert all(isinstance(name, str) for name in found[side])
        assert found["end"] in (None, "low", "high")


def test_the_window_of_the_blockade(run):
    status, out, err = run("thresholds", "blockade", "--over", "brink_risk")
    assert (status, err) == (0, "")
    assert "brink_risk = 3/5 = 0.6" in out
    assert (
        "  = (berlin_gain + cuba_gain + retreat_cost)/(berlin_gain + cuba_gain + ussr_war_cost)"
        in out
    )
    assert "  from here on USSR at soft prefers withdraw to defy" in out
    assert "brink_risk = 11/15 = 0.7333" in out
    assert "every other parameter at its baseline" in out
    assert max(map(len, out.splitlines())) < 200


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (("deploy", "--over", "detection"), ["125/192"]),
        (("deploy", "--over", "erosion", "--set", "detection=9/10"), ["182/125"]),
        (("letters", "--over", "tough_belief"), ["1/4"]),
        (("line:matrix", "--over", "incident_risk"), ["3/11"]),
        (("clock", "--over", "weekly_hazard"), [None]),
        (("clock", "--over", "weeks", "--set", "weekly_hazard=0.09"), ["12"]),
        (("blockade", "--over", "brink_risk", "--of", "outcomes"), ["3/5", "11/15"]),
        (("blockade", "--over", "us_backdown_cost", "--of", "paths"), []),
        (("hostage", "--over", "erosion", "--concept", "sequential"), []),
    ],
)
def test_the_contract(run, words, values):
    status, out, err = run("thresholds", *words, "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    check_answer(answer)
    assert answer["coverage"] == "complete"
    found = [each["value"] for each in answer["thresholds"]]
    assert [value if isinstance(value, str) else None for value in found] == values


def test_an_answer_in_full(run):
    _, out, _ = run("thresholds", "capitulation", "--over", "attack_risk", "--json")
    answer = json.loads(out)
    assert answer["domain"] == [{"low": "0", "high": "1", "has_low": True, "has_high": True}]
    assert answer["at"]["retreat_cost"] == "4"
    (found,) = answer["thresholds"]
    assert found == {
        "value": "1/2",
        "float": 0.5,
        "formula": "(holdout_gain - pledge_value + retreat_cost)/"
        "(holdout_gain + intervention_loss)",
        "equation": found["equation"],
        "incentive": "USSR at root prefers accept to hold out",
        "incentives": ["USSR at root prefers accept to hold out"],
        "relation": ">=",
        "below": ["USSR at root: hold out"],
        "at": ["USSR at root: hold out", "USSR at root: accept"],
        "above": ["USSR at root: accept"],
        "end": None,
    }


def test_pages(run):
    _, out, _ = run("thresholds", "clock", "--over", "weekly_hazard")
    assert "weekly_hazard = about 0.08399509793, a root of a polynomial of degree 12" in out
    assert "(1 - weekly_hazard)**weeks" in out
    assert "not linear in weekly_hazard" in out
    _, out, _ = run("thresholds", "hostage", "--over", "erosion")
    assert "no thresholds of erosion in [0, 2]; forms of subgame-perfect equilibria" in out
    assert "  everywhere  USSR at root: war threat" in out
    _, out, _ = run("thresholds", "blockade", "--over", "hard_type", "--set", "brink_risk=0.7")
    assert "with brink_risk = 7/10; every other parameter at its baseline" in out
    _, out, _ = run("thresholds", "il28", "--over", "castro_pride")
    assert "castro_pride = 0\n  up to here Cuba at as it was" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--over takes the one parameter"),
        (("--over", "detection", "--over", "erosion"), "got detection, erosion"),
        (("--over", "detecton"), "deploy has no parameter 'detecton'; did you mean 'detection'?"),
        (("--over", "tough_belief"), "tough_belief enters no payoff and no probability of deploy"),
        (("--over", "detection", "--set", "detection=1/2"), "leave out its value 1/2"),
        (("--over", "detection", "--set", "erosin=1/2"), "did you mean 'erosion'?"),
        (("--over", "detection", "--of", "values"), "none of forms, paths, outcomes"),
        (("--over", "detection", "--concept", "best"), "no concept 'best'"),
        (("--over", "detection", "--concept", "qre"), "no closed forms of the qre equilibria"),
        (("--over", "detection", "--time-limit", "-1"), "not a positive number"),
        (("--over", "retreat_cost", "--set", "ussr_war_cost=1/2"), "no value of retreat_cost"),
    ],
)
def test_wrong_input_is_one_line(run, words, message):
    status, out, err = run("thresholds", "deploy", *words)
    assert (status, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_games_without_thresholds(run):
    status, _, err = run("thresholds", "deplo", "--over", "detection")
    assert status == 2
    assert "did you mean 'deploy'" in err
    status, _, err = run("thresholds", "prisoners-dilemma", "--over", "x")
    assert status == 2
    assert "has no open parameter" in err
    status, _, err = run("thresholds", "stall:dates", "--over", "delay_cost")
    assert status == 2
    assert "no closed forms" in err


def test_a_value_outside_its_range_is_warned_of(run):
    status, _, err = run("thresholds", "deploy", "--over", "detection", "--set", "erosion=9")
    assert status == 0
    assert "warning: erosion = 9 is outside its range" in err


def test_what_is_left_by_the_time_limit_is_status_1(run):
    words = ("stall", "--over", "retreat_cost", "--time-limit", "1e-9", "--json")
    status, out, err = run("thresholds", *words)
    assert status == 1
    assert "there may be other thresholds: the time was up" in err
    assert json.loads(out)["coverage"] == "incomplete"
