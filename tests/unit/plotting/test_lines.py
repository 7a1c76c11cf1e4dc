from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import brinkgame as bg
from brinkgame.memo import deploy
from brinkgame.plotting import draw_line
from tests.unit.plotting.looking import cut, overlaps, words

BASE = deploy.GAME.parameters.baseline
SIZE = 101


def swept(**more):
    """The worth of deploying along discovery; several equilibria in the middle."""
    x = np.linspace(0, 1, SIZE)
    low = np.maximum(-0.5, 2 - 3.84 * x)
    high = low + np.where((x > 0.4) & (x < 0.5), 0.5, 0)
    codes = np.where(x < 125 / 192, 0, 1)
    codes[(x > 0.4) & (x < 0.5)] = 2
    flags = {"flag_values": [0, 1, 2], "flag_meanings": "deploy hold either_of_them"}
    return xr.Dataset(
        {
            "worth_low": ("detection", low, {"long_name": "expected payoff of USSR"}),
            "worth_high": ("detection", high),
            "regime": ("detection", codes.astype("i1"), flags),
            **more,
        },
        coords={"detection": ("detection", x, {"long_name": "chance of discovery"})},
    )


def keys(ax):
    legend = ax.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def test_a_measure_on_its_regimes():
    switches = bg.nearest_switches(deploy.GAME, "USSR", "root")
    mine = [s for s in switches if s.parameter.name == "detection"]
    ax = draw_line(swept(), "worth", baseline=BASE["detection"], thresholds=mine, title="Worth")
    assert cut(ax) == []
    assert overlaps(ax) == []
    assert {"deploy", "hold", "125/192, then hold", "Worth"} <= set(words(ax))
    assert keys(ax) == ["either of them", "lowest to highest\nequilibrium", "baseline 1/2"]
    assert ax.get_ylabel() == "expected payoff of USSR"
    # the color turns at the threshold, not between two points of the grid
    ends = [patch.get_x() + patch.get_width() for patch in ax.patches]
    assert any(end == pytest.approx(125 / 192, abs=1e-12) for end in ends)


def test_the_line_is_broken_where_the_regime_changes():
    ax = draw_line(swept(), "worth")
    drawn = [line for line in ax.lines if len(line.get_xdata()) > 1]
    assert len(drawn) == 2 * 4
    assert len(ax.collections) == 1  # one band, where there are several


def test_thresholds_that_crowd_have_rows_of_their_own():
    ax = draw_line(swept(), "worth", thresholds={f"turns at {k}": 0.5 + k / 100 for k in range(5)})
    assert cut(ax) == []
    assert overlaps(ax) == []


def test_kinds_of_thresholds():
    data = swept()
    threshold = deploy.preference().threshold("detection")
    ax = draw_line(data, "worth", thresholds=threshold)
    assert "125/192" in words(ax)
    assert "0.25" in words(draw_line(data, "worth", thresholds=[0.25]))
    with pytest.raises(bg.InvalidParameterError, match="no place on an axis of detection"):
        draw_line(data, "worth", thresholds=deploy.preference().threshold("us_resolve"))
    with pytest.raises(bg.InvalidParameterError, match="expected a number"):
        draw_line(data, "worth", thresholds="soon")


def test_bounds_may_be_a_dimension_or_one_value():
    data = swept()
    both = xr.concat([data["worth_low"], data["worth_high"]], dim="bound").drop_attrs()
    as_dimension = data.drop_vars(["worth_low", "worth_high"]).assign(worth=both)
    assert len(draw_line(as_dimension, "worth").collections) == 1
    single = data.assign(only=data["worth_low"])
    assert len(draw_line(single, "only").collections) == 0


def test_without_regimes_the_background_is_white():
    ax = draw_line(swept().drop_vars("regime"), "worth")
    assert ax.patches == [] or len(ax.patches) == 0
    assert keys(ax) == ["lowest to highest\nequilibrium"]


def test_points_that_failed_leave_a_gap():
    data = swept()
    data["worth_low"][10:20] = np.nan
    data["worth_high"][10:20] = np.nan
    ax = draw_line(data, "worth")
    assert np.isnan(ax.lines[0].get_ydata()).sum() == 10


def test_regimes_may_be_renamed_and_the_baseline_is_that_of_the_data():
    data = swept()
    data["detection"].attrs["baseline"] = "1/2"
    ax = draw_line(data, "worth", labels={"either of them": "either"})
    assert "baseline 1/2" in keys(ax)
    assert "either" in words(ax)
    assert "baseline 1/2" not in keys(draw_line(data, "worth", baseline=False))


def test_the_sweep_of_a_real_game():
    worth = bg.ExpectedPayoff("USSR")
    data = bg.sweep(deploy.GAME, {"detection": np.linspace(0, 1, 41)}, worth)
    ax = draw_line(data, worth.name, thresholds=deploy.preference().threshold("detection"))
    assert cut(ax) == []
    assert overlaps(ax) == []
    assert ax.get_ylabel() == worth.words
    assert "125/192" in words(ax)


def test_wrong_input_is_refused():
    with pytest.raises(bg.UnknownNameError, match="did you mean"):
        draw_line(swept(), "worth_lo")
    with pytest.raises(bg.UnknownNameError, match="not over"):
        draw_line(swept(), "worth", "us_resolve")
    with pytest.raises(bg.InvalidParameterError, match=r"brinkgame\.sweep"):
        draw_line({"worth": 1}, "worth")
    with pytest.raises(bg.InvalidParameterError, match="one parameter"):
        draw_line(swept().isel(detection=0), "worth")
