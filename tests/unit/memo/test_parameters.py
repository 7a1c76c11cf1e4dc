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
    "hard_type": ("p", "1/3", "0", "1", ""),
    "tough_belief": ("h", "3/20", "0", "1", "R5"),
    "private_value": ("V_1", "1", "0", "3", "R6"),
    "impasse_loss": ("X", "3", "0", "10", "R6"),
    "trade_cost": (r"\tau_A", "1", "0", "4", "R3"),
    "trade_gain": (r"\tau_K", "1", "0", "3", "R3"),
    "face_saved": (r"\omega", "1/2", "0", "2", "R4 R5"),
    "public_retreat_cost": ("a", "3/10", "0", "2", "R6"),
    "un_pressure": (r"\upsilon", "0", "0", "2", "R4"),
    "tough_public_gain": (r"\delta", "1/10", "0", "1", "R4"),
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


def test_all_lists_each_once():
    assert [parameter.name for parameter in parameters.ALL] == list(TABLE)
    here = [p for p in vars(parameters).values() if isinstance(p, bg.Parameter)]
    assert len(here) == len(TABLE)


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
        "un_pressure < trade_cost",
        "0 < tough_public_gain",
    }


def test_each_quantity_is_defined_in_one_place():
    """No other module of the room makes a parameter of its own."""
    folder = Path(parameters.__file__).parent
    for path in folder.glob("*.py"):
        if path.stem == "parameters":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert getattr(node.func, "id", "") != "Parameter", path.name


def test_games_use_these_very_objects():
    points = [memo.load(name) for name in memo.names()]
    games = [g for point in points for g in (point.game, *(v.game for v in point.variants))]
    used = set()
    for game in games:
        for name, parameter in game.parameters.items():
            assert parameter is getattr(parameters, name)
            used.add(name)
    assert used == set(TABLE), "each parameter is used by a game"
