"""The search passes over nothing that counts, and finds what another way finds."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings

import brinkgame as bg
from brinkgame.credibility.supports import SupportSearch
from tests.unit.credibility.samples import random_tree
from tests.unit.drawing import SEEDS

SOLVERS = [bg.SequentialEnumeration(), bg.PerfectBayesianEnumeration()]
SHAPES = [{"sets": 4}, {"sets": 4, "values": 9, "players": 3}, {"depth": 4, "sets": 5}]


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda solver: solver.concept.value)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(seed=SEEDS)
def test_trying_every_support_finds_the_same(solver, shape, seed):
    game = random_tree(random.Random(seed), **shape)
    quick = solver.run(game)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SupportSearch, "_may_be_best", lambda self, h: True)
        plain = solver.run(game)
    assert plain.statistics["supports"] >= quick.statistics["supports"]
    assert plain.statistics["pieces"] == quick.statistics["pieces"]
    assert set(plain.profiles) == set(quick.profiles)
    assert plain.coverage is quick.coverage


@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(seed=SEEDS)
def test_the_end_of_the_agent_logit_branch_is_among_them(seed):
    """Where it is exact it is a sequential equilibrium, so that some set holds it."""
    game = random_tree(random.Random(seed), values=9, sets=5)
    limit = bg.AgentLogitLimit()
    if limit.obstacles(game):
        return
    end = limit.run(game)
    if end.status is not bg.Status.SOLVED or end.accuracy:
        return
    run = SOLVERS[0].run(game)
    for profile, details in zip(end.profiles, end.details, strict=True):
        one = bg.Assessment(profile, details["beliefs"])
        assert any(one in family for family in run.families if family is not None) or any(
            one.profile == other and one.beliefs == told["beliefs"]
            for other, told in zip(run.profiles, run.details, strict=True)
        )
