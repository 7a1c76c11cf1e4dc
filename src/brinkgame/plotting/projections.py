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

from brinkgame.errors import InvalidParameterError, UnknownNameError, suggestion
from brinkgame.plotting.palette import GRID, INK, OKABE_ITO, PAPER, QUIET, mixed
from brinkgame.plotting.paper import beside, chart, dress, heading
from brinkgame.plotting.wording import short, wrapped

__all__ = ["draw_corner", "draw_projection"]

_MOST: Final = 40
_FEWEST: Final = 8
_MOST_CELLS: Final = 28
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
    bins: int | None = None,
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Draw what is left of one parameter's range, or of two together.

    One parameter: how what is left is distributed (filled), beside the whole box (outlined). Two:
    the share of each cell that is left, which does not depend on how much of the box is there;
    cells where the box has nothing are hatched.

    Parameters
    ----------
    identified
        What `brinkgame.identify` returns.
    x, y
        The parameters.
    bins
        Cells along each axis; without a number as many as the points that count can fill.
    ax
        Where to draw; None for a new figure.
    title
        The heading.

    Raises
    ------
    InvalidParameterError
        Nothing is left, or x and y are the same.
    UnknownNameError
        There is no such parameter.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load(name) for name in ("deploy", "blockade")]
    >>> seen = [bg.Observation(p.game, p.happened, concept=p.concept) for p in points]
    >>> found = bg.identify(seen, draws=2**10)
    >>> bg.plotting.draw_projection(found, "brink_risk").get_ylabel()
    'density'
    """
    _read(identified)
    _known(identified, *([x] if y is None else [x, y]))
    if y is None:
        ax = chart(ax, 6.4, 3.4)
        dress(ax)
        _histogram(ax, identified, x, bins)
        ax.set_xlabel(wrapped(_words(identified, x), 48))
        ax.set_ylabel("density")
        beside(ax, _keys(identified, x))
    else:
        if x == y:
            raise InvalidParameterError(f"two different parameters make a plane; got {x!r} twice")
        ax = chart(ax, 5.6, 4.4)
        dress(ax)
        plane = _Plane.of(identified, x, y, bins)
        drawn = plane.draw(ax, identified, plane.most)
        ax.set_xlabel(wrapped(_words(identified, x), 56))
        ax.set_ylabel(wrapped(_words(identified, y), 44))
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
    bins: int | None = None,
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
    bins
        Cells along each axis; without a number as many as the points that count can fill.
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
        Nothing is left, or the parameters are not two to eight different ones.
    UnknownNameError
        There is no such parameter.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load(name) for name in ("deploy", "blockade")]
    >>> seen = [bg.Observation(p.game, p.happened, concept=p.concept) for p in points]
    >>> found = bg.identify(seen, draws=2**10)
    >>> axes = bg.plotting.draw_corner(found, ["brink_risk", "hard_type", "detection"])
    >>> axes.shape, axes[0, 1]
    ((3, 3), None)
    """
    names = list(parameters)
    if isinstance(parameters, str) or len(set(names)) != len(names):
        raise InvalidParameterError(f"expected different parameters; got {parameters!r}")
    if not 2 <= len(names) <= _LARGEST:
        raise InvalidParameterError(f"a corner shows 2 to {_LARGEST} parameters; got {len(names)}")
    _read(identified)
    for name in names:
        _known(identified, name)
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
        (row, column): _Plane.of(identified, names[column], names[row], bins)
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
                _histogram(ax, identified, names[row], bins)
                ax.set_yticks([])
                ax.spines["left"].set_visible(False)
            else:
                drawn = planes[row, column].draw(ax, identified, most)
            _label(ax, names, row, column)
            found[row, column] = ax
    bar = figure.colorbar(
        drawn, ax=[each for each in found.flat if each is not None], pad=0.02, shrink=0.6, aspect=30
    )
    _dress_bar(bar)
    keys = _keys(identified, None)
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
    bar.set_label("share that is left", fontsize=8.5, color=INK)
    bar.ax.tick_params(labelsize=8, colors=QUIET, labelcolor=INK)
    bar.outline.set_visible(False)


def _read(identified: Any) -> None:
    """Check that it is a result of the inverse question with something in it.

    Raises
    ------
    InvalidParameterError
        It is none, or nothing is left.
    """
    parts = ("marginal", "joint", "share", "space")
    if any(not hasattr(identified, part) for part in parts):
        raise InvalidParameterError(f"expected what brinkgame.identify returns; got {identified!r}")
    if identified.share.is_empty_sample:
        raise InvalidParameterError(
            f"there is nothing to draw: {identified.share}; another reading or fewer observations "
            "may leave something"
        )


def _known(identified: Any, *names: str) -> None:
    for name in names:
        if name not in identified.space:
            raise UnknownNameError(f"no parameter {name!r}{suggestion(name, identified.space)}")


def _cells(identified: Any, most: int) -> int:
    """As many bins as the points that count can fill."""
    return int(np.clip(np.sqrt(identified.effective) / 2, _FEWEST, most))


def _edges(middles: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The ends of bins of one width from their middles."""
    half = (middles[1] - middles[0]) / 2 if middles.size > 1 else 0.5
    return np.append(middles - half, middles[-1] + half)


def _whole_ticks(ax: Axes, identified: Any, x: str, y: str | None) -> None:
    for axis, name in ((ax.xaxis, x), (ax.yaxis, y)):
        if name is not None and identified.space[name].whole:
            axis.set_major_locator(MaxNLocator("auto", integer=True))


def _words(identified: Any, name: str) -> str:
    meaning = identified.space[name].meaning
    return f"{name}: {meaning}" if meaning else name


def _histogram(ax: Axes, identified: Any, name: str, bins: int | None) -> None:
    """The density of what is left, filled, and of the whole box, outlined."""
    data = identified.marginal(name, bins or _cells(identified, _MOST))
    edges = _edges(np.asarray(data[name].values, dtype=np.float64))
    ax.stairs(np.asarray(data["after"].values), edges, fill=True, color=_KEPT, lw=0, zorder=2)
    ax.stairs(np.asarray(data["before"].values), edges, color=INK, lw=1.1, zorder=3)
    ax.axvline(float(identified.space[name].baseline), color=INK, lw=1.1, ls=":", zorder=4)
    ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(0, None)
    _whole_ticks(ax, identified, name, None)


@final
@dataclass(frozen=True, slots=True)
class _Plane:
    """The share of the box that is left in each cell of two parameters."""

    x: str
    y: str
    across: npt.NDArray[np.float64]
    up: npt.NDArray[np.float64]
    share: Any

    @classmethod
    def of(cls, identified: Any, x: str, y: str, bins: int | None) -> _Plane:
        data = identified.joint(x, y, bins or _cells(identified, _MOST_CELLS))
        across, up = (_edges(np.asarray(data[name].values, dtype=np.float64)) for name in (x, y))
        share = np.ma.masked_invalid(data["share"].transpose(x, y).values)
        return cls(x, y, across, up, share)

    @property
    def most(self) -> float:
        """The largest share, where the darkest shade stands."""
        return float(self.share.max())

    def draw(self, ax: Axes, identified: Any, most: float) -> Any:
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
        here, there = (float(identified.space[name].baseline) for name in (self.x, self.y))
        ax.plot(here, there, "o", color=INK, mec=PAPER, mew=1.2, ms=6, zorder=4)
        ax.set_xlim(self.across[0], self.across[-1])
        ax.set_ylim(self.up[0], self.up[-1])
        _whole_ticks(ax, identified, self.x, self.y)
        return shades


def _keys(identified: Any, name: str | None) -> list[Any]:
    left = 100 * identified.share.estimate
    found: list[Any] = [
        Patch(facecolor=_KEPT, label=f"what is left\n({left:.3g} % of the box)"),
        Patch(facecolor="none", edgecolor=INK, label="the whole box"),
    ]
    if name is None:
        mark: dict[str, Any] = {"marker": "o", "ms": 5.0, "label": "baseline"}
    else:
        mark = {"label": f"baseline {short(identified.space[name].baseline)}"}
    found.append(Line2D([], [], color=INK, ls=":", lw=1.1, **mark))
    return found
