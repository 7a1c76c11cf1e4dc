"""Wrong tables of every kind: one clear message each, with the value and its place."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import brinkgame as bg
from brinkgame import NormalFormGame

GOOD = [[1, 2], [3, 4]]
HUNDRED_THOUSAND = tuple(map(str, range(100_000)))


def table(payoffs: Any, strategies: Any = None) -> Any:
    menus = {"A": ("u", "d"), "B": ("l", "r")} if strategies is None else strategies
    return NormalFormGame("chicken", strategies=menus, payoffs=payoffs)


CASES: dict[str, tuple[Callable[[], Any], list[str]]] = {
    "two tables of three shapes": (
        lambda: NormalFormGame.from_arrays(np.ones((2, 2)), np.ones((2, 3)), np.ones((3, 2))),
        ["3 players need tables with as many axes; got 2 x 2"],
    ),
    "three tables of three shapes": (
        lambda: NormalFormGame.from_arrays(
            np.ones((2, 2, 2)), np.ones((2, 2, 3)), np.ones((1, 2, 2))
        ),
        ["2 faults", "got 2 x 2 x 3, at payoffs of 2", "got 1 x 2 x 2, at payoffs of 3"],
    ),
    "three lists of three shapes": (
        lambda: NormalFormGame.from_arrays([[[1, 2]]], [[[1], [2]]], [[[1]]]),
        [
            "expected 1 entries along axis 2, got 2 entries, at payoffs of 2[0]",
            "payoffs of 3[0][0]",
        ],
    ),
    "ragged arrays": (
        lambda: NormalFormGame.from_arrays([[1], [3, 4]], [[1, 2], [3, 4]]),
        ["expected 1 entries along axis 2, got 2 entries, at payoffs of 1[1]"],
    ),
    "an array without rows": (
        lambda: NormalFormGame.from_arrays(np.ones((0, 2)), np.ones((0, 2))),
        ["1 has no strategy; write at least one"],
    ),
    "rows without entries": (
        lambda: NormalFormGame.from_arrays([[]], [[]]),
        ["2 has no strategy; write at least one"],
    ),
    "no arrays": (NormalFormGame.from_arrays, ["a game needs at least one player"]),
    "texts for arrays": (
        lambda: NormalFormGame.from_arrays("ab", "cd"),
        ["2 players need tables with as many axes; got 'ab'"],
    ),
    "numbers for arrays": (
        lambda: NormalFormGame.from_arrays(1, 2),
        ["2 players need tables with as many axes; got 1"],
    ),
    "a mapping for an array": (
        lambda: NormalFormGame.from_arrays({"u": 1}, {"u": 1}),
        ["2 players need tables with as many axes; got {'u': 1}"],
    ),
    "complex numbers in an array": (
        lambda: NormalFormGame.from_arrays(np.array([[1j]]), np.ones((1, 1))),
        ["1j (of type complex) is not a number", "at payoffs of 1"],
    ),
    "truth values in an array": (
        lambda: NormalFormGame.from_arrays(np.array([[True]]), np.array([[False]])),
        ["True is a truth value", "at payoffs of 1(1, 1)", "at payoffs of 2(1, 1)"],
    ),
    "words in an array": (
        lambda: NormalFormGame.from_arrays(np.array([["x"]]), np.array([["1"]])),
        ["'x' is not a number", "at payoffs of 1(1, 1)"],
    ),
    "NaN in a list": (
        lambda: NormalFormGame.from_arrays([[1, float("nan")]], [[1, 2]]),
        ["nan is not a finite number", "at payoffs of 1(1, 2)"],
    ),
    "infinity in an array": (
        lambda: NormalFormGame.from_arrays(np.array([[1, np.inf]]), np.ones((1, 2))),
        ["inf is not a number", "at payoffs of 1[0, 1]"],
    ),
    "one axis too many": (
        lambda: NormalFormGame.from_arrays([[[1]]], [[[1]]]),
        ["[1] (of type list) is not a number", "at payoffs of 1(1, 1)"],
    ),
    "a masked array of floats": (
        lambda: table({"A": np.ma.masked_array(np.ones((2, 2)), mask=np.eye(2)), "B": GOOD}),
        ["a masked array: fill what is hidden, at payoffs of A"],
    ),
    "a masked array of whole numbers": (
        lambda: table({"A": np.ma.masked_array(GOOD, mask=np.eye(2)), "B": GOOD}),
        ["a masked array: fill what is hidden, at payoffs of A"],
    ),
    "strategies without an order": (
        lambda: table({"A": [1, 2]}, {"A": {"u"}}),
        ["strategies of A are a sequence of labels; got {'u'}"],
    ),
    "a number of strategies": (
        lambda: table({"A": [1, 2]}, {"A": 2}),
        ["strategies of A are a sequence of labels; got 2"],
    ),
    "a hundred thousand strategies of two": (
        lambda: table({"A": GOOD, "B": GOOD}, {"A": HUNDRED_THOUSAND, "B": HUNDRED_THOUSAND}),
        [f"{10**10} profiles are too many"],
    ),
    "a hundred thousand strategies in a view": (
        lambda: NormalFormGame.from_arrays(*[np.broadcast_to(1.0, (10**5, 10**5))] * 2),
        [f"{10**10} profiles are too many"],
    ),
    "a hundred thousand strategies cell by cell": (
        lambda: NormalFormGame.from_cells(
            "c", strategies={"A": HUNDRED_THOUSAND, "B": HUNDRED_THOUSAND}, cells={}
        ),
        [f"{10**10} profiles are too many"],
    ),
    "a hundred thousand strategies and one payoff": (
        lambda: table({"A": [1]}, {"A": HUNDRED_THOUSAND}),
        ["expected 100000 entries along axis 1, got 1 entries"],
    ),
    "a hundred thousand cells without payoffs": (
        lambda: NormalFormGame.from_cells("c", strategies={"A": HUNDRED_THOUSAND}, cells={}),
        ["no payoffs, at (0)", "1000 faults"],
    ),
    "a hundred thousand players": (
        lambda: table({}, dict.fromkeys(HUNDRED_THOUSAND, ("x",))),
        ["100000 players; a table takes at most 63"],
    ),
    "more players than an array has axes": (
        lambda: table({str(i): [] for i in range(64)}, {str(i): ("x",) for i in range(64)}),
        ["64 players; a table takes at most 63"],
    ),
    "a cell of one strategy": (
        lambda: NormalFormGame.from_cells("c", strategies={"A": ("u",)}, cells={"u": (1,)}),
        ["no such profile of strategies, at 'u'"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_wrong_tables(case: str) -> None:
    call, words = CASES[case]
    with pytest.raises(bg.InvalidGameError) as caught:
        call()
    message = str(caught.value)
    for word in words:
        assert word in message
    assert len(message) < 2500


def test_there_are_enough_kinds() -> None:
    assert len(CASES) >= 25


@pytest.mark.parametrize(
    "tables",
    [
        *[[[[number]], [[2]]] for number in (1, "1/3", 0.1, Fraction(1, 3), np.float32(0.1))],
        [np.array([[1]]), [[2]]],
        [range(1000)],
        [np.array(["1", "1/2"])],
    ],
    ids=["whole", "text", "float", "fraction", "numpy", "array", "range", "texts"],
)
def test_small_and_odd_tables_that_are_fine(tables: Any) -> None:
    game = NormalFormGame.from_arrays(*tables)
    assert game.shape in {(1, 1), (1000,), (2,)}
    assert isinstance(game.arithmetic, bg.Exact)


def test_no_memory_is_taken_for_what_is_too_large() -> None:
    tracemalloc.start()
    for name in CASES:
        if "hundred thousand" in name:
            with pytest.raises(bg.InvalidGameError):
                CASES[name][0]()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000


def test_one_strategy_each_is_a_game() -> None:
    game = NormalFormGame.from_arrays([["7/2"]], [[-1]])
    only = bg.solve(game).only()
    assert only.is_pure
    assert only.payoffs == {"1": Fraction(7, 2), "2": -1}
