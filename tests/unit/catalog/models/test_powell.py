from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.catalog.models import powell
from brinkgame.catalog.nuclear_brinkmanship import ENTRY, GAME

AT = powell.ENTRY.parameters.baseline


def document(f, r1, r2, p):
    """The formulas of the source."""
    b = (1 - (1 - 2 * f) * (1 - 3 * f)) * (1 - r1) / ((1 - 2 * f) * ((1 - 3 * f) * r1 + 3 * f))
    call = (r2 - f) / ((1 - f) * ((1 - 2 * f) * r2 + 2 * f))
    return b, call, b * (1 - p) / (p * (1 - b))


@st.composite
def points(draw):
    share = st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20)
    f = draw(share) / 5
    r1 = min(Fraction(99, 100), 2 * f + 2 * f * draw(share))
    r2 = min(Fraction(99, 100), f + 2 * f * draw(share))
    low = document(f, r1, r2, Fraction(1, 2))[0]
    p = low + (1 - low) * draw(share)
    return {"bid_risk": f, "challenger_resolve": r1, "irresolute_resolve": r2, "irresolute_type": p}


def solved(at):
    closed = GAME.fix(status_quo_worth=0).at(at)
    return bg.solve(closed, concept="sequential").only().profile


@given(points())
def test_derived_formulas_are_those_of_the_source(at):
    names = ("bid_risk", "challenger_resolve", "irresolute_resolve", "irresolute_type")
    found = tuple(
        formula().evaluate(at) for formula in (powell.belief_limit, powell.call, powell.bluff)
    )
    assert found == document(*(at[name] for name in names))
    assert all(0 < number < 1 for number in found)


@settings(max_examples=6, deadline=None)
@given(points())
def test_the_only_equilibrium_of_the_tree_is_that_of_the_formulas(at):
    if at["challenger_resolve"] >= 4 * at["bid_risk"]:
        return
    profile = solved(at)
    assert profile["challenger"]["after bid 1"]["bid"] == powell.call().evaluate(at)
    assert profile["defender"]["irresolute, challenged"]["bid"] == powell.bluff().evaluate(at)
    pays = bg.expected_payoffs(GAME.fix(status_quo_worth=0).at(at), profile)
    assert pays["challenger"] == powell.dispute().evaluate(at)


def test_the_tree_at_baseline():
    (known,) = ENTRY.known
    assert known.coverage is bg.Coverage.ALL
    found = bg.solve(GAME.at(), concept="sequential").only()
    assert bg.outcome_probabilities(GAME.at(), found.profile)["disaster"] == Fraction(44469, 640625)
    assert powell.disaster().evaluate(AT) == Fraction(44469, 640625)
    assert found.payoffs == known.payoffs[0]


@pytest.mark.parametrize("resolve", ["1/2", "3/5", "99/100"])
def test_how_resolute_the_resolute_are_does_not_matter(resolve):
    closed = GAME.at(resolute_resolve=resolve)
    found = bg.solve(closed, concept="sequential").only().profile
    assert found["challenger"]["after bid 1"]["bid"] == Fraction(375, 943)
