"""The assessment at the end of an agent logit branch, exact where it can be.

Along the branch an action that costs c is given up like exp(-L * c). So what a player believes off
the path in the limit follows from trembles of orders that are known, and what makes others
indifferent from equations that are linear in each probability.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Float
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL

__all__ = ["AgentLimit", "by_infosets", "whole_shares"]

Numbers: TypeAlias = "Sequence[Sequence[Any]]"

_NEGLIGIBLE = 1e-10
"""Probabilities that an equilibrium at the end of a branch does without."""
_NEXT = 1e-3
"""How far the equilibrium at the end may be from the last point of the branch."""
_MOST_MIXED = 40
"""Free probabilities up to which an exact solution of the indifferences is looked for."""
_MOST_NODES = 2000
"""Nodes up to which the same is."""
_ALIKE = Fraction(1, 10**7)
"""Shares of the range of payoffs that the last point hardly tells apart."""
_DOUBTFUL = 1e-6
"""Beliefs that are smaller vanish in the limit."""
_MOST_TIES = 5_000_000
"""Steps of an elimination up to which orders of mistakes are brought into line."""


@final
class AgentLimit:
    """The assessment at the end of a branch.

    Parameters
    ----------
    game
        The tree.
    logs
        Log-probabilities at the last point.
    beliefs
        The beliefs there.
    """

    def __init__(
        self, game: ExtensiveFormGame, logs: npt.NDArray[np.float64], beliefs: list[list[Any]]
    ) -> None:
        self.game = game
        self.exact = False
        self._tree = tree = game.tree
        self._logs = by_infosets(game, logs.tolist())
        self._last = beliefs
        self._odds = game.edge_probabilities()
        self._ends = game.terminal_payoffs()
        self._parent = tree.parent.tolist()
        self._mover = tree.mover.tolist()
        self._infoset = tree.infoset.tolist()
        self._edge = tree.edge.tolist()
        self.weights: Numbers = self._played()
        self.beliefs: Numbers = beliefs

    def _played(self) -> list[list[Any]]:
        """The last probabilities without the negligible ones."""
        kept = [
            [p if (p := math.exp(log)) >= _NEGLIGIBLE else 0.0 for log in part]
            for part in self._logs
        ]
        return [whole_shares(self.game, [p / math.fsum(part) for p in part]) for part in kept]

    def settle(self, rationality: float, factor: float, *, exactly: bool) -> None:
        """Look for an exact assessment, if it is wanted; otherwise stay with the last point."""
        unit = rationality / factor if factor else 0.0
        if exactly:
            for candidate in self._candidates():
                weights: list[list[Fraction]] | None = candidate
                while weights is not None:
                    beliefs = self._limit_beliefs(weights, unit)
                    better = self._without_worse(weights, beliefs, Fraction(factor) * _ALIKE)
                    if better == weights:
                        self.weights, self.beliefs, self.exact = weights, beliefs, True
                        return
                    weights = better
        orders = self._orders(rationality)
        self.beliefs = [
            here if all(abs(a - b) < _DOUBTFUL for a, b in zip(here, last, strict=True)) else last
            for here, last in zip(self._leading(self.weights, orders), self._last, strict=True)
        ]

    def _orders(self, rationality: float) -> list[list[tuple[Fraction, int, Fraction] | None]]:
        """How fast each action that is not taken is given up: like share * exp(-L * order).

        Where the last point believes in several nodes of an information set, what leads to them
        must be of one order. The orders are moved as little as that takes, and so they explain all
        beliefs together.
        """
        tree = self._tree
        places = {
            (infoset, action): number
            for number, (infoset, action) in enumerate(
                (infoset, action)
                for infoset, part in enumerate(self.weights)
                for action, weight in enumerate(part)
                if not weight
            )
        }
        rate = rationality or 1.0
        known = [Fraction(-self._logs[infoset][action] / rate) for infoset, action in places]
        lapses: list[tuple[int, ...]] = [()] * tree.size
        for node in range(1, tree.size):
            above = self._parent[node]
            place = places.get((self._infoset[above], self._edge[node]))
            chance = self._mover[above] == CHANCE
            lapses[node] = lapses[above] + (() if chance or place is None else (place,))
        rows: list[list[Fraction]] = []
        for members, belief in zip(tree.members, self._last, strict=True):
            likely = [m for m, weight in zip(members, belief, strict=True) if weight > _DOUBTFUL]
            for member in likely[1:]:
                row = [Fraction(0)] * len(known)
                for node, sign in ((likely[0], 1), (member, -1)):
                    for place in lapses[node]:
                        row[place] += sign
                if any(row) and row not in rows:
                    rows.append(row)
        if rows and len(rows) ** 2 * len(known) <= _MOST_TIES:
            apart = [sum(a * b for a, b in zip(row, known, strict=True) if a) for row in rows]
            step = _solution(rows, [Fraction(-gap) for gap in apart])
            if step is not None:
                known = [order + change for order, change in zip(known, step, strict=True)]
        found: list[list[tuple[Fraction, int, Fraction] | None]] = [
            [None] * len(part) for part in self.weights
        ]
        for (infoset, action), order in zip(places, known, strict=True):
            power = self._logs[infoset][action] + rate * float(order)
            share = Fraction(math.exp(min(max(power, -500.0), 500.0)))
            found[infoset][action] = (order, 0, share)
        return found

    def _candidates(self) -> Iterator[list[list[Fraction]]]:
        """Simple fractions next to the last probabilities, the simplest first."""
        seen = []
        for least in (1e-3, 1e-6, _NEGLIGIBLE):
            parts = [
                [p if (p := math.exp(log)) > least else 0.0 for log in logs] for logs in self._logs
            ]
            for most in (12, 100, 1000, 0):
                weights = [_simple(part, most) for part in parts]
                for candidate in (weights, self._indifferent(weights) if most == 1000 else None):
                    if candidate is None or candidate in seen or not self._is_near(candidate):
                        continue
                    seen.append(candidate)
                    yield candidate

    def _is_near(self, weights: Numbers) -> bool:
        """Whether probabilities are next to the last ones."""
        return all(
            abs(float(weight) - math.exp(log)) < _NEXT
            for part, logs in zip(weights, self._logs, strict=True)
            for weight, log in zip(part, logs, strict=True)
        )

    def _indifferent(self, weights: list[list[Fraction]]) -> list[list[Fraction]] | None:
        """Probabilities next to these at which every mixed action pays the same, exactly.

        Newton's method in fractions. What makes a player indifferent is linear in the
        probabilities at each information set, so that differences are derivatives, and one step
        is enough where the conditions are linear in all of them together. Where conditions leave
        a probability open it stays as it is.
        """
        places = [
            (infoset, action)
            for infoset, part in enumerate(weights)
            for action in [a for a, weight in enumerate(part) if weight][:-1]
        ]
        if not 0 < len(places) <= _MOST_MIXED or self._tree.size > _MOST_NODES:
            return None
        for _ in range(3):
            gaps = self._gaps(weights, places)
            if not any(gaps):
                return weights
            columns = []
            for infoset, action in places:
                moved = [list(part) for part in weights]
                last = max(a for a, weight in enumerate(weights[infoset]) if weight)
                moved[infoset][action] += 1
                moved[infoset][last] -= 1
                after = self._gaps(moved, places)
                columns.append([b - a for a, b in zip(gaps, after, strict=True)])
            step = _solution(list(map(list, zip(*columns, strict=True))), [-gap for gap in gaps])
            if step is None:
                return None
            weights = [list(part) for part in weights]
            for (infoset, action), change in zip(places, step, strict=True):
                last = max(a for a, weight in enumerate(weights[infoset]) if weight)
                weights[infoset][action] += change
                weights[infoset][last] -= change
            if any(weight < 0 for part in weights for weight in part):
                return None
        return None

    def _gaps(
        self, weights: list[list[Fraction]], places: Sequence[tuple[int, int]]
    ) -> list[Fraction]:
        """What each mixed action pays more than the last one, times the chance to be asked."""
        tree = self._tree
        value = self._values(weights)
        found = []
        reach: dict[int, list[Fraction]] = {}
        for infoset, action in places:
            who = int(tree.infoset_player[infoset])
            if who not in reach:
                reach[who] = self._others(weights, who)
            belief = [reach[who][node] for node in tree.members[infoset]]
            if not any(belief):
                belief = _simple([float(x) for x in self._last[infoset]], 1000)
            pays = self._pays(infoset, belief, value)
            last = max(a for a, weight in enumerate(weights[infoset]) if weight)
            found.append(pays[action] - pays[last])
        return found

    def _others(self, weights: Numbers, who: int) -> list[Fraction]:
        """The probability of each node as far as chance and other players decide it."""
        found = [Fraction(1)] * self._tree.size
        for node in range(1, self._tree.size):
            above = self._parent[node]
            share = Fraction(1)
            if self._mover[above] == CHANCE:
                share = self._odds[node]
            elif self._mover[above] != who:
                share = weights[self._infoset[above]][self._edge[node]]
            found[node] = found[above] * share
        return found

    def _limit_beliefs(self, weights: list[list[Fraction]], unit: float) -> list[list[Fraction]]:
        """Consistent beliefs with these strategies, exactly.

        An action that is given up is given up like exp(-L * what it costs), which tells how the
        trembles compare that beliefs off the path come from. What it costs depends on beliefs in
        turn; those at the last point are the first guess.
        """
        value = self._values(weights)
        beliefs = [_simple([float(x) for x in part], 1000) for part in self._last]
        for _ in range(4):
            orders = []
            for infoset, part in enumerate(weights):
                pays = self._pays(infoset, beliefs[infoset], value)
                best = max(pays)
                line: list[tuple[Fraction, int, Fraction] | None] = []
                for pay, weight, log in zip(pays, part, self._logs[infoset], strict=True):
                    cost = best - pay
                    if weight:
                        line.append(None)
                        continue
                    power = min(max(log + unit * float(cost), -20.0), 20.0) if cost else 0.0
                    share = Fraction(math.exp(power)).limit_denominator(1000)
                    line.append((cost, int(not cost), share or Fraction(1, 1000)))
                orders.append(line)
            found = self._leading(weights, orders)
            if found == beliefs:
                break
            beliefs = found
        return beliefs

    def _without_worse(
        self, weights: list[list[Fraction]], beliefs: Numbers, slack: Fraction
    ) -> list[list[Fraction]] | None:
        """The same where all that is done is best; otherwise without what is hardly worse.

        The last point takes actions for equally good whose payoffs differ by less than its accuracy
        allows to see. None if something is worse by more, or nothing that is done is best.
        """
        value = self._values(weights)
        found = []
        for infoset, part in enumerate(weights):
            pays = self._pays(infoset, beliefs[infoset], value)
            best = max(pays)
            if any(weight and best - pay > slack for pay, weight in zip(pays, part, strict=True)):
                return None
            kept = [
                weight if pay == best else Fraction(0)
                for pay, weight in zip(pays, part, strict=True)
            ]
            total = sum(kept)
            if not total:
                return None
            found.append([weight / total for weight in kept])
        return found

    def _values(self, weights: Numbers) -> list[Any]:
        """What each player gets in all from each node on."""
        tree = self._tree
        value: list[Any] = list(self._ends)
        for node in range(tree.size - 1, -1, -1):
            if self._mover[node] == TERMINAL:
                continue
            below = tree.children_of(node)
            shares: Sequence[Any]
            if self._mover[node] == CHANCE:
                shares = [self._odds[child] for child in below]
            else:
                shares = weights[self._infoset[node]]
            value[node] = tuple(
                sum(
                    (
                        share * value[child][player]
                        for share, child in zip(shares, below, strict=True)
                        if share
                    ),
                    start=self.game.arithmetic.number(0),
                )
                for player in range(tree.n_players)
            )
        return value

    def _pays(self, infoset: int, belief: Sequence[Any], value: Sequence[Any]) -> list[Any]:
        """What each action pays under a belief."""
        tree = self._tree
        who = int(tree.infoset_player[infoset])
        pays = [self.game.arithmetic.number(0)] * int(tree.infoset_size[infoset])
        for node, weight in zip(tree.members[infoset], belief, strict=True):
            if weight:
                for action, child in enumerate(tree.children_of(node)):
                    pays[action] = pays[action] + weight * value[child][who]
        return pays

    def _leading(self, weights: Numbers, orders: Numbers) -> list[list[Any]]:
        """Beliefs in the limit of trembles: those of the lowest order count, by their shares.

        An order is a number and, where numbers are alike, a second one; both add up along a path.
        """
        tree = self._tree
        one = self.game.arithmetic.number(1)
        reach: list[tuple[Any, int, Any]] = [(Fraction(0), 0, one)] * tree.size
        for node in range(1, tree.size):
            above = self._parent[node]
            first, second, share = reach[above]
            if self._mover[above] == CHANCE:
                reach[node] = first, second, share * self._odds[node]
                continue
            infoset, action = self._infoset[above], self._edge[node]
            order = orders[infoset][action]
            if order is None:
                reach[node] = first, second, share * weights[infoset][action]
            else:
                reach[node] = first + order[0], second + order[1], share * order[2]
        found = []
        for members in tree.members:
            likely = [node for node in members if reach[node][2]]
            least = min(reach[node][:2] for node in likely) if likely else None
            part = [reach[node][2] if reach[node][:2] == least else one * 0 for node in members]
            total = sum(part)
            found.append([share / total for share in part] if total else [one])
        return found


def _solution(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """A solution of linear equations with zeros where anything would do; None if there is none."""
    rows = [[*row, b] for row, b in zip(rows, right, strict=True)]
    n = len(rows[0]) - 1
    pivots: list[int] = []
    for column in range(n):
        done = len(pivots)
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [number / rows[done][column] for number in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        pivots.append(column)
    if any(row[n] for row in rows[len(pivots) :]):
        return None
    found = [Fraction(0)] * n
    for row, column in zip(rows, pivots, strict=False):
        found[column] = row[n]
    return found


def _simple(part: Sequence[float], most: int) -> list[Fraction]:
    """Fractions next to these numbers with denominators up to `most`; 0 for as they are.

    They are brought to sum to one by the largest of them.
    """
    total = math.fsum(part)
    shares = [Fraction(p / total) for p in part]
    if most:
        shares = [share.limit_denominator(most) for share in shares]
    largest = max(range(len(part)), key=part.__getitem__)
    shares[largest] += 1 - sum(shares)
    return shares


def by_infosets(game: ExtensiveFormGame, values: Sequence[Any]) -> list[Sequence[Any]]:
    """Values of all actions, information set by information set."""
    first = game.tree.first_action.tolist()
    return [values[a:b] for a, b in itertools.pairwise(first)]


def whole_shares(game: ExtensiveFormGame, part: Sequence[float]) -> list[Any]:
    """Probabilities in the numbers of the game that sum to one."""
    if isinstance(game.arithmetic, Float):
        total = math.fsum(part)
        return [weight / total for weight in part]
    if max(part) - min(part) < 1e-15:
        return [Fraction(1, len(part))] * len(part)
    # The value of a float is a fraction, and the largest takes what rounding left.
    shares = [Fraction(weight) for weight in part]
    largest = max(range(len(part)), key=part.__getitem__)
    shares[largest] += 1 - sum(shares)
    return shares
