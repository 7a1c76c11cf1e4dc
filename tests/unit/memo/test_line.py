"""The quarantine line against the formulas of its description, which are typed only here.

Up to iota* = (v + l)/(v + W_A) enforcing is best whatever the ships do, and they stop. Above it
there are three equilibria: that one, its opposite, and a mixed one. In the mixed one the line is
enforced with beta* = (b_p + c)/(b_p + iota W_K + (1 - iota)(c + g_i)), and the ships stop with
Y/(v - v' + Y), where Y = iota W_A - (1 - iota) v - l.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import line
from brinkgame.memo.line import GAME, MATRIX, POINT

SPACE = line.ANNOUNCED.parameters
BASE = {**SPACE.baseline}
NAMES = {parameter.name: parameter for parameter in SPACE.values()}
HERE = tuple(GAME.parameters)
STOPPED = (Fraction(1), Fraction(1))
PASSED = (Fraction(0), Fraction(0))


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


def at(game: Any, p: dict[str, Fraction]) -> Any:
    return game.at({name: p[name] for name in game.parameters})


def limit(p: dict[str, Fraction]) -> Fraction:
    return (p["line_success"] + p["pass_loss"]) / (p["line_success"] + p["us_war_cost"])


def forced(p: dict[str, Fraction]) -> Fraction:
    """What being met by force costs the USSR."""
    risk = p["incident_risk"]
    return risk * p["ussr_war_cost"] + (1 - risk) * (p["stop_cost"] + p["incident_shame"])


def beta(p: dict[str, Fraction], further: Fraction = Fraction(0)) -> Fraction:
    return (p["pass_gain"] + p["stop_cost"] + further) / (p["pass_gain"] + forced(p))


def stop(p: dict[str, Fraction]) -> Fraction:
    risk = p["incident_risk"]
    y = risk * p["us_war_cost"] - (1 - risk) * p["line_success"] - p["pass_loss"]
    return y / (p["line_success"] - p["line_lapse"] + y)


def tied(p: dict[str, Fraction], further: Fraction = Fraction(0)) -> bool:
    gives_way = p["stop_cost"] + further
    return (
        p["incident_risk"] == limit(p) or forced(p) == gives_way or p["pass_gain"] + gives_way == 0
    )


def by_formula(
    p: dict[str, Fraction], further: Fraction = Fraction(0)
) -> set[tuple[Fraction, Fraction]]:
    """(chance of stopping, chance of enforcing) in every equilibrium, away from ties."""
    if forced(p) < p["stop_cost"] + further:  # the announcement binds: it proceeds in any case
        return {PASSED if p["incident_risk"] > limit(p) else (Fraction(0), Fraction(1))}
    if p["incident_risk"] < limit(p):
        return {STOPPED}
    return {STOPPED, PASSED, (stop(p), beta(p, further))}


def of(profile: Any) -> tuple[Fraction, Fraction]:
    return profile["USSR"]["root"]["stop"], profile["US"]["line"]["enforce"]


def of_table(profile: Any) -> tuple[Fraction, Fraction]:
    return profile["USSR"]["stop"], profile["US"]["enforce"]


def check(p: dict[str, Fraction]) -> None:
    table = bg.solve(at(MATRIX, p))
    assert table.coverage is bg.Coverage.ALL
    found = {of_table(e.profile) for e in table}
    assert STOPPED in found, "what was done is an equilibrium everywhere"
    if not tied(p):
        assert found == by_formula(p), p
    holds = POINT.closed_form("line holds").holds(p)
    assert holds == (p["incident_risk"] <= limit(p))
    enforced = bg.best_responses(at(MATRIX, p), {"USSR": "proceed", "US": "enforce"}, "US")
    assert holds == ("enforce" in enforced)
    if p["incident_risk"] > limit(p) and not tied(p):
        mixed = POINT.closed_form("stopping"), POINT.closed_form("enforcement")
        assert all(form.is_at_hand(p) for form in mixed)
        assert tuple(form.formula.evaluate(p) for form in mixed) in found


# --- the baseline --------------------------------------------------------------------------------


def test_the_tree_has_the_words_of_its_description() -> None:
    assert GAME.players == ("USSR", "US")
    assert [(i.player, i.label, i.actions) for i in GAME.information_sets] == [
        ("USSR", "root", ("stop", "proceed")),
        ("US", "line", ("enforce", "let pass")),
    ]
    assert GAME.information_sets[1].nodes == ("root/stop", "root/proceed"), "it does not see"
    assert GAME.outcomes == ("stopped", "lapsed", "war", "stopped by force", "passed")
    assert MATRIX.strategies == {"USSR": ("stop", "proceed"), "US": ("enforce", "let pass")}
    assert set(MATRIX.parameters) == set(GAME.parameters)


def test_at_the_baseline_the_ships_stop() -> None:
    equilibrium = POINT.solve().only()
    assert POINT.agrees(equilibrium.profile)
    assert equilibrium.payoffs == {"USSR": -1, "US": 1}
    assert equilibrium.outcomes()["war"] == 0
    assert line.incident_limit().evaluate(BASE) == Fraction(3, 11)


def test_the_figures_of_the_description() -> None:
    p = {**BASE, "incident_risk": Fraction(7, 20)}
    assert round(float(line.enforcement().evaluate(p)), 3) == 0.392
    assert round(float(line.stopping().evaluate(p)), 3) == 0.630
    check(p)


def test_the_formulas_are_those_of_the_description() -> None:
    assert line.incident_limit() == bg.parse(
        "(line_success + pass_loss)/(line_success + us_war_cost)", NAMES
    )
    forced_cost = "incident_risk*ussr_war_cost + (1 - incident_risk)*(stop_cost + incident_shame)"
    assert line.enforcement() == bg.parse(
        f"(pass_gain + stop_cost)/(pass_gain + {forced_cost})", NAMES
    )
    assert line.announced_enforcement() == bg.parse(
        f"(pass_gain + stop_cost + announcement_cost)/(pass_gain + {forced_cost})", NAMES
    )
    y = "(incident_risk*us_war_cost - (1 - incident_risk)*line_success - pass_loss)"
    assert line.stopping() == bg.parse(f"{y}/(line_success - line_lapse + {y})", NAMES)


# --- everywhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "seed"), [(200, 24), pytest.param(10_000, 25, marks=pytest.mark.slow)]
)
def test_points_drawn_from_the_box_agree_with_the_formulas(points: int, seed: int) -> None:
    rng = random.Random(seed)
    met = set()
    for _ in range(points):
        p = draw(rng)
        check(p)
        met.add((p["incident_risk"] > limit(p), tied(p)))
    assert {(True, False), (False, False), (False, True)} <= met


fractions = st.fractions(min_value=0, max_value=1, max_denominator=12)


@given(st.data())
def test_any_point_of_the_box_agrees_with_the_formulas(data: Any) -> None:
    p = {}
    for name, parameter in SPACE.items():
        share = data.draw(fractions, label=name)
        p[name] = parameter.low + share * (parameter.high - parameter.low)
    p["line_success"] = max(p["line_success"], Fraction(1, 4))
    p["line_lapse"] = min(p["line_lapse"], p["line_success"] - Fraction(1, 8))
    check(p)


def test_the_tree_and_the_table_have_the_same_equilibria() -> None:
    rng = random.Random(26)
    for p in (draw(rng) for _ in range(60)):
        if not tied(p):
            tree = bg.solve(at(GAME, p), concept="sequential")
            assert {of(e.profile) for e in tree} == by_formula(p)


def test_three_equilibria_above_the_limit_and_not_the_mixed_one_alone() -> None:
    result = bg.solve(MATRIX.at(incident_risk="7/20"))
    assert len(result) == 3
    assert sorted(result.indices) == [-1, 1, 1]
    assert [e.payoffs["USSR"] for e in result] == [-1, 1, -1], "mixing pays no more than stopping"


def test_exactly_at_the_limit_there_are_two_outcomes() -> None:
    result = bg.solve(MATRIX.at(incident_risk="3/11"))
    found = {of_table(e.profile) for e in result}
    assert found == {
        STOPPED,
        PASSED,
        (Fraction(0), beta({**BASE, "incident_risk": Fraction(3, 11)})),
    }
    assert result.components == ((0,), (1, 2)), "let pass often enough, and the ships proceed"


def test_stopping_is_best_against_a_line_that_is_enforced() -> None:
    rng = random.Random(27)
    for p in (draw(rng) for _ in range(300)):
        assert forced(p) >= p["stop_cost"]
        assert (forced(p) == p["stop_cost"]) <= (p["incident_risk"] == p["incident_shame"] == 0)


# --- the announcement ----------------------------------------------------------------------------


def stages(p: dict[str, Fraction]) -> list[dict[str, Any]]:
    """What every equilibrium does at each stage of the game with the announcement."""
    result = bg.solve(at(line.ANNOUNCED, p), concept="sequential")
    assert result.coverage is bg.Coverage.ALL
    return [
        {
            "announces": e.profile["USSR"]["root"]["announce"],
            "announced": (
                e.profile["USSR"]["announced"]["stop"],
                e.profile["US"]["line, announced"]["enforce"],
            ),
            "unannounced": (
                e.profile["USSR"]["unannounced"]["stop"],
                e.profile["US"]["line, unannounced"]["enforce"],
            ),
            "pays": e.payoffs["USSR"],
        }
        for e in result
    ]


def test_below_the_limit_an_announcement_only_costs() -> None:
    rng = random.Random(28)
    seen = 0
    while seen < 40:
        p = draw(rng)
        if p["incident_risk"] >= limit(p) or tied(p) or tied(p, p["announcement_cost"]):
            continue
        seen += 1
        for stage in stages(p):
            assert stage["unannounced"] == STOPPED
            assert stage["announces"] == 0 or not p["announcement_cost"]
            binds = POINT.closed_form("binding").holds(p)
            assert (stage["announced"] == STOPPED) == (not binds)


def test_above_the_limit_an_announcement_can_tell_what_is_meant() -> None:
    p = {**BASE, "incident_risk": Fraction(7, 20)}
    found = stages(p)
    assert {s["announced"] for s in found} == by_formula(p, Fraction(1, 5))
    assert {s["unannounced"] for s in found} == by_formula(p)
    # Whoever announces proceeds and is let pass; a bluster that is called is never chosen.
    assert {s["announced"] for s in found if s["announces"]} == {PASSED}
    assert all(s["pays"] == 1 for s in found if s["announces"])
    assert not any(s["announces"] for s in found if s["announced"] == STOPPED)


def test_an_announcement_moves_the_mixture_towards_enforcing() -> None:
    rng = random.Random(29)
    for p in (draw(rng) for _ in range(100)):
        if p["pass_gain"] + forced(p):
            more = line.announced_enforcement().evaluate(p) - line.enforcement().evaluate(p)
            assert (more > 0) == (p["announcement_cost"] > 0)


def test_a_dear_announcement_binds() -> None:
    p = {**BASE, "incident_risk": Fraction(7, 20)}
    assert line.binding_cost().evaluate(p) == forced(p) - p["stop_cost"] == Fraction(31, 10)
    bound = bg.ExtensiveFormGame(
        "bound", players=("USSR", "US"), root=line.decision(announced_cost=4)
    )
    assert (
        of(bg.solve(bound.at(incident_risk="7/20"), concept="sequential").only().profile) == PASSED
    )
    assert not POINT.closed_form("binding").holds(p)


def test_other_values_may_follow() -> None:
    def after(outcome: str, pays: Any) -> bg.Terminal:
        return bg.Terminal({**pays, "US": pays["US"] + int(outcome == "lapsed")}, label=outcome)

    lax = line.game(after=after)
    assert of(bg.solve(lax.at(incident_risk="7/20"), concept="sequential").only().profile) == PASSED
    assert line.game() == GAME
