"""Parameters: the numbers of a game that nobody knows, and what is assumed about each.

A `Parameter` is a named quantity with a baseline, a range, a meaning and sources; arithmetic with
it gives expressions. A `ParameterSpace` is the parameters of a game with the constraints among
them, and a `Point` gives every one of them a value.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NoReturn, final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import (
    ExpressionError,
    InvalidNumberError,
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownKeyError,
    UnknownNameError,
    suggestion,
)
from brinkgame.expressions import Constraint, Expression, Symbol
from brinkgame.expressions.expression import symbol_expression
from brinkgame.expressions.operand import require_one_definition, symbol_hash

__all__ = ["Parameter", "ParameterSpace", "Point"]

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@final
class Parameter(Symbol):
    r"""A quantity that nobody knows: a name, a baseline, and what is assumed about it.

    Numbers are read exactly (see `exact_number`): ``baseline="1/2"``, ``0.5`` and
    ``Fraction(1, 2)`` are the same. The range from `low` to `high` is what the author thinks
    plausible, ends included (None: without end); the baseline lies in it.

    Parameters
    ----------
    name
        A word of letters, digits and underscores, the first no digit. It names the parameter in
        text, on the command line and in mappings of values; one name means one thing.
    baseline, low, high
        The usual value, and the range.
    meaning, unit, sources
        What it stands for, in what it is counted, and where the assumption comes from
        (``sources=("memo C4",)``).
    symbol
        The sign for it in formulas, LaTeX allowed (``"\theta"``, ``"S_B"``).
    distribution
        What is believed about it, for sampling: any object with the methods ``ppf`` and ``cdf``,
        such as a frozen distribution of scipy.
    whole
        Whether it takes whole numbers only. Such a parameter may be an exponent.

    Raises
    ------
    InvalidParameterError
        Where the definition contradicts itself; the message names the value and what to do.

    Notes
    -----
    ``==`` compares as expressions do: a parameter equals the expression which is just that
    parameter. Two parameters of one name and different definitions cannot be compared:
    `InvalidParameterError`. `same_definition` asks whether they are the same.

    Examples
    --------
    >>> weeks = Parameter("weeks", baseline=12, low=6, high=16, whole=True, unit="weeks")
    >>> hazard = Parameter("weekly_hazard", baseline="1/20", low=0, high="0.3")
    >>> detection = 1 - (1 - hazard) ** weeks
    >>> print(detection)
    1 - (1 - weekly_hazard)**weeks
    >>> float(detection.evaluate({"weekly_hazard": hazard.baseline, "weeks": 2}))
    0.0975
    """

    __slots__ = (
        "_expression",
        "baseline",
        "distribution",
        "high",
        "low",
        "meaning",
        "name",
        "sources",
        "symbol",
        "unit",
        "whole",
    )

    name: str
    baseline: Fraction
    low: Fraction | None
    high: Fraction | None
    meaning: str
    unit: str
    sources: tuple[str, ...]
    symbol: str
    distribution: Any
    whole: bool
    _expression: Expression | None

    def __init__(
        self,
        name: str,
        baseline: object,
        *,
        low: object = None,
        high: object = None,
        meaning: str = "",
        unit: str = "",
        sources: Iterable[str] = (),
        symbol: str = "",
        distribution: Any = None,
        whole: bool = False,
    ) -> None:
        if not isinstance(name, str):
            raise InvalidParameterError(
                f"the name of a parameter is {name!r}, which is no text: write "
                'Parameter("detection", baseline="1/2")'
            )
        if _WORD.fullmatch(name) is None:
            raise InvalidParameterError(
                f"a parameter cannot be called {name!r}: use letters, digits and underscores, "
                "and no digit first"
            )
        if not isinstance(whole, bool):
            raise InvalidParameterError(
                f"parameter {name!r}: whole={whole!r} is neither True nor False"
            )
        for label, text in (("meaning", meaning), ("unit", unit), ("symbol", symbol)):
            if not isinstance(text, str):
                raise InvalidParameterError(f"parameter {name!r}: {label}={text!r} is no text")
        base = _read(name, "baseline", baseline, whole)
        bottom = None if low is None else _read(name, "low", low, whole)
        top = None if high is None else _read(name, "high", high, whole)
        if bottom is not None and top is not None and bottom > top:
            raise InvalidParameterError(
                f"parameter {name!r}: low={bottom} is above high={top}; swap them"
            )
        if (bottom is not None and base < bottom) or (top is not None and base > top):
            raise InvalidParameterError(
                f"parameter {name!r}: the baseline {base} is outside the range "
                f"{_range(bottom, top)}; move one of them"
            )
        if distribution is not None and not (
            callable(getattr(distribution, "ppf", None))
            and callable(getattr(distribution, "cdf", None))
        ):
            raise InvalidParameterError(
                f"parameter {name!r}: distribution={distribution!r} has no methods ppf and cdf; "
                "give a frozen distribution such as scipy.stats.uniform(0, 1)"
            )
        values = {
            "name": name,
            "baseline": base,
            "low": bottom,
            "high": top,
            "meaning": meaning,
            "unit": unit,
            "sources": _read_sources(name, sources),
            "symbol": symbol,
            "distribution": distribution,
            "whole": whole,
            "_expression": None,
        }
        for attribute, value in values.items():
            object.__setattr__(self, attribute, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(
            f"parameter {self.name!r} cannot be changed (.{name} = {value!r}): define another one, "
            "or give another value at a point"
        )

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"parameter {self.name!r} cannot be changed (del .{name})")

    def _as_expression(self) -> Expression:
        if self._expression is None:
            object.__setattr__(self, "_expression", symbol_expression(self))
        return self._expression  # type: ignore[return-value]

    def same_definition(self, other: object) -> bool:
        """Return whether `other` is a parameter of the same name and the same definition.

        Compared are baseline, range, whole or not, distribution, meaning, unit and sources; the
        sign in formulas is a matter of print.
        """
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return False
        return (
            self.name == other.name
            and self.baseline == other.baseline
            and self.low == other.low
            and self.high == other.high
            and self.whole is other.whole
            and self.meaning == other.meaning
            and self.unit == other.unit
            and self.sources == other.sources
            and _same_distribution(self.distribution, other.distribution)
        )

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, Parameter):
            # The answer of the expressions, without making them.
            if self.name != other.name:
                return False
            require_one_definition(self, other)
            return True
        if isinstance(other, Expression):
            return super().__eq__(other)
        # A parameter is no number, whatever its baseline.
        return NotImplemented

    def __hash__(self) -> int:
        return symbol_hash(self.name)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        shown = [repr(self.name), f"baseline={_literal(self.baseline)}"]
        if self.low is not None:
            shown.append(f"low={_literal(self.low)}")
        if self.high is not None:
            shown.append(f"high={_literal(self.high)}")
        shown += [
            f"{label}={value!r}"
            for label, value in (
                ("meaning", self.meaning),
                ("unit", self.unit),
                ("sources", self.sources),
                ("symbol", self.symbol),
                ("distribution", self.distribution),
                ("whole", self.whole),
            )
            if value is not None and value is not False and value != "" and value != ()
        ]
        return f"Parameter({', '.join(shown)})"

    def __copy__(self) -> Parameter:
        return self

    def __deepcopy__(self, memo: object) -> Parameter:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        options = {
            label: getattr(self, label)
            for label in (
                "low",
                "high",
                "meaning",
                "unit",
                "sources",
                "symbol",
                "distribution",
                "whole",
            )
        }
        return _rebuilt, (self.name, self.baseline, options)


def _rebuilt(name: str, baseline: Fraction, options: dict[str, Any]) -> Parameter:
    return Parameter(name, baseline, **options)


def _read(name: str, label: str, value: object, whole: bool) -> Fraction:
    try:
        number = exact_number(value)
    except InvalidNumberError as error:
        raise InvalidParameterError(f"parameter {name!r}: {label}: {error}") from None
    if whole and number.denominator != 1:
        raise InvalidParameterError(
            f"parameter {name!r} is whole, and {label}={number} is not: round it, or leave out "
            "whole=True"
        )
    return number


def _read_sources(name: str, sources: object) -> tuple[str, ...]:
    if isinstance(sources, str):
        raise InvalidParameterError(
            f"parameter {name!r}: sources={sources!r} is one text where several may be: write "
            f"sources=({sources!r},)"
        )
    if not isinstance(sources, Iterable):
        raise InvalidParameterError(
            f"parameter {name!r}: sources={sources!r} is no collection of texts: write "
            'sources=("memo U1",)'
        )
    listed = tuple(sources)
    for source in listed:
        if not isinstance(source, str) or not source.strip():
            raise InvalidParameterError(
                f'parameter {name!r}: the source {source!r} is no text: write sources=("memo U1",)'
            )
    return listed


def _range(low: Fraction | None, high: Fraction | None) -> str:
    if low is None:
        return f"at most {high}"
    if high is None:
        return f"at least {low}"
    return f"[{low}, {high}]"


def _literal(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else repr(str(number))


def _same_distribution(a: Any, b: Any) -> bool:
    if a is b:
        return True
    if a is None or b is None:
        return False
    frozen = [_frozen_distribution(a), _frozen_distribution(b)]
    if None in frozen:
        return type(a) is type(b) and bool(a == b)
    return frozen[0] == frozen[1]


def _frozen_distribution(distribution: Any) -> tuple[object, ...] | None:
    """What defines a frozen distribution of scipy, which compares by identity; None for others."""
    try:
        kind = distribution.dist.name
        return kind, repr(distribution.args), repr(sorted(distribution.kwds.items()))
    except AttributeError:
        return None


@final
class Point(Mapping[str, Fraction]):
    """A value for every parameter of a space: an immutable mapping from names to fractions.

    `ParameterSpace.point` makes it; made by hand it checks nothing but that values are numbers.
    A point equals every mapping with the same names and values, and can be hashed and pickled.

    >>> Point({"detection": "1/2", "erosion": 0.5})
    Point({'detection': '1/2', 'erosion': '1/2'})
    """

    __slots__ = ("_values",)

    _values: dict[str, Fraction]

    def __init__(self, values: Mapping[str, object]) -> None:
        exact: dict[str, Fraction] = {}
        for name, value in values.items():
            if not isinstance(name, str):
                raise InvalidParameterError(f"the name {name!r} in a point is no text")
            try:
                exact[name] = exact_number(value)
            except InvalidNumberError as error:
                raise InvalidNumberError(f"{name}: {error}") from None
        object.__setattr__(self, "_values", exact)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a point cannot be changed: make another one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a point cannot be changed: make another one")

    def __getitem__(self, name: str) -> Fraction:
        try:
            return self._values[name]
        except KeyError:
            raise UnknownKeyError(
                f"no parameter {name!r} in the point" + suggestion(name, self._values)
            ) from None

    def __contains__(self, name: object) -> bool:
        # Mapping asks by trying, and an error that suggests other names takes a while to make.
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __str__(self) -> str:
        return ", ".join(f"{name} = {value}" for name, value in self._values.items())

    def __repr__(self) -> str:
        shown = ", ".join(f"{name!r}: {_literal(value)}" for name, value in self._values.items())
        return f"Point({{{shown}}})"

    def __copy__(self) -> Point:
        return self

    def __deepcopy__(self, memo: object) -> Point:
        return self

    def __reduce__(self) -> tuple[type[Point], tuple[dict[str, Fraction]]]:
        return Point, (self._values,)


@final
class ParameterSpace(Mapping[str, Parameter]):
    """The parameters of a game by name, in the order of their declaration, and their constraints.

    Parameters
    ----------
    parameters
        The parameters; one may be given twice, but not two of one name and different definitions.
    constraints
        Conditions among them, such as ``retreat_cost < ussr_war_cost``. The baseline satisfies
        them all.

    Raises
    ------
    InvalidParameterError
        Where two definitions of a name differ, a constraint is about parameters that are not in
        the space, or the baseline violates one.

    Examples
    --------
    >>> retreat = Parameter("retreat_cost", baseline=4, low=1, high=8)
    >>> war = Parameter("ussr_war_cost", baseline=8, low=6, high=60)
    >>> space = ParameterSpace([retreat, war], constraints=[retreat < war])
    >>> print(space.point(retreat_cost="9/2"))
    retreat_cost = 9/2, ussr_war_cost = 8
    >>> space.violations({"retreat_cost": 7, "ussr_war_cost": 6})
    ('retreat_cost < ussr_war_cost does not hold: 7 is not below 6',)
    """

    __slots__ = ("_baseline", "_constraints", "_parameters")

    _parameters: dict[str, Parameter]
    _constraints: tuple[Constraint, ...]
    _baseline: Point

    def __init__(
        self,
        parameters: Iterable[Parameter] | Mapping[str, Parameter] = (),
        constraints: Iterable[Constraint] = (),
    ) -> None:
        if isinstance(parameters, Mapping):
            parameters = parameters.values()
        known: dict[str, Parameter] = {}
        for parameter in parameters:
            if not isinstance(parameter, Parameter):
                raise InvalidParameterError(
                    f"{parameter!r} (of type {type(parameter).__name__}) is no Parameter"
                )
            require_one_definition(known.setdefault(parameter.name, parameter), parameter)
        listed: list[Constraint] = []
        for constraint in constraints:
            if not isinstance(constraint, Constraint):
                raise InvalidParameterError(
                    f"{constraint!r} (of type {type(constraint).__name__}) is no constraint: write "
                    "a comparison of parameters, such as retreat_cost < ussr_war_cost"
                )
            for name, symbol in constraint.symbols.items():
                if name not in known:
                    raise InvalidParameterError(
                        f"the constraint {constraint} is about {name!r}, which is not among the "
                        "parameters" + suggestion(name, known)
                    )
                require_one_definition(known[name], symbol)
            if constraint not in listed:
                listed.append(constraint)
        object.__setattr__(self, "_parameters", known)
        object.__setattr__(self, "_constraints", tuple(listed))
        baseline = Point({name: parameter.baseline for name, parameter in known.items()})
        object.__setattr__(self, "_baseline", baseline)
        violated = self.violations(baseline)
        if violated:
            raise InvalidParameterError(
                f"the baseline violates a constraint: {'; '.join(violated)}; move a baseline, or "
                "drop the constraint"
            )

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a parameter space cannot be changed: make another one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a parameter space cannot be changed: make another one")

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """The conditions among the parameters, in the order in which they were given."""
        return self._constraints

    @property
    def baseline(self) -> Point:
        """The point at which every parameter has its baseline."""
        return self._baseline

    def point(self, mapping: Mapping[str, object] | None = None, /, **values: object) -> Point:
        """Return the point with these values, and every other parameter at its baseline.

        Values are numbers or number strings, in a mapping or by keyword. A value outside its range
        or a violated constraint is a `ParameterRangeWarning`, as the game is defined there as
        well; an unknown name is an `UnknownNameError`, a fraction for a whole parameter an
        `InvalidParameterError`, and what is no number an `InvalidNumberError`.
        """
        given = dict(mapping) if mapping is not None else {}
        for name, value in values.items():
            if name in given:
                raise InvalidParameterError(
                    f"{name!r} is given twice: {given[name]!r} and {value!r}"
                )
            given[name] = value
        point = self._completed(given)
        for violation in self.violations(point):
            warnings.warn(violation, ParameterRangeWarning, stacklevel=_level_of_caller())
        return point

    def violations(self, point: Mapping[str, object]) -> tuple[str, ...]:
        """Return, in words, each range and each constraint that a point violates.

        Parameters that are not in `point` are at their baseline.
        """
        complete = self._completed(point)
        found = []
        for name, parameter in self._parameters.items():
            value, low, high = complete[name], parameter.low, parameter.high
            if (low is not None and value < low) or (high is not None and value > high):
                found.append(f"{name} = {value} is outside its range {_range(low, high)}")
        for constraint in self._constraints:
            try:
                if constraint.holds(complete):
                    continue
                left = constraint.left.evaluate(complete)
                right = constraint.right.evaluate(complete)
                words = "below" if constraint.relation == "<" else "at most"
                found.append(f"{constraint} does not hold: {left} is not {words} {right}")
            except ExpressionError as error:
                found.append(f"{constraint} cannot be judged: {error}")
        return tuple(found)

    def _completed(self, given: Mapping[str, object]) -> Point:
        for name in given:
            if name not in self._parameters:
                raise UnknownNameError(
                    f"there is no parameter {name!r}" + suggestion(name, self._parameters)
                )
        point = Point({**self._baseline, **given})
        for name, parameter in self._parameters.items():
            if parameter.whole and point[name].denominator != 1:
                raise InvalidParameterError(
                    f"{name} = {point[name]} is not whole, and {name} takes whole numbers only"
                )
        return point

    def __getitem__(self, name: str) -> Parameter:
        try:
            return self._parameters[name]
        except KeyError:
            raise UnknownKeyError(
                f"there is no parameter {name!r}" + suggestion(name, self._parameters)
            ) from None

    def __contains__(self, name: object) -> bool:
        # As in `Point`.
        return name in self._parameters

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    def __or__(self, other: object) -> ParameterSpace:
        """Both spaces in one; the order is that of the left one, then of the right one."""
        if not isinstance(other, ParameterSpace):
            return NotImplemented
        return ParameterSpace(
            [*self._parameters.values(), *other._parameters.values()],
            [*self._constraints, *other._constraints],
        )

    def __eq__(self, other: object) -> bool:
        """The same definitions and the same constraints; the order does not matter."""
        if not isinstance(other, ParameterSpace):
            return NotImplemented
        return (
            self._parameters.keys() == other._parameters.keys()
            and all(p.same_definition(other[name]) for name, p in self._parameters.items())
            and set(self._constraints) == set(other._constraints)
        )

    def __hash__(self) -> int:
        return hash((frozenset(self._parameters), frozenset(self._constraints)))

    def __repr__(self) -> str:
        parameters = ", ".join(repr(parameter) for parameter in self._parameters.values())
        constraints = ", ".join(str(constraint) for constraint in self._constraints)
        return f"<ParameterSpace [{parameters}]" + (f" with {constraints}>" if constraints else ">")

    def __copy__(self) -> ParameterSpace:
        return self

    def __deepcopy__(self, memo: object) -> ParameterSpace:
        return self

    def __reduce__(
        self,
    ) -> tuple[type[ParameterSpace], tuple[tuple[Parameter, ...], tuple[Constraint, ...]]]:
        return ParameterSpace, (tuple(self._parameters.values()), self._constraints)


def _level_of_caller() -> int:
    """The stacklevel at which a warning from here points to the first line outside the library."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("brinkgame."):
        level, frame = level + 1, frame.f_back
    return level
