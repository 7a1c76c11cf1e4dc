"""The vertices of a face, by going from basis to basis."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from brinkgame.control import FREE, Control
from brinkgame.polytopes.dictionary import Dictionary

__all__ = [
    "Ray",
    "face_vertices",
    "normalized",
    "strategy_values",
    "vertex_at_hand",
    "whole_numbers",
]

Ray = tuple[int, ...]
"""A strategy as whole numbers without a common factor; divided by its sum it is probabilities."""


def normalized(values: tuple[int, ...]) -> Ray:
    """The values without their greatest common divisor.

    >>> normalized((4, 0, 6))
    (2, 0, 3)
    """
    common = math.gcd(*values)
    return values if common <= 1 else tuple(value // common for value in values)


def whole_numbers(numbers: Iterable[Fraction | int]) -> list[int]:
    """The numbers times their least common denominator.

    >>> whole_numbers([Fraction(1, 2), 1, Fraction(2, 3)])
    [3, 6, 4]
    """
    listed = list(numbers)
    common = math.lcm(*(number.denominator for number in listed))
    return [number.numerator * (common // number.denominator) for number in listed]


def face_vertices(
    face: Dictionary, variables: range, control: Control = FREE
) -> dict[Ray, int] | None:
    """Every vertex of a face, and the bits of the labels that are zero there.

    Parameters
    ----------
    face
        A face of a best-response polytope that does not contain 0.
    variables
        The labels of its strategies.
    control
        Asked at every basis.

    Returns
    -------
    dict or None
        None if the time was up before all bases had been visited.
    """
    if not face.cobasic:
        return vertex_at_hand(face, variables)
    found: dict[Ray, int] = {}
    for basis in face.bases():
        if control.expired():
            return None
        found.setdefault(_strategy(basis, variables), basis.tight)
    return found


def vertex_at_hand(face: Dictionary, variables: range) -> dict[Ray, int]:
    """One vertex of a face, without any search, and the bits of the labels that are zero there."""
    return {_strategy(face, variables): face.tight}


def strategy_values(face: Dictionary, variables: range) -> list[int]:
    """The variables with these labels at the vertex at hand, times the dictionary's `det`."""
    values = [0] * len(variables)
    for label, row in zip(face.basic, face.rows, strict=True):
        if label in variables:
            values[label - variables.start] = row[0]
    return values


def _strategy(face: Dictionary, variables: range) -> Ray:
    return normalized(tuple(strategy_values(face, variables)))
