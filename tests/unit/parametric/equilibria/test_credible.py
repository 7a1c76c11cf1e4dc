"""Credible forms against solvers of closed games, the play room, and formulas derived by hand."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.catalog import unilateral_deterrence
from brinkgame.memo import blockade, hostage, letters
from brinkgame.parametric.equilibria import credible_systems
from tests.unit.parametric.equilibria.hidden import (
    compared,
    inside,
    on_border,
    signalling,
    small_tree,
    weights,
)

SEEDS = st.integers(0, 2**32 - 1)
LETTERS = {"letters": letters.GAME, **{v.name: v.game for v in letters.POINT.variants}}
TWO_MOVES = {
    **LETTERS,
    "drawn-first": blockade.drawn_first(),
    "denial": next(v.game for v in hostage.POINT.variants if v.name == "denial"),
    "beer-quiche": bg.catalog.load("beer-quiche").game,
}
DEEPER = {
    "escalation": blockade.escalation(),
    "unilateral-deterrence": unilateral_deterrence.GAME,
    "reputation": bg.catalog.load("reputation").game,
    "nuclear-brinkmanship": bg.catalog.load("nuclear-brinkmanship").game,
}


def raw(game: Any, concept: str = "sequential", *, thin: bool = False) -> Any:
    """The forms as the engine gives them."""
    return bg.equilibrium_forms(game, concept, inhabited=False, thin=thin)


@pytest.mark.parametrize("name", [*TWO_MOVES, *DEEPER])
def test_known_games_have_the_equilibria_that_solvers_list(name: str) -> None:
    game = {**TWO_MOVES, **DEEPER}[name]
    forms = raw(game)
    assert forms.is_complete
    generator = Random(name)
    for _ in range(2):
        point = inside(game.parameters, generator)
        assert compared(game, forms, point, "sequential", same=name in TWO_MOVES)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_drawn_signalling_games_have_the_equilibria_that_the_solver_lists(seed: int) -> None:
    check_signalling(Random(seed), points=2)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_many_drawn_signalling_games(seed: int) -> None:
    check_signalling(Random(seed), points=4)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_larger_drawn_signalling_games(seed: int) -> None:
    check_signalling(Random(seed), points=2, types=3, messages=2, replies=2)


def test_divisors_of_open_sign_may_stay_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credible_systems, "_MOST_CASES", 0)
    for seed in range(12):
        check_signalling(Random(seed), points=1)


def check_signalling(generator: Random, *, points: int, **size: int) -> None:
    game = signalling(generator, **size)
    if game.is_closed:
        return
    forms, all_forms = raw(game), raw(game, thin=True)
    assert forms.is_complete
    for _ in range(points):
        point = inside(game.parameters, generator)
        compared(game, forms, point, "sequential", same=True)
        if len(all_forms):
            border = on_border(generator.choice(list(all_forms)), game.parameters, generator)
            if border is not None:
                compared(game, all_forms, border, "sequential", same=False)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS, st.sampled_from(["sequential", "perfect-bayesian"]))
def test_drawn_trees_have_the_equilibria_that_the_solver_finds(seed: int, concept: str) -> None:
    check_tree(Random(seed), concept)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS, st.sampled_from(["sequential", "perfect-bayesian"]))
def test_many_drawn_trees(seed: int, concept: str) -> None:
    check_tree(Random(seed), concept)


def check_tree(generator: Random, concept: str) -> None:
    game = small_tree(generator)
    if game.is_closed or game.is_perfect_information or game.recall_failure_text:
        return
    forms = raw(game, concept)
    if not forms.is_complete:
        return
    for _ in range(2):
        compared(game, forms, inside(game.parameters, generator), concept, same=False)


# -- what was derived by hand ---------------------------------------------------------------------


def test_the_two_letters_have_the_forms_of_the_document() -> None:
    forms = raw(letters.GAME)
    generator = Random(4)
    seen = set()
    for _ in range(40):
        point = inside(letters.GAME.parameters, generator)
        mine = {weights(form.at(point)) for form in forms.at(point)}
        told = set()
        for region in letters.regions():
            if region.holds(point):
                seen.add(region.name)
                both, trade = region.conduct(point)
                told.add(((0, 1), (1 - trade, trade), (1 - both, both)))
        assert mine == told
    assert len(seen) >= 4


def test_a_mixing_probability_is_the_formula_of_the_document() -> None:
    mixed = [form for form in raw(letters.GAME) if not form.is_pure]
    assert len(mixed) == 1
    h, limit = letters.tough_belief, letters.belief_limit()
    both = mixed[0].profile["USSR"]["weak"]["both"]
    assert both == h * (1 - limit) / ((1 - h) * limit)
    omega, a, gain = (
        letters.GAME.parameters[name]
        for name in ("face_saved", "public_retreat_cost", "trade_gain")
    )
    assert mixed[0].profile["US"]["both"]["trade"] == (a - omega) / (a + gain)
    assert mixed[0].beliefs["US"]["both"]["root/tough/both"] == limit


def test_with_the_trade_open_there_is_an_equilibrium_with_all_messages() -> None:
    game = LETTERS["open-trade-no-gain"]
    base = game.parameters.baseline
    found = [form for form in raw(game).at(base) if not form.is_pure]
    wanted = {
        "tough": {"private only": Fraction(1), "both": Fraction(0)},
        "weak": {"private only": Fraction(9, 17), "both": Fraction(8, 17)},
    }
    profiles = [form.at(base) for form in found]
    assert any(
        all(dict(p["USSR"][k]) == v for k, v in wanted.items())
        and p["US"]["private only"]["trade"] == Fraction(2, 15)
        for p in profiles
    )


def test_unilateral_deterrence_has_its_five_classes() -> None:
    game = unilateral_deterrence.GAME
    forms = raw(game)
    paths = {form.path for form in forms}
    assert len(paths) == 4  # both kinds of deterrence take the same path
    generator = Random(1)
    for _ in range(12):
        point = inside(game.parameters, generator)
        mine = {weights(form.at(point)) for form in forms.at(point)}
        for kind in unilateral_deterrence.classes(point):
            profile, _ = unilateral_deterrence.equilibrium(kind, point)
            assert weights(bg.BehaviorStrategyProfile(game.at(point), profile)) in mine
        lasting = [each for each in forms if not any(c.difference.names for c in each.conditions)]
        assert all(each.holds(point) for each in lasting)


def test_the_conditions_of_the_document_come_out_by_themselves() -> None:
    forms = bg.equilibrium_forms(letters.GAME)
    assert forms.is_complete
    assert len(forms) == 4
    pooled = next(
        form
        for form in forms
        if form.profile["USSR"]["weak"]["both"] == 1
        and form.profile["US"]["both"]["private terms"] == 1
    )
    told = {str(condition.difference) for condition in pooled.conditions}
    assert told == {
        "trade_cost - tough_belief*(impasse_loss + private_value) - un_pressure",
        "face_saved - public_retreat_cost",
    }
    for form in forms:
        assert form.witness is not None
        assert form.holds(form.witness)
        assert all(len(c.difference.factors()[1]) == 1 for c in form.conditions)


def test_beer_and_quiche_pool_or_mix() -> None:
    game = bg.catalog.load("beer-quiche").game
    forms = raw(game)
    point = {"strong_share": Fraction(1, 10)}
    (mixed,) = forms.at(point)
    profile = mixed.at(point)
    assert weights(profile) == weights(
        bg.solve(game.at(point), concept="sequential").only().profile
    )
    assert len({form.support for form in forms.at({"strong_share": Fraction(9, 10)})}) >= 2


# -- numbers of every kind -------------------------------------------------------------------------


def asked(worth: Any, chance: Any) -> Any:
    """A seller who knows the quality asks a high price or a low one; a buyer takes it or not."""

    def offer(kind: str, high: bool) -> bg.Decision:
        paid = 2 if high else 1
        value = 3 if kind == "good" else worth
        menu = {
            "buy": bg.Terminal({"seller": paid, "buyer": value - paid}),
            "leave": bg.Terminal({"seller": Fraction(1, 2) if kind == "good" else 0, "buyer": 0}),
        }
        return bg.Decision("buyer", menu, infoset="high" if high else "low")

    def sells(kind: str) -> bg.Decision:
        return bg.Decision(
            "seller",
            {"high": offer(kind, True), "low": offer(kind, False)},
            infoset=kind,
            payoffs={"seller": -1},
        )

    return bg.ExtensiveFormGame(
        "a price",
        players=("seller", "buyer"),
        root=bg.Chance({"good": (chance, sells("good")), "bad": (bg.REST, sells("bad"))}),
    )


X = bg.Parameter("x", "1/2", low="1/4", high=2)
Y = bg.Parameter("y", 1, low="1/2", high=3)


@pytest.mark.parametrize(
    ("worth", "chance"),
    [
        (1 / X, Y / (1 + Y)),
        ((Y - 3) / (X - 3), 1 / (1 + X * Y)),
        (X - Y, Fraction(2, 7)),
        (X**2 - 2 * X * Y, Y / 7),
    ],
)
def test_numbers_may_be_any_rational_functions(worth: Any, chance: Any) -> None:
    game = asked(worth, chance)
    forms = raw(game)
    assert forms.is_complete
    generator = Random(str(worth))
    for _ in range(4):
        compared(game, forms, inside(game.parameters, generator), "sequential", same=True)


def test_parameters_may_have_no_ends() -> None:
    free = bg.Parameter("x", 1)
    game = asked(free, Fraction(1, 3))
    forms = raw(game)
    for at in ("-7", "3/2", "40"):
        compared(game, forms, game.parameters.point({"x": at}), "sequential", same=True)


def test_an_exponent_may_be_open() -> None:
    weeks = bg.Parameter("weeks", 3, low=1, high=5, whole=True)
    game = asked(X, 1 - (1 - X / 4) ** weeks)
    forms = raw(game)
    for at in (1, 2, 5):
        point = game.parameters.point({"weeks": at, "x": "3/4"})
        compared(game, forms, point, "sequential", same=True)


@pytest.mark.parametrize("name", ["letters", "open-trade-no-gain", "drawn-first", "denial"])
def test_perfect_bayesian_forms_of_two_moves_are_there_too(name: str) -> None:
    game = TWO_MOVES[name]
    forms = raw(game, "perfect-bayesian")
    point = inside(game.parameters, Random(name))
    assert compared(game, forms, point, "perfect-bayesian", same=False)


@pytest.mark.parametrize("over", ["brink_risk", "hard_type", "us_war_cost"])
def test_fixed_numbers_have_denominators(over: str) -> None:
    game = blockade.drawn_first()
    base = game.parameters.baseline
    line = game.fix({name: value for name, value in base.items() if name != over})
    forms = raw(line)
    generator = Random(over)
    for _ in range(3):
        compared(line, forms, inside(line.parameters, generator), "sequential", same=True)


# -- what is said ---------------------------------------------------------------------------------


def test_conditions_say_whose_incentive_they_are() -> None:
    forms = raw(letters.GAME)
    said = {condition.incentive for form in forms for condition in form.conditions}
    assert "US at both prefers private terms to trade" in said
    assert any("takes private terms with probability at most 1" in words for words in said)


def test_what_is_out_of_reach_is_said() -> None:
    with pytest.raises(bg.UnsupportedGameError, match="needs exact numbers"):
        raw(letters.GAME.at().to_float())
    with pytest.raises(bg.UnsupportedGameError, match="finds sequential and perfect Bayesian"):
        raw(letters.GAME, "nash")
    again = bg.Decision("A", {"l": bg.Terminal({"A": X}), "r": bg.Terminal({"A": 1})}, infoset="A")
    forgetful = bg.ExtensiveFormGame(
        "again", players=("A",), root=bg.Decision("A", {"l": again, "r": again}, infoset="first")
    )
    with pytest.raises(bg.UnsupportedGameError, match="needs perfect recall"):
        raw(forgetful)
    # Three players of whom each mixes against the two others: the equations are quadratic.
    forms = raw(small_tree(Random(12)))
    assert not forms.is_complete
    assert all("(not linear)" in line for line in forms.undecided)


def test_the_time_may_be_up() -> None:
    game = bg.catalog.load("nuclear-brinkmanship").game
    forms = bg.equilibrium_forms(game, "sequential", inhabited=False, time_limit=0.02)
    assert any("the time was up" in line for line in forms.undecided)
