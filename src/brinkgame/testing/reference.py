"""What a game is worth, worked out as plainly as can be: the yardstick of the battery.

Everything here is written from the definitions, by looking at every plan, every subgame and every
profile. It takes time that grows exponentially with the game, so it is for small games only, and it
shares no code with `play` or with any solver: it reads the arrays of the game and nothing else.
Floats are taken for the exact fractions that they are.

A *conduct* is a profile as plain nested dictionaries of labels with exact numbers,
``{player: {strategy: weight}}`` for a table and
``{player: {information set: {action: weight}}}`` for a tree. Every label has its entry, also those
of weight zero. A correlated strategy is ``{(strategy, strategy, ...): weight}``, with an entry for
each cell that may come up.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from brinkgame.arithmetic import Algebraic
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.tree import TERMINAL
from brinkgame.play import (
    BehaviorStrategyProfile,
    Beliefs,
    CorrelatedStrategy,
    MixedStrategyProfile,
)
from brinkgame.results import Concept
from brinkgame.testing.agents import agent_distances
from brinkgame.testing.beliefs import (
    BELIEVING,
    assessment_regrets,
    belief_faults,
    explained_beliefs,
)
from brinkgame.testing.corners import PlainTable
from brinkgame.testing.incentives import (
    advice_regrets,
    commitment_shortfalls,
    is_lottery,
    logit_distances,
    lottery_payoffs,
)
from brinkgame.testing.trees import PlainTree, Vector, Weights, plain_numbers, point

__all__ = [
    "Choices",
    "Conduct",
    "conduct_of",
    "count_pure",
    "explained_equilibria",
    "faults_of",
    "is_equilibrium",
    "neighbors",
    "payoffs_of",
    "profile_of",
    "pure_choices",
    "pure_conduct",
    "pure_equilibria",
    "regrets_of",
    "way_of_play",
    "zero_sum_bounds",
]

Conduct: TypeAlias = dict[Any, Any]
"""A profile as plain nested dictionaries of labels, with exact numbers."""
Choices: TypeAlias = tuple[int, ...]
"""A pure profile: the position of the action at each information set, or of each player's
strategy."""


# -- profiles -------------------------------------------------------------------------------------


def conduct_of(
    profile: MixedStrategyProfile | BehaviorStrategyProfile | CorrelatedStrategy,
) -> Conduct:
    """A profile as plain nested dictionaries with exact numbers.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, -1]], [[-1, 1]])
    >>> conduct_of(bg.MixedStrategyProfile(game, {"1": "1", "2": {"1": "1/3", "2": "2/3"}}))["2"]
    {'1': Fraction(1, 3), '2': Fraction(2, 3)}
    """
    game = profile.game
    if isinstance(profile, CorrelatedStrategy):
        return {cell: _exact(weight) for cell, weight in profile.items()}
    if isinstance(game, NormalFormGame):
        assert isinstance(profile, MixedStrategyProfile)
        menus = list(game.strategies.values())
        parts = [
            dict(zip(menu, map(_exact, weights), strict=True))
            for menu, weights in zip(menus, profile.weights, strict=True)
        ]
        return dict(zip(game.players, parts, strict=True))
    assert isinstance(profile, BehaviorStrategyProfile)
    conduct: Conduct = {player: {} for player in game.players}
    for infoset in range(game.tree.n_infosets):
        player, label = _place(game, infoset)
        menu = game.tree.actions(infoset)
        weights = map(_exact, profile.weights_at(infoset))
        conduct[player][label] = dict(zip(menu, weights, strict=True))
    return conduct


def _exact(weight: Any) -> Any:
    """A weight as the fraction that it is; an irrational one as the exact number that it is."""
    return weight if isinstance(weight, Algebraic) else Fraction(weight)


def profile_of(game: Any, conduct: Mapping[Any, Any]) -> Any:
    """The profile of a game that a conduct describes."""
    if is_lottery(conduct):
        return CorrelatedStrategy(game, conduct)
    kind = MixedStrategyProfile if isinstance(game, NormalFormGame) else BehaviorStrategyProfile
    return kind(game, conduct)


def _place(game: ExtensiveFormGame, infoset: int) -> tuple[str, str]:
    tree = game.tree
    return game.players[int(tree.infoset_player[infoset])], tree.infoset_name(infoset)


def _weights(game: Any, conduct: Mapping[str, Any]) -> list[Vector]:
    """The weights of a conduct, by position."""
    if isinstance(game, NormalFormGame):
        return [
            tuple(conduct[player][strategy] for strategy in menu)
            for player, menu in game.strategies.items()
        ]
    weights = []
    for infoset in range(game.tree.n_infosets):
        player, label = _place(game, infoset)
        weights.append(tuple(conduct[player][label][a] for a in game.tree.actions(infoset)))
    return weights


def _sizes(game: Any) -> list[int]:
    if isinstance(game, NormalFormGame):
        return list(game.shape)
    return [len(game.tree.actions(i)) for i in range(game.tree.n_infosets)]


def count_pure(game: Any) -> int:
    """The number of profiles in pure strategies.

    Examples
    --------
    >>> import brinkgame as bg
    >>> count_pure(bg.NormalFormGame.from_arrays([[1, -1], [0, 0]], [[-1, 1], [0, 0]]))
    4
    """
    return math.prod(_sizes(game))


def pure_choices(game: Any) -> Iterator[Choices]:
    """Every profile in pure strategies, by position."""
    return itertools.product(*map(range, _sizes(game)))


def pure_conduct(game: Any, choices: Choices) -> Conduct:
    """The conduct of a pure profile."""
    if isinstance(game, NormalFormGame):
        return conduct_of(MixedStrategyProfile.pure(game, choices))
    return conduct_of(BehaviorStrategyProfile.pure(game, choices))


def neighbors(game: Any, choices: Choices, place: int) -> Iterator[Choices]:
    """The pure profiles that differ from one at one place only."""
    for other in range(_sizes(game)[place]):
        if other != choices[place]:
            yield (*choices[:place], other, *choices[place + 1 :])


# -- payoffs and regrets --------------------------------------------------------------------------


def payoffs_of(game: Any, conduct: Mapping[Any, Any]) -> dict[str, Any]:
    """What each player expects: the sum over all ways that play may go.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> half = {"1": Fraction(1, 2), "2": Fraction(1, 2)}
    >>> payoffs_of(game, {"1": half, "2": half})["1"]
    Fraction(-5, 2)
    """
    if is_lottery(conduct):
        return lottery_payoffs(game, conduct)
    weights = _weights(game, conduct)
    if isinstance(game, NormalFormGame):
        return dict(zip(game.players, _table_payoffs(game, weights), strict=True))
    return dict(zip(game.players, PlainTree.of(game).values(weights)[0], strict=True))


def _table_payoffs(game: NormalFormGame, weights: Weights) -> Vector:
    numbers = plain_numbers(game)
    total = (Fraction(0),) * len(game.players)
    played = [[i for i, weight in enumerate(part) if weight] for part in weights]
    for cell in itertools.product(*played):
        weight = math.prod(part[i] for part, i in zip(weights, cell, strict=True))
        paid = [Fraction(numbers[p]) for p in game.cells[cell].tolist()]
        total = tuple(a + weight * b for a, b in zip(total, paid, strict=True))
    return total


def regrets_of(
    game: Any, conduct: Mapping[Any, Any], concept: Concept, **details: Any
) -> dict[str, Any]:
    """The most that each player could gain by another plan: in the game, or in any subgame.

    Parameters
    ----------
    game, conduct
        A closed game, and what everyone does.
    concept
        Nash: only the whole game counts. Subgame perfect: every subgame counts. Correlated:
        disobeying the advice, after it or (coarse) before. Perfect Bayesian and sequential: every
        information set counts, with what is believed there. Commitment: another reply, or another
        commitment. Quantal response: the distance of the probabilities from the response.
    details
        What the concept needs to know besides: the ``beliefs``, the ``leader`` of a commitment
        (and whether it is ``pure``), the ``rationality`` of a quantal response.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tree = bg.ExtensiveFormGame("threat", players=("A", "B"), root=bg.Decision("A", {
    ...     "out": bg.Terminal({"A": 0, "B": 4}),
    ...     "in": bg.Decision("B", {"accept": bg.Terminal({"A": 2, "B": 2}),
    ...                             "fight": bg.Terminal({"A": -1, "B": -1})}, infoset="entry")}))
    >>> threat = pure_conduct(tree, (0, 1))
    >>> regrets_of(tree, threat, bg.Concept.NASH)
    {'A': Fraction(0, 1), 'B': Fraction(0, 1)}
    >>> regrets_of(tree, threat, bg.Concept.SUBGAME_PERFECT)
    {'A': Fraction(0, 1), 'B': Fraction(3, 1)}
    """
    if concept in (Concept.CORRELATED, Concept.COARSE_CORRELATED):
        return advice_regrets(game, conduct, coarse=concept is Concept.COARSE_CORRELATED)
    if concept is Concept.COMMITMENT:
        return commitment_shortfalls(game, conduct, **details)
    if concept is Concept.QUANTAL_RESPONSE:
        agents = isinstance(game, ExtensiveFormGame)
        return dict((agent_distances if agents else logit_distances)(game, conduct, **details))
    weights = _weights(game, conduct)
    if concept in BELIEVING:
        return assessment_regrets(game, weights, **details)
    if isinstance(game, NormalFormGame):
        now = _table_payoffs(game, weights)
        best = [_best_strategy(game, weights, player) for player in range(len(game.players))]
        return {p: b - n for p, b, n in zip(game.players, best, now, strict=True)}
    tree = PlainTree.of(game)
    value = tree.values(weights)
    roots = tree.subgame_roots() if concept is Concept.SUBGAME_PERFECT else [0]
    regrets: dict[str, Fraction] = {}
    for player, name in enumerate(game.players):
        best = tree.best_plans(weights, player, roots)
        gains = [most - value[root][player] for most, root in zip(best, roots, strict=True)]
        regrets[name] = max(gains, default=Fraction(0))
    return regrets


def _best_strategy(game: NormalFormGame, weights: Weights, player: int) -> Any:
    payoffs = []
    for strategy in range(game.shape[player]):
        changed = list(weights)
        changed[player] = point(game.shape[player], strategy)
        payoffs.append(_table_payoffs(game, changed)[player])
    return max(payoffs)


def faults_of(game: Any, conduct: Mapping[Any, Any], concept: Concept, **details: Any) -> list[str]:
    """What else than gains keeps a conduct from being an equilibrium: wrong beliefs, in words.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> faults_of(game, pure_conduct(game, (0, 1)), bg.Concept.NASH)
    []
    """
    if concept not in BELIEVING:
        return []
    weights = _weights(game, conduct)
    return belief_faults(game, weights, consistent=concept is Concept.SEQUENTIAL, **details)


def explained_equilibria(game: ExtensiveFormGame, limit: int) -> Iterator[tuple[Choices, Beliefs]]:
    """Pure sequential equilibria with beliefs, by trying mistakes that are rare or very rare.

    All of them are sequential equilibria; there may be others. For each profile that is subgame
    perfect at most so many ways are tried in which mistakes may be rare.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> [choices for choices, _ in explained_equilibria(game, limit=10)]
    [(1, 0)]
    """
    for choices in sorted(pure_equilibria(game, Concept.SUBGAME_PERFECT)):
        sizes = _sizes(game)
        weights = [point(n, a) for n, a in zip(sizes, choices, strict=True)]
        for beliefs in explained_beliefs(game, weights, limit):
            if not any(assessment_regrets(game, weights, beliefs).values()):
                yield choices, beliefs
                break


def is_equilibrium(game: Any, conduct: Mapping[Any, Any], concept: Concept, **details: Any) -> bool:
    """Whether nobody could gain, exactly, and beliefs are in order.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> is_equilibrium(game, pure_conduct(game, (0, 1)), bg.Concept.NASH)
    True
    """
    gains = regrets_of(game, conduct, concept, **details)
    return not any(gains.values()) and not faults_of(game, conduct, concept, **details)


def pure_equilibria(game: Any, concept: Concept) -> frozenset[Choices]:
    """Every equilibrium in pure strategies, by trying every profile.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> sorted(pure_equilibria(game, bg.Concept.NASH))
    [(0, 1), (1, 0)]
    """
    if isinstance(game, NormalFormGame):
        return frozenset(_pure_cells(game))
    tree = PlainTree.of(game)
    roots = tree.subgame_roots() if concept is Concept.SUBGAME_PERFECT else [0]
    found = set()
    for choices in itertools.product(*map(range, tree.sizes)):
        weights = [point(n, a) for n, a in zip(tree.sizes, choices, strict=True)]
        value = tree.values(weights)
        if all(
            most <= value[root][player]
            for player in range(tree.n_players)
            for most, root in zip(tree.best_plans(weights, player, roots), roots, strict=True)
        ):
            found.add(choices)
    return frozenset(found)


def _pure_cells(game: NormalFormGame) -> Iterator[Choices]:
    numbers = plain_numbers(game)
    for cell in itertools.product(*map(range, game.shape)):
        if all(
            numbers[game.cells[(*cell[:p], other, *cell[p + 1 :], p)]]
            <= numbers[game.cells[(*cell, p)]]
            for p in range(len(cell))
            for other in range(game.shape[p])
        ):
            yield cell


def way_of_play(game: ExtensiveFormGame, choices: Choices) -> tuple[int, ...]:
    """The nodes that a pure profile leads through, whatever Nature does, from the root on.

    Branches of probability zero count as ways that Nature may go.
    """
    tree = PlainTree.of(game)
    reached, waiting = [], [0]
    while waiting:
        node = waiting.pop()
        reached.append(node)
        below = tree.children[node]
        here = tree.infoset[node]
        waiting.extend(below if here < 0 else [below[choices[here]]])
    return tuple(sorted(reached))


def zero_sum_bounds(game: Any) -> tuple[Any, Any]:
    """What the first of two opposed players can secure, and what the second can hold them to.

    The two are the value of the game, in a tree in which nodes can be told apart and in a table
    (von Neumann 1928).

    Examples
    --------
    >>> import brinkgame as bg
    >>> zero_sum_bounds(bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    (Fraction(0, 1), Fraction(0, 1))
    """
    if isinstance(game, NormalFormGame):
        worth = PlainTable.of(game).value
        return worth, worth
    tree = PlainTree.of(game)
    value: list[Any] = [None] * len(tree.mover)
    for node in range(len(value) - 1, -1, -1):
        below = tree.children[node]
        follows: Any = Fraction(0)
        if tree.mover[node] >= 0:
            pick = max if tree.mover[node] == 0 else min
            follows = pick(value[child] for child in below)
        elif tree.mover[node] != TERMINAL:
            follows = sum(tree.odds[child] * value[child] for child in below)
        value[node] = tree.pays[node][0] + follows
    return value[0], value[0]
