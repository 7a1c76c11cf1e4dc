"""From a game back to its nodes: the round trip, and trees of any depth."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal, hide, written
from brinkgame.testing import extensive_form_games, parametric_games
from tests.unit.drawing import centipede, games
from tests.unit.forms.samples import deploy


def rebuilt(game: ExtensiveFormGame) -> ExtensiveFormGame:
    return ExtensiveFormGame(
        game.title, players=game.players, root=written(game), constraints=game.constraints
    )


@given(games(information="any"))
def test_the_round_trip_gives_the_game_again(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, _ = drawn
    again = rebuilt(game)
    assert again == game
    assert again.fingerprint() == game.fingerprint()


@given(extensive_form_games())
def test_the_round_trip_with_everything_that_a_tree_may_have(game: ExtensiveFormGame) -> None:
    assert rebuilt(game) == game


@given(parametric_games())
def test_parameters_stay_open(game: Any) -> None:
    if isinstance(game, ExtensiveFormGame):
        again = rebuilt(game)
        assert again == game
        assert again.parameters == game.parameters


def test_parameters_and_constraints_of_a_crisis() -> None:
    game = deploy()
    assert rebuilt(game).fingerprint() == game.fingerprint()


@pytest.mark.parametrize("length", [0, 1, 5000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_depth_is_no_limit(length: int) -> None:
    game = ExtensiveFormGame("chain", players=("A", "B"), root=centipede(length))
    assert rebuilt(game) == game


@given(st.data())
def test_nodes_of_a_game_can_be_written_into_another(data: st.DataObject) -> None:
    game, _ = data.draw(games())
    ends = Terminal(dict.fromkeys(game.players, 0))
    larger = ExtensiveFormGame(
        "larger",
        players=game.players,
        root=Decision("A", {"play": written(game), "leave": ends}, infoset="whether to play"),
    )
    assert larger.tree.size == game.tree.size + 2


def test_a_name_that_is_taken_is_not_taken_again() -> None:
    """Two sets that become one are called by a path, unless another set has that name."""
    leaf = {"l": Terminal({"A": 0}), "r": Terminal({"A": 1})}
    game = ExtensiveFormGame(
        "names",
        players=("A",),
        root=Chance(
            {
                "m": ("1/4", Decision("A", leaf)),
                "n": ("1/4", Decision("A", leaf)),
                "o": (REST, Decision("A", leaf, infoset="m")),
            }
        ),
    )
    hidden = hide(game, "A", ("root/m", "root/n"))
    assert [known.label for known in hidden.information_sets] == ["m' or n", "m"]


def test_a_game_in_floats_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnsupportedGameError, match=r"'t' is in floats[\s\S]*to_float\(\)"):
        written(deploy(title="t").at().to_float())
