"""Best responses and regrets: what one player could do better against the others.

A player's *regret* in a profile is the payoff of a best response to the others minus the payoff in
the profile; a profile is a Nash equilibrium when every regret is zero (Nash 1951). For a tree the
best response is found by folding back over the player's own information sets, last ones first,
each weighed by the others' and Nature's probabilities of reaching its nodes; this is exact when
the player has perfect recall (von Stengel 1996, section 3).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from brinkgame.errors import UnknownNameError, UnsupportedGameError, suggestion
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play.payoffs import (
    as_profile,
    expected_payoffs,
    float_payoffs,
    integer_payoffs,
    is_large,
    move_probabilities,
    whole_weights,
)

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


def _tree_response(
    game: ExtensiveFormGame, profile: Any, player: str
) -> tuple[Any, dict[int, tuple[int, ...]]]:
    """The payoff of a best response, and the best actions at each own information set.

    At an information set that the others never reach every action is best.
    """
    tree = game.tree
    failure = tree.recall_failure
    if failure is not None:
        first, second = (tree.path(node) for node in failure)
        raise UnsupportedGameError(
            "a best response in a tree needs perfect recall",
            [f"{first} and {second} are one information set, reached by different own moves"],
        )
    me = game.players.index(player)
    sign, spread = game.arithmetic.sign, game.payoff_spreads[player]
    zero, one = game.arithmetic.number(0), game.arithmetic.number(1)
    moves = move_probabilities(game, profile)
    parent, mover = tree.parent.tolist(), tree.mover.tolist()
    infoset = tree.infoset.tolist()
    # The others' probability of reaching each node, and the number of own moves before it.
    reach: list[Any] = [one] * tree.size
    stage = [0] * tree.size
    for node in range(1, tree.size):
        above = parent[node]
        mine = mover[above] == me
        reach[node] = reach[above] if mine else reach[above] * moves[node]
        stage[node] = stage[above] + mine
    own = [payoffs[me] if payoffs is not None else None for payoffs in game.terminal_payoffs()]
    value: list[Any] = [zero if v is None else v for v in own]
    by_stage: dict[int, list[int]] = {}
    for node in range(tree.size - 1, -1, -1):
        by_stage.setdefault(stage[node], []).append(node)
    best: dict[int, tuple[int, ...]] = {}
    for level in sorted(by_stage, reverse=True):
        # Later own moves are settled, so the value of each action here is known.
        mine = list(dict.fromkeys(infoset[n] for n in by_stage[level] if mover[n] == me))
        for where in mine:
            totals = [zero] * int(tree.infoset_size[where])
            for node in tree.members[where]:
                for action, child in enumerate(tree.children_of(node)):
                    totals[action] = totals[action] + reach[node] * value[child]
            top = max(totals)
            best[where] = tuple(i for i, t in enumerate(totals) if sign(t - top, spread) == 0)
            action = totals.index(top)
            for node in tree.members[where]:
                value[node] = value[tree.children_of(node)[action]]
        for node in by_stage[level]:
            if node and mover[parent[node]] != me:
                value[parent[node]] = value[parent[node]] + moves[node] * value[node]
        # A node of this level feeds a parent of the same level only when its own value is
        # complete; children come after parents in preorder and the lists run backwards.
    return value[0], best


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
