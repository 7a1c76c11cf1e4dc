"""What elimination leaves, part by part, and exact points of it.

Factors that share no parameter with each other can be looked at one part after the other. A part
without parameters that are stuck is not empty; of one with such parameters (a *core*) a point is
looked for: near the one that is wanted, among random ones, and by search with proof (`witness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from brinkgame.arithmetic import exact_number
from brinkgame.control import Control
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.identified.clauses import Factor, terms
from brinkgame.parametric.identified.observing import range_of
from brinkgame.parametric.identified.sampling import Sampler, connected, holds_at
from brinkgame.parametric.regions.formula import All
from brinkgame.parametric.regions.witnesses import witness

__all__ = ["SEARCHED", "core_point", "holds", "parts_of", "some_points", "subspace"]

DRAWS: Final = 2**15
SEARCHED: Final = 8
"""Parameters of a core up to which it is searched, with proof."""
MOST_TERMS: Final = 100
"""Terms of all its conditions up to which it is."""
SECONDS: Final = 5.0
"""For such a search."""


def parts_of(factors: Sequence[Factor], apart: Iterable[str] = ()) -> list[list[Factor]]:
    """Factors that share parameters, some parameters not counting."""
    free = frozenset(apart)
    groups = connected(factor.names - free for factor in factors)
    found = [[f for f in factors if f.names - free and f.names - free <= g] for g in groups]
    return [part for part in found if part]


def holds(factors: Iterable[Factor], point: Mapping[str, Fraction]) -> bool:
    """Whether all factors hold at a point, exactly."""
    return all(factor.formula().holds(point) for factor in factors)


def subspace(space: ParameterSpace, names: Iterable[str]) -> ParameterSpace:
    """Some of the parameters with the constraints among them."""
    own = frozenset(names)
    return ParameterSpace(
        [p for name, p in space.items() if name in own],
        [c for c in space.constraints if own.issuperset(c.names)],
    )


def core_point(
    core: Sequence[Factor],
    space: ParameterSpace,
    near: Mapping[str, Fraction],
    control: Control,
    *,
    prove: bool = True,
) -> dict[str, Fraction] | bool:
    """A point at which all factors of a core hold.

    Where no random point is one, a search with proof is made if it is asked for, and the core is
    small enough for that.

    Returns
    -------
    dict or bool
        The point; False where it is proved that there is none, True where nothing is known.
    """
    names = sorted(frozenset().union(*(factor.names for factor in core)))
    wanted = {name: near[name] for name in names}
    if holds(core, wanted):
        return wanted
    for point in some_points(core, space, near, most=1):
        return point
    formula = All.of(*(factor.formula() for factor in core))
    size = sum(terms(atom.difference) for atom in formula.atoms())
    if not prove or len(names) > SEARCHED or size > MOST_TERMS:
        return True
    limit = Control(max(min(control.remaining, SECONDS), 1e-3))
    found = witness(formula, subspace(space, names), control=limit)
    if found.point is not None:
        return {name: found.point[name] for name in names}
    return found.status != "empty"


def some_points(
    core: Sequence[Factor],
    space: ParameterSpace,
    near: Mapping[str, Fraction],
    *,
    most: int,
    along: str = "",
    seed: int = 0,
) -> list[dict[str, Fraction]]:
    """Random points at which all factors of a core hold, exact.

    Those near a wanted one come first; with `along`, those with the least, and then those with the
    greatest value of a parameter.
    """
    names = sorted(frozenset().union(*(factor.names for factor in core)))
    drawn = Sampler(space).draw(names, DRAWS, np.random.default_rng(seed))
    good = np.ones(DRAWS, dtype=bool)
    for factor in core:
        good &= holds_at(factor, drawn, DRAWS)
    rows = np.flatnonzero(good)
    if along:
        rising = rows[np.argsort(drawn[along][rows])]
        orders = [rising, rising[::-1]]
    else:
        distance = np.zeros(DRAWS)
        for name in names:
            low, high = range_of(space[name])
            width = float(high - low) or 1.0
            distance = np.maximum(distance, np.abs(drawn[name] - float(near[name])) / width)
        orders = [rows[np.argsort(distance[rows])]]
    found: list[dict[str, Fraction]] = []
    for order in orders:
        kept = 0
        for row in order[: 8 * most]:
            point = {name: exact_number(round(float(drawn[name][row]), 6)) for name in names}
            if _in_box(point, space) and holds(core, point):
                found.append(point)
                kept += 1
                if kept == most:
                    break
    return found


def _in_box(point: Mapping[str, Fraction], space: ParameterSpace) -> bool:
    own = frozenset(point)
    for name, value in point.items():
        low, high = space[name].low, space[name].high
        if low is None or high is None or not low <= value <= high:
            return False
    return all(c.holds(point) for c in space.constraints if own.issuperset(c.names))
