"""Exact maps over every pair of parameters of four decisions, and regimes of their whole boxes."""

from __future__ import annotations

import random
import statistics
import time
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration
from benchmarks.timing import Job, alternate

NAME = "regimes"
TITLE = "Exact maps and regimes"

GAMES = ("deploy", "blockade", "letters", "il28")
OVER = ("tough_belief", "face_saved")
POINTS = 40
"""Points of a map at which the game is solved anew."""


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    longest = 0.0
    rows = []
    for name in GAMES:
        options.say(f"{NAME}: every map of {name}")
        game = bg.memo.load(name).game
        pairs = list(combinations(game.parameters, 2))
        pairs = pairs[:6] if options.quick else pairs
        bg.regimes(game, over=pairs[0])  # loads whatever is loaded on first use
        took: dict[tuple[str, str], float] = {}
        regimes = cells = 0
        for over in pairs:
            seconds = []
            for _ in range(options.rounds(3)):
                began = time.perf_counter()
                found = bg.regimes(game, over=over)
                seconds.append(time.perf_counter() - began)
            took[over] = statistics.median(seconds)
            regimes, cells = regimes + len(found.regimes), cells + len(found.cells)
        slowest = max(took, key=lambda over: took[over])
        longest = max(longest, took[slowest])
        rows.append(
            (
                name,
                str(len(pairs)),
                str(regimes),
                str(cells),
                duration(statistics.median(took.values())),
                f"{duration(took[slowest])} ({' × '.join(slowest)})",
            )
        )
    section.figures.append(
        Figure("an exact map of any two parameters", "under 1 s", duration(longest), longest < 1.0)
    )
    section.tables.append(
        Table(
            "Exact maps over every pair of parameters, the others at their baselines: cells, "
            "borders with formulas in all parameters, short conditions, witnesses and areas.",
            ("decision", "maps", "regimes", "cells", "median", "longest"),
            tuple(rows),
        )
    )
    section.tables.append(_whole(options))
    options.say(f"{NAME}: solving anew")
    section.remarks.append(_checked())
    return section


def _whole(options: Options) -> Table:
    games = {name: bg.memo.load(name).game for name in GAMES}
    jobs = {name: Job(bg.regimes, partial(games.get, name)) for name in games}
    options.say(f"{NAME}: whole boxes")
    found = alternate(jobs, options.rounds(3), options.budget * 3)
    return Table(
        "All regimes over the whole constrained box, with proofs that none is missed, conditions, "
        "a witness and the share of each. What is proved of a box is remembered: the first run "
        "takes longer.",
        ("decision", "parameters", "regimes", "undecided", "again"),
        tuple(
            (
                name,
                str(len(games[name].parameters)),
                str(len(outcome.answer)),
                str(len(outcome.answer.undecided)),
                duration(outcome.sample.median),
            )
            for name, outcome in found.items()
        ),
    )


def _checked() -> str:
    """Whether the map says what solving says, at drawn rational points of it."""
    game = bg.memo.load("letters").game
    found = bg.regimes(game, over=OVER)
    generator = random.Random(1)
    agreed = 0
    began = time.perf_counter()
    for _ in range(POINTS):
        point: dict[str, Any] = {
            name: (game.parameters[name].high or 1) * Fraction(generator.randint(1, 996), 997)
            for name in OVER
        }
        whole = {**found.fixed, **point}
        solved = {each.profile for each in bg.solve(game.at(whole), concept="sequential")}
        agreed += solved == {form.at(whole) for form in found.at(point)}
    each = (time.perf_counter() - began) / POINTS
    return (
        f"At {agreed} of {POINTS} drawn points of the map of the letters over "
        f"{' and '.join(OVER)} its equilibria are those that `bg.solve` finds there anew, at "
        f"{duration(each)} a point."
    )
