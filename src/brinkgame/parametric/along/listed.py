"""Any game whose forms are listed, along one parameter."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, final

from brinkgame.control import FREE, Control
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.parametric.along.folding import Fold, Options
from brinkgame.parametric.along.intervals import Cell, Interval, cells_of
from brinkgame.parametric.along.lines import CREDIBLE, Line, Strip
from brinkgame.parametric.along.ratios import Place, Spot, ratio_of, roots_of
from brinkgame.parametric.along.tabulating import Table
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForm, Support
from brinkgame.parametric.equilibria.quadratics import RootNumber
from brinkgame.results import Concept

__all__ = ["ListedLine"]

_PATIENCE = 5.0
"""Seconds for the forms with one support in all parameters, which large tables do not have."""


@final
class ListedLine(Line):
    """A game whose forms are listed.

    Subgames of perfect information in a tree are folded first: they cut the interval into cells on
    which it is known what is done in them, and on each cell the forms are listed of what is left.
    Otherwise ties of many later players would multiply.
    """

    def __init__(
        self, game: Any, fixed: Any, over: str, rest: Mapping[str, Fraction], concept: Concept
    ) -> None:
        super().__init__(game, fixed, over, rest, concept)
        self._forms: list[EquilibriumForm] = []
        self._numbers: dict[Any, int] = {}
        self._found: dict[Support, list[int]] = {}

    def strips(self, interval: Interval, of: str, control: Control = FREE) -> list[Strip]:
        found: list[Strip] = []
        for cell, settled in self._cells(interval, control):
            numbers = self._listed(settled, control)
            if cell.is_point:
                found.append(self._strip(cell, [k for k in numbers if self._holds(k, cell)], of))
                continue
            inside = Interval(cell.low, cell.high, has_low=False, has_high=False)
            forms = [self._forms[k] for k in numbers]
            odds = [p for form in forms for p in form.outcomes.values()]
            table = Table(
                inside,
                [form.conditions for form in forms],
                [_open_numbers(form.profile) for form in forms],
                [p for p in odds if isinstance(p, Expression)] if of == "outcomes" else (),
            )
            for k, part in enumerate(table.cells):
                found.append(self._strip(part, [numbers[i] for i in table.holding(k)], of))
        return found

    def strip_at(self, value: Place, of: str) -> Strip:
        settled: Support = ()
        if self._roots and not self._is_exponent:
            parts = self._fold.parts(self._roots, value, value)
            settled = self._settled([part.options[0] for part in parts])
        cell = Cell(value, value)
        numbers = self._listed(settled, FREE)
        return self._strip(cell, [k for k in numbers if self._holds(k, cell)], of)

    def form(self, number: int) -> EquilibriumForm:
        return self._forms[number]

    def name(self, number: int, of: str, place: Place) -> str:
        form = self._forms[number]
        if of == "outcomes":
            return " or ".join(self._outcomes(form, place))
        if of == "forms":
            return form.name
        return "; ".join(
            f"{player}{f' at {label}' if label else ''}: {' or '.join(actions)}"
            for player, label, actions in form.path
        )

    def turned(self, number: int, held: Spot, failed: Spot) -> list[tuple[Any, Condition]]:
        return [
            (k, condition)
            for k, condition in enumerate(self._forms[number].conditions)
            if self.is_so(condition, held) and not self.is_so(condition, failed)
        ]

    def weight(self, number: int) -> int:
        form = self._forms[number]
        return 1000 * form.is_thin + sum(len(actions) for _, _, actions in form.support)

    def touching(self, number: int, place: Place) -> list[tuple[Any, Condition]]:
        return [
            (k, condition)
            for k, condition in enumerate(self._forms[number].conditions)
            if not self.sign(condition.difference, (place, 0))
        ]

    def wider(self, number: int, key: Any) -> Iterator[Condition]:
        form = self._forms[number]
        wanted = _signature(form.conditions[key])
        # Forms that exist on borders only are many, and seldom those that are meant.
        for thin in (False, True):
            for wide in self._wide(form.support, thin):
                for condition in wide.conditions:
                    if _signature(condition) == wanted:
                        yield condition

    def company(self, number: int, condition: Condition) -> tuple[Condition, ...]:
        for thin in (False, True):
            for wide in self._wide(self._forms[number].support, thin):
                if any(condition is own for own in wide.conditions):
                    return wide.conditions
        return ()

    def impossible(self, intervals: Sequence[Interval]) -> tuple[Place, ...]:
        if not isinstance(self.fixed, ExtensiveFormGame):
            return ()
        odds = [p for p in self.fixed.edge_probabilities() if isinstance(p, Expression)]
        zeros = roots_of(ratio_of(p).above for p in odds)
        return tuple(z for z in zeros if any(z in interval for interval in intervals))

    # -- what is listed ----------------------------------------------------------------------

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
    def _roots(self) -> tuple[int, ...]:
        """The roots of the largest subgames of perfect information in which somebody moves."""
        if self.concept not in CREDIBLE or not isinstance(self.fixed, ExtensiveFormGame):
            return ()
        tree = self.fixed.tree
        open_, moved = [False] * tree.size, [False] * tree.size
        parent, mover = tree.parent.tolist(), tree.mover.tolist()
        for node in range(tree.size - 1, -1, -1):
            if mover[node] >= 0:
                moved[node] = True
                open_[node] |= len(tree.members[int(tree.infoset[node])]) > 1
            if node:
                open_[parent[node]] |= open_[node]
                moved[parent[node]] |= moved[node]
        return tuple(
            node
            for node in range(1, tree.size)
            if moved[node] and not open_[node] and open_[parent[node]]
        )

    def _cells(self, interval: Interval, control: Control) -> Iterator[tuple[Cell, Support]]:
        """The cells on which it is known what is done in subgames of perfect information."""
        for cell in cells_of(interval, ()):
            if not self._roots:
                yield cell, ()
                continue
            parts = self._fold.parts(self._roots, cell.low, cell.high, control)
            breaks = sorted({place for part in parts for place in part.breaks})
            bounds = [cell.low, *breaks, cell.high]
            for k in range(2 * len(breaks) + 1):
                piece = cell if cell.is_point else Cell(bounds[(k + 1) // 2], bounds[k // 2 + 1])
                yield piece, self._settled([part.around(k, breaks) for part in parts])

    def _settled(self, options: Iterable[Options]) -> Support:
        """What is done for certain in subgames, where so much may be done in each."""
        tree = self.fixed.tree
        known: dict[int, set[int]] = {}
        for root, each in zip(self._roots, options, strict=True):
            for plan, _ in each or ():
                choices = Fold.choices_of(tree, plan)
                for node in range(root, int(tree.end[root])):
                    if tree.mover[node] >= 0:
                        number = int(tree.infoset[node])
                        known.setdefault(number, set()).add(choices[number])
        return tuple(
            (
                self.fixed.players[int(tree.infoset_player[number])],
                tree.infoset_name(number),
                (tree.actions(number)[min(actions)],),
            )
            for number, actions in sorted(known.items())
            if len(actions) == 1
        )

    def _listed(self, settled: Support, control: Control) -> list[int]:
        """The numbers of the forms in which this is done."""
        if settled not in self._found:
            left = control.remaining
            forms = equilibrium_forms(
                self.fixed,
                self.concept,
                inhabited=False,
                thin=True,
                only=settled or None,
                time_limit=None if math.isinf(left) else max(left, 1e-3),
            )
            self.undecided.update(dict.fromkeys(forms.undecided))
            numbers = []
            for form in forms:
                key = form.conditions, tuple(_flat(form.profile)), tuple(_flat(form.beliefs))
                number = self._numbers.setdefault(key, len(self._forms))
                if number == len(self._forms):
                    self._forms.append(form)
                numbers.append(number)
            self._found[settled] = numbers
        return self._found[settled]

    def _holds(self, number: int, cell: Cell) -> bool:
        """Whether a form is an equilibrium at a place."""
        spot = cell.sample, 0
        form = self._forms[number]
        return all(self.is_so(condition, spot) for condition in form.conditions) and all(
            self.sign(p, spot) is not None for p in _open_numbers(form.profile)
        )

    def _strip(self, cell: Cell, held: list[int], of: str) -> Strip:
        sample = cell.sample
        found: dict[Hashable, tuple[int, ...]] = {}
        for number in held:
            key = self._key(self._forms[number], of, sample)
            found[key] = (*found.get(key, ()), number)
        return Strip(cell, found, self._limits(held, of, cell))

    # -- parts -------------------------------------------------------------------------------

    @cached_property
    def _known(self) -> dict[Any, tuple[EquilibriumForm, ...]]:
        return {}

    def _wide(self, support: Any, thin: bool) -> tuple[EquilibriumForm, ...]:
        """The forms with a support in the game with all its parameters."""
        known = self._known
        if (support, thin) not in known:
            known[support, thin] = equilibrium_forms(
                self.game,
                self.concept,
                inhabited=False,
                thin=thin,
                only=support,
                time_limit=_PATIENCE,
            ).forms
        return known[support, thin]

    def _key(self, form: EquilibriumForm, of: str, place: Place) -> Hashable:
        if of == "forms":
            return form.support
        return form.path if of == "paths" else self._outcomes(form, place)

    def _limits(self, held: Iterable[int], of: str, cell: Cell) -> frozenset[Hashable]:
        """The keys of forms that do only what another one does, which has fewer actions."""
        if not cell.is_point or of == "outcomes":
            return frozenset()
        place = cell.sample
        there = {self._forms[number].support for number in held}
        shrunk: set[Hashable] = set()
        full: set[Hashable] = set()
        for number in held:
            form = self._forms[number]
            taken = form.support if form.is_pure else self._taken(form, place)
            less = taken != form.support and taken in there
            (shrunk if less else full).add(self._key(form, of, place))
        return frozenset(shrunk - full)

    def _taken(self, form: EquilibriumForm, place: Place) -> Any:
        """The support of a form at a place, where probabilities may have become zero."""
        found = []
        for player, label, actions in form.support:
            plan = form.profile[player][label] if label else form.profile[player]
            kept = [a for a in actions if not self._is_zero(plan[a], place)]
            found.append((player, label, tuple(kept)))
        return tuple(found)

    def _is_zero(self, number: Any, place: Place) -> bool:
        if isinstance(number, RootNumber):
            return number.zero is not None and number.is_zero_at({self.over: place})
        return self.sign(number, (place, 0)) == 0

    def _outcomes(self, form: EquilibriumForm, place: Place) -> tuple[str, ...]:
        """The outcomes that are possible at a place."""
        return tuple(label for label, p in form.outcomes.items() if self.sign(p, (place, 0)))


def _flat(plan: Any) -> Iterator[Any]:
    """The numbers in nested mappings."""
    if isinstance(plan, Mapping):
        for part in plan.values():
            yield from _flat(part)
    else:
        yield plan


def _open_numbers(plan: Any) -> list[Expression]:
    """The probabilities that depend on the parameter."""
    return [number for number in _flat(plan) if isinstance(number, Expression)]


def _signature(condition: Condition) -> tuple[str, ...]:
    return (
        condition.player,
        condition.infoset,
        condition.prefer,
        condition.against,
        condition.words,
        condition.relation,
    )
