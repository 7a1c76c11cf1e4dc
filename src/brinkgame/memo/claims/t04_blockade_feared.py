"""T4: as a first response a blockade was feared more than an invasion."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.errors import AmbiguousEquilibriumError
from brinkgame.expressions import Expression
from brinkgame.memo import deploy
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import invasion_share
from brinkgame.parametric import indifference

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    game = deploy.first_response()
    here = values_in(game, at)
    point = game.parameters.point(here)
    try:
        premises = indifference(game, deploy.USSR, deploy.ROOT, "deploy", "hold", at=here).premises
        blockade, invasion = deploy.fears(here)
    except AmbiguousEquilibriumError:
        return Finding(
            Verdict.CONDITIONAL,
            None,
            "The US is indifferent whether it compels, so that what was to be feared is not "
            "determined.",
        )
    more: Expression = blockade - invasion
    feared = [fear.evaluate(point) for fear in (blockade, invasion)]
    share = point[invasion_share.name]
    harm = [
        fear / chance if chance else None
        for fear, chance in zip(feared, (1 - share, share), strict=True)
    ]
    is_true = None if feared[0] == feared[1] else feared[0] > feared[1]
    words = {
        True: "A blockade as the first response was to be feared more: what it costs, times how "
        "likely it is, is more than for an invasion.",
        False: "An invasion as the first response was to be feared more, in spite of being less "
        "likely, or because it was not.",
        None: "The two were to be feared alike.",
    }[is_true]
    worse = _limit(more, point)
    if worse is not None:
        words += (
            f" That turns where the first response is an invasion with a chance of "
            f"{float(worse):.3g}; the claim is about what was likely, not about what was worse."
        )
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        words,
        "an invasion is so much less likely as the first response that it outweighs that it costs "
        "more",
        (more, *(premise.difference for premise in premises)),
        numbers={
            "fear of a blockade": feared[0],
            "fear of an invasion": feared[1],
            "loss by a blockade": harm[0],
            "loss by an invasion": harm[1],
            "invasion is feared more from a chance of": worse,
        },
    )


def _limit(more: Expression, point: Mapping[str, Fraction]) -> Fraction | None:
    """The share of invasions at which both are feared alike, if there is one."""
    slope = more.derivative(invasion_share.name)
    if not slope.evaluate(point):
        return None
    return more.solve(invasion_share.name).evaluate(point)


CLAIM: Final = CausalClaim(
    name="T4",
    title="blockade feared",
    proposition="as the first response a blockade was feared more than an invasion",
    sources=("memo C1",),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
