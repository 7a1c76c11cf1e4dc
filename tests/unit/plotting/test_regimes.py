from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

import brinkgame as bg
from brinkgame.plotting import draw_regimes, save
from tests.unit.plotting.looking import cut, overlaps, words

X = bg.Parameter("x", "1/2", low=0, high=1)
Y = bg.Parameter("y", "1/4", low=0, high=1, unit="share", meaning="what is left")


def one(payoff, **more):
    root = bg.Decision("A", {"stay": bg.Terminal({"A": 0}), "go": bg.Terminal({"A": payoff})})
    return bg.ExtensiveFormGame("one", players=("A",), root=root, **more)


def keys(ax):
    legend = ax.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def test_the_window_closes_in_the_picture(tmp_path):
    found = bg.regimes(bg.memo.load("blockade").game, over=("brink_risk", "hard_type"), of="paths")
    labels = {"US at root: accept": "accept", found.regimes[1].name: "quarantine"}
    ax = draw_regimes(found, labels=labels, title="The window")
    assert cut(ax) == []
    assert overlaps(ax) == []
    assert {"accept", "quarantine"} <= set(words(ax))
    assert any("brink_risk = 3/5" in key for key in keys(ax))
    assert "baseline 13/20, 1/3" in keys(ax)
    lines = [line.get_xydata() for line in ax.lines if len(line.get_xydata()) > 1]
    ends = np.concatenate(lines)
    corner = np.abs(ends - [0.6, 0.375]).sum(axis=1).min()
    assert corner < 1e-9
    save(ax, tmp_path / "window.png")


def test_curves_of_higher_degree_and_what_constraints_forbid():
    found = bg.regimes(one(X**2 + Y**2 - Y), over=("x", "y"))
    ax = draw_regimes(found, baseline={})
    assert cut(ax) == []
    for line in ax.lines:
        x, y = line.get_xydata().T
        assert np.allclose(x**2 + y**2, y, atol=1e-6)
    assert ax.get_ylabel().replace("\n", " ") == "y: what is left (share)"
    forbidden = bg.regimes(one(X + Y - 1, constraints=[Y < X]), over=("x", "y"))
    assert "against the constraints" in keys(draw_regimes(forbidden))


def test_several_and_none_look_different():
    cells = {
        ("a", "a"): (X, X), ("b", "b"): (1 - X, 1 - X), ("a", "b"): (Y, 0), ("b", "a"): (0, Y),
    }  # fmt: skip
    game = bg.NormalFormGame.from_cells(
        "meet", strategies={"A": ("a", "b"), "B": ("a", "b")}, cells=cells
    )
    found = bg.regimes(game, over=("x", "y"))
    assert any(regime.is_overlap for regime in found.regimes)
    patches = [p for p in draw_regimes(found).collections if p.get_hatch() == "///"]
    assert patches
    nothing = replace(found.regimes[0], names=(), shorts=(), void="no pure equilibrium")
    assert nothing.name == "no pure equilibrium"
    void = replace(found, regimes=(nothing, *found.regimes[1:]))
    ax = draw_regimes(void)
    assert any(patch.get_hatch() == "xx" for patch in ax.collections)
    assert any("no pure equilibrium" in text.replace("\n", " ") for text in words(ax))


def test_one_parameter_is_a_band():
    found = bg.regimes(bg.memo.load("deploy").game, over="detection")
    ax = draw_regimes(found)
    assert cut(ax) == []
    assert not ax.get_yticks().size
    assert "baseline 1/2" in keys(ax)


def test_long_names_are_called_by_letters():
    found = bg.regimes(
        bg.catalog.load("unilateral-deterrence").game, over=("challenger_hard", "defender_hard")
    )
    ax = draw_regimes(found)
    assert cut(ax) == []
    assert overlaps(ax) == []
    assert "A, B" in words(ax)


def test_regimes_of_one_label_are_one_region():
    found = bg.regimes(bg.memo.load("blockade").game, over=("brink_risk", "hard_type"))
    labels = {regime.name: "accept" for regime in found.regimes if "accept" in regime.name}
    few, many = draw_regimes(found, labels=labels), draw_regimes(found)
    assert len(few.lines) < len(many.lines)


def test_the_callers_axes_are_used_and_wrong_input_is_told():
    found = bg.regimes(bg.memo.load("deploy").game, over=("detection", "us_resolve"))
    ax = Figure(figsize=(9, 5)).add_subplot()
    assert draw_regimes(found, ax=ax) is ax
    with pytest.raises(bg.InvalidParameterError, match="expected an exact map"):
        draw_regimes(bg.memo.load("deploy").game)
    with pytest.raises(bg.InvalidParameterError, match="the baseline says nothing of us_resolve"):
        draw_regimes(found, baseline={"detection": 1})
