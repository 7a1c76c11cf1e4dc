"""What the sides have at stake, in whichever decision it comes up."""

from __future__ import annotations

from brinkgame.memo.parameters.units import PAYOFF
from brinkgame.parameters import Parameter

__all__ = [
    "berlin_gain",
    "candour",
    "cuba_gain",
    "erosion",
    "intervention_loss",
    "pledge_value",
    "retreat_cost",
    "us_acceptance_loss",
    "us_success",
    "us_war_cost",
    "ussr_war_cost",
]

berlin_gain = Parameter(
    "berlin_gain",
    "8/5",
    low="0.3",
    high="3.2",
    symbol="S_B",
    meaning="USSR: worth of missiles in Cuba for Berlin and its strategic position",
    unit=PAYOFF,
    sources=(
        "memo M1",
        "memo B1",
    ),
)

cuba_gain = Parameter(
    "cuba_gain",
    "2/5",
    low="0.1",
    high="1.5",
    symbol="S_C",
    meaning="USSR: worth of missiles in Cuba as protection of the Castro regime",
    unit=PAYOFF,
    sources=("memo B2",),
)

erosion = Parameter(
    "erosion",
    "1/2",
    low=0,
    high=2,
    symbol="E",
    meaning="USSR: loss from doing nothing",
    unit=PAYOFF,
    sources=(
        "memo B1",
        "memo B4",
    ),
)

retreat_cost = Parameter(
    "retreat_cost",
    4,
    low=1,
    high=8,
    symbol="F",
    meaning="USSR: loss from withdrawing in public",
    unit=PAYOFF,
    sources=("memo C8",),
)

pledge_value = Parameter(
    "pledge_value",
    1,
    low=0,
    high=2,
    symbol="n",
    meaning="USSR: worth of a pledge not to invade Cuba, collected once",
    unit=PAYOFF,
    sources=(
        "memo R6",
        "memo P9",
    ),
)

ussr_war_cost = Parameter(
    "ussr_war_cost",
    8,
    low=6,
    high=60,
    symbol="W_K",
    meaning="USSR: loss from war",
    unit=PAYOFF,
    sources=("memo R2",),
)

intervention_loss = Parameter(
    "intervention_loss",
    8,
    low=4,
    high=60,
    symbol="D_K",
    meaning="USSR: loss from an American attack in Cuba",
    unit=PAYOFF,
    sources=("memo R2",),
)

us_war_cost = Parameter(
    "us_war_cost",
    10,
    low=6,
    high=60,
    symbol="W_A",
    meaning="US: loss from war",
    unit=PAYOFF,
)

us_success = Parameter(
    "us_success",
    1,
    low=0,
    high=3,
    symbol="V",
    meaning="US: gain if the missiles go",
    unit=PAYOFF,
    sources=("memo C8",),
)

us_acceptance_loss = Parameter(
    "us_acceptance_loss",
    2,
    low="0.5",
    high=5,
    symbol="L",
    meaning="US: loss if the missiles stay",
    unit=PAYOFF,
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
