"""Correlated strategies: what they hold, what they pay, and who had better not follow them."""

from __future__ import annotations

import copy
import itertools
import pickle
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from brinkgame.errors import InvalidProfileError, UnknownNameError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.play import (
    CorrelatedStrategy,
    Deviation,
    MixedStrategyProfile,
    coarse_deviations,
    coarse_regrets,
    correlated_payoffs,
    expected_payoffs,
    obedience_deviations,
    obedience_regrets,
    regrets,
)
from brinkgame.results import Concept, Verdict
from brinkgame.solve import certify
from tests.unit.drawing import SEEDS, numbers, shares

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
CHICKEN = NormalFormGame(
    "chicken",
    strategies={"A": ("dare", "yield"), "B": ("dare", "yield")},
    payoffs={"A": [[0, 7], [2, 6]], "B": [[0, 2], [7, 6]]},
)
LIGHT = CorrelatedStrategy(
    CHICKEN, {("dare", "yield"): THIRD, ("yield", "dare"): THIRD, ("yield", "yield"): THIRD}
)


def drawn(seed: int) -> tuple[NormalFormGame, CorrelatedStrategy]:
    """A game of one to three players, and a lottery over its cells."""
    rng = random.Random(seed)
    shape = [rng.randint(1, 3) for _ in range(rng.randint(1, 3))]
    number = numbers
    tables = [np.empty(shape, dtype=object) for _ in shape]
    for table in tables:
        for cell in np.ndindex(*shape):
            table[cell] = number(rng)
    game = NormalFormGame.from_arrays(*tables)
    cells = list(np.ndindex(*shape))
    return game, CorrelatedStrategy.of(game, cells, shares(rng, len(cells)))


def plain(game: NormalFormGame, lottery: CorrelatedStrategy) -> dict[str, dict[str, Any]]:
    """Payoffs and regrets from the definitions."""
    found: dict[str, dict[str, Any]] = {"payoffs": {}, "obedience": {}, "coarse": {}}

    def paid(player: str, cell: tuple[str, ...]) -> Any:
        return game.payoff(player, dict(zip(game.players, cell, strict=True)))

    for place, player in enumerate(game.players):
        menu = game.strategies[player]
        gains = {(told, done): Fraction(0) for told in menu for done in menu}
        for cell in itertools.product(*game.strategies.values()):
            for done in menu:
                there = (*cell[:place], done, *cell[place + 1 :])
                gain = paid(player, there) - paid(player, cell)
                gains[cell[place], done] += lottery[cell] * gain
        found["payoffs"][player] = sum(
            lottery[cell] * paid(player, cell)
            for cell in itertools.product(*game.strategies.values())
        )
        found["obedience"][player] = sum(max(gains[told, done] for done in menu) for told in menu)
        found["coarse"][player] = max(
            0, *(sum(gains[told, done] for told in menu) for done in menu)
        )
    return found


# -- what it is -----------------------------------------------------------------------------------


def test_reading() -> None:
    assert LIGHT["yield", "dare"] == THIRD
    assert LIGHT["dare", "dare"] == 0
    assert list(LIGHT) == [("dare", "yield"), ("yield", "dare"), ("yield", "yield")]
    assert len(LIGHT) == 3
    assert ("dare", "dare") in LIGHT
    assert ("dare", "flee") not in LIGHT
    assert "dare" not in LIGHT
    with pytest.raises(KeyError, match="no strategy 'flee'"):
        LIGHT["dare", "flee"]
    assert LIGHT.cells == ((0, 1), (1, 0), (1, 1))
    assert not LIGHT.is_pure
    assert str(LIGHT) == "(dare, yield) 1/3, (yield, dare) 1/3, (yield, yield) 1/3"
    assert repr(LIGHT) == f"<CorrelatedStrategy {LIGHT}>"
    assert CorrelatedStrategy(CHICKEN, {("dare", "yield"): 1}).is_pure


def test_a_long_one_is_shown_in_part() -> None:
    game = NormalFormGame.from_arrays([[0] * 10] * 10, [[0] * 10] * 10)
    even = CorrelatedStrategy.of(game, list(np.ndindex(10, 10)), [Fraction(1, 100)] * 100)
    assert str(even).endswith("(5, 10) 1/100, ... and 50 more profiles")


def test_equality_copies_and_immutability() -> None:
    same = CorrelatedStrategy.of(CHICKEN, [(1, 1), (1, 0), (0, 1), (0, 0)], ["1/3"] * 3 + [0])
    assert same == LIGHT
    assert hash(same) == hash(LIGHT)
    assert CorrelatedStrategy(CHICKEN, {("dare", "yield"): 1}) != LIGHT
    assert LIGHT != "light"
    for twin in (pickle.loads(pickle.dumps(LIGHT)), copy.copy(LIGHT), copy.deepcopy(LIGHT)):
        assert twin == LIGHT
        assert twin["yield", "dare"] == THIRD


def test_what_one_player_hears() -> None:
    assert LIGHT.marginal("B") == {"dare": THIRD, "yield": 2 * THIRD}
    heard = LIGHT.given("B", "yield")
    assert heard is not None
    assert dict(heard) == {("dare", "yield"): HALF, ("yield", "yield"): HALF}
    assert CorrelatedStrategy(CHICKEN, {("dare", "yield"): 1}).given("A", "yield") is None
    with pytest.raises(UnknownNameError, match="no player 'C'"):
        LIGHT.marginal("C")
    with pytest.raises(UnknownNameError, match="no strategy 'flee'"):
        LIGHT.given("A", "flee")


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ([], "is written {profile: probability}"),
        ({("dare", "flee"): 1}, "B: no strategy 'flee'"),
        ({("dare", 1): 1}, "B: no strategy 1"),
        ({("dare",): 1}, r"a profile is written \(strategy of A, strategy of B\)"),
        ({"dare": 1}, "a profile is written"),
        ({("dare", "dare"): "a half"}, r"\(dare, dare\): 'a half' is not a number"),
        ({("dare", "dare"): -1}, r"\(dare, dare\): probability -1 is outside"),
        ({("dare", "dare"): 2}, r"\(dare, dare\): probability 2 is outside"),
        ({("dare", "dare"): "1/2"}, "probabilities sum to 1/2, not 1"),
        ({}, "probabilities sum to 0, not 1"),
    ],
)
def test_wrong_ones(given_: Any, message: str) -> None:
    with pytest.raises(InvalidProfileError, match=message):
        CorrelatedStrategy(CHICKEN, given_)


def test_wrong_games_and_positions() -> None:
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    for wrong in (lambda: CorrelatedStrategy(tree, {}), lambda: correlated_payoffs(tree, {})):  # type: ignore[arg-type]
        with pytest.raises(InvalidProfileError, match="belongs to a table"):
            wrong()
    for cell in [(0, 2), (-1, 0), (0,), (0, 0, 0)]:
        with pytest.raises(InvalidProfileError, match="there is no profile at"):
            CorrelatedStrategy.of(CHICKEN, [cell], [1])
    open_ = NormalFormGame.from_arrays([Parameter("x", 1), 0])
    with pytest.raises(UnsupportedGameError, match="obedience"):
        obedience_regrets(open_, {("1",): 1})
    with pytest.raises(InvalidProfileError, match="expected a CorrelatedStrategy"):
        obedience_regrets(CHICKEN, 3)  # type: ignore[arg-type]


def test_floats() -> None:
    game = CHICKEN.to_float()
    light = CorrelatedStrategy(game, dict.fromkeys(LIGHT, THIRD))
    assert all(type(weight) is float for weight in light.weights)
    assert obedience_regrets(game, light) == {"A": 0, "B": 0}
    assert correlated_payoffs(game, light)["A"] == pytest.approx(5)
    assert type(correlated_payoffs(game, light)["A"]) is float
    assert correlated_payoffs(game, LIGHT)["A"] == pytest.approx(5)


# -- what it pays, and who would stray ------------------------------------------------------------


def test_the_traffic_light() -> None:
    # Aumann 1974, in the payoffs that are common since: it pays more than every mixture of the
    # Nash equilibria that treats both alike.
    assert correlated_payoffs(CHICKEN, LIGHT) == {"A": 5, "B": 5}
    assert obedience_regrets(CHICKEN, LIGHT) == {"A": 0, "B": 0}
    assert obedience_deviations(CHICKEN, LIGHT) == ()
    _, certificate = certify(CHICKEN, LIGHT, "correlated")
    assert certificate.concept is Concept.CORRELATED
    assert certificate.verdict is Verdict.EXACT
    assert certificate.holds()


def test_advice_that_is_not_followed() -> None:
    peace = {("yield", "yield"): 1}
    assert obedience_regrets(CHICKEN, peace) == {"A": 1, "B": 1}
    first, second = obedience_deviations(CHICKEN, peace)
    assert first == Deviation("A", "the advice yield", "yield", "dare", 1)
    assert str(second) == "B at the advice yield would gain 1 by dare instead of yield"
    assert str(coarse_deviations(CHICKEN, peace)[0]) == (
        "A at the table would gain 1 by dare instead of the advice"
    )


def test_a_coarse_one_that_is_not_correlated() -> None:
    # Rock, paper, scissors with ties that hurt: never meeting is coarse, and its advice gives away
    # what the other does not play.
    table = [[-3, -1, 1], [1, -3, -1], [-1, 1, -3]]
    game = NormalFormGame.from_arrays(table, [list(column) for column in zip(*table, strict=True)])
    apart = {(a, b): Fraction(1, 6) for a in "123" for b in "123" if a != b}
    assert coarse_regrets(game, apart) == {"1": 0, "2": 0}
    assert coarse_deviations(game, apart) == ()
    assert obedience_regrets(game, apart) == {"1": 0, "2": 0}
    told = {("1", "1"): HALF, ("2", "2"): HALF}
    battle = NormalFormGame.from_arrays([[1, 0], [0, 1]], [[0, 1], [1, 0]])
    assert coarse_regrets(battle, told) == {"1": 0, "2": HALF - 0}
    trap = NormalFormGame.from_arrays([[0, 4], [1, 0]], [[0, 0], [0, 0]])
    mixed = {("1", "1"): HALF, ("2", "2"): HALF}
    assert obedience_regrets(trap, mixed) == {"1": HALF + 2, "2": 0}
    assert coarse_regrets(trap, mixed) == {"1": 2, "2": 0}


@settings(max_examples=60)
@given(SEEDS)
def test_as_the_definitions_say(seed: int) -> None:
    game, lottery = drawn(seed)
    right = plain(game, lottery)
    assert correlated_payoffs(game, lottery) == right["payoffs"]
    assert obedience_regrets(game, lottery) == right["obedience"]
    assert coarse_regrets(game, lottery) == right["coarse"]
    for player in game.players:
        told = [d.gain for d in obedience_deviations(game, lottery) if d.player == player]
        assert sum(told) == right["obedience"][player]
        assert all(gain > 0 for gain in told)
        once = [d.gain for d in coarse_deviations(game, lottery) if d.player == player]
        assert sum(once) == right["coarse"][player]
    assert all(type(x) is Fraction for x in correlated_payoffs(game, lottery).values())


@settings(max_examples=60)
@given(SEEDS)
def test_coarse_regrets_are_the_smaller_ones(seed: int) -> None:
    game, lottery = drawn(seed)
    obedience, coarse = obedience_regrets(game, lottery), coarse_regrets(game, lottery)
    assert all(0 <= coarse[player] <= obedience[player] for player in game.players)


@settings(max_examples=60)
@given(SEEDS)
def test_independent_lotteries_are_mixed_profiles(seed: int) -> None:
    """For them obedience and a best reply are the same, and so are all three regrets."""
    game, _ = drawn(seed)
    rng = random.Random(seed)
    profile = MixedStrategyProfile.of(game, [shares(rng, n) for n in game.shape])
    lottery = CorrelatedStrategy.product(profile)
    assert correlated_payoffs(game, lottery) == expected_payoffs(game, profile)
    assert coarse_regrets(game, lottery) == regrets(game, profile)
    assert obedience_regrets(game, lottery) == regrets(game, profile)
    for player in game.players:
        assert lottery.marginal(player) == profile[player]
    # Mixed profiles, and plain mappings of either kind, may stand for a lottery.
    for written in (profile, dict(profile), dict(lottery)):
        assert obedience_regrets(game, written) == regrets(game, profile)


@settings(max_examples=30)
@given(SEEDS)
def test_floats_agree(seed: int) -> None:
    game, lottery = drawn(seed)
    rough = game.to_float()
    scale = rough.payoff_spread
    for measure in (correlated_payoffs, obedience_regrets, coarse_regrets):
        exact, near = measure(game, lottery), measure(rough, dict(lottery))
        assert all(abs(float(exact[p]) - near[p]) <= 1e-12 * scale * 10 for p in game.players)


def test_a_lottery_for_another_game_is_read_by_its_labels() -> None:
    twin = NormalFormGame(
        "twin",
        strategies={"A": ("yield", "dare"), "B": ("dare", "yield")},
        payoffs={"A": [[2, 6], [0, 7]], "B": [[7, 6], [0, 2]]},
    )
    assert correlated_payoffs(twin, LIGHT) == {"A": 5, "B": 5}
    profile = MixedStrategyProfile(twin, {"A": "dare", "B": "yield"})
    assert correlated_payoffs(CHICKEN, profile) == {"A": 7, "B": 2}
