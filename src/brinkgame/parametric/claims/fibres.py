"""Whether a formula in one or two parameters holds somewhere, decided completely.

**One parameter.** The signs of the polynomials are constant between their real roots, which are
found exactly: the formula is tried at each root and once in between. That is all there is.

**Two parameters.** Over an interval of the first in which no discriminant, no leading coefficient
and no resultant of two of the polynomials vanishes, their roots in the second are continuous, keep
their number and their order, and so does the truth of the formula between them (this is the
projection of cylindrical algebraic decomposition in the plane [1]_, [2]_). So the formula is
decided on one vertical line for each such interval, and on the lines at its ends, which are
algebraic. There the roots in the second parameter are among those of a norm, and every sign is
decided exactly.

.. [1] G. E. Collins (1975), "Quantifier elimination for real closed fields by cylindrical algebraic
   decomposition", Lecture Notes in Computer Science 33.
.. [2] S. McCallum (1988), "An improved projection operation for cylindrical algebraic decomposition
   of three-dimensional space", *Journal of Symbolic Computation* 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, Final, TypeAlias

from flint import Ordering, fmpz_mpoly_ctx

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.control import Control
from brinkgame.errors import TimeLimitError
from brinkgame.expressions import Expression
from brinkgame.parameters import Parameter
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.formula import Formula
from brinkgame.parametric.regions.restricting import fixed, judged, multiplied_out

__all__ = ["holding_point", "holds_at"]

Number: TypeAlias = "Fraction | Algebraic"
Place: TypeAlias = "dict[str, Number]"

_OUT_OF_TIME: Final = "time was up before every line of the plane had been looked at"


def holding_point(
    formula: Formula, parameters: Sequence[Parameter], control: Control
) -> Place | None:
    """A point of the box at which a formula in at most two parameters holds; None if there is none.

    Parameters
    ----------
    formula
        Its conditions name no other parameters.
    parameters
        None, one or two, with both ends; whole ones take each of their values.

    Returns
    -------
    dict or None
        A rational point where there is one. Otherwise, where the formula holds at irrational points
        only, one of these, with `Algebraic` coordinates.

    Raises
    ------
    TimeLimitError
        Time was up.
    InvalidNumberError
        Two irrational numbers that belong together are in a field that is too large.
    """
    irrational: Place | None = None
    for point in _candidates(formula, parameters, control):
        if any(isinstance(value, Algebraic) for value in point.values()):
            if irrational is None and judged(formula, lambda c, p=point: holds_at(c, p)):  # type: ignore[misc]
                irrational = point
        elif formula.holds(point):
            return point
    return irrational


def _candidates(
    formula: Formula, parameters: Sequence[Parameter], control: Control
) -> Iterator[Place]:
    """A point of every set on which the signs of all conditions are constant."""
    polynomials = _parts(multiplied_out(condition) for condition in formula.atoms())
    for k, parameter in enumerate(parameters):
        if parameter.whole:
            rest = [*parameters[:k], *parameters[k + 1 :]]
            for value in _values(parameter):
                # A power with a free exponent is none any more.
                put: Place = {parameter.name: value}
                for point in _candidates(fixed(formula, put), rest, control):
                    yield {**put, **point}
            return
    if not parameters:
        yield {}
    elif len(parameters) == 1:
        for number in _on_line(polynomials, parameters[0]):
            yield {parameters[0].name: number}
    else:
        yield from _in_plane(polynomials, parameters[0], parameters[1], control)


def _values(parameter: Parameter) -> Iterator[Fraction]:
    low, high = _ends(parameter)
    value = low
    while value <= high:
        yield value
        value += 1


def _ends(parameter: Parameter) -> tuple[Fraction, Fraction]:
    if parameter.low is None or parameter.high is None:
        raise AssertionError("asked for before")
    return parameter.low, parameter.high


def _parts(polynomials: Iterable[Expression]) -> list[Expression]:
    """The irreducible factors of polynomials, each once."""
    found: dict[Expression, None] = {}
    for polynomial in polynomials:
        if not polynomial.is_constant:
            for factor, _ in polynomial.factors()[1]:
                found[factor] = None
    return list(found)


# -- one parameter --------------------------------------------------------------------------------


def _on_line(polynomials: Iterable[Expression], parameter: Parameter) -> list[Number]:
    """A rational point in every gap between the roots, then the roots; ends of the range included.

    Points of gaps come first: where a formula holds on an interval, it is found inside.
    """
    roots: list[Number] = []
    low, high = _ends(parameter)
    for polynomial in polynomials:
        if not polynomial.is_constant:
            roots.extend(real_roots(_coefficients(polynomial), low, high))
    return _samples(roots, low, high)


def _samples(roots: Iterable[Number], low: Fraction, high: Fraction) -> list[Number]:
    ordered: list[Number] = []
    for root in sorted([low, high, *roots]):
        if not ordered or root != ordered[-1]:
            ordered.append(root)
    gaps: list[Number] = [_between(a, b) for a, b in pairwise(ordered)]
    return gaps + ordered


def _between(a: Number, b: Number) -> Fraction:
    """A simple fraction between two different numbers."""
    width = Fraction(1, 64)
    while True:
        (_, left), (right, _) = _interval(a, width), _interval(b, width)
        if left < right:
            return _simplest_between(left, right)
        width /= 1024


def _simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the least denominator in the open interval; the middle of whole ones."""
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1) if low != whole or high - low > 1 else (low + high) / 2
    if low == whole:
        # Between a whole number and the next: 1/n is the simplest that is below the end.
        gap = high - low
        n = gap.denominator // gap.numerator + 1
        return whole + Fraction(1, n)
    return whole + 1 / _simplest_between(1 / (high - whole), 1 / (low - whole))


def _interval(number: Number, width: Fraction) -> tuple[Fraction, Fraction]:
    return number.refined(width).interval if isinstance(number, Algebraic) else (number, number)


def _coefficients(polynomial: Expression) -> list[Fraction]:
    """The coefficients of a polynomial in one parameter, that of the constant first."""
    by_degree = {
        sum(power for _, power in monomial): coefficient
        for monomial, coefficient in polynomial.terms().items()
    }
    return [by_degree.get(degree, Fraction(0)) for degree in range(max(by_degree) + 1)]


# -- two parameters -------------------------------------------------------------------------------

_Table: TypeAlias = "dict[tuple[int, ...], int]"
"""A polynomial in x and y: integer coefficients by exponents."""


def _in_plane(
    polynomials: Sequence[Expression], x: Parameter, y: Parameter, control: Control
) -> Iterator[Place]:
    tables = [_table(p, x.name, y.name) for p in polynomials]
    low, high = _ends(x)
    roots: list[Number] = []
    for coefficients in _projection(tables, _ends(y)):
        control.tell("lines of the plane", len(roots))
        if control.expired():
            raise TimeLimitError(_OUT_OF_TIME)
        if any(coefficients[1:]):
            roots.extend(real_roots(coefficients, low, high))
    lines = _samples(roots, low, high)
    for done, line in enumerate(lines):
        control.tell("lines of the plane", done, len(lines))
        if control.expired():
            raise TimeLimitError(_OUT_OF_TIME)
        for value in _samples(_on_fibre(tables, line, y), *_ends(y)):
            yield {x.name: line, y.name: value}


def _table(polynomial: Expression, x: str, y: str) -> _Table:
    found: _Table = {}
    for monomial, coefficient in polynomial.terms().items():
        powers = dict(monomial)
        found[powers.get(x, 0), powers.get(y, 0)] = int(coefficient)
    return found


def _projection(tables: Sequence[_Table], ends: tuple[Fraction, Fraction]) -> Iterator[list[int]]:
    """Polynomials in x at whose roots something happens to the roots in y, as coefficients."""
    context = fmpz_mpoly_ctx.get(("x", "y"), Ordering.lex)
    mixed = []
    for table in tables:
        degree = max(j for _, j in table)
        if not degree:
            yield _dense({(i, 0): c for (i, _), c in table.items()})
            continue
        mixed.append(context.from_dict(table))
        yield _dense({(i, 0): c for (i, j), c in table.items() if j == degree})
        for end in ends:
            yield _at_end(table, end, degree)
        if degree > 1:
            yield _dense(mixed[-1].discriminant("y").to_dict())
    for one, other in combinations(mixed, 2):
        yield _dense(one.resultant(other, "y").to_dict())


def _dense(table: Mapping[tuple[int, ...], Any]) -> list[int]:
    found = [0] * (1 + max((i for i, _ in table), default=0))
    for (i, _), coefficient in table.items():
        found[i] = int(coefficient)
    return found


def _at_end(table: _Table, end: Fraction, degree: int) -> list[int]:
    found = [0] * (1 + max(i for i, _ in table))
    for (i, j), coefficient in table.items():
        found[i] += coefficient * end.numerator**j * end.denominator ** (degree - j)
    return found


def _on_fibre(tables: Sequence[_Table], line: Number, y: Parameter) -> list[Number]:
    """Every root in y of the polynomials on a vertical line, and perhaps others."""
    roots: list[Number] = []
    context = fmpz_mpoly_ctx.get(("x", "y"), Ordering.lex)
    for table in tables:
        if isinstance(line, Fraction):
            degree = max(i for i, _ in table)
            dense = [0] * (1 + max(j for _, j in table))
            for (i, j), coefficient in table.items():
                dense[j] += coefficient * line.numerator**i * line.denominator ** (degree - i)
        else:
            minimal = context.from_dict({(k, 0): c for k, c in enumerate(line.polynomial) if c})
            norm = minimal.resultant(context.from_dict(table), "x").to_dict()
            dense = [0] * (1 + max((j for _, j in norm), default=0))
            for (_, j), value in norm.items():
                dense[j] = int(value)
        if any(dense[1:]):
            roots.extend(real_roots(dense, *_ends(y)))
    return roots


# -- signs at irrational points -------------------------------------------------------------------


def holds_at(condition: Condition, point: Mapping[str, Number]) -> bool:
    """Whether a condition holds at a point with algebraic coordinates, exactly."""
    sign = sign_at(multiplied_out(condition), point)
    if condition.relation == ">=":
        return sign >= 0
    if condition.relation == ">":
        return sign > 0
    return (sign == 0) is (condition.relation == "==")


def sign_at(polynomial: Expression, point: Mapping[str, Number]) -> int:
    """The sign of a polynomial at a point with algebraic coordinates, exactly."""
    terms = [] if polynomial == 0 else list(polynomial.terms().items())
    width = Fraction(1, 2**20)
    for _ in range(3):  # most signs are clear from afar
        boxes = {name: _interval(value, width) for name, value in point.items()}
        low = high = Fraction(0)
        for monomial, coefficient in terms:
            part = (coefficient, coefficient)
            for name, power in monomial:
                part = _product(part, _power(boxes[name], power))
            low, high = low + part[0], high + part[1]
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        width /= 2**20
    total: Any = Fraction(0)
    for monomial, coefficient in terms:
        part_: Any = coefficient
        for name, power in monomial:
            part_ = part_ * point[name] ** power
        total = total + part_
    return int((total > 0) - (total < 0))


def _product(
    a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    ends = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(ends), max(ends)


def _power(interval: tuple[Fraction, Fraction], power: int) -> tuple[Fraction, Fraction]:
    found = (Fraction(1), Fraction(1))
    for _ in range(power):
        found = _product(found, interval)
    return found
