"""What must hold of every game, whoever solves it, on games drawn in every form.

Ways from one form to another preserve payoffs, a game comes back from what it is written and
packed as, closing parameters commutes with playing, and probabilities are ones.
"""

from __future__ import annotations

import itertools
import pickle
import warnings
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE
from brinkgame.testing import (
    assert_same_game,
    behavior_profiles,
    exact_numbers,
    extensive_form_games,
    mixed_profiles,
    normal_form_games,
    parametric_games,
)
from brinkgame.testing.reference import (
    PlainTree,
    _weights,
    conduct_of,
    count_pure,
    payoffs_of,
    pure_choices,
    pure_conduct,
)
from brinkgame.testing.soundness import _cell
from brinkgame.testing.variants import _Place, _rewritten

TREES = extensive_form_games()
ANY_TREES = extensive_form_games(perfect_recall=None, shared_outcomes=True, inner_payoffs=None)
ANY_GAMES = st.one_of(ANY_TREES, normal_form_games(), parametric_games(perfect_recall=None))


def profiles(game):
    return (behavior_profiles if isinstance(game, ExtensiveFormGame) else mixed_profiles)(game)


@given(extensive_form_games(perfect_recall=None, max_decisions=4))
def test_normal_forms_pay_what_the_tree_pays(game):
    for reduced in (False, True):
        if reduced and not game.has_perfect_recall:
            continue
        table = bg.to_normal_form(game, reduced=reduced)
        if not reduced:
            assert count_pure(table) == count_pure(game)
        for choices in itertools.islice(pure_choices(game), 40):
            paid = payoffs_of(game, pure_conduct(game, choices))
            cell = _cell(game, table, choices)
            assert {player: table.payoff(player, cell) for player in game.players} == paid


@given(extensive_form_games(perfect_recall=False, max_decisions=4))
def test_reduced_forms_of_forgetful_players_pay_what_the_tree_pays(game):
    table = bg.to_normal_form(game, reduced=True)
    for choices in itertools.islice(pure_choices(game), 40):
        paid = payoffs_of(game, pure_conduct(game, choices))
        cell = _cell(game, table, choices)
        assert {player: table.payoff(player, cell) for player in game.players} == paid


@given(ANY_GAMES)
def test_games_come_back_from_what_they_are_packed_as(game):
    again = pickle.loads(pickle.dumps(game))
    assert_same_game(game, again)
    assert again == game
    assert hash(again) == hash(game)
    assert again.fingerprint() == game.fingerprint()
    assert str(again) == str(game)


@given(ANY_TREES)
def test_trees_come_back_from_what_they_are_written_as(game):
    again = _rewritten(game, _Place.node)
    assert_same_game(game, again)
    assert again.fingerprint() == game.fingerprint()


@given(st.data())
def test_closing_commutes_with_playing(data):
    game = data.draw(parametric_games())
    point = {
        name: data.draw(exact_numbers(low=0, high=1, max_denominator=4)) for name in game.parameters
    }
    profile = data.draw(profiles(game))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bg.ParameterRangeWarning)
        closed = game.at(point)
        fixed = game.fix(point)
    assert_same_game(closed, fixed)
    open_payoffs = bg.expected_payoffs(game, profile)
    paid = payoffs_of(closed, conduct_of(profile))
    for player, payoff in open_payoffs.items():
        value = payoff.evaluate(point) if isinstance(payoff, bg.Expression) else payoff
        assert value == paid[player]


@given(st.data())
def test_probabilities_are_those_of_every_path(data):
    game = data.draw(ANY_TREES)
    profile = data.draw(behavior_profiles(game))
    tree = PlainTree.of(game)
    weights = _weights(game, conduct_of(profile))
    paths = [((0,), Fraction(1))]
    ended = []
    while paths:
        path, chance = paths.pop()
        moves = list(tree.moves(path[-1], weights))
        if not moves:
            ended.append((path, chance))
        paths.extend(((*path, child), chance * weight) for weight, child in moves)
    assert sum(chance for _, chance in ended) == 1

    def likelihood(meets):
        return sum(chance for path, chance in ended if any(map(meets, path)))

    by_node = bg.node_probabilities(game, profile)
    for node in range(game.tree.size):
        assert by_node[game.tree.path(node)] == likelihood(lambda n, node=node: n == node)
    by_set = bg.infoset_probabilities(game, profile)
    for number, infoset in enumerate(game.information_sets):
        meets = likelihood(lambda n, number=number: tree.infoset[n] == number)
        assert by_set[infoset.player][infoset.label] == meets
    labels = game.tree.label.tolist()
    by_outcome = bg.outcome_probabilities(game, profile)
    assert tuple(by_outcome) == game.outcomes
    for number, outcome in enumerate(game.outcomes):
        assert by_outcome[outcome] == likelihood(lambda n, number=number: labels[n] == number)


@given(ANY_TREES)
def test_information_sets_and_chances_are_well_formed(game):
    tree = game.tree
    for node in range(tree.size):
        below = tree.children_of(node)
        if tree.mover[node] == CHANCE:
            odds = [game.edge_probabilities()[child] for child in below]
            assert sum(odds) == 1
            assert min(odds) >= 0
        elif tree.mover[node] >= 0:
            infoset = game.information_sets[tree.infoset[node]]
            assert infoset.player == game.players[tree.mover[node]]
            assert len(infoset.actions) == len(below)
            assert tree.path(node) in infoset.nodes
        for child in below:
            assert game.node_at(tree.path(child)) == child


@given(TREES)
def test_subgames_are_games_of_their_own(game):
    for path in bg.subgames(game):
        part = bg.subgame(game, path)
        assert part.has_perfect_recall
        assert bg.subgames(part)[0] == "root"
        inner = [p for p in bg.subgames(game) if p == path or p.startswith(f"{path}/")]
        assert len(bg.subgames(part)) == len(inner)
