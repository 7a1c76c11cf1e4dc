"""One parameter runs through its range: where it may go, and what changes on the way."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, final

from brinkgame.control import Control
from brinkgame.errors import (
    ExpressionError,
    InvalidParameterError,
    ParameterRangeWarning,
    TimeLimitError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter, Point
from brinkgame.parametric.along.domains import domain
from brinkgame.parametric.along.folded import FoldedLine
from brinkgame.parametric.along.intervals import Cell, Interval, short
from brinkgame.parametric.along.lines import CREDIBLE, Line, Strip
from brinkgame.parametric.along.ratios import Place, ratio_of
from brinkgame.parametric.equilibria.form import EquilibriumForm, default_concept
from brinkgame.results import Concept

__all__ = ["Change", "Running", "run"]


@final
@dataclass(frozen=True, slots=True)
class Change:
    """A place at which what is asked of the equilibria changes.

    Attributes
    ----------
    place
        Where.
    below, at, above
        What holds on the cells around it; None beyond an end.
    """

    place: Place
    below: Strip | None
    at: Strip
    above: Strip | None


@final
@dataclass
class Running:
    """A game along one parameter.

    Attributes
    ----------
    line
        Its forms.
    domain
        Where the parameter may be; of a whole one, from the first whole value to the last.
    rest
        The values of the others.
    whole, is_exponent
        Whether the parameter takes whole numbers only, and whether it is an exponent in the game.
    notes
        What is to be said of the domain.
    """

    line: Line
    domain: tuple[Interval, ...]
    rest: Mapping[str, Fraction]
    whole: bool
    is_exponent: bool
    notes: tuple[str, ...]
    control: Control

    def forms_at(self, place: Place) -> tuple[EquilibriumForm, ...]:
        """The forms that are equilibria at a place of the domain."""
        members = self.line.strip_at(place, "forms").members
        if members is None:
            raise UnsupportedGameError(
                f"at {self.line.over} = {short(place)} so many players are indifferent that the "
                "forms are not listed"
            )
        numbers = sorted(number for several in members.values() for number in several)
        return tuple(self.line.form(number) for number in numbers)

    def changes(self, of: str) -> Iterator[Change]:
        """The places at which the set of forms, paths or outcomes changes, ascending."""
        for k, interval in enumerate(self.domain):
            try:
                if self.is_exponent:
                    yield from self._walked(interval, of)
                elif self.whole:
                    yield from self._stepped(interval, of)
                else:
                    yield from self._crossed(interval, of)
            except TimeLimitError as error:
                left = " and ".join(map(str, self.domain[k:]))
                self.leave_open(f"{error}, so that more may change in {left}")
                return

    def _crossed(self, interval: Interval, of: str) -> Iterator[Change]:
        """Where zeros lie, of which each may be a change."""
        strips = self.line.strips(interval, of, self.control)
        for k, at in enumerate(strips):
            if at.members is None:
                where = short(at.cell.sample) if at.cell.is_point else str(_interval(at.cell))
                self._too_many(where)
            if not at.cell.is_point:
                continue
            below = strips[k - 1] if k else None
            above = strips[k + 1] if k + 1 < len(strips) else None
            change = _change(below, at, above)
            if change is not None:
                yield change

    def _stepped(self, interval: Interval, of: str) -> Iterator[Change]:
        """The first whole numbers of the runs that zeros cut."""
        runs: list[tuple[Strip, Strip]] = []
        for strip in self.line.strips(interval, of, self.control):
            ends = _whole_ends(strip.cell)
            if ends is None:
                continue
            if strip.members is None:
                self._too_many(str(_interval(strip.cell)))
            first, last = (Strip(Cell(end, end), strip.members) for end in ends)
            if runs and _keys(runs[-1][1]) == _keys(first):
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((first, last))
        for (_, below), (at, _) in pairwise(runs):
            if below.members is not None and at.members is not None:
                yield Change(at.cell.sample, below, at, at)

    def _walked(self, interval: Interval, of: str) -> Iterator[Change]:
        """Value after value, as between whole exponents nothing is known."""
        before: Strip | None = None
        first, last = int(interval.low), int(interval.high)  # type: ignore[arg-type]
        for value in range(first, last + 1):
            if self.control.expired():
                self.leave_open(
                    f"the time was up at {self.line.over} = {value}, so that more may change up to "
                    f"{last}"
                )
                return
            at = self.line.strip_at(Fraction(value), of)
            if at.members is None:
                self._too_many(str(value))
            elif before is not None and before.members is not None and _keys(before) != _keys(at):
                yield Change(Fraction(value), before, at, at)
            before = at
            self.control.tell("whole values", value - first + 1, last - first + 1)

    @property
    def undecided(self) -> tuple[str, ...]:
        """What could not be decided so far, one line each."""
        return tuple(self.line.undecided)

    def leave_open(self, what: str) -> None:
        """Note what was not decided."""
        self.line.undecided[what] = None

    def _too_many(self, where: str) -> None:
        self.leave_open(
            f"at {self.line.over} = {where} so many players are indifferent that the forms are not "
            "listed"
        )


def _interval(cell: Cell) -> Interval:
    return Interval(cell.low, cell.high, cell.is_point, cell.is_point)


def _keys(strip: Strip) -> Any:
    return None if strip.members is None else strip.members.keys()


def _change(below: Strip | None, at: Strip, above: Strip | None) -> Change | None:
    """The change at a place where what holds is not what holds on both sides."""
    sides = [strip.members for strip in (below, above) if strip is not None]
    if at.members is None or not sides or any(side is None for side in sides):
        return None
    known = [set(side) for side in sides if side is not None]
    beside = set().union(*known)
    # A limit of forms of one side is told, of what is on both sides (a probability touches zero) or
    # nowhere beside not.
    both = set.intersection(*known) if known[1:] else set()
    dropped = {key for key in at.limits if key in both or key not in beside}
    here = {key: numbers for key, numbers in at.members.items() if key not in dropped}
    if all(here.keys() == side for side in known):
        return None
    return Change(at.cell.sample, below, Strip(at.cell, here, at.limits), above)


def _whole_ends(cell: Cell) -> tuple[Fraction, Fraction] | None:
    """The first and the last whole number in a cell; of one without an end, one inside."""
    if cell.is_point:
        place = cell.sample
        whole = isinstance(place, Fraction) and place.denominator == 1
        return (place, place) if whole else None  # type: ignore[return-value]
    first = None if cell.low is None else _floor(cell.low) + 1
    last = None if cell.high is None else -_floor(-cell.high) - 1
    if first is None and last is None:
        return Fraction(0), Fraction(0)
    if first is None or last is None:
        end = Fraction(first if last is None else last)  # type: ignore[arg-type]
        return end, end
    return (Fraction(first), Fraction(last)) if first <= last else None


def _floor(place: Place) -> int:
    if isinstance(place, Fraction):
        return math.floor(place)
    width = Fraction(1)
    while True:
        low, high = place.refined(width).interval
        if math.floor(low) == math.floor(high):
            return math.floor(low)
        width /= 1024


# -- reading what is asked -------------------------------------------------------------------------


def run(
    game: Any,
    over: str,
    at: Mapping[str, Any] | None,
    concept: str | Concept | None,
    control: Control,
) -> Running:
    """Fix all parameters but one, and find out which forms there are."""
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"thresholds are those of a tree or a table, not of {game!r}")
    parameter = _parameter(game, over)
    rest = _rest(game, over, at)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        fixed = game.fix(rest)
    is_exponent = _is_exponent(fixed)
    notes: tuple[str, ...] = ()
    if is_exponent:
        intervals = _whole_values(game, parameter, rest)
    else:
        intervals, notes = domain(game, fixed, over, rest)
        if parameter.whole:
            intervals = _whole_only(intervals, over)
    line = _line(game, fixed, over, rest, concept)
    if not is_exponent:
        notes += tuple(
            f"at {over} = {short(place)} a move of Nature becomes impossible: listed there are "
            "limits of what is beside"
            for place in line.impossible(intervals)
        )
    return Running(line, intervals, rest, parameter.whole, is_exponent, notes, control)


def _parameter(game: Any, over: object) -> Parameter:
    space = game.parameters
    name = game.title or "the game"
    if not isinstance(over, str):
        raise UnknownNameError(f"the parameter that runs is named by text; got {over!r}")
    if not space:
        raise UnsupportedGameError(
            f"{name} has no open parameter, so that nothing can run through a range",
            ["write some of its numbers as bg.Parameter(...)"],
        )
    if over not in space:
        if any(over in constraint.names for constraint in game.constraints):
            raise UnknownNameError(
                f"{over} enters no payoff and no probability of {name}, only a constraint: nothing "
                f"changes with it{suggestion('', space)}"
            )
        raise UnknownNameError(f"{name} has no parameter {over!r}{suggestion(over, space)}")
    parameter: Parameter = space[over]
    return parameter


def _rest(game: Any, over: str, at: Mapping[str, Any] | None) -> dict[str, Fraction]:
    """The values of all parameters but one; what is outside a range is warned of."""
    space = game.parameters
    if at is not None and not isinstance(at, Mapping):
        raise InvalidParameterError(f"a point is written {{name: value}}; got {at!r}")
    given = dict(at or {})
    if isinstance(at, Point):
        given = {name: value for name, value in given.items() if name in space and name != over}
    elif over in given:
        raise InvalidParameterError(
            f"{over} runs through its range: leave out its value {given[over]}"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        point = space.point(given)
    about = tuple(str(constraint) for constraint in space.constraints if over in constraint.names)
    for violation in space.violations(point):
        if not violation.startswith(about):
            warnings.warn(violation, ParameterRangeWarning, stacklevel=4)
    return {name: value for name, value in point.items() if name != over}


def _is_exponent(fixed: Any) -> bool:
    try:
        for number in fixed.numbers:
            if isinstance(number, Expression):
                ratio_of(number)
    except ExpressionError:
        return True
    return False


def _whole_values(
    game: Any, parameter: Parameter, rest: Mapping[str, Fraction]
) -> tuple[Interval, ...]:
    """The whole values of an exponent, one interval for each run of them."""
    over, low, high = parameter.name, parameter.low, parameter.high
    if low is None or high is None:
        raise InvalidParameterError(
            f"{over} is an exponent in {game.title or 'the game'}, so that its whole values are "
            "tried one by one, and its range has no end: give the parameter low= and high="
        )
    constraints = [c for c in game.parameters.constraints if over in c.names]
    runs: list[list[int]] = []
    for value in range(math.ceil(low), math.floor(high) + 1):
        point = {**rest, over: Fraction(value)}
        if all(_holds(constraint, point) for constraint in constraints):
            if runs and runs[-1][-1] == value - 1:
                runs[-1].append(value)
            else:
                runs.append([value])
    if not runs:
        told = " and ".join(map(str, constraints))
        raise InvalidParameterError(f"no whole value of {over} in [{low}, {high}] satisfies {told}")
    return tuple(Interval(Fraction(run[0]), Fraction(run[-1])) for run in runs)


def _holds(constraint: Any, point: Mapping[str, Fraction]) -> bool:
    try:
        return bool(constraint.holds(point))
    except ExpressionError:
        return False


def _whole_only(intervals: tuple[Interval, ...], over: str) -> tuple[Interval, ...]:
    """Intervals from the first whole number in them to the last."""
    found = []
    for interval in intervals:
        low, high = interval.low, interval.high
        if low is not None:
            start = -_floor(-low)
            low = Fraction(start + (start == low and not interval.has_low))
        if high is not None:
            stop = _floor(high)
            high = Fraction(stop - (stop == high and not interval.has_high))
        if low is None or high is None or low <= high:
            found.append(Interval(low, high))
    if not found:
        raise InvalidParameterError(
            f"{over} is whole, and there is no whole number in {' and '.join(map(str, intervals))}"
        )
    return tuple(found)


def _line(
    game: Any,
    fixed: Any,
    over: str,
    rest: Mapping[str, Fraction],
    concept: str | Concept | None,
) -> Line:
    wanted = default_concept(game) if concept is None else _concept(concept)
    if isinstance(fixed, ExtensiveFormGame) and fixed.is_perfect_information and wanted in CREDIBLE:
        return FoldedLine(game, fixed, over, rest, wanted)
    # The engines take their time to load.
    from brinkgame.parametric.along.listed import ListedLine
    from brinkgame.parametric.equilibria.finding import require_engine

    require_engine(fixed, wanted)
    return ListedLine(game, fixed, over, rest, wanted)


def _concept(name: str | Concept) -> Concept:
    if isinstance(name, Concept):
        return name
    from brinkgame.solvers.auto import concept_named

    return concept_named(name)
