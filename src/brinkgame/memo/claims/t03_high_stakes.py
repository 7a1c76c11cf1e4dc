"""T3: the very high stakes justified the risk.

Two things are meant. The stake must be high enough for the risk that was run; and a higher stake
must raise the risk that is worth running, which is not so by itself: more is lost as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Final

from brinkgame.behavior import LossAversion, transform_payoffs
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.memo import deploy
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import berlin_gain, cuba_gain
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs

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
    most = None if others else _most_aversion(case, point)
    numbers["loss aversion up to which it deploys"] = most
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
        if most is not None:
            words += (
                " That is so as long as losses do not count more than "
                f"{float(most):.3g} times what gains do."
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


@cache
def _averse() -> ExtensiveFormGame:
    return transform_payoffs(deploy.GAME, {deploy.USSR: LossAversion(_TWICE)})


def _most_aversion(case: deploy.Case, point: Mapping[str, Any]) -> Fraction | None:
    """How many times losses may count for deploying to pay; None if any number of times."""
    tree = _averse()
    plan = {deploy.USSR: {deploy.ROOT: "deploy"}, deploy.US: case.conduct}
    value = continuation_payoffs(tree, BehaviorStrategyProfile(tree, plan))
    who = tree.players.index(deploy.USSR)
    deploys, holds = (
        value[tree.node_at(f"{deploy.ROOT}/{action}")][who] for action in ("deploy", "hold")
    )
    averse: Expression = deploys - holds
    # What deploying adds is linear in the aversion, so two of its values tell the rest.
    start = case.preference.difference.evaluate(point)
    falls = (start - averse.evaluate(point)) / (_TWICE - 1)
    return 1 + start / falls if falls > 0 else None


_TWICE: Final = 2

CLAIM: Final = CausalClaim(
    name="T3",
    title="high stakes",
    proposition="the high stakes justified the risk that was run",
    sources=("memo U1",),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
