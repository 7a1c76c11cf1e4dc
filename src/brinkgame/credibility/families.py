"""Connected sets of credible assessments, with their exact conditions."""

from __future__ import annotations

import itertools
import math
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, final

from brinkgame.arithmetic import Algebraic
from brinkgame.credibility.blocks import Constraints
from brinkgame.credibility.cases import Piece
from brinkgame.credibility.curved import corner_values
from brinkgame.credibility.enumeration import Solution
from brinkgame.credibility.joining import (
    Component,
    Conduct,
    agrees,
    conduct_at,
    read_unknowns,
)
from brinkgame.credibility.outline import Outline
from brinkgame.credibility.regions import solve_constraints
from brinkgame.credibility.terms import (
    Terms,
    added,
    bounds,
    constant,
    multiplied,
    substituted,
    unknowns_of,
    value_at,
)
from brinkgame.credibility.trembles import BeliefRule
from brinkgame.credibility.words import Words
from brinkgame.play import Assessment, BehaviorStrategyProfile, Beliefs, EquilibriumFamily
from brinkgame.play.payoffs import as_profile

__all__ = [
    "AssessmentFamily",
    "PieceFamily",
    "assembled",
    "chances_of",
    "holds",
    "is_single",
    "outcome_of",
]

_CORNERS = 4096


class PieceFamily(EquilibriumFamily):
    """A connected set that is a union of pieces, and what pieces tell of payoffs and of chances.

    Attributes
    ----------
    ranges_are_exact
        Whether `payoff_ranges` are attained, and not only bounds.
    """

    def __init__(self, outline: Outline, solution: Solution, words: Words) -> None:
        self._outline, self._solution, self._words = outline, solution, words

    @property
    @abstractmethod
    def conditions(self) -> tuple[str, ...]:
        """The conditions of its pieces, in words and formulas."""

    @property
    def payoff_ranges(self) -> Mapping[str, tuple[Any, Any]]:
        """The lowest and the highest payoff of each player, or bounds of them."""
        return self._ranges[0]

    @property
    def ranges_are_exact(self) -> bool:
        """Whether the ranges of payoffs are attained, and not only bounds."""
        return self._ranges[1]

    @cached_property
    def _ranges(self) -> tuple[Mapping[str, tuple[Any, Any]], bool]:
        outline = self._outline
        top = self._solution.components[0]
        exact = True
        found: dict[str, tuple[Any, Any]] = {}
        for p, player in enumerate(outline.game.players):
            scale = Fraction(1, outline.scales[p])
            values: list[Any] = []
            for piece in top.widest:
                payoff = substituted(piece.case.payoffs[p], piece.region.values)
                corners = _extremes(piece, payoff)
                if corners is None:
                    exact = False
                    values.extend(corner_values(payoff).values() or bounds(payoff))
                else:
                    values.extend(corners)
            found[player] = (min(values) * scale, max(values) * scale)
        return found, exact

    def chance_range(self, ends: frozenset[int]) -> tuple[Any, Any] | None:
        """The lowest and the highest probability of coming to one of some ends, by node.

        None where play in a subgame is settled apart from it, or extremes are not known.
        """
        outline = self._outline
        values: list[Any] = []
        for piece in self._solution.components[0].widest:
            chance: Terms = {}
            for end in sorted(ends):
                way = self._chance(piece, end)
                if way is None:
                    return None
                chance = added(chance, way)
            corners = _extremes(piece, substituted(chance, piece.region.values))
            if corners is None:
                return None
            values.extend(corners)
        number = outline.game.arithmetic.number
        low, high = min(values), max(values)
        exact = isinstance(low, Algebraic), isinstance(high, Algebraic)
        return low if exact[0] else number(low), high if exact[1] else number(high)

    def _chance(self, piece: Piece, end: int) -> Terms | None:
        """The probability of an end in a piece, if the piece tells it."""
        outline, case = self._outline, piece.case
        found = constant(outline.reach[end])
        for action in outline.steps[end]:
            infoset = outline.at[action]
            if infoset < 0:
                return {}
            if infoset not in case.supports:
                return None
            if action not in case.supports[infoset]:
                return {}
            found = multiplied(found, case.play[action])
        return found

    @property
    def vertices(self) -> tuple[int, ...] | None:
        """None: the family is described by its conditions."""
        return None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {'; '.join(self.conditions)}>"


@final
class AssessmentFamily(PieceFamily):
    """A connected set of assessments that holds more than one.

    It is a union of pieces, each the solutions of equations and inequalities between the
    probabilities of actions and beliefs. `conditions` tells the closures of those pieces that lie
    in no other one's. Beliefs that are not named there follow from the strategies.
    """

    def __init__(
        self, outline: Outline, rule: BeliefRule, solution: Solution, words: Words
    ) -> None:
        super().__init__(outline, solution, words)
        self._rule = rule

    @property
    def conditions(self) -> tuple[str, ...]:
        """What an assessment must satisfy to belong to the family."""
        return tuple(
            line
            for component in self._solution.components
            for line in self._words.conditions(component)
        )

    @cached_property
    def count(self) -> int:
        """The number of profiles in pure strategies that belong to it with some beliefs."""
        return math.prod(
            len(
                {
                    tuple(sorted(piece.case.supports.items()))
                    for piece in component.pieces
                    if all(len(used) == 1 for used in piece.case.supports.values())
                }
            )
            for component in self._solution.components
        )

    def __contains__(self, member: object) -> bool:
        """Whether an assessment belongs to it, or a profile does with some beliefs."""
        outline = self._outline
        if isinstance(member, Assessment):
            if member.game != outline.game:
                return False
            chances = chances_of(outline, member.profile)
            known = {h: member.beliefs.weights_at(h) for h in range(len(outline.members))}
            conduct = Conduct(dict(enumerate(chances)), known)
            return all(
                any(holds(self._outline, piece, conduct) for piece in component.pieces)
                and all(
                    self._rule.admits(outline, unit, chances, known)
                    for unit in outline.units
                    if unit.root in component.units
                )
                for component in self._solution.components
            )
        profile = as_profile(outline.game, member)
        if not isinstance(profile, BehaviorStrategyProfile):
            return False
        chances = chances_of(outline, profile)
        return all(
            any(self._may_hold(piece, chances) for piece in component.pieces)
            for component in self._solution.components
        )

    def _may_hold(self, piece: Piece, chances: Sequence[Any]) -> bool:
        """Whether there are beliefs with which these probabilities are in a piece."""
        if not _same_supports(self._outline, piece, dict(enumerate(chances))):
            return False
        mixed = {
            action: chances[action] for used in piece.case.supports.values() for action in used[:-1]
        }
        region = piece.region
        point = region.inside
        if any(
            point[u] != mixed[u]
            for block in region.blocks
            if block.is_point
            for u in block.unknowns
            if u in mixed
        ):
            return False
        if any(isinstance(value, Algebraic) for value in mixed.values()):
            point.update(mixed)
            return piece.case.constraints.hold_at(region.completed(point))
        fixed: dict[int, Terms] = {u: constant(v) for u, v in mixed.items()}
        parts = piece.case.constraints
        for block in region.blocks:
            if not block.is_point:
                parts = parts.joined(block.constraints)
        equations = tuple(added_up(u, p) for u, p in region.values.items())
        equal, weak, strict = (
            tuple(substituted(p, fixed) for p in many)
            for many in (parts.equal + equations, parts.weak, parts.strict)
        )
        return bool(solve_constraints(Constraints(equal, weak, strict)).regions)

    def representatives(self) -> Iterator[Assessment]:
        """A member for each way that play goes, as far as its pieces show; at least one."""
        first = [component.widest[0] for component in self._solution.components]
        seen: set[Any] = set()
        choices = [first]
        for k, component in enumerate(self._solution.components):
            choices += [[*first[:k], piece, *first[k + 1 :]] for piece in component.widest[1:]]
        for pieces in choices:
            found = assembled(self._outline, self._rule, pieces)
            if found is None:
                continue
            outcome = outcome_of(self._outline, chances_of(self._outline, found.profile))
            if outcome not in seen:
                seen.add(outcome)
                yield found


def holds(outline: Outline, piece: Piece, conduct: Conduct) -> bool:
    """Whether what is done and believed is in a piece."""
    case = piece.case
    if not _same_supports(outline, piece, conduct.chances):
        return False
    values = read_unknowns(outline, case, conduct)
    return (
        values is not None
        and case.constraints.hold_at(values)
        and agrees(outline, case, values, conduct)
        and all(values[u] == value_at(p, values) for u, p in piece.region.values.items())
        and all(
            all(values[u] == value for u, value in block.inside.items())
            if block.is_point
            else block.constraints.hold_at(values)
            for block in piece.region.blocks
        )
    )


def added_up(unknown: int, value: Terms) -> Terms:
    """The equation that an unknown has a value."""
    equation: Terms = {key: -c for key, c in value.items()}
    equation[unknown,] = 1
    return equation


def chances_of(outline: Outline, profile: BehaviorStrategyProfile) -> list[Any]:
    """The probability of each action, by number."""
    chances = [weight for h in range(len(outline.members)) for weight in profile.weights_at(h)]
    return chances + [Fraction(0)] * (outline.n_actions - len(chances))


def _same_supports(outline: Outline, piece: Piece, chances: Mapping[int, Any]) -> bool:
    first = outline.first
    return all(
        (chances[a] != 0) == (a in used)
        for h, used in piece.case.supports.items()
        for a in range(first[h], first[h + 1])
    )


def assembled(outline: Outline, rule: BeliefRule, pieces: Sequence[Piece]) -> Assessment | None:
    """An assessment inside of pieces that cover all units; None if no beliefs complete it."""
    chances: list[Any] = [Fraction(0)] * outline.n_actions
    known: dict[int, tuple[Any, ...]] = {}
    for piece in pieces:
        conduct = conduct_at(outline, piece, piece.region.inside)
        for action, value in conduct.chances.items():
            chances[action] = value
        known.update(conduct.beliefs)
    beliefs: dict[int, tuple[Any, ...]] = {}
    for unit in outline.units:
        found = rule.completed(outline, unit, chances, known)
        if found is None:
            return None
        beliefs.update(found)
    game = outline.game
    return Assessment(
        BehaviorStrategyProfile.from_weights(game, chances[: outline.first[-1]]),
        Beliefs.from_weights(game, [beliefs[h] for h in range(len(outline.members))]),
    )


def is_single(component: Component) -> bool:
    """Whether a component is a single assessment of its units."""
    [*pieces] = component.pieces
    return len(pieces) == 1 and pieces[0].region.is_point and not pieces[0].case.idle


def _extremes(piece: Piece, payoff: Terms) -> list[Any] | None:
    """The values of a payoff among which are its extremes over a piece; None if not known."""
    wanted = unknowns_of(payoff)
    blocks = [block for block in piece.region.blocks if wanted & set(block.unknowns)]
    home = {u: k for k, block in enumerate(blocks) for u in block.unknowns}
    for key in payoff:
        places = [home[u] for u in key]
        if len(set(places)) < len(places) and not all(blocks[k].is_point for k in places):
            return None
    lists = [block.corners for block in blocks if block.is_linear and block.corners is not None]
    if len(lists) < len(blocks) or math.prod(map(len, lists)) > _CORNERS:
        return None
    return [
        value_at(payoff, {u: v for part in parts for u, v in part.items()})
        for parts in itertools.product(*lists)
    ]


def outcome_of(outline: Outline, chances: Sequence[Any]) -> tuple[Any, ...]:
    """The probability of each end of the game, from those of all actions."""
    found: list[Any] = []
    for x in range(outline.tree.size):
        if outline.is_end(x):
            value: Any = outline.reach[x]
            # (Branches that are never taken are among the steps.)
            for action in outline.steps[x]:
                value = value * chances[action]
            found.append(value)
    return tuple(found)
