"""Myerson's card game: a bluff that must not be believed too rarely nor too often.

Both put a dollar into the pot, and the first player looks at a card that is red or black. With red
the first player wins the pot when cards are shown, with black the second. The first player may
fold, which shows the card at once, or raise by a dollar; the second, who has not seen the card,
meets the raise or passes, which gives the pot away. The bluff is exactly as frequent as leaves the
second player indifferent, and so is the call.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME"]

FIRST, SECOND = "first", "second"


def _end(gain: int) -> Terminal:
    return Terminal({FIRST: gain, SECOND: -gain})


def _card(color: str) -> Decision:
    wins = 1 if color == "red" else -1
    return Decision(
        FIRST,
        {
            "raise": Decision(SECOND, {"meet": _end(2 * wins), "pass": _end(1)}, infoset="raised"),
            "fold": _end(wins),
        },
        infoset=color,
    )


GAME = ExtensiveFormGame(
    "Myerson's card game",
    players=(FIRST, SECOND),
    root=Chance({"red": (Fraction(1, 2), _card("red")), "black": (REST, _card("black"))}),
)
"""The tree."""

_BLUFF = {
    FIRST: {"red": "raise", "black": {"raise": Fraction(1, 3), "fold": Fraction(2, 3)}},
    SECOND: {"raised": {"meet": Fraction(2, 3), "pass": Fraction(1, 3)}},
}
_VALUE = {FIRST: Fraction(1, 3), SECOND: Fraction(-1, 3)}
_CITATION = (
    "Myerson (1991): a third of the bluffs and two thirds of the calls; by hand, each "
    "leaves the other indifferent, and nothing else does"
)

ENTRY = CatalogEntry(
    name="myerson-card-game",
    title="Myerson's card game",
    game=GAME,
    citation="R. B. Myerson (1991), Game Theory: Analysis of Conflict, chapter 2",
    summary="A zero-sum game of bluffing in which one side knows the card; it is worth 1/3.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH, profiles=(_BLUFF,), payoffs=(_VALUE,), citation=_CITATION
        ),
        KnownEquilibria(
            concept=Concept.SUBGAME_PERFECT,
            profiles=(_BLUFF,),
            payoffs=(_VALUE,),
            citation=f"{_CITATION}; there is no proper subgame",
        ),
        KnownEquilibria(
            concept=Concept.SEQUENTIAL,
            profiles=(_BLUFF,),
            payoffs=(_VALUE,),
            beliefs=(
                {
                    SECOND: {
                        "raised": {
                            "root/red/raise": Fraction(3, 4),
                            "root/black/raise": Fraction(1, 4),
                        }
                    }
                },
            ),
            citation=f"{_CITATION}; every information set is reached",
        ),
    ),
)
"""The entry of the catalog."""
