"""Best responses and regrets, against every pure strategy that there is."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import InvalidProfileError, UnknownNameError, UnsupportedGameError
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
from brinkgame.play import best_response_payoff, best_responses, expected_payoffs, regrets
from tests.unit.drawing import NUMBERS, fractions, games, numbers, profiles, tied, weights
from tests.unit.plain import Place, best_reply, menus, places, plans, reach

X = Parameter("x", "1/2", low=0, high=1)
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
CHICKEN = NormalFormGame(
    "chicken",
    strategies={"A": ("u", "m", "d"), "B": ("l", "r")},
    payoffs={"A": [[0, 4], [2, 2], [4, 0]], "B": [[3, 1], [1, 3], [2, 2]]},
)


def end(a: Any = 0, b: Any = 0) -> Terminal:
    return Terminal({"A": a, "B": b})


# --- tables --------------------------------------------------------------------------------------


def test_best_responses_in_a_table() -> None:
    mixed = {"A": "u", "B": {"l": HALF, "r": HALF}}
    assert best_responses(CHICKEN, mixed, "A") == ("u", "m", "d")
    assert best_response_payoff(CHICKEN, mixed, "A") == 2
    assert best_responses(CHICKEN, mixed, "B") == ("l",)
    assert best_response_payoff(CHICKEN, mixed, "B") == 3
    leaning = {"A": {"u": THIRD, "d": 1 - THIRD}, "B": {"l": THIRD, "r": 1 - THIRD}}
    assert best_responses(CHICKEN, leaning, "A") == ("u",)
    assert best_response_payoff(CHICKEN, leaning, "A") == Fraction(8, 3)
    assert best_responses(CHICKEN, leaning, "B") == ("l",)
    assert regrets(CHICKEN, leaning) == {
        "A": Fraction(8, 3) - (THIRD * Fraction(8, 3) + (1 - THIRD) * Fraction(4, 3)),
        "B": Fraction(7, 3) - expected_payoffs(CHICKEN, leaning)["B"],
    }
    assert regrets(CHICKEN, {"A": "d", "B": "l"}) == {"A": 0, "B": 0}
    assert list(regrets(CHICKEN, {"A": "d", "B": "l"})) == ["A", "B"]


def test_three_players_in_a_table() -> None:
    game = NormalFormGame(
        "t",
        strategies={"A": ("a",), "B": ("x", "y"), "C": ("p", "q")},
        payoffs={"A": [[[1, 2], [3, 4]]], "B": [[[0, 5], [2, 1]]], "C": [[[9, 0], [1, 8]]]},
    )
    plan = {"A": "a", "B": {"x": "1/4", "y": "3/4"}, "C": {"p": "1/3", "q": "2/3"}}
    assert best_response_payoff(game, plan, "A") == Fraction(1 + 2 * 2 + 9 + 24, 12)
    assert best_response_payoff(game, plan, "B") == Fraction(10, 3)
    assert best_responses(game, plan, "B") == ("x",)
    assert best_response_payoff(game, plan, "C") == 6
    assert best_responses(game, plan, "C") == ("q",)


def test_ties_in_floats_are_within_the_tolerance() -> None:
    def game(gap: float) -> NormalFormGame:
        table = NormalFormGame(
            "t",
            strategies={"A": ("u", "d", "z"), "B": ("l",)},
            payoffs={"A": [[1.0], [1 + gap], [0]], "B": [[0], [0], [0]]},
        )
        return table.to_float()

    plan = {"A": "u", "B": "l"}
    assert best_responses(game(5e-10), plan, "A") == ("u", "d")
    assert best_responses(game(5e-9), plan, "A") == ("d",)
    assert regrets(game(5e-9), plan)["A"] == pytest.approx(5e-9)
    assert regrets(game(0), plan) == {"A": 0.0, "B": 0.0}


@given(st.data(), st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_tables_against_brute_force(data: st.DataObject, shape: list[int]) -> None:
    players = [str(i + 1) for i in range(len(shape))]
    menu = {p: tuple(str(i + 1) for i in range(n)) for p, n in zip(players, shape, strict=True)}
    row = st.lists(NUMBERS, min_size=len(shape), max_size=len(shape))
    cells = {profile: data.draw(row) for profile in itertools.product(*menu.values())}
    game = NormalFormGame.from_cells("t", strategies=menu, cells=cells)
    mixed: dict[str, Any] = {
        p: dict(zip(menu[p], data.draw(weights(len(menu[p]))), strict=True)) for p in players
    }
    found = regrets(game, mixed)
    now = expected_payoffs(game, mixed)
    for player in players:
        pays = {s: expected_payoffs(game, {**mixed, player: s})[player] for s in menu[player]}
        top = max(pays.values())
        assert best_response_payoff(game, mixed, player) == top
        assert best_responses(game, mixed, player) == tuple(s for s in pays if pays[s] == top)
        assert found[player] == top - now[player] >= 0
        # The player's own part does not matter.
        other = {**mixed, player: menu[player][-1]}
        assert best_responses(game, other, player) == best_responses(game, mixed, player)


# --- trees ---------------------------------------------------------------------------------------


def reply(infoset: str, *pays: Any) -> Decision:
    labels = "lmr"[: len(pays)]
    return Decision("B", {k: end(*p) for k, p in zip(labels, pays, strict=True)}, infoset=infoset)


SIGNAL = ExtensiveFormGame(
    "signal",
    players=("A", "B"),
    root=Chance(
        {
            "strong": (
                "1/4",
                Decision(
                    "A",
                    {"x": reply("after x", (4, 1), (0, 0)), "y": reply("after y", (1, 0), (3, 2))},
                    infoset="strong",
                ),
            ),
            "weak": (
                REST,
                Decision(
                    "A",
                    {"x": reply("after x", (0, 0), (0, 1)), "y": reply("after y", (2, 1), (2, 3))},
                    infoset="weak",
                ),
            ),
        }
    ),
)


def test_best_responses_in_a_tree() -> None:
    plan = {"A": {"strong": "x", "weak": "y"}, "B": {"after x": "l", "after y": "m"}}
    assert best_responses(SIGNAL, plan, "B") == {"after x": ("l",), "after y": ("m",)}
    assert best_response_payoff(SIGNAL, plan, "B") == Fraction(1, 4) + Fraction(9, 4)
    assert best_responses(SIGNAL, plan, "A") == {"strong": ("x",), "weak": ("y",)}
    assert best_response_payoff(SIGNAL, plan, "A") == 1 + Fraction(3, 2)
    assert regrets(SIGNAL, plan) == {"A": 0, "B": 0}
    pooling = {"A": {"strong": "x", "weak": "x"}, "B": {"after x": "l", "after y": "l"}}
    # After y nobody comes, so that everything is best there.
    assert best_responses(SIGNAL, pooling, "B") == {"after x": ("m",), "after y": ("l", "m")}
    assert best_response_payoff(SIGNAL, pooling, "B") == Fraction(3, 4)
    assert regrets(SIGNAL, pooling) == {"A": Fraction(3, 2), "B": HALF}
    # Both actions at once when A is indifferent.
    even = {
        "A": {"strong": "x", "weak": {"x": "1/4", "y": "3/4"}},
        "B": {"after x": {"l": HALF, "m": HALF}, "after y": "l"},
    }
    assert best_responses(SIGNAL, even, "A") == {"strong": ("x",), "weak": ("y",)}
    assert best_responses(SIGNAL, even, "B")["after x"] == ("l",)
    tied = {
        "A": {"strong": "x", "weak": {"x": "1/3", "y": "2/3"}},
        "B": {"after x": "l", "after y": "l"},
    }
    assert best_responses(SIGNAL, tied, "B")["after x"] == ("l", "m")


def test_a_player_who_never_moves_has_no_response() -> None:
    game = ExtensiveFormGame("t", players=("A", "B"), root=Decision("A", {"x": end(1, 7)}))
    assert best_responses(game, {"A": {"root": "x"}}, "B") == {}
    assert best_response_payoff(game, {"A": {"root": "x"}}, "B") == 7


def test_payoffs_on_the_way_count() -> None:
    root = Decision(
        "A",
        {
            "x": Decision("A", {"u": end(1), "d": end(0)}, infoset="a"),
            "y": Decision("A", {"u": end(0), "d": end(2)}, payoffs={"A": -2}, infoset="b"),
        },
        payoffs={"A": 5},
    )
    game = ExtensiveFormGame("t", players=("A", "B"), root=root)
    plan = {"A": {"root": "y", "a": "d", "b": "u"}, "B": {}}
    assert best_response_payoff(game, plan, "A") == 6
    assert best_responses(game, plan, "A") == {"root": ("x",), "a": ("u",), "b": ("d",)}
    assert regrets(game, plan) == {"A": 3, "B": 0}


def conditional_best(
    everywhere: list[Place], plan: Any, player: str, infoset: str, actions: list[str]
) -> tuple[str, ...]:
    """The best actions at an information set, everything later being best as well: among all
    strategies that come to the set as far as their own moves go, those that get most from it on."""
    own = menus(everywhere, list(plan))[player]
    members = [
        place
        for place in everywhere
        if isinstance(place.node, Decision)
        and (place.node.player, place.infoset) == (player, infoset)
    ]
    most: dict[str, Fraction] = {}
    for strategy in plans(own):
        profile = {**plan, player: strategy}
        total = Fraction(0)
        for member in members:
            weight = Fraction(1)
            for i, move in enumerate(member.moves):
                if move.player != player:
                    weight *= reach(member._replace(moves=member.moves[: i + 1]), profile, i)
            for place in everywhere:
                if isinstance(place.node, Terminal) and member.holds(place):
                    after = reach(place, profile, len(member.moves))
                    total += weight * after * place.paid[player]
        action = strategy[infoset]
        most[action] = max(most.get(action, total), total)
    return tuple(a for a in actions if most[a] == max(most.values()))


@given(
    st.data(),
    st.sampled_from([tied, fractions, numbers]).flatmap(
        lambda number: games(number=number, information="recall", decisions=6)
    ),
)
def test_trees_against_brute_force(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game, root = drawn
    plan = data.draw(profiles(game))
    everywhere = places(root, game.players)
    found = regrets(game, plan)
    now = expected_payoffs(game, plan)
    for player in game.players:
        most = best_reply(everywhere[0], everywhere, plan, player)
        assert best_response_payoff(game, plan, player) == most
        assert found[player] == most - now[player]
        own = menus(everywhere, game.players)[player]
        assert best_responses(game, plan, player) == {
            infoset: conditional_best(everywhere, plan, player, infoset, actions)
            for infoset, actions in own.items()
        }
        rounded = best_response_payoff(game.to_float(), plan, player)
        scale = max([1.0, *(abs(float(n)) for n in game.numbers)])
        assert type(rounded) is float
        assert rounded == pytest.approx(float(most), abs=1e-12 * scale)


@given(st.data(), games(information="recall"))
def test_trees_and_their_tables_agree(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game = drawn[0]
    plan = data.draw(profiles(game, pure=True))
    table = to_normal_form(game, reduced=False)
    called = {p: ", ".join(plan[p].values()) or "(no move)" for p in game.players}
    assert regrets(table, called) == regrets(game, plan)


# --- what is refused -----------------------------------------------------------------------------

OPEN = ExtensiveFormGame("open", players=("A", "B"), root=Decision("A", {"x": end(X)}))


@pytest.mark.parametrize("ask", [best_responses, best_response_payoff])
def test_open_games_are_refused(ask: Any) -> None:
    with pytest.raises(UnsupportedGameError, match=r"^a best response needs numbers, and 'open'"):
        ask(OPEN, {"A": {"root": "x"}}, "A")
    table = NormalFormGame("open", strategies={"A": ("u",)}, payoffs={"A": [X]})
    with pytest.raises(UnsupportedGameError, match="free: x"):
        ask(table, {"A": "u"}, "A")
    with pytest.raises(UnsupportedGameError, match="free: x"):
        regrets(table, {"A": "u"})


@pytest.mark.parametrize("ask", [best_responses, best_response_payoff])
def test_unknown_players_are_refused(ask: Any) -> None:
    plan = {"A": {"strong": "x", "weak": "y"}, "B": {"after x": "l", "after y": "m"}}
    with pytest.raises(UnknownNameError, match="no player 'Cuba'; known: A, B"):
        ask(SIGNAL, plan, "Cuba")
    with pytest.raises(UnknownNameError, match="no player 'Cuba'; known: A, B"):
        ask(CHICKEN, {"A": "u", "B": "l"}, "Cuba")
    with pytest.raises(UnknownNameError, match="no player None"):
        ask(CHICKEN, {"A": "u", "B": "l"}, None)


@pytest.mark.parametrize(
    "ask", [best_responses, best_response_payoff, lambda g, p, _: regrets(g, p)]
)
def test_what_is_no_game_or_profile_is_refused(ask: Any) -> None:
    with pytest.raises(UnsupportedGameError, match=r"^expected a game, got 5"):
        ask(5, {}, "A")
    with pytest.raises(InvalidProfileError, match="no strategy for B"):
        ask(CHICKEN, {"A": "u"}, "A")


def test_forgetful_players_are_refused() -> None:
    later = [Decision("A", {"l": end(0), "r": end(1)}, infoset="later") for _ in "xy"]
    game = ExtensiveFormGame(
        "t", players=("A", "B"), root=Decision("A", {"x": later[0], "y": later[1]})
    )
    plan = {"A": {"root": "x", "later": "l"}, "B": {}}
    with pytest.raises(UnsupportedGameError) as caught:
        best_response_payoff(game, plan, "A")
    assert str(caught.value) == (
        "a best response in a tree needs perfect recall\n"
        "  - root/x and root/y are one information set, reached by different own moves"
    )


@pytest.mark.parametrize("shape", [(8, 9), (40, 1), (1, 40), (3, 4, 5), (2, 3, 2, 4)])
def test_large_tables_of_floats_are_as_exact_ones(shape: tuple[int, ...]) -> None:
    """There arrays take the place of loops, for any number of players."""
    rng = np.random.default_rng(shape)
    game = NormalFormGame.from_arrays(*rng.integers(-9, 9, (len(shape), *shape)))
    plan = {}
    for player, size in zip(game.players, shape, strict=True):
        counts = rng.integers(0, 3, size)
        counts[rng.integers(size)] += 1
        total = int(counts.sum())
        menu = game.strategies[player]
        plan[player] = {s: Fraction(int(c), total) for s, c in zip(menu, counts, strict=True)}
    floats = {p: {s: float(w) for s, w in each.items()} for p, each in plan.items()}
    inexact = game.to_float()
    assert inexact.cells.size > 64
    exact, rough = regrets(game, plan), regrets(inexact, floats)
    assert all(type(value) is float for value in rough.values())
    assert rough == pytest.approx({p: float(v) for p, v in exact.items()}, abs=1e-12)
    pays = {p: float(v) for p, v in expected_payoffs(game, plan).items()}
    assert expected_payoffs(inexact, floats) == pytest.approx(pays, abs=1e-12)
    for player in game.players:
        assert best_responses(inexact, floats, player) == best_responses(game, plan, player)


@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e12])
def test_ties_in_floats_are_told_by_the_range_of_ones_own_payoffs(unit: float) -> None:
    """Whatever the unit of account, and whatever that of the others."""
    own, other = [[0.0, unit], [0.0, 2 * unit]], [[1e15, 0.0], [0.0, 1.0]]
    table = NormalFormGame.from_arrays(own, other).to_float()
    mixed = {"1": "1", "2": {"1": 0.5, "2": 0.5}}
    assert best_responses(table, mixed, "1") == ("2",)
    assert best_responses(table, {"1": "1", "2": "1"}, "1") == ("1", "2")
    tree = ExtensiveFormGame(
        "t",
        players=("A", "B"),
        root=Decision(
            "A",
            {
                "x": Terminal({"A": 0, "B": 10**15}),
                "y": Terminal({"A": Fraction(unit), "B": 0}),
                "z": Terminal({"A": Fraction(unit), "B": 0}),
            },
        ),
    ).to_float()
    assert best_responses(tree, {"A": {"root": "x"}, "B": {}}, "A") == {"root": ("y", "z")}


@pytest.mark.parametrize("size", [2, 9])
def test_regrets_far_from_zero_do_not_drown_in_rounding(size):
    rng = np.random.default_rng(size)
    for _ in range(5):
        tables = [1e9 + rng.integers(0, 3, (size, size)).astype(float) for _ in range(2)]
        game = bg.NormalFormGame.from_arrays(*tables)
        for equilibrium in bg.solve(game):
            assert equilibrium.certificate.holds(1e-12)
