"""Numbers that no float holds, poles of payoffs, and what is no game: said, with no traceback."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.arithmetic.polynomial_systems import rational_between
from brinkgame.cli import main

X = bg.Parameter("x", "1/2", low=0, high=1)
Y = bg.Parameter("y", "1/3", low=0, high=1)


def one(worth: bg.Expression) -> bg.ExtensiveFormGame:
    go, stay = bg.Terminal({"A": worth}), bg.Terminal({"A": 0})
    return bg.ExtensiveFormGame(
        "one", players=("A",), root=bg.Decision("A", {"go": go, "stay": stay})
    )


@given(st.integers(0, 900), st.integers(1, 900))
@settings(max_examples=30)
def test_a_fraction_between_numbers_of_any_size(low, width):
    bottom, top = Fraction(10) ** low, Fraction(10) ** low + Fraction(10) ** width
    assert bottom < rational_between(bottom, top) < top


def test_a_threshold_in_a_range_beyond_floats():
    large = bg.Parameter("large", 10**300, low=0, high=10**400)
    (found,) = bg.thresholds(one(large - 10**350), "large")
    assert found.value == 10**350


def test_numbers_beyond_floats_are_said_where_points_are_tried(capsys):
    worth = (10**400 * X - Y) * (X - 10**399 * Y + 1)
    with pytest.raises(bg.BrinkgameError, match="beyond what floats hold"):
        bg.regimes(one(worth))
    with pytest.raises(SystemExit) as left:
        main(["regimes", "letters", "--set", "impasse_loss=1e400"])
    assert left.value.code == 2
    assert "beyond what floats hold" in capsys.readouterr().err


@given(st.fractions(0, 1, max_denominator=9))
@settings(max_examples=8, deadline=None)
def test_no_form_where_a_payoff_has_no_value(pole):
    forms = bg.equilibrium_forms(one(1 / (X - pole)), inhabited=False)
    assert all("go" not in form.name for form in forms.at({"x": pole}))


def test_what_is_no_game_and_no_name():
    with pytest.raises(bg.UnsupportedGameError, match="not of 7"):
        bg.comparative_statics(7, bg.payoff("A"))
    with pytest.raises(bg.BrinkgameError, match="by name; got 3"):
        bg.regimes(one(X - Y), over=3)
