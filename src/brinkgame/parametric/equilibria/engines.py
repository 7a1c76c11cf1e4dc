"""What a module of this folder that finds forms is given, and what it offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from brinkgame.arithmetic import Float
from brinkgame.expressions import Expression
from brinkgame.forms import NormalFormGame
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.results import Concept

__all__ = ["FormEngine", "SignOf", "table_obstacles", "unknown_sign"]

SignOf: TypeAlias = Callable[[Expression], "int | None"]
"""The sign that an expression has wherever the parameters are, or None if nobody knows."""


def unknown_sign(_: Expression) -> int | None:
    """Nothing is known of the sign of an expression."""
    return None


class FormEngine(Protocol):
    """What a module offers that finds forms."""

    @property
    def obstacles(self) -> Callable[[Any, Concept], tuple[str, ...]]:
        """Every reason why it does not take a game."""

    @property
    def forms(self) -> Callable[..., tuple[tuple[EquilibriumForm, ...], tuple[str, ...]]]:
        """The forms of a game, a concept and a control, and what is undecided.

        The options are `sign` (a `SignOf`), and `thin` and `only` as in `equilibrium_forms`.
        """


def table_obstacles(game: object, concept: Concept) -> list[str]:
    """Why a game is not of those that engines for tables take, whatever the number of players."""
    if not isinstance(game, NormalFormGame):
        return ["it is a tree: to_normal_form() makes a table of it"]
    reasons = []
    if concept is not Concept.NASH:
        reasons.append(f"{concept.value} is asked for: a table has Nash equilibria only")
    if isinstance(game.arithmetic, Float):
        reasons.append("its payoffs are floats: write them as exact numbers or expressions")
    return reasons
