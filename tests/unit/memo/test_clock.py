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
