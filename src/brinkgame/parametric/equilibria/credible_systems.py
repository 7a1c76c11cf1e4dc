"""Conditions on probabilities and beliefs, solved for them as functions of the parameters.

Given supports and a pattern of beliefs, an equilibrium is a solution of equations and inequalities
in the probabilities of actions and in the weights of trembles, whose coefficients are polynomials
in the parameters. In a signalling game they fall into *blocks* that share no unknown (what senders
do makes receivers indifferent, and the reverse), and each block is linear: its solutions are a
polytope, described by its corners. A *basis* says which inequalities are tight at a corner; the
corner then follows by elimination, as rational functions, and it is a solution where all other
inequalities hold. That is one closed form with its exact conditions.

In larger trees conditions are products of unknowns. They are solved as long as one equation after
another becomes linear by putting in what is known; what is left then is said to be undecided.

A corner of a polytope may be one at some parameters and not at others, and a system of equations
that is regular in general may be singular at some: there the form does not exist, and its
conditions say so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, final

from flint import fmpz_mpoly

from brinkgame.credibility.terms import added, degree, multiplied, unknowns_of
from brinkgame.parametric.equilibria.credible_table import Line, Table, common_divisor

__all__ = [
    "Condition",
    "Demand",
    "Reason",
    "Solution",
    "Value",
    "evaluated",
    "put_in",
    "solve_demands",
]

Value: TypeAlias = "tuple[fmpz_mpoly, fmpz_mpoly]"

_MOST_CORNERS = 6
"""Unknowns of a condition up to which it is looked at where each of them is 0 or 1."""
_MOST_BASES = 20_000
_MOST_ORDERS = 24
_MOST_CASES = 5
"""Divisors whose sign is taken to be either in turn."""


@final
@dataclass(frozen=True, slots=True)
class Reason:
    """Whose incentive a condition is: a preference, or in words."""

    player: str
    infoset: str
    prefer: str = ""
    against: str = ""
    words: str = ""

    def balancing(self) -> str:
        """A belief under which two actions pay the same, in words."""
        return (
            f"a belief that makes {self.player} at {self.infoset} indifferent between "
            f"{self.prefer} and {self.against}"
        )


@final
@dataclass(frozen=True, slots=True)
class Demand:
    """A polynomial in unknowns that shall be zero or at least zero.

    Attributes
    ----------
    line
        The polynomial.
    equal
        Whether it shall be zero.
    reason
        Why.
    bound
        Whether it only says that a weight of trembles is one.
    loose
        Whether it is never tight at a corner that counts, because there is a form with smaller
        supports, or another pattern of beliefs, for that.
    """

    line: Line
    equal: bool
    reason: Reason
    loose: bool = False
    bound: bool = False


@final
@dataclass(frozen=True, slots=True)
class Condition:
    """A polynomial in the parameters that shall be ``== 0``, ``>= 0`` or ``!= 0``."""

    poly: fmpz_mpoly
    relation: str
    reason: Reason


@final
@dataclass(slots=True)
class Solution:
    """A corner: the unknowns as quotients of polynomials, and where it is one."""

    values: dict[int, Value] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)

    def joined(self, other: Solution) -> Solution:
        """The product with a corner of another block."""
        return Solution({**self.values, **other.values}, [*self.conditions, *other.conditions])


class _ImpossibleError(Exception):
    """A condition that holds nowhere."""


class _OpenSignError(Exception):
    """A divisor that may be positive and negative, so that there are two cases."""

    def __init__(self, divisor: fmpz_mpoly) -> None:
        super().__init__(str(divisor))
        self.divisor = divisor


def solve_demands(
    demands: Sequence[Demand], table: Table, *, thin: bool
) -> tuple[list[Solution], tuple[str, ...]]:
    """The corners of the solutions of some demands, and whose conditions are undecided.

    Parameters
    ----------
    demands
        Equations and inequalities.
    table
        The polynomials, and what is known of their signs.
    thin
        Whether to keep solutions that exist only where an equation in the parameters holds.
    """
    found: list[Solution] = []
    undecided: dict[str, None] = {}
    for order in _orders(demands) if thin else (demands,):
        more, told = _by_cases(order, table, (), thin=thin)
        found.extend(more)
        undecided.update(told)
        if not any(each.relation == "==" for one in more for each in one.conditions):
            break
    return found, tuple(undecided)


def _by_cases(
    demands: Sequence[Demand], table: Table, positive: tuple[fmpz_mpoly, ...], *, thin: bool
) -> tuple[list[Solution], dict[str, None]]:
    """The corners where some divisors are positive, the signs of others taken in turn."""
    system = _System(table, positive, thin=thin)
    try:
        return list(system.solutions(demands)), system.undecided
    except _ImpossibleError:
        return [], {}
    except _OpenSignError as error:
        above = _by_cases(demands, table, (*positive, error.divisor), thin=thin)
        below = _by_cases(demands, table, (*positive, -error.divisor), thin=thin)
        return above[0] + below[0], {**above[1], **below[1]}


def _orders(demands: Sequence[Demand]) -> Iterator[Sequence[Demand]]:
    """The demands with their equations in different orders.

    Of more equations than unknowns some are solved, and the others have to hold as well: which are
    solved matters where these are not regular.
    """
    equal = [d for d in demands if d.equal]
    others = [d for d in demands if not d.equal]
    for order in itertools.islice(itertools.permutations(equal), _MOST_ORDERS):
        yield [*order, *others]


def put_in(
    demands: Sequence[Demand], solution: Solution, table: Table, *, thin: bool
) -> Solution | None:
    """A solution with the conditions of further demands, whose unknowns it tells; None if none."""
    whole = Solution(solution.values, list(solution.conditions))
    try:
        _System(table, thin=thin).test(demands, whole)
    except _ImpossibleError:
        return None
    return whole


def evaluated(line: Line, values: Mapping[int, Value], table: Table) -> Value:
    """The value of a polynomial in unknowns, as a quotient."""
    ring = table.ring
    most: dict[int, int] = {}
    for key in line:
        for u in set(key):
            most[u] = max(most.get(u, 0), key.count(u))
    above = ring.zero
    for key, coefficient in line.items():
        value = coefficient
        for u, height in most.items():
            top, bottom = values[u]
            count = key.count(u)
            if count:
                value = value * top**count
            if height > count:
                value = value * bottom ** (height - count)
        above = above + value
    below = ring.one
    for u, height in most.items():
        below = below * values[u][1] ** height
    return above, below


@final
class _System:
    def __init__(self, table: Table, positive: Sequence[fmpz_mpoly] = (), *, thin: bool) -> None:
        self.table = table
        self.thin = thin
        # Divisors that are positive in the case at hand, or where the solution is one at all.
        self.positive = list(positive)
        self.cases = len(positive)
        self.pairs: set[int] = set()
        self.inner: set[int] = set()
        self.reasons: dict[int, Reason] = {}
        self.sources: dict[int, Reason] = {}
        self.open: dict[str, None] = {}
        self.undecided: dict[str, None] = {}
        # Where thin forms count: whether a sign just looked at may be zero for some parameters.
        self.uncertain = False

    def solutions(self, demands: Sequence[Demand]) -> Iterator[Solution]:
        start = Solution()
        self.inner = {u for d in demands if d.loose for u in unknowns_of(d.line)}
        for d in demands:
            if d.reason.words:
                unknowns = unknowns_of(d.line)
                for u in unknowns:
                    self.reasons.setdefault(u, d.reason)
                if () in d.line and len(unknowns) == 1 and not d.equal:
                    self.pairs |= unknowns
        left = self.screened(demands, start)
        left = self.eliminated(left, start)
        parts: list[list[Solution]] = []
        told: dict[str, None] = {}
        for block in _blocks(left):
            if all(demand.bound for demand in block):
                start.values.update(self._evenly(block))
                continue
            self.open = {}
            found = self._corners(block)
            if not found and not self.open:
                return
            told.update(self.open)
            parts.append(found)
        self.undecided = told
        for chosen in itertools.product(*parts):
            whole = start
            for each in chosen:
                whole = whole.joined(each)
            yield whole

    def _evenly(self, block: Sequence[Demand]) -> dict[int, Value]:
        """Weights of trembles on which nothing depends: all the same."""
        ring = self.table.ring
        unknowns = {u for demand in block for u in unknowns_of(demand.line)}
        return {u: (ring.one, ring.number(len(unknowns) + 1)) for u in unknowns}

    # -- one condition -----------------------------------------------------------------------

    def _keep(self, poly: fmpz_mpoly, demand: Demand, solution: Solution) -> None:
        """A condition in the parameters alone joins those of a solution, unless it is idle."""
        if demand.equal:
            if not poly:
                return
            if not self.thin or self.table.sign(poly) is not None:
                raise _ImpossibleError
            solution.conditions.append(Condition(poly, "==", demand.reason))
            return
        sign = self.table.weak_sign(poly)
        if sign is None or (sign < 0 and self.thin and self.table.sign(poly) is None):
            solution.conditions.append(Condition(poly, ">=", demand.reason))
        elif sign < 0:
            raise _ImpossibleError

    def screened(self, demands: Sequence[Demand], solution: Solution) -> list[Demand]:
        """The demands with unknowns in them; those that cannot be met, or always are, are seen."""
        left: list[Demand] = []
        for demand in demands:
            line = demand.line
            if not line:
                if demand.loose:
                    raise _ImpossibleError
                continue
            if len(line) == 1 and () in line:
                self._keep(line[()], demand, solution)
                continue
            if demand.bound or demand.loose:  # they are what makes an unknown be from 0 to 1
                left.append(demand)
                continue
            if demand.equal:
                demand = replace(demand, line=self._lighter(line, demand, solution))
            signs = self._signs_at_corners(demand.line)
            if not signs:
                left.append(demand)
                continue
            most = max(signs.values())
            if most <= 0 or (demand.equal and min(signs.values()) >= 0):
                if not self.uncertain and not self._has_room(demand.line, signs):
                    raise _ImpossibleError
                left.append(demand)
            elif demand.equal:
                left.append(demand)
        return left

    def _signs_at_corners(self, line: Line) -> dict[tuple[int, ...], int]:
        """The signs where each unknown is 0 or 1; none unless all are known, and no two opposite.

        A polynomial that is linear in each unknown is extreme at such corners.
        """
        unknowns = sorted(unknowns_of(line))
        if len(unknowns) > _MOST_CORNERS or any(len(set(key)) < len(key) for key in line):
            return {}
        found: dict[tuple[int, ...], int] = {}
        self.uncertain = False
        zero = self.table.ring.zero
        for corner in itertools.product((0, 1), repeat=len(unknowns)):
            at = dict(zip(unknowns, corner, strict=True))
            value = zero
            for key, coefficient in line.items():
                if all(at[u] for u in key):
                    value = value + coefficient
            sign = self.table.weak_sign(value)
            if sign is None or (sign and -sign in found.values()):
                return {}
            found[corner] = sign
            if self.thin and self.table.sign(value) is None:
                self.uncertain = True
        return found

    def _has_room(self, line: Line, signs: Mapping[tuple[int, ...], int]) -> bool:
        """Whether a polynomial of one sign is zero where probabilities are neither 0 nor 1.

        It is zero inside a face of the cube only if it is at all its corners.
        """
        unknowns = sorted(unknowns_of(line))
        outer = [k for k, u in enumerate(unknowns) if u not in self.inner]
        faces: dict[tuple[int, ...], bool] = {}
        for corner, sign in signs.items():
            face = tuple(corner[k] for k in outer)
            faces[face] = faces.get(face, True) and sign == 0
        return any(faces.values())

    # -- what equations determine --------------------------------------------------------------

    def eliminated(self, demands: list[Demand], solution: Solution) -> list[Demand]:
        """Put in every unknown that linear equations determine, as long as there are any."""
        while True:
            linear = [d for d in demands if d.equal and degree(d.line) == 1]
            others = [d for d in demands if not (d.equal and degree(d.line) == 1)]
            if not linear:
                return demands
            rows = self._reduced(linear, solution)
            known: dict[int, Value] = {}
            kept: list[Demand] = []
            for row in rows:
                unknowns = unknowns_of(row.line)
                if len(unknowns) == 1:
                    (u,) = unknowns
                    self.sources[u] = row.reason
                    known[u] = self._quotient(-row.line.get((), self.table.ring.zero), row.line[u,])
                else:
                    kept.append(row)
            if not known:
                return [*kept, *others]
            demands = [*kept, *self._put_in(others, known, solution)]

    def _reduced(self, rows: list[Demand], solution: Solution) -> list[Demand]:
        """Linear equations in reduced form; what is left without unknowns is a condition."""
        done: list[tuple[int, Demand]] = []
        for row in rows:
            line = row.line
            for pivot, other in done:
                line = _without(line, pivot, other.line)
            line = self._lighter(line, row, solution)
            unknowns = sorted(unknowns_of(line))
            if not unknowns:
                if line:
                    self._keep(line[()], row, solution)
                continue
            pivot = unknowns[0]
            new = Demand(line, True, row.reason)
            done = [
                (p, replace(d, line=self._lighter(_without(d.line, pivot, line), d, solution)))
                for p, d in done
            ]
            done.append((pivot, new))
        return [row for _, row in done]

    def _lighter(self, line: Line, row: Demand, solution: Solution) -> Line:
        """An equation without what all its coefficients have in common.

        Where that is zero the equation tells nothing, and what followed from it does not follow;
        this matters where there are more equations than unknowns.
        """
        if not unknowns_of(line):
            return line
        common = common_divisor(list(line.values()), self.table.ring)
        if common.is_one():
            return line
        if self.thin and self.table.sign(common) is None:
            solution.conditions.append(Condition(common, "!=", row.reason))
        return {key: value / common for key, value in line.items()}

    def _quotient(self, above: fmpz_mpoly, below: fmpz_mpoly) -> Value:
        if above:
            common = above.gcd(below)
            if not common.is_one():
                above, below = above / common, below / common
        else:
            below = self.table.ring.one
        if self.table.weak_sign(below) == -1:
            return -above, -below
        return above, below

    def _put_in(
        self, demands: Sequence[Demand], known: Mapping[int, Value], solution: Solution
    ) -> list[Demand]:
        """The demands with values in the place of unknowns; conditions are added to a solution.

        Values exist only where what they are divided by is not zero. Its sign follows if it is the
        sum of two numbers that have to be of one sign, of which one is known.
        """
        table = self.table
        found: dict[int, Value] = {}
        regular: list[fmpz_mpoly] = []
        proper: list[fmpz_mpoly] = []
        divisors: dict[int, fmpz_mpoly] = {}
        for u, (above, below) in known.items():
            if table.sign(below) is not None:
                found[u] = above, below
                continue
            parts = [above, below - above] if u in self.pairs else [above]
            sign = self._orientation(below, parts)
            if sign is None:
                found[u], divisors[u] = (above, below), below
                proper.append(below)
                continue
            above, below = above * sign, below * sign
            found[u] = above, below
            divisors[u] = below
            if u in self.pairs:
                proper.append(below)
                if any(table.sign(part) is not None for part in parts):
                    regular.append(below)
        for u, below in divisors.items():
            if below not in proper and table.weak_sign(below) is None:
                proper.append(below)
                self._keep(below, Demand({}, False, self.reasons[u]), solution)
            if below not in regular:
                regular.append(below)
                solution.conditions.append(Condition(below, "!=", self.reasons[u]))
        solution.values.update(found)
        return self.test(demands, solution)

    def _orientation(self, below: fmpz_mpoly, parts: Sequence[fmpz_mpoly]) -> int | None:
        """The sign of a divisor, from what is known of it or of what is divided by it.

        None where there are too many such cases: then it stays a factor of the conditions.
        """
        for sign in (self._sign_of(below), *map(self.table.weak_sign, parts)):
            if sign:
                if self._sign_of(below) is None:
                    self.positive.append(below * sign)
                return sign
        if self.cases >= _MOST_CASES:
            return None
        raise _OpenSignError(below)

    def _sign_of(self, below: fmpz_mpoly) -> int | None:
        """The sign of a divisor in the case at hand."""
        sign = self.table.weak_sign(below)
        if sign is None:
            if any(below == each for each in self.positive):
                return 1
            if any(below == -each for each in self.positive):
                return -1
        return sign

    def test(self, demands: Sequence[Demand], solution: Solution) -> list[Demand]:
        """The demands at the values of a solution, which gets the conditions that are left."""
        values = solution.values
        changed = [
            replace(
                d,
                line=self.value_of(d.line, values, signed=not d.equal),
                reason=self._told(d) if d.bound else d.reason,
            )
            for d in demands
        ]
        return self.screened(changed, solution)

    def _told(self, demand: Demand) -> Reason:
        """Why a belief is what it is, if somebody is to be indifferent."""
        for u in sorted(unknowns_of(demand.line)):
            source = self.sources.get(u)
            if source is not None and not source.words:
                return replace(demand.reason, words=source.balancing())
        return demand.reason

    def value_of(self, line: Line, known: Mapping[int, Value], *, signed: bool) -> Line:
        """A polynomial at some values, times something that is not zero; positive if `signed`."""
        heights = _heights(line, known)
        if heights is None:
            return line
        found: Line = {}
        for key, coefficient in line.items():
            value = coefficient
            for u in key:
                if u in known:
                    value = value * known[u][0]
            for below, many, height in heights:
                missing = height - sum(key.count(u) for u in many)
                if missing:
                    value = value * below**missing
            rest = tuple(u for u in key if u not in known)
            found = added(found, {rest: value} if value else {})
        if signed:
            for below, _, height in heights:
                sign = self._sign_of(below) if height % 2 else 1
                if sign != 1:
                    factor = below if sign is None else sign
                    found = {key: value * factor for key, value in found.items()}
        return found

    # -- corners -------------------------------------------------------------------------------

    def _corners(self, block: Sequence[Demand]) -> list[Solution]:
        """The corners of one block.

        Where conditions are not linear, a corner is a point at which as many of them are tight as
        there are unknowns. (Every connected part of the solutions has one.)
        """
        unknowns = {u for d in block for u in unknowns_of(d.line)}
        rows = [d for d in block if d.equal]
        others = [d for d in block if not d.equal]
        tight = [d for d in others if not d.loose]
        missing = max(0, len(unknowns) - len(rows))
        found: list[Solution] = []
        case = len(self.positive)
        for count, chosen in enumerate(itertools.combinations(tight, missing)):
            if count >= _MOST_BASES:
                self._leave_open(block[0], "too many corners")
                break
            self.positive[case:] = []
            try:
                solution = self._corner(rows, chosen, unknowns)
                if solution is None or any(_same(solution.values, f.values) for f in found):
                    continue
                self.test([d for d in others if d not in chosen], solution)
            except _ImpossibleError:
                continue
            found.append(solution)
        return found

    def _corner(
        self, rows: Sequence[Demand], chosen: Sequence[Demand], unknowns: set[int]
    ) -> Solution | None:
        """The point where some conditions are equations; None if they do not determine one."""
        plain = _System(self.table, thin=False)
        plain.inner, plain.reasons, plain.pairs = self.inner, self.reasons, self.pairs
        plain.positive, plain.sources, plain.cases = self.positive, self.sources, self.cases
        solution = Solution()
        equations = plain.screened([replace(d, equal=True, bound=False) for d in chosen], solution)
        left = plain.eliminated([*rows, *equations], solution)
        if any(degree(d.line) > 1 for d in left):
            self._leave_open(next(d for d in left if degree(d.line) > 1), "not linear")
            return None
        return solution if unknowns <= solution.values.keys() else None

    def _leave_open(self, demand: Demand, why: str) -> None:
        """A block of conditions whose corners are not all known."""
        who = demand.reason
        self.open.setdefault(f"{who.player} at {who.infoset} ({why})")


def _heights(
    line: Line, known: Mapping[int, Value]
) -> list[tuple[fmpz_mpoly, list[int], int]] | None:
    """What values are divided by, whose they are, and to which power; None if there are none.

    Values that stand over the same number stand over it once for all of them together.
    """
    inside = sorted(u for u in unknowns_of(line) if u in known)
    if not inside:
        return None
    groups: list[tuple[fmpz_mpoly, list[int]]] = []
    for u in inside:
        below = known[u][1]
        if below.is_one():
            continue
        for other, many in groups:
            if other == below:
                many.append(u)
                break
        else:
            groups.append((below, [u]))
    return [
        (below, many, max(sum(key.count(u) for u in many) for key in line))
        for below, many in groups
    ]


def _same(one: Mapping[int, Value], other: Mapping[int, Value]) -> bool:
    return all(a * other[u][1] == other[u][0] * b for u, (a, b) in one.items())


def _without(line: Line, pivot: int, row: Line) -> Line:
    """An equation freed of an unknown by another one that has it."""
    mine = line.get((pivot,))
    if mine is None:
        return line
    theirs = row[pivot,]
    return added(multiplied(line, {(): theirs}), multiplied(row, {(): -mine}))


def _blocks(demands: Sequence[Demand]) -> list[list[Demand]]:
    """Demands by the unknowns that they share."""
    groups: list[tuple[set[int], list[Demand]]] = []
    for demand in demands:
        mine = unknowns_of(demand.line)
        many = [demand]
        apart: list[tuple[set[int], list[Demand]]] = []
        for unknowns, others in groups:
            if unknowns & mine:
                mine = mine | unknowns
                many = others + many
            else:
                apart.append((unknowns, others))
        groups = [*apart, (mine, many)]
    return [many for _, many in groups]
