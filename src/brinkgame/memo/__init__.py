"""The decisions of 1962, as a memorandum of 7 December of that year describes them.

Each decision is a game with its numbers open, its premises, and what was done. Sources are cited by
paragraph, as ``memo U1``: a letter for the section, then the number of the paragraph.

>>> import brinkgame as bg
>>> deploy = bg.memo.load("deploy")
>>> print(bg.solve(deploy.game.at()).only().payoffs["USSR"])
2/25
"""

from brinkgame.memo import claims
from brinkgame.memo.claims import CausalClaim, Finding, Verdict
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Variant
from brinkgame.memo.premises import KENT, HedgeScale, Premise
from brinkgame.memo.registry import load, names

__all__ = [
    "KENT",
    "CausalClaim",
    "ClosedForm",
    "DecisionPoint",
    "Finding",
    "HedgeScale",
    "Premise",
    "Variant",
    "Verdict",
    "claims",
    "load",
    "names",
]
