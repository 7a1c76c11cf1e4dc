"""How far a parameter may move alone: through its range, as long as the constraints hold.

A constraint says which combinations of parameters are meant at all. A parameter that is moved past
one has left the assumptions of the game, and what happens there is no answer to "what if".
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import ExpressionError, InvalidParameterError
from brinkgame.expressions import Constraint, Expression, quantity
from brinkgame.parameters import ParameterSpace

__all__ = ["reach_alone"]

_INSIDE = Fraction(1, 2**20)
"""How far inside an end that is excluded, as a share of the way to it."""


def reach_alone(
    space: ParameterSpace, name: str, at: Mapping[str, Any] | None = None
) -> tuple[Fraction, Fraction]:
    """The least and the greatest value of a parameter, moved alone, that keep the constraints.

    Parameters
    ----------
    space
        The parameters with their constraints.
    name
        The parameter that is moved.
    at
        Where the others are; the rest is at its baseline. A constraint that fails here already
        does not bind.

    Returns
    -------
    tuple of Fraction
        Where a constraint excludes its border, an end just inside it: by a millionth of the way.

    Raises
    ------
    InvalidParameterError
        The parameter has no range.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.memo.load("deploy").game
    >>> low, high = bg.reach_alone(game.parameters, "retreat_cost")
    >>> (low, round(float(high), 4)), game.parameters["retreat_cost"].high
    ((Fraction(1, 1), 8.0), Fraction(8, 1))
    """
    parameter = space[name]
    if parameter.low is None or parameter.high is None:
        raise InvalidParameterError(f"{name} has no range to be moved over; give it low and high")
    point = {**space.baseline, **(at or {})}
    here = Fraction(quantity(point[name]))  # type: ignore[arg-type]
    low, high = min(parameter.low, here), max(parameter.high, here)
    for constraint in space.constraints:
        if name not in constraint.symbols:
            continue
        try:
            if not constraint.holds(point):
                continue
        except ExpressionError:
            continue
        low = _nearest(constraint, point, name, here, low)
        high = _nearest(constraint, point, name, here, high)
    if parameter.whole:
        return Fraction(-(-low.numerator // low.denominator)), Fraction(high // 1)
    return low, high


def _nearest(
    constraint: Constraint, point: Mapping[str, Any], name: str, here: Fraction, end: Fraction
) -> Fraction:
    """The last value on the way to an end at which a constraint holds."""
    if here == end:
        return end
    gap = constraint.right - constraint.left
    others = {n: point[n] for n in constraint.symbols if n != name}
    along = gap.substitute(others) if others else gap
    roots = {*_roots(along.numerator, here, end), *_roots(along.denominator, here, end)}
    before = here
    for root in sorted(roots, key=lambda value: abs(value - here)):
        beyond = root + (end - root) * _INSIDE if root != end else end
        if not _holds(constraint, point, name, beyond):
            if _holds(constraint, point, name, root):
                return root
            return root + (before - root) * _INSIDE
        before = root
    return end


def _roots(polynomial: Expression, one: Fraction, other: Fraction) -> list[Fraction]:
    """Its roots between two values, as fractions; an irrational one on the side of the first."""
    if polynomial.is_constant:
        return []
    by_degree: dict[int, Fraction] = {}
    for monomial, coefficient in polynomial.terms().items():
        by_degree[sum(power for _, power in monomial)] = coefficient
    coefficients = [by_degree.get(k, Fraction(0)) for k in range(max(by_degree) + 1)]
    found = []
    for root in real_roots(coefficients, min(one, other), max(one, other)):
        if isinstance(root, Algebraic):
            root = root.refined(Fraction(1, 2**60)).interval[int(one > other)]
        found.append(root)
    return found


def _holds(constraint: Constraint, point: Mapping[str, Any], name: str, value: Fraction) -> bool:
    try:
        return constraint.holds({**point, name: value})
    except ExpressionError:
        return False
