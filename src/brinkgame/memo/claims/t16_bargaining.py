"""T16: the distress of Cuba gave Moscow its bargaining power."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.expressions import Expression
from brinkgame.memo import consent
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import aid_offered, regime_crisis

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    point = consent.GAME.parameters.point(values_in(consent.GAME, at))
    price = consent.willing().formula
    calm: Expression = price.substitute({regime_crisis.name: 0})
    now, then = (max(Fraction(0), each.evaluate(point)) for each in (price, calm))
    bought = now < then
    if bought:
        words = (
            f"With the crisis consent costs {float(now):.3g} of aid, without it "
            f"{float(then):.3g}. "
            + ("Then it is free, and a deeper crisis would buy no more. " if not now else "")
        )
    elif not then:
        words = "Cuba would have consented for nothing without any crisis. "
    else:
        words = "There was no crisis to bargain with. "
    return Finding(
        Verdict.BY_CONSTRUCTION,
        bought,
        f"{words}That a crisis lowers the price is how the game is made, at one over the worth of "
        "aid for each unit; what can be asked is whether there was a price to lower.",
        "there was a crisis, and without it consent would not have been free",
        (calm, regime_crisis * 1),
        numbers={
            "price of consent": now,
            "price without the crisis": then,
            "price falls by, for each unit of crisis": -consent.crisis_discount().evaluate(point),
            "crisis from which on consent is free": price.solve(regime_crisis.name).evaluate(point),
            "what was offered is enough": point[aid_offered.name] >= now,
        },
    )


CLAIM: Final = CausalClaim(
    name="T16",
    title="bargaining power",
    proposition="the crisis of the Cuban regime let the USSR have its consent for aid",
    sources=("memo B3",),
    decisions=("consent",),
    test=_test,
)
"""The claim."""
