"""Draws the pictures of the documentation again: ``python docs/pictures/draw.py [FOLDER]``.

Without a folder they replace those that stand beside this file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

import brinkgame as bg

HERE = Path(__file__).parent


def letters() -> Axes:
    point = bg.memo.load("letters")
    result = point.solve()
    return bg.plotting.draw_tree(result.game, result, title=point.title)


def inspection() -> Axes:
    game = bg.memo.load("verification").variant("inspection").game.at()
    return bg.plotting.draw_table(game, bg.solve(game), title="Would it be kept?")


LABELS = {"root: deploy; live missiles: accept; detected: compel": "deploy", "root: hold": "hold"}
GRID = np.linspace(0, 1, 101)


def two_way() -> Axes:
    data = bg.sweep(bg.memo.load("deploy").game, {"detection": GRID, "us_resolve": GRID})
    border = bg.memo.deploy.threshold()
    return bg.plotting.draw_map(data, labels=LABELS, border=border, title="What the USSR does")


def window() -> Axes:
    """Where a quarantine is both effective and acceptable."""
    game = bg.memo.load("blockade").game
    found = bg.regimes(game, over=("brink_risk", "hard_type"), of="paths")
    labels = {"US at root: accept": "accept", found.regimes[1].name: "quarantine"}
    return bg.plotting.draw_regimes(found, labels=labels, title="The brinkmanship window")


def deterrence() -> Axes:
    game = bg.catalog.load("unilateral-deterrence").game
    found = bg.regimes(game, over=("challenger_hard", "defender_hard"))
    return bg.plotting.draw_regimes(found, title="Unilateral deterrence")


def one_way() -> Axes:
    game = bg.memo.load("deploy").game
    worth = bg.ExpectedPayoff("USSR")
    data = bg.sweep(game, {"detection": GRID}, worth)
    switches = bg.nearest_switches(game, "USSR", "root")
    turns = [switch for switch in switches if switch.parameter.name == "detection"]
    return bg.plotting.draw_line(
        data, worth.name, labels=LABELS, thresholds=turns, title="What it can expect"
    )


def tornado() -> Axes:
    bars = bg.tornado(bg.memo.load("deploy").game, bg.OutcomeProbability("war"))
    return bg.plotting.draw_tornado(bars, title="What moves the chance of war")


def corner() -> Axes:
    points = [bg.memo.load(name) for name in ("deploy", "blockade")]
    seen = [bg.Observation(p.game, p.happened, concept=p.concept) for p in points]
    found = bg.identify(seen, draws=2**15)
    names = ["brink_risk", "hard_type", "detection"]
    first: Axes = bg.plotting.draw_corner(found, names, title="What deploy and blockade leave")[
        0, 0
    ]
    return first


def timeline() -> Axes:
    """Whether what happened is what equilibria do at the baseline, asked of every decision."""
    points = [bg.memo.load(name) for name in bg.memo.names()]
    agrees: dict[str, bool | None] = {}
    for point in (point for point in points if point.happened):
        name, parameter = next(iter(point.game.parameters.items()))
        here = {name: [parameter.baseline]}
        record = {"record": bg.RecordProbability(point.happened)}
        found = bg.evaluate(point.game, here, record, concept=point.concept)
        low, high = found.low["record"][0], found.high["record"][0]
        agrees[point.name] = True if low == 1 else None if high > 0 else False
    return bg.plotting.draw_timeline(points, agrees=agrees, title="What happened in 1962")


PICTURES: dict[str, Callable[[], Axes]] = {
    "corner": corner,
    "deterrence": deterrence,
    "inspection": inspection,
    "letters-tree": letters,
    "line": one_way,
    "map": two_way,
    "timeline": timeline,
    "tornado": tornado,
    "window": window,
}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, draw in PICTURES.items():
        bg.plotting.save(draw(), folder / f"{name}.svg")


if __name__ == "__main__":
    main()
