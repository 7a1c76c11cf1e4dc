"""The values of one parameter at which a game is defined and its constraints hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.errors import Fault, InvalidGameError, InvalidParameterError
from brinkgame.expressions import Constraint, Expression, quantity
from brinkgame.forms import ExtensiveFormGame
from brinkgame.parametric.along.intervals import Interval, cells_of, short
from brinkgame.parametric.along.ratios import Place, Ratio, ratio_of, roots_of, sign_at

__all__ = ["domain"]


@final
@dataclass(frozen=True, slots=True)
class _Sign:
    """That a function is positive (or not negative), and what demands it."""

    ratio: Ratio
    strict: bool
    source: Any

    def holds(self, place: Place) -> bool:
        sign = sign_at(self.ratio.above, place)
        if self.ratio.below is not None:
            under = sign_at(self.ratio.below, place)
            if not under:
                return False
            sign *= under
        return sign > 0 or (sign == 0 and not self.strict)


def domain(
    game: Any, fixed: Any, over: str, rest: Mapping[str, Fraction]
) -> tuple[tuple[Interval, ...], tuple[str, ...]]:
    """Where one parameter may run, the others fixed, and what else is to be said of it.

    Parameters
    ----------
    game
        The game with all its parameters.
    fixed
        The game with `over` alone.
    over
        The parameter that runs; its range has all numbers between the ends, whole or not.
    rest
        The values of the others.

    Returns
    -------
    tuple
        The intervals, ascending, and notes about ends that neither the range nor a constraint
        made.

    Raises
    ------
    InvalidParameterError
        No value satisfies the constraints.
    InvalidGameError
        A number of the game has a pole inside.
    """
    parameter = game.parameters[over]
    constraints = _constraints(game, over, rest)
    odds = _odds(fixed)
    intervals = _where([*constraints, *odds], parameter.low, parameter.high)
    if not intervals:
        raise InvalidParameterError(_nowhere(over, [*constraints, *odds], parameter, rest))
    notes = []
    if odds and intervals != _where(constraints, parameter.low, parameter.high):
        notes.append("beyond it a probability would leave [0, 1]")
    return _without_poles(fixed, over, intervals, notes), tuple(notes)


def _constraints(game: Any, over: str, rest: Mapping[str, Fraction]) -> list[_Sign]:
    """The constraints that are about the parameter, in terms of it alone."""
    return [
        _Sign(ratio_of(quantity((c.right - c.left).substitute(rest))), c.relation == "<", c)
        for c in game.parameters.constraints
        if over in c.names
    ]


def _odds(fixed: Any) -> list[_Sign]:
    """That no probability is negative; as those of a node sum to one, none is above one then."""
    if not isinstance(fixed, ExtensiveFormGame):
        return []
    used = sorted({p for p in fixed.tree.probability.tolist() if p >= 0})
    open_ones = [fixed.numbers[p] for p in used if isinstance(fixed.numbers[p], Expression)]
    return [_Sign(ratio_of(odds), False, odds) for odds in open_ones]


def _where(signs: list[_Sign], low: Fraction | None, high: Fraction | None) -> list[Interval]:
    """The intervals on which all signs are as they must be."""
    polynomials = [
        part
        for sign in signs
        for part in (sign.ratio.above, sign.ratio.below)
        if part is not None and part.degree() > 0
    ]
    inside = [
        root
        for root in roots_of(polynomials)
        if (low is None or low < root) and (high is None or root < high)
    ]
    found: list[Interval] = []
    for cell in cells_of(Interval(low, high), inside):
        if not all(sign.holds(cell.sample) for sign in signs):
            continue
        piece = Interval(cell.low, cell.high, cell.is_point, cell.is_point)
        if found and found[-1].high is cell.low and (found[-1].has_high or piece.has_low):
            before = found.pop()
            piece = Interval(before.low, piece.high, before.has_low, piece.has_high)
        found.append(piece)
    return found


def _nowhere(over: str, signs: list[_Sign], parameter: Any, rest: Mapping[str, Fraction]) -> str:
    """Why there is no value."""
    alone = [s for s in signs if not _where([s], parameter.low, parameter.high)]
    blamed = alone or signs
    constraints = [sign.source for sign in blamed if isinstance(sign.source, Constraint)]
    others = sorted({name for c in constraints for name in c.names if name != over})
    reasons = [
        str(s.source) if isinstance(s.source, Constraint) else f"0 <= {s.source} <= 1"
        for s in blamed
    ]
    where = ", ".join(f"{name} = {rest[name]}" for name in others)
    low, high = ("..." if end is None else str(end) for end in (parameter.low, parameter.high))
    return f"no value of {over} in its range [{low}, {high}] satisfies {' and '.join(reasons)}" + (
        f" where {where}; move {'one of them' if others[1:] else 'it'}" if where else ""
    )


def _without_poles(
    fixed: Any, over: str, intervals: list[Interval], notes: list[str]
) -> tuple[Interval, ...]:
    """The intervals without ends at which a number of the game has no value.

    Raises
    ------
    InvalidGameError
        There is such a place that is no end.
    """
    found = list(intervals)
    for position, number in enumerate(fixed.numbers):
        if not isinstance(number, Expression) or number.denominator.is_constant:
            continue
        for pole in roots_of([ratio_of(number.denominator).above]):
            for k, interval in enumerate(found):
                if pole not in interval:
                    continue
                if interval.is_point or pole not in (interval.low, interval.high):
                    raise InvalidGameError(
                        f"{fixed.title or 'the game'} is not defined all along the range of {over}",
                        [
                            Fault(
                                fixed._place(position),
                                f"{number} has a pole at {over} = {short(pole)}: narrow the range "
                                "of the parameter, or fix another value of the others",
                            )
                        ],
                    )
                at_low = pole == interval.low
                found[k] = Interval(
                    interval.low,
                    interval.high,
                    interval.has_low and not at_low,
                    interval.has_high and at_low,
                )
                notes.append(f"{over} = {short(pole)} is left out: {number} has a pole there")
    return tuple(found)
