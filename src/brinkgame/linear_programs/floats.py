"""Linear programs in floats: HiGHS, and a repair of what it lets pass."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from brinkgame.control import Control
from brinkgame.linear_programs.program import SMALL, LPSolution

__all__ = ["highs", "in_floats"]

_POLL = 0.05
"""Seconds between two looks at the keyboard while HiGHS works."""

_ROUNDING = 1e-13
"""A violation in floats that is as good as none."""

_REFINABLE = 1000
"""The most equations for which a violation is repaired."""

_QUICK = 20_000
"""A program with fewer numbers than this is done before anybody could interrupt it."""


def in_floats(
    objective: Any, at_most: Any, equal: Any, maximize: bool, control: Control
) -> LPSolution:
    """The answer of HiGHS, refined."""
    cost = np.asarray(objective, dtype=np.float64)
    cost = -cost if maximize else cost
    found = highs(cost, at_most, equal, control)
    if found is not None and found.status == 4:
        # It can be sure that there is no best point without knowing why: it looks more closely.
        found = highs(cost, at_most, equal, control, presolve=True)
    if found is None:
        return LPSolution("unfinished")
    if found.status in (2, 3):
        return LPSolution("infeasible" if found.status == 2 else "unbounded")
    if found.status != 0:
        return LPSolution("unfinished")
    sign = -1.0 if maximize else 1.0
    point, prices = _refined(cost, at_most, equal, found)
    kept = len(found.ineqlin.marginals)
    return LPSolution(
        "optimal",
        sign * float(cost @ point),
        tuple(point.tolist()),
        tuple((sign * prices[:kept]).tolist()),
        tuple((sign * prices[kept:]).tolist()),
    )


def _refined(cost: Any, at_most: Any, equal: Any, found: Any) -> tuple[Any, Any]:
    """Both points of HiGHS after one step of iterative refinement, where that makes them better.

    HiGHS lets constraints be violated up to its tolerance. One more solution of the equations that
    hold at the corner, for what is missing in them, brings the violation down to rounding.
    """
    parts = [part for part in (at_most, equal) if part is not None]
    right = np.concatenate([np.zeros(0), *(part[1] for part in parts)])
    loose = len(found.ineqlin.marginals)
    point, prices = found.x, np.concatenate([found.ineqlin.marginals, found.eqlin.marginals])

    def gaps(x: Any, y: Any) -> tuple[Any, Any]:
        """What is left of the right-hand sides, and of the costs."""
        taken = [part[0] @ x for part in parts]
        worth, first = np.zeros(len(cost)), 0
        for part in parts:
            worth = worth + part[0].T @ y[first : first + len(part[1])]
            first += len(part[1])
        return right - np.concatenate([np.zeros(0), *taken]), cost - worth

    def faults(x: Any, y: Any, left: Any, reduced: Any) -> tuple[float, float]:
        """By how much either point violates a constraint."""
        primal = (-x, -left[:loose], np.abs(left[loose:]))
        dual = (-reduced, y[:loose])
        worst = [max(float(np.max(each, initial=0.0)) for each in some) for some in (primal, dual)]
        return worst[0], worst[1]

    left, reduced = gaps(point, prices)
    wrong = faults(point, prices, left, reduced)
    support = np.flatnonzero(point > SMALL[-2])
    tight = np.flatnonzero(np.abs(prices) > SMALL[-2])
    if max(wrong) <= _ROUNDING or not 0 < max(len(support), len(tight)) <= _REFINABLE:
        return point, prices
    matrix = np.zeros((len(tight), len(support)))
    first = 0
    for rows, bounds in parts:
        inside = (tight >= first) & (tight < first + len(bounds))
        block = rows[tight[inside] - first][:, support]
        matrix[inside] = block.toarray() if hasattr(block, "toarray") else block
        first += len(bounds)
    x, y = point.copy(), prices.copy()
    x[support] += np.linalg.lstsq(matrix, left[tight])[0]
    y[tight] += np.linalg.lstsq(matrix.T, reduced[support])[0]
    better = faults(x, y, *gaps(x, y))
    return (x if better[0] < wrong[0] else point, y if better[1] < wrong[1] else prices)


def highs(cost: Any, at_most: Any, equal: Any, control: Control, *, presolve: bool = False) -> Any:
    """HiGHS's dual simplex, whose answers are corners; None if the time is up."""
    from scipy.optimize import linprog

    numbers = sum(getattr(part[0], "nnz", np.size(part[0])) for part in (at_most, equal) if part)
    options: dict[str, Any] = {
        # Looking for simplifications first takes longer than it saves on programs of games.
        "presolve": presolve,
        "primal_feasibility_tolerance": 1e-10,
        "dual_feasibility_tolerance": 1e-10,
    }
    if control.deadline != math.inf:
        if control.expired():
            return None
        options["time_limit"] = control.remaining

    def work() -> Any:
        return linprog(
            cost,
            *(at_most or (None, None)),
            *(equal or (None, None)),
            method="highs-ds",
            options=options,
        )

    return work() if numbers < _QUICK else _in_background(work)


def _in_background(work: Callable[[], Any]) -> Any:
    """The result of compiled work that hears no interrupt, while this thread goes on hearing it."""
    told: list[Any] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            told.append(work())
        except BaseException as error:  # noqa: BLE001 (raised again below, in the right thread)
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_POLL)
    if failed:
        raise failed[0]
    return told[0]
