"""Edits of a tree: what each makes, what it leaves alone, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from brinkgame.errors import UnknownNameError, UnsupportedGameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    Terminal,
    remove_action,
)
from brinkgame.parameters import Parameter

X = Parameter("x", "1/2", low=0, high=1)
PLAYERS = ("A", "B")


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def game_of(root: Any, **options: Any) -> ExtensiveFormGame:
    return ExtensiveFormGame("sample", players=PLAYERS, root=root, **options)


def two(infoset: str | None = None, player: str = "B", first: Any = 1) -> Decision:
    return Decision(player, {"l": end(first), "r": end(2, X)}, infoset=infoset)


HIDDEN = game_of(
    Chance({"m": (X, two("same")), "n": (REST, two("same", first=5))}), constraints=[X < 2]
)


# --- actions -------------------------------------------------------------------------------------


def test_an_action_goes_at_every_node_of_its_set() -> None:
    edited = remove_action(HIDDEN, "B", "same", "r")
    assert edited == game_of(
        Chance(
            {
                "m": (X, Decision("B", {"l": end(1)}, infoset="same")),
                "n": (REST, Decision("B", {"l": end(5)}, infoset="same")),
            }
        )
    )
    assert edited.constraints == HIDDEN.constraints
    assert edited.parameters["x"] is X


def test_the_only_action_stays() -> None:
    once = remove_action(HIDDEN, "B", "same", "r")
    with pytest.raises(
        UnsupportedGameError, match=r"'l' is the only action of B at same[\s\S]*root/n"
    ):
        remove_action(once, "B", "same", "l")


def test_unknown_names() -> None:
    with pytest.raises(UnknownNameError, match="B at same has no action 'x'"):
        remove_action(HIDDEN, "B", "same", "x")
    with pytest.raises(UnknownNameError, match="no information set 'sam'; did you mean 'same'"):
        remove_action(HIDDEN, "B", "sam", "l")
    with pytest.raises(UnknownNameError, match="no player 'C'"):
        remove_action(HIDDEN, "C", "same", "l")
