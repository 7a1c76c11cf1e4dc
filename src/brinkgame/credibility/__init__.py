"""Credible play with beliefs: every assessment that is rational everywhere, case by case.

The shared part of the solvers `PerfectBayesianEnumeration` and `SequentialEnumeration`. A *case* is
a set of actions that are used at each information set, and a *pattern* of beliefs where play does
not arrive. Given both, credibility is equations and inequalities between probabilities and beliefs,
which are solved exactly (`regions`); a search from the leaves passes over most cases (`supports`).
`TreeSupportEnumeration` finds Nash equilibria in the same way, without beliefs (`nash`).
"""

__all__: list[str] = []
