"""The three models of Fearon, each with a finite game or a condition that it must satisfy."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.catalog.models import fearon_bargaining, fearon_signals, fearon_war_of_nerves

SHARES = st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20)


@pytest.mark.parametrize(("p", "own", "most"), [("2/5", "1/10", "3/5"), ("1/4", "1/5", "9/10")])
def test_the_demand_and_the_risk_of_war(p, own, most):
    at = {"win_chance": p, "own_war_cost": own, "highest_war_cost": most}
    p, own, most = map(Fraction, (p, own, most))
    assert fearon_bargaining.best_demand().evaluate(at) == p + (most - own) / 2
    assert fearon_bargaining.war().evaluate(at) == (most - own) / (2 * most)


def played(game):
    found = bg.solve(game).only()
    (demand,) = [name for name, odds in found.profile["A"]["A"].items() if odds]
    war = bg.outcome_probabilities(game, found.profile)["war"]
    return Fraction(demand.removeprefix("demand ")), war


def test_twelve_types_ask_for_exactly_the_best_demand():
    game = fearon_bargaining.finite_game(12)
    assert game.is_perfect_information
    assert played(game) == (Fraction(13, 20), Fraction(5, 12))


@pytest.mark.parametrize("types", [5, 7, 11, 17, 23])
def test_the_tree_comes_near_as_types_grow(types):
    demand, war = played(fearon_bargaining.finite_game(types))
    assert abs(demand - Fraction(13, 20)) <= Fraction(3, 5) / types
    assert abs(war - Fraction(5, 12)) <= Fraction(1, types)


@pytest.mark.parametrize("types", [1, 61, 2.5, True, "3"])
def test_no_such_number_of_types(types):
    with pytest.raises(bg.UnsupportedGameError, match="a number from 2 to 60"):
        fearon_bargaining.finite_game(types)


def nerves(**values):
    entry = fearon_war_of_nerves.ENTRY
    (found,) = entry.solve(values)
    return entry.parameters.point(values), found.figures


SIDES = {"prize": SHARES} | {
    f"{what}_{side}": SHARES for what in ("audience_cost", "worst_war") for side in (1, 2)
}


@given(st.fixed_dictionaries(SIDES))
@pytest.mark.filterwarnings("ignore::brinkgame.ParameterRangeWarning")
def test_nobody_gains_by_quitting_earlier_or_later(values):
    point, found = nerves(**values)
    v, horizon = point["prize"], found["horizon"]
    quits = [found["quits_at_once_1"], found["quits_at_once_2"]]
    # At most one side has quitters at once, and the formula gives the horizon.
    assert min(map(float, quits)) == pytest.approx(0, abs=1e-12)
    assert max(map(float, quits)) < 1
    times = []
    for i, j in ((1, 2), (2, 1)):
        ai, aj = float(point[f"audience_cost_{i}"]), float(point[f"audience_cost_{j}"])
        wj, prize = float(point[f"worst_war_{j}"]), float(v)
        root = (aj * aj * prize * prize + 4 * ai * aj * prize * wj) ** 0.5
        times.append((-aj * prize + root) / (2 * ai * aj))
    assert float(horizon) == pytest.approx(min(times))
    for me, other in ((1, 2), (2, 1)):
        worth = []
        for share in (0.1, 0.5, 1):
            time = float(horizon) * share
            stay = float(fearon_war_of_nerves.remaining(time, other, point))
            worth.append(float(v) * (1 - stay) - float(point[f"audience_cost_{me}"]) * time * stay)
        assert worth == pytest.approx([worth[0]] * 3)
        left = float(fearon_war_of_nerves.remaining(float(horizon), me, point))
        never = float(point[f"audience_cost_{me}"] / point[f"worst_war_{me}"]) * float(horizon)
        assert left == pytest.approx(never)


def test_an_irrational_horizon_is_exact():
    _, found = nerves(prize=1, worst_war_1=1, worst_war_2=1)
    assert isinstance(found["horizon"], bg.Algebraic)
    assert float(found["horizon"]) == pytest.approx((5**0.5 - 1) / 2)
    assert found["horizon"] ** 2 == 1 - found["horizon"]


def beliefs(kind, at):
    """By Bayes' rule where the plan leads; elsewhere that who does the unexpected is irresolute."""
    p = Fraction(at["resolute_type"])
    hard = Fraction(at["hard_challenger"])
    odds = {"signal": p if kind == "tied" else Fraction(1), "none": Fraction(0)}
    found = {"sender": {}, "challenger": {}}
    for signal, resolute in odds.items():
        for rival in ("hard", "soft"):
            found["challenger"][f"{rival}, {signal}"] = {
                f"root/resolute/{signal}/{rival}": resolute,
                f"root/irresolute/{signal}/{rival}": 1 - resolute,
            }
        for who in ("resolute", "irresolute"):
            # A soft challenger leaves after a signal.
            meets_hard = hard if signal == "none" else Fraction(1)
            found["sender"][f"{who}, {signal}, challenged"] = {
                f"root/{who}/{signal}/hard/challenge": meets_hard,
                f"root/{who}/{signal}/soft/challenge": 1 - meets_hard,
            }
    return found


def certificate(kind, size):
    at = dict(fearon_signals.ENTRY.parameters.baseline)
    game = fearon_signals.finite_game(kind).at({**at, "signal_size": size})
    plan = fearon_signals.plan(kind)
    _, found = bg.certify(game, plan, bg.Concept.PERFECT_BAYESIAN, beliefs=beliefs(kind, at))
    return found


@pytest.mark.parametrize("kind", ["sunk", "tied"])
def test_the_smallest_signal_is_an_equilibrium_and_no_smaller_one(kind):
    least = fearon_signals.bluff_proof(kind).evaluate(fearon_signals.ENTRY.parameters.baseline)
    assert certificate(kind, least).holds(0)
    assert certificate(kind, least + Fraction(1, 100)).holds(0)
    assert not certificate(kind, least - Fraction(1, 100)).holds(0)


@pytest.mark.parametrize("kind", ["sunk", "tied"])
def test_what_follows_is_what_the_tree_pays(kind):
    at = fearon_signals.ENTRY.parameters.baseline
    size = fearon_signals.bluff_proof(kind).evaluate(at)
    game = fearon_signals.finite_game(kind).at({**at, "signal_size": size})
    plan = fearon_signals.plan(kind)
    pays = bg.expected_payoffs(game, plan)["sender"]
    assert pays == fearon_signals.sender_worth(kind).evaluate(at)
    war = bg.outcome_probabilities(game, plan)["war"]
    assert war == fearon_signals.war(kind).evaluate(at)


def test_tied_hands_pay_more_and_risk_more():
    at = fearon_signals.ENTRY.parameters.baseline
    for formula in (fearon_signals.war, fearon_signals.sender_worth):
        assert formula("tied").evaluate(at) > formula("sunk").evaluate(at)
    with pytest.raises(bg.UnsupportedGameError, match="'sunk' or 'tied'"):
        fearon_signals.finite_game("sink")
