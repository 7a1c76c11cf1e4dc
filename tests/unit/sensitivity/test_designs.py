from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import brinkgame as bg
from brinkgame.errors import (
    InvalidNumberError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
)

SPACE = bg.memo.load("deploy").game.parameters


def space_of(*parameters, constraints=()):
    return bg.ParameterSpace(parameters, constraints=constraints)


def test_the_same_seed_is_the_same_design_and_another_is_another():
    one, same, other = (bg.sobol_design(SPACE, 64, seed=seed) for seed in (3, 3, 4))
    assert all((one[name] == same[name]).all() for name in SPACE)
    assert not any((one[name] == other[name]).all() for name in SPACE)
    assert (one.seed, other.seed) == (3, 4)


def test_ranges_and_constraints_hold():
    design = bg.sobol_design(SPACE, 512, seed=1)
    assert design.size == 512
    for name, parameter in SPACE.items():
        assert (design[name] >= float(parameter.low)).all()
        assert (design[name] <= float(parameter.high)).all()
    for constraint in SPACE.constraints:
        for i in range(0, 512, 37):
            assert constraint.holds({name: design[name][i] for name in SPACE})


def test_the_share_accepted_is_the_volume():
    x = bg.Parameter("x", "3/4", low=0, high=1)
    y = bg.Parameter("y", "1/8", low=0, high=1)
    design = bg.sobol_design(space_of(x, y, constraints=[y < x * x]), 4096, seed=2)
    assert design.accepted == pytest.approx(1 / 3, abs=0.005)
    assert design.drawn >= 3 * 4096
    # Evenly spread over what is left: the mean of x there is 3/4.
    assert design["x"].mean() == pytest.approx(0.75, abs=0.005)


def test_it_is_balanced():
    x, y = (bg.Parameter(name, "1/2", low=0, high=1) for name in "xy")
    design = bg.sobol_design(space_of(x, y), 256, seed=5)
    for name in "xy":  # each of 256 equal cells has one point
        assert sorted(np.floor(design[name] * 256)) == list(range(256))


def test_whole_parameters_take_each_number_equally_often():
    weeks = bg.Parameter("weeks", 12, low=9, high=16, whole=True)
    design = bg.sobol_design(space_of(weeks), 64, seed=0)
    assert np.unique(design["weeks"], return_counts=True)[1].tolist() == [8] * 8


def test_distributions_are_honoured():
    hazard = bg.Parameter("hazard", "1/10", low=0, high=1, distribution=stats.beta(2, 18))
    design = bg.sobol_design(space_of(hazard), 1024, seed=0)
    assert design["hazard"].mean() == pytest.approx(0.1, abs=0.002)
    count = bg.Parameter("count", 3, low=0, high=20, whole=True, distribution=stats.poisson(3))
    drawn = bg.sobol_design(space_of(count), 1024, seed=0)["count"]
    assert (drawn == np.floor(drawn)).all()


def test_some_vary_and_the_others_are_held_for_the_constraints():
    design = bg.sobol_design(SPACE, 64, over=("retreat_cost",), at={"ussr_war_cost": 6})
    assert list(design) == ["retreat_cost"]
    assert (design["retreat_cost"] < 6).all()
    assert design.accepted < 1


def test_a_constraint_at_its_border_is_decided_exactly():
    from brinkgame.sensitivity.designs import holds

    x = bg.Parameter("x", "1/10", low=0, high=1)
    values = {"x": np.array([0.1, 0.3, 0.30000000000000004])}
    assert holds(3 * x <= bg.Parameter("y", 1) * 1, {**values, "y": 0.3}).tolist() == [
        True,
        False,
        False,
    ]


def test_a_grid_and_one_at_a_time():
    grid = bg.grid_design({"a": [1, 2], "b": [0.5]})
    assert grid["a"].tolist() == [1, 2]
    assert grid["b"].tolist() == [0.5, 0.5]
    weeks = bg.Parameter("weeks", 2, low=1, high=3, whole=True)
    free = bg.Parameter("free", 1)
    one = bg.one_at_a_time(space_of(weeks, free), 9)
    assert one["weeks"].tolist() == [1, 2, 3]
    assert list(one) == ["weeks"]
    assert one.groups == ("weeks",) * 3
    assert "3 points in 1 parameters, one at a time" in repr(one)
    with pytest.raises(ValueError, match="read-only"):
        one["weeks"][0] = 7


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: bg.sobol_design(SPACE, 100), InvalidParameterError, "are 64 and 128"),
        (lambda: bg.sobol_design(SPACE, 0), InvalidParameterError, "power of 2, not 0"),
        (lambda: bg.sobol_design(SPACE, True), InvalidParameterError, "power of 2, not True"),
        (lambda: bg.sobol_design(SPACE, 8, seed=-1), InvalidParameterError, "a seed is"),
        (lambda: bg.sobol_design(SPACE, 8, over="erosion"), InvalidParameterError, "one text"),
        (lambda: bg.sobol_design(SPACE, 8, over=()), InvalidParameterError, "no parameter varies"),
        (lambda: bg.sobol_design(SPACE, 8, over=("x",)), UnknownNameError, "no parameter 'x'"),
        (
            lambda: bg.sobol_design(SPACE, 8, over=("erosion", "erosion")),
            InvalidParameterError,
            "named twice",
        ),
        (
            lambda: bg.sobol_design(SPACE, 8, over=("erosion",), at={"erosion": 1}),
            InvalidParameterError,
            "say one of the two",
        ),
        (lambda: bg.sobol_design("deploy", 8), InvalidParameterError, "ParameterSpace or a game"),
        (
            lambda: bg.sobol_design(bg.catalog.load("matching-pennies").game, 8),
            UnsupportedGameError,
            "nothing to vary",
        ),
        (
            lambda: bg.sobol_design(space_of(bg.Parameter("x", 1)), 8),
            InvalidParameterError,
            "x has no range",
        ),
        (lambda: bg.one_at_a_time(SPACE, 1), InvalidNumberError, "from 2 on"),
        (
            lambda: bg.one_at_a_time(space_of(bg.Parameter("x", 1))),
            InvalidParameterError,
            "no parameter has a range",
        ),
        (lambda: bg.grid_design({}), InvalidParameterError, "one axis"),
    ],
)
def test_wrong_input(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_constraints_that_hardly_anything_satisfies():
    x = bg.Parameter("x", 0, low=0, high=1)
    with pytest.raises(InvalidParameterError, match="narrow the ranges"):
        bg.sobol_design(space_of(x, constraints=[x * 10**9 <= 1]), 1024)
