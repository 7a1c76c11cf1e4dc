"""The constrained box of a parameter space as plain polynomials.

Everything about a space that is asked again and again is kept here, once a space: its sides, its
constraints as polynomials, and sampled points of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import ExpressionError, InvalidParameterError, UnknownNameError, suggestion
from brinkgame.expressions import Expression
from brinkgame.expressions.expression import constant_expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.polynomials import Polynomial, as_float

__all__ = ["Domain", "Fact", "domain_of", "floats", "has_whole"]

MOST_WHOLE = 64
"""Exponents with more values than this are not tried one by one."""

_SAMPLES = 512
"""Points at which a sign is tried before anybody proves it."""


@final
class Fact(NamedTuple):
    """That a polynomial is at least zero, or above zero, all over the constrained box."""

    polynomial: Polynomial
    strict: bool


@final
class Domain:
    """The sides and constraints of a space. Made by `domain_of`, which remembers it."""

    def __init__(self, space: ParameterSpace) -> None:
        self.space = space
        self.sides: dict[str, tuple[Fraction | None, Fraction | None]] = {
            name: (parameter.low, parameter.high) for name, parameter in space.items()
        }
        self.fixed: dict[str, Fraction] = {
            name: low for name, (low, high) in self.sides.items() if low is not None and low == high
        }
        self.images: dict[str, tuple[Fraction, Fraction]] = {}
        """How a parameter follows from its unit coordinate: ``a + b*u``."""
        self.bounded: set[str] = set()
        self.rays: set[str] = set()
        for name, (low, high) in self.sides.items():
            if low is not None and high is not None:
                self.images[name] = (low, high - low)
                self.bounded.add(name)
            elif low is not None:
                self.images[name] = (low, Fraction(1))
                self.rays.add(name)
            elif high is not None:
                self.images[name] = (high, Fraction(-1))
                self.rays.add(name)
        self.facts: tuple[Fact, ...] = tuple(self._facts())
        self.open_facts = tuple(
            fact
            for fact in self.facts
            if not all(space[name].whole for name in fact.polynomial.names)
        )
        """Those whose border has no weight."""
        self.signs: dict[Polynomial, tuple[int, bool] | None] = {}
        """What `signs` has found out about polynomials."""
        self.reductions: dict[tuple[Expression, str, bool], tuple[Condition, ...] | None] = {}
        """What `reducing` has found out about conditions."""
        self._samples: dict[str, npt.NDArray[np.float64]] | None = None

    # --- names --------------------------------------------------------------------------------

    def require(self, names: Iterable[str]) -> None:
        """Refuse names that are no parameters of the space."""
        for name in names:
            if name not in self.sides:
                raise UnknownNameError(
                    f"there is no parameter {name!r}" + suggestion(name, self.sides)
                )

    def require_box(self, names: Iterable[str]) -> None:
        """Refuse parameters without a lower or an upper end."""
        for name in names:
            low, high = self.sides[name]
            if low is None or high is None:
                end = "low" if low is None else "high"
                raise InvalidParameterError(
                    f"parameter {name!r} has no {end}, and a share or a search needs a box: give "
                    f"{name} with {end}=..., or fix it"
                )

    def linked(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names, and all that constraints tie to them, sorted."""
        found = set(names)
        while True:
            more = {
                name
                for fact in self.facts
                if not found.isdisjoint(fact.polynomial.names)
                for name in fact.polynomial.names
            }
            if more <= found:
                return tuple(sorted(found))
            found |= more

    def facts_about(self, names: Iterable[str]) -> tuple[Fact, ...]:
        """The constraints among these names."""
        inside = set(names)
        return tuple(fact for fact in self.facts if inside.issuperset(fact.polynomial.names))

    def allows(self, point: Mapping[str, Fraction]) -> bool:
        """Whether a point that names every parameter lies in the constrained box, exactly."""
        for name, (low, high) in self.sides.items():
            value = point[name]
            if (low is not None and value < low) or (high is not None and value > high):
                return False
            if self.space[name].whole and value.denominator != 1:
                return False
        try:
            return all(constraint.holds(point) for constraint in self.space.constraints)
        except ExpressionError:
            return False

    def exactly(self, name: str, value: float) -> Fraction:
        """The end or baseline that a float stands for, or else the float itself."""
        parameter = self.space[name]
        for known in (parameter.low, parameter.high, parameter.baseline):
            if known is not None and float(known) == value:
                return known
        return Fraction(value)

    # --- polynomials --------------------------------------------------------------------------

    def polynomials(self, expression: Expression) -> tuple[Polynomial, ...] | None:
        """The polynomial that an expression is, or the ones that it is at each whole exponent.

        None where there would be too many.
        """
        return _by_exponent(self.sides, expression)

    def unit(self, polynomial: Polynomial) -> Polynomial:
        """A polynomial in the unit coordinates, without the parameters that have one value."""
        return polynomial.put(self.fixed).moved(self.images)

    def expression(self, unit: Polynomial) -> Expression:
        """A polynomial in unit coordinates as an expression in the parameters."""
        total = constant_expression(0)
        for monomial, c in unit.terms.items():
            term = constant_expression(c)
            for name, e in monomial:
                a, b = self.images[name]
                term = term * ((self.space[name] - a) / b) ** e
            total = total + term
        return total

    def _facts(self) -> Iterable[Fact]:
        for constraint in self.space.constraints:
            room = constraint.right - constraint.left
            try:
                product_ = Polynomial.of(room.numerator * room.denominator)
            except ExpressionError:
                continue  # a free exponent: less is known, and nothing wrong follows
            polynomial = product_.put(self.fixed)
            if polynomial.is_constant:
                continue
            yield Fact(polynomial.primitive(), constraint.relation == "<")

    # --- points -------------------------------------------------------------------------------

    @property
    def samples(self) -> Mapping[str, npt.NDArray[np.float64]]:
        """Points of the constrained box in floats: inside, on sides, and on constraints."""
        if self._samples is None:
            self._samples = _sampled(self, _SAMPLES, 0)
        return self._samples


def has_whole(expression: Expression) -> bool:
    """Whether a parameter in it takes whole values only, so that a border may have a weight."""
    return any(symbol.whole for symbol in expression.symbols.values())


@lru_cache(maxsize=256)
def domain_of(space: ParameterSpace) -> Domain:
    """The domain of a space; asked again it is the same one."""
    return Domain(space)


def _by_exponent(
    sides: Mapping[str, tuple[Fraction | None, Fraction | None]], expression: Expression
) -> tuple[Polynomial, ...] | None:
    try:
        return (Polynomial.of(expression),)
    except ExpressionError:
        pass
    ranges = []
    for name, symbol in expression.symbols.items():
        if not symbol.whole:
            continue
        low, high = sides[name]
        if low is None or high is None or high - low > MOST_WHOLE:
            return None
        ranges.append([(name, value) for value in range(int(low), int(high) + 1)])
    found = []
    total = 1
    for values in ranges:
        total *= len(values)
    if total > MOST_WHOLE:
        return None
    for choice in product(*ranges):
        try:
            found.append(Polynomial.of(expression.substitute(dict(choice))))
        except ExpressionError:
            return None
    return tuple(found)


def floats(polynomial: Polynomial, values: Mapping[str, Any]) -> Any:
    """The values of a polynomial over arrays, in floats and without any promise."""
    total: Any = 0.0
    for monomial, c in polynomial.terms.items():
        term: Any = as_float(c)
        for name, e in monomial:
            term = term * (values[name] if e == 1 else values[name] ** e)
        total = total + term
    return total


def _sampled(domain: Domain, count: int, seed: int) -> dict[str, npt.NDArray[np.float64]]:
    """Random points, many coordinates at an end, drawn to the baseline until allowed."""
    random = np.random.default_rng(seed)
    base: dict[str, Any] = {}
    goal: dict[str, Any] = {}
    for name, (low, high) in domain.sides.items():
        parameter = domain.space[name]
        base[name] = np.full(count, as_float(parameter.baseline))
        bottom = as_float(low) if low is not None else as_float(parameter.baseline) - 10.0
        top = as_float(high) if high is not None else as_float(parameter.baseline) + 10.0
        u = random.random(count)
        u = np.where(random.random(count) < 1 / 3, np.round(u), u)
        goal[name] = bottom + (top - bottom) * u
        if parameter.whole:
            goal[name] = np.round(goal[name])

    def allowed(values: Mapping[str, Any]) -> Any:
        good = np.ones(count, dtype=bool)
        for fact in domain.facts:
            good &= floats(fact.polynomial, values) >= 0
        return good

    step = np.ones(count)
    found = dict(goal)
    bad = ~allowed(found)
    # Bisection for the last allowed point of each way from the baseline; a third stops before it.
    if bad.any():
        low_step, high_step = np.zeros(count), np.ones(count)
        for _ in range(30):
            step = (low_step + high_step) / 2
            tried = {name: base[name] + (goal[name] - base[name]) * step for name in base}
            good = allowed(tried)
            low_step = np.where(good, step, low_step)
            high_step = np.where(good, high_step, step)
        short = np.where(random.random(count) < 1 / 3, random.random(count), 1.0)
        step = np.where(bad, low_step * short, 1.0)
        found = {
            name: base[name] + (goal[name] - base[name]) * step
            if not domain.space[name].whole
            else np.where(bad, base[name], goal[name])
            for name in base
        }
    return found
