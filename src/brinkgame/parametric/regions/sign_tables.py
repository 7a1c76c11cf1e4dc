"""Which signs of the factors of some polynomials make a formula true, as cubes and as tables.

Whether a formula holds depends only on the signs of the irreducible factors of its polynomials:
each is negative, zero or positive. A *cube* says which signs some of them may have. A *table* has
an entry for each combination of signs, and is one long integer with a bit an entry; ``&`` and ``|``
of formulas are those of integers. What is true is covered by cubes that are as large as they can be
(prime implicants, see `implicants`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from typing import Final, TypeAlias, final

from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions import formula as formulas
from brinkgame.parametric.regions.formula import Formula
from brinkgame.parametric.regions.restricting import multiplied_out
from brinkgame.parametric.regions.signs import sign_over

__all__ = ["Cube", "Factors", "Table", "few_cubes"]

_MOST_WORK: Final = 1_000_000
"""Pairs of cubes that are compared, about a second."""

_MOST_CUBES: Final = 5_000
"""Cubes that are put together, before there is a table."""


@final
@dataclass(frozen=True, slots=True)
class _Factored:
    """A polynomial as a product: its unit's sign, and the factors whose sign is open."""

    sign: int
    factors: tuple[tuple[int, int], ...]
    """Position among the table's factors, and multiplicity."""


@final
class Factors:
    """The irreducible factors of some conditions whose sign is open, and the signs they may
    have.
    """

    def __init__(self, conditions: Iterable[Condition], space: ParameterSpace) -> None:
        self.conditions = tuple(conditions)
        self.atoms: dict[Expression, _Factored] = {}
        self.values: list[tuple[int, ...]] = []
        places: dict[Expression, int] = {}
        constant: dict[Expression, int] = {}
        for condition in self.conditions:
            if condition.difference in self.atoms:
                continue
            unit, parts = multiplied_out(condition).factors()
            sign = (unit > 0) - (unit < 0)
            found = []
            for factor, multiplicity in parts:
                if factor not in places and factor not in constant:
                    possible = _possible_signs(factor, space)
                    if len(possible) == 1:
                        constant[factor] = possible[0]
                    else:
                        places[factor] = len(places)
                        self.values.append(possible)
                if factor in constant:
                    sign *= constant[factor] ** multiplicity
                else:
                    found.append((places[factor], multiplicity))
            self.atoms[condition.difference] = _Factored(sign, tuple(found))
        self.expressions = tuple(places)
        self.known: dict[Expression, tuple[int, ...]] = {
            factor: (sign,) for factor, sign in constant.items()
        }
        """What has one sign: factors, and the constraints (which may be zero unless strict)."""
        for constraint in space.constraints:
            room = constraint.right - constraint.left
            if room.denominator.is_constant and room.numerator not in self.known:
                self.known[room] = (1,) if constraint.relation == "<" else (0, 1)
        self.work = 0

    @cached_property
    def triangles(self) -> list[Table]:
        """Three factors of which one is the sum of the others: who prefers a to b and b to c."""
        try:
            vectors = [factor.terms() for factor in self.expressions]
        except ExpressionError:
            return []
        return [
            Table(self, group)
            for group in combinations(range(len(vectors)), 3)
            if _relation([vectors[k] for k in group]) is not None
        ]

    def size(self, places: Iterable[int]) -> int:
        """Entries of a table over some factors."""
        return math.prod(len(self.values[k]) for k in places)

    def factored(self, condition: Condition) -> _Factored:
        """The difference of a condition, or of its negation, as a product."""
        found = self.atoms.get(condition.difference)
        if found is None:
            turned = self.atoms[-condition.difference]
            found = _Factored(-turned.sign, turned.factors)
            self.atoms[condition.difference] = found
        return found

    def cubes(self, condition: Condition) -> list[Cube]:
        """Where a condition holds, as cubes of signs of its factors."""
        factored = self.factored(condition)
        places = [place for place, _ in factored.factors]
        found: list[Cube] = []
        for signs in product(*(self.values[k] for k in places)):
            total = factored.sign * math.prod(
                sign**m for sign, (_, m) in zip(signs, factored.factors, strict=True)
            )
            if _HOLDS[condition.relation](total):
                found.append(tuple((k, frozenset({s})) for k, s in zip(places, signs, strict=True)))
        return _merged(found, self)


Cube: TypeAlias = "tuple[tuple[int, frozenset[int]], ...]"
"""Signs of some factors, in the order of their places; the others have any."""

_HOLDS: Final[Mapping[str, Callable[[int], bool]]] = {
    ">=": lambda sign: sign >= 0,
    ">": lambda sign: sign > 0,
    "==": lambda sign: sign == 0,
    "!=": lambda sign: sign != 0,
}


def few_cubes(formula: Formula, factors: Factors) -> tuple[list[Cube] | None, bool]:
    """Cubes that make up a formula or its denial, and whether it is the denial."""
    for denied in (False, True):
        factors.work = 0
        try:
            return _cubes_of(formula.negated() if denied else formula, factors), denied
        except _TooMuchError:
            continue
    return None, False


class _TooMuchError(Exception):
    """There are too many cubes to put together."""


def _cubes_of(formula: Formula, factors: Factors) -> list[Cube]:
    """Cubes that make up a formula, put together as they come."""
    if isinstance(formula, formulas.Atom):
        return factors.cubes(formula.condition)
    if isinstance(formula, formulas.Any):
        found: list[Cube] = []
        for part in formula.parts:
            found += _cubes_of(part, factors)
            if len(found) > _MOST_CUBES:
                raise _TooMuchError
        return _merged(found, factors)
    if not isinstance(formula, formulas.All):
        raise AssertionError(formula)
    listed = [_cubes_of(part, factors) for part in formula.parts]
    found = [()]
    for more in sorted(listed, key=len):  # the narrow ones first: what is cut off stays so
        factors.work += len(found) * len(more)
        if len(found) * len(more) > _MOST_CUBES or factors.work > _MOST_WORK:
            raise _TooMuchError
        met = {_intersection(cube, other) for cube in found for other in more}
        found = _merged([cube for cube in met if cube is not None], factors)
    return found


def _intersection(cube: Cube, other: Cube) -> Cube | None:
    signs = dict(cube)
    for place, more in other:
        signs[place] = signs.get(place, more) & more
        if not signs[place]:
            return None
    return tuple(sorted(signs.items(), key=lambda item: item[0]))


def _merged(cubes: Sequence[Cube], factors: Factors) -> list[Cube]:
    """The same union with like cubes put together, and without those that lie in others."""
    kept = set(cubes)
    changed = True
    while changed:
        changed = False
        for place in sorted({place for cube in kept for place, _ in cube}):
            possible = frozenset(factors.values[place])
            groups: dict[Cube, frozenset[int]] = {}
            for cube in kept:
                rest = tuple(item for item in cube if item[0] != place)
                own = next((signs for k, signs in cube if k == place), possible)
                groups[rest] = groups.get(rest, frozenset()) | own
            merged = {
                rest
                if signs == possible
                else tuple(sorted((*rest, (place, signs)), key=lambda item: item[0]))
                for rest, signs in groups.items()
            }
            changed |= merged != kept
            kept = merged
        for table in factors.triangles:
            merged = _without(table, kept)
            changed |= merged != kept
            kept = merged
        listed = sorted(kept, key=len)
        factors.work += len(listed) ** 2
        if factors.work > _MOST_WORK:
            raise _TooMuchError
        large: list[dict[int, frozenset[int]]] = []
        for cube in listed:
            signs = dict(cube)
            if not any(all(k in signs and signs[k] <= s for k, s in big.items()) for big in large):
                large.append(signs)
        tidy = {tuple(sorted(each.items(), key=lambda item: item[0])) for each in large}
        changed |= tidy != kept
        kept = tidy
    return sorted(kept, key=lambda cube: (len(cube), [(k, sorted(s)) for k, s in cube]))


def _without(table: Table, cubes: set[Cube]) -> set[Cube]:
    """Cubes that together leave the three signs of a table open, put together to one."""
    places = frozenset(table.places)
    groups: dict[Cube, list[Cube]] = {}
    for cube in cubes:
        if any(place in places for place, _ in cube):
            rest = tuple(item for item in cube if item[0] not in places)
            groups.setdefault(rest, []).append(cube)
    found = set(cubes)
    for rest, members in groups.items():
        if len(members) > 1:
            covered = table.impossible
            for cube in members:
                signs = dict(cube)
                everything = [frozenset(values) for values in table.values]
                covered |= table.cube_mask(
                    [signs.get(k, all_) for k, all_ in zip(table.places, everything, strict=True)]
                )
            if covered == table.full:
                found.difference_update(members)
                found.add(rest)
    return found


@final
class Table:
    """Which entry belongs to which signs of some factors."""

    def __init__(self, origin: Factors, places: Sequence[int]) -> None:
        self.origin = origin
        self.places = tuple(places)
        self.factors = [origin.expressions[k] for k in places]
        self.values = [origin.values[k] for k in places]
        self.atoms = origin.atoms
        self.conditions = origin.conditions
        self.size = 1
        self.masks: list[dict[int, int]] = []
        strides = []
        for possible in self.values:
            strides.append(self.size)
            self.size *= len(possible)
        self.full = (1 << self.size) - 1
        for possible, stride in zip(self.values, strides, strict=True):
            period = stride * len(possible)
            repeated = self.full // ((1 << period) - 1)
            block = (1 << stride) - 1
            self.masks.append(
                {sign: (block << (k * stride)) * repeated for k, sign in enumerate(possible)}
            )

    # -- from formulas to masks ---------------------------------------------------------------

    def mask(self, formula: Formula) -> int:
        """Where a formula is true."""
        if isinstance(formula, formulas.Atom):
            return self._atom(formula.condition)
        if isinstance(formula, formulas.All):
            mask = self.full
            for part in formula.parts:
                mask &= self.mask(part)
            return mask
        if isinstance(formula, formulas.Any):
            mask = 0
            for part in formula.parts:
                mask |= self.mask(part)
            return mask
        raise AssertionError(formula)

    def _atom(self, condition: Condition) -> int:
        """Where a condition is true, for a table of all factors."""
        factored = self.origin.factored(condition)
        positive, negative = (self.full, 0) if factored.sign > 0 else (0, self.full)
        if not factored.sign:
            positive = negative = 0
        for place, multiplicity in factored.factors:
            up, down = self.masks[place].get(1, 0), self.masks[place].get(-1, 0)
            if multiplicity % 2:
                positive, negative = (
                    positive & up | negative & down,
                    positive & down | negative & up,
                )
            else:
                positive, negative = positive & (up | down), negative & (up | down)
        if condition.relation == ">":
            return positive
        if condition.relation == ">=":
            return self.full & ~negative
        nonzero = positive | negative
        return nonzero if condition.relation == "!=" else self.full & ~nonzero

    # -- what cannot be ------------------------------------------------------------------------

    @cached_property
    def impossible(self) -> int:
        """Signs that contradict a linear relation between two or three factors, and numbers.

        What has one sign all over the box, a constraint for one, may be the third.
        """
        known = self.origin.known
        try:
            vectors = [factor.terms() for factor in self.factors]
            constant = [(factor.terms(), signs) for factor, signs in known.items()]
        except ExpressionError:  # a power with a free exponent: nothing is known of it
            return 0
        found = 0
        pairs = tuple(combinations(range(len(vectors)), 2))
        for group in (*pairs, *combinations(range(len(vectors)), 3)):
            relation = _relation([vectors[k] for k in group])
            if relation is not None:
                found |= self._contradicting(group, *relation)
        for group, (vector, signs) in product(pairs, constant):
            relation = _relation([*(vectors[k] for k in group), vector])
            if relation is not None:
                found |= self._contradicting(group, *relation, signs)
        return found

    def _contradicting(
        self,
        group: tuple[int, ...],
        weights: tuple[Fraction, ...],
        rest: Fraction,
        known: tuple[int, ...] = (),
    ) -> int:
        """Where the terms of ``sum(weight * factor) = rest`` cannot add up, by their signs.

        The signs of a further factor that is in no place of the table are `known`.
        """
        found = 0
        for signs in product(*(self.values[k] for k in group)):
            cannot = True
            for more in known or (0,):
                terms = [_sign(w) * s for w, s in zip(weights, (*signs, more), strict=False)]
                terms.append(-_sign(rest))
                cannot &= any(terms) and (min(terms) >= 0 or max(terms) <= 0)
            if cannot:
                mask = self.full
                for k, sign in zip(group, signs, strict=True):
                    mask &= self.masks[k][sign]
                found |= mask
        return found

    @cached_property
    def lengths(self) -> list[int]:
        """How long each factor is to read: the exponents of all its terms together."""
        try:
            terms = [factor.terms() for factor in self.factors]
        except ExpressionError:  # powers with free exponents
            return [len(str(factor)) for factor in self.factors]
        return [sum(1 + sum(e for _, e in m) for m in each) for each in terms]

    # -- from masks to conjunctions ------------------------------------------------------------

    def cover(self, true: int) -> Iterator[tuple[list[frozenset[int]], bool]]:
        """Cubes of signs, each as large as can be, that cover what is true and can be.

        With each comes whether only entries with a zero needed it.
        """
        allowed = true | self.impossible
        open_ = true & ~self.impossible
        strict = self.full
        for masks in self.masks:
            strict &= ~masks.get(0, 0)
        cubes: list[tuple[int, list[frozenset[int]], bool]] = []
        while open_:
            # What is true on an open set first: it mostly has its borders with it.
            first = open_ & strict
            entry = (first or open_) & -(first or open_)
            mask, cube = self._grown(entry, allowed, first or open_)
            cubes.append((mask, cube, not first))
            open_ &= ~mask
        for k in range(len(cubes) - 1, -1, -1):  # what the others cover as well is not needed
            others = self.impossible
            for j, (mask, _, _) in enumerate(cubes):
                if j != k:
                    others |= mask
            if not cubes[k][0] & ~others:
                del cubes[k]
        for _, cube, thin in cubes:
            yield cube, thin

    def _grown(self, entry: int, allowed: int, wanted: int) -> tuple[int, list[frozenset[int]]]:
        """The cube around an entry that covers most of what is wanted, of those that are tried."""
        start = [
            frozenset(sign for sign, mask in masks.items() if mask & entry) for masks in self.masks
        ]
        lengths = self.lengths
        # The longest conditions go first, so that what stays is short; each may stay, or go, first.
        base = sorted(range(len(start)), key=lambda k: -lengths[k])
        orders = [base]
        for k in base:
            rest = [j for j in base if j != k]
            orders += [[k, *rest], [*rest, k]]
        best: tuple[tuple[int, int, int], int, list[frozenset[int]]] | None = None
        for order in orders:
            cube = self._widened(list(start), order, allowed)
            mask = self.cube_mask(cube)
            kept = [k for k, signs in enumerate(cube) if len(signs) < len(self.masks[k])]
            score = ((mask & wanted).bit_count(), -len(kept), -sum(lengths[k] for k in kept))
            if best is None or score > best[0]:
                best = (score, mask, cube)
        if best is None:
            raise AssertionError("there is always one order")
        return best[1], best[2]

    def _widened(
        self, cube: list[frozenset[int]], order: Sequence[int], allowed: int
    ) -> list[frozenset[int]]:
        """A cube made as large as can be, one factor after the other."""
        everything = [frozenset(masks) for masks in self.masks]
        for freely in (True, False):
            for k in order:
                for wider in [everything[k]] if freely else _wider(cube[k], everything[k]):
                    trial = [*cube[:k], wider, *cube[k + 1 :]]
                    if not self.cube_mask(trial) & ~allowed:
                        cube = trial
                        break
        return cube

    def cube_mask(self, cube: Sequence[frozenset[int]]) -> int:
        """The entries of a cube."""
        mask = self.full
        for masks, signs in zip(self.masks, cube, strict=True):
            if len(signs) < len(masks):
                some = 0
                for sign in signs:
                    some |= masks[sign]
                mask &= some
        return mask


def _possible_signs(factor: Expression, space: ParameterSpace) -> tuple[int, ...]:
    """The signs that a factor may have in the constrained box, its border included."""
    sign = sign_over(factor, space)
    if sign is not None:
        return (sign,)
    weak = sign_over(factor, space, weak=True)
    return (-1, 0, 1) if weak is None else (0, 1) if weak > 0 else (-1, 0)


def _wider(signs: frozenset[int], possible: frozenset[int]) -> list[frozenset[int]]:
    """The sets of signs between this and all, the useful ones first."""
    sets = [frozenset({0, 1}), frozenset({-1, 0}), frozenset({-1, 1})]
    return [each for each in sets if signs < each < possible]


def _relation(
    vectors: Sequence[Mapping[tuple[tuple[str, int], ...], Fraction]],
) -> tuple[tuple[Fraction, ...], Fraction] | None:
    """Weights, none of them zero, with which the polynomials add up to a number; None if none
    do.
    """
    seen: dict[tuple[tuple[str, int], ...], int] = {}
    for vector in vectors:
        for monomial in vector:
            if monomial:
                seen[monomial] = seen.get(monomial, 0) + 1
    if min(seen.values()) < 2:  # nothing can cancel what is in one of them only
        return None
    monomials = sorted(seen)
    rows = [[vector.get(m, Fraction(0)) for vector in vectors] for m in monomials]
    # Gauss: the last polynomial as a combination of the others.
    n = len(vectors)
    pivots: list[int] = []
    done = 0
    for column in range(n):
        pivot = next((r for r in range(done, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        head = rows[done]
        for r in range(len(rows)):
            if r != done and rows[r][column]:
                ratio = rows[r][column] / head[column]
                rows[r] = [a - ratio * b for a, b in zip(rows[r], head, strict=True)]
        pivots.append(column)
        done += 1
        if done == n:
            return None
    if pivots != list(range(n - 1)):
        return None
    weights = [-rows[k][n - 1] / rows[k][k] for k in range(n - 1)] + [Fraction(1)]
    if not all(weights):
        return None
    rest = sum(
        (w * vector.get((), Fraction(0)) for w, vector in zip(weights, vectors, strict=True)),
        Fraction(0),
    )
    return tuple(weights), rest


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
