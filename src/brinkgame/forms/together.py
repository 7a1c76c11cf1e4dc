"""Several games at once, in which the same quantity is the same parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Constraint
from brinkgame.parameters import ParameterSpace

__all__ = ["joint_space"]


def joint_space(
    games: Sequence[Any], held: Mapping[str, Any] = MappingProxyType({})
) -> ParameterSpace:
    """The parameters of all games together that vary, and every constraint declared among them.

    A constraint that one game declares may bind parameters of which it has only some; what is held
    fast is put into it.

    Raises
    ------
    InvalidParameterError
        What is held fast breaks a constraint, by itself or with the others at their baselines.
    """
    known = {name: each for game in games for name, each in game.parameters.items()}
    both = ParameterSpace([each for name, each in known.items() if name not in held])
    constraints = []
    for constraint in (each for game in games for each in game.constraints):
        if not all(name in known for name in constraint.names):
            continue
        left, right = (side.substitute(held) for side in (constraint.left, constraint.right))
        if any(name in both for name in constraint.names):
            constraints.append(Constraint(left, constraint.relation, right))
        elif not constraint.holds(held):
            told = ", ".join(f"{name} = {held[name]}" for name in constraint.names)
            raise InvalidParameterError(f"{constraint} does not hold at {told}, which is held fast")
    return both | ParameterSpace(both.values(), constraints)
