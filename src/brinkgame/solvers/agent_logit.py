"""Agent logit equilibria of a tree on the principal branch, and the assessment it leads to.

Every tree with perfect recall has one agent logit equilibrium at rationality zero, where every
action is taken alike. The branch of solutions that starts there leads, for almost every tree, to
one limit as rationality grows without bound; the limit, with the limits of the beliefs along the
branch, is a sequential equilibrium (McKelvey and Palfrey 1998, theorem 4). How the branch is
followed is said in `brinkgame.continuation`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.continuation import (
    MOST_PASSINGS,
    AgentEquations,
    Trace,
    count_passings,
    scaled_payoffs,
    trace,
)
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.game import Game
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.play import BehaviorStrategyProfile, Beliefs
from brinkgame.play.quantal_response import rationality_number
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["AgentLogitLimit", "AgentLogitQRE"]

Numbers = Sequence[Sequence[Any]]

_BEYOND = 1e6
"""Rationality times the range of payoffs from which on rounding of beliefs decides."""
_BEYOND_DOUBT = 1e12
"""The same where everybody knows where they are."""
_MOST = 1500
"""Actions at all information sets together: each step solves as many linear equations."""
_NEGLIGIBLE = 1e-10
"""Probabilities that an equilibrium at the end of a branch does without."""
_NEXT = 1e-3
"""How far the equilibrium at the end may be from the last point of the branch."""
_MOST_MIXED = 40
"""Free probabilities up to which an exact solution of the indifferences is looked for."""
_MOST_NODES = 2000
"""Nodes up to which the same is."""
_UNEQUAL = 1e-6
"""A range of payoffs, as a share of the widest, of which the branch hardly takes notice."""
_DIM = math.log(1e-290)
"""Log-probabilities below which a product of floats loses digits."""


@final
@dataclass(frozen=True, slots=True)
class AgentLogitQRE(Solver):
    """Agent logit equilibria of a tree, on the principal branch.

    At each information set actions are taken by the logit response to what they pay, given that it
    is reached and that everybody goes on as they do (see `brinkgame.play.logit_response`). For
    tables there is `LogitQRE`; the two agree where everybody moves once and at the same time.

    Parameters
    ----------
    rationality
        L, in 1/payoff; zero or more. In an exact game a float is read as the simplest fraction
        that rounds to it.

    Notes
    -----
    Where the branch bends back it passes the same rationality more than once; then every point is
    listed, in order along the branch. Others, not connected with it, are not looked for, so that
    coverage is "some". Each equilibrium has its ``rationality`` among its details, and its
    ``beliefs`` where an information set is reached with a probability that no float holds.
    Probabilities are transcendental numbers; those of an exact game are fractions next to them.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> for equilibrium in bg.solve(game, bg.AgentLogitQRE(rationality=1)):
    ...     print(round(float(equilibrium.profile["incumbent"]["entry"]["fight"]), 4))
    0.0474
    """

    rationality: float = 1.0

    concept: ClassVar[Concept] = Concept.QUANTAL_RESPONSE
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "agent logit equilibria of a tree at a rationality, principal branch"

    def __post_init__(self) -> None:
        rationality_number(self.rationality)

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        """Forgetting, too large a tree, or a rationality at which rounding decides."""
        found = _obstacles(game)
        if not found and game.is_closed:
            _, size = scaled_payoffs(game)
            exact = isinstance(game.arithmetic, Exact)
            most = _BEYOND_DOUBT if exact and game.is_perfect_information else _BEYOND
            what = "the range of payoffs"
            if not exact and (largest := _largest(game)) > size:
                size, what = largest, "the largest payoff (differences lose its digits)"
            if rationality_number(self.rationality) * Fraction(size) > Fraction(most):
                found.append(
                    f"rationality {self.rationality} times {what} is more than {most:.0e}, where "
                    "rounding decides; AgentLogitLimit() finds where the branch leads to"
                )
        return tuple(found)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Follow the principal branch to where it does not come back, and keep what it passes."""
        paid, factor = scaled_payoffs(game)
        equations = AgentEquations(game, paid)
        target = float(rationality_number(self.rationality) * Fraction(factor))
        found = trace(equations, control, targets=(target,), quick=True)
        places = found.crossings[0]
        profiles = tuple(_near(game, np.exp(place.logs)) for place in places)
        details = []
        for place in places:
            told: dict[str, Any] = {"rationality": self.rationality}
            if _dim(game, place.logs):
                told["beliefs"] = Beliefs.from_weights(game, _beliefs(game, equations, place.logs))
            details.append(told)
        return Run(
            profiles=profiles,
            status=_status(found) if places or found.expired else Status.UNREACHED,
            coverage=Coverage.SOME,
            details=tuple(details),
            accuracy=min(1e-6, max(1e-9, 1e-15 * target, 1e-17 * target * target)),
            notes=found.notes(factor),
            statistics=found.statistics,
        )


@final
@dataclass(frozen=True, slots=True)
class AgentLogitLimit(Solver):
    """The sequential equilibrium to which the principal agent logit branch leads.

    It takes trees of any number of players that are far too large for an enumeration, and finds
    one equilibrium of perhaps many.

    Parameters
    ----------
    accuracy
        The largest regret, at any information set under the beliefs there, with which the end of
        the branch counts, as a share of the player's range of payoffs.

    Notes
    -----
    The branch is followed until no agent's regret is larger than `accuracy`. In an exact game an
    exact assessment next to that point is then looked for: strategies that are pure, simple
    fractions, or solve the conditions of indifference exactly, and the beliefs to which trembles
    lead that are of the order in which the branch gives actions up. Where there is none the answer
    is approximate, and its certificate says so. At a bifurcation, which symmetric games have, the
    branch is followed straight on, and a note says where. The limit depends on the units of payoffs
    when they are changed for some players only.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> print(bg.AgentLogitLimit().run(game).profiles[0])
    entrant at root: in; incumbent at entry: accommodate
    """

    accuracy: float = 1e-8

    concept: ClassVar[Concept] = Concept.SEQUENTIAL
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "the sequential equilibrium that the agent logit branch leads to"

    def __post_init__(self) -> None:
        given: object = self.accuracy
        number = isinstance(given, (int, float)) and not isinstance(given, bool)
        if not number or not 1e-12 <= self.accuracy <= 0.01:
            raise InvalidNumberError(
                f"the accuracy {self.accuracy!r} is not between 1e-12 and 0.01; it is a share of "
                "the range of payoffs, and 1e-8 is usual"
            )

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        """Forgetting, too large a tree, or a player whose payoffs are next to nothing."""
        found = _obstacles(game)
        if not found and game.is_closed:
            paid, _ = scaled_payoffs(game)
            columns = zip(*[row for row in game.terminal_payoffs() if row is not None], strict=True)
            found.extend(
                f"payoffs of {player} range over less than {_UNEQUAL:g} of the widest range, and "
                "one rationality is common to all players; bring payoffs to like units"
                for player, width, column in zip(
                    game.players, np.ptp(paid, axis=0).tolist(), columns, strict=True
                )
                if width < _UNEQUAL and (width or min(column) != max(column))
            )
        return tuple(found)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Follow the principal branch until it is near an equilibrium; make that exact."""
        paid, factor = scaled_payoffs(game)
        equations = AgentEquations(game, paid)
        found = trace(equations, control, accuracy=self.accuracy, quick=True)
        end = found.places[-1]
        limit = None
        if found.arrived:
            limit = _Limit(game, end.logs, _beliefs(game, equations, end.logs))
            unit = float(end.rationality)
            limit.settle(unit, float(factor), exactly=isinstance(game.arithmetic, Exact))
        told: tuple[dict[str, Any], ...] = ()
        profiles: tuple[BehaviorStrategyProfile, ...] = ()
        if limit is not None:
            profiles = (BehaviorStrategyProfile.from_weights(game, _flat(limit.weights)),)
            told = ({"beliefs": Beliefs.from_weights(game, limit.beliefs)},)
        return Run(
            profiles=profiles,
            status=_status(found),
            coverage=Coverage.ONE if profiles else Coverage.SOME,
            details=told,
            accuracy=0.0 if limit is not None and limit.exact else self.accuracy,
            notes=found.notes(factor),
            statistics=found.statistics,
        )


# -- scope -----------------------------------------------------------------------------------------


def _obstacles(game: Any) -> list[str]:
    tree = game.tree
    found = []
    if tree.recall_failure is not None:
        one, other = tree.recall_failure
        found.append(
            f"needs perfect recall; {game.players[tree.mover[one]]} forgets at {tree.path(one)} "
            f"and {tree.path(other)}"
        )
    many = int(tree.first_action[-1])
    if many > _MOST:
        found.append(f"takes {_MOST} actions at all information sets at most, not {many}")
    elif count_passings(game) > MOST_PASSINGS:
        found.append("takes trees of fewer or shorter paths: the moves on all paths are too many")
    if not found and game.is_closed:
        found.extend(
            f"chance never leads to any node of {game.players[tree.infoset_player[infoset]]} at "
            f"{tree.infoset_name(infoset)}, so that nothing can be believed there"
            for infoset in _impossible(game)
        )
    return found


def _largest(game: ExtensiveFormGame) -> Any:
    """The largest payoff at any end, without its sign."""
    return max(abs(pay) for row in game.terminal_payoffs() if row is not None for pay in row)


def _impossible(game: ExtensiveFormGame) -> Iterator[int]:
    """Information sets of several nodes all of which chance rules out."""
    tree = game.tree
    odds = game.edge_probabilities()
    if all(number is None or number > 0 for number in odds):
        return
    possible = [True] * tree.size
    for node, above in enumerate(tree.parent.tolist()):
        if node:
            possible[node] = possible[above] and (odds[node] is None or odds[node] > 0)
    for infoset, members in enumerate(tree.members):
        if len(members) > 1 and not any(possible[node] for node in members):
            yield infoset


def _status(found: Trace) -> Status:
    if found.expired:
        return Status.TIME_LIMIT
    return Status.SOLVED if found.arrived else Status.UNREACHED


# -- numbers ---------------------------------------------------------------------------------------


def _parts(game: ExtensiveFormGame, values: Sequence[Any]) -> list[Sequence[Any]]:
    """Values of all actions, information set by information set."""
    first = game.tree.first_action.tolist()
    return [values[a:b] for a, b in itertools.pairwise(first)]


def _flat(parts: Numbers) -> list[Any]:
    return [value for part in parts for value in part]


def _shares(game: ExtensiveFormGame, part: Sequence[float]) -> list[Any]:
    """Probabilities in the numbers of the game that sum to one."""
    if isinstance(game.arithmetic, Float):
        total = math.fsum(part)
        return [weight / total for weight in part]
    if max(part) - min(part) < 1e-15:
        return [Fraction(1, len(part))] * len(part)
    # The value of a float is a fraction, and the largest takes what rounding left.
    shares = [Fraction(weight) for weight in part]
    largest = max(range(len(part)), key=part.__getitem__)
    shares[largest] += 1 - sum(shares)
    return shares


def _near(
    game: ExtensiveFormGame, probabilities: npt.NDArray[np.float64]
) -> BehaviorStrategyProfile:
    """The profile of these probabilities, which sum to one but for rounding."""
    parts = [_shares(game, part) for part in _parts(game, probabilities.tolist())]
    return BehaviorStrategyProfile.from_weights(game, _flat(parts))


def _dim(game: ExtensiveFormGame, logs: npt.NDArray[np.float64]) -> bool:
    """Whether floats do not hold the probability of some node."""
    tree = game.tree
    infoset, edge = tree.infoset.tolist(), tree.edge.tolist()
    odds = game.edge_probabilities()
    first = tree.first_action.tolist()
    found = [0.0] * tree.size
    for node, above in enumerate(tree.parent.tolist()):
        if not node:
            continue
        share = odds[node]
        if share is None:
            found[node] = found[above] + float(logs[first[infoset[above]] + edge[node]])
        elif share:
            found[node] = found[above] + math.log(share)
        if found[node] < _DIM:
            return True
    return False


def _beliefs(
    game: ExtensiveFormGame, equations: AgentEquations, logs: npt.NDArray[np.float64]
) -> list[list[Any]]:
    """The beliefs at a point of the branch, in the numbers of the game."""
    crowded = equations.beliefs(logs).tolist()
    found, start = [], 0
    for members in game.tree.members:
        if len(members) == 1:
            found.append([game.arithmetic.number(1)])
        else:
            found.append(_shares(game, crowded[start : start + len(members)]))
            start += len(members)
    return found


# -- the end ---------------------------------------------------------------------------------------


@final
class _Limit:
    """The assessment at the end of a branch.

    Parameters
    ----------
    game
        The tree.
    logs
        Log-probabilities at the last point.
    beliefs
        The beliefs there.
    """

    def __init__(
        self, game: ExtensiveFormGame, logs: npt.NDArray[np.float64], beliefs: list[list[Any]]
    ) -> None:
        self.game = game
        self.exact = False
        self._tree = tree = game.tree
        self._logs = _parts(game, logs.tolist())
        self._last = beliefs
        self._odds = game.edge_probabilities()
        self._ends = game.terminal_payoffs()
        self._parent = tree.parent.tolist()
        self._mover = tree.mover.tolist()
        self._infoset = tree.infoset.tolist()
        self._edge = tree.edge.tolist()
        self.weights: Numbers = self._played()
        self.beliefs: Numbers = beliefs

    def _played(self) -> list[list[Any]]:
        """The last probabilities without the negligible ones."""
        kept = [
            [p if (p := math.exp(log)) >= _NEGLIGIBLE else 0.0 for log in part]
            for part in self._logs
        ]
        return [_shares(self.game, [p / math.fsum(part) for p in part]) for part in kept]

    def settle(self, rationality: float, factor: float, *, exactly: bool) -> None:
        """Look for an exact assessment, if it is wanted; otherwise stay with the last point."""
        unit = rationality / factor if factor else 0.0
        if exactly:
            for weights in self._candidates():
                beliefs = self._exact_beliefs(weights, unit)
                if beliefs is not None:
                    self.weights, self.beliefs, self.exact = weights, beliefs, True
                    return
        orders = [
            [
                (Fraction(round(-log / rationality * 1e5) if rationality else 0), 0, 1)
                if not weight
                else None
                for log, weight in zip(part, shares, strict=True)
            ]
            for part, shares in zip(self._logs, self.weights, strict=True)
        ]
        self.beliefs = [
            here if all(abs(a - b) < _NEXT for a, b in zip(here, last, strict=True)) else last
            for here, last in zip(self._leading(self.weights, orders), self._last, strict=True)
        ]

    def _candidates(self) -> Iterator[list[list[Fraction]]]:
        """Simple fractions next to the last probabilities, the simplest first."""
        seen = []
        for least in (1e-3, 1e-6, _NEGLIGIBLE):
            parts = [
                [p if (p := math.exp(log)) > least else 0.0 for log in logs] for logs in self._logs
            ]
            for most in (12, 100, 1000, 0):
                weights = [_simple(part, most) for part in parts]
                for candidate in (weights, self._indifferent(weights) if most == 1000 else None):
                    if candidate is None or candidate in seen or not self._is_near(candidate):
                        continue
                    seen.append(candidate)
                    yield candidate

    def _is_near(self, weights: Numbers) -> bool:
        """Whether probabilities are next to the last ones."""
        return all(
            abs(float(weight) - math.exp(log)) < _NEXT
            for part, logs in zip(weights, self._logs, strict=True)
            for weight, log in zip(part, logs, strict=True)
        )

    def _indifferent(self, weights: list[list[Fraction]]) -> list[list[Fraction]] | None:
        """Probabilities next to these at which every mixed action pays the same, exactly.

        Newton's method in fractions. What makes a player indifferent is linear in the
        probabilities at each information set, so that differences are derivatives, and one step
        is enough where the conditions are linear in all of them together. Where conditions leave
        a probability open it stays as it is.
        """
        places = [
            (infoset, action)
            for infoset, part in enumerate(weights)
            for action in [a for a, weight in enumerate(part) if weight][:-1]
        ]
        if not 0 < len(places) <= _MOST_MIXED or self._tree.size > _MOST_NODES:
            return None
        for _ in range(3):
            gaps = self._gaps(weights, places)
            if not any(gaps):
                return weights
            columns = []
            for infoset, action in places:
                moved = [list(part) for part in weights]
                last = max(a for a, weight in enumerate(weights[infoset]) if weight)
                moved[infoset][action] += 1
                moved[infoset][last] -= 1
                after = self._gaps(moved, places)
                columns.append([b - a for a, b in zip(gaps, after, strict=True)])
            step = _solution(list(map(list, zip(*columns, strict=True))), [-gap for gap in gaps])
            if step is None:
                return None
            weights = [list(part) for part in weights]
            for (infoset, action), change in zip(places, step, strict=True):
                last = max(a for a, weight in enumerate(weights[infoset]) if weight)
                weights[infoset][action] += change
                weights[infoset][last] -= change
            if any(weight < 0 for part in weights for weight in part):
                return None
        return None

    def _gaps(
        self, weights: list[list[Fraction]], places: Sequence[tuple[int, int]]
    ) -> list[Fraction]:
        """What each mixed action pays more than the last one, times the chance to be asked."""
        tree = self._tree
        value = self._values(weights)
        found = []
        reach: dict[int, list[Fraction]] = {}
        for infoset, action in places:
            who = int(tree.infoset_player[infoset])
            if who not in reach:
                reach[who] = self._others(weights, who)
            belief = [reach[who][node] for node in tree.members[infoset]]
            if not any(belief):
                belief = _simple([float(x) for x in self._last[infoset]], 1000)
            pays = self._pays(infoset, belief, value)
            last = max(a for a, weight in enumerate(weights[infoset]) if weight)
            found.append(pays[action] - pays[last])
        return found

    def _others(self, weights: Numbers, who: int) -> list[Fraction]:
        """The probability of each node as far as chance and other players decide it."""
        found = [Fraction(1)] * self._tree.size
        for node in range(1, self._tree.size):
            above = self._parent[node]
            share = Fraction(1)
            if self._mover[above] == CHANCE:
                share = self._odds[node]
            elif self._mover[above] != who:
                share = weights[self._infoset[above]][self._edge[node]]
            found[node] = found[above] * share
        return found

    def _exact_beliefs(
        self, weights: list[list[Fraction]], unit: float
    ) -> list[list[Fraction]] | None:
        """Consistent beliefs that make these strategies best everywhere, exactly; None if not.

        An action that is given up is given up like exp(-L * what it costs), which tells how the
        trembles compare that beliefs off the path come from. What it costs depends on beliefs in
        turn; those at the last point are the first guess.
        """
        value = self._values(weights)
        beliefs = [_simple([float(x) for x in part], 1000) for part in self._last]
        for _ in range(4):
            orders = []
            for infoset, part in enumerate(weights):
                pays = self._pays(infoset, beliefs[infoset], value)
                best = max(pays)
                line: list[tuple[Fraction, int, Fraction] | None] = []
                for pay, weight, log in zip(pays, part, self._logs[infoset], strict=True):
                    cost = best - pay
                    if weight:
                        line.append(None)
                        continue
                    power = min(max(log + unit * float(cost), -20.0), 20.0) if cost else 0.0
                    share = Fraction(math.exp(power)).limit_denominator(1000)
                    line.append((cost, int(not cost), share or Fraction(1, 1000)))
                orders.append(line)
            found = self._leading(weights, orders)
            if found == beliefs:
                break
            beliefs = found
        for infoset, part in enumerate(weights):
            pays = self._pays(infoset, beliefs[infoset], value)
            best = max(pays)
            if any(weight and pay != best for pay, weight in zip(pays, part, strict=True)):
                return None
        return beliefs

    def _values(self, weights: Numbers) -> list[Any]:
        """What each player gets in all from each node on."""
        tree = self._tree
        value: list[Any] = list(self._ends)
        for node in range(tree.size - 1, -1, -1):
            if self._mover[node] == TERMINAL:
                continue
            below = tree.children_of(node)
            shares: Sequence[Any]
            if self._mover[node] == CHANCE:
                shares = [self._odds[child] for child in below]
            else:
                shares = weights[self._infoset[node]]
            value[node] = tuple(
                sum(
                    (
                        share * value[child][player]
                        for share, child in zip(shares, below, strict=True)
                        if share
                    ),
                    start=self.game.arithmetic.number(0),
                )
                for player in range(tree.n_players)
            )
        return value

    def _pays(self, infoset: int, belief: Sequence[Any], value: Sequence[Any]) -> list[Any]:
        """What each action pays under a belief."""
        tree = self._tree
        who = int(tree.infoset_player[infoset])
        pays = [self.game.arithmetic.number(0)] * int(tree.infoset_size[infoset])
        for node, weight in zip(tree.members[infoset], belief, strict=True):
            if weight:
                for action, child in enumerate(tree.children_of(node)):
                    pays[action] = pays[action] + weight * value[child][who]
        return pays

    def _leading(self, weights: Numbers, orders: Numbers) -> list[list[Any]]:
        """Beliefs in the limit of trembles: those of the lowest order count, by their shares.

        An order is a number and, where numbers are alike, a second one; both add up along a path.
        """
        tree = self._tree
        one = self.game.arithmetic.number(1)
        reach: list[tuple[Any, int, Any]] = [(Fraction(0), 0, one)] * tree.size
        for node in range(1, tree.size):
            above = self._parent[node]
            first, second, share = reach[above]
            if self._mover[above] == CHANCE:
                reach[node] = first, second, share * self._odds[node]
                continue
            infoset, action = self._infoset[above], self._edge[node]
            order = orders[infoset][action]
            if order is None:
                reach[node] = first, second, share * weights[infoset][action]
            else:
                reach[node] = first + order[0], second + order[1], share * order[2]
        found = []
        for members in tree.members:
            likely = [node for node in members if reach[node][2]]
            least = min(reach[node][:2] for node in likely) if likely else None
            part = [reach[node][2] if reach[node][:2] == least else one * 0 for node in members]
            total = sum(part)
            found.append([share / total for share in part] if total else [one])
        return found


def _solution(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """A solution of linear equations with zeros where anything would do; None if there is none."""
    rows = [[*row, b] for row, b in zip(rows, right, strict=True)]
    n = len(rows[0]) - 1
    pivots: list[int] = []
    for column in range(n):
        done = len(pivots)
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [number / rows[done][column] for number in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        pivots.append(column)
    if any(row[n] for row in rows[len(pivots) :]):
        return None
    found = [Fraction(0)] * n
    for row, column in zip(rows, pivots, strict=False):
        found[column] = row[n]
    return found


def _simple(part: Sequence[float], most: int) -> list[Fraction]:
    """Fractions next to these numbers with denominators up to `most`; 0 for as they are.

    They are brought to sum to one by the largest of them.
    """
    total = math.fsum(part)
    shares = [Fraction(p / total) for p in part]
    if most:
        shares = [share.limit_denominator(most) for share in shares]
    largest = max(range(len(part)), key=part.__getitem__)
    shares[largest] += 1 - sum(shares)
    return shares
