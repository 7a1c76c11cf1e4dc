"""T1: nothing is deployed without the belief that a fait accompli deters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.memo import deploy
from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict, values_in

__all__ = ["CLAIM"]


def _test(at: Mapping[str, Any]) -> Finding:
    certain = deploy.cases(values_in(deploy.GAME, at))[-1]
    return Finding(
        Verdict.HOLDS,
        certain.worth < 0,
        "A USSR that expects to be compelled in any case holds back.",
    )


CLAIM: Final = CausalClaim(
    name="T1",
    title="fait accompli",
    proposition="the USSR deploys only if it believes that a fait accompli deters the US",
    sources=("memo U1",),
    decisions=("deploy",),
    test=_test,
)
"""The claim."""
