"""Connected sets of Nash equilibria of a tree, with their exact conditions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, final

from brinkgame.credibility.enumeration import Solution
from brinkgame.credibility.families import PieceFamily, chances_of, holds, outcome_of
from brinkgame.credibility.joining import Component, Conduct, conduct_at
from brinkgame.credibility.nash import Standing, settled
from brinkgame.credibility.outline import Outline
from brinkgame.credibility.words import Words
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.play.payoffs import as_profile

__all__ = ["NashFamily", "is_alone", "representatives"]


@final
class NashFamily(PieceFamily):
    """A connected set of Nash equilibria of a tree that holds more than one.

    It is a union of pieces, each the solutions of equations and inequalities between the
    probabilities of actions. `conditions` tells the closures of those pieces that lie in no other
    one's. What a player does where the player's own moves exclude it matters to nobody: a profile
    belongs if it does with something else there.
    """

    def __init__(self, outline: Outline, component: Component, words: Words) -> None:
        super().__init__(outline, Solution((component,)), words)
        self._component = component

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """What a profile must satisfy to belong to the family."""
        return tuple(self._conditions())

    def _conditions(self) -> Iterator[str]:
        outline, widest = self._outline, self._component.widest
        game = outline.game
        standings = [_standing(outline, piece.case.supports) for piece in widest]
        careless = {h for each in standings for h in each.given_up | each.remote}
        yield from self._words.conditions(self._component, careless, with_beliefs=False)
        for h in range(len(outline.members)):
            if outline.sizes[h] > 1 and any(h in each.given_up for each in standings):
                who, where = game.players[outline.owner[h]], outline.tree.infoset_name(h)
                yield f"{who} at {where}: anything, where own moves exclude it"

    @cached_property
    def count(self) -> int:
        """The number of profiles in pure strategies that belong to it."""
        outline = self._outline
        found: dict[Any, int] = {}
        for piece in self._component.pieces:
            supports = piece.case.supports
            standing = _standing(outline, supports)
            careless = standing.remote | standing.given_up
            kept = {h: used for h, used in supports.items() if h not in careless}
            if all(len(used) == 1 for used in kept.values()):
                key = tuple(sorted(kept.items()))
                found[key] = math.prod(outline.sizes[h] for h in careless)
        return sum(found.values())

    def __contains__(self, member: object) -> bool:
        """Whether a profile belongs to it."""
        outline = self._outline
        profile = as_profile(outline.game, member)
        if not isinstance(profile, BehaviorStrategyProfile):
            return False
        conduct = Conduct(dict(enumerate(settled(outline, chances_of(outline, profile)))), {})
        return any(holds(outline, piece, conduct) for piece in self._component.pieces)


def _standing(outline: Outline, supports: Any) -> Standing:
    used = {a for many in supports.values() for a in many}
    return Standing(outline, used.__contains__)


def is_alone(outline: Outline, component: Component) -> bool:
    """Whether a component is a single profile: one point, and no information set without effect."""
    if len(component.pieces) > 1 or not component.pieces[0].region.is_point:
        return False
    standing = _standing(outline, component.pieces[0].case.supports)
    return all(outline.sizes[h] == 1 for h in standing.remote | standing.given_up)


def representatives(outline: Outline, component: Component) -> list[BehaviorStrategyProfile]:
    """A member for each way that play goes at corners of the pieces; pure ones first."""
    found: dict[Any, tuple[int, list[Any]]] = {}
    for piece in component.widest:
        standing = _standing(outline, piece.case.supports)
        corners = piece.region.corners(64) if piece.region.is_linear else None
        for point in corners or [piece.region.inside]:
            conduct = conduct_at(outline, piece, point).chances
            chances: list[Any] = [conduct.get(a, 0) for a in range(outline.n_actions)]
            for h in standing.remote:
                for action in range(outline.first[h], outline.first[h + 1]):
                    chances[action] = outline.reach[0] * (action == outline.first[h])
            key = outcome_of(outline, chances)
            mixed = _mixing(outline, chances)
            if key not in found or mixed < found[key][0]:
                found[key] = mixed, chances
    lines = sorted(found.values(), key=lambda line: line[0])
    return [
        BehaviorStrategyProfile.from_weights(outline.game, chances[: outline.first[-1]])
        for _, chances in lines
    ]


def _mixing(outline: Outline, chances: Sequence[Any]) -> int:
    """How many actions are used beyond one at each information set."""
    return sum(1 for value in chances if value != 0) - len(outline.members)
