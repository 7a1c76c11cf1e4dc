"""T7: American quiet in September and October confirmed that the gamble would succeed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.memo import deploy, misperception
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import silence_weight, us_resolve

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    game = deploy.POINT.variant("silence").game
    here = values_in(game, at)
    point = game.parameters.point(here)
    before, weight = point[us_resolve.name], point[silence_weight.name]
    if weight == before == 1:
        return Finding(
            Verdict.FAILS,
            False,
            "A US that is surely resolute and surely knew would not have been silent: the silence "
            "cannot be.",
        )
    inferred: Expression = misperception.resolve_after_silence()
    own = values_in(deploy.GAME, at)
    case, *others = (each for each in deploy.cases(own) if each.holds(own))
    difference = case.preference.difference
    after = inferred.evaluate(point)
    pays = difference.substitute({us_resolve.name: inferred})
    worth, prior_worth = pays.evaluate(point), difference.evaluate(point)
    fell = after < before
    is_true: bool | None = fell and worth >= 0 and worth > prior_worth
    if others:
        is_true, words = None, "The US is indifferent, so that success is not determined."
    elif not fell:
        words = "Silence says nothing: the US was not thought to know, or its resolve was no doubt."
    elif worth <= prior_worth:
        words = "Silence lowers the belief in a resolute US, but nothing depended on that belief."
    elif worth < 0:
        words = "Silence lowers the belief in a resolute US, but not enough for deploying to pay."
    else:
        words = (
            "Silence was a reason for confidence: it lowers the belief in a resolute US from "
            f"{float(before):.3g} to {float(after):.3g}, because it was thought that the US might "
            "have known. Only that makes it evidence: a US that does not know is silent whether it "
            "is resolute or not."
        )
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        words,
        "the US was thought to have known with some chance, its resolve was in doubt and mattered, "
        "and deploying pays with what is left of the belief in it",
        (
            us_resolve - inferred,
            pays - difference,
            pays,
            *(premise.difference for premise in case.premises),
        ),
        numbers={
            "belief in resolve before": before,
            "belief in resolve after": after,
            "fall": before - after,
            "silence is likelier from an irresolute US by": None
            if weight == 1
            else 1 / (1 - weight),
            "deploying adds, before": prior_worth,
            "deploying adds, after": worth,
            "least weight for which deploying pays": _decisive(pays, point),
        },
    )


def _decisive(pays: Expression, point: Mapping[str, Any]) -> Any:
    """How surely the US must have been thought to know; zero or less if deploying paid anyway."""
    try:
        return pays.numerator.solve(silence_weight.name).evaluate(point)
    except (ExpressionError, ZeroDivisionError):
        return None


CLAIM: Final = CausalClaim(
    name="T7",
    title="silence",
    proposition="American quiet in September and October was a reason to expect success",
    sources=("memo C7",),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
