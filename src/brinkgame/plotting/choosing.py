"""Which equilibrium a picture shows: the caller's choice, and never one of several in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from brinkgame.errors import AmbiguousEquilibriumError
from brinkgame.play import Assessment
from brinkgame.play.payoffs import as_profile
from brinkgame.results import Equilibrium, EquilibriumResult

__all__ = ["Shown", "shown"]


@final
@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be drawn.

    Attributes
    ----------
    profile
        Of the game that is drawn.
    is_one_of_many
        Whether it is a member of a family that the picture does not show.
    beliefs
        What everyone believes, where the concept is about beliefs.
    """

    profile: Any
    is_one_of_many: bool
    beliefs: Any = None


def shown(game: Any, equilibrium: Any) -> Shown | None:
    """The profile behind an equilibrium, a profile, or a result with a single equilibrium.

    Raises
    ------
    AmbiguousEquilibriumError
        A result has several equilibria, or a family of them.
    InvalidProfileError
        The profile is not one of this game.
    """
    if equilibrium is None:
        return None
    many, beliefs = False, None
    if isinstance(equilibrium, EquilibriumResult):
        if len(equilibrium) != 1 or equilibrium[0].family is not None:
            raise AmbiguousEquilibriumError(
                f"{_count(equilibrium)}, and a picture shows one: name it, as result[0] or as a "
                "profile {player: ...}; brinkgame.select(result, rule) chooses by a rule"
            )
        equilibrium = equilibrium[0]
    if isinstance(equilibrium, Equilibrium):
        many, beliefs = equilibrium.family is not None, equilibrium.beliefs
        equilibrium = equilibrium.profile
    if isinstance(equilibrium, Assessment):
        equilibrium, beliefs = equilibrium.profile, equilibrium.beliefs
    return Shown(as_profile(game, equilibrium), many, beliefs)


def _count(result: EquilibriumResult) -> str:
    if not result:
        return "there is no equilibrium in this result"
    if len(result) > 1:
        return f"there are {len(result)} equilibria"
    return "the equilibrium is one of a family"
