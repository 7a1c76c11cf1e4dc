"""Matching pennies: what one side wins the other loses, and neither can afford to be predictable.

No cell of the table is an equilibrium. The only one tosses a coin.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "matching pennies",
    strategies={"matcher": ("heads", "tails"), "mismatcher": ("heads", "tails")},
    payoffs={"matcher": [[1, -1], [-1, 1]], "mismatcher": [[-1, 1], [1, -1]]},
)
"""The table."""

_COIN = {"heads": Fraction(1, 2), "tails": Fraction(1, 2)}

ENTRY = CatalogEntry(
    name="matching-pennies",
    title="Matching pennies",
    game=GAME,
    citation="J. von Neumann (1928), Zur Theorie der Gesellschaftsspiele, Mathematische Annalen "
    "100",
    summary="No equilibrium in pure strategies; the only one is a toss of a coin.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(),
            payoffs=(),
            citation="by hand: in every cell one side would change",
            coverage=Coverage.ALL_PURE,
        ),
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=({"matcher": _COIN, "mismatcher": _COIN},),
            payoffs=({"matcher": Fraction(0), "mismatcher": Fraction(0)},),
            citation="von Neumann (1928)",
        ),
    ),
)
"""The entry of the catalog."""
