"""Which incentives turn at a place, and where that is in terms of all parameters."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, final

from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression, quantity
from brinkgame.parametric.along.lines import Line, Strip, sign_along
from brinkgame.parametric.along.ratios import Spot
from brinkgame.parametric.conditions import Condition

__all__ = ["Border", "borders_at"]

_SIGNS: Final = {">=": r"\ge", "<=": r"\le", "==": "=", "!=": r"\ne"}


@final
@dataclass(frozen=True, slots=True)
class Premises:
    """Where to look for the other conditions of what begins and ends at a threshold.

    Attributes
    ----------
    line
        The forms.
    number, condition
        The form, and its condition that turns.
    others
        A form that ends where this one begins, or the other way round, with the key of its
        condition.
    equation, formula
        The threshold in terms of all parameters.
    """

    line: Line
    number: int
    condition: Condition
    others: tuple[tuple[int, Any], ...]
    equation: Expression
    formula: Expression | None

    def found(self) -> tuple[Condition, ...]:
        """The conditions, with the formula in the place of the parameter, each once."""
        kept: dict[Any, Condition] = {}
        from brinkgame.parametric.regions.reducing import reduced

        forms = [(self.number, self.condition)]
        for number, key in self.others:
            forms += [(number, condition) for condition in self.line.wider(number, key)][:1]
        for number, turned in forms:
            for condition in self.line.company(number, turned):
                difference = self._at(condition.difference)
                if isinstance(difference, Expression):
                    kept.setdefault(difference, replace(condition, difference=difference))
        space = self.line.game.parameters
        # Without the sides of the box: there a probability vanishes, and says nothing.
        short = reduced(kept.values(), space, borders=False)
        return tuple(kept.values()) if short is None else short

    def _at(self, difference: Expression) -> Fraction | Expression | None:
        """A condition at the threshold; None for the one that turns."""
        if self.formula is None:
            return None if _divides(self.equation, difference) else difference
        try:
            return quantity(difference.substitute({self.line.over: self.formula}))
        except ExpressionError:  # a pole there
            return None


@final
@dataclass(frozen=True)
class Border:
    """An incentive that turns at a threshold, and where it does in terms of all parameters.

    Attributes
    ----------
    condition
        What is so on one side: a preference, or that a probability is not negative. It is in terms
        of all parameters if that is known, and otherwise of the one that runs.
    over
        The parameter that runs.
    relation
        On which side: ``">="`` above, ``"<="`` below, ``"=="`` at the threshold alone, ``"!="`` on
        both sides of it but not there.
    equation
        The irreducible polynomial whose zero the threshold is.
    formula
        The threshold in terms of the other parameters; None where `equation` is not linear in the
        one that runs.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.memo.load("capitulation").game
    >>> border, = bg.thresholds(game, "attack_risk")[0].borders
    >>> border.incentive, border.relation
    ('USSR at root prefers accept to hold out', '>=')
    >>> print(border.formula)
    (holdout_gain - pledge_value + retreat_cost)/(holdout_gain + intervention_loss)
    """

    over: str
    condition: Condition
    relation: str
    equation: Expression | None
    formula: Expression | None
    _premises: Premises | None = field(default=None, repr=False, compare=False)

    @cached_property
    def provided(self) -> tuple[Condition, ...]:
        """The other conditions of what begins and ends there, at the threshold.

        The formula is the threshold where they hold. There are none if the forms of the game with
        all its parameters are not known.
        """
        return () if self._premises is None else self._premises.found()

    @property
    def incentive(self) -> str:
        """What turns, in words."""
        return self.condition.incentive

    @property
    def is_linear(self) -> bool:
        """Whether there is a formula."""
        return self.formula is not None

    def latex(self) -> str:
        """The border in LaTeX: the formula, or the equation where there is none."""
        symbols = {} if self.equation is None else self.equation.symbols
        symbol = symbols.get(self.over)
        name = self.over if symbol is None else symbol._as_expression().latex()
        if self.formula is not None:
            return f"{name} {_SIGNS[self.relation]} {self.formula.latex()}"
        return "" if self.equation is None else f"{self.equation.latex()} = 0"

    def __str__(self) -> str:
        if self.formula is not None:
            return f"{self.incentive} iff {self.over} {self.relation} {self.formula}"
        where = "" if self.equation is None else f" where {self.equation} = 0"
        return f"{self.incentive} turns{where} (not linear in {self.over})"


@final
@dataclass(frozen=True, slots=True)
class _Turn:
    """A condition of a form that turns."""

    relation: str
    number: int
    key: Any
    condition: Condition
    held: Spot
    failed: Spot


def borders_at(
    line: Line, below: Strip | None, at: Strip, above: Strip | None
) -> tuple[Border, ...]:
    """The incentives that turn at a place, the simplest first.

    Parameters
    ----------
    line
        The forms.
    below, at, above
        What holds on the cell below, at the place and on the cell above; None beyond an end. Of a
        whole parameter the one below is the value before, and the one above the place itself.
    """
    found: dict[Hashable, list[_Turn]] = {}
    for turn in _turns(line, below, at, above):
        found.setdefault(_incentive(turn.condition), []).append(turn)
    for turns in found.values():
        turns.sort(key=lambda turn: line.weight(turn.number))
    groups = [(_merged(turns), turns) for turns in found.values()]
    # What follows where a preference turns (a probability becomes zero, somebody is indifferent) is
    # not told besides; to look it up in all parameters would take most of the time.
    plain = [(turn, turns) for turn, turns in groups if not _rank(turn.condition, turn.relation)]
    borders = [_border(line, turn, turns) for turn, turns in plain or groups]
    return _told(borders) if borders[1:] else tuple(borders)


def _rank(condition: Condition, relation: str) -> int:
    """Preferences tell most, then what turns from one side to the other, then anything."""
    return 2 * bool(condition.words) + (relation in ("==", "!="))


def _told(borders: list[Border]) -> tuple[Border, ...]:
    """The borders without those that say of the same polynomial less than others do."""
    best: dict[Any, tuple[int, list[Border]]] = {}
    for border in borders:
        rank = _rank(border.condition, border.relation)
        known = best.get(border.equation)
        if known is None or rank < known[0]:
            best[border.equation] = rank, [border]
        elif rank == known[0] == 0:
            known[1].append(border)
    kept = [border for _, several in best.values() for border in several]
    return tuple(sorted(kept, key=_length) if kept[1:] else kept)


def _length(border: Border) -> tuple[bool, int]:
    """Formulas before equations, short ones before long ones."""
    try:
        terms = 0 if border.equation is None else len(border.equation.terms())
    except ExpressionError:  # an exponent is in it
        terms = 1 << 30
    return border.formula is None, terms


def _turns(line: Line, below: Strip | None, at: Strip, above: Strip | None) -> Iterator[_Turn]:
    """Conditions of forms that begin, end, or are there at the place alone or but there."""
    low, here, high = (
        {} if strip is None or strip.members is None else strip.members
        for strip in (below, at, above)
    )
    spot = at.cell.sample, 0
    down, up = _spot(below, at, -1), _spot(above, at, 1)
    sides = []
    if above is not None:
        sides.append((high, low, up, below is not None and down, ">=", "<="))
    if below is not None:
        sides.append((low, high, down, above is not None and up, "<=", ">="))
    for mine, theirs, inside, beyond, own, opposite in sides:
        for key, numbers in mine.items():
            if beyond and key not in theirs:
                yield from _of(line, numbers, own, inside, beyond)
            if key not in here:
                yield from _of(line, numbers, "!=", inside, spot)
        for key, numbers in here.items():
            if key not in mine and key not in theirs and key not in at.limits:
                yield from _of(line, numbers, opposite, spot, inside)


def _spot(strip: Strip | None, at: Strip, side: int) -> Spot:
    """Just beside the place, on the cell there; of a whole parameter the other value."""
    if strip is not None and strip.cell.is_point:
        return strip.cell.sample, 0
    return at.cell.sample, side


def _of(
    line: Line, numbers: tuple[int, ...], relation: str, held: Spot, failed: Spot
) -> Iterator[_Turn]:
    for number in numbers:
        found = line.turned(number, held, failed)
        if not found and relation == "!=":  # a probability touches zero, and nothing fails
            found = line.touching(number, failed[0])
        for key, condition in found:
            yield _Turn(relation, number, key, condition, held, failed)


def _incentive(condition: Condition) -> Hashable:
    """The same for a preference and for the opposite one."""
    if condition.words:
        return condition.words
    return condition.player, condition.infoset, frozenset((condition.prefer, condition.against))


def _merged(turns: list[_Turn]) -> _Turn:
    """One of them, said so that it is so above the place if one is."""
    for relation in (">=", "<=", "!="):
        for turn in turns:
            if turn.relation == relation:
                opposite = any(
                    other.relation == "<=" and _same(other.condition, turn.condition)
                    for other in turns
                )
                return replace(turn, relation="==") if relation == ">=" and opposite else turn
    return turns[0]


def _same(a: Condition, b: Condition) -> bool:
    return a.incentive == b.incentive


def _border(line: Line, turn: _Turn, turns: list[_Turn]) -> Border:
    for condition in line.wider(turn.number, turn.key):
        factor = _vanishing(line, condition, turn)
        if factor is None:
            continue
        formula = _solved(factor, line.over)
        others = [(t.number, t.key) for t in turns if t.relation != turn.relation]
        premises = Premises(line, turn.number, condition, tuple(others[:1]), factor, formula)
        return Border(line.over, condition, turn.relation, factor, formula, premises)
    # The forms of the wider game are not known.
    factor = _vanishing(line, turn.condition, turn)
    return Border(line.over, turn.condition, turn.relation, factor, None)


def _vanishing(line: Line, condition: Condition, turn: _Turn) -> Expression | None:
    """The irreducible polynomial in a condition that turns."""
    for part in (condition.difference.numerator, condition.difference.denominator):
        for factor, _ in part.factors()[1]:
            if line.over in factor.names:
                along = quantity(factor.substitute(line.rest))
                signs = [sign_along(along, line.over, at) for at in (turn.held, turn.failed)]
                if signs[0] != signs[1]:
                    return factor
    return None


def _solved(factor: Expression, over: str) -> Expression | None:
    """What the parameter must be for a polynomial to vanish; None where that is not linear."""
    try:
        degree = factor.derivative(over)
    except ExpressionError:  # it is an exponent
        return None
    return None if over in degree.names else factor.solve(over)


def _divides(factor: Expression, difference: Expression) -> bool:
    return any(each == factor for each, _ in difference.numerator.factors()[1])
