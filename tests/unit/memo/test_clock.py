from __future__ import annotations

import random
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.arithmetic import Algebraic
from brinkgame.memo import clock, deploy

BASE = clock.GAME.parameters.baseline


def discovery(hazard: Fraction, weeks: int) -> Fraction:
    return 1 - (1 - hazard) ** weeks


@pytest.mark.parametrize("weeks", [6, 9, 12, 16])
@pytest.mark.parametrize("hazard", ["0", "1/20", "3/25", "3/10"])
def test_it_is_the_deploy_game_with_discovery_by_the_clock(hazard, weeks):
    chance = discovery(Fraction(hazard), weeks)
    closed = clock.GAME.at(weekly_hazard=hazard, weeks=weeks)
    assert closed == deploy.GAME.at(detection=chance)


def test_its_parameters():
    names = set(deploy.GAME.parameters) - {"detection"} | {"weekly_hazard", "weeks"}
    assert set(clock.GAME.parameters) == names
    assert clock.GAME.parameters.constraints == deploy.GAME.parameters.constraints
    assert clock.DISCOVERY.evaluate(BASE) == discovery(Fraction(1, 20), 12)


def closed_form(point: dict[str, Fraction], weeks: int) -> float:
    """1 - (1 - min(1, d*))^(1/T), d* the border of discovery."""
    border = deploy.threshold(point)
    resolve = point.get("us_resolve", BASE["us_resolve"])
    most = min(Fraction(1), border.value / resolve)
    return float(1 - (1 - float(most)) ** (1 / weeks))


@pytest.mark.parametrize("weeks", range(6, 17))
def test_the_border_is_the_closed_form(weeks):
    border = clock.hazard_threshold(weeks)
    assert isinstance(border, Algebraic)
    assert float(border) == pytest.approx(closed_form({}, weeks), rel=1e-12)
    low, high = border.refined("1e-12").interval
    for hazard, action in ((low, "deploy"), (high, "hold")):
        game = clock.GAME.at(weekly_hazard=hazard, weeks=weeks)
        assert bg.solve(game).only().profile["USSR"]["root"][action] == 1


def test_the_border_is_the_closed_form_elsewhere_too():
    rng = random.Random(11)
    met = {True: 0, False: 0}
    while min(met.values()) < 15:
        point = {
            "us_resolve": Fraction(rng.randint(1, 20), 20),
            "candour": Fraction(rng.randint(0, 10), 10),
            "erosion": Fraction(rng.randint(0, 8), 4),
        }
        weeks = rng.randint(6, 16)
        expected = closed_form(point, weeks)
        border = clock.hazard_threshold(weeks, point)
        inside = expected <= 0.3
        assert (border is not None) is inside
        if inside:
            assert float(border) == pytest.approx(expected, rel=1e-9)
        met[inside] += 1


def test_the_longer_it_takes_the_less_it_bears():
    borders = [float(clock.hazard_threshold(weeks)) for weeks in range(6, 17)]
    assert borders == sorted(borders, reverse=True)
    assert all(border > float(BASE["weekly_hazard"]) for border in borders)


def test_a_rational_border_is_a_fraction():
    # Twelve weeks at one tenth a week: put the border exactly there by way of resolve.
    resolve = deploy.threshold().value / discovery(Fraction(1, 10), 12)
    assert clock.hazard_threshold(12, {"us_resolve": resolve}) == Fraction(1, 10)


def test_weeks_are_whole():
    with pytest.raises(bg.InvalidParameterError, match="whole"):
        clock.GAME.at(weeks="12.5")


def test_the_decision():
    point = clock.POINT
    assert point is bg.memo.load("clock")
    assert set(deploy.POINT.premises) < set(point.premises)
    assert point.agrees(bg.solve(point.game.at()).only().profile)


# --- the exact statement, and hiding against searching -------------------------------------------


def coarse(space, rng):
    while True:
        p = {}
        for name, each in space.items():
            steps = each.high - each.low if each.whole else 20
            p[name] = each.low + Fraction(rng.randint(0, int(steps)), int(steps)) * (
                each.high - each.low
            )
        if not space.violations(p):
            return p


def check_statement(p):
    """h <= 1 - (1 - min(1, d*))^(1/T), said without roots: (1 - h)^T >= 1 - min(1, d*)."""
    s = p["berlin_gain"] + p["cuba_gain"]
    r = p["compel_war_risk"]
    fails = (1 - r) * p["retreat_cost"] + r * p["ussr_war_cost"]
    burden = p["us_resolve"] * (s + p["candour"] * fails)
    border = min(Fraction(1), (s + p["erosion"]) / burden) if burden else Fraction(1)
    deploys = (1 - p["weekly_hazard"]) ** int(p["weeks"]) >= 1 - border
    known = clock.POINT.closed_form("deploys").holds(p)
    if known is None:
        return
    assert known == deploys
    limit = (p["us_success"] + p["us_acceptance_loss"]) / (p["us_success"] + p["us_war_cost"])
    if r < limit < p["live_war_risk"]:
        found = {e.profile["USSR"]["root"]["deploy"] == 1 for e in bg.solve(clock.GAME.at(p))}
        assert deploys in found
        assert len(found) == 1 or discovery(p["weekly_hazard"], int(p["weeks"])) == border


@pytest.mark.parametrize("count", [100, pytest.param(10_000, marks=pytest.mark.slow)])
def test_the_exact_statement_at_draws(count):
    rng = random.Random(31)
    for _ in range(count):
        check_statement(coarse(clock.GAME.parameters, rng))


def test_the_other_cases_by_the_clock():
    base = dict(BASE)
    never = clock.POINT.closed_form("deploys, never compelled")
    always = clock.POINT.closed_form("deploys, always compelled")
    assert never.holds({**base, "compel_war_risk": Fraction(3, 10)})
    late = {**base, "live_war_risk": Fraction(1, 5)}
    assert always.holds(late) is False
    assert bg.solve(clock.GAME.at(late)).only().profile["USSR"]["root"]["hold"] == 1


def inspection(p):
    """What hiding costs and saves the USSR, and searching the US; then how often, if both mix."""
    s = p["berlin_gain"] + p["cuba_gain"]
    r = p["compel_war_risk"]
    fails = s + p["candour"] * ((1 - r) * p["retreat_cost"] + r * p["ussr_war_cost"])
    gains = (1 - r) * p["us_success"] - r * p["us_war_cost"] + p["us_acceptance_loss"]
    kept = p["concealment_effect"] * p["detection"] * p["us_resolve"]
    return kept * fails, kept * gains


def check_matrix(p):
    saved, missed = inspection(p)
    hide, search = p["concealment_cost"], p["search_cost"]
    result = bg.solve(clock.MATRIX.at(p))
    profiles = {
        (e.profile["USSR"]["hide"], e.profile["US"]["search"]) for e in result if e.family is None
    }
    if 0 < hide < saved and 0 < search < missed:
        expected = (search / missed, 1 - hide / saved)
        assert profiles == {expected}
        assert len(result) == 1
        assert clock.hiding().evaluate(p) == expected[0]
        assert clock.searching().evaluate(p) == expected[1]
    elif hide > saved and search > 0:
        assert profiles == {(0, 0)}
    elif hide < saved and search > max(missed, 0):
        assert profiles == {(1, 0)}


def test_hiding_and_searching_at_the_baseline():
    profile = bg.solve(clock.MATRIX.at()).only().profile
    assert round(float(profile["USSR"]["hide"]), 3) == 0.292
    assert round(float(profile["US"]["search"]), 3) == 0.913
    assert clock.POINT.variant("matrix").game is clock.MATRIX
    # Against routine watching of a USSR that does not hide it is the game of the tree.
    worth = clock.MATRIX.payoff("USSR", {"USSR": clock.PLAIN, "US": clock.ROUTINE})
    assert worth.evaluate(clock.MATRIX.parameters.baseline) == Fraction(2, 25)


@pytest.mark.parametrize("count", [80, pytest.param(10_000, marks=pytest.mark.slow)])
def test_hiding_and_searching_at_draws(count):
    rng = random.Random(32)
    space = clock.MATRIX.parameters
    for _ in range(count):
        p = coarse(space, rng)
        for name in ("concealment_cost", "search_cost"):
            p[name] /= rng.choice((1, 5))
        check_matrix(p)
