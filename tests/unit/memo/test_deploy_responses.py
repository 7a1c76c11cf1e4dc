"""Deploying in closed form, and with other responses; formulas are typed here and only here.

S = S_B + S_C; F* = (1 - r) F + r W_K, G* the same with r_live; r_A = (V + L)/(V + W_A).
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.memo import deploy, misperception
from brinkgame.memo.deploy import POINT

Numbers = dict[str, Fraction]


def draw(game: Any, rng: random.Random) -> Numbers:
    """A coarse point of the box, so that it ties sometimes; us_war_cost at its low end often."""
    while True:
        point = {}
        for name, each in game.parameters.items():
            steps = rng.choice((4, 10, 60))
            high = each.low + (each.high - each.low) / (rng.choice((1, 6)))
            point[name] = each.low + Fraction(rng.randint(0, steps), steps) * (high - each.low)
        if not game.parameters.violations(point):
            return point


class Short:
    """The abbreviations of the description at a point."""

    def __init__(self, p: Numbers) -> None:
        f, w, r, late = (
            p[name]
            for name in ("retreat_cost", "ussr_war_cost", "compel_war_risk", "live_war_risk")
        )
        self.s = p["berlin_gain"] + p["cuba_gain"]
        self.e, self.phi = p["erosion"], p["candour"]
        self.d, self.theta = p["detection"], p["us_resolve"]
        self.fail, self.late_fail = (1 - r) * f + r * w, (1 - late) * f + late * w
        gains = p["us_success"] + p["us_acceptance_loss"]
        self.limit = gains / (p["us_success"] + p["us_war_cost"])
        self.r, self.late = r, late


def choices(game: Any, p: Numbers) -> set[bool]:
    """Whether it deploys, over the equilibria; both at a tie."""
    return {
        each.profile["USSR"]["root"]["deploy"] == 1
        for each in bg.solve(game.at(p))
        if each.profile["USSR"]["root"]["deploy"] in (0, 1)
    }


def by_sign(worths: set[Fraction]) -> set[bool]:
    return {worth > 0 for worth in worths if worth} | (
        {True, False} if Fraction(0) in worths else set()
    )


def moves(risk: Fraction, limit: Fraction) -> set[bool]:
    """Whether the US compels: both, where it is indifferent."""
    return {risk < limit} if risk != limit else {True, False}


def burden(x: Short) -> Fraction:
    """What a compelled withdrawal in time takes from the USSR, against missiles that stay."""
    return x.s + x.phi * x.fail


# --- closed forms ------------------------------------------------------------------------------


def check_closed_forms(p: Numbers) -> None:
    x = Short(p)
    reach = x.d * x.theta
    s, e, phi = x.s, x.e, x.phi
    expected = {
        "deploys": (s + e) / (s + phi * x.fail),
        "deploys, never compelled": -s,
        "deploys, always compelled": reach * burden(x) + (1 - x.d) * (s + phi * x.late_fail) - s,
        "cost of failure": x.fail,
        "cost of late failure": x.late_fail,
        "honest": (s + e) / (s + x.fail),
        "sure of a response": e,
        "higher stake": e,
    }
    if reach:
        expected["most candour"] = ((s + e) / reach - s) / x.fail
    for name, value in expected.items():
        assert POINT.closed_form(name).formula.evaluate(p) == value, name
    compels = moves(x.r, x.limit), moves(x.late, x.limit)
    holding = {
        "deploys": True in compels[0] and False in compels[1],
        "deploys, never compelled": False in compels[0] and False in compels[1],
        "deploys, always compelled": True in compels[0] and True in compels[1],
    }
    found = choices(deploy.GAME, p)
    assert any(holding.values())
    for name, at_hand in holding.items():
        result = POINT.closed_form(name)
        assert result.is_at_hand(p) == at_hand
        if at_hand and compels[0] | compels[1] == {True, False} and len(found) == 1:
            assert result.holds(p) == found.pop() or sum(holding.values()) > 1
            found = choices(deploy.GAME, p)
    if holding["deploys"]:
        assert POINT.closed_form("sure of a response").holds(p) == (phi * x.fail <= e)
        assert POINT.closed_form("higher stake").holds(p) == (phi * x.fail >= e)
        assert POINT.closed_form("honest").holds(p) == (reach * (s + x.fail) <= s + e)


def test_closed_forms() -> None:
    rng = random.Random(41)
    for _ in range(150):
        check_closed_forms(draw(deploy.GAME, rng))


@pytest.mark.slow
def test_closed_forms_at_many_draws() -> None:
    rng = random.Random(42)
    for _ in range(10_000):
        check_closed_forms(draw(deploy.GAME, rng))


def test_closed_forms_at_the_baseline() -> None:
    base = deploy.GAME.parameters.baseline
    known = {"cost of failure": "4.4", "cost of late failure": 6, "deploys": "25/64"}
    for name, value in known.items():
        assert POINT.closed_form(name).formula.evaluate(base) == Fraction(value)
    assert POINT.closed_form("higher stake").holds(base)
    assert POINT.closed_form("sure of a response").holds(base) is False
    assert POINT.closed_form("deploys, never compelled").holds(base) is None


def test_the_effect_of_the_stake_has_the_sign_of_the_derivative() -> None:
    effect = deploy.stake_effect(deploy.preference().difference)
    slope = deploy.threshold().formula.derivative("berlin_gain")
    rng = random.Random(43)
    for _ in range(200):
        p = draw(deploy.GAME, rng)
        if p["detection"] and deploy.threshold().formula.denominator.evaluate(p):
            value, other = effect.evaluate(p), slope.evaluate(p)
            assert (value > 0, value < 0) == (other > 0, other < 0)


# --- variants ----------------------------------------------------------------------------------


def expected_worths(p: Numbers) -> set[Fraction]:
    """With protest, limits or compulsion."""
    x = Short(p)
    mild = (1 - x.theta) * p["interdiction_chance"] * p["interdiction_share"] * x.s
    found = set()
    for early in moves(x.r, x.limit):
        for late in moves(x.late, x.limit):
            lost = x.d * (early * x.theta * burden(x) + mild)
            found.add(x.s + x.e - lost - late * (1 - x.d) * (x.s + x.phi * x.late_fail))
    return found


def first_response_worths(p: Numbers) -> set[Fraction]:
    """With a blockade or an invasion."""
    x = Short(p)
    share = p["invasion_share"]
    invaded = share * (x.s + x.phi * p["intervention_loss"])
    found = set()
    for early in moves(x.r, x.limit):
        for late in moves(x.late, x.limit):
            lost = x.d * x.theta * (early * (1 - share) * burden(x) + invaded)
            found.add(x.s + x.e - lost - late * (1 - x.d) * (x.s + x.phi * x.late_fail))
    return found


def own_limits_worths(p: Numbers) -> set[Fraction]:
    """With an irresolute US that has its own greatest risk of war."""
    x = Short(p)
    other = (p["us_success"] + p["irresolute_loss"]) / (p["us_success"] + p["us_war_cost"])
    found = {x.s + x.e}
    for share, limit in ((x.theta, x.limit), (1 - x.theta, other)):
        for chance, risk, loss in (
            (x.d, x.r, burden(x)),
            (1 - x.d, x.late, x.s + x.phi * x.late_fail),
        ):
            found = {
                worth - compels * share * chance * loss
                for worth in found
                for compels in moves(risk, limit)
            }
    return found


VARIANTS = {
    "expected": expected_worths,
    "first-response": first_response_worths,
    "own-limits": own_limits_worths,
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_at_draws(name: str) -> None:
    game = POINT.variant(name).game
    rng = random.Random(name)
    for _ in range(60):
        p = draw(game, rng)
        assert choices(game, p) == by_sign(VARIANTS[name](p)), p


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIANTS)
def test_variants_at_many_draws(name: str) -> None:
    game = POINT.variant(name).game
    rng = random.Random(name + " again")
    for _ in range(10_000):
        p = draw(game, rng)
        assert choices(game, p) == by_sign(VARIANTS[name](p)), p


def test_variants_at_the_baseline() -> None:
    values = {
        "expected": Fraction(3, 100),
        # .08 less what an invasion costs more: .3 of 1/4 of (10 - 6.4)
        "first-response": Fraction("0.08") - Fraction("0.27"),
        "own-limits": Fraction("0.08"),
        "silence": Fraction("0.8"),
    }
    for name, value in values.items():
        result = bg.solve(POINT.variant(name).game.at()).only()
        pays = result.payoffs["USSR"]
        assert pays == max(value, -Fraction(1, 2)), name
        assert result.profile["USSR"]["root"]["deploy"] == 1


def test_limits_and_protest_are_what_is_left_of_the_main_game_without_them() -> None:
    game = deploy.expected()
    for name in ("interdiction_chance", "interdiction_share"):
        here = bg.solve(game.at({name: 0})).only()
        assert here.payoffs == bg.solve(deploy.GAME.at()).only().payoffs


def test_an_irresolute_us_never_compels_where_a_resolute_one_does_not() -> None:
    game = deploy.own_limits()
    rng = random.Random(44)
    assert [str(c) for c in game.parameters.constraints][-1].startswith("irresolute_loss")
    for _ in range(100):
        p = draw(game, rng)
        for each in bg.solve(game.at(p)):
            plan = each.profile["US"]
            strict = p["irresolute_loss"] < p["us_acceptance_loss"]
            if strict and plan["live missiles, irresolute"]["compel"] == 1:
                assert plan["live missiles, resolute"]["compel"] == 1


def test_fears() -> None:
    game = deploy.first_response()
    rng = random.Random(45)
    for _ in range(60):
        p = draw(game, rng)
        x = Short(p)
        if x.r >= x.limit or x.late <= x.limit:
            continue
        blockade, invasion = (fear.evaluate(p) for fear in deploy.fears(p))
        share = p["invasion_share"]
        assert blockade == (1 - share) * burden(x)
        assert invasion == share * (x.s + x.phi * p["intervention_loss"])


def test_what_was_believed_and_what_was_true() -> None:
    """The USSR deploys on its belief; against a US that is resolute it is worse off than it was."""
    true = POINT.variant("resolute").game
    assert bg.solve(true.at()).only().profile["USSR"]["root"]["hold"] == 1
    for believed in ("3/10", "3/8", "3/5"):
        story = misperception.deploy_misperceived(believed).solve().only()
        assert story.profile["USSR"]["root"]["deploy"] == 1
        assert story.payoffs["USSR"] == 2 - Fraction(1, 2) * Fraction("6.4")
        assert story.expected["USSR"] == 2 - Fraction(believed) / 2 * Fraction("6.4")
        assert story.gaps["USSR"] < 0
