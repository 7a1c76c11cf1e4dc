"""T12: the reply on the private terms opened the way to the retreat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.memo import capitulation, letters
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.parametric import indifference

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    first = letters.GAME.parameters.point(values_in(letters.GAME, at))
    second = capitulation.GAME.parameters.point(values_in(capitulation.GAME, at))
    here = [region for region in letters.regions() if region.holds(first)]
    trades = {region.us_trades for region in here}
    replied = (trades == {0}) if trades <= {0, 1} and len(trades) == 1 else None
    # Where the US replies so; if it does not, where it would with both kinds asking.
    reading = next((region for region in here if region.us_trades == 0), letters.regions()[0])
    accepting = indifference(
        capitulation.GAME,
        capitulation.USSR,
        capitulation.ROOT,
        capitulation.ACCEPT,
        capitulation.HOLD_OUT,
    ).difference
    gain = accepting.evaluate(second)
    accepted = None if not gain else gain > 0
    both = (replied, accepted)
    is_true = False if False in both else None if None in both else True
    # Had the US traded instead, a USSR that was weak would have gone home too.
    traded = letters.worth_of_trade().evaluate(first)
    return Finding(
        Verdict.FAILS if is_true is False else Verdict.CONDITIONAL,
        is_true,
        f"{_REPLY[replied]}, and the USSR {_ACCEPTS[accepted]}. The reply was not the only way "
        "out: a public trade would have ended the crisis as well, and been worth "
        f"{float(traded):.3g} more to the USSR.",
        "the US thinks a USSR that means the public terms unlikely enough to answer the private "
        "ones, and the USSR thinks an attack likely enough to accept",
        (*reading.conditions, accepting),
        "",
        {
            "attack_risk": second["attack_risk"],
            "least_attack_risk": capitulation.threshold().formula.evaluate(second),
            "tough_belief": first["tough_belief"],
            "worth_of_trade": traded,
        },
    )


_REPLY: Final = {
    True: "To reply on the private terms is best for the US",
    None: "To reply on the private terms is as good for the US as something else",
    False: "To reply on the private terms alone is not what the US does",
}
_ACCEPTS: Final = {
    True: "then accepts",
    None: "then may accept or hold out",
    False: "then holds out",
}

CLAIM: Final = CausalClaim(
    name="T12",
    title="the reply",
    proposition="the American reply on the private terms opened the way to the public retreat",
    sources=("memo R6",),
    decisions=("letters", "capitulation"),
    test=_test,
)
"""The claim."""
