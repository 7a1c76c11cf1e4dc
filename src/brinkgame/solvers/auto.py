"""Which solver to use when none was named: the one that covers most, and why.

The rule: among the solvers that take the game and find the concept asked for, prefer the strongest
concept when none was asked for, then the widest coverage, then one that is made for such games,
then the order of names.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from typing import Any, final

from brinkgame.errors import UnknownNameError, UnsupportedGameError, suggestion
from brinkgame.forms import ExtensiveFormGame
from brinkgame.results import Concept, Coverage
from brinkgame.solvers.base import Solver
from brinkgame.solvers.registry import all_solvers

__all__ = ["Choice", "choose_solver", "concept_named"]

_STRENGTH = (Concept.SUBGAME_PERFECT, Concept.NASH)
"""Concepts that are looked for unasked, the strongest first.

Those with beliefs are not among them: to find all of their equilibria may take very long.
"""

_WIDTH = (Coverage.ALL, Coverage.ALL_EXTREME, Coverage.ONE, Coverage.ALL_PURE, Coverage.SOME)
"""What is preferred: one equilibrium of any kind to all pure ones, of which there may be none."""


@final
@dataclass(frozen=True, slots=True)
class Choice:
    """A solver and the reason why it was chosen.

    Examples
    --------
    >>> import brinkgame as bg
    >>> choice = bg.choose_solver(bg.catalog.load("entry-deterrence").game)
    >>> choice.solver
    BackwardInduction(single=False, listed=64, limit=2000)
    """

    solver: Solver
    reason: str


def concept_named(name: str | Concept) -> Concept:
    """The concept of a name such as ``"subgame-perfect"``.

    Raises
    ------
    UnknownNameError
        No concept has this name.
    """
    if isinstance(name, Concept):
        return name
    for concept in Concept:
        if concept.value == name:
            return concept
    raise UnknownNameError(f"no concept {name!r}{suggestion(name, [c.value for c in Concept])}")


def choose_solver(game: Any, concept: str | Concept | None = None) -> Choice:
    """The solver for a game, and why.

    Parameters
    ----------
    game
        Any game.
    concept
        What to look for; the strongest concept that some solver finds in this game, if None.

    Raises
    ------
    UnsupportedGameError
        No solver takes the game; every reason of the solvers of such games is listed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.choose_solver(bg.catalog.load("entry-deterrence").game).reason[:72])
    BackwardInduction was chosen: subgame-perfect is the strongest concept t
    """
    wanted = None if concept is None else concept_named(concept)
    candidates = _candidates(all_solvers(), wanted)
    best = next((solver for solver in candidates if not solver.obstacles(game)), None)
    if best is None:
        what = "an equilibrium" if wanted is None else f"a {wanted.value} equilibrium"
        # That others take another form of game says nothing where some take this one.
        near = [solver for solver in candidates if isinstance(game, solver.form)]
        raise UnsupportedGameError(
            f"no solver finds {what} of {game!r}",
            [
                f"{type(solver).__name__}: {reason}"
                for solver in near or candidates
                for reason in solver.obstacles(game)
            ],
        )
    if wanted:
        asked = "was asked for"
    elif isinstance(game, ExtensiveFormGame) and not game.is_perfect_information:
        asked = "is the strongest concept without beliefs here (ask for sequential ones too)"
    else:
        asked = "is the strongest concept that a solver finds here"
    promise = (
        "tells of each answer what it covers"
        if best.coverage is Coverage.SOME
        else f"promises that {best.coverage.value}"
    )
    reason = f"{type(best).__name__} was chosen: {best.concept.value} {asked}, and it {promise}"
    return Choice(best, reason)


@cache
def _candidates(classes: tuple[type[Solver], ...], wanted: Concept | None) -> tuple[Solver, ...]:
    """Solvers of a concept with their options at their defaults, the preferred ones first.

    One of another package that cannot be made without options is not chosen unasked.
    """
    solvers = [
        solver()
        for solver in classes
        if (solver.concept in _STRENGTH if wanted is None else solver.concept is wanted)
        and _has_defaults(solver)
    ]
    return tuple(
        sorted(
            solvers,
            key=lambda s: (
                0 if wanted else _STRENGTH.index(s.concept),
                _WIDTH.index(s.coverage),
                not s.special,
                type(s).__name__,
            ),
        )
    )


def _has_defaults(solver: type[Solver]) -> bool:
    any_number = inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD
    options = inspect.signature(solver).parameters.values()
    return all(o.default is not o.empty or o.kind in any_number for o in options)
