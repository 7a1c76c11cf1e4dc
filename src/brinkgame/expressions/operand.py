"""What can stand in arithmetic: `Operand`, and `Symbol`, an operand with a name of its own.

The operators are defined once, here, by way of the canonical expression of each operand; `Symbol`
is what this room knows of a parameter, so that it need not know the room of parameters above it.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from brinkgame.arithmetic import exact_number
from brinkgame.errors import InvalidParameterError

if TYPE_CHECKING:
    from brinkgame.expressions.constraint import Constraint
    from brinkgame.expressions.expression import Expression

__all__ = ["Operand", "Symbol"]


class Operand(ABC):
    """What can be added, multiplied, compared: a `Parameter` or an `Expression`.

    ``+ - * / **`` with another operand or a number (int, `Fraction`, `Decimal`, float, numpy
    scalar, but no string) give an `Expression`; a float is read as the simplest fraction that
    rounds to it. ``< <= > >=`` give a `Constraint`. ``==`` and ``hash`` are those of the canonical
    expression, so that equal is equal however it was written.

    >>> from brinkgame.parameters import Parameter
    >>> x = Parameter("x", baseline=2)
    >>> x * (x + 1) == x**2 + x
    True
    >>> print(0.1 * x, "and", 1 / (1 - x))
    x/10 and 1/(1 - x)
    """

    __slots__ = ()

    @abstractmethod
    def _as_expression(self) -> Expression:
        """The canonical expression of this operand."""

    def __add__(self, other: object) -> Expression:
        return self._as_expression().__add__(other)

    def __radd__(self, other: object) -> Expression:
        return self._as_expression().__radd__(other)

    def __sub__(self, other: object) -> Expression:
        return self._as_expression().__sub__(other)

    def __rsub__(self, other: object) -> Expression:
        return self._as_expression().__rsub__(other)

    def __mul__(self, other: object) -> Expression:
        return self._as_expression().__mul__(other)

    def __rmul__(self, other: object) -> Expression:
        return self._as_expression().__rmul__(other)

    def __truediv__(self, other: object) -> Expression:
        return self._as_expression().__truediv__(other)

    def __rtruediv__(self, other: object) -> Expression:
        return self._as_expression().__rtruediv__(other)

    def __pow__(self, other: object) -> Expression:
        return self._as_expression().__pow__(other)

    def __rpow__(self, other: object) -> Expression:
        return self._as_expression().__rpow__(other)

    def __neg__(self) -> Expression:
        return self._as_expression().__neg__()

    def __pos__(self) -> Expression:
        return self._as_expression()

    def __lt__(self, other: object) -> Constraint:
        return self._as_expression().__lt__(other)

    def __le__(self, other: object) -> Constraint:
        return self._as_expression().__le__(other)

    def __gt__(self, other: object) -> Constraint:
        return self._as_expression().__gt__(other)

    def __ge__(self, other: object) -> Constraint:
        return self._as_expression().__ge__(other)

    def __eq__(self, other: object) -> bool:
        return self._as_expression().__eq__(other)

    def __hash__(self) -> int:
        return hash(self._as_expression())

    def __bool__(self) -> bool:
        """False for what is identically zero, as for numbers."""
        return self._as_expression() != 0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Let operators work element by element with numpy's arrays, and with its scalars.

        An array of numbers times a parameter is an array of expressions. Without this, numpy
        would ask comparisons for their truth.
        """
        calculate = _OPERATIONS.get(ufunc.__name__)
        if calculate is None or method != "__call__" or options:
            return NotImplemented
        import numpy as np

        same = ufunc.__name__ in {"equal", "not_equal"}
        boxed = []
        for value in inputs:
            box = np.empty(np.shape(value) if isinstance(value, np.ndarray) else (), dtype=object)
            if isinstance(value, (np.ndarray, np.generic)) and value.dtype != object:
                # Comparing for equality takes the number as it is, as fractions do with floats.
                box.reshape(-1)[:] = [
                    n.item() if same else exact_number(n) for n in np.ravel(value)
                ]
            else:
                box[...] = value
            boxed.append(box)
        return np.frompyfunc(calculate, len(inputs), 1)(*boxed)


_OPERATIONS: Mapping[str, Callable[..., object]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
    "negative": operator.neg,
    "positive": operator.pos,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "equal": operator.eq,
    "not_equal": operator.ne,
}


class Symbol(Operand):
    """An operand with a name: what an expression is made of, besides numbers."""

    __slots__ = ()

    @property
    @abstractmethod
    def name(self) -> str:
        """The word that stands for it in text and in mappings of values."""

    @property
    @abstractmethod
    def symbol(self) -> str:
        """The sign that stands for it in formulas, LaTeX allowed; empty for none."""

    @property
    @abstractmethod
    def low(self) -> Fraction | None:
        """The lower end of its range; None if it has none."""

    @property
    @abstractmethod
    def whole(self) -> bool:
        """Whether it takes whole numbers only, so that it may be an exponent."""

    @abstractmethod
    def same_definition(self, other: object) -> bool:
        """Return whether `other` is this symbol or one of the same name and meaning."""


def symbol_hash(name: str) -> int:
    """The hash of a symbol, and of the expression which is that symbol and nothing else."""
    return hash(("brinkgame symbol", name))


def require_one_definition(symbol: Symbol, other: Symbol) -> None:
    """Refuse two symbols of one name that are not the same."""
    if not symbol.same_definition(other):
        raise InvalidParameterError(
            f"two parameters called {symbol.name!r} differ: {symbol!r} and {other!r}; define it "
            "once, or give one of them another name"
        )


def merged_symbols(*mappings: Mapping[str, Symbol]) -> dict[str, Symbol]:
    """The symbols of all, sorted by name; `InvalidParameterError` where two of a name differ."""
    merged: dict[str, Symbol] = {}
    for mapping in mappings:
        for name, symbol in mapping.items():
            require_one_definition(merged.setdefault(name, symbol), symbol)
    return dict(sorted(merged.items()))
