"""What games in every form share: open parameters, and the ways to close them."""

from __future__ import annotations

import warnings
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.arithmetic import Exact, Float
from brinkgame.errors import (
    BrinkgameError,
    InvalidGameError,
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
)
from brinkgame.expressions import Expression, Symbol
from brinkgame.expressions.expression import symbol_expression
from brinkgame.forms import (
    Decision,
    ExtensiveFormGame,
    NormalFormGame,
    Terminal,
    subgame,
)
from brinkgame.parameters import Parameter, Point
from tests.unit.drawing import games, numbers
from tests.unit.forms.samples import CLOSED, EVERY, FLOATS, OPEN, TABLE, D, S, W, deploy

# --- parameters ----------------------------------------------------------------------------------


def test_parameters_stand_in_order_of_appearance() -> None:
    assert list(OPEN.parameters) == ["detection", "gain", "war_cost"]
    assert list(TABLE.parameters) == ["gain", "war_cost", "detection"]
    assert OPEN.parameters["detection"] is D
    assert OPEN.parameters.constraints == (S < W,)
    assert not OPEN.is_closed
    assert not TABLE.is_closed


def test_a_closed_game_has_no_parameters() -> None:
    for game in (CLOSED, CLOSED.to_float(), TABLE.at(), FLOATS):
        assert list(game.parameters) == []
        assert game.parameters.constraints == ()
        assert game.is_closed


def test_a_constraint_counts_where_all_its_parameters_occur() -> None:
    game = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": S}), constraints=[S < W])
    assert game.parameters.constraints == ()
    assert game.constraints == (S < W,)
    bound = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": S}), constraints=[S < 3])
    assert bound.parameters.constraints == (S < 3,)


def test_the_same_parameter_may_be_written_twice() -> None:
    again = Parameter("gain", 2, low=1, high=4)
    root = Decision("A", {"l": Terminal({"A": S}), "r": Terminal({"A": 2 * again})})
    assert list(ExtensiveFormGame("t", players=("A",), root=root).parameters) == ["gain"]


def test_two_definitions_of_one_parameter() -> None:
    root = Decision("A", {"l": Terminal({"A": S}), "r": Terminal({"A": 2 * Parameter("gain", 3)})})
    with pytest.raises(
        InvalidParameterError,
        match=r"parameter 'gain' is defined twice in one game: Parameter\('gain', baseline=2, .*\) "
        r"and Parameter\('gain', baseline=3\); make one Parameter and use it everywhere",
    ):
        ExtensiveFormGame("t", players=("A",), root=root)
    with pytest.raises(InvalidParameterError, match="parameter 'gain' is defined twice"):
        NormalFormGame(
            "t", strategies={"A": ("u", "d")}, payoffs={"A": [S, 2 * Parameter("gain", 3)]}
        )


class Sign(Symbol):
    """A symbol that is no parameter."""

    name = "sign"
    symbol = ""
    low = None
    whole = False

    def same_definition(self, other: object) -> bool:
        return self is other

    def _as_expression(self) -> Expression:
        return symbol_expression(self)


def test_other_symbols_than_parameters_are_refused() -> None:
    with pytest.raises(InvalidParameterError, match="sign is not a Parameter"):
        ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 2 * Sign()}))


def test_one_constraint_may_stand_alone() -> None:
    settings: dict[str, Any] = {"constraints": S < W}
    assert deploy(**settings).parameters.constraints == (S < W,)
    table = NormalFormGame("t", strategies={"A": ("u",)}, payoffs={"A": [S]}, constraints=S < 3)  # type: ignore[arg-type]
    assert table.parameters.constraints == (S < 3,)


@pytest.mark.parametrize("constraints", [5, None, "gain < war_cost"])
def test_constraints_that_are_none(constraints: Any) -> None:
    with pytest.raises(InvalidGameError, match="constraints are a sequence; got"):
        deploy(constraints=constraints)


def test_another_title() -> None:
    for game in EVERY:
        other = game.titled("another")
        assert other.title == "another"
        assert other == game
        assert other is not game
        assert other.constraints == game.constraints
        assert other.fingerprint() != game.fingerprint()
        assert other.titled(game.title).fingerprint() == game.fingerprint()
    assert OPEN.title == "deploy"
    with pytest.raises(InvalidGameError, match="not a title: the title is text; got 5"):
        OPEN.titled(5)  # type: ignore[arg-type]


def test_the_arithmetic_is_that_of_the_numbers() -> None:
    assert OPEN.arithmetic == Exact()
    assert CLOSED.arithmetic == Exact()
    assert CLOSED.to_float().arithmetic == Float()
    assert FLOATS.arithmetic == Float()


# --- at ------------------------------------------------------------------------------------------


def test_at_closes_the_game() -> None:
    game = OPEN.at(detection="0.9", gain=3)
    assert game.is_closed
    assert game.tree is OPEN.tree
    assert game.title == "deploy"
    assert game == deploy(Fraction(9, 10), 3, Fraction(8))
    assert OPEN.at() == deploy(Fraction(1, 2), 2, Fraction(8))
    assert not OPEN.is_closed


@pytest.mark.parametrize(
    "point",
    [
        {"detection": "9/10", "gain": 3},
        Point({"detection": 0.9, "gain": 3}),
        Point({"detection": 0.9, "gain": 3, "elsewhere": 7}),
    ],
)
def test_a_point_may_be_a_mapping(point: Any) -> None:
    assert OPEN.at(point) == OPEN.at(detection=0.9, gain=3)
    assert OPEN.at(point, war_cost=9) == OPEN.at(detection=0.9, gain=3, war_cost=9)


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(InvalidParameterError, match="'gain' is given twice"):
        OPEN.at({"gain": 3}, gain=2)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no parameter 'detecton'; did you mean 'detection'"):
        OPEN.at(detecton=1)
    with pytest.raises(UnknownNameError, match="no parameter 'elsewhere'"):
        OPEN.at({"elsewhere": 7})
    with pytest.raises(UnknownNameError, match="no parameter 'gain'"):
        CLOSED.at(gain=1)
    with pytest.raises(UnknownNameError, match="no parameter 'gain'"):
        FLOATS.at(gain=1)


def test_a_closed_game_at_any_point_is_itself() -> None:
    for game in (CLOSED, CLOSED.to_float(), FLOATS):
        assert game.at() is game
        assert game.at({}) is game
        assert game.at(Point({"elsewhere": 1})) is game


def test_outside_the_range_is_a_warning() -> None:
    with pytest.warns(ParameterRangeWarning, match=r"gain = 5 is outside its range \[1, 4\]"):
        game = OPEN.at(gain=5)
    assert game == deploy(Fraction(1, 2), 5, Fraction(8))


def test_a_violated_constraint_is_a_warning() -> None:
    with pytest.warns(
        ParameterRangeWarning, match="gain < war_cost does not hold: 3 is not below 2"
    ):
        OPEN.at(gain=3, war_cost=2)


def test_warnings_point_to_the_caller() -> None:
    for attempt in (lambda: OPEN.at(gain=5), lambda: OPEN.fix(gain=5)):
        with pytest.warns(ParameterRangeWarning) as caught:
            attempt()
        assert [each.filename for each in caught] == [__file__]


def test_a_probability_that_leaves_the_unit_interval_is_an_error() -> None:
    with (
        pytest.warns(ParameterRangeWarning),
        pytest.raises(InvalidGameError, match="'deploy' is not a game there: 2 faults") as caught,
    ):
        OPEN.at(detection="11/10")
    assert [str(fault) for fault in caught.value.faults] == [
        "probability of 'found' is 11/10 (from detection), outside [0, 1], at root/deploy/<chance>",
        f"probability of 'missed' is -1/10 (from {1 - D}), outside [0, 1], at root/deploy/<chance>",
    ]


@pytest.mark.parametrize("edge", [0, 1])
def test_the_ends_of_the_unit_interval_are_probabilities(edge: int) -> None:
    assert OPEN.at(detection=edge).is_closed
    assert OPEN.fix(detection=edge).is_closed is False


def test_a_pole_is_an_error_with_its_place() -> None:
    game = deploy(gain=1 / (S - 3))
    with pytest.raises(InvalidGameError, match="'deploy' is not defined there") as caught:
        game.at(gain=3)
    (fault,) = caught.value.faults
    assert fault.path == "root/deploy/found/accept"
    assert "1/(gain - 3)" in fault.message
    risky = deploy(detection=D / (D + S - 3))
    with pytest.raises(InvalidGameError) as caught:
        risky.at(detection=1, gain=2)
    assert caught.value.faults[0].path == "root/deploy/found"
    table = NormalFormGame(
        "t",
        strategies={"A": ("u", "d"), "B": ("l", "r")},
        payoffs={"A": [[0, 0], [0, 0]], "B": [[0, 1], [1 / (S - 3), 2]]},
    )
    with pytest.raises(InvalidGameError) as caught:
        table.at(gain=3)
    assert caught.value.faults[0].path == "(d, l)"


def test_a_game_without_a_title_is_called_this_game() -> None:
    game = deploy(title="", gain=1 / (S - 3))
    with pytest.raises(InvalidGameError, match=r"^this game is not defined there"):
        game.at(gain=3)
    with pytest.raises(UnknownNameError, match="no open parameter 'x' in this game"):
        game.fix(x=1)


# --- fix -----------------------------------------------------------------------------------------


def test_fix_closes_some() -> None:
    game = OPEN.fix(gain="3")
    assert list(game.parameters) == ["detection", "war_cost"]
    assert game == deploy(gain=3)
    assert game.fix({"detection": 0.9}, war_cost=8) == OPEN.at(detection=0.9, gain=3)
    assert game.tree is OPEN.tree
    assert game.title == "deploy"


def test_fix_without_a_name_is_the_game_itself() -> None:
    assert OPEN.fix() is OPEN
    assert FLOATS.fix({}) is FLOATS


def test_fix_replaces_by_expressions() -> None:
    hazard = Parameter("hazard", "1/4", low=0, high=1)
    game = OPEN.fix(detection=1 - (1 - hazard) ** 2, gain=W / 4)
    assert list(game.parameters) == ["hazard", "war_cost"]
    assert game == deploy(detection=1 - (1 - hazard) ** 2, gain=W / 4)
    assert OPEN.fix(gain=S * 2) == deploy(gain=2 * S)
    # all at once
    assert OPEN.fix(gain=W, war_cost=S) == deploy(gain=W, war=S)


def test_fix_refuses_unknown_names() -> None:
    with pytest.raises(
        UnknownNameError, match="no open parameter 'gian' in 'deploy'; did you mean 'gain'"
    ):
        OPEN.fix(gian=1)
    with pytest.raises(UnknownNameError, match=r"no open parameter 'gain' in 'floats'$"):
        FLOATS.fix(gain=1)


def test_fix_says_which_value_is_no_number() -> None:
    with pytest.raises(BrinkgameError, match=r"gain.*'much' is not a number"):
        OPEN.fix(gain="much")


def test_fix_warns_outside_the_range() -> None:
    with pytest.warns(ParameterRangeWarning, match="gain = 5 is outside its range"):
        assert OPEN.fix(gain=5) == deploy(gain=5)
    with pytest.warns(ParameterRangeWarning, match="gain < war_cost does not hold"):
        OPEN.fix(gain=3, war_cost=2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        OPEN.fix(gain=W + 1)  # an expression has no range


def test_fix_checks_probabilities() -> None:
    with pytest.warns(ParameterRangeWarning), pytest.raises(InvalidGameError) as caught:
        OPEN.fix(detection=2)
    assert [fault.path for fault in caught.value.faults] == ["root/deploy/<chance>"] * 2
    assert caught.value.faults[0].message == (
        "probability of 'found' is 2 (from detection), outside [0, 1]"
    )


def test_fix_to_a_pole_is_an_error_with_its_place() -> None:
    game = deploy(gain=1 / (S - 3))
    with pytest.raises(InvalidGameError, match="'deploy' cannot be fixed there") as caught:
        game.fix(gain=3)
    assert "root/deploy/found/accept" in str(caught.value)
    assert "1/(gain - 3)" in str(caught.value)


def test_fix_to_another_parameter_of_a_name_that_is_taken() -> None:
    with pytest.raises(InvalidParameterError, match="'war_cost' is defined twice"):
        OPEN.fix(gain=Parameter("war_cost", 3))


def test_fix_keeps_the_constraints_that_are_left() -> None:
    game = deploy(constraints=[S < W, D < S])
    assert game.fix(detection="1/3").parameters.constraints == (S < W,)
    assert game.fix(war_cost=9).parameters.constraints == (D < S,)
    assert game.fix(gain=2).parameters.constraints == ()
    assert game.at().constraints == ()


def test_a_whole_parameter_takes_whole_numbers() -> None:
    weeks = Parameter("weeks", 12, low=6, high=16, whole=True)
    game = ExtensiveFormGame("clock", players=("A",), root=Terminal({"A": (1 - D) ** weeks}))
    assert list(game.fix(weeks=6).parameters) == ["detection"]
    for attempt in (game.at, game.fix):
        with pytest.raises(InvalidParameterError, match="weeks = 13/2 is not whole"):
            attempt(weeks="13/2")


VALUES = st.fractions(min_value=1, max_value=4, max_denominator=5)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=5)


@given(d=SHARES, s=VALUES, w=st.fractions(min_value=5, max_value=9, max_denominator=5))
def test_fix_and_at_compose(d: Fraction, s: Fraction, w: Fraction) -> None:
    for game in (OPEN, TABLE):
        closed = game.at(detection=d, gain=s, war_cost=w)
        assert game.fix(detection=d).at(gain=s, war_cost=w) == closed
        assert game.fix(gain=s).fix(detection=d).at(war_cost=w) == closed
        assert game.fix(detection=d, gain=s, war_cost=w) == closed
        assert hash(game.fix(war_cost=w).at(gain=s, detection=d)) == hash(closed)
        assert game.fix(detection=d, gain=s, war_cost=w).is_closed


# --- to_float ------------------------------------------------------------------------------------


def test_to_float() -> None:
    game = CLOSED.to_float()
    assert game.numbers.dtype == np.float64  # type: ignore[union-attr]
    assert game.numbers.tolist() == [float(number) for number in CLOSED.numbers]  # type: ignore[union-attr,arg-type]
    assert game.tree is CLOSED.tree
    assert game.to_float() is game
    assert TABLE.at().to_float().payoff_array("A").tolist() == [[2.0], [8.0]]


def test_to_float_needs_a_closed_game() -> None:
    with pytest.raises(UnsupportedGameError) as caught:
        OPEN.to_float()
    assert str(caught.value) == (
        "a game in floats needs numbers, and 'deploy' has open parameters\n"
        "  - free: detection (baseline 1/2), gain (baseline 2), war_cost (baseline 8); close them "
        "with game.at(), or game.at(name=value, ...)"
    )


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_too_large_for_a_float_is_an_error_with_its_place(sign: int) -> None:
    root = Decision("A", {"l": Terminal({"A": 1}), "r": Terminal({"A": sign * 10**400})})
    game = ExtensiveFormGame("big", players=("A",), root=root)
    with pytest.raises(InvalidGameError, match="'big' does not fit in floats") as caught:
        game.to_float()
    assert f"{sign * 10**400} is too large" in str(caught.value)
    assert "root/r" in str(caught.value)


@given(games(number=numbers))
def test_to_float_rounds_every_number(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game = drawn[0]
    floats = game.to_float()
    exact = [None if p is None else tuple(map(float, p)) for p in game.terminal_payoffs()]
    if not game.tree.pays_on_the_way:
        assert floats.terminal_payoffs() == exact
    assert [None if p is None else float(p) for p in game.edge_probabilities()] == (
        floats.edge_probabilities()
    )
    assert floats != game
    assert hash(floats) == hash(game.to_float())
    assert floats == game.to_float()


def test_a_subgame_has_only_its_own_parameters() -> None:
    root = Decision(
        "A",
        {
            "l": Terminal({"A": S}),
            "r": Decision("A", {"u": Terminal({"A": W}), "d": Terminal({"A": 0})}),
        },
    )
    game = ExtensiveFormGame("t", players=("A",), root=root)
    assert list(subgame(game, "root/r").parameters) == ["war_cost"]
    assert subgame(game.fix(war_cost=3), "root/r").is_closed
