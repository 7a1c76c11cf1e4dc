"""Critical risk, alternating offers and cheap talk."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.catalog.models import crawford_sobel, critical_risk, rubinstein

SHARES = st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50)
NAMES = ("disaster", "submit", "compromise", "win")
ORDERED = st.lists(
    st.fractions(-20, 20, max_denominator=10), min_size=4, max_size=4, unique=True
).map(lambda numbers: dict(zip(NAMES, sorted(numbers), strict=True)))


@given(ORDERED)
def test_the_ratios_of_the_source(at):
    d, s, c, w = at.values()
    assert critical_risk.resolve().evaluate(at) == (w - s) / (w - d)
    assert critical_risk.risk_limit().evaluate(at) == (w - c) / ((w - c) + (s - d))


@given(ORDERED)
def test_in_the_mixed_equilibrium_each_stands_firm_as_often_as_the_others_limit(at):
    limit = critical_risk.risk_limit().evaluate(at)
    (mixed,) = [e for e in bg.solve(critical_risk.GAME.at(at)) if not e.is_pure]
    assert mixed.profile["column"]["stand firm"] == limit == mixed.profile["row"]["stand firm"]


@given(ORDERED, SHARES)
def test_ranks_have_no_risk_limit(at, limit):
    other = critical_risk.same_order(limit)
    assert sorted(other, key=other.get) == sorted(at, key=at.get)
    assert critical_risk.risk_limit().evaluate(other) == limit


@given(ORDERED, st.fractions(1, 9), st.fractions(-9, 9))
def test_units_and_zero_do_not_matter(at, unit, zero):
    other = {name: unit * value + zero for name, value in at.items()}
    for formula in (critical_risk.resolve, critical_risk.risk_limit):
        assert formula().evaluate(other) == formula().evaluate(at)


@pytest.mark.parametrize("limit", [0, 1, "3/2"])
def test_no_such_limit(limit):
    with pytest.raises(bg.UnsupportedGameError, match="between 0 and 1"):
        critical_risk.same_order(limit)


@given(SHARES, SHARES)
def test_the_share_of_the_first_proposer(one, two):
    at = {"patience_first": one, "patience_second": two}
    share = rubinstein.share().evaluate(at)
    assert share == (1 - two) / (1 - one * two)
    for rounds in (1, 2, 3, 6, 7):
        gap = abs(rubinstein.finite_share(rounds, at) - share)
        assert gap <= (one * two) ** ((rounds - 1) // 2)


@pytest.mark.parametrize(("rounds", "steps"), [(1, 6), (2, 4), (2, 25), (3, 4), (3, 12)])
def test_the_tree_of_offers_comes_near_the_last_period_recursion(rounds, steps):
    at = {"patience_second": "4/5"}
    found = bg.solve(rubinstein.finite_game(rounds, steps, at)).only().payoffs["first"]
    assert abs(found - rubinstein.finite_share(rounds, at)) <= Fraction(rounds, steps)


def test_borders_at_which_nobody_minds():
    for count in (1, 2, 3):
        ends = crawford_sobel.borders(count, Fraction(1, 20))
        b = Fraction(1, 20)
        assert ends == tuple(Fraction(i, count) - 2 * b * i * (count - i) for i in range(count + 1))


@given(st.fractions(Fraction(1, 60), Fraction(1, 2), max_denominator=200))
def test_how_many_intervals(b):
    found = crawford_sobel.ENTRY.solve(bias=b)
    most = max(n for n in range(1, 12) if 2 * n * (n - 1) * b < 1)
    assert [s.figures["intervals"] for s in found] == list(range(1, most + 1))
    losses = [s.figures["receiver_loss"] for s in found]
    assert losses == sorted(losses, reverse=True)


def talk(states, ends):
    """The plan of an equilibrium: which message each state sends, and what is done after it."""
    said = ("low", "middle", "high")
    middles = [Fraction(2 * k + 1, 2 * states) for k in range(states)]
    plan = {"sender": {}, "receiver": {}}
    beliefs = {}
    sent = {}
    for k, place in enumerate(middles):
        i = sum(place > end for end in ends[1:-1])
        plan["sender"][f"state {k + 1}"] = said[i]
        sent.setdefault(said[i], []).append(k)
    for i, message in enumerate(said):
        own = sent[message]
        action = (ends[i] + ends[i + 1]) / 2 * 2 * states
        assert action.denominator == 1
        plan["receiver"][message] = f"act {action}"
        beliefs[message] = {
            f"root/state {k + 1}/{message}": Fraction(k in own, len(own)) for k in range(states)
        }
    return plan, {"receiver": beliefs}


def test_three_intervals_are_an_equilibrium_of_finite_cheap_talk():
    game = crawford_sobel.finite_game(15)
    plan, beliefs = talk(15, crawford_sobel.borders(3, Fraction(1, 20)))
    _, certificate = bg.certify(game, plan, bg.Concept.PERFECT_BAYESIAN, beliefs=beliefs)
    assert certificate.holds(0)
    moved = {**plan, "sender": {**plan["sender"], "state 2": "middle"}}
    assert max(bg.regrets(game, moved).values()) > 0
    # With a larger bias a state near a border would rather be taken for a higher one.
    biased = crawford_sobel.finite_game(15, Fraction(1, 10))
    assert bg.regrets(biased, plan)["sender"] > 0
    with pytest.raises(bg.UnsupportedGameError, match="three or more"):
        crawford_sobel.finite_game(2)
