"""T3: the very high stakes justified the risk.

Two things are meant. The stake must be high enough for the risk that was run; and a higher stake
must raise the risk that is worth running, which is not so by itself: more is lost as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.memo import deploy
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import berlin_gain, cuba_gain

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    here = values_in(deploy.GAME, at)
    point = deploy.GAME.parameters.point(here)
    case, *others = (each for each in deploy.cases(here) if each.holds(here))
    difference = case.preference.difference
    rises = deploy.stake_effect(difference)
    worth, slope = difference.evaluate(point), rises.evaluate(point)
    numbers: dict[str, Any] = {
        "stake": point[berlin_gain.name] + point[cuba_gain.name],
        "deploying adds": worth,
        "border moves with the stake by the sign of": slope,
    }
    if difference.derivative(berlin_gain.name).evaluate(point):
        least = difference.solve(berlin_gain.name) + cuba_gain
        numbers["least stake"] = least.evaluate(point)
    is_true: bool | None = worth >= 0 and slope > 0
    if others:
        is_true = None
        words = "The US is indifferent, so that the risk that was run is not determined."
    elif case.name == "no response":
        words = "There was no risk to justify: this US does not respond at all."
    elif slope <= 0:
        words = (
            "A higher stake does not raise the risk that is worth running here, because failure, "
            "as far as it is counted, costs no more than doing nothing."
        )
    elif worth < 0:
        words = "The stakes were not high enough for the risk that was run."
    else:
        words = (
            "A higher stake raises the chance of being compelled that is worth running, and the "
            "stake was high enough for the one that was run."
        )
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        words,
        "failure, as far as it is counted, costs more than doing nothing, and the stake is at "
        "least what the risk calls for",
        (rises, difference, *(premise.difference for premise in case.premises)),
        numbers=numbers,
    )


CLAIM: Final = CausalClaim(
    name="T3",
    title="high stakes",
    proposition="the high stakes justified the risk that was run",
    sources=("memo U1",),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
