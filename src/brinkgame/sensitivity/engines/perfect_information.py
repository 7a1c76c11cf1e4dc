"""Trees of perfect information: backward induction over all points of a block at once.

What does not depend on a swept parameter is folded once, in exact numbers. The rest is folded in
arrays, each with a bound on its rounding error (see `Expression.rounding_bound`): a choice counts
where the best action is ahead by more than the bounds, and points where it is not (somebody is
indifferent, or nearly so) are solved again exactly. So what is done at a point is never a matter of
rounding, and where there are several equilibria all of them count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Final, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.results import Concept
from brinkgame.sensitivity.engines.base import Answers, Block, Engine, Task
from brinkgame.sensitivity.engines.bounded import (
    UNIT,
    Cell,
    Value,
    array_of,
    as_value,
    average,
    evaluated,
    total,
)
from brinkgame.sensitivity.engines.root_ties import certain_ties
from brinkgame.sensitivity.measures import (
    ActionProbability,
    ExpectedPayoff,
    OutcomeProbability,
    RecordProbability,
)
from brinkgame.sensitivity.points import PointStatus, support_text

__all__ = ["PerfectInformation"]

_FORMS: Final = 2**62
"""More forms than this cannot be numbered."""
_FEW: Final = 1 << 14
"""Up to here a table of all forms is faster than sorting those that were met."""


@final
class PerfectInformation(Engine):
    """Backward induction, vectorised over points; ties and near ties are redone exactly."""

    name: ClassVar[str] = "perfect information"

    def obstacles(self, task: Task) -> tuple[str, ...]:
        found: list[str] = []
        if not isinstance(task.game, ExtensiveFormGame):
            return ("takes trees",)
        if not task.game.is_perfect_information:
            found.append("takes trees of perfect information")
        if task.concept not in (
            Concept.SUBGAME_PERFECT,
            Concept.PERFECT_BAYESIAN,
            Concept.SEQUENTIAL,
        ):
            found.append(f"finds subgame-perfect equilibria, not {task.concept.value} ones")
        return tuple(found)

    def possible_forms(self, task: Task, most: int) -> tuple[str, ...] | None:
        ways = _Forms(Fold(task))
        if ways.count[0] > most:
            return None
        return tuple(map(ways.text, range(ways.count[0])))

    def run(self, task: Task, control: Control) -> Answers:
        answers = Answers(task)
        fold = Fold(task)
        for block in task.blocks():
            if control.expired():
                return answers
            fold.enter(block, answers)
            control.tell("points", block.stop, task.size)
        again = np.flatnonzero(answers.redone)
        answers.redo(task, again.tolist(), control)
        return answers


@final
@dataclass(frozen=True, slots=True)
class _Odds:
    """A probability: its value, and whether its sign in floats is its true sign."""

    value: Cell
    sure: bool


@final
class Fold:
    """What is known of a game before any point: the plan, and all that is the same everywhere."""

    def __init__(self, task: Task) -> None:
        game = task.game
        if not isinstance(game, ExtensiveFormGame):
            raise AssertionError("a tree is folded")
        self.task = task
        self.game = game
        self.tree = game.tree
        tree = game.tree
        self.mover: list[int] = tree.mover.tolist()
        self.below = [tree.children_of(node) for node in range(tree.size)]
        self.infoset: list[int] = tree.infoset.tolist()
        self.row: list[int] = tree.payoff_row.tolist()
        self.probability: list[int] = tree.probability.tolist()
        self.payoffs: list[list[int]] = tree.payoffs.tolist()
        self.label: list[int] = tree.label.tolist()
        self.columns = self._columns()
        self.wanted = self._wanted()
        self.static: list[dict[Any, Fraction]] = [{} for _ in range(tree.size)]
        self.choice: dict[int, int] = {}
        """Choices that are the same at all points, by node."""
        self.always_tied = False
        self.moving: list[int] = []
        """Nodes with a column that is not the same at all points, lowest first."""
        self._fold_static()
        self.odds_checked = sorted({p for p in self.probability if p >= 0 and self._is_open(p)})
        used = {p for node in self.moving for p in self._positions(node)} | {*self.odds_checked}
        # A pole anywhere means that there is no game, whether or not it matters to a choice.
        self.poles = [p for p, n in enumerate(game.numbers) if _has_pole(n)]
        self.open: dict[int, Expression] = {
            p: n
            for p in sorted(used | {*self.poles})
            if isinstance(n := game.numbers[p], Expression)
        }
        self.sure = {p: _sign_is_sure(game.numbers[p]) for p in self.odds_checked}
        self.forms = _Forms(self) if task.with_forms else None

    # -- the plan ------------------------------------------------------------------------------

    def _columns(self) -> list[Any]:
        """The measured columns: a player's position, or the label of an outcome."""
        found: list[Any] = []
        for measure in self.task.measures.values():
            if isinstance(measure, ExpectedPayoff):
                found.append(self.game.players.index(measure.player))
            elif isinstance(measure, OutcomeProbability):
                found.append(("outcome", self.tree.labels.index(measure.label)))
        return list(dict.fromkeys(found))

    def _wanted(self) -> list[tuple[Any, ...]]:
        """For each node the columns that somebody above, or a measure, asks for."""
        wanted: list[tuple[Any, ...]] = [()] * self.tree.size
        wanted[0] = tuple(self.columns)
        for node in range(self.tree.size):
            who = self.mover[node]
            here = wanted[node] if who < 0 or who in wanted[node] else (*wanted[node], who)
            for child in self.below[node]:
                wanted[child] = here
        return wanted

    def _is_open(self, position: int) -> bool:
        return isinstance(self.game.numbers[position], Expression)

    def _number(self, position: int) -> Fraction | Expression:
        if position < 0:
            return Fraction(0)
        number = self.game.numbers[position]
        return number if isinstance(number, Expression) else Fraction(number)

    def _paid(self, node: int, column: Any) -> int:
        """The position of what a player collects at a node; -1 for nothing."""
        if isinstance(column, tuple) or self.row[node] < 0:
            return -1
        position: int = self.payoffs[self.row[node]][column]
        return position

    def _fold_static(self) -> None:
        for node in range(self.tree.size - 1, -1, -1):
            who, below = self.mover[node], self.below[node]
            if who >= 0:
                self._decide(node, who, below)
            for column in self.wanted[node]:
                found = self._static_value(node, column, below)
                if found is not None:
                    self.static[node][column] = found
            if len(self.static[node]) < len(self.wanted[node]) or (
                who >= 0 and node not in self.choice
            ):
                self.moving.append(node)

    def _decide(self, node: int, who: int, below: list[int]) -> None:
        """The choice at a node if what it depends on is the same at all points."""
        if len(below) == 1:
            self.choice[node] = 0
            return
        values = [self.static[child].get(who) for child in below]
        if any(value is None for value in values):
            return
        best = max(values)  # type: ignore[type-var]
        if values.count(best) > 1:
            self.always_tied = True
        self.choice[node] = values.index(best)

    def _static_value(self, node: int, column: Any, below: list[int]) -> Fraction | None:
        if isinstance(column, tuple) and self.label[node] == column[1]:
            return Fraction(1)
        paid = self._number(self._paid(node, column))
        if isinstance(paid, Expression):
            return None
        if not below:
            return paid
        if self.mover[node] == CHANCE:
            total = paid
            for child in below:
                odds = self._number(self.probability[child])
                value = self.static[child].get(column)
                if value is None:
                    return None
                if isinstance(odds, Expression):
                    break
                total += odds * value
            else:
                return total
            # Odds that move do not matter where every branch is worth the same.
            first = self.static[below[0]].get(column)
            same = first is not None and all(
                self.static[child].get(column) == first for child in below
            )
            return paid + first if same and first is not None else None
        if node in self.choice:
            value = self.static[below[self.choice[node]]].get(column)
            return None if value is None else paid + value
        first = self.static[below[0]].get(column)
        same = first is not None and all(self.static[c].get(column) == first for c in below)
        return paid + first if same and first is not None else None

    def _positions(self, node: int) -> list[int]:
        """The numbers that a moving node asks for."""
        moving = [c for c in self.wanted[node] if c not in self.static[node]]
        found = [p for c in moving if (p := self._paid(node, c)) >= 0]
        if self.mover[node] == CHANCE and moving:
            found += [self.probability[child] for child in self.below[node]]
        return found

    # -- a block -------------------------------------------------------------------------------

    def enter(self, block: Block, answers: Answers) -> None:
        """Fold a block, and enter what is certain; the rest is marked to be redone."""
        where = slice(block.start, block.stop)
        if self.always_tied:
            answers.redone[where] = True
            return
        numbers = {p: evaluated(number, block.values) for p, number in self.open.items()}
        doubt: list[Any] = []
        first: list[Any] = []
        with np.errstate(all="ignore"):
            doubt += [_out_of_range(numbers[p], sure=self.sure[p]) for p in self.odds_checked]
            for p in self.poles:
                wrong = ~np.isfinite(numbers[p].array + numbers[p].error)
                doubt.append(wrong if wrong.any() else None)
            cells, choices = self._pass(numbers, doubt, first)
        answers.status[where] = PointStatus.SOLVED
        answers.count[where] = 1
        for name, measure in self.task.measures.items():
            found = self._measured(measure, cells[0], choices)
            flat = np.broadcast_to(found, block.shape).ravel()
            answers.low[name][where] = flat
            answers.high[name][where] = flat
        if self.forms is not None and answers.regime is not None:
            codes = np.broadcast_to(self.forms.codes(choices), block.shape).ravel()
            answers.regime[where] = self.forms.entered(codes, answers)
        marked = answers.redone[where].reshape(block.shape)
        for each in doubt:
            if each is not None:
                marked |= each
        for rivals in first:
            self._settle(rivals, (cells, choices, numbers), block, answers)

    def _settle(
        self,
        rivals: Sequence[Any],
        passed: tuple[list[dict[Any, Cell]], dict[int, Any], Mapping[int, Value]],
        block: Block,
        answers: Answers,
    ) -> None:
        """Ties at the root: those that hold identically are answered, the others redone."""

        def flat(array: Any) -> Any:
            return np.broadcast_to(array, block.shape).ravel()

        cells, choices, numbers = passed
        where = slice(block.start, block.stop)
        tied = np.stack([flat(rival) for rival in rivals])
        near = (tied.sum(axis=0) > 1) & ~answers.redone[where]
        below = {node: flat(taken) for node, taken in choices.items() if node}
        if self.forms is None:
            settled = certain_ties(self, near, list(tied), below)
        else:
            settled = np.zeros(near.shape, dtype=bool)
        answers.redone[where] |= near & ~settled
        places = np.flatnonzero(settled)
        if not len(places):
            return
        tied = tied[:, places]
        answers.count[block.start + places] = tied.sum(axis=0)
        for name, measure in self.task.measures.items():
            ends = []
            for action, child in enumerate(self.below[0]):
                root = {
                    column: self._from_root(child, column, cells, numbers)
                    for column in self.columns
                }
                found = self._measured(measure, root, {**choices, 0: np.int64(action)})
                ends.append(flat(found)[places])
            low = np.where(tied, np.stack(ends), np.inf).min(axis=0)
            high = np.where(tied, np.stack(ends), -np.inf).max(axis=0)
            answers.low[name][block.start + places] = low
            answers.high[name][block.start + places] = high

    def _cell(self, cells: list[dict[Any, Cell]], node: int, column: Any) -> Cell:
        found = self.static[node].get(column)
        return cells[node][column] if found is None else found

    def _from_root(
        self, child: int, column: Any, cells: list[dict[Any, Cell]], numbers: Mapping[int, Value]
    ) -> Cell:
        """What a column is if play goes from the root to a child."""
        if isinstance(column, tuple) and self.label[0] == column[1]:
            return Fraction(1)
        paid = self._paid(0, column)
        value = self._cell(cells, child, column)
        return total(value, self._given(paid, numbers)) if paid >= 0 else value

    def _pass(
        self, numbers: Mapping[int, Value], doubt: list[Any], first: list[Any]
    ) -> tuple[list[dict[Any, Cell]], dict[int, Any]]:
        cells: list[dict[Any, Cell]] = [{} for _ in range(self.tree.size)]
        choices: dict[int, Any] = {}
        for node in self.moving:
            who, below = self.mover[node], self.below[node]
            columns = [c for c in self.wanted[node] if c not in self.static[node]]
            taken: Any = None
            if who >= 0:
                taken = self.choice.get(node)
                if taken is None:
                    options = [self._cell(cells, c, who) for c in below]
                    taken, close = _chosen(options)
                    if node:
                        doubt.append(close)
                    elif close is not None:
                        first.append(_rivals(options))
                    choices[node] = taken
            for column in columns:
                value: Cell = Fraction(0)
                if who == CHANCE:
                    value = average(
                        [
                            (
                                self._given(self.probability[c], numbers),
                                self._cell(cells, c, column),
                            )
                            for c in below
                        ]
                    )
                elif who != TERMINAL:
                    options = [self._cell(cells, c, column) for c in below]
                    value = options[taken] if isinstance(taken, int) else _picked(taken, options)
                paid = self._paid(node, column)
                if paid >= 0:
                    value = total(value, self._given(paid, numbers))
                cells[node][column] = value
        for column in self.columns:
            if column in self.static[0]:
                cells[0][column] = self.static[0][column]
        return cells, choices

    def _given(self, position: int, numbers: Mapping[int, Value]) -> Cell:
        found = numbers.get(position)
        return Fraction(self._number(position)) if found is None else found  # type: ignore[arg-type]

    def _measured(self, measure: Any, root: Mapping[Any, Cell], choices: Mapping[int, Any]) -> Any:
        if isinstance(measure, ExpectedPayoff):
            return array_of(root[self.game.players.index(measure.player)])
        if isinstance(measure, OutcomeProbability):
            return array_of(root["outcome", self.tree.labels.index(measure.label)])
        if isinstance(measure, ActionProbability):
            acts = [(measure.player, measure.infoset, measure.action)]
        elif isinstance(measure, RecordProbability):
            acts = measure.actions()
        else:
            raise AssertionError(f"no such measure: {measure!r}")
        done: Any = np.ones(())
        for player, infoset, action in acts:
            number = self.game.infoset_number(player, str(infoset))
            node = self.tree.members[number][0]
            taken = choices.get(node, self.choice.get(node))
            done = done * (taken == self.tree.actions(number).index(action))
        return done


def _has_pole(number: Any) -> bool:
    return isinstance(number, Expression) and not number.denominator.is_constant


def _sign_is_sure(number: Any) -> bool:
    """Whether an expression in floats is negative only where it is so exactly.

    It is if it is a product of parameters and of their complements: rounding is monotone.
    """
    return (
        isinstance(number, Expression)
        and number.denominator == 1
        and (len(number.names) == 1 and number.terms() in _plain_odds(number.names[0]))
    )


def _plain_odds(name: str) -> tuple[Any, ...]:
    one = ((name, 1),)
    return ({one: 1}, {one: -1, (): 1})


def _out_of_range(odds: Value, *, sure: bool) -> Any:
    """Where a probability is, or may be, negative; that branches sum to one holds identically."""
    if sure:
        wrong = ~(odds.array >= 0)
    else:
        wrong = ~(odds.array > odds.error)
    return wrong if wrong.any() else None


def _chosen(options: list[Cell]) -> tuple[npt.NDArray[np.int8], Any]:
    """The best action at each point, and where another one may be as good."""
    values = [as_value(option) for option in options]
    if len(values) == 2:
        ahead = values[1].array - values[0].array
        gap = values[0].error + values[1].error
        gap = gap + UNIT * (values[0].size + values[1].size)
        close = ~(np.abs(ahead) > gap)
        return (ahead > 0).view(np.int8), close if close.any() else None
    best = values[0].array
    taken: Any = np.zeros((), dtype=np.int8 if len(values) < 128 else np.int32)
    for action, value in enumerate(values[1:], start=1):
        more = value.array > best
        best = np.where(more, value.array, best)
        taken = np.where(more, taken.dtype.type(action), taken)
    slack: Any = 0.0
    for value in values:
        slack = np.maximum(slack, 2 * (value.error + UNIT * value.size))
    rivals = sum((~(best - value.array > slack)).astype(np.int32) for value in values)
    close = rivals > 1
    return taken, close if close.any() else None


def _rivals(options: list[Cell]) -> list[Any]:
    """For each action whether it may be as good as the best one, at each point."""
    values = [as_value(option) for option in options]
    best: Any = values[0].array
    slack: Any = 0.0
    for value in values:
        best = np.maximum(best, value.array)
        slack = np.maximum(slack, 2 * (value.error + UNIT * value.size))
    return [~(best - value.array > slack) for value in values]


def _picked(taken: Any, options: list[Cell]) -> Cell:
    """What the chosen action brings."""
    first = options[0]
    if isinstance(first, Fraction) and all(option == first for option in options[1:]):
        return first
    values = [as_value(option) for option in options]
    if len(values) == 2:
        array = np.where(taken, values[1].array, values[0].array)
    else:
        array = (
            np.choose(taken, np.broadcast_arrays(*(v.array for v in values)))
            if len(values) <= 32
            else np.select([taken == a for a in range(len(values))], [v.array for v in values])
        )
    error: Any = values[0].error
    size: Any = values[0].size
    for value in values[1:]:
        error, size = np.maximum(error, value.error), np.maximum(size, value.size)
    return Value(array, error, size)


@final
class _Forms:
    """Ways that play may go, numbered: a digit for each choice that play comes to.

    At a decision the numbers of the ways below its actions follow each other; at a chance node the
    numbers of the ways below all branches are multiplied out.
    """

    def __init__(self, fold: Fold) -> None:
        self.fold = fold
        size = fold.tree.size
        self.count = [1] * size
        for node in range(size - 1, -1, -1):
            counts = [self.count[child] for child in fold.below[node]]
            if fold.mover[node] == CHANCE:
                product = 1
                for count in counts:
                    product *= count
                self.count[node] = product
            elif counts:
                self.count[node] = sum(counts)
        self.possible = self.count[0] < _FORMS
        self.known: dict[int, int] = {}

    def codes(self, choices: Mapping[int, Any]) -> Any:
        """The number of the way that play goes, at each point."""
        fold = self.fold
        if not self.possible:
            return np.int64(-1)
        codes: list[Any] = [np.int64(0)] * fold.tree.size
        for node in range(fold.tree.size - 1, -1, -1):
            below = fold.below[node]
            if not below or self.count[node] == 1:
                continue
            if fold.mover[node] == CHANCE:
                total: Any = np.int64(0)
                for child in below:
                    total = total * self.count[child] + codes[child]
                codes[node] = total
                continue
            starts = np.cumsum([0, *(self.count[child] for child in below[:-1])])
            taken = choices.get(node, fold.choice.get(node))
            ways = [start + codes[child] for start, child in zip(starts, below, strict=True)]
            if isinstance(taken, int):
                codes[node] = ways[taken]
            elif len(ways) == 2:
                codes[node] = np.where(taken, ways[1], ways[0])
            else:
                codes[node] = np.select([taken == a for a in range(len(ways))], ways)
        return codes[0]

    def entered(self, codes: npt.NDArray[np.int64], answers: Answers) -> npt.NDArray[np.int32]:
        """The numbers of regimes, each of one form, for numbers of ways."""
        if 0 < self.count[0] <= _FEW:
            met = np.flatnonzero(np.bincount(codes, minlength=self.count[0])).tolist()
            table = np.full(self.count[0], -1, dtype=np.int32)
            table[met] = [self._regime(code, answers) for code in met]
            return table[codes]
        unique, inverse = np.unique(codes, return_inverse=True)
        numbers = [self._regime(code, answers) for code in unique.tolist()]
        return np.array(numbers, dtype=np.int32)[inverse]

    def _regime(self, code: int, answers: Answers) -> int:
        if code < 0:
            return -1
        if code not in self.known:
            form = answers.form_number(self.text(code))
            self.known[code] = answers.regime_number((form,))
        return self.known[code]

    def text(self, code: int) -> str:
        """The form of a way that play may go."""
        fold = self.fold
        played: dict[int, int] = {}
        waiting = [(0, code)]
        while waiting:
            node, rest = waiting.pop()
            below = fold.below[node]
            if not below:
                continue
            if fold.mover[node] == CHANCE:
                for child in reversed(below):
                    rest, own = divmod(rest, self.count[child])
                    waiting.append((child, own))
                continue
            for action, child in enumerate(below):
                if rest < self.count[child]:
                    played[fold.infoset[node]] = action
                    waiting.append((child, rest))
                    break
                rest -= self.count[child]
        return "; ".join(
            support_text(fold.game, infoset, (played[infoset],)) for infoset in sorted(played)
        )
