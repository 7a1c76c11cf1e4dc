"""The inverse question, exactly: every assumption under which what was done was rational."""

from brinkgame.parametric.identified.changing import SmallestChange
from brinkgame.parametric.identified.lines import Interval
from brinkgame.parametric.identified.projecting import SetProjection
from brinkgame.parametric.identified.sets import Exclusion, IdentifiedSet, identified_set
from brinkgame.parametric.identified.shares import SetShare

__all__ = [
    "Exclusion",
    "IdentifiedSet",
    "Interval",
    "SetProjection",
    "SetShare",
    "SmallestChange",
    "identified_set",
]
