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

__all__ = ["Fiber", "Meeting", "fiber", "real_roots_in_balls"]

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
    curves: Mapping[int, Curve], events: Collection[tuple[int, int]], minimal: Any, at: Number
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
    return Fiber(tuple(_isolated(pieces, at)), frozenset(multiple))


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


def _isolated(pieces: Sequence[tuple[_Polynomial, tuple[int, ...]]], at: Number) -> list[Meeting]:
    """The real roots of polynomials without a common root, in enclosures that are apart."""
    bits = _FIRST
    while True:
        with ctx.workprec(bits):
            try:
                found = [
                    Meeting(low, high, owners)
                    for piece, owners in pieces
                    for low, high in real_roots_in_balls(piece, _ball(at, bits))
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
        middle, radius = (low + high) / 2, (high - low) / 2
        return _arb(middle) + arb(0, 1) * _arb(radius)
    return _arb(at)


def _arb(number: Fraction) -> Any:
    return arb(number.numerator) / arb(number.denominator)


def real_roots_in_balls(f: Sequence[Any], at: Any) -> list[tuple[Fraction, Fraction]]:
    """Enclosures of the real roots of a polynomial without squares; each holds exactly one.

    Parameters
    ----------
    f
        Its coefficients, flint polynomials in one number, that of the constant first.
    at
        That number as a ball.

    Raises
    ------
    ValueError
        The precision does not suffice to tell roots apart.
    """
    balls = [arb_poly(c)(at) for c in f]
    if len(balls) == 2:
        roots = [-balls[0] / balls[1]]
        if not roots[0].is_finite():
            raise ValueError("the leading coefficient cannot be told from zero")
        return [_ends(root) for root in roots]
    if balls[-1].contains(0):
        raise ValueError("the leading coefficient cannot be told from zero")
    roots = arb_poly(balls).complex_roots()
    # The coefficients are real: a root whose enclosure meets the real axis, and whose mirror image
    # meets no other enclosure, is its own mirror image.
    return [_ends(root.real) for root in roots if _is_real(root, roots)]


def _is_real(root: Any, roots: Sequence[Any]) -> bool:
    if not root.imag.contains(0):
        return False
    mirror = root.conjugate()
    if any(other is not root and mirror.overlaps(other) for other in roots):
        raise ValueError("two roots cannot be told apart")
    return True


def _ends(ball: Any) -> tuple[Fraction, Fraction]:
    middle, radius = _fraction(ball.mid()), _fraction(ball.rad())
    return middle - radius, middle + radius


def _fraction(number: Any) -> Fraction:
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
