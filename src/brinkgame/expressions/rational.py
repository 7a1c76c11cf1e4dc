"""Canonical rational functions: the arithmetic behind `Expression`.

A rational function is held as numerator and denominator, two polynomials with integer coefficients
without a common factor (nor a common integer factor), the leading coefficient of the denominator
positive. That form is unique, so that equality is equality of the parts.

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

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, final

from flint import fmpz, fmpz_mpoly

from brinkgame.errors import ExpressionError, suggestion
from brinkgame.expressions.operand import Symbol, symbol_hash
from brinkgame.expressions.polynomials import (
    CONSTANTS,
    MOST_BITS,
    Factorization,
    Power,
    Space,
    Terms,
    factored,
    irreducible_factors,
    merged,
    moved,
    plain_terms,
    refuse_huge_power,
    restricted,
    signs_removed_below,
    sum_of_polynomials,
    sum_of_products,
)

__all__ = ["RationalFunction"]

# The base of a power with a free exponent is broken into primes; numbers above this are refused,
# because breaking them up can take for ever.
_LARGEST_BASE = 2**128


@final
class RationalFunction:
    """A canonical rational function (see the head of the module)."""

    __slots__ = ("_hash", "_plain", "_text", "den", "num", "program", "space")

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
        self.program = None

    # --- making -------------------------------------------------------------------------------

    @classmethod
    def of_number(cls, number: Fraction | int) -> RationalFunction:
        """The rational function that is this number."""
        context = CONSTANTS.context
        return cls(
            context.constant(number.numerator), context.constant(number.denominator), CONSTANTS
        )

    @classmethod
    def of_generator(cls, generator: Symbol | Power) -> RationalFunction:
        """The symbol or the power itself."""
        space = Space((generator,))
        return cls(space.gens[0], space.one, space)

    def raised(self, exponent: Symbol) -> RationalFunction:
        """The generator ``self**exponent``, of a base that is irreducible."""
        from brinkgame.expressions.printing import power_key

        return RationalFunction.of_generator(Power(self, exponent, power_key(self, exponent.name)))

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
            self._plain = (plain_terms(self.num), plain_terms(self.den), degrees)
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
        return factored(self.num), factored(self.den)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RationalFunction):
            return NotImplemented
        if self.space is not other.space:
            if self.space.keys != other.space.keys:
                return False
            merged(self.space, other.space)  # raises where the parameters differ
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
        """The sum of both."""
        space, a, b, c, d = _together(self, other)
        if b == d:
            return _normal(a + c, b, space)
        return _normal(a * d + c * b, b * d, space)

    def minus(self, other: RationalFunction) -> RationalFunction:
        """The difference of both."""
        space, a, b, c, d = _together(self, other)
        if b == d:
            return _normal(a - c, b, space)
        return _normal(a * d - c * b, b * d, space)

    def times(self, other: RationalFunction) -> RationalFunction:
        """The product of both."""
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
        """The quotient of both."""
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
        refuse_huge_power(num, exponent)
        refuse_huge_power(den, exponent)
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
                    return self._evaluated_in_steps(values)
            else:
                value = values[generator.name]
            n, d = value.numerator, value.denominator
            if degree == 1:
                tables.append([d, n])
            else:
                tables.append([n**e * d ** (degree - e) for e in range(degree + 1)])
        below = sum_of_products(den, tables)
        if below == 0:
            if self.has_powers:
                return self._evaluated_in_steps(values)
            at = ", ".join(f"{name} = {values[name]}" for name in self.space.symbols)
            raise ExpressionError(
                f"{self} has no value at {at}: its denominator {self.denominator()} is zero there"
            )
        return Fraction(sum_of_products(num, tables), below)

    def _evaluated_in_steps(self, values: Mapping[str, Fraction]) -> Fraction:
        """The value by way of the rational functions that this is once the exponents are known.

        ``x**T/x`` has the value 1 at T = 1 and x = 0, though its denominator is zero there. The
        signs (-1)**T come first: the conjugates of denominators, with which the canonical form is
        multiplied, may be zero where these are not, and cancel once the signs are numbers.
        """
        images = []
        for i, generator in enumerate(self.space.generators):
            if isinstance(generator, Power) and generator.is_sign:
                sign = -1 if values[generator.exponent.name] % 2 else 1
                images.append(RationalFunction.of_number(sign))
            else:
                images.append(_single(self.space, i))
        known = {
            g.exponent.name: RationalFunction.of_number(values[g.exponent.name])
            for g in self.space.generators
            if isinstance(g, Power)
        }
        return self._composed(images, known).substitute(known).evaluate(values)

    def substitute(self, values: Mapping[str, RationalFunction]) -> RationalFunction:
        """Put rational functions in the place of symbols, all at once."""
        if not any(name in values for name in self.space.symbols):
            return self
        images: list[RationalFunction] = []
        for i, generator in enumerate(self.space.generators):
            if isinstance(generator, Power):
                image = _power_substituted(generator, values)
            else:
                image = values.get(generator.name)
            images.append(_single(self.space, i) if image is None else image)
        return self._composed(images, values)

    def _composed(
        self, images: list[RationalFunction], values: Mapping[str, RationalFunction]
    ) -> RationalFunction:
        """Put `images` in the place of the generators; `values` is what a message tells."""
        space = CONSTANTS
        for image in images:
            space = merged(space, image.space)[0]
        fractions = [_parts_in(image, space) for image in images]
        num, den, degrees = self.plain()
        tables = []
        for (n, d), degree in zip(fractions, degrees, strict=True):
            tables.append([n**e * d ** (degree - e) for e in range(degree + 1)])
        zero = space.context.constant(0)
        below = sum_of_polynomials(den, tables, zero)
        if below.is_zero():
            done = ", ".join(f"{n} = {values[n]}" for n in self.space.symbols if n in values)
            raise ExpressionError(
                f"{self} has no value at {done}: its denominator {self.denominator()} is zero there"
            )
        return _normal(sum_of_polynomials(num, tables, zero), below, space)

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
                        RationalFunction.of_generator(generator.exponent)
                        .times(RationalFunction.of_generator(generator))
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


@lru_cache(maxsize=2048)
def _single(space: Space, place: int) -> RationalFunction:
    """A generator itself; it is remembered so that merging its space with others is, too."""
    return RationalFunction.of_generator(space.generators[place])


def _normal(num: fmpz_mpoly, den: fmpz_mpoly, space: Space) -> RationalFunction:
    """The canonical form of num/den, without the generators that are in neither."""
    num, den, space = _reduced(num, den, space)
    used = tuple(a != 0 or b != 0 for a, b in zip(num.degrees(), den.degrees(), strict=True))
    if not all(used):
        space, gens = restricted(space, used)
        num, den = moved(num, gens, space), moved(den, gens, space)
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
        num, den = signs_removed_below(num, den, space)
    if num.is_zero():
        return CONSTANTS.context.constant(0), CONSTANTS.one, CONSTANTS
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
    space, left, right = merged(f.space, g.space)
    a, b = (f.num, f.den) if left is None else _moved_parts(f, left, space)
    c, d = (g.num, g.den) if right is None else _moved_parts(g, right, space)
    return space, a, b, c, d


def _moved_parts(
    f: RationalFunction, gens: tuple[fmpz_mpoly, ...], space: Space
) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    den = space.one if f.den.is_one() else moved(f.den, gens, space)
    return moved(f.num, gens, space), den


def _parts_in(f: RationalFunction, space: Space) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    """Numerator and denominator in a space that holds at least the generators of `f`."""
    _, gens, _ = merged(f.space, space)
    return (f.num, f.den) if gens is None else _moved_parts(f, gens, space)


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
        unit, factors = irreducible_factors(poly)
        negative = unit < 0
        for prime, multiplicity in _primes(abs(int(unit))):
            generator = RationalFunction.of_number(prime).raised(exponent)
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
            generator = irreducible.raised(exponent)
            result = result.times(generator.to_integer_power(sign * int(multiplicity)))
        if negative:
            result = result.times(RationalFunction.of_number(-1).raised(exponent))
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
    if size > 1 and size * abs(whole) > MOST_BITS:
        raise ExpressionError(
            f"{power.key} at {power.exponent.name} = {whole} is a number of millions of digits"
        )
    return base**whole


def _power_substituted(
    power: Power, values: Mapping[str, RationalFunction]
) -> RationalFunction | None:
    """A power after substitution; None where nothing is put into it."""
    base = power.base.substitute(values)
    exponent = values.get(power.exponent.name)
    if exponent is None:
        if base is power.base:
            return None
        return _symbolic_power(base, power.exponent)
    if exponent.is_constant and exponent.constant().denominator != 1:
        raise ExpressionError(
            f"{power.exponent.name} = {exponent} is no whole number, and {power.key} needs one"
        )
    return base.to_power(exponent)
