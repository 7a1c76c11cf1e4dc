"""What ``brinkgame memo PART`` says: one decision, or one claim, out of the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from brinkgame import memo
from brinkgame.cli import deploy_page
from brinkgame.errors import UnknownNameError, suggestion
from brinkgame.pages.page import Page
from brinkgame.report.found import assumptions
from brinkgame.report.found.claims import ClaimFinding
from brinkgame.report.found.decisions import decision_finding
from brinkgame.report.found.sensitivity import tornado_finding
from brinkgame.report.machine import claim_json, decision_json
from brinkgame.report.prose.claims import claim_lines
from brinkgame.report.prose.decisions import decision_lines

__all__ = ["part"]


def part(name: str, at: Mapping[str, Any]) -> tuple[Page, dict[str, str]]:
    """A part of the report: its page, and the files that it may be written to.

    Parameters
    ----------
    name
        A decision or a claim.
    at
        Assumptions that are not at their baselines.

    Raises
    ------
    UnknownNameError
        There is no such decision or claim.
    """
    point = assumptions(at)
    if name == "deploy" and not point:
        return _deploy()
    if name in memo.names():
        decision = memo.load(name)
        bars = tornado_finding(decision, point)
        finding = decision_finding(decision, point)
        told: dict[str, Any] = decision_json(finding, bars)
        lines = [*decision_lines(finding, bars)]
    elif name in memo.claims.names():
        claim = memo.claims.load(name)
        answered = ClaimFinding(claim, claim.judge(point))
        told = claim_json(answered)
        lines = [*claim_lines(answered)]
    else:
        known = [*memo.names(), *memo.claims.names()]
        raise UnknownNameError(f"no decision and no claim {name!r}{suggestion(name, known)}")
    text = "\n".join(lines[2:]).rstrip()  # without the anchor for links
    page = Page()
    page.lines(text.splitlines())
    return page, {f"{name}.json": _written(told), f"{name}.md": f"{text}\n"}


def _deploy() -> tuple[Page, dict[str, str]]:
    """The first decision has a page of its own, on one screen."""
    found = deploy_page.findings()
    full = str(deploy_page.full_text(found))
    files = {"deploy.json": _written(deploy_page.to_json(found)), "deploy.txt": f"{full}\n"}
    return deploy_page.screen(found), files


def _written(told: Mapping[str, Any]) -> str:
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
