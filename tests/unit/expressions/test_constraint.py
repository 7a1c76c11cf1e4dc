"""One expression below another."""

from __future__ import annotations

import copy
import pickle

import pytest

from brinkgame.errors import ExpressionError, InvalidParameterError
from brinkgame.expressions import Constraint
from brinkgame.parameters import Parameter
from tests.unit.expressions.drawing import SYMBOLS

x = SYMBOLS["x"]
gain = SYMBOLS["gain"]


def test_comparisons_make_constraints() -> None:
    below = x < gain
    assert isinstance(below, Constraint)
    assert (below.left, below.relation, below.right) == (x, "<", gain)
    assert (gain > x) == below
    assert (x <= gain) == (gain >= x)
    assert (x < gain) != (x <= gain)
    assert (x < gain) != (gain < x)
    assert (1 < x).left == 1  # noqa: SIM300
    assert (1 > x) == (x < 1)  # noqa: SIM300
    assert (1 <= x) == (x >= 1)  # noqa: SIM300
    assert (1 >= x) == (x <= 1)  # noqa: SIM300
    assert hash(gain > x) == hash(below)
    assert (x + 0 < gain * 1) == below


def test_as_text() -> None:
    assert str(x < gain) == "x < gain"
    assert str(x + 1 >= gain / 2) == "gain/2 <= x + 1"
    assert repr(x < 1) == "<Constraint x < 1>"


def test_holds() -> None:
    assert (x < gain).holds({"x": 1, "gain": 2})
    assert not (x < gain).holds({"x": 2, "gain": 2})
    assert (x <= gain).holds({"x": "1/3", "gain": 1 / 3})
    assert not (x <= gain).holds({"x": 3, "gain": "2.9"})
    assert (x - x < 1).holds({})
    with pytest.raises(ExpressionError, match="no value for x"):
        (x < gain).holds({"gain": 1})
    with pytest.raises(ExpressionError, match="has no value at x = 0"):
        (1 / x < gain).holds({"x": 0, "gain": 1})


def test_names() -> None:
    constraint = gain * x < gain + 1
    assert constraint.names == ("gain", "x")
    assert constraint.symbols == {"gain": gain, "x": x}
    assert (gain < x + gain).names == ("gain", "x")


def test_it_has_no_truth_value() -> None:
    for asked in (
        lambda: bool(x < gain),
        lambda: 0 < x < 1,
        lambda: sorted([x, gain]),
        lambda: max(x, gain),
        lambda: not x <= 1,
    ):
        with pytest.raises(ExpressionError, match=r"depends on the values of .*\.holds\(values\)"):
            asked()


def test_it_is_a_value() -> None:
    constraint = x < gain
    assert pickle.loads(pickle.dumps(constraint)) == constraint
    assert copy.deepcopy(constraint) == constraint
    with pytest.raises(AttributeError):
        constraint.relation = "<="  # type: ignore[misc]


def test_two_parameters_of_one_name() -> None:
    with pytest.raises(InvalidParameterError, match="two parameters called 'x' differ"):
        x < Parameter("x", baseline=7)  # noqa: B015
