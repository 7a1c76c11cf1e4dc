"""The logit equations of a game, relative to a reference strategy of each player."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.continuation.small import TwoByTwo
from brinkgame.forms import NormalFormGame

__all__ = ["Equations", "Vector", "scaled_tables"]

Vector: TypeAlias = "npt.NDArray[np.float64]"

PLAIN = True
"""Whether the smallest games are computed in plain numbers; for comparing the two."""


def scaled_tables(game: NormalFormGame) -> tuple[list[Vector], Any]:
    """A closed game's payoffs in floats, each player's lowest zero and the widest range one.

    Differences are taken in the numbers of the game where floats would lose digits or overflow.

    Returns
    -------
    tuple
        A table for each player, and the widest range of payoffs: rationality times it is
        rationality in the new units.
    """
    numbers: Any = game.numbers
    players = range(len(game.players))
    if isinstance(numbers, np.ndarray):
        wide = float(np.abs(numbers).max(initial=0.0))
        down = 1.0 if wide < 1e150 else 1e-160
        values = numbers * down
        tables = [values[game.cells[..., p]] for p in players]
        tables = [table - table.min() for table in tables]
        widest = max(float(table.max()) for table in tables)
        if not widest:
            return tables, 1.0
        return [table / widest for table in tables], widest / down
    columns = [game.cells[..., p] for p in players]
    try:
        floats = np.array([float(number) for number in numbers])
    except OverflowError:
        floats = np.zeros(0)
    if floats.size and float(np.abs(floats).max()) < 1e150:
        tables = [floats[column] for column in columns]
        tables = [table - table.min() for table in tables]
        widest = max(float(table.max()) for table in tables)
        if widest and float(np.abs(floats).max()) <= 8.0 * widest:  # no digits were lost
            return [table / widest for table in tables], widest
    known = [sorted({numbers[i] for i in column.ravel().tolist()}) for column in columns]
    lows = [values[0] for values in known]
    factor = max(values[-1] - values[0] for values in known)
    if not factor:
        return [np.zeros(game.shape) for _ in players], 1
    tables = []
    for column, low in zip(columns, lows, strict=True):
        where, place = np.unique(column, return_inverse=True)
        shares = np.array([float((numbers[i] - low) / factor) for i in where.tolist()])
        tables.append(shares[place].reshape(game.shape))
    return tables, factor


@final
class Equations:
    """The logit equations of a game relative to a reference strategy of each player."""

    __slots__ = (
        "_cuts",
        "_ones",
        "_others",
        "_pairs",
        "_tables",
        "constant",
        "matrix",
        "off",
        "references",
        "shape",
        "size",
        "small",
        "spans",
    )

    def __init__(self, tables: Sequence[Vector], references: Sequence[int]) -> None:
        self._tables = tables
        self.shape = tables[0].shape
        self.size = sum(self.shape) - len(self.shape)
        self.spans: list[slice] = []
        start = 0
        for n in self.shape:
            self.spans.append(slice(start, start + n - 1))
            start += n - 1
        same = np.zeros((self.size, self.size))
        for span in self.spans:
            same[span, span] = 1.0
        self._ones = same
        self.off = 1.0 - same
        starts = [0, *itertools.accumulate(self.shape)]
        self._cuts = [slice(a, b) for a, b in itertools.pairwise(starts)]
        self.small: TwoByTwo | None
        self.refer(references)

    def refer(self, references: Sequence[int]) -> None:
        """Take other reference strategies."""
        self.references = tuple(references)
        keep = [
            [i for i in range(n) if i != reference]
            for n, reference in zip(self.shape, references, strict=True)
        ]
        starts = [0, *itertools.accumulate(self.shape)]
        self._others = [start + i for start, kept in zip(starts, keep, strict=False) for i in kept]
        self._pairs: list[tuple[int, int, Vector, tuple[int, ...]]] = []
        self.matrix = np.zeros((self.size, self.size))
        self.constant = np.zeros(self.size)
        if len(self.shape) == 1:
            table = self._tables[0]
            self.constant[:] = table[keep[0]] - table[references[0]]
        elif len(self.shape) == 2:
            one, two = self.spans
            r, s = references
            first, second = self._tables[0], self._tables[1].T
            first, second = first[keep[0]] - first[r], second[keep[1]] - second[s]
            self.constant[one], self.constant[two] = first[:, s], second[:, r]
            self.matrix[one, two] = first[:, keep[1]] - first[:, s, None]
            self.matrix[two, one] = second[:, keep[0]] - second[:, r, None]
        else:
            for player, table in enumerate(self._tables):
                line = table.take([references[player]], axis=player)
                less = table.take(keep[player], axis=player) - line
                for other in range(len(self.shape)):
                    if other != player:
                        rest = tuple(q for q in range(len(self.shape)) if q not in (player, other))
                        turned = np.ascontiguousarray(less.transpose(player, other, *rest))
                        self._pairs.append((player, other, turned, rest))
        self.small = None
        if self.shape == (2, 2) and PLAIN:
            c, d = self.constant.tolist()
            (_, f), (g, _) = self.matrix.tolist()
            self.small = TwoByTwo((c, d), (f, g))

    def shares(self, z: Vector) -> Vector:
        """The probabilities of all strategies but the references."""
        e = np.exp(z)
        found: Vector = e / (self._ones @ e + 1.0)
        return found

    def gains(self, shares: Vector) -> tuple[Vector, Vector]:
        """Payoffs less the reference's, and what each of the others' shares adds to them.

        The second is the matrix M of which dp[j] * M[i, j] is the change of u[i] when p[j] grows
        and all the probabilities of that player shrink in proportion.
        """
        if len(self.shape) <= 2:
            moved: Vector = self.matrix @ shares
            return moved + self.constant, self.matrix - self.off * moved[:, None]
        whole = self.whole(shares)
        u = np.empty(self.size)
        slopes = np.zeros((self.size, self.size))
        for player, other, turned, rest in self._pairs:
            now = turned
            for q in reversed(rest):
                now = now @ whole[q]
            here = now @ whole[other]
            u[self.spans[player]] = here
            kept = np.arange(now.shape[1]) != self.references[other]
            slopes[self.spans[player], self.spans[other]] = now[:, kept] - here[:, None]
        return u, slopes

    def worth(self, shares: Vector) -> Vector:
        """Payoffs less the reference's."""
        if len(self.shape) <= 2:
            found: Vector = self.matrix @ shares + self.constant
            return found
        return self.gains(shares)[0]

    def filled(self, values: Vector) -> list[Vector]:
        """For each player values of all strategies, zero for the reference's."""
        found = np.zeros(len(values) + len(self.shape))
        found[self._others] = values
        return [found[cut] for cut in self._cuts]

    def whole(self, shares: Vector) -> list[Vector]:
        """Each player's probabilities, those of the references included."""
        found = self.filled(shares)
        for part, reference in zip(found, self.references, strict=True):
            part[reference] = max(0.0, 1.0 - float(part.sum()))
        return found

    def logs(self, z: Vector) -> Vector:
        """Log-probabilities of all strategies, player by player."""
        found = []
        for part in self.filled(z):
            top = part.max()
            found.append(part - (top + math.log(np.exp(part - top).sum())))
        return np.concatenate(found)

    def changes(self, z: Vector, dz: Vector) -> Vector:
        """How log-probabilities change when z does."""
        shares = self.shares(z)
        return np.concatenate(
            [
                part - float(shares[span] @ dz[span])
                for span, part in zip(self.spans, self.filled(dz), strict=True)
            ]
        )

    def relative(self, logs: Vector) -> Vector:
        """What `logs` undoes: z of log-probabilities."""
        parts = [logs[cut] for cut in self._cuts]
        less = [part - part[r] for part, r in zip(parts, self.references, strict=True)]
        found: Vector = np.concatenate(less)[self._others]
        return found

    def likeliest(self, logs: Vector) -> list[int]:
        """Each player's likeliest strategy."""
        return [int(logs[cut].argmax()) for cut in self._cuts]
