"""Games of pygambit, and games for pygambit, where it is installed.

They travel as texts in Gambit's formats, so nothing is rounded on the way.
"""

from __future__ import annotations

import io
from typing import Any

from brinkgame.arithmetic.reading import shown
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.interop.gambit import read_game, write_efg, write_nfg
from brinkgame.interop.peers import missing

__all__ = ["from_pygambit", "to_pygambit"]


def to_pygambit(game: ExtensiveFormGame | NormalFormGame) -> Any:
    """The game of pygambit that is the same: a tree for a tree, a table for a table.

    Parameters
    ----------
    game
        A closed game.

    Returns
    -------
    pygambit.Game

    Raises
    ------
    MissingPackageError
        pygambit is not installed.
    UnsupportedGameError
        It is no closed game, or cannot be written (see `write_efg` and `write_nfg`).

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> bg.interop.to_pygambit(game).title  # doctest: +SKIP
    'entry deterrence'
    """
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"a game is needed, not {shown(game)}")
    try:
        import pygambit
    except ImportError as error:
        raise missing("pygambit", "a game of pygambit", error) from None
    if isinstance(game, ExtensiveFormGame):
        return pygambit.read_efg(io.BytesIO(write_efg(game).encode()))
    return pygambit.read_nfg(io.BytesIO(write_nfg(game).encode()))


def from_pygambit(game: Any) -> ExtensiveFormGame | NormalFormGame:
    """The game that a game of pygambit is: a tree if it has one, otherwise a table.

    Parameters
    ----------
    game
        A `pygambit.Game`.

    Raises
    ------
    UnsupportedGameError
        It is no game of pygambit.
    FormatError
        It is no game in our sense: a player without strategies, probabilities that do not sum to
        one, ...

    Examples
    --------
    >>> import brinkgame as bg
    >>> theirs = bg.interop.to_pygambit(bg.catalog.load("chicken").game)  # doctest: +SKIP
    >>> bg.interop.from_pygambit(theirs)  # doctest: +SKIP
    <NormalFormGame 'chicken': row, column; 2 x 2>
    """
    if not all(callable(getattr(game, name, None)) for name in ("to_efg", "to_nfg")):
        raise UnsupportedGameError(f"expected a pygambit.Game, got {shown(game)}")
    # Up to version 16 a game says whether it is a tree; from 17 on trees are a class of their own.
    tree = getattr(game, "is_tree", hasattr(game, "append_move"))
    return read_game(str(game.to_efg() if tree else game.to_nfg()))
