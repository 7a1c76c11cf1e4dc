"""Formulas: exact truth, negation, normal form, text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.errors import InvalidParameterError
from brinkgame.parametric.regions import FALSE, TRUE, All, Any, Atom, formula_of
from tests.unit.parametric.regions.drawing import condition, conditions, points, spaces, unit_box

X, Y, SPACE = unit_box("xy")


@st.composite
def formulas(draw, parameters, depth=3):
    if depth == 0 or draw(st.booleans()):
        return Atom(draw(conditions(parameters, 1, (">=", ">", "==", "!="))))
    kind = draw(st.sampled_from([All, Any]))
    parts = draw(st.lists(formulas(parameters, depth - 1), max_size=3))
    return kind.of(*parts)


@settings(max_examples=20)
@given(st.data())
def test_negation_and_normal_form_say_the_same(data):
    space = data.draw(spaces(2, constraints=0))
    formula = data.draw(formulas(list(space.values())))
    cases = formula.disjuncts()
    for point in points(space, 60):
        holds = formula.holds(point)
        assert formula.negated().holds(point) is not holds
        assert (~formula).negated().holds(point) is holds
        assert any(all(c.holds(point) for c in case) for case in cases) is holds


def test_parts_are_flat_and_said_once():
    a, b, c = (formula_of(each) for each in (X < Y, X < 1 - Y, Y <= X))
    assert (a & b & a).parts == (a, b)
    assert (a | (b | c)).parts == (a, b, c)
    assert (a & TRUE) == a
    assert (a & FALSE) == FALSE
    assert (a | TRUE) == TRUE
    assert All.of() == TRUE
    assert Any.of() == FALSE
    assert TRUE.negated() == FALSE
    assert len({a & b, a & b, b}) == 2


def test_text_and_latex():
    formula = formula_of([X < Y, 2 * X >= 1]) | formula_of(Y <= 0)
    assert str(formula) == "(y - x > 0 and 2*x - 1 >= 0) or -y >= 0"
    assert formula.latex() == r"(y - x > 0 \land 2 \, x - 1 \ge 0) \lor -y \ge 0".replace(
        r"2 \, x", (2 * X).latex()
    )
    assert (str(TRUE), str(FALSE)) == ("true", "false")
    assert (TRUE.latex(), FALSE.latex()) == (r"\top", r"\bot")
    assert formula.names == ("x", "y")
    assert len(formula.atoms()) == 3


def test_what_can_be_read():
    form = type("Form", (), {"conditions": (condition(X - Y), condition(Y * 1, ">"))})()
    assert formula_of(form) == All((Atom(condition(X - Y)), Atom(condition(Y * 1, ">"))))
    assert formula_of([form, X < Y]).holds({"x": 1, "y": 1}) is False
    assert formula_of(()) == TRUE
    for wrong in ("x < y", 3, {"x": 1}, X):
        with pytest.raises(InvalidParameterError, match="is no formula"):
            formula_of(wrong)
    with pytest.raises(TypeError):
        formula_of(X < Y) & 3
    with pytest.raises(TypeError):
        formula_of(X < Y) | 3


def test_a_normal_form_too_long_is_refused():
    parameters = [bg.Parameter(f"p{k}", 0, low=-1, high=1) for k in range(26)]
    pairs = zip(parameters[::2], parameters[1::2], strict=True)
    formula = All.of(*(formula_of(a >= 0) | formula_of(b >= 0) for a, b in pairs))
    with pytest.raises(InvalidParameterError, match="26 conditions has more than 4096"):
        formula.disjuncts()
