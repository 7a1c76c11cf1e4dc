"""Complementary pivoting on the two systems of a two-player game, in floats or in whole numbers.

The two *sides* are the systems

    A y + r = 1,  y >= 0, r >= 0        (side 0)
    B'x + s = 1,  x >= 0, s >= 0        (side 1)

with positive payoffs; their solutions, scaled to sum to one, are mixed strategies y and x. Label
i, a row, belongs to r_i and x_i; label m + j, a column, to s_j and y_j. A solution in which of each
such pair one is zero is an equilibrium, or it is x = y = 0. From there a path begins for each
label, along which that label alone may be missing: its strategy enters, the variable that leaves
names the one that enters on the other side, and when the label itself leaves, both sides hold an
equilibrium (Lemke and Howson 1964; the pivoting is that of von Stengel 2002, section 2).

**What is kept.** A basis of a side has k columns of the matrix and the slacks of all but k rows,
its *tight* rows. Everything in the tableau follows from the inverse of the k x k matrix where basic
columns meet tight rows, so a pivot takes a time of the order of rows times k, and a short path in a
large game is cheap. In whole numbers the inverse is kept times its determinant, and a pivot is the
fraction-free one of Edmonds (1967) and Bareiss (1968): every division leaves no rest.

**Ties.** Row i is perturbed to 1 + e**(i + 1) for a small e: ratios that tie are compared further
by the rows of the inverse of the basis, lexicographically, so that no basis comes again. In floats
what is within rounding error is a tie.

**Columns.** Adding a number to a column of A or a row of B, and multiplying it by a positive one,
changes the unit of one variable and the level of payoffs against one strategy, but neither best
responses nor paths. So each column is moved so that its least entry is zero, and scaled: to the
largest entry 1 in floats, and to whole numbers without a common divisor otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, final

import numpy as np
import numpy.typing as npt

__all__ = ["Side", "Walk", "float_columns", "mixture", "whole_columns"]

Column = tuple[npt.NDArray[Any], Any]
"""A column as a side uses it, and its scale: half of what it was divided by in floats, or what it
was multiplied by."""

# The same three as in the compiled twin, `kernels.lemke_howson`.
_PIVOT = 1e-9
_ZERO = 1e-11
_FRESH = 48
_GOOD = 2e-10


def float_columns(payoffs: npt.NDArray[np.float64]) -> Callable[[int], Column]:
    """The columns of a matrix of floats, each moved and scaled to [0, 1]; a constant one is 1."""

    def column(number: int) -> Column:
        values = payoffs[:, number]
        least = values.min() * 0.5
        width = values.max() * 0.5 - least  # halved, so that it does not overflow
        if width > 0:
            return (values * 0.5 - least) / width, width
        return np.ones(len(values)), 0.5

    return column


def whole_columns(payoffs: npt.NDArray[Any]) -> Callable[[int], Column]:
    """The columns of a matrix of fractions, each moved to a least 0 and scaled to whole numbers."""

    def column(number: int) -> Column:
        values = payoffs[:, number].tolist()
        least = min(values)
        moved = [Fraction(value - least) for value in values]
        common = math.lcm(*(value.denominator for value in moved))
        whole = [value.numerator * (common // value.denominator) for value in moved]
        divisor = math.gcd(*whole)
        if divisor == 0:
            return np.array([1] * len(whole), dtype=object), 1
        return (
            np.array([value // divisor for value in whole], dtype=object),
            Fraction(common, divisor),
        )

    return column


@final
class Side:
    """One system and its basis.

    Parameters
    ----------
    size
        The number of rows.
    columns
        Gives the column of a number; asked once for each that is used.
    exact
        Whether the columns are of whole numbers.
    """

    __slots__ = (
        *("_age", "_basic", "_columns", "_known", "cols", "det", "exact", "inverse"),
        *("place", "rows", "size", "slack", "weight"),
    )

    def __init__(self, size: int, columns: Callable[[int], Column], *, exact: bool) -> None:
        self.size = size
        self.exact = exact
        self._columns = columns
        self._known: dict[int, Column] = {}
        self.start()

    def start(self) -> None:
        """Go back to the basis of slacks."""
        kind: Any = object if self.exact else np.float64
        self.cols: list[int] = []
        self.rows: list[int] = []
        self.place: dict[int, int] = {}
        self.det: Any = 1
        self.inverse = np.zeros((0, 0), dtype=kind)
        self._basic = np.zeros((0, self.size), dtype=kind)
        self.slack = np.ones(self.size, dtype=kind)
        self.weight = np.zeros(0, dtype=kind)
        self._age = 0

    def column(self, number: int) -> Column:
        """A column, and its scale."""
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._columns(number)
        return known

    def pivot(self, slack_enters: bool, entering: int) -> tuple[bool, int] | None:
        """Let a variable enter: whether the one that leaves is a slack, and its number.

        None if no variable can leave, which rounding alone may bring about.
        """
        if slack_enters:
            steps = self.inverse[:, self.place[entering]].copy()
            step = -(steps @ self._basic)
        else:
            column = self.column(entering)[0]
            steps = self.inverse @ column[self.rows]
            step = self.det * column - steps @ self._basic
        step[self.rows] = 0
        leaving = self._leaving(step, steps)
        if leaving is None:
            return None
        is_slack, number = leaving
        told = number if is_slack else self.cols[number]
        self._exchange(slack_enters, entering, is_slack, number, step, steps)
        self._age += 1
        if not self.exact and self._age >= _FRESH + len(self.cols):
            self._age = 0
            self.refresh()
            self.slack[self.slack < _ZERO] = 0
            self.weight[self.weight < _ZERO] = 0
        return is_slack, told

    def _leaving(self, step: Any, steps: Any) -> tuple[bool, int] | None:
        """Which variable reaches zero first: (True, row) or (False, position of a column)."""
        tied: list[tuple[bool, int]] = []
        if self.exact:
            best: tuple[Any, Any] = (1, 0)
            for is_slack, levels, falls in ((True, self.slack, step), (False, self.weight, steps)):
                for i in np.flatnonzero(falls > 0).tolist():
                    level, fall = levels[i], falls[i]
                    order = level * best[1] - best[0] * fall
                    if order < 0:
                        best, tied = (level, fall), [(is_slack, i)]
                    elif order == 0:
                        tied.append((is_slack, i))
        else:
            falling, sinking = np.flatnonzero(step > _PIVOT), np.flatnonzero(steps > _PIVOT)
            ratio = np.inf
            if len(falling):
                ratio = (self.slack[falling] / step[falling]).min()
            if len(sinking):
                ratio = min(ratio, (self.weight[sinking] / steps[sinking]).min())
            if ratio == np.inf:
                return None
            rest = self.slack[falling] - ratio * step[falling]
            tied = [(True, i) for i in falling[rest <= _ZERO].tolist()]
            if len(sinking):
                rest = self.weight[sinking] - ratio * steps[sinking]
                tied += [(False, i) for i in sinking[rest <= _ZERO].tolist()]
        if len(tied) < 2:
            return tied[0] if tied else None
        return self._first(tied, step, steps)

    def _first(self, tied: list[tuple[bool, int]], step: Any, steps: Any) -> tuple[bool, int]:
        """Among variables that reach zero together, the lexicographically first."""
        entries: dict[tuple[bool, int], Any] = {}
        for is_slack, i in tied:
            depth = step[i] if is_slack else steps[i]
            row = -(self._basic[:, i] @ self.inverse) if is_slack else self.inverse[i]
            if self.exact:
                entries[is_slack, i] = [Fraction(number, depth) for number in row]
            else:
                entries[is_slack, i] = row / depth
        for row in sorted({*self.rows, *(i for is_slack, i in tied if is_slack)}):
            if row not in self.place:
                # Its own perturbation: it alone has something here, and that is positive.
                tied = [each for each in tied if each != (True, row)]
            else:
                t = self.place[row]
                least = min(entries[each][t] for each in tied)
                if not self.exact:
                    least += 1e-9 * max(1.0, abs(least))
                tied = [each for each in tied if entries[each][t] <= least]
            if len(tied) == 1:
                break
        return tied[0]

    def _exchange(
        self,
        slack_enters: bool,
        entering: int,
        slack_leaves: bool,
        number: int,
        step: Any,
        steps: Any,
    ) -> None:
        """Put the entering variable in the place of the leaving one."""
        pivot = step[number] if slack_leaves else steps[number]
        level = self.slack[number] if slack_leaves else self.weight[number]
        if slack_leaves:
            line = -(self._basic[:, number] @ self.inverse)
        else:
            line = self.inverse[number].copy()
        old = self.det
        if self.exact:
            # All that stands in the tableau is times its determinant, which the pivot becomes.
            self.slack = (self.slack * pivot - step * level) // old
            self.weight = (self.weight * pivot - steps * level) // old
            inverse = (self.inverse * pivot - np.multiply.outer(steps, line)) // old
            self.det = pivot
        else:
            level, line, steps = level / pivot, line / pivot, steps / pivot
            self.slack = self.slack - step * level
            self.weight = self.weight - steps * (level * pivot)
            self.slack[self.slack <= _ZERO] = 0
            self.weight[self.weight <= _ZERO] = 0
            inverse = self.inverse - np.multiply.outer(steps * pivot, line)
            old = 1 / pivot
        if slack_leaves:
            self.slack[number] = 0
            if slack_enters:
                self._swap_row(entering, number, level, inverse, steps)
            else:
                self._grow(entering, number, level, inverse, line, steps, old)
        elif slack_enters:
            self._shrink(entering, number, level, inverse)
        else:
            inverse[number] = line
            self.inverse = inverse
            self.cols[number] = entering
            self._basic[number] = self.column(entering)[0]
            self.weight[number] = level

    def _swap_row(self, entering: int, leaving: int, level: Any, inverse: Any, steps: Any) -> None:
        spot = self.place.pop(entering)
        inverse[:, spot] = -steps
        self.inverse = inverse
        self.rows[spot] = leaving
        self.place[leaving] = spot
        self.slack[entering] = level

    def _grow(
        self, entering: int, leaving: int, level: Any, inverse: Any, line: Any, steps: Any, old: Any
    ) -> None:
        k = len(self.cols)
        grown = np.empty((k + 1, k + 1), dtype=inverse.dtype)
        grown[:k, :k] = inverse
        grown[:k, k] = -steps
        grown[k, :k] = line
        grown[k, k] = old
        self.inverse = grown
        self.cols.append(entering)
        self.rows.append(leaving)
        self.place[leaving] = k
        self._basic = np.vstack([self._basic, self.column(entering)[0]])
        self.weight = np.append(self.weight, level)

    def _shrink(self, entering: int, leaving: int, level: Any, inverse: Any) -> None:
        spot = self.place.pop(entering)
        last = len(self.cols) - 1
        # The last ones take the places of the row and the column that are dropped.
        for kept, gone in ((self.cols, leaving), (self.rows, spot)):
            kept[gone] = kept[last]
            kept.pop()
        if spot != last:
            self.place[self.rows[spot]] = spot
        inverse[leaving] = inverse[last]
        inverse[:, spot] = inverse[:, last]
        self.inverse = inverse[:last, :last]
        self._basic[leaving] = self._basic[last]
        self._basic = self._basic[:last]
        self.weight[leaving] = self.weight[last]
        self.weight = self.weight[:last]
        self.slack[entering] = level

    def refresh(self) -> float:
        """In floats: compute the inverse and all levels anew; how far the system is from solved."""
        k = len(self.cols)
        if not k:
            return 0.0
        matrix = self._basic[:, self.rows].T
        try:
            inverse = np.linalg.inv(matrix)
        except np.linalg.LinAlgError:
            return float("inf")
        weight = inverse.sum(axis=1)
        weight = weight + inverse @ (1.0 - matrix @ weight)
        slack = 1.0 - weight @ self._basic
        slack[self.rows] = 0.0
        self.inverse, self.weight, self.slack = inverse, weight, slack
        off = float(np.abs(matrix @ weight - 1.0).max())
        return max(off, -float(weight.min()), -float(slack.min()))


@final
class Walk:
    """The paths of a game, one after another.

    Parameters
    ----------
    sides
        Side 0 with the rows of the game, side 1 with its columns.
    """

    __slots__ = (
        "_active",
        "_enters",
        "_side",
        "_slack",
        "failed",
        "label",
        "path",
        "pivots",
        "sides",
        "tried",
    )

    def __init__(self, sides: tuple[Side, Side]) -> None:
        self.sides = sides
        self.label = self.path = self.pivots = self.tried = self.failed = 0
        self._active = False
        self._side = self._enters = 0
        self._slack = False

    def rewind(self, label: int = 0) -> None:
        """Begin with a label."""
        self.label = label
        self._active = False

    def race(self, cap: int, last: int, stride: int, work: int) -> bool | None:
        """Follow the paths of labels in turn, each for a number of pivots, until one ends.

        Parameters
        ----------
        cap
            Pivots after which a path is left.
        last, stride
            The label at which the race ends, and the way from one label to the next.
        work
            Pivots after which the call returns, to be continued.

        Returns
        -------
        bool or None
            Whether a path ended, and `sides` hold an equilibrium; None to be called again.
        """
        rows = self.sides[0].size
        while True:
            if not self._active:
                if self.label >= last:
                    return False
                for side in self.sides:
                    side.start()
                # The strategy of a row is a column of the other side.
                self._side, self._enters = (
                    (1, self.label) if self.label < rows else (0, self.label - rows)
                )
                self._slack = False
                self.path = 0
                self.tried += 1
                self._active = True
            if not work:
                return None
            work -= 1
            left = self.sides[self._side].pivot(self._slack, self._enters)
            self.path += 1
            self.pivots += 1
            if left is not None:
                is_slack, number = left
                # A slack's row and a column's own number are one label on each side.
                label = number if is_slack == (self._side == 0) else rows + number
                if label == self.label and self._solved():
                    self._active = False
                    return True
                if label != self.label and self.path < cap:
                    self._side, self._slack, self._enters = 1 - self._side, not is_slack, number
                    continue
            # Left, or lost by rounding.
            self.failed += left is None or label == self.label
            self._active = False
            self.label += stride

    def _solved(self) -> bool:
        """Whether the two sides are solved; in floats, after solving them anew."""
        return all(side.exact or side.refresh() <= _GOOD for side in self.sides)


def mixture(side: Side, other: Side) -> list[Any]:
    """The weights of the basic columns as a mixed strategy; its strategies are the other's rows."""
    levels = side.weight.tolist()
    scales = [side.column(number)[1] for number in side.cols]
    if side.exact:
        found: list[Any] = [Fraction(0)] * other.size
        total = Fraction(sum(level * scale for level, scale in zip(levels, scales, strict=True)))
        for number, level, scale in zip(side.cols, levels, scales, strict=True):
            found[number] = level * scale / total
        return found
    # Mantissas and exponents apart: a level over the width of its column may overflow.
    parts: list[tuple[int, float, int]] = []
    for number, level, width in zip(side.cols, levels, scales, strict=True):
        if level > 0:
            upper, up = math.frexp(level)
            lower, down = math.frexp(width)
            parts.append((number, upper / lower, up - down))
    top = max(power for _, _, power in parts)
    shares = [0.0] * other.size
    for number, size, power in parts:
        shares[number] = math.ldexp(size, power - top)
    sum_of = math.fsum(shares)
    return [share / sum_of for share in shares]
