"""The way back from an elimination: an exact point, near one that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.identified.clauses import Clause
from brinkgame.parametric.identified.eliminating import Eliminated
from brinkgame.parametric.identified.lines import nearest_inside, values_of
from brinkgame.parametric.identified.observing import range_of

__all__ = ["point_of"]


def point_of(
    found: Eliminated,
    space: ParameterSpace,
    near: Mapping[str, Fraction],
    given: Mapping[str, Fraction],
    ends: Mapping[str, tuple[Fraction, Fraction]],
) -> tuple[dict[str, Fraction], bool] | None:
    """Values of the parameters that were eliminated, the last one first.

    Parameters
    ----------
    found
        An elimination.
    space
        The parameters.
    near
        The values that are wanted; each is taken if it fits, and otherwise the next that does.
    given
        The values of those that were not eliminated.
    ends
        The ends of ranges, where they are not those of the space.

    Returns
    -------
    tuple or None
        The point, and whether every condition holds strictly. None where some value would have to
        be irrational, or the elimination was exact up to borders only and a border was hit.
    """
    values = dict(given)
    inside = True
    for name, bucket in reversed(found.order):
        for factor in bucket:
            # What fell out of the conditions on the way may have any value.
            for other in sorted(factor.names - values.keys() - {name}):
                values[other] = near[other]
        formulas = [
            [part for clause in factor.clauses if (part := _put(clause, name, values)) is not None]
            for factor in bucket
        ]
        low, high = ends.get(name) or range_of(space[name])
        pieces = values_of(space[name], formulas, low, high)
        best = nearest_inside(pieces, near[name], low, high)
        if best is None:
            return None
        values[name] = best[0]
        inside = inside and (best[1] or space[name].whole)
    for name in space:
        values.setdefault(name, near[name])
    return values, inside


def _put(clause: Clause, name: str, values: Mapping[str, Fraction]) -> list[Condition] | None:
    """A clause with all values but one put in; None where it fails whatever that one is."""
    found = []
    for each in (*clause.conditions, *clause.constraints):
        rest = {key: values[key] for key in each.difference.names if key != name}
        difference = each.difference.substitute(rest) if rest else each.difference
        if not difference.is_constant:
            found.append(replace(each, difference=difference))
        elif not replace(each, difference=difference).holds({}):
            return None
    return found
