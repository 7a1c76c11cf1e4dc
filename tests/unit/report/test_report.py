"""The report: what is found, and how it is told on a screen, in a text, as JSON."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
import warnings
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame import memo, report
from brinkgame.errors import InvalidNumberError, InvalidParameterError, UnknownNameError
from brinkgame.memo.parameters import ALL
from brinkgame.report.found import assumptions
from brinkgame.report.found.beliefs import check_draws
from brinkgame.report.found.decisions import Agreement, decision_finding
from brinkgame.report.found.misperception import misperception_finding
from brinkgame.report.found.sensitivity import tornado_finding
from brinkgame.report.prose.decisions import decision_lines
from brinkgame.report.words import detail, number, room

DRAWS = 2**10


@pytest.fixture(scope="module")
def found() -> report.Findings:
    return report.findings(draws=DRAWS)


@pytest.fixture(scope="module")
def text(found) -> str:
    return report.text(found)


def joined(text: str) -> str:
    return " ".join(text.split())


# --- the findings ---------------------------------------------------------------------------------


def test_every_decision_and_every_claim_is_there(found):
    assert [each.point.name for each in found.decisions] == list(memo.names())
    assert [each.claim.name for each in found.claims] == list(memo.claims.names())
    assert len(found.tornadoes) == len(found.decisions)


def test_what_happened_is_rational_or_open_at_the_baseline(found):
    told = {each.point.name: each.agreement for each in found.decisions}
    assert told.pop("pledge") is Agreement.OPEN
    assert set(told.values()) <= {Agreement.ALL, Agreement.SOME}


@pytest.mark.parametrize("name", memo.names())
def test_a_decision_turns_where_its_tornado_says(found, name):
    """Just inside the nearest switch the record is what it was, just outside it is not."""
    point = memo.load(name)
    bars = dict(zip(memo.names(), found.tornadoes, strict=True))[name]
    if bars is None or not bars.bars or not bars.bars[0].share:
        return
    bar = bars.bars[0]
    step = (bar.nearest - bar.baseline) / 1000
    told = []
    for value in (bar.nearest - step, bar.nearest + step):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", bg.ParameterRangeWarning)
            answers = decision_finding(point, {bar.parameter: Fraction(value)}).chances
        told.append((min(map(float, answers)), max(map(float, answers))))
    inside, outside = told
    assert inside == pytest.approx(bars.baseline, abs=1e-2)
    assert outside != pytest.approx(bars.baseline, abs=1e-4)


def test_idle_assumptions_change_nothing():
    point = memo.load("blockade")
    bars = tornado_finding(point, {})
    assert bars is not None
    for name in bars.idle:
        parameter = point.game.parameters[name]
        for value in (parameter.low, parameter.high):
            moved = {**point.game.parameters.baseline, name: value}
            if not point.game.parameters.violations(moved):
                assert decision_finding(point, {name: value}).agreement is Agreement.ALL


def test_a_border_is_that_of_the_closed_form(found):
    deploy = next(each for each in found.decisions if each.point.name == "deploy")
    border = next(each for each in deploy.borders if each.form.name == "deploys")
    assert (border.value, border.actual, border.margin) == (
        Fraction(25, 64),
        Fraction(3, 10),
        Fraction(29, 320),
    )
    assert border.is_so is True


def test_a_premise_that_changes_moves_what_is_found():
    point = memo.load("deploy")
    assert decision_finding(point, {"detection": Fraction(9, 10)}).agreement is Agreement.NONE
    lines = joined(
        "\n".join(
            decision_lines(
                decision_finding(point, {"detection": Fraction(9, 10)}),
                tornado_finding(point, {"detection": Fraction(9, 10)}),
            )
        )
    )
    assert "That is not what the game says." in lines
    assert "What would have to be different" in lines
    assert "`detection` | chance of discovery before the missiles are operational | 0.9" in lines


def test_a_tie_is_told():
    point = memo.load("blockade")
    tied = decision_finding(point, {"brink_risk": Fraction(3, 5)})
    assert tied.agreement is Agreement.SOME
    bars = tornado_finding(point, {"brink_risk": Fraction(3, 5)})
    bar = next(each for each in bars.bars if each.parameter == "brink_risk")
    assert room(bar) == "on the border, 0.6"
    assert "as somebody is indifferent" in "\n".join(decision_lines(tied, bars))


def test_beliefs_that_need_no_news():
    told = misperception_finding({"us_resolve": Fraction(19, 20), "silence_weight": Fraction(0)})
    assert told.after == told.before == Fraction(19, 20)
    assert told.news is None


def test_a_threat_that_no_belief_makes_credible():
    told = misperception_finding({"brink_risk": Fraction(1, 10)})
    assert told.least > 1
    assert told.news is None
    assert [story.name for story in told.stories] == ["deploy", "blockade"]


@pytest.mark.parametrize(
    ("at", "error", "words"),
    [
        ({"detecton": 1}, UnknownNameError, "did you mean 'detection'"),
        ({"detection": 2}, InvalidParameterError, r"outside its range \[0, 1\]"),
        (
            {"us_war_cost": 6, "us_acceptance_loss": 5, "us_backdown_cost": 2},
            InvalidParameterError,
            "does not hold",
        ),
        ({"weeks": "13/2"}, InvalidParameterError, "not whole"),
        ({"detection": "high"}, InvalidNumberError, "is not a number"),
    ],
)
def test_assumptions_that_are_none(at, error, words):
    with pytest.raises(error, match=words):
        assumptions(at)


@pytest.mark.parametrize("draws", [0, -1024, 512, 3000])
def test_draws_that_are_none(draws):
    with pytest.raises(InvalidParameterError, match=f"got {draws}"):
        check_draws(draws)


def test_progress_is_told_and_nothing_is_worked_out_twice(found, monkeypatch):
    inner = "brinkgame.report.found"
    monkeypatch.setattr(f"{inner}.tornado_finding", lambda point, at: None)
    monkeypatch.setattr(f"{inner}.campaign_finding", lambda at: found.campaign)
    told: list[bg.Progress] = []
    again = report.findings(seed=1, draws=DRAWS, progress=told.append)
    assert [each.done for each in told] == list(range(len(told)))
    assert {each.total for each in told} == {len(told)}
    assert {"decision: deploy", "campaign", "misperception", "beliefs: letters"} <= {
        each.what for each in told
    }
    assert report.findings(seed=1, draws=DRAWS) is again


# --- the screen -----------------------------------------------------------------------------------


def test_it_is_one_screen(found):
    lines = str(report.screen(found)).splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 100
    assert not any("\x1b" in line for line in lines)


def test_the_screen_has_every_decision_and_claim(found):
    told = str(report.screen(found))
    for name in (*memo.names(), *memo.claims.names()):
        assert re.search(rf"\b{name}\b", told)
    assert "not an estimate" in told


# --- the text -------------------------------------------------------------------------------------


def test_each_decision_is_told_with_its_sources_premises_and_record(found, text):
    told = joined(text)
    for each in found.decisions:
        point = each.point
        assert f"### {point.number} · {point.title}" in text
        assert point.when[1:] in told
        assert point.question in told
        for premise in point.premises:
            assert premise.statement in told
    assert "| outside the memo |" in text
    assert "“apparently”: probable | 0.75 |" in text


def test_each_claim_is_followed_back_to_its_paragraphs(found, text):
    told = joined(text)
    for each in found.claims:
        claim, finding = each.claim, each.finding
        paragraphs = ", ".join(source.removeprefix("memo ") for source in claim.sources)
        assert f"**Claimed** in memo {paragraphs}: {claim.proposition}." in told
        assert joined(finding.words) in told
        assert joined(finding.condition) in told


def test_links_lead_to_places_of_the_text(text):
    places = set(re.findall(r'<a id="([^"]+)">', text))
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert links <= places
    assert {*memo.names(), *(name.lower() for name in memo.claims.names())} <= places


def test_every_assumption_is_listed(text):
    for parameter in ALL:
        assert f"| `{parameter.name}` | {parameter.meaning} |" in text


def test_tables_have_rows_of_one_length(text):
    lines = text.splitlines()
    cells = [len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0 for line in lines]
    for above, below in itertools.pairwise(cells):
        assert not (above and below) or above == below


def test_the_text_is_written_for_people(text):
    for token in ("Fraction", "None", "nan", "inf", "Expression", "False"):
        assert not re.search(rf"\b{token}\b", text)
    assert not re.search(r"\d\.\d{6,}", text), "numbers have few digits"
    assert not re.search(r"\d{5,}/\d", text)


def test_assumptions_that_were_moved_are_told_at_the_top(found):
    moved = dataclasses.replace(found, at={"detection": Fraction(9, 10)})
    assert "`detection` = 0.9" in report.text(moved)[:2000]
    assert "detection = 0.9" in str(report.screen(moved)).splitlines()[0]


def test_what_cannot_be_played_is_told(found):
    nothing = dataclasses.replace(
        found.campaign, plays=(), with_errors={}, influences=(), untold=("the campaign: too many",)
    )
    moved = dataclasses.replace(found, campaign=nothing)
    assert "Could not be worked out here: the campaign: too many." in report.text(moved)
    assert "not told: the campaign: too many" in str(report.screen(moved))
    json.dumps(report.to_json(moved), allow_nan=False)


# --- JSON -----------------------------------------------------------------------------------------


def test_the_json_is_json_with_a_version(found):
    told = json.loads(json.dumps(report.to_json(found), allow_nan=False))
    assert told["schema"] == report.SCHEMA == "brinkgame memo 1"
    assert list(told) == [
        "schema",
        "at",
        "parameters",
        "constraints",
        "decisions",
        "claims",
        "tension",
        "campaign",
        "misperception",
        "beliefs",
    ]
    deploy = next(each for each in told["decisions"] if each["name"] == "deploy")
    assert deploy["solution"]["equilibria"][0]["payoffs"]["USSR"] == "2/25"
    assert deploy["borders"][0]["value"] == "25/64"
    assert deploy["one_at_a_time"]["turning"][0]["turns_at"][0]["text"] == "125/192"
    assert told["campaign"]["plays"][0]["stages"][0]["name"] == "opening"
    assert [each["name"] for each in told["beliefs"]["variants"]] == ["open", "sure", "daily"]


def test_numbers_are_as_everywhere_on_the_command_line(found):
    told = report.to_json(found)
    assert all(isinstance(each["baseline"], str) for each in told["parameters"])
    assert told["misperception"]["resolve_after_silence"] == "3/8"


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "cannot be said"),
        (True, "yes"),
        (False, "no"),
        (Fraction(1, 3), "0.333"),
        (0.5, "0.5"),
        ((26, 28), "26 or 28"),
        ((), "none"),
        ({"talks": Fraction(5, 3)}, "talks: 1.67"),
        (bg.memo.parameters.detection * 2, "2*detection"),
        ("bluff called", "bluff called"),
    ],
)
def test_what_an_answer_rests_on_is_put_into_words(value, told):
    assert detail(value) == told


def test_numbers_have_three_digits():
    assert number(Fraction(2, 3)) == "0.667"
    assert number(None) == "–"


@pytest.mark.slow
def test_any_point_of_the_box_has_a_report():
    # The chances of single days are left where they are: most of their box is no game.
    drawn = [each for each in ALL if "_hazard_2" not in each.name]
    space = bg.ParameterSpace(drawn, memo.parameters.CONSTRAINTS)
    design = bg.sobol_design(space, 64, seed=5)
    for row in range(3):
        at = {name: Fraction(float(design[name][row])) for name in space}
        at["weeks"] = Fraction(round(at["weeks"]))
        found = report.findings(at, draws=DRAWS)
        assert max(map(len, str(report.screen(found)).splitlines()[1:])) <= 100
        report.text(found)
        json.dumps(report.to_json(found), allow_nan=False)
