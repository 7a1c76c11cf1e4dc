"""Beliefs in numbers: whether given ones are admissible, and how to complete some to all.

`Consistent` and `Updating` are the two kinds of beliefs of `brinkgame.credibility.patterns`, here
for one profile. Both are asked unit by unit.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic.linear import integer_kernel
from brinkgame.credibility.outline import Outline, Unit
from brinkgame.credibility.patterns import (
    PatternMaker,
    Row,
    consistent_patterns,
    has_orders,
    likeliest,
    updating_patterns,
)

__all__ = ["BeliefRule", "Consistent", "Updating"]

Numbers: TypeAlias = "tuple[Any, ...]"


class BeliefRule(ABC):
    """A kind of beliefs: how they depend on strategies."""

    patterns: PatternMaker
    """What makes them from supports."""
    adjective: str
    """What they are called."""
    consistent: bool
    """Whether they are limits of those of totally mixed strategies."""

    @abstractmethod
    def admits(
        self,
        outline: Outline,
        unit: Unit,
        chances: Sequence[Any],
        beliefs: Mapping[int, Numbers],
    ) -> bool:
        """Whether beliefs at all information sets of a unit go with the probabilities of actions.

        Parameters
        ----------
        outline, unit
            The tree and the part of it.
        chances
            The probability of each action, by number.
        beliefs
            The belief at each information set, in the order of its nodes.
        """

    @abstractmethod
    def completed(
        self,
        outline: Outline,
        unit: Unit,
        chances: Sequence[Any],
        known: Mapping[int, Numbers],
    ) -> dict[int, Numbers] | None:
        """Beliefs at all information sets that go with those known at some; None if none is found.

        Where play arrives they are worked out; `known` need not tell them.
        """


def _share(outline: Outline, unit: Unit, chances: Sequence[Any], node: int) -> Any:
    """The probability of a node, leaving aside actions that are never taken."""
    value: Any = outline.reach[node]
    for a in outline.steps[node][len(outline.steps[unit.root]) :]:
        if chances[a] != 0:
            value = value * chances[a]
    return value


def _row(outline: Outline, unit: Unit, chances: Sequence[Any], node: int) -> Row:
    return frozenset(
        a for a in outline.steps[node][len(outline.steps[unit.root]) :] if chances[a] == 0
    )


def _proportional(values: Sequence[Any]) -> Numbers:
    whole = sum(values, start=Fraction(0))
    return tuple(value / whole for value in values)


@final
class Consistent(BeliefRule):
    """Limits of beliefs of totally mixed strategies (Kreps and Wilson 1982)."""

    patterns = staticmethod(consistent_patterns)
    adjective = "consistent"
    consistent = True

    def admits(
        self,
        outline: Outline,
        unit: Unit,
        chances: Sequence[Any],
        beliefs: Mapping[int, Numbers],
    ) -> bool:
        """Whether orders and coefficients of trembles give these beliefs."""
        several: dict[int, list[tuple[Row, list[int]]]] = {}
        chosen: dict[int, tuple[int, ...]] = {}
        lines: list[tuple[Row, Row]] = []
        ratios: list[Any] = []
        for h in unit.infosets:
            members = outline.members[h]
            if len(members) == 1:
                continue
            classes = likeliest({x: _row(outline, unit, chances, x) for x in members})
            belief = dict(zip(members, beliefs[h], strict=True))
            total: Any = Fraction(0)
            weights: list[Any] = []
            for _, nodes in classes:
                shares = [_share(outline, unit, chances, x) for x in nodes]
                here = [belief[x] for x in nodes]
                factor = here[0] / shares[0]
                if any(b != factor * s for b, s in zip(here, shares, strict=True)):
                    return False
                total = total + sum(here, start=Fraction(0))
                weights.append(factor)
            if total != 1:
                return False
            several[h] = classes
            chosen[h] = tuple(j for j, w in enumerate(weights) if w != 0)
            first = chosen[h][0]
            for j in chosen[h][1:]:
                lines.append((classes[j][0], classes[first][0]))
                ratios.append(weights[j] / weights[first])
        if not has_orders(several, chosen):
            return False
        return all(_power_product(ratios, powers) == 1 for powers in integer_kernel(_matrix(lines)))

    def completed(
        self,
        outline: Outline,
        unit: Unit,
        chances: Sequence[Any],
        known: Mapping[int, Numbers],
    ) -> dict[int, Numbers] | None:
        """Certainty where that can be, else what the relations to known beliefs demand."""
        several: dict[int, list[tuple[Row, list[int]]]] = {}
        chosen: dict[int, tuple[int, ...]] = {}
        lines: list[tuple[Row, Row]] = []
        ratios: list[Any] = []
        found: dict[int, Numbers] = {}
        open_sets: list[int] = []
        for h in unit.infosets:
            members = outline.members[h]
            if len(members) == 1:
                found[h] = (Fraction(1),)
                continue
            classes = likeliest({x: _row(outline, unit, chances, x) for x in members})
            several[h] = classes
            if len(classes) == 1:
                found[h] = self._belief(outline, unit, chances, h, classes, {0: Fraction(1)})
            elif h in known:
                found[h] = known[h]
                belief = dict(zip(members, known[h], strict=True))
                weights = [
                    belief[nodes[0]] / _share(outline, unit, chances, nodes[0])
                    for _, nodes in classes
                ]
                chosen[h] = tuple(j for j, w in enumerate(weights) if w != 0)
                first = chosen[h][0]
                for j in chosen[h][1:]:
                    lines.append((classes[j][0], classes[first][0]))
                    ratios.append(weights[j] / weights[first])
            else:
                open_sets.append(h)
        for h in open_sets:
            many = several[h]
            for picked in (
                each
                for size in range(1, len(many) + 1)
                for each in itertools.combinations(range(len(many)), size)
            ):
                if not has_orders(several, {**chosen, h: picked}):
                    continue
                weights_of: dict[int, Any] = {picked[0]: Fraction(1)}
                for j in picked[1:]:
                    pair = (many[j][0], many[picked[0]][0])
                    ratio = _implied(lines, ratios, pair)
                    if ratio is None:
                        return None
                    weights_of[j] = ratio
                    lines.append(pair)
                    ratios.append(ratio)
                chosen[h] = picked
                found[h] = self._belief(outline, unit, chances, h, many, weights_of)
                break
        return found

    @staticmethod
    def _belief(
        outline: Outline,
        unit: Unit,
        chances: Sequence[Any],
        h: int,
        classes: Sequence[tuple[Row, Sequence[int]]],
        weights: Mapping[int, Any],
    ) -> Numbers:
        values: dict[int, Any] = {}
        for j, weight in weights.items():
            for x in classes[j][1]:
                values[x] = weight * _share(outline, unit, chances, x)
        return _proportional([values.get(x, Fraction(0)) for x in outline.members[h]])


def _matrix(lines: Sequence[tuple[Row, Row]]) -> list[list[int]]:
    """The exponents of ratios: a row for each action, a column for each ratio."""
    actions = sorted({a for pair in lines for row in pair for a in row})
    return [[int(a in one) - int(a in other) for one, other in lines] for a in actions]


def _power_product(ratios: Sequence[Any], powers: Sequence[int]) -> Any:
    product: Any = Fraction(1)
    for ratio, power in zip(ratios, powers, strict=True):
        for _ in range(abs(power)):
            product = product * ratio if power > 0 else product / ratio
    return product


def _implied(
    lines: Sequence[tuple[Row, Row]], ratios: Sequence[Any], pair: tuple[Row, Row]
) -> Any | None:
    """The ratio for a pair of rows that others imply; one if they leave it open; None if it is a
    root of a product.
    """
    for powers in integer_kernel(_matrix([*lines, pair])):
        last = powers[-1]
        if last:
            if abs(last) > 1:
                return None
            product = _power_product(ratios, powers[:-1])
            return 1 / product if last > 0 else product
    return Fraction(1)


@final
class Updating(BeliefRule):
    """Bayes' rule on the path of every subgame, and from each player's earlier beliefs."""

    patterns = staticmethod(updating_patterns)
    adjective = "updated"
    consistent = False

    def admits(
        self,
        outline: Outline,
        unit: Unit,
        chances: Sequence[Any],
        beliefs: Mapping[int, Numbers],
    ) -> bool:
        """Whether each belief is what Bayes' rule says wherever it says something."""
        for h in unit.infosets:
            if len(outline.members[h]) > 1:
                right = self._updated(outline, unit, chances, h, beliefs)
                if right is not None and any(
                    a != b for a, b in zip(right, beliefs[h], strict=True)
                ):
                    return False
        return True

    def completed(
        self,
        outline: Outline,
        unit: Unit,
        chances: Sequence[Any],
        known: Mapping[int, Numbers],
    ) -> dict[int, Numbers] | None:
        """Certainty of the first node where Bayes' rule says nothing."""
        found: dict[int, Numbers] = {}
        for h in sorted(unit.infosets, key=lambda h: outline.depth[h]):
            members = outline.members[h]
            sure = (Fraction(1), *[Fraction(0)] * (len(members) - 1))
            if len(members) == 1 or h in known:
                found[h] = known.get(h, sure)
            else:
                found[h] = self._updated(outline, unit, chances, h, found) or sure
        return found

    @staticmethod
    def _updated(
        outline: Outline,
        unit: Unit,
        chances: Sequence[Any],
        h: int,
        beliefs: Mapping[int, Numbers],
    ) -> Numbers | None:
        """What Bayes' rule says at an information set, or None."""
        members = outline.members[h]
        line = [
            Fraction(0) if _row(outline, unit, chances, x) else _share(outline, unit, chances, x)
            for x in members
        ]
        if any(value != 0 for value in line):
            return _proportional(line)
        way = outline.steps[members[0]][len(outline.steps[unit.root]) :]
        own = [a for a in way if outline.owner_of(a) == outline.owner[h]]
        if not own:
            return None
        earlier = outline.at[own[-1]]
        source = outline.members[earlier]
        line = []
        for x in members:
            y = x
            while outline.infoset[y] != earlier:
                y = outline.parent[y]
            value: Any = beliefs[earlier][source.index(y)] * outline.reach[x] / outline.reach[y]
            for a in outline.steps[x][len(outline.steps[y]) + 1 :]:
                value = value * chances[a]
            line.append(value)
        return _proportional(line) if any(value != 0 for value in line) else None
