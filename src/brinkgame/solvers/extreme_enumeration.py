"""Every equilibrium of a two-player game: extreme ones, Nash subsets, components, indices.

1. Each player's payoffs become positive whole numbers by an increasing affine change.
2. A search over labels finds all pairs of faces of the two best-response polytopes that have every
   label (`brinkgame.polytopes.labels`; Audet, Hansen, Jaumard and Savard 2001).
3. The corners of the largest such pairs are the extreme equilibria; the pairs are the maximal Nash
   subsets, those that share corners form the components, and each component has its index
   (`brinkgame.polytopes.assembly`; Avis, Rosenberg, Savani and von Stengel 2010).

All of it is in whole numbers of any size, so ties are ties, and payoffs of 10**30 beside 10**-30
are no special case. Larger games take a compiled search in floats, in which a branch is given up
only with a proof that holds in spite of rounding; whatever is doubtful is searched in whole
numbers, and what is found is solved again in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.play.components import game_integers, nash_listing
from brinkgame.polytopes.assembly import Product, assemble, unconnected
from brinkgame.polytopes.compiled import compiled_products, fits_floats, is_loaded
from brinkgame.polytopes.exact import exact_products
from brinkgame.polytopes.labels import Search
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["ExtremeEnumeration"]

_MOST = 62
"""Strategies of both players together: their labels are bits of a word in the compiled search."""
_OF_FLOATS = (
    "The game was solved for exactly the floats that it holds: payoffs that differ by rounding "
    "errors only are not tied. Write the numbers exactly if they are meant to be."
)
_WORTH_LOADING, _WORTH_USING = 26, 14
"""From how many strategies on the compiled search is loaded, and once it is loaded is used."""


@final
@dataclass(frozen=True, slots=True)
class ExtremeEnumeration(Solver):
    """Every equilibrium of a two-player game, degenerate or not, exactly.

    Parameters
    ----------
    compiled
        Whether to use the compiled search; None leaves it to the size of the game. Compiling takes
        seconds, once on a machine, and loading what was compiled a part of one in each process. So
        the compiled search is left alone up to 25 strategies of both players together, but once a
        larger game has loaded it, it serves from 14 on.

    Notes
    -----
    What is listed are the extreme equilibria. One that is not isolated has a `Equilibrium.family`,
    its component as a `NashComponent`; `EquilibriumResult.indices` holds the index of each
    component. A game in floats is solved for exactly the numbers that it holds, and the answer is
    rounded to floats.

    The time grows exponentially with the number of strategies, for random games about threefold
    for two more each; a result may be exponentially large.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    >>> result = bg.solve(game)
    >>> for equilibrium in result:
    ...     print(equilibrium.profile)
    1: 1; 2: 1
    1: 1; 2: 1 2/3, 2 1/3
    1: 2 1/3, 3 2/3; 2: 1 1/3, 2 2/3
    >>> result.components, result.indices, result.coverage.name
    (((0, 1), (2,)), (0, 1), 'ALL')
    """

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "every equilibrium of two players, with components and indices"

    compiled: bool | None = None

    def __post_init__(self) -> None:
        given: object = self.compiled
        if given is not None and not isinstance(given, bool):
            raise InvalidNumberError(f"compiled={given!r} is none of True, False and None")

    def further_obstacles(self, game: NormalFormGame) -> tuple[str, ...]:
        """Another number of players than two, or more strategies than a search can end with."""
        if len(game.players) != 2:
            return (f"takes games of two players, not of {len(game.players)}",)
        if sum(game.shape) > _MOST:
            return (
                f"takes up to {_MOST} strategies of both players together, not {sum(game.shape)}",
            )
        return ()

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Search, then put together."""
        row, column = game_integers(game)
        m, n = game.shape
        search = Search(row, column, control=control)
        products = None
        if self._is_compiled(m + n) and fits_floats(row, column):
            products = compiled_products(search, row, column, control)
        if products is None:
            products = exact_products(search, control)
        statistics = {"nodes": search.nodes, "leaves": len(products)}
        if not search.finished:
            return _partial(game, products, statistics)
        found = nash_listing(game, assemble(row, column, products))
        return Run(
            profiles=found.profiles,
            families=found.families,
            components=found.components,
            indices=found.indices,
            status=Status.SOLVED,
            coverage=Coverage.ALL,
            notes=(_OF_FLOATS,) if isinstance(game.arithmetic, Float) else (),
            statistics=statistics,
        )

    def _is_compiled(self, strategies: int) -> bool:
        if self.compiled is not None:
            return self.compiled
        return strategies >= (_WORTH_USING if is_loaded() else _WORTH_LOADING)


def _partial(game: NormalFormGame, products: Sequence[Product], statistics: Any) -> Run:
    """What was found before the time was up: corners, and nothing about components."""
    found = nash_listing(game, unconnected(products))
    return Run(
        profiles=found.profiles,
        status=Status.TIME_LIMIT,
        coverage=Coverage.SOME,
        statistics=statistics,
    )
