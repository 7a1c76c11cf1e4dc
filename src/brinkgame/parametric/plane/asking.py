"""What is asked of a map: checked names, fixed values, the rectangle, and the constraints in it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

from brinkgame.errors import (
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter, ParameterSpace, Point
from brinkgame.parametric.plane.curves import Box
from brinkgame.parametric.regions import poles

__all__ = ["Question", "asked"]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"

_NOTHING: Final = "(nothing)"
"""The second side of a map over one parameter: no parameter can be called so."""


@final
@dataclass(frozen=True)
class Question:
    """A game over a rectangle.

    Attributes
    ----------
    game, closed
        The game as it was given, and with all parameters fixed but those of the map.
    over
        The parameters of the map.
    fixed
        The values of the others.
    constraints
        What is left of the constraints: differences, and how they compare with zero.
    box
        The rectangle.
    """

    game: Game
    closed: Game
    over: tuple[Parameter, ...]
    fixed: Point
    constraints: tuple[tuple[Expression, str], ...]
    box: Box

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters of the map."""
        return tuple(parameter.name for parameter in self.over)

    @property
    def sides(self) -> tuple[str, str]:
        """The names along x and y; over one parameter nothing depends on the second."""
        return (self.names[0], self.names[1] if len(self.over) == 2 else _NOTHING)

    def point(self, x: Fraction, y: Fraction) -> Point:
        """The point of the whole space above a point of the rectangle."""
        return Point({**self.fixed, **dict(zip(self.names, (x, y), strict=False))})


def asked(game: Game, over: Sequence[str], at: Mapping[str, Any] | None) -> Question:
    """Check a question, and put it together.

    Raises
    ------
    UnknownNameError
        There is no such parameter.
    InvalidParameterError
        A parameter is named twice, has no range or an empty one, or enters nothing; a mapped one is
        to be fixed as well; the constraints leave nothing; or the game has a pole in the rectangle.
    """
    space = game.parameters
    for name in over:
        if name not in space:
            raise UnknownNameError(f"there is no parameter {name!r}{suggestion(name, space)}")
    if len(set(over)) < len(over):
        raise InvalidParameterError(f"a map over {over[0]} and {over[0]}: name two parameters")
    parameters = tuple(space[name] for name in over)
    values = dict(at or {})
    for name in over:
        if name in values:
            raise InvalidParameterError(
                f"{name} is mapped over its range and has the value {values[name]} as well: leave "
                "out one of the two"
            )
    with warnings.catch_warnings():
        # Constraints are cut out of the rectangle; the ranges of what is fixed are told below.
        warnings.simplefilter("ignore", ParameterRangeWarning)
        whole = space.point(values)
    _warn_of_ranges(space, values)
    fixed = Point({name: whole[name] for name in space if name not in over})
    sides = [_side(parameter) for parameter in parameters]
    if len(sides) == 1:
        sides.append((Fraction(0), Fraction(1)))
    box = Box(*sides[0], *sides[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        closed = game.fix(dict(fixed)) if fixed else game
    for parameter in parameters:
        if parameter.name not in _entering(closed):
            fate = "whatever the others are" if not fixed else "with the others where they are"
            raise InvalidParameterError(
                f"{parameter.name} enters no payoff and no probability, {fate}: there is nothing "
                "to map over it"
            )
    question = Question(game, closed, parameters, fixed, _constraints(space, fixed), box)
    _refuse_poles(question)
    return question


def _warn_of_ranges(space: ParameterSpace, values: Mapping[str, Any]) -> None:
    for line in space.violations(values):
        if "is outside its range" in line:
            warnings.warn(line, ParameterRangeWarning, stacklevel=4)


def _side(parameter: Parameter) -> tuple[Fraction, Fraction]:
    name, low, high = parameter.name, parameter.low, parameter.high
    if parameter.whole:
        raise UnsupportedGameError(
            f"{name} takes whole numbers only, and a map runs over all numbers between two: give "
            f"it a value (at={{{name!r}: {parameter.baseline}}}), one map for each"
        )
    if low is None or high is None:
        raise InvalidParameterError(f"{name} has no range to map: declare it with low= and high=")
    if low == high:
        raise InvalidParameterError(
            f"the range of {name} is the single number {low}: there is nothing to map over it"
        )
    return low, high


def _entering(game: Game) -> frozenset[str]:
    return frozenset(
        name for number in game.numbers if isinstance(number, Expression) for name in number.names
    )


def _constraints(space: ParameterSpace, fixed: Point) -> tuple[tuple[Expression, str], ...]:
    """The constraints on what is mapped, as differences and how they compare with zero."""
    found = []
    for constraint in space.constraints:
        room = quantity((constraint.right - constraint.left).substitute(fixed))
        strict = constraint.relation == "<"
        if isinstance(room, Expression):
            found.append((room, ">" if strict else ">="))
        elif room < 0 or (strict and room == 0):
            where = ", ".join(f"{name} = {fixed[name]}" for name in constraint.names)
            raise InvalidParameterError(
                f"the constraint {constraint} does not hold with {where}: nothing is left to map"
            )
    return tuple(found)


def _refuse_poles(question: Question) -> None:
    """No payoff and no probability may be without a value inside the rectangle."""
    space = ParameterSpace(question.over)
    numbers = {n for n in question.closed.numbers if isinstance(n, Expression)}
    for number in sorted(numbers, key=str):
        for pole in poles(number, space):
            raise InvalidParameterError(
                f"the payoff or probability {number} has no value everywhere in the rectangle: "
                f"{pole}; narrow a range so that its denominator is never zero"
            )
