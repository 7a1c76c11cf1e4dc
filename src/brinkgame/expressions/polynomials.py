"""Integer polynomials over named generators: what canonical rational functions are made of.

The polynomials are python-flint's sparse multivariate ones, in the lexicographic order of the
generators' names; outside of this module and `rational` they go as plain numbers (`Terms`). A
generator is a symbol, or a power with a free exponent (`Power`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, final

from flint import Ordering, fmpq_mpoly_ctx, fmpz, fmpz_mpoly, fmpz_mpoly_ctx

from brinkgame.errors import ExpressionError
from brinkgame.expressions.operand import Symbol, merged_symbols

if TYPE_CHECKING:
    from brinkgame.expressions.rational import RationalFunction

__all__ = [
    "CONSTANTS",
    "MOST_BITS",
    "Factorization",
    "Power",
    "Space",
    "Terms",
    "factored",
    "irreducible_factors",
    "merged",
    "moved",
    "plain_terms",
    "refuse_huge_power",
    "restricted",
    "signs_removed_below",
    "sum_of_polynomials",
    "sum_of_products",
]

# A power is refused where its expansion could have more terms, or a number more bits, than this.
_MOST_TERMS = 1_000_000
MOST_BITS = 10_000_000

# Beyond this many terms an expression is not factored: nobody reads it, and factoring takes long.
_FACTORED_TERMS = 300

Terms: TypeAlias = tuple[tuple[tuple[int, ...], int], ...]
"""A polynomial as plain numbers: (exponents of the generators, coefficient), leading term first."""

Factorization: TypeAlias = tuple[int, tuple[tuple[Terms, int], ...]]
"""A product: an integer, and factors with their exponents, in a fixed order."""


@final
class Power:
    """A generator ``base**exponent``: an irreducible base, and a whole parameter as exponent."""

    __slots__ = ("base", "exponent", "key")

    def __init__(self, base: RationalFunction, exponent: Symbol, key: str) -> None:
        self.base = base
        self.exponent = exponent
        self.key = key  # its text, by which it is known

    @property
    def is_sign(self) -> bool:
        """Whether this is a power of -1, whose square is 1."""
        return self.base.is_constant and self.base.constant() == -1

    def __reduce__(self) -> tuple[type[Power], tuple[RationalFunction, Symbol, str]]:
        return Power, (self.base, self.exponent, self.key)


def _key(generator: Symbol | Power) -> str:
    return generator.key if isinstance(generator, Power) else generator.name


def _symbols_of(generator: Symbol | Power) -> Mapping[str, Symbol]:
    if isinstance(generator, Power):
        return {**generator.base.space.symbols, generator.exponent.name: generator.exponent}
    return {generator.name: generator}


@final
class Space:
    """The generators of a rational function, sorted by name, and what follows from them."""

    __slots__ = ("context", "generators", "gens", "keys", "one", "signs", "symbols")

    generators: tuple[Symbol | Power, ...]
    keys: tuple[str, ...]
    symbols: Mapping[str, Symbol]

    def __init__(self, generators: tuple[Symbol | Power, ...]) -> None:
        self.generators = generators
        self.keys = tuple(_key(generator) for generator in generators)
        self.context = fmpz_mpoly_ctx.get(self.keys, Ordering.lex)
        self.gens = self.context.gens()
        self.one = self.context.constant(1)
        self.signs = tuple(
            i for i, g in enumerate(generators) if isinstance(g, Power) and g.is_sign
        )
        self.symbols = merged_symbols(*(_symbols_of(generator) for generator in generators))

    def gen(self, key: str) -> fmpz_mpoly:
        """The generator of this key, as a polynomial."""
        return self.gens[self.keys.index(key)]

    def factored(self, terms: Mapping[tuple[int, ...], int]) -> Factorization:
        """A polynomial over the generators as a product of irreducible ones."""
        return factored(self.context.from_dict(terms))


CONSTANTS = Space(())

# Spaces are compared by identity: the merge of two spaces is remembered, so that the same operation
# between expressions in the same parameters finds its generators at once.


@lru_cache(maxsize=2048)
def merged(
    a: Space, b: Space
) -> tuple[Space, tuple[fmpz_mpoly, ...] | None, tuple[fmpz_mpoly, ...] | None]:
    """The space of both, and for each of the two its generators there (None: it is that space)."""
    merged_symbols(a.symbols, b.symbols)  # raises where two of a name differ
    by_key = dict(zip(b.keys, b.generators, strict=True))
    by_key.update(zip(a.keys, a.generators, strict=True))
    keys = tuple(sorted(by_key))
    if keys == a.keys:
        union = a
    elif keys == b.keys:
        union = b
    else:
        union = Space(tuple(by_key[key] for key in keys))
    return (
        union,
        None if keys == a.keys else tuple(union.gen(key) for key in a.keys),
        None if keys == b.keys else tuple(union.gen(key) for key in b.keys),
    )


@lru_cache(maxsize=2048)
def restricted(space: Space, used: tuple[bool, ...]) -> tuple[Space, tuple[fmpz_mpoly, ...]]:
    """The space of the used generators only, and what each generator becomes there."""
    smaller = Space(tuple(g for g, keep in zip(space.generators, used, strict=True) if keep))
    gens = iter(smaller.gens)
    zero = smaller.context.constant(0)
    return smaller, tuple(next(gens) if keep else zero for keep in used)


def moved(poly: fmpz_mpoly, gens: tuple[fmpz_mpoly, ...], space: Space) -> fmpz_mpoly:
    """Write a polynomial in another space, where its generators are `gens`."""
    return poly.compose(*gens, ctx=space.context)


def _without_squares_of_signs(poly: fmpz_mpoly, space: Space) -> fmpz_mpoly:
    """Reduce every (-1)**T to the power 0 or 1."""
    if all(poly.degrees()[i] < 2 for i in space.signs):
        return poly
    reduced: dict[tuple[int, ...], fmpz] = {}
    for exponents, coefficient in poly.to_dict().items():
        low = list(exponents)
        for i in space.signs:
            low[i] %= 2
        key = tuple(int(e) for e in low)
        reduced[key] = reduced.get(key, fmpz(0)) + coefficient
    return space.context.from_dict(reduced)


def signs_removed_below(
    num: fmpz_mpoly, den: fmpz_mpoly, space: Space
) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    """Make the denominator free of every s = (-1)**T, by multiplying with its conjugate in s."""
    num, den = _without_squares_of_signs(num, space), _without_squares_of_signs(den, space)
    for i in space.signs:
        if den.degrees()[i] == 0:
            continue
        images = list(space.gens)
        images[i] = -images[i]
        conjugate = den.compose(*images, ctx=space.context)
        num = _without_squares_of_signs(num * conjugate, space)
        den = _without_squares_of_signs(den * conjugate, space)
        if den.is_zero():
            exponent = space.generators[i].exponent  # type: ignore[union-attr]
            raise ExpressionError(
                f"division by an expression in {space.keys[i]} that is zero for every even or for "
                f"every odd {exponent.name}"
            )
    return num, den


def plain_terms(poly: fmpz_mpoly) -> Terms:
    """Return a polynomial as plain numbers."""
    return tuple(
        (tuple(int(e) for e in exponents), int(coefficient))
        for exponents, coefficient in poly.terms()
    )


def factored(poly: fmpz_mpoly) -> Factorization:
    """Return a polynomial as a product of irreducible ones; a very long one as it is."""
    if len(poly) > _FACTORED_TERMS or poly.is_constant():
        if poly.is_constant():
            return int(poly.leading_coefficient()) if poly else 0, ()
        content, primitive = poly.primitive()
        return int(content), ((plain_terms(primitive), 1),)
    unit, factors = irreducible_factors(poly)
    found = [(plain_terms(factor), int(exponent)) for factor, exponent in factors]
    # Simple factors first, then in the order of the generators: it is seen in what is printed.
    found.sort(key=lambda f: (len(f[0]), [tuple(-e for e in term[0]) for term in f[0]], f))
    return int(unit), tuple(found)


def irreducible_factors(poly: fmpz_mpoly) -> tuple[fmpz, Sequence[tuple[fmpz_mpoly, int]]]:
    """Return a number, and the irreducible factors of a polynomial with their powers.

    python-flint 0.9 sorts factors by their coefficients, and fails where two of them have the same
    monomials and very large numbers; of polynomials with rational coefficients it does not. So this
    is to be called, and never ``poly.factor()``.
    """
    try:
        return poly.factor()
    except OverflowError:
        pass
    context = poly.context()
    rational = fmpq_mpoly_ctx.get(context.names(), context.ordering())
    _, factors = rational.from_dict(poly.to_dict()).factor()
    found = []
    unit = poly.leading_coefficient()
    for factor, power in factors:
        scale = math.lcm(*(int(c.q) for c in factor.coeffs()))
        whole = context.from_dict({e: (c * scale).p for e, c in factor.to_dict().items()})
        _, primitive = whole.primitive()
        if primitive.leading_coefficient() < 0:
            primitive = -primitive
        found.append((primitive, int(power)))
        unit //= primitive.leading_coefficient() ** int(power)
    return unit, found


def sum_of_products(terms: Terms, tables: list[list[int]]) -> int:
    """Evaluate a polynomial, from a table of the powers of each generator."""
    total = 0
    for exponents, product in terms:
        for table, e in zip(tables, exponents, strict=True):
            product *= table[e]
        total += product
    return total


def sum_of_polynomials(
    terms: Terms, tables: list[list[fmpz_mpoly]], zero: fmpz_mpoly
) -> fmpz_mpoly:
    """Evaluate a polynomial where the powers in the tables are polynomials."""
    total = zero
    for exponents, coefficient in terms:
        product = zero + coefficient
        for table, e in zip(tables, exponents, strict=True):
            product *= table[e]
        total += product
    return total


def refuse_huge_power(poly: fmpz_mpoly, exponent: int) -> None:
    """Raise `ExpressionError` where a power would be too large to write down."""
    count = len(poly)
    if exponent < 2 or count == 0:
        return
    bits = max(int(c).bit_length() for c in poly.coeffs()) + count.bit_length()
    if count == 1 and bits <= 2:  # a power of one parameter
        return
    terms = math.prod(int(d) * exponent + 1 for d in poly.degrees())
    if terms > _MOST_TERMS and exponent < _MOST_TERMS:
        terms = min(terms, math.comb(count - 1 + exponent, exponent))
    if terms > _MOST_TERMS or terms * bits * exponent > MOST_BITS * 10:
        raise ExpressionError(
            f"an expression of {count} terms to the power of {exponent} would be too large "
            "(more than a million terms, or numbers of millions of digits)"
        )
