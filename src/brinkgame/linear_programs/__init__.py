"""Linear programs: solved in floats by HiGHS, then certified in exact numbers.

A program asks for the least (or greatest) value of ``objective @ x`` over the points ``x >= 0``
with ``rows @ x <= right`` for the rows of `at_most` and ``rows @ x = right`` for those of `equal`.

In exact numbers an answer is a pair of points that prove each other right: by weak duality no
point is better than any point of the dual program, so that two feasible ones of equal value are
both optimal [1]_. HiGHS [2]_ only says which variables are positive and which constraints carry a
price; the numbers are solved for again in rationals, and every constraint of both programs is
checked in integers. Where that fails, as it may when coefficients differ by more than floats can
hold, or as it is a small program, an exact simplex decides: a tableau of integers over one common
denominator, in which every division is without remainder [3]_, and Bland's rule whenever a step
gains nothing, so that it cannot cycle [4]_. It is the dual method where the costs are right from
the start, as in programs of correlated equilibria, and the primal one elsewhere.

.. [1] V. Chvátal, *Linear Programming* (1983), chapter 5; the auxiliary problem of chapter 3 is
   what finds a first point here.
.. [2] Q. Huangfu, J. A. J. Hall, "Parallelizing the dual revised simplex method", *Mathematical
   Programming Computation* 10 (2018).
.. [3] J. Edmonds, J.-F. Maurras, "Note sur les Q-matrices d'Edmonds", *RAIRO Operations Research*
   31 (1997); the identity is E. H. Bareiss's, *Mathematics of Computation* 22 (1968).
.. [4] R. G. Bland, "New finite pivoting rules for the simplex method", *Mathematics of Operations
   Research* 2 (1977).
"""

from brinkgame.linear_programs.program import LPSolution
from brinkgame.linear_programs.solving import solve_lp

__all__ = ["LPSolution", "solve_lp"]
