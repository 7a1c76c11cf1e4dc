"""When a number that is a root of a quadratic is at least, at most, ... so much: a formula.

A polynomial g in the root p of ``a*p**2 + b*p + c`` is linear modulo that, and so its sign at p is
that of ``A + B*sqrt(D)`` with polynomials A, B and the discriminant D. That is at least zero where
A and B are, or where one of them is and its square weighs more [1]_.

.. [1] V. Weispfenning, *Quantifier elimination for real algebra: the quadratic case and beyond*,
   Applicable Algebra in Engineering, Communication and Computing 8 (1997).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, final

from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.bases import plain, signed
from brinkgame.parametric.equilibria.form import Number
from brinkgame.parametric.equilibria.quadratics import (
    Coefficients,
    QuadraticRoot,
    RootNumber,
    product,
    total,
)
from brinkgame.parametric.regions.formula import FALSE, TRUE, All, Atom, Formula
from brinkgame.parametric.regions.formula import Any as Either

__all__ = ["root_compared"]


def root_compared(number: RootNumber, relation: str, bound: Number, words: str) -> Formula:
    """That a number is in a relation (``>=``, ``>``, ``<=``, ``<``, ``==``) to another one.

    Parameters
    ----------
    number
        A probability or a payoff of a form.
    relation, bound
        What it is compared with: a rational function of the parameters.
    words
        What is said, for the conditions.

    Returns
    -------
    Formula
        It is right wherever the form is an equilibrium, so that the root is there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> x = bg.Parameter("x", 2, low=0, high=9)
    >>> root = QuadraticRoot((0 - x, Fraction(0), Fraction(1)), rises=True)
    >>> number = RootNumber(root, (Fraction(0), Fraction(1)))
    >>> more = root_compared(number, ">", Fraction(3), "p is more than 3")
    >>> more.holds({"x": 8}), more.holds({"x": 9}), more.holds({"x": 10})
    (False, False, True)
    """
    turn = -1 if relation in ("<=", "<") else 1
    shifted = total(number.above, product((plain(-bound),), number.below))
    # Multiplied out by the square of the denominator, which is not zero.
    g = product((Fraction(turn),), shifted, number.below)
    reader = _Reader(number.root, words)
    if relation == "==":
        return reader.zero(g)
    if relation in (">=", "<="):
        return reader.at_least_zero(g)
    return All.of(reader.at_least_zero(g), reader.zero(g).negated())


@final
class _Reader:
    """Signs of polynomials at a root."""

    def __init__(self, root: QuadraticRoot, words: str) -> None:
        self.c, self.b, self.a = root.coefficients
        self.rises = root.rises
        self.words = words

    def _atom(self, number: Number, relation: str) -> Formula:
        if isinstance(number, Fraction):
            so = {">=": number >= 0, ">": number > 0, "==": number == 0}[relation]
            return TRUE if so else FALSE
        polynomial: Any = signed(plain(number.numerator), plain(number.denominator))
        return Atom(Condition("", "", "", "", polynomial, relation, self.words))

    def _parts(self, g: Coefficients) -> tuple[Number, Number, Number]:
        """A, B, and D, where a*g has the sign of A + B*sqrt(D) wherever a is not zero."""
        a, b, c = self.a, self.b, self.c
        low: Any = list(g) + [Fraction(0)] * (2 - len(g))
        # Times a at each step, and once more in the end if that leaves an odd power of it.
        odd = False
        while len(low) > 2:
            top = low.pop()
            low = [plain(each * a) for each in low]
            low[-1] = plain(low[-1] - top * b)
            low[-2] = plain(low[-2] - top * c)
            odd = not odd
        if odd:
            low = [plain(each * a) for each in low]
        constant, slope = low
        whole = plain(2 * a * constant - b * slope)
        root = slope if self.rises else plain(-slope)
        return whole, root, plain(b * b - 4 * a * c)

    def _linear(self, g: Coefficients) -> Number:
        """What has the sign of g at the root where a is zero; b has the sign of the root then."""
        value: Any = Fraction(0)
        degree = len(g) - 1
        for power, coefficient in enumerate(g):
            value = value + coefficient * (-self.c) ** power * self.b ** (degree - power)
        return plain(value if self.rises or degree % 2 == 0 else -value)

    def at_least_zero(self, g: Coefficients) -> Formula:
        """Where g is at least zero at the root."""
        whole, root, discriminant = self._parts(g)
        gap: Any = plain(whole * whole - root * root * discriminant)
        cases = []
        for turn in (1, -1):
            above, beside = plain(turn * whole), plain(turn * root)
            cases.append(
                All.of(
                    self._atom(plain(turn * self.a), ">"),
                    Either.of(
                        All.of(self._atom(above, ">="), self._atom(beside, ">=")),
                        All.of(self._atom(above, ">="), self._atom(gap, ">=")),
                        All.of(self._atom(beside, ">="), self._atom(plain(-gap), ">=")),
                    ),
                )
            )
        flat = All.of(self._atom(self.a, "=="), self._atom(self._linear(g), ">="))
        return Either.of(*cases, flat)

    def zero(self, g: Coefficients) -> Formula:
        """Where g vanishes at the root."""
        whole, root, discriminant = self._parts(g)
        gap = plain(whole * whole - root * root * discriminant)
        apart = plain(-whole * root)
        curved = All.of(self._atom(gap, "=="), self._atom(apart, ">="))
        flat = self._atom(self._linear(g), "==")
        if isinstance(self.a, Fraction):
            return curved if self.a else flat
        level = self._atom(self.a, "==")
        return Either.of(All.of(level.negated(), curved), All.of(level, flat))
