"""All equilibria of many small two-player games by signs of determinants, in floating point.

**Signs.** For rows I and columns J' with one column less, let D(I, J') be the determinant of the
matrix with rows I and columns [1, A[:, J']]. For supports I and J of one size k, Cramer's rule
gives the weights that make the rows of I indifferent,

    y_j = (-1)**p D(I, J - j) / sum,          p the position of j in J,

and expanding D(I + i, J) along the row of another i shows that

    (payoff of I) - (payoff of i)  has the sign of  (-1)**q D(I + i, J) * sum,  q that of i,

so that everything about a pair of supports is told by signs of such determinants, and those of B
with the players exchanged. Each is got from smaller ones by expansion along its last row, of
differences of payoffs to its first row.

**Rounding.** A determinant is a sum of products of at most m - 1 differences; its error is at most
`_UNIT` times the same sum of absolute values (Higham 2002, section 3.1, with room to spare). A sign
counts only where the determinant is larger than that bound, and is 0 otherwise.

**Ties.** A pair of supports holds an equilibrium when all its signs are as they should be. It holds
none when two signs contradict each other. If neither is the case for some pair, then the game is
*doubtful*, and is to be solved exactly. Every other game has no further equilibria: in an extreme
equilibrium with supports I0, J0 and best responses I1, J1 there are I between I0 and I1 and J
between J0 and J1 of one size, and its signs are right or 0; they are all right only if I0 = I1 and
J0 = J1.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Any, final

import numpy as np
import numpy.typing as npt

__all__ = [
    "ACCURATE",
    "LARGEST",
    "TINY",
    "UNIT",
    "Found",
    "Half",
    "Plan",
    "enumerate_supports",
    "plan",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

LARGEST = 8
"""The most strategies of a player for which the bound below is proved."""
UNIT = 2.0**-45
"""The error of a determinant, relative to the sum of its absolute products: of up to seven
differences, of which each step costs at most nine roundings of 2**-53."""
TINY = 1e-290
"""Products below this may have lost digits by underflow."""
ACCURATE = 1e-11
"""How far a weight may be from its true value."""


@final
@dataclass(frozen=True)
class Half:
    """How the determinants of one player's payoffs follow from each other.

    Attributes
    ----------
    size, width
        The player's own strategies, and the other player's.
    low, high
        For each determinant the first and the last of its rows; equal where it is 1.
    first, column, child
        Its terms, from ``first[e]`` to ``first[e + 1]``: the column of the difference, and the
        smaller determinant. Signs alternate, and the last one is positive.
    gap
        For each term the place of the difference in an array of shape (size, size, width).
    order
        The number of its rows.
    """

    size: int
    width: int
    low: Ints
    high: Ints
    first: Ints
    column: Ints
    child: Ints
    gap: Ints
    order: Ints
    number: dict[tuple[tuple[int, ...], tuple[int, ...]], int]


@final
@dataclass(frozen=True)
class Plan:
    """What is the same for all games of a shape.

    Attributes
    ----------
    halves
        The determinants of the row player's payoffs, and of the column player's.
    which, turned
        For each pair of supports and each player the conditions: which determinant, and whether its
        sign is turned; as many as the player has strategies, the weights of the *other* player
        first.
    codes
        The same in one number a condition, twice that of the determinant and one more if turned.
    size
        The size of the supports of a pair.
    rows, columns
        The supports of a pair, in order; padded with -1.
    """

    halves: tuple[Half, Half]
    which: tuple[Ints, Ints]
    turned: tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]
    codes: tuple[Ints, Ints]
    size: Ints
    rows: Ints
    columns: Ints


@final
@dataclass(frozen=True)
class Found:
    """The equilibria of the games that are not doubtful.

    Attributes
    ----------
    game
        For each equilibrium the position of its game, ascending.
    rows, columns
        Its mixed strategies.
    doubtful
        For each game whether it is to be solved exactly; nothing is listed for it.
    """

    game: npt.NDArray[np.int64]
    rows: Floats
    columns: Floats
    doubtful: npt.NDArray[np.bool_]


def _half(size: int, width: int) -> Half:
    low: list[int] = []
    high: list[int] = []
    first = [0]
    column: list[int] = []
    child: list[int] = []
    gap: list[int] = []
    order: list[int] = []
    number: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    for k in range(1, min(size, width + 1) + 1):
        for rows in itertools.combinations(range(size), k):
            for columns in itertools.combinations(range(width), k - 1):
                number[rows, columns] = len(low)
                low.append(rows[0])
                high.append(rows[-1])
                order.append(k)
                for p, j in enumerate(columns):
                    column.append(j)
                    gap.append((rows[0] * size + rows[-1]) * width + j)
                    child.append(number[rows[:-1], columns[:p] + columns[p + 1 :]])
                first.append(len(column))
    return Half(
        size=size,
        width=width,
        low=np.array(low, dtype=np.int32),
        high=np.array(high, dtype=np.int32),
        first=np.array(first, dtype=np.int32),
        column=np.array(column, dtype=np.int32),
        child=np.array(child, dtype=np.int32),
        gap=np.array(gap, dtype=np.int32),
        order=np.array(order, dtype=np.int32),
        number=number,
    )


def _conditions(
    half: Half, own: tuple[int, ...], other: tuple[int, ...]
) -> tuple[list[int], list[bool]]:
    """What makes weights on `other` positive and the strategies of `own` best responses."""
    which = [half.number[own, other[:p] + other[p + 1 :]] for p in range(len(other))]
    turned = [p % 2 == 1 for p in range(len(other))]
    for i in range(half.size):
        if i not in own:
            wider = tuple(sorted((*own, i)))
            which.append(half.number[wider, other])
            turned.append(wider.index(i) % 2 == 1)
    return which, turned


@cache
def plan(m: int, n: int) -> Plan:
    """The plan for games of a shape.

    >>> len(plan(3, 3).size), plan(2, 2).halves[0].order.tolist()
    (19, [1, 1, 2, 2])
    """
    halves = (_half(m, n), _half(n, m))
    which: tuple[list[Any], list[Any]] = ([], [])
    turned: tuple[list[Any], list[Any]] = ([], [])
    size, rows, columns = [], [], []
    for k in range(1, min(m, n) + 1):
        for own in itertools.combinations(range(m), k):
            for other in itertools.combinations(range(n), k):
                for player, (mine, theirs) in enumerate(((own, other), (other, own))):
                    told = _conditions(halves[player], mine, theirs)
                    which[player].append(told[0])
                    turned[player].append(told[1])
                size.append(k)
                rows.append([*own, *[-1] * (min(m, n) - k)])
                columns.append([*other, *[-1] * (min(m, n) - k)])
    numbers = np.array(which[0], dtype=np.int32), np.array(which[1], dtype=np.int32)
    turns = np.array(turned[0], dtype=np.int8), np.array(turned[1], dtype=np.int8)
    return Plan(
        halves=halves,
        which=numbers,
        turned=turns,
        codes=(2 * numbers[0] + turns[0], 2 * numbers[1] + turns[1]),
        size=np.array(size, dtype=np.int32),
        rows=np.array(rows, dtype=np.int32),
        columns=np.array(columns, dtype=np.int32),
    )


def _determinants(
    half: Half, payoffs: Floats, error: Floats | float = 0.0
) -> tuple[Floats, Floats]:
    """All determinants, (determinants, games), and the sums of their absolute products.

    `payoffs` has the axes own strategies, other's strategies, games. If they are known up to an
    `error` only, the products are of so much larger differences that `UNIT` times their sum is a
    bound on what that costs, too: with each difference d off by at most 2 e, a product is off by
    at most the product of all (|d| + 2 e) less that of all |d|, and each of the terms of that is
    one of ``UNIT`` times the product of all (|d| + 2 e / UNIT).
    """
    slack = 2.0 * np.asarray(error) / UNIT
    games = payoffs.shape[2]
    value = np.empty((len(half.low), games))
    bound = np.empty((len(half.low), games))
    differences: dict[tuple[int, int], tuple[Floats, Floats]] = {}
    first, low, high = half.first.tolist(), half.low.tolist(), half.high.tolist()
    column, child = half.column.tolist(), half.child.tolist()
    for e in range(len(low)):
        if low[e] == high[e]:
            value[e] = bound[e] = 1.0
            continue
        pair = low[e], high[e]
        if pair not in differences:
            gap = payoffs[pair[1]] - payoffs[pair[0]]
            differences[pair] = gap, np.abs(gap) + slack
        gap, size = differences[pair]
        last = first[e + 1] - 1
        value[e] = gap[column[last]] * value[child[last]]
        bound[e] = size[column[last]] * bound[child[last]]
        for t in range(last - 1, first[e] - 1, -1):
            product = gap[column[t]] * value[child[t]]
            if (last - t) % 2:
                value[e] -= product
            else:
                value[e] += product
            bound[e] += size[column[t]] * bound[child[t]]
    return value, bound


def enumerate_supports(
    shape: Plan, rows: Floats, columns: Floats, error: Floats | float = 0.0
) -> Found:
    """The equilibria of games, by numpy.

    Parameters
    ----------
    shape
        The plan for their shape.
    rows, columns
        Payoffs of the two players, (games, m, n).
    error
        How far each payoff may be from what is meant: one number, or one a game. Where that leaves
        a doubt the game is doubtful.
    """
    games, m, n = rows.shape
    tables = [np.ascontiguousarray(rows.transpose(1, 2, 0))]
    tables.append(np.ascontiguousarray(columns.transpose(2, 1, 0)))
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        known = [
            _determinants(half, table, error)
            for half, table in zip(shape.halves, tables, strict=True)
        ]
        positive = [value > UNIT * bound + TINY for value, bound in known]
        negative = [-value > UNIT * bound + TINY for value, bound in known]
    doubtful = np.zeros(games, dtype=bool)
    where: list[npt.NDArray[np.int64]] = []
    strategies: tuple[list[Floats], list[Floats]] = ([], [])
    for pair, k in enumerate(shape.size.tolist()):
        alive = np.ones(games, dtype=bool)
        sure = np.ones(games, dtype=bool)
        for player in range(2):
            up = np.zeros(games, dtype=bool)
            down = np.zeros(games, dtype=bool)
            all_up = np.ones(games, dtype=bool)
            all_down = np.ones(games, dtype=bool)
            which = shape.which[player][pair].tolist()
            turned = shape.turned[player][pair].tolist()
            for e, turn in zip(which, turned, strict=True):
                p, q = positive[player][e], negative[player][e]
                if turn:
                    p, q = q, p
                up |= p
                down |= q
                all_up &= p
                all_down &= q
            alive &= ~(up & down)
            sure &= all_up | all_down
        doubtful |= alive & ~sure
        hits = np.flatnonzero(alive & sure)
        if not len(hits):
            continue
        where.append(hits)
        # The conditions on the rows' payoffs tell the weights of the columns.
        for player, size in ((1, m), (0, n)):
            support = (shape.columns if player == 0 else shape.rows)[pair, :k]
            which_k = shape.which[player][pair, :k]
            value, bound = (part[which_k][:, hits] for part in known[player])
            total = np.abs(value).sum(axis=0)
            doubtful[hits[UNIT * bound.sum(axis=0) > ACCURATE * total]] = True
            weights = np.zeros((len(hits), size))
            weights[:, support] = (np.abs(value) / total).T
            strategies[0 if player == 1 else 1].append(weights)
    if not where:
        return Found(np.zeros(0, dtype=np.int64), np.zeros((0, m)), np.zeros((0, n)), doubtful)
    game = np.concatenate(where)
    x, y = (np.concatenate(each) for each in strategies)
    kept = np.flatnonzero(~doubtful[game])
    kept = kept[np.argsort(game[kept], kind="stable")]
    return Found(game[kept], x[kept], y[kept], doubtful)
