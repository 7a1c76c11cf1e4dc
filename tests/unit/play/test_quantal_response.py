"""Logit responses, and how far profiles are from them."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.play.quantal_response import quantal_response_gaps, rationality_number

GAME = bg.NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]])
PAYOFFS = st.integers(-20, 20)


def even(game: bg.NormalFormGame) -> dict[str, dict[str, Fraction]]:
    return {
        player: {label: Fraction(1, len(menu)) for label in menu}
        for player, menu in game.strategies.items()
    }


def flat(answer: dict[str, dict[str, float]]) -> list[float]:
    return [p for menu in answer.values() for p in menu.values()]


def test_two_strategies_by_hand() -> None:
    # The first player expects 9/2 and 1/2; the second 1/2 and 1/2.
    found = bg.logit_response(GAME, even(GAME), Fraction(1, 4))
    assert found["1"]["1"] == pytest.approx(1 / (1 + math.exp(-1)), abs=1e-15)
    assert found["2"] == {"1": 0.5, "2": 0.5}
    assert bg.logit_gaps(GAME, even(GAME), 0.25)["1"] == pytest.approx(
        1 / (1 + math.exp(-1)) - 0.5, abs=1e-15
    )
    assert bg.logit_gaps(GAME, even(GAME), 0.25)["2"] == 0


def test_zero_is_play_at_random_and_much_is_a_best_response() -> None:
    profile = {"1": "1", "2": {"1": "1/3", "2": "2/3"}}
    assert flat(bg.logit_response(GAME, profile, 0)) == [0.5] * 4
    assert flat(bg.logit_response(GAME, profile, 10**9)) == [1, 0, 0, 1]
    tie = {"1": "1", "2": {"1": "1/10", "2": "9/10"}}
    assert bg.logit_response(GAME, tie, 10**30)["1"] == {"1": 0.5, "2": 0.5}


def test_wide_payoffs_do_not_overflow() -> None:
    big = 10**400
    wide = bg.NormalFormGame.from_arrays([[big, 0], [0, big]], [[1, 0], [0, 1]])
    profile = {"1": "1", "2": {"1": "1/3", "2": "2/3"}}
    assert bg.logit_response(wide, profile, 1)["1"] == {"1": 0.0, "2": 1.0}
    # L in 1/payoff: with payoffs of 10^400 the interesting values are near 10^-400.
    found = bg.logit_response(wide, profile, Fraction(3, big))["1"]
    assert found["2"] == pytest.approx(1 / (1 + math.exp(-1)), abs=1e-15)
    floats = bg.NormalFormGame.from_arrays(np.array([[1e308, 0], [-1e308, 1]]), np.eye(2))
    assert bg.logit_response(floats, {"1": "1", "2": "1"}, 1e300)["1"] == {"1": 1.0, "2": 0.0}
    near = bg.NormalFormGame.from_arrays([big + 1, big])
    assert bg.logit_response(near, {"1": "1"}, 1)["1"]["1"] == pytest.approx(
        1 / (1 + math.exp(-1)), abs=1e-15
    )


@given(
    st.lists(PAYOFFS, min_size=6, max_size=6),
    st.lists(PAYOFFS, min_size=6, max_size=6),
    st.integers(-9, 9),
    st.integers(1, 9),
    st.fractions(0, 3),
)
def test_constants_do_not_matter_and_units_are_those_of_rationality(
    first: list[int], second: list[int], shift: int, factor: int, rationality: Fraction
) -> None:
    tables = [[first[:3], first[3:]], [second[:3], second[3:]]]
    moved = [[[factor * x + shift for x in row] for row in table] for table in tables]
    one, other = (bg.NormalFormGame.from_arrays(*each) for each in (tables, moved))
    before = bg.logit_response(one, even(one), factor * rationality)
    assert flat(bg.logit_response(other, even(other), rationality)) == flat(before)


@given(st.lists(PAYOFFS, min_size=8, max_size=8), st.fractions(0, 5))
def test_three_players_by_the_formula(pays: list[int], rationality: Fraction) -> None:
    table = np.array(pays).reshape(2, 2, 2)
    game = bg.NormalFormGame.from_arrays(table.tolist(), (-table).tolist(), (2 * table).tolist())
    weights = [np.array([0.25, 0.75]), np.array([0.5, 0.5]), np.array([1.0, 0.0])]
    profile = {
        str(p + 1): {"1": Fraction(w[0]), "2": Fraction(w[1])} for p, w in enumerate(weights)
    }
    found = bg.logit_response(game, profile, rationality)
    for player, (scale, axis) in enumerate([(1, 0), (-1, 1), (2, 2)]):
        others = [weights[q] for q in range(3) if q != player]
        pay = scale * np.einsum("ijk,j,k->i", np.moveaxis(table, axis, 0), *others)
        power = np.exp(float(rationality) * (pay - pay.max()))
        assert list(found[str(player + 1)].values()) == pytest.approx(power / power.sum())


@pytest.mark.parametrize(
    ("value", "words"),
    [(-1, "negative"), (math.inf, "LogitLimit"), (math.nan, "finite"), ("much", "not a number")],
)
def test_what_is_no_rationality(value: Any, words: str) -> None:
    with pytest.raises(bg.InvalidNumberError, match=words):
        rationality_number(value)
    with pytest.raises(bg.InvalidNumberError, match=words):
        bg.logit_response(GAME, even(GAME), value)


def test_what_is_no_closed_game_is_refused() -> None:
    with pytest.raises(bg.UnsupportedGameError, match="expected a game"):
        bg.logit_response("chicken", {}, 1)
    open_ = bg.NormalFormGame.from_arrays([bg.Parameter("x", 1), 2])
    with pytest.raises(bg.UnsupportedGameError, match="x"):
        bg.logit_response(open_, {"1": "1"}, 1)


def test_the_certificate() -> None:
    payoffs, gaps = quantal_response_gaps(GAME, even(GAME), 0)
    assert payoffs == {"1": Fraction(5, 2), "2": Fraction(1, 2)}
    assert gaps == {"1": 0.0, "2": 0.0}
    told, certificate = bg.certify(GAME, even(GAME), "qre", rationality=1)
    assert told == payoffs
    assert certificate.verdict is bg.Verdict.APPROXIMATE
    assert certificate.scale == 1
    assert not certificate.holds(1e-3)
    assert certificate.holds(0.5)
