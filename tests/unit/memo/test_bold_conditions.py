"""The conditions that are known by hand come out of the games by themselves: spring to the line.

Nothing but the tree goes in. What is expected is typed here and nowhere else: each condition as a
polynomial that is positive where it holds. It has to be a condition of the right equilibrium form,
up to a factor that is positive all over the constrained box, drawn by the right incentive. At
random points, and on borders, the forms that hold have to say what the rule says.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.unit.memo.known import (
    Letters,
    action_at,
    condition_of,
    drawn,
    forms_of,
    forms_with,
    game_of,
    in_all,
    said,
    signs,
    sizes,
)

# --- 1: deploying --------------------------------------------------------------------------------


def deploying(x: Letters) -> dict[tuple[str, str], Any]:
    """What deploying is worth more than not, by what the US does live and detected."""
    failed = (1 - x.r) * x.F + x.r * x.W_K
    failed_live = (1 - x.r_live) * x.F + x.r_live * x.W_K
    undeterred = x.S + x.E
    return {
        ("accept", "compel"): undeterred - x.d * x.theta * (x.S + x.phi * failed),
        ("accept", "accept"): undeterred,
        ("compel", "compel"): undeterred
        - x.d * x.theta * (x.S + x.phi * failed)
        - (1 - x.d) * (x.S + x.phi * failed_live),
    }


def limits(x: Letters) -> tuple[Any, Any]:
    """Positive where the US accepts: live missiles, and detected ones."""
    return x.r_live * (x.V + x.W_A) - x.V - x.L, x.r * (x.V + x.W_A) - x.V - x.L


def test_deploying_where_the_fait_accompli_works() -> None:
    x = Letters("deploy")
    worth = deploying(x)["accept", "compel"]
    seen = {"US__live_missiles": "accept", "US__detected": "compel"}
    deploys = forms_with("deploy", USSR__root="deploy", **seen)
    in_all(deploys, worth, "USSR at root prefers deploy to hold")
    in_all(deploys, limits(x)[0], "US at live missiles prefers accept to compel")
    in_all(deploys, -limits(x)[1], "US at detected prefers compel to accept")
    holds = forms_with("deploy", USSR__root="hold", **seen)
    in_all(holds, -worth, "USSR at root prefers hold to deploy")
    assert len(deploys) == len(holds) == 1


def test_deploying_where_nobody_ever_compels() -> None:
    """Then the USSR deploys whatever else is so: no condition of its own is left."""
    seen = {"US__live_missiles": "accept", "US__detected": "accept"}
    (form,) = forms_with("deploy", USSR__root="deploy", **seen)
    condition_of(form, limits(Letters("deploy"))[1], "US at detected prefers accept to compel")
    assert {condition.player for condition in form.conditions} == {"US"}
    assert not forms_with("deploy", USSR__root="hold", **seen)


def test_deploying_where_the_fait_accompli_does_not_deter() -> None:
    worth = deploying(Letters("deploy"))["compel", "compel"]
    seen = {"US__live_missiles": "compel", "US__detected": "compel"}
    in_all(
        forms_with("deploy", USSR__root="deploy", **seen),
        worth,
        "USSR at root prefers deploy to hold",
    )
    in_all(
        forms_with("deploy", USSR__root="hold", **seen),
        -worth,
        "USSR at root prefers hold to deploy",
    )


@sizes
def test_deploying_at_points(size: int) -> None:
    x = Letters("deploy")
    worth, (live, found) = deploying(x), limits(x)
    for p in drawn(game_of("deploy").parameters, size, *worth.values(), live, found):
        expected: set[Any] = set()
        for at_live in signs(live.evaluate(p), "accept", "compel"):
            for at_found in signs(found.evaluate(p), "accept", "compel"):
                case = worth.get((at_live, at_found))
                if case is None:  # compels live, not when detected: r_live = r on the border
                    case = worth["accept", "accept"] - (1 - x.d) * (
                        x.S + x.phi * ((1 - x.r_live) * x.F + x.r_live * x.W_K)
                    )
                expected |= signs(case.evaluate(p), ("deploy",), ("hold",))
        assert said("deploy", p, action_at("USSR", "root")) == expected, p


def test_silence_is_read_by_the_rule_of_bayes() -> None:
    """What the USSR believes about resolve after silence: less, by how likely it was seen."""
    x = Letters("deploy/silence")
    believed = x.theta * (1 - x.kappa) / (x.theta * (1 - x.kappa) + 1 - x.theta)
    failed = (1 - x.r) * x.F + x.r * x.W_K
    seen = {"US__live_missiles": "accept", "US__detected": "compel"}
    in_all(
        forms_with("deploy/silence", USSR__root="deploy", **seen),
        x.S + x.E - x.d * believed * (x.S + x.phi * failed),
        "USSR at root prefers deploy to hold",
    )


# --- 0: Berlin or Cuba ---------------------------------------------------------------------------


@pytest.mark.parametrize("case", [("accept", "compel"), ("accept", "accept"), ("compel", "compel")])
def test_berlin_or_cuba(case: tuple[str, str]) -> None:
    """Diplomacy iff pi*(B + E) is at least the value of deploying above doing nothing."""
    x = Letters("berlin")
    gap = x.pi * (x.B + x.E) - deploying(x)[case]
    seen = {
        "USSR__buildup": "deploy",
        "US__live_missiles": case[0],
        "US__detected": case[1],
    }
    in_all(
        forms_with("berlin", USSR__root="diplomacy", **seen),
        gap,
        "USSR at root prefers diplomacy to Cuba",
    )
    in_all(
        forms_with("berlin", USSR__root="Cuba", **seen),
        -gap,
        "USSR at root prefers Cuba to diplomacy",
    )


@pytest.mark.slow
def test_a_belief_of_march_counts_by_its_odds() -> None:
    x = Letters("berlin/march")
    march = x.pi / (x.pi + x.ell * (1 - x.pi))
    seen = {"USSR__buildup": "deploy", "US__live_missiles": "accept", "US__detected": "compel"}
    in_all(
        forms_with("berlin/march", USSR__root="Cuba", **seen),
        deploying(x)["accept", "compel"] - march * (x.B + x.E),
        "USSR at root prefers Cuba to diplomacy",
    )


# --- 2: Berlin as a hostage ----------------------------------------------------------------------


def acting(x: Letters) -> dict[str, Any]:
    """What acting is worth more than refraining, after each statement."""
    link, war = x.x_B * x.h_B + x.psi, x.x_C * x.h_C
    gain = x.m * x.L - x.kappa_A
    return {
        "silence": gain,
        "war threat": gain - war,
        "Berlin link": gain - link,
        "both": gain - link - war,
    }


def test_what_the_us_acts_upon() -> None:
    for statement, gap in acting(Letters("hostage")).items():
        place = f"US__{statement.replace(' ', '_')}"
        in_all(
            forms_with("hostage", **{place: "act"}),
            gap,
            f"US at {statement} prefers act to refrain",
        )
        in_all(
            forms_with("hostage", **{place: "refrain"}),
            -gap,
            f"US at {statement} prefers refrain to act",
        )


@sizes
def test_what_the_us_acts_upon_at_points(size: int) -> None:
    rules = acting(Letters("hostage"))
    for p in drawn(game_of("hostage").parameters, size, *rules.values()):
        for statement, gap in rules.items():
            told = said("hostage", p, action_at("US", statement))
            assert told == signs(gap.evaluate(p), ("act",), ("refrain",))


def test_the_link_deters_more_where_its_harm_is_more() -> None:
    """Somebody is deterred by the link and not by the threat of war iff x_B*h_B + psi is more."""
    x = Letters("hostage")
    rules = acting(x)
    assert rules["war threat"] - rules["Berlin link"] == x.x_B * x.h_B + x.psi - x.x_C * x.h_C


def test_carrying_out_the_threat() -> None:
    x = Letters("hostage/by-choice")
    gap = x.g_B + x.a_B - x.rho_B * (x.g_B + x.W_K)
    where = "USSR at Berlin link, acted"
    for form in forms_of("hostage/by-choice"):
        done = action_at("USSR", "Berlin link, acted")(form)
        if done == ("carry out",):
            condition_of(form, gap, f"{where} prefers carry out to let drop")
        else:
            condition_of(form, -gap, f"{where} prefers let drop to carry out")


# --- 3: the quarantine ---------------------------------------------------------------------------


def quarantine(x: Letters) -> tuple[Any, Any, Any]:
    """q - q_min, q_max - q and quarantine above strike, multiplied out."""
    least = x.q * (x.S + x.W_K) - x.S - x.F
    most = (1 - x.p) * (x.V + x.L) - x.p * x.a_A - x.q * x.p * (x.W_A - x.L - x.a_A)
    strike = (x.p * x.s_h + (1 - x.p) * x.s_s) * (x.V + x.W_A)
    return least, most, strike - x.p * (x.V + x.q * x.W_A + (1 - x.q) * (x.L + x.a_A))


def test_the_window_of_the_quarantine() -> None:
    least, most, strike = quarantine(Letters("blockade"))
    chosen = forms_with("blockade", US__root="quarantine", USSR__soft="withdraw")
    in_all(chosen, least, "USSR at soft prefers withdraw to defy")
    in_all(chosen, most, "US at root prefers quarantine to accept")
    in_all(chosen, strike, "US at root prefers quarantine to strike")
    in_all(
        forms_with("blockade", USSR__soft="defy"), -least, "USSR at soft prefers defy to withdraw"
    )
    in_all(
        forms_with("blockade", US__root="accept", USSR__soft="withdraw"),
        -most,
        "US at root prefers accept to quarantine",
    )


@sizes
def test_the_window_at_points(size: int) -> None:
    x = Letters("blockade")
    least, most, strike = quarantine(x)
    for p in drawn(game_of("blockade").parameters, size, least, most, strike):
        chosen = ("quarantine", "withdraw") in said(
            "blockade",
            p,
            lambda f: (action_at("US", "root")(f)[0], action_at("USSR", "soft")(f)[0]),
        )
        assert chosen == all(gap.evaluate(p) >= 0 for gap in (least, most, strike))


def test_the_window_closes() -> None:
    """At base at p = 3/8; without a cost of backing down at 5/13; at 1/3 if a war costs 12."""
    least, most, _ = quarantine(Letters("blockade"))
    base = dict(game_of("blockade").parameters.baseline)
    del base["hard_type"], base["brink_risk"]

    def closing(**changed: int) -> Fraction:
        there = {**base, **changed}
        risk = least.substitute(there).solve("brink_risk")
        return Fraction(
            most.substitute(there).substitute({"brink_risk": risk}).solve("hard_type").constant()
        )

    assert closing() == Fraction(3, 8)
    assert closing(us_backdown_cost=0) == Fraction(5, 13)
    assert closing(us_backdown_cost=0, us_war_cost=12) == Fraction(1, 3)


# --- 4: the quarantine line ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["line", "line/matrix"])
def test_the_line(name: str) -> None:
    """Above iota* there are three equilibria and not the mixed one alone: stopping at an enforced
    line is one whatever the risk, as a US that has been obeyed prefers to have enforced."""
    x = Letters(name)
    over = x.iota * (x.v + x.W_A) - x.v - x.l
    tree = name == "line"
    at_line = " at line" if tree else ""
    pure = {
        tuple(actions[0] for _, _, actions in form.support): form
        for form in forms_of(name)
        if form.is_pure
    }
    assert set(pure) == {("stop", "enforce"), ("proceed", "let pass")}
    assert not pure["stop", "enforce"].conditions
    condition_of(pure["proceed", "let pass"], over, f"US{at_line} prefers let pass to enforce")
    (mixed,) = (form for form in forms_of(name) if not form.is_pure)
    plans = {
        p: (q["root" if p == "USSR" else "line"] if tree else q) for p, q in mixed.profile.items()
    }
    enforced = (x.b_p + x.c) / (x.b_p + x.iota * x.W_K + (1 - x.iota) * (x.c + x.g_i))
    assert plans["US"]["enforce"] == enforced
    room = x.iota * x.W_A - (1 - x.iota) * x.v - x.l
    assert plans["USSR"]["stop"] == room / (x.v - x.v_lapse + room)
    point = {**game_of(name).parameters.baseline, "incident_risk": Fraction(7, 20)}
    assert mixed.holds(point)
    assert round(float(enforced.evaluate(point)), 3) == 0.392
    assert round(float(plans["USSR"]["stop"].evaluate(point)), 3) == 0.630


@sizes
def test_the_line_at_points(size: int) -> None:
    x = Letters("line")
    over = x.iota * (x.v + x.W_A) - x.v - x.l
    for p in drawn(game_of("line").parameters, size, over):
        told = said("line", p, lambda form: form.is_pure and form.support)
        assert len(told) == (3 if over.evaluate(p) >= 0 else 1)


def test_announcing_moves_the_chance_of_an_enforced_line() -> None:
    x = Letters("line/announcement")
    dearer = (x.b_p + x.c + x.e_a) / (x.b_p + x.iota * x.W_K + (1 - x.iota) * (x.c + x.g_i))
    found = {
        form.profile["US"]["line, announced"]["enforce"] for form in forms_of("line/announcement")
    }
    assert dearer in {chance for chance in found if chance not in (0, 1)}
    # Where enforcing dominates the ships stop without a word, or the announcement is empty.
    base = game_of("line/announcement").parameters.baseline
    (only,) = (form for form in forms_of("line/announcement") if form.holds(base))
    assert ("USSR", "root", ("say nothing",)) in only.support
    assert ("USSR", "unannounced", ("stop",)) in only.support
