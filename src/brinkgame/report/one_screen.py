"""The report on one screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from brinkgame.memo import Verdict
from brinkgame.pages.page import Page
from brinkgame.report.found import Findings
from brinkgame.report.found.campaign import spanned, weakest
from brinkgame.report.found.claims import ClaimFinding
from brinkgame.report.found.decisions import Agreement, DecisionFinding, choices
from brinkgame.report.found.sensitivity import TornadoFinding
from brinkgame.report.words import answer, number, recorded, room, share, span

__all__ = ["screen"]

_WIDTH: Final = 100
_HALF: Final = 46
_MOST_MARKS: Final = 6

_AGREES: Final = {
    Agreement.ALL: "yes",
    Agreement.SOME: "tie",
    Agreement.NONE: "NO",
    Agreement.OPEN: "open",
}
_VERDICTS: Final = {
    Verdict.HOLDS: "holds",
    Verdict.FAILS: "fails",
    Verdict.CONDITIONAL: "conditional",
    Verdict.NOT_TOLD_APART: "not told apart",
    Verdict.BY_CONSTRUCTION: "by construction",
}


def screen(found: Findings) -> Page:
    """What was found, on one screen: about 45 lines of 100 letters."""
    page = Page()
    where = "every assumption at its baseline"
    if found.at:
        where = ", ".join(f"{name} = {number(value)}" for name, value in found.at.items())
    page.line("THE CUBAN VENTURE OF 1962, IN GAMES", f"  {where}", style="bold")
    page.line(
        "DECISIONS",
        "  what was done; whether the game says so; the assumption that would first turn it",
        style="bold",
    )
    page.table(
        (
            _decision(each, bars)
            for each, bars in zip(found.decisions, found.tornadoes, strict=True)
        ),
        indent=1,
    )
    page.line("WHAT THE MEMO CLAIMS", "  verdict, and whether it is so here", style="bold")
    page.lines(_pairs([_claim(each) for each in found.claims]), indent=1)
    page.line(
        "THE CAMPAIGN", "  all decisions chained; what is worth later is what follows", style="bold"
    )
    page.lines(_campaign(found), indent=1)
    page.line(
        "EXPECTED, AND WHAT CAME", "  the USSR goes by its belief in American resolve", style="bold"
    )
    page.lines(_misperception(found), indent=1)
    page.line(
        "WHAT THEY MUST HAVE BELIEVED",
        f"  share of the box in which all that was done is rational; {found.draws} draws",
        style="bold",
    )
    page.lines(_beliefs(found), indent=1)
    page.line(
        "Every range is a modelling choice, not an estimate; nothing here is a probability of 1962."
    )
    return page


def _decision(found: DecisionFinding, bars: TornadoFinding | None) -> tuple[str, ...]:
    said = recorded(found)
    if found.point.is_open:
        answers = dict.fromkeys(answer(each.profile) for each in found.result)
        said = " / ".join(answers)
    nearest = ""
    if bars is not None and bars.bars:
        bar = bars.bars[0]
        nearest = f"{bar.parameter} {room(bar)}"
    return (
        found.point.number.rjust(2),
        found.point.name,
        textwrap.shorten(said, 36, placeholder=" ..."),
        _AGREES[found.agreement],
        textwrap.shorten(nearest, 38, placeholder=" ..."),
    )


def _claim(found: ClaimFinding) -> str:
    claim, finding = found.claim, found.finding
    told = f"{claim.name:3} {claim.title}: {_VERDICTS[finding.verdict]}"
    return told if finding.verdict is Verdict.HOLDS else f"{told}; {_here(finding.is_true)}"


def _here(is_true: bool | None) -> str:
    return {True: "so", False: "not so", None: "open"}[is_true]


def _pairs(items: list[str]) -> Iterator[str]:
    """Items in two columns, read down."""
    half = (len(items) + 1) // 2
    for row in range(half):
        right = items[row + half] if row + half < len(items) else ""
        yield f"{items[row]:{_HALF}} {right}".rstrip()


def _campaign(found: Findings) -> Iterator[str]:
    told = found.campaign
    yield from (textwrap.shorten(f"not told: {each}", _WIDTH - 1) for each in told.untold)
    if told.plays:
        gain = spanned([(play.embarks, play.embarks) for play in told.plays])
        path = spanned([play.path_probability() for play in told.plays])
        sure = "for sure" if told.is_pure else "not for sure"
        yield (
            f"what was done is played {sure} at every stage; with luck the path has the "
            f"probability {span(*path)}"
        )
        if told.with_errors:
            errors = ", ".join(map(number, told.with_errors))
            odds = ", ".join(
                number(play.path_probability()[0], 2) for play in told.with_errors.values()
            )
            frailest = dict.fromkeys(weakest(play) for play in told.with_errors.values())
            yield f"with errors (rationality {errors}): {odds}; weakest {', '.join(frailest)}"
        yield f"deploying adds {span(*gain)} to the USSR; the first step turns, one at a time, with"
    marks = [
        f"{each.parameter.name} {number(each.switch)}{' (late)' if each.is_late else ''}"
        for each in told.turning
    ]
    yield from textwrap.wrap(
        "; ".join(marks[:_MOST_MARKS]), _WIDTH - 3, initial_indent="  ", subsequent_indent="  "
    )


def _misperception(found: Findings) -> Iterator[str]:
    told = found.misperception
    yield (
        f"belief {number(told.before)}, after the silent autumn {number(told.after)}; to give way "
        f"under a quarantine it takes {number(told.least)}"
    )
    for story in told.stories:
        for outcome in story.result:
            expected, came = outcome.expected["USSR"], outcome.payoffs["USSR"]
            done = [
                action
                for choice in choices(outcome.profile)
                for action in choice.weights
                if choice.player == "USSR" and choice.is_reached
            ]
            yield (
                f"{story.name} at {number(story.believed)}: {' or '.join(done)}; the USSR expects "
                f"{number(expected)}, and gets {number(came)}"
            )


def _beliefs(found: Findings) -> Iterator[str]:
    for each in found.beliefs:
        yield f"{each.title}: {share(each.found.share)}"
    first = found.beliefs[0].found
    alone = first.exclusions()
    order = sorted(first.names, key=lambda name: -float(alone.sel(observation=name).alone))
    told = [f"{name} {100 * float(alone.sel(observation=name).alone):.1f} %" for name in order[:3]]
    yield f"alone, each action excludes of the box: {', '.join(told)}"
