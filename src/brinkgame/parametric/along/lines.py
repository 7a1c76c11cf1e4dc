"""What holds along one parameter: on each cell of an interval the forms that are equilibria there.

There are two ways to know. A tree of perfect information is folded over all values at once
(`FoldedLine`), which needs no list of its profiles. Of any other game the forms are listed, and
their conditions, which are about one parameter only, are looked up in a table of signs
(`ListedLine`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias, final

from brinkgame.control import FREE, Control
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.parametric.along.folding import Fold
from brinkgame.parametric.along.intervals import Cell, Interval, cells_of
from brinkgame.parametric.along.pure import pure_difference, pure_form
from brinkgame.parametric.along.ratios import Place, Spot, ratio_of, roots_of, sign_of_ratio
from brinkgame.parametric.along.tabulating import Table, holds
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.equilibria.quadratics import RootNumber
from brinkgame.results import Concept

__all__ = ["FoldedLine", "Line", "ListedLine", "Strip", "sign_along"]

_CACHED: Final = ("_fold", "_is_exponent", "_known")
_PATIENCE: Final = 5.0
"""Seconds for the forms with one support in all parameters, which large tables do not have."""

Members: TypeAlias = "dict[Hashable, tuple[int, ...]] | None"
"""The forms that hold, by what is asked of them; None where they are too many to be listed."""


@final
@dataclass(frozen=True, slots=True)
class Strip:
    """A cell, and the forms that are equilibria on it.

    Attributes
    ----------
    cell
        An open interval or a place.
    members
        Numbers of forms, under a key for what is asked of them: two cells are alike where they
        have the same keys.
    limits
        Keys of forms that at this place do no more than another form that is there: a probability
        of theirs has become zero.
    """

    cell: Cell
    members: Members
    limits: frozenset[Hashable] = frozenset()


class Line(ABC):
    """The forms of a game along one parameter.

    Attributes
    ----------
    game, fixed
        The game with all its parameters, and with one.
    over, rest
        That parameter, and the values of the others.
    concept
        Which equilibria.
    """

    def __init__(
        self, game: Any, fixed: Any, over: str, rest: Mapping[str, Fraction], concept: Concept
    ) -> None:
        self.game = game
        self.fixed = fixed
        self.over = over
        self.rest = rest
        self.concept = concept

    @abstractmethod
    def strips(self, interval: Interval, of: str, control: Control = FREE) -> list[Strip]:
        """What holds on an interval, cell by cell; `TimeLimitError` when the time is up."""

    @abstractmethod
    def strip_at(self, value: Place, of: str) -> Strip:
        """What holds at one value; if it is rational, also where the parameter is an exponent."""

    @abstractmethod
    def form(self, number: int) -> EquilibriumForm:
        """A form, in terms of the parameter."""

    @abstractmethod
    def name(self, number: int, of: str, place: Place) -> str:
        """What a form does at a place, in words, as far as it is asked."""

    @abstractmethod
    def turned(self, number: int, held: Spot, failed: Spot) -> list[tuple[Any, Condition]]:
        """Which conditions of a form hold at one spot and fail at another.

        Each comes with a key for `wider`; it may be in terms of all parameters already.
        """

    @abstractmethod
    def wider(self, number: int, key: Any) -> Iterator[Condition]:
        """A condition of a form in terms of all parameters.

        Several may come where forms cannot be told apart by what is done in them.
        """

    @abstractmethod
    def company(self, number: int, condition: Condition) -> tuple[Condition, ...]:
        """All conditions of the form to which a condition in all parameters belongs."""

    def __getstate__(self) -> dict[str, Any]:
        # What is cached can be had again.
        return {name: value for name, value in vars(self).items() if name not in _CACHED}

    def is_so(self, condition: Condition, spot: Spot) -> bool:
        """Whether a condition in terms of the one parameter holds at a spot."""
        sign = sign_along(condition.difference, self.over, spot)
        return sign is not None and holds(sign, condition.relation)


def sign_along(number: Fraction | Expression | RootNumber, over: str, spot: Spot) -> int | None:
    """The sign at a spot of an expression in one parameter; None at a pole."""
    if isinstance(number, Fraction):
        return (number > 0) - (number < 0)
    place, side = spot
    if isinstance(number, RootNumber):  # of a form that holds, so that it is not negative
        return int(not number.is_zero_at({over: place}))
    if side or not isinstance(place, Fraction):
        return sign_of_ratio(ratio_of(number), spot)
    try:
        value = number.evaluate({over: place})
    except ExpressionError:
        return None
    return (value > 0) - (value < 0)


# -- perfect information ---------------------------------------------------------------------------


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
        on = "; ".join(self._said(k, choices[k]) for k in order if k in reached)
        off = "; ".join(self._said(k, choices[k]) for k in order if k not in reached)
        return f"{on} (off the path: {off})" if off and of == "forms" else on

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


# -- other games -----------------------------------------------------------------------------------


@final
class ListedLine(Line):
    """A game whose forms are listed.

    Parameters
    ----------
    forms
        Those of the game with one open parameter.
    """

    def __init__(
        self,
        game: Any,
        fixed: Any,
        over: str,
        rest: Mapping[str, Fraction],
        concept: Concept,
        forms: Iterable[EquilibriumForm],
    ) -> None:
        super().__init__(game, fixed, over, rest, concept)
        self.forms = tuple(forms)

    def strips(self, interval: Interval, of: str, control: Control = FREE) -> list[Strip]:
        del control  # the forms are there
        odds = [p for form in self.forms for p in form.outcomes.values()]
        table = Table(
            interval,
            [form.conditions for form in self.forms],
            [_open_numbers(form.profile) for form in self.forms],
            [p for p in odds if isinstance(p, Expression)] if of == "outcomes" else (),
        )
        found = []
        for k, cell in enumerate(table.cells):
            held = table.holding(k)
            found.append(Strip(cell, self._members(held, of, cell), self._limits(held, of, cell)))
        return found

    def strip_at(self, value: Place, of: str) -> Strip:
        cell = Cell(value, value)
        held = [
            k
            for k, form in enumerate(self.forms)
            if all(self.is_so(condition, (value, 0)) for condition in form.conditions)
            and all(
                sign_along(number, self.over, (value, 0)) is not None
                for number in _open_numbers(form.profile)
            )
        ]
        return Strip(cell, self._members(held, of, cell), self._limits(held, of, cell))

    def form(self, number: int) -> EquilibriumForm:
        return self.forms[number]

    def name(self, number: int, of: str, place: Place) -> str:
        form = self.forms[number]
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
            for k, condition in enumerate(self.forms[number].conditions)
            if self.is_so(condition, held) and not self.is_so(condition, failed)
        ]

    def wider(self, number: int, key: Any) -> Iterator[Condition]:
        form = self.forms[number]
        wanted = _signature(form.conditions[key])
        for wide in self._wide(form.support):
            for condition in wide.conditions:
                if _signature(condition) == wanted:
                    yield condition

    def company(self, number: int, condition: Condition) -> tuple[Condition, ...]:
        for wide in self._wide(self.forms[number].support):
            if any(condition is own for own in wide.conditions):
                return wide.conditions
        return ()

    # -- parts -------------------------------------------------------------------------------

    @cached_property
    def _known(self) -> dict[Any, tuple[EquilibriumForm, ...]]:
        return {}

    def _wide(self, support: Any) -> tuple[EquilibriumForm, ...]:
        """The forms with a support in the game with all its parameters."""
        known = self._known
        if support not in known:
            known[support] = equilibrium_forms(
                self.game,
                self.concept,
                inhabited=False,
                thin=True,
                only=support,
                time_limit=_PATIENCE,
            ).forms
        return known[support]

    def _members(self, held: Iterable[int], of: str, cell: Cell) -> Members:
        sample = cell.sample
        found: dict[Hashable, tuple[int, ...]] = {}
        for number in held:
            key = self._key(self.forms[number], of, sample)
            found[key] = (*found.get(key, ()), number)
        return found

    def _key(self, form: EquilibriumForm, of: str, place: Place) -> Hashable:
        if of == "forms":
            return form.support
        return form.path if of == "paths" else self._outcomes(form, place)

    def _limits(self, held: Iterable[int], of: str, cell: Cell) -> frozenset[Hashable]:
        """The keys of forms that do only what another one does, which has fewer actions."""
        if not cell.is_point or of == "outcomes":
            return frozenset()
        place = cell.sample
        there = {self.forms[number].support for number in held}
        shrunk = set()
        for number in held:
            form = self.forms[number]
            if form.is_pure:
                continue
            taken = self._taken(form, place)
            if taken != form.support and taken in there:
                shrunk.add(self._key(form, of, place))
        return frozenset(shrunk)

    def _taken(self, form: EquilibriumForm, place: Place) -> Any:
        """The support of a form at a place, where probabilities may have become zero."""
        found = []
        for player, label, actions in form.support:
            plan = form.profile[player][label] if label else form.profile[player]
            kept = [a for a in actions if sign_along(plan[a], self.over, (place, 0)) != 0]
            found.append((player, label, tuple(kept)))
        return tuple(found)

    def _outcomes(self, form: EquilibriumForm, place: Place) -> tuple[str, ...]:
        """The outcomes that are possible at a place."""
        return tuple(
            label for label, p in form.outcomes.items() if sign_along(p, self.over, (place, 0))
        )


def _open_numbers(plan: Any) -> list[Expression]:
    """The probabilities that depend on the parameter."""
    if isinstance(plan, Mapping):
        return [number for part in plan.values() for number in _open_numbers(part)]
    return [plan] if isinstance(plan, Expression) else []


def _signature(condition: Condition) -> tuple[str, ...]:
    return (
        condition.player,
        condition.infoset,
        condition.prefer,
        condition.against,
        condition.words,
        condition.relation,
    )
