"""All that the analysis finds out about the case, apart from how it is told."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.control import Progress
from brinkgame.errors import InvalidParameterError, ParameterRangeWarning
from brinkgame.memo import load, names
from brinkgame.memo.claims import names as claim_names
from brinkgame.memo.conduct import observations
from brinkgame.memo.parameters import ALL, CONSTRAINTS
from brinkgame.memo.stall import DAILY
from brinkgame.parameters import ParameterSpace
from brinkgame.report.found.beliefs import (
    PREMISES,
    BeliefFinding,
    belief_findings,
    check_draws,
)
from brinkgame.report.found.campaign import CampaignFinding, campaign_finding
from brinkgame.report.found.claims import ClaimFinding, Tension, claim_findings, tension
from brinkgame.report.found.decisions import DecisionFinding, decision_finding
from brinkgame.report.found.misperception import MisperceptionFinding, misperception_finding
from brinkgame.report.found.sensitivity import TornadoFinding, tornado_finding

__all__ = ["DRAWS", "Findings", "assumptions", "findings"]

DRAWS: Final = 2**17
"""Draws of the assumptions for the inverse question, unless told otherwise."""


@final
@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found out about the case.

    Attributes
    ----------
    at
        The assumptions that are not at their baselines.
    decisions, claims
        Each decision and each claim, in order.
    tension
        The two claims about Berlin that pull against each other.
    campaign
        The decisions chained into one.
    misperception
        What was expected, and what came.
    beliefs
        What they must have believed, with discovery and response in doubt, and without.
    draws
        At how many points that was asked.
    tornadoes
        For each decision, what becomes of what is on record if one assumption is moved alone; None
        where nothing is.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.report.findings(draws=2**10)
    >>> [each.point.name for each in found.decisions][:3]
    ['consent', 'berlin', 'deploy']
    """

    at: Mapping[str, Fraction]
    decisions: tuple[DecisionFinding, ...]
    claims: tuple[ClaimFinding, ...]
    tension: Tension
    campaign: CampaignFinding
    misperception: MisperceptionFinding
    beliefs: tuple[BeliefFinding, ...]
    draws: int
    tornadoes: tuple[TornadoFinding | None, ...]


def assumptions(at: Mapping[str, Any] | None = None) -> dict[str, Fraction]:
    """The assumptions that are not at their baselines, read and checked.

    Raises
    ------
    UnknownNameError
        The case has no such parameter.
    InvalidParameterError
        A value is outside its range, or the values break a constraint: the report is about the
        ranges, and says nothing outside them.
    InvalidNumberError
        A value is no number.
    """
    given = dict(at or {})
    space = ParameterSpace(ALL, (*CONSTRAINTS, *DAILY))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        point = space.point(given)
    if faults := space.violations(point):
        raise InvalidParameterError("; ".join(faults))
    return {name: point[name] for name in given}


def findings(
    at: Mapping[str, Any] | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Callable[[Progress], object] | None = None,
) -> Findings:
    """Work out everything that the case has to tell.

    Parameters
    ----------
    at
        Assumptions that are not at their baselines, ``{name: number}``. What they must have
        believed is asked over all ranges, wherever the assumptions stand.
    draws, seed
        For that question: how many points, a power of two, and of which designs.
    progress
        Told what comes next, and how far it is.

    Raises
    ------
    UnknownNameError, InvalidParameterError, InvalidNumberError
        As for `assumptions`, or the number of draws is none.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.report.findings(draws=2**10)
    >>> found.decisions[2].agreement.value
    'as it happened'
    """
    point = assumptions(at)
    key = (frozenset(point.items()), check_draws(draws), seed)
    if key not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[key] = _found(point, draws, seed, progress)
    return _KNOWN[key]


_KNOWN: Final[dict[Any, Findings]] = {}
"""What was found last: the same question has the same answer, and is not worked out twice."""


def _found(
    point: Mapping[str, Fraction],
    draws: int,
    seed: int,
    progress: Callable[[Progress], object] | None,
) -> Findings:
    told = _Told(progress, 3 + 2 * len(names()) + PREMISES * len(observations()))
    decisions, tornadoes = [], []
    for name in names():
        told.next(f"decision: {name}")
        decisions.append(decision_finding(load(name), point))
        told.next(f"sensitivity: {name}")
        tornadoes.append(tornado_finding(load(name), point))
    told.next(f"claims: {len(claim_names())}")
    claims = claim_findings(point)
    told.next("campaign")
    chained = campaign_finding(point)
    told.next("misperception")
    misperceived = misperception_finding(point)
    beliefs = belief_findings(draws, seed, lambda name: told.next(f"beliefs: {name}"))
    return Findings(
        at=point,
        decisions=tuple(decisions),
        claims=claims,
        tension=tension(claims),
        campaign=chained,
        misperception=misperceived,
        beliefs=beliefs,
        draws=draws,
        tornadoes=tuple(tornadoes),
    )


@final
class _Told:
    """Counts the steps, and tells whoever wants to know."""

    def __init__(self, progress: Callable[[Progress], object] | None, total: int) -> None:
        self.progress = progress
        self.total = total
        self.done = 0
        self.began = time.monotonic()

    def next(self, what: str) -> None:
        if self.progress is not None:
            self.progress(Progress(what, self.done, self.total, time.monotonic() - self.began))
        self.done = min(self.done + 1, self.total)
