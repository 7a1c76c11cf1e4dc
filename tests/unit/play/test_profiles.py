"""Profiles: what may be written, what is refused and where, reading, comparison, copies."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.arithmetic import Algebraic
from brinkgame.errors import InvalidProfileError, UnknownNameError
from brinkgame.forms import Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, MixedStrategyProfile, expected_payoffs, regrets
from tests.unit.drawing import centipede, games, profiles

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
TABLE = NormalFormGame(
    "table",
    strategies={"A": ("u", "m", "d"), "B": ("l", "r")},
    payoffs={"A": [[1, 2], [3, 4], [5, 6]], "B": [[0, 0], [0, 0], [0, 0]]},
)
FLOATS = TABLE.to_float()


def end(a: int = 0, b: int = 0) -> Terminal:
    return Terminal({"A": a, "B": b})


def reply() -> Decision:
    return Decision("B", {"l": end(), "m": end(), "r": end()}, infoset="reply")


TREE = ExtensiveFormGame(
    "tree",
    players=("A", "B"),
    root=Decision(
        "A",
        {
            "x": reply(),
            "y": Decision("A", {"go": reply(), "stop": end()}, infoset="later"),
        },
    ),
)
PLAN = {"A": {"root": "y", "later": {"go": "1/3", "stop": "2/3"}}, "B": {"reply": "m"}}
MIXED = BehaviorStrategyProfile(TREE, PLAN)
PURE = BehaviorStrategyProfile(TREE, {**PLAN, "A": {"root": "y", "later": "go"}})


# --- mixed strategies ----------------------------------------------------------------------------


def test_a_mixed_profile_reads_as_it_was_written() -> None:
    profile = MixedStrategyProfile(TABLE, {"B": "r", "A": {"d": "1/3", "u": 2 / 3}})
    assert list(profile) == ["A", "B"]
    assert len(profile) == 2
    assert profile["A"] == {"u": 1 - THIRD, "m": 0, "d": THIRD}
    assert list(profile["A"]) == ["u", "m", "d"]
    assert profile["B"] == {"l": 0, "r": 1}
    assert profile.weights == ((1 - THIRD, 0, THIRD), (0, 1))
    assert all(type(w) is Fraction for weights in profile.weights for w in weights)
    assert profile.game is TABLE
    assert profile.support("A") == ("u", "d")
    assert profile.support("B") == ("r",)
    assert not profile.is_pure
    assert str(profile) == "A: u 2/3, d 1/3; B: r"
    assert repr(profile) == "<MixedStrategyProfile A: u 2/3, d 1/3; B: r>"


def test_pure_mixed_profiles() -> None:
    profile = MixedStrategyProfile.pure(TABLE, [2, 0])
    assert profile == MixedStrategyProfile(TABLE, {"A": "d", "B": "l"})
    assert profile.is_pure
    assert str(profile) == "A: d; B: l"
    with pytest.raises(ValueError, match="zip"):
        MixedStrategyProfile.pure(TABLE, [2])


def test_probabilities_are_in_the_numbers_of_the_game() -> None:
    weights = MixedStrategyProfile(FLOATS, {"A": {"u": "1/3", "d": THIRD, "m": 1 / 3}, "B": "l"})
    assert all(type(w) is float for row in weights.weights for w in row)
    assert weights["A"]["u"] == 1 / 3
    near = MixedStrategyProfile(FLOATS, {"A": {"u": 0.5, "d": 0.5 + 9e-10}, "B": "l"})
    assert near["A"]["d"] == 0.5 + 9e-10
    with pytest.raises(InvalidProfileError, match=r"A: probabilities sum to 1.000"):
        MixedStrategyProfile(FLOATS, {"A": {"u": 0.5, "d": 0.5 + 2e-9}, "B": "l"})
    with pytest.raises(InvalidProfileError, match=r"A: probabilities sum to 0.99"):
        MixedStrategyProfile(FLOATS, {"A": {"u": 0.5, "d": 0.5 - 2e-9}, "B": "l"})


@pytest.mark.parametrize(
    ("strategies", "message"),
    [
        (5, "a profile is written {player: ...}; got 5"),
        ("u", "a profile is written {player: ...}; got 'u'"),
        ([("A", "u")], "a profile is written {player: ...}; got [('A', 'u')]"),
        (None, "a profile is written {player: ...}; got None"),
        ({"A": "u"}, "no strategy for B"),
        ({}, "no strategy for A"),
        ({"A": "u", "B": "l", "C": "x"}, "no player 'C'; known: A, B"),
        ({"A": "up", "B": "l"}, "A: no strategy 'up'; did you mean 'u'?"),
        ({"A": {"z": 1}, "B": "l"}, "A: no strategy 'z'; known: u, m, d"),
        ({"A": 0, "B": "l"}, "A: expected strategy or {strategy: probability}, got 0"),
        (
            {"A": [1, 0, 0], "B": "l"},
            "A: expected strategy or {strategy: probability}, got [1, 0, 0]",
        ),
        ({"A": {"u": "9/10"}, "B": "l"}, "A: probabilities sum to 9/10, not 1"),
        ({"A": {"u": 1, "m": "1/10"}, "B": "l"}, "A: probabilities sum to 11/10, not 1"),
        ({"A": {}, "B": "l"}, "A: probabilities sum to 0, not 1"),
        (
            {"A": {"u": "11/10", "m": "-1/10"}, "B": "l"},
            "A, u: probability 11/10 is outside [0, 1]",
        ),
        ({"A": {"u": 2, "m": -1}, "B": "l"}, "A, u: probability 2 is outside [0, 1]"),
        ({"A": {"m": 2, "u": "-1/10"}, "B": "l"}, "A, u: probability -1/10 is outside [0, 1]"),
        ({"A": {"u": "x"}, "B": "l"}, "A, u: 'x' is not a number"),
        ({"A": {"u": True}, "B": "l"}, "A, u: True is a truth value"),
        ({"A": {"u": None}, "B": "l"}, "A, u: None (of type NoneType) is not a number"),
        ({"A": {"u": float("nan")}, "B": "l"}, "A, u: nan is not a finite number"),
    ],
)
def test_mixed_profiles_that_are_refused(strategies: Any, message: str) -> None:
    with pytest.raises(InvalidProfileError) as caught:
        MixedStrategyProfile(TABLE, strategies)
    assert str(caught.value).startswith(message)


def test_a_profile_belongs_to_a_game_of_its_form() -> None:
    with pytest.raises(
        InvalidProfileError, match=r"^this profile belongs to a NormalFormGame; got <Extensive"
    ):
        MixedStrategyProfile(TREE, {"A": "u", "B": "l"})  # type: ignore[arg-type]
    with pytest.raises(
        InvalidProfileError, match=r"^this profile belongs to a ExtensiveFormGame; got <Normal"
    ):
        BehaviorStrategyProfile(TABLE, {"A": {}, "B": {}})  # type: ignore[arg-type]
    with pytest.raises(InvalidProfileError, match="got 5"):
        BehaviorStrategyProfile(5, {})  # type: ignore[arg-type]


def test_players_that_are_not_there() -> None:
    profile = MixedStrategyProfile.pure(TABLE, [0, 0])
    for mapping in (profile, MIXED):
        with pytest.raises(KeyError, match="C"):
            mapping["C"]  # type: ignore[index]
        assert "C" not in mapping
        assert mapping.get("C") is None
        assert "A" in mapping


def test_mixed_profiles_are_compared() -> None:
    a = MixedStrategyProfile(TABLE, {"A": "u", "B": "l"})
    again = NormalFormGame(
        "other", strategies=TABLE.strategies, payoffs={p: TABLE.payoff_array(p) for p in "AB"}
    )
    same = MixedStrategyProfile(again, {"A": {"u": 1}, "B": {"l": 1, "r": 0}})
    assert a == same
    assert hash(a) == hash(same)
    assert a != MixedStrategyProfile(TABLE, {"A": "u", "B": "r"})
    assert a != MixedStrategyProfile(FLOATS, {"A": "u", "B": "l"})
    assert a != {"A": "u", "B": "l"}
    assert a.__eq__(5) is NotImplemented


# --- behavior strategies -------------------------------------------------------------------------


def test_a_behavior_profile_reads_as_it_was_written() -> None:
    assert list(MIXED) == ["A", "B"]
    assert len(MIXED) == 2
    assert list(MIXED["A"]) == ["root", "later"]
    assert len(MIXED["A"]) == 2
    assert MIXED["A"]["root"] == {"x": 0, "y": 1}
    assert MIXED["A"]["later"] == {"go": THIRD, "stop": 1 - THIRD}
    assert MIXED["B"]["reply"] == {"l": 0, "m": 1, "r": 0}
    assert list(MIXED["B"]["reply"]) == ["l", "m", "r"]
    with pytest.raises(KeyError, match="later"):
        MIXED["B"]["later"]
    assert MIXED.at(2) == {"go": THIRD, "stop": 1 - THIRD}
    assert MIXED.weights_at(1) == (0, 1, 0)
    assert MIXED.weights == (0, 1, 0, 1, 0, THIRD, 1 - THIRD)
    assert MIXED.choices is None
    assert not MIXED.is_pure
    assert MIXED.support("A", "later") == ("go", "stop")
    assert MIXED.support("B", "reply") == ("m",)
    assert MIXED.game is TREE
    assert str(MIXED) == "A at root: y; B at reply: m; A at later: go 1/3, stop 2/3"
    assert repr(MIXED) == f"<BehaviorStrategyProfile {MIXED}>"
    assert repr(MIXED["A"]) == repr(
        {"root": {"x": Fraction(0), "y": Fraction(1)}, "later": {"go": THIRD, "stop": 1 - THIRD}}
    )


def test_a_pure_behavior_profile() -> None:
    assert PURE.is_pure
    assert PURE.choices is not None
    assert PURE.choices.tolist() == [1, 1, 0]
    assert PURE.choices.dtype == np.int32
    assert PURE.weights is None
    assert PURE["A"]["later"] == {"go": 1, "stop": 0}
    assert PURE.weights_at(1) == (0, 1, 0)
    assert all(type(w) is Fraction for w in PURE.weights_at(1))
    assert PURE.support("B", "reply") == ("m",)
    assert str(PURE) == "A at root: y; B at reply: m; A at later: go"
    with pytest.raises(ValueError, match="read-only"):
        PURE.choices[0] = 0
    floats = BehaviorStrategyProfile.pure(TREE.to_float(), [0, 2, 1])
    assert floats.weights_at(1) == (0.0, 0.0, 1.0)
    assert all(type(w) is float for w in floats.weights_at(1))


@pytest.mark.parametrize("choices", [[1, 1, 0], (1, 1, 0), iter([1, 1, 0]), np.array([1, 1, 0])])
def test_pure_profiles_by_position(choices: Any) -> None:
    assert BehaviorStrategyProfile.pure(TREE, choices) == PURE
    with pytest.raises(ValueError, match="read-only"):
        BehaviorStrategyProfile.pure(TREE, [1, 1, 0]).choices[0] = 0  # type: ignore[index]


def test_the_callers_choices_are_copied() -> None:
    mine = np.array([1, 1, 0], dtype=np.int32)
    profile = BehaviorStrategyProfile.pure(TREE, mine)
    mine[0] = 0
    assert profile == PURE


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ([1, 1], "2 choices for 3 information sets"),
        ([1, 1, 0, 0], "4 choices for 3 information sets"),
        ([], "0 choices for 3 information sets"),
        ([2, 1, 0], "a choice is the position of an action, counted from 0"),
        ([0, 3, 0], "a choice is the position of an action, counted from 0"),
        ([0, 0, -1], "a choice is the position of an action, counted from 0"),
    ],
)
def test_positions_that_are_refused(choices: list[int], message: str) -> None:
    with pytest.raises(InvalidProfileError) as caught:
        BehaviorStrategyProfile.pure(TREE, choices)
    assert str(caught.value) == message


def test_profiles_from_weights() -> None:
    assert BehaviorStrategyProfile.from_weights(TREE, [0, 1, 0, 1, 0, "1/3", "2/3"]) == MIXED
    assert BehaviorStrategyProfile.from_weights(TREE, [0, 1, 0, 1, 0, 1, 0]) == PURE
    for count in (6, 8):
        with pytest.raises(InvalidProfileError, match=f"{count} probabilities for 7 actions"):
            BehaviorStrategyProfile.from_weights(TREE, [0, 1, 0, 1, 0, 1, 0, 0][:count])
    with pytest.raises(InvalidProfileError, match="B at reply: probabilities sum to 1/2, not 1"):
        BehaviorStrategyProfile.from_weights(TREE, [0, 1, 0, HALF, 0, 1, 0])


def test_a_game_without_moves_has_one_profile() -> None:
    game = ExtensiveFormGame("end", players=("A", "B"), root=end())
    for profile in (
        BehaviorStrategyProfile(game, {}),
        BehaviorStrategyProfile(game, {"A": {}}),
        BehaviorStrategyProfile.pure(game, []),
        BehaviorStrategyProfile.from_weights(game, []),
    ):
        assert profile.is_pure
        assert profile == BehaviorStrategyProfile(game, {})
        assert dict(profile["B"]) == {}
        assert str(profile) == ""


def plan(**change: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {"A": {"root": "x", "later": "go"}, "B": {"reply": "l"}}
    return {**whole, **change}


@pytest.mark.parametrize(
    ("strategies", "message"),
    [
        (5, "a profile is written {player: ...}; got 5"),
        (None, "a profile is written {player: ...}; got None"),
        ({**plan(), "C": {}}, "no player 'C'; known: A, B"),
        (plan(A="x"), "A: expected {information set: action}, got 'x'"),
        (plan(B=None), "B: expected {information set: action}, got None"),
        (plan(B={"replay": "l"}), "B has no information set 'replay'; did you mean 'reply'?"),
        (plan(B={"later": "go"}), "B has no information set 'later'; known: reply"),
        (plan(A={"root": "z", "later": "go"}), "A at root: no action 'z'; known: x, y"),
        (plan(B={"reply": {"l": "1/2"}}), "B at reply: probabilities sum to 1/2, not 1"),
        (
            plan(B={"reply": {"l": "3/2", "m": "-1/2"}}),
            "B at reply, l: probability 3/2 is outside [0, 1]",
        ),
        (plan(B={"reply": {"l": "x"}}), "B at reply, l: 'x' is not a number"),
        (plan(B={"reply": 1}), "B at reply: expected action or {action: probability}, got 1"),
        (plan(B={"reply": ["l"]}), "B at reply: expected action or {action: probability}, got ['l"),
        (plan(B={}), "nothing said for B at reply"),
        ({"A": {"root": "x"}}, "nothing said for B at reply; A at later"),
        ({}, "nothing said for A at root; B at reply; A at later"),
    ],
)
def test_behavior_profiles_that_are_refused(strategies: Any, message: str) -> None:
    with pytest.raises(InvalidProfileError) as caught:
        BehaviorStrategyProfile(TREE, strategies)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("moves", "tail"), [(5, ""), (6, " and 1 more"), (9, " and 4 more")])
def test_the_first_five_missing_are_named(moves: int, tail: str) -> None:
    game = ExtensiveFormGame("long", players=("A", "B"), root=centipede(moves))
    with pytest.raises(InvalidProfileError) as caught:
        BehaviorStrategyProfile(game, {})
    names = [
        "A at root",
        "B at root/pass",
        "A at root/pass/pass",
        "B at root/pass/pass/pass",
        "A at root/pass/pass/pass/pass",
    ]
    assert str(caught.value) == "nothing said for " + "; ".join(names) + tail


def test_floating_point_behavior() -> None:
    game = TREE.to_float()
    profile = BehaviorStrategyProfile(game, PLAN)
    assert profile["A"]["later"] == {"go": 1 / 3, "stop": 2 / 3}
    assert all(type(w) is float for w in profile.weights or ())
    assert BehaviorStrategyProfile(game, plan()).is_pure


def test_a_profile_of_an_open_game_is_exact() -> None:
    x = Parameter("x", 1)
    game = ExtensiveFormGame("t", players=("A",), root=Decision("A", {"l": Terminal({"A": x})}))
    assert BehaviorStrategyProfile(game, {"A": {"root": "l"}}).weights_at(0) == (1,)


def test_a_long_profile_is_cut_in_text() -> None:
    for moves, tail in ((50, "at #50: stop"), (51, "; ... and 1 more information sets")):
        game = ExtensiveFormGame("long", players=("A", "B"), root=centipede(moves))
        text = str(BehaviorStrategyProfile.pure(game, [0] * moves))
        assert text.endswith(tail)
        assert text.count("; ") == moves - 1


def test_unknown_information_sets() -> None:
    with pytest.raises(UnknownNameError, match="B has no information set 'later'"):
        MIXED.support("B", "later")


def test_behavior_profiles_are_compared() -> None:
    again = ExtensiveFormGame(
        "other",
        players=("A", "B"),
        root=Decision(
            "A",
            {
                "x": reply(),
                "y": Decision("A", {"go": reply(), "stop": end()}, infoset="later"),
            },
        ),
    )
    assert BehaviorStrategyProfile(again, PLAN) == MIXED
    assert hash(MIXED) == hash(BehaviorStrategyProfile(again, PLAN))
    assert hash(PURE) == hash(BehaviorStrategyProfile.pure(again, [1, 1, 0]))
    assert BehaviorStrategyProfile.pure(again, [1, 1, 0]) == PURE
    assert PURE != MIXED
    assert MIXED != PURE
    assert BehaviorStrategyProfile.pure(TREE, [1, 0, 0]) != PURE
    assert BehaviorStrategyProfile.pure(TREE.to_float(), [1, 1, 0]) != PURE
    other = {**PLAN, "B": {"reply": "l"}}
    assert BehaviorStrategyProfile(TREE, other) != MIXED
    assert MIXED.__eq__(PLAN) is NotImplemented


@given(st.data(), games(information="any"), st.booleans())
def test_profiles_read_back_what_was_written(data: st.DataObject, drawn: Any, floats: bool) -> None:
    game = drawn[0].to_float() if floats else drawn[0]
    written = data.draw(profiles(game))
    profile = BehaviorStrategyProfile(game, written)
    for infoset in game.information_sets:
        given_ = written[infoset.player][infoset.label]
        if isinstance(given_, str):
            given_ = {given_: 1}
        expected = {a: given_.get(a, 0) for a in infoset.actions}
        read = profile[infoset.player][infoset.label]
        assert list(read) == list(infoset.actions)
        if floats:
            assert read == {a: float(w) for a, w in expected.items()}
        else:
            assert read == expected
    flat = [w for i in range(game.tree.n_infosets) for w in profile.weights_at(i)]
    for again in (
        BehaviorStrategyProfile.from_weights(game, flat),
        pickle.loads(pickle.dumps(profile)),
        copy.copy(profile),
        copy.deepcopy(profile),
    ):
        assert again == profile
        assert hash(again) == hash(profile)
        assert again.is_pure == profile.is_pure
        assert str(again) == str(profile)


def test_mixed_profiles_can_be_copied_and_pickled() -> None:
    profile = MixedStrategyProfile(TABLE, {"A": {"u": "1/3", "d": "2/3"}, "B": "l"})
    for again in (pickle.loads(pickle.dumps(profile)), copy.copy(profile), copy.deepcopy(profile)):
        assert again == profile
        assert hash(again) == hash(profile)
        assert again["A"] == profile["A"]


def test_weights_as_arrays() -> None:
    game = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    exact = MixedStrategyProfile.of(game, [[Fraction(1, 4), Fraction(3, 4)], [0, 1]])
    assert [each.tolist() for each in exact.arrays] == [[0.25, 0.75], [0, 1]]
    floats = MixedStrategyProfile.of(game.to_float(), [[Fraction(1, 4), 0.75], [0, 1]])
    assert all(type(weight) is float for each in floats.weights for weight in each)
    assert floats.weights == ((0.25, 0.75), (0.0, 1.0))


def test_algebraic_weights() -> None:
    game = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    root = Algebraic((-1, 0, 2), (0, 1))  # the square root of one half
    written: dict[str, Any] = {"1": {"1": root, "2": 1 - root}, "2": "1"}
    profile = MixedStrategyProfile(game, written)
    assert profile["1"]["1"] == root
    assert MixedStrategyProfile.of(game, [[root, 1 - root], [1, 0]]) == profile
    assert pickle.loads(pickle.dumps(profile)) == profile
    assert profile.support("1") == ("1", "2")
    assert not profile.is_pure
    assert expected_payoffs(game, profile)["1"] == 2 * root - 1
    assert regrets(game, profile) == {"1": 2 - 2 * root, "2": 4 * root - 2}
    floats = MixedStrategyProfile(game.to_float(), written)
    assert floats.weights[0] == (float(root), float(1 - root))
    with pytest.raises(InvalidProfileError, match="sum to"):
        MixedStrategyProfile(game, {**written, "1": {"1": root, "2": root}})
    with pytest.raises(InvalidProfileError, match="outside"):
        MixedStrategyProfile(game, {**written, "1": {"1": 2 * root, "2": 1 - 2 * root}})


def test_many_floats_are_read_at_once_and_no_less_strictly() -> None:
    game = bg.catalog.load("kuhn-poker").game.to_float()
    alike = [0.5] * 24
    profile = bg.BehaviorStrategyProfile.from_weights(game, alike)
    assert profile["first"]["jack"] == {"check": 0.5, "bet": 0.5}
    assert bg.BehaviorStrategyProfile.from_weights(game, [1.0, 0.0] * 12).is_pure
    for wrong in (-0.5, 1.5, 0.6, float("nan")):
        with pytest.raises(bg.InvalidProfileError):
            bg.BehaviorStrategyProfile.from_weights(game, [wrong, *alike[1:]])
    with pytest.raises(bg.InvalidProfileError, match=r"outside \[0, 1\]"):
        bg.BehaviorStrategyProfile.from_weights(game, [-0.5, 1.5, *alike[2:]])
