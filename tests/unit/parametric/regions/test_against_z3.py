"""Witnesses against another prover, which decides polynomial conditions in few parameters."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.parametric.regions import sign_over, witness
from tests.unit.parametric.regions.drawing import conditions, polynomials, spaces

z3 = pytest.importorskip("z3")


def _term(expression, names):
    total = z3.RealVal(0)
    for monomial, c in expression.terms().items():
        term = z3.RealVal(str(c))
        for name, e in monomial:
            for _ in range(e):
                term = term * names[name]
        total = total + term
    return total


def _solver(space):
    solver = z3.Solver()
    solver.set("timeout", 2000)
    names = {name: z3.Real(name) for name in space}
    for name, parameter in space.items():
        solver.add(names[name] >= str(parameter.low), names[name] <= str(parameter.high))
    for constraint in space.constraints:
        room = _term(constraint.right - constraint.left, names)
        solver.add(room > 0 if constraint.relation == "<" else room >= 0)
    return solver, names


def _possible(space, some, *, inside=False):
    """Whether conditions hold somewhere; None where z3 gives up."""
    solver, names = _solver(space)
    if inside:
        for name, parameter in space.items():
            solver.add(names[name] > str(parameter.low), names[name] < str(parameter.high))
        for constraint in space.constraints:
            solver.add(_term(constraint.right - constraint.left, names) > 0)
    for c in some:
        term = _term(c.difference, names)
        if inside:
            solver.add(term > 0)
        else:
            solver.add(
                {">=": term >= 0, ">": term > 0, "==": term == 0, "!=": term != 0}[c.relation]
            )
    told = solver.check()
    return None if told == z3.unknown else told == z3.sat


def _agree(space, some, seen):
    for borders in (True, False):
        found = witness(some, space, borders=borders)
        constant = any(c.difference.is_constant for c in some)
        if not borders and (constant or any(c.relation in ("==", "!=") for c in some)):
            continue
        known = _possible(space, some, inside=not borders)
        seen[borders, found.status, known] += 1
        if found.status == "empty":
            assert known is not True
        elif found.point is not None:
            assert known is not False
        if found.status == "thin" and not constant:
            assert _possible(space, some, inside=True) is not True or any(
                c.relation in ("==", "!=") for c in some
            )


@settings(max_examples=15)
@given(st.data())
def test_it_agrees_with_z3(data):
    space = data.draw(spaces(2))
    some = data.draw(
        st.lists(conditions(list(space.values()), 2, (">=", ">", "==")), min_size=1, max_size=3)
    )
    _agree(space, some, Counter())


@pytest.mark.slow
def test_it_agrees_with_z3_often_and_leaves_little_open():
    seen = Counter()

    @settings(max_examples=400)
    @given(st.data())
    def check(data):
        space = data.draw(spaces(3))
        some = data.draw(
            st.lists(
                conditions(list(space.values()), 3, (">=", ">=", ">", "==")),
                min_size=1,
                max_size=4,
            )
        )
        _agree(space, some, seen)

    check()
    open_ = sum(n for (_, status, _), n in seen.items() if status == "undecided")
    assert open_ <= 0.05 * sum(seen.values()), seen


@settings(max_examples=15)
@given(st.data())
def test_signs_agree_with_z3(data):
    space = data.draw(spaces(2))
    expression = data.draw(polynomials(list(space.values()), 3))
    solver, names = _solver(space)
    for weak in (False, True):
        sign = sign_over(expression, space, weak=weak)
        if sign in (1, -1):
            term = sign * _term(expression, names)
            solver.push()
            solver.add(term < 0 if weak else term <= 0)
            assert solver.check() != z3.sat
            solver.pop()
