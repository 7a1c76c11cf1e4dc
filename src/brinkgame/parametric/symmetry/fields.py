r"""Which changes of the parameters leave the zeros of polynomials, and so every sign, as they are.

A change is given by its velocities: a field :math:`D = \sum_i v_i(x)\,\partial_i`. The set
:math:`P = 0` stays in place along `D` iff :math:`DP = cP` with some polynomial *c*, the cofactor;
along the way *P* is then multiplied by something positive, so that its sign stays too. As *D* is a
derivation, a product stays in place only with each of its irreducible factors.

There are always more such fields than anybody wants: near a point off its zeros a single condition
is left alone by every small change. Three kinds say something:

* **units**: scalings, :math:`v_i = w_i x_i` with whole weights, none for a chance;
* **origins**: translations, :math:`v_i` constant, again none for a chance;
* **merging**: some parameters enter everything through one function of them alone, as the costs of
  withdrawal and of war with their chances enter through the expected cost. So it is with a set *X*
  iff for any two of *X* the ratio of the derivatives is the same for every condition and depends
  on *X* alone (Leontief; Gorman [1]_). The least such set around two parameters is found by
  putting in whatever the ratio depends on. The two sides of an inequality are not merged: a
  condition keeps at least three numbers before units and origins are chosen, for otherwise one of
  them would be its own threshold.

.. [1] W. M. Gorman, The structure of utility functions, *Review of Economic Studies* 35 (1968)
   367-390.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, final

from brinkgame.arithmetic import integer_kernel, rank
from brinkgame.parametric.symmetry.polynomials import Ring

__all__ = ["Field", "Symmetries", "generic_points", "rank_at"]

_POINTS: Final = 2
"""Points in general position at which a rank is taken; one is nearly always enough."""
_LEAST: Final = 3
"""Numbers that a condition keeps."""


@final
@dataclass(frozen=True)
class Field:
    """A velocity for each parameter, as polynomials of flint in the order of the ring."""

    ring: Ring
    velocities: tuple[Any, ...]
    kind: str

    def of(self, polynomial: Any) -> Any:
        """The derivative of a polynomial along the field."""
        total = self.ring.context.constant(0)
        for place, velocity in enumerate(self.velocities):
            if not velocity.is_zero():
                total = total + velocity * polynomial.derivative(place)
        return total

    def cofactor(self, polynomial: Any) -> Any | None:
        """What the derivative is divided by the polynomial; None where that is no polynomial."""
        quotient, rest = divmod(self.of(polynomial), polynomial)
        return quotient if rest.is_zero() else None

    def at(self, point: Sequence[int]) -> list[int]:
        """The velocities at a point."""
        return [self.ring.value(velocity, point) for velocity in self.velocities]

    def bracket(self, other: Field) -> Field:
        """The commutator of two fields, which leaves in place what both do."""
        mine = [self.of(velocity) for velocity in other.velocities]
        theirs = [other.of(velocity) for velocity in self.velocities]
        return Field(self.ring, tuple(a - b for a, b in zip(mine, theirs, strict=True)), "bracket")

    @property
    def is_zero(self) -> bool:
        """Whether nothing moves."""
        return all(velocity.is_zero() for velocity in self.velocities)

    @property
    def moved(self) -> tuple[int, ...]:
        """Which parameters have a velocity."""
        return tuple(k for k, velocity in enumerate(self.velocities) if not velocity.is_zero())

    @cached_property
    def size(self) -> tuple[int, int, int]:
        """How much there is to read: parameters, terms, sizes of coefficients."""
        terms = [c for velocity in self.velocities for c in velocity.coeffs()]
        return len(self.moved), len(terms), sum(abs(int(c)) for c in terms)


def generic_points(count: int, seed: int = 0) -> list[list[int]]:
    """Points with large random whole coordinates: on no curve that anybody would name."""
    source = random.Random(seed)  # noqa: S311 (not for secrets)
    return [[source.randrange(10**6, 10**7) for _ in range(count)] for _ in range(_POINTS)]


def rank_at(fields: Sequence[Field], points: Sequence[Sequence[int]]) -> int:
    """In how many directions the fields lead, at the point where these are most."""
    return max((rank([f.at(point) for f in fields]) if fields else 0) for point in points)


@final
class Symmetries:
    """The changes of the parameters that leave some functions as they are.

    Parameters
    ----------
    ring
        The parameters.
    conditions
        Irreducible polynomials whose zeros stay.
    quantities
        Pairs of numerator and denominator: their quotient keeps its value.
    chances
        Places of the parameters that have neither unit nor origin.
    """

    def __init__(
        self,
        ring: Ring,
        conditions: Sequence[Any],
        quantities: Sequence[tuple[Any, Any]],
        chances: Collection[int] = (),
    ) -> None:
        self.ring = ring
        self.conditions = tuple(conditions)
        self.quantities = tuple(quantities)
        self.chances = tuple(chances)

    def _field(self, velocities: dict[int, Any], kind: str) -> Field:
        zero = self.ring.context.constant(0)
        places = range(len(self.ring.names))
        return Field(self.ring, tuple(velocities.get(k, zero) for k in places), kind)

    # -- units and origins -----------------------------------------------------------------------

    @cached_property
    def scalings(self) -> tuple[Field, ...]:
        """Whole weights for which every polynomial has one weight, short ones first.

        Numerator and denominator of a quantity may differ in nothing: both have the same weight.
        """
        size = len(self.ring.names)
        rows = [[int(j == k) for j in range(size)] for k in self.chances]
        for group in [*((each,) for each in self.conditions), *self.quantities]:
            first: tuple[int, ...] | None = None
            for polynomial in group:
                for monomial in polynomial.to_dict():
                    exponents = tuple(map(int, monomial))
                    if first is None:
                        first = exponents
                    else:
                        rows.append([a - b for a, b in zip(exponents, first, strict=True)])
        kernel = _kernel(rows, size)
        return self._sorted(
            self._field(
                {k: w * self.ring.generators[k] for k, w in enumerate(weights) if w}, "scaling"
            )
            for weights in kernel
        )

    @cached_property
    def translations(self) -> tuple[Field, ...]:
        """Amounts that may be added to the parameters, short ones first."""
        size = len(self.ring.names)
        rows: dict[tuple[int, tuple[int, ...]], list[int]] = {
            (-1, (k,)): [int(j == k) for j in range(size)] for k in self.chances
        }
        numbered = [*self.conditions, *(each for pair in self.quantities for each in pair)]
        for number, polynomial in enumerate(numbered):
            for place in range(size):
                for monomial, coefficient in polynomial.derivative(place).to_dict().items():
                    key = number, tuple(map(int, monomial))
                    rows.setdefault(key, [0] * size)[place] = int(coefficient)
        return self._sorted(
            self._field(
                {k: self.ring.context.constant(a) for k, a in enumerate(amounts) if a},
                "translation",
            )
            for amounts in _kernel(list(rows.values()), size)
        )

    @staticmethod
    def _sorted(fields: Any) -> tuple[Field, ...]:
        return tuple(sorted(fields, key=lambda field: field.size))

    # -- merging ---------------------------------------------------------------------------------

    @cached_property
    def modules(self) -> tuple[tuple[int, ...], ...]:
        """The least sets of parameters that enter through one function of them, small first."""
        pairs = itertools.combinations(range(len(self.ring.names)), 2)
        candidates = {module for pair in pairs if (module := self._module(*pair)) is not None}
        found: list[frozenset[int]] = []
        for candidate in sorted(candidates, key=lambda each: (len(each), each)):
            merged = [*found, frozenset(candidate)]
            if all(_left(whole, merged) >= _LEAST for whole in self._wholes):
                found = merged
        return tuple(tuple(sorted(module)) for module in found)

    @property
    def apart(self) -> tuple[tuple[int, ...], ...]:
        """The largest of the sets that have nothing in common with another one."""
        largest = [m for m in self.modules if not any(set(m) < set(n) for n in self.modules)]
        return tuple(m for m in largest if not any(set(m) & set(n) for n in largest if n != m))

    @cached_property
    def _gradients(self) -> list[list[Any]]:
        """The derivatives of each condition and quantity, up to one factor for each."""
        places = range(len(self.ring.names))
        slopes = [[each.derivative(k) for k in places] for each in self.conditions]
        for above, below in self.quantities:
            slopes.append(
                [above.derivative(k) * below - above * below.derivative(k) for k in places]
            )
        return slopes

    @cached_property
    def _wholes(self) -> list[frozenset[int]]:
        """All that each condition or quantity depends on."""
        return [
            frozenset(k for k, slope in enumerate(slopes) if not slope.is_zero())
            for slopes in self._gradients
        ]

    def _module(self, a: int, b: int) -> tuple[int, ...] | None:
        """The least set around two parameters; None where it would hold a whole condition."""
        inside, todo = {a, b}, [(a, b)]
        while todo:
            first, second = todo.pop()
            ratio = self._ratio(first, second)
            if ratio is None:
                return None
            for polynomial in ratio:
                for k, degree in enumerate(polynomial.degrees()):
                    if int(degree) > 0 and k not in inside:
                        todo.append((first, k))
                        inside.add(k)
            if any(whole <= inside for whole in self._wholes):
                return None
        return tuple(sorted(inside))

    def _ratio(self, a: int, b: int) -> tuple[Any, Any] | None:
        """The ratio of two derivatives in lowest terms; None if it differs between conditions."""
        known = self._ratios.get((a, b), 0)
        if known != 0:
            return known  # type: ignore[no-any-return]
        found: tuple[Any, Any] | None = None
        for slopes in self._gradients:
            above, below = slopes[a], slopes[b]
            if above.is_zero() and below.is_zero():
                continue
            if above.is_zero() or below.is_zero():
                found = None
                break
            if found is None:
                common = above.gcd(below)
                found = above / common, below / common
            elif not (above * found[1] - below * found[0]).is_zero():
                found = None
                break
        self._ratios[a, b] = found
        return found

    @cached_property
    def _ratios(self) -> dict[tuple[int, int], Any]:
        return {}

    @cached_property
    def mergers(self) -> tuple[Field, ...]:
        """For each of the sets the fields along which its function keeps its value."""
        fields: dict[tuple[int, int], Field] = {}
        for module in self.modules:
            for a, b in itertools.combinations(module, 2):
                ratio = self._ratio(a, b)
                if ratio is not None:
                    fields[a, b] = self._field({a: ratio[1], b: -ratio[0]}, "merging")
        return self._sorted(fields.values())

    # -- orbits ----------------------------------------------------------------------------------

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Fields that lead wherever the parameters can be moved, and brackets where they must.

        Where the parameters could be moved anywhere, there is one condition in few parameters, and
        but for its sign nothing would be left to say: then origins stay as they are, and if need be
        units too.
        """
        for kinds in (
            (self.translations, self.scalings, self.mergers),
            (self.scalings, self.mergers),
            (self.mergers,),
        ):
            found = self._closed([field for kind in kinds for field in kind])
            if len(found) < len(self.ring.names):
                return found
        return ()

    def _closed(self, fields: Sequence[Field]) -> tuple[Field, ...]:
        """Independent ones among some fields and their brackets."""
        points = generic_points(len(self.ring.names))
        known: list[Field] = []
        for field in fields:
            if rank_at([*known, field], points) > rank_at(known, points):
                known.append(field)
        fresh = list(known)
        while fresh:
            found = []
            for a, b in itertools.product(fresh, list(known)):
                bracket = a.bracket(b)
                if rank_at([*known, bracket], points) > rank_at(known, points):
                    known.append(bracket)
                    found.append(bracket)
            fresh = found
        return tuple(known)

    @cached_property
    def readable(self) -> tuple[Field, ...]:
        """As many fields as there are directions, the simplest that there are."""
        point = generic_points(len(self.ring.names))[0]
        chosen: list[Field] = []
        vectors: list[list[int]] = []
        kinds = {field.kind for field in self.fields}
        for field in (*self.translations, *self.scalings, *self.mergers, *self.fields):
            if len(chosen) == self.orbit:
                break
            if field.kind in kinds and rank([*vectors, field.at(point)]) > len(vectors):
                vectors.append(field.at(point))
                chosen.append(field)
        return tuple(chosen)

    @property
    def orbit(self) -> int:
        """In how many directions a point in general position can be moved."""
        return len(self.fields)


def _left(whole: frozenset[int], modules: Sequence[frozenset[int]]) -> int:
    """How many numbers a condition depends on, once each set of parameters is one."""
    largest = [m for m in modules if m & whole and not any(m < other for other in modules)]
    merged = frozenset().union(*largest)
    return len(whole - merged) + len(largest) if largest else _LEAST


def _kernel(rows: list[list[int]], size: int) -> list[list[int]]:
    """Whole numbers that some rows take to zero: a basis of all of them, as short as can be had."""
    from flint import fmpz_mat

    if not rows:
        return [[int(j == k) for j in range(size)] for k in range(size)]
    kernel = integer_kernel([list(row) for row in dict.fromkeys(map(tuple, rows))])
    if not kernel:
        return []
    reduced = fmpz_mat([list(vector) for vector in kernel]).lll()
    return [[int(c) for c in row] for row in reduced.tolist()]
