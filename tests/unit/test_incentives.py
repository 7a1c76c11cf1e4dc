"""The programs of correlated equilibria, against the definitions and SciPy; ranges of payoffs."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from brinkgame import incentives
from brinkgame.errors import InvalidNumberError, SolveError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.incentives import correlated_payoff_ranges
from brinkgame.linear_programs import LPSolution
from brinkgame.parameters import Parameter
from brinkgame.play import coarse_regrets, correlated_payoffs, obedience_regrets
from brinkgame.solve import solve
from brinkgame.solvers import (
    CoarseCorrelatedLP,
    CorrelatedLP,
    ExtremeEnumeration,
    MinimaxLP,
    PureEnumeration,
)
from tests.unit.drawing import SEEDS, fractions, tied, wide

SOLVERS = {False: CorrelatedLP, True: CoarseCorrelatedLP}
REGRETS = {False: obedience_regrets, True: coarse_regrets}
COARSE = pytest.mark.parametrize("coarse", [False, True], ids=["correlated", "coarse"])
KINDS = (tied, fractions, wide)


def drawn(rng: random.Random, kind: Any = None, *, players: int | None = None) -> NormalFormGame:
    """A small game of one to three players."""
    count = rng.choice([1, 2, 2, 2, 3]) if players is None else players
    shape = [rng.randint(1, 3 if count < 3 else 2) for _ in range(count)]
    number = kind or rng.choice(KINDS)
    tables = [np.empty(shape, dtype=object) for _ in shape]
    for table in tables:
        for cell in np.ndindex(*shape):
            table[cell] = number(rng)
    return NormalFormGame.from_arrays(*tables)


def best_by_scipy(game: NormalFormGame, weights: dict[str, Any], coarse: bool) -> float:
    """The optimum, from constraints that are written out cell by cell."""
    cells = list(itertools.product(*map(range, game.shape)))
    tables = {player: game.payoff_array(player).astype(float) for player in game.players}
    rows = []
    for place, player in enumerate(game.players):
        strategies = range(game.shape[place])
        for done in strategies:
            lines = {told: [0.0] * len(cells) for told in strategies}
            for number, cell in enumerate(cells):
                there = (*cell[:place], done, *cell[place + 1 :])
                lines[cell[place]][number] = tables[player][there] - tables[player][cell]
            rows += [np.sum(list(lines.values()), axis=0)] if coarse else list(lines.values())
    worth = [sum(float(w) * tables[p][cell] for p, w in weights.items()) for cell in cells]
    found = linprog(
        -np.array(worth), A_ub=np.array(rows), b_ub=np.zeros(len(rows)),
        A_eq=np.ones((1, len(cells))), b_eq=[1],
    )  # fmt: skip
    assert found.status == 0
    return -float(found.fun)


def value(game: NormalFormGame, profile: Any, weights: dict[str, Any]) -> Any:
    paid = correlated_payoffs(game, profile)
    return sum(w * paid[player] for player, w in weights.items())


@COARSE
@settings(max_examples=40)
@given(SEEDS)
def test_the_optimum_is_that_of_scipy(coarse: bool, seed: int) -> None:
    rng = random.Random(seed)
    game = drawn(rng, rng.choice([tied, fractions]))
    weights = {player: rng.randint(-2, 2) for player in game.players}
    result = solve(game, SOLVERS[coarse](weights))
    found = value(game, result[0].profile, weights)
    assert float(found) == pytest.approx(best_by_scipy(game, weights, coarse), abs=1e-6)
    for rough in (
        solve(game, SOLVERS[coarse](weights, exact=False))[0],
        solve(game.to_float(), SOLVERS[coarse](weights))[0],
    ):
        near = sum(w * rough.payoffs[player] for player, w in weights.items())
        assert float(near) == pytest.approx(float(found), abs=1e-6)


@COARSE
@settings(max_examples=40)
@given(SEEDS)
def test_the_best_is_one_and_no_nash_equilibrium_is_better(coarse: bool, seed: int) -> None:
    rng = random.Random(seed)
    game = drawn(rng)
    weights = {player: rng.randint(-2, 2) for player in game.players}
    result = solve(game, SOLVERS[coarse](weights))
    best = result[0].profile
    assert set(REGRETS[coarse](game, best).values()) == {0}
    assert result[0].is_exact
    other = ExtremeEnumeration() if len(game.players) == 2 else PureEnumeration()
    for nash in solve(game, other):
        assert set(REGRETS[coarse](game, nash.profile).values()) == {0}
        assert value(game, nash.profile, weights) <= value(game, best, weights)
    if coarse:
        fine = solve(game, CorrelatedLP(weights))[0].profile
        assert value(game, fine, weights) <= value(game, best, weights)


@COARSE
@settings(max_examples=30)
@given(SEEDS)
def test_mixtures_of_two_are_ones(coarse: bool, seed: int) -> None:
    rng = random.Random(seed)
    game = drawn(rng, players=2)
    one, other = (
        solve(game, SOLVERS[coarse]({p: rng.randint(-2, 2) for p in game.players}))[0].profile
        for _ in range(2)
    )
    cells = sorted({*one, *other})
    mixed = {cell: Fraction(1, 3) * one[cell] + Fraction(2, 3) * other[cell] for cell in cells}
    assert set(REGRETS[coarse](game, mixed).values()) == {0}


@COARSE
@settings(max_examples=25)
@given(SEEDS)
def test_opposed_players_get_the_value(coarse: bool, seed: int) -> None:
    """In a zero-sum game every coarse correlated equilibrium pays the value (Moulin and Vial)."""
    rng = random.Random(seed)
    number = rng.choice(KINDS)
    table = [[number(rng) for _ in range(rng.randint(2, 3))]]
    table += [[number(rng) for _ in table[0]] for _ in range(2)]
    game = NormalFormGame.from_arrays(table, [[-a for a in row] for row in table])
    worth = solve(game, MinimaxLP()).statistics["value"]
    assert correlated_payoff_ranges(game, coarse=coarse) == {
        "1": (worth, worth), "2": (-worth, -worth),
    }  # fmt: skip


@COARSE
@settings(max_examples=30)
@given(SEEDS)
def test_ranges_hold_whatever_is_found(coarse: bool, seed: int) -> None:
    rng = random.Random(seed)
    game = drawn(rng)
    ranges = correlated_payoff_ranges(game, coarse=coarse)
    for weights in (None, {player: rng.randint(-2, 2) for player in game.players}):
        paid = solve(game, SOLVERS[coarse](weights))[0].payoffs
        assert all(low <= paid[p] <= high for p, (low, high) in ranges.items())
    for player, (low, high) in ranges.items():
        solver = SOLVERS[coarse]
        assert solve(game, solver({player: 1}))[0].payoffs[player] == high
        assert solve(game, solver({player: -1}))[0].payoffs[player] == low
        assert type(low) is type(high) is Fraction
    wider = correlated_payoff_ranges(game, coarse=True)
    assert all(wider[p][0] <= ranges[p][0] <= ranges[p][1] <= wider[p][1] for p in ranges)


@settings(max_examples=30)
@given(SEEDS)
def test_ranges_follow_the_units(seed: int) -> None:
    rng = random.Random(seed)
    game = drawn(rng, players=2)
    scales = (3, Fraction(1, 7))
    tables = [s * game.payoff_array(p) + 5 for s, p in zip(scales, game.players, strict=True)]
    other = correlated_payoff_ranges(NormalFormGame.from_arrays(*tables))
    for scale, (player, (low, high)) in zip(
        scales, correlated_payoff_ranges(game).items(), strict=True
    ):
        assert other[player] == (scale * low + 5, scale * high + 5)


@COARSE
def test_ranges_in_floats(coarse: bool) -> None:
    game = drawn(random.Random(4), fractions, players=2)
    exact = correlated_payoff_ranges(game, coarse=coarse)
    for rough in (
        correlated_payoff_ranges(game, coarse=coarse, exact=False),
        correlated_payoff_ranges(game.to_float(), coarse=coarse),
    ):
        for player, ends in exact.items():
            assert rough[player] == pytest.approx(tuple(map(float, ends)), abs=1e-8)
            assert all(type(end) is float for end in rough[player])


def test_wide_payoffs_are_no_special_case() -> None:
    tiny = Fraction(1, 10**30)
    game = NormalFormGame.from_arrays(
        [[6 * 10**30, 2 * 10**30], [7 * 10**30, 0]], [[6 * tiny, 7 * tiny], [2 * tiny, 0]]
    )
    result = solve(game, CorrelatedLP({"1": tiny, "2": 10**30}))
    assert dict(result[0].profile) == {
        ("1", "1"): Fraction(1, 2), ("1", "2"): Fraction(1, 4), ("2", "1"): Fraction(1, 4),
    }  # fmt: skip
    assert correlated_payoff_ranges(game)["2"] == (2 * tiny, 7 * tiny)


def test_what_ranges_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    with pytest.raises(UnsupportedGameError, match="expected a game in normal form"):
        correlated_payoff_ranges(tree)  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="the range of payoffs"):
        correlated_payoff_ranges(NormalFormGame.from_arrays([Parameter("x", 1), 0]))
    game = drawn(random.Random(0), tied, players=2)
    monkeypatch.setattr(incentives, "solve_lp", lambda *_, **__: LPSolution("unfinished"))
    with pytest.raises(SolveError, match="no optimum for 1 in floats"):
        correlated_payoff_ranges(game.to_float())


@COARSE
def test_too_large_a_program_is_refused_before_it_is_built(coarse: bool) -> None:
    size = 200 if coarse else 120
    table = np.zeros((size, size))
    game = NormalFormGame.from_arrays(table.astype(int), table.astype(int))
    [reason] = SOLVERS[coarse]().obstacles(game)
    assert ("16,000,000" if coarse else "411,264,000") in reason
    assert reason.endswith("with exact=False it may be larger")
    assert SOLVERS[coarse](exact=False).obstacles(game) == ()
    assert SOLVERS[coarse]().obstacles(NormalFormGame.from_arrays(table, table)) == ()
    large = np.zeros((700, 700))
    [reason] = SOLVERS[coarse]().obstacles(NormalFormGame.from_arrays(large, large))
    assert "exact" not in reason
    with pytest.raises(UnsupportedGameError, match="out of reach"):
        correlated_payoff_ranges(game, coarse=coarse)


@pytest.mark.parametrize("weights", ["A", 3, ["A"], [("A",)], [("A", 1, 2)], {1: 2}, {"A": "much"}])
def test_weights_are_numbers_by_player(weights: Any) -> None:
    with pytest.raises(InvalidNumberError, match="weights"):
        CorrelatedLP(weights)


def test_weights_are_read() -> None:
    solver = CorrelatedLP({"1": "1/3", "2": 0.5})
    assert solver.weights == (("1", Fraction(1, 3)), ("2", Fraction(1, 2)))
    assert solver == CorrelatedLP((("1", Fraction(1, 3)), ("2", Fraction(1, 2))))
    assert len({solver, CorrelatedLP(solver.weights)}) == 1
    assert CorrelatedLP().weights is None
