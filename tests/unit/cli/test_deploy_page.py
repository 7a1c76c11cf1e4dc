from __future__ import annotations

import dataclasses
import json
import re
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.cli.deploy_page import findings, full_text, screen, to_json
from brinkgame.memo import clock, deploy

FOUND = findings()
TEXT = str(screen(FOUND))
LINES = TEXT.splitlines()


def joined(text: str) -> str:
    return " ".join(text.split())


def test_it_fits_on_a_screen():
    assert len(LINES) <= 55
    assert max(map(len, LINES)) <= 100


def test_it_asks_and_answers():
    assert FOUND.point.question in TEXT
    assert "chooses to deploy, as it did" in TEXT
    assert "June-July 1962" in LINES[0]


def test_every_choice_is_explained_by_the_payoffs_that_were_compared():
    for player, infoset, action, pays, other, pay in (
        ("USSR", "root", "deploy", "2/25 = 0.08", "hold", "-1/2"),
        ("US", "live missiles", "accept", "-2", "compel", "-9/2"),
        ("US", "detected", "compel", "-1/10 = -0.1", "accept", "-2"),
    ):
        told = f"{player}, {infoset} {action} pays {pays} {other} would pay {pay}"
        assert told in joined(TEXT)
    for reason in FOUND.reasons:
        assert all(reason.pays > pay for _, pay in reason.others)


def test_the_threshold_is_told_with_its_formula_value_and_margin():
    border = deploy.threshold()
    assert joined(f"deploy iff {border.over} <= {border.formula}") in joined(TEXT)
    assert "= 25/64 = 0.3906; detection*us_resolve is 3/10 = 0.3" in TEXT
    assert "leaves 29/320 = 0.09062" in TEXT


def test_every_parameter_is_a_switch_or_said_to_be_none():
    told = joined(TEXT)
    assert "detection 1/2 → 125/192 (15 %); us_resolve 3/5 → 25/32 (18 %);" in told
    never = re.search(r"not within its range by ([\w, ]+?) THREE", told)[1].split(", ")
    switches = {switch.parameter.name for switch in FOUND.switches}
    assert switches | set(never) == set(deploy.GAME.parameters)
    assert not switches & set(never)


def test_the_three_cases_have_a_line_each():
    for name, verdict in (
        ("► fait accompli", "+0.58 deploys"),
        ("  no response", "+2.5 deploys"),
        ("  no deterrence", "-2.97 holds"),
    ):
        (line,) = [line for line in LINES if line.startswith(name)]
        assert line.endswith(verdict)


def test_candour_and_clock():
    assert "a lack of it is needed only if detection*us_resolve > 0.3906; here it is not" in TEXT
    assert "at 0.81 it takes candour ≤ 0.247, at 1 it takes candour ≤ 0.114" in TEXT
    assert "0.161 for 6, 0.123 for 8, 0.084 for 12, 0.0637 for 16 weeks; it is 0.05" in TEXT


def test_every_premise_is_there_with_its_paragraph():
    told = joined(TEXT)
    for premise in FOUND.point.premises:
        assert premise.statement in told
        if not premise.is_outside_memo:
            assert f"{float(premise.weight()):.2f} {premise.statement}" in told
    outside = told.index("outside the memo:")
    for premise in FOUND.point.premises:
        assert (told.index(premise.statement) > outside) is premise.is_outside_memo
    sources = {s for p in deploy.GAME.parameters.values() for s in p.sources}
    for source in sources:
        assert re.search(rf"\b{source.removeprefix('memo ')}\b", LINES[-1])


def test_nothing_in_it_is_typed_in():
    """With other findings it tells other things."""
    point = {"detection": "9/10", "us_resolve": "9/10"}
    closed = deploy.GAME.at(point)
    result = bg.solve(closed)
    other = dataclasses.replace(
        FOUND,
        result=result,
        reasons=(dataclasses.replace(FOUND.reasons[0], action="hold"), *FOUND.reasons[1:]),
        honest=deploy.honest_threshold(point),
        hazards=((6, None), (7, clock.hazard_threshold(7))),
    )
    text = str(screen(other))
    assert "chooses to hold, though on record it did otherwise" in text
    assert "├─► hold" in text
    assert "here it is:" in text
    assert "any for 6, 0.14 for 7 weeks" in text


def test_the_full_text_has_every_parameter_and_premise():
    text = str(full_text(FOUND))
    assert text.startswith(TEXT)
    for name in deploy.GAME.parameters:
        assert re.search(rf"^  {name}  ", text, re.MULTILINE)
    assert "where retreat_cost < ussr_war_cost" in text
    assert len(text.splitlines()) > len(LINES) + 13 + len(FOUND.point.premises)


def test_the_object_for_machines():
    told = json.loads(json.dumps(to_json(FOUND)))
    assert told["decision"] == "deploy"
    assert told["happened"] == {"USSR": {"root": "deploy"}}
    assert told["solution"]["equilibria"][0]["payoffs"]["USSR"] == "2/25"
    assert told["outcomes"]["war"] == "3/100"
    assert told["threshold"]["value"] == "25/64"
    assert told["threshold"]["margin"] == "29/320"
    assert r"\theta" in told["threshold"]["latex"]
    assert told["switches"][0] == {
        "parameter": "detection",
        "from": "1/2",
        "to": "125/192",
        "share_of_range": pytest.approx(0.151, abs=1e-3),
        "before": "deploy",
        "after": "hold",
        "turned_by": ["USSR", "root"],
    }
    assert [case["holds"] for case in told["cases"]] == [True, False, False]
    assert told["risk_limit"]["value"] == "3/11"
    assert told["candour"]["needed_above"] == "25/64"
    assert Fraction(told["candour"]["at_most"][1]["candour"]) == Fraction(5, 44)
    assert [row["weeks"] for row in told["clock"]] == [6, 8, 12, 16]
    assert told["clock"][0]["weekly_hazard"]["float"] == pytest.approx(0.160935, abs=1e-6)
    names = [parameter["name"] for parameter in told["parameters"]]
    assert names == list(deploy.GAME.parameters)
    assert sum(premise["outside_memo"] for premise in told["premises"]) == 4
    assert told["premises"][2]["weight"] == "3/4"
    assert told["sources"] == ["memo U1", "memo U2", "memo C7"]
