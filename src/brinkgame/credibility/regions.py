"""Where equations and inequalities hold: exactly, block by block.

Unknowns are between 0 and 1. Equations that are linear are used to eliminate unknowns; what is left
falls into blocks that share no unknown. A linear block is a polytope, decided by exact linear
programs. A block with nonlinear equations is solved by algebra, which is complete where it has
finitely many solutions. Any other block is proved empty by cutting the unknowns' range into boxes,
or shown not to be empty by a rational point of it, or else it stays undecided.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, final

from brinkgame.credibility.blocks import Block, Constraints, interval, polytope
from brinkgame.credibility.curved import corner_values, curved_blocks
from brinkgame.credibility.terms import (
    Terms,
    bounds,
    constant,
    degree,
    primitive,
    substituted,
    unknowns_of,
    value_at,
)

__all__ = ["Findings", "Region", "solve_constraints"]

_MOST_WEAK = 6
"""The number of unknowns of a nonlinear block that may be zero up to which all cases are tried."""


@final
@dataclass(frozen=True, slots=True)
class Region:
    """A part of the solutions: a product of blocks.

    Attributes
    ----------
    values
        The other unknowns, as polynomials in those of the blocks.
    blocks
        The blocks.
    """

    values: Mapping[int, Terms]
    blocks: tuple[Block, ...]

    @property
    def inside(self) -> dict[int, Any]:
        """A point of it."""
        point = {u: value for block in self.blocks for u, value in block.inside.items()}
        return self.completed(point)

    def completed(self, point: Mapping[int, Any]) -> dict[int, Any]:
        """The values of all unknowns from those of the blocks."""
        return {**{u: value_at(p, point) for u, p in self.values.items()}, **point}

    @property
    def is_point(self) -> bool:
        """Whether it is a single point."""
        return all(block.is_point for block in self.blocks)

    @property
    def is_linear(self) -> bool:
        """Whether it is a polytope without some of its faces, and all coordinates are linear."""
        return all(block.is_linear for block in self.blocks) and all(
            degree(p) <= 1 for p in self.values.values()
        )

    def corners(self, most: int = 512) -> list[dict[int, Any]] | None:
        """The corners of the closure; None if they are not known or too many."""
        lists = [block.corners for block in self.blocks]
        if any(each is None for each in lists):
            return None
        known = [each for each in lists if each is not None]
        if math.prod(map(len, known)) > most:
            return None
        return [
            self.completed({u: v for part in parts for u, v in part.items()})
            for parts in itertools.product(*known)
        ]


@final
@dataclass(slots=True)
class Findings:
    """What came of constraints.

    Attributes
    ----------
    regions
        Parts that are not empty; together all solutions, but for what is undecided.
    undecided
        How many parts could not be decided.
    """

    regions: list[Region] = field(default_factory=list)
    undecided: int = 0


def solve_constraints(
    constraints: Constraints, expired: Callable[[], bool] = lambda: False
) -> Findings:
    """Everything that satisfies constraints on unknowns between 0 and 1.

    Examples
    --------
    >>> mixed = Constraints(equal=({(1,): 2, (): -1},), strict=({(1,): 1}, {(): 1, (1,): -1}))
    >>> solve_constraints(mixed).regions[0].inside
    {1: Fraction(1, 2)}
    """
    found = Findings()
    todo = [constraints]
    while todo:
        _solve(todo.pop(), found, todo, expired)
    return found


def _solve(
    constraints: Constraints,
    found: Findings,
    todo: list[Constraints],
    expired: Callable[[], bool],
) -> None:
    state = _State.of(constraints)
    if state is None:
        return
    choices: list[list[Block]] = []
    for unknowns, part in state.blocks():
        one = interval(unknowns, part) if len(unknowns) == 1 else None
        if one is None and all(degree(p) <= 1 for p in (*part.weak, *part.strict, *part.equal)):
            one = polytope(unknowns, part)
        if one is not None:
            kind, what = one
            if kind == "empty":
                return
            if kind == "equal":
                # Inequalities that can only hold with equality: once more, with equations.
                todo.append(state.with_equal(what))
                return
            choices.append([what])
            continue
        zero = next((u for u in unknowns if u in state.closed), None)
        if zero is not None and len(state.closed & set(unknowns)) <= _MOST_WEAK:
            todo.append(state.with_equal([{(zero,): 1}]))
            todo.append(state.with_strict({(zero,): 1}))
            return
        answer = curved_blocks(unknowns, part, positive=zero is None, expired=expired)
        if answer is None:
            found.undecided += 1
            return
        if not answer:
            return
        choices.append(answer)
    for blocks in itertools.product(*choices):
        values = dict(state.values)
        kept: list[Block] = []
        for block in blocks:
            if block.is_point and all(
                isinstance(v, (int, Fraction)) for v in block.inside.values()
            ):
                fixed = {u: constant(v) for u, v in block.inside.items()}
                values = {u: substituted(p, fixed) for u, p in values.items()} | fixed
            else:
                kept.append(block)
        found.regions.append(Region(values, tuple(kept)))


@final
class _State:
    """Constraints after linear equations have been used up."""

    def __init__(self, constraints: Constraints) -> None:
        self.equal = [primitive(p) for p in constraints.equal]
        self.weak = [primitive(p) for p in constraints.weak]
        self.strict = [primitive(p) for p in constraints.strict]
        self.values: dict[int, Terms] = {}
        self.original = constraints
        self.unknowns = {u for p in (*self.equal, *self.weak, *self.strict) for u in unknowns_of(p)}

    @classmethod
    def of(cls, constraints: Constraints) -> _State | None:
        """The constraints simplified; None if they contradict one another plainly."""
        state = cls(constraints)
        return state if state._simplify() else None

    @property
    def closed(self) -> set[int]:
        """Unknowns that may be zero."""
        positive = {next(iter(p))[0] for p in self.strict if len(p) == 1 and degree(p) == 1}
        left = {u for p in (*self.equal, *self.weak, *self.strict) for u in unknowns_of(p)}
        return left - positive

    def _simplify(self) -> bool:
        while True:
            if not self._tidy():
                return False
            line = next((p for p in self.equal if degree(p) == 1), None)
            if line is None:
                bent = self._solvable()
                if bent is None:
                    return True
                self._substitute(bent)
                continue
            # Keep unknowns of small number free where that can be: they come first in the tree.
            pivot = max(key[0] for key in line if key)
            by = line[(pivot,)]
            value: Terms = {key: Fraction(-c, by) for key, c in line.items() if key != (pivot,)}
            self._substitute({pivot: value})

    def _solvable(self) -> dict[int, Terms] | None:
        """An unknown that an equation gives as a polynomial of degree two in others."""
        for p in self.equal:
            if degree(p) != 2:
                continue
            for key, c in p.items():
                if len(key) == 1 and sum(key[0] in other for other in p) == 1:
                    return {
                        key[0]: {other: Fraction(-v, c) for other, v in p.items() if other != key}
                    }
        return None

    def _substitute(self, values: Mapping[int, Terms]) -> None:
        for name in ("equal", "weak", "strict"):
            setattr(self, name, [primitive(substituted(p, values)) for p in getattr(self, name)])
        self.values = {u: substituted(p, values) for u, p in self.values.items()} | dict(values)

    def _tidy(self) -> bool:
        """Drop what holds anyway; false if something cannot hold."""
        positive = {next(iter(p))[0] for p in self.strict if len(p) == 1 and degree(p) == 1}
        equal: list[Terms] = []
        for p in self.equal:
            q = _divided(p, positive)
            if not q:
                continue
            signs = {value > 0 for value in q.values()}
            if len(signs) == 1:
                if any(all(u in positive for u in key) for key in q):
                    return False
                if all(len(set(key)) == 1 for key in q):
                    equal.extend({(key[0],): 1} for key in q)
                    continue
            if q not in equal:
                equal.append(q)
        self.equal = equal
        for name, strict in (("weak", False), ("strict", True)):
            kept: list[Terms] = []
            for p in getattr(self, name):
                low, high = bounds(p)
                if high < 0 or (strict and high <= 0):
                    return False
                if low > 0 or (not strict and low >= 0 and degree(p) != 1):
                    continue
                if (not p or low == 0 == high) and not strict:
                    continue
                if low < 0 and degree(p) > 1:
                    values = corner_values(p)
                    least = min(values.values(), default=-1)
                    if least > 0 or (least == 0 and not strict):
                        continue
                if p not in kept:
                    kept.append(p)
            setattr(self, name, kept)
        return self._ranges_meet()

    def _ranges_meet(self) -> bool:
        """Whether what is said of each unknown alone leaves it a value."""
        low: dict[int, tuple[Any, bool]] = {}
        high: dict[int, tuple[Any, bool]] = {}
        for many, strict in ((self.weak, False), (self.strict, True)):
            for p in many:
                if degree(p) == 1 and len(p) - (() in p) == 1:
                    u = next(key[0] for key in p if key)
                    root = Fraction(-p.get((), 0), p[(u,)])
                    if p[(u,)] > 0:
                        low[u] = max(low.get(u, (root, strict)), (root, strict))
                    else:
                        # Of equal bounds the strict one counts.
                        at, open_ = high.get(u, (root, strict))
                        high[u] = (
                            (root, strict) if root < at else (at, open_ or (strict and root == at))
                        )
        return all(
            low[u][0] < high[u][0] or (low[u][0] == high[u][0] and not low[u][1] and not high[u][1])
            for u in low.keys() & high.keys()
        )

    def blocks(self) -> Iterator[tuple[tuple[int, ...], Constraints]]:
        """The unknowns that are left, by what they share a constraint with."""
        leader: dict[int, int] = {}

        def lead(u: int) -> int:
            while leader.setdefault(u, u) != u:
                u = leader[u]
            return u

        parts = [(p, kind) for kind in ("equal", "weak", "strict") for p in getattr(self, kind)]
        for p, _ in parts:
            names = sorted(unknowns_of(p))
            for u in names[1:]:
                leader[lead(u)] = lead(names[0])
        groups: dict[int, dict[str, list[Terms]]] = {}
        for p, kind in parts:
            own = unknowns_of(p)
            if own:
                group = groups.setdefault(lead(min(own)), {"equal": [], "weak": [], "strict": []})
                group[kind].append(p)
        for group in groups.values():
            unknowns = sorted({u for many in group.values() for p in many for u in unknowns_of(p)})
            yield (
                tuple(unknowns),
                Constraints(tuple(group["equal"]), tuple(group["weak"]), tuple(group["strict"])),
            )

    def with_equal(self, more: Sequence[Terms]) -> Constraints:
        """The original constraints with more equations."""
        return self.original.joined(Constraints(equal=tuple(more)))

    def with_strict(self, more: Terms) -> Constraints:
        """The original constraints with something that shall be positive."""
        return self.original.joined(Constraints(strict=(more,)))


def _divided(p: Terms, positive: set[int]) -> Terms:
    """A polynomial without the positive unknowns that all its terms share."""
    if not p or () in p:
        return p
    shared = positive.intersection(*map(set, p))
    for u in shared:
        reduced: Terms = {}
        for key, value in p.items():
            rest = list(key)
            rest.remove(u)
            reduced[tuple(rest)] = value
        p = reduced
    return p
