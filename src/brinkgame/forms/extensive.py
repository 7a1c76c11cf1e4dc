"""Games in extensive form: a tree of decisions and chance, with information sets.

An extensive-form game is a finite rooted tree. Each inner node belongs to a player, who chooses an
action, or to Nature, who moves by given probabilities; each end pays every player. The decision
nodes of a player are partitioned into information sets, within which the player cannot tell them
apart (Kuhn 1953). Payoffs may also be collected on the way; a player's payoff is the sum along the
path. A decision problem of one person is the game with one player.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import (
    Fault,
    InvalidGameError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Constraint, Expression
from brinkgame.forms.compile import compile_tree
from brinkgame.forms.game import (
    Game,
    Numbers,
    checked_constraints,
    checked_players,
    checked_title,
    number_text,
)
from brinkgame.forms.nodes import Node
from brinkgame.forms.sequence_form import SequenceForm
from brinkgame.forms.tree import CHANCE, TERMINAL, Tree, steps_of

__all__ = ["ExtensiveFormGame", "InformationSet"]


@final
@dataclass(frozen=True, slots=True)
class InformationSet:
    """An information set as a reader sees it.

    Attributes
    ----------
    player, label, actions
        Who moves, what the set is called, what may be done.
    members
        The numbers of its nodes.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.catalog.load("entry-deterrence").game.information_sets[1]
    >>> found.label, found.actions, found.nodes
    ('entry', ('accommodate', 'fight'), ('root/in',))
    """

    player: str
    label: str
    actions: tuple[str, ...]
    members: tuple[int, ...]
    _tree: Tree = field(repr=False, compare=False)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The paths of its nodes."""
        return tuple(self._tree.path(node) for node in self.members)


@final
class ExtensiveFormGame(Game):
    """A game tree, written as it reads.

    Parameters
    ----------
    title
        What the game is called.
    players
        The players' labels, in the order in which they are to be listed.
    root
        The first node: a `Decision`, a `Chance` or a `Terminal`.
    constraints
        Inequalities among parameters, such as ``retreat_cost < war_cost``; those whose parameters
        all occur in the game belong to `parameters`.

    Raises
    ------
    InvalidGameError
        With *every* fault and its path: probabilities that do not sum to one (for expressions:
        identically), actions that differ within an information set, unknown players, missing
        payoffs, nodes without actions, and what else cannot be read.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.ExtensiveFormGame("entry deterrence", players=("entrant", "incumbent"),
    ...     root=bg.Decision("entrant", {
    ...         "out": bg.Terminal({"entrant": 0, "incumbent": 4}),
    ...         "in": bg.Decision("incumbent", {
    ...             "accommodate": bg.Terminal({"entrant": 2, "incumbent": 2}),
    ...             "fight": bg.Terminal({"entrant": -1, "incumbent": -1})})}))
    >>> print(entry)
    entry deterrence
    entrant
    ├─ out: entrant 0, incumbent 4
    └─ in: incumbent
       ├─ accommodate: entrant 2, incumbent 2
       └─ fight: entrant -1, incumbent -1
    """

    tree: Tree

    def __init__(
        self,
        title: str,
        *,
        players: Sequence[str],
        root: Node,
        constraints: Iterable[Constraint] = (),
    ) -> None:
        faults: list[Fault] = []
        name = checked_title(title, faults)
        labels = checked_players(players, faults)
        kept = checked_constraints(constraints, faults)
        tree, numbers = compile_tree(labels, root, faults)
        if faults or tree is None:
            raise InvalidGameError(f"{name!r} is not a game" if name else "not a game", faults)
        self._set(title=name, players=labels, tree=tree, numbers=numbers, constraints=kept)
        _ = self.parameters  # two definitions of one name are an error of the game

    @classmethod
    def _from_tree(
        cls,
        title: str,
        players: tuple[str, ...],
        tree: Tree,
        numbers: Numbers,
        constraints: tuple[Constraint, ...],
    ) -> Self:
        game = cls.__new__(cls)
        if isinstance(numbers, np.ndarray):
            numbers.flags.writeable = False
        game._set(title=title, players=players, tree=tree, numbers=numbers, constraints=constraints)
        return game

    # -- the contract of Game ----------------------------------------------------------------

    def _structure_names(self) -> tuple[str, ...]:
        return ("tree",)

    def _with(self, numbers: Numbers, constraints: tuple[Constraint, ...]) -> Self:
        faults = list(self._probability_faults(numbers))
        if faults:
            raise InvalidGameError(f"{self._name()} is not a game there", faults)
        return self._from_tree(self.title, self.players, self.tree, numbers, constraints)

    def _probability_faults(self, numbers: Numbers) -> Iterator[Fault]:
        """Probabilities outside [0, 1]. (That they sum to one holds identically.)"""
        tree = self.tree
        positions = np.unique(tree.probability)
        for position in positions[positions >= 0].tolist():
            number = numbers[position]
            if not isinstance(number, Expression) and not 0 <= number <= 1:
                node = int(np.flatnonzero(tree.probability == position)[0])
                written = self.numbers[position]
                why = f" (from {written})" if isinstance(written, Expression) else ""
                above = int(tree.parent[node])
                label = tree.menus[tree.menu[above]][tree.edge[node]]
                yield Fault(
                    f"{tree.path(above)}/<chance>",
                    f"probability of {label!r} is {number}{why}, outside [0, 1]",
                )

    def _same_structure(self, other: Self) -> bool:
        return self.tree.same_structure(other.tree)

    def _positions(self) -> npt.NDArray[np.int32]:
        return np.concatenate([self.tree.probability, self.tree.payoffs.ravel()])

    def _place(self, position: int) -> str:
        tree = self.tree
        nodes = np.flatnonzero(tree.probability == position)
        if not len(nodes):
            rows = np.flatnonzero((tree.payoffs == position).any(axis=1))
            nodes = np.flatnonzero(np.isin(tree.payoff_row, rows))
        return tree.path(int(nodes[0])) if len(nodes) else ""

    def _structure_text(self) -> Iterable[str]:
        tree = self.tree
        for column in (tree.parent, tree.edge, tree.mover, tree.infoset, tree.infoset_player):
            yield column.astype("<i4").tobytes().hex()
        yield (tree.payoff_row >= 0).tobytes().hex()
        for label in tree.infoset_label:
            yield label or ""
        for node in np.flatnonzero(tree.label >= 0).tolist():
            yield f"{node} {tree.labels[tree.label[node]]}"
        menus = tree.menu.tolist()
        for node in np.flatnonzero(tree.menu >= 0).tolist():
            yield "\x1f".join(tree.menus[menus[node]])

    # -- reading -----------------------------------------------------------------------------

    @property
    def is_perfect_information(self) -> bool:
        """Whether whoever moves knows everything that happened before."""
        return self.tree.perfect_information

    @property
    def has_perfect_recall(self) -> bool:
        """Whether no player ever forgets what they knew or did."""
        return self.tree.recall_failure is None

    @property
    def recall_failure_text(self) -> str:
        """Who forgets, at which two nodes, in words; empty where nobody does."""
        tree = self.tree
        if tree.recall_failure is None:
            return ""
        one, other = tree.recall_failure
        who = self.players[tree.mover[one]]
        return f"{who} forgets at {tree.path(one)} and {tree.path(other)}"

    @cached_property
    def information_sets(self) -> tuple[InformationSet, ...]:
        """Every information set, in order of first appearance."""
        tree = self.tree
        return tuple(
            InformationSet(
                player=self.players[tree.infoset_player[i]],
                label=tree.infoset_name(i),
                actions=tree.actions(i),
                members=tree.members[i],
                _tree=tree,
            )
            for i in range(tree.n_infosets)
        )

    @cached_property
    def _infoset_numbers(self) -> Mapping[tuple[str, str], int]:
        tree = self.tree
        owners = tree.infoset_player.tolist()
        return {(self.players[owners[i]], tree.infoset_name(i)): i for i in range(tree.n_infosets)}

    def infoset_number(self, player: str, label: str) -> int:
        """The position in the tree's arrays of a player's information set.

        Raises
        ------
        UnknownNameError
            There is no such player, or no such information set of the player.
        """
        if player not in self.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, self.players)}")
        try:
            return self._infoset_numbers[player, label]
        except (KeyError, TypeError):
            own = [name for who, name in self._infoset_numbers if who == player]
            raise UnknownNameError(
                f"{player} has no information set {label!r}{suggestion(label, own)}"
            ) from None

    def node_at(self, path: str) -> int:
        """The number of the node at a path such as ``root/deploy/detected``.

        Raises
        ------
        UnknownNameError
            The path leads nowhere; the message names the step that is not there.
        """
        tree = self.tree
        first, *steps = steps_of(str(path))
        if first != "root":
            raise UnknownNameError(f"a path is text that begins with root; got {path!r}")
        node = 0
        for step in steps:
            menu = tree.menus[tree.menu[node]] if tree.mover[node] != TERMINAL else ()
            if step not in menu:
                raise UnknownNameError(
                    f"no {step!r} after {tree.path(node)}{suggestion(step, menu)}"
                )
            node = tree.children_of(node)[menu.index(step)]
        return node

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The labels of outcomes, in order of appearance."""
        return self.tree.labels

    def payoff_rows(self) -> list[tuple[Any, ...]]:
        """What each player collects at each paying node, in the order of `Tree.payoffs`."""
        numbers: list[Any] = (
            self.numbers.tolist() if isinstance(self.numbers, np.ndarray) else list(self.numbers)
        )
        numbers.append(self.arithmetic.number(0))  # NOTHING, -1, is the last: zero
        columns = [[numbers[p] for p in column] for column in self.tree.payoffs.T.tolist()]
        return list(zip(*columns, strict=True))

    def terminal_payoffs(self) -> list[tuple[Any, ...] | None]:
        """What each player has collected at each end of the game, payoffs on the way included.

        Returns
        -------
        list
            For each node, a tuple with one number a player, or None if the node is no end.
        """
        tree = self.tree
        rows = self.payoff_rows()
        zero = self.arithmetic.number(0)
        row_of = tree.payoff_row.tolist()
        ends = tree.mover.tolist()
        if not tree.pays_on_the_way:
            return [
                rows[row] if mover == TERMINAL else None
                for row, mover in zip(row_of, ends, strict=True)
            ]
        collected: list[tuple[Any, ...]] = []
        nothing = (zero,) * tree.n_players
        for node, (row, above) in enumerate(zip(row_of, tree.parent.tolist(), strict=True)):
            before = collected[above] if node else nothing
            here = rows[row] if row >= 0 else nothing
            collected.append(
                before if row < 0 else tuple(a + b for a, b in zip(before, here, strict=True))
            )
        return [
            total if mover == TERMINAL else None
            for total, mover in zip(collected, ends, strict=True)
        ]

    def edge_probabilities(self) -> list[Any]:
        """For each node the probability of reaching it from its chance parent, else None."""
        numbers: Any = self.numbers
        if isinstance(self.numbers, np.ndarray):
            numbers = self.numbers.tolist()
        return [numbers[p] if p >= 0 else None for p in self.tree.probability.tolist()]

    @cached_property
    def sequence_form(self) -> SequenceForm:
        """The tree as sequences, equations between them, and sparse payoffs.

        Raises
        ------
        UnsupportedGameError
            Some player has no perfect recall; two nodes that show it are named.
        """
        tree = self.tree
        if not isinstance(self.numbers, np.ndarray):
            return SequenceForm._of(
                self.players, tree, self.terminal_payoffs(), self.edge_probabilities()
            )
        odds = np.ones(tree.size)
        odds[tree.branches] = self.float_odds
        if tree.pays_on_the_way:
            nothing = (0.0,) * tree.n_players
            paid = np.array([each or nothing for each in self.terminal_payoffs()])
        else:
            paid = np.zeros((tree.size, tree.n_players))
            paid[tree.terminals] = self.float_payoffs[tree.payoff_row[tree.terminals]]
        return SequenceForm._of(self.players, tree, paid, odds)

    @cached_property
    def float_payoffs(self) -> npt.NDArray[np.float64]:
        """The payoffs of a floating-point game: one row a paying node, one column a player."""
        positions = self.tree.payoffs
        numbers = np.append(np.asarray(self.numbers, dtype=np.float64), 0.0)
        return np.ascontiguousarray(numbers[positions])  # NOTHING, -1, is the last: zero

    @cached_property
    def float_odds(self) -> npt.NDArray[np.float64]:
        """The probabilities of all branches of a floating-point game, as in `Tree.branches`."""
        numbers = np.asarray(self.numbers, dtype=np.float64)
        return numbers[self.tree.probability[self.tree.branches]]

    @cached_property
    def payoff_spread(self) -> float:
        """The range of payoffs, by which differences are measured in floats; 1 in exact games."""
        if not isinstance(self.numbers, np.ndarray) or not self.tree.payoffs.size:
            return 1.0
        rows = self.float_payoffs
        spread = float((rows.max(axis=0) - rows.min(axis=0)).max())
        return spread or max(1.0, float(np.abs(rows).max()))

    @cached_property
    def payoff_spreads(self) -> dict[str, float]:
        """As `payoff_spread`, for each player alone; in exact games 1 for all."""
        if not isinstance(self.numbers, np.ndarray) or not self.tree.payoffs.size:
            return dict.fromkeys(self.players, 1.0)
        low, high = self.float_payoffs.min(axis=0), self.float_payoffs.max(axis=0)
        return {
            player: float(high[p] - low[p]) or max(1.0, float(abs(high[p])))
            for p, player in enumerate(self.players)
        }

    def __repr__(self) -> str:
        tree = self.tree
        free = "" if self.is_closed else f", {len(self.parameters)} free parameters"
        return (
            f"<ExtensiveFormGame {self.title!r}: {', '.join(self.players)}; {tree.size} nodes, "
            f"{tree.n_infosets} information sets{free}>"
        )

    def __str__(self) -> str:
        return "\n".join([self.title, *self.lines()]) if self.title else "\n".join(self.lines())

    def lines(self, limit: int = 200) -> Iterator[str]:
        """The tree drawn in text, a line a node, at most `limit` lines."""
        tree = self.tree
        numbers: Any = self.numbers
        indents: list[str] = [""]
        for node in range(tree.size):
            if node == limit:
                yield f"... and {tree.size - limit} more nodes"
                return
            head = ""
            depth = int(tree.depth[node])
            if node:
                above = int(tree.parent[node])
                last = int(tree.edge[node]) == int(tree.arity[above]) - 1
                del indents[depth:]
                stem = indents[depth - 1]
                indents.append(stem + ("   " if last else "│  "))
                label = tree.menus[tree.menu[above]][tree.edge[node]]
                odds = tree.probability[node]
                chance = f" [{number_text(numbers[odds])}]" if odds >= 0 else ""
                head = f"{stem}{'└─' if last else '├─'} {label}{chance}: "
            yield head + self._describe(node)

    def _describe(self, node: int) -> str:
        tree = self.tree
        parts: list[str] = []
        mover = int(tree.mover[node])
        if mover == CHANCE:
            parts.append("Nature")
        elif mover != TERMINAL:
            name = tree.infoset_label[tree.infoset[node]]
            parts.append(self.players[mover] + (f" ({name})" if name else ""))
        if tree.label[node] >= 0:
            parts.append(f"“{tree.labels[tree.label[node]]}”")
        row = int(tree.payoff_row[node])
        if row >= 0:
            paid = [
                f"{player} {number_text(self.numbers[p]) if p >= 0 else 0}"
                for player, p in zip(self.players, tree.payoffs[row].tolist(), strict=True)
            ]
            parts.append(", ".join(paid))
        return " ".join(parts)


def tree_of(game: object) -> Tree:
    """The tree of a game in extensive form; `UnsupportedGameError` for anything else."""
    if isinstance(game, ExtensiveFormGame):
        return game.tree
    raise UnsupportedGameError(f"this needs an ExtensiveFormGame, not {game!r}")
