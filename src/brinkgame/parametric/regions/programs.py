"""A formula over a box as signs of polynomials, to be judged for many boxes or points at once.

Sets of measure zero do not matter here: an equation holds nowhere, and borders belong to either
side. So each condition becomes the sign of a product of irreducible polynomials, and a formula
takes the values 1 (true), -1 (false) and 0 (open) from the signs of these factors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any as Anything
from typing import TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.expressions import Expression
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import Domain
from brinkgame.parametric.regions.formula import FALSE, TRUE, All, Any, Atom, Formula, formula_of
from brinkgame.parametric.regions.reducing import reduced

__all__ = ["SignProgram", "tidied"]

_Signs: TypeAlias = npt.NDArray[np.int8]


def tidied(formula: Formula, domain: Domain) -> Formula:
    """The formula with every condition reduced and borders let go."""
    if isinstance(formula, Atom):
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
    """Formulas made ready to be judged from the signs of their factors."""

    def __init__(self, *formulas: Formula) -> None:
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
        unit, factors = condition.difference.factors()
        sign = 1 if unit > 0 else -1
        places = []
        for factor, power in factors:
            if power % 2 == 0:
                continue
            place, turned = self._placed(factor)
            sign *= turned
            places.append(place)

        def judge(signs: _Signs) -> _Signs:
            value = signs[places[0]]
            for place in places[1:]:
                value = value * signs[place]
            turned: _Signs = value if sign > 0 else -value
            return turned

        return judge

    def _placed(self, factor: Expression) -> tuple[int, int]:
        if factor not in self._place:
            self._place[factor] = (len(self.factors), 1)
            self._place[-factor] = (len(self.factors), -1)
            self.factors.append(factor)
        return self._place[factor]
