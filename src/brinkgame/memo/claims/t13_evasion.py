"""T13: Cuba's refusal and the easing of the crisis let the USSR evade verification."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.memo import verification
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in
from brinkgame.memo.parameters import insist_cost, insist_success

__all__ = ["CLAIM"]

_CHANCE_AFTER: Final = Fraction(1, 2)
_COST_AFTER: Final = Fraction(2, 5)


def _test(at: Mapping[str, Any]) -> Finding:
    point = values_in(verification.GAME, at)
    found = verification.evasion(_CHANCE_AFTER, _COST_AFTER, point)
    fell = found.after < found.before
    both = min(found.by_refusal, found.by_easing) >= 0
    share = found.share_of_refusal
    words = "No less was accepted afterwards."
    if fell and not both:
        words = (
            "What the US accepts falls, but not for both reasons: at these assumptions insisting "
            "has become likelier to work, or cheaper."
        )
    elif fell and share is not None:
        words = (
            f"What the US accepts falls from {float(found.before):.3g} to {float(found.after):.3g} "
            f"of full verification, {float(share):.0%} of it because of Cuba's refusal and the "
            "rest because the crisis eased."
        )
    insisting = verification.POINT.closed_form("accepts nothing").formula - insist_cost
    return Finding(
        Verdict.BY_CONSTRUCTION,
        fell and both,
        f"{words} That each of the two lowers it is how the game is made; what can be asked is "
        "how much each did.",
        "the US would insist before, insisting is less likely to work afterwards, and costs more",
        (insisting, insist_success - _CHANCE_AFTER, _COST_AFTER - insist_cost),
        "",
        {
            "least_quality_before": found.before,
            "least_quality_after": found.after,
            "by_refusal": found.by_refusal,
            "by_easing": found.by_easing,
            "share_of_refusal": share,
        },
    )


CLAIM: Final = CausalClaim(
    name="T13",
    title="evasion of verification",
    proposition="Cuba's refusal of inspection and the easing of the crisis let the USSR evade "
    "verification by the UN",
    sources=("memo P3",),
    decisions=("verification",),
    test=_test,
)
"""The claim."""
