"""The fast ways of folding back pass the same battery: small trees are sent down each of them.

Backward induction folds large, bushy trees a level at a time, and very large ones in floats by
compiled loops; the check of certificates has a compiled pass of its own.
"""

from __future__ import annotations

import importlib

import pytest

import brinkgame as bg
from brinkgame.forms.tree import Tree
from brinkgame.testing.battery import cases

induction = importlib.import_module("brinkgame.solvers.backward_induction")
rationality = importlib.import_module("brinkgame.play.rationality")

EXACT = {
    "check_equilibria",
    "check_certificates",
    "check_coverage",
    "check_families",
    "check_only",
    "check_units",
    "check_action_order",
    "check_idle_chance",
    "check_lotteries",
    "check_floats",
    "check_repeatable",
}
FLOATS = {"check_floats", "check_certificates"}


def chosen(names):
    return [case for case in cases([bg.BackwardInduction()]) if case.check.name in names]


@pytest.fixture
def by_levels(monkeypatch):
    """Every tree counts as large and bushy."""
    monkeypatch.setattr(Tree, "is_wide", True)


@pytest.fixture
def compiled(monkeypatch):
    """Every tree in floats counts as very large."""
    monkeypatch.setattr(induction, "COMPILED_FROM", 1)
    monkeypatch.setattr(rationality, "COMPILED_FROM", 1)


@pytest.mark.parametrize("case", chosen(EXACT), ids=str)
@pytest.mark.usefixtures("by_levels")
def test_level_by_level(case):
    case.run(60)


@pytest.mark.slow
@pytest.mark.parametrize("case", chosen(EXACT), ids=str)
@pytest.mark.usefixtures("by_levels")
def test_level_by_level_at_length(case):
    case.run(1000)


@pytest.mark.parametrize("case", chosen(FLOATS), ids=str)
@pytest.mark.usefixtures("compiled")
def test_compiled(case):
    case.run(60)


@pytest.mark.usefixtures("by_levels")
def test_levels_are_taken(monkeypatch):
    taken = []
    fold = induction._fold_levels

    def noted(*arguments):
        taken.append(fold(*arguments))
        return taken[-1]

    monkeypatch.setattr(induction, "_fold_levels", noted)
    chosen({"check_equilibria"})[0].run(60)
    assert sum(found is not None for found in taken) > 20
