"""The best commitment: certified, at least as good as every equilibrium, the same in floats."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.control import Control
from brinkgame.errors import InvalidParameterError, SolveError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.play import best_responses, commitment_range, dominated_strategies
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solve import solve
from brinkgame.solvers import StrongCommitment, VertexEnumeration
from tests.unit.drawing import SEEDS, fractions, tied, wide

THIRD = Fraction(1, 3)
FIGURE = NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]])


@st.composite
def tables(draw: Any, rows: int = 4, columns: int = 4) -> NormalFormGame:
    rng = random.Random(draw(SEEDS))
    number = rng.choice([tied, tied, fractions, wide, lambda r: r.randint(0, 99)])
    m, n = rng.randint(1, rows), rng.randint(1, columns)
    return NormalFormGame.from_arrays(
        *([[number(rng) for _ in range(n)] for _ in range(m)] for _ in "12")
    )


def test_what_it_declares() -> None:
    assert StrongCommitment.concept is Concept.COMMITMENT
    assert StrongCommitment.form is NormalFormGame
    assert StrongCommitment.coverage is Coverage.ONE
    assert sorted(a.__name__ for a in StrongCommitment.arithmetics) == ["Exact", "Float"]
    assert StrongCommitment() == StrongCommitment(leader=None, pure=False)
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    assert len(StrongCommitment().obstacles(tree)) == 1
    three = NormalFormGame.from_arrays(*(np.zeros((2, 2, 2), dtype=int) for _ in "123"))
    assert StrongCommitment(leader="4").obstacles(three) == (
        "takes two players, a leader and a follower, not 3",
        "there is no player '4' to lead; known: 1, 2, 3",
    )
    open_ = NormalFormGame.from_arrays([[Parameter("x", 1)]], [[0]])
    assert len(StrongCommitment().obstacles(open_)) == 1
    large = NormalFormGame.from_arrays(np.zeros((1001, 1000)), np.zeros((1001, 1000)))
    assert StrongCommitment().obstacles(large) == ("takes at most 1000000 cells, not 1001000",)


@pytest.mark.parametrize("options", [{"leader": 1}, {"pure": 1}, {"pure": None}])
def test_wrong_options(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterError):
        StrongCommitment(**options)


def test_the_figure_of_conitzer_and_sandholm() -> None:
    result = solve(FIGURE, StrongCommitment())
    assert str(result[0].profile) == "1: 1 1/2, 2 1/2; 2: 2"
    assert result[0].payoffs == {"1": Fraction(7, 2), "2": Fraction(1, 2)}
    assert result[0].details == {"leader": "1"}
    assert result[0].certificate.holds()
    assert result.status is Status.SOLVED
    assert result.coverage is Coverage.ONE
    (reason,) = result.why_not({"1": "1", "2": "1"})
    assert str(reason) == "1 at the table would gain 3/2 by 1 1/2, 2 1/2 instead of 1"
    assert result.why_not(result[0].profile) == ()
    single = solve(FIGURE, StrongCommitment(pure=True))[0]
    assert str(single.profile) == "1: 2; 2: 2"
    assert single.details == {"leader": "1", "pure": True}
    assert single.payoffs["1"] == 3
    second = solve(FIGURE, StrongCommitment(leader="2"))[0]
    assert second.payoffs["2"] == 1
    assert solve(FIGURE, concept="commitment").solver == StrongCommitment()


@given(tables())
def test_at_least_every_equilibrium(game: NormalFormGame) -> None:
    equilibria = solve(game, VertexEnumeration())
    for leader in game.players:
        (best,) = solve(game, StrongCommitment(leader=leader))
        assert best.certificate.epsilon == 0
        assert all(isinstance(w, Fraction) for weights in best.profile.weights for w in weights)
        assert best.payoffs[leader] == commitment_range(game, leader)[1]
        assert all(e.payoffs[leader] <= best.payoffs[leader] for e in equilibria)
        (single,) = solve(game, StrongCommitment(leader=leader, pure=True))
        assert single.profile.is_pure
        assert single.certificate.epsilon == 0
        assert single.payoffs[leader] <= best.payoffs[leader]
        (follower,) = set(game.players) - {leader}
        for found in (best, single):
            (reply,) = found.profile.support(follower)
            assert reply in best_responses(game, found.profile, follower)
            gone = {(d.player, d.strategy) for d in dominated_strategies(game, follower)}
            assert (follower, reply) not in gone


@given(tables())
def test_floats_say_the_same(game: NormalFormGame) -> None:
    if max(abs(number) for number in game.numbers) > 10**6:
        return  # 10**30 and 10**30 + 1 are one float
    for options in ({}, {"leader": "2"}, {"pure": True}):
        (exact,) = solve(game, StrongCommitment(**options))  # type: ignore[arg-type]
        (found,) = solve(game.to_float(), StrongCommitment(**options))  # type: ignore[arg-type]
        leader = found.details["leader"]
        assert found.payoffs[leader] == pytest.approx(float(exact.payoffs[leader]))
        assert isinstance(found.profile.weights[0][0], float)


@given(tables(6, 6), st.integers(2, 9))
def test_units_do_not_matter(game: NormalFormGame, scale: int) -> None:
    first, second = (game.payoff_array(player) for player in game.players)
    other = NormalFormGame.from_arrays(first * scale - 7, second * Fraction(1, 10**20) + 1)
    (one,), (two,) = (solve(g, StrongCommitment()) for g in (game, other))
    assert two.payoffs["1"] == one.payoffs["1"] * scale - 7


def test_a_zero_sum_game_is_worth_its_value() -> None:
    pennies = NormalFormGame.from_arrays([[3, -1], [-1, 1]], [[-3, 1], [1, -1]])
    assert solve(pennies, StrongCommitment())[0].payoffs == {"1": THIRD, "2": -THIRD}


def test_replies_are_ranked_in_floats_and_decided_exactly() -> None:
    rng = np.random.default_rng(11)
    game = NormalFormGame.from_arrays(*rng.integers(0, 100, size=(2, 15, 20)).tolist())
    result = solve(game, StrongCommitment())
    assert result[0].certificate.epsilon == 0
    assert result.statistics["programs"] < 2 * 20
    # Payoffs that floats cannot tell apart are decided by exact programs alone.
    first, second = (game.payoff_array(player) for player in game.players)
    close = NormalFormGame.from_arrays(first + 10**30, second + 10**30)
    (found,) = solve(close, StrongCommitment())
    assert found.payoffs["1"] == result[0].payoffs["1"] + 10**30


def test_floats_of_chance() -> None:
    numbers = np.random.default_rng(2).normal(size=(2, 8, 9))
    (found,) = solve(NormalFormGame.from_arrays(numbers[0], numbers[1]), StrongCommitment())
    assert found.certificate.epsilon < 1e-12


def test_the_time_limit() -> None:
    rng = np.random.default_rng(4)
    game = NormalFormGame.from_arrays(*rng.integers(0, 100, size=(2, 30, 30)).tolist())
    control = Control(time_limit=1e-9)
    run = StrongCommitment().run(game, control)
    assert run.profiles == ()
    assert run.status is Status.TIME_LIMIT
    assert run.coverage is Coverage.SOME
    with pytest.raises(SolveError, match="time limit"):
        solve(game, StrongCommitment(), time_limit=1e-9)


def test_what_it_does_not_take() -> None:
    with pytest.raises(UnsupportedGameError, match="no player 'USSR'"):
        solve(FIGURE, StrongCommitment(leader="USSR"))
