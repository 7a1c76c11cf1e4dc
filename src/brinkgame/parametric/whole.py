"""The whole constrained box cut into regimes: which sets of equilibria exist together, and where.

Points are drawn, and at each it is asked which forms exist: that finds every regime of some size,
and its share. What drawing may miss is then looked for in proofs. Two forms of which one needs
d >= 0 and the other -d >= 0 never meet; of other pairs a common point is found, or a proof that
there is none; and a set of forms that no proof rules out gets a point or a proof of its own. So a
regime is missed only if that is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, TypeAlias, final, overload

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.form import EquilibriumForm, EquilibriumForms
from brinkgame.parametric.plane.maps import Regime
from brinkgame.parametric.plane.naming import Naming, void_of
from brinkgame.parametric.regions import Share, formula_of, reduced, share, witness
from brinkgame.parametric.regions.domain import domain_of
from brinkgame.parametric.regions.formula import All, Formula
from brinkgame.parametric.regions.formula import Any as AnyOf
from brinkgame.parametric.regions.implicants import alternatives
from brinkgame.parametric.regions.shares import clopper_pearson
from brinkgame.results import Concept

__all__ = ["Regimes", "whole_box"]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"
Together: TypeAlias = "frozenset[int]"

_DRAWS: Final = 1 << 16
"""Points drawn: shares to within half a percent."""
_CONFIDENCE: Final = 0.99
_MOST_SETS: Final = 4096
"""Sets of forms that are looked at one by one."""
_MOST_BATCHES: Final = 100
"""Times that points are drawn, where few of them satisfy the constraints."""
_CERTIFIED: Final = 3
"""Up to so many parameters shares are certain."""


@final
@dataclass(frozen=True)
class Regimes(Sequence[Regime]):
    """The constrained box cut into regimes: in each of them the same equilibria exist.

    Attributes
    ----------
    game, concept
        Of what, and which kind of equilibrium.
    space
        The parameters and the constraints among them.
    of
        What is told apart: ``"forms"``, ``"paths"`` or ``"outcomes"``.
    regimes
        The largest first.
    forms
        All forms.
    coverage, undecided
        What may be concluded about what is not listed, and what was not decided.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.regimes(bg.memo.load("capitulation").game)
    >>> for regime in found:
    ...     print(regime.name)
    USSR at root: accept
    USSR at root: hold out
    >>> found.is_complete
    True
    """

    game: Game = field(repr=False)
    concept: Concept
    space: ParameterSpace = field(repr=False)
    of: str
    regimes: tuple[Regime, ...]
    forms: tuple[EquilibriumForm, ...] = field(repr=False)
    coverage: str
    undecided: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether no regime is missing."""
        return not self.undecided

    def at(self, point: Mapping[str, Any]) -> tuple[EquilibriumForm, ...]:
        """The forms that exist at a point; parameters not named are at their baselines."""
        where = self.space.point(point)
        return tuple(form for form in self.forms if form.holds(where))

    @overload
    def __getitem__(self, place: int) -> Regime: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Regime, ...]: ...
    def __getitem__(self, place: int | slice) -> Regime | tuple[Regime, ...]:
        return self.regimes[place]

    def __len__(self) -> int:
        return len(self.regimes)

    def lines(self) -> Iterator[str]:
        """The regimes line by line."""
        for number, regime in enumerate(self.regimes, start=1):
            yield f"{number}. {regime.name}"
            yield f"   {regime.share}: {regime.conditions}"
        yield from self.undecided

    def __str__(self) -> str:
        return "\n".join(self.lines())


def whole_box(forms: EquilibriumForms, of: str, control: Control, seed: int) -> Regimes:
    """The regimes of a game over its constrained box.

    Parameters
    ----------
    forms
        Those that are inhabited, with short conditions.
    of
        What is told apart.
    control
        A time limit. When it is up, what has been found is returned, and `undecided` says so.
    seed
        Of the points that are drawn.
    """
    return _Whole(forms, of, control, seed).regimes()


@final
class _Whole:
    def __init__(self, forms: EquilibriumForms, of: str, control: Control, seed: int) -> None:
        self.listed = forms
        self.forms = forms.forms
        self.space = forms.space
        self.control = control
        self.naming = Naming(self.forms, of)
        self.undecided = list(forms.undecided)
        self.conditions = [
            tuple(c for c in form.conditions if c.relation in (">=", ">")) for form in self.forms
        ]
        self.points: dict[Together, Point] = {}
        self.counts: dict[Together, int] = defaultdict(int)
        self.draws = 0
        domain = domain_of(self.space)
        names = {name for each in self.conditions for c in each for name in c.difference.names}
        self.names = [n for n in domain.linked(names) if n not in domain.fixed]
        domain.require_box(self.names)
        self._draw(seed)
        self.apart = self._pairs()

    # --- points ---------------------------------------------------------------------------------

    def _draw(self, seed: int) -> None:
        """Draw points of the constrained box, and ask which forms exist at each."""
        random = np.random.default_rng(seed)
        values = self._inside(random)
        differences: dict[Expression, int] = {}
        for each in self.conditions:
            for condition in each:
                differences.setdefault(condition.difference, len(differences))
        signs = [_signs(difference, values, self.draws) for difference in differences]
        table = np.ones((len(self.forms), self.draws), dtype=bool)
        for number, each in enumerate(self.conditions):
            for condition in each:
                table[number] &= signs[differences[condition.difference]] > 0
        if not self.draws:
            self.undecided.append("no drawn point satisfies the constraints: there are no shares")
            return
        packed = np.packbits(table, axis=0)
        _, first, counts = np.unique(packed, axis=1, return_index=True, return_counts=True)
        for place, count in zip(first.tolist(), counts.tolist(), strict=True):
            together = frozenset(np.flatnonzero(table[:, place]).tolist())
            self.counts[together] += count
            drawn = {name: float(column[place]) for name, column in values.items()}
            self.points.setdefault(together, self._simple(drawn, together))
        for form in self.forms:
            if form.witness is not None:
                self._seen(form.witness)

    def _inside(self, random: Any) -> dict[str, npt.NDArray[np.float64]]:
        """Points of the box that satisfy the constraints."""
        rooms = [
            constraint.right - constraint.left
            for constraint in self.space.constraints
            if set(constraint.names) <= set(self.names)
        ]
        batches: list[dict[str, npt.NDArray[np.float64]]] = []
        for _ in range(_MOST_BATCHES):
            values = {name: self._column(name, random) for name in self.names}
            good = np.ones(_DRAWS, dtype=bool)
            for room in rooms:
                good &= _signs(room, values, _DRAWS) > 0
            batches.append({name: column[good] for name, column in values.items()})
            self.draws += int(good.sum())
            self.control.tell("points", self.draws, _DRAWS // 4)
            if self.draws >= _DRAWS // 4 or self.control.expired():
                break
        return {name: np.concatenate([b[name] for b in batches]) for name in self.names}

    def _column(self, name: str, random: Any) -> npt.NDArray[np.float64]:
        """Values of one parameter."""
        parameter = self.space[name]
        low, high = float(parameter.low or 0), float(parameter.high or 0)
        u = random.random(_DRAWS)
        if parameter.whole:
            return np.asarray(low + np.floor(u * (high - low + 1)), dtype=np.float64)
        return np.asarray(low + (high - low) * u, dtype=np.float64)

    def _at(self, point: Mapping[str, Fraction]) -> Together | None:
        """The forms that exist all around a point; None where it lies on a border."""
        found = set()
        for number, each in enumerate(self.conditions):
            signs = [condition.difference.evaluate(point) for condition in each]
            if all(sign > 0 for sign in signs):
                found.add(number)
            elif all(sign >= 0 for sign in signs):
                return None
        return frozenset(found)

    def _seen(self, point: Point | None) -> None:
        """Take note of what exists at a point."""
        together = None if point is None else self._at(point)
        if point is not None and together is not None:
            old = self.points.get(together)
            if old is None or self._effort(point) < self._effort(old):
                self.points[together] = point

    def _effort(self, point: Point) -> tuple[int, int]:
        """What a reader has to take in: how many values differ from the baseline, and digits."""
        moved = [value for name, value in point.items() if value != self.space[name].baseline]
        return len(moved), sum(len(str(value)) for value in moved)

    def _simple(self, drawn: Mapping[str, float], together: Together) -> Point:
        """A point of short fractions near a drawn one, in the same regime."""
        base = dict(self.space.baseline)
        for digits in (0, 1, 2, 3, 6):
            rounded = {name: Fraction(str(round(value, digits))) for name, value in drawn.items()}
            point = Point({**base, **rounded})
            if not self.space.violations(point) and self._at(point) == together:
                return point
        return Point({**base, **{name: Fraction(value) for name, value in drawn.items()}})

    # --- what cannot be together ----------------------------------------------------------------

    def _pairs(self) -> set[Together]:
        """The pairs of forms that never exist together, proved."""
        met = {frozenset(pair) for each in self.points for pair in combinations(sorted(each), 2)}
        apart: set[Together] = set()
        count = len(self.forms)
        for a, b in combinations(range(count), 2):
            pair = frozenset((a, b))
            if pair in met:
                continue
            if self._at_odds(a, b):
                apart.add(pair)
                continue
            self.control.tell("pairs of forms", a * count + b, count * count)
            status = self._look(All.of(*map(formula_of, (self.conditions[a], self.conditions[b]))))
            if status == "empty":
                apart.add(pair)
            elif status == "undecided":
                self.undecided.append(
                    f"whether {self.forms[a].name} and {self.forms[b].name} exist together anywhere"
                )
        return apart

    def _at_odds(self, a: int, b: int) -> bool:
        mine = {condition.difference for condition in self.conditions[a]}
        return any(-condition.difference in mine for condition in self.conditions[b])

    def _look(self, formula: Formula) -> str:
        """Whether a formula holds in an open set; a point of it is taken note of."""
        if self.control.expired():
            return "undecided"
        found = witness(formula, self.space, control=self.control, borders=False)
        if found.status == "inhabited":
            self._seen(found.point)
        return "empty" if found.status == "thin" else found.status

    # --- regimes --------------------------------------------------------------------------------

    def partners(self, together: Together) -> list[int]:
        """The forms outside of a set that may exist with all of it."""
        return [
            other
            for other in range(len(self.forms))
            if other not in together
            and all(frozenset((other, number)) not in self.apart for number in together)
        ]

    def formula(self, together: Together) -> Formula:
        """That the forms of a set exist, and no other."""
        inside = (formula_of(self.conditions[number]) for number in sorted(together))
        outside = (formula_of(self.conditions[k]).negated() for k in self.partners(together))
        return All.of(*inside, *outside)

    def _rest(self) -> None:
        """Look for regimes in which no point was drawn."""
        looked = 0
        known = set(self.points)
        for together in self._sets():
            if together in self.points:
                continue
            looked += 1
            if looked > _MOST_SETS or self.control.expired():
                self.undecided.append("there may be more regimes: not all sets were looked at")
                return
            if self._look(self.formula(together)) == "undecided":
                self.undecided.append(f"whether there is a regime of {self._called(together)}")
        if set(self.points) - known:
            self.control.tell("regimes", len(self.points))
        if not self.listed.is_complete and frozenset() not in self.points:
            self.undecided.append("whether there is a regime without an equilibrium")

    def _sets(self) -> Iterator[Together]:
        """All sets of forms that may exist together, none empty."""

        def grown(together: Together, rest: Sequence[int]) -> Iterator[Together]:
            for place, number in enumerate(rest):
                larger = together | {number}
                yield larger
                fitting = [k for k in rest[place + 1 :] if frozenset((k, number)) not in self.apart]
                yield from grown(larger, fitting)

        return grown(frozenset(), range(len(self.forms)))

    def _called(self, together: Together) -> str:
        return " | ".join(self.naming.names(together)) or "no equilibrium"

    def regimes(self) -> Regimes:
        """All regimes, the largest first."""
        self._rest()
        groups: dict[tuple[str, ...], list[Together]] = defaultdict(list)
        for together in self.points:
            groups[self.naming.names(together)].append(together)
        shorts = self.naming.shortened({number for each in self.points for number in each})
        found = []
        for names, sets in groups.items():
            points = [self.points[each] for each in sets]
            members = sorted({number for each in sets for number in each})
            found.append(
                Regime(
                    names=names,
                    shorts=tuple(shorts[name] for name in names),
                    forms=tuple(self.forms[number] for number in members),
                    cases=self._cases(sets),
                    witness=min(points, key=self._effort),
                    share=self._share(sets),
                    cells=None,
                    void=void_of(self.listed),
                )
            )
        found.sort(key=lambda regime: (-regime.share.value, regime.names))
        return Regimes(
            self.listed.game,
            self.listed.concept,
            self.space,
            self.naming.of,
            tuple(found),
            self.forms,
            self.listed.coverage,
            tuple(dict.fromkeys(self.undecided)),
        )

    def _cases(self, sets: Sequence[Together]) -> tuple[tuple[Condition, ...], ...]:
        """The conditions of a regime, as short as they are known to be."""
        formula = AnyOf.of(*(self.formula(each) for each in sets))
        short = alternatives(formula, self.space)
        if short is not None:  # those on borders only add no open set
            return tuple(each.conditions for each in short if not each.on_borders)
        tried = (reduced(each, self.space, borders=False) for each in formula.disjuncts())
        return tuple(dict.fromkeys(case for case in tried if case is not None))

    def _share(self, sets: Sequence[Together]) -> Share:
        if len(self.names) <= _CERTIFIED:
            formula = AnyOf.of(*(self.formula(each) for each in sets))
            return share(formula, self.space, control=self.control)
        hits = sum(self.counts.get(each, 0) for each in sets)
        low, high = clopper_pearson(hits, self.draws, _CONFIDENCE)
        return Share(low, high, "binomial", _CONFIDENCE, self.draws, tuple(self.names))


def _signs(difference: Expression, values: Mapping[str, Any], count: int) -> Any:
    """The signs at drawn points, those near zero worked out exactly."""
    own = {name: values[name] for name in difference.names}
    found = np.broadcast_to(difference.evaluate_array(own), (count,))
    doubtful = ~(np.abs(found) > difference.rounding_bound(own))
    signs = np.sign(np.nan_to_num(found)).astype(np.int8)
    for place in np.flatnonzero(np.broadcast_to(doubtful, (count,))).tolist():
        exact = difference.evaluate({n: Fraction(float(v[place])) for n, v in own.items()})
        signs[place] = (exact > 0) - (exact < 0)
    return signs
