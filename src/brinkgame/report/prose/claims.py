"""The verdicts on what the memo claims, and the two claims that pull against each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from brinkgame.report.found import Findings
from brinkgame.report.found.claims import ClaimFinding, Tension
from brinkgame.report.prose.markdown import bullets, paragraph, table
from brinkgame.report.words import detail, here, meaning, paragraphs, verdict

__all__ = ["claim_lines", "claim_section"]

_LONGEST: Final = 120
"""Letters of a value that is shown; a formula is for memo.json."""


def claim_section(found: Findings) -> Iterator[str]:
    """The table of verdicts, each claim, and the tension."""
    yield "## What the memo claims"
    yield ""
    yield from paragraph(
        "*Holds on a condition* means that the claim follows under some assumptions within the "
        "ranges and not under others; the condition is said in words, and exactly in memo.json. "
        "*True by construction* means that the game assumes it, so that it proves nothing."
    )
    yield from table(
        ("", "claim", "verdict", "here", "condition", "memo"),
        (
            (
                f"[{each.claim.name}](#{each.claim.name.lower()})",
                each.claim.proposition,
                verdict(each.finding),
                here(each.finding),
                each.finding.condition,
                paragraphs(each.claim.sources),
            )
            for each in found.claims
        ),
    )
    yield from _tension(found.tension)
    yield "### Each claim"
    yield ""
    for each in found.claims:
        yield from claim_lines(each)


def claim_lines(each: ClaimFinding) -> Iterator[str]:
    """One claim with its answer."""
    claim, finding = each.claim, each.finding
    yield f'<a id="{claim.name.lower()}"></a>'
    yield ""
    yield f"#### {claim.name} · {claim.title}"
    yield ""
    decisions = ", ".join(f"[{name}](#{name})" for name in claim.decisions)
    yield from paragraph(
        f"**Claimed** in memo {paragraphs(claim.sources)}: {claim.proposition}. "
        f"**Asked of** {decisions}. **Verdict:** {verdict(finding)}; {here(finding)}."
    )
    yield from paragraph(finding.words)
    if finding.condition:
        yield from paragraph(f"**It is so where** {finding.condition}.")
    if finding.rival:
        yield from paragraph(f"**Rival:** {finding.rival}.")
    told = {name: detail(value) for name, value in finding.numbers.items()}
    yield from bullets(
        f"{meaning(name) or name.replace('_', ' ')}: {value}"
        for name, value in told.items()
        if len(value) < _LONGEST
    )


def _tension(found: Tension) -> Iterator[str]:
    five, six = found.strongest, found.no_response
    yield f"### Where two claims pull against each other: {five.claim.name} and {six.claim.name}"
    yield ""
    yield from paragraph(
        f"{five.claim.name} (memo {paragraphs(five.claim.sources)}) says that "
        f"{five.claim.proposition}. {six.claim.name} (memo {paragraphs(six.claim.sources)}) says "
        f"that {six.claim.proposition}. But a threat that nobody would carry out deters only those "
        "who think that somebody would."
    )
    yield from paragraph(f"On T5: {five.finding.words}")
    yield from paragraph(f"On T6: {six.finding.words}")
    yield from paragraph(
        "**Both are so here**, and they can be only because one is about what was believed in "
        "September and the other about what would have been done in October."
        if found.both_are_so
        else "**Here they are not both so**, and nothing has to be reconciled."
    )
