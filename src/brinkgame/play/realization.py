"""From behavior strategies to realization plans, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brinkgame.forms import ExtensiveFormGame
from brinkgame.play.payoffs import as_behavior
from brinkgame.play.profiles import BehaviorStrategyProfile

__all__ = ["behavior_profile", "realization_plans"]


def realization_plans(game: ExtensiveFormGame, profile: Any) -> list[list[Any]]:
    """The realization plan of every player, in the order of `SequenceForm.sequences`.

    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> realization_plans(game, {"entrant": {"root": "in"}, "incumbent": {"entry": "fight"}})
    [[1, Fraction(0, 1), Fraction(1, 1)], [1, Fraction(0, 1), Fraction(1, 1)]]
    """
    plan = as_behavior(game, profile)
    form = game.sequence_form
    return [
        form.realization_plan(player, [w for i in own for w in plan.weights_at(i)])
        for player, own in zip(game.players, map(list, form.structure.own), strict=True)
    ]


def behavior_profile(
    game: ExtensiveFormGame,
    plans: Sequence[Sequence[Any]],
    otherwise: BehaviorStrategyProfile | None = None,
) -> BehaviorStrategyProfile:
    """The profile of realization plans, one a player.

    Parameters
    ----------
    plans
        For each player a number for each sequence.
    otherwise
        What is done at information sets that a player's own plan excludes; every action alike, if
        None.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> print(behavior_profile(game, [[1, 1, 0], [1, 0, 1]]))
    entrant at root: out; incumbent at entry: fight
    """
    form = game.sequence_form
    number = game.arithmetic.number
    first = game.tree.first_action.tolist()
    weights: list[Any] = [None] * first[-1]
    for player, own, plan in zip(game.players, form.structure.own, plans, strict=True):
        for infoset, here in zip(own.tolist(), form.behavior(player, plan), strict=True):
            size = first[infoset + 1] - first[infoset]
            if here is None and otherwise is not None:
                here = otherwise.weights_at(infoset)
            elif here is None:
                here = (number(1) / size,) * size
            weights[first[infoset] : first[infoset + 1]] = here
    return BehaviorStrategyProfile.from_weights(game, weights)
