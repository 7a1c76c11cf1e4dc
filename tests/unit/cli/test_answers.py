"""The contract of ``solve --json``, to the letter."""

from __future__ import annotations

import dataclasses
import json
import re
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.cli.answers import as_page
from brinkgame.cli.lookup import find
from brinkgame.pages.solution import as_json
from tests.unit.solvable import NAMES

EXACT = re.compile(r"-?\d+(/[1-9]\d*)?")
KEYS = ["game", "concept", "solver", "status", "coverage", "equilibria", "components"]


def number(value: Any, exact: bool) -> Any:
    """A number of the contract, checked."""
    if isinstance(value, str):
        assert exact
        assert EXACT.fullmatch(value)
        assert str(Fraction(value)) == value, "in lowest terms"
        return Fraction(value)
    if isinstance(value, dict):
        assert set(value) == {"polynomial", "interval", "float"}
        return value["float"]
    assert type(value) is float
    assert not exact
    return value


def check_answer(answer: dict[str, Any], game: Any) -> None:
    """What every answer must look like."""
    assert list(answer) == [*KEYS, "indices"][: len(answer)]
    for key in ("game", "concept", "solver", "status", "coverage"):
        assert isinstance(answer[key], str)
    assert answer["concept"] in [concept.value for concept in bg.Concept]
    assert answer["solver"] in [solver.__name__ for solver in bg.all_solvers()]
    assert answer["status"] in [status.name.lower() for status in bg.Status]
    assert answer["coverage"] in [coverage.name.lower() for coverage in bg.Coverage]
    count = len(answer["equilibria"])
    for equilibrium in answer["equilibria"]:
        optional = {"family", "details", "beliefs"}
        assert set(equilibrium) - optional == {"profile", "payoffs", "regrets", "exact"}
        exact = equilibrium["exact"]
        assert type(exact) is bool
        assert list(equilibrium["profile"]) == list(game.players)
        for player, plan in equilibrium["profile"].items():
            check_plan(game, player, plan, exact)
        if "beliefs" in equilibrium:
            check_beliefs(game, equilibrium["beliefs"], exact)
        for key in ("payoffs", "regrets"):
            assert list(equilibrium[key]) == list(game.players)
            for value in equilibrium[key].values():
                assert number(value, exact) is not None
        for value in equilibrium["regrets"].values():
            assert number(value, exact) == pytest.approx(0)
        if "family" in equilibrium:
            check_family(equilibrium["family"], count)
    for component in answer["components"]:
        assert all(type(i) is int and 0 <= i < count for i in component)
    if "indices" in answer:
        assert len(answer["indices"]) == len(answer["components"]) > 0
        assert all(type(index) is int for index in answer["indices"])


def check_beliefs(game: Any, beliefs: dict[str, Any], exact: bool) -> None:
    assert list(beliefs) == list(game.players)
    for player, part in beliefs.items():
        own = [i for i in game.information_sets if i.player == player]
        assert list(part) == [i.label for i in own]
        for infoset in own:
            assert list(part[infoset.label]) == list(infoset.nodes)
            assert sum(number(w, exact) for w in part[infoset.label].values()) == pytest.approx(1)


def check_plan(game: Any, player: str, plan: dict[str, Any], exact: bool) -> None:
    if isinstance(game, bg.NormalFormGame):
        menus = {"": (game.strategies[player], plan)}
    else:
        own = [i for i in game.information_sets if i.player == player]
        assert list(plan) == [i.label for i in own]
        menus = {i.label: (i.actions, plan[i.label]) for i in own}
    for menu, weights in menus.values():
        assert list(weights) == list(menu), "every action, also those that are not taken"
        odds = [number(weight, exact) for weight in weights.values()]
        assert sum(odds) == pytest.approx(1)
        assert all(0 <= chance <= 1 for chance in odds)


def check_family(family: dict[str, Any], count: int) -> None:
    assert len(family) == 1
    if "vertices" in family:
        assert all(type(i) is int and 0 <= i < count for i in family["vertices"])
    else:
        assert family["conditions"]
        assert all(isinstance(line, str) and line for line in family["conditions"])


@pytest.mark.parametrize("floats", [False, True], ids=["exact", "float"])
@pytest.mark.parametrize("name", NAMES)
def test_every_game_answers_by_the_contract(name, floats):
    game = find(name).game.at()
    game = game.to_float() if floats else game
    result = bg.solve(game)
    answer = json.loads(json.dumps(as_json(name, result)))
    check_answer(answer, game)
    assert answer["game"] == name
    assert all(e["exact"] is not floats for e in answer["equilibria"])


def test_deploy_in_full():
    result = bg.solve(find("deploy").game.at())
    assert as_json("deploy", result) == {
        "game": "deploy",
        "concept": "subgame-perfect",
        "solver": "BackwardInduction",
        "status": "solved",
        "coverage": "all",
        "equilibria": [
            {
                "profile": {
                    "USSR": {"root": {"hold": "0", "deploy": "1"}},
                    "US": {
                        "live missiles": {"accept": "1", "compel": "0"},
                        "detected": {"accept": "0", "compel": "1"},
                    },
                },
                "payoffs": {"USSR": "2/25", "US": "-143/100"},
                "regrets": {"USSR": "0", "US": "0"},
                "exact": True,
            }
        ],
        "components": [[0]],
    }


def test_a_table_in_full():
    answer = as_json("chicken", bg.solve(find("chicken").game))
    assert answer["equilibria"][0] == {
        "profile": {
            "row": {"swerve": "1", "straight": "0"},
            "column": {"swerve": "0", "straight": "1"},
        },
        "payoffs": {"row": "-1", "column": "1"},
        "regrets": {"row": "0", "column": "0"},
        "exact": True,
    }
    assert (answer["concept"], answer["coverage"]) == ("nash", "all")
    assert answer["components"] == [[0], [1], [2]]
    assert answer["indices"] == [1, 1, -1]


def test_floats_are_numbers():
    answer = as_json("deploy", bg.solve(find("deploy").game.at().to_float()))
    (equilibrium,) = answer["equilibria"]
    assert equilibrium["exact"] is False
    assert equilibrium["payoffs"]["USSR"] == pytest.approx(0.08)
    assert equilibrium["profile"]["USSR"]["root"] == {"hold": 0.0, "deploy": 1.0}


def test_a_family_of_free_mixtures_has_vertices():
    result = bg.solve(find("deploy").game.at(detection="125/192"))
    answer = json.loads(json.dumps(as_json("deploy", result)))
    check_answer(answer, result.game)
    assert [e["family"] for e in answer["equilibria"]] == [{"vertices": [0, 1]}] * 2
    assert answer["components"] == [[0, 1]]


def test_a_family_with_conditions_has_them():
    result = bg.solve(find("ultimatum").game)
    answer = json.loads(json.dumps(as_json("ultimatum", result)))
    check_answer(answer, result.game)
    conditions = answer["equilibria"][0]["family"]["conditions"]
    assert conditions == list(result[0].family.conditions)
    assert any("3" in line and "p1" in line for line in conditions)


# --- for people -----------------------------------------------------------------------------------


def page(name: str, **values: Any) -> str:
    found = find(name)
    given = {parameter: Fraction(value) for parameter, value in values.items()}
    return str(as_page(found, given, bg.solve(found.game.at(given))))


def test_a_page_says_what_is_done_and_what_it_pays():
    text = page("deploy", detection="9/10")
    assert "with detection = 9/10; every other parameter at its baseline" in text
    assert re.search(r"USSR +root +hold", text)
    assert "payoffs: USSR -1/2 = -0.5, US 0" in text
    assert "outcomes: no missiles 1, missiles stay 0" in text
    assert "BackwardInduction was chosen" in text
    assert "(exact; largest regret 0)" in text


def test_a_page_of_a_table():
    text = page("chicken")
    assert re.search(r"row +swerve", text)
    assert "equilibrium 2" in text
    assert "outcomes" not in text
    assert "baseline" not in text


def test_a_page_tells_each_family_once():
    text = page("stackelberg")
    assert text.count("family  of equilibria 1, 2: exactly") == 1
    assert "p1 = probability of sell 3" in text


def test_a_page_says_by_which_solver_when_it_was_named():
    found = find("deploy")
    result = bg.solve(found.game.at(), bg.BackwardInduction(single=True))
    text = str(as_page(found, {}, result))
    assert "by BackwardInduction" in text
    assert "was chosen" not in text
    assert "every parameter at its baseline" in text


def test_a_page_has_the_notes_of_the_solver():
    found = find("ultimatum")
    text = str(as_page(found, {}, bg.solve(found.game, bg.BackwardInduction(single=True))))
    assert "the action declared first was taken" in text


def test_all_parameters_given_leave_none_at_the_baseline():
    text = page("oil-wildcatter", test_cost=11)
    assert "with test_cost = 11\n" in text


def test_a_mixture_is_shown_with_its_chances():
    game = find("chicken").game
    odds = {"swerve": Fraction(9, 10), "straight": Fraction(1, 10)}
    profile = bg.MixedStrategyProfile(game, {"row": odds, "column": odds})
    payoffs, certificate = bg.certify(game, profile, bg.Concept.NASH)
    result = bg.EquilibriumResult(
        game,
        bg.PureEnumeration(),
        bg.Concept.NASH,
        bg.Status.SOLVED,
        bg.Coverage.SOME,
        (bg.Equilibrium(profile, payoffs, certificate),),
    )
    assert "swerve 9/10, straight 1/10" in str(as_page(find("chicken"), {}, result))
    check_answer(as_json("chicken", result), game)


def test_details_are_told_as_they_are():
    equilibrium = bg.solve(find("deploy").game.at())[0]
    told = {
        "rationality": Fraction(1, 3),
        "branch": 2,
        "turns": (0.5, Fraction(2)),
        "leader": "USSR",
        "stable": True,
        "nothing": None,
        "mixture": {("a", "b"): Fraction(1, 2)},
        "bound": bg.Verdict.EXACT,
    }
    result = bg.solve(find("deploy").game.at())
    changed = dataclasses.replace(
        result, equilibria=(dataclasses.replace(equilibrium, details=told),)
    )
    answer = as_json("deploy", changed)
    assert answer["equilibria"][0]["details"] == {
        "rationality": "1/3",
        "branch": "2",
        "turns": [0.5, "2"],
        "leader": "USSR",
        "stable": True,
        "nothing": None,
        "mixture": {"a, b": "1/2"},
        "bound": "Verdict.EXACT",
    }
    assert "indices" not in answer
    assert json.loads(json.dumps(answer)) == answer


def test_details_on_the_page():
    result = bg.solve(find("deploy").game.at())
    told = {
        "rationality": Fraction(1, 3),
        "turns": 2,
        "share": 0.25,
        "leader": "USSR",
        "sure": True,
    }
    changed = dataclasses.replace(result[0], details=told)
    page = as_page(find("deploy"), {}, dataclasses.replace(result, equilibria=(changed,)))
    assert "\n  rationality 1/3, turns 2, share 0.25, leader USSR, sure True\n" in str(page)
    assert "rationality" not in str(as_page(find("deploy"), {}, result))


LETTER = bg.Decision(
    "US", {"reply": bg.Terminal({"US": 0}), "wait": bg.Terminal({"US": 1})}, infoset="letter"
)
LETTERS = bg.ExtensiveFormGame(
    "a letter",
    players=("US",),
    root=bg.Decision(
        "US",
        {
            "ask": bg.Chance({"tough": ("1/4", LETTER), "weak": ("3/4", LETTER)}),
            "sleep": bg.Terminal({"US": 0}),
        },
    ),
)


def believing(game: Any) -> bg.EquilibriumResult:
    """A result with beliefs, as a solver of sequential equilibria gives it."""
    plan = {"US": {"root": "ask", "letter": "wait"}}
    beliefs = {"US": {"letter": {"root/ask/tough": "1/4", "root/ask/weak": "3/4"}}}
    pays, certificate = bg.certify(game, plan, "sequential", beliefs=beliefs)
    found = bg.solve(find("deploy").game.at())
    one = bg.Equilibrium(
        bg.BehaviorStrategyProfile(game, plan),
        pays,
        certificate,
        details={"beliefs": bg.Beliefs(game, beliefs)},
    )
    return dataclasses.replace(
        found, game=game, concept=bg.Concept.SEQUENTIAL, equilibria=(one,), components=()
    )


def test_beliefs_stand_beside_the_profile():
    answer = as_json("a letter", believing(LETTERS))
    check_answer(answer, LETTERS)
    (equilibrium,) = answer["equilibria"]
    assert list(equilibrium) == ["profile", "beliefs", "payoffs", "regrets", "exact"]
    assert equilibrium["beliefs"] == {
        "US": {
            "root": {"root": "1"},
            "letter": {"root/ask/tough": "1/4", "root/ask/weak": "3/4"},
        }
    }
    floats = as_json("a letter", believing(LETTERS.to_float()))
    check_answer(floats, LETTERS)
    assert floats["equilibria"][0]["beliefs"]["US"]["letter"]["root/ask/weak"] == 0.75


def test_beliefs_on_the_page():
    found = dataclasses.replace(find("deploy"), game=LETTERS)
    page = str(as_page(found, {}, believing(LETTERS)))
    assert "\n  beliefs:\n    US  letter  root/ask/tough 1/4, root/ask/weak 3/4\n  payoffs" in page
    # Whoever knows where they are believes nothing that is worth a line.
    assert "beliefs" not in str(as_page(find("deploy"), {}, bg.solve(find("deploy").game.at())))


def test_components_on_the_page():
    found = find("chicken")
    page = str(as_page(found, {}, bg.solve(found.game)))
    assert page.endswith("components  {1} index +1, {2} index +1, {3} index -1")
    line = bg.NormalFormGame.from_arrays([[1, 1], [1, 0]], [[1, 1], [1, 0]])
    page = str(as_page(dataclasses.replace(found, game=line), {}, bg.solve(line)))
    assert page.endswith("components  {1, 2, 3} index +1")
    assert "components" not in str(as_page(find("deploy"), {}, bg.solve(find("deploy").game.at())))
