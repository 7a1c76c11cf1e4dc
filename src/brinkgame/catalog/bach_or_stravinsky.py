"""Bach or Stravinsky: to be apart is worth nothing, wherever one is.

The battle of the sexes with the payoffs of most textbooks today; `battle_of_the_sexes` has the
older ones, in which to be apart is worse than nothing.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "Bach or Stravinsky",
    strategies={"row": ("Bach", "Stravinsky"), "column": ("Bach", "Stravinsky")},
    payoffs={"row": [[2, 0], [0, 1]], "column": [[1, 0], [0, 2]]},
)
"""The table."""

ENTRY = CatalogEntry(
    name="bach-or-stravinsky",
    title="Bach or Stravinsky",
    game=GAME,
    citation="M. J. Osborne and A. Rubinstein (1994), A Course in Game Theory, example 15.3",
    summary="Two ways to be together, and a mixture that pays both less than either.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"row": "Bach", "column": "Bach"},
                {"row": "Stravinsky", "column": "Stravinsky"},
                {
                    "row": {"Bach": Fraction(2, 3), "Stravinsky": Fraction(1, 3)},
                    "column": {"Bach": Fraction(1, 3), "Stravinsky": Fraction(2, 3)},
                },
            ),
            payoffs=(
                {"row": Fraction(2), "column": Fraction(1)},
                {"row": Fraction(1), "column": Fraction(2)},
                {"row": Fraction(2, 3), "column": Fraction(2, 3)},
            ),
            citation="by hand: if the other goes to Bach with probability b, the row player gets "
            "2b there and 1 - b elsewhere; they are equal at b = 1/3",
        ),
    ),
)
"""The entry of the catalog."""
