"""Alternatives of conditions, and how they are made few and short.

A `Clause` is a conjunction of conditions, a `Factor` a list of clauses of which one has to hold.
`Simplifier` frees clauses of what is always so in a space, of what follows from another condition,
and of alternatives that others cover. All of it is exact up to borders: a factor that is positive
inside and zero at an end of a range is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, final

from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.formula import All, Any, Formula, formula_of
from brinkgame.parametric.regions.reducing import reduced
from brinkgame.parametric.regions.signs import sign_over

__all__ = ["Clause", "Factor", "Simplifier", "terms"]

_LONG: Final = 60
"""Terms of an expression beyond which nobody looks for its sign."""
_SHORT: Final = 8
"""Terms up to which the constraints are asked, too."""

_COMPARED: Final = 24
"""Terms of two conditions together up to which it is asked whether one implies the other."""
_MANY: Final = 60
"""Alternatives beyond which it is not asked whether one implies another."""

_Key: TypeAlias = frozenset[tuple[Expression, str, bool]]


@final
@dataclass(frozen=True, slots=True)
class Clause:
    """A conjunction: conditions, and those constraints of the space that it has to keep."""

    conditions: tuple[Condition, ...] = ()
    constraints: tuple[Condition, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The parameters in it."""
        return frozenset(
            name for each in (*self.conditions, *self.constraints) for name in each.difference.names
        )

    def key(self) -> _Key:
        """What tells clauses apart, whatever their words."""
        return frozenset(
            (each.difference, each.relation, own)
            for own, part in ((True, self.conditions), (False, self.constraints))
            for each in part
        )

    def __and__(self, other: Clause) -> Clause:
        return Clause(
            _merged(self.conditions, other.conditions), _merged(self.constraints, other.constraints)
        )


def _merged(one: Iterable[Condition], other: Iterable[Condition]) -> tuple[Condition, ...]:
    seen: dict[tuple[Expression, str], Condition] = {}
    for each in (*one, *other):
        seen.setdefault((each.difference, each.relation), each)
    return tuple(seen.values())


@final
@dataclass(frozen=True, slots=True)
class Factor:
    """Alternatives, of which one has to hold; what is sought is where all factors hold."""

    clauses: tuple[Clause, ...]

    @property
    def names(self) -> frozenset[str]:
        """The parameters in it."""
        return frozenset().union(*(clause.names for clause in self.clauses))

    @property
    def is_empty(self) -> bool:
        """Whether there is no alternative."""
        return not self.clauses

    def formula(self) -> Formula:
        """The same as a formula."""
        return Any.of(
            *(All.of(*map(formula_of, (*c.conditions, *c.constraints))) for c in self.clauses)
        )


@final
class Simplifier:
    """Makes clauses of one space short.

    Parameters
    ----------
    space
        The parameters and their constraints. Conditions are freed of what these imply; constraints
        within clauses only of what the ranges imply, since they stand for themselves.
    on_borders
        Whether to be exact on the borders of the box, too: slower, and with longer conditions. A
        condition that is false only on a set of lower dimension may be relaxed even so.
    """

    def __init__(self, space: ParameterSpace, *, on_borders: bool = False) -> None:
        self.space = space
        self.on_borders = on_borders
        self.box = ParameterSpace(space.values())
        self._signs: dict[tuple[Expression, bool], int | None] = {}
        self._reduced: dict[tuple[Condition, bool], tuple[Condition, ...] | None] = {}

    def sign(self, expression: Expression, *, weak: bool = True) -> int | None:
        """The sign of an expression over the constrained box, where it has one.

        Weakly: it may be zero in places, such as at the end of a range.
        """
        if expression.is_constant:
            value = expression.constant()
            return (value > 0) - (value < 0)
        key = (expression, weak)
        if key not in self._signs:
            self._signs[key] = self._sign(expression, self.space, weak=weak)
        return self._signs[key]

    def _sign(self, expression: Expression, space: ParameterSpace, *, weak: bool) -> int | None:
        """A sign that the ranges give, or for a short expression the constraints as well.

        That something follows from constraints takes long to find out, and that a long one does
        longer.
        """
        if terms(expression) > _LONG:
            return None
        found = sign_over(expression, self.box, weak=weak)
        if found is not None or space is self.box or terms(expression) > _SHORT:
            return found
        return sign_over(expression, space, weak=weak)

    def simplified(self, clauses: Iterable[Clause]) -> Factor:
        """The same alternatives, without those that are never true or that others cover.

        Alternatives are put together before conditions that others imply are dropped: it is by
        opposite conditions that they are seen to belong together.
        """
        alive = [found for each in clauses if (found := self._shortened(each)) is not None]
        rows = _together(alive)
        alive = [found for each in rows if (found := self._consistent(each)) is not None]
        return Factor(tuple(self._uncovered(_together(alive))))

    def _uncovered(self, rows: list[Clause]) -> list[Clause]:
        """Without clauses that imply another one, condition by condition."""
        if len(rows) > _MANY:
            return rows
        kept = list(rows)
        for clause in sorted(rows, key=lambda clause: -len(clause.conditions)):
            others = [each for each in kept if each is not clause]
            if any(self._covers(each, clause) for each in others):
                kept = others
        return kept

    def _covers(self, one: Clause, other: Clause) -> bool:
        """Whether every condition of a clause follows from one of another clause."""
        given = (*other.conditions, *other.constraints)
        return all(
            any(self._implies(each, condition) for each in given)
            for condition in (*one.conditions, *one.constraints)
        )

    def _implies(self, one: Condition, other: Condition) -> bool:
        if one.difference == other.difference:
            return one.relation == other.relation or one.relation == ">"
        if not _comparable(one, other):
            return False
        return self.sign(other.difference - one.difference) == 1

    def _shortened(self, clause: Clause) -> Clause | None:
        parts: list[tuple[Condition, ...]] = []
        for own, part in ((True, clause.conditions), (False, clause.constraints)):
            found: tuple[Condition, ...] = ()
            for each in _without_equations(part):
                freed = self._freed(each, own)
                if freed is None:
                    return None
                found += freed
            parts.append(_merged(found, ()))
        return Clause(*parts)

    def _freed(self, condition: Condition, own: bool) -> tuple[Condition, ...] | None:
        key = (condition, own)
        if key not in self._reduced:
            self._reduced[key] = self._freed_anew(condition, self.space if own else self.box)
        return self._reduced[key]

    def _freed_anew(
        self, condition: Condition, space: ParameterSpace
    ) -> tuple[Condition, ...] | None:
        """Freed of factors of constant sign, those that are zero in places included."""
        short = terms(condition.difference) <= _SHORT
        exactly = reduced((condition,), space if short else self.box)
        if exactly is None:
            return None
        if self.on_borders:
            return tuple(_without_equations(c for c in exactly if c.relation != "!="))
        found: list[Condition] = []
        for each in exactly:
            if each.relation == "==":  # true on a border at most
                return None
            if each.relation == "!=":  # false on a border at most
                continue
            unit, factors = each.difference.numerator.factors()
            left: list[tuple[Expression, int]] = []
            for factor, power in factors:
                sign = self._sign(factor, space, weak=True)
                if sign is None and power % 2:
                    left.append((factor, 1))
                elif sign is not None and sign < 0 and power % 2:
                    unit = -unit
            if not left and unit > 0:
                continue
            if not left:
                return None
            difference = left[0][0]
            for factor, _ in left[1:]:
                difference = difference * factor
            found.append(replace(each, difference=difference if unit > 0 else -difference))
        return tuple(found)

    def _consistent(self, clause: Clause) -> Clause | None:
        """Without conditions that another one implies; None where two exclude each other."""
        kept = list(clause.conditions)
        for one in clause.conditions:
            for other in (*kept, *clause.constraints):
                if other is one or not _comparable(one, other):
                    continue
                both = one.difference + other.difference
                if both == 0:
                    if ">" in (one.relation, other.relation):
                        return None
                    continue
                if self.sign(both, weak=False) == -1:
                    return None
                if self._implies(other, one) and one in kept:
                    kept.remove(one)
        return Clause(tuple(kept), clause.constraints)


def _without_equations(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for each in conditions:
        if each.relation == "==":
            yield replace(each, relation=">=")
            yield replace(each, difference=-each.difference, relation=">=")
        else:
            yield each


def _comparable(one: Condition, other: Condition) -> bool:
    """Whether a comparison of two conditions is cheap and may tell something."""
    p, q = one.difference, other.difference
    if not set(p.names) & set(q.names):
        return False
    return terms(p) + terms(q) <= _COMPARED


def terms(expression: Expression) -> int:
    """How many terms an expression has, above or below."""
    return expression._value.size()[0]


def _together(clauses: Iterable[Clause]) -> list[Clause]:
    rows = _each_once(clauses)
    while (shorter := _resolved(rows)) is not None:
        rows = _each_once(shorter)
    return rows


def _each_once(clauses: Iterable[Clause]) -> list[Clause]:
    """Without clauses that have all the conditions of another one."""
    kept: dict[_Key, Clause] = {}
    for clause in sorted(clauses, key=lambda clause: len(clause.conditions)):
        key = clause.key()
        if not any(other <= key for other in kept):
            kept[key] = clause
    return list(kept.values())


def _resolved(clauses: Sequence[Clause]) -> list[Clause] | None:
    """One condition less, where an alternative covers the other side of it; None if nowhere.

    Where one clause is p >= 0 and some more, and another -p >= 0, the same, and perhaps yet more,
    the latter may do without -p >= 0: where that fails, the first holds.
    """
    keys = [clause.key() for clause in clauses]
    for one, first in enumerate(keys):
        for p, relation, own in first:
            if not own or relation not in (">=", ">"):
                continue
            rest = first - {(p, relation, own)}
            for other, second in enumerate(keys):
                if one == other:
                    continue
                for opposite in (">=", ">") if relation == ">=" else (">=",):
                    gone = (-p, opposite, True)
                    if gone in second and rest <= second - {gone}:
                        shorter = Clause(
                            tuple(
                                c
                                for c in clauses[other].conditions
                                if (c.difference, c.relation) != gone[:2]
                            ),
                            clauses[other].constraints,
                        )
                        return [*(c for k, c in enumerate(clauses) if k != other), shorter]
    return None
