"""All equilibria of many small games, compiled: the twin of `kernels.supports`, game by game.

The determinants, signs and bounds are those of that module, whose text explains them. Here the
bound of a game's determinants is at first the crude one, from its largest difference of payoffs;
only where that leaves a sign open are the finer ones computed.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from brinkgame.kernels.compiler import COMPILED, njit
from brinkgame.kernels.supports import ACCURATE, TINY, UNIT, Found, Plan, plan

__all__ = ["COMPILED", "assess_compiled", "enumerate_compiled"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Signs = npt.NDArray[np.int8]

_UNIT, _TINY, _ACCURATE = float(UNIT), float(TINY), float(ACCURATE)


@njit(cache=True, nogil=True)
def _bounds(
    gaps: Floats, first: Ints, gap: Ints, child: Ints, ones: int, bound: Floats
) -> None:  # pragma: no cover - compiled
    """The sums of absolute products; the first `ones` of them are 1."""
    for e in range(ones):
        bound[e] = 1.0
    for e in range(ones, bound.shape[0]):
        total = 0.0
        for t in range(first[e], first[e + 1]):
            total += abs(gaps[gap[t]]) * bound[child[t]]
        bound[e] = total


@njit(cache=True, nogil=True)
def _signs(
    gaps: Floats,
    first: Ints,
    gap: Ints,
    child: Ints,
    order: Ints,
    ones: int,
    largest: float,
    value: Floats,
    bound: Floats,
    crude: Floats,
    sign: Signs,
) -> bool:  # pragma: no cover - compiled
    """Fill in the determinants and their signs; whether `bound` was needed, and filled in too.

    Entry 2 e of `sign` is the sign of a determinant, and entry 2 e + 1 the opposite.
    """
    product = 1.0
    for k in range(2, crude.shape[0]):
        product *= largest * (k - 1)
        crude[k] = _UNIT * product + _TINY
    unclear = False
    for e in range(ones, value.shape[0]):
        total = 0.0
        odd = False
        for t in range(first[e + 1] - 1, first[e] - 1, -1):
            term = gaps[gap[t]] * value[child[t]]
            total = total - term if odd else total + term
            odd = not odd
        value[e] = total
        limit = crude[order[e]]
        here = np.int8(total > limit) - np.int8(-total > limit)
        sign[2 * e] = here
        sign[2 * e + 1] = -here
        unclear |= here == 0
    if unclear:
        _bounds(gaps, first, gap, child, ones, bound)
        for e in range(ones, value.shape[0]):
            if sign[2 * e] == 0:
                limit = _UNIT * bound[e] + _TINY
                here = np.int8(value[e] > limit) - np.int8(-value[e] > limit)
                sign[2 * e] = here
                sign[2 * e + 1] = -here
    return unclear


@njit(cache=True, nogil=True)
def _enumerate(
    rows: Floats,
    columns: Floats,
    first0: Ints,
    gap0: Ints,
    child0: Ints,
    order0: Ints,
    first1: Ints,
    gap1: Ints,
    child1: Ints,
    order1: Ints,
    codes0: Ints,
    codes1: Ints,
    sizes: Ints,
    row_supports: Ints,
    column_supports: Ints,
    begin: int,
    end: int,
    game: npt.NDArray[np.int64],
    xs: Floats,
    ys: Floats,
    doubtful: npt.NDArray[np.bool_],
    count: int,
) -> tuple[int, int]:  # pragma: no cover - compiled
    """The equilibria of games from `begin` on; where it ended, and how many there are in all.

    It ends before a game whose equilibria do not fit into the arrays.
    """
    m, n = rows.shape[1], rows.shape[2]
    pairs = sizes.shape[0]
    room = game.shape[0]
    gaps0, gaps1 = np.empty(m * m * n), np.empty(n * n * m)
    value0, value1 = np.ones(order0.shape[0]), np.ones(order1.shape[0])
    bound0, bound1 = np.empty(order0.shape[0]), np.empty(order1.shape[0])
    sign0, sign1 = np.empty(2 * order0.shape[0], np.int8), np.empty(2 * order1.shape[0], np.int8)
    for e in range(m):
        sign0[2 * e], sign0[2 * e + 1] = 1, -1
    for e in range(n):
        sign1[2 * e], sign1[2 * e + 1] = 1, -1
    crude = np.empty(max(m, n) + 2)
    for g in range(begin, end):
        start = count
        largest = 0.0
        for i in range(m):
            for h in range(i + 1, m):
                for j in range(n):
                    here = rows[g, h, j] - rows[g, i, j]
                    gaps0[(i * m + h) * n + j] = here
                    largest = max(largest, abs(here))
        fine0 = _signs(
            gaps0, first0, gap0, child0, order0, m, largest, value0, bound0, crude, sign0
        )
        largest = 0.0
        for j in range(n):
            for h in range(j + 1, n):
                for i in range(m):
                    here = columns[g, i, h] - columns[g, i, j]
                    gaps1[(j * n + h) * m + i] = here
                    largest = max(largest, abs(here))
        fine1 = _signs(
            gaps1, first1, gap1, child1, order1, n, largest, value1, bound1, crude, sign1
        )
        doubt = False
        for pair in range(pairs):
            # Two signs that contradict each other leave the loop; a zero is remembered.
            up = down = zero = False
            for c in range(m):
                here = sign0[codes0[pair, c]]
                up |= here > 0
                down |= here < 0
                zero |= here == 0
                if up and down:
                    break
            if up and down:
                continue
            up = down = False
            for c in range(n):
                here = sign1[codes1[pair, c]]
                up |= here > 0
                down |= here < 0
                zero |= here == 0
                if up and down:
                    break
            if up and down:
                continue
            if zero:
                doubt = True
                break
            if count == room:
                return g, start
            k = sizes[pair]
            game[count] = g
            total0 = total1 = 0.0
            for p in range(k):
                total0 += abs(value0[codes0[pair, p] >> 1])
                total1 += abs(value1[codes1[pair, p] >> 1])
            for i in range(m):
                xs[count, i] = 0.0
            for j in range(n):
                ys[count, j] = 0.0
            for p in range(k):
                ys[count, column_supports[pair, p]] = abs(value0[codes0[pair, p] >> 1]) / total0
                xs[count, row_supports[pair, p]] = abs(value1[codes1[pair, p] >> 1]) / total1
            if k > 2:
                # With one or two strategies nothing cancels in the weights.
                if not fine0:
                    _bounds(gaps0, first0, gap0, child0, m, bound0)
                    fine0 = True
                if not fine1:
                    _bounds(gaps1, first1, gap1, child1, n, bound1)
                    fine1 = True
                off0 = off1 = 0.0
                for p in range(k):
                    off0 += bound0[codes0[pair, p] >> 1]
                    off1 += bound1[codes1[pair, p] >> 1]
                if _UNIT * off0 > _ACCURATE * total0 or _UNIT * off1 > _ACCURATE * total1:
                    doubt = True
                    break
            count += 1
        if doubt:
            count = start
            doubtful[g] = True
    return end, count


@njit(cache=True, nogil=True)
def _enumerate_two(
    rows: Floats,
    columns: Floats,
    told: Ints,
    begin: int,
    end: int,
    game: npt.NDArray[np.int64],
    xs: Floats,
    ys: Floats,
    doubtful: npt.NDArray[np.bool_],
    count: int,
) -> tuple[int, int]:  # pragma: no cover - compiled
    """As `_enumerate`, for two strategies each: `told` says what the signs of four gaps mean."""
    for g in range(begin, end):
        if count + 3 > game.shape[0]:
            return g, count
        a = rows[g, 1, 0] - rows[g, 0, 0]
        b = rows[g, 1, 1] - rows[g, 0, 1]
        c = columns[g, 0, 1] - columns[g, 0, 0]
        d = columns[g, 1, 1] - columns[g, 1, 0]
        code = 0
        for gap in (a, b, c, d):
            limit = _UNIT * abs(gap) + _TINY
            code = 3 * code + 1 + int(gap > limit) - int(-gap > limit)
        pairs = told[code]
        if pairs < 0:
            doubtful[g] = True
            continue
        for pair in range(4):
            if pairs >> pair & 1:
                game[count] = g
                xs[count, 0], xs[count, 1] = 1.0 - (pair >> 1), pair >> 1
                ys[count, 0], ys[count, 1] = 1.0 - (pair & 1), pair & 1
                count += 1
        if pairs >> 4:
            a, b, c, d = abs(a), abs(b), abs(c), abs(d)
            game[count] = g
            xs[count, 0], xs[count, 1] = d / (c + d), c / (c + d)
            ys[count, 0], ys[count, 1] = b / (a + b), a / (a + b)
            count += 1
    return end, count


@cache
def _two_by_two() -> Ints:
    """For all signs of the four gaps of a game its pairs of supports, as bits; -1 in doubt."""
    shape = plan(2, 2)
    told = np.zeros(81, dtype=np.int32)
    for code, gaps in enumerate(itertools.product((-1, 0, 1), repeat=4)):
        for pair in range(len(shape.size)):
            right = doubt = True
            for codes, mine in zip(shape.codes, (gaps[:2], gaps[2:]), strict=True):
                signs = [
                    (1, 1, *mine)[number >> 1] * (-1) ** (number & 1)
                    for number in codes[pair].tolist()
                ]
                right &= len(set(signs)) == 1 and 0 not in signs
                doubt &= not {1, -1} <= set(signs)
            if right:
                told[code] |= 1 << pair
            elif doubt:
                told[code] = -1
                break
    return told


def enumerate_compiled(
    shape: Plan, rows: Floats, columns: Floats, begin: int = 0, end: int | None = None
) -> Found:
    """As `kernels.supports.enumerate_supports`; the games from `begin` to `end`, if they are given.

    `Found.game` counts from `begin`.
    """
    end = len(rows) if end is None else end
    games, m, n = end - begin, rows.shape[1], rows.shape[2]
    rows, columns = rows[begin:end], columns[begin:end]
    doubtful = np.zeros(games, dtype=bool)
    room = max(64, 2 * games + 8)
    game, xs, ys = np.empty(room, np.int64), np.empty((room, m)), np.empty((room, n))
    halves: list[Any] = [
        array for half in shape.halves for array in (half.first, half.gap, half.child, half.order)
    ]
    done = count = 0
    loop: Any = _enumerate
    known: list[Any] = [
        *halves,
        *shape.codes,
        shape.size,
        shape.rows,
        shape.columns,
    ]
    if (m, n) == (2, 2):
        loop, known = _enumerate_two, [_two_by_two()]
    while True:
        done, count = loop(
            rows,
            columns,
            *known,
            done,
            games,
            game,
            xs,
            ys,
            doubtful,
            count,
        )
        if done == games:
            return Found(game[:count], xs[:count], ys[:count], doubtful)
        room *= 2
        wider = np.empty(room, np.int64), np.empty((room, m)), np.empty((room, n))
        for new, old in zip(wider, (game, xs, ys), strict=True):
            new[:count] = old[:count]
        game, xs, ys = wider


@njit(cache=True, nogil=True)
def assess_compiled(
    rows: Floats,
    columns: Floats,
    game: npt.NDArray[np.int64],
    xs: Floats,
    ys: Floats,
    row_strategies: Floats,
    column_strategies: Floats,
    payoffs: Floats,
    regrets: Floats,
) -> None:  # pragma: no cover - compiled
    """Put equilibria at their places, with payoffs and regrets: the twin of `batches.assess`."""
    m, n = rows.shape[1], rows.shape[2]
    most = regrets.shape[1]
    e = 0
    for g in range(rows.shape[0]):
        for t in range(most):
            if e == game.shape[0] or game[e] != g:
                row_strategies[g, t, :] = np.nan
                column_strategies[g, t, :] = np.nan
                payoffs[g, t, :] = np.nan
                regrets[g, t] = np.nan
                continue
            pays0 = pays1 = 0.0
            best0 = best1 = -np.inf
            for i in range(m):
                total = 0.0
                for j in range(n):
                    total += rows[g, i, j] * ys[e, j]
                pays0 += xs[e, i] * total
                best0 = max(best0, total)
                row_strategies[g, t, i] = xs[e, i]
            for j in range(n):
                total = 0.0
                for i in range(m):
                    total += columns[g, i, j] * xs[e, i]
                pays1 += ys[e, j] * total
                best1 = max(best1, total)
                column_strategies[g, t, j] = ys[e, j]
            payoffs[g, t, 0] = pays0
            payoffs[g, t, 1] = pays1
            regrets[g, t] = max(best0 - pays0, best1 - pays1, 0.0)
            e += 1
