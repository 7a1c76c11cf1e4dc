from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg

numbers = st.integers(-3, 3)
payoffs = st.lists(numbers, min_size=8, max_size=8)
OPEN = bg.cardinal_conditions(bg.NormalFormGame.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]]))
NAMES = list(OPEN.game.parameters)
CELLS = list(itertools.product(("1", "2"), repeat=2))


def closed(values):
    return dict(zip(NAMES, values, strict=True))


def gain(game, profile, player):
    """What a player would get more by changing alone."""
    other = {**profile, player: {"1": "2", "2": "1"}[profile[player]]}
    return game.payoff(player, other) - game.payoff(player, profile)


@given(payoffs)
def test_pure_conditions_hold_just_where_the_statement_does(values):
    at = closed(values)
    game = OPEN.game.at(at)
    for cell in CELLS:
        profile = dict(zip(("1", "2"), cell, strict=True))
        gains = [gain(game, profile, player) for player in ("1", "2")]
        assert OPEN.equilibrium[cell].holds(at) == (max(gains) <= 0)
        assert OPEN.strict[cell].holds(at) == (max(gains) < 0)
        here = gains[0] * gains[1]
        opposite = {player: {"1": "2", "2": "1"}[s] for player, s in profile.items()}
        away = [gain(game, opposite, player) for player in ("1", "2")]
        both = max(*gains, *away) < 0
        assert OPEN.risk_dominant[cell].holds(at) == (both and here > away[0] * away[1])


@given(payoffs)
def test_dominance(values):
    at = closed(values)
    game = OPEN.game.at(at)
    for (player, strategy), condition in OPEN.dominant.items():
        other = "2" if player == "1" else "1"
        gains = [gain(game, {player: strategy, other: s}, player) for s in ("1", "2")]
        assert condition.holds(at) == (max(gains) < 0)


@given(payoffs)
def test_the_mixed_equilibrium_is_where_and_what_the_formulas_say(values):
    at = closed(values)
    game = OPEN.game.at(at)
    result = bg.solve(game)
    inside = [
        e for e in result if e.family is None and all(len(e.profile.support(p)) == 2 for p in "12")
    ]
    assert OPEN.mixed.holds(at) == (len(inside) == 1)
    if inside:
        for player, odds in OPEN.probabilities.items():
            for strategy, formula in odds.items():
                assert inside[0].profile[player][strategy] == formula.evaluate(at)


@given(payoffs, st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_what_only_order_decides_is_the_same_in_the_whole_class(values, steps):
    """Any payoffs in the same order, drawn by stretching the gaps between those of one player."""
    stretched = []
    for half in (values[:4], values[4:]):
        levels = sorted(set(half))
        height = dict(zip(levels, itertools.accumulate(steps[: len(levels)]), strict=True))
        stretched += [height[value] for value in half]
    here, there = closed(values), closed(stretched)
    assert bg.ordinal_class(OPEN.game.at(here)).ranks == bg.ordinal_class(OPEN.game.at(there)).ranks
    groups = (OPEN.equilibrium, OPEN.strict, OPEN.dominant, {"": OPEN.mixed})
    for condition in (c for group in groups for c in group.values()):
        assert condition.holds(here) == condition.holds(there)


def test_risk_dominance_is_not_a_matter_of_order():
    low, high = (dict(zip(NAMES, v, strict=True)) for v in ((4, 0, 3, 1) * 2, (9, 0, 3, 1) * 2))
    for at in (low, high):
        at["u_2_1_2"], at["u_2_2_1"] = at["u_2_2_1"], at["u_2_1_2"]
    ranks = {bg.ordinal_class(OPEN.game.at(at)).name for at in (low, high)}
    assert ranks == {"Stag Hunt"}
    assert [OPEN.risk_dominant["1", "1"].holds(at) for at in (low, high)] == [False, True]


def test_payoffs_become_parameters_with_a_meaning():
    conditions = bg.cardinal_conditions(bg.catalog.load("stag-hunt").game)
    assert conditions.game.at() == bg.catalog.load("stag-hunt").game
    parameter = conditions.game.parameters["row_stag_hare"]
    assert parameter.baseline == 0
    assert parameter.meaning == "what row gets from (stag, hare)"
    floats = bg.cardinal_conditions(bg.catalog.load("stag-hunt").game.to_float())
    assert floats.game == conditions.game


def test_labels_that_are_no_names_stay_apart():
    game = bg.NormalFormGame(
        "signs",
        strategies={"é!": ("a b", "a-b"), "3": ("+", "-")},
        payoffs={"é!": [[1, 2], [3, 4]], "3": [[5, 6], [7, 8]]},
    )
    conditions = bg.cardinal_conditions(game)
    assert len(conditions.game.parameters) == 8
    assert conditions.game.at() == game


def test_open_payoffs_are_kept_and_inequalities_are_short():
    conditions = bg.cardinal_conditions(bg.catalog.load("hawk-dove").game)
    assert set(conditions.game.parameters) == {"value", "cost"}
    assert str(conditions.mixed) == (
        "both players mix in one equilibrium exactly if cost < value and value < 0, or "
        "value < cost and 0 < value"
    )
    assert conditions.mixed.holds({"value": 2, "cost": 4})
    assert not conditions.mixed.holds({"value": 2, "cost": 2})
    assert "row then plays hawk with value/cost" in str(conditions).splitlines()


def test_what_does_not_depend_on_parameters_says_so():
    x = bg.Parameter("x", 1)
    game = bg.NormalFormGame.from_arrays([[x + 1, 1], [x, 0]], [[x * x, 0], [1, 0]])
    conditions = bg.cardinal_conditions(game)
    assert conditions.dominant["1", "1"].is_always
    assert str(conditions.dominant["1", "1"]) == "1 is dominant for 1 always"
    assert conditions.equilibrium["2", "1"].is_never
    assert str(conditions.equilibrium["2", "1"]) == "(2, 1) is an equilibrium never"
    assert not conditions.equilibrium["2", "1"].holds({"x": 1})
    assert conditions.mixed.is_never
    assert not conditions.probabilities
    assert str(conditions.equilibrium["1", "1"]) == (
        "(1, 1) is an equilibrium exactly if 0 <= x**2"
    )


def test_half_numbers_and_powers_are_read():
    weeks = bg.Parameter("weeks", 2, low=1, high=9, whole=True)
    hazard = bg.Parameter("hazard", "1/10", low=0, high=1)
    half = Fraction(1, 2) * hazard
    game = bg.NormalFormGame.from_arrays(
        [[(1 - hazard) ** weeks, 0], [half, 0]], [[half + Fraction(1, 3), 0], [0, 0]]
    )
    conditions = bg.cardinal_conditions(game)
    assert conditions.strict["1", "1"].holds({"weeks": 2, "hazard": "1/10"})
    assert not conditions.strict["1", "1"].holds({"weeks": 9, "hazard": "1/2"})
    assert str(conditions.dominant["2", "1"]) == ("1 is dominant for 2 never")


def test_other_sizes_are_refused():
    with pytest.raises(bg.UnsupportedGameError, match="3 x 2"):
        bg.cardinal_conditions(bg.catalog.load("degenerate").game)
