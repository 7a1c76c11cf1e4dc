"""Every model: its figures to all their digits, its certificate, and what it refuses."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest

import brinkgame as bg
from brinkgame import catalog
from brinkgame.catalog import KnownFigures, models

ENTRIES = [catalog.load_model(name) for name in catalog.model_names()]
IDS = [entry.name for entry in ENTRIES]

DOCUMENT = {
    "powell": [
        ({}, [{"belief": ".643875", "call": ".397667", "bluff": ".319059", "disaster": ".069415"}])
    ],
    "fearon-bargaining": [
        (
            {"win_chance": ".4", "own_war_cost": ".1", "highest_war_cost": ".6"},
            [{"demand": ".65", "war": ".41667"}],
        )
    ],
    "fearon-war-of-nerves": [
        (
            {"prize": 1, "audience_cost_1": 1, "audience_cost_2": 1}
            | {"worst_war_1": 2, "worst_war_2": 2},
            [{"horizon": "1", "war": ".25"}],
        )
    ],
    "fearon-signals": [
        (
            {"resolute_type": ".35", "irresolute_worth": ".35", "fight_cost": ".7"}
            | {"hard_challenger": ".1", "soft_gain": 2},
            [
                {"sunk_signal": ".315", "tied_signal": ".35", "sunk_war": ".035"}
                | {"tied_war": ".10", "sunk_sender_worth": ".21525", "tied_sender_worth": ".5075"}
            ],
        )
    ],
    "lewis-schultz": [
        (
            {"challenger_status_quo": 0, "challenger_prize": 1, "target_concession": 0}
            | {"challenger_war": "-1.9", "challenger_retreat": "-1.2"}
            | {"target_prize": 1, "target_war": "-2.9"},
            [{"resists": digits} for digits in (".251105", ".594723", ".813322")],
        )
    ],
    "rubinstein": [
        ({"patience_first": ".9", "patience_second": ".9"}, [{"share": ".526316"}]),
        ({"patience_first": ".9", "patience_second": ".8"}, [{"share": ".714286"}]),
    ],
    "crawford-sobel": [
        (
            {"bias": "1/20"},
            [{}, {"intervals": "2"}, {"intervals": "3", "border_1": "2/15", "border_2": "7/15"}],
        ),
        ({"bias": ".1"}, [{}, {"intervals": "2", "border_1": ".3"}]),
        ({"bias": ".3"}, [{"intervals": "1"}]),
    ],
    "critical-risk": [
        (
            {"win": 10, "compromise": 7, "submit": 2, "disaster": -6},
            [{"resolve": "1/2", "risk_limit": "3/11"}],
        )
    ],
}
"""The figures as they are printed, typed again, apart from the entries."""


def test_the_folder_is_the_list():
    folder = Path(models.__file__).parent
    files = {path.stem.replace("_", "-") for path in folder.glob("*.py")}
    others = {"--init--", "entry", "expected", "normal-distribution", "registry"}
    assert set(catalog.model_names()) == files - others
    assert list(catalog.model_names()) == sorted(catalog.model_names())
    assert set(DOCUMENT) == set(catalog.model_names())
    assert not set(catalog.model_names()) & set(catalog.names())


@pytest.mark.parametrize("name", ["lewis-shultz", "registry", "expected", "", "centipede", None])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(bg.UnknownNameError, match="no model"):
        catalog.load_model(name)


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_every_figure_to_all_its_digits(entry):
    assert entry.name in IDS
    assert entry.known
    assert entry.disagreements() == ()
    for at, figures in DOCUMENT[entry.name]:
        again = dataclasses.replace(entry, known=(KnownFigures(tuple(figures), "typed", at),))
        assert again.disagreements() == ()


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_every_solution_satisfies_its_equations(entry):
    for known in entry.known:
        for solution in entry.solve(known.at):
            assert abs(solution.residual) < 1e-12
            assert solution.words


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_each_says_where_it_comes_from(entry):
    assert entry.title
    assert len(entry.summary.split()) > 4
    assert any(letter.isdigit() for letter in entry.citation), "a citation has a year"
    assert all(known.citation for known in entry.known)
    for parameter in entry.parameters.values():
        assert parameter.meaning
        assert parameter.unit
        assert parameter.sources
    assert not entry.parameters.violations({})


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_entries_are_values(entry):
    again = pickle.loads(pickle.dumps(entry))
    assert again.solve() == entry.solve()
    assert again.parameters == entry.parameters


@pytest.mark.parametrize(
    ("digits", "is_wrong"),
    [("0.65", False), (".650", False), ("0.64", True), ("13/20", False), ("14/20", True)],
)
def test_a_wrong_digit_is_told(digits, is_wrong):
    entry = catalog.load_model("fearon-bargaining")
    entry = dataclasses.replace(entry, known=(KnownFigures(({"demand": digits},), "typed"),))
    assert bool(entry.disagreements()) is is_wrong


def test_a_missing_figure_and_a_wrong_count_are_told():
    entry = catalog.load_model("lewis-schultz")
    one = dataclasses.replace(entry, known=(KnownFigures(({"resists": "0.251105"},), "typed"),))
    assert one.disagreements() == ("3 equilibria at baseline, not 1",)
    named = KnownFigures(({"nothing": "1"},) * 3, "typed", at={"target_war": "-2.9"})
    two = dataclasses.replace(entry, known=(named,))
    assert len(two.disagreements()) == 3


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("powell", {"irresolute_resolve": "1/2"}, "1/2 is not below 6/25"),
        ("powell", {"irresolute_type": "1/2"}, "does not hold"),
        ("fearon-bargaining", {"own_war_cost": "7/10"}, "7/10 is not below 3/5"),
        ("fearon-bargaining", {"win_chance": "9/10"}, "is not at most 1"),
        ("fearon-signals", {"irresolute_worth": "1/20"}, "does not hold"),
        ("critical-risk", {"submit": "2/3"}, "2/3 is not below 1/2"),
        ("lewis-schultz", {"challenger_prize": -1}, "0 is not below -1"),
        ("crawford-sobel", {"bias": 0}, "0 is not below 0"),
    ],
)
def test_where_the_equations_do_not_hold(name, values, words):
    with pytest.raises(bg.UnsupportedGameError, match=words):
        catalog.load_model(name).solve(values)


def test_wrong_values():
    entry = catalog.load_model("rubinstein")
    with pytest.raises(bg.UnknownNameError, match="patience_frist"):
        entry.solve(patience_frist=1)
    with pytest.warns(bg.ParameterRangeWarning, match="outside its range"):
        entry.solve(patience_first="999/1000")
