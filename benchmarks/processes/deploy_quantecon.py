"""The reduced normal form of the deploy decision, typed as arrays: quantecon's equilibria.

Its support enumeration returns all at once.
"""

# ruff: noqa: E402 - the clock runs before the imports
# mypy: disable-error-code="import-not-found, import-untyped, unused-ignore"

import time

began = time.perf_counter()
import numpy as np
from quantecon.game_theory import (
    NormalFormGame,
    Player,
    support_enumeration,
)

ussr = np.array([[-0.5, -0.5, -0.5, -0.5], [2.0, 0.08, -2.0, -3.92]])
us = np.array([[0.0, 0.0, 0.0, 0.0], [-2.0, -1.43, -3.25, -2.68]])
found = support_enumeration(NormalFormGame((Player(ussr), Player(np.ascontiguousarray(us.T)))))
seconds = time.perf_counter() - began

payoffs = [
    tuple(str(round(float(row @ table @ column), 9)) for table in (ussr, us))
    for row, column in found
]
print({"seconds": seconds, "payoffs": payoffs})
