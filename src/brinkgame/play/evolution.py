"""Evolutionary stability: symmetric equilibria that a small number of deviators cannot invade.

A large population plays a symmetric two-player game in random pairs. A strategy x is
*evolutionarily stable* if every other strategy y that a few adopt earns less than x in the mixed
population: x is a best reply to itself, and for each other best reply y to x, x earns more against
y than y does (Maynard Smith and Price 1973). It is *neutrally stable* if y earns no more than x.

With A the payoffs, S the support of x and E its best replies, the second condition says that
z'Az < 0 for every z = y - x other than zero: sum(z) = 0, and z is nonnegative on E outside S
(Haigh 1975). Coordinates in S are free, so that they are eliminated one by one as in Gauss's
method, each at the value that is best for the deviators; what remains to be decided is whether a
matrix on E outside S is strictly copositive (Abakuks 1980). A quadratic form has its least value
over the simplex at a point where it is stationary on a face, and on a smallest such face that point
is unique; so one linear system a face decides it, in rationals (compare Bomze 1992, section 3).

References
----------
.. [1] J. Maynard Smith and G. R. Price (1973), The logic of animal conflict, *Nature* 246.
.. [2] J. Haigh (1975), Game theory and evolution, *Advances in Applied Probability* 7.
.. [3] A. Abakuks (1980), Conditions for evolutionarily stable strategies, *Journal of Applied
   Probability* 17.
.. [4] I. M. Bomze (1992), Detecting all evolutionarily stable strategies, *Journal of Optimization
   Theory and Applications* 75.
.. [5] D. T. Bishop and C. Cannings (1976), Models of animal conflict, *Advances in Applied
   Probability* 8.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

from brinkgame.arithmetic import solve_linear
from brinkgame.errors import InvalidProfileError, UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.play.profiles import MixedStrategyProfile

__all__ = [
    "EvolutionaryStability",
    "evolutionarily_stable_strategies",
    "evolutionary_stability",
    "is_evolutionarily_stable",
]

Matrix: TypeAlias = "list[list[Fraction]]"
Direction: TypeAlias = "dict[int, Fraction]"

_MOST_OUTSIDE: Final = 16
"""The most best replies outside the support: each subset of them is one linear system."""


@final
@dataclass(frozen=True, slots=True)
class EvolutionaryStability:
    """Whether a strategy can be invaded, and by what.

    Attributes
    ----------
    strategy
        What was asked about, ``{strategy: probability}``.
    is_equilibrium
        Whether it is a best reply to itself.
    is_stable
        Whether it is evolutionarily stable.
    is_neutral
        Whether it is neutrally stable, which every evolutionarily stable strategy is.
    invader
        Another strategy that shows what is not so, None if it is evolutionarily stable: against
        `strategy` it earns more than `strategy` does; or as much, and then against itself more if
        not even neutrally stable, else as much.
    advantage
        What the invader earns more: against `strategy` if that is no equilibrium, else against
        the invader.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("rock-paper-scissors").game
    >>> found = bg.evolutionary_stability(game, dict.fromkeys(game.strategies["row"], "1/3"))
    >>> found.is_stable, found.is_neutral, found.advantage
    (False, True, Fraction(0, 1))
    """

    strategy: Mapping[str, Fraction]
    is_equilibrium: bool
    is_stable: bool
    is_neutral: bool
    invader: Mapping[str, Fraction] | None = None
    advantage: Fraction = Fraction(0)

    def __str__(self) -> str:
        name = _words(self.strategy)
        if self.invader is None:
            return f"{name} is evolutionarily stable"
        other = _words(self.invader)
        if not self.is_equilibrium:
            return f"{name} is no equilibrium: against it {other} earns {self.advantage} more"
        against = f"against {other}, which is as good a reply to {name}, {other} earns"
        if not self.is_neutral:
            return f"{name} is not stable: {against} {self.advantage} more than {name}"
        return f"{name} is neutrally stable only: {against} as much as {name}"


def _words(strategy: Mapping[str, Any]) -> str:
    played = {label: weight for label, weight in strategy.items() if weight}
    if len(played) == 1:
        return next(iter(played))
    return "(" + ", ".join(f"{label} {weight}" for label, weight in played.items()) + ")"


def _symmetric_payoffs(game: object) -> tuple[tuple[str, ...], Matrix]:
    """The common menu and the payoffs of the player who chooses the row."""
    if not isinstance(game, NormalFormGame):
        raise UnsupportedGameError(f"evolutionary stability needs a NormalFormGame; got {game!r}")
    obstacles = []
    if len(game.players) != 2:
        obstacles.append(f"it has {len(game.players)} players, not two")
    if not game.is_closed:
        obstacles.append(game.open_parameters_text())
    if not obstacles:
        first, second = game.strategies.values()
        row, column = (game.payoff_array(player).tolist() for player in game.players)
        if first != second:
            obstacles.append(
                f"its players choose from {', '.join(first)} and from {', '.join(second)}; they "
                "need the same strategies in the same order"
            )
        else:
            for i, j in itertools.product(range(len(first)), repeat=2):
                if row[i][j] != column[j][i]:
                    obstacles.append(
                        f"{first[i]} against {first[j]} pays {game.players[0]} {row[i][j]}, but "
                        f"{game.players[1]} {column[j][i]}"
                    )
                    break
        if not isinstance(game.numbers, tuple):
            obstacles.append(
                "it is in floats, where a tie cannot be told from a rounding error: build it from "
                "exact numbers"
            )
    if obstacles:
        raise UnsupportedGameError(
            "evolutionary stability is defined for exact symmetric games of two players", obstacles
        )
    return first, row


def _inner(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


def _earnings(payoffs: Matrix, against: Sequence[Fraction]) -> list[Fraction]:
    return [_inner(row, against) for row in payoffs]


def _least_on_simplex(form: Matrix) -> tuple[Fraction, list[Fraction]]:
    """The least value of a quadratic form over the simplex, and where it is taken.

    On a smallest face with a minimizer inside, that minimizer is the one solution of: the form's
    gradient is constant on the face, and coordinates sum to one. (If there were two, the form
    would be constant along the line through them, up to a smaller face.)
    """
    size = len(form)
    best = form[0][0], [Fraction(int(i == 0)) for i in range(size)]
    for count in range(1, size + 1):
        for face in itertools.combinations(range(size), count):
            rows = [[*(form[i][j] for j in face), Fraction(-1)] for i in face]
            rows.append([*(Fraction(1) for _ in face), Fraction(0)])
            found = solve_linear(rows, [Fraction(0)] * count + [Fraction(1)])
            if found is None or min(found[:-1]) <= 0:
                continue
            # On the face the form is half its gradient times the point: the multiplier itself.
            if found[-1] < best[0]:
                point = [Fraction(0)] * size
                for i, weight in zip(face, found, strict=False):
                    point[i] = weight
                best = found[-1], point
    return best


def _least_direction(form: Matrix, free: Sequence[int], kept: Sequence[int]) -> Direction | None:
    """A direction other than zero in which a quadratic form is negative or, failing that, zero.

    Coordinates in `free` take any value, those in `kept` none below zero. None if the form is
    positive in every direction.
    """
    form = [list(row) for row in form]
    waiting, rest = list(free), list(kept)
    eliminated: list[tuple[int, dict[int, Fraction]]] = []

    def completed(direction: Direction) -> Direction:
        # Each eliminated coordinate was set to where the form is least given the others.
        for pivot, row in reversed(eliminated):
            slope = sum((c * direction.get(j, Fraction(0)) for j, c in row.items()), Fraction(0))
            direction[pivot] = -slope / form[pivot][pivot]
        return direction

    while waiting:
        pivot = max(waiting, key=lambda p: abs(form[p][p]))
        others = [j for j in (*waiting, *rest) if j != pivot]
        if form[pivot][pivot] < 0:
            return completed({pivot: Fraction(1)})
        if form[pivot][pivot] == 0:
            # No free coordinate has a square any more. A product with another coordinate makes
            # the form negative for a value of the free one that is large enough.
            for p, j in itertools.product(waiting, (*waiting, *rest)):
                if form[p][j] != 0:
                    return completed({j: Fraction(1), p: -(form[j][j] + 1) / (2 * form[p][j])})
            break
        row = {j: form[pivot][j] for j in others}
        for i, j in itertools.product(others, repeat=2):
            form[i][j] -= row[i] * row[j] / form[pivot][pivot]
        eliminated.append((pivot, row))
        waiting.remove(pivot)
    if rest:
        value, point = _least_on_simplex([[form[i][j] for j in rest] for i in rest])
        if value <= 0:
            return completed({j: w for j, w in zip(rest, point, strict=True) if w})
    return completed({waiting[0]: Fraction(1)}) if waiting else None


def _invader(
    payoffs: Matrix, strategy: Sequence[Fraction], replies: Sequence[int]
) -> tuple[list[Fraction], Fraction] | None:
    """A best reply that earns at least as much against itself, and how much more; None if none."""
    support = [i for i, weight in enumerate(strategy) if weight]
    outside = [i for i in replies if not strategy[i]]
    if len(outside) > _MOST_OUTSIDE:
        raise UnsupportedGameError(
            f"{len(outside)} strategies outside the support are best replies to it; more than "
            f"{_MOST_OUTSIDE} would take too long (2 to that power linear systems)"
        )
    base, *free = support
    moved = [*free, *outside]

    def entry(i: int, j: int) -> Fraction:
        """The form -z'Az with the coordinate `base` put at minus the sum of the others."""
        a = payoffs
        return (a[i][base] + a[base][j] - a[i][j] - a[base][base]) / 2

    form = [[entry(i, j) + entry(j, i) for j in moved] for i in moved]
    positions = range(len(moved))
    found = _least_direction(form, positions[: len(free)], positions[len(free) :])
    if found is None:
        return None
    direction = [Fraction(0)] * len(strategy)
    for position, change in found.items():
        direction[moved[position]] += change
        direction[base] -= change
    # As far in that direction as probabilities allow.
    pairs = zip(strategy, direction, strict=True)
    length = min(weight / -change for weight, change in pairs if change < 0)
    other = [w + length * change for w, change in zip(strategy, direction, strict=True)]
    earned = _earnings(payoffs, other)
    return other, _inner(other, earned) - _inner(strategy, earned)


def _judged(
    menu: Sequence[str], payoffs: Matrix, weights: Sequence[Fraction]
) -> EvolutionaryStability:
    labeled = dict(zip(menu, weights, strict=True))
    earned = _earnings(payoffs, weights)
    best = max(earned)
    mine = _inner(weights, earned)
    if mine < best:
        reply = {label: Fraction(int(i == earned.index(best))) for i, label in enumerate(menu)}
        return EvolutionaryStability(labeled, False, False, False, reply, best - mine)
    found = _invader(payoffs, weights, [i for i, e in enumerate(earned) if e == best])
    if found is None:
        return EvolutionaryStability(labeled, True, True, True)
    other, more = found
    invader = dict(zip(menu, other, strict=True))
    return EvolutionaryStability(labeled, True, False, more == 0, invader, more)


def evolutionary_stability(
    game: NormalFormGame, strategy: str | Mapping[str, Any]
) -> EvolutionaryStability:
    """Whether a strategy of a symmetric game is evolutionarily stable, or what invades it.

    Parameters
    ----------
    game
        An exact game of two players who have the same strategies and each other's payoffs.
    strategy
        A strategy, or ``{strategy: probability}``.

    Raises
    ------
    UnsupportedGameError
        The game is not symmetric, not exact, or has open parameters; or the strategy has more than
        16 best replies outside its support.
    InvalidProfileError
        The strategy is none of the game.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hawks = bg.NormalFormGame.from_arrays([[-2, 4], [0, 2]], [[-2, 0], [4, 2]])
    >>> print(bg.evolutionary_stability(hawks, {"1": "1/2", "2": "1/2"}))
    (1 1/2, 2 1/2) is evolutionarily stable
    >>> print(bg.evolutionary_stability(hawks, "2"))
    2 is no equilibrium: against it 1 earns 2 more
    """
    menu, payoffs = _symmetric_payoffs(game)
    player, other = game.players
    profile = MixedStrategyProfile(game, {player: strategy, other: strategy})
    weights = [weight for weight in profile.weights[0] if isinstance(weight, Fraction)]
    if len(weights) < len(menu):
        raise InvalidProfileError(f"{_words(profile[player])}: give probabilities as fractions")
    return _judged(menu, payoffs, weights)


def is_evolutionarily_stable(game: NormalFormGame, strategy: str | Mapping[str, Any]) -> bool:
    """Whether a strategy of a symmetric game is evolutionarily stable.

    Parameters and errors are those of `evolutionary_stability`, which also says why.

    Examples
    --------
    >>> import brinkgame as bg
    >>> rock = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    >>> game = bg.NormalFormGame.from_arrays(rock, [[-n for n in row] for row in rock])
    >>> bg.is_evolutionarily_stable(game, {"1": "1/3", "2": "1/3", "3": "1/3"})
    False
    """
    return evolutionary_stability(game, strategy).is_stable


def _cliques(joined: Sequence[set[int]]) -> Iterator[tuple[int, ...]]:
    """Sets of mutually joined numbers, small ones first."""
    level: list[tuple[int, ...]] = [(i,) for i in range(len(joined))]
    while level:
        yield from level
        level = [
            (*clique, i)
            for clique in level
            for i in range(clique[-1] + 1, len(joined))
            if all(i in joined[k] for k in clique)
        ]


def evolutionarily_stable_strategies(
    game: NormalFormGame,
) -> tuple[Mapping[str, Fraction], ...]:
    """All evolutionarily stable strategies of a symmetric game, those of small support first.

    There may be none, and there are finitely many: if one of them is stable, no other equilibrium
    lives on its best replies, so that no support contains another. A support must also be
    such that every two of its strategies earn more from each other than from themselves, taken
    together; only such sets are tried, which can still be exponentially many.

    Parameters
    ----------
    game
        An exact game of two players who have the same strategies and each other's payoffs.

    Raises
    ------
    UnsupportedGameError
        The game is not symmetric, not exact, or has open parameters; or an equilibrium has more
        than 16 best replies outside its support.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> bg.evolutionarily_stable_strategies(game)
    ({'1': Fraction(9, 10), '2': Fraction(1, 10)},)
    """
    menu, payoffs = _symmetric_payoffs(game)
    size = range(len(menu))
    joined = [
        {j for j in size if payoffs[i][j] + payoffs[j][i] > payoffs[i][i] + payoffs[j][j]}
        for i in size
    ]
    found: list[Mapping[str, Fraction]] = []
    taken: list[tuple[set[int], set[int]]] = []
    for support in _cliques(joined):
        inside = set(support)
        if any(smaller <= inside or inside <= replies for smaller, replies in taken):
            continue
        rows = [[*(payoffs[i][j] for j in support), Fraction(-1)] for i in support]
        rows.append([*(Fraction(1) for _ in support), Fraction(0)])
        solution = solve_linear(rows, [Fraction(0)] * len(support) + [Fraction(1)])
        if solution is None or min(solution[:-1]) <= 0:
            continue
        weights = [Fraction(0)] * len(menu)
        for i, weight in zip(support, solution, strict=False):
            weights[i] = weight
        earned = _earnings(payoffs, weights)
        if max(earned) > solution[-1]:
            continue
        replies = [i for i in size if earned[i] == solution[-1]]
        if _invader(payoffs, weights, replies) is None:
            found.append(dict(zip(menu, weights, strict=True)))
            taken.append((inside, set(replies)))
    return tuple(found)
