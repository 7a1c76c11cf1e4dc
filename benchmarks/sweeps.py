"""A sweep of one tree over a million points, beside peers that solve the same tree point by point.

The tree is the decision to deploy. What is timed of a peer is the solve alone: its game is built
outside the clock, in the form that it solves quickest (pygambit the tree, nashpy and quantecon the
table of reduced strategies). They find Nash equilibria, one number of which is compared with ours.
"""

from __future__ import annotations

import io
import random
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.peers import obstacle
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, Outcome, alternate

NAME = "sweeps"
TITLE = "Sweeps"

SEED = 1
SIDE = 1000
SAMPLE = 40
"""Points at which peers solve the tree."""
ASKED = 200
OVER = ("detection", "us_resolve")
MEASURES = {
    "payoff": bg.ExpectedPayoff("USSR"),
    "war": bg.OutcomeProbability("war"),
    "deploys": bg.ActionProbability("USSR", "root", "deploy"),
}


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    game = bg.memo.load("deploy").game
    options.say(f"{NAME}: a million points")
    side = SIDE // 10 if options.quick else SIDE
    axes = {name: np.linspace(0.0, 1.0, side) for name in OVER}
    drawn = bg.sobol_design(game, 2 ** (14 if options.quick else 20), seed=SEED)
    ours = alternate(
        {
            "sweep, grid of two parameters": Job(lambda _: bg.sweep(game, axes, MEASURES)),
            "evaluate, all parameters drawn": Job(lambda _: bg.evaluate(game, drawn, MEASURES)),
        },
        options.rounds(5),
    )
    sizes = [side * side, drawn.size]
    medians = [found.sample.median for found in ours.values()]
    each = medians[0] / sizes[0]
    rows = [
        (name, str(size), duration(median), duration(median / size))
        for name, size, median in zip(ours, sizes, medians, strict=True)
    ]
    options.say(f"{NAME}: other classes of game")
    rows += [_other(options, *other) for other in _others()]
    section.tables.append(
        Table(
            "Everything included: reading the arguments, the regime at each point, the labelled "
            "data set.",
            ("what", "points", "time", "per point"),
            tuple(rows),
        )
    )
    section.figures.append(
        Figure(
            "sweep of deploy over a million points",
            "under 1 s",
            duration(medians[0]),
            medians[0] < 1.0,
        )
    )
    options.say(f"{NAME}: peers")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nashpy tells each time that threats make ties
        found, agreed = _peers(options, game)
    section.tables.append(
        Table(
            "The same tree at single points, the solve alone, beside one point of the sweep.",
            ("peer", "per point", "peer / sweep", "points agreed"),
            tuple(
                (
                    name,
                    duration(outcome.sample.median / SAMPLE),
                    times(outcome.sample.median / SAMPLE / each),
                    f"{agreed[name]} of {SAMPLE}",
                )
                for name, outcome in found.items()
            ),
        )
    )
    for name, outcome in found.items():
        ratio = outcome.sample.median / SAMPLE / each
        section.figures.append(
            Figure(
                f"a point of the sweep, against {name}",
                f"at least {ASKED} times faster",
                times(ratio),
                ratio >= ASKED and agreed[name] == SAMPLE,
            )
        )
    section.remarks += [
        f"{problem}: left out."
        for peer in ("pygambit", "nashpy", "quantecon")
        if (problem := obstacle(peer))
    ]
    return section


def _others() -> list[tuple[str, Any]]:
    line = bg.memo.load("line")
    matrix = next(v.game for v in line.variants if v.name == "matrix")
    return [
        ("evaluate, letters: a signaling game", bg.memo.load("letters").game),
        ("evaluate, line: a table of two players", matrix),
    ]


def _other(options: Options, name: str, game: Any) -> tuple[str, ...]:
    drawn = bg.sobol_design(game, 2 ** (12 if options.quick else 17), seed=SEED)
    asked = {"payoff": bg.ExpectedPayoff(game.players[0])}
    found = alternate(
        {name: Job(lambda _: bg.evaluate(game, drawn, asked))}, options.rounds(3), options.budget
    )
    median = found[name].sample.median
    return name, str(drawn.size), duration(median), duration(median / drawn.size)


def _peers(options: Options, game: Any) -> tuple[dict[str, Outcome], dict[str, int]]:
    """What each peer takes for the sample, and at how many points it has our equilibrium."""
    rng = random.Random(SEED)
    points = [{name: round(rng.random(), 3) for name in OVER} for _ in range(SAMPLE)]
    closed = [game.at(point) for point in points]
    expected = [float(bg.solve(each).only().payoffs["USSR"]) for each in closed]
    jobs: dict[str, tuple[Job, Callable[[Any, int], list[float]]]] = {}
    if not obstacle("pygambit"):
        jobs["pygambit enumpure"] = Job(_gambit, partial(_gambit_games, closed)), _gambit_payoffs
    if not obstacle("nashpy"):
        jobs["nashpy support"] = Job(_nashpy, partial(_nashpy_games, closed)), _nashpy_payoffs
    if not obstacle("quantecon"):
        made = partial(_quantecon_games, closed)
        jobs["quantecon support"] = Job(_quantecon, made), _quantecon_payoffs
    found = alternate(
        {name: job for name, (job, _) in jobs.items()}, options.rounds(5), options.budget
    )
    tables = [_table(each) for each in closed]
    agreed = {}
    for name, (_, read) in jobs.items():
        answers = found[name].answer
        agreed[name] = sum(
            any(abs(value - expected[k]) < 1e-9 for value in read((tables[k], answers[k]), k))
            for k in range(SAMPLE)
        )
    return found, agreed


def _table(game: Any) -> tuple[Any, Any]:
    """The table of reduced strategies, in floats."""
    normal = bg.to_normal_form(game)
    return tuple(
        np.array(normal.payoff_array(player), dtype=np.float64) for player in normal.players
    )  # type: ignore[return-value]


def _gambit_games(closed: list[Any]) -> list[Any]:
    import pygambit

    texts = (bg.interop.write_efg(game) for game in closed)
    return [pygambit.read_efg(io.BytesIO(text.encode())) for text in texts]


def _gambit(games: list[Any]) -> list[Any]:
    import pygambit

    return [pygambit.nash.enumpure_solve(game).equilibria for game in games]


def _gambit_payoffs(told: Any, _k: int) -> list[float]:
    _, equilibria = told
    return [float(profile.payoffs["USSR"]) for profile in equilibria]


def _nashpy_games(closed: list[Any]) -> list[Any]:
    import nashpy

    return [nashpy.Game(*_table(game)) for game in closed]


def _nashpy(games: list[Any]) -> list[Any]:
    return [list(game.support_enumeration()) for game in games]


def _nashpy_payoffs(told: Any, _k: int) -> list[float]:
    (rows, _), equilibria = told
    return [float(x @ rows @ y) for x, y in equilibria]


def _quantecon_games(closed: list[Any]) -> list[Any]:
    import quantecon.game_theory as gt

    games = []
    for game in closed:
        rows, columns = _table(game)
        players = (gt.Player(rows), gt.Player(np.ascontiguousarray(columns.T)))
        games.append(gt.NormalFormGame(players))
    return games


def _quantecon(games: list[Any]) -> list[Any]:
    import quantecon.game_theory as gt

    return [gt.support_enumeration(game) + gt.pure_nash_brute(game) for game in games]


def _quantecon_payoffs(told: Any, _k: int) -> list[float]:
    (rows, _), equilibria = told
    values = []
    for x, y in equilibria:
        if isinstance(x, np.ndarray):
            values.append(float(x @ rows @ y))
        else:
            values.append(float(rows[x, y]))
    return values
