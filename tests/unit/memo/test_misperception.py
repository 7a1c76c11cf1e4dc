"""The stories of misperception, against numbers found by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import UnknownNameError
from brinkgame.memo import blockade, deploy, misperception
from brinkgame.memo.parameters import silence_weight, us_resolve

CHANCES = st.fractions("1/50", "49/50", max_denominator=50)


def test_silence_is_one_formula_everywhere():
    told = misperception.resolve_after_silence()
    assert deploy.GAME.fix({"us_resolve": told}) == deploy.POINT.variant("silence").game
    assert told == us_resolve * (1 - silence_weight) / (
        us_resolve * (1 - silence_weight) + 1 - us_resolve
    )


@given(CHANCES, CHANCES, CHANCES)
def test_deploy(believed: Fraction, true: Fraction, detection: Fraction):
    """By hand: the border of deploying is 25/64, and it is paid by the true chance."""
    at = {"us_resolve": true, "detection": detection}
    found = misperception.deploy_misperceived(believed, at).solve()
    for outcome in found:
        deploys = outcome.profile["USSR"]["root"]["deploy"] == 1
        if detection * believed != Fraction(25, 64):
            assert deploys == (detection * believed < Fraction(25, 64))
        paid = {b: 2 - detection * b * Fraction(32, 5) for b in (believed, true)}
        wanted = (paid[believed], paid[true]) if deploys else (Fraction(-1, 2),) * 2
        assert (outcome.expected["USSR"], outcome.payoffs["USSR"]) == wanted
        assert outcome.regrets["USSR"] == max(paid[true], Fraction(-1, 2)) - wanted[1]


@given(CHANCES)
def test_blockade(believed: Fraction):
    """A soft USSR defies iff the risk that it perceives is below 3/5."""
    found = misperception.blockade_misperceived(believed).solve()
    for outcome in found:
        risk = believed * Fraction(13, 20)
        assert (outcome.profile["USSR"]["soft"]["withdraw"] == 1) == (risk > Fraction(3, 5))
        came = (
            1
            if risk > Fraction(3, 5)
            else Fraction(13, 20) * -10 + Fraction(7, 20) * Fraction(-5, 2)
        )
        assert outcome.payoffs["US"] == came
        assert outcome.expected["US"] == Fraction(-43, 24)


def test_what_turned_it():
    assert misperception.least_resolve().value == Fraction(3, 5) / Fraction(13, 20)
    before = Fraction(6, 41)
    factor = misperception.needed_news(before)
    assert bg.posterior(before, factor, 1) == misperception.least_resolve().value
    with pytest.raises(bg.ExpressionError, match="no news turns it"):
        misperception.needed_news(before, {"brink_risk": "1/2"})


def test_nothing_here_is_a_decision():
    assert "misperception" not in bg.memo.names()
    with pytest.raises(UnknownNameError):
        bg.memo.load("misperception")
    assert blockade.POINT.variant("doubted-resolve").game is blockade.DOUBTED
