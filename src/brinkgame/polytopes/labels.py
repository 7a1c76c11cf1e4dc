"""All complementary faces of two best-response polytopes: a search over labels, exactly.

For a game with m x n positive payoffs A (row player) and B, let

    P = {x >= 0, B'x <= 1}  and  Q = {A y <= 1, y >= 0}.

Label i < m stands for x_i = 0 in P and for row i being a best response in Q; label m + j for
column j being a best response in P and for y_j = 0 in Q. A pair of points other than (0, 0) that
has every label, in P or in Q, is an equilibrium once each is divided by its sum, and every
equilibrium is such a pair (von Stengel 2002, Proposition 2.1).

The search decides, label by label, in which polytope it is to hold. At each node the labels
decided so far make a face of P and a face of Q; a choice that would make its face empty is
dropped, what has only one choice left is taken, and of the others one is branched on (Audet,
Hansen, Jaumard and Savard 2001, with the tests on both faces at once). Where a label is taken to be
zero as a best reply, a node at which its strategy is zero throughout is given up: the other branch
holds all of it. A leaf is a pair of faces F
x G that has all labels: each of its points is an equilibrium. Each maximal Nash subset is the leaf
of the branch that follows the labels of a point in its relative interior, so the maximal leaves
are just the maximal Nash subsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias, final

from brinkgame.control import FREE, Control
from brinkgame.polytopes.dictionary import Dictionary

__all__ = ["Leaf", "Search", "best_response_polytopes", "largest", "widest"]

Leaf: TypeAlias = tuple[Dictionary, Dictionary]


def best_response_polytopes(
    row: Sequence[Sequence[int]],
    column: Sequence[Sequence[int]],
    right: tuple[Sequence[int], Sequence[int]] | None = None,
) -> Leaf:
    """P and Q of the module's text, from positive integer payoffs of shape m x n.

    Parameters
    ----------
    row, column
        A and B.
    right
        What the n rows of B'x and the m rows of A y must not exceed, if not 1.
    """
    m, n = len(row), len(row[0])
    rows, columns = range(m), range(m, m + n)
    of_p, of_q = right or ((1,) * n, (1,) * m)
    return (
        Dictionary.of(list(zip(*column, strict=True)), of_p, rows, columns),
        Dictionary.of(row, of_q, columns, rows),
    )


@final
@dataclass(slots=True)
class _Side:
    """A face of one polytope, and what is known of the labels in it."""

    face: Dictionary
    impossible: int
    """Bits of the labels that cannot be zero anywhere on the face."""
    seen: dict[int, int]
    """For a label the zero labels of a vertex of some larger face that has it."""
    tight: int
    """Bits of the labels that are zero at the face's vertex at hand."""
    parts: dict[int, Dictionary]
    """Parts of the face that have been looked at, by label."""

    @classmethod
    def of(cls, face: Dictionary) -> _Side:
        return cls(face, 0, {}, face.tight, {})

    def copy(self) -> _Side:
        return _Side(self.face, self.impossible, self.seen.copy(), self.tight, self.parts)

    def allows(self, label: int) -> bool:
        """Whether a variable is zero somewhere on the face."""
        bit = 1 << label
        if self.impossible & bit:
            return False
        if self.tight & bit:
            return True
        vertex = self.seen.get(label, 0)
        if vertex and not self.face.zero & ~vertex:
            return True
        part = self.face.with_zero(label)
        if part is None:
            self.impossible |= bit
            return False
        self.seen[label] = part.tight
        self.parts[label] = part
        return True

    def take(self, label: int) -> None:
        """Go on to the part of the face where a variable is zero, which exists."""
        part = self.parts.get(label) or self.face.with_zero(label)
        if part is None:
            raise AssertionError(f"the face has no point with label {label}")
        self.face = part
        self.tight = part.tight
        self.parts = {}


@final
class Search:
    """The leaves of the search over labels.

    Parameters
    ----------
    row, column
        Positive integer payoffs, m x n.
    right
        As in `best_response_polytopes`.
    control
        Asked at every node.

    Attributes
    ----------
    nodes
        How many nodes were visited.
    shape
        m and n.
    finished
        Whether the last search came to its end.
    """

    def __init__(
        self,
        row: Sequence[Sequence[int]],
        column: Sequence[Sequence[int]],
        right: tuple[Sequence[int], Sequence[int]] | None = None,
        control: Control = FREE,
    ) -> None:
        m, n = len(row), len(row[0])
        self._begin(best_response_polytopes(row, column, right), (m, n), control)
        # Only zero has no strategy.
        self._no_rows = (1 << m) - 1
        self._no_columns = ((1 << n) - 1) << m

    @classmethod
    def of(
        cls,
        polyhedra: Leaf,
        shape: tuple[int, int],
        order: Sequence[int],
        control: Control = FREE,
    ) -> Search:
        """The search in two polyhedra of which every point counts.

        Parameters
        ----------
        polyhedra
            P and Q.
        shape
            The number of labels that belong to variables of P, which come first, and of Q.
        order
            All labels, in the order in which they are to be branched on.
        control
            Asked at every node.
        """
        new = cls.__new__(cls)
        new._begin(polyhedra, shape, control)
        new._no_rows = new._no_columns = _NEVER
        new._order = order
        return new

    def _begin(self, polyhedra: Leaf, shape: tuple[int, int], control: Control) -> None:
        self._polytopes = polyhedra
        self._labels = sum(shape)
        self.shape = shape
        self._control = control
        self._order: Sequence[int] | None = None
        self._in_p = (1 << shape[0]) - 1
        self._in_q = ((1 << shape[1]) - 1) << shape[0]
        self.nodes = 0
        self.finished = False

    def leaves(self, zero: tuple[int, int] = (0, 0)) -> Iterator[Leaf]:
        """Pairs of faces with all labels, together every equilibrium; some may contain others.

        Parameters
        ----------
        zero
            Bits of labels that are decided already, in P and in Q.
        """
        self.finished = False
        p, q = (_Side.of(face) for face in self._polytopes)
        for side, bits in ((p, zero[0]), (q, zero[1])):
            for label in range(self._labels):
                if bits >> label & 1:
                    if not side.allows(label):
                        self.finished = True
                        return
                    side.take(label)
        stack = [(p, q, 0)]
        every = (1 << self._labels) - 1
        while stack:
            if self._control.expired():
                return
            p, q, used = stack.pop()
            self.nodes += 1
            self._control.tell("nodes of the search", self.nodes)
            branch = self._decide(p, q)
            if used & (p.face.zero & self._in_p | q.face.zero & self._in_q):
                continue  # all of it is where what is zero was taken to be so
            if branch >= 0:
                other = p.copy(), q.copy()
                q.take(branch)
                other[0].take(branch)
                if branch < self.shape[0]:
                    stack += [(p, q, used | 1 << branch), (*other, used)]
                else:
                    stack += [(p, q, used), (*other, used | 1 << branch)]
            elif branch == _LEAF and (p.face.zero | q.face.zero) == every:
                yield p.face, q.face
        self.finished = True

    def _decide(self, p: _Side, q: _Side) -> int:
        """Take what has no choice; the label to branch on, `_LEAF`, or `_EMPTY`."""
        again = True
        while again:
            again = False
            if (
                p.face.zero & self._no_rows == self._no_rows
                or q.face.zero & self._no_columns == self._no_columns
            ):
                return _EMPTY  # only zero has no strategy
            chosen, met = _LEAF, 3
            decided = p.face.zero | q.face.zero
            for label in self._order or range(self._labels):
                if decided >> label & 1:
                    continue
                in_p, in_q = p.allows(label), q.allows(label)
                if not in_p and not in_q:
                    return _EMPTY
                if not in_p or not in_q:
                    (p if in_p else q).take(label)
                    again = True
                    break
                # A label that both vertices lack tells most: both branches move.
                here = (p.tight >> label & 1) + (q.tight >> label & 1)
                if self._order and chosen != _LEAF:
                    continue
                if here < met:
                    chosen, met = label, here
        return chosen


_LEAF, _EMPTY = -1, -2
_NEVER = -1
"""Bits that no face has all."""


def largest(leaves: Iterable[Leaf]) -> list[Leaf]:
    """The leaves without those that plainly lie in others."""
    distinct = {(p.zero, q.zero): (p, q) for p, q in leaves}
    if len(distinct) == 1:
        return list(distinct.values())
    return [distinct[zero] for zero in widest(distinct)]


def widest(zeros: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs of zero labels those that hold no other: fewer zeros make larger faces."""
    kept: list[tuple[int, int]] = []
    # Of as many zeros none holds another: isolated equilibria, however many, are not compared.
    for _, level in groupby(sorted(dict.fromkeys(zeros), key=_zeros), key=_zeros):
        kept += [(p, q) for p, q in level if not any(not (a & ~p or b & ~q) for a, b in kept)]
    return kept


def _zeros(bits: tuple[int, int]) -> int:
    return bits[0].bit_count() + bits[1].bit_count()
