"""The two letters: the equilibria of the tree, by plain code, against formulas in closed form."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import letters
from brinkgame.memo.letters import GAME, POINT

SPACE = GAME.parameters
BASE = SPACE.baseline
CONDUCT = ("both", "private terms")


def draw(rng: random.Random, **given: Any) -> dict[str, Fraction]:
    """A point in the box that keeps the constraints; whole sixtieths of each range."""
    while True:
        p = {
            name: q.low + (q.high - q.low) * Fraction(rng.randint(0, 60), 60)
            for name, q in SPACE.items()
        }
        p |= {name: Fraction(value) for name, value in given.items()}
        if not SPACE.violations(p):
            return p


# --- what the document says ----------------------------------------------------------------------


def short(p: dict[str, Fraction]) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """The belief, its limit, what is lost by asking in public, what is gained if it is granted."""
    spared = p["private_value"] + p["impasse_loss"]
    # With nothing to lose by an impasse the US never trades, whatever it believes.
    limit = (p["trade_cost"] - p["un_pressure"]) / spared if spared else Fraction(1000)
    lost = p["public_retreat_cost"] - p["face_saved"]
    return p["tough_belief"], limit, lost, p["public_retreat_cost"] + p["trade_gain"]


def on_a_border(p: dict[str, Fraction]) -> bool:
    h, limit, lost, _ = short(p)
    no_prize = p["face_saved"] + p["trade_gain"] == 0  # then a weak USSR need not ask for it
    return h in (0, 1, limit) or lost == 0 or limit == 1 or no_prize


def by_formula(p: dict[str, Fraction]) -> tuple[Fraction, Fraction]:
    """How likely a weak USSR sends both, and how likely the US trades then: the four cases."""
    h, limit, lost, granted = short(p)
    if limit >= 1:
        return Fraction(lost <= 0), Fraction(0)
    if lost < 0:
        return Fraction(1), Fraction(h > limit)
    if h < limit:
        return h * (1 - limit) / ((1 - h) * limit), lost / granted
    return Fraction(1), Fraction(1)


# --- the same from the tree, in plain code -------------------------------------------------------


def payoffs_of(game: bg.ExtensiveFormGame) -> dict[str, tuple[Fraction, Fraction]]:
    ends = game.terminal_payoffs()
    return {
        game.tree.path(node).removeprefix("root/"): paid
        for node, paid in enumerate(ends)
        if paid is not None
    }


def from_the_tree(game: bg.ExtensiveFormGame) -> set[tuple[Fraction, Fraction, Fraction]]:
    """Every isolated (tough sends both, weak sends both, US trades), by trying every support."""
    pays = payoffs_of(game)
    h = game.edge_probabilities()[game.node_at("root/tough")]
    kinds = ("tough", "weak")
    alone = {k: pays[f"{k}/private only"][0] for k in kinds}
    refused = {k: pays[f"{k}/both/private terms"] for k in kinds}
    traded = {k: pays[f"{k}/both/trade"] for k in kinds}

    def gain(kind: str, trade: Fraction) -> Fraction:
        """What both letters pay the USSR more than one, when the US trades so often."""
        return refused[kind][0] + trade * (traded[kind][0] - refused[kind][0]) - alone[kind]

    def of_trading(belief: Fraction) -> Fraction:
        """What the trade pays the US more, with this belief in a tough USSR."""
        more = {k: traded[k][1] - refused[k][1] for k in kinds}
        return belief * more["tough"] + (1 - belief) * more["weak"]

    def fits(share: Fraction, what_it_gains: Fraction) -> bool:
        return (share == 0 or what_it_gains >= 0) and (share == 1 or what_it_gains <= 0)

    found = set()
    trades = {Fraction(0), Fraction(1)}
    for kind in kinds:  # a type that mixes fixes how often the US trades
        slope = gain(kind, Fraction(1)) - gain(kind, Fraction(0))
        if slope:
            trades.add(-gain(kind, Fraction(0)) / slope)
    whole = of_trading(Fraction(1)) - of_trading(Fraction(0))
    limit = -of_trading(Fraction(0)) / whole if whole else Fraction(-1)
    shares = {Fraction(0), Fraction(1)}
    if 0 < limit < 1 and h < 1:  # a US that mixes fixes how often a weak USSR sends both
        shares.add(h * (1 - limit) / ((1 - h) * limit))
    for tough, weak, trade in itertools.product((Fraction(0), Fraction(1)), shares, trades):
        if not (0 <= weak <= 1 and 0 <= trade <= 1):
            continue
        reach = h * tough + (1 - h) * weak
        beliefs = [h * tough / reach] if reach else [Fraction(0), Fraction(1)]
        if (
            fits(tough, gain("tough", trade))
            and fits(weak, gain("weak", trade))
            and any(fits(trade, of_trading(belief)) for belief in beliefs)
        ):
            found.add((tough, weak, trade))
    return found


def profile_of(game: bg.ExtensiveFormGame, found: tuple[Fraction, ...]) -> Any:
    tough, weak, trade = found
    return bg.BehaviorStrategyProfile(
        game,
        {
            "USSR": {
                "tough": {"private only": 1 - tough, "both": tough},
                "weak": {"private only": 1 - weak, "both": weak},
            },
            "US": {"both": {"private terms": 1 - trade, "trade": trade}},
        },
    )


# --- the baseline --------------------------------------------------------------------------------


def test_the_tree_has_the_words_of_its_description() -> None:
    assert GAME.players == ("USSR", "US")
    assert [(i.player, i.label, i.actions) for i in GAME.information_sets] == [
        ("USSR", "tough", ("private only", "both")),
        ("US", "both", ("private terms", "trade")),
        ("USSR", "weak", ("private only", "both")),
    ]
    assert GAME.information_sets[1].nodes == ("root/tough/both", "root/weak/both")
    assert GAME.outcomes == ("impasse", "public trade", "private settlement")
    assert list(map(str, SPACE.constraints)) == [
        "pledge_value < retreat_cost",
        "retreat_cost - pledge_value < intervention_loss",
        "un_pressure < trade_cost",
        "0 < tough_public_gain",
    ]


def test_the_payoffs_are_those_of_the_table() -> None:
    names = {p.name: p for p in SPACE.values()}
    settled = "-retreat_cost + pledge_value"
    typed = {
        "tough/private only": ("-intervention_loss", "-impasse_loss"),
        "weak/private only": (settled, "private_value"),
        "weak/both/private terms": (
            f"{settled} + face_saved - public_retreat_cost",
            "private_value - un_pressure",
        ),
        "tough/both/private terms": (
            "-intervention_loss + tough_public_gain",
            "-impasse_loss - un_pressure",
        ),
        "weak/both/trade": (f"{settled} + trade_gain + face_saved", "private_value - trade_cost"),
        "tough/both/trade": (f"{settled} + trade_gain + face_saved", "private_value - trade_cost"),
    }
    pays = payoffs_of(GAME)
    assert set(pays) == set(typed)
    for path, formulas in typed.items():
        assert pays[path] == tuple(bg.parse(formula, names) for formula in formulas)


def test_at_the_baseline_both_letters_and_a_reply_to_the_private_one() -> None:
    game = GAME.at()
    assert from_the_tree(game) == {(1, 1, 0)}
    assert by_formula(dict(BASE)) == (1, 0)
    profile = profile_of(game, (Fraction(1), Fraction(1), Fraction(0)))
    assert POINT.agrees(profile)
    assert max(bg.regrets(game, profile).values()) == 0


def test_the_limit_of_belief() -> None:
    names = {p.name: p for p in SPACE.values()}
    typed = bg.parse("(trade_cost - un_pressure)/(private_value + impasse_loss)", names)
    assert letters.belief_limit() == typed
    assert typed.evaluate(BASE) == Fraction(1, 4)


# --- everywhere ----------------------------------------------------------------------------------


def test_the_four_cases_are_what_the_tree_says() -> None:
    rng = random.Random(6)
    cases = set()
    for _ in range(400):
        p = draw(rng)
        if on_a_border(p):
            continue
        h, limit, lost, _ = short(p)
        game = GAME.at(p)
        weak, trade = by_formula(p)
        assert from_the_tree(game) == {(1, weak, trade)}, p
        assert letters.belief_limit().evaluate(p) == limit
        assert max(bg.regrets(game, profile_of(game, (Fraction(1), weak, trade))).values()) == 0
        cases.add((limit >= 1, lost < 0, h < limit))
    assert len(cases) == 6  # four cases, two of them with two parts


def regions_of(p: dict[str, Fraction]) -> list[letters.Region]:
    return [region for region in letters.regions() if region.holds(p)]


def check(p: dict[str, Fraction]) -> str | None:
    """The sequential solver, the regions and the description say the same."""
    here = regions_of(p)
    assert here, p
    border = any(c.evaluate(p) == 0 for region in here for c in region.conditions)
    if border or p["tough_belief"] in (0, 1):
        assert on_a_border(p)
        return None
    (region,) = here
    (only,) = bg.solve(GAME.at(p), concept="sequential")
    assert conduct(only) == (1, *by_formula(p)), p
    assert region.conduct(p) == by_formula(p)
    return region.name


def test_the_regions_are_what_the_solver_finds() -> None:
    rng = random.Random(16)
    found = [check(draw(rng)) for _ in range(200)]
    assert {name for name in found if name} == {r.name for r in letters.regions()}


@pytest.mark.slow
def test_the_regions_are_what_the_solver_finds_at_many_points() -> None:
    rng = random.Random(160)
    found = [check(draw(rng)) for _ in range(10_000)]
    assert sum(name is not None for name in found) > 9_000
    assert {name for name in found if name} == {r.name for r in letters.regions()}


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("passes over", "(trade_cost - un_pressure)/(private_value + impasse_loss)"),
        ("asks", "public_retreat_cost*1"),
        ("never trades", "private_value + impasse_loss + un_pressure"),
        (
            "some bluff, sends both",
            (
                "tough_belief*(1 - (trade_cost - un_pressure)/(private_value + impasse_loss))"
                "/((1 - tough_belief)*(trade_cost - un_pressure)/(private_value + impasse_loss))"
            ),
        ),
        (
            "some bluff, trades",
            "(public_retreat_cost - face_saved)/(public_retreat_cost + trade_gain)",
        ),
        (  # not in the description but for its figure
            "open trade, sends both",
            (
                "1 - tough_belief*(private_value + impasse_loss - trade_cost)"
                "/((1 - tough_belief)*trade_cost)"
            ),
        ),
        ("open trade, trades", "(face_saved - public_retreat_cost)/(face_saved + trade_gain)"),
    ],
)
def test_what_is_derived_is_what_is_described(name: str, formula: str) -> None:
    names = {p.name: p for p in SPACE.values()}
    assert POINT.closed_form(name).formula == bg.parse(formula, names)
    assert len(POINT.closed_forms) == 7


def test_the_figures_of_the_open_trade() -> None:
    assert POINT.closed_form("open trade, sends both").formula.evaluate(BASE) == Fraction(8, 17)
    assert POINT.closed_form("open trade, trades").formula.evaluate(BASE) == Fraction(2, 15)


def test_the_open_trade_uses_every_message_where_its_case_is_at_hand() -> None:
    rng = random.Random(17)
    game = POINT.variant("open-trade").game
    both, trade = (POINT.closed_form(f"open trade, {w}") for w in ("sends both", "trades"))
    met = 0
    while met < 40:
        p = draw(rng)
        if p["tough_belief"] == 1 or not p["trade_cost"] or not both.is_at_hand(p):
            continue
        met += 1
        share, often = both.formula.evaluate(p), trade.formula.evaluate(p)
        closed = game.at(p)
        profile = bg.BehaviorStrategyProfile(
            closed,
            {
                "USSR": {
                    "tough": "private only",
                    "weak": {"private only": 1 - share, "both": share},
                },
                "US": {
                    "private only": {"private terms": 1 - often, "trade": often},
                    "both": "private terms",
                },
            },
        )
        assert max(bg.regrets(closed, profile).values()) == 0, p


def test_a_region_that_is_not_at_hand_is_refused() -> None:
    with pytest.raises(bg.UnsupportedGameError, match="some bluff"):
        letters.regions()[2].conduct()


def test_the_tree_as_a_part_of_another() -> None:
    def then(payoffs: Any, *, label: str) -> bg.Terminal:
        return bg.Terminal(payoffs, label=f"at last, {label}")

    game = bg.ExtensiveFormGame(
        "later",
        players=("USSR", "US"),
        root=letters.tree(belief="1/5", pledge=0, then=then, prefix="27 October: "),
    )
    assert {i.label for i in game.information_sets} == {
        f"27 October: {label}" for label in ("tough", "weak", "both")
    }
    assert "pledge_value" not in game.parameters
    assert "at last, impasse" in game.outcomes


def test_a_tough_ussr_always_sends_both() -> None:
    """Whatever the US does: the constraints see to it."""
    rng = random.Random(7)
    for _ in range(200):
        pays = payoffs_of(GAME.at(draw(rng)))
        for reply in ("private terms", "trade"):
            assert pays[f"tough/both/{reply}"][0] > pays["tough/private only"][0]


def solved(game: bg.ExtensiveFormGame, concept: str) -> bg.EquilibriumResult:
    result = bg.solve(game, concept=concept)
    assert result.coverage is bg.Coverage.ALL
    return result


def conduct(equilibrium: Any) -> tuple[Fraction, Fraction, Fraction]:
    plan = equilibrium.profile
    return plan["USSR"]["tough"]["both"], plan["USSR"]["weak"]["both"], plan["US"]["both"]["trade"]


@pytest.mark.parametrize("concept", ["sequential", "perfect-bayesian"])
def test_the_solvers_find_the_four_cases(concept: str) -> None:
    rng = random.Random(9)
    cases = set()
    while len(cases) < 6:
        p = draw(rng)
        if on_a_border(p):
            continue
        h, limit, lost, _ = short(p)
        case = (limit >= 1, lost < 0, h < limit)
        if case in cases:
            continue
        cases.add(case)
        (only,) = solved(GAME.at(p), concept)
        assert conduct(only) == (1, *by_formula(p))
        assert only.certificate.verdict is bg.Verdict.EXACT


def test_on_a_border_there_are_more() -> None:
    """At the limit of belief the US may trade as often as it likes; the rest is one family."""
    result = solved(GAME.at(tough_belief="1/4"), "sequential")
    pays = {conduct(e) for e in result}
    assert {trade for _, _, trade in pays} >= {0, 1}
    assert all(e.family is not None for e in result)


# --- the variants --------------------------------------------------------------------------------


def test_the_variants_have_the_parameters_of_the_game() -> None:
    names = ("no-gain", "open-trade", "open-trade-no-gain", "contingency", "unlearned")
    assert tuple(v.name for v in POINT.variants) == names
    for variant in POINT.variants:
        more = set(variant.game.parameters) - set(SPACE)
        assert more == ({"hard_type"} if variant.name == "unlearned" else set())
    assert "tough_public_gain" not in POINT.variant("no-gain").game.parameters


def test_without_a_gain_from_being_refused_a_tough_ussr_does_not_mind() -> None:
    game = POINT.variant("no-gain").game.at()
    found = from_the_tree(game)
    assert {(1, 1, 0), (0, 1, 0)} <= found
    for each in found:
        assert max(bg.regrets(game, profile_of(game, each)).values()) == 0


@pytest.mark.parametrize("name", ["open-trade", "open-trade-no-gain"])
def test_with_the_trade_open_anyway_there_is_an_equilibrium_that_uses_every_message(
    name: str,
) -> None:
    """Tough private only, weak both with 8/17, a trade after private only with 2/15."""
    game = POINT.variant(name).game.at()
    profile = bg.BehaviorStrategyProfile(
        game,
        {
            "USSR": {
                "tough": "private only",
                "weak": {"private only": "9/17", "both": "8/17"},
            },
            "US": {
                "private only": {"private terms": "13/15", "trade": "2/15"},
                "both": "private terms",
            },
        },
    )
    assert max(bg.regrets(game, profile).values()) == 0
    assert min(bg.infoset_probabilities(game, profile)["US"].values()) > 0
    # The memo's own is one of the others.
    memo = bg.BehaviorStrategyProfile(
        game,
        {
            "USSR": {"tough": "both", "weak": "both"},
            "US": {"private only": "private terms", "both": "private terms"},
        },
    )
    assert POINT.agrees(memo)
    assert max(bg.regrets(game, memo).values()) == 0


def test_with_both_premises_dropped_there_are_exactly_two() -> None:
    """The memo's own reading, and one that uses every message: two lines, and no more."""
    result = solved(POINT.variant("open-trade-no-gain").game.at(), "sequential")
    found = {
        (*conduct(e), e.profile["US"]["private only"]["trade"]): e.outcomes()["public trade"]
        for e in result
    }
    assert found == {
        (1, 1, 0, 0): 0,
        (0, Fraction(8, 17), 0, Fraction(2, 15)): Fraction(2, 25),
    }
    with_a_gain = solved(POINT.variant("open-trade").game.at(), "sequential")
    assert {conduct(e) for e in with_a_gain} >= {(1, 1, 0), (0, Fraction(8, 17), 0)}


@pytest.mark.parametrize("name", ["open-trade", "open-trade-no-gain"])
def test_there_d1_removes_the_memos_own_reading(name: str) -> None:
    """By hand: a tough USSR gains by the private letter alone for more replies than a weak one.

    So whoever gets the private letter alone must take its sender for tough, and trades; and then
    both types send it (Banks and Sobel 1987; Cho and Kreps 1987).
    """
    game = POINT.variant(name).game.at()
    pays = payoffs_of(game)
    needed = {}
    for kind in ("tough", "weak"):
        kept = pays[f"{kind}/both/private terms"][0]
        refused, traded = (pays[f"{kind}/private only/{r}"][0] for r in ("private terms", "trade"))
        needed[kind] = (kept - refused) / (traded - refused)  # gains where it is traded more often
    assert needed["tough"] < needed["weak"] == Fraction(2, 15)
    tough_for_sure = [pays[f"tough/private only/{r}"][1] for r in ("private terms", "trade")]
    assert tough_for_sure[1] > tough_for_sure[0]
    assert needed["weak"] < 1
    result = solved(game, "sequential")
    for equilibrium, verdict in zip(result, bg.d1(result), strict=True):
        assert verdict.passes is not POINT.agrees(equilibrium.profile)


def test_without_a_gain_there_are_more_than_the_memos() -> None:
    result = solved(POINT.variant("no-gain").game.at(), "sequential")
    assert {(1, 1, 0), (0, 1, 0)} <= {conduct(e) for e in result}


def test_a_prepared_letter_says_nothing() -> None:
    game = POINT.variant("contingency").game
    assert [(s.label, s.actions) for s in game.information_sets] == [
        ("tough", ("both",)),
        ("both", ("private terms", "trade")),
        ("weak", ("both",)),
    ]
    closed = game.at()
    plan = {"USSR": {"tough": "both", "weak": "both"}, "US": {"both": "private terms"}}
    reached = bg.infoset_probabilities(closed, bg.BehaviorStrategyProfile(closed, plan))
    assert reached["US"]["both"] == 1
    assert max(bg.regrets(closed, bg.BehaviorStrategyProfile(closed, plan)).values()) == 0


def test_had_the_us_not_learned_from_the_quarantine_it_would_have_traded() -> None:
    game = POINT.variant("unlearned").game.at()
    assert from_the_tree(game) == {(1, 1, 1)}


# --- the two readings ----------------------------------------------------------------------------


def test_the_bayes_factor_of_the_readings() -> None:
    rng = random.Random(8)
    for _ in range(100):
        p = draw(rng)
        if on_a_border(p):
            continue
        weak, trade = by_formula(p)
        game = GAME.at(p)
        profile = profile_of(game, (Fraction(1), weak, trade))
        seen = bg.infoset_probabilities(game, profile)["US"]["both"]
        assert letters.bayes_factor(weak, p["tough_belief"]) == seen <= 1


def test_the_bayes_factor_as_a_formula() -> None:
    share = bg.Parameter("share", "1/2", low=0, high=1)
    formula = letters.bayes_factor(share)
    assert str(formula) == "share - share*tough_belief + tough_belief" or formula == (
        share + SPACE["tough_belief"] * (1 - share)
    )
    assert letters.bayes_factor(0, 1, tough_sends_both="1/3") == Fraction(1, 3)
    with pytest.raises(bg.InvalidNumberError, match="belief: the chance 2 is outside"):
        letters.bayes_factor(1, 2)


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
