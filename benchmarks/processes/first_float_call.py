"""The first solve of a large floating-point tree in a process, and the second.

The compiled passes are compiled in the first, or read from numba's cache. Argument: a number of
nodes.
"""

from __future__ import annotations

import sys
import time

import brinkgame as bg
from benchmarks.trees import Family, built


def main(nodes: str) -> dict[str, float | int]:
    """Build, then solve twice."""
    family = Family()
    exact = built(family, family.steps(int(nodes), 1))
    # Everything but the compiled passes is loaded beforehand.
    bg.solve(built(family, family.steps(100, 1)).to_float())
    games = [exact.to_float(), exact.to_float()]
    seconds = []
    for game in games:
        began = time.perf_counter()
        bg.solve(game)
        seconds.append(time.perf_counter() - began)
    return {"nodes": exact.tree.size, "first": seconds[0], "second": seconds[1]}


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
