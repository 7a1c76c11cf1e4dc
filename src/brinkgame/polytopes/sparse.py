"""A dictionary of a linear system that keeps what is not zero: for trees, where that is little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, final

__all__ = ["SparseDictionary", "combined"]

Form: TypeAlias = "dict[int, Any]"
"""A linear form: coefficients that are not zero, by variable."""


def combined(parts: Iterable[tuple[Mapping[int, Any], Any]]) -> Form:
    """A sum of multiples of linear forms.

    >>> combined([({1: 2, 2: 1}, 3), ({2: 1}, -3)])
    {1: 6}
    """
    found: Form = {}
    for form, factor in parts:
        for variable, c in form.items():
            value = found.get(variable, 0) + factor * c
            if value:
                found[variable] = value
            else:
                found.pop(variable, None)
    return found


@final
class SparseDictionary:
    """Each basic variable as a linear form in the others.

    The numbers may be of any field; what is zero must compare as such, so floats will not do.

    Attributes
    ----------
    rows
        The form of each basic variable.
    columns
        For each other variable the basic ones whose forms have it.

    Examples
    --------
    >>> from fractions import Fraction
    >>> table = SparseDictionary({1: {0: Fraction(4), 2: Fraction(-2)}})
    >>> table.pivot(1, 2)
    >>> {v: {k: str(c) for k, c in form.items()} for v, form in table.rows.items()}
    {2: {0: '2', 1: '-1/2'}}
    """

    __slots__ = ("columns", "rows")

    rows: dict[int, Form]
    columns: dict[int, set[int]]

    def __init__(self, rows: Mapping[int, Form]) -> None:
        self.rows = dict(rows)
        self.columns = {}
        for basic, form in self.rows.items():
            for variable in form:
                self.columns.setdefault(variable, set()).add(basic)

    def entry(self, basic: int, variable: int) -> Any:
        """The coefficient of a variable in the form of a basic one."""
        return self.rows[basic].get(variable, 0)

    def pivot(self, leaves: int, enters: int) -> None:
        """Exchange a basic variable for one that occurs in its form."""
        rows, columns = self.rows, self.columns
        form = rows.pop(leaves)
        for variable in form:
            columns[variable].discard(leaves)
        inverse = 1 / form.pop(enters)
        new = {variable: -c * inverse for variable, c in form.items()}
        new[leaves] = inverse
        columns[leaves] = set()
        for basic in columns.pop(enters):
            row = rows[basic]
            factor = row.pop(enters)
            for variable, c in new.items():
                old = row.get(variable)
                if old is None:
                    row[variable] = factor * c
                    columns[variable].add(basic)
                    continue
                value = old + factor * c
                if value:
                    row[variable] = value
                else:
                    del row[variable]
                    columns[variable].discard(basic)
        for variable in new:
            columns[variable].add(enters)
        rows[enters] = new
