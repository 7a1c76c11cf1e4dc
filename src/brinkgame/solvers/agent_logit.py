"""Agent logit equilibria of a tree on the principal branch, and the assessment it leads to.

Every tree with perfect recall has one agent logit equilibrium at rationality zero, where every
action is taken alike. The branch of solutions that starts there leads, for almost every tree, to
one limit as rationality grows without bound; the limit, with the limits of the beliefs along the
branch, is a sequential equilibrium (McKelvey and Palfrey 1998, theorem 4). How the branch is
followed is said in `brinkgame.continuation`.
"""

from __future__ import annotations

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
    AgentLimit,
    Trace,
    by_infosets,
    count_passings,
    scaled_payoffs,
    trace,
    whole_shares,
)
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.game import Game
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
_MORE = 10
"""By how much regrets may grow from single deviations at the last point to any at its limit."""
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
        the branch counts, as a share of the player's range of payoffs. An approximate answer is
        certified with ten times as much: a deviation at several information sets adds up.

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
            limit = AgentLimit(game, end.logs, _beliefs(game, equations, end.logs))
            unit = float(end.rationality)
            limit.settle(unit, float(factor), exactly=isinstance(game.arithmetic, Exact))
        told: tuple[dict[str, Any], ...] = ()
        profiles: tuple[BehaviorStrategyProfile, ...] = ()
        if limit is not None:
            profiles = (
                BehaviorStrategyProfile.from_weights(
                    game, [w for part in limit.weights for w in part]
                ),
            )
            told = ({"beliefs": Beliefs.from_weights(game, limit.beliefs)},)
        return Run(
            profiles=profiles,
            status=_status(found),
            coverage=Coverage.ONE if profiles else Coverage.SOME,
            details=told,
            accuracy=0.0 if limit is not None and limit.exact else _MORE * self.accuracy,
            notes=found.notes(factor),
            statistics=found.statistics,
        )


# -- scope -----------------------------------------------------------------------------------------


def _obstacles(game: Any) -> list[str]:
    tree = game.tree
    found = []
    if forgets := game.recall_failure_text:
        found.append(f"needs perfect recall; {forgets}")
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


def _near(
    game: ExtensiveFormGame, probabilities: npt.NDArray[np.float64]
) -> BehaviorStrategyProfile:
    """The profile of these probabilities, which sum to one but for rounding."""
    parts = [whole_shares(game, part) for part in by_infosets(game, probabilities.tolist())]
    return BehaviorStrategyProfile.from_weights(game, [w for part in parts for w in part])


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
            found.append(whole_shares(game, crowded[start : start + len(members)]))
            start += len(members)
    return found
