"""Profiles by what comes of them; conditions of families against membership."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.play.outcome_conditions import _Part
from brinkgame.play.sequence_replies import best_sequences, sequence_payoffs
from tests.unit import drawing
from tests.unit.solvers.test_tree_enumeration import outside_option, trees


def test_profiles_that_end_alike_are_one_group():
    game = outside_option()
    result = bg.solve(game, bg.ReducedFormEnumeration())
    assert [str(group) for group in result.by_outcome()] == ["root/out 1: 0", "root/in/T/L 1: 1"]
    profiles = [
        {"1": {"top": "out", "inside": inside}, "2": {"h": reply}}
        for inside in "TB"
        for reply in "LR"
    ]
    (group,) = bg.outcome_groups(game, profiles)
    assert group.members == (0, 1, 2, 3)
    rough = [
        {**each, "1": {"top": {"out": 1 - 1e-16, "in": 1e-16}, "inside": "T"}} for each in profiles
    ]
    assert len(bg.outcome_groups(game.to_float(), [*profiles, *rough])) == 1


def test_a_table_has_no_ends():
    with pytest.raises(bg.UnsupportedGameError, match="table"):
        bg.solve(bg.NormalFormGame.from_arrays([[1]], [[1]])).by_outcome()


@given(trees(), st.data())
def test_conditions_are_exact(game, data):
    """A plan satisfies the bounds just when it is in the polytope."""
    rng = random.Random(data.draw(drawing.SEEDS))
    result = bg.solve(game, bg.ReducedFormEnumeration())
    form = game.sequence_form
    for equilibrium in result:
        if equilibrium.family is None:
            continue
        for subset in equilibrium.family.subsets:
            for who in range(2):
                part = _Part(game, who, subset.plans[who], subset.replies[1 - who])
                varying = part._varying()
                bounds = part._bounds(varying) if varying else []
                for _ in range(6):
                    plan = _drawn(form, who, subset.plans[who], rng)
                    within = all(
                        plan[s] == subset.plans[who][0][s]
                        for s in range(len(plan))
                        if s not in varying
                    ) and all(_holds(part, plan, *bound[:3]) for bound in bounds)
                    best = best_sequences(form, 1 - who, sequence_payoffs(form, 1 - who, plan))
                    used = {s for s, w in enumerate(plan) if w}
                    right = used <= subset.replies[who] and subset.supports[1 - who] <= best
                    assert within == right


def _drawn(form, who, corners, rng):
    """A plan near a polytope: a mixture of its corners, or one shifted toward some other plan."""
    shares = drawing.shares(rng, len(corners))
    inside = [
        sum(s * w for s, w in zip(shares, column, strict=True))
        for column in zip(*corners, strict=True)
    ]
    if rng.random() < 0.4:
        return inside
    first, before = form.structure.first[who].tolist(), form.structure.before[who].tolist()
    other = [Fraction(1)] * form.counts[who]
    for j, leading in enumerate(before):
        for s, share in zip(
            range(first[j], first[j + 1]), drawing.shares(rng, first[j + 1] - first[j]), strict=True
        ):
            other[s] = other[leading] * share
    weight = rng.choice([Fraction(1, 2), Fraction(1, 20), Fraction(1)])
    return [(1 - weight) * a + weight * b for a, b in zip(inside, other, strict=True)]


def _holds(part, plan, left, right, how):
    value = sum(Fraction(c) * plan[s] / part._scale(s) for s, c in left.items())
    return value == right if how == "=" else value <= right


def test_conditions_in_words():
    """Three ways to punish, an idle one among them, and a deviation that goes on."""
    replies = {
        name: bg.Decision(
            "1",
            {"stay": bg.Terminal({"1": pay, "2": 0}), "leave": bg.Terminal({"1": -3, "2": 0})},
            infoset=f"then {name}",
        )
        for name, pay in {"hard": -2, "soft": -1, "none": 1}.items()
    }
    game = bg.ExtensiveFormGame(
        "threats",
        players=("1", "2"),
        root=bg.Decision(
            "1",
            {
                "out": bg.Terminal({"1": 0, "2": 1}),
                "in": bg.Decision("2", replies, infoset="entry"),
            },
            infoset="top",
        ),
    )
    for solver in (bg.ReducedFormEnumeration(), bg.SequenceFormEnumeration()):
        family = next(e.family for e in bg.solve(game, solver) if e.profile["1"]["top"]["out"] == 1)
        texts = [line for text in family.conditions for line in text.split("; ")]
        assert "2 at entry: 3*Pr(hard) + 2*Pr(soft) >= 1" in texts
        assert family.incentives["2 at entry: 3*Pr(hard) + 2*Pr(soft) >= 1"] == (
            "1 at top: in, then stay at then hard, then stay at then soft, then stay at then none"
        )


def test_what_cannot_be_told_deviation_by_deviation_is_told_at_once():
    """Seven replies that are told apart make 128 ways to go on."""
    replies = {
        f"r{k}": bg.Decision(
            "1",
            {"a": bg.Terminal({"1": -1 - k, "2": 0}), "b": bg.Terminal({"1": 1, "2": -1})},
            infoset=f"after r{k}",
        )
        for k in range(7)
    }
    game = bg.ExtensiveFormGame(
        "many ways",
        players=("1", "2"),
        root=bg.Decision(
            "1",
            {
                "out": bg.Terminal({"1": 2, "2": 1}),
                "in": bg.Decision("2", replies, infoset="entry"),
            },
            infoset="top",
        ),
    )
    (out,) = bg.solve(game, bg.SequenceFormEnumeration())
    assert out.family.conditions == (
        "1 at top: out",
        "2 at entry: any mixture of r0, r1, r2, r3, r4, r5 and r6",
        "2: no other deviation of 1 pays",
    )
