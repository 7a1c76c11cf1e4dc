"""Single lotteries: expected value, expected utility, prospect value."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import (
    InvalidNumberError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
)

AMOUNTS = st.fractions(-20, 20, max_denominator=10)


@st.composite
def lotteries(draw: st.DrawFn) -> bg.Lottery:
    amounts = draw(st.lists(AMOUNTS, min_size=1, max_size=5))
    weights = draw(st.lists(st.integers(1, 9), min_size=len(amounts), max_size=len(amounts)))
    return bg.Lottery(
        [(a, Fraction(w, sum(weights))) for a, w in zip(amounts, weights, strict=True)]
    )


def test_published_weights() -> None:
    weigh = bg.TverskyKahneman()
    assert round(weigh.gains("1/10"), 5) == 0.18630
    assert round(weigh.gains("1/2"), 5) == 0.42064
    assert round(weigh.losses("1/2"), 5) == 0.45399


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_weights_increase(p: Fraction, q: Fraction) -> None:
    for rule in (bg.TverskyKahneman(), bg.Prelec("0.65"), bg.Prelec("0.8", "1.1")):
        for weigh in (rule.gains, rule.losses):
            assert 0 <= weigh(p) <= 1
            assert (weigh(p) <= weigh(q)) or p > q
    for plain in (bg.TverskyKahneman(1, 1), bg.Prelec(1)):
        assert plain.gains(p) == pytest.approx(float(p))


@given(lotteries())
def test_without_distortion_it_is_expected_utility(lottery: bg.Lottery) -> None:
    value = bg.LossAversion(2, reference=1)
    plain = lottery.prospect_value(value, bg.TverskyKahneman(1, 1))
    assert plain == pytest.approx(float(lottery.expected_utility(value)), abs=1e-9)
    assert lottery.expected_utility(bg.LossAversion(1)) == lottery.expected_value
    assert sum(lottery.decision_weights(bg.Prelec(1)).values()) == pytest.approx(1)
    equivalent = lottery.certainty_equivalent(value)
    assert value(equivalent) == lottery.expected_utility(value)
    assert min(lottery.amounts) <= equivalent <= max(lottery.amounts)


@given(lotteries(), AMOUNTS)
def test_cumulative_weights(lottery: bg.Lottery, reference: Fraction) -> None:
    """Weights of gains sum to that of any gain; an outcome in two parts weighs the same."""
    rule = bg.TverskyKahneman()
    weights = lottery.decision_weights(rule, reference=reference)
    pairs = dict(zip(lottery.amounts, lottery.probabilities, strict=True))
    for side, weigh in ((True, rule.gains), (False, rule.losses)):
        mine = [a for a in lottery.amounts if (a >= reference) is side]
        total = sum(pairs[a] for a in mine)
        assert sum(weights[a] for a in mine) == pytest.approx(weigh(total))
    halves = [(a, p / 2) for a, p in pairs.items() for _ in range(2)]
    assert bg.Lottery(halves) == lottery


@given(AMOUNTS)
def test_a_sure_amount_is_worth_its_value(amount: Fraction) -> None:
    lottery = bg.Lottery({amount: 1})
    assert lottery.prospect_value() == pytest.approx(bg.ProspectValue()(amount))
    equivalent = lottery.certainty_equivalent(bg.ProspectValue(), bg.TverskyKahneman())
    assert equivalent == pytest.approx(float(amount), abs=1e-9)


def test_four_patterns_of_risk() -> None:
    """Averse to risk in likely gains and unlikely losses, fond of it in the two others."""
    value, rule = bg.ProspectValue(), bg.TverskyKahneman()
    for amount, chance, averse in (
        (100, "95/100", True),
        (100, "5/100", False),
        (-100, "95/100", False),
        (-100, "5/100", True),
    ):
        gamble = bg.Lottery({amount: chance, 0: 1 - Fraction(chance)})
        equivalent = gamble.certainty_equivalent(value, rule)
        assert (equivalent < gamble.expected_value) is averse, amount


def test_of_a_game() -> None:
    game = bg.memo.load("deploy").game.at()
    profile = bg.solve(game).only().profile
    lottery = bg.Lottery.of(game, profile, "USSR")
    assert lottery.expected_value == bg.expected_payoffs(game, profile)["USSR"]
    assert pickle.loads(pickle.dumps(lottery)) == lottery
    assert len({lottery, bg.Lottery.of(game, profile, "USSR")}) == 1
    assert lottery != 3
    assert "2 at 7/10" in repr(lottery)
    with pytest.raises(UnknownNameError, match="no player 'Cuba'"):
        bg.Lottery.of(game, profile, "Cuba")
    with pytest.raises(UnsupportedGameError, match="needs numbers"):
        bg.Lottery.of(bg.memo.load("deploy").game, profile, "USSR")
    table: Any = bg.NormalFormGame.from_arrays([[1]], [[1]])
    with pytest.raises(UnsupportedGameError, match="ends of a tree"):
        bg.Lottery.of(table, profile, "1")
    rough = bg.Lottery.of(game.to_float(), bg.solve(game.to_float())[0].profile, "USSR")
    assert float(rough.expected_value) == pytest.approx(float(lottery.expected_value))


def test_wrong_lotteries() -> None:
    for outcomes, words in (
        ({1: "1/2"}, "sum to 1/2"),
        ({1: 2, 0: -1}, "outside"),
        ({"much": 1}, "'much'"),
        ({1: math.nan}, "not a finite number"),
    ):
        with pytest.raises(InvalidNumberError, match=words):
            bg.Lottery(outcomes)
    lottery = bg.Lottery({1: 1})
    with pytest.raises(AttributeError, match="cannot be changed"):
        lottery.amounts = ()
    with pytest.raises(InvalidParameterError, match="expected a value function"):
        lottery.expected_utility(abs)  # type: ignore[arg-type]
    with pytest.raises(InvalidParameterError, match="expected a weighting"):
        lottery.decision_weights(abs)  # type: ignore[arg-type]
    with pytest.raises(InvalidParameterError, match="gain=1/4 must be above"):
        bg.TverskyKahneman("1/4")
    with pytest.raises(InvalidParameterError, match="curvature"):
        bg.Prelec("steep")
    with pytest.raises(InvalidNumberError, match="outside"):
        bg.Prelec(1).losses(2)
