"""The compiled passes, and the same text as Python, against their plain twins."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.kernels.trees import fold_back, value_and_gain
from brinkgame.play import BehaviorStrategyProfile, subgame_regrets
from tests.unit.drawing import SEEDS, centipede, grown, tied
from tests.unit.plain import fold

PLAYERS = ("A", "B")
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def interpreted(function: Any) -> Any:
    """The function without its compiler, where there is one."""
    return getattr(function, "py_func", function)


BACK = {"compiled": fold_back, "interpreted": interpreted(fold_back)}
GAIN = {"compiled": value_and_gain, "interpreted": interpreted(value_and_gain)}


def end(a: Any = 0, b: Any = 0) -> Terminal:
    return Terminal({"A": a, "B": b})


def floats(root: Any, players: tuple[str, ...] = PLAYERS) -> ExtensiveFormGame:
    return ExtensiveFormGame("t", players=players, root=root).to_float()


def back(function: Callable[..., Any], game: ExtensiveFormGame, width: float) -> Any:
    tree = game.tree
    choices, ties = function(
        tree.mover,
        tree.arity,
        tree.pays_inside,
        game.float_payoffs,
        game.float_odds,
        tree.n_infosets,
        width,
    )
    assert choices.dtype == np.int32
    return choices.tolist(), int(ties)


def gains(function: Callable[..., Any], game: ExtensiveFormGame, weights: list[float]) -> Any:
    tree = game.tree
    value, gain = function(
        tree.mover,
        tree.arity,
        tree.pays_inside,
        game.float_payoffs,
        game.float_odds,
        np.array(weights, dtype=np.float64),
    )
    return value.tolist(), gain.tolist()


ROOT = Decision(
    "A",
    {
        "out": end(1, 9),
        "in": Chance(
            {
                "u": (QUARTER, Decision("B", {"x": end(8, 1), "y": end(0, 3), "z": end(4, 3)})),
                "d": (REST, Decision("B", {"x": end(2, 5)}, payoffs={"A": 4, "B": -1})),
            },
            payoffs={"A": -1},
        ),
        "stay": end(2, 0),
    },
    payoffs={"B": 100},
)
GAME = floats(ROOT)


@pytest.mark.parametrize("function", BACK.values(), ids=BACK)
def test_folding_back_the_sample(function: Any) -> None:
    # B takes y, the first of two best ones; in is worth 3/4 * 6 - 1 to A.
    assert back(function, GAME, 1e-9) == ([1, 1, 0], 1)
    assert back(function, GAME, 1.5) == ([1, 1, 0], 2)
    assert back(function, GAME, 1.4999) == ([1, 1, 0], 1)
    assert back(function, GAME, -1.0) == ([1, 1, 0], 0)


@pytest.mark.parametrize("function", GAIN.values(), ids=GAIN)
def test_gains_in_the_sample(function: Any) -> None:
    # A: out, in, stay; B at u: x, y, z; B at d: x.
    assert gains(function, GAME, [0, 1, 0, 0, 1, 0, 1]) == (
        [0.75 * 6 - 1, 0.25 * 3 + 0.75 * 4 + 100],
        [0, 0],
    )
    value, gain = gains(function, GAME, [0.5, 0, 0.5, 0.5, 0, 0.5, 1])
    assert value == [1.5, 104.5]
    # In would be worth 1/4 * 6 + 3/4 * 6 - 1 = 5 to A; y or z instead of x is worth 1 to B.
    assert gain == [3.5, 1]
    value, gain = gains(function, GAME, [1, 0, 0, 1, 0, 0, 1])
    assert value == [1, 109]
    assert gain == [4.5, 2]


@pytest.mark.parametrize("function", GAIN.values(), ids=GAIN)
def test_gains_of_later_moves_add_up(function: Any) -> None:
    later = Decision("A", {"u": end(1), "d": end(7)})
    chance = Chance({"stay": (HALF, later), "leave": (REST, end(3))})
    game = floats(Decision("A", {"x": Decision("B", {"l": chance, "r": end(0)}), "y": end(2)}))
    # A: x, y; B: l, r; A: u, d.
    value, gain = gains(function, game, [0, 1, 0.5, 0.5, 1, 0])
    assert value == [2, 0]
    # d gains 6; x and then d is worth 1/4 * 7 + 1/4 * 3 = 5/2, which is 1/2 more than 2.
    assert gain == [6, 0]
    value, gain = gains(function, game, [0, 1, 1, 0, 0, 1])
    assert gain == [3, 0]


@pytest.mark.parametrize("function", BACK.values(), ids=BACK)
@pytest.mark.parametrize("root", [end(3, 4), Chance({"u": (HALF, end(2)), "d": (REST, end(4))})])
def test_without_decisions(function: Any, root: Any) -> None:
    assert back(function, floats(root), 0.0) == ([], 0)


@pytest.mark.parametrize("function", GAIN.values(), ids=GAIN)
def test_values_without_decisions(function: Any) -> None:
    assert gains(function, floats(end(3, 4)), []) == ([3, 4], [0, 0])
    lottery = Chance({"u": (QUARTER, end(8, -4)), "d": (REST, end(0, 4))}, payoffs={"B": 1})
    assert gains(function, floats(lottery), []) == ([2, 3], [0, 0])


@pytest.mark.parametrize("ends", [4095, 4096, 4097, 9000])
def test_the_stack_grows(ends: int) -> None:
    # All ends of one node wait on the stack at once.
    best = ends - 2
    pays = [end(k if k != best else ends + 5, -k) for k in range(ends)]
    game = floats(Decision("A", {str(k): node for k, node in enumerate(pays)}))
    assert back(fold_back, game, 0.5) == ([best], 0)
    weights = [0.0] * ends
    weights[7] = 1.0
    assert gains(value_and_gain, game, weights) == ([7, -7], [ends + 5 - 7, 0])
    nested = floats(
        Chance(
            {
                "first": (HALF, Decision("B", {"go": end(2, 4)})),
                "wide": (REST, Decision("A", {str(k): n for k, n in enumerate(pays)})),
            }
        )
    )
    assert back(fold_back, nested, 0.5) == ([0, best], 0)
    assert gains(value_and_gain, nested, [1.0, *weights]) == (
        [(2 + 7) / 2, (4 - 7) / 2],
        [ends - 2, 0],
    )


def test_a_deep_tree() -> None:
    game = floats(centipede(20_000))
    assert back(fold_back, game, 1e-9) == ([0] * 20_000, 0)
    value, gain = gains(value_and_gain, game, [0.0, 1.0] * 20_000)
    assert value == [20_002, 19_999]
    # The last mover, B, would have stopped.
    assert gain == [0.0, 20_001 - 19_999]


def dyadic(_: random.Random, size: int) -> list[Fraction]:
    """Probabilities that floats hold exactly."""
    return [Fraction(1)] if size == 1 else [HALF] * 2 if size == 2 else [HALF, QUARTER, QUARTER]


TREES = st.tuples(
    SEEDS,
    st.sampled_from([("A",), ("A", "B"), ("A", "B", "C")]),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([0.0, 0.3]),
)


def drawn(tree: Any) -> tuple[Any, tuple[str, ...]]:
    seed, players, chance, on_the_way = tree
    root = grown(
        random.Random(seed),
        4,
        players=players,
        number=tied,
        chance=chance,
        on_the_way=on_the_way,
        odds=dyadic,
        branching=(1, 2, 3),
    )
    return root, players


@pytest.mark.parametrize("function", BACK.values(), ids=BACK)
@given(tree=TREES)
def test_folding_back_against_recursion(function: Any, tree: Any) -> None:
    root, players = drawn(tree)
    folded = fold(root, players)
    choices = [chosen for _, chosen, _ in folded if chosen >= 0]
    assert back(function, floats(root, players), 1e-9) == (choices, sum(t for *_, t in folded))


@pytest.mark.parametrize("function", GAIN.values(), ids=GAIN)
@given(tree=TREES, seed=SEEDS)
def test_gains_against_the_plain_pass(function: Any, tree: Any, seed: int) -> None:
    root, players = drawn(tree)
    exact = ExtensiveFormGame("t", players=players, root=root)
    rng = random.Random(seed)
    weights: list[Fraction] = []
    for size in exact.tree.infoset_size.tolist():
        spread = dyadic(rng, size)
        rng.shuffle(spread)
        sure = [Fraction(k == 0) for k in range(size)]
        rng.shuffle(sure)
        weights += rng.choice([spread, sure])
    found = subgame_regrets(exact, BehaviorStrategyProfile.from_weights(exact, weights))
    value, gain = gains(function, exact.to_float(), [float(w) for w in weights])
    assert value == list(found.payoffs.values())
    assert gain == list(found.regrets.values())
