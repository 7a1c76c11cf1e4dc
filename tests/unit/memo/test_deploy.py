"""The deploy decision against the formulas of its description, which are typed here and only here.

S = S_B + S_C; r_A = (V + L)/(V + W_A); F* = (1 - r) F + r W_K; G* the same with r_live. The US
compels iff the risk is at most r_A. Then the USSR deploys

* if r <= r_A < r_live, iff d theta <= (S + E)/(S + phi F*);
* if r > r_A, always;
* if r_live <= r_A, iff d theta (S + phi F*) + (1 - d)(S + phi G*) <= S + E.
"""

from __future__ import annotations

import itertools
import random
import warnings
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import deploy

GAME = deploy.GAME
SPACE = GAME.parameters
BASE = dict(SPACE.baseline)


def draw(rng: random.Random, **fixed: Any) -> dict[str, Fraction]:
    """A point in the box of the ranges that respects the constraints; coarse, so that it ties."""
    while True:
        point = {}
        for name, parameter in SPACE.items():
            steps = rng.choice((4, 10, 60))
            share = Fraction(rng.randint(0, steps), steps)
            point[name] = parameter.low + share * (parameter.high - parameter.low)
        point.update({name: Fraction(value) for name, value in fixed.items()})
        if not SPACE.violations(point):
            return point


def short(p: dict[str, Fraction]) -> tuple[Fraction, ...]:
    """S, E, phi F*, phi G*, r_A."""
    s = p["berlin_gain"] + p["cuba_gain"]
    f, w = p["retreat_cost"], p["ussr_war_cost"]
    r, late = p["compel_war_risk"], p["live_war_risk"]
    limit = (p["us_success"] + p["us_acceptance_loss"]) / (p["us_success"] + p["us_war_cost"])
    phi = p["candour"]
    return s, p["erosion"], phi * ((1 - r) * f + r * w), phi * ((1 - late) * f + late * w), limit


def gain(p: dict[str, Fraction], early: bool, late: bool) -> Fraction:
    """What deploying pays more, if the US compels in time, and if it compels live missiles."""
    s, e, f, g, _ = short(p)
    d, theta = p["detection"], p["us_resolve"]
    return s + e - early * d * theta * (s + f) - late * (1 - d) * (s + g)


def conducts(p: dict[str, Fraction]) -> list[tuple[bool, bool]]:
    """What the US may do: both, where it is indifferent."""
    limit = short(p)[-1]
    ways = [
        [True] if risk < limit else [False] if risk > limit else [True, False]
        for risk in (p["compel_war_risk"], p["live_war_risk"])
    ]
    return list(itertools.product(*ways))


def check(p: dict[str, Fraction]) -> None:
    """The solver's answer at a point is that of the formulas."""
    result = bg.solve(GAME.at(p))
    found = set()
    for equilibrium in result:
        profile = equilibrium.profile
        action = "deploy" if profile["USSR"]["root"]["deploy"] == 1 else "hold"
        found.add((action, equilibrium.payoffs["USSR"]))
    expected = set()
    for early, late in conducts(p):
        more = gain(p, early, late)
        if more >= 0:
            expected.add(("deploy", more - p["erosion"]))
        if more <= 0:
            expected.add(("hold", -p["erosion"]))
    assert found == expected, p
    assert result.coverage is bg.Coverage.ALL


# --- the baseline -------------------------------------------------------------------------------


def test_the_tree_has_the_words_of_its_description():
    assert GAME.players == ("USSR", "US")
    assert [(i.player, i.label, i.actions) for i in GAME.information_sets] == [
        ("USSR", "root", ("hold", "deploy")),
        ("US", "live missiles", ("accept", "compel")),
        ("US", "detected", ("accept", "compel")),
    ]
    assert GAME.outcomes == ("no missiles", "missiles stay", "withdrawal", "war")
    assert GAME.is_perfect_information
    assert not GAME.is_closed
    assert list(map(str, SPACE.constraints)) == [
        "retreat_cost < ussr_war_cost",
        "compel_war_risk <= live_war_risk",
    ]


def test_at_the_baseline_it_deploys():
    result = bg.solve(GAME.at())
    equilibrium = result.only()
    assert equilibrium.profile["USSR"]["root"]["deploy"] == 1
    assert equilibrium.profile["US"]["live missiles"]["accept"] == 1
    assert equilibrium.profile["US"]["detected"]["compel"] == 1
    assert equilibrium.payoffs["USSR"] == Fraction(8, 100)
    assert equilibrium.certificate.verdict is bg.Verdict.EXACT
    assert equilibrium.outcomes() == {
        "no missiles": 0,
        "missiles stay": Fraction(7, 10),
        "withdrawal": Fraction(27, 100),
        "war": Fraction(3, 100),
    }


def test_the_threshold_at_the_baseline():
    border = deploy.threshold()
    assert border.relation == "<="
    assert round(float(border.value), 4) == 0.3906
    assert border.value == Fraction(25, 64)
    assert border.actual == Fraction(3, 10)
    assert border.margin == border.value - border.actual


def test_the_threshold_is_the_formula_of_the_description():
    names = {p.name: p for p in SPACE.values()}
    typed = bg.parse(
        "(berlin_gain + cuba_gain + erosion)/(berlin_gain + cuba_gain + candour*"
        "((1 - compel_war_risk)*retreat_cost + compel_war_risk*ussr_war_cost))",
        names,
    )
    assert deploy.threshold().formula == typed
    assert deploy.threshold().over == names["detection"] * names["us_resolve"]
    limit = bg.parse("(us_success + us_acceptance_loss)/(us_success + us_war_cost)", names)
    assert deploy.risk_limit() == limit
    assert limit.evaluate(BASE) == Fraction(3, 11)


def test_only_three_numbers_matter():
    """d theta, E/S and phi F*/S: a change of scale, and a trade between factors, do nothing."""
    border = deploy.threshold().formula
    rng = random.Random(3)
    for _ in range(50):
        p = draw(rng)
        scaled = {**p}
        for name in ("berlin_gain", "cuba_gain", "erosion", "retreat_cost", "ussr_war_cost"):
            scaled[name] = 7 * p[name]
        traded = {**p, "candour": p["candour"] / 3, "retreat_cost": 3 * p["retreat_cost"]}
        traded["ussr_war_cost"] = 3 * p["ussr_war_cost"]
        moved = {**p, "berlin_gain": p["berlin_gain"] + 1, "cuba_gain": p["cuba_gain"] - 1}
        s, e, f, _, _ = short(p)
        for other in (p, scaled, traded, moved):
            assert border.evaluate(other) == (1 + e / s) / (1 + f / s)


def test_a_higher_stake_raises_the_threshold_iff_failure_costs_more_than_doing_nothing():
    border = deploy.threshold().formula
    slope = border.derivative("berlin_gain")
    rng = random.Random(4)
    signs = set()
    for _ in range(200):
        p = draw(rng, candour=rng.choice((0, "1/20", "1/2", 1)))
        _, e, f, _, _ = short(p)
        value = slope.evaluate(p)
        assert (value > 0) == (f > e)
        signs.add((value > 0) - (value < 0))
    assert signs >= {-1, 1}


# --- everywhere ---------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_draws_agree_with_the_formulas(count):
    rng = random.Random(1962)
    seen = set()
    for _ in range(count):
        p = draw(rng)
        check(p)
        limit = short(p)[-1]
        early, late = p["compel_war_risk"], p["live_war_risk"]
        seen.add(((early > limit) - (early < limit), (late > limit) - (late < limit)))
    assert {(-1, 1), (1, 1), (-1, -1)} <= seen, "all three cases were met"


def test_the_sign_of_the_margin_is_the_choice():
    rng = random.Random(12)
    met = set()
    for _ in range(300):
        p = draw(rng, compel_war_risk="1/10", live_war_risk="9/10", us_war_cost=20)
        if conducts(p) != [(True, False)]:
            continue
        margin = deploy.threshold(p).margin
        if margin:
            action = "deploy" if margin > 0 else "hold"
            assert bg.solve(GAME.at(p)).only().profile["USSR"]["root"][action] == 1
            met.add(action)
    assert met == {"deploy", "hold"}


fractions = st.fractions(min_value=0, max_value=1, max_denominator=12)


@given(st.data())
def test_any_point_of_the_box_agrees_with_the_formulas(data):
    p = {}
    for name, parameter in SPACE.items():
        share = data.draw(fractions, label=name)
        p[name] = parameter.low + share * (parameter.high - parameter.low)
    p["live_war_risk"] = max(p["live_war_risk"], p["compel_war_risk"])
    if p["retreat_cost"] >= p["ussr_war_cost"]:
        p["retreat_cost"] = p["ussr_war_cost"] - Fraction(1, 2)
    check(p)


# --- exactly on a border ------------------------------------------------------------------------


def test_ties_on_the_border_of_deploying():
    rng = random.Random(5)
    met = 0
    while met < 60:
        p = draw(rng)
        if conducts(p) != [(True, False)] or not p["us_resolve"]:
            continue
        s, e, f, _, _ = short(p)
        detection = (s + e) / (p["us_resolve"] * (s + f))
        if detection > 1:
            continue
        p["detection"] = detection
        result = bg.solve(GAME.at(p))
        assert len(result) == 2
        assert result[0].payoffs["USSR"] == result[1].payoffs["USSR"] == -e
        assert result[0].family.vertices == (0, 1), "every mixture of the two"
        check(p)
        assert deploy.threshold(p).margin == 0
        met += 1


@pytest.mark.parametrize("name", ["compel_war_risk", "live_war_risk"])
def test_ties_of_the_us(name):
    rng = random.Random(6)
    met = 0
    while met < 60:
        p = draw(rng)
        p[name] = short(p)[-1]
        if SPACE.violations(p):
            continue
        assert len(conducts(p)) == 2
        check(p)
        met += 1


def test_both_risks_on_the_limit():
    p = {**BASE, "compel_war_risk": Fraction(3, 11), "live_war_risk": Fraction(3, 11)}
    assert len(conducts(p)) == 4
    check(p)


# --- the three cases ----------------------------------------------------------------------------

CASES = {
    "fait accompli": (True, False),
    "no response": (False, False),
    "no deterrence": (True, True),
}


def test_the_cases_are_told_apart_by_what_the_us_does():
    for case in deploy.cases():
        early, late = CASES[case.name]
        assert case.conduct == {
            "detected": "compel" if early else "accept",
            "live missiles": "compel" if late else "accept",
        }


def test_each_case_holds_where_the_us_does_so_and_pays_what_the_formula_says():
    rng = random.Random(7)
    by_name = {case.name: case for case in deploy.cases()}
    seen = set()
    for _ in range(400):
        p = draw(rng)
        holding = {name for name, case in by_name.items() if case.holds(p)}
        assert {CASES[name] for name in holding} == set(conducts(p))
        for name, (early, late) in CASES.items():
            difference = by_name[name].preference.difference
            assert difference.evaluate(p) == gain(p, early, late)
        seen |= holding
    assert seen == set(CASES)


def test_at_the_limit_two_cases_hold():
    limit = short(BASE)[-1]
    names = [c.name for c in deploy.cases() if c.holds({"live_war_risk": limit})]
    assert names == ["fait accompli", "no deterrence"]
    names = [c.name for c in deploy.cases() if c.holds({"compel_war_risk": limit})]
    assert names == ["fait accompli", "no response"]


def test_cases_are_shown_at_the_nearest_point_where_they_are_at_hand():
    rng = random.Random(8)
    for p in [BASE, *(draw(rng) for _ in range(20))]:
        limit = short(p)[-1]
        if not 0 < limit < 1:
            continue
        for case in deploy.cases(p):
            early, late = CASES[case.name]
            assert (early, late) in conducts(dict(case.point))
            assert case.worth == gain(dict(case.point), early, late)
            moved = {name for name in p if case.point[name] != p[name]}
            assert moved <= {"compel_war_risk", "live_war_risk"}
            if (early, late) in conducts(p):
                assert not moved
            assert all(case.point[name] == limit for name in moved)


@pytest.mark.parametrize(
    ("loss", "names"),
    [(20, ["no deterrence"]), (-3, ["no response"]), (-1, ["no response"]), (2, list(CASES))],
)
def test_a_limit_that_is_no_chance_leaves_one_case(loss, names):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = deploy.cases({"us_acceptance_loss": loss, "compel_war_risk": "1/8"})
    assert [case.name for case in found] == names


def test_never_compelled_it_deploys_whatever_the_chance_of_discovery():
    (case,) = [case for case in deploy.cases() if case.name == "no response"]
    assert case.preference.difference.names == ("berlin_gain", "cuba_gain", "erosion")
    with pytest.raises(bg.ExpressionError):
        deploy.threshold({"compel_war_risk": "2/5"})


# --- candour ------------------------------------------------------------------------------------


def test_candour_is_needed_only_above_the_honest_threshold():
    border = deploy.honest_threshold({"candour": "1/10"})
    assert border.value == Fraction(25, 64)
    rng = random.Random(9)
    for _ in range(200):
        p = draw(rng, live_war_risk="9/10", us_war_cost=30, compel_war_risk=0)
        if conducts(p) != [(True, False)]:
            continue
        s, e, f, _, _ = short({**p, "candour": Fraction(1)})
        honest = deploy.honest_threshold(p)
        assert honest.value == (s + e) / (s + f)
        reach = p["detection"] * p["us_resolve"]
        if reach:
            most = deploy.candour_threshold(p)
            assert most.relation == "<="
            assert most.value == ((s + e) / reach - s) / f
            assert (most.value < 1) == (reach > honest.value), "needed iff above"


def test_candour_at_the_numbers_of_the_description():
    at_81 = deploy.candour_threshold({"detection": "9/10", "us_resolve": "9/10"})
    assert round(float(at_81.value), 3) == 0.247
    assert at_81.value == (Fraction(5, 2) / Fraction(81, 100) - 2) / Fraction(44, 10)
    sure = deploy.candour_threshold({"detection": 1, "us_resolve": 1})
    assert sure.value == Fraction(1, 2) / Fraction(44, 10), "phi F* <= E"
    assert deploy.candour_threshold().value > 1, "not needed at the baseline"


@pytest.mark.parametrize("candour", ["1/10", "247/1000", "1/4", "1/2"])
def test_candour_decides_the_choice(candour):
    p = {**BASE, "detection": Fraction(9, 10), "us_resolve": Fraction(9, 10)}
    p["candour"] = Fraction(candour)
    check(p)
    most = deploy.candour_threshold(p).value
    choice = bg.solve(GAME.at(p)).only().profile["USSR"]["root"]
    assert (choice["deploy"] == 1) == (p["candour"] <= most)


# --- variants and the rest ----------------------------------------------------------------------


def test_silence_lowers_the_belief_in_resolve():
    game = deploy.POINT.variant("silence").game
    assert set(game.parameters) == {*SPACE, "silence_weight"}
    rng = random.Random(10)
    for kappa, theta in [(Fraction(3, 5), Fraction(3, 5)), (Fraction(0), Fraction(1, 3))] + [
        (Fraction(rng.randint(0, 9), 10), Fraction(rng.randint(0, 10), 10)) for _ in range(30)
    ]:
        inferred = theta * (1 - kappa) / (theta * (1 - kappa) + 1 - theta)
        if (kappa, theta) == (Fraction(3, 5), Fraction(3, 5)):
            assert inferred == Fraction(375, 1000)
        assert game.at(silence_weight=kappa, us_resolve=theta) == GAME.at(us_resolve=inferred)


def test_the_game_is_open_everywhere():
    assert bg.solve(GAME.at(), bg.BackwardInduction(single=True)).coverage is bg.Coverage.ALL
    with pytest.raises(bg.UnsupportedGameError, match="free: "):
        bg.solve(GAME)
    assert "erosion" in SPACE
    assert len(SPACE) == 13


def test_preferences_outside_the_ranges_do_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        deploy.cases({"us_success": 3, "us_war_cost": 6})
        deploy.risk_limit()
        deploy.cases()[0].holds({"live_war_risk": 1})
