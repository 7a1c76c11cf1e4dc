"""The value and the optimal strategies of games in which one's gain is the other's loss."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.arithmetic import Float
from brinkgame.errors import InvalidNumberError, UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.play import MixedStrategyProfile, expected_payoffs, regrets
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solve import solve
from brinkgame.solvers import ExtremeEnumeration, MinimaxLP
from tests.unit.drawing import SEEDS, fractions, tied, wide

ALL = MinimaxLP(optimal_sets=True)
PENNIES = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


def opposed(table: Any, total: Any = 0) -> NormalFormGame:
    return NormalFormGame.from_arrays(table, [[total - a for a in row] for row in table])


def drawn(seed: int, kind: Any = None, most: int = 4) -> NormalFormGame:
    rng = random.Random(seed)
    number = kind or rng.choice([tied, fractions, wide])
    rows, columns = rng.randint(1, most), rng.randint(1, most)
    table = [[number(rng) for _ in range(columns)] for _ in range(rows)]
    return opposed(table, number(rng))


def test_what_it_declares() -> None:
    assert MinimaxLP.concept is Concept.NASH
    assert MinimaxLP.form is NormalFormGame
    assert MinimaxLP.coverage is Coverage.ONE
    assert MinimaxLP() == MinimaxLP(optimal_sets=False, limit=10_000)


def test_matching_pennies() -> None:
    result = solve(PENNIES, MinimaxLP())
    assert result[0].profile.weights == ((Fraction(1, 2),) * 2,) * 2
    assert result.statistics["value"] == 0
    assert (result.status, result.coverage) == (Status.SOLVED, Coverage.ONE)
    every = solve(PENNIES, ALL)
    assert every.only().profile == result[0].profile
    assert (every.components, every.indices, every.coverage) == (((0,),), (1,), Coverage.ALL)
    assert every.statistics == {"value": 0, "corners": (1, 1)}


def test_the_value_of_a_poker_game() -> None:
    # Kuhn 1950: the first player's value is -1/18. Pure strategies: (with the jack, the queen and
    # the king) bet or not, and the reply to a bet after passing.
    cards = list(itertools.permutations(range(3), 2))
    first = list(itertools.product(("bet", "pass and fold", "pass and call"), repeat=3))
    second = list(
        itertools.product(itertools.product(("fold", "call"), ("check", "bet")), repeat=3)
    )

    def pays(mine: Any, theirs: Any) -> Fraction:
        total = Fraction(0)
        for a, b in cards:
            plan, (after_bet, after_pass) = mine[a], theirs[b]
            wins = 1 if a > b else -1
            if plan == "bet":
                total += 1 if after_bet == "fold" else 2 * wins
            elif after_pass == "check":
                total += wins
            else:
                total += -1 if plan == "pass and fold" else 2 * wins
        return total / len(cards)

    game = opposed([[pays(mine, theirs) for theirs in second] for mine in first])
    assert game.shape == (27, 64)
    result = solve(game, MinimaxLP())
    assert result.statistics["value"] == Fraction(-1, 18)
    rough = solve(game.to_float(), MinimaxLP())
    assert rough.statistics["value"] == pytest.approx(-1 / 18, abs=1e-12)


def test_both_optimal_sets() -> None:
    # Against the third row any mixture of the columns will do, and against equal columns any.
    game = opposed([[2, 0, 0], [0, 2, 2], [1, 1, 1]])
    result = solve(game, ALL)
    assert result.statistics["corners"] == (2, 2)
    rows = {tuple(map(str, e.profile.weights[0])) for e in result}
    columns = {tuple(map(str, e.profile.weights[1])) for e in result}
    assert rows == {("0", "0", "1"), ("1/2", "1/2", "0")}
    assert columns == {("1/2", "1/2", "0"), ("1/2", "0", "1/2")}
    assert result.components == ((0, 1, 2, 3),)
    family = result[0].family
    assert family is not None
    assert family.vertices == (0, 1, 2, 3)
    assert family.payoff_ranges == {"1": (1, 1), "2": (-1, -1)}
    assert family.count == 0
    inside = {"1": {"1": "1/4", "2": "1/4", "3": "1/2"}, "2": {"1": "1/2", "2": "1/6", "3": "1/3"}}
    assert inside in family
    assert {**inside, "1": {"1": "1/4", "2": "1/2", "3": "1/4"}} not in family
    assert {**inside, "2": "1"} not in family


@settings(max_examples=60)
@given(SEEDS)
def test_every_equilibrium_as_the_search_over_labels_finds_them(seed: int) -> None:
    game = drawn(seed)
    mine, theirs = solve(game, ALL), solve(game, ExtremeEnumeration())
    assert {e.profile for e in mine} == {e.profile for e in theirs}
    assert len(mine) == len(theirs)
    assert (mine.coverage, mine.indices) == (theirs.coverage, theirs.indices)
    one, other = mine[0].family, theirs[0].family
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert one.subsets == other.subsets  # type: ignore[attr-defined]
        assert one.conditions == other.conditions
    single = solve(game, MinimaxLP())[0]
    assert single.profile in (one or [e.profile for e in mine])
    assert single.payoffs == mine[0].payoffs


@settings(max_examples=40)
@given(SEEDS)
def test_optimal_sets_are_convex_and_their_corners_interchange(seed: int) -> None:
    game = drawn(seed, tied)
    result = solve(game, ALL)
    value = result.statistics["value"]
    rng = random.Random(seed)
    one, other = rng.choice(result.equilibria).profile, rng.choice(result.equilibria).profile
    crossed = MixedStrategyProfile.of(game, (one.weights[0], other.weights[1]))
    share = Fraction(rng.randint(0, 5), 5)
    between = MixedStrategyProfile.of(
        game,
        [
            [share * a + (1 - share) * b for a, b in zip(mine, theirs, strict=True)]
            for mine, theirs in zip(one.weights, other.weights, strict=True)
        ],
    )
    for profile in (crossed, between):
        assert set(regrets(game, profile).values()) == {0}
        assert expected_payoffs(game, profile)["1"] == value
        assert result[0].family is None or profile in result[0].family


@settings(max_examples=40)
@given(SEEDS)
def test_corners_are_no_mixtures_of_others(seed: int) -> None:
    result = solve(drawn(seed, tied), ALL)
    for side in range(2):
        corners = {e.profile.weights[side] for e in result}
        supports = [{i for i, w in enumerate(corner) if w} for corner in corners]
        tight = [
            {
                j
                for j in range(result.game.shape[1 - side])
                if _paid(result.game, 1 - side, j, corner) == _most(result.game, 1 - side, corner)
            }
            for corner in corners
        ]
        faces = list(zip(supports, tight, strict=True))
        # A corner that uses no more strategies and leaves no fewer best replies would be on the
        # same face, and so be the same corner.
        for (used, best), (others_used, others_best) in itertools.permutations(faces, 2):
            assert not (used <= others_used and best >= others_best)


def _paid(game: NormalFormGame, player: int, strategy: int, against: Any) -> Any:
    table = game.payoff_array(game.players[player])
    line = table[strategy] if player == 0 else table[:, strategy]
    return sum(a * w for a, w in zip(line, against, strict=True))


def _most(game: NormalFormGame, player: int, against: Any) -> Any:
    return max(_paid(game, player, j, against) for j in range(game.shape[player]))


@settings(max_examples=40)
@given(SEEDS)
def test_the_value_follows_the_payoffs(seed: int) -> None:
    """Other units, other roles, one more row."""
    game = drawn(seed)
    value = solve(game, MinimaxLP()).statistics["value"]
    first, second = (game.payoff_array(player) for player in game.players)
    scaled = NormalFormGame.from_arrays(3 * first + 5, 3 * second - 7)
    assert solve(scaled, MinimaxLP()).statistics["value"] == 3 * value + 5
    total = (first + second).flat[0]
    turned = NormalFormGame.from_arrays(second.T, first.T)
    assert solve(turned, MinimaxLP()).statistics["value"] == total - value
    more = np.concatenate([first, first.min(axis=0, keepdims=True)])
    assert solve(opposed(more.tolist()), MinimaxLP()).statistics["value"] == value
    saddle = first.min(axis=1).max(), first.max(axis=0).min()
    assert saddle[0] <= value <= saddle[1]


@settings(max_examples=30)
@given(SEEDS)
def test_floats_agree(seed: int) -> None:
    game = drawn(seed, random.Random(seed).choice([tied, fractions]))
    exact, rough = solve(game, MinimaxLP()), solve(game.to_float(), MinimaxLP())
    assert rough.statistics["value"] == pytest.approx(float(exact.statistics["value"]), abs=1e-9)
    assert all(type(w) is float for weights in rough[0].profile.weights for w in weights)


def test_floats_have_optimal_sets_too() -> None:
    game = opposed([[2, 0, 0], [0, 2, 2], [1, 1, 1]]).to_float()
    result = solve(game, ALL)
    assert len(result) == 4
    assert {e.profile.weights[1] for e in result} == {(0.5, 0.5, 0.0), (0.5, 0.0, 0.5)}
    assert result[0].family is not None
    assert result[0].profile in result[0].family
    table = np.random.default_rng(0).standard_normal((40, 60))
    large = NormalFormGame.from_arrays(table, 1.5 - table)
    one = solve(large, MinimaxLP())[0]
    assert one.certificate.epsilon < 1e-12
    assert isinstance(large.arithmetic, Float)


def test_sums_in_floats_may_differ_by_rounding() -> None:
    first = np.array([[0.1, 0.2], [0.3, 0.4]])
    game = NormalFormGame.from_arrays(first, 1.1 - first + np.array([[0, 1e-15], [0, 0]]))
    assert MinimaxLP().obstacles(game) == ()
    assert solve(game, MinimaxLP())[0].payoffs["1"] == pytest.approx(0.3)


def test_what_is_out_of_scope() -> None:
    three = NormalFormGame.from_arrays(*[[[[0, 0]]]] * 3)
    assert MinimaxLP().obstacles(three) == ("takes two players, not 3",)
    chicken = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    [reason] = MinimaxLP().obstacles(chicken)
    assert reason.endswith("payoffs sum to -20 in one place and to 0 in another")
    with pytest.raises(UnsupportedGameError, match="one's gain is the other's loss"):
        solve(chicken, MinimaxLP())
    x = Parameter("x", 3)
    open_ = NormalFormGame.from_arrays([[x, 0]], [[-x, 1]])
    assert len(MinimaxLP().obstacles(open_)) == 2
    assert len(MinimaxLP().obstacles(NormalFormGame.from_arrays([[x, 0]], [[-x, 0]]))) == 1


@pytest.mark.parametrize("limit", [0, -1, True, 1.5, "many"])
def test_a_limit_is_a_number(limit: Any) -> None:
    with pytest.raises(InvalidNumberError, match="limit"):
        MinimaxLP(limit=limit)


def test_the_limit_is_kept() -> None:
    game = opposed([[0] * 4] * 5)
    assert len(solve(game, ALL)) == 20
    short = solve(game, MinimaxLP(optimal_sets=True, limit=7), check=False)
    assert (len(short), short.status, short.coverage) == (7, Status.LIMIT, Coverage.SOME)
    assert short.components == ()
    assert len(solve(game, MinimaxLP(optimal_sets=True, limit=20))) == 20


def test_when_the_time_is_up() -> None:
    rng = random.Random(0)
    game = opposed([[rng.randint(0, 9) for _ in range(30)] for _ in range(30)])
    for solver in (MinimaxLP(), ALL):
        result = solve(game, solver, time_limit=1e-9, check=False)
        assert (result.status, result.coverage, len(result)) == (
            Status.TIME_LIMIT, Coverage.SOME, 0,
        )  # fmt: skip
    rough = solve(game.to_float(), MinimaxLP(), time_limit=1e-9, check=False)
    assert rough.status is Status.TIME_LIMIT


@given(st.integers(1, 6))
def test_one_strategy_is_a_choice_of_the_other(size: int) -> None:
    table = [[(3 * j) % size for j in range(size)]]
    result = solve(opposed(table), MinimaxLP())
    assert result.statistics["value"] == min(table[0])
