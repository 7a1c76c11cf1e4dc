"""T2: the consequences of failure were not candidly examined.

The choice alone cannot show it: a USSR that counts everything deploys as well, if it is hopeful
enough. What can be shown is where a lack of candour is *needed* to explain the choice.

Another reading needs no blindness either: a USSR that knows what failure costs, and weighs amounts
and chances as people in experiments do. To deploy and to hold back are then two single lotteries,
with the conduct of the US given, and each has a value of prospect theory; it is said whether that
is a rival. (A game as a whole has no such values: weights do not fold back.)
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from brinkgame.behavior import Lottery
from brinkgame.errors import ExpressionError
from brinkgame.memo import deploy
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import candour, detection, us_resolve
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.solve import solve

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
    weighed = {} if others else _weighed(here)
    numbers |= {f"value to prospect theory: {act}": value for act, value in weighed.items()}
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
    if weighed:
        words = f"{words} {_BENT[weighed['deploy'] >= weighed['hold']]}"
    return Finding(
        verdict,
        is_true,
        words,
        "being found out and compelled is likelier than an honest USSR would have borne",
        conditions,
        "" if is_true else "honest optimism about discovery and the response",
        numbers,
    )


_BENT: Final = {
    True: "So would one that counts it and weighs chances and losses as people in experiments do.",
    False: "Weighing chances and losses as people in experiments do would have kept it from "
    "deploying.",
}
"""Whether prospect theory is a rival."""


def _weighed(here: Mapping[str, Any]) -> dict[str, float]:
    """What deploying is worth, and holding back, if values and weights are those of experiments.

    The whole cost of failure is counted; the US does what it does in equilibrium, which is one
    thing where a single case is at hand.
    """
    game = deploy.GAME.at({**here, candour.name: 1})
    reply = solve(game)[0].profile
    values = {}
    for action in ("deploy", "hold"):
        plan = {
            player: {infoset: dict(menu) for infoset, menu in reply[player].items()}
            for player in game.players
        }
        plan[deploy.USSR][deploy.ROOT] = {
            each: int(each == action) for each in plan[deploy.USSR][deploy.ROOT]
        }
        profile = BehaviorStrategyProfile(game, plan)
        values[action] = Lottery.of(game, profile, deploy.USSR).prospect_value()
    return values


CLAIM: Final = CausalClaim(
    name="T2",
    title="no candour",
    proposition="the USSR did not count the whole cost of failure when it chose to deploy",
    sources=("memo U2",),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
