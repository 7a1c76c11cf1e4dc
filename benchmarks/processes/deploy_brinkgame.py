"""The deploy decision of the memo at its baseline: imported, closed, solved and certified."""

# ruff: noqa: E402 - the clock runs before the imports

import time

began = time.perf_counter()
import brinkgame as bg

found = bg.solve(bg.memo.load("deploy").game.at()).only()
seconds = time.perf_counter() - began

import sys

heavy = ("numpy", "numba", "llvmlite", "flint", "sympy", "scipy")
print(
    {
        "seconds": seconds,
        "payoffs": [tuple(map(str, found.payoffs.values()))],
        "loaded": [name for name in heavy if name in sys.modules],
    }
)
