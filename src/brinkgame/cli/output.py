"""Writing to the terminal, to a pipe, in whatever encoding, to a reader who may have left.

On a terminal rich shows the styles of a page; anywhere else they are left out, and lines are never
wrapped. Letters that the output cannot show are written in plain ones.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

from brinkgame.pages.page import Page, visible

__all__ = ["complain", "one_line", "plain", "write"]

_PLAIN = {
    "├": "|",
    "└": "`",
    "│": "|",
    "─": "-",
    "►": ">",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "…": "...",
    "·": "-",
    "≤": "<=",
    "≥": ">=",
    "×": "x",
    "→": "->",
    "φ": "phi",
    "θ": "theta",
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ß": "ss",
}


_LONGEST = 1000
"""The most letters of a message: what was typed may be long, and it is quoted."""


def plain(text: str, encoding: str) -> str:
    """The text in letters that an encoding has.

    >>> plain("├─► detection ≤ 1/2", "ascii")
    '|-> detection <= 1/2'
    >>> plain("├─► detection ≤ 1/2", "utf-8")
    '├─► detection ≤ 1/2'
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        known = "".join(_PLAIN.get(letter, letter) for letter in text)
        return known.encode(encoding, errors="replace").decode(encoding)
    except LookupError:
        return plain(text, "ascii")
    return text


def write(page: Page | str) -> None:
    """Write a page, or a text as it is, to standard output.

    A reader that has left (``brinkgame list | head -1``) is not an error. Raises `OSError` when
    the output cannot be written for another reason, such as a full disk.
    """
    stream = sys.stdout
    if stream is None:  # closed by whoever started us
        return
    try:
        if isinstance(page, Page) and _shows_colors(stream):
            _write_in_color(page)
        else:
            stream.write(plain(str(page), stream.encoding or "ascii") + "\n")
        stream.flush()
    except BrokenPipeError:
        _write_no_more()
    except OSError:
        _write_no_more()
        raise


def _shows_colors(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def _write_in_color(page: Page) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for row in page.rows:
        parts = [(plain(part, console.encoding), style) for part, style in row if part]
        console.print(Text.assemble(*parts))


def _write_no_more() -> None:
    """Send what is still in the buffer nowhere, so that the end of the process does not fail."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):  # not a file of the system
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def one_line(text: str) -> str:
    r"""A message of several lines in one.

    >>> one_line("two faults:\n  - this\n  - that")
    'two faults: this; that'
    """
    head, *rest = (line.strip().removeprefix("- ") for line in text.strip().splitlines() or [""])
    line = visible(f"{head.removesuffix(':')}: {'; '.join(rest)}" if rest else head)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def complain(message: str) -> None:
    """Write one line to standard error."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(plain(f"brinkgame: {one_line(message)}", stream.encoding or "ascii") + "\n")
        stream.flush()
    except OSError:  # nobody listens
        return
