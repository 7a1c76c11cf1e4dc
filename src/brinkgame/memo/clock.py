"""Decision 1b: how long the buildup may take before it is discovered.

The same game as `deploy`, with the chance of discovery put down to its cause: every week of the
buildup runs the same chance of being found out, and the weeks add up. A deadline in November left
few weeks, which is what made secrecy seem possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.arithmetic import Algebraic
from brinkgame.expressions import Expression
from brinkgame.memo import deploy
from brinkgame.memo.decision_point import DecisionPoint
from brinkgame.memo.parameters import detection, weekly_hazard, weeks
from brinkgame.memo.premises import Premise
from brinkgame.parametric import indifference

__all__ = ["DISCOVERY", "GAME", "POINT", "hazard_threshold"]

DISCOVERY: Final[Expression] = 1 - (1 - weekly_hazard) ** weeks
"""The chance of discovery in time: one minus that of getting through every week."""

GAME: Final = deploy.GAME.fix({detection.name: DISCOVERY}).titled("clock")
"""The tree of `deploy`, with discovery by the clock."""


def hazard_threshold(
    in_weeks: int, at: Mapping[str, Any] | None = None
) -> Fraction | Algebraic | None:
    """The weekly chance of discovery up to which the USSR deploys, for a buildup of some weeks.

    Parameters
    ----------
    in_weeks
        How long the buildup takes.
    at
        The other parameters; those that are not named are at their baselines.

    Returns
    -------
    Fraction, Algebraic or None
        The root in the range of `weekly_hazard`; None if the choice does not turn in it.

    Examples
    --------
    >>> from brinkgame.memo import clock
    >>> round(float(clock.hazard_threshold(12)), 4)
    0.084
    """
    where = {**(at or {}), weeks.name: in_weeks}
    found = indifference(GAME, deploy.USSR, deploy.ROOT, "deploy", "hold", at=where)
    roots = found.roots(weekly_hazard)
    return roots[0] if roots else None


POINT: Final = DecisionPoint(
    name="clock",
    number="1b",
    began="1962-07",
    when="July-October 1962",
    who=(deploy.USSR, deploy.US),
    title="Finish before discovery: the detection clock",
    question="How long a buildup, and how watchful a US, before deploying ceases to pay?",
    game=GAME,
    happened={deploy.USSR: {deploy.ROOT: "deploy"}},
    premises=(
        *deploy.POINT.premises,
        Premise("heavy shipments began in the middle of July", "memo U4"),
        Premise(
            "from late August to early October the buildup was at its most exposed",
            "memo C1",
            "appears",
        ),
        Premise("it was meant to be ready for a climax in late November", "memo U5", "apparently"),
        Premise("the USSR did what it could to turn attention elsewhere", "memo C2"),
        Premise("every week runs the same chance of discovery, independently of the others"),
    ),
    sources=("memo U4", "memo U5", "memo C1", "memo C2", "memo C3", "memo C4", "memo M1"),
)
"""The decision."""
