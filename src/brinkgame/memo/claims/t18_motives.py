"""T18: Berlin was the main motive of the deployment, and the defence of Cuba the second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.arithmetic import exact_number
from brinkgame.expressions import Expression
from brinkgame.memo import deploy
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import berlin_gain, cuba_gain, pledge_value

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    here = values_in(deploy.GAME, at)
    point = deploy.GAME.parameters.point(here)
    case, *others = (each for each in deploy.cases(here) if each.holds(here))
    difference = case.preference.difference
    berlin_alone: Expression = difference.substitute({cuba_gain.name: 0})
    cuba_alone: Expression = difference.substitute({berlin_gain.name: 0})
    worth = difference.evaluate(point)
    suffices = {
        "Berlin": berlin_alone.evaluate(point) >= 0,
        "Cuba": cuba_alone.evaluate(point) >= 0,
    }
    pledge = exact_number(at.get(pledge_value.name, pledge_value.baseline))
    verdict, is_true, words, rival = _answer(worth >= 0, suffices, bool(others))
    if pledge > point[cuba_gain.name]:
        words += (
            " A pledge not to invade would have been worth more than the missiles were as a shield "
            "of Cuba: for that motive there was a cheaper way."
        )
    return Finding(
        verdict,
        is_true,
        words,
        "for Berlin alone the risk was worth running, for Cuba alone it was not",
        (berlin_alone, -cuba_alone, *(premise.difference for premise in case.premises)),
        rival,
        {
            "deploying adds": worth,
            "deploying adds, for Berlin alone": berlin_alone.evaluate(point),
            "deploying adds, for Cuba alone": cuba_alone.evaluate(point),
            "share of Berlin in the stake": point[berlin_gain.name]
            / (point[berlin_gain.name] + point[cuba_gain.name]),
            "a pledge is worth more than the shield": pledge > point[cuba_gain.name],
        },
    )


def _answer(
    deploys: bool, suffices: Mapping[str, bool], open_: bool
) -> tuple[Verdict, bool | None, str, str]:
    if open_:
        words = "The US is indifferent, so that what the motives had to outweigh is not determined."
        return Verdict.CONDITIONAL, None, words, ""
    if not deploys:
        words = "Not even both motives together made deploying worth its risk."
        return Verdict.FAILS, False, words, ""
    if suffices["Berlin"] and suffices["Cuba"]:
        words = "Either motive alone made deploying worth its risk; the choice cannot say which."
        return Verdict.NOT_TOLD_APART, None, words, "the defence of Cuba"
    if suffices["Berlin"]:
        words = (
            "For Berlin alone deploying was worth its risk, for the defence of Cuba alone it was "
            "not: Berlin was the motive without which nothing would have been deployed."
        )
        return Verdict.CONDITIONAL, True, words, ""
    if suffices["Cuba"]:
        words = "The defence of Cuba alone made deploying worth its risk, and Berlin alone did not."
        return Verdict.FAILS, False, words, ""
    words = "Neither motive alone made deploying worth its risk; it took both."
    return Verdict.NOT_TOLD_APART, None, words, "both motives together"


CLAIM: Final = CausalClaim(
    name="T18",
    title="motives",
    proposition="Berlin was the main motive for deploying, and the defence of Cuba the second",
    sources=("memo M1", "memo B1", "memo B2"),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
