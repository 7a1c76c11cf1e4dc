"""What they must have believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from brinkgame.report.found import Findings
from brinkgame.report.found.beliefs import BeliefFinding
from brinkgame.report.prose.markdown import code, paragraph, table
from brinkgame.report.words import meaning, number, share
from brinkgame.sensitivity import Reading

__all__ = ["belief_section"]

_MOST_PUSHES: Final = 10
_READINGS: Final = {
    Reading.POSSIBLE: "in some answer of every game, what happened has a chance",
    Reading.CERTAIN: "in every answer of every game, what happened is done for sure",
    Reading.LEAST_LIKELIHOOD: "weighed by the chance of what happened, at the least",
    Reading.GREATEST_LIKELIHOOD: "weighed by the chance of what happened, at the most",
}


def belief_section(found: Findings) -> Iterator[str]:
    """The share that is left, which action excludes most, which assumptions are pushed where."""
    first = found.beliefs[0].found
    yield "## What they must have believed"
    yield ""
    yield from paragraph(
        "The other way round: under which assumptions is *everything* that was done rational? "
        f"All {len(first.space)} assumptions were drawn from their ranges, {found.draws} draws "
        f"in a quasi-random design, and {len(first.names)} decisions asked whether what was done "
        "is an answer. What is left depends on the ranges, which are choices: it is the share "
        "of a box, and not the probability of anything."
    )
    yield from table(
        ("reading", *(each.title for each in found.beliefs)),
        (
            (words, *(share(each.readings[reading].share) for each in found.beliefs))
            for reading, words in _READINGS.items()
        ),
    )
    yield from paragraph(
        "In the first two the chances of the days of October rise and fall as the memo says, and "
        "only their scale is open; in the third all eighteen are drawn by themselves."
    )
    for each in found.beliefs[:2]:
        yield from _one(each)


def _one(each: BeliefFinding) -> Iterator[str]:
    found = each.found
    yield f"### With {each.title}"
    yield ""
    alone = found.exclusions()
    rows: list[tuple[str, str, str]] = []
    for name in found.names:
        here = alone.sel(observation=name)
        added = float(here.added)
        rows.append(
            (
                f"[{name}](#{name.partition('/')[0]})",
                f"{100 * float(here.alone):.1f} % ± {100 * float(here.alone_error):.1f}",
                "–" if added != added else f"{100 * added:.1f} %",
            )
        )
    rows.sort(key=lambda row: -float(row[1].split()[0]))
    yield "What each action excludes, the most first:"
    yield ""
    yield from table(("decision", "of the box, alone", "of what the others leave"), rows)
    if found.share.is_empty_sample:
        yield from paragraph("Nothing was found that explains everything; see the share above.")
        return
    pushed = found.pushes()
    order = sorted(range(pushed.sizes["parameter"]), key=lambda i: -float(pushed.ks[i]))
    pushes = []
    for i in order[:_MOST_PUSHES]:
        here = pushed.isel(parameter=i)
        if float(here.ks) <= float(here.ks_noise):
            break
        name = str(here.parameter.item())
        before, after = (float(part.sel(quantile=0.5)) for part in (here.before, here.after))
        pushes.append((code(name), meaning(name), number(before), number(after)))
    if pushes:
        yield "Which assumptions the record pushes, and where to:"
        yield ""
        yield from table(("assumption", "what it is", "median before", "median after"), pushes)
    yield from paragraph(
        f"What is left is described by about {found.effective:.0f} independent points of the "
        "common assumptions; with more draws the medians and shares get sharper (`--draws`)."
    )
