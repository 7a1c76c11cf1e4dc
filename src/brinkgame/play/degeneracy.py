"""Whether a two-player game is degenerate, with a witness.

A two-player game is *nondegenerate* if no mixed strategy has more best replies in pure strategies
than strategies that it plays (von Stengel 2002, Definition 2.6). In such a game equilibria are
finitely many and odd in number; in a degenerate one there may be a continuum, and algorithms that
presuppose the contrary go wrong.

A strategy with too many best replies is a point of a best-response polytope where more
inequalities are equations than there are dimensions; then so is each corner of the least face that
it lies in. So it is enough to look at the corners, from pure strategies to mixed ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.control import FREE, Control
from brinkgame.errors import TimeLimitError, UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.play.components import game_integers
from brinkgame.polytopes.labels import best_response_polytopes
from brinkgame.polytopes.vertices import strategy_values

__all__ = ["Degeneracy", "is_degenerate"]


@final
@dataclass(frozen=True, slots=True)
class Degeneracy:
    """The answer of `is_degenerate`, true or false, with its witness.

    Attributes
    ----------
    player
        Who plays the witness; None if there is none.
    strategy
        A mixed strategy with more best replies than strategies played, ``{strategy: probability}``.
    best_replies
        The pure strategies of the other player that are best against it.
    corners
        How many corners of the best-response polytopes were looked at.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.is_degenerate(bg.NormalFormGame.from_arrays([[1, 0], [1, 2]], [[0, 3], [1, 1]]))
    >>> found.player, found.strategy, found.best_replies
    ('1', {'2': Fraction(1, 1)}, ('1', '2'))
    """

    player: str | None
    strategy: Mapping[str, Any]
    best_replies: tuple[str, ...]
    corners: int

    def __bool__(self) -> bool:
        return self.player is not None

    def __str__(self) -> str:
        if self.player is None:
            return "not degenerate: no strategy has more best replies than it mixes strategies"
        mixture = " + ".join(
            name if weight == 1 else f"{weight} {name}" for name, weight in self.strategy.items()
        )
        return (
            f"degenerate: against {mixture} of {self.player}, {len(self.best_replies)} strategies "
            f"are best replies: {', '.join(self.best_replies)}"
        )


def is_degenerate(game: NormalFormGame, *, time_limit: float | None = None) -> Degeneracy:
    """Whether some mixed strategy has more best replies than it plays strategies.

    Parameters
    ----------
    game
        A closed two-player game in normal form. One in floats counts as the exact numbers that it
        holds.
    time_limit
        Seconds. That a game is degenerate often shows at once; that it is not takes all corners
        of both best-response polytopes, thousands at ten strategies each.

    Raises
    ------
    UnsupportedGameError
        Another number of players, or open parameters.
    TimeLimitError
        The time was up before the question was decided.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.is_degenerate(bg.NormalFormGame.from_arrays([[1, 0], [1, 2]], [[0, 3], [1, 1]])))
    degenerate: against 2 of 1, 2 strategies are best replies: 1, 2
    >>> bool(bg.is_degenerate(bg.catalog.load("matching-pennies").game))
    False
    """
    given: object = game
    if not isinstance(given, NormalFormGame) or len(given.players) != 2:
        raise UnsupportedGameError(
            f"degeneracy is told of two-player games in normal form, not of {game!r}"
        )
    game.require_closed("a check of degeneracy")
    control = Control(time_limit) if time_limit is not None else FREE
    row, column = game_integers(game)
    m, n = game.shape
    p, q = best_response_polytopes(row, column)
    corners = 0
    for player, start, variables, slacks in (
        (0, p, range(m), range(m, m + n)),
        (1, q, range(m, m + n), range(m)),
    ):
        me, other = game.players[player], game.players[1 - player]
        for corner in start.bases():
            if control.expired():
                raise TimeLimitError(
                    f"time was up after {corners} corners, none of which shows {game!r} to be "
                    "degenerate; raise time_limit"
                )
            corners += 1
            if all(row[0] for row in corner.rows):
                continue
            values = strategy_values(corner, variables)
            total, tight = sum(values), corner.tight
            menu, replies = game.strategies[me], game.strategies[other]
            return Degeneracy(
                me,
                {
                    name: game.arithmetic.number(Fraction(value, total))
                    for name, value in zip(menu, values, strict=True)
                    if value
                },
                tuple(
                    name for name, label in zip(replies, slacks, strict=True) if tight >> label & 1
                ),
                corners,
            )
    return Degeneracy(None, {}, (), corners)
