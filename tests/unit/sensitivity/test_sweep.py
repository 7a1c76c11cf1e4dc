from __future__ import annotations

import numpy as np
import pytest

import brinkgame as bg
from brinkgame.errors import (
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
)

DEPLOY = bg.memo.load("deploy").game
LETTERS = bg.memo.load("letters").game
MATRIX = next(v.game for v in bg.memo.load("line").variants if v.name == "matrix")
DEPLOYS = bg.ActionProbability("USSR", "root", "deploy")


def test_a_grid_has_a_dimension_for_each_parameter():
    data = bg.sweep(DEPLOY, {"detection": [0, 0.5, 1], "us_resolve": [0.1, 0.9]}, DEPLOYS)
    assert dict(data.sizes) == {"detection": 3, "us_resolve": 2, "bound": 2}
    assert data["probability_USSR_root_deploy"].dims == ("detection", "us_resolve", "bound")
    for i, d in enumerate((0, "1/2", 1)):
        for j, r in enumerate(("1/10", "9/10")):
            profile = bg.solve(DEPLOY.at(detection=d, us_resolve=r)).only().profile
            found = data["probability_USSR_root_deploy"].values[i, j]
            assert found.tolist() == [profile["USSR"]["root"]["deploy"]] * 2
    assert data.detection.attrs["sources"] == "memo U1; memo C4; memo C7"
    assert data.candour.ndim == 0
    assert data.attrs["fingerprint"] == DEPLOY.fingerprint()
    assert data.attrs["engine"] == "perfect information"
    assert data.attrs["concept"] == "subgame-perfect"


def test_at_a_border_both_regimes_hold():
    data = bg.sweep(DEPLOY, {"detection": ["1/2", "125/192", "7/10"]}, DEPLOYS, keep="set")
    assert data["count"].values.tolist() == [1, 2, 1]
    assert data.redone.values.tolist() == [False, True, False]
    assert data.exists.sum("equilibrium").values.tolist() == [1, 2, 1]
    hold = data.sel(equilibrium="root: hold")
    assert hold.exists.values.tolist() == [False, True, True]
    assert data.sizes["equilibrium"] == 5  # hold, or deploy with two replies at two places
    assert len(data.regime.attrs["flag_values"]) == 3
    both = data.regime.attrs["flag_meanings"].split()[1]
    assert both.count("|") == 1


def test_the_shape_follows_from_the_arguments():
    axes = {"detection": [0.1, 0.2]}
    one = bg.sweep(DEPLOY, axes, DEPLOYS, keep="set", at={"berlin_gain": 2})
    other = bg.sweep(DEPLOY, axes, DEPLOYS, keep="set", at={"berlin_gain": "1/2"})
    assert one.sizes == other.sizes
    assert one.equilibrium.values.tolist() == other.equilibrium.values.tolist()
    few = bg.sweep(DEPLOY, axes, DEPLOYS, keep="set", forms=3)
    assert few.sizes["equilibrium"] == 3
    assert few.equilibrium.values[1:].tolist() == ["(none 1)", "(none 2)"]
    assert few.exists.values.tolist() == [[True, False, False]] * 2


def test_a_form_without_a_place_is_a_warning():
    with pytest.warns(UserWarning, match="2 forms of equilibrium were met, and there are 1"):
        bg.sweep(DEPLOY, {"detection": [0.1, 0.9]}, DEPLOYS, keep="set", forms=1)


def test_a_design_has_the_dimension_point():
    design = bg.sobol_design(DEPLOY, 32, seed=7, over=("detection", "candour"))
    data = bg.sweep(DEPLOY, design, bg.OutcomeProbability("war"))
    assert data.probability_war.dims == ("point", "bound")
    assert data.detection.dims == ("point",)
    assert (data.attrs["seed"], data.attrs["design"]) == (7, "scrambled Sobol")
    whole = bg.evaluate(DEPLOY, design, {"w": bg.OutcomeProbability("war")})
    assert (data.probability_war.values[:, 0] == whole.low["w"]).all()


def test_a_signaling_game_and_a_table():
    letters = bg.sweep(LETTERS, {"tough_belief": [0.1, 0.9]}, keep="set")
    assert letters.attrs["engine"] == "two moves"
    assert letters.exists.values.any(axis=-1).all()
    table = bg.sweep(MATRIX, {"incident_risk": [0.1, 0.4]}, keep="set")
    assert table.attrs["engine"] == "two-player tables"
    assert table.sizes["equilibrium"] == 9
    assert (table["count"].values == table.exists.sum("equilibrium").values).all()


def test_a_selection_takes_the_bounds_away():
    axes = {"incident_risk": [0.1, 0.4]}
    both = bg.sweep(MATRIX, axes)
    player = MATRIX.players[0]
    best = bg.sweep(MATRIX, axes, selection=bg.BestFor(player))
    name = f"payoff_{player}"
    assert best[name].dims == ("incident_risk",)
    np.testing.assert_allclose(best[name], both[name].sel(bound="highest"))
    assert "BestFor" in best.attrs["selection"]


def test_where_a_rule_keeps_several_the_point_has_failed():
    data = bg.sweep(DEPLOY, {"detection": ["1/2", "125/192"]}, selection=bg.BestFor("USSR"))
    assert data.failed.values.tolist() == [False, True]
    assert np.isnan(data.payoff_USSR.values[1])
    assert "rule" in data.attrs["reasons"] or "list" in data.attrs["reasons"]


def test_constraints_are_told():
    with pytest.warns(ParameterRangeWarning, match="goes up to"):
        data = bg.sweep(DEPLOY, {"retreat_cost": [4, 9], "ussr_war_cost": [6, 20]})
    assert data.feasible.values.tolist() == [[True, True], [False, False]]


def test_points_without_a_game_have_failed_and_are_not_lost():
    x = bg.Parameter("x", "1/2", low=0, high=2)
    game = bg.ExtensiveFormGame(
        "risk",
        players=("A",),
        root=bg.Chance(
            {"a": (x, bg.Terminal({"A": 1 / (x - 1)})), "b": (bg.REST, bg.Terminal({"A": 0}))}
        ),
    )
    data = bg.sweep(game, {"x": [0, "1/2", 1, 2]})
    assert data.failed.values.tolist() == [False, False, True, True]
    assert "outside [0, 1]" in data.attrs["reasons"]
    assert data.payoff_A.values[:2, 0].tolist() == [0, -1]


def test_time_limit_and_progress():
    seen = []
    data = bg.sweep(
        DEPLOY,
        {"detection": np.linspace(0, 1, 3000)},
        time_limit=1e-6,
        engine="point by point",
        progress=seen.append,
    )
    assert (data.status.values == bg.PointStatus.UNREACHED).any()
    assert data.failed.values.any()
    slow = bg.sweep(
        DEPLOY,
        {"detection": np.linspace(0, 1, 1500)},
        engine="point by point",
        progress=seen.append,
    )
    assert not slow.failed.any()
    assert any("points" in str(each) for each in seen)


def test_netcdf_gives_back_the_same(tmp_path):
    pytest.importorskip("h5netcdf")
    pytest.importorskip("h5py")
    xr = pytest.importorskip("xarray")
    for keep in ("bounds", "set"):
        data = bg.sweep(DEPLOY, {"detection": ["1/2", "125/192"]}, keep=keep)
        path = tmp_path / f"{keep}.nc"
        data.to_netcdf(path, engine="h5netcdf")
        with xr.open_dataset(path, engine="h5netcdf") as read:
            xr.testing.assert_identical(read.load(), data)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: bg.sweep(DEPLOY, {"detecton": [1]}), UnknownNameError, "did you mean 'detection'"),
        (lambda: bg.sweep(DEPLOY, {}), InvalidParameterError, "no parameter varies"),
        (lambda: bg.sweep(DEPLOY, [1, 2]), InvalidParameterError, "over is written"),
        (lambda: bg.sweep(DEPLOY, {"detection": []}), InvalidParameterError, "no value"),
        (lambda: bg.sweep(DEPLOY, {"detection": 0.5}), InvalidParameterError, "several values"),
        (lambda: bg.sweep(DEPLOY, {"detection": "0.5"}), InvalidParameterError, "several values"),
        (lambda: bg.sweep(DEPLOY, {"detection": [[1]]}), InvalidParameterError, "detection"),
        (
            lambda: bg.sweep(DEPLOY, {"detection": np.zeros((2, 2))}),
            InvalidParameterError,
            r"got shape \(2, 2\)",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": np.array(["a"])}),
            InvalidParameterError,
            "not one of numbers",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1, float("nan")]}),
            InvalidParameterError,
            r"detection\[1\] = nan",
        ),
        (lambda: bg.sweep(DEPLOY, {"detection": [0, 0]}), InvalidParameterError, "there twice"),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, at={"detection": 1}),
            InvalidParameterError,
            "say one of the two",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, at={"x": 1}),
            UnknownNameError,
            "no open parameter 'x'",
        ),
        (lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, "war"), InvalidParameterError, "a measure"),
        (lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, [1]), InvalidParameterError, "a measure"),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, [DEPLOYS, DEPLOYS]),
            InvalidParameterError,
            "two measures would be called",
        ),
        (lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, {}), InvalidParameterError, "one at least"),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, {"regime": DEPLOYS}),
            InvalidParameterError,
            "cannot be called 'regime'",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, {"a": 1}),
            InvalidParameterError,
            "expected a measure",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, {1: DEPLOYS}),
            InvalidParameterError,
            "named by text",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, bg.ExpectedPayoff("USA")),
            UnknownNameError,
            "no player 'USA'",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, keep="all"),
            InvalidParameterError,
            "'bounds' or 'set'",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, keep="set", forms=0),
            InvalidParameterError,
            "forms is",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, keep="set", selection=bg.MaxWelfare()),
            InvalidParameterError,
            "leave out keep",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, selection="best"),
            InvalidParameterError,
            "a rule",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, engine="fast"),
            UnknownNameError,
            "no engine 'fast'",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, engine=1),
            InvalidParameterError,
            "called by name",
        ),
        (
            lambda: bg.sweep(DEPLOY, {"detection": [0.1]}, engine="two-player tables"),
            UnsupportedGameError,
            "takes tables",
        ),
        (
            lambda: bg.sweep(bg.catalog.load("matching-pennies").game, {"x": [1]}),
            UnsupportedGameError,
            "nothing to vary",
        ),
        (lambda: bg.sweep("deploy", {"x": [1]}), UnsupportedGameError, "expected a game"),
        (
            lambda: bg.sweep(
                DEPLOY, {n: np.linspace(0, 1, 9000) for n in ("detection", "us_resolve", "candour")}
            ),
            InvalidParameterError,
            "xarray.concat",
        ),
        (
            lambda: bg.evaluate(DEPLOY, {"detection": [1], "erosion": [1, 2]}, {"a": DEPLOYS}),
            InvalidParameterError,
            "detection 1, erosion 2",
        ),
        (lambda: bg.evaluate(DEPLOY, [1], {"a": DEPLOYS}), InvalidParameterError, "are written"),
    ],
)
def test_wrong_input(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_a_whole_parameter_takes_whole_numbers():
    weeks = bg.Parameter("weeks", 6, low=1, high=9, whole=True)
    game = bg.ExtensiveFormGame("wait", players=("A",), root=bg.Terminal({"A": weeks * 1}))
    with pytest.raises(InvalidParameterError, match=r"weeks\[1\] = 6.5 is not whole"):
        bg.sweep(game, {"weeks": [6, 6.5]})


def test_a_structure_with_too_many_forms_asks_for_a_number():
    x = bg.Parameter("x", 1, low=0, high=2)
    ends = {str(i): bg.Terminal({"A": x * i}) for i in range(200)}
    game = bg.ExtensiveFormGame("menu", players=("A",), root=bg.Decision("A", ends))
    with pytest.raises(InvalidParameterError, match="more than 128 forms"):
        bg.sweep(game, {"x": [1, 2]}, keep="set")
    assert bg.sweep(game, {"x": [1, 2]}, keep="set", forms=2).exists.values[:, 0].all()
