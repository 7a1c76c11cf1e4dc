"""What players could gain in other concepts than Nash's, worked out plainly for tables.

Correlated and coarse correlated equilibria (Aumann 1974; Moulin and Vial 1978), commitments (von
Stengel and Zamir 2010) and logit quantal responses (McKelvey and Palfrey 1995), each from its
definition, by looking at every cell. Nothing is shared with `play` or with any solver.

A *lottery* is a probability for each cell, ``{(strategy, strategy, ...): weight}``; cells that are
not named have none.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from brinkgame.forms import NormalFormGame
from brinkgame.testing.corners import PlainTable

__all__ = [
    "advice_regrets",
    "commitment_shortfalls",
    "is_lottery",
    "logit_distances",
    "lottery_of",
    "lottery_payoffs",
]

Cell: TypeAlias = "tuple[str, ...]"


def is_lottery(conduct: Mapping[Any, Any]) -> bool:
    """Whether a conduct is over cells and not a player's own for each player."""
    return any(isinstance(key, tuple) for key in conduct)


def lottery_of(game: NormalFormGame, conduct: Mapping[Any, Any]) -> dict[Cell, Any]:
    """A conduct as a lottery: independent strategies are multiplied."""
    if is_lottery(conduct):
        return {cell: weight for cell, weight in conduct.items() if weight}
    played = [
        [(strategy, weight) for strategy, weight in conduct[player].items() if weight]
        for player in game.players
    ]
    return {
        tuple(strategy for strategy, _ in cell): math.prod(weight for _, weight in cell)
        for cell in itertools.product(*played)
    }


def _paid(game: NormalFormGame, player: int, cell: Cell) -> Fraction:
    numbers: Any = game.numbers
    menus = game.strategies.values()
    place = tuple(menu.index(strategy) for menu, strategy in zip(menus, cell, strict=True))
    return Fraction(numbers[int(game.cells[(*place, player)])])


def _other(cell: Cell, player: int, strategy: str) -> Cell:
    return (*cell[:player], strategy, *cell[player + 1 :])


def lottery_payoffs(game: NormalFormGame, conduct: Mapping[Any, Any]) -> dict[str, Any]:
    """What each player expects when everyone does what the lottery says.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> lottery_payoffs(game, {("1", "2"): Fraction(1, 2), ("2", "1"): Fraction(1, 2)})["1"]
    Fraction(9, 2)
    """
    lottery = lottery_of(game, conduct)
    return {
        player: sum((w * _paid(game, me, cell) for cell, w in lottery.items()), Fraction(0))
        for me, player in enumerate(game.players)
    }


def advice_regrets(
    game: NormalFormGame, conduct: Mapping[Any, Any], *, coarse: bool = False
) -> dict[str, Any]:
    """What each player could gain by disobeying: after the advice, or (coarse) before it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> advice_regrets(game, {("1", "2"): Fraction(1, 2), ("2", "2"): Fraction(1, 2)})["1"]
    Fraction(1, 2)
    """
    lottery = lottery_of(game, conduct)
    regrets = {}
    for me, player in enumerate(game.players):
        menu = game.strategies[player]
        gains = {
            advice: [
                sum(
                    (
                        weight
                        * (_paid(game, me, _other(cell, me, instead)) - _paid(game, me, cell))
                        for cell, weight in lottery.items()
                        if cell[me] == advice
                    ),
                    Fraction(0),
                )
                for instead in menu
            ]
            for advice in menu
        }
        if coarse:
            always = map(sum, zip(*gains.values(), strict=True))
            regrets[player] = max(Fraction(0), *always)
        else:
            regrets[player] = sum((max(line) for line in gains.values()), Fraction(0))
    return regrets


def commitment_shortfalls(
    game: NormalFormGame, conduct: Mapping[str, Any], *, leader: str, pure: bool = False
) -> dict[str, Any]:
    """What the follower could gain by another reply, and the leader by another commitment.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 2]])
    >>> first = {"1": Fraction(1), "2": Fraction(0)}
    >>> commitment_shortfalls(game, {"1": first, "2": first}, leader="1")
    {'1': Fraction(5, 3), '2': Fraction(0, 1)}
    """
    table = PlainTable.of(game)
    first = game.players.index(leader)
    plans = [tuple(conduct[p][s] for s in menu) for p, menu in game.strategies.items()]
    paid = lottery_payoffs(game, conduct)
    follower = game.players[1 - first]
    most = table.commitment(first, pure=pure)
    found = {
        leader: max(Fraction(0), most - paid[leader]),
        follower: max(table.replies(first, plans[first])) - paid[follower],
    }
    return {player: found[player] for player in game.players}


def logit_distances(
    game: NormalFormGame, conduct: Mapping[str, Any], *, rationality: Any
) -> dict[str, float]:
    """How far each player's probabilities are from those of the logit response to the others'.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0], [1]], [[0], [0]])
    >>> sure = {"1": {"1": Fraction(0), "2": Fraction(1)}, "2": {"1": Fraction(1)}}
    >>> logit_distances(game, sure, rationality=0)
    {'1': 0.5, '2': 0.0}
    """
    exact = Fraction(str(rationality))  # a float is read as it is written
    found = {}
    for me, player in enumerate(game.players):
        menu = game.strategies[player]
        # Each own strategy against what the others do.
        others = lottery_of(game, {**conduct, player: {menu[0]: Fraction(1)}})
        worth = [
            sum(
                (w * _paid(game, me, _other(cell, me, own)) for cell, w in others.items()),
                Fraction(0),
            )
            for own in menu
        ]
        powers = [exact * (value - max(worth)) for value in worth]
        weights = [math.exp(float(power)) if power > -745 else 0.0 for power in powers]
        total = math.fsum(weights)
        gaps = [
            abs(float(conduct[player][own]) - weight / total)
            for own, weight in zip(menu, weights, strict=True)
        ]
        found[player] = max(gaps)
    return found
