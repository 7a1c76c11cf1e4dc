"""The table of the parameters, as it was agreed: names, baselines, ranges, paragraphs."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest

import brinkgame as bg
from brinkgame import memo
from brinkgame.memo import parameters

TABLE = {
    # name: symbol, baseline, low, high, paragraphs
    "berlin_gain": ("S_B", "8/5", "0.3", "3.2", "M1 B1"),
    "cuba_gain": ("S_C", "2/5", "0.1", "1.5", "B2"),
    "erosion": ("E", "1/2", "0", "2", "B1 B4"),
    "retreat_cost": ("F", "4", "1", "8", "C8"),
    "pledge_value": ("n", "1", "0", "2", "R6 P9"),
    "ussr_war_cost": ("W_K", "8", "6", "60", "R2"),
    "intervention_loss": ("D_K", "8", "4", "60", "R2"),
    "us_war_cost": ("W_A", "10", "6", "60", ""),
    "us_success": ("V", "1", "0", "3", "C8"),
    "us_acceptance_loss": ("L", "2", "0.5", "5", "C7"),
    "candour": (r"\varphi", "1", "0", "1", "U2"),
    "detection": ("d", "1/2", "0", "1", "U1 C4 C7"),
    "us_resolve": (r"\theta", "3/5", "0", "1", "U1 C7"),
    "compel_war_risk": ("r", "1/10", "0", "0.4", "U1 R1"),
    "live_war_risk": (r"r_{\mathrm{live}}", "1/2", "0.1", "0.9", "U1"),
    "silence_weight": (r"\kappa", "3/5", "0", "1", "C7"),
    "weekly_hazard": ("h_w", "1/20", "0", "0.3", "U4 C1"),
    "weeks": ("T", "12", "6", "16", "U4 C1"),
    "berlin_deal": ("B", "2", "0.5", "4", "B4"),
    "deal_probability": (r"\pi", "1/5", "0", "1", "B4 B8"),
    "athens_ratio": (r"\ell", "3/10", "0.05", "1", "B8"),
    "missile_belief": ("m", "3/10", "0", "1", "C4 C7"),
    "act_cost": (r"\kappa_A", "1/2", "0", "2", "C6"),
    "berlin_execution": ("x_B", "1/10", "0", "1", "C6"),
    "berlin_harm": ("h_B", "6", "1", "12", "C6"),
    "war_execution": ("x_C", "1/20", "0", "1", "C5"),
    "war_harm": ("h_C", "8", "1", "15", "C5"),
    "pause_value": (r"\psi", "1/10", "0", "1", "C6"),
    "berlin_execution_gain": ("g_B", "1", "0", "3", "C8"),
    "bluff_cost": ("a_B", "1/2", "0", "2", "C8"),
    "berlin_war_risk": (r"\rho_B", "1/2", "0", "1", "C8"),
    "aid_value": ("e", "1", "0.1", "3", "B3"),
    "regime_crisis": ("R_C", "1/2", "0", "2", "B3"),
    "defence_gain": ("D_C", "3/10", "0", "2", "B3"),
    "exposure": ("E_C", "1", "0", "3", "B3"),
    "hard_type": ("p", "1/3", "0", "1", ""),
    "brink_risk": ("q", "13/20", "0", "1", "W1 R1"),
    "strike_risk_hard": (r"\sigma_h", "9/10", "0.3", "1", "R2"),
    "strike_risk_soft": (r"\sigma_s", "3/10", "0", "0.6", "R2"),
    "us_backdown_cost": ("a_A", "1/2", "0", "2", ""),
    "incident_risk": (r"\iota", "1/10", "0", "0.6", "W1"),
    "stop_cost": ("c", "1", "0", "3", "W1 W4"),
    "pass_gain": ("b_p", "1", "0", "3", "W1 W4"),
    "incident_shame": ("g_i", "1", "0", "3", "W1 W4"),
    "line_success": ("v", "1", "0", "3", ""),
    "line_lapse": ("v'", "1/2", "0", "3", ""),
    "pass_loss": ("l", "2", "0", "4", ""),
    "announcement_cost": ("e_a", "1/5", "0", "1", "W1"),
    "stall_settlement": ("f", "1", "0", "3", "W4"),
    "delay_cost": ("k_d", "0", "0", "1", "W4"),
    "attack_risk": (r"\rho", "3/5", "0", "1", "R1 R2"),
    "holdout_gain": ("G", "2", "0", "4", "R1 R2"),
    "tough_belief": ("h", "3/20", "0", "1", "R5"),
    "private_value": ("V_1", "1", "0", "3", "R6"),
    "impasse_loss": ("X", "3", "0", "10", "R6"),
    "trade_cost": (r"\tau_A", "1", "0", "4", "R3"),
    "trade_gain": (r"\tau_K", "1", "0", "3", "R3"),
    "face_saved": (r"\omega", "1/2", "0", "2", "R4 R5"),
    "public_retreat_cost": ("a", "3/10", "0", "2", "R6"),
    "un_pressure": (r"\upsilon", "0", "0", "2", "R4"),
    "tough_public_gain": (r"\delta", "1/10", "0", "1", "R4"),
    "inspection_quality": ("s", "3/5", "0", "1", "P3 P4"),
    "inspection_value": ("u", "1", "0", "3", "P3"),
    "insist_cost": ("k_v", "3/10", "0", "2", "P3"),
    "insist_success": ("z", "4/5", "0", "1", "P3"),
    "verification_cost": (r"\pi_v", "1", "0", "3", "P3"),
    "collapse_cost": (r"\chi_v", "2", "0", "5", "P3"),
    "stringency": ("t", "5/4", "0", "3", "P7"),
    "tighten_cost": ("k_t", "1/2", "0", "2", "P5"),
    "bomber_value": ("v_b", "2", "0", "4", "P5"),
    "castro_pride": ("g", "1", "0", "3", "P6 P7"),
    "quarantine_pain": (r"\lambda", "1/2", "0", "2", "P6 P7"),
    "soviet_pressure": (r"\mu_C", "1/2", "0", "2", "P6 P7"),
    "ally_goodwill": ("b", "3/10", "0", "2", "P6 P7"),
    "quarantine_drag": (r"\kappa_K", "1/2", "0", "2", "P6 P7"),
    "press_cost": (r"\chi", "2/5", "0", "2", "P6 P7"),
    "disown_success": (r"\alpha", "1/5", "0", "1", "P6"),
    "disown_cost": (r"\varepsilon", "3/10", "0", "1", "P6"),
    "us_pledge_cost": ("n_A", "1/2", "0", "2", "P9"),
}


@pytest.mark.parametrize("name", TABLE)
def test_table(name):
    symbol, baseline, low, high, paragraphs = TABLE[name]
    parameter = getattr(parameters, name)
    assert parameter.name == name
    assert parameter.symbol == symbol
    assert (parameter.baseline, parameter.low, parameter.high) == tuple(
        map(Fraction, (baseline, low, high))
    )
    assert parameter.sources == tuple(f"memo {p}" for p in paragraphs.split())
    assert len(parameter.meaning.split()) > 2
    assert parameter.unit
    assert parameter.whole is (name == "weeks")


DAILY = {
    "talks_hazard": ("0.50", "0.35", "0.20", "0.10", "0.05", "0.03"),
    "force_hazard": ("0.01", "0.02", "0.04", "0.06", "0.08", "0.10"),
    "alarm_hazard": ("0", "0", "0.01", "0.05", "0.10", "0.15"),
}

OURS = {
    "aid_offered",
    "alarm_scale",
    "cheating_gain",
    "cheating_penalty",
    "concealment_cost",
    "concealment_effect",
    "force_scale",
    "inspection_cost",
    "interdiction_chance",
    "interdiction_share",
    "invasion_share",
    "irresolute_loss",
    "pride_limit",
    "removal_weight",
    "restraint_breakdown",
    "restraint_patience",
    "restraint_reward",
    "restraint_temptation",
    "search_cost",
    "tacit_share",
    "talks_scale",
}
"""Quantities that a side chooses, and others that the table leaves without a name."""


@pytest.mark.parametrize("name", DAILY)
def test_daily_chances(name):
    days = getattr(parameters, name)
    assert tuple(days) == parameters.DAYS
    assert [p.baseline for p in days.values()] == [Fraction(base) for base in DAILY[name]]
    for day, parameter in days.items():
        assert parameter.name == f"{name}_{day}"
        assert (parameter.low, parameter.high, parameter.sources) == (0, 1, ("memo R1",))


def test_all_lists_each_once():
    names = [parameter.name for parameter in parameters.ALL]
    assert len(set(names)) == len(names)
    daily = {f"{name}_{day}" for name in DAILY for day in parameters.DAYS}
    assert set(names) == set(TABLE) | daily | OURS
    here = [p for p in vars(parameters).values() if isinstance(p, bg.Parameter)]
    assert {p.name for p in here} == set(TABLE) | OURS


def test_meanings_differ():
    meanings = [parameter.meaning for parameter in parameters.ALL]
    assert len(set(meanings)) == len(meanings)


def test_constraints_hold_at_the_baseline():
    space = bg.ParameterSpace(parameters.ALL, parameters.CONSTRAINTS)
    assert space.violations(space.baseline) == ()
    assert set(map(str, space.constraints)) == {
        "retreat_cost < ussr_war_cost",
        "compel_war_risk <= live_war_risk",
        "pledge_value < retreat_cost",
        "retreat_cost - pledge_value < intervention_loss",
        "stall_settlement < retreat_cost - pledge_value",
        "us_acceptance_loss + us_backdown_cost < us_war_cost",
        "strike_risk_soft <= strike_risk_hard",
        "line_lapse < line_success",
        "un_pressure < trade_cost",
        "0 < tough_public_gain",
    }


def test_each_quantity_is_defined_in_one_place():
    """No other module of the room makes a parameter of its own.

    But for the places that the campaign leaves for the values of later stages.
    """
    own = Path(parameters.__file__).parent
    for path in own.parent.rglob("*.py"):
        if path.parent == own or path.name == "folding.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert getattr(node.func, "id", "") != "Parameter", path.name


def test_games_use_these_very_objects():
    points = [memo.load(name) for name in memo.names()]
    games = [g for point in points for g in (point.game, *(v.game for v in point.variants))]
    used = set()
    known = {parameter.name: parameter for parameter in parameters.ALL}
    for game in games:
        for name, parameter in game.parameters.items():
            assert parameter is known[name]
            used.add(name)
    assert used <= set(known), "each parameter is used by a game"
