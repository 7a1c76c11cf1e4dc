"""Fibers: what a vertical line x = constant meets, where the constant is any algebraic number.

Let the constant be a root of the irreducible polynomial m. The curves are then polynomials in y
over the field Q[t]/(m): exact greatest common divisors in it say how many of their roots coincide,
and enclosures that are narrowed until all others are apart say where they are. Nothing is decided
by a float.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, final

from flint import arb, arb_poly, ctx, fmpq_poly

from brinkgame.arithmetic import Algebraic
from brinkgame.parametric.plane.curves import Curve, Number

__all__ = ["Fiber", "Meeting", "ball_of", "ends_of", "fiber", "roots_in_balls"]

_FIRST: Final = 64
"""Bits of the first enclosures."""


@final
@dataclass(frozen=True, slots=True)
class Meeting:
    """A point of a fiber at which curves are zero.

    Attributes
    ----------
    low, high
        Rational ends; no other meeting of the fiber is between them.
    curves
        The numbers of the curves, ascending.
    """

    low: Fraction
    high: Fraction
    curves: tuple[int, ...]

    @property
    def middle(self) -> Fraction:
        """A number near it."""
        return (self.low + self.high) / 2


@final
@dataclass(frozen=True, slots=True)
class Fiber:
    """All meetings on one vertical line, from below.

    Attributes
    ----------
    meetings
        They do not touch one another.
    multiple
        The curves that have a root of multiplicity two or more on the line, real or not.
    """

    meetings: tuple[Meeting, ...]
    multiple: frozenset[int]


def fiber(
    curves: Mapping[int, Curve],
    events: Collection[tuple[int, int]],
    minimal: Any,
    at: Number,
    low: Fraction,
    high: Fraction,
) -> Fiber:
    """What a vertical line meets of some curves.

    Parameters
    ----------
    curves
        The curves by their numbers; none of them is a vertical line.
    events
        Pairs of numbers, the smaller first, of curves that may share a root there: their resultant
        is zero on the line; and (number, number) where a discriminant is. No other curves are
        compared.
    minimal
        The irreducible flint polynomial of which `at` is a root.
    at
        Where the line is.
    low, high
        Where to look on it. Level lines at these two are among the curves.
    """
    field = _Field(minimal)
    pieces: list[tuple[_Polynomial, tuple[int, ...]]] = []
    multiple = set()
    for number, curve in sorted(curves.items()):
        whole = field.polynomial(curve.columns)
        simple = field.without_squares(whole) if (number, number) in events else whole
        if len(simple) < len(whole):
            multiple.add(number)
        others = {other for other in curves if (other, number) in events and other < number}
        pieces = list(field.refined(pieces, simple, number, others))
    return Fiber(tuple(_isolated(pieces, at, low, high)), frozenset(multiple))


_Polynomial = list[Any]
"""Coefficients in the field, that of the constant first, the last not zero."""


@final
class _Field:
    """Polynomials over Q[t]/(m)."""

    def __init__(self, minimal: Any) -> None:
        self._modulus = fmpq_poly([int(c) for c in minimal.coeffs()])

    def polynomial(self, columns: Sequence[Any]) -> _Polynomial:
        return _trimmed([fmpq_poly(column) % self._modulus for column in columns])

    def _reciprocal(self, value: Any) -> Any:
        common, factor, _ = value.xgcd(self._modulus)
        return factor / common[0]

    def _monic(self, f: _Polynomial) -> _Polynomial:
        inverse = self._reciprocal(f[-1])
        return [c * inverse % self._modulus for c in f]

    def _divided(self, f: _Polynomial, g: _Polynomial) -> tuple[_Polynomial, _Polynomial]:
        """Quotient and remainder by a monic polynomial."""
        rest = list(f)
        quotient = [fmpq_poly([0])] * max(len(f) - len(g) + 1, 0)
        for shift in range(len(f) - len(g), -1, -1):
            top = rest[shift + len(g) - 1]
            quotient[shift] = top
            for k, c in enumerate(g):
                rest[shift + k] = (rest[shift + k] - top * c) % self._modulus
        return quotient, _trimmed(rest)

    def common(self, f: _Polynomial, g: _Polynomial) -> _Polynomial:
        """The monic greatest common divisor."""
        while g:
            g = self._monic(g)
            f, g = g, self._divided(f, g)[1]
        return self._monic(f)

    def without_squares(self, f: _Polynomial) -> _Polynomial:
        if len(f) < 3:
            return f
        slope = _trimmed([c * k for k, c in enumerate(f)][1:])
        shared = self.common(f, slope)
        return f if len(shared) == 1 else self._divided(f, shared)[0]

    def refined(
        self,
        pieces: Sequence[tuple[_Polynomial, tuple[int, ...]]],
        new: _Polynomial,
        number: int,
        others: set[int],
    ) -> Iterator[tuple[_Polynomial, tuple[int, ...]]]:
        """Pieces without a common root, once a polynomial has joined them."""
        for piece, owners in pieces:
            if len(new) < 2 or others.isdisjoint(owners):
                yield piece, owners
                continue
            shared = self.common(piece, new)
            if len(shared) == 1:
                yield piece, owners
                continue
            yield shared, (*owners, number)
            new = self._divided(new, shared)[0]
            rest = self._divided(piece, shared)[0]
            if len(rest) > 1:
                yield rest, owners
        if len(new) > 1:
            yield new, (number,)


def _trimmed(f: _Polynomial) -> _Polynomial:
    while f and not f[-1]:
        f.pop()
    return f


def _isolated(
    pieces: Sequence[tuple[_Polynomial, tuple[int, ...]]],
    at: Number,
    low: Fraction,
    high: Fraction,
) -> list[Meeting]:
    """The real roots of polynomials without a common root, in enclosures that are apart.

    Those of linear polynomials are anywhere, the others between two numbers.
    """
    bits = _FIRST
    while True:
        with ctx.workprec(bits):
            try:
                ball = _ball(at, bits)
                found = [
                    Meeting(*ends, owners)
                    for piece, owners in pieces
                    for ends in roots_in_balls([arb_poly(c)(ball) for c in piece], low, high)
                ]
            except ValueError:  # not narrow enough to tell roots apart
                found = None
        if found is not None:
            found.sort(key=lambda meeting: meeting.low)
            if all(a.high < b.low for a, b in pairwise(found)):
                return found
        bits *= 2


def _ball(at: Number, bits: int) -> Any:
    if isinstance(at, Algebraic):
        low, high = at.refined(Fraction(1, 1 << bits)).interval
        return ball_of(low, high)
    return _arb(at)


def _arb(number: Fraction) -> Any:
    return arb(number.numerator) / arb(number.denominator)


def roots_in_balls(
    balls: Sequence[Any], low: Fraction, high: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """Enclosures of the real roots between two numbers of a polynomial without squares.

    Intervals are halved until the polynomial is clear of zero on each, or its derivative is: then
    the signs at the ends tell whether there is a root, and interval Newton steps narrow it [1]_.

    Parameters
    ----------
    balls
        Its coefficients as balls, that of the constant first. The root of a linear polynomial is
        told wherever it is.
    low, high
        No roots themselves.

    Returns
    -------
    list of tuple
        Rational ends, ascending; each interval holds exactly one root.

    Raises
    ------
    ValueError
        The precision does not suffice.

    References
    ----------
    .. [1] R. E. Moore, R. B. Kearfott, M. J. Cloud (2009), *Introduction to Interval Analysis*,
       section 8.1.
    """
    if len(balls) < 2:
        return []
    if len(balls) == 2:
        root = -balls[0] / balls[1]
        if not root.is_finite():
            raise ValueError("the leading coefficient cannot be told from zero")
        return [ends_of(root)]
    slopes = [c * k for k, c in enumerate(balls)][1:]
    narrow = Fraction(1, 1 << (ctx.prec // 2)) * (high - low)
    # Where halves meet depends on the precision: no root is met there twice.
    part = Fraction(1 << 20, (2 << 20) + ctx.prec + 1)
    found = []
    left = [(low, high)]
    while left:
        a, b = left.pop()
        inside = ball_of(a, b)
        if not _horner(balls, inside).contains(0):
            continue
        if _horner(slopes, inside).contains(0):
            if b - a < narrow:
                raise ValueError("two roots cannot be told apart")
            middle = a + (b - a) * part
            left += [(middle, b), (a, middle)]
        elif _sign(balls, a) != _sign(balls, b):
            found.append(_narrowed(balls, slopes, a, b))
    return found


def _horner(balls: Sequence[Any], at: Any) -> Any:
    total = arb(0)
    for c in reversed(balls):
        total = total * at + c
    return total


def _sign(balls: Sequence[Any], at: Fraction) -> int:
    value = _horner(balls, _arb(at))
    if value.contains(0):
        raise ValueError("a sign cannot be told")
    return 1 if value > 0 else -1


def _narrowed(
    balls: Sequence[Any], slopes: Sequence[Any], a: Fraction, b: Fraction
) -> tuple[Fraction, Fraction]:
    while True:
        middle = (a + b) / 2
        step = _horner(balls, _arb(middle)) / _horner(slopes, ball_of(a, b))
        low, high = ends_of(_arb(middle) - step)
        low, high = max(a, low), min(b, high)
        if 2 * (high - low) >= b - a:
            return low, high
        a, b = low, high


def ball_of(low: Fraction, high: Fraction) -> Any:
    """A ball with an interval in it."""
    return _arb((low + high) / 2) + arb(0, 1) * _arb((high - low) / 2)


def ends_of(ball: Any) -> tuple[Fraction, Fraction]:
    """The ends of a ball."""
    middle, radius = _fraction(ball.mid()), _fraction(ball.rad())
    return middle - radius, middle + radius


def _fraction(number: Any) -> Fraction:
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
