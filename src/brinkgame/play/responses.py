"""Best responses and regrets: what one player could do better against the others.

A player's *regret* in a profile is the payoff of a best response to the others minus the payoff in
the profile; a profile is a Nash equilibrium when every regret is zero (Nash 1951). For a tree the
best response is found by folding back over the player's own information sets, last ones first,
each weighed by the others' and Nature's probabilities of reaching its nodes; this is exact when
the player has perfect recall (von Stengel 1996, section 3).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from brinkgame.errors import UnknownNameError, UnsupportedGameError, suggestion
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.tree import Tree
from brinkgame.play.payoffs import (
    as_profile,
    expected_payoffs,
    float_payoffs,
    integer_payoffs,
    is_large,
    move_probabilities,
    whole_weights,
)
from brinkgame.play.wide_trees import is_wide, payoffs_and_regrets_by_levels

__all__ = ["best_response_payoff", "best_responses", "regrets"]

_FAR = 1e4
"""Ranges of payoffs: from this far from zero on, differences are taken from the least."""


def _strategy_payoffs(game: NormalFormGame, profile: Any, player: str) -> list[Any]:
    """What each strategy of a player pays against the others' strategies."""
    if is_large(game):
        found: list[Any] = float_payoffs(game, profile, player).tolist()
        return found
    whole = integer_payoffs(game, profile, player)
    if whole is not None:
        pays, denominator = whole
        return [Fraction(pay, denominator) for pay in pays]
    me = game.player_number(player)
    zero, one = game.arithmetic.number(0), game.arithmetic.number(1)
    supports = [
        range(game.shape[p]) if p == me else [i for i, w in enumerate(weights) if w != 0]
        for p, weights in enumerate(profile.weights)
    ]
    totals = [zero] * game.shape[me]
    for where in itertools.product(*supports):
        weight = one
        for p, i in enumerate(where):
            if p != me:
                weight = weight * profile.weights[p][i]
        number = game.numbers[game.cells[(*where, me)]]
        totals[where[me]] = totals[where[me]] + weight * number
    return totals


def require_perfect_recall(game: ExtensiveFormGame, purpose: str) -> None:
    """Refuse a tree in which somebody forgets, with the two nodes that show it."""
    tree = game.tree
    failure = tree.recall_failure
    if failure is None:
        return
    first, second = (tree.path(node) for node in failure)
    why = "reached by different own moves"
    if failure[0] < failure[1] < tree.end[failure[0]]:
        why = "and one lies behind the other: their player is absent-minded"
    raise UnsupportedGameError(
        f"{purpose} needs perfect recall",
        [f"{first} and {second} are one information set, {why}"],
    )


def last_own_move(tree: Tree, infoset: int) -> tuple[int, int] | None:
    """The player's information set and action that lead to an information set; None if first.

    In a tree of perfect recall: then they are the same for all nodes of the information set.
    """
    me = tree.infoset_player[infoset]
    node = tree.members[infoset][0]
    while node:
        above = int(tree.parent[node])
        if tree.mover[above] == me:
            return int(tree.infoset[above]), int(tree.edge[node])
        node = above
    return None


def best_continuation(
    game: ExtensiveFormGame,
    moves: Sequence[Any],
    me: int,
    start: Mapping[int, Any],
    settled: Mapping[int, Any] | None = None,
) -> tuple[Any, dict[int, tuple[int, ...]]]:
    """The most that a player can get from some nodes on, and the best actions.

    Parameters
    ----------
    game
        A closed tree of perfect recall.
    moves
        For each node the probability of reaching it from its parent (see `move_probabilities`);
        what the player does does not matter.
    me
        The position of the player.
    start
        The weight of each node where it begins: the root alone, or the nodes of one of the
        player's information sets with the beliefs there. None lies behind another.
    settled
        Nodes where it ends unless it begins there, with what the player gets.

    Returns
    -------
    tuple
        The sum of weight times payoff (of the starting nodes themselves too; earlier ones are
        sunk), and for each information set of the player that the others let the player come to
        the positions of the actions that are best.
    """
    tree = game.tree
    sign, spread = game.arithmetic.sign, game.payoff_spreads[game.players[me]]
    zero = game.arithmetic.number(0)
    rows, row_of, mover = game.payoff_rows(), tree.payoff_row, tree.mover
    ends = {node: pay for node, pay in (settled or {}).items() if node not in start}
    reach, by_stage = reached(tree, moves, me, start, ends)
    value: dict[int, Any] = {}
    best: dict[int, tuple[int, ...]] = {}

    def collected(node: int) -> Any:
        row = int(row_of[node])
        return rows[row][me] if row >= 0 else zero

    for stage in reversed(by_stage):
        # What follows the actions here is settled, later own moves included.
        choosing: dict[int, list[int]] = {}
        for node in stage:
            if mover[node] == me and node not in ends:
                choosing.setdefault(int(tree.infoset[node]), []).append(node)
        for infoset, nodes in choosing.items():
            totals = [zero] * int(tree.infoset_size[infoset])
            for node in nodes:
                for action, child in enumerate(tree.children_of(node)):
                    totals[action] = totals[action] + reach[node] * value[child]
            top = max(totals)
            best[infoset] = tuple(i for i, t in enumerate(totals) if sign(t - top, spread) == 0)
            action = totals.index(top)
            for node in nodes:
                value[node] = collected(node) + value[tree.children_of(node)[action]]
        for node in reversed(stage):  # children before parents
            if node in ends:
                value[node] = ends[node]
            elif mover[node] != me:
                below = [child for child in tree.children_of(node) if child in value]
                here = sum((moves[child] * value[child] for child in below), start=zero)
                value[node] = collected(node) + here
    return sum((start[node] * value[node] for node in start if node in value), start=zero), best


def reached(
    tree: Tree, moves: Sequence[Any], me: int, start: Mapping[int, Any], ends: Mapping[int, Any]
) -> tuple[dict[int, Any], list[list[int]]]:
    """What one player can reach against the others: weights, and nodes by own moves before them.

    A weight is that of the start times the probabilities of the others' moves since.
    """
    reach: dict[int, Any] = {}
    number: dict[int, int] = {}
    by_stage: list[list[int]] = []
    for first in sorted(start):
        node, stop = first, int(tree.end[first])
        while node < stop:
            weight, stage = start[first], 0
            if node != first:
                above = int(tree.parent[node])
                mine = bool(tree.mover[above] == me)
                weight = reach[above] if mine else reach[above] * moves[node]
                stage = number[above] + mine
            if weight == 0:
                node = int(tree.end[node])
                continue
            reach[node], number[node] = weight, stage
            if stage == len(by_stage):
                by_stage.append([])
            by_stage[stage].append(node)
            node = int(tree.end[node]) if node in ends else node + 1
    return reach, by_stage


def _tree_response(
    game: ExtensiveFormGame, profile: Any, player: str
) -> tuple[Any, dict[int, tuple[int, ...]]]:
    """The payoff of a best response, and the best actions at each own information set.

    At an information set that the others never reach every action is best.
    """
    require_perfect_recall(game, "a best response in a tree")
    me = game.players.index(player)
    one = game.arithmetic.number(1)
    moves = move_probabilities(game, profile)
    value, found = best_continuation(game, moves, me, {0: one})
    sizes = game.tree.infoset_size.tolist()
    return value, {
        infoset: found.get(infoset, tuple(range(sizes[infoset])))
        for infoset in np.flatnonzero(game.tree.infoset_player == me).tolist()
    }


def best_response_payoff(game: Any, profile: Any, player: str) -> Any:
    """The most that a player can get against the others' strategies.

    Raises
    ------
    UnsupportedGameError
        The tree lacks perfect recall, or parameters are open.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> profile = {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}
    >>> bg.best_response_payoff(game, profile, "entrant")
    Fraction(0, 1)
    """
    profile = as_profile(game, profile)
    game.require_closed("a best response")
    if player not in game.players:
        raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
    if isinstance(game, ExtensiveFormGame):
        return _tree_response(game, profile, player)[0]
    return max(_strategy_payoffs(game, profile, player))


def best_responses(game: Any, profile: Any, player: str) -> Any:
    """All best responses of a player to the others' strategies in a profile.

    Parameters
    ----------
    game, profile
        A closed game and a profile of it; the player's own part does not matter.
    player
        Who responds.

    Returns
    -------
    tuple or dict
        In normal form the strategies that are best; in a tree ``{information set: actions}``, the
        actions that some best response takes there. At an information set that the others' play
        excludes, every action is best.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> bg.best_responses(game, {"1": "1", "2": {"1": "9/10", "2": "1/10"}}, "1")
    ('1', '2')
    """
    profile = as_profile(game, profile)
    game.require_closed("a best response")
    if player not in game.players:
        raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
    if isinstance(game, ExtensiveFormGame):
        found = _tree_response(game, profile, player)[1]
        tree = game.tree
        return {
            tree.infoset_name(infoset): tuple(tree.actions(infoset)[a] for a in found[infoset])
            for infoset in sorted(found)
        }
    totals = _strategy_payoffs(game, profile, player)
    top = max(totals)
    sign, spread = game.arithmetic.sign, game.payoff_spreads[player]
    menu = game.strategies[player]
    return tuple(s for s, t in zip(menu, totals, strict=True) if sign(t - top, spread) == 0)


def regrets(game: Any, profile: Any | Mapping[str, Any]) -> dict[str, Any]:
    """How much each player could gain by deviating alone: ``{player: number}``, never negative.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> bg.regrets(game, {"1": "1", "2": "1"})
    {'1': Fraction(1, 1), '2': Fraction(1, 1)}
    """
    return payoffs_and_regrets(game, profile)[1]


def payoffs_and_regrets(game: Any, profile: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """`expected_payoffs` and `regrets`, what both need computed once."""
    profile = as_profile(game, profile)
    if is_wide(game):
        return payoffs_and_regrets_by_levels(game, profile)
    zero = game.arithmetic.number(0)
    if is_large(game) or any(_level(game, player) for player in game.players):
        now: dict[str, Any] = {}
        gain: dict[str, Any] = {}
        for player, weights in zip(game.players, profile.arrays, strict=True):
            pays = float_payoffs(game, profile, player)
            now[player] = float(pays @ weights)
            value = now[player]
            level = _level(game, player)
            if level:
                pays = float_payoffs(game, profile, player, level)
                value = float(pays @ weights)
            best = float(pays[pays.argmax()])  # quicker than max() where the array is short
            gain[player] = max(zero, best - value)
        return now, gain
    exact = _exact_payoffs_and_regrets(game, profile)
    if exact is not None:
        return exact
    now = expected_payoffs(game, profile)
    return now, {
        player: max(zero, best_response_payoff(game, profile, player) - now[player])
        for player in game.players
    }


def _level(game: Any, player: str) -> float:
    """What to measure a player's payoffs from: not zero where they are far from it and close."""
    if not isinstance(game, NormalFormGame) or not isinstance(game.numbers, np.ndarray):
        return 0.0
    low = game.payoff_ends[player][0]
    return low if abs(low) > _FAR * game.payoff_spreads[player] else 0.0


def _exact_payoffs_and_regrets(
    game: Any, profile: Any
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The same in integers, for a table in exact numbers and probabilities that are fractions."""
    if not isinstance(game, NormalFormGame) or isinstance(game.numbers, np.ndarray):
        return None
    now: dict[str, Any] = {}
    gain: dict[str, Any] = {}
    for player, weights in zip(game.players, profile.weights, strict=True):
        against = integer_payoffs(game, profile, player)
        own = whole_weights(weights)
        if against is None or own is None:
            return None
        (pays, denominator), (whole, common) = against, own
        total = sum(weight * pay for weight, pay in zip(whole, pays, strict=True) if weight)
        now[player] = Fraction(total, denominator * common)
        gain[player] = Fraction(max(pays) * common - total, denominator * common)
    return now, gain
