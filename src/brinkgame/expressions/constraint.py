"""`Constraint`: one expression below another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NoReturn, final

from brinkgame.errors import ExpressionError
from brinkgame.expressions.operand import merged_symbols

if TYPE_CHECKING:
    from brinkgame.expressions.expression import Expression
    from brinkgame.expressions.operand import Symbol

__all__ = ["Constraint"]


@final
@dataclass(frozen=True, slots=True)
class Constraint:
    """The condition that `left` is below `right`; ``a > b`` is kept as ``b < a``.

    It is made by comparing parameters or expressions, and says nothing by itself: `holds` asks it
    at a point. It has no truth value, so that ``if x < y``, ``0 < x < 1`` and ``sorted([x, y])``
    raise instead of going wrong in silence.

    >>> from brinkgame.parameters import Parameter
    >>> retreat = Parameter("retreat_cost", baseline=4)
    >>> war = Parameter("ussr_war_cost", baseline=8)
    >>> constraint = retreat < war
    >>> print(constraint, constraint.holds({"retreat_cost": 4, "ussr_war_cost": 4}))
    retreat_cost < ussr_war_cost False
    """

    left: Expression
    relation: Literal["<", "<="]
    right: Expression

    def __post_init__(self) -> None:
        merged_symbols(self.left.symbols, self.right.symbols)  # raises where two of a name differ

    @property
    def symbols(self) -> Mapping[str, Symbol]:
        """The parameters in it, by name, sorted by name."""
        return MappingProxyType(merged_symbols(self.left.symbols, self.right.symbols))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters in it, sorted."""
        return tuple(self.symbols)

    def holds(self, values: Mapping[str, object]) -> bool:
        """Return whether it holds where the parameters have these values, exactly.

        Raises `ExpressionError` where a name is missing or a side has no value.
        """
        left, right = self.left.evaluate(values), self.right.evaluate(values)
        return left < right if self.relation == "<" else left <= right

    def __bool__(self) -> NoReturn:
        raise ExpressionError(
            f"whether {self} depends on the values of {', '.join(self.names) or 'nothing'}: ask "
            f".holds(values), and write two-sided conditions as two constraints"
        )

    def __repr__(self) -> str:
        return f"<Constraint {self}>"

    def __str__(self) -> str:
        return f"{self.left} {self.relation} {self.right}"
