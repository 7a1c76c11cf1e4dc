"""To nashpy and back."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import nashpy
import numpy as np
import pytest
from hypothesis import given

import brinkgame as bg
from brinkgame import testing
from brinkgame.interop import from_nashpy, to_nashpy

CHICKEN = bg.catalog.load("chicken").game
X = bg.Parameter("x", 1)
TREE = bg.catalog.load("ultimatum").game
THREE = bg.NormalFormGame.from_arrays(*np.zeros((3, 1, 2, 2), dtype=int))


def test_payoffs_become_floats():
    theirs = to_nashpy(CHICKEN)
    assert isinstance(theirs, nashpy.Game)
    first, second = theirs.payoff_matrices
    assert first.dtype == second.dtype == np.float64
    assert first.tolist() == [[0, -1], [1, -10]]
    assert second.tolist() == [[0, 1], [-1, -10]]


@given(testing.normal_form_games(players=2))
def test_there_and_back(game):
    again = from_nashpy(to_nashpy(game), title=game.title, strategies=game.strategies)
    assert again == game.to_float()
    assert again.title == game.title


def test_whole_numbers_are_exact():
    game = from_nashpy(nashpy.Game([[1, -1], [-1, 1]]))
    assert isinstance(game.arithmetic, bg.Exact)
    assert game.is_zero_sum
    assert game.players == ("1", "2")
    assert game.strategies == {"1": ("1", "2"), "2": ("1", "2")}
    halves = from_nashpy(nashpy.Game(np.array([[Fraction(1, 2)]], dtype=object)))
    assert halves.payoff("2", {"1": "1", "2": "1"}) == Fraction(-1, 2)
    assert isinstance(from_nashpy(nashpy.Game([[0.5]])).arithmetic, bg.Float)


def test_names():
    theirs = nashpy.Game([[1, 2]], [[3, 4]])
    game = from_nashpy(theirs, title="t", players=("A", "B"))
    assert (game.title, game.players) == ("t", ("A", "B"))
    game = from_nashpy(theirs, strategies={"A": ("u",), "B": ("l", "r")})
    assert game.payoff("B", {"A": "u", "B": "r"}) == 4


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: to_nashpy(TREE), bg.UnsupportedGameError, "to_normal_form"),
        (lambda: to_nashpy("chicken"), bg.UnsupportedGameError, "not 'chicken'"),
        (lambda: to_nashpy(THREE), bg.UnsupportedGameError, "has two players"),
        (
            lambda: to_nashpy(bg.NormalFormGame.from_arrays([[X]], [[0]])),
            bg.UnsupportedGameError,
            "free: x",
        ),
        (
            lambda: to_nashpy(bg.NormalFormGame.from_arrays([[10**400]], [[0]])),
            bg.InvalidGameError,
            "too large",
        ),
        (lambda: from_nashpy(None), bg.UnsupportedGameError, "expected a nashpy.Game"),
        (lambda: from_nashpy(CHICKEN), bg.UnsupportedGameError, "expected a nashpy.Game"),
        (
            lambda: from_nashpy(SimpleNamespace(payoff_matrices=([[1]],))),
            bg.UnsupportedGameError,
            "with its two arrays",
        ),
        (
            lambda: from_nashpy(nashpy),
            bg.UnsupportedGameError,
            "expected a nashpy.Game",
        ),
        (lambda: from_nashpy(nashpy.Game([[np.nan]])), bg.InvalidGameError, "nan is not a number"),
        (lambda: from_nashpy(nashpy.Game([1, 2])), bg.InvalidGameError, "as many axes; got 2"),
        (lambda: from_nashpy(nashpy.Game([[1j]])), bg.InvalidGameError, "complex"),
        (
            lambda: from_nashpy(SimpleNamespace(payoff_matrices=(np.eye(2), np.ones((2, 3))))),
            bg.InvalidGameError,
            "expected a table 2 x 2, got 2 x 3",
        ),
        (
            lambda: from_nashpy(SimpleNamespace(payoff_matrices=([["a"]], [["b"]]))),
            bg.InvalidGameError,
            "'a' is not a number",
        ),
        (
            lambda: from_nashpy(nashpy.Game([[1]]), players=("A",)),
            bg.InvalidGameError,
            "1 players, but 2 tables",
        ),
        (
            lambda: from_nashpy(nashpy.Game([[1]]), strategies={"A": ("u",)}),
            bg.InvalidGameError,
            "expected a table 1, got 1 x 1",
        ),
        (
            lambda: from_nashpy(nashpy.Game([[1]]), strategies={"A": ("u",), "B": ("l", "r")}),
            bg.InvalidGameError,
            "expected a table 1 x 2, got 1 x 1",
        ),
        (
            lambda: from_nashpy(nashpy.Game([[1]]), strategies={}, players=()),
            bg.UnsupportedGameError,
            "leave out players",
        ),
    ],
)
def test_what_is_refused(call, error, words):
    with pytest.raises(error, match=words):
        call()
