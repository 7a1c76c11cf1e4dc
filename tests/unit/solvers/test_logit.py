"""Quantal response equilibria on the principal branch, and the equilibrium at its end."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg

# Matching pennies with one payoff raised from 1 to 9 (Ochs 1995; McKelvey and Palfrey 1995,
# section 5, fit it): a unique equilibrium, in which only the other player mixes otherwise.
OCHS = bg.NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]])
TWINS = bg.NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
HUNT = bg.NormalFormGame.from_arrays([[5, 0], [3, 3]], [[5, 3], [0, 3]])
# The principal branch bends back at rationality 3.51, and forth again at 2.41.
BENDS = bg.NormalFormGame.from_arrays(
    [[3, 0, 2], [2, 4, 1], [2, 5, 1]], [[0, 1, 3], [5, 1, 1], [4, 4, 2]]
)
NUMBERS = st.integers(0, 9)


def numbers(equilibrium: bg.Equilibrium) -> np.ndarray[Any, Any]:
    return np.array([float(w) for part in equilibrium.profile.weights for w in part])


def square(cells: list[int], n: int) -> list[list[int]]:
    return [cells[i * n : i * n + n] for i in range(n)]


@st.composite
def games(draw: st.DrawFn) -> bg.NormalFormGame:
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    size = math.prod(shape)
    tables = [
        np.array(draw(st.lists(NUMBERS, min_size=size, max_size=size))).reshape(shape).tolist()
        for _ in shape
    ]
    return bg.NormalFormGame.from_arrays(*tables)


def test_what_they_declare() -> None:
    assert bg.LogitQRE.concept is bg.Concept.QUANTAL_RESPONSE
    assert bg.LogitLimit.concept is bg.Concept.NASH
    assert bg.LogitQRE().rationality == 1
    tree = bg.ExtensiveFormGame("t", players=("A",), root=bg.Terminal({"A": 0}))
    assert bg.LogitLimit().obstacles(tree)
    open_ = bg.NormalFormGame.from_arrays([bg.Parameter("x", 1), 2])
    assert len(bg.LogitQRE().obstacles(open_)) == len(bg.LogitLimit().obstacles(open_)) == 1


@pytest.mark.parametrize("value", [-1, math.inf, math.nan, True, "much"], ids=repr)
def test_what_is_no_rationality(value: Any) -> None:
    with pytest.raises(bg.InvalidNumberError):
        bg.LogitQRE(rationality=value)


@pytest.mark.parametrize("value", [0, 1, -1e-8, math.nan, True, "1e-8"], ids=repr)
def test_what_is_no_accuracy(value: Any) -> None:
    with pytest.raises(bg.InvalidNumberError, match="accuracy"):
        bg.LogitLimit(accuracy=value)


@pytest.mark.parametrize("rationality", [0, 0.1, 0.5, 1, 3, 20, 500], ids=repr)
def test_asymmetric_matching_pennies(rationality: float) -> None:
    """The fixed point of one unknown, found by bisection: the first player's response to the
    second's response is a decreasing function of the first player's probability."""

    def answer(p: float) -> float:
        q = 1 / (1 + math.exp(min(700, rationality * (2 * p - 1))))
        return 1 / (1 + math.exp(min(700, -rationality * (10 * q - 1))))

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if answer(middle) > middle else (low, middle)
    [found] = bg.solve(OCHS, bg.LogitQRE(rationality))
    assert float(found.profile["1"]["1"]) == pytest.approx(low, abs=1e-10)
    assert found.details == {"rationality": rationality}
    assert found.certificate.epsilon < 1e-10


def test_zero_is_everything_alike() -> None:
    game = bg.NormalFormGame.from_arrays([[1, 2, 3]], [[5, 1, 4]])
    [found] = bg.solve(game, bg.LogitQRE(0))
    assert found.profile.weights == ((1,), (Fraction(1, 3),) * 3)
    assert found.certificate.epsilon == 0


@settings(max_examples=25, deadline=None)
@given(games(), st.sampled_from([0.1, 0.7, 2, 9]))
def test_every_answer_is_a_fixed_point(game: bg.NormalFormGame, rationality: float) -> None:
    for each in (game, game.to_float()):
        result = bg.solve(each, bg.LogitQRE(rationality))
        assert result.status is bg.Status.SOLVED
        assert result.coverage is bg.Coverage.SOME
        for found in result:
            gaps = bg.logit_gaps(each, found.profile, rationality)
            assert max(gaps.values()) <= 1e-9
            assert all(sum(part) == pytest.approx(1) for part in found.profile.weights)


@settings(max_examples=15, deadline=None)
@given(games(), st.integers(-9, 9), st.integers(2, 9))
def test_units(game: bg.NormalFormGame, shift: int, factor: int) -> None:
    tables = [(factor * game.payoff_array(player) + shift).tolist() for player in game.players]
    other = bg.NormalFormGame.from_arrays(*tables)
    one = bg.solve(game, bg.LogitQRE(0.3 * factor))
    two = bg.solve(other, bg.LogitQRE(0.3))
    assert len(one) == len(two)
    for before, after in zip(one, two, strict=True):
        assert numbers(before) == pytest.approx(numbers(after), abs=1e-8)


def test_a_symmetric_game_has_a_pitchfork() -> None:
    """Both players' responses to a share p have slope L/2 at the middle: twins part at L = 2."""
    result = bg.solve(TWINS, bg.LogitLimit())
    assert numbers(result[0]).tolist() == [0.5] * 4
    assert result.statistics["bifurcations"] == 1
    [note] = result.notes
    assert "bifurcation at rationality 2 " in note
    for rationality in (1, 2, 3):
        [found] = bg.solve(TWINS, bg.LogitQRE(rationality))
        assert numbers(found) == pytest.approx(0.5, abs=1e-9)


def fixed_points(game: bg.NormalFormGame, rationality: float) -> list[Any]:
    """Equilibria of a game of two players, by a general root finder from many starts."""
    from scipy.optimize import root

    one, two = (np.array(game.payoff_array(p), dtype=float) for p in game.players)
    n = len(one)

    def response(pays: Any) -> Any:
        power = np.exp(rationality * (pays - pays.max()))
        return power / power.sum()

    def away(x: Any) -> Any:
        return np.concatenate([response(one @ x[n:]) - x[:n], response(x[:n] @ two) - x[n:]])

    rng = np.random.default_rng(0)
    found: list[Any] = []
    for _ in range(60):
        start = np.concatenate([rng.dirichlet(np.ones(n)), rng.dirichlet(np.ones(n))])
        answer = root(away, start, tol=1e-12)
        if answer.success and all(np.abs(answer.x - each).max() > 1e-6 for each in found):
            found.append(answer.x)
    return found


@pytest.mark.parametrize(("rationality", "count"), [(2, 1), (3, 3), (5, 1)])
def test_where_the_branch_bends_back_every_passing_is_listed(
    rationality: float, count: int
) -> None:
    result = bg.solve(BENDS, bg.LogitQRE(rationality))
    assert len(result) == count
    known = fixed_points(BENDS, rationality)
    for found in result:
        assert min(np.abs(numbers(found) - each).max() for each in known) < 1e-8
    assert result.statistics["turning points"] == 2
    # In order along the branch, on which the first row's share goes one way.
    shares = [numbers(found)[0] for found in result]
    assert shares in (sorted(shares), sorted(shares, reverse=True))


def test_the_limit_is_an_exact_equilibrium() -> None:
    result = bg.solve(OCHS, bg.LogitLimit())
    assert result[0].profile.weights == (
        (Fraction(1, 2), Fraction(1, 2)),
        (Fraction(1, 10), Fraction(9, 10)),
    )
    assert result[0].is_exact
    assert result.coverage is bg.Coverage.ONE
    assert bg.solve(HUNT, bg.LogitLimit())[0].profile["1"]["2"] == 1
    floats = bg.solve(OCHS.to_float(), bg.LogitLimit())
    assert numbers(floats[0]) == pytest.approx([0.5, 0.5, 0.1, 0.9], abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(games())
def test_the_limit_is_an_equilibrium(game: bg.NormalFormGame) -> None:
    for each in (game, game.to_float()):
        result = bg.solve(each, bg.LogitLimit())
        assert result.status is bg.Status.SOLVED
        certificate = result[0].certificate
        assert float(certificate.epsilon) <= 1e-8 * 9 or certificate.holds(1e-8)


def test_payoffs_of_any_common_size() -> None:
    big = 10**400
    wide = bg.NormalFormGame.from_arrays([[9 * big, 0], [0, big]], [[0, big], [big, 0]])
    assert bg.solve(wide, bg.LogitLimit())[0].profile.weights == (
        bg.solve(OCHS, bg.LogitLimit())[0].profile.weights
    )
    [obstacle] = bg.LogitQRE().obstacles(wide)
    assert "rounding decides" in obstacle
    tiny = bg.NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, "1e-30"], ["1e-30", 0]])
    [obstacle] = bg.LogitLimit().obstacles(tiny)
    assert obstacle.startswith("payoffs of 2 range over less than")


def test_time_runs_out_and_progress_is_told() -> None:
    rng = np.random.default_rng(1)
    game = bg.NormalFormGame.from_arrays(rng.random((30, 30)), rng.random((30, 30)))
    for solver in (bg.LogitLimit(), bg.LogitQRE(1e6)):
        result = bg.solve(game, solver, time_limit=1e-9, check=False)
        assert result.status is bg.Status.TIME_LIMIT
        assert len(result) == 0
    told: list[bg.Progress] = []

    def stop(progress: bg.Progress) -> None:
        told.append(progress)
        raise KeyboardInterrupt

    big = bg.NormalFormGame.from_arrays(rng.random((120, 120)), rng.random((120, 120)))
    with pytest.raises(KeyboardInterrupt):
        bg.solve(big, bg.LogitQRE(1e6), progress=stop)
    assert told[0].what == "steps along the branch"
