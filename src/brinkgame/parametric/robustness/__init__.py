"""How far a claim keeps its truth, and the nearest point that breaks it."""

from brinkgame.parametric.robustness.radius import Robustness, robustness

__all__ = ["Robustness", "robustness"]
