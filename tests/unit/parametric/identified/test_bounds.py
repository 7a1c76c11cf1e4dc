"""What is said of a set where some parameter cannot be eliminated."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import brinkgame as bg
from brinkgame.expressions import quantity
from brinkgame.parametric.identified.clauses import Clause, Factor
from brinkgame.parametric.identified.cores import core_point
from brinkgame.parametric.identified.sampling import Sampler, connected, holds_at
from brinkgame.parametric.identified.shares import upper_share

X, Y, Z = (bg.Parameter(name, "1/2", low=0, high=1) for name in "xyz")
GO = {"A": {"root": "go"}}


def choice(title: str, go: Any, stay: Any, **more: Any) -> bg.ExtensiveFormGame:
    ends = {"go": bg.Terminal({"A": go}), "stay": bg.Terminal({"A": stay})}
    return bg.ExtensiveFormGame(title, players=("A",), root=bg.Decision("A", ends), **more)


BUMP = choice("bump", 4 * Y * (1 - Y), X)  # for some y as long as x is at most 1
LOW = choice("low", Y * (1 - Y), X)  # at most 1/4
SADDLE = choice("saddle", Y * Y + Z * Z - 2 * Y * Z * (1 + Y), Fraction(1, 5))


@pytest.fixture(scope="module")
def low() -> bg.IdentifiedSet:
    return bg.identified_set([(LOW, GO)])


def test_a_projection_by_bounds(low: bg.IdentifiedSet) -> None:
    found = low.project("x")
    assert not found.is_exact
    assert found.stuck == ("y",)
    (inner,), (outer,) = found.inner_intervals, found.outer_intervals
    assert inner.low == outer.low == 0
    assert Fraction(24, 100) < inner.high <= Fraction(1, 4) <= outer.high < Fraction(27, 100)
    assert found.holds({"x": "1/5"}) is True
    assert found.holds({"x": "1/2"}) is False
    assert found.holds({"x": (inner.high + outer.high) / 2}) in (None, True)
    assert "at least [0, " in str(found)
    assert "at most [0, " in str(found)
    with pytest.raises(bg.InvalidParameterError, match="by bounds only, as y could not"):
        _ = found.formula
    assert found.inner.holds({"x": Fraction(1, 5)})


def test_a_projection_to_two_by_slices() -> None:
    found = bg.identified_set([(choice("three", Y * (1 - Y), X * Z), GO)]).project("x", "z")
    assert not found.is_exact
    assert found.holds({"x": 0, "z": 0}) is True
    assert found.holds({"x": 1, "z": 1}) in (None, False)
    assert "at least" in str(found)


def test_a_part_that_is_stuck_elsewhere_leaves_a_projection_exact() -> None:
    seen = [(LOW, GO), (choice("other", Z, Fraction(1, 3)), GO)]
    assert str(bg.identified_set(seen).project("z")) == "z: [1/3, 1]"


def test_a_part_that_is_empty_empties_a_projection() -> None:
    hill = choice("hill", Y * (1 - Y), X + Fraction(1, 3))
    found = bg.identified_set([(hill, GO), (choice("other", Z, Fraction(1, 3)), GO)])
    assert str(found.project("z")) == "z: no value"
    assert found.is_empty() is True


def test_a_point_of_what_is_stuck(low: bg.IdentifiedSet) -> None:
    assert low.is_empty() is False
    point = low.near({"x": "1/10"}).point
    assert point is not None
    assert point["x"] == Fraction(1, 10)
    narrow = bg.identified_set([(choice("narrow", 4 * Y * (1 - Y), X + Fraction(49, 50)), GO)])
    assert narrow.is_empty() is False
    assert narrow.holds(narrow.witness.point)


def test_a_change_by_bounds(low: bg.IdentifiedSet) -> None:
    """From x = 1/2 going pays iff x falls by more than a quarter; y is best where it is."""
    stayed = bg.identified_set([(LOW, {"A": {"root": "stay"}})])
    change = stayed.smallest_change("low", "go")
    assert change.low <= Fraction(1, 4) <= change.high
    assert float(change.high) - float(change.low) < 0.26
    assert change.point is not None
    assert low.holds(change.point)
    single = stayed.smallest_change("low", "go", norm="single")
    assert single.size == Fraction(1, 4)
    total = stayed.smallest_change("low", "go", norm="sum")
    assert total.high == Fraction(1, 4)
    assert "between" in str(total) or total.is_exact


def test_an_irrational_change_of_one_alone() -> None:
    game = choice("root", Y * Y, Fraction(1, 2))
    stayed = bg.identified_set([(game, {"A": {"root": "stay"}})])
    single = stayed.smallest_change("root", "go", norm="single")
    assert float(single.size) == pytest.approx(0.5**0.5 - 0.5)
    assert single.point is not None
    assert bg.identified_set([(game, GO)]).holds(single.point)


def test_the_time_limit_leaves_bounds() -> None:
    found = bg.identified_set([(choice("first", X, Y), GO)], time_limit=1e-6)
    if not found.undecided:
        assert found.project("x").stuck == ("y",)
        assert found.near({"x": 1}).status in ("inhabited", "thin")


def test_progress_is_told() -> None:
    told: list[bg.Progress] = []
    seen = bg.identified_set([(BUMP, GO), (LOW, GO)], progress=told.append)
    seen.share()
    assert all(each.what for each in told)


def test_a_core_with_many_parameters_is_not_searched() -> None:
    many = [bg.Parameter(f"v{k}", 0, low=0, high=1) for k in range(10)]
    space = bg.ParameterSpace(many)
    total = quantity(many[0])
    for each in many[1:]:
        total = total * each
    never = Factor((Clause((bg.Condition("A", "", "a", "b", total - 2),)),))
    assert core_point([never], space, dict(space.baseline), bg.Control()) is True
    few = Factor((Clause((bg.Condition("A", "", "a", "b", many[0] * many[1] - 2),)),))
    assert core_point([few], space, dict(space.baseline), bg.Control()) is False


def test_a_projection_that_is_pushed_along_other_parameters() -> None:
    hills = choice("hills", 16 * Y * (1 - Y) * Z * (1 - Z), X)
    (inner,) = bg.identified_set([(hills, GO)]).project("x").inner_intervals
    assert Fraction(99, 100) < inner.high <= 1


def test_a_projection_in_two_pieces() -> None:
    half = Fraction(1, 2)
    ring = choice("ring", (X - half) ** 2, Fraction(1, 16) + (Y - half) ** 2)
    found = bg.identified_set([(ring, GO)]).project("x")
    assert [found.holds({"x": x}) for x in ("1/5", "1/2", "4/5")] == [True, False, True] or (
        found.holds({"x": "1/2"}) is None
    )
    assert len(found.inner_intervals) == 2


def test_whole_parameters() -> None:
    weeks = bg.Parameter("weeks", 2, low=1, high=4, whole=True)
    late = choice("late", 1 - (1 - X) ** weeks, Fraction(1, 2) + Y / 2)
    found = bg.identified_set([(late, GO)])
    assert found.is_empty() is False
    point = found.near({"x": "1/5", "y": 0}).point
    assert point is not None
    assert point["weeks"] in (1, 2, 3, 4)
    assert found.holds(point)
    projection = found.project("x")
    assert projection.is_exact
    root = float(1 - Fraction(1, 2) ** Fraction(1, 4))
    assert float(projection.intervals[0].low) == pytest.approx(root)
    pair = found.project("x", "weeks")
    assert pair.holds({"x": "1/5", "weeks": 4})
    assert not pair.holds({"x": "1/5", "weeks": 2})


def test_a_change_to_a_border() -> None:
    """Going is rational at x = 1 only."""
    stayed = bg.identified_set([(choice("edge", X, 1), {"A": {"root": "stay"}})])
    for norm in ("box", "single", "sum"):
        change = stayed.smallest_change("edge", "go", norm=norm)
        assert change.high == Fraction(1, 2)
        assert change.point == bg.Point({"x": 1})


def test_an_action_at_several_places_is_written_as_a_record() -> None:
    ends = {a: bg.Terminal({"A": X, "B": Y}) for a in ("up", "down")}
    below = bg.Decision("B", {"up": bg.Terminal({"A": Z, "B": 0}), "down": ends["down"]})
    tree = bg.ExtensiveFormGame(
        "two", players=("A", "B"), root=bg.Decision("A", {"up": ends["up"], "down": below})
    )
    places = {"A": {"root": "down"}, "B": {tree.tree.infoset_name(1): "down"}}
    found = bg.identified_set([(tree, places)])
    with pytest.raises(bg.InvalidParameterError, match="alternative at several places"):
        found.smallest_change("two", "up")
    change = found.smallest_change("two", {"A": {"root": "up"}})
    assert change.size == 0


@pytest.mark.slow
def test_a_strike_by_bounds_that_are_close() -> None:
    point = bg.memo.load("blockade")
    found = bg.identified_set([(point.game, point.happened)])
    change = found.smallest_change("blockade", "strike")
    assert change.high is not None
    assert 0 < float(change.high) - float(change.low) < 1e-3
    assert change.point is not None
    struck = bg.identified_set([(point.game, {"US": {"root": "strike"}})])
    assert struck.holds(change.point)


# --- shares --------------------------------------------------------------------------------------


def test_a_share_that_is_never_hit_is_bounded() -> None:
    tiny = bg.identified_set([(choice("tiny", X * Y * Z, Fraction(999, 1000)), GO)])
    share = tiny.share(draws=2**8)
    assert share.method == "binomial"
    assert share.low == 0
    assert 0 < share.high < 0.1
    assert "nothing found at" in str(share)
    both = bg.identified_set(
        [(choice("one", X, Fraction(999, 1000)), GO), (choice("two", X * Y, Fraction(1, 3)), GO)]
    )
    assert both.share(draws=2**8).high < 0.2


def test_the_interval_of_clopper_and_pearson() -> None:
    assert upper_share(0, 100) == pytest.approx(1 - 0.025 ** (1 / 100))
    assert upper_share(3, 50) == pytest.approx(0.1655, abs=2e-4)


def test_a_share_that_is_known() -> None:
    sure = bg.identified_set([(choice("sure", X + 1, Fraction(1, 2)), GO)])
    assert sure.share().method == "exact"
    assert str(sure.share()) == "1"


def test_shares_multiply_where_nothing_is_shared() -> None:
    seen = [(choice("one", X, Fraction(3, 4)), GO), (choice("two", Y, Fraction(9, 10)), GO)]
    share = bg.identified_set(seen).share()
    assert share.low < 0.025 < share.high


def test_constrained_points_and_what_holds_there() -> None:
    whole = bg.Parameter("n", 1, low=0, high=3, whole=True)
    space = bg.ParameterSpace([X, Y, whole], [X <= Y])
    drawn = Sampler(space).draw(["x", "n"], 500, np.random.default_rng(0))
    assert set(drawn) == {"x", "y", "n"}
    assert (drawn["x"] <= drawn["y"]).all()
    assert set(drawn["n"]) == {0.0, 1.0, 2.0, 3.0}
    factor = Factor(
        (
            Clause((bg.Condition("A", "", "a", "b", whole - 2, "=="),)),
            Clause((bg.Condition("A", "", "a", "b", 1 - quantity(whole), ">"),)),
        )
    )
    holds = holds_at(factor, drawn, 500)
    assert (holds == ((drawn["n"] == 2) | (drawn["n"] < 1))).all()
    assert sorted(map(sorted, connected([["a", "b"], ["b", "c"], ["d"]], ["e"]))) == [
        ["a", "b", "c"],
        ["d"],
        ["e"],
    ]


def test_constraints_that_leave_nothing_to_draw() -> None:
    space = bg.ParameterSpace([X, Y], [Fraction(1, 2) >= X, Fraction(1, 2) <= X])
    with pytest.raises(bg.InvalidParameterError, match="leave next to nothing"):
        Sampler(space).draw(["x"], 10, np.random.default_rng(0))


def test_a_change_of_a_whole_parameter() -> None:
    """Two weeks are a third of the range from 1 to 4 away from 3."""
    weeks = bg.Parameter("weeks", 2, low=1, high=4, whole=True)
    late = choice("late", weeks, Fraction(5, 2) + X / 100)
    stayed = bg.identified_set([(late, {"A": {"root": "stay"}})])
    for norm in ("box", "single", "sum"):
        change = stayed.smallest_change("late", "go", norm=norm)
        assert change.high == Fraction(1, 3)
        assert change.point is not None
        assert change.point["weeks"] == 3


def test_changes_with_constraints_and_awkward_parameters() -> None:
    """A parameter called change, one that cannot change, and one that a constraint ties."""
    taken = bg.Parameter("change", "1/2", low=0, high=1)
    fast = bg.Parameter("fast", 1, low=1, high=1)
    tied = choice("tied", taken * fast + Y, X + Y, constraints=[X <= Y, taken <= X + 1])
    stayed = bg.identified_set([(tied, {"A": {"root": "go"}})])
    change = stayed.smallest_change("tied", "stay", at={"change": "3/4"})
    assert change.size == Fraction(1, 8)
    assert change.point is not None
    assert change.point["y"] >= change.point["x"]


def test_what_is_said_where_nothing_was_found() -> None:
    open_ = bg.SmallestChange("A go at root", "box", Fraction(1, 8), None, None, {})
    assert open_.is_possible is None
    assert str(open_) == "A go at root: nothing found, the change is above 1/8"
    near = bg.SmallestChange("A go", "box", Fraction(1, 10**7), Fraction(1), bg.Point({}), {})
    assert "between 1e-07 and 1 of a range: none" in str(near)


def test_a_slope_that_no_end_settles_is_halved() -> None:
    """Both terms of a saddle move at once; the answer is bounded."""
    stayed = bg.identified_set([(SADDLE, {"A": {"root": "stay"}})])
    change = stayed.smallest_change("saddle", "go")
    if change.high is not None:
        assert change.low <= change.high
        assert change.point is not None
        assert bg.identified_set([(SADDLE, GO)]).holds(change.point)
