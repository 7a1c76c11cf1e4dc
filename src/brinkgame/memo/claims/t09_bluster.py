"""T9: the announcement that the ships would proceed was bluster, and incidents were avoided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.expressions import Expression
from brinkgame.memo import line
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import announcement_cost, incident_risk
from brinkgame.solve import solve

__all__ = ["CLAIM"]

USSR: Final = line.USSR


def _announced_and_stopped(at: Mapping[str, Any]) -> bool:
    """Whether some equilibrium announces, and then stops: the record."""
    game = line.ANNOUNCED.at(values_in(line.ANNOUNCED, at))
    return any(
        plan[line.ROOT][line.ANNOUNCE] > 0 and plan["announced"][line.STOP] == 1
        for plan in (each.profile[USSR] for each in solve(game, concept="sequential"))
    )


def _test(at: Mapping[str, Any]) -> Finding:
    here = values_in(line.GAME, at)
    point = line.ANNOUNCED.parameters.point(values_in(line.ANNOUNCED, at))
    limit = line.incident_limit()
    below: Expression = limit - incident_risk
    # What stopping pays the USSR more, at a line that is enforced; zero only where there is neither
    # a risk nor any shame in being stopped by force.
    gives_way = line.worth_of_stopping()
    found = solve(line.GAME.at(here), concept="sequential")
    stops = [each.profile[USSR][line.ROOT][line.STOP] for each in found]
    sure, possible = all(chance == 1 for chance in stops), any(chance == 1 for chance in stops)
    explained = _announced_and_stopped(at)
    if sure:
        words = (
            "The US would have enforced the line in any case, so the ships stop whatever was "
            "announced, and there is no incident: the announcement was bluster."
        )
    elif below.evaluate(point) > 0:
        words = (
            "The US would have enforced the line in any case, but being stopped by force costs the "
            "USSR no more than to stop: its ships may as well proceed."
        )
    else:
        words = (
            "The risk of an incident is so great that the US might let the ships pass. That they "
            "stop is one equilibrium among several; an announcement could then tell which is "
            "meant, and need not have been bluster."
        )
    if not explained:
        words += (
            " Why announce it at all the game does not explain: stopping after the announcement "
            "is worse than to have said nothing, unless the announcement brings at least what "
            "going back on it costs."
        )
    return Finding(
        verdict=Verdict.CONDITIONAL if possible else Verdict.FAILS,
        is_true=True if sure else None if possible else False,
        words=words,
        condition="the risk of an incident is low enough for the US to enforce the line whatever "
        "the ships do, and being stopped by force is worse for the USSR than to stop",
        conditions=(below, gives_way),
        numbers={
            "incident_limit": limit.evaluate(point),
            "incident_risk": point[incident_risk.name],
            "chances of stopping": tuple(stops),
            "the announcement is explained": explained,
            "what announcing would have to bring": point[announcement_cost.name],
        },
    )


CLAIM: Final = CausalClaim(
    name="T9",
    title="bluster",
    proposition="the announcement that the ships would proceed was not meant, and no incident was "
    "risked",
    sources=("memo W1", "memo W6"),
    decisions=("line",),
    test=_test,
)
"""The claim."""
