"""Subgames taken out and replaced by their value, or by another tree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import (
    InvalidGameError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
)
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    Terminal,
    replace_subgame,
    replace_subgames,
    subgame,
    subgames,
    written,
)
from brinkgame.forms.subgames import subgame_roots
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs, expected_payoffs
from tests.unit.drawing import games, profiles
from tests.unit.forms.samples import deploy

X = Parameter("x", "1/2", low=0, high=1)
PLAYERS = ("A", "B")


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def two(infoset: str | None = None) -> Decision:
    return Decision("B", {"l": end(1, label="war"), "r": end(2)}, infoset=infoset)


GAME = ExtensiveFormGame(
    "sample",
    players=PLAYERS,
    root=Decision(
        "A",
        {
            "x": Decision("A", {"u": two("same"), "d": two("same")}, payoffs={"A": 7}, label="pen"),
            "y": Chance({"m": (X, two("own")), "n": (REST, end(X, 5, label="peace"))}),
            "z": end(9),
        },
    ),
    constraints=[X < 2],
)


def by_hand(game: ExtensiveFormGame, places: dict[int, dict[str, Any]]) -> ExtensiveFormGame:
    """The same through written nodes: plain, and slow."""
    nodes = {node: Terminal(paid, label=_label(game, node)) for node, paid in places.items()}
    return replace_subgames(game, nodes)


def _label(game: ExtensiveFormGame, node: int) -> str | None:
    where = int(game.tree.label[node])
    return game.tree.labels[where] if where >= 0 else None


# --- by payoffs ----------------------------------------------------------------------------------


def test_a_subgame_becomes_an_end_with_its_label() -> None:
    edited = replace_subgame(GAME, "root/x", {"A": "1/3", "B": X})
    assert str(edited).splitlines()[1:4] == [
        "A",
        "├─ x: “pen” A 1/3, B x",
        "├─ y: Nature",
    ]
    assert [known.label for known in edited.information_sets] == ["root", "own"]
    assert edited.outcomes == ("pen", "war", "peace")
    assert edited.constraints == GAME.constraints
    assert GAME.tree.size == 14


def test_numbers_that_are_gone_leave_no_parameter_behind() -> None:
    edited = replace_subgame(GAME, "root/y", {"A": 0, "B": 0})
    assert edited.is_closed
    assert edited.constraints == GAME.constraints  # it bites again if x comes back
    assert not edited.parameters.constraints


def test_the_whole_game_is_a_subgame() -> None:
    edited = replace_subgame(GAME, "root", {"A": 1, "B": 2})
    expected = ExtensiveFormGame("sample", players=PLAYERS, root=end(1, 2))
    assert edited == expected
    assert edited.information_sets == ()


def test_nothing_to_replace() -> None:
    assert replace_subgames(GAME, {}) is GAME


@given(st.data())
def test_surgery_equals_writing_the_tree_anew(data: st.DataObject) -> None:
    game, _ = data.draw(games(information=data.draw(st.sampled_from(["perfect", "recall", "any"]))))
    chosen: dict[int, dict[str, Any]] = {}
    for node in subgame_roots(game):
        if any(node < game.tree.end[other] for other in chosen):
            continue
        if data.draw(st.booleans()):
            number = st.sampled_from([0, 1, "1/3", X, 2 * X])
            chosen[node] = {player: data.draw(number) for player in game.players}
    edited, expected = replace_subgames(game, chosen), by_hand(game, chosen)
    assert edited == expected
    assert edited.fingerprint() == expected.fingerprint()
    assert [s.label for s in edited.information_sets] == [
        s.label for s in expected.information_sets
    ]
    assert edited.outcomes == expected.outcomes


@given(st.data())
def test_with_its_value_in_its_place_the_game_pays_the_same(data: st.DataObject) -> None:
    game, _ = data.draw(games(information="recall"))
    plan = BehaviorStrategyProfile(game, data.draw(profiles(game)))
    node = data.draw(st.sampled_from([*subgame_roots(game), 0]))
    below = subgame(game, game.tree.path(node))
    value = continuation_payoffs(game, plan)[node]
    paid = dict(zip(game.players, value, strict=True))  # with what is collected on arrival
    edited = replace_subgames(game, {node: paid})
    names = {(s.player, s.label) for s in edited.information_sets}
    rest = {
        player: {label: plan[player][label] for who, label in sorted(names) if who == player}
        for player in game.players
    }
    got = expected_payoffs(edited, BehaviorStrategyProfile(edited, rest))
    assert got == expected_payoffs(game, plan)
    assert below.tree.size + edited.tree.size == game.tree.size + 1


def test_in_floats_as_exactly() -> None:
    game = GAME.at()
    values: dict[str | int, Any] = {"root/x": {"A": 0.1, "B": -3}, "root/y/m": {"A": 1, "B": "1/3"}}
    edited = replace_subgames(game.to_float(), values)
    assert edited == replace_subgames(game, values).to_float()
    assert isinstance(edited.numbers, np.ndarray)


def test_many_subgames_of_a_large_tree_at_once() -> None:
    leaf = Decision("B", {"l": end(0, 1), "r": end(1, 0)})
    game = ExtensiveFormGame(
        "wide",
        players=PLAYERS,
        root=Decision("A", {str(i): Decision("A", {"go": leaf}) for i in range(3000)}),
    )
    roots = [node for node in subgame_roots(game) if game.tree.depth[node] == 1]
    edited = replace_subgames(game, {node: {"A": 1, "B": node % 7} for node in roots})
    assert edited.tree.size == 3001


# --- by a tree -----------------------------------------------------------------------------------


def test_another_tree_in_its_place() -> None:
    edited = replace_subgame(GAME, "root/y", Decision("B", {"a": end(), "b": end(1)}))
    assert edited.node_at("root/y/b")
    assert edited.node_at("root/x/u/l")
    assert list(edited.parameters) == []


@given(st.data())
def test_a_subgame_in_its_own_place_changes_nothing(data: st.DataObject) -> None:
    game, _ = data.draw(games(information="recall"))
    path = data.draw(st.sampled_from(subgames(game) or ("root",)))
    assert replace_subgame(game, path, written(subgame(game, path))) == game


def test_payoffs_and_a_tree_at_once() -> None:
    edited = replace_subgames(GAME, {"root/x": {"A": 1, "B": X}, "root/y": end(2, label="over")})
    expected = replace_subgame(
        replace_subgame(GAME, "root/x", {"A": 1, "B": X}), "root/y", end(2, label="over")
    )
    assert edited == expected
    assert edited.outcomes == ("pen", "over")


# --- wrong input ---------------------------------------------------------------------------------


def test_an_information_set_would_be_cut() -> None:
    with pytest.raises(UnsupportedGameError, match=r"at root/x/u\n.*same of B also holds root/x/d"):
        replace_subgame(GAME, "root/x/u", {"A": 0, "B": 0})


def test_one_within_another() -> None:
    with pytest.raises(UnsupportedGameError, match="root/y/m lies within root/y"):
        replace_subgames(GAME, {"root/y/m": {"A": 0, "B": 0}, "root/y": {"A": 0, "B": 0}})
    node = GAME.node_at("root/y")
    with pytest.raises(UnsupportedGameError, match="root/y is replaced twice"):
        replace_subgames(GAME, {node: {"A": 0, "B": 0}, "root/y": {"A": 0, "B": 0}})


def test_every_fault_of_the_payoffs_is_told() -> None:
    wrong: dict[str | int, Any] = {"root/x": {"A": 1}, "root/y": {"A": "much", "B": 0, "C": 1}}
    with pytest.raises(InvalidGameError) as caught:
        replace_subgames(GAME, wrong)
    assert [str(fault).split(";")[0].split(":")[0] for fault in caught.value.faults] == [
        "no payoff for B, at root/x",
        "payoff for unknown player 'C'",
        "payoff of A",
    ]
    with pytest.raises(InvalidGameError, match=r"expected payoffs .* got 3, at root/z"):
        replace_subgame(GAME, "root/z", 3)  # type: ignore[arg-type]


def test_no_such_place() -> None:
    with pytest.raises(UnknownNameError, match="no node 14; the tree has 14"):
        replace_subgames(GAME, {14: {"A": 0, "B": 0}})
    with pytest.raises(UnknownNameError, match="no 'w' after root"):
        replace_subgame(GAME, "root/w", {"A": 0, "B": 0})


def test_two_definitions_of_one_parameter() -> None:
    other = Parameter("x", "1/4", low=0, high=1)
    with pytest.raises(InvalidParameterError, match="defined twice"):
        replace_subgame(GAME, "root/x", {"A": other, "B": 0})


def test_a_crisis_keeps_its_parameters() -> None:
    edited = replace_subgame(deploy(), "root/deploy/found", {"USSR": 0, "US": 0})
    assert set(edited.parameters) == {"detection", "gain", "war_cost"}
