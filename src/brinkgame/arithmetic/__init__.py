"""Numbers: what counts as one, how two are compared, and exact linear algebra.

`Exact` and `Float` are the two ways to compare; the tolerance of `Float` is the only one in the
library. `Algebraic` is the exact answer where the root of a polynomial is not rational.
"""

from brinkgame.arithmetic.algebraic import Algebraic, real_roots
from brinkgame.arithmetic.comparison import Arithmetic, Exact, Float
from brinkgame.arithmetic.linear import (
    determinant_sign,
    integer_kernel,
    integer_rows,
    rank,
    solve_linear,
)
from brinkgame.arithmetic.reading import exact_number, exact_numbers, simplest_fraction

__all__ = [
    "Algebraic",
    "Arithmetic",
    "Exact",
    "Float",
    "determinant_sign",
    "exact_number",
    "exact_numbers",
    "integer_kernel",
    "integer_rows",
    "rank",
    "real_roots",
    "simplest_fraction",
    "solve_linear",
]
