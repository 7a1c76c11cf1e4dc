"""All optimal strategies of both players of a zero-sum tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, final

from brinkgame.forms import ExtensiveFormGame
from brinkgame.play.families import EquilibriumFamily
from brinkgame.play.payoffs import as_behavior
from brinkgame.play.responses import regrets

__all__ = ["OptimalPlans"]

Plan = tuple[Any, ...]


@final
@dataclass(frozen=True)
class OptimalPlans(EquilibriumFamily):
    """Every equilibrium of a two-player tree in which one's gain is the other's loss.

    A player's optimal realization plans (the probability of each own sequence of actions, see
    `SequenceForm`) are all mixtures of the corners that are listed here. A behavior strategy is
    optimal when its plan is one of them; what it does where its own plan never goes is free. Every
    optimal strategy of the one with every optimal strategy of the other is an equilibrium.

    Attributes
    ----------
    game
        The game.
    value
        What the first player gets in all of them.
    corners
        For each player the corners of the set of optimal plans, in the order of
        `SequenceForm.sequences`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("kuhn-poker").game
    >>> family = bg.solve(game, bg.SequenceFormLP(optimal_sets=True))[0].family
    >>> print(family.conditions[0])
    first, with any t from 0 to 1: jack: check 1 - 1/3 t, bet 1/3 t; jack, check, bet: fold; \
queen: check; queen, check, bet: fold 2/3 - 1/3 t, call 1/3 + 1/3 t; king: check 1 - t, bet t; \
king, check, bet: call if t < 1, else free
    """

    game: ExtensiveFormGame
    value: Any
    corners: tuple[tuple[Plan, ...], tuple[Plan, ...]]

    @property
    def is_point(self) -> bool:
        """Whether it holds one profile only: one plan a player, which goes everywhere."""
        if any(len(plans) > 1 for plans in self.corners):
            return False
        structure, sizes = self.game.sequence_form.structure, self.game.tree.infoset_size
        return all(
            plans[0][leading] or size == 1
            for plans, own, before in zip(
                self.corners, structure.own, structure.before, strict=True
            )
            for leading, size in zip(before.tolist(), sizes[own].tolist(), strict=True)
        )

    @property
    def conditions(self) -> tuple[str, ...]:
        """One for each player: the optimal behavior strategies."""
        return tuple(
            _words(self.game, player, plans)
            for player, plans in zip(self.game.players, self.corners, strict=True)
        )

    @property
    def count(self) -> int | None:
        """The number of pure profiles is not counted: None."""
        return None

    @property
    def payoff_ranges(self) -> Mapping[str, tuple[Any, Any]]:
        """The value of the game, twice for each player."""
        plans = [[*side[0]] for side in self.corners]
        paid = self.game.sequence_form.expected_payoffs(plans)
        return {player: (pay, pay) for player, pay in paid.items()}

    def chance_range(self, ends: frozenset[int]) -> tuple[Any, Any]:
        """The lowest and the highest probability of coming to one of some ends, by node.

        It is linear in each player's plan, so extreme at corners.
        """
        tree, form = self.game.tree, self.game.sequence_form
        odds = self.game.edge_probabilities()
        zero, one = self.game.arithmetic.number(0), self.game.arithmetic.number(1)
        ways = []
        for end in sorted(ends):
            chance, node = one, end
            while node:
                chance *= one if odds[node] is None else odds[node]
                node = int(tree.parent[node])
            ways.append((chance, *form.structure.at[end].tolist()))
        found = [
            sum((chance * x[i] * y[j] for chance, i, j in ways), start=zero)
            for x in self.corners[0]
            for y in self.corners[1]
        ]
        return min(found), max(found)

    @property
    def vertices(self) -> tuple[int, ...] | None:
        """None: extreme behavior strategies also vary where play never goes."""
        return None

    def __contains__(self, profile: object) -> bool:
        plan = as_behavior(self.game, profile)
        sign, spreads = self.game.arithmetic.sign, self.game.payoff_spreads
        found = regrets(self.game, plan)
        return all(sign(regret, spreads[player]) == 0 for player, regret in found.items())


def _words(game: ExtensiveFormGame, player: str, plans: Sequence[Plan]) -> str:
    """The optimal strategies of a player."""
    if len(plans) == 1:
        return f"{player}: {_line(game, player, plans[0], plans[0])}"
    if len(plans) == 2:
        return f"{player}, with any t from 0 to 1: {_line(game, player, *plans)}"
    listed = ", ".join(f"({_line(game, player, plan, plan)})" for plan in plans)
    return f"{player}: any mixture of the plans {listed}"


def _line(game: ExtensiveFormGame, player: str, start: Plan, end: Plan) -> str:
    """The behavior strategies of the plans (1 - t) start + t end."""
    form = game.sequence_form
    who = form.player_number(player)
    first, before = form.structure.first[who].tolist(), form.structure.before[who].tolist()
    tree = game.tree
    parts = []
    for j, infoset in enumerate(form.structure.own[who].tolist()):
        name, menu = tree.infoset_name(infoset), tree.actions(infoset)
        low, high = start[before[j]], end[before[j]]
        if len(menu) == 1:
            continue
        if not low and not high:
            parts.append(f"{name}: free")
            continue
        here = [
            (action, _share(start[s], end[s], low, high))
            for action, s in zip(menu, range(first[j], first[j + 1]), strict=True)
            if start[s] or end[s]
        ]
        sure = len(here) == 1
        words = here[0][0] if sure else ", ".join(f"{action} {share}" for action, share in here)
        edge = "" if low and high else " if t > 0, else free" if high else " if t < 1, else free"
        parts.append(f"{name}: {words}{edge}")
    return "; ".join(parts) or "nothing to choose"


def _share(start: Any, end: Any, low: Any, high: Any) -> str:
    """The ratio of start + (end - start) t and low + (high - low) t in words."""
    if start * high == end * low:  # the ratio does not depend on t
        return str(start / low if low else end / high)
    if low == high:
        return _linear(start / low, end / low)
    return f"({_linear(start, end)}) / ({_linear(low, high)})"


def _linear(at_zero: Any, at_one: Any) -> str:
    slope = at_one - at_zero
    size = abs(slope)
    change = "t" if size == 1 else f"{size} t"
    if not slope:
        return str(at_zero)
    if not at_zero:
        return change if slope > 0 else f"-{change}"
    return f"{at_zero} {'+' if slope > 0 else '-'} {change}"
