"""The best value of a lever, against a dense sweep of games solved with numbers."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.arithmetic import Algebraic
from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidGameError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
)

BLOCKADE = bg.memo.load("blockade").game
BRINK = bg.catalog.load("brinkmanship").game


def solved(game, player, lever, value, rest):
    """Lowest and highest payoff of a player at one value, by an independent solver."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bg.ParameterRangeWarning)
        paid = [each.payoffs[player] for each in bg.solve(game.at({**rest, lever: value}))]
    return min(paid), max(paid)


def check_against_sweep(found, steps=40, *, near=Fraction(1, 200)):
    """No value of a sweep pays more; the best value pays what is said, or nearly so nearby."""
    game, player, lever, rest = found.game, found.player, found.lever, found.rest
    parameter = game.parameters[lever]
    span = parameter.high - parameter.low
    for k in range(steps + 1):
        value = parameter.low + span * Fraction(k, steps)
        if not any(value in piece.where for piece in found.pieces):
            continue
        low, high = solved(game, player, lever, value, rest)
        assert high <= found.best.value
        assert low <= found.worst.value
        piece = next(p for p in found.pieces if value in p.where)
        for worth, said in ((low, piece.lowest), (high, piece.highest)):
            assert worth == (said if isinstance(said, Fraction) else said.evaluate({lever: value}))
    for reading, optimum in ((1, found.best), (0, found.worst)):
        for choice in optimum.levers:
            where = choice.where
            if not where.is_point:
                inside = (
                    (Fraction(where.low) + Fraction(where.high)) / 2
                    if isinstance(where.low, Fraction) and isinstance(where.high, Fraction)
                    else None
                )
                if inside is not None:
                    assert solved(game, player, lever, inside, rest)[reading] == optimum.value
            elif isinstance(where.low, Fraction):
                if choice.is_attained:
                    assert solved(game, player, lever, where.low, rest)[reading] == optimum.value
                else:
                    beside = where.low + choice.side * span / 10**9
                    paid = solved(game, player, lever, beside, rest)[reading]
                    assert 0 < optimum.value - paid < near


# -- published and memo numbers --------------------------------------------------------------------


def test_the_best_risk_is_the_least_that_moves_a_soft_opponent() -> None:
    found = bg.commitment(BLOCKADE, "US", "brink_risk")
    assert found.best.value == found.worst.value == found.value == Fraction(-5, 3)
    assert [lever.value for lever in found.best.levers] == [Fraction(3, 5)]
    # At the risk itself a soft USSR may as well defy, so that nobody can count on it there.
    assert found.best.is_attained
    assert not found.worst.is_attained
    assert str(found.worst) == "-5/3 just above 3/5, not at it"
    assert found.without == (Fraction(-43, 24), Fraction(-43, 24))
    assert found.gain == Fraction(1, 8)
    assert found.is_worth_having
    check_against_sweep(found)


def test_the_best_risk_as_a_formula() -> None:
    found = bg.commitment(BLOCKADE, "US", "brink_risk").formula()
    space = BLOCKADE.parameters
    gain = space["berlin_gain"] + space["cuba_gain"]
    assert found.lever == (gain + space["retreat_cost"]) / (gain + space["ussr_war_cost"])
    assert found.reason.startswith("USSR at soft prefers withdraw to defy")
    assert found.payoff.evaluate(space.baseline) == Fraction(-5, 3)
    assert {c.against for c in found.conditions} <= {"accept", "strike"}
    assert all(c.holds(space.baseline) for c in found.conditions)
    assert "brink_risk" not in {n for c in found.conditions for n in c.difference.names}
    # Just beyond the point at which the window closes the formula is no equilibrium any more.
    assert not all(c.holds({**space.baseline, "hard_type": "19/50"}) for c in found.conditions)


def test_a_closed_window_leaves_nothing_to_gain() -> None:
    found = bg.commitment(BRINK, "US", "brink_risk", {"us_war_cost": 12, "hard_type": "7/20"})
    assert found.value == -2
    assert not found.is_worth_having
    (lever,) = found.best.levers
    assert str(lever) == "anywhere in [0, 1]"
    with pytest.raises(UnsupportedGameError, match="no one best value"):
        found.formula()


def test_from_some_value_on_all_are_as_good() -> None:
    found = bg.commitment(bg.memo.load("deploy").game, "US", "us_resolve")
    assert str(found.best) == "0 anywhere in [25/32, 1]"
    assert str(found.worst) == "0 anywhere in (25/32, 1]"
    formula = found.formula()
    assert formula.lever.evaluate(found.game.parameters.baseline) == Fraction(25, 32)
    check_against_sweep(found)


def test_il28_tightens_just_enough() -> None:
    found = bg.commitment(bg.memo.load("il28").game, "US", "stringency")
    check_against_sweep(found)


def test_a_whole_lever_is_tried_value_by_value() -> None:
    found = bg.commitment(bg.memo.load("clock").game, "USSR", "weeks")
    assert all(piece.where.low.denominator == 1 for piece in found.pieces)
    game = bg.memo.load("clock").game
    rest = {n: v for n, v in game.parameters.baseline.items() if n != "weeks"}
    values = {w: solved(game, "USSR", "weeks", w, rest)[1] for w in range(6, 17)}
    assert found.best.value == max(values.values())
    assert {lever.value for lever in found.best.levers if lever.value is not None} <= {
        w for w, paid in values.items() if paid == found.best.value
    }


# -- inside a piece --------------------------------------------------------------------------------


def tax(root: bool = False) -> bg.ExtensiveFormGame:
    """A rate that is raised, and one who earns less the higher it is; then goes elsewhere."""
    rate = bg.Parameter("rate", "1/4", low=0, high=1)
    base = 2 - rate**2 if root else 1 - rate
    return bg.ExtensiveFormGame(
        "tax",
        players=("state", "firm"),
        root=bg.Decision(
            "firm",
            {
                "stay": bg.Terminal({"state": rate * base, "firm": 4 - 4 * rate}),
                "leave": bg.Terminal({"state": 0, "firm": 1}),
            },
        ),
    )


def test_a_critical_point_inside_a_piece() -> None:
    found = bg.commitment(tax(), "state", "rate")
    assert (found.value, found.best.levers[0].value) == (Fraction(1, 4), Fraction(1, 2))
    assert found.best.is_attained
    assert found.worst.is_attained
    formula = found.formula()
    assert formula.lever == Fraction(1, 2)
    assert formula.reason == "the payoff of state is greatest"
    check_against_sweep(found)


def test_the_end_of_a_piece_before_the_top() -> None:
    # What is raised is greatest at the root of 2/3, but the firm leaves from 3/4 on.
    found = bg.commitment(tax(root=True), "state", "rate", selection="best")
    assert [lever.value for lever in found.optimum.levers] == [Fraction(3, 4)]
    assert "prefers stay to leave" in found.formula().reason


def test_an_irrational_critical_point() -> None:
    r = bg.Parameter("r", 1, low=0, high=2)
    game = bg.ExtensiveFormGame("cubic", players=("A",), root=bg.Terminal({"A": 2 * r - r**3}))
    found = bg.commitment(game, "A", "r")
    (lever,) = found.best.levers
    assert isinstance(lever.value, Algebraic)
    assert lever.value**2 == Fraction(2, 3)
    assert isinstance(found.value, Algebraic)
    assert abs(float(found.value) - 1.0886621) < 1e-6
    formula = found.formula()
    assert formula.lever is None
    assert formula.equation == 2 - 3 * r**2
    assert "where" in str(formula)


def test_two_readings_that_differ() -> None:
    # Stag hunt: the lever raises what both get from the stag, and both equilibria stay.
    prize = bg.Parameter("prize", 4, low=4, high=8)
    game = bg.NormalFormGame.from_arrays([[prize, 0], [3, 3]], [[prize, 3], [0, 3]])
    found = bg.commitment(game, "1", "prize")
    assert found.best.value == 8
    assert found.worst.value == 3
    with pytest.raises(AmbiguousEquilibriumError, match="look at"):
        _ = found.value
    assert bg.commitment(game, "1", "prize", selection="worst").value == 3
    assert "best for it" in str(found)


def test_where_mixtures_may_pay_more_it_is_said() -> None:
    # At risk 1/2 the last is indifferent, and the second enters only if the last is likely to help.
    risk = bg.Parameter("risk", "1/4", low=0, high=1)
    last = bg.Decision(
        "C",
        {
            "help": bg.Terminal({"A": 3, "B": 2, "C": 1 - risk}),
            "hinder": bg.Terminal({"A": 1, "B": -1, "C": risk}),
        },
    )
    game = bg.ExtensiveFormGame(
        "three",
        players=("A", "B", "C"),
        root=bg.Decision("B", {"enter": last, "stay": bg.Terminal({"A": 0, "B": 0, "C": 0})}),
    )
    found = bg.commitment(game, "A", "risk")
    assert found.best.value == 3
    assert any("risk = 1/2" in note for note in found.notes)
    assert "mixtures may pay" in str(found)
    assert not bg.commitment(BLOCKADE, "US", "brink_risk").notes


def test_what_there_is_without_the_choice() -> None:
    found = bg.commitment(BLOCKADE, "US", "brink_risk", {"brink_risk": "1/2"})
    assert found.without == (-2, -2)
    assert found.gain == Fraction(1, 3)
    # A constraint keeps the risk below that of live missiles: the start is outside of it.
    deploy = bg.memo.load("deploy").game
    beyond = bg.commitment(
        deploy, "US", "compel_war_risk", {"compel_war_risk": "2/5", "live_war_risk": "3/10"}
    )
    assert beyond.without is None
    assert max(piece.where.high for piece in beyond.pieces) == Fraction(3, 10)
    with pytest.raises(UnsupportedGameError, match="not in its domain"):
        _ = beyond.gain


def test_the_end_of_the_range_is_a_formula_too() -> None:
    found = bg.commitment(bg.memo.load("letters").game, "US", "un_pressure").formula()
    assert found.lever == 0
    assert found.reason == "the end of where un_pressure may be"


def test_a_cusp_between_two_payoffs() -> None:
    # Two equilibria pay the row player x and 1 - x: the worst of them is best in the middle.
    x = bg.Parameter("x", 0, low=0, high=1)
    game = bg.NormalFormGame.from_arrays([[x, -9], [-9, 1 - x]], [[1, 0], [0, 1]])
    found = bg.commitment(game, "1", "x")
    assert found.best.value == 1
    assert {lever.value for lever in found.best.levers} == {0, 1}
    mixed = [f.payoffs["1"] for piece in found.pieces for f in piece.forms if not f.is_pure]
    assert mixed
    check_against_sweep(found)


# -- random games ----------------------------------------------------------------------------------


def random_tree(source: random.Random) -> bg.ExtensiveFormGame:
    """Three levels, payoffs linear or quadratic in the lever."""
    lever = bg.Parameter("lever", "1/2", low=0, high=1)

    def number():
        a, b, c = (source.randint(-4, 4) for _ in range(3))
        return a + b * lever + (c * lever**2 if source.random() < 0.4 else 0)

    def end():
        return bg.Terminal({"A": number(), "B": number()})

    def last():
        return bg.Decision("B", {"l": end(), "r": end()}) if source.random() < 0.7 else end()

    def chance():
        return bg.Chance({"up": (lever, last()), "down": (bg.REST, last())})

    middle = [chance() if source.random() < 0.4 else last() for _ in range(2)]
    return bg.ExtensiveFormGame(
        "random", players=("A", "B"), root=bg.Decision("A", dict(zip("xy", middle, strict=True)))
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_trees(seed: int) -> None:
    game = random_tree(random.Random(seed))
    if "lever" in game.parameters:
        for player in game.players:
            check_against_sweep(bg.commitment(game, player, "lever"), steps=24)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 300))
def test_many_random_trees(seed: int) -> None:
    game = random_tree(random.Random(seed))
    if "lever" in game.parameters:
        for player in game.players:
            check_against_sweep(bg.commitment(game, player, "lever"), steps=64)


# -- wrong input -----------------------------------------------------------------------------------


def test_wrong_input() -> None:
    with pytest.raises(UnknownNameError, match="no player 'UK'"):
        bg.commitment(BLOCKADE, "UK", "brink_risk")
    with pytest.raises(UnknownNameError, match="brink_rsk"):
        bg.commitment(BLOCKADE, "US", "brink_rsk")
    with pytest.raises(InvalidParameterError, match="neither"):
        bg.commitment(BLOCKADE, "US", "brink_risk", selection="first")
    with pytest.raises(InvalidParameterError, match="a point is written"):
        bg.commitment(BLOCKADE, "US", "brink_risk", at=3)
    with pytest.raises(UnsupportedGameError, match="a tree or a table"):
        bg.commitment("blockade", "US", "brink_risk")
    x = bg.Parameter("x", 1, low=0, high=2)
    wide = bg.NormalFormGame.from_arrays([[x] * 6] * 6, [[0] * 6] * 6)
    with pytest.raises(UnsupportedGameError, match="no closed forms"):
        bg.commitment(wide, "1", "x")


def test_a_lever_that_enters_nothing_there() -> None:
    chance, cost = bg.Parameter("chance", 0, low=0, high=1), bg.Parameter("cost", 1, low=0, high=2)
    game = bg.ExtensiveFormGame("none", players=("A",), root=bg.Terminal({"A": chance * cost}))
    with pytest.raises(UnsupportedGameError, match="enters no payoff and no probability"):
        bg.commitment(game, "A", "cost")


def test_a_lever_without_a_choice() -> None:
    only = bg.Parameter("only", 1, low=1, high=1)
    game = bg.ExtensiveFormGame("one", players=("A",), root=bg.Terminal({"A": only}))
    with pytest.raises(InvalidParameterError, match="nothing to choose"):
        bg.commitment(game, "A", "only")
    free = bg.Parameter("free", 1, low=0)
    game = bg.ExtensiveFormGame("open", players=("A",), root=bg.Terminal({"A": free}))
    with pytest.raises(InvalidParameterError, match="no high end"):
        bg.commitment(game, "A", "free")


def test_too_many_whole_values() -> None:
    many = bg.Parameter("many", 1, low=0, high=10**6, whole=True)
    game = bg.ExtensiveFormGame("count", players=("A",), root=bg.Terminal({"A": many}))
    with pytest.raises(UnsupportedGameError, match="narrow its range"):
        bg.commitment(game, "A", "many")


def test_a_pole_inside_the_range_is_told() -> None:
    x = bg.Parameter("x", 1, low=-1, high=1)
    game = bg.ExtensiveFormGame(
        "pole", players=("A",), root=bg.Terminal({"A": 1 / (x - Fraction(1, 2))})
    )
    with pytest.raises(InvalidGameError, match="pole at x = 1/2"):
        bg.commitment(game, "A", "x")
    y = bg.Parameter("y", 1, low=0, high=1)
    game = bg.ExtensiveFormGame("grows", players=("A",), root=bg.Terminal({"A": 1 / y}))
    with pytest.raises(UnsupportedGameError, match="without bound as y nears 0"):
        bg.commitment(game, "A", "y")


def random_table(source: random.Random, shape: tuple[int, int]) -> bg.NormalFormGame:
    """Payoffs linear in the lever, so that mixtures and their payoffs are rational functions."""
    lever = bg.Parameter("lever", "1/2", low=0, high=1)

    def number():
        return source.randint(-4, 4) + source.randint(-4, 4) * lever

    rows, columns = shape
    tables = [[[number() for _ in range(columns)] for _ in range(rows)] for _ in range(2)]
    return bg.NormalFormGame.from_arrays(*tables)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_many_random_tables(seed: int) -> None:
    source = random.Random(seed)
    game = random_table(source, source.choice([(2, 2), (2, 3), (3, 2)]))
    if "lever" in game.parameters:
        for player in game.players:
            check_against_sweep(bg.commitment(game, player, "lever"), steps=37)
