"""What games in every form share: players, a table of numbers, and parameters that may be open.

A game is a value. Its structure (who moves where, which payoff stands in which cell) refers to
positions in a table of numbers, and each number is exact, a float, or an expression in parameters.
Closing parameters replaces the table and shares the structure.
"""

from __future__ import annotations

import hashlib
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Exact, Float
from brinkgame.errors import (
    BrinkgameError,
    Fault,
    InvalidGameError,
    InvalidNumberError,
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Constraint, Expression, quantity
from brinkgame.forms.nodes import plain_text
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["Game", "Numbers"]

Numbers: TypeAlias = "tuple[Fraction | Expression, ...] | npt.NDArray[np.float64]"

# Asked for often, and values: one of each will do.
_EXACT, _FLOAT = Exact(), Float()


def checked_players(players: object, faults: list[Fault]) -> tuple[str, ...]:
    """Player labels as a tuple; what is wrong with them is added to `faults`."""
    if isinstance(players, (str, bytes)) or not isinstance(players, Iterable):
        faults.append(Fault("", f'players are written ("USSR", "US"); got {players!r}'))
        return ()
    names = tuple(plain_text(player) for player in players)
    if not names:
        faults.append(Fault("", "a game needs at least one player"))
    seen: set[str] = set()
    for name in names:
        if not isinstance(name, str) or not name:
            faults.append(Fault("", f"players are named by text; got {name!r}"))
        elif name in seen:
            faults.append(Fault("", f"player {name!r} is named twice"))
        else:
            seen.add(name)
    return names


def checked_title(title: object, faults: list[Fault]) -> str:
    """The title; a fault if it is not text."""
    if not isinstance(title, str):
        faults.append(Fault("", f"the title is text; got {title!r}"))
        return ""
    return title


class Game(ABC):
    """A game in normal or extensive form. Immutable, comparable, hashable, picklable.

    Two games are equal when their players, structure and numbers are; the title, and the meaning,
    range and sources of parameters, are not compared (see `fingerprint`).
    """

    title: str
    players: tuple[str, ...]
    numbers: Numbers
    constraints: tuple[Constraint, ...]

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a game cannot be changed (tried to set {name!r}); build a new one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a game cannot be changed (tried to delete {name!r})")

    def __getstate__(self) -> dict[str, Any]:
        # What is cached can be had again.
        kept = ("title", "players", "numbers", "constraints", *self._structure_names())
        return {name: getattr(self, name) for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for value in state.values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
        self._set(**state)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    # -- what each form says -----------------------------------------------------------------

    @abstractmethod
    def _structure_names(self) -> tuple[str, ...]:
        """The attributes that hold the structure."""

    @abstractmethod
    def _with(self, numbers: Numbers, constraints: tuple[Constraint, ...]) -> Self:
        """The same structure with other numbers; `InvalidGameError` if they do not fit."""

    @abstractmethod
    def _same_structure(self, other: Self) -> bool:
        """Whether the structures are equal, wherever their numbers stand in the tables."""

    @abstractmethod
    def _positions(self) -> npt.NDArray[np.int32]:
        """The position in the table of each number, in an order that the structure fixes."""

    @abstractmethod
    def _structure_text(self) -> Iterable[str]:
        """The structure in words, for the fingerprint."""

    # -- numbers -----------------------------------------------------------------------------

    @property
    def arithmetic(self) -> Exact | Float:
        """`Float` when the numbers are floats, otherwise `Exact`."""
        return _FLOAT if isinstance(self.numbers, np.ndarray) else _EXACT

    @cached_property
    def parameters(self) -> ParameterSpace:
        """The parameters that are open, in order of appearance, with their constraints."""
        if isinstance(self.numbers, np.ndarray):
            return ParameterSpace(())
        found: dict[str, Parameter] = {}
        for number in self.numbers:
            if not isinstance(number, Expression):
                continue
            for name, symbol in number.symbols.items():
                if not isinstance(symbol, Parameter):
                    raise InvalidParameterError(f"{name} is not a Parameter")
                known = found.setdefault(name, symbol)
                if known is not symbol and not known.same_definition(symbol):
                    raise InvalidParameterError(
                        f"parameter {name!r} is defined twice in one game: {known!r} and "
                        f"{symbol!r}; make one Parameter and use it everywhere"
                    )
        kept = [c for c in self.constraints if all(name in found for name in c.names)]
        return ParameterSpace(found.values(), constraints=kept)

    @cached_property
    def is_closed(self) -> bool:
        """Whether every payoff and probability is a number."""
        if isinstance(self.numbers, np.ndarray):
            return True
        return not any(isinstance(number, Expression) for number in self.numbers)

    def at(self, point: Mapping[str, Any] | None = None, /, **values: Any) -> Self:
        """The closed game at a point: the parameters named take these values, the rest baseline.

        Parameters
        ----------
        point, values
            Values by parameter name: exact numbers, texts such as ``"9/10"``, or floats (read as
            the simplest fraction that rounds to them).

        Warns
        -----
        ParameterRangeWarning
            A value lies outside the declared range, or a constraint does not hold.

        Raises
        ------
        UnknownNameError
            No parameter has this name.
        InvalidGameError
            A probability leaves [0, 1], or an expression has a pole, at this point.
        """
        space = self.parameters
        if point is not None and not isinstance(point, Mapping):
            raise InvalidParameterError(
                f"a point is written {{name: value}}, or name=value; got {point!r}"
            )
        if isinstance(point, Point):
            # One point may serve many games, and name more than this one has.
            point = {name: value for name, value in point.items() if name in space}
        where = space.point(point, **values)
        return self if self.is_closed else self._with(self._evaluated(where), ())

    def fix(self, values: Mapping[str, Any] | None = None, /, **named: Any) -> Self:
        """The game with some parameters replaced by numbers or by expressions in others.

        >>> import brinkgame as bg
        >>> x, y = bg.Parameter("x", 1), bg.Parameter("y", 2)
        >>> game = bg.ExtensiveFormGame("sum", players=("A",), root=bg.Terminal({"A": x + y}))
        >>> list(game.fix(x=3).parameters)
        ['y']
        """
        replaced = {**(values or {}), **named}
        space = self.parameters
        for name in replaced:
            if name not in space:
                raise UnknownNameError(
                    f"no open parameter {name!r} in {self._name()}{suggestion(name, space)}"
                )
        if not replaced or isinstance(self.numbers, np.ndarray):
            return self
        given: dict[str, Any] = {}
        for name, value in replaced.items():
            try:
                given[name] = quantity(value)
            except InvalidNumberError as error:
                raise InvalidParameterError(f"{name}: {error}") from None
        closed = {n: v for n, v in given.items() if isinstance(v, Fraction)}
        if closed:
            for complaint in space.violations(closed):
                warnings.warn(complaint, ParameterRangeWarning, stacklevel=2)
        numbers: list[Fraction | Expression] = []
        for position, number in enumerate(self.numbers):
            if isinstance(number, Expression) and any(name in given for name in number.names):
                try:
                    numbers.append(quantity(number.substitute(given)))
                except BrinkgameError as error:
                    raise InvalidGameError(
                        f"{self._name()} cannot be fixed there",
                        [Fault(self._place(position), f"{number}: {error}")],
                    ) from None
            else:
                numbers.append(number)
        kept = tuple(c for c in self.constraints if not any(name in given for name in c.names))
        fixed = self._with(tuple(numbers), kept)
        _ = fixed.parameters  # two definitions of one name are an error here, not later
        return fixed

    def titled(self, title: str) -> Self:
        """The same game under another title.

        >>> import brinkgame as bg
        >>> bg.NormalFormGame.from_arrays([[1]], [[2]]).titled("a cell").title
        'a cell'
        """
        faults: list[Fault] = []
        name = checked_title(title, faults)
        if faults:
            raise InvalidGameError("not a title", faults)
        same = self._with(self.numbers, self.constraints)
        same._set(title=name)
        return same

    def to_float(self) -> Self:
        """The same game in floating point; it must be closed.

        >>> import brinkgame as bg
        >>> game = bg.ExtensiveFormGame("end", players=("A",), root=bg.Terminal({"A": "1/3"}))
        >>> game.to_float().numbers
        array([0.33333333])
        """
        if isinstance(self.numbers, np.ndarray):
            return self
        self.require_closed("a game in floats")
        try:
            floats = np.array([float(number) for number in self.numbers], dtype=np.float64)  # type: ignore[arg-type]
        except OverflowError:
            sizes = [abs(number) for number in self.numbers]  # type: ignore[arg-type]
            largest = sizes.index(max(sizes))
            raise InvalidGameError(
                f"{self._name()} does not fit in floats",
                [
                    Fault(
                        self._place(largest),
                        f"the number {number_text(self.numbers[largest])} is too large",
                    )
                ],
            ) from None
        return self._with(floats, ())

    def require_closed(self, purpose: str) -> None:
        """Raise `UnsupportedGameError` with the list of what is free unless the game is closed."""
        if not self.is_closed:
            raise UnsupportedGameError(
                f"{purpose} needs numbers, and {self._name()} has open parameters",
                [self.open_parameters_text()],
            )

    def open_parameters_text(self) -> str:
        """What is free and how to close it, in one line."""
        free = ", ".join(f"{p.name} (baseline {p.baseline})" for p in self.parameters.values())
        return f"free: {free}; close them with game.at(), or game.at(name=value, ...)"

    def _evaluated(self, where: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
        values: list[Fraction] = []
        for position, number in enumerate(self.numbers):
            if isinstance(number, Expression):
                try:
                    values.append(number.evaluate(where))
                except BrinkgameError as error:
                    raise InvalidGameError(
                        f"{self._name()} is not defined there",
                        [Fault(self._place(position), f"{number}: {error}")],
                    ) from None
            else:
                values.append(number)
        return tuple(values)

    @abstractmethod
    def _place(self, position: int) -> str:
        """Where in the game a number of the table is used first."""

    def _name(self) -> str:
        return repr(self.title) if self.title else "this game"

    # -- comparison --------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, type(self)):
            return NotImplemented
        if self.players != other.players or not self._same_structure(other):
            return False
        mine, theirs = self._positions(), other._positions()
        if len(mine) != len(theirs) or not np.array_equal(mine < 0, theirs < 0):
            return False
        if isinstance(self.numbers, np.ndarray) or isinstance(other.numbers, np.ndarray):
            if not (isinstance(self.numbers, np.ndarray) and isinstance(other.numbers, np.ndarray)):
                return False
            used = mine >= 0
            return bool(np.array_equal(self.numbers[mine[used]], other.numbers[theirs[used]]))
        pairs = np.unique(np.stack([mine, theirs]), axis=1)
        try:
            return all(a < 0 or self.numbers[a] == other.numbers[b] for a, b in pairs.T.tolist())
        except InvalidParameterError:  # one name, two definitions: not the same expression
            return False

    @cached_property
    def _hash(self) -> int:
        # Numbers in order of first use, so that equal games have equal hashes however their
        # tables are arranged.
        positions = self._positions()
        if isinstance(self.numbers, np.ndarray):
            used = self.numbers[positions[positions >= 0]] + 0.0  # -0.0 equals 0.0
            return hash((self.players, len(positions), used.tobytes()))
        hashes = [hash(number) for number in self.numbers]
        digest = np.array([hashes[p] if p >= 0 else 0 for p in positions.tolist()], dtype=np.int64)
        return hash((self.players, len(positions), digest.tobytes()))

    def __hash__(self) -> int:
        return self._hash

    def fingerprint(self) -> str:
        """A text of 64 hexadecimal digits that changes with anything in the game.

        It covers the structure, the numbers, the title and every parameter's definition (meaning,
        range, sources), so it can stand in a report for exactly this game, today and in years.

        >>> import brinkgame as bg
        >>> game = bg.ExtensiveFormGame("end", players=("A",), root=bg.Terminal({"A": 1}))
        >>> len(game.fingerprint())
        64
        """
        digest = hashlib.sha256()

        def add(text: str) -> None:
            data = text.encode()
            digest.update(len(data).to_bytes(8, "big") + data)

        add(type(self).__name__)
        add(self.title)
        for player in self.players:
            add(player)
        for text in self._structure_text():
            add(text)
        positions = self._positions()
        if isinstance(self.numbers, np.ndarray):
            add("float")
            digest.update(self.numbers[positions[positions >= 0]].astype("<f8").tobytes())
        else:
            texts = [_digits(number) for number in self.numbers]
            for position in positions.tolist():
                add(texts[position] if position >= 0 else "")
            for parameter in self.parameters.values():
                add(_definition(parameter))
            for constraint in self.parameters.constraints:
                add(str(constraint))
        return digest.hexdigest()


def number_text(number: object) -> str:
    """A number as it is printed; one with thousands of digits is described instead."""
    try:
        return str(number)
    except ValueError:  # Python refuses to print integers of more than 4300 digits
        return "(a number of more than 4300 digits)"


def _digits(number: Fraction | Expression) -> str:
    """A number in full, however long."""
    if isinstance(number, Fraction):
        return f"{number.numerator:x}/{number.denominator:x}"
    return str(number)


def _definition(parameter: Parameter) -> str:
    """All that a parameter is, in a text that is the same in every process."""
    law: Any = parameter.distribution
    if law is None:
        drawn = ""
    elif hasattr(law, "dist"):  # a frozen distribution of scipy, whose repr has an address in it
        drawn = f"{law.dist.name} {law.args!r} {sorted(law.kwds.items())!r}"
    else:
        settings = sorted(getattr(law, "__dict__", {}).items())
        drawn = f"{type(law).__module__}.{type(law).__qualname__} {settings!r}"
    parts = (parameter.baseline, parameter.low, parameter.high, parameter.whole, drawn)
    words = (parameter.name, parameter.symbol, parameter.meaning, parameter.unit)
    return repr((words, tuple(map(str, parts)), parameter.sources))


def checked_constraints(constraints: object, faults: list[Fault]) -> tuple[Constraint, ...]:
    """Constraints as a tuple; anything else among them is a fault."""
    if isinstance(constraints, Constraint):
        return (constraints,)
    if not isinstance(constraints, Iterable) or isinstance(constraints, str):
        faults.append(Fault("", f"constraints are a sequence; got {constraints!r}"))
        return ()
    kept: list[Constraint] = []
    for item in constraints:
        if isinstance(item, Constraint):
            kept.append(item)
        else:
            faults.append(
                Fault("", f"a constraint is written like retreat_cost < war_cost; got {item!r}")
            )
    return tuple(kept)
