"""Sets of equilibria that are too large, or not finite, to be listed one by one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

__all__ = ["EquilibriumFamily"]


class EquilibriumFamily(ABC):
    """A set of equilibria that is too large, or not finite, to be listed one by one."""

    @property
    @abstractmethod
    def conditions(self) -> tuple[str, ...]:
        """The exact conditions of membership, in words and formulas."""

    @property
    @abstractmethod
    def count(self) -> int | None:
        """The number of pure profiles in the family, if that is finite and known."""

    @property
    @abstractmethod
    def payoff_ranges(self) -> Mapping[str, tuple[Any, Any]]:
        """The lowest and the highest payoff of each player over the family."""

    @property
    def ranges_are_exact(self) -> bool:
        """Whether the ranges of payoffs are attained, and not only bounds."""
        return True

    @property
    @abstractmethod
    def vertices(self) -> tuple[int, ...] | None:
        """Positions in the result of its extreme points, if all are listed; otherwise None."""

    def chance_range(self, ends: frozenset[int]) -> tuple[Any, Any] | None:  # noqa: ARG002
        """The lowest and the highest probability of coming to one of some ends of a tree.

        Ends are numbers of nodes. None where the family does not tell.
        """
        return None

    @abstractmethod
    def __contains__(self, profile: object) -> bool:
        """Whether a profile, pure or mixed, belongs to the family."""
