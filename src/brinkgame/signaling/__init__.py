"""Trees in which everybody moves at most once on the way: all their credible equilibria.

Signaling games are of this kind: who knows speaks first, who does not know answers. What the
solvers of both concepts share, and what `brinkgame.refinements` asks about such a game.
"""

from brinkgame.signaling.components import SignalingComponent

__all__ = ["SignalingComponent"]
