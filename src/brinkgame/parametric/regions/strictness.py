"""Whether conditions hold at a point and all around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import Domain

__all__ = ["is_strict_at", "put"]


def is_strict_at(
    conditions: Sequence[Condition], domain: Domain, point: Mapping[str, Fraction]
) -> bool:
    """Whether conditions and constraints hold at a point of the box, and all around it.

    Around it whole parameters keep their values.
    """
    if any(fact.polynomial.at(point) <= 0 for fact in domain.open_facts):
        return False
    try:
        return all(c.holds(point) and _is_strict(c, point) for c in conditions)
    except ExpressionError:
        return False


def _is_strict(condition: Condition, point: Mapping[str, Fraction]) -> bool:
    whole = {n: point[n] for n, symbol in condition.difference.symbols.items() if symbol.whole}
    difference = put(condition.difference, whole)
    if difference.is_constant or condition.relation == "!=":
        return True
    return condition.relation != "==" and difference.evaluate(point) > 0


def put(difference: Expression, values: Mapping[str, Any]) -> Expression:
    """An expression with some parameters replaced, where they are in it."""
    own = {name: value for name, value in values.items() if name in difference.symbols}
    return difference.substitute(own) if own else difference
