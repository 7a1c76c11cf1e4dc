"""What a player gets as one parameter moves: a formula on each piece, and where it is greatest."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.arithmetic import Algebraic
from brinkgame.control import Control
from brinkgame.errors import ExpressionError, UnsupportedGameError
from brinkgame.expressions import Expression, quantity
from brinkgame.parametric.along.intervals import Cell, Interval, short
from brinkgame.parametric.along.ratios import Place, ratio_of, roots_of, sign_near
from brinkgame.parametric.along.running import Running
from brinkgame.parametric.equilibria.form import EquilibriumForm, Number
from brinkgame.parametric.equilibria.quadratics import RootNumber

__all__ = ["LeverPiece", "LeverSearch", "LeverValue", "Optimum", "joined", "limit", "text_of"]

_MOST_WHOLE: Final = 10_000


@final
@dataclass(frozen=True, slots=True)
class LeverPiece:
    """An interval of the lever on which the player's payoff is one formula, or two.

    Attributes
    ----------
    where
        The interval; one value is an interval too.
    lowest, highest
        What the player gets in the worst and in the best equilibrium for it, as a function of the
        lever.
    forms
        The equilibria that are there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> blockade = bg.memo.load("blockade").game
    >>> piece = bg.commitment(blockade, "US", "brink_risk").pieces[-1]
    >>> print(piece.where, piece.highest)
    (11/15, 1] -2
    """

    where: Interval
    lowest: Number
    highest: Number
    forms: tuple[EquilibriumForm, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the equilibria."""
        return tuple(dict.fromkeys(form.name for form in self.forms))


@final
@dataclass(frozen=True, slots=True)
class LeverValue:
    """Where the best is had: a value of the lever, or an interval of them.

    Attributes
    ----------
    where
        One value, or an interval on which the payoff is the same.
    is_attained
        Whether it is had there, and not only nearby.
    side
        Where it is only nearby: 1 just above the value, -1 just below.
    form
        The equilibrium in which it is had.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> (lever,) = bg.commitment(deploy, "US", "us_resolve").best.levers
    >>> print(lever)
    anywhere in [25/32, 1]
    """

    where: Interval
    is_attained: bool
    side: int
    form: EquilibriumForm

    @property
    def value(self) -> Place | None:
        """The value of the lever; None for an interval."""
        return self.where.low if self.where.is_point else None

    def __str__(self) -> str:
        if not self.where.is_point:
            return f"anywhere in {self.where}"
        place = short(self.where.low)  # type: ignore[arg-type]
        if self.is_attained:
            return f"at {place}"
        return f"just {'above' if self.side > 0 else 'below'} {place}, not at it"


@final
@dataclass(frozen=True, slots=True)
class Optimum:
    """The most that a player can get by choosing the lever.

    Attributes
    ----------
    value
        The payoff: reached, or the least that is never passed.
    levers
        Where.

    Examples
    --------
    >>> import brinkgame as bg
    >>> blockade = bg.memo.load("blockade").game
    >>> found = bg.commitment(blockade, "US", "brink_risk").worst
    >>> found.value, found.is_attained
    (Fraction(-5, 3), False)
    """

    value: Fraction | Algebraic
    levers: tuple[LeverValue, ...]

    @property
    def is_attained(self) -> bool:
        """Whether some value of the lever yields it."""
        return any(lever.is_attained for lever in self.levers)

    def __str__(self) -> str:
        return f"{text_of(self.value)} {' or '.join(map(str, self.levers))}"


def text_of(number: Fraction | Algebraic) -> str:
    """An exact number in few letters."""
    return str(number) if isinstance(number, Fraction) else f"{float(number):.6g}"


@final
@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell on which one form is lowest for the player, and one highest, all along."""

    cell: Cell
    lowest: Number
    highest: Number
    forms: tuple[EquilibriumForm, ...]
    low_form: EquilibriumForm
    high_form: EquilibriumForm

    def pays(self, highest: bool) -> tuple[Number, EquilibriumForm]:
        return (self.highest, self.high_form) if highest else (self.lowest, self.low_form)


@final
class LeverSearch:
    """The payoff of a player along a lever."""

    def __init__(self, running: Running, player: str, control: Control) -> None:
        self.running = running
        self.player = player
        self.control = control
        self.notes: list[str] = list(running.notes)

    def pieces(self) -> list[_Piece]:
        """The payoff on every cell, ascending."""
        found: list[_Piece] = []
        for interval in self.running.domain:
            if self.running.whole:
                found += self._stepped(interval)
                continue
            for strip in self.running.line.strips(interval, "forms", self.control):
                if strip.members is None:
                    raise UnsupportedGameError(
                        f"at {self.running.line.over} = {short(strip.cell.sample)} so many players "
                        "are indifferent that the equilibria are not listed"
                    )
                numbers = sorted(n for several in strip.members.values() for n in several)
                forms = [self.running.line.form(number) for number in numbers]
                found += self._cut(strip.cell, forms)
        return found

    def _stepped(self, interval: Interval) -> Iterator[_Piece]:
        """Whole values, one by one."""
        first, last = int(interval.low), int(interval.high)  # type: ignore[arg-type]
        if last - first > _MOST_WHOLE:
            raise UnsupportedGameError(
                f"{self.running.line.over} has {last - first + 1} whole values, more than "
                f"{_MOST_WHOLE}: narrow its range"
            )
        for value in range(first, last + 1):
            place = Fraction(value)
            yield from self._cut(Cell(place, place), self.running.forms_at(place))
            self.control.tell("whole values", value - first + 1, last - first + 1)

    def _cut(self, cell: Cell, forms: Sequence[EquilibriumForm]) -> Iterator[_Piece]:
        """A cell cut where another form becomes the lowest or the highest, or a payoff turns."""
        if not forms:
            self.running.leave_open(
                f"no equilibrium was found for {self.running.line.over} in "
                f"{_interval(cell)}: what happens there is left out"
            )
            return
        payoffs: dict[Number, EquilibriumForm] = {}
        for form in forms:
            payoffs.setdefault(form.payoffs[self.player], form)
        if len(payoffs) > 1 and self._turn_together(forms):
            self.notes.append(
                f"at {self.running.line.over} = {short(cell.sample)} what one of the others does "
                "may turn with how another one mixes, and then mixtures may pay more or less than "
                "the equilibria that are listed"
            )
        for part in _parts(cell, list(payoffs), self.running.line.over):
            place = part.sample
            ranked = sorted(payoffs.items(), key=lambda item: _Order(self._worth(item[0], place)))
            (low, low_form), (high, high_form) = ranked[0], ranked[-1]
            yield _Piece(part, low, high, tuple(forms), low_form, high_form)

    def _turn_together(self, forms: Sequence[EquilibriumForm]) -> bool:
        """Whether pure forms differ in what is done at more than one place of the others.

        At one place alone, what is paid is linear in the mixture there, and the player's own best
        choice makes the most of it: the highest payoff is that of a pure form.
        """
        if not all(form.is_pure for form in forms):
            return False
        done: dict[tuple[str, str], set[tuple[str, ...]]] = {}
        for form in forms:
            for player, label, actions in form.support:
                done.setdefault((player, label), set()).add(actions)
        return sum(len(v) > 1 for (player, _), v in done.items() if player != self.player) > 1

    def _worth(self, payoff: Number, place: Place) -> Fraction | Algebraic:
        found = limit(payoff, self.running.line.over, place, 0)
        if found is None:
            raise UnsupportedGameError(
                f"{payoff} has no value at {self.running.line.over} = {short(place)}"
            )
        return found

    def at(self, start: Fraction) -> tuple[Fraction, Fraction] | None:
        """What the player gets at one value: lowest and highest."""
        if not any(start in interval for interval in self.running.domain):
            return None
        found = [
            self._worth(form.payoffs[self.player], start) for form in self.running.forms_at(start)
        ]
        return (min(found), max(found)) if found else None  # type: ignore[return-value]

    def optimum(self, pieces: Sequence[_Piece], *, highest: bool) -> Optimum:
        """The most that can be had, in one of the two readings."""
        over = self.running.line.over
        tried: list[tuple[Fraction | Algebraic, LeverValue]] = []
        for piece in pieces:
            payoff, form = piece.pays(highest)
            cell = piece.cell
            if cell.is_point:
                value = self._worth(payoff, cell.sample)
                tried.append((value, LeverValue(_interval(cell), True, 0, form)))
            elif isinstance(payoff, Fraction):
                tried.append((payoff, LeverValue(_interval(cell), True, 0, form)))
            else:
                for end, side in ((cell.low, 1), (cell.high, -1)):
                    assert end is not None  # the lever has a range  # noqa: S101
                    found = limit(payoff, over, end, side)
                    if found is None:
                        if _goes_up(payoff, end, side):
                            raise UnsupportedGameError(
                                f"the payoff of {self.player} grows without bound as {over} nears "
                                f"{short(end)}: it is {payoff}"
                            )
                        continue
                    tried.append((found, LeverValue(Interval(end, end), False, side, form)))
        if not tried:
            raise UnsupportedGameError("no equilibrium was found anywhere", self.running.undecided)
        top = tried[0][0]
        for value, _ in tried[1:]:
            if value > top:
                top = value
        levers = [lever for value, lever in tried if value == top]
        attained = [lever for lever in levers if lever.is_attained]
        return Optimum(top, tuple(_together(attained or levers)))


@final
class _Order:
    """A key to sort exact numbers of different kinds."""

    __slots__ = ("number",)

    def __init__(self, number: Fraction | Algebraic) -> None:
        self.number = number

    def __lt__(self, other: _Order) -> bool:
        return bool(self.number < other.number)


def _interval(cell: Cell) -> Interval:
    return Interval(cell.low, cell.high, cell.is_point, cell.is_point)


def _parts(cell: Cell, payoffs: Sequence[Number], over: str) -> Iterator[Cell]:
    """A cell cut where two payoffs meet or one is stationary."""
    if cell.is_point:
        yield cell
        return
    slopes = [payoff.derivative(over) for payoff in payoffs if isinstance(payoff, Expression)]
    gaps = [quantity(a - b) for a, b in itertools.combinations(payoffs, 2)]
    zeros = roots_of(
        ratio_of(each).above
        for each in (*slopes, *(gap for gap in gaps if isinstance(gap, Expression)))
        if not each.is_constant
    )
    inside = [
        zero
        for zero in zeros
        if (cell.low is None or cell.low < zero) and (cell.high is None or zero < cell.high)
    ]
    bounds = [cell.low, *inside, cell.high]
    for k, (low, high) in enumerate(itertools.pairwise(bounds)):
        if k:
            yield Cell(low, low)
        yield Cell(low, high)


def limit(
    payoff: Number | RootNumber, over: str, place: Place, side: int
) -> Fraction | Algebraic | None:
    """What a rational function tends to at a place; None if it has no bound there."""
    if isinstance(payoff, Fraction):
        return payoff
    if isinstance(payoff, RootNumber):
        raise UnsupportedGameError(
            "the best value of a lever is found where payoffs are rational functions of it",
            [
                f"in some equilibrium a payoff is {payoff}, p being {payoff.root}".replace(
                    "root p", "root"
                )
            ],
        )
    if not side and isinstance(place, Fraction):
        try:
            return payoff.evaluate({over: place})
        except ExpressionError:
            return None
    ratio = ratio_of(payoff)
    above: Fraction | Algebraic = _value(ratio.above, place)
    if ratio.below is None:
        return above
    below = _value(ratio.below, place)
    found: Fraction | Algebraic | None = None if below == 0 else above / below
    return found


def _value(polynomial: Any, place: Place) -> Any:
    if isinstance(place, Algebraic):
        return place.polynomial_in(polynomial)
    from flint import fmpq

    found = polynomial(fmpq(place.numerator, place.denominator))
    return Fraction(int(found.p), int(found.q))


def _goes_up(payoff: Expression, place: Place, side: int) -> bool:
    ratio = ratio_of(payoff)
    return sign_near(ratio.above, (place, side)) * sign_near(ratio.below, (place, side)) > 0


def _together(levers: Sequence[LeverValue]) -> Iterator[LeverValue]:
    """Values side by side at which the best is had, as one interval."""
    current: LeverValue | None = None
    for lever in levers:
        if current is not None and _touch(current.where, lever.where) and lever.is_attained:
            low, high = current.where, lever.where
            current = replace(
                current, where=Interval(low.low, high.high, low.has_low, high.has_high)
            )
            continue
        if current is not None:
            yield current
        current = lever
    if current is not None:
        yield current


def _touch(left: Interval, right: Interval) -> bool:
    return left.high is not None and left.high == right.low and (left.has_high or right.has_low)


def joined(pieces: Sequence[_Piece]) -> tuple[LeverPiece, ...]:
    """Pieces as they are shown: neighbors with the same payoffs are one."""
    shown: list[LeverPiece] = []
    for piece in pieces:
        fresh = LeverPiece(_interval(piece.cell), piece.lowest, piece.highest, piece.forms)
        if shown and _touch(shown[-1].where, fresh.where):
            before = shown[-1]
            here, there = before.where, fresh.where
            wide = Interval(here.low, there.high, here.has_low, there.has_high)
            same = (before.lowest, before.highest) == (fresh.lowest, fresh.highest)
            place = there.low if there.is_point else here.low
            if same or (there.is_point and _agree(before, fresh, place)):
                shown[-1] = replace(before, where=wide)
                continue
            if here.is_point and _agree(fresh, before, place):
                shown[-1] = replace(fresh, where=wide)
                continue
        shown.append(fresh)
    return tuple(shown)


def _agree(piece: LeverPiece, point: LeverPiece, place: Place | None) -> bool:
    """Whether the payoffs at a single place are those of a piece that ends there."""
    assert place is not None  # a single place is a place  # noqa: S101
    names = {n for e in (piece.lowest, piece.highest) if isinstance(e, Expression) for n in e.names}
    names |= {
        n for e in (point.lowest, point.highest) if isinstance(e, Expression) for n in e.names
    }
    over = next(iter(names), "")
    return all(
        limit(a, over, place, 1) == limit(b, over, place, 1)
        for a, b in ((piece.lowest, point.lowest), (piece.highest, point.highest))
    )
