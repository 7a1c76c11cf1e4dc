"""The yardstick agrees with `play`, which shares no code with it, and with results by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.results import Concept
from brinkgame.testing import (
    behavior_profiles,
    extensive_form_games,
    mixed_profiles,
    normal_form_games,
    perfect_information_games,
)
from brinkgame.testing.reference import (
    PlainTree,
    _weights,
    conduct_of,
    count_pure,
    is_equilibrium,
    neighbors,
    payoffs_of,
    profile_of,
    pure_choices,
    pure_conduct,
    pure_equilibria,
    regrets_of,
    way_of_play,
    zero_sum_bounds,
)

NASH, SUBGAME = Concept.NASH, Concept.SUBGAME_PERFECT


@given(st.data())
def test_tables_agree_with_play(data):
    game = data.draw(normal_form_games(max_cells=27))
    profile = data.draw(mixed_profiles(game))
    conduct = conduct_of(profile)
    assert profile_of(game, conduct) == profile
    assert payoffs_of(game, conduct) == bg.expected_payoffs(game, profile)
    assert regrets_of(game, conduct, NASH) == bg.regrets(game, profile)


@given(st.data())
def test_trees_agree_with_play(data):
    game = data.draw(extensive_form_games())
    profile = data.draw(behavior_profiles(game))
    conduct = conduct_of(profile)
    assert profile_of(game, conduct) == profile
    assert payoffs_of(game, conduct) == bg.expected_payoffs(game, profile)
    assert regrets_of(game, conduct, NASH) == bg.regrets(game, profile)


@given(st.data())
def test_subgames_agree_with_play(data):
    game = data.draw(perfect_information_games())
    profile = data.draw(behavior_profiles(game))
    conduct = conduct_of(profile)
    found = bg.subgame_regrets(game, profile)
    assert payoffs_of(game, conduct) == found.payoffs
    assert regrets_of(game, conduct, SUBGAME) == found.regrets
    assert is_equilibrium(game, conduct, SUBGAME) == (not bg.deviations(game, profile))


@given(st.data())
def test_floats_are_taken_for_the_fractions_that_they_are(data):
    game = data.draw(perfect_information_games(kind="fractions")).to_float()
    conduct = conduct_of(data.draw(behavior_profiles(game)))
    paid = payoffs_of(game, conduct)
    expected = bg.expected_payoffs(game, profile_of(game, conduct))
    for player in game.players:
        assert isinstance(paid[player], Fraction)
        assert float(paid[player]) == pytest.approx(expected[player], abs=1e-9)


@given(st.data())
def test_trying_every_plan_and_folding_back_agree(data):
    game = data.draw(perfect_information_games(max_decisions=4))
    tree = PlainTree.of(game)
    weights = _weights(game, conduct_of(data.draw(behavior_profiles(game))))
    for player in range(tree.n_players):
        assert tree.told_apart(player)
        best = tree.best(weights, player)
        for root in tree.subgame_roots():
            assert best[root] == tree.best_plan(weights, player, root)


@given(extensive_form_games(max_decisions=4))
def test_subgames_begin_where_the_house_says(game):
    roots = PlainTree.of(game).subgame_roots()
    assert tuple(game.tree.path(root) for root in roots) == bg.subgames(game)


@given(extensive_form_games(max_decisions=4))
def test_pure_equilibria_are_those_without_regret(game):
    for concept in (NASH, SUBGAME):
        right = {
            choices
            for choices in pure_choices(game)
            if is_equilibrium(game, pure_conduct(game, choices), concept)
        }
        assert pure_equilibria(game, concept) == right
    assert pure_equilibria(game, SUBGAME) <= pure_equilibria(game, NASH)


@given(normal_form_games(max_cells=27))
def test_pure_cells_are_those_without_regret(game):
    assert pure_equilibria(game, NASH) == {
        choices
        for choices in pure_choices(game)
        if is_equilibrium(game, pure_conduct(game, choices), NASH)
    }
    assert count_pure(game) == len(list(pure_choices(game)))


def test_entry_by_hand():
    game = bg.ExtensiveFormGame(
        "entry",
        players=("entrant", "incumbent"),
        root=bg.Decision(
            "entrant",
            {
                "out": bg.Terminal({"entrant": 0, "incumbent": 4}),
                "in": bg.Decision(
                    "incumbent",
                    {
                        "accept": bg.Terminal({"entrant": 2, "incumbent": 2}),
                        "fight": bg.Terminal({"entrant": -1, "incumbent": -1}),
                    },
                    infoset="entry",
                ),
            },
        ),
    )
    assert pure_equilibria(game, NASH) == {(0, 1), (1, 0)}
    assert pure_equilibria(game, SUBGAME) == {(1, 0)}
    half = {"accept": Fraction(1, 2), "fight": Fraction(1, 2)}
    out = {
        "entrant": {"root": {"out": Fraction(1), "in": Fraction(0)}},
        "incumbent": {"entry": half},
    }
    assert payoffs_of(game, out) == {"entrant": 0, "incumbent": 4}
    assert regrets_of(game, out, NASH) == {"entrant": Fraction(1, 2), "incumbent": 0}
    assert regrets_of(game, out, SUBGAME) == {
        "entrant": Fraction(1, 2),
        "incumbent": Fraction(3, 2),
    }
    assert way_of_play(game, (0, 1)) == (0, 1)
    assert way_of_play(game, (1, 0)) == (0, 2, 3)
    assert list(neighbors(game, (1, 0), 0)) == [(0, 0)]


def test_confused_players_are_judged_by_whole_plans():
    pennies = bg.ExtensiveFormGame(
        "pennies",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                side: bg.Decision(
                    "B",
                    {
                        guess: bg.Terminal({"A": sign, "B": -sign})
                        for guess, sign in (("heads", odd), ("tails", -odd))
                    },
                    infoset="guess",
                )
                for side, odd in (("heads", -1), ("tails", 1))
            },
        ),
    )
    assert pure_equilibria(pennies, NASH) == frozenset()
    assert pure_equilibria(pennies, SUBGAME) == frozenset()
    half = {"heads": Fraction(1, 2), "tails": Fraction(1, 2)}
    assert is_equilibrium(pennies, {"A": {"root": half}, "B": {"guess": half}}, SUBGAME)


def test_values_of_opposed_players():
    risk = bg.ExtensiveFormGame(
        "risk",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "safe": bg.Terminal({"A": 1, "B": -1}),
                "risky": bg.Chance(
                    {
                        "n1": ("1/4", bg.Terminal({"A": 9, "B": -9})),
                        "n2": (
                            bg.REST,
                            bg.Decision(
                                "B",
                                {
                                    "a": bg.Terminal({"A": 0, "B": 0}),
                                    "b": bg.Terminal({"A": -1, "B": 1}),
                                },
                            ),
                        ),
                    },
                    payoffs={"A": 1, "B": -1},
                ),
            },
        ),
    )
    assert zero_sum_bounds(risk) == (Fraction(5, 2), Fraction(5, 2))
    saddle = bg.NormalFormGame.from_arrays([[1, 2], [0, 5]], [[-1, -2], [0, -5]])
    assert zero_sum_bounds(saddle) == (1, 1)
