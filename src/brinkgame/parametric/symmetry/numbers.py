"""Numbers that changes of the parameters leave as they are, in words that a reader knows.

A *block* is a polynomial that occurs in the conditions: a parameter, an irreducible factor of a
condition, of one of its coefficients, and so on down. A block that every field multiplies by
something is a half-invariant, and a product of powers of such blocks keeps its value where what the
fields multiply them by adds up to zero: a kernel of whole numbers. As many of these products as
there are numbers that matter, independent of one another, are all that there is to know; that they
are independent is a rank at a point. Every condition is then a function of them, up to a positive
factor, which is found by putting values into the place of most parameters, and checked exactly.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.arithmetic import integer_kernel, rank
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression, Symbol
from brinkgame.expressions.expression import constant_expression
from brinkgame.parametric.symmetry.fields import Field, generic_points
from brinkgame.parametric.symmetry.polynomials import Ring

__all__ = ["Block", "Product", "blocks", "common_base", "independent", "rewritten"]

_MOST_BLOCKS: Final = 28
_MOST_PARTS: Final = 240
"""Parts of conditions that are looked at in search of blocks."""
_MOST_TOGETHER: Final = 4
"""A number is made of at most so many blocks: more would be no easier to read than a condition."""
_MOST_TRIES: Final = 60
_HIGHEST_POWER: Final = 3


@final
@dataclass(frozen=True)
class Block:
    """A polynomial that every field multiplies by something.

    Attributes
    ----------
    polynomial
        The polynomial.
    weights
        What the fields multiply it by, as one long list of coefficients.
    is_positive
        Whether it is known to be positive all over the box, and zero nowhere.
    """

    polynomial: Any
    weights: dict[tuple[int, tuple[int, ...]], int]
    is_positive: bool

    @property
    def size(self) -> int:
        """How much there is to read; a number among parameters is one more thing to explain."""
        degrees = [sum(map(int, monomial)) for monomial in self.polynomial.to_dict()]
        return sum(1 + degree if degree else 3 for degree in degrees)


@final
@dataclass(frozen=True)
class Product:
    """A product of powers of blocks."""

    parts: tuple[tuple[Block, int], ...]

    @property
    def size(self) -> tuple[int, int]:
        """How much there is to read; dividing by what may be zero makes it worse."""
        risky = sum(1 for block, power in self.parts if power < 0 and not block.is_positive)
        return risky, sum(abs(power) * block.size for block, power in self.parts)

    @property
    def is_positive(self) -> bool:
        """Whether it is known to be positive all over the box."""
        return all(block.is_positive or power % 2 == 0 for block, power in self.parts)

    @property
    def is_plain(self) -> bool:
        """Whether it is a product, and nothing is divided by."""
        return all(power > 0 for _, power in self.parts)

    def turned(self) -> Product:
        """One over it."""
        return Product(tuple((block, -power) for block, power in self.parts))

    def expression(self, ring: Ring) -> Expression:
        """The product as an expression."""
        total = constant_expression(1)
        for block, power in self.parts:
            total = total * ring.expression(block.polynomial) ** power
        return total

    def slopes(self, ring: Ring, point: Sequence[int]) -> list[Any]:
        """The derivatives of its logarithm at a point."""
        total = [Fraction(0)] * len(ring.names)
        for block, power in self.parts:
            value = ring.value(block.polynomial, point)
            for k, slope in enumerate(ring.gradient(block.polynomial, point)):
                total[k] += Fraction(power * slope, value)
        return total


def blocks(
    ring: Ring,
    fields: Sequence[Field],
    polynomials: Sequence[Any],
    sign: Callable[[Any], tuple[int, bool]],
) -> list[Block]:
    """The blocks of some polynomials that every field multiplies by something, simple ones first.

    Parameters
    ----------
    sign
        The sign that a polynomial has all over the box, or zero, and whether it vanishes nowhere.
        A block with a sign is taken as positive.
    """
    seen: dict[Any, Any] = {}
    todo = [*ring.generators]
    for polynomial in polynomials:
        todo += ring.factors(polynomial)
    taken: set[str] = set()
    while todo and len(seen) < _MOST_PARTS:
        polynomial = todo.pop(0)
        key = str(polynomial)
        if key in seen:
            continue
        seen[key] = polynomial
        for place, degree in enumerate(polynomial.degrees()):
            if int(degree) > 0:
                for coefficient in ring.coefficients(polynomial, place):
                    known = str(coefficient)
                    if known not in taken:
                        taken.add(known)
                        todo += ring.factors(coefficient)
    found = []
    for polynomial in seen.values():
        weights = _weights(fields, polynomial)
        if weights is not None:
            side, strictly = sign(polynomial)
            found.append(Block(-polynomial if side < 0 else polynomial, weights, strictly))
    found.sort(key=lambda block: (block.size, str(block.polynomial)))
    return found[:_MOST_BLOCKS]


def _weights(
    fields: Sequence[Field], polynomial: Any
) -> dict[tuple[int, tuple[int, ...]], int] | None:
    """What the fields multiply a polynomial by; None if one of them does something else to it."""
    weights = {}
    for number, field in enumerate(fields):
        cofactor = field.cofactor(polynomial)
        if cofactor is None:
            return None
        for monomial, coefficient in cofactor.to_dict().items():
            weights[number, tuple(map(int, monomial))] = int(coefficient)
    return weights


def _kernel(chosen: Sequence[Block]) -> list[tuple[int, ...]]:
    keys = sorted({key for block in chosen for key in block.weights})
    rows = [[block.weights.get(key, 0) for block in chosen] for key in keys]
    if not rows:
        return [tuple(int(j == k) for j in range(len(chosen))) for k in range(len(chosen))]
    return integer_kernel(rows)


def _products(found: Sequence[Block]) -> Iterator[list[Product]]:
    """Products that keep their value, those of few blocks first."""
    for sizes in ((1, 2, 3), (_MOST_TOGETHER,)):
        here = []
        for chosen in itertools.chain.from_iterable(
            itertools.combinations(found, size) for size in sizes
        ):
            kernel = _kernel(chosen)
            if len(kernel) != 1:
                continue
            powers = kernel[0]
            if all(powers) and max(map(abs, powers)) <= _HIGHEST_POWER:
                product = Product(tuple(zip(chosen, powers, strict=True)))
                here.append(min(product, product.turned(), key=lambda each: each.size))
        yield sorted(here, key=lambda product: product.size)


def independent(ring: Ring, found: Sequence[Block], wanted: int) -> list[Product]:
    """As many products that keep their value, independent of one another, as there may be."""
    point = generic_points(len(ring.names), seed=1)[0]
    chosen: list[Product] = []
    slopes: list[list[Any]] = []
    for level in _products(found) if wanted else ():
        for product in level:
            if len(chosen) == wanted:
                return chosen
            more = product.slopes(ring, point)
            if rank([*slopes, more]) > len(slopes):
                chosen.append(product)
                slopes.append(more)
    return chosen


def common_base(products: Sequence[Product]) -> list[Product]:
    """The same products or one over each, so that what most have in common is divided by."""
    used: dict[str, int] = {}
    for product in products:
        if len(product.parts) > 1 and not product.is_plain:
            for block, _ in product.parts:
                used[str(block.polynomial)] = used.get(str(block.polynomial), 0) + 1

    def awkward(product: Product) -> tuple[int, int, int]:
        below = sum(used.get(str(b.polynomial), 0) for b, power in product.parts if power < 0)
        return product.size[0], sum(1 for _, power in product.parts if power < 0), -below

    return [min(product, product.turned(), key=awkward) for product in products]


def rewritten(
    ring: Ring,
    fields: Sequence[Field],
    factor: Any,
    found: Sequence[Block],
    numbers: Sequence[Expression],
    letters: Sequence[Symbol],
) -> Expression | None:
    """A factor, over a positive product of blocks, as a function of the numbers, if it can be had.

    Parameters
    ----------
    fields, factor
        The fields, and a polynomial that each of them multiplies by something.
    found
        The blocks.
    numbers, letters
        The numbers, and a parameter for each.
    """
    divisor = _counterweight(ring, fields, factor, found)
    if divisor is None:
        return None
    target = ring.expression(factor) / divisor
    if target.is_constant:
        return target
    source = random.Random(0)  # noqa: S311 (not for secrets)
    named = {letter.name: number for letter, number in zip(letters, numbers, strict=True)}
    for attempt in range(_MOST_TRIES):
        try:
            section = _section(ring, numbers, letters, source, attempt)
            if section is None:
                continue
            function = target.substitute(section)
            if function.substitute(named) == target:
                return function
        except ExpressionError:  # a place at which something is not defined: try another
            continue
    return None


def _counterweight(
    ring: Ring, fields: Sequence[Field], factor: Any, found: Sequence[Block]
) -> Expression | None:
    """A positive product of blocks that the fields multiply as they do the factor."""
    weights = _weights(fields, factor)
    if weights is None:
        return None
    if not weights:
        return constant_expression(1)
    own = Block(factor, weights, False)
    safe = [b for b in found if b.is_positive and b.polynomial not in (factor, -factor)]
    for together in range(1, _MOST_TOGETHER + 1):
        for chosen in itertools.combinations(safe, together):
            for powers in _kernel([own, *chosen]):
                if abs(powers[0]) == 1 and all(powers):
                    total = constant_expression(1)
                    for block, power in zip(chosen, powers[1:], strict=True):
                        total = total * ring.expression(block.polynomial) ** (-power * powers[0])
                    return total
    return None


def _section(
    ring: Ring,
    numbers: Sequence[Expression],
    letters: Sequence[Symbol],
    source: random.Random,
    attempt: int,
) -> dict[str, Any] | None:
    """Values for all parameters at which the numbers are what their letters say."""
    order = list(ring.names)
    source.shuffle(order)
    own = {letter.name for letter in letters}
    equations = [number - letter for number, letter in zip(numbers, letters, strict=True)]
    values: dict[str, Any] = {}
    for name in order:
        alone = [
            equation
            for equation in equations
            if [each for each in equation.names if each not in own] == [name]
        ]
        if alone:
            value: Any = alone[0].solve(name)
            equations.remove(alone[0])
        else:
            value = source.choice((0, 1, 1, 1, 2)) if attempt else 1
        values = {each: _put(known, name, value) for each, known in values.items()}
        equations = [equation.substitute({name: value}) for equation in equations]
        values[name] = value
    return None if equations else values


def _put(known: Any, name: str, value: Any) -> Any:
    return known.substitute({name: value}) if isinstance(known, Expression) else known
