"""Trees in which nothing is hidden, along one parameter: folded, and not listed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from typing import Any, final

from brinkgame.control import FREE, Control
from brinkgame.errors import ExpressionError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.parametric.along.folding import Fold
from brinkgame.parametric.along.intervals import Cell, Interval, cells_of
from brinkgame.parametric.along.lines import Line, Members, Strip, sign_along
from brinkgame.parametric.along.pure import pure_difference, pure_form
from brinkgame.parametric.along.ratios import Place, Spot, roots_of
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForm, conduct_named

__all__ = ["FoldedLine"]


@final
class FoldedLine(Line):
    """A tree of perfect information; the number of a form is that of a plan of its `Fold`."""

    game: ExtensiveFormGame
    fixed: ExtensiveFormGame

    def strips(self, interval: Interval, of: str, control: Control = FREE) -> list[Strip]:
        found: list[Strip] = []
        for cell in cells_of(interval, self._odd_places(interval) if of == "outcomes" else ()):
            partition = self._fold.on(cell.low, cell.high, control)
            bounds = [cell.low, *partition.breaks, cell.high]
            for k, options in enumerate(partition.options):
                # A piece, a break, a piece, ...: the ends of a break are the same.
                low, high = bounds[(k + 1) // 2], bounds[k // 2 + 1]
                part = cell if cell.is_point else Cell(low, high)
                found.append(Strip(part, self._members(options, of, part)))
        return found

    def strip_at(self, value: Place, of: str) -> Strip:
        fold = Fold(self.fixed.fix({self.over: value})) if self._is_exponent else self._fold
        (options,) = fold.on(value, value).options
        cell = Cell(value, value)
        return Strip(cell, self._members(options, of, cell))

    def form(self, number: int) -> EquilibriumForm:
        return pure_form(self.fixed, self._choices(number), self.concept)

    def name(self, number: int, of: str, place: Place) -> str:
        if of == "outcomes":
            return " or ".join(self._outcomes(number, place))
        known = self._known
        if (number, of) not in known:
            known[number, of] = self._said_of(number, of)
        text: str = known[number, of]
        return text

    def _said_of(self, number: int, of: str) -> str:
        choices = self._choices(number)
        reached = self._reached(choices)
        # In the order of `EquilibriumForm.name`: player by player.
        owner = self.fixed.tree.infoset_player.tolist()
        order = sorted(range(len(choices)), key=owner.__getitem__)
        on = [self._said(k, choices[k]) for k in order if k in reached]
        off = [self._said(k, choices[k]) for k in order if k not in reached]
        return conduct_named(on, off if of == "forms" else ())

    def turned(self, number: int, held: Spot, failed: Spot) -> list[tuple[Any, Condition]]:
        choices = self._choices(number)
        if not self._is_exponent:
            keys = self._fold.turned(number, held, failed)
            return [(key, self._preference(number, key)) for key in keys]
        sizes = self.fixed.tree.infoset_size.tolist()
        found = []
        for k, size in enumerate(sizes):
            for other in range(size):
                condition = pure_difference(self.fixed, choices, k, other)
                if self.is_so(condition, held) and not self.is_so(condition, failed):
                    found.append(((k, other), condition))
        return found

    def wider(self, number: int, key: Any) -> Iterator[Condition]:
        yield self._preference(number, key)

    def company(self, number: int, condition: Condition) -> tuple[Condition, ...]:
        del condition
        return pure_form(self.game, self._choices(number), self.concept).conditions

    # -- parts -------------------------------------------------------------------------------

    @cached_property
    def _fold(self) -> Fold:
        return Fold(self.fixed)

    @cached_property
    def _is_exponent(self) -> bool:
        try:
            _ = self._fold
        except ExpressionError:
            return True
        return False

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def _preference(self, number: int, key: tuple[int, int]) -> Condition:
        """A preference of a plan in terms of all parameters."""
        tree = self.fixed.tree
        part = (
            number & self._fold.mask[tree.members[key[0]][0]] if not self._is_exponent else number
        )
        known = self._known
        if (part, key) not in known:
            known[part, key] = pure_difference(self.game, self._choices(number), *key)
        found: Condition = known[part, key]
        return found

    def _choices(self, number: int) -> tuple[int, ...]:
        known = self._known
        if number not in known:
            known[number] = Fold.choices_of(self.fixed.tree, number)
        found: tuple[int, ...] = known[number]
        return found

    def _said(self, infoset: int, action: int) -> str:
        tree = self.fixed.tree
        player = self.fixed.players[int(tree.infoset_player[infoset])]
        return f"{player} at {tree.infoset_name(infoset)}: {tree.actions(infoset)[action]}"

    def _members(self, options: Any, of: str, cell: Cell) -> Members:
        if options is None:
            return None
        plans = sorted(plan for plan, _ in options)
        if of == "forms":
            return {plan: (plan,) for plan in plans}
        sample = cell.sample
        found: dict[Hashable, tuple[int, ...]] = {}
        for plan in plans:
            if of == "paths":
                choices = self._choices(plan)
                key: Hashable = tuple((k, choices[k]) for k in sorted(self._reached(choices)))
            else:
                key = self._outcomes(plan, sample)
            found[key] = (*found.get(key, ()), plan)
        return found

    def _outcomes(self, plan: int, place: Place) -> tuple[str, ...]:
        """The outcomes that are possible at a place."""
        tree = self.fixed.tree
        odds = self.fixed.edge_probabilities()
        nodes = self._nodes(
            self._choices(plan), lambda node: sign_along(odds[node], self.over, (place, 0)) != 0
        )
        found = {label for node in nodes if (label := int(tree.label[node])) >= 0}
        return tuple(tree.labels[label] for label in sorted(found))

    def _reached(self, choices: Sequence[int]) -> set[int]:
        """The information sets that play comes to."""
        infoset = self.fixed.tree.infoset
        odds = self.fixed.edge_probabilities()
        nodes = self._nodes(choices, lambda node: odds[node] != 0)
        return {int(infoset[node]) for node in nodes if infoset[node] >= 0}

    def _nodes(self, choices: Sequence[int], possible: Callable[[int], bool]) -> list[int]:
        """The nodes that play comes to, where chance does what is possible."""
        tree = self.fixed.tree
        found, todo = [], [0]
        while todo:
            node = todo.pop()
            found.append(node)
            who = int(tree.mover[node])
            if who == TERMINAL:
                continue
            below = tree.children_of(node)
            if who == CHANCE:
                todo += [child for child in below if possible(child)]
            else:
                todo.append(below[choices[int(tree.infoset[node])]])
        return found

    def _odd_places(self, interval: Interval) -> list[Place]:
        """Where a probability vanishes inside an interval."""
        zeros = roots_of(odds.above for odds in self._fold.odds)
        return [z for z in zeros if z in interval and z not in (interval.low, interval.high)]
