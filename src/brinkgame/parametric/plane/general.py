"""Borders of a map as formulas in all parameters of the game, where they can be matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final, final

from brinkgame.control import Control
from brinkgame.errors import BrinkgameError
from brinkgame.expressions import Expression, quantity
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria import equilibrium_forms
from brinkgame.parametric.plane.curves import Curve
from brinkgame.parametric.plane.cutting import Cutting
from brinkgame.parametric.plane.signs import factored_over

__all__ = ["General"]

_SECONDS: Final = 1.0
"""What the formulas in all parameters may take at most; a map is there without them."""


@final
class General:
    """The conditions of the same forms with every parameter open.

    Parameters
    ----------
    cutting
        The map of the game in which all parameters but two have a value.
    control
        A time limit.
    """

    def __init__(self, cutting: Cutting, control: Control) -> None:
        self._cutting = cutting
        self._control = control
        self._known: dict[tuple[Any, ...], list[tuple[Expression, frozenset[Curve]]]] = {}

    def matched(self, curve: Curve, turned: Iterable[tuple[int, Condition]]) -> Expression | None:
        """A polynomial in all parameters that becomes the curve where the others have their values.

        Parameters
        ----------
        curve
            The border.
        turned
            The conditions that turn there, each with the number of its form in the map.
        """
        found = [
            factor
            for form, condition in turned
            for factor, curves in self._factors(form, condition)
            if curve in curves
        ]
        return min(found, key=lambda factor: (len(str(factor)), str(factor)), default=None)

    def _factors(
        self, form: int, condition: Condition
    ) -> list[tuple[Expression, frozenset[Curve]]]:
        key = (self._cutting.forms.forms[form].support, *_place_of(condition))
        if key not in self._known:
            question = self._cutting.question
            found = []
            for difference in self._open.get(key, ()):
                for factor, _ in difference.numerator.factors()[1]:
                    there = quantity(factor.substitute(question.fixed))
                    if isinstance(there, Expression):
                        curves = factored_over(there.numerator, question.sides)[1]
                        found.append((factor, frozenset(curve for curve, _ in curves)))
            self._known[key] = found
        return self._known[key]

    @cached_property
    def _open(self) -> Mapping[tuple[Any, ...], list[Expression]]:
        """The differences of the open game, by who has the incentive in which form."""
        question = self._cutting.question
        if not question.fixed:
            return {}
        left = min(self._control.remaining, _SECONDS)
        if left <= 0:
            return {}
        try:
            forms = equilibrium_forms(
                question.game, self._cutting.forms.concept, inhabited=False, time_limit=left
            )
        except BrinkgameError:  # the open game is beyond what has closed forms
            return {}
        found: dict[tuple[Any, ...], list[Expression]] = {}
        for form in forms:
            for condition in form.conditions:
                key = (form.support, *_place_of(condition))
                found.setdefault(key, []).append(condition.difference)
        return found


def _place_of(condition: Condition) -> tuple[str, str, str, str, str]:
    return (
        condition.player,
        condition.infoset,
        condition.prefer,
        condition.against,
        condition.words,
    )
