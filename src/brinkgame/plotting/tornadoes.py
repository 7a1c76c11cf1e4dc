"""The tornado: how far each assumption alone moves an answer, and where it turns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from brinkgame.errors import InvalidParameterError
from brinkgame.plotting.palette import FILLS, INK, PAPER, QUIET, mixed
from brinkgame.plotting.paper import POINTS, Ruler, beside, chart, dress, heading
from brinkgame.plotting.wording import short, wrapped

__all__ = ["draw_tornado"]

_COLORS: Final = (FILLS[1], FILLS[0])
"""Toward the low and the high end of the range."""
_THICK: Final = 0.62
_WORDS: Final = 8.0
_ROUNDING: Final = 1e-9


def draw_tornado(
    data: Any,
    *,
    most: int = 15,
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Draw how far each parameter alone moves a measure, the strongest on top.

    From the value at the point, drawn as a line, a bar goes to the value at the low end of the
    parameter's range and one to the value at its high end; the ends are written beside them. Where
    the regime switches on the way a diamond stands at the measure there, and the way from the
    first switch to the end is pale and hatched: there the measure is that of other conduct. A line
    through the end of a bar goes from the lowest to the highest equilibrium, where there are
    several; where the measure goes further on the way than at the ends, a thin line goes as far.

    Parameters
    ----------
    data
        What `brinkgame.tornado` returns.
    most
        How many parameters are shown at most; how many are left out stands below.
    ax
        Where to draw; None for a new figure.
    title
        The heading.

    Raises
    ------
    InvalidParameterError
        It is no tornado, nothing moves the measure, or `most` is no number from 1 on.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bars = bg.tornado(bg.memo.load("deploy").game, bg.ExpectedPayoff("USSR"))
    >>> axes = bg.plotting.draw_tornado(bars, title="What deploying is worth")
    >>> axes.get_yticklabels()[0].get_text()
    'detection'
    """
    rows, base, words = _read(data)
    number: object = most
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise InvalidParameterError(f"most is a whole number from 1 on; got {most!r}")
    widths = {row.name: row.width(base) for row in rows}
    least = max(widths.values(), default=0.0) * _ROUNDING
    moving = [row for row in rows if widths[row.name] > least or any(row.switches)]
    shown = sorted(moving, key=lambda row: widths[row.name], reverse=True)[:most]
    if not shown:
        raise InvalidParameterError(f"no parameter moves the {words}, so there is nothing to draw")
    ax = chart(ax, 7.2, 1.4 + 0.4 * len(shown))
    dress(ax)
    for place, row in enumerate(shown):
        _draw_row(ax, row, place, base)
    ax.axvspan(*base, color=QUIET, alpha=0.15, lw=0, zorder=1)
    ax.axvline(sum(base) / 2, color=INK, lw=1.2, zorder=5)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_yticks(range(len(shown)), [wrapped(row.name, 26) for row in shown])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    left_out = [(len(moving) - len(shown), "weaker"), (len(rows) - len(moving), "without effect")]
    notes = [f"{count} {kind}" for count, kind in left_out if count]
    note = f"\n(left out: {', '.join(notes)})" if notes else ""
    ax.set_xlabel(wrapped(words, 60) + note)
    if title:
        heading(ax, title)
    beside(ax, _keys(shown))
    _write_ends(ax, shown, sum(base) / 2)
    return ax


@final
@dataclass(frozen=True, slots=True)
class _Row:
    """One parameter.

    Attributes
    ----------
    name
        What it is called.
    values
        Its lowest and highest value.
    ends
        The measure there: for each the lowest and the highest over the equilibria.
    switches
        On either side of the point the measure just before each switch, the nearest first: its
        lowest and highest value over the equilibria.
    reach
        The least and the greatest value of the measure along the whole range.
    """

    name: str
    values: tuple[float, float]
    ends: tuple[tuple[float, float], tuple[float, float]]
    switches: tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]
    reach: tuple[float, float]

    def width(self, base: tuple[float, float]) -> float:
        """How much the measure moves."""
        everything = [*base, *self.reach, *self.ends[0], *self.ends[1]]
        known = [value for value in everything if not np.isnan(value)]
        return max(known) - min(known)

    def bars(self, base: float) -> list[tuple[int, float, float, float]]:
        """(side, middle of the end, level, height): two on one side are half as high each."""
        stops = [sum(each) / 2 for each in self.ends]
        still = 1e-9 * max(abs(stop - base) for stop in stops) if stops else 0.0
        one_side = (stops[0] - base) * (stops[1] - base) > still**2
        if not one_side:
            return [(side, stop, 0.0, _THICK) for side, stop in enumerate(stops)]
        half = _THICK / 2
        return [(side, stop, (-half / 2, half / 2)[side], half) for side, stop in enumerate(stops)]


def _read(data: Any) -> tuple[list[_Row], tuple[float, float], str]:
    """The rows of a tornado, the measure at the point, and its label."""
    if not isinstance(data, xr.Dataset) or not _NEEDED.issubset(map(str, data.data_vars)):
        raise InvalidParameterError(f"expected what brinkgame.tornado returns; got {data!r}")
    base = _pair(data["baseline"].values)
    rows = []
    for name in data["parameter"].values.tolist():
        here = data.sel(parameter=name)
        ends = here["outcome"].transpose("end", "bound").values
        start = float(here["baseline_value"])
        at = here["switch"].values
        sides = here["switch_outcome"].transpose("switch_number", "side", "bound").values
        # What counts is the measure just before the switch, seen from the point.
        turns = sorted(
            (
                (float(value), _pair(both[0 if value > start else 1]))
                for value, both in zip(at, sides, strict=True)
                if not np.isnan(value)
            ),
            key=lambda turn: abs(turn[0] - start),
        )
        rows.append(
            _Row(
                str(name),
                _pair(here["value"].values),
                (_pair(ends[0]), _pair(ends[1])),
                (
                    tuple(outcome for value, outcome in turns if value <= start),
                    tuple(outcome for value, outcome in turns if value > start),
                ),
                (float(here["lowest"]), float(here["highest"])),
            )
        )
    return rows, base, str(data["outcome"].attrs.get("long_name", "measure"))


_NEEDED: Final = {
    "baseline",
    "baseline_value",
    "highest",
    "lowest",
    "outcome",
    "switch",
    "switch_outcome",
    "value",
}


def _pair(values: Any) -> tuple[float, float]:
    low, high = np.asarray(values, dtype=np.float64).tolist()
    return low, high


def _draw_row(ax: Axes, row: _Row, place: int, base: tuple[float, float]) -> None:
    start = sum(base) / 2
    ax.plot(row.reach, [place, place], color=QUIET, lw=1.0, zorder=1.5)
    for side, stop, shift, high in row.bars(start):
        if np.isnan(stop):
            continue
        color, level, ends = _COLORS[side], place + shift, row.ends[side]
        edge = mixed(color, "#000000", 0.45)
        turns = [turn for turn in row.switches[side] if not any(np.isnan(turn))]
        near = stop
        if turns:
            near = sum(turns[0]) / 2
            ax.barh(level, stop - near, high, left=near, color=mixed(color, PAPER, 0.55),
                    edgecolor=edge, hatch="////", lw=0.8, zorder=2)  # fmt: skip
        for turn in turns:
            ax.plot([sum(turn) / 2], [level], "D", color=INK, mec=PAPER, mew=0.8, ms=6.0, zorder=6)
        ax.barh(level, near - start, high, left=start, color=color, edgecolor=edge, lw=0.8,
                zorder=3)  # fmt: skip
        if ends[1] > ends[0]:
            ax.plot(ends, [level, level], color=INK, lw=1.4, marker="|", ms=6, zorder=4)


def _write_ends(ax: Axes, rows: list[_Row], base: float) -> None:
    """The parameter's values at the ends of its bars, with room for them at both sides."""
    figure: Any = ax.figure.figure
    ruler = Ruler()
    low = min(min(row.reach[0], *row.ends[0], *row.ends[1]) for row in rows)
    high = max(max(row.reach[1], *row.ends[0], *row.ends[1]) for row in rows)
    figure.draw_without_rendering()
    width = ax.get_window_extent().width * POINTS / figure.dpi
    texts = [short(value) for row in rows for value in row.values]
    room = (max(ruler(text, _WORDS)[0] for text in texts) + 14) / width
    span = (high - low) or 1.0
    pad = span * min(room / max(1 - 2 * room, 0.2), 1.0)
    ax.set_xlim(low - pad, high + pad)
    for place, row in enumerate(rows):
        bars = row.bars(base)
        alone = bars[0][2] == 0.0
        for side, stop, shift, _ in bars:
            other = bars[1 - side][1]
            # Of two bars one goes to the left and one to the right; on one side both go outward.
            leftward = stop < base or (stop == base and other > base) if alone else stop < base
            if alone and stop == other:
                leftward = side == 0
            at = min(row.ends[side]) if leftward else max(row.ends[side])
            if alone:
                at = min(at, row.reach[0]) if leftward else max(at, row.reach[1])
            ax.annotate(
                short(row.values[side]),
                (at, place + shift),
                xytext=(-7 if leftward else 7, 0),
                textcoords="offset points",
                ha="right" if leftward else "left",
                va="center",
                fontsize=_WORDS if alone else _WORDS - 1,
                color=INK,
                zorder=7,
            )


def _keys(rows: list[_Row]) -> list[Any]:
    found: list[Any] = [
        Patch(facecolor=color, edgecolor=mixed(color, "#000000", 0.45), lw=0.8, label=words)
        for color, words in zip(_COLORS, ("to its low end", "to its high end"), strict=True)
    ]
    if any(any(row.switches) for row in rows):
        found.append(Line2D([], [], marker="D", ls="", color=INK, mec=PAPER, ms=7,
                            label="the regime switches"))  # fmt: skip
        found.append(Patch(facecolor=PAPER, edgecolor=QUIET, hatch="////", lw=0.8,
                           label="beyond the switch"))  # fmt: skip
    if any(end[1] > end[0] for row in rows for end in row.ends):
        found.append(Line2D([], [], color=INK, lw=1.4, marker="|", ms=6,
                            label="lowest to highest\nequilibrium"))  # fmt: skip
    return found
