"""Markdown, as far as the report needs it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

__all__ = ["bullets", "code", "escaped", "paragraph", "table"]

_WIDTH: Final = 100


def escaped(text: str) -> str:
    """Text that stands in a cell of a table."""
    return text.replace("|", "\\|")


def code(text: str) -> str:
    """A formula, or the name of a parameter.

    >>> code("detection*us_resolve")
    '`detection × us_resolve`'
    """
    return f"`{text.replace('**', '^').replace('*', ' × ')}`"


def paragraph(text: str) -> Iterator[str]:
    """Lines of text, and an empty one."""
    yield from textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    yield ""


def bullets(items: Iterable[str]) -> Iterator[str]:
    """A list, and an empty line; nothing if there are no items."""
    listed = list(items)
    if not listed:
        return
    for item in listed:
        yield from textwrap.wrap(
            item,
            _WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    yield ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, and an empty line; nothing if there are no rows."""
    listed = [list(map(escaped, row)) for row in rows]
    if not listed:
        return
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in listed:
        yield f"| {' | '.join(row)} |"
    yield ""
