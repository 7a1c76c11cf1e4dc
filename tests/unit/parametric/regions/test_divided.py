"""Factors whose sign another condition says."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.parametric.regions import divided

NAMES = "xyz"
X, Y, Z = (bg.Parameter(name, 0, low=-2, high=2) for name in NAMES)


def said(difference: Any, relation: str = ">=") -> bg.Condition:
    return bg.Condition("A", "", "in", "out", difference, relation)


def factor(draw: random.Random) -> Any:
    return (
        draw.choice((X, Y, Z))
        + draw.choice((0, 1, -1)) * draw.choice((X, Y, Z))
        + draw.choice((0, 0, 1))
    )


@given(st.integers(0, 2**32), st.booleans())
def test_the_same_points_are_left(seed: int, borders: bool) -> None:
    draw = random.Random(seed)
    conditions = []
    for _ in range(draw.randint(2, 4)):
        product = draw.choice((1, -1)) * factor(draw)
        for _ in range(draw.randint(0, 2)):
            product = product * factor(draw)
        if not product.is_constant:
            conditions.append(said(product, draw.choice((">=", ">", ">=", "!="))))
    short = divided(conditions, borders=borders)
    assert len(short) == len(conditions)
    for _ in range(20):
        point = {name: Fraction(draw.randint(-4, 4), draw.choice((1, 2))) for name in NAMES}
        if not borders and any(c.difference.evaluate(point) == 0 for c in conditions):
            continue
        assert all(c.holds(point) for c in short) == all(c.holds(point) for c in conditions)


def test_a_factor_that_may_be_zero_is_kept_where_borders_count() -> None:
    x, product = said(X + 0), said(X * Y)
    assert divided([x, product]) == (x, product)
    assert [c.difference for c in divided([x, product], borders=False)] == [X, Y]
    assert [c.difference for c in divided([said(X + 0, ">"), product])] == [X, Y]


def test_what_is_freed_frees_others() -> None:
    found = divided([said(X * Y * Z), said(X * Y), said(X + 0)], borders=False)
    assert [c.difference for c in found] == [Z, Y, X]


def test_quotients_and_equations_stay_as_they_are() -> None:
    conditions = [said(X / (Y + 9)), said(X * Y, "=="), said(X + 0)]
    assert divided(conditions, borders=False)[1] == conditions[1]
