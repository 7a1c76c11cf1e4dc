"""Answers that are known, in words and numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.memo import letters

CONCEPTS = ("sequential", "perfect-bayesian")
BEER_QUICHE = bg.catalog.load("beer-quiche").game


@pytest.mark.parametrize("concept", CONCEPTS)
def test_beer_quiche_where_most_are_strong(concept):
    result = bg.solve(BEER_QUICHE.at(), concept=concept)
    assert result.coverage is bg.Coverage.ALL
    assert type(result.solver).__name__.startswith("Signaling")
    assert [result[part[0]].profile["sender"]["strong"] for part in result.components] == [
        {"beer": 1, "quiche": 0},
        {"beer": 0, "quiche": 1},
    ]
    families = [result[part[0]].family for part in result.components]
    believing = "believing Pr(weak) >= 1/2 or Pr(duel) >= 1/2, believing 1/2 strong + 1/2 weak"
    assert [family.conditions for family in families] == [
        (f"strong: beer; weak: beer; at beer: leave; at quiche: duel, {believing}",),
        (f"strong: quiche; weak: quiche; at quiche: leave; at beer: duel, {believing}",),
    ]
    assert [family.count for family in families] == [1, 1]
    assert [family.positions for family in families] == [(0, 1, 2), (3, 4, 5)]
    assert [family.vertices for family in families] == [None, None]  # each is a union of segments
    for duel in (0, "1/3", "1/2", "2/3", 1):
        plan = {
            "sender": {"strong": "beer", "weak": "beer"},
            "receiver": {"beer": "leave", "quiche": {"duel": duel, "leave": 1 - Fraction(duel)}},
        }
        assert (plan in families[0]) == (Fraction(duel) >= Fraction(1, 2))
        assert plan not in families[1]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_beliefs_decide_what_may_be_done_off_the_path(concept):
    family = bg.solve(BEER_QUICHE.at(), concept=concept)[0].family

    def assessment(duel, weak):
        return bg.Assessment.of(
            BEER_QUICHE.at(),
            {
                "sender": {"strong": "beer", "weak": "beer"},
                "receiver": {"beer": "leave", "quiche": {"duel": duel, "leave": 1 - duel}},
            },
            {
                "receiver": {
                    "beer": {"root/strong/beer": "9/10", "root/weak/beer": "1/10"},
                    "quiche": {"root/strong/quiche": 1 - weak, "root/weak/quiche": weak},
                }
            },
        )

    half = Fraction(1, 2)
    assert assessment(1, Fraction(3, 4)) in family
    assert assessment(1, half) in family
    assert assessment(half, half) in family
    assert assessment(1, Fraction(1, 4)) not in family
    assert assessment(half, Fraction(3, 4)) not in family
    assert assessment(Fraction(1, 4), half) not in family


@pytest.mark.parametrize("concept", CONCEPTS)
def test_beer_quiche_where_most_are_weak(concept):
    only = bg.solve(BEER_QUICHE.at(strong_share="1/10"), concept=concept).only()
    assert only.profile["sender"]["weak"]["beer"] == Fraction(1, 9)
    assert only.profile["receiver"]["beer"]["duel"] == Fraction(1, 2)
    assert only.profile["receiver"]["quiche"]["duel"] == 1


@pytest.mark.parametrize("concept", CONCEPTS)
def test_at_half_strong_what_pools_is_a_continuum(concept):
    result = bg.solve(BEER_QUICHE.at(strong_share="1/2"), concept=concept)
    assert result.coverage is bg.Coverage.ALL
    assert all(e.certificate.holds() for e in result)


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize(
    ("values", "weak_both", "trade"),
    [
        ({}, 1, 0),  # memo: both letters, and a reply to the private one
        ({"tough_belief": "3/10"}, 1, 1),
        (
            {"public_retreat_cost": 1},
            Fraction(3, 20) * Fraction(3, 4) / (Fraction(17, 20) * Fraction(1, 4)),
            Fraction(1, 4),
        ),
        ({"public_retreat_cost": 1, "tough_belief": "1/2"}, 1, 1),
        (
            {"trade_cost": 4, "impasse_loss": 2, "face_saved": "1/4", "public_retreat_cost": "1/2"},
            0,
            0,
        ),
        ({"trade_cost": 4, "impasse_loss": 2}, 1, 0),
    ],
)
def test_the_two_letters_as_derived_by_hand(concept, values, weak_both, trade):
    only = bg.solve(letters.GAME.at(**values), concept=concept).only()
    assert only.profile["USSR"]["tough"]["both"] == 1
    assert only.profile["USSR"]["weak"]["both"] == weak_both
    assert only.profile["US"]["both"]["trade"] == trade


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_variant_in_which_the_trade_is_always_open(concept):
    game = next(v.game for v in letters.POINT.variants if v.name == "open-trade-no-gain").at()
    result = bg.solve(game, concept=concept)
    assert [len(part) for part in result.components] == [2, 1]
    mixed = result[2].profile
    assert mixed["USSR"]["tough"]["private only"] == 1
    assert mixed["USSR"]["weak"]["both"] == Fraction(8, 17)
    assert mixed["US"]["private only"]["trade"] == Fraction(2, 15)
    assert mixed["US"]["both"]["trade"] == 0
