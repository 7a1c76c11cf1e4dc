"""Which engine finds the forms of a game, and what is done with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from brinkgame.control import Control, Progress
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parametric.equilibria import (
    credible,
    matrices,
    perfect_information,
    several_players,
)
from brinkgame.parametric.equilibria.engines import FormEngine
from brinkgame.parametric.equilibria.form import (
    EquilibriumForms,
    Support,
    default_concept,
)
from brinkgame.parametric.equilibria.inhabiting import inhabited as living
from brinkgame.parametric.equilibria.inhabiting import known_sign, require_values
from brinkgame.results import Concept
from brinkgame.solvers.auto import concept_named

__all__ = ["default_concept", "equilibrium_forms", "require_engine"]


ENGINES: Final[Mapping[str, FormEngine]] = {
    "perfect information": perfect_information,
    "hidden information": credible,
    "tables of two players": matrices,
    "tables of three players": several_players,
}
"""The narrowest first."""

_WIDE: Final = 128
"""Pure profiles of a tree above which they are not all made."""


def equilibrium_forms(
    game: ExtensiveFormGame | NormalFormGame,
    concept: str | Concept | None = None,
    *,
    fixed: Mapping[str, Any] | None = None,
    inhabited: bool = True,
    thin: bool = False,
    only: Support | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> EquilibriumForms:
    """Every equilibrium form of a game with open parameters, with its exact conditions.

    Parameters
    ----------
    game
        A tree of perfect information, a small tree in which something is hidden, or a table.
    concept
        What is looked for: by default subgame-perfect equilibria where nothing is hidden,
        sequential ones in other trees, Nash equilibria in tables.
    fixed
        Parameters that are to have a value; the others stay open.
    inhabited
        Whether to look at the constrained box: forms that are equilibria nowhere in it are left
        out, each of the others has a witness, and conditions are freed of factors whose sign never
        changes there. Otherwise the forms come as they are, and at once.
    thin
        Whether to list forms that exist on borders only as well.
    only
        Parts of a support (see `EquilibriumForm.support`): only forms with these are looked for.
    time_limit, progress
        Seconds to spend, and a function that is told how far the work is.

    Returns
    -------
    EquilibriumForms
        Its `coverage` and `undecided` say what was not decided, if anything.

    Raises
    ------
    UnsupportedGameError
        No engine takes the game; every reason is listed. Or a payoff or probability has a pole
        inside the constrained box: the message says where.

    Examples
    --------
    >>> import brinkgame as bg
    >>> for form in bg.equilibrium_forms(bg.memo.load("capitulation").game):
    ...     print(form.name)
    USSR at root: accept
    USSR at root: hold out
    """
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"forms are of a tree or a table, not of {game!r}")
    wanted = default_concept(game) if concept is None else concept_named(concept)
    control = Control(time_limit, progress)
    if fixed:
        game = game.fix(fixed)
    engine = _engine(game, wanted)
    if engine is perfect_information and inhabited and not thin and _is_wide(game):
        # It sees contradictions among conditions on the way, so that most ways are never made.
        engine = credible
    space = game.parameters
    if inhabited:
        require_values(game)
    options: dict[str, Any] = {"sign": known_sign(space, thin=thin)} if inhabited else {}
    found, undecided = engine.forms(game, wanted, control, thin=thin, only=only, **options)
    if only is not None:
        found = tuple(form for form in found if set(only) <= set(form.support))
    if not thin:
        found = tuple(form for form in found if not form.is_thin)
    if inhabited:
        found, more = living(found, space, control, thin=thin)
        undecided += more
    coverage = (
        "every equilibrium lies in a form, or between forms that hold together"
        if not undecided
        else "there may be equilibria of other forms"
    )
    return EquilibriumForms(game, space, wanted, found, coverage, undecided)


def require_engine(game: ExtensiveFormGame | NormalFormGame, concept: Concept) -> None:
    """Raise `UnsupportedGameError`, with every reason, where no engine takes a game."""
    _engine(game, concept)


def _is_wide(game: ExtensiveFormGame | NormalFormGame) -> bool:
    """Whether there are so many pure profiles that most of them contradict themselves."""
    return isinstance(game, ExtensiveFormGame) and math.prod(game.tree.infoset_size) > _WIDE


def _engine(game: ExtensiveFormGame | NormalFormGame, concept: Concept) -> FormEngine:
    passed: list[str] = []
    for name, engine in ENGINES.items():
        reasons = engine.obstacles(game, concept)
        if not reasons:
            return engine
        passed.extend(f"{name}: {reason}" for reason in reasons)
    raise UnsupportedGameError(
        f"no closed forms of the {concept.value} equilibria of {game!r}", passed
    )
