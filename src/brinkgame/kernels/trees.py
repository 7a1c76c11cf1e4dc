"""Passes over a tree in preorder, in floating point, compiled by numba where it is installed.

Only large trees come here (a small one is solved before a compiler has started), and each pass has
a plain twin elsewhere that it is tested equal to. Without numba the same text runs as Python.

Walked from its last node to its first, a tree in preorder shows the children of a node last child
first, and then the node. So a stack holds the values that are still wanted: an end pushes its
payoffs, and a node with k children replaces the k values on top by its own. The stack stays small
and close, which is what makes the passes fast.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

try:
    from numba import njit
except ImportError:  # pragma: no cover - numba is a dependency wherever it exists
    _F = TypeVar("_F", bound=Callable[..., Any])

    def njit(**_options: Any) -> Callable[[_F], _F]:
        """Leave the function as it is."""
        return lambda function: function


__all__ = ["fold_back", "value_and_gain"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

_CHANCE = -1
_TERMINAL = -2


@njit(cache=True, nogil=True)
def fold_back(
    mover: Ints, arity: Ints, row: Ints, payoffs: Floats, odds: Floats, tolerance: float
) -> tuple[Ints, int]:  # pragma: no cover - compiled
    """The action that each mover prefers, and how many movers are within `tolerance` of a tie.

    Parameters
    ----------
    mover, arity, row
        As in `Tree` (`row` is `payoff_row`), in preorder.
    payoffs
        One row a paying node, one column a player.
    odds
        The probability of each node after its parent, where the parent is a chance node.

    Returns
    -------
    tuple
        For each node the preferred action (0 where nobody chooses), and the number of near ties.
    """
    size, players = mover.shape[0], payoffs.shape[1]
    edges = np.zeros(size, dtype=np.int32)
    stack = np.empty((1024, players))
    shares = np.empty(1024)
    top = 0
    ties = 0
    for node in range(size - 1, -1, -1):
        who = mover[node]
        children = arity[node]
        if who == _TERMINAL:
            if top == stack.shape[0]:
                stack = np.concatenate((stack, np.empty_like(stack)))
                shares = np.concatenate((shares, np.empty_like(shares)))
            for p in range(players):
                stack[top, p] = payoffs[row[node], p]
            place = top
        else:
            # The first child is on top of the stack.
            place = top - children
            if who == _CHANCE:
                for p in range(players):
                    total = 0.0
                    for k in range(top - 1, place - 1, -1):
                        total += shares[k] * stack[k, p]
                    stack[place, p] = total
            else:
                best = top - 1
                second = -np.inf
                for k in range(top - 2, place - 1, -1):
                    if stack[k, who] > stack[best, who]:
                        second = stack[best, who]
                        best = k
                    elif stack[k, who] > second:
                        second = stack[k, who]
                edges[node] = top - 1 - best
                ties += stack[best, who] - second <= tolerance
                if best != place:
                    for p in range(players):
                        stack[place, p] = stack[best, p]
            if row[node] >= 0:
                for p in range(players):
                    stack[place, p] += payoffs[row[node], p]
        shares[place] = odds[node]
        top = place + 1
    return edges, ties


@njit(cache=True, nogil=True)
def value_and_gain(
    mover: Ints, arity: Ints, row: Ints, payoffs: Floats, weight: Floats
) -> tuple[Floats, Floats]:  # pragma: no cover - compiled
    """What a profile pays at the root, and the most that each player could gain in any subgame.

    Parameters
    ----------
    mover, arity, row, payoffs
        As in `fold_back`.
    weight
        The probability of each node after its parent, by chance or by the profile.

    Returns
    -------
    tuple
        Payoffs at the root; and for each player the largest gain, over all nodes, of a best
        response from there on.
    """
    size, players = mover.shape[0], payoffs.shape[1]
    gain = np.zeros(players)
    # In each row the values of the profile, then the gains of the best responses.
    stack = np.empty((1024, 2 * players))
    share = np.empty(1024)
    top = 0
    for node in range(size - 1, -1, -1):
        who = mover[node]
        if who == _TERMINAL:
            if top == stack.shape[0]:
                stack = np.concatenate((stack, np.empty_like(stack)))
                share = np.concatenate((share, np.empty_like(share)))
            for p in range(players):
                stack[top, p] = payoffs[row[node], p]
                stack[top, players + p] = 0.0
            place = top
        else:
            place = top - arity[node]
            reply = -np.inf
            if who >= 0:
                for k in range(place, top):
                    here = stack[k, who] + stack[k, players + who]
                    if here > reply:
                        reply = here
            for p in range(2 * players):
                total = 0.0
                for k in range(place, top):
                    total += share[k] * stack[k, p]
                stack[place, p] = total
            if who >= 0:
                extra = reply - stack[place, who]
                stack[place, players + who] = extra
                if extra > gain[who]:
                    gain[who] = extra
            if row[node] >= 0:
                for p in range(players):
                    stack[place, p] += payoffs[row[node], p]
        share[place] = weight[node]
        top = place + 1
    return stack[0, :players].copy(), gain
