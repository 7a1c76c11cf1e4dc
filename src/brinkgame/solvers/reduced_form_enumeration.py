"""Every Nash equilibrium of a two-player tree, through its reduced normal form, by outcomes.

1. The tree is written as a table of pure strategies that do not name what they themselves exclude.
2. A search over labels finds all maximal Nash subsets of the table, their components and indices
   (`brinkgame.polytopes`; Audet, Hansen, Jaumard and Savard 2001; Avis, Rosenberg, Savani and von
   Stengel 2010).
3. Mixed strategies become realization plans. The map is linear and joins just those mixtures that
   play alike against everything (Kuhn 1953), so corners, maximal subsets and components go over,
   and the index of a component does not change (Govindan and Wilson 2005, section 2).
4. What has one outcome is one line (`brinkgame.play.outcome_families`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, to_normal_form
from brinkgame.forms.conversion import pure_strategies
from brinkgame.forms.game import Game
from brinkgame.forms.sequence_form import recall_obstacle
from brinkgame.play.components import game_integers
from brinkgame.play.outcome_families import PlanSubset, maximal_subsets, outcome_listing
from brinkgame.play.sequence_replies import Plan, exact_twin
from brinkgame.polytopes.assembly import Assembly, assemble, unconnected
from brinkgame.polytopes.exact import exact_products
from brinkgame.polytopes.labels import Search
from brinkgame.polytopes.vertices import Ray
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["ReducedFormEnumeration"]

_OF_FLOATS = (
    "The game was solved for exactly the floats that it holds: payoffs that differ by rounding "
    "errors only are not tied. Write the numbers exactly if they are meant to be."
)


@final
@dataclass(frozen=True, slots=True)
class ReducedFormEnumeration(Solver):
    """Every Nash equilibrium of a small two-player tree, grouped by outcome, exactly.

    Listed is one equilibrium for each *outcome*, the distribution over the ends of the game. The
    others with the same outcome differ from it only where play never goes; they are its
    `OutcomeFamily`, with the exact conditions under which what is planned off the path keeps
    everyone on it. Where indifference on the path lets the outcome itself vary, the family is a
    continuum of outcomes, and what is listed are its corners.

    Parameters
    ----------
    strategies
        The most strategies of both players together that the reduced normal form may have.

    Notes
    -----
    `EquilibriumResult.components` are the connected sets of equilibria, as positions of listed
    outcomes, and `EquilibriumResult.indices` their indices, which sum to one. Many of these
    equilibria rest on threats that nobody would carry out: ask for subgame-perfect or sequential
    ones where that matters.

    The reduced normal form grows exponentially with the tree, and the search grows exponentially
    with it, about threefold for two strategies more. `SequenceFormEnumeration` goes further and
    tells no indices; `SequenceFormLemke` finds one equilibrium of a large tree, `SequenceFormLP`
    the value of a zero-sum one.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> result = bg.solve(game, bg.ReducedFormEnumeration())
    >>> for equilibrium in result:
    ...     print(equilibrium.profile)
    entrant at root: out; incumbent at entry: fight
    entrant at root: in; incumbent at entry: accommodate
    >>> result[0].family.conditions
    ('entrant at root: out', 'incumbent at entry: Pr(fight) >= 2/3')
    >>> result.components, result.indices
    (((0,), (1,)), (0, 1))
    """

    strategies: int = 20

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "every Nash equilibrium of a small two-player tree, by outcomes"

    def __post_init__(self) -> None:
        given: object = self.strategies
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            raise InvalidNumberError(f"strategies is a positive whole number, not {given!r}")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Other than two players, forgetting, or too many strategies."""
        if len(game.players) != 2:
            text = (
                f"takes trees of two players, not of {len(game.players)}; of more players take "
                "brinkgame.to_normal_form(game) to PolynomialEnumeration"
            )
            return (text,)
        forgets = recall_obstacle(game.tree)
        if forgets:
            return (f"needs perfect recall: {forgets}",)
        if self._is_too_large(game):
            text = (
                f"takes up to strategies={self.strategies} strategies of both players together in "
                "the reduced normal form, and there are more; SequenceFormEnumeration needs none, "
                "SequenceFormLemke finds one equilibrium of a large tree, and SequenceFormLP the "
                "value of a zero-sum one"
            )
            return (text,)
        return ()

    def _is_too_large(self, game: ExtensiveFormGame) -> bool:
        tree = game.tree
        # Each action but one of each information set makes at least one strategy more.
        if int(tree.first_action[-1]) - tree.n_infosets + 2 > self.strategies:
            return True
        left = self.strategies
        for player in game.players:
            try:
                left -= len(pure_strategies(game, player, reduced=True, limit=self.strategies))
            except UnsupportedGameError:
                return True
        return left < 0

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Write the table, search it, and go back to the tree."""
        exact = exact_twin(game)
        row, column = game_integers(to_normal_form(exact))
        search = Search(row, column, control=control)
        products = exact_products(search, control)
        finished = search.finished
        assembly = assemble(row, column, products) if finished else unconnected(products)
        plans = [_Plans(exact, player) for player in exact.players]
        statistics = {"nodes": search.nodes, "leaves": len(products)}
        notes = (_OF_FLOATS,) if isinstance(game.arithmetic, Float) else ()
        if not finished:
            return _partial(game, plans, assembly, statistics)
        # Of one component the subsets stay together, and so does its index.
        subsets: list[PlanSubset] = []
        groups: list[range] = []
        for _, numbers in assembly.components:
            sides = [
                ([plans[0].of(x) for x in xs], [plans[1].of(y) for y in ys])
                for xs, ys in (assembly.products[k] for k in numbers)
            ]
            members = maximal_subsets(exact, sides)
            groups.append(range(len(subsets), len(subsets) + len(members)))
            subsets += members
        found = outcome_listing(game, subsets, groups, assembly.indices)
        statistics["subsets"] = len(subsets)
        return Run(
            profiles=found.profiles,
            families=found.families,
            components=found.components,
            indices=found.indices,
            status=Status.SOLVED,
            coverage=Coverage.ALL,
            notes=notes,
            statistics=statistics,
        )


@final
class _Plans:
    """From mixed strategies of the reduced normal form to realization plans."""

    def __init__(self, game: ExtensiveFormGame, player: str) -> None:
        form = game.sequence_form
        who = form.player_number(player)
        first = form.structure.first[who].tolist()
        self._size = form.counts[who]
        # An action of -1 stands where the strategy itself does not go.
        self._used = [
            [0, *(first[j] + action for j, action in enumerate(strategy) if action >= 0)]
            for strategy in pure_strategies(game, player, reduced=True)
        ]

    def of(self, ray: Ray) -> Plan:
        """The plan of a mixture, given as whole numbers."""
        weights = [0] * self._size
        for weight, used in zip(ray, self._used, strict=True):
            if weight:
                for sequence in used:
                    weights[sequence] += weight
        return tuple(Fraction(weight, weights[0]) for weight in weights)


def _partial(
    game: ExtensiveFormGame, plans: Sequence[_Plans], assembly: Assembly, statistics: Any
) -> Run:
    """What was found before the time was up, one equilibrium an outcome."""
    pairs = [([plans[0].of(x)], [plans[1].of(y)]) for x, y in assembly.pairs]
    found = outcome_listing(game, maximal_subsets(exact_twin(game), pairs))
    return Run(
        profiles=found.profiles,
        status=Status.TIME_LIMIT,
        coverage=Coverage.SOME,
        statistics=statistics,
    )
