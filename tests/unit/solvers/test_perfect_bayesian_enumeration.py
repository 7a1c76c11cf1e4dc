"""Perfect Bayesian equilibria, between subgame perfection and sequential ones."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

import brinkgame as bg
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from tests.unit.credibility import samples
from tests.unit.credibility.test_completeness import SHAPES
from tests.unit.drawing import SEEDS

SOLVER = bg.PerfectBayesianEnumeration()


@pytest.mark.parametrize(
    "game",
    [
        samples.horse(),
        samples.beer_quiche("9/10"),
        samples.beer_quiche("1/10"),
        samples.letters(),
        samples.letters(face_saved="1/10"),
        samples.outside_option(),
        samples.card_game(),
    ],
    ids=lambda game: game.title,
)
def test_where_nobody_moves_twice_after_a_surprise_it_is_sequential(game):
    one, other = SOLVER.run(game), bg.SequentialEnumeration().run(game)
    assert one.coverage is other.coverage is bg.Coverage.ALL
    assert one.profiles == other.profiles
    assert one.components == other.components


def test_a_player_keeps_what_the_player_believed():
    """B is surprised, believes x, and moves again: what B believes then follows."""
    end = samples.ends(("A", "B"))

    def later(right):
        again = Decision("B", {"l": end(-1, right), "r": end(-1, 1 - right)}, infoset="again")
        return Decision("B", {"go": again, "stop": end(-1, Fraction(1, 2))}, infoset="first")

    root = Decision("A", {"out": end(0, 0), "x": later(1), "y": later(0)}, infoset="A")
    game = ExtensiveFormGame("again", players=("A", "B"), root=root)
    result = bg.solve(game, SOLVER)

    def assessment(now, then):
        return bg.Assessment.of(
            game,
            {"A": {"A": "out"}, "B": {"first": "go", "again": "l"}},
            {
                "A": {},
                "B": {
                    "first": {"root/x": now, "root/y": 1 - now},
                    "again": {"root/x/go": then, "root/y/go": 1 - then},
                },
            },
        )

    families = [each.family for each in result]
    assert any(assessment(Fraction(2, 3), Fraction(2, 3)) in family for family in families)
    assert not any(assessment(Fraction(2, 3), Fraction(3, 4)) in family for family in families)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_every_sequential_equilibrium_is_perfect_bayesian(shape, seed):
    game = samples.random_tree(random.Random(seed), **shape)
    fine, coarse = bg.SequentialEnumeration().run(game), SOLVER.run(game)
    if coarse.coverage is not bg.Coverage.ALL:
        return
    for profile, details in zip(fine.profiles, fine.details, strict=True):
        one = bg.Assessment(profile, details["beliefs"])
        assert any(one in family for family in coarse.families if family is not None) or any(
            one.profile == other and one.beliefs == told["beliefs"]
            for other, told in zip(coarse.profiles, coarse.details, strict=True)
        )


def test_indifference_at_the_root_is_one_line():
    end = Terminal({"A": 0})
    assert bg.solve(
        ExtensiveFormGame("one", players=("A",), root=Decision("A", {"l": end, "r": end})), SOLVER
    )[0].family.conditions == ("any Pr(l at root)",)


def test_limit_is_a_whole_number():
    with pytest.raises(InvalidNumberError, match="limit"):
        bg.PerfectBayesianEnumeration(limit=0)
