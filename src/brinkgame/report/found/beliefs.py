"""What they must have believed: the assumptions under which the whole conduct was rational."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, final

from brinkgame.errors import InvalidParameterError
from brinkgame.memo.conduct import conduct, observations
from brinkgame.sensitivity import Identification, Reading

__all__ = ["LEAST_DRAWS", "PREMISES", "BeliefFinding", "belief_findings", "check_draws"]

LEAST_DRAWS: Final = 2**10
"""Sixteen scramblings of 64 inner points each: the fewest that the design allows."""


PREMISES: Final = 3
"""Under how many premises it is asked."""


@final
@dataclass(frozen=True, slots=True)
class BeliefFinding:
    """The assumptions that are left, under one premise.

    Attributes
    ----------
    name, title
        ``"open"``, ``"sure"`` or ``"daily"``, and the premise in words.
    found
        What is left of the box.
    """

    name: str
    title: str
    found: Identification

    @property
    def readings(self) -> dict[Reading, Identification]:
        """The same points under each reading of several equilibria."""
        return {reading: self.found.read(reading) for reading in Reading}


def check_draws(draws: int) -> int:
    """The number of draws, if it is one that the design allows.

    Raises
    ------
    InvalidParameterError
        It is too small, or no power of two.
    """
    if draws < LEAST_DRAWS or draws & (draws - 1):
        raise InvalidParameterError(
            f"the number of draws is a power of two from {LEAST_DRAWS} on, such as 16384; "
            f"got {draws}"
        )
    return draws


def belief_findings(
    draws: int, seed: int, progress: Callable[[str], None]
) -> tuple[BeliefFinding, ...]:
    """What is left if discovery and response were in doubt, and under two other premises."""
    # The chances of the days of October rise and fall as the memo says, and only their scale is
    # open; in the last variant all are drawn by themselves.
    scaled = [each.name for each in observations()]
    daily = [name.partition("/")[0] for name in scaled]
    premises = (
        ("open", "discovery and response in doubt", False, scaled),
        ("sure", "the USSR sure of both", True, scaled),
        ("daily", "the first, each day's chances by themselves", False, daily),
    )
    return tuple(
        BeliefFinding(
            name,
            title,
            conduct(draws=draws, seed=seed, sure=sure, chosen=chosen, progress=progress),
        )
        for name, title, sure, chosen in premises
    )
