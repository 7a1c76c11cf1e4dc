"""Answers as functions of assumptions: when a choice turns, as a formula."""

from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria import (
    EquilibriumForm,
    EquilibriumForms,
    equilibrium_forms,
)
from brinkgame.parametric.indifference import Indifference, Threshold, indifference
from brinkgame.parametric.plane import Border, PlaneMap, Regime, RegimeCell
from brinkgame.parametric.regimes import regimes
from brinkgame.parametric.switches import Switch, nearest_switches
from brinkgame.parametric.thresholds import Crossing, Thresholds, thresholds

__all__ = [
    "Border",
    "Condition",
    "Crossing",
    "EquilibriumForm",
    "EquilibriumForms",
    "Indifference",
    "PlaneMap",
    "Regime",
    "RegimeCell",
    "Switch",
    "Threshold",
    "Thresholds",
    "equilibrium_forms",
    "indifference",
    "nearest_switches",
    "regimes",
    "thresholds",
]
