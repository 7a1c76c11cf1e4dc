"""Expressions as a reader would write them."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given

from brinkgame.errors import ExpressionError
from brinkgame.expressions import Operand, parse
from brinkgame.parameters import Parameter
from tests.unit.expressions.drawing import ALL, NAMES, Tree, expression, trees


def named(name: str, symbol: str = "", *, whole: bool = False) -> Parameter:
    return Parameter(name, baseline=1, low=1, symbol=symbol, whole=whole)


S = named("berlin_gain", "S_B")
E = named("erosion", "E")
PHI = named("candour", "φ")
F = named("retreat_cost", "F")
W = named("ussr_war_cost", "W_K")
R = named("compel_war_risk", "r")
D = named("detection", "d")
THETA = named("us_resolve", r"\theta")
KAPPA = named("silence_weight", "κ")
x, y, h = named("x"), named("y"), named("h")
T, U = named("T", whole=True), named("U", whole=True)
F_STAR = (1 - R) * F + R * W


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((S + E) / (S + PHI * F), "(berlin_gain + erosion)/(berlin_gain + candour*retreat_cost)"),
        (1 - D, "1 - detection"),
        (
            (1 - D) * S + D * ((1 - THETA) * S - THETA * PHI * F),
            "berlin_gain - detection*us_resolve*(berlin_gain + candour*retreat_cost)",
        ),
        (
            D * THETA * (S + PHI * F),
            "detection*us_resolve*(berlin_gain + candour*retreat_cost)",
        ),
        (
            S + PHI * F_STAR,
            "berlin_gain + candour*(retreat_cost - compel_war_risk*(retreat_cost - ussr_war_cost))",
        ),
        (
            THETA * (1 - KAPPA) / (THETA * (1 - KAPPA) + 1 - THETA),
            "us_resolve*(1 - silence_weight)/(1 - silence_weight*us_resolve)",
        ),
        ((1 - D) * (1 - THETA), "(1 - detection)*(1 - us_resolve)"),
        (-(1 - D) * (1 - THETA), "(1 - detection)*(us_resolve - 1)"),
        ((1 - D) ** 2 * THETA, "us_resolve*(1 - detection)**2"),
        (x - x, "0"),
        (x - x - Fraction(1, 3), "-1/3"),
        (x, "x"),
        (-x, "-x"),
        (x + 1, "x + 1"),
        (-x - 1, "-x - 1"),
        (5 - 8 * x, "5 - 8*x"),
        (x**2 + x, "x**2 + x"),
        (x**2 - 1, "x**2 - 1"),
        (x**2 - 2 * x + 1, "(1 - x)**2"),
        (-(x**2) + 2 * x - 2, "2*x - x**2 - 2"),
        ((x + y) ** 3, "(x + y)**3"),
        (x / 2 + Fraction(1, 2), "x/2 + 1/2"),
        (x / 2 + y / 3, "x/2 + y/3"),
        (-3 * x / 2, "-3*x/2"),
        (0.1 * x, "x/10"),
        ((x + y) * (x - 1) / 6, "(x + y)*(x - 1)/6"),
        (-(x + y) * (x - 1) / 6, "(x + y)*(1 - x)/6"),
        (y * (x**2 + x + 1) / 6 + 1, "y*(x**2 + x + 1)/6 + 1"),
        (1 / x, "1/x"),
        (-1 / x, "-1/x"),
        (1 / (1 - x), "1/(1 - x)"),
        (1 / (x - 1), "1/(x - 1)"),
        ((1 - x) / (2 - x), "(1 - x)/(2 - x)"),
        ((x - 1) / (y + 2), "(x - 1)/(y + 2)"),
        ((x + 1) / x, "(x + 1)/x"),
        (-(x + y) / (x * y), "-(x + y)/(x*y)"),
        (x**2 / y**3, "x**2/y**3"),
        (x / (3 * y), "x/(3*y)"),
        (2 * x / (3 * y + 3), "2*x/(3*y + 3)"),
        (x + y * (x + 1) ** 2, "y*(x + 1)**2 + x"),
        # powers with a free exponent
        (1 - (1 - h) ** T, "1 - (1 - h)**T"),
        ((h - 1) ** T, "(h - 1)**T"),
        (-((1 - h) ** T), "-(1 - h)**T"),
        ((x - y) ** T, "(x - y)**T"),
        ((y - x) ** T, "(y - x)**T"),
        ((y - x) ** T * (x - y), "-(y - x)**(T + 1)"),
        ((1 - h) ** T * (h - 1), "-(1 - h)**(T + 1)"),
        (T * (1 - h) ** (T - 1), "T*(1 - h)**(T - 1)"),
        (1 / (1 - h) ** T, "1/(1 - h)**T"),
        ((1 - h) ** (2 * T + U), "(1 - h)**(2*T + U)"),
        ((1 - h) ** (T - U), "(1 - h)**(T - U)"),
        (x ** (T + 1), "x**(T + 1)"),
        (x ** (T - 2), "x**T/x**2"),
        (x ** (T + 1) + 1, "x**(T + 1) + 1"),
        ((1 - (1 - h) ** T) ** U, "(1 - (1 - h)**T)**U"),
        (2**T, "2**T"),
        (Fraction(1, 2) ** T, "1/2**T"),
        (Fraction(2, 3) ** T, "(2/3)**T"),
        ((2 * x) ** T, "2**T*x**T"),
        (12**T, "12**T"),
        ((-1) ** T, "(-1)**T"),
        ((-2) ** T, "(-2)**T"),
        (x * (-1) ** T, "(-1)**T*x"),
        ((-1) ** T * (1 - x) ** (2 * T), "(-1)**T*(1 - x)**(2*T)"),
        ((-1) ** T * (1 - x) ** T * (1 - h) ** T, "(h - 1)**T*(1 - x)**T"),
        ((x - 1) ** (T + 1), "(x - 1)**(T + 1)"),
        (1 / (2**T + 1), "1/(2**T + 1)"),
        ((1 - (19 * x / 20) ** T).substitute({"x": 1}), "1 - (19/20)**T"),
        ((x * (1 - h) ** T).substitute({"h": "1/20"}), "(19/20)**T*x"),
        (3**T * (x + 1) / 6 ** (T + 1), "(x + 1)/(6*2**T)"),
    ],
)
def test_as_text(value: Operand, text: str) -> None:
    f = value + 0
    assert str(f) == text
    assert parse(text, f.symbols) == f


def test_long_expressions_are_written_out() -> None:
    f = (x + y + h + 1) ** 8
    text = str(f + x / 7)  # 165 terms, irreducible
    assert parse(text, f.symbols) == f + x / 7
    assert str(f) == "(h + x + y + 1)**8" or "**8" in str(f)
    many = sum((named(f"a{i}") ** 2 for i in range(70)), x * 0)
    assert str(many / (x + 1)) == f"({many})/(x + 1)"
    assert str(many).startswith("a0**2 + a1**2 + a10**2")
    big = ((x + y + h + S + E + F + 1) ** 5) * 6 + 6 * W  # 462 + 1 terms: not factored either
    assert parse(str(big), big.symbols) == big


@given(trees(powers=True, leaves=6))
def test_how_it_was_made_is_not_seen(tree: Tree) -> None:
    try:
        f = expression(tree)
    except (ExpressionError, ZeroDivisionError):
        assume(False)
        return
    other = (f + ALL["x"] * ALL["gain"]) - ALL["gain"] * ALL["x"]
    assert other == f
    assert other is not f
    assert str(other) == str(f)
    assert other.latex() == f.latex()


@given(trees())
def test_no_text_is_longer_than_the_plain_one(tree: Tree) -> None:
    try:
        f = expression(tree)
    except (ExpressionError, ZeroDivisionError):
        assume(False)
        return

    def plain(part: dict[tuple[tuple[str, int], ...], Fraction]) -> str:
        return "+".join(
            "*".join([str(c), *(f"{n}**{e}" for n, e in monomial)]) for monomial, c in part.items()
        )

    text = f"({plain(f.numerator.terms())})/({plain(f.denominator.terms())})"
    assert len(str(f).replace(" ", "")) <= len(text)


# --- LaTeX -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        ((S + E) / (S + PHI * F), r"\frac{S_{B} + E}{S_{B} + \varphi F}"),
        (1 - (1 - h) ** T, r"1 - \left(1 - h\right)^{T}"),
        (D * (1 - THETA), r"d \left(1 - \theta\right)"),
        (-x / 2, r"-\frac{x}{2}"),
        (3 * x**2, "3 x^{2}"),
        (x - x, "0"),
        (-(x + y) / (x * y), r"-\frac{x + y}{x y}"),
        (Fraction(2, 3) ** T, r"\left(\frac{2}{3}\right)^{T}"),
        (Fraction(2, 3) ** T * 2, r"2 \left(\frac{2}{3}\right)^{T}"),
        (2 * 3**T, r"2 \cdot 3^{T}"),
        ((-1) ** T, r"\left(-1\right)^{T}"),
        (x ** (2 * T + 1), "x^{2 T + 1}"),
        (
            named("weekly_hazard") * named("us_war"),
            r"\mathrm{us\_war} \, \mathrm{weekly\_hazard}",
        ),
        (named("a", "r_live") + named("b", "F*"), r"r_{\mathrm{live}} + F^{*}"),
        (named("a", "v'") + named("b", "κ_A"), r"v' + \kappa_{A}"),
        (named("a", "σ_h") * named("b", "loss"), r"\sigma_{h} \, \mathrm{loss}"),
        (named("a", "x_1") + named("b", "θ*"), r"x_{1} + \theta^{*}"),
        (named("a", "D_12") + named("b", r"\hat\theta"), r"D_{12} + \hat\theta"),
    ],
)
def test_latex(value: Operand, latex: str) -> None:
    assert (value + 0).latex() == latex


# --- sympy -------------------------------------------------------------------------------------


@given(trees(leaves=6))
def test_sympy_says_the_same(tree: Tree) -> None:
    try:
        f = expression(tree)
        value = f.evaluate({"detection": "1/2", "gain": 3, "x": "-2/7"})
    except (ExpressionError, ZeroDivisionError):
        assume(False)
        return
    point = dict(
        zip(NAMES, (sympy.Rational(1, 2), sympy.Integer(3), sympy.Rational(-2, 7)), strict=True)
    )
    found = f.to_sympy().subs(point)
    assert found == sympy.Rational(value.numerator, value.denominator)


def test_sympy_of_powers() -> None:
    a, n = sympy.Symbol("h"), sympy.Symbol("T")
    assert (1 - (1 - h) ** T).to_sympy() == 1 - (1 - a) ** n
    assert sympy.simplify((T * (1 - h) ** (T - 1)).to_sympy() - n * (1 - a) ** (n - 1)) == 0
    assert (x / 2 - x / 2).to_sympy() == 0
    assert (-x).to_sympy() == -sympy.Symbol("x")


def test_the_order_of_making_does_not_matter() -> None:
    rng = random.Random(1962)
    terms = [S * D, -THETA * S * D, F * PHI * D * THETA, E * 3, x * y / 2, -(x**2)]
    texts = set()
    for _ in range(20):
        rng.shuffle(terms)
        texts.add(str(sum(terms, x * 0)))
    assert len(texts) == 1
