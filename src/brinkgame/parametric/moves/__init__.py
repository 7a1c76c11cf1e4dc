"""Strategic moves: a player chooses a number before play; threats, promises, and their windows."""

from brinkgame.parametric.moves.commitment import Commitment, CommitmentFormula, commitment
from brinkgame.parametric.moves.levers import LeverPiece, LeverValue, Optimum
from brinkgame.parametric.moves.threats import promise, risk_window, threat
from brinkgame.parametric.moves.windows import RiskWindow, WindowEdge

__all__ = [
    "Commitment",
    "CommitmentFormula",
    "LeverPiece",
    "LeverValue",
    "Optimum",
    "RiskWindow",
    "WindowEdge",
    "commitment",
    "promise",
    "risk_window",
    "threat",
]
