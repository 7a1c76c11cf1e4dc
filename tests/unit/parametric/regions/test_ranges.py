"""Ranges over boxes contain every value, and volumes between planes are right."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.parametric.regions.halfspaces import share_above
from brinkgame.parametric.regions.polynomials import Polynomial, bernstein_table
from brinkgame.parametric.regions.ranges import Ranges

NAMES = ("x", "y", "z")


@st.composite
def unit_polynomials(draw, top=3):
    terms = {}
    for _ in range(draw(st.integers(1, 5))):
        powers = draw(st.tuples(*(st.integers(0, top) for _ in NAMES)))
        monomial = tuple((n, e) for n, e in zip(NAMES, powers, strict=True) if e)
        terms[monomial] = Fraction(draw(st.integers(-9, 9)), draw(st.integers(1, 7)))
    return Polynomial(terms)


def _boxes(seed, count):
    random = np.random.default_rng(seed)
    ends = np.sort(random.integers(0, 65, (2, len(NAMES), count)) / 64, axis=0)
    return ends[0], ends[1]


@settings(max_examples=25)
@given(unit_polynomials(), st.integers(0, 99))
def test_values_lie_in_the_range(polynomial, seed):
    low, high = _boxes(seed, 3)
    ranges = Ranges([polynomial], NAMES)
    bottom, top = ranges.over(low, high)
    slopes, below, above = ranges.affine(0, low, high)
    assert (ranges.with_slopes(low, high)[0] == bottom).all()
    for box in range(3):
        for t in product((Fraction(0), Fraction(1, 3), Fraction(1)), repeat=3):
            point = {
                name: Fraction(low[a, box])
                + (Fraction(high[a, box]) - Fraction(low[a, box])) * t[a]
                for a, name in enumerate(NAMES)
            }
            value = polynomial.at(point)
            assert Fraction(bottom[0, box]) <= value <= Fraction(top[0, box])
            plane = sum(Fraction(slopes[a, box]) * t[a] for a in range(3))
            assert Fraction(below[box]) <= value - plane <= Fraction(above[box])


@given(unit_polynomials(top=1), st.integers(0, 99))
def test_a_polynomial_of_degree_one_in_each_has_its_range_at_the_corners(polynomial, seed):
    low, high = _boxes(seed, 4)
    bottom, top = Ranges([polynomial], NAMES).over(low, high)
    for box in range(4):
        values = [
            polynomial.at(dict(zip(NAMES, map(Fraction, corner), strict=True)))
            for corner in product(*zip(low[:, box], high[:, box], strict=True))
        ]
        assert abs(float(min(values)) - bottom[0, box]) < 1e-11
        assert abs(float(max(values)) - top[0, box]) < 1e-11


@given(unit_polynomials())
def test_bernstein_coefficients_at_the_corners_are_values(polynomial):
    names, table = bernstein_table(polynomial, NAMES)
    scale = None
    for corner in product((0, 1), repeat=len(names)):
        value = polynomial.at(dict(zip(names, map(Fraction, corner), strict=True)))
        entry = table[tuple(-c for c in corner)]
        assert (entry > 0) - (entry < 0) == (value > 0) - (value < 0)
        if value:
            scale = scale or Fraction(int(entry)) / value
            assert Fraction(int(entry)) == scale * value


@given(
    st.lists(st.integers(-20, 20), min_size=1, max_size=4),
    st.integers(-30, 30),
    st.integers(0, 10),
)
def test_the_share_above_a_plane(slopes, constant, gap):
    slopes = np.array(slopes, dtype=float)[:, np.newaxis]
    low, high = np.array([constant / 3]), np.array([(constant + gap) / 3])
    below, above = share_above(slopes, low, high)
    count = 40 if len(slopes) < 4 else 14
    grid = (np.arange(count) + 0.5) / count
    t = np.stack(np.meshgrid(*[grid] * len(slopes))).reshape(len(slopes), -1)
    values = (slopes * t).sum(axis=0)
    # The sum over a grid is off by at most the share of the cells that a plane crosses.
    slack = 2.1 * len(slopes) / count + 0.01
    assert below[0] <= above[0] + 2e-6
    assert abs(below[0] - (values + low > 0).mean()) < slack
    assert abs(above[0] - (values + high >= 0).mean()) < slack


def _exact_share_above(slopes, constant):
    """The volume where ``slopes @ t + constant > 0`` in the unit cube, in rationals."""
    turned = constant + sum(min(s, 0) for s in slopes)
    steep = [abs(s) for s in slopes if s]
    if not steep:
        return Fraction(int(turned > 0))
    total = Fraction(0)
    for corner in product((0, 1), repeat=len(steep)):
        reached = -turned - sum(s for s, c in zip(steep, corner, strict=True) if c)
        total += (-1) ** sum(corner) * max(reached, 0) ** len(steep)
    return 1 - total / (math.factorial(len(steep)) * math.prod(steep))


@settings(max_examples=150)
@given(
    st.lists(st.floats(-2, 2) | st.floats(-1e-5, 1e-5), min_size=1, max_size=5),
    st.floats(-3, 3),
)
def test_shares_above_planes_are_certain(slopes, constant):
    columns = np.array(slopes)[:, np.newaxis]
    below, above = share_above(columns, np.array([constant]), np.array([constant]))
    known = _exact_share_above([Fraction(s) for s in slopes], Fraction(constant))
    assert Fraction(below[0]) <= known <= Fraction(above[0])


def test_known_shares_above_planes():
    for dimension, known in ((1, 1.0), (2, 0.5), (3, 1 / 6)):
        below, above = share_above(np.full((dimension, 1), -2.0), np.array([2.0]), np.array([2.0]))
        assert below[0] <= known <= above[0]
        assert above[0] - below[0] < 1e-5
    # A slope that is nothing against the others costs a little, on the safe side.
    below, above = share_above(np.array([[1.0], [1e-9]]), np.array([-0.5]), np.array([-0.5]))
    assert below[0] <= 0.5 + 1e-9
    assert above[0] >= 0.5
    assert above[0] - below[0] < 1e-3
    flat = share_above(np.zeros((2, 3)), np.array([-1.0, -1.0, 1.0]), np.array([-0.5, 1.0, 2.0]))
    assert flat[0].tolist() == [0.0, 0.0, 1.0]
    assert flat[1].tolist() == [0.0, 1.0, 1.0]


def test_polynomials_put_together():
    x = Polynomial({(("x", 1),): Fraction(1)})
    y = Polynomial({(("y", 1),): Fraction(1)})
    total = x * x + x * y + -y + Polynomial.constant(3)
    point = {"x": Fraction(2, 3), "y": Fraction(-1, 5)}
    expected = point["x"] ** 2 + point["x"] * point["y"] - point["y"] + 3
    assert total.at(point) == expected
    assert total.put({"y": point["y"]}).at(point) == expected
    assert sum(c.at(point) * point["x"] ** k for k, c in enumerate(total.along("x"))) == expected
    moved = total.moved({"x": (Fraction(1), Fraction(2))})
    assert moved.at({"x": (point["x"] - 1) / 2, "y": point["y"]}) == expected
    assert total.degree == 2
    assert total.times(Fraction(2, 3)).primitive() == total
    assert len({total, total.times(1)}) == 1
    assert Polynomial({}).primitive() == Polynomial({})
    assert repr(Polynomial({})) == "0"
    assert repr(x * x + -y) == "1*x**2 + -1*y"
