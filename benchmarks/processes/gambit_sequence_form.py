"""pygambit's `lcp_solve` on the sequence form of a tree in Gambit's text format.

Arguments: a file, and ``exact`` or ``floats``. It prints the time, and how many equilibria it gave.
"""

# mypy: disable-error-code="import-not-found, import-untyped, unused-ignore"

import io
import sys
import time
from pathlib import Path

import pygambit

game = pygambit.read_efg(io.BytesIO(Path(sys.argv[1]).read_bytes()))
rational = sys.argv[2] == "exact"
began = time.perf_counter()
answer = pygambit.nash.lcp_solve(game, rational=rational, use_strategic=False)
seconds = time.perf_counter() - began
found = getattr(answer, "equilibria", None) or []
print({"seconds": seconds, "found": len(found)})
