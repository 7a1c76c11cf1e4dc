from __future__ import annotations

import random
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

import brinkgame as bg
from brinkgame.errors import (
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
)
from tests.unit.drawing import SEEDS
from tests.unit.sensitivity.drawn import open_tree

DEPLOY = bg.memo.load("deploy").game
LETTERS = bg.memo.load("letters").game


def test_each_switch_of_deploy_is_that_of_the_nearest_switches():
    near = {s.parameter.name: s.border for s in bg.nearest_switches(DEPLOY, "USSR", "root")}
    for name, border in near.items():
        assert border in [s.value for s in bg.regime_switches(DEPLOY, name)]


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_between_switches_the_regime_stays(seed):
    rng = random.Random(seed)
    game = open_tree(rng)
    if game is None or "x" not in game.parameters:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        switches = bg.regime_switches(game, "x")
        if any(not s.is_exact for s in switches):
            return  # somebody is indifferent along a stretch
        places = [Fraction(k, 97) for k in range(1, 97)]
        data = bg.sweep(game, {"x": places})
        if (data["count"].values > 1).any():
            return
        words = data.regime.attrs["flag_meanings"].split()
        for place, code in zip(places, data.regime.values.tolist(), strict=True):
            passed = [s for s in switches if s.value < place]
            forms = (passed[-1].after if passed else switches[0].before) if switches else None
            if forms is not None:
                told = words[code].replace("_", " ") if code >= 0 else ""
                assert told == " | ".join(forms).replace("_", " ")


def test_hidden_information_is_bracketed():
    (switch,) = bg.regime_switches(LETTERS, "tough_belief")
    assert not switch.is_exact
    assert float(switch.value) == pytest.approx(0.25, abs=1e-9)
    assert str(switch).startswith("tough_belief = about 0.25: ")


def test_a_whole_parameter_switches_at_a_number():
    weeks = bg.Parameter("weeks", 2, low=0, high=9, whole=True)
    game = bg.ExtensiveFormGame(
        "wait",
        players=("A",),
        root=bg.Decision(
            "A", {"go": bg.Terminal({"A": weeks * 1}), "stay": bg.Terminal({"A": "9/2"})}
        ),
    )
    (switch,) = bg.regime_switches(game, "weeks")
    assert (switch.value, switch.before, switch.after) == (5, ("root: stay",), ("root: go",))


def test_algebraic_switches():
    x = bg.Parameter("x", 1, low=0, high=2)
    game = bg.ExtensiveFormGame(
        "root",
        players=("A",),
        root=bg.Decision("A", {"a": bg.Terminal({"A": x * x}), "b": bg.Terminal({"A": 2})}),
    )
    (switch,) = bg.regime_switches(game, "x")
    assert float(switch.value) == pytest.approx(2**0.5)
    assert switch.is_exact
    assert str(switch) == "x = 1.41421: root: b -> root: a"


def test_where_there_is_no_game_the_regime_is_none():
    x = bg.Parameter("x", "1/2", low=0, high=2)
    game = bg.ExtensiveFormGame(
        "odds",
        players=("A",),
        root=bg.Chance({"a": (x, bg.Terminal({"A": 1})), "b": (bg.REST, bg.Terminal({"A": 0}))}),
    )
    (switch,) = bg.regime_switches(game, "x")
    assert (switch.value, switch.after) == (1, ())
    assert str(switch).endswith("-> no game")


def test_a_parameter_that_cancels_switches_nothing():
    assert bg.regime_switches(DEPLOY, "us_success", low="1/2", high=1) == ()


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: bg.regime_switches(DEPLOY, "x"), UnknownNameError, "no open parameter 'x'"),
        (
            lambda: bg.regime_switches(DEPLOY, "detection", low=1),
            InvalidParameterError,
            "1 is not below 1",
        ),
        (
            lambda: bg.regime_switches(DEPLOY, "detection", at={"detection": 1}),
            InvalidParameterError,
            "held as well",
        ),
        (
            lambda: bg.regime_switches(DEPLOY, "detection", steps=1),
            InvalidParameterError,
            "from 2 on",
        ),
        (
            lambda: bg.regime_switches(DEPLOY.at(), "detection"),
            UnsupportedGameError,
            "nothing to vary",
        ),
    ],
)
def test_wrong_input(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_the_tornado_is_sorted_and_marks_the_switches():
    bars = bg.tornado(DEPLOY, bg.ExpectedPayoff("USSR"))
    assert (np.diff(bars.swing) <= 0).all()
    row = bars.sel(parameter="detection")
    assert row.value.values.tolist() == [0, 1]
    assert row.outcome.sel(bound="lowest").values.tolist() == [2, -0.5]
    assert (row.switch_text.values[0], row.switch.values[0]) == ("125/192", 125 / 192)
    assert bars.baseline.values.tolist() == [0.08, 0.08] or np.allclose(bars.baseline, 0.08)
    erosion = bars.sel(parameter="erosion")
    assert erosion.switch_count == 0


def test_linear_answers_give_back_their_coefficients_and_constants_do_nothing():
    x = bg.Parameter("x", 1, low=0, high=2)
    y = bg.Parameter("y", 1, low=-1, high=2)
    z = bg.Parameter("z", 1, low=0, high=5)
    game = bg.ExtensiveFormGame(
        "linear", players=("A", "B"), root=bg.Terminal({"A": 3 * x - 2 * y, "B": z * 1})
    )
    bars = bg.tornado(game, bg.ExpectedPayoff("A"))
    assert dict(zip(bars.parameter.values.tolist(), bars.swing.values.tolist(), strict=True)) == {
        "x": 6,
        "y": 6,
        "z": 0,
    }


def test_wrong_tornados():
    with pytest.raises(InvalidParameterError, match="expected a measure"):
        bg.tornado(DEPLOY, "war")
    with pytest.raises(InvalidParameterError, match="steps is"):
        bg.tornado(DEPLOY, bg.ExpectedPayoff("US"), steps=1)
    with pytest.raises(InvalidParameterError, match="switches is"):
        bg.tornado(DEPLOY, bg.ExpectedPayoff("US"), switches=0)


def test_more_switches_than_places_is_a_warning_and_time_is_kept():
    x = bg.Parameter("x", 1, low=0, high=3)
    game = bg.ExtensiveFormGame(
        "twice",
        players=("A",),
        root=bg.Decision(
            "A", {"a": bg.Terminal({"A": (x - 1) * (x - 2)}), "b": bg.Terminal({"A": 0})}
        ),
    )
    with pytest.warns(UserWarning, match="x has 2 switches"):
        bg.tornado(game, bg.ExpectedPayoff("A"), switches=1)
    late = bg.tornado(DEPLOY, bg.ExpectedPayoff("US"), time_limit=1e-6)
    assert (late.switch_count == -1).any()


def test_the_measure_is_told_on_both_sides_of_a_switch():
    game = bg.memo.load("deploy").game
    data = bg.tornado(game, bg.OutcomeProbability("war"), over=("compel_war_risk", "detection"))
    for name in ("compel_war_risk", "detection"):
        here = data.sel(parameter=name)
        assert int(here.switch_count) == 1
        turn = float(here.switch[0])
        beside = here.switch_outcome.isel(switch_number=0)
        for side, value in (("below", turn - 1e-6), ("above", turn + 1e-6)):
            found = bg.evaluate(game, {name: [value]}, {"war": bg.OutcomeProbability("war")})
            both = [found.low["war"][0], found.high["war"][0]]
            assert beside.sel(side=side).values == pytest.approx(both, abs=1e-5)
    # war is a chance where the missiles are discovered and the US compels, and none beyond
    assert float(beside.sel(side="below", bound="lowest")) > 0
    assert float(beside.sel(side="above", bound="highest")) == 0


def test_beside_the_switch_of_a_whole_parameter_stand_the_values_at_its_sides():
    game = bg.memo.load("clock").game
    measure = bg.ActionProbability("USSR", "root", "deploy")
    data = bg.tornado(game, measure, over=("weeks",), at={"weekly_hazard": "1/12"})
    beside = data.switch_outcome.sel(parameter="weeks").isel(switch_number=0)
    assert beside.values.tolist() == [[1.0, 1.0], [0.0, 0.0]]
    value = float(data.switch.sel(parameter="weeks")[0])
    assert float(data.baseline_value[0]) == 12
    assert value == round(value)
