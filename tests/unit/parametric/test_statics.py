"""Signs of derivatives: proved ones against exact evaluation, changing ones by their witnesses."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.errors import InvalidParameterError, UnknownNameError, UnsupportedGameError
from brinkgame.expressions import Expression

LINE = bg.memo.load("line").game
BLOCKADE = bg.memo.load("blockade").game


def points(space, seed, count):
    """Random points of the constrained box."""
    source = random.Random(seed)
    found = []
    while len(found) < count:
        point = {
            n: p.low + (p.high - p.low) * Fraction(source.randrange(1, 1000), 1000)
            for n, p in space.items()
        }
        if not space.violations(point):
            found.append(point)
    return found


def check(found, space, seed, count=60):
    """Small exact steps inside the region of a form agree with the signs that were proved."""
    seen = 0
    for point in points(space, seed, count):
        for each in found:
            if not each.form.holds(point):
                continue
            for name, slope in each.slopes.items():
                seen += 1
                if slope.sign == 0:
                    assert not isinstance(each.value, Expression) or name not in each.value.names
                    continue
                step = (space[name].high - space[name].low) / 10**7
                here = each.value.evaluate(point)
                rate = (each.value.evaluate({**point, name: point[name] + step}) - here) / step
                exact = slope.derivative
                exact = exact.evaluate(point) if isinstance(exact, Expression) else exact
                assert abs(rate - exact) <= abs(exact) / 100 + Fraction(1, 100)
                if slope.sign is not None:
                    assert exact * slope.sign >= 0
    assert seen
    for each in found:
        for slope in each.slopes.values():
            for point, side in ((slope.rising, 1), (slope.falling, -1)):
                if point is not None:
                    assert each.form.holds(point)
                    assert not space.violations(point)
                    assert slope.derivative.evaluate(point) * side > 0
            if slope.changes:
                assert slope.borders


# -- the paradox -----------------------------------------------------------------------------------


def test_how_often_one_mixes_depends_on_what_the_others_are_paid() -> None:
    for player, quantity in (
        ("US", bg.mixing("US", "line", "enforce")),
        ("USSR", bg.mixing("USSR", "root", "stop")),
    ):
        found = bg.comparative_statics(LINE, quantity)
        assert not found.undecided
        (mixed,) = (each for each in found if not each.form.is_pure)
        payees = {who for name in mixed.moved_by for who in found.payees(name)}
        assert payees == {"US", "USSR"} - {player}
        assert all(slope.sign is not None for slope in mixed.slopes.values())


def test_the_signs_of_the_enforcing_probability() -> None:
    found = bg.comparative_statics(LINE, bg.mixing("US", "line", "enforce"))
    (mixed,) = (each for each in found if not each.form.is_pure)
    p = LINE.parameters
    c, gain, shame, risk = (
        p[n] for n in ("stop_cost", "pass_gain", "incident_shame", "incident_risk")
    )
    assert mixed.value == (gain + c) / (gain + risk * p["ussr_war_cost"] + (1 - risk) * (c + shame))
    signs = {name: slope.sign for name, slope in mixed.slopes.items() if slope.sign}
    assert signs == {
        "stop_cost": 1,
        "pass_gain": 1,
        "incident_risk": -1,
        "ussr_war_cost": -1,
        "incident_shame": -1,
    }
    check(found, LINE.parameters, 1, count=40)


# -- the memo --------------------------------------------------------------------------------------


def test_the_risk_of_war_rises_with_the_risk_that_is_run() -> None:
    found = bg.comparative_statics(
        BLOCKADE, bg.probability("war"), parameters=["brink_risk", "hard_type", "us_success"]
    )
    assert not found.undecided
    quarantined = [each for each in found if "US at root: quarantine" in each.form.name]
    assert quarantined
    for each in quarantined:
        assert set(each.slopes) == {"brink_risk", "hard_type", "us_success"}
        if isinstance(each.value, Expression):
            assert each["brink_risk"].sign == 1
        assert each["us_success"].sign == 0
    check(found, BLOCKADE.parameters, 2)


def test_a_slope_that_changes_its_sign_has_its_border() -> None:
    letters = bg.memo.load("letters").game
    found = bg.comparative_statics(letters, bg.payoff("US"), parameters=["private_value"])
    changing = [each["private_value"] for each in found if each["private_value"].changes]
    assert changing
    h, cost, pressure = (
        letters.parameters[n] for n in ("tough_belief", "trade_cost", "un_pressure")
    )
    border = cost * (h - 1) + pressure
    assert any(slope.borders in ((border,), (-border,)) for slope in changing)
    assert "which changes where" in str(changing[0])
    check(found, letters.parameters, 3)


def test_a_sign_that_needs_its_ends() -> None:
    # Linear in resolve, with a factor at each end of its range that is not there between.
    found = bg.comparative_statics(
        bg.memo.load("deploy").game, bg.payoff("USSR"), parameters=["detection"]
    )
    assert not found.undecided


def test_only_inside_the_region_of_a_form() -> None:
    # Over the box the payoff may rise or fall with x; where the form holds it only rises.
    x, y = bg.Parameter("x", 1, low=0, high=2), bg.Parameter("y", "1/2", low=0, high=2)
    game = bg.ExtensiveFormGame(
        "turns",
        players=("A",),
        root=bg.Decision(
            "A",
            {"in": bg.Terminal({"A": x**2 / 2 - y * x + x - y}), "out": bg.Terminal({"A": 0})},
        ),
    )
    found = bg.comparative_statics(game, bg.payoff("A"))
    enters = next(each for each in found if each.form.name == "A at root: in")
    assert enters["x"].derivative == x - y + 1
    check(found, game.parameters, 4)


@pytest.mark.parametrize("seed", range(4))
def test_random_tables(seed: int) -> None:
    source = random.Random(seed)
    names = "abcdwxyz"
    numbers = [
        bg.Parameter(n, source.randint(1, 9), low=0, high=10)
        if source.random() < 0.6
        else source.randint(0, 10)
        for n in names
    ]
    a, b, c, d, w, x, y, z = numbers
    game = bg.NormalFormGame.from_arrays([[a, b], [c, d]], [[w, x], [y, z]])
    if game.parameters:
        for quantity in (bg.payoff("1"), bg.mixing("2", None, "1")):
            check(bg.comparative_statics(game, quantity), game.parameters, seed, count=40)


# -- words and wrong input -------------------------------------------------------------------------


def test_the_words() -> None:
    found = bg.comparative_statics(bg.memo.load("capitulation").game, bg.payoff("USSR"))
    text = str(found)
    assert text.startswith("the payoff of USSR")
    assert "falls with attack_risk: -holdout_gain - intervention_loss" in text
    assert "does not move with" in text
    assert str(found[0]["attack_risk"]) == "does not move with attack_risk"
    assert len(found) == 2
    assert found[0] in list(found)


def test_wrong_input() -> None:
    with pytest.raises(InvalidParameterError, match="a quantity is payoff"):
        bg.comparative_statics(LINE, "payoff of US")
    with pytest.raises(UnknownNameError, match="no player"):
        bg.comparative_statics(LINE, bg.payoff("UK"))
    with pytest.raises(UnknownNameError, match="no open parameter 'riks'"):
        bg.comparative_statics(LINE, bg.payoff("US"), parameters=["riks"])
    with pytest.raises(InvalidParameterError, match="is a list of names"):
        bg.comparative_statics(LINE, bg.payoff("US"), parameters="incident_risk")
    with pytest.raises(UnsupportedGameError, match="an exponent is open"):
        bg.comparative_statics(bg.memo.load("clock").game, bg.payoff("USSR"))
    found = bg.comparative_statics(bg.memo.load("capitulation").game, bg.payoff("USSR"))
    with pytest.raises(UnknownNameError, match="no parameter"):
        _ = found[0]["attack"]
    with pytest.raises(UnknownNameError, match="no open parameter"):
        found.payees("attack")
