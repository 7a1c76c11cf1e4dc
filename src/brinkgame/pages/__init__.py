"""Pages of text: lines with styles, numbers and tables as readers see them, answers as JSON."""

from brinkgame.pages.numbers import decimal, exact, for_json, percent, with_decimal
from brinkgame.pages.page import Page, visible
from brinkgame.pages.rows import cited, parameter_rows, premise_rows
from brinkgame.pages.solution import as_json, joined, other_details, plain

__all__ = [
    "Page",
    "as_json",
    "cited",
    "decimal",
    "exact",
    "for_json",
    "joined",
    "other_details",
    "parameter_rows",
    "percent",
    "plain",
    "premise_rows",
    "visible",
    "with_decimal",
]
