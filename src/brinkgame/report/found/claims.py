"""The verdicts on what the memo claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, final

from brinkgame.memo import CausalClaim, Finding
from brinkgame.memo.claims import load, names

__all__ = ["ClaimFinding", "Tension", "claim_findings", "tension"]


@final
@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """A claim of the memo, and the answer to it."""

    claim: CausalClaim
    finding: Finding


def claim_findings(at: Mapping[str, Any]) -> tuple[ClaimFinding, ...]:
    """The answer to every claim, T1 first."""
    claims = [load(name) for name in names()]
    return tuple(ClaimFinding(claim, claim.judge(at)) for claim in claims)


@final
@dataclass(frozen=True, slots=True)
class Tension:
    """Two claims that pull against each other: Berlin deterred, and nothing was possible there.

    Attributes
    ----------
    strongest, no_response
        The claims T5 and T6 with their answers.
    """

    strongest: ClaimFinding
    no_response: ClaimFinding

    @property
    def both_are_so(self) -> bool:
        """Whether both are so, which takes a belief that was wrong or has changed."""
        return bool(self.strongest.finding.is_true and self.no_response.finding.is_true)


def tension(found: tuple[ClaimFinding, ...]) -> Tension:
    """The tension between T5 and T6."""
    by_name = {each.claim.name: each for each in found}
    return Tension(by_name["T5"], by_name["T6"])
