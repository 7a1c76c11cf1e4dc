"""Closed forms of two-player tables: at every point, on borders too, what a solver finds there."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import (
    ExpressionError,
    InvalidGameError,
    ParameterRangeWarning,
    UnsupportedGameError,
)
from brinkgame.expressions.expression import quantity
from brinkgame.parametric.equilibria import matrices
from brinkgame.parametric.equilibria.matrices import MatrixForms
from brinkgame.parametric.equilibria.substitution import faults_of

PARAMETERS = tuple(bg.Parameter(f"p{n}", 0, low=-3, high=3) for n in range(9))
SHAPES = ((1, 2), (2, 2), (2, 2), (2, 3), (3, 2), (3, 3), (3, 3), (2, 4), (4, 3), (4, 4))


def payoff(draw: random.Random, free: int, spread: int, density: float) -> Any:
    """A small number, often with a parameter, sometimes with a product of two or a quotient."""
    total: Any = Fraction(draw.randint(-spread, spread))
    if draw.random() < density:
        one, other = (draw.choice(PARAMETERS[:free]) for _ in range(2))
        total = total + draw.choice((1, -1, 2)) * one
        chance = draw.random()
        if chance < 0.3:
            total = total + draw.choice((1, -1)) * one * other
        elif chance < 0.36:
            total = total / draw.choice((other - 5, other + 7))
    return quantity(total)


def table(draw: random.Random, shapes: Any = SHAPES) -> bg.NormalFormGame:
    """A random table: with many ties, with strategies that are the same in part, symmetric ones."""
    m, n = draw.choice(shapes)
    free, spread, density = draw.choice((1, 1, 1, 2, 2, 3, 5, 9)), draw.choice((1, 2, 4)), 0.0
    density = draw.random()
    a, b = (
        [[payoff(draw, free, spread, density) for _ in range(n)] for _ in range(m)] for _ in "ab"
    )
    kind = draw.random()
    if kind < 0.3:  # as in the table of a tree, where plans differ only where nobody comes
        for _ in range(draw.randint(1, 3)):
            one, other = draw.randrange(m), draw.randrange(m)
            for j in range(n):
                if draw.random() < 0.7:
                    a[one][j], b[one][j] = a[other][j], b[other][j]
            left, right = draw.randrange(n), draw.randrange(n)
            for i in range(m):
                if draw.random() < 0.5:
                    a[i][left], b[i][left] = a[i][right], b[i][right]
    elif kind < 0.4:
        b = [[quantity(-each) for each in row] for row in a]
    elif kind < 0.5 and m == n:
        b = [list(column) for column in zip(*a, strict=True)]
    return bg.NormalFormGame.from_arrays(a, b)


def points(
    draw: random.Random, game: bg.NormalFormGame, found: MatrixForms, count: int
) -> Iterator[dict[str, Any]]:
    """Points anywhere, and more on borders, where a polynomial is zero; some are irrational."""
    open_ones = game.parameters

    def anywhere() -> dict[str, Any]:
        return {
            name: Fraction(draw.randint(1, 9) if p.whole else draw.randint(-6, 6))
            / (1 if p.whole else draw.choice((1, 1, 2, 3)))
            for name, p in open_ones.items()
        }

    for _ in range(count):
        yield anywhere()
    borders = found.borders()
    for _ in range(2 * count if borders else 0):
        border, point = draw.choice(borders).difference, anywhere()
        name = draw.choice(border.names)
        if open_ones[name].whole:
            continue
        left = quantity(border.substitute({n: v for n, v in point.items() if n != name}))
        if isinstance(left, Fraction):
            continue
        terms = {sum(e for _, e in term): c for term, c in left.terms().items()}
        for root in real_roots([terms.get(k, Fraction(0)) for k in range(max(terms) + 1)]):
            yield {**point, name: root}


def check(draw: random.Random, game: bg.NormalFormGame, count: int) -> int:
    """That the forms are what a solver finds, at points anywhere and on borders."""
    found = MatrixForms(game)
    listed, undecided = found.forms()
    assert not undecided
    checked = 0
    for point in points(draw, game, found, count):
        try:
            here = found.at(point)
        except ExpressionError:  # a pole
            continue
        assert here
        if any(isinstance(value, Algebraic) for value in point.values()):
            continue
        try:
            closed = game.at(point)
        except InvalidGameError:  # a pole
            continue
        wanted = {e.profile.weights for e in bg.solve(closed, bg.ExtremeEnumeration())}
        profiles = [form.at(point) for form in here]
        assert len({p.weights for p in profiles}) == len(profiles)
        assert {p.weights for p in profiles} == wanted
        assert {form.at(point).weights for form in listed if form.holds(point)} == wanted
        for form, profile in zip(here, profiles, strict=True):
            assert all(profile.support(who) == used for who, _, used in form.support)
            assert form.payoffs_at(point) == bg.expected_payoffs(closed, profile)
        checked += 1
    return checked


@pytest.fixture(autouse=True)
def _outside_the_box() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        yield


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_at_a_point_the_forms_are_what_a_solver_finds_there(seed: int) -> None:
    draw = random.Random(seed)
    check(draw, table(draw, SHAPES[:6]), 2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_at_thousands_of_points_the_forms_are_what_a_solver_finds_there(seed: int) -> None:
    draw = random.Random(seed)
    checked = sum(check(draw, table(draw), 4) for _ in range(60))
    assert checked > 400


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_every_form_is_certified_by_substitution(seed: int) -> None:
    found, _ = matrices.forms(table(random.Random(seed), SHAPES[:7]), thin=False)
    assert list(faults_of(found)) == []


TABLES = [
    name
    for name in bg.catalog.names()
    if isinstance(bg.catalog.load(name).game, bg.NormalFormGame)
    and not matrices.obstacles(bg.catalog.load(name).game, bg.Concept.NASH)
]


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_the_catalog(name: str) -> None:
    game = bg.catalog.load(name).game
    check(random.Random(name), game, 2)


MEMO = {
    f"{name}, {variant.name}": variant.game
    for name in bg.memo.names()
    for variant in bg.memo.load(name).variants
    if not matrices.obstacles(variant.game, bg.Concept.NASH)
}


@pytest.mark.parametrize("name", MEMO)
def test_tables_of_the_memo(name: str) -> None:
    check(random.Random(name), MEMO[name], 3)


def test_the_line_has_the_formulas_of_its_document() -> None:
    from brinkgame.memo import line

    found = {form.name: form for form in bg.equilibrium_forms(line.MATRIX, inhabited=False)}
    mixed = found["USSR: stop or proceed; US: enforce or let pass"]
    assert mixed.profile["US"]["enforce"] == line.enforcement()
    assert mixed.profile["USSR"]["stop"] == line.stopping()
    ships_stop = found["USSR: stop; US: enforce"]
    assert [c.incentive for c in ships_stop.conditions] == [
        "USSR prefers stop to proceed",
        "US prefers enforce to let pass",
    ]


def test_an_equilibrium_at_one_value_only_is_a_thin_form() -> None:
    """Top pays more than bottom but for a tie against left where x = 0.

    Left is best only against mixtures of top and bottom, so that it is played there only.
    """
    x = bg.Parameter("x", 1, low=-1, high=1)
    game = bg.NormalFormGame.from_arrays([[x * x, 9, 9], [0, 0, 0]], [[2, 3, 0], [2, 0, 3]])
    (always,) = bg.equilibrium_forms(game, inhabited=False).at({"x": "1/9"})
    assert always.name == "1: 1; 2: 2"
    table = MatrixForms(game)
    assert [f.name for f in table.at({"x": Fraction(-1)})] == [always.name]
    first, *only = table.at({"x": Fraction(0)})
    assert first.name == always.name
    assert [f.profile["1"]["1"] for f in only] == [Fraction(2, 3), Fraction(1, 3)]
    assert {c.words for f in only for c in f.conditions if c.relation == "=="} == {
        "1 is indifferent between 1 and 2"
    }
    listed = bg.equilibrium_forms(game, inhabited=False, thin=True)
    assert {f.at({"x": 0}).weights for f in listed.at({"x": 0})} == {
        f.at({"x": 0}).weights for f in (always, *only)
    }


def test_nothing_is_said_of_a_point_where_a_payoff_has_none() -> None:
    x = bg.Parameter("x", 1, low=0, high=2)
    table = MatrixForms(bg.NormalFormGame.from_arrays([[1 / x, 0]], [[0, 1]]))
    with pytest.raises(ExpressionError, match="a payoff of 1 has a pole there: x is zero"):
        table.at({"x": 0})


def test_thin_forms_are_certified_too() -> None:
    free = [[bg.Parameter(f"a{i}{j}", 0, low=-5, high=5) for j in range(2)] for i in range(3)]
    game = bg.NormalFormGame.from_arrays(free, [[0, 2], [3, 2], [1, 0]])
    found = bg.equilibrium_forms(game, thin=True)
    assert found.is_complete
    assert any(form.is_thin for form in found)


def test_several_equations_together_certify_a_thin_form() -> None:
    """Three rows that all tie: what is paid is the same by two equations at once."""
    free = [[bg.Parameter(f"a{i}{j}", 0, low=-5, high=5) for j in range(3)] for i in range(3)]
    game = bg.NormalFormGame.from_arrays(free, [[0, 2, 3], [3, 2, 0], [0, 0, 1]])
    found, _ = matrices.forms(game, thin=True)
    twice = [f for f in found if sum(c.relation == "==" for c in f.conditions) > 1]
    assert twice
    assert list(faults_of(twice)) == []


def test_only_some_supports_may_be_asked_for() -> None:
    game = bg.catalog.load("wilson").game
    all_of_them = bg.equilibrium_forms(game, thin=True)
    for form in all_of_them:
        part = (form.support[1],)
        found = bg.equilibrium_forms(game, thin=True, only=part)
        assert [f.name for f in found] == [f.name for f in all_of_them if part[0] in f.support]


def test_strategies_that_are_never_told_apart_give_forms_that_are_not_thin() -> None:
    """An entrant who stays out does not care what would have been done to it."""
    fight = bg.Parameter("fight", 1, low=0, high=3)
    tree = bg.ExtensiveFormGame(
        "entry",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "out": bg.Terminal({"A": 0, "B": 4}),
                "in": bg.Decision(
                    "B",
                    {
                        "yield": bg.Terminal({"A": 2, "B": 2}),
                        "fight": bg.Terminal({"A": -fight, "B": 1}),
                    },
                ),
            },
        ),
    )
    game = bg.to_normal_form(tree)
    found = bg.equilibrium_forms(game, inhabited=False)
    (mixed,) = (f for f in found if not f.is_pure)
    assert not mixed.is_thin
    assert mixed.profile["B"]["fight"] == 2 / (fight + 2)
    assert {form.name for form in found} == {
        "A: in; B: yield",
        "A: out; B: fight",
        "A: out; B: yield or fight",
    }


def test_a_basis_that_is_none_at_one_value_says_so() -> None:
    x = bg.Parameter("x", 1, low=0, high=2)
    game = bg.NormalFormGame.from_arrays([[x, 0], [0, x]], [[0, 1], [1, 0]])
    mixed = [f for f in matrices.forms(game)[0] if not f.is_pure]
    assert any(c.relation == "!=" and c.difference == -2 * x for f in mixed for c in f.conditions)
    assert all(not f.holds({"x": 0}) for f in mixed if f.profile["2"]["2"] == Fraction(1, 2))
    assert "one mixture of 1 and 2 leaves 1 indifferent between 1 and 2" in {
        c.incentive for f in mixed for c in f.conditions
    }


def test_identical_strategies_are_not_listed_once_more_for_each_way_to_say_it() -> None:
    x = bg.Parameter("x", 1, low=0, high=2)
    game = bg.NormalFormGame.from_arrays([[x, 0], [x, 0], [0, 1]], [[0, 1], [0, 1], [1, 0]])
    found, _ = matrices.forms(game)
    profiles = [tuple(tuple(plan.items()) for plan in f.profile.values()) for f in found]
    assert len(set(profiles)) == len(profiles) == 3


def test_an_irrational_point_is_decided_exactly() -> None:
    x = bg.Parameter("x", 1, low=0, high=2)
    game = bg.NormalFormGame.from_arrays([[x * x, 2], [2, x * x]], [[0, 1], [1, 0]])
    table = MatrixForms(game)
    root = Algebraic((-2, 0, 1), (1, 2))
    assert len(table.at({"x": root})) > len(table.at({"x": root + Fraction(1, 10**30)})) == 1


def test_known_signs_decide_conditions() -> None:
    x = bg.Parameter("x", 1, low=1, high=2)
    game = bg.NormalFormGame.from_arrays([[x, 0], [0, x + 1]], [[x, 0], [0, 1]])
    found, _ = matrices.forms(game, sign=lambda e: 1 if e.evaluate({"x": 1}) > 0 else -1)
    assert [f.conditions for f in found] == [(), (), ()]


def test_time_may_be_up() -> None:
    x = bg.Parameter("x", 1, low=1, high=2)
    game = bg.NormalFormGame.from_arrays([[x, 0], [0, x + 1]], [[x, 0], [0, 1]])
    found, undecided = matrices.forms(game, control=bg.Control(1e-9))
    assert found == ()
    assert undecided == ("pairs of bases from 0 of 5 on, for lack of time",)


def test_what_is_out_of_reach_is_said() -> None:
    with pytest.raises(UnsupportedGameError, match="it has 3 players"):
        matrices.forms(bg.catalog.load("mckelvey-mclennan").game)
    large = bg.NormalFormGame.from_arrays([[0] * 6] * 6, [[0] * 6] * 6)
    with pytest.raises(UnsupportedGameError, match=r"6 x 6 strategies have 923 bases.*dominated"):
        matrices.forms(large)
    floats = bg.NormalFormGame.from_arrays([[0, 1]], [[1, 0]]).to_float()
    with pytest.raises(UnsupportedGameError, match="write them as exact numbers"):
        matrices.forms(floats, bg.Concept.SEQUENTIAL)
    assert "to_normal_form" in matrices.obstacles(bg.memo.load("deploy").game, bg.Concept.NASH)[0]
