"""The smallest change of assumptions that would make another action rational.

Changes are measured as shares of ranges. In the box norm all parameters may change together, and
the largest change counts: with s for its size, each parameter may run from its value less s times
its range to its value plus s times its range, as far as the range goes. All parameters but s are
eliminated, on each piece between the sizes at which some end of a range is reached; the least s
that is left is the answer, an exact algebraic number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias, final

from brinkgame.arithmetic import Algebraic
from brinkgame.control import Control
from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import quantity
from brinkgame.forms.menus import menu_of
from brinkgame.parameters import Parameter, ParameterSpace, Point
from brinkgame.parametric.identified.clauses import Clause, Factor, Simplifier
from brinkgame.parametric.identified.cores import some_points, subspace
from brinkgame.parametric.identified.eliminating import Eliminated, Elimination, Side
from brinkgame.parametric.identified.explaining import Explanation, explain
from brinkgame.parametric.identified.lines import Interval, intervals, values_of
from brinkgame.parametric.identified.observing import (
    Action,
    actions_on_record,
    range_of,
    space_of,
)
from brinkgame.parametric.identified.points import point_of
from brinkgame.parametric.identified.projecting import put_in
from brinkgame.parametric.regions.formula import condition_of

__all__ = ["SmallestChange", "change"]

Number: TypeAlias = "Fraction | Algebraic"

NORMS: Final = ("box", "single", "sum")
GOALS: Final = 12
"""Points on the way to which a change is looked for where elimination fails."""
HALVINGS: Final = 16
_ABOVE: Final = Fraction(1, 10**9)


@final
@dataclass(frozen=True)
class SmallestChange:
    """How far assumptions are from making another action rational.

    Attributes
    ----------
    action
        What would be done.
    norm
        ``"box"``: the largest change of any assumption counts; ``"single"``: one assumption
        changes; ``"sum"``: the sum of all changes counts. Each as a share of its range.
    low, high
        Bounds on the size. They are the same, and exact, where `is_exact`. `high` is None where no
        point was found at which the action is rational.
    point
        A point at which it is rational, of the size `high`; where that is irrational, of one larger
        by less than a billionth.
    moved
        What has changed at the point, and from what to what.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.memo.load("capitulation").game
    >>> found = bg.identified_set([(game, {"USSR": {"root": "accept"}})])
    >>> change = found.smallest_change("capitulation", "hold out", norm="single")
    >>> print(change)
    USSR hold out at root would be rational after a change of 5/168 of a range: \
intervention_loss from 8 to 19/3
    """

    action: str
    norm: str
    low: Number
    high: Number | None
    point: Point | None
    moved: Mapping[str, tuple[Fraction, Fraction]]

    @property
    def is_exact(self) -> bool:
        """Whether the size is known exactly."""
        return self.high is not None and self.low == self.high

    @property
    def is_possible(self) -> bool | None:
        """Whether any point of the box makes the action rational; None where that is open."""
        if self.high is not None:
            return True
        return False if self.low > 1 else None

    @property
    def size(self) -> Number:
        """The exact size; `InvalidParameterError` where only bounds are known."""
        if self.high is None or not self.is_exact:
            raise InvalidParameterError(
                f"the size is known by bounds only: ask .low and .high; {self}"
            )
        return self.high

    def __str__(self) -> str:
        if self.is_possible is False:
            return f"{self.action} is rational nowhere in the box"
        if self.high is None:
            return f"{self.action}: nothing found, the change is above {_text(self.low)}"
        size = _text(self.high)
        if not self.is_exact:
            size = f"between {_text(self.low)} and {size}"
        what = ", ".join(f"{name} from {a} to {b}" for name, (a, b) in self.moved.items())
        return (
            f"{self.action} would be rational after a change of {size} of a range: {what or 'none'}"
        )


def _text(number: Number) -> str:
    if isinstance(number, Fraction) and number.denominator < 10**6:
        return str(number)
    return f"{float(number):.6g}"


def change(
    explanation: Explanation,
    action: str | Mapping[str, Any],
    start: Mapping[str, Fraction],
    norm: str,
    control: Control,
) -> SmallestChange:
    """The smallest change that makes another action rational in the game of an observation."""
    if norm not in NORMS:
        raise UnknownNameError(f"no norm {norm!r}{suggestion(str(norm), NORMS)}")
    other = explanation.observed.instead(_actions(explanation, action))
    game_space = space_of([replace(other, source=other.game)], {})
    elimination = Elimination(game_space, control)
    wanted = explain(other, explanation.reading, elimination, control)
    if wanted.forms is None or wanted.undecided:
        raise UnsupportedGameError(
            "the smallest change is found only where a game is decided all over its box",
            wanted.undecided,
        )
    point = {name: start[name] for name in game_space}
    for violation in game_space.violations(point):
        raise InvalidParameterError(f"the change starts within the box: {violation}")
    told = other.told()
    if wanted.holds(point):
        return SmallestChange(told, norm, Fraction(0), Fraction(0), Point(point), {})
    factor, simplifier = wanted.factor, elimination.simplifier
    if factor.is_empty:  # inside of the box, that is
        simplifier = Simplifier(game_space, on_borders=True)
        factor = wanted.factor_on_borders(simplifier)
    if factor.is_empty:
        return SmallestChange(told, norm, Fraction(2), None, None, {})
    search = _Search(wanted, factor, simplifier.on_borders, game_space, point, control)
    if norm == "single":
        return search.single(told)
    box = search.box(told)
    return box if norm == "box" else search.sum(told, box)


def _actions(explanation: Explanation, action: str | Mapping[str, Any]) -> tuple[Action, ...]:
    if isinstance(action, Mapping):
        return actions_on_record(action)
    observed = explanation.observed
    found = [
        (player, infoset, action)
        for player, infoset, done in observed.actions
        if action in menu_of(observed.game, player, infoset) and action != done
    ]
    if len(found) == 1:
        return (found[0],)
    if found:
        raise InvalidParameterError(
            f"{action!r} is an alternative at several places; write it as a record, "
            "{player: {information set: action}}"
        )
    menu = [
        each
        for player, infoset, done in observed.actions
        for each in menu_of(observed.game, player, infoset)
        if each != done
    ]
    raise UnknownNameError(
        f"{observed.name} has no alternative {action!r} to what was done"
        f"{suggestion(str(action), menu)}"
    )


@final
class _Search:
    """Looks for the smallest change from one point."""

    def __init__(
        self,
        wanted: Explanation,
        factor: Factor,
        on_borders: bool,
        space: ParameterSpace,
        start: Mapping[str, Fraction],
        control: Control,
    ) -> None:
        self.wanted = wanted
        self.factor = factor
        self.on_borders = on_borders
        self.start = start
        self.control = control
        names = set(factor.names)
        while True:
            more = {n for c in space.constraints if names & set(c.names) for n in c.names}
            if more <= names:
                break
            names |= more
        self.space = subspace(space, names)
        self.constraints = [Factor((Clause((), (condition_of(c),)),)) for c in space.constraints]
        self.sizes = {}
        for name, parameter in self.space.items():
            low, high = range_of(parameter)
            self.sizes[name] = high - low

    # --- all together -------------------------------------------------------------------------

    def box(self, told: str) -> SmallestChange:
        """The least box around the start that has a point at which the action is rational."""
        low, exact = self._least(Side.EXACT)
        if exact and low is None:
            return SmallestChange(told, "box", Fraction(2), None, None, {})
        if exact and low is not None:
            return self._changed(told, "box", low, low, self._point_at(low))
        outer, _ = self._least(Side.OUTER)
        if outer is None:
            return SmallestChange(told, "box", Fraction(2), None, None, {})
        found = self._toward(told)
        low, high, point = self._halved(outer, found)
        return self._changed(told, "box", low, high, point)

    def _halved(
        self, low: Number, found: tuple[Fraction, dict[str, Fraction]] | None
    ) -> tuple[Number, Fraction | None, dict[str, Fraction] | None]:
        """Bounds brought nearer: elimination at one size is possible where it fails for all."""
        high, point = found or (None, None)
        top = Fraction(1) if high is None else high
        bottom = low if isinstance(low, Fraction) else low.refined(_ABOVE).interval[0]
        for _ in range(HALVINGS):
            if self.control.expired():
                break
            middle = (bottom + top) / 2
            freed, ends = self._at_size(middle)
            if freed.is_empty:
                low = bottom = middle
                continue
            if freed.stuck:
                break
            got = point_of(freed, self.space, self.start, {}, ends)
            if got is None or not self._is_rational(got[0]):
                break
            point = got[0]
            top = high = max(self._share(n, v) for n, v in point.items())
        return low, high, point

    def _at_size(self, size: Fraction) -> tuple[Eliminated, dict[str, tuple[Fraction, Fraction]]]:
        """All parameters eliminated, each within a size of where it starts."""
        ends: dict[str, tuple[Fraction, Fraction]] = {}
        for name, width in self.sizes.items():
            (low, high), here = range_of(self.space[name]), self.start[name]
            ends[name] = (max(low, here - size * width), min(high, here + size * width))
        found = self._elimination(self.space, ends).eliminate([self.factor])
        return found, ends

    def _toward(self, told: str) -> tuple[Fraction, dict[str, Fraction]] | None:
        """The least change on the way to some points at which the action is rational."""
        goals = some_points([self.factor], self.space, self.start, most=GOALS)
        alone = self.single(told)
        if alone.point is not None:
            goals.append(dict(alone.point))
        best: tuple[Fraction, dict[str, Fraction]] | None = None
        step = Parameter("step", Fraction(1, 2), low=0, high=1)
        for goal in goals:
            way = {
                n: goal[n]
                if each.whole
                else quantity(self.start[n] + step * (goal[n] - self.start[n]))
                for n, each in self.space.items()
            }
            parts = [
                [(*c.conditions, *c.constraints) for c in put_in(factor, way).clauses]
                for factor in (self.factor, *self.constraints)
            ]
            pieces = intervals(parts, Fraction(0), Fraction(1))
            if not pieces:
                continue
            low = pieces[0].low
            share = low if isinstance(low, Fraction) else low.refined(_ABOVE).interval[1]
            point = {
                n: goal[n] if each.whole else self.start[n] + share * (goal[n] - self.start[n])
                for n, each in self.space.items()
            }
            size = max(self._share(n, value) for n, value in point.items())
            if (best is None or size < best[0]) and self._is_rational(point):
                best = size, point
        return best

    def _least(self, side: Side) -> tuple[Number | None, bool]:
        """The least size at which something is left, and whether elimination was complete."""
        cuts = {Fraction(0), Fraction(1)}
        for name, size in self.sizes.items():
            if size:
                low, high = range_of(self.space[name])
                cuts |= {(self.start[name] - low) / size, (high - self.start[name]) / size}
        order = sorted(cuts)
        complete = True
        for first, last in pairwise(order):
            pieces, known = self._piece(first, last, side)
            complete = complete and known
            if pieces:
                return pieces[0].low, complete
        return None, complete

    def _piece(
        self, first: Fraction, last: Fraction, side: Side
    ) -> tuple[tuple[Interval, ...], bool]:
        name = "change"
        while name in self.space:
            name += "_"
        size = Parameter(name, (first + last) / 2, low=first, high=last)
        space = ParameterSpace([*self.space.values(), size], self.space.constraints)
        ends: dict[str, tuple[Any, Any]] = {}
        for own, width in self.sizes.items():
            (low, high), here = range_of(self.space[own]), self.start[own]
            bottom = low if here - first * width <= low else quantity(here - size * width)
            top = high if here + first * width >= high else quantity(here + size * width)
            ends[own] = (bottom, top)
        found = self._elimination(space, ends).eliminate([self.factor], [name], side=side)
        if found.is_empty:
            return (), True
        if found.stuck:
            return (), False
        parts = [
            [(*clause.conditions, *clause.constraints) for clause in factor.clauses]
            for factor in found.factors
        ]
        return intervals(parts, first, last), True

    def _elimination(
        self, space: ParameterSpace, ends: Mapping[str, tuple[Any, Any]]
    ) -> Elimination:
        simplifier = Simplifier(space, on_borders=self.on_borders)
        return Elimination(space, self.control, ends, simplifier)

    def _point_at(self, size: Number) -> dict[str, Fraction] | None:
        """A point of a box of some size at which the action is rational."""
        sizes = []
        if isinstance(size, Fraction):
            sizes = [size, size + _ABOVE]
        else:
            sizes = [size.refined(_ABOVE / 2).interval[1] + _ABOVE / 2]
        for each in sizes:
            found, ends = self._at_size(each)
            if found.is_empty or found.stuck:
                continue
            point = point_of(found, self.space, self.start, {}, ends)
            if point is not None and self._is_rational(point[0]):
                return point[0]
        return None

    def _is_rational(self, point: Mapping[str, Fraction]) -> bool:
        return self.wanted.holds({**self.start, **point}) is True

    def _changed(
        self,
        told: str,
        norm: str,
        low: Number,
        high: Number | None,
        point: Mapping[str, Fraction] | None,
    ) -> SmallestChange:
        if point is None:
            return SmallestChange(told, norm, low, high, None, {})
        whole = {**self.start, **point}
        moved = {n: (self.start[n], v) for n, v in whole.items() if v != self.start[n]}
        return SmallestChange(told, norm, low, high, Point(whole), moved)

    # --- one at a time ------------------------------------------------------------------------

    def single(self, told: str) -> SmallestChange:
        """The smallest change of one parameter alone."""
        best: tuple[Number, str, Number] | None = None
        for name, width in self.sizes.items():
            if not width:
                continue
            for piece in self._line(name, self.start):
                end = piece.low if piece.low > self.start[name] else piece.high
                size = abs(end - self.start[name]) / width
                if best is None or size < best[0]:
                    best = size, name, end
        if best is None:
            return SmallestChange(told, "single", Fraction(2), None, None, {})
        size, name, end = best
        if isinstance(end, Fraction) and self._is_rational({name: end}):
            return self._changed(told, "single", size, size, {name: end})
        step = _ABOVE * self.sizes[name] / 2
        near = (
            end if isinstance(end, Fraction) else sum(end.refined(step).interval, Fraction(0)) / 2
        )
        beyond = near + (2 * step if end > self.start[name] else -2 * step)
        point = {name: beyond} if self._is_rational({name: beyond}) else None
        return self._changed(told, "single", size, size, point)

    def _line(self, name: str, point: Mapping[str, Fraction]) -> tuple[Interval, ...]:
        """The values of one parameter at which the action is rational, the others at a point."""
        low, high = range_of(self.space[name])
        rest = {key: value for key, value in point.items() if key != name}
        factors = [put_in(f, rest) for f in (self.factor, *self.constraints)]
        parts = [
            [(*clause.conditions, *clause.constraints) for clause in factor.clauses]
            for factor in factors
        ]
        return values_of(self.space[name], parts, low, high)

    # --- their sum ----------------------------------------------------------------------------

    def sum(self, told: str, box: SmallestChange) -> SmallestChange:
        """Bounds on the smallest sum of changes: that of the box norm, and a point put right.

        From the point of the smallest box each parameter is moved back as far as the others allow,
        the one that has changed most at last.
        """
        tried = [self.single(told)]
        if box.point is not None:
            point = {name: box.point[name] for name in self.space}
            for name in sorted(point, key=lambda name: self._share(name, point[name])):
                back = self._back(name, point)
                if back is not None:
                    point[name] = back
            total = sum((self._share(name, value) for name, value in point.items()), Fraction(0))
            if self._is_rational(point):
                tried.append(self._changed(told, "sum", box.low, total, point))
        best = min(
            (each for each in tried if each.high is not None and each.point is not None),
            key=lambda each: float(each.high),  # type: ignore[arg-type]
            default=None,
        )
        if best is None:
            return SmallestChange(told, "sum", box.low, None, None, {})
        return SmallestChange(told, "sum", box.low, best.high, best.point, best.moved)

    def _share(self, name: str, value: Fraction) -> Fraction:
        width = self.sizes[name]
        return abs(value - self.start[name]) / width if width else Fraction(0)

    def _back(self, name: str, point: Mapping[str, Fraction]) -> Fraction | None:
        """The value nearest to that at the start at which the action stays rational."""
        here = self.start[name]
        best: Fraction | None = None
        for piece in self._line(name, point):
            if here in piece:
                return here
            end = piece.low if piece.low > here else piece.high
            if isinstance(end, Fraction) and (best is None or abs(end - here) < abs(best - here)):
                best = end
        return best
