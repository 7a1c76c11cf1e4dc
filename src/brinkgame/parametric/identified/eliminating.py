"""Elimination: what is left of conditions if a parameter may have any value of its range.

Whether some value of a parameter y fulfils a conjunction of conditions can often be said without y,
exactly:

* where every condition that has y gains by a larger y (or each by a smaller), the end of the range
  is the best value, and is put in;
* where y is in them to the first degree, each condition is a bound from below or from above, and
  some value fits between them iff every lower bound is at most every upper one (Fourier and
  Motzkin; for coefficients that are formulas: Loos and Weispfenning [1]_, section 3); a coefficient
  that may have either sign splits the case;
* where conditions of higher degree all gain by a larger y and those of the first degree bound it
  from above, the least of these bounds is the best value, and is put in; and the reverse.

What fits none of these is not eliminated, and `Eliminated.stuck` names it. A set that certainly
contains what is sought can be had all the same (`Side`).

Conditions are told apart from the constraints of the space: the former may be freed of all that the
latter imply, the latter must stay until the end. Conditions are exact up to borders of the box: a
factor that is positive inside and zero at an end of a range is dropped.

.. [1] R. Loos and V. Weispfenning, Applying linear quantifier elimination, *The Computer Journal*
   36 (1993) 450-462.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from itertools import product
from types import MappingProxyType
from typing import Final, TypeAlias, final

from brinkgame.control import FREE, Control
from brinkgame.expressions import Expression
from brinkgame.expressions.expression import constant_expression
from brinkgame.parameters import Parameter, ParameterSpace
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.identified.clauses import Clause, Factor, Simplifier, terms
from brinkgame.parametric.identified.observing import range_of
from brinkgame.parametric.regions.formula import condition_of

__all__ = ["Eliminated", "Elimination", "Side"]

End: TypeAlias = "Fraction | Expression"

MOST_CLAUSES: Final = 2000
"""Alternatives in one factor, beyond which elimination gives up."""
MOST_SPLITS: Final = 5
"""Coefficients of unknown sign in one clause, beyond which a parameter stays."""
MOST_TERMS: Final = 60
"""Terms of a condition, beyond which a parameter stays."""
MOST_PRODUCTS: Final = 160
"""Products of terms in what two bounds make, beyond which a parameter stays."""
_WORDS: Final = 160


@final
class Side(Enum):
    """What becomes of a parameter that cannot be eliminated from a clause."""

    EXACT = "exact"
    """It stays."""
    OUTER = "outer"
    """Conditions that stand in the way are dropped: what results contains what is sought."""


@final
@dataclass(frozen=True, slots=True)
class Eliminated:
    """What an elimination leaves.

    Attributes
    ----------
    factors
        All of them hold exactly where some values of the parameters eliminated fulfil all.
    order
        The parameters eliminated, each with the factors that had it, for the way back.
    stuck
        Parameters that should have been eliminated and are still there.
    """

    factors: tuple[Factor, ...]
    order: tuple[tuple[str, tuple[Factor, ...]], ...]
    stuck: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether some factor has no alternative left, so that the set is empty."""
        return any(factor.is_empty for factor in self.factors)


@final
class Elimination:
    """Eliminates parameters of a space from factors.

    Parameters
    ----------
    space
        The parameters, each with a low and a high end, and their constraints.
    control
        A limit of time: when it is up, all that is left to do is stuck.
    ends
        Ends that stand for those of a range, within it; formulas in other parameters, perhaps.
    simplifier
        One for the same space, which may know much already.
    """

    def __init__(
        self,
        space: ParameterSpace,
        control: Control = FREE,
        ends: Mapping[str, tuple[End, End]] = MappingProxyType({}),
        simplifier: Simplifier | None = None,
    ) -> None:
        self.space = space
        self.ends = {name: ends.get(name) or range_of(each) for name, each in space.items()}
        self.control = control
        self.simplifier = simplifier or Simplifier(space)
        self.on_borders = self.simplifier.on_borders
        self.sign = self.simplifier.sign
        self.simplified = self.simplifier.simplified
        self._viable: dict[tuple[Clause, str], bool] = {}
        self.constraints = tuple(
            Factor((Clause((), (condition_of(each),)),)) for each in space.constraints
        )

    def eliminate(
        self,
        factors: Iterable[Factor],
        keep: Iterable[str] = (),
        *,
        side: Side = Side.EXACT,
        last: Iterable[str] = (),
    ) -> Eliminated:
        """Eliminate all parameters but some, the cheapest first, and some of them at last.

        The constraints of the space are put in.
        """
        kept, late = frozenset(keep), frozenset(last)
        work = [self.simplified(factor.clauses) for factor in (*self.constraints, *factors)]
        order: list[tuple[str, tuple[Factor, ...]]] = []
        stuck: set[str] = set()
        while not any(factor.is_empty for factor in work):
            open_ = frozenset().union(*(f.names for f in work)) - kept - stuck
            if not open_:
                break
            if self.control.expired():
                stuck |= open_
                break
            name = min(sorted(open_ - late or open_), key=lambda name: self._cost(work, name))
            bucket = [factor for factor in work if name in factor.names]
            found = self._joined_without(bucket, name, side)
            if found is None:
                stuck.add(name)
                continue
            order.append((name, tuple(bucket)))
            work = [factor for factor in work if name not in factor.names]
            if found.clauses != (Clause(),):
                work.append(found)
            self.control.tell("parameters eliminated", len(order), len(self.space) - len(kept))
        return Eliminated(tuple(work), tuple(order), tuple(n for n in self.space if n in stuck))

    def _cost(self, work: Sequence[Factor], name: str) -> tuple[int, int]:
        """How many alternatives there will be at most, and how many conditions are met."""
        alternatives, conditions = 1, 0
        for factor in work:
            if name in factor.names:
                alternatives *= len(factor.clauses)
                conditions += max(
                    sum(name in each.difference.names for each in (*c.conditions, *c.constraints))
                    for c in factor.clauses
                )
        return alternatives, conditions

    def _joined_without(self, bucket: Sequence[Factor], name: str, side: Side) -> Factor | None:
        """All of some factors, joined, without a parameter; None where it stays."""
        if side is Side.EXACT and not all(
            self._can_do(clause, name) for factor in bucket for clause in factor.clauses
        ):
            return None  # what fails for one clause fails for those that have all of it
        rows: list[Clause] = [Clause()]
        for factor in sorted(bucket, key=lambda factor: len(factor.clauses)):
            if len(rows) * len(factor.clauses) > MOST_CLAUSES * 4:
                return None
            joined = [one & other for one, other in product(rows, factor.clauses)]
            rows = list(self.simplified(joined).clauses)
        found: list[Clause] = []
        for clause in rows:
            if self.control.expired():
                return None
            freed = self.without(clause, name, side)
            if freed is None:
                return None
            found += freed
            if len(found) > MOST_CLAUSES:
                return None
        return self.simplified(found)

    def _can_do(self, clause: Clause, name: str) -> bool:
        """Whether a clause by itself can be freed of a parameter; quickly."""
        if name not in clause.names or self.space[name].whole:
            return True
        key = (clause, name)
        if key not in self._viable:
            self._viable[key] = _Bounds(self, clause, self.space[name]).is_viable()
        return self._viable[key]

    # --- one parameter ------------------------------------------------------------------------

    def without(self, clause: Clause, name: str, side: Side = Side.EXACT) -> list[Clause] | None:
        """The alternatives that say that some value of a parameter fulfils a clause.

        Returns
        -------
        list of Clause or None
            None where it cannot be said exactly, and `side` is exact.
        """
        if name not in clause.names:
            return [clause]
        parameter = self.space[name]
        if parameter.whole:
            return self._each_whole(clause, parameter)
        found = _Bounds(self, clause, parameter).eliminated()
        if found is not None or side is Side.EXACT:
            return found
        easy = [each for each in clause.conditions if _is_easy(self, each, name)]
        rest = Clause(tuple(easy), clause.constraints)
        found = _Bounds(self, rest, parameter).eliminated()
        if found is None:
            rest = Clause(
                tuple(each for each in clause.conditions if name not in each.difference.names),
                clause.constraints,
            )
            found = _Bounds(self, rest, parameter).eliminated()
        if found is None:
            return [
                Clause(
                    tuple(c for c in clause.conditions if name not in c.difference.names),
                    tuple(c for c in clause.constraints if name not in c.difference.names),
                )
            ]
        return found

    def _each_whole(self, clause: Clause, parameter: Parameter) -> list[Clause]:
        low, high = range_of(parameter)
        found = []
        for number in range(math.ceil(low), math.floor(high) + 1):
            bottom, top = (_expression(end) for end in self.ends[parameter.name])
            words = f"{parameter.name} may be {number}"
            inside = tuple(
                Condition("", "", "", "", room, ">=", words)
                for room in (number - bottom, top - number)
                if room != 0
            )
            found.append(put(clause, parameter.name, Fraction(number)) & Clause(inside))
        return found


def _is_easy(elimination: Elimination, condition: Condition, name: str) -> bool:
    slope = _slope(condition, name)
    return not slope or (name not in slope.names and elimination.sign(slope) is not None)


def put(clause: Clause, name: str, value: End) -> Clause:
    """A clause with a value for a parameter."""
    return Clause(
        tuple(_at(each, name, value) for each in clause.conditions),
        tuple(_at(each, name, value) for each in clause.constraints),
    )


def _at(condition: Condition, name: str, value: End) -> Condition:
    if name not in condition.difference.names:
        return condition
    return _with(condition, condition.difference.substitute({name: value}))


def _with(
    condition: Condition, difference: Expression, relation: str = "", words: str = ""
) -> Condition:
    if relation == "" and condition.relation == "==":
        relation = ">="
    return Condition(
        condition.player,
        condition.infoset,
        condition.prefer,
        condition.against,
        difference,
        relation or condition.relation,
        words or condition.words,
    )


def _slope(condition: Condition, name: str) -> Expression:
    return condition.difference.derivative(name)


@final
@dataclass(frozen=True, slots=True)
class _Bound:
    """``slope * y + rest`` is positive or zero, where the slope is not negative (or not positive).

    With `slope` as an absolute value, a lower bound says y >= -rest/slope, and an upper one
    y <= rest/slope.
    """

    slope: Expression
    rest: Expression
    source: Condition
    is_constraint: bool

    @property
    def strict(self) -> bool:
        return self.source.relation == ">"


@final
class _Bounds:
    """One clause, seen as bounds on one parameter."""

    def __init__(self, elimination: Elimination, clause: Clause, parameter: Parameter) -> None:
        self.elimination = elimination
        self.name = parameter.name
        self.low, self.high = elimination.ends[self.name]
        self.parameter = parameter
        self.clause = clause
        self.rest = Clause(
            tuple(c for c in clause.conditions if self.name not in c.difference.names),
            tuple(c for c in clause.constraints if self.name not in c.difference.names),
        )
        self.items = [(c, False) for c in clause.conditions if self.name in c.difference.names]
        self.items += [(c, True) for c in clause.constraints if self.name in c.difference.names]

    def _sorted(self) -> bool:
        """Sort the conditions; False where some condition is of no use."""
        self.lower: list[_Bound] = []
        self.upper: list[_Bound] = []
        self.up: list[tuple[Condition, bool]] = []
        self.down: list[tuple[Condition, bool]] = []
        self.open: list[tuple[Condition, bool, Expression, Expression]] = []
        for condition, is_constraint in self.items:
            if condition.relation not in (">=", ">"):
                return False
            slope = _slope(condition, self.name)
            sign = self.elimination.sign(slope)
            if self.name in slope.names:
                if sign is None or sign == 0:
                    return False
                (self.up if sign > 0 else self.down).append((condition, is_constraint))
                continue
            if self.elimination.on_borders and condition.relation == ">":
                # Where the slope is zero, bounds that are strict would exclude each other.
                sure = self.elimination.sign(slope, weak=False) in (1, -1)
                condition = condition if sure else replace(condition, relation=">=")
            rest = condition.difference.substitute({self.name: 0})
            if sign is None:
                self.open.append((condition, is_constraint, slope, rest))
            elif sign >= 0:
                self.lower.append(_Bound(slope, rest, condition, is_constraint))
            else:
                self.upper.append(_Bound(-slope, rest, condition, is_constraint))
        return len(self.open) <= MOST_SPLITS and not (self.up and self.down)

    def is_viable(self) -> bool:
        """Whether there is a chance that it can be eliminated, by the sizes of what would come."""
        if not self._sorted():
            return False
        return self._short(self.lower, self.upper)

    @staticmethod
    def _short(lower: Sequence[_Bound], upper: Sequence[_Bound]) -> bool:
        """Whether all that bounds from both sides make can be written down."""
        return all(
            terms(one.slope) * terms(other.rest) + terms(one.rest) * terms(other.slope)
            <= MOST_PRODUCTS
            for one, other in product(lower, upper)
        )

    def eliminated(self) -> list[Clause] | None:
        if not self._sorted():
            return None
        lower, upper, up, down, open_ = self.lower, self.upper, self.up, self.down, self.open
        if len(open_) == len(self.items) == 1:  # affine in y: best at one of the ends
            return self._checked([self._with_all(self.rest, end) for end in (self.low, self.high)])
        if open_:
            found: list[Clause] = []
            for signs in product((1, -1), repeat=len(open_)):
                own_lower, own_upper, cases = list(lower), list(upper), []
                for sign, (condition, is_constraint, slope, rest) in zip(signs, open_, strict=True):
                    bound = _Bound(slope * sign, rest, condition, is_constraint)
                    (own_lower if sign > 0 else own_upper).append(bound)
                    words = f"the case that {self.name} counts {'for' if sign > 0 else 'against'} "
                    words += condition.incentive
                    cases.append(_with(condition, slope * sign, ">=", words))
                base = self.rest & Clause(tuple(cases), ())
                part = self._combined(base, own_lower, own_upper, up, down)
                if part is None:
                    return None
                found += part
            return found
        return self._combined(self.rest, lower, upper, up, down)

    def _combined(
        self,
        base: Clause,
        lower: Sequence[_Bound],
        upper: Sequence[_Bound],
        up: Sequence[tuple[Condition, bool]],
        down: Sequence[tuple[Condition, bool]],
    ) -> list[Clause] | None:
        if not (upper or down):
            return self._checked([self._with_all(base, self.high)])
        if not (lower or up):
            return self._checked([self._with_all(base, self.low)])
        if up or down:
            return self._at_the_best(base, lower, upper, bool(up))
        if not self._short(lower, upper):
            return None
        conditions: list[Condition] = []
        constraints: list[Condition] = []
        for bound in lower:
            told = _with(bound.source, bound.slope * self.high + bound.rest)
            (constraints if bound.is_constraint else conditions).append(told)
        for bound in upper:
            told = _with(bound.source, bound.rest - bound.slope * self.low)
            (constraints if bound.is_constraint else conditions).append(told)
        for one, other in product(lower, upper):
            told = _fit(one, other)
            both = one.is_constraint and other.is_constraint
            (constraints if both else conditions).append(told)
        return self._checked([base & Clause(tuple(conditions), tuple(constraints))])

    def _with_all(self, base: Clause, value: End) -> Clause:
        own = tuple(
            _at(c, self.name, value) for c, is_constraint in self.items if not is_constraint
        )
        bound = tuple(_at(c, self.name, value) for c, is_constraint in self.items if is_constraint)
        return base & Clause(own, bound)

    def _at_the_best(
        self,
        base: Clause,
        lower: Sequence[_Bound],
        upper: Sequence[_Bound],
        rises: bool,
    ) -> list[Clause] | None:
        """Put in the least upper bound if curves gain by more, or the greatest lower one."""
        limits, sign, end = (upper, 1, self.high) if rises else (lower, -1, self.low)
        if any(self.elimination.sign(b.slope, weak=False) != 1 for b in limits):
            return None
        values = [sign * bound.rest / bound.slope for bound in limits]
        found = []
        for place, value in enumerate([_expression(end), *values]):
            others = [v for k, v in enumerate([_expression(end), *values]) if k != place]
            source = self.items[0][0] if place == 0 else limits[place - 1].source
            best = tuple(
                _with(source, sign * (v - value), ">=", f"the bound that binds on {self.name}")
                for v in others
            )
            inside = sign * (value - (self.low if sign > 0 else self.high))
            best += (_with(source, inside, ">=", f"{self.name} is in its range"),)
            clause = self._with_all(base & Clause(best, ()), value)
            # A bound put into itself says nothing; if it is strict, this is so up to the border.
            clause = Clause(
                tuple(c for c in clause.conditions if c.difference != 0),
                tuple(c for c in clause.constraints if c.difference != 0),
            )
            found.append(clause)
        return self._checked(found)

    def _checked(self, clauses: list[Clause]) -> list[Clause] | None:
        for clause in clauses:
            for each in (*clause.conditions, *clause.constraints):
                if terms(each.difference) > MOST_TERMS:
                    return None
        return clauses


def _expression(end: End) -> Expression:
    return constant_expression(end) if isinstance(end, Fraction) else end


def _fit(lower: _Bound, upper: _Bound) -> Condition:
    """That a lower bound is at most an upper one."""
    strict = lower.strict or upper.strict
    words = lower.source.incentive
    if upper.source.incentive != words:
        words = f"{words} while {upper.source.incentive}"
    if len(words) > _WORDS:
        words = "several incentives at once"
    source = upper.source if lower.is_constraint else lower.source
    difference = upper.slope * lower.rest + lower.slope * upper.rest
    return _with(source, difference, ">" if strict else ">=", words)
