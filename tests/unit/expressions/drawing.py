"""Random expressions, as trees that can be built from parameters or worked out in fractions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from brinkgame.expressions import Expression
from brinkgame.parameters import Parameter

NAMES = ("detection", "gain", "x")
SYMBOLS = {name: Parameter(name, baseline=1) for name in NAMES}
WHOLE = {name: Parameter(name, baseline=1, low=1, whole=True) for name in ("T", "U")}
ALL = {**SYMBOLS, **WHOLE}

NUMBERS = st.one_of(
    st.integers(-4, 4).map(Fraction),
    st.fractions(min_value=-3, max_value=3, max_denominator=6),
)

Tree = Any


def trees(*, powers: bool = False, leaves: int = 8) -> st.SearchStrategy[Tree]:
    """Trees of + - * / and whole powers; with `powers`, of powers with a free exponent as well."""
    atoms = st.one_of(st.sampled_from(NAMES), NUMBERS)

    def grow(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        options = [
            st.tuples(st.sampled_from("+-*/"), inner, inner),
            st.tuples(st.just("**"), inner, st.integers(-2, 3)),
        ]
        if powers:
            exponents = st.tuples(st.integers(-2, 2), st.integers(-1, 1), st.integers(-2, 2))
            options.append(st.tuples(st.just("power"), inner, exponents))
        return st.one_of(options)

    return st.recursive(atoms, grow, max_leaves=leaves)


def points(*, whole: bool = True) -> st.SearchStrategy[dict[str, Fraction]]:
    """A value for every name; those of T and U are small whole numbers, from 1."""
    values: dict[str, st.SearchStrategy[Fraction]] = {
        name: st.fractions(min_value=-5, max_value=5, max_denominator=7) for name in NAMES
    }
    if whole:
        values |= {name: st.integers(1, 4).map(Fraction) for name in WHOLE}
    return st.fixed_dictionaries(values)


def build(tree: Tree, values: Mapping[str, Any]) -> Any:
    """Carry out a tree with these values for the names, be they parameters or fractions."""
    if isinstance(tree, str):
        return values[tree]
    if isinstance(tree, Fraction):
        return tree
    sign, left, right = tree
    a = build(left, values)
    if sign == "**":
        return a**right
    if sign == "power":
        t, u, whole = right
        exponent = t * values["T"] + u * values["U"] + whole
        if isinstance(exponent, Fraction):
            exponent = int(exponent)
        return a**exponent
    b = build(right, values)
    if sign == "+":
        return a + b
    if sign == "-":
        return a - b
    return a * b if sign == "*" else a / b


def expression(tree: Tree) -> Expression:
    """The expression of a tree; numbers become constant expressions."""
    start = SYMBOLS["x"] - SYMBOLS["x"]
    return start + build(tree, ALL)
