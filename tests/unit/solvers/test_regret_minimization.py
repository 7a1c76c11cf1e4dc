"""Averages come as near to an equilibrium as is asked for, and say how near they are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.solvers import regret_minimization as module
from brinkgame.testing.strategies import extensive_form_games

OPPOSED = extensive_form_games(players=2, zero_sum=True)
KUHN = bg.catalog.load("kuhn-poker").game


@given(OPPOSED, st.booleans())
def test_exploitability_is_what_is_asked_for_and_what_is_said(game, floats):
    game = game.to_float() if floats else game
    solver = bg.RegretMinimization(accuracy=1e-3)
    result = bg.solve(game, solver)
    [found] = result
    told = result.statistics
    scale = module._range(game)
    regrets = [float(regret) for regret in found.certificate.regrets.values()]
    assert sum(regrets) / 2 == pytest.approx(told["exploitability"], abs=1e-8 * scale)
    assert told["exploitability"] <= 1e-3 * scale
    value = bg.solve(game, bg.SequenceFormLP()).statistics["value"]
    assert told["value"] == pytest.approx(float(value), abs=2e-3 * scale)
    assert told["value"] == pytest.approx(float(found.payoffs[game.players[0]]), abs=1e-8 * scale)


class Walk:
    """Discounted counterfactual regret minimization as it is written down, node by node."""

    def __init__(self, game):
        self.tree = game.tree
        self.payoffs = game.terminal_payoffs()
        self.odds = game.edge_probabilities()
        self.sizes = game.tree.infoset_size.tolist()
        self.regrets = [np.zeros(n) for n in self.sizes]
        self.sums = [np.zeros(n) for n in self.sizes]
        self.now = [np.full(n, 1 / n) for n in self.sizes]

    def value(self, node, me, others, gained):
        if self.payoffs[node] is not None:
            return self.payoffs[node][me]
        children = self.tree.children_of(node)
        infoset = int(self.tree.infoset[node])
        odds = [self.odds[c] for c in children] if infoset < 0 else self.now[infoset]
        if self.tree.mover[node] != me:
            below = [
                self.value(c, me, others * p, gained) for p, c in zip(odds, children, strict=True)
            ]
            return sum(p * v for p, v in zip(odds, below, strict=True))
        values = np.array([self.value(c, me, others, gained) for c in children])
        gained[infoset] = gained.get(infoset, 0) + others * (values - odds @ values)
        return odds @ values

    def reach(self, me):
        """The probability of each own information set as far as it depends on the player."""
        found, own = {}, [1.0] * self.tree.size
        for node in range(self.tree.size):
            if node:
                above = int(self.tree.parent[node])
                own[node] = own[above]
                if self.tree.mover[above] == me:
                    shares = self.now[int(self.tree.infoset[above])]
                    own[node] *= shares[int(self.tree.edge[node])]
            if self.tree.mover[node] == me:
                found[int(self.tree.infoset[node])] = own[node]
        return found

    def round(self, t, me):
        gained = {}
        self.value(0, me, 1.0, gained)
        for infoset, more in gained.items():
            self.regrets[infoset] += more
            positive = np.maximum(self.regrets[infoset], 0)
            size = self.sizes[infoset]
            alike = np.full(size, 1 / size)
            self.now[infoset] = positive / positive.sum() if positive.any() else alike
            up = t**1.5 / (t**1.5 + 1)
            self.regrets[infoset] *= np.where(self.regrets[infoset] > 0, up, 0.5)
        for infoset, own in self.reach(me).items():
            self.sums[infoset] *= ((t - 1) / t) ** 2
            self.sums[infoset] += own * self.now[infoset]


def test_a_plain_walk_of_the_tree_gives_the_same_averages():
    game = KUHN.to_float()
    learning = module._Learning(game.sequence_form, bg.RegretMinimization())
    walk = Walk(game)
    for t in range(1, 8):
        for me in (0, 1):
            walk.round(t, me)
        learning.play()
    profile = module._profile(game, learning.averages())
    for infoset, total in enumerate(walk.sums):
        assert profile.weights_at(infoset) == pytest.approx((total / total.sum()).tolist())


def test_kuhn_poker():
    result = bg.solve(KUHN, bg.RegretMinimization(accuracy=1e-5))
    assert result.status is bg.Status.SOLVED
    assert result.statistics["value"] == pytest.approx(-1 / 18, abs=1e-4)
    assert result[0].certificate.verdict is bg.Verdict.APPROXIMATE
    second = result[0].profile["second"]
    assert float(second["queen, bet"]["call"]) == pytest.approx(1 / 3, abs=0.02)


@pytest.mark.parametrize(
    "options", [{}, {"alpha": math.inf, "beta": -math.inf, "gamma": 1}], ids=["dcfr", "cfr+"]
)
def test_leduc_poker(options):
    game = bg.catalog.leduc_poker().to_float()
    accuracy = 1e-3 / 26  # payoffs range from -13 to 13
    result = bg.solve(game, bg.RegretMinimization(accuracy=accuracy, **options))
    regrets = result[0].certificate.regrets
    assert sum(regrets.values()) / 2 <= 1e-3
    assert result.statistics["value"] == pytest.approx(-0.0856, abs=1e-3)
    assert result.statistics["rounds"] < 1000


def test_too_few_rounds_are_no_success():
    result = bg.solve(KUHN, bg.RegretMinimization(accuracy=1e-6, rounds=20), check=False)
    assert result.status is bg.Status.UNREACHED
    assert result.coverage is bg.Coverage.SOME
    assert len(result) == 1
    assert result.statistics["rounds"] == 20
    regrets = result[0].certificate.regrets.values()
    assert float(sum(regrets)) / 2 == pytest.approx(result.statistics["exploitability"])
    with pytest.raises(bg.SolveError):
        bg.solve(KUHN, bg.RegretMinimization(accuracy=1e-6, rounds=20))


def test_no_time_is_said():
    late = bg.solve(KUHN, bg.RegretMinimization(accuracy=1e-7), time_limit=1e-6, check=False)
    assert late.status is bg.Status.TIME_LIMIT
    assert len(late) == 1


@pytest.mark.parametrize("wrong", [0, -1, 2, True, "small", math.nan, 1e-9])
def test_an_accuracy_is_a_share(wrong):
    with pytest.raises(bg.InvalidNumberError, match="accuracy"):
        bg.RegretMinimization(accuracy=wrong)


@pytest.mark.parametrize("wrong", [0, True, 1.5, "many"])
def test_rounds_are_counted(wrong):
    with pytest.raises(bg.InvalidNumberError, match="rounds"):
        bg.RegretMinimization(rounds=wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"alpha": "a"}, {"beta": math.nan}, {"gamma": -1}, {"gamma": math.inf}, {"alpha": True}],
)
def test_discounts_are_numbers(wrong):
    [name] = wrong
    with pytest.raises(bg.InvalidNumberError, match=name):
        bg.RegretMinimization(**wrong)


def test_what_is_out_of_scope_says_why():
    [reason] = bg.RegretMinimization().obstacles(bg.catalog.load("entry-deterrence").game)
    assert "one's gain is the other's loss" in reason


def test_who_asks_for_an_equilibrium_gets_an_exact_one():
    for game in (bg.catalog.leduc_poker().to_float(), KUHN):
        chosen = bg.choose_solver(game, "nash").solver
        assert not isinstance(chosen, bg.RegretMinimization)
