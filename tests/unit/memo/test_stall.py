"""Stall or settle against the rule of its description, which is typed here and only here.

Settle on the first day with nu_t (F_p - f) <= eta_t (D_K - F_p) + (1 - eta_t - nu_t) k_d, where
F_p = F - n and eta_t = 1 - (1 - eta_f)(1 - eta_i). That the rule is the answer is tested against
the recursion in plain numbers, and against backward induction on the tree.
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import stall
from brinkgame.memo.parameters import DAYS
from brinkgame.memo.stall import GAME, POINT

SPACE = GAME.parameters
BASE = SPACE.baseline
NAMES = {parameter.name: parameter for parameter in SPACE.values()}
HAZARDS = ("talks_hazard", "force_hazard", "alarm_hazard")


def draw(rng: random.Random, *, ordered: bool = False, **given: Any) -> dict[str, Fraction]:
    """A point that keeps the constraints; `ordered`: attacks ever likelier, talks ever less so."""
    while True:
        p = {}
        for name, parameter in SPACE.items():
            steps = rng.choice((4, 10, 60))
            share = Fraction(rng.randint(0, steps), steps)
            p[name] = parameter.low + share * (parameter.high - parameter.low)
        p |= {name: Fraction(value) for name, value in given.items()}
        calm = rng.choice((2, 10, 50))
        for day in DAYS:  # a share of what the others leave, so that no day has more than one
            attack = p[f"force_hazard_{day}"] / calm, p[f"alarm_hazard_{day}"] / calm
            p[f"force_hazard_{day}"], p[f"alarm_hazard_{day}"] = attack
            p[f"talks_hazard_{day}"] *= (1 - attack[0]) * (1 - attack[1])
        if ordered:
            for name in HAZARDS:
                values = sorted(
                    (p[f"{name}_{day}"] for day in DAYS), reverse=name == "talks_hazard"
                )
                p |= {f"{name}_{day}": v for day, v in zip(DAYS, values, strict=True)}
        if not SPACE.violations(p):
            return p


def eta(p: dict[str, Fraction], day: int) -> Fraction:
    return 1 - (1 - p[f"force_hazard_{day}"]) * (1 - p[f"alarm_hazard_{day}"])


def gain(p: dict[str, Fraction], day: int) -> Fraction:
    """By how much the rule is kept: positive where it says to settle."""
    nu, attack = p[f"talks_hazard_{day}"], eta(p, day)
    f_p = p["retreat_cost"] - p["pledge_value"]
    return (
        attack * (p["intervention_loss"] - f_p)
        + (1 - attack - nu) * p["delay_cost"]
        - nu * (f_p - p["stall_settlement"])
    )


def rule_day(p: dict[str, Fraction]) -> int:
    return next((day for day in DAYS if gain(p, day) >= 0), 29)


def by_recursion(p: dict[str, Fraction]) -> tuple[tuple[int, ...], Fraction]:
    """The first days on which it may settle, and what the whole is worth to the USSR."""
    settled = p["pledge_value"] - p["retreat_cost"]
    worth, days = settled, (29,)
    for day in reversed(DAYS):
        nu, attack = p[f"talks_hazard_{day}"], eta(p, day)
        stalling = (
            -attack * p["intervention_loss"]
            - nu * p["stall_settlement"]
            + (1 - attack - nu) * (worth - p["delay_cost"])
        )
        if settled > stalling:
            worth, days = settled, (day,)
        elif settled == stalling:
            days = (day, *days)
        else:
            worth = stalling
    return days, worth


def is_monotone(p: dict[str, Fraction]) -> bool:
    """Once the rule says settle, it goes on saying so."""
    says = [gain(p, day) >= 0 for day in DAYS]
    return says == sorted(says)


def check(p: dict[str, Fraction]) -> None:
    days, worth = by_recursion(p)
    solution = bg.solve(GAME.at(p))
    assert {e.payoffs["USSR"] for e in solution} == {worth}, p
    found = sorted(
        {
            next((d for d in DAYS if e.profile["USSR"][f"{d} October"]["settle"] == 1), 29)
            for e in solution
        }
    )
    # Whether it stalls on after the last chance makes no difference where nothing can happen.
    assert set(found) <= set(days), p
    assert found[0] == days[0], p
    assert stall.one_step_day(p) == rule_day(p)
    for day in DAYS:
        assert POINT.closed_form(f"settle on {day} October").holds(p) == (gain(p, day) >= 0)
    assert found[0] >= rule_day(p), "the rule is never too late"
    if is_monotone(p):
        assert found[0] == rule_day(p), p


# --- the baseline --------------------------------------------------------------------------------


def test_the_tree_has_the_words_of_its_description() -> None:
    assert GAME.players == ("USSR", "US")
    assert [(i.player, i.label, i.actions) for i in GAME.information_sets] == [
        ("USSR", f"{day} October", ("stall", "settle")) for day in DAYS
    ]
    assert GAME.outcomes == ("attack", "talks", "settlement")
    assert GAME.is_perfect_information
    assert len(SPACE.constraints) == 4 - 1 + 6


def test_at_the_baseline_it_settles_on_26_october() -> None:
    assert POINT.agrees(bg.solve(GAME.at()).only().profile)
    assert stall.first_days() == (26,)
    assert stall.one_step_day() == rule_day(dict(BASE)) == 26
    for day in DAYS:  # with these stakes the rule is eta >= 0.4 nu
        says = eta(dict(BASE), day) >= Fraction(2, 5) * BASE[f"talks_hazard_{day}"]
        assert says == (gain(dict(BASE), day) >= 0) == (day >= 26)
    check(dict(BASE))


@pytest.mark.parametrize("day", DAYS)
def test_the_rule_is_that_of_the_description(day: int) -> None:
    attack = f"(1 - (1 - force_hazard_{day})*(1 - alarm_hazard_{day}))"
    typed = bg.parse(
        f"{attack}*(intervention_loss - (retreat_cost - pledge_value))"
        f" + (1 - {attack} - talks_hazard_{day})*delay_cost"
        f" - talks_hazard_{day}*(retreat_cost - pledge_value - stall_settlement)",
        NAMES,
    )
    assert stall.one_step(day).difference == typed
    border = POINT.closed_form(f"settle on {day} October")
    assert (str(border.over), border.relation) == (f"talks_hazard_{day}", "<=")
    assert border.formula == typed.solve(f"talks_hazard_{day}")


# --- everywhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "seed"), [(100, 26), pytest.param(10_000, 27, marks=pytest.mark.slow)]
)
def test_points_drawn_at_random_agree_with_the_recursion(points: int, seed: int) -> None:
    rng = random.Random(seed)
    apart = 0
    for k in range(points):
        p = draw(rng, ordered=bool(k % 2))
        check(p)
        apart += by_recursion(p)[0][0] != rule_day(p)
    assert apart, "where the rule is not monotone it may be too early"


chances = st.fractions(min_value=0, max_value=1, max_denominator=8)


@given(
    st.lists(st.tuples(chances, chances, chances), min_size=6, max_size=6),
    st.fractions(min_value=0, max_value=1, max_denominator=4),
    st.fractions(min_value=0, max_value=2, max_denominator=4),
)
def test_any_daily_chances_agree_with_the_recursion(
    daily: list[tuple[Fraction, Fraction, Fraction]], delay: Fraction, loss: Fraction
) -> None:
    p = dict(BASE) | {"delay_cost": delay, "stall_settlement": loss}
    for day, (talks, force, alarm) in zip(DAYS, daily, strict=True):
        p |= {f"force_hazard_{day}": force, f"alarm_hazard_{day}": alarm}
        p[f"talks_hazard_{day}"] = talks * (1 - force) * (1 - alarm)
    check(p)


def test_with_attacks_ever_likelier_and_talks_ever_less_so_the_rule_is_the_answer() -> None:
    """Provided that an attack costs at least what settling and a day of delay do together."""
    rng = random.Random(28)
    met = 0
    for _ in range(400):
        p = draw(rng, ordered=True)
        f_p = p["retreat_cost"] - p["pledge_value"]
        if p["intervention_loss"] >= f_p + p["delay_cost"]:
            assert is_monotone(p)
            met += 1
    assert met > 300


def test_where_delay_is_dear_a_likelier_attack_may_speak_for_stalling() -> None:
    """An attack tomorrow saves a day's delay: the ordering alone is not enough."""
    p = dict(BASE) | {f"alarm_hazard_{day}": Fraction(0) for day in DAYS}
    p |= {f"talks_hazard_{day}": Fraction(2, 5) for day in DAYS}
    p |= {f"force_hazard_{day}": Fraction(day - 23, 10) for day in DAYS}
    p |= {"retreat_cost": Fraction(4), "pledge_value": Fraction(0), "delay_cost": Fraction(1)}
    p |= {"intervention_loss": Fraction(41, 10), "stall_settlement": Fraction(5, 2)}
    assert not SPACE.violations(p)
    assert [gain(p, day) >= 0 for day in DAYS] == [True, False, False, False, False, False]
    assert not is_monotone(p)
    check(p)


def test_a_chance_that_comes_back_makes_the_rule_too_early() -> None:
    p = dict(BASE) | {"talks_hazard_24": Fraction(0), "talks_hazard_25": Fraction(9, 10)}
    assert rule_day(p) == 24
    assert stall.first_days(p) == (26,)
    check(p)


def test_a_tie_has_two_first_days() -> None:
    border = POINT.closed_form("settle on 25 October").formula.evaluate(BASE)
    p = dict(BASE) | {"talks_hazard_25": border}
    assert stall.first_days(p) == (25, 26)
    check(p)


def test_a_day_with_more_than_one_chance_is_outside_the_constraints() -> None:
    bad = dict(BASE) | {"talks_hazard_26": Fraction(1), "force_hazard_26": Fraction(1, 2)}
    (violation,) = SPACE.violations(bad)
    assert str(stall.DAILY[3]) in violation
    with (
        pytest.warns(bg.ParameterRangeWarning),
        pytest.raises(bg.InvalidGameError, match="another day"),
    ):
        GAME.at(bad)


# --- the causes ----------------------------------------------------------------------------------


def test_one_cause_at_a_time() -> None:
    assert stall.causes() == {
        (): (26,),
        ("talks",): (28,),
        ("forces",): (26,),
        ("warnings",): (26,),
        ("talks", "forces"): (29,),
        ("talks", "warnings"): (29,),
        ("forces", "warnings"): (29,),
        ("talks", "forces", "warnings"): (29,),
    }
    for kept, days in stall.causes().items():
        p = dict(BASE)
        for cause in kept:
            name = {"talks": "talks", "forces": "force", "warnings": "alarm"}[cause]
            p |= {f"{name}_hazard_{day}": BASE[f"{name}_hazard_23"] for day in DAYS}
        assert by_recursion(p)[0] == days


def test_the_shares_add_up() -> None:
    rng = random.Random(30)
    met = 0
    while met < 5:
        p = draw(rng, ordered=True) if met else dict(BASE)
        if () in stall.causes(p).values():
            with pytest.raises(bg.InvalidParameterError, match="no such world"):
                stall.shares(p)
            continue
        met += 1
        every, none = stall.causes(p)[()], stall.causes(p)[tuple(stall.CAUSES)]
        assert sum(stall.shares(p).values()) == none[0] - every[0]
    assert stall.shares() == {
        "talks": Fraction(5, 3),
        "forces": Fraction(2, 3),
        "warnings": Fraction(2, 3),
    }


def test_an_unknown_cause_is_refused() -> None:
    with pytest.raises(bg.UnknownNameError, match="no cause 'talk'; did you mean 'talks'"):
        stall.held(["talk"])


def test_in_multiples_every_point_of_the_ranges_is_a_game() -> None:
    game = POINT.variant("scaled").game
    scales = ("talks_scale", "force_scale", "alarm_scale")
    assert game.at() == GAME.at()
    assert set(scales) < set(game.parameters)
    assert not any(name.startswith(HAZARDS) for name in game.parameters)
    rng = random.Random(32)
    met = set()
    ends = list(
        itertools.product(*((game.parameters[n].low, game.parameters[n].high) for n in scales))
    )
    drawn = [tuple(Fraction(rng.randint(0, 30), 20) for _ in scales) for _ in range(60)]
    for values in (*ends, *drawn):
        at = dict(zip(scales, values, strict=True))
        p = dict(BASE)
        for cause, scale in zip(HAZARDS, values, strict=True):
            p |= {f"{cause}_{day}": BASE[f"{cause}_{day}"] * scale for day in DAYS}
        days, worth = by_recursion(p)
        assert {e.payoffs["USSR"] for e in bg.solve(game.at(at))} == {worth}
        assert stall.first_days(p)[0] == days[0]
        met |= set(days)
    assert {23, 24, 25, 26, 27, 28, 29} <= met


# --- an attack that is chosen --------------------------------------------------------------------


def chosen_by_recursion(p: dict[str, Fraction]) -> tuple[Fraction, Fraction]:
    """What the game is worth to both, by plain recursion; the sure answers to ties are refused."""
    kept = p["berlin_gain"] + p["cuba_gain"] - p["delay_cost"], -p["us_acceptance_loss"]
    settled = p["pledge_value"] - p["retreat_cost"], p["private_value"]
    talked = -p["stall_settlement"], p["private_value"] - p["trade_cost"]
    ussr, us = kept
    for day in reversed(DAYS):
        nu = p[f"talks_hazard_{day}"]
        risk = p["compel_war_risk"] + Fraction(day - 23, 5) * (
            p["live_war_risk"] - p["compel_war_risk"]
        )
        wait = nu * talked[0] + (1 - nu) * ussr, nu * talked[1] + (1 - nu) * us
        attack = (
            -(1 - risk) * p["intervention_loss"] - risk * p["ussr_war_cost"],
            (1 - risk) * p["us_success"] - risk * p["us_war_cost"],
        )
        if wait[1] == attack[1] and day != DAYS[0]:
            raise LookupError("a tie")
        stalling = wait if wait[1] > attack[1] else attack
        if stalling[0] == settled[0]:
            raise LookupError("a tie")
        ussr, us = stalling if stalling[0] > settled[0] else settled
        if day != DAYS[0]:
            ussr -= p["delay_cost"]
    return ussr, us


def test_an_attack_that_is_chosen_by_plain_recursion() -> None:
    game = POINT.variant("chosen").game
    space = game.parameters
    rng = random.Random(31)
    first = set()
    compared = 0
    while compared < 100:
        p = {
            name: q.low + (q.high - q.low) * Fraction(rng.randint(0, 60), 60)
            for name, q in space.items()
        }
        if space.violations(p):
            continue
        try:
            worth = chosen_by_recursion(p)
            equilibrium = bg.solve(game.at(p)).only()
        except (LookupError, bg.AmbiguousEquilibriumError):
            continue
        compared += 1
        assert (equilibrium.payoffs["USSR"], equilibrium.payoffs["US"]) == worth
        plan = equilibrium.profile["USSR"]
        first.add(next((d for d in DAYS if plan[f"{d} October"]["settle"] == 1), 29))
    assert {23, 29} <= first


def test_at_the_baseline_a_chosen_attack_would_come_on_the_first_day_or_not_at_all() -> None:
    plan = bg.solve(stall.chosen().at()).only().profile
    assert plan["USSR"]["23 October"]["settle"] == 1
    assert [plan["US"][f"{day} October"]["attack"] for day in DAYS] == [1, 0, 0, 0, 0, 0]
    dear = bg.solve(stall.chosen().at(us_acceptance_loss=5)).only().profile
    assert [dear["US"][f"{day} October"]["attack"] for day in DAYS] == [0, 0, 0, 0, 0, 1]
    assert [dear["USSR"][f"{day} October"]["settle"] for day in DAYS] == [0, 0, 0, 0, 0, 1]


def test_dates_chosen_beforehand_leave_every_date_possible() -> None:
    result = bg.solve(stall.dates().at())
    assert result.coverage is bg.Coverage.ALL
    assert len(result.components) == len(DAYS), "one for each day"
    settled = set()
    for positions in result.components:
        (row,) = {
            next(name for name, chance in result[k].profile["USSR"].items() if chance == 1)
            for k in positions
        }
        settled.add(row)
    assert settled == {f"settle on {day} October" for day in DAYS}


def test_other_values_may_follow() -> None:
    def after(outcome: str, pays: Any) -> bg.Terminal:
        easier = 2 if outcome == "settlement" else 0
        return bg.Terminal({**pays, "USSR": pays["USSR"] + easier}, label=outcome)

    easier = bg.solve(stall.game(after=after).at()).only().profile["USSR"]
    assert easier["23 October"]["settle"] == 1, "settling as cheap as what talks may bring"
    assert stall.game() == GAME
