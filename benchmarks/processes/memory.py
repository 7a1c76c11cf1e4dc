"""What a large tree takes in memory: the nodes as written, and the game built from them.

Arguments: a member of `Payoffs`, a number of nodes, "exact" or "float", and "traced" (bytes that
Python objects and arrays hold, by tracemalloc) or "resident" (memory of the process; Linux only).
"""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc
from pathlib import Path

import brinkgame as bg
from benchmarks.trees import Family, Payoffs, built, written


def resident(line: str) -> int:
    """Bytes of memory of this process by a line of its status: `VmRSS` now, `VmHWM` at most.

    Not `resource.getrusage`: there the highest includes what the parent held before the start.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{line}:")[2].split()[0]) * 1024


def main(payoffs: str, nodes: str, numbers: str, how: str) -> dict[str, float]:
    """Write, build, and drop what was written; the numbers that come of it."""
    family = Family(payoffs=Payoffs[payoffs])
    # Whatever loads on first use, such as compiled passes, is no part of a tree.
    warm = 130_000 if numbers == "float" and how == "traced" else 100
    small = built(family, family.steps(warm, 1))
    bg.solve(small.to_float() if numbers == "float" else small)
    del small
    gc.collect()
    traced = how == "traced"

    def now() -> int:
        gc.collect()
        return tracemalloc.get_traced_memory()[0] if traced else resident("VmRSS")

    if traced:
        tracemalloc.start()
    empty = now()
    began = time.perf_counter()
    root = written(family, family.steps(int(nodes), 1))
    writing = time.perf_counter() - began
    as_written = now() - empty
    began = time.perf_counter()
    game = bg.ExtensiveFormGame("large", players=family.players, root=root)
    building = time.perf_counter() - began
    peak = (tracemalloc.get_traced_memory()[1] if traced else resident("VmHWM")) - empty
    del root
    if numbers == "float":
        game = game.to_float()
    as_built = now() - empty
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
        "built": as_built / size,
        "solved": solved / size,
        "empty": empty,
    }


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
