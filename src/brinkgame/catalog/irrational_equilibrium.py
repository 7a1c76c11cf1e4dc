"""Three players, payoffs in whole numbers, and one equilibrium, with irrational probabilities.

Two players with rational payoffs always have an equilibrium in rational numbers. With three, each
is indifferent where a product of the others' probabilities balances, and that leads to square
roots: here those of 601.
"""

from __future__ import annotations

from brinkgame.arithmetic import real_roots
from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

GAME = NormalFormGame.from_cells(
    "irrational equilibrium",
    strategies={
        "row": ("top", "bottom"),
        "column": ("left", "right"),
        "table": ("first", "second"),
    },
    cells={
        ("top", "left", "first"): (3, 0, 2),
        ("bottom", "left", "first"): (0, 1, 0),
        ("top", "right", "first"): (0, 2, 0),
        ("bottom", "right", "first"): (1, 0, 0),
        ("top", "left", "second"): (1, 0, 0),
        ("bottom", "left", "second"): (0, 3, 0),
        ("top", "right", "second"): (0, 1, 0),
        ("bottom", "right", "second"): (2, 0, 3),
    },
)
"""The tables."""

# The probabilities of top, left and first; 1 - x is what the other strategy has.
(_TOP,) = real_roots([24, -53, 23], 0, 1)
(_LEFT,) = real_roots([-9, 13, 12], 0, 1)
(_FIRST,) = real_roots([-9, 23, 2], 0, 1)

ENTRY = CatalogEntry(
    name="irrational-equilibrium",
    title="Three players and one equilibrium, in irrational numbers",
    game=GAME,
    citation="R. Nau, S. Gomez Canovas and P. Hansen (2004), On the geometry of Nash equilibria "
    "and correlated equilibria, International Journal of Game Theory 32, section 4",
    summary="The only equilibrium mixes everything, with chances that are no fractions.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=(
                {
                    "row": {"top": _TOP, "bottom": 1 - _TOP},
                    "column": {"left": _LEFT, "right": 1 - _LEFT},
                    "table": {"first": _FIRST, "second": 1 - _FIRST},
                },
            ),
            payoffs=(
                {
                    "row": _LEFT * (1 + 2 * _FIRST),
                    "column": (1 - _TOP) * (3 - 2 * _FIRST),
                    "table": 2 * _TOP * _LEFT,
                },
            ),
            citation="by hand: with chances x of top, y of left, z of first, the three are "
            "indifferent where yz + 3y + z = 2, xz - 4x - 2z = -3 and xy - 3x - 3y = -3; "
            "23x^2 - 53x + 24 = 0 follows",
        ),
    ),
)
"""The entry of the catalog."""
