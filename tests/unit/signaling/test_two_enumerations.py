"""The enumeration for signaling games against the one for any tree: different in every step."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import letters
from tests.unit.signaling.plain import drawn

SEEDS = st.integers(0, 2**32 - 1)
PAIRS = (
    (bg.SignalingSequential(), bg.SequentialEnumeration()),
    (bg.SignalingPerfectBayesian(), bg.PerfectBayesianEnumeration()),
)


def homes(result, equilibrium):
    """The components of a result that an equilibrium belongs to."""
    found = []
    for number, part in enumerate(result.components):
        family = result[part[0]].family
        if family is None:
            mine = result[part[0]]
            same = (mine.profile, mine.beliefs) == (equilibrium.profile, equilibrium.beliefs)
        else:
            same = equilibrium.assessment in family
        if same:
            found.append(number)
    return found


def compare(game):
    """Assert that both find the same connected sets; how often both claim to have all."""
    compared = 0
    for special, general in PAIRS:
        if special.obstacles(game):
            continue
        one = bg.solve(game, special)
        other = bg.solve(game, general, check=False)
        assert one.coverage is bg.Coverage.ALL
        there = [homes(one, equilibrium) for equilibrium in other]
        assert all(len(each) == 1 for each in there)
        if other.coverage is not bg.Coverage.ALL:
            continue
        here = [homes(other, equilibrium) for equilibrium in one]
        assert all(len(each) == 1 for each in here)
        assert len(one.components) == len(other.components)
        # The same ones hang together.
        for part in one.components:
            assert len({here[k][0] for k in part}) == 1
        for part in other.components:
            assert len({there[k][0] for k in part}) == 1
        compared += 1
    return compared


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.sampled_from([(2, 2, 2), (3, 2, 2), (2, 2, 3)]), st.booleans(), st.booleans())
def test_both_find_the_same(seed, sizes, odd, tied):
    number = (lambda rng: rng.randint(0, 1)) if tied else (lambda rng: rng.randint(-5, 5))
    compare(drawn(random.Random(seed), *sizes, number=number, odd=odd))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    SEEDS,
    st.sampled_from([(2, 2, 2), (3, 2, 2), (2, 3, 2), (2, 2, 3), (3, 3, 2), (3, 3, 3)]),
    st.booleans(),
)
def test_both_find_the_same_at_length(seed, sizes, odd):
    compare(drawn(random.Random(seed), *sizes, number=lambda rng: rng.randint(-5, 5), odd=odd))


def test_both_claim_all_where_they_are_compared():
    rng = random.Random(7)
    games = [drawn(rng, 2, 2, 2, number=lambda rng: rng.randint(-3, 3)) for _ in range(5)]
    assert sum(map(compare, games)) == 10


@pytest.mark.parametrize(
    "game",
    [
        bg.catalog.load("beer-quiche").game.at(),
        bg.catalog.load("beer-quiche").game.at(strong_share="1/10"),
        bg.catalog.load("beer-quiche").game.at(strong_share="1/2"),
        letters.GAME.at(),
        *(variant.game.at() for variant in letters.POINT.variants),
    ],
    ids=lambda game: game.title,
)
def test_both_say_the_same_about_games_with_a_source(game):
    assert compare(game) == 2


def test_the_special_one_is_chosen():
    game = bg.catalog.load("beer-quiche").game.at()
    for special, general in PAIRS:
        assert bg.choose_solver(game, special.concept).solver == special
        assert not general.obstacles(game)
