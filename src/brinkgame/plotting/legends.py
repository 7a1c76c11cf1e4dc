"""Rows of short texts and samples that flow onto as many lines as they need: titles and keys."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, final

from matplotlib.axes import Axes

from brinkgame.plotting.palette import INK
from brinkgame.plotting.paper import Ruler

__all__ = ["Key", "Keys", "draw_keys", "keys_of", "title_keys"]

_SAMPLE: Final = 20.0  # the length of a sample line
_LEADING: Final = 1.45
_TITLE: Final = 11.5


@final
@dataclass(frozen=True, slots=True)
class Key:
    """One entry.

    Attributes
    ----------
    words
        What is written.
    size, color, weight, style
        How.
    line
        The look of a sample line before the words, as matplotlib names it; None for no sample.
    gap
        The distance to the next entry, in points.
    """

    words: str
    size: float = 8.5
    color: str = INK
    weight: str = "normal"
    style: str = "normal"
    line: dict[str, Any] | None = None
    gap: float = 12.0


@final
@dataclass(frozen=True, slots=True)
class Keys:
    """Entries with their places: (entry, x, y of the middle of its line), from the top left."""

    places: tuple[tuple[Key, float, float], ...]
    width: float
    height: float


def title_keys(title: str, width: float, ruler: Ruler) -> list[Key]:
    """A title on as many lines as it needs, each an entry with a line of its own."""
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and ruler(longer, _TITLE, weight="bold")[0] <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [Key(line, size=_TITLE, weight="bold", gap=math.inf) for line in lines]


def keys_of(keys: Sequence[Key], width: float, ruler: Ruler) -> Keys:
    """Let entries flow onto lines of a width; one that is wider has a line of its own."""
    places: list[tuple[Key, float, float]] = []
    x = y = widest = 0.0
    step = max((key.size for key in keys), default=0.0) * _LEADING
    for key in keys:
        wide = ruler(key.words, key.size, weight=key.weight, style=key.style)[0]
        wide += _SAMPLE + 5 if key.line is not None else 0.0
        if x and x + wide > width:
            x, y = 0.0, y + step
        places.append((key, x, y + step / 2))
        widest = max(widest, x + wide)
        x += wide + key.gap
    return Keys(tuple(places), widest, y + step)


def draw_keys(ax: Axes, keys: Keys, left: float, top: float, scale: float) -> None:
    """Draw entries on a sheet whose units are points; y grows downward."""
    for key, x, y in keys.places:
        at = left + x
        if key.line is not None:
            look = {**key.line, "lw": key.line["lw"] * scale}
            ends = [at + _SAMPLE / 2] if "marker" in look else [at, at + _SAMPLE]
            if "marker" in look:
                look["ms"] *= scale
            ax.plot(ends, [top + y] * len(ends), solid_capstyle="butt", **look)
            at += _SAMPLE + 5
        ax.text(
            at,
            top + y,
            key.words,
            fontsize=key.size * scale,
            color=key.color,
            weight=key.weight,
            style=key.style,
            ha="left",
            va="center",
            parse_math=False,
        )
