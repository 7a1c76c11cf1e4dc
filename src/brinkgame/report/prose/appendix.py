"""What the numbers are and are not, and all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from brinkgame.memo import KENT
from brinkgame.memo.parameters import ALL, CONSTRAINTS
from brinkgame.pages.numbers import exact
from brinkgame.report.found import Findings
from brinkgame.report.prose.markdown import bullets, code, paragraph, table
from brinkgame.report.words import number, paragraphs

__all__ = ["appendix_section"]

_ARE: Final = (
    (
        "**They are assumptions.** Where the memo speaks of a quantity, it does so in words; the "
        "number that stands for the words is ours, and so is its range. Every range is a modelling "
        "choice, not an estimate."
    ),
    (
        "**They are shared.** The same quantity is the same assumption in every game, so that "
        "what one decision says about it binds the others."
    ),
    (
        "**The answers are exact.** Given the assumptions, every answer was found by exact "
        "arithmetic and checked by code that shares nothing with what found it; where somebody "
        "is indifferent, all answers are given. Borders are derived from the games and not typed "
        "in."
    ),
)
_ARE_NOT: Final = (
    (
        "**They are no probabilities of 1962.** The share of a box says how demanding an "
        "explanation is among the assumptions that we allowed, and nothing about how likely it "
        "was."
    ),
    "**They do not test the memo's facts.** What the memo says happened is taken as it says it.",
    (
        "**They do not choose between explanations that fit equally.** Where a claim cannot be "
        "told apart from a rival, the text says so, and no number of draws changes it."
    ),
    "**A weight is about a word, not about the world:** it says how sure the author sounds.",
)


def appendix_section(found: Findings) -> Iterator[str]:
    """The two lists, the scale, and every assumption with its range and its source."""
    yield "## What the numbers are, and what they are not"
    yield ""
    yield from bullets(_ARE)
    yield from bullets(_ARE_NOT)
    scale = "; ".join(f"{degree} {number(weight)}" for degree, weight in KENT.degrees.items())
    yield from paragraph(f"**The scale of hedges** ({KENT.title}): {scale}.")
    yield "## Every assumption"
    yield ""
    yield from table(
        ("name", "meaning", "here", "range", "memo"),
        (
            (
                code(each.name),
                each.meaning,
                exact(found.at.get(each.name, each.baseline)),
                "–"
                if each.low is None or each.high is None
                else f"{exact(each.low)} to {exact(each.high)}",
                paragraphs(each.sources),
            )
            for each in ALL
        ),
    )
    bounds = ", ".join(code(str(each)) for each in CONSTRAINTS)
    yield from paragraph(f"Together they satisfy {bounds}.")
