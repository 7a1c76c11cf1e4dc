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
    "face_saved",
    "hard_type",
    "impasse_loss",
    "intervention_loss",
    "live_war_risk",
    "pledge_value",
    "private_value",
    "public_retreat_cost",
    "retreat_cost",
    "silence_weight",
    "tough_belief",
    "tough_public_gain",
    "trade_cost",
    "trade_gain",
    "un_pressure",
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

pledge_value = Parameter(
    "pledge_value",
    1,
    low=0,
    high=2,
    symbol="n",
    meaning="USSR: worth of a pledge not to invade Cuba, collected once",
    unit=_PAYOFF,
    sources=("memo R6", "memo P9"),
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

intervention_loss = Parameter(
    "intervention_loss",
    8,
    low=4,
    high=60,
    symbol="D_K",
    meaning="USSR: loss from an American attack in Cuba",
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

# --- the two letters ----------------------------------------------------------------------------

hard_type = Parameter(
    "hard_type",
    "1/3",
    low=0,
    high=1,
    symbol="p",
    meaning="US belief before the quarantine that withdrawing costs the USSR more than war",
    unit=_CHANCE,
)

tough_belief = Parameter(
    "tough_belief",
    "3/20",
    low=0,
    high=1,
    symbol="h",
    meaning="US belief on 27 October that the USSR will not settle on the private terms",
    unit=_CHANCE,
    sources=("memo R5",),
)

private_value = Parameter(
    "private_value",
    1,
    low=0,
    high=3,
    symbol="V_1",
    meaning="US: worth of a settlement on the private terms",
    unit=_PAYOFF,
    sources=("memo R6",),
)

impasse_loss = Parameter(
    "impasse_loss",
    3,
    low=0,
    high=10,
    symbol="X",
    meaning="US: loss if there is no settlement",
    unit=_PAYOFF,
    sources=("memo R6",),
)

trade_cost = Parameter(
    "trade_cost",
    1,
    low=0,
    high=4,
    symbol=r"\tau_A",
    meaning="US: cost of the public trade",
    unit=_PAYOFF,
    sources=("memo R3",),
)

trade_gain = Parameter(
    "trade_gain",
    1,
    low=0,
    high=3,
    symbol=r"\tau_K",
    meaning="USSR: gain from the public trade",
    unit=_PAYOFF,
    sources=("memo R3",),
)

face_saved = Parameter(
    "face_saved",
    "1/2",
    low=0,
    high=2,
    symbol=r"\omega",
    meaning="USSR: gain from having made a public demand",
    unit=_PAYOFF,
    sources=("memo R4", "memo R5"),
)

public_retreat_cost = Parameter(
    "public_retreat_cost",
    "3/10",
    low=0,
    high=2,
    symbol="a",
    meaning="USSR: cost of settling for less than it demanded in public",
    unit=_PAYOFF,
    sources=("memo R6",),
)

un_pressure = Parameter(
    "un_pressure",
    0,
    low=0,
    high=2,
    symbol=r"\upsilon",
    meaning="US: cost of passing over a public offer",
    unit=_PAYOFF,
    sources=("memo R4",),
)

tough_public_gain = Parameter(
    "tough_public_gain",
    "1/10",
    low=0,
    high=1,
    symbol=r"\delta",
    meaning="USSR: what it gains by the public letter if it is tough and refused",
    unit=_PAYOFF,
    sources=("memo R4",),
)

ALL: Final[tuple[Parameter, ...]] = (
    berlin_gain,
    cuba_gain,
    erosion,
    retreat_cost,
    pledge_value,
    ussr_war_cost,
    intervention_loss,
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
    hard_type,
    tough_belief,
    private_value,
    impasse_loss,
    trade_cost,
    trade_gain,
    face_saved,
    public_retreat_cost,
    un_pressure,
    tough_public_gain,
)
"""Every parameter, in the order of this file."""

CONSTRAINTS: Final[tuple[Constraint, ...]] = (
    retreat_cost < ussr_war_cost,
    compel_war_risk <= live_war_risk,
    pledge_value < retreat_cost,
    retreat_cost - pledge_value < intervention_loss,
    un_pressure < trade_cost,
    tough_public_gain > 0,
)
"""What is assumed among them.

War is worse than a withdrawal, and waiting makes force no safer. A withdrawal hurts in spite of a
pledge, but less than an American attack. The trade costs the US more than passing over a public
offer, and a tough USSR gains something by a public letter even if it is refused.
"""
