"""What was expected, and what came."""

from __future__ import annotations

from collections.abc import Iterator

from brinkgame.report.found import Findings
from brinkgame.report.found.misperception import Story
from brinkgame.report.prose.markdown import paragraph, table
from brinkgame.report.words import answer, number

__all__ = ["misperception_section"]


def misperception_section(found: Findings) -> Iterator[str]:
    """The belief in resolve, and the decisions made on it."""
    told = found.misperception
    yield "## What was expected, and what came"
    yield ""
    yield from paragraph(
        "The USSR acted on what it took the US for (memo C7). Here it decides by its own belief "
        "in American resolve, and what comes of it is read in a game in which the US is resolute "
        "and the USSR would rather give way than fight. That is one story among those that can "
        "be told: *if* this was true and that was believed, this was expected and that came."
    )
    yield from paragraph(
        f"**The silence of the autumn.** If the USSR took the US for resolute with "
        f"{number(told.before)} before, then American quiet, from a US that may have known, leaves "
        f"{number(told.after)}. **Under the quarantine** it would have had to believe in at least "
        f"{number(told.least)} to give way. {_news(told.news)}"
    )
    yield from table(
        ("decision", "what is believed", "what is done", "expected", "what came", "regret"),
        (row for story in told.stories for row in _rows(story)),
    )
    yield from paragraph(
        "*Expected* and *what came* are worth to each side; *regret* is what each could have "
        "gained by another choice, had it known the truth."
    )


def _news(factor: object) -> str:
    if factor is None:
        return "No news was needed for that, or none is strong enough."
    return (
        f"For that, news had to come that was {number(factor)} times as likely from a resolute US "
        "as from one that is not."
    )


def _rows(story: Story) -> Iterator[tuple[str, ...]]:
    for outcome in story.result:
        yield (
            story.name,
            f"{story.title} (belief {number(story.believed)})",
            answer(outcome.profile),
            _each(outcome.expected),
            _each(outcome.payoffs),
            _each(outcome.regrets),
        )


def _each(paid: object) -> str:
    return ", ".join(f"{who} {number(value)}" for who, value in dict(paid).items())  # type: ignore[call-overload]
