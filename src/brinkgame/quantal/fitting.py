"""The rationality that explains observed play best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import exact_number
from brinkgame.continuation import Place, Trace, trace
from brinkgame.control import Control
from brinkgame.errors import (
    InvalidNumberError,
    TimeLimitError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.quantal.form import BranchForm, BranchPoint, in_units, point_of

__all__ = ["RationalityFit", "RationalityVerdict", "fit_rationality"]


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
    form = BranchForm(game)
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
        (in_units(place.rationality, factor), value) for value, place in peaks if near(place, value)
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
            rationality = in_units(best.rationality, factor)
    error = None
    if verdict is RationalityVerdict.INTERIOR:
        error = _standard_error(form, seen, best)
    return RationalityFit(
        rationality, error, value, at_random, verdict, point_of(form, best), maxima
    )


# -- parts -----------------------------------------------------------------------------------------


def _seen(form: BranchForm, counts: object) -> npt.NDArray[np.float64]:
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


def _standard_error(form: BranchForm, seen: npt.NDArray[np.float64], place: Place) -> float | None:
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
    return in_units(1.0 / math.sqrt(information), form.factor)
