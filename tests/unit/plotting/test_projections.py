from __future__ import annotations

import types

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import brinkgame as bg
from brinkgame.memo import deploy
from brinkgame.plotting import draw_corner, draw_projection
from tests.unit.plotting.looking import cut, overlaps, words

SPACE = deploy.GAME.parameters
WEEKS = bg.Parameter("weeks", 12, low=6, high=16, whole=True, meaning="weeks until ready")


def identified(size=4096, keep=None):
    rng = np.random.default_rng(1)
    draws = {p.name: rng.uniform(float(p.low), float(p.high), size) for p in SPACE.values()}
    draws["weeks"] = rng.integers(6, 17, size)
    kept = deploy.preference().difference.evaluate_array(draws) >= 0
    return types.SimpleNamespace(
        draws=draws, kept=kept if keep is None else keep, space={**SPACE, "weeks": WEEKS}
    )


def filled(ax):
    """The bars of what was kept; all draws are one outline."""
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def test_one_parameter_beside_its_prior():
    found = identified()
    ax = draw_projection(found, "detection", title="What is left")
    assert cut(ax) == []
    assert overlaps(ax) == []
    share = 100 * found.kept.mean()
    assert f"kept ({share:.3g} % of draws)" in words(ax)
    bars = filled(ax)
    area = sum(bar.get_width() * bar.get_height() for bar in bars)
    assert area == pytest.approx(1)
    # discovery is pushed down: more of what is left below the middle than above it
    low = sum(bar.get_height() for bar in bars if bar.get_x() < 0.49)
    assert low > sum(bar.get_height() for bar in bars) * 0.52


def test_whole_parameters_have_a_bar_for_each_number():
    ax = draw_projection(identified(), "weeks")
    bars = filled(ax)
    assert [bar.get_x() + bar.get_width() / 2 for bar in bars] == list(range(6, 17))


def test_two_parameters_show_the_share_that_is_kept():
    found = identified(size=40_000)
    ax = draw_projection(found, "detection", "us_resolve")
    assert cut(ax) == []
    assert overlaps(ax) == []
    (mesh,) = [c for c in ax.collections if type(c).__name__ == "QuadMesh"]
    shares = mesh.get_array()
    assert shares[0, 0] > 0.95  # never discovered, never compelled
    assert shares[-1, -1] < 0.5


def test_cells_without_draws_are_hatched():
    found = identified()
    corner = found.draws["detection"] < 0.5
    for name in found.draws:
        found.draws[name] = found.draws[name][corner]
    found.kept = found.kept[corner]
    ax = draw_projection(found, "detection", "us_resolve")
    assert ax.patch.get_hatch() == "////"


def test_likelihoods_are_weights():
    found = identified()
    del found.kept
    found.weights = found.draws["detection"] * 0 + 0.25
    assert "kept (25 % of draws)" in words(draw_projection(found, "detection"))


def test_a_corner_has_every_pair():
    names = ["detection", "us_resolve", "retreat_cost", "weeks"]
    axes = draw_corner(identified(), names, title="What deploying excludes")
    assert axes.shape == (4, 4)
    assert sum(each is not None for each in axes.flat) == 10
    assert cut(axes[0, 0]) == []
    assert overlaps(axes[0, 0]) == []
    assert [axes[3, k].get_xlabel() for k in range(4)] == names


def test_a_figure_of_the_caller_is_used():
    figure = Figure(layout="constrained")
    axes = draw_corner(identified(), ["detection", "us_resolve"], figure=figure)
    assert axes[1, 0].figure is figure


def test_draws_without_definitions_have_the_range_of_the_draws():
    bare = types.SimpleNamespace(
        draws={"x": np.linspace(2, 3, 500), "y": np.full(500, 7.0)}, kept=np.ones(500)
    )
    ax = draw_projection(bare, "x", "y")
    assert ax.get_xlim() == (2, 3)
    assert ax.get_ylim() == (6.5, 7.5)
    assert "baseline" not in " ".join(words(draw_corner(bare, ["x", "y"])[0, 0]))


def test_wrong_input_is_refused():
    found = identified()
    with pytest.raises(bg.InvalidParameterError, match="no draw was kept"):
        draw_projection(identified(keep=np.zeros(4096, dtype=bool)), "detection")
    with pytest.raises(bg.InvalidParameterError, match=r"brinkgame\.identify"):
        draw_projection(3, "detection")
    with pytest.raises(bg.UnknownNameError, match="did you mean"):
        draw_projection(found, "detectio")
    with pytest.raises(bg.InvalidParameterError, match="twice"):
        draw_projection(found, "detection", "detection")
    for names in ("detection", ["detection"], ["detection", "detection"], list(SPACE)[:9]):
        with pytest.raises(bg.InvalidParameterError):
            draw_corner(found, names)
    with pytest.raises(bg.InvalidParameterError, match="matplotlib Figure"):
        draw_corner(found, ["detection", "us_resolve"], figure=3)
