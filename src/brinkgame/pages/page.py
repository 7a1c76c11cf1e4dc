"""A page: lines of text with styles, for whoever writes them somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import final

__all__ = ["Page", "visible"]

# What moves the cursor or colors the screen, in a name from somebody's file: shown, not done.
_CONTROLS = {
    code: repr(chr(code))[1:-1] for code in [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]
}


@final
class Page:
    """Lines of text with styles.

    Examples
    --------
    >>> page = Page()
    >>> page.line("GAME", " at the baseline", style="bold")
    >>> page.lines(["one", "two"], indent=2)
    >>> print(page)
    GAME at the baseline
      one
      two
    """

    def __init__(self) -> None:
        self.rows: list[tuple[tuple[str, str], ...]] = []

    def line(self, text: str = "", rest: str = "", *, style: str = "") -> None:
        """Add a line; `style` is that of its first part."""
        self.rows.append(((visible(text), style), (visible(rest), "")))

    def lines(self, texts: Iterable[str], *, indent: int = 0, style: str = "") -> None:
        """Add lines, all in one style."""
        for text in texts:
            self.line(" " * indent + text, style=style)

    def table(self, rows: Iterable[Iterable[str]], *, indent: int = 0, style: str = "") -> None:
        """Add rows in columns, two spaces apart; `style` is that of the first column."""
        listed = [[visible(cell) for cell in row] for row in rows]
        if not listed:
            return
        widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
        for row in listed:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.line(" " * indent + cells[0], "  ".join(["", *cells[1:]]).rstrip(), style=style)

    def __str__(self) -> str:
        return "\n".join("".join(part for part, _ in row).rstrip() for row in self.rows)


def visible(text: str) -> str:
    r"""The text with its control characters written out.

    >>> print(visible("a\nb \x1b[31mred"))
    a\nb \x1b[31mred
    """
    return text.translate(_CONTROLS)
