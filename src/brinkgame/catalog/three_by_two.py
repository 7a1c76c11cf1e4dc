"""A game of three rows and two columns whose polytopes of best replies fit on a page.

The example on which algorithms for two players are explained: three equilibria, each of another
support, found by going from corner to corner of a polygon and of a polytope in space.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "three by two",
    strategies={"row": ("top", "middle", "bottom"), "column": ("left", "right")},
    payoffs={"row": [[3, 3], [2, 5], [0, 6]], "column": [[3, 2], [2, 6], [3, 1]]},
)
"""The table."""

ENTRY = CatalogEntry(
    name="three-by-two",
    title="A game of three rows and two columns",
    game=GAME,
    citation="B. von Stengel (2007), Equilibrium computation for two-player games in strategic and "
    "extensive form, in: Algorithmic Game Theory, chapter 3",
    summary="One pure and two mixed equilibria, the running example of a textbook chapter.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"row": "top", "column": "left"},
                {
                    "row": {"top": Fraction(4, 5), "middle": Fraction(1, 5)},
                    "column": {"left": Fraction(2, 3), "right": Fraction(1, 3)},
                },
                {
                    "row": {"middle": Fraction(1, 3), "bottom": Fraction(2, 3)},
                    "column": {"left": Fraction(1, 3), "right": Fraction(2, 3)},
                },
            ),
            payoffs=(
                {"row": Fraction(3), "column": Fraction(3)},
                {"row": Fraction(3), "column": Fraction(14, 5)},
                {"row": Fraction(4), "column": Fraction(8, 3)},
            ),
            citation="by hand: if left has probability q, the rows pay 3, 5 - 3q and 6 - 6q",
        ),
    ),
)
"""The entry of the catalog."""
