"""Polynomial equations in several unknowns: every real solution, exactly.

The equations generate an ideal; a Groebner basis of it, by Buchberger's algorithm, tells the
dimension of the set of complex solutions [1]_. Where that is zero the polynomials modulo the ideal
are a vector space of finite dimension, multiplication by an unknown is a matrix, and for a linear
form u that separates the solutions every unknown is a polynomial in u: one univariate polynomial
and its real roots tell all solutions (a univariate representation, [2]_). Where no form separates
because solutions are multiple, the squarefree parts of the unknowns' minimal polynomials are added,
which makes the ideal radical (Seidenberg's lemma, [1]_) and changes no solution.

Where unknowns are sought that are positive, whatever cannot vanish there is divided out first: this
splits many systems whose set of solutions is not finite into parts that are. A part that stays
infinite is described, never dropped.

.. [1] D. Cox, J. Little and D. O'Shea, *Using Algebraic Geometry*, 2nd edition, Springer 2005,
   chapters 1 and 2.
.. [2] F. Rouillier, *Solving zero-dimensional systems through the rational univariate
   representation*, Applicable Algebra in Engineering, Communication and Computing 9 (1999).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic.algebraic import Algebraic, isolated_roots, real_roots
from brinkgame.arithmetic.fields import primitive

__all__ = [
    "Part",
    "Polynomial",
    "SolutionSet",
    "evaluate",
    "feasible_values",
    "normal_form",
    "rational_between",
    "solve_polynomials",
]

Polynomial: TypeAlias = "Mapping[tuple[int, ...], Fraction | int]"
"""Coefficients by exponents: ``{(2, 0): 1, (0, 1): -3}`` is x**2 - 3*y."""

Point: TypeAlias = "tuple[Fraction | Algebraic, ...]"

_SMALLEST_EFFORT = 64


@final
@dataclass(frozen=True, slots=True)
class Part:
    """A part of a set of solutions that is not finite over the complex numbers.

    Attributes
    ----------
    dimension
        The dimension of the set of its complex solutions. That of the real ones may be smaller,
        and there may be none.
    equations
        A Groebner basis of it.
    free
        As many unknowns as the dimension, by position, that no equation ties to one another.
    """

    dimension: int
    equations: tuple[Polynomial, ...]
    free: tuple[int, ...]


@final
@dataclass(frozen=True, slots=True)
class SolutionSet:
    """All solutions of a system of polynomial equations.

    Attributes
    ----------
    points
        The real solutions of the finite parts, ascending, each with all its numbers in one field.
        A finite part may touch an infinite one, so that such a point need not be isolated.
    parts
        The parts that are not finite, each described by its equations.
    complete
        Whether everything was settled; otherwise there may be solutions that are not told.
    """

    points: tuple[Point, ...]
    parts: tuple[Part, ...] = ()
    complete: bool = True


def evaluate(polynomial: Polynomial, point: Sequence[Any]) -> Any:
    """The value of a polynomial at a point, in the numbers of the point.

    >>> evaluate({(2, 0): 1, (0, 1): -3}, (3, Fraction(1, 3)))
    Fraction(8, 1)
    """
    total: Any = Fraction(0)
    powers: dict[tuple[int, int], Any] = {}
    for exponents, coefficient in polynomial.items():
        term: Any = Fraction(coefficient)
        for k, exponent in enumerate(exponents):
            if exponent:
                if (k, exponent) not in powers:
                    powers[k, exponent] = point[k] ** exponent
                term = term * powers[k, exponent]
        total = total + term
    return total


def solve_polynomials(
    equations: Sequence[Polynomial],
    unknowns: int,
    *,
    positive: Sequence[Polynomial] | None = None,
    expired: Callable[[], bool] = lambda: False,
    effort: int = 1 << 14,
) -> SolutionSet:
    """Find every real solution of a system of polynomial equations.

    Parameters
    ----------
    equations
        Polynomials that shall be zero.
    unknowns
        How many there are; at least one.
    positive
        If it is not None, only solutions count at which every unknown, and each of these
        polynomials, is positive.
    expired
        Asked from time to time whether to give up.
    effort
        The length of a Groebner basis, and a sixteenth of the number of terms of its longest
        polynomial, beyond which the system is given up. Then, and when the time is over,
        `SolutionSet.complete` is false.

    Notes
    -----
    Takes time that is exponential in the number of unknowns. A single step of the algorithm of
    python-flint is not interrupted.

    Examples
    --------
    >>> circle, line = {(2, 0): 1, (0, 2): 1, (0, 0): -1}, {(1, 0): 1, (0, 1): -2}
    >>> for x, y in solve_polynomials([circle, line], 2, positive=()).points:
    ...     print(x.polynomial, y.polynomial, x / y)
    (-4, 0, 5) (-1, 0, 5) 2
    >>> [part.dimension for part in solve_polynomials([circle], 2).parts]
    [1]
    """
    system = _System(unknowns, positive)
    points: dict[Point, None] = {}
    parts: list[Part] = []
    complete = True
    todo = [[system.read(equation) for equation in equations]]
    seen: set[frozenset[str]] = set()
    while todo:
        branches = system.split(todo.pop())
        if branches is None:
            continue
        if len(branches) > 1:
            todo.extend(branches)
            continue
        key = frozenset(map(str, branches[0]))
        if key in seen:
            continue
        seen.add(key)
        basis = system.basis(branches[0], expired, effort)
        while basis is not None and not any(g.is_constant() for g in basis):
            heads = [g.monoms()[0] for g in basis]
            free = _independent(heads, unknowns)
            if not free:
                points.update(dict.fromkeys(system.points(basis, heads)))
                break
            again = system.split(basis)
            if again is None:
                break
            if len(again) > 1:
                todo.extend(again)
                break
            # What was divided out may make the ideal larger; this ends, as it cannot grow for ever.
            larger = system.basis(again[0], expired, effort)
            if larger is not None and set(map(str, larger)) == set(map(str, basis)):
                parts.append(Part(len(free), tuple(system.told(g) for g in basis), free))
                break
            basis = larger
        complete &= basis is not None
    return SolutionSet(tuple(sorted(points)), tuple(parts), complete)


def _independent(heads: Sequence[tuple[int, ...]], unknowns: int) -> tuple[int, ...]:
    """The largest set of unknowns such that no leading monomial is made of them alone."""
    supports = {frozenset(k for k, e in enumerate(head) if e) for head in heads}
    for size in range(unknowns, 0, -1):
        for chosen in itertools.combinations(range(unknowns), size):
            if not any(support <= set(chosen) for support in supports):
                return chosen
    return ()


def _factors(polynomial: Any) -> list[Any]:
    """The different irreducible factors; where flint cannot, factors whose product vanishes alike.

    (python-flint 0.9 sorts the factors by their coefficients, and fails where several have very
    large ones.)
    """
    try:
        return [factor for factor, _ in polynomial.factor()[1]]
    except OverflowError:
        monomial = polynomial.term_content()
        alone = [
            x for x, e in zip(polynomial.context().gens(), monomial.degrees(), strict=True) if e
        ]
        return [*alone, (polynomial // monomial).primitive()[1]]


def _order(monomial: tuple[int, ...]) -> tuple[Any, ...]:
    """The graded reverse lexicographic order."""
    return sum(monomial), tuple(-e for e in reversed(monomial))


@final
class _System:
    """Polynomials in flint's ring, and what shall be positive in it."""

    def __init__(self, unknowns: int, positive: Sequence[Polynomial] | None) -> None:
        from flint import Ordering, fmpz_mpoly_ctx

        self.unknowns = unknowns
        self.ring = fmpz_mpoly_ctx.get([f"x{k}" for k in range(unknowns)], Ordering.degrevlex)
        self.demanded = positive
        self.positive = None
        if positive is not None:
            signed = [self.read(p) for p in positive]
            self.positive = {str(p) for p in signed} | {str(-p) for p in signed}

    def read(self, polynomial: Polynomial) -> Any:
        common = math.lcm(*(Fraction(c).denominator for c in polynomial.values()))
        found = self.ring.from_dict({e: int(c * common) for e, c in polynomial.items()})
        return found if found.is_zero() else found.primitive()[1]

    def told(self, polynomial: Any) -> Polynomial:
        return {tuple(map(int, e)): int(c) for e, c in polynomial.to_dict().items()}

    def _relevant(self, polynomial: Any) -> list[Any]:
        """The different factors that may vanish at a solution."""
        found = []
        for factor in _factors(polynomial):
            if self.positive is not None:
                signs = {c > 0 for c in factor.coeffs()}
                if len(signs) == 1 or str(factor) in self.positive:
                    continue
            found.append(factor)
        return found

    def split(self, equations: Sequence[Any]) -> list[list[Any]] | None:
        """Systems that have the same solutions together; None if there can be none."""
        kept: list[Any] = []
        choices: list[Any] = []
        for equation in equations:
            if equation.is_zero():
                continue
            factors = self._relevant(equation)
            if not factors:
                return None
            if len(factors) > 1 and (not choices or len(factors) < len(choices)):
                kept.extend([math.prod(choices, start=self.ring.constant(1))] if choices else [])
                choices = factors
            else:
                kept.append(math.prod(factors, start=self.ring.constant(1)))
        return [[*kept, choice] for choice in choices] if choices else [kept]

    def basis(
        self, equations: Sequence[Any], expired: Callable[[], bool], effort: int
    ) -> list[Any] | None:
        """A reduced Groebner basis; None if it takes too long."""
        from flint import fmpz_mpoly_vec

        vector: Any = fmpz_mpoly_vec(list(equations), self.ring)
        size = min(_SMALLEST_EFFORT, effort)
        while True:
            vector, ended = vector.buchberger_naive(limits=(size, 16 * size, 64 * size))
            if ended:
                reduced = [g.primitive()[1] for g in vector.autoreduction()]
                return [g if g.coeffs()[0] > 0 else -g for g in reduced]
            size *= 2
            if size > effort or expired():
                return None

    # -- finitely many solutions -------------------------------------------------------------

    def points(self, basis: Sequence[Any], heads: Sequence[tuple[int, ...]]) -> Iterator[Point]:
        """The real solutions of a basis of dimension zero."""
        algebra = _Algebra(basis, heads, self.unknowns)
        found = algebra.separated(3 + self.unknowns)
        if found is None:
            # Some solution is multiple, or two agree in all forms that were tried.
            free = [self._squarefree(algebra, k) for k in range(self.unknowns)]
            radical = self.basis([*basis, *free], lambda: False, 1 << 62)
            basis = radical or basis
            algebra = _Algebra(basis, [g.monoms()[0] for g in basis], self.unknowns)
            found = algebra.separated(None)
        if found is None:
            raise AssertionError("no linear form separates the solutions of a radical ideal")
        equation, coordinates = found
        for point in _points_of(equation, coordinates):
            if self._counts(point):
                yield point

    def _squarefree(self, algebra: _Algebra, k: int) -> Any:
        """The squarefree part of the minimal polynomial of an unknown."""
        from flint import fmpz_poly

        polynomial = fmpz_poly(list(algebra.minimal_polynomial(k)))
        free = math.prod((f for f, _ in polynomial.factor()[1]), start=fmpz_poly([1]))
        x = self.ring.gens()[k]
        return sum((c * x**e for e, c in enumerate(free.coeffs())), self.ring.constant(0))

    def _counts(self, point: Point) -> bool:
        if self.demanded is None:
            return True
        if any(x <= 0 for x in point):
            return False
        return all(evaluate(p, point) > 0 for p in self.demanded)


def _points_of(equation: Any, coordinates: Sequence[Any]) -> Iterator[Point]:
    """The points whose coordinates are polynomials in the real roots of one."""
    from flint import fmpz_poly

    for factor, _ in fmpz_poly(list(primitive(equation))).factor()[1]:
        if factor.degree() == 1:
            root = Fraction(-int(factor[0]), int(factor[1]))
            yield tuple(_at(c, root) for c in coordinates)
            continue
        for theta in isolated_roots(factor):
            yield tuple(theta.polynomial_in(c) for c in coordinates)


def _at(polynomial: Any, x: Fraction) -> Fraction:
    value = Fraction(0)
    for k in range(polynomial.degree(), -1, -1):
        value = value * x + Fraction(int(polynomial[k].p), int(polynomial[k].q))
    return value


@final
class _Algebra:
    """The polynomials modulo an ideal with finitely many solutions: a finite vector space.

    Its basis are the monomials that no leading monomial divides. Multiplication by an unknown is a
    matrix, built from lower monomials to higher ones as in the algorithm of Faugere, Gianni,
    Lazard and Mora (1993).
    """

    def __init__(self, basis: Sequence[Any], heads: Sequence[tuple[int, ...]], n: int) -> None:
        from flint import fmpq, fmpq_mat

        self.unknowns = n
        below = _staircase(heads, n)
        self.size = len(below)
        place = {monomial: k for k, monomial in enumerate(below)}
        zero = [fmpq(0)] * self.size
        rest: dict[tuple[int, ...], list[Any]] = {}
        for monomial, k in place.items():
            rest[monomial] = [*zero[:k], fmpq(1), *zero[k + 1 :]]
        of_head = dict(zip(heads, basis, strict=True))
        border = {up for m in below for k in range(n) if (up := _times(m, k)) not in place}
        for monomial in sorted(border, key=_order):
            row = list(zero)
            if monomial in of_head:
                terms = of_head[monomial].to_dict()
                lead = int(terms.pop(monomial))
                for exponents, coefficient in terms.items():
                    row[place[tuple(map(int, exponents))]] = fmpq(-int(coefficient), lead)
            else:
                # One of its unknowns can be taken off within the border.
                k, lower = next(
                    (k, down)
                    for k in range(n)
                    if monomial[k] and (down := _times(monomial, k, -1)) in border
                )
                for m, coefficient in zip(below, rest[lower], strict=True):
                    if coefficient:
                        for j, c in enumerate(rest[_times(m, k)]):
                            if c:
                                row[j] += coefficient * c
            rest[monomial] = row
        self.one: Any = fmpq_mat(1, self.size, rest[(0,) * n])
        self.matrices = [
            fmpq_mat(self.size, self.size, [c for m in below for c in rest[_times(m, k)]])
            for k in range(n)
        ]

    def _powers(self, matrix: Any, count: int) -> list[Any]:
        """1, u, u**2, ... as vectors."""
        vector, found = self.one, []
        for _ in range(count):
            found.append(vector)
            vector = vector * matrix
        return found

    def minimal_polynomial(self, k: int) -> tuple[int, ...]:
        """That of an unknown, integers with that of the constant first."""
        return primitive(self.matrices[k].minpoly())

    def separated(self, tries: int | None) -> tuple[Any, list[Any]] | None:
        """The polynomial of a form that separates the solutions, and each unknown in terms of it.

        The powers of such a form span the whole space if no solution is multiple; where they do
        not, the next form is tried: first the unknowns, then x0 + t*x1 + t**2*x2 + ... of which
        all but finitely many separate.
        """
        from flint import fmpq_mat, fmpq_poly

        n, size = self.unknowns, self.size
        forms: Iterator[Any] = itertools.chain(
            reversed(self.matrices),
            (
                sum((t**k * m for k, m in enumerate(self.matrices[1:], 1)), self.matrices[0])
                for t in itertools.count(1)
            ),
        )
        # A form is bad only if it agrees at two solutions: fewer than size**2 * n values of t do.
        for form in itertools.islice(forms, n + size * size * n if tries is None else tries):
            powers = self._powers(form, size + 1)
            wanted = [self.one * m for m in self.matrices] + [powers[size]]
            matrix = fmpq_mat(size, size, [c for v in powers[:size] for c in v.entries()])
            right = fmpq_mat(len(wanted), size, [c for v in wanted for c in v.entries()])
            try:
                solved = matrix.transpose().solve(right.transpose()).transpose()
            except ZeroDivisionError:
                continue
            rows = [[solved[i, j] for j in range(size)] for i in range(len(wanted))]
            equation = fmpq_poly([-c for c in rows[-1]] + [1])
            return equation, [fmpq_poly(row) for row in rows[:-1]]
        return None


def _times(monomial: tuple[int, ...], k: int, step: int = 1) -> tuple[int, ...]:
    return (*monomial[:k], monomial[k] + step, *monomial[k + 1 :])


def _staircase(heads: Sequence[tuple[int, ...]], n: int) -> list[tuple[int, ...]]:
    """The monomials that none of these divides, the lowest first."""
    level, found = [(0,) * n], []
    while level:
        found += level
        above = {_times(m, k) for m in level for k in range(n)}
        level = [
            m
            for m in above
            if not any(all(a <= b for a, b in zip(head, m, strict=True)) for head in heads)
        ]
    return sorted(found, key=_order)


def normal_form(polynomial: Polynomial, part: Part) -> Polynomial:
    """A polynomial with the same values on a part, in which no leading monomial occurs.

    Examples
    --------
    >>> part = solve_polynomials([{(1, 0): 1, (0, 1): -2}], 2).parts[0]
    >>> normal_form({(2, 0): Fraction(1), (0, 0): Fraction(3)}, part)
    {(0, 0): Fraction(3, 1), (0, 2): Fraction(4, 1)}
    """
    heads = [(max(equation, key=_order), equation) for equation in part.equations]
    left = {e: Fraction(c) for e, c in polynomial.items() if c}
    done: dict[tuple[int, ...], Fraction] = {}
    while left:
        top = max(left, key=_order)
        coefficient = left.pop(top)
        for head, equation in heads:
            if all(a <= b for a, b in zip(head, top, strict=True)):
                factor = coefficient / equation[head]
                for exponents, c in equation.items():
                    if exponents != head:
                        at = tuple(e + t - h for e, t, h in zip(exponents, top, head, strict=True))
                        left[at] = left.get(at, Fraction(0)) - factor * c
                        if not left[at]:
                            del left[at]
                break
        else:
            done[top] = coefficient
    return dict(sorted(done.items()))


def feasible_values(
    k: int, strict: Sequence[Polynomial], weak: Sequence[Polynomial]
) -> tuple[tuple[Fraction, ...], tuple[Fraction | Algebraic, ...]]:
    """Where polynomials in one unknown are positive, and others at least zero, between 0 and 1.

    Parameters
    ----------
    k
        The place of the unknown; no other may occur.
    strict, weak
        The polynomials that shall be positive, and at least zero. None of them is zero.

    Returns
    -------
    tuple
        A rational point of each interval without roots where all hold, and the values that are
        alone: all conditions hold there, and on neither side.

    Examples
    --------
    >>> feasible_values(0, [{(1,): 1}], [{(2,): 4, (1,): -4, (0,): 1}, {(1,): -4, (0,): 3}])
    ((Fraction(1, 3), Fraction(2, 3)), ())
    >>> feasible_values(0, [], [{(2,): -4, (1,): 4, (0,): -1}])
    ((), (Fraction(1, 2),))
    """
    roots: set[Fraction | Algebraic] = {Fraction(0), Fraction(1)}
    for polynomial in (*strict, *weak):
        coefficients = [Fraction(0)] * (1 + max(e[k] for e in polynomial))
        for exponents, coefficient in polynomial.items():
            coefficients[exponents[k]] += coefficient
        roots.update(real_roots(coefficients, 0, 1))
    ends = sorted(roots)

    def holds(x: Fraction | Algebraic) -> bool:
        point = [x] * (k + 1)
        return all(evaluate(p, point) > 0 for p in strict) and all(
            evaluate(p, point) >= 0 for p in weak
        )

    between = [rational_between(low, high) for low, high in itertools.pairwise(ends)]
    good = [holds(x) for x in between]
    inside = tuple(x for x, kept in zip(between, good, strict=True) if kept)
    sides = zip(ends[1:-1], good, good[1:], strict=False)
    return inside, tuple(x for x, left, right in sides if not (left or right) and holds(x))


def rational_between(low: Fraction | Algebraic, high: Fraction | Algebraic) -> Fraction:
    """A fraction between two different numbers, with a small denominator where that is easy."""
    for parts in (2, 3, 4, 5, 8, 16, 64, 1024):
        below = low if isinstance(low, Fraction) else float(low)
        step = Fraction(math.floor(below * parts) + 1, parts)
        if low < step < high:
            return step
    width = Fraction(1)
    while True:
        bottom = low.refined(width).interval[1] if isinstance(low, Algebraic) else low
        top = high.refined(width).interval[0] if isinstance(high, Algebraic) else high
        if bottom < top:
            return (bottom + top) / 2
        width /= 1 << 32
