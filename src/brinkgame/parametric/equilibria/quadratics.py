"""Numbers that are roots of a quadratic equation whose coefficients are open.

Three players with two strategies each, all of whom mix, make each other indifferent at the roots of
one quadratic polynomial in one probability. Such a root is no rational function of the parameters.
It is told as what it is: the root at which the polynomial rises, or the one at which it falls,
which does not depend on the sign of the leading coefficient and stays where that vanishes. At a
point it is an exact number.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.parametric.equilibria.bases import SignAt, plain
from brinkgame.parametric.equilibria.form import Number

__all__ = ["Coefficients", "QuadraticRoot", "RootNumber", "product", "square_root", "total"]

Coefficients: TypeAlias = tuple[Number, ...]
"""A polynomial in the root: the coefficients of 1, p, p**2, ..."""


def total(*parts: Coefficients) -> Coefficients:
    """The sum of polynomials."""
    summed: list[Number] = []
    for each in itertools.zip_longest(*parts, fillvalue=Fraction(0)):
        value: Any = Fraction(0)
        for number in each:
            value = value + number
        summed.append(plain(value))
    return tuple(summed)


def product(*parts: Coefficients) -> Coefficients:
    """The product of polynomials."""
    found: Coefficients = (Fraction(1),)
    for part in parts:
        grown: list[Any] = [Fraction(0)] * (len(found) + len(part) - 1)
        for (i, a), (j, b) in itertools.product(enumerate(found), enumerate(part)):
            if a and b:
                grown[i + j] = grown[i + j] + a * b
        found = tuple(plain(number) for number in grown)
    return found


@final
@dataclass(frozen=True, slots=True)
class QuadraticRoot:
    """The root of ``coefficients`` at which that polynomial of degree two rises, or falls.

    Examples
    --------
    >>> import brinkgame as bg
    >>> x = bg.Parameter("x", 2, low=0, high=9)
    >>> root = QuadraticRoot((0 - x, Fraction(0), Fraction(1)), rises=True)
    >>> root.evaluate({"x": 4}), root.evaluate({"x": 2})
    (Fraction(2, 1), Algebraic((-2, 0, 1), ('41/29', '58/41')))
    >>> print(root)
    the rising root p of p**2 - x
    """

    coefficients: Coefficients
    rises: bool

    def evaluate(self, point: Mapping[str, Any]) -> Fraction | Algebraic:
        """The exact root at a point with rational coordinates.

        Raises
        ------
        ExpressionError
            There is no such root there.
        """
        found = _root(tuple(_at(c, point) for c in self.coefficients), self.rises)
        if found is None:
            raise ExpressionError(f"there is no {str(self).removeprefix('the ')} at {dict(point)}")
        return found

    def __str__(self) -> str:
        kind = "rising" if self.rises else "falling"
        return f"the {kind} root p of {_text(self.coefficients)}"


@lru_cache(maxsize=1024)
def _root(coefficients: tuple[Fraction, ...], rises: bool) -> Fraction | Algebraic | None:
    _, linear, leading = coefficients
    if not (linear or leading):
        return None
    roots = real_roots(coefficients)
    if not leading:
        return roots[0] if (linear > 0) == rises else None
    if not roots:
        return None
    # A parabola that opens upwards falls first; a double root is both.
    return roots[-1] if (leading > 0) == rises else roots[0]


@final
class RootNumber:
    """A quotient of two polynomials in a root of a quadratic, with open coefficients.

    It stands where other forms have an expression: a probability or a payoff. In its text p is the
    root.

    Parameters
    ----------
    root
        The root.
    above, below
        Numerator and denominator.
    zero
        Where it vanishes: ``(n, m)`` says where the root is n/m, and m > 0 there; None if nobody
        knows.

    Examples
    --------
    >>> import brinkgame as bg
    >>> x = bg.Parameter("x", 2, low=0, high=9)
    >>> root = QuadraticRoot((0 - x, Fraction(0), Fraction(1)), rises=True)
    >>> number = RootNumber(root, (Fraction(1),), (Fraction(1), Fraction(1)))
    >>> print(number)
    1/(p + 1)
    >>> number.evaluate({"x": 4})
    Fraction(1, 3)
    """

    __slots__ = ("above", "below", "root", "zero")

    def __init__(
        self,
        root: QuadraticRoot,
        above: Coefficients,
        below: Coefficients = (Fraction(1),),
        zero: tuple[Number, Number] | None = None,
    ) -> None:
        self.root, self.above, self.below, self.zero = root, above, below, zero

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in it, sorted."""
        numbers = (*self.root.coefficients, *self.above, *self.below)
        return tuple(sorted({n for c in numbers if isinstance(c, Expression) for n in c.names}))

    def evaluate(self, point: Mapping[str, Any]) -> Fraction | Algebraic:
        """The exact value at a point with rational coordinates.

        Raises
        ------
        ExpressionError
            The root is not there, or the denominator vanishes.
        """
        place = self.root.evaluate(point)
        below = _polynomial_at(self.below, place, point)
        if not isinstance(below, Algebraic) and not below:
            raise ExpressionError(f"{self} has no value at {dict(point)}: it is divided by zero")
        found: Fraction | Algebraic = _polynomial_at(self.above, place, point) / below
        return found

    def derivative(self, name: str) -> RootNumber:
        """The derivative in a parameter, of which the root is a function.

        Where Q(p) = 0, the root moves with the parameter by -(dQ/dparameter)/(dQ/dp).
        """
        quadratic = self.root.coefficients
        moves, steep = _derived(quadratic, name), _by_root(quadratic)
        over, under = self.above, self.below

        def slope(in_parameter: bool) -> Coefficients:
            """The numerator of the partial derivative of the quotient."""
            one, two = (
                _derived(part, name) if in_parameter else _by_root(part) for part in (over, under)
            )
            return total(product(one, under), product((Fraction(-1),), over, two))

        above = total(product(slope(True), steep), product((Fraction(-1),), slope(False), moves))
        return RootNumber(self.root, above, product(under, under, steep))

    def is_zero_at(self, point: Mapping[str, Any]) -> bool:
        """Whether a probability that is not negative vanishes; coordinates may be algebraic."""
        if self.zero is None:
            raise ExpressionError(f"nobody knows where {self} vanishes")
        sign = SignAt(point)
        value, slope = at_ratio(self.root.coefficients, *self.zero)
        if sign(value) != 0:
            return False
        direction = sign(slope) * sign(self.zero[1])
        return direction == 0 or (direction > 0) == self.root.rises

    @property
    def _is_whole(self) -> bool:
        return len(self.below) == 1 and self.below[0] == Fraction(1)

    def latex(self) -> str:
        """The number in LaTeX, p being the root."""
        above, below = _latex(self.above), _latex(self.below)
        return above if self._is_whole else f"\\frac{{{above}}}{{{below}}}"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RootNumber):
            return (self.root, self.above, self.below) == (other.root, other.above, other.below)
        # A rational number or function is another one: where the root is rational, it is told so.
        return False

    def __hash__(self) -> int:
        return hash((self.root, self.above, self.below))

    def __str__(self) -> str:
        if self._is_whole:
            return _text(self.above)
        parts = (_text(self.above), _text(self.below))
        above, below = (f"({part})" if " " in part else part for part in parts)
        return f"{above}/{below}"

    def __repr__(self) -> str:
        return f"<RootNumber {self}, p being {str(self.root).replace('root p', 'root')}>"


def at_ratio(quadratic: Coefficients, n: Number, m: Number) -> tuple[Number, Number]:
    """m**2 times the value, and m times the slope, of a quadratic polynomial at n/m."""
    c, b, a = quadratic
    value: Any = a * n * n + b * n * m + c * m * m
    slope: Any = 2 * a * n + b * m
    return plain(value), plain(slope)


def square_root(number: Number) -> Number | None:
    """The square root of a number or a polynomial that is a square."""
    if isinstance(number, Fraction):
        if number < 0:
            return None
        n, d = math.isqrt(number.numerator), math.isqrt(number.denominator)
        return Fraction(n, d) if n * n == number.numerator and d * d == number.denominator else None
    root: Any = Fraction(1)
    for part, turn in ((number.numerator, 1), (number.denominator, -1)):
        unit, factors = part.factors()
        own = square_root(unit)
        if own is None or any(power % 2 for _, power in factors):
            return None
        for factor, power in factors:
            own = own * factor ** (power // 2)
        root = root * own if turn > 0 else root / own
    return plain(root)


def _derived(coefficients: Coefficients, name: str) -> Coefficients:
    """The derivative of a polynomial in the root, in a parameter."""
    return tuple(
        plain(c.derivative(name)) if isinstance(c, Expression) else Fraction(0)
        for c in coefficients
    )


def _by_root(coefficients: Coefficients) -> Coefficients:
    """The derivative of a polynomial in the root, in the root."""
    return tuple(plain(k * c) for k, c in enumerate(coefficients) if k) or (Fraction(0),)


def _at(number: Number, point: Mapping[str, Any]) -> Fraction:
    return number if isinstance(number, Fraction) else number.evaluate(point)


def _polynomial_at(coefficients: Coefficients, place: Any, point: Mapping[str, Any]) -> Any:
    value: Any = Fraction(0)
    for coefficient in reversed(coefficients):
        value = value * place + _at(coefficient, point)
    return value


def _text(coefficients: Coefficients) -> str:
    return _written(coefficients, str, "*", "p**{}")


def _latex(coefficients: Coefficients) -> str:
    return _written(
        coefficients, lambda c: c.latex() if isinstance(c, Expression) else str(c), " ", "p^{{{}}}"
    )


def _written(coefficients: Coefficients, shown: Any, times: str, power: str) -> str:
    """A polynomial in p, the leading term first."""
    text = ""
    for degree, number in reversed(list(enumerate(coefficients))):
        if not number:
            continue
        of_p = "" if degree == 0 else "p" if degree == 1 else power.format(degree)
        minus = isinstance(number, Fraction) and number < 0
        size = shown(-number if minus else number)
        if not minus and size.startswith("-") and " " not in size:
            minus, size = True, size[1:]
        if of_p:
            size = "" if size == "1" else f"({size}){times}" if " " in size else f"{size}{times}"
        elif " " in size and (text or minus):
            size = f"({size})"
        term = size + of_p
        text += f"{' - ' if minus else ' + '}{term}" if text else f"{'-' if minus else ''}{term}"
    return text or "0"
