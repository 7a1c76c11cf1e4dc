"""Proofs by boxes: never where there is a solution, and where it should succeed."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.arithmetic.boxes import has_no_solution
from brinkgame.arithmetic.polynomial_systems import Polynomial, evaluate

SEEDS = st.integers(0, 2**32 - 1)


def drawn(rng: random.Random, unknowns: int) -> dict[tuple[int, ...], int]:
    monomials = itertools.product((0, 1), repeat=unknowns)
    return {monomial: rng.randint(-9, 9) for monomial in monomials}


@given(SEEDS)
def test_where_there_is_a_solution_nothing_is_proved(seed: int) -> None:
    rng = random.Random(seed)
    n = rng.randint(1, 4)
    point = [Fraction(rng.randint(0, 7), 7) for _ in range(n)]
    equations: list[Polynomial] = []
    for _ in range(n):
        polynomial: dict[tuple[int, ...], Fraction | int] = dict(drawn(rng, n))
        polynomial[(0,) * n] = polynomial[(0,) * n] - evaluate(polynomial, point)
        equations.append(polynomial)
    bound = dict(drawn(rng, n))
    sign = 1 if evaluate(bound, point) >= 0 else -1
    assert not has_no_solution(equations, [{e: sign * c for e, c in bound.items()}], n)


@given(SEEDS)
def test_an_inequality_that_fails_everywhere(seed: int) -> None:
    rng = random.Random(seed)
    n = rng.randint(1, 4)
    polynomial = drawn(rng, n)
    corners = [evaluate(polynomial, p) for p in itertools.product((0, 1), repeat=n)]
    lowered = {**polynomial, (0,) * n: polynomial[(0,) * n] - int(max(corners)) - 1}
    assert has_no_solution([], [lowered], n)
    assert has_no_solution([lowered], [], n)
    assert not has_no_solution([], [{e: -c for e, c in lowered.items()}], n)


@pytest.mark.parametrize(("right", "proved"), [(0, False), (1, False), (5, True)])
def test_two_curves(right: int, proved: bool) -> None:
    # x + y = 1 and 4*x*y = right, where 4*x*y is at most one.
    line: Polynomial = {(1, 0): 1, (0, 1): 1, (0, 0): -1}
    curve: Polynomial = {(1, 1): 4, (0, 0): -right}
    assert has_no_solution([line, curve], [], 2) is proved


def test_it_subdivides_and_gives_up() -> None:
    line: Polynomial = {(1, 0): 1, (0, 1): 1, (0, 0): -1}
    curve: Polynomial = {(1, 1): 40, (0, 0): -12}
    assert has_no_solution([line, curve], [], 2)
    assert not has_no_solution([line, curve], [], 2, boxes=1)
    assert not has_no_solution([line, curve], [], 2, depth=1)
    assert not has_no_solution([line, curve], [], 2, expired=lambda: True)
    # A power is left aside, and an equation of numbers only is not.
    assert not has_no_solution([{(2, 0): 1, (0, 0): 1}], [], 2)
    assert has_no_solution([{(0, 0): 1}], [], 2)
    assert not has_no_solution([{}], [], 2)
