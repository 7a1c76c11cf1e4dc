"""Claims about conduct: what happens in equilibrium, as a formula of assumptions, with proof."""

from brinkgame.parametric.claims.claim import Claim, ClaimVerdict, claim_of
from brinkgame.parametric.claims.events import (
    Event,
    Quantity,
    happens,
    may_happen,
    may_play,
    mixing,
    payoff,
    plays,
    probability,
)

__all__ = [
    "Claim",
    "ClaimVerdict",
    "Event",
    "Quantity",
    "claim_of",
    "happens",
    "may_happen",
    "may_play",
    "mixing",
    "payoff",
    "plays",
    "probability",
]
