"""Closed forms of three players: at every point as many equilibria as a solver finds there."""

from __future__ import annotations

import itertools
import random
import warnings
from collections.abc import Iterator
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.arithmetic import Algebraic, real_roots
from brinkgame.errors import ExpressionError, ParameterRangeWarning, UnsupportedGameError
from brinkgame.expressions.expression import quantity
from brinkgame.parametric.equilibria import several_players
from brinkgame.parametric.equilibria.comparing import root_compared
from brinkgame.parametric.equilibria.quadratics import (
    QuadraticRoot,
    RootNumber,
    product,
    square_root,
    total,
)
from brinkgame.parametric.equilibria.substitution import substitute
from brinkgame.play import regrets

X = bg.Parameter("x", 12, low=0, high=20)
Y = bg.Parameter("y", 3, low=0, high=10)
MM = bg.catalog.load("mckelvey-mclennan").game


def family(draw: random.Random) -> bg.NormalFormGame:
    """A random table, or the one with nine equilibria and a few payoffs left open."""
    open_ones = [bg.Parameter(f"p{n}", 0, low=-3, high=3) for n in range(draw.choice((1, 1, 2, 3)))]
    if draw.random() < 0.4:
        tables = [MM.payoff_array(player) for player in MM.players]
        for _ in range(draw.randint(1, 4)):
            cell = tuple(draw.randrange(2) for _ in range(3))
            table = draw.choice(tables)
            table[cell] = quantity(table[cell] + draw.choice((1, -1, 3)) * draw.choice(open_ones))
        return bg.NormalFormGame.from_arrays(*tables)
    spread, density = draw.choice((1, 3, 9, 9)), draw.choice((0.1, 0.3, 0.6))

    def payoff() -> Any:
        value: Any = Fraction(draw.randint(-spread, spread))
        if draw.random() < density:
            value = value + draw.choice((1, -1, 2)) * draw.choice(open_ones)
            if draw.random() < 0.2:
                value = value * draw.choice(open_ones)
        return quantity(value)

    return bg.NormalFormGame.from_arrays(
        *(np.array([payoff() for _ in range(8)], dtype=object).reshape(2, 2, 2) for _ in range(3))
    )


def points(
    draw: random.Random, game: bg.NormalFormGame, forms: Any, count: int
) -> Iterator[dict[str, Fraction]]:
    """Points anywhere, and points at which a condition of a form is just kept."""
    names = list(game.parameters)
    for _ in range(count):
        yield {n: Fraction(draw.randint(-12, 12), draw.choice((1, 2, 3, 5))) for n in names}
    conditions = [c for form in forms for c in form.conditions]
    for _ in range(count if conditions else 0):
        border = draw.choice(conditions).difference
        name = draw.choice(border.names)
        point = {n: Fraction(draw.randint(-6, 6), draw.choice((1, 2))) for n in names}
        left = quantity(border.substitute({n: v for n, v in point.items() if n != name}))
        if isinstance(left, Fraction):
            continue
        terms = {sum(e for _, e in term): c for term, c in left.terms().items()}
        for root in real_roots([terms.get(k, Fraction(0)) for k in range(max(terms) + 1)]):
            if isinstance(root, Fraction):
                yield {**point, name: root}


def check(draw: random.Random, count: int) -> int:
    """That forms are what a solver finds; in degenerate games, that all are equilibria."""
    game = family(draw)
    forms, undecided = several_players.forms(game, thin=True)
    checked = 0
    for point in points(draw, game, forms, count):
        closed = game.at(point)
        held = [form for form in forms if form.holds(point)]
        profiles = [form.at(point) for form in held]
        for form, profile in zip(held, profiles, strict=True):
            assert not any(regrets(closed, profile).values())
            assert form.payoffs_at(point) == bg.expected_payoffs(closed, profile)
        solved = bg.solve(closed, bg.PolynomialEnumeration(), check=False)
        if not solved.status.is_success:  # a curve of equilibria on which no point was found
            continue
        if not undecided and not any(each.family for each in solved):
            assert {profile.weights for profile in profiles} == {
                each.profile.weights for each in solved
            }
            checked += 1
    return checked


@pytest.fixture(autouse=True)
def _outside_the_box() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        yield


@settings(max_examples=5)
@given(st.integers(0, 2**32))
def test_at_a_point_the_forms_are_what_a_solver_finds_there(seed: int) -> None:
    check(random.Random(seed), 2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_at_many_points_the_forms_are_what_a_solver_finds_there(seed: int) -> None:
    draw = random.Random(seed)
    assert sum(check(draw, 4) for _ in range(50)) > 150


@settings(max_examples=5)
@given(st.integers(0, 2**32))
def test_rational_forms_are_certified_by_substitution(seed: int) -> None:
    found, _ = several_players.forms(family(random.Random(seed)))
    assert all(not substitute(form).faults for form in found if not form.note)


def test_nine_equilibria_are_nine_forms() -> None:
    found = bg.equilibrium_forms(MM, inhabited=False)
    assert len(found) == 9
    assert found.is_complete
    kinds = [sum(len(used) > 1 for _, _, used in form.support) for form in found]
    assert sorted(kinds) == [0, 0, 0, 0, 2, 2, 2, 3, 3]
    known = bg.catalog.load("mckelvey-mclennan").known[0].payoffs
    assert {tuple(form.payoffs.values()) for form in found} == {
        tuple(paid.values()) for paid in known
    }


def freed() -> bg.NormalFormGame:
    """Two payoffs of that table left open."""
    cells = {
        ("1", "1", "1"): (9, 8, X),
        ("2", "2", "1"): (9, 8, 2),
        ("1", "2", "2"): (Y, 4, 6),
        ("2", "1", "2"): (3, 4, 6),
    }
    return bg.NormalFormGame.from_cells(
        "two payoffs open",
        strategies=dict.fromkeys("ABC", ("1", "2")),
        cells={cell: cells.get(cell, (0, 0, 0)) for cell in itertools.product("12", repeat=3)},
    )


def test_with_two_payoffs_open_the_totally_mixed_forms_are_rational() -> None:
    found = bg.equilibrium_forms(freed(), inhabited=False)
    assert len(found.at({})) == 9
    mixed = [f for f in found if all(len(used) > 1 for _, _, used in f.support)]
    assert not any(f.note for f in mixed)
    assert {f.payoffs_at({"x": 12, "y": 3})["A"] for f in mixed} == {
        Fraction(9, 4),
        Fraction(5, 2),
    }


def test_roots_that_are_rational_functions_are_told_as_such() -> None:
    """A discriminant that is a square, and a quadratic that is linear."""
    x = bg.Parameter("x", "1/2", low=0, high=4)
    square = bg.NormalFormGame.from_arrays(
        [[[3, 2], [2, x + 1]], [[3, 2], [0, 2]]],
        [[[1, 0], [1, 2]], [[0, 2], [2, 1]]],
        [[[1, 0], [2, 3]], [[0, 0], [2, 3]]],
    )
    line = bg.NormalFormGame.from_arrays(
        [[[0, 1], [x + 1, 2]], [[0, 1], [2, 0]]],
        [[[2, 3], [3, 3]], [[3, 2], [3, 0]]],
        [[[2, 0], [1, 0]], [[3, 1], [0, 3]]],
    )
    for game, wanted in ((square, x / (x + 2)), (line, (1 - x) / (2 - x))):
        found, _ = several_players.forms(game)
        mixed = [f for f in found if all(len(used) > 1 for _, _, used in f.support)]
        assert all(form.is_rational for form in mixed)
        assert wanted in [form.profile["1"]["1"] for form in mixed]
        for form in mixed:
            assert not substitute(form).faults
        here = {form.at({"x": "1/2"}).weights for form in found if form.holds({"x": "1/2"})}
        assert here == {each.profile.weights for each in bg.solve(game.at())}


def test_thresholds_of_three_players_are_complete() -> None:
    """Between thresholds a sweep of the solver finds what the forms say."""
    game = freed()
    found = bg.thresholds(game, "y")
    assert [each.value for each in found] == [0, 2, Fraction(15, 4), 4, Fraction(9, 2)]
    ends = [Fraction(0), *(each.value for each in found), Fraction(10)]
    for low, high in itertools.pairwise(sorted(set(ends))):
        counts = {len(bg.solve(game.at(y=low + (high - low) * Fraction(k, 4)))) for k in (1, 2, 3)}
        assert counts == {len(found.forms_at((low + high) / 2))}


def irrational() -> bg.NormalFormGame:
    """A table in which two totally mixed equilibria appear out of nothing as x grows."""
    x = bg.Parameter("x", 4, low=0, high=4)
    return bg.NormalFormGame.from_arrays(
        [[[0, 3], [2, 1]], [[2, 1], [1, 1]]],
        [[[0, 1], [0, 0]], [[1, 2], [3, 1]]],
        [[[1, 2], [2, 2]], [[0, 3], [3 + x, 0]]],
        title="two square roots",
    )


def test_a_form_whose_numbers_are_irrational_says_so() -> None:
    found = bg.equilibrium_forms(irrational(), inhabited=False)
    roots = [form for form in found if not form.is_rational]
    assert all("no rational functions" in form.note for form in roots)
    assert all(c.difference.terms() for form in roots for c in form.conditions)
    there = [form for form in roots if form.holds({"x": 4})]
    assert len(there) == 2
    assert "takes 1 with p" in str(there[0])
    assert "begin{aligned}" in there[0].latex()
    profiles = {form.at({"x": 4}).weights for form in there}
    assert all(isinstance(w, Algebraic) for each in profiles for one in each for w in one)
    solved = {each.profile.weights for each in bg.solve(irrational().at(x=4))}
    assert profiles <= solved
    assert {form.at({"x": 4}).weights for form in found.at({"x": 4})} == solved


def test_irrational_forms_live_in_the_box_and_are_certified_there() -> None:
    found = bg.equilibrium_forms(irrational())
    assert found.is_complete
    roots = [form for form in found if not form.is_rational]
    assert len(roots) == 2
    assert all(form.witness is not None and form.holds(form.witness) for form in roots)
    assert "x**2 - 8 >= 0" in {f"{c.difference} >= 0" for f in roots for c in f.conditions}


def test_the_threshold_is_where_a_discriminant_vanishes() -> None:
    """No equilibrium crosses a border there: two become one, and then none."""
    (only,) = bg.thresholds(irrational(), "x")
    assert only.value == Algebraic((-8, 0, 1), (2, 3))
    assert only.borders[0].incentive == "1 is indifferent somewhere"
    mixed = "1: 1 or 2; 2: 1 or 2; 3: 1 or 2"
    assert mixed in only.at
    assert mixed in only.above
    assert mixed not in only.below
    for x in (Fraction(0), Fraction(14, 5), Fraction(2829, 1000), Fraction(4)):
        forms = bg.thresholds(irrational(), "x").forms_at(x)
        assert len(forms) == len(bg.solve(irrational().at(x=x)))


def test_both_are_told_where_all_three_curves_are_lines() -> None:
    """A chooses between lines on which the two others are indifferent whatever it does."""
    x = bg.Parameter("x", 1, low=0, high=4)
    pennies = [[1, 0], [0, 1]]
    game = bg.NormalFormGame.from_arrays(
        [[[1 + x, 0], [0, 1]], [[0, 1], [1, 0]]],
        [pennies, pennies],
        [[[0, 1], [1, 0]], [[0, 1], [1, 0]]],
    )
    found, undecided = several_players.forms(game, thin=True)
    assert not undecided
    for point in ({"x": Fraction(1)}, {"x": Fraction(0)}):
        for form in found:
            if form.holds(point):
                profile = form.at(point)
                assert not any(regrets(profile.game, profile).values())


def test_a_curve_of_equilibria_is_said_to_be_undecided() -> None:
    """Whatever A does pays A the same, so that one equation is missing."""
    x = bg.Parameter("x", 1, low=0, high=4)
    game = bg.NormalFormGame.from_arrays(
        [[[x, x], [x, x]]] * 2,
        [[[2, 0], [1, 3]], [[0, 1], [2, 0]]],
        [[[1, 0], [0, 2]], [[0, 3], [2, 0]]],
    )
    found = bg.equilibrium_forms(game, inhabited=False)
    assert not found.is_complete
    assert "there is a curve" in found.undecided[0]


def test_known_signs_leave_fewer_forms() -> None:
    game = irrational()
    everywhere = [form for form in several_players.forms(game)[0] if form.note]
    known = {c.difference: 1 for form in everywhere for c in form.conditions if c.holds({"x": 4})}
    fewer, _ = several_players.forms(game, sign=lambda e: known.get(e, -1))
    assert len([form for form in fewer if form.note]) == 2
    assert not any(form.conditions for form in fewer)
    mixed = (("1", "", ("1", "2")),)
    assert several_players.forms(game, only=mixed)[0] == tuple(
        form for form in several_players.forms(game)[0] if mixed[0] in form.support
    )
    pure = (("1", "", ("1",)),)
    assert all(form.profile["1"]["1"] == 1 for form in several_players.forms(game, only=pure)[0])


def test_time_may_be_up() -> None:
    found, undecided = several_players.forms(MM, control=bg.Control(1e-9))
    assert found == ()
    assert undecided == ("steps from 0 of 7 on, for lack of time",)


def test_what_is_out_of_reach_is_said() -> None:
    four = bg.NormalFormGame.from_arrays(*[np.zeros((2, 2, 3), dtype=int).tolist()] * 3)
    with pytest.raises(UnsupportedGameError, match=r"it is 2 x 2 x 3.*solve\(\) finds"):
        several_players.forms(four)
    with pytest.raises(UnsupportedGameError, match="floats"):
        several_players.forms(MM.to_float(), bg.Concept.SEQUENTIAL)
    assert (
        "to_normal_form"
        in several_players.obstacles(bg.memo.load("deploy").game, bg.Concept.NASH)[0]
    )


# -- roots of quadratics ---------------------------------------------------------------------------


@given(*[st.integers(-4, 4)] * 3)
def test_the_rising_root_is_where_a_polynomial_rises(a: int, b: int, c: int) -> None:
    coefficients = tuple(map(Fraction, (c, b, a)))
    for rises in (True, False):
        root = QuadraticRoot(coefficients, rises)
        try:
            place = root.evaluate({})
        except ExpressionError:
            assert b * b < 4 * a * c or not (a or (b and (b > 0) == rises))
            continue
        assert place * place * a + place * b + c == 0
        slope = 2 * a * place + b
        assert slope == 0 or (slope > 0) is rises


def test_numbers_in_a_root() -> None:
    x = quantity(X)
    root = QuadraticRoot((-x, Fraction(0), Fraction(1)), rises=True)
    number = RootNumber(root, (Fraction(-1), x - 2), (Fraction(2), Fraction(-1)))
    assert str(number) == "((x - 2)*p - 1)/(-p + 2)"
    assert number.latex() == r"\frac{(x - 2) p - 1}{-p + 2}"
    assert repr(number) == f"<RootNumber {number}, p being the rising root of p**2 - x>"
    assert number.names == ("x",)
    assert number.evaluate({"x": 9}) == Fraction(20, -1)
    with pytest.raises(ExpressionError, match="divided by zero"):
        number.evaluate({"x": 4})
    with pytest.raises(ExpressionError, match="there is no rising root"):
        number.evaluate({"x": -1})
    with pytest.raises(ExpressionError, match="nobody knows"):
        number.is_zero_at({"x": 1})
    same = RootNumber(root, (Fraction(-1), x - 2), (Fraction(2), Fraction(-1)))
    assert {number} == {same}
    assert number != RootNumber(root, (x,))
    assert number != 0
    assert str(RootNumber(root, (x - 1,))) == "x - 1"
    assert RootNumber(root, (Fraction(0), x)).latex() == "x p"


def test_where_a_root_vanishes_is_known_at_irrational_places_too() -> None:
    x = quantity(X)
    root = QuadraticRoot((2 - x * x, Fraction(1), Fraction(1)), rises=True)
    number = RootNumber(root, (Fraction(0), Fraction(1)), zero=(Fraction(0), Fraction(1)))
    place = Algebraic((-2, 0, 1), (1, 2))
    assert number.is_zero_at({"x": place})
    assert not number.is_zero_at({"x": place + 1})
    falling = RootNumber(
        QuadraticRoot(root.coefficients, rises=False), number.above, zero=number.zero
    )
    assert not falling.is_zero_at({"x": place})


def test_polynomials_in_a_root() -> None:
    one = (Fraction(1), Fraction(1))
    assert product(one, one) == (1, 2, 1)
    assert total(one, (Fraction(0), Fraction(-1))) == (1, 0)


def test_square_roots() -> None:
    x = quantity(X)
    assert square_root(Fraction(4, 9)) == Fraction(2, 3)
    assert square_root(Fraction(2)) is None
    assert square_root(Fraction(-4)) is None
    assert square_root(quantity(4 * (x + 1) ** 2 / (x - 3) ** 2)) in (
        2 * (x + 1) / (x - 3),
        -2 * (x + 1) / (x - 3),
    )
    assert square_root(quantity(x * x + 1)) is None
    assert square_root(quantity(-x * x)) is None


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_number_in_a_root_is_compared_exactly(seed: int) -> None:
    draw = random.Random(seed)
    x = quantity(X)

    def number() -> Any:
        return quantity(draw.randint(-2, 2) + draw.choice((0, 0, 1, -1)) * x)

    root = QuadraticRoot((number(), number(), number()), draw.random() < 0.5)
    above = tuple(number() for _ in range(draw.randint(1, 4)))
    value = RootNumber(root, above, tuple(number() for _ in range(draw.randint(1, 2))))
    relation, bound = draw.choice((">=", ">", "<=", "<", "==")), number()
    formula = root_compared(value, relation, bound, "so")
    compare = {">=": ge, ">": gt, "<=": le, "<": lt, "==": eq}[relation]
    for _ in range(12):
        point = {"x": Fraction(draw.randint(-6, 6), draw.choice((1, 2)))}
        try:
            exact = value.evaluate(point)
        except ExpressionError:
            continue
        wanted = bound if isinstance(bound, Fraction) else bound.evaluate(point)
        assert formula.holds(point) is compare(exact, wanted)


def test_a_root_has_a_derivative() -> None:
    x = quantity(X)
    root = QuadraticRoot((-x, Fraction(0), Fraction(1)), rises=True)
    slope = RootNumber(root, (Fraction(0), Fraction(1))).derivative("x")
    assert slope.evaluate({"x": 4}) == Fraction(1, 4)
    inverse = RootNumber(root, (Fraction(1), x), (Fraction(1), Fraction(1)))
    # (1 + x*p)/(1 + p) with p = sqrt(x) is 1 - p + x.
    assert inverse.derivative("x").evaluate({"x": 9}) == 1 - Fraction(1, 6)


def test_claims_about_roots_are_decided_exactly() -> None:
    game = irrational()
    pure = bg.plays("1", None, "1") | bg.plays("1", None, "2")
    claim = bg.Claim("the first player never mixes", game, pure)
    assert claim.holds(x=2)
    assert not claim.holds(x=3)
    found = bg.robustness(claim, {"x": 4})
    assert found.lower <= (4 - 8**0.5) / 4 <= found.upper < found.lower + 1e-6


def test_statics_of_roots_are_proved() -> None:
    game = irrational()
    found = bg.comparative_statics(game, bg.mixing("1", None, "1"))
    for each in found:
        slope = each["x"]
        if each.form.is_rational:
            assert slope.sign == 0
            continue
        near, far = (each.value.evaluate({"x": v}) for v in (Fraction(7, 2), Fraction(71, 20)))
        assert slope.sign == (1 if far > near else -1) or slope.changes
        assert slope.is_decided


def test_what_needs_rational_functions_says_so() -> None:
    game = irrational()
    with pytest.raises(UnsupportedGameError, match="rational functions"):
        bg.commitment(game, player="1", lever="x")
    with pytest.raises(UnsupportedGameError, match="no rational functions"):
        bg.reduce(game)
