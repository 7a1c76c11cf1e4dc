"""The value of a two-player game in which one's gain is the other's loss, and optimal strategies.

Let B be the second player's payoffs after an increasing affine change that makes them positive
(what the second gains, the first loses). The two linear programs

    greatest sum(x)  with  B' x <= 1, x >= 0      and      least sum(y)  with  B y >= 1, y >= 0

are dual to each other, and divided by their common value x and y are optimal strategies [1]_ [2]_.
All optimal strategies of a player form a polytope. By complementary slackness one optimal y tells
which face of {x >= 0, B' x <= 1} it is: where y plays, the inequality holds with equality, and x
does not play what does worse than the value against y [3]_. Equilibria are the pairs of optimal
strategies.

.. [1] J. von Neumann, "Zur Theorie der Gesellschaftsspiele", *Mathematische Annalen* 100 (1928).
.. [2] G. B. Dantzig, "A proof of the equivalence of the programming problem and the game problem",
   in T. C. Koopmans (ed.), *Activity Analysis of Production and Allocation* (1951); D. Gale, H. W.
   Kuhn, A. W. Tucker, in the same volume.
.. [3] V. Chvátal, *Linear Programming* (1983), theorem 5.2.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

import numpy as np

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError, checked_flags
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.linear_programs import solve_lp
from brinkgame.play import MixedStrategyProfile, NashComponent, NashSubset
from brinkgame.polytopes.dictionary import Dictionary
from brinkgame.polytopes.payoffs import positive_integers
from brinkgame.polytopes.vertices import face_vertices
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["MinimaxLP"]

Strategy = tuple[Any, ...]


@final
@dataclass(frozen=True, slots=True)
class MinimaxLP(Solver):
    """Optimal strategies of a two-player zero-sum or constant-sum game, by linear programming.

    Parameters
    ----------
    optimal_sets
        Whether to list every corner of both players' sets of optimal strategies, instead of one
        pair. They are found in exact numbers, also in a floating-point game, whose floats then
        count for the fractions that they are.
    limit
        The most equilibria to list.

    Raises
    ------
    InvalidNumberError
        The limit is not a positive whole number.

    Notes
    -----
    One pair takes polynomial time: hundreds of strategies are no trouble in exact numbers, and a
    thousand none in floats. The corners of the optimal sets may be exponentially many when there
    are many ties; most games have one optimal strategy a player. In an exact game the answer is
    certified by the solutions of both programs in exact numbers. All equilibria form one component,
    a product of two polytopes, of index one; the game's value is ``result.statistics["value"]``,
    to the first player.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, -1], [-2, 1]], [[-3, 1], [2, -1]])
    >>> result = bg.solve(game, bg.MinimaxLP())
    >>> print(result[0].profile, result.statistics["value"])
    1: 1 3/7, 2 4/7; 2: 1 2/7, 2 5/7 1/7
    >>> tie = bg.NormalFormGame.from_arrays([[1, 1], [0, 2]], [[-1, -1], [0, -2]])
    >>> for equilibrium in bg.solve(tie, bg.MinimaxLP(optimal_sets=True)):
    ...     print(equilibrium.profile)
    1: 1; 2: 1
    1: 1; 2: 1 1/2, 2 1/2
    """

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "the value and optimal strategies of a two-player zero-sum game"

    optimal_sets: bool = False
    limit: int = 10_000

    def __post_init__(self) -> None:
        checked_flags(optimal_sets=self.optimal_sets)
        limit: object = self.limit
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise InvalidNumberError(f"the limit {limit!r} is not a positive whole number")

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        """More or fewer than two players, or payoffs that do not sum to the same everywhere."""
        if len(game.players) != 2:
            return (f"takes two players, not {len(game.players)}",)
        game = game if game.is_closed else game.at()
        first, second = (game.payoff_array(player) for player in game.players)
        total = first + second
        if isinstance(game.arithmetic, Float):
            gap = float(np.ptp(total))
            constant = game.arithmetic.sign(gap, game.payoff_spread) == 0
        else:
            constant = bool((total == total.flat[0]).all())
        if constant:
            return ()
        sums = f"{total.min()} in one place and to {total.max()} in another"
        return (f"takes games in which one's gain is the other's loss; payoffs sum to {sums}",)

    def run(self, game: NormalFormGame, control: Control = FREE) -> Run:
        """Solve both programs at once, and list the corners if they are asked for."""
        table = game.payoff_array(game.players[0])
        if isinstance(game.arithmetic, Float) and not self.optimal_sets:
            pair = _pair_in_floats(table, control)
        else:
            losses = positive_integers((-table).tolist())
            pair = _pair(losses, control)
        if pair is None:
            status = Status.TIME_LIMIT if control.expired() else Status.UNREACHED
            return Run((), status, Coverage.SOME)
        if self.optimal_sets:
            return self._all(game, table, losses, pair, control)
        return Run(
            profiles=(MixedStrategyProfile.of(game, pair),),
            status=Status.SOLVED,
            coverage=Coverage.ONE,
            statistics={"value": _value(game, table, pair)},
        )

    def _all(
        self,
        game: NormalFormGame,
        table: Any,
        losses: list[list[int]],
        pair: tuple[Strategy, Strategy],
        control: Control,
    ) -> Run:
        """Every corner of both optimal sets, and the set that they span."""
        transposed = [list(column) for column in zip(*losses, strict=True)]
        gains = positive_integers(table.tolist())
        sides = []
        for matrix, mine, others in ((transposed, 0, 1), (gains, 1, 0)):
            corners = _optimal_corners(matrix, pair[mine], pair[others], control)
            if corners is None:
                one = (MixedStrategyProfile.of(game, _in_numbers(game, pair)),)
                return Run(one, Status.TIME_LIMIT, Coverage.SOME)
            sides.append(corners)
        found = list(itertools.islice(itertools.product(*sides), self.limit))
        profiles = tuple(MixedStrategyProfile.of(game, _in_numbers(game, each)) for each in found)
        statistics = {
            "value": _value(game, table, _in_numbers(game, pair)),
            "corners": tuple(map(len, sides)),
        }
        if len(found) < len(sides[0]) * len(sides[1]):
            return Run(profiles, Status.LIMIT, Coverage.SOME, statistics=statistics)
        positions = tuple(range(len(found)))
        family = None
        if len(found) > 1:
            subset = _subset(game, losses, sides[0], sides[1])
            family = NashComponent(game, (subset,), 1, positions)
        return Run(
            profiles=profiles,
            status=Status.SOLVED,
            coverage=Coverage.ALL,
            families=(family,) * len(found),
            components=(positions,),
            indices=(1,),
            statistics=statistics,
        )


def _pair(losses: list[list[int]], control: Control) -> tuple[Strategy, Strategy] | None:
    """Optimal strategies in fractions; None if the time was up."""
    rows = [list(column) for column in zip(*losses, strict=True)]
    found = solve_lp(
        [1] * len(losses), at_most=(rows, [1] * len(rows)), maximize=True, control=control
    )
    if found.status != "optimal":
        return None
    return (
        tuple(weight / found.value for weight in found.point),
        tuple(weight / found.value for weight in found.dual_at_most),
    )


def _pair_in_floats(table: Any, control: Control) -> tuple[Strategy, Strategy] | None:
    """Optimal strategies as HiGHS finds them; None if the time was up, or it is at a loss."""
    spread = float(np.ptp(table))
    losses = 1.0 + (table.max() - table) / (spread or 1.0)
    found = solve_lp(
        np.ones(len(losses)),
        at_most=(losses.T, np.ones(losses.shape[1])),
        maximize=True,
        exact=False,
        control=control,
    )
    if found.status != "optimal":
        return None
    return _share(found.point), _share(found.dual_at_most)


def _share(weights: Sequence[float]) -> Strategy:
    kept = np.maximum(np.array(weights), 0.0)
    return tuple((kept / kept.sum()).tolist())


def _optimal_corners(
    rows: Sequence[Sequence[int]], mine: Strategy, others: Strategy, control: Control
) -> list[Strategy] | None:
    """The corners of a player's optimal set; None if the time was up.

    `rows` holds the other's payoffs, a row for each of the other's strategies.
    """
    n = len(mine)
    face = Dictionary.of(rows, [1] * len(rows), range(n), range(n, n + len(rows)))
    # What the other loses by each of my strategies against the optimal one of the other.
    paid = [sum(row[i] * y for row, y in zip(rows, others, strict=True) if y) for i in range(n)]
    least = min(paid)
    zero = [i for i in range(n) if paid[i] > least]
    zero += [n + j for j, y in enumerate(others) if y]
    for label in zero:
        # The optimal strategy at hand lies on every one of these faces, so that none is empty.
        face = face.with_zero(label) or face
    found = face_vertices(face, range(n), control)
    if found is None:
        return None
    return sorted((tuple(Fraction(w, sum(ray)) for w in ray) for ray in found), reverse=True)


def _subset(
    game: NormalFormGame, losses: list[list[int]], first: list[Strategy], second: list[Strategy]
) -> NashSubset:
    """The one maximal Nash subset: the product of both optimal sets."""
    menus = tuple(game.strategies.values())
    columns = [list(column) for column in zip(*losses, strict=True)]
    used, replies = [], []
    # Of the losses, the first player looks for the least and the second for the greatest.
    for mine, other, lines, best in ((first, second, losses, min), (second, first, columns, max)):
        used.append({i for corner in mine for i, weight in enumerate(corner) if weight})
        kept = set(range(len(lines)))
        for corner in other:
            paid = [sum(a * w for a, w in zip(line, corner, strict=True) if w) for line in lines]
            kept &= {i for i, value in enumerate(paid) if value == best(paid)}
        replies.append(kept)
    exact = isinstance(game.arithmetic, Exact)
    corners = [
        tuple(corner if exact else tuple(map(float, corner)) for corner in side)
        for side in (first, second)
    ]

    def named(sets: list[set[int]]) -> tuple[frozenset[str], frozenset[str]]:
        one, two = (
            frozenset(menu[i] for i in part) for menu, part in zip(menus, sets, strict=True)
        )
        return one, two

    return NashSubset(
        players=(game.players[0], game.players[1]),
        menus=(menus[0], menus[1]),
        strategies=(corners[0], corners[1]),
        supports=named(used),
        replies=named(replies),
    )


def _in_numbers(game: NormalFormGame, pair: Sequence[Strategy]) -> list[Strategy]:
    """Probabilities in the numbers of the game."""
    if isinstance(game.arithmetic, Exact):
        return list(pair)
    return [tuple(map(float, strategy)) for strategy in pair]


def _value(game: NormalFormGame, table: Any, pair: Sequence[Strategy]) -> Any:
    """What the first player gets."""
    if isinstance(game.arithmetic, Float):
        return float(np.array(pair[0]) @ table @ np.array(pair[1]))
    lines = [(x, row) for x, row in zip(pair[0], table.tolist(), strict=True) if x]
    return sum(
        (x * y * a for x, row in lines for y, a in zip(pair[1], row, strict=True) if y),
        start=Fraction(0),
    )
