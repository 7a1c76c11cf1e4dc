"""Perfect and proper equilibria: what is left of an equilibrium when hands may tremble.

An equilibrium is *perfect* (Selten 1975) when it is the limit of profiles that play everything with
positive probability, and to which its strategies are best responses. In a game of two players that
is so exactly when neither player's strategy is weakly dominated by another mixed strategy (van
Damme 1991, Theorem 3.2.2), which one linear program a player decides.

It is *proper* (Myerson 1978) when the profiles of such a sequence make worse mistakes less and less
likely than better ones: the ratio of the probabilities of two strategies goes to zero where the
first pays less. Equivalently, the players hold beliefs in levels, first the equilibrium and then
what is infinitely less likely, that name every strategy and respect everyone's preferences (Blume,
Brandenburger and Dekel 1991).

How `is_proper` decides. Along the sequence the payoffs order each player's strategies in classes of
equals; finitely many orders are possible, so one pair of orders occurs for ever. Fix it. What is
asked of the first player's probabilities p is then:

1. against p the second player's strategies are in the second player's order: linear constraints,
   the same all along the sequence, whose solutions are a convex cone;
2. the probabilities of a class are infinitely smaller than those of the classes above it;
3. p goes to the equilibrium strategy.

By Hoffman's (1952) bound a point of a polyhedral cone that is almost zero in some coordinates has a
point of the cone near it that *is* zero there, as near as those coordinates are small. So there is
such a sequence exactly when for every class there is a point of the cone that is positive on the
class and zero on the classes below it. Conversely, if v1, v2, ... are such points then

    p(e) = equilibrium + e v1 + e^2 v2 + ...      (normalized)

is such a sequence. For given orders that is a linear program a class; the orders are searched, top
classes first, and a beginning of two orders is dropped as soon as no continuation can fit. The
payoffs in equilibrium already order all strategies that do not tie there, so that little is left
to search in most games. In the worst case it is exponential, as it must be: the question is
NP-complete (Hansen and Lund 2018).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Float, exact_number, integer_rows
from brinkgame.errors import InvalidNumberError, InvalidParameterError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.linear_programs import solve_lp
from brinkgame.play.payoffs import as_profile
from brinkgame.play.profiles import MixedStrategyProfile
from brinkgame.play.reduced_strategies import mixed_strategies

__all__ = ["TrembleTest", "is_perfect", "is_proper"]

Weights: TypeAlias = "tuple[Fraction, ...]"
Row: TypeAlias = "Sequence[int]"


@final
@dataclass(frozen=True, slots=True)
class TrembleTest:
    """Whether an equilibrium survives trembles, and why; true or false as a truth value.

    Attributes
    ----------
    profile
        What was tested.
    holds
        The answer.
    reason
        The answer in a sentence.
    levels
        If it holds, ``{player: beliefs about the player}``: the strategy in equilibrium, then
        mistakes, each level infinitely less likely than the one before. Together they name every
        strategy.
    dominating
        If a strategy in equilibrium is weakly dominated, ``{player: what dominates it}``.
    programs
        The number of linear programs that were solved.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [1, 0]], [[1, 0], [0, 0]])
    >>> test = bg.is_perfect(game, {"1": "2", "2": "1"})
    >>> bool(test), test.reason
    (False, "1's strategy is weakly dominated by 1")
    >>> print(bg.is_proper(game, {"1": "1", "2": "1"}).at("1/10"))
    1: 1 10/11, 2 1/11; 2: 1 10/11, 2 1/11
    """

    profile: MixedStrategyProfile
    holds: bool
    reason: str
    levels: Mapping[str, tuple[Mapping[str, Fraction], ...]] = field(default_factory=dict)
    dominating: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    programs: int = 0

    def __bool__(self) -> bool:
        return self.holds

    def at(self, epsilon: object) -> MixedStrategyProfile:
        """A profile of the sequence: level k weighs `epsilon` to the power k, normalized.

        Parameters
        ----------
        epsilon
            How likely mistakes are: a number above 0 and below 1. As it goes to zero the profile
            goes to the equilibrium.

        Raises
        ------
        InvalidNumberError
            It is not between 0 and 1.
        InvalidParameterError
            The test failed, so that there is no sequence.
        """
        if not self.holds:
            raise InvalidParameterError(f"there is no sequence of trembles: {self.reason}")
        rate = exact_number(epsilon)
        if not 0 < rate < 1:
            raise InvalidNumberError(f"trembles of {epsilon!r} are not between 0 and 1")
        plan: dict[str, dict[str, Fraction]] = {}
        for player, levels in self.levels.items():
            mixed = dict.fromkeys(self.profile.game.strategies[player], Fraction(0))
            for power, level in enumerate(levels):
                for strategy, weight in level.items():
                    mixed[strategy] += weight * rate**power
            total = sum(mixed.values())
            plan[player] = {strategy: weight / total for strategy, weight in mixed.items()}
        return MixedStrategyProfile(self.profile.game, plan)


# -- the game as two tables -----------------------------------------------------------------------


@final
@dataclass(frozen=True, slots=True)
class _Tables:
    """For each player whole payoffs, a row a strategy and a column a strategy of the other."""

    profile: MixedStrategyProfile
    rows: tuple[list[list[int]], list[list[int]]]
    played: tuple[Weights, Weights]

    @property
    def players(self) -> tuple[str, ...]:
        """The names of the two."""
        return self.profile.game.players

    def payoffs(self, player: int) -> list[Fraction]:
        """What each strategy pays in equilibrium, up to the common denominator."""
        other = self.played[1 - player]
        return [_dot(row, other) for row in self.rows[player]]

    def support(self, player: int) -> frozenset[int]:
        """What a player plays in equilibrium."""
        return frozenset(i for i, weight in enumerate(self.played[player]) if weight)

    def named(self, player: int, weights: Iterable[Any]) -> dict[str, Fraction]:
        """A distribution in proportion to weights, by the names of strategies."""
        listed = [Fraction(weight) for weight in weights]
        total = sum(listed)
        menu = self.profile.game.strategies[self.players[player]]
        return {name: w / total for name, w in zip(menu, listed, strict=True) if w}


def _dot(row: Row, weights: Sequence[Any]) -> Fraction:
    return sum((a * w for a, w in zip(row, weights, strict=True) if w), Fraction(0))


def _tables(game: object, profile: Any, purpose: str) -> _Tables:
    if isinstance(game, ExtensiveFormGame):
        profile = mixed_strategies(game, profile)
        game = profile.game
    if not isinstance(game, NormalFormGame):
        raise UnsupportedGameError(f"{purpose} is about games in normal form; got {game!r}")
    game.require_closed(purpose)
    obstacles: list[str] = []
    if len(game.players) != 2:
        obstacles.append(f"it is decided for two players, not {len(game.players)}")
    if isinstance(game.arithmetic, Float):
        obstacles.append(
            "it hangs on exact ties, which floats do not show: write the payoffs as exact numbers"
        )
    if obstacles:
        raise UnsupportedGameError(f"{purpose} cannot be tested in {game!r}", obstacles)
    plan = as_profile(game, profile)
    if not all(isinstance(w, Fraction) for weights in plan.weights for w in weights):
        raise UnsupportedGameError(
            f"{purpose} is tested for probabilities that are fractions; got {plan}"
        )
    tables = []
    for player, name in enumerate(game.players):
        array = game.payoff_array(name)
        tables.append(integer_rows((array if player == 0 else array.T).tolist())[0])
    return _Tables(plan, (tables[0], tables[1]), (plan.weights[0], plan.weights[1]))


def _no_equilibrium(tables: _Tables) -> TrembleTest | None:
    for player, name in enumerate(tables.players):
        pays = tables.payoffs(player)
        best = max(pays)
        if any(pays[i] < best for i in tables.support(player)):
            better = tables.profile.game.strategies[name][pays.index(best)]
            return TrembleTest(
                tables.profile, False, f"it is no equilibrium: {name} gains by {better}"
            )
    return None


# -- perfect --------------------------------------------------------------------------------------


def is_perfect(game: NormalFormGame | ExtensiveFormGame, profile: Any) -> TrembleTest:
    """Whether a profile is a (trembling-hand) perfect equilibrium of a game of two players.

    Parameters
    ----------
    game
        A closed, exact game of two players; a tree is looked at in its reduced normal form.
    profile
        What everyone does.

    Returns
    -------
    TrembleTest
        True with a sequence of trembles to which the strategies are best responses, or false with
        the mixture that weakly dominates a strategy of the profile.

    Raises
    ------
    UnsupportedGameError
        There are not two players, or the game is in floats.

    Notes
    -----
    Of a tree this is perfection in the normal form: one hand trembles for a whole plan at once.
    It neither implies subgame perfection nor follows from perfection of the agents, whose hands
    tremble at each information set apart (Selten 1975; van Damme 1991, section 6.4).

    Exact, by one or two linear programs a player (van Damme 1991, Theorem 3.2.2). A strategy in
    equilibrium may be a mixture that is dominated although nothing that it plays is. With three
    players or more the theorem fails, and the question is NP-hard (Hansen, Miltersen and Sørensen
    2010).

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [1, 0]], [[1, 0], [0, 0]])
    >>> bool(bg.is_perfect(game, {"1": "1", "2": "1"}))
    True
    >>> bg.is_perfect(game, {"1": "2", "2": "1"}).dominating
    {'1': {'1': Fraction(1, 1)}}
    """
    return _perfect(_tables(game, profile, "perfection"))


def _perfect(tables: _Tables) -> TrembleTest:
    failed = _no_equilibrium(tables)
    if failed is not None:
        return failed
    beliefs: dict[int, list[Fraction]] = {}
    programs = 0
    for player, name in enumerate(tables.players):
        rows, own = tables.rows[player], tables.played[player]
        paid = [_dot(column, own) for column in zip(*rows, strict=True)]
        # A belief of one and more everywhere, against which no strategy pays more than the one
        # that is played.
        gains = [[a - b for a, b in zip(row, paid, strict=True)] for row in rows]
        found = solve_lp([1] * len(paid), at_most=(gains, [-sum(line) for line in gains]))
        programs += 1
        if found.status == "optimal":
            beliefs[1 - player] = [1 + more for more in found.point]
            continue
        better = solve_lp(
            [sum(line) for line in gains],
            at_most=(
                [[-g for g in column] for column in zip(*gains, strict=True)],
                [0] * len(paid),
            ),
            equal=([[1] * len(rows)], [1]),
            maximize=True,
        )
        mixture = tables.named(player, better.point)
        words = ", ".join(f"{s} {w}" for s, w in mixture.items())
        words = next(iter(mixture)) if len(mixture) == 1 else words
        return TrembleTest(
            tables.profile,
            False,
            f"{name}'s strategy is weakly dominated by {words}",
            dominating={name: mixture},
            programs=programs + 1,
        )
    levels = {
        name: (tables.named(p, tables.played[p]), tables.named(p, beliefs[p]))
        for p, name in enumerate(tables.players)
    }
    reason = "neither strategy is weakly dominated"
    return TrembleTest(tables.profile, True, reason, levels, programs=programs)


# -- proper ---------------------------------------------------------------------------------------


def is_proper(
    game: NormalFormGame | ExtensiveFormGame, profile: Any, *, limit: int = 50_000
) -> TrembleTest:
    """Whether a profile is a proper equilibrium (Myerson 1978) of a game of two players.

    Parameters
    ----------
    game
        A closed, exact game of two players; a tree is looked at in its reduced normal form.
    profile
        What everyone does.
    limit
        The number of linear programs after which the search is given up with an error.

    Returns
    -------
    TrembleTest
        True with beliefs in levels, so that `TrembleTest.at` gives a sequence of profiles in which
        worse mistakes are less and less likely than better ones; or false: the strategy that
        dominates one of the profile's, or that every order of mistakes was excluded.

    Raises
    ------
    UnsupportedGameError
        There are not two players, the game is in floats, or the limit was reached: then nothing is
        known.

    Notes
    -----
    Exact and complete (see the head of this module for the algorithm). It takes a handful of
    linear programs where few strategies tie against the equilibrium, and may take exponentially
    many where many do; no method escapes that (Hansen and Lund 2018). Every proper equilibrium is
    perfect, every strict one is proper, and every game has a proper one (Myerson 1978).

    Examples
    --------
    Adding a bad strategy for both makes an equilibrium perfect, but not proper (Myerson 1978):

    >>> import brinkgame as bg
    >>> table = [[1, 0, -9], [0, 0, -7], [-9, -7, -7]]
    >>> game = bg.NormalFormGame.from_arrays(table, table)
    >>> middle = {"1": "2", "2": "2"}
    >>> bool(bg.is_perfect(game, middle)), bool(bg.is_proper(game, middle))
    (True, False)
    >>> bool(bg.is_proper(game, {"1": "1", "2": "1"}))
    True
    """
    given: object = limit
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise InvalidParameterError(f"the limit {limit!r} is not a positive number of programs")
    tables = _tables(game, profile, "properness")
    perfect = _perfect(tables)
    if not perfect:
        return perfect
    search = _Search(tables, limit)
    search.programs = perfect.programs
    found = search.start()
    if found is None:
        reason = "no order of mistakes from better to worse fits both players' payoffs"
        return TrembleTest(tables.profile, False, reason, programs=search.programs)
    levels: dict[str, tuple[Mapping[str, Fraction], ...]] = {}
    for player, name in enumerate(tables.players):
        mistakes = found[player].points
        if found[player].classes[0] == tables.support(player):
            mistakes = mistakes[1:]
        points = [tables.played[player], *mistakes]
        levels[name] = tuple(tables.named(player, point) for point in points)
    reason = "each player's mistakes are ordered from better to worse"
    return TrembleTest(tables.profile, True, reason, levels, programs=search.programs)


@final
@dataclass(frozen=True, slots=True)
class _Order:
    """The beginning of an order of a player's strategies, best classes first.

    `classes` are decided, and `groups` say to which group of equals in equilibrium each belongs;
    `open` are the strategies of the present group that are left, `later` the groups below. For
    each class `points` has a vector over the player's strategies that is positive on the class and
    zero below it.
    """

    classes: tuple[frozenset[int], ...]
    groups: tuple[int, ...]
    open: frozenset[int]
    later: tuple[frozenset[int], ...]
    points: tuple[Sequence[Any], ...]

    @property
    def is_done(self) -> bool:
        """Whether every strategy has its class."""
        return not self.open and not self.later

    @property
    def present(self) -> frozenset[int]:
        """The strategies among which the next class is chosen."""
        return self.open or self.later[0]

    def extended(self, chosen: frozenset[int], point: Sequence[Any]) -> _Order:
        """The order with one more class."""
        fresh = not self.open
        group = (self.groups[-1] if self.groups else -1) + fresh
        return _Order(
            (*self.classes, chosen),
            (*self.groups, group),
            self.present - chosen,
            self.later[1:] if fresh else self.later,
            (*self.points, point),
        )

    def with_points(self, points: Iterable[Sequence[Any]]) -> _Order:
        """The same order with other vectors."""
        return _Order(self.classes, self.groups, self.open, self.later, tuple(points))


@final
class _Search:
    """A search for a pair of orders that fit each other, by backtracking."""

    def __init__(self, tables: _Tables, limit: int) -> None:
        self.tables = tables
        self.limit = limit
        self.programs = 0

    def start(self) -> tuple[_Order, _Order] | None:
        """Two orders that fit, with their vectors; None if there are none."""
        begun = []
        for player in (0, 1):
            pays = self.tables.payoffs(player)
            groups = [
                frozenset(i for i, paid in enumerate(pays) if paid == value)
                for value in sorted(set(pays), reverse=True)
            ]
            begun.append(_Order((), (), frozenset(), tuple(groups), ()))
        return self._below((begun[0], begun[1]))

    def _below(self, orders: tuple[_Order, _Order]) -> tuple[_Order, _Order] | None:
        """The first completion of two beginnings."""
        open_players = [player for player in (0, 1) if not orders[player].is_done]
        if not open_players:
            return orders
        # The first classes of both are the narrowest; then whoever has fewer choices.
        player = min(open_players, key=lambda p: (bool(orders[p].classes), len(orders[p].present)))
        for chosen in self._choices(orders[player], player):
            following = self._extended(orders, player, chosen)
            found = None if following is None else self._below(following)
            if found is not None:
                return found
        return None

    def _choices(self, order: _Order, player: int) -> Iterator[frozenset[int]]:
        """The sets that may be the next class; the first class holds all that is played."""
        held = frozenset() if order.classes else self.tables.support(player)
        free = sorted(order.present - held)
        yield order.present
        for size in range(len(free)):
            for more in itertools.combinations(free, size):
                if held or more:
                    yield held.union(more)

    def _extended(
        self, orders: tuple[_Order, _Order], player: int, chosen: frozenset[int]
    ) -> tuple[_Order, _Order] | None:
        """Both beginnings with one more class for a player; None if no completion can fit."""
        own, other = orders[player], orders[1 - player]
        # The classes of the other keep their vectors where these fit the new class as well.
        order = own.extended(chosen, ())
        ties, steps = self._constraints(player, order)
        if not self._some_order(order, player):
            return None
        points: list[Sequence[Any]] = []
        for place, point in enumerate(other.points):
            fits = all(not _dot(row, point) for row in ties)
            fits = fits and all(_dot(row, point) >= 0 for row in steps)
            again = point if fits else self._point(1 - player, other.classes, place, ties, steps)
            if again is None:
                return None
            points.append(again)
        theirs = self._constraints(1 - player, other)
        mine = self._point(player, order.classes, len(own.classes), *theirs)
        if mine is None:
            return None
        order = order.with_points((*own.points, mine))
        other = other.with_points(points)
        return (order, other) if player == 0 else (other, order)

    def _constraints(self, player: int, order: _Order) -> tuple[list[list[int]], list[list[int]]]:
        """What an order asks of beliefs about the other: what is zero, and what is not negative.

        Strategies that differ in equilibrium are in order whatever the later levels are.
        """
        rows = self.tables.rows[player]

        def less(first: int, second: int) -> list[int]:
            return [a - b for a, b in zip(rows[first], rows[second], strict=True)]

        ties: list[list[int]] = []
        steps: list[list[int]] = []
        for place, members in enumerate(order.classes):
            leader, *rest = sorted(members)
            ties.extend(less(leader, equal) for equal in rest)
            if place + 1 < len(order.classes):
                if order.groups[place] == order.groups[place + 1]:
                    steps.append(less(leader, min(order.classes[place + 1])))
            else:
                steps.extend(less(leader, worse) for worse in sorted(order.open))
        return ties, steps

    def _some_order(self, order: _Order, player: int) -> bool:
        """Whether some belief that excludes nothing puts the strategies in just this order."""
        ties, steps = self._constraints(player, order)
        if not ties and not steps:
            return True
        size = len(self.tables.rows[1 - player])
        found = self._solved(
            [1] * size,
            ([[-a for a in row] for row in steps], [sum(row) - 1 for row in steps]),
            (ties, [-sum(row) for row in ties]),
        )
        return found is not None

    def _point(
        self,
        player: int,
        classes: Sequence[frozenset[int]],
        place: int,
        ties: Sequence[Row],
        steps: Sequence[Row],
    ) -> Sequence[Any] | None:
        """A vector that satisfies constraints, is positive on a class, and zero below it."""
        allowed = sorted(frozenset().union(*classes[: place + 1]))
        floor = [int(i in classes[place]) for i in allowed]
        tied = [[row[i] for i in allowed] for row in ties]
        stepped = [[row[i] for i in allowed] for row in steps]
        found = self._solved(
            [1] * len(allowed),
            ([[-a for a in row] for row in stepped], [int(_dot(row, floor)) for row in stepped]),
            (tied, [-int(_dot(row, floor)) for row in tied]),
        )
        if found is None:
            return None
        vector: list[Any] = [0] * len(self.tables.rows[player])
        for i, least, more in zip(allowed, floor, found, strict=True):
            vector[i] = least + more
        return vector

    def _solved(
        self, objective: list[int], at_most: tuple[Any, Any], equal: tuple[Any, Any]
    ) -> Sequence[Any] | None:
        """The point of a linear program, or None if it has none."""
        if all(bound >= 0 for bound in at_most[1]) and not any(equal[1]):
            return [0] * len(objective)
        if self.programs >= self.limit:
            game = self.tables.profile.game
            raise UnsupportedGameError(
                f"whether the equilibrium of {game!r} is proper was not decided after "
                f"{self.limit} linear programs: too many strategies tie against it; raise the "
                "limit of is_proper (the time may be exponential)"
            )
        self.programs += 1
        found = solve_lp(
            objective,
            at_most=at_most if at_most[0] else None,
            equal=equal if equal[0] else None,
        )
        return found.point if found.status == "optimal" else None
