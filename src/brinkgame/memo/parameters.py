"""The quantities that the decisions of 1962 turn on: one `Parameter` for each, used everywhere.

One name means one thing in every game. Payoffs are counted from the status quo before the missiles
came, which is worth zero to both sides. **Every range is a modelling choice, not an estimate**: a
result is a function of the ranges, never "the probability in 1962". A parameter without a source is
one that the memo does not speak of; its value is ours.
"""

from __future__ import annotations

from typing import Final

from brinkgame.expressions import Constraint
from brinkgame.parameters import Parameter

__all__ = [
    "ALL",
    "CONSTRAINTS",
    "berlin_gain",
    "candour",
    "compel_war_risk",
    "cuba_gain",
    "detection",
    "erosion",
    "live_war_risk",
    "retreat_cost",
    "silence_weight",
    "us_acceptance_loss",
    "us_resolve",
    "us_success",
    "us_war_cost",
    "ussr_war_cost",
    "weekly_hazard",
    "weeks",
]

_PAYOFF: Final = "payoff"
_CHANCE: Final = "probability"

# --- what the sides have at stake ---------------------------------------------------------------

berlin_gain = Parameter(
    "berlin_gain",
    "8/5",
    low="0.3",
    high="3.2",
    symbol="S_B",
    meaning="USSR: worth of missiles in Cuba for Berlin and its strategic position",
    unit=_PAYOFF,
    sources=("memo M1", "memo B1"),
)

cuba_gain = Parameter(
    "cuba_gain",
    "2/5",
    low="0.1",
    high="1.5",
    symbol="S_C",
    meaning="USSR: worth of missiles in Cuba as protection of the Castro regime",
    unit=_PAYOFF,
    sources=("memo B2",),
)

erosion = Parameter(
    "erosion",
    "1/2",
    low=0,
    high=2,
    symbol="E",
    meaning="USSR: loss from doing nothing",
    unit=_PAYOFF,
    sources=("memo B1", "memo B4"),
)

retreat_cost = Parameter(
    "retreat_cost",
    4,
    low=1,
    high=8,
    symbol="F",
    meaning="USSR: loss from withdrawing in public",
    unit=_PAYOFF,
    sources=("memo C8",),
)

ussr_war_cost = Parameter(
    "ussr_war_cost",
    8,
    low=6,
    high=60,
    symbol="W_K",
    meaning="USSR: loss from war",
    unit=_PAYOFF,
    sources=("memo R2",),
)

us_war_cost = Parameter(
    "us_war_cost",
    10,
    low=6,
    high=60,
    symbol="W_A",
    meaning="US: loss from war",
    unit=_PAYOFF,
)

us_success = Parameter(
    "us_success",
    1,
    low=0,
    high=3,
    symbol="V",
    meaning="US: gain if the missiles go",
    unit=_PAYOFF,
    sources=("memo C8",),
)

us_acceptance_loss = Parameter(
    "us_acceptance_loss",
    2,
    low="0.5",
    high=5,
    symbol="L",
    meaning="US: loss if the missiles stay",
    unit=_PAYOFF,
    sources=("memo C7",),
)

candour = Parameter(
    "candour",
    1,
    low=0,
    high=1,
    symbol=r"\varphi",
    meaning="share of the cost of failure that the USSR counts when it decides",
    unit="share",
    sources=("memo U2",),
)

# --- how likely what is -------------------------------------------------------------------------

detection = Parameter(
    "detection",
    "1/2",
    low=0,
    high=1,
    symbol="d",
    meaning="chance of discovery before the missiles are operational",
    unit=_CHANCE,
    sources=("memo U1", "memo C4", "memo C7"),
)

us_resolve = Parameter(
    "us_resolve",
    "3/5",
    low=0,
    high=1,
    symbol=r"\theta",
    meaning="chance that the US compels a withdrawal once it knows",
    unit=_CHANCE,
    sources=("memo U1", "memo C7"),
)

compel_war_risk = Parameter(
    "compel_war_risk",
    "1/10",
    low=0,
    high="0.4",
    symbol="r",
    meaning="risk of war in compelling before the missiles are operational",
    unit=_CHANCE,
    sources=("memo U1", "memo R1"),
)

live_war_risk = Parameter(
    "live_war_risk",
    "1/2",
    low="0.1",
    high="0.9",
    symbol=r"r_{\mathrm{live}}",
    meaning="risk of war in compelling once the missiles are operational",
    unit=_CHANCE,
    sources=("memo U1",),
)

silence_weight = Parameter(
    "silence_weight",
    "3/5",
    low=0,
    high=1,
    symbol=r"\kappa",
    meaning="believed chance that the US already knew in September and October",
    unit=_CHANCE,
    sources=("memo C7",),
)

weekly_hazard = Parameter(
    "weekly_hazard",
    "1/20",
    low=0,
    high="0.3",
    symbol="h_w",
    meaning="chance of discovery in any one week of the buildup",
    unit="probability a week",
    sources=("memo U4", "memo C1"),
)

weeks = Parameter(
    "weeks",
    12,
    low=6,
    high=16,
    symbol="T",
    meaning="weeks from the first shipments until the missiles are operational",
    unit="weeks",
    sources=("memo U4", "memo C1"),
    whole=True,
)

ALL: Final[tuple[Parameter, ...]] = (
    berlin_gain,
    cuba_gain,
    erosion,
    retreat_cost,
    ussr_war_cost,
    us_war_cost,
    us_success,
    us_acceptance_loss,
    candour,
    detection,
    us_resolve,
    compel_war_risk,
    live_war_risk,
    silence_weight,
    weekly_hazard,
    weeks,
)
"""Every parameter, in the order of this file."""

CONSTRAINTS: Final[tuple[Constraint, ...]] = (
    retreat_cost < ussr_war_cost,
    compel_war_risk <= live_war_risk,
)
"""What is assumed among them: war is worse than a withdrawal, and waiting makes force no safer."""
