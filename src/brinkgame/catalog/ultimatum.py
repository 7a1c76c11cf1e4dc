"""The ultimatum: how to share four coins, when a tie decides what may be asked.

One player proposes how to share four coins, the other accepts or rejects, and a rejection leaves
both with nothing. An offer of nothing leaves the responder indifferent, and how that tie is broken
decides the whole game: if it is accepted the proposer keeps everything, and if it is rejected the
proposer offers one coin. Both are subgame perfect, and so are mixtures.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME"]

_COINS = 4


def _reply(offer: int) -> Decision:
    return Decision(
        "responder",
        {
            "accept": Terminal({"proposer": _COINS - offer, "responder": offer}, label="agreement"),
            "reject": Terminal({"proposer": 0, "responder": 0}, label="nothing"),
        },
        infoset=f"offered {offer}",
    )


GAME = ExtensiveFormGame(
    "ultimatum",
    players=("proposer", "responder"),
    root=Decision(
        "proposer",
        {f"offer {offer}": _reply(offer) for offer in range(_COINS + 1)},
        infoset="proposal",
    ),
)
"""The tree, with four coins."""


def _equilibrium(offer: int, on_nothing: str) -> dict[str, Any]:
    replies = {f"offered {other}": "accept" for other in range(1, _COINS + 1)}
    return {
        "proposer": {"proposal": f"offer {offer}"},
        "responder": {"offered 0": on_nothing, **replies},
    }


ENTRY = CatalogEntry(
    name="ultimatum",
    title="The ultimatum over four coins",
    game=GAME,
    citation="W. Güth, R. Schmittberger and B. Schwarze (1982), An experimental analysis of "
    "ultimatum bargaining, Journal of Economic Behavior and Organization 3",
    summary="A tie at an offer of nothing: two pure equilibria, and a continuum of mixed ones.",
    known=(
        KnownEquilibria(
            concept=Concept.SUBGAME_PERFECT,
            profiles=(_equilibrium(0, "accept"), _equilibrium(1, "reject")),
            payoffs=(
                {"proposer": Fraction(4), "responder": Fraction(0)},
                {"proposer": Fraction(3), "responder": Fraction(1)},
            ),
            citation="by hand: if nothing is accepted with probability p, offering it pays 4p, "
            "and offering one coin pays 3",
            coverage=Coverage.ALL_PURE,
        ),
    ),
)
"""The entry of the catalog."""
