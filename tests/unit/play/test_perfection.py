"""Perfect and proper equilibria: against the definitions, and against games of the literature."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.errors import InvalidNumberError, InvalidParameterError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.linear_programs import solve_lp
from brinkgame.parameters import Parameter
from brinkgame.play import (
    TrembleTest,
    best_responses,
    dominated_strategies,
    is_perfect,
    is_proper,
    regrets,
)
from brinkgame.solve import solve
from brinkgame.solvers import PureEnumeration, VertexEnumeration
from tests.unit.drawing import SEEDS

HALF = Fraction(1, 2)
MYERSON = NormalFormGame.from_arrays(
    [[1, 0, -9], [0, 0, -7], [-9, -7, -7]], [[1, 0, -9], [0, 0, -7], [-9, -7, -7]]
)
SELTEN = NormalFormGame.from_arrays([[1, 1], [1, 0]], [[1, 0], [0, 0]])


def tied_table(rng: random.Random, sizes: Sequence[tuple[int, int]]) -> NormalFormGame:
    rows, columns = rng.choice(sizes)
    most = rng.choice([1, 1, 2, 3])
    tables = [[[rng.randint(0, most) for _ in range(columns)] for _ in range(rows)] for _ in "12"]
    return NormalFormGame.from_arrays(*tables)


@st.composite
def tied_tables(
    draw: Any, sizes: Sequence[tuple[int, int]] = ((2, 2), (2, 3), (3, 3), (3, 4))
) -> NormalFormGame:
    """Games of two players with few different payoffs."""
    return tied_table(random.Random(draw(SEEDS)), sizes)


def payoff_rows(game: NormalFormGame) -> list[list[list[int]]]:
    """Each player's payoffs with own strategies as rows."""
    first, second = (game.payoff_array(player) for player in game.players)
    return [first.tolist(), second.T.tolist()]


def dot(row: Sequence[Any], weights: Sequence[Any]) -> Any:
    return sum(a * w for a, w in zip(row, weights, strict=True))


# --- the definition of Myerson (1978), for one small number, by every order ---------------------


def weak_orders(items: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every way to rank items with ties, best first."""
    if not items:
        yield ()
    for size in range(1, len(items) + 1):
        for top in itertools.combinations(items, size):
            for rest in weak_orders([i for i in items if i not in top]):
                yield (top, *rest)


def distance(
    rows: list[list[int]], order: Any, own: Any, weights: Sequence[Fraction], small: Fraction
) -> Any:
    """How far from `weights` the nearest probabilities are that fit two orders; None if none do.

    Against them strategies (`rows`) rank as in `order`, and those that are worse in `own` have at
    most `small` times the probability of better ones.
    """
    size = len(weights)
    rank = {s: k for k, part in enumerate(own) for s in part}
    equal = [
        [a - b for a, b in zip(rows[part[0]], rows[s], strict=True)] + [0]
        for part in order
        for s in part[1:]
    ]
    most = [
        [b - a for a, b in zip(rows[up[0]], rows[down[0]], strict=True)] + [0]
        for up, down in itertools.pairwise(order)
    ]
    right: list[Any] = [0] * len(most)
    for s in range(size):
        unit = [int(i == s) for i in range(size)]
        for worse in (t for t in range(size) if rank[s] < rank[t]):
            most.append([int(i == worse) - small * unit[i] for i in range(size)] + [0])
            right.append(0)
        most += [[-u for u in unit] + [0], [*unit, -1], [-u for u in unit] + [-1]]
        right += [-(small**6), weights[s], -weights[s]]
    found = solve_lp(
        [0] * size + [1],
        at_most=(most, right),
        equal=([*equal, [1] * size + [0]], [0] * len(equal) + [1]),
    )
    return found.value if found.status == "optimal" else None


def proper_by_definition(game: NormalFormGame, profile: Any) -> bool:
    """Whether some profile nearby makes worse mistakes far less likely, for one small number."""
    small, near = Fraction(1, 10**5), Fraction(1, 100)
    tables = payoff_rows(game)
    plays = profile.weights
    candidates = []
    for player in (0, 1):
        pays = [dot(row, plays[1 - player]) for row in tables[player]]
        candidates.append(
            [
                order
                for order in weak_orders(range(len(pays)))
                if all(
                    pays[up] >= pays[down]
                    for a, b in itertools.combinations(order, 2)
                    for up in a
                    for down in b
                )
                and all(len({pays[i] for i in part}) == 1 for part in order)
            ]
        )
    for first, second in itertools.product(*candidates):
        far = distance(tables[0], first, second, plays[1], small)
        if far is None or far > near:
            continue
        far = distance(tables[1], second, first, plays[0], small)
        if far is not None and far <= near:
            return True
    return False


@settings(max_examples=30)
@given(tied_tables(((2, 2), (2, 3), (3, 2), (3, 3))))
def test_proper_by_the_definition(game: NormalFormGame) -> None:
    for equilibrium in solve(game, VertexEnumeration()):
        assert bool(is_proper(game, equilibrium.profile)) == proper_by_definition(
            game, equilibrium.profile
        )


# --- witnesses ----------------------------------------------------------------------------------


def worst_ratio(game: NormalFormGame, test: TrembleTest, epsilon: Fraction) -> Fraction:
    """The largest ratio of a worse strategy's probability to a better one's in the sequence."""
    profile = test.at(epsilon)
    ratio = Fraction(0)
    for player, rows in enumerate(payoff_rows(game)):
        weights = profile.weights[player]
        assert min(weights) > 0
        pays = [dot(row, profile.weights[1 - player]) for row in rows]
        for s, t in itertools.permutations(range(len(rows)), 2):
            if pays[s] < pays[t]:
                ratio = max(ratio, weights[s] / weights[t])
    return ratio


@given(tied_tables())
def test_witnesses_bear_it_out(game: NormalFormGame) -> None:
    for equilibrium in solve(game, VertexEnumeration()):
        profile = equilibrium.profile
        perfect, proper = is_perfect(game, profile), is_proper(game, profile)
        assert perfect or not proper
        if perfect:
            near = perfect.at(Fraction(1, 10**6))
            for player in game.players:
                assert min(near[player].values()) > 0
                best = best_responses(game, near, player)
                assert set(profile.support(player)) <= set(best)
        else:
            ((player, mixture),) = perfect.dominating.items()
            (other,) = set(game.players) - {player}
            more = []
            for reply in game.strategies[other]:
                now = sum(
                    w * game.payoff(player, {player: s, other: reply})
                    for s, w in profile[player].items()
                )
                then = sum(
                    w * game.payoff(player, {player: s, other: reply}) for s, w in mixture.items()
                )
                more.append(then - now)
            assert min(more) >= 0 < max(more)
        if proper:
            assert worst_ratio(game, proper, Fraction(1, 10**8)) < Fraction(1, 10**5)
            far = max(
                abs(a - b)
                for player in game.players
                for a, b in zip(
                    proper.at(Fraction(1, 10**8))[player].values(),
                    profile[player].values(),
                    strict=True,
                )
            )
            assert far < Fraction(1, 10**6)
            for player in game.players:
                assert proper.levels[player][0] == {s: w for s, w in profile[player].items() if w}
                assert all(sum(level.values()) == 1 for level in proper.levels[player])


@given(tied_tables())
def test_perfect_ones_are_undominated_equilibria(game: NormalFormGame) -> None:
    weak = {(d.player, d.strategy) for d in dominated_strategies(game, strict=False)}
    for cell in itertools.product(*game.strategies.values()):
        profile = dict(zip(game.players, cell, strict=True))
        expected = max(regrets(game, profile).values()) == 0 and weak.isdisjoint(profile.items())
        assert bool(is_perfect(game, profile)) == expected


@given(st.integers(0, 10**6), st.integers(2, 6), st.integers(2, 6))
def test_strict_equilibria_are_proper(seed: int, rows: int, columns: int) -> None:
    rng = random.Random(seed)
    tables = [[[rng.randint(0, 99) for _ in range(columns)] for _ in range(rows)] for _ in "12"]
    game = NormalFormGame.from_arrays(*tables)
    for equilibrium in solve(game, PureEnumeration(), check=False):
        strict = all(
            best_responses(game, equilibrium.profile, p) == equilibrium.profile.support(p)
            for p in game.players
        )
        if strict:
            assert is_proper(game, equilibrium.profile)


@given(tied_tables())
def test_scale_and_names_do_not_matter(game: NormalFormGame) -> None:
    first, second = (game.payoff_array(player) for player in game.players)
    other = NormalFormGame.from_arrays(
        second.T * Fraction(10**30, 7) - 5, first.T * Fraction(1, 10**30) + 3
    )
    for equilibrium in solve(game, VertexEnumeration()):
        one, two = equilibrium.profile["1"], equilibrium.profile["2"]
        turned = {"1": dict(two), "2": dict(one)}
        assert bool(is_proper(game, equilibrium.profile)) == bool(is_proper(other, turned))
        assert bool(is_perfect(game, equilibrium.profile)) == bool(is_perfect(other, turned))


# --- games of the literature --------------------------------------------------------------------


def test_the_game_of_myerson() -> None:
    middle = is_proper(MYERSON, {"1": "2", "2": "2"})
    assert not middle
    assert middle.reason == "no order of mistakes from better to worse fits both players' payoffs"
    assert is_perfect(MYERSON, {"1": "2", "2": "2"})
    assert not is_perfect(MYERSON, {"1": "3", "2": "3"})
    top = is_proper(MYERSON, {"1": "1", "2": "1"})
    assert top.levels["1"] == ({"1": 1}, {"2": 1}, {"3": 1})
    # Without the third strategies the middle is not perfect.
    small = NormalFormGame.from_arrays([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    assert is_perfect(small, {"1": "2", "2": "2"}).dominating == {"1": {"1": 1}}


def test_dominated_columns_make_an_equilibrium_perfect_but_not_proper() -> None:
    # Columns 2 and 3 are both dominated; the second row is best only if the worse one is likelier.
    plain = NormalFormGame.from_arrays([[1, 1], [1, 0]], [[2, 1], [2, 1]])
    assert not is_perfect(plain, {"1": "2", "2": "1"})
    wide = NormalFormGame.from_arrays([[1, 1, 0], [1, 0, 1]], [[2, 1, 0], [2, 1, 0]])
    assert is_perfect(wide, {"1": "2", "2": "1"})
    assert not is_proper(wide, {"1": "2", "2": "1"})
    assert is_proper(wide, {"1": "1", "2": "1"})


def test_a_dominated_mixture_of_undominated_strategies() -> None:
    game = NormalFormGame.from_arrays(
        [[2, 0, 1], [0, 2, 1], [1, 1, 2]], [[0, 0, -1], [0, 0, -1], [0, 0, -1]]
    )
    assert dominated_strategies(game, "1", strict=False) == ()
    mixed = {"1": {"1": HALF, "2": HALF}, "2": {"1": HALF, "2": HALF}}
    test = is_perfect(game, mixed)
    assert test.dominating == {"1": {"3": 1}}
    assert test.reason == "1's strategy is weakly dominated by 3"
    assert is_perfect(game, mixed | {"1": "3"})


def test_what_is_no_equilibrium() -> None:
    for test in (is_perfect, is_proper):
        found = test(SELTEN, {"1": "2", "2": "2"})
        assert not found
        assert found.reason == "it is no equilibrium: 1 gains by 1"
        assert found.programs == 0
        with pytest.raises(InvalidParameterError, match="no sequence of trembles"):
            found.at(HALF)


def test_completely_mixed_equilibria_are_proper() -> None:
    pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    even = {"1": {"1": HALF, "2": HALF}, "2": {"1": HALF, "2": HALF}}
    found = is_proper(pennies, even)
    assert found.holds
    assert found.at(0.25) == found.profile
    nothing = NormalFormGame.from_arrays(np.zeros((6, 6), dtype=int), np.zeros((6, 6), dtype=int))
    assert is_proper(nothing, {"1": "1", "2": "6"})


def test_the_sequence() -> None:
    test = is_proper(SELTEN, {"1": "1", "2": "1"})
    assert test.at("1/3")["1"] == {"1": Fraction(3, 4), "2": Fraction(1, 4)}
    for wrong in (0, 1, -1, "2"):
        with pytest.raises(InvalidNumberError, match="between 0 and 1"):
            test.at(wrong)


def test_the_limit() -> None:
    rng = random.Random(1)
    rows = [[[rng.randint(0, 1) for _ in range(6)] for _ in range(6)] for _ in "12"]
    for table in rows:
        for line in table:
            line[0] = 1
        table[0] = [1] * 6
    game = NormalFormGame.from_arrays(*rows)
    with pytest.raises(UnsupportedGameError, match="after 3 linear programs"):
        is_proper(game, {"1": "1", "2": "1"}, limit=3)
    for wrong in (0, -1, True, 1.5):
        with pytest.raises(InvalidParameterError, match="limit"):
            is_proper(game, {"1": "1", "2": "1"}, limit=wrong)  # type: ignore[arg-type]


def test_what_they_do_not_take() -> None:
    three = NormalFormGame.from_arrays(*(np.zeros((2, 2, 2)) for _ in "123"))
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    open_ = NormalFormGame.from_arrays([[Parameter("x", 1), 2]], [[0, 0]])
    for test in (is_perfect, is_proper):
        with pytest.raises(UnsupportedGameError) as caught:
            test(three, {})
        assert len(caught.value.obstacles) == 2
        with pytest.raises(UnsupportedGameError, match="exact numbers"):
            test(SELTEN.to_float(), {"1": "1", "2": "1"})
        with pytest.raises(UnsupportedGameError, match="for two players, not 1"):
            test(tree, {"A": {}})
        with pytest.raises(UnsupportedGameError, match="about games in normal form; got 3"):
            test(3, {})  # type: ignore[arg-type]
        with pytest.raises(UnsupportedGameError, match="x"):
            test(open_, {"1": "1", "2": "1"})
