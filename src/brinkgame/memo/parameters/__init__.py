"""The quantities that the decisions of 1962 turn on: one `Parameter` for each, used everywhere.

One name means one thing in every game. Payoffs are counted from the status quo before the missiles
came, which is worth zero to both sides. **Every range is a modelling choice, not an estimate**: a
result is a function of the ranges, never "the probability in 1962". A parameter without a source is
one that the memo does not speak of; its value is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Final

from brinkgame.expressions import Constraint
from brinkgame.memo.parameters import buildup, november, october, stakes
from brinkgame.memo.parameters.buildup import (
    act_cost,
    aid_offered,
    aid_value,
    athens_ratio,
    berlin_deal,
    berlin_execution,
    berlin_execution_gain,
    berlin_harm,
    berlin_war_risk,
    bluff_cost,
    compel_war_risk,
    concealment_cost,
    concealment_effect,
    deal_probability,
    defence_gain,
    detection,
    exposure,
    interdiction_chance,
    interdiction_share,
    invasion_share,
    irresolute_loss,
    live_war_risk,
    missile_belief,
    pause_value,
    regime_crisis,
    search_cost,
    silence_weight,
    us_resolve,
    war_execution,
    war_harm,
    weekly_hazard,
    weeks,
)
from brinkgame.memo.parameters.november import (
    ally_goodwill,
    bomber_value,
    castro_pride,
    cheating_gain,
    cheating_penalty,
    collapse_cost,
    disown_cost,
    disown_success,
    insist_cost,
    insist_success,
    inspection_cost,
    inspection_quality,
    inspection_value,
    press_cost,
    pride_limit,
    quarantine_drag,
    quarantine_pain,
    removal_weight,
    restraint_breakdown,
    restraint_patience,
    restraint_reward,
    restraint_temptation,
    soviet_pressure,
    stringency,
    tacit_share,
    tighten_cost,
    us_pledge_cost,
    verification_cost,
)
from brinkgame.memo.parameters.october import (
    DAYS,
    alarm_hazard,
    alarm_scale,
    announcement_cost,
    attack_risk,
    brink_risk,
    delay_cost,
    face_saved,
    force_hazard,
    force_scale,
    hard_type,
    holdout_gain,
    impasse_loss,
    incident_risk,
    incident_shame,
    line_lapse,
    line_success,
    pass_gain,
    pass_loss,
    private_value,
    public_retreat_cost,
    stall_settlement,
    stop_cost,
    strike_risk_hard,
    strike_risk_soft,
    talks_hazard,
    talks_scale,
    tough_belief,
    tough_public_gain,
    trade_cost,
    trade_gain,
    un_pressure,
    us_backdown_cost,
)
from brinkgame.memo.parameters.stakes import (
    berlin_gain,
    candour,
    cuba_gain,
    erosion,
    intervention_loss,
    pledge_value,
    retreat_cost,
    us_acceptance_loss,
    us_success,
    us_war_cost,
    ussr_war_cost,
)
from brinkgame.parameters import Parameter

__all__ = [
    "ALL",
    "CONSTRAINTS",
    "DAYS",
    "act_cost",
    "aid_offered",
    "aid_value",
    "alarm_hazard",
    "alarm_scale",
    "ally_goodwill",
    "announcement_cost",
    "athens_ratio",
    "attack_risk",
    "berlin_deal",
    "berlin_execution",
    "berlin_execution_gain",
    "berlin_gain",
    "berlin_harm",
    "berlin_war_risk",
    "bluff_cost",
    "bomber_value",
    "brink_risk",
    "candour",
    "castro_pride",
    "cheating_gain",
    "cheating_penalty",
    "collapse_cost",
    "compel_war_risk",
    "concealment_cost",
    "concealment_effect",
    "cuba_gain",
    "deal_probability",
    "defence_gain",
    "delay_cost",
    "detection",
    "disown_cost",
    "disown_success",
    "erosion",
    "exposure",
    "face_saved",
    "force_hazard",
    "force_scale",
    "hard_type",
    "holdout_gain",
    "impasse_loss",
    "incident_risk",
    "incident_shame",
    "insist_cost",
    "insist_success",
    "inspection_cost",
    "inspection_quality",
    "inspection_value",
    "interdiction_chance",
    "interdiction_share",
    "intervention_loss",
    "invasion_share",
    "irresolute_loss",
    "line_lapse",
    "line_success",
    "live_war_risk",
    "missile_belief",
    "pass_gain",
    "pass_loss",
    "pause_value",
    "pledge_value",
    "press_cost",
    "pride_limit",
    "private_value",
    "public_retreat_cost",
    "quarantine_drag",
    "quarantine_pain",
    "regime_crisis",
    "removal_weight",
    "restraint_breakdown",
    "restraint_patience",
    "restraint_reward",
    "restraint_temptation",
    "retreat_cost",
    "search_cost",
    "silence_weight",
    "soviet_pressure",
    "stall_settlement",
    "stop_cost",
    "strike_risk_hard",
    "strike_risk_soft",
    "stringency",
    "tacit_share",
    "talks_hazard",
    "talks_scale",
    "tighten_cost",
    "tough_belief",
    "tough_public_gain",
    "trade_cost",
    "trade_gain",
    "un_pressure",
    "us_acceptance_loss",
    "us_backdown_cost",
    "us_pledge_cost",
    "us_resolve",
    "us_success",
    "us_war_cost",
    "ussr_war_cost",
    "verification_cost",
    "war_execution",
    "war_harm",
    "weekly_hazard",
    "weeks",
]


def _of(*modules: ModuleType) -> tuple[Parameter, ...]:
    """The parameters of some modules, in the order of their files."""
    listed: list[Parameter] = []
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Parameter):
                listed.append(value)
            elif isinstance(value, Mapping):
                listed.extend(v for v in value.values() if isinstance(v, Parameter))
    return tuple(listed)


ALL: Final[tuple[Parameter, ...]] = _of(stakes, buildup, october, november)
"""Every parameter, in the order of events."""

CONSTRAINTS: Final[tuple[Constraint, ...]] = (
    retreat_cost < ussr_war_cost,
    compel_war_risk <= live_war_risk,
    pledge_value < retreat_cost,
    retreat_cost - pledge_value < intervention_loss,
    stall_settlement < retreat_cost - pledge_value,
    us_acceptance_loss + us_backdown_cost < us_war_cost,
    strike_risk_soft <= strike_risk_hard,
    line_lapse < line_success,
    un_pressure < trade_cost,
    tough_public_gain > 0,
)
"""What is assumed among them.

War is worse than a withdrawal, and waiting makes force no safer. A withdrawal hurts in spite of a
pledge, but more than what talks might have brought and less than an American attack. The US would
rather back down than go to war. A hard USSR is no less dangerous to strike than a soft one. A line
that is enforced is worth more than one that lapsed. The trade costs the US more than passing over a
public offer, and a tough USSR gains something by a public letter even if it is refused.
"""
