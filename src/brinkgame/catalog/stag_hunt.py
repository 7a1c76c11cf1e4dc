"""The stag hunt: together they catch a stag, but who does not trust the other goes for a hare.

Both equilibria in pure strategies are strict. The better one needs trust: whoever doubts that the
other hunts the stag with a chance of two in three is better off with a hare.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "stag hunt",
    strategies={"row": ("stag", "hare"), "column": ("stag", "hare")},
    payoffs={"row": [[4, 0], [3, 2]], "column": [[4, 3], [0, 2]]},
)
"""The table."""

_ODDS = {"stag": Fraction(2, 3), "hare": Fraction(1, 3)}

ENTRY = CatalogEntry(
    name="stag-hunt",
    title="The stag hunt",
    game=GAME,
    citation="J.-J. Rousseau (1755), Discours sur l'origine et les fondements de l'inégalité "
    "parmi les hommes, second part; the numbers are ours",
    summary="What is best for both is risky for each: trust decides.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"row": "stag", "column": "stag"},
                {"row": "hare", "column": "hare"},
                {"row": _ODDS, "column": _ODDS},
            ),
            payoffs=(
                {"row": Fraction(4), "column": Fraction(4)},
                {"row": Fraction(2), "column": Fraction(2)},
                {"row": Fraction(8, 3), "column": Fraction(8, 3)},
            ),
            citation="by hand: if the other hunts the stag with probability s, it pays 4s and a "
            "hare s + 2; they are equal at s = 2/3",
        ),
    ),
)
"""The entry of the catalog."""
