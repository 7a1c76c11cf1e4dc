"""What holds along one parameter: on each cell of an interval the forms that are equilibria there.

There are two ways to know. A tree of perfect information is folded over all values at once
(`folded`), which needs no list of its profiles. Of any other game the forms are listed, and their
conditions, which are about one parameter only, are looked up in a table of signs (`listed`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

from brinkgame.arithmetic import Algebraic
from brinkgame.control import FREE, Control
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.parametric.along.intervals import Cell, Interval
from brinkgame.parametric.along.ratios import Place, Ratio, Spot, ratio_of, sign_of_ratio
from brinkgame.parametric.along.tabulating import holds
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.equilibria.quadratics import RootNumber
from brinkgame.results import Concept

__all__ = ["CREDIBLE", "Line", "Members", "Strip", "sign_along"]

_CACHED: Final = ("_fold", "_is_exponent", "_known", "_ratios", "_roots")

CREDIBLE: Final = (Concept.SUBGAME_PERFECT, Concept.PERFECT_BAYESIAN, Concept.SEQUENTIAL)
"""Concepts by which everybody does in subgames what is best there."""

Members: TypeAlias = "dict[Hashable, tuple[int, ...]] | None"
"""The forms that hold, by what is asked of them; None where they are too many to be listed."""


@final
@dataclass(frozen=True, slots=True)
class Strip:
    """A cell, and the forms that are equilibria on it.

    Attributes
    ----------
    cell
        An open interval or a place.
    members
        Numbers of forms, under a key for what is asked of them: two cells are alike where they
        have the same keys.
    limits
        Keys of forms that at this place do no more than another form that is there: a probability
        of theirs has become zero.
    """

    cell: Cell
    members: Members
    limits: frozenset[Hashable] = frozenset()


class Line(ABC):
    """The forms of a game along one parameter.

    Attributes
    ----------
    game, fixed
        The game with all its parameters, and with one.
    over, rest
        That parameter, and the values of the others.
    concept
        Which equilibria.
    undecided
        What could not be decided so far, one line each.
    """

    def __init__(
        self, game: Any, fixed: Any, over: str, rest: Mapping[str, Fraction], concept: Concept
    ) -> None:
        self.game = game
        self.fixed = fixed
        self.over = over
        self.rest = rest
        self.concept = concept
        self.undecided: dict[str, None] = {}
        self._ratios: dict[int, tuple[Expression, Ratio]] = {}

    @abstractmethod
    def strips(self, interval: Interval, of: str, control: Control = FREE) -> list[Strip]:
        """What holds on an interval, cell by cell; `TimeLimitError` when the time is up."""

    @abstractmethod
    def strip_at(self, value: Place, of: str) -> Strip:
        """What holds at one value; if it is rational, also where the parameter is an exponent."""

    @abstractmethod
    def form(self, number: int) -> EquilibriumForm:
        """A form, in terms of the parameter."""

    @abstractmethod
    def name(self, number: int, of: str, place: Place) -> str:
        """What a form does at a place, in words, as far as it is asked."""

    @abstractmethod
    def turned(self, number: int, held: Spot, failed: Spot) -> list[tuple[Any, Condition]]:
        """Which conditions of a form hold at one spot and fail at another.

        Each comes with a key for `wider`; it may be in terms of all parameters already.
        """

    def weight(self, number: int) -> int:
        """How much is done in a form: of several that tell the same, the lightest is asked."""
        del number
        return 0

    def touching(self, number: int, place: Place) -> list[tuple[Any, Condition]]:
        """Which conditions of a form hold at a place with equality, as `turned` tells them."""
        del number, place
        return []

    @abstractmethod
    def wider(self, number: int, key: Any) -> Iterator[Condition]:
        """A condition of a form in terms of all parameters.

        Several may come where forms cannot be told apart by what is done in them.
        """

    @abstractmethod
    def company(self, number: int, condition: Condition) -> tuple[Condition, ...]:
        """All conditions of the form to which a condition in all parameters belongs."""

    def __getstate__(self) -> dict[str, Any]:
        # What is cached can be had again.
        state = {name: value for name, value in vars(self).items() if name not in _CACHED}
        return {**state, "_ratios": {}}

    def impossible(self, intervals: Sequence[Interval]) -> tuple[Place, ...]:
        """Where a move of Nature becomes impossible, and forms are limits of those beside."""
        del intervals
        return ()

    def is_so(self, condition: Condition, spot: Spot) -> bool:
        """Whether a condition in terms of the one parameter holds at a spot."""
        sign = self.sign(condition.difference, spot)
        return sign is not None and holds(sign, condition.relation)

    def sign(self, number: Fraction | Expression, spot: Spot) -> int | None:
        """As `sign_along`, quicker for an expression that is asked about again."""
        if isinstance(number, Fraction) or not (spot[1] or isinstance(spot[0], Algebraic)):
            return sign_along(number, self.over, spot)
        known = self._ratios.get(id(number))
        if known is None:
            known = self._ratios[id(number)] = number, ratio_of(number)
        return sign_of_ratio(known[1], spot)


def sign_along(number: Fraction | Expression | RootNumber, over: str, spot: Spot) -> int | None:
    """The sign at a spot of an expression in one parameter; None at a pole."""
    if isinstance(number, Fraction):
        return (number > 0) - (number < 0)
    place, side = spot
    if isinstance(number, RootNumber):  # of a form that holds, so that it is not negative
        return int(not number.is_zero_at({over: place}))
    if side or not isinstance(place, Fraction):
        return sign_of_ratio(ratio_of(number), spot)
    try:
        value = number.evaluate({over: place})
    except ExpressionError:
        return None
    return (value > 0) - (value < 0)
