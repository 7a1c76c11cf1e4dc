"""A value function put on top of a game's payoffs: a new game, which any solver can take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from brinkgame.arithmetic import Float
from brinkgame.behavior.values import ValueFunction
from brinkgame.errors import InvalidParameterError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.paying import map_payoffs

__all__ = ["transform_payoffs"]

AnyGame = TypeVar("AnyGame", ExtensiveFormGame, NormalFormGame)


def transform_payoffs(game: AnyGame, values: Mapping[str, ValueFunction]) -> AnyGame:
    """The game in which players maximize the expected *value* of what they are paid.

    Structure, chances, labels and open parameters stay. In a tree the function is applied to all
    that a player has collected by the end of the game, and the new tree pays it there. In a table
    it is applied to every cell: a cell that is already the mean of a chance move cannot be valued
    rightly any more, so transform the tree, and take its normal form after.

    Parameters
    ----------
    game
        A tree or a table. Exact payoffs stay exact under a function that is exact (`LossAversion`,
        `CRRA` of whole aversion); for others the game must be in floats (``game.to_float()``), so
        that nobody leaves exact numbers unawares.
    values
        ``{player: value function}``; players that are not named keep their payoffs.

    Returns
    -------
    ExtensiveFormGame or NormalFormGame
        With open parameters where the game has them. Their constraints are kept.

    Raises
    ------
    UnknownNameError
        There is no such player.
    UnsupportedGameError
        A function is not exact and the game is not in floats.
    InvalidGameError
        Somewhere a payoff has no value: every such place is told. With open parameters that is so
        where the function is no rational one, such as loss aversion of what may be a gain or a
        loss.

    Notes
    -----
    Weights of probabilities (`TverskyKahneman`, `Prelec`) are not offered for games: they do not
    sum to one, and what is best when seen from the root is then not what is best on arrival, so
    that no game results. See `Lottery.prospect_value`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> averse = bg.transform_payoffs(deploy, {"USSR": bg.LossAversion(2)})
    >>> print(bg.indifference(averse, "USSR", "root", "deploy", "hold").threshold("erosion").value)
    31/50
    """
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"expected a game, got {game!r}")
    if not isinstance(values, Mapping):
        raise InvalidParameterError(
            f'value functions are written {{"USSR": bg.LossAversion()}}; got {values!r}'
        )
    for player, function in values.items():
        if not isinstance(function, ValueFunction):
            raise InvalidParameterError(
                f"{player}: expected a value function such as bg.LossAversion(), got {function!r}"
            )
    floats = isinstance(game.arithmetic, Float)
    rough = [f"{player}: {each}" for player, each in values.items() if not each.is_exact]
    if rough and not floats:
        how = "game.to_float()" if game.is_closed else "game.at(...).to_float()"
        raise UnsupportedGameError(
            f"the values of exact payoffs are not rational; transform {how}", rough
        )
    return map_payoffs(game, values)
