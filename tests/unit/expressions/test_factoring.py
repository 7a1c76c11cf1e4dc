"""Polynomials are taken apart whatever the size of their numbers."""

from __future__ import annotations

import math
from fractions import Fraction

from flint import Ordering, fmpz_mpoly_ctx
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.expressions.polynomials import irreducible_factors

RING = fmpz_mpoly_ctx.get(("x", "y"), Ordering.lex)
LARGE = st.one_of(
    st.integers(-9, 9), st.integers(-(2**33), 2**33), st.integers(-(2**90), 2**90)
).filter(bool)


@settings(max_examples=60)
@given(
    st.integers(-6, 6).filter(bool),
    st.lists(st.tuples(LARGE, LARGE, st.integers(1, 2)), min_size=1, max_size=3),
    st.sampled_from(["x and y", "x and 1", "xy and 1"]),
)
def test_the_product_of_the_factors_is_the_polynomial(number, parts, monomials):
    x, y = RING.gens()
    first, second = {"x and y": (x, y), "x and 1": (x, x**0), "xy and 1": (x * y, x**0)}[monomials]
    lines = [((a * first + b * second), power) for a, b, power in parts]
    whole = math.prod((line**power for line, power in lines), start=RING.constant(number))
    unit, factors = irreducible_factors(whole)
    assert math.prod((f**p for f, p in factors), start=RING.constant(unit)) == whole
    assert sum(power for _, power in factors) == sum(power for _, _, power in parts)
    assert all(f.primitive()[0] == 1 and f.leading_coefficient() > 0 for f, _ in factors)


def test_a_map_and_conditions_with_very_large_numbers():
    x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/3", low=0, high=1)
    large = 10**15
    worth = (large * x - (large - 7) * y) * (large * x - (large - 9) * y)
    _, factors = worth.factors()
    assert len(factors) == 2
    game = bg.ExtensiveFormGame(
        "one",
        players=("A",),
        root=bg.Decision("A", {"go": bg.Terminal({"A": worth}), "stay": bg.Terminal({"A": 0})}),
    )
    found = bg.regimes(game, over=("x", "y"))
    assert len(found.regimes) == 2
    assert len(found.cells) == 3
    values = [1 - Fraction(9, large), 1 - Fraction(7, large)]
    assert [c.value for c in bg.thresholds(game, "x", {"y": 1})] == values
