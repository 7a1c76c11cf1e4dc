"""Algebraic numbers: the exact answer where the root of a polynomial is not rational."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, cast, final

from brinkgame.arithmetic.fields import NumberField, sign_at
from brinkgame.arithmetic.reading import exact_number, simplest_between
from brinkgame.errors import InvalidNumberError

__all__ = ["Algebraic", "real_roots"]


@final
class Algebraic:
    """An irrational real root of a polynomial with integer coefficients, exactly.

    It is known by its minimal polynomial (irreducible, coprime integer coefficients, the leading
    one positive) and an interval with rational ends in which that polynomial has this root and no
    other. Comparison with integers, fractions, floats and other algebraic numbers is exact, and so
    are sums, differences, products, quotients and whole powers: what is rational comes back as a
    `Fraction`. ``float()`` gives the nearest float; a sum with a float is a float.

    Parameters
    ----------
    polynomial
        Rational coefficients, that of the constant first; it need not be irreducible.
    interval
        Two rational numbers between which it has exactly one root, an irrational one.

    Raises
    ------
    InvalidNumberError
        Where there are several roots in the interval, none, or a rational one; and where numbers
        are combined whose common field would be too large (see the notes).

    Notes
    -----
    Numbers that were computed from one another are polynomials in one root theta, and computing
    with them is computing in the field Q(theta), which is fast (see `fields`). Two numbers of
    different fields are first written in a common one, Q(theta + k*theta') for a small integer k
    (H. Cohen 1993, *A Course in Computational Algebraic Number Theory*, section 4.5). Its degree
    may be the product of theirs, so that this is refused beyond degree 64.

    Examples
    --------
    >>> root = Algebraic((-2, 0, 1), (1, 2))
    >>> root > Fraction(7, 5), float(root), root == Algebraic((4, 0, -4, 0, 1), (1, 3))
    (True, 1.4142135623730951, True)
    >>> print(root)
    1.41421 (root of x**2 - 2 in [1, 2])
    >>> root * root, (1 / (root - 1)).polynomial
    (Fraction(2, 1), (-1, -2, 1))
    """

    __slots__ = ("_field", "_own", "_value")

    _field: NumberField
    _value: Any
    _own: tuple[tuple[int, ...], tuple[Fraction, Fraction]] | None

    def __init__(self, polynomial: Sequence[object], interval: Sequence[object]) -> None:
        if len(interval) != 2:
            raise InvalidNumberError(f"{interval!r} is no interval: write (low, high)")
        low, high = (exact_number(end) for end in interval)
        roots = real_roots(polynomial, low, high)
        if len(roots) != 1:
            raise InvalidNumberError(
                f"{_polynomial_text(polynomial)} has {len(roots)} real roots in [{low}, {high}]; "
                "give an interval with exactly one"
            )
        if not isinstance(roots[0], Algebraic):
            raise InvalidNumberError(
                f"the root of {_polynomial_text(polynomial)} in [{low}, {high}] is {roots[0]}, a "
                "rational number: use the Fraction"
            )
        self._fill(NumberField(roots[0].polynomial, (low, high)))

    def _fill(self, field: NumberField) -> None:
        """Be the root by which a field is made."""
        object.__setattr__(self, "_field", field)
        object.__setattr__(self, "_value", field.element((0, 1)))
        object.__setattr__(self, "_own", (field.polynomial, field.interval))

    @classmethod
    def _of(cls, polynomial: tuple[int, ...], low: Fraction, high: Fraction) -> Algebraic:
        """Without a check."""
        new = object.__new__(cls)
        new._fill(NumberField(polynomial, (low, high)))
        return new

    @classmethod
    def _in(cls, field: NumberField, value: Any) -> Fraction | Algebraic:
        """An element of a field."""
        if value.degree() < 1:
            return Fraction(int(value[0].p), int(value[0].q))
        new = object.__new__(cls)
        object.__setattr__(new, "_field", field)
        object.__setattr__(new, "_value", value)
        object.__setattr__(new, "_own", None)
        return new

    @classmethod
    def _restored(
        cls,
        field: NumberField,
        coefficients: tuple[Fraction, ...],
        own: tuple[tuple[int, ...], tuple[Fraction, Fraction]] | None,
    ) -> Algebraic:
        """What was pickled."""
        new = object.__new__(cls)
        object.__setattr__(new, "_field", field)
        object.__setattr__(new, "_value", field.element(coefficients))
        object.__setattr__(new, "_own", own)
        return new

    @property
    def polynomial(self) -> tuple[int, ...]:
        """The minimal polynomial: coprime integers, that of the constant first."""
        return self._isolation()[0]

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """Rational ends between which the minimal polynomial has this root and no other."""
        return self._isolation()[1]

    def _isolation(self) -> tuple[tuple[int, ...], tuple[Fraction, Fraction]]:
        """The minimal polynomial and an interval, found when they are first asked for."""
        if self._own is None:
            from flint import fmpz_poly

            polynomial = self._field.minimal_polynomial(self._value)
            roots = isolated_roots(fmpz_poly(list(polynomial)))
            bits = 53
            while len(roots) > 1:
                low, high = self._enclosure(bits)
                roots = [r for r in roots if r.interval[0] < high and low < r.interval[1]]
                bits *= 2
            own = polynomial, roots[0].interval
            object.__setattr__(self, "_own", own)
            return own
        return self._own

    def polynomial_in(self, coefficients: Any) -> Fraction | Algebraic:
        """A flint polynomial with rational coefficients, evaluated at this number; for this room.

        All values that come from one number are in one field.
        """
        field = self._field
        if self._value.degree() == 1 and self._value[1] == 1 and not self._value[0]:
            return Algebraic._in(field, field.reduced(coefficients))
        value = field.element((0,))
        for k in range(coefficients.degree(), -1, -1):
            value = field.product(value, self._value) + coefficients[k]
        return Algebraic._in(field, value)

    def _enclosure(self, bits: int) -> tuple[Fraction, Fraction]:
        return self._field.enclosure(self._value, bits)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"an algebraic number cannot be changed (.{name} = {value!r})")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"an algebraic number cannot be changed (del .{name})")

    def refined(self, width: object) -> Algebraic:
        """Return the same number in an interval of at most this width."""
        goal = exact_number(width)
        if goal <= 0:
            raise InvalidNumberError(f"the width {goal} of an interval is not positive")
        polynomial, (low, high) = self._isolation()
        bits = 53
        while high - low > goal:
            bottom, top = self._enclosure(bits)
            # Not zero and not rational, so that it is inside and not at an end.
            low, high = max(low, bottom), min(high, top)
            bits *= 2
        new = cast(Algebraic, Algebraic._in(self._field, self._value))
        object.__setattr__(new, "_own", (polynomial, (low, high)))
        return new

    def _sign_of_difference(self, number: Fraction) -> int:
        return self._field.sign(self._value - _rational(number))

    def _compare(self, other: object) -> float | None:
        """-1, 0 or 1, or NaN for NaN, which has no order; None for what is no real number."""
        if isinstance(other, Algebraic):
            if self._field == other._field:
                return self._field.sign(self._value - other._value)
            bits = 53
            while True:
                (low, high), (bottom, top) = self._enclosure(bits), other._enclosure(bits)
                if high < bottom:
                    return -1
                if top < low:
                    return 1
                if bits == 53 and self == other:
                    return 0
                bits *= 2
        if isinstance(other, numbers.Rational):
            number = Fraction(int(other.numerator), int(other.denominator))
        elif isinstance(other, (numbers.Real, Decimal)):
            if not math.isfinite(other):
                return -math.copysign(1, other) if math.isinf(other) else math.nan
            number = Fraction(other) if isinstance(other, Decimal) else Fraction(float(other))
        else:
            return None
        return self._sign_of_difference(number)

    def __lt__(self, other: object) -> bool:
        order = self._compare(other)
        return NotImplemented if order is None else order < 0

    def __le__(self, other: object) -> bool:
        order = self._compare(other)
        return NotImplemented if order is None else order <= 0

    def __gt__(self, other: object) -> bool:
        order = self._compare(other)
        return NotImplemented if order is None else order > 0

    def __ge__(self, other: object) -> bool:
        order = self._compare(other)
        return NotImplemented if order is None else order >= 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Algebraic):
            if self._field == other._field:
                return bool(self._value == other._value)
            (low, high), (bottom, top) = self._enclosure(53), other._enclosure(53)
            if high < bottom or top < low:
                return False
            # A field is known by its root's minimal polynomial and interval, and so is a number.
            return NumberField(*self._isolation()) == NumberField(*other._isolation())
        # It is irrational, and so are its square root and whatever else is no algebraic number.
        return False if isinstance(other, (numbers.Number, Decimal)) else NotImplemented

    def __hash__(self) -> int:
        # Equal numbers have one nearest float, which is found sooner than the minimal polynomial.
        return hash(("algebraic number", float(self)))

    def __float__(self) -> float:
        bits = 64
        while True:
            # It is irrational and therefore not halfway between two floats: this ends.
            low, high = self._enclosure(bits)
            near = high - low < min(abs(low), abs(high))
            if near and float(low) == float(high):
                return float(low)
            bits *= 2

    # -- arithmetic --------------------------------------------------------------------------

    def _with(self, other: object) -> tuple[NumberField, Any, Any] | None:
        """A common field and both numbers in it; None for what is no exact number."""
        if isinstance(other, Algebraic):
            if self._field == other._field:
                return self._field, self._value, other._value
            return _together(self, other)
        if isinstance(other, numbers.Rational):
            number = Fraction(int(other.numerator), int(other.denominator))
            return self._field, self._value, self._field.element((number,))
        return None

    def __add__(self, other: object) -> Any:
        both = self._with(other)
        if both is None:
            return float(self) + other if isinstance(other, float) else NotImplemented
        return Algebraic._in(both[0], both[1] + both[2])

    __radd__ = __add__

    def __sub__(self, other: object) -> Any:
        both = self._with(other)
        if both is None:
            return float(self) - other if isinstance(other, float) else NotImplemented
        return Algebraic._in(both[0], both[1] - both[2])

    def __rsub__(self, other: object) -> Any:
        return -self + other

    def __mul__(self, other: object) -> Any:
        both = self._with(other)
        if both is None:
            return float(self) * other if isinstance(other, float) else NotImplemented
        return Algebraic._in(both[0], both[0].product(both[1], both[2]))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Any:
        both = self._with(other)
        if both is None:
            return float(self) / other if isinstance(other, float) else NotImplemented
        field, mine, divisor = both
        if divisor.degree() < 0:
            raise ZeroDivisionError(f"{self} divided by zero")
        return Algebraic._in(field, field.product(mine, field.reciprocal(divisor)))

    def __rtruediv__(self, other: object) -> Any:
        # The number is irrational, and therefore not zero.
        inverse = Algebraic._in(self._field, self._field.reciprocal(self._value))
        return cast(Any, inverse) * other

    def __pow__(self, exponent: object) -> Any:
        if isinstance(exponent, bool) or not isinstance(exponent, int):
            return float(self) ** exponent if isinstance(exponent, float) else NotImplemented
        field = self._field
        base = self._value if exponent >= 0 else field.reciprocal(self._value)
        power, left = field.element((1,)), abs(exponent)
        while left:
            if left & 1:
                power = field.product(power, base)
            base, left = field.product(base, base), left >> 1
        return Algebraic._in(field, power)

    def __neg__(self) -> Algebraic:
        return cast(Algebraic, Algebraic._in(self._field, -self._value))

    def __pos__(self) -> Algebraic:
        return self

    def __abs__(self) -> Algebraic:
        return self if self > 0 else -self

    def __str__(self) -> str:
        low, high = self.interval
        text = _polynomial_text(self.polynomial)
        return f"{float(self):.6g} (root of {text} in [{low}, {high}])"

    def __format__(self, specification: str) -> str:
        return format(float(self), specification) if specification else str(self)

    def __repr__(self) -> str:
        low, high = self.interval
        return f"Algebraic({self.polynomial}, ('{low}', '{high}'))"

    def __copy__(self) -> Algebraic:
        return self

    def __deepcopy__(self, memo: object) -> Algebraic:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        value = self._value
        coefficients = tuple(
            Fraction(int(value[k].p), int(value[k].q)) for k in range(value.degree() + 1)
        )
        return Algebraic._restored, (self._field, coefficients, self._own)


_LARGEST_FIELD = 64
"""The degree beyond which two numbers are not brought into a common field."""


def _rational(number: Fraction) -> Any:
    from flint import fmpq

    return fmpq(number.numerator, number.denominator)


def _together(a: Algebraic, b: Algebraic) -> tuple[NumberField, Any, Any]:
    """A field with both numbers in it, and both as its elements.

    The numbers are a and b with minimal polynomials f and g. For all but finitely many k the
    number c = a + k*b makes the field of both, its minimal polynomial divides the resultant of
    g(y) and f(x - k*y) by y, and y - b is the greatest common divisor of g(y) and f(c - k*y) over
    Q(c).
    """
    from flint import Ordering, fmpz_mpoly_ctx

    f, g = a.polynomial, b.polynomial
    if (len(f) - 1) * (len(g) - 1) > _LARGEST_FIELD:
        raise InvalidNumberError(
            f"{a} and {b} are of degrees {len(f) - 1} and {len(g) - 1}, and a field with both "
            f"may be of a degree above {_LARGEST_FIELD}: compare them, or compute with floats"
        )
    x, y = (context := fmpz_mpoly_ctx.get(("x", "y"), Ordering.lex)).gens()
    of_y = sum((c * y**k for k, c in enumerate(g)), context.constant(0))
    k = 1
    while True:
        shifted = sum((c * (x - k * y) ** n for n, c in enumerate(f)), context.constant(0))
        eliminated = shifted.resultant(of_y, "y")
        whole = [0] * ((len(f) - 1) * (len(g) - 1) + 1)
        for (power, _), coefficient in eliminated.to_dict().items():
            whole[power] = int(coefficient)
        roots = real_roots(whole)
        nearest = _root_near(roots, a, b, k)
        if isinstance(nearest, Algebraic):
            field = nearest._field
            found = _second_in(field, f, g, k)
            if found is not None:
                return field, field.element((0, 1)) - found * k, found
        k += 1


def _root_near(
    roots: Sequence[Fraction | Algebraic], a: Algebraic, b: Algebraic, k: int
) -> Fraction | Algebraic:
    """That of the roots which is a + k*b."""
    left = list(roots)
    bits = 53
    while len(left) > 1:
        (low, high), (bottom, top) = a._enclosure(bits), b._enclosure(bits)
        low, high = low + k * bottom, high + k * top
        left = [root for root in left if low <= root <= high]
        bits *= 2
    return left[0]


def _second_in(field: NumberField, f: tuple[int, ...], g: tuple[int, ...], k: int) -> Any:
    """The root b as an element of Q(c), c = a + k*b; None where k is one of the few bad ones."""
    # f(c - k*y) as a polynomial in y over the field, by Horner's rule.
    theta, zero = field.element((0, 1)), field.element((0,))
    first: list[Any] = []
    for coefficient in reversed(f):
        grown = [zero] * (len(first) + 1)
        for power, c in enumerate(first):
            grown[power] = grown[power] + field.product(c, theta)
            grown[power + 1] = grown[power + 1] - c * k
        grown[0] = grown[0] + coefficient
        first = grown
    first = first[: len(f)]
    second = [field.element((coefficient,)) for coefficient in g]
    while second:
        inverse = field.reciprocal(second[-1])
        second = [field.product(c, inverse) for c in second]
        while len(first) >= len(second):
            top = first[-1]
            for place, c in enumerate(second, len(first) - len(second)):
                first[place] = first[place] - field.product(top, c)
            first.pop()
        while first and first[-1].degree() < 0:
            first.pop()
        first, second = second, first
    return -first[0] if len(first) == 2 else None


def real_roots(
    coefficients: Sequence[object], low: object = None, high: object = None
) -> tuple[Fraction | Algebraic, ...]:
    """Find every real root of a polynomial exactly, ascending, each once.

    Parameters
    ----------
    coefficients
        Rational coefficients, that of the constant first.
    low, high
        Only roots in this closed interval; None for no bound.

    Returns
    -------
    tuple of Fraction or Algebraic
        Rational roots as `Fraction`, the others as `Algebraic`, without multiplicity.

    Raises
    ------
    InvalidNumberError
        For the zero polynomial, of which every number is a root, and for what is no number.

    Notes
    -----
    The polynomial is factored into irreducible ones, and the roots of each are isolated in ball
    arithmetic by python-flint, which certifies them [1]_; the ends of the intervals are then moved
    to simple fractions between the roots.

    .. [1] F. Johansson, *Arb: efficient arbitrary-precision midpoint-radius interval arithmetic*,
       IEEE Transactions on Computers 66 (2017).

    Examples
    --------
    >>> real_roots([0, -2, 0, 1], low=0)
    (Fraction(0, 1), Algebraic((-2, 0, 1), ('41/29', '58/41')))
    """
    from flint import fmpz_poly

    whole = _whole_coefficients(coefficients)
    if not whole:
        raise InvalidNumberError(
            "every number is a root of the zero polynomial: give a coefficient that is not 0"
        )
    bottom = None if low is None else exact_number(low)
    top = None if high is None else exact_number(high)
    found: list[Fraction | Algebraic] = []
    for factor, _ in fmpz_poly(whole).factor()[1]:
        if factor.degree() == 1:
            found.append(Fraction(-int(factor[0]), int(factor[1])))
        else:
            found += isolated_roots(factor)
    inside = [
        root
        for root in found
        if (bottom is None or root >= bottom) and (top is None or root <= top)
    ]
    return tuple(sorted(inside))


def isolated_roots(factor: Any) -> list[Algebraic]:
    """The real roots of an irreducible flint polynomial of degree two or more; for this room."""
    polynomial = tuple(int(coefficient) for coefficient in factor.coeffs())
    enclosures = []
    for root, _ in factor.complex_roots():
        if root.imag == 0:  # exactly, where flint has certified the root as real
            middle, radius = _dyadic(root.real.mid()), _dyadic(root.real.rad())
            enclosures.append((middle - radius, middle + radius))
    enclosures.sort()
    roots = []
    for k, (low, high) in enumerate(enclosures):
        # Wide enough for simple ends, and narrow enough to keep the neighbors out.
        room = max(abs(low), abs(high)) / 1000
        if k > 0:
            room = min(room, (low - enclosures[k - 1][1]) / 3)
        if k + 1 < len(enclosures):
            room = min(room, (enclosures[k + 1][0] - high) / 3)
        ends = _simplest_in(low - room, low), _simplest_in(high, high + room)
        if sign_at(polynomial, ends[0]) == sign_at(polynomial, ends[1]):
            raise AssertionError(f"{polynomial} does not change its sign in {ends}")
        roots.append(Algebraic._of(polynomial, *ends))
    return roots


def _dyadic(number: Any) -> Fraction:
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _simplest_in(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in a closed interval."""
    if high < 0:
        return -_simplest_in(-high, -low)
    common = math.lcm(low.denominator, high.denominator)
    return simplest_between(int(low * common), int(high * common), common, True)


def _whole_coefficients(coefficients: Sequence[object]) -> list[int]:
    """The coefficients times their common denominator, without leading zeros."""
    exact = [exact_number(coefficient) for coefficient in coefficients]
    common = math.lcm(*(coefficient.denominator for coefficient in exact))
    whole = [int(coefficient * common) for coefficient in exact]
    while whole and whole[-1] == 0:
        whole.pop()
    return whole


def _polynomial_text(coefficients: Sequence[object]) -> str:
    text = ""
    for power, coefficient in reversed(list(enumerate(coefficients))):
        number = exact_number(coefficient)
        if not number:
            continue
        size = "" if abs(number) == 1 and power else str(abs(number))
        variable = "" if power == 0 else "x" if power == 1 else f"x**{power}"
        term = "*".join(part for part in (size, variable) if part)
        sign = ("-" if number < 0 else "") if not text else (" - " if number < 0 else " + ")
        text += sign + term
    return text or "0"
