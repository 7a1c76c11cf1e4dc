"""The exact simplex method, primal and dual, on a tableau of integers."""

from __future__ import annotations

from fractions import Fraction
from typing import final

import numpy as np

from brinkgame.control import Control
from brinkgame.linear_programs.program import SMALL, LPSolution, Near, Program

__all__ = ["Simplex"]


@final
class Simplex:
    """A tableau of integers over the common denominator `over`, which is always positive.

    Its columns are the variables, then one for each row (the slack of an inequality; for an
    equation a variable that must be zero and never enters), then one for the auxiliary problem,
    then the right-hand side. The last two rows are the objective and the auxiliary objective.
    """

    def __init__(self, program: Program) -> None:
        m, n = len(program.rows), len(program.cost)
        self.program = program
        self.m, self.n = m, n
        self.helper = n + m
        self._begin()
        self.may_enter = np.ones(n + m + 1, dtype=bool)
        self.may_enter[n + program.n_at_most :] = False

    def _begin(self) -> None:
        """The tableau in which every row stands for its own variable."""
        m, n, program = self.m, self.n, self.program
        self.table = np.zeros((m + 2, n + m + 2), dtype=object)
        for i, (row, bound) in enumerate(zip(program.rows, program.right, strict=True)):
            self.table[i, :n] = row
            self.table[i, n + i] = 1
            self.table[i, -1] = bound
        self.table[m, :n] = program.cost
        self.over = 1
        self.basis = list(range(n, n + m))

    def solve(self, near: Near | None, control: Control) -> LPSolution:
        """Decide the program, from the hint if there is one."""
        if near is not None:
            self._start_at(near)
            if not (self._meet_equations() and (self._costs_right or self._point_right)):
                # The hint leads nowhere, and is in the way of what else may be known.
                self._begin()
        if not self._meet_equations():
            return LPSolution("infeasible")
        feasible = self._repair(control) if self._costs_right else self._make_feasible(control)
        if feasible is not True:
            return LPSolution("unfinished" if feasible is None else "infeasible")
        optimal = self._improve(self.m, control)
        if optimal is not True:
            return LPSolution("unfinished" if optimal is None else "unbounded")
        point = [Fraction(0)] * self.n
        for row, variable in enumerate(self.basis):
            if variable < self.n:
                point[variable] = Fraction(self.table[row, -1], self.over)
        last = self.table[self.m, self.n : self.n + self.m]
        return self.program.solution(point, [Fraction(-int(price), self.over) for price in last])

    @property
    def _costs_right(self) -> bool:
        """Whether nothing that may enter would gain."""
        costs = self.table[self.m, : self.helper][self.may_enter[:-1]]
        return bool(costs.min(initial=0) >= 0)

    @property
    def _point_right(self) -> bool:
        """Whether the point at hand satisfies every constraint."""
        return bool(self.table[: self.m, -1].min(initial=0) >= 0)

    def _pivot(self, row: int, column: int) -> None:
        """Bring the variable of a column into the basis, at a row.

        Every entry is a minor of the first table, so that the division leaves no remainder.
        """
        table, pivot = self.table, self.table[row, column]
        line, factors = table[row].copy(), table[:, column].copy()
        table *= pivot
        table -= np.outer(factors, line)
        table //= self.over
        table[row] = line
        if pivot < 0:
            table *= -1
        self.over = abs(pivot)
        self.basis[row] = column

    def _start_at(self, near: Near) -> None:
        """Bring in the variables that are positive in floats, at rows with a price if it can be."""
        free = sorted(range(self.m), key=lambda i: (-abs(near.prices[i]), abs(near.slack[i])))
        for column in np.argsort(-near.point, kind="stable").tolist():
            if near.point[column] <= SMALL[1] or not free:
                break
            row = next((i for i in free if self.table[i, column] != 0), None)
            if row is not None:
                free.remove(row)
                self._pivot(row, column)

    def _meet_equations(self) -> bool:
        """Replace the variables of equations in the basis; false if an equation contradicts."""
        first = self.n + self.program.n_at_most
        for row in range(self.m):
            if self.basis[row] < first:
                continue
            line = self.table[row, : self.helper]
            others = np.flatnonzero((line != 0) & self.may_enter[:-1]).tolist()
            if others:
                # The cheapest in proportion: where all are positive, no cost is negative then.
                costs = self.table[self.m]
                self._pivot(
                    row, min(others, key=lambda j: Fraction(int(costs[j]), abs(int(line[j]))))
                )
            elif self.table[row, -1] != 0:
                return False
        return True

    def _repair(self, control: Control) -> bool | None:
        """The dual simplex, from a tableau whose costs are right; false if there is no point."""
        first = self.n + self.program.n_at_most
        stalled = False
        while True:
            if control.expired():
                return None
            right = self.table[: self.m, -1]
            wrong = [i for i in np.flatnonzero(right < 0).tolist() if self.basis[i] < first]
            if not wrong:
                return True
            row = min(wrong, key=self.basis.__getitem__ if stalled else right.__getitem__)
            line, costs = self.table[row], self.table[self.m]
            usable = np.flatnonzero((line[: self.helper] < 0) & self.may_enter[:-1]).tolist()
            if not usable:
                return False
            column = min(usable, key=lambda j: (Fraction(int(costs[j]), -int(line[j])), j))
            stalled = costs[column] == 0
            self._pivot(row, column)

    def _make_feasible(self, control: Control) -> bool | None:
        """Reach a point at which every constraint holds; false if there is none."""
        first = self.n + self.program.n_at_most
        # A row that says 0 = 0 stays as it is: nothing ever changes it.
        real = [i for i in range(self.m) if self.basis[i] < first]
        right = self.table[:, -1]
        worst = min(real, key=lambda i: right[i], default=None)
        if worst is None or right[worst] >= 0:
            return True
        self.table[real, self.helper] = -self.over
        self.table[-1, :] = 0
        self.table[-1, self.helper] = self.over
        self._pivot(worst, self.helper)
        if self._improve(self.m + 1, control) is None:
            return None
        if self.helper in self.basis:
            row = self.basis.index(self.helper)
            if self.table[row, -1] != 0:
                return False
            others = np.flatnonzero((self.table[row, : self.helper] != 0) & self.may_enter[:-1])
            self._pivot(row, int(others[0]))
        self.table[:, self.helper] = 0
        self.table[-1, :] = 0
        return True

    def _improve(self, objective: int, control: Control) -> bool | None:
        """Step to the least value of a row; false if there is none, None if the time is up."""
        stalled = False
        while True:
            if control.expired():
                return None
            costs = self.table[objective, : self.helper]
            better = np.flatnonzero((costs < 0) & self.may_enter[:-1])
            if not better.size:
                return True
            # Bland's rule is slow and cannot cycle; it is needed while nothing is gained.
            column = int(better[0] if stalled else min(better, key=lambda j: costs[j]))
            row = self._leaving(column)
            if row is None:
                return False
            stalled = self.table[row, -1] == 0
            self._pivot(row, column)

    def _leaving(self, column: int) -> int | None:
        """The row that is the first to reach zero; of several the one Bland's rule names."""
        entries = self.table[: self.m, column]
        best: int | None = None
        for row in np.flatnonzero(entries > 0).tolist():
            if best is None:
                best = row
                continue
            now = self.table[row, -1] * entries[best]
            least = self.table[best, -1] * entries[row]
            if now < least or (now == least and self._rank(row) < self._rank(best)):
                best = row
        return best

    def _rank(self, row: int) -> int:
        """Where Bland's rule places the variable of a row; the auxiliary one comes first."""
        variable = self.basis[row]
        return -1 if variable == self.helper else variable
