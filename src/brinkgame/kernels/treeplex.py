"""Realization plans of one player as arrays, a whole level of information sets at a time.

The plans of a player with perfect recall form a *treeplex*: simplices hanging on the sequences of
others (Hoda, Gilpin, Peña and Sandholm 2010). What is done with it, best replies and the regrets of
every information set, goes level by level: all information sets with the same number of own
earlier moves at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

__all__ = ["Treeplex"]

Flat: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


@final
@dataclass(frozen=True, slots=True)
class _Level:
    """Information sets with the same number of own earlier moves, in order of what leads there."""

    infosets: slice
    actions: slice
    """Among all actions; their sequences are one further."""
    sequences: slice
    starts: Ints
    """Where the actions of each information set begin within the level."""
    above: Ints
    """For each action the sequence that it continues."""
    parents: Ints
    """The sequences that are continued, each once, in order."""
    groups: Ints
    """Where the information sets of each of them begin within the level."""


@final
class Treeplex:
    """One player's sequences, in an order of its own: level by level.

    Parameters
    ----------
    first, before
        As in `Sequences`: where the actions of each information set begin among the sequences, the
        last entry being the number of sequences; and the sequence that leads to each.

    Attributes
    ----------
    place
        For each sequence its number here.
    """

    __slots__ = ("_infoset", "_levels", "_starts", "_uniform", "place", "size")

    place: Ints
    size: int

    def __init__(self, first: npt.NDArray[Any], before: npt.NDArray[Any]) -> None:
        begins, leading = np.asarray(first, dtype=np.int64), np.asarray(before, dtype=np.int64)
        count, sizes = len(leading), np.diff(begins)
        self.size = int(begins[-1])
        owner = np.repeat(np.arange(count), sizes)
        depth = np.zeros(count, dtype=np.int64)
        above, listed = leading.tolist(), owner.tolist()
        for j in range(count):  # what leads there comes earlier
            if above[j]:
                depth[j] = depth[listed[above[j] - 1]] + 1
        self.place = np.zeros(self.size, dtype=np.int64)
        self._levels: list[_Level] = []
        ordered: list[Ints] = []
        done = 0
        for level in range(int(depth.max(initial=-1)) + 1):
            here = np.flatnonzero(depth == level)
            here = here[np.argsort(self.place[leading[here]], kind="stable")]
            width = sizes[here]
            starts = np.cumsum(width) - width
            total = int(width.sum())
            old = np.repeat(begins[here] - starts, width) + np.arange(total)
            self.place[old] = 1 + done + np.arange(total)
            continued = self.place[leading[here]]
            parents, groups = np.unique(continued, return_index=True)
            earlier = sum(map(len, ordered))
            self._levels.append(
                _Level(
                    slice(earlier, earlier + len(here)),
                    slice(done, done + total),
                    slice(1 + done, 1 + done + total),
                    starts,
                    np.repeat(continued, width),
                    parents,
                    groups,
                )
            )
            ordered.append(here)
            done += total
        order = np.concatenate([np.zeros(0, dtype=np.int64), *ordered])
        width = sizes[order]
        self._starts = np.cumsum(width) - width
        self._infoset = np.repeat(np.arange(count), width)
        self._uniform = 1.0 / width[self._infoset]

    def matching(self, regrets: Flat) -> Flat:
        """At every information set, probabilities in proportion to what is positive; else alike."""
        if not len(regrets):
            return regrets
        positive = np.maximum(regrets, 0.0)
        total = np.add.reduceat(positive, self._starts)[self._infoset]
        some = total > 0
        return np.where(some, positive / np.where(some, total, 1.0), self._uniform)

    def plan(self, behavior: Flat) -> Flat:
        """The realization plan of the probabilities of all actions."""
        plan = np.ones(self.size)
        for level in self._levels:
            plan[level.sequences] = plan[level.above] * behavior[level.actions]
        return plan

    def advantages(self, gains: Flat, behavior: Flat) -> Flat:
        """How much more each action pays than the behavior at its information set.

        `gains` is what each sequence pays by itself, times the others' probability of coming there.
        """
        worth = gains.copy()
        value = np.empty(len(self._starts))
        for level in reversed(self._levels):
            shares = behavior[level.actions] * worth[level.sequences]
            here = np.add.reduceat(shares, level.starts)
            value[level.infosets] = here
            worth[level.parents] += np.add.reduceat(here, level.groups)
        return np.asarray(worth[1:] - value[self._infoset])

    def best(self, gains: Flat) -> float:
        """What a best reply pays."""
        worth = gains.copy()
        for level in reversed(self._levels):
            here = np.maximum.reduceat(worth[level.sequences], level.starts)
            worth[level.parents] += np.add.reduceat(here, level.groups)
        return float(worth[0])
