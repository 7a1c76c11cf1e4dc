"""Games of which only the order of outcomes is known: the theory of moves and the graph model."""

from brinkgame.ordinal.games import OrdinalGame
from brinkgame.ordinal.graphs import GraphModel
from brinkgame.ordinal.moves import (
    MoveCycle,
    MoveLine,
    MovingPower,
    NonmyopicEquilibria,
    moving_power,
    nonmyopic_equilibria,
)
from brinkgame.ordinal.stability import Stability, StabilityConcept, stability

__all__ = [
    "GraphModel",
    "MoveCycle",
    "MoveLine",
    "MovingPower",
    "NonmyopicEquilibria",
    "OrdinalGame",
    "Stability",
    "StabilityConcept",
    "moving_power",
    "nonmyopic_equilibria",
    "stability",
]
