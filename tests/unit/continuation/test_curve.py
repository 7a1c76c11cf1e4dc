"""Following a curve: the start, the equations, what is met on the way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.continuation import Curve, trace
from brinkgame.continuation import curve as module
from brinkgame.continuation.pace import Pace

BENDS = (
    np.array([[3, 0, 2], [2, 4, 1], [2, 5, 1]]) / 5,
    np.array([[0, 1, 3], [5, 1, 1], [4, 4, 2]]) / 5,
)


def drawn(seed: int, *shape: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [rng.random(shape) for _ in shape]


def violation(tables: Any, logs: Any, rationality: float) -> float:
    """The largest |log p[i] - log p[0] - L * (u[i] - u[0])|, payoffs summed cell by cell."""
    shape = tables[0].shape
    parts = np.split(logs, np.cumsum(shape)[:-1])
    worst = max(abs(float(np.exp(part).sum()) - 1) for part in parts)
    for player, table in enumerate(tables):
        pays = np.zeros(shape[player])
        for cell in np.ndindex(*shape):
            weight = 1.0
            for other, i in enumerate(cell):
                if other != player:
                    weight *= np.exp(parts[other][i])
            pays[cell[player]] += weight * table[cell]
        gap = parts[player] - parts[player][0] - rationality * (pays - pays[0])
        worst = max(worst, float(np.abs(gap).max()))
    return worst


@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (4, 3), (2, 2, 3), (2, 2, 2, 2), (5,)], ids=str)
def test_every_point_solves_the_equations(shape: tuple[int, ...]) -> None:
    for seed in range(4):
        tables = drawn(seed, *shape)
        found = trace(tables)
        assert found.arrived
        assert found.sound
        assert found.regret <= 1e-8
        first = found.places[0]
        assert first.rationality == 0
        even = -np.log(np.repeat(shape, shape))
        assert first.logs == pytest.approx(even, abs=1e-15)
        for place in found.places:
            slack = 1e-5 * (1 + place.rationality)
            assert violation(tables, place.logs, place.rationality) <= slack


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 2, 2)], ids=str)
def test_directions_are_derivatives(shape: tuple[int, ...]) -> None:
    tables = drawn(7, *shape)
    curve = Curve(tables)
    for _ in range(5):
        curve.advance()
    here = curve.place
    near = 1e-5
    z = curve._eq.relative(here.logs)
    later = curve.polished(z, here.rationality + near)
    assert later is not None
    rate = (curve._eq.logs(later) - here.logs) / near
    assert rate == pytest.approx(here.change / here.slope, abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_plain_numbers_and_arrays_agree(seed: int) -> None:
    tables = drawn(seed, 2, 2)
    plain = trace(tables, targets=(3.0,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("brinkgame.continuation.tables.PLAIN", False)
        arrays = trace(tables, targets=(3.0,))
    assert plain.steps == pytest.approx(arrays.steps, abs=2)
    one, other = plain.crossings[0][0], arrays.crossings[0][0]
    assert one.logs == pytest.approx(other.logs, abs=1e-9)
    ends = [np.exp(found.places[-1].logs) for found in (plain, arrays)]
    assert ends[0] == pytest.approx(ends[1], abs=1e-4)


def test_turning_points_are_located() -> None:
    found = trace(BENDS)
    assert found.turns == 2
    one, other = found.turning
    assert one.rationality == pytest.approx(5 * 3.5141349973807783, rel=1e-6)
    assert other.rationality == pytest.approx(5 * 2.4087143098376056, rel=1e-6)
    for place in found.turning:
        # L is stationary there to first order: the Jacobian without L is singular.
        assert abs(place.slope) < 1e-6 * place.rationality
        assert violation(BENDS, place.logs, place.rationality) < 1e-6
    quick = trace(BENDS, quick=True)
    assert (quick.turns, quick.turning, len(quick.places)) == (2, (), 1)


def test_a_pitchfork_is_passed_and_located() -> None:
    twins = [np.eye(2), np.eye(2)]
    found = trace(twins)
    assert found.arrived
    [place] = found.bifurcations
    assert place.rationality == pytest.approx(2, abs=1e-4)
    assert np.exp(found.places[-1].logs) == pytest.approx(0.5)


def test_back_from_an_equilibrium_to_another() -> None:
    """Twins: the arms of the pitchfork join both pure equilibria."""
    twins = [np.eye(2), np.eye(2)]
    start = np.log([0.999, 0.001, 0.999, 0.001])
    found = trace(twins, start=(start, 10.0))
    assert found.arrived
    assert not found.home
    assert np.exp(found.places[-1].logs) == pytest.approx([0, 1, 0, 1], abs=1e-6)
    assert min(p.rationality for p in found.places) == pytest.approx(2, abs=0.05)


def test_back_along_the_principal_branch() -> None:
    hunt = [np.array([[5, 0], [3, 3]]) / 5, np.array([[5, 3], [0, 3]]) / 5]
    end = trace(hunt, quick=True).places[-1]
    found = trace(hunt, start=(end.logs, end.rationality))
    assert found.home
    assert found.places[-1].rationality == pytest.approx(0, abs=1e-9)
    assert np.exp(found.places[-1].logs) == pytest.approx(0.5, abs=1e-9)


def test_a_start_that_is_none() -> None:
    with pytest.raises(ArithmeticError):
        Curve([np.eye(2) * np.nan] * 2, (np.log([0.5] * 4), 1.0))


def test_nothing_to_choose() -> None:
    found = trace([np.zeros((1, 1)), np.zeros((1, 1))], targets=(5.0,))
    assert found.arrived
    assert found.crossings[0][0].rationality == 5


def test_short_and_long_steps_lead_to_the_same_equilibrium(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(12):
        rng = np.random.default_rng(seed)
        tables = [rng.integers(0, 10, (5, 5)) / 9 for _ in range(2)]
        quick = trace(tables, quick=True)
        with monkeypatch.context() as patch:
            patch.setattr(module, "CAREFUL", Pace(0.0005, 0.02, 1.05, 1e-6))
            slow = trace(tables)
        assert quick.turns == slow.turns
        ends = [np.exp(found.places[-1].logs) for found in (quick, slow)]
        assert ends[0] == pytest.approx(ends[1], abs=1e-3)
