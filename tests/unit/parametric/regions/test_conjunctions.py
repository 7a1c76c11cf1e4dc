"""What is done where drawn points and simple proofs do not decide, and on borders of real games."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.parametric.regions import conjunctions, irredundant, witness
from brinkgame.parametric.regions.polynomials import Polynomial
from brinkgame.parametric.regions.refuting import Refutation, refuted
from brinkgame.parametric.regions.searching import Search
from tests.unit.parametric.regions.drawing import condition, conditions, points, spaces, unit_box

X, Y, Z, SPACE = unit_box("xyz")
HALF = Fraction(1, 2)


@pytest.fixture
def blind(monkeypatch):
    """Neither drawn points, nor climbs, nor proofs on the whole box."""
    monkeypatch.setattr(conjunctions._Part, "_inside", lambda self: None)
    monkeypatch.setattr(conjunctions._Part, "_climbed", lambda self: None)
    monkeypatch.setattr(conjunctions, "refuted", lambda *_, **__: None)
    monkeypatch.setattr(conjunctions, "refuted_by_pairs", lambda *_, **__: None)


def test_boxes_find_a_point_or_show_that_there_is_none(blind):
    found = witness([Fraction(9, 10) < X * Y], SPACE)
    assert found.status == "inhabited"
    empty = witness([Fraction(13, 50) < X * Y, X + Y < 1], SPACE)
    assert empty.status == "empty"
    assert "boxes some condition fails" in empty.proof


def test_boxes_stop_at_what_touches(blind, monkeypatch):
    monkeypatch.setattr(conjunctions, "_MOST_BOXES", 3000)
    monkeypatch.setattr(conjunctions, "_MOST_PARTS", 4)
    some = [condition(X * Y - Fraction(1, 4)), condition(1 - X - Y)]
    assert witness(some, SPACE, borders=False).status == "undecided"
    assert witness(some, SPACE).status in ("thin", "undecided")


def test_parts_of_the_box_find_a_point_or_show_that_there_is_none(monkeypatch):
    monkeypatch.setattr(conjunctions._Part, "_inside", lambda self: None)
    monkeypatch.setattr(conjunctions._Part, "_climbed", lambda self: None)
    monkeypatch.setattr(conjunctions, "_MOST_AXES", 0)
    asked = []

    def later(*args, **options):
        asked.append(args)
        return refuted(*args, **options) if len(asked) > 1 else None

    monkeypatch.setattr(conjunctions, "refuted", later)
    empty = witness([Fraction(13, 50) < X * Y, X + Y < 1], SPACE, borders=False)
    assert empty.status == "empty"
    assert "parts of the box" in empty.proof
    asked.clear()
    found = witness([Fraction(9, 10) < X * Y], SPACE, borders=False)
    assert found.status == "inhabited"
    # Linear conditions have nothing to be cut for.
    asked.clear()
    assert witness([Fraction(39, 10) < 3 * X + Y], SPACE, borders=False).status == "undecided"


def test_a_proof_about_the_inside_says_nothing_about_borders(monkeypatch):
    told = Refutation("inside of each part conditions exclude others")
    monkeypatch.setattr(conjunctions, "refuted", lambda *_, interior=False, **__: interior and told)
    monkeypatch.setattr(conjunctions, "refuted_by_pairs", lambda *_, **__: None)
    found = witness([condition(X - Y), condition(Y * Y - X * Y)], SPACE)
    assert found.status in ("thin", "inhabited")


def test_borders_are_found_by_what_forces_them():
    cycle = witness([X >= Y, Y >= Z, Z >= X, 3 * X >= 2], SPACE)
    assert cycle.status == "thin"
    assert cycle.point["x"] == cycle.point["y"] == cycle.point["z"] >= Fraction(2, 3)
    assert witness([X >= Y, Y >= Z, X + Fraction(1, 100) <= Z], SPACE).status == "empty"
    # Of x*z >= (y + 1)*z, x = 1 and y = 0, or z = 0.
    either = witness([condition(X * Z - (Y + 1) * Z), condition(Z - HALF)], SPACE)
    assert (either.status, either.point["x"], either.point["y"]) == ("thin", 1, 0)
    none = witness([condition(X * Z - (Y + 1) * Z), Z > HALF, Y > 0], SPACE)
    assert none.status == "empty"


def test_an_equation_that_cannot_be_solved_for_a_parameter():
    round_ = condition(X * X + Y * Y - 1, "==")
    assert witness([round_], SPACE).status == "undecided"
    assert witness([round_, X + Y < HALF], SPACE).status == "empty"
    product = condition((X * X - HALF) * (X - Y), "==")
    found = witness([product, Y + Fraction(1, 10) < X], SPACE)
    assert found.status == "undecided"
    assert witness([product, X >= Y], SPACE).status == "thin"


def test_equations_with_constraints_and_whole_parameters():
    low, high = bg.Parameter("a", "1/4", low=0, high=1), bg.Parameter("b", HALF, low=0, high=1)
    count = bg.Parameter("count", 1, low=0, high=4, whole=True)
    space = bg.ParameterSpace([low, high, count], [low < high])
    found = witness([condition(low * count - high, "=="), 4 * high >= 3], space)
    assert found.status == "thin"
    assert found.point["a"] * found.point["count"] == found.point["b"] >= Fraction(3, 4)
    assert witness([condition(high - low, "==")], space).status == "empty"
    assert witness([condition(count - Fraction(5, 2), "==")], space).status == "empty"


def test_constraints_on_whole_parameters():
    weeks = bg.Parameter("weeks", 12, low=6, high=16, whole=True)
    hazard = bg.Parameter("hazard", Fraction(1, 20), low=0, high=Fraction(3, 10))
    detection = 1 - (1 - hazard) ** weeks
    space = bg.ParameterSpace([weeks, hazard], [detection <= HALF, weeks <= 14, weeks > X * 0])
    found = witness([hazard > Fraction(1, 15), weeks >= 9], space)
    assert found.status == "inhabited"
    assert not space.violations(found.point)
    assert witness([hazard > Fraction(1, 15), weeks >= 12], space).status == "empty"
    assert witness([weeks > 14], space).status == "empty"
    assert witness([weeks >= 13], bg.ParameterSpace([weeks])).point["weeks"] >= 13
    # Of whole values a single one has a weight: it is no border.
    alone = bg.ParameterSpace([weeks, hazard])
    for borders in (True, False):
        assert witness([condition(weeks - 13, "==")], alone, borders=borders).status == "inhabited"
        last = witness([condition(weeks - 16), hazard > Fraction(1, 10)], alone, borders=borders)
        assert (last.status, last.point["weeks"]) == ("inhabited", 16)
        first = [condition((weeks - 6) * (X - Y)), condition(Y - X, ">")]
        found = witness(first, bg.ParameterSpace([weeks, X, Y]), borders=borders)
        assert (found.status, found.point["weeks"]) == ("inhabited", 6)


def test_sides_that_are_forced():
    u, v, w, x, space = unit_box("uvwx")
    found = witness([u >= v, v >= w, w >= u + x], space)
    assert (found.status, found.point["x"]) == ("thin", 0)
    both = witness([u >= v, v >= w, w >= u + x, x + u >= 1], space)
    assert (both.status, both.point["x"], both.point["w"]) == ("thin", 0, 1)
    assert witness([u >= v, v >= w, w >= u + x, 2 * x >= 1], space).status == "empty"
    assert witness([u >= v, v >= w, w >= u + 1 - x, w >= u + x], space).status == "empty"


def test_wanted_where_other_constraints_forbid_it():
    low, high = bg.Parameter("a", "1/4", low=0, high=1), bg.Parameter("b", HALF, low=0, high=1)
    space = bg.ParameterSpace([low, high, X], [low < high])
    found = witness([X > HALF], space, near={"a": 1, "b": 0})
    assert found.status == "inhabited"
    assert (found.point["a"], found.point["b"]) == (Fraction(1, 4), HALF)
    everywhere = witness([X + 1 > 0], space, near={"a": 1, "b": 0})
    assert everywhere.point == space.baseline


@pytest.mark.parametrize(("name", "every"), [("deploy", 1), ("berlin", 3), ("il28", 41)])
def test_forms_on_borders_of_the_memos_games(name, every):
    game = bg.memo.load(name).game
    space = game.parameters
    for form in list(bg.equilibrium_forms(game, inhabited=False))[::every]:
        found = witness(form.conditions, space)
        inner = witness(form.conditions, space, borders=False)
        assert found.status in ("inhabited", "thin", "empty")
        assert (inner.status == "inhabited") is (found.status == "inhabited")
        if found.point is not None:
            assert form.holds(found.point)
            assert not space.violations(found.point)


@settings(max_examples=15)
@given(st.data())
def test_nothing_is_lost_with_what_follows_from_the_rest(data):
    space = data.draw(spaces(2))
    parameters = list(space.values())
    some = data.draw(st.lists(conditions(parameters), min_size=1, max_size=4))
    short = irredundant(some, space)
    assert set(short) <= set(some)
    for point in points(space, 100):
        assert all(c.holds(point) for c in short) == all(c.holds(point) for c in some)


def test_what_follows_goes():
    some = [condition(X - Y), condition(2 * X - Y), condition(X + 1), condition(3 * X - 2)]
    assert irredundant(some, SPACE) == (some[0], some[3])
    twice = [condition(X - Y), condition(2 * X - 2 * Y)]
    assert irredundant(twice, SPACE) == (twice[0],)
    chain = [condition(X - Y), condition(Y - Z), condition(X - Z)]
    assert irredundant(chain, SPACE) == tuple(chain[:2])
    level = [condition(X - Y, "=="), condition(1 / (X + 1)), condition(X * 0)]
    assert irredundant(level, SPACE)[:2] == tuple(level[:2])
    late = bg.Control(time_limit=1e-9)
    assert irredundant(some, SPACE, control=late) == tuple(some)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_climb_gains_slack_or_gives_up(seed):
    polynomials = [
        Polynomial.of(f) for f in (X * Y - Fraction(1, 5), Fraction(1, 2) - X, 1 - Y - X)
    ]
    search = Search(polynomials, ("x", "y"))
    start = np.random.default_rng(seed).random((2, 5))
    found = search.climbed(start)
    assert found is not None
    assert search.slack(found[:, np.newaxis])[0] > 0
    nowhere = Search([*polynomials, Polynomial.of(X - Fraction(3, 4))], ("x", "y"))
    assert nowhere.climbed(start) is None
    assert search.climbed(start, bg.Control(time_limit=1e-9)) is None
    assert Search([], ("x", "y")).slack(start).tolist() == [1.0] * 5
