"""T6: after the failure no meaningful response was possible, in Berlin or elsewhere.

It stands in tension with T5, that Berlin as a hostage was the strongest deterrent: a threat that
nobody would carry out deters only those who believe that somebody would.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.errors import AmbiguousEquilibriumError
from brinkgame.expressions import Expression
from brinkgame.forms import subgame
from brinkgame.memo import capitulation, hostage
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import berlin_execution, berlin_war_risk
from brinkgame.parametric import indifference
from brinkgame.solve import solve

__all__ = ["CLAIM", "credible_deterrence"]

USSR: Final = hostage.USSR
US: Final = hostage.US


def credible_deterrence(at: Mapping[str, Any]) -> Fraction | None:
    """What the link to Berlin takes from the gain of acting, if the USSR does what is best for it.

    None where it does not care whether it carries its threat out.

    Examples
    --------
    >>> from brinkgame.memo.claims.t06_no_response import credible_deterrence
    >>> credible_deterrence({}), credible_deterrence({"berlin_war_risk": "1/10"})
    (Fraction(1, 10), Fraction(129, 20))
    """
    tree = hostage.by_choice()
    gains = {}
    for message in (hostage.SILENCE, hostage.BERLIN_LINK):
        try:
            found = indifference(
                tree, US, message, hostage.ACT, hostage.REFRAIN, at=values_in(tree, at)
            )
        except AmbiguousEquilibriumError:
            return None
        gains[message] = found.difference.evaluate(found.point)
    return gains[hostage.SILENCE] - gains[hostage.BERLIN_LINK]


def _test(at: Mapping[str, Any]) -> Finding:
    # What is not reached has to be answered as well, so the attack is taken as given.
    tree = subgame(capitulation.BERLIN, "root/hold out/attack")
    solution = solve(tree.at(values_in(tree, at)))
    answers = {
        each.profile[USSR][capitulation.AFTER_ATTACK][capitulation.CARRY_OUT] for each in solution
    }
    is_true = None if len(answers) > 1 else answers == {Fraction(0)}
    point = hostage.GAME.parameters.point(values_in(hostage.GAME, at))
    limit = capitulation.execution_limit()
    risk = tree.parameters.point(values_in(tree, at))[berlin_war_risk.name]
    believed = hostage.deterrence(hostage.BERLIN_LINK).evaluate(point)
    war = hostage.deterrence(hostage.WAR_THREAT).evaluate(point)
    credible = credible_deterrence(at)
    strongest = believed > war
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
            f"the quiet that it promised ({float(credible or 0):g}, against {float(believed):g} if "
            "the threat is believed): both claims are so only if the US believed in September what "
            "was not so in October, or if the risk of war was taken to be lower then."
        )
    above: Expression = berlin_war_risk - limit.formula
    return Finding(
        verdict=Verdict.CONDITIONAL if is_true is not False else Verdict.FAILS,
        is_true=is_true,
        words=words,
        condition="the risk of war in carrying out the threat against Berlin is above what its "
        "gain, and the cost of a bluff that is called, are worth",
        conditions=(above,),
        numbers={
            "berlin_war_risk": risk,
            "greatest risk worth running": limit.formula.evaluate(
                tree.parameters.point(values_in(tree, at))
            ),
            "deterrence by the link, believed": believed,
            "deterrence by the link, if only what pays is done": credible,
            "deterrence by the threat of war": war,
            "T5 is so if the threat is believed": strongest,
            "T5 is so if only what pays is done": None if credible is None else credible > war,
            "least believed chance of execution for T5": _least_belief().evaluate(point),
        },
    )


def _least_belief() -> Expression:
    """The chance of carrying out that the US must believe in for the link to deter more."""
    return hostage.link_advantage().solve(berlin_execution.name)


CLAIM: Final = CausalClaim(
    name="T6",
    title="no response",
    proposition="after the failure no response was worth its risk, in Berlin or elsewhere",
    sources=("memo C8",),
    decisions=("hostage", "capitulation"),
    test=_test,
)
"""The claim."""
