"""Every assessment that passes the independent checks is found, and no other one."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import brinkgame as bg
from tests.unit.credibility.samples import random_tree, tried
from tests.unit.drawing import SEEDS, games

SOLVERS = [bg.SequentialEnumeration(), bg.PerfectBayesianEnumeration()]
SHAPES = [
    {},
    {"values": 2},
    {"values": 8, "players": 3},
    {"depth": 4, "values": 3, "sets": 7},
    {"depth": 3, "most_actions": 3, "values": 6, "players": 3, "sets": 5},
]


def holders(run, assessment):
    """How many of the listed sets hold an assessment."""
    families = {id(family): family for family in run.families if family is not None}
    return sum(assessment in family for family in families.values()) + sum(
        profile == assessment.profile and details["beliefs"] == assessment.beliefs
        for profile, family, details in zip(run.profiles, run.families, run.details, strict=True)
        if family is None
    )


def is_one(assessment, concept):
    """Whether an assessment is an equilibrium, by code that shares nothing with the search."""
    _, certificate = bg.certify(
        assessment.game, assessment.profile, concept, beliefs=assessment.beliefs
    )
    return certificate.holds(0)


def check(game, solver, rng, number):
    run = solver.run(game)
    found = [
        bg.Assessment(profile, details["beliefs"])
        for profile, details in zip(run.profiles, run.details, strict=True)
    ]
    if run.components:
        assert sorted(k for part in run.components for k in part) == list(range(len(found)))
    for assessment in found:
        assert is_one(assessment, solver.concept), f"{assessment}\n{game}"
        assert holders(run, assessment) == 1
    candidates = [*tried(rng, game, number)]
    for assessment in found[:6]:
        candidates += tried(rng, game, number, near=assessment)
    members = 0
    for assessment in candidates:
        held = holders(run, assessment)
        right = is_one(assessment, solver.concept)
        members += right
        if run.coverage is bg.Coverage.ALL or held:
            assert held == right, f"{held} sets hold {assessment}\n{game}"
    return members, run


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda solver: solver.concept.value)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_members_are_the_assessments_that_certify(solver, shape, seed):
    rng = random.Random(seed)
    check(random_tree(rng, **shape), solver, rng, 25)


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda solver: solver.concept.value)
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(drawn=games(information="recall", decisions=6), seed=SEEDS)
def test_members_with_single_actions_payments_on_the_way_and_branches_never_taken(
    solver, drawn, seed
):
    check(drawn[0], solver, random.Random(seed), 25)


@pytest.mark.slow
@pytest.mark.parametrize("solver", SOLVERS, ids=lambda solver: solver.concept.value)
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS, shape=st.sampled_from(SHAPES))
def test_members_at_length(solver, seed, shape):
    rng = random.Random(seed)
    check(random_tree(rng, **shape), solver, rng, 60)


def test_enough_of_what_is_tried_are_equilibria():
    members = 0
    for seed in range(12):
        rng = random.Random(seed)
        members += check(random_tree(rng, values=2), SOLVERS[0], rng, 40)[0]
    assert members > 100
