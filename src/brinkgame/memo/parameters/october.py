"""From the discovery to the public retreat: blockade, line, stalling, letters, capitulation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from brinkgame.memo.parameters.units import CHANCE, PAYOFF
from brinkgame.parameters import Parameter

__all__ = [
    "DAYS",
    "alarm_hazard",
    "alarm_scale",
    "announcement_cost",
    "attack_risk",
    "brink_risk",
    "delay_cost",
    "face_saved",
    "force_hazard",
    "force_scale",
    "hard_type",
    "holdout_gain",
    "impasse_loss",
    "incident_risk",
    "incident_shame",
    "line_lapse",
    "line_success",
    "pass_gain",
    "pass_loss",
    "private_value",
    "public_retreat_cost",
    "stall_settlement",
    "stop_cost",
    "strike_risk_hard",
    "strike_risk_soft",
    "talks_hazard",
    "talks_scale",
    "tough_belief",
    "tough_public_gain",
    "trade_cost",
    "trade_gain",
    "un_pressure",
    "us_backdown_cost",
]

hard_type = Parameter(
    "hard_type",
    "1/3",
    low=0,
    high=1,
    symbol="p",
    meaning="US belief before the quarantine that withdrawing costs the USSR more than war",
    unit=CHANCE,
)

brink_risk = Parameter(
    "brink_risk",
    "13/20",
    low=0,
    high=1,
    symbol="q",
    meaning="risk of war if a quarantine is defied",
    unit=CHANCE,
    sources=(
        "memo W1",
        "memo R1",
    ),
)

strike_risk_hard = Parameter(
    "strike_risk_hard",
    "9/10",
    low="0.3",
    high=1,
    symbol=r"\sigma_h",
    meaning="risk of war after an air strike, if the USSR is hard",
    unit=CHANCE,
    sources=("memo R2",),
)

strike_risk_soft = Parameter(
    "strike_risk_soft",
    "3/10",
    low=0,
    high="0.6",
    symbol=r"\sigma_s",
    meaning="risk of war after an air strike, if the USSR is soft",
    unit=CHANCE,
    sources=("memo R2",),
)

us_backdown_cost = Parameter(
    "us_backdown_cost",
    "1/2",
    low=0,
    high=2,
    symbol="a_A",
    meaning="US: further loss from yielding after a defied quarantine",
    unit=PAYOFF,
)

incident_risk = Parameter(
    "incident_risk",
    "1/10",
    low=0,
    high="0.6",
    symbol=r"\iota",
    meaning="risk of war when a ship is stopped by force",
    unit=CHANCE,
    sources=("memo W1",),
)

stop_cost = Parameter(
    "stop_cost",
    1,
    low=0,
    high=3,
    symbol="c",
    meaning="USSR: cost of stopping its ships",
    unit=PAYOFF,
    sources=(
        "memo W1",
        "memo W4",
    ),
)

pass_gain = Parameter(
    "pass_gain",
    1,
    low=0,
    high=3,
    symbol="b_p",
    meaning="USSR: gain if its ships get through",
    unit=PAYOFF,
    sources=(
        "memo W1",
        "memo W4",
    ),
)

incident_shame = Parameter(
    "incident_shame",
    1,
    low=0,
    high=3,
    symbol="g_i",
    meaning="USSR: further cost of being stopped by force",
    unit=PAYOFF,
    sources=(
        "memo W1",
        "memo W4",
    ),
)

line_success = Parameter(
    "line_success",
    1,
    low=0,
    high=3,
    symbol="v",
    meaning="US: gain if the ships stop and the line is enforced",
    unit=PAYOFF,
)

line_lapse = Parameter(
    "line_lapse",
    "1/2",
    low=0,
    high=3,
    symbol="v'",
    meaning="US: gain if the ships stop though they would have been let pass",
    unit=PAYOFF,
)

pass_loss = Parameter(
    "pass_loss",
    2,
    low=0,
    high=4,
    symbol="l",
    meaning="US: loss if the ships are let pass",
    unit=PAYOFF,
)

announcement_cost = Parameter(
    "announcement_cost",
    "1/5",
    low=0,
    high=1,
    symbol="e_a",
    meaning="USSR: cost of stopping after announcing that the ships will proceed",
    unit=PAYOFF,
    sources=("memo W1",),
)

stall_settlement = Parameter(
    "stall_settlement",
    1,
    low=0,
    high=3,
    symbol="f",
    meaning="USSR: loss if stalling brings a negotiated settlement",
    unit=PAYOFF,
    sources=("memo W4",),
)

delay_cost = Parameter(
    "delay_cost",
    0,
    low=0,
    high=1,
    symbol="k_d",
    meaning="USSR: cost of each day of stalling",
    unit=PAYOFF,
    sources=("memo W4",),
)

attack_risk = Parameter(
    "attack_risk",
    "3/5",
    low=0,
    high=1,
    symbol=r"\rho",
    meaning="risk of an American attack if the USSR holds out",
    unit=CHANCE,
    sources=(
        "memo R1",
        "memo R2",
    ),
)

holdout_gain = Parameter(
    "holdout_gain",
    2,
    low=0,
    high=4,
    symbol="G",
    meaning="USSR: gain from holding out if no attack comes",
    unit=PAYOFF,
    sources=(
        "memo R1",
        "memo R2",
    ),
)

tough_belief = Parameter(
    "tough_belief",
    "3/20",
    low=0,
    high=1,
    symbol="h",
    meaning="US belief on 27 October that the USSR will not settle on the private terms",
    unit=CHANCE,
    sources=("memo R5",),
)

private_value = Parameter(
    "private_value",
    1,
    low=0,
    high=3,
    symbol="V_1",
    meaning="US: worth of a settlement on the private terms",
    unit=PAYOFF,
    sources=("memo R6",),
)

impasse_loss = Parameter(
    "impasse_loss",
    3,
    low=0,
    high=10,
    symbol="X",
    meaning="US: loss if there is no settlement",
    unit=PAYOFF,
    sources=("memo R6",),
)

trade_cost = Parameter(
    "trade_cost",
    1,
    low=0,
    high=4,
    symbol=r"\tau_A",
    meaning="US: cost of the public trade",
    unit=PAYOFF,
    sources=("memo R3",),
)

trade_gain = Parameter(
    "trade_gain",
    1,
    low=0,
    high=3,
    symbol=r"\tau_K",
    meaning="USSR: gain from the public trade",
    unit=PAYOFF,
    sources=("memo R3",),
)

face_saved = Parameter(
    "face_saved",
    "1/2",
    low=0,
    high=2,
    symbol=r"\omega",
    meaning="USSR: gain from having made a public demand",
    unit=PAYOFF,
    sources=(
        "memo R4",
        "memo R5",
    ),
)

public_retreat_cost = Parameter(
    "public_retreat_cost",
    "3/10",
    low=0,
    high=2,
    symbol="a",
    meaning="USSR: cost of settling for less than it demanded in public",
    unit=PAYOFF,
    sources=("memo R6",),
)

un_pressure = Parameter(
    "un_pressure",
    0,
    low=0,
    high=2,
    symbol=r"\upsilon",
    meaning="US: cost of passing over a public offer",
    unit=PAYOFF,
    sources=("memo R4",),
)

tough_public_gain = Parameter(
    "tough_public_gain",
    "1/10",
    low=0,
    high=1,
    symbol=r"\delta",
    meaning="USSR: what it gains by the public letter if it is tough and refused",
    unit=PAYOFF,
    sources=("memo R4",),
)

talks_scale = Parameter(
    "talks_scale",
    1,
    low=0,
    high="3/2",
    symbol=r"m_\nu",
    meaning="how hopeful talks are on every day, as a multiple of the baseline chances",
    unit="multiple",
    sources=("memo R1",),
)

force_scale = Parameter(
    "force_scale",
    1,
    low=0,
    high=3,
    symbol="m_f",
    meaning="how near the forces bring an attack on every day, as a multiple of the baseline",
    unit="multiple",
    sources=("memo R1",),
)

alarm_scale = Parameter(
    "alarm_scale",
    1,
    low=0,
    high=3,
    symbol="m_i",
    meaning="how alarming the warnings are on every day, as a multiple of the baseline chances",
    unit="multiple",
    sources=("memo R1",),
)

DAYS: Final = (23, 24, 25, 26, 27, 28)
"""The days of October on which the USSR may stall or settle."""


def _hazards(
    name: str, symbol: str, meaning: str, baselines: tuple[str, ...]
) -> Mapping[int, Parameter]:
    """One chance for each day."""
    return MappingProxyType(
        {
            day: Parameter(
                f"{name}_{day}",
                baseline,
                low=0,
                high=1,
                symbol=f"{symbol}^{{{day}}}",
                meaning=f"{meaning}, on {day} October",
                unit="probability a day",
                sources=("memo R1",),
            )
            for day, baseline in zip(DAYS, baselines, strict=True)
        }
    )


talks_hazard = _hazards(
    "talks_hazard",
    r"\nu",
    "chance that talks succeed",
    ("0.50", "0.35", "0.20", "0.10", "0.05", "0.03"),
)
"""``{day: parameter}``."""

force_hazard = _hazards(
    "force_hazard",
    r"\eta_f",
    "chance of an attack, as far as the concentration of forces tells",
    ("0.01", "0.02", "0.04", "0.06", "0.08", "0.10"),
)
"""``{day: parameter}``."""

alarm_hazard = _hazards(
    "alarm_hazard",
    r"\eta_i",
    "chance of an attack, as far as warnings of an imminent one tell",
    ("0", "0", "0.01", "0.05", "0.10", "0.15"),
)
"""``{day: parameter}``."""
