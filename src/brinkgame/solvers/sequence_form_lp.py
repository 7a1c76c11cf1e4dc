"""The value of a two-player tree in which one's gain is the other's loss, and optimal strategies.

In the sequence form, with x and y the players' realization plans, E x = e and F y = f the equations
of plans, and A what the first player gets (times the probability of Nature's moves), the two linear
programs

    least u[0]  with  E' u >= A y,  F y = f,  y >= 0     and
    greatest v[0]  with  F' v <= A' x,  E x = e,  x >= 0

are dual to each other, and x and y are optimal strategies: u[h] is what the first player's reply
gets from the information set h on [1]_ [2]_. Their size is that of the tree, not of its normal
form. A is made positive here, by adding to payoffs what everybody gets anyhow; then u >= 0 follows,
and one program in variables that are at least zero gives y as its point and x as its prices.

All optimal plans of a player form a polytope. An optimal solution of the other program tells which
face of the constraints it is, by complementary slackness [3]_: with v a variable as well, the
corners of that face are found by going from basis to basis, and seen from the side of x alone.

.. [1] I. V. Romanovskii, "Reduction of a game with complete memory to a matrix game", *Soviet
   Mathematics* 3 (1962).
.. [2] D. Koller, N. Megiddo, B. von Stengel, "Efficient computation of equilibria for extensive
   two-person games", *Games and Economic Behavior* 14 (1996), section 3; B. von Stengel,
   "Efficient computation of behavior strategies", the same volume, theorem 3.4 and section 4.
.. [3] V. Chvátal, *Linear Programming* (1983), theorem 5.2.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

import numpy as np

from brinkgame.arithmetic import Arithmetic, Exact, Float, exact_numbers
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError, checked_flags
from brinkgame.forms import ExtensiveFormGame, SequenceForm
from brinkgame.forms.game import Game
from brinkgame.linear_programs import solve_lp
from brinkgame.linear_programs.symmetry import SparseProgram, solve_sparse_lp
from brinkgame.play.opposition import opposition_obstacles
from brinkgame.play.optimal_plans import OptimalPlans
from brinkgame.play.realization import profile_with_replies, realization_plans
from brinkgame.polytopes.dictionary import Dictionary
from brinkgame.polytopes.vertices import strategy_values
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["SequenceFormLP"]

Plan = tuple[Any, ...]

_EXACT_UP_TO = 400_000
"""Entries of a table, with alike variables together, up to which it is solved in rationals."""

_ROUGH = 1e-9
"""The regret, as a share of the range of payoffs, that is accepted beyond that."""

_IN_FLOATS = (
    "the program is too large for rationals: it was solved in floats, and the certificate gives "
    "the exact regrets of fractions nearby"
)

_NOTHING = 1e-12
"""A probability in floats that counts as zero."""


@final
@dataclass(frozen=True, slots=True)
class SequenceFormLP(Solver):
    """Optimal behavior strategies of a two-player zero-sum or constant-sum tree.

    Parameters
    ----------
    optimal_sets
        Whether to find all of them: every corner of both players' sets of optimal realization
        plans, in exact numbers (also in a floating-point game, whose floats then count for the
        simplest fractions that they round). For small trees.
    limit
        The most equilibria to list.

    Raises
    ------
    InvalidNumberError
        The limit is not a positive whole number.

    Notes
    -----
    One pair takes polynomial time in the size of the tree: thousands of nodes are no trouble in
    floats. Variables that nothing tells apart, such as those of suits in a game that counts ranks
    only, are taken together first, without loss. In an exact game the answer is certified by the
    solutions of both programs in rationals; a program of more than some six hundred classes of
    variables and as many constraints is left to floats, and a note says so: the probabilities are
    fractions nearby, and the certificate's regrets are exact.

    Where a player's own plan does not go, the profile has a best reply to the other's plan, and
    where the other's does not go either, one to another who takes every action alike. It is a Nash
    equilibrium, not promised to be credible.

    The value is ``result.statistics["value"]``, to the first player.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("kuhn-poker").game
    >>> result = bg.solve(game, bg.SequenceFormLP())
    >>> print(result.statistics["value"], result[0].profile["second"]["queen, bet"]["call"])
    -1/18 1/3
    >>> every = bg.solve(game, bg.SequenceFormLP(optimal_sets=True))
    >>> every.coverage.name, every.statistics["corners"]
    ('ALL', (2, 1))
    """

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "the value and optimal strategies of a two-player zero-sum tree"

    optimal_sets: bool = False
    limit: int = 10_000

    def __post_init__(self) -> None:
        checked_flags(optimal_sets=self.optimal_sets)
        limit: object = self.limit
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise InvalidNumberError(f"the limit {limit!r} is not a positive whole number")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Other numbers of players, payoffs that are not opposed, and what players forget."""
        return opposition_obstacles(game)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Solve both programs at once, and list the corners if they are asked for."""
        if self.optimal_sets:
            return self._all(game, control)
        form = game.sequence_form
        notes: tuple[str, ...] = ()
        found = _solved(form, control, form.is_exact)
        rough = found is None and form.is_exact and not control.expired()
        if rough:
            form = game.to_float().sequence_form
            found = _solved(form, control, exact=False)
            notes = (_IN_FLOATS,)
        if found is None:
            status = Status.TIME_LIMIT if control.expired() else Status.UNREACHED
            return Run((), status, Coverage.SOME)
        plans: tuple[Plan, Plan] = found.plans
        if rough:
            plans = _nearby(plans)
        profile = profile_with_replies(game, plans, 0.0 if form.is_exact else _NOTHING)
        return Run(
            profiles=(profile,),
            status=Status.SOLVED,
            coverage=Coverage.ONE,
            accuracy=_ROUGH if rough else 0.0,
            notes=notes,
            statistics={"value": found.value, "sequences": form.counts},
        )

    def _all(self, game: ExtensiveFormGame, control: Control) -> Run:
        """Every corner of both optimal sets."""
        rounded = isinstance(game.arithmetic, Float)
        exact = _in_rationals(game) if rounded else game
        form = exact.sequence_form
        found = _solved(form, control, exact=True, most=None)
        if found is None:
            status = Status.TIME_LIMIT if control.expired() else Status.UNREACHED
            return Run((), status, Coverage.SOME)
        # Prices leave out what is worth nothing; a plan leaves out nothing.
        first, second = realization_plans(exact, profile_with_replies(exact, found.plans))
        found = _Solved(found.value, (tuple(first), tuple(second)))
        sides = []
        for who in range(2):
            corners = _optimal_corners(form, found, who, control)
            if corners is None:
                one = profile_with_replies(game, _in_numbers(game, found.plans))
                return Run((one,), Status.TIME_LIMIT, Coverage.SOME)
            sides.append(corners)
        pairs = itertools.islice(itertools.product(*sides), self.limit)
        profiles = tuple(profile_with_replies(game, _in_numbers(game, pair)) for pair in pairs)
        value = float(found.value) if rounded else found.value
        statistics = {"value": value, "corners": tuple(map(len, sides))}
        if len(profiles) < len(sides[0]) * len(sides[1]):
            return Run(profiles, Status.LIMIT, Coverage.SOME, statistics=statistics)
        family = OptimalPlans(game, value, (tuple(sides[0]), tuple(sides[1])))
        return Run(
            profiles=profiles,
            status=Status.SOLVED,
            coverage=Coverage.ALL,
            families=(None if family.is_point else family,) * len(profiles),
            components=(tuple(range(len(profiles))),),
            statistics=statistics,
        )


@final
@dataclass(frozen=True, slots=True)
class _Solved:
    """Solutions of both programs."""

    value: Any
    plans: tuple[Plan, Plan]


@final
@dataclass(frozen=True, slots=True)
class _Matrix:
    """What one player gets, made positive: the entries that are not zero, and what was done."""

    rows: Any
    columns: Any
    values: Sequence[Any]
    level: Any
    scale: Any

    @classmethod
    def of(cls, form: SequenceForm, who: int = 0) -> _Matrix:
        """What the first player gets, or loses, plus `level` times the odds, times `scale`."""
        paid = form.payoff_column(form.players[0])
        if who:
            paid = [-pay for pay in paid] if form.is_exact else -paid
        rows, columns = form.entries[:, 0], form.entries[:, 1]
        if not form.is_exact:
            there = np.flatnonzero(form.odds > 0)
            means = paid[there] / form.odds[there]
            spread = float(np.ptp(means)) or 1.0
            level = spread - float(means.min())
            scale = 1.0 / (spread * float(form.odds[there].max()))
            values = (paid + level * form.odds)[there] * scale
            return cls(rows[there], columns[there], values, level, scale)
        kept = [i for i, odds in enumerate(form.odds) if odds]
        ratios = [paid[i] / form.odds[i] for i in kept]
        width = max(ratios) - min(ratios) or Fraction(1)
        base = width - min(ratios)
        numbers = [paid[i] + base * form.odds[i] for i in kept]
        common = math.lcm(*(number.denominator for number in numbers))
        whole = [int(number * common) for number in numbers]
        divisor = math.gcd(*whole)
        units = [number // divisor for number in whole]
        return cls(rows[kept], columns[kept], units, base, Fraction(common, divisor))


def _solved(
    form: SequenceForm, control: Control, exact: bool, most: int | None = _EXACT_UP_TO
) -> _Solved | None:
    """Optimal plans and the value; None if the time was up, it is too large, or HiGHS is lost."""
    matrix = _Matrix.of(form)
    one, two = form.players
    up_rows, up_columns, up = form.equations(one)
    rows, columns, values = form.equations(two)
    n, m = form.counts[1], form.counts[0]
    lines = len(form.structure.own[0]) + 1
    equations = len(form.structure.own[1]) + 1
    # Variables: y, then u. Constraints: one a sequence of the first player, then F y = f.
    coefficients: Any
    if exact:
        coefficients = [*matrix.values, *(-up).tolist(), *values.tolist()]
    else:
        coefficients = np.concatenate([matrix.values, -up, values])
    zero, unit = (0, 1) if exact else (0.0, 1.0)
    found = solve_sparse_lp(
        SparseProgram(
            cost=[*[zero] * n, unit, *[zero] * (lines - 1)],
            rows=np.concatenate([matrix.rows, up_columns, m + rows]),
            columns=np.concatenate([matrix.columns, n + up_rows, columns]),
            values=coefficients,
            right=[*[zero] * m, unit, *[zero] * (equations - 1)],
            n_at_most=m,
        ),
        exact=exact,
        most=most if exact else None,
        control=control,
    )
    if found.status != "optimal":
        return None
    prices = tuple(-price for price in found.dual_at_most)
    value = found.value / matrix.scale - matrix.level
    return _Solved(value, (prices, found.point[:n]))


def _nearby(plans: tuple[Plan, Plan]) -> tuple[Plan, Plan]:
    """Fractions with a denominator that floats have, nothing below what counts as zero."""
    one, two = (
        tuple(Fraction(round(p * 2**50), 2**50) if p > _NOTHING else Fraction(0) for p in plan)
        for plan in plans
    )
    return one, two


def _in_numbers(game: ExtensiveFormGame, plans: Sequence[Plan]) -> list[Plan]:
    """Plans in the numbers of the game."""
    if isinstance(game.arithmetic, Exact):
        return list(plans)
    return [tuple(map(float, plan)) for plan in plans]


def _in_rationals(game: ExtensiveFormGame) -> ExtensiveFormGame:
    """A floating-point game with the simplest fractions that round to its numbers."""
    numbers = tuple(exact_numbers(np.asarray(game.numbers).tolist()))
    return ExtensiveFormGame._from_tree(game.title, game.players, game.tree, numbers, ())


# -- all optimal plans ----------------------------------------------------------------------------


def _optimal_corners(
    form: SequenceForm, found: _Solved, who: int, control: Control
) -> list[Plan] | None:
    """The corners of a player's set of optimal plans; None if the time was up.

    Variables are the player's sequences but the empty one, and what the other's reply leaves the
    player from each of the other's information sets on. All are at least zero, and so are the
    right-hand sides, so that 0 is a corner to begin with.
    """
    other = 1 - who
    matrix = _Matrix.of(form, who)
    own = matrix.columns if who else matrix.rows
    replied = matrix.rows if who else matrix.columns
    value = -found.value if who else found.value
    value = (value + matrix.level) * matrix.scale
    n, k = form.counts[who] - 1, len(form.structure.own[other])
    table: list[list[Any]] = []
    right: list[Any] = []
    zero: list[int] = []

    first, before = _begins(form, who)
    for j, leading in enumerate(before):
        row = [0] * (n + k)
        for sequence in range(first[j], first[j + 1]):
            row[sequence - 1] = 1
        if leading:
            row[leading - 1] = -1
        zero.append(n + k + len(table))
        table.append(row)
        right.append(int(leading == 0))

    # One row a sequence of the other's, the first one turned around: nothing is above the value.
    rows = [[0] * (n + k) for _ in range(form.counts[other])]
    bounds: list[Any] = [0] * form.counts[other]
    for sequence, reply, pay in zip(own.tolist(), replied.tolist(), matrix.values, strict=True):
        if sequence:
            rows[reply][sequence - 1] -= pay
        else:
            bounds[reply] += pay
    starts, leads = _begins(form, other)
    for h, leading in enumerate(leads):
        rows[leading][n + h] -= 1
        for reply in range(starts[h], starts[h + 1]):
            rows[reply][n + h] += 1
    rows[0] = [-number for number in rows[0]]
    bounds[0] = value - bounds[0]
    plan = found.plans[other]
    for reply, (row, bound) in enumerate(zip(rows, bounds, strict=True)):
        if not reply or plan[reply]:
            zero.append(n + k + len(table))
        scale = Fraction(bound).denominator
        table.append([number * scale for number in row])
        right.append(int(bound * scale))

    face = Dictionary.of(table, right, range(n + k), range(n + k, n + k + len(table)))
    for label in [s - 1 for s in _costly(form, who, found.plans)] + zero:
        # The optimal plan at hand lies on every one of these faces, so that none is empty.
        face = face.with_zero(label) or face
    corners: set[Plan] = set()
    for basis in face.bases():
        if control.expired():
            return None
        here = strategy_values(basis, range(n))
        corners.add((Fraction(1), *(Fraction(weight, basis.det) for weight in here)))
    listed = sorted(corners, reverse=True)
    if all(any(plan[s] for s in range(starts[h], starts[h + 1])) for h in range(k)):
        return listed
    # What is left of the game where the other never goes is no number then, and a corner of the
    # polytope with it need be none without it.
    return _extreme(listed, control)


def _begins(form: SequenceForm, who: int) -> tuple[list[int], list[int]]:
    """Where the actions of each information set of a player begin, and what leads there."""
    return form.structure.first[who].tolist(), form.structure.before[who].tolist()


def _costly(form: SequenceForm, who: int, plans: Sequence[Plan]) -> list[int]:
    """The sequences of a player whose last action is not best against the other's optimal plan."""
    first, before = _begins(form, who)
    gains, _ = form.gains(form.players[who], plans)
    found = []
    for j in range(len(before) - 1, -1, -1):
        here = range(first[j], first[j + 1])
        best = max(gains[s] for s in here)
        found += [s for s in here if gains[s] < best]
        gains[before[j]] += best
    return found


def _extreme(points: list[Plan], control: Control) -> list[Plan] | None:
    """Those that are no mixture of the others; None if the time was up."""
    kept = list(points)
    for point in points:
        if control.expired():
            return None
        others = [other for other in kept if other != point]
        if not others:
            break
        columns = [[*other, 1] for other in others]
        rows = [list(row) for row in zip(*columns, strict=True)]
        mixed = solve_lp([0] * len(others), equal=(rows, [*point, 1]))
        if mixed.status == "optimal":
            kept = others
    return kept
