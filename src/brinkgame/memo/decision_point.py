"""What a decision of the case is: the game, what happened, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, final

from brinkgame.errors import UnknownNameError, suggestion
from brinkgame.forms import ExtensiveFormGame
from brinkgame.memo.premises import Premise

__all__ = ["DecisionPoint", "Variant"]


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
    game: ExtensiveFormGame
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
        The action on record, ``{player: {information set: action}}``.
    premises
        What the game assumes, each with its source or the mark that it is ours.
    sources
        The paragraphs that the decision is taken from.
    variants
        The same decision under other assumptions.

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

    def agrees(self, profile: Any) -> bool:
        """Whether a profile takes every action on record for certain.

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
