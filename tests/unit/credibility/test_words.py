"""Conditions of families that vary in several unknowns, or along curves, as they are read."""

from __future__ import annotations

from fractions import Fraction

import brinkgame as bg
from brinkgame.credibility.blocks import Constraints
from brinkgame.credibility.regions import solve_constraints
from brinkgame.credibility.words import formula, inequality
from brinkgame.forms import Decision, ExtensiveFormGame
from tests.unit.credibility.samples import ends

SOLVER = bg.SequentialEnumeration()


def deterred(threat, menu):
    """A stays out if B, who does not care, does to A what is bad enough; B does not know what A
    did, or A has two ways in."""
    end = ends(("A", "B"))
    reply = Decision("B", {action: end(pay, 0) for action, pay in menu.items()}, infoset="reply")
    root = Decision("A", {"out": end(threat, 0), "in": reply}, infoset="start")
    return ExtensiveFormGame("deterred", players=("A", "B"), root=root)


def test_three_actions_that_must_be_bad_enough_together():
    run = SOLVER.run(deterred(1, {"kind": 3, "cool": 1, "mean": 0}))
    text = " ".join(run.families[0].conditions)
    assert "2*Pr(kind at reply) + Pr(cool at reply)" not in text  # with mean as what is left over
    assert "3*Pr(kind at reply) + Pr(cool at reply) <= 1" in text
    assert "Pr(cool at reply) = 1 - 3*Pr(kind at reply)" in text
    assert "any Pr(in at start)" in text or "any Pr(out at start)" in text


def test_a_curve_is_an_equation():
    """B may keep A out by two replies in a row, neither of which matters to B."""
    end = ends(("A", "B"))
    second = Decision("B", {"kind": end(3, 0), "mean": end(0, 0)}, infoset="second")
    first = Decision("B", {"on": second, "mean": end(0, 0)}, infoset="first")
    root = Decision("A", {"out": end(1, 0), "in": first}, infoset="start")
    run = SOLVER.run(ExtensiveFormGame("twice", players=("A", "B"), root=root))
    assert run.coverage is bg.Coverage.ALL
    assert len(run.components) == 1
    family = run.families[0]
    text = " ".join(family.conditions)
    assert "Pr(on at first)*Pr(kind at second) >= 1/3" in text
    assert "Pr(on at first)*Pr(kind at second) <= 1/3" in text
    assert "1 - 3*Pr(on at first)*Pr(kind at second) = 0" in text
    assert family.payoff_ranges["A"] == (0, 3)  # bounds: A gets at least 1
    assert not family.ranges_are_exact
    half = {"start": {"in": "1/2", "out": "1/2"}}
    on = {"first": {"on": "1/2", "mean": "1/2"}, "second": {"kind": "2/3", "mean": "1/3"}}
    assert {"A": half, "B": on} in family
    assert {"A": half, "B": {**on, "second": {"kind": "1/2", "mean": "1/2"}}} not in family


def test_formulas():
    names = {1: "p", 2: "q"}
    assert formula({}, names) == "0"
    assert formula({(): -1, (1, 2): -2, (1,): 1}, names) == "-1 + p - 2*p*q"
    assert inequality({(): Fraction(-1, 2), (1, 2): 1, (2,): 1}, names) == "2*q + 2*p*q >= 1"


def test_regions_of_conditions_that_can_only_hold_with_equality():
    both = Constraints(
        weak=({(1,): 1, (2,): 1, (): -1}, {(1,): -1, (2,): -1, (): 1}),
        strict=({(1,): 1}, {(2,): 1}),
    )
    [region] = solve_constraints(both).regions
    assert region.is_linear
    assert sorted((c[1], c[2]) for c in region.corners()) == [(0, 1), (1, 0)]


def test_conditions_that_contradict_one_another():
    more = {(1,): 1, (2,): 1, (): Fraction(-3, 2)}
    less = {(1,): -1, (2,): -1, (): 1}
    assert not solve_constraints(Constraints(weak=(more, less))).regions
    square = Constraints(equal=({(1, 1): 1, (): 1},), strict=({(1,): 1},))
    assert not solve_constraints(square).regions
