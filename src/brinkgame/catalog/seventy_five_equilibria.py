"""A 6x6 game with 75 equilibria, all of them isolated, which is more than was thought possible.

Where no player ever has more best replies than the other's strategy has strategies in its support,
an n x n game has an odd number of equilibria, and n coordination games have 2**n - 1, here 63. That
this is the most was a conjecture, which is true up to n = 4 and false at n = 6. The polytopes of
best replies of this game are dual cyclic: they have as many corners as polytopes of their dimension
and number of facets can have.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

_HALF = [
    [-81, 36, -126, 126, -36, 90],
    [-180, 72, -333, 297, -153, 270],
    [20, -3, 42, -33, 17, -30],
]
_ROWS = [*_HALF, *(row[::-1] for row in _HALF[::-1])]
_PARTNER = [1, 0, 3, 2, 5, 4]
"""Which strategy takes the place of which when the players change roles."""

_MENU = ("1", "2", "3", "4", "5", "6")

GAME = NormalFormGame(
    "seventy-five equilibria",
    strategies={"row": _MENU, "column": _MENU},
    payoffs={
        "row": _ROWS,
        "column": [[_ROWS[_PARTNER[j]][_PARTNER[i]] for j in range(6)] for i in range(6)],
    },
)
"""The table."""


def _mixture(*thirtieths: int) -> dict[str, Fraction]:
    return {name: Fraction(n, 30) for name, n in zip(_MENU, thirtieths, strict=True)}


ENTRY = CatalogEntry(
    name="seventy-five-equilibria",
    title="A game of six rows and six columns with 75 equilibria",
    game=GAME,
    citation="B. von Stengel (1999), New maximal numbers of equilibria in bimatrix games, Discrete "
    "and Computational Geometry 21; with these payoffs in R. Savani and B. von Stengel (2006), "
    "Hard-to-solve bimatrix games, Econometrica 74",
    summary="Two equilibria are pure, 72 mix some strategies, and one mixes all six.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"row": "2", "column": "6"},
                {"row": "5", "column": "1"},
                {"row": _mixture(1, 5, 9, 9, 5, 1), "column": _mixture(5, 1, 9, 9, 1, 5)},
            ),
            payoffs=(
                {"row": Fraction(270), "column": Fraction(270)},
                {"row": Fraction(270), "column": Fraction(270)},
                {"row": Fraction(3, 2), "column": Fraction(3, 2)},
            ),
            citation="the table: the highest payoff of both stands in two cells; by hand: every "
            "row and every column times the other's mixture is 3/2",
            coverage=Coverage.ALL_PURE,
        ),
    ),
)
"""The entry of the catalog."""
