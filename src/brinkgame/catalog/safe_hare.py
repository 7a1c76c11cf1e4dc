"""A stag hunt in which the hare is safe: whoever hunts it gets the same whatever the other does.

Both hunting the stag is best for both, and pays nothing to whoever hunts it alone; with odds of
less than three in four that the other comes, the hare is the better choice. In `stag_hunt` the hare
is worth less if both go for it.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "stag hunt with a safe hare",
    strategies={"row": ("stag", "hare"), "column": ("stag", "hare")},
    payoffs={"row": [[4, 0], [3, 3]], "column": [[4, 3], [0, 3]]},
)
"""The table."""

_ODDS = {"stag": Fraction(3, 4), "hare": Fraction(1, 4)}

ENTRY = CatalogEntry(
    name="safe-hare",
    title="The stag hunt, with a safe hare",
    game=GAME,
    citation="J. C. Harsanyi and R. Selten (1988), A General Theory of Equilibrium Selection in "
    "Games, on payoff and risk dominance; the numbers are a common choice",
    summary="What is best for both is not what is safest: payoff dominance against risk dominance.",
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
                {"row": Fraction(3), "column": Fraction(3)},
                {"row": Fraction(3), "column": Fraction(3)},
            ),
            citation="by hand: if the other hunts the stag with probability s, it pays 4s and a "
            "hare 3; they are equal at s = 3/4",
        ),
    ),
)
"""The entry of the catalog."""
