"""What a picture shows, without comparing pixels: its texts, and where they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Annotation, Text

TOLERANCE = 0.6
"""Dots by which boxes may touch: glyphs are placed on whole dots."""


def texts(ax: Any) -> list[Text]:
    """Every visible text of the figure that is not empty."""
    figure = ax.figure.figure
    if not isinstance(figure.canvas, FigureCanvasAgg):
        FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    idle: set[int] = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            # ticks outside the limits have labels that are never drawn
            drawn = {
                id(text) for tick in axis._update_ticks() for text in (tick.label1, tick.label2)
            }
            every = {id(text) for text in axis.get_ticklabels(which="both")}
            idle |= every - drawn if axes.axison else every | {id(axis.label)}
    return [
        each
        for each in figure.findobj(Text)
        if each.get_visible() and each.get_text() and id(each) not in idle
    ]


def words(ax: Any) -> list[str]:
    return [each.get_text() for each in texts(ax)]


def boxes(ax: Any) -> list[tuple[str, Any]]:
    found = texts(ax)
    renderer = ax.figure.figure.canvas.get_renderer()
    return [
        (
            each.get_text(),
            Text.get_window_extent(each, renderer)
            if isinstance(each, Annotation)
            else each.get_window_extent(renderer),
        )
        for each in found
    ]


def cut(ax: Any) -> list[str]:
    """Texts that are not whole inside the figure."""
    page = ax.figure.figure.bbox
    return [
        word
        for word, box in boxes(ax)
        if box.x0 < page.x0 - TOLERANCE
        or box.y0 < page.y0 - TOLERANCE
        or box.x1 > page.x1 + TOLERANCE
        or box.y1 > page.y1 + TOLERANCE
    ]


def overlaps(ax: Any) -> list[tuple[str, str]]:
    """Pairs of texts that lie one on the other."""
    found = boxes(ax)
    ends = np.array([box.extents for _, box in found]).reshape(-1, 4)
    low = np.maximum(ends[:, None, :2], ends[None, :, :2])
    high = np.minimum(ends[:, None, 2:], ends[None, :, 2:])
    meet = np.triu((high - low > TOLERANCE).all(axis=2), 1)
    return [(found[a][0], found[b][0]) for a, b in np.argwhere(meet)]
