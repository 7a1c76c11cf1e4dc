"""The search over labels by a compiled pass in floats, and its leaves solved again exactly."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TypeAlias, final

import numpy as np

from brinkgame.arithmetic import solve_linear
from brinkgame.control import Control
from brinkgame.polytopes.assembly import Product
from brinkgame.polytopes.exact import corners
from brinkgame.polytopes.labels import Leaf, Search, widest
from brinkgame.polytopes.vertices import Ray, normalized, whole_numbers

__all__ = ["compiled_products", "fits_floats", "is_loaded"]

Matrix: TypeAlias = Sequence[Sequence[int]]

_LARGEST = 2**900
"""Payoffs beyond this could overflow; numbers so far apart are better searched exactly anyway."""

_ROOM = 4096
"""Leaves that one call of the compiled pass can report."""

_NODES = 2_000
"""Nodes of one call: a fraction of a second, after which an interrupt is heard."""

_TOO_MANY = 200
"""Leaves that are not isolated, from which on the exact search is better: it sees ties as such."""


def is_loaded() -> bool:
    """Whether the compiled pass has been used in this process, so that it need not be loaded."""
    return "brinkgame.kernels.label_search" in sys.modules


def fits_floats(*tables: Matrix) -> bool:
    """Whether the numbers are in the range of floats, with room for sums of products."""
    return all(number < _LARGEST for table in tables for line in table for number in line)


def compiled_products(
    search: Search, row: Matrix, column: Matrix, control: Control
) -> list[Product] | None:
    """Products of faces whose union is all equilibria; None where the exact search is better.

    Parameters
    ----------
    search
        The exact search of the same game, for nodes that floats leave in doubt. What is visited is
        added to its count, and it is marked as finished if all was.
    row, column
        Positive integer payoffs, m x n, not more than 62 strategies together.
    """
    floats = _FloatSearch(row, column)
    products: list[Product] = []
    doubtful: list[tuple[int, int]] = []
    while floats.height:
        found = floats.advance()
        search.nodes += floats.visited
        control.tell("nodes of the search", search.nodes)
        for zero_p, zero_q, unsure in found:
            product = None if unsure else _isolated(row, column, zero_p, zero_q)
            if product is None:
                doubtful.append((zero_p, zero_q))
            else:
                products.append(product)
        if len(doubtful) > _TOO_MANY:
            return None
        if control.expired():
            return products
    search.finished = True
    leaves: list[Leaf] = []
    for zero in widest(doubtful):
        leaves += search.leaves(zero)
        if not search.finished:
            break
    return [*products, *corners(search, leaves, control)]


@final
class _FloatSearch:
    """The stack of the compiled pass."""

    def __init__(self, row: Matrix, column: Matrix) -> None:
        m, n = len(row), len(row[0])
        self._rows = _scaled(row)
        self._columns = np.ascontiguousarray(_scaled(column).T)
        self._most = 1 / self._columns.max(axis=0), 1 / self._rows.max(axis=0)
        depth = m + n + 3
        self._tables = np.empty((depth, n, m + 1)), np.empty((depth, m, n + 1))
        self._names = tuple(np.empty((depth, m + n), dtype=np.int64) for _ in range(2))
        self._words = tuple(np.zeros((depth, 3 + m + n), dtype=np.int64) for _ in range(2))
        for side, (matrix, variables, slacks) in enumerate(
            ((self._columns, range(m), range(m, m + n)), (self._rows, range(m, m + n), range(m)))
        ):
            self._tables[side][0, :, :-1] = matrix
            self._tables[side][0, :, -1] = 1
            self._names[side][0] = [*slacks, *variables]
            self._words[side][0, 2] = sum(1 << label for label in variables)
        self._leaves = np.empty((_ROOM, 3), dtype=np.int64)
        self.height = 1
        self.visited = 0

    def advance(self) -> list[tuple[int, int, bool]]:
        """Zero labels in P and in Q of some leaves and, if so marked, of nodes left in doubt."""
        from brinkgame.kernels.label_search import search

        counts = np.zeros(2, dtype=np.int64)
        height = search(
            self._rows,
            self._columns,
            self._most[0],
            self._most[1],
            self._tables[0],
            self._tables[1],
            self._names[0],
            self._names[1],
            self._words[0],
            self._words[1],
            self.height,
            _NODES,
            self._leaves,
            counts,
        )
        self.height = int(height)
        found, self.visited = counts.tolist()
        return [(p, q, bool(unsure)) for p, q, unsure in self._leaves[:found].tolist()]


def _scaled(table: Matrix) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The numbers divided by a power of two, so that the largest is about 1."""
    floats = np.array(table, dtype=np.float64)
    return np.ldexp(floats, -int(np.frexp(floats.max())[1]))


def _isolated(row: Matrix, column: Matrix, zero_p: int, zero_q: int) -> Product | None:
    """The equilibrium at which just these labels are zero; None if it is not as simple as that.

    That is, if there is one point on each side at which the labels are zero and no others are.
    """
    m, n = len(row), len(row[0])
    if zero_p & zero_q:
        return None
    rows = [i for i in range(m) if not zero_p >> i & 1]
    columns = [j for j in range(n) if not zero_q >> (m + j) & 1]
    if len(rows) != len(columns):
        return None
    x = _point([[column[i][j] for i in range(m)] for j in range(n)], rows, columns)
    y = _point(row, columns, rows)
    return None if x is None or y is None else ({x: zero_p}, {y: zero_q})


def _point(matrix: Matrix, support: Sequence[int], best: Sequence[int]) -> Ray | None:
    """The point with this support at which these inequalities, and no others, are equations."""
    solved = solve_linear([[matrix[r][c] for c in support] for r in best], [1] * len(best))
    if solved is None or min(solved) <= 0:
        return None
    numbers = whole_numbers([*solved, 1])
    total = numbers.pop()
    tied = set(best)
    for r, line in enumerate(matrix):
        if (
            r not in tied
            and sum(line[c] * z for c, z in zip(support, numbers, strict=True)) >= total
        ):
            return None
    values = [0] * len(matrix[0])
    for c, number in zip(support, numbers, strict=True):
        values[c] = number
    return normalized(tuple(values))
