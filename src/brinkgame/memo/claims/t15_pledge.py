"""T15: the final goal of the USSR was a pledge without any further verification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.memo import pledge
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import pledge_value, verification_cost

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    point = pledge.GAME.parameters.point(values_in(pledge.GAME, at))
    game = pledge.GAME.at(point)
    who = game.players.index(pledge.USSR)
    ends = {
        game.tree.path(node): paid[who]
        for node, paid in enumerate(game.terminal_payoffs())
        if paid is not None
    }
    free = ends.pop(f"root/{pledge.UNCONDITIONAL}")
    is_true = free > max(ends.values())
    chances = {
        label: sorted({each.outcomes()[label] for each in pledge.POINT.solve(point)})
        for label in pledge.GAME.outcomes
    }
    cost, worth = point["us_pledge_cost"], point["inspection_value"]
    return Finding(
        Verdict.BY_CONSTRUCTION,
        is_true,
        f"A pledge for nothing is {'' if is_true else 'not '}what the USSR likes best; that is how "
        f"the game is made. {_attained(chances, float(cost), float(worth))}",
        "a pledge is worth something to the USSR and verification costs it something",
        (1 * pledge_value, 1 * verification_cost),
        "",
        {"chances": chances, "us_pledge_cost": cost, "inspection_value": worth},
    )


def _attained(chances: Mapping[str, list[Any]], cost: float, worth: float) -> str:
    if any(chances["pledge for nothing"]):
        return "The US may give it, since it costs the US nothing."
    never = f"The US never gives it, as it costs {cost:.3g} and brings nothing."
    verified = chances["pledge for verification"]
    if not any(verified):
        return f"{never} Nor does a pledge for verification come about; restraint stays tacit."
    may = "is given and taken" if all(verified) else "may be given and taken, or not: a tie"
    return f"{never} A pledge for verification, worth {worth:.3g} to the US, {may}."


CLAIM: Final = CausalClaim(
    name="T15",
    title="a pledge for nothing",
    proposition="the final goal of the USSR was a pledge not to invade Cuba without any further "
    "verification",
    sources=("memo P9",),
    decisions=("pledge",),
    test=_test,
)
"""The claim."""
