"""A formula as the shortest alternatives that a reader can check one by one.

Whether a formula holds depends only on the signs of the irreducible factors of its polynomials:
each is negative, zero or positive. So it is a table over those signs, held as one long integer with
a bit an entry; ``&`` and ``|`` of formulas are those of integers. What is true in the table is
covered by as few and as short conjunctions as a greedy search finds (prime implicants, after Quine
[1]_, with three values in the place of two): each conjunction is as short as it can be, the number
of them need not be the least.

Signs that cannot occur together need not be covered and help to shorten. Known are those of factors
that keep their sign, and those of factors of which a few have a linear relation: where quarantine
is preferred to striking and striking to accepting, quarantine is preferred to accepting.

.. [1] W. V. Quine (1955), "A way to simplify truth functions", *American Mathematical Monthly* 62.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, final

from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.formula import Formula
from brinkgame.parametric.regions.reducing import reduced
from brinkgame.parametric.regions.sign_tables import Cube, Factors, Table, few_cubes

__all__ = ["Alternative", "alternatives"]

_LARGEST: Final = 3**12
"""Entries of a table; beyond, a formula is multiplied out as it stands."""

_MOST_CONDITIONS: Final = 400
"""Conditions that are looked at; more of them make no short formula."""

_RELATIONS: Final[Mapping[frozenset[int], tuple[int, str]]] = {
    frozenset({1}): (1, ">"),
    frozenset({0, 1}): (1, ">="),
    frozenset({-1}): (-1, ">"),
    frozenset({-1, 0}): (-1, ">="),
    frozenset({0}): (1, "=="),
    frozenset({-1, 1}): (1, "!="),
}
"""What a set of signs says of a factor: (its orientation, the relation to zero)."""


@final
@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a formula is true: all of these conditions.

    `on_borders` says that it is needed for points at which some polynomial is zero, and for no
    others: the rest of the alternatives has all open sets already.
    """

    conditions: tuple[Condition, ...]
    on_borders: bool


def alternatives(formula: Formula, space: ParameterSpace) -> tuple[Alternative, ...] | None:
    """The formula as a disjunction of short conjunctions; None if it is too large for a table.

    Both are true at the same points of the constrained box, its border included.
    """
    conditions = formula.atoms()
    if len(conditions) > _MOST_CONDITIONS:
        return None
    factors = Factors(conditions, space)
    every = tuple(range(len(factors.values)))
    if factors.size(every) <= _LARGEST:
        table = Table(factors, every)
        true = table.mask(formula)
    else:
        # Most of the factors may not matter after all: put like cubes together first.
        cubes, denied = few_cubes(formula, factors)
        if cubes is None:
            return None
        used = tuple(sorted({place for cube in cubes for place, _ in cube}))
        if factors.size(used) > _LARGEST:
            return None if denied else _as_they_are(cubes, factors)
        table = Table(factors, used)
        true = 0
        for cube in cubes:
            signs = dict(cube)
            true |= table.cube_mask([signs.get(k, frozenset(factors.values[k])) for k in used])
        if denied:
            true = table.full & ~true
    return tuple(
        Alternative(conditions, thin)
        for cube, thin in table.cover(true)
        if _can_be(conditions := _conjunction(table, cube), space)
    )


def _can_be(conditions: Sequence[Condition], space: ParameterSpace) -> bool:
    """Whether conditions do not plainly contradict each other.

    What an equation says of a single parameter is put into the others.
    """
    known: dict[str, Fraction] = {}
    for condition in conditions:
        difference = condition.difference
        if condition.relation == "==" and len(difference.names) == 1:
            with contextlib.suppress(ExpressionError):
                known[difference.names[0]] = difference.solve(difference.names[0]).constant()
    if not known:
        return True
    try:
        put = [replace(c, difference=c.difference.substitute(known)) for c in conditions]
    except ExpressionError:
        return True
    return reduced(put, space) is not None


def _as_they_are(cubes: Sequence[Cube], factors: Factors) -> tuple[Alternative, ...]:
    """Cubes that are too many factors for a table, as alternatives."""
    found = []
    for cube in cubes:
        table = Table(factors, tuple(place for place, _ in cube))
        thin = any(signs == frozenset({0}) for _, signs in cube)
        found.append(Alternative(_conjunction(table, [signs for _, signs in cube]), thin))
    return tuple(sorted(found, key=lambda each: each.on_borders))


def _conjunction(table: Table, cube: Sequence[frozenset[int]]) -> tuple[Condition, ...]:
    """The conditions that a cube of signs stands for."""
    return tuple(
        _condition(table, k, signs)
        for k, signs in enumerate(cube)
        if len(signs) < len(table.masks[k])
    )


def _condition(table: Table, place: int, signs: frozenset[int]) -> Condition:
    """The condition on one factor, in the words of a condition that has it."""
    possible = frozenset(table.masks[place])
    # Where a sign cannot be, ">= 0" says no more than "== 0" or "> 0" does.
    orientation, relation = _RELATIONS.get(signs, (1, "=="))
    if possible == frozenset({0, 1}) and signs == frozenset({1}):
        orientation, relation = 1, ">"
    factor = table.factors[place]
    difference = factor if orientation > 0 else -factor
    best: tuple[int, Condition] | None = None
    for condition in table.conditions:
        factored = table.origin.factored(condition)
        if factored.factors != ((table.places[place], 1),):
            continue
        said = _plainly(condition)
        rank = 0 if said.prefer and not said.words else 2
        if relation in ("==", "!="):
            found = _tied(said, difference, relation)
        elif condition.relation in ("==", "!="):
            continue  # an equation has no direction
        elif factored.sign * (1 if said is condition else -1) == orientation:
            found = _written(said, difference, relation)
        else:
            found, rank = _written(_opposite(said), difference, relation), rank + 1
        if best is None or rank < best[0]:
            best = rank, found
    if best is not None:
        return best[1]
    return Condition("", "", "", "", difference, relation, f"{difference} {relation} 0")


def _plainly(condition: Condition) -> Condition:
    """The condition of which one is the negation, if it is one; its difference is of no account."""
    words = condition.words
    if not words.startswith("not ("):
        return condition
    plain = words.removeprefix("not (").removesuffix(")")
    prefers = replace(condition, words="").incentive if condition.prefer else ""
    return replace(condition, words="" if plain == prefers else plain)


def _opposite(condition: Condition) -> Condition:
    """The opposite preference; what is no preference between two actions is denied."""
    if condition.prefer and not condition.words:
        return replace(condition, prefer=condition.against, against=condition.prefer)
    return replace(condition, words=f"not ({condition.words})")


def _written(condition: Condition, difference: Expression, relation: str) -> Condition:
    """A condition on a difference; strict preferences are said to be so."""
    found = replace(condition, difference=difference, relation=relation)
    if relation == ">" and condition.prefer and not condition.words:
        words = condition.incentive.replace(" prefers ", " strictly prefers ", 1)
        return replace(found, words=words)
    return found


def _tied(condition: Condition, difference: Expression, relation: str) -> Condition:
    """A condition as an equation, or the opposite, in words."""
    if condition.prefer and not condition.words:
        where = f" at {condition.infoset}" if condition.infoset else ""
        words = (
            f"{condition.player}{where} is {'not ' * (relation == '!=')}indifferent between "
            f"{condition.prefer} and {condition.against}"
        )
    else:
        words = f"{difference} is {'not ' * (relation == '!=')}zero"
    return replace(condition, difference=difference, relation=relation, words=words)
