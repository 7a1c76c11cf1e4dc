"""Events: their words, what they are made of, and what they are not."""

from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg

BLOCKADE = bg.memo.load("blockade").game


def test_words():
    works = bg.plays("US", "root", "quarantine") & bg.plays("USSR", "soft", "withdraw")
    assert str(works | bg.happens("war")) == (
        "(US plays quarantine and USSR at soft plays withdraw) or war happens"
    )
    assert str(~works) == "not (US plays quarantine and USSR at soft plays withdraw)"
    assert ~~works == works
    assert str(bg.payoff("US") < 0) == "the payoff of US is less than 0"
    assert str(bg.payoff("US").equals("1/2")) == "the payoff of US is exactly 1/2"
    assert str(bg.mixing("US", "root", "strike")) == "the probability that US plays strike"
    assert str(bg.probability("war")) == "the probability of war"


def test_events_and_quantities_are_values():
    assert bg.plays("US", "root", "strike") == bg.plays("US", "root", "strike")
    assert len({bg.payoff("US"), bg.payoff("US"), bg.payoff("USSR")}) == 2


def test_an_event_has_no_truth_value():
    with pytest.raises(bg.ExpressionError, match="join events with &"):
        bool(bg.happens("war"))
    with pytest.raises(bg.ExpressionError):
        0 < bg.payoff("US") < 1  # noqa: B015


def test_events_are_joined_with_events():
    for wrong in (lambda e: e & True, lambda e: e | "war"):
        with pytest.raises(TypeError):
            wrong(bg.happens("war"))
    with pytest.raises(bg.InvalidParameterError, match="no number"):
        bg.payoff("US") > bg.payoff("USSR")  # noqa: B015


def test_bounds_may_be_expressions():
    loss = BLOCKADE.parameters["us_acceptance_loss"]
    claim = bg.Claim("no worse", BLOCKADE, bg.payoff("US") >= -loss, "some")
    assert claim.holds_for_all().status == "proved"
    assert claim.judged_by_solving(claim.space.baseline) is True
    swapped = bg.Claim("no worse", BLOCKADE, ~(-loss > bg.payoff("US")), "some")
    assert swapped.holds() is True
    with pytest.raises(bg.ExpressionError, match="open parameters"):
        (bg.payoff("US") >= -loss).of(BLOCKADE.at(), bg.solve(BLOCKADE.at())[0].profile)


def test_bounds_are_about_parameters_of_the_game():
    other = bg.Parameter("other", 1)
    with pytest.raises(bg.UnknownNameError, match="no parameter 'other'"):
        bg.Claim("x", BLOCKADE, bg.payoff("US") >= other)
    same = bg.Parameter("us_acceptance_loss", 5)
    with pytest.raises(bg.InvalidParameterError, match="another definition"):
        bg.Claim("x", BLOCKADE, bg.payoff("US") >= same)


def test_tables_have_no_outcomes_and_no_information_sets():
    table = bg.NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    with pytest.raises(bg.UnknownNameError, match="a table and has no outcomes"):
        bg.Claim("x", table, bg.happens("war"))
    with pytest.raises(bg.UnknownNameError, match="write None"):
        bg.Claim("x", table, bg.plays("1", "root", "1"))
    with pytest.raises(bg.UnknownNameError, match="no player"):
        bg.Claim("x", table, bg.payoff("3") > 0)
    assert bg.Claim("x", table, bg.mixing("1", None, "1") >= Fraction(1, 2), "some").holds()
