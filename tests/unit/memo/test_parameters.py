"""The table of the parameters, as it was agreed: names, baselines, ranges, paragraphs."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest

import brinkgame as bg
from brinkgame.memo import clock, deploy, parameters

TABLE = {
    # name: symbol, baseline, low, high, paragraphs
    "berlin_gain": ("S_B", "8/5", "0.3", "3.2", "M1 B1"),
    "cuba_gain": ("S_C", "2/5", "0.1", "1.5", "B2"),
    "erosion": ("E", "1/2", "0", "2", "B1 B4"),
    "retreat_cost": ("F", "4", "1", "8", "C8"),
    "ussr_war_cost": ("W_K", "8", "6", "60", "R2"),
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
    games = [deploy.GAME, clock.GAME, deploy.POINT.variant("silence").game]
    used = set()
    for game in games:
        for name, parameter in game.parameters.items():
            assert parameter is getattr(parameters, name)
            used.add(name)
    assert used == set(TABLE), "each parameter is used by a game"
