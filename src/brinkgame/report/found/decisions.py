"""What is found out about one decision: what the game says, what happened, when it turns."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.errors import ExpressionError, UnknownNameError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.memo import ClosedForm, DecisionPoint, Variant
from brinkgame.memo.claims.claim import values_in
from brinkgame.memo.parameters import ALL
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.play.payoffs import reach_probabilities
from brinkgame.results import EquilibriumResult
from brinkgame.solve import solve

__all__ = [
    "Agreement",
    "Border",
    "Choice",
    "DecisionFinding",
    "VariantFinding",
    "choices",
    "decision_finding",
]


@final
class Agreement(enum.Enum):
    """How what happened stands to what the game says; the value is the words."""

    ALL = "as it happened"
    SOME = "so it happened, but not everything that is rational is that"
    NONE = "not what happened"
    OPEN = "still open when the memo was written"


@final
@dataclass(frozen=True, slots=True)
class Choice:
    """What one player does in one place.

    Attributes
    ----------
    player, place
        Who, and at which information set.
    weights
        ``{action: probability}``, without actions that are never taken.
    is_reached
        Whether play comes there.
    """

    player: str
    place: str
    weights: Mapping[str, Any]
    is_reached: bool


def choices(profile: BehaviorStrategyProfile) -> Iterator[Choice]:
    """What everybody does, in the order of the tree."""
    game: ExtensiveFormGame = profile.game
    tree = game.tree
    reach = reach_probabilities(game, profile)
    for infoset, members in enumerate(tree.members):
        taken = {action: weight for action, weight in profile.at(infoset).items() if weight}
        yield Choice(
            game.players[int(tree.mover[members[0]])],
            tree.infoset_name(infoset),
            taken,
            any(reach[node] for node in members),
        )


@final
@dataclass(frozen=True, slots=True)
class Border:
    """A result in closed form, and where the assumptions stand to it.

    Attributes
    ----------
    form
        The result.
    is_at_hand
        Whether its case is at hand.
    value, actual
        The border, and what is compared with it; None where it is no number, or no border.
    """

    form: ClosedForm
    is_at_hand: bool
    value: Any
    actual: Any

    @property
    def margin(self) -> Any:
        """How far what is compared is from the border; positive where the result is so."""
        if self.value is None or self.actual is None:
            return None
        gap = self.value - self.actual
        return gap if self.form.relation == "<=" else -gap

    @property
    def is_so(self) -> bool | None:
        """Whether the result is so; None where that cannot be said."""
        return None if self.margin is None or not self.is_at_hand else self.margin >= 0


@final
@dataclass(frozen=True, slots=True)
class VariantFinding:
    """A variant of a decision, solved.

    Attributes
    ----------
    variant, result
        The variant, and all that was found for it.
    agreement
        Whether what happened is what it says; None where it has other moves than those on record.
    """

    variant: Variant
    result: EquilibriumResult
    agreement: Agreement | None


@final
@dataclass(frozen=True, slots=True)
class DecisionFinding:
    """What is found out about one decision.

    Attributes
    ----------
    point, result
        The decision, and every equilibrium of its game.
    chances
        For each equilibrium the probability of the actions on record.
    borders
        The results in closed form.
    variants
        The same decision under other assumptions.
    """

    point: DecisionPoint
    result: EquilibriumResult
    chances: tuple[Any, ...]
    borders: tuple[Border, ...]
    variants: tuple[VariantFinding, ...]

    @property
    def agreement(self) -> Agreement:
        """How what happened stands to what the game says."""
        return Agreement.OPEN if self.point.is_open else _agreement(self.chances)


def decision_finding(point: DecisionPoint, at: Mapping[str, Any]) -> DecisionFinding:
    """All that is found out about a decision, its numbers at `at` or at their baselines."""
    result = point.solve(values_in(point.game, at))
    everything = {parameter.name: parameter.baseline for parameter in ALL} | dict(at)
    return DecisionFinding(
        point=point,
        result=result,
        chances=_chances(result, point.happened),
        borders=tuple(_border(form, everything) for form in point.closed_forms),
        variants=tuple(_variant(point, variant, at) for variant in point.variants),
    )


def _border(form: ClosedForm, everything: Mapping[str, Any]) -> Border:
    try:
        value = form.formula.evaluate(everything)
        actual = None if form.over is None else form.over.evaluate(everything)
    except ExpressionError:  # a denominator that is zero there: there is no such border
        return Border(form, False, None, None)
    return Border(form, form.is_at_hand(everything), value, actual)


def _variant(point: DecisionPoint, variant: Variant, at: Mapping[str, Any]) -> VariantFinding:
    game = variant.game
    is_tree = isinstance(game, ExtensiveFormGame)
    concept = point.concept if is_tree else None
    result = solve(game.at(values_in(game, at)), concept=concept)
    agreement = None
    if is_tree and not point.is_open:
        try:
            agreement = _agreement(_chances(result, point.happened))
        except UnknownNameError:
            agreement = None
    return VariantFinding(variant, result, agreement)


def _chances(result: EquilibriumResult, record: Mapping[str, Mapping[str, str]]) -> tuple[Any, ...]:
    found = []
    for equilibrium in result:
        chance: Any = Fraction(1)
        for player, plan in record.items():
            for place, action in plan.items():
                chance *= _weight(equilibrium.profile, player, place, action)
        found.append(chance)
    return tuple(found)


def _weight(profile: Any, player: str, place: str, action: str) -> Any:
    game: ExtensiveFormGame = profile.game
    weights = profile.at(game.infoset_number(player, place))
    if action not in weights:
        raise UnknownNameError(f"{player} has no {action!r} at {place}")
    return weights[action]


def _agreement(chances: tuple[Any, ...]) -> Agreement:
    if chances and all(chance == 1 for chance in chances):
        return Agreement.ALL
    return Agreement.SOME if any(chances) else Agreement.NONE
