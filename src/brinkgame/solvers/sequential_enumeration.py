"""All sequential equilibria of a tree, support by support, exactly.

Given which actions are used and which nodes are believed in, a sequential equilibrium is a solution
of equations and inequalities; whether beliefs are limits of those of totally mixed strategies is a
linear program over the orders of the trembles and equations between products of beliefs [1]_, [2]_.

.. [1] D. M. Kreps and R. Wilson, *Sequential equilibria*, Econometrica 50 (1982), sections 4 to 6.
.. [2] P. A. Streufert, *A comment on "Sequential equilibria"*, working paper, University of Western
   Ontario (2006).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact
from brinkgame.control import FREE, Control
from brinkgame.credibility.listing import listing, scope
from brinkgame.credibility.trembles import Consistent
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.game import Game
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["SequentialEnumeration"]


@final
@dataclass(frozen=True, slots=True)
class SequentialEnumeration(Solver):
    """Every sequential equilibrium of a tree with perfect recall, with its beliefs.

    Parameters
    ----------
    limit
        The most connected sets of equilibria to list.

    Notes
    -----
    The number of combinations of supports is exponential in the number of information sets. The
    search passes over most of them by exact bounds; it is made for up to about a dozen information
    sets with a few actions each, apart from subgames, which are solved one by one.

    `Coverage.ALL` is claimed when every case was decided: those in which the conditions are linear
    always are, those with nonlinear equations where these have finitely many solutions, or where
    a part with infinitely many is proved empty or a member of it was found. A case that was not
    decided is named in the notes, and the status is `Status.LIMIT`.

    A connected set of equilibria is listed by one member for each way that play goes in it, which
    belong to one family with the exact conditions. A belief that
    does not matter, because the choice is best at every node, is told as such and not split up.

    References
    ----------
    D. M. Kreps and R. Wilson (1982), Sequential equilibria, sections 4 to 6 and appendix.
    R. Porter, E. Nudelman and Y. Shoham (2008), Simple search methods for finding a Nash
    equilibrium.

    Examples
    --------
    >>> import brinkgame as bg
    >>> def letters(alone, both):
    ...     reply = bg.Decision("US", {"private terms": bg.Terminal(both), "trade": bg.Terminal(
    ...         {"USSR": -2, "US": 0})}, infoset="both")
    ...     return bg.Decision("USSR", {"private only": bg.Terminal(alone), "both": reply})
    >>> game = bg.ExtensiveFormGame("two letters", players=("USSR", "US"), root=bg.Chance({
    ...     "tough": ("3/20", letters({"USSR": -8, "US": -3}, {"USSR": "-7.9", "US": -3})),
    ...     "weak": (bg.REST, letters({"USSR": -3, "US": 1}, {"USSR": "-2.8", "US": 1}))}))
    >>> result = bg.solve(game, bg.SequentialEnumeration())
    >>> print(result.only().profile)
    USSR at root/tough: both; US at both: private terms; USSR at root/weak: both
    >>> print(result.only().beliefs)
    US at both: root/tough/both 3/20, root/weak/both 17/20
    """

    limit: int = 1000

    concept: ClassVar[Concept] = Concept.SEQUENTIAL
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact})
    summary: ClassVar[str] = "every sequential equilibrium of a small tree"

    def __post_init__(self) -> None:
        given: object = self.limit
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            raise InvalidNumberError(f"limit is a whole number from 1 on; got {given!r}")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Imperfect recall, and branches of Nature that are never taken."""
        return scope(game)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Go through the supports, from the leaves."""
        found = listing(game, Consistent(), self.limit, control)
        status = Status.SOLVED if found.complete else Status.LIMIT
        return Run(
            profiles=tuple(each.profile for each in found.assessments),
            status=Status.TIME_LIMIT if found.late else status,
            coverage=Coverage.ALL if found.complete else Coverage.SOME,
            families=found.families,
            components=found.components,
            details=tuple({"beliefs": each.beliefs} for each in found.assessments),
            notes=found.notes,
            statistics=found.statistics,
        )
