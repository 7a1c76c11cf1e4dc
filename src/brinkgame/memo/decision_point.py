"""What a decision of the case is: the game, what happened, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, final

from brinkgame.errors import UnknownNameError, suggestion
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.nodes import Node
from brinkgame.memo.premises import Premise
from brinkgame.parameters import Parameter

if TYPE_CHECKING:
    from brinkgame.parametric import Threshold
    from brinkgame.results import EquilibriumResult

__all__ = ["ClosedForm", "DecisionPoint", "Ending", "Variant"]

Ending = Callable[..., Node]
"""What makes the node of an end: called with the payoffs, and the outcome as ``label``."""


@final
@dataclass(frozen=True, slots=True)
class ClosedForm:
    """A result in closed form that the library derives from a decision's game.

    Attributes
    ----------
    name
        What it is called, within its decision.
    words
        What is so, or what the quantity is.
    formula
        The value, as a rational function of the parameters. It is derived from the game, never
        typed in.
    over, relation
        With these the formula is a border: what `words` says is so iff ``over relation formula``.
        `relation` is ``"<="`` or ``">="``; without a border it is empty.
    provided
        The case that it belongs to: each of these is positive or zero there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy")
    >>> border = deploy.closed_form("deploys")
    >>> base = deploy.game.parameters.baseline
    >>> print(border.over, border.relation, border.formula.evaluate(base))
    detection*us_resolve <= 25/64
    """

    name: str
    words: str
    formula: Expression
    over: Expression | None = None
    relation: str = ""
    provided: tuple[Expression, ...] = ()

    @classmethod
    def of(cls, name: str, words: str, border: Threshold, *provided: Expression) -> ClosedForm:
        """The result that a border says, in a case."""
        return cls(name, words, border.formula, border.over, border.relation, provided)

    def holds(self, point: Mapping[str, Any]) -> bool | None:
        """Whether `words` is so at a point that names every parameter; on the border it is.

        A border is a ratio, and its denominator may be zero at an end of a range, as where a
        tighter quarantine costs nothing. There it is multiplied out.

        Returns
        -------
        bool or None
            None where the case is not at hand, or where the result is not a border.
        """
        if self.over is None or not self.is_at_hand(point):
            return None
        gap: Expression = self.formula - self.over
        above, below = gap.numerator.evaluate(point), gap.denominator.evaluate(point)
        # Where the denominator vanishes, its sign is the one that it has elsewhere.
        sign = below or gap.denominator.evaluate(_baselines(gap.denominator))
        if (sign > 0) != (self.relation == "<="):
            above = -above
        return above >= 0

    def is_at_hand(self, point: Mapping[str, Any]) -> bool:
        """Whether the case that the result belongs to is at hand at a point."""
        return all(condition.evaluate(point) >= 0 for condition in self.provided)

    def __str__(self) -> str:
        if self.over is None:
            return f"{self.words}: {self.formula}"
        return f"{self.words} iff {self.over} {self.relation} {self.formula}"


@final
@dataclass(frozen=True, slots=True)
class Variant:
    """The same decision under one assumption that differs.

    Attributes
    ----------
    name
        What it is called, within its decision.
    title
        What differs.
    game
        The game that results.
    sources
        What speaks for the assumption.
    """

    name: str
    title: str
    game: ExtensiveFormGame | NormalFormGame
    sources: tuple[str, ...] = ()


@final
@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """One decision of 1962 as a game.

    Attributes
    ----------
    name, number
        What it is loaded by, such as ``"deploy"``, and its number in the list of decisions.
    began
        When it began, as ``"1962-06"``; it puts the decisions in order.
    when, who, title, question
        In words.
    game
        The game, its parameters open.
    happened
        The action on record, ``{player: {information set: action}}``; empty where the matter was
        still open.
    premises
        What the game assumes, each with its source or the mark that it is ours.
    sources
        The paragraphs that the decision is taken from.
    variants
        The same decision under other assumptions, or in another form.
    concept
        By which concept the game is solved; without one, by whichever its form calls for.
    derive
        What works out the results in closed form; `closed_forms` calls it once.

    Raises
    ------
    UnknownNameError
        The record names a player, information set or action that is not in the game.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy")
    >>> deploy.when, deploy.happened
    ('June-July 1962', {'USSR': {'root': 'deploy'}})
    """

    name: str
    number: str
    began: str
    when: str
    who: tuple[str, ...]
    title: str
    question: str
    game: ExtensiveFormGame
    happened: Mapping[str, Mapping[str, str]]
    premises: tuple[Premise, ...] = ()
    sources: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = field(default=())
    concept: str | None = None
    derive: Callable[[], tuple[ClosedForm, ...]] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for player, infoset, action in self._record():
            number = self.game.infoset_number(player, infoset)
            menu = self.game.tree.actions(number)
            if action not in menu:
                raise UnknownNameError(
                    f"{player} at {infoset} has no action {action!r}{suggestion(action, menu)}"
                )

    def _record(self) -> list[tuple[str, str, str]]:
        return [
            (player, infoset, action)
            for player, plan in self.happened.items()
            for infoset, action in plan.items()
        ]

    def solve(self, at: Mapping[str, Any] | None = None) -> EquilibriumResult:
        """Every equilibrium of the game at a point; the parameters not named are at baseline.

        Examples
        --------
        >>> import brinkgame as bg
        >>> bg.memo.load("deploy").solve({"detection": "9/10"}).only().payoffs["USSR"]
        Fraction(-1, 2)
        """
        from brinkgame.solve import solve

        return solve(self.game.at(at or {}), concept=self.concept)

    def agrees(self, profile: Any) -> bool:
        """Whether a profile takes every action on record for certain; any does if none is.

        Examples
        --------
        >>> import brinkgame as bg
        >>> deploy = bg.memo.load("deploy")
        >>> deploy.agrees(bg.solve(deploy.game.at()).only().profile)
        True
        >>> deploy.agrees(bg.solve(deploy.game.at(detection=1, us_resolve=1)).only().profile)
        False
        """
        return all(
            profile[player][infoset][action] == 1 for player, infoset, action in self._record()
        )

    @property
    def is_open(self) -> bool:
        """Whether nothing is on record.

        Examples
        --------
        >>> import brinkgame as bg
        >>> bg.memo.load("pledge").is_open
        True
        """
        return not self._record()

    @property
    def closed_forms(self) -> tuple[ClosedForm, ...]:
        """The results in closed form, derived from the game when they are first asked for."""
        return () if self.derive is None else _derived(self.derive)

    def closed_form(self, name: str) -> ClosedForm:
        """The result of this name.

        Raises
        ------
        UnknownNameError
            There is none.
        """
        for result in self.closed_forms:
            if result.name == name:
                return result
        hint = suggestion(name, [result.name for result in self.closed_forms])
        raise UnknownNameError(f"{self.name} has no result {name!r}{hint}")

    def variant(self, name: str) -> Variant:
        """The variant of this name.

        Raises
        ------
        UnknownNameError
            There is none.
        """
        for variant in self.variants:
            if variant.name == name:
                return variant
        hint = suggestion(name, [variant.name for variant in self.variants])
        raise UnknownNameError(f"{self.name} has no variant {name!r}{hint}")


def _baselines(expression: Expression) -> dict[str, Any]:
    symbols = expression.symbols.items()
    return {name: known.baseline for name, known in symbols if isinstance(known, Parameter)}


@cache
def _derived(derive: Callable[[], tuple[ClosedForm, ...]]) -> tuple[ClosedForm, ...]:
    return derive()
