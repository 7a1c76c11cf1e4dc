"""The extreme Nash equilibria of a tree's reduced normal form, by pygambit, in fractions."""

# mypy: disable-error-code="import-not-found, import-untyped, unused-ignore"

import io
import os
import time

import pygambit

game = pygambit.read_efg(io.BytesIO(os.environ["BRINKGAME_GAME"].encode()))
began = time.perf_counter()
found = pygambit.nash.enummixed_solve(game, rational=True)
seconds = time.perf_counter() - began

print({"seconds": seconds, "found": len(found.equilibria)})
