"""Chicken: each side would rather be the one that does not swerve, and both not swerving is worst.

The oldest picture of brinkmanship. There are two equilibria in pure strategies, one for each side,
and one in which both go straight with a chance of one in ten.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame(
    "chicken",
    strategies={"row": ("swerve", "straight"), "column": ("swerve", "straight")},
    payoffs={"row": [[0, -1], [1, -10]], "column": [[0, 1], [-1, -10]]},
)
"""The table."""

_ODDS = {"swerve": Fraction(9, 10), "straight": Fraction(1, 10)}
_PURE = (
    {"row": "swerve", "column": "straight"},
    {"row": "straight", "column": "swerve"},
)
_PAYS = (
    {"row": Fraction(-1), "column": Fraction(1)},
    {"row": Fraction(1), "column": Fraction(-1)},
)

ENTRY = CatalogEntry(
    name="chicken",
    title="Chicken",
    game=GAME,
    citation="A. Rapoport and A. M. Chammah (1966), The game of chicken, American Behavioral "
    "Scientist 10; the numbers are ours",
    summary="Each side may be the one that yields; mixed, a crash has a chance of 1 in 100.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=_PURE,
            payoffs=_PAYS,
            citation="by hand: the cells where neither gains by changing",
            coverage=Coverage.ALL_PURE,
        ),
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(*_PURE, {"row": _ODDS, "column": _ODDS}),
            payoffs=(*_PAYS, {"row": Fraction(-1, 10), "column": Fraction(-1, 10)}),
            citation="by hand: if the other swerves with probability s, straight pays "
            "s - 10(1 - s) and swerving -(1 - s); they are equal at s = 9/10",
        ),
    ),
)
"""The entry of the catalog."""
