"""Short conditions for a set of cells: as few signs as tell it from all other cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

__all__ = ["Vector", "short_cases"]

Vector: TypeAlias = "tuple[int, ...]"


def short_cases(
    wanted: Iterable[Vector], others: Iterable[Vector], order: Sequence[int]
) -> tuple[Mapping[int, int], ...]:
    """Conjunctions of signs of which one at least is true in each wanted cell, and none elsewhere.

    Only cells that there are count, so that a sign which follows from others is left out. The
    search is greedy: no sign of a case can be left out, and no case, but there may be shorter ones.

    Parameters
    ----------
    wanted, others
        The signs of all curves in the cells.
    order
        The curves, the one that is best left out first.

    Examples
    --------
    >>> short_cases([(1, 1), (1, -1)], [(-1, 1)], [1, 0])
    ({0: 1},)
    >>> short_cases([(1, 1), (-1, -1)], [(-1, 1), (1, -1)], [1, 0])
    ({0: 1, 1: 1}, {0: -1, 1: -1})
    """
    left = sorted(set(wanted), reverse=True)
    against = sorted(set(others), reverse=True)
    cases = []
    while left:
        best: dict[int, int] = {}
        covered: list[Vector] = []
        for start in left:
            case = _shortened(start, against, order)
            reached = [vector for vector in left if _fits(case, vector)]
            if (len(reached), -len(case)) > (len(covered), -len(best)):
                best, covered = case, reached
            if len(reached) == len(left):
                break
        cases.append(best)
        left = [vector for vector in left if not _fits(best, vector)]
    return tuple(cases)


def _shortened(start: Vector, against: Sequence[Vector], order: Sequence[int]) -> dict[int, int]:
    case = {curve: start[curve] for curve in sorted(order)}
    for curve in order:
        fewer = {other: sign for other, sign in case.items() if other != curve}
        if not any(_fits(fewer, vector) for vector in against):
            case = fewer
    return case


def _fits(case: Mapping[int, int], vector: Vector) -> bool:
    return all(vector[curve] == sign for curve, sign in case.items())
