"""Level by level is the same as information set by information set."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.kernels.treeplex import Treeplex
from brinkgame.testing.strategies import extensive_form_games

SEEDS = st.integers(0, 2**32)


def both(game):
    form = game.sequence_form
    for who in range(len(game.players)):
        first, before = form.structure.first[who], form.structure.before[who]
        yield Treeplex(first, before), first.tolist(), before.tolist()


@given(extensive_form_games(max_decisions=10, max_depth=6), SEEDS)
def test_plans_advantages_and_best_replies(game, seed):
    random = np.random.default_rng(seed)
    for side, first, before in both(game):
        size = first[-1]
        assert sorted(side.place.tolist()) == list(range(size))
        assert side.place[0] == 0
        regrets = random.normal(size=size - 1)
        regrets[random.random(size - 1) < 0.3] = -1.0
        behavior = side.matching(regrets)
        plan = side.plan(behavior)
        gains = random.normal(size=size)
        advantages = side.advantages(gains, behavior)
        best = side.best(gains)
        # The plain way, in the order of the sequence form.
        worth, top, reach = gains[side.place], gains[side.place].copy(), np.ones(size)
        share = np.ones(size)
        share[1:] = behavior[side.place[1:] - 1]
        for j, leading in enumerate(before):
            here = slice(first[j], first[j + 1])
            positive = np.maximum(regrets[side.place[here] - 1], 0)
            expected = positive / positive.sum() if positive.any() else np.full(len(positive), 1)
            assert share[here] == pytest.approx(expected / expected.sum())
            reach[here] = reach[leading] * share[here]
        assert plan[side.place] == pytest.approx(reach)
        for j in range(len(before) - 1, -1, -1):
            here = slice(first[j], first[j + 1])
            value = float(share[here] @ worth[here])
            assert advantages[side.place[here] - 1] == pytest.approx(worth[here] - value)
            worth[before[j]] += value
            top[before[j]] += top[here].max()
        assert best == pytest.approx(top[0])
        assert worth[0] == pytest.approx(float(plan @ gains))


def test_nothing_to_choose():
    side = Treeplex(np.array([1]), np.array([], dtype=int))
    nothing = np.zeros(0)
    assert side.matching(nothing).tolist() == []
    assert side.plan(nothing).tolist() == [1.0]
    assert side.advantages(np.array([3.0]), nothing).tolist() == []
    assert side.best(np.array([3.0])) == 3.0


def test_a_large_tree_has_few_levels():
    form = bg.catalog.leduc_poker().sequence_form
    side = Treeplex(form.structure.first[0], form.structure.before[0])
    assert side.size == form.counts[0]
    assert len(side._levels) == 4
