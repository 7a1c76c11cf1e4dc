"""Commitment in normal form: one player binds itself first, the other replies to it.

The *leader* commits to a mixed strategy that the *follower* sees before choosing. In the strong
form the follower breaks ties as the leader would like, so that the best commitment exists; its
value is at least what the leader gets in any Nash equilibrium (von Stengel and Zamir 2010). In the
weak form the leader counts on nothing that the follower is not strictly better off doing.

An upper bound on the strong value is proved reply by reply. Let the leader's payoffs be a(i, j) and
the follower's b(i, j). While the follower replies by j, the commitment x satisfies
sum_i x_i (b(i, k) - b(i, j)) <= 0 for every other reply k. So for any prices y_k >= 0 the leader
gets at most

    max over i of  a(i, j) - sum_k y_k (b(i, k) - b(i, j)),

and the best prices make this as small as the truth (duality of linear programs). Whatever proposes
the prices, the bound is worked out here in exact numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import exact_numbers, integer_rows
from brinkgame.errors import InvalidProfileError, UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.linear_programs import solve_lp
from brinkgame.play.payoffs import as_profile, expected_payoffs
from brinkgame.play.profiles import MixedStrategyProfile
from brinkgame.play.rationality import Deviation
from brinkgame.play.responses import best_response_payoff, best_responses

__all__ = ["commitment_deviations", "commitment_range", "commitment_regrets"]

_FINE = 2**40
"""Prices proposed in floats are rounded to a multiple of one over this."""


@final
@dataclass(frozen=True, slots=True)
class _Sides:
    """Whole payoffs with a row for each strategy of the leader and a column for each reply."""

    leader: str
    follower: str
    leads: npt.NDArray[Any]
    follows: npt.NDArray[Any]
    unit: int
    """The leader's payoffs are divided by this."""


def _sides(game: object, leader: str) -> _Sides:
    if not isinstance(game, NormalFormGame):
        raise UnsupportedGameError(
            f"commitment is about games in normal form; got {game!r} (see to_normal_form)"
        )
    game.require_closed("commitment")
    if len(game.players) != 2:
        raise UnsupportedGameError(
            f"commitment is between two players: a leader and a follower; {game!r} has "
            f"{len(game.players)}"
        )
    first = game.player_number(leader)
    follower = game.players[1 - first]
    leads, unit = _whole(game, leader)
    follows, _ = _whole(game, follower)
    if first == 1:
        leads, follows = leads.T, follows.T
    return _Sides(leader, follower, leads, follows, unit)


def _whole(game: NormalFormGame, player: str) -> tuple[npt.NDArray[Any], int]:
    """A player's payoffs times their common denominator, and that denominator."""
    table = game.payoff_array(player)
    (whole,), unit = integer_rows([exact_numbers(table.ravel().tolist())])
    exact = np.empty(table.size, dtype=object)
    exact[:] = whole
    return exact.reshape(table.shape), unit


# -- the certificate ------------------------------------------------------------------------------


def commitment_regrets(
    game: NormalFormGame,
    profile: MixedStrategyProfile | Mapping[str, Any],
    *,
    leader: str,
    pure: bool = False,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a commitment and the reply to it pay, and by how much each player falls short.

    Parameters
    ----------
    game
        A closed game of two players in normal form.
    profile
        The leader's commitment and the follower's reply.
    leader
        Who commits.
    pure
        Whether the leader may commit to single strategies only.

    Returns
    -------
    tuple
        ``{player: payoff}`` and ``{player: number}``: what the follower could gain by another
        reply, and what the leader could gain by another commitment. The profile is a strong
        Stackelberg equilibrium exactly when both are zero.

    Raises
    ------
    UnsupportedGameError
        The game has not two players, or parameters are open.
    InvalidProfileError
        The profile does not fit, or mixes where a single strategy is asked for.

    Notes
    -----
    The leader's shortfall is the distance to an upper bound that duality proves in exact numbers,
    reply by reply; it is exact. A floating-point game is measured with its payoffs read exactly.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 2]])
    >>> bg.commitment_regrets(game, {"1": {"1": "2/3", "2": "1/3"}, "2": "2"}, leader="1")[1]
    {'1': Fraction(0, 1), '2': Fraction(0, 1)}
    >>> bg.commitment_regrets(game, {"1": "1", "2": "1"}, leader="1")[1]
    {'1': Fraction(5, 3), '2': Fraction(0, 1)}
    """
    sides = _sides(game, leader)
    plan = as_profile(game, profile)
    zero = game.arithmetic.number(0)
    payoffs = expected_payoffs(game, plan)
    now = payoffs[sides.follower]
    gain = game.arithmetic.number(max(zero, best_response_payoff(game, plan, sides.follower) - now))
    paid = Fraction(payoffs[leader]) * sides.unit
    if pure:
        if len(plan.support(leader)) != 1:
            raise InvalidProfileError(
                f"{leader} is to commit to a single strategy, and mixes {plan.support(leader)}"
            )
        most = Fraction(_pure_value(sides))
    else:
        most = paid + max(_excess(sides, reply, paid) for reply in range(sides.leads.shape[1]))
    shortfall = game.arithmetic.number(max(Fraction(0), (most - paid) / sides.unit))
    found = {sides.leader: shortfall, sides.follower: gain}
    return payoffs, {player: found[player] for player in game.players}


def commitment_deviations(
    game: NormalFormGame,
    profile: MixedStrategyProfile | Mapping[str, Any],
    *,
    leader: str,
    pure: bool = False,
) -> tuple[Deviation, ...]:
    """What the leader or the follower had better do instead, in the order of the players.

    Parameters
    ----------
    game, profile, leader, pure
        As in `commitment_regrets`.

    Returns
    -------
    tuple of Deviation
        The best commitment where it pays the leader more, and the best reply to the commitment at
        hand where it pays the follower more; empty for a strong Stackelberg equilibrium.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 2]])
    >>> for reason in bg.commitment_deviations(game, {"1": "1", "2": "2"}, leader="2"):
    ...     print(reason)
    2 at the table would gain 1 by 1 instead of 2
    """
    plan = as_profile(game, profile)
    _, regrets = commitment_regrets(game, plan, leader=leader, pure=pure)
    found: list[Deviation] = []
    for player in game.players:
        if game.arithmetic.sign(regrets[player], game.payoff_spread) <= 0:
            continue
        played = ", ".join(plan.support(player))
        better = (
            _best_words(_sides(game, leader), game, pure=pure)
            if player == leader
            else best_responses(game, plan, player)[0]
        )
        found.append(Deviation(player, "the table", played, better, regrets[player]))
    return tuple(found)


def _best_words(sides: _Sides, game: NormalFormGame, *, pure: bool) -> str:
    """A best commitment in words."""
    menu = game.strategies[sides.leader]
    if pure:
        best = sides.follows == sides.follows.max(axis=1, keepdims=True)
        paid = [max(row[good]) for row, good in zip(sides.leads, best, strict=True)]
        return menu[paid.index(max(paid))]
    value: Fraction | None = None
    weights: tuple[Any, ...] = ()
    for reply in range(sides.leads.shape[1]):
        if value is not None and sides.leads[:, reply].max() <= value:
            continue
        rows = (sides.follows - sides.follows[:, [reply]]).T.tolist()
        found = solve_lp(
            sides.leads[:, reply].tolist(),
            at_most=(rows, [0] * len(rows)),
            equal=([[1] * len(sides.leads)], [1]),
            maximize=True,
        )
        if found.status == "optimal" and (value is None or found.value > value):
            value, weights = found.value, found.point
    number = game.arithmetic.number
    named = {name: number(w) for name, w in zip(menu, weights, strict=True) if w}
    if len(named) == 1:
        return next(iter(named))
    return ", ".join(f"{name} {weight}" for name, weight in named.items())


def _pure_value(sides: _Sides) -> int:
    """The most that the leader gets by a single strategy, ties broken in the leader's favor."""
    best = sides.follows == sides.follows.max(axis=1, keepdims=True)
    return int(max(max(row[allowed]) for row, allowed in zip(sides.leads, best, strict=True)))


def _excess(sides: _Sides, reply: int, paid: Fraction) -> Fraction:
    """By how much the leader can be paid more than this while the follower replies by `reply`.

    Prices in floats are tried first; where they leave anything open, exact ones decide.
    """
    over = [Fraction(int(number)) - paid for number in sides.leads[:, reply]]
    if max(over) <= 0:
        return Fraction(0)
    dearer = sides.follows - sides.follows[:, [reply]]
    others = [k for k in range(dearer.shape[1]) if k != reply]
    if not others:
        return max(over)
    dearer = dearer[:, others]
    if _proved_in_floats(over, dearer, reply, sides):
        return Fraction(0)
    # Prices y >= 0 and a number t >= 0 with  t + sum_k y_k (b(k) - b(reply)) >= what is over.
    rows = [[-1, *(-int(number) for number in row)] for row in dearer]
    found = solve_lp([1] + [0] * len(others), at_most=(rows, [-number for number in over]))
    prices = found.point[1:]
    return max(
        number - sum((y * int(d) for y, d in zip(prices, row, strict=True) if y), Fraction(0))
        for number, row in zip(over, dearer, strict=True)
    )


def _proved_in_floats(
    over: list[Fraction], dearer: npt.NDArray[Any], reply: int, sides: _Sides
) -> bool:
    """Whether prices proposed in floats prove, in exact numbers, that nothing more is paid.

    They are looked for with some room to spare, so that rounding them does no harm.
    """
    column = sides.leads[:, reply]
    wide = max(int(column.max() - column.min()), 1)
    steep = max(int(abs(dearer).max()), 1)
    try:
        target = np.array([float(number / wide) for number in over])
        slopes = (dearer / steep).astype(np.float64)
    except OverflowError:
        return False
    rows = -np.column_stack([np.ones(len(over)), slopes])
    cost = np.zeros(rows.shape[1])
    cost[0] = 1.0
    room = 1.0
    found = solve_lp(cost, at_most=(rows, -(target + room)), exact=False)
    if found.status != "optimal" or found.value > room * (1 - 1e-6):
        return False
    prices = np.array([max(0, round(y * _FINE)) for y in found.point[1:]], dtype=object)
    left = dearer.dot(prices)  # times wide / (steep * _FINE)
    common = steep * _FINE
    return all(
        number * common <= wide * int(saved) for number, saved in zip(over, left, strict=True)
    )


# -- what the leader may count on -----------------------------------------------------------------


def commitment_range(game: NormalFormGame, leader: str) -> tuple[Any, Any]:
    """What a player gets by committing first: at worst and at best, over how ties are broken.

    Parameters
    ----------
    game
        A closed game of two players in normal form.
    leader
        Who commits.

    Returns
    -------
    tuple
        The weak value, which the leader can come as close to as it likes whatever the follower
        does where it is indifferent, and the strong value, where ties are broken in the leader's
        favor. Between the two lie the leader's payoffs in all equilibria of the game in which the
        commitment is seen (von Stengel and Zamir 2010).

    Notes
    -----
    A reply counts for the weak value when it is best against all commitments in some open set,
    which means that no tie can rule it out; among replies that the follower can never tell apart
    the leader fears the worst.

    Raises
    ------
    UnsupportedGameError
        The game has not two players, or parameters are open.
    UnknownNameError
        There is no such player.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 2]])
    >>> bg.commitment_range(game, "1")
    (Fraction(11, 3), Fraction(11, 3))
    >>> indifferent = bg.NormalFormGame.from_arrays([[1, 5]], [[0, 0]])
    >>> bg.commitment_range(indifferent, "1")
    (Fraction(1, 1), Fraction(5, 1))
    """
    sides = _sides(game, leader)
    floor = Fraction(int(sides.leads.min()))
    weak = strong = floor
    for reply in range(sides.leads.shape[1]):
        best = int(sides.leads[:, reply].max())
        if best > strong:
            strong += _excess(sides, reply, strong)
        if best > weak and _stands_alone(sides, reply):
            weak = max(weak, _feared(sides, reply))
    number = game.arithmetic.number
    return number(weak / sides.unit), number(strong / sides.unit)


def _apart(sides: _Sides, reply: int) -> list[list[int]]:
    """What each reply that differs for the follower pays it more than `reply`, a list a reply."""
    dearer = (sides.follows - sides.follows[:, [reply]]).T.tolist()
    return [line for line in dearer if any(line)]


def _stands_alone(sides: _Sides, reply: int) -> bool:
    """Whether some commitment makes a reply better than all that differ from it."""
    apart = _apart(sides, reply)
    if not apart:
        return True
    size = len(sides.leads)
    found = solve_lp(
        [0] * size + [1],
        at_most=([[*line, 1] for line in apart], [0] * len(apart)),
        equal=([[1] * size + [0]], [1]),
        maximize=True,
    )
    return found.status == "optimal" and found.value > 0


def _feared(sides: _Sides, reply: int) -> Fraction:
    """The most that the leader can be sure of while the follower is best off by `reply`."""
    dearer = sides.follows - sides.follows[:, [reply]]
    alike = [k for k in range(dearer.shape[1]) if not dearer[:, k].any()]
    low = int(sides.leads.min())
    size = len(sides.leads)
    # The commitment, and the least payoff above `low` over the replies that are alike.
    rows = [[*line, 0] for line in _apart(sides, reply)]
    rows += [[*(low - int(number) for number in sides.leads[:, k]), 1] for k in alike]
    found = solve_lp(
        [0] * size + [1],
        at_most=(rows, [0] * len(rows)),
        equal=([[1] * size + [0]], [1]),
        maximize=True,
    )
    return Fraction(found.value) + low
