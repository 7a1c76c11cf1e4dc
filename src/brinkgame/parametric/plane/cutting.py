"""A rectangle cut along the conditions of forms, and what exists in every piece of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias, final

from brinkgame.control import Control
from brinkgame.errors import InvalidParameterError, TimeLimitError
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForms
from brinkgame.parametric.plane.arrangement import Arrangement, Place, arrange
from brinkgame.parametric.plane.asking import Question
from brinkgame.parametric.plane.implicants import Vector
from brinkgame.parametric.plane.maps import Edge
from brinkgame.parametric.plane.naming import Naming
from brinkgame.parametric.plane.signs import Signs, Test

__all__ = ["Cutting", "Names", "Piece"]

Names: TypeAlias = "tuple[str, ...] | None"
"""The names of what exists; None where the constraints do not hold."""


@final
@dataclass(frozen=True, slots=True)
class Piece:
    """What lies between two neighboring cells.

    Attributes
    ----------
    one, other
        The cells: below and above, or left and right.
    curve
        The curve on which it lies; None for a part of a wall that is no line.
    signs
        Those of all curves on it.
    edge
        Where it is.
    """

    one: Place
    other: Place
    curve: int | None
    signs: Vector
    edge: Edge


@final
class Cutting:
    """The cells of a rectangle, and which forms exist in them and between them.

    Attributes
    ----------
    signs
        The curves.
    found
        The cells.
    vectors
        The signs of all curves in every cell.
    pieces
        What lies between neighboring cells.
    """

    def __init__(
        self, question: Question, forms: EquilibriumForms, of: str, control: Control
    ) -> None:
        self.question = question
        self.forms = forms
        self.naming = Naming(forms.forms, of)
        self.signs = Signs(question.sides, question.box)
        self._domain = [self.signs.test(room, relation) for room, relation in question.constraints]
        self._tests: dict[int, list[tuple[Test, Condition]]] = {}
        # A form with a condition that fails all over the inside brings no other curves in.
        trial = Signs(question.sides, question.box)
        for number, form in enumerate(forms.forms):
            tried = (trial.test(c.difference, c.relation) for c in form.conditions)
            if all(test.constant is not False for test in tried):
                self._tests[number] = [
                    (self.signs.test(c.difference, c.relation), c) for c in form.conditions
                ]
        self._labels: dict[Vector, frozenset[int] | None] = {}
        self._names: dict[frozenset[int], tuple[str, ...]] = {}
        self.found: Arrangement = arrange(self.signs.curves, question.box, control)
        if not self.found.is_complete:
            raise TimeLimitError(
                f"time was up before the {len(self.signs.curves)} curves of the map had been cut: "
                "raise time_limit"
            )
        self.vectors: Mapping[Place, Vector] = {
            (slab, k): signs
            for slab in range(len(self.found.slabs))
            for k, signs in enumerate(self.found.stack_signs(slab))
        }
        self.inside = [p for p, vector in self.vectors.items() if self.names(vector) is not None]
        if not self.inside:
            raise InvalidParameterError(
                "the constraints leave nothing of the "
                f"{'rectangle' if len(question.over) == 2 else 'range'} of "
                f"{' and '.join(question.names)}: move a fixed value, or widen a range"
            )

    def label(self, signs: Vector) -> frozenset[int] | None:
        """The numbers of the forms that exist where the curves have these signs.

        None where the constraints do not hold.
        """
        if signs not in self._labels:
            holds = all(test.holds(signs) for test in self._domain)
            self._labels[signs] = (
                frozenset(
                    number
                    for number, tests in self._tests.items()
                    if all(test.holds(signs) for test, _ in tests)
                )
                if holds
                else None
            )
        return self._labels[signs]

    def names(self, signs: Vector) -> Names:
        """The names of what exists there; None where the constraints do not hold."""
        label = self.label(signs)
        if label is None:
            return None
        if label not in self._names:
            self._names[label] = self.naming.names(label)
        return self._names[label]

    def names_of(self, place: Place) -> Names:
        """The same of a cell."""
        return self.names(self.vectors[place])

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What lies between neighboring cells."""
        return tuple(self._pieces())

    def _pieces(self) -> Iterator[Piece]:
        for number, slab in enumerate(self.found.slabs):
            for k, branch in enumerate(slab.branches[1:-1], start=1):
                one, other = (number, k - 1), (number, k)
                signs = self._on(one, branch.curve)
                yield Piece(one, other, branch.curve, signs, Edge(number, k))
        for number, (wall, shared) in enumerate(
            zip(self.found.walls[1:-1], self.found.passages, strict=True)
        ):
            curve = wall.lines[0] if wall.lines else None
            meetings = wall.fiber.meetings
            for left, right, low, high in shared:
                edge = Edge(number + 1, -1, meetings[low].middle, meetings[high].middle)
                one = (number, left)
                yield Piece(one, (number + 1, right), curve, self._on(one, curve), edge)

    def _on(self, place: Place, curve: int | None) -> Vector:
        signs = self.vectors[place]
        if curve is None:
            return signs
        return tuple(0 if number == curve else sign for number, sign in enumerate(signs))

    def is_seam(self, piece: Piece) -> bool:
        """Whether the same exists on both sides of a piece and on it."""
        here = self.names_of(piece.one)
        return here == self.names_of(piece.other) == self.names(piece.signs)

    @cached_property
    def connected(self) -> list[list[Place]]:
        """Cells put together where nothing changes between them."""
        above: dict[Place, Place] = {}

        def top(place: Place) -> Place:
            while place in above:
                place = above[place]
            return place

        for piece in self.pieces:
            if self.is_seam(piece) and self.names_of(piece.one) is not None:
                ends = sorted((top(piece.one), top(piece.other)))
                if ends[0] != ends[1]:
                    above[ends[1]] = ends[0]
        groups: dict[Place, list[Place]] = defaultdict(list)
        for place in self.inside:
            groups[top(place)].append(place)
        return list(groups.values())

    def turned(self, piece: Piece) -> Iterator[tuple[int, Condition, bool]]:
        """The conditions that turn at a piece, of forms that exist on one side only.

        Each with the number of its form, and whether it holds on the first side.
        """
        if piece.curve is None:
            return
        one, other = self.vectors[piece.one], self.vectors[piece.other]
        before, after = self.label(one) or frozenset(), self.label(other) or frozenset()
        parted = before ^ after or (self.label(piece.signs) or frozenset()) - before
        for number in sorted(parted):
            for test, condition in self._tests[number]:
                if piece.curve in test.curves:
                    here = test.holds(one)
                    if here != test.holds(other) or before == after:
                        yield number, condition, here

    def size(self, place: Place) -> float:
        """Roughly the area of a cell, to put cells in order."""
        slab = self.found.slabs[place[0]]
        low, high = list(pairwise(slab.branches))[place[1]]
        return (float(slab.right) - float(slab.left)) * (float(high.height) - float(low.height))
