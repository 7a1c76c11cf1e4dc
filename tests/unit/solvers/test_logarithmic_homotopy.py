"""One equilibrium by a homotopy: regrets, seeds, games that are not regular."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from brinkgame.errors import InvalidNumberError
from brinkgame.forms import NormalFormGame
from brinkgame.results import Concept, Coverage, Status, Verdict
from brinkgame.solve import solve
from brinkgame.solvers import LogarithmicHomotopy, PolynomialEnumeration
from brinkgame.solvers.logarithmic_homotopy import _Path
from tests.unit.drawing import SEEDS


def drawn(shape: tuple[int, ...], seed: int, most: int) -> NormalFormGame:
    tables = np.random.default_rng(seed).integers(0, most, (len(shape), *shape), endpoint=True)
    return NormalFormGame.from_arrays(*tables)


def test_what_it_declares() -> None:
    assert LogarithmicHomotopy.concept is Concept.NASH
    assert LogarithmicHomotopy.coverage is Coverage.ONE
    assert sorted(a.__name__ for a in LogarithmicHomotopy.arithmetics) == ["Exact", "Float"]
    for wrong in (0, 1.5, True, "1e-9"):
        with pytest.raises(InvalidNumberError, match="accuracy"):
            LogarithmicHomotopy(accuracy=wrong)  # type: ignore[arg-type]
    for wrong in (-1, True, 0.5):
        with pytest.raises(InvalidNumberError, match="seed"):
            LogarithmicHomotopy(seed=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(5, 5, 5), (4, 4, 4, 4, 4), (2,) * 7, (9, 8), (3, 1, 2), (4,)])
def test_regrets_are_small(shape: tuple[int, ...]) -> None:
    game = drawn(shape, 3, 99)
    result = solve(game, LogarithmicHomotopy())
    assert (result.status, result.coverage, len(result)) == (Status.SOLVED, Coverage.ONE, 1)
    assert result[0].certificate.epsilon <= 99 * Fraction(1, 10**12)
    floats = solve(game.to_float(), LogarithmicHomotopy())
    assert floats[0].certificate.epsilon <= 1e-10
    assert floats[0].certificate.verdict is Verdict.APPROXIMATE


@settings(max_examples=30)
@given(SEEDS)
def test_games_with_ties(seed: int) -> None:
    shape = random.Random(seed).choice([(2, 2, 2), (3, 3), (2, 3, 2), (3, 3, 3)])
    result = solve(drawn(shape, seed, 1), LogarithmicHomotopy())
    assert result[0].certificate.epsilon <= Fraction(1, 10**9)


@settings(max_examples=15)
@given(SEEDS)
def test_it_is_one_of_all(seed: int) -> None:
    game = drawn((2, 2, 2), seed, 10**6)
    every = solve(game, PolynomialEnumeration())
    one = solve(game, LogarithmicHomotopy())[0].profile.weights
    if every.is_complete_list:
        assert any(
            all(
                abs(float(a) - float(b)) < 1e-6
                for row, other in zip(one, e.profile.weights, strict=True)
                for a, b in zip(row, other, strict=True)
            )
            for e in every
        )


def test_simple_numbers_are_found_exactly() -> None:
    pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    equilibrium = solve(pennies, LogarithmicHomotopy())[0]
    assert equilibrium.profile.weights == ((Fraction(1, 2),) * 2,) * 2
    assert equilibrium.certificate.verdict is Verdict.EXACT
    assert equilibrium.certificate.epsilon == 0


def test_same_seed_same_answer_and_seeds_that_lead_elsewhere() -> None:
    game = drawn((3, 3, 3), 0, 99)
    first, again = (solve(game, LogarithmicHomotopy(seed=5)) for _ in range(2))
    assert first[0].profile == again[0].profile
    coordination = NormalFormGame.from_arrays(*([np.eye(3, dtype=int)] * 2))
    ends = {
        solve(coordination, LogarithmicHomotopy(seed=seed))[0].profile.weights for seed in range(8)
    }
    assert len(ends) > 1


def test_payoffs_of_any_size() -> None:
    game = NormalFormGame.from_arrays(
        [[10**30, 0], [0, 2 * 10**30]], [["1/1000000000000000000000000000000", 0], [0, 0]]
    )
    assert solve(game, LogarithmicHomotopy())[0].certificate.epsilon <= 2 * 10**21
    dominated = NormalFormGame.from_arrays(
        [[1, 0], [0, 2], [-(10**30), -(10**30)]], [[0, 3], [1, 0], [0, 0]]
    )
    assert solve(dominated, LogarithmicHomotopy())[0].certificate.epsilon < 1e-9
    flat = NormalFormGame.from_arrays(*([np.full((2, 2, 2), 10**400, dtype=object)] * 3))
    assert solve(flat, LogarithmicHomotopy())[0].certificate.epsilon == 0


def test_it_stops_when_time_is_over_or_every_path_is_stuck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = drawn((4, 4, 4), 1, 99)
    late = solve(game, LogarithmicHomotopy(), time_limit=1e-9, check=False)
    assert (late.status, late.coverage, len(late)) == (Status.TIME_LIMIT, Coverage.SOME, 0)
    monkeypatch.setattr(_Path, "_corrected", lambda *_: None)
    monkeypatch.setattr(_Path, "_solved_at", lambda *_: None)
    stuck = solve(game, LogarithmicHomotopy(), check=False)
    assert (stuck.status, len(stuck)) == (Status.UNREACHED, 0)
    assert stuck.statistics["paths"] == 5


def test_tables_that_are_too_large() -> None:
    class Wide:
        shape = (200, 200, 200)
        players = ("1", "2", "3")

    assert len(LogarithmicHomotopy().further_obstacles(Wide())) == 1  # type: ignore[arg-type]
