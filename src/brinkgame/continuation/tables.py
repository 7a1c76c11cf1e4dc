"""The logit equations of a game in normal form, relative to a reference strategy of each player."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, final

import numpy as np

from brinkgame.continuation.equations import Equations, Measure, Vector
from brinkgame.continuation.small import TwoByTwo
from brinkgame.forms import NormalFormGame

__all__ = ["TableEquations", "scaled_tables"]

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
class TableEquations(Equations):
    """The logit equations of a game in normal form."""

    __slots__ = ("_ones", "_pairs", "_tables", "constant", "matrix", "off")

    def __init__(self, tables: Sequence[Vector], references: Sequence[int]) -> None:
        super().__init__(tables[0].shape, [float(np.ptp(table)) for table in tables])
        self._tables = tables
        same = np.zeros((self.size, self.size))
        for span in self.spans:
            same[span, span] = 1.0
        self._ones = same
        self.off = 1.0 - same
        self.refer(references)

    def refer(self, references: Sequence[int]) -> None:
        """Take other reference strategies."""
        super().refer(references)
        keep = [
            [i for i in range(n) if i != reference]
            for n, reference in zip(self.shape, references, strict=True)
        ]
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

    def linear(
        self,
        z: Vector,  # noqa: ARG002 - shares say it all
        shares: Vector,
        rationality: float,
        out: Vector,
    ) -> tuple[Vector, Measure]:
        """Payoffs less the reference's; in `out` their derivatives by z, times -L."""
        u, slopes = self.gains(shares)
        np.multiply(slopes, shares * -rationality, out=out)
        return u, shares

    def worth(self, z: Vector, shares: Vector) -> Vector:  # noqa: ARG002 - shares say it all
        """Payoffs less the reference's."""
        if len(self.shape) <= 2:
            found: Vector = self.matrix @ shares + self.constant
            return found
        return self.gains(shares)[0]
