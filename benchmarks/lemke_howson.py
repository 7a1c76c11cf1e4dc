"""One equilibrium of a large two-player game, beside quantecon's and nashpy's Lemke-Howson.

`bg.solve` with `bg.LemkeHowson` certifies what it finds. quantecon runs with ``capping=10``, which
is what its documentation advises for large games, on arrays in the order that it wants; its answers
are checked afterwards, outside the clock.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, final

import numpy as np

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.peers import obstacle
from benchmarks.report import Figure, Section, Table, duration, times

NAME = "lemke-howson"
TITLE = "Lemke-Howson"

SEED = 1
GAMES = {50: 100, 100: 60, 200: 30, 500: 12, 1000: 8}
"""How many games are drawn of each size."""
EXACT = {10: 20, 25: 20, 50: 20, 100: 8}
PLAIN_UP_TO = 1000
KINDS: Mapping[str, Callable[[np.random.Generator, int], Any]] = {
    "payoffs 0 to 99": lambda rng, n: rng.integers(0, 100, (2, n, n)).astype(float),
    "payoffs in [0, 1)": lambda rng, n: rng.random((2, n, n)),
}
LOOSE = 1e-9
"""The regret, as a share of the range of payoffs, up to which a peer's answer counts."""
WARM_UP = 3
LOOP_FOR = 0.01
"""Seconds that a measurement takes at least; what is quicker is repeated."""


@final
@dataclass(slots=True)
class _Times:
    """What one way of solving took on each game, and how many it failed on."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def shown(self) -> str:
        if not self.seconds:
            return "-"
        failed = f", {self.failed} not solved" if self.failed else ""
        return f"{duration(self.median)} (worst {duration(max(self.seconds))}{failed})"


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    missing = obstacle("quantecon")
    if missing:
        section.remarks.append(f"{missing}: left out.")
    rows = []
    for kind, draw in KINDS.items():
        for size, games in GAMES.items():
            if options.quick and size > 200:
                continue
            options.say(f"{NAME}: {size} x {size}, {kind}")
            found = _floats(size, 3 if options.quick else games, draw, peer=not missing)
            rows.append((f"{size} x {size}, {kind}", *(each.shown() for each in found.values())))
            if found["quantecon"].seconds:
                rows[-1] += (times(found["quantecon"].median / found["solve"].median),)
                section.figures.append(_figure(size, kind, found))
            else:
                rows[-1] += ("-",)
    section.tables.append(
        Table(
            "Floats: one game after another, each way in turn; medians over games. *Solve* is "
            "`bg.solve` with its certificate and compiled loops, on a game that was built but not "
            "solved before; *plain* the same without a compiler; *alone* is the solver without "
            "certificate and result. The last column is quantecon's median over that of solve.",
            ("games", "solve", "plain", "alone", "quantecon", "quantecon / solve"),
            tuple(rows),
        )
    )
    section.tables.append(_exact(options))
    section.tables.append(_labels(options))
    return section


def _figure(size: int, kind: str, found: Mapping[str, _Times]) -> Figure:
    ours, theirs = found["solve"], found["quantecon"]
    ratio = theirs.median / ours.median
    return Figure(
        f"Lemke-Howson, floats, {size} x {size}, {kind}: bg.solve against quantecon, capping=10",
        "no slower, every game solved",
        f"{times(ratio)} faster; {ours.failed} not solved",
        ratio >= 1 and not ours.failed,
    )


def _took(run: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of one run, and what it gave; quick ones are repeated, and the mean counts."""
    began = time.perf_counter()
    answer = run()
    took = time.perf_counter() - began
    loops = min(50, int(LOOP_FOR / took))
    if loops < 2:
        return took, answer
    began = time.perf_counter()
    for _ in range(loops):
        run()
    return (time.perf_counter() - began) / loops, answer


def _floats(
    size: int,
    games: int,
    draw: Callable[[np.random.Generator, int], Any],
    *,
    peer: bool,
) -> dict[str, _Times]:
    found = {name: _Times() for name in ("solve", "plain", "alone", "quantecon")}
    fast, plain = bg.LemkeHowson(compiled=True), bg.LemkeHowson(compiled=False)
    for number in range(-WARM_UP, games):
        rows, columns = draw(np.random.default_rng([SEED, size, abs(number)]), size)
        fresh = partial(bg.NormalFormGame.from_arrays, rows, columns)
        game = fresh()
        ways: dict[str, Callable[[], Any]] = {
            "solve": partial(bg.solve, game, fast, check=False),
            "alone": partial(fast.run, game),
        }
        if size <= PLAIN_UP_TO:
            ways["plain"] = partial(bg.solve, game, plain, check=False)
        if peer:
            ways["quantecon"] = _quantecon(rows, columns)
        names = list(ways)
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            took, answer = _took(ways[name])
            if number < 0:
                continue  # loads what is loaded on first use
            found[name].seconds.append(took)
            if name == "quantecon":
                found[name].failed += not _holds(rows, columns, answer)
            elif name != "alone":
                found[name].failed += not (answer.status.is_success and len(answer) == 1)
    return found


def _quantecon(rows: Any, columns: Any) -> Callable[[], Any]:
    import quantecon.game_theory as gt

    game = gt.NormalFormGame((gt.Player(rows), gt.Player(np.ascontiguousarray(columns.T))))
    return partial(gt.lemke_howson, game, capping=10)


def _holds(rows: Any, columns: Any, answer: Any) -> bool:
    """Whether nobody gains more than rounding explains."""
    x, y = answer
    against_x, against_y = x @ columns, rows @ y
    regret = max(against_y.max() - x @ against_y, against_x.max() - against_x @ y)
    return bool(regret <= LOOSE * max(np.ptp(rows), np.ptp(columns)))


def _exact(options: Options) -> Table:
    """Games of whole numbers, every weight a fraction."""
    rows = []
    for size, games in EXACT.items():
        options.say(f"{NAME}: {size} x {size}, exact")
        taken = _Times()
        for number in range(2 if options.quick else games):
            rng = np.random.default_rng([SEED, size, number])
            game = bg.NormalFormGame.from_arrays(*rng.integers(0, 100, (2, size, size)))
            began = time.perf_counter()
            result = bg.solve(game, bg.LemkeHowson())
            taken.seconds.append(time.perf_counter() - began)
            assert result[0].is_exact
            assert result[0].certificate.epsilon == 0
        rows.append((f"{size} x {size}", taken.shown()))
    return Table(
        "Exact, in whole numbers of any size; payoffs 0 to 99. No compiler takes part.",
        ("games", "solve"),
        tuple(rows),
    )


def _labels(options: Options) -> Table:
    """What a single label costs, which is why they race."""
    rows = []
    for size in (50, 100) if options.quick else (50, 100, 200):
        options.say(f"{NAME}: {size} x {size}, single labels")
        rows_of, columns = KINDS["payoffs in [0, 1)"](np.random.default_rng([SEED, size]), size)
        game = bg.NormalFormGame.from_arrays(rows_of, columns)
        paths = []
        for label in range(0, 2 * size, max(1, size // 20)):
            solver = bg.LemkeHowson(label=label, compiled=True)
            result = bg.solve(game, solver, time_limit=20, check=False)
            paths.append(result.statistics.get("path", result.statistics["pivots"]))
        race = bg.solve(game, bg.LemkeHowson(compiled=True)).statistics["pivots"]
        rows.append(
            (
                f"{size} x {size}",
                f"{min(paths):,}",
                f"{round(statistics.median(paths)):,}",
                f"{max(paths):,}",
                f"{race:,}",
            )
        )
    return Table(
        "Pivots on the paths of 40 labels of one game, and of a whole race.",
        ("game", "shortest", "median", "longest", "race"),
        tuple(rows),
    )
