"""All Nash equilibria of a game with any number of players, support by support, exactly.

In an equilibrium every strategy that a player uses pays the same, and none pays more. For each
choice of supports the first condition is a system of polynomial equations in the probabilities,
which is solved exactly; its solutions are kept where all probabilities are positive and no other
strategy pays more [1]_, [3]_. Supports in which a strategy pays less than another one whatever the
others do within theirs are passed over [2]_.

.. [1] J. Dickhaut and T. Kaplan, *A program for finding Nash equilibria*, The Mathematica Journal 1
   (1991).
.. [2] R. Porter, E. Nudelman and Y. Shoham, *Simple search methods for finding a Nash equilibrium*,
   Games and Economic Behavior 63 (2008).
.. [3] R. Datta, *Finding all Nash equilibria of a finite game using polynomial algebra*, Economic
   Theory 42 (2010).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar, TypeAlias, final

import numpy as np

from brinkgame.arithmetic import Algebraic, Arithmetic, Exact, rank, solve_linear
from brinkgame.arithmetic.boxes import has_no_solution
from brinkgame.arithmetic.polynomial_systems import (
    Part,
    Polynomial,
    evaluate,
    feasible_values,
    normal_form,
    solve_polynomials,
)
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.linear_programs import solve_lp
from brinkgame.play import EquilibriumFamily, MixedStrategyProfile, regrets
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["PolynomialEnumeration"]

Support: TypeAlias = "tuple[tuple[int, ...], ...]"
Point: TypeAlias = "tuple[Fraction | Algebraic, ...]"

_SAMPLES = 60
"""Points of an infinite part that are tried, before it counts as undecided."""

_BOXES = 20_000
"""Boxes into which the unknowns' range is cut to prove that a support holds no equilibrium."""

_EASY = 4
"""The number of solutions up to which algebra is faster than boxes."""

_CORNERS = 1000
"""The number of corners up to which all are looked at."""

_MOST_SUPPORTS = 100_000


@final
@dataclass(frozen=True, slots=True)
class PolynomialEnumeration(Solver):
    """Every Nash equilibrium of a game in normal form with any number of players, exactly.

    Irrational probabilities are `Algebraic` numbers; all those of one equilibrium belong to one
    field, so that its payoffs and regrets are exact too.

    Parameters
    ----------
    solutions
        The most solutions that the equations of any support may have in general; games beyond it
        are out of scope. The default admits 3x3x3 (10), 3x3x4 (12), 2x2x2x2 (9) and 2x2x2x3 (12,
        where the algebra is too large for some games), and every game of two players (1); 3x4x4
        would be 24, 2x2x3x3 29, 2x2x2x2x2 44.
    effort
        How large the algebra of one support may become, as the length of a Groebner basis. A
        support beyond it is left unsettled, and the status is `Status.LIMIT`.

    Notes
    -----
    The number of supports is exponential in the number of strategies, and the number of solutions
    of one support's equations grows faster still. Many supports are settled without algebra, where
    a subdivision of the unknowns' range proves that there is no equilibrium. One equilibrium of a
    larger game is found by `LogarithmicHomotopy`. The time limit is not heard within a single step
    of the algebra, which may take seconds.

    Where the equations of a support have infinitely many solutions, and it is not proved that at
    most finitely many of them are equilibria, the support is told in
    ``statistics["infinite supports"]``: the strategies used, the dimension (of the equilibria where
    ``"infinite"`` is true, otherwise of the complex solutions), the exact conditions, and the
    equilibria that are listed for it: extreme points, or one inside, or none if none was found.
    The listed ones belong to a family that holds exactly the equilibria with these supports. If
    none was found, and it is not proved that there is none, the status is `Status.LIMIT` and the
    coverage `Coverage.SOME`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> poker = bg.catalog.load("irrational-equilibrium").game
    >>> result = bg.solve(poker, bg.PolynomialEnumeration())
    >>> result.coverage.name, len(result)
    ('ALL', 1)
    >>> print(result.only().profile["row"]["top"])
    0.619233 (root of 23*x**2 - 53*x + 24 in [13/21, 44/71])
    """

    solutions: int = 20
    effort: int = 512

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact})
    summary: ClassVar[str] = "every Nash equilibrium of a small game with any number of players"

    def __post_init__(self) -> None:
        options: dict[str, object] = {"solutions": self.solutions, "effort": self.effort}
        for name, given in options.items():
            if isinstance(given, bool) or not isinstance(given, int) or given < 1:
                raise InvalidNumberError(f"{name} is a positive whole number, not {given!r}")

    def further_obstacles(self, game: NormalFormGame) -> tuple[str, ...]:
        """Too many supports, or equations with too many solutions."""
        count = math.prod(2**size - 1 for size in game.shape)
        if count > _MOST_SUPPORTS:
            most = f"at most {_MOST_SUPPORTS} are gone through"
            return (f"{count} combinations of supports are too many: {most}",)
        sizes = itertools.product(*(range(size, 0, -1) for size in game.shape))
        large = max(map(_most_solutions, sizes))
        if large > self.solutions:
            most = f"solutions={self.solutions} are admitted"
            return (f"the equations of one support may have {large} solutions: {most}",)
        return ()

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Go through the supports, small ones first."""
        tables = [_whole(game.payoff_array(player)) for player in game.players]
        ranks = [_ranks(table) for table in tables]
        menus = _undominated(ranks)
        supports = sorted(
            itertools.product(*(list(_subsets(menu)) for menu in menus)),
            key=lambda s: (sum(map(len, s)), max(map(len, s)), s),
        )
        found: dict[MixedStrategyProfile, SupportFamily | None] = {}
        infinite: list[dict[str, Any]] = []
        unsettled: list[str] = []
        looked, solved, late = 0, 0, False
        for support in supports:
            late = control.expired()
            if late:
                break
            control.tell("supports", looked, len(supports))
            looked += 1
            if _is_worse(ranks, support):
                continue
            if all(len(chosen) == 1 for chosen in support):
                found[MixedStrategyProfile.pure(game, [s[0] for s in support])] = None
                continue
            system = _Support(game, tables, support)
            most = _most_solutions(tuple(map(len, support)))
            if most > _EASY and system.is_excluded(control.expired, _BOXES):
                continue
            solved += 1
            answer = solve_polynomials(
                system.equations,
                system.unknowns,
                positive=system.positive,
                expired=control.expired,
                effort=self.effort,
            )
            here = [system.profile(point) for point in answer.points if system.holds(point)]
            family = None
            for part in answer.parts:
                members, told = system.decided(part, here)
                here += [member for member in members if member not in here]
                if told is not None:
                    infinite.append(told)
                    family = SupportFamily(game, support, system.conditions(None))
            found.update(dict.fromkeys(here, family))
            if not answer.complete:
                unsettled.append(system.words)
        status = Status.SOLVED
        undecided = any(not told["members"] for told in infinite)
        if late or (unsettled and control.expired()):
            status = Status.TIME_LIMIT
        elif unsettled or undecided:
            status = Status.LIMIT
        return Run(
            profiles=tuple(found),
            families=tuple(found.values()),
            status=status,
            coverage=Coverage.ALL if status is Status.SOLVED else Coverage.SOME,
            notes=tuple(_notes(infinite, unsettled, len(supports) - looked)),
            statistics={
                "supports": len(supports),
                "supports solved": solved,
                "infinite supports": tuple(infinite),
                "unsettled supports": tuple(unsettled),
            },
        )


@final
class SupportFamily(EquilibriumFamily):
    """All Nash equilibria in which every player uses exactly these strategies.

    There are infinitely many of them, or there may be; `conditions` tell them exactly.
    """

    __slots__ = ("_conditions", "game", "support")

    def __init__(self, game: NormalFormGame, support: Support, conditions: tuple[str, ...]) -> None:
        self.game = game
        self.support = support
        self._conditions = conditions

    @property
    def conditions(self) -> tuple[str, ...]:
        """The equations and inequalities among the probabilities."""
        return self._conditions

    @property
    def count(self) -> int | None:
        """None: there are infinitely many."""
        return None

    @property
    def payoff_ranges(self) -> Mapping[str, tuple[Any, Any]]:
        """Bounds of each player's payoff: the extremes over the cells that may be reached."""
        cells = np.ix_(*self.support)
        paid = {p: self.game.payoff_array(p)[cells].ravel().tolist() for p in self.game.players}
        return {player: (min(column), max(column)) for player, column in paid.items()}

    @property
    def ranges_are_exact(self) -> bool:
        """No: they are bounds."""
        return False

    @property
    def vertices(self) -> tuple[int, ...] | None:
        """None: the family is described by its conditions."""
        return None

    def __contains__(self, profile: object) -> bool:
        if not isinstance(profile, MixedStrategyProfile) or profile.game != self.game:
            return False
        used = tuple(tuple(i for i, w in enumerate(row) if w > 0) for row in profile.weights)
        return used == self.support and not any(regrets(self.game, profile).values())


@final
class _Support:
    """The conditions of equilibrium with given supports, as polynomials.

    The unknowns are the probabilities of the strategies in each support but its first one, whose
    probability is what they leave over.
    """

    def __init__(self, game: NormalFormGame, tables: Sequence[Any], support: Support) -> None:
        self.game = game
        self.support = support
        self.names = [
            f"p({player}, {menu[i]})"
            for (player, menu), chosen in zip(game.strategies.items(), support, strict=True)
            for i in chosen[1:]
        ]
        self.unknowns = len(self.names)
        one = (0,) * self.unknowns
        first = 0
        self.places: list[range] = []
        self.positive: list[Polynomial] = []
        for chosen in support:
            self.places.append(range(first, first + len(chosen) - 1))
            first += len(chosen) - 1
            if len(chosen) > 1:
                self.positive.append({one: 1, **{_unit(one, k): -1 for k in self.places[-1]}})
        self.equations: list[Polynomial] = []
        self.slacks: list[Polynomial] = []
        for me, table in enumerate(tables):
            paid = self._payoffs(table, me)
            base = paid[support[me][0]]
            for i, other in enumerate(paid):
                if i == support[me][0]:
                    continue
                if i in support[me]:
                    self.equations.append(_minus(other, base))
                else:
                    self.slacks.append(_minus(base, other))
        self.equations = [equation for equation in self.equations if equation]

    @property
    def words(self) -> str:
        """Who mixes what."""
        return "; ".join(f"{player}: {', '.join(used)}" for player, used in self.used.items())

    @property
    def used(self) -> dict[str, tuple[str, ...]]:
        """The strategies of the support, by player."""
        return {
            player: tuple(menu[i] for i in chosen)
            for (player, menu), chosen in zip(
                self.game.strategies.items(), self.support, strict=True
            )
        }

    def _payoffs(self, table: Any, me: int) -> list[Polynomial]:
        """What each strategy of a player pays, as a polynomial in the others' probabilities."""
        axes = [range(table.shape[me]) if p == me else s for p, s in enumerate(self.support)]
        cells = table[np.ix_(*axes)]
        for p in range(len(self.support)):
            if p != me:
                # Of the first strategy's probability 1 - x - y - ... the 1 stays.
                head, tail = np.split(cells, [1], axis=p)
                cells = np.concatenate([head, tail - head], axis=p)
        found: list[Polynomial] = []
        for i in range(table.shape[me]):
            terms: dict[tuple[int, ...], int] = {}
            line = np.asarray(cells.take(i, axis=me), dtype=object)
            for where, value in np.ndenumerate(line):
                if value:
                    monomial = [0] * self.unknowns
                    others = (p for p in range(len(self.support)) if p != me)
                    for p, j in zip(others, where, strict=True):
                        if j:
                            monomial[self.places[p][j - 1]] = 1
                    terms[tuple(monomial)] = value
            found.append(terms)
        return found

    def holds(self, point: Point) -> bool:
        """Whether nobody gains by a strategy outside of the support."""
        return all(evaluate(slack, point) >= 0 for slack in self.slacks)

    def profile(self, point: Point) -> MixedStrategyProfile:
        """The profile with these probabilities."""
        weights: dict[str, dict[str, Any]] = {}
        for (player, menu), chosen, places in zip(
            self.game.strategies.items(), self.support, self.places, strict=True
        ):
            rest = [point[k] for k in places]
            numbers = [1 - sum(rest, start=Fraction(0)), *rest]
            weights[player] = {menu[i]: x for i, x in zip(chosen, numbers, strict=True)}
        return MixedStrategyProfile(self.game, weights)

    def conditions(self, part: Part | None) -> tuple[str, ...]:
        """The equations, of a part of the solutions or of all of them, and the inequalities."""
        equations = self.equations if part is None else part.equations
        bounds = [f"{_text(p, self.names)} > 0" for p in self.positive]
        return (
            f"only these strategies are used: {self.words}",
            *(f"{name} > 0" for name in self.names),
            *bounds,
            *(f"{_text(equation, self.names)} = 0" for equation in equations),
            *(f"{_text(slack, self.names)} >= 0" for slack in self.slacks if slack),
        )

    # -- parts with infinitely many solutions ------------------------------------------------

    def decided(
        self, part: Part, known: Sequence[MixedStrategyProfile]
    ) -> tuple[tuple[MixedStrategyProfile, ...], dict[str, Any] | None]:
        """Equilibria of a part, and what is known of it if there may be infinitely many."""
        one = (0,) * self.unknowns
        strict = [normal_form({_unit(one, k): 1}, part) for k in range(self.unknowns)]
        strict += [normal_form(p, part) for p in self.positive]
        weak = [p for slack in self.slacks if (p := normal_form(slack, part))]
        # With positive unknowns, a polynomial with no positive coefficient is not positive.
        if any(all(c <= 0 for c in p.values()) for p in strict):
            return (), None
        if any(all(c < 0 for c in p.values()) for p in weak):
            return (), None
        if any(signs in ({0, 1}, {1}, {-1, 0}, {-1}) for signs in map(self._signs, part.equations)):
            return (), None
        dimension, proved = part.dimension, False
        members: tuple[MixedStrategyProfile, ...]
        if all(_degree(p) <= 1 for p in (*part.equations, *strict, *weak)):
            region = _Region(part.free, strict, weak)
            members = tuple(
                self.profile(tuple(evaluate(p, point) for p in strict[: self.unknowns]))
                for point in region.points()
            )
            if not members or not region.dimension:
                return members, None
            dimension, proved = region.dimension, True
        elif all(_is_in_one(p, part) for p in (*strict, *weak)):
            inside, single = feasible_values(part.free[0], strict, weak)
            members = tuple(
                self.profile(
                    tuple(evaluate(p, [x] * self.unknowns) for p in strict[: self.unknowns])
                )
                for x in (*inside, *single)
            )
            if not inside:
                return members, None
            proved = True
        else:
            members = tuple(profile for profile in known if self._is_on(profile, part))
            members = members or tuple(itertools.islice(self._members(part), 1))
            if not members and self.is_excluded(lambda: False, _BOXES):
                return (), None
        return members, {
            "support": self.used,
            "dimension": dimension,
            "infinite": True if proved else None,
            "members": members,
            "conditions": self.conditions(part),
        }

    def _signs(self, polynomial: Polynomial) -> set[int]:
        """The signs that a polynomial has where everyone plays a pure strategy of the support.

        If it has degree one in the probabilities of each player, it is a mean of its values there,
        with positive weights if all probabilities are positive. Otherwise, all signs.
        """
        if any(sum(e[k] for k in places) > 1 for e in polynomial for places in self.places):
            return {-1, 0, 1}
        found = set()
        for used in itertools.product(*([None, *places] for places in self.places)):
            point = [int(k in used) for k in range(self.unknowns)]
            value = evaluate(polynomial, point)
            found.add(int(value > 0) - int(value < 0))
        return found

    def _is_on(self, profile: MixedStrategyProfile, part: Part) -> bool:
        """Whether a profile with this support solves the equations of a part."""
        point = [
            weights[i]
            for weights, chosen in zip(profile.weights, self.support, strict=True)
            for i in chosen[1:]
        ]
        return all(evaluate(equation, point) == 0 for equation in part.equations)

    def _members(self, part: Part) -> Iterator[MixedStrategyProfile]:
        """Equilibria of a part, at values of its free unknowns that are tried in turn."""
        one = (0,) * self.unknowns
        for values in itertools.islice(_tries(len(part.free)), _SAMPLES):
            fixed: list[Polynomial] = [
                {_unit(one, k): 1, one: -value} for k, value in zip(part.free, values, strict=True)
            ]
            answer = solve_polynomials(
                [*part.equations, *fixed], self.unknowns, positive=self.positive, effort=_SAMPLES
            )
            yield from (self.profile(point) for point in answer.points if self.holds(point))

    def is_excluded(self, expired: Callable[[], bool], boxes: int) -> bool:
        """Whether it is proved without algebra that there is no equilibrium."""
        return has_no_solution(
            self.equations,
            [*self.slacks, *self.positive],
            self.unknowns,
            boxes=boxes,
            expired=expired,
        )


@final
class _Region:
    """The points of linear conditions, some of them strict, in some of the unknowns."""

    def __init__(
        self, free: Sequence[int], strict: Sequence[Polynomial], weak: Sequence[Polynomial]
    ) -> None:
        self.free = free
        self.strict = [self._row(p) for p in strict]
        self.weak = [self._row(p) for p in weak]
        inside = self._best([0] * len(free), 1)
        self.inside = inside if inside is not None and inside[-1] else None
        # A condition that holds with equality wherever all hold takes a dimension away.
        tight = []
        if self.inside is not None:
            for row, bound in self.weak:
                best = self._best([-c for c in row], 0)
                if best is not None and not _slack(row, bound, best):
                    tight.append(row)
        self.dimension = len(free) - rank(tight)

    def _row(self, polynomial: Polynomial) -> tuple[list[Any], Any]:
        """The condition that a polynomial is at least zero, as a row and its upper bound."""
        row: list[Any] = [0] * len(self.free)
        bound: Any = 0
        for exponents, coefficient in polynomial.items():
            if any(exponents):
                row[self.free.index(exponents.index(1))] = -coefficient
            else:
                bound = coefficient
        return row, bound

    def _best(self, objective: Sequence[Any], room: int) -> tuple[Any, ...] | None:
        """Where something is largest; with room at one, where strict conditions hold best."""
        rows = [[*row, room] for row, _ in self.strict] + [[*row, 0] for row, _ in self.weak]
        right = [bound for _, bound in (*self.strict, *self.weak)]
        rows.append([0] * len(self.free) + [1])
        solution = solve_lp([*objective, room], at_most=(rows, [*right, 1]), maximize=True)
        return solution.point if solution.status == "optimal" else None

    def points(self) -> Iterator[tuple[Any, ...]]:
        """Its extreme points that meet the strict conditions; one inside where there is none."""
        if self.inside is None:
            return
        size = len(self.free)
        rows = [*self.strict, *self.weak]
        corners = set()
        if math.comb(len(rows), size) <= _CORNERS:
            for chosen in itertools.combinations(self.weak, size):
                corner = solve_linear([row for row, _ in chosen], [b for _, b in chosen])
                if (
                    corner is not None
                    and all(_slack(*row, corner) > 0 for row in self.strict)
                    and all(_slack(*row, corner) >= 0 for row in self.weak)
                ):
                    corners.add(corner)
        for point in sorted(corners) or [self.inside[:-1]]:
            values = [Fraction(0)] * (max(self.free) + 1)
            for k, value in zip(self.free, point, strict=True):
                values[k] = value
            yield tuple(values)


def _slack(row: Sequence[Any], bound: Any, point: Sequence[Any]) -> Any:
    return bound - sum((c * x for c, x in zip(row, point, strict=False)), start=Fraction(0))


@lru_cache(maxsize=4096)
def _most_solutions(sizes: tuple[int, ...]) -> int:
    """How many isolated solutions the equations of a support can have.

    Player i's equations have degree one in each other player's probabilities, and there are as
    many as i's other strategies, d_i. The number is the coefficient of y_1**d_1 * y_2**d_2 * ... in
    the product over i of (the sum of the other players' y)**d_i (McKelvey and McLennan 1997).
    """
    degrees = tuple(size - 1 for size in sizes)
    terms = {degrees: 1}
    for i, degree in enumerate(degrees):
        for _ in range(degree):
            lower: dict[tuple[int, ...], int] = {}
            for left, count in terms.items():
                for k in range(len(sizes)):
                    if k != i and left[k]:
                        at = (*left[:k], left[k] - 1, *left[k + 1 :])
                        lower[at] = lower.get(at, 0) + count
            terms = lower
    return terms.get((0,) * len(sizes), 0)


def _unit(one: tuple[int, ...], k: int) -> tuple[int, ...]:
    return (*one[:k], 1, *one[k + 1 :])


def _minus(a: Polynomial, b: Polynomial) -> Polynomial:
    both = {e: a.get(e, 0) - b.get(e, 0) for e in {**a, **b}}
    return {e: c for e, c in both.items() if c}


def _degree(polynomial: Polynomial) -> int:
    return max(map(sum, polynomial), default=0)


def _is_in_one(polynomial: Polynomial, part: Part) -> bool:
    """Whether only the one free unknown of a part occurs."""
    others = (e for exponents in polynomial for k, e in enumerate(exponents) if k not in part.free)
    return part.dimension == 1 and not any(others)


def _tries(count: int) -> Iterator[tuple[Fraction, ...]]:
    """Rational points of the unit cube, coarse ones first."""
    told = set()
    for parts in (2, 3, 4, 5, 6, 8, 12, 16, 32, 64):
        for steps in itertools.product(range(1, parts), repeat=count):
            point = tuple(Fraction(step, parts) for step in steps)
            if point not in told:
                told.add(point)
                yield point


def _text(polynomial: Polynomial, names: Sequence[str]) -> str:
    """A polynomial as it is read."""
    text = ""
    for exponents, coefficient in sorted(polynomial.items(), reverse=True):
        powers = [
            name if e == 1 else f"{name}**{e}"
            for name, e in zip(names, exponents, strict=True)
            if e
        ]
        size = abs(coefficient)
        term = "*".join(([] if size == 1 and powers else [str(size)]) + powers)
        sign = (
            ("-" if coefficient < 0 else "") if not text else (" - " if coefficient < 0 else " + ")
        )
        text += sign + term
    return text or "0"


def _whole(table: Any) -> Any:
    """A table of fractions as one of integers, times their common denominator."""
    common = math.lcm(*(value.denominator for value in table.ravel().tolist()))
    whole = np.empty(table.shape, dtype=object)
    whole.ravel()[:] = [int(value * common) for value in table.ravel().tolist()]
    return whole


def _ranks(table: Any) -> Any:
    """The places of the entries in the order of their values: they compare alike, and fast."""
    place = {value: k for k, value in enumerate(sorted(set(table.ravel().tolist())))}
    return np.array([place[value] for value in table.ravel().tolist()]).reshape(table.shape)


def _subsets(menu: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(menu) + 1):
        yield from itertools.combinations(menu, size)


def _undominated(ranks: Sequence[Any]) -> list[tuple[int, ...]]:
    """What is left when strategies that are strictly worse than another are taken away in turn."""
    menus = [tuple(range(n)) for n in ranks[0].shape]
    while True:
        kept = []
        for me, table in enumerate(ranks):
            rows = np.moveaxis(table[np.ix_(*menus)], me, 0).reshape(len(menus[me]), -1)
            worse = (rows[:, None] < rows[None]).all(axis=2).any(axis=1)
            kept.append(tuple(i for i, w in zip(menus[me], worse.tolist(), strict=True) if not w))
        if kept == menus:
            return menus
        menus = kept


def _is_worse(ranks: Sequence[Any], support: Support) -> bool:
    """Whether a strategy of the support never pays more than another, and somewhere less.

    Every profile of the others within their supports has a positive probability, so that it then
    pays less, and is not used in an equilibrium.
    """
    for me, table in enumerate(ranks):
        axes = [range(table.shape[me]) if p == me else s for p, s in enumerate(support)]
        rows = np.moveaxis(table[np.ix_(*axes)], me, 0).reshape(table.shape[me], -1)
        mine = rows[list(support[me])][:, None]
        never, somewhere = (mine <= rows[None]).all(axis=2), (mine < rows[None]).any(axis=2)
        if (never & somewhere).any():
            return True
    return False


def _notes(
    infinite: Sequence[Mapping[str, Any]], unsettled: Sequence[str], left: int
) -> Iterator[str]:
    """What the list of equilibria does not tell."""
    for told in infinite:
        words = "; ".join(f"{p}: {', '.join(used)}" for p, used in told["support"].items())
        size = told["dimension"]
        if told["infinite"]:
            yield (
                f"With the supports {words} there are infinitely many equilibria, of dimension "
                f"{size}."
            )
        elif told["members"]:
            yield (
                f"With the supports {words} one equilibrium is listed, and there may be infinitely "
                f"many: the equations have complex solutions of dimension {size}."
            )
        else:
            yield (
                f"With the supports {words} the equations have infinitely many complex solutions, "
                f"of dimension {size}; whether an equilibrium is among them was not decided."
            )
    for words in unsettled:
        yield f"The equations of the supports {words} were too large to solve."
    if left:
        yield f"{left} combinations of supports were not looked at."
