"""A rational point of a region, or a proof that there is none.

First points are looked for: the one that is asked for, drawn ones, and the ends of climbs that make
the least of all conditions as large as it can be; what is found is rounded to short fractions,
pulled to the wanted point coordinate by coordinate, and checked exactly. Then proofs: a certificate
that the conditions contradict each other, and boxes in each of which some condition fails. What
neither settles may be given to another prover.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, Final, Literal, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import exact_number
from brinkgame.arithmetic.reading import simplest_between
from brinkgame.control import FREE, Control
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.certificates import contradiction
from brinkgame.parametric.regions.domain import Domain, Fact, domain_of
from brinkgame.parametric.regions.formula import formula_of
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.ranges import Ranges
from brinkgame.parametric.regions.reducing import reduced
from brinkgame.parametric.regions.searching import Search

__all__ = ["Prover", "Witness", "witness"]

Status: TypeAlias = Literal["inhabited", "thin", "empty", "undecided"]

_Array: TypeAlias = npt.NDArray[np.float64]

_DRAWN: Final = 2048
_MOST_CASES: Final = 64
_MOST_BOXES: Final = 60_000
_BATCH: Final = 4096
_DEEPEST: Final = 2.0**-40


@final
@dataclass(frozen=True, slots=True)
class Witness:
    """Whether a region has a point, and one that it has.

    Attributes
    ----------
    status
        ``"inhabited"``: the point satisfies every condition and constraint strictly, and so do all
        around it; ``"thin"``: it satisfies them, some with equality only; ``"empty"``: no point of
        the constrained box does; ``"undecided"``: none was found, and no proof that there is none.
    point
        A value for every parameter of the space; None where there is none.
    proof
        In words, how the status is known.
    """

    status: Status
    point: Point | None
    proof: str

    def __bool__(self) -> bool:
        """Whether there is a point."""
        return self.point is not None

    def __str__(self) -> str:
        if self.point is None:
            return f"{self.status} ({self.proof})"
        return f"{self.status}: {self.point}"


Prover: TypeAlias = Callable[[Sequence[Condition], ParameterSpace, Control], Witness]
"""What may decide what is left: reduced conditions, the space, a time limit."""


def witness(
    what: object,
    space: ParameterSpace,
    *,
    control: Control = FREE,
    near: Mapping[str, object] | None = None,
    borders: bool = True,
    prover: Prover | None = None,
) -> Witness:
    """Find a point of the constrained box at which conditions hold, or prove that there is none.

    Parameters
    ----------
    what
        A `Formula`, or what `formula_of` reads.
    space
        The box and its constraints.
    control
        A time limit.
    near
        Where the point is wanted: as many coordinates as possible are as here, the others near.
        None for the baseline. Names that are left out are at their baseline.
    borders
        Whether a point that satisfies a condition with equality only is of interest. Without it
        nobody looks for one, which is faster, and ``"empty"`` says that no point satisfies every
        condition strictly.
    prover
        Asked about what is left undecided, such as an SMT solver. A point of its is checked again.

    Returns
    -------
    Witness
        See there. A region given by several cases is inhabited if one of them is.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.parametric.regions import witness
    >>> x, y = bg.Parameter("x", "1/2", low=0, high=1), bg.Parameter("y", "1/2", low=0, high=1)
    >>> space = bg.ParameterSpace([x, y])
    >>> print(witness([x * y > 1 - x], space))
    inhabited: x = 3/4, y = 1/2
    """
    domain = domain_of(space)
    formula = formula_of(what)
    domain.require(formula.names)
    wanted = _wanted(domain, near)
    if domain.allows(wanted) and formula.holds(wanted):
        strict = _strictly(formula.disjuncts(), domain, wanted)
        if strict:
            return Witness("inhabited", Point(wanted), "it holds at the point that was asked for")
    best: Witness | None = None
    undecided: list[str] = []
    proofs: list[str] = []
    for case in formula.disjuncts():
        found = _Case(case, domain, wanted, control, prover, borders).decided()
        if found.status == "inhabited":
            if near is None:
                return found
            if best is None or best.status == "thin" or _nearer(found, best, wanted, domain):
                best = found
        elif found.status == "thin":
            best = best or found
        elif found.status == "undecided":
            undecided.append(found.proof)
        else:
            proofs.append(found.proof)
    if best is not None and (best.status == "inhabited" or not undecided):
        return best
    if best is not None:
        return replace(best, proof="a point; whether there are points around one is undecided")
    if undecided:
        return Witness("undecided", None, undecided[0])
    return Witness("empty", None, "; ".join(dict.fromkeys(proofs)) or "it is false")


def _wanted(domain: Domain, near: Mapping[str, object] | None) -> dict[str, Fraction]:
    """A value for every parameter, in its range."""
    point = dict(domain.space.baseline)
    for name, value in (near or {}).items():
        domain.require([name])
        point[name] = exact_number(value)
    for name, (low, high) in domain.sides.items():
        if low is not None:
            point[name] = max(point[name], low)
        if high is not None:
            point[name] = min(point[name], high)
        if domain.space[name].whole:
            point[name] = Fraction(round(point[name]))
    return point


def _strictly(
    cases: Iterable[Sequence[Condition]], domain: Domain, point: Mapping[str, Fraction]
) -> bool:
    if any(fact.polynomial.at(point) <= 0 for fact in domain.facts):
        return False
    for case in cases:
        try:
            if all(
                c.relation != "=="
                and c.holds(point)
                and (c.relation == "!=" or c.difference.evaluate(point) > 0)
                for c in case
            ):
                return True
        except ExpressionError:
            continue
    return False


def _nearer(a: Witness, b: Witness, wanted: Mapping[str, Fraction], domain: Domain) -> bool:
    return _distance(a, wanted, domain) < _distance(b, wanted, domain)


def _distance(found: Witness, wanted: Mapping[str, Fraction], domain: Domain) -> float:
    assert found.point is not None  # noqa: S101
    return math.hypot(
        *(
            float((found.point[name] - wanted[name]) / (domain.images[name][1] or 1))
            for name in wanted
            if name in domain.images
        )
    )


@final
class _Case:
    """A conjunction of conditions."""

    def __init__(
        self,
        conditions: Sequence[Condition],
        domain: Domain,
        wanted: dict[str, Fraction],
        control: Control,
        prover: Prover | None,
        borders: bool,
    ) -> None:
        self.conditions = tuple(conditions)
        self.domain = domain
        self.wanted = wanted
        self.control = control
        self.prover = prover
        self.borders = borders

    def decided(self) -> Witness:
        """Look for a point, then for a proof."""
        short = reduced(self.conditions, self.domain.space, borders=self.borders)
        if short is not None and not self.borders:
            if any(c.relation == "==" for c in short):
                short = None
            else:
                short = tuple(replace(c, relation=">") for c in short if c.relation != "!=")
        if short is None:
            return Witness("empty", None, "a condition never holds, or is another's opposite")
        if not short:
            return self._anywhere()
        names = self.domain.linked({n for c in short for n in c.difference.names})
        names = tuple(name for name in names if name not in self.domain.fixed)
        self.domain.require_box(names)
        whole = [name for name in names if self.domain.space[name].whole]
        thin: Witness | None = None
        open_ = ""
        proof = ""
        for values in self._whole_values(whole):
            found = _Search(self, short, names, values).run()
            if found.status == "inhabited":
                return found
            if found.status == "thin":
                thin = thin or found
            elif found.status == "undecided":
                open_ = open_ or found.proof
            else:
                proof = found.proof
            if self.control.expired() and not thin:
                return Witness("undecided", None, "the time was up")
        if thin is not None:
            return thin
        if open_:
            return self._asked(short, open_)
        return Witness("empty", None, proof)

    def _anywhere(self) -> Witness:
        """Conditions that hold all over the constrained box."""
        for point in (self.wanted, dict(self.domain.space.baseline)):
            if self.domain.allows(point) and all(c.holds(point) for c in self.conditions):
                return Witness("inhabited", Point(point), "it holds all over the constrained box")
        return Witness("undecided", None, "it holds wherever it is defined")

    def _whole_values(self, whole: Sequence[str]) -> list[dict[str, Fraction]]:
        """Every combination of whole values, those nearest to the wanted ones first."""
        ranges = []
        for name in whole:
            low, high = self.domain.images[name][0], sum(self.domain.images[name])
            values = [Fraction(v) for v in range(int(low), int(high) + 1)]
            ranges.append(sorted(values, key=lambda v: abs(v - self.wanted[name])))
        if math.prod(len(r) for r in ranges) > _MOST_CASES:
            ranges = [r[:2] for r in ranges]
        return [dict(zip(whole, values, strict=True)) for values in product(*ranges)]

    def _asked(self, short: Sequence[Condition], why: str) -> Witness:
        if self.prover is None:
            return Witness("undecided", None, why)
        found = self.prover(short, self.domain.space, self.control)
        if found.point is not None and not (
            self.domain.allows(found.point) and all(c.holds(found.point) for c in self.conditions)
        ):
            return Witness("undecided", None, why)
        return found


@final
class _Search:
    """A conjunction of reduced conditions, with whole parameters at given values."""

    def __init__(
        self,
        case: _Case,
        short: Sequence[Condition],
        names: Sequence[str],
        values: Mapping[str, Fraction],
    ) -> None:
        self.case = case
        self.domain = case.domain
        self.control = case.control
        self.values = {**values}
        self.names = tuple(name for name in names if name not in values)
        self.wanted = {**case.wanted, **values}
        known = {**self.domain.fixed, **values}
        self.short = tuple(
            replace(c, difference=_put(c.difference, known)) if known else c for c in short
        )
        self.apart = [c for c in self.short if c.relation == "!="]
        self.level = [c for c in self.short if c.relation == "=="]
        self.facts = [
            Fact(self.domain.unit(Polynomial.of(c.difference)).primitive(), c.relation == ">")
            for c in self.short
            if c.relation in (">=", ">")
        ]
        self.room = [
            Fact(self.domain.unit(fact.polynomial.put(values)).primitive(), fact.strict)
            for fact in self.domain.facts
            if not set(fact.polynomial.names).isdisjoint(names)
        ]
        if not case.borders:
            self.room = [Fact(fact.polynomial, True) for fact in self.room]

    def run(self) -> Witness:
        for fact in (*self.facts, *self.room):
            value = fact.polynomial.terms.get((), Fraction(0))
            if fact.polynomial.is_constant and (value < 0 or (value == 0 and fact.strict)):
                return Witness("empty", None, "a condition never holds")
        self.facts = [f for f in self.facts if not f.polynomial.is_constant]
        self.room = [f for f in self.room if not f.polynomial.is_constant]
        for c in self.level:
            if c.difference.is_constant and c.difference.constant():
                return Witness("empty", None, "an equation never holds")
        self.level = [c for c in self.level if not c.difference.is_constant]
        if not self.level:
            found = self._inside()
            if found is not None:
                return found
        proof = self._contradiction()
        if proof is not None:
            return proof
        if not self.level:
            found = self._climbed()
            if found is not None:
                return found
        else:
            found = self._on_equations()
            if found is not None:
                return found
        found = self._by_boxes()
        if found is not None:
            return found
        found = self._on_borders()
        if found is not None:
            return found
        return Witness("undecided", None, "no point was found, and no proof that there is none")

    # --- points -------------------------------------------------------------------------------

    def _search(self) -> Search:
        return Search([f.polynomial for f in (*self.facts, *self.room)], self.names)

    def _inside(self) -> Witness | None:
        """Among the wanted point and drawn ones."""
        search = self._search()
        random = np.random.default_rng(0)
        points = np.concatenate([self._drawn(), random.random((len(self.names), _DRAWN))], axis=1)
        good = np.flatnonzero(search.slack(points) > 1e-12)
        if not good.size:
            return None
        wanted = self._in_units(self.wanted)[:, np.newaxis]
        away = np.abs(points[:, good] - wanted).sum(axis=0)
        for place in good[np.argsort(away)[:3]]:
            found = self._polished(search, points[:, place])
            if found is not None:
                return found
        return None

    def _drawn(self) -> _Array:
        samples = self.domain.samples
        rows = []
        for name in self.names:
            a, b = self.domain.images[name]
            rows.append((samples[name] - float(a)) / float(b))
        return np.clip(np.array(rows).reshape(len(self.names), -1), 0.0, 1.0)

    def _climbed(self) -> Witness | None:
        search = self._search()
        random = np.random.default_rng(1)
        points = np.concatenate([self._drawn(), random.random((len(self.names), _DRAWN))], axis=1)
        found = search.climbed(points, self.control)
        return None if found is None else self._polished(search, found)

    def _in_units(self, point: Mapping[str, Fraction]) -> _Array:
        return np.array(
            [
                float((point[n] - self.domain.images[n][0]) / self.domain.images[n][1])
                for n in self.names
            ]
        )

    def _polished(self, search: Search, point: _Array) -> Witness | None:
        """A float point pulled to the wanted one, in short fractions, and checked."""
        wanted = self._in_units(self.wanted)
        steps = np.linspace(0.0, 1.0, 65)
        way = wanted[:, np.newaxis] + (point - wanted)[:, np.newaxis] * steps
        good = np.flatnonzero(search.slack(way) > 1e-12)
        starts = [way[:, good[0]], way[:, good[min(1, good.size - 1)]]] if good.size else []
        for start in (*starts, point):
            exact = {
                name: Fraction(float(u)) * self.domain.images[name][1] + self.domain.images[name][0]
                for name, u in zip(self.names, start, strict=True)
            }
            short = self._shortened(exact)
            if short is not None:
                return short
        return None

    def _shortened(self, point: dict[str, Fraction]) -> Witness | None:
        polynomials = self._in_parameters
        if any(p.at(point) <= 0 for p in polynomials):
            return None
        for _ in range(2):
            for name in self.names:
                self._shorten(point, name, polynomials)
        return self._checked(point)

    @property
    def _in_parameters(self) -> list[Polynomial]:
        found = [Polynomial.of(c.difference) for c in self.short if c.relation in (">=", ">")]
        found += [
            fact.polynomial.put(self.values)
            for fact in self.domain.facts
            if not set(fact.polynomial.names).isdisjoint(self.names)
        ]
        return [p for p in found if not p.is_constant]

    def _shorten(
        self, point: dict[str, Fraction], name: str, polynomials: Sequence[Polynomial]
    ) -> None:
        """Give one coordinate the wanted value, or the shortest fraction of where all is well."""
        low, high = self.domain.images[name][0], sum(self.domain.images[name])
        rest = {other: value for other, value in point.items() if other != name}
        lines = [
            [part.terms.get((), Fraction(0)) for part in p.put(rest).along(name)]
            for p in polynomials
            if name in p.names
        ]
        here = point[name]
        bottom, top = Fraction(low), Fraction(high)
        for line in lines:
            for root in _roots(line):
                if root < here:
                    bottom = max(bottom, root)
                elif root > here:
                    top = min(top, root)
        room = (top - bottom) / 8
        tried = []
        if bottom <= self.wanted[name] <= top:
            tried.append(self.wanted[name])
        tried.append(simplest_in(bottom + room, top - room))
        for value in tried:
            if all(_value(line, value) > 0 for line in lines):
                point[name] = value
                return

    def _checked(self, point: Mapping[str, Fraction]) -> Witness | None:
        """The point with a value for every parameter, if it satisfies everything exactly."""
        for base in (self.wanted, dict(self.domain.space.baseline)):
            full = {**base, **self.values, **point}
            if self.domain.allows(full):
                break
        else:
            return None
        try:
            if not all(c.holds(full) for c in self.case.conditions):
                return None
        except ExpressionError:
            return None
        if not self.level and _strictly([self.case.conditions], self.domain, full):
            return Witness("inhabited", Point(full), "checked exactly")
        return Witness("thin", Point(full), "checked exactly; it lies on a border")

    # --- proofs -------------------------------------------------------------------------------

    def _all_facts(self) -> list[Fact]:
        found = [*self.facts, *self.room]
        for condition in self.level:
            unit = self.domain.unit(Polynomial.of(condition.difference)).primitive()
            found += [Fact(unit, False), Fact(-unit, False)]
        return found

    def _contradiction(self) -> Witness | None:
        facts = self._all_facts()
        if not facts:
            return None
        own = max(fact.polynomial.degree for fact in facts)
        for degree in (own, own + 1):
            if degree > 4 and degree > own:
                break
            found = contradiction(facts, self.domain, degree=degree, control=self.control)
            if found is not None:
                used = len({k for factors in found.products for k in factors if k < len(facts)})
                return Witness(
                    "empty",
                    None,
                    f"a sum of products of {used} conditions and constraints, with positive "
                    "weights, is zero and would be positive",
                )
        return None

    def _by_boxes(self) -> Witness | None:
        """Boxes in each of which some condition fails; a point if one turns up."""
        facts = self._all_facts()
        if not facts or len(self.names) > 8:
            return None
        ranges = Ranges([_unit_scaled(f.polynomial) for f in facts], self.names)
        search = self._search()
        low, high = np.zeros((len(self.names), 1)), np.ones((len(self.names), 1))
        seen = 0
        while low.shape[1]:
            if seen > _MOST_BOXES or self.control.expired():
                return None
            taken = slice(max(0, low.shape[1] - _BATCH), None)
            some_low, some_high = low[:, taken], high[:, taken]
            low, high = low[:, : taken.start], high[:, : taken.start]
            seen += some_low.shape[1]
            self.control.tell("boxes", seen)
            _, top, slopes = ranges.with_slopes(some_low, some_high)
            live = (top >= 0).all(axis=0)
            some_low, some_high, slopes = some_low[:, live], some_high[:, live], slopes[:, :, live]
            if not some_low.shape[1]:
                continue
            if not self.level:
                middle = (some_low + some_high) / 2
                good = np.flatnonzero(search.slack(middle) > 1e-13)
                for place in good[:1]:
                    found = self._polished(search, middle[:, place])
                    if found is not None:
                        return found
            if float((some_high - some_low).max(axis=0).min()) < _DEEPEST:
                return None
            cut = np.argmax(slopes.max(axis=0) + 1e-6 * (some_high - some_low), axis=0)
            boxes = np.arange(some_low.shape[1])
            middle_cut = (some_low[cut, boxes] + some_high[cut, boxes]) / 2
            first_high, second_low = some_high.copy(), some_low.copy()
            first_high[cut, boxes] = middle_cut
            second_low[cut, boxes] = middle_cut
            low = np.concatenate([low, some_low, second_low], axis=1)
            high = np.concatenate([high, first_high, some_high], axis=1)
        return Witness("empty", None, f"in each of {seen} boxes some condition fails")

    # --- borders ------------------------------------------------------------------------------

    def _on_equations(self) -> Witness | None:
        """Solve an equation for a parameter, and look among the others."""
        equation = self.level[0]
        _, factors = equation.difference.factors()
        for factor, _ in factors:
            degrees = Polynomial.of(factor).degrees()
            for name, degree in sorted(degrees.items(), key=lambda item: item[1]):
                if degree != 1 or name not in self.names:
                    continue
                found = self._solved_for(factor, name)
                if found is not None:
                    return found
        return None

    def _solved_for(self, factor: Expression, name: str) -> Witness | None:
        space = self.domain.space
        root = factor.solve(name)
        low, high = self.domain.images[name][0], sum(self.domain.images[name])
        blank = Condition("", "", "", "", root, words="a parameter is in its range")
        conditions = [
            replace(c, difference=_put(c.difference, {name: root})) for c in (*self.short,)
        ]
        conditions += [
            replace(blank, difference=root - low),
            replace(blank, difference=high - root),
        ]
        kept = []
        for constraint in space.constraints:
            if name in constraint.names:
                room = (constraint.right - constraint.left).substitute({name: root})
                relation = ">" if constraint.relation == "<" else ">="
                conditions.append(replace(blank, difference=room, relation=relation))
            else:
                kept.append(constraint)
        rest = ParameterSpace([p for n, p in space.items() if n != name], kept)
        try:
            near = {n: v for n, v in self.wanted.items() if n != name}
            found = witness(conditions, rest, control=self.control, near=near)
        except ExpressionError:
            return None
        if found.point is None:
            return None
        try:
            value = root.evaluate(found.point)
        except ExpressionError:
            return None
        return self._checked({**{n: found.point[n] for n in self.names if n != name}, name: value})

    def _on_borders(self) -> Witness | None:
        """A point that satisfies a condition with equality."""
        if self.level or not self.case.borders:
            return None
        for condition in self.short:
            if condition.relation != ">=":
                continue
            level = replace(condition, relation="==")
            others = [level if c is condition else c for c in self.short]
            if len(self.names) > 8:
                return None
            inner = _Search(self.case, others, self.names, self.values)
            if inner._contradiction() is not None:
                continue
            found = inner._on_equations()
            if found is not None:
                return replace(found, proof="checked exactly; it lies on a border")
        return None


def _put(difference: Expression, values: Mapping[str, Any]) -> Expression:
    put = {name: value for name, value in values.items() if name in difference.symbols}
    return difference.substitute(put) if put else difference


def _unit_scaled(polynomial: Polynomial) -> Polynomial:
    most = max(abs(c) for c in polynomial.terms.values())
    return polynomial.times(1 / most)


def _roots(line: Sequence[Fraction]) -> list[Fraction]:
    """The real roots, near enough: of degree one exactly."""
    while line and not line[-1]:
        line = line[:-1]
    if len(line) < 2:
        return []
    if len(line) == 2:
        return [-line[0] / line[1]]
    most = max(abs(c) for c in line)
    roots = np.roots([float(c / most) for c in reversed(line)])
    return [
        Fraction(float(root.real)) for root in roots if abs(root.imag) <= 1e-7 * (1 + abs(root))
    ]


def _value(line: Sequence[Fraction], x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(line):
        total = total * x + c
    return total


def simplest_in(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in a closed interval."""
    if low > high:
        low, high = high, low
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_in(-high, -low)
    common = math.lcm(low.denominator, high.denominator)
    if low == high:
        return low
    return simplest_between(int(low * common), int(high * common), common, True)
