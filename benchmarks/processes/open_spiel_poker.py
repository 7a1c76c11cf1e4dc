"""OpenSpiel on one of its games, in a Python that has it (and cvxpy and ecos for the program).

Arguments: the game, ``lp`` or ``cfr+``, and for the latter the exploitability to reach. The program
is solved once before it is timed, so that what is loaded on first use does not count. CFR+ is
OpenSpiel's solver in C++; only its rounds are timed, and exploitability is measured between them.
"""

# mypy: disable-error-code="import-not-found, import-untyped, unused-ignore"

import sys
import time

import pyspiel

EVERY = 20

game = pyspiel.load_game(sys.argv[1])
if sys.argv[2] == "lp":
    from open_spiel.python.algorithms import sequence_form_lp

    sequence_form_lp.solve_zero_sum_game(game)
    began = time.perf_counter()
    value = sequence_form_lp.solve_zero_sum_game(game)[0]
    print({"seconds": time.perf_counter() - began, "value": float(value)})
else:
    target = float(sys.argv[3])
    solver = pyspiel.CFRPlusSolver(game)
    seconds, rounds, reached = 0.0, 0, float("inf")
    while reached > target:
        began = time.perf_counter()
        for _ in range(EVERY):
            solver.evaluate_and_update_policy()
        seconds += time.perf_counter() - began
        rounds += EVERY
        reached = pyspiel.exploitability(game, solver.average_policy())
    print({"seconds": seconds, "rounds": rounds, "exploitability": float(reached)})
