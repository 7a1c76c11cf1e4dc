"""What every picture is drawn on: axes of the caller or a figure of their own, and measured text.

Nothing here, or in any picture, knows of pyplot: a figure that was made for a picture belongs to
whoever asked for it and to nobody else, is never shown, and leaves no setting changed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from brinkgame.errors import InvalidParameterError
from brinkgame.plotting.palette import GRID, INK, PAPER, QUIET

__all__ = [
    "POINTS",
    "Ruler",
    "beside",
    "chart",
    "checked_axes",
    "dress",
    "heading",
    "save",
    "sheet",
]

POINTS = 72.0
"""Points in an inch."""


def checked_axes(ax: object) -> Axes | None:
    """The axes that the caller gave, or None.

    Raises
    ------
    InvalidParameterError
        It is something else, such as the array of axes that ``subplots`` returns.
    """
    if ax is None or isinstance(ax, Axes):
        return ax
    raise InvalidParameterError(f"ax is one matplotlib Axes, or None for a new one; got {ax!r}")


def sheet(ax: object, width: float, height: float) -> tuple[Axes, float]:
    """Axes without a frame whose units are points, and the scale at which text fits on them.

    Parameters
    ----------
    ax
        The caller's axes, or None for a figure of exactly this size.
    width, height
        What the drawing needs, in points.
    """
    given = checked_axes(ax)
    if given is None:
        figure = Figure(figsize=(width / POINTS, height / POINTS), facecolor=PAPER)
        FigureCanvasAgg(figure)
        given = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    box = given.get_window_extent()
    dots = given.figure.dpi / POINTS
    wide, high = box.width / dots, box.height / dots
    scale = min(wide / width, high / height)
    scale = 1.0 if scale > 0.9999 else scale
    across, up = (wide / scale - width) / 2, (high / scale - height) / 2
    given.set_xlim(-across, width + across)
    given.set_ylim(height + up, -up)
    given.set_axis_off()
    return given, scale


def chart(ax: object, width: float, height: float) -> Axes:
    """Ordinary axes: the caller's, or those of a figure of this size in inches."""
    given = checked_axes(ax)
    if given is None:
        figure = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
        FigureCanvasAgg(figure)
        given = figure.add_subplot()
    return given


def dress(ax: Axes) -> None:
    """The same quiet frame for every chart."""
    ax.set_facecolor(PAPER)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(QUIET)
    ax.tick_params(labelsize=9, colors=QUIET, labelcolor=INK)
    ax.xaxis.label.set(fontsize=10, color=INK)
    ax.yaxis.label.set(fontsize=10, color=INK)
    for text in (ax.xaxis.label, ax.yaxis.label):
        text.set_parse_math(False)
    ax.grid(visible=False)
    ax.set_axisbelow(True)
    ax.tick_params(grid_color=GRID)


def beside(ax: Axes, keys: Sequence[Any]) -> None:
    """A key to the right of a chart, instead of one that is there; none for nothing."""
    old = ax.get_legend()
    if old is not None:
        old.remove()
    if not keys:
        return
    key = ax.legend(
        handles=list(keys),
        loc="upper left",
        bbox_to_anchor=(1.01, 1.0),
        borderaxespad=0.0,
        frameon=False,
        fontsize=9,
        labelcolor=INK,
        handlelength=1.6,
    )
    for text in key.get_texts():
        text.set_parse_math(False)


def heading(ax: Axes, words: str, pad: float = 9.0, width: int = 60) -> None:
    """A title at the left, on as many lines as it needs."""
    title = ax.set_title(
        textwrap.fill(words, width), loc="left", fontsize=11.5, weight="bold", color=INK, pad=pad
    )
    title.set_parse_math(False)


@final
class Ruler:
    """Measures text in points, with the fonts that are set now.

    Glyphs are fitted to dots, so that text is a little wider or narrower on paper of another
    resolution: what is measured is the most that it takes on coarse, usual and fine paper.
    """

    def __init__(self) -> None:
        self._figures = [Figure(figsize=(1, 1), dpi=dpi) for dpi in (POINTS, 100.0, 300.0)]
        canvases: list[Any] = [FigureCanvasAgg(figure) for figure in self._figures]
        self._renderers = [canvas.get_renderer() for canvas in canvases]
        self._known: dict[Any, tuple[float, float]] = {}

    def __call__(self, words: str, size: float, **font: Any) -> tuple[float, float]:
        """Width and height; of empty text, nothing."""
        if not words:
            return 0.0, 0.0
        key = (words, size, *font.items())
        if key not in self._known:
            sizes = []
            for figure, renderer in zip(self._figures, self._renderers, strict=True):
                text = Text(0, 0, words, fontsize=size, parse_math=False, usetex=False, **font)
                text.set_figure(figure)
                box = text.get_window_extent(renderer)
                points = POINTS / figure.dpi
                sizes.append((box.width * points, box.height * points))
            self._known[key] = max(s[0] for s in sizes), max(s[1] for s in sizes)
        return self._known[key]


def save(axes: Axes, path: str | Path, *, dpi: float = 150) -> Path:
    """Save the figure that axes belong to; the same picture gives the same file every time.

    Parameters
    ----------
    axes
        What a function of this room returned.
    path
        Where to; the ending says the kind of file, such as ``.svg``, ``.png`` or ``.pdf``.
    dpi
        Dots in an inch, where the kind of file has dots.

    Returns
    -------
    Path
        Where the picture is.

    Raises
    ------
    ValueError
        Matplotlib knows no kind of file with this ending.

    Notes
    -----
    Text in an SVG stays text, so that it can be read aloud, searched and selected. No date is
    written.

    Examples
    --------
    >>> import tempfile
    >>> import brinkgame as bg
    >>> axes = bg.plotting.draw_tree(bg.catalog.load("entry-deterrence").game)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     bg.plotting.save(axes, f"{folder}/entry.svg").name
    'entry.svg'
    """
    given = checked_axes(axes)
    if given is None:
        raise InvalidParameterError("there is nothing to save: axes is None")
    target = Path(path)
    figure: Any = given.figure.figure
    dates = {".svg": {"Date": None, "Creator": None}, ".pdf": {"CreationDate": None}}
    with mpl.rc_context({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"}):
        figure.savefig(target, dpi=dpi, facecolor=PAPER, metadata=dates.get(target.suffix.lower()))
    return target
