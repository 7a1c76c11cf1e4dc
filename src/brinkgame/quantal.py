"""Logit branches as a whole, and the rationality that explains observed play best.

A *logit branch* is a connected curve of logit quantal response equilibria (see
`brinkgame.play.quantal_response`), the principal one starting where everybody plays everything
alike. For almost every game the equilibria over all rationalities are smooth curves without
branching points: the principal one, curves that come from one Nash equilibrium and lead to another
as rationality goes to infinity at both ends, and closed loops (Turocy 2005, section 3).

Trees have branches of *agent* logit equilibria, in which every information set responds on its own.

The principal branch makes the rationality of players something that can be estimated: the
likelihood of observed choices is a function along the branch (McKelvey and Palfrey 1995, section
5).

References
----------
.. [1] R. D. McKelvey, T. R. Palfrey, "Quantal response equilibria for normal form games", Games and
   Economic Behavior 10 (1995), 6-38.
.. [2] T. L. Turocy, "A dynamic homotopy interpretation of the logistic quantal response equilibrium
   correspondence", Games and Economic Behavior 51 (2005), 243-263.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, final, overload

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import exact_number
from brinkgame.continuation import (
    MOST_PASSINGS,
    AgentEquations,
    Place,
    Trace,
    count_passings,
    scaled_payoffs,
    scaled_tables,
    solution_near,
    trace,
)
from brinkgame.control import Control
from brinkgame.errors import (
    InvalidNumberError,
    TimeLimitError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play.agent_quantal_response import require_recall
from brinkgame.play.quantal_response import rationality_number
from brinkgame.results import Concept, Coverage, EquilibriumResult
from brinkgame.solve import solve

__all__ = [
    "BranchPoint",
    "LogitBranch",
    "LogitBranches",
    "RationalityFit",
    "RationalityVerdict",
    "fit_rationality",
    "logit_branch",
    "logit_branches",
]

_SAME = 1e-3
"""Probabilities that differ by less are of one equilibrium."""
_STARTS = (30.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8)
"""Rationalities, in units of the range of payoffs, at which a branch is looked for."""


@final
@dataclass(frozen=True, slots=True)
class BranchPoint:
    """A point of a logit branch.

    Attributes
    ----------
    rationality
        L, in 1/payoff.
    log_probabilities
        ``{player: {strategy: logarithm of its probability}}``, which keeps the digits of tiny ones;
        in a tree ``{player: {information set: {action: logarithm}}}``.
    direction
        1 where rationality grows along the branch, -1 where it shrinks, 0 at a turning point.

    Examples
    --------
    >>> import brinkgame as bg
    >>> pennies = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> bg.logit_branch(pennies)[0].probabilities["1"]
    {'1': 0.5, '2': 0.5}
    """

    rationality: float
    log_probabilities: Mapping[str, Mapping[str, Any]]
    direction: int = 1

    @property
    def probabilities(self) -> dict[str, dict[str, Any]]:
        """``{player: {strategy: probability}}`` in floats, or with information sets between."""
        return {player: _powers(logs) for player, logs in self.log_probabilities.items()}


@final
@dataclass(frozen=True)
class LogitBranch(Sequence[BranchPoint]):
    """A logit branch: its points in order, and what happens on it.

    Attributes
    ----------
    game
        The game.
    points
        From the start on, close together where probabilities move.
    turning_points
        Where the branch turns from growing to shrinking rationality or back.
    bifurcations
        Simple bifurcations: other branches meet this one there. It is followed straight on.
    limit
        ``{player: {strategy: probability}}`` of the Nash equilibrium that the branch leads to, as
        near as its last point; None if it was not followed so far. Of a tree, the strategies of a
        sequential equilibrium, with information sets between players and actions.
    is_principal
        Whether it starts with everybody playing everything alike.
    complete
        Whether it was followed to its end.
    sound
        False where, next to a singular point, a long step was needed, after which the curve may be
        another one.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hunt = bg.NormalFormGame.from_arrays([[5, 0], [3, 3]], [[5, 3], [0, 3]])
    >>> branch = bg.logit_branch(hunt)
    >>> branch.limit["1"]["2"] > 0.999, len(branch.turning_points)
    (True, 0)
    """

    game: NormalFormGame | ExtensiveFormGame
    points: tuple[BranchPoint, ...]
    turning_points: tuple[BranchPoint, ...]
    bifurcations: tuple[BranchPoint, ...]
    limit: Mapping[str, Mapping[str, Any]] | None
    is_principal: bool
    complete: bool
    sound: bool

    @overload
    def __getitem__(self, index: int) -> BranchPoint: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[BranchPoint, ...]: ...
    def __getitem__(self, index: int | slice) -> BranchPoint | tuple[BranchPoint, ...]:
        return self.points[index]

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Iterator[BranchPoint]:
        return iter(self.points)

    def __repr__(self) -> str:
        kind = "principal" if self.is_principal else "other"
        low = min(point.rationality for point in self.points)
        high = max(point.rationality for point in self.points)
        return (
            f"<LogitBranch: {kind}, {len(self.points)} points, rationality {low:.6g} to "
            f"{high:.6g}, {len(self.turning_points)} turning points, "
            f"{len(self.bifurcations)} bifurcations>"
        )


@final
@dataclass(frozen=True)
class LogitBranches(Sequence[LogitBranch]):
    """The logit branches of a game that reach arbitrarily large rationality.

    Attributes
    ----------
    branches
        The principal branch first, then those that come from another Nash equilibrium.
    ends
        For each branch the positions in `equilibria` of the Nash equilibria at its ends; None for
        an end at rationality zero, or next to none of them.
    equilibria
        The Nash equilibria that branches were started from.
    unreached
        Positions of those next to which no branch was found: equilibria in weakly dominated
        strategies, for instance, or such that are not isolated need not have one.
    complete
        Whether every branch that reaches arbitrarily large rationality is listed: all Nash
        equilibria were known, and each was reached. Closed loops are never looked for.

    Examples
    --------
    >>> import brinkgame as bg
    >>> hunt = bg.NormalFormGame.from_arrays([[5, 0], [3, 3]], [[5, 3], [0, 3]])
    >>> found = bg.logit_branches(hunt)
    >>> len(found), found.complete
    (2, True)
    """

    branches: tuple[LogitBranch, ...]
    ends: tuple[tuple[int | None, ...], ...]
    equilibria: EquilibriumResult
    unreached: tuple[int, ...]
    complete: bool

    @overload
    def __getitem__(self, index: int) -> LogitBranch: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LogitBranch, ...]: ...
    def __getitem__(self, index: int | slice) -> LogitBranch | tuple[LogitBranch, ...]:
        return self.branches[index]

    def __len__(self) -> int:
        return len(self.branches)

    def __iter__(self) -> Iterator[LogitBranch]:
        return iter(self.branches)


def logit_branch(
    game: NormalFormGame | ExtensiveFormGame,
    *,
    up_to: Any = None,
    time_limit: float | None = None,
) -> LogitBranch:
    """The principal logit branch of a game, from rationality zero to the equilibrium it leads to.

    Parameters
    ----------
    game
        A closed game of any number of players: a table, or a tree with perfect recall, whose
        branch is that of its agents.
    up_to
        Rationality at which to stop, where the branch first reaches it; without, the branch is
        followed until regrets are 1e-8 of the range of payoffs.
    time_limit
        Seconds after which the branch is left as it is, with ``complete`` false.

    Raises
    ------
    UnsupportedGameError
        It is no game, has open parameters, or is a tree in which a player forgets.
    InvalidNumberError
        `up_to` is negative or no number.

    Notes
    -----
    Predictor and corrector in arc length, so that the branch may bend back; see
    `brinkgame.continuation`. Steps are chosen by how far the tangent leads astray; two turns within
    one step would be missed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> twins = bg.NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    >>> branch = bg.logit_branch(twins)
    >>> [round(point.rationality, 6) for point in branch.bifurcations]
    [2.0]
    """
    form = _Form(game)
    factor = form.factor
    stop = math.inf
    if up_to is not None:
        stop = float(min(rationality_number(up_to) * Fraction(factor), Fraction(10**30)))
    found = trace(form.equations, Control(time_limit), up_to=stop)
    return _branch(form, found, principal=True)


def logit_branches(
    game: NormalFormGame,
    *,
    equilibria: EquilibriumResult | None = None,
    time_limit: float | None = None,
) -> LogitBranches:
    """All logit branches of a small game that reach arbitrarily large rationality.

    Next to every Nash equilibrium a point of a branch is looked for at large rationality and the
    branch followed back from there, until it leads to another equilibrium.

    Parameters
    ----------
    game
        A closed game in normal form.
    equilibria
        Its Nash equilibria, as `solve` finds them; found here if they are not given.
    time_limit
        Seconds for all of it.

    Raises
    ------
    UnsupportedGameError
        The game is not in normal form, or has open parameters, or the equilibria are another
        game's.

    Examples
    --------
    >>> import brinkgame as bg
    >>> chicken = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> found = bg.logit_branches(chicken)
    >>> [sorted(ends, key=str) for ends in found.ends]
    [[2, None], [0, 1]]
    """
    if not isinstance(game, NormalFormGame):
        raise UnsupportedGameError(
            f"logit branches are all found for games in normal form only; got {game!r} (a tree's "
            "principal branch is what brinkgame.logit_branch follows)"
        )
    form = _Form(game)
    control = Control(time_limit)
    given: object = equilibria
    if equilibria is None:
        left = None if time_limit is None else max(control.remaining, 1e-6)
        equilibria = solve(game, concept=Concept.NASH, check=False, time_limit=left)
    elif (
        not isinstance(given, EquilibriumResult)
        or equilibria.game != game
        or equilibria.concept is not Concept.NASH
    ):
        raise UnsupportedGameError(f"expected the Nash equilibria of {game!r}, got {equilibria!r}")
    tables = form.equations
    known = [
        np.concatenate([np.array([float(w) for w in part]) for part in each.profile.weights])
        for each in equilibria
    ]
    first = trace(tables, control)
    branches = [_branch(form, first, principal=True)]
    ends: list[tuple[int | None, ...]] = [(None, _nearest(first.places[-1], known))]
    reached = {end for end in ends[0] if end is not None}
    unreached = []
    whole = first.arrived and first.sound
    for position, probabilities in enumerate(known):
        if position in reached:
            continue
        start = None if control.expired() else _start(tables, probabilities)
        if start is None:
            unreached.append(position)
            continue
        found = trace(tables, control, start=start)
        end = None if found.home else _nearest(found.places[-1], known)
        branches.append(_branch(form, found, principal=found.home))
        ends.append((position, end))
        reached |= {position} if end is None else {position, end}
        whole = whole and found.arrived and found.sound and end is not None
    return LogitBranches(
        tuple(branches),
        tuple(ends),
        equilibria,
        tuple(unreached),
        whole
        and not unreached
        and equilibria.coverage is Coverage.ALL
        and equilibria.status.is_success,
    )


@final
class RationalityVerdict(Enum):
    """What the likelihood along the principal branch says about rationality."""

    INTERIOR = "the likelihood is largest at a finite, positive rationality"
    ZERO = "nothing on the branch is likelier than play at random"
    INFINITE = (
        "the likelihood grows without bound of rationality: play is at least as near to the "
        "equilibrium that the branch leads to as any point of the branch"
    )
    FLAT = "the likelihood is the same along the whole branch, and says nothing about rationality"


@final
@dataclass(frozen=True, slots=True)
class RationalityFit:
    """The rationality that explains observed play best.

    Attributes
    ----------
    rationality
        The maximum-likelihood estimate, in 1/payoff: infinite where the likelihood grows to the end
        of the branch, None where it is flat.
    standard_error
        From the expected (Fisher) information there; None unless the estimate is inside the branch.
    log_likelihood
        Its maximum; the supremum where it is not attained.
    random_log_likelihood
        That of play at random, at rationality zero.
    verdict
        What kind of answer it is.
    point
        The point of the branch; the last one of an infinite estimate.
    maxima
        All local maxima inside the branch, ``(rationality, log likelihood)``, in order along it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    >>> fit = bg.fit_rationality(game, {"1": {"1": 64, "2": 36}, "2": {"1": 20, "2": 80}})
    >>> fit.verdict.name, fit.standard_error > 0
    ('INTERIOR', True)
    """

    rationality: float | None
    standard_error: float | None
    log_likelihood: float
    random_log_likelihood: float
    verdict: RationalityVerdict
    point: BranchPoint
    maxima: tuple[tuple[float, float], ...]


def fit_rationality(
    game: NormalFormGame | ExtensiveFormGame,
    counts: Mapping[str, Mapping[str, Any]],
    *,
    time_limit: float | None = None,
) -> RationalityFit:
    """Estimate rationality from how often strategies were chosen, by maximum likelihood.

    The log likelihood of independent choices is the sum of count times log probability. It is
    followed along the whole principal branch; every zero of its derivative along the curve is
    located, and the best of these and of the two ends is taken.

    Parameters
    ----------
    game
        A closed game in normal form, or a tree with perfect recall.
    counts
        ``{player: {strategy: how often}}``, whole or fractional, zero where nothing is said; for a
        tree ``{player: {information set: {action: how often}}}``. A player (or information set)
        that was not observed may be left out.
    time_limit
        Seconds for following the branch.

    Raises
    ------
    InvalidNumberError
        A count is negative or no number, or all are zero.
    UnknownNameError
        There is no such player, information set or choice.
    UnsupportedGameError
        It is no game, has open parameters or is a tree in which a player forgets, or its branch
        could not be followed to the end.

    Notes
    -----
    Standard errors hold for many independent observations, at an estimate inside the branch. Where
    the branch bends back, several of its points share one rationality; `RationalityFit.point` says
    which one is meant.

    Examples
    --------
    >>> import brinkgame as bg
    >>> pennies = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> bg.fit_rationality(pennies, {"1": {"1": 3, "2": 5}}).verdict.name
    'FLAT'
    """
    form = _Form(game)
    factor = form.factor
    seen = _seen(form, counts)
    played = seen > 0

    def likelihood(place: Place) -> float:
        return float(seen[played] @ place.logs[played])

    found = trace(
        form.equations,
        Control(time_limit),
        watch=lambda place: float(seen[played] @ place.change[played]),
    )
    if not found.arrived:
        if found.expired:
            raise TimeLimitError("time was up before the principal branch was followed to its end")
        raise UnsupportedGameError("the principal branch could not be followed to its end")
    total = float(seen.sum())
    start, last = found.places[0], found.places[-1]
    values = [likelihood(place) for place in found.places]
    slack = 1e-9 * total
    at_random, at_last = values[0], values[-1]
    peaks = [(likelihood(place), place) for place in found.zeros]
    near = _neighbors(found, likelihood)
    maxima = tuple(
        (_in_units(place.rationality, factor), value)
        for value, place in peaks
        if near(place, value)
    )
    if max(values) - min(values) <= slack:
        verdict, best, value = RationalityVerdict.FLAT, start, at_random
        rationality: float | None = None
    else:
        value, best = max(peaks, key=lambda peak: peak[0], default=(-math.inf, start))
        if at_random >= max(value, at_last) - slack:
            verdict, best, value, rationality = RationalityVerdict.ZERO, start, at_random, 0.0
        elif at_last >= value - slack:
            verdict, best, value = RationalityVerdict.INFINITE, last, at_last
            rationality = math.inf
        else:
            verdict = RationalityVerdict.INTERIOR
            rationality = _in_units(best.rationality, factor)
    error = None
    if verdict is RationalityVerdict.INTERIOR:
        error = _standard_error(form, seen, best)
    return RationalityFit(rationality, error, value, at_random, verdict, _point(form, best), maxima)


# -- parts -----------------------------------------------------------------------------------------


@final
class _Form:
    """A game as a branch of it is followed: its equations, and whose choices are where."""

    __slots__ = ("equations", "factor", "game", "menus")

    def __init__(self, game: Any) -> None:
        if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
            raise UnsupportedGameError(f"a logit branch is one of a game; got {game!r}")
        game.require_closed("a logit branch")
        self.game = game
        self.equations: Any
        self.menus: list[tuple[str, str | None, tuple[str, ...]]]
        """Player, information set (in a tree) and choices, in the order of log-probabilities."""
        if isinstance(game, NormalFormGame):
            self.menus = [(player, None, menu) for player, menu in game.strategies.items()]
            self.equations, self.factor = scaled_tables(game)
            return
        require_recall(game)
        tree = game.tree
        if count_passings(game) > MOST_PASSINGS:
            raise UnsupportedGameError(f"the paths of {game!r} are too many or too long")
        self.menus = [
            (game.players[tree.infoset_player[i]], tree.infoset_name(i), tree.actions(i))
            for i in range(tree.n_infosets)
        ]
        paid, self.factor = scaled_payoffs(game)
        self.equations = AgentEquations(game, paid)

    def spread(self, values: Sequence[Any]) -> dict[str, dict[str, Any]]:
        """Values of all choices by their labels."""
        found: dict[str, dict[str, Any]] = {player: {} for player in self.game.players}
        start = 0
        for player, infoset, menu in self.menus:
            part = dict(zip(menu, values[start : start + len(menu)], strict=True))
            start += len(menu)
            if infoset is None:
                found[player] = part
            else:
                found[player][infoset] = part
        return found


def _powers(logs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        label: _powers(log) if isinstance(log, Mapping) else math.exp(log)
        for label, log in logs.items()
    }


def _in_units(rationality: float, factor: Any) -> float:
    """Rationality in the units of the game."""
    try:
        return float(Fraction(rationality) / Fraction(factor))
    except OverflowError:
        return math.inf


def _point(form: _Form, place: Place) -> BranchPoint:
    tiny = abs(place.slope) < 1e-9 * (1.0 + place.rationality)
    direction = 0 if tiny else int(math.copysign(1, place.slope))
    rationality = _in_units(place.rationality, form.factor)
    return BranchPoint(rationality, form.spread(place.logs.tolist()), direction)


def _branch(form: _Form, found: Trace, *, principal: bool) -> LogitBranch:
    def points(places: Sequence[Place]) -> tuple[BranchPoint, ...]:
        return tuple(_point(form, place) for place in places)

    all_points = points(found.places)
    ended = found.arrived and found.regret <= 1e-8
    return LogitBranch(
        game=form.game,
        points=all_points,
        turning_points=points(found.turning),
        bifurcations=points(found.bifurcations),
        limit=all_points[-1].probabilities if ended else None,
        is_principal=principal,
        complete=found.arrived or found.home,
        sound=found.sound,
    )


def _nearest(place: Place, known: Sequence[npt.NDArray[np.float64]]) -> int | None:
    """The equilibrium at the end of a branch."""
    here = np.exp(place.logs)
    apart = [float(np.abs(here - each).max()) for each in known]
    if not apart or min(apart) > 10 * _SAME:
        return None
    return apart.index(min(apart))


def _start(
    tables: Sequence[npt.NDArray[np.float64]], probabilities: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], float] | None:
    """A point of a branch at large rationality next to an equilibrium."""
    parts = np.split(probabilities, np.cumsum(tables[0].shape)[:-1])
    pays = []
    for player, table in enumerate(tables):
        worth = table
        for other in range(len(tables) - 1, -1, -1):
            if other != player:
                worth = np.tensordot(worth, parts[other], axes=(other, 0))
        pays.append(worth)
    for rationality in _STARTS:
        logs = []
        for part, worth in zip(parts, pays, strict=True):
            power = rationality * (worth - worth.max())
            played = np.log(np.where(part > 0, part, 1.0))
            logs.append(np.where(part > 0, played, power - math.log(len(part))))
        near = solution_near(tables, np.concatenate(logs), rationality)
        if near is not None and float(np.abs(np.exp(near) - probabilities).max()) < 0.02:
            return near, rationality
    return None


def _seen(form: _Form, counts: object) -> npt.NDArray[np.float64]:
    """Counts of all choices, menu by menu."""
    game = form.game
    tree = game if isinstance(game, ExtensiveFormGame) else None
    shape = "{strategy: how often}"
    if tree is not None:
        shape = "{information set: {action: how often}}"
    if not isinstance(counts, Mapping):
        raise InvalidNumberError(f"counts are written {{player: {shape}}}; got {counts!r}")
    for player, given in counts.items():
        if player not in game.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
        if not isinstance(given, Mapping):
            raise InvalidNumberError(f"counts of {player} are written {shape}; got {given!r}")
        for infoset, actions in given.items() if tree is not None else ():
            if tree is not None:
                tree.infoset_number(player, infoset)
            if not isinstance(actions, Mapping):
                raise InvalidNumberError(
                    f"counts of {player} at {infoset} are written {{action: how often}}; got "
                    f"{actions!r}"
                )
    found: list[float] = []
    for player, infoset, menu in form.menus:
        given = counts.get(player, {})
        if infoset is None:
            found += _counted(given, menu, player, "strategy")
        else:
            found += _counted(given.get(infoset, {}), menu, f"{player} at {infoset}", "action")
    if not any(found):
        raise InvalidNumberError("nothing was observed: every count is zero")
    return np.array(found)


def _counted(given: Mapping[str, Any], menu: Sequence[str], where: str, kind: str) -> list[float]:
    """How often each choice of a menu was seen."""
    for choice in given:
        if choice not in menu:
            raise UnknownNameError(f"{where} has no {kind} {choice!r}{suggestion(choice, menu)}")
    found = []
    for choice in menu:
        count = exact_number(given.get(choice, 0))
        if count < 0:
            raise InvalidNumberError(f"{where} chose {choice} {count} times; count from 0")
        found.append(float(count))
    return found


def _neighbors(found: Trace, likelihood: Any) -> Any:
    """Tells a maximum along the branch from a minimum, by the nearest traced points."""
    logs = np.array([place.logs for place in found.places])
    values = np.array([likelihood(place) for place in found.places])

    def is_peak(place: Place, value: float) -> bool:
        apart = np.abs(np.exp(logs) - np.exp(place.logs)).max(axis=1)
        return bool(value >= values[np.argsort(apart)[:2]].max())

    return is_peak


def _standard_error(form: _Form, seen: npt.NDArray[np.float64], place: Place) -> float | None:
    """From the expected information about rationality at a point of the branch."""
    if not place.slope:
        return None
    information, start = 0.0, 0
    for _, _, menu in form.menus:
        here = slice(start, start + len(menu))
        start += len(menu)
        rates = place.change[here] / place.slope
        information += float(seen[here].sum()) * float(np.exp(place.logs[here]) @ rates**2)
    if not information > 0:
        return None
    return _in_units(1.0 / math.sqrt(information), form.factor)
