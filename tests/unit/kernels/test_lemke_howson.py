"""The compiled race, and the same text as Python, in its seams: room, work, labels that fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from brinkgame.kernels import lemke_howson as kernel


def interpreted(function: Any) -> Any:
    """The function without its compiler, where there is one."""
    return getattr(function, "py_func", function)


WAYS = {"compiled": kernel.race, "interpreted": interpreted(kernel.race)}


class Rooms:
    """All that a race needs."""

    def __init__(self, table: Any, room: int = 8) -> None:
        m, n = table.shape[:2]
        self.table = table
        self.state = np.zeros(kernel.STATE, dtype=np.int64)
        self.columns = np.empty((n, m)), np.empty((m, n))
        self.widths = np.zeros(m + n)
        self.inverses = np.empty((room, room)), np.empty((room, room))
        self.where = np.empty((2, 3, max(m, n) + 1), dtype=np.int64)
        self.numbers = np.empty((2, 5, max(m, n) + 1))
        self.mixtures = np.empty(m + n)

    def race(self, way: Callable[..., int], cap: int, last: int, stride: int, work: int) -> int:
        return way(
            self.table,
            self.state,
            *self.columns,
            self.widths,
            *self.inverses,
            self.where,
            self.numbers,
            self.mixtures,
            cap,
            last,
            stride,
            work,
        )

    def regret(self) -> float:
        rows, columns = self.table[..., 0], self.table[..., 1]
        x, y = self.mixtures[: len(rows)], self.mixtures[len(rows) :]
        assert min(self.mixtures) >= 0
        assert x.sum() == pytest.approx(1)
        assert y.sum() == pytest.approx(1)
        mine, theirs = rows @ y, x @ columns
        return float(max(mine.max() - x @ mine, theirs.max() - theirs @ y))


def drawn(shape: tuple[int, int], top: int = 0) -> Any:
    rng = np.random.default_rng([*shape, top])
    size = (*shape, 2)
    return rng.integers(0, top, size).astype(float) if top else rng.random(size)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("top", [0, 3, 100])
@pytest.mark.parametrize("shape", [(6, 6), (1, 4), (3, 7)])
def test_every_label_ends_in_an_equilibrium(way: str, top: int, shape: tuple[int, int]) -> None:
    rooms = Rooms(drawn(shape, top))
    for label in range(sum(shape)):
        rooms.state[kernel.LABEL] = label
        assert rooms.race(WAYS[way], 10**6, label + 1, 1, 10**9) == kernel.FOUND
        assert rooms.state[kernel.LABEL] == label
        assert rooms.state[kernel.TRIED] == label + 1
        assert rooms.regret() < 1e-9 * max(1, top)


def test_compiled_and_interpreted_do_the_same() -> None:
    table = drawn((25, 25))
    for label in range(0, 50, 7):
        told = []
        for way in WAYS.values():
            rooms = Rooms(table, room=32)
            rooms.state[kernel.LABEL] = label
            assert rooms.race(way, 10**6, label + 1, 1, 10**9) == kernel.FOUND
            told.append((rooms.state.tolist(), rooms.mixtures))
        assert told[0][0] == told[1][0]
        assert told[0][1] == pytest.approx(told[1][1], abs=1e-12)


@pytest.mark.parametrize("way", WAYS)
def test_a_race_returns_and_goes_on(way: str) -> None:
    table = drawn((12, 12), 100)
    whole, parts = Rooms(table, 16), Rooms(table, 16)
    assert whole.race(WAYS[way], 10, 24, 1, 10**9) == kernel.FOUND
    calls = 1
    while parts.race(WAYS[way], 10, 24, 1, 1) == kernel.AT_WORK:
        calls += 1
    assert calls > 1
    assert parts.state.tolist() == whole.state.tolist()
    assert parts.mixtures.tolist() == whole.mixtures.tolist()


@pytest.mark.parametrize("way", WAYS)
def test_a_basis_that_grows_asks_for_room(way: str) -> None:
    # Whoever plays the same wins: the path to the one mixture of everything takes all columns.
    match = np.eye(6)
    table = np.stack([match, 1 - match], axis=-1)
    rooms = Rooms(table, room=2)
    assert rooms.race(WAYS[way], 10**6, 12, 1, 10**9) == kernel.GROW
    rooms.inverses = tuple(np.pad(inverse, (0, 6)) for inverse in rooms.inverses)
    assert rooms.race(WAYS[way], 10**6, 12, 1, 10**9) == kernel.FOUND
    assert rooms.mixtures == pytest.approx(np.full(12, 1 / 6))


@pytest.mark.parametrize("way", WAYS)
def test_paths_that_are_too_long_are_left(way: str) -> None:
    match = np.eye(4)
    rooms = Rooms(np.stack([match, 1 - match], axis=-1))
    assert rooms.race(WAYS[way], 2, 8, 3, 10**9) == kernel.NOT_FOUND
    assert rooms.state[kernel.TRIED] == 3
    assert rooms.state[kernel.TOTAL] == 6
    assert rooms.state[kernel.LABEL] == 9
