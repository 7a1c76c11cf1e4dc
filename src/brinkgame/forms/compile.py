"""From a tree as it is written to arrays, checking everything on the way.

One pass over the nodes with a stack of our own (a game may be ten thousand moves deep). Faults are
collected, each with its path, and reported together by the game.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias, final

import numpy as np

from brinkgame.errors import BrinkgameError, Fault, suggestion
from brinkgame.expressions import Expression, quantity
from brinkgame.forms.nodes import REST, Chance, Decision, Node, Terminal
from brinkgame.forms.tree import CHANCE, NOTHING, TERMINAL, Tree, escaped

__all__ = ["Number", "NumberTable", "compile_tree"]

Number: TypeAlias = "Fraction | Expression"

_KINDS = "a Decision, a Chance or a Terminal"


@final
class NumberTable:
    """The distinct numbers of a game in order of appearance; a value gives its position."""

    __slots__ = ("_known", "numbers", "written")

    def __init__(self) -> None:
        self.numbers: list[Number] = []
        self._known: dict[Number, int] = {}
        # What was written, by type: 0.1, its exact value and "0.1" are different things to read.
        self.written: dict[type, dict[Any, int]] = {int: {}, float: {}, str: {}}

    def position(self, value: Any) -> int:
        """Where a number or expression stands; `InvalidNumberError` if it is neither."""
        written = self.written.get(value.__class__)
        if written is not None and value in written:
            return written[value]
        number = quantity(value)
        where = self._known.get(number, -1)
        if where < 0:
            where = self._known[number] = len(self.numbers)
            self.numbers.append(number)
        if written is not None:
            written[value] = where
        return where


@final
class _Reader:
    """What one reading of a tree gathers."""

    def __init__(self, players: Sequence[object], faults: list[Fault]) -> None:
        self.players = {p: i for i, p in enumerate(players) if isinstance(p, str)}
        self.faults = faults
        self.table = NumberTable()
        self.menus: dict[tuple[str, ...], int] = {}
        self.labels: dict[str, int] = {}
        self.infosets: dict[tuple[int, str], int] = {}
        self.infoset_player = array("i")
        self.infoset_menu = array("i")
        self.infoset_label: list[str | None] = []
        self.infoset_path: list[int] = []
        names = ("parent", "edge", "mover", "menu", "infoset", "label", "probability", "row")
        self.columns = {name: array("i") for name in names}
        self.payoffs = array("i")
        self.n_rows = 0
        self.twice: set[tuple[str, ...]] = set()
        self.sound: set[tuple[int, ...]] = set()
        self.columns_of: dict[int, tuple[Any, list[int] | None]] = {}

    # A path is wanted for faults only, so it is found by climbing.
    def path(self, node: int, kind: str = "") -> str:
        steps = [kind] if kind else []
        menus = list(self.menus)
        column = self.columns
        while node > 0:
            above = column["parent"][node]
            menu = column["menu"][above]
            steps.append(escaped(menus[menu][column["edge"][node]]) if menu >= 0 else "?")
            node = above
        return "/".join(["root", *reversed(steps)])

    def fault(self, node: int, message: str, kind: str = "") -> None:
        self.faults.append(Fault(self.path(node, kind), message))

    def read(self, root: Any) -> None:
        column = self.columns
        parent, edge, mover = column["parent"], column["edge"], column["mover"]
        menu, infoset = column["menu"], column["infoset"]
        label, probability, row = column["label"], column["probability"], column["row"]
        stack: list[tuple[Any, int, int, int]] = [(root, NOTHING, 0, NOTHING)]
        pop = stack.pop
        while stack:
            node, above, position, chance = pop()
            here = len(parent)
            parent.append(above)
            edge.append(position)
            probability.append(chance)
            kind = node.__class__
            if kind is Terminal:
                mover.append(TERMINAL)
                menu.append(NOTHING)
                infoset.append(NOTHING)
                label.append(NOTHING if node._label is None else self.label(here, node._label))
                row.append(self.pay(here, node, complete=True))
                continue
            if kind is Decision or kind is Chance:
                who = self.player(here, node._player) if kind is Decision else CHANCE
                labels = node._actions if kind is Decision else node._branches
                mover.append(who)
                where = self.menu(here, node, labels)
                menu.append(where)
                infoset.append(self.infoset(here, node, who, where) if who >= 0 else NOTHING)
                label.append(NOTHING if node._label is None else self.label(here, node._label))
                names = node._payoff_names
                row.append(NOTHING if names == () else self.pay(here, node, complete=False))
                if where < 0:
                    continue
                children = node._children
                if kind is Chance:
                    odds = self.probabilities(here, node)
                else:
                    odds = [NOTHING] * len(children)
                stack.extend(
                    [(children[i], here, i, odds[i]) for i in range(len(children) - 1, -1, -1)]
                )
                continue
            mover.append(TERMINAL)
            for rest in (menu, infoset, label, row):
                rest.append(NOTHING)
            self.fault(here, f"expected {_KINDS}, got {_short(node)}")

    def player(self, node: int, name: Any) -> int:
        try:
            return self.players[name]
        except (KeyError, TypeError):
            self.fault(
                node, f"unknown player {_short(name)}{suggestion(name, self.players)}", "<decision>"
            )
            return 0

    def menu(self, here: int, node: Node, labels: Any) -> int:
        if labels and all(label.__class__ is str for label in labels):
            known = self.menus.get(labels)
            if known is not None and labels not in self.twice:
                return known
        decides = isinstance(node, Decision)
        kind = "<decision>" if decides else "<chance>"
        if labels is None:
            form = "{action: node}" if decides else "{branch: (probability, node)}"
            self.fault(here, f"expected {form}, got {_short(node._children)}", kind)  # type: ignore[attr-defined]
            return NOTHING
        if not labels:
            what = "no action" if decides else "no branch"
            self.fault(here, f"{what} to choose from; write at least one", kind)
            return NOTHING
        bad = [name for name in labels if not isinstance(name, str) or not name]
        if bad:
            self.fault(here, f"labels are text; got {_short(bad[0])}", kind)
            return NOTHING
        twice = [name for i, name in enumerate(labels) if name in labels[:i]]
        if twice:
            self.twice.add(labels)
            self.fault(here, f"{twice[0]!r} is written twice", kind)
        return self.menus.setdefault(labels, len(self.menus))

    def infoset(self, here: int, node: Decision, who: int, where: int) -> int:
        name = node._infoset
        if name is not None:
            if not isinstance(name, str) or not name:
                self.fault(here, f"an information set is named by text; got {_short(name)}")
                name = None
            elif name.startswith(("root/", "#")) or name == "root":
                self.fault(
                    here,
                    f"information set label {name!r}: names that begin with root or # are kept for "
                    "information sets without a label",
                )
        if name is not None:
            known = self.infosets.setdefault((who, name), len(self.infoset_player))
            if known < len(self.infoset_player):
                first = self.infoset_menu[known]
                if first < 0:  # nothing to compare with: the first node was faulty
                    self.infoset_menu[known] = where
                elif where >= 0 and first != where:
                    self._menus_differ(here, name, known, where)
                return known
        self.infoset_player.append(who)
        self.infoset_menu.append(where)
        self.infoset_label.append(name)
        self.infoset_path.append(here)
        return len(self.infoset_player) - 1

    def _menus_differ(self, here: int, name: str, known: int, where: int) -> None:
        menus = list(self.menus)
        first, second = menus[self.infoset_menu[known]], menus[where]
        elsewhere = self.path(self.infoset_path[known])
        how = "in another order than" if set(first) == set(second) else "not as"
        self.fault(
            here,
            f"information set {name!r} offers {', '.join(map(str, second))} here, {how} "
            f"{', '.join(map(str, first))} at {elsewhere}; nodes that a player cannot tell apart "
            "offer the same actions in the same order",
        )

    def label(self, here: int, name: Any) -> int:
        if not isinstance(name, str) or not name:
            self.fault(here, f"an outcome is named by text; got {_short(name)}")
            return NOTHING
        return self.labels.setdefault(name, len(self.labels))

    def number(self, here: int, value: Any, what: str, kind: str = "") -> int:
        try:
            return self.table.position(value)
        except (BrinkgameError, TypeError, OverflowError) as error:
            self.fault(here, f"{what}: {error}", kind)
            return NOTHING

    def pay(self, here: int, node: Node, *, complete: bool) -> int:
        names, values = node._payoff_names, node._payoff_values
        # Nodes share their tuples of names, so what a tuple means is worked out once.
        known = self.columns_of.get(id(names))
        if known is None or known[0] is not names:
            known = (names, self.payoff_columns(here, names, values, complete=complete))
            if known[1] is not None:
                self.columns_of[id(names)] = known
        columns = known[1]
        if columns is None:
            return NOTHING
        position = self.table.written[int]
        for column in columns:
            if column < 0:
                self.payoffs.append(NOTHING)
                continue
            value = values[column]
            where = position.get(value) if value.__class__ is int else None
            if where is None:
                player = names[column]
                where = self.number(here, value, f"payoff of {player}")
            self.payoffs.append(where)
        if complete and -1 in columns:
            missing = [p for p, i in zip(self.players, columns, strict=False) if i < 0]
            self.fault(here, f"no payoff for {', '.join(missing)}")
        self.n_rows += 1
        return self.n_rows - 1

    def payoff_columns(
        self, here: int, names: Any, values: Any, *, complete: bool
    ) -> list[int] | None:
        if names is None:
            self.fault(here, f"payoffs are written {{player: number}}; got {_short(values)}")
            return None
        good = True
        for i, name in enumerate(names):
            if not isinstance(name, str) or name not in self.players:
                hint = suggestion(name, self.players)
                self.fault(here, f"payoff for unknown player {_short(name)}{hint}")
                good = False
            elif name in names[:i]:
                self.fault(here, f"the payoff of {name} is written twice")
                good = False
        columns = [names.index(p) if p in names else -1 for p in self.players]
        if not good and complete and -1 in columns:
            missing = [p for p, i in zip(self.players, columns, strict=False) if i < 0]
            self.fault(here, f"no payoff for {', '.join(missing)}")
        return columns if good else None

    def probabilities(self, here: int, node: Chance) -> list[int]:
        written = node._probabilities
        positions: list[int] = []
        rest = None
        for i, value in enumerate(written):
            if value is REST:
                if rest is not None:
                    self.fault(here, "REST is written twice", "<chance>")
                rest = i
                positions.append(NOTHING)
            else:
                what = f"probability of {node._branches[i]!r}"
                positions.append(self.number(here, value, what, "<chance>"))
        if rest is not None:
            if rest != len(written) - 1:
                self.fault(here, "REST is the probability of the last branch only", "<chance>")
            others = [self.table.numbers[p] for p in positions if p >= 0]
            try:
                positions[rest] = self.table.position(1 - _sum(others))
            except BrinkgameError as error:
                self.fault(here, str(error), "<chance>")
        key = tuple(positions)
        if key not in self.sound:
            wrong = self.judge(node, key)
            for message in wrong:
                self.fault(here, message, "<chance>")
            if not wrong:
                self.sound.add(key)
        return positions

    def judge(self, node: Chance, positions: tuple[int, ...]) -> list[str]:
        """All that is wrong with the probabilities of a chance node."""
        if NOTHING in positions:
            return []  # reported already
        numbers = [self.table.numbers[p] for p in positions]
        wrong = [
            f"probability of {name!r} is {number}, outside [0, 1]"
            for name, number in zip(node._branches, numbers, strict=True)
            if isinstance(number, Fraction) and not 0 <= number <= 1
        ]
        try:
            total = _sum(numbers)
        except BrinkgameError as error:
            return [*wrong, str(error)]
        if total != 1:
            where = ""
            if isinstance(total, Expression):
                where = ", as an expression (write bg.REST for the last one)"
            wrong.append(f"chance probabilities sum to {total}, not 1{where}")
        return wrong


def _sum(numbers: Sequence[Number]) -> Number:
    total: Number = Fraction(0)
    for number in numbers:
        total = total + number  # a Fraction and an Expression add to an Expression
    return total


def _short(value: object, width: int = 60) -> str:
    if isinstance(value, Node):
        return repr(value) if len(repr(value)) <= width else f"a {type(value).__name__}"
    text = repr(value)
    return text if len(text) <= width else text[: width - 3] + "..."


def compile_tree(
    players: Sequence[str], root: object, faults: list[Fault]
) -> tuple[Tree | None, tuple[Number, ...]]:
    """The tree as arrays with its table of numbers; None, and more `faults`, if anything is wrong.

    Parameters
    ----------
    players
        Player labels, in order.
    root
        The first node.
    faults
        Where faults are added.
    """
    reader = _Reader(players, faults)
    reader.read(root)
    if faults:
        return None, ()

    def frozen(values: array[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        return np.array(values, dtype=np.int32)

    columns = reader.columns
    tree = Tree(
        parent=frozen(columns["parent"]),
        edge=frozen(columns["edge"]),
        mover=frozen(columns["mover"]),
        menu=frozen(columns["menu"]),
        infoset=frozen(columns["infoset"]),
        label=frozen(columns["label"]),
        probability=frozen(columns["probability"]),
        payoff_row=frozen(columns["row"]),
        payoffs=frozen(reader.payoffs).reshape(reader.n_rows, len(players)),
        infoset_player=frozen(reader.infoset_player),
        infoset_menu=frozen(reader.infoset_menu),
        infoset_label=tuple(reader.infoset_label),
        menus=tuple(reader.menus),
        labels=tuple(reader.labels),
        n_players=len(players),
    )
    return tree, tuple(reader.table.numbers)
