"""Trees of two moves with two actions each, signaling games among them: all patterns at once.

Whoever *leads* takes one of two actions, whoever *replies* to what they see one of two replies. Let
x_i be the chance that leader i takes the second action, y_h that the second reply is given at the
information set h. What a leader gains by the second action is affine in y,

    G_i(y) = a_i + sum over h of b_ih y_h,

and what the second reply is worth more at h, weighed by how often play comes there, is affine in x,

    D_h(x) = sum over the nodes n of h of reach_n(x) d_n.

A pattern says who mixes and what the others do for certain. It is a sequential equilibrium where
the mixing make each other indifferent and nobody else has a reason to change. Where play does not
come to h, beliefs are free among the actions that lead there [1]_, so that any reply will do that
some belief makes best: one of them for certain, or any mixture, an interval of replies.

**Certainty.** All of that is settled by the signs of G_i at the corners of the square of y, of D_h
at those corners of the square of x where play comes to h, and of d summed over the nodes that one
action leads to, and by the order in which two G (or two D) change their signs along an edge, where
both do. If no such sign is in doubt, then on a face of dimension k at most k of the G vanish
together and at most k of the D, so that as many leaders mix as repliers do, and each pattern is
decided. A point where one is in doubt (with room to spare for the accuracy of the mixtures) is
solved again exactly.

.. [1] D. M. Kreps and R. Wilson (1982), Sequential equilibria, Econometrica 50, section 5.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE
from brinkgame.results import Concept
from brinkgame.sensitivity.engines.base import Answers, Block, Engine, Flags, Floats, Records, Task
from brinkgame.sensitivity.engines.bounded import (
    Cell,
    Value,
    as_value,
    average,
    difference,
    evaluated,
    product,
    total,
)
from brinkgame.sensitivity.measures import (
    ActionProbability,
    ExpectedPayoff,
    OutcomeProbability,
    RecordProbability,
)
from brinkgame.sensitivity.points import form_text
from brinkgame.signaling.structure import signaling_obstacles

__all__ = ["TwoMoves"]

Corner: TypeAlias = tuple[int, ...]
Source: TypeAlias = "tuple[int, int] | None"
"""A leader and an action, or Nature alone."""

_ROOM: Final = 1e5
"""A sign counts if the number is so many times larger than its error may be."""
_NEAR: Final = 1e-9
"""A mixture nearer to certainty than this is left to the exact way."""
_MOST: Final = 1 << 13
MIXED: Final = 2


@final
class TwoMoves(Engine):
    """All sequential equilibria of trees of two binary moves, vectorised over points."""

    name: ClassVar[str] = "two moves"

    def obstacles(self, task: Task) -> tuple[str, ...]:
        game = task.game
        if not isinstance(game, ExtensiveFormGame):
            return ("takes trees",)
        if task.concept is not Concept.SEQUENTIAL:
            return (f"finds sequential equilibria, not {task.concept.value} ones",)
        found = signaling_obstacles(game, consistent=True)
        return found or Plan(game).obstacles()

    def possible_forms(self, task: Task, most: int) -> tuple[str, ...] | None:
        game = task.game
        if not isinstance(game, ExtensiveFormGame):
            return None
        plan = Plan(game)
        forms: dict[str, None] = {}
        leads = itertools.product((0, 1, MIXED), repeat=len(plan.leaders))
        for x in leads:
            menus = [(0, 1, MIXED) if reached else (0,) for reached in plan.reached(x)]
            for y in itertools.product(*menus):
                forms[plan.form(x, y)] = None
        return tuple(forms) if len(forms) <= most else None

    def run(self, task: Task, control: Control) -> Answers:
        game = task.game
        if not isinstance(game, ExtensiveFormGame):
            raise AssertionError("a tree was asked for")
        answers = Answers(task)
        plan = Plan(game)
        for block in task.blocks(_MOST):
            if control.expired():
                return answers
            with np.errstate(all="ignore"):
                records, doubt = _Points(plan, task, block).records()
            answers.enter(block, records)
            answers.redone[block.start : block.stop] = doubt
            control.tell("points", block.stop, task.size)
        answers.redo(task, np.flatnonzero(answers.redone).tolist(), control)
        return answers


@final
class Plan:
    """What is the same at all points: who leads, who replies, and what leads where."""

    def __init__(self, game: ExtensiveFormGame) -> None:
        self.game = game
        tree = self.tree = game.tree
        self.mover: list[int] = tree.mover.tolist()
        self.below = [tree.children_of(node) for node in range(tree.size)]
        self.infoset: list[int] = tree.infoset.tolist()
        for members in tree.members:
            if len(members) == 1 and len(self.below[members[0]]) == 1:
                self.mover[members[0]] = CHANCE  # nothing to choose
        self.above: list[int] = [-1] * tree.size
        """The decision above each node, or -1; there is at most one above a decision."""
        self.action: list[int] = [0] * tree.size
        """What was done there."""
        for node in range(tree.size):
            for edge, child in enumerate(self.below[node]):
                decides = self.mover[node] >= 0
                self.above[child] = node if decides else self.above[node]
                self.action[child] = edge if decides else self.action[node]
        decisions = [n for n in range(tree.size) if self.mover[n] >= 0]
        leading = {self.infoset[self.above[n]] for n in decisions if self.above[n] >= 0}
        every = sorted({self.infoset[n] for n in decisions})
        self.leaders = [h for h in every if h in leading]
        self.followers = [h for h in every if h not in leading]
        self.sources = [self._sources(h) for h in self.followers]

    def _sources(self, infoset: int) -> list[tuple[Source, list[int]]]:
        """What leads to an information set, with the nodes that each leads to."""
        found: dict[Source, list[int]] = {}
        for node in self.tree.members[infoset]:
            source: Source = None
            if self.above[node] >= 0:
                source = (
                    self.leaders.index(self.infoset[self.above[node]]),
                    self.action[node],
                )
            found.setdefault(source, []).append(node)
        return list(found.items())

    def obstacles(self) -> tuple[str, ...]:
        """Why the patterns are not all that there is to it."""
        tree = self.tree
        for infoset in (*self.leaders, *self.followers):
            size = len(tree.actions(infoset))
            if size != 2:
                name = tree.infoset_name(infoset)
                return (f"takes two actions an information set, not {size} as at {name}",)
        for what, listed in (("leading", self.leaders), ("replying", self.followers)):
            if len(listed) > 2:
                return (f"takes up to two {what} information sets, not {len(listed)}",)
        if not self.followers:
            return ("takes trees where somebody replies",)
        for x in itertools.product((0, 1, MIXED), repeat=len(self.leaders)):
            missed = self.reached(x).count(False)
            if missed > (0 if MIXED in x else 1):
                return (
                    "takes trees where play misses at most one information set, if nobody mixes",
                )
        return ()

    def reached(self, x: Sequence[int]) -> list[bool]:
        """At which information sets of repliers play arrives, whatever Nature does."""
        return [
            any(s is None or x[s[0]] in (s[1], MIXED) for s, _ in sources)
            for sources in self.sources
        ]

    def form(self, x: Sequence[int], y: Sequence[int]) -> str:
        """The form of a pattern, in words."""
        done = dict(zip((*self.leaders, *self.followers), (*x, *y), strict=True))

        def support(infoset: int) -> Sequence[int]:
            return {0: (0,), 1: (1,), MIXED: (0, 1)}[done.get(infoset, 0)]

        return form_text(self.game, support)


@final
@dataclass(frozen=True, slots=True)
class _Found:
    """A pattern that is an equilibrium at some points: where, and the chances of second actions.

    Attributes
    ----------
    mask
        At which points.
    x, y
        For each information set a number or an array over all points.
    pattern
        What is done, as in `Plan.form`; for repliers an array where it depends on the point.
    loose
        The replier to whom play does not come, or -1; `y` there is the lower end of an interval.
    upper
        Its upper end.
    """

    mask: Flags
    x: list[Any]
    y: list[Any]
    leads: Corner
    replies: list[Any]
    loose: int = -1
    upper: Any = None


@final
class _Points:
    """One block, worked through."""

    def __init__(self, plan: Plan, task: Task, block: Block) -> None:
        self.plan, self.task = plan, task
        self.size = block.stop - block.start
        self.doubt: Flags = np.zeros(self.size, dtype=bool)
        game = plan.game
        shape = block.shape
        values = {
            name: np.broadcast_to(array, shape).reshape(-1) for name, array in block.values.items()
        }
        self.numbers: list[Cell] = [
            evaluated(n, values) if isinstance(n, Expression) else Fraction(n) for n in game.numbers
        ]
        for number in self.numbers:
            if isinstance(number, Value):
                self._doubtful(~np.isfinite(number.array + number.error))
        self.nature = self._nature()
        self.gain = {
            (i, corner): self._gain(i, corner)
            for i in range(len(plan.leaders))
            for corner in itertools.product((0, 1), repeat=len(plan.followers))
        }
        self.worth = [self._worth(h) for h in range(len(plan.followers))]
        """What the second reply is worth more, by source, weighed by Nature's chances."""

    # -- numbers -------------------------------------------------------------------------------

    def _doubtful(self, where: Any) -> None:
        self.doubt |= where

    def _number(self, position: int) -> Cell:
        return Fraction(0) if position < 0 else self.numbers[position]

    def _nature(self) -> list[Cell]:
        """Nature's chance of each node, taking it that players let it happen."""
        tree = self.plan.tree
        found: list[Cell] = [Fraction(1)] * tree.size
        for node in range(1, tree.size):
            parent, odds = int(tree.parent[node]), int(tree.probability[node])
            found[node] = found[parent]
            if odds >= 0:
                found[node] = product(found[parent], self.numbers[odds])
                chance = as_value(self.numbers[odds])
                # Zero is as doubtful as less: then there may be nothing to believe.
                self._doubtful(~(chance.array > chance.error))
        return found

    def _fold(self, node: int, player: int, corner: Corner | None) -> Cell:
        """What a player gets from a node on; repliers do as a corner says, nobody leads there."""
        plan, tree = self.plan, self.plan.tree
        row = int(tree.payoff_row[node])
        paid = Fraction(0) if row < 0 else self._number(int(tree.payoffs[row][player]))
        below = plan.below[node]
        if not below:
            return paid
        if plan.mover[node] == CHANCE:
            if len(below) == 1:
                return total(paid, self._fold(below[0], player, corner))
            parts = [
                (self._number(int(tree.probability[c])), self._fold(c, player, corner))
                for c in below
            ]
            return total(paid, average(parts))
        if corner is None:
            raise AssertionError("nobody moves below a reply")
        reply = corner[plan.followers.index(plan.infoset[node])]
        return total(paid, self._fold(below[reply], player, corner))

    def _gain(self, i: int, corner: Corner) -> Cell:
        found: Cell = Fraction(0)
        infoset = self.plan.leaders[i]
        for node in self.plan.tree.members[infoset]:
            first, second = self.plan.below[node]
            who = self.plan.mover[node]
            gap = difference(self._fold(second, who, corner), self._fold(first, who, corner))
            found = total(found, product(self.nature[node], gap))
        return found

    def _worth(self, h: int) -> dict[Source, Cell]:
        found: dict[Source, Cell] = {}
        for source, nodes in self.plan.sources[h]:
            found[source] = Fraction(0)
            for node in nodes:
                first, second = self.plan.below[node]
                who = self.plan.mover[node]
                gap = difference(self._fold(second, who, None), self._fold(first, who, None))
                found[source] = total(found[source], product(self.nature[node], gap))
        return found

    def _signed(self, cell: Cell) -> tuple[Floats, Flags]:
        """The numbers at all points, and where they are positive; doubts are entered."""
        value = as_value(cell)
        self._doubtful(~(np.abs(value.array) > _ROOM * value.error))
        array = np.broadcast_to(value.array, (self.size,))
        return array, array > 0

    # -- signs ---------------------------------------------------------------------------------

    def records(self) -> tuple[Records, Flags]:
        """The equilibria at the points where all is certain, and the points where it is not."""
        plan = self.plan
        count_x, count_y = len(plan.leaders), len(plan.followers)
        self.g: dict[tuple[int, Corner], Floats] = {}
        self.up: dict[tuple[int, Corner], Flags] = {}
        for key, cell in self.gain.items():
            self.g[key], self.up[key] = self._signed(cell)
        self.d: dict[tuple[int, Corner], Floats] = {}
        self.better: dict[tuple[int, Corner], Flags] = {}
        cells: dict[tuple[int, Corner], Cell] = {}
        for x in itertools.product((0, 1), repeat=count_x):
            for h, reached in enumerate(plan.reached(x)):
                if not reached:
                    self.d[h, x] = np.zeros(self.size)
                    continue
                worth: Cell = Fraction(0)
                for source, part in self.worth[h].items():
                    if source is None or x[source[0]] == source[1]:
                        worth = total(worth, part)
                cells[h, x] = worth
                self.d[h, x], self.better[h, x] = self._signed(worth)
        self.free = [[self._signed(p)[1] for p in sources.values()] for sources in self.worth]
        self._edges(count_y, self.gain)
        self._edges(count_x, cells)
        found = [*self._pure(), *self._one_mixes(), *self._two_mix()]
        return self._listed(found), self.doubt

    def _edges(self, dimension: int, cells: Mapping[tuple[int, Corner], Cell]) -> None:
        """Doubts about the order in which two functions change their signs along an edge."""
        who = sorted({key[0] for key in cells})
        for axis in range(dimension):
            for rest in itertools.product((0, 1), repeat=dimension - 1):
                low, high = (*rest[:axis], 0, *rest[axis:]), (*rest[:axis], 1, *rest[axis:])
                for one, other in itertools.combinations(who, 2):
                    keys = [(one, low), (one, high), (other, low), (other, high)]
                    if any(key not in cells for key in keys):
                        continue  # it is zero at a corner, and has one sign along the edge
                    a, b, c, e = (cells[key] for key in keys)
                    value = as_value(difference(product(a, e), product(b, c)))
                    signs = [as_value(cell).array > 0 for cell in (a, b, c, e)]
                    both = (signs[0] != signs[1]) & (signs[2] != signs[3])
                    self._doubtful(both & ~(np.abs(value.array) > _ROOM * value.error))

    # -- patterns ------------------------------------------------------------------------------

    def _along(self, i: int, y: Sequence[Any], loose: int, end: int) -> Floats:
        """The gain of a leader where repliers do as `y` says, the loose one as `end` says."""
        choices = [end if h == loose else each for h, each in enumerate(y)]
        found: Floats = _at_corner(lambda corner: self.g[i, corner], choices)
        return found

    def _pure(self) -> Iterator[_Found]:
        plan = self.plan
        for x in itertools.product((0, 1), repeat=len(plan.leaders)):
            reached = plan.reached(x)
            y: list[Any] = [self.better[h, x] if there else 0 for h, there in enumerate(reached)]
            if all(reached):
                mask = np.ones(self.size, dtype=bool)
                for i, wanted in enumerate(x):
                    mask &= (self._along(i, y, -1, 0) > 0) == bool(wanted)
                yield _Found(mask, [*x], y, x, y)
                continue
            loose = reached.index(False)
            low, high = np.zeros(self.size), np.ones(self.size)
            all_second = np.logical_and.reduce(self.free[loose])
            some_second = np.logical_or.reduce(self.free[loose])
            low = np.where(all_second, 1.0, 0.0)
            high = np.where(some_second, 1.0, 0.0)
            for i, wanted in enumerate(x):
                sign = 1.0 if wanted else -1.0
                at_zero = sign * self._along(i, y, loose, 0)
                at_one = sign * self._along(i, y, loose, 1)
                root = at_zero / (at_zero - at_one)
                low = np.maximum(low, np.where(at_zero > 0, 0.0, np.where(at_one > 0, root, 2.0)))
                high = np.minimum(high, np.where(at_one > 0, 1.0, np.where(at_zero > 0, root, -1)))
            lower: list[Any] = [low if h == loose else each for h, each in enumerate(y)]
            yield _Found(low <= high, [*x], lower, x, y, loose, high)

    def _one_mixes(self) -> Iterator[_Found]:
        plan = self.plan
        count_x, count_y = len(plan.leaders), len(plan.followers)
        for i in range(count_x):
            for rest in itertools.product((0, 1), repeat=count_x - 1):
                ends = [(*rest[:i], end, *rest[i:]) for end in (0, 1)]
                for f in range(count_y):
                    if any((f, end) not in self.better for end in ends):
                        continue
                    yield from self._mixing_pair(i, f, ends)

    def _mixing_pair(self, i: int, f: int, ends: list[Corner]) -> Iterator[_Found]:
        """Leader i and replier f make each other indifferent."""
        zero, one = (self.d[f, end] for end in ends)
        mask = (zero > 0) != (one > 0)
        share = zero / (zero - one)
        y: list[Any] = []
        for h in range(len(self.plan.followers)):
            if h == f:
                y.append(0)
                continue
            first, second = (self.d[h, end] for end in ends)
            y.append(first + share * (second - first) > 0)
        first, second = self._along(i, y, f, 0), self._along(i, y, f, 1)
        mask = mask & ((first > 0) != (second > 0))
        reply = first / (first - second)
        x: list[Any] = [share if j == i else ends[0][j] for j in range(len(ends[0]))]
        leads = tuple(MIXED if j == i else ends[0][j] for j in range(len(ends[0])))
        for j in range(len(ends[0])):
            if j == i:
                continue
            low, high = self._along(j, y, f, 0), self._along(j, y, f, 1)
            mask = mask & ((low + reply * (high - low) > 0) == bool(ends[0][j]))
        self._near(mask, share, reply)
        replies: list[Any] = [MIXED if h == f else each for h, each in enumerate(y)]
        yield _Found(mask, x, [reply if h == f else e for h, e in enumerate(y)], leads, replies)

    def _two_mix(self) -> Iterator[_Found]:
        if len(self.plan.leaders) < 2 or len(self.plan.followers) < 2:
            return
        y = _crossing([{c: self.g[i, c] for c in _SQUARE} for i in range(2)])
        x = _crossing([{c: self.d[h, c] for c in _SQUARE} for h in range(2)])
        mask = np.ones(self.size, dtype=bool)
        for each in (*x, *y):
            mask &= (each > 0) & (each < 1)
        self._near(mask, *x, *y)
        yield _Found(mask, x, y, (MIXED, MIXED), [MIXED, MIXED])

    def _near(self, mask: Flags, *shares: Floats) -> None:
        for share in shares:
            self._doubtful(mask & ((share < _NEAR) | (share > 1 - _NEAR)))

    # -- what is read off ----------------------------------------------------------------------

    def _listed(self, found: Sequence[_Found]) -> Records:
        forms: dict[str, int] = {}
        parts: list[tuple[Any, Any, dict[str, Any], dict[str, Any]]] = []
        for each in found:
            where = np.flatnonzero(each.mask & ~self.doubt)
            if not len(where):
                continue
            low, high = self._measured(each, where)
            parts.append((where, self._form_numbers(each, where, forms), low, high))
        names = list(self.task.measures)
        if not parts:
            nothing = np.zeros(0, dtype=np.int64)
            empty = {name: np.zeros(0) for name in names}
            return Records(nothing, nothing, empty, empty, ())
        point = np.concatenate([part[0] for part in parts])
        order = np.argsort(point, kind="stable")
        return Records(
            point[order],
            np.concatenate([part[1] for part in parts])[order],
            {name: np.concatenate([part[2][name] for part in parts])[order] for name in names},
            {name: np.concatenate([part[3][name] for part in parts])[order] for name in names},
            tuple(forms),
        )

    def _form_numbers(
        self, found: _Found, where: npt.NDArray[np.int64], forms: dict[str, int]
    ) -> npt.NDArray[np.int64]:
        codes = np.zeros(len(where), dtype=np.int64)
        for h, reply in enumerate(found.replies):
            own = 0 if h == found.loose else _taken(reply, where)
            codes = codes * 3 + own
        met = np.unique(codes)
        table = np.zeros(3 ** len(found.replies), dtype=np.int64)
        for code in met.tolist():
            digits: list[int] = []
            rest = code
            for _ in found.replies:
                rest, digit = divmod(rest, 3)
                digits.insert(0, digit)
            table[code] = forms.setdefault(self.plan.form(found.leads, digits), len(forms))
        return table[codes]

    def _measured(
        self, found: _Found, where: npt.NDArray[np.int64]
    ) -> tuple[dict[str, Floats], dict[str, Floats]]:
        plan = self.plan
        chance = {
            infoset: _taken(each, where)
            for infoset, each in zip(
                (*plan.leaders, *plan.followers), (*found.x, *found.y), strict=True
            )
        }
        low: dict[str, Floats] = {}
        high: dict[str, Floats] = {}
        for name, measure in self.task.measures.items():
            if isinstance(measure, ExpectedPayoff | OutcomeProbability):
                value = self._expected(measure, chance, where)
                low[name] = high[name] = np.broadcast_to(value, where.shape).astype(np.float64)
                continue
            ends = [self._conduct(measure, chance, len(where))]
            if found.loose >= 0:
                infoset = plan.followers[found.loose]
                other = {**chance, infoset: _taken(found.upper, where)}
                ends.append(self._conduct(measure, other, len(where)))
            low[name], high[name] = np.minimum.reduce(ends), np.maximum.reduce(ends)
        return low, high

    def _conduct(self, measure: Any, chance: Mapping[int, Any], size: int) -> Floats:
        if isinstance(measure, ActionProbability):
            acts = [(measure.player, measure.infoset, measure.action)]
        elif isinstance(measure, RecordProbability):
            acts = measure.actions()
        else:
            raise AssertionError(f"no such measure: {measure!r}")
        done = np.ones(size)
        for player, infoset, action in acts:
            number = self.plan.game.infoset_number(player, str(infoset))
            if number not in chance:
                continue  # there is only one action
            second = self.plan.tree.actions(number).index(action) == 1
            done = done * (chance[number] if second else 1.0 - chance[number])
        return done

    def _expected(
        self, measure: Any, chance: Mapping[int, Any], where: npt.NDArray[np.int64]
    ) -> Any:
        plan, tree = self.plan, self.plan.tree
        column, mark = -1, -1
        if isinstance(measure, ExpectedPayoff):
            column = plan.game.players.index(measure.player)
        else:
            mark = tree.labels.index(measure.label)
        value: list[Any] = [0.0] * tree.size
        for node in range(tree.size - 1, -1, -1):
            below = plan.below[node]
            mean: Any = 0.0
            if plan.mover[node] == CHANCE:
                for child in below:
                    odds = int(tree.probability[child])
                    weight = 1.0 if odds < 0 else _taken(_plain(self.numbers[odds]), where)
                    mean = mean + weight * value[child]
            elif below:
                second = chance[plan.infoset[node]]
                mean = value[below[0]] + second * (value[below[1]] - value[below[0]])
            row = int(tree.payoff_row[node])
            if column >= 0 and row >= 0:
                paid = self._number(int(tree.payoffs[row][column]))
                mean = mean + _taken(_plain(paid), where)
            value[node] = 1.0 if mark >= 0 and int(tree.label[node]) == mark else mean
        return np.asarray(value[0])


_SQUARE: Final = tuple(itertools.product((0, 1), repeat=2))


def _plain(cell: Cell) -> Any:
    return cell.array if isinstance(cell, Value) else float(cell)


def _taken(each: Any, where: npt.NDArray[np.int64]) -> Any:
    """The entries of an array over all points, or a number as it is."""
    return each[where] if isinstance(each, np.ndarray) and each.ndim else each


def _at_corner(known: Any, choices: Sequence[Any]) -> Any:
    """What is known at corners, where the corner may depend on the point."""
    for place, choice in enumerate(choices):
        if isinstance(choice, np.ndarray):
            rest = [*choices]
            ends = []
            for end in (0, 1):
                rest[place] = end
                ends.append(_at_corner(known, rest))
            return np.where(choice, ends[1], ends[0])
    return known(tuple(int(choice) for choice in choices))


def _crossing(functions: list[dict[Corner, Floats]]) -> list[Floats]:
    """Where two affine functions on a square, given at its corners, vanish together."""
    rows = []
    for each in functions:
        constant = each[0, 0]
        rows.append((constant, each[1, 0] - constant, each[0, 1] - constant))
    (a, b, c), (e, f, g) = rows
    determinant = b * g - c * f
    return [(c * e - a * g) / determinant, (a * f - b * e) / determinant]
