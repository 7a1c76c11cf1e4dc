"""Answers as functions of assumptions: when a choice turns, as a formula."""

from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria import (
    EquilibriumForm,
    EquilibriumForms,
    equilibrium_forms,
)
from brinkgame.parametric.indifference import Indifference, Threshold, indifference
from brinkgame.parametric.switches import Switch, nearest_switches

__all__ = [
    "Condition",
    "EquilibriumForm",
    "EquilibriumForms",
    "Indifference",
    "Switch",
    "Threshold",
    "equilibrium_forms",
    "indifference",
    "nearest_switches",
]
