from __future__ import annotations

import warnings
from fractions import Fraction

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure

import brinkgame as bg
from brinkgame.memo import deploy
from brinkgame.plotting import draw_map, save
from tests.unit.plotting.looking import cut, overlaps, words

BASE = deploy.GAME.parameters.baseline
NAMES = ("detection", "us_resolve")


def regimes(codes, labels, over=NAMES, **more):
    """A data set as a sweep makes it, over [0, 1] in each parameter."""
    codes = np.asarray(codes, dtype="i1")
    flags = {
        "flag_values": np.arange(len(labels), dtype="i1"),
        "flag_meanings": " ".join(label.replace(" ", "_") for label in labels),
    }
    coords = {
        name: (name, np.linspace(0, 1, size), {"long_name": f"what {name} means"})
        for name, size in zip(over, codes.shape, strict=True)
    }
    data = {"regime": (over, codes, flags), **{k: (over, v) for k, v in more.items()}}
    return xr.Dataset(data, coords=coords)


def deploys(size=41):
    across = np.linspace(0, 1, size)
    return regimes(across[:, None] * across[None, :] > 25 / 64, ["deploy", "hold"])


def keys(ax):
    legend = ax.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def test_labels_stand_in_their_regions_and_the_border_is_exact():
    ax = draw_map(deploys(), baseline=BASE, border=deploy.threshold(), at=BASE, title="A map")
    assert cut(ax) == []
    assert overlaps(ax) == []
    at = {text.get_text(): text.get_position() for text in ax.texts}
    assert at["deploy"][0] * at["deploy"][1] < 25 / 64 < at["hold"][0] * at["hold"][1]
    assert "detection × us_resolve = 25/64" in keys(ax)
    assert "baseline 1/2, 3/5" in keys(ax)
    (line,) = [c for c in ax.collections if type(c).__name__ == "QuadContourSet"]
    path = np.concatenate([p.vertices for p in line.get_paths()])
    assert np.allclose(path[:, 0] * path[:, 1], 25 / 64, atol=1e-3)


def test_axes_follow_the_names_that_are_given():
    ax = draw_map(deploys(), x="us_resolve")
    assert ax.get_xlabel() == "us_resolve: what us_resolve means"
    data = regimes([[0, 0], [1, 1], [1, 1]], ["low", "high"])
    mesh = draw_map(data).collections[0].get_array()
    assert mesh.shape == (2, 3)
    assert (mesh == [[0, 1, 1], [0, 1, 1]]).all()
    mesh = draw_map(data, y="detection").collections[0].get_array()
    assert (mesh == [[0, 0], [1, 1], [1, 1]]).all()


def test_several_equilibria_and_failures_are_hatched():
    size = 20
    several, failed = np.zeros((2, size, size), dtype=int)
    several[:10, :10] = 1
    failed[15:, 15:] = 1
    data = regimes(
        np.zeros((size, size)), ["one thing"], count=several + 1, failed=failed.astype(bool)
    )
    ax = draw_map(data)
    assert keys(ax) == ["several equilibria", "no answer"]
    hatched = [c.hatches for c in ax.collections if type(c).__name__ == "QuadContourSet"]
    assert hatched == [["///"], ["xx"]]
    (label,) = ax.texts
    x, y = label.get_position()
    assert not (x < 0.5 and y < 0.5)


def test_a_region_without_room_is_named_in_the_key():
    codes = np.zeros((40, 40))
    codes[20, :] = 1
    ax = draw_map(regimes(codes, ["wide", "a narrow strip with a long name"]))
    assert "a narrow strip with a long\nname" in keys(ax)
    assert words(ax).count("wide") == 1


def test_flags_that_do_not_occur_are_left_out_and_unknown_codes_are_no_answer():
    data = regimes(np.zeros((5, 5)), ["this", "that"])
    assert "that" not in words(draw_map(data))
    data["regime"][:] = 7
    assert keys(draw_map(data)) == ["no answer"]


def test_many_regimes_are_told_apart_by_hatches():
    codes = np.arange(16).reshape(4, 4)
    ax = draw_map(regimes(codes, [f"regime {k}" for k in range(16)]))
    assert cut(ax) == []
    assert overlaps(ax) == []


def test_meanings_may_be_a_list():
    data = regimes(np.zeros((5, 5)), ["x"])
    data["regime"].attrs["flag_meanings"] = ["a label, with blanks"]
    assert "a label, with blanks" in words(draw_map(data))


def test_regimes_may_be_renamed_and_merged():
    data = regimes([[0, 1], [2, 2]], ["hold", "deploy, compel", "deploy, accept"])
    ax = draw_map(data, labels={"deploy, compel": "deploy", "deploy, accept": "deploy"})
    assert (ax.collections[0].get_array() == [[0, 1], [1, 1]]).all()
    with pytest.raises(bg.UnknownNameError, match="did you mean"):
        draw_map(data, labels={"hol": "wait"})


def test_the_baseline_is_that_of_the_data_unless_another_is_given():
    data = deploys()
    for name, value in (("detection", "1/2"), ("us_resolve", "3/5")):
        data[name].attrs["baseline"] = value
    assert keys(draw_map(data)) == ["baseline 1/2, 3/5"]
    assert keys(draw_map(data, baseline={"detection": 0.1, "us_resolve": 1})) == ["baseline 0.1, 1"]
    assert keys(draw_map(data, baseline={})) == []


def test_points_against_the_constraints_are_dotted():
    data = regimes(np.zeros((9, 9)), ["x"], feasible=np.arange(81).reshape(9, 9) > 20)
    assert keys(draw_map(data)) == ["against the constraints"]


def test_the_sweep_of_a_real_game():
    grid = np.linspace(0, 1, 33)
    over = {"detection": grid, "us_resolve": grid}
    ax = draw_map(bg.sweep(deploy.GAME, over), border=deploy.threshold(), title="What is done")
    assert cut(ax) == []
    assert overlaps(ax) == []
    assert {"root: hold", "detection × us_resolve = 25/64"} <= set(words(ax))


def test_the_border_of_a_whole_parameter_is_asked_at_whole_numbers():
    hazard = bg.Parameter("hazard", "1/20", low=0, high=1)
    weeks = bg.Parameter("weeks", 8, low=6, high=16, whole=True)
    data = regimes(np.zeros((11, 11)), ["x"], over=("hazard", "weeks"))
    data = data.assign_coords(weeks=np.arange(6, 17))
    ax = draw_map(data, border=1 - (1 - hazard) ** weeks - Fraction(1, 2))
    (line,) = [c for c in ax.collections if type(c).__name__ == "QuadContourSet"]
    xs, ys = np.concatenate([p.vertices for p in line.get_paths()]).T
    whole = np.isclose(ys, np.round(ys))
    assert np.allclose(1 - (1 - xs[whole]) ** ys[whole], 0.5, atol=0.01)


def test_the_baseline_is_not_marked_where_something_else_is_held_elsewhere():
    grid = np.linspace(0, 1, 5)
    over = {"detection": grid, "candour": grid}
    assert keys(draw_map(bg.sweep(deploy.GAME, over))) == ["baseline 1/2, 1"]
    away = bg.sweep(deploy.GAME, over, at={"us_resolve": 1})
    assert "baseline" not in " ".join(keys(draw_map(away)))


def test_a_design_is_no_map():
    data = xr.Dataset({"regime": ("point", [0, 1])}, {"detection": ("point", [0.1, 0.2])})
    with pytest.raises(bg.InvalidParameterError, match="points of a design"):
        draw_map(data)


def test_other_borders():
    data = deploys()
    expression = deploy.preference().difference
    ax = draw_map(data, border=[expression, deploy.POINT.closed_forms[0]], at=BASE)
    assert "border" in keys(ax)
    with pytest.raises(bg.InvalidParameterError, match="needs values of"):
        draw_map(data, border=expression)
    with pytest.raises(bg.InvalidParameterError, match="expected a Threshold"):
        draw_map(data, border=0.5)
    held = data.assign_coords({name: float(BASE[name]) for name in BASE if name not in NAMES})
    assert "border" in keys(draw_map(held, border=expression))


def test_a_border_elsewhere_gives_no_line_and_no_warning():
    detection = bg.Parameter("detection", "1/2", low=0, high=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = draw_map(deploys(), border=detection - 2)
    assert not [c for c in ax.collections if type(c).__name__ == "QuadContourSet"]


def test_the_axes_of_the_caller_are_used(tmp_path):
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    assert draw_map(deploys(), ax=left) is left
    draw_map(deploys(), ax=right)
    assert cut(left) == []
    assert overlaps(left) == []
    assert (
        save(left, tmp_path / "a.svg").read_bytes() == save(left, tmp_path / "b.svg").read_bytes()
    )


@pytest.mark.parametrize(
    ("change", "kind", "text"),
    [
        (lambda d: d["regime"], bg.InvalidParameterError, "brinkgame.sweep"),
        (lambda d: d.isel(detection=0), bg.InvalidParameterError, "2 parameters"),
        (lambda d: d.drop_vars("regime"), bg.UnknownNameError, "no 'regime'"),
        (lambda d: d.isel(detection=slice(None, None, -1)), bg.InvalidParameterError, "increase"),
        (lambda d: d.assign(regime=d["regime"].drop_attrs()), bg.InvalidParameterError, "flag_val"),
        (
            lambda d: d.assign(regime=d["regime"].isel(detection=0)),
            bg.InvalidParameterError,
            "over",
        ),
        (
            lambda d: d.assign(regime=d["regime"].assign_attrs(flag_meanings="one")),
            bg.InvalidParameterError,
            "1 flag_meanings",
        ),
    ],
)
def test_what_is_no_sweep_over_two_parameters_is_refused(change, kind, text):
    with pytest.raises(kind, match=text):
        draw_map(change(deploys(5)))


def test_unknown_names_and_half_points_are_refused():
    with pytest.raises(bg.UnknownNameError, match="did you mean"):
        draw_map(deploys(5), x="detectio")
    with pytest.raises(bg.InvalidParameterError, match="nothing of us_resolve"):
        draw_map(deploys(5), baseline={"detection": 0.5})


def test_one_value_of_a_parameter_is_a_strip():
    ax = draw_map(regimes(np.zeros((1, 6)), ["only"]))
    assert cut(ax) == []
