"""Numbers and labels as they are written in pictures."""

from __future__ import annotations

import textwrap
from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import Algebraic

__all__ = ["form_lines", "short", "wrapped"]

_LONGEST = 7
"""Characters up to which a fraction is written as one."""


def short(number: Any) -> str:
    """A number in few characters: as it is if it is short, else to four digits.

    >>> short(Fraction(2, 25)), short(Fraction(-10**6, 7**9)), short(0.25)
    ('2/25', '−0.02478', '0.25')
    """
    if isinstance(number, Fraction | int) and not isinstance(number, bool):
        text = str(number) if abs(number) < 10**_LONGEST else ""
        if text and len(text) <= _LONGEST:
            return text.replace("-", "−")
    if isinstance(number, Algebraic):
        number = float(number)
    return f"{float(number):.4g}".replace("-", "−")


def wrapped(words: str, most: int) -> str:
    """Text on lines of at most so many characters; words that are longer are broken."""
    return "\n".join(textwrap.wrap(words, most, break_long_words=True)) or words.strip()


def form_lines(label: str, most: int) -> str:
    """A regime's label on lines: what is done at each place begins a new one.

    >>> form_lines("root: deploy; detected: compel | root: hold", 24).splitlines()
    ['root: deploy;', 'detected: compel |', 'root: hold']
    """
    parts = label.replace("; ", ";\n").replace(" | ", " |\n").splitlines()
    return "\n".join(wrapped(part, most) for part in parts)
