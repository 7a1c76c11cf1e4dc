"""What the report is, how to read it, and what was found in short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from brinkgame.report.found import Findings
from brinkgame.report.prose.markdown import bullets, paragraph, table
from brinkgame.report.words import AGREEMENTS, number, recorded

__all__ = ["opening_section"]

_ABOUT: Final = (
    "A memorandum of the Central Intelligence Agency of 7 December 1962 looks back on the missiles "
    "in Cuba and says who chose what, knowing what, and why. Here each of its decisions is a game: "
    "who could choose between what, what each end was worth to whom, and how likely the chances "
    "were. The library solves the games and asks of every claim of the memo whether it follows. "
    "Nothing in this text is typed in: it was all worked out when the text was written."
)
_READING: Final = (
    (
        "**Who does what** is written with the place where it is done: *US, detected: compel* says "
        "that the US, once the missiles are detected, compels a withdrawal."
    ),
    (
        "**Paragraphs** of the memo are cited by a letter and a number: M opening, B background, "
        "U buildup, C crucial period, W week of crisis, R retreat, P after the crisis. *Outside "
        "the memo* marks what it does not say and we supply."
    ),
    (
        "**Worth** is counted in units of no currency, from the status quo before the missiles, "
        "which is zero for everybody. Only proportions matter."
    ),
    (
        "**A border** is the value of an assumption at which a choice turns. *Here* is where the "
        "assumption stands, and *margin* how far that is on the side on which the statement is so."
    ),
    (
        "**A hedge** is the word by which the memo qualifies a statement; its *weight* is what "
        "Sherman Kent's scale of 1964 makes of the word. A statement without one has the weight "
        "1."
    ),
    (
        "**Every range is a modelling choice, not an estimate.** So no number here is the "
        "probability of anything in 1962. What can be read off is which assumptions a conclusion "
        "needs."
    ),
    (
        "**The view is American.** The memo infers what Moscow thought; it does not know the "
        "understanding about the missiles in Turkey, the aircraft shot down on 27 October, the "
        "tactical warheads in Cuba, or what was said in Washington."
    ),
)


def opening_section(found: Findings) -> Iterator[str]:
    """Title, how to read, and the decisions at a glance."""
    yield "# The Cuban venture of 1962, in games"
    yield ""
    yield from paragraph(_ABOUT)
    if found.at:
        moved = ", ".join(f"`{name}` = {number(value)}" for name, value in found.at.items())
        yield from paragraph(f"**Not the baseline.** This text was written with {moved}.")
    yield "## How to read it"
    yield ""
    yield from bullets(_READING)
    yield "## The decisions at a glance"
    yield ""
    yield from table(
        ("", "decision", "when", "what happened", "what the game says", "turns first with"),
        (
            (
                each.point.number,
                f"[{each.point.title}](#{each.point.name})",
                each.point.when,
                recorded(each),
                AGREEMENTS[each.agreement],
                "" if bars is None or not bars.bars else f"`{bars.bars[0].parameter}`",
            )
            for each, bars in zip(found.decisions, found.tornadoes, strict=True)
        ),
    )
