"""All credible assessments of a tree, put together from those of its units.

Units are solved from the last one to the first. What happens in a subgame matters further up by its
payoffs only: solutions that always pay the same stand for one another there, and where payoffs vary
within a connected set its cases are taken along with their unknowns.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, final

from brinkgame.control import FREE, Control
from brinkgame.credibility.cases import Case, Inner, Piece, cases_of, pieces_of
from brinkgame.credibility.joining import Component, components_of
from brinkgame.credibility.outline import Outline, Unit
from brinkgame.credibility.supports import SupportSearch
from brinkgame.credibility.terms import constant
from brinkgame.credibility.trembles import BeliefRule
from brinkgame.forms import ExtensiveFormGame

__all__ = ["Enumeration", "Solution"]


@final
@dataclass(frozen=True, slots=True)
class Solution:
    """A connected set of assessments of the whole tree: a product of components of its units."""

    components: tuple[Component, ...]


@final
@dataclass(slots=True)
class _Solved:
    """What is known of a unit: components by classes of payoffs, and what to take along."""

    ways: list[Inner] = field(default_factory=list)
    classes: list[list[Component]] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)


@final
class Enumeration:
    """The search through a tree.

    Parameters
    ----------
    game
        A closed game in exact numbers, with perfect recall.
    rule
        The kind of beliefs.
    control
        The time limit.

    Attributes
    ----------
    undecided
        Descriptions of the cases that were not decided.
    late
        Whether the time was up before the end.
    is_sorted
        Whether it is decided what hangs together; otherwise several solutions may be one.
    statistics
        Numbers of supports looked at, cases, and pieces.
    """

    def __init__(self, game: ExtensiveFormGame, rule: BeliefRule, control: Control = FREE) -> None:
        self.outline = Outline(game)
        self.rule = rule
        self.control = control
        self.undecided: list[str] = []
        self.late = False
        self.is_sorted = True
        self.statistics = {"supports": 0, "cases": 0, "pieces": 0}
        self._solved: dict[int, _Solved] = {}
        for unit in self.outline.units:
            self._solved[unit.root] = self._solve(unit)

    def _solve(self, unit: Unit) -> _Solved:
        outline, control = self.outline, self.control
        ways = {root: self._solved[root].ways for root in unit.inner}
        search = SupportSearch(
            outline,
            unit,
            {root: [way.bounds() for way in many] for root, many in ways.items()},
            consistent=self.rule.consistent,
            expired=control.expired,
        )
        groups: dict[tuple[Any, ...], list[Piece]] = {}
        for supports, picks in search:
            self.statistics["supports"] += 1
            control.tell("supports", self.statistics["supports"])
            picked = {root: ways[root][number] for root, number in picks.items()}
            for case in cases_of(outline, unit, supports, picked, self.rule.patterns):
                self.statistics["cases"] += 1
                pieces, undecided = pieces_of(case, control.expired)
                if undecided:
                    self.undecided.append(self._words(case))
                key = (tuple(sorted(case.inner.items())), tuple(sorted(case.supports)))
                groups.setdefault(key, []).extend(pieces)
            if control.expired():
                break
        self.late |= search.stopped or control.expired()
        self.statistics["pieces"] += sum(map(len, groups.values()))
        solved = _Solved()
        for pieces in groups.values():
            components, decided = components_of(outline, pieces, control.expired)
            solved.components.extend(components)
            self.is_sorted &= decided
        self._sort(solved)
        return solved

    @staticmethod
    def _sort(solved: _Solved) -> None:
        """Components by what they pay; those in which that varies as cases."""
        varying: dict[int, Case] = {}
        fixed = list(solved.components)
        while True:
            before = len(fixed)
            kept = []
            for component in fixed:
                cases = {id(piece.case): piece.case for piece in component.pieces}
                if component.payoffs is None or cases.keys() & varying.keys():
                    varying.update(cases)
                else:
                    kept.append(component)
            fixed = kept
            if len(fixed) == before:
                break
        classes: dict[tuple[Any, ...], list[Component]] = {}
        for component in fixed:
            if component.payoffs is not None:
                classes.setdefault(component.payoffs, []).append(component)
        for number, (payoffs, many) in enumerate(classes.items()):
            solved.ways.append(Inner(tuple(map(constant, payoffs)), number=number))
            solved.classes.append(many)
        for case in varying.values():
            solved.ways.append(Inner(case.payoffs, case=case))

    def _words(self, case: Case) -> str:
        """A case by what is used in it."""
        outline = self.outline
        return "; ".join(
            f"{outline.game.players[outline.owner[h]]} at {outline.tree.infoset_name(h)}: "
            + ", ".join(map(outline.label, used))
            for h, used in sorted(case.supports.items())
        )

    @property
    def count(self) -> int:
        """The number of connected sets."""
        known: dict[int, int] = {}

        def of(root: int) -> int:
            if root not in known:
                known[root] = sum(map(ways, self._solved[root].components))
            return known[root]

        def ways(component: Component) -> int:
            return math.prod(
                sum(map(ways, self._solved[root].classes[number]))
                for root, number in component.inner.items()
            )

        return of(0)

    def solutions(self) -> Iterator[Solution]:
        """Every connected set, one after the other."""
        for component in self._solved[0].components:
            for parts in self._expanded(component):
                yield Solution(parts)

    def _expanded(self, component: Component) -> Iterator[tuple[Component, ...]]:
        """A component with one for each subgame inside."""
        lists = [self._class(root, number) for root, number in sorted(component.inner.items())]
        for parts in itertools.product(*lists):
            yield (component, *(each for part in parts for each in part))

    def _class(self, root: int, number: int) -> list[tuple[Component, ...]]:
        return [
            parts
            for component in self._solved[root].classes[number]
            for parts in self._expanded(component)
        ]


def conditions_met(component: Component, inner: Mapping[int, int]) -> bool:
    """Whether a component goes with these classes of payoffs inside."""
    return dict(component.inner) == dict(inner)
