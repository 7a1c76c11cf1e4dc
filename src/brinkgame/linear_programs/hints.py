"""From an optimal corner in floats to two points in rationals that prove each other right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from brinkgame.arithmetic import solve_linear
from brinkgame.control import Control
from brinkgame.linear_programs.floats import highs
from brinkgame.linear_programs.program import Near, Program

__all__ = ["certified", "nearly"]

_PRIME = 2_147_483_647
"""Independence is looked for modulo this prime: fast, and what it gets wrong is caught later."""


def nearly(program: Program, control: Control, sharper: int = 0) -> Near | None:
    """HiGHS's answer to the program, scaled by powers of two; None if it has none.

    HiGHS lets a constraint be violated a little. In units that are smaller by so many powers of two
    it is less.
    """
    if not program.cost:
        return None
    lines = [[*row, bound] for row, bound in zip(program.rows, program.right, strict=True)]
    parts, powers = _split([*lines, [*program.cost, 0]])
    powers = _balance(parts, powers)
    powers[:-1] += sharper
    floats = np.ldexp(parts, powers)
    if not np.isfinite(floats).all():
        return None
    cost, table, right = floats[-1, :-1], floats[:-1, :-1], floats[:-1, -1]
    k = program.n_at_most
    at_most = (table[:k], right[:k]) if k else None
    equal = (table[k:], right[k:]) if k < len(right) else None
    found = highs(cost, at_most, equal, control)
    if found is None or found.status != 0 or found.x is None:
        return None
    slack = np.zeros(len(right))
    slack[:k] = found.ineqlin.residual
    prices = np.concatenate([found.ineqlin.marginals, found.eqlin.marginals])
    return Near(found.x, slack, cost - prices @ table, prices)


def _split(lines: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    """Integers of any size as mantissas and powers of two."""
    shape = (len(lines), len(lines[0]))
    try:
        flat = np.array([float(number) for line in lines for number in line])
        parts, powers = np.frexp(flat.reshape(shape))
        return parts, powers.astype(np.int64)
    except OverflowError:
        parts, powers = np.zeros(shape), np.zeros(shape, dtype=np.int64)
    for i, line in enumerate(lines):
        for j, number in enumerate(line):
            excess = max(0, number.bit_length() - 900)
            part, power = math.frexp(float(number >> excess))
            parts[i, j], powers[i, j] = part, power + excess
    return parts, powers


def _balance(parts: Any, powers: Any) -> Any:
    """Powers of two such that rows and columns have entries about one, by geometric means.

    The last row is the objective and the last column the right-hand side; both are scaled too, so
    that the answer is one in other units, with the same zeros.
    """
    there = parts != 0
    if not there.any():
        return powers
    powers = powers.copy()
    inner = powers[:-1, :-1][there[:-1, :-1]]
    if inner.size and inner.max() - inner.min() > 10:
        for _ in range(4):
            for axis in (1, 0):
                body = np.where(there[:-1, :-1], powers[:-1, :-1], 0)
                count = np.maximum(1, there[:-1, :-1].sum(axis=axis))
                shift = np.rint(body.sum(axis=axis) / count).astype(np.int64)
                if axis:
                    powers[:-1] -= shift[:, None]
                else:
                    powers[:, :-1] -= shift[None, :]
    elif inner.size:
        powers[:-1] -= int(np.rint(inner.mean()))
    for line, where in ((powers[-1], there[-1]), (powers[:, -1], there[:, -1])):
        if where.any():
            line -= int(line[where].max())
    return np.clip(powers, -5000, 5000)


# -- certifying it --------------------------------------------------------------------------------


def certified(
    program: Program, near: Near, small: float
) -> tuple[list[Fraction], list[Fraction]] | None:
    """Both optimal points in rationals, if the hint leads to two that prove each other right."""
    point = _exact_point(program, near, small)
    if point is None:
        return None
    prices = _exact_prices(program, near, small)
    if prices is None:
        return None
    value = sum((c * x for c, x in zip(program.cost, point, strict=True) if x), Fraction(0))
    bound = sum((b * y for b, y in zip(program.right, prices, strict=True) if y), Fraction(0))
    return (point, prices) if value == bound else None


def _exact_point(program: Program, near: Near, small: float) -> list[Fraction] | None:
    """The point with the given zeros at which the tightest constraints hold with equality."""
    size = near.point
    support = [j for j in np.argsort(-size, kind="stable").tolist() if size[j] > small]
    order = np.argsort(np.abs(near.slack), kind="stable").tolist()
    columns = [[program.rows[i][j] for j in support] for i in order]
    values = _unique_solution(columns, [program.right[i] for i in order])
    if values is None or len(values) < len(support) or any(x < 0 for x in values):
        return None
    whole, common = _over(values)
    for i, (row, bound) in enumerate(zip(program.rows, program.right, strict=True)):
        gap = bound * common - sum(row[j] * x for j, x in zip(support, whole, strict=True))
        if gap < 0 or (gap and i >= program.n_at_most):
            return None
    point = [Fraction(0)] * len(program.cost)
    for j, x in zip(support, values, strict=True):
        point[j] = x
    return point


def _exact_prices(program: Program, near: Near, small: float) -> list[Fraction] | None:
    """The prices with the given zeros at which the tightest variables cost what they are worth."""
    size = np.abs(near.prices)
    support = [i for i in np.argsort(-size, kind="stable").tolist() if size[i] > small]
    order = np.argsort(np.abs(near.reduced), kind="stable").tolist()
    columns = [[program.rows[i][j] for i in support] for j in order]
    values = _unique_solution(columns, [program.cost[j] for j in order])
    if values is None or len(values) < len(support):
        return None
    if any(y > 0 and i < program.n_at_most for i, y in zip(support, values, strict=True)):
        return None
    whole, common = _over(values)
    used = [program.rows[i] for i in support]
    for j, cost in enumerate(program.cost):
        if cost * common < sum(row[j] * y for row, y in zip(used, whole, strict=True)):
            return None
    prices = [Fraction(0)] * len(program.rows)
    for i, y in zip(support, values, strict=True):
        prices[i] = y
    return prices


def _over(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Numerators over a common denominator."""
    common = math.lcm(*(value.denominator for value in values))
    return [value.numerator * (common // value.denominator) for value in values], common


def _unique_solution(
    rows: Sequence[Sequence[int]], right: Sequence[int]
) -> tuple[Fraction, ...] | None:
    """The solution of the first equations that determine it; dependent unknowns are zero.

    The equations stand in the order in which they are trusted. What is found may be wrong, and is
    verified by whoever asked.
    """
    unknowns = len(rows[0]) if rows else 0
    if unknowns == 0:
        return ()
    chosen: list[int] = []
    columns: list[int] = []
    for reach in (2 * unknowns + 20, len(rows)):
        if len(chosen) < unknowns:
            chosen, columns = _independent(rows[:reach])
    matrix = [[rows[i][j] for j in columns] for i in chosen]
    found = solve_linear(matrix, [right[i] for i in chosen])
    if found is None:
        return None
    values = [Fraction(0)] * unknowns
    for j, value in zip(columns, found, strict=True):
        values[j] = value
    return tuple(values)


def _independent(rows: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """The first independent rows, and as many independent columns, modulo a prime."""
    table = np.array([[number % _PRIME for number in row] for row in rows], dtype=np.int64).T
    chosen: list[int] = []
    unknowns = list(range(len(table)))
    used: list[int] = []
    for i in range(table.shape[1]):
        if len(chosen) == len(table):
            break
        free = table[len(chosen) :, i]
        hits = np.flatnonzero(free)
        if not hits.size:
            continue
        here, there = len(chosen), len(chosen) + int(hits[0])
        if here != there:
            table[[here, there]] = table[[there, here]]
            unknowns[here], unknowns[there] = unknowns[there], unknowns[here]
        line = table[here] * pow(int(table[here, i]), -1, _PRIME) % _PRIME
        below = table[here + 1 :]
        rest = np.flatnonzero(below[:, i])
        below[rest] = (below[rest] - below[rest, i, None] * line) % _PRIME
        used.append(unknowns[here])
        chosen.append(i)
    return chosen, used
