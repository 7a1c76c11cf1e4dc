"""Answers as functions of assumptions: when a choice turns, as a formula."""

from brinkgame.parametric.indifference import Condition, Indifference, Threshold, indifference
from brinkgame.parametric.switches import Switch, nearest_switches

__all__ = [
    "Condition",
    "Indifference",
    "Switch",
    "Threshold",
    "indifference",
    "nearest_switches",
]
