"""To pygambit and back."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given

import brinkgame as bg
from brinkgame import testing
from brinkgame.interop import from_pygambit, to_pygambit
from tests.unit.interop.gambit.test_efg_writer import canonical

pygambit = pytest.importorskip("pygambit")


@given(testing.normal_form_games())
def test_tables(game):
    again = from_pygambit(to_pygambit(game))
    assert again == game
    assert again.title == game.title


@given(testing.extensive_form_games(perfect_recall=None))
def test_trees(game):
    again = from_pygambit(to_pygambit(game))
    # Gambit gives names to outcomes without one, and different ones to those that share theirs.
    assert canonical(again, labels=False) == canonical(game, labels=False)


def test_their_trees():
    text = 'EFG 2 R "theirs" { "A" "B" } p "" 1 1 "" { "l" "r" } 0 t "" 1 "end" { 1, 1/3 } t "" 0'
    theirs = pygambit.read_efg(io.BytesIO(text.encode()))
    game = from_pygambit(theirs)
    assert isinstance(game, bg.ExtensiveFormGame)
    assert game.title == "theirs"
    ends = {"l": bg.Terminal({"A": 1, "B": "1/3"}, label="end"), "r": bg.Terminal({"A": 0, "B": 0})}
    root = bg.Decision("A", ends, infoset="1")
    assert game == bg.ExtensiveFormGame("", players=("A", "B"), root=root)


@pytest.mark.parametrize("other", [3, None, "EFG", SimpleNamespace(is_tree=True)], ids=str)
def test_what_is_no_game(other):
    with pytest.raises(bg.UnsupportedGameError, match=r"expected a pygambit\.Game"):
        from_pygambit(other)
    with pytest.raises(bg.UnsupportedGameError, match="a game is needed"):
        to_pygambit(other)


def test_open_games():
    game = bg.ExtensiveFormGame("", players=("A",), root=bg.Terminal({"A": bg.Parameter("x", 1)}))
    with pytest.raises(bg.UnsupportedGameError, match="open parameters"):
        to_pygambit(game)


def test_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(bg.MissingPackageError, match="pip install pygambit"):
        to_pygambit(bg.catalog.load("chicken").game)
