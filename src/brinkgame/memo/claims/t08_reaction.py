"""T8: it was the American reaction that turned the gamble into a defeat."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.expressions import Expression
from brinkgame.memo import blockade, hostage
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import missile_belief
from brinkgame.solve import solve

__all__ = ["CLAIM"]

USSR: Final = hostage.USSR
US: Final = hostage.US
OCTOBER: Final = Fraction(hostage.OCTOBER)
"""The American belief in missiles once they had been seen."""


def _replies(at: Mapping[str, Any], belief: Fraction) -> set[str]:
    """What the US may do after both threats, with a belief."""
    here = {**values_in(hostage.GAME, at), missile_belief.name: belief}
    plans = (each.profile[US][hostage.BOTH] for each in solve(hostage.GAME.at(here)))
    return {action for plan in plans for action, chance in plan.items() if chance > 0}


def _test(at: Mapping[str, Any]) -> Finding:
    point = hostage.GAME.parameters.point(values_in(hostage.GAME, at))
    september = point[missile_belief.name]
    limit = hostage.threshold(hostage.BOTH).formula
    before, after = _replies(at, september), _replies(at, OCTOBER)
    switched = before == {hostage.REFRAIN} and after == {hostage.ACT}

    there = values_in(blockade.GAME, at)
    solution = solve(blockade.GAME.at(there))
    moved = all(
        each.profile[US][blockade.ROOT][blockade.QUARANTINE] == 1
        and each.profile[USSR][blockade.SOFT][blockade.WITHDRAW] == 1
        for each in solution
    )
    if switched and moved:
        words = (
            "With everything else as it was, certainty about the missiles took the US across the "
            "border from refraining to acting, and the response it had at hand moved a soft USSR: "
            "without the one or the other the missiles would have stayed."
        )
    elif hostage.ACT in before:
        words = "The US would have acted in September already, before it had proof."
    elif hostage.REFRAIN in after:
        words = "Not even certainty about the missiles would have made the US act."
    else:
        words = "The US would have acted, but had no response that would have moved the USSR."
    return Finding(
        verdict=Verdict.CONDITIONAL if switched and moved else Verdict.FAILS,
        is_true=switched and moved,
        words=words,
        condition="the belief in missiles at which the US acts lies between that of September and "
        "that of October, and a quarantine moves a soft USSR and is the best that the US has",
        conditions=(
            limit - missile_belief,
            OCTOBER - limit,
            *_responds(),
        ),
        numbers={
            "belief in September": september,
            "belief at which it acts": limit.evaluate(point),
            "belief in October": OCTOBER,
            "chance that the missiles stay": _stay(there),
        },
    )


def _responds() -> tuple[Expression, ...]:
    """The quarantine moves a soft USSR, and is better than accepting and than striking."""
    forms = map(blockade.POINT.closed_form, ("least risk", "bearable belief", "rather than strike"))
    found = []
    for form in forms:
        over: Any = form.over
        gap = over - form.formula
        found.append(gap if form.relation == ">=" else -gap)
    return tuple(found)


def _stay(at: Mapping[str, Any]) -> tuple[Fraction, ...]:
    """How likely the missiles are to stay once the US responds, in each equilibrium."""
    return tuple(each.outcomes()["missiles stay"] for each in solve(blockade.GAME.at(at)))


CLAIM: Final = CausalClaim(
    name="T8",
    title="reaction",
    proposition="the American reaction, and nothing else that changed, made a defeat of the gamble",
    sources=("memo C8",),
    decisions=("hostage", "blockade"),
    test=_test,
)
"""The claim."""
