"""A tidy layout of trees: nothing overlaps, parents stand in the middle, alike is drawn alike.

The drawing grows from left to right. Each node takes up rectangles (the label of the move that
leads to it, its box, its payoffs), whose places along the tree are given; the layout finds their
places across it.

The rules are those of Reingold and Tilford (1981): nodes keep their distance, a parent stands
midway between its first and last child, a subtree is drawn the same wherever it stands, and the
mirror image of a tree is drawn as the mirror image. The last one is had as Kennedy (1996) does it:
subtrees are packed once from above and once from below, and each takes the mean of its two places.
Distances are linear inequalities, so that the mean keeps them too. Small subtrees between large
ones then share the room there evenly, as Buchheim, Juenger and Leipert (2002) ask for. Contours run
over the elementary intervals between the ends of all rectangles, so that a long label is seen by
all levels that it reaches into (van der Ploeg 2014).

References
----------
.. [1] E. M. Reingold and J. S. Tilford (1981), Tidier drawings of trees, IEEE Transactions on
   Software Engineering 7(2), 223-228
.. [2] A. J. Kennedy (1996), Drawing trees, Journal of Functional Programming 6(3), 527-534
.. [3] C. Buchheim, M. Juenger and S. Leipert (2002), Improving Walker's algorithm to run in linear
   time, Graph Drawing, Lecture Notes in Computer Science 2528, 344-353
.. [4] A. van der Ploeg (2014), Drawing non-layered tidy trees in linear time, Software: Practice
   and Experience 44(12), 1467-1484
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, final

import numpy as np
import numpy.typing as npt

__all__ = ["Rectangle", "tidy"]

_ROUNDS = 40

Heights: TypeAlias = npt.NDArray[np.float64]


@final
@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of a node: where it is along the tree, and how far it reaches above and below."""

    start: float
    stop: float
    above: float
    below: float


@final
@dataclass(slots=True)
class _Contour:
    """The upper and lower ends of a subtree on each elementary interval; y grows downward."""

    top: Heights
    bottom: Heights

    def moved(self, distance: float) -> _Contour:
        return _Contour(self.top + distance, self.bottom + distance)

    def add(self, other: _Contour) -> None:
        self.top = np.minimum(self.top, other.top)
        self.bottom = np.maximum(self.bottom, other.bottom)

    def distance_to(self, below: _Contour) -> float:
        """How far down `below` has to go so that it touches this one and does not overlap it."""
        gaps = self.bottom - below.top
        return float(gaps.max(initial=-np.inf))


def tidy(
    children: Sequence[Sequence[int]],
    parts: Sequence[Sequence[Rectangle]],
    fans: Sequence[tuple[float, float]],
    gap: float,
) -> list[float]:
    """Where each node stands across the tree; the root stands at 0, and y grows downward.

    Parameters
    ----------
    children
        Of each node, in order; every child has a greater number than its parent.
    parts
        The rectangles of each node.
    fans
        Where the lines from each node to its children run, along the tree.
    gap
        The distance that is kept.

    Examples
    --------
    >>> box = [Rectangle(0, 1, 1, 1)], [Rectangle(2, 3, 1, 1)]
    >>> tidy([[1, 2], [], []], [box[0], box[1], box[1]], [(1, 2), (3, 3), (3, 3)], 1)
    [0.0, -1.5, 1.5]
    """
    ends = {end for each in parts for part in each for end in (part.start, part.stop)}
    ends |= {end for fan in fans for end in fan}
    cuts = np.array(sorted(ends))
    starts = cuts[:-1]
    offsets = [0.0] * len(children)
    done: list[_Contour | None] = [None] * len(children)
    for node in range(len(children) - 1, -1, -1):
        own = _Contour(np.full(starts.shape, np.inf), np.full(starts.shape, -np.inf))
        for part in parts[node]:
            inside = (starts >= part.start) & (starts < part.stop)
            own.top[inside] = np.minimum(own.top[inside], -part.above)
            own.bottom[inside] = np.maximum(own.bottom[inside], part.below)
        below = [contour for child in children[node] if (contour := done[child]) is not None]
        if below:
            places = _places(below, gap)
            for child, contour, place in zip(children[node], below, places, strict=True):
                offsets[child] = place
                own.add(contour.moved(place))
                done[child] = None
            fan = (starts >= fans[node][0]) & (starts < fans[node][1])
            own.top[fan] = np.minimum(own.top[fan], places[0])
            own.bottom[fan] = np.maximum(own.bottom[fan], places[-1])
        done[node] = own
    placed = [0.0] * len(children)
    for node, below_it in enumerate(children):
        for child in below_it:
            placed[child] = placed[node] + offsets[child]
    return placed


def _places(contours: Sequence[_Contour], gap: float) -> list[float]:
    """The children's places about their parent: packed from above, from below, and the mean.

    Where there are several between two large ones, they are then moved so that the room is shared.
    """
    count = len(contours)
    least = {
        (i, j): contours[i].distance_to(contours[j]) + gap
        for i in range(count)
        for j in range(i + 1, count)
    }
    down, up = [0.0], [0.0]
    for j in range(1, count):
        down.append(max(down[i] + least[i, j] for i in range(j)))
        last = count - 1 - j
        up.append(min(up[count - 1 - i] - least[last, i] for i in range(last + 1, count)))
    up.reverse()
    mean = [(a - down[-1] / 2 + b - up[0] / 2) / 2 for a, b in zip(down, up, strict=True)]
    if count < 4:
        return mean
    inner = range(1, count - 1)
    one, other = _shared(mean, least, inner), _shared(mean, least, reversed(inner))
    return [(a + b) / 2 for a, b in zip(one, other, strict=True)]


def _shared(
    places: Sequence[float], least: dict[tuple[int, int], float], order: Iterable[int]
) -> list[float]:
    """Move one after the other to where it has the same room on both sides, as far as it can go."""
    found = list(places)
    turns = list(order)
    for _ in range(_ROUNDS):
        for k in turns:
            low = max(found[i] + least[i, k] for i in range(k))
            high = min(found[j] - least[k, j] for j in range(k + 1, len(found)))
            above = found[k - 1] + least[k - 1, k]
            below = found[k + 1] - least[k, k + 1]
            found[k] = min(max((above + below) / 2, low), high)
    return found
