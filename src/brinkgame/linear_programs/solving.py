"""The way from a program to its certified answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy.typing as npt

from brinkgame.control import FREE, Control
from brinkgame.linear_programs.floats import in_floats
from brinkgame.linear_programs.hints import certified, nearly
from brinkgame.linear_programs.program import SMALL, LPSolution, Program
from brinkgame.linear_programs.simplex import Simplex

__all__ = ["solve_lp"]

_PLAIN = 600
"""A table with fewer entries than this is decided at once, without floats and without SciPy."""

_SHARPER = (0, 10)
"""Powers of two by which the units of constraints are made smaller, one after the other."""


def solve_lp(
    objective: Sequence[Any] | npt.NDArray[Any],
    at_most: tuple[Any, Any] | None = None,
    equal: tuple[Any, Any] | None = None,
    *,
    maximize: bool = False,
    exact: bool = True,
    control: Control = FREE,
) -> LPSolution:
    """The best point of a linear program in variables that are at least zero.

    Parameters
    ----------
    objective
        One coefficient a variable.
    at_most, equal
        ``(rows, right)``: the constraints ``rows @ x <= right`` and ``rows @ x = right``.
    maximize
        Whether the greatest value is looked for instead of the least.
    exact
        Whether the numbers are ints and Fractions, and the answer is certified in them. Otherwise
        they are floats, the rows may be arrays or sparse matrices of SciPy, and the answer is that
        of HiGHS, within its tolerance of 1e-10.
    control
        A time limit. An interrupt from the keyboard is heard within a moment in any case.

    Examples
    --------
    >>> from fractions import Fraction
    >>> solution = solve_lp([3, 2], at_most=([[1, 1], [1, 0]], [4, Fraction(5, 2)]), maximize=True)
    >>> solution.value, solution.point
    (Fraction(21, 2), (Fraction(5, 2), Fraction(3, 2)))
    >>> solution.dual_at_most
    (Fraction(2, 1), Fraction(1, 1))
    """
    if not exact:
        return in_floats(objective, at_most, equal, maximize, control)
    program = Program.read(objective, at_most, equal, maximize)
    plain = (len(program.rows) + 1) * (len(program.cost) + 1) <= _PLAIN
    near = None
    for sharper in () if plain else _SHARPER:
        near = nearly(program, control, sharper)
        if near is None:
            break
        for small in SMALL:
            found = certified(program, near, small)
            if found is not None:
                return program.solution(*found)
    return Simplex(program).solve(near, control)
