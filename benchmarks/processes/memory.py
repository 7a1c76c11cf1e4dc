"""What a large tree takes in memory: the nodes as written, and the game built from them.

Arguments: a member of `Payoffs`, a number of nodes, "exact" or "float", and "traced" (bytes that
Python objects and arrays hold, by tracemalloc) or "resident" (memory of the process, on Linux).
"""

from __future__ import annotations

import gc
import resource
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np

import brinkgame as bg
from benchmarks.trees import Family, Payoffs, written


def resident() -> int:
    """The bytes of memory that this process occupies now; zero where that cannot be read."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def main(payoffs: str, nodes: str, numbers: str, how: str) -> dict[str, float]:
    """Write, build, and drop what was written; the numbers that come of it."""
    family = Family(payoffs=Payoffs[payoffs])
    # Whatever loads on first use is no part of a tree.
    small = bg.ExtensiveFormGame(
        "warm", players=family.players, root=written(family, family.steps(100, 1))
    )
    bg.solve(small)
    bg.solve(small.to_float())
    np.zeros(1)
    del small
    gc.collect()
    traced = how == "traced"

    def now() -> int:
        gc.collect()
        return tracemalloc.get_traced_memory()[0] if traced else resident()

    if traced:
        tracemalloc.start()
    empty = now()
    began = time.perf_counter()
    root = written(family, family.steps(int(nodes), 1))
    writing = time.perf_counter() - began
    as_written = now() - empty
    tracemalloc.reset_peak()
    began = time.perf_counter()
    game = bg.ExtensiveFormGame("large", players=family.players, root=root)
    building = time.perf_counter() - began
    if traced:
        peak = tracemalloc.get_traced_memory()[1] - empty
    else:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - empty
    del root
    if numbers == "float":
        game = game.to_float()
    built = now() - empty
    found = bg.solve(game)
    del found
    solved = now() - empty
    size = game.tree.size
    return {
        "nodes": size,
        "writing": writing,
        "building": building,
        "written": as_written / size,
        "peak": peak / size,
        "built": built / size,
        "solved": solved / size,
        "empty": empty,
    }


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
