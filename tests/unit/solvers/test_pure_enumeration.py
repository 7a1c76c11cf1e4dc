"""Pure Nash equilibria of tables, against every cell."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.forms import ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solve import certify, solve
from brinkgame.solvers import PureEnumeration
from tests.unit.drawing import NUMBERS

CHICKEN = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]], title="chicken")


def found(game: NormalFormGame) -> list[tuple[int, ...]]:
    run = PureEnumeration().run(game)
    return [tuple(w.index(1) for w in profile.weights) for profile in run.profiles]


def test_what_it_declares() -> None:
    assert PureEnumeration.concept is Concept.NASH
    assert PureEnumeration.form is NormalFormGame
    assert PureEnumeration.coverage is Coverage.ALL_PURE
    assert sorted(a.__name__ for a in PureEnumeration.arithmetics) == ["Exact", "Float"]
    assert PureEnumeration() == PureEnumeration()
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    assert PureEnumeration().obstacles(tree) == (
        (
            "takes games of class NormalFormGame, not ExtensiveFormGame; "
            "brinkgame.to_normal_form(game) makes a table of a tree"
        ),
    )
    open_ = NormalFormGame.from_arrays([Parameter("x", 1)])
    assert len(PureEnumeration().obstacles(open_)) == 1


def test_chicken() -> None:
    run = PureEnumeration().run(CHICKEN)
    assert [str(profile) for profile in run.profiles] == ["1: 1; 2: 2", "1: 2; 2: 1"]
    assert run.status is Status.SOLVED
    assert run.coverage is Coverage.ALL_PURE
    assert run.statistics == {"cells": 4}
    assert run.families == run.components == run.notes == ()


def test_there_may_be_none() -> None:
    pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    run = PureEnumeration().run(pennies)
    assert run.profiles == ()
    assert run.status is Status.NONE_EXISTS
    assert run.coverage is Coverage.ALL_PURE
    assert len(solve(pennies, PureEnumeration())) == 0


def test_numbers_that_floats_cannot_tell_apart() -> None:
    big = 10**30
    game = NormalFormGame.from_arrays([[big, 0], [big + 1, 0]], [[0, 0], [1, 1]])
    assert found(game) == [(0, 1), (1, 0), (1, 1)]
    assert found(NormalFormGame.from_arrays([big, big + 1, big])) == [(1,)]
    assert found(
        NormalFormGame.from_arrays([Fraction(1, 3), Fraction(1, 3) + Fraction(1, big)])
    ) == [(1,)]
    assert found(NormalFormGame.from_arrays([-big, -big - 1])) == [(0,)]
    assert found(NormalFormGame.from_arrays([10**400, 10**400 + 1])) == [(1,)]


def test_the_same_number_written_apart_is_a_tie() -> None:
    # fix() leaves 2 and 2 at different places of the table of numbers.
    x, y = Parameter("x", 1), Parameter("y", 1)
    game = NormalFormGame.from_arrays([x, y, 1]).fix(x=2, y=2)
    assert len(game.numbers) == 3
    assert found(game) == [(0,), (1,)]


@pytest.mark.parametrize(("gap", "ties"), [(0.9e-9, True), (1.1e-9, False)])
@pytest.mark.parametrize("spread", [1.0, 1000.0])
def test_floats_within_the_tolerance_are_ties(spread: float, gap: float, *, ties: bool) -> None:
    game = NormalFormGame.from_arrays(np.array([spread, spread * (1 - gap), 0.0]))
    assert found(game) == ([(0,), (1,)] if ties else [(0,)])


def test_the_range_is_the_player_s_own() -> None:
    wide = NormalFormGame.from_arrays(
        np.array([[1e12, 0.0], [0.0, 1e12]]), np.array([[0.0, 1.0], [0.0, 1.0]])
    )
    assert found(wide) == [(1, 1)]
    [only] = solve(wide, PureEnumeration())
    assert only.certificate.scale == {"1": 1e12, "2": 1.0}
    wrong = {"1": "1", "2": "1"}
    assert not certify(wide, wrong, Concept.NASH)[1].holds(1e-9)


def test_equal_floats_everywhere() -> None:
    game = NormalFormGame.from_arrays(np.full((2, 2), 7.0), np.full((2, 2), 7.0))
    assert len(found(game)) == 4
    assert len(solve(game)) == 4


@given(st.data(), st.lists(st.integers(1, 3), min_size=1, max_size=3), st.booleans())
def test_every_cell_against_brute_force(data: st.DataObject, shape: list[int], tied: bool) -> None:
    number: Any = st.integers(0, 1) if tied else NUMBERS
    cells = list(itertools.product(*map(range, shape)))
    pays = {
        where: data.draw(st.lists(number, min_size=len(shape), max_size=len(shape)))
        for where in cells
    }
    menus = {str(p + 1): tuple(str(i + 1) for i in range(n)) for p, n in enumerate(shape)}
    game = NormalFormGame.from_cells(
        "t",
        strategies=menus,
        cells={tuple(str(i + 1) for i in where): pay for where, pay in pays.items()},
    )
    expected = [
        where
        for where in cells
        if all(
            pays[where][p] >= pays[(*where[:p], other, *where[p + 1 :])][p]
            for p, n in enumerate(shape)
            for other in range(n)
        )
    ]
    assert found(game) == expected
    result = solve(game, PureEnumeration())
    assert len(result) == len(expected)
    assert result.status is (Status.SOLVED if expected else Status.NONE_EXISTS)
    assert all(e.certificate.epsilon == 0 for e in result)
    if tied:
        assert found(game.to_float()) == expected
