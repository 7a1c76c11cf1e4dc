"""T5: Berlin as a hostage was the strongest deterrent that the USSR had.

It stands in tension with T6, that no response in Berlin was possible after the failure: see
`brinkgame.memo.hostage.tension`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.memo import hostage
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    found = hostage.tension(at)
    own = values_in(hostage.GAME, at)
    stronger, not_worth = found.conditions
    is_true = None if found.believed == found.war else found.believed > found.war
    words = {
        True: "The link to Berlin takes more from the gain of acting than the threat of war over "
        "Cuba does, if the US believes in the chances that the threats are carried out.",
        False: "The threat of war over Cuba deters more than the link to Berlin.",
        None: "The link to Berlin and the threat of war over Cuba deter alike.",
    }[is_true]
    no_response = None if found.risk == found.risk_limit else found.risk > found.risk_limit
    both = None if None in (is_true, no_response) else bool(is_true and no_response)
    if both:
        words += (
            " But T6 is so as well: the USSR would not have carried the threat out. A US that sees "
            f"through it is deterred only by the quiet that the link promised, {_short(found)}. "
            "The two claims are so together only on a belief in September that was wrong."
        )
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        words,
        "the harm of the threat against Berlin, times the chance that it is carried out, and the "
        "quiet that is promised are worth more than the same of the threat of war",
        (stronger,),
        numbers={
            "deterrence by the link, believed": found.believed,
            "deterrence by the threat of war": found.war,
            "deterrence by the link, if only what pays is done": found.credible,
            "deterrence by the threat of war, if only what pays is done": 0,
            "belief at which it acts after the link": hostage.threshold(
                hostage.BERLIN_LINK, own
            ).value,
            "belief at which it acts after the threat of war": hostage.threshold(
                hostage.WAR_THREAT, own
            ).value,
            "least believed chance of execution": found.least_execution,
            "T6 is so": no_response,
            "both are so": both,
            "both are so where": (stronger, not_worth),
        },
    )


def _short(found: hostage.Tension) -> str:
    credible = float(found.credible or 0)
    than = "less" if credible < found.war else "more"
    return f"{credible:g} instead of {float(found.believed):g}, {than} than the threat of war takes"


CLAIM: Final = CausalClaim(
    name="T5",
    title="Berlin as a hostage",
    proposition="the link to Berlin was the strongest deterrent against an American response",
    sources=("memo C6",),
    decisions=("hostage",),
    test=_test,
)
"""The claim."""
