"""Logit branches as a whole, and the rationality that explains observed play best.

A *logit branch* is a connected curve of logit quantal response equilibria (see
`brinkgame.play.quantal_response`), the principal one starting where everybody plays everything
alike. For almost every game the equilibria over all rationalities are smooth curves without
branching points: the principal one, curves that come from one Nash equilibrium and lead to another
as rationality goes to infinity at both ends, and closed loops (Turocy 2005, section 3).

Trees have branches of *agent* logit equilibria, in which every information set responds on its own.

The principal branch makes the rationality of players something that can be estimated: the
likelihood of observed choices is a function along the branch (McKelvey and Palfrey 1995, section
5).

References
----------
.. [1] R. D. McKelvey, T. R. Palfrey, "Quantal response equilibria for normal form games", Games and
   Economic Behavior 10 (1995), 6-38.
.. [2] T. L. Turocy, "A dynamic homotopy interpretation of the logistic quantal response equilibrium
   correspondence", Games and Economic Behavior 51 (2005), 243-263.
.. [3] R. D. McKelvey, T. R. Palfrey, "Quantal response equilibria for extensive form games",
   Experimental Economics 1 (1998), 9-41.
"""

from brinkgame.quantal.branches import LogitBranch, LogitBranches, logit_branch, logit_branches
from brinkgame.quantal.fitting import RationalityFit, RationalityVerdict, fit_rationality
from brinkgame.quantal.form import BranchPoint

__all__ = [
    "BranchPoint",
    "LogitBranch",
    "LogitBranches",
    "RationalityFit",
    "RationalityVerdict",
    "fit_rationality",
    "logit_branch",
    "logit_branches",
]
