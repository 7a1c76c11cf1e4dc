"""Thresholds of every game of the case in every parameter, and a sweep of pygambit beside one.

pygambit has no parameters, so that its way to a threshold is to build and solve the tree at many
values. The texts that it reads are written beforehand; what is timed is reading, which is quicker
than building the tree move by move, and `enumpure_solve`, which is the quickest of its solvers on
these trees and finds the pure Nash equilibria. Ours must be among them at each value; where a
threshold lies it does not tell, but between which two values.
"""

from __future__ import annotations

import gc
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.peers import obstacle
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, alternate

NAME = "thresholds"
TITLE = "Thresholds"

LIMIT = 0.05
"""Seconds for all thresholds of a game of the case in one parameter."""
VALUES = 1000
ASKED = 100
BLINK = 0.6
SWEPT = (("blockade", "brink_risk"), ("deploy", "detection"))


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    options.say(f"{NAME}: every game of the case, every parameter")
    _every_game(options, section)
    options.say(f"{NAME}: a sweep of pygambit")
    problem = obstacle("pygambit")
    if problem:
        section.remarks.append(f"{problem}: left out.")
    else:
        _sweeps(options, section)
    options.say(f"{NAME}: the command")
    _command(options, section)
    return section


def _games() -> Iterator[tuple[str, Any]]:
    for name in bg.memo.names():
        point = bg.memo.load(name)
        yield name, point.game
        for variant in point.variants:
            yield f"{name}:{variant.name}", variant.game


def _every_game(options: Options, section: Section) -> None:
    rows: list[tuple[str, ...]] = []
    slowest: list[tuple[float, str]] = []
    refused: list[str] = []
    asked = 0
    for name, game in _games():
        seconds: list[float] = []
        count = 0
        parameters = list(game.parameters)[:: 4 if options.quick else 1]
        try:
            for over in parameters:
                took, found = _timed(game, over, 1 if options.quick else 3)
                seconds.append(took)
                count += len(found)
                slowest.append((took, f"{name} over {over}"))
                if not found.is_complete:
                    section.remarks.append(f"{name} over {over}: {found.undecided[0]}.")
        except bg.UnsupportedGameError:
            refused.append(name)
            continue
        asked += len(parameters)
        rows.append(
            (
                name,
                str(len(parameters)),
                str(count),
                duration(statistics.median(seconds)),
                duration(max(seconds)),
            )
        )
    slowest.sort(reverse=True)
    section.tables.append(
        Table(
            f"All thresholds in one parameter, with incentives and formulas: {asked} questions, "
            "each asked three times, of which the least counts.",
            ("game", "parameters", "thresholds", "median", "slowest"),
            tuple(rows),
        )
    )
    worst = slowest[0][0]
    within = sum(took < LIMIT for took, _ in slowest)
    section.figures.append(
        Figure(
            "thresholds of any game of the case in one parameter",
            "under 50 ms",
            f"{within} of {len(slowest)}; slowest {duration(worst)}",
            worst < LIMIT,
        )
    )
    section.remarks.append(f"Slowest: {', '.join(f'{w} {duration(t)}' for t, w in slowest[:5])}.")
    if refused:
        section.remarks.append(f"Refused as too large for closed forms: {', '.join(refused)}.")


def _timed(game: Any, over: str, rounds: int) -> tuple[float, bg.Thresholds]:
    """The least time of some runs, after one that does not count."""
    found = bg.thresholds(game, over)
    seconds = []
    for _ in range(rounds):
        gc.collect()
        began = time.perf_counter()
        found = bg.thresholds(game, over)
        seconds.append(time.perf_counter() - began)
    return min(seconds), found


# -- pygambit --------------------------------------------------------------------------------------


def _sweeps(options: Options, section: Section) -> None:
    values = VALUES // 20 if options.quick else VALUES
    rows = []
    for name, over in SWEPT:
        game = bg.memo.load(name).game
        swept = _Swept(game, over, values)
        found = alternate(
            {
                "ours": Job(lambda _, g=game, o=over: bg.thresholds(g, o)),
                "pygambit": Job(lambda _, s=swept: s.run()),
            },
            options.rounds(5),
            options.budget,
        )
        ours, theirs = found["ours"].sample.median, found["pygambit"].sample.median
        exact = found["ours"].answer
        agreed = swept.agrees(exact, found["pygambit"].answer)
        ratio = theirs / ours
        told = ", ".join(str(each.value) for each in exact)
        rows.append((f"{name} over {over}", duration(ours), duration(theirs), times(ratio), told))
        section.figures.append(
            Figure(
                f"thresholds of {name} against a sweep of pygambit over {values:,} values",
                f"at least {ASKED} times faster",
                f"{times(ratio)}{'' if agreed else ', answers differ'}",
                ratio >= ASKED and agreed,
            )
        )
    section.tables.append(
        Table(
            "All thresholds, exactly, beside the same tree read and solved by pygambit at "
            f"{values:,} values of the parameter.",
            ("game", "brinkgame", "pygambit", "pygambit / brinkgame", "thresholds"),
            tuple(rows),
        )
    )


class _Swept:
    """A tree at many values of one parameter, as texts that pygambit reads."""

    def __init__(self, game: Any, over: str, count: int) -> None:
        parameter = game.parameters[over]
        step = (parameter.high - parameter.low) / (count + 1)
        self.over = over
        self.values = [parameter.low + step * (k + 1) for k in range(count)]
        rest = {p.name: p.baseline for p in game.parameters.values() if p.name != over}
        alone = game.fix(rest)
        texts = (bg.interop.write_efg(alone.at({over: value})) for value in self.values)
        self.texts = [text.encode() for text in texts]

    def run(self) -> list[Any]:
        """The pure equilibria at each value."""
        import pygambit

        games = (pygambit.read_efg(io.BytesIO(text)) for text in self.texts)
        return [pygambit.nash.enumpure_solve(game).equilibria for game in games]

    def agrees(self, exact: bg.Thresholds, answers: list[Any]) -> bool:
        """Whether at each value the payoffs of our equilibria are among those of theirs."""
        for value, found in zip(self.values, answers, strict=True):
            theirs = {tuple(float(each.payoffs[p]) for p in exact.game.players) for each in found}
            for form in exact.forms_at(value):
                paid = form.payoffs_at({self.over: value})
                mine = [float(number) for number in paid.values()]
                if not any(
                    all(abs(a - b) < 1e-9 for a, b in zip(mine, each, strict=True))
                    for each in theirs
                ):
                    return False
        return True


# -- the command -----------------------------------------------------------------------------------


def _command(options: Options, section: Section) -> None:
    words = ["thresholds", "blockade", "--over", "brink_risk"]
    code = f"from brinkgame.cli import main; main({words!r})"
    seconds = []
    for turn in range(options.rounds(7) + 1):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        if turn:
            seconds.append(time.perf_counter() - began)
    median = statistics.median(seconds)
    section.figures.append(
        Figure(
            f"`brinkgame {' '.join(words)}`, the whole process",
            f"under {BLINK} s",
            duration(median),
            median < BLINK,
        )
    )
