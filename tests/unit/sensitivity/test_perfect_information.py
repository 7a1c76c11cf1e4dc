from __future__ import annotations

import math
import random
import warnings

import numpy as np
import pytest
from hypothesis import given, settings

import brinkgame as bg
from brinkgame.errors import ParameterRangeWarning
from brinkgame.sensitivity.evaluation import make_task
from tests.unit.drawing import SEEDS
from tests.unit.sensitivity.agreement import assert_agrees
from tests.unit.sensitivity.drawn import measures_of, open_tree, points


def agrees_on_a_drawn_tree(seed: int, count: int = 6) -> None:
    rng = random.Random(seed)
    game = open_tree(rng)
    if game is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        assert_agrees(game, points(rng, game, count), measures_of(rng, game), "perfect information")


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_it_is_what_solve_finds_at_each_point(seed):
    agrees_on_a_drawn_tree(seed)


@pytest.mark.slow
def test_it_is_so_for_thousands_of_games():
    for seed in range(1500):
        agrees_on_a_drawn_tree(seed)


def test_what_never_moves_is_decided_once_and_exactly():
    deploy = bg.memo.load("deploy").game
    tied = bg.evaluate(
        deploy,
        {"detection": [0.1, 0.9]},
        {"accepts": bg.ActionProbability("US", "live missiles", "accept")},
        at={"live_war_risk": "3/11"},  # the US is indifferent, whatever the chance of discovery
    )
    assert tied.redone.all()
    assert (tied.low["accepts"].tolist(), tied.high["accepts"].tolist()) == ([0, 0], [1, 1])


def test_a_grid_is_what_its_points_are():
    stall = bg.memo.load("stall").game
    axes = {
        "delay_cost": np.linspace(0, 1, 7),
        "retreat_cost": np.linspace(1, 8, 5),
        "stall_settlement": np.linspace(1, 3, 3),
    }
    worth = {"USSR": bg.ExpectedPayoff("USSR")}
    grid = bg.sweep(stall, axes, worth).USSR.values.reshape(-1, 2)
    listed = bg.evaluate(stall, bg.grid_design(axes), worth)
    assert (grid[:, 0] == listed.low["USSR"]).all()
    assert (grid[:, 1] == listed.high["USSR"]).all()


def test_blocks_of_every_size_cover_every_point_once():
    task = make_task(
        bg.memo.load("deploy").game,
        {
            "detection": np.arange(7.0) / 7,
            "us_resolve": np.arange(5.0) / 5,
            "candour": np.array([0.5, 1.0]),
        },
        {"US": bg.ExpectedPayoff("US")},
        at=None,
        concept=None,
        grid=True,
    )
    for most in (1, 2, 3, 9, 10, 11, 30, 69, 70, 1000):
        met = []
        for block in task.blocks(most):
            assert block.stop - block.start == math.prod(block.shape)
            whole = np.broadcast_arrays(*block.values.values(), np.empty(block.shape))
            names = list(block.values)
            for k, position in enumerate(range(block.start, block.stop)):
                point = task.point(position)
                assert all(whole[i].ravel()[k] == point[n] for i, n in enumerate(names))
            met += range(block.start, block.stop)
        assert met == list(range(task.size))


def test_forms_beyond_numbering_are_left_out():
    x = bg.Parameter("x", 1, low=0, high=2)
    node = {"l": bg.Terminal({"A": x * 1}), "r": bg.Terminal({"A": 0})}
    many = bg.Chance(
        {str(k): ("1/64", bg.Decision("A", dict(node), infoset=f"set {k}")) for k in range(64)}
    )
    game = bg.ExtensiveFormGame("wide", players=("A",), root=many)
    data = bg.sweep(game, {"x": [1, 2]})
    assert data.payoff_A.values[:, 0].tolist() == [1, 2]
    assert data.regime.values.tolist() == [-1, -1]
