"""A market leader and a follower, with quantities on a grid, so that the follower meets a tie.

The price is 12 minus the sum of the quantities, and nothing costs anything. With quantities free
the leader sells 6 and the follower 3. On this grid the follower is indifferent after the leader
sells 5, between 3 and 4, and that tie decides whether 5 or 6 is best for the leader: what a player
does not care about matters to another.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

_DEMAND = 12
_LEADER, _FOLLOWER = (4, 5, 6), (2, 3, 4)


def _market(leader: int, follower: int) -> Terminal:
    price = _DEMAND - leader - follower
    return Terminal({"leader": leader * price, "follower": follower * price})


GAME = ExtensiveFormGame(
    "stackelberg",
    players=("leader", "follower"),
    root=Decision(
        "leader",
        {
            f"sell {mine}": Decision(
                "follower",
                {f"sell {other}": _market(mine, other) for other in _FOLLOWER},
                infoset=f"after {mine}",
            )
            for mine in _LEADER
        },
        infoset="market",
    ),
)
"""The tree."""


def _equilibrium(leader: int, after_five: int) -> dict[str, Any]:
    return {
        "leader": {"market": f"sell {leader}"},
        "follower": {
            "after 4": "sell 4",
            "after 5": f"sell {after_five}",
            "after 6": "sell 3",
        },
    }


ENTRY = CatalogEntry(
    name="stackelberg",
    title="A leader and a follower in a market",
    game=GAME,
    citation="H. von Stackelberg (1934), Marktform und Gleichgewicht; the grid is ours",
    summary="The follower meets a tie, and how it is broken decides what the leader does.",
    known=(
        KnownEquilibria(
            concept=Concept.SUBGAME_PERFECT,
            profiles=(_equilibrium(5, 3), _equilibrium(6, 4)),
            payoffs=(
                {"leader": Fraction(20), "follower": Fraction(12)},
                {"leader": Fraction(18), "follower": Fraction(9)},
            ),
            citation="by hand: if the follower answers 5 by 3 with probability p, selling 5 pays "
            "15 + 5p, and selling 6 pays 18",
            coverage=Coverage.ALL_PURE,
        ),
    ),
)
"""The entry of the catalog."""
