"""A fresh process that finds all optimal strategies of Kuhn poker, exactly."""

import time

began = time.perf_counter()

import brinkgame as bg  # noqa: E402

result = bg.solve(bg.catalog.load("kuhn-poker").game, bg.SequenceFormLP(optimal_sets=True))
print(
    {
        "seconds": time.perf_counter() - began,
        "value": str(result.statistics["value"]),
        "corners": result.statistics["corners"],
        "coverage": result.coverage.name,
    }
)
