"""The cells into which curves cut a rectangle, exactly.

The rectangle is cut by vertical walls at every x at which two curves cross inside of it, a curve
turns back or crosses itself, or one meets the bottom or the top. Between two walls, in a *slab*,
the curves are a stack of branches that never touch, and one rational x tells their order; between
two branches lies a cell, and every cell gets a rational point. The fiber over a wall says which
cells of the slabs on its two sides share more than a point.

This is the decomposition of Collins for two variables, inside a rectangle only: whatever happens
outside of it makes no wall.

References
----------
.. [1] D. S. Arnon, G. E. Collins, S. McCallum (1984), Cylindrical algebraic decomposition I and II,
   SIAM Journal on Computing 13(4), 865-889: projection by discriminants and resultants, adjacency
   of cells of the plane.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, final

from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.control import FREE, Control
from brinkgame.parametric.plane.curves import (
    Box,
    Curve,
    Number,
    curve_of,
    discriminant,
    irreducible,
    resultant,
    roots_within,
)
from brinkgame.parametric.plane.fibers import Fiber, fiber

__all__ = ["Arrangement", "Branch", "Place", "Slab", "Wall", "arrange", "simple_between"]

NOTHING: Final = Fiber((), frozenset())
BOTTOM: Final = -2
TOP: Final = -1
"""The numbers of the two level sides among the curves."""


@final
@dataclass(frozen=True, slots=True)
class Branch:
    """A piece of a curve over one slab.

    Attributes
    ----------
    curve
        The number of the curve; `BOTTOM` and `TOP` for the sides of the rectangle.
    order
        Which of the curve's branches over the slab this is, counted from below from 0.
    height
        Its y over the slab's sample.
    """

    curve: int
    order: int
    height: Number


@final
@dataclass(frozen=True, slots=True)
class Wall:
    """A vertical line at which the stack of branches changes.

    Attributes
    ----------
    at
        Its x.
    minimal
        The irreducible flint polynomial with that root.
    lines
        The curves that are this line.
    fiber
        Where the curves meet it, from the bottom of the rectangle to its top, both included;
        nothing at the two outer walls.
    """

    at: Number
    minimal: Any
    lines: tuple[int, ...]
    fiber: Fiber


@final
@dataclass(frozen=True, slots=True)
class Slab:
    """What lies between two walls.

    Attributes
    ----------
    left, right
        The x of the walls.
    sample
        A rational x in between.
    branches
        From below; the first is the bottom, the last is the top. Cell k lies between the branches
        k and k + 1.
    points
        A rational y in each cell, over the sample.
    """

    left: Number
    right: Number
    sample: Fraction
    branches: tuple[Branch, ...]
    points: tuple[Fraction, ...]

    @property
    def cells(self) -> range:
        """The numbers of the cells."""
        return range(len(self.points))


Place = tuple[int, int]
"""A cell: the number of its slab, and its number in the slab."""
Passage = tuple[int, int, int, int]
"""A cell left of a wall, a cell right of it, and the meetings at the ends of what they share."""


@final
@dataclass(frozen=True)
class Arrangement:
    """The cells of a rectangle.

    Attributes
    ----------
    box
        The rectangle.
    curves
        As they were given.
    walls
        From the left, the two sides of the rectangle among them.
    slabs
        From the left, one fewer than walls.
    ends
        For every wall but the outer two, and for its left and its right side, to which of the
        meetings on it each branch leads.
    is_complete
        False where the time was up: then there are no slabs at all.
    """

    box: Box
    curves: tuple[Curve, ...]
    walls: tuple[Wall, ...]
    slabs: tuple[Slab, ...]
    ends: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    is_complete: bool = True

    @cached_property
    def passages(self) -> tuple[tuple[Passage, ...], ...]:
        """For every wall but the outer two, the cells left and right of it that share a piece."""
        return tuple(tuple(_passages(left, right)) for left, right in self.ends)

    def signs(self, place: Place) -> tuple[int, ...]:
        """The sign of every curve's polynomial in a cell."""
        slab = self.slabs[place[0]]
        x, y = slab.sample, slab.points[place[1]]
        return tuple(curve.sign_at(x, y) for curve in self.curves)

    def stack_signs(self, slab: int) -> list[tuple[int, ...]]:
        """The signs in every cell of a slab: each branch turns the sign of its own curve."""
        signs = list(self.signs((slab, 0)))
        found = [tuple(signs)]
        for branch in self.slabs[slab].branches[1:-1]:
            signs[branch.curve] = -signs[branch.curve]
            found.append(tuple(signs))
        return found

    def places_at(self, x: Fraction, y: Fraction) -> frozenset[Place]:
        """The cells that touch a point: one inside a cell, two on a border, more in a corner.

        Points outside of the rectangle, and on its sides, touch none.
        """
        box = self.box
        if not (box.left < x < box.right and box.bottom < y < box.top):
            return frozenset()
        slab = next(k for k, piece in enumerate(self.slabs) if x <= piece.right)
        if x == self.slabs[slab].right:
            low, high = self._on_wall(self.walls[slab + 1].fiber, x, y)
            return frozenset(
                (slab + side, k)
                for side in (0, 1)
                for k, (a, b) in enumerate(pairwise(self.ends[slab][side]))
                if a <= low and high <= b
            )
        heights = [
            root
            for curve in self.curves
            for root in roots_within(curve.along_y(x), box.bottom, box.top)
        ]
        below = sum(root < y for root in heights)
        return frozenset((slab, k) for k in range(below, below + 1 + (y in heights)))

    def _on_wall(self, fiber: Fiber, x: Fraction, y: Fraction) -> tuple[int, int]:
        """The meetings below and above a point of a wall; the same twice if it is one."""
        below = next(k for k, meeting in enumerate(fiber.meetings) if y <= meeting.high)
        meeting = fiber.meetings[below]
        if y < meeting.low:
            return below - 1, below
        curve = self.curves[max(meeting.curves)]
        root = next(r for r in real_roots(curve.along_y(x), meeting.low, meeting.high))
        return (below, below) if y == root else (below - (y < root), below + (y > root))


def arrange(curves: Sequence[Curve], box: Box, control: Control = FREE) -> Arrangement:
    """Cut a rectangle along curves.

    Parameters
    ----------
    curves
        Different irreducible ones.
    box
        The rectangle.
    control
        A time limit, and whom to tell how many walls have been judged.

    Examples
    --------
    >>> circle = curve_of({(2, 0): 4, (0, 2): 4, (0, 0): -1})
    >>> side = Fraction(1)
    >>> found = arrange([circle], Box(-side, side, -side, side))
    >>> [len(slab.cells) for slab in found.slabs], found.passages
    ([1, 3, 1], (((0, 0, 0, 1), (0, 2, 1, 2)), ((0, 0, 0, 1), (2, 0, 1, 2))))
    """
    work = _Arranging(curves, box, control)
    return work.arrangement()


@final
class _Arranging:
    def __init__(self, curves: Sequence[Curve], box: Box, control: Control) -> None:
        self.curves = tuple(curves)
        self.box = box
        self.control = control
        self.all: dict[int, Curve] = {
            BOTTOM: _level(box.bottom),
            TOP: _level(box.top),
            **{k: c for k, c in enumerate(curves) if not c.is_vertical},
        }
        # Whoever lies outside of the rectangle meets nobody in it.
        self.met: dict[int, Curve] = {
            k: c for k, c in self.all.items() if k < 0 or not c.is_clear_of(box)
        }
        self.minimal: dict[tuple[int, ...], Any] = {}
        self.events: dict[tuple[int, ...], set[tuple[int, int]]] = {}

    def arrangement(self) -> Arrangement:
        walls = self._walls()
        if walls is None:
            return Arrangement(self.box, self.curves, (), (), (), is_complete=False)
        slabs = []
        for left, right in pairwise(walls):
            if self.control.expired():
                return Arrangement(self.box, self.curves, (), (), (), is_complete=False)
            slabs.append(self._slab(left.at, right.at))
        ends = tuple(
            (tuple(self._ends(wall, left, -1)), tuple(self._ends(wall, right, 1)))
            for wall, (left, right) in zip(walls[1:-1], pairwise(slabs), strict=True)
        )
        return Arrangement(self.box, self.curves, tuple(walls), tuple(slabs), ends)

    # --- walls ----------------------------------------------------------------------------------

    def _walls(self) -> list[Wall] | None:
        self._project()
        lines = {
            factor: number
            for number, curve in enumerate(self.curves)
            if curve.is_vertical
            for factor in (_key(curve.columns[0]),)
        }
        for key, number in lines.items():
            self.minimal.setdefault(key, self.curves[number].columns[0])
        found = []
        for done, (key, minimal) in enumerate(self.minimal.items()):
            if self.control.expired():
                return None
            self.control.tell("borders projected", done, len(self.minimal))
            events = self.events.get(key, set())
            own = (lines[key],) if key in lines else ()
            for at in roots_within(_fractions(minimal), self.box.left, self.box.right):
                whole = self._fiber_where_it_matters(minimal, at, events, bool(own))
                if whole is not None:
                    found.append(Wall(at, minimal, own, whole))
        found.sort(key=lambda wall: wall.at)
        left, right = (Wall(side, None, (), NOTHING) for side in (self.box.left, self.box.right))
        return [left, *found, right]

    def _project(self) -> None:
        """Every polynomial in x whose roots may be walls, and which curves have to do with it."""
        numbers = sorted(self.met)
        for i, a in enumerate(numbers):
            if self.met[a].degrees[1] > 1:
                self._note(discriminant(self.met[a]), (a, a))
            for b in numbers[i + 1 :]:
                if (a, b) != (BOTTOM, TOP):
                    self._note(resultant(self.met[a], self.met[b]), (a, b))

    def _note(self, polynomial: Any, event: tuple[int, int]) -> None:
        for factor in irreducible(polynomial):
            key = _key(factor)
            self.minimal.setdefault(key, factor)
            self.events.setdefault(key, set()).add(event)

    def _fiber_where_it_matters(
        self, minimal: Any, at: Number, events: set[tuple[int, int]], is_line: bool
    ) -> Fiber | None:
        """The whole fiber, if anything happens inside the rectangle; None if not."""
        if not is_line:
            involved = {BOTTOM, TOP} | {number for event in events for number in event}
            found = self._fiber({k: self.met[k] for k in involved}, events, minimal, at)
            if not any(
                len(meeting.curves) > 1 or not found.multiple.isdisjoint(meeting.curves)
                for meeting in found.meetings
            ):
                return None
            if involved == set(self.met):
                return found
        return self._fiber(self.met, events, minimal, at)

    def _fiber(
        self,
        curves: Mapping[int, Curve],
        events: set[tuple[int, int]],
        minimal: Any,
        at: Number,
    ) -> Fiber:
        return _inside(fiber(curves, events, minimal, at, self.box.bottom, self.box.top))

    # --- slabs ----------------------------------------------------------------------------------

    def _slab(self, left: Number, right: Number) -> Slab:
        sample = simple_between(left, right)
        branches = []
        for number, curve in self.met.items():
            if number >= 0:
                heights = roots_within(curve.along_y(sample), self.box.bottom, self.box.top)
                branches += [Branch(number, k, height) for k, height in enumerate(heights)]
        branches.sort(key=lambda branch: branch.height)
        stack = (
            Branch(BOTTOM, 0, self.box.bottom),
            *branches,
            Branch(TOP, 0, self.box.top),
        )
        points = tuple(simple_between(a.height, b.height) for a, b in pairwise(stack))
        return Slab(left, right, sample, stack, points)

    # --- beside walls ---------------------------------------------------------------------------

    def _ends(self, wall: Wall, slab: Slab, side: int) -> list[int]:
        """To which meeting of a wall each branch of a slab beside it leads."""
        inside = wall.fiber.meetings
        known: dict[int, list[int]] = {}
        found = []
        for branch in slab.branches:
            number = branch.curve
            if number not in known:
                own = [k for k, meeting in enumerate(inside) if number in meeting.curves]
                count = sum(each.curve == number for each in slab.branches)
                plain = number not in wall.fiber.multiple and not any(
                    end in inside[k].curves for k in own for end in (BOTTOM, TOP)
                )
                known[number] = (
                    own if number < 0 or plain else self._led(wall, slab, side, number, own, count)
                )
            found.append(known[number][branch.order])
        return found

    def _led(
        self, wall: Wall, slab: Slab, side: int, number: int, own: list[int], count: int
    ) -> list[int]:
        """The same for one curve that turns, crosses itself, or leaves the rectangle there.

        Near enough to the wall none of its branches is at a height that separates its meetings:
        those that are between two such heights lead to the meeting that is.
        """
        if len(own) == 1 or count == 0:
            return own * count
        inside = wall.fiber.meetings
        curve = self.met[number]
        heights = [(inside[a].high + inside[b].low) / 2 for a, b in pairwise(own)]
        near: Number = slab.sample
        for height in heights:
            ends = (near, wall.at) if side < 0 else (wall.at, near)
            crossings = roots_within(curve.along_x(height), *ends)
            if crossings:
                near = crossings[-1] if side < 0 else crossings[0]
        if near == slab.sample:
            x = slab.sample
        else:
            x = simple_between(near, wall.at) if side < 0 else simple_between(wall.at, near)
        reached = roots_within(curve.along_y(x), self.box.bottom, self.box.top)
        return [own[sum(y > height for height in heights)] for y in reached]


def _passages(left: Sequence[int], right: Sequence[int]) -> Iterator[Passage]:
    i = j = 0
    while i + 1 < len(left) and j + 1 < len(right):
        low, high = max(left[i], right[j]), min(left[i + 1], right[j + 1])
        if low < high:
            yield i, j, low, high
        if left[i + 1] <= right[j + 1]:
            i += 1
        else:
            j += 1


def _inside(found: Fiber) -> Fiber:
    """A fiber from the bottom to the top of the rectangle, both included."""
    first = next(k for k, m in enumerate(found.meetings) if BOTTOM in m.curves)
    last = next(k for k, m in enumerate(found.meetings) if TOP in m.curves)
    return Fiber(found.meetings[first : last + 1], found.multiple)


def _level(height: Fraction) -> Curve:
    return curve_of({(0, 1): height.denominator, (0, 0): -height.numerator})


def _key(polynomial: Any) -> tuple[int, ...]:
    return tuple(int(c) for c in polynomial.coeffs())


def _fractions(polynomial: Any) -> list[Fraction]:
    return [Fraction(int(c)) for c in polynomial.coeffs()]


def simple_between(low: Number, high: Number) -> Fraction:
    """A fraction of small terms in the middle half between two numbers.

    >>> simple_between(Fraction(3, 11), Fraction(7, 10))
    Fraction(1, 2)
    """
    bottom, top = _rational(low, high)
    quarter = (top - bottom) / 4
    return _simplest(bottom + quarter, top - quarter)


def _rational(low: Number, high: Number) -> tuple[Fraction, Fraction]:
    """Two fractions between two numbers, near to them."""
    width = Fraction(1, 1024)
    while True:
        first = low.refined(width).interval[1] if isinstance(low, Algebraic) else low
        second = high.refined(width).interval[0] if isinstance(high, Algebraic) else high
        if second - first > 4 * width or (first is low and second is high):
            return first, second
        width /= 1024


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in a closed interval, of ends of any sign."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -_simplest(-high, -low)
    floor = low.numerator // low.denominator
    if floor == low:
        return Fraction(floor)
    if floor + 1 <= high:
        return Fraction(floor + 1)
    rest = _simplest(1 / (high - floor), 1 / (low - floor))
    return floor + 1 / rest
