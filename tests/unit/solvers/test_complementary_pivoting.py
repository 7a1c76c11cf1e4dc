"""One side of complementary pivoting against a tableau that is written out in full."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from brinkgame.arithmetic import solve_linear
from brinkgame.solvers.complementary_pivoting import (
    Side,
    Walk,
    float_columns,
    mixture,
    whole_columns,
)
from tests.unit.drawing import SEEDS


def objects(rows: Any) -> Any:
    table = np.empty((len(rows), len(rows[0])), dtype=object)
    table[...] = rows
    return table


def test_columns_are_moved_and_scaled() -> None:
    table = objects([[Fraction(1, 2), 5, 10**30], [2, 5, -(10**30)], [Fraction(1, 3), 5, 0]])
    column = whole_columns(table)
    assert [column(j)[0].tolist() for j in range(3)] == [[1, 10, 0], [1, 1, 1], [2, 0, 1]]
    assert [column(j)[1] for j in range(3)] == [6, 1, Fraction(1, 10**30)]
    column = float_columns(np.array([[1.0, 3.0], [5.0, 3.0], [2.0, 3.0]]))
    assert [column(j)[0].tolist() for j in range(2)] == [[0, 1, 0.25], [1, 1, 1]]
    assert [2 * column(j)[1] for j in range(2)] == [4, 1]


def test_the_widest_column_does_not_overflow() -> None:
    values, width = float_columns(np.array([[-1.7e308], [1.7e308], [0.0]]))(0)
    assert values.tolist() == [0, 1, 0.5]
    assert width == 1.7e308


def checked(side: Side, table: list[list[int]]) -> None:
    """Everything that a side keeps follows from its basis."""
    k = len(side.cols)
    basis = [[table[i][j] for j in side.cols] for i in side.rows]
    weights = solve_linear(basis, [1] * k)
    assert weights is not None
    assert [Fraction(w, side.det) for w in side.weight] == list(weights)
    assert side.place == {row: t for t, row in enumerate(side.rows)}
    slacks = [
        1 - sum(table[i][j] * w for j, w in zip(side.cols, weights, strict=True))
        for i in range(side.size)
    ]
    assert [Fraction(s, side.det) for s in side.slack] == slacks
    assert min([*slacks, *weights], default=0) >= 0
    for t in range(k):
        unit = [int(row == t) for row in range(k)]
        assert [Fraction(w, side.det) for w in side.inverse[:, t]] == list(
            solve_linear(basis, unit) or ()
        )


@given(SEEDS)
@settings(deadline=None)
def test_a_side_keeps_what_its_basis_says(seed: int) -> None:
    """After any pivots at all, also with ties; no division leaves a rest."""
    rng = random.Random(seed)
    size, width = rng.randint(1, 6), rng.randint(1, 6)
    top = rng.choice([2, 9, 10**20])
    table = [[rng.randint(1, top) for _ in range(width)] for _ in range(size)]
    columns = objects(table)
    exact = Side(size, lambda j: (columns[:, j], 1), exact=True)
    inexact = Side(size, lambda j: (columns[:, j].astype(float) / top, 1.0), exact=False)
    for _ in range(12):
        outside = [(False, j) for j in range(width) if j not in exact.cols]
        outside += [(True, row) for row in exact.rows]
        slack_enters, entering = rng.choice(outside)
        left = exact.pivot(slack_enters, entering)
        assert left is not None
        assert (left[1] in exact.rows) if left[0] else (left[1] not in exact.cols)
        checked(exact, table)
        assert inexact.pivot(slack_enters, entering) == left
        assert inexact.cols == exact.cols
        weights = [float(Fraction(w, exact.det)) * top for w in exact.weight]
        assert inexact.weight.tolist() == pytest.approx(weights, abs=1e-7)
        inexact.refresh()
        assert inexact.weight.tolist() == pytest.approx(weights, abs=1e-9)


def test_the_last_of_tied_rows_leaves_first() -> None:
    """Row i is perturbed by e**(i + 1), and the last one least."""
    columns = objects([[1], [1], [1]])
    side = Side(3, lambda j: (columns[:, j], 1), exact=True)
    assert side.pivot(False, 0) == (True, 2)
    assert side.slack.tolist() == [0, 0, 0]


def test_rounding_may_leave_nothing_to_leave() -> None:
    side = Side(2, lambda j: (np.array([1e-12, 1e-13]), 1.0), exact=False)
    assert side.pivot(False, 0) is None


def test_a_singular_basis_is_no_solution() -> None:
    side = Side(2, lambda j: (np.array([1.0, 1.0]), 1.0), exact=False)
    side.pivot(False, 0)
    assert side.refresh() == 0
    side.cols, side.rows = [0, 1], [0, 1]
    side._basic = np.ones((2, 2))
    assert side.refresh() == float("inf")


def walk(rows: Any, columns: Any) -> Walk:
    return Walk(
        (
            Side(len(rows), whole_columns(objects(rows)), exact=True),
            Side(len(rows[0]), whole_columns(objects(columns).T), exact=True),
        )
    )


def test_a_race_goes_on_where_it_was_left() -> None:
    rows, columns = [[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]]
    whole = walk(rows, columns)
    whole.rewind(1)
    assert whole.race(100, 2, 1, 100) is True
    assert whole.path == whole.pivots == 4
    parts = walk(rows, columns)
    parts.rewind(1)
    assert [parts.race(100, 2, 1, 1) for _ in range(4)] == [None, None, None, True]
    y, x = map(mixture, parts.sides, parts.sides[::-1])
    assert x == [0, Fraction(1, 3), Fraction(2, 3)]
    assert y == [Fraction(1, 3), Fraction(2, 3)]


def test_a_race_leaves_long_paths() -> None:
    rows, columns = [[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]]
    race = walk(rows, columns)
    race.rewind(1)
    assert race.race(2, 2, 1, 100) is False
    assert (race.label, race.tried, race.pivots) == (2, 1, 2)
    race.rewind(0)
    assert race.race(2, 5, 1, 100) is True
    assert (race.label, race.tried) == (0, 2)


def test_weights_of_very_different_size() -> None:
    side = Side(2, lambda j: (np.eye(2)[:, j], (1e-300, 1e300)[j]), exact=False)
    side.pivot(False, 0)
    side.pivot(False, 1)
    assert mixture(side, side) == [1.0, 0.0]
