"""The principal logit branch to its end, beside pygambit's `logit_solve`.

`bg.solve` with `bg.LogitLimit` follows the branch, makes the equilibrium at its end exact where it
can, and certifies it; `logit_solve` returns the last point of the branch. Both stop at regrets of
1e-8 of the range of payoffs.
"""

from __future__ import annotations

import importlib
import io
import math
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, final

import numpy as np

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.peers import obstacle
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, alternate

NAME = "quantal-response"
TITLE = "Quantal response"

SEED = 1
SIZES = (2, 3, 4, 5, 6, 7, 8)
PLAYERS = ((2, 2, 2), (3, 3, 3), (2, 2, 2, 2))
GAMES = 25
"""Games of each size."""
REGRET = 1e-8
SAME = 1e-3
"""Probabilities that differ by less are of one equilibrium."""

WAYS = ("exact", "floats", "pygambit")


@final
@dataclass(frozen=True, slots=True)
class _Row:
    """What one size took, a number a game."""

    shape: tuple[int, ...]
    seconds: dict[str, list[float]]
    steps: list[int]
    turned: int
    same: int

    def median(self, way: str) -> float:
        return statistics.median(self.seconds[way])

    def shown(self, way: str) -> str:
        seconds = self.seconds[way]
        if not seconds:
            return ""
        return f"{duration(statistics.median(seconds))} ({duration(max(seconds))})"


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    missing = obstacle("pygambit")
    if missing:
        section.remarks.append(f"{missing}: left out.")
    games = 3 if options.quick else GAMES
    rows = []
    for shape in (*((n, n) for n in SIZES), *PLAYERS):
        options.say(f"{NAME}: {_by(shape)}")
        rows.append(_measured(options, shape, games, peer=not missing))
    if not missing:
        section.figures += [_figure(row) for row in rows if len(row.shape) == 2]
    section.tables.append(
        Table(
            f"The principal branch to regrets of {REGRET:g}: median over games (slowest game), of "
            "whole numbers from 0 to 99. *Exact* and *floats* are `bg.solve` with its certificate "
            "on the same game; the ratio is that of medians. *Turned*: games whose branch bends "
            "back.",
            (
                *("game", "games", *WAYS, "exact / pygambit"),
                *("steps", "turned", "same equilibrium"),
            ),
            tuple(_line(row, missing) for row in rows),
        )
    )
    section.tables.append(_along(options, games))
    return section


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))


def _drawn(shape: tuple[int, ...], game: int) -> list[Any]:
    rng = np.random.default_rng([SEED, *shape, game])
    return [rng.integers(0, 100, shape) for _ in shape]


def _measured(options: Options, shape: tuple[int, ...], games: int, *, peer: bool) -> _Row:
    row = _Row(shape, {way: [] for way in WAYS}, [], 0, 0)
    turned = same = 0
    rounds = options.rounds(3)
    for number in range(games):
        tables = _drawn(shape, number)
        exact = bg.NormalFormGame.from_arrays(*(table.tolist() for table in tables))
        floats = exact.to_float()
        jobs = {
            "exact": Job(_solved, partial(_same, exact)),
            "floats": Job(_solved, partial(_same, floats)),
        }
        if peer:
            jobs["pygambit"] = Job(_logit_solve(), partial(_read, tables))
        found = alternate(jobs, rounds, options.budget / games)
        for way, outcome in found.items():
            row.seconds[way].append(outcome.sample.median)
        result = found["exact"].answer
        assert result.status is bg.Status.SOLVED
        row.steps.append(result.statistics["steps"])
        turned += result.statistics["turning points"] > 0
        if peer:
            same += _far(result, found["pygambit"].answer) < SAME
    return _Row(shape, row.seconds, row.steps, turned, same)


def _same(game: bg.NormalFormGame) -> bg.NormalFormGame:
    return game


def _at(game: bg.NormalFormGame) -> bg.EquilibriumResult:
    return bg.solve(game, bg.LogitQRE(0.1))


def _fit(seen: Mapping[str, Mapping[str, int]], game: bg.NormalFormGame) -> bg.RationalityFit:
    return bg.fit_rationality(game, seen)


def _solved(game: bg.NormalFormGame) -> bg.EquilibriumResult:
    return bg.solve(game, bg.LogitLimit(accuracy=REGRET))


def _logit_solve() -> Callable[[Any], Any]:
    pygambit = importlib.import_module("pygambit")
    return lambda game: pygambit.nash.logit_solve(game, maxregret=REGRET).equilibrium


def _read(tables: list[Any]) -> Any:
    """The game in pygambit, from a text in Gambit's format."""
    shape = tables[0].shape
    players = " ".join(f'"{p + 1}"' for p in range(len(shape)))
    # The first player's strategy changes fastest.
    cells = np.stack([table.ravel(order="F") for table in tables], axis=-1).ravel().tolist()
    text = (
        f'NFG 1 R "drawn" {{ {players} }} {{ {" ".join(map(str, shape))} }}\n\n'
        f"{' '.join(map(str, cells))}\n"
    )
    return importlib.import_module("pygambit").read_nfg(io.BytesIO(text.encode()))


def _far(result: bg.EquilibriumResult, theirs: Any) -> float:
    """The largest difference of a probability; infinite where the peer found nothing."""
    if theirs is None:
        return math.inf
    mine = [float(weight) for part in result[0].profile.weights for weight in part]
    others = [
        float(weight) for player in theirs.game.players for weight in _mixture(theirs, player)
    ]
    return max(abs(a - b) for a, b in zip(mine, others, strict=True))


def _mixture(profile: Any, player: Any) -> list[Any]:
    return [each[1] if isinstance(each, tuple) else each for each in profile[player]]


def _figure(row: _Row) -> Figure:
    ratio = row.median("exact") / row.median("pygambit")
    floats = row.median("floats") / row.median("pygambit")
    return Figure(
        f"principal branch to regret {REGRET:g}, {_by(row.shape)}, against pygambit",
        "no slower",
        f"{times(ratio)} of its time (floats {times(floats)})",
        ratio <= 1,
    )


def _line(row: _Row, missing: str) -> tuple[str, ...]:
    count = len(row.steps)
    ratio = "" if missing else times(row.median("exact") / row.median("pygambit"))
    return (
        _by(row.shape),
        str(count),
        *(row.shown(way) for way in WAYS),
        ratio,
        str(round(statistics.median(row.steps))),
        str(row.turned),
        "" if missing else f"{row.same} of {count}",
    )


def _along(options: Options, games: int) -> Table:
    """What the whole way costs, and what it is good for."""
    rows = []
    for size in (2, 4, 8):
        options.say(f"{NAME}: whole branches, {size} x {size}")
        seconds: dict[str, list[float]] = {"branch": [], "at": [], "fit": []}
        points = []
        for number in range(games):
            tables = _drawn((size, size), number)
            game = bg.NormalFormGame.from_arrays(*(table.tolist() for table in tables))
            seen = {
                player: {label: 1 + i for i, label in enumerate(menu)}
                for player, menu in game.strategies.items()
            }
            jobs = {
                "branch": Job(bg.logit_branch, partial(_same, game)),
                "at": Job(_at, partial(_same, game)),
                "fit": Job(partial(_fit, seen), partial(_same, game)),
            }
            found = alternate(jobs, options.rounds(3), options.budget / games)
            for what, outcome in found.items():
                seconds[what].append(outcome.sample.median)
            points.append(len(found["branch"].answer))
        rows.append(
            (
                _by((size, size)),
                *(duration(statistics.median(seconds[what])) for what in seconds),
                str(round(statistics.median(points))),
            )
        )
    return Table(
        "The whole branch with its turning points located, all equilibria on it at one "
        "rationality, and the likeliest rationality behind observed play. Medians.",
        ("game", "logit_branch", "LogitQRE", "fit_rationality", "points of the branch"),
        tuple(rows),
    )
