"""A degenerate game: one isolated equilibrium, and a line of them that a small change wipes out.

Against the top row the columns pay the same, so that the column player may mix, as long as left is
played with probability 2/3 or more: otherwise the middle row is better. All those equilibria form
one component. Its index is zero: a right column that pays the column player a little less in the
top row leaves two of them, and one that pays a little more leaves none.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "degenerate",
    strategies={"row": ("top", "middle", "bottom"), "column": ("left", "right")},
    payoffs={"row": [[3, 3], [2, 5], [0, 6]], "column": [[3, 3], [2, 6], [3, 1]]},
)
"""The table."""

ENTRY = CatalogEntry(
    name="degenerate",
    title="A degenerate game of three rows and two columns",
    game=GAME,
    citation="B. von Stengel (2007), Equilibrium computation for two-player games in strategic "
    "and extensive form, in: Algorithmic Game Theory, chapter 3, on degenerate games",
    summary="Three extreme equilibria; two of them are the ends of a line of equilibria.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"row": "top", "column": "left"},
                {"row": "top", "column": {"left": Fraction(2, 3), "right": Fraction(1, 3)}},
                {
                    "row": {"middle": Fraction(1, 3), "bottom": Fraction(2, 3)},
                    "column": {"left": Fraction(1, 3), "right": Fraction(2, 3)},
                },
            ),
            payoffs=(
                {"row": Fraction(3), "column": Fraction(3)},
                {"row": Fraction(3), "column": Fraction(3)},
                {"row": Fraction(4), "column": Fraction(8, 3)},
            ),
            citation="by hand: if left has probability q, the rows pay 3, 5 - 3q and 6 - 6q",
            coverage=Coverage.ALL_EXTREME,
        ),
    ),
)
"""The entry of the catalog."""
