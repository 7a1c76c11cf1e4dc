"""The equilibria of a two-player game, put together: extreme ones, Nash subsets, components.

The equilibria of a two-player game are a finite union of *maximal Nash subsets*, each a product of
two polytopes: every strategy of the one against every strategy of the other is an equilibrium, and
no larger product is (Millham 1974; Jansen 1981). Their corners are the *extreme equilibria*.
Subsets that share a corner hang together; what hangs together is a *component*.

A component has an *index*, a whole number: perturb the payoffs a little, so that all equilibria
are isolated, and add up the indices of those near the component. An isolated equilibrium with
supports of size k whose payoffs there are the positive matrices A and B has index
(-1)**(k + 1) * sign(det A * det B), so that a strict equilibrium in pure strategies has +1. The
indices of all components sum to one (Shapley 1974; von Schemde and von Stengel 2008, section 2).
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, final

import numpy as np

from brinkgame.forms import NormalFormGame
from brinkgame.play.families import EquilibriumFamily
from brinkgame.play.payoffs import as_profile, expected_payoffs
from brinkgame.play.profiles import MixedStrategyProfile
from brinkgame.play.responses import best_responses
from brinkgame.polytopes.assembly import Assembly, Product
from brinkgame.polytopes.payoffs import positive_integers
from brinkgame.polytopes.vertices import Ray

__all__ = ["NashComponent", "NashListing", "NashSubset", "game_integers", "nash_listing"]


@final
@dataclass(frozen=True, slots=True)
class NashListing:
    """All equilibria of a two-player game, as a solver hands them over.

    Attributes
    ----------
    profiles, families
        The extreme equilibria, and the component that each belongs to unless it is isolated.
    components, indices
        Positions of extreme equilibria by component, and the components' indices.
    """

    profiles: tuple[MixedStrategyProfile, ...]
    families: tuple[NashComponent | None, ...]
    components: tuple[tuple[int, ...], ...]
    indices: tuple[int, ...]


@final
@dataclass(frozen=True, slots=True)
class NashSubset:
    """A maximal Nash subset: all mixtures of the one's strategies against all of the other's.

    Attributes
    ----------
    strategies
        For each player the corners, each a probability for every strategy in the game's order.
    supports
        For each player the strategies that some corner uses.
    replies
        For each player the strategies that are best replies to every corner of the other's.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [0, 2]], [[1, 1], [0, 2]])
    >>> component = bg.solve(game)[0].family
    >>> print(component.subsets[0])
    1: 1; 2: any mixture of (1), (1/2 1 + 1/2 2)
    """

    players: tuple[str, str]
    menus: tuple[tuple[str, ...], tuple[str, ...]]
    strategies: tuple[tuple[tuple[Any, ...], ...], tuple[tuple[Any, ...], ...]]
    supports: tuple[frozenset[str], frozenset[str]]
    replies: tuple[frozenset[str], frozenset[str]]

    @property
    def is_point(self) -> bool:
        """Whether it holds one equilibrium only."""
        return all(len(corners) == 1 for corners in self.strategies)

    def __str__(self) -> str:
        return "; ".join(
            f"{player}: {_hull(menu, corners)}"
            for player, menu, corners in zip(self.players, self.menus, self.strategies, strict=True)
        )


@final
@dataclass(frozen=True)
class NashComponent(EquilibriumFamily):
    """A connected set of equilibria of a two-player game that holds more than one.

    Attributes
    ----------
    game
        The game.
    subsets
        Its maximal Nash subsets; it is their union.
    index
        Its index.
    positions
        Where its extreme equilibria stand in the result.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [0, 2]], [[1, 1], [0, 2]])
    >>> result = bg.solve(game)
    >>> result.components, result.indices
    (((0, 2), (1,)), (0, 1))
    >>> family = result[0].family
    >>> {"1": "1", "2": {"1": "3/4", "2": "1/4"}} in family, {"1": "1", "2": "2"} in family
    (True, False)
    """

    game: NormalFormGame
    subsets: tuple[NashSubset, ...]
    index: int
    positions: tuple[int, ...]

    @property
    def conditions(self) -> tuple[str, ...]:
        """One for each maximal Nash subset: an equilibrium belongs if it is in one of them."""
        return tuple(map(str, self.subsets))

    @cached_property
    def _corners(self) -> tuple[MixedStrategyProfile, ...]:
        pairs = {
            (x, y)
            for subset in self.subsets
            for x in subset.strategies[0]
            for y in subset.strategies[1]
        }
        return tuple(MixedStrategyProfile.of(self.game, pair) for pair in sorted(pairs))

    @property
    def count(self) -> int:
        """How many equilibria in pure strategies it holds."""
        return sum(corner.is_pure for corner in self._corners)

    @cached_property
    def payoff_ranges(self) -> Mapping[str, tuple[Any, Any]]:
        """The lowest and the highest payoff of each player in the component.

        A payoff is linear in each player's strategy, so over a product it is extreme at corners.
        """
        paid = [expected_payoffs(self.game, corner) for corner in self._corners]
        return {
            player: (min(each[player] for each in paid), max(each[player] for each in paid))
            for player in self.game.players
        }

    @property
    def vertices(self) -> tuple[int, ...]:
        """Where its extreme equilibria stand in the result."""
        return self.positions

    def __contains__(self, profile: object) -> bool:
        """Whether a profile lies in one of its maximal Nash subsets.

        Each side of one is a face of a best-response polytope: the strategies that use no others
        and to which those of the other player that are replies to all corners are best replies.
        """
        plan = as_profile(self.game, profile)
        used = tuple(frozenset(plan.support(player)) for player in self.game.players)
        best = tuple(frozenset(best_responses(self.game, plan, p)) for p in self.game.players)
        return any(
            all(a <= b for a, b in zip(used, subset.supports, strict=True))
            and all(a <= b for a, b in zip(subset.replies, best, strict=True))
            for subset in self.subsets
        )


def game_integers(game: NormalFormGame) -> tuple[list[list[int]], list[list[int]]]:
    """The payoffs of both players as positive integers that keep all equilibria."""
    if isinstance(game.numbers, np.ndarray):
        tables = [game.payoff_array(player).tolist() for player in game.players]
    else:
        whole = game.integer_table[0]
        tables = [whole[..., 0].tolist(), whole[..., 1].tolist()]
    row, column = map(positive_integers, tables)
    return row, column


def nash_listing(game: NormalFormGame, assembly: Assembly) -> NashListing:
    """What was found in whole numbers, in the game's own strategies and arithmetic."""
    known: list[dict[Ray, tuple[Any, ...]]] = [{}, {}]
    number = game.arithmetic.number

    def weights(player: int, ray: Ray) -> tuple[Any, ...]:
        if ray not in known[player]:
            total = sum(ray)
            exact = [Fraction(value, total) for value in ray]
            known[player][ray] = tuple(number(w) for w in exact)
        return known[player][ray]

    profiles = tuple(
        MixedStrategyProfile.of(game, (weights(0, x), weights(1, y))) for x, y in assembly.pairs
    )
    families: list[NashComponent | None] = [None] * len(profiles)
    for (positions, numbers), index in zip(assembly.components, assembly.indices, strict=True):
        if len(positions) == 1:
            continue
        subsets = []
        for xs, ys in (assembly.products[k] for k in numbers):
            corners = (
                tuple(sorted((weights(0, x) for x in xs), reverse=True)),
                tuple(sorted((weights(1, y) for y in ys), reverse=True)),
            )
            subsets.append(_subset(game, corners, (xs, ys)))
        family = NashComponent(game, tuple(sorted(subsets, key=str)), index, positions)
        for position in positions:
            families[position] = family
    return NashListing(
        profiles,
        tuple(families),
        tuple(positions for positions, _ in assembly.components),
        assembly.indices,
    )


def _subset(
    game: NormalFormGame,
    corners: tuple[tuple[tuple[Any, ...], ...], tuple[tuple[Any, ...], ...]],
    product: Product,
) -> NashSubset:
    menus = tuple(game.strategies.values())
    m, n = game.shape
    # Labels that all corners have: of x the columns that are best replies, of y the rows.
    of_x, of_y = (functools.reduce(operator.and_, each.values()) for each in product)
    supports = tuple(
        frozenset(menu[i] for corner in each for i, weight in enumerate(corner) if weight)
        for menu, each in zip(menus, corners, strict=True)
    )
    return NashSubset(
        (game.players[0], game.players[1]),
        (menus[0], menus[1]),
        corners,
        (supports[0], supports[1]),
        (
            frozenset(menus[0][i] for i in range(m) if of_y >> i & 1),
            frozenset(menus[1][j] for j in range(n) if of_x >> (m + j) & 1),
        ),
    )


def _hull(menu: Sequence[str], corners: Sequence[Sequence[Any]]) -> str:
    texts = [
        " + ".join(
            name if weight == 1 else f"{weight} {name}"
            for name, weight in zip(menu, corner, strict=True)
            if weight
        )
        for corner in corners
    ]
    return texts[0] if len(texts) == 1 else "any mixture of " + ", ".join(f"({t})" for t in texts)
