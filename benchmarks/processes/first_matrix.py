"""The first answer of a fresh process: all equilibria of a random game.

Arguments: brinkgame, nashpy or quantecon, and the number of strategies.
"""

from __future__ import annotations

import random
import sys
import time

who, size = sys.argv[1], int(sys.argv[2])
generator = random.Random(size)
row, column = (
    [[generator.randint(0, 99) for _ in range(size)] for _ in range(size)] for _ in range(2)
)
began = time.perf_counter()
if who == "brinkgame":
    import brinkgame as bg

    found = len(bg.solve(bg.NormalFormGame.from_arrays(row, column)))
elif who == "nashpy":
    import nashpy
    import numpy as np

    found = len(list(nashpy.Game(np.array(row), np.array(column)).vertex_enumeration()))
else:
    import numpy as np
    import quantecon.game_theory as theory

    game = theory.NormalFormGame(
        [
            theory.Player(np.array(row, dtype=float)),
            theory.Player(np.ascontiguousarray(np.array(column, dtype=float).T)),
        ]
    )
    found = len(theory.vertex_enumeration(game))
seconds = time.perf_counter() - began
print({"seconds": seconds, "found": found, "compiler": "numba" in sys.modules})
