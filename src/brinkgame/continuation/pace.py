"""How long steps are, and when a correction is good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, final

__all__ = ["Pace"]


@final
@dataclass(frozen=True, slots=True)
class Pace:
    """How long steps are.

    Attributes
    ----------
    wanted
        The correction that their length aims at, in changes of probabilities.
    rejected
        A first correction that is too large to be trusted.
    bent
        One over the squared cosine of the angle by which the curve may turn in a step.
    good
        A correction after which a point is good: Newton's next one would be about its square.
    """

    wanted: float
    rejected: float
    bent: float
    good: float


QUICK: Final = Pace(wanted=0.05, rejected=0.2, bent=1.5, good=3e-4)
CAREFUL: Final = Pace(wanted=0.003, rejected=0.06, bent=1.08, good=1e-6)
EXACT: Final = Pace(wanted=0.002, rejected=0.1, bent=1.5, good=1e-9)
"""For places within a step that was good."""
TURNS: Final = 6
"""Newton's method is given up after so many corrections."""
SHORT: Final = 1e-3
"""Where steps get shorter than this, the direction is looked at again."""
SHORTEST: Final = 1e-7
"""Steps are not made shorter than this."""
FASTEST: Final = 12.0
"""How much longer than the last a step may be."""
FARTHEST: Final = 2.5
"""Up to how much of the last step's length the curvature seen there is believed."""
HIGHEST: Final = 1.5
"""Where a prediction puts a strategy so far above the reference, the step was too long."""
LOWEST: Final = -0.5
"""There is nothing to be found below L = 0, and at L = -1 the measure of lengths ends."""
CALM: Final = 1e-3
"""A correction below which hardly anything happens."""
MOST_GROWTH: Final = 2.0
"""By how many times itself L may grow in a step."""
MOST_CALM_GROWTH: Final = 40.0
"""The same where hardly anything happens."""
NARROW: Final = 1e-8
"""To what length of arc a bifurcation is narrowed down."""
TAIL: Final = 20.0
"""From which L on a branch that runs outward is expected to settle."""
PLAYED: Final = 1e-3
"""Strategies that are played more settle like 1/L; the logs of others fall in proportion to L."""
SETTLED: Final = 1e-7
"""A correction that is good in the tail as well."""
MANY: Final = 30
"""Unknowns from which on determinants may be too large or too small for a float."""
