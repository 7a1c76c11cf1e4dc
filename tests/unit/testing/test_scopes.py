"""Games are drawn for a solver as the solver takes them, and nothing has to be thrown away."""

from __future__ import annotations

import pytest
from hypothesis import given

import brinkgame as bg
from brinkgame.arithmetic import Float
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.testing import games_beyond, games_for, open_games_for
from brinkgame.testing.scopes import _probe, _scope
from tests.unit.testing import odd
from tests.unit.testing.drawing import drawn

SOLVERS = [
    bg.BackwardInduction(),
    bg.PureEnumeration(),
    odd.LivesInFloats(),
    odd.ZeroSumTables(),
    odd.Choosy(players=(2, 3)),
    odd.Choosy(players=(2,), chance=False),
    odd.Choosy(confusion=True),
    odd.Choosy(confusion=True, forgetting=True, inner=False),
    odd.Choosy(form=object),
]


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
def test_nothing_drawn_is_out_of_scope(solver):
    games = drawn(games_for(solver), 60)
    assert [game for game in games if solver.obstacles(game)] == []
    assert {type(game.arithmetic) for game in games} <= solver.arithmetics


@pytest.mark.parametrize("solver", SOLVERS[:2] + SOLVERS[3:], ids=repr)
def test_nothing_drawn_open_is_out_of_scope_when_it_is_closed(solver):
    games = drawn(open_games_for(solver), 40)
    assert all(not game.is_closed for game in games)
    assert [game for game in games if solver.obstacles(game.at())] == []


def test_what_a_solver_takes_is_drawn():
    games = drawn(games_for(odd.Choosy(confusion=True, forgetting=True)), 80)
    assert sum(not game.has_perfect_recall for game in games) > 10
    assert sum(not game.is_perfect_information for game in games) > 20
    games = drawn(games_for(bg.BackwardInduction()), 60)
    assert {len(game.players) for game in games} == {1, 2, 3, 4}
    both = drawn(games_for(odd.Choosy(form=object)), 60)
    assert {type(game) for game in both} == {ExtensiveFormGame, NormalFormGame}


@given(games_for(bg.PureEnumeration(), zero_sum=True, kind="tied"))
def test_zero_sum_games_for_a_solver(game):
    assert game.is_zero_sum
    assert all(-2 <= number <= 2 for number in game.numbers)


def test_games_beyond_a_solver_fail_it_in_every_way():
    solver = bg.BackwardInduction()
    games = drawn(games_beyond(solver), 150)
    counts = [len(solver.obstacles(game)) for game in games]
    assert {0, 1, 2, 3} <= set(counts)
    reasons = " ".join(text for game in games for text in solver.obstacles(game))
    for word in ("NormalFormGame", "needs numbers", "cannot tell apart", "forgets"):
        assert word in reasons
    floats = drawn(games_beyond(odd.ZeroSumTables()), 60)
    assert any(isinstance(game.arithmetic, Float) for game in floats)
    exact = drawn(games_beyond(odd.LivesInFloats()), 60)
    assert any(not isinstance(game.arithmetic, Float) for game in exact)


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(ValueError, match="takes none of the games that can be drawn"):
        games_for(odd.TakesNothing())
    with pytest.raises(ValueError, match="takes no zero-sum game of two players"):
        games_for(odd.Choosy(players=(1, 3)), zero_sum=True)


def test_probes_have_what_they_are_for():
    plain = _probe(2)
    assert plain.is_perfect_information
    assert not _probe(2, confusion=True).is_perfect_information
    assert _probe(2, confusion=True).has_perfect_recall
    assert not _probe(2, forgetting=True).has_perfect_recall
    assert -1 in _probe(1, chance=True).tree.mover.tolist()
    assert _probe(3, inner=True).tree.pays_on_the_way
    assert all(sum(row) == 0 for row in _probe(2, general=False).payoff_rows())
    assert _scope(bg.BackwardInduction(), ExtensiveFormGame).options == {
        "perfect_information": True,
        "perfect_recall": True,
        "chance": None,
        "inner_payoffs": None,
    }
