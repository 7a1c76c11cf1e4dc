"""The Nash equilibria of a two-player tree, put together by what comes of them.

The *outcome* of a profile is the distribution over the ends of the game that it brings about. What
would be done where play never goes is no part of it, but it is what keeps the players on the path.

**The equilibria with one outcome are a product.** Where play goes, the outcome fixes what is done,
and so the realization weight of every sequence on the path; the value of the game to each player is
fixed too. What remains are the weights off the path, on which each player's conditions are linear:
no strategy of the other player may pay the other more than the outcome does. So the equilibria with
one outcome are all pairs (x, y) from a polytope of the one player's realization plans and one of
the other's.

**Maximal Nash subsets.** As in a table, the equilibria in realization plans are a finite union of
maximal products of polytopes (Millham 1974; Jansen 1981; von Stengel 1996 for plans in the place of
mixed strategies). By the above, one on which the outcome does not vary is all of its outcome; for
generic payoffs at the ends every maximal subset is of this kind (Kreps and Wilson 1982, theorem 2).
Where ties on the path let the outcome vary, the subset is a continuum of outcomes, told by its
corners.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Float
from brinkgame.forms import ExtensiveFormGame, SequenceForm
from brinkgame.play.families import EquilibriumFamily
from brinkgame.play.outcome_conditions import subset_conditions
from brinkgame.play.payoffs import as_behavior
from brinkgame.play.profiles import BehaviorStrategyProfile
from brinkgame.play.realization import realization_plans
from brinkgame.play.sequence_replies import (
    Plan,
    behavior_weights,
    best_sequences,
    exact_twin,
    sequence_payoffs,
)

__all__ = ["OutcomeFamily", "OutcomeListing", "PlanSubset", "maximal_subsets", "outcome_listing"]

Points: TypeAlias = "tuple[list[Plan], list[Plan]]"
"""For each player realization plans, among them every corner of a polytope."""


@final
@dataclass(frozen=True)
class PlanSubset:
    """A maximal Nash subset of a tree: each plan of the one with each plan of the other.

    Attributes
    ----------
    plans
        For each player the corners, each a realization weight for every sequence.
    supports
        For each player the sequences that some corner uses.
    replies
        For each player the sequences that best replies to every corner of the other's may use.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> family = bg.solve(game, bg.ReducedFormEnumeration())[0].family
    >>> [[str(weight) for weight in plan] for plan in family.subsets[0].plans[1]]
    [['1', '0', '1'], ['1', '1/3', '2/3']]
    """

    plans: tuple[tuple[Plan, ...], tuple[Plan, ...]]
    supports: tuple[frozenset[int], frozenset[int]]
    replies: tuple[frozenset[int], frozenset[int]]

    @property
    def is_point(self) -> bool:
        """Whether it holds one pair of plans only."""
        return all(len(corners) == 1 for corners in self.plans)

    def holds(self, used: Sequence[frozenset[int]], best: Sequence[frozenset[int]]) -> bool:
        """Whether a pair of plans with these sequences, and these best replies to it, belongs."""
        return all(used[i] <= self.replies[i] and self.supports[i] <= best[i] for i in range(2))


@final
@dataclass(frozen=True)
class OutcomeListing:
    """All equilibria of a two-player tree, as a solver hands them over."""

    profiles: tuple[BehaviorStrategyProfile, ...]
    families: tuple[OutcomeFamily | None, ...]
    components: tuple[tuple[int, ...], ...]
    indices: tuple[int, ...]


@final
@dataclass(frozen=True, eq=False)
class OutcomeFamily(EquilibriumFamily):
    """A connected set of Nash equilibria of a two-player tree, by what comes of them.

    As a rule all of them have one outcome and differ off the path only: then `outcomes` has one
    entry, and the family is every equilibrium with that outcome. Where the players are indifferent
    on the path, outcomes vary within the family, and `outcomes` holds those of its corners.

    Attributes
    ----------
    game
        The game.
    subsets
        Its maximal Nash subsets, in realization plans; it is their union.
    index
        The index of the component, or None where it was not computed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> family = bg.solve(game, bg.ReducedFormEnumeration())[0].family
    >>> for condition in family.conditions:
    ...     print(condition)
    entrant at root: out
    incumbent at entry: Pr(fight) >= 2/3
    >>> {"entrant": {"root": "out"},
    ...  "incumbent": {"entry": {"accommodate": "1/4", "fight": "3/4"}}} in family
    True
    """

    game: ExtensiveFormGame
    subsets: tuple[PlanSubset, ...]
    index: int | None = None

    @cached_property
    def _exact(self) -> ExtensiveFormGame:
        return exact_twin(self.game)

    @cached_property
    def _corners(self) -> dict[tuple[Any, ...], tuple[Plan, Plan]]:
        return corner_outcomes(self._exact, self.subsets)

    @property
    def outcomes(self) -> tuple[Mapping[str, Any], ...]:
        """For each outcome of a corner the probability of each end that it may come to, by path."""
        tree = self.game.tree
        number = self.game.arithmetic.number
        paths = [tree.path(node) for node in tree.terminals.tolist()]
        return tuple(
            {path: number(w) for path, w in zip(paths, outcome, strict=True) if w}
            for outcome in self._corners
        )

    @property
    def has_one_outcome(self) -> bool:
        """Whether everything in it comes to the same."""
        return len(self._corners) == 1

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """What a profile must satisfy to belong.

        With one maximal subset all of them, a line each; with several those of one subset, a line
        each. A player's information sets that the player's own moves exclude are not named: what
        would be done there does not matter. Probabilities are those of the strategy at an
        information set, or of several moves in a row: ``Pr(a at x, b at y)``.
        """
        told = [
            subset_conditions(self._exact, subset.plans, subset.replies) for subset in self.subsets
        ]
        if len(told) == 1:
            return tuple(line for line, _ in told[0]) or ("anything",)
        return tuple("; ".join(line for line, _ in lines) or "anything" for lines in told)

    @cached_property
    def incentives(self) -> Mapping[str, str]:
        """For each condition that is an inequality the deviation that it keeps from paying.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.catalog.load("entry-deterrence").game
        >>> dict(bg.solve(game, bg.ReducedFormEnumeration())[0].family.incentives)
        {'incumbent at entry: Pr(fight) >= 2/3': 'entrant at root: in'}
        """
        found: dict[str, str] = {}
        for subset in self.subsets:
            lines = subset_conditions(self._exact, subset.plans, subset.replies)
            found |= {line: why for line, why in lines if why}
        return found

    @cached_property
    def count(self) -> int:
        """How many equilibria in pure strategies it holds."""
        form = self.game.sequence_form
        tree = self.game.tree
        pure: set[tuple[Plan, Plan]] = set()
        for subset in self.subsets:
            sides = [[p for p in corners if set(p) <= {0, 1}] for corners in subset.plans]
            pure.update(itertools.product(*sides))  # type: ignore[arg-type]
        total = 0
        for pair in pure:
            ways = 1
            for who, plan in enumerate(pair):
                own = form.structure.own[who].tolist()
                for where, leading in zip(own, form.structure.before[who].tolist(), strict=True):
                    ways *= 1 if plan[leading] else int(tree.infoset_size[where])
            total += ways
        return total

    @cached_property
    def payoff_ranges(self) -> Mapping[str, tuple[Any, Any]]:
        """The lowest and the highest payoff of each player in the family.

        A payoff is linear in each player's plan, so over a product it is extreme at corners.
        """
        form, number = self._exact.sequence_form, self.game.arithmetic.number
        paid = [form.expected_payoffs(pair) for pair in self._corners.values()]
        return {
            player: (
                number(min(each[player] for each in paid)),
                number(max(each[player] for each in paid)),
            )
            for player in self.game.players
        }

    def chance_range(self, ends: frozenset[int]) -> tuple[Any, Any]:
        """The lowest and the highest probability of coming to one of some ends, by node.

        It is linear in each player's plan as payoffs are.
        """
        number = self.game.arithmetic.number
        terminals = self.game.tree.terminals.tolist()
        wanted = [i for i, end in enumerate(terminals) if end in ends]
        chances = [sum((each[i] for i in wanted), start=Fraction(0)) for each in self._corners]
        return number(min(chances)), number(max(chances))

    @property
    def vertices(self) -> None:
        """None: what is listed are outcomes; the extreme points are the `subsets`' corners."""
        return

    def strategies(self, player: str) -> tuple[Mapping[str, Mapping[str, Any]], ...]:
        """The corners of a player's strategies, ``{information set: {action: probability}}`` each.

        Of several subsets, those of all. An information set that the strategy itself excludes is
        left out.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.catalog.load("entry-deterrence").game
        >>> family = bg.solve(game, bg.ReducedFormEnumeration())[0].family
        >>> [str(corner["entry"]["fight"]) for corner in family.strategies("incumbent")]
        ['1', '2/3']
        """
        form, number = self.game.sequence_form, self.game.arithmetic.number
        who = form.player_number(player)
        names = form.infosets(player)
        own = form.structure.own[who].tolist()
        plans = dict.fromkeys(p for subset in self.subsets for p in subset.plans[who])
        return tuple(
            {
                name: dict(zip(self.game.tree.actions(where), map(number, here), strict=True))
                for name, where, here in zip(names, own, form.behavior(player, plan), strict=True)
                if here is not None
            }
            for plan in plans
        )

    def __contains__(self, profile: object) -> bool:
        """Whether a profile belongs, decided exactly in an exact game.

        It does if it is an equilibrium and lies in one of the subsets: if each player uses only
        sequences that are best against everything of the other's there, and everything there is
        best against what the player does.
        """
        game = self.game
        plan = as_behavior(game, profile)
        form = game.sequence_form
        plans = realization_plans(game, plan)
        sign = game.arithmetic.sign
        used = [frozenset(s for s, w in enumerate(p) if sign(w) != 0) for p in plans]
        best = []
        for who, player in enumerate(game.players):
            pays = sequence_payoffs(form, who, plans[1 - who])
            arithmetic = game.arithmetic
            slack = (
                arithmetic.tolerance * game.payoff_spreads[player]
                if isinstance(arithmetic, Float)
                else 0
            )
            best.append(best_sequences(form, who, pays, slack))
        return any(subset.holds(used, best) for subset in self.subsets)


def maximal_subsets(game: ExtensiveFormGame, products: Iterable[Points]) -> list[PlanSubset]:
    """Products of plans in order, without points that are no corners and products inside others.

    Parameters
    ----------
    game
        A game in exact numbers.
    products
        Sets of equilibria whose union is all of them; each holds all corners of the faces of plans
        that have the same zeros and the same best replies as all of its points.
    """
    form = game.sequence_form
    labels: list[dict[Plan, tuple[frozenset[int], frozenset[int]]]] = [{}, {}]

    def read(who: int, plan: Plan) -> tuple[frozenset[int], frozenset[int]]:
        if plan not in labels[who]:
            pays = sequence_payoffs(form, 1 - who, plan)
            labels[who][plan] = (
                frozenset(s for s, weight in enumerate(plan) if weight),
                best_sequences(form, 1 - who, pays),
            )
        return labels[who][plan]

    # Of products with the same labels each may hold a part; together they hold all.
    merged: dict[Any, tuple[dict[Plan, None], dict[Plan, None]]] = {}
    for sides in products:
        told = [[read(who, plan) for plan in plans] for who, plans in enumerate(sides)]
        supports = [frozenset().union(*(used for used, _ in each)) for each in told]
        # What is best against all of the one's plans is best against one inside. (Sequences that
        # are best against each corner may go on differently.)
        common = [read(who, _middle(plans))[1] for who, plans in enumerate(sides)]
        key = supports[0], supports[1], common[1], common[0]
        for kept, plans in zip(merged.setdefault(key, ({}, {})), sides, strict=True):
            kept.update(dict.fromkeys(plans))
    found = []
    for (used_x, used_y, best_x, best_y), both in merged.items():
        x, y = (_corners_of({p: read(who, p) for p in kept}) for who, kept in enumerate(both))
        found.append(PlanSubset((x, y), (used_x, used_y), (best_x, best_y)))
    found.sort(key=lambda subset: subset.plans, reverse=True)
    return [s for s in found if not any(_inside(s, t) for t in found if t is not s)]


def _middle(plans: Sequence[Plan]) -> Plan:
    """A plan inside the hull of some."""
    if len(plans) == 1:
        return plans[0]
    return tuple(sum(column, start=Fraction(0)) / len(plans) for column in zip(*plans, strict=True))


def _corners_of(
    labels: Mapping[Plan, tuple[frozenset[int], frozenset[int]]],
) -> tuple[Plan, ...]:
    """Those points for which no other one has all that is zero or tight there."""
    kept = (
        plan
        for plan, (used, best) in labels.items()
        if not any(
            other is not plan and u <= used and best <= b for other, (u, b) in labels.items()
        )
    )
    return tuple(sorted(kept))


def _inside(one: PlanSubset, other: PlanSubset) -> bool:
    """Whether a product lies in another: it uses no more, and more is best against it."""
    return all(
        one.supports[i] <= other.supports[i] and other.replies[i] <= one.replies[i]
        for i in range(2)
    )


def corner_outcomes(
    game: ExtensiveFormGame, subsets: Iterable[PlanSubset]
) -> dict[tuple[Any, ...], tuple[Plan, Plan]]:
    """The outcomes of all corners, each with the simplest pair of plans that has it."""
    tree, form = game.tree, game.sequence_form
    ends = tree.terminals.tolist()
    odds = _odds(game)
    at = form.structure.at[tree.terminals].tolist()
    found: dict[tuple[Any, ...], tuple[Plan, Plan]] = {}
    for subset in subsets:
        for x, y in itertools.product(*subset.plans):
            outcome = tuple(
                odds[end] * x[i] * y[j] if x[i] and y[j] else Fraction(0)
                for end, (i, j) in zip(ends, at, strict=True)
            )
            rival = found.get(outcome)
            if rival is None or _simpler((x, y), rival):
                found[outcome] = (x, y)
    first = sorted(found.items(), key=lambda each: each[0], reverse=True)
    return dict(sorted(first, key=lambda each: _mixing(form, each[1])))


def _mixing(form: SequenceForm, pair: tuple[Plan, Plan]) -> int:
    """How many actions are taken besides one at each information set that the plans come to."""
    total = 0
    for who, plan in enumerate(pair):
        leading = form.structure.before[who].tolist()
        total += sum(1 for w in plan[1:] if w) - sum(1 for s in leading if plan[s])
    return total


def _simpler(one: tuple[Plan, Plan], other: tuple[Plan, Plan]) -> bool:
    """Fewer sequences, and then sequences that come first."""
    sizes = [sum(sum(1 for w in plan if w) for plan in pair) for pair in (one, other)]
    return sizes[0] < sizes[1] or (sizes[0] == sizes[1] and one > other)


def _odds(game: ExtensiveFormGame) -> list[Any]:
    """Nature's part in the probability of each node."""
    steps = game.edge_probabilities()
    odds: list[Any] = [Fraction(1)] * game.tree.size
    for node, above in enumerate(game.tree.parent.tolist()):
        if node:
            step = steps[node]
            odds[node] = odds[above] if step is None else odds[above] * step
    return odds


def outcome_listing(
    game: ExtensiveFormGame,
    subsets: Sequence[PlanSubset],
    components: Sequence[Sequence[int]] | None = None,
    indices: Sequence[int] = (),
) -> OutcomeListing:
    """One line for each outcome, with the family of those that have it.

    Parameters
    ----------
    game
        The game as it was given, exact or in floats.
    subsets
        The maximal Nash subsets, in exact numbers.
    components
        Positions of subsets that hang together; worked out here if None.
    indices
        The index of each component, where it is known.
    """
    exact = exact_twin(game)
    sizes = game.tree.infoset_size.tolist()
    groups = connected(subsets) if components is None else components
    told: list[int | None] = list(indices) if indices else [None] * len(groups)
    lines = []
    for group, index in zip(groups, told, strict=True):
        members = tuple(sorted((subsets[k] for k in group), key=lambda s: s.plans, reverse=True))
        corners = corner_outcomes(exact, members)
        lines.append((list(corners), corners, members, index))
    # Pure ones first, and of those the ones whose first actions come first.
    form = exact.sequence_form
    lines.sort(key=lambda line: line[0], reverse=True)
    lines.sort(key=lambda line: min((_mixing(form, pair) for pair in line[1].values()), default=0))
    profiles: list[BehaviorStrategyProfile] = []
    families: list[OutcomeFamily | None] = []
    listed: list[tuple[int, ...]] = []
    for _, corners, members, index in lines:
        family: OutcomeFamily | None = OutcomeFamily(game, members, index)
        start = len(profiles)
        excluded: tuple[int, ...] = ()
        for pair in corners.values():
            weights, excluded = behavior_weights(exact, pair)
            number = game.arithmetic.number
            profiles.append(
                BehaviorStrategyProfile.from_weights(game, [number(w) for w in weights])
            )
        if len(members) == 1 and members[0].is_point and not any(sizes[i] > 1 for i in excluded):
            family = None
        families += [family] * len(corners)
        listed.append(tuple(range(start, len(profiles))))
    return OutcomeListing(
        tuple(profiles),
        tuple(families),
        tuple(listed),
        tuple(index for *_, index in lines if index is not None),
    )


def connected(subsets: Sequence[PlanSubset]) -> list[list[int]]:
    """Positions of subsets that share corners, and so hang together."""
    groups: list[tuple[list[int], set[tuple[Plan, Plan]]]] = []
    for number, subset in enumerate(subsets):
        members, pairs = [number], set(itertools.product(*subset.plans))
        apart = []
        for group in groups:
            if pairs.isdisjoint(group[1]):
                apart.append(group)
            else:
                members, pairs = group[0] + members, pairs | group[1]
        groups = [*apart, (members, pairs)]
    return [sorted(members) for members, _ in groups]
