"""What every engine takes and gives: a task of many points, and answers in flat arrays."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.results import Concept
from brinkgame.sensitivity.measures import Measure
from brinkgame.sensitivity.points import PointAnswer, PointStatus, exact_answer

__all__ = ["BLOCK", "Answers", "Block", "Engine", "Game", "Records", "Task"]

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"

BLOCK: Final = 1 << 15
"""Points that are worked on together: their arrays stay in the fast memory."""


_FEW_REGIMES: Final = 64
_BITS: Final = 62
"""So many forms are bits of one number."""


@final
@dataclass(frozen=True)
class Block:
    """Points that stand together in the flat order.

    Attributes
    ----------
    start, stop
        Where they stand.
    values
        The swept parameters there, as arrays that broadcast to `shape`.
    shape
        The shape of the block.
    """

    start: int
    stop: int
    values: Mapping[str, Floats]
    shape: tuple[int, ...]


@final
@dataclass(frozen=True)
class Task:
    """Many points of one game.

    Attributes
    ----------
    game
        The game with the swept parameters open, and no others.
    values
        For each swept parameter an array; together they broadcast to `shape`, so that a grid is
        given by its axes and never written out.
    shape
        The shape of the design; flat positions are in C order.
    measures
        What is read off, by name.
    concept
        What is looked for.
    with_forms
        Whether to tell which forms of equilibrium there are.
    """

    game: Game
    values: Mapping[str, Floats]
    shape: tuple[int, ...]
    measures: Mapping[str, Measure]
    concept: Concept
    with_forms: bool = False
    by_form: bool = False
    """Whether to tell the measures of each form as well."""

    @property
    def size(self) -> int:
        """The number of points."""
        return math.prod(self.shape)

    def blocks(self, most: int = BLOCK) -> Iterator[Block]:
        """The points in blocks of at most so many, in flat order."""
        shape = self.shape
        axis = len(shape) - 1
        inner = 1
        while axis > 0 and inner * shape[axis] <= most:
            inner *= shape[axis]
            axis -= 1
        if axis < 0:
            yield Block(0, 1, self.values, ())
            return
        step = max(1, most // inner)
        start = 0
        for outer in np.ndindex(*shape[:axis]):
            for begin in range(0, shape[axis], step):
                end = min(shape[axis], begin + step)
                stop = start + (end - begin) * inner
                values = {
                    name: _part(array, outer, begin, end) for name, array in self.values.items()
                }
                yield Block(start, stop, values, (end - begin, *shape[axis + 1 :]))
                start = stop

    def point(self, position: int) -> dict[str, float]:
        """The values of the swept parameters at a flat position."""
        where = np.unravel_index(position, self.shape) if self.shape else ()
        found: dict[str, float] = {}
        for name, array in self.values.items():
            place = tuple(i if n > 1 else 0 for i, n in zip(where, array.shape, strict=True))
            found[name] = float(array[place])
        return found

    def exactly(self, position: int, control: Control) -> PointAnswer:
        """The answer at one point by the plain exact way."""
        return exact_answer(self.game, self.point(position), self.measures, self.concept, control)


def _part(array: Floats, outer: tuple[int, ...], begin: int, end: int) -> Floats:
    for i in outer:
        array = array[i if len(array) > 1 else 0]
    return array[begin:end] if len(array) > 1 else array


@final
@dataclass(frozen=True)
class Records:
    """Equilibria of a block, one record for each point and form, sorted by point.

    Attributes
    ----------
    point, form
        Positions in the block, and in `forms`.
    low, high
        The range of each measure over the equilibria of that form.
    forms
        The forms in words.
    """

    point: npt.NDArray[np.int64]
    form: npt.NDArray[np.int64]
    low: Mapping[str, Floats]
    high: Mapping[str, Floats]
    forms: Sequence[str]


@final
class Answers:
    """What an engine found, in flat arrays; what is not there is NaN.

    Attributes
    ----------
    low, high
        By measure.
    count
        The number of forms of equilibrium at each point; -1 where it is not known.
    status
        A `PointStatus` for each point.
    redone
        Which points were solved one by one, exactly.
    reasons
        Why points failed, or what is left open, by position; at most `most_reasons` are kept.
    forms
        The forms that were met, in order of appearance.
    regimes
        Sets of forms that were met (positions in `forms`), in order of appearance; none of them is
        empty.
    regime
        For each point the position of its set in `regimes`, or -1. None if nobody asked.
    spread
        For points with several forms, what the measures are in each: see `in_form`.
    tables
        The same in arrays, from engines that know forms point by point: ``{form: (exists, low,
        high)}``.
    """

    most_reasons: ClassVar[int] = 1000

    def __init__(self, task: Task) -> None:
        n = task.size
        self.low: dict[str, Floats] = {name: np.full(n, np.nan) for name in task.measures}
        self.high: dict[str, Floats] = {name: np.full(n, np.nan) for name in task.measures}
        self.count = np.full(n, -1, dtype=np.int32)
        self.status = np.full(n, PointStatus.UNREACHED, dtype=np.int8)
        self.redone = np.zeros(n, dtype=bool)
        self.reasons: dict[int, str] = {}
        self.forms: list[str] = []
        self.regimes: list[tuple[int, ...]] = []
        self.regime: npt.NDArray[np.int32] | None = None
        self.spread: dict[int, dict[int, tuple[dict[str, float], dict[str, float]]]] = {}
        self.tables: dict[int, tuple[Flags, dict[str, Floats], dict[str, Floats]]] = {}
        self._form_numbers: dict[str, int] = {}
        self._regime_numbers: dict[tuple[int, ...], int] = {}
        self.by_form = task.by_form
        if task.with_forms:
            self.regime = np.full(n, -1, dtype=np.int32)

    def form_number(self, form: str) -> int:
        """The position of a form; it is added if it is new."""
        found = self._form_numbers.get(form)
        if found is None:
            found = self._form_numbers[form] = len(self.forms)
            self.forms.append(form)
        return found

    def regime_number(self, forms: Sequence[int]) -> int:
        """The position of a set of forms; it is added if it is new."""
        key = tuple(sorted(forms))
        found = self._regime_numbers.get(key)
        if found is None:
            found = self._regime_numbers[key] = len(self.regimes)
            self.regimes.append(key)
        return found

    def enter(self, block: Block, records: Records) -> None:
        """Enter equilibria of a block; points without any are left as they are."""
        point = records.point
        if not len(point):
            return
        begins = np.flatnonzero(np.diff(point, prepend=-1))
        places = point[begins] + block.start
        for name, values in records.low.items():
            self.low[name][places] = np.minimum.reduceat(values, begins)
        for name, values in records.high.items():
            self.high[name][places] = np.maximum.reduceat(values, begins)
        self.status[places] = PointStatus.SOLVED
        self.count[places] = np.diff(begins, append=len(point))
        if self.regime is None:
            return
        numbers = np.array([self.form_number(form) for form in records.forms], dtype=np.int64)
        self.regime[places] = self._sets(numbers[records.form], begins)
        if not self.by_form:
            return
        for k, number in enumerate(numbers.tolist()):
            own = records.form == k
            mask, low, high = self._table(number)
            where = point[own] + block.start
            mask[where] = True
            for name in records.low:
                low[name][where] = records.low[name][own]
                high[name][where] = records.high[name][own]

    def _table(self, number: int) -> tuple[Flags, dict[str, Floats], dict[str, Floats]]:
        if number not in self.tables:
            n = len(self.count)
            low, high = ({name: np.full(n, np.nan) for name in self.low} for _ in range(2))
            self.tables[number] = np.zeros(n, dtype=bool), low, high
        return self.tables[number]

    def _sets(
        self, forms: npt.NDArray[np.int64], begins: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int32]:
        """The numbers of the sets of forms of points whose equilibria stand together."""
        stops = [*begins[1:].tolist(), len(forms)]
        if len(self.forms) <= _BITS:
            bits = np.add.reduceat(np.left_shift(np.int64(1), forms), begins)
            _, where, inverse = np.unique(bits, return_index=True, return_inverse=True)
            numbers = [
                self.regime_number(forms[begins[i] : stops[i]].tolist()) for i in where.tolist()
            ]
            return np.array(numbers, dtype=np.int32)[inverse]
        return np.array(
            [
                self.regime_number(forms[begin:stop].tolist())
                for begin, stop in zip(begins.tolist(), stops, strict=True)
            ],
            dtype=np.int32,
        )

    def number_regimes(self) -> None:
        """Number regimes in the order in which they appear along the points."""
        codes = self.regime
        if codes is None or len(self.regimes) < 2:
            return
        if len(self.regimes) <= _FEW_REGIMES:
            met = [(np.argmax(codes == r), r) for r in range(len(self.regimes))]
            order = [r for first, r in sorted(met) if codes[first] == r]
        else:
            unique, first = np.unique(codes, return_index=True)
            order = [int(unique[i]) for i in np.argsort(first) if unique[i] >= 0]
        renumbered = np.full(len(self.regimes) + 1, -1, dtype=np.int32)
        renumbered[order] = np.arange(len(order))
        self.regime = renumbered[codes]
        self.regimes = [self.regimes[r] for r in order]
        self._regime_numbers = {forms: r for r, forms in enumerate(self.regimes)}

    def put(self, position: int, answer: PointAnswer) -> None:
        """Enter what was found at one point exactly."""
        self.status[position] = answer.status
        self.redone[position] = True
        for ends, told in ((self.low, answer.low), (self.high, answer.high)):
            for name, array in ends.items():
                array[position] = float(told[name]) if name in told else np.nan
        self.count[position] = len(answer.forms) if answer.low else -1
        if answer.reason and len(self.reasons) < self.most_reasons:
            self.reasons[position] = answer.reason
        if self.regime is None or not answer.forms:
            return
        numbers = {self.form_number(form): told for form, told in answer.forms.items()}
        self.regime[position] = self.regime_number(list(numbers))
        self.spread[position] = {
            number: (_floats(told.low), _floats(told.high)) for number, told in numbers.items()
        }

    def redo(self, task: Task, positions: Sequence[int], control: Control) -> None:
        """Solve some points one by one, as many as the time allows."""
        for done, position in enumerate(positions):
            if control.expired():
                for rest in positions[done:]:
                    self.forget(rest)
                return
            self.put(position, task.exactly(position, control))
            control.tell("points solved exactly", done + 1, len(positions))

    def forget(self, position: int) -> None:
        """Mark a point as not reached."""
        self.status[position] = PointStatus.UNREACHED
        self.count[position] = -1
        for ends in (self.low, self.high):
            for array in ends.values():
                array[position] = np.nan
        if self.regime is not None:
            self.regime[position] = -1
        self.spread.pop(position, None)

    def in_form(self, name: str, number: int) -> tuple[npt.NDArray[np.bool_], Floats, Floats]:
        """Where a form is, and the range of a measure over the equilibria of that form."""
        if self.regime is None:
            raise AssertionError("forms were not asked for")
        if number in self.tables:
            mask, lows, highs = self.tables[number]
            exists = mask & ~self.redone
            low, high = lows[name], highs[name]
        else:
            exists = np.array([number in forms for forms in self.regimes] + [False])[self.regime]
            low, high = self.low[name], self.high[name]
        exists = exists & (self.status < PointStatus.FAILED)
        low = np.where(exists, low, np.nan)
        high = np.where(exists, high, np.nan)
        for position, found in self.spread.items():
            exists[position] = number in found
            low[position], high[position] = np.nan, np.nan
            if number in found:
                low[position], high[position] = found[number][0][name], found[number][1][name]
        return exists, low, high


def _floats(values: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in values.items()}


class Engine(ABC):
    """A way to answer many points of one class of game at once.

    An engine says for which tasks it is made (`obstacles`), and gives the same as
    `points.exact_answer` does point by point: to the last digit where it redoes a point exactly,
    otherwise within rounding, and never another choice.
    """

    name: ClassVar[str]
    """What the attributes of a result call it."""

    @abstractmethod
    def obstacles(self, task: Task) -> tuple[str, ...]:
        """Every reason why it cannot take a task; empty if it can."""

    def possible_forms(self, task: Task, most: int) -> tuple[str, ...] | None:  # noqa: ARG002
        """Every form of equilibrium that the structure of the game allows, at most so many.

        None where they are more, or not known beforehand.
        """
        return None

    @abstractmethod
    def run(self, task: Task, control: Control) -> Answers:
        """Answer every point, or as many as the time allows."""
