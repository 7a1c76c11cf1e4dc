"""Exact maps of tables, and of trees in which something is hidden, against solving anew."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg

X = bg.Parameter("x", "1/3", low=0, high=1)
Y = bg.Parameter("y", "1/2", low=0, high=1)


def supports(result: Any) -> set[Any]:
    """Who plays what with positive probability in each equilibrium of a solved table."""
    return {
        tuple(
            (player, tuple(name for name, p in plan.items() if p != 0))
            for player, plan in each.profile.items()
        )
        for each in result
    }


def of_forms(forms: Any) -> set[Any]:
    return {tuple((player, actions) for player, _, actions in form.support) for form in forms}


PAYOFFS = st.builds(
    lambda a, b, c, d: a + b * X + c * Y + d * X * Y, *(st.integers(-3, 3) for _ in range(4))
)


@st.composite
def tables(draw: Any) -> bg.NormalFormGame:
    """Two by two, with payoffs that bend the borders."""
    cells = {
        (row, column): (draw(PAYOFFS), draw(PAYOFFS)) for row in ("u", "d") for column in ("l", "r")
    }
    return bg.NormalFormGame.from_cells(
        "drawn", strategies={"A": ("u", "d"), "B": ("l", "r")}, cells=cells
    )


@given(tables(), st.integers())
@settings(max_examples=12)
def test_maps_of_drawn_tables_agree_with_solving(game: bg.NormalFormGame, seed: int) -> None:
    over = [name for name in ("x", "y") if name in game.parameters]
    if len(over) < 2:
        return
    found = bg.regimes(game, over=over)
    low = sum(regime.share.low for regime in found.regimes)
    high = sum(regime.share.high for regime in found.regimes)
    assert low <= 1 <= high < low + Fraction(1, 50)
    generator = random.Random(seed)
    for _ in range(4):
        point = {name: Fraction(generator.randint(1, 996), 997) for name in over}
        cell = found.cell_at(point)
        forms = found.at(point)
        assert forms  # there is always an equilibrium
        if cell is None:
            continue
        assert found.regimes[cell.regime].names == tuple(sorted({form.name for form in forms}))
        closed = game.at(point)
        if not bg.is_degenerate(closed):
            assert of_forms(forms) == supports(bg.solve(closed))


@pytest.mark.parametrize(
    "over", [("tough_belief", "face_saved"), ("trade_cost", "impasse_loss"), ("un_pressure",)]
)
def test_maps_of_the_letters_agree_with_solving(over: tuple[str, ...]) -> None:
    game = bg.memo.load("letters").game
    found = bg.regimes(game, over=over)
    generator = random.Random(str(over))
    for _ in range(6):
        point = {
            name: found.game.parameters[name].high * Fraction(generator.randint(1, 996), 997)
            for name in over
        }
        cell = found.cell_at(point)
        if cell is None:
            continue
        (form,) = found.at(point)
        assert found.regimes[cell.regime].names == (form.name,)
        whole = {**found.fixed, **point}
        (equilibrium,) = bg.solve(game.at(whole), concept="sequential")
        assert form.at(whole) == equilibrium.profile


def test_the_regions_of_unilateral_deterrence() -> None:
    game = bg.catalog.load("unilateral-deterrence").game
    found = bg.regimes(game, over=("challenger_hard", "defender_hard"))
    assert sorted(regime.share.low for regime in found.regimes) == [
        Fraction(1, 6),
        Fraction(3, 16),
        Fraction(5, 16),
        Fraction(1, 3),
    ]
    everywhere = set.intersection(*(set(regime.names) for regime in found.regimes))
    assert len(everywhere) == 1
    assert all(regime.is_overlap for regime in found.regimes)
    assert {border.formula for border in found.borders} == {
        Fraction(1, 2),
        Fraction(2, 3),
        Fraction(5, 8),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["blockade", "deploy", "letters", "il28"])
def test_every_pair_of_parameters_has_a_map(name: str) -> None:
    game = bg.memo.load(name).game
    generator = random.Random(name)
    for over in combinations(game.parameters, 2):
        found = bg.regimes(game, over=over)
        assert sum(regime.share.low for regime in found.regimes) <= 1
        assert sum(regime.share.high for regime in found.regimes) >= 1
        for cell in found.cells:
            names = tuple(sorted({form.name for form in found.at(cell.witness)}))
            assert names == found.regimes[cell.regime].names
            assert found.cell_at(cell.witness) == cell
        point = {
            name: game.parameters[name].low
            + (game.parameters[name].high - game.parameters[name].low)
            * Fraction(generator.randint(1, 996), 997)
            for name in over
        }
        if not game.parameters.violations({**found.fixed, **point}):
            solved = bg.solve(game.at({**found.fixed, **point}))
            assert len(found.at(point)) >= 1
            assert solved.equilibria


@pytest.mark.parametrize(
    "name",
    ["letters", *(pytest.param(n, marks=pytest.mark.slow) for n in ("deploy", "il28", "hostage"))],
)
def test_intervals_end_at_the_thresholds(name: str) -> None:
    """Two ways to the same numbers, of which neither knows the other."""
    game = bg.memo.load(name).game
    for over in game.parameters:
        found = bg.regimes(game, over=over)
        inner = {crossing.value for crossing in bg.thresholds(game, over) if not crossing.end}
        assert {border.formula for border in found.borders} == inner
