"""Variants of a game change what they say they change, and nothing else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.forms import ExtensiveFormGame
from brinkgame.testing import (
    behavior_profiles,
    extensive_form_games,
    mixed_profiles,
    normal_form_games,
)
from brinkgame.testing.reference import conduct_of, payoffs_of
from brinkgame.testing.variants import (
    ADDED,
    in_other_units,
    named,
    with_dominated_actions,
    with_dummy_moves,
    with_idle_chance,
    with_lotteries,
    with_other_names,
    with_payments_on_the_way,
    with_players_reordered,
    with_reversed_actions,
)

OF_EVERY_GAME = [
    named,
    with_players_reordered,
    with_reversed_actions,
    with_dominated_actions,
]
OF_TREES = [with_dummy_moves, with_idle_chance, with_lotteries, with_payments_on_the_way]


def conduct(data, game):
    tree = isinstance(game, ExtensiveFormGame)
    return conduct_of(data.draw((behavior_profiles if tree else mixed_profiles)(game)))


def originals(data, *, trees_only=False):
    tables = normal_form_games(max_cells=16)
    game = data.draw(
        extensive_form_games() if trees_only else st.one_of(extensive_form_games(), tables)
    )
    return named(game).game


@pytest.mark.parametrize("change", OF_EVERY_GAME + OF_TREES)
@given(data=st.data())
def test_payoffs_are_the_same_and_conducts_come_back(change, data):
    game = originals(data, trees_only=change in OF_TREES)
    variant = change(game)
    here = conduct(data, game)
    there = variant.forth(here)
    assert payoffs_of(variant.game, there) == payoffs_of(game, here)
    assert variant.back(there) == here


@given(st.data())
def test_names_are_all_others(data):
    game = originals(data)
    variant = with_other_names(game)
    here = conduct(data, game)
    there = variant.forth(here)
    assert set(variant.game.players).isdisjoint(game.players)
    paid = payoffs_of(game, here)
    assert list(payoffs_of(variant.game, there).values()) == list(paid.values())
    assert variant.back(there) == here
    if isinstance(game, ExtensiveFormGame):
        assert set(variant.game.outcomes).isdisjoint(game.outcomes)
        assert len(variant.game.outcomes) == len(game.outcomes)
        old, new = (
            {a for s in g.information_sets for a in s.actions} for g in (game, variant.game)
        )
        assert old.isdisjoint(new)
        assert len(old) == len(new)


@given(st.data())
def test_units_are_others(data):
    game = originals(data)
    factors, shifts = (2, Fraction(1, 3), 5, 7), (1, 0, Fraction(-1, 2), 3)
    variant = in_other_units(game, factors, shifts)
    here = conduct(data, game)
    paid = payoffs_of(game, here)
    assert payoffs_of(variant.game, variant.forth(here)) == {
        player: factor * paid[player] + shift
        for player, factor, shift in zip(game.players, factors, shifts, strict=False)
    }


@given(extensive_form_games())
def test_naming_changes_only_names(game):
    variant = named(game)
    assert None not in variant.game.tree.infoset_label
    assert [s.actions for s in variant.game.information_sets] == [
        s.actions for s in game.information_sets
    ]
    assert variant.game.outcomes == game.outcomes
    assert variant.game.has_perfect_recall


@given(extensive_form_games())
def test_what_is_added_is_there(game):
    game = named(game).game
    tree = game.tree
    assert with_players_reordered(game).game.players == (game.players[-1], *game.players[:-1])
    if tree.n_infosets:
        menus = [s.actions for s in with_dominated_actions(game).game.information_sets]
        assert all(ADDED in menu for menu in menus)
        assert menus[0][0] == ADDED
    moves = with_dummy_moves(game).game
    assert moves.tree.n_infosets > tree.n_infosets or tree.size == 1
    assert moves.has_perfect_recall
    assert moves.is_perfect_information == game.is_perfect_information
    odds = with_idle_chance(game).game.edge_probabilities()
    assert {Fraction(0), Fraction(1)} <= set(odds)
    lotteries = with_lotteries(game).game
    assert lotteries.tree.size == tree.size + 2 * len(tree.terminals)
    assert with_payments_on_the_way(game).game.tree.pays_on_the_way or tree.size == 1


@given(extensive_form_games(zero_sum=True, inner_payoffs=False))
def test_opposed_players_stay_opposed_where_that_is_promised(game):
    table = bg.to_normal_form(game)
    units = ((Fraction(3, 2),) * 4, (5, -5, 5, -5))
    for variant in (with_dominated_actions(table), in_other_units(table, *units)):
        assert variant.game.is_zero_sum


def test_a_dominated_action_that_is_taken_is_reported():
    game = bg.NormalFormGame("alone", strategies={"A": ("a",)}, payoffs={"A": [1]})
    variant = with_dominated_actions(game)
    with pytest.raises(AssertionError, match="strictly dominated has probability 1"):
        variant.back({"A": {"a": Fraction(0), ADDED: Fraction(1)}})


def test_dominated_actions_are_worse_than_all_that_can_be_collected():
    leaf = bg.Terminal({"A": -7, "B": 0})
    for _ in range(6):
        leaf = bg.Decision("A", {"on": leaf}, payoffs={"A": -7})
    game = bg.ExtensiveFormGame("downhill", players=("A", "B"), root=leaf)
    variant = with_dominated_actions(named(game).game)
    assert len(bg.solve(variant.game)) == 1
    assert set(bg.solve(variant.game).only().profile["A"]["set 1"].values()) == {0, 1}
    assert bg.solve(variant.game).only().profile["A"]["set 1"][ADDED] == 0
