"""Passes over a tree in preorder, in floating point, compiled by numba where it is installed.

Only large trees come here (a small one is solved before a compiler has started), and each pass has
a plain twin elsewhere that it is tested equal to. Without numba the same text runs as Python.

Walked from its last node to its first, a tree in preorder shows the children of a node last child
first, and then the node. So a stack holds the values that are still wanted: an end pushes its
payoffs, and a node with k children replaces the k values on top by its own. The stack stays small
and close, which is what makes the passes fast.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from brinkgame.kernels.compiler import njit

__all__ = ["fold_back", "value_and_gain"]

Floats = npt.NDArray[np.float64]
Flat = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

_CHANCE = -1
_TERMINAL = -2


@njit(cache=True, nogil=True)
def fold_back(
    mover: Ints,
    arity: Ints,
    pays_inside: Bools,
    payoffs: Floats,
    odds: Flat,
    decisions: int,
    tolerance: float,
) -> tuple[Ints, int]:  # pragma: no cover - compiled
    """The action that each mover prefers, and how many movers are within `tolerance` of a tie.

    Parameters
    ----------
    mover, arity
        As in `Tree`, in preorder.
    pays_inside
        For each node whether payoffs are collected there before the end; empty if nowhere.
    payoffs
        One row a paying node in preorder, one column a player.
    odds
        The probabilities of the branches of all chance nodes, node by node in preorder.
    decisions
        The number of decision nodes.

    Returns
    -------
    tuple
        The preferred action at each decision node, in preorder, and the number of near ties. An
        exact tie goes to the first action.
    """
    size, players = mover.shape[0], payoffs.shape[1]
    choices = np.empty(decisions, dtype=np.int32)
    place = decisions
    branch = odds.shape[0]
    row = payoffs.shape[0]
    some_inside = pays_inside.shape[0] > 0
    stack = np.empty(4096 * players)
    top = 0
    ties = 0
    for node in range(size - 1, -1, -1):
        who = mover[node]
        if who == _TERMINAL:
            row -= 1
            if top + players > stack.shape[0]:
                stack = np.concatenate((stack, np.empty_like(stack)))
            for p in range(players):
                stack[top + p] = payoffs[row, p]
            top += players
            continue
        # The first child is on top of the stack.
        children = arity[node]
        base = top - children * players
        if who == _CHANCE:
            branch -= children
            for p in range(players):
                total = 0.0
                at = top - players + p
                for k in range(children):
                    total += odds[branch + k] * stack[at]
                    at -= players
                stack[base + p] = total
        else:
            best = top - players
            most = stack[best + who]
            second = -np.inf
            at = best - players
            while at >= base:
                here = stack[at + who]
                second = max(second, min(most, here))
                if here > most:
                    most = here
                    best = at
                at -= players
            place -= 1
            choices[place] = (top - players - best) // players
            ties += most - second <= tolerance
            for p in range(players):
                stack[base + p] = stack[best + p]
        if some_inside and pays_inside[node]:
            row -= 1
            for p in range(players):
                stack[base + p] += payoffs[row, p]
        top = base + players
    return choices, ties


@njit(cache=True, nogil=True)
def value_and_gain(
    mover: Ints, arity: Ints, pays_inside: Bools, payoffs: Floats, odds: Flat, weights: Flat
) -> tuple[Flat, Flat]:  # pragma: no cover - compiled
    """What a profile pays at the root, and the most that each player could gain in any subgame.

    Parameters
    ----------
    mover, arity, pays_inside, payoffs, odds
        As in `fold_back`.
    weights
        The probabilities of the actions at all decision nodes, node by node in preorder.

    Returns
    -------
    tuple
        Payoffs at the root; and for each player the largest gain, over all nodes, of a best
        response from there on.
    """
    size, players = mover.shape[0], payoffs.shape[1]
    width = 2 * players
    action = weights.shape[0]
    branch = odds.shape[0]
    row = payoffs.shape[0]
    some_inside = pays_inside.shape[0] > 0
    gain = np.zeros(players)
    # For each node the values of the profile, then the gains of the best responses.
    stack = np.empty(4096 * width)
    result = np.empty(width)
    top = 0
    for node in range(size - 1, -1, -1):
        who = mover[node]
        if who == _TERMINAL:
            row -= 1
            if top + width > stack.shape[0]:
                stack = np.concatenate((stack, np.empty_like(stack)))
            for p in range(players):
                stack[top + p] = payoffs[row, p]
                stack[top + players + p] = 0.0
            top += width
            continue
        children = arity[node]
        base = top - children * width
        if who == _CHANCE:
            branch -= children
        else:
            action -= children
        reply = -np.inf
        result[:] = 0.0
        at = top
        for k in range(children):
            at -= width
            weight = odds[branch + k] if who == _CHANCE else weights[action + k]
            if weight != 0.0:
                for p in range(width):
                    result[p] += weight * stack[at + p]
            if who >= 0:
                reply = max(reply, stack[at + who] + stack[at + players + who])
        for p in range(width):
            stack[base + p] = result[p]
        if who >= 0:
            extra = reply - result[who]
            stack[base + players + who] = extra
            gain[who] = max(gain[who], extra)
        if some_inside and pays_inside[node]:
            row -= 1
            for p in range(players):
                stack[base + p] += payoffs[row, p]
        top = base + width
    return stack[:players].copy(), gain
