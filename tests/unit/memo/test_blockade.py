"""The blockade against the formulas of its description, which are typed here and only here.

S = S_B + S_C. A soft USSR withdraws iff q >= (S + F)/(S + W_K). Then the US would rather quarantine
than accept iff q <= [(1 - p)(V + L) - p a_A]/[p (W_A - L - a_A)], and rather than strike iff
p [V + q W_A + (1 - q)(L + a_A)] <= sigma (V + W_A) with sigma = p sigma_h + (1 - p) sigma_s.
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
from brinkgame.catalog import brinkmanship
from brinkgame.memo import blockade
from brinkgame.memo.blockade import GAME, POINT

SPACE = GAME.parameters
BASE = SPACE.baseline
NAMES = {parameter.name: parameter for parameter in SPACE.values()}


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


def q_min(p: dict[str, Fraction]) -> Fraction:
    s = p["berlin_gain"] + p["cuba_gain"]
    return (s + p["retreat_cost"]) / (s + p["ussr_war_cost"])


def q_max(p: dict[str, Fraction]) -> Fraction:
    hard, back = p["hard_type"], p["us_backdown_cost"]
    above = (1 - hard) * (p["us_success"] + p["us_acceptance_loss"]) - hard * back
    return above / (hard * (p["us_war_cost"] - p["us_acceptance_loss"] - back))


def us_pays(p: dict[str, Fraction], moved: bool) -> dict[str, Fraction]:
    """What each response pays the US, if the quarantine moves a soft USSR or does not."""
    hard, q = p["hard_type"], p["brink_risk"]
    v, war, loss = p["us_success"], p["us_war_cost"], p["us_acceptance_loss"]
    sigma = hard * p["strike_risk_hard"] + (1 - hard) * p["strike_risk_soft"]
    defied = -q * war - (1 - q) * (loss + p["us_backdown_cost"])
    return {
        "accept": -loss,
        "strike": v - sigma * (v + war),
        "quarantine": hard * defied + (1 - hard) * (v if moved else defied),
    }


def by_formula(p: dict[str, Fraction]) -> set[tuple[str, str, Fraction]]:
    """What the US does and what a soft USSR does, with the payoff of the US: all pairs."""
    least, q = q_min(p), p["brink_risk"]
    answers = [True] if q > least else [False] if q < least else [True, False]
    found = set()
    for moved in answers:
        pays = us_pays(p, moved)
        best = max(pays.values())
        found |= {
            (action, "withdraw" if moved else "defy", best)
            for action, worth in pays.items()
            if worth == best
        }
    return found


def only(choices: Any) -> str:
    (action,) = (action for action, chance in choices.items() if chance == 1)
    return str(action)


def solved(p: dict[str, Fraction]) -> set[tuple[str, str, Fraction]]:
    result = bg.solve(GAME.at(p))
    assert result.coverage is bg.Coverage.ALL
    for equilibrium in result:
        assert only(equilibrium.profile["USSR"]["hard"]) == "defy"
    return {
        (
            only(e.profile["US"]["root"]),
            only(e.profile["USSR"]["soft"]),
            e.payoffs["US"],
        )
        for e in result
    }


def check(p: dict[str, Fraction]) -> None:
    """The solver and the closed forms say what the formulas say."""
    found = by_formula(p)
    listed = solved(p)
    # What nobody reaches is not listed apart, and only ties are unlike.
    assert listed <= found, p
    assert {(act, pays) for act, _, pays in listed} == {(act, pays) for act, _, pays in found}, p
    assert listed == found or p["brink_risk"] == q_min(p)
    moves = POINT.closed_form("least risk")
    assert moves.holds(p) == (p["brink_risk"] >= q_min(p))
    assert POINT.closed_form("strike at all").holds({**p, "hard_type": Fraction(0)}) == (
        p["strike_risk_soft"] <= blockade.strike_limit().evaluate(p)
    )
    if not moves.holds(p):
        assert POINT.closed_form("bearable belief").holds(p) is None, "another case"
        assert all(action != "quarantine" or p["brink_risk"] == 0 for action, _, _ in found)
        return
    pays = us_pays(p, True)
    beats_accepting = pays["quarantine"] >= pays["accept"]
    beats_striking = pays["quarantine"] >= pays["strike"]
    if p["hard_type"]:
        assert beats_accepting == (p["brink_risk"] <= q_max(p))
        assert POINT.closed_form("bearable risk").holds(p) == beats_accepting
    assert POINT.closed_form("bearable belief").holds(p) == beats_accepting
    assert POINT.closed_form("rather than strike").holds(p) == beats_striking
    assert (("quarantine", "withdraw") in {pair[:2] for pair in found}) == (
        beats_accepting and beats_striking
    )


# --- the baseline --------------------------------------------------------------------------------


def test_the_tree_has_the_words_of_its_description() -> None:
    assert GAME.players == ("USSR", "US")
    assert [(i.player, i.label, i.actions) for i in GAME.information_sets] == [
        ("US", "root", ("accept", "strike", "quarantine")),
        ("USSR", "hard", ("withdraw", "defy")),
        ("USSR", "soft", ("withdraw", "defy")),
    ]
    assert GAME.outcomes == ("missiles stay", "war", "withdrawal")
    assert GAME.is_perfect_information
    assert list(map(str, SPACE.constraints)) == [
        "retreat_cost < ussr_war_cost",
        "us_acceptance_loss + us_backdown_cost < us_war_cost",
        "strike_risk_soft <= strike_risk_hard",
    ]


def test_at_the_baseline_quarantine_beats_accepting_beats_striking() -> None:
    equilibrium = bg.solve(GAME.at()).only()
    assert POINT.agrees(equilibrium.profile)
    assert equilibrium.payoffs["US"] == Fraction(-43, 24)
    assert us_pays(dict(BASE), True) == {
        "accept": -2,
        "strike": Fraction(-9, 2),
        "quarantine": Fraction(-43, 24),
    }
    assert round(float(equilibrium.payoffs["US"]), 3) == -1.792
    assert equilibrium.outcomes()["war"] == Fraction(13, 60)


def test_the_window_at_the_baseline() -> None:
    assert blockade.least_risk().value == Fraction(3, 5)
    assert round(float(blockade.bearable_risk().value), 3) == 0.733
    closing = blockade.widest_belief()
    assert closing.evaluate(BASE) == Fraction(3, 8)
    assert closing.evaluate({**BASE, "us_backdown_cost": 0}) == Fraction(5, 13)
    assert blockade.strike_limit().evaluate(BASE) == Fraction(3, 11)


def test_the_edges_are_the_formulas_of_the_description() -> None:
    typed = bg.parse(
        "(berlin_gain + cuba_gain + retreat_cost)/(berlin_gain + cuba_gain + ussr_war_cost)", NAMES
    )
    least = POINT.closed_form("least risk")
    assert (least.formula, least.relation, str(least.over)) == (typed, ">=", "brink_risk")
    most = POINT.closed_form("bearable risk")
    typed = bg.parse(
        "((1 - hard_type)*(us_success + us_acceptance_loss) - hard_type*us_backdown_cost)"
        "/(hard_type*(us_war_cost - us_acceptance_loss - us_backdown_cost))",
        NAMES,
    )
    assert (most.formula, most.relation, str(most.over)) == (typed, "<=", "brink_risk")
    rather = POINT.closed_form("rather than strike")
    assert rather.over == bg.parse(
        "hard_type*(us_success + brink_risk*us_war_cost"
        " + (1 - brink_risk)*(us_acceptance_loss + us_backdown_cost))",
        NAMES,
    )
    assert rather.formula == bg.parse(
        "(hard_type*strike_risk_hard + (1 - hard_type)*strike_risk_soft)"
        "*(us_success + us_war_cost)",
        NAMES,
    )


# --- everywhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "seed"), [(200, 1962), pytest.param(10_000, 22, marks=pytest.mark.slow)]
)
def test_points_drawn_from_the_box_agree_with_the_formulas(points: int, seed: int) -> None:
    rng = random.Random(seed)
    met = set()
    for _ in range(points):
        p = draw(rng)
        check(p)
        met |= {pair[:2] for pair in by_formula(p)}
    assert {("accept", "defy"), ("strike", "withdraw"), ("quarantine", "withdraw")} <= met


fractions = st.fractions(min_value=0, max_value=1, max_denominator=12)


@given(st.data())
def test_any_point_of_the_box_agrees_with_the_formulas(data: Any) -> None:
    p = {}
    for name, parameter in SPACE.items():
        share = data.draw(fractions, label=name)
        p[name] = parameter.low + share * (parameter.high - parameter.low)
    p["strike_risk_soft"] = min(p["strike_risk_soft"], p["strike_risk_hard"])
    p["retreat_cost"] = min(p["retreat_cost"], p["ussr_war_cost"] - Fraction(1, 4))
    p["us_war_cost"] = max(
        p["us_war_cost"], p["us_acceptance_loss"] + p["us_backdown_cost"] + Fraction(1, 4)
    )
    check(p)


def test_ties_on_the_near_edge_have_two_outcomes() -> None:
    result = bg.solve(GAME.at(brink_risk="3/5"))
    assert len(result) == 2
    assert {only(e.profile["US"]["root"]) for e in result} == {"accept", "quarantine"}
    assert {e.payoffs["US"] for e in result} == {Fraction(-2), Fraction(-5, 3)}
    rng = random.Random(6)
    for _ in range(60):
        p = draw(rng)
        p["brink_risk"] = q_min(p)
        check(p)
        assert {pair[1] for pair in by_formula(p)} == {"withdraw", "defy"}


def test_ties_on_the_far_edge() -> None:
    rng = random.Random(7)
    met = 0
    while met < 40:
        p = draw(rng, strike_risk_soft="3/5", strike_risk_hard=1)
        if not p["hard_type"] or not q_min(p) < q_max(p) <= 1:
            continue
        p["brink_risk"] = q_max(p)
        check(p)
        assert len({pair[0] for pair in by_formula(p)} & {"accept", "quarantine"}) != 1
        met += 1


def test_the_window_is_open_up_to_the_widest_belief() -> None:
    closing = blockade.widest_belief()
    rng = random.Random(8)
    seen = set()
    for _ in range(300):
        p = draw(rng)
        if p["hard_type"]:
            is_open = q_max(p) >= q_min(p)
            assert is_open == (p["hard_type"] <= closing.evaluate(p))
            assert POINT.closed_form("window").holds(p) == is_open
            seen.add(is_open)
        at_the_end = {**p, "hard_type": closing.evaluate(p)}
        assert q_max(at_the_end) == q_min(p)
    assert seen == {True, False}


def test_where_nobody_is_hard_any_risk_can_be_borne() -> None:
    p = {**BASE, "hard_type": Fraction(0), "brink_risk": Fraction(1)}
    check(dict(p))
    assert POINT.closed_form("bearable belief").holds(p)
    # There the other border has no value, and multiplied out it says the same.
    with pytest.raises(bg.ExpressionError):
        POINT.closed_form("bearable risk").formula.evaluate(p)
    assert POINT.closed_form("bearable risk").holds(p)


def test_a_hard_ussr_defies_whatever_the_risk() -> None:
    found = bg.indifference(GAME, "USSR", "hard", "defy", "withdraw")
    rng = random.Random(9)
    assert all(found.difference.evaluate(draw(rng)) > 0 for _ in range(100))


# --- the same game in other clothes --------------------------------------------------------------


def test_the_type_may_be_drawn_before_the_us_moves() -> None:
    other = blockade.drawn_first()
    assert other.information_sets[0].nodes == ("root/hard", "root/soft")
    rng = random.Random(10)
    for p in [dict(BASE), {**BASE, "brink_risk": Fraction(3, 5)}, *(draw(rng) for _ in range(20))]:
        if p["hard_type"] in (0, 1):
            continue
        drawn = {
            (
                only(e.profile["US"]["response"]),
                only(e.profile["USSR"]["soft"]),
                e.payoffs["US"],
            )
            for e in bg.solve(other.at(p), concept="sequential")
            if all(
                set(choices.values()) <= {0, 1}
                for plan in (e.profile["US"], e.profile["USSR"])
                for choices in plan.values()
            )
        }
        assert drawn == by_formula(p), p


def test_without_the_cost_of_backing_down_it_is_the_game_of_the_textbook() -> None:
    """The payoffs of every pair of plans, and both edges, at the textbook's stakes."""
    ours = bg.remove_action(GAME, "US", "root", "strike").fix(us_backdown_cost=0)
    book = brinkmanship.GAME
    rng = random.Random(11)
    for _ in range(12):
        there = {
            "hard_type": Fraction(rng.randint(0, 12), 12),
            "brink_risk": Fraction(rng.randint(0, 12), 12),
            "us_war_cost": Fraction(rng.choice((10, 12))),
        }
        here, textbook = ours.at(there), book.at(there)
        for us, hard, soft in itertools.product((0, 1), ("withdraw", "defy"), ("withdraw", "defy")):
            answers = {"hard": hard, "soft": soft}
            mine = bg.expected_payoffs(
                here, {"US": {"root": ("accept", "quarantine")[us]}, "USSR": answers}
            )
            theirs = bg.expected_payoffs(
                textbook, {"US": {"threat": ("no threat", "threat")[us]}, "USSR": answers}
            )
            assert dict(mine) == dict(theirs)
    assert bg.indifference(book, "USSR", "soft", "withdraw", "defy").threshold(
        "brink_risk"
    ).value == blockade.least_risk().formula.evaluate(BASE)
    edge = bg.indifference(book, "US", "threat", "threat", "no threat").threshold("brink_risk")
    most = blockade.bearable_risk().formula.substitute({"us_backdown_cost": 0})
    for p in (Fraction(3, 10), Fraction(1, 3), Fraction(2, 5), Fraction(1, 2)):
        for war in (10, 12):
            where = {**BASE, "hard_type": p, "us_war_cost": war}
            assert edge.formula.evaluate(where) == most.evaluate(where)


# --- variants ------------------------------------------------------------------------------------


def test_of_a_ladder_of_risks_the_least_that_moves_it_is_taken() -> None:
    rng = random.Random(12)
    taken = set()
    for _ in range(60):
        p = draw(rng)
        if p["hard_type"] in (0, 1):
            continue
        risks = [Fraction(k, 12) for k in range(13)]
        pays = {"accept": us_pays(p, False)["accept"], "strike": us_pays(p, False)["strike"]}
        expected = set()
        tied = q_min(p) in risks
        for moved_at_the_edge in (True, False) if tied else (True,):
            here = dict(pays)
            for q in risks:
                moved = q > q_min(p) or (q == q_min(p) and moved_at_the_edge)
                here[f"quarantine at {q}"] = us_pays({**p, "brink_risk": q}, moved)["quarantine"]
            expected |= {name for name, worth in here.items() if worth == max(here.values())}
        result = bg.solve(
            blockade.ladder(risks).at({k: v for k, v in p.items() if k != "brink_risk"})
        )
        found = {only(e.profile["US"]["root"]) for e in result}
        assert found == expected
        taken |= found
    assert {"accept", "strike"} < taken


@pytest.mark.parametrize(
    ("risks", "error", "message"),
    [
        ([], bg.InvalidParameterError, "at least one risk"),
        (["1/2", 0.5], bg.InvalidParameterError, "each once"),
        (["3/2"], bg.InvalidNumberError, "from 0 to 1; got 3/2"),
    ],
)
def test_a_ladder_of_what_are_no_risks_is_refused(risks: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        blockade.ladder(risks)


def test_a_rung_may_be_an_expression() -> None:
    game = blockade.ladder([blockade.least_risk().formula, 1])
    assert "ussr_war_cost" in game.parameters
    assert len(bg.solve(game.at())) == 2, "exactly on the near edge"


def test_war_by_choice_has_the_same_near_edge_and_other_equilibria() -> None:
    game = POINT.variant("escalation").game
    base = bg.solve(game.at(), concept="sequential")
    assert base.coverage is bg.Coverage.ALL
    outcomes = [e.outcomes()["withdrawal"] for e in base]
    assert len(base) == 3
    # In one of them a quarantine is read as weakness, and nobody declares one.
    weak = base[0].profile
    assert only(weak["US"]["resolute"]) == "strike"
    assert only(weak["US"]["irresolute"]) == "accept"
    # In another every US does, and a soft USSR gives way: the outcome of the main game.
    pooled = base[1]
    assert only(pooled.profile["US"]["irresolute"]) == "quarantine"
    assert pooled.outcomes()["war"] == bg.solve(GAME.at()).only().outcomes()["war"]
    assert len(set(outcomes)) == 3
    below = bg.solve(game.at(brink_risk="1/2"), concept="sequential")
    assert not any(e.outcomes()["withdrawal"] > Fraction(1, 2) for e in below)
    # No far edge: a US that would yield risks nothing by bluffing.
    for p in (Fraction(9, 10), Fraction(99, 100)):
        high = bg.solve(game.at(brink_risk=p), concept="sequential")
        assert any(only(e.profile["US"]["irresolute"]) == "quarantine" for e in high)
        assert only(bg.solve(GAME.at(brink_risk=p)).only().profile["US"]["root"]) == "accept"


def test_war_by_choice_pools_where_the_formulas_say() -> None:
    """Every US quarantines and a soft USSR gives way iff q >= q_min and nobody does better."""
    game = POINT.variant("escalation").game
    rng = random.Random(14)
    seen = set()
    compared = 0
    while compared < 80:
        p = draw(rng)
        hard, v, loss = p["hard_type"], p["us_success"], p["us_acceptance_loss"]
        sigma = hard * p["strike_risk_hard"] + (1 - hard) * p["strike_risk_soft"]
        gaps = [p["brink_risk"] - q_min(p)]
        for war, yielding in ((4, 4), (p["us_war_cost"], loss + p["us_backdown_cost"])):
            # Met by a hard USSR a resolute US fights, and an irresolute one yields.
            pools = (1 - hard) * v - hard * yielding
            gaps += [pools + loss, pools - ((1 - sigma) * v - sigma * war)]
        if 0 in gaps or hard in (0, 1) or p["brink_risk"] in (0, 1):
            continue
        compared += 1
        pooled = [
            e
            for e in bg.solve(game.at(p), concept="sequential")
            if e.profile["US"]["resolute"]["quarantine"] == 1
            and e.profile["US"]["irresolute"]["quarantine"] == 1
            and e.profile["USSR"]["soft"]["withdraw"] == 1
        ]
        assert len(pooled) == all(gap > 0 for gap in gaps), p
        seen.add(len(pooled))
    assert seen == {0, 1}


def test_of_the_risks_that_move_a_soft_ussr_the_us_wants_the_least() -> None:
    slope = bg.indifference(GAME, "US", "root", "quarantine", "accept").difference.derivative(
        "brink_risk"
    )
    rng = random.Random(15)
    for p in (draw(rng) for _ in range(100)):
        assert slope.evaluate(p) <= 0
        assert (slope.evaluate(p) == 0) == (p["hard_type"] == 0)


def test_a_ussr_that_doubts_american_resolve_would_have_defied() -> None:
    perceived = POINT.variant("doubted-resolve").game
    assert set(perceived.parameters) == {*SPACE, "us_resolve"}
    assert only(bg.solve(perceived.at()).only().profile["USSR"]["soft"]) == "defy"
    # It must have come to believe in an American resolve of 12/13 before it withdrew.
    border = bg.indifference(perceived, "USSR", "soft", "withdraw", "defy").threshold("us_resolve")
    assert (border.relation, border.value) == (">=", Fraction(12, 13))
    rng = random.Random(13)
    for _ in range(40):
        p = draw(rng)
        theta = Fraction(rng.randint(1, 10), 10)
        risk = theta * p["brink_risk"]
        found = {
            only(e.profile["USSR"]["soft"])
            for e in bg.solve(perceived.at({**p, "us_resolve": theta}))
        }
        assert ("withdraw" in found) == (risk >= q_min(p))


def test_noisy_players_quarantine_only_if_their_noise_is_small() -> None:
    """A soft USSR that may err makes the quarantine riskier, and its margin is thin."""
    chances = {}
    for rationality in (1, 4, 16, 64):
        (found,) = bg.solve(GAME.at(), bg.AgentLogitQRE(rationality))
        chances[rationality] = {
            action: float(chance) for action, chance in found.profile["US"]["root"].items()
        }
    assert min(chances[1]["accept"], chances[4]["accept"]) > 0.8
    assert chances[4]["quarantine"] < 0.2 < 0.9 < chances[16]["quarantine"]
    assert chances[64]["quarantine"] > 0.99


def test_other_values_may_follow() -> None:
    """With the values of the game itself nothing changes; with others the edges move."""

    def ends(kind: str) -> bg.Terminal:
        cost = 8 if kind == "hard" else SPACE["retreat_cost"] - 1
        return bg.Terminal({"USSR": -cost, "US": 1}, label="withdrawal")

    softer = blockade.game(after_withdrawal=ends)
    border = bg.indifference(softer, "USSR", "soft", "withdraw", "defy").threshold("brink_risk")
    assert border.value == Fraction(1, 2)
    assert blockade.game() == GAME
    assert blockade.game(infoset="16-22 October").information_sets[0].label == "16-22 October"
    accepted = blockade.game(after_acceptance=bg.Terminal({"USSR": 0, "US": 5}, label="deal"))
    assert only(bg.solve(accepted.at()).only().profile["US"]["root"]) == "accept"
    lifted = blockade.game(after_quarantine=bg.Terminal({"USSR": 0, "US": -9}, label="lifted"))
    assert only(bg.solve(lifted.at()).only().profile["US"]["root"]) == "accept"
