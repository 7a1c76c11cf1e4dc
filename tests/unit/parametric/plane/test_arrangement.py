"""The plane cut along curves: order of branches, passages through walls, areas."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.arithmetic import Algebraic
from brinkgame.control import Control
from brinkgame.parametric.plane.areas import branch_integral
from brinkgame.parametric.plane.arrangement import Arrangement, arrange, simple_between
from brinkgame.parametric.plane.curves import Box, Curve, curve_of, factored, roots_within
from brinkgame.parametric.plane.implicants import short_cases

UNIT = Box(Fraction(0), Fraction(1), Fraction(0), Fraction(1))
WIDE = Box(Fraction(-2), Fraction(2), Fraction(-1), Fraction(2))

Terms = dict[tuple[int, int], int]


def curves(*polynomials: Terms) -> list[Curve]:
    """The different irreducible curves of some polynomials."""
    found: dict[Curve, None] = {}
    for terms in polynomials:
        found.update(dict.fromkeys(curve for curve, _ in factored(terms)[1]))
    return list(found)


def stack(cut: Arrangement, x: Fraction) -> list[tuple[object, int]]:
    """The branches over x from below, found anew."""
    box = cut.box
    found = [
        (y, number)
        for number, curve in enumerate(cut.curves)
        if not curve.is_vertical
        for y in roots_within(curve.along_y(x), box.bottom, box.top)
    ]
    return sorted(found)


def check_slabs(cut: Arrangement, generator: random.Random) -> None:
    """Over each slab the branches keep their order and never touch."""
    for slab in cut.slabs:
        order = [branch.curve for branch in slab.branches[1:-1]]
        for _ in range(2):
            low, high = float(slab.left), float(slab.right)
            x = Fraction(generator.uniform(low, high)).limit_denominator(10**12)
            if slab.left < x < slab.right:
                there = stack(cut, x)
                assert [number for _, number in there] == order
                assert len({y for y, _ in there}) == len(order)


def check_passages(cut: Arrangement, generator: random.Random, tries: int = 20) -> None:
    """Whoever crosses a wall on a level line without meeting a curve goes through a passage."""
    for wall, (left, right), shared in zip(
        cut.walls[1:-1], pairwise(cut.slabs), cut.passages, strict=True
    ):
        before = simple_between(simple_between(left.sample, wall.at), wall.at)
        after = simple_between(wall.at, simple_between(wall.at, right.sample))
        sides = stack(cut, before), stack(cut, after)
        height = cut.box.top - cut.box.bottom
        for _ in range(tries):
            y = cut.box.bottom + height * Fraction(generator.randrange(1, 9973), 9973)
            free = all(
                curve.is_vertical
                or (
                    not roots_within(curve.along_x(y), before, after)
                    and curve.sign_at(before, y)
                    and curve.sign_at(after, y)
                )
                for curve in cut.curves
            )
            if free:
                cells = tuple(sum(root < y for root, _ in side) for side in sides)
                assert cells in {passage[:2] for passage in shared}


SPECIAL: list[list[Terms]] = [
    [{(1, 1): 1, (0, 0): -1}, {(1, 0): 1, (0, 1): -1}],
    [{(0, 2): 1, (3, 0): -1}],  # a cusp
    [{(0, 2): 1, (3, 0): -1, (2, 0): -1}, {(1, 0): 1, (0, 1): -1}],  # crosses itself
    [{(2, 0): 1, (0, 2): 1, (0, 0): -1}, {(0, 1): 1, (0, 0): -1}, {(1, 0): 1, (0, 0): -1}],
    [{(2, 0): 1, (0, 0): -2}, {(0, 2): 1, (0, 0): -2}, {(1, 1): 1, (0, 0): -1}],
    [{(0, 3): 1, (1, 0): -1}, {(0, 1): 1, (1, 0): -1}],
    [{(4, 0): 1, (0, 4): 1, (0, 0): -1}, {(2, 0): 1, (0, 2): 1, (0, 0): -1}],
    [{(2, 1): 1, (0, 0): -1}, {(0, 1): 1, (1, 0): -1}],
    [{(0, 1): 1, (2, 0): -k} for k in (1, 2, 3)],  # all touch at one point
    [{(3, 0): 1, (0, 0): -2}, {(2, 0): 1, (0, 2): 1, (0, 0): -4}, {(1, 1): 2, (0, 0): -1}],
    [{(0, 2): 1, (2, 0): -2}, {(2, 0): 1, (0, 1): -1, (0, 0): -1}],
]


@pytest.mark.parametrize("polynomials", SPECIAL)
@pytest.mark.parametrize("box", [UNIT, WIDE])
def test_curves_with_special_points(polynomials: list[Terms], box: Box) -> None:
    generator = random.Random(1)
    cut = arrange(curves(*polynomials), box)
    check_slabs(cut, generator)
    check_passages(cut, generator)


POLYNOMIALS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2)), st.integers(-4, 4).filter(bool), max_size=6
)


@given(st.lists(POLYNOMIALS, min_size=1, max_size=3), st.integers())
@settings(max_examples=12)
def test_any_curves(polynomials: list[Terms], seed: int) -> None:
    generator = random.Random(seed)
    cut = arrange(curves(*filter(None, polynomials)), WIDE)
    check_slabs(cut, generator)
    check_passages(cut, generator, tries=6)
    for number, slab in enumerate(cut.slabs):
        assert cut.stack_signs(number) == [cut.signs((number, k)) for k in slab.cells]


@pytest.mark.slow
def test_many_curves() -> None:
    generator = random.Random(5)
    for _ in range(150):
        drawn = [
            {
                (i, j): generator.randint(-5, 5)
                for i in range(4)
                for j in range(4)
                if generator.random() < 0.4
            }
            for _ in range(generator.randint(1, 4))
        ]
        drawn = [{powers: c for powers, c in terms.items() if c} for terms in drawn]
        cut = arrange(curves(*filter(None, drawn)), WIDE)
        check_slabs(cut, generator)
        check_passages(cut, generator)


def test_what_happens_outside_makes_no_wall() -> None:
    # they cross at x = 1/2, below the rectangle
    lines: Iterable[Terms] = (
        {(0, 1): 1, (1, 0): -1, (0, 0): 2},
        {(0, 1): 1, (1, 0): 1, (0, 0): 1},
        {(0, 1): 2, (0, 0): -1},
    )
    assert len(arrange(curves(*lines), UNIT).slabs) == 1


def test_a_sliver_is_found() -> None:
    # two lines that are 1/10**9 apart, and a circle of radius 10**-6
    size = 10**9
    lines = curves({(0, 1): 2, (0, 0): -1}, {(0, 1): 2 * size, (0, 0): -size - 2})
    assert [len(slab.cells) for slab in arrange(lines, UNIT).slabs] == [3]
    disc = curves(
        {(2, 0): 2 * 10**12, (1, 0): -2 * 10**12, (0, 2): 2 * 10**12, (0, 1): -2 * 10**12,
         (0, 0): 10**12 - 2}
    )  # fmt: skip
    assert [len(slab.cells) for slab in arrange(disc, UNIT).slabs] == [1, 3, 1]


def test_irrational_walls_and_points_on_them() -> None:
    cut = arrange(curves({(2, 0): 2, (0, 0): -1}, {(0, 1): 2, (0, 0): -1}), UNIT)
    assert isinstance(cut.walls[1].at, Algebraic)
    assert cut.walls[1].lines == (0,) or cut.walls[1].lines == (1,)
    half, third = Fraction(1, 2), Fraction(1, 3)
    assert cut.places_at(half, third) == {(0, 0)}
    assert cut.places_at(half, half) == {(0, 0), (0, 1)}
    assert cut.places_at(Fraction(3, 4), third) == {(1, 0)}
    assert cut.places_at(Fraction(2), half) == frozenset()
    assert cut.places_at(half, Fraction(1)) == frozenset()


def test_cells_that_meet_in_a_point() -> None:
    cut = arrange(curves({(1, 0): 1, (0, 1): -1}, {(1, 0): 1, (0, 1): 1, (0, 0): -1}), UNIT)
    half = Fraction(1, 2)
    assert len(cut.places_at(half, half)) == 6  # three on each side
    assert cut.passages == (((0, 0, 0, 1), (2, 2, 1, 2)),)


def test_time_is_up() -> None:
    control = Control(1e-9)
    cut = arrange(curves(*SPECIAL[6]), WIDE, control)
    assert not cut.is_complete
    assert not cut.slabs


def test_areas_under_branches() -> None:
    room = Fraction(1, 1000)
    circle = arrange(
        curves({(2, 0): 1, (0, 2): 1, (0, 0): -1}), Box(*map(Fraction, (-2, 2, -2, 2)))
    )
    lower, upper = (branch_integral(circle, 1, k, room) for k in (1, 2))
    assert upper[0] - lower[1] < math.pi < upper[1] - lower[0]
    assert upper[1] - upper[0] < room
    hyperbola = arrange(curves({(1, 1): 1, (0, 0): -1}), Box(*map(Fraction, (0, 2, 0, 2))))
    low, high = branch_integral(hyperbola, 1, 1, room)
    assert low <= Fraction(2 * math.log(2)) + Fraction(1, 10**15)
    assert high - low < Fraction(1, 10**15)
    line = arrange(curves({(1, 0): 1, (0, 1): -2}), UNIT)
    assert branch_integral(line, 0, 1, room) == (Fraction(1, 4), Fraction(1, 4))
    root = arrange(curves({(2, 0): 2, (0, 0): -1}, {(0, 1): 3, (0, 0): -1}), UNIT)
    low, high = branch_integral(root, 0, 1, room)
    assert low < Fraction(math.sqrt(0.5) / 3) + Fraction(1, 10**15)
    assert high - low < Fraction(1, 10**15)


def test_steady_signs() -> None:
    product = curve_of({(1, 1): 1, (0, 0): 1})
    assert product.steady_sign(UNIT) == 1
    assert product.steady_sign(UNIT, closed=True) == 1
    assert not product.steady_sign(WIDE)
    touching = curve_of({(1, 0): -1, (0, 1): -1})
    assert touching.steady_sign(UNIT) == 1  # x + y is not negative, and zero in a corner only
    assert not touching.steady_sign(UNIT, closed=True)


def test_short_cases_cover_and_exclude() -> None:
    generator = random.Random(2)
    for _ in range(50):
        vectors = {tuple(generator.choice((-1, 1)) for _ in range(5)) for _ in range(12)}
        wanted = {vector for vector in vectors if generator.random() < 0.5}
        others = vectors - wanted
        cases = short_cases(wanted, others, range(5))

        def fits(case: object, vector: tuple[int, ...]) -> bool:
            return all(vector[k] == sign for k, sign in dict(case).items())  # type: ignore[call-overload]

        assert all(any(fits(case, vector) for case in cases) for vector in wanted)
        assert not any(fits(case, vector) for case in cases for vector in others)
