"""A conjunction of conditions: how far it is from a point, from below, and points of it near by.

Coordinates, centre and norm are those of `distances`; see `robustness` for what it is for.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import count
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control
from brinkgame.linear_programs import solve_lp
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import floats
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.ranges import Ranges
from brinkgame.parametric.robustness.distances import Metric, Part, Reach, farthest_free

__all__ = ["Violation"]

Array: TypeAlias = npt.NDArray[np.float64]

_GROWTHS: Final = (1.001, 1.1, 1.5, 3.0, 10.0, math.inf)
"""How much larger than certainly empty boxes are those in which points are drawn, in turn."""
_DRAWN: Final = 512
_STEPS: Final = 25
_BATCH: Final = 64


@final
class Violation:
    """A conjunction of conditions: its distance from below, and points near it."""

    def __init__(
        self, parts: Sequence[Part], metric: Metric, reach: Callable[[Part], Reach]
    ) -> None:
        self.parts = tuple(parts)
        self.metric = metric
        # The centre is in the domain: constraints hold there.
        self.reaches = [Reach(0.0) if part.is_constraint else reach(part) for part in parts]
        self.low = max((reach.low for reach in self.reaches), default=0.0)
        self.prices: tuple[float, ...] = ()

    @property
    def deciding(self) -> int:
        """The condition that keeps it farthest away."""
        return max(range(len(self.parts)), key=lambda k: self.reaches[k].low)

    @property
    def relations(self) -> list[str]:
        """How each polynomial compares with zero."""
        return [part.relation for part in self.parts]

    def combined(self) -> float:
        """What the prices of the last linear program say: how far a weighted sum stays negative.

        Wherever all are at least zero, so is their sum with weights that are not negative. (Of an
        equation the weight may have any sign, which is not used.)
        """
        if not self.prices:  # there was no time for a linear program
            return 0.0
        total = Polynomial({})
        for part, price in zip(self.parts, self.prices, strict=True):
            if price > 0 and part.relation in (">=", ">"):
                total = total + part.polynomial.times(Fraction(price).limit_denominator(10**9))
        if total.is_constant:
            return 0.0
        joint = Part(Condition("", "", "", "", self.parts[0].condition.difference), total)
        return farthest_free(joint, self.metric).low

    # -- points --------------------------------------------------------------------------------

    def values(self, point: Array) -> tuple[Array, Array]:
        """The polynomials at a point, and their gradients: a row a condition."""
        place = {name: k for k, name in enumerate(self.metric.names)}
        values = np.zeros(len(self.parts))
        slopes = np.zeros((len(self.parts), len(place)))
        for row, part in enumerate(self.parts):
            for monomial, c in part.polynomial.terms.items():
                factors = [point[place[name]] ** e for name, e in monomial]
                values[row] += float(c) * math.prod(factors)
                for j, (name, e) in enumerate(monomial):
                    k = place[name]
                    rest = math.prod(factors[:j]) * math.prod(factors[j + 1 :])
                    slopes[row, k] += float(c) * e * point[k] ** (e - 1) * rest
        return values, slopes

    def drawn(self) -> Iterator[Array]:
        """Points of the conjunction, or nearly, from boxes that grow; corners are common."""
        random = np.random.default_rng(0)
        n = len(self.metric.names)
        centre = np.array([float(c) for c in self.metric.centre])[:, None]
        speed = np.array([float(s) for s in self.metric.speed])[:, None]
        for growth in _GROWTHS:
            radius = min(max(self.low, 1e-3) * growth, self.metric.farthest)
            ways = random.uniform(-1.0, 1.0, (n, _DRAWN))
            ways = np.where(random.random((n, _DRAWN)) < 0.5, np.sign(ways), ways)
            points = np.clip(centre + speed * ways * radius, 0.0, 1.0)
            least = np.full(_DRAWN, np.inf)
            for part in self.parts:
                value = floats(part.polynomial, dict(zip(self.metric.names, points, strict=True)))
                if part.relation == "==":
                    value = -np.abs(value)
                if part.relation != "!=":
                    least = np.minimum(least, value)
            best = int(np.argmax(least))
            if least[best] > 0 or growth == _GROWTHS[-1]:
                yield points[:, best]
                return

    def descend(self, start: Array, control: Control) -> Iterator[Array]:
        """Better and better points of the conjunction, nearly; the prices are kept.

        Each step is exact for the conditions as they are to first order.
        """
        point, room = start, 0.5
        seen = math.inf
        for _ in range(_STEPS):
            if control.expired():
                return
            values, slopes = self.values(point)
            scale = np.maximum(np.abs(slopes).sum(axis=1), 1e-12)
            step = self._step(point, values / scale, slopes / scale[:, None], room)
            if step is None:
                return
            found, prices = step
            self.prices = tuple(prices / scale)
            yield found
            moved = float(np.abs(found - point).max())
            if moved < 1e-12:
                return
            if moved > seen * 0.9:
                room /= 2
            seen, point = moved, found

    def _step(
        self, point: Array, values: Array, slopes: Array, room: float
    ) -> tuple[Array, Array] | None:
        return (
            self._euclidean_step(point, values, slopes)
            if self.metric.euclidean
            else self._box_step(point, values, slopes, room)
        )

    def _box_step(
        self, point: Array, values: Array, slopes: Array, room: float
    ) -> tuple[Array, Array] | None:
        """The linear program: the least radius at which the conditions hold to first order.

        What cannot be had within `room` is fallen short of, at a price above all.
        """
        n = len(point)
        centre = np.array([float(c) for c in self.metric.centre])
        speed = np.array([float(s) for s in self.metric.speed])
        bottom, top = np.maximum(point - room, 0.0), np.minimum(point + room, 1.0)
        rows: list[list[float]] = []
        right: list[float] = []
        for k, part in enumerate(self.parts):  # slopes @ x + short >= slopes @ point - value
            if part.relation == "!=":
                continue
            signs = (1, -1) if part.relation == "==" else (1,)
            for sign in signs:
                rows.append([*(-sign * slopes[k]), 0.0, -1.0])
                right.append(sign * float(values[k] - slopes[k] @ (point - bottom)))
        kept = len(rows)
        for j in range(n):
            unit = [0.0] * n
            unit[j] = 1.0
            rows.append([*unit, -speed[j], 0.0])
            right.append(centre[j] - bottom[j])
            unit[j] = -1.0
            rows.append([*unit, -speed[j], 0.0])
            right.append(bottom[j] - centre[j])
            unit[j] = 1.0
            rows.append([*unit, 0.0, 0.0])
            right.append(top[j] - bottom[j])
        cost = [0.0] * n + [1.0, 1e4]
        found = solve_lp(np.array(cost), (np.array(rows), np.array(right)), exact=False)
        if found.status != "optimal":
            return None
        prices = np.zeros(len(self.parts))
        row = 0
        for k, part in enumerate(self.parts):
            if part.relation == "!=":
                continue
            prices[k] = max(0.0, -float(found.dual_at_most[row]))
            row += 2 if part.relation == "==" else 1
        if row != kept:
            raise AssertionError("every condition has its rows")
        return bottom + np.array(found.point[:n], dtype=float), prices

    def _euclidean_step(self, point: Array, values: Array, slopes: Array) -> tuple[Array, Array]:
        """The nearest point at which the conditions hold to first order, by Hildreth's method."""
        centre = np.array([float(c) for c in self.metric.centre])
        speed = np.array([float(s) for s in self.metric.speed])
        rows = slopes * speed
        need = (rows * ((point - centre) / speed)).sum(axis=1) - values
        squares = np.maximum((rows**2).sum(axis=1), 1e-30)
        low, high = -centre / speed, (1 - centre) / speed
        prices = np.zeros(len(rows))
        way = np.zeros_like(point)
        for _ in range(400):
            before = way.copy()
            for k, part in enumerate(self.parts):
                if part.relation == "!=":
                    continue
                free = rows[k] @ np.clip(rows.T @ prices, low, high)
                change = (need[k] - free) / squares[k]
                prices[k] += change if part.relation == "==" else max(change, -prices[k])
            way = np.clip(rows.T @ prices, low, high)
            if np.abs(way - before).max() < 1e-15:
                break
        return centre + speed * way, prices

    # -- cutting up ----------------------------------------------------------------------------

    def cut(
        self,
        upper: float,
        goal: float,
        most: int,
        control: Control,
        found: Callable[[Array], float],
    ) -> tuple[float, float]:
        """Raise the bound from below by cutting the box of radius `upper` into smaller ones.

        Parameters
        ----------
        upper
            The radius of a point that is known.
        goal
            The relative gap at which it is good enough.
        most
            Boxes to look at.
        found
            What becomes of a point that lies in the conjunction: its radius.

        Returns
        -------
        tuple
            The bound from below, and the radius of the best point.
        """
        ranges = Ranges([part.polynomial for part in self.parts], self.metric.names)
        low, high = self.metric.box(np.array([min(upper, self.metric.farthest)]))
        number = count()
        heap: list[tuple[float, int, Array, Array]] = [(self.low, next(number), low, high)]
        looked = 0
        while heap and heap[0][0] < upper * (1 - goal) and looked < most and not control.expired():
            boxes: list[tuple[float, int, Array, Array]] = []
            while heap and len(boxes) < _BATCH and heap[0][0] < upper * (1 - goal):
                boxes.append(heapq.heappop(heap))
            looked += 2 * len(boxes)
            low, high = self._halves(
                ranges,
                np.concatenate([box[2] for box in boxes], axis=1),
                np.concatenate([box[3] for box in boxes], axis=1),
            )
            bottom, top = ranges.over(low, high)
            out = top < 0
            inside = bottom >= 0
            for k, relation in enumerate(self.relations):
                if relation == "==":
                    out[k] |= bottom[k] > 0
                if relation in ("==", "!="):
                    inside[k] = False
            points, keys = self.metric.nearest(low, high)
            keys = np.maximum(keys, self._beyond_planes(ranges, low, high))
            for j in np.flatnonzero(inside.all(axis=0)).tolist():
                upper = min(upper, found(points[:, j]))
            keep = ~out.any(axis=0) & (keys < upper)
            for j in np.flatnonzero(keep).tolist():
                key = max(float(keys[j]), self.low)
                item = (key, next(number), low[:, j : j + 1], high[:, j : j + 1])
                heapq.heappush(heap, item)
        return (heap[0][0] if heap else upper), upper

    def _beyond_planes(self, ranges: Ranges, low: Array, high: Array) -> Array:
        """How far the conditions keep away in each box: as far as planes above their polynomials.

        In a small box a plane is close to the polynomial, so that this is nearly the distance.
        """
        centre = np.array([float(c) for c in self.metric.centre])[:, None]
        speed = np.array([float(s) for s in self.metric.speed])[:, None]
        width = high - low
        best = np.zeros(low.shape[1])
        for k, relation in enumerate(self.relations):
            if relation == "!=":
                continue
            slopes, bottom, top = ranges.affine(k, low, high)
            with np.errstate(divide="ignore", invalid="ignore"):
                gradient = np.where(width > 0, slopes / width, 0.0)
            ways = gradient * speed
            at_centre = gradient * (centre - low)
            size = np.abs(top) + np.abs(bottom) + np.abs(at_centre).sum(axis=0)
            for sign, edge in ((1.0, top), (-1.0, bottom)):
                if sign < 0 and relation != "==":
                    continue
                value = sign * (at_centre.sum(axis=0) + edge) + 1e-13 * size
                away = self.metric.to_plane(
                    sign * ways, value, (low - centre) / speed, (high - centre) / speed
                )
                best = np.maximum(best, away)
        return best * (1 - 1e-12)

    def _halves(self, ranges: Ranges, low: Array, high: Array) -> tuple[Array, Array]:
        """Each box cut in two along the axis on which the conditions vary most."""
        bottom, top, slopes = ranges.with_slopes(low, high)
        span = np.maximum(top - bottom, 1e-300)
        # Of the conditions that are open there: how much of their range is due to an axis.
        axis = (slopes / span[:, None, :]).sum(axis=0).argmax(axis=0)
        middle = (low + high) / 2
        columns = np.arange(low.shape[1])
        left_high, right_low = high.copy(), low.copy()
        left_high[axis, columns] = middle[axis, columns]
        right_low[axis, columns] = middle[axis, columns]
        return np.concatenate([low, right_low], axis=1), np.concatenate([left_high, high], axis=1)
