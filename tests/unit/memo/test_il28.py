"""The bombers: the tree, solved, against the formulas of its description, typed here and only here.

Without disowning the bombers are released iff t >= g/lambda, or t >= (g - mu_C)/lambda and
t >= (b + chi - n)/kappa_K; the US tightens iff v_b >= k_t t* where t* is the least such t.
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import il28
from brinkgame.memo.il28 import GAME, POINT

SPACE = GAME.parameters
BASE = dict(SPACE.baseline)
PLAIN = POINT.variant("no-disown").game
NAMES = {
    p.name: p
    for game in (GAME, *(v.game for v in POINT.variants))
    for p in game.parameters.values()
}


def draw(rng: random.Random, game: Any = GAME, **fixed: Any) -> dict[str, Fraction]:
    """A point in the box that keeps the constraints; coarse, so that it ties."""
    while True:
        p = {}
        for name, q in game.parameters.items():
            steps = rng.choice((4, 10, 60))
            p[name] = q.low + (q.high - q.low) * Fraction(rng.randint(0, steps), steps)
        p |= {name: Fraction(value) for name, value in fixed.items()}
        if not game.parameters.violations(p):
            return p


def typed(formula: str) -> Any:
    return bg.parse(formula, NAMES)


# --- what the document says ----------------------------------------------------------------------


def reasons(p: dict[str, Fraction], t: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """By how much Cuba alone, Cuba pressed and the USSR are on the side of a release."""
    alone = p["quarantine_pain"] * t - p["castro_pride"]
    pressed = alone + p["soviet_pressure"]
    interest = p["quarantine_drag"] * t - p["ally_goodwill"] - p["press_cost"] + p["pledge_value"]
    return alone, pressed, interest


def released(p: dict[str, Fraction], t: Fraction) -> bool:
    alone, pressed, interest = reasons(p, t)
    return alone >= 0 or (pressed >= 0 and interest >= 0)


def least(p: dict[str, Fraction]) -> Fraction | None:
    """t* = max(0, min{g/lambda, max{(g - mu_C)/lambda, (b + chi - n)/kappa_K}})."""

    def ratio(above: Fraction, below: Fraction) -> Fraction | None:
        if above <= 0:
            return Fraction(0)
        return above / below if below else None

    g, pain, drag = p["castro_pride"], p["quarantine_pain"], p["quarantine_drag"]
    interest = ratio(p["ally_goodwill"] + p["press_cost"] - p["pledge_value"], drag)
    pressed = ratio(g - p["soviet_pressure"], pain)
    both = None if interest is None or pressed is None else max(interest, pressed)
    ways = [way for way in (ratio(g, pain), both) if way is not None]
    return max(Fraction(0), min(ways)) if ways else None


# --- the same by plain code ----------------------------------------------------------------------


def best(options: list[tuple[Fraction, Any]]) -> list[Any]:
    most = max(value for value, _ in options)
    return [what for value, what in options if value == most]


def outcomes(p: dict[str, Fraction], *, disown: bool) -> set[tuple[str, str, bool]]:
    """Every (quarantine, way, whether Cuba refuses then) of pure subgame-perfect play."""

    def cuba(t: Fraction, way: str) -> list[bool]:
        refused = p["castro_pride"] - p["quarantine_pain"] * t
        refused -= p["soviet_pressure"] if way == "press" else 0
        return best([(Fraction(0), False), (refused, True)])

    asked = {"leave": Fraction(0), "press": p["press_cost"], "disown": p["disown_cost"]}
    ways = ("leave", "press", "disown") if disown else ("leave", "press")

    def pays(t: Fraction, way: str, refused: bool) -> tuple[Fraction, Fraction]:
        """The US and the USSR."""
        us = -p["tighten_cost"] * t + (0 if refused else p["bomber_value"])
        kept = p["ally_goodwill"] - p["quarantine_drag"] * t
        ussr = (kept if refused else p["pledge_value"]) - asked[way]
        if way == "disown":
            a = p["disown_success"]
            us = a * -p["tighten_cost"] * t + (1 - a) * us
            ussr = a * (p["ally_goodwill"] + p["pledge_value"]) + (1 - a) * ussr
        return us, ussr

    def below(t: Fraction) -> list[tuple[str, bool, Fraction]]:
        found = []
        for answers in itertools.product(*(cuba(t, way) for way in ways)):
            options = [(pays(t, w, r)[1], (w, r)) for w, r in zip(ways, answers, strict=True)]
            found += [(w, r, pays(t, w, r)[0]) for w, r in best(options)]
        return found

    steps = {"keep": Fraction(0), "tighten": p["stringency"]}
    found = set()
    for kept, tightened in itertools.product(*(below(t) for t in steps.values())):
        options = [(kept[2], ("keep", *kept[:2])), (tightened[2], ("tighten", *tightened[:2]))]
        found.update(best(options))
    return found


def solved(p: dict[str, Fraction], game: Any) -> set[tuple[str, str, bool]]:
    """The same from the solver's listed equilibria, as far as they are pure."""
    result = bg.solve(game.at(p))
    assert result.coverage is bg.Coverage.ALL
    heard = {"leave": "left alone", "press": "pressed", "disown": "disowned"}

    def chosen(plan: Any) -> Any:
        return next((action for action, share in plan.items() if share == 1), None)

    found = set()
    for each in result:
        action = chosen(each.profile["US"]["quarantine"])
        where = "as it was" if action == "keep" else "tightened"
        way = chosen(each.profile["USSR"][where])
        answer = chosen(each.profile["Cuba"][f"{where}, {heard[way]}"])
        found.add((action, way, answer == "refuse"))
    return found


# --- the tree ------------------------------------------------------------------------------------


def test_the_tree_has_the_words_of_its_description() -> None:
    assert GAME.players == ("US", "USSR", "Cuba")
    assert {(i.player, i.label, i.actions) for i in GAME.information_sets} == {
        ("US", "quarantine", ("keep", "tighten")),
        *(("USSR", w, ("leave", "press", "disown")) for w in ("as it was", "tightened")),
        *(
            ("Cuba", f"{w}, {h}", ("release", "refuse"))
            for w in ("as it was", "tightened")
            for h in ("left alone", "pressed", "disowned")
        ),
    }
    assert GAME.outcomes == ("bombers released", "bombers kept", "taken for Cuban")
    assert GAME.is_perfect_information


def test_the_payoffs_are_those_of_the_description() -> None:
    kept = "ally_goodwill - quarantine_drag*stringency"
    pride = "castro_pride - quarantine_pain*stringency"
    paid = "-tighten_cost*stringency"
    rows = {
        "leave/release": (f"bomber_value{paid}", "pledge_value", "0*stringency"),
        "leave/refuse": (paid, kept, pride),
        "press/release": (f"bomber_value{paid}", "pledge_value - press_cost", "0*stringency"),
        "press/refuse": (paid, f"{kept} - press_cost", f"{pride} - soviet_pressure"),
        "disown/believed": (paid, "ally_goodwill + pledge_value", "castro_pride"),
        "disown/not believed/release": (
            f"bomber_value{paid}",
            "pledge_value - disown_cost",
            "0*stringency",
        ),
        "disown/not believed/refuse": (paid, f"{kept} - disown_cost", pride),
    }
    ends = GAME.terminal_payoffs()
    for path, formulas in rows.items():
        for branch, t in (("tighten", "stringency"), ("keep", "0")):
            node = GAME.node_at(f"root/{branch}/{path}")
            here = tuple(typed(f.replace("stringency", t)) for f in formulas)
            assert ends[node] == here, (branch, path)


def test_at_the_least_stringency_there_is_a_tie_and_two_things_may_happen() -> None:
    tie = {**BASE, "stringency": Fraction(1)}
    assert outcomes(tie, disown=True) == {("keep", "leave", True), ("tighten", "press", False)}
    assert solved(tie, GAME) == outcomes(tie, disown=True)
    result = POINT.solve({"stringency": 1})
    assert {POINT.agrees(each.profile) for each in result} == {True, False}
    assert {each.payoffs["US"] for each in result} == {0, Fraction(3, 2)}
    certain = POINT.solve({"stringency": "21/20"})
    assert POINT.agrees(certain.only().profile)


# --- the formulas --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "over", "relation", "formula"),
    [
        ("releases", "stringency", ">=", "castro_pride/quarantine_pain"),
        ("yields", "stringency", ">=", "(castro_pride - soviet_pressure)/quarantine_pain"),
        (
            "presses",
            "stringency",
            ">=",
            "(ally_goodwill + press_cost - pledge_value)/quarantine_drag",
        ),
        ("tightens", "bomber_value", ">=", "tighten_cost*stringency"),
        (
            "disowns",
            "disown_success",
            ">=",
            "disown_cost/(pledge_value + quarantine_drag*stringency + disown_cost)",
        ),
        (
            "presses the unknown",
            "stringency",
            ">=",
            (
                "(press_cost*pride_limit/soviet_pressure + ally_goodwill - pledge_value)"
                "/quarantine_drag"
            ),
        ),
        # These are not in the description; they are worked out by hand.
        (
            "presses rather than disowns",
            "disown_success",
            "<=",
            (
                "(pledge_value - press_cost - ally_goodwill + quarantine_drag*stringency"
                " + disown_cost)"
                "/(pledge_value + quarantine_drag*stringency + disown_cost)"
            ),
        ),
        (
            "disowns first",
            "disown_success",
            ">=",
            "disown_cost/(ally_goodwill + press_cost + disown_cost)",
        ),
        ("means it", "stringency", "<=", "us_backdown_cost/tighten_cost"),
    ],
)
def test_what_is_derived_is_what_is_described(
    name: str, over: str, relation: str, formula: str
) -> None:
    found = POINT.closed_form(name)
    assert found.over == typed(f"1*{over}")
    assert found.relation == relation
    assert found.formula == typed(formula)
    assert len(POINT.closed_forms) == 9


def test_the_figures_of_the_description() -> None:
    found = il28.least_stringency()
    assert (found.least, found.binds) == (1, ("pressure on Cuba",))
    assert found.terms == {"Cuba alone": 2, "pressure on Cuba": 1, "Soviet interest": 0}
    assert il28.press_threshold().evaluate({**BASE, "pride_limit": 2}) == Fraction(9, 5)
    at_zero = POINT.closed_form("disowns").formula.evaluate({**BASE, "stringency": 0})
    assert at_zero == Fraction(3, 13)
    assert at_zero > BASE["disown_success"], "one would not have disowned at these numbers"


@pytest.mark.parametrize(
    ("changes", "expected", "binds"),
    [
        ({"soviet_pressure": 0}, 2, ("Cuba alone", "pressure on Cuba")),
        ({"soviet_pressure": 2}, 0, ()),
        ({"soviet_pressure": 2, "press_cost": 1}, "3/5", ("Soviet interest",)),
        ({"press_cost": "6/5"}, 1, ("pressure on Cuba", "Soviet interest")),
        ({"press_cost": 2, "quarantine_drag": "1/10"}, 2, ("Cuba alone",)),
        ({"castro_pride": 0}, 0, ()),
        ({"quarantine_pain": 0}, None, ()),
        ({"quarantine_pain": 0, "soviet_pressure": 1}, 0, ()),
        ({"quarantine_pain": 0, "soviet_pressure": 1, "press_cost": 1}, "3/5", None),
        ({"quarantine_drag": 0, "press_cost": 1}, 2, ("Cuba alone",)),
        ({"quarantine_drag": 0, "press_cost": 1, "quarantine_pain": 0}, None, ()),
    ],
)
def test_what_the_least_stringency_waits_for(
    changes: dict[str, Any], expected: Any, binds: tuple[str, ...] | None
) -> None:
    found = il28.least_stringency(changes)
    assert found.least == (None if expected is None else Fraction(expected))
    assert found.least == least({**BASE, **{k: Fraction(v) for k, v in changes.items()}})
    if binds is not None:
        assert found.binds == binds


def sure(p: dict[str, Fraction], t: Fraction) -> bool:
    """Whether the bombers are released for certain at a stringency that costs the US nothing."""
    here = {**p, "stringency": t, "tighten_cost": Fraction(0), "bomber_value": Fraction(1)}
    found = [way for kept, *way in outcomes(here, disown=True) if kept == "tighten"]
    return bool(found) and all(way != "disown" and not refused for way, refused in found)


def test_the_least_stringency_where_the_bombers_may_be_disowned() -> None:
    rng = random.Random(96)
    hair = Fraction(1, 10**6)
    kinds = set()
    for _ in range(300):
        p = draw(rng)
        if not (p["press_cost"] and p["quarantine_pain"] and p["quarantine_drag"]):
            continue
        a, kept = p["disown_success"], p["ally_goodwill"]
        if a * kept == (1 - a) * p["disown_cost"]:
            continue  # the USSR would not mind to disown what is released anyway
        found = il28.least_stringency(p, disown=True)
        if found.least is None:
            tries = [Fraction(k, 10) + hair for k in range(31)]
            assert not any(sure(p, t) for t in tries if sure(p, Fraction(0)) is False), p
        elif found.least > 0:
            # Just above it they go, and just below they do not.
            assert sure(p, found.least + hair), p
            assert not sure(p, found.least - hair), p
        else:
            assert released(p, Fraction(0))
        kinds |= set(found.binds)
        with_less = il28.least_stringency({n: p[n] for n in PLAIN.parameters}).least
        if with_less is None:
            assert found.least is None
        elif found.least is not None:
            assert found.least >= with_less, "to be able to deny does not help a release"
    assert kinds == {"Cuba alone", "pressure on Cuba", "Soviet interest", "Soviet denial"}


def check(p: dict[str, Fraction], tally: dict[Any, int]) -> None:
    """The solver, plain code and the closed forms say the same at a point."""
    t = p["stringency"]
    for disown, game in ((False, PLAIN), (True, GAME)):
        here = {name: p[name] for name in game.parameters}
        plain = outcomes(p, disown=disown)
        assert solved(here, game) <= plain, p
        if len(plain) == 1:
            assert solved(here, game) == plain
    star = least(p)
    assert il28.least_stringency({n: p[n] for n in PLAIN.parameters}).least == star
    on_a_border = any(0 in reasons(p, at) for at in (Fraction(0), t)) or t == 0
    for at in (Fraction(0), t):
        assert released(p, at) == (star is not None and at >= star)
    worth = p["bomber_value"] - p["tighten_cost"] * t
    free = not all(p[name] for name in ("bomber_value", "press_cost", "tighten_cost"))
    if on_a_border or not worth or free:
        tally["border"] = tally.get("border", 0) + 1
        return
    before, after = released(p, Fraction(0)), released(p, t)
    (only,) = outcomes(p, disown=False)
    tightens = after and not before and worth > 0
    assert (only[0] == "tighten") == tightens, p
    assert only[2] is not (before or tightens), p
    # Disowning, where Cuba refuses pressed or not.
    if max(reasons(p, t)[:2]) < 0 and p["disown_cost"]:
        claim = POINT.closed_form("disowns")
        gains = p["pledge_value"] + p["quarantine_drag"] * t + p["disown_cost"]
        assert claim.holds(p) == (p["disown_success"] * gains >= p["disown_cost"])
    key = (before, after, worth > 0, only[1])
    tally[key] = tally.get(key, 0) + 1


def test_the_formulas_are_what_the_tree_says() -> None:
    rng = random.Random(9)
    tally: dict[Any, int] = {}
    for _ in range(200):
        check(draw(rng), tally)
    assert len(tally) > 6


@pytest.mark.slow
def test_the_formulas_are_what_the_tree_says_at_many_points() -> None:
    rng = random.Random(90)
    tally: dict[Any, int] = {}
    for _ in range(10_000):
        check(draw(rng), tally)
    assert sum(tally.values()) == 10_000
    assert tally["border"] < 6_000
    assert len(tally) > 6


def test_each_border_is_where_the_choice_turns() -> None:
    """At draws where its case is at hand, a border says what the solver says on both sides."""
    rng = random.Random(91)
    seen = dict.fromkeys(("presses", "disowns", "presses rather than disowns"), 0)
    for _ in range(1200):
        p = draw(rng)
        for name, (want, over) in {
            "presses": ("press", "leave"),
            "disowns": ("disown", "leave"),
            "presses rather than disowns": ("press", "disown"),
        }.items():
            claim = POINT.closed_form(name)
            if min(c.evaluate(p) for c in claim.provided) <= 0 or p["disown_success"] == 1:
                continue
            found = bg.indifference(GAME, "USSR", "tightened", want, over, at=p)
            gap = found.difference.evaluate(p)
            if gap and (name != "presses" or p["quarantine_drag"]):
                assert claim.holds(p) == (gap > 0), (name, p)
                seen[name] += 1
    assert min(seen.values()) > 50


# --- the ladder ----------------------------------------------------------------------------------


def test_the_least_rung_that_works_is_chosen() -> None:
    rng = random.Random(92)
    rungs = [Fraction(k, 4) for k in range(1, 13)]
    steps = il28.game(rungs, disown=False)
    assert "stringency" not in steps.parameters
    met = 0
    for _ in range(150):
        p = draw(rng, PLAIN)
        star = least(p)
        worth_it = [t for t in rungs if star is not None and t >= star]
        here = {name: p[name] for name in steps.parameters}
        result = bg.solve(steps.at(here))
        if len(result) > 1 or result[0].family is not None:
            continue
        met += 1
        chosen = result.only().profile["US"]["quarantine"]
        if star == 0 or not worth_it or p["bomber_value"] < p["tighten_cost"] * worth_it[0]:
            assert chosen["keep"] == 1
        else:
            assert chosen[f"tighten by {worth_it[0]}"] == 1
    assert met > 40


@pytest.mark.parametrize("ladder", [(), (1, "2/2"), (-1,)])
def test_a_ladder_that_is_none_is_refused(ladder: Any) -> None:
    with pytest.raises(bg.InvalidNumberError, match="ladder"):
        il28.game(ladder)


def test_the_tree_as_a_part_of_another() -> None:
    """Continuations take the place of its ends, and labels do not collide."""

    def then(payoffs: Any, *, label: str) -> bg.Terminal:
        return bg.Terminal({**payoffs, "USSR": payoffs["USSR"] + 1}, label=label.upper())

    whole = bg.ExtensiveFormGame(
        "both",
        players=("US", "USSR", "Cuba"),
        root=bg.Chance(
            {
                "a": ("1/2", il28.tree(pledge=0, prefix="a ", then=then)),
                "b": (bg.REST, il28.tree(prefix="b ")),
            }
        ),
    )
    assert "BOMBERS KEPT" in whole.outcomes
    ends = whole.terminal_payoffs()
    path = "tighten/press/release"
    more = whole.terminal_payoffs()[whole.node_at(f"root/b/{path}")]
    less = ends[whole.node_at(f"root/a/{path}")]
    assert more[1] - less[1] == BASE_PLEDGE - 1  # type: ignore[index]
    assert len(whole.information_sets) == 2 * len(GAME.information_sets)


BASE_PLEDGE = 1 * NAMES["pledge_value"]


# --- announced, two rounds, unknown pride --------------------------------------------------------


def test_an_announcement_is_believed_as_far_as_carrying_it_out_pays() -> None:
    rng = random.Random(93)
    game = POINT.variant("announced").game
    kinds = set()
    for _ in range(400):
        p = draw(rng, game)
        t = p["stringency"]
        result = bg.solve(game.at(p))
        if len(result) > 1 or result[0].family is not None:
            continue
        meant = t * p["tighten_cost"] <= p["us_backdown_cost"]
        works = released(p, t if meant else Fraction(0))
        before = released(p, Fraction(0))
        outcome = result.only().outcomes()["bombers released"]
        assert outcome == (before or works)
        kinds.add((meant, works, before))
    assert len(kinds) == 3  # if they go anyway, the US does not mind what it says


def test_without_a_loss_from_letting_it_drop_no_announcement_helps() -> None:
    game = il28.announced(worth=0)
    for stringency in ("1/2", "5/4", 3):
        result = bg.solve(game.at(stringency=stringency))
        assert all(each.outcomes()["bombers released"] == 0 for each in result)


def test_two_rounds_disown_first_where_it_pays() -> None:
    """With the bombers to go in the end, the border is another than where nothing follows."""
    game = il28.two_rounds()
    border = POINT.closed_form("disowns first")
    rng = random.Random(94)
    seen = set()
    for _ in range(1500):
        p = draw(rng, game)
        if border.provided and min(c.evaluate(p) for c in border.provided) <= 0:
            continue
        result = bg.solve(game.at(p))
        if len(result) > 1 or result[0].family is not None:
            continue
        does = result.only().profile["USSR"]["first"]["disown"] == 1
        assert does == border.holds(p), p
        seen.add(does)
    assert seen == {True, False}
    assert border.formula.evaluate(BASE) == Fraction(3, 10)


def test_what_happened_in_two_rounds() -> None:
    game = il28.two_rounds()

    def agrees(profile: Any) -> bool:
        return all(
            profile[player][infoset][action] == 1
            for player, plan in il28.TWO_ROUNDS_RECORD.items()
            for infoset, action in plan.items()
        )

    sure = bg.solve(game.at(stringency="5/4", disown_success="2/5"))
    assert agrees(sure.only().profile)
    assert not any(agrees(e.profile) for e in bg.solve(game.at(stringency="5/4")))
    # At the least stringency Cuba is indifferent, and then it may have been.
    assert {agrees(e.profile) for e in bg.solve(game.at(stringency=1))} == {True, False}


def test_unknown_pride_comes_near_to_its_closed_form() -> None:
    """The finite border is that of the limit, but for the pride that falls on either side."""
    rng = random.Random(95)
    for _ in range(12):
        p = draw(rng, POINT.variant("unknown-pride").game)
        t, pain, mu = p["stringency"], p["quarantine_pain"], p["soviet_pressure"]
        top, drag = p["pride_limit"], p["quarantine_drag"]
        if not (mu and drag and pain * t + mu <= top):
            continue
        gain = p["pledge_value"] - p["ally_goodwill"] + drag * t
        limit = mu / top * gain - p["press_cost"]
        border = il28.press_threshold().evaluate({**BASE, **p})
        assert (t >= border) == (limit >= 0)
        for parts in (3, 10, 40):
            swayed = sum(
                1
                for k in range(parts)
                if pain * t < top * Fraction(2 * k + 1, 2 * parts) <= pain * t + mu
            )
            more = Fraction(swayed, parts) * gain - p["press_cost"]
            assert abs(more - limit) <= abs(gain) / parts
            if parts > 10 or not more:
                continue
            here = {n: p[n] for n in il28.unknown_pride(parts).parameters}
            found = bg.solve(il28.unknown_pride(parts).at(here), concept="sequential")
            if len(found) == 1 and found[0].family is None:
                assert (found.only().profile["USSR"]["tightened"]["press"] == 1) == (more > 0)


@pytest.mark.parametrize("degrees", [0, -1, True, "8", 2.0])
def test_parts_that_are_none_are_refused(degrees: Any) -> None:
    with pytest.raises(bg.InvalidNumberError, match="degrees"):
        il28.unknown_pride(degrees)


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
    check(p, {})
