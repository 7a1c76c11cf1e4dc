"""`Expression`: a payoff or a probability as a canonical function of parameters."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import ExpressionError, suggestion
from brinkgame.expressions.constraint import Constraint
from brinkgame.expressions.operand import Operand, Symbol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from brinkgame.expressions.rational import RationalFunction

__all__ = ["Expression", "quantity"]


@final
class Expression(Operand):
    """A canonical rational function of parameters.

    Expressions are made by arithmetic with parameters, by `parse` or by `quantity`, never by hand.
    Numerator and denominator are polynomials with integer coefficients and without a common
    factor, so that two expressions are equal exactly where they are the same function. A power
    whose exponent is a whole parameter, such as ``(1 - h)**T``, may be a part of them.

    Points at which an expression has no value but could be given one (x/x at 0) are lost in the
    canonical form. Expressions are immutable and can be hashed, pickled and copied; an expression
    that is constant equals that number.

    >>> from brinkgame.parameters import Parameter
    >>> d, s = Parameter("detection", baseline="1/2"), Parameter("gain", baseline=2)
    >>> worth = (1 - d) * s - d * 4
    >>> print(worth, "=", worth.evaluate({"detection": "1/2", "gain": 2}))
    gain - detection*(gain + 4) = -1
    >>> print(worth.solve("detection"))
    gain/(gain + 4)
    """

    __slots__ = ("_symbols", "_value")

    _value: RationalFunction
    _symbols: Mapping[str, Symbol] | None

    def __init__(self, value: RationalFunction) -> None:
        object.__setattr__(self, "_value", value)
        object.__setattr__(self, "_symbols", None)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"an expression cannot be changed (.{name} = {value!r})")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"an expression cannot be changed (del .{name})")

    def _as_expression(self) -> Expression:
        return self

    # --- what is in it ------------------------------------------------------------------------

    @property
    def symbols(self) -> Mapping[str, Symbol]:
        """The parameters in it, by name, sorted by name.

        A parameter that has cancelled is not in it.
        """
        if self._symbols is None:
            object.__setattr__(self, "_symbols", MappingProxyType(self._value.space.symbols))
        return self._symbols  # type: ignore[return-value]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters in it, sorted."""
        return tuple(self._value.space.symbols)

    @property
    def is_constant(self) -> bool:
        """Whether there is no parameter in it."""
        return self._value.is_constant

    def constant(self) -> Fraction:
        """Return the number that this is; `ExpressionError` if there is a parameter in it."""
        if not self._value.is_constant:
            raise ExpressionError(
                f"{self} is not constant: it depends on {', '.join(self.names)}; evaluate() gives "
                "its value at a point"
            )
        return self._value.constant()

    @property
    def length(self) -> int:
        """How many terms numerator and denominator have together, multiplied out."""
        return self._value.size()[0]

    @property
    def numerator(self) -> Expression:
        """The numerator: a polynomial with integer coefficients."""
        return Expression(self._value.numerator())

    @property
    def denominator(self) -> Expression:
        """The denominator: a polynomial with integer coefficients, the leading one positive."""
        return Expression(self._value.denominator())

    def terms(self) -> dict[tuple[tuple[str, int], ...], Fraction]:
        """Return the coefficients of a polynomial by monomial, leading term first.

        A monomial is a tuple of (name, exponent), sorted by name; that of the constant term is
        empty. Raises `ExpressionError` for what is no polynomial: a parameter in the denominator,
        a power with a free exponent.

        >>> from brinkgame.parameters import Parameter
        >>> x, y = Parameter("x", baseline=1), Parameter("y", baseline=1)
        >>> (x**2 * y / 2 - 3).terms()
        {(('x', 2), ('y', 1)): Fraction(1, 2), (): Fraction(-3, 1)}
        """
        if self._value.has_powers:
            raise ExpressionError(
                f"{self} is no polynomial: the exponent in it is free; substitute() a number for it"
            )
        if not self._value.is_polynomial:
            raise ExpressionError(
                f"{self} is no polynomial: its denominator is {self.denominator}; take .numerator "
                "and .denominator apart"
            )
        num, den, _ = self._value.plain()
        keys = self._value.space.keys
        divisor = den[0][1]
        return {
            tuple((key, e) for key, e in zip(keys, exponents, strict=True) if e): Fraction(
                coefficient, divisor
            )
            for exponents, coefficient in num
        }

    def factors(self) -> tuple[Fraction, tuple[tuple[Expression, int], ...]]:
        """Return a polynomial as a product of irreducible ones.

        Returns
        -------
        tuple
            A number, and pairs of a factor and its exponent. Factors have coprime integer
            coefficients; the simple ones come first. A polynomial of more than 300 terms is not
            taken apart: it is its own factor.

        Raises `ExpressionError` for what has a parameter in its denominator: factor `numerator` and
        `denominator` apart. A power with a free exponent is a factor like a parameter.

        >>> from brinkgame.parameters import Parameter
        >>> x, y = Parameter("x", baseline=1), Parameter("y", baseline=1)
        >>> unit, found = (2 * x**2 * y - 2 * y).factors()
        >>> unit, [(str(factor), power) for factor, power in found]
        (Fraction(2, 1), [('y', 1), ('x - 1', 1), ('x + 1', 1)])
        """
        if not self._value.is_polynomial:
            raise ExpressionError(
                f"{self} is no polynomial: its denominator is {self.denominator}; factor "
                ".numerator and .denominator apart"
            )
        from brinkgame.expressions.rational import RationalFunction

        (unit, found), _ = self._value.factors()
        generators = self._value.space.generators
        one = {(0,) * len(generators): 1}
        return Fraction(unit) / self._value.denominator().constant(), tuple(
            (Expression(RationalFunction.of_terms(generators, dict(terms), one)), power)
            for terms, power in found
        )

    # --- values -------------------------------------------------------------------------------

    def evaluate(self, values: Mapping[str, object]) -> Fraction:
        """Return the exact value where the parameters have these values.

        Values are numbers or number strings (`exact_number`); names that are not in the expression
        are ignored. Raises `ExpressionError` for a missing name, at a pole, and where an exponent
        is not whole.
        """
        exact: dict[str, Fraction] = {}
        for name in self._value.space.symbols:
            try:
                value = values[name]
            except KeyError:
                raise ExpressionError(
                    f"no value for {name} in {self}" + suggestion(name, values)
                ) from None
            exact[name] = value if type(value) is Fraction else exact_number(value)
        return self._value.evaluate(exact)

    def evaluate_array(self, values: Mapping[str, ArrayLike | str]) -> NDArray[np.float64]:
        """Return the values, in floats, over arrays of values of the parameters.

        The arrays (or numbers, or number strings) are broadcast against one another, those of names
        that are not in the expression included, so that every expression evaluated over the same
        arrays gives the same shape, a constant one too. Numerator and denominator are evaluated
        apart, each as a product of its factors. At a pole the result is that of numpy's division,
        infinite or NaN, and no warning is given.

        Raises `ExpressionError` for a missing name, for arrays that do not fit together, and where
        an exponent is not whole.

        >>> from brinkgame.parameters import Parameter
        >>> x = Parameter("x", baseline=1)
        >>> (1 / x).evaluate_array({"x": [1, 2, 0]})
        array([1. , 0.5, inf])
        """
        from brinkgame.expressions.arrays import evaluate

        return evaluate(self._value, values)

    def rounding_bound(self, values: Mapping[str, ArrayLike | str]) -> float | NDArray[np.float64]:
        """Return how far `evaluate_array` may be from the exact values, at most.

        It is one number for all values of a polynomial, and an array where there is a denominator
        (infinite near a pole). A float in `values` stands for any number that rounds to it, and so
        for the fraction that `exact_number` reads. The bound is that of standard error analysis
        (Higham 2002, section 3.1): whoever compares two values knows for certain which is greater
        where they differ by more than their bounds.

        >>> from brinkgame.parameters import Parameter
        >>> x = Parameter("x", baseline=1)
        >>> bool((x**2 - 2 * x).rounding_bound({"x": [0.1, 0.2]}) < 1e-14)
        True
        """
        from brinkgame.expressions.arrays import rounding_bound

        return rounding_bound(self._value, values)

    # --- new expressions ----------------------------------------------------------------------

    def substitute(self, values: Mapping[str, object]) -> Expression:
        """Return the expression with parameters replaced by numbers or other operands, all at once.

        Names that are not in the expression are ignored, so that one mapping serves many
        expressions. Raises `ExpressionError` where the result has no value, and where an exponent
        would not be whole.

        >>> from brinkgame.parameters import Parameter
        >>> x, y = Parameter("x", baseline=1), Parameter("y", baseline=1)
        >>> print((x - y**2).substitute({"x": y, "y": x}))
        y - x**2
        """
        put = {name: values[name] for name in self._value.space.symbols if name in values}
        if len(put) == len(self._value.space.symbols) and not any(
            isinstance(value, Operand) for value in put.values()
        ):
            return constant_expression(self.evaluate(put))
        return Expression(
            self._value.substitute({name: _operand(value)._value for name, value in put.items()})
        )

    def derivative(self, name: str) -> Expression:
        """Return the partial derivative with respect to a parameter; 0 if it is not in it.

        A parameter in an exponent is a whole number, so that there is none with respect to it:
        `ExpressionError`.
        """
        return Expression(self._value.derivative(name))

    def solve(self, name: str) -> Expression:
        """Return what `name` must be for this expression to be zero, where it is linear in it.

        Raises `ExpressionError` where the numerator is not of degree 1 in `name`.
        """
        return Expression(self._value.root(name))

    # --- for others ---------------------------------------------------------------------------

    def latex(self) -> str:
        r"""Return the formula in LaTeX, in the signs of the parameters (`Parameter.symbol`).

        A parameter without a sign is written as its name. Greek letters may be given as such.

        >>> from brinkgame.parameters import Parameter
        >>> s = Parameter("berlin_gain", baseline="8/5", symbol="S")
        >>> phi = Parameter("candour", baseline=1, symbol="φ")
        >>> print(((s + 1) / (s + phi)).latex())
        \frac{S + 1}{S + \varphi}
        """
        from brinkgame.expressions.printing import to_latex

        return to_latex(self._value)

    def to_sympy(self) -> Any:
        """Return the expression as one of sympy, in plain symbols (``sympy.Symbol(name)``)."""
        from brinkgame.expressions.printing import to_sympy

        return to_sympy(self._value)

    # --- operators ----------------------------------------------------------------------------

    def __add__(self, other: object) -> Expression:
        if isinstance(other, Operand):
            return Expression(self._value.plus(other._as_expression()._value))
        number = _number(other)
        return NotImplemented if number is None else Expression(self._value.plus_number(number))

    def __radd__(self, other: object) -> Expression:
        return self.__add__(other)

    def __sub__(self, other: object) -> Expression:
        if isinstance(other, Operand):
            return Expression(self._value.minus(other._as_expression()._value))
        number = _number(other)
        return NotImplemented if number is None else Expression(self._value.plus_number(-number))

    def __rsub__(self, other: object) -> Expression:
        number = _number(other)
        return NotImplemented if number is None else Expression((-self._value).plus_number(number))

    def __mul__(self, other: object) -> Expression:
        if isinstance(other, Operand):
            return Expression(self._value.times(other._as_expression()._value))
        number = _number(other)
        return NotImplemented if number is None else Expression(self._value.times_number(number))

    def __rmul__(self, other: object) -> Expression:
        return self.__mul__(other)

    def __truediv__(self, other: object) -> Expression:
        if isinstance(other, Operand):
            return Expression(self._value.over(other._as_expression()._value))
        number = _number(other)
        if number is None:
            return NotImplemented
        if not number:
            raise ExpressionError(f"division of {self} by zero")
        return Expression(self._value.times_number(1 / Fraction(number)))

    def __rtruediv__(self, other: object) -> Expression:
        number = _number(other)
        if number is None:
            return NotImplemented
        return constant_expression(number).__truediv__(self)

    def __pow__(self, other: object) -> Expression:
        if type(other) is int:
            return Expression(self._value.to_integer_power(other))
        if isinstance(other, Operand):
            return Expression(self._value.to_power(other._as_expression()._value))
        number = _number(other)
        if number is None:
            return NotImplemented
        return Expression(self._value.to_power(constant_expression(number)._value))

    def __rpow__(self, other: object) -> Expression:
        number = _number(other)
        if number is None:
            return NotImplemented
        return constant_expression(number).__pow__(self)

    def __neg__(self) -> Expression:
        return Expression(-self._value)

    def __lt__(self, other: object) -> Constraint:
        right = _comparable(other)
        return NotImplemented if right is None else Constraint(self, "<", right)

    def __le__(self, other: object) -> Constraint:
        right = _comparable(other)
        return NotImplemented if right is None else Constraint(self, "<=", right)

    def __gt__(self, other: object) -> Constraint:
        right = _comparable(other)
        return NotImplemented if right is None else Constraint(right, "<", self)

    def __ge__(self, other: object) -> Constraint:
        right = _comparable(other)
        return NotImplemented if right is None else Constraint(right, "<=", self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Operand):
            return self._value == other._as_expression()._value
        if isinstance(other, numbers.Number):
            return self._value.is_constant and bool(self._value.constant() == other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._value)

    # --- text and copies ----------------------------------------------------------------------

    def __str__(self) -> str:
        return str(self._value)

    def __repr__(self) -> str:
        return f"<Expression {self}>"

    def __copy__(self) -> Expression:
        return self

    def __deepcopy__(self, memo: object) -> Expression:
        return self

    def __reduce__(self) -> tuple[type[Expression], tuple[RationalFunction]]:
        return Expression, (self._value,)


def constant_expression(number: Fraction | int) -> Expression:
    """The expression that is this number."""
    from brinkgame.expressions.rational import RationalFunction

    return Expression(RationalFunction.of_number(number))


def symbol_expression(symbol: Symbol) -> Expression:
    """The expression that is this symbol; a symbol keeps it for `Symbol._as_expression`."""
    from brinkgame.expressions.rational import RationalFunction

    return Expression(RationalFunction.of_generator(symbol))


def _number(value: object) -> Fraction | int | None:
    """A number read exactly; None for anything that is no number, text included."""
    if type(value) is int:
        return value
    if isinstance(value, numbers.Number):
        return exact_number(value)
    return None


def _comparable(value: object) -> Expression | None:
    """An operand or a number as an expression; None for anything else."""
    if isinstance(value, Operand):
        return value._as_expression()
    number = _number(value)
    return None if number is None else constant_expression(number)


def _operand(value: object) -> Expression:
    """What may take the place of a parameter: an operand, a number or a number string."""
    if isinstance(value, Operand):
        return value._as_expression()
    return constant_expression(exact_number(value))


def quantity(value: object) -> Fraction | Expression:
    """Read a payoff or a probability: a number, a number string, a parameter or an expression.

    Numbers, and expressions that are constant, become a `Fraction`; parameters become their
    expression. Anything else raises `InvalidNumberError`.

    >>> from brinkgame.parameters import Parameter
    >>> x = Parameter("x", baseline=1)
    >>> quantity("1/3"), quantity(0.1), quantity(x - x)
    (Fraction(1, 3), Fraction(1, 10), Fraction(0, 1))
    >>> quantity(2 * x)
    <Expression 2*x>
    """
    if isinstance(value, Operand):
        expression = value._as_expression()
        return expression.constant() if expression.is_constant else expression
    return exact_number(value)
