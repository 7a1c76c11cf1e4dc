"""How an exact map is made: conditions into curves, curves into cells, cells into regimes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from brinkgame.control import Control
from brinkgame.parameters import Point
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForms
from brinkgame.parametric.plane.areas import Bounds, branch_integral
from brinkgame.parametric.plane.arrangement import Arrangement, Place
from brinkgame.parametric.plane.asking import Question
from brinkgame.parametric.plane.bordering import Bordering, turned_to
from brinkgame.parametric.plane.cutting import Cutting
from brinkgame.parametric.plane.implicants import short_cases
from brinkgame.parametric.plane.maps import PlaneMap, Regime, RegimeCell
from brinkgame.parametric.plane.naming import void_of
from brinkgame.parametric.regions import Share

__all__ = ["mapped"]

_OPEN: Final = Fraction(1, 2000)
"""The share of the rectangle that may stay open where areas cannot be had exactly."""


def mapped(question: Question, forms: EquilibriumForms, of: str, control: Control) -> PlaneMap:
    """The map of the forms of a game over a rectangle.

    Parameters
    ----------
    question
        The game and the rectangle.
    forms
        Those of the game in which only the parameters of the map are open, as they are.
    of
        What is told apart.
    control
        A time limit.

    Raises
    ------
    TimeLimitError
        Time was up: a map has no answer in part.
    """
    cutting = Cutting(question, forms, of, control)
    labels, names = _numbered(cutting)
    regimes = tuple(_regimes(cutting, labels, names))
    cells = tuple(
        RegimeCell(labels[group[0]], _witness(cutting, group), tuple(group))
        for group in cutting.connected
    )
    return PlaneMap(
        game=question.game,
        concept=forms.concept,
        over=question.names,
        fixed=question.fixed,
        of=of,
        regimes=regimes,
        cells=cells,
        borders=tuple(Bordering(cutting, labels, control).borders()),
        forms=forms.forms,
        arrangement=cutting.found,
        labels=labels,
        coverage=forms.coverage,
        undecided=forms.undecided,
    )


def _numbered(cutting: Cutting) -> tuple[dict[Place, int], list[tuple[str, ...]]]:
    """The number of the regime of each cell, and the names of the regimes, the largest first."""
    places: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for place in cutting.inside:
        places[cutting.names_of(place) or ()].append(place)
    sizes = {names: sum(map(cutting.size, listed)) for names, listed in places.items()}
    ordered = sorted(places, key=lambda names: (-sizes[names], names))
    labels = {place: k for k, names in enumerate(ordered) for place in places[names]}
    return {place: labels[place] for place in cutting.inside}, ordered


def _regimes(
    cutting: Cutting, labels: Mapping[Place, int], names: Sequence[tuple[str, ...]]
) -> Iterator[Regime]:
    shares = _shares(cutting.found, labels, len(names))
    count = len(labels)
    existing = {n for p in labels for n in cutting.label(cutting.vectors[p]) or ()}
    shorts = cutting.naming.shortened(existing)
    for number, called in enumerate(names):
        places = [place for place, label in labels.items() if label == number]
        members = {n for p in places for n in cutting.label(cutting.vectors[p]) or ()}
        yield Regime(
            names=called,
            shorts=tuple(shorts[name] for name in called),
            forms=tuple(cutting.forms.forms[k] for k in sorted(members)),
            cases=tuple(_cases(cutting, labels, number)),
            witness=_witness(cutting, places),
            share=Share(*shares[number], "certified", None, count, cutting.question.names),
            cells=sum(labels[group[0]] == number for group in cutting.connected),
            void=void_of(cutting.forms),
        )


def _witness(cutting: Cutting, places: Sequence[Place]) -> Point:
    """A point of the largest of some cells."""
    slab, k = max(places, key=cutting.size)
    where = cutting.found.slabs[slab]
    return cutting.question.point(where.sample, where.points[k])


def _cases(
    cutting: Cutting, labels: Mapping[Place, int], regime: int
) -> Iterator[tuple[Condition, ...]]:
    """Short conditions that tell a regime from the others."""
    curves = cutting.signs.curves
    sides: tuple[list[Place], list[Place]] = ([], [])
    for place, label in labels.items():
        sides[label != regime].append(place)
    wanted, others = ({cutting.vectors[place] for place in side} for side in sides)
    # What is best left out is what is hard to read: high degrees, then many terms.
    order = sorted(
        range(len(curves)),
        key=lambda k: (-sum(curves[k].degrees), -len(curves[k].coefficients), -k),
    )
    for case in short_cases(wanted, others, order):
        yield tuple(turned_to(cutting, labels, regime, curve, sign) for curve, sign in case.items())


def _shares(found: Arrangement, labels: Mapping[Place, int], count: int) -> list[Bounds]:
    """The shares of the regimes in what the constraints leave of the rectangle."""
    if count == 1:
        return [(Fraction(1), Fraction(1))]
    edges = [
        (slab, k, labels.get((slab, k - 1)), labels.get((slab, k)))
        for slab, piece in enumerate(found.slabs)
        for k in range(len(piece.branches))
    ]
    edges = [edge for edge in edges if edge[2] != edge[3]]
    curved = sum(
        curve >= 0 and found.curves[curve].degrees[1] > 1
        for slab, k, _, _ in edges
        for curve in (found.slabs[slab].branches[k].curve,)
    )
    box = found.box
    room = (box.right - box.left) * (box.top - box.bottom) * _OPEN / max(curved, 1)
    areas = [(Fraction(0), Fraction(0))] * count
    whole = (Fraction(0), Fraction(0))
    for slab, k, below, above in edges:
        bounds = branch_integral(found, slab, k, room)
        turned = (-bounds[1], -bounds[0])
        if below is not None:
            areas[below] = _plus(areas[below], bounds)
        if above is not None:
            areas[above] = _plus(areas[above], turned)
        if above is None:
            whole = _plus(whole, bounds)
        elif below is None:
            whole = _plus(whole, turned)
    return [_over(area, whole) for area in areas]


def _plus(a: Bounds, b: Bounds) -> Bounds:
    return a[0] + b[0], a[1] + b[1]


def _over(area: Bounds, whole: Bounds) -> Bounds:
    """The share of an area in the whole, both between bounds."""
    low, high = max(area[0], Fraction(0)), area[1]
    return low / whole[1], min(high / whole[0], Fraction(1)) if whole[0] > 0 else Fraction(1)
