"""Borders in closed form as something that can be drawn: a difference that is zero on them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Expression

__all__ = ["border_words", "difference_of", "on_grid", "steps"]


_LONGEST = 70
"""Characters of a formula that is still read in a key."""


def difference_of(border: Any) -> Expression:
    """The expression that is zero on a border.

    Raises
    ------
    InvalidParameterError
        It is no border.
    """
    if isinstance(border, Expression):
        return border
    over, formula = getattr(border, "over", None), getattr(border, "formula", None)
    if isinstance(over, Expression) and isinstance(formula, Expression):
        return over - formula
    raise InvalidParameterError(
        f"expected a Threshold, a closed form that is a border, or an Expression; got {border!r}"
    )


def border_words(border: Any, over: Sequence[str], point: Mapping[str, Any]) -> str:
    """A border in words, with the numbers of a point in it; one that is too long is "border"."""
    if isinstance(border, Expression):
        return "border"
    held = {name: value for name, value in point.items() if name not in over}
    sides = (border.over.substitute(held), border.formula.substitute(held))
    words = " = ".join(str(side) for side in sides).replace("*", " × ")
    return words if len(words) <= _LONGEST else "border"


def steps(
    difference: Expression, name: str, low: float, high: float, count: int
) -> npt.NDArray[np.float64]:
    """Values of a parameter between two ends; of a whole one, those that it may take."""
    if getattr(difference.symbols.get(name), "whole", False):
        return np.arange(math.ceil(low), math.floor(high) + 1, dtype=np.float64)
    return np.linspace(low, high, count)


def on_grid(
    difference: Expression,
    grid: Mapping[str, npt.NDArray[np.float64]],
    point: Mapping[str, Any],
    shape: tuple[int, ...],
) -> npt.NDArray[np.float64]:
    """Its values over a grid of some parameters, the others at a point.

    Raises
    ------
    InvalidParameterError
        The point does not name all others.
    """
    needed = difference.names
    lacking = [name for name in needed if name not in grid and name not in point]
    if lacking:
        raise InvalidParameterError(
            f"the border {difference} = 0 needs values of {', '.join(lacking)}: give "
            "at={parameter: number}, such as game.parameters.baseline"
        )
    values: dict[str, Any] = {name: grid[name] if name in grid else point[name] for name in needed}
    return np.broadcast_to(difference.evaluate_array({**values, **grid}), shape)
