"""One conjunction of conditions: a point of it, or a proof that there is none.

First points are looked for: the wanted one, drawn ones, and the ends of climbs that make the least
of all conditions as large as it can be; what is found is rounded to short fractions, pulled to the
wanted point coordinate by coordinate, and checked exactly. Then proofs (`refuting`), and boxes in
each of which some condition fails. Where nothing is left but borders, the proof says which
conditions hold with equality at most: these equations are solved for a parameter, one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, Final, Literal, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.control import Control
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression
from brinkgame.expressions.expression import constant_expression
from brinkgame.parameters import ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.regions.domain import Domain, Fact, domain_of, has_whole
from brinkgame.parametric.regions.formula import condition_of
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.ranges import Ranges
from brinkgame.parametric.regions.reducing import reduced
from brinkgame.parametric.regions.refuting import Refutation, refuted, refuted_by_pairs
from brinkgame.parametric.regions.rounding import shortened
from brinkgame.parametric.regions.searching import Search
from brinkgame.parametric.regions.signs import polynomial_sign
from brinkgame.parametric.regions.strictness import is_strict_at, put

__all__ = ["Conjunction", "Finding"]

Status: TypeAlias = Literal["inhabited", "thin", "empty", "undecided"]

_Array: TypeAlias = npt.NDArray[np.float64]

_DRAWN: Final = (0, 2048)
_MOST_CASES: Final = 64
_MOST_BOXES: Final = 60_000
_MOST_PARTS: Final = 40
_MOST_AXES: Final = 8
_BATCH: Final = 4096
_DEEPEST: Final = 2.0**-40
_MOST_SOLVED: Final = 2
_DEPTH: Final = 8
"""Equations solved one within the other."""
_CLEAR: Final = 1e-12
_NUDGES: Final = (0.0, 1e-9, 1e-4)


@final
@dataclass(frozen=True, slots=True)
class Finding:
    """A status, a point if there is one, and how it is known."""

    status: Status
    point: Mapping[str, Fraction] | None
    proof: str


_OPEN: Final = Finding("undecided", None, "no point was found, and no proof that there is none")


@final
@dataclass(frozen=True, slots=True)
class Conjunction:
    """Conditions all of which must hold.

    Attributes
    ----------
    conditions
        The conditions, as they were given.
    domain
        The constrained box.
    wanted
        Where the point is wanted: a value for every parameter, in its range.
    borders
        Whether points that satisfy a condition with equality only are of interest.
    """

    conditions: tuple[Condition, ...]
    domain: Domain
    wanted: Mapping[str, Fraction]
    control: Control
    borders: bool
    depth: int = 0

    def short(self) -> tuple[Condition, ...] | None:
        """The conditions that are left to be looked at; None if one of them never holds."""
        found = reduced(self.conditions, self.domain.space)
        return found if found is None or self.borders else self.inner(found)

    def inner(self, full: Sequence[Condition]) -> tuple[Condition, ...] | None:
        """The strict conditions that hold inside of the box where reduced ones do."""
        found = reduced(full, self.domain.space, borders=False)
        if found is None:
            return None
        sharp = tuple(c if has_whole(c.difference) else _sharpened(c) for c in found)
        return None if any(c is None for c in sharp) else tuple(c for c in sharp if c)

    def decided(self) -> Finding:
        """Look for a point, then for a proof."""
        full = reduced(self.conditions, self.domain.space)
        short = full if full is None or self.borders else self.inner(full)
        if full is None or short is None:
            return Finding("empty", None, "a condition never holds, or is another's opposite")
        if not full:
            return self._anywhere()
        names = self.domain.linked({n for c in full for n in c.difference.names})
        names = tuple(name for name in names if name not in self.domain.fixed)
        self.domain.require_box(names)
        whole = [name for name in names if self.domain.space[name].whole]
        cases, complete = self._whole_values(whole)
        best: Finding | None = None
        for values in cases:
            found = _Part(self, full, short, names, values).decided()
            if found.status == "inhabited":
                return found
            best = found if best is None or _rank(found) > _rank(best) else best
            if self.control.expired():
                break
        assert best is not None  # noqa: S101
        if best.status == "empty" and not (complete and not self.control.expired()):
            return _OPEN
        return best

    def _anywhere(self) -> Finding:
        """Conditions that hold all over the constrained box."""
        for point in (self.wanted, self.domain.space.baseline):
            if self.domain.allows(point) and _all_hold(self.conditions, point):
                return Finding("inhabited", point, "it holds all over the constrained box")
        return Finding("undecided", None, "it holds wherever it is defined")

    def _whole_values(self, whole: Sequence[str]) -> tuple[list[dict[str, Fraction]], bool]:
        """Combinations of whole values, those nearest to the wanted ones first; and if all."""
        ranges = []
        for name in whole:
            low, high = self.domain.images[name][0], sum(self.domain.images[name])
            wanted = self.wanted[name]
            values = [Fraction(v) for v in range(int(low), int(high) + 1)]
            ranges.append([v for _, v in sorted((abs(v - wanted), v) for v in values)])
        complete = math.prod(len(r) for r in ranges) <= _MOST_CASES
        if not complete:
            most = max(1, int(_MOST_CASES ** (1 / len(ranges))))
            ranges = [r[:most] for r in ranges]
        return [dict(zip(whole, values, strict=True)) for values in product(*ranges)], complete


def _rank(found: Finding) -> int:
    return {"empty": 0, "undecided": 1, "thin": 2, "inhabited": 3}[found.status]


def _all_hold(conditions: Sequence[Condition], point: Mapping[str, Fraction]) -> bool:
    try:
        return all(c.holds(point) for c in conditions)
    except ExpressionError:
        return False


_NEVER: Final = Condition("", "", "", "", constant_expression(1), "==")


def _sharpened(condition: Condition) -> Condition | None:
    """What a condition asks inside of the box; None if it holds on borders only."""
    if condition.difference.is_constant or condition.relation == "!=":
        return condition
    return None if condition.relation == "==" else replace(condition, relation=">")


@final
class _Part:
    """Reduced conditions, with some parameters at given values."""

    def __init__(
        self,
        whole: Conjunction,
        full: Sequence[Condition],
        short: Sequence[Condition],
        names: Sequence[str],
        values: Mapping[str, Fraction],
        extra: Sequence[Condition] = (),
    ) -> None:
        self.whole = whole
        self.domain = whole.domain
        self.control = whole.control
        self.values = dict(values)
        self.all_names = tuple(names)
        self.names = tuple(name for name in names if name not in values)
        self.wanted = {**whole.wanted, **values}
        self.full = tuple(full)
        self.given = tuple(short)
        self.extra = tuple(extra)
        known = {**self.domain.fixed, **values}
        self.short = [
            replace(c, difference=put(c.difference, known)) if known else c
            for c in (*short, *extra)
        ]
        if not whole.borders:
            sharp = [_sharpened(c) for c in self.short]
            self.short = [c or _NEVER for c in sharp]
        self.level = [c for c in self.short if c.relation == "=="]
        self.drawn = [c for c in self.short if c.relation in (">=", ">")]
        self.facts: list[Fact] = []
        self.sources: list[Condition] = []
        """The condition or constraint that each fact is."""
        self.count = 0
        """How many of the facts are conditions; the rest are constraints."""
        self.never = any(c.difference.is_constant and not c.holds({}) for c in self.short)
        if not self.never:
            self._read_facts()

    def _read_facts(self) -> None:
        for c in self.drawn:
            polynomial = self.domain.unit(Polynomial.of(c.difference)).primitive()
            if not polynomial.is_constant:
                self.facts.append(Fact(polynomial, c.relation == ">"))
                self.sources.append(c)
        self.level = [c for c in self.level if not c.difference.is_constant]
        self.count = len(self.facts)
        for constraint in self.domain.space.constraints:
            if set(constraint.names).isdisjoint(self.all_names):
                continue
            c = condition_of(constraint)
            known = {**self.domain.fixed, **self.values}
            c = replace(c, difference=put(c.difference, known))
            try:
                room = _multiplied_out(c.difference)
            except ExpressionError:
                continue
            polynomial = self.domain.unit(room).primitive()
            strict = c.relation == ">"
            if polynomial.is_constant:
                value = polynomial.terms.get((), Fraction(0))
                self.never |= value < 0 or (value == 0 and strict)
                continue
            self.facts.append(Fact(polynomial, strict or not self.whole.borders))
            self.sources.append(c)

    # --- the order of things ------------------------------------------------------------------

    def decided(self) -> Finding:
        if self.never:
            return Finding("empty", None, "a condition never holds")
        if not self.names:
            return self._checked({}) or _OPEN
        none_inside: Refutation | None = None
        if not self.level:
            found = self._inside()
            if found is not None:
                return found
            none_inside = refuted(
                self.facts, self.count, self.domain, interior=True, control=self.control
            )
            if none_inside is None:
                found = self._climbed() or self._by_boxes()
                if found is not None:
                    return found
                found = self._by_parts()
                if found is not None and found.status != "empty":
                    return found
                none_inside = None if found is None else Refutation(found.proof)
            if not self.whole.borders:
                return _OPEN if none_inside is None else Finding("empty", None, none_inside.words)
        return self._decided_on_borders(none_inside)

    def _decided_on_borders(self, none_inside: Refutation | None) -> Finding:
        """What is left where no point satisfies all strictly: equations, then costlier proofs."""
        facts, count = self._with_equations()
        refutation = refuted_by_pairs(facts, count, self.domain)
        if refutation is not None:
            return Finding("empty", None, refutation.words)
        if self.level:
            found = self._on_equations()
        elif none_inside is not None and (none_inside.pair or none_inside.certificate):
            found = self._forced(none_inside)
        else:
            found = self._on_some_border()
        if found is not None:
            return found
        refutation = refuted(facts, count, self.domain, control=self.control)
        if refutation is not None:
            return Finding("empty", None, refutation.words)
        return (self._by_boxes() if self.level or none_inside else None) or _OPEN

    def _with_equations(self) -> tuple[list[Fact], int]:
        facts = []
        for condition in self.level:
            unit = self.domain.unit(Polynomial.of(condition.difference)).primitive()
            facts += [Fact(unit, False), Fact(-unit, False)]
        return [*facts, *self.facts], len(facts) + self.count

    # --- points -------------------------------------------------------------------------------

    def _search(self) -> Search:
        return Search([fact.polynomial for fact in self.facts], self.names)

    def _inside(self) -> Finding | None:
        """Among the wanted point and drawn ones."""
        search = self._search()
        wanted = self._in_units(self.wanted)[:, np.newaxis]
        for more in _DRAWN:
            points = np.concatenate([wanted, self._points(more)], axis=1)
            good = np.flatnonzero(search.slack(points) > _CLEAR)
            away = np.abs(points[:, good] - wanted).sum(axis=0)
            for place in good[np.argsort(away)[:3]]:
                found = self._polished(search, points[:, place])
                if found is not None:
                    return found
        return None

    def _points(self, more: int) -> _Array:
        """Points of the constrained box, and `more` of the box."""
        samples = self.domain.samples
        rows = []
        for name in self.names:
            a, b = self.domain.images[name]
            rows.append((samples[name] - float(a)) / float(b))
        drawn = np.clip(np.array(rows), 0.0, 1.0)
        if not more:
            return drawn
        random = np.random.default_rng(0).random((len(self.names), more))
        return np.concatenate([drawn, random], axis=1)

    def _climbed(self) -> Finding | None:
        search = self._search()
        found = search.climbed(self._points(_DRAWN[-1]), self.control)
        return None if found is None else self._polished(search, found)

    def _in_units(self, point: Mapping[str, Fraction]) -> _Array:
        return np.array(
            [
                float((point[n] - self.domain.images[n][0]) / self.domain.images[n][1])
                for n in self.names
            ]
        )

    def _polished(self, search: Search, point: _Array) -> Finding | None:
        """A float point pulled to the wanted one, in short fractions, and checked."""
        wanted = self._in_units(self.wanted)
        steps = np.linspace(0.0, 1.0, 65)
        way = wanted[:, np.newaxis] + (point - wanted)[:, np.newaxis] * steps
        good = np.flatnonzero(search.slack(way) > _CLEAR)
        starts = [way[:, good[0]], way[:, good[min(1, good.size - 1)]]] if good.size else []
        for start, off in product((*starts, point), _NUDGES):
            # A little off the sides of the box, where conditions may be equations.
            exact = {
                name: Fraction(float(u + off * (0.5 - u))) * self.domain.images[name][1]
                + self.domain.images[name][0]
                for name, u in zip(self.names, start, strict=True)
            }
            found = self._shortened(exact)
            if found is not None:
                return found
        return None

    def _shortened(self, point: dict[str, Fraction]) -> Finding | None:
        polynomials = [
            polynomial
            for c in (*self.sources, *self._strict_conditions())
            if not (polynomial := _multiplied_out(c.difference)).is_constant
        ]
        apart = [Polynomial.of(c.difference) for c in self.short if c.relation == "!="]
        if any(p.at(point) <= 0 for p in polynomials):
            return None
        return self._checked(
            shortened(point, self.names, self.wanted, self.domain, polynomials, apart)
        )

    def _strict_conditions(self) -> list[Condition]:
        """All conditions that are to hold strictly: in `short` factors may be left out."""
        if self.whole.borders:
            return []
        known = {**self.domain.fixed, **self.values}
        return [
            replace(c, difference=put(c.difference, known))
            for c in self.full
            if c.relation in (">=", ">")
        ]

    def _checked(self, point: Mapping[str, Fraction]) -> Finding | None:
        """The point with a value for every parameter, if it satisfies everything exactly."""
        for base in (self.wanted, self.domain.space.baseline):
            full = {**base, **self.values, **point}
            if self.domain.allows(full):
                break
        else:
            return None
        if not _all_hold(self.whole.conditions, full):
            return None
        if is_strict_at(self.whole.conditions, self.domain, full):
            return Finding("inhabited", full, "checked exactly")
        if not self.whole.borders:
            return None
        return Finding("thin", full, "checked exactly; it lies on a border")

    # --- proofs by boxes ----------------------------------------------------------------------

    def _by_boxes(self) -> Finding | None:
        """Boxes in each of which some condition fails; a point if one turns up."""
        facts, _ = self._with_equations()
        if len(self.names) > _MOST_AXES:
            return None
        ranges = Ranges([f.polynomial.scaled() for f in facts], self.names)
        search = self._search()
        low, high = np.zeros((len(self.names), 1)), np.ones((len(self.names), 1))
        seen = 0
        while low.shape[1]:
            # Less is spent within an equation, which is one of many to be tried.
            if seen > _MOST_BOXES >> 3 * (self.whole.depth > 0) or self.control.expired():
                return None
            taken = max(0, low.shape[1] - _BATCH)
            some_low, some_high = low[:, taken:], high[:, taken:]
            low, high = low[:, :taken], high[:, :taken]
            seen += some_low.shape[1]
            self.control.tell("boxes", seen)
            _, top, slopes = ranges.with_slopes(some_low, some_high)
            live = (top >= 0).all(axis=0)
            some_low, some_high, slopes = some_low[:, live], some_high[:, live], slopes[:, :, live]
            if not some_low.shape[1]:
                continue
            if not self.level:
                middle = (some_low + some_high) / 2
                for place in np.flatnonzero(search.slack(middle) > _CLEAR)[:1]:
                    found = self._polished(search, middle[:, place])
                    if found is not None:
                        return found
            if float((some_high - some_low).max(axis=0).min()) < _DEEPEST:
                return None
            cut = np.argmax(slopes.max(axis=0) + 1e-6 * (some_high - some_low), axis=0)
            boxes = np.arange(some_low.shape[1])
            at = (some_low[cut, boxes] + some_high[cut, boxes]) / 2
            first_high, second_low = some_high.copy(), some_low.copy()
            first_high[cut, boxes] = at
            second_low[cut, boxes] = at
            low = np.concatenate([low, some_low, second_low], axis=1)
            high = np.concatenate([high, first_high, some_high], axis=1)
        return Finding("empty", None, f"in each of {seen} boxes some condition fails")

    def _by_parts(self) -> Finding | None:
        """Certificates and climbs on halves of the box, and halves of these.

        Empty says that no point satisfies all strictly inside of the box.
        """
        if self.whole.depth:
            return None
        whole = {name: (Fraction(0), Fraction(1)) for name in self.names}
        parts = [whole]
        random = np.random.default_rng(2)
        for seen in range(_MOST_PARTS):
            if not parts:
                return Finding(
                    "empty", None, f"in each of {seen} parts of the box conditions exclude others"
                )
            if self.control.expired():
                return None
            part = parts.pop()
            facts = [Fact(f.polynomial.moved(part).primitive(), f.strict) for f in self.facts]
            if any(f.polynomial.is_constant for f in facts):
                return None
            if seen:
                if refuted(facts, len(facts), self.domain, interior=True, control=self.control):
                    continue
                search = Search([f.polynomial for f in facts], self.names)
                drawn = random.random((len(self.names), 256))
                place = search.climbed(drawn, self.control, starts=1, steps=8)
                if place is not None:
                    start = np.array([float(part[n][0]) for n in self.names])
                    width = np.array([float(part[n][1]) for n in self.names])
                    found = self._polished(self._search(), start + width * place)
                    if found is not None:
                        return found
            name = _most_bent(facts)
            if name is None:
                return None
            first, half = part[name][0], part[name][1] / 2
            parts += [{**part, name: (first, half)}, {**part, name: (first + half, half)}]
        return None

    # --- borders ------------------------------------------------------------------------------

    def _forced(self, refutation: Refutation) -> Finding | None:
        """The equations that hold wherever the conditions do, if strictly they hold nowhere.

        Of a sum that is at least zero and must not be positive every product is zero, and so one of
        its factors. Products with a single factor that may be zero give equations; of the others
        the one with the fewest such factors is taken, and each is tried.
        """
        if refutation.pair is not None:
            i, j, combined = refutation.pair
            level = [replace(self.sources[k], relation="==") for k in (i, j)]
            if combined.terms:
                tie = self.domain.expression(combined)
                level.insert(0, Condition("", "", "", "", tie, "==", words=f"{tie} is zero"))
            return self._among([self._with(*level)])
        certificate = refutation.certificate
        assert certificate is not None  # noqa: S101
        place: dict[Polynomial, int] = {}
        for k, fact in enumerate(self.facts):
            if fact.polynomial not in place or fact.strict:
                place[fact.polynomial] = k
        sure: set[tuple[str, Any]] = set()
        least: set[tuple[str, Any]] | None = None
        for factors in certificate.products:
            options: set[tuple[str, Any]] = set()
            for k in factors:
                polynomial = certificate.facts[k].polynomial
                own = place.get(polynomial)
                if own is None:
                    options.add(("side", polynomial))
                elif not self.facts[own].strict:
                    options.add(("fact", own))
            if not options:
                return Finding("empty", None, "a product that must be zero cannot be")
            if len(options) == 1:
                sure |= options
            elif least is None or len(options) < len(least):
                least = options
        if sure:
            return self._among([self._pinned(sure)])
        return self._among([self._pinned({option}) for option in sorted(least or (), key=str)])

    def _pinned(self, options: Iterable[tuple[str, Any]]) -> _Part | None:
        """The same with more equations."""
        values = dict(self.values)
        extra = list(self.extra)
        for kind, what in options:
            if kind == "fact":
                extra.append(replace(self.sources[what], relation="=="))
                continue
            name = what.names[0]
            a, b = self.domain.images[name]
            value = a + b if () in what.terms else a
            if values.setdefault(name, value) != value:
                return self._deeper(self.values, (_NEVER,))
        return self._deeper(values, extra)

    def _with(self, *conditions: Condition) -> _Part | None:
        return self._deeper(self.values, (*self.extra, *conditions))

    def _deeper(self, values: Mapping[str, Fraction], extra: Sequence[Condition]) -> _Part | None:
        if self.whole.depth >= _DEPTH:
            return None
        deeper = replace(self.whole, depth=self.whole.depth + 1)
        return _Part(deeper, self.full, self.given, self.all_names, values, extra)

    def _among(self, parts: Sequence[_Part | None]) -> Finding | None:
        """The best finding; empty only if all are."""
        proof = ""
        open_ = False
        for part in parts:
            found = _OPEN if part is None else part.decided()
            if found.point is not None:
                return replace(found, status="thin", proof="checked exactly; it lies on a border")
            open_ |= found.status == "undecided"
            proof = proof or found.proof
            if self.control.expired():
                return None
        return None if open_ else Finding("empty", None, proof)

    def _on_some_border(self) -> Finding | None:
        """A point that satisfies some condition with equality, if one is found."""
        for k, fact in enumerate(self.facts):
            if fact.strict or len(self.names) > _MOST_AXES:
                continue
            part = self._with(replace(self.sources[k], relation="=="))
            found = None if part is None else part._on_equations()
            if found is not None and found.point is not None:
                return replace(found, status="thin", proof="checked exactly; it lies on a border")
            if self.control.expired():
                return None
        return None

    def _on_equations(self) -> Finding | None:
        """Solve the shortest equation for a parameter, and look among the others."""
        if not self.level or self.never or self.whole.depth >= _DEPTH:
            return None
        equation = min(self.level, key=lambda c: len(c.difference.numerator.terms()))
        proof = ""
        open_ = False
        for factor, _ in equation.difference.numerator.factors()[1]:
            found = self._on_factor(factor)
            if found is not None and found.point is not None:
                return found
            open_ |= found is None
            proof = proof or ("" if found is None else found.proof)
        return None if open_ else Finding("empty", None, proof or "an equation never holds")

    def _on_factor(self, factor: Expression) -> Finding | None:
        """The finding where a factor is zero; None if it stays open."""
        polynomial = Polynomial.of(factor)
        degrees = polynomial.degrees()
        slopes = {
            name: polynomial_sign(polynomial.along(name)[1], self.domain)
            for name in self.names
            if degrees.get(name) == 1
        }
        # Where the slope is never zero, the solution is all there is.
        ordered = sorted(
            slopes, key=lambda name: (slopes[name] is None, not _is_sure(slopes[name]))
        )
        for name in ordered[:_MOST_SOLVED]:
            found = self._solved_for(factor, name)
            if found is None:
                continue
            if found.point is not None:
                return found
            if found.status == "empty" and _is_sure(slopes[name]):
                return found
        return None

    def _solved_for(self, factor: Expression, name: str) -> Finding | None:
        space = self.domain.space
        root = factor.solve(name)
        a, b = self.domain.images[name]
        try:
            conditions = [
                replace(c, difference=put(c.difference, {name: root})) for c in self.short
            ]
            blank = Condition("", "", "", "", root, words=f"{name} is in its range")
            conditions += [
                replace(blank, difference=root - a),
                replace(blank, difference=a + b - root),
            ]
            tied = [condition_of(c) for c in space.constraints if name in c.names]
            there = {**self.values, name: root}
            conditions += [replace(c, difference=put(c.difference, there)) for c in tied]
        except ExpressionError:
            return None
        kept = [c for c in space.constraints if name not in c.names]
        rest = ParameterSpace([p for n, p in space.items() if n != name], kept)
        near = {n: v for n, v in self.wanted.items() if n != name}
        domain = domain_of(rest)
        pinned = [n for n in self.values if n in rest]
        deeper = Conjunction(
            tuple(conditions), domain, near, self.control, True, self.whole.depth + 1
        )
        found = deeper.decided() if not pinned else _pinned_at(deeper, self.values, pinned)
        if found.point is None:
            return found
        try:
            value = root.evaluate(found.point)
        except ExpressionError:
            return None
        return self._checked({**{n: found.point[n] for n in self.names if n != name}, name: value})


def _is_sure(sign: tuple[int, bool] | None) -> bool:
    return sign is not None and sign[0] != 0 and sign[1]


def _pinned_at(
    conjunction: Conjunction, values: Mapping[str, Fraction], pinned: Sequence[str]
) -> Finding:
    """The same where some parameters have values already."""
    short = conjunction.short()
    if short is None:
        return Finding("empty", None, "a condition never holds, or is another's opposite")
    names = conjunction.domain.linked({*pinned, *(n for c in short for n in c.difference.names)})
    names = tuple(n for n in names if n not in conjunction.domain.fixed)
    if any(conjunction.domain.space[n].whole and n not in pinned for n in names):
        return _OPEN
    pins = {n: values[n] for n in pinned}
    return _Part(conjunction, short, short, names, pins).decided()


def _most_bent(facts: Sequence[Fact]) -> str | None:
    """The parameter with the largest terms of degree two and more."""
    weights: dict[str, float] = {}
    for fact in facts:
        most = max(abs(float(c)) for c in fact.polynomial.terms.values())
        for monomial, c in fact.polynomial.terms.items():
            if sum(e for _, e in monomial) > 1:
                for name, _ in monomial:
                    weights[name] = weights.get(name, 0.0) + abs(float(c)) / most
    return max(weights, key=lambda name: weights[name]) if weights else None


def _multiplied_out(difference: Expression) -> Polynomial:
    """A polynomial of the same sign, wherever there is a value."""
    return Polynomial.of(difference.numerator * difference.denominator)
