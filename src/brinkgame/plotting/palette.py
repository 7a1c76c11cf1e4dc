"""The colors of every picture: those of Okabe and Ito, told apart by color-blind readers too.

The eight colors of M. Okabe and K. Ito (Color Universal Design, 2008) stay apart for readers
without red or green cones. Fills are the same colors made light, so that what is written on them
can be read; inks are the same made dark, so that what is written in them can. Wherever a color
says something, a label, a hatch or a marker says it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, final

__all__ = [
    "ACCENT",
    "FAINT",
    "FILLS",
    "GRID",
    "HATCHES",
    "INK",
    "INKS",
    "MARKERS",
    "OKABE_ITO",
    "PAPER",
    "PATH",
    "QUIET",
    "Style",
    "mixed",
    "regime_style",
    "style",
]

OKABE_ITO: Final = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky blue": "#56B4E9",
    "bluish green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "reddish purple": "#CC79A7",
}
"""The palette by name, as published."""

INK: Final = "#1A1A1A"
"""What is written and what matters."""
QUIET: Final = "#595959"
"""What is written and matters less; still 7 to 1 against white."""
FAINT: Final = "#8C8C8C"
"""Lines that nobody takes."""
GRID: Final = "#D9D9D9"
PAPER: Final = "#FFFFFF"
PATH: Final = "#F0E442"
"""The band under the path of play."""
ACCENT: Final = "#D55E00"


def mixed(color: str, other: str, share: float) -> str:
    """A color with a share of another, both written ``#RRGGBB``."""
    pairs = ((int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


_ORDER: Final = ("blue", "vermillion", "bluish green", "reddish purple", "orange", "sky blue")

INKS: Final = tuple(
    mixed(OKABE_ITO[name], "#000000", share)
    for name, share in zip(_ORDER, (0.15, 0.25, 0.45, 0.35, 0.5, 0.6), strict=True)
)
"""Dark: what is written in the color of a player."""
FILLS: Final = tuple(
    mixed(OKABE_ITO[name], PAPER, share)
    for name, share in (
        ("orange", 0.45),
        ("sky blue", 0.4),
        ("yellow", 0.5),
        ("reddish purple", 0.35),
        ("bluish green", 0.35),
        ("vermillion", 0.4),
        ("blue", 0.45),
    )
)
"""Light: areas that are written upon."""
HATCHES: Final = ("", "..", "--", "||", "xx", "++", "oo")
"""One for each fill when the colors have been used up."""
MARKERS: Final = ("o", "s", "^", "D", "v", "P")


@final
@dataclass(frozen=True, slots=True)
class Style:
    """How one thing is drawn everywhere in a picture.

    Attributes
    ----------
    ink, fill
        The dark and the light shade of its color.
    hatch, marker
        What tells it apart without color.
    """

    ink: str
    fill: str
    hatch: str
    marker: str


def style(position: int) -> Style:
    """The style of the player at a position; markers go on changing when colors repeat."""
    ink = INKS[position % len(INKS)]
    light = mixed(OKABE_ITO[_ORDER[position % len(_ORDER)]], PAPER, 0.8)
    return Style(ink, light, "", MARKERS[(position + position // len(INKS)) % len(MARKERS)])


def regime_style(position: int) -> Style:
    """The style of the regime at a position; the second time round with a hatch."""
    fill = FILLS[position % len(FILLS)]
    hatch = HATCHES[position // len(FILLS) % len(HATCHES)]
    return Style(mixed(fill, "#000000", 0.6), fill, hatch, MARKERS[position % len(MARKERS)])
