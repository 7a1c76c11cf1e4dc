"""Canonical expressions: arithmetic, equality, values, substitution, derivatives, copies."""

from __future__ import annotations

import copy
import math
import pickle
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brinkgame.errors import (
    ExpressionError,
    InvalidNumberError,
    InvalidParameterError,
)
from brinkgame.expressions import Constraint, Expression, Operand, Symbol, parse, quantity
from brinkgame.expressions.rational import RationalFunction
from brinkgame.parameters import Parameter
from tests.unit.expressions.drawing import (
    ALL,
    NAMES,
    SYMBOLS,
    WHOLE,
    Tree,
    build,
    expression,
    points,
    trees,
)

x = SYMBOLS["x"]
gain = SYMBOLS["gain"]
detection = SYMBOLS["detection"]
h = Parameter("h", baseline="1/20", low=0, high="0.3")
T = WHOLE["T"]
U = WHOLE["U"]
ZERO = x - x


def drawn(tree: Tree) -> Expression:
    """The expression of a drawn tree; draws that divide by zero, or are huge, do not count."""
    try:
        return expression(tree)
    except ExpressionError:
        assume(False)
    except ZeroDivisionError:  # among the numbers of the tree
        assume(False)
    raise AssertionError


def worked_out(tree: Tree, point: dict[str, Fraction]) -> Fraction:
    try:
        return Fraction(build(tree, point))
    except ZeroDivisionError:
        assume(False)
    raise AssertionError


# --- arithmetic --------------------------------------------------------------------------------


@given(trees(), points())
def test_arithmetic_commutes_with_evaluation(tree: Tree, point: dict[str, Fraction]) -> None:
    value = worked_out(tree, point)
    assert drawn(tree).evaluate(point) == value


@given(trees(powers=True, leaves=5), points())
def test_so_do_powers_with_free_exponents(tree: Tree, point: dict[str, Fraction]) -> None:
    value = worked_out(tree, point)
    assert drawn(tree).evaluate(point) == value


@given(trees(), trees(), trees(leaves=4))
def test_the_laws_of_arithmetic_hold_identically(left: Tree, right: Tree, third: Tree) -> None:
    a, b, c = drawn(left), drawn(right), drawn(third)
    assert a + b == b + a
    assert a * b == b * a
    assert (a + b) * c == a * c + b * c
    assert (a + b) - b == a
    assert a - b == -(b - a)
    assert (a + b) ** 2 == a**2 + 2 * a * b + b**2
    if b:
        assert (a * b) / b == a
        assert (a / b) * b == a
        assert a / b**2 == a * b**-2
    for same in (a + b, b + a):
        assert hash(same) == hash(a + b)


@given(trees(powers=True, leaves=4), st.sampled_from([T, U, T + U, 2 * T - 1, 1 - U]))
def test_the_laws_of_powers_hold_identically(tree: Tree, exponent: Operand) -> None:
    base = drawn(tree)
    assume(base not in {0, 1})
    try:
        power = base**exponent
        assert ((1 - base) * base) ** exponent == (1 - base) ** exponent * power
    except ExpressionError as error:
        assume("power of a power" in str(error))
        return
    assert power * base == base ** (exponent + 1)
    assert power / base == base ** (exponent - 1)
    assert power**2 == base ** (2 * exponent)
    assert power * power == (base**2) ** exponent
    assert power * base ** (-exponent) == 1
    assert (-base) ** (2 * exponent) == base ** (2 * exponent)


GENERIC = {
    "detection": Fraction(1_000_000_007),
    "gain": Fraction(998_244_353),
    "x": Fraction(2_147_483_647),
}


@given(trees(), trees())
def test_equal_means_equal_at_a_generic_point(left: Tree, right: Tree) -> None:
    a, b = drawn(left), drawn(right)
    try:
        same = a.evaluate(GENERIC) == b.evaluate(GENERIC)
    except ExpressionError:
        assume(False)
        return
    # Different functions of so low a degree do not agree at such a point.
    assert (a == b) is same
    assert (a != b) is not same
    if same:
        assert hash(a) == hash(b)
        assert str(a) == str(b)


def sympified(tree: Tree) -> sympy.Expr:
    if isinstance(tree, str):
        return sympy.Symbol(tree)
    if isinstance(tree, Fraction):
        return sympy.Rational(tree.numerator, tree.denominator)
    sign, left, right = tree
    a = sympified(left)
    if sign == "**":
        return a**right
    b = sympified(right)
    return {"+": a + b, "-": a - b, "*": a * b}[sign] if sign != "/" else a / b


@given(trees(leaves=6))
@settings(max_examples=50)
def test_the_canonical_form_against_sympy(tree: Tree) -> None:
    f = drawn(tree)
    generators = [sympy.Symbol(name) for name in NAMES]
    num, den = (
        sympy.Poly(part, *generators) for part in sympy.fraction(sympy.together(sympified(tree)))
    )
    above, below = (
        sympy.Poly(part.to_sympy(), *generators) for part in (f.numerator, f.denominator)
    )
    assert (num * below - den * above).is_zero
    assert sympy.gcd(above, below).total_degree() <= 0
    assert math.gcd(*(int(c) for c in above.coeffs() + below.coeffs())) == 1
    assert all(c.is_integer for c in above.coeffs() + below.coeffs())
    assert below.LC() > 0


def test_the_example_of_the_house() -> None:
    assert x * (x + 1) == x**2 + x
    assert hash(x * (x + 1)) == hash(x**2 + x)
    assert (x**2 - 1) / (x - 1) == x + 1
    assert x / x == 1
    assert x - x == 0
    assert (x + gain) ** 2 != x**2 + gain**2


@pytest.mark.parametrize(
    "number",
    [
        2,
        Fraction(1, 3),
        Decimal("0.1"),
        0.1,
        np.float64(0.1),
        np.float32(0.1),
        np.int64(7),
        np.array(0.5),
    ],
)
def test_numbers_stand_on_either_side(number: object) -> None:
    exact = quantity(number)
    assert isinstance(exact, Fraction)
    for left, right in (
        (x + number, x + exact),
        (number + x, x + exact),
        (x - number, x - exact),
        (number - x, exact - x),
        (x * number, x * exact),
        (number * x, x * exact),
        (x / number, x / exact),
        (number / x, exact / x),
        (2 * x + number, 2 * x + exact),
        (number * (x + 1), exact * x + exact),
    ):
        assert isinstance(left, Expression)
        assert left == right
        assert left.evaluate({"x": 5}) == right.evaluate({"x": 5})
    assert isinstance(number < x, Constraint)
    assert isinstance(x >= number, Constraint)


def test_constants_fold() -> None:
    half = ZERO + Fraction(1, 2)
    assert half.is_constant
    assert half.constant() == Fraction(1, 2)
    assert half + 1 == Fraction(3, 2)
    assert half * 4 == 2
    assert half * 0 == 0
    assert 1 / half == 2
    assert half**2 == Fraction(1, 4)
    assert half == 0.5
    assert half == Decimal("0.5")
    assert half != 0.25
    assert half != 1j
    assert hash(half) == hash(Fraction(1, 2))
    assert {half: "a"}[Fraction(1, 2)] == "a"
    assert half.names == ()
    assert x * 0 == 0
    assert (x * 0).is_constant
    assert not ZERO
    assert x
    assert x - 1
    assert half != "1/2"
    assert x != 1
    assert (x + 1) != "x + 1"
    with pytest.raises(ExpressionError, match=r"x \+ 1 is not constant: it depends on x"):
        (x + 1).constant()


@pytest.mark.parametrize(
    "operation",
    [
        lambda: x + "1",
        lambda: "1" + x,
        lambda: x - None,
        lambda: None - x,
        lambda: x * [1],
        lambda: x / {},
        lambda: {} / x,
        lambda: x ** "2",
        lambda: "2" ** x,
        lambda: x < "1",
        lambda: x >= None,
        lambda: x // 2,
    ],
)
def test_what_is_no_number_has_no_arithmetic(operation: object) -> None:
    with pytest.raises(TypeError):
        operation()  # type: ignore[operator]


@pytest.mark.parametrize("value", [True, math.nan, math.inf, 1j])
def test_numbers_that_are_none(value: object) -> None:
    for operation in (
        lambda: x + value,
        lambda: value * x,
        lambda: x / value,
        lambda: x < value,
        lambda: x**value,
    ):
        with pytest.raises(InvalidNumberError):
            operation()
    assert x != value


def test_division_by_zero() -> None:
    for operation in (lambda: x / 0, lambda: 1 / ZERO, lambda: x / ZERO, lambda: ZERO**-1):
        with pytest.raises(ExpressionError, match=r"zero|divides"):
            operation()


def test_two_parameters_of_one_name() -> None:
    other = Parameter("x", baseline=2)
    for operation in (
        lambda: x + other,
        lambda: x * (other - 1),
        lambda: (x + 1) / (other + 2),
        lambda: (x + 1) == (other + 1),
        lambda: x == other,
        lambda: x < other,
        lambda: (1 - x) ** T + other,
        lambda: gain.__add__(0).substitute({"gain": other}) + x,
        lambda: (x + gain).substitute({"gain": other}),
    ):
        with pytest.raises(InvalidParameterError, match="two parameters called 'x' differ"):
            operation()
    assert x + Parameter("x", baseline=1) == 2 * x  # the same definition


def test_powers_out_of_reach() -> None:
    for operation in (
        lambda: x**0.5,
        lambda: x**gain,
        lambda: x ** (T / 2),
        lambda: x ** (T * U),
        lambda: x ** (T**2),
        lambda: x ** (1 / T),
        lambda: 2 ** (T + x),
        lambda: x ** (2**T),
        lambda: ((1 - x) ** T) ** U,
        lambda: (x + (-1) ** T) ** U,
    ):
        with pytest.raises(ExpressionError, match=r"exponent|power of a power"):
            operation()
    for operation in (lambda: (x + gain + detection) ** 10_000, lambda: (ZERO + 3) ** 10**9):
        with pytest.raises(ExpressionError, match="too large"):
            operation()
    assert (x**10_000).evaluate({"x": 1}) == 1
    assert (ZERO - 1) ** 10**9 == 1


# --- powers with a free exponent ---------------------------------------------------------------


def test_powers_of_a_whole_parameter() -> None:
    survival = (1 - h) ** T
    assert survival * (1 - h) == (1 - h) ** (T + 1)
    assert survival * survival == (1 - h) ** (2 * T)
    assert survival != (1 - h) ** U
    assert (1 - survival).evaluate({"h": "1/20", "T": 2}) == Fraction(39, 400)
    assert survival.names == ("T", "h")
    assert list(survival.symbols) == ["T", "h"]
    assert ((1 - h) ** 2) ** T == survival**2
    assert (x * h) ** T == x**T * h**T
    assert (x / h) ** T == x**T / h**T
    assert (2 * h) ** T / h**T == 2**T
    assert 4**T == (2**T) ** 2
    assert 6**T == 2**T * 3**T
    assert Fraction(2, 3) ** T * 3**T == 2**T
    assert (ZERO + 1) ** T == 1
    assert (1 - h) ** (T - T + 3) == (1 - h) ** 3


def test_signs_under_a_free_exponent() -> None:
    assert ((h - 1) ** T) ** 2 == (1 - h) ** (2 * T)
    assert (h - 1) ** T != (1 - h) ** T
    assert (h - 1) ** T == (-1) ** T * (1 - h) ** T
    assert ((-1) ** T) ** 2 == 1
    assert 1 / (-1) ** T == (-1) ** T
    assert (-1) ** T * (-1) ** U == (-1) ** (T + U)
    assert (-2) ** T / 2**T == (-1) ** T
    assert (-1) ** (2 * T + 1) == -1
    for power in (1, 2):
        values = {"T": power, "h": Fraction(1, 3)}
        assert ((h - 1) ** T).evaluate(values) == Fraction(-2, 3) ** power
        assert (1 / ((-1) ** T + 2)).evaluate(values) == Fraction(1, (-1) ** power + 2)
    # The denominator is multiplied with its conjugate, which is zero at T = 1.
    free = 1 / (1 + (-2) ** (T - 1))
    assert [free.evaluate({"T": t}) for t in (1, 2, 3)] == [Fraction(1, 2), -1, Fraction(1, 5)]
    # 1 + (-1)**T is zero for every odd T
    with pytest.raises(ExpressionError, match="every odd T"):
        1 / (1 + (-1) ** T)


def test_substitution_into_a_power() -> None:
    clock = 1 - (1 - h) ** T
    assert clock.substitute({"T": 2}) == 2 * h - h**2
    assert clock.substitute({"T": -1}) == 1 - 1 / (1 - h)
    assert clock.substitute({"T": 0}) == 0
    assert clock.substitute({"h": "1/20"}) == 1 - Fraction(19, 20) ** T
    assert clock.substitute({"h": "1/20", "T": 2}) == Fraction(39, 400)
    assert clock.substitute({"T": U + 1}) == 1 - (1 - h) ** U * (1 - h)
    assert clock.substitute({"h": 1 - x}) == 1 - x**T
    assert clock.substitute({"h": 1 - x, "T": 3}) == 1 - x**3
    assert clock.substitute({"h": 0}) == 0
    assert clock.substitute({"h": 2}) == 1 - (-1) ** T
    assert clock.substitute({"h": T}).evaluate({"T": 2}) == 0
    assert clock.substitute({"gain": 3}) == clock
    with pytest.raises(ExpressionError, match="T = 1/2 is no whole number"):
        clock.substitute({"T": "1/2"})
    with pytest.raises(ExpressionError, match="declare the parameters"):
        clock.substitute({"T": x})


def test_zero_to_a_free_exponent() -> None:
    # T is at least 1, so that 0**T is 0
    assert ((1 - h) ** T).substitute({"h": 1}) == 0
    free = Parameter("N", baseline=1, whole=True)
    with pytest.raises(ExpressionError, match="declare N with low=1"):
        ((1 - h) ** free).substitute({"h": 1})
    assert ((1 - h) ** free).evaluate({"h": 1, "N": 0}) == 1
    with pytest.raises(ExpressionError, match="has no value at h = 1: its denominator"):
        ((1 - h) ** free).evaluate({"h": 1, "N": -1})
    # x**(N - 1) is 1 for N = 1, at x = 0 as well, though it is held as x**N / x
    assert (x ** (free - 1)).evaluate({"x": 0, "N": 1}) == 1
    assert (x ** (free + 1)).evaluate({"x": 0, "N": -1}) == 1
    assert ((1 - h) ** (free - 2)).evaluate({"h": 1, "N": 3}) == 0


def test_values_of_powers_out_of_reach() -> None:
    with pytest.raises(ExpressionError, match="T = 3/2 is no whole number"):
        ((1 - h) ** T).evaluate({"h": "1/2", "T": "3/2"})
    with pytest.raises(ExpressionError, match="millions of digits"):
        ((1 - h) ** T).evaluate({"h": "1/3", "T": 10**9})
    assert ((1 - h) ** T).evaluate({"h": 0, "T": 10**9}) == 1
    with pytest.raises(ExpressionError, match="factor of 60 digits"):
        (ZERO + (10**59 + 7)) ** T


# --- what is in it -----------------------------------------------------------------------------


def test_symbols_and_names() -> None:
    f = (x + gain) / (detection - 1)
    assert f.names == ("detection", "gain", "x")
    assert f.symbols == {"detection": detection, "gain": gain, "x": x}
    assert all(isinstance(symbol, Symbol) for symbol in f.symbols.values())
    assert f.symbols is f.symbols
    with pytest.raises(TypeError):
        f.symbols["y"] = x  # type: ignore[index]
    # what cancels is gone
    assert (f * (detection - 1)).names == ("gain", "x")
    assert ((x**2 - x * gain) / (x - gain)).names == ("x",)
    assert (x + gain - x).names == ("gain",)


def test_numerator_and_denominator() -> None:
    f = (x / 2 - gain / 3) / (1 - detection)
    assert f == f.numerator / f.denominator
    assert f.numerator == 2 * gain - 3 * x
    assert f.denominator == 6 * detection - 6
    assert (x + 1).denominator == 1
    assert (x / 6).denominator == 6
    assert ZERO.numerator == 0
    assert ZERO.denominator == 1
    assert (1 / gain).numerator == 1
    assert (1 / gain).numerator.names == ()


def test_terms() -> None:
    assert (x**2 * gain / 2 - 3 + gain).terms() == {
        (("gain", 1), ("x", 2)): Fraction(1, 2),
        (("gain", 1),): 1,
        (): -3,
    }
    assert list((x + gain + 1).terms()) == [(("gain", 1),), (("x", 1),), ()]
    assert ZERO.terms() == {}
    assert (ZERO + 4).terms() == {(): 4}
    with pytest.raises(ExpressionError, match="its denominator is x"):
        (1 / x).terms()
    with pytest.raises(ExpressionError, match="exponent in it is free"):
        ((1 - h) ** T).terms()


@given(trees(), points())
def test_terms_add_up(tree: Tree, point: dict[str, Fraction]) -> None:
    f = drawn(tree).numerator
    total = sum(
        (
            coefficient * math.prod(point[name] ** exponent for name, exponent in monomial)
            for monomial, coefficient in f.terms().items()
        ),
        Fraction(0),
    )
    assert total == f.evaluate(point)


# --- values ------------------------------------------------------------------------------------


def test_evaluate_reads_numbers_as_everywhere() -> None:
    f = (x + 1) / gain
    for values in (
        {"x": "1/2", "gain": 0.1},
        {"x": 0.5, "gain": "0.1"},
        {"x": Fraction(1, 2), "gain": Decimal("0.1"), "unused": "not read"},
    ):
        result = f.evaluate(values)
        assert result == 15
        assert type(result) is Fraction
    assert (ZERO + 3).evaluate({}) == 3


def test_missing_names_and_poles() -> None:
    f = (x + 1) / (gain - x)
    with pytest.raises(ExpressionError, match=r"no value for x in .*; did you mean 'x_'\?"):
        f.evaluate({"gain": 1, "x_": 3})
    with pytest.raises(ExpressionError, match="no value for gain"):
        f.evaluate({})
    with pytest.raises(ExpressionError, match=r"no value at gain = 2, x = 2: .* gain - x is zero"):
        f.evaluate({"x": 2, "gain": 2})
    with pytest.raises(InvalidNumberError):
        f.evaluate({"x": math.nan, "gain": 2})
    with pytest.raises(InvalidNumberError):
        f.evaluate({"x": "x", "gain": 2})


# --- substitution ------------------------------------------------------------------------------


@given(trees(), trees(leaves=4), points())
def test_substitution_is_composition(outer: Tree, inner: Tree, point: dict[str, Fraction]) -> None:
    f, g = drawn(outer), drawn(inner)
    try:
        value = f.evaluate({**point, "x": g.evaluate(point)})
        composed = f.substitute({"x": g})
    except ExpressionError:
        assume(False)
        return
    assert composed.evaluate(point) == value
    partly = f.substitute({"gain": point["gain"]})
    assert "gain" not in partly.names
    try:
        assert partly.evaluate(point) == f.evaluate(point)
    except ExpressionError:
        assume(False)


def test_substitution_is_simultaneous() -> None:
    assert (x - gain**2).substitute({"x": gain, "gain": x}) == gain - x**2
    assert (x / gain).substitute({"x": 1 / gain, "gain": 1 / x}) == x / gain
    assert (x + 1).substitute({"x": "1/2"}) == Fraction(3, 2)
    assert (x + 1).substitute({}) == x + 1
    assert (x + 1).substitute({"gain": 2}) == x + 1
    assert (x + gain).substitute({"x": 1, "gain": "1/2", "more": None}) == Fraction(3, 2)
    assert (x + gain).substitute({"x": 1, "gain": x}) == x + 1
    assert ((x + 1) / (gain + 1)).substitute({"x": 1 / detection}) == (1 + detection) / (
        detection * (gain + 1)
    )
    with pytest.raises(ExpressionError, match="no value at x = gain"):
        (1 / (x - gain)).substitute({"x": gain})
    with pytest.raises(ExpressionError, match="no value at x = 1"):
        (1 / (x - 1)).substitute({"x": 1})
    with pytest.raises(InvalidNumberError):
        (x + 1).substitute({"x": "gain"})


# --- derivatives and roots ---------------------------------------------------------------------


@given(trees(leaves=6), trees(leaves=4), st.sampled_from(NAMES))
def test_the_rules_of_differentiation(left: Tree, right: Tree, name: str) -> None:
    a, b = drawn(left), drawn(right)
    da, db = a.derivative(name), b.derivative(name)
    assert (a + b).derivative(name) == da + db
    assert (a * b).derivative(name) == da * b + a * db
    if b:
        assert (a / b).derivative(name) == (da * b - a * db) / b**2
    for symbol in NAMES:
        assert SYMBOLS[symbol]._as_expression().derivative(name) == int(symbol == name)


def test_derivatives_of_powers() -> None:
    clock = 1 - (1 - h) ** T
    assert clock.derivative("h") == T * (1 - h) ** (T - 1)
    assert clock.derivative("x") == 0
    assert (x * clock).derivative("x") == clock
    assert clock.derivative("h").substitute({"T": 3}) == clock.substitute({"T": 3}).derivative("h")
    quotient = (1 - h) ** T / (1 + (1 - h) ** (2 * T))
    for whole in (1, 2, 3):
        put = {"T": whole}
        assert quotient.derivative("h").substitute(put) == quotient.substitute(put).derivative("h")
    with pytest.raises(ExpressionError, match="no derivative in T, which is a whole number"):
        clock.derivative("T")
    assert (T * x)._as_expression().derivative("T") == x


def test_solve() -> None:
    threshold = (gain - detection * (gain + 4 * x)).solve("detection")
    assert threshold == gain / (gain + 4 * x)
    assert ((2 * x - gain) / (x + 1)).solve("x") == gain / 2
    assert ((x - gain) * (detection + 1)).solve("x") == gain
    assert (x * (1 - h) ** T - 1).solve("x") == (1 - h) ** (-T)
    assert x._as_expression().solve("x") == 0
    with pytest.raises(ExpressionError, match="has degree 2 in x"):
        (x**2 - gain).solve("x")
    with pytest.raises(ExpressionError, match="has degree 0 in x"):
        (gain / x).solve("x")
    with pytest.raises(ExpressionError, match=r"which is not in it; did you mean 'gain'\?"):
        (x + gain).solve("gian")
    for name in ("h", "T"):
        with pytest.raises(ExpressionError, match=rf"cannot be solved for {name}"):
            ((1 - h) ** T - x).solve(name)


@given(trees(leaves=6), trees(leaves=6))
def test_the_solution_solves(left: Tree, right: Tree) -> None:
    a, b = drawn(left), drawn(right)
    assume("x" not in a.names and "x" not in b.names and a)
    f = a * x + b
    root = f.solve("x")
    assert f.substitute({"x": root}) == 0


# --- values and copies -------------------------------------------------------------------------


@given(trees(powers=True, leaves=5))
def test_expressions_pickle(tree: Tree) -> None:
    f = drawn(tree)
    again = pickle.loads(pickle.dumps(f))
    assert again == f
    assert hash(again) == hash(f)
    assert str(again) == str(f)
    assert again.names == f.names


def test_expressions_are_values() -> None:
    f = x / (gain + 1)
    assert copy.copy(f) is f
    assert copy.deepcopy(f) is f
    assert copy.deepcopy([f])[0] is f
    assert repr(f) == "<Expression x/(gain + 1)>"
    with pytest.raises(AttributeError, match="cannot be changed"):
        f.names = ()  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot be changed"):
        f.other = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="cannot be changed"):
        del f._value
    assert +f is f
    assert {f: 1}[x * 1 / (1 + gain)] == 1
    assert len({x, x + 0, 1 * x, gain}) == 2


def test_a_pickle_from_another_process() -> None:
    code = (
        "import pickle, sys; from brinkgame.parameters import Parameter; "
        "x = Parameter('x', baseline=1); T = Parameter('T', baseline=1, low=1, whole=True); "
        "sys.stdout.buffer.write(pickle.dumps([x + 1, (1 - x)**T / (x + 2), x]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    plain, power, parameter = pickle.loads(done.stdout)
    assert plain == x + 1
    assert hash(plain) == hash(x + 1)
    assert power == (1 - x) ** T / (x + 2)
    assert parameter == x


def test_quantity() -> None:
    assert quantity("1/3") == Fraction(1, 3)
    assert type(quantity(2)) is Fraction
    assert quantity(0.1) == Fraction(1, 10)
    assert type(quantity(ZERO + 2)) is Fraction
    assert isinstance(quantity(x), Expression)
    assert quantity(x) == x
    f = x + 1
    assert quantity(f) is f
    for wrong in (None, "x", True, math.nan, [1], np.array([1.0])):
        with pytest.raises(InvalidNumberError):
            quantity(wrong)


def test_flint_stays_out_until_the_first_expression() -> None:
    code = (
        "import sys; from brinkgame.parameters import Parameter, ParameterSpace; "
        "from brinkgame.expressions import Expression, parse, quantity; "
        "x = Parameter('x', baseline='1/2'); quantity('1/3'); hash(x); x == 2 * 1; "
        "space = ParameterSpace([x]); space.point(x=0.1); "
        "print([m for m in ('flint', 'numpy', 'sympy') if m in sys.modules]); "
        "x + 1; str(x + 1); print([m for m in ('numpy', 'sympy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]


def test_operand_is_abstract() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Operand()  # type: ignore[abstract]
    with pytest.raises(TypeError, match="abstract"):
        Symbol()  # type: ignore[abstract]


def test_the_text_is_remembered() -> None:
    f = parse("x/(gain + 1)", ALL)
    assert str(f) is str(f)
    assert RationalFunction.of_number(3) != 3


def test_factors_with_very_large_numbers():
    x, y = Parameter("x", baseline=1), Parameter("y", baseline=1)
    large = 10**40
    product = (large * x - 1) * (large * x + 1)
    unit, factors = product.factors()
    assert (unit, len(factors)) == (1, 2)
    assert str(product) == f"{large**2}*x**2 - 1"
    both = (large * x - y) * (large * x + y)
    unit, factors = (3 * both).factors()
    assert unit * math.prod(f**e for f, e in factors) == 3 * both
    assert str(both)
