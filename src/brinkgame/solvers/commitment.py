"""The best commitment: one linear program for each reply of the follower.

The leader commits to a mixed strategy x, the follower sees it and replies best, and ties are broken
in the leader's favor: a *strong Stackelberg equilibrium* (Leitmann 1978; Breton, Alj and Haurie
1988). For each reply j the best commitment that makes j a best reply solves a linear program,

    max sum_i x_i a(i, j)   over   sum_i x_i (b(i, k) - b(i, j)) <= 0 for all k,   x in the simplex,

and the best of these is the answer (Conitzer and Sandholm 2006, Theorem 2), found in time
polynomial in the table. Replies that cannot beat the best so far by the leader's greatest payoff
against them are left out; the others are ranked in floats and solved in exact numbers only where
they may still be best.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Arithmetic, Exact, Float, exact_numbers, integer_rows
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidParameterError, suggestion
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.linear_programs import solve_lp
from brinkgame.play import MixedStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["StrongCommitment"]

_MOST_CELLS = 1_000_000
_PLAIN = 2**40
"""Whole payoffs up to this size are ranked in floats first; larger ones might be lost there."""

_MARGIN = 1e-6
"""A reply that is worse than the best by more than this share of the range is not solved again."""


@final
@dataclass(frozen=True, slots=True)
class StrongCommitment(Solver):
    """The best strategy to commit to when the other player sees it and replies (Stackelberg).

    Parameters
    ----------
    leader
        Who commits; the first player if None.
    pure
        Whether only single strategies can be committed to.

    Notes
    -----
    Gives one best commitment with the reply to it; where several are best there may be others. The
    follower breaks ties in the leader's favor; `commitment_range` tells what the leader may count
    on if it does not. The leader's payoff is at least that of every Nash equilibrium. Floats are
    read as exact numbers, and the answer is rounded at the end.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 2]])
    >>> found = bg.solve(game, bg.StrongCommitment())[0]
    >>> print(found.profile, "pays", found.payoffs["1"])
    1: 1 2/3, 2 1/3; 2: 2 pays 11/3
    >>> bg.solve(game, bg.StrongCommitment(pure=True))[0].payoffs["1"]
    Fraction(3, 1)
    """

    leader: str | None = None
    pure: bool = False

    concept: ClassVar[Concept] = Concept.COMMITMENT
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "the best strategy to commit to when the other player sees it"

    def __post_init__(self) -> None:
        if self.leader is not None and not isinstance(self.leader, str):
            raise InvalidParameterError(
                f"leader is the name of a player or None, not {self.leader!r}"
            )
        if not isinstance(self.pure, bool):
            raise InvalidParameterError(f"pure is True or False, not {self.pure!r}")

    def further_obstacles(self, game: NormalFormGame) -> tuple[str, ...]:
        """Two players, one of them the leader, and a table of moderate size."""
        found: list[str] = []
        if len(game.players) != 2:
            found.append(f"takes two players, a leader and a follower, not {len(game.players)}")
        if self.leader is not None and self.leader not in game.players:
            hint = suggestion(self.leader, game.players)
            found.append(f"there is no player {self.leader!r} to lead{hint}")
        cells = int(np.prod(game.shape, dtype=object))
        if cells > _MOST_CELLS:
            found.append(f"takes at most {_MOST_CELLS} cells, not {cells}")
        return tuple(found)

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Solve a linear program a reply, and keep the best."""
        first = 0 if self.leader is None else game.player_number(self.leader)
        leader, follower = game.players[first], game.players[1 - first]
        leads, follows = (_whole(game, player, first) for player in (leader, follower))
        best: tuple[list[Any], int] | None
        if self.pure:
            best, solved = _best_pure(leads, follows), 0
        else:
            best, solved = _best_mixed(leads, follows, control)
        if best is None:
            return Run(
                profiles=(),
                status=Status.TIME_LIMIT,
                coverage=Coverage.SOME,
                statistics={"programs": solved},
            )
        weights, reply = best
        number = game.arithmetic.number
        menu = game.strategies[leader]
        profile = MixedStrategyProfile(
            game,
            {
                leader: {menu[i]: number(w) for i, w in enumerate(weights) if w},
                follower: game.strategies[follower][reply],
            },
        )
        details: dict[str, Any] = {"leader": leader}
        if self.pure:
            details["pure"] = True
        return Run(
            profiles=(profile,),
            status=Status.SOLVED,
            coverage=Coverage.ONE,
            details=(details,),
            statistics={"programs": solved},
        )


def _whole(game: NormalFormGame, player: str, first: int) -> npt.NDArray[Any]:
    """A player's payoffs as whole numbers, a row for each strategy of the leader."""
    table = game.payoff_array(player)
    (whole,), _ = integer_rows([exact_numbers(table.ravel().tolist())])
    exact = np.empty(table.size, dtype=object)
    exact[:] = whole
    return exact.reshape(table.shape) if first == 0 else exact.reshape(table.shape).T


def _best_pure(leads: npt.NDArray[Any], follows: npt.NDArray[Any]) -> tuple[list[Any], int]:
    """The single strategy that is best to commit to, and the reply."""
    cells = [
        (leads[i, j], -i, -j)
        for i in range(len(leads))
        for j in np.flatnonzero(follows[i] == follows[i].max()).tolist()
    ]
    _, i, j = max(cells)
    return [int(k == -i) for k in range(len(leads))], -j


def _best_mixed(
    leads: npt.NDArray[Any], follows: npt.NDArray[Any], control: Control
) -> tuple[tuple[list[Any], int] | None, int]:
    """The best commitment and the reply, or None if the time is up; and the programs solved."""
    replies = leads.shape[1]
    ceiling = [int(leads[:, reply].max()) for reply in range(replies)]
    guess = _ranked(leads, follows, ceiling, control)
    margin = _MARGIN * float(leads.max() - leads.min()) if guess is not None else 0.0
    if guess is None:
        order = sorted(range(replies), key=lambda reply: -ceiling[reply])
    else:
        order = sorted(range(replies), key=lambda reply: -guess[reply])
    value: Fraction | None = None
    best: tuple[list[Any], int] | None = None
    solved = replies if guess is not None else 0
    for done, reply in enumerate(order):
        hopeless = value is not None and (
            ceiling[reply] <= value or (guess is not None and guess[reply] < float(value) - margin)
        )
        if hopeless:
            continue
        control.tell("replies", done, replies)
        found = solve_lp(**_program(leads, follows, reply), control=control)
        solved += 1
        if found.status == "unfinished" or control.expired():
            return None, solved
        if found.status == "optimal" and (value is None or found.value > value):
            value, best = found.value, (list(found.point), reply)
    return best, solved


def _program(leads: Any, follows: Any, reply: int) -> dict[str, Any]:
    """The linear program of a reply."""
    dearer = (follows - follows[:, [reply]]).T
    rows = [dearer[k].tolist() for k in range(len(dearer)) if k != reply]
    return {
        "objective": leads[:, reply].tolist(),
        "at_most": (rows, [0] * len(rows)) if rows else None,
        "equal": ([[1] * len(leads)], [1]),
        "maximize": True,
    }


def _ranked(
    leads: npt.NDArray[Any], follows: npt.NDArray[Any], ceiling: list[int], control: Control
) -> list[float] | None:
    """The value of each reply in floats; None where floats may mislead, or are not worth it.

    A reply that seems never to be best counts with its ceiling, so that exact numbers decide.
    """
    small = leads.shape[1] <= 3 or leads.size <= 16
    large = max(abs(leads).max(), abs(follows).max()) > _PLAIN
    if small or large:
        return None
    mine, theirs = leads.astype(np.float64), follows.astype(np.float64)
    size = len(leads)
    found: list[float] = []
    most = -np.inf
    for reply in range(leads.shape[1]):
        if ceiling[reply] < most - 1 or control.expired():
            found.append(float(ceiling[reply]))
            continue
        rows = np.delete((theirs - theirs[:, [reply]]).T, reply, axis=0)
        answer = solve_lp(
            mine[:, reply],
            at_most=(rows, np.zeros(len(rows))),
            equal=(np.ones((1, size)), [1.0]),
            maximize=True,
            exact=False,
            control=control,
        )
        known = answer.status == "optimal"
        found.append(float(answer.value) if known else float(ceiling[reply]))
        if known:
            most = max(most, float(answer.value))
    return found
