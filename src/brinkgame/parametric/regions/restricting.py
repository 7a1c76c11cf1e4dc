"""Formulas with some parameters fixed: what is left of them, and of the box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Expression, quantity
from brinkgame.parameters import Parameter, ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions import formula as formulas
from brinkgame.parametric.regions.formula import Formula, formula_of

__all__ = ["domain", "fixed", "judged", "multiplied_out", "subspace"]


def judged(formula: Formula, truth: Callable[[Condition], bool]) -> bool:
    """Whether a formula is true where the truth of each condition is told."""
    if isinstance(formula, formulas.Atom):
        return truth(formula.condition)
    if isinstance(formula, formulas.All):
        return all(judged(part, truth) for part in formula.parts)
    if isinstance(formula, formulas.Any):
        return any(judged(part, truth) for part in formula.parts)
    raise AssertionError(formula)


def multiplied_out(condition: Condition) -> Expression:
    """A polynomial that compares with zero as the difference of the condition does."""
    difference = condition.difference
    if difference.denominator.is_constant:
        return difference
    if condition.relation in ("==", "!="):
        return difference.numerator
    return difference.numerator * difference.denominator


def fixed(formula: Formula, values: Mapping[str, Any]) -> Formula:
    """The formula with numbers in the place of some parameters."""
    if not values:
        return formula
    if isinstance(formula, formulas.All):
        return formulas.All.of(*(fixed(part, values) for part in formula.parts))
    if isinstance(formula, formulas.Any):
        return formulas.Any.of(*(fixed(part, values) for part in formula.parts))
    if not isinstance(formula, formulas.Atom):
        raise AssertionError(formula)
    condition = formula.condition
    if not any(name in values for name in condition.difference.names):
        return formula
    difference = multiplied_out(condition).substitute(values)
    rest = quantity(difference)
    if isinstance(rest, Fraction):
        held = replace(condition, difference=difference).holds({})
        return formulas.TRUE if held else formulas.FALSE
    return formulas.Atom(replace(condition, difference=difference))


def domain(space: ParameterSpace) -> Formula:
    """The constraints of a space as a formula; strict ones are the open side."""
    return formula_of(space.constraints)


def subspace(
    space: ParameterSpace, over: tuple[str, ...], at: Mapping[str, Fraction]
) -> tuple[Formula, tuple[Parameter, ...]]:
    """The constraints on some parameters where the others are fixed, and these parameters.

    Raises
    ------
    InvalidParameterError
        A parameter has no end: there is no box.
    """
    free = tuple(space[name] for name in over)
    for parameter in free:
        if parameter.low is None or parameter.high is None:
            side = "low" if parameter.low is None else "high"
            raise InvalidParameterError(
                f"the range of {parameter.name!r} has no {side}: give it both ends, or fix it "
                f"(at={{{parameter.name!r}: ...}} and leave it out of over)"
            )
    rest = {name: at[name] for name in space if name not in over}
    return fixed(domain(space), rest), free
