"""What ``brinkgame show campaign`` and ``brinkgame solve campaign`` say."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any, Final

from brinkgame.memo import campaign, load
from brinkgame.memo.campaign import Play
from brinkgame.pages.numbers import decimal, exact, with_decimal
from brinkgame.pages.page import Page
from brinkgame.pages.rows import cited, parameter_rows
from brinkgame.report.words import answer, span

__all__ = ["show_campaign", "solved_campaign"]

_TITLE: Final = ": the decisions of 1962, chained from the spring to December"
_WIDTH: Final = 100


def show_campaign() -> Page:
    """The stages, where each leads, and the parameters of the whole."""
    page = Page()
    page.line("campaign", _TITLE, style="bold")
    page.lines(
        textwrap.wrap(
            "What a decision is worth is what follows from it. The campaign is solved stage by "
            "stage, from the last to the first: 'brinkgame solve campaign'.",
            _WIDTH,
        )
    )
    for stage in campaign.STAGES.values():
        page.line()
        sources = dict.fromkeys(s for name in stage.decisions for s in load(name).sources)
        page.line(stage.name, f": {stage.title} ({', '.join(stage.decisions)})", style="bold")
        page.lines(textwrap.wrap(f"from {cited(sources)}", _WIDTH - 2), indent=2)
        page.line(f"  on record: {' -> '.join(stage.record) or 'nothing, it was open'}")
        for outcome, whither in stage.exits.items():
            page.line(f"  {outcome}: on to {whither}")
    space = campaign.parameters()
    page.line()
    page.line("parameters", style="bold")
    page.table(parameter_rows(space), indent=2)
    for constraint in space.constraints:
        page.line(f"  where {constraint}")
    return page


def solved_campaign(plays: tuple[Play, ...], given: Mapping[str, Any]) -> Page:
    """Each way to play the campaign: what is done at each stage, and what it is worth."""
    page = Page()
    page.line("campaign", _TITLE, style="bold")
    if given:
        told = ", ".join(f"{name} = {exact(value)}" for name, value in given.items())
        page.line(f"with {told}; every other parameter at its baseline")
    else:
        page.line("every parameter at its baseline")
    ways = "one way to play it" if len(plays) == 1 else f"{len(plays)} ways to play it"
    page.line(f"{ways}; each stage solved completely, from the last to the first")
    for count, play in enumerate(plays, 1):
        page.line()
        worth = ", ".join(f"{who} {decimal(paid)}" for who, paid in play.worth.items())
        page.line(f"play {count}", f"  worth {worth}", style="bold")
        for name, act in play.acts.items():
            page.line(f"  {name}", f"  {act.stage.title}", style="bold")
            for equilibrium in act.equilibria:
                page.lines(textwrap.wrap(answer(equilibrium.profile), _WIDTH - 4), indent=4)
            paid = ", ".join(f"{who} {decimal(value)}" for who, value in act.worth.items())
            chance = f"; what is on record: {span(*act.chances())}" if act.stage.record else ""
            page.line(f"    worth {paid}, with what follows{chance}")
        page.line(f"  deploying adds {with_decimal(play.embarks)} to the USSR")
        page.line(f"  the path that was taken: {span(*play.path_probability())}")
        ends = ", ".join(f"{name} {span(*pair)}" for name, pair in play.outcomes().items())
        page.lines(textwrap.wrap(f"outcomes: {ends}", _WIDTH - 2), indent=2)
    return page
