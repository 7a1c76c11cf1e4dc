from __future__ import annotations

import random
import warnings

import pytest
from hypothesis import given, settings

from brinkgame.errors import ParameterRangeWarning
from tests.unit.drawing import SEEDS
from tests.unit.sensitivity.agreement import assert_agrees
from tests.unit.sensitivity.drawn import measures_of, open_table, points


def agrees_on_a_drawn_table(seed: int, count: int = 6) -> None:
    rng = random.Random(seed)
    game = open_table(rng, (rng.randint(1, 3), rng.randint(1, 3)))
    if game is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        assert_agrees(game, points(rng, game, count), measures_of(rng, game), "two-player tables")


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_it_is_what_solve_finds_at_each_point(seed):
    agrees_on_a_drawn_table(seed)


@pytest.mark.slow
def test_it_is_so_for_thousands_of_games():
    for seed in range(1500):
        agrees_on_a_drawn_table(seed)
