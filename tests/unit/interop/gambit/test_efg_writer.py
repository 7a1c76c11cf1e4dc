"""Writing Gambit's extensive games: what is written is read again as the same game."""

from __future__ import annotations

import importlib
import importlib.util
import io
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame import testing
from brinkgame.forms.tree import TERMINAL
from brinkgame.interop import read_efg, write_efg
from tests.unit.interop.gambit.test_writer import NAMES, NUMBERS

GAMBIT = importlib.util.find_spec("pygambit") is not None
GAMES = [name for name in bg.catalog.names() if hasattr(bg.catalog.load(name).game, "tree")]


def canonical(game: bg.ExtensiveFormGame, *, labels: bool = True) -> list[Any]:
    """All that a file holds of a game, which tells payoffs of 0 on the way from none nowhere."""
    tree, odds = game.tree, game.edge_probabilities()
    rows = [*game.payoff_rows(), (game.arithmetic.number(0),) * len(game.players)]
    told: list[Any] = [game.title, game.players]
    for node in range(tree.size):
        mover = int(tree.mover[node])
        where = int(tree.infoset[node])
        told.append(
            (
                int(tree.parent[node]),
                mover,
                tree.labels[tree.label[node]] if labels and tree.label[node] >= 0 else None,
                () if mover == TERMINAL else tree.menus[tree.menu[node]],
                tree.infoset_name(where) if where >= 0 else None,
                rows[tree.payoff_row[node]],
                odds[node],
            )
        )
    return told


@given(testing.extensive_form_games(perfect_recall=None))
def test_drawn_games(game):
    text = write_efg(game)
    again = read_efg(text)
    assert canonical(again) == canonical(game)
    assert write_efg(again) == text
    assert read_efg(text.encode()) == again
    if not game.tree.pays_on_the_way:
        assert again == game


@st.composite
def named_trees(draw: st.DrawFn) -> bg.ExtensiveFormGame:
    """Small trees with all kinds of names and numbers."""
    players = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    labels = NAMES.filter(lambda name: not name.startswith(("root/", "#")) and name != "root")

    def end() -> bg.Terminal:
        paid = {player: draw(NUMBERS) for player in players}
        return bg.Terminal(paid, label=draw(st.none() | NAMES))

    menu = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    options: dict[str, Any] = {"infoset": draw(labels), "label": draw(st.none() | NAMES)}
    player = draw(st.sampled_from(players))
    below: list[bg.Node] = [
        bg.Decision(player, {action: end() for action in menu}, **options) for _ in range(2)
    ]
    moves = draw(st.lists(NAMES, min_size=3, max_size=3, unique=True))
    branches = dict(zip(moves, [*below, end()], strict=True))
    chance = [draw(st.integers(0, 9)) for _ in range(3)]
    total = sum(chance) or 1
    odds = [Fraction(each, total) for each in chance] if sum(chance) else [Fraction(1, 3)] * 3
    root: bg.Node
    if draw(st.booleans()):
        pairs = zip(odds, branches.values(), strict=True)
        root = bg.Chance(dict(zip(branches, pairs, strict=True)), label=draw(st.none() | NAMES))
    else:
        root = bg.Decision(players[-1], branches)
    return bg.ExtensiveFormGame(draw(st.just("") | NAMES), players=players, root=root)


@given(named_trees(), st.just("") | NAMES)
def test_what_is_written_is_read_as_the_same_game(game, comment):
    text = write_efg(game, comment=comment)
    again = read_efg(text)
    assert again == game
    assert again.title == game.title
    assert write_efg(again, comment=comment) == text


@pytest.mark.parametrize("name", GAMES)
def test_games_of_the_catalog(name):
    game = bg.catalog.load(name).game.at()
    again = read_efg(write_efg(game))
    assert again == game
    assert canonical(again) == canonical(game)


def test_the_decision_to_deploy():
    game = bg.memo.load("deploy").game.at()
    assert read_efg(write_efg(game)) == game


def test_payoffs_of_zero_on_the_way_are_none():
    end = bg.Terminal({"A": 1, "B": 0})

    def game(payoffs: dict[str, int] | None) -> bg.ExtensiveFormGame:
        root = bg.Decision("A", {"on": end}, payoffs=payoffs)
        return bg.ExtensiveFormGame("", players=("A", "B"), root=root)

    for given_, read in [({"A": 0}, None), ({"A": 2, "B": 0}, {"A": 2}), ({"B": -1}, {"B": -1})]:
        assert read_efg(write_efg(game(given_))) == game(read)


@given(testing.extensive_form_games(chance=True))
def test_floats_come_back_as_they_were(game):
    floats = game.to_float()
    again = read_efg(write_efg(floats))
    assert isinstance(again.arithmetic, bg.Exact)
    mine, theirs = (each.to_float() for each in (floats, again))
    assert canonical(mine) == canonical(theirs)


def test_probabilities_in_floats_sum_to_one():
    odds = [Fraction(n, 10**17 + 3) for n in (10**16, 3 * 10**16 + 1, 5 * 10**16)]
    end = bg.Terminal({"A": 1})
    branches = {str(i): (chance, end) for i, chance in enumerate([*odds, 1 - sum(odds)])}
    game = bg.ExtensiveFormGame("", players=("A",), root=bg.Chance(branches)).to_float()
    again = read_efg(write_efg(game)).to_float()
    assert np.allclose(again.edge_probabilities()[1:], game.edge_probabilities()[1:], rtol=1e-15)


def test_a_file(tmp_path):
    game = bg.catalog.load("entry-deterrence").game.titled('Markteintritt "für Anfänger"')
    path = tmp_path / "entry.efg"
    text = write_efg(game, path, comment="two\nlines")
    assert path.read_bytes() == text.encode()
    assert read_efg(path) == game
    assert read_efg(path).title == game.title
    write_efg(game, str(path))
    assert "two" not in path.read_text(encoding="utf-8"), "an existing file is replaced"
    with pytest.raises(FileNotFoundError):
        write_efg(game, tmp_path / "no" / "entry.efg")


def test_what_cannot_be_written(tmp_path):
    table = bg.catalog.load("chicken").game
    with pytest.raises(bg.UnsupportedGameError, match="write_nfg writes tables"):
        write_efg(table)
    with pytest.raises(bg.UnsupportedGameError, match="not 3"):
        write_efg(3)
    x = bg.Parameter("x", 1)
    game = bg.ExtensiveFormGame("", players=("A",), root=bg.Terminal({"A": x}))
    with pytest.raises(bg.UnsupportedGameError, match="open parameters"):
        write_efg(game)
    assert write_efg(game.at()).endswith('t "" 1 "" { 1 }\n')
    with pytest.raises(bg.UnsupportedGameError, match="a comment is text"):
        write_efg(game.at(), comment=b"x")
    for name, words in [("a\0b", "a null character"), ("\ud800", "half a character")]:
        odd = bg.ExtensiveFormGame(name, players=("A",), root=bg.Terminal({"A": 1}))
        with pytest.raises(bg.UnsupportedGameError, match=words):
            write_efg(odd, tmp_path / "odd.efg")
    large = bg.ExtensiveFormGame("", players=("A",), root=bg.Terminal({"A": 7**3000}))
    with pytest.raises(bg.UnsupportedGameError, match="more than 1000 digits"):
        write_efg(large)


# --- Gambit ---------------------------------------------------------------------------------------


def gambit_payoffs(text: str) -> list[Fraction]:
    """What everybody gets when all choose each action with the same probability, by Gambit."""
    pygambit: Any = importlib.import_module("pygambit")
    game = pygambit.read_efg(io.BytesIO(text.encode()))
    profile = game.mixed_behavior_profile(rational=True)
    if hasattr(profile, "payoffs"):  # from version 17 on
        return [Fraction(str(profile.payoffs[player])) for player in game.players]
    return [Fraction(str(profile.payoff(player))) for player in game.players]


@pytest.mark.skipif(not GAMBIT, reason="needs pygambit")
@given(testing.extensive_form_games())
def test_gambit_reads_the_same_payoffs(game):
    even = {
        each.player: {
            other.label: {action: Fraction(1, len(other.actions)) for action in other.actions}
            for other in game.information_sets
            if other.player == each.player
        }
        for each in game.information_sets
    }
    profile = bg.BehaviorStrategyProfile(
        game, {player: even.get(player, {}) for player in game.players}
    )
    paid = bg.expected_payoffs(game, profile)
    assert gambit_payoffs(write_efg(game)) == list(paid.values())
