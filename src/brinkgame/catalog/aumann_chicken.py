"""Chicken with a mediator: by correlating their moves both do better than by any mixture.

Somebody tells each side, in private, what to do. Each obeys as long as the others do, and what each
learns from its own instruction keeps it from swerving alone. Independent mixtures pay 14/3, a draw
among the three cells without a crash 5, and the best symmetric device 21/4.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME", "best_symmetric", "thirds"]

GAME = NormalFormGame(
    "Aumann's chicken",
    strategies={"row": ("yield", "dare"), "column": ("yield", "dare")},
    payoffs={"row": [[6, 2], [7, 0]], "column": [[6, 7], [2, 0]]},
)
"""The table."""

thirds: dict[Any, Fraction] = {
    ("yield", "yield"): Fraction(1, 3),
    ("yield", "dare"): Fraction(1, 3),
    ("dare", "yield"): Fraction(1, 3),
}
"""The device that draws each cell without a crash with the same chance: it pays 5 to both."""

best_symmetric: dict[Any, Fraction] = {
    ("yield", "yield"): Fraction(1, 2),
    ("yield", "dare"): Fraction(1, 4),
    ("dare", "yield"): Fraction(1, 4),
}
"""The device that pays both the same and the most: 21/4."""

_ODDS = {"yield": Fraction(2, 3), "dare": Fraction(1, 3)}

ENTRY = CatalogEntry(
    name="aumann-chicken",
    title="Aumann's chicken",
    game=GAME,
    citation="R. J. Aumann (1974), Subjectivity and correlation in randomized strategies, Journal "
    "of Mathematical Economics 1; with a mediator in Aumann (1987), Correlated equilibrium as an "
    "expression of Bayesian rationality, Econometrica 55",
    summary="What a mediator can do: correlated play pays more than independent mixtures.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {"row": "yield", "column": "dare"},
                {"row": "dare", "column": "yield"},
                {"row": _ODDS, "column": _ODDS},
            ),
            payoffs=(
                {"row": Fraction(2), "column": Fraction(7)},
                {"row": Fraction(7), "column": Fraction(2)},
                {"row": Fraction(14, 3), "column": Fraction(14, 3)},
            ),
            citation="by hand: if the other yields with probability y, yielding pays 2 + 4y and "
            "daring 7y; they are equal at y = 2/3",
        ),
        KnownEquilibria(
            concept=Concept.CORRELATED,
            profiles=(best_symmetric, thirds),
            payoffs=(
                {"row": Fraction(21, 4), "column": Fraction(21, 4)},
                {"row": Fraction(5), "column": Fraction(5)},
            ),
            citation="by hand: who is told to yield must find the other yielding with probability "
            "2/3 or more, and who is told to dare never meets daring; the weight of (yield, yield) "
            "is at most twice that of each cell beside it",
            coverage=Coverage.SOME,
        ),
    ),
)
"""The entry of the catalog."""
