"""A measure along one parameter, with the regimes behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from brinkgame.errors import InvalidParameterError
from brinkgame.plotting.palette import INK, OKABE_ITO, PAPER, QUIET, mixed, regime_style
from brinkgame.plotting.paper import POINTS, Ruler, beside, chart, dress, heading
from brinkgame.plotting.swept import Floats, Swept, edges
from brinkgame.plotting.wording import form_lines, short, wrapped

__all__ = ["draw_line"]

_WORDS: Final = 9.0
_ROW: Final = 13.0


def draw_line(
    data: Any,
    measure: str,
    x: str | None = None,
    *,
    regime: str = "regime",
    labels: Mapping[str, str] | None = None,
    baseline: Any = None,
    thresholds: Any = (),
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Draw a measure along one parameter: its range over the equilibria, on the colors of regimes.

    Where there is one equilibrium the measure is a line; where there are several, a band reaches
    from the lowest to the highest. The line is broken where the regime changes, because it may jump
    there.

    Parameters
    ----------
    data
        What `brinkgame.sweep` returns for one parameter: an ``xarray.Dataset``.
    measure
        The variable that is drawn, by its name without ``_low`` or ``_high``.
    x
        The parameter; without it the only one.
    regime
        The variable behind it; where the data set has none, the background is white.
    labels
        What regimes are to be called, ``{flag meaning: label}``.
    baseline
        The parameter's value to be marked; without one, the baseline that the data set tells;
        False for none.
    thresholds
        Where a choice turns: numbers, `Switch` or `Threshold` objects of this parameter, or
        ``{label: number}``.
    ax
        Where to draw; None for a new figure.
    title
        The heading.

    Raises
    ------
    InvalidParameterError
        It is no sweep over one parameter, or a threshold is another parameter's.
    UnknownNameError
        There is no such parameter or variable.

    Examples
    --------
    >>> import xarray as xr
    >>> import brinkgame as bg
    >>> data = xr.Dataset({"worth_low": ("detection", [2.0, -1.0]),
    ...                    "worth_high": ("detection", [2.0, 0.0])},
    ...                   coords={"detection": [0.0, 1.0]})
    >>> axes = bg.plotting.draw_line(data, "worth", thresholds=[0.65])
    >>> axes.get_ylabel()
    'worth'
    """
    swept = Swept.of(data, 1, (x,))
    (name,) = swept.over
    values = swept.values(name)
    low, high = swept.bounds(measure)
    marks = _thresholds(thresholds, name)
    ax = chart(ax, 6.4, 4.0)
    dress(ax)
    cuts = edges(values)
    ax.set_xlim(cuts[0], cuts[-1])
    told = regime in swept.data.data_vars
    words = swept.regimes(regime, labels).labels if told else ()
    runs = _runs(swept, regime, labels, values)
    _background(ax, runs, cuts, [value for _, value in marks])
    color = mixed(OKABE_ITO["blue"], "#000000", 0.35)
    keys: list[Any] = []
    for _, start, stop in runs:
        part = slice(start, stop)
        several = ~np.isclose(low[part], high[part], rtol=0, atol=1e-12, equal_nan=True)
        if several.any():
            ax.fill_between(values[part], low[part], high[part], where=_widened(several),
                            color=color, alpha=0.28, lw=0, zorder=2)  # fmt: skip
        for end in (low, high):
            ax.plot(values[part], end[part], color=color, lw=1.8, zorder=3,
                    marker="o" if stop - start == 1 else None, ms=3.5)  # fmt: skip
        if several.any() and not keys:
            keys.append(Patch(facecolor=color, alpha=0.28, label="lowest to highest\nequilibrium"))
    ax.margins(y=0.08)
    ax.set_xlabel(wrapped(swept.words(name), 64))
    ax.set_ylabel(wrapped(_measure_words(swept, measure), 44))
    if baseline is None:
        baseline = swept.baseline().get(name, False)
    if baseline is not False:
        keys.append(_mark_baseline(ax, float(baseline), baseline))
    regimes = {
        code: Patch(
            facecolor=mixed(regime_style(code).fill, PAPER, 0.4),
            hatch=regime_style(code).hatch,
            edgecolor=regime_style(code).ink,
            lw=0.8,
            label=form_lines(words[code], 28),
        )
        for code in dict.fromkeys(code for code, _, _ in runs if code >= 0)
    }
    # The key takes room from the drawing, so labels are measured beside the longest that it may be.
    beside(ax, [*regimes.values(), *keys])
    named = _header(ax, runs, words, cuts, marks, title)
    beside(ax, [*(key for code, key in regimes.items() if code not in named), *keys])
    return ax


def _measure_words(swept: Swept, measure: str) -> str:
    for name in (measure, f"{measure}_low"):
        if name in swept.data.data_vars:
            found = swept.data[name].attrs.get("long_name", "")
            if found:
                return str(found).removeprefix("lowest ")
    return measure


def _runs(
    swept: Swept, regime: str, names: Mapping[str, str] | None, values: Floats
) -> list[tuple[int, int, int]]:
    """(code, start, stop) of each stretch of one regime; one stretch of -1 where none is told."""
    if regime not in swept.data.data_vars:
        return [(-1, 0, len(values))]
    codes = swept.regimes(regime, names).codes.tolist()
    found, start = [], 0
    for code, group in groupby(codes):
        stop = start + len(list(group))
        found.append((code, start, stop))
        start = stop
    return found


def _background(
    ax: Axes, runs: list[tuple[int, int, int]], cuts: Floats, marks: list[float]
) -> None:
    """Color each stretch; where a threshold lies between two points, the color turns there."""
    for code, start, stop in runs:
        left, right = (_exact(cuts[end], cuts, end, marks) for end in (start, stop))
        if code >= 0:
            look = regime_style(code)
            ax.axvspan(left, right, facecolor=mixed(look.fill, PAPER, 0.4), hatch=look.hatch,
                       edgecolor=mixed(look.fill, PAPER, 0.1), lw=0, zorder=0)  # fmt: skip


def _exact(cut: float, cuts: Floats, position: int, marks: list[float]) -> float:
    """A threshold that lies within half a step of where two cells meet, or where they meet."""
    if not 0 < position < len(cuts) - 1:
        return cut
    reach = max(cuts[position + 1] - cut, cut - cuts[position - 1]) * 0.51
    near = [value for value in marks if abs(value - cut) <= reach]
    return min(near, key=lambda value: abs(value - cut), default=cut)


def _widened(flags: Any) -> Any:
    """Flags with their neighbors, so that a band of one point is seen."""
    wide = flags.copy()
    wide[1:] |= flags[:-1]
    wide[:-1] |= flags[1:]
    return wide


def _thresholds(given: Any, name: str) -> list[tuple[str, float]]:
    """(label, value) of each threshold, the lowest first."""
    if isinstance(given, Mapping):
        found = [(f"{label}", float(value)) for label, value in given.items()]
        return sorted(found, key=lambda item: item[1])
    listed = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]
    found = []
    for each in listed:
        of = getattr(each, "parameter", None) or getattr(each, "over", None)
        if of is not None and getattr(of, "name", str(of)) != name:
            raise InvalidParameterError(
                f"a threshold over {getattr(of, 'name', of)} has no place on an axis of {name}"
            )
        value = getattr(each, "border", getattr(each, "value", each))
        after = getattr(each, "after", "")
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise InvalidParameterError(
                f"expected a number, a Switch or a Threshold; got {each!r}"
            ) from None
        found.append((f"{short(value)}, then {after}" if after else short(value), number))
    return sorted(found, key=lambda item: item[1])


def _mark_baseline(ax: Axes, at: float, number: Any) -> Line2D:
    ax.axvline(at, color=QUIET, lw=1.2, ls=":", zorder=2.5)
    return Line2D([], [], color=QUIET, lw=1.2, ls=":", label=f"baseline {short(number)}")


def _header(
    ax: Axes,
    runs: list[tuple[int, int, int]],
    labels: Sequence[str],
    cuts: Floats,
    marks: list[tuple[str, float]],
    title: str,
) -> set[int]:
    """Labels of thresholds and regimes above the drawing, in rows that do not overlap.

    Returns the regimes that have room there.
    """
    figure: Any = ax.figure.figure
    figure.draw_without_rendering()
    ruler = Ruler()
    width = ax.get_window_extent().width * POINTS / figure.dpi * 0.97
    span = cuts[-1] - cuts[0]
    named: set[int] = set()
    rows = 0
    for code, start, stop in runs:
        words = form_lines(labels[code], 24) if code >= 0 else ""
        room = (cuts[stop] - cuts[start]) / span * width
        if words and ruler(words, _WORDS, weight="bold")[0] + 4 <= room:
            rows = max(rows, words.count("\n") + 1)
            named.add(code)
            _above(ax, (cuts[start] + cuts[stop]) / 2, words, 4.0, weight="bold")
    level = rows * _ROW
    ends: list[float] = []  # where the last label of each row ends
    for words, value in marks:
        ax.axvline(value, color=INK, lw=1.2, ls=(0, (4, 2)), zorder=2.5)
        at = (value - cuts[0]) / span * width
        half = ruler(words, _WORDS)[0] / 2 + 3
        row = next((k for k, end in enumerate(ends) if end <= at - half), len(ends))
        ends[row : row + 1] = [at + half]
        _above(ax, value, words, 4.0 + level + row * _ROW)
    if title:
        heading(ax, title, pad=9 + level + len(ends) * _ROW)
    return named


def _above(ax: Axes, x: float, words: str, offset: float, **font: Any) -> None:
    """A text above the axes, a distance in points over their upper edge."""
    ax.annotate(
        words,
        (x, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(0, offset),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=_WORDS,
        color=INK,
        parse_math=False,
        annotation_clip=False,
        **font,
    )
