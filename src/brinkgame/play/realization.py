"""From behavior strategies to realization plans, and back."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from brinkgame.forms import ExtensiveFormGame, SequenceForm
from brinkgame.play.payoffs import as_behavior
from brinkgame.play.profiles import BehaviorStrategyProfile

__all__ = ["behavior_profile", "profile_with_replies", "realization_plans", "replies"]


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


def replies(
    game: ExtensiveFormGame, player: str, plans: Sequence[Sequence[Any]]
) -> tuple[list[int], Any]:
    """A best reply to the others' realization plans, at every information set of a player.

    Where the others never come, it is a best reply to others who take every action alike on the
    way there.

    Returns
    -------
    tuple
        For each own information set the position of an action, the first of equally good ones; and
        what the reply pays.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> out = [1, 1, 0]
    >>> replies(game, "incumbent", [out, []])
    ([0], Fraction(4, 1))
    """
    form = game.sequence_form
    who = form.player_number(player)
    first, before = form.structure.first[who].tolist(), form.structure.before[who].tolist()
    gains, mass = form.gains(player, plans)
    aside: list[Any] | None = None
    taken = [0] * len(before)
    for j in range(len(before) - 1, -1, -1):
        here = range(first[j], first[j + 1])
        leading = before[j]
        if not any(mass[s] for s in here):
            if aside is None:
                aside = _against_anything(form, player)
            taken[j] = max(here, key=aside.__getitem__) - first[j]
        else:
            best = max(here, key=gains.__getitem__)
            taken[j] = best - first[j]
            gains[leading] = gains[leading] + gains[best]
            mass[leading] = mass[leading] + mass[best]
    return taken, gains[0]


def _against_anything(form: SequenceForm, player: str) -> list[Any]:
    """What each sequence of a player pays, best continued, if all others take actions alike."""
    who = form.player_number(player)
    plans = []
    for other, own in zip(form.players, form.structure.own, strict=True):
        sizes = form.tree.infoset_size[own].tolist()
        share: Any = Fraction(1) if form.is_exact else 1.0
        plans.append(form.realization_plan(other, [share / n for n in sizes for _ in range(n)]))
    gains, _ = form.gains(player, plans)
    first, before = form.structure.first[who].tolist(), form.structure.before[who].tolist()
    for j in range(len(before) - 1, -1, -1):
        leading = before[j]
        gains[leading] = gains[leading] + max(gains[first[j] : first[j + 1]])
    return gains


def profile_with_replies(
    game: ExtensiveFormGame, plans: Sequence[Sequence[Any]], nothing: float = 0.0
) -> BehaviorStrategyProfile:
    """The profile of two or more realization plans, with a best reply wherever one's own is silent.

    Parameters
    ----------
    plans
        For each player a number for each sequence. At each information set they are made to sum to
        one in proportion.
    nothing
        What is no more than this counts as zero.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> print(profile_with_replies(game, [[1, 1, 0], [1, 0, 0]]))
    entrant at root: out; incumbent at entry: accommodate
    """
    form = game.sequence_form
    begins = game.tree.first_action.tolist()
    number = game.arithmetic.number
    zero, one = number(0), number(1)
    weights: list[Any] = [zero] * begins[-1]
    for who, player in enumerate(game.players):
        first, plan = form.structure.first[who].tolist(), plans[who]
        taken: list[int] | None = None
        for j, infoset in enumerate(form.structure.own[who].tolist()):
            here = [share if share > 0 else zero for share in plan[first[j] : first[j + 1]]]
            total = sum(here, start=zero)
            if total <= nothing:
                if taken is None:
                    taken, _ = replies(game, player, plans)
                weights[begins[infoset] + taken[j]] = one
            else:
                weights[begins[infoset] : begins[infoset + 1]] = [s / total for s in here]
    return BehaviorStrategyProfile.from_weights(game, weights)
