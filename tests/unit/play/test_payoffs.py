"""Payoffs, and how likely nodes, information sets and outcomes are, against plain enumeration."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidProfileError, UnsupportedGameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    NormalFormGame,
    Terminal,
    to_normal_form,
)
from brinkgame.parameters import Parameter
from brinkgame.play import (
    BehaviorStrategyProfile,
    MixedStrategyProfile,
    continuation_payoffs,
    expected_payoffs,
    infoset_probabilities,
    node_probabilities,
    outcome_probabilities,
)
from brinkgame.play.payoffs import as_profile, move_probabilities, reach_probabilities
from tests.unit.drawing import NUMBERS, games, numbers, profiles, weights
from tests.unit.plain import Place, places, reach, value

X = Parameter("x", "1/2", low=0, high=1)
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
TABLE = NormalFormGame(
    "t",
    strategies={"A": ("u", "d"), "B": ("l", "r")},
    payoffs={"A": [[0, -1], [1, -10]], "B": [[0, 1], [-1, X]]},
)


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def reply() -> Decision:
    return Decision("B", {"l": end(4, 1, label="war"), "r": end(-2, X)}, infoset="reply")


TREE = ExtensiveFormGame(
    "tree",
    players=("A", "B"),
    root=Decision(
        "A",
        {
            "out": end(1, label="peace"),
            "in": Chance(
                {"u": ("1/4", reply()), "d": (REST, reply())}, payoffs={"A": 10}, label="crisis"
            ),
        },
        payoffs={"B": 100},
    ),
)
PLAN = {"A": {"root": {"out": "1/5", "in": "4/5"}}, "B": {"reply": {"l": "1/3", "r": "2/3"}}}


def test_expected_payoffs_of_a_table() -> None:
    mixed = {"A": {"u": "9/10", "d": "1/10"}, "B": {"l": "2/3", "r": THIRD}}
    assert expected_payoffs(TABLE, mixed) == {
        "A": Fraction(2, 30) - Fraction(9, 30) - Fraction(10, 30),
        "B": -Fraction(2, 30) + Fraction(9, 30) + X / 30,
    }
    assert expected_payoffs(TABLE, {"A": "d", "B": "l"}) == {"A": 1, "B": -1}
    assert list(expected_payoffs(TABLE, {"A": "d", "B": "l"})) == ["A", "B"]
    floats = expected_payoffs(TABLE.at().to_float(), mixed)
    assert floats == pytest.approx({"A": -17 / 30, "B": 7.5 / 30})
    assert all(type(x) is float for x in floats.values())


def test_expected_payoffs_of_a_tree() -> None:
    assert expected_payoffs(TREE, PLAN) == {
        "A": Fraction(1, 5) + Fraction(4, 5) * 10,
        "B": 100 + Fraction(4, 5) * (THIRD + 2 * X / 3),
    }
    pure = {"A": {"root": "in"}, "B": {"reply": "r"}}
    assert expected_payoffs(TREE, pure) == {"A": 8, "B": 100 + X}
    assert expected_payoffs(TREE.at().to_float(), pure) == {"A": 8.0, "B": 100.5}


def test_payoffs_from_each_node_on() -> None:
    b = THIRD + 2 * X / 3
    assert continuation_payoffs(TREE, PLAN) == [
        (Fraction(41, 5), 100 + 4 * b / 5),
        (1, 0),
        (10, b),
        (0, b),
        (4, 1),
        (-2, X),
        (0, b),
        (4, 1),
        (-2, X),
    ]
    pure = continuation_payoffs(TREE.at(), {"A": {"root": "out"}, "B": {"reply": "l"}})
    assert pure == [
        (1, 100),
        (1, 0),
        (14, 1),
        (4, 1),
        (4, 1),
        (-2, HALF),
        (4, 1),
        (4, 1),
        (-2, HALF),
    ]


def test_probabilities_in_a_tree() -> None:
    profile = BehaviorStrategyProfile(TREE, PLAN)
    quarter, fifth = Fraction(1, 4), Fraction(1, 5)
    assert move_probabilities(TREE, profile) == [
        1,
        fifth,
        1 - fifth,
        quarter,
        THIRD,
        1 - THIRD,
        1 - quarter,
        THIRD,
        1 - THIRD,
    ]
    assert reach_probabilities(TREE, PLAN) == [
        1,
        fifth,
        1 - fifth,
        fifth,
        fifth / 3,
        2 * fifth / 3,
        3 * fifth,
        fifth,
        2 * fifth,
    ]
    assert node_probabilities(TREE, PLAN) == {
        "root": 1,
        "root/out": fifth,
        "root/in": 1 - fifth,
        "root/in/u": fifth,
        "root/in/u/l": fifth / 3,
        "root/in/u/r": 2 * fifth / 3,
        "root/in/d": 3 * fifth,
        "root/in/d/l": fifth,
        "root/in/d/r": 2 * fifth,
    }
    assert infoset_probabilities(TREE, PLAN) == {"A": {"root": 1}, "B": {"reply": 1 - fifth}}
    assert outcome_probabilities(TREE, PLAN) == {
        "peace": fifth,
        "crisis": 1 - fifth,
        "war": Fraction(4, 15),
    }
    pure = {"A": {"root": "out"}, "B": {"reply": "l"}}
    assert move_probabilities(TREE, BehaviorStrategyProfile(TREE, pure)) == [
        1,
        1,
        0,
        quarter,
        1,
        0,
        1 - quarter,
        1,
        0,
    ]
    assert outcome_probabilities(TREE, pure) == {"peace": 1, "crisis": 0, "war": 0}
    assert infoset_probabilities(TREE, pure) == {"A": {"root": 1}, "B": {"reply": 0}}


def test_symbolic_chance() -> None:
    game = ExtensiveFormGame(
        "t",
        players=("A",),
        root=Chance(
            {
                "u": (X, Terminal({"A": 2}, label="war")),
                "d": (1 - X, Decision("A", {"l": Terminal({"A": X}, label="war")})),
            }
        ),
    )
    plan = {"A": {"root/d": "l"}}
    assert expected_payoffs(game, plan) == {"A": 2 * X + X * (1 - X)}
    assert outcome_probabilities(game, plan) == {"war": 1}
    assert infoset_probabilities(game, plan) == {"A": {"root/d": 1 - X}}
    assert node_probabilities(game, plan)["root/u"] == X


def test_a_path_through_several_nodes_of_an_outcome_counts_once() -> None:
    root = Decision(
        "A",
        {
            "l": Chance({"u": ("1/3", end(label="war")), "d": (REST, end())}, label="war"),
            "r": end(label="war"),
        },
        label="start",
    )
    game = ExtensiveFormGame("t", players=("A", "B"), root=root)
    for share in (0, THIRD, 1):
        plan = {"A": {"root": {"l": share, "r": 1 - share}}, "B": {}}
        assert outcome_probabilities(game, plan) == {"start": 1, "war": 1}
    # Another label between the two does not separate them.
    nested = Decision(
        "A",
        {"l": Decision("A", {"m": end(label="war"), "n": end(label="war")}, label="crisis")},
        label="war",
    )
    game = ExtensiveFormGame("t", players=("A", "B"), root=nested)
    plan = {"A": {"root": "l", "root/l": {"m": HALF, "n": HALF}}, "B": {}}
    assert outcome_probabilities(game, plan) == {"war": 1, "crisis": 1}


def test_an_absent_minded_player_meets_an_information_set_once() -> None:
    driving = {"exit": end(0), "on": Decision("A", {"exit": end(4), "on": end(1)}, infoset="d")}
    root = Chance(
        {
            "home": (HALF, Decision("A", driving, infoset="d")),
            "away": (REST, Decision("B", {"x": end()})),
        }
    )
    game = ExtensiveFormGame("driver", players=("A", "B"), root=root)
    plan = {"A": {"d": {"exit": THIRD, "on": 1 - THIRD}}, "B": {"root/away": "x"}}
    assert infoset_probabilities(game, plan) == {"A": {"d": HALF}, "B": {"root/away": HALF}}
    assert expected_payoffs(game, plan)["A"] == (Fraction(8, 9) + Fraction(4, 9)) / 2
    at_once = ExtensiveFormGame("t", players=("A", "B"), root=Decision("A", driving, infoset="d"))
    plan = {"A": {"d": {"exit": THIRD, "on": 1 - THIRD}}, "B": {}}
    assert infoset_probabilities(at_once, plan) == {"A": {"d": 1}, "B": {}}


def test_an_absent_minded_player_with_something_in_between() -> None:
    def last() -> Decision:
        return Decision("A", {"on": end(1), "exit": end(4)}, infoset="d")

    between = Decision("B", {"x": Chance({"u": (HALF, last()), "v": (HALF, end(7))}), "y": last()})
    driving = Decision("A", {"on": between, "exit": end(0)}, infoset="d")
    plan = {"A": {"d": {"exit": THIRD, "on": 1 - THIRD}}, "B": {"root/on": {"x": HALF, "y": HALF}}}
    at_once = ExtensiveFormGame("t", players=("A", "B"), root=driving)
    assert infoset_probabilities(at_once, plan) == {"A": {"d": 1}, "B": {"root/on": 1 - THIRD}}
    late = Decision("B", {"go": driving, "no": end()}, infoset="late")
    game = ExtensiveFormGame("t", players=("A", "B"), root=late)
    plan["B"] = {"late": {"go": HALF, "no": HALF}, "root/go/on": "y"}
    assert infoset_probabilities(game, plan)["A"] == {"d": HALF}
    # The first child of the root is another's, and the root itself is met again below it.
    turned = {"on": Decision("B", {"x": last()}, infoset="b"), "exit": end()}
    again = Decision("A", turned, infoset="d")
    game = ExtensiveFormGame("t", players=("A", "B"), root=again)
    plan = {"A": {"d": {"on": HALF, "exit": HALF}}, "B": {"b": "x"}}
    assert infoset_probabilities(game, plan) == {"A": {"d": 1}, "B": {"b": HALF}}


def test_outcomes_that_stand_at_inner_nodes_only() -> None:
    deep = Decision("A", {"m": end(), "n": end()}, label="war")
    middle = Chance({"u": (HALF, deep), "d": (REST, end())}, label="crisis")
    game = ExtensiveFormGame(
        "t", players=("A", "B"), root=Decision("A", {"l": middle}, label="war")
    )
    plan = {"A": {"root": "l", "root/l/u": "m"}, "B": {}}
    assert outcome_probabilities(game, plan) == {"war": 1, "crisis": 1}


# --- against brute force -------------------------------------------------------------------------


def happens(everywhere: list[Place], plan: Any, meets: Any) -> Fraction:
    """The probability of the ends whose path, the end included, meets a condition."""
    total = Fraction(0)
    for place in everywhere:
        if isinstance(place.node, Terminal) and any(
            meets(other) for other in everywhere if other.holds(place)
        ):
            total += reach(place, plan)
    return total


def check(data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    plan = data.draw(profiles(game))
    everywhere = places(root, game.players)
    profile = BehaviorStrategyProfile(game, plan)
    values = [tuple(value(place, everywhere, plan).values()) for place in everywhere]
    assert continuation_payoffs(game, profile) == values
    assert expected_payoffs(game, plan) == dict(zip(game.players, values[0], strict=True))
    reaches = [reach(place, plan) for place in everywhere]
    assert reach_probabilities(game, profile) == reaches
    assert node_probabilities(game, plan) == {
        place.path: r for place, r in zip(everywhere, reaches, strict=True)
    }
    assert move_probabilities(game, profile) == [
        reach(place, plan, max(0, len(place.moves) - 1)) for place in everywhere
    ]
    assert infoset_probabilities(game, plan) == {
        player: {
            infoset: happens(
                everywhere,
                plan,
                lambda p, who=player, name=infoset: (
                    isinstance(p.node, Decision) and (p.node.player, p.infoset) == (who, name)
                ),
            )
            for infoset in plan[player]
        }
        for player in game.players
    }
    assert outcome_probabilities(game, plan) == {
        name: happens(everywhere, plan, lambda p, name=name: p.node.label == name)
        for name in game.outcomes
    }
    floats = game.to_float()
    for exact, rounded in zip(values, continuation_payoffs(floats, plan), strict=True):
        assert all(type(x) is float for x in rounded)
        scale = max([1.0, *(abs(float(n)) for n in game.numbers)])
        assert list(rounded) == pytest.approx([float(x) for x in exact], abs=1e-12 * scale)


@given(st.data(), games(number=numbers, information="any"))
def test_everything_agrees_with_enumeration(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    check(data, drawn)


@given(st.data(), games(number=numbers, on_the_way=0, decisions=6))
def test_everything_agrees_where_only_ends_pay(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    check(data, drawn)


@given(st.data(), games(information="recall"))
def test_pure_and_mixed_profiles_that_are_the_same_pay_the_same(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game = drawn[0]
    plan = data.draw(profiles(game, pure=True))
    pure = BehaviorStrategyProfile(game, plan)
    assert pure.is_pure
    table = to_normal_form(game, reduced=False)
    called = {p: ", ".join(plan[p].values()) or "(no move)" for p in game.players}
    assert expected_payoffs(table, called) == expected_payoffs(game, plan)


@given(st.data(), st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_expected_payoffs_of_tables(data: st.DataObject, shape: list[int]) -> None:
    cells = list(itertools.product(*map(range, shape)))
    players = [str(i + 1) for i in range(len(shape))]
    menus = {p: tuple(str(i + 1) for i in range(n)) for p, n in zip(players, shape, strict=True)}
    pays = {
        tuple(menus[p][i] for p, i in zip(players, where, strict=True)): data.draw(
            st.lists(NUMBERS, min_size=len(shape), max_size=len(shape))
        )
        for where in cells
    }
    game = NormalFormGame.from_cells("t", strategies=menus, cells=pays)
    mixed = {
        p: dict(zip(menus[p], data.draw(weights(n)), strict=True))
        for p, n in zip(players, shape, strict=True)
    }
    expected = dict.fromkeys(players, Fraction(0))
    for profile, paid in pays.items():
        weight = Fraction(1)
        for player, strategy in zip(players, profile, strict=True):
            weight *= mixed[player][strategy]
        for player, pay in zip(players, paid, strict=True):
            expected[player] += weight * pay
    assert expected_payoffs(game, mixed) == expected
    rounded = expected_payoffs(game.to_float(), mixed)
    scale = max([1.0, *(abs(float(n)) for n in game.numbers)])
    assert rounded == pytest.approx({p: float(x) for p, x in expected.items()}, abs=1e-12 * scale)


# --- profiles that are accepted ------------------------------------------------------------------


def test_a_profile_of_the_same_game_is_taken_as_it_is() -> None:
    profile = BehaviorStrategyProfile(TREE, PLAN)
    assert as_profile(TREE, profile) is profile
    mixed = MixedStrategyProfile(TABLE, {"A": "u", "B": "l"})
    assert as_profile(TABLE, mixed) is mixed


def test_a_profile_of_a_like_game_is_read_again() -> None:
    profile = BehaviorStrategyProfile(TREE, PLAN)
    closed = TREE.at(x="1/4")
    again = as_profile(closed, profile)
    assert again.game is closed
    assert again.weights == profile.weights
    floats = as_profile(closed.to_float(), profile)
    assert [type(w) for w in floats.weights] == [float] * 4
    assert expected_payoffs(closed, profile) == expected_payoffs(closed, PLAN)
    mixed = MixedStrategyProfile(TABLE, {"A": {"u": "1/3", "d": "2/3"}, "B": "l"})
    assert as_profile(TABLE.at(), mixed).weights == mixed.weights
    assert as_profile(TABLE.at(), mixed).game is not TABLE


@pytest.mark.parametrize(
    ("game", "profile", "message"),
    [
        (TREE, 5, "expected a BehaviorStrategyProfile or a mapping, got 5"),
        (TREE, None, "expected a BehaviorStrategyProfile or a mapping, got None"),
        (
            TREE,
            MixedStrategyProfile(TABLE, {"A": "u", "B": "l"}),
            "expected a BehaviorStrategyProfile or a mapping, got <MixedStrategyProfile A: u",
        ),
        (TABLE, "u", "expected a MixedStrategyProfile or a mapping, got 'u'"),
        (
            TABLE,
            BehaviorStrategyProfile(TREE, PLAN),
            "expected a MixedStrategyProfile or a mapping, got <BehaviorStrategyProfile",
        ),
        (TABLE, {"A": "u"}, "no strategy for B"),
        (TREE, {"A": {}}, "nothing said for A at root; B at reply"),
    ],
)
def test_what_is_no_profile_is_refused(game: Any, profile: Any, message: str) -> None:
    with pytest.raises(InvalidProfileError) as caught:
        expected_payoffs(game, profile)
    assert str(caught.value).startswith(message)


def test_only_games_have_payoffs() -> None:
    with pytest.raises(UnsupportedGameError, match=r"^expected a game, got 5"):
        expected_payoffs(5, {})


@pytest.mark.parametrize(
    "read",
    [
        continuation_payoffs,
        node_probabilities,
        infoset_probabilities,
        outcome_probabilities,
    ],
)
def test_only_trees_have_nodes(read: Any) -> None:
    with pytest.raises(UnsupportedGameError, match="needs an ExtensiveFormGame, not <NormalForm"):
        read(TABLE, {"A": "u", "B": "l"})
