"""The classes of equilibria over the square of both chances, derived from the tree."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.unilateral_deterrence import (
    CLASSES,
    GAME,
    borders,
    classes,
    equilibrium,
)

WHO = ("challenger", "hard"), ("challenger", "soft")


def drawn(seed, payoffs=False):
    """Points of the square, some of them on borders; with payoffs in their order as well."""
    source = random.Random(seed)
    while True:
        at = {}
        if payoffs:
            for names in (
                ("c_dd_soft", "c_cd", "c_dd_hard", "c_sq", "c_dc"),
                ("d_dd_soft", "d_dc", "d_dd_hard", "d_cd", "d_sq"),
            ):
                values = sorted(source.sample(range(101), 5))
                at |= {n: Fraction(v, 100) for n, v in zip(names, values, strict=True)}
        point = GAME.parameters.point(at)
        limits = [border.evaluate(point) for border in borders().values()]
        chances = [Fraction(source.randint(1, 996), 997), *limits]
        at["challenger_hard"] = source.choice((chances[0], chances[0], limits[0]))
        at["defender_hard"] = source.choice(
            (Fraction(source.randint(1, 996), 997),) * 3 + tuple(limits[1:])
        )
        yield at


def found(at):
    """The classes of what the solver lists, by how often each kind makes the demand."""
    result = bg.solve(GAME.at(at), bg.SequentialEnumeration())
    assert result.coverage is bg.Coverage.ALL
    kinds = set()
    for equilibrium_ in result:
        hard, soft = (equilibrium_.profile[who][kind]["demand"] for who, kind in WHO)
        if (hard, soft) == (0, 0):
            kinds.add("deterrence")
        elif hard == 1 and soft in (0, 1):
            kinds.add("attack" if soft else "separating")
        elif hard == 1:
            kinds.add("bluff")
        else:
            kinds.add("other")
    return result, kinds


def on_border(at):
    point = GAME.parameters.point(at)
    limits = {border.evaluate(point) for border in borders().values()}
    return bool(limits & {point["challenger_hard"], point["defender_hard"]})


def check(at):
    predicted = classes(at)
    assert "steadfast deterrence" in predicted
    result, kinds = found(at)
    expected = {"deterrence" if " deterrence" in kind else kind for kind in predicted}
    if not on_border(at):  # where classes meet there is also what lies between them
        assert kinds == expected
        assert len(result.components) == len(expected)
    game = GAME.at(at)
    for kind in CLASSES:
        if kind not in predicted:
            with pytest.raises(bg.InvalidParameterError, match="equilibrium here"):
                equilibrium(kind, at)
            continue
        profile, beliefs = equilibrium(kind, at)
        _, certificate = bg.certify(game, profile, "sequential", beliefs=beliefs)
        assert certificate.holds(), (kind, at)
        assessment = bg.Assessment.of(game, profile, beliefs)
        assert any(
            assessment.profile == e.profile or (e.family is not None and assessment in e.family)
            for e in result
        ), (kind, at)


def test_borders_are_ratios_of_differences_of_payoffs():
    names = GAME.parameters
    read = {
        "belief": "(d_cd - d_dc)/(d_cd - d_dd_soft)",
        "hard deterred": "(c_dc - c_sq)/(c_dc - c_dd_hard)",
        "soft deterred": "(c_dc - c_sq)/(c_dc - c_cd)",
    }
    assert borders() == {name: bg.parse(text, names) for name, text in read.items()}
    values = [border.evaluate(names.baseline) for border in borders().values()]
    assert values == [Fraction(5, 8), Fraction(2, 3), Fraction(1, 2)]


def test_the_square_on_a_grid():
    grid = [Fraction(n, 12) + Fraction(1, 50) for n in range(0, 12, 3)]
    seen = set()
    for p in grid:
        for q in grid:
            at = {"challenger_hard": p, "defender_hard": q}
            check(at)
            seen.add(classes(at))
    assert {kind for kinds in seen for kind in kinds} == set(CLASSES)
    assert len(seen) == 4


@pytest.mark.parametrize("payoffs", [False, True], ids=["the square", "every payoff"])
def test_the_solver_finds_the_predicted_classes(payoffs):
    for at, _ in zip(drawn(1, payoffs), range(20), strict=False):
        check(at)


@pytest.mark.slow
@pytest.mark.parametrize("payoffs", [False, True], ids=["the square", "every payoff"])
def test_the_solver_finds_the_predicted_classes_at_many_points(payoffs):
    for at, _ in zip(drawn(2, payoffs), range(2500), strict=False):
        check(at)


def test_perfect_bayesian_equilibria_are_the_same_here():
    for at, _ in zip(drawn(3), range(15), strict=False):
        if on_border(at):
            continue
        listed = bg.solve(GAME.at(at), bg.PerfectBayesianEnumeration())
        assert listed.coverage is bg.Coverage.ALL
        assert len(listed.components) == len(
            bg.solve(GAME.at(at), bg.SequentialEnumeration()).components
        )


@pytest.mark.parametrize("at", [{"challenger_hard": 1}, {"defender_hard": 0}])
def test_one_kind_for_certain_is_refused(at):
    with pytest.raises(bg.InvalidParameterError, match="both kinds"):
        classes(at)
