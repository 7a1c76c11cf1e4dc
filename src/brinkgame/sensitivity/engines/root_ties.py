"""Ties at the root of a tree that hold whatever the parameters are.

Where the rest of the play makes two first moves pay the same expression, the first mover is
indifferent on a whole region and not only on a border: a threat that changes nothing, an offer that
is passed over. Solving every point of such a region one by one would be slow and needless. The
continuation payoffs are compared as canonical expressions, once for each way in which the others
respond; where all rivals are the same function, every one of them, and every mixture, belongs to an
equilibrium, and nothing above the root depends on which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from brinkgame.expressions import Expression, quantity
from brinkgame.forms.tree import CHANCE

__all__ = ["certain_ties"]

_MOST: Final = 4096
"""Ways to respond, with rivals, that are looked at in one block."""


def certain_ties(
    fold: Any,
    near: npt.NDArray[np.bool_],
    rivals: Sequence[npt.NDArray[np.bool_]],
    choices: Mapping[int, Any],
) -> npt.NDArray[np.bool_]:
    """Where actions at the root that are too near to tell apart are the same function.

    Parameters
    ----------
    fold
        The tree.
    near
        The points in question, flat.
    rivals
        For each action whether it may be best, at all points, flat.
    choices
        What is done below the root, by node: one number, or one a point, flat.
    """
    where = np.flatnonzero(near)
    nodes = [node for node in choices if node]
    columns = [np.broadcast_to(choices[node], near.shape)[where] for node in nodes]
    columns += [rival[where] for rival in rivals]
    table = np.stack([column.astype(np.int16) for column in columns], axis=1)
    ways, position = np.unique(table, axis=0, return_inverse=True)
    settled = np.zeros(near.shape, dtype=bool)
    if len(ways) > _MOST:
        return settled
    same = np.zeros(len(ways), dtype=bool)
    for number, way in enumerate(ways.tolist()):
        taken = {**fold.choice, **dict(zip(nodes, way, strict=False))}
        tied = [
            child
            for child, is_rival in zip(fold.below[0], way[len(nodes) :], strict=True)
            if is_rival
        ]
        payoffs = [_worth(fold, child, taken) for child in tied]
        same[number] = all(each == payoffs[0] for each in payoffs[1:])
    settled[where] = same[position.ravel()]
    return settled


def _worth(fold: Any, node: int, taken: Mapping[int, int]) -> Fraction | Expression:
    """What a subtree is worth to who moves at the root, given what is done in it."""
    total: Any = fold._number(fold._paid(node, fold.mover[0]))
    below = fold.below[node]
    if not below:
        return quantity(total)
    if fold.mover[node] == CHANCE:
        for child in below:
            total = total + fold._number(fold.probability[child]) * _worth(fold, child, taken)
        return quantity(total)
    return quantity(total + _worth(fold, below[taken[node]], taken))
