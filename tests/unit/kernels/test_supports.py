"""Signs of determinants against fractions, and what they say about supports."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from brinkgame.arithmetic import determinant_sign
from brinkgame.kernels import supports
from brinkgame.kernels.supports import enumerate_supports, plan
from tests.unit.drawing import SEEDS


def test_the_number_of_pairs_and_determinants() -> None:
    for m, n in itertools.product(range(1, 6), repeat=2):
        shape = plan(m, n)
        pairs = sum(
            len(list(itertools.combinations(range(m), k)))
            * len(list(itertools.combinations(range(n), k)))
            for k in range(1, min(m, n) + 1)
        )
        assert len(shape.size) == len(shape.rows) == pairs
        assert shape.which[0].shape == (pairs, m)
        assert shape.which[1].shape == (pairs, n)
        assert (shape.codes[0] == 2 * shape.which[0] + shape.turned[0]).all()
        for half in shape.halves:
            assert len(half.low) == len(half.number) == len(half.first) - 1


@given(SEEDS)
@settings(deadline=None, max_examples=50)
def test_determinants_are_within_their_bounds(seed: int) -> None:
    rng = random.Random(seed)
    m, n = rng.randint(1, 5), rng.randint(1, 5)
    scale = rng.choice([1, 1e-40, 1e40])
    table = np.array(
        [[rng.choice([rng.random(), 1.0, 2**30]) * scale for _ in range(n)] for _ in range(m)]
    )
    half = plan(m, n).halves[0]
    value, bound = supports._determinants(half, table[:, :, None])
    exact = [[Fraction(number) for number in row] for row in table.tolist()]
    for (rows, columns), e in half.number.items():
        matrix = [[Fraction(1), *(exact[i][j] for j in columns)] for i in rows]
        allowed = supports.UNIT * bound[e, 0] + supports.TINY
        if abs(value[e, 0]) > allowed:
            assert np.sign(value[e, 0]) == determinant_sign(matrix)


def found(rows: Any, columns: Any) -> Any:
    table = [np.array([each], dtype=float) for each in (rows, columns)]
    return enumerate_supports(plan(*table[0].shape[1:]), *table)


def test_chicken() -> None:
    told = found([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    assert told.rows.tolist() == [[1, 0], [0, 1], [0.9, 0.1]]
    assert told.columns.tolist() == [[0, 1], [1, 0], [0.9, 0.1]]
    assert not told.doubtful.any()


@pytest.mark.parametrize(
    ("rows", "columns", "doubtful"),
    [
        # A tie that is nobody's best response anywhere does not matter.
        ([[5, 5], [1, 1]], [[1, 0], [3, 3]], False),
        # The column player is indifferent where the equilibrium is.
        ([[5, 5], [1, 1]], [[1, 1], [3, 0]], True),
        ([[0, 0], [0, 0]], [[0, 0], [0, 0]], True),
        # 1 + 2**-52 is not a tie, though nearly one.
        ([[1 + 2**-52, 0], [1, 3]], [[1, 0], [0, 1]], False),
    ],
)
def test_ties_that_matter(rows: Any, columns: Any, *, doubtful: bool) -> None:
    told = found(rows, columns)
    assert told.doubtful.tolist() == [doubtful]
    assert (len(told.game) == 0) == doubtful


@pytest.mark.parametrize(("gap", "doubtful"), [(0.1, False), (1e-7, True)])
def test_weights_that_rounding_spoils_are_doubtful(gap: float, *, doubtful: bool) -> None:
    """Signs are certain, but weights on strategies that pay nearly the same mixture are not."""
    columns = [[-1, 0.1, 0.2], [0.3, -1.3, 0.15], [0.05, 0.25, -1.7]]
    rows = [[2, 0, 0.7], [0, 2, 1.1], [1 + gap, 1 + gap, 0.9 - 2 * gap]]
    told = found(rows, columns)
    assert told.doubtful.tolist() == [doubtful]
    if not doubtful:
        assert (told.rows[-1] > 0).all()
        assert np.ptp(np.array(rows) @ told.columns[-1]) < 1e-12


@given(SEEDS)
@settings(deadline=None, max_examples=60)
def test_what_is_certain_holds_for_all_payoffs_within_the_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    m, n = rng.integers(1, 4, size=2)
    error = float(10.0 ** rng.uniform(-14, -2))
    near = rng.integers(0, 3, size=(2, 40, m, n)) + rng.choice([0, 3e-2, 1], size=(2, 40, m, n)) * (
        rng.normal(size=(2, 40, m, n))
    )
    moved = near + rng.uniform(-1, 1, size=near.shape) * error
    shape = plan(m, n)
    one = enumerate_supports(shape, near[0], near[1], error)
    other = enumerate_supports(shape, moved[0], moved[1])
    for game in np.flatnonzero(~one.doubtful).tolist():
        assert not other.doubtful[game]
        supports_of = [
            sorted(
                (tuple(x > 0), tuple(y > 0))
                for x, y in zip(
                    each.rows[each.game == game], each.columns[each.game == game], strict=True
                )
            )
            for each in (one, other)
        ]
        assert supports_of[0] == supports_of[1]
