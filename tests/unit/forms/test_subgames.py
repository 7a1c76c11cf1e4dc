"""Subgames: where they begin, and that each is the game that one would have written."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import UnknownNameError, UnsupportedGameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    NormalFormGame,
    Terminal,
    subgame,
    subgames,
)
from brinkgame.forms.subgames import subgame_roots
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs, expected_payoffs
from tests.unit.drawing import fractions, games, profiles
from tests.unit.plain import Place, places

X = Parameter("x", "1/2", low=0, high=1)
PLAYERS = ("A", "B")


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def two(infoset: str | None = None, player: str = "B") -> Decision:
    return Decision(player, {"l": end(1, label="war"), "r": end(2)}, infoset=infoset)


GAME = ExtensiveFormGame(
    "sample",
    players=PLAYERS,
    root=Decision(
        "A",
        {
            "x": Decision("A", {"u": two("same"), "d": two("same")}, payoffs={"A": 7}),
            "y": Chance({"m": (X, two()), "n": (REST, end(X, 5, label="peace"))}),
            "z": end(9),
        },
    ),
    constraints=[X < 2],
)


def begins(where: Place, everywhere: list[Place]) -> bool:
    """By the definition: an information set by itself, and none is cut."""
    if isinstance(where.node, Terminal):
        return False
    inside: dict[Any, list[bool]] = {}
    for place in everywhere:
        if isinstance(place.node, Decision):
            inside.setdefault((place.node.player, place.infoset), []).append(where.holds(place))
    if isinstance(where.node, Decision) and where.moves:
        own = inside[where.node.player, where.infoset]
        if len(own) > 1:
            return False
    return all(all(each) or not any(each) for each in inside.values())


def test_where_subgames_begin() -> None:
    assert subgames(GAME) == ("root", "root/x", "root/y", "root/y/m")
    assert subgame_roots(GAME) == [0, 1, 8, 9]


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (end(), ()),
        (two(), ("root",)),
        (Decision("A", {"l": two("s"), "r": two("s")}), ("root",)),
        (Decision("A", {"l": two("s"), "r": two("t")}), ("root", "root/l", "root/r")),
        # A set with members before and after a node cuts the node's subtree.
        (
            Decision("A", {"l": two("s"), "m": Decision("A", {"go": two()}), "r": two("s")}),
            ("root", "root/m", "root/m/go"),
        ),
        (Decision("A", {"l": Decision("A", {"go": two("s")}), "r": two("s")}), ("root",)),
        (Decision("A", {"l": two("s"), "r": Decision("A", {"go": two("s")})}), ("root",)),
        (Chance({"l": (1, two("s")), "r": (0, Chance({"u": (1, two("s"))}))}), ("root",)),
        # Absent-mindedness: the node is not an information set by itself.
        (
            Decision("A", {"go": Decision("B", {"on": two("d")}, infoset="d2"), "out": end()}),
            ("root", "root/go", "root/go/on"),
        ),
    ],
)
def test_where_subgames_begin_in_other_trees(root: Any, expected: tuple[str, ...]) -> None:
    assert subgames(ExtensiveFormGame("t", players=PLAYERS, root=root)) == expected


def driver(infoset: str = "driving") -> Decision:
    later = Decision("A", {"exit": end(4), "on": end(1)}, infoset="driving")
    return Decision("A", {"exit": end(0), "on": later}, infoset=infoset)


def test_an_absent_minded_player() -> None:
    game = ExtensiveFormGame(
        "t", players=PLAYERS, root=Decision("B", {"go": driver(), "no": end()})
    )
    assert subgames(game) == ("root",)
    with pytest.raises(UnsupportedGameError, match="no subgame begins at root/go"):
        subgame(game, "root/go")
    with pytest.raises(UnsupportedGameError, match="no subgame begins at root/go/on"):
        subgame(game, "root/go/on")
    alone = ExtensiveFormGame("t", players=PLAYERS, root=driver())
    assert subgames(alone) == ("root",)
    assert subgame(alone, "root") is alone


def test_a_subgame_is_a_game_of_its_own() -> None:
    part = subgame(GAME, "root/x")
    assert part.title == "sample: root/x"
    assert part.players == PLAYERS
    assert (
        str(part)
        == """\
sample: root/x
A A 7, B 0
├─ u: B (same)
│  ├─ l: “war” A 1, B 0
│  └─ r: A 2, B 0
└─ d: B (same)
   ├─ l: “war” A 1, B 0
   └─ r: A 2, B 0"""
    )
    assert part.is_closed
    assert part.outcomes == ("war",)
    other = subgame(GAME, "root/y")
    assert list(other.parameters) == ["x"]
    assert other.parameters.constraints == (X < 2,)
    assert other.outcomes == ("war", "peace")
    assert [i.label for i in other.information_sets] == ["root/m"]
    assert other.tree.probability.tolist()[0] == -1
    deepest = subgame(GAME, "root/y/m")
    assert deepest.is_closed
    assert deepest.tree.edge[0] == 0
    assert deepest.tree.parent[0] == -1


def test_a_game_without_a_title() -> None:
    game = ExtensiveFormGame("", players=PLAYERS, root=Decision("A", {"go": two()}))
    assert subgame(game, "root/go").title == "root/go"


def test_the_whole_game_is_its_own_subgame() -> None:
    assert subgame(GAME, "root") is GAME


def test_a_path_that_leads_nowhere() -> None:
    with pytest.raises(UnknownNameError, match="no 'w' after root"):
        subgame(GAME, "root/w")


def test_an_information_set_is_not_cut() -> None:
    with pytest.raises(UnsupportedGameError) as caught:
        subgame(GAME, "root/x/d")
    assert str(caught.value) == ("no subgame begins at root/x/d\n  - same of B also holds root/x/u")
    with pytest.raises(UnsupportedGameError, match="same of B also holds root/x/d"):
        subgame(GAME, "root/x/u")


@pytest.mark.parametrize(
    "not_a_tree",
    [
        NormalFormGame.from_arrays([1]),
        None,
        5,
    ],
)
def test_only_trees_have_subgames(not_a_tree: Any) -> None:
    for attempt in (subgames, subgame_roots, lambda game: subgame(game, "root")):
        with pytest.raises(UnsupportedGameError, match="needs an ExtensiveFormGame, not"):
            attempt(not_a_tree)


@given(games(number=fractions, information="any", decisions=7))
def test_subgames_are_those_of_the_definition(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    everywhere = places(root, game.players)
    expected = [place.path for place in everywhere if begins(place, everywhere)]
    assert list(subgames(game)) == expected
    for place in everywhere:
        if isinstance(place.node, Terminal):
            continue
        if place.path in expected:
            part = subgame(game, place.path)
            written = ExtensiveFormGame("written", players=game.players, root=place.node)
            assert part == written
            assert hash(part) == hash(written)
            assert part.outcomes == written.outcomes
            assert str(part).splitlines()[1:] == str(written).splitlines()[1:]
            assert part.information_sets == written.information_sets
            titled = ExtensiveFormGame(part.title, players=game.players, root=place.node)
            assert part.fingerprint() == titled.fingerprint()
        else:
            with pytest.raises(UnsupportedGameError):
                subgame(game, place.path)


@given(games(number=fractions, information="recall", decisions=7))
def test_subgames_of_a_floating_point_game(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game = drawn[0]
    for path in subgames(game):
        assert subgame(game.to_float(), path) == subgame(game, path).to_float()


@given(st.data(), games(number=fractions, information="recall", decisions=7))
def test_payoffs_in_a_subgame_are_those_from_its_node_on(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game = drawn[0]
    profile = BehaviorStrategyProfile(game, data.draw(profiles(game)))
    value = continuation_payoffs(game, profile)
    names = {i.nodes[0]: (i.player, i.label) for i in game.information_sets}
    for node in subgame_roots(game):
        path = game.tree.path(node)
        part = subgame(game, path)
        plan: dict[str, Any] = {player: {} for player in game.players}
        for infoset in part.information_sets:
            first = path + infoset.nodes[0].removeprefix("root")
            player, label = names[first]
            plan[player][infoset.label] = dict(profile[player][label])
        assert tuple(expected_payoffs(part, plan).values()) == value[node]


def test_arrays_of_a_subgame_cannot_be_written_to() -> None:
    part = subgame(GAME, "root/x")
    for field in dataclasses.fields(part.tree):
        mine = getattr(part.tree, field.name)
        if isinstance(mine, np.ndarray):
            assert not mine.flags.writeable
