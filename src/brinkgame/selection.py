"""Which equilibrium, when there are several: a rule, named and applied in the open.

Nothing in the library takes the first of several equilibria. Who wants one says by which rule, and
a rule that leaves several raises. A rule compares the equilibria that are *listed*; where the
result has a family, members that are not listed may do better, so `select` asks for permission.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, final

from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidParameterError,
    UnknownNameError,
    suggestion,
)
from brinkgame.results import Equilibrium, EquilibriumResult

__all__ = ["BestFor", "MaxWelfare", "PayoffDominant", "SelectionRule", "WorstFor", "select"]


class SelectionRule(ABC):
    """A rule that keeps some of several equilibria."""

    @abstractmethod
    def keep(self, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
        """Those that the rule does not exclude."""


@final
@dataclass(frozen=True, slots=True)
class BestFor(SelectionRule):
    """The equilibrium that pays a player most.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hunt = bg.NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    >>> bg.select(bg.solve(hunt), bg.BestFor("1"), listed_only=True).payoffs["1"]
    Fraction(4, 1)
    """

    player: str

    def keep(self, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
        """Those with the highest payoff to the player."""
        top = max(_payoff(e, self.player) for e in equilibria)
        return tuple(e for e in equilibria if e.payoffs[self.player] == top)


@final
@dataclass(frozen=True, slots=True)
class WorstFor(SelectionRule):
    """The equilibrium that pays a player least: what the player can count on.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hunt = bg.NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> bg.select(bg.solve(hunt), bg.WorstFor("1")).payoffs["1"]
    Fraction(2, 1)
    """

    player: str

    def keep(self, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
        """Those with the lowest payoff to the player."""
        bottom = min(_payoff(e, self.player) for e in equilibria)
        return tuple(e for e in equilibria if e.payoffs[self.player] == bottom)


@final
@dataclass(frozen=True, slots=True)
class MaxWelfare(SelectionRule):
    """The equilibrium with the largest sum of payoffs.

    The sum means something only where payoffs of different players are in one unit.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hunt = bg.NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    >>> bg.select(bg.solve(hunt), bg.MaxWelfare(), listed_only=True).payoffs["1"]
    Fraction(4, 1)
    """

    def keep(self, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
        """Those with the largest sum."""
        totals = [sum(e.payoffs.values()) for e in equilibria]
        top = max(totals)
        return tuple(e for e, total in zip(equilibria, totals, strict=True) if total == top)


@final
@dataclass(frozen=True, slots=True)
class PayoffDominant(SelectionRule):
    """The equilibrium that pays every player at least as much as every other one does.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hunt = bg.NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    >>> bg.select(bg.solve(hunt), bg.PayoffDominant()).payoffs["1"]
    Fraction(4, 1)
    """

    def keep(self, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
        """Those that no other equilibrium betters for any player; there may be none."""
        players = list(equilibria[0].payoffs)
        top = {player: max(e.payoffs[player] for e in equilibria) for player in players}
        return tuple(e for e in equilibria if all(e.payoffs[p] == top[p] for p in players))


def _payoff(equilibrium: Equilibrium, player: str) -> Any:
    try:
        return equilibrium.payoffs[player]
    except KeyError:
        known = suggestion(player, equilibrium.payoffs)
        raise UnknownNameError(f"no player {player!r}{known}") from None


def select(
    result: EquilibriumResult, rule: SelectionRule, *, listed_only: bool = False
) -> Equilibrium:
    """The one equilibrium that a rule singles out among those that are listed.

    Parameters
    ----------
    result
        What `solve` returned.
    rule
        How to choose, such as ``WorstFor("US")``.
    listed_only
        Whether to choose among the listed equilibria although the result says that there are, or
        may be, others.

    Raises
    ------
    AmbiguousEquilibriumError
        The rule keeps several equilibria, even if they pay the same, or none; or there may be
        equilibria that are not listed, and `listed_only` is false.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hunt = bg.NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    >>> result = bg.solve(hunt)
    >>> bg.select(result, bg.PayoffDominant()).payoffs
    {'1': Fraction(4, 1), '2': Fraction(4, 1)}
    """
    given: tuple[object, object] = (result, rule)
    if not isinstance(given[0], EquilibriumResult):
        raise InvalidParameterError(f"expected what brinkgame.solve() returned, got {result!r}")
    if not isinstance(given[1], SelectionRule):
        raise InvalidParameterError(f"expected a rule such as brinkgame.MaxWelfare(), got {rule!r}")
    if not result.equilibria:
        raise AmbiguousEquilibriumError(f"there is no equilibrium to select. {result.status.value}")
    if not listed_only and not result.is_complete_list:
        raise AmbiguousEquilibriumError(
            "the list does not hold every equilibrium, and the rule cannot see the others; pass "
            "listed_only=True to choose among those that are listed"
        )
    kept = rule.keep(result.equilibria)
    if not kept:
        raise AmbiguousEquilibriumError(f"{rule} keeps none of {len(result)} equilibria")
    if len(kept) > 1:
        raise AmbiguousEquilibriumError(
            f"{rule} keeps {len(kept)} of {len(result)} equilibria; take another rule, or look at "
            "all of them"
        )
    return kept[0]
