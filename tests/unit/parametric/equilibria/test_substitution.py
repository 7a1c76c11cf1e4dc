"""Putting a form into its game certifies it, and catches what is wrong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.equilibria.substitution import faults_of, substitute
from brinkgame.results import Concept

PERFECT = [name for name in bg.memo.names() if bg.memo.load(name).game.is_perfect_information]


@pytest.mark.parametrize("name", [name for name in PERFECT if name != "stall"])
def test_the_forms_of_the_case_are_certified(name: str) -> None:
    forms = bg.equilibrium_forms(bg.memo.load(name).game, inhabited=False)
    assert not list(faults_of(forms))


def of_capitulation() -> EquilibriumForm:
    return bg.equilibrium_forms(bg.memo.load("capitulation").game, inhabited=False)[0]


def test_a_condition_too_few_is_an_open_end() -> None:
    found = substitute(replace(of_capitulation(), conditions=()))
    assert not found.is_certified
    assert [end.incentive for end in found.open_ends] == ["USSR at root prefers accept to hold out"]


def test_a_condition_too_many_is_idle() -> None:
    form = of_capitulation()
    other = bg.Condition("USSR", "root", "accept", "hold out", form.conditions[0].difference - 1)
    found = substitute(replace(form, conditions=(*form.conditions, other)))
    assert found.idle == (other,)


def test_a_wrong_payoff_is_a_fault() -> None:
    form = of_capitulation()
    wrong = replace(form, payoffs={**form.payoffs, "USSR": Fraction(1)})
    assert any("what USSR expects" in fault for fault in substitute(wrong).faults)


PRIZE = bg.Parameter("prize", 2, low=1, high=5)
PENNIES = bg.NormalFormGame.from_cells(
    "pennies",
    strategies={"Row": ("top", "bottom"), "Column": ("left", "right")},
    cells={
        ("top", "left"): (PRIZE, 0),
        ("top", "right"): (0, 1),
        ("bottom", "left"): (0, 1),
        ("bottom", "right"): (1, 0),
    },
)


def mixed(row: Any, column: Any) -> EquilibriumForm:
    value = PRIZE / (PRIZE + 1)
    return EquilibriumForm(
        game=PENNIES,
        concept=Concept.NASH,
        profile={
            "Row": {"top": row, "bottom": 1 - row},
            "Column": {"left": column, "right": 1 - column},
        },
        payoffs={"Row": value, "Column": Fraction(1, 2)},
        conditions=(),
    )


def test_a_mixed_form_of_a_table_is_certified_where_its_signs_are_known() -> None:
    form = mixed(Fraction(1, 2), 1 / (PRIZE + 1))
    assert not substitute(form).is_certified  # nobody has said that prize + 1 is positive
    assert substitute(form, lambda expression: 1).is_certified


def test_probabilities_that_leave_somebody_a_preference_are_a_fault() -> None:
    found = substitute(mixed(Fraction(1, 2), 1 / (PRIZE + 2)), lambda expression: 1)
    assert any("Row takes top and bottom" in fault for fault in found.faults)


def test_an_equation_of_a_thin_form_may_be_what_makes_two_actions_pay_the_same() -> None:
    risk = bg.Parameter("risk", "1/2", low=0, high=1)
    game = bg.ExtensiveFormGame(
        "tie",
        players=("A",),
        root=bg.Decision("A", {"in": bg.Terminal({"A": risk}), "out": bg.Terminal({"A": "1/3"})}),
    )
    tie = bg.Condition("A", "root", "in", "out", risk - Fraction(1, 3), relation="==")
    form = EquilibriumForm(
        game=game,
        concept=Concept.SUBGAME_PERFECT,
        profile={"A": {"root": {"in": Fraction(1, 2), "out": Fraction(1, 2)}}},
        payoffs={"A": Fraction(1, 3)},
        conditions=(tie,),
    )
    assert form.is_thin
    assert substitute(form).is_certified
