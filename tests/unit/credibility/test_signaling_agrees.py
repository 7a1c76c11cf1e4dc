"""Two enumerations that share no code find the same equilibria of signaling games."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

import brinkgame as bg
from tests.unit.drawing import SEEDS

PAIRS = [
    (bg.SequentialEnumeration(), bg.SignalingSequential()),
    (bg.PerfectBayesianEnumeration(), bg.SignalingPerfectBayesian()),
]


def drawn(rng, types, messages, replies, most):
    shares = [rng.randint(1, 3) for _ in range(types)]
    return bg.signaling_game(
        types={f"t{k}": Fraction(share, sum(shares)) for k, share in enumerate(shares)},
        messages=[f"m{k}" for k in range(messages)],
        replies=[f"r{k}" for k in range(replies)],
        payoffs={
            (f"t{i}", f"m{j}", f"r{k}"): (rng.randint(0, most), rng.randint(0, most))
            for i in range(types)
            for j in range(messages)
            for k in range(replies)
        },
    )


def holds(run, assessment):
    for profile, family, details in zip(run.profiles, run.families, run.details, strict=True):
        if family is not None and assessment in family:
            return True
        if profile == assessment.profile and details["beliefs"] == assessment.beliefs:
            return True
    return False


@pytest.mark.parametrize(("general", "special"), PAIRS, ids=["sequential", "perfect Bayesian"])
@pytest.mark.parametrize(
    ("types", "messages", "replies", "most"),
    [(2, 2, 2, 2), (2, 2, 2, 20), (3, 2, 2, 9), (2, 2, 3, 9)],
)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_the_same_sets(general, special, types, messages, replies, most, seed):
    game = drawn(random.Random(seed), types, messages, replies, most)
    one, other = general.run(game), special.run(game)
    assert other.coverage is bg.Coverage.ALL
    for run, against in ((one, other), (other, one)):
        for profile, details in zip(run.profiles, run.details, strict=True):
            assert holds(against, bg.Assessment(profile, details["beliefs"])), profile
    if one.coverage is bg.Coverage.ALL and one.components:
        assert len(one.components) == len(other.components)
