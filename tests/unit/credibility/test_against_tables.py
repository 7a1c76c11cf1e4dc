"""Moves at once, written as trees: the equilibria are those of the table, by other algorithms."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings

import brinkgame as bg
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from tests.unit.drawing import SEEDS

SOLVERS = [bg.SequentialEnumeration(), bg.PerfectBayesianEnumeration()]


def at_once(players, sizes, payoffs):
    """A tree in which everybody moves once without seeing the others, and the table of it."""

    def node(chosen):
        if len(chosen) == len(players):
            return Terminal(dict(zip(players, payoffs[chosen], strict=True)))
        k = len(chosen)
        return Decision(
            players[k],
            {str(i): node((*chosen, i)) for i in range(sizes[k])},
            infoset=f"set of {players[k]}",
        )

    return ExtensiveFormGame("at once", players=players, root=node(()))


def table_of(tree):
    """Its normal form, and the profiles of the tree for those of the table."""
    table = bg.to_normal_form(tree)

    def back(profile):
        return bg.BehaviorStrategyProfile(
            tree,
            {
                player: {
                    f"set of {player}": dict(
                        zip(
                            tree.tree.actions(tree.infoset_number(player, f"set of {player}")),
                            profile[player].values(),
                            strict=True,
                        )
                    )
                }
                for player in tree.players
            },
        )

    return table, back


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda solver: solver.concept.value)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_two_players_with_ties(solver, seed):
    rng = random.Random(seed)
    sizes = (rng.randint(2, 3), rng.randint(2, 3))
    cells = itertools.product(*map(range, sizes))
    tree = at_once(("A", "B"), sizes, {c: (rng.randint(0, 2), rng.randint(0, 2)) for c in cells})
    table, back = table_of(tree)
    right = bg.solve(table, bg.ExtremeEnumeration())
    run = solver.run(tree)
    assert run.coverage is bg.Coverage.ALL
    for each in right:
        profile = back(each.profile)
        assert profile in run.profiles or any(
            profile in family for family in run.families if family is not None
        )
    if run.components:
        assert len(run.components) == len(right.components)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_three_players_with_irrational_equilibria(seed):
    rng = random.Random(seed)
    cells = itertools.product(range(2), repeat=3)
    payoffs = {c: tuple(rng.randint(0, 20) for _ in range(3)) for c in cells}
    tree = at_once(("A", "B", "C"), (2, 2, 2), payoffs)
    table, back = table_of(tree)
    right = bg.PolynomialEnumeration().run(table)
    run = SOLVERS[0].run(tree)
    if right.coverage is bg.Coverage.ALL and not right.statistics["infinite supports"]:
        assert run.coverage is bg.Coverage.ALL
        assert {str(p) for p in run.profiles} == {str(back(p)) for p in right.profiles}


def test_irrational_beliefs_are_certified():
    """A game of three whose only equilibrium is irrational, behind a move that is observed."""
    rng = random.Random(1)
    found = 0
    for _ in range(60):
        cells = itertools.product(range(2), repeat=3)
        payoffs = {c: tuple(rng.randint(0, 20) for _ in range(3)) for c in cells}
        tree = at_once(("A", "B", "C"), (2, 2, 2), payoffs)
        result = bg.solve(tree, SOLVERS[0])
        for each in result:
            odd = [
                w
                for h in range(3)
                for w in each.beliefs.weights_at(h)
                if isinstance(w, bg.Algebraic)
            ]
            found += bool(odd)
            assert not any(each.certificate.regrets.values())
    assert found
