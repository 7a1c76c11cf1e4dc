"""Witnesses: exact points, proofs that there is none, slivers, borders, whole parameters."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import InvalidParameterError, UnknownNameError
from brinkgame.parametric.regions import FALSE, TRUE, Witness, formula_of, witness
from brinkgame.parametric.regions.conjunctions import Conjunction
from tests.unit.parametric.regions.drawing import condition, conditions, points, spaces, unit_box

X, Y, Z, SPACE = unit_box("xyz")


def _is_right(found, some, space, borders, count):
    if found.point is not None:
        assert not space.violations(found.point)
        assert set(found.point) == set(space)
        assert all(c.holds(found.point) for c in some)
    if found.status == "inhabited":
        assert all(c.difference.is_constant or c.difference.evaluate(found.point) for c in some)
    if found.status != "empty":
        return
    assert found.proof
    for point in points(space, count):
        if borders:
            assert not all(c.holds(point) for c in some)
        else:
            assert not all(c.difference.evaluate(point) > 0 for c in some)


@settings(max_examples=20)
@given(st.data())
def test_a_witness_is_one_and_an_empty_region_has_none(data):
    space = data.draw(spaces())
    parameters = list(space.values())
    some = data.draw(st.lists(conditions(parameters), min_size=1, max_size=3))
    _is_right(witness(some, space), some, space, True, 150)
    _is_right(witness(some, space, borders=False), some, space, False, 150)


@settings(max_examples=20)
@given(st.data())
def test_equations(data):
    space = data.draw(spaces(2, constraints=1))
    parameters = list(space.values())
    some = [data.draw(conditions(parameters, 1, ("==",))), data.draw(conditions(parameters))]
    found = witness(some, space)
    _is_right(found, some, space, True, 100)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.data())
def test_no_dense_sample_contradicts(data):
    space = data.draw(spaces(4))
    parameters = list(space.values())
    some = data.draw(st.lists(conditions(parameters, 3), min_size=1, max_size=4))
    _is_right(witness(some, space), some, space, True, 3000)
    _is_right(witness(some, space, borders=False), some, space, False, 3000)


def sliver(rng, count, width):
    """Conditions that hold together in a sliver around a point, thinner than `width`."""
    parameters = [
        bg.Parameter(f"p{k}", "1/2", low=0, high=rng.choice([1, 2, 5, 60])) for k in range(count)
    ]
    star = {p.name: Fraction(rng.randint(1, 999), 1000) * p.high for p in parameters}
    found = []
    while len(found) < 2 or len(found) < rng.randint(2, 6):
        form = parameters[0] * 0
        for _ in range(rng.randint(2, 5)):
            term = parameters[0] * 0 + rng.choice([-4, -3, -2, -1, 1, 2, 3, 4])
            for parameter in rng.sample(parameters, min(count, rng.randint(1, 3))):
                term = term * parameter
            form = form + term
        if form.is_constant:
            continue
        form = form - form.evaluate(star)
        room = width * sum(abs(c) for c in form.terms().values())
        found.append(condition(form + room))
        if len(found) < 2 or rng.random() < 0.5:
            found.append(condition(room - form))
    return found, bg.ParameterSpace(parameters)


@pytest.mark.parametrize("count", [2, 3, 6, 13])
def test_slivers_are_found(count):
    for seed in range(3):
        rng = random.Random(100 * count + seed)
        some, space = sliver(rng, count, Fraction(1, 10 ** rng.choice([3, 4, 6])))
        found = witness(some, space, borders=False)
        assert found.status == "inhabited"
        _is_right(found, some, space, False, 0)


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 3, 4, 6, 8, 10, 13])
def test_many_slivers_are_found(count):
    for seed in range(30):
        rng = random.Random(1000 * count + seed)
        some, space = sliver(rng, count, Fraction(1, 10 ** rng.choice([2, 3, 4, 6, 8])))
        assert witness(some, space, borders=False).status == "inhabited"


def test_a_sliver_in_the_open_and_one_that_is_just_closed():
    # Between two curves that all but touch: 0.02 % of the box, or nothing.
    for gap, status in ((Fraction(1, 2000), "inhabited"), (Fraction(-1, 2000), "empty")):
        some = [condition(X * Y - Fraction(1, 4)), condition(1 - X - Y + gap)]
        assert witness(some, SPACE).status == status
        assert witness(some, SPACE, borders=False).status == status


def test_proofs_that_nothing_is_there():
    assert witness([condition(X - 2)], SPACE).status == "empty"
    assert witness([X > Y, Y > Z, Z > X], SPACE).status == "empty"
    assert witness([X + Y > 1, 2 * X < 1, 2 * Y <= 1], SPACE).status == "empty"
    assert witness([Fraction(1, 2) < X * Y, X + Y < 1], SPACE).status == "empty"
    cubic = condition(X**3 + Y**3 - X * Y - Fraction(9, 10), ">")
    assert witness([cubic, Fraction(9, 10) > X + Y], SPACE).status == "empty"
    assert witness([X < Y], bg.ParameterSpace([X, bg.Parameter("y", "1/2", low=0, high=1)])).point
    assert witness(FALSE, SPACE).status == "empty"
    ordered = bg.ParameterSpace(
        [X, bg.Parameter("y", "3/4", low=0, high=1)],
        constraints=[bg.Parameter("y", "3/4", low=0, high=1) > X],
    )
    assert witness([condition(X - ordered["y"])], ordered).status == "empty"


def test_nothing_but_a_border():
    found = witness([X >= Y, Y >= X, Fraction(3, 4) <= X], SPACE)
    assert found.status == "thin"
    assert found.point["x"] == found.point["y"] >= Fraction(3, 4)
    assert witness([X >= Y, Y >= X], SPACE, borders=False).status == "empty"
    corner = witness([X + Y >= 2], SPACE)
    assert (corner.status, corner.point["x"], corner.point["y"]) == ("thin", 1, 1)
    touching = witness([condition(X * Y - Fraction(1, 4)), condition(1 - X - Y)], SPACE)
    assert touching.status in ("thin", "undecided")
    if touching.point is not None:
        assert touching.point["x"] == touching.point["y"] == Fraction(1, 2)
    side = witness([X * Z >= Y * Z + Z], SPACE)
    assert side.status == "thin"
    assert side.point["z"] == 0 or (side.point["x"], side.point["y"]) == (1, 0)
    assert witness([condition(X * Y * Z, "==")], SPACE).status == "thin"
    assert witness([condition(X * Y + 1, "==")], SPACE).status == "empty"
    assert witness([condition(X - Y, "=="), X > Y], SPACE).status == "empty"
    assert witness([condition(X + Y - Fraction(1, 3), "=="), Fraction(1, 2) < X], SPACE).status == (
        "empty"
    )
    root = witness([condition(2 * X * X - 1, "==")], SPACE)
    assert root.status == "undecided"
    assert not root


def test_the_point_is_near_to_where_it_is_wanted():
    found = witness([Fraction(3, 5) < X], SPACE)
    assert found.point["y"] == found.point["z"] == Fraction(1, 2)
    assert found.point["x"] < Fraction(4, 5)
    there = witness([X > Y], SPACE, near={"x": "1/3", "y": "1/7"})
    assert there.point == {"x": Fraction(1, 3), "y": Fraction(1, 7), "z": Fraction(1, 2)}
    either = formula_of(Fraction(9, 10) < X) | formula_of(Fraction(1, 10) > X)
    assert witness(either, SPACE, near={"x": 0, "y": 0}).point["x"] < Fraction(1, 10)
    assert witness(either, SPACE, near={"x": 1}).point["x"] > Fraction(9, 10)
    assert witness(either, SPACE, near={"x": "17/20"}).point["x"] > Fraction(9, 10)
    # Beyond the range: from its end.
    assert witness(TRUE, SPACE, near={"x": 5}).point["x"] == 1


def test_fractions_are_short():
    found = witness([X * 1000 > 617, X * 1000 < 619], SPACE)
    assert found.point["x"].denominator <= 34
    assert str(found) == f"inhabited: {found.point}"


def test_whole_parameters():
    weeks = bg.Parameter("weeks", 12, low=6, high=16, whole=True)
    hazard = bg.Parameter("hazard", "1/20", low=0, high="3/10")
    space = bg.ParameterSpace([weeks, hazard])
    detection = 1 - (1 - hazard) ** weeks
    found = witness([detection > Fraction(99, 100)], space)
    assert found.status == "inhabited"
    assert found.point["weeks"].denominator == 1
    assert detection.evaluate(found.point) > Fraction(99, 100)
    assert witness([detection > Fraction(999, 1000)], space).status == "empty"
    assert witness([2 * weeks > 25, 2 * weeks < 26], space).status == "empty"
    assert witness([2 * weeks > 23, 2 * weeks < 25], space).point["weeks"] == 12
    long = bg.Parameter("long", 12, low=0, high=500, whole=True)
    far = bg.ParameterSpace([long])
    assert witness([condition(long - 300)], far).status == "undecided"


def test_conditions_that_hold_everywhere_or_where_they_can():
    everywhere = witness([condition(X + 1)], SPACE)
    assert everywhere.status == "inhabited"
    assert everywhere.point == SPACE.baseline
    assert witness(TRUE, SPACE).status == "inhabited"
    apart = witness([condition(1 / (X - Fraction(1, 2)) ** 2)], SPACE)
    assert apart.status == "inhabited"
    assert apart.point["x"] != Fraction(1, 2)


def test_a_factor_that_is_zero_where_the_point_is_wanted():
    pressure = bg.Parameter("pressure", 0, low=0, high=2)
    space = bg.ParameterSpace([pressure, X, Y])
    some = [condition(pressure * (X - Y)), condition((1 - X) * (2 * X - 1))]
    for borders in (True, False):
        found = witness(some, space, borders=borders, near={"x": 1})
        assert found.status == "inhabited"
        assert all(c.difference.evaluate(found.point) > 0 for c in some)


def test_another_prover_is_asked_last_and_believed_only_where_right():
    asked = []

    def prover(told):
        def prove(some, space, control):
            asked.append(some)
            return told

        return prove

    root = [condition(2 * X * X - 1, "==")]
    empty = Witness("empty", None, "z3: unsat")
    assert witness(root, SPACE, prover=prover(empty)) == empty
    wrong = Witness("inhabited", SPACE.baseline, "z3")
    assert witness(root, SPACE, prover=prover(wrong)).status == "undecided"
    assert len(asked) == 2
    assert witness([X < Y], SPACE, prover=prover(wrong)).point
    assert len(asked) == 2


def test_a_model_of_another_prover_is_checked_and_kept(monkeypatch):
    from brinkgame.parametric.regions.conjunctions import Finding

    monkeypatch.setattr(Conjunction, "decided", lambda self: Finding("undecided", None, "tired"))
    point = SPACE.point(x="1/4")
    found = witness([X < Y], SPACE, prover=lambda *_: Witness("thin", point, "z3"))
    assert (found.status, found.point, found.proof) == ("inhabited", point, "z3")


def test_wrong_input_and_little_time():
    with pytest.raises(UnknownNameError, match="no parameter 'nowhere'"):
        witness([bg.Parameter("nowhere", 0) > 1], SPACE)
    with pytest.raises(UnknownNameError, match="no parameter 'nowhere'"):
        witness(TRUE, SPACE, near={"nowhere": 0})
    open_ = bg.Parameter("open", 1, low=0)
    with pytest.raises(InvalidParameterError, match="'open' has no high"):
        witness([open_ > 2], bg.ParameterSpace([open_]))
    rng = random.Random(3)
    some, space = sliver(rng, 8, Fraction(-1, 10**6))
    found = witness(some, space, control=bg.Control(time_limit=1e-6))
    assert found.status in ("undecided", "empty")
    assert str(found).startswith(found.status)
