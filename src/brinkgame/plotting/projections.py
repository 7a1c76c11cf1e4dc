"""What is left of the parameters' ranges once every game has to return what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from brinkgame.errors import InvalidParameterError
from brinkgame.plotting.palette import GRID, INK, OKABE_ITO, PAPER, QUIET, mixed
from brinkgame.plotting.paper import beside, chart, dress, heading
from brinkgame.plotting.samples import Sample
from brinkgame.plotting.wording import short, wrapped

__all__ = ["draw_corner", "draw_projection"]

_MOST: Final = 40
_FEWEST: Final = 8
_KEPT: Final = mixed(OKABE_ITO["blue"], PAPER, 0.25)
_SHADES: Final = LinearSegmentedColormap.from_list(
    "kept", [PAPER, mixed(OKABE_ITO["sky blue"], PAPER, 0.3), OKABE_ITO["blue"], "#002B45"]
)
"""From white to dark in one hue, so that gray paper says the same."""
_LARGEST: Final = 8


def draw_projection(
    identified: Any,
    x: str,
    y: str | None = None,
    *,
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Draw what is left of one parameter's range, or of two together.

    One parameter: how the draws that were kept are distributed (filled), beside all draws
    (outlined). Two: the share of the draws in each cell that was kept, which does not depend on how
    many were drawn there; cells without a draw are hatched.

    Parameters
    ----------
    identified
        What `brinkgame.identify` returns.
    x, y
        The parameters.
    ax
        Where to draw; None for a new figure.
    title
        The heading.

    Raises
    ------
    InvalidParameterError
        Nothing was kept, or x and y are the same.
    UnknownNameError
        There is no such parameter.
    """
    sample = Sample.of(identified)
    if y is None:
        ax = chart(ax, 6.4, 3.4)
        dress(ax)
        _histogram(ax, sample, x)
        ax.set_xlabel(wrapped(sample.words(x), 48))
        ax.set_ylabel("density")
        beside(ax, _keys(sample, x))
    else:
        if x == y:
            raise InvalidParameterError(f"two different parameters make a plane; got {x!r} twice")
        ax = chart(ax, 5.6, 4.4)
        dress(ax)
        plane = _Plane.of(sample, x, y)
        drawn = plane.draw(ax, sample, plane.most)
        ax.set_xlabel(wrapped(sample.words(x), 56))
        ax.set_ylabel(wrapped(sample.words(y), 44))
        figure: Any = ax.figure.figure
        bar = figure.colorbar(drawn, ax=ax, pad=0.02)
        _dress_bar(bar)
    if title:
        heading(ax, title)
    return ax


def draw_corner(
    identified: Any,
    parameters: Sequence[str],
    *,
    figure: Figure | None = None,
    title: str = "",
) -> npt.NDArray[Any]:
    """Draw what is left of several parameters: each alone on the diagonal, each pair below it.

    Parameters
    ----------
    identified
        What `brinkgame.identify` returns.
    parameters
        Two to eight of its parameters.
    figure
        An empty figure to draw on; None for a new one.
    title
        The heading.

    Returns
    -------
    array of Axes
        In rows and columns of the parameters; None above the diagonal. ``save(axes[0, 0], path)``
        saves all of it.

    Raises
    ------
    InvalidParameterError
        Nothing was kept, or the parameters are not two to eight different ones.
    UnknownNameError
        There is no such parameter.
    """
    names = list(parameters)
    if isinstance(parameters, str) or len(set(names)) != len(names):
        raise InvalidParameterError(f"expected different parameters; got {parameters!r}")
    if not 2 <= len(names) <= _LARGEST:
        raise InvalidParameterError(f"a corner shows 2 to {_LARGEST} parameters; got {len(names)}")
    sample = Sample.of(identified)
    for name in names:
        sample.values(name)
    count = len(names)
    if figure is None:
        side = 1.0 + max(1.5, 2.0 - 0.08 * count) * count
        figure = Figure(figsize=(side + 0.6, side), layout="constrained", facecolor=PAPER)
        FigureCanvasAgg(figure)
    elif not isinstance(figure, Figure):
        raise InvalidParameterError(f"figure is a matplotlib Figure, or None; got {figure!r}")
    grid = figure.add_gridspec(count, count)
    found = np.full((count, count), None, dtype=object)
    planes = {
        (row, column): _Plane.of(sample, names[column], names[row])
        for row in range(count)
        for column in range(row)
    }
    most = max(plane.most for plane in planes.values())
    drawn: Any = None
    for row in range(count):
        for column in range(row + 1):
            ax = figure.add_subplot(grid[row, column])
            dress(ax)
            ax.tick_params(labelsize=7.5)
            if row == column:
                _histogram(ax, sample, names[row])
                ax.set_yticks([])
                ax.spines["left"].set_visible(False)
            else:
                drawn = planes[row, column].draw(ax, sample, most)
            _label(ax, names, row, column)
            found[row, column] = ax
    bar = figure.colorbar(
        drawn, ax=[each for each in found.flat if each is not None], pad=0.02, shrink=0.6, aspect=30
    )
    _dress_bar(bar)
    keys = _keys(sample, None)
    figure.legend(handles=keys, loc="outside upper right", frameon=False, fontsize=8.5,
                  labelcolor=INK)  # fmt: skip
    if title:
        figure.suptitle(wrapped(title, 60), x=0.01, ha="left", fontsize=11.5, weight="bold",
                        color=INK)  # fmt: skip
    return found


def _label(ax: Axes, names: Sequence[str], row: int, column: int) -> None:
    """Names at the outer axes only."""
    last = len(names) - 1
    if row == last:
        ax.set_xlabel(wrapped(names[column], 18), fontsize=8.5)
        ax.tick_params(axis="x", labelrotation=45)
    else:
        ax.tick_params(axis="x", labelbottom=False)
    if column == 0 and row > 0:
        ax.set_ylabel(wrapped(names[row], 18), fontsize=8.5)
    elif row != column:
        ax.tick_params(axis="y", labelleft=False)


def _dress_bar(bar: Any) -> None:
    bar.set_label("share of draws kept", fontsize=8.5, color=INK)
    bar.ax.tick_params(labelsize=8, colors=QUIET, labelcolor=INK)
    bar.outline.set_visible(False)


def _bins(sample: Sample, name: str, cells: int) -> npt.NDArray[np.float64]:
    """Equal bins over the range; of a whole parameter, bins of whole numbers in their middle."""
    low, high = sample.range(name)
    if sample.is_whole(name):
        step = max(1, round((high - low + 1) / cells))
        return np.arange(low - 0.5, high + step + 0.5, step)
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.linspace(low, high, cells + 1)


def _histogram(ax: Axes, sample: Sample, name: str) -> None:
    values, weights = sample.values(name), sample.weights
    cells = int(np.clip(np.sqrt(sample.effective) / 2, _FEWEST, _MOST))
    bins = _bins(sample, name, cells).tolist()
    ax.hist(values, bins=bins, weights=weights, density=True, color=_KEPT, lw=0, zorder=2)
    ax.hist(values, bins=bins, density=True, histtype="step", color=INK, lw=1.1, zorder=3)
    start = sample.baseline(name)
    if start is not None:
        ax.axvline(start, color=INK, lw=1.1, ls=":", zorder=4)
    ax.set_xlim(bins[0], bins[-1])
    if sample.is_whole(name):
        ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))


@final
@dataclass(frozen=True, slots=True)
class _Plane:
    """The share of the draws that was kept in each cell of two parameters."""

    x: str
    y: str
    across: npt.NDArray[np.float64]
    up: npt.NDArray[np.float64]
    share: Any

    @classmethod
    def of(cls, sample: Sample, x: str, y: str) -> _Plane:
        cells = int(np.clip(np.sqrt(len(sample.weights) / 60), _FEWEST, 28))
        across, up = _bins(sample, x, cells), _bins(sample, y, cells)
        bins = [across.tolist(), up.tolist()]
        first, second = sample.values(x), sample.values(y)
        drawn, _, _ = np.histogram2d(first, second, bins=bins)
        kept, _, _ = np.histogram2d(first, second, bins=bins, weights=sample.weights)
        share = np.ma.masked_where(drawn == 0, kept / np.maximum(drawn, 1))
        return cls(x, y, across, up, share)

    @property
    def most(self) -> float:
        """The largest share, where the darkest shade stands."""
        return float(self.share.max())

    def draw(self, ax: Axes, sample: Sample, most: float) -> Any:
        """Draw it; returns what a color bar wants."""
        if np.ma.getmaskarray(self.share).any():
            ax.patch.set_hatch("////")
            ax.patch.set_edgecolor(GRID)
        shades = ax.pcolormesh(
            self.across,
            self.up,
            self.share.T,
            cmap=_SHADES,
            vmin=0.0,
            vmax=most,
            rasterized=True,
            zorder=0.5,
        )
        here, there = sample.baseline(self.x), sample.baseline(self.y)
        if here is not None and there is not None:
            ax.plot(here, there, "o", color=INK, mec=PAPER, mew=1.2, ms=6, zorder=4)
        ax.set_xlim(self.across[0], self.across[-1])
        ax.set_ylim(self.up[0], self.up[-1])
        for axis, name in ((ax.xaxis, self.x), (ax.yaxis, self.y)):
            if sample.is_whole(name):
                axis.set_major_locator(MaxNLocator("auto", integer=True))
        return shades


def _keys(sample: Sample, name: str | None) -> list[Any]:
    found: list[Any] = [
        Patch(facecolor=_KEPT, label=f"kept ({100 * sample.share:.3g} % of draws)"),
        Patch(facecolor="none", edgecolor=INK, label="all draws"),
    ]
    if name is None:
        if sample.has_baseline:
            found.append(Line2D([], [], color=INK, ls=":", lw=1.1, marker="o", ms=5,
                                label="baseline"))  # fmt: skip
    elif (start := sample.baseline(name)) is not None:
        found.append(Line2D([], [], color=INK, ls=":", lw=1.1, label=f"baseline {short(start)}"))
    return found
