"""Which replies are best at which beliefs: the cells of a simplex of beliefs, at one place.

The beliefs at which all replies in a set Q are best form a polytope, a *cell*. It is the hull of
vertices of the upper envelope {(b, y): b a belief, y >= worth of each reply at b}, those at which
all of Q is best. A set is *closed* if no other reply is best throughout its cell. Any belief has a
closed set of best replies, and sets of them are intersections of those of vertices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from brinkgame.polytopes.dictionary import Dictionary
from brinkgame.polytopes.vertices import Ray, normalized

__all__ = ["Cells", "Corner"]


@final
@dataclass(frozen=True, slots=True)
class Corner:
    """A vertex of the envelope.

    Attributes
    ----------
    belief
        Weights of the generators, whole numbers.
    support
        Bits of the generators with positive weight.
    best
        Bits of the best replies.
    """

    belief: Ray
    support: int
    best: int


@final
@dataclass(frozen=True)
class Cells:
    """The closed sets of replies at an information set, with the corners of their cells.

    Attributes
    ----------
    corners
        All vertices.
    closed
        For each closed set, as bits, the corners of its cell; larger sets later.
    supported
        Bits of the replies that are best at some belief.
    """

    corners: tuple[Corner, ...]
    closed: dict[int, tuple[Corner, ...]]
    supported: int

    @classmethod
    def of(cls, worth: Sequence[Sequence[int]]) -> Cells:
        """From what each reply is worth if a generator is certain: one row a generator."""
        corners = _corners(worth)
        sets = {corner.best for corner in corners}
        fresh = set(sets)
        while fresh:
            fresh = {a & b for a in fresh for b in sets} - sets - {0}
            sets |= fresh
        ordered = sorted(sets, key=lambda bits: (bits.bit_count(), bits))
        closed = {q: tuple(c for c in corners if not q & ~c.best) for q in ordered}
        supported = 0
        for q in closed:
            supported |= q
        return cls(corners, closed, supported)


def _corners(worth: Sequence[Sequence[int]]) -> tuple[Corner, ...]:
    """The vertices of {b >= 0, sum b = 1, y - sum b * worth >= 0}."""
    generators, replies = len(worth), len(worth[0])
    if generators == 1:
        most = max(worth[0])
        best = sum(1 << r for r, value in enumerate(worth[0]) if value == most)
        return (Corner((1,), 1, best),)
    # Labels: slack of reply r is r, belief in generator g is replies + g. y is not needed: it is
    # what the best reply is worth, and stands on no inequality of its own.
    top = max(range(replies), key=worth[0].__getitem__)
    cobasic = [top, *range(replies + 1, replies + generators)]
    rows: list[list[int]] = []
    basic: list[int] = []
    for r in range(replies):
        if r == top:
            continue
        # slack_r = slack_top + (worth of top - worth of r) at b, with b_0 = 1 - the others.
        ahead = [line[top] - line[r] for line in worth]
        rows.append([ahead[0], -1, *(ahead[0] - each for each in ahead[1:])])
        basic.append(r)
    rows.append([1, 0, *[1] * (generators - 1)])
    basic.append(replies)
    start = Dictionary.near(rows, basic, cobasic)
    if start is None:
        raise AssertionError(f"no belief at all about {worth}")
    found: dict[Ray, Corner] = {}
    for basis in start.bases():
        values = [0] * generators
        for label, row in zip(basis.basic, basis.rows, strict=True):
            if label >= replies:
                values[label - replies] = row[0]
        belief = normalized(tuple(values))
        if belief in found:
            continue
        sums = [
            sum(b * line[r] for b, line in zip(belief, worth, strict=True)) for r in range(replies)
        ]
        most = max(sums)
        found[belief] = Corner(
            belief,
            sum(1 << g for g, b in enumerate(belief) if b),
            sum(1 << r for r, value in enumerate(sums) if value == most),
        )
    return tuple(found.values())
