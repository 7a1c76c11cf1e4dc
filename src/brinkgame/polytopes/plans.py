"""The best-response polyhedra of a two-player tree, in the sequences of the players.

With the realization plans x of the one player (E x = e, x >= 0) and y of the other, and payoffs A
and B by pairs of sequences, let

    P = {(x, v): E x = e, x >= 0, F'v >= B'x}  and  Q = {(y, u): F y = f, y >= 0, E'u >= A y}.

Here v holds a value for each information set of the other player, at least what any action there
leads to, and u for each of the one's. A sequence has one label for x and its inequality in Q, or
for y and its inequality in P. A pair of points that has every label, in P or in Q, is an
equilibrium, and each equilibrium is such a pair with u and v as small as they can be (Koller,
Megiddo and von Stengel 1996, theorem 3.1). So the search over labels of `brinkgame.polytopes.
labels`, made for tables, goes through as it stands. The values of information sets that a player
excludes by the own plan are bounded from below only: the polyhedra are unbounded in v and u, but
not in x and y, of which alone the corners matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from brinkgame.polytopes.dictionary import Dictionary

__all__ = ["plan_at_hand", "plan_polyhedron"]

Moves: TypeAlias = "tuple[Sequence[int], Sequence[int]]"
"""Where the actions of each information set begin among the sequences (and the number of these),
and the sequence that leads to each; an earlier information set comes first."""
Line: TypeAlias = "dict[int, int]"
"""A linear form: coefficients by label, the constant at `_ONE`."""

_ONE = -1


def plan_polyhedron(
    own: Moves,
    other: Moves,
    pays: Sequence[Mapping[int, int]],
    labels: tuple[int, int],
) -> Dictionary:
    """P of the module's text at a corner: the plan of first actions, and best replies to it.

    Parameters
    ----------
    own, other
        The sequences of the player whose plans are meant, and of the one who replies.
    pays
        For each sequence of the other player what it adds to that player's payoff for each own
        sequence, in whole numbers.
    labels
        The labels of the first sequence that is not empty, of the one and of the other.
    """
    first, before = own
    mine, theirs = labels[0] - 1, labels[1] - 1
    weight: list[Line] = [{_ONE: 1}] * first[-1]
    basic: list[int] = []
    lines: list[Line] = []
    for j, leading in enumerate(before):
        rest = dict(weight[leading])
        for s in range(first[j] + 1, first[j + 1]):
            weight[s] = {mine + s: 1}
            rest[mine + s] = rest.get(mine + s, 0) - 1
        weight[first[j]] = rest
        basic.append(mine + first[j])
        lines.append(rest)
    gains = [_total((weight[s], c) for s, c in row.items()) for row in pays]
    # Backwards: what an action leads to, then the best one, whose inequality is an equation.
    begins, leads = other
    for j in range(len(leads) - 1, -1, -1):
        menu = range(begins[j], begins[j + 1])
        best = max(menu, key=lambda s: gains[s].get(_ONE, 0))
        value = _total([(gains[best], 1), ({theirs + best: 1}, 1)])
        for s in menu:
            if s != best:
                basic.append(theirs + s)
                lines.append(_total([(value, 1), (gains[s], -1)]))
        gains[leads[j]] = _total([(gains[leads[j]], 1), (value, 1)])
    kept = set(basic)
    every = [
        *range(mine + 1, mine + first[-1]),
        *range(theirs + 1, theirs + begins[-1]),
    ]
    cobasic = [label for label in every if label not in kept]
    rows = [[line.get(_ONE, 0), *(-line.get(label, 0) for label in cobasic)] for line in lines]
    return Dictionary.at(rows, basic, cobasic)


def _total(parts: Iterable[tuple[Line, int]]) -> Line:
    """A sum of multiples of linear forms."""
    found: Line = {}
    for line, factor in parts:
        for label, c in line.items():
            found[label] = found.get(label, 0) + factor * c
    return found


def plan_at_hand(face: Dictionary, label: int, count: int) -> tuple[int, ...]:
    """The plan at the corner at hand, times the weight of the empty sequence.

    Parameters
    ----------
    face
        A face of a polyhedron.
    label, count
        The label of the first sequence that is not empty, and how many sequences there are.
    """
    weights = [face.det] + [0] * (count - 1)
    for basic, row in zip(face.basic, face.rows, strict=True):
        if label <= basic < label + count - 1:
            weights[basic - label + 1] = row[0]
    return tuple(weights)
