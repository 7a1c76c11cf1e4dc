"""Thresholds of tables and of trees in which something is hidden, against solvers."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.arithmetic import Algebraic
from brinkgame.arithmetic.polynomial_systems import rational_between
from brinkgame.memo import blockade, hostage, letters, line
from tests.unit.parametric.equilibria.hidden import is_found, signalling, small_tree, weights
from tests.unit.parametric.equilibria.test_matrices import table

SEEDS = st.integers(0, 2**32 - 1)
X = bg.Parameter("x", "1/2", low=0, high=1)


def extreme(closed: Any) -> set[Any]:
    """The extreme equilibria of a table."""
    return {each.profile.weights for each in bg.solve(closed, bg.ExtremeEnumeration())}


def credible(closed: Any) -> set[Any]:
    """The sequential equilibria of a tree that a solver lists."""
    return {weights(each.profile) for each in bg.solve(closed, concept="sequential")}


def supports(found: set[Any]) -> set[Any]:
    return {tuple(tuple(w != 0 for w in line) for line in each) for each in found}


def check(game: Any, over: str, solved: Callable[[Any], set[Any]], between: int = 1) -> Any:
    """What holds between thresholds and at them is what a solver finds there."""
    found = bg.thresholds(game, over)
    assert found.is_complete, found.undecided

    def mine(value: Fraction) -> set[Any]:
        forms = found.forms_at(value)
        profiles = [form.at({over: value}) for form in forms]
        if solved is extreme:
            return {profile.weights for profile in profiles}
        return {weights(profile) for profile in profiles}

    def theirs(value: Fraction) -> set[Any]:
        return solved(game.fix({**found.at, over: value}))

    def agree_at(value: Fraction) -> None:
        if solved is extreme:
            assert mine(value) == theirs(value), value
            return
        # Where somebody is indifferent the solver lists a few of a family.
        listed = bg.solve(game.fix({**found.at, over: value}), concept="sequential")
        profiles = [form.at({over: value}) for form in found.forms_at(value)]
        for each in listed:
            assert any(
                weights(each.profile) == weights(mine)
                if each.family is None
                else mine in each.family
                for mine in profiles
            ), (value, each)
        for form in found.forms_at(value):
            assert is_found(form, {over: value}, listed), (value, form)

    for interval in found.domain:
        inside = [c for c in found if c.value in interval]
        for crossing in inside:
            assert crossing.borders
            if isinstance(crossing.value, Fraction):
                agree_at(crossing.value)
        low = -100 if interval.low is None else interval.low
        high = 100 if interval.high is None else interval.high
        values = [c.value for c in inside if c.value not in (low, high)]
        for a, b in itertools.pairwise([low, *values, high]):
            if a == b:
                continue
            samples = [rational_between(a, b)]
            for _ in range(between):
                samples += [rational_between(a, min(samples)), rational_between(max(samples), b)]
            seen = []
            for value in samples:
                agree_at(value)
                seen.append(supports(mine(value)))
            assert all(each == seen[0] for each in seen), (a, b)
    return found


# -- tables ----------------------------------------------------------------------------------------


def check_table(seed: int, shapes: Any, between: int) -> None:
    draw = random.Random(seed)
    game = table(draw, shapes)
    for over in list(game.parameters)[:2]:
        check(game, over, extreme, between)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_drawn_tables(seed):
    check_table(seed, [(2, 2), (2, 3), (3, 2)], 1)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_many_drawn_tables(seed):
    check_table(seed, [(2, 2), (2, 3), (3, 2), (3, 3), (2, 4)], 4)


def test_tables_of_the_memo():
    (found,) = check(line.POINT.variant("matrix").game, "incident_risk", extreme)
    assert found.value == Fraction(3, 11)
    assert found.incentives == ("US prefers let pass to enforce",)
    low, high = check(bg.memo.load("clock").variant("matrix").game, "detection", extreme)
    assert (low.value, high.value) == (Fraction(25, 576), Fraction(25, 171))
    assert low.incentive == "USSR prefers hide to do not hide"


def test_an_equilibrium_of_a_table_at_one_value_only():
    # At x = 1/2 alone the second row pays as much as the first against the first column.
    more = -((2 * X - 1) ** 2)
    game = bg.NormalFormGame.from_arrays([[0, 0], [more, -1]], [[1, 0], [0, 1]])
    (only,) = check(game, "x", extreme)
    assert only.value == Fraction(1, 2)
    assert only.below == only.above
    assert set(only.above) < set(only.at)


def test_a_probability_that_touches_zero():
    # The column player's 2 is taken with probability z**2/(1 + z**2).
    z = bg.Parameter("z", 1, low=-1, high=1)
    game = bg.NormalFormGame.from_arrays([[0, 1], [z**2, 0]], [[1, 0], [0, 1]])
    (only,) = check(game, "z", extreme)
    assert only.value == 0
    assert only.below == only.above == ("1: 1 or 2; 2: 1 or 2",)
    assert only.below[0] not in only.at
    assert only.relation == "=="
    assert only.formula == 0


def test_a_sliver_of_a_table():
    tiny = Fraction(1, 10**9)
    low = Fraction(271828182, 10**9)
    worth = (X - low) * (low + tiny - X)
    game = bg.NormalFormGame.from_arrays([[worth, 0], [0, 0]], [[1, 0], [0, 1]])
    found = check(game, "x", extreme)
    assert {low, low + tiny} <= {c.value for c in found}


def test_irrational_thresholds_of_a_table():
    game = bg.NormalFormGame.from_arrays([[2 * X**2, 0], [1, 1]], [[1, 0], [0, 1]])
    (found,) = check(game, "x", extreme)
    assert isinstance(found.value, Algebraic)
    assert found.value.polynomial == (-1, 0, 2)
    assert found.formula is None
    assert str(found.equation) == "2*x**2 - 1"


# -- hidden information ----------------------------------------------------------------------------


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_drawn_signalling_games(seed):
    game = signalling(random.Random(seed), replies=2)
    for over in [name for name in game.parameters if name != "prior"][:1]:
        check(game, over, credible)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_many_drawn_signalling_games(seed):
    game = signalling(random.Random(seed))
    for over in game.parameters:
        if over != "prior":  # where a type becomes impossible the solver knows no limits
            check(game, over, credible, 2)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_drawn_trees_are_decided(seed):
    game = small_tree(random.Random(seed))
    for over in list(game.parameters)[:1]:
        found = bg.thresholds(game, over)
        for crossing in found:
            assert crossing.borders
            if isinstance(crossing.value, bg.Algebraic):
                continue
            for form in found.forms_at(crossing.value):
                # At the value itself an action may have probability 0, and is not named there.
                there = {over: crossing.value}
                taken = {
                    (player, label, action)
                    for player, plan in form.profile.items()
                    for label, odds in plan.items()
                    for action, p in odds.items()
                    if (p.evaluate(there) if isinstance(p, bg.Expression) else p) != 0
                }
                assert any(
                    all(f"{player} at {label}: " in name for player, label, _ in taken)
                    and all(action in name for _, _, action in taken)
                    for name in crossing.at
                )


LETTERS = {"letters": letters.GAME, **{v.name: v.game for v in letters.POINT.variants}}


@pytest.mark.parametrize(
    ("name", "over", "values"),
    [
        ("letters", "tough_belief", ["1/4"]),
        ("letters", "face_saved", ["3/10"]),
        ("letters", "trade_cost", ["3/5"]),
        ("no-gain", "tough_belief", ["1/4"]),
        ("contingency", "tough_belief", ["1/4"]),
        ("open-trade", "public_retreat_cost", ["31/65", "1/2"]),
    ],
)
def test_the_two_letters(name, over, values):
    found = check(LETTERS[name], over, credible)
    assert [str(c.value) for c in found] == values


def test_where_a_type_becomes_impossible_it_is_said():
    found = bg.thresholds(letters.GAME, "tough_belief")
    assert [note.partition(" a move")[0] for note in found.notes] == [
        "at tough_belief = 0",
        "at tough_belief = 1",
    ]


def test_the_two_letters_in_symbols():
    p = letters.GAME.parameters
    (found,) = bg.thresholds(letters.GAME, "tough_belief")
    assert found.formula == (p["trade_cost"] - p["un_pressure"]) / (
        p["private_value"] + p["impasse_loss"]
    )
    assert found.incentive.startswith("US at ")
    (found,) = bg.thresholds(letters.GAME, "face_saved")
    assert found.formula == p["public_retreat_cost"] * 1
    (found,) = bg.thresholds(letters.GAME, "public_retreat_cost")
    assert found.formula == p["face_saved"] * 1


def test_cheap_talk_and_types_drawn_first():
    denial = hostage.POINT.variant("denial").game
    (found,) = bg.thresholds(denial, "missile_belief")
    assert found.value == Fraction(1, 4)
    low, high = bg.thresholds(blockade.drawn_first(), "brink_risk")
    assert (low.value, high.value) == (Fraction(3, 5), Fraction(11, 15))


@pytest.mark.slow
def test_later_players_who_are_indifferent_at_once():
    game = bg.memo.load("il28").variant("unknown-pride").game
    found = bg.thresholds(game, "stringency")
    assert found.is_complete
    assert [str(c.value) for c in found] == ["1/4", "3/4", "5/4", "7/4", "9/5", "9/4", "11/4"]
    assert len(bg.thresholds(game, "pride_limit")) == 10
