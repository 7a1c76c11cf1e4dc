"""Canonical rational functions: the arithmetic behind `Expression`.

A rational function is held as numerator and denominator, two polynomials with integer coefficients
without a common factor (nor a common integer factor), the leading coefficient of the denominator
positive. That form is unique, so that equality is equality of the parts. The polynomials are
python-flint's sparse multivariate ones, in the lexicographic order of the generators' names; they
do not leave this module.

**Powers with a whole parameter as exponent.** ``(1 - h)**T`` is no rational function. Every such
power is broken down into powers ``p**T`` of *irreducible* bases p (irreducible integer polynomials,
primes, and -1) and of single exponents T; each of these is a generator beside the parameters.
As powers of different irreducible bases are algebraically independent over the rational functions
(functions of all whole T that are exponential sums with multiplicatively independent bases are
linearly independent), the form stays canonical: ``(1 - h)**T * (1 - h) == (1 - h)**(T + 1)``. The
exception is ``s = (-1)**T``, for which s**2 = 1: powers of it are reduced, and it is removed from
denominators by multiplying with the conjugate.

This module is imported when the first expression is made: python-flint takes its time to load.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, final

from flint import Ordering, fmpz, fmpz_mpoly, fmpz_mpoly_ctx

from brinkgame.errors import ExpressionError, suggestion
from brinkgame.expressions.operand import Symbol, merged_symbols, symbol_hash

__all__ = ["Factorization", "Power", "RationalFunction", "Terms"]

# A power is refused where its expansion could have more terms, or a number more bits, than this.
_MOST_TERMS = 1_000_000
_MOST_BITS = 10_000_000

# Beyond this many terms an expression is not factored: nobody reads it, and factoring takes long.
_FACTORED_TERMS = 300

# The base of a power with a free exponent is broken into primes; numbers above this are refused,
# because breaking them up can take for ever.
_LARGEST_BASE = 2**128

Terms: TypeAlias = tuple[tuple[tuple[int, ...], int], ...]
"""A polynomial as plain numbers: (exponents of the generators, coefficient), leading term first."""

Factorization: TypeAlias = tuple[int, tuple[tuple[Terms, int], ...]]
"""A product: an integer, and factors with their exponents, in a fixed order."""


@final
class Power:
    """A generator ``base**exponent``: an irreducible base, and a whole parameter as exponent."""

    __slots__ = ("base", "exponent", "key")

    def __init__(self, base: RationalFunction, exponent: Symbol) -> None:
        from brinkgame.expressions.printing import power_key

        self.base = base
        self.exponent = exponent
        self.key = power_key(base, exponent.name)

    @property
    def is_sign(self) -> bool:
        """Whether this is a power of -1, whose square is 1."""
        return self.base.is_constant and self.base.constant() == -1

    def __reduce__(self) -> tuple[type[Power], tuple[RationalFunction, Symbol]]:
        return Power, (self.base, self.exponent)


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
        return _factored(self.context.from_dict(terms))


_CONSTANTS = Space(())

# Spaces are compared by identity: the merge of two spaces is remembered, so that the same operation
# between expressions in the same parameters finds its generators at once.


@lru_cache(maxsize=2048)
def _merged(
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
def _restricted(space: Space, used: tuple[bool, ...]) -> tuple[Space, tuple[fmpz_mpoly, ...]]:
    """The space of the used generators only, and what each generator becomes there."""
    smaller = Space(tuple(g for g, keep in zip(space.generators, used, strict=True) if keep))
    gens = iter(smaller.gens)
    zero = smaller.context.constant(0)
    return smaller, tuple(next(gens) if keep else zero for keep in used)


def _moved(poly: fmpz_mpoly, gens: tuple[fmpz_mpoly, ...], space: Space) -> fmpz_mpoly:
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


def _signs_removed_below(
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


@final
class RationalFunction:
    """A canonical rational function (see the head of the module)."""

    __slots__ = ("_factors", "_hash", "_plain", "_text", "den", "num", "program", "space")

    num: fmpz_mpoly
    den: fmpz_mpoly
    space: Space
    program: Any  # what the evaluation over arrays keeps

    def __init__(self, num: fmpz_mpoly, den: fmpz_mpoly, space: Space) -> None:
        """`num` and `den` are canonical already; elsewhere `_normal` makes them so."""
        self.num = num
        self.den = den
        self.space = space
        self._hash: int | None = None
        self._text: str | None = None
        self._plain: tuple[Terms, Terms, tuple[int, ...]] | None = None
        self._factors: tuple[Factorization, Factorization] | None = None
        self.program = None

    # --- making -------------------------------------------------------------------------------

    @classmethod
    def of_number(cls, number: Fraction | int) -> RationalFunction:
        """The constant."""
        context = _CONSTANTS.context
        return cls(
            context.constant(number.numerator), context.constant(number.denominator), _CONSTANTS
        )

    @classmethod
    def of_symbol(cls, symbol: Symbol) -> RationalFunction:
        """The symbol itself."""
        space = Space((symbol,))
        return cls(space.gens[0], space.one, space)

    @classmethod
    def of_power(cls, power: Power) -> RationalFunction:
        """The power itself."""
        space = Space((power,))
        return cls(space.gens[0], space.one, space)

    @classmethod
    def of_terms(
        cls,
        generators: tuple[Symbol | Power, ...],
        num: Mapping[tuple[int, ...], int],
        den: Mapping[tuple[int, ...], int],
    ) -> RationalFunction:
        """A rational function from its plain numbers; the inverse of `parts`."""
        space = Space(generators)
        return _normal(space.context.from_dict(num), space.context.from_dict(den), space)

    def parts(
        self,
    ) -> tuple[tuple[Symbol | Power, ...], dict[tuple[int, ...], int], dict[tuple[int, ...], int]]:
        """Generators, numerator and denominator as plain numbers."""
        num, den, _ = self.plain()
        return self.space.generators, dict(num), dict(den)

    def plain(self) -> tuple[Terms, Terms, tuple[int, ...]]:
        """Numerator and denominator as `Terms`, and the highest exponent of each generator."""
        if self._plain is None:
            degrees = tuple(
                max(int(a), int(b))
                for a, b in zip(self.num.degrees(), self.den.degrees(), strict=True)
            )
            self._plain = (_terms(self.num), _terms(self.den), degrees)
        return self._plain

    # --- reading ------------------------------------------------------------------------------

    @property
    def is_constant(self) -> bool:
        """Whether there is no parameter in it."""
        return not self.space.keys

    def constant(self) -> Fraction:
        """The value of a constant."""
        return Fraction(int(self.num.leading_coefficient()) if self.num else 0, int(self.den[()]))

    def size(self) -> tuple[int, dict[str, int], int]:
        """Terms, degree in each generator and bits of a coefficient, for those who limit them."""
        degrees = zip(self.space.keys, self.num.degrees(), self.den.degrees(), strict=True)
        bits = max(
            (int(c).bit_length() for poly in (self.num, self.den) for c in poly.coeffs()), default=0
        )
        return (
            max(len(self.num), len(self.den)),
            {key: max(int(above), int(below)) for key, above, below in degrees},
            bits,
        )

    @property
    def is_polynomial(self) -> bool:
        """Whether the denominator is a number."""
        return self.den.is_constant()

    @property
    def has_powers(self) -> bool:
        """Whether a power with a free exponent is in it."""
        return any(isinstance(g, Power) for g in self.space.generators)

    def numerator(self) -> RationalFunction:
        """The numerator, a polynomial with integer coefficients."""
        return _normal(self.num, self.space.one, self.space)

    def denominator(self) -> RationalFunction:
        """The denominator, a polynomial with integer coefficients."""
        return _normal(self.den, self.space.one, self.space)

    def factors(self) -> tuple[Factorization, Factorization]:
        """Numerator and denominator as products of irreducible polynomials."""
        if self._factors is None:
            self._factors = (_factored(self.num), _factored(self.den))
        return self._factors

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RationalFunction):
            return NotImplemented
        if self.space is not other.space:
            if self.space.keys != other.space.keys:
                return False
            _merged(self.space, other.space)  # raises where the parameters differ
        return bool(self.num == other.num and self.den == other.den)

    def __hash__(self) -> int:
        if self._hash is None:
            num, den, _ = self.plain()
            keys = self.space.keys
            if not keys:
                self._hash = hash(self.constant())
            elif num == (((1,), 1),) and den == (((0,), 1),) and not self.has_powers:
                self._hash = symbol_hash(keys[0])
            else:
                self._hash = hash((keys, num, den))
        return self._hash

    # --- arithmetic ---------------------------------------------------------------------------

    def __neg__(self) -> RationalFunction:
        return RationalFunction(-self.num, self.den, self.space)

    def plus(self, other: RationalFunction) -> RationalFunction:
        """The sum."""
        space, a, b, c, d = _together(self, other)
        if b == d:
            return _normal(a + c, b, space)
        return _normal(a * d + c * b, b * d, space)

    def minus(self, other: RationalFunction) -> RationalFunction:
        """The difference."""
        space, a, b, c, d = _together(self, other)
        if b == d:
            return _normal(a - c, b, space)
        return _normal(a * d - c * b, b * d, space)

    def times(self, other: RationalFunction) -> RationalFunction:
        """The product."""
        space, a, b, c, d = _together(self, other)
        return _normal_product(a * c, b * d, space)

    def plus_number(self, number: Fraction | int) -> RationalFunction:
        """The sum with a number, which adds no parameter and removes none."""
        if not self.space.keys:
            return RationalFunction.of_number(self.constant() + number)
        p, q = number.numerator, number.denominator
        if q == 1:
            return RationalFunction(self.num + p * self.den, self.den, self.space)
        return _normal(q * self.num + p * self.den, q * self.den, self.space)

    def times_number(self, number: Fraction | int) -> RationalFunction:
        """The product with a number."""
        if not number or not self.space.keys:
            return RationalFunction.of_number(self.constant() * number if number else 0)
        p, q = number.numerator, number.denominator
        return _normal_product(p * self.num, self.den if q == 1 else q * self.den, self.space)

    def over(self, other: RationalFunction) -> RationalFunction:
        """The quotient."""
        if other.num.is_zero():
            raise ExpressionError(f"division of {self} by zero")
        space, a, b, c, d = _together(self, other)
        return _normal_product(a * d, b * c, space)

    def to_integer_power(self, exponent: int) -> RationalFunction:
        """The power with a given whole exponent."""
        num, den = self.num, self.den
        if exponent < 0:
            if num.is_zero():
                raise ExpressionError(f"0 to the power of {exponent} divides by zero")
            num, den, exponent = den, num, -exponent
        _refuse_huge_power(num, exponent)
        _refuse_huge_power(den, exponent)
        return _normal_product(num**exponent, den**exponent, self.space)

    def to_power(self, exponent: RationalFunction) -> RationalFunction:
        """The power; the exponent is a whole number or a sum of whole parameters."""
        if exponent.is_constant:
            number = exponent.constant()
            if number.denominator != 1:
                raise ExpressionError(
                    f"{self} to the power of {number} is no rational expression: an exponent is a "
                    "whole number"
                )
            return self.to_integer_power(int(number))
        linear, whole = _whole_combination(exponent)
        result = self.to_integer_power(whole) if whole else RationalFunction.of_number(1)
        for symbol, multiple in linear:
            result = result.times(_symbolic_power(self, symbol).to_integer_power(multiple))
        return result

    # --- calculus and substitution ------------------------------------------------------------

    def evaluate(self, values: Mapping[str, Fraction]) -> Fraction:
        """The value at a point; `values` holds every symbol that occurs."""
        if not self.space.keys:
            return self.constant()
        num, den, degrees = self.plain()
        # With x = n/d in a polynomial of degree D in x, n**e * d**(D - e) stands for x**e: the
        # powers of d that are too many are the same above and below, and cancel. So the whole sum
        # is one of integers, and only one fraction is ever reduced.
        tables: list[list[int]] = []
        for generator, degree in zip(self.space.generators, degrees, strict=True):
            value: Fraction | None
            if isinstance(generator, Power):
                value = _power_at(generator, values)
                if value is None:
                    return self._evaluated_exponents_first(values)
            else:
                value = values[generator.name]
            n, d = value.numerator, value.denominator
            if degree == 1:
                tables.append([d, n])
            else:
                tables.append([n**e * d ** (degree - e) for e in range(degree + 1)])
        below = _sum_of_products(den, tables)
        if below == 0:
            if self.has_powers:
                return self._evaluated_exponents_first(values)
            at = ", ".join(f"{name} = {values[name]}" for name in self.space.symbols)
            raise ExpressionError(
                f"{self} has no value at {at}: its denominator {self.denominator()} is zero there"
            )
        return Fraction(_sum_of_products(num, tables), below)

    def _evaluated_exponents_first(self, values: Mapping[str, Fraction]) -> Fraction:
        """The value by way of the rational function that this is once the exponents are known.

        ``x**T/x`` has the value 1 at T = 1 and x = 0, though its denominator is zero there.
        """
        exponents = {
            g.exponent.name: RationalFunction.of_number(values[g.exponent.name])
            for g in self.space.generators
            if isinstance(g, Power)
        }
        return self.substitute(exponents).evaluate(values)

    def substitute(self, values: Mapping[str, RationalFunction]) -> RationalFunction:
        """Put rational functions in the place of symbols, all at once."""
        if not any(name in values for name in self.space.symbols):
            return self
        images: list[RationalFunction] = []
        for generator in self.space.generators:
            if isinstance(generator, Power):
                images.append(_power_substituted(generator, values))
            else:
                image = values.get(generator.name)
                images.append(RationalFunction.of_symbol(generator) if image is None else image)
        space = _CONSTANTS
        for image in images:
            space = _merged(space, image.space)[0]
        fractions = [_parts_in(image, space) for image in images]
        _, _, degrees = self.plain()
        tables = []
        for (n, d), degree in zip(fractions, degrees, strict=True):
            tables.append([n**e * d ** (degree - e) for e in range(degree + 1)])
        num, den, _ = self.plain()
        zero = space.context.constant(0)
        below = _sum_of_polynomials(den, tables, zero)
        if below.is_zero():
            done = ", ".join(f"{n} = {values[n]}" for n in self.space.symbols if n in values)
            raise ExpressionError(
                f"{self} has no value at {done}: its denominator {self.denominator()} is zero there"
            )
        return _normal(_sum_of_polynomials(num, tables, zero), below, space)

    def derivative(self, name: str) -> RationalFunction:
        """The partial derivative."""
        inner: list[tuple[str, RationalFunction]] = []
        for generator in self.space.generators:
            if isinstance(generator, Power):
                if generator.exponent.name == name:
                    raise ExpressionError(
                        f"{self} has no derivative in {name}, which is a whole number in "
                        f"{generator.key}"
                    )
                slope = generator.base.derivative(name)
                if not slope.num.is_zero():
                    # d(p**T) = T * p**T * p'/p
                    chain = (
                        RationalFunction.of_symbol(generator.exponent)
                        .times(RationalFunction.of_power(generator))
                        .times(slope.over(generator.base))
                    )
                    inner.append((generator.key, chain))
            elif generator.name == name:
                inner.append((name, RationalFunction.of_number(1)))
        num, den = self.numerator(), self.denominator()
        rises = RationalFunction.of_number(0)
        falls = RationalFunction.of_number(0)
        for key, chain in inner:
            rises = rises.plus(self._partial(self.num, key).times(chain))
            falls = falls.plus(self._partial(self.den, key).times(chain))
        return rises.times(den).minus(num.times(falls)).over(den.times(den))

    def _partial(self, poly: fmpz_mpoly, key: str) -> RationalFunction:
        return _normal(poly.derivative(self.space.keys.index(key)), self.space.one, self.space)

    def root(self, name: str) -> RationalFunction:
        """What `name` has to be for this to be zero; the numerator must be linear in it."""
        for generator in self.space.generators:
            if isinstance(generator, Power) and (
                name == generator.exponent.name or name in generator.base.space.symbols
            ):
                raise ExpressionError(
                    f"{self} = 0 cannot be solved for {name}, which is in {generator.key}"
                )
        if name not in self.space.keys:
            raise ExpressionError(
                f"{self} = 0 cannot be solved for {name!r}, which is not in it"
                + suggestion(name, self.space.keys)
            )
        index = self.space.keys.index(name)
        degree = int(self.num.degrees()[index])
        if degree != 1:
            raise ExpressionError(
                f"{self} = 0 has degree {degree} in {name}, and only equations of degree 1 have "
                "one rational solution"
                + ("; see real_roots() for the others" if degree > 1 else "")
            )
        slope = self.num.derivative(index)
        images = list(self.space.gens)
        images[index] = self.space.context.constant(0)
        rest = self.num.compose(*images, ctx=self.space.context)
        return _normal(-rest, slope, self.space)

    # --- text ---------------------------------------------------------------------------------

    def __str__(self) -> str:
        if self._text is None:
            from brinkgame.expressions.printing import to_text

            self._text = to_text(self)
        return self._text

    def __reduce__(self) -> tuple[Callable[..., RationalFunction], tuple[Any, ...]]:
        return RationalFunction.of_terms, self.parts()


def _normal(num: fmpz_mpoly, den: fmpz_mpoly, space: Space) -> RationalFunction:
    """The canonical form of num/den, without the generators that are in neither."""
    num, den, space = _reduced(num, den, space)
    used = tuple(a != 0 or b != 0 for a, b in zip(num.degrees(), den.degrees(), strict=True))
    if not all(used):
        space, gens = _restricted(space, used)
        num, den = _moved(num, gens, space), _moved(den, gens, space)
    return RationalFunction(num, den, space)


def _normal_product(num: fmpz_mpoly, den: fmpz_mpoly, space: Space) -> RationalFunction:
    """The same for products of canonical parts, which lose a generator only by cancelling."""
    if den.is_one() and not space.signs and not num.is_zero():
        return RationalFunction(num, den, space)
    return _normal(num, den, space)


def _reduced(
    num: fmpz_mpoly, den: fmpz_mpoly, space: Space
) -> tuple[fmpz_mpoly, fmpz_mpoly, Space]:
    if space.signs:
        num, den = _signs_removed_below(num, den, space)
    if num.is_zero():
        return _CONSTANTS.context.constant(0), _CONSTANTS.one, _CONSTANTS
    if not den.is_one():
        common = num.gcd(den)
        if not common.is_one():
            num, den = num / common, den / common
        if den.leading_coefficient() < 0:
            num, den = -num, -den
    return num, den, space


def _together(
    f: RationalFunction, g: RationalFunction
) -> tuple[Space, fmpz_mpoly, fmpz_mpoly, fmpz_mpoly, fmpz_mpoly]:
    """The space of both, and numerators and denominators there."""
    if f.space is g.space:
        return f.space, f.num, f.den, g.num, g.den
    space, left, right = _merged(f.space, g.space)
    a, b = (f.num, f.den) if left is None else _moved_parts(f, left, space)
    c, d = (g.num, g.den) if right is None else _moved_parts(g, right, space)
    return space, a, b, c, d


def _moved_parts(
    f: RationalFunction, gens: tuple[fmpz_mpoly, ...], space: Space
) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    den = space.one if f.den.is_one() else _moved(f.den, gens, space)
    return _moved(f.num, gens, space), den


def _parts_in(f: RationalFunction, space: Space) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    """Numerator and denominator in a space that holds at least the generators of `f`."""
    _, gens, _ = _merged(f.space, space)
    return (f.num, f.den) if gens is None else _moved_parts(f, gens, space)


def _terms(poly: fmpz_mpoly) -> Terms:
    return tuple(
        (tuple(int(e) for e in exponents), int(coefficient))
        for exponents, coefficient in poly.terms()
    )


def _factored(poly: fmpz_mpoly) -> Factorization:
    if len(poly) > _FACTORED_TERMS or poly.is_constant():
        if poly.is_constant():
            return int(poly.leading_coefficient()) if poly else 0, ()
        content, primitive = poly.primitive()
        return int(content), ((_terms(primitive), 1),)
    unit, factors = poly.factor()
    found = [(_terms(factor), int(exponent)) for factor, exponent in factors]
    # Simple factors first, then in the order of the generators: it is seen in what is printed.
    found.sort(key=lambda f: (len(f[0]), [tuple(-e for e in term[0]) for term in f[0]], f))
    return int(unit), tuple(found)


def _sum_of_products(terms: Terms, tables: list[list[int]]) -> int:
    total = 0
    for exponents, product in terms:
        for table, e in zip(tables, exponents, strict=True):
            product *= table[e]
        total += product
    return total


def _sum_of_polynomials(
    terms: Terms, tables: list[list[fmpz_mpoly]], zero: fmpz_mpoly
) -> fmpz_mpoly:
    total = zero
    for exponents, coefficient in terms:
        product = zero + coefficient
        for table, e in zip(tables, exponents, strict=True):
            product *= table[e]
        total += product
    return total


def _refuse_huge_power(poly: fmpz_mpoly, exponent: int) -> None:
    count = len(poly)
    if exponent < 2 or count == 0:
        return
    bits = max(int(c).bit_length() for c in poly.coeffs()) + count.bit_length()
    if count == 1 and bits <= 2:  # a power of one parameter
        return
    terms = math.prod(int(d) * exponent + 1 for d in poly.degrees())
    if terms > _MOST_TERMS and exponent < _MOST_TERMS:
        terms = min(terms, math.comb(count - 1 + exponent, exponent))
    if terms > _MOST_TERMS or terms * bits * exponent > _MOST_BITS * 10:
        raise ExpressionError(
            f"an expression of {count} terms to the power of {exponent} would be too large "
            "(more than a million terms, or numbers of millions of digits)"
        )


# --- powers with a free exponent ---------------------------------------------------------------


def _whole_combination(exponent: RationalFunction) -> tuple[list[tuple[Symbol, int]], int]:
    """An exponent as multiples of whole parameters, and a whole number."""
    num, _, _ = exponent.plain()
    linear: list[tuple[Symbol, int]] = []
    whole = 0
    for exponents, coefficient in num:
        if sum(exponents) == 0:
            whole = coefficient
            continue
        generator = exponent.space.generators[exponents.index(1) if 1 in exponents else 0]
        if sum(exponents) != 1 or isinstance(generator, Power) or not generator.whole:
            linear = []
            break
        linear.append((generator, coefficient))
    if not linear or not exponent.den.is_one():
        raise ExpressionError(
            f"the exponent {exponent} is neither a whole number nor a sum of whole parameters: "
            "declare the parameters in it with whole=True, and keep it linear with whole multiples"
        )
    return linear, whole


def _symbolic_power(base: RationalFunction, exponent: Symbol) -> RationalFunction:
    """base**exponent as a product of the generators p**exponent with irreducible p."""
    if base.num.is_zero():
        if exponent.low is not None and exponent.low > 0:
            return base
        raise ExpressionError(
            f"0**{exponent.name} is 1 where {exponent.name} is 0, and 0 above: declare "
            f"{exponent.name} with low=1, or put its value first"
        )
    # With s = (-1)**U there are divisors of zero, (1 + s)*(1 - s), and no unique factors.
    if base.space.signs:
        raise ExpressionError(
            f"the power of a power ({base})**{exponent.name} has a base of changing sign"
        )
    result = RationalFunction.of_number(1)
    for poly, sign in ((base.num, 1), (base.den, -1)):
        unit, factors = poly.factor()
        negative = unit < 0
        for prime, multiplicity in _primes(abs(int(unit))):
            generator = RationalFunction.of_power(
                Power(RationalFunction.of_number(prime), exponent)
            )
            result = result.times(generator.to_integer_power(sign * multiplicity))
        for factor, multiplicity in factors:
            irreducible = _normal(factor, base.space.one, base.space)
            # Of p and -p the one with a positive constant term: 1 - h rather than h - 1.
            lowest = irreducible.plain()[0][-1]
            if not any(lowest[0]) and lowest[1] < 0:
                irreducible = -irreducible
                negative ^= int(multiplicity) % 2 == 1
            if irreducible.has_powers and len(irreducible.num) == 1:
                raise ExpressionError(
                    f"the power of a power ({base})**{exponent.name} would have a product of "
                    "parameters as exponent"
                )
            generator = RationalFunction.of_power(Power(irreducible, exponent))
            result = result.times(generator.to_integer_power(sign * int(multiplicity)))
        if negative:
            minus_one = Power(RationalFunction.of_number(-1), exponent)
            result = result.times(RationalFunction.of_power(minus_one))
    return result


def _primes(number: int) -> Iterable[tuple[int, int]]:
    if number > _LARGEST_BASE:
        raise ExpressionError(
            f"the base of a power with a free exponent has a factor of {len(str(number))} digits; "
            "round its numbers, or put the value of the exponent first"
        )
    return [(int(prime), int(multiplicity)) for prime, multiplicity in fmpz(number).factor()]


def _power_at(power: Power, values: Mapping[str, Fraction]) -> Fraction | None:
    """The value of a power; None for 0 to a negative power."""
    exponent = values[power.exponent.name]
    if exponent.denominator != 1:
        raise ExpressionError(
            f"{power.exponent.name} = {exponent} is no whole number, and {power.key} needs one"
        )
    base = power.base.evaluate(values)
    whole = exponent.numerator
    if base == 0 and whole < 0:
        return None
    size = max(abs(base.numerator), base.denominator).bit_length()
    if size > 1 and size * abs(whole) > _MOST_BITS:
        raise ExpressionError(
            f"{power.key} at {power.exponent.name} = {whole} is a number of millions of digits"
        )
    return base**whole


def _power_substituted(power: Power, values: Mapping[str, RationalFunction]) -> RationalFunction:
    base = power.base.substitute(values)
    exponent = values.get(power.exponent.name)
    if exponent is None:
        if base is power.base:
            return RationalFunction.of_power(power)
        return _symbolic_power(base, power.exponent)
    if exponent.is_constant and exponent.constant().denominator != 1:
        raise ExpressionError(
            f"{power.exponent.name} = {exponent} is no whole number, and {power.key} needs one"
        )
    return base.to_power(exponent)
