"""How a decision moves with each assumption alone: where what is on record stops to be rational."""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, final

from brinkgame.memo import DecisionPoint
from brinkgame.memo.claims.claim import values_in
from brinkgame.sensitivity import RecordProbability, evaluate, tornado

__all__ = ["Bar", "TornadoFinding", "tornado_finding"]

_MOST: Final = 12
"""Switches of the equilibria along one parameter; what is beyond is not looked at."""


@final
@dataclass(frozen=True, slots=True)
class Bar:
    """What one assumption, moved over its range, does to the conduct on record.

    Attributes
    ----------
    parameter, baseline, low, high
        Which one, where it stands, and its range.
    at_low, at_high
        The least and the greatest probability of the record at the ends.
    switches
        Where what is done on the record's way changes, in rising order, as numbers.
    switch_texts
        The same as they can be told: ``"125/192"``, ``"about 0.25"``.
    """

    parameter: str
    baseline: float
    low: float
    high: float
    at_low: tuple[float, float]
    at_high: tuple[float, float]
    switches: tuple[float, ...]
    switch_texts: tuple[str, ...]

    @property
    def nearest(self) -> float | None:
        """The switch nearest to where it stands."""
        return min(self.switches, key=lambda value: abs(value - self.baseline), default=None)

    @property
    def share(self) -> float | None:
        """How far that is, as a share of the range."""
        if self.nearest is None:
            return None
        return abs(self.nearest - self.baseline) / (self.high - self.low)


@final
@dataclass(frozen=True, slots=True)
class TornadoFinding:
    """One decision, and its assumptions one at a time.

    Attributes
    ----------
    point
        The decision.
    baseline
        The least and the greatest probability of what is on record, where the assumptions stand.
    bars
        Those that change what happens within their ranges, the nearest switch first.
    idle
        The names of those that change nothing.
    """

    point: DecisionPoint
    baseline: tuple[float, float]
    bars: tuple[Bar, ...]
    idle: tuple[str, ...]


def tornado_finding(point: DecisionPoint, at: Mapping[str, Any]) -> TornadoFinding | None:
    """Move each assumption of a decision over its range; None if nothing is on record."""
    if point.is_open:
        return None
    measure = RecordProbability(point.happened)
    here = values_in(point.game, at)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # more switches than there are places for
        data = tornado(point.game, measure, at=here, concept=point.concept, switches=_MOST)
    rows = [data.isel(parameter=row) for row in range(data.sizes["parameter"])]
    bars = _bars(rows, _turning(point, measure, here, rows))
    low, high = map(float, data.baseline.values)
    moving = [bar for bar in bars if bar.switches]
    return TornadoFinding(
        point=point,
        baseline=(low, high),
        bars=tuple(sorted(moving, key=lambda bar: bar.share or 0.0)),
        idle=tuple(bar.parameter for bar in bars if not bar.switches),
    )


def _turning(
    point: DecisionPoint,
    measure: RecordProbability,
    here: Mapping[str, Any],
    rows: Sequence[Any],
) -> list[list[bool]]:
    """For each parameter and each of its switches, whether what is on record changes there.

    Equilibria may change where nobody goes; so the record is asked between the switches.
    """
    where: list[tuple[int, float]] = []
    for number, row in enumerate(rows):
        marks = [float(row.value[0]), *_places(row), float(row.value[1])]
        if len(marks) > 2:
            where += [(number, (low + high) / 2) for low, high in pairwise(marks)]
    if not where:
        return [[] for _ in rows]
    base = point.game.parameters.point(here)
    values = {
        str(row.parameter.item()): [
            middle if number == own else float(base[str(row.parameter.item())])
            for own, middle in where
        ]
        for number, row in enumerate(rows)
    }
    rest = {name: value for name, value in here.items() if name not in values}
    found = evaluate(point.game, values, {"record": measure}, at=rest, concept=point.concept)
    told: list[list[tuple[float, float]]] = [[] for _ in rows]
    for (number, _), *ends in zip(where, found.low["record"], found.high["record"], strict=True):
        told[number].append((round(float(ends[0]), 9), round(float(ends[1]), 9)))
    return [[below != above for below, above in pairwise(each)] for each in told]


def _places(row: Any) -> list[float]:
    return [float(value) for value in row.switch.values if not math.isnan(value)]


def _bars(rows: Sequence[Any], turning: Sequence[Sequence[bool]]) -> list[Bar]:
    bars = []
    for row, turns in zip(rows, turning, strict=True):
        texts = [str(text) for text in row.switch_text.values if text]
        (low, high), (at_low, at_high) = row.value.values.tolist(), row.outcome.values.tolist()
        bars.append(
            Bar(
                parameter=str(row.parameter.item()),
                baseline=float(row.baseline_value),
                low=low,
                high=high,
                at_low=tuple(at_low),
                at_high=tuple(at_high),
                switches=tuple(itertools.compress(_places(row), turns)),
                switch_texts=tuple(itertools.compress(texts, turns)),
            )
        )
    return bars
