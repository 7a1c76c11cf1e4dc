"""Reading an expression from text, without evaluating the text as code.

The language is numbers, names, ``+ - * / ^ ( )`` and ``**`` for ``^``, and nothing else::

    sum     = term (("+" | "-") term)*
    term    = sign (("*" | "/") sign)*
    sign    = ("+" | "-")* power
    power   = atom [("^" | "**") ("+" | "-")* power]
    atom    = NUMBER | NAME | "(" sum ")"

It is read from left to right with a stack of waiting operators [1]_, so that no nesting, however
deep, meets the recursion limit; length, nesting and the size of every intermediate result are
limited, so that no text takes long.

.. [1] E. W. Dijkstra, *Algol 60 translation* (1961), Mathematisch Centrum, report MR 35.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias, final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import BrinkgameError, ExpressionError, suggestion
from brinkgame.expressions.expression import Expression, constant_expression
from brinkgame.expressions.operand import Operand

__all__ = ["parse"]

_LONGEST_TEXT: Final = 20_000
_DEEPEST_NESTING: Final = 200
_LARGEST_EXPONENT: Final = 1_000
# Of one intermediate result: terms, degree, and bits of a coefficient (Python refuses to print
# integers of more than 4300 digits, which are 14,000 bits).
_MOST_TERMS: Final = 4_000
_HIGHEST_DEGREE: Final = 1_000
_MOST_BITS: Final = 14_000
# Terms of all intermediate results together, those with long coefficients counted several times.
_MOST_WORK: Final = 500_000

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<operator>\*\*|[-+*/^()])",
    re.ASCII,
)
_SPACE = re.compile(r"[ \t\r\n]*")

_Value: TypeAlias = "Fraction | Expression"


@final
class _Token(NamedTuple):
    kind: str  # number, name, operator, end
    text: str
    column: int


@final
class _Waiting(NamedTuple):
    """An operator whose right operand is not complete; "(" for an open bracket."""

    sign: str  # + - * / ^ ( and n for the minus before an operand
    strength: int
    column: int


_STRENGTH: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "n": 3, "^": 4}


def parse(text: str, symbols: Mapping[str, Operand]) -> Expression:
    """Read an expression from text: numbers, names, ``+ - * / ^ ( )`` and nothing else.

    `symbols` says what each name stands for. ``**`` is another way to write ``^``, which binds
    closer than a minus before it (``-x^2`` is ``-(x^2)``) and from right to left. Numbers are read
    exactly. What `str` prints of an expression is read as that expression.

    Raises `ExpressionError` with the column (`.column`, from 1) where the text is none, a name is
    unknown, there is a division by zero, or the expression would be unreasonably large. The text
    is never evaluated as code.

    >>> from brinkgame.parameters import Parameter
    >>> d = Parameter("detection", baseline="1/2")
    >>> print(parse("1 - 0.5*detection^2", {"detection": d}))
    1 - detection**2/2
    >>> parse("1 - detecton", {"detection": d})
    Traceback (most recent call last):
    ...
    brinkgame.errors.ExpressionError: unknown name 'detecton'; did you mean 'detection'?, at \
column 5 of '1 - detecton'
    """
    if not isinstance(text, str):
        raise ExpressionError(
            f"{text!r} (of type {type(text).__name__}) is no text to read an expression from"
        )
    if len(text) > _LONGEST_TEXT:
        raise ExpressionError(
            f"an expression of {len(text)} characters is too long: {_LONGEST_TEXT} are allowed",
            column=_LONGEST_TEXT + 1,
        )
    value = _Reader(text, symbols).read()
    return constant_expression(value) if isinstance(value, Fraction) else value


@final
class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, symbols: Mapping[str, Operand]) -> None:
        self.text = text
        self.symbols = symbols
        self.position = 0
        self.values: list[_Value] = []
        self.waiting: list[_Waiting] = []
        self.depth = 0
        self.work = 0

    def read(self) -> _Value:
        while True:
            self._operand()
            if not self._operator():
                return self.values.pop()

    def _operand(self) -> None:
        """Read signs and opening brackets up to a number or a name."""
        while True:
            token = self._next()
            if token.kind == "number":
                self.values.append(self._number(token))
                return
            if token.kind == "name":
                self.values.append(self._named(token))
                return
            if token.text == "(":
                self.depth += 1
                if self.depth > _DEEPEST_NESTING:
                    raise self._error(
                        f"more than {_DEEPEST_NESTING} brackets in one another", token.column
                    )
                self.waiting.append(_Waiting("(", 0, token.column))
            elif token.text == "-":
                self.waiting.append(_Waiting("n", _STRENGTH["n"], token.column))
            elif token.text != "+":
                what = f"{token.text!r} stands" if token.text else "the text ends"
                raise self._error(
                    f"{what} where a number, a name or '(' was expected", token.column
                )

    def _operator(self) -> bool:
        """Read closing brackets up to an operator; False at the end of the text."""
        while True:
            token = self._next()
            if token.kind == "end":
                self._complete(0)
                if self.waiting:
                    raise self._error("'(' is never closed", self.waiting[-1].column)
                return False
            if token.text == ")":
                self._complete(0)
                if not self.waiting:
                    raise self._error("')' closes nothing", token.column)
                self.waiting.pop()
                self.depth -= 1
                continue
            if token.kind != "operator" or token.text == "(":
                raise self._error(
                    f"an operator is missing before {token.text!r}: write * to multiply",
                    token.column,
                )
            sign = "^" if token.text == "**" else token.text
            strength = _STRENGTH[sign]
            self._complete(strength + 1 if sign == "^" else strength)  # ^ from right to left
            self.waiting.append(_Waiting(sign, strength, token.column))
            return True

    def _next(self) -> _Token:
        space = _SPACE.match(self.text, self.position)
        self.position = space.end() if space is not None else self.position
        column = self.position + 1
        if self.position == len(self.text):
            return _Token("end", "", column)
        match = _TOKEN.match(self.text, self.position)
        if match is None or match.lastgroup is None:
            raise self._error(
                f"{self.text[self.position]!r} has no meaning in an expression: write numbers, "
                "names, + - * / ^ ( )",
                column,
            )
        self.position = match.end()
        return _Token(match.lastgroup, match.group(), column)

    def _number(self, token: _Token) -> Fraction:
        try:
            return exact_number(token.text)
        except BrinkgameError as error:
            raise self._error(str(error), token.column) from None

    def _named(self, token: _Token) -> Expression:
        operand = self.symbols.get(token.text)
        if operand is None:
            raise self._error(
                f"unknown name {token.text!r}" + suggestion(token.text, self.symbols), token.column
            )
        return +operand

    # --- calculation --------------------------------------------------------------------------

    def _complete(self, strength: int) -> None:
        """Carry out the waiting operators that bind at least as closely as `strength`."""
        while self.waiting and self.waiting[-1].sign != "(":
            if self.waiting[-1].strength < strength:
                return
            waiting = self.waiting.pop()
            right = self.values.pop()
            if waiting.sign == "n":
                self.values.append(-right)
                continue
            left = self.values.pop()
            try:
                value = self._apply(waiting, left, right)
            except ZeroDivisionError:
                raise self._error("division by zero", waiting.column) from None
            except BrinkgameError as error:
                if isinstance(error, ExpressionError) and error.column is not None:
                    raise
                raise self._error(str(error), waiting.column) from None
            self.values.append(value)

    def _apply(self, waiting: _Waiting, left: _Value, right: _Value) -> _Value:
        if waiting.sign == "^":
            return self._power(waiting, left, right)
        a, b = _size(left), _size(right)
        self._refuse_if_large(
            waiting,
            terms=2 * a.terms * b.terms,
            degrees={
                key: a.degrees.get(key, 0) + b.degrees.get(key, 0)
                for key in a.degrees.keys() | b.degrees.keys()
            },
            bits=a.bits + b.bits,
        )
        return _OPERATIONS[waiting.sign](left, right)

    def _power(self, waiting: _Waiting, left: _Value, right: _Value) -> _Value:
        if isinstance(right, Expression) and right.is_constant:
            right = right.constant()
        if isinstance(right, Expression):
            # A sum of whole parameters; the whole number in it is an exponent as well.
            exponent = 2 ** _size(right).bits
            self.work += _size(left).bits ** 2  # the numbers of the base are broken into primes
        elif right.denominator == 1:
            exponent = abs(right.numerator)
        else:
            raise self._error(f"the exponent {right} is no whole number", waiting.column)
        if exponent > _LARGEST_EXPONENT:
            raise self._error(
                f"the exponent {_short(right)} is too large: at most {_LARGEST_EXPONENT} is read",
                waiting.column,
            )
        base = _size(left)
        self._refuse_if_large(
            waiting,
            terms=math.comb(base.terms - 1 + exponent, exponent),
            degrees={key: degree * exponent for key, degree in base.degrees.items()},
            bits=base.bits * exponent,
        )
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return left**right.numerator
        return (constant_expression(left) if isinstance(left, Fraction) else left) ** right

    def _refuse_if_large(
        self, waiting: _Waiting, terms: int, degrees: Mapping[str, int], bits: int
    ) -> None:
        """Stop before an operation whose result could be unreasonably large."""
        dense = 1
        for degree in degrees.values():
            dense *= degree + 1
        terms = min(terms, dense)
        self.work += terms * (1 + bits // 256)
        if (
            terms > _MOST_TERMS
            or self.work > _MOST_WORK
            or bits > _MOST_BITS
            or sum(degrees.values()) > _HIGHEST_DEGREE
        ):
            raise self._error("the expression grows too large here", waiting.column)

    def _error(self, message: str, column: int) -> ExpressionError:
        shown = self.text
        if len(shown) > 60:
            start = max(0, min(column - 30, len(shown) - 57))
            shown = ("..." if start else "") + shown[start : start + 57]
            shown += "..." if start + 57 < len(self.text) else ""
        return ExpressionError(f"{message}, at column {column} of {shown!r}", column=column)


@final
class _Size(NamedTuple):
    """How much there is to calculate with."""

    terms: int
    degrees: Mapping[str, int]
    bits: int


def _size(value: _Value) -> _Size:
    if isinstance(value, Fraction):
        return _Size(1, {}, max(value.numerator.bit_length(), value.denominator.bit_length()))
    return _Size(*value._value.size())


def _short(number: _Value) -> str:
    text = str(number)
    return text if len(text) <= 30 else text[:27] + "..."


_OPERATIONS: Final[Mapping[str, Callable[..., _Value]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
