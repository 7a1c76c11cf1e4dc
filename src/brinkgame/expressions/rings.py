"""The polynomials that some expressions are made of, in one ring.

Who eliminates unknowns works with numerators alone, many thousand times: that is quicker with the
polynomials themselves than with canonical fractions. A ring takes expressions apart, all in the
same generators, and puts a quotient together again.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import final

from flint import fmpz_mpoly

from brinkgame.expressions.expression import Expression
from brinkgame.expressions.polynomials import CONSTANTS, Space, merged, moved
from brinkgame.expressions.rational import RationalFunction, _normal

__all__ = ["Ring"]


@final
class Ring:
    """The integer polynomials in the generators of some numbers.

    Parameters
    ----------
    quantities
        Numbers and expressions; what is taken apart later has no other generators.

    Examples
    --------
    >>> from brinkgame.parameters import Parameter
    >>> x, y = Parameter("x", 1), Parameter("y", 1)
    >>> ring = Ring([x / 2, 1 / y])
    >>> above, below = ring.parts(x / 2 + 1)
    >>> print(above, "over", below, "is", ring.quotient(above, below))
    x + 2 over 2 is x/2 + 1
    """

    __slots__ = ("one", "space", "zero")

    space: Space
    one: fmpz_mpoly
    zero: fmpz_mpoly

    def __init__(self, quantities: Iterable[Fraction | Expression]) -> None:
        space = CONSTANTS
        seen: set[int] = set()
        for each in quantities:
            if isinstance(each, Expression) and id(each._value.space) not in seen:
                seen.add(id(each._value.space))
                space = merged(space, each._value.space)[0]
        self.space = space
        self.one = space.one
        self.zero = space.context.constant(0)

    @property
    def size(self) -> int:
        """The number of generators."""
        return len(self.space.keys)

    def number(self, value: int) -> fmpz_mpoly:
        """An integer as a polynomial."""
        return self.space.context.constant(value)

    def parts(self, quantity: Fraction | Expression) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        """Numerator and denominator."""
        if not isinstance(quantity, Expression):
            return self.number(quantity.numerator), self.number(quantity.denominator)
        value = quantity._value
        _, gens, _ = merged(value.space, self.space)
        if gens is None:
            return value.num, value.den
        below = self.one if value.den.is_one() else moved(value.den, gens, self.space)
        return moved(value.num, gens, self.space), below

    def quotient(self, above: fmpz_mpoly, below: fmpz_mpoly | None = None) -> Fraction | Expression:
        """The canonical form of a quotient: a number where no parameter is left in it."""
        found = _normal(above, self.one if below is None else below, self.space)
        return found.constant() if found.is_constant else Expression(found)

    def expression(self, above: fmpz_mpoly, below: fmpz_mpoly | None = None) -> Expression:
        """The same as an expression, also where it is a number."""
        found: RationalFunction = _normal(above, self.one if below is None else below, self.space)
        return Expression(found)
