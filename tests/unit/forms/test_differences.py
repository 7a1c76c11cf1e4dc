"""What tells two games apart, in words."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    NormalFormGame,
    Terminal,
    diff,
    hide,
    insert_chance,
    remove_action,
    reorder,
    replace_subgame,
    reveal,
)
from brinkgame.parameters import Parameter
from brinkgame.testing import normal_form_games, parametric_games
from tests.unit.drawing import centipede, games
from tests.unit.forms.samples import EVERY, OPEN, TABLE, deploy

X = Parameter("x", "1/2", low=0, high=1)
PLAYERS = ("A", "B")


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def two(infoset: str | None = None, first: Any = 1, **options: Any) -> Decision:
    return Decision("B", {"l": end(first), "r": end(2, X)}, infoset=infoset, **options)


def game_of(root: Any, players: Any = PLAYERS, title: str = "sample", **options: Any) -> Any:
    return ExtensiveFormGame(title, players=players, root=root, **options)


HIDDEN = game_of(Chance({"m": (X, two("same")), "n": (REST, two("same", first=5))}))


def told(one: Any, other: Any) -> list[str]:
    return list(diff(one, other))


# --- nothing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("game", EVERY, ids=range(len(EVERY)))
def test_a_game_does_not_differ_from_itself(game: Any) -> None:
    assert not diff(game, game)
    assert not diff(game, game.titled(game.title))
    assert str(diff(game, game)) == "no difference"
    assert diff(game, game.titled("other")).count == 1


@given(st.data())
def test_something_is_told_exactly_where_fingerprints_differ(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["trees", "tables", "open"]))
    if kind == "trees":
        (one, _), (two_, _) = (
            data.draw(games(information="any")),
            data.draw(games(information="any")),
        )
    else:
        drawn = normal_form_games() if kind == "tables" else parametric_games()
        one, two_ = data.draw(drawn), data.draw(drawn)
    for first, second in itertools.product((one, two_), repeat=2):
        found = diff(first, second)
        assert bool(found) is (first.fingerprint() != second.fingerprint()), str(found)
        assert found.count == len(found) == len(list(found))


# --- an edit is told as what it is ---------------------------------------------------------------


def test_an_action_that_is_gone_or_new() -> None:
    edited = remove_action(HIDDEN, "B", "same", "r")
    assert told(HIDDEN, edited) == ["action 'r' of B (same) is gone, at root/m, root/n"]
    assert told(edited, HIDDEN) == [
        "action 'r' of B (same) is new, at root/m, root/n",
    ]


@given(st.data())
def test_the_removal_of_any_action_is_one_line(data: st.DataObject) -> None:
    game, _ = data.draw(games(information="recall"))
    large = [s for s in game.information_sets if len(s.actions) > 1]
    if not large:
        return
    chosen = data.draw(st.sampled_from(large))
    action = data.draw(st.sampled_from(chosen.actions))
    edited = remove_action(game, chosen.player, chosen.label, action)
    lines = told(game, edited)
    assert lines[0].startswith(f"action {action!r} of {chosen.player}")
    assert "is gone, at " in lines[0]
    # No more than that, and names that followed from a path.
    assert all("information set" in line or "tells apart" in line for line in lines[1:])


def test_what_is_hidden_and_revealed() -> None:
    shown = reveal(HIDDEN, "B", "same", "root")
    assert told(HIDDEN, shown) == [
        "B at 'same' now tells apart 'same | m' (root/m) and 'same | n' (root/n)"
    ]
    assert told(shown, hide(shown, "B", ("same | m", "same | n"), label="same")) == [
        "B at 'same' no longer tells apart 'same | m' (root/m) and 'same | n' (root/n)"
    ]
    renamed = game_of(Chance({"m": (X, two("other")), "n": (REST, two("other", first=5))}))
    assert told(HIDDEN, renamed) == ["information set 'same' of B is called 'other'"]


def test_a_chance_move_in_between() -> None:
    game = game_of(Decision("A", {"u": two("b"), "d": end()}, infoset="a"))
    risky = insert_chance(game, "root/u", {"war": ("1/10", end(-9)), "peace": REST})
    assert told(game, risky) == ["a chance move (war, peace) is new, at root/u"]
    assert told(risky, game) == ["a chance move (war, peace) is gone, at root/u"]
    seen = insert_chance(game, "root", {"rain": "1/2", "sun": REST}, seen_by="A")
    assert told(game, seen) == [
        "a chance move (rain, sun) is new, at root",
        "information set 'a' of A is called 'a | rain'",
    ]


def test_a_subgame_that_is_replaced() -> None:
    game = game_of(Decision("A", {"u": two("b"), "d": end(1)}, infoset="a"))
    value = replace_subgame(game, "root/u", {"A": 3, "B": 0})
    assert told(game, value) == [
        "from a move of B (l, r) to the end of the game (A 3, B 0), at root/u",
        "parameter x is gone",
    ]


def test_who_moves_first() -> None:
    def reply() -> Decision:
        return Decision("B", {"l": end(1), "r": end(2)}, infoset="b")

    game = game_of(Decision("A", {"u": reply(), "d": reply()}, infoset="a"))
    lines = told(game, reorder(game, "A", "a", seen=False))
    assert lines[0].startswith("a move of B (l, r) is new, at root")


# --- each kind of line ---------------------------------------------------------------------------


def test_numbers() -> None:
    other = game_of(
        Chance({"m": ("1/3", two("same")), "n": (REST, two("same", first=6, label="war"))})
    )
    assert told(HIDDEN, other) == [
        "probability of 'm' from x to 1/3, at root",
        "probability of 'n' from 1 - x to 2/3, at root",
        "payoff of A from 5 to 6, at root/n/l",
        "outcome from none to 'war', at root/n",
    ]


def test_changes_that_are_alike_share_a_line() -> None:
    fixed = HIDDEN.fix(x="1/4")
    assert "payoff of B from x to 1/4, at root/m/r, root/n/r" in told(HIDDEN, fixed)
    many = game_of(Decision("A", {str(i): end(1) for i in range(9)}))
    more = game_of(Decision("A", {str(i): end(2) for i in range(9)}))
    assert told(many, more) == ["payoff of A from 1 to 2, at root/0, root/1, root/2 and 6 more"]


def test_players_movers_and_orders() -> None:
    three = game_of(
        Decision(
            "B", {"d": Terminal({"A": 0, "B": 0, "C": 0}), "u": Terminal({"A": 0, "B": 0, "C": 1})}
        ),
        players=("B", "A", "C"),
    )
    base = game_of(Decision("A", {"u": end(), "d": end()}))
    assert told(base, three) == [
        "player 'C' is new",
        "players in another order: B, A, C",
        "B moves, and no longer A, at root",
        "what A may do is in another order, at root",
    ]


def test_floats() -> None:
    closed = deploy().at()
    assert told(closed, closed.to_float()) == ["numbers are floats"]
    assert told(closed.to_float(), closed) == ["numbers are exact"]
    lines = told(deploy(), closed.to_float())
    assert any(line.startswith("payoff of USSR from -war_cost to -8.0") for line in lines)


def test_payoffs_on_the_way() -> None:
    plain = game_of(two("b"))
    paid = game_of(two("b", payoffs={"A": 3, "B": 0}))
    assert told(plain, paid) == [
        "payoff of A from 0 to 3, at root",
        "payoff of 0 of B is written, at root",
    ]
    assert told(paid, plain)[1] == "payoff of 0 of B is not written, at root"


def test_parameters() -> None:
    other = Parameter(
        "x", "1/3", high=2, meaning="a chance", unit="share", sources=("memo U1",), symbol="X"
    )
    one, two_ = game_of(end(X), constraints=[X < 2]), game_of(end(other), constraints=[other < 3])
    assert told(one, two_) == [
        "baseline of x from 1/2 to 1/3",
        "low of x from 0 to none",
        "high of x from 1 to 2",
        "meaning of x from none to a chance",
        "unit of x from none to share",
        "symbol of x from none to X",
        "sources of x from none to memo U1",
        "constraint x < 2 is gone",
        "constraint x < 3 is new",
    ]
    drawn = Parameter("x", "1/2", low=0, high=1, distribution=stats.beta(2, 3))
    assert told(game_of(end(X)), game_of(end(drawn))) == ["distribution of x is another"]


def test_tables() -> None:
    other = NormalFormGame(
        "table",
        strategies={"A": ("u", "d"), "B": ("l",)},
        payoffs={"A": [[1], [2]], "B": [[0], [0]]},
    )
    assert told(TABLE, other)[:3] == [
        "payoff of A from gain to 1, at (u, l)",
        "payoff of B from detection*gain to 0, at (u, l)",
        "payoff of A from war_cost to 2, at (d, l)",
    ]
    third = NormalFormGame(
        "table",
        strategies={"A": ("d", "u", "x"), "B": ("l",)},
        payoffs={"A": [[2], [1], [0]], "B": [[0], [0], [0]]},
    )
    assert told(other, third) == [
        "strategy of A 'x' is new",
        "strategies of A in another order: d, u, x",
    ]
    alone = NormalFormGame("table", strategies={"A": ("u", "d")}, payoffs={"A": [1, 2]})
    assert told(other, alone) == ["player 'B' is gone"]


def test_a_tree_is_no_table() -> None:
    assert "from a tree to a table" in told(OPEN, TABLE)
    assert "from a table to a tree" in told(TABLE, OPEN)
    with pytest.raises(UnsupportedGameError, match="differences are between games; got 3"):
        diff(OPEN, 3)  # type: ignore[arg-type]


# --- size ----------------------------------------------------------------------------------------


def test_a_long_list_ends_with_a_count() -> None:
    one = game_of(Decision("A", {str(i): end(i) for i in range(500)}))
    other = game_of(Decision("A", {str(i): end(i + 1000) for i in range(500)}))
    found = diff(one, other)
    assert found.count == 500
    lines = str(found).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "... and 400 more"
    assert repr(found) == "<Difference: 500 lines>"
    assert len(list(found.lines(3))) == 3


def test_depth_is_no_limit() -> None:
    one = game_of(centipede(20_000))
    other = game_of(centipede(20_000, pays=lambda k: (k, k)))
    found = diff(one, other)
    assert found.count > 1000
    lines = str(found).splitlines()
    assert all(len(line) < 400 for line in lines)
    assert any("/.../" in line for line in lines)
