"""Linear programs with many alike variables: solved in fewer, without any loss.

Divide variables and constraints into classes such that every constraint of a class has the same
coefficients, each as often, in every class of variables, and every variable of a class the same in
every class of constraints (an *equitable partition*). Then some optimal point gives all variables
of a class the same value: the mean over a class of any optimal point is as good, and so is that of
the prices. So one variable a class and one constraint a class are enough; the coarsest such
partition is found by colour refinement, which splits classes until nothing tells their members
apart [1]_.

In games it is what players know to be irrelevant, such as suits in a game that counts only ranks;
nobody needs to say so.

.. [1] M. Grohe, K. Kersting, M. Mladenov, E. Selman, "Dimension reduction via colour refinement",
   *Proceedings of the European Symposium on Algorithms* (2014), theorem 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import FREE, Control
from brinkgame.linear_programs.program import LPSolution
from brinkgame.linear_programs.solving import solve_lp

__all__ = ["SparseProgram", "equitable_partition", "solve_sparse_lp"]

Ints: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]

_DIGITS = 36
"""Bits to which floats have to agree to count as the same coefficient."""


@final
@dataclass(frozen=True, slots=True)
class SparseProgram:
    """Least ``cost @ x`` over ``x >= 0`` with constraints of which most coefficients are zero.

    Attributes
    ----------
    cost
        One coefficient a variable.
    rows, columns, values
        The coefficients of the constraints that are not zero; no place occurs twice.
    right
        One right-hand side a constraint.
    n_at_most
        The first so many constraints are ``<=``, the others ``=``.
    """

    cost: Sequence[Any]
    rows: npt.NDArray[Any]
    columns: npt.NDArray[Any]
    values: Sequence[Any]
    right: Sequence[Any]
    n_at_most: int


def solve_sparse_lp(
    program: SparseProgram, *, exact: bool, most: int | None = None, control: Control = FREE
) -> LPSolution:
    """The best point, and the prices, with alike variables taken together.

    Parameters
    ----------
    program
        The program.
    exact
        Whether numbers are ints and Fractions, and the answer exact (see `solve_lp`).
    most
        Do not try if, with alike variables together, the table has more entries than this.

    Returns
    -------
    LPSolution
        ``"unfinished"`` where it was not tried.

    Examples
    --------
    >>> import numpy as np
    >>> alike = SparseProgram([1, 1], np.array([0, 0]), np.array([0, 1]), [-1, -1], [-3], 1)
    >>> solve_sparse_lp(alike, exact=True).point
    (Fraction(3, 2), Fraction(3, 2))
    """
    lines, kinds = equitable_partition(program)
    n_lines, n_kinds = int(lines.max(initial=-1)) + 1, int(kinds.max(initial=-1)) + 1
    if most is not None and (n_lines + 1) * (n_kinds + 1) > most:
        return LPSolution("unfinished")
    first = np.zeros(n_lines, dtype=np.int64)
    first[lines[::-1]] = np.arange(len(lines))[::-1]
    size = np.bincount(kinds, minlength=n_kinds)
    some = np.zeros(n_kinds, dtype=np.int64)
    some[kinds[::-1]] = np.arange(len(kinds))[::-1]
    cost = [int(n) * program.cost[k] for n, k in zip(size, some.tolist(), strict=True)]
    right = [program.right[i] for i in first.tolist()]
    # Classes are numbered so that inequalities come first.
    loose = int((first < program.n_at_most).sum())
    kept = np.flatnonzero(first[lines[program.rows]] == program.rows)
    rows, columns = lines[program.rows[kept]], kinds[program.columns[kept]]
    if exact:
        table = [[0] * n_kinds for _ in range(n_lines)]
        for i, j, k in zip(rows.tolist(), columns.tolist(), kept.tolist(), strict=True):
            table[i][j] += program.values[k]
        body: Any = table
    else:
        from scipy.sparse import csr_array

        values = np.asarray(program.values, dtype=np.float64)[kept]
        body = csr_array((values, (rows, columns)), shape=(n_lines, n_kinds))
        body.sum_duplicates()
    found = solve_lp(
        cost,
        at_most=(body[:loose], right[:loose]) if loose else None,
        equal=(body[loose:], right[loose:]) if loose < n_lines else None,
        exact=exact,
        control=control,
    )
    if found.status != "optimal":
        return found
    shares = np.bincount(lines, minlength=n_lines).tolist()
    prices = [p / n for p, n in zip((*found.dual_at_most, *found.dual_equal), shares, strict=True)]
    spread = [prices[i] for i in lines.tolist()]
    return LPSolution(
        "optimal",
        found.value,
        tuple(found.point[k] for k in kinds.tolist()),
        tuple(spread[: program.n_at_most]),
        tuple(spread[program.n_at_most :]),
    )


def equitable_partition(program: SparseProgram) -> tuple[Ints, Ints]:
    """The class of each constraint and of each variable, both counted from 0.

    Constraints of one class have the same kind (inequalities come first) and right-hand side,
    variables the same cost. Classes are told apart by sums of 64-bit hashes; should two that
    differ collide, an answer would be wrong, and its certificate would say so.
    """
    rows = np.asarray(program.rows, dtype=np.int64)
    columns = np.asarray(program.columns, dtype=np.int64)
    values = _classes(program.values)
    equations = np.arange(len(program.right)) >= program.n_at_most
    lines = _split(equations.astype(np.int64), _classes(program.right).astype(np.uint64))
    kinds = _classes(program.cost)
    by_row, by_column = np.argsort(rows, kind="stable"), np.argsort(columns, kind="stable")
    while True:
        before = int(lines.max(initial=-1)) + int(kinds.max(initial=-1))
        lines = _split(lines, _sums(rows, by_row, kinds[columns], values, len(lines)))
        kinds = _split(kinds, _sums(columns, by_column, lines[rows], values, len(kinds)))
        if int(lines.max(initial=-1)) + int(kinds.max(initial=-1)) == before:
            return lines, kinds


def _classes(numbers: Any) -> Ints:
    """Equal numbers, or floats that nearly agree, by the same whole number from 0."""
    if isinstance(numbers, np.ndarray) or any(isinstance(each, float) for each in numbers[:1]):
        parts, powers = np.frexp(np.asarray(numbers, dtype=np.float64))
        parts = np.rint(np.ldexp(parts, _DIGITS))
        keys = np.stack([parts, powers.astype(np.float64)])
        return np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)
    seen: dict[Any, int] = {}
    return np.array(
        [seen.setdefault(Fraction(each), len(seen)) for each in numbers], dtype=np.int64
    )


def _split(classes: Ints, told: Hashes) -> Ints:
    """Members of a class that differ in what is told of them, apart; the order of classes kept."""
    order = np.lexsort((told, classes))
    new = np.zeros(len(order), dtype=np.int64)
    if len(order):
        apart = (np.diff(classes[order]) != 0) | (np.diff(told[order]) != 0)
        new[order[1:]] = np.cumsum(apart)
    return new


def _sums(places: Ints, order: Ints, classes: Ints, values: Ints, count: int) -> Hashes:
    """For each row, the sum of the hashes of its (class, value) pairs, modulo 2**64."""
    sums = np.zeros(count, dtype=np.uint64)
    if not len(order):
        return sums
    hashes = _mixed(classes.astype(np.uint64) * np.uint64(0x1F3D5B79) + values.astype(np.uint64))
    sorted_places = places[order]
    starts = np.flatnonzero(np.diff(sorted_places, prepend=-1))
    sums[sorted_places[starts]] = np.add.reduceat(hashes[order], starts)
    return sums


def _mixed(x: Hashes) -> Hashes:
    """The finalizer of splitmix64 (Steele, Lea and Flood 2014): one bit changes half of them."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
