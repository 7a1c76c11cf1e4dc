"""Exact linear algebra, by python-flint: systems of equations, ranks, common denominators."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

__all__ = [
    "determinant_sign",
    "integer_kernel",
    "integer_rows",
    "plain_fraction",
    "quick_fraction",
    "rank",
    "solve_linear",
]


def quick_fraction(number: Fraction | float) -> Any:
    """The same number as flint has it, which reckons several times as fast; a float is dyadic.

    >>> quick_fraction(Fraction(1, 2)) + quick_fraction(0.25)
    3/4
    """
    from flint import fmpq

    return fmpq(*number.as_integer_ratio())


def plain_fraction(number: Any) -> Fraction:
    """The way back from `quick_fraction`.

    >>> plain_fraction(quick_fraction(Fraction(1, 2)))
    Fraction(1, 2)
    """
    return Fraction(int(number.p), int(number.q))


def integer_rows(
    rows: Iterable[Sequence[Fraction | int]],
) -> tuple[list[list[int]], int]:
    """The rows times their least common denominator, and that denominator.

    >>> integer_rows([[Fraction(1, 2), 1], [0, Fraction(2, 3)]])
    ([[3, 6], [0, 4]], 6)
    """
    listed = [list(row) for row in rows]
    common = math.lcm(*(number.denominator for row in listed for number in row))
    if common == 1:
        return [[int(number) for number in row] for row in listed], 1
    return [
        [number.numerator * (common // number.denominator) for number in row] for row in listed
    ], common


def rank(rows: Iterable[Sequence[Fraction | int]]) -> int:
    """The rank of a matrix.

    >>> rank([[1, 2], [2, 4]]), rank([])
    (1, 0)
    """
    from flint import fmpz_mat

    whole, _ = integer_rows(rows)
    if not whole or not whole[0]:
        return 0
    return int(fmpz_mat(whole).rank())


def integer_kernel(rows: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Whole numbers that span all combinations of the columns that vanish.

    >>> integer_kernel([[1, 1, 0], [0, 1, 1]]), integer_kernel([[1], [-1]])
    ([(1, -1, 1)], [])
    """
    from flint import fmpz_mat

    if not rows or not rows[0]:
        return []
    matrix, size = fmpz_mat([list(row) for row in rows]).nullspace()
    columns = zip(*([int(c) for c in row] for row in matrix.table()), strict=True)
    found = []
    for column in list(columns)[:size]:
        shared = math.gcd(*column)
        first = next(c for c in column if c)
        found.append(tuple(c // (shared if first > 0 else -shared) for c in column))
    return found


def solve_linear(
    rows: Sequence[Sequence[Fraction | int]], right: Sequence[Fraction | int]
) -> tuple[Fraction, ...] | None:
    """The one solution of a square system of linear equations, or None if there is not just one.

    Parameters
    ----------
    rows, right
        The equations ``sum(rows[i][j] * x[j]) = right[i]``; as many as there are unknowns.

    Notes
    -----
    The system is made one of integers and solved without fractions by flint, in a time that grows
    with the size of the determinant.

    Examples
    --------
    >>> solve_linear([[2, 1], [1, -1]], [1, Fraction(1, 2)])
    (Fraction(1, 2), Fraction(0, 1))
    >>> solve_linear([[1, 1], [2, 2]], [1, 2]) is None
    True
    """
    from flint import fmpz_mat

    if not rows:
        return ()
    whole, _ = integer_rows([[*row, b] for row, b in zip(rows, right, strict=True)])
    matrix = fmpz_mat([row[:-1] for row in whole])
    try:
        found = matrix.solve(fmpz_mat([[row[-1]] for row in whole]))
    except ZeroDivisionError:
        return None
    return tuple(Fraction(int(q.p), int(q.q)) for q in found.entries())


def determinant_sign(rows: Sequence[Sequence[Fraction | int]]) -> int:
    """The sign of the determinant of a square matrix.

    >>> determinant_sign([[0, 1], [1, 0]]), determinant_sign([[1, 1], [1, 1]])
    (-1, 0)
    """
    from flint import fmpz_mat

    if not rows:
        return 1
    whole, _ = integer_rows(rows)
    value = fmpz_mat(whole).det()
    return int(value > 0) - int(value < 0)
