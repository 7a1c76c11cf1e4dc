"""Looking for a point, in floats, at which several polynomials are positive.

What is found here is a proposal: `witnesses` rounds it to short fractions and checks it exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import FREE, Control
from brinkgame.linear_programs import solve_lp
from brinkgame.parametric.regions.polynomials import Polynomial

__all__ = ["Search"]

_Array: TypeAlias = npt.NDArray[np.float64]

_STEPS = 30
_STARTS = 6
_LEAST_STEP = 1e-9
_STALLED = 1e-3
_PATIENCE = 3
"""A climb that gains next to nothing so many times in a row has arrived below zero."""


@final
class Search:
    """Polynomials in unit coordinates, to be made positive together in the unit cube.

    Each is scaled to a largest coefficient of 1; the *slack* at a point is the least of them.
    """

    def __init__(self, polynomials: Sequence[Polynomial], names: Sequence[str]) -> None:
        self.names = tuple(names)
        place = {name: axis for axis, name in enumerate(self.names)}
        self.parts: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = []
        for polynomial in polynomials:
            most = max(abs(float(c)) for c in polynomial.terms.values())
            self.parts.append(
                [
                    (float(c) / most, tuple((place[name], e) for name, e in monomial))
                    for monomial, c in polynomial.terms.items()
                ]
            )

    def values(self, points: _Array) -> _Array:
        """Every polynomial (rows) at every point (columns of `points`, one row an axis)."""
        found = np.empty((len(self.parts), points.shape[1]))
        for k, part in enumerate(self.parts):
            total: Any = 0.0
            for c, factors in part:
                term: Any = c
                for axis, e in factors:
                    term = term * (points[axis] if e == 1 else points[axis] ** e)
                total = total + term
            found[k] = total
        return found

    def slack(self, points: _Array) -> _Array:
        """The least value at every point."""
        if not self.parts:
            return np.ones(points.shape[1])
        least: _Array = self.values(points).min(axis=0)
        return least

    def gradients(self, point: _Array) -> _Array:
        """The gradient of every polynomial at one point."""
        found = np.zeros((len(self.parts), len(self.names)))
        for k, part in enumerate(self.parts):
            for c, factors in part:
                for axis, e in factors:
                    term = c * e * point[axis] ** (e - 1)
                    for other, power in factors:
                        if other != axis:
                            term *= point[other] ** power
                    found[k, axis] += term
        return found

    def climbed(
        self,
        points: _Array,
        control: Control = FREE,
        *,
        starts: int = _STARTS,
        steps: int = _STEPS,
    ) -> _Array | None:
        """A point with positive slack, from the best of these; None if none is reached."""
        order = np.argsort(-self.slack(points))
        for start in order[:starts]:
            found = self._climb(points[:, start].copy(), control, steps)
            if found is not None:
                return found
            if control.expired():
                return None
        return None

    def _climb(self, point: _Array, control: Control, steps: int) -> _Array | None:
        """Sequential linear programming: the best step for linear parts, in a trust region."""
        reach = 0.25
        size = len(self.names)
        here = float(self.slack(point[:, np.newaxis])[0])
        patience = _PATIENCE
        for _ in range(steps):
            if control.expired():
                return None
            values = self.values(point[:, np.newaxis])[:, 0]
            slopes = self.gradients(point)
            norms = np.maximum(np.abs(slopes).sum(axis=1), 1e-12)
            # Variables: x - bottom, all at least zero, and t + 4, the worst linear part by norm.
            bottom = np.maximum(point - reach, 0.0)
            top = np.minimum(point + reach, 1.0)
            rows = np.hstack([-slopes / norms[:, np.newaxis], np.ones((len(norms), 1))])
            right = (values + slopes @ (bottom - point)) / norms + 4.0
            box = np.hstack([np.eye(size), np.zeros((size, 1))])
            cap = np.zeros((1, size + 1))
            cap[0, -1] = 1.0
            found = solve_lp(
                np.append(np.zeros(size), 1.0),
                (np.vstack([rows, box, cap]), np.concatenate([right, top - bottom, [8.0]])),
                maximize=True,
                exact=False,
                control=control,
            )
            if found.status != "optimal":
                return None
            tried = np.clip(bottom + np.asarray(found.point[:-1]), 0.0, 1.0)
            there = float(self.slack(tried[:, np.newaxis])[0])
            if there > here:
                gain = there - here
                point, here = tried, there
                if here > 0 and gain < 0.1 * here:
                    return point
                patience = patience - 1 if gain < _STALLED * -here else _PATIENCE
                if not patience:
                    break
                reach = min(0.5, reach * 1.5)
            else:
                if here > 0:
                    return point
                reach /= 4
                if reach < _LEAST_STEP:
                    break
        return point if here > 0 else None
