"""Whole branches, all of them, and the rationality that explains observed play best."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import brinkgame as bg
from brinkgame import RationalityVerdict as Verdict

OCHS = bg.NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]])
TWINS = bg.NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
HUNT = bg.NormalFormGame.from_arrays([[5, 0], [3, 3]], [[5, 3], [0, 3]])
CHICKEN = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
PENNIES = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
BENDS = bg.NormalFormGame.from_arrays(
    [[3, 0, 2], [2, 4, 1], [2, 5, 1]], [[0, 1, 3], [5, 1, 1], [4, 4, 2]]
)
SEVEN = bg.NormalFormGame.from_arrays(
    [[4, 0, 0], [0, 3, 1], [1, 0, 5]], [[4, 1, 0], [0, 3, 0], [0, 1, 6]]
)
THREE = bg.NormalFormGame.from_arrays(
    [[[3, 0], [1, 2]], [[0, 2], [4, 1]]],
    [[[1, 2], [0, 3]], [[2, 0], [1, 1]]],
    [[[0, 1], [2, 0]], [[1, 3], [0, 2]]],
)


def gap(game: bg.NormalFormGame, point: bg.BranchPoint) -> float:
    """How far a point is from being a fixed point of the logit response."""
    profile = {
        player: {s: Fraction(p) for s, p in menu.items()}
        for player, menu in point.probabilities.items()
    }
    for menu in profile.values():
        top = max(menu, key=lambda s: menu[s])
        menu[top] += 1 - sum(menu.values())
    return max(bg.logit_gaps(game, profile, point.rationality).values())


@pytest.mark.parametrize("game", [OCHS, HUNT, CHICKEN, BENDS, THREE], ids=range(5))
def test_the_principal_branch(game: bg.NormalFormGame) -> None:
    branch = bg.logit_branch(game)
    assert branch.is_principal
    assert branch.complete
    assert branch.sound
    assert branch[0].rationality == 0
    for first in branch[0].probabilities.values():
        assert list(first.values()) == pytest.approx([1 / len(first)] * len(first))
    assert all(gap(game, point) < 1e-5 for point in branch if point.rationality < 1e4)
    limit = bg.solve(game, bg.LogitLimit())[0].profile
    assert branch.limit is not None
    for player, menu in branch.limit.items():
        for strategy, p in menu.items():
            assert p == pytest.approx(float(limit[player][strategy]), abs=1e-5)
    assert len(branch) == len(branch.points) == len(list(branch))
    assert branch[:2] == branch.points[:2]


def test_turning_points() -> None:
    branch = bg.logit_branch(BENDS)
    one, other = branch.turning_points
    assert one.rationality == pytest.approx(3.5141349973807783, rel=1e-6)
    assert other.rationality == pytest.approx(2.4087143098376056, rel=1e-6)
    assert one.direction == other.direction == 0
    assert {point.direction for point in branch} == {1, -1}
    assert "2 turning points" in repr(branch)


def test_the_branch_up_to() -> None:
    branch = bg.logit_branch(OCHS, up_to=2)
    assert branch[-1].rationality == pytest.approx(2, abs=1e-12)
    assert max(point.rationality for point in branch) == branch[-1].rationality
    assert branch.limit is None
    [found] = bg.solve(OCHS, bg.LogitQRE(2))
    assert branch[-1].probabilities["1"]["1"] == pytest.approx(
        float(found.profile["1"]["1"]), abs=1e-9
    )
    with pytest.raises(bg.InvalidNumberError, match="negative"):
        bg.logit_branch(OCHS, up_to=-1)


def test_time() -> None:
    branch = bg.logit_branch(OCHS, time_limit=1e-9)
    assert not branch.complete
    assert branch.limit is None


def test_all_branches_of_twins() -> None:
    """The straight branch of play at random, and the arms that join the pure equilibria."""
    found = bg.logit_branches(TWINS)
    assert len(found) == 2
    assert len(found.equilibria) == 3
    principal, arms = found
    assert principal.is_principal
    assert not arms.is_principal
    assert [round(point.rationality, 4) for point in principal.bifurcations] == [2]
    assert min(point.rationality for point in arms) == pytest.approx(2, abs=0.01)
    one, other = found.ends[1]
    assert one is not None
    assert other is not None
    assert {found.equilibria[i].profile["1"]["1"] for i in (one, other)} == {0, 1}
    assert found.unreached == ()


@pytest.mark.parametrize("game", [HUNT, CHICKEN, SEVEN, OCHS], ids=range(4))
def test_every_equilibrium_ends_a_branch(game: bg.NormalFormGame) -> None:
    found = bg.logit_branches(game)
    assert found.complete
    ends = [end for pair in found.ends for end in pair if end is not None]
    assert sorted(ends) == list(range(len(found.equilibria)))
    assert len(found) == (len(found.equilibria) + 1) // 2
    for branch in found:
        assert all(gap(game, point) < 1e-5 for point in branch if point.rationality < 1e4)
        assert branch.complete


def test_equilibria_without_a_branch_are_told() -> None:
    """An equilibrium in weakly dominated strategies."""
    game = bg.NormalFormGame.from_arrays([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    found = bg.logit_branches(game)
    assert len(found) == 1
    assert len(found.unreached) == 1
    assert found.equilibria[found.unreached[0]].profile["1"]["2"] == 1
    assert not found.complete


def test_equilibria_may_be_given() -> None:
    known = bg.solve(CHICKEN, bg.PureEnumeration())
    found = bg.logit_branches(CHICKEN, equilibria=known)
    assert found.equilibria is known
    assert not found.complete  # the mixed one is not among them
    with pytest.raises(bg.UnsupportedGameError, match="Nash equilibria of"):
        bg.logit_branches(HUNT, equilibria=known)


def counts_at(game: bg.NormalFormGame, rationality: float, many: float) -> dict[str, Any]:
    """What is expected of so many choices of each player."""
    [found] = bg.solve(game, bg.LogitQRE(rationality))
    return {
        player: {s: many * float(p) for s, p in found.profile[player].items()}
        for player in game.players
    }


@pytest.mark.parametrize("rationality", [0.2, 0.6, 2.5])
def test_the_rationality_behind_play_is_found(rationality: float) -> None:
    fit = bg.fit_rationality(OCHS, counts_at(OCHS, rationality, 1000))
    assert fit.verdict is Verdict.INTERIOR
    assert fit.rationality == pytest.approx(rationality, rel=1e-6)
    assert fit.point.rationality == fit.rationality
    assert fit.log_likelihood > fit.random_log_likelihood
    assert fit.random_log_likelihood == pytest.approx(2000 * math.log(0.5))
    assert (fit.rationality, fit.log_likelihood) in fit.maxima
    # The standard error by differences of the likelihood, which is its own expectation here.
    step = 1e-3 * rationality
    values = []
    for nearby in (rationality - step, rationality, rationality + step):
        expected = counts_at(OCHS, nearby, 1)
        seen = counts_at(OCHS, rationality, 1000)
        values.append(sum(seen[p][s] * math.log(expected[p][s]) for p in seen for s in seen[p]))
    curvature = (values[0] - 2 * values[1] + values[2]) / step**2
    assert fit.standard_error == pytest.approx(1 / math.sqrt(-curvature), rel=1e-3)


def test_units_of_the_estimate() -> None:
    seen = counts_at(OCHS, 0.5, 100)
    tenfold = bg.NormalFormGame.from_arrays([[90, 0], [0, 10]], [[0, 10], [10, 0]])
    one, ten = (bg.fit_rationality(game, seen) for game in (OCHS, tenfold))
    assert one.rationality is not None
    assert one.standard_error is not None
    assert ten.rationality == pytest.approx(one.rationality / 10)
    assert ten.standard_error == pytest.approx(one.standard_error / 10)


def test_estimates_that_are_none() -> None:
    best = bg.fit_rationality(HUNT, {"1": {"2": 10}, "2": {"2": 10}})
    assert best.verdict is Verdict.INFINITE
    assert best.rationality == math.inf
    assert best.log_likelihood == pytest.approx(0, abs=1e-5)
    assert best.standard_error is None
    worse = bg.fit_rationality(HUNT, {"1": {"1": 8, "2": 2}, "2": {"1": 8, "2": 2}})
    assert (worse.verdict, worse.rationality) == (Verdict.ZERO, 0)
    assert worse.log_likelihood == worse.random_log_likelihood
    flat = bg.fit_rationality(PENNIES, {"1": {"1": 3, "2": 9}})
    assert (flat.verdict, flat.rationality, flat.standard_error) == (Verdict.FLAT, None, None)


def test_more_play_says_more() -> None:
    few, many = (bg.fit_rationality(OCHS, counts_at(OCHS, 0.5, n)) for n in (100, 10_000))
    assert few.standard_error is not None
    assert many.standard_error is not None
    assert few.standard_error == pytest.approx(10 * many.standard_error, rel=1e-6)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ({"1": {"1": -1}}, bg.InvalidNumberError, "-1 times"),
        ({"1": {"1": 0}}, bg.InvalidNumberError, "nothing was observed"),
        ({}, bg.InvalidNumberError, "nothing was observed"),
        ({"1": {"1": "many"}}, bg.InvalidNumberError, "not a number"),
        ({"3": {"1": 1}}, bg.UnknownNameError, "no player '3'"),
        ({"1": {"up": 1}}, bg.UnknownNameError, "no strategy 'up'"),
        ({"1": [1, 2]}, bg.InvalidNumberError, "written {strategy"),
        ([1, 2], bg.InvalidNumberError, "written {player"),
    ],
    ids=range(8),
)
def test_wrong_counts(counts: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        bg.fit_rationality(OCHS, counts)


def test_what_is_refused() -> None:
    forgetful: Any = bg.ExtensiveFormGame("t", players=("A",), root=bg.Decision("A", {
        move: bg.Decision("A", {"l": bg.Terminal({"A": 0}), "r": bg.Terminal({"A": 1})},
                          infoset="later") for move in ("a", "b")}))  # fmt: skip
    open_ = bg.NormalFormGame.from_arrays([bg.Parameter("x", 1), 2])
    for ask in (
        bg.logit_branch,
        bg.logit_branches,
        lambda game: bg.fit_rationality(game, {"A": {"1": 1}}),
    ):
        for game in (forgetful, open_, "chicken"):
            with pytest.raises(bg.UnsupportedGameError):
                ask(game)
    with pytest.raises(bg.TimeLimitError, match="time was up"):
        bg.fit_rationality(OCHS, {"1": {"1": 1}}, time_limit=1e-9)


def test_pickles() -> None:
    branch = bg.logit_branch(OCHS)
    assert pickle.loads(pickle.dumps(branch)) == branch
    fit = bg.fit_rationality(OCHS, {"1": {"1": 60, "2": 40}})
    assert pickle.loads(pickle.dumps(fit)) == fit


def test_floats_and_wide_payoffs() -> None:
    exact, floats = bg.logit_branch(OCHS), bg.logit_branch(OCHS.to_float())
    assert len(exact) == len(floats)
    assert np.allclose([p.rationality for p in exact], [p.rationality for p in floats])
    big = 10**200
    wide = bg.NormalFormGame.from_arrays([[9 * big, 0], [0, big]], [[0, big], [big, 0]])
    fit = bg.fit_rationality(wide, counts_at(OCHS, 0.5, 100))
    assert fit.rationality == pytest.approx(0.5e-200, rel=1e-6)
