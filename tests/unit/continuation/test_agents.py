"""The agent logit equations of trees, against sums over paths and finite differences."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import brinkgame as bg
from brinkgame.continuation import AgentEquations, count_passings, scaled_payoffs
from brinkgame.forms.tree import CHANCE
from brinkgame.testing.strategies import extensive_form_games

TREES = extensive_form_games(perfect_recall=True)


def drawn(game: Any, seed: int) -> tuple[AgentEquations, np.ndarray]:
    paid, _ = scaled_payoffs(game)
    equations = AgentEquations(game, paid)
    rng = np.random.default_rng(seed)
    equations.refer([int(rng.integers(n)) for n in equations.shape])
    return equations, rng.normal(size=equations.size)


def plainly(game: Any, logs: np.ndarray) -> list[list[float]]:
    """What each action pays given its information set, from the ends and their probabilities."""
    tree = game.tree
    paid, _ = scaled_payoffs(game)
    odds = game.edge_probabilities()
    first = tree.first_action
    worth = [[0.0] * int(n) for n in tree.infoset_size]
    reach = [0.0] * tree.n_infosets
    for end, node in enumerate(tree.terminals.tolist()):
        steps, chance = [], 1.0
        while node:
            above = int(tree.parent[node])
            if tree.mover[above] == CHANCE:
                chance *= float(odds[node])
            else:
                steps.append((int(tree.infoset[above]), int(tree.edge[node])))
            node = above
        weight = chance * np.prod([np.exp(logs[first[i] + a]) for i, a in steps])
        for infoset, action in steps:
            player = tree.infoset_player[infoset]
            less = np.exp(logs[first[infoset] + action])
            worth[infoset][action] += weight / less * paid[end, player]
            reach[infoset] += weight
    return [[pay / total for pay in pays] for pays, total in zip(worth, reach, strict=True)]


@given(TREES, st.integers(0, 10**6))
def test_payoffs_are_sums_over_paths(game: Any, seed: int) -> None:
    equations, z = drawn(game, seed)
    if not equations.size or any(p == 0 for p in game.edge_probabilities()):
        return
    expected = []
    for part, reference in zip(plainly(game, equations.logs(z)), equations.references, strict=True):
        expected += [pay - part[reference] for a, pay in enumerate(part) if a != reference]
    assert equations.worth(z, equations.shares(z)) == pytest.approx(expected, abs=1e-9)


@given(TREES, st.integers(0, 10**6))
def test_derivatives_are_limits_of_differences(game: Any, seed: int) -> None:
    equations, z = drawn(game, seed)
    if not equations.size:
        return
    out = np.zeros((equations.size,) * 2)
    u, measure = equations.linear(z, equations.shares(z), 2.0, out)
    assert u == pytest.approx(equations.worth(z, equations.shares(z)), abs=1e-12)
    for j in range(equations.size):
        step = np.zeros(equations.size)
        step[j] = 1e-6
        up, down = z + step, z - step
        slope = (
            equations.worth(up, equations.shares(up))
            - equations.worth(down, equations.shares(down))
        ) / 2e-6
        assert -2.0 * slope == pytest.approx(out[:, j], abs=1e-7)
    # Lengths belong to an inner product.
    rng = np.random.default_rng(seed)
    one, other = rng.normal(size=equations.size), rng.normal(size=equations.size)
    inner = float(equations.lowered(measure, one) @ other)
    assert inner == pytest.approx(float(equations.lowered(measure, other) @ one), abs=1e-9)
    squared = float(equations.lowered(measure, one) @ one)
    assert squared == pytest.approx(equations.squared(measure, one), abs=1e-9)


def test_an_information_set_that_no_float_reaches() -> None:
    """Beliefs and payoffs depend on the ratio of probabilities that all are next to nothing."""
    game = bg.ExtensiveFormGame("quiet", players=("A", "B"), root=bg.Chance({
        name: ("1/2", bg.Decision("A", {
            "stay": bg.Terminal({"A": 0, "B": 0}),
            "go": bg.Decision("B", {"l": bg.Terminal({"A": 0, "B": pay}),
                                    "r": bg.Terminal({"A": 0, "B": 0})}, infoset="heard")},
            infoset=name)) for name, pay in (("one", 1), ("two", -1))}))  # fmt: skip
    paid, _ = scaled_payoffs(game)
    equations = AgentEquations(game, paid)
    logs = np.zeros(6)
    position = {
        (infoset.label, action): i
        for i, (infoset, action) in enumerate(
            itertools.chain.from_iterable(
                ((infoset, action) for action in infoset.actions)
                for infoset in game.information_sets
            )
        )
    }
    logs[position["one", "go"]] = -5000.0
    logs[position["two", "go"]] = -5000.0 + np.log(3.0)
    logs[position["heard", "l"]] = logs[position["heard", "r"]] = np.log(0.5)
    assert equations.beliefs(logs) == pytest.approx([0.25, 0.75])
    z = equations.relative(logs)
    u = equations.worth(z, equations.shares(z))
    assert u.min() == pytest.approx(0.25) or u.max() == pytest.approx(0.25)
    assert equations.shares(z).min() == 0.0


def test_payoffs_are_scaled_in_the_numbers_of_the_game() -> None:
    big = 10**400
    game = bg.ExtensiveFormGame("big", players=("A", "B"), root=bg.Decision("A", {
        "a": bg.Terminal({"A": big, "B": 0}), "b": bg.Terminal({"A": 2 + big, "B": 1})})
        )  # fmt: skip
    paid, factor = scaled_payoffs(game)
    assert paid.tolist() == [[0.0, 0.0], [1.0, 0.5]]
    assert factor == 2
    same = bg.ExtensiveFormGame("same", players=("A",), root=bg.Terminal({"A": 7}))
    assert scaled_payoffs(same)[1] == 1
    wide = bg.ExtensiveFormGame("wide", players=("A",), root=bg.Decision("A", {
        "a": bg.Terminal({"A": -1.5e308}), "b": bg.Terminal({"A": 1.5e308})})
        ).to_float()  # fmt: skip
    paid, factor = scaled_payoffs(wide)
    assert paid.tolist() == [[0.0], [1.0]]
    assert isinstance(Fraction(1), Fraction)
    assert count_passings(wide) == 2
