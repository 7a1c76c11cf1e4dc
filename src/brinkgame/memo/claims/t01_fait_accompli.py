"""T1: nothing is deployed without the belief that a fait accompli deters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.expressions import Expression
from brinkgame.memo import deploy
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import (
    candour,
    compel_war_risk,
    detection,
    live_war_risk,
    us_resolve,
)

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    here = values_in(deploy.GAME, at)
    point = deploy.GAME.parameters.point(here)
    by_name = {case.name: case for case in deploy.cases(here)}
    undeterred = by_name.get("no deterrence")
    if undeterred is None:
        return Finding(
            Verdict.CONDITIONAL,
            None,
            "There is no risk of war so low that this US would run it, so it is deterred in any "
            "case and no belief is needed for that.",
        )
    # The world without the belief: the US runs the risk with live missiles as well. Where it does
    # not at the point, the risks are as near to it as they can be.
    limit = deploy.risk_limit(here)
    moved: dict[str, Any] = {
        risk.name: limit
        for risk in (compel_war_risk, live_war_risk)
        if point[risk.name] > limit.evaluate(point)
    }
    difference = undeterred.preference.difference
    without_deterrence: Expression = -difference.substitute(moved)
    sure = {detection.name: 1, us_resolve.name: 1}
    without_secrecy: Expression = -difference.substitute({**moved, **sure})
    lost = without_deterrence.evaluate(point)
    found_out = without_secrecy.evaluate(point)
    is_true = (
        None if 0 in (lost, found_out) and min(lost, found_out) >= 0 else min(lost, found_out) > 0
    )
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        _WORDS[is_true],
        "failure, as far as the USSR counts it, costs more than doing nothing, and so much that it "
        "holds back when live missiles do not deter either",
        (without_deterrence, without_secrecy),
        numbers={
            "deploying adds, if live missiles do not deter": -lost,
            "deploying adds, if discovery and response are certain": -found_out,
            "candour": point[candour.name],
            "the belief was true": by_name["fait accompli"].holds(here)
            if "fait accompli" in by_name
            else False,
        },
    )


_WORDS: Final = {
    True: "A USSR that expects the US to move even against live missiles holds back, and so does "
    "one that is sure to be found out and answered: it needed the belief that a fait accompli "
    "would deter.",
    False: "Deploying would have paid without that belief as well: what failure costs, as far as "
    "the USSR counts it, is less than what doing nothing costs.",
    None: "Without the belief the USSR would not have cared whether it deployed.",
}

CLAIM: Final = CausalClaim(
    name="T1",
    title="fait accompli",
    proposition="the USSR deploys only if it believes that a fait accompli deters the US",
    sources=("memo U1",),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
