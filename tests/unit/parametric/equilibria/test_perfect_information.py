"""Pure subgame-perfect profiles as functions of the parameters."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg

PERFECT = [name for name in bg.memo.names() if bg.memo.load(name).game.is_perfect_information]


def drawn(game: Any, generator: random.Random) -> dict[str, Fraction]:
    """A point of the constrained box in short fractions, some on the ends of ranges."""
    while True:
        point = {}
        for name, parameter in game.parameters.items():
            low, high = parameter.low, parameter.high
            share = Fraction(generator.choice((0, 1, 2, 3, 5, 7, 11, 12)), 12)
            point[name] = low + (high - low) * share
            if parameter.whole:
                point[name] = Fraction(int(point[name]))
        if not game.parameters.violations(point):
            return point


@pytest.mark.parametrize("name", PERFECT)
def test_the_forms_at_a_point_are_what_backward_induction_finds_there(name: str) -> None:
    game = bg.memo.load(name).game
    forms = bg.equilibrium_forms(game, inhabited=False, thin=True)
    generator = random.Random(name)
    for _ in range(3):
        point = drawn(game, generator)
        found = {
            tuple(form.at(point).choices.tolist()): form.payoffs_at(point)
            for form in forms.at(point)
        }
        assert found
        closed = game.at(point)
        for choices, payoffs in found.items():
            profile = bg.BehaviorStrategyProfile.pure(closed, choices)
            assert bg.expected_payoffs(closed, profile) == payoffs
        listed = bg.solve(closed, bg.BackwardInduction(listed=10**6, limit=10**6))
        assert {tuple(e.profile.choices.tolist()) for e in listed} == set(found)


def test_names_say_who_does_what_and_what_is_off_the_path() -> None:
    forms = bg.equilibrium_forms(bg.memo.load("deploy").game, inhabited=False)
    assert forms[0].name == (
        "USSR at root: hold (off the path: US at live missiles: accept; US at detected: accept)"
    )
    assert forms.is_complete


def test_outcomes_add_up_to_one() -> None:
    for form in bg.equilibrium_forms(bg.memo.load("deploy").game, inhabited=False):
        total: Any = sum(form.outcomes.values())
        assert total == 1


def test_a_tree_that_is_too_large_says_what_to_do() -> None:
    forms = bg.equilibrium_forms(bg.memo.load("il28").variant("ladder").game, time_limit=0.01)
    assert not forms.is_complete
    assert any("the time was up" in line for line in forms.undecided)
    every = bg.equilibrium_forms(
        bg.memo.load("il28").variant("ladder").game, inhabited=False, time_limit=0.01
    )
    assert not every.is_complete
    assert not every


def test_where_most_ways_contradict_themselves_they_are_not_made() -> None:
    game = bg.memo.load("il28").game
    wide = bg.equilibrium_forms(game)
    assert wide.is_complete
    assert wide.concept is bg.Concept.SUBGAME_PERFECT
    every = bg.equilibrium_forms(game, inhabited=False)
    assert len(wide) < len(every) / 5
    names = {form.name for form in every}
    assert all(form.name in names for form in wide)
    generator = random.Random(9)
    for _ in range(4):
        point = drawn(game, generator)
        # Where all preferences are strict there is one equilibrium, and both find it.
        here = [form.name for form in every.at(point)]
        if len(here) == 1:
            assert [form.name for form in wide.at(point)] == here
