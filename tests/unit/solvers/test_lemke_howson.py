"""Paths of Lemke and Howson against theory, against each other, and where rounding hurts."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.errors import InvalidParameterError, SolveError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solve import solve
from brinkgame.solvers import ExtremeEnumeration, LemkeHowson
from brinkgame.solvers import lemke_howson as module
from tests.unit.drawing import SEEDS, fractions, tied, wide

GAME = NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])
"""Example 3.3 of von Stengel (2007); it has three equilibria."""
TINY = Fraction(1, 10**30)


def drawn(rng: random.Random, number: Any, most: int = 5) -> NormalFormGame:
    m, n = rng.randint(1, most), rng.randint(1, most)
    tables = [[[number(rng) for _ in range(n)] for _ in range(m)] for _ in range(2)]
    return NormalFormGame.from_arrays(*tables)


def floats(profile: Any) -> list[float]:
    return [float(weight) for weights in profile.weights for weight in weights]


def test_what_it_declares() -> None:
    assert LemkeHowson.concept is Concept.NASH
    assert LemkeHowson.coverage is Coverage.ONE
    assert sorted(a.__name__ for a in LemkeHowson.arithmetics) == ["Exact", "Float"]
    assert LemkeHowson() == LemkeHowson(label=None, all_labels=False, compiled=None)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"label": -1}, "neither a pair"),
        ({"label": True}, "neither a pair"),
        ({"label": ("1",)}, "neither a pair"),
        ({"label": ("1", 2)}, "neither a pair"),
        ({"label": "1"}, "neither a pair"),
        ({"all_labels": 1}, "neither True nor False"),
        ({"compiled": "yes"}, "no True, False or None"),
        ({"label": 1, "all_labels": True}, "every label"),
    ],
)
def test_options_are_checked(options: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidParameterError, match=words):
        LemkeHowson(**options)


def test_obstacles() -> None:
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    assert "takes games of class NormalFormGame" in LemkeHowson().obstacles(tree)[0]
    three = NormalFormGame.from_arrays(*[[[[0, 1]]]] * 3)
    assert LemkeHowson().obstacles(three) == ("takes games of two players, not of 3",)
    open_ = NormalFormGame.from_arrays([[Parameter("x", 1)]], [[1]])
    assert "needs numbers" in LemkeHowson().obstacles(open_)[0]
    assert LemkeHowson(label=4).obstacles(GAME) == ()
    assert LemkeHowson(label=5).obstacles(GAME) == ("label: 5 is not among the 5, counted from 0",)
    assert LemkeHowson(label=("3", "1")).obstacles(GAME) == ("label: no player '3'; known: 1, 2",)
    assert "player" not in LemkeHowson(label=("2", "9")).obstacles(GAME)[0]
    with pytest.raises(UnsupportedGameError, match="2 has no strategy '3'"):
        solve(GAME, LemkeHowson(label=("2", "3")))


def test_the_textbook_game() -> None:
    ends = {
        ("1", "1"): "1: 1; 2: 1",
        ("1", "2"): "1: 2 1/3, 3 2/3; 2: 1 1/3, 2 2/3",
        ("1", "3"): "1: 1; 2: 1",
        ("2", "1"): "1: 1; 2: 1",
        ("2", "2"): "1: 2 1/3, 3 2/3; 2: 1 1/3, 2 2/3",
    }
    for number, (label, end) in enumerate(ends.items()):
        result = solve(GAME, LemkeHowson(label=label))
        assert str(result[0].profile) == end
        assert result[0].certificate.epsilon == 0
        assert result.coverage is Coverage.ONE
        assert result.statistics["label"] == label
        assert solve(GAME, LemkeHowson(label=number))[0].profile == result[0].profile
    every = solve(GAME, LemkeHowson(all_labels=True))
    assert every.coverage is Coverage.SOME
    assert [str(e.profile) for e in every] == sorted(set(ends.values()))
    assert {
        label: str(every[place].profile)
        for label, place in every.statistics["reached from"].items()
    } == ends
    # The race begins with the first label, whose path is short.
    assert solve(GAME, LemkeHowson()).statistics["label"] == ("1", "1")


@given(SEEDS, st.sampled_from([tied, fractions, wide]))
@settings(deadline=None)
def test_every_label_leads_to_an_equilibrium(seed: int, number: Any) -> None:
    """Ties, fractions and payoffs of 10**30 included: a wrong or endless path would not pass."""
    game = drawn(random.Random(seed), number)
    for label in range(sum(game.shape)):
        result = solve(game, LemkeHowson(label=label))
        assert result.status is Status.SOLVED
        assert result[0].certificate.epsilon == 0


@given(SEEDS)
@settings(deadline=None, max_examples=40)
def test_ends_of_paths_have_index_one(seed: int) -> None:
    """Shapley (1974); and there is an odd number of equilibria in all."""
    game = drawn(random.Random(seed), lambda rng: rng.randint(-(10**6), 10**6), most=4)
    every = solve(game, ExtremeEnumeration())
    if any(equilibrium.family for equilibrium in every):
        return  # a tie, by chance
    assert len(every) % 2 == 1
    plus = [
        every[place].profile
        for part, index in zip(every.components, every.indices, strict=True)
        for place in part
        if index == 1
    ]
    for equilibrium in solve(game, LemkeHowson(all_labels=True)):
        assert equilibrium.profile in plus


@given(SEEDS, st.sampled_from([tied, lambda rng: rng.randint(0, 99)]))
@settings(deadline=None, max_examples=40)
def test_floats_take_the_exact_paths(seed: int, number: Any) -> None:
    """Compiled and plain, label by label: the same pivots to the same end."""
    game = drawn(random.Random(seed), number)
    for label in range(sum(game.shape)):
        exact = solve(game, LemkeHowson(label=label))
        for compiled in (False, True):
            result = solve(game.to_float(), LemkeHowson(label=label, compiled=compiled))
            assert result.statistics["path"] == exact.statistics["path"]
            assert floats(result[0].profile) == pytest.approx(floats(exact[0].profile), abs=1e-9)


@pytest.mark.parametrize("n", [30, 60])
@pytest.mark.parametrize("top", [2, 3, 100])
def test_large_games_agree(n: int, top: int) -> None:
    rng = np.random.default_rng([n, top])
    game = NormalFormGame.from_arrays(*rng.integers(0, top, (2, n, n)))
    exact = solve(game, LemkeHowson())
    for compiled in (False, True):
        result = solve(game.to_float(), LemkeHowson(compiled=compiled))
        for name in ("label", "path", "pivots", "labels tried"):
            assert result.statistics[name] == exact.statistics[name]
        assert floats(result[0].profile) == pytest.approx(floats(exact[0].profile), abs=1e-9)


def test_long_paths_in_floats() -> None:
    """Thousands of pivots, bases of many columns: inverses grow and are computed anew."""
    rng = np.random.default_rng(5)
    game = NormalFormGame.from_arrays(*rng.random((2, 100, 100)))
    longest = 0
    for label in range(0, 200, 8):
        result = solve(game, LemkeHowson(label=label, compiled=True))
        longest = max(longest, result.statistics["path"])
        assert result.statistics["arithmetic"] == "compiled floats"
    assert longest > 1000
    plain = solve(game, LemkeHowson(label=16, compiled=False))
    assert plain[0].certificate.holds(1e-9)


def test_sizes_that_differ() -> None:
    game = NormalFormGame.from_arrays(
        [[10**30, TINY, 0], [0, 1, 2 * TINY], [3, 5, 7]],
        [[TINY, 10**30, 1], [1, 0, 10**30], [2, 2 + TINY, 2]],
    )
    for solver in (LemkeHowson(all_labels=True), LemkeHowson()):
        result = solve(game, solver)
        assert all(e.certificate.epsilon == 0 for e in result)
        assert len(solve(game.to_float(), solver)) >= 1


@pytest.mark.parametrize("scale", [1e-300, 1e300, 8e307])
@pytest.mark.parametrize("compiled", [False, True])
def test_payoffs_at_the_ends_of_floats(scale: float, *, compiled: bool) -> None:
    rng = np.random.default_rng(1)
    rows, columns = rng.uniform(-1, 1, (2, 6, 7)) * scale
    game = NormalFormGame.from_arrays(rows, columns)
    with np.errstate(over="ignore"):
        found = LemkeHowson(compiled=compiled).run(game).profiles[0]
    ordinary = NormalFormGame.from_arrays(rows / scale, columns / scale)
    expected = solve(ordinary, LemkeHowson(compiled=compiled))
    assert floats(found) == pytest.approx(floats(expected[0].profile), abs=1e-9)


@pytest.mark.parametrize("compiled", [False, True])
def test_columns_of_very_different_width(*, compiled: bool) -> None:
    rng = np.random.default_rng(2)
    tables = rng.random((2, 8, 8)) * 10.0 ** rng.integers(-150, 150, (2, 8, 8))
    game = NormalFormGame.from_arrays(*tables)
    result = solve(game, LemkeHowson(all_labels=True, compiled=compiled))
    assert all(e.certificate.holds(1e-9) for e in result)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (2, 40)])
@pytest.mark.parametrize("constant", [False, True])
def test_shapes(shape: tuple[int, int], *, constant: bool) -> None:
    rng = np.random.default_rng(3)
    tables = np.full((2, *shape), 4) if constant else rng.integers(-9, 9, (2, *shape))
    game = NormalFormGame.from_arrays(*tables)
    for each in (game, game.to_float()):
        for compiled in (False, True):
            result = solve(each, LemkeHowson(all_labels=True, compiled=compiled))
            assert len(result.statistics["reached from"]) == sum(shape)


def test_the_compiler_waits_for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    game = NormalFormGame.from_arrays(*np.random.default_rng(4).random((2, 20, 20)))
    monkeypatch.setattr(module, "_spent", [0.0])
    assert solve(game, LemkeHowson()).statistics["arithmetic"] == "plain floats"
    assert 0 < module._spent[0] < 1
    monkeypatch.setattr(module, "_spent", [2.0])
    assert solve(game, LemkeHowson()).statistics["arithmetic"] == "compiled floats"


def test_the_compiler_takes_over_a_long_path(monkeypatch: pytest.MonkeyPatch) -> None:
    game = NormalFormGame.from_arrays(*np.random.default_rng(5).random((2, 100, 100)))
    for solver in (LemkeHowson(label=0), LemkeHowson(label=24)):
        compiled = solve(game, LemkeHowson(label=solver.label, compiled=True))
        monkeypatch.setattr(module, "_spent", [0.0])
        monkeypatch.setattr(module, "_PATIENCE", 1e-9)
        result = solve(game, solver)
        long = compiled.statistics["path"] > 256
        assert result.statistics["arithmetic"] == ("compiled" if long else "plain") + " floats"
        assert result.statistics["path"] == compiled.statistics["path"]
        assert result.statistics["pivots"] == compiled.statistics["pivots"]
        assert result.statistics["labels tried"] == 1
    assert long


def test_rounds_double_and_thin_out() -> None:
    rounds = module._rounds(100)
    assert [next(rounds) for _ in range(6)] == [
        (10, 1),
        (20, 2),
        (40, 4),
        (80, 8),
        (160, 12),
        (320, 12),
    ]
    small = module._rounds(3)
    assert [next(small)[1] for _ in range(4)] == [1, 1, 1, 1]


@pytest.mark.parametrize("compiled", [False, True])
def test_failed_paths_are_followed_in_whole_numbers(
    monkeypatch: pytest.MonkeyPatch, *, compiled: bool
) -> None:
    """What rounding spoils is solved all the same."""

    def fails(self: Any, cap: int, last: int, stride: int) -> bool:
        del self, cap, last, stride
        return False

    monkeypatch.setattr(module, "_DOUBTFUL", 1)
    monkeypatch.setattr(module._Compiled, "race", fails)
    right = module._Plain.race
    monkeypatch.setattr(
        module._Plain,
        "race",
        lambda self, *most: self.kind == "whole numbers" and right(self, *most),
    )
    game = NormalFormGame.from_arrays(*np.random.default_rng(6).random((2, 4, 4)))
    for solver in (
        LemkeHowson(compiled=compiled),
        LemkeHowson(label=3, compiled=compiled),
        LemkeHowson(all_labels=True, compiled=compiled),
    ):
        result = solve(game, solver)
        assert result.status is Status.SOLVED
        assert all(isinstance(weight, float) for weight in result[0].profile.weights[0])


@pytest.mark.parametrize("solver", [LemkeHowson(label=1), LemkeHowson(all_labels=True)])
def test_time_limit(monkeypatch: pytest.MonkeyPatch, solver: LemkeHowson) -> None:
    """A path that never ends is left when the time is up, and progress is told meanwhile."""

    def endless(self: Any, cap: int, last: int, stride: int) -> None:
        del self, cap, last, stride
        time.sleep(0.02)

    monkeypatch.setattr(module._Plain, "race", endless)
    told: list[Any] = []
    result = solve(GAME, solver, time_limit=0.3, check=False, progress=told.append)
    assert result.status is Status.TIME_LIMIT
    assert result.coverage is Coverage.SOME
    assert len(result) == 0
    assert told
    with pytest.raises(SolveError, match="time limit"):
        solve(GAME, LemkeHowson(), time_limit=0.1)
