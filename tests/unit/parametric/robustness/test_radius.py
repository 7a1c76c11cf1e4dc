"""The robustness radius: nothing breaks inside, something does just outside."""

from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.parametric.regions import formula_of
from tests.unit.parametric.claims.claiming import point_of

SEEDS = st.integers(0, 2**32 - 1)
CLAIMS = {
    "blockade": "US quarantines and soft USSR withdraws",
    "deploy": "USSR deploys",
    "capitulation": "USSR accepts",
}


def claim_of(name):
    return bg.claim_of(bg.memo.load(name).game, CLAIMS[name])


def inside(found, space, radius, rng):
    """A random point of the domain at most so far away; corners are common."""
    point = dict(found.point)
    moves = {}
    for name in found.over:
        parameter = space[name]
        width = parameter.high - parameter.low if found.scaled else 1
        kind = rng.random()
        way = Fraction(rng.choice([-1, 1]) if kind < 0.7 else rng.randint(-12, 12))
        moves[name] = way / (12 if kind >= 0.7 else 1), width
    size = 1
    if found.norm == "ball":
        size = Fraction(math.sqrt(sum(float(way) ** 2 for way, _ in moves.values())) * 1.0000001)
    for name, (way, width) in moves.items():
        parameter = space[name]
        moved = point[name] + way * width * radius / (size or 1)
        point[name] = min(max(moved, parameter.low), parameter.high)
    return point


def length(found, space, point):
    ways = []
    for name in found.over:
        width = space[name].high - space[name].low if found.scaled else 1
        ways.append(abs(point[name] - found.point[name]) / width)
    return math.sqrt(sum(float(w) ** 2 for w in ways)) if found.norm == "ball" else float(max(ways))


def certified(claim, found, rng, points, nearness=1e-6):
    """No point inside has the other truth; the one that is told has, and is where it is said."""
    space = claim.space
    for _ in range(points):
        radius = Fraction(min(found.lower, 1)) * Fraction(rng.choice([99, 9999999]), 10000000)
        point = inside(found, space, radius, rng)
        if not space.violations(point):
            assert claim.holds(point) is found.truth, point
    if found.breaking is not None:
        assert claim.holds(found.breaking) is not found.truth
        assert not space.violations(found.breaking)
        assert length(found, space, found.breaking) == pytest.approx(found.upper, rel=1e-9)
        assert found.lower <= found.upper * (1 + 1e-12)
        if found.is_exact:
            assert found.upper <= float(found.radius) * (1 + nearness)
            assert found.lower <= float(found.radius)


@pytest.mark.parametrize("name", CLAIMS)
def test_nothing_breaks_inside_and_something_just_outside(name):
    claim = claim_of(name)
    found = bg.robustness(claim)
    assert found.is_exact
    certified(claim, found, random.Random(1), 100)


@pytest.mark.slow
@pytest.mark.parametrize("name", CLAIMS)
@pytest.mark.parametrize("norm", ["box", "ball"])
@pytest.mark.parametrize("scaled", [True, False])
def test_nothing_breaks_inside_at_thousands_of_points(name, norm, scaled):
    claim = claim_of(name)
    certified(claim, bg.robustness(claim, norm=norm, scaled=scaled), random.Random(2), 3000)


@settings(max_examples=8)
@given(seed=SEEDS)
def test_from_any_point_over_any_parameters(seed):
    rng = random.Random(seed)
    name = rng.choice(sorted(CLAIMS))
    claim = claim_of(name)
    over = rng.sample(sorted(claim.space), rng.randint(1, 3))
    found = bg.robustness(
        claim,
        point_of(claim.space, rng),
        over=over,
        norm=rng.choice(["box", "ball"]),
        scaled=rng.random() < 0.7,
        time_limit=0.2,
    )
    certified(claim, found, rng, 15)


def test_one_parameter_is_as_far_as_its_threshold():
    claim = bg.claim_of(bg.memo.load("blockade").game, "soft USSR withdraws")
    found = bg.robustness(claim, over="brink_risk")
    assert (found.radius, found.attained) == (Fraction(1, 20), True)
    assert found.breaking["brink_risk"] == Fraction(3, 5)
    assert found.incentive == "USSR at soft prefers defy to withdraw"
    assert "broken by brink_risk from 13/20 to 3/5" in str(found)


def test_a_linear_condition_in_closed_form():
    """The distance of a plane, in boxes and in balls."""
    x, y = bg.Parameter("x", 1, low=0, high=4), bg.Parameter("y", 1, low=0, high=2)
    space = bg.ParameterSpace([x, y])
    box = bg.robustness(x + 2 * y <= 5, space=space)
    assert box.radius == Fraction(2, 8)  # 4 r + 2 * 2 r = 2
    ball = bg.robustness(x + 2 * y <= 5, space=space, norm="ball")
    assert ball.radius**2 == Fraction(2 * 2, 4 * 4 + 4 * 4)
    unscaled = bg.robustness(x + 2 * y <= 5, space=space, scaled=False)
    assert unscaled.radius == Fraction(2, 3)
    assert not ball.attained


def test_a_plane_behind_a_corner_of_the_range():
    """The nearest point of a ball where one coordinate comes to the end of its range."""
    x, y = bg.Parameter("x", "9/10", low=0, high=1), bg.Parameter("y", 0, low=0, high=1)
    space = bg.ParameterSpace([x, y])
    found = bg.robustness(2 * x + y <= Fraction(5, 2), space=space, norm="ball")
    assert found.radius**2 == Fraction(1, 100) + Fraction(1, 4)


def test_two_conditions_that_must_hold_together():
    x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    space = bg.ParameterSpace([x, y])
    kept = formula_of([x + y >= Fraction(13, 10), x - y >= 0]).negated()
    found = bg.robustness(kept, space=space)
    assert found.lower == pytest.approx(0.15, rel=1e-6)
    assert found.upper == pytest.approx(0.15, rel=1e-6)
    # One condition alone is nearer than both: x + y grows fastest away from x >= y here.
    both = formula_of([x + y >= Fraction(13, 10), y - x >= Fraction(1, 5)]).negated()
    far = bg.robustness(both, space=space)
    assert far.lower == pytest.approx(0.25, rel=1e-5)
    assert far.upper == pytest.approx(0.25, rel=1e-5)


def test_curved_conditions_are_bounded_from_both_sides():
    x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    space = bg.ParameterSpace([x, y])
    round_ = 16 * (x - Fraction(1, 2)) ** 2 + 16 * (y - Fraction(1, 2)) ** 2
    box = bg.robustness(round_ <= 1, space=space)
    assert box.lower <= 1 / math.sqrt(32) <= box.upper
    assert box.upper - box.lower < 1e-5
    ball = bg.robustness(round_ <= 1, space=space, norm="ball")
    assert ball.lower <= 1 / 4 <= ball.upper
    assert ball.upper - ball.lower < 1e-3


def test_a_claim_that_nothing_breaks():
    claim = bg.claim_of(bg.memo.load("blockade").game, "hard USSR defies")
    found = bg.robustness(claim)
    assert (found.lower, found.radius, found.breaking) == (math.inf, None, None)
    assert found.is_exact
    assert "all over the domain" in str(found)


def test_on_the_border_the_radius_is_zero():
    claim = bg.claim_of(bg.memo.load("blockade").game, "soft USSR withdraws")
    found = bg.robustness(claim, {"brink_risk": "3/5"})
    assert found.truth is False
    assert found.lower == 0
    assert found.upper < 1e-6


def test_constraints_stand_in_the_way():
    """What breaks the claim beyond a constraint does not count."""
    x, y = bg.Parameter("x", "1/4", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    space = bg.ParameterSpace([x, y], [x <= y])
    free = bg.robustness(x <= Fraction(3, 5), space=bg.ParameterSpace([x, y]))
    tied = bg.robustness(x <= Fraction(3, 5), space=space)
    assert free.radius == Fraction(7, 20)
    assert tied.lower == pytest.approx(0.35)
    assert tied.breaking["y"] >= tied.breaking["x"] > Fraction(3, 5)


def test_every_corner_is_looked_at():
    """Against the plain way: bisection on the radius, all corners in exact numbers."""
    claim = claim_of("capitulation")
    found = bg.robustness(claim)
    low, high = Fraction(0), Fraction(1)
    space = claim.space
    for _ in range(20):
        radius = (low + high) / 2
        broken = False
        for signs in itertools.product((-1, 1), repeat=len(found.over)):
            point = dict(found.point)
            for name, sign in zip(found.over, signs, strict=True):
                low_end, high_end = space[name].low, space[name].high
                moved = point[name] + sign * radius * (high_end - low_end)
                point[name] = min(max(moved, low_end), high_end)
            broken |= not space.violations(point) and claim.holds(point) is not found.truth
        low, high = (low, radius) if broken else (radius, high)
    assert float(low) == pytest.approx(float(found.radius), rel=1e-4)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda c: bg.robustness(c, {"detection": 2}), "outside the domain: detection = 2"),
        (lambda c: bg.robustness(c, norm="sphere"), "'box' or 'ball'"),
        (lambda c: bg.robustness(c, tolerance=0), "no share"),
        (lambda c: bg.robustness(c, over=()), "nothing may move"),
        (lambda c: bg.robustness(c, space=c.space), "leave out space"),
        (lambda c: bg.robustness(c.condition), "does not know its ranges"),
    ],
)
def test_wrong_input_says_what_to_do(wrong, words):
    with pytest.raises(bg.InvalidParameterError, match=words):
        wrong(claim_of("deploy"))


def test_ranges_that_cannot_move():
    one = bg.Parameter("one", 1, low=1, high=1)
    ray = bg.Parameter("ray", 1, low=0)
    weeks = bg.Parameter("weeks", 2, low=1, high=3, whole=True)
    x = bg.Parameter("x", 1, low=0, high=2)
    space = bg.ParameterSpace([one, ray, weeks, x])
    for name, words in (("one", "single value"), ("ray", "no high"), ("weeks", "whole numbers")):
        with pytest.raises(bg.InvalidParameterError, match=words):
            bg.robustness(x + one <= 2, space=space, over=name)
    assert bg.robustness(2 * x + weeks <= 5, space=space, over=("x",)).radius == Fraction(1, 4)
    assert bg.robustness(x + weeks <= 4, space=space, over=("x",)).lower == math.inf
    with pytest.raises(bg.InvalidParameterError, match="no high"):
        bg.robustness(x <= 2, space=space)


def test_a_violation_on_a_line_only_counts():
    """It is true everywhere but on the diagonal: the radius is the way to the diagonal."""
    x, y = bg.Parameter("x", "1/4", low=0, high=1), bg.Parameter("y", "3/4", low=0, high=1)
    space = bg.ParameterSpace([x, y])
    apart = formula_of([x > y]) | formula_of([y > x])
    for norm, radius in (("box", 1 / 4), ("ball", math.sqrt(1 / 8))):
        found = bg.robustness(apart, space=space, norm=norm)
        assert found.lower == pytest.approx(radius, rel=1e-5)
        assert found.upper == pytest.approx(radius, rel=1e-5)
        assert found.breaking["x"] == found.breaking["y"]
    # Its opposite holds on the line only, and breaks at once.
    off = bg.robustness(apart.negated(), {"x": "1/2", "y": "1/2"}, space=space)
    assert (off.truth, off.lower) == (True, 0)
    assert off.upper < 1e-6


def test_a_cubic_condition_in_a_ball():
    names = [bg.Parameter(name, "1/2", low=0, high=1) for name in "xyz"]
    x, y, z = names
    space = bg.ParameterSpace(names)
    found = bg.robustness(x * y * z + x**2 * y <= Fraction(1, 2), space=space, norm="ball")
    rng = random.Random(0)
    for _ in range(400):
        way = [rng.gauss(0, 1) for _ in names]
        size = math.hypot(*way)
        point = {
            p.name: Fraction(0.5 + 0.999 * found.lower * w / size)
            for p, w in zip(names, way, strict=True)
        }
        assert point["x"] * point["y"] * (point["x"] + point["z"]) <= Fraction(1, 2)
    assert found.upper <= found.lower * 1.01


def test_what_is_never_so_in_the_box_never_breaks():
    x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    space = bg.ParameterSpace([x, y])
    for norm in ("box", "ball"):
        assert bg.robustness(x + y <= 3, space=space, norm=norm).lower == math.inf
        # Each of the two can fail, but not together: only cutting up the box shows it.
        either = formula_of([x * y > Fraction(1, 2), x + y < 1]).negated()
        assert bg.robustness(either, space=space, norm=norm).lower == math.inf


def test_a_way_with_a_bend():
    """One coordinate comes to the end of its range just where the border is."""
    x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "9/10", low=0, high=1)
    space = bg.ParameterSpace([x, y])
    found = bg.robustness(x + y < Fraction(8, 5), space=space)
    assert found.lower == pytest.approx(0.1, rel=1e-9)
    assert found.upper == pytest.approx(0.1, rel=1e-5)


def test_a_formula_of_several_parts_and_a_time_limit():
    claim = claim_of("deploy")
    found = bg.robustness(claim, norm="ball", time_limit=1e-6)
    assert 0 < found.lower <= found.upper
    long = bg.robustness(claim.condition, space=claim.space)
    assert long.radius == bg.robustness(claim).radius


def test_a_radius_is_exact_only_where_the_border_breaks_at_once():
    """The nearest border of one condition is behind another: then there is no exact radius."""
    x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    space = bg.ParameterSpace([x, y])
    both = formula_of([x + y >= Fraction(13, 10), y - x >= Fraction(1, 5)]).negated()
    found = bg.robustness(both, space=space)
    assert found.radius is None
    assert not found.is_exact
