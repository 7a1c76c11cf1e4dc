"""Exact maps against games that are solved anew, point by point."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame import regimes
from brinkgame.control import Control
from brinkgame.parametric.plane.asking import asked
from brinkgame.parametric.plane.curves import Box
from brinkgame.parametric.plane.mapping import mapped
from brinkgame.parametric.plane.naming import void_of
from brinkgame.parametric.plane.signs import Signs

X = bg.Parameter("x", "1/3", low=0, high=1)
Y = bg.Parameter("y", "1/2", low=0, high=1)
HALF = Fraction(1, 2)


def solved(game: Any, point: Any) -> set[tuple[int, ...]]:
    """The pure subgame-perfect profiles at a point, every combination of ties written out."""
    closed = game.at(point)
    tree, rows, odds = closed.tree, closed.payoff_rows(), closed.edge_probabilities()

    def plans(node: int) -> list[tuple[dict[int, int], list[Fraction]]]:
        row = int(tree.payoff_row[node])
        here = list(rows[row]) if row >= 0 else [Fraction(0)] * len(closed.players)
        children = tree.children_of(node)
        if not children:
            return [({}, here)]
        found = []
        for combination in itertools.product(*map(plans, children)):
            choices = {k: v for plan, _ in combination for k, v in plan.items()}
            paid = [pays for _, pays in combination]
            who = int(tree.mover[node])
            if who < 0:
                mean = [
                    h + sum(odds[c] * p[k] for c, p in zip(children, paid, strict=True))
                    for k, h in enumerate(here)
                ]
                found.append((choices, mean))
                continue
            best = max(p[who] for p in paid)
            for action, p in enumerate(paid):
                if p[who] == best:
                    own = {**choices, int(tree.infoset[node]): action}
                    found.append((own, [h + v for h, v in zip(here, p, strict=True)]))
        return found

    return {tuple(v for _, v in sorted(choices.items())) for choices, _ in plans(0)}


def listed(found: Any, point: Any) -> set[tuple[int, ...]]:
    """The same as the map has it."""
    return {tuple(form.at({**found.fixed, **point}).choices.tolist()) for form in found.at(point)}


def named(forms: Any) -> tuple[str, ...]:
    return tuple(sorted({form.name for form in forms}))


def check(found: Any, points: list[dict[str, Fraction]], game: Any) -> None:
    """At every point the map says what is found there; inside cells, that is their regime."""
    for point in points:
        assert solved(game, {**found.fixed, **point}) == listed(found, point)
        cell = found.cell_at(point)
        if cell is not None:
            assert found.regimes[cell.regime].names == named(found.at(point))
    for cell in found.cells:
        assert found.cell_at(cell.witness) == cell
        assert found.regimes[cell.regime].names == named(found.at(cell.witness))


def on_borders(found: Any, generator: random.Random) -> list[dict[str, Fraction]]:
    """Rational points on borders that are linear in a parameter."""
    points = []
    for border in found.borders:
        for _ in range(3):
            point = {
                name: Fraction(generator.randint(1, 60), 61)
                * (found.game.parameters[name].high - found.game.parameters[name].low)
                + found.game.parameters[name].low
                for name in found.over
            }
            if border.over is None or isinstance(border.formula, bg.Algebraic):
                continue
            value = border.formula
            if isinstance(value, bg.Expression):
                try:
                    value = value.evaluate(point)
                except bg.ExpressionError:
                    continue
            parameter = found.game.parameters[border.over]
            if parameter.low < value < parameter.high:
                points.append({**point, border.over: value})
    return points


def anywhere(found: Any, generator: random.Random, count: int) -> list[dict[str, Fraction]]:
    space = found.game.parameters
    return [
        {
            name: space[name].low
            + (space[name].high - space[name].low) * Fraction(generator.randint(0, 60), 60)
            for name in found.over
        }
        for _ in range(count)
    ]


def conforming(found: Any, points: list[dict[str, Fraction]]) -> list[dict[str, Fraction]]:
    return [p for p in points if not found.game.parameters.violations({**found.fixed, **p})]


@pytest.mark.parametrize(
    ("name", "over"),
    [
        ("blockade", ("brink_risk", "hard_type")),
        ("blockade", ("retreat_cost", "ussr_war_cost")),
        ("deploy", ("detection", "us_resolve")),
        ("il28", ("stringency", "castro_pride")),
        ("deploy", ("candour",)),
    ],
)
def test_maps_of_the_memo_agree_with_solving(name: str, over: tuple[str, ...]) -> None:
    game = bg.memo.load(name).game
    found = regimes(game, over=over, thin=True)
    generator = random.Random(name)
    points = anywhere(found, generator, 12) + on_borders(found, generator)
    check(found, conforming(found, points), game)


EXPRESSIONS = st.builds(
    lambda a, b, c, d, e: a + b * X + c * Y + d * X * Y + e * X**2,
    *(st.integers(-3, 3) for _ in range(5)),
)


@st.composite
def trees(draw: Any) -> bg.ExtensiveFormGame:
    """A small tree with curved borders."""

    def end() -> bg.Terminal:
        return bg.Terminal({"A": draw(EXPRESSIONS), "B": draw(EXPRESSIONS)})

    root = bg.Decision(
        "A",
        {
            "out": end(),
            "in": bg.Decision("B", {"left": end(), "right": end()}, infoset="later"),
            "chance": bg.Chance({"up": (X, end()), "down": (bg.REST, end())}),
        },
    )
    return bg.ExtensiveFormGame("drawn", players=("A", "B"), root=root)


@given(trees(), st.integers())
@settings(max_examples=15)
def test_maps_of_drawn_trees_agree_with_solving(game: bg.ExtensiveFormGame, seed: int) -> None:
    over = [name for name in ("x", "y") if name in game.parameters]
    if len(over) < 2:
        return
    found = regimes(game, over=over, thin=True)
    generator = random.Random(seed)
    check(found, anywhere(found, generator, 5) + on_borders(found, generator)[:6], game)
    low = sum(regime.share.low for regime in found.regimes)
    high = sum(regime.share.high for regime in found.regimes)
    assert low <= 1 <= high < low + Fraction(1, 100)


def one(payoff: Any) -> bg.ExtensiveFormGame:
    root = bg.Decision("A", {"stay": bg.Terminal({"A": 0}), "go": bg.Terminal({"A": payoff})})
    return bg.ExtensiveFormGame("one", players=("A",), root=root)


def test_the_brinkmanship_window_closes() -> None:
    found = regimes(bg.memo.load("blockade").game, over=("brink_risk", "hard_type"))
    window = next(r for r in found.regimes if "quarantine" in r.name)
    lower, upper = Fraction(3, 5), Fraction(3, 8)
    inside = {"brink_risk": lower + Fraction(1, 10**6), "hard_type": upper - Fraction(1, 10**5)}
    assert found.cell_at(inside) is not None
    assert named(found.at(inside)) == window.names
    assert named(found.at({**inside, "hard_type": upper})) != window.names
    assert [str(border.general) for border in found.borders if border.formula == lower] == [
        "(berlin_gain + cuba_gain + retreat_cost)/(berlin_gain + cuba_gain + ussr_war_cost)"
    ] * 2


def test_formulas_of_deploy() -> None:
    found = regimes(bg.memo.load("deploy").game, over=("detection", "us_resolve"))
    (border,) = found.borders
    assert str(border.formula) == "25/(64*us_resolve)"
    assert border.incentives == ("USSR at root prefers hold to deploy",)
    share = next(r.share for r in found.regimes if r.name == "USSR at root: hold")
    assert share.low <= share.high < share.low + Fraction(1, 10**9)
    (line,) = regimes(bg.memo.load("deploy").game, over="detection").borders
    assert line.formula == Fraction(125, 192)


def test_slivers_are_found() -> None:
    narrow = Fraction(1, 10**8)
    game = one((X - Y) * (Y + narrow - X))
    found = regimes(game, over=("x", "y"))
    assert [regime.name for regime in found.regimes] == ["A at root: stay", "A at root: go"]
    assert found.regimes[1].share.low == found.regimes[1].share.high == narrow - narrow**2 / 2
    assert found.regimes[0].cells == 2
    point = regimes(one((X - HALF) ** 2 + (Y - HALF) ** 2 - narrow**2), over=("x", "y"))
    assert [regime.cells for regime in point.regimes] == [1, 1]
    assert 0 < point.regimes[1].share.high < Fraction(1, 1000)


def test_lines_that_part_nothing_are_no_borders() -> None:
    found = regimes(one((X - Y) ** 2 + 1 + 0 * X), over=("x", "y"))
    assert not found.borders
    assert found.regimes[0].share.low == 1
    # stay and go are as good on the line, and go is better on both sides of it
    found = regimes(one((X - Y) ** 2), over=("x", "y"))
    (border,) = found.borders
    assert border.between == (0, 0)
    assert border.on == ("A at root: go", "A at root: stay")
    assert found.regimes[0].cells == 2


def test_over_one_parameter_there_are_intervals() -> None:
    found = regimes(one((X - Fraction(1, 3)) * (X**2 - HALF)), over="x")
    assert [border.over for border in found.borders] == ["x", "x"]
    first, second = (border.formula for border in found.borders)
    assert first == Fraction(1, 3)
    assert second == bg.Algebraic((-1, 0, 2), (0, 1))
    go = next(k for k, r in enumerate(found.regimes) if r.name == "A at root: go")
    assert [cell.regime == go for cell in found.cells] == [True, False, True]
    share = found.regimes[go].share
    assert share.low <= share.high < share.low + Fraction(1, 10**9)
    assert share.value == pytest.approx(1 / 3 + 1 - 0.5**0.5)
    assert found.cell_at({"x": "1/3"}) is None
    assert named(found.at({"x": "1/3"})) == ("A at root: go", "A at root: stay")


def test_constraints_are_cut_out() -> None:
    root = bg.Decision(
        "A", {"stay": bg.Terminal({"A": Y}), "go": bg.Terminal({"A": 2 * X - 1 + Y})}
    )
    game = bg.ExtensiveFormGame("one", players=("A",), root=root, constraints=[X < Y])
    found = regimes(game, over=("x",), at={"y": "3/4"})
    assert [regime.share.low for regime in found.regimes] == [Fraction(2, 3), Fraction(1, 3)]
    assert found.cell_at({"x": "7/8"}) is None
    with pytest.raises(bg.InvalidParameterError, match="leave nothing of the range of x"):
        regimes(game, over=("x",), at={"y": 0})


def test_outcomes_and_paths() -> None:
    game = bg.memo.load("blockade").game
    over = ("brink_risk", "hard_type")
    paths = regimes(game, over=over, of="paths")
    assert len(paths.regimes) < len(regimes(game, over=over).regimes)
    outcomes = regimes(game, over=over, of="outcomes")
    assert {regime.names for regime in outcomes.regimes} >= {("missiles stay",)} or outcomes.regimes
    with pytest.raises(bg.InvalidParameterError, match="of='colors' is none of"):
        regimes(game, over=over, of="colors")
    with pytest.raises(bg.UnsupportedGameError, match="no end of the game has a label"):
        regimes(one(X - Y), over=("x", "y"), of="outcomes")


def test_wrong_questions_are_told() -> None:
    point, free = bg.Parameter("point", 1, low=1, high=1), bg.Parameter("free", 1, low=0)
    game = one(X + Y * point + free + (Y * 0 + X) / (2 + Y))
    with pytest.raises(bg.UnknownNameError, match="no parameter 'z'"):
        regimes(game, over=("x", "z"))
    with pytest.raises(bg.InvalidParameterError, match="a map over x and x"):
        regimes(game, over=("x", "x"))
    with pytest.raises(bg.InvalidParameterError, match="the single number 1"):
        regimes(game, over=("x", "point"))
    with pytest.raises(bg.InvalidParameterError, match="free has no range"):
        regimes(game, over=("x", "free"))
    with pytest.raises(bg.InvalidParameterError, match="x is mapped over its range and has the"):
        regimes(game, over=("x",), at={"x": 1})
    with pytest.raises(bg.InvalidParameterError, match="y enters no payoff and no probability"):
        regimes(one(X + (X - 1) * Y), over="y", at={"x": 1})
    with pytest.raises(bg.InvalidParameterError, match="2\\*x - 1 is zero at x = 1/2"):
        regimes(one(Y / (2 * X - 1) + Y), over=("x", "y"))
    with pytest.raises(bg.TimeLimitError, match="time was up before the forms"):
        regimes(one((X**2 - Y) * (Y**2 - X)), over=("x", "y"), time_limit=1e-9)
    curved = one((X**2 - Y) * (Y**2 - X))
    forms = bg.equilibrium_forms(curved, inhabited=False)
    with pytest.raises(bg.TimeLimitError, match="before the 2 curves of the map had been cut"):
        mapped(asked(curved, ["x", "y"], None), forms, "forms", Control(1e-9))
    with pytest.warns(bg.ParameterRangeWarning, match="point = 2 is outside its range"):
        regimes(game, over="x", at={"point": 2})
    found = regimes(game, over="x")
    with pytest.raises(bg.InvalidParameterError, match="the point says nothing of x"):
        found.at({"y": 1})
    assert found.cell_at({"x": 2}) is None
    assert str(found).startswith("x: 1 regime")


def test_a_void_says_what_was_looked_for() -> None:
    forms = bg.equilibrium_forms(one(X - Y), inhabited=False)
    assert void_of(forms) == "no pure equilibrium"
    assert void_of(replace(forms, forms=())) == "no equilibrium"
    assert void_of(replace(forms, undecided=("who knows",))) == "no known equilibrium"
    nothing = mapped(
        asked(one(X - Y), ["x", "y"], None),
        replace(forms, forms=forms.forms[:1]),
        "forms",
        Control(),
    )
    assert {regime.name for regime in nothing.regimes} == {"A at root: stay", "no pure equilibrium"}
    assert [regime.is_void for regime in nothing.regimes].count(True) == 1


def test_tests_of_all_relations() -> None:
    signs = Signs(("x", "y"), Box(*map(Fraction, (0, 1, 0, 1))))
    ratio = (X - Y) / (X - HALF)
    greater, least = signs.test(ratio, ">"), signs.test(ratio, ">=")
    equal, other = signs.test(ratio, "=="), signs.test(ratio, "!=")
    line, pole = (
        next(k for k, curve in enumerate(signs.curves) if curve.degrees[1] == up) for up in (1, 0)
    )

    def at(first: int, second: int) -> list[int]:
        found = [0, 0]
        found[line], found[pole] = first, second
        return found

    assert [test.holds(at(0, 1)) for test in (greater, least, equal, other)] == [
        False,
        True,
        True,
        False,
    ]
    assert [test.holds(at(1, 1)) for test in (greater, least, equal, other)] == [
        True,
        True,
        False,
        True,
    ]
    assert not any(test.holds(at(1, 0)) for test in (greater, least, equal, other))
    assert signs.test(X + Y + 0, ">").constant is True
    assert signs.test(X - 2, ">=").constant is False
    assert signs.test(0 * X, ">=").constant is True


def test_words_of_a_map() -> None:
    found = regimes(one((X - Y) * (X + Y - 1)), over=("x", "y"))
    assert len(found.regimes) == 2
    lines = str(found).splitlines()
    assert lines[0] == "x and y: 2 regimes"
    assert any(line.startswith("1 | 2: x = ") for line in lines)
    assert str(found.regimes[0]).startswith(found.regimes[0].name)
    # the conditions of an overlapping pair of corners need two cases
    assert " or " in found.regimes[0].conditions
    seam = regimes(one((X - Y) ** 2), over=("x", "y")).borders[0]
    assert seam.incentive == "A at root prefers stay to go"
    assert replace(seam, conditions=()).incentive == ""


def test_a_constraint_on_fixed_parameters_alone() -> None:
    root = bg.Decision("A", {"stay": bg.Terminal({"A": Y}), "go": bg.Terminal({"A": X})})
    cap = bg.Parameter("cap", "3/4", low=0, high=1)
    game = bg.ExtensiveFormGame(
        "one", players=("A",), root=bg.Chance({"a": (cap, root), "b": (bg.REST, root)}),
        constraints=[cap > Y],
    )  # fmt: skip
    with pytest.raises(bg.InvalidParameterError, match="does not hold with cap = 1/4, y = 1/2"):
        regimes(game, over="x", at={"cap": "1/4"})
