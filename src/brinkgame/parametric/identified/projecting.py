"""Which values of one or two parameters some point of a set has.

All other parameters are eliminated. Where that is possible for all of them the projection is exact:
a union of intervals, or a formula in two parameters. Where some stay there are two answers, one
within the projection and one around it, and the ends of the first are tried for proof: a piece of
the range is outside if it is proved that no point of the set has its value there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias, final

from brinkgame.arithmetic import Algebraic, exact_number
from brinkgame.control import Control
from brinkgame.errors import InvalidParameterError, UnknownNameError, suggestion
from brinkgame.expressions import quantity
from brinkgame.parameters import Parameter, ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.identified.clauses import Clause, Factor, terms
from brinkgame.parametric.identified.cores import (
    MOST_TERMS,
    SEARCHED,
    core_point,
    parts_of,
    some_points,
)
from brinkgame.parametric.identified.eliminating import Elimination, Side
from brinkgame.parametric.identified.lines import Interval, simplest_between, values_of
from brinkgame.parametric.identified.observing import range_of
from brinkgame.parametric.regions.formula import FALSE, All, Formula, formula_of
from brinkgame.parametric.regions.formula import Any as AnyOf
from brinkgame.parametric.regions.witnesses import witness

__all__ = ["SetProjection", "projected"]

Number: TypeAlias = "Fraction | Algebraic"

SLICES: Final = 4
STARTS: Final = 12
ROUNDS: Final = 3
"""Points of a core from which the values that a parameter may have there are looked at."""
SECONDS: Final = 2.0
"""For one attempt to prove that a piece is outside."""
STEPS: Final = 8
"""Halvings of the gap between what is found and what is proved."""


@final
@dataclass(frozen=True)
class SetProjection:
    """The values that one or two parameters have at the points of a set.

    Attributes
    ----------
    parameters
        The parameters.
    inner, outer
        Formulas in these parameters. Every value at which `inner` holds is one that some point of
        the set has; none is at which `outer` fails. Where the projection is exact they are the
        same.
    inner_intervals, outer_intervals
        Of one parameter, the same as unions of intervals with exact ends.
    stuck
        The parameters that could not be eliminated.

    Examples
    --------
    >>> import brinkgame as bg
    >>> point = bg.memo.load("capitulation")
    >>> found = bg.identified_set([(point.game, point.happened)]).project("attack_risk")
    >>> found.is_exact, str(found)
    (True, 'attack_risk: [0, 1]')
    """

    parameters: tuple[Parameter, ...]
    inner: Formula
    outer: Formula
    inner_intervals: tuple[Interval, ...] = ()
    outer_intervals: tuple[Interval, ...] = ()
    stuck: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(each.name for each in self.parameters)

    @property
    def is_exact(self) -> bool:
        """Whether the two bounds are one, up to borders."""
        return self.inner == self.outer

    @property
    def formula(self) -> Formula:
        """The exact formula; `InvalidParameterError` where there are bounds only."""
        if not self.is_exact:
            raise InvalidParameterError(
                f"the projection to {', '.join(self.names)} is known by bounds only, as "
                f"{', '.join(self.stuck)} could not be eliminated: ask .inner and .outer"
            )
        return self.inner

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """The values of one parameter, exactly; the inner ones where there are bounds only."""
        return self.inner_intervals

    def holds(self, values: Mapping[str, object]) -> bool | None:
        """Whether some point of the set has these values; None where that is not known."""
        point = {name: exact_number(values[name]) for name in self.names}
        for each in self.parameters:
            low, high = range_of(each)
            if not low <= point[each.name] <= high:
                return False
        if len(self.parameters) == 1:
            value: Any = point[self.names[0]]
            if any(value in piece for piece in self.inner_intervals):
                return True
            return None if any(value in piece for piece in self.outer_intervals) else False
        if self.inner.holds(point):
            return True
        return None if self.outer.holds(point) else False

    def __str__(self) -> str:
        names = ", ".join(self.names)
        if len(self.parameters) == 1:
            inner = " or ".join(map(str, self.inner_intervals)) or "no value"
            if self.is_exact:
                return f"{names}: {inner}"
            outer = " or ".join(map(str, self.outer_intervals)) or "no value"
            return f"{names}: at least {inner}, at most {outer}"
        if self.is_exact:
            return f"{names}: {self.inner}"
        return f"{names}: at least {self.inner}; at most {self.outer}"


def projected(
    names: Sequence[str],
    factors: Sequence[Factor],
    space: ParameterSpace,
    elimination: Elimination,
    near: Mapping[str, Fraction],
    control: Control,
) -> SetProjection:
    """The projection of a set to one or two parameters."""
    for name in names:
        if name not in space:
            raise UnknownNameError(f"no parameter {name!r}{suggestion(name, space)}")
    if len(names) not in (1, 2) or len(set(names)) < len(names):
        raise InvalidParameterError(
            f"a set is projected to one parameter or to two, not to {', '.join(names) or 'none'}"
        )
    parameters = tuple(space[name] for name in names)
    found = elimination.eliminate(factors, names)
    if found.is_empty:
        return SetProjection(parameters, FALSE, FALSE)
    plain = [factor for factor in found.factors if factor.names <= set(names)]
    sure = True
    cores: list[list[Factor]] = []
    for part in parts_of([f for f in found.factors if f not in plain], names):
        if not any(factor.names & set(names) for factor in part):
            point = core_point(part, space, near, control)
            if point is False:
                return SetProjection(parameters, FALSE, FALSE)
            sure = sure and point is not True
            continue
        cores.append(part)
    known = All.of(*(factor.formula() for factor in plain))
    if not cores and sure:
        pieces = _pieces(plain, parameters)
        return SetProjection(parameters, known, known, pieces, pieces)
    around = [*plain, *_around(names, [f for core in cores for f in core], elimination)]
    outer = All.of(*(factor.formula() for factor in around))
    core = [factor for part in cores for factor in part]
    if len(names) == 2:
        inner = _slices(names, plain, core, space, near) if sure else FALSE
        return SetProjection(parameters, inner, outer, (), (), found.stuck)
    outer_pieces = _pieces(around, parameters)
    inner_pieces: tuple[Interval, ...] = ()
    if sure:
        inner_pieces = _reached(names[0], plain, core, outer_pieces, space, near, control)
    outer_pieces = _cut(parameters[0], outer_pieces, inner_pieces, core, space, control)
    return SetProjection(
        parameters,
        _told(parameters[0], inner_pieces),
        _told(parameters[0], outer_pieces),
        inner_pieces,
        outer_pieces,
        found.stuck,
    )


def _around(
    names: Sequence[str], core: Sequence[Factor], elimination: Elimination
) -> tuple[Factor, ...]:
    """Factors in some parameters that hold wherever a core does."""
    found = elimination.eliminate(core, names, side=Side.OUTER)
    return tuple(factor for factor in found.factors if factor.names <= set(names))


def _slices(
    names: Sequence[str],
    plain: Sequence[Factor],
    core: Sequence[Factor],
    space: ParameterSpace,
    near: Mapping[str, Fraction],
) -> Formula:
    """Where all factors hold beside some values of the other parameters."""
    starts = some_points(core, space, near, most=SLICES)
    for name in names:
        starts += some_points(core, space, near, most=SLICES, along=name)
    slices = []
    for start in starts:
        rest = {key: value for key, value in start.items() if key not in names}
        slices.append(All.of(*(put_in(factor, rest).formula() for factor in (*plain, *core))))
    return AnyOf.of(*slices)


def _pieces(factors: Sequence[Factor], parameters: Sequence[Parameter]) -> tuple[Interval, ...]:
    """The values of one parameter at which all factors hold."""
    if len(parameters) > 1:
        return ()
    low, high = range_of(parameters[0])
    alternatives = [
        [(*clause.conditions, *clause.constraints) for clause in factor.clauses]
        for factor in factors
    ]
    return values_of(parameters[0], alternatives, low, high)


def _reached(
    name: str,
    plain: Sequence[Factor],
    core: Sequence[Factor],
    outer: Sequence[Interval],
    space: ParameterSpace,
    near: Mapping[str, Fraction],
    control: Control,
) -> tuple[Interval, ...]:
    """Values of a parameter that some point has: those beside points that are found.

    Points are looked for at random, and just inside of the ends beyond which there are none.
    """
    found: tuple[Interval, ...] = ()
    starts = some_points(core, space, near, most=STARTS)
    starts += some_points(core, space, near, most=STARTS, along=name)
    for start in starts:
        found = _joined(found, _line_through(name, start, [*plain, *core], space))
    everything = [*plain, *core]
    for sign in (1, -1):
        if starts and not control.expired():
            best = max(starts, key=lambda point: sign * point[name])
            found = _joined(found, _pushed(name, best, sign, everything, space))
    for piece in outer:
        for value in (*_just_inside(piece), *_gaps(found, piece)):
            if any(value in each for each in found) or control.expired():
                continue
            pinned = [put_in(factor, {name: value}) for factor in core]
            point = core_point(pinned, space, near, control, prove=False)
            if isinstance(point, dict):
                whole = {**point, name: value}
                found = _joined(found, _line_through(name, whole, [*plain, *core], space))
    return found


def _gaps(found: Sequence[Interval], within: Interval) -> list[Fraction]:
    """The middles of the gaps between intervals."""
    return [
        (_rational(one.high, up=True) + _rational(two.low, up=False)) / 2
        for one, two in pairwise(found)
        if one.high in within and two.low in within
    ]


def _pushed(
    name: str,
    point: Mapping[str, Fraction],
    sign: int,
    factors: Sequence[Factor],
    space: ParameterSpace,
) -> tuple[Interval, ...]:
    """What a parameter may be if the others are moved, one by one, to let it go further."""
    here = dict(point)
    best = _line_through(name, here, factors, space)
    if not best:
        return ()
    for _ in range(ROUNDS):
        improved = False
        for other in here:
            if other == name:
                continue
            for piece in _line_through(other, here, factors, space):
                for value in _just_inside(piece):
                    moved = {**here, other: value}
                    line = _line_through(name, moved, factors, space)
                    if line and _end(line, sign) > _end(best, sign):
                        best, here, improved = line, moved, True
                        last = line[-1] if sign > 0 else line[0]
                        low = _rational(last.low, up=True)
                        high = _rational(last.high, up=False)
                        near, far = (high, low) if sign > 0 else (low, high)
                        here[name] = simplest_between(
                            *sorted((near - (near - far) / 100, near - (near - far) / 200))
                        )
        if not improved:
            break
    return best


def _end(pieces: Sequence[Interval], sign: int) -> Fraction:
    """The upper end of the last piece, or the lower one of the first with its sign turned."""
    return _rational(pieces[-1].high, up=False) if sign > 0 else -_rational(pieces[0].low, up=True)


def _just_inside(piece: Interval) -> tuple[Fraction, ...]:
    low, high = _rational(piece.low, up=True), _rational(piece.high, up=False)
    if low >= high:
        return (low,)
    step = (high - low) / 10**6
    return tuple({low if piece.has_low else low + step, low + step, high - step, high})


def _line_through(
    name: str, point: Mapping[str, Fraction], factors: Sequence[Factor], space: ParameterSpace
) -> tuple[Interval, ...]:
    rest = {key: value for key, value in point.items() if key != name}
    return _pieces([put_in(factor, rest) for factor in factors], [space[name]])


def put_in(factor: Factor, values: Mapping[str, Any]) -> Factor:
    """A factor with the values of some parameters."""
    clauses = []
    for clause in factor.clauses:
        parts: list[tuple[Condition, ...]] = []
        for part in (clause.conditions, clause.constraints):
            left = [replace(c, difference=c.difference.substitute(values)) for c in part]
            if not all(c.holds({}) for c in left if c.difference.is_constant):
                break
            parts.append(tuple(c for c in left if not c.difference.is_constant))
        if len(parts) == 2:
            clauses.append(Clause(*parts))
    return Factor(tuple(clauses))


def _joined(one: Sequence[Interval], other: Sequence[Interval]) -> tuple[Interval, ...]:
    """The union of intervals, those that touch put together."""
    found: list[Interval] = []
    for piece in sorted((*one, *other), key=_by_low):
        if found:
            last = found[-1]
            touches = piece.low < last.high or (
                piece.low == last.high and (piece.has_low or last.has_high)
            )
            if touches:
                if piece.high > last.high:
                    found[-1] = Interval(last.low, piece.high, last.has_low, piece.has_high)
                elif piece.high == last.high and piece.has_high:
                    found[-1] = Interval(last.low, last.high, last.has_low, True)
                continue
        found.append(piece)
    return tuple(found)


@final
class _by_low:  # noqa: N801
    """The order of intervals by their low end, exact where ends are irrational."""

    def __init__(self, piece: Interval) -> None:
        self.piece = piece

    def __lt__(self, other: _by_low) -> bool:
        one, two = self.piece, other.piece
        if one.low == two.low:
            return one.has_low and not two.has_low
        return bool(one.low < two.low)


def _cut(
    parameter: Parameter,
    outer: Sequence[Interval],
    inner: Sequence[Interval],
    core: Sequence[Factor],
    space: ParameterSpace,
    control: Control,
) -> tuple[Interval, ...]:
    """The outer intervals without what is proved to be outside, from either end."""
    if not inner or not outer:
        return tuple(outer)
    names = sorted(frozenset().union(*(factor.names for factor in core)))
    size = sum(terms(c.difference) for f in core for e in f.clauses for c in e.conditions)
    if len(names) > SEARCHED or size > MOST_TERMS:
        return tuple(outer)
    limits = [c for c in space.constraints if set(c.names) <= set(names)]
    held = All.of(*(factor.formula() for factor in core), *map(formula_of, limits))

    def is_outside(low: Fraction, high: Fraction) -> bool:
        """Whether it is proved that nothing is there: the piece takes the place of the range."""
        here = Parameter(f"{parameter.name}_here", (low + high) / 2, low=low, high=high)
        rest = [space[name] for name in names if name != parameter.name]
        moved = [
            replace(atom, difference=atom.difference.substitute({parameter.name: here}))
            for atom in held.atoms()
        ]
        put = dict(zip(held.atoms(), moved, strict=True))
        left = min(control.remaining, SECONDS)
        found = witness(
            AnyOf.of(*(All.of(*(formula_of(put[c]) for c in case)) for case in held.disjuncts())),
            ParameterSpace([*rest, here]),
            control=Control(max(left, 1e-3)),
        )
        return found.status == "empty"

    low = _rational(outer[0].low, up=False)
    first = _rational(inner[0].low, up=False)
    high = _rational(outer[-1].high, up=True)
    last = _rational(inner[-1].high, up=True)
    for _ in range(STEPS):
        middle = (low + first) / 2
        if low < first and not control.expired():
            proved = is_outside(low, middle)
            low, first = (middle, first) if proved else (low, middle)
        middle = (high + last) / 2
        if last < high and not control.expired():
            proved = is_outside(middle, high)
            high, last = (middle, last) if proved else (high, middle)
    frame = Interval(low, high)
    return tuple(piece for each in outer if (piece := _within(each, frame)) is not None)


def _within(piece: Interval, frame: Interval) -> Interval | None:
    low, has_low = (piece.low, piece.has_low) if piece.low >= frame.low else (frame.low, True)
    high, has_high = (
        (piece.high, piece.has_high) if piece.high <= frame.high else (frame.high, True)
    )
    return None if low > high else Interval(low, high, has_low, has_high)


def _rational(number: Number, *, up: bool) -> Fraction:
    if isinstance(number, Fraction):
        return number
    return number.refined(Fraction(1, 2**40)).interval[1 if up else 0]


def _bound(difference: Any) -> Condition:
    return Condition("", "", "", "", difference, ">=", "the piece that is looked at")


def _told(parameter: Parameter, pieces: Sequence[Interval]) -> Formula:
    """Intervals as a formula: ends that are irrational are rounded inwards by less than 1e-12."""
    value = quantity(parameter)
    parts = []
    for piece in pieces:
        low, high = _rational(piece.low, up=True), _rational(piece.high, up=False)
        ends = [
            replace(_bound(value - low), relation=">=" if piece.has_low else ">"),
            replace(_bound(high - value), relation=">=" if piece.has_high else ">"),
        ]
        parts.append(All.of(*map(formula_of, ends)))
    return AnyOf.of(*parts)
