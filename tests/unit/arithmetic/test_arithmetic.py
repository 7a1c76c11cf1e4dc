"""Numbers read exactly, compared, and roots of polynomials."""

from __future__ import annotations

import copy
import math
import operator
import pickle
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import sympy
from hypothesis import assume, example, given
from hypothesis import strategies as st

from brinkgame.arithmetic import (
    Algebraic,
    Arithmetic,
    Exact,
    Float,
    exact_number,
    exact_numbers,
    real_roots,
    simplest_fraction,
)
from brinkgame.errors import InvalidNumberError

FLOATS = st.floats(allow_nan=False, allow_infinity=False)

# --- exact_number ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Fraction(3)),
        (Fraction(2, 7), Fraction(2, 7)),
        (Decimal("0.25"), Fraction(1, 4)),
        (Decimal("1e3"), Fraction(1000)),
        (Decimal(0), Fraction(0)),
        (0.1, Fraction(1, 10)),
        (1 / 3, Fraction(1, 3)),
        (-2 / 3, Fraction(-2, 3)),
        (0.3906, Fraction(1953, 5000)),
        (-0.0, Fraction(0)),
        (1e300, Fraction(10**300)),
        (2.0**53, Fraction(2**53)),
        ("1/3", Fraction(1, 3)),
        ("-1/3", Fraction(-1, 3)),
        (" 4 / 6 ", Fraction(2, 3)),
        ("-0.1", Fraction(-1, 10)),
        ("+.5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("1e-3", Fraction(1, 1000)),
        ("2.5E+2", Fraction(250)),
        ("007", Fraction(7)),
        (np.int64(-3), Fraction(-3)),
        (np.uint8(200), Fraction(200)),
        (np.float64(0.1), Fraction(1, 10)),
        (np.float32(0.1), Fraction(1, 10)),
        (np.float32(-0.1), Fraction(-1, 10)),
        (np.float16(1 / 3), Fraction(1, 3)),
        (np.float32(2.5), Fraction(5, 2)),
        (np.float32(3), Fraction(3)),
        (np.longdouble(1) / np.longdouble(7), Fraction(1, 7)),
        (np.array(0.1), Fraction(1, 10)),
        (np.array(3), Fraction(3)),
        (np.array(Fraction(1, 3), dtype=object), Fraction(1, 3)),
        (sympy.Rational(3, 4), Fraction(3, 4)),
        (sympy.Integer(5), Fraction(5)),
    ],
)
def test_exact_number(value: object, expected: Fraction) -> None:
    number = exact_number(value)
    assert number == expected
    assert type(number) is Fraction
    assert type(number.numerator) is int
    assert type(number.denominator) is int


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "truth value"),
        (False, "write 0 or 1"),
        (np.True_, "is not a number"),
        (np.array(True), "is not a number"),
        (math.nan, "nan is not a finite number"),
        (math.inf, "inf is not a finite number"),
        (-math.inf, "-inf is not a finite number"),
        (np.float32("nan"), "not a finite number"),
        (Decimal("NaN"), "NaN is not a finite number"),
        (Decimal("-Infinity"), "not a finite number"),
        (Decimal("1e999999999"), "power of ten beyond 4000"),
        (Decimal("1e-999999999"), "power of ten beyond 4000"),
        (None, "None (of type NoneType) is not a number"),
        (1j, "is not a number"),
        (b"1", "is not a number"),
        ([1], "[1] (of type list) is not a number"),
        (np.array([1.0]), "is not a number"),
        (np.array("a"), "is not a number"),
        ("x" * 100, "is not a number"),
        (["x" * 100], "..."),
        ("", "'' is not a number: write a number such as"),
        ("one", "'one' is not a number"),
        ("nan", "'nan' is not a number"),
        ("inf", "'inf' is not a number"),
        ("1/0", "'1/0' divides by zero"),
        ("0.1/3", "is not a number"),
        ("1/-3", "is not a number"),
        ("1_000", "is not a number"),
        ("1,5", "is not a number"),
        ("--1", "is not a number"),
        ("0x10", "is not a number"),
        ("٣", "is not a number"),
        ("1 2", "is not a number"),
        (".", "is not a number"),
        ("1e", "is not a number"),
        ("__import__('os').system('true')", "is not a number"),
        ("1e4001", "power of ten beyond 4000"),
        ("1e-99999999999", "power of ten beyond 4000"),
        ("1e" + "9" * 100, "power of ten beyond 4000"),
        ("9" * 1001, "1001 characters"),
    ],
)
def test_what_is_no_number(value: object, words: str) -> None:
    with pytest.raises(InvalidNumberError) as caught:
        exact_number(value)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 250
    assert isinstance(caught.value, ValueError)


def test_the_largest_texts_are_read() -> None:
    assert exact_number("9" * 1000) == 10**1000 - 1
    assert exact_number("1e4000") == 10**4000
    assert exact_number("1e-4000") == Fraction(1, 10**4000)
    assert exact_number(Decimal("1e4000")) == 10**4000


def test_heavy_packages_stay_out() -> None:
    code = (
        "import sys; from brinkgame.arithmetic import exact_number; "
        "exact_number(0.1); exact_number('1/3'); "
        "print([m for m in ('flint', 'numpy', 'sympy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- exact_numbers -----------------------------------------------------------------------------


def test_numbers_that_will_have_one_denominator():
    assert exact_numbers([0.1, "1/3", 2, 1 / 7]) == [
        Fraction(1, 10),
        Fraction(1, 3),
        Fraction(2),
        Fraction(1, 7),
    ]
    assert exact_numbers([]) == []
    with pytest.raises(InvalidNumberError):
        exact_numbers([1.0, math.nan])


def test_floats_without_a_simple_common_denominator_are_read_as_they_are():
    floats = np.random.default_rng(1).random(50).tolist()
    found = exact_numbers([*floats, "1/3"])
    assert found == [*map(Fraction, floats), Fraction(1, 3)]
    assert math.lcm(*(number.denominator for number in found)).bit_length() < 80
    few = exact_numbers(floats[:3])
    assert few == [simplest_fraction(x) for x in floats[:3]]
    # Exact numbers keep their value, whatever their denominators are.
    primes = [Fraction(1, n**20 + 1) for n in range(1, 40)]
    assert exact_numbers(primes) == primes


# --- simplest_fraction -------------------------------------------------------------------------


@given(FLOATS)
@example(5e-324)
@example(-5e-324)
@example(1.5e-323)
@example(2.2250738585072014e-308)
@example(2.225073858507201e-308)
@example(1.7976931348623157e308)
@example(2.0**53 - 0.5)
@example(2.0**53 + 2)
@example(0.5)
@example(2.0**-30)
def test_the_simplest_fraction_rounds_back(x: float) -> None:
    assert float(simplest_fraction(x)) == x


def _least_denominator(x: float, limit: int) -> int | None:
    """The least denominator up to `limit` of a fraction that rounds to x, by trying them all."""
    exact = Fraction(x)
    for denominator in range(1, limit + 1):
        floor = exact * denominator // 1
        if any(float(Fraction(n, denominator)) == x for n in (floor, floor + 1)):
            return denominator
    return None


@given(st.floats(min_value=-50, max_value=50))
def test_no_smaller_denominator_rounds_to_it(x: float) -> None:
    found = simplest_fraction(x).denominator
    limit = min(found, 300)
    assert _least_denominator(x, limit) == (found if found <= 300 else None)


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_small_fractions_survive_the_detour_through_floats(n: int, d: int) -> None:
    # Two fractions with denominators up to 10**6 are at least 10**-12 apart.
    assert simplest_fraction(n / d) == Fraction(n, d)


@pytest.mark.parametrize("power", [*range(-60, 60, 7), -1074, -1073, -1022, -1021, 900])
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_around_powers_of_two_the_interval_is_lopsided(power: int, step: int) -> None:
    x = 2.0**power
    if step:
        x = math.nextafter(x, math.inf * step)
    found = simplest_fraction(x)
    assert float(found) == x
    # Both neighbors in the Stern-Brocot tree have smaller denominators, and must not round to x.
    if found.denominator > 1:
        for parent in _parents(found):
            assert float(parent) != x


def _parents(fraction: Fraction) -> list[Fraction]:
    """The two fractions of which this is the mediant."""
    n, d = fraction.numerator, fraction.denominator
    below = pow(n, -1, d)  # n * below - 1 is divisible by d
    first = Fraction((n * below - 1) // d, below)
    second_d = d - below
    second = Fraction(n - first.numerator, second_d) if second_d else first
    return [first, second]


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_no_fraction_rounds_to_what_is_not_finite(x: float) -> None:
    with pytest.raises(InvalidNumberError, match="not a finite number"):
        simplest_fraction(x)


def test_halfway_cases_go_to_the_even_significand() -> None:
    # 2**52 + 1/2 is between 2**52 (even) and 2**52 + 1 (odd), and rounds to the former; the float
    # 2**52 + 1/2 does not exist, so look one binade below, where there are halves.
    even, odd = 2.0**51 + 1, 2.0**51 + 1.5
    assert float(Fraction(even) + Fraction(1, 4)) == even
    assert simplest_fraction(odd) == Fraction(odd)  # 1/4 off on both sides, the ends excluded
    # An even significand includes its ends: 3/2 of the least float belongs to twice it.
    assert float(Fraction(3, 2**1075)) == 2.0**-1073
    assert simplest_fraction(2.0**-1073) <= Fraction(2, 2**1073)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_narrow_floats_round_back_too(x: float) -> None:
    narrow = np.float32(x)
    found = exact_number(narrow)
    if abs(x) < 2**24:
        low, high = (
            Fraction(float(np.nextafter(narrow, np.float32(end)))) for end in (-np.inf, np.inf)
        )
        exact = Fraction(x)
        assert (exact + low) / 2 <= found <= (exact + high) / 2
        assert found.denominator <= exact.denominator
    else:
        assert found == x


# --- Exact and Float ---------------------------------------------------------------------------


def test_arithmetic_is_abstract() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Arithmetic()  # type: ignore[abstract]


def test_exact() -> None:
    exact = Exact()
    assert isinstance(exact, Arithmetic)
    assert exact == Exact()
    assert exact.number("0.1") == Fraction(1, 10)
    assert [exact.sign(v) for v in (Fraction(-1, 10**40), 0, Fraction(0), 5)] == [-1, 0, 0, 1]
    assert exact.sign(Fraction(1, 10**40), scale=10**9) == 1
    assert exact.sign(Algebraic((-2, 0, 1), (-2, 0))) == -1
    with pytest.raises(InvalidNumberError, match=r"1e-12 is a float.*Float\(\)"):
        exact.sign(1e-12)
    with pytest.raises(AttributeError):
        Float().tolerance = 1.0  # type: ignore[misc]


def test_float_numbers() -> None:
    arithmetic = Float()
    assert arithmetic.number("1/3") == 1 / 3
    assert arithmetic.number(0.1) == 0.1
    assert arithmetic.number(Fraction(1, 10)) == 0.1
    assert type(arithmetic.number(1)) is float
    assert type(arithmetic.number(np.float64(1))) is float
    with pytest.raises(InvalidNumberError, match="too large for a float"):
        arithmetic.number(10**400)
    with pytest.raises(InvalidNumberError, match="nan is not a finite number"):
        arithmetic.number(math.nan)


def test_the_one_tolerance() -> None:
    arithmetic = Float()
    assert arithmetic.tolerance == 1e-9
    assert [arithmetic.sign(v) for v in (1e-9, -1e-9, 1.1e-9, -1.1e-9, 0)] == [0, 0, 1, -1, 0]
    assert [arithmetic.sign(v, scale=100.0) for v in (1e-7, -1e-7, 1.1e-7)] == [0, 0, 1]
    assert [Float(0).sign(v) for v in (0.0, 5e-324, -5e-324)] == [0, 1, -1]
    assert arithmetic.sign(math.inf) == 1
    for value, scale in ((math.nan, 1.0), (1.0, math.nan)):
        with pytest.raises(InvalidNumberError, match="not defined"):
            arithmetic.sign(value, scale)


@pytest.mark.parametrize("tolerance", [-1e-9, 1.0, 2, math.nan, math.inf, "1e-9", True, None])
def test_wrong_tolerances(tolerance: object) -> None:
    with pytest.raises(InvalidNumberError, match="tolerance"):
        Float(tolerance)  # type: ignore[arg-type]


# --- Algebraic ---------------------------------------------------------------------------------

root2 = Algebraic((-2, 0, 1), (1, 2))


def test_algebraic_numbers_have_a_minimal_polynomial() -> None:
    # (x**2 - 2)**2, and times 3, and with fractions: the same number
    for polynomial in ((4, 0, -4, 0, 1), (-6, 0, 3), ("-1", 0, "1/2"), (2, 0, -1)):
        other = Algebraic(polynomial, ("1.2", "1.6"))
        assert other.polynomial == (-2, 0, 1)
        assert other == root2
        assert hash(other) == hash(root2)
    assert other.interval == (Fraction(6, 5), Fraction(8, 5))


def test_the_two_roots_of_one_polynomial_differ() -> None:
    minus = Algebraic((-2, 0, 1), (-2, -1))
    assert minus != root2
    assert minus < root2
    assert not minus > root2
    wide = Algebraic((-3, 0, 1), (0, 10))
    narrow = Algebraic((-3, 0, 1), ("1.7", "1.8"))
    assert wide == narrow
    assert wide <= narrow
    assert wide >= narrow
    assert not wide < narrow
    assert not wide > narrow


def test_close_numbers_are_told_apart() -> None:
    # 7 x**2 = 14 + 1e-30 is almost, but not, x**2 = 2
    near = Algebraic((-(14 * 10**30 + 1), 0, 7 * 10**30), (1, 2))
    assert near > root2
    assert root2 < near
    assert near != root2
    assert float(near) == float(root2)


@pytest.mark.parametrize(
    ("other", "above"),
    [
        (1, False),
        (2, True),
        (Fraction(7, 5), False),
        (Fraction(17, 12), True),
        (1.4142135623730951, True),  # the float just above
        (1.414213562373095, False),
        (Decimal("1.5"), True),
        (np.float64(1.5), True),
        (np.float32(1.4), False),
        (np.int64(2), True),
        (math.inf, True),
        (-math.inf, False),
        (Decimal("Infinity"), True),
        (-7, False),
    ],
)
def test_comparison_with_other_numbers(other: object, above: bool) -> None:
    assert bool(other > root2) == above  # type: ignore[operator]
    assert bool(root2 < other) == above
    assert bool(root2 <= other) == above
    assert bool(root2 > other) != above
    assert bool(root2 >= other) != above
    assert root2 != other


def test_nan_and_others_have_no_order() -> None:
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        assert not compare(root2, math.nan)
        with pytest.raises(TypeError):
            compare(root2, "1.4")
        with pytest.raises(TypeError):
            compare(root2, 1j)
    assert root2 != "1.4"
    assert root2 != 1j


def test_refined() -> None:
    fine = root2.refined("1e-12")
    low, high = fine.interval
    assert 0 < high - low <= Fraction(1, 10**12)
    assert low**2 < 2 < high**2
    assert fine == root2
    assert root2.refined(1) == root2
    assert root2.refined(5).interval == root2.interval
    with pytest.raises(InvalidNumberError, match="width 0"):
        root2.refined(0)


def test_algebraic_numbers_as_text() -> None:
    assert str(root2) == "1.41421 (root of x**2 - 2 in [1, 2])"
    assert f"{root2:.3f} {root2}" == "1.414 1.41421 (root of x**2 - 2 in [1, 2])"
    assert repr(root2) == "Algebraic((-2, 0, 1), ('1', '2'))"
    cubic = Algebraic((-1, "-1/2", 0, 1), (0, 2))
    assert "root of 2*x**3 - x - 2 in" in str(cubic)
    assert eval(repr(cubic)) == cubic


def test_algebraic_numbers_are_values() -> None:
    assert pickle.loads(pickle.dumps(root2)) == root2
    assert copy.copy(root2) is root2
    assert copy.deepcopy(root2) is root2
    with pytest.raises(AttributeError, match="cannot be changed"):
        root2.interval = (Fraction(0), Fraction(1))
    with pytest.raises(AttributeError, match="cannot be changed"):
        del root2.polynomial


@pytest.mark.parametrize(
    ("polynomial", "interval", "words"),
    [
        ((-2, 0, 1), (-2, 2), "x**2 - 2 has 2 real roots in [-2, 2]"),
        ((2, 0, 1), (-2, 2), "has 0 real roots"),
        ((-4, 0, 1), (1, 3), "is 2, a rational number"),
        ((0, 0), (1, 3), "zero polynomial"),
        ((-2, 0, 1), (1,), "is no interval"),
        ((-2, 0, math.nan), (1, 2), "nan is not a finite number"),
        ((-2, 0, 1), (2, 1), "has 0 real roots"),
    ],
)
def test_wrong_algebraic_numbers(
    polynomial: tuple[object, ...], interval: tuple[object, ...], words: str
) -> None:
    with pytest.raises(InvalidNumberError) as caught:
        Algebraic(polynomial, interval)
    assert words in str(caught.value)


@given(st.fractions(min_value="1/1000", max_value=1000, max_denominator=1000))
def test_square_roots_are_rounded_to_the_nearest_float(square: Fraction) -> None:
    roots = real_roots([-square, 0, 1], low=0)
    assert len(roots) == 1
    root = roots[0]
    if isinstance(root, Fraction):
        assert root**2 == square
        return
    x = float(root)
    # Nearest: the squares of the halfway points on both sides enclose the square.
    below = (Fraction(x) + Fraction(math.nextafter(x, 0))) / 2
    above = (Fraction(x) + Fraction(math.nextafter(x, math.inf))) / 2
    assert below**2 < square < above**2


def test_very_small_and_large_roots() -> None:
    tiny = real_roots([-1, 0, 2 * 10**700], low=0)[0]  # sqrt(1/2) * 10**-350
    assert float(tiny) == 0.0
    assert tiny > 0
    huge = real_roots([-2 * 10**700, 0, 1], low=0)[0]
    with pytest.raises(OverflowError):
        float(huge)


# --- real_roots --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coefficients", "expected"),
    [
        ([5], ()),
        ([1, 2], (Fraction(-1, 2),)),
        (["1/2", "-3/2", 1, 0, 0], (Fraction(1, 2), Fraction(1))),
        ([0, 0, 1], (Fraction(0),)),
        ([1, 0, 1], ()),
        ([1, -2, 1], (Fraction(1),)),
        ([0.1, 0.2], (Fraction(-1, 2),)),
    ],
)
def test_rational_roots(coefficients: list[object], expected: tuple[Fraction, ...]) -> None:
    roots = real_roots(coefficients)
    assert roots == expected
    assert all(type(root) is Fraction for root in roots)


def test_bounds_are_included() -> None:
    # the roots are 0, 1 and those of 2
    polynomial = [0, 2, -2, -1, 1]
    assert len(real_roots(polynomial)) == 4
    assert real_roots(polynomial, low=0) == (0, 1, root2)
    assert real_roots(polynomial, low=0, high=1) == (0, 1)
    assert real_roots(polynomial, high="-1.42") == ()
    assert real_roots(polynomial, low="1.41", high="1.42") == (root2,)
    assert real_roots(polynomial, low=2, high=-2) == ()


@pytest.mark.parametrize("coefficients", [[], [0], [0, 0, 0]])
def test_the_zero_polynomial(coefficients: list[int]) -> None:
    with pytest.raises(InvalidNumberError, match="every number is a root"):
        real_roots(coefficients)


def _times(a: list[int], b: list[int]) -> list[int]:
    product = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    return product


@given(
    st.lists(st.integers(-9, 9), min_size=2, max_size=5),
    st.lists(st.fractions(max_denominator=9, min_value=-9, max_value=9), max_size=3),
)
def test_roots_against_sympy(free: list[int], rational: list[Fraction]) -> None:
    assume(any(free))
    polynomial = free
    for root in rational:
        polynomial = _times(polynomial, [-root.numerator, root.denominator])
    found = real_roots(polynomial)
    assert list(found) == sorted(found)
    assert len(set(found)) == len(found)
    assert set(rational) <= set(found)
    x = sympy.Symbol("x")
    oracle = sympy.Poly(list(reversed(polynomial)), x)
    assert len(found) == oracle.count_roots()
    for root in found:
        if isinstance(root, Fraction):
            assert oracle.eval(sympy.Rational(root.numerator, root.denominator)) == 0
        else:
            low, high = root.interval
            minimal = sympy.Poly(list(reversed(root.polynomial)), x)
            assert oracle.rem(minimal.set_domain("QQ")).is_zero
            assert minimal.is_irreducible
            ends = [sympy.Rational(end.numerator, end.denominator) for end in (low, high)]
            assert minimal.count_roots(*ends) == 1
            assert low <= Fraction(float(root)) or high >= Fraction(float(root))


def test_many_close_roots_stay_apart() -> None:
    # (x**2 - 2) (x**2 - 2 - 10**-20): pairs of irrational roots 4e-21 apart
    n = 10**20
    polynomial = _times([-2, 0, 1], [-2 * n - 1, 0, n])
    roots = real_roots(polynomial)
    assert len(roots) == 4
    assert roots[2] == root2
    assert roots[2] < roots[3]
    assert float(roots[3]) == float(roots[2])


def test_neighbors_of_one_irreducible_polynomial_have_intervals_of_their_own() -> None:
    # Mignotte's polynomial x**7 - 2 (100 x - 1)**2 has two roots very close to 1/100.
    polynomial = [-2, 400, -20000, 0, 0, 0, 0, 1]
    roots = real_roots(polynomial)
    assert len(roots) == 3
    for before, after in pairwise(roots):
        assert isinstance(before, Algebraic)
        assert isinstance(after, Algebraic)
        assert before.interval[1] < after.interval[0]
        assert before < after


def test_comparison_where_the_polynomial_is_one_step_from_zero():
    """x**2 - 2 is 1/4 at -3/2: the smallest positive value that the sign is read from."""
    negative = Algebraic((-2, 0, 1), (-2, -1))
    assert negative > Fraction(-3, 2)
    assert negative < Fraction(-7, 5)


def test_close_roots_of_one_polynomial_are_kept_apart():
    """Mignotte's polynomial x**5 - 2 (100 x - 1)**2 has two roots about 10**-7 apart."""
    roots = real_roots([-2, 400, -20000, 0, 0, 1])
    assert len(roots) == 3
    assert list(roots) == sorted(roots)
    intervals = [root.interval for root in roots if isinstance(root, Algebraic)]
    assert all(a[1] < b[0] for a, b in pairwise(intervals))
    assert 0 < float(roots[1]) - float(roots[0]) < 1e-6
