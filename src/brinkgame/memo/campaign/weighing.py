"""What the first decision turns on, and how likely what happened was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.control import Progress
from brinkgame.errors import BrinkgameError
from brinkgame.memo.campaign.folding import Play, fold, parameters, users
from brinkgame.memo.campaign.stages import FIRST, ORDER
from brinkgame.parameters import Parameter, Point
from brinkgame.sensitivity import reach_alone

__all__ = ["Influence", "influences", "likelihoods", "risk_of_compelling"]

_FINENESS: Final = 14
"""How often the way to a switch is halved: to one part in 16384 of it."""


@final
@dataclass(frozen=True, slots=True)
class Influence:
    """What one parameter, alone, does to the decision to embark on the venture.

    Attributes
    ----------
    parameter
        Which one.
    stages
        The stages in which it stands, in the order of events.
    low, high
        The ends of its range, as far as the constraints let it move alone.
    at_low, at_high
        What deploying pays the USSR more than holding back, at these ends: the least if the
        campaign can be played in several ways there.
    switch
        The value nearest the baseline beyond which the opening on record, from the offer to Cuba
        to the American restraint, is no longer played for certain, within one part in ten thousand
        of the way to the end; None if there is none in the range.
    """

    parameter: Parameter
    stages: tuple[str, ...]
    low: Fraction
    high: Fraction
    at_low: Fraction
    at_high: Fraction
    switch: Fraction | None

    @property
    def is_late(self) -> bool:
        """Whether it stands only in stages after the opening."""
        return FIRST not in self.stages

    @property
    def span(self) -> Fraction:
        """How far the gain from deploying moves between the ends."""
        return abs(self.at_high - self.at_low)


def influences(
    at: Mapping[str, Any] | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
) -> tuple[Influence, ...]:
    """What each parameter of the campaign, moved alone, does to the decision to embark.

    Parameters
    ----------
    at
        Where the others stand, if not at their baselines.
    progress
        A function that is called with a `Progress` after each parameter.

    Returns
    -------
    tuple of Influence
        The one that moves the gain from deploying most is first.
    """
    space = parameters()
    point = space.point(at)
    began = time.monotonic()
    found = []
    for count, parameter in enumerate(space.values()):
        found.append(_influence(parameter, point))
        if progress is not None:
            progress(Progress("parameters", count + 1, len(space), time.monotonic() - began))
    return tuple(sorted(found, key=lambda each: (-each.span, ORDER.index(each.stages[0]))))


def _influence(parameter: Parameter, point: Point) -> Influence:
    low, high = reach_alone(parameters(), parameter.name, point)
    at_low, at_high = (_embarks(_moved(point, parameter, value)) for value in (low, high))
    switches = [
        switch for end in (low, high) if (switch := _switch(parameter, point, end)) is not None
    ]
    base = point[parameter.name]
    return Influence(
        parameter=parameter,
        stages=users(parameter.name),
        low=low,
        high=high,
        at_low=at_low,
        at_high=at_high,
        switch=min(switches, key=lambda value: abs(value - base), default=None),
    )


def _moved(point: Mapping[str, Any], parameter: Parameter, value: Fraction) -> Point:
    return Point({**point, parameter.name: value})


def _embarks(point: Point) -> Any:
    return min(play.embarks for play in fold(point))


def _opens(point: Point) -> bool:
    """Whether the opening on record is played for certain."""
    return all(play.acts[FIRST].chances()[0] == 1 for play in fold(point))


def _switch(parameter: Parameter, point: Point, end: Fraction) -> Fraction | None:
    """Where the opening on record gives way on the way to an end."""
    if not _opens(point) or _opens(_moved(point, parameter, end)):
        return None
    inside, beyond = point[parameter.name], end
    for _ in range(_FINENESS):
        middle = (inside + beyond) / 2
        if parameter.whole:
            middle = Fraction(round(middle))
        if _opens(_moved(point, parameter, middle)):
            inside = middle
        else:
            beyond = middle
    return beyond


def risk_of_compelling(play: Play) -> tuple[Any, Any]:
    """The chance of war once the missiles are found by a resolute US, as the campaign derives it.

    The decision on deploying, taken alone, has a parameter for it, `compel_war_risk`. In the
    campaign it follows from what is done after the discovery.

    Returns
    -------
    tuple
        The least and the greatest, over the equilibria that pay the same.

    Examples
    --------
    >>> from brinkgame.memo import campaign
    >>> float(campaign.risk_of_compelling(campaign.fold()[0])[0])
    0.2166...
    """
    return play.outcomes("blockade").get("war", (Fraction(0), Fraction(0)))


def likelihoods(
    rationalities: Iterable[float], at: Mapping[str, Any] | None = None
) -> dict[float, Play]:
    """The campaign with errors: as agent logit equilibria play it, for some rationalities.

    Parameters
    ----------
    rationalities
        In 1/payoff; the more, the fewer errors.
    at
        The parameters that are not at their baselines.

    Returns
    -------
    dict
        ``{rationality: play}``. `Play.conduct` and `Play.path_probability` say how likely what is
        on record is there.

    Raises
    ------
    SolveError
        An equilibrium was not found, or there is more than one on the principal branch.

    Examples
    --------
    >>> from brinkgame.memo import campaign
    >>> clumsy, sharp = campaign.likelihoods((1, 10)).values()
    >>> clumsy.conduct()["bombers"] < sharp.conduct()["bombers"]
    True
    """
    found = {}
    for rationality in rationalities:
        plays = fold(at, rationality=rationality)
        if len(plays) > 1:
            raise BrinkgameError(
                f"at the rationality {rationality} the principal branch passes {len(plays)} "
                "equilibria; choose another"
            )
        found[rationality] = plays[0]
    return found
