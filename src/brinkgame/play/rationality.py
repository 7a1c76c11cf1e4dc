"""Subgame perfection: no gain in any subgame, also off the path of play.

A profile is subgame perfect when in no subgame a player gains by another strategy for that subgame
(Selten 1965). It is enough to look, in each subgame, at changes outside the smaller subgames inside
it, play following the profile there: whoever gains by a change at several levels gains by its last
part alone, or by what remains without it (the one-shot deviation principle, Osborne and Rubinstein
1994, Lemma 98.2, with whole subgames for single nodes). Under perfect information these are single
actions, so the check compares, at each decision node, the continuation payoffs of its actions.
Elsewhere it is the best response between a subgame's beginning and the subgames inside it, which
takes perfect recall. Where some change does pay, the size of the regret is measured against best
responses from the beginning of every subgame on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import numpy as np
import numpy.typing as npt

from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.extensive import tree_of
from brinkgame.forms.subgames import subgame_roots
from brinkgame.play.payoffs import as_behavior, continuation_payoffs, move_probabilities
from brinkgame.play.profiles import BehaviorStrategyProfile
from brinkgame.play.responses import (
    best_continuation,
    last_own_move,
    require_perfect_recall,
)

__all__ = ["Deviation", "SubgameRegrets", "deviations", "subgame_regrets"]

COMPILED_FROM = 100_000
"""The number of nodes from which on floats are checked by the compiled pass."""


@final
@dataclass(frozen=True, slots=True)
class Deviation:
    """An action that would pay its player more than what the profile does at that place.

    Attributes
    ----------
    player, infoset
        Who would deviate, and where.
    played, better
        An action that the profile takes there, and one that pays more.
    gain
        By how much, in the subgame that begins there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> profile = {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}
    >>> found, = bg.deviations(game, profile)
    >>> found.player, found.better, found.gain
    ('incumbent', 'accommodate', Fraction(3, 1))
    """

    player: str
    infoset: str
    played: str
    better: str
    gain: Any

    def __str__(self) -> str:
        return (
            f"{self.player} at {self.infoset} would gain {self.gain} by {self.better} "
            f"instead of {self.played}"
        )


@final
@dataclass(frozen=True, slots=True)
class SubgameRegrets:
    """What a profile pays, and the most that each player could gain in any subgame.

    Attributes
    ----------
    payoffs
        What each player expects at the root.
    regrets
        For each player the largest gain of a best response over all subgames; zero for all
        players exactly when the profile is subgame perfect.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> profile = {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}
    >>> bg.subgame_regrets(game, profile).regrets
    {'entrant': Fraction(0, 1), 'incumbent': Fraction(3, 1)}
    """

    payoffs: dict[str, Any]
    regrets: dict[str, Any]


def deviations(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile | Mapping[str, Any]
) -> tuple[Deviation, ...]:
    """What pays more than the profile, in any subgame; empty if it is subgame perfect.

    Parameters
    ----------
    game
        A closed game of perfect recall.
    profile
        A profile of it.

    Returns
    -------
    tuple of Deviation
        Under perfect information one for each better action, in the order of the tree. Otherwise
        one for each subgame and player who gains there without changing anything in smaller
        subgames: a best response, in words where it changes several actions. In floats, gains
        within the tolerance (scaled by the range of payoffs) do not count.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tree = bg.ExtensiveFormGame("threat", players=("A", "B"), root=bg.Decision("A", {
    ...     "out": bg.Terminal({"A": 0, "B": 4}),
    ...     "in": bg.Decision("B", {"accept": bg.Terminal({"A": 2, "B": 2}),
    ...                             "fight": bg.Terminal({"A": -1, "B": -1})}, infoset="entry")}))
    >>> for gain in bg.deviations(tree, {"A": {"root": "out"}, "B": {"entry": "fight"}}):
    ...     print(gain)
    B at entry would gain 3 by accept instead of fight
    """
    tree_of(game)
    game.require_closed("a check of deviations")
    plan = as_behavior(game, profile)
    value = continuation_payoffs(game, plan)
    tree = game.tree
    if not tree.perfect_information:
        require_perfect_recall(game, "a check of subgame perfection")
        return _by_subgames(game, plan, value)
    sign, scale = game.arithmetic.sign, game.payoff_spread
    found: list[Deviation] = []
    for node in tree.decisions.tolist():
        who, infoset = int(tree.mover[node]), int(tree.infoset[node])
        pays = [value[child][who] for child in tree.children_of(node)]
        weights = plan.weights_at(infoset)
        used = [action for action, weight in enumerate(weights) if weight > 0]
        worst = min(used, key=lambda action: pays[action])
        menu = tree.actions(infoset)
        found.extend(
            Deviation(
                game.players[who],
                tree.infoset_name(infoset),
                menu[worst],
                menu[action],
                pay - pays[worst],
            )
            for action, pay in enumerate(pays)
            if sign(pay - pays[worst], scale) > 0
        )
    return tuple(found)


def subgame_regrets(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile | Mapping[str, Any]
) -> SubgameRegrets:
    """What a profile pays, and the most that each player could gain in any subgame.

    Parameters
    ----------
    game
        A closed game of perfect recall.
    profile
        A profile of it.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tree = bg.ExtensiveFormGame("threat", players=("A", "B"), root=bg.Decision("A", {
    ...     "out": bg.Terminal({"A": 0, "B": 4}),
    ...     "in": bg.Decision("B", {"accept": bg.Terminal({"A": 2, "B": 2}),
    ...                             "fight": bg.Terminal({"A": -1, "B": -1})}, infoset="entry")}))
    >>> found = bg.subgame_regrets(tree, {"A": {"root": "out"}, "B": {"entry": "fight"}})
    >>> found.payoffs["B"], found.regrets["B"]
    (Fraction(4, 1), Fraction(3, 1))
    """
    tree_of(game)
    game.require_closed("a check of deviations")
    plan = as_behavior(game, profile)
    if not game.is_perfect_information:
        require_perfect_recall(game, "a check of subgame perfection")
        return _over_subgames(game, plan)
    if isinstance(game.numbers, np.ndarray):
        if game.tree.size >= COMPILED_FROM:
            return _compiled(game, plan)
        if game.tree.is_wide:
            return _by_levels(game, plan)
    return _plain(game, plan)


def _plain(game: ExtensiveFormGame, profile: BehaviorStrategyProfile) -> SubgameRegrets:
    value = continuation_payoffs(game, profile)
    payoffs = dict(zip(game.players, value[0], strict=True))
    if not _some_change_pays(game, profile, value):
        zero = game.arithmetic.number(0)
        return SubgameRegrets(payoffs, dict.fromkeys(game.players, zero))
    worst = {player: _largest_gain(game, profile, value, player) for player in game.players}
    return SubgameRegrets(payoffs, worst)


def _by_subgames(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile, value: Sequence[tuple[Any, ...]]
) -> tuple[Deviation, ...]:
    """Who gains in which subgame by a change outside the smaller subgames inside it."""
    sign, spreads = game.arithmetic.sign, game.payoff_spreads
    found: list[Deviation] = []
    for root, player, gain, better in _local_gains(game, profile, value):
        if sign(gain, spreads[player]) <= 0:
            continue
        changed = changes(profile, better)
        if len(changed) == 1:
            [(where, played, instead)] = changed
            found.append(Deviation(player, where, played, instead, gain))
        else:
            place = "the game" if root == 0 else f"the subgame at {game.tree.path(root)}"
            words = "; ".join(f"{instead} at {where}" for where, _, instead in changed)
            words = words or "a best response"  # many small gains, each within the tolerance
            found.append(Deviation(player, place, "the profile", words, gain))
    return tuple(found)


def _local_gains(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile, value: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, str, Any, dict[int, tuple[int, ...]]]]:
    """For each subgame and player the most that is gained while smaller subgames stay, and how."""
    tree = game.tree
    one = game.arithmetic.number(1)
    moves = move_probabilities(game, profile)
    roots = subgame_roots(game)
    settled = [{node: value[node][me] for node in roots} for me in range(tree.n_players)]
    for root in roots:
        movers = set(tree.mover[root : tree.end[root]].tolist())
        for me, player in enumerate(game.players):
            if me in movers:
                most, better = best_continuation(game, moves, me, {root: one}, settled[me])
                yield root, player, most - value[root][me], better


def changes(
    profile: BehaviorStrategyProfile, better: Mapping[int, tuple[int, ...]]
) -> list[tuple[str, str, str]]:
    """Where a best response differs from the profile: information set, what is played, what not.

    What is played and as good as anything is no difference, nor is what the best response itself
    does not come to.
    """
    tree = profile.game.tree
    taken: dict[int, list[int]] = {}
    found: list[tuple[str, str, str]] = []
    for infoset in sorted(better, key=lambda i: tree.members[i][0]):
        before = last_own_move(tree, infoset)
        if before is not None and before[0] in better and before[1] not in taken[before[0]]:
            taken[infoset] = []
            continue
        played = [i for i, weight in enumerate(profile.weights_at(infoset)) if weight > 0]
        best = better[infoset]
        taken[infoset] = [i for i in played if i in best] or [best[0]]
        worse = [i for i in played if i not in best]
        if worse:
            menu = tree.actions(infoset)
            words = ", ".join(menu[i] for i in worse)
            found.append((tree.infoset_name(infoset), words, menu[taken[infoset][0]]))
    return found


def _over_subgames(game: ExtensiveFormGame, profile: BehaviorStrategyProfile) -> SubgameRegrets:
    """As `_plain`, where players cannot tell all nodes apart."""
    value = continuation_payoffs(game, profile)
    zero, one = game.arithmetic.number(0), game.arithmetic.number(1)
    payoffs = dict(zip(game.players, value[0], strict=True))
    worst = dict.fromkeys(game.players, zero)
    if all(gain <= 0 for _, _, gain, _ in _local_gains(game, profile, value)):
        return SubgameRegrets(payoffs, worst)
    moves = move_probabilities(game, profile)
    for root in subgame_roots(game):
        for me, player in enumerate(game.players):
            most, _ = best_continuation(game, moves, me, {root: one})
            worst[player] = max(worst[player], most - value[root][me])
    return SubgameRegrets(payoffs, worst)


def _some_change_pays(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile, value: Sequence[Any]
) -> bool:
    """Whether any single change of action pays at all, without regard to a tolerance."""
    tree = game.tree
    above = tree.parent.copy()
    above[0] = 0
    who = tree.mover[above]
    nodes = np.flatnonzero(who >= 0)
    nodes = nodes[nodes > 0]
    if not len(nodes):
        return False
    listed = nodes.tolist()
    pays = [value[node][p] for node, p in zip(listed, who[nodes].tolist(), strict=True)]
    if profile.choices is None:
        least: dict[int, Any] = {}
        moves = move_probabilities(game, profile)
        parents = above[nodes].tolist()
        for node, parent, pay in zip(listed, parents, pays, strict=True):
            if moves[node] and (parent not in least or pay < least[parent]):
                least[parent] = pay
        return any(pay > least[parent] for parent, pay in zip(parents, pays, strict=True))
    # Division of integers rounds correctly, hence keeps order: where the quotients of two
    # fractions differ, they decide, and only where they agree the fractions themselves must.
    rough = np.array(pays) if isinstance(game.numbers, np.ndarray) else _rounded(pays)
    infoset = tree.infoset[above[nodes]]
    taken = np.empty(tree.n_infosets, dtype=np.int64)
    places = np.flatnonzero(profile.choices[infoset] == tree.edge[nodes])
    taken[infoset[places]] = places
    chosen = taken[infoset]
    if (rough > rough[chosen]).any():
        return True
    doubtful = np.flatnonzero((rough == rough[chosen]) & (chosen != np.arange(len(nodes))))
    return any(pays[i] > pays[chosen[i]] for i in doubtful.tolist())


def _rounded(numbers: Sequence[Any]) -> npt.NDArray[np.float64]:
    """Numbers as the nearest floats, in the same order; too large ones are infinite."""
    try:
        return np.array(
            [a / b for a, b in map(Fraction.as_integer_ratio, numbers)], dtype=np.float64
        )
    except OverflowError:
        return np.array([_nearest(number) for number in numbers], dtype=np.float64)


def _nearest(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def _largest_gain(
    game: ExtensiveFormGame,
    profile: BehaviorStrategyProfile,
    value: Sequence[tuple[Any, ...]],
    player: str,
) -> Any:
    """The most that a player gains by a best response from some node on."""
    tree = game.tree
    me = game.players.index(player)
    zero = game.arithmetic.number(0)
    moves = move_probabilities(game, profile)
    gain: list[Any] = [zero] * tree.size
    for node in range(tree.size - 1, -1, -1):
        below = tree.children_of(node)
        if not below:
            continue
        expected = sum((moves[c] * gain[c] for c in below), start=zero)
        if tree.mover[node] == me:
            best = max(value[c][me] + gain[c] for c in below)
            gain[node] = best - sum((moves[c] * value[c][me] for c in below), start=zero)
        else:
            gain[node] = expected
    return max(gain)


def _by_levels(game: ExtensiveFormGame, profile: BehaviorStrategyProfile) -> SubgameRegrets:
    """As `_plain`, in floats, for a whole level of the tree at a time."""
    tree = game.tree
    order, starts = tree.levels
    mover, arity, row = tree.mover[order], tree.arity[order], tree.payoff_row[order]
    share = _float_moves(game, profile)[order]
    worst = np.zeros(tree.n_players)
    value, gain = (np.zeros((0, tree.n_players)) for _ in range(2))
    for level in range(len(starts) - 2, -1, -1):
        here = slice(starts[level], starts[level + 1])
        later, extra = value, gain
        value, gain = (np.zeros((len(mover[here]), tree.n_players)) for _ in range(2))
        inner = np.flatnonzero(arity[here])
        if len(inner):
            sizes = arity[here][inner]
            first = np.cumsum(sizes) - sizes
            weight = share[starts[level + 1] : starts[level + 2], None]
            expected = np.add.reduceat(weight * later, first)
            value[inner] = expected
            gain[inner] = np.add.reduceat(weight * extra, first)
            who = mover[here][inner]
            own = np.repeat(np.maximum(who, 0), sizes)
            child = np.arange(len(later))
            reply = np.maximum.reduceat(later[child, own] + extra[child, own], first)
            choosing = np.flatnonzero(who >= 0)
            players = who[choosing]
            gain[inner[choosing], players] = reply[choosing] - expected[choosing, players]
            np.maximum(worst, gain.max(axis=0), out=worst)
        paying = np.flatnonzero(row[here] >= 0)
        value[paying] += game.float_payoffs[row[here][paying]]
    return SubgameRegrets(
        dict(zip(game.players, value[0].tolist(), strict=True)),
        dict(zip(game.players, worst.tolist(), strict=True)),
    )


def _compiled(game: ExtensiveFormGame, profile: BehaviorStrategyProfile) -> SubgameRegrets:
    from brinkgame.kernels.trees import value_and_gain

    tree = game.tree
    value, gain = value_and_gain(
        tree.mover,
        tree.arity,
        tree.pays_inside,
        game.float_payoffs,
        game.float_odds,
        _float_weights(profile),
    )
    return SubgameRegrets(
        dict(zip(game.players, value.tolist(), strict=True)),
        dict(zip(game.players, gain.tolist(), strict=True)),
    )


def _float_weights(profile: BehaviorStrategyProfile) -> npt.NDArray[np.float64]:
    """The probabilities of all actions, information set by information set, in floats."""
    if profile.choices is None:
        return np.array(profile.weights, dtype=np.float64)
    first = profile.game.tree.first_action
    weights = np.zeros(int(first[-1]))
    weights[first[:-1] + profile.choices] = 1.0
    return weights


def _float_moves(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile
) -> npt.NDArray[np.float64]:
    """`move_probabilities` of a floating-point game as an array."""
    tree = game.tree
    moves = np.ones(tree.size)
    moves[tree.branches] = game.float_odds
    infoset = tree.infoset[tree.parent]  # of the root: of the last node, an end, hence none
    infoset[0] = -1
    chosen = np.flatnonzero(infoset >= 0)
    places = tree.first_action[infoset[chosen]] + tree.edge[chosen]
    moves[chosen] = _float_weights(profile)[places]
    return moves
