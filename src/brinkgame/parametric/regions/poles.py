"""Where an expression has no value in the constrained box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import domain_of
from brinkgame.parametric.regions.reducing import factors_of
from brinkgame.parametric.regions.witnesses import witness

__all__ = ["Pole", "poles"]


@final
@dataclass(frozen=True, slots=True)
class Pole:
    """Where an expression has no value: a factor of its denominator, and a point where it is zero.

    The point is None where no rational one was found.
    """

    factor: Expression
    point: Point | None

    def __str__(self) -> str:
        if self.point is None:
            return f"{self.factor} may be zero in the constrained box"
        at = ", ".join(f"{name} = {self.point[name]}" for name in self.factor.names)
        return f"{self.factor} is zero at {at}"


def poles(expression: Expression, space: ParameterSpace) -> tuple[Pole, ...]:
    """Return the factors of the denominator that can be zero in the constrained box, with where.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import poles
    >>> x = bg.Parameter("x", 1, low=0, high=2)
    >>> print(*poles(1 / (2 * x - 3), bg.ParameterSpace([x])))
    2*x - 3 is zero at x = 3/2
    """
    domain = domain_of(space)
    domain.require(expression.names)
    found = []
    for factor, _, known in factors_of(expression.denominator, domain):
        if known is not None and known[1]:
            continue
        zero = Condition("", "", "", "", factor, "==", words=f"{factor} is zero")
        where = witness([zero], space)
        if where.status != "empty":
            found.append(Pole(factor, where.point))
    return tuple(found)
