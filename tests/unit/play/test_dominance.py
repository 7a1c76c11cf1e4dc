"""Dominance and beliefs: each answer against its opposite, by the definition, cell by cell."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import UnknownNameError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.play import (
    Belief,
    Dominance,
    best_responses,
    dominated_strategies,
    dominating_strategy,
    iterated_elimination,
    rationalizable_strategies,
    supporting_belief,
)
from brinkgame.solve import solve
from brinkgame.solvers import VertexEnumeration
from tests.unit.drawing import SEEDS, fractions, tied, wide

HALF = Fraction(1, 2)
DILEMMA = NormalFormGame.from_arrays([[2, 0], [3, 1]], [[2, 3], [0, 1]])


def table(rng: random.Random, shape: Sequence[int], number: Any) -> NormalFormGame:
    """A game of this shape with drawn payoffs."""
    tables = []
    for _ in shape:
        array = np.empty(shape, dtype=object)
        array.ravel()[:] = [number(rng) for _ in range(math.prod(shape))]
        tables.append(array)
    return NormalFormGame.from_arrays(*tables)


@st.composite
def tables(draw: Any, sizes: int = 4, players: Sequence[int] = (1, 2, 2, 2, 3)) -> NormalFormGame:
    rng = random.Random(draw(SEEDS))
    number = rng.choice([tied, tied, fractions, wide, lambda r: r.randint(0, 9)])
    return table(rng, [rng.randint(1, sizes) for _ in range(rng.choice(players))], number)


def others(game: NormalFormGame, player: str) -> list[dict[str, str]]:
    """Every profile of the others."""
    names = [p for p in game.players if p != player]
    return [
        dict(zip(names, cell, strict=True))
        for cell in itertools.product(*(game.strategies[p] for p in names))
    ]


def pays(game: NormalFormGame, player: str, mixture: Mapping[str, Any], cell: Any) -> Any:
    return sum(w * game.payoff(player, {**cell, player: s}) for s, w in mixture.items())


def gains(game: NormalFormGame, record: Dominance) -> list[Any]:
    """What a dominating mixture pays more, profile by profile."""
    return [
        pays(game, record.player, record.mixture, cell)
        - pays(game, record.player, {record.strategy: 1}, cell)
        for cell in others(game, record.player)
    ]


def supports(game: NormalFormGame, belief: Belief) -> bool:
    """Whether no strategy pays more against the belief than the one that it supports."""

    def worth(strategy: str) -> Any:
        return sum(
            w * pays(game, belief.player, {strategy: 1}, dict(zip(belief.others, c, strict=True)))
            for c, w in belief.weights.items()
        )

    return bool(worth(belief.strategy) == max(map(worth, game.strategies[belief.player])))


@pytest.mark.parametrize("strict", [True, False])
@given(game=tables())
def test_a_strategy_is_dominated_or_supported_by_a_belief(
    game: NormalFormGame, *, strict: bool
) -> None:
    found = {(d.player, d.strategy): d for d in dominated_strategies(game, strict=strict)}
    for player in game.players:
        cells = others(game, player)
        for strategy in game.strategies[player]:
            belief = supporting_belief(game, player, strategy, cautious=not strict)
            record = found.get((player, strategy))
            assert record == dominating_strategy(game, player, strategy, strict=strict)
            assert (belief is None) == (record is not None)
            if record is not None:
                more = gains(game, record)
                assert (min(more), max(more)) == (record.least, record.most)
                assert min(more) > 0 if strict else min(more) >= 0 < max(more)
                assert sum(record.mixture.values()) == 1
                assert min(record.mixture.values()) > 0
                assert record.is_pure == (len(record.mixture) == 1)
                assert record.is_strict == (record.least > 0)
            if belief is not None:
                assert supports(game, belief)
                assert sum(belief.weights.values()) == 1
                assert min(belief.weights.values()) > 0
                if not strict:
                    assert len(belief.weights) == len(cells)


@pytest.mark.parametrize("strict", [True, False])
@given(game=tables())
def test_dominance_by_pure_strategies_by_the_definition(
    game: NormalFormGame, *, strict: bool
) -> None:
    expected = set()
    for player, menu in game.strategies.items():
        for one, two in itertools.permutations(menu, 2):
            more = gains(game, Dominance(player, one, {two: 1}, 0, 0))
            if min(more) > 0 if strict else min(more) >= 0 < max(more):
                expected.add((player, one))
    found = dominated_strategies(game, strict=strict, mixed=False)
    assert {(d.player, d.strategy) for d in found} == expected
    assert all(d.is_pure for d in found)
    assert expected <= {(d.player, d.strategy) for d in dominated_strategies(game, strict=strict)}


@given(tables(players=(2,)))
def test_equilibria_survive_strict_elimination(game: NormalFormGame) -> None:
    left = iterated_elimination(game).surviving
    assert rationalizable_strategies(game) == left
    for equilibrium in solve(game, VertexEnumeration()):
        for player in game.players:
            assert set(equilibrium.profile.support(player)) <= set(left[player])


@given(tables(), SEEDS)
def test_strict_elimination_in_any_order(game: NormalFormGame, seed: int) -> None:
    rng = random.Random(seed)
    together = iterated_elimination(game)
    now = game
    while True:
        gone = dominated_strategies(now)
        if not gone:
            break
        record = rng.choice(gone)
        menus = {p: list(menu) for p, menu in now.strategies.items()}
        menus[record.player].remove(record.strategy)
        keep = [[now.strategies[p].index(s) for s in menus[p]] for p in now.players]
        parts = {p: now.payoff_array(p)[np.ix_(*keep)] for p in now.players}
        now = NormalFormGame(now.title, strategies=menus, payoffs=parts)
    assert now == together.reduced


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("mixed", [True, False])
@given(game=tables())
def test_what_is_left_and_what_went(game: NormalFormGame, *, strict: bool, mixed: bool) -> None:
    found = iterated_elimination(game, strict=strict, mixed=mixed)
    assert dominated_strategies(found.reduced, strict=strict, mixed=mixed) == ()
    assert found.order == tuple(record for part in found.rounds for record in part)
    assert all(found.rounds)
    assert all(found.surviving.values())
    for player, menu in game.strategies.items():
        went = [d.strategy for d in found.order if d.player == player]
        assert sorted([*went, *found.surviving[player]]) == sorted(menu)
        for strategy in found.surviving[player]:
            profile = {p: found.surviving[p][0] for p in game.players} | {player: strategy}
            assert found.reduced.payoff(player, profile) == game.payoff(player, profile)
    # Each round is what was dominated in the game before it.
    now = game
    for part in found.rounds:
        assert part == dominated_strategies(now, strict=strict, mixed=mixed)
        gone = {(d.player, d.strategy) for d in part}
        keep = [
            [i for i, s in enumerate(menu) if (p, s) not in gone]
            for p, menu in now.strategies.items()
        ]
        menus = {
            p: [now.strategies[p][i] for i in places]
            for p, places in zip(now.players, keep, strict=True)
        }
        parts = {p: now.payoff_array(p)[np.ix_(*keep)] for p in now.players}
        now = NormalFormGame(now.title, strategies=menus, payoffs=parts)
    assert now == found.reduced


@given(tables(players=(2, 3)))
def test_floats_say_the_same(game: NormalFormGame) -> None:
    numbers = [abs(number) for number in game.numbers]
    if max(numbers) > 10**6:
        return  # 10**30 and 10**30 + 1 are one float
    floats = game.to_float()
    for strict in (True, False):
        exact = iterated_elimination(game, strict=strict)
        found = iterated_elimination(floats, strict=strict)
        assert found.surviving == exact.surviving
        for one, two in zip(found.order, exact.order, strict=True):
            assert (one.player, one.strategy) == (two.player, two.strategy)
            assert one.mixture == pytest.approx({s: float(w) for s, w in two.mixture.items()})
            assert one.least == pytest.approx(float(two.least))
            assert isinstance(one.most, float)


@pytest.mark.parametrize(("gap", "counts"), [(0.9e-9, False), (1.1e-9, True)])
def test_floats_within_the_tolerance_are_ties(gap: float, *, counts: bool) -> None:
    game = NormalFormGame.from_arrays(np.array([1.0, 1.0 - gap, 0.0]))
    found = [d.strategy for d in dominated_strategies(game)]
    assert found == (["2", "3"] if counts else ["3"])
    weak = [d.strategy for d in dominated_strategies(game, strict=False)]
    assert weak == found


def test_ties_that_go_in_a_circle_leave_something() -> None:
    # Each row pays 1.5 tolerances more than the next in one column, and 0.75 less in the others.
    a, b = 1.5e-9, -0.75e-9
    rows = np.array([[0, 0, 0], [-a, -b, -b], [-a - b, -a - b, -2 * b]]) + 1.0
    rows = np.vstack([rows, [[0.0, 0.0, 0.0]]])
    game = NormalFormGame.from_arrays(rows, np.zeros((4, 3)))
    left = iterated_elimination(game, strict=False).surviving["1"]
    assert left
    assert "4" not in left


def test_random_floats_have_no_simple_common_denominator() -> None:
    numbers = np.random.default_rng(5).normal(size=(2, 12, 3))
    game = NormalFormGame.from_arrays(numbers[0], numbers[1])
    found = dominated_strategies(game)
    assert any(not record.is_pure for record in found)
    for record in found:
        assert min(gains(game, record)) == pytest.approx(record.least, abs=1e-12)
        assert record.least > 0


def test_a_mixture_dominates_where_no_strategy_does() -> None:
    game = NormalFormGame.from_arrays([[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]])
    assert dominated_strategies(game, mixed=False) == ()
    (record,) = dominated_strategies(game)
    assert record == Dominance("1", "3", {"1": HALF, "2": HALF}, HALF, HALF)
    assert str(record) == "1: 3 is strictly dominated by 1 1/2, 2 1/2"
    assert dominated_strategies(game, "2") == ()
    edge = NormalFormGame.from_arrays([[3, 0], [0, 3], ["3/2", 1]], [[0, 0], [0, 0], [0, 0]])
    assert dominated_strategies(edge) == (
        Dominance("1", "3", {"1": Fraction(7, 12), "2": Fraction(5, 12)}, Fraction(1, 4), 0.25),
    )
    tie = NormalFormGame.from_arrays([[3, 0], [0, 3], [1, 2], [0, 0]], [[0, 0]] * 4)
    assert [d.strategy for d in dominated_strategies(tie)] == ["4"]


def test_numbers_of_any_size() -> None:
    big = 10**30
    small = Fraction(1, 10**30)
    game = NormalFormGame.from_arrays(
        [[big, 0], [0, big], [Fraction(big, 2) - small, Fraction(big, 2)]], [[0, 0]] * 3
    )
    (record,) = dominated_strategies(game)
    assert record.least == record.most == small / 2
    assert set(record.mixture) == {"1", "2"}
    (weak,) = dominated_strategies(game, strict=False)
    assert (weak.mixture, weak.least, weak.most) == ({"1": HALF, "2": HALF}, 0, small)
    level = NormalFormGame.from_arrays(
        [[big, 0], [0, big], [Fraction(big, 2), Fraction(big, 2)]], [[0, 0]] * 3
    )
    assert dominated_strategies(level, strict=False) == ()


def test_the_order_of_weak_elimination_is_all_at_once() -> None:
    # T and B are both dominated weakly by M; one at a time, either R or L would go next.
    game = NormalFormGame(
        "order",
        strategies={"A": ("T", "M", "B"), "B": ("L", "R")},
        payoffs={"A": [[1, 0], [1, 1], [0, 1]], "B": [[1, 0], [2, 2], [0, 1]]},
    )
    found = iterated_elimination(game, strict=False)
    assert [str(d) for d in found.order] == [
        "A: T is weakly dominated by M",
        "A: B is weakly dominated by M",
    ]
    assert found.surviving == {"A": ("M",), "B": ("L", "R")}
    assert iterated_elimination(game).rounds == ()
    assert iterated_elimination(game).reduced is game


def test_rationalizable_strategies_of_the_textbook() -> None:
    # Bernheim (1984): b4 is a best response to nothing, then a4 to nothing.
    game = NormalFormGame(
        "bernheim",
        strategies={"1": ("a1", "a2", "a3", "a4"), "2": ("b1", "b2", "b3", "b4")},
        payoffs={
            "1": [[0, 2, 7, 0], [5, 3, 5, 0], [7, 2, 0, 0], [0, 0, 0, 10]],
            "2": [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, -2, 0, -1]],
        },
    )
    found = iterated_elimination(game)
    assert [(d.player, d.strategy) for d in found.order] == [("2", "b4"), ("1", "a4")]
    assert set(found.order[0].mixture) == {"b1", "b3"}
    assert found.order[1].is_pure
    assert rationalizable_strategies(game) == {"1": ("a1", "a2", "a3"), "2": ("b1", "b2", "b3")}
    for player, menu in rationalizable_strategies(game).items():
        for strategy in menu:
            belief = supporting_belief(found.reduced, player, strategy)
            assert belief is not None
            (other,) = belief.others
            profile = {player: strategy, other: belief.about(other)}
            assert strategy in best_responses(found.reduced, profile, player)


def test_beliefs_of_three_players_may_correlate() -> None:
    # Osborne and Rubinstein (1994), section 4.1: m2 is best only if the others are thought to
    # match without a reason.
    def third(first: str, second: str) -> tuple[int, ...]:
        match = {("u", "l"): (8, 4, 0, 3), ("d", "r"): (0, 4, 8, 3)}
        return match.get((first, second), (0, 0, 0, 3))

    game = NormalFormGame(
        "match",
        strategies={"A": ("u", "d"), "B": ("l", "r"), "C": ("m1", "m2", "m3", "m4")},
        payoffs={
            "A": np.zeros((2, 2, 4), dtype=int),
            "B": np.zeros((2, 2, 4), dtype=int),
            "C": [[third(a, b) for b in "lr"] for a in "ud"],
        },
    )
    belief = supporting_belief(game, "C", "m2")
    assert belief is not None
    assert belief.others == ("A", "B")
    assert supports(game, belief)
    assert sum(belief.about("A").values()) == sum(belief.about("B").values()) == 1
    a, b = belief.about("A"), belief.about("B")
    assert belief.weights["u", "l"] != a["u"] * b["l"]
    assert rationalizable_strategies(game)["C"] == ("m1", "m2", "m3", "m4")
    for up, left in itertools.product([Fraction(i, 20) for i in range(21)], repeat=2):
        beliefs = {"A": {"u": up, "d": 1 - up}, "B": {"l": left, "r": 1 - left}}
        assert "m2" not in best_responses(game, beliefs | {"C": "m1"}, "C")


def test_shapes_at_the_edge() -> None:
    alone = NormalFormGame.from_arrays([1, 3, 3, 2])
    assert [str(d) for d in dominated_strategies(alone)] == [
        "1: 1 is strictly dominated by 2",
        "1: 4 is strictly dominated by 2",
    ]
    assert iterated_elimination(alone).surviving == {"1": ("2", "3")}
    assert supporting_belief(alone, "1", "3") == Belief("1", "3", (), {(): Fraction(1)})
    one = NormalFormGame.from_arrays([[5]], [[5]])
    assert iterated_elimination(one).rounds == ()
    same = NormalFormGame.from_arrays([[1, 1], [1, 1]], [[1, 1], [1, 1]])
    assert dominated_strategies(same, strict=False) == ()


def test_many_strategies_without_many_comparisons() -> None:
    long = NormalFormGame.from_arrays([list(range(20_000))], [list(range(20_000))])
    assert iterated_elimination(long).surviving == {"1": ("1",), "2": ("20000",)}


def test_what_it_does_not_take() -> None:
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    open_ = NormalFormGame.from_arrays([Parameter("x", 1), 2])
    for ask in (dominated_strategies, iterated_elimination, rationalizable_strategies):
        with pytest.raises(UnsupportedGameError, match="to_normal_form"):
            ask(tree)  # type: ignore[operator]
        with pytest.raises(UnsupportedGameError, match="x"):
            ask(open_)  # type: ignore[operator]
    with pytest.raises(UnknownNameError, match="3"):
        dominated_strategies(DILEMMA, "3")
    with pytest.raises(UnknownNameError, match="no strategy '9'"):
        dominating_strategy(DILEMMA, "1", "9")
    with pytest.raises(UnknownNameError, match="no strategy '9'"):
        supporting_belief(DILEMMA, "1", "9")
    with pytest.raises(UnsupportedGameError, match="normal form"):
        supporting_belief(tree, "A", "a")  # type: ignore[arg-type]
