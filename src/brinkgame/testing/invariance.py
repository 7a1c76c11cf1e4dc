"""Checks of what must not matter: units, names, orders, and what nobody would ever do.

Each solves a game and the same game in another guise, and demands the same answer: the same claim,
and each listed equilibrium of the one listed, or in a listed family, in the other. Where a solver
claims one equilibrium only, it may find another; then it must be one of both games.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

from brinkgame.forms import ExtensiveFormGame
from brinkgame.results import Concept
from brinkgame.solvers import Solver
from brinkgame.testing.answers import Answer, is_float
from brinkgame.testing.beliefs import BELIEVING
from brinkgame.testing.variants import (
    Variant,
    in_other_units,
    named,
    with_dominated_actions,
    with_dummy_moves,
    with_idle_chance,
    with_lotteries,
    with_other_names,
    with_payments_on_the_way,
    with_players_reordered,
    with_reversed_actions,
)

__all__ = [
    "check_action_order",
    "check_dominated_actions",
    "check_dummy_moves",
    "check_idle_chance",
    "check_lotteries",
    "check_names",
    "check_payments_on_the_way",
    "check_player_order",
    "check_units",
]

_UNITS: Final = (
    ((2, 3, 5, 7), (0, 1, -4, 9)),
    ((Fraction(1, 3), Fraction(5, 7), 11, Fraction(1, 2)), (-7, Fraction(1, 5), 0, 2)),
    ((10**21, Fraction(1, 10**21), 1, 10**9), (0, 0, 10**21, -1)),
    ((Fraction(3, 2),) * 4, (5, -5, 5, -5)),
)
"""Factors and constants for up to four players: whole ones, fractions, wide ones, and such that
keep two players opposed."""


def _same(
    solver: Solver,
    game: Any,
    change: Callable[[Any], Variant],
    how: str,
    *,
    asked: Solver | None = None,
    rescaled: bool = False,
) -> bool:
    """Demand the same answer for a game and a variant; False if one is out of scope.

    The variant may be another solver's to solve; `rescaled` as in `Answer.demand_same`.
    """
    if is_float(game):
        return False
    original = named(game).game
    before = Answer.of(solver, original)
    if before is None:
        return False
    variant = change(original)
    after = Answer.of(asked or solver, variant.game)
    if after is None:
        return False
    nodes = variant.nodes(original) if before.believes else None
    before.demand_same(after, variant.forth, variant.back, how, rescaled=rescaled, nodes=nodes)
    return not (before.gave_up or after.gave_up)


def check_units(solver: Solver, game: Any) -> bool:
    """Another unit and another zero of each player's payoffs change nothing.

    A quantal response has a rationality in one over the unit of payoffs, so that all players'
    payoffs times a number c go with a rationality divided by c. This is tried where a solver has
    its rationality as an option.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_units(bg.PureEnumeration(), game)
    True
    """
    how = "with the units of payoffs"
    if solver.concept is Concept.QUANTAL_RESPONSE:
        return _same_rationality(solver, game, how)
    done = [
        _same(solver, game, _in_units(factors, shifts), how, rescaled=True)
        for factors, shifts in _UNITS
    ]
    return any(done)


def _same_rationality(solver: Any, game: Any, how: str) -> bool:
    """Demand the same quantal responses when all payoffs are counted in another unit."""
    if "rationality" not in {option.name for option in dataclasses.fields(solver)}:
        return False
    done = []
    for factor, shifts in ((2, (0, 1, -4, 9)), (Fraction(1, 4), (3, 0, -5, 1))):
        asked = dataclasses.replace(solver, rationality=Fraction(str(solver.rationality)) / factor)
        done.append(_same(solver, game, _in_units((factor,) * 4, shifts), how, asked=asked))
    return any(done)


def _in_units(factors: Sequence[Any], shifts: Sequence[Any]) -> Callable[[Any], Variant]:
    return lambda game: in_other_units(game, factors, shifts)


def check_player_order(solver: Solver, game: Any) -> bool:
    """The order in which players are declared changes nothing.

    (Who commits first is another matter.)

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_player_order(bg.PureEnumeration(), game)
    True
    """
    if len(game.players) == 1:
        return False
    return _same(solver, game, with_players_reordered, "with the order of players")


def check_names(solver: Solver, game: Any) -> bool:
    """What players, actions, information sets, branches and outcomes are called changes nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_names(bg.PureEnumeration(), game)
    True
    """
    if not _same(solver, game, with_other_names, "with the names"):
        return False
    variant = named(game)
    before, after = Answer.of(solver, game), Answer.of(solver, variant.game)
    assert before is not None
    assert after is not None
    nodes = variant.nodes(game) if before.believes else None
    how = "when information sets are named"
    before.demand_same(after, variant.forth, variant.back, how, nodes=nodes)
    return not before.gave_up


def check_action_order(solver: Solver, game: Any) -> bool:
    """The order of strategies, actions and branches changes nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_action_order(bg.PureEnumeration(), game)
    True
    """
    return _same(solver, game, with_reversed_actions, "with the order of actions")


def check_dominated_actions(solver: Solver, game: Any) -> bool:
    """An action that is worse for its player than anything else in the game changes nothing.

    This holds for subgame-perfect equilibria of trees and stronger ones, and for Nash equilibria,
    correlated ones and commitments of tables. (In a tree a Nash equilibrium may rest on the threat
    of such an action where play does not go; a coarse correlated one and a quantal response may
    play it.)

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_dominated_actions(bg.PureEnumeration(), game)
    True
    """
    credible = solver.concept in BELIEVING or solver.concept is Concept.SUBGAME_PERFECT
    if isinstance(game, ExtensiveFormGame) and not credible:
        return False
    how = "when dominated actions are added"
    return _same(solver, game, with_dominated_actions, how, rescaled=True)


def _same_tree(solver: Solver, game: Any, change: Callable[[Any], Variant], how: str) -> bool:
    return isinstance(game, ExtensiveFormGame) and _same(solver, game, change, how)


def check_dummy_moves(solver: Solver, game: Any) -> bool:
    """Decisions at which there is nothing to choose change nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_dummy_moves(bg.BackwardInduction(), tie)
    True
    """
    return _same_tree(solver, game, with_dummy_moves, "when moves without a choice are added")


def check_idle_chance(solver: Solver, game: Any) -> bool:
    """Moves of Nature of which only one can happen change nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_idle_chance(bg.BackwardInduction(), tie)
    True
    """
    return _same_tree(solver, game, with_idle_chance, "when idle moves of Nature are added")


def check_lotteries(solver: Solver, game: Any) -> bool:
    """A lottery that pays as much on average as the end that it replaces changes nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_lotteries(bg.BackwardInduction(), tie)
    True
    """
    return _same_tree(solver, game, with_lotteries, "when ends become lotteries")


def check_payments_on_the_way(solver: Solver, game: Any) -> bool:
    """Payments on the way that are taken back at the end change nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_payments_on_the_way(bg.BackwardInduction(), tie)
    True
    """
    return _same_tree(solver, game, with_payments_on_the_way, "when payoffs come on the way")
