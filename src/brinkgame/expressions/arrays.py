"""Values of expressions in floats, over whole arrays.

Numerator and denominator are evaluated apart, each as the product of its irreducible factors. That
is faster than the expanded form, and keeps digits that its cancellation would lose:
``(1 - h)**10`` is evaluated as a power, not as eleven terms of changing sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, final

import numpy as np

from brinkgame.arithmetic import exact_number
from brinkgame.errors import ExpressionError, suggestion
from brinkgame.expressions.polynomials import Factorization, Power, Terms
from brinkgame.expressions.rational import RationalFunction

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["evaluate", "rounding_bound"]

# Coefficients of more bits (of fewer in a high power) are scaled by a power of two, which is put
# back at the end, so that none overflows: 5e-324 is 1 over a denominator beyond the largest float.
_MOST_BITS: Final = 900
_LEAST_BITS: Final = 60

_UNIT: Final = 2.0**-53 * 1.01
"""The relative error of one rounding, with room for the roundings of the bound itself."""
_TINY: Final = 1e-300
"""What products may lose by underflow."""
_POWER: Final = 16.0
"""Roundings that numpy's power may cost."""

_Array: TypeAlias = "NDArray[np.float64]"


@final
class _Polynomial(NamedTuple):
    """Terms as (coefficient, ((generator, exponent), ...)), and the power of their sum."""

    terms: tuple[tuple[float, tuple[tuple[int, int], ...]], ...]
    power: int


@final
class _Product(NamedTuple):
    """A coefficient times powers of polynomials."""

    unit: float
    factors: tuple[_Polynomial, ...]


@final
class _Program(NamedTuple):
    """A product above the line, one below (None for 1), and a power of two that is put back."""

    above: _Product
    below: _Product | None
    scale: int


def evaluate(f: RationalFunction, values: Mapping[str, ArrayLike | str]) -> _Array:
    """The values of `f`; see `Expression.evaluate_array`."""
    for name in f.space.symbols:
        if name not in values:
            raise ExpressionError(f"no value for {name} in {f}" + suggestion(name, values))
    arrays = {name: _array(name, value) for name, value in values.items()}
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ExpressionError(f"the arrays do not fit together: {shapes}") from None
    with np.errstate(all="ignore"):
        result = _value(f, arrays)
    if result.shape != shape or any(result is array for array in arrays.values()):
        result = np.array(np.broadcast_to(result, shape))
    if f.has_powers:
        _fill_gaps(f, arrays, result)
    return result


def _fill_gaps(f: RationalFunction, arrays: Mapping[str, _Array], result: _Array) -> None:
    """Work out 0/0 exactly: ``x**(T - 1)``, held as ``x**T/x``, is 1 at x = 0 and T = 1."""
    gaps = np.isnan(result)
    if not gaps.any():
        return
    own = {name: np.broadcast_to(arrays[name], result.shape) for name in f.space.symbols}
    for array in own.values():
        gaps &= np.isfinite(array)
    for place in map(tuple, np.argwhere(gaps)):
        point = {name: exact_number(float(array[place])) for name, array in own.items()}
        with suppress(ExpressionError, OverflowError):  # a pole, or beyond floats: it stays NaN
            result[place] = float(f.evaluate(point))


def _array(name: str, value: ArrayLike | str) -> _Array:
    if isinstance(value, str):
        return np.asarray(float(exact_number(value)))
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ExpressionError(f"the values of {name} are no array of numbers: {value!r}") from None


def _value(f: RationalFunction, arrays: Mapping[str, _Array]) -> _Array:
    """The values of `f` in the shape to which its own parameters broadcast."""
    if f.program is None:
        f.program = _compiled(f)
    program: _Program = f.program
    generators = [
        _power(generator, arrays) if isinstance(generator, Power) else arrays[generator.name]
        for generator in f.space.generators
    ]
    powers: dict[tuple[int, int], _Array] = {}
    result = _product(program.above, generators, powers)
    if program.below is not None:
        result = result / _product(program.below, generators, powers)
    if program.scale:
        result = np.ldexp(result, program.scale)
    return np.asarray(result)


def _power(power: Power, arrays: Mapping[str, _Array]) -> _Array:
    exponents = arrays[power.exponent.name]
    wrong = exponents[np.isfinite(exponents) & (exponents != np.floor(exponents))]
    if wrong.size:
        raise ExpressionError(
            f"{power.exponent.name} = {wrong[0]} is no whole number, and {power.key} needs one"
        )
    return np.asarray(np.power(_value(power.base, arrays), exponents))


def _product(
    product: _Product, generators: Sequence[_Array], powers: dict[tuple[int, int], _Array]
) -> _Array:
    result: _Array | None = None
    for polynomial in product.factors:
        value = _raised(_sum(polynomial.terms, generators, powers), polynomial.power)
        result = value if result is None else result * value
    if result is None:
        return np.asarray(product.unit)
    return result if product.unit == 1.0 else product.unit * result


def _sum(
    terms: Sequence[tuple[float, tuple[tuple[int, int], ...]]],
    generators: Sequence[_Array],
    powers: dict[tuple[int, int], _Array],
) -> _Array:
    total: _Array | None = None
    for coefficient, factors in terms:
        term: _Array | None = None
        for key in factors:
            if key not in powers:
                powers[key] = _raised(generators[key[0]], key[1])
            term = powers[key] if term is None else term * powers[key]
        if term is None:
            term = np.asarray(coefficient)
        elif coefficient == -1.0 and total is not None:  # one pass over the array instead of two
            total = total - term
            continue
        elif coefficient != 1.0:
            term = coefficient * term
        total = term if total is None else total + term
    return np.asarray(0.0) if total is None else total


def _raised(base: _Array, exponent: int) -> _Array:
    """The power by repeated squaring: a few products where numpy's power would take logarithms."""
    result = base
    for bit in bin(exponent)[3:]:
        result = result * result
        if bit == "1":
            result = result * base
    return result


def _compiled(f: RationalFunction) -> _Program:
    above, below = f.factors()
    top, up = _in_floats(above)
    if below == (1, ()):
        return _Program(top, None, up)
    bottom, down = _in_floats(below)
    return _Program(top, bottom, up - down)


def _in_floats(product: Factorization) -> tuple[_Product, int]:
    """A product in floats, and the power of two by which it was scaled down."""
    unit, factors = product
    shift = _shift([unit], 1)
    total = shift
    polynomials = []
    for terms, power in factors:
        down = _shift([coefficient for _, coefficient in terms], power)
        total += down * power
        polynomials.append(_polynomial(terms, power, 1 << down))
    return _Product(unit / (1 << shift), tuple(polynomials)), total


def _shift(coefficients: Iterable[int], power: int) -> int:
    bits = max(c.bit_length() for c in coefficients)
    return max(0, bits - max(_LEAST_BITS, _MOST_BITS // power))


def _polynomial(terms: Terms, power: int, divisor: int) -> _Polynomial:
    return _Polynomial(
        tuple(
            # int / int is rounded correctly, however large both are
            (coefficient / divisor, tuple((i, e) for i, e in enumerate(exponents) if e))
            for exponents, coefficient in terms
        ),
        power,
    )


def rounding_bound(f: RationalFunction, values: Mapping[str, ArrayLike | str]) -> float | _Array:
    """How far `evaluate` may be from the exact values; see `Expression.rounding_bound`."""
    arrays = {name: _array(name, values[name]) for name in f.space.symbols}
    with np.errstate(all="ignore"):
        error: float | _Array = _bound(f, arrays)[1]
    return error


def _bound(f: RationalFunction, arrays: Mapping[str, _Array]) -> tuple[float | _Array, Any]:
    """The largest absolute value, and the bound on the error (one for all, or one a value)."""
    if f.program is None:
        f.program = _compiled(f)
    program: _Program = f.program
    sizes: list[tuple[Any, Any]] = []
    for generator in f.space.generators:
        if isinstance(generator, Power):
            sizes.append(_bound_of_power(generator, arrays))
        else:
            top = _top(arrays[generator.name])
            sizes.append((top, top * _UNIT))  # what is meant may be any number that rounds to it
    size, error = _bound_of_product(program.above, sizes)
    if program.below is not None:
        generators = [
            _power(generator, arrays) if isinstance(generator, Power) else arrays[generator.name]
            for generator in f.space.generators
        ]
        below = np.abs(_product(program.below, generators, {}))
        _, slack = _bound_of_product(program.below, sizes)
        least = np.maximum(below - slack, 0.0)
        error = (error + size / below * slack) / least + 2 * _UNIT * size / least
        error = np.where(np.isnan(error), np.inf, error)
        size = _top(size / least)
    scale = np.ldexp(1.0, program.scale)
    return size * scale, error * scale + _TINY


def _top(array: Any) -> Any:
    return np.float64(np.max(np.abs(array), initial=0.0))  # a float of Python raises beyond 1e308


def _bound_of_power(power: Power, arrays: Mapping[str, _Array]) -> tuple[Any, Any]:
    exponents = arrays[power.exponent.name]
    if np.size(exponents) and float(np.min(exponents)) < 0:
        return np.inf, np.inf  # a small base with a negative exponent: no bound without looking
    size, error = _bound(power.base, arrays)
    most = _top(exponents)
    highest = np.maximum(size + error, 1.0) ** most
    return highest, (most * error + _POWER * _UNIT) * highest


def _bound_of_product(product: _Product, sizes: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
    size: Any = abs(product.unit)
    error: Any = size * _UNIT
    for polynomial in product.factors:
        one, slack = _bound_of_sum(polynomial.terms, sizes)
        whole = one**polynomial.power
        power = polynomial.power
        lost = power * slack * (one + slack) ** (power - 1) + 2 * power * _UNIT * whole
        size, error = size * whole, error * (whole + lost) + size * (lost + _UNIT * whole)
    return size, error


def _bound_of_sum(
    terms: Sequence[tuple[float, tuple[tuple[int, int], ...]]], sizes: Sequence[tuple[Any, Any]]
) -> tuple[Any, Any]:
    total: Any = 0.0
    error: Any = 0.0
    for coefficient, factors in terms:
        size: Any = abs(coefficient)
        slack: Any = 2 * _UNIT * size
        for generator, exponent in factors:
            top, wrong = sizes[generator]
            whole = top**exponent
            lost = exponent * wrong * (top + wrong) ** (exponent - 1)
            lost = lost + 2 * exponent * _UNIT * whole
            size, slack = size * whole, slack * (whole + lost) + size * (lost + _UNIT * whole)
        total, error = total + size, error + slack
    return total, error + (len(terms) + 1) * _UNIT * (total + error)
