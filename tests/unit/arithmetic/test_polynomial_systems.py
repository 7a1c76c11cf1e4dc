"""Systems of polynomial equations, against systems whose solutions are known."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.arithmetic import Algebraic
from brinkgame.arithmetic.polynomial_systems import (
    Polynomial,
    evaluate,
    feasible_values,
    normal_form,
    solve_polynomials,
)

SMALL = st.fractions(-5, 5, max_denominator=4)


def times(a: Polynomial, b: Polynomial) -> dict[tuple[int, ...], Fraction]:
    product: dict[tuple[int, ...], Fraction] = {}
    for (e, c), (f, d) in itertools.product(a.items(), b.items()):
        at = tuple(map(sum, zip(e, f, strict=True)))
        product[at] = product.get(at, Fraction(0)) + Fraction(c) * d
    return product


def plus(a: Polynomial, b: Polynomial) -> dict[tuple[int, ...], Fraction]:
    return {e: Fraction(a.get(e, 0)) + b.get(e, 0) for e in {**a, **b}}


def through(points: Sequence[tuple[Fraction, Fraction]]) -> list[Polynomial]:
    """Equations with exactly these solutions, whose first coordinates differ (Lagrange)."""
    vanish: Polynomial = {(0, 0): Fraction(1)}
    for x, _ in points:
        vanish = times(vanish, {(1, 0): 1, (0, 0): -x})
    line: Polynomial = {(0, 1): Fraction(-1)}
    for x, y in points:
        basis: Polynomial = {(0, 0): y}
        for other, _ in points:
            if other != x:
                basis = times(basis, {(1, 0): 1 / (x - other), (0, 0): -other / (x - other)})
        line = plus(line, basis)
    return [vanish, line]


@settings(max_examples=40)
@given(st.dictionaries(SMALL, SMALL, min_size=1, max_size=5), SMALL)
def test_finitely_many_rational_solutions(graph: dict[Fraction, Fraction], mix: Fraction) -> None:
    points = sorted(graph.items())
    first, second = through(points)
    mixed = [plus(first, times({(1, 1): mix, (0, 0): 1}, second)), second]
    answer = solve_polynomials(mixed, 2)
    assert answer.points == tuple(points)
    assert answer.complete
    assert not answer.parts
    positive = solve_polynomials(mixed, 2, positive=[{(0, 0): 3, (1, 0): -1}])
    assert positive.points == tuple((x, y) for x, y in points if 0 < x < 3 and y > 0)


@settings(max_examples=40)
@given(st.lists(st.integers(-9, 9), min_size=12, max_size=12))
def test_solutions_are_solutions(numbers: list[int]) -> None:
    a, b, c = numbers[:4], numbers[4:8], numbers[8:]
    pairs = [((1, 1, 0), a), ((0, 1, 1), b), ((1, 0, 1), c)]
    equations: list[Polynomial] = []
    for top, (p, q, r, s) in pairs:
        ones = [tuple(int(i == k) for i in range(3)) for k in range(3) if top[k]]
        equations.append({top: p, ones[0]: q, ones[1]: r, (0, 0, 0): s})
    answer = solve_polynomials(equations, 3)
    assert answer.complete
    for point in answer.points:
        assert [evaluate(equation, point) for equation in equations] == [0, 0, 0]
    if all(a) and all(b) and all(c) and not answer.parts:
        # Two complex solutions in general, and never more that are isolated.
        assert len(answer.points) <= 2


def test_all_numbers_of_a_solution_are_in_one_field() -> None:
    circle: Polynomial = {(2, 0): 1, (0, 2): 1, (0, 0): -4}
    curve: Polynomial = {(3, 0): 1, (0, 1): -1}
    answer = solve_polynomials([circle, curve], 2)
    assert len(answer.points) == 2
    for x, y in answer.points:
        assert isinstance(x, Algebraic)
        assert x * x + y * y == 4
        assert type(x * x + y * y) is Fraction
    assert answer.points[0][0] < 0 < answer.points[1][0]


@pytest.mark.parametrize(
    ("equations", "points"),
    [
        ([{(2, 0): 1, (0, 1): -1}, {(0, 1): 1}], [(0, 0)]),
        ([{(2, 0): 1}, {(0, 2): 1}], [(0, 0)]),
        ([{(2, 0): 1, (1, 0): -1}, {(0, 2): 1, (0, 1): -1}], [(0, 0), (0, 1), (1, 0), (1, 1)]),
        ([{(2, 0): 1}, {(0, 2): 1, (0, 1): -1}], [(0, 0), (0, 1)]),
        ([{(2, 0): 1, (0, 0): 1}, {(0, 1): 1}], []),
        ([{(1, 0): 1}, {(1, 0): 1, (0, 0): 1}], []),
        ([{(0, 0): 3}], []),
    ],
    ids=["tangent", "double in both", "square", "double", "complex", "contradiction", "constant"],
)
def test_multiple_solutions_and_none(equations: list[Polynomial], points: list[Any]) -> None:
    answer = solve_polynomials(equations, 2)
    assert list(answer.points) == points
    assert not answer.parts
    assert answer.complete


def test_multiple_irrational_solutions() -> None:
    # (x**2 - 2)**2 = 0 and (x - y)**2 = 0.
    equations: list[Polynomial] = [
        {(4, 0): 1, (2, 0): -4, (0, 0): 4},
        {(2, 0): 1, (1, 1): -2, (0, 2): 1},
    ]
    points = solve_polynomials(equations, 2).points
    assert [(float(x), float(y)) for x, y in points] == [
        (-(2**0.5), -(2**0.5)),
        (2**0.5, 2**0.5),
    ]


def test_infinite_parts_are_told_and_positive_ones_are_told_apart() -> None:
    # x*(y - 1) = 0 and y*(x - 2) = 0: the point (2, 1), and (0, 0).
    crossed: list[Polynomial] = [{(1, 1): 1, (1, 0): -1}, {(1, 1): 1, (0, 1): -2}]
    assert solve_polynomials(crossed, 2).points == ((0, 0), (2, 1))
    assert solve_polynomials(crossed, 2, positive=()).points == ((2, 1),)
    # x*(x - y) = 0 and x*(x - 1) = 0: a line where x = 0, and a point; x = y meets the line.
    mixed: list[Polynomial] = [{(2, 0): 1, (1, 1): -1}, {(2, 0): 1, (1, 0): -1}]
    answer = solve_polynomials(mixed, 2)
    assert answer.points == ((0, 0), (1, 1))
    assert [(part.dimension, dict(part.equations[0])) for part in answer.parts] == [
        (1, {(1, 0): 1})
    ]
    assert answer.parts[0].free == (1,)
    alone = solve_polynomials(mixed, 2, positive=())
    assert (alone.points, alone.parts) == (((1, 1),), ())
    assert [part.dimension for part in solve_polynomials([], 3).parts] == [3]
    # x + y = 1 has no solution where 1 - x - y is positive.
    line: Polynomial = {(1, 0): 1, (0, 1): 1, (0, 0): -1}
    rest: Polynomial = {(1, 0): -1, (0, 1): -1, (0, 0): 1}
    assert solve_polynomials([line], 2, positive=()).parts
    assert not solve_polynomials([line], 2, positive=[rest]).parts


def test_values_on_a_part() -> None:
    part = solve_polynomials([{(1, 1): 1, (0, 0): -1}], 2).parts[0]
    assert normal_form({(2, 2): 3, (1, 1): -1, (1, 0): 5}, part) == {(0, 0): 2, (1, 0): 5}
    assert normal_form({(1, 1): 2, (0, 0): -2}, part) == {}


def test_giving_up() -> None:
    rng = random.Random(1)
    terms = list(itertools.product(range(2), repeat=4))
    equations: list[Polynomial] = [{e: rng.randint(1, 9**9) for e in terms} for _ in range(4)]
    answer = solve_polynomials(equations, 4, effort=4)
    late = solve_polynomials(equations, 4, expired=lambda: True, effort=4)
    assert (answer.points, answer.parts, answer.complete) == ((), (), False)
    assert (late.points, late.parts, late.complete) == ((), (), False)


@settings(max_examples=60)
@given(st.lists(st.integers(-6, 6), min_size=9, max_size=9))
def test_a_line_and_a_point(numbers: list[int]) -> None:
    a, b, c = (numbers[k : k + 3] for k in (0, 3, 6))
    if not (any(a[:2]) and any(b[:2]) and any(c[:2])):
        return
    lines: list[Polynomial] = [{(1, 0): p, (0, 1): q, (0, 0): r} for p, q, r in (a, b, c)]
    answer = solve_polynomials([times(lines[0], lines[1]), times(lines[0], lines[2])], 2)
    assert answer.complete
    for x in range(-3, 4):
        # Every point of the first line is on a part.
        p, q, r = a
        point = (Fraction(x), Fraction(-r - p * x, q)) if q else (Fraction(-r, p), Fraction(x))
        assert any(
            all(evaluate(equation, point) == 0 for equation in part.equations)
            for part in answer.parts
        )
    size = b[0] * c[1] - b[1] * c[0]
    if size:
        corner = (
            Fraction(b[1] * c[2] - b[2] * c[1], size),
            Fraction(b[2] * c[0] - b[0] * c[2], size),
        )
        assert [part.dimension for part in answer.parts] == [1]
        assert corner in answer.points or evaluate(lines[0], corner) == 0


def test_values_of_one_unknown() -> None:
    # Positive from the square root of one half on, at most zero again at 3/4.
    square: Polynomial = {(0, 2): 2, (0, 0): -1}
    cut: Polynomial = {(0, 1): -4, (0, 0): 3}
    inside, alone = feasible_values(1, [square], [cut])
    assert len(inside) == 1
    assert inside[0] ** 2 > Fraction(1, 2)
    assert inside[0] < Fraction(3, 4)
    assert alone == ()
    # The same where both must be zero at once, and where that is at an irrational number.
    assert feasible_values(1, [], [square, {(0, 2): -2, (0, 0): 1}])[1][0] ** 2 == Fraction(1, 2)
    assert feasible_values(1, [square], [{(0, 2): -2, (0, 0): 1}]) == ((), ())
    # Two roots that no float tells apart.
    near = Fraction(1, 10**40)
    both = times({(0, 1): 1, (0, 0): -near}, {(0, 1): -1, (0, 0): 2 * near})
    assert near < feasible_values(1, [both], [])[0][0] < 2 * near
