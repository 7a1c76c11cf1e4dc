"""The sequence form: a tree as a few sparse tables, in size no larger than the tree itself.

Let a *realization plan* of a player give each own sequence the probability that the player does
not stand in its way: the product of the probabilities of its actions. Plans are the solutions of
linear equations, one for the empty sequence and one for each own information set::

    x[0] = 1,    sum of x[actions of h] = x[sequence that leads to h],    x >= 0,

and what the players expect is linear in the plan of each: the sum, over ends of the game, of the
probability of Nature's moves times the payoff times every player's plan at the own sequence there.
With perfect recall every behavior strategy has a plan and every plan belongs to one, in all that
matters (Romanovskii 1962; Koller and Megiddo 1992; von Stengel 1996, "Efficient computation of
behavior strategies", *Games and Economic Behavior* 14, propositions 3.1 to 3.4).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import UnknownNameError, UnsupportedGameError, suggestion
from brinkgame.forms.sequences import Sequences
from brinkgame.forms.tree import TERMINAL, Tree

__all__ = ["SequenceForm"]

Ints: TypeAlias = npt.NDArray[np.int32]


@final
@dataclass(frozen=True, eq=False)
class SequenceForm:
    """A tree with perfect recall as sequences, equations between them, and sparse payoffs.

    It is had from a game, as `ExtensiveFormGame.sequence_form`; building it takes time proportional
    to the number of nodes times that of players. Use it for trees whose normal form is too large to
    write down; a handful of strategies is read more easily in a table (`to_normal_form`).

    Attributes
    ----------
    players
        The players' labels.
    tree
        The tree.
    entries
        One row for each combination of sequences that some end of the game has, one column a
        player: the numbers of the sequences. No combination occurs twice.
    payoffs
        In the same order, what each player gets there times the probability of Nature's moves,
        summed over the ends that share the combination: rows of an array of floats for a
        floating-point game, otherwise tuples of exact numbers.
    odds
        In the same order, the probability of Nature's moves alone.

    Notes
    -----
    Players' sequences are numbered from 0, the empty one; then come the actions of the first own
    information set, of the second, and so on (`sequences`). A player's information sets stand in
    order of first appearance (`infosets`), so that one pass forward meets a sequence before those
    that continue it, and one pass backward the other way round.

    References
    ----------
    B. von Stengel (1996), *Efficient computation of behavior strategies*, Games and Economic
    Behavior 14, sections 3 and 4.

    Examples
    --------
    >>> import brinkgame as bg
    >>> form = bg.catalog.load("entry-deterrence").game.sequence_form
    >>> form.counts, form.sequences("incumbent")
    ((3, 3), ((), ('entry', 'accommodate'), ('entry', 'fight')))
    >>> for row, paid in zip(form.entries.tolist(), form.payoffs):
    ...     print(row, *paid)
    [1, 0] 0 4
    [2, 1] 2 2
    [2, 2] -1 -1
    """

    players: tuple[str, ...]
    tree: Tree
    entries: Ints
    payoffs: Any
    odds: Any

    @classmethod
    def _of(
        cls,
        players: tuple[str, ...],
        tree: Tree,
        ends: Sequence[tuple[Any, ...] | None] | npt.NDArray[np.float64],
        branches: Sequence[Any] | npt.NDArray[np.float64],
    ) -> SequenceForm:
        """From what is paid at each node that is an end, and the odds of each branch."""
        obstacle = recall_obstacle(tree)
        if obstacle:
            raise UnsupportedGameError("the sequence form needs perfect recall", [obstacle])
        make = _in_floats if isinstance(branches, np.ndarray) else _exactly
        entries, payoffs, odds = make(tree, ends, branches)
        entries.flags.writeable = False
        return cls(players, tree, entries, payoffs, odds)

    # -- structure ---------------------------------------------------------------------------

    @property
    def structure(self) -> Sequences:
        """The sequences as arrays; shared by all games with this tree."""
        return self.tree.sequences

    @property
    def is_exact(self) -> bool:
        """Whether payoffs are exact numbers and not floats."""
        return not isinstance(self.payoffs, np.ndarray)

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of sequences of each player, the empty one included."""
        return self.structure.counts

    def player_number(self, player: str) -> int:
        """The position of a player.

        Raises
        ------
        UnknownNameError
            There is no such player.
        """
        if player not in self.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, self.players)}")
        return self.players.index(player)

    def infosets(self, player: str) -> tuple[str, ...]:
        """The names of a player's information sets, in the order of the player's equations."""
        mine = self.structure.own[self.player_number(player)]
        return tuple(self.tree.infoset_name(i) for i in mine.tolist())

    def sequences(self, player: str) -> tuple[tuple[str, ...], ...]:
        """A player's sequences by their last action: ``()``, then ``(information set, action)``."""
        mine = self.structure.own[self.player_number(player)].tolist()
        named = ((self.tree.infoset_name(i), a) for i in mine for a in self.tree.actions(i))
        return ((), *named)

    def equations(self, player: str) -> tuple[Ints, Ints, Ints]:
        """The equations of a player's realization plans: rows, columns and entries that are not 0.

        Row 0 says that the empty sequence has probability 1; row 1 + j says of the j-th own
        information set that its actions share what leads there, and has the right-hand side 0.

        Examples
        --------
        >>> import brinkgame as bg
        >>> form = bg.catalog.load("entry-deterrence").game.sequence_form
        >>> [part.tolist() for part in form.equations("incumbent")]
        [[0, 1, 1, 1], [0, 0, 1, 2], [1, -1, 1, 1]]
        """
        who = self.player_number(player)
        first, before = self.structure.first[who], self.structure.before[who]
        below = np.arange(1, len(before) + 1, dtype=np.int32)
        actions = np.arange(1, int(first[-1]), dtype=np.int32)
        rows = np.concatenate([[0], below, np.repeat(below, np.diff(first))])
        columns = np.concatenate([[0], before, actions])
        values = np.concatenate([[1], np.full(len(before), -1), np.ones(len(actions))])
        order = np.lexsort((columns, rows))
        return tuple(part[order].astype(np.int32) for part in (rows, columns, values))  # type: ignore[return-value]

    # -- numbers -----------------------------------------------------------------------------

    def payoff_column(self, player: str) -> Any:
        """A player's part of `payoffs`: an array of floats, or a list of exact numbers."""
        who = self.player_number(player)
        if isinstance(self.payoffs, np.ndarray):
            return self.payoffs[:, who]
        return [paid[who] for paid in self.payoffs]

    @cached_property
    def integer_payoffs(self) -> tuple[list[tuple[int, ...]], tuple[int, ...]]:
        """The payoffs of an exact, closed game as integers over a common denominator a player."""
        common = tuple(
            math.lcm(*(paid[who].denominator for paid in self.payoffs))
            for who in range(len(self.players))
        )
        rows = [
            tuple(n.numerator * (c // n.denominator) for n, c in zip(paid, common, strict=True))
            for paid in self.payoffs
        ]
        return rows, common

    def expected_payoffs(self, plans: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """What each player expects when everyone follows a realization plan.

        Parameters
        ----------
        plans
            For each player a number for each sequence.

        Examples
        --------
        >>> import brinkgame as bg
        >>> form = bg.catalog.load("entry-deterrence").game.sequence_form
        >>> form.expected_payoffs([[1, 0, 1], [1, 1, 0]])
        {'entrant': Fraction(2, 1), 'incumbent': Fraction(2, 1)}
        """
        if isinstance(self.payoffs, np.ndarray):
            reach = np.ones(len(self.entries))
            for column, plan in zip(self.entries.T, plans, strict=True):
                reach *= np.asarray(plan, dtype=np.float64)[column]
            return dict(zip(self.players, (reach @ self.payoffs).tolist(), strict=True))
        total: list[Any] = [Fraction(0)] * len(self.players)
        for where, paid in zip(self.entries.tolist(), self.payoffs, strict=True):
            weight: Any = 1
            for plan, sequence in zip(plans, where, strict=True):
                weight = weight * plan[sequence]
            if weight:
                total = [a + weight * b for a, b in zip(total, paid, strict=True)]
        return dict(zip(self.players, total, strict=True))

    def gains(self, player: str, plans: Sequence[Sequence[Any]]) -> tuple[list[Any], list[Any]]:
        """What a player's sequences pay by themselves against the others' realization plans.

        Parameters
        ----------
        player
            Whose.
        plans
            For each player a number for each sequence; the player's own does not matter.

        Returns
        -------
        tuple of list
            For each own sequence what is paid at the ends where it is the player's sequence, times
            the probability that Nature and the others come there; and that probability. What can
            be had by going on from a sequence is not in it.

        Examples
        --------
        >>> import brinkgame as bg
        >>> form = bg.catalog.load("entry-deterrence").game.sequence_form
        >>> half = Fraction(1, 2)
        >>> print(*form.gains("entrant", [[], [1, half, half]])[0])
        0 0 1/2
        """
        who = self.player_number(player)
        count = self.counts[who]
        others = [p for p in range(len(self.players)) if p != who]
        if isinstance(self.payoffs, np.ndarray):
            reach = np.ones(len(self.entries))
            for p in others:
                reach *= np.asarray(plans[p], dtype=np.float64)[self.entries[:, p]]
            own = self.entries[:, who]
            pays = np.bincount(own, reach * self.payoffs[:, who], count)
            return pays.tolist(), np.bincount(own, reach * self.odds, count).tolist()
        paid: list[Any] = [Fraction(0)] * count
        mass: list[Any] = [Fraction(0)] * count
        for where, pay, odds in zip(self.entries.tolist(), self.payoffs, self.odds, strict=True):
            weight: Any = 1
            for p in others:
                weight = weight * plans[p][where[p]]
            if weight:
                own = where[who]
                paid[own] = paid[own] + weight * pay[who]
                mass[own] = mass[own] + weight * odds
        return paid, mass

    # -- strategies --------------------------------------------------------------------------

    def realization_plan(self, player: str, weights: Sequence[Any]) -> list[Any]:
        """The realization plan of a behavior strategy.

        Parameters
        ----------
        player
            Whose.
        weights
            The probability of every action of the player, information set by information set, in
            the order of `sequences` without the empty one.

        Examples
        --------
        >>> import brinkgame as bg
        >>> form = bg.catalog.load("entry-deterrence").game.sequence_form
        >>> form.realization_plan("entrant", [Fraction(1, 3), Fraction(2, 3)])
        [1, Fraction(1, 3), Fraction(2, 3)]
        """
        who = self.player_number(player)
        first, before = self.structure.first[who].tolist(), self.structure.before[who].tolist()
        if len(weights) != first[-1] - 1:
            raise UnsupportedGameError(
                f"{len(weights)} probabilities for the {first[-1] - 1} actions of {player}"
            )
        plan: list[Any] = [1, *weights]
        for j, leading in enumerate(before):
            above = plan[leading]
            for sequence in range(first[j], first[j + 1]):
                plan[sequence] = above * plan[sequence]
        return plan

    def behavior(self, player: str, plan: Sequence[Any]) -> list[tuple[Any, ...] | None]:
        """The behavior strategy of a realization plan.

        Parameters
        ----------
        player
            Whose.
        plan
            A number for each sequence.

        Returns
        -------
        list
            For each own information set, in the order of `infosets`, the probabilities of its
            actions, or None where the plan itself does not go: any action will do there as far as
            the plan is concerned.

        Examples
        --------
        >>> import brinkgame as bg
        >>> form = bg.catalog.load("entry-deterrence").game.sequence_form
        >>> form.behavior("incumbent", [1, Fraction(1, 2), Fraction(1, 2)])
        [(Fraction(1, 2), Fraction(1, 2))]
        """
        who = self.player_number(player)
        first, before = self.structure.first[who].tolist(), self.structure.before[who].tolist()
        if len(plan) != first[-1]:
            raise UnsupportedGameError(
                f"{len(plan)} numbers for the {first[-1]} sequences of {player}"
            )
        found: list[tuple[Any, ...] | None] = []
        for j, leading in enumerate(before):
            above = plan[leading]
            here = plan[first[j] : first[j + 1]]
            found.append(tuple(share / above for share in here) if above else None)
        return found


def recall_obstacle(tree: Tree) -> str:
    """Why a tree has no perfect recall, with the two nodes that show it; empty if it has."""
    if tree.sequences.recalled:
        return ""
    failure = tree.recall_failure
    if failure is None:  # pragma: no cover (both say the same of every tree)
        return "a player forgets"
    one, other = failure
    name = tree.infoset_name(int(tree.infoset[one]))
    if one < other < tree.end[one]:
        return (
            f"a player is absent-minded at {name}: {tree.path(one)} and {tree.path(other)}, on "
            "one path, are not told apart"
        )
    return (
        f"a player forgets at {name}: {tree.path(one)} and {tree.path(other)} are not told apart, "
        "though the player's own earlier moves differ"
    )


def _exactly(tree: Tree, ends: Any, branches: Any) -> tuple[Ints, list[tuple[Any, ...]], list[Any]]:
    """Entries of a game in exact numbers or expressions."""
    parent, mover = tree.parent.tolist(), tree.mover.tolist()
    one = Fraction(1)
    reach: list[Any] = [one] * tree.size
    places: dict[tuple[int, ...], int] = {}
    payoffs: list[tuple[Any, ...]] = []
    odds: list[Any] = []
    rows = tree.sequences.at.tolist()
    for node in range(tree.size):
        if node:
            before, step = reach[parent[node]], branches[node]
            reach[node] = before if step is None else step if before is one else before * step
        if mover[node] != TERMINAL:
            continue
        weight = reach[node]
        paid = ends[node] if weight is one else tuple(weight * number for number in ends[node])
        key = tuple(rows[node])
        place = places.setdefault(key, len(odds))
        if place == len(odds):
            odds.append(weight)
            payoffs.append(paid)
        else:
            odds[place] = odds[place] + weight
            payoffs[place] = tuple(a + b for a, b in zip(payoffs[place], paid, strict=True))
    return np.array(list(places), dtype=np.int32).reshape(-1, tree.n_players), payoffs, odds


def _in_floats(tree: Tree, ends: Any, branches: Any) -> tuple[Ints, Any, Any]:
    """Entries of a floating-point game, all at once."""
    reach = branches.copy()
    if tree.is_wide:
        order, starts = tree.levels
        for level in range(1, len(starts) - 1):
            nodes = order[starts[level] : starts[level + 1]]
            reach[nodes] *= reach[tree.parent[nodes]]
    else:
        listed, parent = reach.tolist(), tree.parent.tolist()
        for node in range(1, tree.size):
            listed[node] *= listed[parent[node]]
        reach = np.array(listed)
    last = tree.terminals
    weight, rows = reach[last], tree.sequences.at[last]
    keys = np.zeros(len(last), dtype=np.int64)
    for player, size in enumerate(tree.sequences.counts):
        if int(keys.max(initial=0)) > (2**62) // size:
            # Only which are equal matters, and that fits.
            keys = np.unique(keys, return_inverse=True)[1].reshape(-1)
        keys = keys * size + rows[:, player]
    _, where, place = np.unique(keys, return_index=True, return_inverse=True)
    # In order of first appearance, as exact games have it.
    appeared = np.argsort(where)
    count = len(appeared)
    rank = np.empty_like(appeared)
    rank[appeared] = np.arange(count)
    place = rank[place.reshape(-1)]
    odds = np.bincount(place, weight, count)
    paid = ends[last] * weight[:, None]
    payoffs = np.stack([np.bincount(place, column, count) for column in paid.T], axis=1)
    payoffs.flags.writeable = False
    return rows[where[appeared]].astype(np.int32), payoffs, odds
