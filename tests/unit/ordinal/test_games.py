from __future__ import annotations

import itertools
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from tests.unit.ordinal.drawing import ordinal_games, payoffs_in_order

STRATEGIES = {"US": ("blockade", "strike"), "USSR": ("withdraw", "maintain")}


def test_only_the_order_is_kept():
    near = bg.OrdinalGame(
        "a", strategies=STRATEGIES, ranks={"US": [[3, 2], [4, 1]], "USSR": [[3, 4], [2, 1]]}
    )
    far = bg.OrdinalGame(
        "b",
        strategies=STRATEGIES,
        ranks={"US": [[30, 2], [400, -7]], "USSR": np.array([[3, 9], [2, 0]])},
    )
    assert near == far
    assert hash(near) == hash(far)
    assert far.rank("US", ("strike", "withdraw")) == 4
    assert far.rank("US", ("strike", "maintain")) == 1
    tied = bg.OrdinalGame(
        "t", strategies=STRATEGIES, ranks={"US": [[9, 9], [5, 1]], "USSR": [[1, 1], [1, 1]]}
    )
    assert [tied.rank("US", s) for s in tied.states] == [3, 3, 2, 1]
    assert not tied.is_strict("US")
    assert near.is_strict("US")
    assert near != tied
    assert near != "near"


@given(ordinal_games())
def test_ways_to_write_a_game_agree(game):
    tables = {p: [game.rank(p, s) for s in game.states] for p in game.players}
    shaped = {p: np.array(t).reshape(game.shape).tolist() for p, t in tables.items()}
    assert bg.OrdinalGame("again", strategies=game.strategies, ranks=shaped) == game
    assert pickle.loads(pickle.dumps(game)) == game
    for player in game.players:
        order = game.order(player)
        assert sorted(s for tied in order for s in tied) == sorted(game.states)
        for better, worse in itertools.pairwise(order):
            assert all(game.prefers(player, a, b) for a in better for b in worse)
        assert game.is_strict(player) == all(len(tied) == 1 for tied in order)
        for state in game.states:
            for other in game.moves(player, state):
                assert sum(a != b for a, b in zip(state, other, strict=True)) == 1
                assert state in game.moves(player, other)


@given(st.data())
def test_payoffs_in_this_order_have_this_order_and_these_pure_equilibria(data):
    game = data.draw(ordinal_games())
    table = game.with_payoffs(data.draw(payoffs_in_order(game)))
    assert bg.OrdinalGame.of(table) == game
    pure = {
        state
        for state in game.states
        if not any(bg.regrets(table, dict(zip(game.players, state, strict=True))).values())
    }
    assert pure == set(game.nash_equilibria())


def test_open_payoffs_carry_their_order_as_constraints():
    game = bg.catalog.load("brams-chicken").game
    war = bg.Parameter("war", Fraction(10), low=1, high=60)
    cost = bg.Parameter("cost", Fraction(2), low=0, high=9)
    table = game.with_payoffs({"US": (-war, -cost, 0, 1), "USSR": (-8, -4, 0, 2)})
    assert [str(c) for c in table.constraints] == ["-war < -cost", "-cost < 0"]
    conditions = bg.cardinal_conditions(table)
    assert conditions.strict["blockade", "maintain"].holds({"war": 10, "cost": 2})
    assert not conditions.strict["blockade", "maintain"].holds({"war": 1, "cost": 2})


def test_no_solver_takes_an_ordinal_game():
    game = bg.catalog.load("brams-chicken").game
    with pytest.raises(bg.UnsupportedGameError, match="with_payoffs"):
        bg.solve(game)
    for solver in bg.all_solvers():
        with pytest.raises(bg.UnsupportedGameError, match="no payoffs"):
            bg.solve(game, solver())
    with pytest.raises(bg.UnsupportedGameError, match="no payoffs"):
        bg.solve(bg.catalog.load("crisis-graph-model").game)


def test_ranks_do_not_add_up():
    game = bg.catalog.load("brams-chicken").game
    for name in ("payoff", "payoff_array", "numbers", "at", "to_float", "parameters"):
        assert not hasattr(game, name)
    with pytest.raises(AttributeError, match="cannot be changed"):
        game.title = "other"


@pytest.mark.parametrize(
    ("ranks", "words"),
    [
        ({"US": [[3, 2], [4, 1]]}, "no ranks of USSR"),
        ({"US": [[3, 2], [4, 1]], "USSR": [[3, 4], [2, 1]], "UK": []}, "unknown player 'UK'"),
        ({"US": [[3, 2], [4, 1]], "USSR": [[3, 4], [2]]}, "USSR at .strike.: expected 2 entries"),
        ({"US": [[3, 2], [4, 1]], "USSR": [3, 4]}, "expected 2 entries, got 3"),
        ({"US": [[3, 2.5], [4, 1]], "USSR": [[3, 4], [2, 1]]}, "blockade, maintain.: a rank is a"),
        ({"US": [[3, True], [4, 1]], "USSR": [[3, 4], [2, 1]]}, "a rank is a whole number"),
        ({"US": [[3, "2"], [4, 1]], "USSR": [[3, 4], [2, 1]]}, "NormalFormGame"),
        ([1, 2], "ranks are written"),
    ],
)
def test_wrong_ranks(ranks, words):
    with pytest.raises(bg.InvalidGameError, match=words):
        bg.OrdinalGame("wrong", strategies=STRATEGIES, ranks=ranks)


@pytest.mark.parametrize(
    ("strategies", "words"),
    [
        ({}, "strategies are written"),
        (None, "strategies are written"),
        ({"US": ("a", "a")}, "two strategies 'a'"),
        ({"US": ()}, "no strategy"),
        ({"US": 3}, "sequence of labels"),
        ({"US": [f"s{i}" for i in range(200)], "USSR": [f"s{i}" for i in range(200)]}, "40000"),
    ],
)
def test_wrong_strategies(strategies, words):
    with pytest.raises(bg.InvalidGameError, match=words):
        bg.OrdinalGame("wrong", strategies=strategies, ranks={})


def test_wrong_cells():
    with pytest.raises(bg.InvalidGameError) as caught:
        bg.OrdinalGame.from_cells(
            "wrong",
            strategies=STRATEGIES,
            cells={
                ("blockade", "withdraw"): (3, 3),
                ("blockade", "maintain"): (2,),
                ("strike", "withdraw"): (4, 0.5),
                ("strike", "wait"): (1, 1),
            },
        )
    told = "\n".join(map(str, caught.value.faults))
    assert "no such state, at ('strike', 'wait')" in told
    assert "no ranks, at (strike, maintain)" in told
    assert "expected one rank a player, got (2,)" in told
    assert "got 0.5" in told
    with pytest.raises(bg.InvalidGameError, match="cells are"):
        bg.OrdinalGame.from_cells("wrong", strategies=STRATEGIES, cells=[1])


@pytest.mark.parametrize(
    ("payoffs", "words"),
    [
        ({"US": (1, 2, 3, 4)}, "USSR has 4 places in its order"),
        ({"US": (1, 2, 3), "USSR": (1, 2, 3, 4)}, "US has 4 places"),
        ({"US": (1, 2, 2, 4), "USSR": (1, 2, 3, 4)}, "rise from worst to best"),
        ({"US": (1, 2, "x", 4), "USSR": (1, 2, 3, 4)}, "payoffs of US"),
        ({"US": (1, 2, 3, 4), "USSR": (1, 2, 3, 4), "UK": (1,)}, "unknown player 'UK'"),
        (None, "payoffs are"),
    ],
)
def test_wrong_payoffs(payoffs, words):
    with pytest.raises(bg.InvalidGameError, match=words):
        bg.catalog.load("brams-chicken").game.with_payoffs(payoffs)


def test_what_has_no_order_of_its_own_is_refused():
    with pytest.raises(bg.UnsupportedGameError, match=r"game.at\(\)"):
        bg.OrdinalGame.of(bg.catalog.load("hawk-dove").game)
    with pytest.raises(bg.UnsupportedGameError, match="rounding"):
        bg.OrdinalGame.of(bg.catalog.load("chicken").game.to_float())
    with pytest.raises(bg.UnsupportedGameError, match="table of payoffs"):
        bg.OrdinalGame.of(bg.catalog.load("entry-deterrence").game)


@pytest.mark.parametrize("state", [("strike",), "strike", {"US": "strike"}, None, [[1]], 3])
def test_wrong_states(state):
    with pytest.raises(bg.InvalidProfileError, match="no state"):
        bg.catalog.load("brams-chicken").game.state(state)


def test_states_by_player_and_wrong_players():
    game = bg.catalog.load("brams-chicken").game
    first = game.states[0]
    assert game.state({"USSR": "withdraw", "US": "strike"}) == ("strike", "withdraw")
    for ask in (
        game.order,
        game.is_strict,
        lambda p: game.moves(p, first),
        lambda p: game.rank(p, first),
    ):
        with pytest.raises(bg.UnknownNameError, match="did you mean 'USSR'"):
            ask("USSr")


def test_text_of_games_of_other_sizes():
    three = bg.OrdinalGame.from_cells(
        "three",
        strategies={"A": ("a",), "B": ("b",), "C": ("c", "d")},
        cells={("a", "b", "c"): (1, 1, 1), ("a", "b", "d"): (1, 1, 2)},
    )
    assert str(three).splitlines()[1:] == [
        "ranks of A, B, C; 1 is worst",
        "(a, b, c): 1, 1, 1",
        "(a, b, d): 1, 1, 2",
    ]
    assert list(three.lines(1))[-1] == "... and 1 more states"
    assert repr(three) == "<OrdinalGame 'three': A, B, C; 1 x 1 x 2>"
