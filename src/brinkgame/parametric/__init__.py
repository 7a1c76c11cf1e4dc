"""Answers as functions of assumptions: when a choice turns, as a formula."""

from brinkgame.parametric.indifference import Condition, Indifference, Threshold, indifference

__all__ = ["Condition", "Indifference", "Threshold", "indifference"]
