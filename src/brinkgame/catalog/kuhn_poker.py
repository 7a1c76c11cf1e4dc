"""Kuhn poker: three cards, one bet, and a player who moves first at a loss of an eighteenth.

Each of two players puts one chip into the pot and is dealt one of a jack, a queen and a king. The
first may bet a chip or check. After a bet the other calls or folds; after a check the second may
bet in turn, and then the first calls or folds. If nobody folds, the higher card takes the pot.

Bluffing is no trick of psychology here but what the numbers demand. The second player has one
optimal strategy (a jack bluffs one time in three, a queen calls one time in three); those of the
first form a line: bet a jack with probability a, a king with 3a, and call with a queen with
a + 1/3, for any a from 0 to 1/3.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

_CARDS = ("jack", "queen", "king")


def _deal(first: int, second: int) -> Node:
    """The betting after a deal; cards are positions in `_CARDS`."""
    mine, theirs = _CARDS[first], _CARDS[second]

    def win(chips: int) -> Terminal:
        return Terminal({"first": chips, "second": -chips})

    def showdown(chips: int) -> Terminal:
        return win(chips if first > second else -chips)

    return Decision(
        "first",
        {
            "check": Decision(
                "second",
                {
                    "check": showdown(1),
                    "bet": Decision(
                        "first",
                        {"fold": win(-1), "call": showdown(2)},
                        infoset=f"{mine}, check, bet",
                    ),
                },
                infoset=f"{theirs}, check",
            ),
            "bet": Decision(
                "second", {"fold": win(1), "call": showdown(2)}, infoset=f"{theirs}, bet"
            ),
        },
        infoset=mine,
    )


GAME = ExtensiveFormGame(
    "Kuhn poker",
    players=("first", "second"),
    root=Chance(
        {
            f"{_CARDS[i]}, {_CARDS[j]}": (Fraction(1, 6), _deal(i, j))
            for i in range(3)
            for j in range(3)
            if i != j
        }
    ),
)
"""The tree: Nature deals, then the players bet."""


def _optimal(bluff: Fraction) -> dict[str, Any]:
    """The optimal strategies of both when the first player bets a jack so often."""

    def bets(odds: Fraction) -> dict[str, Fraction]:
        return {"check": 1 - odds, "bet": odds}

    def calls(odds: Fraction) -> dict[str, Fraction]:
        return {"fold": 1 - odds, "call": odds}

    third = Fraction(1, 3)
    return {
        "first": {
            "jack": bets(bluff),
            "queen": "check",
            "king": bets(3 * bluff),
            "jack, check, bet": "fold",
            "queen, check, bet": calls(bluff + third),
            "king, check, bet": "call",
        },
        "second": {
            "jack, check": bets(third),
            "queen, check": "check",
            "king, check": "bet",
            "jack, bet": "fold",
            "queen, bet": calls(third),
            "king, bet": "call",
        },
    }


_VALUE = Fraction(-1, 18)

ENTRY = CatalogEntry(
    name="kuhn-poker",
    title="Kuhn poker",
    game=GAME,
    citation="H. W. Kuhn (1950), A simplified two-person poker, Contributions to the Theory of "
    "Games I, Annals of Mathematics Studies 24",
    summary="Three cards and one bet: how often to bluff, and what it costs to move first.",
    known=(
        KnownEquilibria(
            concept=Concept.NASH,
            profiles=tuple(_optimal(bluff) for bluff in (Fraction(0), Fraction(1, 3))),
            payoffs=({"first": _VALUE, "second": -_VALUE},) * 2,
            citation="Kuhn (1950), section 4: the ends of the line of optimal strategies of the "
            "first player (where a king always bets, what it would do after a check is open)",
            coverage=Coverage.SOME,
        ),
    ),
)
"""The entry of the catalog."""
