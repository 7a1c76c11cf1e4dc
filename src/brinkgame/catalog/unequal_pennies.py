"""Matching pennies with unequal stakes: in equilibrium one's own stake moves the other only.

The row player wins nine times as much at one match as at the other, and still tosses a fair coin;
it is the column player who makes up for it. People do not play so: the row player goes for the nine
more often, as quantal response says, whose figures `known_responses` holds.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME", "known_responses"]

GAME = NormalFormGame(
    "matching pennies with unequal stakes",
    strategies={"row": ("1", "2"), "column": ("1", "2")},
    payoffs={"row": [[9, 0], [0, 1]], "column": [[0, 1], [1, 0]]},
)
"""The table."""

known_responses = {
    Fraction(1, 2): ("0.83067059", "0.41807747"),
    Fraction(1): ("0.89357633", "0.31278038"),
}
"""Logit quantal response: rationality: the chances of (row 1, column 1), as digits.

They solve p = 1/(1 + exp(L (1 - 10 q))) and q = 1/(1 + exp(L (2 p - 1))), one pair for each L: the
first rises in q and the second falls in p.
"""

ENTRY = CatalogEntry(
    name="unequal-pennies",
    title="Matching pennies with unequal stakes",
    game=GAME,
    citation="J. Ochs (1995), Games with unique, mixed strategy equilibria, Games and Economic "
    "Behavior 10; R. D. McKelvey and T. R. Palfrey (1995), Quantal response equilibria for normal "
    "form games, Games and Economic Behavior 10",
    summary="One's own stake does not move one's own equilibrium mixture, and does move people.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {
                    "row": {"1": Fraction(1, 2), "2": Fraction(1, 2)},
                    "column": {"1": Fraction(1, 10), "2": Fraction(9, 10)},
                },
            ),
            payoffs=({"row": Fraction(9, 10), "column": Fraction(1, 2)},),
            citation="by hand: 9q = 1 - q at q = 1/10, and 1 - p = p at p = 1/2",
        ),
    ),
)
"""The entry of the catalog."""
