"""Points and proofs, with z3 and without."""

from __future__ import annotations

import builtins
import random
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.control import FREE
from brinkgame.errors import MissingPackageError
from brinkgame.parametric.claims import proving
from brinkgame.parametric.claims.proving import decide, find, prover
from brinkgame.parametric.regions import formula_of, witness

X, Y, Z = (bg.Parameter(name, 1, low=0, high=2) for name in "xyz")
SPACE = bg.ParameterSpace([X, Y, Z], [X <= Y + Z])
IRRATIONAL = formula_of([X**2 + Y**2 + Z**2 <= 2, X + Y + Z >= 0, X * Y * Z >= 0])


@pytest.fixture
def without_z3(monkeypatch):
    real = builtins.__import__

    def missing(name, *arguments, **options):
        if name == "z3":
            raise ImportError("no z3 here")
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", missing)


def test_a_search_over_some_of_the_parameters():
    found = find(formula_of([X > Y]), SPACE, over=("x",), at={"y": Fraction(3, 2)})
    assert found.status == "point"
    assert Fraction(3, 2) < found.point["x"] <= 2
    assert find(formula_of([X > Y]), SPACE, over=("x",), at={"y": Fraction(2)}).status == "none"


def test_a_constraint_may_forbid_it():
    beyond = formula_of([X > 1, Fraction(1, 2) > Y + Z])
    assert find(beyond, SPACE).status == "none"
    assert find(formula_of([]), SPACE).point == SPACE.baseline
    assert find(formula_of([]).negated(), SPACE).status == "none"


def test_three_parameters():
    sphere = formula_of([Fraction(1, 100) > X**2 + Y**2 + Z**2])
    found = find(sphere, SPACE)
    assert found.status == "point"
    assert sphere.holds(found.point)
    assert find(formula_of([X**2 + Y**2 + Z**2 + X * Y > 17]), SPACE).status == "none"


def test_some_of_many_parameters_are_fixed(monkeypatch):
    more = [bg.Parameter(name, 1, low=0, high=2) for name in "uvw"]
    weeks = bg.Parameter("weeks", 2, low=1, high=3, whole=True)
    space = bg.ParameterSpace([X, Y, Z, *more, weeks], [X <= Y + Z])
    u, v, w = more
    monkeypatch.setattr(proving, "_TRIES", 3)
    asked = formula_of([X * u * v * weeks > 11, w > 0])
    found = find(
        asked, space, over=("x", "u", "v", "weeks"), at={"y": Fraction(2), "w": Fraction(1)}
    )
    assert found.status == "point"
    assert found.point["x"] * found.point["u"] * found.point["v"] * found.point["weeks"] > 11
    at = {"y": Fraction(0), "z": Fraction(1, 2), "w": Fraction(1)}
    none = find(asked, space, over=("x", "u", "v", "weeks"), at=at)
    assert none.status == "none"
    assert find(asked, space, over=("x", "u", "v"), at={"w": Fraction(0)}).status == "none"


def test_what_would_decide_it_is_said(without_z3, monkeypatch):
    monkeypatch.setattr(
        proving, "witness", lambda *_, **__: proving.Witness("undecided", None, "too many boxes")
    )
    monkeypatch.setattr(proving, "_TRIES", 0)
    found = find(formula_of([X * Y * Z > 7]), SPACE)
    assert found.status == "undecided"
    assert found.proof == f"too many boxes; {proving.MISSING}"
    assert "pip install 'brinkgame[prove]'" in found.proof
    with pytest.raises(MissingPackageError, match="prove"):
        decide(formula_of([X > 1]), (X,))


def test_more_alternatives_than_can_be_looked_at(without_z3):
    many = formula_of([])
    for k in range(2, 15):
        many &= formula_of([X * k > Y * Z * 40]) | formula_of([Y * k > 40 * X * Z + 3])
    found = find(many & formula_of([X * Y * Z > 1]), SPACE)
    assert found.status == "undecided"
    assert "normal form" in found.proof


def test_z3_finds_points_and_says_that_there_is_none():
    pytest.importorskip("z3")
    found = decide(formula_of([X * Y * Z > 7, Fraction(39, 10) > X + Y]), (X, Y, Z))
    assert found.status == "point"
    assert found.point["x"] * found.point["y"] * found.point["z"] > 7
    none = decide(formula_of([X * Y * Z > 9]), (X, Y, Z))
    assert none.status == "none"
    assert "z3" in none.proof
    assert "unsatisfiable" in none.proof


def test_an_irrational_model_is_moved_or_kept_exactly():
    pytest.importorskip("z3")
    open_ = decide(formula_of([X**2 > 2, Fraction(2001, 1000) > X**2]), (X,))
    assert isinstance(open_.point["x"], Fraction)
    thin = decide(formula_of([X**2 >= 2, X**2 <= 2]), (X,))
    assert thin.point["x"] ** 2 == 2
    assert "irrational" in thin.proof


def test_z3_with_whole_parameters():
    pytest.importorskip("z3")
    weeks = bg.Parameter("weeks", 2, low=1, high=4, whole=True)
    found = decide(formula_of([(1 - X / 4) ** weeks <= Fraction(1, 10)]), (X, weeks))
    assert found.point["weeks"] == 4
    years = bg.Parameter("years", 2, low=1, high=400, whole=True)
    assert "too many values" in decide(formula_of([X**years > 2]), (X, years)).proof


def test_z3_is_given_a_time_limit():
    pytest.importorskip("z3")
    hard = formula_of(
        [X**5 * Y**3 - Z**5 * X * Y >= Z**4 + X**3 - Y**5, X**3 * Z**4 - Y**7 + Z <= -X * Y]
    )
    found = decide(hard, (X, Y, Z), control=bg.Control(0.001))
    assert found.status in ("undecided", "point", "none")


def test_a_wrong_model_is_not_believed(monkeypatch):
    pytest.importorskip("z3")
    monkeypatch.setattr(proving, "_read", lambda *_: Fraction(0))
    found = decide(formula_of([X > 1]), (X,))
    assert found.status == "undecided"
    assert "does not pass the exact check" in found.proof


def test_what_a_witness_asks():
    pytest.importorskip("z3")
    inside = prover(formula_of([X * Y > 3]).atoms(), SPACE, FREE)
    assert inside.status == "inhabited"
    assert prover(formula_of([X * Y > 5]).atoms(), SPACE, FREE).status == "empty"
    border = formula_of([X * Y >= 4]).atoms()
    assert prover(border, SPACE, FREE).status == "thin"
    root = formula_of([X**2 >= 2, X**2 <= 2]).atoms()
    assert "irrational" in prover(root, SPACE, FREE).proof
    assert prover(formula_of([X * Y > 3]).atoms(), SPACE, bg.Control(1e-9)).status == "undecided"
    assert witness([X * Y > 3], SPACE, prover=prover).status == "inhabited"


@pytest.mark.slow
def test_what_is_proved_is_never_contradicted():
    rng = random.Random(5)
    for _ in range(60):
        conditions = []
        for _ in range(rng.randint(1, 3)):
            total = rng.randint(-3, 3) + 0 * X
            for _ in range(3):
                term = rng.randint(-2, 2) + 0 * X
                for parameter in (X, Y, Z):
                    term = term * parameter ** rng.randint(0, 2)
                total = total + term
            conditions.append(bg.Condition("", "", "", "", total, rng.choice([">=", ">"]), "w"))
        formula = formula_of(conditions)
        found = find(formula, SPACE, control=bg.Control(10))
        if found.status == "point":
            assert formula.holds(found.point)
            assert not SPACE.violations(found.point)
        if found.status == "none":
            for _ in range(1000):
                point = {name: Fraction(rng.randint(0, 40), 20) for name in "xyz"}
                assert SPACE.violations(point) or not formula.holds(point)
