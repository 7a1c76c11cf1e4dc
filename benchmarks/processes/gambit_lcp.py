"""pygambit's `lcp_solve` on a tree in Gambit's text format.

Argument: a file. It prints the time, the payoffs and the largest regret, in exact numbers.
"""

# mypy: disable-error-code="import-not-found, import-untyped, unused-ignore"

import io
import sys
import time
from pathlib import Path

import pygambit

game = pygambit.read_efg(io.BytesIO(Path(sys.argv[1]).read_bytes()))
began = time.perf_counter()
found = pygambit.nash.lcp_solve(game).equilibrium
seconds = time.perf_counter() - began
print(
    {
        "seconds": seconds,
        "payoffs": [str(found.payoffs[player]) for player in game.players],
        "regret": str(found.max_regret()),
    }
)
