from __future__ import annotations

import random
import warnings
from typing import Any

import pytest
from hypothesis import given, settings

from brinkgame.errors import ParameterRangeWarning
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal, signaling_game
from tests.unit.drawing import SEEDS
from tests.unit.sensitivity.agreement import assert_agrees
from tests.unit.sensitivity.drawn import X, Y, measures_of, open_number, points


def drawn_signaling_game(rng: random.Random) -> Any:
    """Two types, two messages, two replies; a message may end the game, payoffs may be tied."""
    cells: dict[Any, Any] = {}
    prior = rng.choice([X, Y, 1 - X, "1/3", "1/2"])
    replies = {"m": ("r", "s"), "n": rng.choice([("r", "s"), ("r", "s"), ()])}
    plain = rng.random() < 0.5

    def number() -> Any:
        return open_number(rng) if not plain or rng.random() < 0.4 else rng.randint(-9, 9)

    for kind in ("a", "b"):
        for message, menu in replies.items():
            for reply in menu or (None,):
                cells[kind, message, reply] = (number(), number())
    game = signaling_game(
        types={"a": prior, "b": REST},
        messages=("m", "n"),
        replies=replies,
        payoffs=lambda *cell: cells[cell],
        outcomes=lambda kind, message, reply: rng.choice([None, "war", "peace"]),
    )
    return None if game.is_closed else game


def drawn_simultaneous_game(rng: random.Random) -> Any:
    """Two moves at once, with chance before, between or after."""

    def end() -> Any:
        pays = {"A": open_number(rng), "B": open_number(rng)}
        leaf = Terminal(pays, label=rng.choice([None, "war"]))
        if rng.random() < 0.3:
            other = Terminal({"A": open_number(rng), "B": open_number(rng)})
            return Chance({"u": (rng.choice([X, "1/3"]), leaf), "v": (REST, other)})
        return leaf

    def reply() -> Any:
        return Decision("B", {"c": end(), "d": end()}, infoset="reply")

    lead: Any = Decision("A", {"a": reply(), "b": reply()}, infoset="lead")
    if rng.random() < 0.4:
        lead = Chance({"on": (rng.choice([Y, "1/2"]), lead), "off": (REST, end())})
    game = ExtensiveFormGame("at once", players=("A", "B"), root=lead)
    return None if game.is_closed else game


def agrees_on_a_drawn_game(seed: int, count: int = 6) -> None:
    rng = random.Random(seed)
    draw = drawn_signaling_game if seed % 3 else drawn_simultaneous_game
    game = draw(rng)
    if game is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        assert_agrees(game, points(rng, game, count), measures_of(rng, game), "two moves")


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_it_is_what_solve_finds_at_each_point(seed):
    agrees_on_a_drawn_game(seed)


@pytest.mark.slow
def test_it_is_so_for_thousands_of_games():
    for seed in range(1500):
        agrees_on_a_drawn_game(seed)
