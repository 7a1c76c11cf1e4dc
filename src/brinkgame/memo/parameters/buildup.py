"""From the spring to the middle of October: consent, Berlin or Cuba, deploying, the clock,
and Berlin as a hostage.
"""

from __future__ import annotations

from brinkgame.memo.parameters.units import CHANCE, PAYOFF
from brinkgame.parameters import Parameter

__all__ = [
    "act_cost",
    "aid_offered",
    "aid_value",
    "athens_ratio",
    "berlin_deal",
    "berlin_execution",
    "berlin_execution_gain",
    "berlin_harm",
    "berlin_war_risk",
    "bluff_cost",
    "compel_war_risk",
    "concealment_cost",
    "concealment_effect",
    "deal_probability",
    "defence_gain",
    "detection",
    "exposure",
    "interdiction_chance",
    "interdiction_share",
    "invasion_share",
    "irresolute_loss",
    "live_war_risk",
    "missile_belief",
    "pause_value",
    "regime_crisis",
    "search_cost",
    "silence_weight",
    "us_resolve",
    "war_execution",
    "war_harm",
    "weekly_hazard",
    "weeks",
]

detection = Parameter(
    "detection",
    "1/2",
    low=0,
    high=1,
    symbol="d",
    meaning="chance of discovery before the missiles are operational",
    unit=CHANCE,
    sources=(
        "memo U1",
        "memo C4",
        "memo C7",
    ),
)

us_resolve = Parameter(
    "us_resolve",
    "3/5",
    low=0,
    high=1,
    symbol=r"\theta",
    meaning="chance that the US compels a withdrawal once it knows",
    unit=CHANCE,
    sources=(
        "memo U1",
        "memo C7",
    ),
)

compel_war_risk = Parameter(
    "compel_war_risk",
    "1/10",
    low=0,
    high="0.4",
    symbol="r",
    meaning="risk of war in compelling before the missiles are operational",
    unit=CHANCE,
    sources=(
        "memo U1",
        "memo R1",
    ),
)

live_war_risk = Parameter(
    "live_war_risk",
    "1/2",
    low="0.1",
    high="0.9",
    symbol=r"r_{\mathrm{live}}",
    meaning="risk of war in compelling once the missiles are operational",
    unit=CHANCE,
    sources=("memo U1",),
)

silence_weight = Parameter(
    "silence_weight",
    "3/5",
    low=0,
    high=1,
    symbol=r"\kappa",
    meaning="believed chance that the US already knew in September and October",
    unit=CHANCE,
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
    sources=(
        "memo U4",
        "memo C1",
    ),
)

weeks = Parameter(
    "weeks",
    12,
    low=6,
    high=16,
    symbol="T",
    meaning="weeks from the first shipments until the missiles are operational",
    unit="weeks",
    sources=(
        "memo U4",
        "memo C1",
    ),
    whole=True,
)

berlin_deal = Parameter(
    "berlin_deal",
    2,
    low="0.5",
    high=4,
    symbol="B",
    meaning="USSR: worth of an acceptable settlement of Berlin",
    unit=PAYOFF,
    sources=("memo B4",),
)

deal_probability = Parameter(
    "deal_probability",
    "1/5",
    low=0,
    high=1,
    symbol=r"\pi",
    meaning="believed chance of an acceptable settlement of Berlin, after May",
    unit=CHANCE,
    sources=(
        "memo B4",
        "memo B8",
    ),
)

athens_ratio = Parameter(
    "athens_ratio",
    "3/10",
    low="0.05",
    high=1,
    symbol=r"\ell",
    meaning="likelihood ratio of the news of May, with a settlement in reach over without",
    unit="ratio",
    sources=("memo B8",),
)

missile_belief = Parameter(
    "missile_belief",
    "3/10",
    low=0,
    high=1,
    symbol="m",
    meaning="US belief that missiles are on their way to Cuba",
    unit=CHANCE,
    sources=(
        "memo C4",
        "memo C7",
    ),
)

act_cost = Parameter(
    "act_cost",
    "1/2",
    low=0,
    high=2,
    symbol=r"\kappa_A",
    meaning="US: cost of acting against the shipments or against Cuba",
    unit=PAYOFF,
    sources=("memo C6",),
)

berlin_execution = Parameter(
    "berlin_execution",
    "1/10",
    low=0,
    high=1,
    symbol="x_B",
    meaning="chance that the threat against Berlin is carried out",
    unit=CHANCE,
    sources=("memo C6",),
)

berlin_harm = Parameter(
    "berlin_harm",
    6,
    low=1,
    high=12,
    symbol="h_B",
    meaning="US: harm if the threat against Berlin is carried out",
    unit=PAYOFF,
    sources=("memo C6",),
)

war_execution = Parameter(
    "war_execution",
    "1/20",
    low=0,
    high=1,
    symbol="x_C",
    meaning="chance that the threat of war over Cuba is carried out",
    unit=CHANCE,
    sources=("memo C5",),
)

war_harm = Parameter(
    "war_harm",
    8,
    low=1,
    high=15,
    symbol="h_C",
    meaning="US: harm if the threat of war over Cuba is carried out",
    unit=PAYOFF,
    sources=("memo C5",),
)

pause_value = Parameter(
    "pause_value",
    "1/10",
    low=0,
    high=1,
    symbol=r"\psi",
    meaning="US: worth of quiet in Berlin until the elections",
    unit=PAYOFF,
    sources=("memo C6",),
)

berlin_execution_gain = Parameter(
    "berlin_execution_gain",
    1,
    low=0,
    high=3,
    symbol="g_B",
    meaning="USSR: gain from carrying out the threat against Berlin",
    unit=PAYOFF,
    sources=("memo C8",),
)

bluff_cost = Parameter(
    "bluff_cost",
    "1/2",
    low=0,
    high=2,
    symbol="a_B",
    meaning="USSR: loss from not carrying out the threat against Berlin",
    unit=PAYOFF,
    sources=("memo C8",),
)

berlin_war_risk = Parameter(
    "berlin_war_risk",
    "1/2",
    low=0,
    high=1,
    symbol=r"\rho_B",
    meaning="risk of war in carrying out the threat against Berlin",
    unit=CHANCE,
    sources=("memo C8",),
)

aid_value = Parameter(
    "aid_value",
    1,
    low="0.1",
    high=3,
    symbol="e",
    meaning="Cuba: worth of a unit of aid",
    unit=PAYOFF,
    sources=("memo B3",),
)

regime_crisis = Parameter(
    "regime_crisis",
    "1/2",
    low=0,
    high=2,
    symbol="R_C",
    meaning="Cuba: loss to the regime from going without aid",
    unit=PAYOFF,
    sources=("memo B3",),
)

defence_gain = Parameter(
    "defence_gain",
    "3/10",
    low=0,
    high=2,
    symbol="D_C",
    meaning="Cuba: gain in safety from missiles on the island",
    unit=PAYOFF,
    sources=("memo B3",),
)

exposure = Parameter(
    "exposure",
    1,
    low=0,
    high=3,
    symbol="E_C",
    meaning="Cuba: loss from becoming a target",
    unit=PAYOFF,
    sources=("memo B3",),
)

aid_offered = Parameter(
    "aid_offered",
    "1/4",
    low=0,
    high=3,
    symbol="x",
    meaning="USSR: how much aid it offers for consent",
    unit="units of aid",
    sources=("memo B3",),
)

concealment_cost = Parameter(
    "concealment_cost",
    "1/10",
    low=0,
    high=1,
    symbol="c_v",
    meaning="USSR: cost of hiding the buildup and of turning attention elsewhere",
    unit=PAYOFF,
    sources=("memo C2",),
)

concealment_effect = Parameter(
    "concealment_effect",
    "3/5",
    low=0,
    high=1,
    symbol=r"\eta",
    meaning="share of what routine watching would find that hiding keeps from it",
    unit="share",
    sources=(
        "memo C2",
        "memo C3",
    ),
)

interdiction_chance = Parameter(
    "interdiction_chance",
    "1/2",
    low=0,
    high=1,
    symbol=r"\lambda_i",
    meaning="believed chance that a US which does not compel limits the shipments",
    unit=CHANCE,
    sources=("memo C7",),
)

interdiction_share = Parameter(
    "interdiction_share",
    "1/4",
    low=0,
    high=1,
    symbol="s_i",
    meaning="USSR: share of the worth of the missiles that limits on shipments cost",
    unit="share",
    sources=("memo C7",),
)

invasion_share = Parameter(
    "invasion_share",
    "1/4",
    low=0,
    high=1,
    symbol=r"\iota_v",
    meaning="believed chance that a resolute US answers with an invasion, not a blockade",
    unit=CHANCE,
    sources=("memo C1",),
)

irresolute_loss = Parameter(
    "irresolute_loss",
    0,
    low=0,
    high=2,
    symbol="L'",
    meaning="irresolute US: loss if the missiles stay",
    unit=PAYOFF,
)

search_cost = Parameter(
    "search_cost",
    "1/10",
    low=0,
    high=1,
    symbol="k_s",
    meaning="US: cost of searching harder than it does as a routine",
    unit=PAYOFF,
    sources=(
        "memo C3",
        "memo C4",
    ),
)
