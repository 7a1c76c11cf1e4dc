"""The campaign: what is played stage by stage, how likely it was, what the first step turned on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from brinkgame.memo import campaign
from brinkgame.report.found import Findings
from brinkgame.report.found.campaign import CampaignFinding, spanned, weakest
from brinkgame.report.prose.markdown import bullets, code, paragraph, table
from brinkgame.report.words import meaning, number, span

__all__ = ["campaign_section"]

_MOST: Final = 12


def campaign_section(found: Findings) -> Iterator[str]:
    """The stages, the path, and what matters for its first step."""
    told = found.campaign
    yield "## The campaign"
    yield ""
    yield from paragraph(
        "Taken one by one, the decisions need numbers for what comes later. Here they are chained "
        "from the spring to December into one game, in which a later value is what the later "
        "decisions pay, and the pledge is collected once. It is solved from its end to its start."
    )
    yield from bullets(f"Could not be worked out here: {each}." for each in told.untold)
    if told.plays:
        yield from _stages(told)
        yield from _path(told)
        yield from _ends(told)
    if told.influences:
        yield from _influences(told)


def _stages(told: CampaignFinding) -> Iterator[str]:
    plays = told.plays
    if len(plays) > 1:
        yield from paragraph(f"There are {len(plays)} ways to play it that pay differently.")
    names = [f"errors at {number(each)}" for each in told.with_errors]
    rows = []
    for name, stage in campaign.STAGES.items():
        record = " → ".join(stage.record) or "open"
        if not stage.record:
            rows.append((stage.title, record, *[""] * (len(names) + 2)))
            continue
        chances = spanned([play.acts[name].chances() for play in plays])
        erring = [span(*play.acts[name].chances()) for play in told.with_errors.values()]
        luck = spanned([(each, each) for each in (play.acts[name].luck() for play in plays)])
        rows.append((stage.title, record, span(*chances), *erring, span(*luck)))
    yield "How likely what was done is at each stage, once it comes to that, and Nature's part:"
    yield ""
    yield from table(("stage", "on record", "no errors", *names, "luck"), rows)
    if names:
        yield from paragraph(
            "*Errors*: everybody errs, and the less often the more an error costs (an agent logit "
            "equilibrium); the number says how sharply, in one over a unit of worth. *Luck* is the "
            "probability of Nature's moves on record."
        )


def _path(told: CampaignFinding) -> Iterator[str]:
    low, high = spanned([play.path_probability() for play in told.plays])
    erring = [
        f"{span(*play.path_probability())} at {number(each)}"
        for each, play in told.with_errors.items()
    ]
    text = f"**The path that was taken** has a probability of {span(low, high)} without errors"
    text += f", and with them {', '.join(erring)}." if erring else "."
    frailest = dict.fromkeys(weakest(play) for play in told.with_errors.values())
    if frailest:
        text += (
            f" With errors the weakest link is {' or '.join(frailest)}; errors are likeliest where "
            "little is at stake between one action and another."
        )
    if told.is_pure:
        text += (
            " Without errors only luck was uncertain: every action on record is played for sure."
        )
    yield from paragraph(text)
    gain = spanned([(play.embarks, play.embarks) for play in told.plays])
    risk = spanned([campaign.risk_of_compelling(play) for play in told.plays])
    yield from paragraph(
        f"**The first step.** With all that follows, deploying is worth {span(*gain)} more to the "
        f"USSR than holding back. The risk of war in compelling, which the decision to deploy "
        f"assumes to be {number(told.assumed_risk)} when it stands alone, follows here from the "
        f"blockade: {span(*risk)}."
    )


def _ends(told: CampaignFinding) -> Iterator[str]:
    yield "Where it may end, from the start and once the missiles are on their way:"
    yield ""
    start, sent = (_outcomes(told, first) for first in ("opening", "discovery"))
    names = sorted({*start, *sent}, key=lambda name: -float(start.get(name, (0, 0))[1]))
    yield from table(
        ("end", "from the start", "once deployed"),
        (
            (name, *(span(*ends[name]) if name in ends else "–" for ends in (start, sent)))
            for name in names
        ),
    )


def _outcomes(told: CampaignFinding, first: str) -> dict[str, tuple[Any, Any]]:
    found = [play.outcomes(first) for play in told.plays]
    names = {name for each in found for name in each}
    return {name: spanned([each.get(name, (0, 0)) for each in found]) for name in names}


def _influences(told: CampaignFinding) -> Iterator[str]:
    yield "### What the first step turned on"
    yield ""
    yield from paragraph(
        "Each assumption is moved alone through its range, as far as the others let it, and the "
        "campaign is played anew. *Turns at* is where the way from the spring to September ceases "
        "to be what everybody does. *Late* assumptions stand only in what comes after: they matter "
        "to the first step as far as it looks ahead."
    )
    shown = [*told.turning, *(each for each in told.influences if each.switch is None)][:_MOST]
    yield from table(
        ("assumption", "what it is", "late", "range", "deploying adds", "turns at"),
        (
            (
                code(each.parameter.name),
                meaning(each.parameter.name),
                "late" if each.is_late else "",
                f"{number(each.low)} to {number(each.high)}",
                f"{number(each.at_low)} to {number(each.at_high)}",
                "never" if each.switch is None else number(each.switch),
            )
            for each in shown
        ),
    )
    late = [each for each in told.influences if each.is_late and each.switch is None]
    if late:
        strongest = late[0]
        yield from paragraph(
            "Of the late assumptions that never turn the first step, "
            f"{code(strongest.parameter.name)} moves its worth most, by {number(strongest.span)}."
        )
