"""Programs with alike variables have the answers that they have without looking."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.linear_programs import solve_lp
from brinkgame.linear_programs.symmetry import (
    SparseProgram,
    equitable_partition,
    solve_sparse_lp,
)


def drawn(seed, floats=False):
    """A sparse program, often made of alike blocks in another order."""
    rng = random.Random(seed)
    copies, m, n = rng.choice([1, 2, 3]), rng.randint(1, 4), rng.randint(1, 4)
    block = [[rng.choice([0, 0, 1, 2, -1, 3]) for _ in range(n)] for _ in range(m)]
    cost, bound = [rng.randint(0, 3) for _ in range(n)], [rng.randint(-3, 3) for _ in range(m)]
    loose = rng.randint(0, m)
    lines = [(k, i) for i in range(m) for k in range(copies)]
    lines.sort(key=lambda line: (line[1] >= loose, rng.random()))
    kinds = [(k, j) for j in range(n) for k in range(copies)]
    rng.shuffle(kinds)
    table = [[block[i][j] if k == copy else 0 for copy, j in kinds] for k, i in lines]
    rows, columns = np.nonzero(np.array(table).reshape(len(lines), len(kinds)))
    number = float if floats else int
    values = [number(table[i][j]) for i, j in zip(rows, columns, strict=True)]
    program = SparseProgram(
        [number(cost[j]) for _, j in kinds],
        rows,
        columns,
        values,
        [number(bound[i]) for _, i in lines],
        loose * copies,
    )
    return program, table


@given(st.integers(0, 2**32))
def test_the_answer_is_that_of_the_whole_program(seed):
    program, table = drawn(seed)
    k = program.n_at_most
    parts = {
        "at_most": (table[:k], program.right[:k]) if k else None,
        "equal": (table[k:], program.right[k:]) if k < len(table) else None,
    }
    whole = solve_lp(program.cost, **parts)
    found = solve_sparse_lp(program, exact=True)
    assert found.status == whole.status
    rounded = solve_sparse_lp(drawn(seed, floats=True)[0], exact=False)
    assert rounded.status == whole.status
    if whole.status != "optimal":
        return
    assert found.value == whole.value
    assert rounded.value == pytest.approx(float(whole.value), abs=1e-9)
    left = [sum(a * x for a, x in zip(row, found.point, strict=True)) for row in table]
    prices = (*found.dual_at_most, *found.dual_equal)
    for i, (taken, bound) in enumerate(zip(left, program.right, strict=True)):
        assert taken <= bound if i < k else taken == bound
    assert min(found.point) >= 0
    assert max(found.dual_at_most, default=0) <= 0
    for j, cost in enumerate(program.cost):
        assert sum(row[j] * p for row, p in zip(table, prices, strict=True)) <= cost
    assert sum(b * p for b, p in zip(program.right, prices, strict=True)) == found.value
    excess = np.array(table, dtype=float) @ rounded.point - np.array(program.right)
    assert excess[:k].max(initial=0) < 1e-9
    assert np.abs(excess[k:]).max(initial=0) < 1e-9


@given(st.integers(0, 2**32))
def test_members_of_a_class_are_alike(seed):
    program, table = drawn(seed)
    lines, kinds = equitable_partition(program)
    for one in range(len(table)):
        for other in range(len(table)):
            if lines[one] == lines[other]:
                assert program.right[one] == program.right[other]
                assert (one < program.n_at_most) == (other < program.n_at_most)
                assert profile(table[one], kinds) == profile(table[other], kinds)
    columns = list(zip(*table, strict=True))
    for one in range(len(columns)):
        for other in range(len(columns)):
            if kinds[one] == kinds[other]:
                assert program.cost[one] == program.cost[other]
                assert profile(columns[one], lines) == profile(columns[other], lines)


def profile(numbers, classes):
    return sorted(zip(classes.tolist(), numbers, strict=True))


def test_alike_blocks_are_one():
    # The same program three times over is one program.
    rows, columns = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 2, 3, 4, 5])
    program = SparseProgram([1, 2] * 3, rows, columns, [-1, -1] * 3, [-1] * 3, 3)
    lines, kinds = equitable_partition(program)
    assert lines.tolist() == [0, 0, 0]
    assert len(set(kinds.tolist())) == 2
    assert solve_sparse_lp(program, exact=True).value == 3


def test_what_is_too_large_is_not_tried():
    program = SparseProgram([1], np.array([0]), np.array([0]), [Fraction(-1)], [-1], 1)
    assert solve_sparse_lp(program, exact=True, most=3).status == "unfinished"
    assert solve_sparse_lp(program, exact=True, most=4).status == "optimal"


def test_no_constraints():
    program = SparseProgram([1, 1], np.array([], int), np.array([], int), [], [], 0)
    assert solve_sparse_lp(program, exact=True).point == (0, 0)
