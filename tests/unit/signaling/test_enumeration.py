"""The enumeration against brute force over supports, and against the checks of every assessment."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.testing.signaling import signaling_games
from tests.unit.signaling.plain import components, drawn, patterns

SEEDS = st.integers(0, 2**32 - 1)
SOLVERS = ((True, bg.SignalingSequential()), (False, bg.SignalingPerfectBayesian()))
SIZES = ((2, 2, 2), (2, 2, 3), (3, 2, 2), (2, 3, 2))
NUMBERS = (
    lambda rng: rng.randint(0, 2),
    lambda rng: rng.randint(0, 1),
    lambda rng: rng.randint(-5, 5),
    lambda rng: Fraction(rng.randint(-9, 9), rng.randint(1, 3)),
)


def places(result, profile, beliefs):
    """The components that an assessment belongs to."""
    found = []
    for number, part in enumerate(result.components):
        family = result[part[0]].family
        if family is not None:
            belongs = (profile, beliefs) in family
        else:
            only = result[part[0]]
            belongs = (only.profile, only.beliefs) == (profile, beliefs)
        if belongs:
            found.append(number)
    return found


def supports(plain, profile):
    used = {(i, a) for i in plain.leaders for a, w in enumerate(profile.weights_at(i)) if w}
    replies = {
        h: tuple(a for a, w in enumerate(profile.weights_at(h)) if w) for h in plain.followers
    }
    return used, replies


def compare(game, connected_up_to=16):
    """Assert that the enumeration and brute force say the same; how many had what was compared."""
    compared = 0
    for consistent, solver in SOLVERS:
        if solver.obstacles(game):
            continue
        result = bg.solve(game, solver)
        plain, found = patterns(game, consistent)
        where = [places(result, each.profile, each.beliefs) for each in found]
        assert all(len(each) == 1 for each in where), "an equilibrium is missing, or is there twice"
        assert {each[0] for each in where} == set(range(len(result.components)))
        known = [(each.used, each.replies) for each in found]
        assert all(supports(plain, e.profile) in known for e in result)
        assert len({(e.profile, e.beliefs) for e in result}) == len(result)
        if len(found) <= connected_up_to:
            groups = components(plain, found)
            mine = {}
            for k, each in enumerate(where):
                mine.setdefault(each[0], []).append(k)
            assert sorted(mine.values()) == sorted(groups)
            compared += 1
    return compared


@settings(max_examples=15)
@given(SEEDS, st.sampled_from(SIZES[:2]), st.sampled_from(NUMBERS), st.booleans())
def test_brute_force_finds_the_same(seed, sizes, number, odd):
    compare(drawn(random.Random(seed), *sizes, number=number, odd=odd))


@pytest.mark.slow
@settings(max_examples=400)
@given(SEEDS, st.sampled_from(SIZES), st.sampled_from(NUMBERS), st.booleans())
def test_brute_force_finds_the_same_at_length(seed, sizes, number, odd):
    compare(drawn(random.Random(seed), *sizes, number=number, odd=odd))


def test_brute_force_compares_components():
    rng = random.Random(3)
    assert sum(compare(drawn(rng, 2, 2, 2)) for _ in range(5)) >= 5


GRID = (Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1))


@settings(max_examples=4, deadline=None)
@given(SEEDS, st.booleans())
def test_what_certifies_belongs_and_nothing_else(seed, odd):
    """Assessments from a grid, and near it: in some component exactly if they pass the check."""
    rng = random.Random(seed)
    game = drawn(rng, 2, 2, 2, number=lambda rng: rng.randint(0, 1), odd=odd)
    tree = game.tree
    for _, solver in SOLVERS:
        if solver.obstacles(game):
            continue
        result = bg.solve(game, solver)
        for _ in range(150):
            weights, beliefs = [], []
            for infoset in range(tree.n_infosets):
                weights += mixture(rng, len(tree.actions(infoset)))
                beliefs.append(mixture(rng, len(tree.members[infoset])))
            profile = bg.BehaviorStrategyProfile.from_weights(game, weights)
            believed = with_bayes(game, profile, beliefs)
            _, certificate = bg.certify(game, profile, solver.concept, beliefs=believed)
            found = places(result, profile, believed)
            assert len(found) == certificate.holds()


def mixture(rng, size):
    if size == 2:
        first = rng.choice(GRID)
        return [first, 1 - first]
    which = rng.randrange(size)
    return [Fraction(k == which) for k in range(size)]


def with_bayes(game, profile, beliefs):
    """The beliefs, but those that follow from Bayes' rule where play comes to."""
    reach = [Fraction(1)] * game.tree.size
    odds = game.edge_probabilities()
    tree = game.tree
    for node in range(1, tree.size):
        parent = int(tree.parent[node])
        move = odds[node]
        if move is None:
            move = profile.weights_at(int(tree.infoset[parent]))[int(tree.edge[node])]
        reach[node] = reach[parent] * move
    told = []
    for infoset, members in enumerate(tree.members):
        total = sum(reach[node] for node in members)
        told.append([reach[n] / total for n in members] if total else beliefs[infoset])
    return bg.Beliefs.from_weights(game, told)


@settings(max_examples=15, deadline=None)
@given(signaling_games(), st.randoms(use_true_random=False))
def test_mixtures_of_corners_are_equilibria(game, rng):
    """Points inside the pieces of a family certify, and are in that family alone."""
    for _, solver in SOLVERS:
        if solver.obstacles(game):
            continue
        result = bg.solve(game, solver)
        families = {id(e.family): e.family for e in result if e.family is not None}
        for family in itertools.islice(families.values(), 3):
            for _ in range(3):
                inner = family.sample(rng)
                assert inner in family
                _, certificate = bg.certify(
                    game, inner.profile, solver.concept, beliefs=inner.beliefs
                )
                assert certificate.holds()
                assert len(places(result, inner.profile, inner.beliefs)) == 1
                low_high = family.payoff_ranges
                paid = bg.expected_payoffs(game, inner.profile)
                assert all(low_high[p][0] <= paid[p] <= low_high[p][1] for p in game.players)


@settings(max_examples=20, deadline=None)
@given(signaling_games())
def test_each_concept_includes_the_other(game):
    sequential, bayesian = (solver for _, solver in SOLVERS)
    if sequential.obstacles(game) or bayesian.obstacles(game):
        return
    weaker = bg.solve(game, bayesian)
    for equilibrium in bg.solve(game, sequential):
        assert len(places(weaker, equilibrium.profile, equilibrium.beliefs)) == 1
