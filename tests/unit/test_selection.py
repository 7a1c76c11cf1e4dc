"""Rules that choose one of several equilibria, and refuse to guess."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import brinkgame as bg
from brinkgame.errors import AmbiguousEquilibriumError, UnknownNameError

HUNT = bg.NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
CHICKEN = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
LOPSIDED = bg.NormalFormGame.from_arrays([[9, 0], [0, 1]], [[1, 0], [0, 2]])


def chosen(game, rule):
    return bg.select(bg.solve(game, bg.PureEnumeration()), rule, listed_only=True).payoffs


@pytest.mark.parametrize(
    ("game", "rule", "payoffs"),
    [
        (HUNT, bg.PayoffDominant(), (4, 4)),
        (HUNT, bg.MaxWelfare(), (4, 4)),
        (HUNT, bg.BestFor("1"), (4, 4)),
        (HUNT, bg.WorstFor("1"), (3, 3)),
        (CHICKEN, bg.BestFor("1"), (1, -1)),
        (CHICKEN, bg.WorstFor("1"), (-1, 1)),
        (CHICKEN, bg.BestFor("2"), (-1, 1)),
        (LOPSIDED, bg.MaxWelfare(), (9, 1)),
        (LOPSIDED, bg.BestFor("2"), (1, 2)),
    ],
)
def test_rules(game, rule, payoffs):
    assert tuple(chosen(game, rule).values()) == payoffs


def test_a_rule_that_keeps_several_raises():
    with pytest.raises(AmbiguousEquilibriumError, match=r"MaxWelfare\(\) keeps 2 of 2"):
        chosen(CHICKEN, bg.MaxWelfare())


def test_a_rule_that_keeps_none_raises():
    with pytest.raises(AmbiguousEquilibriumError, match=r"PayoffDominant\(\) keeps none of 2"):
        chosen(CHICKEN, bg.PayoffDominant())


def test_unlisted_equilibria_are_not_forgotten():
    with pytest.raises(AmbiguousEquilibriumError, match="listed_only=True"):
        bg.select(bg.solve(HUNT, bg.PureEnumeration()), bg.PayoffDominant())


def test_mixed_equilibria_count():
    result = bg.solve(HUNT)
    assert len(result) == 3
    assert bg.select(result, bg.PayoffDominant()).payoffs == {"1": 4, "2": 4}
    with pytest.raises(AmbiguousEquilibriumError, match=r"WorstFor\(.*\) keeps 2 of 3"):
        bg.select(result, bg.WorstFor("1"))  # in mixed strategies a hunter gets 3 as well


def test_a_complete_list_needs_no_permission():
    result = bg.solve(bg.catalog.load("entry-deterrence").game)
    assert bg.select(result, bg.BestFor("entrant")) is result.only()


def test_a_family_is_not_a_complete_list():
    tie = bg.ExtensiveFormGame(
        "tie",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {"x": bg.Terminal({"A": 1, "B": 0}), "y": bg.Terminal({"A": 1, "B": 5})},
        ),
    )
    result = bg.solve(tie)
    assert not result.is_complete_list
    with pytest.raises(AmbiguousEquilibriumError):
        bg.select(result, bg.BestFor("B"))
    assert bg.select(result, bg.BestFor("B"), listed_only=True).payoffs["B"] == Fraction(5)


def test_unknown_player():
    for rule in (bg.BestFor("3"), bg.WorstFor("3")):
        with pytest.raises(UnknownNameError, match="no player '3'; known: 1, 2"):
            chosen(HUNT, rule)


def test_nothing_to_select():
    pennies = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    with pytest.raises(AmbiguousEquilibriumError, match="no equilibrium to select"):
        bg.select(bg.solve(pennies, bg.PureEnumeration()), bg.MaxWelfare())


def test_floats():
    game = bg.NormalFormGame.from_arrays(
        np.array([[4.0, 0.0], [3.0, 3.0]]), np.array([[4.0, 3.0], [0.0, 3.0]])
    )
    assert chosen(game, bg.PayoffDominant())["1"] == 4.0
