"""What ``brinkgame show`` says of a model that is no finite game: it solves it at its baseline."""

from __future__ import annotations

import textwrap
from typing import Any

from brinkgame.catalog import ModelEntry
from brinkgame.pages.numbers import decimal, exact
from brinkgame.pages.page import Page
from brinkgame.pages.rows import parameter_rows

__all__ = ["model_page"]

_WIDTH = 100
_DIGITS = 6


def model_page(entry: ModelEntry) -> Page:
    """A model: its parameters, every equilibrium at baseline, and what its source gives."""
    page = Page()
    page.line(entry.name, f": {entry.title}", style="bold")
    page.lines(textwrap.wrap(entry.summary, _WIDTH))
    page.lines(textwrap.wrap(f"from {entry.citation}", _WIDTH))
    page.line()
    page.line("parameters", style="bold")
    page.table(parameter_rows(entry.parameters), indent=2)
    for constraint in entry.parameters.constraints:
        page.line(f"  where {constraint}")
    solutions = entry.solve()
    page.line()
    page.line("equilibria at baseline", f"  ({len(solutions)})", style="bold")
    for solution in solutions:
        gap = solution.residual
        page.line(
            f"  {solution.words}: " + ("exact" if not gap else f"equations hold to {gap:.0e}")
        )
        rows = ((name, _shown(value)) for name, value in solution.figures.items())
        page.table(rows, indent=4)
    page.line()
    page.line("known figures", style="bold")
    for known in entry.known:
        where = ", ".join(f"{name} = {value}" for name, value in known.at.items()) or "baseline"
        page.lines(textwrap.wrap(f"at {where}: {known.citation}", _WIDTH - 2), indent=2)
        for figures in known.figures:
            page.line(f"    {', '.join(f'{name} {digits}' for name, digits in figures.items())}")
    return page


def _shown(value: Any) -> str:
    text = exact(value)
    short = decimal(value, _DIGITS)
    return text if text == short or text.startswith("about") else f"{text} = {short}"
