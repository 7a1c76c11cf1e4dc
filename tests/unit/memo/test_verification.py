"""Verification: the tree, solved, against the formulas of its description, typed here only."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import verification
from brinkgame.memo.verification import GAME, POINT

SPACE = GAME.parameters
BASE = dict(SPACE.baseline)
NAMES = {
    p.name: p
    for game in (GAME, *(v.game for v in POINT.variants))
    for p in game.parameters.values()
}


def draw(rng: random.Random, game: Any = GAME) -> dict[str, Fraction]:
    """A point in the box that keeps the constraints; coarse, so that it ties."""
    while True:
        p = {}
        for name, q in game.parameters.items():
            steps = rng.choice((4, 10, 60))
            p[name] = q.low + (q.high - q.low) * Fraction(rng.randint(0, steps), steps)
        if not game.parameters.violations(p):
            return p


def typed(formula: str) -> Any:
    return bg.parse(formula, NAMES)


def least(p: dict[str, Fraction]) -> Fraction:
    """s* = max(0, z - k_v/u)."""
    if not p["inspection_value"]:
        return Fraction(0)
    return max(Fraction(0), p["insist_success"] - p["insist_cost"] / p["inspection_value"])


def insisted(p: dict[str, Fraction]) -> Fraction:
    """What being insisted upon is worth to the USSR."""
    z = p["insist_success"]
    return -z * p["verification_cost"] - (1 - z) * p["collapse_cost"]


# --- the tree ------------------------------------------------------------------------------------


def test_the_tree_has_the_words_of_its_description() -> None:
    assert [(i.player, i.label, i.actions) for i in GAME.information_sets] == [
        ("USSR", "offer", ("offer nothing", "offer inspection")),
        ("US", "offer nothing", ("accept", "insist")),
        ("US", "offer inspection", ("accept", "insist")),
    ]
    assert GAME.outcomes == (
        "no verification",
        "verified in full",
        "collapse",
        "verified as offered",
    )


def test_the_payoffs_are_those_of_the_description() -> None:
    rows = {
        "offer inspection/accept": (
            "-verification_cost*inspection_quality",
            "inspection_value*inspection_quality",
        ),
        "offer inspection/insist/works": ("-verification_cost", "inspection_value - insist_cost"),
        "offer nothing/insist/fails": ("-collapse_cost", "-insist_cost"),
        "offer nothing/accept": ("0*insist_cost", "0*insist_cost"),
    }
    for path, formulas in rows.items():
        paid = GAME.terminal_payoffs()[GAME.node_at(f"root/{path}")]
        assert paid == tuple(map(typed, formulas))


def test_an_offer_that_is_just_enough_may_be_accepted_or_not() -> None:
    assert verification.least_quality() == least(BASE) == Fraction(1, 2)
    agreeing = [POINT.agrees(each.profile) for each in POINT.solve({"inspection_quality": "1/2"})]
    assert {*agreeing} == {True, False}
    assert POINT.agrees(POINT.solve({"inspection_quality": "51/100"}).only().profile)


def test_the_figures_of_the_description() -> None:
    weaker = {"insist_success": "1/2", "insist_cost": "2/5"}
    assert verification.least_quality(weaker) == Fraction(1, 10)
    found = verification.evasion()
    assert (found.before, found.after) == (Fraction(1, 2), Fraction(1, 10))
    assert (found.by_refusal, found.by_easing) == (Fraction(3, 10), Fraction(1, 10))
    assert found.share_of_refusal == Fraction(3, 4)


@pytest.mark.parametrize(
    ("name", "over", "relation", "formula"),
    [
        (
            "accepts",
            "inspection_quality",
            ">=",
            "insist_success - insist_cost/inspection_value",
        ),
        ("accepts nothing", "insist_cost", ">=", "insist_success*inspection_value"),
        ("less for a lower chance", None, "", None),
        ("less for a higher cost", None, "", "-1/inspection_value"),
        (
            "counting is enough",
            "removal_weight",
            ">=",
            "insist_success - insist_cost/inspection_value",
        ),
        (
            "arrivals are enough",
            "removal_weight",
            "<=",
            "1 - insist_success + insist_cost/inspection_value",
        ),
        (
            "keeps the agreement",
            "inspection_quality",
            ">=",
            "cheating_gain/(cheating_gain + cheating_penalty)",
        ),
        (
            "inspects",
            None,
            "",
            "cheating_gain/(inspection_quality*(cheating_gain + cheating_penalty))",
        ),
        ("cheats", None, "", "inspection_cost/(inspection_quality*us_acceptance_loss)"),
    ],
)
def test_what_is_derived_is_what_is_described(
    name: str, over: str | None, relation: str, formula: str | None
) -> None:
    found = POINT.closed_form(name)
    assert found.over == (None if over is None else typed(f"1*{over}"))
    assert found.relation == relation
    assert found.formula == (1 if formula is None else typed(formula))


# --- everywhere ----------------------------------------------------------------------------------


def check(p: dict[str, Fraction]) -> tuple[bool, ...] | None:
    star, s = least(p), p["inspection_quality"]
    assert verification.least_quality(p) == star
    # Offering what is just accepted is never worse for the USSR than being insisted upon.
    assert -p["verification_cost"] * star >= insisted(p)
    more = p["inspection_value"] * s - (
        p["insist_success"] * p["inspection_value"] - p["insist_cost"]
    )
    least_gain = p["insist_cost"] - p["insist_success"] * p["inspection_value"]
    if not more or not least_gain:
        return None
    result = bg.solve(GAME.at(p))
    assert result.coverage is bg.Coverage.ALL
    accepts = s >= star
    assert accepts == (more > 0)
    for each in result:
        assert each.profile["US"]["offer inspection"]["accept"] == accepts
        assert each.profile["US"]["offer nothing"]["accept"] == (star == 0 and least_gain > 0)
        if accepts and least_gain < 0 and -p["verification_cost"] * s > insisted(p):
            assert each.profile["USSR"]["offer"]["offer inspection"] == 1
        if star == 0 and least_gain > 0 and p["verification_cost"] * s > 0:
            assert each.payoffs["USSR"] == 0, "nothing is offered where nothing is accepted"
    return accepts, least_gain > 0


def test_the_formulas_are_what_the_tree_says() -> None:
    rng = random.Random(8)
    assert {check(draw(rng)) for _ in range(200)} >= {(True, True), (True, False), (False, False)}


@pytest.mark.slow
def test_the_formulas_are_what_the_tree_says_at_many_points() -> None:
    rng = random.Random(80)
    for _ in range(10_000):
        check(draw(rng))


def test_of_a_menu_the_least_that_is_accepted_is_offered() -> None:
    rng = random.Random(81)
    qualities = [Fraction(k, 10) for k in range(1, 11)]
    menu = verification.game(qualities)
    assert "inspection_quality" not in menu.parameters
    met = 0
    for _ in range(150):
        p = draw(rng, menu)
        result = bg.solve(menu.at(p))
        star = least(p)
        if len(result) > 1 or result[0].family is not None or not star:
            continue
        met += 1
        (offered,) = (q for q in qualities if q >= star and q - star < Fraction(1, 10))
        cost = p["verification_cost"] * offered
        chosen = result.only().profile["USSR"]["offer"]
        if -cost > insisted(p):
            assert chosen[f"offer inspection of {offered}"] == 1
    assert met > 20


@pytest.mark.parametrize("offers", [(), ("3/2",), (-1,), ("1/2", "2/4"), {"half": 2}, {}])
def test_a_menu_that_is_none_is_refused(offers: Any) -> None:
    with pytest.raises(bg.InvalidNumberError, match="offers"):
        verification.game(offers)


def test_the_two_offers_are_two_things() -> None:
    """One is accepted and the other not, and which turns on what the US wants to see."""
    game = POINT.variant("two-offers").game
    base = bg.solve(game.at()).only().profile
    assert base["USSR"]["offer"]["count departures"] == 1
    assert base["US"]["count departures"]["accept"] == 1
    assert base["US"]["inspect arrivals"]["insist"] == 1
    other = bg.solve(game.at(removal_weight="1/3")).only().profile
    assert other["USSR"]["offer"]["inspect arrivals"] == 1
    rng = random.Random(82)
    for _ in range(150):
        p = draw(rng, game)
        for each in bg.solve(game.at(p)):
            shown = {
                "inspect arrivals": 1 - p["removal_weight"],
                "count departures": p["removal_weight"],
                "UN inspection": Fraction(1),
            }
            for name, share in shown.items():
                if share != least(p) and p["inspection_value"]:
                    assert each.profile["US"][name]["accept"] == (share > least(p))


def test_decided_at_once_the_offer_does_not_matter_if_the_us_insists() -> None:
    game = POINT.variant("at-once").game
    result = bg.solve(game.at())
    assert {each.payoffs["US"] for each in result} == {Fraction(1, 2)}
    assert all(each.profile["US"]["insist"] == 1 for each in result)
    eased = bg.solve(game.at(insist_cost="9/10"))
    assert eased.only().profile["USSR"]["offer nothing"] == 1


def test_cheating_is_deterred_from_a_quality_on() -> None:
    game = POINT.variant("cheating").game
    border = POINT.closed_form("keeps the agreement")
    rng = random.Random(83)
    seen = set()
    for _ in range(200):
        p = draw(rng, game)
        gain, penalty = p["cheating_gain"], p["cheating_penalty"]
        s = p["inspection_quality"]
        if not gain + penalty or s * (gain + penalty) == gain:
            continue
        keeps = bg.solve(game.at(p)).only().profile["USSR"]["afterwards"]["comply"] == 1
        assert keeps == (s >= gain / (gain + penalty)) == border.holds(p)
        seen.add(keeps)
    assert seen == {True, False}


def test_the_inspection_game_is_mixed_where_its_case_is_at_hand() -> None:
    game = verification.inspection_game()
    inspects, cheats = POINT.closed_form("inspects"), POINT.closed_form("cheats")
    rng = random.Random(84)
    met = 0
    while met < 60:
        p = draw(rng, game)
        if min(condition.evaluate(p) for condition in inspects.provided) <= 0:
            continue
        met += 1
        only = bg.solve(game.at(p)).only().profile
        assert only["US"]["inspect"] == inspects.formula.evaluate(p)
        assert only["USSR"]["cheat"] == cheats.formula.evaluate(p)


# --- the shares of the two causes ----------------------------------------------------------------


def test_the_shares_add_up_and_the_order_matters_only_at_zero() -> None:
    rng = random.Random(85)
    for _ in range(200):
        p = draw(rng)
        if not p["inspection_value"]:
            continue
        chance = p["insist_success"] * Fraction(rng.randint(0, 10), 10)
        cost = min(p["insist_cost"] + Fraction(rng.randint(0, 10), 10), Fraction(2))
        found = verification.evasion(chance, cost, p)
        assert found.by_refusal + found.by_easing == found.before - found.after
        assert found.by_refusal >= 0 <= found.by_easing, "the signs are by construction"
        if found.after > 0:
            assert found.by_refusal == p["insist_success"] - chance
            assert found.by_easing == (cost - p["insist_cost"]) / p["inspection_value"]
            assert found.alone == {
                "insist_success": found.by_refusal,
                "insist_cost": found.by_easing,
            }
        if found.before == found.after:
            assert found.share_of_refusal is None


def test_both_causes_bring_it_to_nothing() -> None:
    found = verification.evasion("1/10", 2)
    assert found.after == 0
    assert set(found.alone.values()) == {Fraction(1, 2)}
    assert found.share_of_refusal == Fraction(1, 2), "each alone would have done"


def test_a_us_that_accepts_nothing_is_told() -> None:
    """Outside the ranges: it gains by insisting whatever it is offered."""
    with pytest.warns(bg.ParameterRangeWarning):
        assert verification.least_quality({"inspection_value": 0, "insist_cost": -1}) is None
    with (
        pytest.warns(bg.ParameterRangeWarning),
        pytest.raises(bg.UnsupportedGameError, match="no quality"),
    ):
        verification.evasion(at={"inspection_value": 0, "insist_cost": -1})


def test_the_tree_as_a_part_of_another() -> None:
    def then(payoffs: Any, *, label: str) -> bg.Terminal:
        return bg.Terminal(payoffs, label=f"{label}!")

    game = bg.ExtensiveFormGame(
        "later", players=("USSR", "US"), root=verification.tree(then=then, prefix="v: ")
    )
    assert {i.label for i in game.information_sets} == {
        "v: offer",
        "v: offer nothing",
        "v: offer inspection",
    }
    assert "collapse!" in game.outcomes


@given(
    st.fixed_dictionaries(
        {
            name: st.integers(0, 12).map(lambda k, q=q: q.low + (q.high - q.low) * Fraction(k, 12))
            for name, q in GAME.parameters.items()
        }
    )
)
def test_no_point_of_a_coarse_grid_tells_otherwise(p: dict[str, Fraction]) -> None:
    """The same, with points that hypothesis looks for among the ties."""
    assume(not GAME.parameters.violations(p))
    check(p)
