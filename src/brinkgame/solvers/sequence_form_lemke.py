"""One Nash equilibrium of a large two-player tree, by Lemke's algorithm on the sequence form.

The equilibria of a two-player tree are the solutions of a linear complementarity problem in the
players' realization plans x, y and the values of their information sets, of the size of the tree
(Koller, Megiddo and von Stengel 1996). It is solved by complementary pivoting from a *prior*: a
plan s that each expects of the first player, and t of the second (von Stengel, van den Elzen and
Talman 2002). Let each play the own part of ::

    x + (1 - w) s,   y + (1 - w) t,      E x = w e,  F y = w f,  x, y >= 0

as a best reply to the other's. At w = 0 all follows the prior, and x, y begin as best replies to
it; at w = 1 the prior is gone, and x, y are an equilibrium. The path between, on which w may also
fall for a while, is found pivot by pivot.

**Pivots.** The two systems, of x with the slacks of y's sequences and of y with those of x's, have
nothing but w in common. So w stays a parameter, and each system has a dictionary of its own, kept
sparse: of a tree it has few entries. When a basic variable falls to zero at some w, it leaves; its
complement enters the other system with w held, what leaves there calls its own complement back, and
so on until one comes that the variable at zero depends on. They are exchanged, and w goes on, up or
down as the one that entered rises. (Or the complement leaves again: then w turns back.) This is
Lemke's sequence of bases, but for the one system in which w would be basic.

**Ties.** The row of each variable that is basic at the beginning is perturbed by a power of a small
number, the first by the largest; ratios that tie are compared by these powers (lexicographically),
so that no basis comes again, and the path ends.

All of it is in rational numbers of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias, TypeVar, final

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.arithmetic.linear import plain_fraction, quick_fraction
from brinkgame.control import FREE, Control
from brinkgame.errors import BrinkgameError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.game import Game
from brinkgame.forms.sequence_form import recall_obstacle
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.play.payoffs import as_behavior
from brinkgame.play.realization import realization_plans
from brinkgame.play.sequence_replies import behavior_weights, exact_twin
from brinkgame.polytopes.sparse import Form, SparseDictionary, combined
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["SequenceFormLemke"]

_ONE, _W = 0, 1
"""The constant, and the parameter. Of sequence k of all, 2 k + 2 is the weight and 2 k + 3 the
slack of its inequality, so that complements differ in the last bit."""

T = TypeVar("T")
Vector: TypeAlias = "dict[int, Any]"
"""Powers of the perturbation, by the variable whose row is perturbed, with their coefficients."""


@final
@dataclass(frozen=True, slots=True)
class SequenceFormLemke(Solver):
    """One Nash equilibrium of a two-player tree with perfect recall, exactly, however large.

    It needs time and room for the tree and not for its strategies: thousands of nodes are a matter
    of a fraction of a second, hidden information or not. All equilibria of a smaller tree are found
    by `SequenceFormEnumeration`; where the payoffs are opposed, `SequenceFormLP` tells the value.

    Parameters
    ----------
    prior
        What the players expect of each other to begin with, a profile of the game; None: every
        action alike. Other priors may lead to other equilibria.

    Notes
    -----
    From a prior in which every action has positive probability the equilibrium is *normal-form
    perfect*: nobody uses a strategy that is weakly dominated. It need not be subgame perfect.

    A game in floats is solved for exactly the numbers that it holds, and the answer is rounded.
    The path may be exponentially long in bad cases; none was seen in trees that were drawn.

    References
    ----------
    B. von Stengel, A. van den Elzen and D. Talman (2002), *Computing normal form perfect equilibria
    for extensive two-person games*, Econometrica 70, sections 4 to 6.
    D. Koller, N. Megiddo and B. von Stengel (1996), *Efficient computation of equilibria for
    extensive two-person games*, Games and Economic Behavior 14, theorem 3.1.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> result = bg.solve(game, bg.SequenceFormLemke())
    >>> print(result[0].profile, result.coverage.name)
    entrant at root: in; incumbent at entry: accommodate ONE
    >>> threat = bg.BehaviorStrategyProfile(
    ...     game, {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}})
    >>> print(bg.solve(game, bg.SequenceFormLemke(prior=threat))[0].profile)
    entrant at root: out; incumbent at entry: fight
    """

    prior: BehaviorStrategyProfile | None = None

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "one Nash equilibrium of a large two-player tree"

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Other than two players, forgetting, or a prior of another game."""
        found: list[str] = []
        if len(game.players) != 2:
            found.append(
                f"takes trees of two players, not of {len(game.players)}; of more players take "
                "brinkgame.to_normal_form(game) to LogarithmicHomotopy"
            )
        forgets = recall_obstacle(game.tree)
        if forgets:
            found.append(f"needs perfect recall: {forgets}")
        if self.prior is not None:
            try:
                as_behavior(game, self.prior)
            except BrinkgameError as error:
                found.append(f"the prior is no profile of this game: {error}")
        return tuple(found)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Follow the path from the prior."""
        exact = exact_twin(game)
        path = _Path(exact, _prior(game, self.prior))
        plans = path.follow(control)
        statistics = {"pivots": path.pivots, "turns": path.turns, "ties": path.ties}
        if plans is None:
            return Run((), Status.TIME_LIMIT, Coverage.SOME, statistics=statistics)
        number = game.arithmetic.number
        weights = [number(weight) for weight in behavior_weights(exact, plans)[0]]
        profile = BehaviorStrategyProfile.from_weights(game, weights)
        return Run((profile,), Status.SOLVED, Coverage.ONE, statistics=statistics)


def _prior(game: ExtensiveFormGame, profile: BehaviorStrategyProfile | None) -> list[list[Any]]:
    """For each player the realization plan that is expected at first."""
    if profile is not None:
        given = realization_plans(game, as_behavior(game, profile))
        return [[quick_fraction(weight) for weight in plan] for plan in given]
    structure = game.tree.sequences
    plans = []
    for first, before in zip(structure.first, structure.before, strict=True):
        begins = first.tolist()
        plan = [quick_fraction(1)] * begins[-1]
        for j, leading in enumerate(before.tolist()):
            share = plan[leading] / (begins[j + 1] - begins[j])
            plan[begins[j] : begins[j + 1]] = [share] * (begins[j + 1] - begins[j])
        plans.append(plan)
    return plans


@final
class _Path:
    """The two systems, and the way from the prior to an equilibrium.

    Side 0 holds the weights of the first player's sequences with the slacks of the second's, side 1
    those of the second with the slacks of the first's.
    """

    def __init__(self, game: ExtensiveFormGame, prior: Sequence[Sequence[Any]]) -> None:
        self._form = form = game.sequence_form
        structure = form.structure
        self._moves = [
            (first.tolist(), before.tolist())
            for first, before in zip(structure.first, structure.before, strict=True)
        ]
        self._offset = (0, form.counts[0])
        pays: list[list[Form]] = [[{} for _ in range(count)] for count in form.counts]
        for where, paid in zip(form.entries.tolist(), form.payoffs, strict=True):
            for who in range(2):
                if paid[who]:
                    pays[who][where[who]][where[1 - who]] = quick_fraction(paid[who])
        best = [self._replies(who, pays[who], prior) for who in range(2)]
        self._sides = [
            SparseDictionary(self._rows(who, pays[1 - who], prior[who], best)) for who in range(2)
        ]
        self._first = [frozenset(side.rows) for side in self._sides]
        self.pivots = self.turns = self.ties = 0

    def _weight(self, who: int, sequence: int) -> int:
        return 2 * (self._offset[who] + sequence) + 2

    def _replies(self, who: int, pays: Sequence[Form], prior: Sequence[Sequence[Any]]) -> list[int]:
        """For each own information set the sequence that is best against the prior.

        Of several, what the prior itself plays most: a pure equilibrium is kept.
        """
        first, before = self._moves[who]
        own, against = prior[who], prior[1 - who]
        value = [sum((c * against[k] for k, c in row.items()), quick_fraction(0)) for row in pays]
        chosen = [0] * len(before)
        for j in range(len(before) - 1, -1, -1):
            chosen[j] = max(range(first[j], first[j + 1]), key=lambda s: (value[s], own[s]))
            value[before[j]] = value[before[j]] + value[chosen[j]]
        return chosen

    def _rows(
        self, who: int, pays: Sequence[Form], prior: Sequence[Any], best: Sequence[Sequence[int]]
    ) -> dict[int, Form]:
        """The system of a player's weights, when both begin to reply best to the prior.

        Basic are the weights of the own best replies, and the slacks of all but the other's.
        """
        rows: dict[int, Form] = {}
        one = quick_fraction(1)
        first, before = self._moves[who]
        weight: list[Form] = [{_W: one}] * first[-1]
        for j, leading in enumerate(before):
            chosen, rest = best[who][j], [(weight[leading], one)]
            for s in range(first[j], first[j + 1]):
                if s != chosen:
                    weight[s] = {self._weight(who, s): one}
                    rest.append((weight[s], -one))
            weight[chosen] = combined(rest)
            rows[self._weight(who, chosen)] = dict(weight[chosen])
        played = [
            combined([(form, one), ({_ONE: share, _W: -share}, one)]) if share else form
            for form, share in zip(weight, prior, strict=True)
        ]
        gains = [combined((played[k], c) for k, c in row.items()) for row in pays]
        other = 1 - who
        begins, leads = self._moves[other]
        for j in range(len(leads) - 1, -1, -1):
            chosen = best[other][j]
            value = gains[chosen]
            value[self._weight(other, chosen) + 1] = one
            for s in range(begins[j], begins[j + 1]):
                if s != chosen:
                    rows[self._weight(other, s) + 1] = combined([(value, one), (gains[s], -one)])
            gains[leads[j]] = combined([(gains[leads[j]], one), (value, one)])
        return rows

    # -- the path ------------------------------------------------------------------------------

    def follow(self, control: Control = FREE) -> list[tuple[Any, ...]] | None:
        """The plans at its end, one a player; None if the time was up before."""
        up = True
        while True:
            if control.expired():
                return None
            control.tell("pivots", self.pivots)
            turn = self._next(up=up)
            if turn is None:
                return [self._plan(who) for who in range(2)]
            up = self._turn(*turn)

    def _plan(self, who: int) -> tuple[Any, ...]:
        rows = self._sides[who].rows
        plan = [plain_fraction(quick_fraction(1))]
        for s in range(1, self._form.counts[who]):
            form = rows.get(self._weight(who, s), {})
            value = quick_fraction(0) + form.get(_ONE, 0) + form.get(_W, 0)
            plan.append(plain_fraction(value))
        return tuple(plan)

    def _next(self, *, up: bool) -> tuple[int, int, Any] | None:
        """Which variable of which side falls to zero next, and where; None if w comes to one."""
        least: Any = None
        tied: list[tuple[int, int]] = []
        for number, side in enumerate(self._sides):
            for basic in side.columns.get(_W, ()):
                form = side.rows[basic]
                fall = form[_W]
                if (fall < 0) is not up:
                    continue
                # As w, or as minus w where it falls.
                ratio = form.get(_ONE, 0) / (-fall if up else fall)
                if least is None or ratio < least:
                    least, tied = ratio, [(number, basic)]
                elif ratio == least:
                    tied.append((number, basic))
        if up and (least is None or least >= 1):
            return None
        if least is None:
            raise AssertionError("the path has no end; please report the game")

        def powers(each: tuple[int, int]) -> Vector:
            number, basic = each
            fall = self._sides[number].rows[basic][_W]
            return _times(self._powers(number, basic), 1 / (-fall if up else fall))

        number, basic = self._least(tied, powers)
        return number, basic, least if up else -least

    def _turn(self, number: int, zero: int, w: Any) -> bool:
        """Exchange what is at zero on one side at some w; whether w goes up from there."""
        self.turns += 1
        side, other = self._sides[number], self._sides[1 - number]
        fall = side.rows[zero][_W]
        shift = _times(self._powers(number, zero), -1 / fall)
        enters, at = zero ^ 1, other
        while at is other or not side.entry(zero, enters):
            leaves = self._blocking(at, enters, w, shift)
            at.pivot(leaves, enters)
            self.pivots += 1
            enters = leaves ^ 1
            if enters == zero:
                # What was at zero rises itself.
                return bool(fall > 0)
            at = side if at is other else other
        side.pivot(zero, enters)
        self.pivots += 1
        return bool(side.rows[enters][_W] > 0)

    def _blocking(self, side: SparseDictionary, enters: int, w: Any, shift: Vector) -> int:
        """What falls to zero first when a variable rises, with w held."""
        least: Any = None
        tied: list[int] = []
        for basic in side.columns[enters]:
            form = side.rows[basic]
            fall = form[enters]
            if fall < 0:
                ratio = (form.get(_ONE, 0) + form.get(_W, 0) * w) / -fall
                if least is None or ratio < least:
                    least, tied = ratio, [basic]
                elif ratio == least:
                    tied.append(basic)
        if least is None:
            raise AssertionError("the path ends in a ray; please report the game")
        number = self._sides.index(side)

        def powers(basic: int) -> Vector:
            form = side.rows[basic]
            found = self._powers(number, basic)
            drift = form.get(_W, 0)
            if drift:
                found = combined([(found, 1), (shift, drift)])
            return _times(found, -1 / form[enters])

        return self._least(tied, powers)

    # -- ties ----------------------------------------------------------------------------------

    def _powers(self, number: int, basic: int) -> Vector:
        """What the perturbation adds to a basic variable.

        The variables that were basic at first stand in all forms less their own powers.
        """
        first = self._first[number]
        found = {v: -c for v, c in self._sides[number].rows[basic].items() if v in first}
        if basic in first:
            found[basic] = quick_fraction(1)
        return found

    def _least(self, tied: list[T], powers: Callable[[T], Vector]) -> T:
        """The one of several that the perturbation makes least."""
        if len(tied) == 1:
            return tied[0]
        self.ties += 1
        vectors = [(each, powers(each)) for each in tied]
        for variable in sorted({v for _, vector in vectors for v in vector}):
            least = min(vector.get(variable, 0) for _, vector in vectors)
            vectors = [pair for pair in vectors if pair[1].get(variable, 0) == least]
            if len(vectors) == 1:
                break
        return vectors[0][0]


def _times(vector: Vector, factor: Any) -> Vector:
    return {variable: c * factor for variable, c in vector.items()}
