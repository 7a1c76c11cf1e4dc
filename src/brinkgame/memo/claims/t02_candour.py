"""T2: the consequences of failure were not candidly examined.

The choice alone cannot show it: a USSR that counts everything deploys as well, if it is hopeful
enough. What can be shown is where a lack of candour is *needed* to explain the choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from brinkgame.errors import ExpressionError
from brinkgame.memo import deploy
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import candour, detection, us_resolve

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    here = values_in(deploy.GAME, at)
    point = deploy.GAME.parameters.point(here)
    case, *others = (each for each in deploy.cases(here) if each.holds(here))
    difference = case.preference.difference
    honest = difference.substitute({candour.name: 1})
    blind = difference.substitute({candour.name: 0})
    conditions = (-honest, blind, *(premise.difference for premise in case.premises))
    counted, ignored = honest.evaluate(point), blind.evaluate(point)
    numbers: dict[str, Any] = {
        "deploying adds, if failure is counted in full": counted,
        "deploying adds, if failure is not counted": ignored,
        "chance of being compelled": point[detection.name] * point[us_resolve.name],
    }
    # Where nothing that the USSR fears can come to pass there is no such border.
    with suppress(ExpressionError, ZeroDivisionError):
        most = case.preference.threshold(candour).formula
        numbers["most candour that explains it"] = most.evaluate(point)
    if case.name == "fait accompli":
        honest_border = deploy.POINT.closed_form("honest").formula
        numbers["needed only above"] = honest_border.evaluate(point)
    if others:
        verdict, is_true, words = (
            Verdict.CONDITIONAL,
            None,
            ("The US is indifferent, so that what the USSR had to fear is not determined."),
        )
    elif counted >= 0:
        verdict, is_true, words = (
            Verdict.NOT_TOLD_APART,
            None,
            (
                "Deploying pays a USSR that counts the whole cost of failure as well, because it "
                "thinks discovery and a response unlikely enough. Its choice cannot tell blindness "
                "to failure from honest optimism."
            ),
        )
    elif ignored >= 0:
        verdict, is_true, words = (
            Verdict.CONDITIONAL,
            True,
            (
                "At these chances of discovery and response only a USSR that did not count the "
                "whole cost of failure deploys."
            ),
        )
    else:
        verdict, is_true, words = (
            Verdict.FAILS,
            False,
            (
                "Not even a USSR that counts nothing of failure deploys here, so a lack of candour "
                "does not explain the choice."
            ),
        )
    return Finding(
        verdict,
        is_true,
        words,
        "being found out and compelled is likelier than an honest USSR would have borne",
        conditions,
        "" if is_true else "honest optimism about discovery and the response",
        numbers,
    )


CLAIM: Final = CausalClaim(
    name="T2",
    title="no candour",
    proposition="the USSR did not count the whole cost of failure when it chose to deploy",
    sources=("memo U2",),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
