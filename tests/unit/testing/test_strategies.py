"""Strategies draw what they promise, and often what finds faults."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.results import Concept
from brinkgame.testing import (
    behavior_profiles,
    exact_numbers,
    extensive_form_games,
    mixed_profiles,
    normal_form_games,
    parametric_games,
    payoffs,
    perfect_information_games,
)
from brinkgame.testing.reference import pure_equilibria
from tests.unit.testing.drawing import drawn, share


def has_chance(game):
    return bool((game.tree.mover == CHANCE).any())


def has_impossible_branches(game):
    return 0 in game.edge_probabilities()


def shares_outcomes(game):
    tree = game.tree
    labels = [x for x in tree.label[tree.mover == TERMINAL].tolist() if x >= 0]
    return len(set(labels)) < len(labels)


def repeats_infosets(game):
    return any(len(infoset.nodes) > 1 for infoset in game.information_sets)


def is_zero_sum(game):
    if isinstance(game, NormalFormGame):
        return game.is_zero_sum
    return all(sum(row) == 0 for row in game.payoff_rows())


def is_tied(game):
    return len(pure_equilibria(game, Concept.SUBGAME_PERFECT)) > 1


def spread(game):
    sizes = [abs(n) for n in game.numbers if n]
    return max(sizes) / min(sizes) if sizes else 1


# -- numbers ---------------------------------------------------------------------------------------


@given(exact_numbers(low=Fraction(1, 3), high=2, max_denominator=5))
def test_numbers_lie_in_their_range(number):
    assert isinstance(number, Fraction)
    assert Fraction(1, 3) <= number <= 2
    assert number.denominator <= 5


@given(exact_numbers(max_denominator=1))
def test_whole_numbers(number):
    assert number.denominator == 1


def test_both_whole_and_broken_numbers_come():
    assert 0.1 < share(exact_numbers(), lambda number: number.denominator > 1) < 0.9
    assert drawn(exact_numbers(low=Fraction(1, 3), high=Fraction(1, 3), max_denominator=3))
    assert set(drawn(exact_numbers(low=2, high=2))) == {2}


def test_numbers_shrink_toward_zero():
    assert find(exact_numbers(), lambda number: True) == 0
    assert find(exact_numbers(), lambda number: number < 0) == -1


def test_kinds_of_payoffs():
    assert set(drawn(payoffs(kind="tied"))) == {0, 1, 2}
    small = drawn(payoffs(kind="small"))
    assert all(number.denominator == 1 and abs(number) <= 9 for number in small)
    assert len(set(small)) > 10
    assert share(payoffs(kind="fractions"), lambda number: number.denominator > 1) > 0.1
    wide = drawn(payoffs(kind="wide"))
    assert max(wide) > 10**30
    assert min(abs(number) for number in wide if number) == Fraction(1, 10**30)
    close = set(drawn(payoffs(kind="close")))
    assert len(close) > 3
    assert len(set(map(float, close))) == 1
    near = {a - b for a in wide for b in wide if a != b}
    assert min(map(abs, near)) <= Fraction(1, 10**30)
    every = set(drawn(payoffs(), 500))
    assert {Fraction(0), Fraction(10**30)} <= every
    assert any(number.denominator not in (1, 10**30) for number in every)


# -- tables ----------------------------------------------------------------------------------------


def test_tables_are_often_square_and_often_tied():
    games = drawn(normal_form_games(), 300)
    assert sum(len(set(game.shape)) == 1 for game in games) > 150
    assert sum(game.shape == (3, 3) for game in games) > 5
    assert sum(len(set(game.numbers)) <= 3 < game.cells.size for game in games) > 60
    assert sum(spread(game) > 10**20 for game in games) > 20
    assert {len(game.players) for game in games} == {1, 2, 3, 4}
    assert sum(len(game.players) == 2 for game in games) > 100


@given(normal_form_games(players=3, max_strategies=5, max_cells=30))
def test_tables_keep_their_bounds(game):
    assert game.players == ("A", "B", "C")
    assert max(game.shape) <= 3  # the third root of 30
    assert game.is_closed


@given(normal_form_games(square=True))
def test_square_tables(game):
    assert len(set(game.shape)) == 1


@given(normal_form_games(symmetric=True))
def test_symmetric_tables(game):
    first, second = (game.payoff_array(player) for player in game.players)
    assert (first == second.T).all()


def test_tables_have_patterns_now_and_then():
    games = [g for g in drawn(normal_form_games(players=2, kind="small"), 200) if min(g.shape) > 1]
    pairs = [[game.payoff_array(player) for player in game.players] for game in games]
    assert sum((a == b).all() for a, b in pairs) > 3
    assert sum((a == -b).all() for a, b in pairs) > 3
    assert sum(a.shape == b.T.shape and (a == b.T).all() for a, b in pairs) > 3
    twins = [
        all((table[k] == table[k + 1]).all() for table in pair)
        for pair in pairs
        for k in range(len(pair[0]) - 1)
    ]
    assert sum(twins) > 3


def test_tables_that_need_not_be_square():
    assert share(normal_form_games(square=False, players=2), lambda g: len(set(g.shape)) == 2) > 0.3


@given(normal_form_games(zero_sum=True, kind="wide"))
def test_zero_sum_tables(game):
    assert len(game.players) == 2
    assert game.is_zero_sum


def test_tables_shrink_to_the_smallest():
    game = find(normal_form_games(), lambda game: True)
    assert game.shape == (1,)
    assert game.numbers == (0,)


# -- trees -----------------------------------------------------------------------------------------


def test_trees_have_everything_often():
    games = drawn(extensive_form_games(), 400)
    assert {len(game.players) for game in games} == {1, 2, 3, 4}
    for feature, least in (
        (has_chance, 100),
        (has_impossible_branches, 20),
        (repeats_infosets, 30),
        (shares_outcomes, 50),
        (lambda game: game.tree.pays_on_the_way, 50),
        (lambda game: spread(game) > 10**20, 25),
        (lambda game: game.tree.size > 12, 80),
        (lambda game: min(game.tree.infoset_size.tolist(), default=9) == 1, 50),
        (lambda game: max(game.tree.infoset_size.tolist(), default=0) == 3, 80),
        (lambda game: None in game.tree.infoset_label, 50),
        (lambda game: any(label is not None for label in game.tree.infoset_label), 50),
    ):
        assert sum(map(feature, games)) >= least, feature
    assert all(game.has_perfect_recall for game in games)


def test_trees_are_often_tied():
    assert share(perfect_information_games(max_decisions=4), is_tied, 100) > 0.15
    assert share(perfect_information_games(max_decisions=4, kind="tied"), is_tied, 100) > 0.3


FEATURES = {
    "perfect_information": lambda game: not repeats_infosets(game),
    "perfect_recall": lambda game: game.has_perfect_recall,
    "chance": has_chance,
    "inner_payoffs": lambda game: game.tree.pays_on_the_way,
    "shared_outcomes": shares_outcomes,
}


@given(st.data())
def test_what_is_asked_of_a_tree_is_there(data):
    wanted = data.draw(
        st.fixed_dictionaries({name: st.sampled_from((None, True, False)) for name in FEATURES})
    )
    if wanted["perfect_information"] and wanted["perfect_recall"] is False:
        wanted["perfect_recall"] = None
    players = data.draw(st.sampled_from((None, 2, 3)))
    game = data.draw(extensive_form_games(players=players, **wanted))
    for name, asked in wanted.items():
        if asked is not None:
            assert FEATURES[name](game) is asked, name
    assert players in (None, len(game.players))
    assert game.tree.depth.max() <= 4
    assert len(game.tree.decisions) <= 6
    assert game.tree.infoset_size.max(initial=0) <= 3


@given(
    st.sampled_from(
        [
            {"perfect_information": False, "max_decisions": 3, "max_depth": 2, "chance": False},
            {"perfect_information": False, "players": 1, "max_decisions": 2, "max_depth": 2},
            {"perfect_information": False, "max_actions": 1, "chance": True, "max_depth": 2},
            {"perfect_information": False, "chance": True, "max_depth": 3, "max_decisions": 3},
            {"perfect_recall": False, "chance": True, "max_depth": 3, "max_decisions": 3},
            {"shared_outcomes": True, "max_depth": 1, "chance": False, "max_decisions": 1},
            {"inner_payoffs": True, "max_depth": 1, "max_decisions": 0},
            {"chance": True, "shared_outcomes": True, "max_depth": 1, "max_decisions": 0},
        ]
    ),
    st.data(),
)
def test_narrow_room_is_enough(options, data):
    game = data.draw(extensive_form_games(**options))
    for name, asked in options.items():
        if name in FEATURES:
            assert FEATURES[name](game) is asked, name
    assert game.tree.depth.max() <= options["max_depth"]
    assert len(game.tree.decisions) <= options.get("max_decisions", 6)


@given(extensive_form_games(max_depth=0))
def test_trees_that_are_over_at_once(game):
    assert game.tree.size == 1


@given(extensive_form_games(zero_sum=True, inner_payoffs=True))
def test_zero_sum_trees(game):
    assert len(game.players) == 2
    assert is_zero_sum(game)


@given(perfect_information_games(players=4, kind="small", chance=False))
def test_trees_of_perfect_information(game):
    assert game.is_perfect_information
    assert len(game.players) == 4
    assert not has_chance(game)
    assert all(abs(number) <= 9 for number in game.numbers)


def test_forgetting_comes_in_both_kinds():
    games = drawn(extensive_form_games(perfect_recall=False))

    def absent_minded(game):
        tree = game.tree
        return any(
            other in range(node + 1, int(tree.end[node]))
            for members in tree.members
            for node in members
            for other in members
        )

    assert 20 < sum(map(absent_minded, games)) < 180


def test_trees_shrink_to_the_smallest():
    game = find(extensive_form_games(), lambda game: game.tree.size > 3)
    assert game.tree.size <= 6
    assert len(game.players) == 1
    assert set(game.numbers) <= {0, 1}


# -- open parameters -------------------------------------------------------------------------------


@given(parametric_games())
def test_open_games_are_open_and_can_be_closed(game):
    assert not game.is_closed
    assert game.at().is_closed
    for parameter in game.parameters.values():
        assert parameter.meaning
        if parameter.name in "pqr":
            assert (parameter.low, parameter.high) == (0, 1)


@given(st.data())
def test_open_games_are_defined_at_every_point_of_their_ranges(data):
    game = data.draw(parametric_games(max_parameters=2))
    point = {
        name: data.draw(
            exact_numbers(
                low=-3 if parameter.low is None else parameter.low,
                high=3 if parameter.high is None else parameter.high,
            )
        )
        for name, parameter in game.parameters.items()
        if parameter.low is None or parameter.low < parameter.high
    }
    closed = game.at(point)
    assert closed.is_closed
    assert len(game.parameters) <= 4


def test_open_games_come_in_both_forms_and_with_open_chances():
    games = drawn(parametric_games(), 150)
    assert {type(game) for game in games} == {ExtensiveFormGame, NormalFormGame}
    assert sum("p" in game.parameters for game in games) > 5
    assert sum(len(game.parameters) > 1 for game in games) > 15
    ends = [parameter.low for game in games for parameter in game.parameters.values()]
    assert None in ends


@given(parametric_games(form=ExtensiveFormGame, perfect_information=False, players=2))
def test_open_trees_take_the_options_of_trees(game):
    assert repeats_infosets(game)
    assert len(game.players) == 2


@given(parametric_games(form=NormalFormGame, zero_sum=True))
def test_open_zero_sum_tables(game):
    assert game.is_zero_sum
    assert game.at().is_zero_sum


@given(parametric_games(form=ExtensiveFormGame, zero_sum=True))
def test_open_zero_sum_trees(game):
    assert is_zero_sum(game)


# -- profiles --------------------------------------------------------------------------------------

MATRIX = NormalFormGame.from_arrays([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]])
POINT = NormalFormGame.from_arrays([[1]], [[1]])


@given(st.sampled_from((None, True, False)), st.data())
def test_mixed_profiles(pure, data):
    profile = data.draw(mixed_profiles(MATRIX, pure=pure))
    assert all(sum(profile[player].values()) == 1 for player in profile)
    assert pure is None or profile.is_pure is pure


def test_mixed_profiles_vary():
    profiles = drawn(mixed_profiles(MATRIX))
    assert {tuple(p.support("2")) for p in profiles} >= {("1",), ("1", "2"), ("1", "2", "3")}
    assert {p.is_pure for p in profiles} == {True, False}
    assert {tuple(w.index(1) for w in p.weights) for p in profiles if p.is_pure} == {
        (i, j) for i in range(2) for j in range(3)
    }


@given(st.data())
def test_behavior_profiles(data):
    game = data.draw(extensive_form_games())
    profile = data.draw(behavior_profiles(game))
    assert profile.game is game
    pure = data.draw(behavior_profiles(game, pure=True))
    assert pure.is_pure
    if game.tree.infoset_size.max(initial=0) > 1:
        assert not data.draw(behavior_profiles(game, pure=False)).is_pure


@given(st.data())
def test_profiles_of_games_in_floats(data):
    game = data.draw(perfect_information_games()).to_float()
    profile = data.draw(behavior_profiles(game))
    weights = [w for i in range(game.tree.n_infosets) for w in profile.weights_at(i)]
    assert all(isinstance(weight, float) for weight in weights)


# -- what cannot be --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: exact_numbers(low=2, high=1), "no number lies between low=2 and high=1"),
        (lambda: exact_numbers(max_denominator=0), "max_denominator is a whole number from 1"),
        (lambda: exact_numbers(max_denominator=True), "max_denominator is a whole number"),
        (
            lambda: exact_numbers(low=Fraction(1, 7), high=Fraction(1, 6), max_denominator=5),
            "no fraction with a denominator up to 5 lies between 1/7 and 1/6",
        ),
        (lambda: payoffs(kind="odd"), "kind is None or one of tied, small, fractions, wide, close"),
        (lambda: normal_form_games(players=0), "players is None or a number from 1 to 4; got 0"),
        (lambda: normal_form_games(players=5), "got 5"),
        (lambda: normal_form_games(players="2"), "got '2'"),
        (lambda: normal_form_games(max_strategies=0), "max_strategies is a whole number from 1"),
        (lambda: normal_form_games(max_strategies=9), "max_strategies is at most 8"),
        (lambda: normal_form_games(max_cells=0), "max_cells is a whole number"),
        (lambda: normal_form_games(square="yes"), "square is True .some., False .none. or None"),
        (lambda: normal_form_games(kind="odd"), "kind is None"),
        (lambda: normal_form_games(zero_sum=True, players=3), "a zero-sum game has two players"),
        (lambda: normal_form_games(symmetric=True, players=3), "a symmetric game has two players"),
        (lambda: normal_form_games(symmetric=True, square=False), "with as many strategies"),
        (lambda: normal_form_games(symmetric=True, zero_sum=True), "is not asked to be zero-sum"),
        (lambda: extensive_form_games(players=7), "players is None"),
        (lambda: extensive_form_games(chance=1), "chance is True"),
        (lambda: extensive_form_games(kind="odd"), "kind is None"),
        (lambda: extensive_form_games(zero_sum=True, players=1), "has two players"),
        (lambda: extensive_form_games(max_depth=-1), "max_depth is a whole number from 0"),
        (lambda: extensive_form_games(max_decisions=-1), "max_decisions is a whole number"),
        (lambda: extensive_form_games(max_actions=0), "max_actions is a whole number from 1"),
        (lambda: extensive_form_games(max_actions=9), "max_actions is at most 8"),
        (
            lambda: extensive_form_games(perfect_information=True, perfect_recall=False),
            "do not ask for perfect_information",
        ),
        (
            lambda: extensive_form_games(players=1, chance=False, perfect_information=False),
            "only by chance",
        ),
        (
            lambda: extensive_form_games(max_actions=1, chance=False, perfect_information=False),
            "only by chance",
        ),
        (
            lambda: extensive_form_games(max_actions=1, perfect_recall=False),
            "max_actions is at least 2",
        ),
        (
            lambda: extensive_form_games(max_actions=1, shared_outcomes=True, chance=False),
            "several ends only if max_actions is at least 2",
        ),
        (
            lambda: extensive_form_games(perfect_information=False, max_depth=1),
            "what is asked needs 2 moves in a row; max_depth=1",
        ),
        (lambda: extensive_form_games(chance=True, max_depth=0), "needs 1 moves in a row"),
        (lambda: extensive_form_games(inner_payoffs=True, max_depth=0), "needs 1 moves in a row"),
        (
            lambda: extensive_form_games(perfect_information=False, max_decisions=2, players=2),
            "what is asked needs 3 decisions; max_decisions=2",
        ),
        (lambda: perfect_information_games(players=9), "players is None"),
        (lambda: parametric_games(max_parameters=0), "max_parameters is a whole number"),
        (lambda: parametric_games(max_parameters=4), "max_parameters is at most 3"),
        (lambda: parametric_games(form=dict), "form is ExtensiveFormGame, NormalFormGame or None"),
        (lambda: parametric_games(players=9), "players is None"),
        (lambda: parametric_games(zero_sum=True, players=3), "has two players"),
        (lambda: parametric_games(chance="no"), "chance is True"),
        (
            lambda: parametric_games(players=1, chance=False, perfect_information=False),
            "only by chance",
        ),
        (lambda: mixed_profiles(POINT, pure=False), "nobody has two actions to mix"),
        (lambda: mixed_profiles(MATRIX, pure="yes"), "pure is True"),
        (lambda: mixed_profiles("MATRIX"), "expected a NormalFormGame, got 'MATRIX'"),
        (lambda: behavior_profiles(MATRIX), "expected an ExtensiveFormGame"),
    ],
)
def test_what_cannot_be_is_said_at_once(make, message):
    with pytest.raises(ValueError, match=message):
        make()
