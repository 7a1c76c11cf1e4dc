"""Conditions put together by *and* and *or*.

A formula is an immutable tree. Its leaves are conditions; negation is driven down to them, so that
there is no node for it. `All` and `Any` keep their parts flat, each once, in the order in which
they were given.
"""

from __future__ import annotations

import typing
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import final

from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Constraint
from brinkgame.parametric.conditions import Condition

__all__ = ["FALSE", "TRUE", "All", "Any", "Atom", "Formula", "formula_of"]

_MOST_DISJUNCTS = 4096
"""A normal form of more conjunctions is refused: nobody can read or search it."""


class Formula(ABC):
    """A boolean combination of conditions on parameters.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import formula_of
    >>> x, y = bg.Parameter("x", 1, low=0, high=2), bg.Parameter("y", 1, low=0, high=2)
    >>> inside = formula_of([x < y, x + y <= 1])
    >>> print(inside | formula_of(y <= 0))
    (y - x > 0 and 1 - x - y >= 0) or -y >= 0
    >>> print(inside.negated())
    x - y >= 0 or x + y - 1 > 0
    >>> inside.holds({"x": 0, "y": 1})
    True
    """

    __slots__ = ()

    @abstractmethod
    def holds(self, point: Mapping[str, typing.Any]) -> bool:
        """Whether it holds at a point that names every parameter, exactly."""

    @abstractmethod
    def negated(self) -> Formula:
        """The formula that holds exactly where this one does not."""

    @abstractmethod
    def atoms(self) -> tuple[Condition, ...]:
        """Every condition in it, each once."""

    @abstractmethod
    def disjuncts(self) -> tuple[tuple[Condition, ...], ...]:
        """The disjunctive normal form: it holds where all conditions of one of these hold.

        Raises `InvalidParameterError` where it would have more than 4,096 of them.
        """

    @abstractmethod
    def latex(self) -> str:
        """The formula in LaTeX, in the signs of the parameters."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters in it, sorted."""
        return tuple(sorted({name for atom in self.atoms() for name in atom.difference.names}))

    def __and__(self, other: object) -> Formula:
        return All.of(self, other) if isinstance(other, Formula) else NotImplemented

    def __or__(self, other: object) -> Formula:
        return Any.of(self, other) if isinstance(other, Formula) else NotImplemented

    def __invert__(self) -> Formula:
        return self.negated()


@final
@dataclass(frozen=True, slots=True)
class Atom(Formula):
    """A single condition."""

    condition: Condition

    def holds(self, point: Mapping[str, typing.Any]) -> bool:
        return self.condition.holds(point)

    def negated(self) -> Formula:
        return Atom(self.condition.negated())

    def atoms(self) -> tuple[Condition, ...]:
        return (self.condition,)

    def disjuncts(self) -> tuple[tuple[Condition, ...], ...]:
        return ((self.condition,),)

    def latex(self) -> str:
        return self.condition.latex()

    def __str__(self) -> str:
        return f"{self.condition.difference} {self.condition.relation} 0"


@final
@dataclass(frozen=True, slots=True)
class All(Formula):
    """That every part holds; `TRUE` has no part. `of` puts parts together and tidies them."""

    parts: tuple[Formula, ...]

    @classmethod
    def of(cls, *parts: Formula) -> Formula:
        """Every one of `parts`; a single one is itself."""
        kept = _flat(parts, cls)
        if any(part == FALSE for part in kept):
            return FALSE
        return kept[0] if len(kept) == 1 else cls(kept)

    def holds(self, point: Mapping[str, typing.Any]) -> bool:
        return all(part.holds(point) for part in self.parts)

    def negated(self) -> Formula:
        return Any.of(*(part.negated() for part in self.parts))

    def atoms(self) -> tuple[Condition, ...]:
        return _each_once(atom for part in self.parts for atom in part.atoms())

    def disjuncts(self) -> tuple[tuple[Condition, ...], ...]:
        found: tuple[tuple[Condition, ...], ...] = ((),)
        for part in self.parts:
            more = part.disjuncts()
            if len(found) * len(more) > _MOST_DISJUNCTS:
                raise InvalidParameterError(
                    f"the disjunctive normal form of a formula with {len(self.atoms())} conditions "
                    f"has more than {_MOST_DISJUNCTS} cases: ask about its parts one by one"
                )
            found = _each_once(_each_once([*old, *new]) for old in found for new in more)
        return found

    def latex(self) -> str:
        if not self.parts:
            return r"\top"
        return r" \land ".join(_inside(part, part.latex()) for part in self.parts)

    def __str__(self) -> str:
        if not self.parts:
            return "true"
        return " and ".join(_inside(part, str(part)) for part in self.parts)


@final
@dataclass(frozen=True, slots=True)
class Any(Formula):
    """That some part holds; `FALSE` has no part. `of` puts parts together and tidies them."""

    parts: tuple[Formula, ...]

    @classmethod
    def of(cls, *parts: Formula) -> Formula:
        """Some one of `parts`; a single one is itself."""
        kept = _flat(parts, cls)
        if any(part == TRUE for part in kept):
            return TRUE
        return kept[0] if len(kept) == 1 else cls(kept)

    def holds(self, point: Mapping[str, typing.Any]) -> bool:
        return any(part.holds(point) for part in self.parts)

    def negated(self) -> Formula:
        return All.of(*(part.negated() for part in self.parts))

    def atoms(self) -> tuple[Condition, ...]:
        return _each_once(atom for part in self.parts for atom in part.atoms())

    def disjuncts(self) -> tuple[tuple[Condition, ...], ...]:
        return _each_once(case for part in self.parts for case in part.disjuncts())

    def latex(self) -> str:
        if not self.parts:
            return r"\bot"
        return r" \lor ".join(_inside(part, part.latex()) for part in self.parts)

    def __str__(self) -> str:
        if not self.parts:
            return "false"
        return " or ".join(_inside(part, str(part)) for part in self.parts)


TRUE = All(())
"""The formula that holds everywhere."""

FALSE = Any(())
"""The formula that holds nowhere."""

_T = typing.TypeVar("_T")


def _each_once(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))


def _flat(parts: Sequence[Formula], kind: type[All | Any]) -> tuple[Formula, ...]:
    """The parts, and the parts of those of the same kind; TRUE has none in All, FALSE in Any."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return _each_once(flat)


def _inside(part: Formula, text: str) -> str:
    several = isinstance(part, (All, Any)) and len(part.parts) > 1
    return f"({text})" if several else text


def formula_of(what: object) -> Formula:
    """Read a formula: a condition, a constraint, something with conditions, or several of them.

    Parameters
    ----------
    what
        A `Formula`; a `Condition`; a `Constraint`, such as ``x < y``; an object with the attribute
        `conditions`, such as an equilibrium form; or a collection of any of these, all of which
        must hold.

    Raises
    ------
    InvalidParameterError
        For anything else.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import formula_of
    >>> risk = bg.Parameter("risk", "1/2", low=0, high=1)
    >>> print(formula_of(3 * risk <= 1))
    1 - 3*risk >= 0
    """
    if isinstance(what, Formula):
        return what
    if isinstance(what, Condition):
        return Atom(what)
    if isinstance(what, Constraint):
        return Atom(condition_of(what))
    conditions = getattr(what, "conditions", what)
    if isinstance(conditions, Iterable) and not isinstance(conditions, (str, Mapping)):
        return All.of(*(formula_of(each) for each in conditions))
    raise InvalidParameterError(
        f"{what!r} (of type {type(what).__name__}) is no formula: give a condition, a comparison "
        "such as risk <= 1 - belief, or several of them"
    )


def condition_of(constraint: Constraint) -> Condition:
    """A constraint as a condition: what its right side is above its left one."""
    return Condition(
        player="",
        infoset="",
        prefer="",
        against="",
        difference=constraint.right - constraint.left,
        relation=">" if constraint.relation == "<" else ">=",
        words=str(constraint),
    )
