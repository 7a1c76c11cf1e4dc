from __future__ import annotations

import types

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

import brinkgame as bg
from brinkgame.memo import deploy
from brinkgame.plotting import draw_corner, draw_projection
from tests.unit.plotting.looking import cut, overlaps, words

SPACE = deploy.GAME.parameters
WEEKS = bg.Parameter("weeks", 12, low=6, high=16, whole=True, meaning="weeks until ready")


class Identified:
    """What pictures ask of a result of the inverse question, by plain counting."""

    def __init__(self, draws, weights, space):
        self.draws, self.weights, self.space = draws, np.asarray(weights, dtype=float), space
        self.share = types.SimpleNamespace(
            estimate=self.weights.mean(), is_empty_sample=not self.weights.any()
        )
        self.effective = self.weights.sum() ** 2 / max((self.weights**2).sum(), 1e-9)

    def edges(self, name, bins):
        parameter = self.space[name]
        low, high = float(parameter.low), float(parameter.high)
        if parameter.whole:
            return np.arange(low - 0.5, high + 1)
        return np.linspace(low, high, bins + 1)

    def projection(self, names, bins):
        edges = [self.edges(name, bins) for name in names]
        columns = [self.draws[name] for name in names]
        before, _ = np.histogramdd(columns, edges)
        after, _ = np.histogramdd(columns, edges, weights=self.weights)
        size = np.prod(np.meshgrid(*map(np.diff, edges), indexing="ij"), axis=0)
        with np.errstate(invalid="ignore"):
            data = {
                "before": before / before.sum() / size,
                "after": after / after.sum() / size,
                "share": after / before,
            }
        middles = {n: (e[1:] + e[:-1]) / 2 for n, e in zip(names, edges, strict=True)}
        return xr.Dataset({key: (names, value) for key, value in data.items()}, middles)

    def marginal(self, name, bins=20):
        return self.projection((name,), bins)

    def joint(self, one, other, bins=20):
        return self.projection((one, other), bins)


def identified(size=4096, keep=None):
    rng = np.random.default_rng(1)
    draws = {p.name: rng.uniform(float(p.low), float(p.high), size) for p in SPACE.values()}
    draws["weeks"] = rng.integers(6, 17, size)
    kept = deploy.preference().difference.evaluate_array(draws) >= 0
    return Identified(draws, kept if keep is None else keep, {**SPACE, "weeks": WEEKS})


def densities(ax):
    """The steps of what is left, and of the whole box: (values, edges) each."""
    filled, outlined = (patch for patch in ax.patches if isinstance(patch, StepPatch))
    assert filled.get_fill()
    assert not outlined.get_fill()
    return [each.get_data()[:2] for each in (filled, outlined)]


def test_one_parameter_beside_its_box():
    found = identified()
    ax = draw_projection(found, "detection", title="What is left")
    assert cut(ax) == []
    assert overlaps(ax) == []
    left = 100 * found.share.estimate
    assert f"what is left\n({left:.3g} % of the box)" in words(ax)
    for values, edges in densities(ax):
        assert (values * np.diff(edges)).sum() == pytest.approx(1)
    # discovery is pushed down: more of what is left lies in the lower half
    values, _ = densities(ax)[0]
    assert values[: len(values) // 2].sum() > values.sum() * 0.52


def test_whole_parameters_have_a_step_for_each_number():
    ax = draw_projection(identified(), "weeks")
    _, edges = densities(ax)[0]
    assert list(edges) == [n - 0.5 for n in range(6, 18)]


def test_two_parameters_show_the_share_that_is_left():
    ax = draw_projection(identified(size=40_000), "detection", "us_resolve")
    assert cut(ax) == []
    assert overlaps(ax) == []
    (mesh,) = [c for c in ax.collections if type(c).__name__ == "QuadMesh"]
    shares = mesh.get_array()
    assert shares[0, 0] > 0.95  # never discovered, never compelled
    assert shares[-1, -1] < 0.5


def test_cells_without_anything_are_hatched():
    found = identified()
    corner = found.draws["detection"] < 0.5
    draws = {name: values[corner] for name, values in found.draws.items()}
    half = Identified(draws, found.weights[corner], found.space)
    ax = draw_projection(half, "detection", "us_resolve")
    assert ax.patch.get_hatch() == "////"


def test_a_corner_has_every_pair():
    names = ["detection", "us_resolve", "retreat_cost", "weeks"]
    axes = draw_corner(identified(), names, title="What deploying excludes")
    assert axes.shape == (4, 4)
    assert sum(each is not None for each in axes.flat) == 10
    assert cut(axes[0, 0]) == []
    assert overlaps(axes[0, 0]) == []
    assert [axes[3, k].get_xlabel() for k in range(4)] == names


def test_what_the_records_of_two_decisions_leave():
    points = [bg.memo.load(name) for name in ("deploy", "blockade")]
    seen = [bg.Observation(p.game, p.happened, concept=p.concept) for p in points]
    found = bg.identify(seen, draws=2**10)
    axes = draw_corner(found, ["brink_risk", "hard_type"], bins=6)
    assert cut(axes[0, 0]) == []
    assert overlaps(axes[0, 0]) == []
    (mesh,) = [c for c in axes[1, 0].collections if type(c).__name__ == "QuadMesh"]
    expected = found.joint("brink_risk", "hard_type", 6).share.values
    assert np.allclose(mesh.get_array(), expected.T)


def test_a_figure_of_the_caller_is_used():
    figure = Figure(layout="constrained")
    axes = draw_corner(identified(), ["detection", "us_resolve"], figure=figure)
    assert axes[1, 0].figure is figure


def test_wrong_input_is_refused():
    found = identified()
    with pytest.raises(bg.InvalidParameterError, match="nothing to draw"):
        draw_projection(identified(keep=np.zeros(4096)), "detection")
    with pytest.raises(bg.InvalidParameterError, match=r"brinkgame\.identify"):
        draw_projection(3, "detection")
    with pytest.raises(bg.UnknownNameError, match="did you mean"):
        draw_projection(found, "detectio")
    with pytest.raises(bg.UnknownNameError, match="did you mean"):
        draw_corner(found, ["detection", "us_resolv"])
    with pytest.raises(bg.InvalidParameterError, match="twice"):
        draw_projection(found, "detection", "detection")
    for names in ("detection", ["detection"], ["detection", "detection"], list(SPACE)[:9]):
        with pytest.raises(bg.InvalidParameterError):
            draw_corner(found, names)
    with pytest.raises(bg.InvalidParameterError, match="matplotlib Figure"):
        draw_corner(found, ["detection", "us_resolve"], figure=3)
