"""A face of a polytope, held as a dictionary of integers with a feasible basis.

The polytope is {x >= 0, M x <= b} for positive integers M and b, so that it is bounded and has the
vertex 0. Each inequality has a *label*: that of x_i is i's, that of row j is j's, as the caller
numbers them. A dictionary writes each basic variable (an x or a slack) in terms of the others::

    det * basic[r] = rows[r][0] - sum(rows[r][1 + c] * cobasic[c])

All numbers are integers, and pivots divide without remainder (Edmonds 1967; as in lrs, Avis 2000,
section 4), so that no comparison is ever uncertain. On a face some variables are zero for good:
their columns, or rows, are gone.

Feasibility after a variable is set to zero is restored by exchanging an infeasible basic variable
for a cobasic one with the right sign; with the least label first on both sides this ends (the
criss-cross method without an objective; Fukuda and Terlaky 1997). The row in which it ends without
a candidate proves that the face is empty.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import final

__all__ = ["Dictionary"]

_GREEDY = 2
"""Times the number of rows: exchanges by the largest infeasibility before the least label rules."""


@final
class Dictionary:
    """A non-empty face, with a vertex of it.

    Attributes
    ----------
    rows
        One for each basic variable: its value times `det`, then the coefficients.
    basic, cobasic
        Labels.
    det
        The common denominator, positive.
    zero
        Bits of the labels that are zero on the whole face, by choice or of necessity.
    """

    __slots__ = ("basic", "cobasic", "det", "rows", "zero")

    rows: list[list[int]]
    basic: list[int]
    cobasic: list[int]
    det: int
    zero: int

    @classmethod
    def of(
        cls,
        matrix: Sequence[Sequence[int]],
        right: Sequence[int],
        variables: Sequence[int],
        slacks: Sequence[int],
    ) -> Dictionary:
        """The whole polytope, at the vertex 0.

        Parameters
        ----------
        matrix, right
            One row an inequality, and what it must not exceed; positive integers.
        variables, slacks
            The labels of columns and of rows.
        """
        new = cls.__new__(cls)
        new.rows = [[b, *row] for row, b in zip(matrix, right, strict=True)]
        new.basic, new.cobasic = list(slacks), list(variables)
        new.det, new.zero = 1, 0
        return new

    @classmethod
    def at(
        cls, rows: Sequence[Sequence[int]], basic: Sequence[int], cobasic: Sequence[int]
    ) -> Dictionary:
        """A polyhedron, bounded or not, at a vertex that is known.

        Parameters
        ----------
        rows
            For each basic variable its value there, which is not negative, and the coefficients of
            the others; the denominator is 1.
        basic, cobasic
            Labels.
        """
        new = cls.__new__(cls)
        new.rows, new.basic, new.cobasic = [list(row) for row in rows], list(basic), list(cobasic)
        new.det, new.zero = 1, 0
        return new

    @classmethod
    def near(
        cls, rows: Sequence[Sequence[int]], basic: Sequence[int], cobasic: Sequence[int]
    ) -> Dictionary | None:
        """As `at`, from where values may be negative; None if the polyhedron is empty."""
        new = cls.at(rows, basic, cobasic)
        return new if new._restore() else None

    def _copy(self) -> Dictionary:
        new = Dictionary.__new__(Dictionary)
        new.rows, new.basic, new.cobasic = self.rows[:], self.basic[:], self.cobasic[:]
        new.det, new.zero = self.det, self.zero
        return new

    @property
    def tight(self) -> int:
        """Bits of the labels that are zero at the vertex at hand."""
        bits = self.zero
        for label in self.cobasic:
            bits |= 1 << label
        for label, row in zip(self.basic, self.rows, strict=True):
            if not row[0]:
                bits |= 1 << label
        return bits

    def with_zero(self, label: int) -> Dictionary | None:
        """The part of the face on which a variable is zero; None if there is none."""
        if self.zero >> label & 1:
            return self
        new = self._copy()
        new.zero |= 1 << label
        if label in new.cobasic:
            new._drop_column(new.cobasic.index(label))
            new._settle()
            return new
        r = new.basic.index(label)
        row = new.rows[r]
        # A positive coefficient brings the variable down to zero; without one it cannot fall.
        column = max(range(1, len(row)), key=row.__getitem__, default=0)
        if column and row[column] <= 0:
            column = 0
        if column == 0:
            if row[0]:
                return None
            # It is zero already, and stays so only where what would raise it is zero as well.
            del new.rows[r], new.basic[r]
            for c in range(len(row) - 1, 0, -1):
                if row[c]:
                    new.zero |= 1 << new.cobasic[c - 1]
                    new._drop_column(c - 1)
            new._settle()
            return new
        new._pivot(r, column)
        new._drop_column(column - 1)
        if not new._restore():
            return None
        new._settle()
        return new

    def bases(self) -> Iterator[Dictionary]:
        """Every dictionary of the face with a feasible basis, this one first."""
        yield self
        met = {frozenset(self.cobasic)}
        waiting = deque([self])
        while waiting:
            face = waiting.popleft()
            cobasis = frozenset(face.cobasic)
            for r, c in face._exchanges():
                key = cobasis - {face.cobasic[c - 1]} | {face.basic[r]}
                if key in met:
                    continue
                met.add(key)
                new = face._copy()
                new._pivot(r, c)
                waiting.append(new)
                yield new

    def _exchanges(self) -> Iterator[tuple[int, int]]:
        """Rows and entries of rows whose exchange leaves the basis feasible."""
        for c in range(1, len(self.cobasic) + 1):
            best: list[int] = []
            for r, row in enumerate(self.rows):
                if row[c] <= 0:
                    continue
                if best:
                    least = self.rows[best[0]]
                    order = row[0] * least[c] - least[0] * row[c]
                    if order > 0:
                        continue
                    if order < 0:
                        best.clear()
                best.append(r)
            for r in best:
                yield r, c

    def _drop_column(self, c: int) -> None:
        del self.cobasic[c]
        self.rows = [[*row[: c + 1], *row[c + 2 :]] for row in self.rows]

    def _settle(self) -> None:
        """Note the variables that a row shows to be zero on the whole face.

        A basic variable that is zero, and that nothing can raise, stays zero, and with it whatever
        would lower it. Not every variable that is always zero shows itself in this way.
        """
        r = 0
        while r < len(self.rows):
            row = self.rows[r]
            if row[0] or min(row) < 0:
                r += 1
                continue
            self.zero |= 1 << self.basic[r]
            del self.rows[r], self.basic[r]
            lowering = [c for c in range(len(row) - 1) if row[c + 1]]
            for c in reversed(lowering):
                self.zero |= 1 << self.cobasic[c]
                self._drop_column(c)
            if lowering:
                r = 0

    def _restore(self) -> bool:
        """Make the basis feasible; False if the face is empty."""
        greedy = _GREEDY * len(self.rows)
        while True:
            worst, chosen = 0, -1
            if greedy > 0:
                greedy -= 1
                for r, row in enumerate(self.rows):
                    if row[0] < worst:
                        worst, chosen = row[0], r
            else:
                least = -1
                for r, row in enumerate(self.rows):
                    if row[0] < 0 and (chosen < 0 or self.basic[r] < least):
                        least, chosen = self.basic[r], r
            if chosen < 0:
                return True
            row = self.rows[chosen]
            entering = 0
            if greedy > 0:
                steepest = 0
                for c in range(1, len(row)):
                    if row[c] < steepest:
                        steepest, entering = row[c], c
            else:
                for c in range(1, len(row)):
                    if row[c] < 0 and (
                        not entering or self.cobasic[c - 1] < self.cobasic[entering - 1]
                    ):
                        entering = c
            if not entering:
                return False
            self._pivot(chosen, entering)

    def _pivot(self, r: int, c: int) -> None:
        """Exchange the basic variable of row r for the cobasic one of entry c of the rows."""
        rows, det = self.rows, self.det
        source = rows[r]
        pivot = source[c]
        if pivot < 0:
            source = [-number for number in source]
            pivot = -pivot
            sign = -1
        else:
            sign = 1
        # Now sign * det * basic = source[0] - sum(source[k] * cobasic[k]).
        if det == 1:
            for i, row in enumerate(rows):
                factor = row[c]
                if i == r:
                    continue
                if factor:
                    new = [a * pivot - factor * b for a, b in zip(row, source, strict=True)]
                    new[c] = -sign * factor
                else:
                    new = [a * pivot for a in row]
                rows[i] = new
        else:
            for i, row in enumerate(rows):
                factor = row[c]
                if i == r:
                    continue
                if factor:
                    new = [
                        (a * pivot - factor * b) // det for a, b in zip(row, source, strict=True)
                    ]
                    new[c] = -sign * factor
                else:
                    new = [a * pivot // det for a in row]
                rows[i] = new
        kept = source[:]
        kept[c] = sign * det
        rows[r] = kept
        self.det = pivot
        self.basic[r], self.cobasic[c - 1] = self.cobasic[c - 1], self.basic[r]
