"""Beliefs and assessments: how they are read, what they say, and what is refused."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidProfileError, UnsupportedGameError
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.play import Assessment, BehaviorStrategyProfile, Beliefs
from tests.unit.drawing import SEEDS, games, shares

QUARTER = Fraction(1, 4)


def end() -> Terminal:
    return Terminal({"A": 0, "B": 0})


def seen(who: str, name: str | None = None) -> Decision:
    return Decision(who, {"l": end(), "r": end()}, infoset=name)


GAME = ExtensiveFormGame(
    "t",
    players=("A", "B"),
    root=Chance(
        {
            "x": ("1/2", seen("B", "b")),
            "y": ("1/4", seen("B", "b")),
            "z": ("1/4", Decision("A", {"go": seen("B", "alone"), "stay": end()})),
        }
    ),
)
WEIGHTS = {"root/x": QUARTER, "root/y": 3 * QUARTER}
PLAN = {"A": {"root/z": "go"}, "B": {"b": "l", "alone": "r"}}


# -- how they are read ----------------------------------------------------------------------------


def test_beliefs_by_labels_and_by_position() -> None:
    beliefs = Beliefs(GAME, {"B": {"b": WEIGHTS}})
    assert beliefs["B"]["b"] == WEIGHTS
    assert beliefs["A"] == {"root/z": {"root/z": 1}}
    assert list(beliefs) == ["A", "B"]
    assert len(beliefs) == 2
    where = GAME.infoset_number("B", "b")
    assert beliefs.weights[where] == beliefs.weights_at(where) == (QUARTER, 3 * QUARTER)
    assert beliefs.at(where) == WEIGHTS
    assert str(beliefs) == "B at b: root/x 1/4, root/y 3/4"
    assert repr(beliefs) == "<Beliefs B at b: root/x 1/4, root/y 3/4>"
    assert Beliefs.from_weights(GAME, beliefs.weights) == beliefs
    assert hash(Beliefs.from_weights(GAME, beliefs.weights)) == hash(beliefs)
    assert beliefs != Beliefs(GAME, {"B": {"b": "root/x"}})
    assert beliefs != WEIGHTS
    assert pickle.loads(pickle.dumps(beliefs)) == beliefs


def test_a_path_alone_is_certainty_and_others_are_zero() -> None:
    sure = Beliefs(GAME, {"B": {"b": "root/y"}})
    assert sure["B"]["b"] == {"root/x": 0, "root/y": 1}
    assert sure == Beliefs(GAME, {"B": {"b": {"root/y": 1}}})
    assert str(sure) == "B at b: root/y 1"
    assert all(type(w) is Fraction for w in sure["B"]["b"].values())
    floats = Beliefs(GAME.to_float(), {"B": {"b": WEIGHTS}})
    assert floats.weights[0] == (0.25, 0.75)
    assert all(type(w) is float for each in floats.weights for w in each)


def test_a_list_of_many_is_cut() -> None:
    pairs = [(f"{i}{side}", ("1/120", seen("B", f"set {i}"))) for i in range(60) for side in "xy"]
    game = ExtensiveFormGame("many", players=("A", "B"), root=Chance(dict(pairs)))
    first = {"B": {f"set {i}": f"root/{i}x" for i in range(60)}}
    assert str(Beliefs(game, first)).endswith(
        "set 49: root/49x 1; ... and 10 more information sets"
    )
    with pytest.raises(InvalidProfileError) as caught:
        Beliefs(game, {})
    assert str(caught.value) == (
        f"no belief given for {'; '.join(f'B at set {i}' for i in range(5))} and 55 more"
    )


def test_everyone_knows() -> None:
    game = ExtensiveFormGame("t", players=("A", "B"), root=seen("A"))
    assert str(Beliefs(game, {})) == "everyone knows where they are"


def test_an_assessment() -> None:
    one = Assessment.of(GAME, PLAN, {"B": {"b": WEIGHTS}})
    assert one.game is GAME
    assert one.profile == BehaviorStrategyProfile(GAME, PLAN)
    assert str(one) == f"{one.profile} | {one.beliefs}"
    assert one == Assessment.of(GAME, PLAN, {"B": {"b": WEIGHTS}})
    assert hash(one) == hash(Assessment.of(GAME, PLAN, {"B": {"b": WEIGHTS}}))
    assert pickle.loads(pickle.dumps(one)) == one
    other = ExtensiveFormGame("t", players=("A", "B"), root=seen("A"))
    with pytest.raises(InvalidProfileError, match=r"the profile is one of .* the beliefs are of"):
        Assessment(one.profile, Beliefs(other, {}))


@given(SEEDS, games(information="recall"))
def test_what_is_read_is_what_is_written(seed: int, drawn: Any) -> None:
    import random

    game, rng = drawn[0], random.Random(seed)
    written: dict[str, Any] = {player: {} for player in game.players}
    for infoset in game.information_sets:
        odds = shares(rng, len(infoset.nodes))
        written[infoset.player][infoset.label] = dict(zip(infoset.nodes, odds, strict=True))
    beliefs = Beliefs(game, written)
    assert {p: {s: dict(w) for s, w in part.items()} for p, part in beliefs.items()} == written
    assert Beliefs(game, beliefs) == beliefs


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beliefs", "message"),
    [
        (5, "beliefs are written {player: ...}; got 5"),
        ({"b": "root/x"}, "no player 'b'"),
        ({"B": "root/x"}, "B: expected {information set: {path: probability}}, got 'root/x'"),
        ({"B": {"c": "root/x"}}, "B has no information set 'c'"),
        ({"A": {"b": "root/x"}}, "A has no information set 'b'; known: root/z"),
        ({}, "no belief given for B at b"),
        ({"B": {"b": 1}}, "B at b: expected {path: probability}, got 1"),
        ({"B": {"b": "root/z"}}, "B at b: 'root/z' is not one of its nodes"),
        (
            {"B": {"b": {"root/x": 1, "root/z/go": 0}}},
            "B at b: 'root/z/go' is not one of its nodes root/x, root/y",
        ),
        ({"B": {"b": {"root/x": "1/2"}}}, "B at b: beliefs sum to 1/2, not 1"),
        ({"B": {"b": {"root/x": "1/2", "root/y": "2/3"}}}, "B at b: beliefs sum to 7/6, not 1"),
        ({"B": {"b": {"root/x": "3/2"}}}, "B at b, root/x: belief 3/2 is outside [0, 1]"),
        ({"B": {"b": {"root/x": -1, "root/y": 2}}}, "B at b, root/x: belief -1 is outside [0, 1]"),
        ({"B": {"b": {"root/x": "half"}}}, "B at b, root/x: "),
        ({"B": {"b": WEIGHTS, "alone": "root/x"}}, "B at alone: 'root/x' is not one of its nodes"),
    ],
)
def test_wrong_beliefs(beliefs: Any, message: str) -> None:
    with pytest.raises(InvalidProfileError) as caught:
        Beliefs(GAME, beliefs)
    assert str(caught.value).startswith(message)


def test_wrong_weights_and_games() -> None:
    with pytest.raises(
        InvalidProfileError, match="probabilities for 1 information sets do not fit"
    ):
        Beliefs.from_weights(GAME, [[1]])
    with pytest.raises(InvalidProfileError, match=r"B at b: beliefs sum to 2, not 1"):
        Beliefs.from_weights(GAME, [[1, 1], [1], [1]])
    table = NormalFormGame.from_arrays([[1]], [[1]])
    with pytest.raises(UnsupportedGameError, match="needs an ExtensiveFormGame"):
        Beliefs(table, {})  # type: ignore[arg-type]


@given(st.floats(1e-6, 1.0))
def test_floats_forgive_rounding_only(gap: float) -> None:
    game = GAME.to_float()
    assert Beliefs(game, {"B": {"b": {"root/x": 0.1, "root/y": 0.9 + 1e-12}}})
    with pytest.raises(InvalidProfileError, match="beliefs sum to"):
        Beliefs(game, {"B": {"b": {"root/x": 0.0, "root/y": 1.0 - gap}}})
