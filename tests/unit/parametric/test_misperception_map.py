"""Believed against true, exactly: agreement with hypergames that are solved with numbers."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.errors import InvalidParameterError, UnknownNameError, UnsupportedGameError

DEPLOY = bg.memo.load("deploy").game


def inspection() -> bg.NormalFormGame:
    """Mixed for most values: an inspector, a suspect, and what a violation is worth."""
    gain = bg.Parameter("gain", 10, low=1, high=20)
    fine = bg.Parameter("fine", 90, low=50, high=100)
    return bg.NormalFormGame.from_cells(
        "inspection",
        strategies={"inspector": ("inspect", "not"), "suspect": ("comply", "violate")},
        cells={
            ("inspect", "comply"): (-1, 0),
            ("inspect", "violate"): (-6 + gain / 4, -fine),
            ("not", "comply"): (0, 0),
            ("not", "violate"): (-10, gain),
        },
    )


def by_hypergame(game, parameter, believer, believed, true, at=None):
    """Payoffs, expectation and regret of every outcome, from the numeric solver."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bg.ParameterRangeWarning)
        story = bg.Hypergame(
            game, {believer: {parameter: believed}}, at={**(at or {}), parameter: true}
        ).solve()
    return {
        (tuple(each.payoffs.items()), each.expected[believer], each.regrets[believer])
        for each in story
    }


def by_map(found, believed, true):
    return {
        (tuple(each.payoffs.items()), each.expected, each.regret)
        for each in found.at(believed, true)
    }


def value(number, point):
    return number if isinstance(number, Fraction) else number.evaluate(point)


def check(game, parameter, believer, seed, count=12, at=None):
    found = bg.misperception_map(game, parameter, believer, at)
    source = random.Random(seed)
    p = game.parameters[parameter]
    for _ in range(count):
        believed, true = (
            p.low + (p.high - p.low) * Fraction(source.randrange(1, 997), 997) for _ in range(2)
        )
        told = by_hypergame(game, parameter, believer, believed, true, at)
        assert by_map(found, believed, true) == told
        point = {found.sign.name: believed, parameter: true}
        here = [x for x in found if believed in x.believed and true in x.true]
        assert {
            (
                tuple((who, value(n, point)) for who, n in x.payoffs.items()),
                value(x.expected, point),
                value(x.regret, point),
            )
            for x in here
        } == told
    return found


def test_the_memo_s_misperception() -> None:
    found = check(DEPLOY, "us_resolve", "USSR", 1)
    (story,) = found.at("3/10", 1)
    assert (story.expected, story.payoffs["USSR"], story.regret) == (
        Fraction(26, 25),
        Fraction(-6, 5),
        Fraction(7, 10),
    )
    assert len(found.harmless) == 2
    wrong = [piece for piece in found if piece.regret != 0]
    assert all(piece.does_not_know for piece in wrong)
    # The regret of deploying by mistake is zero at the threshold and grows from there.
    theta = DEPLOY.parameters["us_resolve"]
    assert {piece.regret for piece in wrong} == {
        theta * 16 / 5 - Fraction(5, 2),
        Fraction(5, 2) - theta * 16 / 5,
    }
    assert wrong[0].zeros == (32 * theta - 25,)


def test_a_mistake_of_the_other_side() -> None:
    check(bg.memo.load("blockade").game, "hard_type", "US", 2)
    check(bg.memo.load("blockade").game, "brink_risk", "USSR", 3)


@pytest.mark.parametrize("believer", ["inspector", "suspect"])
def test_mixed_equilibria(believer: str) -> None:
    found = check(inspection(), "gain", believer, 4)
    assert any(
        found.sign.name in value.names
        for piece in found
        for value in piece.payoffs.values()
        if not isinstance(value, Fraction)
    )


def test_on_borders_all_that_may_happen_is_told() -> None:
    found = bg.misperception_map(DEPLOY, "us_resolve", "USSR")
    border = Fraction(25, 32)
    assert by_map(found, border, border) == by_hypergame(
        DEPLOY, "us_resolve", "USSR", border, border
    )
    assert {each.regret for each in found.at(border, 1)} == {Fraction(0), Fraction(7, 10)}


def test_where_nothing_is_misplayed_regret_is_zero() -> None:
    for piece in bg.misperception_map(DEPLOY, "us_success", "US"):
        assert piece.regret == 0 or piece.does_not_know


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_random_tables(seed: int) -> None:
    source = random.Random(seed)
    x = bg.Parameter("x", "1/2", low=-1, high=2)

    def number():
        return source.randint(-5, 5) + source.randint(-4, 4) * x

    game = bg.NormalFormGame.from_arrays(
        [[number(), number()], [number(), number()]], [[number(), number()], [number(), number()]]
    )
    if "x" in game.parameters:
        check(game, "x", "1", seed, count=30)
        check(game, "x", "2", seed, count=30)


def test_the_words() -> None:
    text = str(bg.misperception_map(DEPLOY, "us_resolve", "USSR"))
    assert text.startswith("USSR misperceives us_resolve")
    assert "as seen: USSR at root: deploy" in text
    assert "regret 16*us_resolve/5 - 5/2" in text


def test_wrong_input() -> None:
    with pytest.raises(UnknownNameError, match="no player"):
        bg.misperception_map(DEPLOY, "us_resolve", "UK")
    with pytest.raises(UnknownNameError, match="us_resolv"):
        bg.misperception_map(DEPLOY, "us_resolv", "US")
    with pytest.raises(UnsupportedGameError, match="whole values"):
        bg.misperception_map(bg.memo.load("clock").game, "weeks", "USSR")
    with pytest.raises(UnsupportedGameError, match="a tree or a table"):
        bg.misperception_map(3, "x", "A")
    with pytest.raises(InvalidParameterError, match="is not in"):
        bg.misperception_map(DEPLOY, "us_resolve", "USSR").at(2, 1)


def test_a_parameter_that_cancels() -> None:
    chance, cost = bg.Parameter("chance", 0, low=0, high=1), bg.Parameter("cost", 1, low=0, high=2)
    game = bg.ExtensiveFormGame("none", players=("A",), root=bg.Terminal({"A": chance * cost}))
    with pytest.raises(UnsupportedGameError, match="cannot be misplayed"):
        bg.misperception_map(game, "cost", "A")


def test_the_sign_of_the_believed_value_is_free() -> None:
    x = bg.Parameter("x", "1/2", low=0, high=1)
    taken = bg.Parameter("believed_x", 1, low=0, high=2)
    game = bg.ExtensiveFormGame(
        "taken",
        players=("A",),
        root=bg.Decision(
            "A", {"l": bg.Terminal({"A": x}), "r": bg.Terminal({"A": taken - Fraction(1, 3)})}
        ),
    )
    found = bg.misperception_map(game, "x", "A")
    assert found.sign.name == "believed_x_"
    assert found[0].zeros == ()


def test_too_many_plans() -> None:
    x = bg.Parameter("x", "1/2", low=0, high=1)

    def choice(k: int) -> bg.Decision:
        ends = {"l": bg.Terminal({"A": x}), "r": bg.Terminal({"A": Fraction(2 + k)})}
        return bg.Decision("A", ends, infoset=f"at {k}")

    branches = {str(k): ("1/13", choice(k)) for k in range(12)} | {"12": (bg.REST, choice(12))}
    game = bg.ExtensiveFormGame("wide", players=("A",), root=bg.Chance(branches))
    with pytest.raises(UnsupportedGameError, match="8192 plans"):
        bg.misperception_map(game, "x", "A")
