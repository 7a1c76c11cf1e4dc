"""Logit branches as a whole."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final, overload

import numpy as np
import numpy.typing as npt

from brinkgame.continuation import Place, Trace, solution_near, trace
from brinkgame.control import Control
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play import Beliefs, logit_gaps
from brinkgame.play.quantal_response import rationality_number
from brinkgame.quantal.form import BranchForm, BranchPoint, point_of
from brinkgame.results import Concept, Coverage, EquilibriumResult
from brinkgame.solve import solve

__all__ = ["LogitBranch", "LogitBranches", "logit_branch", "logit_branches"]

_SAME = 1e-3
"""Probabilities that differ by less are of one equilibrium."""
_STARTS = (30.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8)
"""Rationalities, in units of the range of payoffs, at which a branch is looked for."""


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

    def largest_gap(self) -> float:
        """How far a probability at any point is from the response to the others' there.

        It is measured by `logit_gaps`, with code that shares nothing with what followed the
        branch, in floats: rounding makes it grow with rationality times payoffs. What is believed
        in a tree where no float holds the probability of coming there is taken from the branch.

        Examples
        --------
        >>> import brinkgame as bg
        >>> hunt = bg.NormalFormGame.from_arrays([[5, 0], [3, 3]], [[5, 3], [0, 3]])
        >>> bg.logit_branch(hunt, up_to=100).largest_gap() < 1e-9
        True
        """
        game = self.game.to_float()
        form = BranchForm(self.game)
        worst = 0.0
        for point in self.points:
            beliefs = None
            if isinstance(game, ExtensiveFormGame):
                beliefs = Beliefs.from_weights(game, form.beliefs(point))
            gaps = logit_gaps(game, point.probabilities, point.rationality, beliefs)
            worst = max(worst, *gaps.values())
        return worst

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
    form = BranchForm(game)
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
    form = BranchForm(game)
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


# -- parts -----------------------------------------------------------------------------------------


def _branch(form: BranchForm, found: Trace, *, principal: bool) -> LogitBranch:
    def points(places: Sequence[Place]) -> tuple[BranchPoint, ...]:
        return tuple(point_of(form, place) for place in places)

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
