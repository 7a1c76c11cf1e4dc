"""The certificate of a commitment, and what a leader may count on, against grids."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.errors import InvalidProfileError, UnknownNameError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.play import (
    best_responses,
    commitment_deviations,
    commitment_range,
    commitment_regrets,
    expected_payoffs,
)
from brinkgame.results import Concept
from brinkgame.solve import certify
from tests.unit.drawing import SEEDS, fractions, tied, wide

THIRD = Fraction(1, 3)
# Conitzer and Sandholm (2006), figure 1: committing to the first row would pay 2 in equilibrium,
# the second 3, and both with probability 1/2 each 3 1/2.
FIGURE = NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]])


@st.composite
def tables(draw: Any, rows: int = 3, columns: int = 3) -> NormalFormGame:
    rng = random.Random(draw(SEEDS))
    number = rng.choice([tied, tied, fractions, wide])
    m, n = rng.randint(1, rows), rng.randint(1, columns)
    return NormalFormGame.from_arrays(
        *([[number(rng) for _ in range(n)] for _ in range(m)] for _ in "12")
    )


def grid(size: int, steps: int) -> list[tuple[Fraction, ...]]:
    """Probabilities that are multiples of one over `steps`."""
    return [
        tuple(Fraction(n, steps) for n in counts)
        for counts in itertools.product(range(steps + 1), repeat=size)
        if sum(counts) == steps
    ]


def replied(game: NormalFormGame, weights: Any) -> list[Fraction]:
    """What the first player gets by a commitment, over the best replies."""
    mixture = dict(zip(game.strategies["1"], weights, strict=True))
    plan = {"1": mixture, "2": game.strategies["2"][0]}
    return [
        expected_payoffs(game, plan | {"2": reply})["1"]
        for reply in best_responses(game, plan, "2")
    ]


@given(tables())
def test_no_commitment_of_a_grid_does_better(game: NormalFormGame) -> None:
    weak, strong = commitment_range(game, "1")
    assert weak <= strong
    for weights in grid(game.shape[0], 12):
        paid = replied(game, weights)
        assert max(paid) <= strong
        assert min(paid) <= weak


@given(tables())
def test_the_range_is_reached(game: NormalFormGame) -> None:
    """Two strategies: the ends lie where replies change, and between; those are all looked at."""
    if game.shape[0] != 2:
        return
    table = game.payoff_array("2")
    cuts = {Fraction(0), Fraction(1)}
    for j, k in itertools.combinations(range(game.shape[1]), 2):
        up, down = table[0, j] - table[0, k], table[1, j] - table[1, k]
        if up != down and 0 <= -down / (up - down) <= 1:
            cuts.add(-down / (up - down))
    ends = sorted(cuts)
    weak, strong = commitment_range(game, "1")
    assert strong == max(max(replied(game, (x, 1 - x))) for x in ends)
    # Inside an interval replies do not change, and what they pay goes on to the ends in a line.
    limits = []
    for a, b in itertools.pairwise(ends):
        middle = (a + b) / 2
        plan = {"1": {"1": middle, "2": 1 - middle}, "2": "1"}
        feared = best_responses(game, plan, "2")
        points = {a, b}
        pays = game.payoff_array("1")[:, [int(reply) - 1 for reply in feared]]
        for j, k in itertools.combinations(range(len(feared)), 2):
            up, down = pays[0, j] - pays[0, k], pays[1, j] - pays[1, k]
            if up != down and a <= -down / (up - down) <= b:
                points.add(-down / (up - down))
        limits += [min(x * up + (1 - x) * down for up, down in pays.T) for x in points]
    assert weak == max(limits)


@given(tables())
def test_shortfalls_are_the_distance_to_the_best(game: NormalFormGame) -> None:
    for leader in game.players:
        strong = commitment_range(game, leader)[1]
        (follower,) = set(game.players) - {leader}
        singles = []
        for cell in itertools.product(*game.strategies.values()):
            profile = dict(zip(game.players, cell, strict=True))
            payoffs, regrets = commitment_regrets(game, profile, leader=leader)
            assert payoffs == expected_payoffs(game, profile)
            assert list(regrets) == list(game.players)
            assert regrets[leader] == max(0, strong - payoffs[leader])
            best = best_responses(game, profile, follower)
            assert (regrets[follower] == 0) == (profile[follower] in best)
            if profile[follower] in best:
                singles.append(payoffs[leader])
        for cell in itertools.product(*game.strategies.values()):
            profile = dict(zip(game.players, cell, strict=True))
            payoffs, regrets = commitment_regrets(game, profile, leader=leader, pure=True)
            assert regrets[leader] == max(0, max(singles) - payoffs[leader])


@given(tables())
def test_floats_say_the_same(game: NormalFormGame) -> None:
    if max(abs(number) for number in game.numbers) > 10**6:
        return  # 10**30 and 10**30 + 1 are one float
    for leader in game.players:
        exact = commitment_range(game, leader)
        found = commitment_range(game.to_float(), leader)
        assert found == pytest.approx([float(end) for end in exact])
        assert all(isinstance(end, float) for end in found)


def test_a_larger_table_is_bounded_by_prices_in_floats() -> None:
    rng = np.random.default_rng(3)
    tables = rng.integers(0, 100, size=(2, 12, 15)).tolist()
    game = NormalFormGame.from_arrays(*tables)
    strong = commitment_range(game, "1")[1]
    for row, column in itertools.product(("1", "5"), ("1", "7")):
        payoffs, regrets = commitment_regrets(game, {"1": row, "2": column}, leader="1")
        assert regrets["1"] == strong - payoffs["1"]


def test_payoffs_beyond_floats() -> None:
    big = 10**400
    game = NormalFormGame.from_arrays([[2 * big, 4 * big], [big, 3 * big]], [[1, 0], [0, 1]])
    assert commitment_range(game, "1")[1] == Fraction(7 * big, 2)
    even = {"1": {"1": "1/2", "2": "1/2"}, "2": "2"}
    assert commitment_regrets(game, even, leader="1")[1] == {"1": 0, "2": 0}


def test_the_figure() -> None:
    even = {"1": {"1": "1/2", "2": "1/2"}, "2": "2"}
    payoffs, regrets = commitment_regrets(FIGURE, even, leader="1")
    assert payoffs == {"1": Fraction(7, 2), "2": Fraction(1, 2)}
    assert regrets == {"1": 0, "2": 0}
    assert commitment_regrets(FIGURE, even | {"2": "1"}, leader="1")[1] == {"1": 2, "2": 0}
    payoffs, certificate = certify(FIGURE, even, Concept.COMMITMENT, leader="1")
    assert certificate.holds()
    # As a commitment of the column player: the first column, and the first row replies.
    assert commitment_range(FIGURE, "2") == (1, 1)
    assert commitment_regrets(FIGURE, {"1": "1", "2": "1"}, leader="2")[1] == {"1": 0, "2": 0}


@settings(max_examples=15)
@given(tables())
def test_deviations_reach_the_best(game: NormalFormGame) -> None:
    for leader, pure in itertools.product(game.players, (True, False)):
        for cell in itertools.product(*game.strategies.values()):
            profile = dict(zip(game.players, cell, strict=True))
            regrets = commitment_regrets(game, profile, leader=leader, pure=pure)[1]
            found = commitment_deviations(game, profile, leader=leader, pure=pure)
            assert {d.player: d.gain for d in found} == {p: r for p, r in regrets.items() if r}
            for deviation in found:
                assert deviation.played == profile[deviation.player]
                if deviation.player != leader:
                    changed = profile | {deviation.player: deviation.better}
                    gain = (
                        expected_payoffs(game, changed)[deviation.player]
                        - expected_payoffs(game, profile)[deviation.player]
                    )
                    assert gain == deviation.gain


def test_deviations_in_words() -> None:
    one = commitment_deviations(FIGURE, {"1": "1", "2": "1"}, leader="1")
    assert list(map(str, one)) == ["1 at the table would gain 3/2 by 1 1/2, 2 1/2 instead of 1"]
    two = commitment_deviations(FIGURE, {"1": "1", "2": "2"}, leader="1", pure=True)
    assert list(map(str, two)) == ["2 at the table would gain 1 by 1 instead of 2"]
    three = commitment_deviations(FIGURE, {"1": "1", "2": "1"}, leader="1", pure=True)
    assert list(map(str, three)) == ["1 at the table would gain 1 by 2 instead of 1"]
    even = {"1": {"1": "1/2", "2": "1/2"}, "2": "2"}
    assert commitment_deviations(FIGURE, even, leader="1") == ()
    assert commitment_deviations(FIGURE.to_float(), even, leader="1") == ()


def test_ties_may_go_against_the_leader() -> None:
    same = NormalFormGame.from_arrays([[1, 5], [2, 0]], [[0, 0], [0, 0]])
    assert commitment_range(same, "1") == (Fraction(5, 3), 5)
    # The second column is best nowhere but at the first row, where it ties.
    edge = NormalFormGame.from_arrays([[1, 5], [0, 0]], [[1, 1], [1, 0]])
    assert commitment_range(edge, "1") == (1, 5)


def test_what_they_do_not_take() -> None:
    three = NormalFormGame.from_arrays(*(np.zeros((2, 2, 2)) for _ in "123"))
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    open_ = NormalFormGame.from_arrays([[Parameter("x", 1), 2]], [[0, 0]])
    with pytest.raises(UnsupportedGameError, match="between two players"):
        commitment_range(three, "1")
    with pytest.raises(UnsupportedGameError, match="to_normal_form"):
        commitment_range(tree, "A")  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="x"):
        commitment_range(open_, "1")
    with pytest.raises(UnknownNameError, match="no player 'A'"):
        commitment_regrets(FIGURE, {"1": "1", "2": "1"}, leader="A")
    with pytest.raises(InvalidProfileError, match="no strategy for 2"):
        commitment_regrets(FIGURE, {"1": "1"}, leader="1")
    mixed = {"1": {"1": THIRD, "2": 1 - THIRD}, "2": "2"}
    with pytest.raises(InvalidProfileError, match="single strategy"):
        commitment_regrets(FIGURE, mixed, leader="1", pure=True)
