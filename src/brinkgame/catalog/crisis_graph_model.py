"""The crisis of 1962 as a graph model: who could move where, and what could not be undone.

The US can strike from the air, which cannot be undone, and blockade; the USSR can withdraw the
missiles or escalate, but not both. That makes twelve states, coded by the sum of 1 for a strike, 2
for a blockade, 4 for a withdrawal and 8 for escalation.
"""

from __future__ import annotations

from brinkgame.catalog.entry import KnownStates, OrdinalEntry
from brinkgame.ordinal import GraphModel

__all__ = ["ENTRY", "GAME"]

US, USSR = "US", "USSR"

GAME = GraphModel.from_options(
    "crisis of 1962",
    options={
        US: {"air strike": False, "blockade": True},
        USSR: {"withdraw": True, "escalate": True},
    },
    excluded=[("withdraw", "escalate")],
    preferences={
        US: (4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8),
        USSR: (0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8),
    },
)
"""The model, with its moves as they were."""

_SOURCE = "Fraser and Hipel (1984)"


def _known(concept: str, codes: tuple[int, ...], reversible: bool = False) -> KnownStates:
    return KnownStates(concept, tuple(map(GAME.state, codes)), _SOURCE, reversible)


ENTRY = OrdinalEntry(
    name="crisis-graph-model",
    title="Cuban missile crisis as a graph model",
    game=GAME,
    citation="N. M. Fraser and K. W. Hipel (1984), Conflict Analysis: Models and Resolutions, on "
    "the Cuban missile crisis; as a graph model in D. M. Kilgour and K. W. Hipel (2005), The graph "
    "model for conflict resolution: past, present, and future, Group Decision and Negotiation 14",
    summary="Twelve states; withdrawal alone is sequentially stable; a strike cannot be undone.",
    known=(
        _known("nash", (5,)),
        _known("general metarational", (0, 1, 2, 4, 5, 6, 7)),
        _known("symmetric metarational", (0, 1, 2, 4, 5, 6, 7)),
        _known("sequential", (4, 5, 6)),
        _known("nash", (), True),
        _known("sequential", (4, 6), True),
    ),
)
"""The entry of the catalog."""
