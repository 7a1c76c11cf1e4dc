from __future__ import annotations

import re

import pytest

import brinkgame as bg
from brinkgame.cli.lookup import Found, find
from brinkgame.cli.pages import list_page, show_page
from brinkgame.pages.numbers import exact
from brinkgame.pages.rows import cited


@pytest.mark.parametrize("name", ["deploy", "clock", "deploy:silence", "oil-wildcatter"])
def test_each_parameter_is_shown_with_all_that_is_known(name):
    found = find(name)
    text = str(show_page(found))
    for parameter in found.game.parameters.values():
        (line,) = [x for x in text.splitlines() if re.match(rf"  {parameter.name}  ", x)]
        assert exact(parameter.baseline) in line
        assert f"{exact(parameter.low)} to {exact(parameter.high)}" in line
        assert parameter.meaning in line
        assert cited(parameter.sources) in line
        assert (", whole" in line) is parameter.whole
    for constraint in found.game.parameters.constraints:
        assert f"where {constraint}" in text


def test_a_decision_is_shown_with_its_premises():
    point = bg.memo.load("deploy")
    text = str(show_page(find("deploy")))
    for line in point.game.lines():
        assert line in text
    for premise in point.premises:
        (line,) = [x for x in text.splitlines() if x.endswith(premise.statement)]
        assert premise.source in line
        assert premise.hedge in line
        assert ("ours" in line) is premise.is_outside_memo
        if not premise.is_outside_memo:
            assert f"{float(premise.weight()):.2f}" in line
    assert point.question in text
    assert "USSR at root: deploy" in text
    assert "from memo U1, U2, C7" in text
    assert "deploy:silence" in text


def test_a_variant_cites_its_own_source():
    assert "from memo C7\n" in str(show_page(find("deploy:silence")))


def test_a_table_is_shown_as_a_table():
    text = str(show_page(find("chicken")))
    assert "row chooses the row, column the column" in text
    assert "parameters" not in text
    assert "known equilibria" in text


def test_known_equilibria_say_where_they_hold():
    text = str(show_page(find("oil-wildcatter")))
    assert "1 subgame-perfect at test_cost = 10: Shenoy" in text


def test_a_range_without_ends_and_a_game_without_an_entry():
    x = bg.Parameter("x", 1, meaning="some quantity")
    game = bg.ExtensiveFormGame("end", players=("A",), root=bg.Terminal({"A": x}))
    text = str(show_page(Found("mine", "Mine", game)))
    assert text.startswith("mine: Mine\n\nA x")
    assert re.search(r"x +1 +\.\.\. to \.\.\. +some quantity \(ours\)", text)


def test_the_list_names_concepts():
    text = str(list_page())
    assert "nash" in text.splitlines()[-1]
    assert "subgame-perfect" in text.splitlines()[-1]
