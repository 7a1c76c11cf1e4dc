"""Logit branches followed by continuation: predictor and corrector in arc length.

A profile is a *logit quantal response equilibrium* at rationality L >= 0 when every probability is
the logit response to the others' (McKelvey and Palfrey 1995),

    log p[i] - log p[r] = L * (u[i] - u[r])      for every strategy i of every player,

where u are expected payoffs against the others' strategies and r is a reference strategy of the
same player. These equations are solved as they stand, in the unknowns z[i] = log p[i] - log p[r]
and L, so that probabilities are positive and sum to one by construction and tiny ones keep their
digits (Turocy 2005, section 3, works in log-probabilities for the same reason). The reference is
the likeliest strategy and changes on the way.

The solutions form curves. A curve is followed in arc length, not in L, so that it may bend back:
a step along the tangent is corrected by Newton's method in the hyperplane across the tangent
(Allgower and Georg 1990, chapters 2 and 6). Lengths are measured by what changes probabilities, and
by the change of L relative to L, so that steps grow with L where nothing happens any more.
Orientation is watched by the sign of the determinant of the Jacobian bordered by the tangent: it is
constant along a smooth curve, also around turning points, and changes at a simple bifurcation
(Allgower and Georg 1990, theorem 8.1.8). Where it changes within a step, the place is narrowed
down: a determinant that falls to zero is a bifurcation, which is recorded and passed in direction
of the tangent; one that does not is a slip to another curve, and the step is taken again, shorter.

In a tree with perfect recall every information set is an *agent* with equations of its own, whose
payoffs are expected given that the information set is reached (McKelvey and Palfrey 1998, section
3); see `brinkgame.continuation.agents`. Lengths also measure there what changes beliefs, so that
information sets that are hardly ever reached are followed as closely as any other.

References
----------
.. [1] R. D. McKelvey, T. R. Palfrey, "Quantal response equilibria for normal form games", Games and
   Economic Behavior 10 (1995), 6-38.
.. [2] T. L. Turocy, "A dynamic homotopy interpretation of the logistic quantal response equilibrium
   correspondence", Games and Economic Behavior 51 (2005), 243-263.
.. [3] E. L. Allgower, K. Georg, *Numerical Continuation Methods* (1990).
.. [4] R. D. McKelvey, T. R. Palfrey, "Quantal response equilibria for extensive form games",
   Experimental Economics 1 (1998), 9-41.
"""

from brinkgame.continuation.agents import (
    MOST_PASSINGS,
    AgentEquations,
    count_passings,
    scaled_payoffs,
)
from brinkgame.continuation.curve import Curve, Place
from brinkgame.continuation.equations import Equations
from brinkgame.continuation.limits import AgentLimit, by_infosets, whole_shares
from brinkgame.continuation.tables import scaled_tables
from brinkgame.continuation.trace import Trace, solution_near, trace

__all__ = [
    "MOST_PASSINGS",
    "AgentEquations",
    "AgentLimit",
    "Curve",
    "Equations",
    "Place",
    "Trace",
    "by_infosets",
    "count_passings",
    "scaled_payoffs",
    "scaled_tables",
    "solution_near",
    "trace",
    "whole_shares",
]
