"""What a curve asks of the logit equations of a game, and what those of all games have in common.

Choices are grouped into *menus*: the strategies of a player in a table, the actions at an
information set in a tree. Each menu has a reference choice, and the unknowns are the
log-probabilities of all other choices less the reference's.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from brinkgame.continuation.small import TwoByTwo

__all__ = ["Equations", "Measure", "Vector"]

Vector: TypeAlias = "npt.NDArray[np.float64]"

Measure: TypeAlias = Any
"""What lengths at a point are measured with: shares in a table, shares and beliefs in a tree."""


class Equations(ABC):
    """The logit equations of a game relative to a reference choice of each menu.

    Parameters
    ----------
    shape
        The number of choices of each menu.
    ranges
        For each menu the range of payoffs by which its regrets are measured.

    Attributes
    ----------
    size
        The number of unknowns.
    spans
        For each menu, where its unknowns are.
    small
        The same equations in plain numbers, where there are only two.
    """

    __slots__ = (
        "_cuts",
        "_others",
        "_starts",
        "_whose",
        "ranges",
        "references",
        "shape",
        "size",
        "small",
        "spans",
    )

    def __init__(self, shape: Sequence[int], ranges: Sequence[float]) -> None:
        self.shape = tuple(shape)
        self.ranges = tuple(ranges)
        self.size = sum(self.shape) - len(self.shape)
        self.spans: list[slice] = []
        start = 0
        for n in self.shape:
            self.spans.append(slice(start, start + n - 1))
            start += n - 1
        starts = [0, *itertools.accumulate(self.shape)]
        self._cuts = [slice(a, b) for a, b in itertools.pairwise(starts)]
        self._starts = np.array(starts[:-1], dtype=np.intp)
        self._whose = np.repeat(np.arange(len(self.shape)), self.shape)
        self.small: TwoByTwo | None = None
        self.references: tuple[int, ...] = ()
        self._others: Any = []

    def refer(self, references: Sequence[int]) -> None:
        """Take other reference choices."""
        self.references = tuple(references)
        kept = np.ones(len(self._whose), dtype=np.bool_)
        kept[self._starts + np.array(self.references, dtype=np.intp)] = False
        self._others = np.flatnonzero(kept)

    @abstractmethod
    def shares(self, z: Vector) -> Vector:
        """The probabilities of all choices but the references."""

    @abstractmethod
    def worth(self, z: Vector, shares: Vector) -> Vector:
        """Payoffs less the reference's."""

    @abstractmethod
    def linear(
        self, z: Vector, shares: Vector, rationality: float, out: Vector
    ) -> tuple[Vector, Measure]:
        """Payoffs less the reference's; in `out` their derivatives by z, times -L."""

    # -- lengths -------------------------------------------------------------------------------

    def measure(self, z: Vector, shares: Vector) -> Measure:  # noqa: ARG002 - for those who need it
        """What lengths at a point are measured with."""
        return shares

    def squared(self, measure: Measure, dz: Vector) -> float:
        """The squared length of a change of z, by what it does to probabilities."""
        return float(measure @ (dz * dz))

    def lowered(self, measure: Measure, dz: Vector) -> Vector:
        """The vector whose product with another is the inner product that `squared` belongs to."""
        found: Vector = measure * dz
        return found

    def moved(self, measure: Measure, z: Vector, dz: Vector) -> float:
        """The largest change of a probability, tiny ones by what they become at z."""
        return float((np.abs(dz) * (measure + np.exp(z))).max())

    # -- all choices ---------------------------------------------------------------------------

    def _full(self, values: Vector) -> Vector:
        """Values of all choices, zero for the references'."""
        found = np.zeros(len(self._whose))
        found[self._others] = values
        return found

    def filled(self, values: Vector) -> list[Vector]:
        """For each menu values of all choices, zero for the reference's."""
        found = self._full(values)
        return [found[cut] for cut in self._cuts]

    def whole(self, shares: Vector) -> list[Vector]:
        """The probabilities of each menu, those of the references included."""
        found = self.filled(shares)
        for part, reference in zip(found, self.references, strict=True):
            part[reference] = max(0.0, 1.0 - float(part.sum()))
        return found

    def logs(self, z: Vector) -> Vector:
        """Log-probabilities of all choices, menu by menu."""
        full = self._full(z)
        less: Vector = full - np.maximum.reduceat(full, self._starts)[self._whose]
        sums = np.log(np.add.reduceat(np.exp(less), self._starts))
        less -= sums[self._whose]
        return less

    def changes(self, z: Vector, dz: Vector) -> Vector:
        """How log-probabilities change when z does."""
        full = self._full(dz)
        mean = np.add.reduceat(np.exp(self.logs(z)) * full, self._starts)
        full -= mean[self._whose]
        return full

    def relative(self, logs: Vector) -> Vector:
        """What `logs` undoes: z of log-probabilities."""
        base = logs[self._starts + np.array(self.references, dtype=np.intp)]
        found: Vector = (logs - base[self._whose])[self._others]
        return found

    def likeliest(self, logs: Vector) -> list[int]:
        """The likeliest choice of each menu."""
        return [int(logs[cut].argmax()) for cut in self._cuts]
