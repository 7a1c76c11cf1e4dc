"""Answers as functions of assumptions: when a choice turns, as a formula."""

from brinkgame.parametric.commitment import Commitment, CommitmentFormula, commitment
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria import EquilibriumForm, EquilibriumForms, equilibrium_forms
from brinkgame.parametric.indifference import Indifference, Threshold, indifference
from brinkgame.parametric.levers import LeverPiece, LeverValue, Optimum
from brinkgame.parametric.misperception import (
    MisperceptionMap,
    MisperceptionPiece,
    Misplay,
    misperception_map,
)
from brinkgame.parametric.plane import Border, PlaneMap, Regime, RegimeCell
from brinkgame.parametric.reduction import (
    ChoiceCase,
    Direction,
    EssentialNumbers,
    Reduction,
    reduce,
)
from brinkgame.parametric.regimes import regimes
from brinkgame.parametric.switches import Switch, nearest_switches
from brinkgame.parametric.threats import RiskWindow, WindowEdge, promise, risk_window, threat
from brinkgame.parametric.thresholds import Crossing, Thresholds, thresholds

__all__ = [
    "Border",
    "ChoiceCase",
    "Commitment",
    "CommitmentFormula",
    "Condition",
    "Crossing",
    "Direction",
    "EquilibriumForm",
    "EquilibriumForms",
    "EssentialNumbers",
    "Indifference",
    "LeverPiece",
    "LeverValue",
    "MisperceptionMap",
    "MisperceptionPiece",
    "Misplay",
    "Optimum",
    "PlaneMap",
    "Reduction",
    "Regime",
    "RegimeCell",
    "RiskWindow",
    "Switch",
    "Threshold",
    "Thresholds",
    "WindowEdge",
    "commitment",
    "equilibrium_forms",
    "indifference",
    "misperception_map",
    "nearest_switches",
    "promise",
    "reduce",
    "regimes",
    "risk_window",
    "threat",
    "thresholds",
]
