"""The decisions chained into one: what is played, how likely the path was, what it turned on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, final

from brinkgame.errors import BrinkgameError
from brinkgame.memo import campaign
from brinkgame.memo.campaign import Influence, Play
from brinkgame.memo.parameters import compel_war_risk

__all__ = [
    "RATIONALITIES",
    "CampaignFinding",
    "campaign_finding",
    "in_campaign",
    "spanned",
    "weakest",
]

RATIONALITIES: Final = (1.0, 3.0, 10.0, 30.0)
"""With errors as likely as that, in 1/payoff; the more, the fewer errors."""


@final
@dataclass(frozen=True, slots=True)
class CampaignFinding:
    """The campaign as it is played.

    Attributes
    ----------
    plays
        Without errors: one for each way in which ties may be broken that pays differently.
    with_errors
        ``{rationality: play}``.
    influences
        What each assumption alone does to the first step, the strongest first.
    assumed_risk
        The risk of war in compelling that the decision to deploy assumes when it stands alone.
    untold
        What could not be worked out at these assumptions, and why.
    """

    plays: tuple[Play, ...]
    with_errors: Mapping[float, Play]
    influences: tuple[Influence, ...]
    assumed_risk: Any
    untold: tuple[str, ...]

    @property
    def turning(self) -> tuple[Influence, ...]:
        """The assumptions that, moved alone, end the opening on record."""
        return tuple(each for each in self.influences if each.switch is not None)

    @property
    def is_pure(self) -> bool:
        """Whether everything on record is played for certain, in every way to play."""
        return bool(self.plays) and all(
            chances == (1, 1) for play in self.plays for chances in play.conduct().values()
        )


def weakest(play: Play) -> str:
    """The stage in which what is on record is least likely."""
    chances = play.conduct()
    return min(chances, key=lambda name: chances[name][0])


def spanned(pairs: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    """The least and the greatest over several ways to play."""
    return min(low for low, _ in pairs), max(high for _, high in pairs)


def in_campaign(at: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a point that the campaign is about."""
    return {name: value for name, value in at.items() if name in campaign.parameters()}


def campaign_finding(at: Mapping[str, Any]) -> CampaignFinding:
    """Play the campaign, without and with errors, and move each assumption."""
    point = in_campaign(at)
    untold: list[str] = []

    def told(what: str, work: Any, nothing: Any) -> Any:
        # On a tie there may be too many ways to play; then that is what there is to say.
        try:
            return work()
        except BrinkgameError as error:
            untold.append(f"{what}: {error}")
            return nothing

    return CampaignFinding(
        plays=told("the campaign", lambda: campaign.fold(point), ()),
        with_errors=told("with errors", lambda: campaign.likelihoods(RATIONALITIES, point), {}),
        influences=told("what it turns on", lambda: campaign.influences(point), ()),
        assumed_risk=at.get(compel_war_risk.name, compel_war_risk.baseline),
        untold=tuple(untold),
    )
