"""What the memo claims of causes, each as a proposition that the games answer.

One claim a file. Each is judged at a point of the parameters, and says under which assumptions it
is so.

>>> import brinkgame as bg
>>> print(bg.memo.claims.load("T1").judge().verdict)
holds only if
"""

from brinkgame.memo.claims.claim import CausalClaim, Finding, Verdict
from brinkgame.memo.claims.registry import load, names

__all__ = ["CausalClaim", "Finding", "Verdict", "load", "names"]
