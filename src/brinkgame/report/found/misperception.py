"""What was expected beside what came, for the deployment and for the blockade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from brinkgame.behavior import HypergameResult
from brinkgame.errors import ExpressionError
from brinkgame.memo import blockade, deploy, misperception
from brinkgame.memo.claims.claim import values_in
from brinkgame.memo.parameters import hard_type, silence_weight, us_resolve
from brinkgame.parameters import ParameterSpace

__all__ = ["MisperceptionFinding", "Story", "misperception_finding"]


@final
@dataclass(frozen=True, slots=True)
class Story:
    """A decision as it was misperceived.

    Attributes
    ----------
    name, title
        Which decision, and what is believed in it, in words.
    believed
        What the USSR takes American resolve for.
    result
        What everybody does, expects and gets.
    """

    name: str
    title: str
    believed: Any
    result: HypergameResult


@final
@dataclass(frozen=True, slots=True)
class MisperceptionFinding:
    """What the USSR and the US expected, and what came.

    Attributes
    ----------
    before, after
        The belief in a resolute US before the silent autumn, and after it.
    least
        The least belief at which a soft USSR withdraws under a quarantine.
    news
        By how much the odds must have grown to turn the belief after the silence into that one;
        None if no news does, or none is needed.
    stories
        The decisions to deploy and to quarantine, as they were perceived.
    """

    before: Fraction
    after: Any
    least: Any
    news: Any
    stories: tuple[Story, ...]


def misperception_finding(at: Mapping[str, Any]) -> MisperceptionFinding:
    """Work it out where the US was in truth resolute and the USSR soft."""
    beliefs = ParameterSpace([us_resolve, silence_weight])
    point = beliefs.point({name: at[name] for name in beliefs if name in at})
    before = point[us_resolve.name]
    after = misperception.resolve_after_silence(before, point[silence_weight.name])
    rest = {name: value for name, value in at.items() if name != us_resolve.name}
    least = misperception.least_resolve(values_in(blockade.DOUBTED, rest)).value
    return MisperceptionFinding(
        before, after, least, _news(after, rest), _stories(after, least, rest)
    )


def _news(after: Any, rest: Mapping[str, Any]) -> Any:
    try:
        factor = misperception.needed_news(after, values_in(blockade.DOUBTED, rest))
    except (ExpressionError, ZeroDivisionError):
        return None
    return factor if factor > 1 else None


def _stories(after: Any, least: Any, rest: Mapping[str, Any]) -> tuple[Story, ...]:
    deployed = misperception.deploy_misperceived(
        after, {**values_in(deploy.GAME, rest), us_resolve.name: 1}
    )
    told = [
        Story(
            "deploy",
            "the USSR goes by its belief after the silent autumn; the US is resolute",
            after,
            deployed.solve(),
        )
    ]
    beliefs = [("the USSR still believes what the silence taught it; it is soft", after)]
    if 0 < least < 1:
        sure = (1 + least) / 2
        beliefs.append(("the USSR has come to believe in American resolve; it is soft", sure))
    for title, believed in beliefs:
        game = misperception.blockade_misperceived(
            believed,
            us_belief=rest.get(hard_type.name, hard_type.baseline),
            at={**values_in(blockade.GAME, rest), hard_type.name: 0},
        )
        told.append(Story("blockade", title, believed, game.solve()))
    return tuple(told)
