"""The pledge: the tree, solved, against the formulas of its description, typed here only."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import pledge
from brinkgame.memo.pledge import GAME, POINT

NAMES = {
    p.name: p
    for game in (GAME, *(v.game for v in POINT.variants))
    for p in game.parameters.values()
}


def draw(rng: random.Random, game: Any = GAME) -> dict[str, Fraction]:
    """A point in the box that keeps the constraints; coarse, so that it ties."""
    while True:
        p = {}
        for name, q in game.parameters.items():
            steps = rng.choice((4, 10, 60))
            p[name] = q.low + (q.high - q.low) * Fraction(rng.randint(0, steps), steps)
        if not game.parameters.violations(p):
            return p


def test_the_tree_has_the_words_of_its_description() -> None:
    assert [(i.player, i.label, i.actions) for i in GAME.information_sets] == [
        ("US", "pledge", ("none", "unconditional", "conditional")),
        ("USSR", "conditional", ("accept", "reject")),
    ]
    rows = {
        "none": ("0*pledge_value", "0*pledge_value"),
        "unconditional": ("-us_pledge_cost", "pledge_value"),
        "conditional/accept": (
            "inspection_value - us_pledge_cost",
            "pledge_value - verification_cost",
        ),
        "conditional/reject": ("0*pledge_value", "0*pledge_value"),
    }
    for path, formulas in rows.items():
        paid = GAME.terminal_payoffs()[GAME.node_at(f"root/{path}")]
        assert paid == tuple(bg.parse(f, NAMES) for f in formulas)


@pytest.mark.parametrize(
    ("name", "over", "relation", "formula"),
    [
        ("accepts", "pledge_value", ">=", "1*verification_cost"),
        ("gives a conditional one", "inspection_value", ">=", "1*us_pledge_cost"),
        ("gives an unconditional one", "us_pledge_cost", "<=", "0*us_pledge_cost"),
        (
            "restraint lasts",
            "restraint_patience",
            ">=",
            (
                "(restraint_temptation - restraint_reward)"
                "/(restraint_temptation - restraint_breakdown)"
            ),
        ),
    ],
)
def test_what_is_derived_is_what_is_described(
    name: str, over: str, relation: str, formula: str
) -> None:
    found = POINT.closed_form(name)
    assert found.over == bg.parse(f"1*{over}", NAMES)
    assert found.relation == relation
    assert found.formula == bg.parse(formula, NAMES)
    assert len(POINT.closed_forms) == 4


def check(p: dict[str, Fraction]) -> str | None:
    cost, worth = p["us_pledge_cost"], p["inspection_value"]
    taken = p["pledge_value"] - p["verification_cost"]
    result = bg.solve(GAME.at(p))
    assert result.coverage is bg.Coverage.ALL
    if cost > 0:
        assert all(each.profile["US"]["pledge"]["unconditional"] == 0 for each in result)
    if not cost or worth == cost or not taken:
        return None
    given = worth > cost and taken > 0
    for each in result:
        assert each.outcomes()["pledge for verification"] == given
        assert each.outcomes()["no pledge"] == 1 - given
    return "conditional" if given else "tacit"


def test_the_formulas_are_what_the_tree_says() -> None:
    rng = random.Random(10)
    assert {check(draw(rng)) for _ in range(200)} == {"conditional", "tacit", None}


@pytest.mark.slow
def test_the_formulas_are_what_the_tree_says_at_many_points() -> None:
    rng = random.Random(100)
    for _ in range(10_000):
        check(draw(rng))


def test_at_the_baseline_the_ussr_is_indifferent() -> None:
    found = {tuple(sorted(each.payoffs.items())) for each in POINT.solve()}
    assert found == {(("US", 0), ("USSR", 0)), (("US", Fraction(1, 2)), ("USSR", 0))}
    sure = POINT.solve({"pledge_value": "11/10"}).only()
    assert sure.outcomes()["pledge for verification"] == 1


def test_nothing_is_on_record() -> None:
    assert POINT.is_open
    assert POINT.happened == {}
    assert not bg.memo.load("deploy").is_open
    assert all(POINT.agrees(each.profile) for each in POINT.solve())


def test_restraint_lasts_where_the_future_counts() -> None:
    game = pledge.restraint()
    rng = random.Random(11)
    seen = set()
    for _ in range(300):
        p = draw(rng, game)
        reward, tempted = p["restraint_reward"], p["restraint_temptation"]
        border = (tempted - reward) / (tempted - p["restraint_breakdown"])
        if p["restraint_patience"] == border:
            continue
        kept = bg.solve(game.at(p)).only().outcomes()["tacit restraint"]
        assert kept == (p["restraint_patience"] >= border)
        seen.add(kept)
    assert seen == {0, 1}


def test_one_period_is_a_prisoners_dilemma() -> None:
    table = pledge.restraint_table()
    rng = random.Random(12)
    for _ in range(50):
        p = draw(rng, table)
        if p["restraint_temptation"] == p["restraint_reward"]:
            continue
        only = bg.solve(table.at(p)).only()
        assert only.profile["US"]["break it"] == only.profile["USSR"]["break it"] == 1


def test_the_tree_as_a_part_of_another() -> None:
    game = bg.ExtensiveFormGame(
        "later", players=("US", "USSR"), root=pledge.tree(pledge=0, prefix="p: ")
    )
    assert "pledge_value" not in game.parameters
    assert {i.label for i in game.information_sets} == {"p: pledge", "p: conditional"}


@given(
    st.fixed_dictionaries(
        {
            name: st.integers(0, 12).map(lambda k, q=q: q.low + (q.high - q.low) * Fraction(k, 12))
            for name, q in GAME.parameters.items()
        }
    )
)
def test_no_point_of_a_coarse_grid_tells_otherwise(p: dict[str, Fraction]) -> None:
    """The same, with points that hypothesis looks for among the ties."""
    assume(not GAME.parameters.violations(p))
    check(p)
