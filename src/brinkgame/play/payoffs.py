"""What a profile brings about: payoffs, and how likely each node, information set and outcome is.

All of it is written out plainly in the numbers of the game: fractions in an exact game, floats in
a floating-point one, expressions where parameters are open. For a tree,

    value(v) = what is collected at v + sum over children c of  Pr(c | v) * value(c),

where Pr(c | v) is chance's or the profile's, and the probability of a node is the product of these
along its path.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import integer_rows
from brinkgame.errors import InvalidProfileError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.extensive import tree_of
from brinkgame.forms.tree import TERMINAL
from brinkgame.play.profiles import BehaviorStrategyProfile, MixedStrategyProfile

__all__ = [
    "continuation_payoffs",
    "expected_payoffs",
    "infoset_probabilities",
    "move_probabilities",
    "node_probabilities",
    "outcome_probabilities",
    "reach_probabilities",
]

_FEW = 64
"""Payoffs, of all players together, up to which a loop is quicker than arrays."""

Profile: TypeAlias = "MixedStrategyProfile | BehaviorStrategyProfile"


def as_profile(game: Any, profile: Any) -> Any:
    """A profile of this game, from a profile or from plain mappings of labels."""
    wanted: Any
    if isinstance(game, NormalFormGame):
        wanted = MixedStrategyProfile
    elif isinstance(game, ExtensiveFormGame):
        wanted = BehaviorStrategyProfile
    else:
        raise UnsupportedGameError(f"expected a game, got {game!r}")
    if isinstance(profile, wanted):
        if profile.game is game:
            return profile
        return wanted(game, {player: dict(profile[player]) for player in profile})
    if isinstance(profile, Mapping) and not isinstance(
        profile, (MixedStrategyProfile, BehaviorStrategyProfile)
    ):
        return wanted(game, profile)
    raise InvalidProfileError(f"expected a {wanted.__name__} or a mapping, got {profile!r}")


def as_behavior(game: ExtensiveFormGame, profile: object) -> BehaviorStrategyProfile:
    """`as_profile` for a tree."""
    tree_of(game)
    found: BehaviorStrategyProfile = as_profile(game, profile)
    return found


def move_probabilities(game: ExtensiveFormGame, profile: BehaviorStrategyProfile) -> list[Any]:
    """For each node the probability of reaching it from its parent; 1 for the root."""
    tree = game.tree
    zero, one = game.arithmetic.number(0), game.arithmetic.number(1)
    odds = game.edge_probabilities()
    odds[0] = one
    parent, edge = tree.parent.tolist(), tree.edge.tolist()
    infoset = tree.infoset.tolist()
    if profile.choices is not None:
        chosen = profile.choices.tolist()
        for node in range(1, tree.size):
            where = infoset[parent[node]]
            if where >= 0:
                odds[node] = one if chosen[where] == edge[node] else zero
        return odds
    weights = profile.weights or ()
    first = tree.first_action.tolist()
    for node in range(1, tree.size):
        where = infoset[parent[node]]
        if where >= 0:
            odds[node] = weights[first[where] + edge[node]]
    return odds


def continuation_payoffs(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile | Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """What each player expects from each node on, that node included, earlier payoffs excluded.

    Returns
    -------
    list
        For each node a tuple with one number a player.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> profile = {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}
    >>> bg.continuation_payoffs(game, profile)[2]
    (Fraction(-1, 1), Fraction(-1, 1))
    """
    plan = as_behavior(game, profile)
    tree = game.tree
    rows = game.payoff_rows()
    row_of, mover = tree.payoff_row.tolist(), tree.mover.tolist()
    first, children = tree.first_child.tolist(), tree.children.tolist()
    infoset = tree.infoset.tolist()
    chosen = None if plan.choices is None else plan.choices.tolist()
    moves = move_probabilities(game, plan) if chosen is None else game.edge_probabilities()
    on_the_way = tree.pays_on_the_way
    value: list[Any] = [None] * tree.size
    for node in range(tree.size - 1, -1, -1):
        who = mover[node]
        if who == TERMINAL:
            value[node] = rows[row_of[node]]
            continue
        if who >= 0 and chosen is not None:
            here = value[children[first[node] + chosen[infoset[node]]]]
        else:
            below = children[first[node] : first[node + 1]]
            weights = [moves[child] for child in below]
            shares = zip(*[value[child] for child in below], strict=True)
            here = tuple([_weighted_sum(weights, share) for share in shares])
        if on_the_way and row_of[node] >= 0:
            here = tuple([a + b for a, b in zip(here, rows[row_of[node]], strict=True)])
        value[node] = here
    return value


def _weighted_sum(weights: Sequence[Any], values: Sequence[Any]) -> Any:
    """The sum of weight times value; fractions are reduced once, at the end."""
    numerator, denominator = 0, 1
    for weight, value in zip(weights, values, strict=True):
        if weight.__class__ is not Fraction or value.__class__ is not Fraction:
            return sum((w * v for w, v in zip(weights, values, strict=True)), start=Fraction(0))
        a, b = weight.as_integer_ratio()
        c, d = value.as_integer_ratio()
        over = b * d
        if over == denominator:
            numerator += a * c
        else:
            numerator = numerator * over + a * c * denominator
            denominator *= over
    return Fraction(numerator, denominator)


def expected_payoffs(game: Any, profile: Any) -> dict[str, Any]:
    """What each player expects when everyone follows the profile.

    Parameters
    ----------
    game
        A game in either form. Open parameters are allowed; then payoffs are expressions.
    profile
        A profile of that game, or plain mappings of labels.

    Returns
    -------
    dict
        ``{player: number}``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> bg.expected_payoffs(game, {"1": {"1": "9/10", "2": "1/10"}, "2": "1"})
    {'1': Fraction(1, 10), '2': Fraction(-1, 10)}
    """
    profile = as_profile(game, profile)
    if isinstance(game, ExtensiveFormGame):
        return dict(zip(game.players, continuation_payoffs(game, profile)[0], strict=True))
    if is_large(game):
        return {
            player: float(np.dot(float_payoffs(game, profile, player), weights))
            for player, weights in zip(game.players, profile.weights, strict=True)
        }
    zero, one = game.arithmetic.number(0), game.arithmetic.number(1)
    total = [zero] * len(game.players)
    supports = [[i for i, w in enumerate(weights) if w != 0] for weights in profile.weights]
    for where in itertools.product(*supports):
        weight = one
        for weights, i in zip(profile.weights, where, strict=True):
            weight = weight * weights[i]
        for p, position in enumerate(game.cells[where].tolist()):
            number = game.numbers[position]
            total[p] = total[p] + weight * (float(number) if isinstance(zero, float) else number)
    return dict(zip(game.players, total, strict=True))


def is_large(game: Any) -> bool:
    """Whether a game is a table of floats so large that arrays are quicker than a loop."""
    floats = isinstance(game.numbers, np.ndarray)
    return floats and isinstance(game, NormalFormGame) and game.cells.size > _FEW


def integer_payoffs(
    game: NormalFormGame, profile: MixedStrategyProfile, player: str
) -> tuple[list[int], int] | None:
    """What each strategy of a player pays against the others', as integers over one denominator.

    In an exact game and for probabilities that are fractions; otherwise None.
    """
    me = game.player_number(player)
    others = [weights for p, weights in enumerate(profile.weights) if p != me]
    whole = [whole_weights(weights) for weights in others]
    if not game.is_closed or isinstance(game.numbers, np.ndarray) or None in whole:
        return None
    plans = [each for each in whole if each is not None]
    table, denominator = game.integer_table
    table = table[..., me]
    if len(plans) == 1:
        [(weights, common)] = plans
        plan = [(i, weight) for i, weight in enumerate(weights) if weight]
        lines = (table.T if me else table).tolist()
        return [sum(line[i] * w for i, w in plan) for line in lines], denominator * common
    for p in range(len(game.players) - 1, -1, -1):
        if p != me:
            weights, common = plans.pop()
            played = [i for i, weight in enumerate(weights) if weight]
            numbers = np.empty(len(played), dtype=object)
            numbers[:] = [weights[i] for i in played]
            table = np.moveaxis(table.take(played, axis=p), p, -1).dot(numbers)
            denominator *= common
    return table.tolist(), denominator


def whole_weights(weights: Sequence[Any]) -> tuple[list[int], int] | None:
    """Probabilities as integers over one denominator; None if they are not all fractions."""
    if not all(type(weight) is Fraction for weight in weights):
        return None
    [whole], common = integer_rows([weights])
    return whole, common


def float_payoffs(
    game: NormalFormGame, profile: MixedStrategyProfile, player: str, level: float = 0.0
) -> npt.NDArray[np.float64]:
    """What each strategy of a player pays against the others', in a game of floats, all at once.

    Above a level, where differences would drown in the rounding of sums of large payoffs.
    """
    me = game.player_number(player)
    # The axis of players goes last and after a part was taken: that reads only what is played,
    # which in a large table is little.
    table, whose = game.float_table, me
    for p in range(len(game.players) - 1, -1, -1):
        if p == me:
            continue
        weights = profile.arrays[p]
        played = weights.nonzero()[0]
        part = table.take(played, axis=p)
        if part.ndim > len(game.players):
            part = part[..., whose]
            if level:
                part = part - level
        weights = weights[played]
        if p == part.ndim - 1:
            table = part @ weights
        elif part.ndim == 2:
            table = weights @ part
        else:
            table = np.tensordot(weights, part, axes=(0, p))
        me -= p < me
    return table if len(game.players) > 1 else table[:, whose] - level


def reach_probabilities(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile | Mapping[str, Any]
) -> list[Any]:
    """The probability that play passes through each node, by number of node."""
    reach = move_probabilities(game, as_behavior(game, profile))
    for node, above in enumerate(game.tree.parent.tolist()):
        if node:
            reach[node] = reach[above] * reach[node]
    return reach


def node_probabilities(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile | Mapping[str, Any]
) -> dict[str, Any]:
    """The probability that play passes through each node: ``{path: probability}``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> profile = {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}
    >>> bg.node_probabilities(game, profile)["root/in"]
    Fraction(0, 1)
    """
    reach = reach_probabilities(game, profile)
    return {game.tree.path(node): probability for node, probability in enumerate(reach)}


def infoset_probabilities(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile | Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The probability that play comes to each information set: ``{player: {label: probability}}``.

    Where a player is absent-minded and a path meets an information set twice, it counts once.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> profile = {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}
    >>> bg.infoset_probabilities(game, profile)["incumbent"]
    {'entry': Fraction(0, 1)}
    """
    reach = reach_probabilities(game, profile)
    tree = game.tree
    result: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    zero = game.arithmetic.number(0)
    parent, infoset = tree.parent.tolist(), tree.infoset.tolist()
    for number, members in enumerate(tree.members):
        inside = set(members)
        total = zero
        for node in members:
            above = parent[node]
            if len(inside) > 1:
                while above > 0 and infoset[above] != number:
                    above = parent[above]
            if not (above >= 0 and infoset[above] == number and above in inside):
                total = total + reach[node]
        player = game.players[tree.infoset_player[number]]
        result[player][tree.infoset_name(number)] = total
    return result


def outcome_probabilities(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile | Mapping[str, Any]
) -> dict[str, Any]:
    """The probability of each labelled outcome: ``{label: probability}``.

    An outcome happens when play passes through a node with its label; where one path passes
    through several of them, it counts once.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.ExtensiveFormGame("risk", players=("US",), root=bg.Chance({
    ...     "escalation": ("1/10", bg.Terminal({"US": -10}, label="war")),
    ...     "retreat": (bg.REST, bg.Terminal({"US": 1}, label="withdrawal"))}))
    >>> bg.outcome_probabilities(game, {"US": {}})
    {'war': Fraction(1, 10), 'withdrawal': Fraction(9, 10)}
    """
    reach = reach_probabilities(game, profile)
    tree = game.tree
    zero = game.arithmetic.number(0)
    result: dict[str, Any] = dict.fromkeys(tree.labels, zero)
    label, parent = tree.label.tolist(), tree.parent.tolist()
    inner = bool(((tree.label >= 0) & (tree.mover != TERMINAL)).any())
    for node, where in enumerate(label):
        if where < 0:
            continue
        if inner:
            above = parent[node]
            while above >= 0 and label[above] != where:
                above = parent[above]
            if above >= 0:
                continue
        result[tree.labels[where]] = result[tree.labels[where]] + reach[node]
    return result
