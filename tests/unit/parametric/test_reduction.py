"""Fewer numbers: counts, combinations, directions, each checked against what games do."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import UnknownNameError, UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.parametric.symmetry.fields import Symmetries
from brinkgame.parametric.symmetry.polynomials import Ring

DEPLOY = bg.memo.load("deploy").game


@pytest.fixture(scope="module")
def deploy() -> bg.Reduction:
    return bg.reduce(DEPLOY)


def table(names: str = "abcd", others: str = "wxyz") -> bg.NormalFormGame:
    """Two by two with every payoff open."""
    a, b, c, d = (bg.Parameter(n, k, low=-9, high=9) for k, n in enumerate(names, start=1))
    w, x, y, z = (bg.Parameter(n, -k, low=-9, high=9) for k, n in enumerate(others, start=1))
    return bg.NormalFormGame.from_arrays([[a, b], [c, d]], [[w, x], [y, z]])


def conduct(game, point):
    """What is done at a point, by an independent solver."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bg.ParameterRangeWarning)
        return {str(each.profile) for each in bg.solve(game.at(point))}


# -- the memo's three numbers ----------------------------------------------------------------------


def test_deploying_depends_on_three_numbers_where_only_the_fait_accompli_deters(deploy) -> None:
    space = DEPLOY.parameters
    d, theta = space["detection"], space["us_resolve"]
    gain = space["berlin_gain"] + space["cuba_gain"]
    risk = space["compel_war_risk"]
    failure = (1 - risk) * space["retreat_cost"] + risk * space["ussr_war_cost"]
    case = deploy.of("USSR", "root")[0]
    assert {c.infoset: c.prefer for c in case.when[0]} == {
        "live missiles": "accept",
        "detected": "compel",
    }
    assert case.numbers.count == 3
    assert case.numbers.is_readable
    assert set(case.numbers.numbers) == {
        d * theta,
        space["erosion"] / gain,
        space["candour"] * failure / gain,
    }
    # The whole condition is in the three: deploys iff x1*(1 + x3) <= 1 + x2.
    (function,) = case.numbers.rewritten
    x1, x2, x3 = case.numbers.signs
    assert function in (x1 * (1 + x3) - 1 - x2, 1 + x2 - x1 * (1 + x3))
    # The others matter only through which case it is.
    assert {"us_success", "us_war_cost", "us_acceptance_loss", "live_war_risk"} == set(
        case.numbers.idle
    )


def test_a_product_cannot_be_taken_apart(deploy) -> None:
    case = deploy.of("USSR", "root")[0]
    together = [set(names) for case in deploy.of("USSR", "root") for names in case.numbers.together]
    assert {"detection", "us_resolve"} in together
    assert {"berlin_gain", "cuba_gain"} in together
    assert "nothing changes with berlin_gain plus t, cuba_gain minus t" in str(case)


def test_compelling_depends_on_the_risk_and_on_its_limit(deploy) -> None:
    (case,) = deploy.of("US", "detected")
    space = DEPLOY.parameters
    limit = (space["us_success"] + space["us_acceptance_loss"]) / (
        space["us_success"] + space["us_war_cost"]
    )
    assert case.when == ()
    assert set(case.numbers.numbers) == {space["compel_war_risk"]._as_expression(), limit}


def test_the_lines_say_what_there_is(deploy) -> None:
    text = str(deploy)
    assert text.startswith("the whole game: 8 of 13 numbers matter")
    assert "only together: detection, us_resolve" in text
    assert "of no consequence" in text
    found = deploy.whole
    assert found.at(DEPLOY.parameters.baseline) == tuple(
        n.evaluate(DEPLOY.parameters.baseline) for n in found.numbers
    )


# -- known counts ----------------------------------------------------------------------------------


def test_a_two_by_two_table_depends_on_two_numbers() -> None:
    found = bg.reduce(table()).whole
    a, b, c, d = (table().parameters[n] for n in "abcd")
    w, x, y, z = (table().parameters[n] for n in "wxyz")
    assert found.count == 2
    assert set(found.numbers) & {(a - c) / (b - d), (b - d) / (a - c)}
    assert set(found.numbers) & {(w - x) / (y - z), (y - z) / (w - x)}


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "columns"), [(2, 3), (3, 2)])
def test_a_larger_table_has_the_numbers_of_its_differences(rows: int, columns: int) -> None:
    """Each player has an origin for each strategy of the other, and one unit."""

    def payoffs(sign: str) -> list[list[bg.Parameter]]:
        return [
            [
                bg.Parameter(f"{sign}{i}{j}", (7 * i + 5 * j) % 11 - 5, low=-9, high=9)
                for j in range(columns)
            ]
            for i in range(rows)
        ]

    found = bg.reduce(bg.NormalFormGame.from_arrays(payoffs("a"), payoffs("b"))).whole
    size = rows * columns
    assert found.count == (size - columns - 1) + (size - rows - 1)
    assert found.is_readable


def test_names_of_parameters_do_not_matter() -> None:
    one, other = bg.reduce(table()).whole, bg.reduce(table("pqrs", "efgh")).whole
    renamed = dict(zip("abcdwxyz", "pqrsefgh", strict=True))
    symbols = table("pqrs", "efgh").parameters
    values = {old: symbols[new] for old, new in renamed.items()}
    assert {n.substitute(values) for n in one.numbers} == set(other.numbers)


def test_a_constant_choice_depends_on_nothing() -> None:
    cost = bg.Parameter("cost", 1, low=0, high=9)
    game = bg.ExtensiveFormGame(
        "sure",
        players=("A",),
        root=bg.Decision("A", {"in": bg.Terminal({"A": -cost - 1}), "out": bg.Terminal({"A": 0})}),
    )
    found = bg.reduce(game).whole
    assert (found.count, found.parameters, found.idle) == (0, (), ("cost",))


def test_one_condition_keeps_a_number() -> None:
    # But for its sign nothing would be left of it: an origin and a unit take everything.
    gain, cost = (bg.Parameter(n, 2, low=1, high=9) for n in ("gain", "cost"))
    game = bg.ExtensiveFormGame(
        "entry",
        players=("A",),
        root=bg.Decision(
            "A", {"in": bg.Terminal({"A": gain - cost}), "out": bg.Terminal({"A": 0})}
        ),
    )
    found = bg.reduce(game).whole
    assert found.count == 1
    assert found.numbers[0] in (gain / cost, cost / gain)


def test_a_chance_has_no_unit() -> None:
    # With a unit of its own the chance of being caught and the fine would be one number.
    risk = bg.Parameter("risk", "1/10", low=0, high=1)
    gain, fine = bg.Parameter("gain", 1, low=0, high=9), bg.Parameter("fine", 5, low=1, high=9)
    game = bg.ExtensiveFormGame(
        "cheat",
        players=("A",),
        root=bg.Decision(
            "A",
            {
                "cheat": bg.Chance(
                    {
                        "caught": (risk, bg.Terminal({"A": -fine})),
                        "free": (bg.REST, bg.Terminal({"A": gain})),
                    }
                ),
                "comply": bg.Terminal({"A": 0}),
            },
        ),
    )
    found = bg.reduce(game).whole
    assert found.count == 2
    assert set(found.numbers) & {gain / fine, fine / gain}


def test_what_the_letters_depend_on() -> None:
    found = bg.reduce(bg.memo.load("letters").game)
    p = bg.memo.load("letters").game.parameters
    limit = (p["private_value"] + p["impasse_loss"]) / (p["trade_cost"] - p["un_pressure"])
    assert found.whole.count == 3
    assert {p["tough_belief"]._as_expression(), limit} <= set(found.whole.numbers)
    assert "in one of" in str(found)


def test_a_letter_that_is_taken() -> None:
    x1, y = bg.Parameter("x1", 2, low=1, high=9), bg.Parameter("y", 2, low=1, high=9)
    game = bg.ExtensiveFormGame(
        "taken",
        players=("A",),
        root=bg.Decision("A", {"in": bg.Terminal({"A": x1 - y}), "out": bg.Terminal({"A": 0})}),
    )
    assert [sign.name for sign in bg.reduce(game).whole.signs] == ["x1_"]


def test_some_numbers_fixed() -> None:
    found = bg.reduce(bg.memo.load("capitulation").game, fixed={"attack_risk": "1/2"}).whole
    assert "attack_risk" not in found.parameters
    assert found.count == 1


# -- properties ------------------------------------------------------------------------------------


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6))
def test_along_every_direction_conduct_stays(seed: int) -> None:
    source = random.Random(seed)
    game = table()
    found = bg.reduce(game).whole
    point = {n: Fraction(source.randrange(-60, 60), 13) for n in game.parameters}
    before = conduct(game, point)
    for direction in found.directions:
        moved = direction.moved(point, Fraction(source.randrange(1, 30), 7))
        assert moved != point or all(v.evaluate(point) == 0 for v in direction.velocities.values())
        assert conduct(game, moved) == before


def test_along_the_directions_of_deploying_conduct_stays(deploy) -> None:
    source = random.Random(5)
    space = DEPLOY.parameters
    moved_some = 0
    for _ in range(12):
        point = {
            n: p.low + (p.high - p.low) * Fraction(source.randrange(1, 64), 64)
            for n, p in space.items()
        }
        here = [
            (case, direction)
            for case in deploy.of("USSR", "root")
            if all(c.holds(point) for c in case.when[0])
            for direction in case.numbers.directions
        ]
        before = conduct(DEPLOY, point)
        for case, direction in here:
            moved = direction.moved(point, Fraction(source.randrange(20, 64), 64))
            in_range = all(
                0 <= moved[n] <= 1 for n in ("detection", "us_resolve", "compel_war_risk")
            )
            if in_range and all(c.holds(moved) for c in case.when[0]):
                moved_some += 1
                assert conduct(DEPLOY, moved) == before
                assert case.numbers.at(moved) == case.numbers.at(point)
    assert moved_some > 20


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_count_is_that_of_the_combinations(data: st.DataObject) -> None:
    """A condition made of given combinations is counted in them, and found to be made of them."""
    names = ["a", "b", "c", "e", "f", "g", "h"]
    symbols = {n: bg.Parameter(n, 1, low=1, high=9) for n in names}
    a, b, c, e, f, g, h = symbols.values()
    product, total = a * b, c + data.draw(st.integers(1, 3)) * e
    k = data.draw(st.integers(1, 4))
    polynomial: Expression = product * (total + f) - k * total - g * h
    ring = Ring({n: symbols[n] for n in polynomial.names})
    found = Symmetries(ring, [ring.whole(polynomial)], [], chances=[0, 1])
    merged = {frozenset(ring.names[i] for i in module) for module in found.modules}
    assert {frozenset("ab"), frozenset("ce"), frozenset("gh")} <= merged
    assert len(ring.names) - found.orbit == 3  # the product; f and g*h in units of the total
    for field in found.fields:
        assert field.cofactor(ring.whole(polynomial)) is not None


def test_a_way_that_is_not_rational_is_refused() -> None:
    x, y = bg.Parameter("x", 1), bg.Parameter("y", 1)
    turn = bg.Direction("merging", {"x": -y._as_expression(), "y": x._as_expression()})
    with pytest.raises(UnsupportedGameError, match="not rational"):
        turn.moved({"x": 1, "y": 0}, "1/2")
    grow = bg.Direction("scaling", {"x": x._as_expression()})
    assert grow.moved({"x": 3}, 2) == {"x": 6}
    with pytest.raises(UnsupportedGameError, match="positive factor"):
        grow.moved({"x": 3}, -2)
    shear = bg.Direction("merging", {"x": y._as_expression()})
    assert shear.moved({"x": 1, "y": 2}, 3) == {"x": 7, "y": 2}
    assert shear.words == "while others stay, x by y for each step"


# -- wrong input -----------------------------------------------------------------------------------


def test_wrong_input(deploy) -> None:
    with pytest.raises(UnsupportedGameError, match="no open parameter"):
        bg.reduce(DEPLOY.at())
    x = bg.Parameter("x", 1, low=0, high=2)
    wide = bg.NormalFormGame.from_arrays([[x] * 6] * 6, [[0] * 6] * 6)
    with pytest.raises(UnsupportedGameError, match="leave out dominated strategies"):
        bg.reduce(wide)
    with pytest.raises(UnsupportedGameError, match="fix weeks"):
        bg.reduce(bg.memo.load("clock").game)
    with pytest.raises(UnknownNameError, match="no player 'USR'"):
        deploy.of("USR", "root")
    with pytest.raises(UnknownNameError):
        deploy.of("USSR", "rot")
    with pytest.raises(UnknownNameError, match="a table has no information set"):
        bg.reduce(table()).of("1", "root")
