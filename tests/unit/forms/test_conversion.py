"""From tree to table: every pure profile pays the same, and the reduced form loses nothing."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal, to_normal_form
from brinkgame.forms.conversion import ANY, pure_strategies, strategy_label
from brinkgame.parameters import Parameter
from tests.unit.drawing import fractions, games
from tests.unit.plain import Place, menus, places, plans, value

X = Parameter("x", "1/2", low=0, high=1)


def end(a: Any, b: Any = 0) -> Terminal:
    return Terminal({"A": a, "B": b})


def inner() -> Decision:
    return Decision("B", {"l": end(3, X), "r": Decision("A", {"u": end(4, -1), "d": end(5)})})


TREE = ExtensiveFormGame(
    "three moves",
    players=("A", "B", "C"),
    root=Decision(
        "A",
        {
            "out": Terminal({"A": 0, "B": 1, "C": 2}),
            "in": Decision(
                "B",
                {
                    "stop": Terminal({"A": 2, "B": 0, "C": 0}),
                    "go": Decision(
                        "A",
                        {
                            "u": Terminal({"A": 7, "B": 8, "C": 9}),
                            "d": Terminal({"A": X, "B": "1/3", "C": -1}),
                        },
                    ),
                },
            ),
        },
    ),
    constraints=[X < 2],
)


def test_the_reduced_normal_form() -> None:
    table = to_normal_form(TREE)
    assert table.title == "three moves"
    assert table.players == ("A", "B", "C")
    assert dict(table.strategies) == {
        "A": ("out, *", "in, u", "in, d"),
        "B": ("stop", "go"),
        "C": ("(no move)",),
    }
    assert table.payoff_array("A")[..., 0].tolist() == [[0, 0], [2, 7], [2, X]]
    assert table.payoff_array("B")[..., 0].tolist() == [[1, 1], [0, 8], [0, Fraction(1, 3)]]
    assert table.payoff_array("C")[..., 0].tolist() == [[2, 2], [0, 9], [0, -1]]
    assert table.parameters.constraints == (X < 2,)


def test_the_full_normal_form() -> None:
    table = to_normal_form(TREE, reduced=False)
    assert table.strategies["A"] == ("out, u", "out, d", "in, u", "in, d")
    assert table.payoff_array("A")[..., 0].tolist() == [[0, 0], [0, 0], [2, 7], [2, X]]


def test_chance_is_averaged_and_payoffs_on_the_way_are_added() -> None:
    root = Chance(
        {
            "u": (
                "1/4",
                Decision("A", {"l": end(4), "r": end(0, 8)}, payoffs={"A": 10}, infoset="x"),
            ),
            "d": (X / 2, Decision("A", {"l": end(1, X), "r": end(2)}, infoset="x")),
            "e": (REST, end(0)),
        },
        payoffs={"B": -1},
    )
    table = to_normal_form(ExtensiveFormGame("t", players=("A", "B"), root=root))
    assert table.payoff_array("A").tolist() == [[Fraction(7, 2) + X / 2], [Fraction(5, 2) + X]]
    assert table.payoff_array("B").tolist() == [[X**2 / 2 - 1], [1]]


def test_strategies_as_positions() -> None:
    assert pure_strategies(TREE, "A", reduced=False) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert pure_strategies(TREE, "A", reduced=True) == [(0, ANY), (1, 0), (1, 1)]
    assert pure_strategies(TREE, "B", reduced=True) == [(0,), (1,)]
    assert pure_strategies(TREE, "C", reduced=True) == [()]
    assert pure_strategies(TREE, "C", reduced=False) == [()]
    assert strategy_label(TREE, "A", (0, ANY)) == "out, *"
    assert strategy_label(TREE, "A", (1, 1)) == "in, d"
    assert strategy_label(TREE, "C", ()) == "(no move)"


def test_strategies_of_three_own_moves() -> None:
    # "later" can be reached by l and by r, so it is needed after either; "only l" is not.
    root = Decision(
        "A",
        {
            "l": Decision(
                "B",
                {
                    "x": Decision("A", {"1": end(1), "2": end(2)}, infoset="only l"),
                    "y": Decision("A", {"3": end(3), "4": end(4)}, infoset="later"),
                },
            ),
            "r": Decision("A", {"3": end(5), "4": end(6)}, infoset="later"),
        },
        infoset="first",
    )
    game = ExtensiveFormGame("t", players=("A", "B"), root=root)
    assert to_normal_form(game).strategies["A"] == (
        "l, 1, 3",
        "l, 1, 4",
        "l, 2, 3",
        "l, 2, 4",
        "r, *, 3",
        "r, *, 4",
    )


def test_strategies_with_the_same_words_are_numbered() -> None:
    root = Decision(
        "B",
        {
            "x": Decision("A", {"a": end(1), "a, b": end(2)}),
            "y": Decision("A", {"b, c": end(3), "c": end(4)}),
        },
    )
    table = to_normal_form(ExtensiveFormGame("t", players=("A", "B"), root=root))
    assert table.strategies["A"] == ("1: a, b, c", "2: a, c", "3: a, b, b, c", "4: a, b, c")
    assert table.strategies["B"] == ("x", "y")


def test_absent_mindedness() -> None:
    # The driver of Piccione and Rubinstein: pure plans exit at once or drive to the end.
    root = Decision(
        "A",
        {"exit": end(0), "on": Decision("A", {"exit": end(4), "on": end(1)}, infoset="driving")},
        infoset="driving",
    )
    game = ExtensiveFormGame("driver", players=("A", "B"), root=root)
    for reduced in (True, False):
        table = to_normal_form(game, reduced=reduced)
        assert table.strategies["A"] == ("exit", "on")
        assert table.payoff_array("A").tolist() == [[0], [1]]


# --- against brute force -------------------------------------------------------------------------


def excluded(everywhere: list[Place], player: str, plan: Mapping[str, str], infoset: str) -> bool:
    """Whether the plan itself keeps play from coming to an information set."""
    return all(
        any(m.player == player and plan[m.infoset] != m.label for m in place.moves)
        for place in everywhere
        if isinstance(place.node, Decision)
        and (place.node.player, place.infoset) == (player, infoset)
    )


def words(everywhere: list[Place], player: str, plan: Mapping[str, str], *, reduced: bool) -> str:
    if not plan:
        return "(no move)"
    return ", ".join(
        "*" if reduced and excluded(everywhere, player, plan, infoset) else action
        for infoset, action in plan.items()
    )


def compare(game: ExtensiveFormGame, root: Any, *, reduced: bool) -> None:
    everywhere = places(root, game.players)
    menu = menus(everywhere, game.players)
    table = to_normal_form(game, reduced=reduced)
    found: dict[str, list[str]] = {}
    for player in game.players:
        names = [words(everywhere, player, p, reduced=reduced) for p in plans(menu[player])]
        found[player] = list(dict.fromkeys(names))
    assert {p: list(s) for p, s in table.strategies.items()} == found
    for combination in itertools.product(*(list(plans(menu[p])) for p in game.players)):
        profile = dict(zip(game.players, combination, strict=True))
        called = {
            player: words(everywhere, player, plan, reduced=reduced)
            for player, plan in profile.items()
        }
        pays = value(everywhere[0], everywhere, profile)
        assert {p: table.payoff(p, called) for p in game.players} == pays


@given(games(number=fractions, information="recall"))
def test_every_pure_profile_pays_the_same(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    compare(*drawn, reduced=False)


@given(games(number=fractions, information="recall"))
def test_the_reduced_form_merges_what_is_interchangeable(
    drawn: tuple[ExtensiveFormGame, Any],
) -> None:
    compare(*drawn, reduced=True)


@given(games(number=fractions, information="any", decisions=4))
def test_the_full_form_under_imperfect_recall(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    compare(*drawn, reduced=False)


@given(games(number=fractions, information="any", decisions=4))
def test_the_reduced_form_under_imperfect_recall_has_the_same_outcomes(
    drawn: tuple[ExtensiveFormGame, Any],
) -> None:
    game = drawn[0]
    full, reduced = to_normal_form(game, reduced=False), to_normal_form(game)

    def rows(table: Any) -> set[Any]:
        arrays = [table.payoff_array(player) for player in table.players]
        return {tuple(a[where] for a in arrays) for where in np.ndindex(table.shape)}

    assert rows(full) == rows(reduced)
    assert all(a <= b for a, b in zip(reduced.shape, full.shape, strict=True))


@given(games(information="recall"))
def test_floats(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game = drawn[0]
    exact, floats = to_normal_form(game), to_normal_form(game.to_float())
    assert floats.strategies == exact.strategies
    assert isinstance(floats.numbers, np.ndarray)
    for player in game.players:
        assert np.allclose(floats.payoff_array(player), exact.payoff_array(player).astype(float))


def test_closing_before_or_after_is_the_same() -> None:
    for reduced in (True, False):
        for x in (0, "1/3", 1):
            table = to_normal_form(TREE, reduced=reduced)
            assert table.at(x=x) == to_normal_form(TREE.at(x=x), reduced=reduced)
            assert table.fix(x=x) == to_normal_form(TREE.fix(x=x), reduced=reduced)


# --- limits --------------------------------------------------------------------------------------


def moves(count: int, player: str = "A") -> ExtensiveFormGame:
    """So many information sets of two actions each, none excluded by another."""
    branches = {
        str(i): (Fraction(1, count), Decision(player, {"l": end(0), "r": end(1)}))
        for i in range(count)
    }
    return ExtensiveFormGame("wide", players=("A", "B"), root=Chance(branches))


@pytest.mark.parametrize("reduced", [True, False])
def test_a_player_with_too_many_strategies(*, reduced: bool) -> None:
    game = moves(4)
    assert len(pure_strategies(game, "A", reduced=reduced, limit=16)) == 16
    message = "more than 15 reduced strategies" if reduced else "16 strategies, more than 15"
    with pytest.raises(UnsupportedGameError, match=rf"^A has {message}") as caught:
        pure_strategies(game, "A", reduced=reduced, limit=15)
    advice = "solve the tree itself"
    assert caught.value.obstacles == (
        (advice,) if reduced else (f"take the reduced normal form, or {advice}",)
    )
    with pytest.raises(UnsupportedGameError, match=r"^A has"):
        to_normal_form(game, reduced=reduced, limit=15)


def test_many_moves_are_refused_at_once() -> None:
    with pytest.raises(UnsupportedGameError, match=f"A has {2**200} strategies"):
        to_normal_form(moves(200), reduced=False)
    with pytest.raises(UnsupportedGameError, match="A has more than 5000 reduced strategies"):
        to_normal_form(moves(200), limit=5000)


def test_a_table_with_too_many_cells() -> None:
    root = Decision("A", {"x": Decision("B", {"l": end(0), "r": end(1)}), "y": end(2)})
    game = ExtensiveFormGame("t", players=("A", "B"), root=root)
    assert to_normal_form(game, limit=4).shape == (2, 2)
    with pytest.raises(UnsupportedGameError) as caught:
        to_normal_form(game, limit=3)
    assert str(caught.value) == (
        "the normal form has 4 profiles, more than can be written down\n"
        "  - solve the tree itself\n  - raise limit if the memory is there"
    )


@pytest.mark.parametrize(("ends", "works"), [(999, True), (1000, False)])
def test_a_large_tree_counts_as_work(ends: int, *, works: bool) -> None:
    odds = [Fraction(1, ends)] * ends
    root = Chance({str(i): (p, end(i)) for i, p in enumerate(odds)})
    game = ExtensiveFormGame("t", players=("A", "B"), root=root)
    if works:
        table = to_normal_form(game, limit=1)
        assert table.payoff_array("A").tolist() == [[Fraction(ends - 1, 2)]]
    else:
        with pytest.raises(UnsupportedGameError, match="the normal form has 1 profiles"):
            to_normal_form(game, limit=1)
