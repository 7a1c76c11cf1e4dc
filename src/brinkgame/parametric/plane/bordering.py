"""Borders between regimes: their formulas, and the incentives that turn there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, final

from brinkgame.control import Control
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression, quantity
from brinkgame.expressions.expression import constant_expression
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.plane.arrangement import Place
from brinkgame.parametric.plane.curves import Curve, Number
from brinkgame.parametric.plane.cutting import Cutting, Piece
from brinkgame.parametric.plane.general import General
from brinkgame.parametric.plane.maps import Border

__all__ = ["Bordering", "turned_to"]


@final
class Bordering:
    """Puts the pieces of borders together.

    Parameters
    ----------
    cutting
        What was cut.
    labels
        The numbers of the regimes of cells.
    control
        A time limit: when it is up, borders have no formulas in all parameters.
    """

    def __init__(self, cutting: Cutting, labels: Mapping[Place, int], control: Control) -> None:
        self.cutting = cutting
        self.labels = labels
        self.general = General(cutting, control)

    def borders(self) -> Iterator[Border]:
        """Every border, the longest list of pieces is one."""
        groups: dict[Any, list[Piece]] = defaultdict(list)
        for piece in self.cutting.pieces:
            if piece.curve is None or self.cutting.is_seam(piece):
                continue
            sides = [self.labels.get(place) for place in (piece.one, piece.other)]
            if None in sides:  # the constraints end there
                continue
            on = self.cutting.names(piece.signs) or ()
            level = self._level(piece)
            groups[piece.curve, tuple(sorted(sides)), on, level].append(piece)  # type: ignore[type-var]
        for (curve, sides, on, level), pieces in groups.items():
            yield self._border(curve, sides, on, level, pieces)

    def _level(self, piece: Piece) -> Number | None:
        """The x of a vertical line, the y of a level one: several may have one polynomial."""
        found = self.cutting.found
        if piece.edge.branch < 0:
            return found.walls[piece.edge.slab].at
        if self.cutting.signs.curves[piece.curve or 0].degrees[0]:
            return None
        return found.slabs[piece.edge.slab].branches[piece.edge.branch].height

    def _border(
        self,
        number: int,
        sides: tuple[int, int],
        on: tuple[str, ...],
        level: Number | None,
        pieces: Iterable[Piece],
    ) -> Border:
        cutting = self.cutting
        curve = cutting.signs.curves[number]
        polynomial = expression_of(curve, cutting)
        over: str | None = None
        formula: Any = None
        if level is not None:
            over, formula = cutting.question.names[0 if curve.is_vertical else 1], level
        else:
            for name, degree in zip(cutting.question.names, curve.degrees, strict=False):
                if degree == 1:
                    over, formula = name, quantity(polynomial.solve(name))
                    break
        turned: dict[tuple[Any, ...], tuple[int, Condition]] = {}
        for piece in pieces:
            for form, condition, _ in cutting.turned(piece):
                turned.setdefault(_incentive(condition), (form, condition))
        matched = self.general.matched(curve, turned.values())
        solved: Any = None
        if matched is not None and over is not None:
            solved = _solved(matched, over)
        return Border(
            polynomial=polynomial,
            over=over,
            formula=formula,
            general=solved,
            conditions=_preferences_first(condition for _, condition in turned.values()),
            between=sides,
            on=on,
            edges=tuple(piece.edge for piece in pieces),
        )


def _incentive(condition: Condition) -> tuple[Any, ...]:
    """What two conditions have in common that say the same of two forms, from either side."""
    actions = frozenset((condition.prefer, condition.against))
    return condition.player, condition.infoset, actions, condition.words.removeprefix("not ")


def _preferences_first(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """What somebody prefers says more than that a probability is one."""
    return tuple(sorted(conditions, key=lambda condition: bool(condition.words)))


def _solved(factor: Expression, name: str) -> Expression | None:
    try:
        found = quantity(factor.solve(name))
    except ExpressionError:  # not linear in it
        return None
    return found if isinstance(found, Expression) else None


def turned_to(
    cutting: Cutting, labels: Mapping[Place, int], regime: int, curve: int, sign: int
) -> Condition:
    """The condition that a curve has a sign, as one of a regime, with its incentive.

    It is strict where more, or less, exists on the curve itself.
    """
    polynomial = expression_of(cutting.signs.curves[curve], cutting)
    difference = polynomial if sign > 0 else -polynomial
    strict, source, holds = False, None, True
    met = False
    for piece in cutting.pieces:
        sides = [labels.get(place) for place in (piece.one, piece.other)]
        if piece.curve != curve or regime not in sides or sides[0] == sides[1]:
            continue
        mine = piece.one if sides[0] == regime else piece.other
        met = True
        strict = strict or cutting.names(piece.signs) != cutting.names_of(mine)
        if source is None:
            for _, condition, first in cutting.turned(piece):
                source, holds = condition, first == (mine == piece.one)
                break
    relation = ">" if strict or not met else ">="
    if source is None:
        return Condition("", "", "", "", difference, relation, "a border of the map")
    if holds:
        return replace(source, difference=difference, relation=relation)
    if source.words:
        words = f"not ({source.words})"
        return replace(source, difference=difference, relation=relation, words=words)
    return replace(
        source,
        prefer=source.against,
        against=source.prefer,
        difference=difference,
        relation=relation,
    )


def expression_of(curve: Curve, cutting: Cutting) -> Expression:
    """The polynomial of a curve in the parameters of the map."""
    total = constant_expression(Fraction(0))
    for (i, j), coefficient in curve.coefficients:
        term = constant_expression(Fraction(coefficient))
        for parameter, power in zip(cutting.question.over, (i, j), strict=False):
            term = term * parameter**power
        total = total + term
    return total
