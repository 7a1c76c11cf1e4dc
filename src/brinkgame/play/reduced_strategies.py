"""From behavior strategies of a tree to mixed strategies of its reduced normal form."""

from __future__ import annotations

from typing import Any

import numpy as np

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, to_normal_form
from brinkgame.forms.conversion import ANY, pure_strategies
from brinkgame.forms.extensive import tree_of
from brinkgame.play.payoffs import as_profile
from brinkgame.play.profiles import MixedStrategyProfile

__all__ = ["mixed_strategies", "reduced_weights"]


def reduced_weights(game: ExtensiveFormGame, profile: Any, player: str) -> list[Any]:
    """How likely each reduced strategy of a player is, in the order of `pure_strategies`."""
    plan = as_profile(game, profile)
    tree = tree_of(game)
    own = np.flatnonzero(tree.infoset_player == game.players.index(player)).tolist()
    shares = [plan.weights_at(infoset) for infoset in own]
    weights = []
    for strategy in pure_strategies(game, player, reduced=True):
        weight: Any = game.arithmetic.number(1)
        for share, action in zip(shares, strategy, strict=True):
            if action != ANY:
                weight = weight * share[action]
        weights.append(weight)
    return weights


def mixed_strategies(
    game: ExtensiveFormGame, profile: Any, *, limit: int = 1_000_000
) -> MixedStrategyProfile:
    """The mixed strategies that come to the same as behavior strategies (Kuhn 1953).

    Every end of the tree is as likely as before. What is done at information sets that a player's
    own earlier actions exclude is lost, as it is in the reduced normal form.

    Parameters
    ----------
    game
        A closed tree of perfect recall.
    profile
        A `BehaviorStrategyProfile` of it, or plain mappings.
    limit
        The most cells of the normal form.

    Returns
    -------
    MixedStrategyProfile
        Of ``to_normal_form(game)``, which is its `game`.

    Raises
    ------
    UnsupportedGameError
        A player forgets something, so that the two are not the same; or the table is too large.

    References
    ----------
    H. W. Kuhn (1953), Extensive games and the problem of information, Contributions to the Theory
    of Games II, Theorem 4.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> print(bg.mixed_strategies(entry, {"entrant": {"root": {"out": "1/3", "in": "2/3"}},
    ...                                   "incumbent": {"entry": "accommodate"}}))
    entrant: out 1/3, in 2/3; incumbent: accommodate
    """
    tree = tree_of(game)
    game.require_closed("a mixed strategy")
    failure = tree.recall_failure
    if failure is not None:
        here, there = map(tree.path, failure)
        raise UnsupportedGameError(
            f"behavior and mixed strategies of {game!r} do not come to the same",
            [f"somebody forgets something: {here} and {there} are one information set"],
        )
    table = to_normal_form(game, limit=limit)
    weights = [reduced_weights(game, profile, player) for player in game.players]
    return MixedStrategyProfile.of(table, weights)
