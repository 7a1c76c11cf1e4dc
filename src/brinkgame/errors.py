"""Every exception and warning of brinkgame.

Each message is written for the person who made the mistake: it shows the value, its place in
the game (a path such as ``root/deploy/<chance>``) and, where it helps, what to do. Each class
subclasses what a caller already catches (`ValueError`, `LookupError`, `RuntimeError`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from brinkgame.results import EquilibriumResult

__all__ = [
    "AmbiguousEquilibriumError",
    "BrinkgameError",
    "ExpressionError",
    "Fault",
    "FormatError",
    "InvalidGameError",
    "InvalidNumberError",
    "InvalidParameterError",
    "InvalidProfileError",
    "MissingPackageError",
    "ParameterRangeWarning",
    "SolveError",
    "TimeLimitError",
    "UnknownKeyError",
    "UnknownNameError",
    "UnsupportedGameError",
    "checked_flags",
    "suggestion",
]


class BrinkgameError(Exception):
    """The base of every exception that brinkgame raises on purpose."""


class InvalidNumberError(BrinkgameError, ValueError):
    """A value that should be a number is none: NaN, infinity, a word, a truth value."""


class ExpressionError(BrinkgameError, ValueError):
    """An expression that cannot be read, combined or evaluated.

    `column` (counted from 1) is the place in the text, when there is a text.
    """

    def __init__(self, message: str, *, column: int | None = None) -> None:
        super().__init__(message)
        self.column = column


class InvalidParameterError(BrinkgameError, ValueError):
    """A parameter, a point or a constraint that contradicts itself or another."""


class ParameterRangeWarning(UserWarning):
    """A point lies outside the declared range of a parameter, or breaks a declared constraint.

    The game is still well defined there, so this is a warning: the range is what the author of
    the game thought plausible, not what is possible.
    """


@final
@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a game, and where.

    Examples
    --------
    >>> import brinkgame as bg
    >>> try:
    ...     bg.ExtensiveFormGame("none", players=("A",), root=bg.Terminal({"B": 1}))
    ... except bg.InvalidGameError as error:
    ...     print(error.faults[0])
    payoff for unknown player 'B'; known: A, at root
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.message}, at {self.path}" if self.path else self.message


class InvalidGameError(BrinkgameError, ValueError):
    """A game that cannot be built. Every fault is reported at once, each with its path."""

    shown = 20

    def __init__(self, title: str, faults: Iterable[Fault]) -> None:
        self.title = title
        self.faults = tuple(faults)
        super().__init__(self._text())

    def _text(self) -> str:
        if len(self.faults) == 1:
            return f"{self.title}: {self.faults[0]}"
        lines = [f"{self.title}: {len(self.faults)} faults"]
        lines += [f"  - {fault}" for fault in self.faults[: self.shown]]
        if len(self.faults) > self.shown:
            lines.append(f"  - and {len(self.faults) - self.shown} more (see .faults)")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[type[InvalidGameError], tuple[str, tuple[Fault, ...]]]:
        return type(self), (self.title, self.faults)


class TimeLimitError(BrinkgameError, TimeoutError):
    """Time was up before a question was decided that has no answer in part.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("matching-pennies").game
    >>> bg.is_degenerate(game, time_limit=1e-9)
    Traceback (most recent call last):
    brinkgame.errors.TimeLimitError: time was up after 0 corners, none of which shows ...
    """


class FormatError(BrinkgameError, ValueError):
    """A file, or a text in the format of one, that cannot be read as the game it should hold.

    Attributes
    ----------
    message
        What is wrong there, and what to do.
    line, column
        The place in the text, both counted from 1; the column counts characters.
    source
        The name of the file; empty for a text.

    Examples
    --------
    >>> import brinkgame as bg
    >>> try:
    ...     bg.interop.read_nfg('NFG 1 R "cut off" { "A" "B" } { 2 2 } 1 2 3')
    ... except bg.FormatError as error:
    ...     print(error.line, error.column)
    1 44
    """

    def __init__(self, message: str, line: int, column: int, source: str = "") -> None:
        self.message = message
        self.line = line
        self.column = column
        self.source = source
        where = f"{source}, line {line}" if source else f"line {line}"
        super().__init__(f"{where}, column {column}: {message}")

    def __reduce__(self) -> tuple[type[FormatError], tuple[str, int, int, str]]:
        return type(self), (self.message, self.line, self.column, self.source)


class MissingPackageError(BrinkgameError, ImportError):
    """A package that is not needed otherwise, and is not installed; the message says which."""


class InvalidProfileError(BrinkgameError, ValueError):
    """A strategy profile that does not fit its game."""


class UnsupportedGameError(BrinkgameError, ValueError):
    """A game that is out of a solver's scope; `obstacles` lists every reason."""

    def __init__(self, message: str, obstacles: Iterable[str] = ()) -> None:
        self.message = message
        self.obstacles = tuple(obstacles)
        lines = [message, *(f"  - {obstacle}" for obstacle in self.obstacles)]
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[UnsupportedGameError], tuple[str, tuple[str, ...]]]:
        return type(self), (self.message, self.obstacles)


class SolveError(BrinkgameError, RuntimeError):
    """A solver stopped without success; `result` holds what it has."""

    def __init__(self, message: str, result: EquilibriumResult | None = None) -> None:
        super().__init__(message)
        self.result = result


class AmbiguousEquilibriumError(BrinkgameError, LookupError):
    """One equilibrium was asked for where there are several, or a rule does not single one out."""


class UnknownNameError(BrinkgameError, LookupError):
    """A name (of a game, solver, parameter, player, action, ...) that is not there."""


class UnknownKeyError(UnknownNameError, KeyError):
    """An unknown name looked up in a mapping, where Python expects a `KeyError`."""

    # KeyError shows the repr of its message, as if that were the key.
    __str__ = Exception.__str__


def checked_flags(**flags: object) -> None:
    """Refuse what is neither true nor false: a text such as "weak" would count as true."""
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise InvalidParameterError(f"{name}={value!r} is neither True nor False")


def suggestion(name: object, known: Iterable[object]) -> str:
    """The tail of a message about an unknown name: the nearest known one, or all of them.

    >>> suggestion("detecton", ["detection", "us_resolve"])
    "; did you mean 'detection'?"
    >>> suggestion("x", ["detection", "us_resolve"])
    '; known: detection, us_resolve'
    """
    names = [str(item) for item in known]
    near = difflib.get_close_matches(str(name), names, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    if not names:
        return ""
    shown = ", ".join(names[:12])
    return f"; known: {shown}" + (", ..." if len(names) > 12 else "")
