"""Best replies of a two-player tree in sequences.

Against a realization plan (see `brinkgame.forms.SequenceForm`) what the other player gets is linear
in the other's own plan; so which of the other's sequences some best reply uses is found by folding
back along the other's information sets (von Stengel 1996, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from brinkgame.forms import ExtensiveFormGame, SequenceForm

__all__ = [
    "Plan",
    "behavior_weights",
    "best_sequences",
    "exact_twin",
    "payoff_rows",
    "sequence_payoffs",
]

Plan: TypeAlias = "tuple[Any, ...]"
"""For each sequence of a player, the empty one first, its realization probability."""


def sequence_payoffs(form: SequenceForm, who: int, other: Sequence[Any]) -> list[Any]:
    """What each sequence of a player of two adds to the player's payoff, against a plan.

    Integers and fractions stay exact; the payoff of a plan x is the sum of x times these.
    """
    return [
        sum((paid * other[at] for at, paid in row if other[at]), start=Fraction(0))
        for row in payoff_rows(form, who)
    ]


def payoff_rows(form: SequenceForm, who: int) -> list[list[tuple[int, Any]]]:
    """For each own sequence the other's sequences that it meets, and what is paid there."""
    rows: list[list[tuple[int, Any]]] = [[] for _ in range(form.counts[who])]
    for where, paid in zip(
        form.entries.tolist(), form.payoff_column(form.players[who]), strict=True
    ):
        rows[where[who]].append((where[1 - who], paid))
    return rows


def best_sequences(
    form: SequenceForm, who: int, pays: Sequence[Any], tolerance: float = 0
) -> frozenset[int]:
    """The sequences that some best reply uses, the empty one among them.

    Parameters
    ----------
    form, who
        The sequence form and the player who replies.
    pays
        From `sequence_payoffs`.
    tolerance
        Payoffs that differ by less count as equal.
    """
    first, before = form.structure.first[who].tolist(), form.structure.before[who].tolist()
    value = list(pays)
    best: list[list[int]] = [[] for _ in before]
    for j in range(len(before) - 1, -1, -1):
        menu = range(first[j], first[j + 1])
        top = max(value[s] for s in menu)
        best[j] = [s for s in menu if value[s] >= top - tolerance]
        value[before[j]] += top
    used = {0}
    for j, leading in enumerate(before):
        if leading in used:
            used.update(best[j])
    return frozenset(used)


def behavior_weights(
    game: ExtensiveFormGame, plans: Sequence[Plan]
) -> tuple[list[Any], tuple[int, ...]]:
    """Probabilities of all actions, and the information sets that their own player excludes.

    Where a player's own earlier moves exclude an information set, the plan says nothing; there the
    first action stands that is best against the other player's plan.
    """
    form, tree = game.sequence_form, game.tree
    weights: list[Any] = [Fraction(0)] * int(tree.first_action[-1])
    start = tree.first_action.tolist()
    excluded: list[int] = []
    for who, player in enumerate(game.players):
        own = form.structure.own[who].tolist()
        choices: list[int] | None = None
        for j, here in enumerate(form.behavior(player, plans[who])):
            where = own[j]
            if here is None:
                excluded.append(where)
                if choices is None:
                    choices = _best_choices(form, who, sequence_payoffs(form, who, plans[1 - who]))
                weights[start[where] + choices[j]] = Fraction(1)
            else:
                weights[start[where] : start[where + 1]] = here
    return weights, tuple(sorted(excluded))


def _best_choices(form: SequenceForm, who: int, pays: Sequence[Any]) -> list[int]:
    """At each own information set the first action that is best from there on."""
    first, before = form.structure.first[who].tolist(), form.structure.before[who].tolist()
    value = list(pays)
    chosen = [0] * len(before)
    for j in range(len(before) - 1, -1, -1):
        here = value[first[j] : first[j + 1]]
        top = max(here)
        chosen[j] = here.index(top)
        value[before[j]] += top
    return chosen


def exact_twin(game: ExtensiveFormGame) -> ExtensiveFormGame:
    """The game in exact numbers: of a floating-point game just the numbers that it holds."""
    if not isinstance(game.numbers, np.ndarray):
        return game
    numbers = tuple(map(Fraction, game.numbers.tolist()))
    return ExtensiveFormGame._from_tree(
        game.title, game.players, game.tree, numbers, game.constraints
    )
