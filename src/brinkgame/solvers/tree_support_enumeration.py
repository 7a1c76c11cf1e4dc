"""All Nash equilibria of a tree of any number of players, support by support, exactly.

Given which actions are used, a Nash equilibrium is a solution of polynomial equations and
inequalities: each player's choice is best wherever the others and Nature allow a node to be
reached [1]_, [2]_. Supports are searched in the tree itself, not in its normal form.

.. [1] R. Wilson, *Computing equilibria of two-person games from the extensive form*, Management
   Science 18 (1972).
.. [2] R. Porter, E. Nudelman and Y. Shoham, *Simple search methods for finding a Nash equilibrium*,
   Games and Economic Behavior 63 (2008).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact
from brinkgame.control import FREE, Control
from brinkgame.credibility.listing import scope
from brinkgame.credibility.nash import NashEnumeration
from brinkgame.credibility.nash_families import NashFamily, is_alone, representatives
from brinkgame.credibility.words import Words
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.game import Game
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["TreeSupportEnumeration"]


@final
@dataclass(frozen=True, slots=True)
class TreeSupportEnumeration(Solver):
    """Every Nash equilibrium of a small tree with perfect recall, of any number of players.

    Parameters
    ----------
    limit
        The most connected sets of equilibria to list.
    supports
        The most combinations of used actions that a tree may have, of which most are passed over:
        a choice of two actions has three.

    Notes
    -----
    For two players `ReducedFormEnumeration` and `SequenceFormEnumeration` say the same, faster and
    by linear conditions only.

    `Coverage.ALL` is claimed when every case was decided: those in which the conditions are linear
    always are, those with nonlinear equations where these have finitely many solutions, or where a
    part with infinitely many is proved empty or a member of it was found. A case that was not
    decided is named in the notes, and the status is `Status.LIMIT`.

    A connected set is listed by one equilibrium for each way that play goes at its corners; they
    belong to one `EquilibriumResult.components` entry, and to one family with the exact conditions.
    Many of these equilibria rest on threats that nobody would carry out: ask for sequential ones
    where that matters.

    References
    ----------
    R. Wilson (1972), Computing equilibria of two-person games from the extensive form.
    R. Porter, E. Nudelman and Y. Shoham (2008), Simple search methods for finding a Nash
    equilibrium.

    Examples
    --------
    Selten's horse has two connected sets of equilibria.

    >>> import brinkgame as bg
    >>> game = bg.catalog.load("selten-horse").game
    >>> result = bg.solve(game, bg.TreeSupportEnumeration())
    >>> for equilibrium in result:
    ...     print("; ".join(equilibrium.family.conditions))
    1 at first: L; 3 at third: R; Pr(L at second) <= 2/3
    1 at first: R; 2 at second: R; Pr(L at third) >= 3/4
    """

    limit: int = 1000
    supports: int = 1_000_000

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact})
    summary: ClassVar[str] = "every Nash equilibrium of a small tree of any number of players"

    def __post_init__(self) -> None:
        for name in ("limit", "supports"):
            given: object = getattr(self, name)
            if isinstance(given, bool) or not isinstance(given, int) or given < 1:
                raise InvalidNumberError(f"{name} is a whole number from 1 on; got {given!r}")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Imperfect recall, and too many supports."""
        found = scope(game)
        count = math.prod(2**size - 1 for size in game.tree.infoset_size.tolist())
        if count > self.supports:
            told = f"{count}" if count < 10**9 else "more than 10^9"
            text = (
                f"takes up to supports={self.supports} combinations of used actions, and there are "
                f"{told}; a solver of tables finds one of brinkgame.to_normal_form(game)"
            )
            return (*found, text)
        return found

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Go through the supports, from the leaves."""
        search = NashEnumeration(game, control)
        outline = search.outline
        words = Words(outline, "")
        lines: list[tuple[list[BehaviorStrategyProfile], NashFamily | None]] = [
            (
                representatives(outline, component),
                None if is_alone(outline, component) else NashFamily(outline, component, words),
            )
            for component in search.components[: self.limit]
        ]
        # Pure ones first, and of those the ones whose first actions come first.
        lines.sort(key=lambda line: _first_actions(line[0][0]), reverse=True)
        lines.sort(key=lambda line: not line[0][0].is_pure)
        count = len(search.components)
        notes = []
        if count > self.limit:
            notes.append(f"there are {count} connected sets, and {self.limit} of them are listed")
        notes += [f"not decided: {each}" for each in search.undecided[:20]]
        if len(search.undecided) > 20:
            notes.append(f"and {len(search.undecided) - 20} more cases were not decided")
        if not search.is_sorted:
            notes.append("it was not decided which of the sets hang together: some may be one")
        complete = not (search.late or search.undecided or count > self.limit)
        if complete and not lines:
            raise AssertionError("every finite game has a Nash equilibrium")
        components: list[tuple[int, ...]] = []
        start = 0
        for members, _ in lines:
            components.append(tuple(range(start, start + len(members))))
            start += len(members)
        status = Status.SOLVED if complete else Status.LIMIT
        return Run(
            profiles=tuple(profile for members, _ in lines for profile in members),
            status=Status.TIME_LIMIT if search.late else status,
            coverage=Coverage.ALL if complete else Coverage.SOME,
            families=tuple(family for members, family in lines for _ in members),
            components=tuple(components) if search.is_sorted else (),
            notes=tuple(notes),
            statistics={**search.statistics, "connected sets": count},
        )


def _first_actions(profile: BehaviorStrategyProfile) -> tuple[Any, ...]:
    """The probabilities of all actions in order."""
    infosets = range(profile.game.tree.n_infosets)
    return tuple(weight for infoset in infosets for weight in profile.weights_at(infoset))
