"""Capitulation against the formulas of its description, which are typed here and only here.

Accept iff rho >= (G + F_p)/(G + D_K), F_p = F - n. The threat against Berlin is carried out iff
rho_B <= (g_B + a_B)/(g_B + W_K); where it is not, D_K grows by a_B.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.memo import capitulation
from brinkgame.memo.capitulation import BERLIN, GAME, POINT

SPACE = BERLIN.parameters
BASE = dict(SPACE.baseline)
NAMES = {parameter.name: parameter for parameter in SPACE.values()}


def draw(rng: random.Random, **given: Any) -> dict[str, Fraction]:
    """A point in the box that keeps the constraints; coarse, so that it ties."""
    while True:
        p = {}
        for name, parameter in SPACE.items():
            steps = rng.choice((4, 10, 60))
            share = Fraction(rng.randint(0, steps), steps)
            p[name] = parameter.low + share * (parameter.high - parameter.low)
        p |= {name: Fraction(value) for name, value in given.items()}
        if not SPACE.violations(p):
            return p


def answers(p: dict[str, Fraction]) -> dict[str, Fraction]:
    """What carrying the threat out and leaving it add to the cost of an attack."""
    risk = p["berlin_war_risk"]
    out = (1 - risk) * p["berlin_execution_gain"] - risk * p["ussr_war_cost"]
    return {"carry out": out, "leave it": -p["bluff_cost"]}


def accepts(p: dict[str, Fraction], added: Fraction = Fraction(0)) -> tuple[set[str], Fraction]:
    """What the USSR may do, and what it is worth."""
    risk = p["attack_risk"]
    pays = {
        "accept": p["pledge_value"] - p["retreat_cost"],
        "hold out": risk * (added - p["intervention_loss"]) + (1 - risk) * p["holdout_gain"],
    }
    best = max(pays.values())
    return {action for action, worth in pays.items() if worth == best}, best


def did(result: bg.EquilibriumResult, infoset: str = "root") -> set[str]:
    return {
        action
        for e in result
        for action, chance in e.profile["USSR"][infoset].items()
        if chance == 1
    }


def check(p: dict[str, Fraction]) -> None:
    result = bg.solve(GAME.at({name: p[name] for name in GAME.parameters}))
    expected, worth = accepts(p)
    assert did(result) == expected
    assert {e.payoffs["USSR"] for e in result} == {worth}
    f_p = p["retreat_cost"] - p["pledge_value"]
    border = (p["holdout_gain"] + f_p) / (p["holdout_gain"] + p["intervention_loss"])
    form = POINT.closed_form("accepts")
    assert form.formula.evaluate(p) == border
    assert form.holds(p) == ("accept" in expected) == (p["attack_risk"] >= border)
    added = answers(p)
    best = max(added.values())
    result = bg.solve(BERLIN.at(p))
    expected, worth = accepts(p, best)
    assert did(result) == expected
    assert {e.payoffs["USSR"] for e in result} == {worth}
    limit = POINT.closed_form("carried out")
    if p["berlin_execution_gain"] + p["ussr_war_cost"]:
        assert limit.holds(p) == (added["carry out"] == best)
    with_berlin = POINT.closed_form("accepts, with Berlin").holds(p)
    assert with_berlin == ("accept" in expected if added["leave it"] == best else None)


def test_the_tree_has_the_words_of_its_description() -> None:
    assert GAME.players == ("USSR", "US")
    assert [(i.player, i.label, i.actions) for i in GAME.information_sets] == [
        ("USSR", "root", ("accept", "hold out")),
    ]
    assert GAME.outcomes == ("withdrawal", "attack", "missiles stay")


def test_at_the_baseline_it_accepts() -> None:
    equilibrium = bg.solve(GAME.at()).only()
    assert POINT.agrees(equilibrium.profile)
    assert equilibrium.payoffs == {"USSR": -3, "US": 1}
    border = capitulation.threshold()
    assert (border.value, border.actual) == (Fraction(1, 2), Fraction(3, 5))
    assert capitulation.execution_limit().value == Fraction(1, 6)
    check(BASE)


def test_the_formulas_are_those_of_the_description() -> None:
    assert capitulation.threshold().formula == bg.parse(
        "(holdout_gain + retreat_cost - pledge_value)/(holdout_gain + intervention_loss)", NAMES
    )
    assert capitulation.execution_limit().formula == bg.parse(
        "(berlin_execution_gain + bluff_cost)/(berlin_execution_gain + ussr_war_cost)", NAMES
    )
    assert capitulation.threshold_with_berlin().formula == bg.parse(
        "(holdout_gain + retreat_cost - pledge_value)"
        "/(holdout_gain + intervention_loss + bluff_cost)",
        NAMES,
    )


@pytest.mark.parametrize(
    ("points", "seed"), [(200, 28), pytest.param(10_000, 29, marks=pytest.mark.slow)]
)
def test_points_drawn_from_the_box_agree_with_the_formulas(points: int, seed: int) -> None:
    rng = random.Random(seed)
    met = set()
    for _ in range(points):
        p = draw(rng)
        check(p)
        met.add((min(accepts(p)[0]), max(answers(p).items(), key=lambda pair: pair[1])[0]))
    assert len(met) == 4


def test_ties_on_both_borders() -> None:
    rng = random.Random(30)
    met = 0
    while met < 40:
        p = draw(rng)
        p["attack_risk"] = capitulation.threshold({n: p[n] for n in GAME.parameters}).value
        limit = capitulation.execution_limit().formula.evaluate(p)
        if limit > 1:
            continue
        met += 1
        check(p)
        assert accepts(p)[0] == {"accept", "hold out"}
        p["berlin_war_risk"] = limit
        check(p)
        assert len(set(answers(p).values())) == 1


def test_a_threat_that_would_be_left_makes_accepting_better() -> None:
    rng = random.Random(31)
    for p in (draw(rng) for _ in range(100)):
        left = POINT.closed_form("accepts, with Berlin").formula.evaluate(p)
        assert left <= POINT.closed_form("accepts").formula.evaluate(p)


def test_other_values_may_follow() -> None:
    better = bg.Terminal({"USSR": -9, "US": 0}, label="worse terms")
    refused = bg.solve(capitulation.game(after_acceptance=better).at())
    assert did(refused) == {"hold out"}
    named = capitulation.game(infoset="28 October")
    assert named.information_sets[0].label == "28 October"
