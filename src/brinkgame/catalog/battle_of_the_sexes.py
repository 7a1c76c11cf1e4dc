"""The battle of the sexes: both would rather be together, and each at another place.

The equilibrium in mixed strategies is fair, and worse for both than either of the other two.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "battle of the sexes",
    strategies={"he": ("fight", "ballet"), "she": ("fight", "ballet")},
    payoffs={"he": [[2, -1], [-1, 1]], "she": [[1, -1], [-1, 2]]},
)
"""The table."""

ENTRY = CatalogEntry(
    name="battle-of-the-sexes",
    title="The battle of the sexes",
    game=GAME,
    citation="R. D. Luce and H. Raiffa (1957), Games and Decisions, section 5.3",
    summary="To be together matters more than where, and they disagree about where.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"he": "fight", "she": "fight"},
                {"he": "ballet", "she": "ballet"},
                {
                    "he": {"fight": Fraction(3, 5), "ballet": Fraction(2, 5)},
                    "she": {"fight": Fraction(2, 5), "ballet": Fraction(3, 5)},
                },
            ),
            payoffs=(
                {"he": Fraction(2), "she": Fraction(1)},
                {"he": Fraction(1), "she": Fraction(2)},
                {"he": Fraction(1, 5), "she": Fraction(1, 5)},
            ),
            citation="by hand: if she goes to the fight with probability f, it pays him 3f - 1 "
            "and the ballet 1 - 2f; they are equal at f = 2/5, and likewise for her",
        ),
    ),
)
"""The entry of the catalog."""
