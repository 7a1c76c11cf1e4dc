"""The prisoner's dilemma: each does better by defecting, and both worse than if neither did."""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "prisoner's dilemma",
    strategies={"row": ("cooperate", "defect"), "column": ("cooperate", "defect")},
    payoffs={"row": [[3, 0], [5, 1]], "column": [[3, 5], [0, 1]]},
)
"""The table."""

ENTRY = CatalogEntry(
    name="prisoners-dilemma",
    title="The prisoner's dilemma",
    game=GAME,
    citation="A. W. Tucker (1950), A two-person dilemma; the numbers are those of R. Axelrod "
    "(1984), The Evolution of Cooperation",
    summary="To defect is best whatever the other does, and leaves both with less.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=({"row": "defect", "column": "defect"},),
            payoffs=({"row": Fraction(1), "column": Fraction(1)},),
            citation="by hand: defecting pays 5 instead of 3, and 1 instead of 0",
        ),
    ),
)
"""The entry of the catalog."""
