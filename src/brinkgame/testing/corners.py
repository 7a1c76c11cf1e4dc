"""Two-player tables worked out plainly: corners, equilibria, components, indices, commitments.

Against a strategy x of the one player the other's best replies pay v. The pairs (x, v'), v' >= v,
are a polyhedron with one inequality for each strategy of either player: the one is not played, or
the other is a best reply. The *labels* of x are the strategies whose inequalities are equations. A
*corner* is a strategy that its labels determine; two corners that have every label between them are
an *extreme equilibrium* (von Stengel 2002, section 2.3).

Everything here is written from these definitions, by trying every pair of supports, in fractions,
and shares no code with `brinkgame.polytopes` or with any solver. The time grows exponentially.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias, final

from brinkgame.forms import NormalFormGame

__all__ = ["Pair", "PlainTable", "Strategy", "rank_of", "solved"]

Matrix: TypeAlias = "Sequence[Sequence[Any]]"
Strategy: TypeAlias = "tuple[Any, ...]"
Pair: TypeAlias = "tuple[Strategy, Strategy]"
Labels: TypeAlias = "frozenset[int]"


def solved(rows: Matrix, right: Sequence[Any]) -> list[Any] | None:
    """The one solution of as many equations as unknowns; None if there is none, or several."""
    lines = [[*row, value] for row, value in zip(rows, right, strict=True)]
    size = len(lines)
    for k in range(size):
        pivot = next((i for i in range(k, size) if lines[i][k]), None)
        if pivot is None:
            return None
        lines[k], lines[pivot] = lines[pivot], lines[k]
        head = lines[k][k]
        lines[k] = [value / head for value in lines[k]]
        for i in range(size):
            factor = lines[i][k]
            if i != k and factor:
                lines[i] = [a - factor * b for a, b in zip(lines[i], lines[k], strict=True)]
    return [line[-1] for line in lines]


def rank_of(rows: Matrix) -> int:
    """The number of independent rows."""
    lines = [list(row) for row in rows]
    found = 0
    for k in range(len(lines[0]) if lines else 0):
        pivot = next((i for i in range(found, len(lines)) if lines[i][k]), None)
        if pivot is None:
            continue
        lines[found], lines[pivot] = lines[pivot], lines[found]
        head = lines[found]
        for i in range(found + 1, len(lines)):
            factor = lines[i][k] / head[k]
            lines[i] = [a - factor * b for a, b in zip(lines[i], head, strict=True)]
        found += 1
    return found


def _sign_of_determinant(rows: Matrix) -> int:
    """The sign of a determinant, by elimination."""
    lines = [list(row) for row in rows]
    sign = 1
    for k in range(len(lines)):
        pivot = next((i for i in range(k, len(lines)) if lines[i][k]), None)
        if pivot is None:
            return 0
        if pivot != k:
            lines[k], lines[pivot] = lines[pivot], lines[k]
            sign = -sign
        head = lines[k]
        sign = sign if head[k] > 0 else -sign
        for i in range(k + 1, len(lines)):
            factor = lines[i][k] / head[k]
            lines[i] = [a - factor * b for a, b in zip(lines[i], head, strict=True)]
    return sign


def _supports(rows: int, columns: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every pair of as many rows as columns."""
    for size in range(1, min(rows, columns) + 1):
        for some in itertools.combinations(range(rows), size):
            for others in itertools.combinations(range(columns), size):
                yield some, others


@final
@dataclass(frozen=True)
class PlainTable:
    """A closed game of two players in exact numbers, or in floats taken for what they are.

    Attributes
    ----------
    row, column
        What each player gets: a row for each strategy of the first player, a column for each of the
        second.
    """

    row: tuple[tuple[Fraction, ...], ...]
    column: tuple[tuple[Fraction, ...], ...]

    @classmethod
    def of(cls, game: NormalFormGame) -> PlainTable:
        """The payoffs of a game, read from its arrays.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
        >>> len(PlainTable.of(game).extreme_equilibria)
        3
        """
        numbers: Any = game.numbers
        m, n = game.shape
        row, column = (
            tuple(
                tuple(Fraction(numbers[int(game.cells[i, j, p])]) for j in range(n))
                for i in range(m)
            )
            for p in (0, 1)
        )
        return cls(row, column)

    @property
    def shape(self) -> tuple[int, int]:
        """The number of strategies of each player."""
        return len(self.row), len(self.row[0])

    # -- labels and corners ------------------------------------------------------------------------

    def replies(self, player: int, strategy: Strategy) -> list[Any]:
        """What each strategy of the other player pays against one of this player's."""
        m, n = self.shape
        if player == 0:
            return [
                sum((strategy[i] * self.column[i][j] for i in range(m) if strategy[i]), Fraction(0))
                for j in range(n)
            ]
        return [
            sum((strategy[j] * self.row[i][j] for j in range(n) if strategy[j]), Fraction(0))
            for i in range(m)
        ]

    def labels(self, player: int, strategy: Strategy) -> Labels:
        """What a player's strategy leaves out, and the other's best replies to it.

        The first player's strategies count from 0, the second's from the number of the first's.
        """
        m = self.shape[0]
        own, other = (0, m) if player == 0 else (m, 0)
        paid = self.replies(player, strategy)
        most = max(paid)
        unplayed = {own + i for i, weight in enumerate(strategy) if not weight}
        return frozenset(unplayed | {other + k for k, value in enumerate(paid) if value == most})

    def is_pair(self, x: Strategy, y: Strategy) -> bool:
        """Whether two strategies are an equilibrium: between them they have every label."""
        return len(self.labels(0, x) | self.labels(1, y)) == sum(self.shape)

    def is_corner(self, player: int, strategy: Strategy) -> bool:
        """Whether a strategy is the only one with its labels, so no mixture of others with them."""
        m = self.shape[0]
        size = self.shape[player]
        own, other = (0, m) if player == 0 else (m, 0)
        labels = self.labels(player, strategy)
        lines: list[list[Any]] = [[Fraction(1)] * size + [Fraction(0)]]
        lines += [
            [*(Fraction(int(i == k)) for k in range(size)), Fraction(0)]
            for i in range(size)
            if own + i in labels
        ]
        lines += [
            [*self._reply_line(player, k), Fraction(-1)]
            for k in range(self.shape[1 - player])
            if other + k in labels
        ]
        return rank_of(lines) == size + 1

    def _reply_line(self, player: int, reply: int) -> list[Fraction]:
        """What one reply pays against each strategy of a player."""
        if player == 0:
            return [line[reply] for line in self.column]
        return list(self.row[reply])

    def corners(self, player: int) -> dict[Strategy, Labels]:
        """Every corner among a player's strategies, with its labels."""
        size, others = self.shape[player], self.shape[1 - player]
        found: dict[Strategy, Labels] = {}
        for some, best in _supports(size, others):
            # As many best replies as strategies that are played determine a point and its payoff.
            rows: list[list[Any]] = [[1] * len(some) + [0]]
            for k in best:
                line = self._reply_line(player, k)
                rows.append([*(line[i] for i in some), Fraction(-1)])
            answer = solved(
                [[Fraction(value) for value in row] for row in rows],
                [Fraction(1)] + [Fraction(0)] * len(best),
            )
            if answer is None or min(answer[:-1]) < 0:
                continue
            point = [Fraction(0)] * size
            for i, weight in zip(some, answer, strict=False):
                point[i] = weight
            strategy = tuple(point)
            if strategy not in found and max(self.replies(player, strategy)) == answer[-1]:
                found[strategy] = self.labels(player, strategy)
        return found

    @cached_property
    def extreme_equilibria(self) -> tuple[Pair, ...]:
        """Every extreme equilibrium."""
        every = sum(self.shape)
        xs, ys = self.corners(0), self.corners(1)
        return tuple(
            (x, y)
            for x, x_labels in xs.items()
            for y, y_labels in ys.items()
            if len(x_labels | y_labels) == every
        )

    @cached_property
    def is_nondegenerate(self) -> bool:
        """Whether no corner has more labels than determine it."""
        return all(
            len(labels) == self.shape[player]
            for player in (0, 1)
            for labels in self.corners(player).values()
        )

    # -- components --------------------------------------------------------------------------------

    def linked(self, one: Pair, other: Pair) -> bool:
        """Whether two equilibria interchange: then all mixtures of each player's two are ones."""
        return self.is_pair(one[0], other[1]) and self.is_pair(other[0], one[1])

    def connected(self, pairs: Sequence[Pair]) -> tuple[frozenset[int], ...]:
        """Positions of equilibria by what hangs together through those that interchange."""
        groups: list[set[int]] = []
        for number, pair in enumerate(pairs):
            near = [g for g in groups if any(self.linked(pair, pairs[k]) for k in g)]
            groups = [g for g in groups if g not in near]
            groups.append({number}.union(*near))
        return tuple(frozenset(group) for group in groups)

    def neighbors(self, pair: Pair, pairs: Sequence[Pair]) -> frozenset[int]:
        """Positions of those equilibria that are corners of the faces that a pair lies in."""
        mine = self.labels(0, pair[0]), self.labels(1, pair[1])
        return frozenset(
            k
            for k, (x, y) in enumerate(pairs)
            if mine[0] <= self.labels(0, x) and mine[1] <= self.labels(1, y)
        )

    # -- indices -----------------------------------------------------------------------------------

    def signed_equilibria(self, seed: int = 0) -> tuple[tuple[Pair, int], ...]:
        """Where the equilibria of a nearby generic game are, with the index of each.

        The right-hand sides of {x >= 0, B'x <= 1} and {y >= 0, A y <= 1}, for the payoffs A and B
        moved to positive whole numbers, become 1 + d for random d that are so small that no sign
        of a number that is not zero depends on them. An isolated equilibrium with supports S and T
        then counts for (-1)**(|S| + 1) * sign(det A[S, T] * det B[S, T]); where it goes as d
        vanishes is what is given here. (A right-hand side of 1 + d is a payoff divided by 1 + d.)
        """
        a, b = _positive(self.row), _positive(self.column)
        m, n = self.shape
        largest = max(itertools.chain(*a, *b))
        tiny = Fraction(1, 10**6 * (4 * (m + n) * largest) ** (2 * max(m, n) + 2))
        draw = random.Random(seed)  # noqa: S311 (not for secrets)
        for attempt in range(9):
            factor = Fraction(0) if self.is_nondegenerate and not attempt else tiny
            right = [1 + factor * draw.randint(1, 10**6) for _ in range(m + n)]
            found = self._signed(a, b, right)
            if found is not None:
                return found
        raise AssertionError("no generic game was found near a table")

    def _signed(
        self, a: Matrix, b: Matrix, right: Sequence[Fraction]
    ) -> tuple[tuple[Pair, int], ...] | None:
        """The equilibria for a right-hand side; None if it is not generic."""
        m, n = self.shape
        found = []
        for some, others in _supports(m, n):
            for_columns, for_rows = [right[m + j] for j in others], [right[i] for i in some]
            b_part = [[b[i][j] for i in some] for j in others]
            a_part = [[a[i][j] for j in others] for i in some]
            x, y = solved(b_part, for_columns), solved(a_part, for_rows)
            if x is None or y is None:
                continue
            rests = [*x, *y]
            rests += [
                right[m + j] - sum(b[i][j] * w for i, w in zip(some, x, strict=True))
                for j in range(n)
                if j not in others
            ]
            rests += [
                right[i] - sum(a[i][j] * w for j, w in zip(others, y, strict=True))
                for i in range(m)
                if i not in some
            ]
            if min(rests) < 0:
                continue
            if not all(rests):
                return None
            sign = _sign_of_determinant(a_part) * _sign_of_determinant(b_part)
            ends = (
                solved(b_part, [Fraction(1)] * len(some)),
                solved(a_part, [Fraction(1)] * len(some)),
            )
            found.append(
                (
                    (_shares(m, some, ends[0] or x), _shares(n, others, ends[1] or y)),
                    sign if len(some) % 2 else -sign,
                )
            )
        return tuple(found)

    # -- values ------------------------------------------------------------------------------------

    @cached_property
    def value(self) -> Fraction:
        """The value of a zero-sum game to the first player: what the second can be held to."""
        held: list[Fraction] = [max(self.replies(0, x)) for x in self.corners(0)]
        return -min(held)

    def commitment(self, leader: int, *, pure: bool = False) -> Fraction:
        """The most that a player gets by committing first, with ties broken in its favor.

        While one reply is best the leader's payoff is linear, so it is largest at a corner.
        """
        size = self.shape[leader]
        plans: list[Strategy]
        if pure:
            plans = [tuple(Fraction(int(i == k)) for i in range(size)) for k in range(size)]
        else:
            plans = list(self.corners(leader))
        paid = []
        for plan in plans:
            replies = self.replies(leader, plan)
            for reply, value in enumerate(replies):
                if value == max(replies):
                    line = [row[reply] for row in self.row] if leader == 0 else self.column[reply]
                    paid.append(sum((w * u for w, u in zip(plan, line, strict=True)), Fraction(0)))
        return max(paid)


def _positive(table: Matrix) -> list[list[Fraction]]:
    """Payoffs moved and scaled to positive whole numbers."""
    least = min(map(min, table))
    unit = 1
    for number in itertools.chain(*table):
        below = Fraction(number - least).denominator
        unit *= below // _common_divisor(unit, below)
    return [[Fraction((number - least) * unit + 1) for number in line] for line in table]


def _common_divisor(one: int, other: int) -> int:
    while other:
        one, other = other, one % other
    return one


def _shares(size: int, places: Sequence[int], numbers: Sequence[Fraction]) -> Strategy:
    total = sum(numbers)
    point = [Fraction(0)] * size
    for place, number in zip(places, numbers, strict=True):
        point[place] = number / total
    return tuple(point)
