"""All equilibria of games with several players: published games, theory, and plain enumeration."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from brinkgame.arithmetic import Algebraic
from brinkgame.errors import InvalidNumberError, UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.play import MixedStrategyProfile, regrets
from brinkgame.results import Concept, Coverage, EquilibriumResult, Status, Verdict
from brinkgame.solve import solve
from brinkgame.solvers import PolynomialEnumeration, PureEnumeration, VertexEnumeration
from tests.unit.drawing import SEEDS


def game_of(shape: tuple[int, ...], cells: list[tuple[int, ...]]) -> NormalFormGame:
    """Payoffs of each cell, the first player's strategy running fastest."""
    tables = [np.empty(shape, dtype=object) for _ in shape]
    order = itertools.product(*map(range, reversed(shape)))
    for where, paid in zip(order, cells, strict=True):
        for table, number in zip(tables, paid, strict=True):
            table[where[::-1]] = number
    return NormalFormGame.from_arrays(*tables)


def drawn(shape: tuple[int, ...], seed: int, most: int = 10**6) -> NormalFormGame:
    rng = random.Random(seed)
    tables = [np.empty(shape, dtype=object) for _ in shape]
    for table in tables:
        table.ravel()[:] = [rng.randint(0, most) for _ in range(table.size)]
    return NormalFormGame.from_arrays(*tables)


def all_of(game: NormalFormGame) -> EquilibriumResult:
    return solve(game, PolynomialEnumeration())


NAU4 = game_of(
    (2, 2, 2),
    [(3, 0, 2), (0, 1, 0), (0, 2, 0), (1, 0, 0), (1, 0, 0), (0, 3, 0), (0, 1, 0), (2, 0, 3)],
)
"""Nau, Gomez Canovas and Hansen (2004), section 4: one equilibrium, in irrational numbers."""

NAU5 = game_of(
    (2, 2, 2),
    [(0, 0, 2), (3, 0, 0), (0, 3, 0), (0, 0, 0), (1, 1, 0), (0, 0, 0), (0, 0, 0), (0, 0, 3)],
)
"""The same, section 5: a continuum of completely mixed equilibria, and five others."""

NINE = game_of(
    (2, 2, 2),
    [(9, 8, 12), (0, 0, 0), (0, 0, 0), (9, 8, 2), (0, 0, 0), (3, 4, 6), (3, 4, 6), (0, 0, 0)],
)
"""McKelvey and McLennan (1996): nine equilibria, the most that a regular 2x2x2 game can have."""


def test_what_it_declares() -> None:
    assert PolynomialEnumeration.concept is Concept.NASH
    assert PolynomialEnumeration.coverage is Coverage.ALL
    assert PolynomialEnumeration().obstacles(NAU4) == ()
    assert len(PolynomialEnumeration().obstacles(NAU4.to_float())) == 1
    large = NormalFormGame.from_arrays(*([np.zeros((9, 9, 2), dtype=int)] * 3))
    assert "783363 combinations" in PolynomialEnumeration().obstacles(large)[0]
    with pytest.raises(UnsupportedGameError):
        solve(large, PolynomialEnumeration())
    five = drawn((2,) * 5, 0)
    assert PolynomialEnumeration().obstacles(five) == (
        "the equations of one support may have 44 solutions: solutions=20 are admitted",
    )
    assert PolynomialEnumeration(solutions=44).obstacles(five) == ()
    for wrong in (0, True, 1.5):
        with pytest.raises(InvalidNumberError, match="effort"):
            PolynomialEnumeration(effort=wrong)  # type: ignore[arg-type]
        with pytest.raises(InvalidNumberError, match="solutions"):
            PolynomialEnumeration(solutions=wrong)  # type: ignore[arg-type]


def test_one_equilibrium_in_irrational_numbers() -> None:
    result = all_of(NAU4)
    assert result.coverage is Coverage.ALL
    equilibrium = result.only()
    top, left, one = (equilibrium.profile[p]["1"] for p in "123")
    assert [x.polynomial for x in (top, left, one)] == [
        (24, -53, 23),
        (-9, 13, 12),
        (-9, 23, 2),
    ]
    assert [round(float(x), 4) for x in (top, left, one)] == [0.6192, 0.4798, 0.3788]
    assert equilibrium.certificate.verdict is Verdict.EXACT
    assert all(regret == 0 for regret in equilibrium.certificate.regrets.values())
    assert all(isinstance(paid, Algebraic) for paid in equilibrium.payoffs.values())
    for player in "123":
        assert sum(equilibrium.profile[player].values()) == 1


def test_nine_equilibria() -> None:
    result = all_of(NINE)
    assert result.coverage is Coverage.ALL
    assert len(result) == 9
    mixed = [tuple(row[0] for row in e.profile.weights) for e in result if not e.is_pure]
    assert set(mixed) == {
        (Fraction(1, 3), 1, Fraction(1, 4)),
        (Fraction(1, 2), Fraction(1, 2), 1),
        (0, Fraction(1, 4), Fraction(1, 3)),
        (Fraction(1, 2), Fraction(2, 5), Fraction(1, 4)),
        (Fraction(2, 5), Fraction(1, 2), Fraction(1, 3)),
    }


def test_continua_are_told() -> None:
    result = all_of(NAU5)
    assert (result.status, result.coverage) == (Status.SOLVED, Coverage.ALL)
    assert not result.is_complete_list
    infinite = result.statistics["infinite supports"]
    told = [(dict(i["support"]), i["dimension"], i["infinite"]) for i in infinite]
    assert ({"1": ("1",), "2": ("2",), "3": ("1", "2")}, 1, True) in told
    assert ({"1": ("2",), "2": ("1",), "3": ("1", "2")}, 1, True) in told
    both = ("1", "2")
    assert ({"1": both, "2": both, "3": both}, 1, None) in told
    assert len(told) == 3
    assert len(result.notes) == 3
    # Three pure ones, the two ends of the edges, and one of the continuum.
    assert sum(e.is_pure for e in result) == 3
    ends = [e.profile["3"]["2"] for e in result if not e.is_pure and "1" in e.profile.support("3")]
    assert ends.count(Fraction(3, 4)) >= 2
    for entry in infinite:
        assert entry["members"]
        assert all(isinstance(line, str) for line in entry["conditions"])
    for e in result:
        assert (e.family is None) == e.is_pure
        if e.family is not None:
            assert e.profile in e.family
            assert e.family.conditions
            low, high = e.family.payoff_ranges["1"]
            assert low <= e.payoffs["1"] <= high
            assert (e.family.count, e.family.vertices) == (None, None)
    edge = next(e.family for e in result if e.profile["1"]["1"] == 1 and not e.is_pure)
    assert edge is not None
    some: dict[str, Any] = {"1": "1", "2": "2", "3": {"1": "1/3", "2": "2/3"}}
    none: dict[str, Any] = {"1": "1", "2": "2", "3": {"1": "1/9", "2": "8/9"}}
    assert MixedStrategyProfile(NAU5, some) in edge
    assert MixedStrategyProfile(NAU5, none) not in edge
    assert "anything else" not in edge


def test_a_plane_of_equilibria_and_a_single_point_of_infinitely_many_solutions() -> None:
    # Nobody cares: every support with a mixture is infinite, and of the right dimension.
    result = all_of(NormalFormGame.from_arrays(*([np.zeros((2, 2, 2), dtype=int)] * 3)))
    infinite = result.statistics["infinite supports"]
    assert sorted(entry["dimension"] for entry in infinite) == [1] * 12 + [2] * 6 + [3]
    # The row player is indifferent; a third strategy ties only at one half.
    game = NormalFormGame.from_arrays([[0, 0], [0, 0], [-1, 1], [1, -1]], [[0, 0]] * 4)
    halves = [
        entry
        for entry in all_of(game).statistics["infinite supports"]
        if entry["support"] == {"1": ("1",), "2": ("1", "2")}
    ]
    assert not halves
    assert any(
        e.profile.weights == ((1, 0, 0, 0), (Fraction(1, 2), Fraction(1, 2))) for e in all_of(game)
    )


@settings(max_examples=30)
@given(SEEDS)
def test_regular_games_have_an_odd_number(seed: int) -> None:
    shape = random.Random(seed).choice([(2, 2, 2), (3, 2, 2), (2, 2, 2, 2), (3, 3), (2, 3, 3)])
    result = all_of(drawn(shape, seed))
    if result.is_complete_list:  # otherwise the drawn game has a tie
        assert len(result) % 2 == 1
    for equilibrium in result:
        assert not any(regrets(result.game, equilibrium.profile).values())


@settings(max_examples=20)
@given(SEEDS)
def test_two_players_against_vertices(seed: int) -> None:
    game = drawn((3, 3), seed, most=30)
    mine, plain = all_of(game), solve(game, VertexEnumeration())
    assert {e.profile for e in plain if e.is_pure} == {e.profile for e in mine if e.is_pure}
    if mine.is_complete_list:
        assert {e.profile for e in mine} == {e.profile for e in plain}


@settings(max_examples=25)
@given(SEEDS)
def test_ties(seed: int) -> None:
    game = drawn((2, 2, 2), seed, most=2)
    result = solve(game, PolynomialEnumeration(), check=False)
    assert {e.profile for e in solve(game, PureEnumeration(), check=False)} == {
        e.profile for e in result if e.is_pure
    }
    families = [e.family for e in result if e.family is not None]
    # Whatever equilibrium there is on a grid is listed or told.
    listed = {e.profile for e in result}
    undecided = [e for e in result.statistics["infinite supports"] if not e["members"]]
    assert (result.coverage is Coverage.ALL) == (not undecided)
    assert (result.status is Status.SOLVED) == (not undecided)
    supports = [entry["support"] for entry in undecided]
    grid = [Fraction(k, 4) for k in range(5)]
    for weights in itertools.product(grid, repeat=3):
        profile = MixedStrategyProfile(
            game, {p: {"1": w, "2": 1 - w} for p, w in zip("123", weights, strict=True)}
        )
        if not any(regrets(game, profile).values()):
            told = any(profile in family for family in families)
            used = {player: profile.support(player) for player in profile}
            assert profile in listed or told or used in supports


def test_a_change_of_units_changes_nothing_of_any_size() -> None:
    game = drawn((2, 2, 2), 4, most=99)
    units = [(10**30, 7), (Fraction(1, 10**30), 0), (3, -(10**20))]
    other = NormalFormGame.from_arrays(
        *(game.payoff_array(p) * a + b for p, (a, b) in zip(game.players, units, strict=True))
    )
    mine, theirs = all_of(game), all_of(other)
    assert len(mine) == 3
    assert [e.profile.weights for e in mine] == [e.profile.weights for e in theirs]


def test_limits_are_told() -> None:
    game = drawn((3, 3, 3), 0, most=99)
    run = PolynomialEnumeration(effort=4).run(game)
    assert (run.status, run.coverage) == (Status.LIMIT, Coverage.SOME)
    assert "1: 1, 2, 3; 2: 1, 2, 3; 3: 1, 2, 3" in run.statistics["unsettled supports"]
    assert "too large" in run.notes[-1]
    assert set(run.profiles) < {e.profile for e in all_of(game)}
    late = solve(game, PolynomialEnumeration(), time_limit=1e-9, check=False)
    assert (late.status, late.coverage, len(late)) == (Status.TIME_LIMIT, Coverage.SOME, 0)
    assert "343 combinations" in late.notes[0]


def test_one_player_and_players_without_a_choice() -> None:
    assert all_of(NormalFormGame.from_arrays([1, 3, 2])).only().profile.weights == ((0, 1, 0),)
    lonely = NormalFormGame.from_arrays([[[1]], [[2]]], [[[0]], [[0]]], [[[0]], [[0]]])
    assert all_of(lonely).only().payoffs["1"] == 2
