"""Wilson's three by three game: three equilibria, of which a path of Lemke and Howson may miss one.

It is symmetric. The only pure equilibrium has both at their third strategy; in the second both mix
the first two, in the third both mix all.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

_MENU = ("1", "2", "3")
_ROWS = [[0, 3, 0], [2, 2, 0], [3, 0, 1]]

GAME = NormalFormGame(
    "Wilson's game",
    strategies={"row": _MENU, "column": _MENU},
    payoffs={"row": _ROWS, "column": [list(column) for column in zip(*_ROWS, strict=True)]},
)
"""The table, that of the column player being the transpose."""


def _mixture(*sixths: int) -> dict[str, Fraction]:
    return {name: Fraction(n, 6) for name, n in zip(_MENU, sixths, strict=True)}


ENTRY = CatalogEntry(
    name="wilson",
    title="Wilson's symmetric game of three strategies",
    game=GAME,
    citation="L. S. Shapley (1974), A note on the Lemke-Howson algorithm, Mathematical Programming "
    "Study 1, where the example is credited to R. Wilson",
    summary="Three symmetric equilibria: in one strategy, in two and in all three.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"row": "3", "column": "3"},
                {"row": _mixture(2, 4, 0), "column": _mixture(2, 4, 0)},
                {"row": _mixture(1, 2, 3), "column": _mixture(1, 2, 3)},
            ),
            payoffs=(
                {"row": Fraction(1), "column": Fraction(1)},
                {"row": Fraction(2), "column": Fraction(2)},
                {"row": Fraction(1), "column": Fraction(1)},
            ),
            citation="by hand: against (x, y, z) the strategies pay 3y, 2x + 2y and 3x + z",
        ),
    ),
)
"""The entry of the catalog."""
