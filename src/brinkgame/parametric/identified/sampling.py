"""Points of a constrained box by the thousand, and formulas asked at all of them at once.

Numbers are floats here. Whoever needs to know about one point asks the formula exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Constraint
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.identified.clauses import Factor
from brinkgame.parametric.identified.observing import range_of

__all__ = ["Flags", "Floats", "Sampler", "connected", "holds_at"]

Floats: TypeAlias = "npt.NDArray[np.float64]"
Flags: TypeAlias = "npt.NDArray[np.bool_]"

_ROUNDS: Final = 400


def holds_at(factor: Factor, points: Mapping[str, Floats], size: int) -> Flags:
    """Where a factor holds, point by point; what has failed already is not asked again."""
    holds = np.zeros(size, dtype=bool)
    open_ = np.arange(size)
    for clause in factor.clauses:
        alive = open_
        for condition in (*clause.conditions, *clause.constraints):
            if not alive.size:
                break
            alive = alive[_condition(condition, points, alive)]
        holds[alive] = True
        open_ = np.flatnonzero(~holds)
        if not open_.size:
            break
    return holds


def _condition(
    condition: Condition, points: Mapping[str, Floats], rows: npt.NDArray[np.int64]
) -> Flags:
    own = {name: points[name][rows] for name in condition.difference.names}
    value = np.asarray(condition.difference.evaluate_array(own))
    if not own:
        value = np.full(len(rows), float(value))
    if condition.relation == ">=":
        return np.asarray(value >= 0)
    if condition.relation == ">":
        return np.asarray(value > 0)
    return np.asarray((value == 0) == (condition.relation == "=="))


def connected(groups: Iterable[Iterable[str]], names: Iterable[str] = ()) -> list[frozenset[str]]:
    """The names that groups connect, directly or by others; a name in no group is alone."""
    head = {name: name for name in names}

    def find(name: str) -> str:
        while head[name] != name:
            head[name] = head[head[name]]
            name = head[name]
        return name

    for group in groups:
        listed = list(group)
        for name in listed:
            head.setdefault(name, name)
        for name in listed[1:]:
            head[find(name)] = find(listed[0])
    found: dict[str, list[str]] = {}
    for name in head:
        found.setdefault(find(name), []).append(name)
    return [frozenset(part) for part in found.values()]


@final
class Sampler:
    """Draws points of a constrained box, each part that constraints connect on its own."""

    def __init__(self, space: ParameterSpace) -> None:
        self.space = space
        self.parts = connected((c.names for c in space.constraints), space)

    def part_of(self, name: str) -> frozenset[str]:
        """The parameters that constraints connect with one."""
        return next(part for part in self.parts if name in part)

    def draw(self, names: Iterable[str], size: int, rng: np.random.Generator) -> dict[str, Floats]:
        """Values of some parameters and of all that constraints connect with them."""
        wanted = set(names)
        points: dict[str, Floats] = {}
        for part in self.parts:
            if wanted & part:
                order = [name for name in self.space if name in part]
                points |= self._part(order, size, rng)
        return points

    def _part(self, order: list[str], size: int, rng: np.random.Generator) -> dict[str, Floats]:
        limits = [c for c in self.space.constraints if set(c.names) <= set(order)]
        kept: dict[str, list[Floats]] = {name: [] for name in order}
        left = size
        for _ in range(_ROUNDS):
            drawn = {name: self._one(name, max(2 * left, 64), rng) for name in order}
            good = np.ones(len(drawn[order[0]]), dtype=bool)
            for limit in limits:
                good &= _keeps(limit, drawn)
            for name in order:
                kept[name].append(drawn[name][good][:left])
            left -= min(left, int(good.sum()))
            if not left:
                return {name: np.concatenate(parts) for name, parts in kept.items()}
        raise InvalidParameterError(
            f"the constraints on {', '.join(order)} leave next to nothing of their box: no "
            "points can be drawn"
        )

    def _one(self, name: str, size: int, rng: np.random.Generator) -> Floats:
        parameter = self.space[name]
        low, high = map(float, range_of(parameter))
        if parameter.whole:
            return rng.integers(math.ceil(low), math.floor(high) + 1, size).astype(float)
        return np.asarray(low + (high - low) * rng.random(size))


def _keeps(limit: Constraint, points: Mapping[str, Floats]) -> Flags:
    left, right = limit.left.evaluate_array(points), limit.right.evaluate_array(points)
    return np.asarray(left < right if limit.relation == "<" else left <= right)
