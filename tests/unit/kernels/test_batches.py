"""The compiled enumeration of supports, and the same text as Python, against the one by numpy."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from brinkgame.kernels import batches
from brinkgame.kernels.batches import assess_compiled, enumerate_compiled
from brinkgame.kernels.supports import enumerate_supports, plan


def drawn(games: int, shape: tuple[int, int], kind: str) -> Any:
    rng = np.random.default_rng([games, *shape])
    size = (2, games, *shape)
    if kind == "tied":
        return rng.integers(0, 4, size).astype(float)
    if kind == "wide":
        return rng.standard_normal(size) * 10.0 ** rng.integers(-120, 120, size)
    return rng.random(size)


def same(one: Any, other: Any) -> None:
    assert one.game.tolist() == other.game.tolist()
    assert one.doubtful.tolist() == other.doubtful.tolist()
    assert one.rows == pytest.approx(other.rows, abs=1e-11)
    assert one.columns == pytest.approx(other.columns, abs=1e-11)


@pytest.mark.parametrize("kind", ["even", "tied", "wide"])
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 3), (4, 4), (1, 4), (5, 2)])
def test_compiled_is_as_plain(shape: tuple[int, int], kind: str) -> None:
    rows, columns = drawn(200, shape, kind)
    same(
        enumerate_compiled(plan(*shape), rows, columns),
        enumerate_supports(plan(*shape), rows, columns),
    )


@pytest.mark.parametrize("size", [2, 3])
def test_interpreted_is_as_compiled(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    shape = plan(size, size)
    rows, columns = drawn(20, (size, size), "even")
    rows[3] = 0
    compiled = enumerate_compiled(shape, rows, columns)
    for name in ("_bounds", "_signs", "_enumerate", "_enumerate_two"):
        function = getattr(batches, name)
        monkeypatch.setattr(batches, name, getattr(function, "py_func", function))
    same(enumerate_compiled(shape, rows, columns), compiled)


def test_a_part_of_the_games() -> None:
    shape = plan(2, 2)
    rows, columns = drawn(50, (2, 2), "tied")
    whole = enumerate_supports(shape, rows[10:30], columns[10:30])
    same(enumerate_compiled(shape, rows, columns, 10, 30), whole)


def test_every_pattern_of_signs_of_two_by_two() -> None:
    """All 81 of them, with gaps that floats hold and gaps that they cannot tell from none."""
    for none in (0.0, 1e-295):
        gaps = np.array(list(itertools.product((-2.0, none, 3.0), repeat=4)))
        rows, columns = np.zeros((2, 81, 2, 2))
        rows[:, 1, :] = gaps[:, :2]
        columns[:, :, 1] = gaps[:, 2:]
        same(
            enumerate_compiled(plan(2, 2), rows, columns),
            enumerate_supports(plan(2, 2), rows, columns),
        )


def test_more_equilibria_than_there_is_room_for() -> None:
    """Coordination games have 31 each."""
    rows = np.eye(5) + 0.01 * np.random.default_rng(0).random((9, 5, 5))
    found = enumerate_compiled(plan(5, 5), rows, rows)
    assert np.bincount(found.game).tolist() == [31] * 9
    same(found, enumerate_supports(plan(5, 5), rows, rows))


@pytest.mark.parametrize("way", ["compiled", "interpreted"])
def test_assessing(way: str) -> None:
    assess: Any = assess_compiled
    if way == "interpreted":
        assess = getattr(assess, "py_func", assess)
    rows = np.array([[[0.0, -1.0], [1.0, -10.0]]] * 2)
    columns = np.array([[[0.0, 1.0], [-1.0, -10.0]]] * 2)
    game = np.array([1, 1])
    xs, ys = np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([[0.0, 1.0], [0.5, 0.5]])
    tables = np.empty((2, 2, 2)), np.empty((2, 2, 2)), np.empty((2, 2, 2)), np.empty((2, 2))
    assess(rows, columns, game, xs, ys, *tables)
    for table in tables:
        assert np.isnan(table[0]).all()
    assert tables[0][1].tolist() == xs.tolist()
    assert tables[1][1].tolist() == ys.tolist()
    assert tables[2][1].tolist() == [[-1, 1], [-2.5, -2.5]]
    assert tables[3][1].tolist() == [0, 2]
