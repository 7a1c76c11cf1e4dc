"""Conditions in one parameter: which of them hold on each piece of an interval and between pieces.

All conditions are products of few irreducible polynomials, whose zeros cut the interval. A sign
turns only at a polynomial's own zeros, so that the table of signs is written down from the order of
the zeros; nothing is evaluated but each polynomial at one end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, final

from brinkgame.expressions import Expression, quantity
from brinkgame.parametric.along.intervals import Interval, cells_of
from brinkgame.parametric.along.ratios import Place, factored, ratio_of, roots_of_factor, sign_of
from brinkgame.parametric.conditions import Condition

__all__ = ["Table", "holds"]

_DEFINED: Final = "defined"
"""The relation of what needs no sign, only a value."""


@final
class _Product:
    """The sign of a rational function as a product of signs of irreducible polynomials."""

    __slots__ = ("parts", "unit")

    def __init__(self, function: Any) -> None:
        ratio = ratio_of(quantity(function))
        self.unit, above = factored(ratio.above)
        self.parts = list(above)
        if ratio.below is not None:
            unit, below = factored(ratio.below)
            self.unit *= unit
            self.parts += [(factor, -power) for factor, power in below]


@final
class Table:
    """Conjunctions of conditions on an interval.

    Parameters
    ----------
    interval
        Where the parameter runs.
    rows
        Conjunctions of conditions in at most one parameter.
    defined
        For each conjunction expressions without which it means nothing: where one has a pole it
        does not hold.
    cuts
        Expressions at whose zeros the interval is cut as well.
    """

    def __init__(
        self,
        interval: Interval,
        rows: Sequence[Sequence[Condition]],
        defined: Sequence[Sequence[Expression]],
        cuts: Sequence[Expression] = (),
    ) -> None:
        # Forms share their conditions, and factoring one takes as long as all the rest.
        known: dict[Expression, _Product] = {}

        def product_of(function: Expression) -> _Product:
            found = known.get(function)
            if found is None:
                found = known[function] = _Product(function)
            return found

        self.rows = [
            [(product_of(condition.difference), condition.relation) for condition in row]
            for row in rows
        ]
        poles = []
        for row_defined in defined:
            below = dict.fromkeys(each.denominator for each in row_defined)
            poles.append([product_of(1 / each) for each in below if not each.is_constant])
        for row, own in zip(self.rows, poles, strict=True):
            row.extend((product, _DEFINED) for product in own)
        extra = {f for each in cuts for f, _ in _Product(each).parts}
        factors = extra | {f for row in self.rows for product, _ in row for f, _ in product.parts}
        zeros: dict[tuple[int, ...], set[Place]] = {}
        for factor in factors:
            zeros[factor] = {root for root in roots_of_factor(factor) if root in interval}
        ends = (interval.low, interval.high)
        inside = sorted({r for found in zeros.values() for r in found if r not in ends})
        self.cells = cells_of(interval, inside)
        self.signs = {factor: self._signs(factor, zeros[factor]) for factor in factors}

    def _signs(self, factor: tuple[int, ...], zeros: set[Place]) -> list[int]:
        """The sign of an irreducible polynomial on each cell."""
        first = self.cells[0]
        inner = self.cells[1] if first.is_point and len(self.cells) > 1 else first
        sign = sign_of(factor, inner.sample)
        found = []
        for k, cell in enumerate(self.cells):
            if cell.is_point and cell.low in zeros:
                found.append(0)
                if k:
                    sign = -sign
            else:
                found.append(sign)
        return found

    def holding(self, position: int) -> tuple[int, ...]:
        """Which conjunctions hold on a cell."""
        known: dict[tuple[int, str], bool] = {}

        def so(product: _Product, relation: str) -> bool:
            key = (id(product), relation)
            found = known.get(key)
            if found is None:
                found = known[key] = self._holds(product, relation, position)
            return found

        return tuple(
            k
            for k, row in enumerate(self.rows)
            if all(so(product, relation) for product, relation in row)
        )

    def _holds(self, product: _Product, relation: str, position: int) -> bool:
        sign = product.unit
        for factor, power in product.parts:
            here = self.signs[factor][position]
            if power < 0 and not here:
                return False  # a pole
            if power % 2 or not here:
                sign *= here
        return holds(sign, relation)


def holds(sign: int, relation: str) -> bool:
    """Whether a sign is as a relation with zero says."""
    if relation == ">=":
        return sign >= 0
    if relation == ">":
        return sign > 0
    if relation == "==":
        return sign == 0
    return relation == _DEFINED or sign != 0
