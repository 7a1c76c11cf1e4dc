"""Parameters, spaces of parameters, points."""

from __future__ import annotations

import copy
import math
import pickle
import warnings
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import (
    InvalidNumberError,
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownKeyError,
    UnknownNameError,
)
from brinkgame.expressions import Expression, Operand, Symbol
from brinkgame.parameters import Parameter, ParameterSpace, Point

DETECTION = Parameter(
    "detection",
    baseline="1/2",
    low=0,
    high=1,
    meaning="discovery before the missiles are operational",
    sources=("memo U1", "memo C4"),
    symbol="d",
)
RETREAT = Parameter("retreat_cost", baseline=4, low=1, high=8)
WAR = Parameter("ussr_war_cost", baseline=8, low=6, high=60)
WEEKS = Parameter("weeks", baseline=12, low=6, high=16, whole=True, unit="weeks")


class Triangle:
    """A distribution that is not scipy's, and compares by value."""

    def __init__(self, mode: float) -> None:
        self.mode = mode

    def ppf(self, q: float) -> float:
        return q * self.mode

    def cdf(self, x: float) -> float:
        return x / self.mode

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Triangle) and other.mode == self.mode

    def __hash__(self) -> int:
        return hash(self.mode)


# --- Parameter ---------------------------------------------------------------------------------


def test_what_a_parameter_holds() -> None:
    assert DETECTION.name == "detection"
    assert DETECTION.baseline == Fraction(1, 2)
    assert type(DETECTION.baseline) is Fraction
    assert (DETECTION.low, DETECTION.high) == (0, 1)
    assert DETECTION.meaning.startswith("discovery")
    assert DETECTION.unit == ""
    assert DETECTION.sources == ("memo U1", "memo C4")
    assert DETECTION.symbol == "d"
    assert DETECTION.distribution is None
    assert DETECTION.whole is False
    assert isinstance(DETECTION, Operand)
    assert isinstance(DETECTION, Symbol)
    bare = Parameter("x", 0.1)
    assert bare.baseline == Fraction(1, 10)
    assert bare.low is None
    assert bare.high is None
    assert Parameter("x", 1, sources=["a", "b"]).sources == ("a", "b")
    assert Parameter("x", np.float64(0.1), low=np.int8(0)).baseline == Fraction(1, 10)
    assert Parameter("x", 3, low=3, high=3).low == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"name": "two words"}, "cannot be called 'two words': use letters, digits"),
        ({"name": ""}, "cannot be called ''"),
        ({"name": "2x"}, "no digit first"),
        ({"name": "θ"}, "cannot be called 'θ'"),
        ({"name": "x\n"}, "cannot be called"),
        ({"name": "a-b"}, "cannot be called 'a-b'"),
        ({"name": 3}, "the name of a parameter is 3, which is no text"),
        ({"name": None}, "which is no text"),
        ({"baseline": math.nan}, "parameter 'x': baseline: nan is not a finite number"),
        ({"baseline": math.inf}, "parameter 'x': baseline: inf"),
        ({"baseline": None}, "parameter 'x': baseline: None"),
        ({"baseline": "half"}, "parameter 'x': baseline: 'half' is not a number"),
        ({"baseline": True}, "truth value"),
        ({"baseline": DETECTION}, "is not a number"),
        ({"low": "low"}, "parameter 'x': low: 'low' is not a number"),
        ({"high": math.inf}, "parameter 'x': high: inf"),
        ({"low": 2, "high": 0}, "low=2 is above high=0; swap them"),
        ({"low": 2, "high": 3}, "the baseline 1 is outside the range [2, 3]"),
        ({"low": 2}, "the baseline 1 is outside the range at least 2"),
        ({"high": "1/2"}, "the baseline 1 is outside the range at most 1/2"),
        ({"whole": True, "baseline": "1/2"}, "is whole, and baseline=1/2 is not"),
        ({"whole": True, "low": 0.5}, "is whole, and low=1/2 is not"),
        ({"whole": True, "high": "5/2"}, "is whole, and high=5/2 is not"),
        ({"whole": 1}, "whole=1 is neither True nor False"),
        ({"meaning": None}, "meaning=None is no text"),
        ({"unit": 3}, "unit=3 is no text"),
        ({"symbol": b"x"}, "symbol=b'x' is no text"),
        ({"sources": "memo U1"}, "write sources=('memo U1',)"),
        ({"sources": 3}, 'write sources=("memo U1",)'),
        ({"sources": None}, 'write sources=("memo U1",)'),
        ({"sources": ("memo U1", 3)}, "the source 3 is no text"),
        ({"sources": ("memo U1", " ")}, "the source ' ' is no text"),
        ({"distribution": "uniform"}, "has no methods ppf and cdf; give a frozen distribution"),
        ({"distribution": (0, 1)}, "has no methods ppf and cdf"),
        ({"distribution": math}, "has no methods ppf and cdf"),
    ],
)
def test_wrong_parameters(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        Parameter(**{"name": "x", "baseline": 1, **arguments})
    assert words in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_parameters_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="'detection' cannot be changed"):
        DETECTION.baseline = Fraction(1)
    with pytest.raises(AttributeError, match="cannot be changed"):
        DETECTION.other = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="cannot be changed"):
        del DETECTION.low


def test_equality_is_that_of_expressions() -> None:
    same = Parameter("retreat_cost", baseline="4", low=1.0, high=8)
    assert same == RETREAT
    assert hash(same) == hash(RETREAT)
    assert (RETREAT + 0) == RETREAT
    assert RETREAT * 1 == RETREAT
    assert hash(RETREAT + 0) == hash(RETREAT)
    assert RETREAT == RETREAT
    assert RETREAT != WAR
    assert RETREAT != 4
    assert RETREAT != "retreat_cost"
    assert RETREAT != RETREAT + 1
    assert len({RETREAT, same, RETREAT + 0, WAR}) == 2
    assert isinstance(RETREAT + 1, Expression)
    assert +RETREAT == RETREAT
    assert -RETREAT == 0 - RETREAT
    assert RETREAT
    with pytest.raises(InvalidParameterError, match="two parameters called 'retreat_cost' differ"):
        assert Parameter("retreat_cost", baseline=5) == RETREAT


@pytest.mark.parametrize(
    "change",
    [
        {"baseline": 2},
        {"low": 0},
        {"low": None},
        {"high": 9},
        {"whole": True},
        {"meaning": "other"},
        {"unit": "other"},
        {"sources": ("memo C4",)},
        {"distribution": Triangle(2)},
        {"distribution": scipy.stats.uniform(0, 1)},
        {"distribution": None},
    ],
)
def test_same_definition(change: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"baseline": 3, "low": 1, "high": 4, "distribution": Triangle(1)}
    first = Parameter("x", **usual)
    assert first.same_definition(first)
    assert first.same_definition(Parameter("x", **{**usual, "distribution": Triangle(1)}))
    assert first.same_definition(Parameter("x", **usual, symbol="\\xi"))
    assert not first.same_definition(Parameter("x", **{**usual, **change}))
    assert not Parameter("x", **{**usual, **change}).same_definition(first)
    assert not first.same_definition(Parameter("y", **usual))
    assert not first.same_definition("x")
    assert not first.same_definition(first + 0)


def test_frozen_distributions_of_scipy_compare_by_what_they_are() -> None:
    def with_distribution(distribution: Any) -> Parameter:
        return Parameter("x", baseline=1, distribution=distribution)

    uniform = with_distribution(scipy.stats.uniform(0, 2))
    assert uniform.same_definition(with_distribution(scipy.stats.uniform(0, 2)))
    assert not uniform.same_definition(with_distribution(scipy.stats.uniform(0, 3)))
    assert not uniform.same_definition(with_distribution(scipy.stats.norm(0, 2)))
    assert not uniform.same_definition(with_distribution(Triangle(1)))
    named = with_distribution(scipy.stats.beta(a=2, b=3))
    assert named.same_definition(with_distribution(scipy.stats.beta(b=3, a=2)))
    assert not named.same_definition(with_distribution(scipy.stats.beta(a=2, b=4)))


def test_parameters_are_values() -> None:
    full = Parameter(
        "x",
        baseline="1/3",
        low=0,
        high=1,
        meaning="m",
        unit="u",
        sources=("memo U1",),
        symbol="ξ",
        distribution=scipy.stats.uniform(0, 1),
    )
    for parameter in (full, WEEKS, DETECTION):
        parameter + 1  # its expression is kept, and is no part of the pickle
        again = pickle.loads(pickle.dumps(parameter))
        assert again.same_definition(parameter)
        assert again.symbol == parameter.symbol
        assert again == parameter
        assert again + 1 == parameter + 1
        assert copy.copy(parameter) is parameter
        assert copy.deepcopy(parameter) is parameter


def test_repr_shows_the_definition() -> None:
    assert str(DETECTION) == "detection"
    assert repr(DETECTION) == (
        "Parameter('detection', baseline='1/2', low=0, high=1, "
        "meaning='discovery before the missiles are operational', "
        "sources=('memo U1', 'memo C4'), symbol='d')"
    )
    assert repr(Parameter("x", -1)) == "Parameter('x', baseline=-1)"
    assert repr(WEEKS) == (
        "Parameter('weeks', baseline=12, low=6, high=16, unit='weeks', whole=True)"
    )
    assert eval(repr(WEEKS)).same_definition(WEEKS)
    assert "uniform" not in repr(DETECTION)
    assert "distribution=" in repr(Parameter("x", 1, distribution=Triangle(1)))


# --- Point -------------------------------------------------------------------------------------


def test_points_are_mappings() -> None:
    point = Point({"b": "1/2", "a": 0.1})
    assert dict(point) == {"b": Fraction(1, 2), "a": Fraction(1, 10)}
    assert list(point) == ["b", "a"]
    assert len(point) == 2
    assert "a" in point
    assert "c" not in point
    assert point.get("c") is None
    assert point == {"a": Fraction(1, 10), "b": 0.5}
    assert point == Point({"a": "1/10", "b": "0.5"})
    assert hash(point) == hash(Point({"a": "1/10", "b": "0.5"}))
    assert point != Point({"a": "1/10"})
    assert str(point) == "b = 1/2, a = 1/10"
    assert repr(point) == "Point({'b': '1/2', 'a': '1/10'})"
    assert eval(repr(point)) == point
    assert pickle.loads(pickle.dumps(point)) == point
    assert copy.copy(point) is point
    assert copy.deepcopy(point) is point
    with pytest.raises(AttributeError, match="cannot be changed"):
        point._values = {}
    with pytest.raises(AttributeError, match="cannot be changed"):
        del point._values
    with pytest.raises(TypeError):
        point["a"] = 1  # type: ignore[index]


def test_wrong_points() -> None:
    point = Point({"detection": 1})
    with pytest.raises(UnknownKeyError) as caught:
        point["detecton"]
    assert str(caught.value) == ("no parameter 'detecton' in the point; did you mean 'detection'?")
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, UnknownNameError)
    with pytest.raises(InvalidNumberError, match="detection: nan is not a finite number"):
        Point({"detection": math.nan})
    with pytest.raises(InvalidParameterError, match="the name 3"):
        Point({3: 1})  # type: ignore[dict-item]


# --- ParameterSpace ----------------------------------------------------------------------------

SPACE = ParameterSpace([DETECTION, RETREAT, WAR, WEEKS], constraints=[RETREAT < WAR])


def test_spaces_are_mappings_in_the_order_of_declaration() -> None:
    assert list(SPACE) == ["detection", "retreat_cost", "ussr_war_cost", "weeks"]
    assert len(SPACE) == 4
    assert SPACE["weeks"] is WEEKS
    assert "weeks" in SPACE
    assert "week" not in SPACE
    assert SPACE.get("week") is None
    assert SPACE.constraints == (RETREAT < WAR,)
    assert SPACE.baseline == {"detection": 0.5, "retreat_cost": 4, "ussr_war_cost": 8, "weeks": 12}
    assert isinstance(SPACE.baseline, Point)
    assert list(ParameterSpace({"weeks": WEEKS, "war": WAR})) == ["weeks", "ussr_war_cost"]
    assert len(ParameterSpace()) == 0
    assert ParameterSpace().baseline == {}
    assert ParameterSpace([WAR, WAR, Parameter("ussr_war_cost", 8, low=6, high=60)])
    with pytest.raises(UnknownKeyError, match="there is no parameter 'week'; did you mean 'weeks'"):
        SPACE["week"]


def test_points_of_a_space() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert SPACE.point() == SPACE.baseline
        point = SPACE.point(detection="0.9", weeks=10)
        assert point == {**SPACE.baseline, "detection": Fraction(9, 10), "weeks": 10}
        assert SPACE.point({"detection": 0.9, "weeks": "10"}) == point
        assert SPACE.point({"detection": 0.9}, weeks=10) == point
        assert SPACE.point(point) == point
        assert list(point) == list(SPACE)


def test_wrong_points_of_a_space() -> None:
    with pytest.raises(UnknownNameError, match=r"'detecton'; did you mean 'detection'\?"):
        SPACE.point(detecton=1)
    with pytest.raises(UnknownNameError):
        SPACE.violations({"detecton": 1})
    with pytest.raises(InvalidParameterError, match="'weeks' is given twice: 10 and 11"):
        SPACE.point({"weeks": 10}, weeks=11)
    with pytest.raises(InvalidParameterError, match="weeks = 21/2 is not whole"):
        SPACE.point(weeks=10.5)
    with pytest.raises(InvalidNumberError, match="detection: 'high' is not a number"):
        SPACE.point(detection="high")
    with pytest.raises(InvalidNumberError, match="detection: nan"):
        SPACE.point(detection=math.nan)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"detection": "11/10"}, ["detection = 11/10 is outside its range [0, 1]"]),
        ({"detection": -1}, ["detection = -1 is outside its range [0, 1]"]),
        (
            {"retreat_cost": 8},
            ["retreat_cost < ussr_war_cost does not hold: 8 is not below 8"],
        ),
        (
            {"retreat_cost": 9, "weeks": 5},
            [
                "retreat_cost = 9 is outside its range [1, 8]",
                "weeks = 5 is outside its range [6, 16]",
                "retreat_cost < ussr_war_cost does not hold: 9 is not below 8",
            ],
        ),
        ({"detection": 0, "retreat_cost": 1, "ussr_war_cost": 60, "weeks": 16}, []),
    ],
)
def test_violations_warn(values: dict[str, object], words: list[str]) -> None:
    assert list(SPACE.violations(values)) == words
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        point = SPACE.point(values)
    assert [str(warning.message) for warning in caught] == words
    assert all(warning.category is ParameterRangeWarning for warning in caught)
    # The warning points here, not into the library.
    assert all(warning.filename == __file__ for warning in caught)
    assert point.items() >= {name: Fraction(value) for name, value in values.items()}.items()


def test_ranges_with_one_end() -> None:
    space = ParameterSpace([Parameter("a", 1, low=0), Parameter("b", 1, high=2), Parameter("c", 1)])
    assert space.violations({"a": -1, "b": 3, "c": 10**9}) == (
        "a = -1 is outside its range at least 0",
        "b = 3 is outside its range at most 2",
    )


def test_constraints_that_cannot_be_judged_or_hold_with_equality() -> None:
    a, b = Parameter("a", 1), Parameter("b", 1)
    space = ParameterSpace([a, b], [1 / a <= b])
    assert space.violations({"a": 1}) == ()
    assert space.violations({"a": "1/2"}) == ("1/a <= b does not hold: 2 is not at most 1",)
    (found,) = space.violations({"a": 0})
    assert found.startswith("1/a <= b cannot be judged: ")
    # two-sided, by two constraints, one of them given twice
    space = ParameterSpace([a, b], [a < b + 1, b < a + 1, b + 1 > a])
    assert len(space.constraints) == 2


@pytest.mark.parametrize(
    ("parameters", "constraints", "words"),
    [
        (["detection"], [], "'detection' (of type str) is no Parameter"),
        ([DETECTION + 0], [], "(of type Expression) is no Parameter"),
        ([DETECTION, Parameter("detection", 0)], [], "two parameters called 'detection' differ"),
        ([RETREAT], [RETREAT < WAR], "is about 'ussr_war_cost', which is not among the parameters"),
        ([RETREAT], ["retreat_cost < 5"], "'retreat_cost < 5' (of type str) is no constraint"),
        ([RETREAT], [True], "is no constraint: write a comparison"),
        (
            [Parameter("retreat_cost", 3), WAR],
            [RETREAT < WAR],
            "two parameters called 'retreat_cost' differ",
        ),
        (
            [RETREAT, WAR],
            [WAR < RETREAT],
            "the baseline violates a constraint: ussr_war_cost < retreat_cost does not hold: 8 is",
        ),
        ([RETREAT], [1 / (RETREAT - 4) > 0], "cannot be judged"),
    ],
)
def test_wrong_spaces(parameters: list[Any], constraints: list[Any], words: str) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ParameterSpace(parameters, constraints)
    assert words in str(caught.value)


def test_merging_spaces() -> None:
    left = ParameterSpace([DETECTION, RETREAT, WAR], [RETREAT < WAR])
    right = ParameterSpace([WEEKS, WAR, RETREAT], [RETREAT < WAR, WAR < 5 * WEEKS])
    both = left | right
    assert list(both) == ["detection", "retreat_cost", "ussr_war_cost", "weeks"]
    assert both.constraints == (RETREAT < WAR, WAR < 5 * WEEKS)
    assert (left | left) == left
    assert left | ParameterSpace() == left
    with pytest.raises(InvalidParameterError, match="two parameters called 'ussr_war_cost' differ"):
        left | ParameterSpace([Parameter("ussr_war_cost", 9)])
    with pytest.raises(TypeError):
        left | {"weeks": WEEKS}  # type: ignore[operator]


def test_spaces_are_values() -> None:
    again = ParameterSpace([WEEKS, WAR, RETREAT, DETECTION], [WAR > RETREAT])
    assert again == SPACE  # the order does not matter
    assert hash(again) == hash(SPACE)
    assert again != ParameterSpace([WEEKS, WAR, RETREAT, DETECTION])
    assert again != ParameterSpace([WEEKS])
    # no error, though the parameters themselves could not be compared
    assert ParameterSpace([WEEKS]) != ParameterSpace([Parameter("weeks", 13, whole=True)])
    assert ParameterSpace([WEEKS]) != {"weeks": WEEKS}
    assert pickle.loads(pickle.dumps(SPACE)) == SPACE
    assert list(pickle.loads(pickle.dumps(SPACE))) == list(SPACE)
    assert copy.copy(SPACE) is SPACE
    assert copy.deepcopy(SPACE) is SPACE
    with pytest.raises(AttributeError, match="cannot be changed"):
        SPACE._constraints = ()
    with pytest.raises(AttributeError, match="cannot be changed"):
        del SPACE._constraints
    assert repr(ParameterSpace([RETREAT])) == (
        "<ParameterSpace [Parameter('retreat_cost', baseline=4, low=1, high=8)]>"
    )
    assert repr(SPACE).endswith(" with retreat_cost < ussr_war_cost>")


@given(
    st.fractions(min_value=-3, max_value=3),
    st.fractions(min_value=-3, max_value=3),
    st.fractions(min_value=-3, max_value=3),
)
def test_a_point_violates_a_range_exactly_outside_it(a: Fraction, b: Fraction, v: Fraction) -> None:
    low, high = sorted((a, b))
    space = ParameterSpace([Parameter("x", low, low=low, high=high)])
    assert (space.violations({"x": v}) == ()) == (low <= v <= high)


def test_to_ask_whether_a_name_is_there_looks_for_no_other_names(monkeypatch):
    """A point that serves many games asks thousands of times; a suggestion costs a millisecond."""

    def refuse(*_args):
        raise AssertionError("a suggestion was made")

    monkeypatch.setattr("brinkgame.parameters.suggestion", refuse)
    space = ParameterSpace([Parameter("risk", "1/10", low=0, high=1)])
    assert "risk" in space
    assert "rsik" not in space
    assert "rsik" not in space.baseline
