"""Supports of credible play, decided from the last information set to the first.

Once it is known which actions are taken further down, what each action pays at a node is a
polynomial in their probabilities. Supports are passed over when an action in them is worse at every
node of its information set wherever the parameters are, when two conditions contradict each other,
or when somebody who knows where they are would have to be indifferent between two numbers that are
not the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import final

from flint import fmpz_mpoly

from brinkgame.control import Control
from brinkgame.credibility.terms import added, multiplied, subtracted, total, unknowns_of
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.parametric.equilibria.credible_skeleton import Plan, Skeleton, Supports
from brinkgame.parametric.equilibria.credible_systems import (
    Condition,
    Demand,
    Reason,
    Solution,
    evaluated,
    put_in,
)
from brinkgame.parametric.equilibria.credible_table import Line, Table, common_divisor

__all__ = ["Case", "Gain", "Search"]


@final
@dataclass(frozen=True, slots=True)
class Gain:
    """What one action that is taken pays more than another, at each node of an information set.

    Attributes
    ----------
    infoset
        By number.
    base, other
        The actions, by number.
    taken
        Whether the other one is taken as well.
    lines
        For each node the difference, times Nature's probability of the node.
    """

    infoset: int
    base: int
    other: int
    taken: bool
    lines: tuple[Line, ...]


@final
@dataclass(frozen=True, slots=True)
class Case:
    """Supports, with everything that is to hold for them apart from beliefs."""

    supports: Supports
    gains: tuple[Gain, ...]


@final
class Search:
    """The supports that are not excluded, one after another.

    Parameters
    ----------
    skeleton, table
        The tree.
    control
        A time limit.
    thin
        Whether supports that are possible only where an equation in the parameters holds count.

    Attributes
    ----------
    looked
        How many choices were looked at.
    stopped
        Whether the time was up.
    """

    def __init__(self, skeleton: Skeleton, table: Table, control: Control, *, thin: bool) -> None:
        self.skeleton, self.table, self.control, self.thin = skeleton, table, control, thin
        self.looked = 0
        self.stopped = False
        size = len(skeleton.parent)
        self._values: list[dict[int, Line]] = [{} for _ in range(size)]
        self._chosen: dict[int, tuple[int, ...]] = {}
        self._gains: dict[int, list[Gain]] = {}
        self._settled: list[fmpz_mpoly] = []
        self._menus = {
            h: [
                chosen
                for count in range(1, skeleton.sizes[h] + 1)
                for chosen in itertools.combinations(
                    range(skeleton.first[h], skeleton.first[h] + skeleton.sizes[h]), count
                )
            ]
            for h in skeleton.order
        }
        # Who still moves above a node, and so compares what it pays.
        self._asking: list[tuple[int, ...]] = []
        for x, above in enumerate(skeleton.parent):
            if x == 0:
                self._asking.append(())
                continue
            asking = self._asking[above]
            mover = skeleton.mover[above]
            if mover >= 0 and mover not in asking:
                asking = (*asking, mover)
            self._asking.append(asking)
        # What the nodes of an information set have in common of Nature's probability is left out.
        self._common = [
            table.shared([table.odds[x] for x in members]) for members in skeleton.members
        ]

    def restrict(self, h: int, actions: Sequence[int]) -> None:
        """Look at an information set only where just these actions are taken."""
        self._menus[h] = [tuple(self.skeleton.first[h] + action for action in actions)]

    def cases(self) -> Iterator[Case]:
        """What is left."""
        for x in self.skeleton.ready[0]:
            self._value(x)
        yield from self._descend(0)

    def _descend(self, k: int) -> Iterator[Case]:
        skeleton = self.skeleton
        if k == len(skeleton.order):
            supports = tuple(self._chosen[h] for h in range(len(skeleton.order)))
            gains = tuple(g for h in skeleton.order for g in self._gains[h])
            yield Case(supports, gains)
            return
        h = skeleton.order[k]
        for chosen in self._menus[h]:
            if self.stopped:
                return
            self.looked += 1
            if self.looked % 64 == 0:
                self.control.tell("choices of actions", self.looked)
                if self.control.expired():
                    self.stopped = True
                    return
            self._chosen[h] = chosen
            for x in skeleton.ready[k + 1]:
                self._value(x)
            before = len(self._settled)
            if all(self._may_be_best(g) for g in skeleton.due[k + 1]):
                yield from self._descend(k + 1)
            del self._settled[before:]

    def _value(self, x: int) -> None:
        """What a node pays those who still compare, times Nature's probability of it."""
        skeleton, values = self.skeleton, self._values
        mover = skeleton.mover[x]
        found: dict[int, Line] = {}
        if mover == TERMINAL:
            line = self.table.ends[x]
            for p in self._asking[x]:
                found[p] = {(): line[p]} if line[p] else {}
        elif mover == CHANCE:
            for p in self._asking[x]:
                found[p] = total(values[y][p] for y in skeleton.children[x])
        else:
            h = skeleton.infoset[x]
            children, first = skeleton.children[x], skeleton.first[h]
            used = self._chosen[h]
            last = values[children[used[-1] - first]]
            for p in self._asking[x]:
                value = last[p]
                for a in used[:-1]:
                    more = subtracted(values[children[a - first]][p], last[p])
                    if more:
                        value = added(value, multiplied({(a,): 1}, more))
                found[p] = value
        values[x] = found

    def _may_be_best(self, h: int) -> bool:
        """Compare the actions of an information set; False if those taken are never best."""
        skeleton = self.skeleton
        me, first, members = skeleton.owner[h], skeleton.first[h], skeleton.members[h]
        used = self._chosen[h]
        base = used[0]
        common = self._common[h]
        gains: list[Gain] = []
        for action in range(first, first + skeleton.sizes[h]):
            if action == base:
                continue
            lines: list[Line] = []
            for x in members:
                children = skeleton.children[x]
                line = subtracted(
                    self._values[children[base - first]][me],
                    self._values[children[action - first]][me],
                )
                if not common.is_one():
                    line = {key: value / common for key, value in line.items()}
                lines.append(line)
            taken = action in used
            gains.append(Gain(h, base, action, taken, tuple(lines)))
            if not self._is_possible(h, lines, taken=taken):
                return False
        self._gains[h] = gains
        return True

    def _is_possible(self, h: int, lines: Sequence[Line], *, taken: bool) -> bool:
        """Whether some belief may make one action as good as another, or better."""
        if len(lines) == 1 and not unknowns_of(lines[0]):
            poly = lines[0].get((), self.table.ring.zero)
            sign = self._sign(poly)
            if taken:
                return sign == 0 or (self.thin and sign is None)
            return self._agrees(poly) if sign is None else sign >= 0
        signs = {
            self._sign_of(line, self.table.odds[x] / self._common[h])
            for line, x in zip(lines, self.skeleton.members[h], strict=True)
        }
        return not (signs == {-1} or (taken and signs == {1}))

    def _sign(self, poly: fmpz_mpoly) -> int | None:
        """The sign of a difference; where thin forms do not count, it may be zero on borders."""
        return self.table.sign(poly) if self.thin else self.table.weak_sign(poly)

    def _sign_of(self, line: Line, odds: fmpz_mpoly) -> int | None:
        """The sign of a difference, whatever happens further down."""
        if not line:
            return 0
        return None if unknowns_of(line) else self._sign(line[()] / odds)

    def _agrees(self, poly: fmpz_mpoly) -> bool:
        """Whether a condition may hold together with those of others who know where they are."""
        for other in self._settled:
            both = poly + other
            if (not both and not self.thin) or self._sign(both) == -1:
                return False
        self._settled.append(poly)
        return True

    def different(self, case: Case, plans: Sequence[Plan]) -> Iterator[Plan]:
        """The plans that differ in beliefs that matter, each once.

        Where the same actions are best at every node, any belief will do.
        """
        if len(plans) < 2:
            yield from plans
            return
        idle = set(plans[0].weights)
        for gain in case.gains:
            if gain.infoset in idle and not self._is_idle(gain):
                idle.discard(gain.infoset)
        seen: list[object] = []
        for plan in plans:
            told = {h: line for h, line in plan.weights.items() if h not in idle}
            letters = {u for line in told.values() for weight in line for u in unknowns_of(weight)}
            limits = [
                [p for p in many if letters & unknowns_of(p)]
                for many in (plan.equal, plan.positive, [p for _, p in plan.weak])
            ]
            if (told, limits) not in seen:
                seen.append((told, limits))
                yield plan

    def _is_idle(self, gain: Gain) -> bool:
        """Whether one action is at least as good as another at every node."""
        if gain.taken:
            return not any(gain.lines)
        return all(
            not line or (not unknowns_of(line) and self.table.weak_sign(line[()]) == 1)
            for line in gain.lines
        )

    # -- conditions --------------------------------------------------------------------------

    def demands(self, case: Case, plan: Plan) -> list[Demand]:
        """What is to hold for supports and beliefs."""
        found: list[Demand] = []
        weights: dict[int, tuple[list[Line], fmpz_mpoly]] = {}
        for gain in case.gains:
            h = gain.infoset
            if len(gain.lines) == 1:
                line = gain.lines[0]
            else:
                if h not in weights:
                    weights[h] = self._lightest(h, self.weights(plan, h))
                line = total(
                    multiplied(each, weight) if each and weight else {}
                    for each, weight in zip(gain.lines, weights[h][0], strict=True)
                )
                common = weights[h][1]
                if not common.is_one():
                    line = {key: value / common for key, value in line.items()}
            found.append(Demand(line, gain.taken, self._preference(gain)))
        for h, used in enumerate(case.supports):
            if len(used) > 1:
                found.extend(self._probabilities(h, used))
        found.extend(self._trembles(plan))
        return found

    def weights(self, plan: Plan, h: int) -> list[Line]:
        """The weights of nodes, apart from Nature's probabilities.

        A weight of trembles is to be the belief itself: it is divided by the probability that
        Nature gives its nodes, and all are multiplied by the product of these.
        """
        one = self.table.ring.one
        if h not in plan.source:
            return [_with(weight, one) for weight in plan.weights[h]]
        groups = plan.trembles[plan.source[h]]
        factors = self._factors(plan, plan.source[h])
        letters = [next(iter(weight))[0] for weight, _ in groups[:-1]]
        last: Line = {(): factors[-1]}
        for letter in letters:
            last[letter,] = -factors[-1]
        found: list[Line] = []
        for weight in plan.weights[h]:
            # Each term has one weight of trembles, but that of the last group is written as one
            # minus the others.
            rest = {key: v for key, v in weight.items() if not any(u in letters for u in key)}
            line = multiplied(last, _with(rest, one)) if rest else {}
            for letter, factor in zip(letters, factors, strict=False):
                own = {
                    tuple(u for u in key if u != letter): v
                    for key, v in weight.items()
                    if letter in key
                }
                own = added(own, rest)
                if own:
                    line = added(line, multiplied({(letter,): factor}, _with(own, one)))
            found.append(line)
        return found

    def _factors(self, plan: Plan, h: int) -> list[fmpz_mpoly]:
        """For each group of nodes the product of Nature's probabilities of the others."""
        reach, ring = self.table.reach, self.table.ring
        odds = []
        for _, nodes in plan.trembles[h]:
            whole = ring.zero
            for x in nodes:
                whole = whole + reach[x]
            odds.append(whole)
        common = self.table.shared(odds)
        found = []
        for k in range(len(odds)):
            product = ring.one
            for j, each in enumerate(odds):
                if j != k:
                    product = product * (each / common)
            found.append(product)
        return found

    def arrived(self, case: Case, plan: Plan, solution: Solution) -> Solution | None:
        """A solution whose beliefs stay right where play ceases to arrive; None if there is none.

        If all ways to an information set are taken with probabilities that have a factor in common,
        then play does not arrive where it is zero, and every condition there seems to hold. What is
        to hold is the limit: conditions are divided by the factor, and beliefs that follow without
        it have to be probabilities.
        """
        table = self.table
        for h, line in plan.weights.items():
            if h in plan.source or not any(key for weight in line for key in weight):
                continue
            members = self.skeleton.members[h]
            shared = table.shared([table.reach[x] for x in members])
            odds = [table.reach[x] / shared for x in members]
            weights = self.weights(plan, h)
            parts = []
            for share, weight in zip(odds, weights, strict=True):
                each = {key: value * share for key, value in weight.items()}
                parts.append(evaluated(each, solution.values, table))
            common = table.ring.one
            for _, below in parts:
                common = common * (below / below.gcd(common))
            whole = [above * (common / below) for above, below in parts]
            factor = common_divisor(whole, table.ring)
            if factor.is_constant() or table.sign(factor) is not None:
                continue
            found = self._limit(case, h, [each / factor for each in whole], solution)
            if found is None:
                return None
            solution = found
        return solution

    def _limit(
        self, case: Case, h: int, weights: Sequence[fmpz_mpoly], solution: Solution
    ) -> Solution | None:
        """A solution with the conditions at an information set under beliefs in proportion."""
        game, skeleton, table = self.table.game, self.skeleton, self.table
        player, where = game.players[skeleton.owner[h]], game.tree.infoset_name(h)
        total_weight = table.ring.zero
        for each in weights:
            total_weight = total_weight + each
        # All weights have the sign of their sum, so that one of them may tell it.
        signs = [table.weak_sign(each) for each in (total_weight, *weights)]
        known = next((sign for sign in signs if sign), None)
        orient = total_weight if known is None else table.ring.number(known)
        kept = [
            each
            for each in solution.conditions
            if each.reason.words or (each.reason.player, each.reason.infoset) != (player, where)
        ]
        balanced = next((g for g in case.gains if g.infoset == h and g.taken), None)
        words = (
            self._belief(h)
            if balanced is None
            else Reason(player, where, words=self._preference(balanced).balancing())
        )
        if not any(table.sign(each) for each in (total_weight, *weights)):
            kept.append(Condition(total_weight, "!=", words))
        demands = [Demand({(): each * orient} if each else {}, False, words) for each in weights]
        for gain in case.gains:
            if gain.infoset != h:
                continue
            # The gains have Nature's probabilities in them, and so have the weights.
            line = total(
                multiplied(
                    {(): weight * table.spread[x]},
                    {k: v / (table.odds[x] / self._common[h]) for k, v in each.items()},
                )
                for each, weight, x in zip(gain.lines, weights, skeleton.members[h], strict=True)
                if each and weight
            )
            line = {key: value * orient for key, value in line.items()}
            demands.append(Demand(line, gain.taken, self._preference(gain)))
        return put_in(demands, Solution(solution.values, kept), table, thin=self.thin)

    def _preference(self, gain: Gain) -> Reason:
        """Whose preference it is, and between what."""
        game, h = self.table.game, gain.infoset
        menu, first = game.tree.actions(h), self.skeleton.first[h]
        return Reason(
            game.players[self.skeleton.owner[h]],
            game.tree.infoset_name(h),
            menu[gain.base - first],
            menu[gain.other - first],
        )

    def _lightest(self, h: int, weights: list[Line]) -> tuple[list[Line], fmpz_mpoly]:
        """Weights of nodes, and what they have in common with Nature's probabilities counted."""
        odds, mine = self.table.odds, self._common[h]
        polys = [
            value * (odds[x] / mine)
            for x, weight in zip(self.skeleton.members[h], weights, strict=True)
            for value in weight.values()
        ]
        return weights, self.table.shared(polys)

    def _probabilities(self, h: int, used: tuple[int, ...]) -> Iterator[Demand]:
        """Probabilities of the actions that are taken are not negative."""
        skeleton, one = self.skeleton, self.table.ring.one
        tree = self.table.game.tree
        player, where = self.table.game.players[skeleton.owner[h]], tree.infoset_name(h)
        menu = tree.actions(h)
        rest: Line = {(): one}
        for a in used[:-1]:
            name = menu[a - skeleton.first[h]]
            words = f"{player} at {where} takes {name} with probability at least 0"
            yield Demand({(a,): one}, False, Reason(player, where, words=words), loose=True)
            rest[a,] = -one
        if len(used) == 2:
            name = menu[used[0] - skeleton.first[h]]
            words = f"{player} at {where} takes {name} with probability at most 1"
        else:
            name = menu[used[-1] - skeleton.first[h]]
            words = f"{player} at {where} takes {name} with probability at least 0"
        yield Demand(rest, False, Reason(player, where, words=words), loose=True)

    def _trembles(self, plan: Plan) -> Iterator[Demand]:
        """Weights of trembles are not negative, and go together."""
        one = self.table.ring.one
        for h, line in plan.weak:
            yield Demand(_with(line, one), False, self._belief(h), bound=True)
        for h, groups in plan.trembles.items():
            for each, _ in groups:
                if any(each == p for p in plan.positive):
                    yield Demand(_with(each, one), False, self._belief(h), loose=True, bound=True)
        for line in plan.equal:
            h = next(h for h in plan.trembles)
            yield Demand(_with(line, one), True, self._belief(h))

    def _belief(self, h: int) -> Reason:
        player = self.table.game.players[self.skeleton.owner[h]]
        where = self.table.game.tree.infoset_name(h)
        return Reason(player, where, words=f"a belief of {player} at {where} is from 0 to 1")


def _with(line: Line, one: fmpz_mpoly) -> Line:
    """A polynomial with integer coefficients as one whose coefficients are polynomials."""
    return {key: value * one for key, value in line.items()}
