"""The centipede: everybody gains by going on, and backward induction stops at once.

Two players take turns. Whoever takes ends the game with the larger share of a pile that doubles at
each pass. The last player would rather take than pass; knowing that, the one before takes; and so
on back to the first move. People do not play so, which is what the game is known for.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

_PILES = ((40, 10), (20, 80), (160, 40), (80, 320), (640, 160))
"""What (first, second) get when it is taken at move 1, 2, 3, 4, and when it is never taken."""


def _tree() -> Node:
    node: Node = Terminal({"first": _PILES[-1][0], "second": _PILES[-1][1]}, label="never taken")
    for move in range(len(_PILES) - 1, 0, -1):
        first, second = _PILES[move - 1]
        node = Decision(
            "first" if move % 2 else "second",
            {"take": Terminal({"first": first, "second": second}), "pass": node},
            infoset=f"move {move}",
        )
    return node


GAME = ExtensiveFormGame("centipede", players=("first", "second"), root=_tree())
"""The tree, with four moves."""

ENTRY = CatalogEntry(
    name="centipede",
    title="The centipede, four moves",
    game=GAME,
    citation="R. D. McKelvey and T. R. Palfrey (1992), An experimental study of the centipede "
    "game, Econometrica 60; the game is from R. W. Rosenthal (1981), Games of perfect "
    "information, predatory pricing and the chain-store paradox, Journal of Economic Theory 25",
    summary="Going on pays everybody, and the only subgame-perfect equilibrium stops at once.",
    known=(
        KnownEquilibria(
            concept=Concept.SUBGAME_PERFECT,
            profiles=(
                {
                    "first": {"move 1": "take", "move 3": "take"},
                    "second": {"move 2": "take", "move 4": "take"},
                },
            ),
            payoffs=({"first": Fraction(40), "second": Fraction(10)},),
            citation="backward induction; McKelvey and Palfrey (1992), section 2",
        ),
    ),
)
"""The entry of the catalog."""
