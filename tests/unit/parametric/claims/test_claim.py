"""Claims: true where a solver finds the event so; decided with a proof or a real point."""

from __future__ import annotations

import builtins
import pickle
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.parametric.regions.formula import TRUE
from tests.unit.parametric.claims.claiming import MEMO, event_of, point_of, quietly

BLOCKADE = bg.memo.load("blockade").game
DEPLOY = bg.memo.load("deploy").game
SEEDS = st.integers(0, 2**32 - 1)

RULES = (None, bg.MaxWelfare(), bg.PayoffDominant())


def drawn_claim(game, rng):
    mode = rng.choice(["always", "some", "selected"])
    if game.title == "Berlin hostage" and mode == "selected":
        mode = "always"  # it has 64 forms, and a rule compares each with each
    rule = None
    if mode == "selected":
        player = rng.choice(game.players)
        rule = rng.choice([*RULES, bg.BestFor(player), bg.WorstFor(player)])
    event = event_of(game, rng)
    return bg.Claim(str(event), game, event, mode, rule)


def agrees(claim, rng, points):
    for _ in range(points):
        point = point_of(claim.space, rng)
        told = claim.judged_by_solving(point)
        assert told is claim.holds(point), (str(claim.event), claim.mode, point)


# -- truth at a point -----------------------------------------------------------------------------


@settings(max_examples=10)
@given(seed=SEEDS)
def test_a_claim_is_true_where_a_solver_finds_it_so(seed):
    rng = random.Random(seed)
    game = bg.memo.load(rng.choice(MEMO)).game
    agrees(drawn_claim(game, rng), rng, 2)


@pytest.mark.slow
@given(seed=SEEDS)
def test_a_claim_is_true_where_a_solver_finds_it_so_at_many_points(seed):
    rng = random.Random(seed)
    game = bg.memo.load(rng.choice(MEMO)).game
    agrees(drawn_claim(game, rng), rng, 30)


@settings(max_examples=25)
@given(
    game=bg.testing.parametric_games(form=bg.ExtensiveFormGame, perfect_information=True),
    seed=SEEDS,
)
def test_so_it_is_in_games_that_are_drawn(game, seed):
    assume(game.information_sets)
    rng = random.Random(seed)
    agrees(drawn_claim(game, rng), rng, 2)


@settings(max_examples=6)
@given(seed=SEEDS)
def test_the_short_condition_says_the_same_as_the_long_one(seed):
    rng = random.Random(seed)
    claim = drawn_claim(bg.memo.load(rng.choice(MEMO)).game, rng)
    for _ in range(5):
        point = point_of(claim.space, rng)
        assert claim.condition.holds(point) is claim.formula.holds(point)
        if claim.alternatives is not None:
            held = any(all(c.holds(point) for c in case) for case in claim.cases_of(True))
            assert held is claim.formula.holds(point)


def test_the_bold_conditions_of_the_blockade():
    """Memo C8, W1: the window of risks, and that a quarantine beats a strike."""
    claim = bg.claim_of(BLOCKADE, "US quarantines and soft USSR withdraws")
    [only] = [each for each in claim.alternatives if not each.on_borders]
    assert [str(c.incentive) for c in only.conditions] == [
        "USSR at soft strictly prefers withdraw to defy",
        "US at root strictly prefers quarantine to accept",
        "US at root strictly prefers quarantine to strike",
    ]
    space = BLOCKADE.parameters
    q, s, c, f, w = (
        space[name]
        for name in ("brink_risk", "berlin_gain", "cuba_gain", "retreat_cost", "ussr_war_cost")
    )
    assert only.conditions[0].difference == q * (s + c + w) - (s + c + f)
    assert len(claim.alternatives) == 1


def test_modes_differ_where_somebody_is_indifferent():
    tie = {"brink_risk": "3/5"}
    told = {
        mode: bg.Claim("it works", BLOCKADE, bg.plays("USSR", "soft", "withdraw"), mode).holds(tie)
        for mode in ("always", "some", "selected")
    }
    assert told == {"always": False, "some": True, "selected": False}


def test_a_rule_selects_among_forms():
    event = bg.plays("USSR", "soft", "withdraw")
    tie = {"brink_risk": "3/5"}
    for rule, truth in ((bg.BestFor("US"), True), (bg.WorstFor("US"), False)):
        assert bg.Claim("it works", BLOCKADE, event, "selected", rule).holds(tie) is truth


# -- everywhere and anywhere ----------------------------------------------------------------------


@settings(max_examples=10)
@given(seed=SEEDS)
def test_one_and_two_parameters_are_always_decided_and_never_wrong(seed):
    rng = random.Random(seed)
    game = bg.memo.load(rng.choice(("blockade", "deploy", "capitulation", "hostage"))).game
    claim = drawn_claim(game, rng)
    names = tuple(rng.sample(sorted(game.parameters), rng.choice([1, 2])))
    at = point_of(game.parameters, rng)
    rest = {name: value for name, value in at.items() if name not in names}
    everywhere = claim.holds_for_all(names, rest)
    anywhere = claim.exists(names, rest)
    assert everywhere.holds is not None
    assert anywhere.holds is not None
    for verdict, truth in ((everywhere, False), (anywhere, True)):
        if verdict.point is not None and isinstance(verdict.point, bg.Point):
            assert claim.holds(verdict.point) is truth
            assert not game.parameters.violations(verdict.point)
            assert {n: verdict.point[n] for n in rest} == rest
    for _ in range(10):
        point = {**point_of(game.parameters, rng), **rest}
        if game.parameters.violations(point):
            continue
        held = claim.holds(point)
        assert held or not everywhere.holds
        assert not held or anywhere.holds


def test_a_claim_about_every_assumption_is_proved():
    claim = bg.claim_of(BLOCKADE, "hard USSR defies")
    verdict = claim.holds_for_all()
    assert (verdict.status, bool(verdict)) == ("proved", True)
    assert claim.condition == TRUE
    assert not bg.claim_of(BLOCKADE, "hard USSR withdraws").exists()


def test_a_counterexample_is_real():
    claim = bg.claim_of(DEPLOY, "USSR deploys")
    verdict = claim.holds_for_all()
    assert verdict.status == "counterexample"
    assert verdict.check == "solved anew at the point: it is so"
    profile = bg.solve(DEPLOY.at(verdict.point))[0].profile
    assert profile["USSR"]["root"]["hold"] == 1
    assert "counterexample" in str(verdict)


def test_a_claim_that_fails_at_an_irrational_point_only():
    x = bg.Parameter("x", 1, low=0, high=2)
    ends = {"in": bg.Terminal({"A": (x**2 - 2) ** 2}), "out": bg.Terminal({"A": 0})}
    game = bg.ExtensiveFormGame("touching", players=("A",), root=bg.Decision("A", ends))
    verdict = bg.claim_of(game, "A plays in").holds_for_all()
    assert verdict.status == "counterexample"
    assert verdict.point["x"] ** 2 == 2
    assert verdict.check == "the point is irrational: no solver was asked"
    assert bg.Claim("in", game, bg.may_play("A", "root", "in"), "some").holds_for_all().holds


def test_whole_parameters_take_each_of_their_values():
    clock = bg.memo.load("clock").game
    claim = bg.claim_of(clock, "USSR deploys")
    weeks = clock.parameters["weeks"]
    truths = [
        claim.holds(weeks=k, weekly_hazard="1/20")
        for k in range(int(weeks.low), int(weeks.high) + 1)
    ]
    verdict = claim.holds_for_all("weeks", {"weekly_hazard": "1/20"})
    assert verdict.holds is all(truths)
    assert claim.exists(("weeks", "weekly_hazard")).holds is True


def test_the_share_of_assumptions_that_bear_a_claim():
    names = ("detection", "us_resolve")
    rest = {n: v for n, v in DEPLOY.parameters.baseline.items() if n not in names}
    share = bg.claim_of(DEPLOY.fix(rest), "USSR deploys").share(tolerance=0.01)
    # Below d*theta = 25/64 everything deploys: 25/64 * (1 + log(64/25)) of the square.
    assert share.low <= 25 / 64 * (1 + 0.9400072584914712) <= share.high
    assert share.high - share.low <= 0.011


# -- with and without z3 --------------------------------------------------------------------------


@pytest.fixture
def without_z3(monkeypatch):
    real = builtins.__import__

    def missing(name, *arguments, **options):
        if name == "z3":
            raise ImportError("no z3 here")
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", missing)


def test_without_z3_claims_are_decided_or_say_what_would_decide_them(without_z3):
    assert bg.claim_of(DEPLOY, "USSR deploys").holds_for_all().status == "counterexample"
    assert bg.claim_of(BLOCKADE, "hard USSR defies").holds_for_all().status == "proved"


# -- wrong input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (lambda: bg.Claim("x", 3), bg.UnsupportedGameError, "tree or a table"),
        (lambda: bg.Claim(" ", DEPLOY), bg.InvalidParameterError, "is words"),
        (lambda: bg.Claim("x", DEPLOY, "USSR deploys"), bg.InvalidParameterError, "an event"),
        (
            lambda: bg.Claim("x", DEPLOY, bg.plays("USSR", "root", "deplay")),
            bg.UnknownNameError,
            "no action 'deplay'; did you mean 'deploy'?",
        ),
        (
            lambda: bg.Claim("x", DEPLOY, bg.plays("Cuba", "root", "release")),
            bg.UnknownNameError,
            "no player 'Cuba'",
        ),
        (
            lambda: bg.Claim("x", DEPLOY, bg.plays("US", "detectd", "compel")),
            bg.UnknownNameError,
            "did you mean 'detected'",
        ),
        (
            lambda: bg.Claim("x", DEPLOY, bg.may_happen("wor")),
            bg.UnknownNameError,
            "did you mean 'war'",
        ),
        (
            lambda: bg.Claim("USSR deploys", DEPLOY, mode="often"),
            bg.InvalidParameterError,
            "mode='often'",
        ),
        (
            lambda: bg.Claim("USSR deploys", DEPLOY, selection=bg.BestFor("US")),
            bg.InvalidParameterError,
            "mode='selected'",
        ),
        (
            lambda: bg.Claim("USSR deploys", DEPLOY, mode="selected", selection=bg.BestFor("UK")),
            bg.UnknownNameError,
            "no player 'UK'",
        ),
        (
            lambda: bg.Claim("USSR deploys", DEPLOY, mode="selected", selection="best"),
            bg.InvalidParameterError,
            "BestFor",
        ),
        (
            lambda: bg.claim_of(DEPLOY, "USSR deploys").holds_for_all("detecton"),
            bg.UnknownNameError,
            "did you mean 'detection'",
        ),
        (
            lambda: bg.claim_of(DEPLOY, "USSR deploys").exists("detection", {"us_resolve": 2}),
            bg.InvalidParameterError,
            "outside the domain: us_resolve = 2",
        ),
    ],
)
def test_wrong_input_says_what_to_do(wrong, error, words):
    with pytest.raises(error, match=words.replace("?", r"\?").replace("(", r"\(")):
        wrong()


def test_a_range_without_an_end_has_no_box():
    x = bg.Parameter("x", 1, low=0)
    ends = {"in": bg.Terminal({"A": x - 3}), "out": bg.Terminal({"A": 0})}
    game = bg.ExtensiveFormGame("open", players=("A",), root=bg.Decision("A", ends))
    claim = bg.claim_of(game, "A plays in")
    with pytest.raises(bg.InvalidParameterError, match="has no high"):
        claim.holds_for_all()
    assert claim.holds(x=4)


def test_a_game_beyond_the_class_says_why():
    game = bg.catalog.load("selten-horse").game
    claim = bg.Claim("x", game, bg.payoff(game.players[0]) >= 0)
    try:
        claim.holds()
    except bg.UnsupportedGameError as error:
        assert error.obstacles  # noqa: PT017


def test_a_point_outside_a_range_is_a_warning():
    with pytest.warns(bg.ParameterRangeWarning):
        bg.claim_of(DEPLOY, "USSR deploys").holds(us_resolve=2)


def test_an_undecided_verdict_has_no_truth():
    verdict = bg.ClaimVerdict("x", "undecided", None, "too hard")
    assert verdict.holds is None
    with pytest.raises(bg.InvalidParameterError, match="undecided"):
        bool(verdict)


def test_claims_are_values():
    claim = bg.claim_of(DEPLOY, "USSR deploys")
    assert claim == bg.claim_of(DEPLOY, "USSR deploys")
    again = pickle.loads(pickle.dumps(claim))
    assert again.event == claim.event
    assert again.holds(detection=Fraction(9, 10)) is quietly(claim.holds, detection="9/10")


def test_the_conditions_are_told_in_words_and_signs():
    claim = bg.claim_of(DEPLOY, "USSR deploys")
    text = str(claim)
    assert text.startswith("USSR deploys (in every equilibrium)\n  if ")
    assert "strictly prefers deploy to hold" in text
    assert "more on borders" in text
    assert r"\land" in claim.latex()
    assert "never" in str(bg.claim_of(BLOCKADE, "hard USSR withdraws"))
    assert "whatever" in str(bg.claim_of(BLOCKADE, "hard USSR defies"))


@settings(max_examples=5)
@given(
    game=bg.testing.parametric_games(
        form=bg.NormalFormGame, players=2, max_strategies=2, max_parameters=2
    ),
    seed=SEEDS,
)
def test_so_it_is_in_tables(game, seed):
    rng = random.Random(seed)
    agrees(drawn_claim(game, rng), rng, 2)


@pytest.mark.slow
@settings(max_examples=60)
@given(game=bg.testing.parametric_games(form=bg.NormalFormGame, players=2), seed=SEEDS)
def test_so_it_is_in_larger_tables(game, seed):
    rng = random.Random(seed)
    agrees(drawn_claim(game, rng), rng, 3)


@settings(max_examples=4)
@given(seed=SEEDS)
def test_so_it_is_in_a_signaling_game(seed):
    rng = random.Random(seed)
    agrees(drawn_claim(bg.memo.load("letters").game, rng), rng, 3)


def test_the_bold_conditions_of_the_two_letters():
    """Memo R4 to R6: the face that is saved, and the belief below the threshold."""
    letters = bg.memo.load("letters").game
    claim = bg.claim_of(letters, "weak USSR plays both and US private terms")
    [only] = [each for each in claim.alternatives if not each.on_borders]
    assert [str(c.incentive) for c in only.conditions] == [
        "USSR at weak strictly prefers both to private only",
        "US at both strictly prefers private terms to trade",
    ]


def test_the_largest_sum_of_payoffs_selects():
    x = bg.Parameter("x", 4, low=0, high=6)
    table = bg.NormalFormGame.from_arrays([[x, 0], [0, 1]], [[3, 0], [0, 2]])
    claim = bg.Claim("x", table, bg.plays("1", None, "1"), "selected", bg.MaxWelfare())
    assert claim.holds()
    assert not bg.Claim("x", table, bg.plays("1", None, "2"), "selected", bg.MaxWelfare()).holds()
    assert claim.exists("x").check == "solved anew at the point: it is so"


def test_a_formula_without_a_short_form_is_told_as_it_is(monkeypatch):
    monkeypatch.setattr("brinkgame.parametric.claims.claim.alternatives", lambda *_: None)
    claim = bg.claim_of(BLOCKADE, "soft USSR withdraws")
    assert claim.alternatives is None
    assert claim.condition is claim.formula
    assert str(claim).startswith("soft USSR withdraws (in every equilibrium)\n  if ")
    assert len(claim.cases_of(False)) >= 1
    assert claim.holds_for_all().status == "counterexample"


def test_what_the_solver_cannot_say_is_said(monkeypatch):
    claim = bg.claim_of(BLOCKADE, "soft USSR withdraws")
    point = claim.space.baseline
    assert claim.judged_by_solving(point) is True

    def refuses(*_, **__):
        raise bg.UnsupportedGameError("too large")

    monkeypatch.setattr("brinkgame.parametric.claims.claim.solve", refuses)
    assert claim.judged_by_solving(point) == "not checked by a solver: too large"
    assert claim.exists("brink_risk").check == "not checked by a solver: too large"


def test_a_solver_that_differs_is_a_fault(monkeypatch):
    claim = bg.claim_of(BLOCKADE, "soft USSR withdraws")
    monkeypatch.setattr(bg.Claim, "judged_by_solving", lambda *_: False)
    with pytest.raises(AssertionError, match="differ"):
        claim.exists("brink_risk")
    monkeypatch.setattr(bg.Claim, "judged_by_solving", lambda *_: True)
    assert "not confirmed" in claim.holds_for_all("brink_risk").check


def test_what_moves_may_come_into_the_domain():
    """At the baseline of x the constraint fails; over x it is a part of the question."""
    x, y = bg.Parameter("x", 1, low=0, high=4), bg.Parameter("y", 2, low=0, high=4)
    pays = {"in": x - 1, "out": 0, "worst": -1 - y}
    root = bg.Decision("A", {name: bg.Terminal({"A": paid}) for name, paid in pays.items()})
    game = bg.ExtensiveFormGame("tied", players=("A",), root=root, constraints=[x < y])
    claim = bg.claim_of(game, "A plays out")
    assert claim.holds_for_all("x", {"y": "1/2"}).status == "proved"
    assert claim.holds_for_all("x", {"y": 3}).status == "counterexample"
    with pytest.raises(bg.InvalidParameterError, match="x < y does not hold"):
        claim.holds_for_all((), {"y": "1/2"})
    assert bg.claim_of(game, "A plays in").exists((), {"x": 3, "y": 4}).status == "witness"
