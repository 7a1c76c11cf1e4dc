"""All equilibria of two-player games."""

from __future__ import annotations

import threading
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.testing import normal_form_games
from tests.unit.polytopes.drawing import bimatrices

PLAIN = bg.ExtremeEnumeration(compiled=False)
COMPILED = bg.ExtremeEnumeration(compiled=True)


@settings(deadline=None)
@given(st.one_of(normal_form_games(players=2), bimatrices(most=4)))
def test_it_finds_what_the_reference_finds(game):
    if isinstance(game, tuple):
        game = bg.NormalFormGame.from_arrays(*game)
    slow = bg.solve(game, bg.VertexEnumeration())
    for solver in (PLAIN, COMPILED):
        fast = bg.solve(game, solver)
        assert fast.equilibria == slow.equilibria
        assert fast.components == slow.components
        assert fast.indices == slow.indices
        assert fast.coverage is bg.Coverage.ALL


def test_payoffs_far_apart():
    tiny, huge = Fraction(1, 10**30), 10**30
    game = bg.NormalFormGame.from_arrays([[huge, 0], [huge - tiny, tiny]], [[tiny, 0], [0, huge]])
    result = bg.solve(game)
    assert result.indices == (1, 1, -1)
    mixed = result[2].profile
    assert mixed["2"] == {"1": HALF, "2": HALF}
    assert mixed["1"]["2"] == tiny / (huge + tiny)


HALF = Fraction(1, 2)


def test_it_is_chosen_for_two_players():
    result = bg.solve(bg.catalog.load("matching-pennies").game)
    assert isinstance(result.solver, bg.ExtremeEnumeration)
    assert result.only().profile["matcher"] == {"heads": HALF, "tails": HALF}
    assert result.is_complete_list


def test_a_float_game_is_solved_for_its_numbers():
    game = bg.NormalFormGame.from_arrays([[3, 0], [0, 1]], [[1, 0], [0, 2]])
    exact, floats = bg.solve(game), bg.solve(game.to_float())
    assert len(exact) == len(floats) == 3
    for a, b in zip(exact, floats, strict=True):
        for player in game.players:
            for strategy, weight in a.profile[player].items():
                assert b.profile[player][strategy] == float(weight)


def test_scope():
    three = bg.NormalFormGame.from_arrays([[[1]]], [[[1]]], [[[1]]])
    wide = bg.NormalFormGame.from_arrays([[0] * 70], [[0] * 70])
    assert "two players, not of 3" in PLAIN.obstacles(three)[0]
    assert "62" in PLAIN.obstacles(wide)[0]


@pytest.mark.parametrize("given", [1, 0, "yes", 2.0])
def test_options_are_checked(given):
    with pytest.raises(bg.InvalidNumberError, match="compiled="):
        bg.ExtremeEnumeration(compiled=given)


def dense(n):
    """A game with many equilibria: everyone wants to meet."""
    eye = [[int(i == j) for j in range(n)] for i in range(n)]
    return bg.NormalFormGame.from_arrays(eye, eye)


def test_all_equilibria_of_coordination():
    result = bg.solve(dense(5), PLAIN)
    assert len(result) == 2**5 - 1
    assert result.indices.count(1) == 16
    assert result == result


def test_time_is_heeded_and_what_is_found_is_kept():
    for solver in (PLAIN, COMPILED):
        bg.solve(dense(2), solver)  # the compiler is not what takes the time
        began = time.monotonic()
        result = bg.solve(dense(14), solver, time_limit=0.2, check=False)
        assert time.monotonic() - began < 20
        assert result.status is bg.Status.TIME_LIMIT
        assert result.coverage is bg.Coverage.SOME
        assert not result.components
        assert len(result) > 0
        assert not any(bg.regrets(result.game, result[0].profile).values())


def test_a_compiler_is_left_alone_where_it_is_not_worth_loading(monkeypatch):
    loaded = "brinkgame.solvers.extreme_enumeration.is_loaded"
    solver = bg.ExtremeEnumeration()
    monkeypatch.setattr(loaded, lambda: False)
    assert not solver._is_compiled(25)
    assert solver._is_compiled(26)
    monkeypatch.setattr(loaded, lambda: True)
    assert not solver._is_compiled(13)
    assert solver._is_compiled(14)


def test_progress_is_told():
    told = []
    bg.solve(dense(11), PLAIN, progress=told.append)
    assert told
    assert "nodes" in told[0].what


def test_statistics():
    statistics = bg.solve(dense(3)).statistics
    assert statistics["leaves"] == 7
    assert statistics["nodes"] >= 7


def test_it_can_run_in_threads():
    games = [dense(n) for n in (2, 3, 4, 3, 2)]
    found = [None] * len(games)

    def work(k):
        found[k] = len(bg.solve(games[k], COMPILED))

    threads = [threading.Thread(target=work, args=(k,)) for k in range(len(games))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3, 7, 15, 7, 3]
