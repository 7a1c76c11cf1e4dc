"""The reduced normal form of the deploy decision, typed as arrays: nashpy's first equilibrium.

With the argument "all" every equilibrium that it finds is listed.
"""

# ruff: noqa: E402 - the clock runs before the imports

import time

began = time.perf_counter()
import nashpy
import numpy as np

# Rows: hold, deploy. Columns: the US accepts or compels when the missiles are live, then when they
# are discovered in time.
ussr = np.array([[-0.5, -0.5, -0.5, -0.5], [2.0, 0.08, -2.0, -3.92]])
us = np.array([[0.0, 0.0, 0.0, 0.0], [-2.0, -1.43, -3.25, -2.68]])
game = nashpy.Game(ussr, us)
equilibria = game.support_enumeration()
found = [next(equilibria)]
seconds = time.perf_counter() - began

import sys

if "all" in sys.argv:
    found.extend(equilibria)
payoffs = [tuple(str(round(float(x), 9)) for x in game[row, column]) for row, column in found]
print({"seconds": seconds, "payoffs": payoffs})
