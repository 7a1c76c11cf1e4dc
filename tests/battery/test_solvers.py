"""The battery on every solver of the house: 25 games a check here, a thousand where it is slow.

The long form looks elsewhere each time::

    pytest tests/battery -m slow -n auto --hypothesis-profile=thorough
"""

from __future__ import annotations

import pytest
from hypothesis import settings

import brinkgame as bg
from brinkgame.testing import parametrize_with_checks
from brinkgame.testing.battery import cases

FEW, MANY = 25, 1000
LEAST_PAIRS = 150

SOLVERS = [solver() for solver in bg.all_solvers()] + [
    bg.BackwardInduction(single=True),
    bg.BackwardInduction(listed=1),
    bg.BackwardInduction(limit=2),
    bg.MinimaxLP(optimal_sets=True),
    bg.SequenceFormLP(optimal_sets=True),
]

WITH_OPTIONS = [
    bg.CoarseCorrelatedLP(exact=False),
    bg.CorrelatedLP(exact=False),
    bg.LemkeHowson(all_labels=True),
    bg.StrongCommitment(pure=True),
]
"""More of them in the long form."""

EXCUSED = {
    bg.BackwardInduction(single=True): {
        "check_promise": "it is asked for one equilibrium, and claims no more where there are ties"
    },
}
EXCUSED_AT_LENGTH = {
    **EXCUSED,
    bg.LemkeHowson(all_labels=True): {
        "check_promise": "it lists several and says that there may be others, where one is promised"
    },
}

SIZES = {
    bg.CoarseCorrelatedLP: {"max_strategies": 3, "max_cells": 27},
    bg.CorrelatedLP: {"max_strategies": 3, "max_cells": 27},
    bg.LogarithmicHomotopy: {"max_strategies": 2, "max_cells": 8},
    bg.LogitLimit: {"max_strategies": 3, "max_cells": 27},
    bg.LogitQRE: {"max_strategies": 3, "max_cells": 27},
    bg.PolynomialEnumeration: {"max_strategies": 3, "max_cells": 12},
}
"""Those that take long get smaller tables."""


@pytest.mark.parametrize(**parametrize_with_checks(SOLVERS, exclude=EXCUSED, sizes=SIZES))
def test_battery(case):
    case.run(min(FEW, settings().max_examples))


@pytest.mark.slow
@pytest.mark.parametrize(
    **parametrize_with_checks(SOLVERS + WITH_OPTIONS, exclude=EXCUSED_AT_LENGTH, sizes=SIZES)
)
def test_battery_at_length(case):
    case.run(MANY)


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
def test_enough_pairs_of_a_check_and_a_game_count(solver):
    """Each case fails if fewer games than these had what it is about."""
    asked = [case for case in cases(SOLVERS, exclude=EXCUSED) if case.solver == solver]
    least = sum(case.check.least(FEW) for case in asked if not case.excuse)
    assert least >= LEAST_PAIRS


def test_excuses_are_few():
    excused = [case for case in cases(SOLVERS, exclude=EXCUSED) if case.excuse]
    assert len(excused) == 1


@pytest.mark.parametrize("solver", [bg.BackwardInduction(), bg.ExtremeEnumeration()], ids=repr)
def test_families_are_met(solver):
    """The check of families may find nothing to do; here it does."""
    [case] = [c for c in cases([solver]) if c.check.name == "check_families"]
    assert case.run(FEW).executed >= FEW // 4
