"""Who moves first: the second mover goes first, seen or unseen."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import UnknownNameError, UnsupportedGameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    Terminal,
    hide,
    reorder,
    to_normal_form,
    written,
)
from brinkgame.play import BehaviorStrategyProfile, expected_payoffs
from brinkgame.solve import solve
from tests.unit.drawing import SEEDS, fractions, shares

PLAYERS = ("A", "B")


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def game_of(root: Any) -> ExtensiveFormGame:
    return ExtensiveFormGame("sample", players=PLAYERS, root=root)


def matrix(rng: random.Random, rows: int, columns: int, **labels: Any) -> ExtensiveFormGame:
    """A moves, then B, who sees nothing of it."""

    def reply() -> Decision:
        ends = {f"y{j}": end(fractions(rng), fractions(rng)) for j in range(columns)}
        pays = {"B": fractions(rng)} if rng.random() < 0.5 else None
        return Decision("B", ends, infoset="b", payoffs=pays)

    return game_of(Decision("A", {f"x{i}": reply() for i in range(rows)}, infoset="a", **labels))


@given(SEEDS)
def test_unseen_it_is_the_same_table(seed: int) -> None:
    rng = random.Random(seed)
    game = matrix(rng, rng.randint(1, 3), rng.randint(1, 3))
    turned = reorder(game, "A", "a", seen=False)
    assert to_normal_form(turned) == to_normal_form(game)
    assert [(s.player, s.label) for s in turned.information_sets] == [("B", "b"), ("A", "a")]
    again = reorder(turned, "B", "b", seen=False)
    assert to_normal_form(again) == to_normal_form(game)
    if not game.tree.pays_on_the_way:
        assert again == game


@given(SEEDS)
def test_seen_and_hidden_again_is_unseen(seed: int) -> None:
    rng = random.Random(seed)
    game = matrix(rng, rng.randint(1, 3), rng.randint(2, 3))
    seen = reorder(game, "A", "a", seen=True)
    own = [s.label for s in seen.information_sets if s.player == "A"]
    assert own == [f"a | y{j}" for j in range(len(own))]
    assert hide(seen, "A", own, label="a") == reorder(game, "A", "a", seen=False)


@given(SEEDS)
def test_to_go_first_and_be_seen_is_never_worse_than_to_be_answered(seed: int) -> None:
    """Von Stackelberg: the leader's best pure commitment is at least any pure equilibrium."""
    rng = random.Random(seed)
    game = matrix(rng, 2, 2)
    led = solve(reorder(game, "A", "a", seen=True))
    table = to_normal_form(game)
    pure = [
        {"A": a, "B": b}
        for a, b in itertools.product(*table.strategies.values())
        if all(
            table.payoff("A", {"A": a, "B": b}) >= table.payoff("A", {"A": other, "B": b})
            for other in table.strategies["A"]
        )
        and all(
            table.payoff("B", {"A": a, "B": b}) >= table.payoff("B", {"A": a, "B": other})
            for other in table.strategies["B"]
        )
    ]
    best = max(equilibrium.payoffs["B"] for equilibrium in led)
    assert all(best >= table.payoff("B", profile) for profile in pure)


def test_chance_before_that_neither_knows() -> None:
    rng = random.Random(1)
    branches = {}
    for name, odds in zip("mno", shares(rng, 3), strict=True):
        inner = matrix(rng, 2, 2)
        branches[name] = (odds, inner)

    game = game_of(Chance({n: (odds, written(inner)) for n, (odds, inner) in branches.items()}))
    turned = reorder(game, "A", "a", seen=False)
    assert to_normal_form(turned) == to_normal_form(game)
    assert [len(s.members) for s in turned.information_sets] == [3, 6]
    seen = reorder(game, "A", "a", seen=True)
    assert [(s.label, len(s.members)) for s in seen.information_sets] == [
        ("b", 3),
        ("a | y0", 3),
        ("a | y1", 3),
    ]


def sequential(**more: Any) -> ExtensiveFormGame:
    """A moves, B sees it and moves; both labels of B's sets are of their own."""

    def reply(name: str | None, payoff: int) -> Decision:
        return Decision("B", {"l": end(payoff), "r": end(0, payoff)}, infoset=name, **more)

    return game_of(Decision("A", {"u": reply("up", 1), "d": reply("down", 2)}))


def test_what_the_other_saw_is_joined() -> None:
    turned = reorder(sequential(), "A", "root", seen=True)
    assert [(s.player, s.label) for s in turned.information_sets] == [
        ("B", "up or down"),
        ("A", "root/l"),
        ("A", "root/r"),
    ]
    unseen = reorder(sequential(), "A", "root", seen=False)
    assert [(s.player, s.label) for s in unseen.information_sets] == [
        ("B", "up or down"),
        ("A", "start"),
    ]


def test_the_other_may_still_know_what_chance_did() -> None:
    def part(name: str) -> Decision:
        reply = {"l": end(1), "r": end(2)}
        return Decision(
            "A",
            {"u": Decision("B", reply, infoset=name), "d": Decision("B", reply, infoset=name)},
            infoset="a",
        )

    game = game_of(Chance({"m": ("1/2", part("if m")), "n": (REST, part("if n"))}))
    turned = reorder(game, "A", "a", seen=True)
    assert [(s.label, s.nodes) for s in turned.information_sets] == [
        ("if m", ("root/m",)),
        ("a | l", ("root/m/l", "root/n/l")),
        ("a | r", ("root/m/r", "root/n/r")),
        ("if n", ("root/n",)),
    ]
    assert turned.has_perfect_recall


def test_what_was_seen_is_remembered() -> None:
    def later(payoff: int) -> Decision:
        return Decision("A", {"x": end(payoff), "y": end()}, infoset="later")

    def reply() -> Decision:
        return Decision("B", {"l": later(1), "r": later(2)}, infoset="b")

    game = game_of(Decision("A", {"u": reply(), "d": end()}, infoset="a"))
    with pytest.raises(UnsupportedGameError, match="the game ends at root/d"):
        reorder(game, "A", "a", seen=True)
    game = game_of(Decision("A", {"u": reply()}, infoset="a"))
    turned = reorder(game, "A", "a", seen=True)
    assert [s.label for s in turned.information_sets if s.player == "A"] == [
        "a | l",
        "later | l",
        "a | r",
        "later | r",
    ]
    assert turned.has_perfect_recall


@given(st.data())
def test_payoffs_on_the_way_come_along(data: st.DataObject) -> None:
    rng = random.Random(data.draw(SEEDS))
    game = matrix(rng, 2, 2)
    turned = reorder(game, "A", "a", seen=False)
    plan = {
        "A": {"a": dict(zip(("x0", "x1"), shares(rng, 2), strict=True))},
        "B": {"b": dict(zip(("y0", "y1"), shares(rng, 2), strict=True))},
    }
    before = expected_payoffs(game, BehaviorStrategyProfile(game, plan))
    assert expected_payoffs(turned, BehaviorStrategyProfile(turned, plan)) == before


# --- wrong input ---------------------------------------------------------------------------------


def one(player: str, **more: Any) -> Decision:
    return Decision(player, {"l": end(), "r": end()}, **more)


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ({"u": one("A"), "d": one("A")}, "A moves again at root/u"),
        ({"u": one("B"), "d": Chance({"x": (1, end())})}, "Nature moves at root/d"),
        (
            {"u": one("B"), "d": Decision("B", {"l": end()})},
            "root/d offers l, but root/u offers l, r",
        ),
        ({"u": one("B"), "d": one("C")}, "C moves at root/d, but B at root/u"),
        ({"u": one("B", label="war"), "d": one("B")}, "root/u has the label 'war'"),
    ],
)
def test_what_depends_on_the_first_move_cannot_go_first(
    below: dict[str, Any], expected: str
) -> None:
    players = ("A", "B", "C")
    flat = {"A": 0, "B": 0, "C": 0}

    def rewritten(node: Any) -> Any:
        if isinstance(node, Terminal):
            return Terminal(flat)
        if isinstance(node, Chance):
            return Chance({k: (p, rewritten(n)) for k, (p, n) in node.branches.items()})
        children = {k: rewritten(n) for k, n in node.actions.items()}
        return Decision(node.player, children, infoset=node.infoset, label=node.label)

    game = ExtensiveFormGame("sample", players=players, root=rewritten(Decision("A", below)))
    with pytest.raises(UnsupportedGameError, match=expected):
        reorder(game, "A", "root", seen=True)


def test_a_set_that_also_holds_other_nodes() -> None:
    game = game_of(
        Chance(
            {
                "m": (
                    "1/2",
                    Decision("A", {"u": one("B", infoset="b"), "d": one("B", infoset="b")}),
                ),
                "n": (REST, one("B", infoset="b")),
            }
        )
    )
    with pytest.raises(UnsupportedGameError, match=r"B at b may also be elsewhere[\s\S]*root/n"):
        reorder(game, "A", "root/m", seen=False)


def test_absent_minded_movers() -> None:
    inner = Decision("A", {"u": one("B"), "d": one("B")}, infoset="a")
    game = game_of(
        Decision("A", {"u": Decision("B", {"l": inner, "r": end()}), "d": one("B")}, infoset="a")
    )
    with pytest.raises(UnsupportedGameError, match="A may be at root/u/l after root"):
        reorder(game, "A", "a", seen=False)


def test_unknown_names_and_flags() -> None:
    with pytest.raises(UnknownNameError, match="no information set 'rot'"):
        reorder(sequential(), "A", "rot", seen=True)
    with pytest.raises(UnsupportedGameError, match="seen is True or False; got 'no'"):
        reorder(sequential(), "A", "root", seen="no")  # type: ignore[arg-type]
