"""The sequence form says of every tree what the tree itself says."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.forms import sequences as module
from brinkgame.forms.sequence_form import recall_obstacle
from brinkgame.testing.strategies import extensive_form_games, parametric_games

TREES = extensive_form_games(perfect_recall=True)
ANY = extensive_form_games(perfect_recall=None)


@st.composite
def with_weights(draw, games=TREES):
    """A tree and probabilities of all actions, some of them zero."""
    game = draw(games)
    weights = []
    for size in game.tree.infoset_size.tolist():
        parts = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any))
        weights += [Fraction(part, sum(parts)) for part in parts]
    return game, weights


def mine(game, player, weights):
    """A player's part of the probabilities of all actions."""
    tree = game.tree
    own = np.flatnonzero(tree.infoset_player == game.players.index(player))
    first = tree.first_action
    return [w for i in own.tolist() for w in weights[first[i] : first[i + 1]]]


def plans_of(game, weights):
    form = game.sequence_form
    return [form.realization_plan(p, mine(game, p, weights)) for p in game.players]


@given(with_weights())
def test_payoffs_are_those_of_the_tree(drawn):
    game, weights = drawn
    profile = bg.BehaviorStrategyProfile.from_weights(game, weights)
    found = game.sequence_form.expected_payoffs(plans_of(game, weights))
    assert found == bg.expected_payoffs(game, profile)


@given(with_weights())
def test_floats_agree_with_exact_numbers(drawn):
    game, weights = drawn
    exact, rounded = game.sequence_form, game.to_float().sequence_form
    assert np.array_equal(exact.entries, rounded.entries)
    assert not rounded.is_exact
    assert rounded.odds == pytest.approx([float(p) for p in exact.odds])
    scale = max((abs(n) for paid in exact.payoffs for n in paid), default=1) or 1
    for one, other in zip(exact.payoffs, rounded.payoffs.tolist(), strict=True):
        assert other == pytest.approx([float(n) for n in one], abs=1e-9 * float(scale))
    plans = plans_of(game, weights)
    for player in game.players:
        column = rounded.payoff_column(player)
        assert column == pytest.approx(
            [float(n) for n in exact.payoff_column(player)], abs=1e-9 * float(scale)
        )
        assert rounded.expected_payoffs(plans)[player] == pytest.approx(
            float(exact.expected_payoffs(plans)[player]), abs=1e-6 * float(scale)
        )


@given(with_weights())
def test_plans_satisfy_the_equations_and_lead_back(drawn):
    game, weights = drawn
    form = game.sequence_form
    for who, player in enumerate(game.players):
        own = mine(game, player, weights)
        plan = form.realization_plan(player, own)
        rows, columns, values = form.equations(player)
        left = [Fraction(0)] * (len(form.infosets(player)) + 1)
        for row, column, value in zip(
            rows.tolist(), columns.tolist(), values.tolist(), strict=True
        ):
            left[row] += value * plan[column]
        assert left == [1] + [0] * (len(left) - 1)
        first = form.structure.first[who].tolist()
        for j, here in enumerate(form.behavior(player, plan)):
            if here is None:
                assert plan[form.structure.before[who][j]] == 0
            else:
                assert list(here) == own[first[j] - 1 : first[j + 1] - 1]


@given(TREES)
def test_sequences_are_named_and_counted(game):
    form = game.sequence_form
    assert sum(form.counts) == len(game.players) + int(game.tree.first_action[-1])
    for player, count in zip(game.players, form.counts, strict=True):
        names = form.sequences(player)
        assert len(names) == len(set(names)) == count
        own = [s.label for s in game.information_sets if s.player == player]
        assert form.infosets(player) == tuple(own)
    keys = form.entries.tolist()
    assert len({tuple(key) for key in keys}) == len(keys) <= len(game.tree.terminals)
    assert sum(form.odds) >= 1


@given(TREES)
def test_integers_are_the_payoffs_over_a_denominator(game):
    form = game.sequence_form
    rows, common = form.integer_payoffs
    for row, paid in zip(rows, form.payoffs, strict=True):
        assert [Fraction(n, c) for n, c in zip(row, common, strict=True)] == list(paid)


def recalls(game):
    """Whether all nodes of each information set share what their player knew and did before."""
    tree = game.tree
    for members in tree.members:
        memories = set()
        for node in members:
            memory, below = [], node
            while below:
                above = int(tree.parent[below])
                if tree.mover[above] == tree.mover[node]:
                    memory.append((int(tree.infoset[above]), int(tree.edge[below])))
                below = above
            memories.add(tuple(memory))
        if len(memories) > 1:
            return False
    return True


@given(ANY)
def test_recall_is_what_the_tree_says_of_it(game):
    tree = game.tree
    assert recalls(game) == tree.sequences.recalled == (tree.recall_failure is None)
    if tree.recall_failure is None:
        assert recall_obstacle(tree) == ""
        return
    with pytest.raises(bg.UnsupportedGameError) as caught:
        _ = game.sequence_form
    for node in tree.recall_failure:
        assert tree.path(node) in str(caught.value)


@given(ANY)
def test_level_by_level_is_node_by_node(game):
    tree = game.tree
    of_action = tree.sequences.of_action
    plain = module._node_by_node(tree, of_action)
    assert np.array_equal(module._by_levels(tree, of_action), plain)


@given(parametric_games(form=bg.ExtensiveFormGame))
def test_open_parameters_stay_open(game):
    if not game.has_perfect_recall:
        return
    open_form, closed = game.sequence_form, game.at().sequence_form
    assert open_form.structure is closed.structure
    assert np.array_equal(open_form.entries, closed.entries)


def test_a_wide_tree_in_floats():
    end = {(i, j): {"A": i * j - 7, "B": i - j} for i in range(30) for j in range(30)}
    game = bg.ExtensiveFormGame(
        "wide",
        players=("A", "B"),
        root=bg.Chance(
            {
                str(n): (
                    Fraction(1, 3),
                    bg.Decision(
                        "A",
                        {
                            str(i): bg.Decision(
                                "B",
                                {str(j): bg.Terminal(end[i, j]) for j in range(30)},
                                infoset=f"B {i}",
                            )
                            for i in range(30)
                        },
                        infoset="A",
                    ),
                )
                for n in range(3)
            }
        ),
    )
    assert game.tree.is_wide
    exact, rounded = game.sequence_form, game.to_float().sequence_form
    assert len(exact.entries) == 900
    assert np.array_equal(exact.entries, rounded.entries)
    assert rounded.payoffs == pytest.approx(np.array(exact.payoffs, dtype=float))


def test_a_chain_as_deep_as_it_likes():
    node = bg.Terminal({"A": 1})
    for step in range(20_000):
        node = bg.Decision("A", {"on": node, "off": bg.Terminal({"A": 0})}, infoset=f"{step}")
    game = bg.ExtensiveFormGame("chain", players=("A",), root=node)
    form = game.to_float().sequence_form
    assert form.counts == (40_001,)
    assert form.expected_payoffs([np.ones(40_001)])["A"] == 1


def test_absent_mindedness_is_refused_by_name():
    end = bg.Terminal({"A": 1})
    below = bg.Decision("A", {"on": end, "off": end}, infoset="crossing")
    game = bg.ExtensiveFormGame(
        "driver",
        players=("A",),
        root=bg.Decision("A", {"on": below, "off": end}, infoset="crossing"),
    )
    with pytest.raises(bg.UnsupportedGameError, match=r"absent-minded at crossing: root and root/"):
        _ = game.sequence_form


def test_many_players_do_not_overflow_the_keys():
    names = [f"P{i}" for i in range(70)]
    node = bg.Terminal(dict.fromkeys(names, 1))
    for name in names:
        node = bg.Decision(name, {"on": node, "off": bg.Terminal(dict.fromkeys(names, 0))})
    game = bg.ExtensiveFormGame("many", players=names, root=node)
    exact, rounded = game.sequence_form, game.to_float().sequence_form
    assert np.array_equal(exact.entries, rounded.entries)
    assert len(exact.entries) == 71


def test_unknown_players_and_wrong_lengths():
    form = bg.catalog.load("entry-deterrence").game.sequence_form
    with pytest.raises(bg.UnknownNameError, match="did you mean 'entrant'"):
        form.sequences("entrent")
    with pytest.raises(bg.UnsupportedGameError, match="3 probabilities for the 2 actions"):
        form.realization_plan("entrant", [1, 0, 0])
    with pytest.raises(bg.UnsupportedGameError, match="2 numbers for the 3 sequences"):
        form.behavior("entrant", [1, 0])


def test_it_is_cached_and_games_still_pickle():
    game = bg.catalog.load("entry-deterrence").game
    assert game.sequence_form is game.sequence_form
    assert pickle.loads(pickle.dumps(game)) == game
