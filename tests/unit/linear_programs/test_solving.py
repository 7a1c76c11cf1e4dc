"""Linear programs: both answers prove each other right, whoever found them."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from brinkgame.control import Control
from brinkgame.linear_programs import LPSolution, floats, hints, program, simplex, solve_lp, solving

HUGE, TINY = 10**30, Fraction(1, 10**30)
KINDS = {
    "tied": lambda rng: rng.randint(-2, 2),
    "fractions": lambda rng: Fraction(rng.randint(-9, 9), rng.randint(1, 7)),
    "wide": lambda rng: rng.choice([0, 0, 1, -1, 2, HUGE, -HUGE, HUGE + 1, TINY, -3 * TINY]),
}
WAYS = ["plain", "from floats"]


def dot(one: Sequence[Any], other: Sequence[Any]) -> Any:
    return sum(a * b for a, b in zip(one, other, strict=True))


def drawn(rng: random.Random, kind: str) -> dict[str, Any]:
    """A small program, redundant and contradictory ones among them."""
    n, m, k = rng.randint(1, 5), rng.randint(0, 4), rng.randint(0, 3)
    number = KINDS[kind]
    rows = [[number(rng) for _ in range(n)] for _ in range(m + k)]
    right = [number(rng) for _ in range(m + k)]
    if k > 1 and rng.random() < 0.5:
        rows[-1] = [2 * entry for entry in rows[-2]]
        right[-1] = 2 * right[-2] + rng.choice([0, 0, 1])
    return {
        "objective": [number(rng) for _ in range(n)],
        "at_most": (rows[:m], right[:m]) if m else None,
        "equal": (rows[m:], right[m:]) if k else None,
        "maximize": rng.random() < 0.5,
    }


def demand_optimal(program: dict[str, Any], found: LPSolution) -> None:
    """Weak duality: two feasible points of equal value are both optimal."""
    objective, sign = program["objective"], 1 if program["maximize"] else -1
    loose, bounds = program["at_most"] or ([], [])
    tight, values = program["equal"] or ([], [])
    assert all(x >= 0 for x in found.point)
    assert all(dot(row, found.point) <= bound for row, bound in zip(loose, bounds, strict=True))
    assert all(dot(row, found.point) == bound for row, bound in zip(tight, values, strict=True))
    assert all(sign * price >= 0 for price in found.dual_at_most)
    for j, worth in enumerate(objective):
        cost = dot(found.dual_at_most, [row[j] for row in loose])
        cost += dot(found.dual_equal, [row[j] for row in tight])
        assert sign * (worth - cost) <= 0
    assert dot(objective, found.point) == found.value
    assert dot(found.dual_at_most, bounds) + dot(found.dual_equal, values) == found.value


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Small programs are decided without floats; here also from what HiGHS says."""
    if request.param == "from floats":
        monkeypatch.setattr(solving, "_PLAIN", 0)
    name: str = request.param
    return name


def test_a_program_of_a_textbook(way: str) -> None:
    # Chvátal 1983, chapter 1: greatest 5x + 4y + 3z.
    found = solve_lp(
        [5, 4, 3], at_most=([[2, 3, 1], [4, 1, 2], [3, 4, 2]], [5, 11, 8]), maximize=True
    )
    assert found == LPSolution("optimal", 13, (2, 0, 1), (1, 0, 1), ())
    assert all(type(number) is Fraction for number in (found.value, *found.point))
    assert way in WAYS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(8))
def test_strong_duality(way: str, kind: str, seed: int) -> None:
    del way
    rng = random.Random(f"{kind} {seed}")
    statuses = set()
    for _ in range(12):
        program = drawn(rng, kind)
        found = solve_lp(**program)
        statuses.add(found.status)
        if found.status == "optimal":
            demand_optimal(program, found)
        else:
            assert (found.value, found.point, found.dual_at_most, found.dual_equal) == (
                None, (), (), (),
            )  # fmt: skip
    assert statuses <= {"optimal", "infeasible", "unbounded"}
    assert len(statuses) > 1


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.sampled_from(sorted(KINDS)))
def test_both_ways_agree(seed: int, kind: str) -> None:
    written = drawn(random.Random(seed), kind)
    read = program.Program.read(*written.values())
    plain = simplex.Simplex(read).solve(None, Control())
    near = hints.nearly(read, Control())
    assert (solve_lp(**written).status, solve_lp(**written).value) == (plain.status, plain.value)
    warm = simplex.Simplex(read).solve(near, Control())
    assert (warm.status, warm.value) == (plain.status, plain.value)
    if near is not None:
        for small in program.SMALL:
            pair = hints.certified(read, near, small)
            if pair is not None:
                assert read.solution(*pair).value == plain.value


def test_ordinary_programs_are_certified_from_floats(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact simplex is for what floats cannot hold; here it would give itself away."""
    monkeypatch.setattr(solving, "_PLAIN", 0)
    monkeypatch.setattr(simplex.Simplex, "solve", None)
    rng = random.Random(3)
    for size in (3, 8, 15):
        rows = [[Fraction(rng.randint(1, 99), 7) for _ in range(size)] for _ in range(size)]
        program = {
            "objective": [1] * size,
            "at_most": (rows, [1] * size),
            "equal": None,
            "maximize": True,
        }
        demand_optimal(program, solve_lp(**program))


def test_wide_numbers_are_no_special_case(way: str) -> None:
    del way
    # Worth TINY a unit, and a unit costs HUGE of HUGE**2: floats see nothing of the TINY.
    found = solve_lp([TINY, 1], at_most=([[HUGE, TINY], [0, HUGE]], [HUGE**2, 1]), maximize=True)
    assert found.point == (HUGE - TINY * TINY / HUGE, TINY)
    assert found.value == TINY * (found.point[0] + 1)
    found = solve_lp([1, 1 + TINY], equal=([[1, 1]], [1]), maximize=True)
    assert found.point == (0, 1)
    found = solve_lp([10**400, 1], at_most=([[1, 10**400]], [1]), maximize=True)
    assert found.point == (1, 0)


def test_a_program_on_which_the_largest_coefficient_cycles(way: str) -> None:
    del way
    # Beale 1955, as in Chvátal 1983, chapter 3.
    rows = [
        [Fraction(1, 2), Fraction(-11, 2), Fraction(-5, 2), 9],
        [Fraction(1, 2), Fraction(-3, 2), Fraction(-1, 2), 1],
        [1, 0, 0, 0],
    ]
    found = solve_lp([10, -57, -9, -24], at_most=(rows, [0, 0, 1]), maximize=True)
    assert (found.value, found.point) == (1, (1, 0, 1, 0))


def test_edges(way: str) -> None:
    del way
    assert solve_lp([], maximize=True) == LPSolution("optimal", 0, (), (), ())
    assert solve_lp([], equal=([[]], [1])).status == "infeasible"
    assert solve_lp([1, 0]).point == (0, 0)
    assert solve_lp([1, -1]).status == "unbounded"
    assert solve_lp([0], at_most=([[1]], [-1])).status == "infeasible"
    assert solve_lp([0], equal=([[0]], [0])) == LPSolution("optimal", 0, (0,), (), (0,))
    assert solve_lp([-1], at_most=([[0]], [0])).status == "unbounded"
    with pytest.raises(ValueError, match="a row of 1 coefficients for 2 variables"):
        solve_lp([1, 1], at_most=([[1]], [1]))


def test_numbers_of_numpy_are_read() -> None:
    found = solve_lp(np.array([1, 2]), at_most=(np.array([[1, 1]]), np.array([3])), maximize=True)
    assert (found.value, found.point) == (6, (0, 3))


def test_prices_say_what_a_little_more_is_worth() -> None:
    rows, right = [[1, 1], [1, 0]], [4, Fraction(5, 2)]
    before = solve_lp([3, 2], at_most=(rows, right), maximize=True)
    after = solve_lp([3, 2], at_most=(rows, [4 + TINY, Fraction(5, 2)]), maximize=True)
    assert after.value - before.value == TINY * before.dual_at_most[0]
    costs = solve_lp([3, 2], at_most=([[-1, -1]], [-4]))
    assert (costs.value, costs.dual_at_most) == (8, (-2,))


# -- floats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sparse", [False, True])
def test_floats(sparse: bool) -> None:
    rng = np.random.default_rng(0)
    rows, right = rng.random((30, 20)) + 0.1, np.ones(30)
    given_rows = csr_array(rows) if sparse else rows
    found = solve_lp(np.ones(20), at_most=(given_rows, right), maximize=True, exact=False)
    assert found.status == "optimal"
    assert all(type(number) is float for number in (found.value, *found.point))
    x, y = np.array(found.point), np.array(found.dual_at_most)
    assert (rows @ x <= 1 + 1e-12).all()
    assert (y @ rows >= 1 - 1e-12).all()
    assert (x >= -1e-13).all()
    assert (y >= -1e-13).all()
    assert found.value == pytest.approx(y.sum(), rel=1e-12) == pytest.approx(x.sum(), rel=1e-12)


def test_floats_with_equations_and_prices_when_minimizing() -> None:
    found = solve_lp(
        [2.0, 3.0, 1.0],
        at_most=(np.array([[0.0, 0.0, 1.0]]), np.array([0.25])),
        equal=(np.array([[1.0, 1.0, 1.0]]), np.array([1.0])),
        exact=False,
    )
    assert found.value == pytest.approx(1.75)
    assert found.dual_at_most == pytest.approx((-1,))
    assert found.dual_equal == pytest.approx((2,))


def test_floats_without_an_optimum() -> None:
    one = np.ones((1, 1))
    assert solve_lp([1.0], equal=(one, [-1.0]), exact=False).status == "infeasible"
    assert solve_lp([-1.0], exact=False).status == "unbounded"


def test_violations_that_highs_allows_are_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    """A spoilt answer of HiGHS comes out as good as new."""
    rng = np.random.default_rng(1)
    rows, right = rng.random((12, 12)) + 0.1, np.ones(12)
    honest = floats.highs

    def spoilt(*arguments: Any, **options: Any) -> Any:
        found = honest(*arguments, **options)
        found.x = np.where(found.x > 1e-9, found.x + 1e-6, found.x)
        return found

    monkeypatch.setattr(floats, "highs", spoilt)
    found = solve_lp(np.ones(12), at_most=(rows, right), maximize=True, exact=False)
    assert (rows @ np.array(found.point) <= 1 + 1e-12).all()


# -- time -----------------------------------------------------------------------------------------


def test_when_the_time_is_up() -> None:
    control = Control(time_limit=1e-9)
    time.sleep(0.001)
    assert control.expired()
    rows = [[1, 2], [3, 1]]
    maximal: dict[str, Any] = {"at_most": (rows, [1, 1]), "maximize": True}
    assert solve_lp([1, 1], **maximal, control=control) == LPSolution("unfinished")
    assert solve_lp([1.0, 1.0], **maximal, exact=False, control=control).status == "unfinished"
    contrary = ([[-1, 0]], [-1])
    assert solve_lp([1, 1], at_most=contrary, control=control).status == "unfinished"
    assert solve_lp([1, 1], **maximal, control=Control(time_limit=60)).status == "optimal"


def test_large_programs_run_beside_the_thread_that_hears_interrupts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(floats, "_QUICK", 0)
    names = []
    honest = threading.Thread.join

    def join(self: threading.Thread, timeout: float | None = None) -> None:
        names.append(timeout)
        honest(self, timeout)

    monkeypatch.setattr(threading.Thread, "join", join)
    found = solve_lp([1.0], at_most=(np.ones((1, 1)), np.ones(1)), maximize=True, exact=False)
    assert found.point == (1.0,)
    assert floats._in_background(lambda: time.sleep(0.2)) is None
    assert len(names) > 1
    assert all(timeout is not None and timeout <= 0.1 for timeout in names)
    with pytest.raises(ValueError, match=r"[Dd]imension|shape|same"):
        solve_lp([1.0, 1.0], at_most=(np.ones((1, 1)), np.ones(1)), exact=False)
