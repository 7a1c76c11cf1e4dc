"""Draws the pictures of the documentation again: ``python docs/pictures/draw.py [FOLDER]``.

Without a folder they replace those that stand beside this file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

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


def timeline() -> Axes:
    """Whether what happened is an equilibrium's at the baseline, asked of every decision."""
    points = [bg.memo.load(name) for name in bg.memo.names()]
    agrees: dict[str, bool | None] = {}
    for point in (point for point in points if point.happened):
        found = {point.agrees(equilibrium.profile) for equilibrium in point.solve()}
        agrees[point.name] = found.pop() if len(found) == 1 else None
    return bg.plotting.draw_timeline(points, agrees=agrees, title="What happened in 1962")


PICTURES: dict[str, Callable[[], Axes]] = {
    "inspection": inspection,
    "letters-tree": letters,
    "timeline": timeline,
}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, draw in PICTURES.items():
        bg.plotting.save(draw(), folder / f"{name}.svg")


if __name__ == "__main__":
    main()
