"""What comes of profiles of a tree: those that end alike, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, final

from brinkgame.forms import ExtensiveFormGame
from brinkgame.play.payoffs import as_behavior, outcome_probabilities, reach_probabilities

__all__ = ["OutcomeGroup", "outcome_groups"]


@final
@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """Profiles with the same outcome: the same distribution over the ends of the game.

    Attributes
    ----------
    ends
        The ends that are reached, by path, with their probabilities.
    labels
        The probability of each labelled outcome, those of probability zero left out.
    members
        Positions of the profiles.

    Examples
    --------
    >>> import brinkgame as bg
    >>> result = bg.solve(bg.catalog.load("entry-deterrence").game, concept="nash")
    >>> for group in result.by_outcome():
    ...     print(group)
    root/out 1: 0
    root/in/accommodate 1: 1
    """

    ends: Mapping[str, Any]
    labels: Mapping[str, Any]
    members: tuple[int, ...]

    def __str__(self) -> str:
        told = ", ".join(f"{path} {weight}" for path, weight in self.ends.items())
        return f"{told}: {', '.join(map(str, self.members))}"


def outcome_groups(game: ExtensiveFormGame, profiles: Sequence[Any]) -> tuple[OutcomeGroup, ...]:
    """Profiles by what comes of them, in the order of each outcome's first profile.

    Parameters
    ----------
    game
        A closed tree; in floats outcomes are alike that differ by rounding only.
    profiles
        Profiles of it, or plain mappings of labels.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> out = [{"entrant": {"root": "out"}, "incumbent": {"entry": reply}}
    ...        for reply in ("accommodate", "fight")]
    >>> [group.members for group in bg.outcome_groups(game, out)]
    [(0, 1)]
    """
    tree, sign = game.tree, game.arithmetic.sign
    ends = tree.terminals.tolist()
    seen: list[tuple[list[Any], list[int]]] = []
    known: dict[tuple[Any, ...], int] = {}
    plans = [as_behavior(game, profile) for profile in profiles]
    for number, plan in enumerate(plans):
        reach = reach_probabilities(game, plan)
        outcome = [reach[end] for end in ends]
        key = tuple(outcome)
        if key not in known:
            # In floats one of those that are there already may be the same but for rounding.
            known[key] = next(
                (
                    k
                    for k, (other, _) in enumerate(seen)
                    if all(sign(a - b) == 0 for a, b in zip(outcome, other, strict=True))
                ),
                len(seen),
            )
            if known[key] == len(seen):
                seen.append((outcome, []))
        seen[known[key]][1].append(number)
    return tuple(
        OutcomeGroup(
            {tree.path(end): w for end, w in zip(ends, outcome, strict=True) if w},
            {label: w for label, w in outcome_probabilities(game, plans[members[0]]).items() if w},
            tuple(members),
        )
        for outcome, members in seen
    )
