"""After the retreat: verification, the bombers, the pledge."""

from __future__ import annotations

from brinkgame.memo.parameters.units import CHANCE, PAYOFF
from brinkgame.parameters import Parameter

__all__ = [
    "ally_goodwill",
    "bomber_value",
    "castro_pride",
    "cheating_gain",
    "cheating_penalty",
    "collapse_cost",
    "disown_cost",
    "disown_success",
    "insist_cost",
    "insist_success",
    "inspection_cost",
    "inspection_quality",
    "inspection_value",
    "press_cost",
    "pride_limit",
    "quarantine_drag",
    "quarantine_pain",
    "removal_weight",
    "restraint_breakdown",
    "restraint_patience",
    "restraint_reward",
    "restraint_temptation",
    "soviet_pressure",
    "stringency",
    "tacit_share",
    "tighten_cost",
    "us_pledge_cost",
    "verification_cost",
]

inspection_quality = Parameter(
    "inspection_quality",
    "3/5",
    low=0,
    high=1,
    symbol="s",
    meaning="how much of the removal is verified: 0 for none, 1 for inspection by the UN",
    unit="share",
    sources=(
        "memo P3",
        "memo P4",
    ),
)

inspection_value = Parameter(
    "inspection_value",
    1,
    low=0,
    high=3,
    symbol="u",
    meaning="US: worth of full verification",
    unit=PAYOFF,
    sources=("memo P3",),
)

insist_cost = Parameter(
    "insist_cost",
    "3/10",
    low=0,
    high=2,
    symbol="k_v",
    meaning="US: cost of insisting on full verification",
    unit=PAYOFF,
    sources=("memo P3",),
)

insist_success = Parameter(
    "insist_success",
    "4/5",
    low=0,
    high=1,
    symbol="z",
    meaning="chance that insisting on full verification works",
    unit=CHANCE,
    sources=("memo P3",),
)

verification_cost = Parameter(
    "verification_cost",
    1,
    low=0,
    high=3,
    symbol=r"\pi_v",
    meaning="USSR: cost of full verification",
    unit=PAYOFF,
    sources=("memo P3",),
)

collapse_cost = Parameter(
    "collapse_cost",
    2,
    low=0,
    high=5,
    symbol=r"\chi_v",
    meaning="USSR: cost of a collapse of the talks",
    unit=PAYOFF,
    sources=("memo P3",),
)

stringency = Parameter(
    "stringency",
    "5/4",
    low=0,
    high=3,
    symbol="t",
    meaning="how far the quarantine is tightened",
    unit="units of quarantine",
    sources=("memo P7",),
)

tighten_cost = Parameter(
    "tighten_cost",
    "1/2",
    low=0,
    high=2,
    symbol="k_t",
    meaning="US: cost of each unit by which the quarantine is tightened",
    unit=PAYOFF,
    sources=("memo P5",),
)

bomber_value = Parameter(
    "bomber_value",
    2,
    low=0,
    high=4,
    symbol="v_b",
    meaning="US: worth of the removal of the bombers",
    unit=PAYOFF,
    sources=("memo P5",),
)

castro_pride = Parameter(
    "castro_pride",
    1,
    low=0,
    high=3,
    symbol="g",
    meaning="Cuba: worth of keeping the bombers",
    unit=PAYOFF,
    sources=(
        "memo P6",
        "memo P7",
    ),
)

quarantine_pain = Parameter(
    "quarantine_pain",
    "1/2",
    low=0,
    high=2,
    symbol=r"\lambda",
    meaning="Cuba: loss for each unit of quarantine",
    unit=PAYOFF,
    sources=(
        "memo P6",
        "memo P7",
    ),
)

soviet_pressure = Parameter(
    "soviet_pressure",
    "1/2",
    low=0,
    high=2,
    symbol=r"\mu_C",
    meaning="Cuba: cost of defying Moscow",
    unit=PAYOFF,
    sources=(
        "memo P6",
        "memo P7",
    ),
)

ally_goodwill = Parameter(
    "ally_goodwill",
    "3/10",
    low=0,
    high=2,
    symbol="b",
    meaning="USSR: worth of not forcing Cuba",
    unit=PAYOFF,
    sources=(
        "memo P6",
        "memo P7",
    ),
)

quarantine_drag = Parameter(
    "quarantine_drag",
    "1/2",
    low=0,
    high=2,
    symbol=r"\kappa_K",
    meaning="USSR: loss for each unit of quarantine",
    unit=PAYOFF,
    sources=(
        "memo P6",
        "memo P7",
    ),
)

press_cost = Parameter(
    "press_cost",
    "2/5",
    low=0,
    high=2,
    symbol=r"\chi",
    meaning="USSR: cost of pressing Cuba",
    unit=PAYOFF,
    sources=(
        "memo P6",
        "memo P7",
    ),
)

disown_success = Parameter(
    "disown_success",
    "1/5",
    low=0,
    high=1,
    symbol=r"\alpha",
    meaning="chance that the bombers are believed to be Cuba's own",
    unit=CHANCE,
    sources=("memo P6",),
)

disown_cost = Parameter(
    "disown_cost",
    "3/10",
    low=0,
    high=1,
    symbol=r"\varepsilon",
    meaning="USSR: cost of disowning the bombers if it is not believed",
    unit=PAYOFF,
    sources=("memo P6",),
)

us_pledge_cost = Parameter(
    "us_pledge_cost",
    "1/2",
    low=0,
    high=2,
    symbol="n_A",
    meaning="US: cost of a pledge not to invade Cuba",
    unit=PAYOFF,
    sources=("memo P9",),
)

pride_limit = Parameter(
    "pride_limit",
    2,
    low=1,
    high=6,
    symbol=r"\bar{G}",
    meaning="Cuba: the most that keeping the bombers may be worth to it, if nobody else knows",
    unit=PAYOFF,
    sources=("memo P6", "memo P7"),
)

removal_weight = Parameter(
    "removal_weight",
    "3/5",
    low=0,
    high=1,
    symbol="w_r",
    meaning="US: share of the worth of verification that lies in seeing the missiles leave",
    unit="share",
    sources=("memo P4",),
)

cheating_gain = Parameter(
    "cheating_gain",
    1,
    low=0,
    high=3,
    symbol="g_c",
    meaning="USSR: gain from breaking the agreement in secret",
    unit=PAYOFF,
)

cheating_penalty = Parameter(
    "cheating_penalty",
    2,
    low=0,
    high=6,
    symbol="p_c",
    meaning="USSR: loss from being found to have broken the agreement",
    unit=PAYOFF,
)

inspection_cost = Parameter(
    "inspection_cost",
    "1/10",
    low=0,
    high=1,
    symbol="c_i",
    meaning="US: cost of carrying out an inspection",
    unit=PAYOFF,
)

restraint_patience = Parameter(
    "restraint_patience",
    "3/5",
    low=0,
    high="0.95",
    symbol=r"\delta_t",
    meaning="what a payoff of the next period is worth today",
    unit="share",
)

restraint_reward = Parameter(
    "restraint_reward",
    0,
    low=-1,
    high=1,
    symbol="R",
    meaning="worth to a side of a period in which both show restraint",
    unit=PAYOFF,
)

restraint_temptation = Parameter(
    "restraint_temptation",
    1,
    low=1,
    high=3,
    symbol="T",
    meaning="worth to a side of a period in which it alone shows none",
    unit=PAYOFF,
)

restraint_breakdown = Parameter(
    "restraint_breakdown",
    -1,
    low=-3,
    high=-1,
    symbol="P",
    meaning="worth to a side of a period in which neither shows restraint",
    unit=PAYOFF,
)

tacit_share = Parameter(
    "tacit_share",
    1,
    low=0,
    high=1,
    symbol=r"\vartheta",
    meaning="USSR: share of a formal pledge that the tacit one of October is worth",
    unit="share",
    sources=("memo P9",),
)
