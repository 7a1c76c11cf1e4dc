"""The yardstick of beliefs, and the checkers of `play`: one is written without the other."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.results import Concept
from brinkgame.testing import (
    behavior_profiles,
    extensive_form_games,
    games_for,
    hidden_information_games,
    signaling_games,
)
from brinkgame.testing.beliefs import (
    assessment_regrets,
    belief_faults,
    explained_beliefs,
    moved_beliefs,
)
from brinkgame.testing.hidden import SHAPES
from brinkgame.testing.reference import (
    _weights,
    conduct_of,
    explained_equilibria,
    faults_of,
    is_equilibrium,
    pure_conduct,
)
from tests.unit.testing.wrong_beliefs import Believers

GAMES = st.one_of(
    hidden_information_games(),
    signaling_games(max_types=3, max_messages=2, max_replies=2),
    extensive_form_games(perfect_information=False, max_decisions=5),
)


@st.composite
def judged(draw, games=GAMES):
    """A game, a profile, and beliefs: explained by mistakes, and then changed here and there."""
    game = draw(games)
    profile = draw(behavior_profiles(game))
    weights = _weights(game, conduct_of(profile))
    rng = random.Random(draw(st.integers(0, 2**32)))
    explained = list(explained_beliefs(game, weights, 27))
    # At each information set, those of one explanation or of another.
    held = [list(rng.choice(explained[:2]).weights[i]) for i in range(game.tree.n_infosets)]
    for each in held:
        if len(each) > 1 and rng.random() < 0.25:
            counts = [rng.choice((0, 1, 1, 2)) for _ in each]
            counts[0] += not any(counts)
            each[:] = [Fraction(count, sum(counts)) for count in counts]
    return game, profile, weights, bg.Beliefs.from_weights(game, held)


@given(judged())
def test_two_ways_to_judge_an_assessment(drawn):
    game, profile, weights, beliefs = drawn
    assessment = bg.Assessment(profile, beliefs)
    found = bg.sequential_regrets(assessment)
    assert found.regrets == assessment_regrets(game, weights, beliefs)
    loose = belief_faults(game, weights, beliefs, consistent=False)
    gaps = bg.perfect_bayesian_gaps(assessment)
    assert bool(loose) == bool(gaps)
    for gap in gaps:
        assert any(fault.startswith(f"what is believed at {gap.path} is") for fault in loose)
    strict = belief_faults(game, weights, beliefs, consistent=True)
    test = bg.is_consistent(assessment)
    assert bool(test) == (not strict), test.reason
    conduct = conduct_of(profile)
    for concept, faults in ((Concept.PERFECT_BAYESIAN, loose), (Concept.SEQUENTIAL, strict)):
        _, certificate = bg.certify(game, profile, concept, beliefs=beliefs)
        right = not faults and not any(found.regrets.values())
        assert certificate.holds() == right
        assert is_equilibrium(game, conduct, concept, beliefs=beliefs) == right
        assert faults_of(game, conduct, concept, beliefs=beliefs) == faults
    assert faults_of(game, conduct, Concept.NASH) == []


@given(judged(hidden_information_games(shape="blame")))
def test_explanations_that_do_not_fit_together(drawn):
    game, profile, weights, beliefs = drawn
    strict = belief_faults(game, weights, beliefs, consistent=True)
    assert bool(bg.is_consistent(bg.Assessment(profile, beliefs))) == (not strict)


@given(st.one_of(hidden_information_games(kind="tied"), extensive_form_games(max_decisions=4)))
def test_what_mistakes_explain_is_sequential(game):
    for choices, beliefs in explained_equilibria(game, 30):
        conduct = pure_conduct(game, choices)
        profile = bg.BehaviorStrategyProfile.pure(game, choices)
        assert conduct == conduct_of(profile)
        assert is_equilibrium(game, conduct, Concept.SEQUENTIAL, beliefs=beliefs)
        for concept in ("sequential", "perfect-bayesian"):
            assert bg.certify(game, profile, concept, beliefs=beliefs)[1].holds()
        for concept in ("subgame-perfect", "nash"):
            assert bg.certify(game, profile, concept)[1].holds()


def test_beliefs_move_with_their_nodes():
    end = bg.Terminal({"A": 0})
    letter = bg.Decision("A", {"l": end, "r": end}, infoset="letter")
    game = bg.ExtensiveFormGame(
        "t", players=("A",), root=bg.Chance({"x": ("1/4", letter), "y": ("3/4", letter)})
    )
    turned = bg.ExtensiveFormGame(
        "t", players=("A",), root=bg.Chance({"y": ("3/4", letter), "x": ("1/4", letter)})
    )
    beliefs = bg.Beliefs(game, {"A": {"letter": {"root/x": "1/4", "root/y": "3/4"}}})
    nodes = {game.node_at(f"root/{n}"): turned.node_at(f"root/{n}") for n in "xy"}
    assert moved_beliefs(beliefs, turned, nodes)["A"]["letter"] == beliefs["A"]["letter"]


# -- shapes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_hides_something(shape):
    movers = 3 if shape in ("horse", "blame") else 2
    crowded = []

    @given(hidden_information_games(shape=shape))
    def look(game):
        assert game.has_perfect_recall
        assert len(game.players) == movers
        crowded.append(any(len(s.nodes) > 1 for s in game.information_sets))

    look()
    assert all(crowded)


@given(hidden_information_games(players=2, chance=False, zero_sum=True))
def test_opposed_players_without_chance(game):
    assert len(game.players) == 2
    assert all(odds is None for odds in game.edge_probabilities())
    assert all(paid is None or sum(paid) == 0 for paid in game.terminal_payoffs())


@pytest.mark.parametrize(
    "options",
    [
        {"shape": "triangle"},
        {"players": 4},
        {"players": 3, "zero_sum": True},
        {"shape": "horse", "players": 2},
        {"kind": "odd"},
    ],
)
def test_shapes_that_cannot_be(options):
    with pytest.raises(ValueError, match=r".+"):
        hidden_information_games(**options)


def test_a_solver_that_takes_hidden_information_is_asked_about_it():
    titles = set()

    @given(games_for(Believers()))
    def look(game):
        titles.add(game.title)

    look()
    assert titles >= {*SHAPES, "a drawn signaling game", "drawn"}
