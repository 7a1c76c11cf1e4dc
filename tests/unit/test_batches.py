"""Batches against the exact answer, game by game, and what is wrong with one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame import batches
from brinkgame.batches import BatchResult, solve_batch
from brinkgame.errors import InvalidGameError, InvalidParameterError, UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.results import Status
from brinkgame.solve import solve
from brinkgame.solvers import ExtremeEnumeration
from tests.unit.drawing import SEEDS


def listed(result: BatchResult, number: int) -> list[tuple[float, ...]]:
    """The equilibria of one game, each as one row of weights; the padding is checked."""
    count = int(result.counts[number])
    for table in (result.row_strategies, result.column_strategies, result.payoffs):
        assert np.isnan(table[number, count:]).all()
        assert not np.isnan(table[number, :count]).any()
    return sorted(
        (*x, *y)
        for x, y in zip(
            result.row_strategies[number, :count].tolist(),
            result.column_strategies[number, :count].tolist(),
            strict=True,
        )
    )


def check(result: BatchResult, rows: Any, columns: Any) -> None:
    """Nothing is missed, doubled or false."""
    assert result.status is Status.SOLVED
    assert len(result) == len(rows)
    for number in range(len(rows)):
        exact = solve(
            NormalFormGame.from_arrays(rows[number], columns[number]), ExtremeEnumeration()
        )
        wanted = sorted(tuple(float(w) for each in e.profile.weights for w in each) for e in exact)
        mine = listed(result, number)
        assert len(mine) == len(wanted)
        assert np.array(mine) == pytest.approx(np.array(wanted), abs=1e-9)
        assert result.connected[number] == any(e.family is not None for e in exact)
        assert result.redone[number] or not result.connected[number]
        pays = sorted(map(tuple, result.payoffs[number, : len(mine)].tolist()))
        theirs = sorted(tuple(float(v) for v in e.payoffs.values()) for e in exact)
        scale = max(np.abs(rows[number]).max(), np.abs(columns[number]).max(), 1)
        assert np.array(pays) == pytest.approx(np.array(theirs), abs=1e-9 * scale)
        assert (result.regrets[number, : len(mine)] <= 1e-9 * scale).all()


@given(SEEDS, st.sampled_from(["uniform", "few", "many"]), st.booleans())
@settings(deadline=None, max_examples=25)
def test_against_the_exact_answer(seed: int, kind: str, compiled: bool) -> None:
    rng = np.random.default_rng(seed)
    size = (2, 4, *rng.integers(1, 5, 2))
    if kind == "uniform":
        rows, columns = rng.random(size)
    else:
        rows, columns = rng.integers(0, 3 if kind == "few" else 100, size)
    check(solve_batch(rows, columns, compiled=compiled), rows, columns)


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("size", "games"), [(5, 12), (6, 3)])
def test_larger_games(size: int, games: int, *, compiled: bool) -> None:
    rows, columns = np.random.default_rng(size).random((2, games, size, size))
    check(solve_batch(rows, columns, compiled=compiled), rows, columns)


def test_numbers_that_floats_cannot_tell_apart() -> None:
    big = 2**60
    rows = np.array([[[big + 1, 0], [big, 3]], [[2, 0], [0, 1]]])
    columns = np.array([[[big + 1, big], [0, 5]], [[1, 0], [0, 2]]])
    result = solve_batch(rows, columns)
    assert result.redone.tolist() == [True, False]
    check(result, rows, columns)
    near = solve_batch([[[1e300, 0.0], [1e300, 1e-300]]], [[[1.0, 0.0], [0.0, 1.0]]])
    assert near.redone.tolist() == [True]


def test_ties_are_told() -> None:
    zeros = np.zeros((1, 2, 2))
    result = solve_batch(zeros, zeros)
    assert result.counts.tolist() == [4]
    assert result.connected.tolist() == result.redone.tolist() == [True]
    assert repr(result) == (
        "<BatchResult: 4 equilibria of 1 games, 1 of them redone exactly; solved>"
    )


def test_no_games() -> None:
    for compiled in (False, True):
        result = solve_batch(np.zeros((0, 2, 3)), np.zeros((0, 2, 3)), compiled=compiled)
        assert len(result) == 0
        assert result.row_strategies.shape == (0, 0, 2)
        assert result.status is Status.SOLVED


def test_many_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passes are put together again, whether or not the compiler takes over in between."""
    rng = np.random.default_rng(7)
    rows, columns = rng.random((2, 60, 2, 3))
    rows[[5, 50]] = 1
    whole = solve_batch(rows, columns, compiled=False)
    told: list[Any] = []
    monkeypatch.setattr(batches, "_WORK", 300)
    monkeypatch.setattr(batches, "_spent", [0.0])
    parts = solve_batch(rows, columns, progress=told.append)
    for name in ("row_strategies", "payoffs", "counts", "redone", "connected", "regrets"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name), equal_nan=True)
    assert 0 < batches._spent[0] < 1
    monkeypatch.setattr(batches, "_spent", [2.0])
    fast = solve_batch(rows, columns)
    assert fast.counts.tolist() == whole.counts.tolist()
    assert fast.row_strategies == pytest.approx(whole.row_strategies, abs=1e-12, nan_ok=True)


def test_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    rows, columns = rng.random((2, 60, 2, 2))
    rows[3] = columns[3] = 1
    monkeypatch.setattr(batches, "_WORK", 200)
    monkeypatch.setattr(batches, "_spent", [0.0])
    result = solve_batch(rows, columns, time_limit=1e-9)
    assert result.status is Status.TIME_LIMIT
    # One pass is made in any case; the game with ties would have been next.
    assert [number for number in range(60) if result.counts[number] >= 0] == [
        number for number in range(10) if number != 3
    ]
    assert np.isnan(result.row_strategies[3]).all()


GOOD = [[[1, 2], [3, 4]]]


@pytest.mark.parametrize(
    ("rows", "columns", "words"),
    [
        (GOOD, [[[1, 2], [3]]], "ragged.*at column_payoffs"),
        (GOOD, [[1, 2], [3, 4]], r"expected the shape \(games, m, n\), got 2 x 2"),
        (5, GOOD, "got a single number, at row_payoffs"),
        (GOOD, [[[1, 2, 3], [4, 5, 6]]], "the shape is 1 x 2 x 3, but that of rows is 1 x 2 x 2"),
        (GOOD, [[[1, 2], [3, float("nan")]]], r"nan is not a number, at column_payoffs\[0, 1, 1\]"),
        ([[[1, 2], [float("-inf"), 4]]], GOOD, r"-inf is not a number, at row_payoffs\[0, 1, 0\]"),
        (GOOD, [[[Fraction(1, 2), 1], [0, 0]]], "an array of object"),
        (GOOD, [[["1", "2"], ["3", "4"]]], "a batch takes floats or whole numbers"),
        (GOOD, [[[True, False], [True, True]]], "an array of bool"),
        (np.zeros((3, 0, 2)), np.zeros((3, 0, 2)), "no strategy"),
        (np.ma.masked_array(GOOD, [[[1, 0], [0, 0]]]), GOOD, "masked"),
    ],
    ids=lambda value: "",
)
def test_wrong_input(rows: Any, columns: Any, words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        solve_batch(rows, columns)


def test_every_fault_is_listed() -> None:
    with pytest.raises(InvalidGameError, match="2 faults"):
        solve_batch([[1, 2]], [[[float("nan")]]])


def test_games_that_are_too_large() -> None:
    with pytest.raises(UnsupportedGameError, match="up to 8 x 8, not 9 x 2"):
        solve_batch(np.zeros((1, 9, 2)), np.zeros((1, 9, 2)))


def test_options_are_checked() -> None:
    with pytest.raises(InvalidParameterError, match="compiled='no'"):
        solve_batch(GOOD, GOOD, compiled="no")  # type: ignore[arg-type]
