"""A formula over a box as signs of polynomials, to be judged for many boxes or points at once.

A condition is the sign of a product of irreducible polynomials. Over boxes, a formula takes the
values 1 (true), -1 (false) and 0 (open) from the signs of these factors. Sets of measure zero do
not matter there: an equation holds nowhere, and borders belong to either side. With whole
parameters a border may have a weight; their conditions stay as they are until each has a value, or
are judged at points, by signs that are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any as Anything
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.expressions import Expression
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import Domain
from brinkgame.parametric.regions.formula import FALSE, TRUE, All, Any, Atom, Formula, formula_of
from brinkgame.parametric.regions.reducing import reduced

__all__ = ["SignProgram", "tidied"]

_Signs: TypeAlias = npt.NDArray[np.int8]

_COMPARISONS: Final[dict[str, Anything]] = {
    ">=": np.greater_equal,
    ">": np.greater,
    "==": np.equal,
    "!=": np.not_equal,
}


def tidied(formula: Formula, domain: Domain) -> Formula:
    """The formula with every condition reduced and borders let go, but for whole parameters."""
    if isinstance(formula, Atom):
        if any(symbol.whole for symbol in formula.condition.difference.symbols.values()):
            return formula
        short = reduced([formula.condition], domain.space, borders=False)
        if short is None:
            return FALSE
        parts: list[Formula] = []
        for condition in short:
            if condition.relation == "==":
                return FALSE
            if condition.relation != "!=":
                parts.append(Atom(condition))
        return All.of(*parts)
    assert isinstance(formula, (All, Any))  # noqa: S101
    return type(formula).of(*(tidied(part, domain) for part in formula.parts))


def constraints_of(domain: Domain, names: Sequence[str]) -> Formula:
    """The constraints that tie these names to each other or to more names."""
    inside = set(names)
    found = [
        formula_of(constraint)
        for constraint in domain.space.constraints
        if not inside.isdisjoint(constraint.names)
    ]
    return All.of(*found)


@final
class SignProgram:
    """Formulas made ready to be judged from the signs of their factors.

    With `exact`, a sign of 0 means zero, and otherwise that it is open.
    """

    def __init__(self, *formulas: Formula, exact: bool = False) -> None:
        self.exact = exact
        self.factors: list[Expression] = []
        self._place: dict[Expression, tuple[int, int]] = {}
        self.judges = [self._compiled(formula) for formula in formulas]

    def _compiled(self, formula: Formula) -> Callable[[_Signs], _Signs]:
        if isinstance(formula, Atom):
            return self._atom(formula.condition)
        if formula in (TRUE, FALSE):
            value = np.int8(1 if formula == TRUE else -1)
            return lambda signs: np.full(signs.shape[1:], value)
        assert isinstance(formula, (All, Any))  # noqa: S101
        parts = [self._compiled(part) for part in formula.parts]
        join: Anything = np.minimum if isinstance(formula, All) else np.maximum

        def judge(signs: _Signs) -> _Signs:
            value = parts[0](signs)
            for part in parts[1:]:
                value = join(value, part(signs))
            return value

        return judge

    def _atom(self, condition: Condition) -> Callable[[_Signs], _Signs]:
        places: list[tuple[int, bool]] = []
        sign = 1
        for part in (condition.difference.numerator, condition.difference.denominator):
            unit, factors = part.factors()
            sign *= (unit > 0) - (unit < 0)
            for factor, power in factors:
                place, turned = self._placed(factor)
                sign *= turned if power % 2 else 1
                if self.exact or power % 2:
                    places.append((place, power % 2 == 0))

        def product_of(signs: _Signs) -> _Signs:
            value = np.full(signs.shape[1:], sign, dtype=np.int8)
            for place, squared in places:
                value = value * (signs[place] ** 2 if squared else signs[place])
            return value

        if not self.exact:
            return product_of
        compare = _COMPARISONS[condition.relation]
        return lambda signs: np.where(compare(product_of(signs), 0), 1, -1).astype(np.int8)

    def _placed(self, factor: Expression) -> tuple[int, int]:
        if factor not in self._place:
            self._place[factor] = (len(self.factors), 1)
            self._place[-factor] = (len(self.factors), -1)
            self.factors.append(factor)
        return self._place[factor]
