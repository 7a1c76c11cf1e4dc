"""Polynomials of expressions in flint's hands, with their derivatives, over one list of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, final

from brinkgame.errors import UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.expressions.expression import constant_expression
from brinkgame.expressions.polynomials import irreducible_factors

__all__ = ["Ring", "primitive", "refuse_free_exponents"]


@final
class Ring:
    """Polynomials with whole coefficients in some parameters.

    Parameters
    ----------
    symbols
        The parameters by name, in the order of the generators.
    """

    def __init__(self, symbols: Mapping[str, Any]) -> None:
        from flint import Ordering, fmpz_mpoly_ctx

        self.symbols = dict(symbols)
        self.names = tuple(self.symbols)
        self.position = {name: k for k, name in enumerate(self.names)}
        self.context = fmpz_mpoly_ctx.get(self.names, Ordering.lex)
        self.generators = tuple(self.context.gens())

    def whole(self, expression: Expression) -> Any:
        """A polynomial with whole coefficients as one of flint."""
        found: dict[tuple[int, ...], int] = {}
        for monomial, coefficient in expression.terms().items():
            exponents = [0] * len(self.names)
            for name, power in monomial:
                exponents[self.position[name]] = power
            found[tuple(exponents)] = int(coefficient)
        return self.context.from_dict(found)

    def expression(self, polynomial: Any) -> Expression:
        """The way back."""
        total = constant_expression(0)
        for exponents, coefficient in polynomial.to_dict().items():
            term = constant_expression(int(coefficient))
            for name, power in zip(self.names, exponents, strict=True):
                if power:
                    term = term * self.symbols[name] ** int(power)
            total = total + term
        return total

    def factors(self, polynomial: Any) -> list[Any]:
        """The irreducible factors that are no numbers, each once and `primitive`."""
        if polynomial.is_constant():
            return []
        return [primitive(factor) for factor, _ in irreducible_factors(polynomial)[1]]

    def coefficients(self, polynomial: Any, place: int) -> list[Any]:
        """The coefficients of a polynomial as one in a single parameter, each a polynomial."""
        found: dict[int, dict[tuple[int, ...], int]] = {}
        for exponents, coefficient in polynomial.to_dict().items():
            rest = list(map(int, exponents))
            degree, rest[place] = rest[place], 0
            found.setdefault(degree, {})[tuple(rest)] = int(coefficient)
        return [self.context.from_dict(terms) for _, terms in sorted(found.items())]

    def value(self, polynomial: Any, point: Sequence[int]) -> int:
        """The value at a point of whole numbers, given in the order of the names."""
        return int(polynomial(*point))

    def gradient(self, polynomial: Any, point: Sequence[int]) -> list[int]:
        """The derivatives at a point of whole numbers."""
        return [self.value(polynomial.derivative(k), point) for k in range(len(self.names))]


def primitive(polynomial: Any) -> Any:
    """The polynomial without a common factor of its coefficients, the leading one positive."""
    plain = polynomial.primitive()[1]
    return plain if int(plain.leading_coefficient()) > 0 else -plain


def refuse_free_exponents(expressions: Iterable[Expression], what: str) -> None:
    """Raise `UnsupportedGameError` where an exponent is a parameter."""
    free = {
        name
        for expression in expressions
        for name, symbol in expression.symbols.items()
        if symbol.whole and expression._value.has_powers
    }
    if free:
        raise UnsupportedGameError(
            f"{what} needs polynomials, and an exponent is open",
            [f"fix {' and '.join(sorted(free))} at whole numbers with game.fix()"],
        )
