"""T6: after the failure no meaningful response was possible, in Berlin or elsewhere.

It stands in tension with T5, that Berlin as a hostage was the strongest deterrent: a threat that
nobody would carry out deters only those who believe that somebody would.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.forms import subgame
from brinkgame.memo import capitulation, hostage
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.solve import solve

__all__ = ["CLAIM"]

USSR: Final = hostage.USSR


def _test(at: Mapping[str, Any]) -> Finding:
    # What is not reached has to be answered as well, so the attack is taken as given.
    tree = subgame(capitulation.BERLIN, "root/hold out/attack")
    solution = solve(tree.at(values_in(tree, at)))
    answers = {
        each.profile[USSR][capitulation.AFTER_ATTACK][capitulation.CARRY_OUT] for each in solution
    }
    is_true = None if len(answers) > 1 else answers == {Fraction(0)}
    found = hostage.tension(at)
    strongest = found.believed > found.war
    words = (
        "Carrying out the threat against Berlin after the failure would have been worse for the "
        "USSR than to leave it: its risk of war is too great."
        if is_true
        else "An answer in Berlin would have paid, in spite of its risk of war."
        if is_true is False
        else "The USSR would not have cared whether it answered in Berlin."
    )
    if is_true and strongest:
        words += (
            " Then the link to Berlin, which T5 calls the strongest deterrent, could deter only by "
            f"the quiet that it promised ({float(found.credible or 0):g}, against "
            f"{float(found.believed):g} if the threat is believed): both claims are so only if the "
            "US believed in September what was not so in October, or if the risk of war was taken "
            "to be lower then."
        )
    return Finding(
        verdict=Verdict.CONDITIONAL if is_true is not False else Verdict.FAILS,
        is_true=is_true,
        words=words,
        condition="the risk of war in carrying out the threat against Berlin is above what its "
        "gain, and the cost of a bluff that is called, are worth",
        conditions=(found.conditions[1],),
        numbers={
            "berlin_war_risk": found.risk,
            "greatest risk worth running": found.risk_limit,
            "deterrence by the link, believed": found.believed,
            "deterrence by the link, if only what pays is done": found.credible,
            "deterrence by the threat of war": found.war,
            "T5 is so if the threat is believed": strongest,
            "T5 is so if only what pays is done": None
            if found.credible is None
            else found.credible > found.war,
            "least believed chance of execution for T5": found.least_execution,
        },
    )


CLAIM: Final = CausalClaim(
    name="T6",
    title="no response",
    proposition="after the failure no response was worth its risk, in Berlin or elsewhere",
    sources=("memo C8",),
    decisions=("hostage", "capitulation"),
    test=_test,
)
"""The claim."""
