"""Games of nashpy, and games for nashpy.

nashpy works in floating point, on arrays without names. What its solvers return is not certified:
on games with ties, or with payoffs of very different sizes, they leave out equilibria or return
profiles that are none. Check what you take from there with `brinkgame.certify`, or solve here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from brinkgame.arithmetic.reading import shown
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import NormalFormGame

__all__ = ["from_nashpy", "payoff_matrices", "require_two_players", "to_nashpy"]


def to_nashpy(game: NormalFormGame) -> Any:
    """The game of nashpy with the same payoffs, in floats.

    Parameters
    ----------
    game
        A closed game in normal form of two players.

    Returns
    -------
    nashpy.Game
        Its rows are the strategies of the first player, its columns those of the second.

    Raises
    ------
    UnsupportedGameError
        The game is of another form, open, or not of two players.
    InvalidGameError
        A payoff is too large for a float.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("chicken").game
    >>> bg.interop.to_nashpy(game).payoff_matrices[0]
    array([[  0.,  -1.],
           [  1., -10.]])
    """
    import nashpy

    require_two_players(game, "a game of nashpy")
    return nashpy.Game(*payoff_matrices(game))


def payoff_matrices(game: NormalFormGame) -> tuple[Any, Any]:
    """The payoffs of both players in floats, rows by columns."""
    floats = game.to_float()
    first, second = (floats.payoff_array(player) for player in game.players)
    return first, second


def require_two_players(game: object, purpose: str) -> None:
    """Raise `UnsupportedGameError` unless this is a closed game in normal form of two players."""
    if not isinstance(game, NormalFormGame):
        hint = "; make it one with brinkgame.to_normal_form" if hasattr(game, "tree") else ""
        raise UnsupportedGameError(f"{purpose} needs a NormalFormGame, not {shown(game)}{hint}")
    if len(game.players) != 2:
        raise UnsupportedGameError(f"{purpose} has two players, and {game!r} {len(game.players)}")
    game.require_closed(purpose)


def from_nashpy(
    game: Any,
    *,
    title: str = "",
    players: Sequence[str] | None = None,
    strategies: Mapping[str, Sequence[str]] | None = None,
) -> NormalFormGame:
    """The game of a nashpy game: exact if its arrays hold whole numbers, otherwise in floats.

    nashpy checks little of what it is given; here its arrays are checked as any payoffs are.

    Parameters
    ----------
    game
        A `nashpy.Game`.
    title
        What the game is to be called.
    players
        Their names; ``"1"`` and ``"2"`` if there are none.
    strategies
        ``{player: (strategy, ...)}``, which names the players as well; ``"1"``, ``"2"``, ... if
        there are none.

    Raises
    ------
    UnsupportedGameError
        It is no game of nashpy, or players are named twice over.
    InvalidGameError
        Its arrays are no payoffs (ragged, NaN, of different shapes), or do not fit the names.

    Examples
    --------
    >>> import nashpy
    >>> import brinkgame as bg
    >>> theirs = nashpy.Game([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> ours = bg.interop.from_nashpy(theirs, players=("A", "B"))
    >>> bg.solve(ours).only().payoffs
    {'A': Fraction(1, 1), 'B': Fraction(1, 1)}
    """
    tables = getattr(game, "payoff_matrices", None)
    if not isinstance(tables, tuple) or len(tables) != 2:
        raise UnsupportedGameError(f"expected a nashpy.Game with its two arrays, got {shown(game)}")
    # An array of anything but numbers is told of entry by entry, as any table is.
    tables = tuple(np.asarray(table) for table in tables)
    if strategies is None:
        return NormalFormGame.from_arrays(*tables, title=title, players=players)
    if players is not None:
        raise UnsupportedGameError("strategies name the players already; leave out players")
    payoffs = dict(zip(strategies, tables, strict=False))
    return NormalFormGame(title, strategies=strategies, payoffs=payoffs)
