"""What must they have believed: every assumption under which the whole conduct was rational.

Each decision of the case is a game, and what was done in it stands in its record. The decisions
share parameters, so that they bind one another: a USSR that is deterred from deploying by a hard US
did not deploy, a US that cannot bear the risk did not quarantine. What is left is the set of
parameters under which *all* of it was rational. It depends on the ranges, which are choices of the
model and no estimates: a share of the box is no probability of anything in 1962.

Nothing is typed in here: whatever decisions the memo has, with what was done in them, are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from brinkgame.memo.decision_point import DecisionPoint
from brinkgame.memo.parameters import detection, us_resolve
from brinkgame.memo.registry import load, names
from brinkgame.sensitivity import Identification, Observation, Reading, identify

__all__ = ["SCALED", "SURE", "conduct", "observations"]

SCALED: Final[Mapping[str, str]] = {"stall": "stall/scaled"}
"""Decisions that are asked about in another form, with fewer numbers."""

SURE: Final[Mapping[str, Any]] = {detection.name: 1, us_resolve.name: 1}
"""A USSR that is sure of being discovered in time, and of an American response."""


def observations(chosen: Iterable[str] | None = None) -> tuple[Observation, ...]:
    """What was done in each decision that has a record, in the order of events.

    Parameters
    ----------
    chosen
        Names of decisions, or ``"decision/variant"`` for one of its variants. If nothing is given,
        every decision that has a record, but none that is another form of one: those are numbered
        with a letter (1b), and what was chosen in them would count twice. The chances of single
        days, at the decision to stall, are drawn as multiples of what they are at the baseline
        (`SCALED`): eighteen numbers that bind nothing else would fill the box with nonsense.

    Raises
    ------
    UnknownNameError
        No decision, or no variant of it, has this name; or a variant has not what is on record.

    Examples
    --------
    >>> from brinkgame.memo import conduct
    >>> [each.name for each in conduct.observations(["deploy", "stall/scaled"])]
    ['deploy', 'stall/scaled']
    """
    if chosen is None:
        chosen = [SCALED.get(name, name) for name in names() if _counts(load(name))]
    found = []
    for name in chosen:
        head, _, variant = name.partition("/")
        point = load(head)
        game = point.variant(variant).game if variant else point.game
        found.append(Observation(game, point.happened, name=name, concept=point.concept))
    return tuple(found)


def _counts(point: DecisionPoint) -> bool:
    return bool(point.happened) and point.number.isdecimal()


def conduct(
    *,
    draws: int = 2**17,
    seed: int = 0,
    reading: str | Reading | None = None,
    rationality: object = None,
    sure: bool = False,
    chosen: Iterable[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Identification:
    """The parameters under which the conduct on record was rational.

    Parameters
    ----------
    draws, seed, reading, rationality, progress
        As in `identify`. A quantal response has no answer at the line and to the letters, where
        somebody cannot see what was done: leave them out with `chosen`.
    sure
        Whether the USSR is sure of discovery and of a response (`SURE`).
    chosen
        Which decisions; see `observations`.

    Examples
    --------
    >>> from brinkgame.memo import conduct
    >>> found = conduct.conduct(draws=2**12, chosen=["deploy", "blockade"])
    >>> sure = conduct.conduct(draws=2**12, chosen=["deploy", "blockade"], sure=True)
    >>> found.share.low > sure.share.high
    True
    """
    return identify(
        observations(chosen),
        draws=draws,
        seed=seed,
        reading=reading,
        rationality=rationality,
        fixed=SURE if sure else None,
        progress=progress,
    )
