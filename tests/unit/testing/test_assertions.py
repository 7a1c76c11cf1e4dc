"""Assertions pass where they should, and say what differs where they should not."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.results import Concept, Coverage, Status
from brinkgame.testing import (
    assert_equilibrium,
    assert_same_equilibria,
    assert_same_game,
    extensive_form_games,
    games_for,
    normal_form_games,
    perfect_information_games,
)
from brinkgame.testing.reference import (
    is_equilibrium,
    profile_of,
    pure_choices,
    pure_conduct,
)

CHICKEN = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
ENTRY = bg.catalog.load("entry-deterrence").game
THREAT = {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}


@given(st.one_of(normal_form_games(max_cells=12), perfect_information_games(max_decisions=3)))
def test_what_is_an_equilibrium_passes_and_nothing_else(game):
    tree = isinstance(game, bg.ExtensiveFormGame)
    for concept in (Concept.NASH, *([Concept.SUBGAME_PERFECT] if tree else [])):
        for choices in list(pure_choices(game))[:12]:
            conduct = pure_conduct(game, choices)
            if is_equilibrium(game, conduct, concept):
                assert_equilibrium(game, conduct, concept)
                assert_equilibrium(game, profile_of(game, conduct), concept.value)
            else:
                with pytest.raises(AssertionError, match=f"is no {concept.value} equilibrium: "):
                    assert_equilibrium(game, conduct, concept)


def test_a_threat_that_is_not_credible():
    assert_equilibrium(ENTRY, THREAT)
    with pytest.raises(AssertionError, match="incumbent could gain 3"):
        assert_equilibrium(ENTRY, THREAT, "subgame-perfect")


def test_equilibria_in_floats_need_not_be_exact():
    third = bg.NormalFormGame.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]]).to_float()
    mixed = {"1": {"1": 2 / 3, "2": 1 / 3}, "2": {"1": 1 / 3, "2": 2 / 3}}
    assert_equilibrium(third, mixed)
    with pytest.raises(AssertionError, match="could gain"):
        assert_equilibrium(third, {"1": {"1": 0.67, "2": 0.33}, "2": {"1": 1 / 3, "2": 2 / 3}})


def test_equilibria_of_other_concepts():
    half = {("1", "2"): "1/2", ("2", "1"): "1/2"}
    assert_equilibrium(CHICKEN, half, "correlated")
    assert_equilibrium(CHICKEN, half, Concept.COARSE_CORRELATED)
    with pytest.raises(AssertionError, match=r"\(1, 1\) 1 is no correlated equilibrium: 1 could"):
        assert_equilibrium(CHICKEN, {("1", "1"): 1}, "correlated")
    assert_equilibrium(CHICKEN, {"1": "2", "2": "1"}, "commitment", leader="1")
    with pytest.raises(AssertionError, match="is no commitment equilibrium: 2 could gain 2"):
        assert_equilibrium(CHICKEN, {"1": "2", "2": "1"}, "commitment", leader="2")
    pennies = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    even = {"1": {"1": "1/2", "2": "1/2"}, "2": {"1": "1/2", "2": "1/2"}}
    assert_equilibrium(pennies, even, "qre", rationality=3)
    with pytest.raises(AssertionError, match="is no qre equilibrium"):
        assert_equilibrium(pennies, {"1": "1", "2": "2"}, "qre", rationality=3)


# -- results ---------------------------------------------------------------------------------------


@given(games_for(bg.BackwardInduction()))
def test_a_result_says_the_same_as_itself(game):
    result = bg.solve(game)
    assert_same_equilibria(result, bg.solve(game))
    again = dataclasses.replace(result, equilibria=result.equilibria[::-1])
    assert_same_equilibria(result, again)


def tie(reply=0):
    return bg.ExtensiveFormGame(
        "tie",
        players=("A",),
        root=bg.Decision(
            "A", {"a": bg.Terminal({"A": 0}), "b": bg.Terminal({"A": 0})}, infoset="start"
        ),
    )


PURE = bg.solve(CHICKEN, bg.PureEnumeration())
TIED = bg.solve(tie())


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        (PURE, bg.solve(ENTRY), "form: NormalFormGame, and ExtensiveFormGame"),
        (PURE, dataclasses.replace(PURE, concept=Concept.SUBGAME_PERFECT), "concept: NASH and SUB"),
        (PURE, dataclasses.replace(PURE, status=Status.LIMIT), "status: SOLVED and LIMIT"),
        (PURE, dataclasses.replace(PURE, coverage=Coverage.SOME), "coverage: ALL_PURE and SOME"),
        (
            PURE,
            dataclasses.replace(PURE, equilibria=PURE.equilibria[1:]),
            "1: 1; 2: 2 is not in the second result",
        ),
        (
            dataclasses.replace(PURE, equilibria=PURE.equilibria[1:]),
            PURE,
            "1: 1; 2: 2 is not in the first result",
        ),
        (
            PURE,
            dataclasses.replace(
                PURE,
                equilibria=tuple(
                    dataclasses.replace(e, payoffs={"1": Fraction(0), "2": Fraction(0)})
                    for e in PURE
                ),
            ),
            "1: 1; 2: 2 pays 1 -1, 2 1 and 1 0, 2 0",
        ),
        (
            TIED,
            dataclasses.replace(
                TIED, equilibria=tuple(dataclasses.replace(e, family=None) for e in TIED)
            ),
            r"\(0, \(2,\)\) equilibria and \(2, \(\)\)",
        ),
    ],
)
def test_results_that_differ(one, other, message):
    with pytest.raises(AssertionError, match=message):
        assert_same_equilibria(one, other)


def test_members_of_a_family_need_not_be_listed():
    first = dataclasses.replace(TIED, equilibria=TIED.equilibria[:1])
    assert_same_equilibria(TIED, first)


# -- games -----------------------------------------------------------------------------------------


@given(st.one_of(normal_form_games(), extensive_form_games()))
def test_a_game_is_the_same_as_itself(game):
    assert_same_game(game, game)
    assert_same_game(game.to_float(), game.to_float())


def leaf(payoff, player="A"):
    return bg.ExtensiveFormGame("leaf", players=(player,), root=bg.Terminal({player: payoff}))


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        (leaf(1), leaf(2), "line 1 of the game: A 1, and A 2"),
        (leaf(1), leaf(1, "B"), "players: .'A',., and .'B',."),
        (leaf(1), leaf(1).to_float(), "arithmetic: Exact, and Float"),
        (leaf(1), tie(), "shape: 1 nodes, and 3 nodes"),
        (leaf(1), CHICKEN, "form: ExtensiveFormGame, and NormalFormGame"),
        (
            CHICKEN,
            bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -11]]),
            "line 4 of the game: 2  1, -1  -10, -10, and 2  1, -1  -10, -11",
        ),
        (
            CHICKEN,
            bg.NormalFormGame.from_arrays([[0, -1]], [[0, 1]]),
            r"shape: \(\('1', '2'\), \('1', '2'\)\), and",
        ),
        (
            bg.NormalFormGame("", strategies={"A": ("a",)}, payoffs={"A": [bg.Parameter("x", 1)]}),
            bg.NormalFormGame("", strategies={"A": ("a",)}, payoffs={"A": [bg.Parameter("x", 2)]}),
            "the games differ",
        ),
    ],
)
def test_games_that_differ(one, other, message):
    with pytest.raises(AssertionError, match=message):
        assert_same_game(one, other)
