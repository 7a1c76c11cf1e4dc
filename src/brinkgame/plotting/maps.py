"""The two-way map: which regime holds over two parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from brinkgame.errors import InvalidParameterError
from brinkgame.plotting.borders import border_words, difference_of, on_grid, steps
from brinkgame.plotting.palette import INK, PAPER, QUIET, regime_style
from brinkgame.plotting.paper import beside, chart, dress, heading
from brinkgame.plotting.rooms import room_in
from brinkgame.plotting.swept import Flags, Floats, Regimes, Swept, edges
from brinkgame.plotting.wording import form_lines, short, wrapped

__all__ = ["draw_map"]

_LABEL: Final = 10.5
_FINE: Final = 241
_CLEAR: Final = 12.0
"""Dots that stay free around the mark of the baseline."""


def draw_map(
    data: Any,
    x: str | None = None,
    y: str | None = None,
    *,
    regime: str = "regime",
    labels: Mapping[str, str] | None = None,
    baseline: Mapping[str, Any] | None = None,
    border: Any = None,
    at: Mapping[str, Any] | None = None,
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Draw which regime holds over two parameters.

    Each regime has a color, and its label stands in the middle of its region where it has room, and
    in the key where it has not. Where there are several equilibria the map is hatched; where no
    answer was found it is left white with crosses; where constraints forbid the point it is dotted.

    Parameters
    ----------
    data
        What `brinkgame.sweep` returns for two parameters: an ``xarray.Dataset`` with a variable of
        flags.
    x, y
        Which parameter runs along which axis; without them the first runs to the right.
    regime
        The variable that is drawn.
    labels
        What regimes are to be called, ``{flag meaning: label}``; those with the same label become
        one region.
    baseline
        A point to mark, ``{parameter: number}``; without one, the baseline that the data set tells;
        an empty one for none.
    border
        Borders in closed form to draw as lines: a `Threshold`, a closed form of a decision, or an
        expression that is zero on the border; or a list of them. They say where a preference turns
        while everybody else's conduct stays, and may go on where that is no longer so.
    at
        The values of the other parameters of the border; those that the data set tells need not be
        given.
    ax
        Where to draw; None for a new figure.
    title
        The heading.

    Raises
    ------
    InvalidParameterError
        It is no sweep over two parameters, the flags have no meanings, or a point is incomplete.
    UnknownNameError
        There is no such parameter or variable.

    Examples
    --------
    >>> import numpy as np, xarray as xr
    >>> import brinkgame as bg
    >>> data = xr.Dataset(
    ...     {"regime": (("detection", "us_resolve"), np.array([[0, 0], [0, 1]], dtype="i1"),
    ...                 {"flag_values": [0, 1], "flag_meanings": "deploy hold"})},
    ...     coords={"detection": [0.0, 1.0], "us_resolve": [0.0, 1.0]})
    >>> axes = bg.plotting.draw_map(data, baseline={"detection": 0.5, "us_resolve": 0.6})
    >>> axes.get_xlabel(), axes.get_ylabel()
    ('detection', 'us_resolve')
    """
    swept = Swept.of(data, 2, (x, y))
    across, up = (swept.values(name) for name in swept.over)
    regimes = swept.regimes(regime, labels)
    ax = chart(ax, 6.4, 4.8)
    dress(ax)
    horizontal, vertical = edges(across), edges(up)
    ax.set_xlim(horizontal[0], horizontal[-1])
    ax.set_ylim(vertical[0], vertical[-1])
    present = regimes.present()
    _draw_regions(ax, regimes, present, horizontal, vertical)
    keys: list[Any] = []
    if swept.several().any():
        _hatch(ax, swept.several(), across, up, "///")
        keys.append(Patch(facecolor=PAPER, edgecolor=QUIET, hatch="///", lw=0.8,
                          label="several equilibria"))  # fmt: skip
    lost = swept.failed() | (regimes.codes < 0)
    if lost.any():
        _hatch(ax, lost, across, up, "xx")
        keys.append(Patch(facecolor=PAPER, edgecolor=QUIET, hatch="xx", lw=0.8,
                          label="no answer"))  # fmt: skip
    excluded = swept.excluded()
    if excluded.any():
        _hatch(ax, excluded, across, up, "...")
        keys.append(Patch(facecolor=PAPER, edgecolor=QUIET, hatch="...", lw=0.8,
                          label="against the constraints"))  # fmt: skip
    ax.set_xlabel(wrapped(swept.words(swept.over[0]), 60))
    ax.set_ylabel(wrapped(swept.words(swept.over[1]), 46))
    if title:
        heading(ax, title)
    keys += _draw_borders(ax, border, swept, at or {})
    if baseline is None:
        baseline = swept.baseline()
    keys += _draw_baseline(ax, baseline, swept)
    spot = tuple(float(baseline[name]) for name in swept.over) if baseline else None
    regions = {code: _key_of(regimes, code) for code in present}
    # The key takes room from the map, so labels are measured beside the longest that it may be.
    beside(ax, [*regions.values(), *keys])
    hatched = lost | swept.several() | excluded
    named = _label_regions(ax, regimes, present, horizontal, vertical, hatched, spot)
    beside(ax, [*(key for code, key in regions.items() if code not in named), *keys])
    return ax


def _key_of(regimes: Regimes, code: int) -> Patch:
    look = regime_style(code)
    return Patch(
        facecolor=look.fill,
        hatch=look.hatch,
        edgecolor=look.ink,
        lw=0.8,
        label=form_lines(regimes.labels[code], 28),
    )


def _draw_regions(
    ax: Axes, regimes: Regimes, present: Sequence[int], horizontal: Floats, vertical: Floats
) -> None:
    """The colors: one picture of dots inside the drawing, so that files stay small."""
    order = {code: k for k, code in enumerate(present)}
    cells = np.array([[order.get(int(c), -1) for c in row] for row in regimes.codes], dtype=float)
    shown = np.ma.masked_less(cells.T, 0)
    colors = ListedColormap([regime_style(code).fill for code in present] or [PAPER])
    ax.pcolormesh(
        horizontal, vertical, shown, cmap=colors, vmin=-0.5, vmax=max(len(present) - 0.5, 0.5),
        rasterized=True, zorder=0.5,
    )  # fmt: skip


def _hatch(ax: Axes, where: Flags, across: Floats, up: Floats, pattern: str) -> None:
    """Hatch the cells where something is so."""
    horizontal, vertical = edges(across), edges(up)
    # contourf wants corners; cells are doubled so that their edges stay straight
    xs, ys = np.repeat(horizontal, 2)[1:-1], np.repeat(vertical, 2)[1:-1]
    cells = np.repeat(np.repeat(where.T.astype(float), 2, axis=0), 2, axis=1)
    drawn = ax.contourf(xs, ys, cells, levels=[0.5, 1.5], colors="none", hatches=[pattern],
                        zorder=1)  # fmt: skip
    drawn.set_edgecolor(QUIET)
    drawn.set_linewidth(0.0)


def _draw_borders(ax: Axes, border: Any, swept: Swept, at: Mapping[str, Any]) -> list[Line2D]:
    """Lines where a difference of payoffs is zero."""
    if border is None:
        return []
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    found: list[Line2D] = []
    for each in border if isinstance(border, Sequence) else [border]:
        difference = difference_of(each)
        point = {**swept.point(), **at}
        xs = steps(difference, swept.over[0], left, right, _FINE)
        ys = steps(difference, swept.over[1], low, high, _FINE)
        grid = dict(zip(swept.over, (xs[None, :], ys[:, None]), strict=True))
        values = on_grid(difference, grid, point, (len(ys), len(xs)))
        look = ("-", "--", ":", "-.")[len(found) % 4]
        if np.nanmin(values) < 0 < np.nanmax(values):
            ax.contour(xs, ys, values, levels=[0.0], colors=INK, linewidths=1.8, linestyles=look,
                       zorder=3)  # fmt: skip
        label = wrapped(border_words(each, swept.over, point), 30)
        found.append(Line2D([], [], color=INK, lw=1.8, ls=look, label=label))
    return found


def _draw_baseline(ax: Axes, baseline: Mapping[str, Any], swept: Swept) -> list[Line2D]:
    if not baseline:
        return []
    lacking = [name for name in swept.over if name not in baseline]
    if lacking:
        raise InvalidParameterError(f"the baseline says nothing of {', '.join(lacking)}")
    here = [float(baseline[name]) for name in swept.over]
    ax.plot(*here, "o", color=INK, ms=8, mec=PAPER, mew=1.5, zorder=5, clip_on=False)
    words = ", ".join(short(baseline[name]) for name in swept.over)
    mark = Line2D([], [], marker="o", ls="", color=INK, mec=PAPER, ms=8, label=f"baseline {words}")
    return [mark]


def _label_regions(
    ax: Axes,
    regimes: Regimes,
    present: Sequence[int],
    horizontal: Floats,
    vertical: Floats,
    hatched: Flags,
    spot: tuple[float, ...] | None,
) -> set[int]:
    """Write each regime's label in its region where it has room; which ones have been written."""
    figure: Any = ax.figure.figure
    figure.draw_without_rendering()
    box = ax.get_window_extent()
    named: set[int] = set()
    fine = (np.arange(_FINE) + 0.5) / _FINE
    columns = np.clip(np.searchsorted(horizontal, horizontal[0] + fine * np.ptp(horizontal)) - 1,
                      0, len(horizontal) - 2)  # fmt: skip
    rows = np.clip(np.searchsorted(vertical, vertical[0] + fine * np.ptp(vertical)) - 1,
                   0, len(vertical) - 2)  # fmt: skip
    codes = regimes.codes[np.ix_(columns, rows)].T
    if spot is not None:  # labels keep away from the mark
        away_x = np.abs(horizontal[0] + fine * np.ptp(horizontal) - spot[0]) / np.ptp(horizontal)
        away_y = np.abs(vertical[0] + fine * np.ptp(vertical) - spot[1]) / np.ptp(vertical)
        near = (away_x[None, :] * box.width < _CLEAR) & (away_y[:, None] * box.height < _CLEAR)
        codes = np.where(near, -2, codes)
    clear = ~hatched[np.ix_(columns, rows)].T
    for code in present:
        words = form_lines(regimes.labels[code], 22)
        text = ax.text(0.5, 0.5, words, transform=ax.transAxes, fontsize=_LABEL, weight="bold",
                       color=INK, ha="center", va="center", zorder=4, parse_math=False,
                       bbox={"facecolor": regime_style(code).fill, "edgecolor": "none",
                             "pad": 2.0})  # fmt: skip
        size = text.get_window_extent()
        wide, high = (size.width + 10) / box.width, (size.height + 8) / box.height
        place = room_in((codes == code) & clear, wide, high) or room_in(codes == code, wide, high)
        if place is None:
            text.remove()
            continue
        text.set_position(place)
        named.add(code)
    return named
