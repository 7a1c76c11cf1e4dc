"""Rock, paper, scissors: whoever can be predicted loses.

The only equilibrium is to choose by chance, each with one in three. It is neutrally stable but not
evolutionarily stable: who plays something else earns as much against it, and against itself.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

_SHAPES = ("rock", "paper", "scissors")
_TABLE = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]

GAME = NormalFormGame(
    "rock, paper, scissors",
    strategies={"row": _SHAPES, "column": _SHAPES},
    payoffs={"row": _TABLE, "column": [[-payoff for payoff in row] for row in _TABLE]},
)
"""The table."""

_THIRDS = dict.fromkeys(_SHAPES, Fraction(1, 3))

ENTRY = CatalogEntry(
    name="rock-paper-scissors",
    title="Rock, paper, scissors",
    game=GAME,
    citation="J. Maynard Smith (1982), Evolution and the Theory of Games, chapter 2",
    summary="Each shape beats one and loses to one; only pure chance cannot be exploited.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=({"row": _THIRDS, "column": _THIRDS},),
            payoffs=({"row": Fraction(0), "column": Fraction(0)},),
            citation="by hand: the game is fair, so that in equilibrium no shape gains against "
            "the other's chances r, p, s: s <= p, r <= s and p <= r",
        ),
    ),
)
"""The entry of the catalog."""
