"""The report as a text to read, in Markdown: one file a section."""

from __future__ import annotations

from collections.abc import Iterator

from brinkgame.report.found import Findings
from brinkgame.report.prose.appendix import appendix_section
from brinkgame.report.prose.beliefs import belief_section
from brinkgame.report.prose.campaign import campaign_section
from brinkgame.report.prose.claims import claim_section
from brinkgame.report.prose.decisions import decision_section
from brinkgame.report.prose.misperception import misperception_section
from brinkgame.report.prose.opening import opening_section

__all__ = ["text"]


def text(found: Findings) -> str:
    """The whole report in Markdown, for a reader who does not program.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.report.text(bg.report.findings(draws=2**10)).splitlines()[0]
    '# The Cuban venture of 1962, in games'
    """
    return "\n".join(_lines(found)).rstrip() + "\n"


def _lines(found: Findings) -> Iterator[str]:
    for section in (
        opening_section,
        decision_section,
        claim_section,
        campaign_section,
        misperception_section,
        belief_section,
        appendix_section,
    ):
        yield from section(found)
        yield ""
