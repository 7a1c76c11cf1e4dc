"""What a large tree takes in memory: the nodes as written, and the games built from them.

Arguments: a member of `Payoffs`, a number of nodes, and "traced" (bytes that Python objects and
arrays hold, by tracemalloc) or "resident" (memory of the process; Linux only).
"""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc
from pathlib import Path

import brinkgame as bg
from benchmarks.backward_induction import uncached
from benchmarks.trees import Family, Payoffs, built, written

COMPILED = 130_000
"""Nodes from which on floats are surely left to compiled passes."""


def resident(line: str) -> int:
    """Bytes of memory of this process by a line of its status: `VmRSS` now, `VmHWM` at most.

    Not `resource.getrusage`: there the highest includes what the parent held before the start.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{line}:")[2].split()[0]) * 1024


def main(payoffs: str, nodes: str, how: str) -> dict[str, float]:
    """Write, build, and if traced drop what was written, solve, and the same game in floats."""
    family = Family(payoffs=Payoffs[payoffs])
    traced = how == "traced"
    # Whatever loads on first use, such as compiled passes, is no part of a tree.
    small = built(family, family.steps(COMPILED if traced and int(nodes) > COMPILED else 100, 1))
    bg.solve(small.to_float())
    del small
    gc.collect()

    def now() -> int:
        gc.collect()
        return tracemalloc.get_traced_memory()[0] if traced else resident("VmRSS")

    found: dict[str, float] = {}
    if traced:
        tracemalloc.start()
    empty = now()
    began = time.perf_counter()
    root = written(family, family.steps(int(nodes), 1))
    found["writing"] = time.perf_counter() - began
    found["written"] = now() - empty
    began = time.perf_counter()
    game = bg.ExtensiveFormGame("large", players=family.players, root=root)
    found["building"] = time.perf_counter() - began
    found["peak"] = (tracemalloc.get_traced_memory()[1] if traced else resident("VmHWM")) - empty
    del root
    if not traced:
        return {"nodes": game.tree.size, **found}
    found["built"] = now() - empty
    bg.solve(game)
    found["solved"] = now() - empty
    size = game.tree.size
    floats = uncached(game.to_float())
    del game
    found["floats built"] = now() - empty
    bg.solve(floats)
    found["floats solved"] = now() - empty
    return {"nodes": size, **found}


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
