"""How long one import takes in a fresh process, and which heavy packages it loads.

Arguments: a module, and perhaps an attribute of it to look up as well.
"""

# ruff: noqa: E402 - the clock runs before the imports

import time

began = time.perf_counter()
import sys

if len(sys.argv) > 1:
    module = __import__(sys.argv[1])
    if len(sys.argv) > 2:
        getattr(module, sys.argv[2])
seconds = time.perf_counter() - began
heavy = ("numpy", "numba", "llvmlite", "flint", "sympy", "scipy")
print({"seconds": seconds, "loaded": [name for name in heavy if name in sys.modules]})
